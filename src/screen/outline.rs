//! The outlines of letters, as paths of SVG in units of their face.

use std::fmt::Write;

use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{FontRef, LocationRef, MetadataProvider, Size};
use skrifa::{GlyphId, raw::TableProvider};

use crate::typeset::page::Face;

/// How many units an em of a face has; 0 for what is no face.
pub(super) fn em(face: &Face) -> f64 {
    let font = FontRef::from_index(&face.data, face.index).ok();
    font.and_then(|font| font.head().ok()).map_or(0.0, |head| f64::from(head.units_per_em()))
}

/// The path of a glyph; empty for a space.
pub(super) fn of(face: &Face, glyph: u16) -> String {
    let mut path = Path(String::new());
    if let Ok(font) = FontRef::from_index(&face.data, face.index)
        && let Some(outline) = font.outline_glyphs().get(GlyphId::from(glyph))
    {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        // What is damaged in a face is drawn as far as it goes.
        let _ = outline.draw(settings, &mut path);
    }
    path.0
}

/// Writes a path.
struct Path(String);

impl Path {
    fn step(&mut self, sign: char, numbers: &[f32]) {
        self.0.push(sign);
        for (at, number) in numbers.iter().enumerate() {
            let _ = write!(self.0, "{}{}", if at == 0 { "" } else { " " }, number.round());
        }
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('M', &[x, y]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.step('L', &[x, y]);
    }
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.step('Q', &[cx0, cy0, x, y]);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.step('C', &[cx0, cy0, cx1, cy1, x, y]);
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}
