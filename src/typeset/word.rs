//! A word, shaped: its glyphs, and how far it hangs out of a line that it begins or ends.

use super::divide::Division;
use super::protrusion::Table;

/// A shaped word in font units.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) glyphs: Box<[Shaped]>,
    pub(super) width: i32,
    /// Whether the face lacks one of its characters.
    pub(super) missing: bool,
    /// Whether characters that steer the bidirectional algorithm are in it, which are not printed.
    pub(super) steered: bool,
    /// The same for the same word, whatever signs stand about it and however it is set; 0 for short ones.
    pub(super) name: u32,
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
pub(super) fn hangs(text: &str, glyphs: &[Shaped], rtl: bool, table: Table) -> [Hang; 2] {
    let (first, last) = if rtl { (glyphs.last(), glyphs.first()) } else { (glyphs.first(), glyphs.last()) };
    let hang = |glyph: Option<&Shaped>, share: Option<i64>| {
        glyph.zip(share).map_or(Hang::default(), |(glyph, share)| Hang { width: glyph.advance, share })
    };
    let (start, end) = (text.chars().next(), text.chars().next_back());
    [hang(first, start.map(table.at_start)), hang(last, end.map(table.at_end))]
}

/// Words shorter than this, in letters, may stand under themselves: nobody sees it.
const NOTED: usize = 4;

/// [`Word::name`]: a checksum (FNV-1a) of a word's letters.
pub(super) fn name(text: &str) -> u32 {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    if letters().nth(NOTED - 1).is_none() {
        return 0;
    }
    letters()
        .flat_map(char::to_lowercase)
        .fold(0x811c_9dc5, |sum: u32, c| (sum ^ u32::from(c)).wrapping_mul(0x0100_0193))
}
