//! Words divided into parts of one script and one face.
//!
//! A face is chosen for each grapheme cluster, so that a letter and its marks come from one: the family's own where
//! it has them, else another that does. Punctuation and figures go with the letters about them.

use std::str::FromStr;

use smallvec::smallvec;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::made::can_be_made;
use super::shape::{Part, Parts, Position, Shapes, StyleKey, TypeId};
use crate::fonts::{FaceIndex, LoadedFace, Wanted};

/// Letters of one face and script.
struct Stretch {
    start: usize,
    face: FaceIndex,
    /// `None` until a letter says it.
    script: Option<Script>,
}

impl Shapes<'_> {
    /// Divides a word into parts and shapes them.
    pub(super) fn itemize(&mut self, id: TypeId, rtl: bool, text: &str) -> Parts {
        let (kind, primary) = self.kind(id);
        let stretches = self.stretches(id, text);
        let mut parts = Parts::new();
        let ends = stretches.iter().skip(1).map(|next| next.start).chain([text.len()]);
        for (stretch, end) in stretches.iter().zip(ends) {
            let words = &text[stretch.start..end];
            let script = stretch.script.map_or(*b"Latn", tag);
            let mut key = StyleKey { face: stretch.face, kind, script, rtl, scaled: false };
            key.scaled = kind.position != Position::Baseline && !self.has_own(key, words);
            let style = self.style_id(key).or_else(|| self.style_id(StyleKey { face: primary, ..key }));
            let Some(style) = style else { continue };
            let word = self.shaped(style, words);
            parts.push(Part { length: u32::try_from(words.len()).unwrap_or(u32::MAX), style, word });
        }
        parts
    }

    fn stretches(&mut self, id: TypeId, text: &str) -> smallvec::SmallVec<[Stretch; 2]> {
        let (_, primary) = self.kind(id);
        let mut stretches: smallvec::SmallVec<[Stretch; 2]> = smallvec![];
        for (start, cluster) in text.grapheme_indices(true) {
            let script = cluster.chars().map(|c| c.script()).find(|script| is_real(*script));
            let neutral = script.is_none();
            if let Some(last) = stretches.last_mut() {
                let same = neutral || last.script.is_none() || last.script == script;
                // What has no script stays in the face of the letters before it, if that has it.
                let kept = last.face;
                let face = if neutral && self.covers(kept, cluster) { kept } else { self.face_for(id, cluster) };
                if same && face == kept {
                    last.script = last.script.or(script);
                    continue;
                }
                let script = script.or(last.script);
                stretches.push(Stretch { start, face, script });
            } else {
                let face = if cluster.is_ascii() { primary } else { self.face_for(id, cluster) };
                stretches.push(Stretch { start, face, script });
            }
        }
        stretches
    }

    /// The face for a cluster: the family's own if it has it or none has.
    fn face_for(&mut self, id: TypeId, cluster: &str) -> FaceIndex {
        let (kind, primary) = self.kind(id);
        if self.covers(primary, cluster) {
            return primary;
        }
        let character = cluster.chars().find(|c| !can_be_made(*c)).unwrap_or(' ');
        let language = self.languages.get(usize::from(kind.language)).map(|(language, ..)| language.clone());
        let wanted = Wanted {
            character,
            script: character.script().short_name(),
            language: language.as_ref().map_or("und", |language| language.as_str()),
            style: kind.face_style(),
        };
        if let Some(known) = self.fallbacks.get(&(character, kind.face_style(), kind.language)) {
            return known.unwrap_or(primary);
        }
        let whole = self.fonts.fallback(wanted, &|face| covers(face, cluster));
        let found = whole.or_else(|| self.fonts.fallback(wanted, &|face| face.has(character)));
        self.fallbacks.insert((character, kind.face_style(), kind.language), found);
        found.unwrap_or(primary)
    }

    fn covers(&mut self, face: FaceIndex, cluster: &str) -> bool {
        let mapped = |c: char| can_be_made(c) || self.tools(face).is_some_and(|tools| tools.charmap.map(c).is_some());
        cluster.chars().all(mapped) || self.fonts.face(face).is_some_and(|face| covers(face, cluster))
    }

    /// Whether a face has superior or inferior letters of its own for all of a text.
    fn has_own(&mut self, key: StyleKey, text: &str) -> bool {
        let tag = if key.kind.position == Position::Superior { *b"sups" } else { *b"subs" };
        // Signs of reference stand as they are (Bringhurst 4.3.4): an asterisk high, a dagger from top to bottom.
        let sign = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶');
        let high = |c: char| key.kind.position == Position::Superior && sign(c);
        if text.chars().all(high) {
            return true;
        }
        let high_at = |at: u32| text.get(at as usize..).and_then(|rest| rest.chars().next()).is_some_and(high);
        if !self.fonts.face(key.face).is_some_and(|face| face.has_feature(tag)) {
            return false;
        }
        let mut plain = key;
        plain.kind.position = Position::Baseline;
        let (Some(raised), Some(plain)) = (self.style_id(key), self.style_id(plain)) else { return false };
        let (raised, plain) = (self.shaped(raised, text), self.shaped(plain, text));
        let (raised, plain) = (&self.word(raised).glyphs, &self.word(plain).glyphs);
        raised.len() == plain.len()
            && raised.iter().zip(plain.iter()).all(|(raised, plain)| raised.id != plain.id || high_at(raised.cluster))
    }
}

/// Whether a face has a cluster, composed or decomposed.
fn covers(face: &LoadedFace, cluster: &str) -> bool {
    let needed = |c: &char| !can_be_made(*c);
    face.has_all(cluster.chars().filter(needed))
        || face.has_all(cluster.nfc().filter(needed))
        || face.has_all(cluster.nfd().filter(needed))
}

fn is_real(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

fn tag(script: Script) -> [u8; 4] {
    harfrust::Script::from_str(script.short_name()).map_or(*b"Latn", |script| script.tag().to_be_bytes())
}
