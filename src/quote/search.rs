//! Finds words in a folded text without reading it again.
//!
//! Every second place is filed by the four bytes that stand there. Words that occur at an even place have their
//! even bytes filed, at an odd place their odd ones; so for each of both cases the rarest four bytes of the words
//! tell all the places worth a look. Words too short for that, or made so that most looks would be in vain, are
//! looked for from beginning to end (Knuth, Morris and Pratt 1977): the time is linear whatever the words.

use std::ops::Range;

use super::offset;

/// So many bytes are filed together.
const GRAM: usize = 4;
/// Words must hold such a group at an even and at an odd place.
const SHORTEST: usize = GRAM + 1;
/// How often all bytes of the text may be compared, before reading it once is cheaper.
const LOOKS: usize = 8;

/// The places of a text by what stands there.
#[derive(Debug)]
pub(super) struct Grams {
    /// How many bits of a hash are dropped.
    shift: u32,
    /// Where in `places` those of each hash begin; one more than hashes.
    starts: Vec<u32>,
    /// Even places, ascending for each hash.
    places: Vec<u32>,
}

impl Grams {
    /// Files the places of `text`; it takes about two bytes for each of its own.
    pub(super) fn of(text: &str) -> Self {
        let bits = (text.len() / 16).max(256).ilog2().min(18);
        let mut grams = Self { shift: u32::BITS - bits, starts: vec![0; (1 << bits) + 1], places: Vec::new() };
        let hashes = || text.as_bytes().windows(GRAM).step_by(2).map(|gram| grams_hash(gram, grams.shift));
        let mut starts = std::mem::take(&mut grams.starts);
        for hash in hashes() {
            starts[hash + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut places = vec![0; sum as usize];
        let mut next = starts.clone();
        for (at, hash) in hashes().enumerate() {
            places[next[hash] as usize] = offset(2 * at);
            next[hash] += 1;
        }
        Self { starts, places, ..grams }
    }

    /// The even places where `gram` may stand.
    fn of_gram(&self, gram: &[u8]) -> &[u32] {
        let hash = grams_hash(gram, self.shift);
        &self.places[self.starts[hash] as usize..self.starts[hash + 1] as usize]
    }

    /// Where `words` may occur at places that are as even as `from`: the fewest of all that are filed, and how far
    /// into the words these places lie.
    fn rarest(&self, words: &[u8], from: usize) -> (&[u32], usize) {
        let all = (from..).step_by(2).zip(words.get(from..).unwrap_or_default().windows(GRAM).step_by(2));
        let filed = all.map(|(at, gram)| (self.of_gram(gram), at));
        filed.min_by_key(|(places, _)| places.len()).unwrap_or_default()
    }

    /// The first `limit` places within a stretch of `text` where `words` stand (they may overlap) and `fits` holds,
    /// ascending.
    pub(super) fn find(
        &self,
        text: &str,
        words: &str,
        (within, limit): (Range<usize>, usize),
        fits: &dyn Fn(usize) -> bool,
    ) -> Vec<usize> {
        let (text, words) = (text.as_bytes(), words.as_bytes());
        if words.len() < SHORTEST {
            return scan(text, words, (within, limit), fits);
        }
        let both = [self.rarest(words, 0), self.rarest(words, 1)];
        let looks: usize = both.iter().map(|(places, _)| places.len()).sum();
        if looks.saturating_mul(words.len()) > LOOKS * text.len() {
            return scan(text, words, (within, limit), fits);
        }
        let mut found = Vec::new();
        for (places, into) in both {
            let first = places.partition_point(|place| (*place as usize) < within.start + into);
            let starts = places[first..].iter().map(|place| *place as usize - into);
            let inside = starts.take_while(|start| start + words.len() <= within.end);
            found.extend(inside.filter(|at| text[*at..].starts_with(words) && fits(*at)).take(limit));
        }
        found.sort_unstable();
        found.truncate(limit);
        found
    }
}

fn grams_hash(gram: &[u8], shift: u32) -> usize {
    let number = gram.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
    (number.wrapping_mul(0x9E37_79B1) >> shift) as usize
}

/// As [`Grams::find`], reading the text.
pub(super) fn scan(
    text: &[u8],
    words: &[u8],
    (within, limit): (Range<usize>, usize),
    fits: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let mut found = Vec::new();
    if words.is_empty() {
        return found;
    }
    let borders = borders(words);
    let mut matched = 0;
    for (at, byte) in text.iter().enumerate().take(within.end).skip(within.start) {
        while matched > 0 && words[matched] != *byte {
            matched = borders[matched - 1];
        }
        matched += usize::from(words[matched] == *byte);
        if matched == words.len() {
            let start = at + 1 - matched;
            if fits(start) {
                found.push(start);
                if found.len() == limit {
                    break;
                }
            }
            matched = borders[matched - 1];
        }
    }
    found
}

/// For each beginning of `words`: how long the longest shorter beginning is that it also ends with.
fn borders(words: &[u8]) -> Vec<usize> {
    let mut borders = vec![0; words.len()];
    let mut length = 0;
    for at in 1..words.len() {
        while length > 0 && words[at] != words[length] {
            length = borders[length - 1];
        }
        length += usize::from(words[at] == words[length]);
        borders[at] = length;
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(text: &str, words: &str, within: Range<usize>, limit: usize) -> Vec<usize> {
        let all = within.clone().filter(|at| text[*at..within.end].starts_with(words));
        all.take(limit).collect()
    }

    proptest! {
        #[test]
        fn finds_what_trying_all_places_finds(
            text in "[ab ]{0,200}", words in "[ab ]{1,9}", from in 0..100_usize, limit in 1..6_usize,
        ) {
            let within = from.min(text.len())..text.len();
            let expected = naive(&text, &words, within.clone(), limit);
            let grams = Grams::of(&text);
            prop_assert_eq!(&grams.find(&text, &words, (within.clone(), limit), &|_| true), &expected);
            prop_assert_eq!(&scan(text.as_bytes(), words.as_bytes(), (within, limit), &|_| true), &expected);
        }
    }
}
