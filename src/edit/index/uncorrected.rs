//! Corrected words as the source has them: a pattern that quotes the source leads to the correction's place.

use std::ops::Range;

use super::gather::{Found, Gatherer};
use super::passage::Passage;
use super::pattern::Purpose;
use crate::document::Block;

/// Words that the editor put into a passage in place of the source's, or between them (*sic*).
#[derive(Clone, Debug)]
pub(super) struct Corrected {
    /// Where they stand in [`Passage::text`].
    pub(super) printed: Range<usize>,
    /// What the source has there.
    pub(super) words: String,
    /// Whether the editor's words may still follow.
    pub(super) open: bool,
}

/// A passage without its corrections.
#[derive(Debug)]
pub(super) struct Uncorrected {
    text: String,
    /// Where the source's words stand here, and where what is printed for them stands there.
    stretches: Vec<(Range<usize>, Range<usize>)>,
}

impl Uncorrected {
    fn of(passage: &Passage) -> Option<Self> {
        if passage.corrected.is_empty() {
            return None;
        }
        let mut text = String::with_capacity(passage.text.len());
        let mut stretches = Vec::with_capacity(passage.corrected.len());
        let mut done = 0;
        for corrected in &passage.corrected {
            text.push_str(passage.text.get(done..corrected.printed.start).unwrap_or_default());
            let start = text.len();
            text.push_str(&corrected.words);
            stretches.push((start..text.len(), corrected.printed.clone()));
            done = corrected.printed.end;
        }
        text.push_str(passage.text.get(done..).unwrap_or_default());
        Some(Self { text, stretches })
    }

    /// Whether words of the source that are not printed so stand in this stretch.
    fn touches(&self, start: usize, end: usize) -> bool {
        self.stretches.iter().any(|(here, _)| here.start < end && start < here.end)
    }

    /// Where in the passage as it is printed the byte `at` stands, or what stands for it.
    pub(super) fn printed(&self, at: usize) -> usize {
        let before = self.stretches.partition_point(|(here, _)| here.start <= at);
        match before.checked_sub(1).and_then(|last| self.stretches.get(last)) {
            Some((here, printed)) if at < here.end => printed.start,
            Some((here, printed)) => printed.end + (at - here.end),
            None => at,
        }
    }
}

impl Gatherer<'_> {
    /// Finds in the passage what leads to headings by words that are corrected.
    pub(super) fn uncorrected(&mut self, block: &Block, found: &mut Found) {
        let Some(source) = Uncorrected::of(&self.passage) else { return };
        self.folded.read(&source.text);
        let mut hits = std::mem::take(&mut self.hits);
        self.matcher.find(&self.folded, &mut hits);
        let place = |at: usize| self.folded.source(at);
        hits.retain(|hit| matches!(hit.purpose, Purpose::Near(_)) || source.touches(place(hit.start), place(hit.end)));
        self.uncorrected = Some(source);
        self.weigh(&hits, block, found);
        self.uncorrected = None;
        self.hits = hits;
    }

    /// Where in the passage the byte `at` of what was folded stands.
    pub(super) fn place(&self, at: usize) -> usize {
        let at = self.folded.source(at);
        let Some(source) = &self.uncorrected else { return at };
        let at = source.printed(at);
        // Words that were taken out at the end have nothing after them to stand before.
        if at < self.passage.text.len() { at } else { self.passage.last_start() }
    }
}
