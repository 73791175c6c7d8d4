//! Looks up the places that the manifest names by quoted words.

use super::leaf::Leaves;
use crate::diagnostic::Diagnostics;
use crate::manifest::{Spanned, Stretch, StretchEnd};
use crate::quote::{Miss, Position, Range, Text};

/// A document's text, to look places up in, and where faults go.
pub(super) struct Places<'p> {
    pub(super) text: &'p Text<'p>,
    pub(super) leaves: &'p Leaves,
    pub(super) diagnostics: &'p mut Diagnostics,
    /// Whether some place was not found.
    pub(super) missed: bool,
}

impl Places<'_> {
    /// Where quoted words stand; a fault, if not at one place.
    pub(super) fn find(&mut self, words: &Spanned<String>) -> Option<(Position, Position)> {
        let found = self.text.find(&words.value);
        self.told(found, words).map(|range| self.tidy(range))
    }

    /// Where a stretch of the text stands.
    pub(super) fn stretch(&mut self, stretch: &Stretch) -> Option<(Position, Position)> {
        let from = self.text.find(&stretch.from.value);
        let from = self.told(from, &stretch.from);
        let (words, through) = match &stretch.end {
            StretchEnd::Itself => return from.map(|range| self.tidy(range)),
            StretchEnd::Before(words) => (words, false),
            StretchEnd::Through(words) => (words, true),
        };
        // Words that stand nowhere are told even where those of the beginning are not found either.
        let to = match (from, self.text.find(&words.value)) {
            (Some(from), _) => self.text.find_after(&words.value, from.end),
            (None, Err(Miss::Ambiguous { .. }) | Ok(_)) => return None,
            (None, missing) => missing,
        };
        let to = self.told(to, words);
        let (from, to) = (from?, to?);
        let end = if through { to.end } else { to.start };
        Some((self.leaves.opening(from.start), self.leaves.closing(end)))
    }

    fn told(&mut self, found: Result<Range, Miss>, words: &Spanned<String>) -> Option<Range> {
        self.missed |= found.is_err();
        found.map_err(|miss| self.diagnostics.push(miss.diagnostic(self.text, words.span))).ok()
    }

    fn tidy(&self, range: Range) -> (Position, Position) {
        (self.leaves.opening(range.start), self.leaves.closing(range.end))
    }
}
