//! Folds what spelling leaves open, so that a pattern finds its words however they are written: quotes,
//! dashes, spaces and accents are one kind each, soft hyphens are gone. Offsets lead back to the text.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::document::scan;

/// A folded text.
#[derive(Debug, Default)]
pub(in crate::edit) struct Folded {
    /// Folded, with its capitals.
    pub(in crate::edit) cased: String,
    /// The same in small letters; every letter stands at the same byte as in `cased`.
    pub(in crate::edit) lower: String,
    /// Where offsets drift apart: (offset here, offset in the text), ascending.
    steps: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds `text`; white space at its ends goes, inside it becomes single spaces.
    pub(in crate::edit) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.read(text);
        folded
    }

    /// Folds `text` in place of what was here.
    pub(in crate::edit) fn read(&mut self, text: &str) {
        self.cased.clear();
        self.lower.clear();
        self.steps.clear();
        self.cased.reserve(text.len());
        self.lower.reserve(text.len());
        let (mut drift, mut at) = ((0, 0), 0);
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let here = self.cased.len();
            // The distance between the offsets, as a difference that needs no sign.
            if drift.0 + at != drift.1 + here {
                drift = (here, at);
                self.steps.push(drift);
            }
            let plain = self.plain(&text[at..]);
            if plain.is_empty() {
                self.take(c);
                at += c.len_utf8();
            } else {
                self.cased.push_str(plain);
                self.lower.push_str(plain);
                self.lower[here..].make_ascii_lowercase();
                at += plain.len();
            }
        }
        if self.cased.ends_with(' ') {
            self.cased.pop();
            self.lower.pop();
        }
    }

    /// The offset in the text of the byte `at` here.
    pub(in crate::edit) fn source(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(here, _)| *here <= at);
        match step.checked_sub(1).and_then(|step| self.steps.get(step)) {
            Some((here, there)) => there + (at - here),
            None => at,
        }
    }

    /// What `rest` begins with and folding only makes small: ASCII signs with single spaces between them. Most texts are
    /// nearly all of it, and so it is taken at once.
    #[expect(clippy::needless_bitwise_bool, reason = "branches keep the compiler from looking at many bytes together")]
    fn plain<'t>(&self, rest: &'t str) -> &'t str {
        let bytes = rest.as_bytes();
        if bytes.first() == Some(&b' ') && (self.cased.is_empty() || self.cased.ends_with(' ')) {
            return "";
        }
        // Without branches: many are looked at together.
        let end = scan::before(bytes, |byte| !(b' '..=b'~').contains(&byte) | (byte == b'`'));
        let spaces = scan::before_pair(&bytes[..end], |one, two| (one == b' ') & (two == b' '));
        let end = end.min(spaces + 1);
        // Before the first byte that is not ASCII a character ends.
        rest.get(..end).unwrap_or_default()
    }

    fn take(&mut self, c: char) {
        match c {
            'a'..='z' | '0'..='9' => self.push(c, c),
            'A'..='Z' => self.push(c, c.to_ascii_lowercase()),
            c if c.is_whitespace() => {
                if !self.cased.is_empty() && !self.cased.ends_with(' ') {
                    self.push(' ', ' ');
                }
            }
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' | '‹' | '›' => self.push('\'', '\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => self.push('"', '"'),
            '\u{2010}'..='\u{2015}' | '−' => self.push('-', '-'),
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            '…' => "...".chars().for_each(|dot| self.push(dot, dot)),
            c if c.is_ascii() => self.push(c, c),
            c => self.letter(c),
        }
    }

    /// A letter without its accents. The Cyrillic short i is a letter of its own, not an accented one.
    fn letter(&mut self, c: char) {
        if matches!(c, 'й' | 'Й') {
            return self.push(c, small(c));
        }
        decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                self.push(part, small(part));
            }
        });
    }

    fn push(&mut self, cased: char, lower: char) {
        self.cased.push(cased);
        self.lower.push(lower);
    }
}

/// The small letter, if it takes as many bytes; else the letter itself.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_folded_and_offsets_lead_back() {
        let text = "  “Žižek’s”\u{a0}— co\u{AD}operation…  Ελλάς й";
        let folded = Folded::of(text);
        assert_eq!(folded.cased, "\"Zizek's\" - cooperation... Ελλας й");
        assert_eq!(folded.lower, "\"zizek's\" - cooperation... ελλας й");
        for (needle, there) in [("Zizek", "Žižek"), ("operation", "operation"), ("Ελλας", "Ελλάς"), ("й", "й")]
        {
            let at = folded.cased.find(needle).unwrap();
            assert!(text[folded.source(at)..].starts_with(there), "{needle}");
        }
    }
}
