//! The letters in drawings: SVGs read once, and which glyphs of which faces their texts are set in.
//!
//! In: the SVGs that pages show. Out: their trees, and the glyphs that are painted as text, so that the faces cut down
//! for the pages hold them too. What a text asks for that glyphs alone do not give (an outline drawn around letters, a
//! gradient, a face varied) leaves all of that text to be painted as paths.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use usvg::fontdb::{Database, ID};
use usvg::layout::{PositionedGlyph, Span};
use usvg::{Group, Node, Paint, Text, Tree};

use super::{Fault, Unset};
use crate::book::ImageFormat;
use crate::images;
use crate::typeset::Composition;
use crate::typeset::page::{Face, Item};

/// The drawings that pages show, by key.
#[derive(Debug, Default)]
pub(super) struct Drawings(BTreeMap<String, Tree>);

impl Drawings {
    /// Those that the pages of `composition` show.
    pub(super) fn of(composition: &Composition) -> Result<Self, Fault> {
        let items = composition.pages.iter().flat_map(|page| &page.items);
        let keys: BTreeSet<&String> = items
            .filter_map(|placed| if let Item::Image(key, _) = &placed.item { Some(key) } else { None })
            .filter(|key| composition.images.get(*key).is_some_and(|image| image.format == ImageFormat::Svg))
            .collect();
        let read = keys.into_iter().collect::<Vec<_>>().into_par_iter().map(|key| {
            let tree =
                composition.images.get(key).map_or_else(|| Err(String::new()), |image| images::svg(&image.bytes));
            tree.map(|tree| (key.clone(), tree)).map_err(|reason| Fault::Picture { key: key.clone(), reason })
        });
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The drawing of this key.
    pub(super) fn get(&self, key: &str) -> Option<&Tree> {
        self.0.get(key)
    }

    /// Every glyph that is painted as one.
    pub(super) fn glyphs(&self) -> Vec<&PositionedGlyph> {
        let spans = self.0.values().flat_map(texts).filter_map(spans).flatten();
        spans.filter(|span| span.visible).flat_map(|span| &span.positioned_glyphs).collect()
    }

    /// The letters that no face has, each once for its drawing.
    pub(super) fn unset(&self) -> Vec<Unset> {
        let of = |(key, tree)| {
            let spans = texts(tree).into_iter().flat_map(Text::layouted).filter(|span| span.visible);
            let boxes = spans.flat_map(|span| &span.positioned_glyphs).filter(|glyph| glyph.id.0 == 0);
            let letters: BTreeSet<char> =
                boxes.flat_map(|glyph| glyph.text.chars()).filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            letters.into_iter().map(move |letter| Unset { key: String::clone(key), letter })
        };
        self.0.iter().flat_map(of).collect()
    }
}

/// The texts of a drawing.
fn texts(tree: &Tree) -> Vec<&Text> {
    let mut texts = Vec::new();
    let mut groups: Vec<&Group> = vec![tree.root()];
    while let Some(group) = groups.pop() {
        for child in group.children() {
            match child {
                Node::Group(group) => groups.push(group),
                Node::Text(text) => texts.push(&**text),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }
    texts
}

/// The spans of a text that can be painted with glyphs. Variations of a face do not matter: the bundled ones have none.
pub(super) fn spans(text: &Text) -> Option<&[Span]> {
    let plain = |span: &Span| {
        let painted = span.fill.as_ref().is_some_and(|fill| matches!(fill.paint(), Paint::Color(_)));
        let set = span.positioned_glyphs.iter().all(|glyph| u16::try_from(glyph.id.0).is_ok_and(|id| id > 0));
        span.stroke.is_none() && (painted || !span.visible) && set
    };
    text.layouted().iter().all(plain).then(|| text.layouted())
}

/// What a glyph stands for; white is a plain space.
pub(super) fn meaning(glyph: &PositionedGlyph) -> &str {
    let text = glyph.text.as_str();
    if !text.is_empty() && text.chars().all(char::is_whitespace) { " " } else { text }
}

/// A face that letters of drawings are set in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    /// Its number among the file's faces.
    pub(super) face: u16,
    /// Units to its em.
    pub(super) em: f32,
}

/// The faces of `glyphs` by what the drawings call them, and those of them that `faces` lacks, numbered after these.
pub(super) fn faces(glyphs: &[&PositionedGlyph], faces: &[Face]) -> (BTreeMap<ID, Drawn>, Vec<Face>) {
    let database = images::bundled_fonts();
    let wanted: BTreeSet<ID> = glyphs.iter().map(|glyph| glyph.font).collect();
    let (mut known, mut added) = (BTreeMap::new(), Vec::new());
    for id in wanted {
        let Some((face, em)) = face(&database, id) else { continue };
        let same = |other: &Face| other.index == face.index && other.data == face.data;
        let number = faces.iter().position(same).unwrap_or(faces.len() + added.len());
        let Ok(place) = u16::try_from(number) else { continue };
        if number >= faces.len() {
            added.push(face);
        }
        known.insert(id, Drawn { face: place, em });
    }
    (known, added)
}

/// A face of the database, and the units to its em.
fn face(database: &Database, id: ID) -> Option<(Face, f32)> {
    let name = database.face(id)?.post_script_name.clone();
    database.with_face_data(id, |data, index| {
        let metrics = FontRef::from_index(data, index).ok()?.metrics(Size::unscaled(), LocationRef::default());
        Some((Face { name, data: data.into(), index }, f32::from(metrics.units_per_em.max(1))))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_faces_do_not_vary() {
        let database = images::bundled_fonts();
        for face in database.faces() {
            let axes =
                database.with_face_data(face.id, |data, index| FontRef::from_index(data, index).unwrap().axes().len());
            assert_eq!(axes, Some(0), "{}", face.post_script_name);
        }
    }
}
