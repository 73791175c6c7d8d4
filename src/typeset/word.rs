//! A word, shaped: its glyphs, and how far it hangs out of a line that it begins or ends.

use super::divide::Division;
use super::protrusion;

/// A shaped word in font units.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) glyphs: Box<[Shaped]>,
    pub(super) width: i32,
    /// Whether the face lacks one of its characters.
    pub(super) missing: bool,
    /// How far it hangs out at a line's start and at its end: of the glyph there, so many 1/1000.
    pub(super) hangs: [Hang; 2],
    /// Where hyphenation divides it, once that is known.
    pub(super) hyphens: Option<Box<[Division]>>,
}

/// How far a glyph hangs out of the line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hang {
    /// The glyph's width in font units.
    pub(super) width: i32,
    /// What hangs out of it, in 1/1000.
    pub(super) share: i64,
}

/// A glyph in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shaped {
    pub(super) id: u16,
    pub(super) advance: i32,
    pub(super) dx: i32,
    pub(super) dy: i32,
    pub(super) cluster: u32,
    /// Whether the word may be divided before it and both halves look as they do now.
    pub(super) safe: bool,
}

/// How far a word hangs out at a line's start and at its end.
pub(super) fn hangs(text: &str, glyphs: &[Shaped], rtl: bool) -> [Hang; 2] {
    let (first, last) = if rtl { (glyphs.last(), glyphs.first()) } else { (glyphs.first(), glyphs.last()) };
    let hang = |glyph: Option<&Shaped>, share: Option<i64>| {
        glyph.zip(share).map_or(Hang::default(), |(glyph, share)| Hang { width: glyph.advance, share })
    };
    let (start, end) = (text.chars().next(), text.chars().next_back());
    [hang(first, start.map(protrusion::at_start)), hang(last, end.map(protrusion::at_end))]
}
