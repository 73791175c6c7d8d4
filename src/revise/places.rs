//! Looks up the places that the manifest names by quoted words.

use super::leaf::Leaves;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Located};
use crate::manifest::{Spanned, Stretch, StretchEnd};
use crate::quote::{self, Miss, Position, Range, Text};

/// A document's text, to look places up in, and where faults go.
pub(super) struct Places<'p> {
    pub(super) text: &'p Text<'p>,
    pub(super) leaves: &'p Leaves,
    /// What was taken for words of the page, and is not in the text any more.
    pub(super) page: &'p [Located<Block>],
    pub(super) diagnostics: &'p mut Diagnostics,
    /// Whether some place was not found.
    pub(super) missed: bool,
}

impl Places<'_> {
    /// Where quoted words stand; a fault, if not at one place.
    pub(super) fn find(&mut self, words: &Spanned<String>) -> Option<(Position, Position)> {
        let found = self.text.find(&words.value);
        let range = self.told(found, words)?;
        self.last_whole(range, words);
        Some(self.tidy(range))
    }

    /// The same of words that are cut or picked, which ought to be whole: letters of a word are for corrections.
    pub(super) fn find_whole(&mut self, words: &Spanned<String>) -> Option<(Position, Position)> {
        let place = self.find(words)?;
        self.undivided(Range { start: place.0, end: place.1 }, words);
        Some(place)
    }

    /// Warns where what is cut or picked begins inside a word, or ends there. Last words after dots are looked at as
    /// they are found.
    fn undivided(&mut self, range: Range, words: &Spanned<String>) {
        let two = words.value.contains('…') || words.value.contains("...");
        let range = if two { Range { end: range.start, ..range } } else { range };
        if self.text.divides_word(range) {
            let fault = Diagnostic::warning("anchor-in-word", "the quoted words begin or end inside a word");
            let mut fault = fault.at(words.span, "a part of the word is left");
            if let Some(span) = self.text.span(range) {
                fault = fault.also(span, "found here");
            }
            self.diagnostics.push(fault.hint("quote whole words; letters inside a word are put right by [[correct]]"));
        }
    }

    /// Where a stretch of the text stands.
    pub(super) fn stretch(&mut self, stretch: &Stretch) -> Option<(Position, Position)> {
        let from = self.text.find(&stretch.from.value);
        let from = self.told(from, &stretch.from);
        let (words, through) = match &stretch.end {
            StretchEnd::Itself => {
                let range = from?;
                self.last_whole(range, &stretch.from);
                self.undivided(range, &stretch.from);
                return Some(self.tidy(range));
            }
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
        if let Some(range) = to {
            self.whole_word(range, words);
        }
        let (from, to) = (from?, to?);
        self.undivided(Range { end: from.start, ..from }, &stretch.from);
        let end = if through { to.end } else { to.start };
        Some((self.leaves.opening(from.start), self.leaves.closing(end)))
    }

    fn told(&mut self, found: Result<Range, Miss>, words: &Spanned<String>) -> Option<Range> {
        let miss = match found {
            Ok(range) => return Some(range),
            Err(miss) => miss,
        };
        self.missed = true;
        let mut fault = miss.diagnostic(self.text, words.span);
        if matches!(miss, Miss::Missing { .. }) && !self.page.is_empty() {
            let page = Text::of(self.page, &[]);
            if let Ok(range) = page.find(&words.value)
                && let Some(span) = page.span(range)
            {
                fault = fault.also(span, "taken for words of the page, and not printed");
                fault = fault.hint("`as = \"text\"` in a block, or `clean = false`, keeps them");
            }
        }
        self.diagnostics.push(fault);
        None
    }

    /// Warns where the last words of a quotation of first and last ones stand only inside a longer word.
    fn last_whole(&mut self, range: Range, words: &Spanned<String>) {
        let ellipsis = words.value.contains('…') || words.value.contains("...");
        if ellipsis && quote::read_alike(&words.value, &self.text.words(range), "").is_none() {
            self.whole_word(Range { start: range.end, ..range }, words);
        }
    }

    /// Warns where the words that end a stretch stand only inside a longer word.
    fn whole_word(&mut self, range: Range, words: &Spanned<String>) {
        if self.text.divides_word(range) {
            let fault =
                Diagnostic::warning("anchor-in-word", "the words that end a stretch stand only inside a longer word");
            let fault = fault.at(words.span, "looked for after the first words");
            let fault = match self.text.span(range) {
                Some(span) => fault.also(span, "found here"),
                None => fault,
            };
            self.diagnostics.push(fault.hint("quote whole words"));
        }
    }

    fn tidy(&self, range: Range) -> (Position, Position) {
        (self.leaves.opening(range.start), self.leaves.closing(range.end))
    }
}
