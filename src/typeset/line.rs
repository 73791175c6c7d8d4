//! Paragraphs and their lines: what the paragraph engine takes and gives.
//!
//! The engine (`itemize`, `shape`, `hyphenate`, `linebreak`) turns inlines into lines; the makeup puts
//! lines on pages. This module is all they know of each other.

use super::page::Placed;
use crate::book::Spot;
use crate::document::NoteId;
use crate::length::Length;

/// A paragraph's shape and type.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// The type it is set in.
    pub text: TextStyle,
    /// Width between the margins, indents included.
    pub measure: Length,
    /// White at the left of every line.
    pub left: Length,
    /// White at the right of every line.
    pub right: Length,
    /// Further white before the first line; negative hangs it out.
    pub first: Length,
    /// How many lines count as first: one, and more beside an initial.
    pub first_lines: usize,
    /// How lines stand in the measure.
    pub alignment: TextAlignment,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Whether settings a line shorter and a line longer are wanted too.
    pub variants: bool,
}

/// How lines stand in the measure; start and end follow the paragraph's direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextAlignment {
    /// Flush on both sides.
    #[default]
    Justified,
    /// Ragged at the end.
    Start,
    /// Centred.
    Centre,
    /// Ragged at the start.
    End,
}

/// What type words are set in, before their own styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextStyle {
    /// Which family of the design.
    pub family: Family,
    /// Size.
    pub size: Length,
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub capitals: Capitals,
    /// Figures.
    pub figures: Figures,
    /// Space added after each letter, in 1/1000 em.
    pub tracking: i16,
}

/// Families by use, as [`crate::design::Families`] names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The text.
    Text,
    /// Headings.
    Heading,
    /// Listings.
    Code,
}

/// How letters' case is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Capitals {
    /// As typed.
    #[default]
    Ordinary,
    /// Lower-case letters as small capitals (`smcp`).
    Small,
    /// All letters as small capitals (`smcp`, `c2sc`).
    AllSmall,
}

/// Which figures are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Figures {
    /// Old style, proportional: in text.
    #[default]
    OldStyle,
    /// Lining, tabular: in tables, contents, index.
    LiningTabular,
}

/// A line, set: items are placed from the paragraph's left margin edge, on baseline 0 (glyph `y` is
/// 0 or raised; boxes lie from negative `y` down).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// What stands on it, in reading order.
    pub items: Vec<Placed>,
    /// Width of what stands on it, protrusion left out.
    pub width: Length,
    /// Notes called on it, in order.
    pub notes: Vec<NoteId>,
    /// Where in its text it begins, if an anchor stands in that.
    pub begins: Option<Spot>,
    /// Whether it ends in a divided word.
    pub hyphenated: bool,
    /// How far above the baseline it reaches where pictures make it taller than its type, else 0.
    pub height: Length,
    /// Word space used, in 1/1000 of the natural one; 1000 for lines that are not justified.
    pub space: u16,
}

/// One way to break a paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// Its lines.
    pub lines: Vec<Line>,
    /// What it costs (Knuth and Plass 1981, demerits).
    pub demerits: f64,
}

/// A paragraph, set: the best setting first, then those a line shorter or longer, where there are any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// At least one.
    pub settings: Vec<Setting>,
}
