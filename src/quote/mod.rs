//! Finds the words an editor quotes in a source.
//!
//! Enters: a document's blocks and notes, as they were read, and quoted words. Leaves: the one [`Range`] that is
//! meant, or a [`Miss`] that becomes a diagnostic: the nearest places, or all places and how to lengthen the
//! quotation so that it is one. Never: changes a document, or knows what the place is wanted for.
//!
//! Words match as they would be read aloud: the kinds of quotation marks, dashes and spaces, markup, soft hyphens
//! and ligatures do not count, nor does where blocks and lines end; accents count where the quotation has them;
//! capitals always do. A quotation may begin and end inside words. It is one of
//!
//! - the words themselves, also in quotation marks of their own or with Markdown's marks;
//! - `first words … last words` (or `...`): from the first words, which must stand once, to the next last words
//!   after them, in the same text or note. Where the source itself has this with its dots, that is meant;
//! - `## Heading`: a heading of exactly these words with all below it, up to the next of its level or a higher one.
//!   Its level need not agree, but decides between headings of the same words.
//!
//! A [`Text`] is made once for a document in linear time and then asked any number of times ([`search`]).

mod anchor;
mod fold;
mod lengthen;
mod miss;
mod near;
mod reading;
mod search;
mod sections;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use crate::diagnostic::Span;
use crate::document::{Block, Located, Note, Origin, Run};
use anchor::Anchor;
use fold::{BORDER, Folded};
use search::Grams;
use sections::Section;

pub use lengthen::pasted;
pub use miss::{Miss, Part};
pub use reading::{Event, Piece, leaves, pieces, walk};

/// So many places of an ambiguous quotation are told.
const PLACES: usize = 5;

/// A place between two bytes of a leaf's text; [`leaves`] and [`pieces`] say what that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Which leaf, in reading order. Those of notes go on after those of the text, note by note.
    pub leaf: usize,
    /// The byte of the leaf's text behind it; the text's length at its end.
    pub at: usize,
}

/// What lies between two positions. It begins in the leaf its first letter stands in, and ends in that of its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// Before its first letter.
    pub start: Position,
    /// After its last.
    pub end: Position,
}

/// How words that are looked for stand at a place; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// As whole words.
    Words,
    /// They begin or end inside a longer word.
    Inside,
    /// Not as they are written, only much the same.
    Near,
}

/// A document's words in one piece.
#[derive(Debug)]
pub struct Text<'d> {
    folded: Folded,
    grams: Grams,
    /// The folded text in small letters, each at the same byte; made when first asked for.
    lower: OnceLock<String>,
    leaves: Vec<Leaf>,
    /// Where runs begin, counted through all leaves; and whether a gap is before them.
    runs: Vec<(usize, bool, &'d Run)>,
    /// How many bytes all leaves have.
    length: usize,
    /// The text and each of its notes: where it begins in the folded text, and its first leaf.
    areas: Vec<(usize, usize)>,
    headings: Vec<Section>,
}

/// Where a leaf begins.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    /// Byte of all leaves' text.
    raw: usize,
    /// Byte of the folded text.
    at: usize,
}

impl<'d> Text<'d> {
    /// The words of `blocks`, and of `notes` after them.
    #[must_use]
    pub fn of(blocks: &'d [Located<Block>], notes: impl IntoIterator<Item = &'d Note>) -> Self {
        let mut text = Self {
            folded: Folded::default(),
            grams: Grams::of(""),
            lower: OnceLock::new(),
            leaves: Vec::new(),
            runs: Vec::new(),
            length: 0,
            areas: Vec::new(),
            headings: Vec::new(),
        };
        text.read(blocks);
        for note in notes {
            text.folded.border(text.length, 0);
            text.read(&note.body);
        }
        text.grams = Grams::of(&text.folded.text);
        text
    }

    /// The place that is meant by `anchor`, a quotation in one of the forms above.
    ///
    /// # Errors
    /// A [`Miss`] where there are no words, no place, or more than one.
    pub fn find(&self, anchor: &str) -> Result<Range, Miss> {
        match Anchor::read(anchor) {
            Anchor::Heading(heading) => self.heading(&heading),
            Anchor::Words(readings) => self.words_of(&readings),
        }
    }

    /// The first place of quoted words (`before`, `through`) after `from` in the same text or note. What is quoted
    /// may also be a heading, then that of the same note or text.
    ///
    /// # Errors
    /// A [`Miss`] where there are no words or no place.
    pub fn find_after(&self, anchor: &str, from: Position) -> Result<Range, Miss> {
        let start = self.folded.at(self.raw(from));
        let within = start..self.area_end(start);
        let missing = |words: String| Miss::Missing { words, part: Part::Last, first: None };
        match Anchor::read(anchor) {
            Anchor::Heading(heading) => {
                let sections = self.sections(&heading).into_iter().map(|section| self.section(section));
                let after = sections.filter(|range| range.start >= from);
                after.min().ok_or(Miss::Missing { words: heading.words, part: Part::Heading, first: None })
            }
            Anchor::Words(readings) => {
                let words: Vec<Folded> = readings.iter().map(|words| Folded::of(words)).collect();
                let found = words.iter().find_map(|words| {
                    let at = self.next_of(words, within.clone())?;
                    Some(self.range(at, at + words.text.len()))
                });
                let empty = words.iter().any(|words| words.text.is_empty());
                let words = || readings.into_iter().next().unwrap_or_default();
                found.ok_or_else(|| if empty { Miss::Empty } else { missing(words()) })
            }
        }
    }

    /// Every place of `words`, at most so many, and how they stand there: as whole words; where there are none, inside
    /// longer words; where they stand nowhere, what comes nearest.
    #[must_use]
    pub fn places_of(&self, words: &str, limit: usize) -> (Vec<Range>, Fit) {
        let whole = 0..self.folded.text.len();
        let readings = anchor::ways().into_iter().map(|way| Folded::of(&way(words)));
        let readings: Vec<Folded> = readings.filter(|words| !words.text.is_empty()).collect();
        let ranges = |found: Vec<usize>, words: &Folded| -> Vec<Range> {
            found.into_iter().map(|at| self.range(at, at + words.text.len())).collect()
        };
        for words in &readings {
            let found = self.whole_words(words, whole.clone(), limit);
            if !found.is_empty() {
                return (ranges(found, words), Fit::Words);
            }
        }
        // First and last words, or a heading.
        if let Ok(range) = self.find(words)
            && !self.divides_word(range)
        {
            return (vec![range], Fit::Words);
        }
        for words in &readings {
            let found = self.matches(words, whole.clone(), limit);
            if !found.is_empty() {
                return (ranges(found, words), Fit::Inside);
            }
        }
        let near: Vec<Range> = self.near(&Folded::of(words)).into_iter().map(|near| near.range).collect();
        let (inside, whole): (Vec<Range>, Vec<Range>) = near.into_iter().partition(|range| self.divides_word(*range));
        let best = if whole.is_empty() { inside } else { whole };
        (best.into_iter().take(limit).collect(), Fit::Near)
    }

    /// Some words before a place and after it, in the same text or note.
    #[must_use]
    pub fn context(&self, range: Range) -> (String, String) {
        (self.around(range, false), self.around(range, true))
    }

    /// The words of `range` as the source has them: without markup, each white space and border as one space.
    #[must_use]
    pub fn words(&self, range: Range) -> String {
        let (start, end) = (self.raw(range.start), self.raw(range.end));
        let mut words = String::new();
        let mut add = |text: &str| {
            for c in text.chars().filter(|c| !c.is_control() || c.is_whitespace()) {
                if !c.is_whitespace() {
                    words.push(c);
                } else if !words.is_empty() && !words.ends_with(' ') {
                    words.push(' ');
                }
            }
        };
        for (raw, gap, run) in &self.runs[self.run_at(start)..] {
            if *raw >= end {
                break;
            }
            if *gap {
                add(" ");
            }
            add(run.text.get(start.saturating_sub(*raw)..(end - raw).min(run.text.len())).unwrap_or_default());
        }
        words.truncate(words.trim_end().len());
        words
    }

    /// Where `range` stands in the source it was read from; `None` where it has no words.
    #[must_use]
    pub fn span(&self, range: Range) -> Option<Span> {
        let (start, end) = (self.raw(range.start), self.raw(range.end));
        let place = |(raw, _, run): &(usize, bool, &Run)| {
            let (Origin::Source(span) | Origin::Editor(span)) = run.origin else { return None };
            if span.range().len() != run.text.len() {
                return Some(span);
            }
            let cut = |at: usize| span.range().start + at.saturating_sub(*raw).min(run.text.len());
            Some(Span::new(span.file, cut(start)..cut(end)))
        };
        let inside = &self.runs[self.run_at(start)..self.runs.partition_point(|(raw, ..)| *raw < end)];
        Some(inside.iter().find_map(place)?.to(inside.iter().rev().find_map(place)?))
    }

    /// Which note a leaf is of, counted from 0 as they were given; `None` in the text itself.
    #[must_use]
    pub fn note(&self, leaf: usize) -> Option<usize> {
        self.areas.partition_point(|(_, first)| *first <= leaf).checked_sub(2)
    }

    /// The first leaf of the text or note that a leaf is of.
    #[must_use]
    pub fn first_leaf(&self, leaf: usize) -> usize {
        let next = self.areas.partition_point(|(_, first)| *first <= leaf);
        next.checked_sub(1).and_then(|area| self.areas.get(area)).map_or(0, |(_, first)| *first)
    }

    /// The whole of a leaf, or of leaves up to one that is not meant.
    #[must_use]
    pub fn whole(&self, leaves: std::ops::Range<usize>) -> Range {
        let last = leaves.end.saturating_sub(1).max(leaves.start);
        let raw = |leaf: usize| self.leaves.get(leaf).map_or(self.length, |leaf| leaf.raw);
        Range {
            start: Position { leaf: leaves.start, at: 0 },
            end: Position { leaf: last, at: raw(last + 1) - raw(last) },
        }
    }

    fn read(&mut self, blocks: &'d [Located<Block>]) {
        self.areas.push((self.folded.text.len(), self.leaves.len()));
        // Headings whose sections are open, and how many were when each block of blocks began.
        let (mut open, mut outer): (Vec<usize>, Vec<usize>) = (Vec::new(), vec![0]);
        walk(blocks, &mut |event| match event {
            Event::Open => outer.push(open.len()),
            Event::Close => self.close(&mut open, outer.pop().unwrap_or(0), 0),
            Event::Leaf(leaf) => {
                if let Block::Heading { level, .. } = leaf.node {
                    self.close(&mut open, outer.last().copied().unwrap_or(0), level);
                    open.push(self.headings.len());
                    self.headings.push(Section { level, leaf: self.leaves.len(), end: usize::MAX });
                }
                self.leaf(leaf);
            }
        });
        self.close(&mut open, 0, 0);
    }

    fn leaf(&mut self, leaf: &'d Located<Block>) {
        self.leaves.push(Leaf { raw: self.length, at: self.folded.text.len() });
        self.folded.gap(self.length);
        let mut gap = true;
        pieces(&leaf.node, &mut |piece| match piece {
            Piece::Gap => {
                gap = true;
                self.folded.gap(self.length);
            }
            Piece::Run(run) => {
                match run.origin {
                    // Nobody can quote these: they are in no source.
                    Origin::Program => self.folded.border(self.length, run.text.len()),
                    Origin::Source(_) | Origin::Editor(_) => self.folded.read(&run.text, self.length),
                }
                self.runs.push((self.length, std::mem::take(&mut gap), run));
                self.length += run.text.len();
            }
        });
    }

    /// The place of words that can be read so, the first way first.
    fn words_of(&self, readings: &[String]) -> Result<Range, Miss> {
        let words: Vec<Folded> = readings.iter().map(|words| Folded::of(words)).collect();
        if let Some(found) = words.iter().find_map(|words| self.once(words, Part::Whole)) {
            return found;
        }
        // Dots or quotation marks alone are words only where the source has them so.
        if words.iter().any(|words| words.text.is_empty()) {
            return Err(Miss::Empty);
        }
        let mut nearest = None;
        for (first, last) in readings.iter().flat_map(|words| anchor::stretches(words)) {
            let (begin, end) = (Folded::of(first), Folded::of(last));
            if begin.text.is_empty() || end.text.is_empty() {
                continue;
            }
            match self.once(&begin, Part::First) {
                None => {
                    let words = first.to_owned();
                    nearest.get_or_insert(Miss::Missing { words, part: Part::First, first: None });
                }
                Some(Err(miss)) => return Err(miss),
                Some(Ok(range)) => {
                    let from = self.folded.at(self.raw(range.end));
                    if let Some(at) = self.next_of(&end, from..self.area_end(from.saturating_sub(1))) {
                        return Ok(Range { end: self.range(at, at + end.text.len()).end, ..range });
                    }
                    let missing = |first| Miss::Missing { words: last.to_owned(), part: Part::Last, first };
                    if !matches!(nearest, Some(Miss::Missing { part: Part::Last, .. })) {
                        nearest = Some(missing(Some(range)));
                    }
                }
            }
        }
        let whole = || readings.first().cloned().unwrap_or_default();
        Err(nearest.unwrap_or_else(|| Miss::Missing { words: whole(), part: Part::Whole, first: None }))
    }

    /// The one place of `words`, if there is any.
    fn once(&self, words: &Folded, part: Part) -> Option<Result<Range, Miss>> {
        let mut found = self.matches(words, 0..self.folded.text.len(), PLACES + 1);
        let range = |at: &usize| self.range(*at, at + words.text.len());
        match found.as_slice() {
            [] => None,
            [at] => Some(Ok(range(at))),
            [..] => {
                let more = found.len() > PLACES;
                found.truncate(PLACES);
                Some(Err(Miss::Ambiguous { places: found.iter().map(range).collect(), more, part }))
            }
        }
    }

    /// The first places of `words` within a stretch of the folded text.
    fn matches(&self, words: &Folded, within: std::ops::Range<usize>, limit: usize) -> Vec<usize> {
        let fits = |at: usize| self.fits(words, at);
        self.grams.find(&self.folded.text, &words.text, (within, limit), &fits)
    }

    /// Whether words found at `at` stand there in whole characters, with all accents they have.
    fn fits(&self, words: &Folded, at: usize) -> bool {
        self.folded.has_accents(words, at) && !self.folded.divides(at) && !self.folded.divides(at + words.text.len())
    }

    /// The next place of `words` within a stretch of the folded text: as whole words, or if there are none inside others.
    fn next_of(&self, words: &Folded, within: std::ops::Range<usize>) -> Option<usize> {
        let found = self.whole_words(words, within.clone(), 1);
        found.first().copied().or_else(|| self.matches(words, within, 1).first().copied())
    }

    /// The first places of `words` within a stretch of the folded text at which they neither begin nor end in a word.
    fn whole_words(&self, words: &Folded, within: std::ops::Range<usize>, limit: usize) -> Vec<usize> {
        let whole = |at: usize| {
            let end = at + words.text.len();
            self.fits(words, at) && !self.folded.in_word(at) && !self.folded.in_word(end)
        };
        self.grams.find(&self.folded.text, &words.text, (within, limit), &whole)
    }

    /// Whether a place begins or ends between two letters of a word.
    #[must_use]
    pub fn divides_word(&self, range: Range) -> bool {
        [range.start, range.end].into_iter().any(|place| self.folded.in_word(self.folded.at(self.raw(place))))
    }

    /// Where the text or note ends that `at` of the folded text is in.
    fn area_end(&self, at: usize) -> usize {
        let next = self.areas.partition_point(|(start, _)| *start <= at);
        self.areas.get(next).map_or(self.folded.text.len(), |(start, _)| *start)
    }

    /// A stretch of the folded text, in whole characters of the source.
    fn range(&self, start: usize, end: usize) -> Range {
        let (first, last) = (self.folded.raw_start(start), self.folded.raw_end(end));
        let leaf = |raw: usize| self.leaves.partition_point(|leaf| leaf.raw <= raw).saturating_sub(1);
        let position =
            |leaf: usize, raw: usize| Position { leaf, at: raw - self.leaves.get(leaf).map_or(0, |leaf| leaf.raw) };
        Range { start: position(leaf(first), first), end: position(leaf(last.saturating_sub(1)), last) }
    }

    /// A position as a byte of all leaves' text.
    fn raw(&self, position: Position) -> usize {
        let leaf = self.leaves.get(position.leaf).map_or(self.length, |leaf| leaf.raw.saturating_add(position.at));
        leaf.min(self.length)
    }

    /// The run that has the byte `raw`.
    fn run_at(&self, raw: usize) -> usize {
        self.runs.partition_point(|(start, ..)| *start <= raw).saturating_sub(1)
    }
}

/// What words are compared by: the same for all words that read alike, accents included.
#[must_use]
pub fn key(words: &str) -> (String, Vec<(u32, char)>) {
    Folded::of(words).into_key()
}

/// Reads words of an editor as the quotation `at` of the words `was` is to be read: without quotation marks of its own,
/// without Markdown's marks. First the quotation so, then `other`; `None` where the quotation has not all of the words.
#[must_use]
pub fn read_alike(at: &str, was: &str, other: &str) -> Option<(String, String)> {
    let wanted = Folded::of(was).text;
    let read = anchor::ways().into_iter().find(|read| Folded::of(&read(at.trim())).text == wanted)?;
    Some((read(at.trim()), read(other)))
}

/// Offsets are kept small: no text of four gigabytes is ever read.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
