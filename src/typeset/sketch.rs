//! A paragraph that is broken but not set: the makeup chooses among its ways, and only what it chose is set.
//!
//! Enter a paragraph's boxes and the ways to break it; leaves, for each way, what the makeup must know of every line
//! ([`Outline`]: its height, its notes, whether it ends in a hyphen), and later the lines of the way that was chosen.
//! So no line is placed that is not printed; of what setting costs, placing lines is the largest part. What it holds
//! are the words' numbers in the setter that shaped them: no other can set it.

use super::atoms::{Boxes, What};
use super::justify::Place;
use super::line::{Line, ParagraphStyle, Setting};
use super::linebreak::End;
use super::setter::Setter;
use super::starts;
use crate::document::NoteId;
use crate::length::Length;

/// A paragraph, broken; its ways are never none, the best first.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    boxes: Boxes<'static>,
    style: ParagraphStyle,
    pub(super) ways: Vec<Way>,
}

/// One way to break a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Its beginning, then the end of every line.
    ends: Vec<End>,
    /// What it costs.
    pub(super) demerits: f64,
}

/// What the makeup must know of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline<'s> {
    /// [`Line::height`].
    pub(super) height: Length,
    /// [`Line::hyphenated`].
    pub(super) hyphenated: bool,
    /// [`Line::notes`].
    pub(super) notes: &'s [(usize, NoteId)],
}

impl Way {
    pub(super) fn new(ends: Vec<End>, demerits: f64) -> Self {
        Self { ends, demerits }
    }

    /// How many lines.
    pub(super) fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }
}

impl Sketch {
    pub(super) fn new(boxes: Boxes<'_>, style: &ParagraphStyle, ways: Vec<Way>) -> Self {
        Self { boxes: boxes.kept(), style: style.clone(), ways }
    }

    /// The lines of a way as the makeup sees them.
    pub(super) fn outlines(&self, way: &Way) -> impl Iterator<Item = Outline<'_>> {
        let pictured = !self.boxes.flat.pictures.is_empty();
        way.ends.windows(2).map(move |ends| {
            let (from, to) = (&ends[0], &ends[1]);
            let upto = (to.atom + usize::from(to.byte > 0)).min(self.boxes.atoms.len());
            let atoms = self.boxes.atoms.get(from.atom..upto).filter(|_| pictured).unwrap_or_default();
            let heights = atoms.iter().map(|atom| match atom.what {
                What::Picture(size) => size.height,
                _ => Length::ZERO,
            });
            let height = heights.max().unwrap_or(Length::ZERO);
            Outline { height, hyphenated: to.hyphen, notes: self.boxes.calls(from, to) }
        })
    }

    /// How wide the line is that a way begins and ends.
    pub(super) fn style(&self) -> &ParagraphStyle {
        &self.style
    }
}

impl Setter<'_> {
    /// Sets the lines of one of a sketch's ways; of none where it has no such way.
    pub(super) fn carry_out(&mut self, sketch: &Sketch, way: usize) -> Vec<Line> {
        sketch.ways.get(way).map_or_else(Vec::new, |way| self.set_way(&sketch.boxes, &sketch.style, way))
    }

    /// A way as a setting.
    pub(super) fn setting(&mut self, boxes: &Boxes<'_>, style: &ParagraphStyle, way: &Way) -> Setting {
        Setting { lines: self.set_way(boxes, style, way), demerits: way.demerits }
    }

    fn set_way(&mut self, boxes: &Boxes<'_>, style: &ParagraphStyle, way: &Way) -> Vec<Line> {
        let rtl = boxes.base.is_rtl();
        let mut lines = Vec::with_capacity(way.len());
        for ends in way.ends.windows(2) {
            let place = Place::of(style, rtl, lines.len() < style.first_lines, ends[1].forced);
            lines.push(self.set_line(boxes, (&ends[0], &ends[1]), place));
        }
        starts::tell(boxes, way.ends.iter(), &mut lines);
        lines
    }
}
