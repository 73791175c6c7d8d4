//! Patterns: what an editor writes to say which words lead to a heading, and the search for all of them at once.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::fold::Folded;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::Spanned;

/// What a pattern is for; numbers count into the lists of whoever searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::edit) enum Purpose {
    /// It leads to a heading.
    Lead(usize),
    /// It must stand in the same paragraph as another.
    Near(usize),
}

/// A pattern's words where they stand: bytes of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Hit {
    pub(in crate::edit) purpose: Purpose,
    pub(in crate::edit) start: usize,
    pub(in crate::edit) end: usize,
}

/// So many bytes of patterns are searched for at once: a hundred times those of the greatest indexes.
pub(super) const MOST: usize = 4 << 20;

#[derive(Debug)]
struct Use {
    purpose: Purpose,
    /// The pattern with its capitals, where these matter (smart case).
    cased: Option<String>,
    /// Whether the word may go on.
    prefix: bool,
}

/// Patterns while they are collected.
#[derive(Debug, Default)]
pub(in crate::edit) struct Patterns {
    words: BTreeMap<String, Vec<Use>>,
    expressions: Vec<(Purpose, Regex)>,
    /// Of all of them.
    bytes: usize,
}

impl Patterns {
    /// Adds a pattern as the terms file writes it: whole words, a trailing `*` for a prefix, `/…/` for a regular
    /// expression. All in small letters, it ignores case. `false` if it is none; then `diagnostics` has an error.
    pub(in crate::edit) fn add(
        &mut self,
        pattern: &Spanned<String>,
        purpose: Purpose,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let text = pattern.value.trim();
        self.bytes += text.len();
        let fault = |why: String| Diagnostic::error("bad-pattern", why).at(pattern.span, "");
        if let Some(expression) = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            match Regex::new(&Folded::of(expression).cased) {
                Ok(regex) => {
                    self.expressions.push((purpose, regex));
                    return true;
                }
                Err(why) => {
                    let why = why.to_string();
                    let last = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                    diagnostics.push(fault("not a regular expression".into()).hint(last));
                }
            }
            return false;
        }
        let (words, prefix) = text.strip_suffix('*').map_or((text, false), |stem| (stem, true));
        let sound = self.words(words, purpose, prefix);
        if !sound {
            diagnostics.push(fault("a pattern without words".into()).hint("write the words that stand in the text"));
        }
        sound
    }

    /// `false` if there are none.
    fn words(&mut self, words: &str, purpose: Purpose, prefix: bool) -> bool {
        let folded = Folded::of(words);
        if folded.lower.is_empty() {
            return false;
        }
        let cased = (folded.cased != folded.lower).then_some(folded.cased);
        self.words.entry(folded.lower).or_default().push(Use { purpose, cased, prefix });
        true
    }

    /// Builds the search. `None` if the patterns are too many for one.
    pub(in crate::edit) fn build(self) -> Option<Matcher> {
        if self.bytes > MOST {
            return None;
        }
        let (words, uses): (Vec<String>, Vec<Vec<Use>>) = self.words.into_iter().unzip();
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words).ok()?;
        Some(Matcher { search, uses, expressions: self.expressions })
    }
}

/// Finds all patterns in one pass.
#[derive(Debug)]
pub(in crate::edit) struct Matcher {
    search: AhoCorasick,
    uses: Vec<Vec<Use>>,
    expressions: Vec<(Purpose, Regex)>,
}

impl Matcher {
    /// Whether there is nothing to find.
    pub(in crate::edit) fn is_empty(&self) -> bool {
        self.uses.is_empty() && self.expressions.is_empty()
    }

    /// Every hit in `text`, put into `hits`.
    pub(in crate::edit) fn find(&self, text: &Folded, hits: &mut Vec<Hit>) {
        hits.clear();
        for found in self.search.find_overlapping_iter(&text.lower) {
            for used in &self.uses[found.pattern().as_usize()] {
                if let Some(end) = used.fits(text, found.start(), found.end()) {
                    hits.push(Hit { purpose: used.purpose, start: found.start(), end });
                }
            }
        }
        for (purpose, expression) in &self.expressions {
            let found = expression.find_iter(&text.cased).filter(|found| !found.is_empty());
            hits.extend(found.map(|found| Hit { purpose: *purpose, start: found.start(), end: found.end() }));
        }
    }
}

impl Use {
    /// Where the hit ends, if it is one: whole words, and capitals where these matter.
    fn fits(&self, text: &Folded, start: usize, end: usize) -> Option<usize> {
        if self.cased.as_ref().is_some_and(|cased| *cased != text.cased[start..end]) {
            return None;
        }
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, inside, after) = (&text.lower[..start], &text.lower[start..end], &text.lower[end..]);
        if is_word(before.chars().next_back()) && is_word(inside.chars().next()) {
            return None;
        }
        if self.prefix {
            return Some(end + after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len()));
        }
        (!is_word(inside.chars().next_back()) || !is_word(after.chars().next())).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Files, Span};

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let file = Files::default().add("terms.toml", pattern);
        let mut diagnostics = Diagnostics::default();
        let mut patterns = Patterns::default();
        let pattern = Spanned::new(pattern.to_owned(), Span::new(file, 0..pattern.len()));
        patterns.add(&pattern, Purpose::Lead(0), &mut diagnostics);
        if let Some(fault) = diagnostics.into_iter().next() {
            return vec![format!("{}: {}", fault.code, fault.message)];
        }
        let folded = Folded::of(text);
        let mut hits = Vec::new();
        patterns.build().unwrap().find(&folded, &mut hits);
        hits.iter().map(|hit| folded.cased[hit.start..hit.end].to_owned()).collect()
    }

    #[test]
    fn whole_words_with_smart_case() {
        assert_eq!(found("Leaf", "Leaf leaf Leafs Leaf's gold-Leaf Overleaf"), ["Leaf", "Leaf", "Leaf"]);
        assert_eq!(found("leaf", "Leaf leaf LEAF overleaf"), ["Leaf", "leaf", "LEAF"]);
    }

    #[test]
    fn prefixes_take_the_word() {
        assert_eq!(found("gather*", "Gathering gathered together gather"), ["Gathering", "gathered", "gather"]);
    }

    #[test]
    fn spelling_is_folded() {
        assert_eq!(found("binder's cafe", "the Binder’s\u{a0}café"), ["Binder's cafe"]);
        assert_eq!(found("Осип", "Осипа Осип"), ["Осип"]);
    }

    #[test]
    fn expressions() {
        assert_eq!(found("/18[0-9]{2}/", "in 1812 and 1912, 1899"), ["1812", "1899"]);
        assert_eq!(found("/(/", ""), ["bad-pattern: not a regular expression"]);
        assert_eq!(found(" ", ""), ["bad-pattern: a pattern without words"]);
    }
}
