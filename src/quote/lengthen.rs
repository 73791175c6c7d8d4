//! Makes quotations: the shortest words that mean a place and no other.

use std::ops::Range as Bytes;

use super::fold::BORDER;
use super::{Range, Text};

/// A longer place is quoted by its first and last words. In bytes.
const LONG: usize = 80;
/// A word without a space in so many bytes (as in Chinese) may be divided.
const WORD: usize = 24;

impl Text<'_> {
    /// The shortest quotation that [`Text::find`] takes for `range`, or, where its words stand more than once, for a
    /// stretch around it. `None` where there are no words, or nothing can be quoted that stands once (two notes
    /// that say the same).
    #[must_use]
    pub fn lengthen(&self, range: Range) -> Option<String> {
        let place = self.trimmed(self.folded.at(self.raw(range.start))..self.folded.at(self.raw(range.end)))?;
        if self.stands_once(&place) {
            let short = (place.len() > LONG).then(|| self.ends_of(&place)).flatten();
            let words = || self.quotation(&place);
            return short.filter(|quotation| self.means(quotation, &place)).or_else(words);
        }
        let text = &self.folded.text;
        let area = text[..place.start].rfind(BORDER).map_or(0, |at| at + 1)
            ..text[place.end..].find(BORDER).map_or(text.len(), |at| place.end + at);
        let after = self.grow_end(place.end, area.end, &|end| self.stands_once(&(place.start..end)));
        let before = self.grow_start(place.end, place.start, area.start);
        // Rather in one block; rather by what follows, unless that is twice as long.
        let cost = |around: &Bytes<usize>| {
            let range = self.range(around.start, around.end);
            let longer = 2 * (place.start - around.start) + (around.end - place.end);
            (range.end.leaf - range.start.leaf, longer)
        };
        let either = after.map(|end| place.start..end).into_iter().chain(before.map(|start| start..place.end));
        let around = match either.min_by_key(cost) {
            Some(around) => around,
            None => self.grow_start(area.end, place.start, area.start)?..area.end,
        };
        self.quotation(&self.trimmed(around)?)
    }

    /// Words that mean this stretch of the folded text, if there are any.
    fn quotation(&self, place: &Bytes<usize>) -> Option<String> {
        let words = self.words(self.range(place.start, place.end));
        // In quotation marks, a hash or an asterisk is nothing but itself.
        let wrapped = format!("“{words}”");
        [words, wrapped].into_iter().find(|quotation| self.means(quotation, place))
    }

    fn means(&self, quotation: &str, place: &Bytes<usize>) -> bool {
        self.find(quotation) == Ok(self.range(place.start, place.end))
    }

    /// `first words … last words` of a place.
    fn ends_of(&self, place: &Bytes<usize>) -> Option<String> {
        let first_words = (0..3).fold(place.start, |end, _| self.end_of_word(end, place.end));
        let first = if self.stands_once(&(place.start..first_words)) {
            first_words
        } else {
            self.grow_end(first_words, place.end, &|end| self.stands_once(&(place.start..end)))?
        };
        let is_next = |start: usize| {
            let last = self.folded.part(start..place.end);
            self.matches(&last, first..place.end, 1) == [start]
        };
        let last_words = (0..3).fold(place.end, |start, _| self.start_of_word(start, first));
        let last = if is_next(last_words) {
            last_words
        } else {
            gallop(last_words, &|start| self.start_of_word(start, first), first, &is_next)?
        };
        let words =
            |part: Bytes<usize>| Some(self.trimmed(part)).flatten().map(|p| self.words(self.range(p.start, p.end)));
        Some(format!("{} … {}", words(place.start..first)?, words(last..place.end)?))
    }

    /// The first end of a word after `end` that is `good`.
    fn grow_end(&self, end: usize, limit: usize, good: &dyn Fn(usize) -> bool) -> Option<usize> {
        gallop(end, &|end| self.end_of_word(end, limit), limit, good)
    }

    /// The last beginning of a word before `start` from which on the words up to `end` stand once.
    fn grow_start(&self, end: usize, start: usize, limit: usize) -> Option<usize> {
        gallop(start, &|start| self.start_of_word(start, limit), limit, &|start| self.stands_once(&(start..end)))
    }

    pub(super) fn stands_once(&self, place: &Bytes<usize>) -> bool {
        let words = self.folded.part(place.clone());
        self.matches(&words, 0..self.folded.text.len(), 2).len() == 1
    }

    /// The end of the word that goes on, or begins, at `at`.
    pub(super) fn end_of_word(&self, at: usize, limit: usize) -> usize {
        let rest = &self.folded.text[at..limit];
        let space = rest.len() - rest.trim_start_matches(' ').len();
        let word = rest[space..].find(' ').map_or(rest.len(), |word| space + word);
        at + if word > WORD { rest.ceil_char_boundary(WORD) } else { word }
    }

    /// The beginning of the word that ends, or went on, at `at`.
    pub(super) fn start_of_word(&self, at: usize, limit: usize) -> usize {
        let rest = &self.folded.text[limit..at];
        let kept = rest.trim_end_matches(' ');
        let word = kept.rfind(' ').map_or(0, |space| space + 1);
        limit + if rest.len() - word > WORD { rest.floor_char_boundary(rest.len() - WORD) } else { word }
    }

    /// A stretch of the folded text without spaces and borders at its ends.
    pub(super) fn trimmed(&self, place: Bytes<usize>) -> Option<Bytes<usize>> {
        let words = self.folded.text.get(place.clone())?;
        let end = place.start + words.trim_end_matches([' ', BORDER]).len();
        let start = place.end - words.trim_start_matches([' ', BORDER]).len();
        (start < end).then_some(start..end)
    }
}

/// The first of the places that `next` leads to from `at` on that is `good`; after one that is, all are. `limit` is
/// the last.
fn gallop(at: usize, next: &dyn Fn(usize) -> usize, limit: usize, good: &dyn Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut steps) = (at, 1_usize);
    loop {
        if low == limit {
            return None;
        }
        let mut places = Vec::new();
        let mut place = low;
        while places.len() < steps && place != limit {
            place = next(place);
            places.push(place);
        }
        if good(place) {
            return places.get(places.partition_point(|place| !good(*place))).copied();
        }
        low = place;
        steps *= 2;
    }
}

/// Words as a string of TOML, ready to paste.
#[must_use]
pub fn pasted(words: &str) -> String {
    let plain = |c: char| !c.is_control();
    if !words.contains(['"', '\\']) && words.chars().all(plain) {
        return format!("\"{words}\"");
    }
    if !words.contains('\'') && words.chars().all(plain) {
        return format!("'{words}'");
    }
    let mut text = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => text.push(c),
        }
    }
    text + "\""
}
