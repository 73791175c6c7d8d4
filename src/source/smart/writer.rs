//! Finds what straight quotes, hyphens and dots of a flat text are to become.

use std::ops::Range;

use super::flat::OBJECT;
use crate::source::quotes::Quotes;

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// The editor's: everything is set that can be.
    Editor,
    /// A source's: quotes alone, and a sign of feet, inches or minutes after a number is none.
    Source,
}

/// What is to stand for which bytes of the flat text, in order.
pub(super) type Change = (Range<usize>, &'static str);

/// Signs that French sets off by a space.
pub(super) const HIGH: [char; 7] = [';', ':', '!', '?', '»', '«', '›'];

/// A straight quote that opened, and the change made of it.
struct Open {
    sign: char,
    change: usize,
}

/// Two straight quotes that belong together, by the changes made of them.
struct Pair {
    sign: char,
    from: usize,
    to: usize,
}

/// Finds the changes of a flat text.
pub(super) struct Writer<'f> {
    flat: &'f str,
    quotes: &'static Quotes,
    hand: Hand,
    changes: Vec<Change>,
    /// Quotes not yet closed, the outer first.
    open: Vec<Open>,
    pairs: Vec<Pair>,
    /// Changes to be taken back: the quotes are signs of a measure.
    primes: Vec<usize>,
}

impl<'f> Writer<'f> {
    pub(super) fn new(flat: &'f str, quotes: &'static Quotes, hand: Hand) -> Self {
        Self { flat, quotes, hand, changes: Vec::new(), open: Vec::new(), pairs: Vec::new(), primes: Vec::new() }
    }

    /// The changes, in the order of the text.
    pub(super) fn changes(mut self) -> Vec<Change> {
        let mut before = None;
        let mut at = 0;
        while let Some(c) = self.flat[at..].chars().next() {
            let rest = &self.flat[at..];
            at += match c {
                'h' | 'w' if !before.is_some_and(char::is_alphanumeric) && is_address(rest) => address(rest),
                '"' | '\'' => self.quote(at, c, before),
                '-' | '.' if self.hand == Hand::Editor => self.repeated(at, c),
                ' ' if self.hand == Hand::Editor && self.quotes.spaced => self.space(at, before),
                _ => c.len_utf8(),
            };
            before = self.flat[..at].chars().next_back();
        }
        self.settle();
        for at in self.primes.into_iter().rev() {
            self.changes.remove(at);
        }
        self.changes
    }

    /// Dashes of hyphens, an ellipsis of dots; how many bytes they take.
    fn repeated(&mut self, at: usize, sign: char) -> usize {
        let count = self.flat[at..].chars().take_while(|c| *c == sign).count();
        match (sign, count) {
            ('-', 2) => self.changes.push((at..at + 2, "–")),
            ('-', 3) => self.changes.push((at..at + 3, "—")),
            ('.', 3 | 4) => self.changes.push((at..at + 3, "…")),
            _ => {}
        }
        count
    }

    /// The space before or after a sign that French sets off.
    fn space(&mut self, at: usize, before: Option<char>) -> usize {
        let after = self.flat[at + 1..].chars().next();
        match (before, after) {
            (Some('«' | '‹'), _) | (_, Some(';' | '!' | '?' | '»' | '›')) => {
                self.changes.push((at..at + 1, "\u{202F}"));
            }
            (_, Some(':')) => self.changes.push((at..at + 1, "\u{A0}")),
            _ => {}
        }
        1
    }

    /// A straight quote with what stands before it. Which mark it becomes is settled when all pairs are known.
    fn quote(&mut self, at: usize, sign: char, before: Option<char>) -> usize {
        let rest = &self.flat[at + 1..];
        let change = self.changes.len();
        let space = |c: Option<char>| c.filter(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}')).map_or(0, char::len_utf8);
        let (ahead, behind) = (space(rest.chars().next()), space(before));
        // Spaces inside the marks, as French writers type them, give way to the marks' own.
        let loose = match (self.quotes.spaced && sign == '"', self.is_open('"')) {
            (true, true) => behind > 0 && rest.chars().next().is_none_or(|c| c.is_whitespace() || is_closing(c)),
            (true, false) => ahead > 0 && (behind > 0 || before.is_none()),
            _ => false,
        };
        let opening = if loose { !self.is_open('"') } else { self.opens(sign, before, rest) };
        let range = match (loose, opening) {
            (true, true) => at..at + 1 + ahead,
            (true, false) => at - behind..at + 1,
            (false, _) => at..at + 1,
        };
        let end = range.end;
        let [[outer_open, outer_close], [inner_open, _]] = [self.quotes.outer, self.quotes.inner];
        let mark = match (sign, opening) {
            ('"', true) => outer_open,
            ('"', false) => outer_close,
            (_, true) => inner_open,
            (_, false) => APOSTROPHE,
        };
        self.changes.push((range, mark));
        if opening {
            // No writing nests deeper; what was never closed is forgotten.
            if self.open.len() == 8 {
                self.open.remove(0);
            }
            self.open.push(Open { sign, change });
        } else if !(sign == '\'' && (is_inside_a_word(before, rest) || is_before_a_word(before) && self.elides(rest))) {
            // An elision closes nothing.
            let alone = !self.close(sign, change);
            if alone && self.hand == Hand::Source && before.is_some_and(|c| c.is_ascii_digit()) {
                self.primes.push(change);
            }
        }
        end - at
    }

    fn is_open(&self, sign: char) -> bool {
        self.open.iter().any(|open| open.sign == sign)
    }

    /// Whether a quote between `before` and `rest` opens.
    fn opens(&self, sign: char, before: Option<char>, rest: &str) -> bool {
        let opens_here = is_before_a_word(before);
        // Quotes beside each other open or close together.
        let beyond = rest.trim_start_matches(['"', '\'']).chars().next();
        let closes_here = beyond.is_none_or(|a| a.is_whitespace() || is_closing(a));
        match (sign, before) {
            // A quote right after a quote opens if that one opened.
            (_, Some('"' | '\'')) if !closes_here => {
                self.open.last().is_some_and(|last| Some(last.sign) == before) && !(sign == '\'' && self.elides(rest))
            }
            ('\'', _) => opens_here && !closes_here && !self.elides(rest),
            _ => opens_here && !closes_here,
        }
    }

    /// Whether an apostrophe belongs before `rest`.
    fn elides(&self, rest: &str) -> bool {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        rest.starts_with(|c: char| c.is_ascii_digit()) || self.quotes.elisions.contains(&word.as_str())
    }

    /// Closes the last quote of its kind, if one is open.
    fn close(&mut self, sign: char, to: usize) -> bool {
        let Some(last) = self.open.last() else { return false };
        if last.sign != sign && (sign == '\'' || !self.is_open(sign)) {
            return false;
        }
        while let Some(open) = self.open.pop() {
            if open.sign == sign {
                self.pairs.push(Pair { sign, from: open.change, to });
                return true;
            }
            // An apostrophe was taken for a quote that opens.
            if let Some((_, mark)) = self.changes.get_mut(open.change) {
                *mark = APOSTROPHE;
            }
        }
        false
    }

    /// Gives each pair its marks: `"` in a quotation set in the first ones takes the second, and the other way round.
    fn settle(&mut self) {
        self.pairs.sort_by_key(|pair| pair.from);
        let mut around: Vec<(usize, bool)> = Vec::new();
        for pair in &self.pairs {
            while around.last().is_some_and(|(to, _)| *to < pair.from) {
                around.pop();
            }
            let inner = pair.sign == '\'' || around.last().is_some_and(|(_, inner)| !inner);
            around.push((pair.to, inner));
            let marks = if inner { self.quotes.inner } else { self.quotes.outer };
            for (at, new) in [pair.from, pair.to].into_iter().zip(marks) {
                if let Some((_, mark)) = self.changes.get_mut(at) {
                    *mark = new;
                }
            }
        }
    }
}

const APOSTROPHE: &str = "’";

/// What a quote that opens may follow, beside white space.
const OPENERS: [char; 18] = ['(', '[', '{', '—', '–', '-', '/', '“', '‘', '„', '‚', '«', '‹', '»', '"', '\'', '¿', '¡'];

/// Whether a word may begin here.
fn is_before_a_word(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || OPENERS.contains(&before))
}

/// Whether letters stand on both sides.
fn is_inside_a_word(before: Option<char>, rest: &str) -> bool {
    before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
}

/// Whether an address begins here.
pub(super) fn is_address(rest: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start))
}

/// How long an address is: up to white space or a sign that never stands in one.
pub(super) fn address(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | OBJECT)).unwrap_or(rest.len())
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '…')
}
