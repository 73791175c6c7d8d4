//! The places that come nearest to words which stand nowhere.
//!
//! These are the places of the longest part of the words that stands somewhere: found by moving both ends of the
//! part forward only, as whatever stands in a text has all its parts standing there too.

use std::ops::Range as Bytes;

use super::fold::Folded;
use super::search::scan;
use super::{Range, Text};

/// So many places are told.
const PLACES: usize = 3;
/// So many words, or letters of a few words, are tried.
const UNITS: usize = 128;
/// Words up to so many bytes are tried letter by letter.
const SHORT: usize = 48;
/// Fewer bytes are too few to tell a place.
const LEAST: usize = 5;

/// A near place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Near {
    /// Where.
    pub(super) range: Range,
    /// Which of the folded words stand there.
    pub(super) matched: Bytes<usize>,
}

impl Text<'_> {
    /// The places nearest to `words`, of one kind: all of the words with other capitals, most of the words, or for
    /// few words most of the letters.
    pub(super) fn near(&self, words: &Folded) -> Vec<Near> {
        let all = 0..words.text.len();
        let lower = self.lower.get_or_init(|| lower(&self.folded.text));
        let fits = |at: usize| self.folded.has_accents(words, at);
        let small = self::lower(&words.text);
        let other_capitals = scan(lower.as_bytes(), small.as_bytes(), (0..lower.len(), PLACES), &fits);
        if !other_capitals.is_empty() {
            return self.places(&other_capitals, &all);
        }
        let spaces: Vec<usize> = words.text.match_indices(' ').map(|(at, _)| at).collect();
        let starts = std::iter::once(0).chain(spaces.iter().map(|at| at + 1));
        let by_word: Vec<Bytes<usize>> =
            starts.zip(spaces.iter().copied().chain([words.text.len()])).map(|(a, b)| a..b).collect();
        let found = self.longest(words, &by_word);
        if !found.is_empty() || words.text.len() > SHORT {
            return found;
        }
        let letters = words.text.char_indices().map(|(at, c)| at..at + c.len_utf8());
        self.longest(words, &letters.collect::<Vec<_>>())
    }

    /// The places of the longest part of `words` that stands anywhere, if it says enough. A part is so many `units`.
    fn longest(&self, words: &Folded, units: &[Bytes<usize>]) -> Vec<Near> {
        let units = &units[..units.len().min(UNITS)];
        let part = |from: usize, to: usize| units[from].start..units[to - 1].end;
        let stands = |part: Bytes<usize>| part.len() < LEAST || !self.anywhere(words, part, 1).is_empty();
        let (mut best, mut to) = (0..0, 0);
        for from in 0..units.len() {
            to = to.max(from + 1);
            if !stands(part(from, to)) {
                continue;
            }
            while to < units.len() && stands(part(from, to + 1)) {
                to += 1;
            }
            if part(from, to).len() > best.len() {
                best = part(from, to);
            }
        }
        let found = if best.len() < LEAST { Vec::new() } else { self.anywhere(words, best.clone(), PLACES + 1) };
        // A few common words tell a place only if they are most of what was quoted.
        if found.len() > PLACES && best.len() * 2 < words.text.len() {
            return Vec::new();
        }
        self.places(&found[..found.len().min(PLACES)], &best)
    }

    fn anywhere(&self, words: &Folded, part: Bytes<usize>, limit: usize) -> Vec<usize> {
        self.matches(&words.part(part), 0..self.folded.text.len(), limit)
    }

    fn places(&self, found: &[usize], matched: &Bytes<usize>) -> Vec<Near> {
        let near = |at: &usize| Near { range: self.range(*at, at + matched.len()), matched: matched.clone() };
        found.iter().map(near).collect()
    }
}

/// Small letters, where they take as many bytes.
fn lower(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}
