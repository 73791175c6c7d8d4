//! Sets verse: lines and stanzas as the source has them, no word divided, and what turns over hanging.

use super::galley::{Builder, Frame, Hand};
use super::line::{ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::measures::per_mille;
use super::structure::Role;
use super::unit::{Slice, Unit};
use crate::document::{Verse, VerseLine};
use crate::length::Length;

/// A stanza of up to so many lines is kept whole.
const STANZA: usize = 6;
/// Lines of verse that stand in by more half ems do not make others turn over deeper.
const DEEP: u8 = 12;

impl Builder<'_, '_> {
    pub(super) fn verse(&mut self, verse: &Verse, frame: &Frame) {
        // The verse of a quotation or a list is not the document's own.
        let own = self.hand != Hand::Other && frame.left == Length::ZERO && frame.right == Length::ZERO;
        let by = self.measures.em(1500);
        let size = self.smaller(frame);
        let text = TextStyle { size, ..frame.text };
        let frame = Frame { text, alignment: TextAlignment::Start, variants: false, ..frame.indented(by) };
        self.space = self.space.max(1);
        let deepest = verse.stanzas.iter().flatten().map(|line| line.indent).max().unwrap_or(0);
        for (number, stanza) in verse.stanzas.iter().enumerate() {
            let outer = self.setter.tagger.enter(Role::Stanza);
            let mut slices: Vec<Slice> = Vec::with_capacity(stanza.len());
            for line in stanza {
                let mut set = self.verse_line(line, deepest, &frame);
                if let (true, Some(first)) = (own, set.first_mut()) {
                    self.number_line(first, &frame);
                }
                slices.append(&mut set);
            }
            self.setter.tagger.leave(outer);
            if let Some(last) = slices.last_mut() {
                last.ending = Ending::Free;
            }
            let short = slices.len() <= STANZA;
            let mut unit = Unit::new(1, slices);
            unit.rigid = number > 0;
            unit.keep_two();
            if short {
                unit.keep_whole();
            }
            self.push(unit);
            self.space = 1;
        }
        self.flush = false;
    }

    /// A line of verse: as many half ems in as the source has spaces. What turns over hangs two ems further than any
    /// line of the poem begins, so that nobody takes it for one; but not beyond the middle of the page for the sake of a
    /// line that stands there.
    fn verse_line(&mut self, line: &VerseLine, deepest: u8, frame: &Frame) -> Vec<Slice> {
        let more = i32::from(deepest.min(DEEP).saturating_sub(line.indent));
        let hang = frame.text.size * 2 + per_mille(frame.text.size, 500) * more;
        let frame = frame.indented(per_mille(frame.text.size, 500) * i32::from(line.indent)).indented(hang);
        let style = ParagraphStyle { hyphenate: false, ..frame.style(-hang) };
        let lines = self.within(Role::VerseLine, |builder| builder.lines(&line.content, &frame, &style));
        let mut slices = self.slices(lines, frame.grid);
        let inner = slices.len().saturating_sub(1);
        for slice in &mut slices[..inner] {
            slice.ending = Ending::Never;
        }
        slices
    }
}
