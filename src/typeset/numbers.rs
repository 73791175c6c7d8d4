//! The numbers of paragraphs and of lines of verse: small figures in the outer margin, where a reader who looks for one
//! sees them first.
//!
//! Where that margin is too narrow those of paragraphs stand in their indent, which is made for them where there is none,
//! and those of verse before the line, in what verse is set in by. They are furniture of the page, no words of the book.

use super::galley::{Builder, Frame, Hand};
use super::line::{Figures, Line, TextStyle};
use super::measures::Measures;
use super::unit::{Slice, as_furniture, shift};
use crate::document::{Block, Located};
use crate::length::Length;
use crate::metadata::Direction;

/// The figures' size, in 1/1000 of the text's.
const SIZE: i32 = 680;
/// White between the figures and the text, in 1/1000 of an em of the text.
const GAP: i32 = 700;
const INDENT_GAP: i32 = 300;
/// Smaller type printers do not take.
const LEAST: Length = Length::from_raw(7 * Length::POINT.raw());
/// White that figures leave to the page's edge.
const EDGE: Length = Length::from_raw(14 * 65_536);

impl Builder<'_, '_> {
    /// The figures for a block, if it shows its number.
    pub(super) fn number(&mut self, block: &Located<Block>, frame: &Frame) -> Option<Line> {
        let number = self.book.paragraph_numbers.shown(block).filter(|_| self.hand != Hand::Other)?;
        Some(self.figures(number, frame))
    }

    fn figures(&mut self, number: u32, frame: &Frame) -> Line {
        let style = self.measures.type_at(SIZE);
        let size = style.size.max(LEAST.min(self.measures.size));
        let style = TextStyle { figures: Figures::LiningTabular, size, ..style };
        let mut line = self.setter.words(&number.to_string(), frame.language, &style);
        line.items = as_furniture(line.items);
        line
    }

    /// Counts a line of a document's verse, and puts its number beside it if it shows one.
    pub(super) fn number_line(&mut self, slice: &mut Slice, frame: &Frame) {
        let (every, number) = (self.verse_lines.0, self.verse_lines.1 + 1);
        self.verse_lines.1 = number;
        if every == 0 || !number.is_multiple_of(every) {
            return;
        }
        let figures = self.figures(number, frame);
        if in_margin(self.measures, &figures) {
            slice.aside = Some(Box::new(figures));
            return;
        }
        let mut items = figures.items;
        let x = match frame.language.direction() {
            Direction::Ltr => Length::ZERO,
            Direction::Rtl => frame.measure - figures.width,
        };
        shift(&mut items, x, frame.grid.drop);
        slice.items.append(&mut items);
    }

    /// How far the first line of a paragraph must be indented to hold its number; none if that stands in the margin.
    pub(super) fn number_indent(&self, number: &Line) -> Option<Length> {
        (!in_margin(self.measures, number)).then(|| number.width + self.measures.em(INDENT_GAP))
    }

    /// Puts figures beside the first row of the unit `first`, if it was set.
    pub(super) fn put_number(&mut self, number: &Line, first: usize, frame: &Frame) {
        let margin = in_margin(self.measures, number);
        let x = match frame.language.direction() {
            Direction::Ltr => frame.left,
            Direction::Rtl => frame.measure - frame.right - number.width,
        };
        let Some(unit) = self.galley.units.get_mut(first) else { return };
        for slice in unit.settings.iter_mut().filter_map(|setting| setting.slices.first_mut()) {
            if margin {
                slice.aside = Some(Box::new(number.clone()));
            } else {
                let mut items = number.items.clone();
                shift(&mut items, x, frame.grid.drop);
                // Words may not be set yet: what stands beside them is put first.
                slice.items.splice(0..0, items);
            }
        }
    }
}

/// Where figures of this width begin in the outer margin, from the text's left edge.
pub(super) fn place(measures: &Measures, width: Length, recto: bool) -> Length {
    let gap = measures.em(GAP);
    if measures.opens_at_right(recto) { measures.measure + gap } else { -gap - width }
}

fn in_margin(measures: &Measures, number: &Line) -> bool {
    measures.outer >= number.width + measures.em(GAP) + EDGE
}
