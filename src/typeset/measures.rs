//! Every measure of a page that a design implies: sizes of headings and notes, spaces in rows of the grid.
//!
//! The page is a grid of rows, each as high as the text's leading; every line of text stands in one.

use super::line::{Capitals, Family, Figures, TextAlignment, TextStyle};
use super::page::Binding;
use crate::design::{Design, Folios, HeadLetters, Opening, Sizes, Titles};
use crate::length::{Length, Size};

/// How far down its row a baseline stands, in 1/1000 of the row's height.
const DROP: i32 = 760;
/// Pixels to the inch that are not seen as such on a page of an office's printer.
const READABLE: u32 = 200;
/// Least size that anything is set in.
const LEAST: Length = Length::POINT;

/// The measures of an edition's pages.
#[derive(Clone, Debug)]
pub(super) struct Measures {
    /// The trimmed page.
    pub(super) trim: Size,
    /// Where the leaves are held together.
    binding: Binding,
    /// White at the spine, at the fore-edge, above the first row.
    pub(super) inner: Length,
    pub(super) outer: Length,
    pub(super) top: Length,
    /// Width of the text.
    pub(super) measure: Length,
    /// Rows on a full page, at least one.
    pub(super) rows: u16,
    /// First-line indent of the text.
    pub(super) indent: Length,
    /// Size of the text.
    pub(super) size: Length,
    /// The text's rows.
    pub(super) text: Grid,
    /// The notes' rows.
    pub(super) notes: Grid,
    /// Type that is smaller or larger than the text's.
    pub(super) sizes: Sizes,
    /// How titles stand, how far down, and how a text begins.
    pub(super) titles: Titles,
    pub(super) sink: u16,
    pub(super) opening: Opening,
    /// The letters of running heads, and where folios stand.
    pub(super) head_letters: HeadLetters,
    pub(super) folios: Folios,
    /// White between text and notes; the rule stands in it.
    pub(super) separation: Length,
    /// The index's rows.
    pub(super) index: Grid,
    /// Columns of the index.
    pub(super) index_columns: u8,
    /// Pixels of a photograph to the inch.
    pub(super) resolution: u32,
}

/// Rows and where baselines stand in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// From baseline to baseline.
    pub(super) leading: Length,
    /// From a row's top to its baseline.
    pub(super) drop: Length,
}

impl Grid {
    fn new(leading: Length) -> Self {
        let leading = leading.max(LEAST);
        Self { leading, drop: per_mille(leading, DROP) }
    }

    /// The rows that something of this height needs.
    pub(super) fn rows(self, height: Length) -> u16 {
        let rows = i64::from(height.raw()) + i64::from(self.leading.raw()) - 1;
        u16::try_from(rows.max(0) / i64::from(self.leading.raw())).unwrap_or(u16::MAX)
    }

    /// The height of so many rows.
    pub(super) fn height(self, rows: u32) -> Length {
        self.leading * i32::try_from(rows).unwrap_or(i32::MAX)
    }
}

impl Measures {
    /// The measures that `design` implies for a book bound so.
    pub(super) fn new(design: &Design, binding: Binding) -> Self {
        let size = design.size.max(LEAST);
        let text = Grid::new(design.leading.max(LEAST));
        let rows = u16::try_from(design.lines().max(1)).unwrap_or(u16::MAX);
        Self {
            trim: design.trim,
            binding,
            inner: design.margins.inner,
            outer: design.margins.outer,
            top: design.margins.top,
            measure: design.measure().max(size),
            rows,
            indent: design.indent,
            size,
            text,
            notes: Grid::new(design.sizes.notes_leading),
            sizes: design.sizes,
            titles: design.titles,
            sink: design.sink.min(rows / 3),
            opening: design.opening,
            head_letters: design.head_letters,
            folios: design.folios,
            separation: per_mille(text.leading, 750),
            index: Grid::new(design.sizes.index_leading),
            index_columns: design.index_columns.clamp(1, 4),
            resolution: design.press.as_ref().map_or(READABLE, |press| press.limits().resolution),
        }
    }

    /// The text's type, scaled.
    pub(super) fn type_at(&self, scale: i32) -> TextStyle {
        Self::type_of(per_mille(self.size, scale))
    }

    /// The text's type at this size.
    pub(super) fn type_of(size: Length) -> TextStyle {
        TextStyle {
            family: Family::Text,
            size: size.max(LEAST),
            italic: false,
            bold: false,
            capitals: Capitals::Ordinary,
            figures: Figures::OldStyle,
            tracking: 0,
        }
    }

    /// The type of running text.
    pub(super) fn text_type(&self) -> TextStyle {
        self.type_at(1000)
    }

    /// The type of notes.
    pub(super) fn note_type(&self) -> TextStyle {
        Self::type_of(self.sizes.notes)
    }

    /// The type of the index.
    pub(super) fn index_type(&self) -> TextStyle {
        TextStyle { figures: Figures::LiningTabular, ..Self::type_of(self.sizes.index) }
    }

    /// The type of titles: parts, chapters, documents, sections of matter.
    pub(super) fn title_type(&self, size: Length) -> TextStyle {
        TextStyle { family: Family::Heading, bold: self.titles == Titles::Flush, ..Self::type_of(size) }
    }

    /// How titles and what belongs to them stand.
    pub(super) const fn title_alignment(&self) -> TextAlignment {
        match self.titles {
            Titles::Centred => TextAlignment::Centre,
            Titles::Flush => TextAlignment::Start,
        }
    }

    /// The type of headings in a text, and the empty rows before and after them.
    pub(super) fn heading(&self, level: u8) -> (TextStyle, u16, u16) {
        let style = TextStyle { family: Family::Heading, ..self.text_type() };
        match level {
            0 | 1 => (TextStyle { size: per_mille(self.size, 1150), bold: true, ..style }, 2, 1),
            2 => (TextStyle { bold: true, ..style }, 1, 0),
            3 => (TextStyle { italic: true, ..style }, 1, 0),
            _ => (TextStyle { capitals: Capitals::Small, tracking: 20, ..style }, 1, 0),
        }
    }

    /// The type of running heads.
    pub(super) fn head_type(&self) -> TextStyle {
        let style = self.type_at(920);
        match self.head_letters {
            HeadLetters::SmallCapitals => TextStyle { capitals: Capitals::AllSmall, tracking: 50, ..style },
            HeadLetters::Italic => TextStyle { italic: true, ..style },
            HeadLetters::Upright => TextStyle { family: Family::Heading, ..self.type_at(780) },
        }
    }

    /// Where the text's left edge is on a page.
    pub(super) fn left(&self, recto: bool) -> Length {
        if self.binding.spine_at_left(recto) { self.inner } else { self.outer }
    }

    /// Whether the fore-edge is at the right of a page.
    pub(super) const fn opens_at_right(&self, recto: bool) -> bool {
        self.binding.spine_at_left(recto)
    }

    /// An em of the text, times `thousandths`.
    pub(super) fn em(&self, thousandths: i32) -> Length {
        per_mille(self.size, thousandths)
    }
}

/// A thousandth of `length`, times `thousandths`, rounded down.
pub(super) fn per_mille(length: Length, thousandths: i32) -> Length {
    let raw = i64::from(length.raw()) * i64::from(thousandths) / 1000;
    Length::from_raw(i32::try_from(raw).unwrap_or(i32::MAX))
}
