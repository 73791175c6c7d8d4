//! Finds what is ours in Markdown before pulldown-cmark reads it, and covers it.
//!
//! Index comments, citations, note calls and callout tags are no part of CommonMark: a comment that opens a
//! paragraph turns its line into raw HTML, smart punctuation splits `pp. 3--5` inside a citation, a call of a note
//! that is not defined is plain text. So they are found in the source first, outside code, and covered by as many
//! bytes of something inert: every offset the parser then gives is an offset of the source.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::document::MarkKind;

/// What was covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    /// A comment that says nothing to us.
    Comment,
    /// `<!--` without an end; only these four bytes are covered.
    Unterminated,
    /// An index mark: its kind, its path trimmed.
    Mark(MarkKind, String),
    /// What stands between the brackets of a citation.
    Cite(String),
    /// The label of a note that is called.
    Call(String),
    /// The word of a callout's tag, in lower case: `verse`.
    Callout(String),
    /// A tag that no callout begins with: unknown, not in the first line, or with words beside it.
    Tag,
}

/// One thing that was covered.
#[derive(Clone, Debug)]
pub(super) struct Mask {
    /// Where it stands in the source.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) what: Covered,
    /// Whether it is a comment on lines of its own: these became blank lines.
    pub(super) alone: bool,
}

/// The callouts that are known.
pub(super) const CALLOUTS: [&str; 9] =
    ["verse", "letter", "extract", "quote", "note", "tip", "important", "warning", "caution"];

/// The longest citation, in bytes; bounds the search for its end.
const LONGEST_CITE: usize = 1000;

/// Covers what is ours in `text` from byte `from` on. `editorial` prose may put words before a citation's key.
pub(super) fn cover(text: &str, from: usize, editorial: bool) -> (String, Vec<Mask>) {
    let mut masks = Scanner::new(text, from, editorial).scan();
    stand_alone(text, &mut masks);
    let mut bytes = text.as_bytes().to_vec();
    for mask in &masks {
        let cover = &mut bytes[mask.range.clone()];
        if mask.alone || matches!(mask.what, Covered::Callout(_)) {
            cover.iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        } else {
            // Punctuation at both ends, as the original has: emphasis beside it must not change.
            cover.fill(1);
            if let [first, .., last] = cover {
                (*first, *last) = (b',', b',');
            }
        }
    }
    // Whole characters were replaced by ASCII, so this is still UTF-8.
    (String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()), masks)
}

/// Marks the comments that have their lines to themselves.
fn stand_alone(text: &str, masks: &mut [Mask]) {
    let is_comment = |mask: &Mask| matches!(mask.what, Covered::Comment | Covered::Mark(..));
    let mut first = 0;
    while first < masks.len() {
        let mut last = first;
        while last + 1 < masks.len()
            && text[masks[last].range.end..masks[last + 1].range.start].bytes().all(|b| matches!(b, b' ' | b'\t'))
        {
            last += 1;
        }
        let start = line_start(text, masks[first].range.start);
        let prefix = &text[start..masks[first].range.start];
        let rest = &text[masks[last].range.end..];
        let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let deep = prefix.bytes().take_while(|b| *b == b' ').count() >= 4 || prefix.starts_with('\t');
        let alone = !deep
            && prefix.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'))
            && rest.trim().is_empty()
            && masks[first..=last].iter().all(is_comment);
        masks[first..=last].iter_mut().for_each(|mask| mask.alone = alone);
        first = last + 1;
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    editorial: bool,
    at: usize,
    /// Where the current line begins.
    line: usize,
    /// Runs of backticks by place: where a code span that begins there ends.
    code: BTreeMap<usize, usize>,
    masks: Vec<Mask>,
    /// Whether no comment ends any more.
    no_end: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, from: usize, editorial: bool) -> Self {
        let code = code_spans(text, from);
        Self { text, bytes: text.as_bytes(), editorial, at: from, line: from, code, masks: Vec::new(), no_end: false }
    }

    fn scan(mut self) -> Vec<Mask> {
        let mut fresh = true;
        while self.at < self.bytes.len() {
            if std::mem::take(&mut fresh) && self.skip_fence() {
                fresh = true;
                continue;
            }
            match self.bytes[self.at] {
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                    fresh = true;
                }
                b'\\' => self.at += 1 + usize::from(self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_punctuation)),
                b'`' => self.skip_code(),
                b'<' => self.comment(),
                b'[' => self.bracket(),
                _ => self.at += 1,
            }
        }
        self.masks
    }

    fn cover(&mut self, end: usize, what: Covered) {
        self.masks.push(Mask { range: self.at..end, what, alone: false });
        if let Some(newline) = self.text[self.at..end].rfind('\n') {
            self.line = self.at + newline + 1;
        }
        self.at = end;
    }

    fn skip_code(&mut self) {
        let run = self.bytes[self.at..].iter().take_while(|b| **b == b'`').count();
        self.at = self.code.get(&self.at).copied().unwrap_or(self.at + run);
    }

    /// At a line's start: passes over a fenced block of code (CommonMark 0.31, 4.5), wherever it is nested.
    fn skip_fence(&mut self) -> bool {
        let line = line_at(self.text, self.at);
        let body = in_container(line);
        let Some((sign, length)) = fence(body) else { return false };
        if sign == b'`' && body[length..].contains('`') {
            return false;
        }
        let quoted = line[..line.len() - body.len()].contains('>');
        let mut at = self.at + line.len();
        while at < self.bytes.len() {
            let line = line_at(self.text, at);
            let bare = line.trim_start_matches([' ', '\t', '>']);
            if quoted && !line.trim_start().starts_with('>') {
                break;
            }
            at += line.len();
            let closes = fence(bare).is_some_and(|(s, l)| s == sign && l >= length && bare[l..].trim().is_empty());
            if closes {
                break;
            }
        }
        (self.at, self.line) = (at, at);
        true
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at..];
        if !rest.starts_with("<!--") {
            self.at += 1;
            return;
        }
        let end = if self.no_end { None } else { rest[4..].find("-->") };
        if let Some(length) = end {
            let what = index_mark(&rest[4..4 + length]);
            self.cover(self.at + 4 + length + 3, what);
        } else {
            self.no_end = true;
            self.cover(self.at + 4, Covered::Unterminated);
        }
    }

    fn bracket(&mut self) {
        let prefix = &self.text[self.line..self.at];
        let opens_line = prefix.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'));
        let found = match self.bytes.get(self.at + 1) {
            Some(b'^') => self.call(opens_line),
            Some(b'!') if opens_line && prefix.contains('>') => self.callout(prefix),
            _ => self.cite(opens_line),
        };
        match found {
            Some((end, what)) => self.cover(end, what),
            None => self.at += 1,
        }
    }

    fn call(&self, opens_line: bool) -> Option<(usize, Covered)> {
        let rest = &self.text[self.at + 2..];
        let length = rest.bytes().take(LONGEST_CITE).position(|b| matches!(b, b']' | b'[' | b'\n'))?;
        let end = self.at + 2 + length + 1;
        let label = rest[..length].trim();
        let defines = opens_line && self.bytes.get(end) == Some(&b':');
        (self.bytes[end - 1] == b']' && !label.is_empty() && !defines)
            .then(|| (end, Covered::Call(label.to_lowercase())))
    }

    fn callout(&self, prefix: &str) -> Option<(usize, Covered)> {
        let rest = &self.text[self.at + 2..];
        let length = rest.bytes().take(20).position(|b| !b.is_ascii_alphabetic())?;
        let word = rest[..length].to_ascii_lowercase();
        let depth = |line: &str| line.bytes().filter(|b| *b == b'>').count();
        let before = &self.text[line_start(self.text, self.line.saturating_sub(1))..self.line];
        let opens = self.line == 0 || depth(&before[..before.len() - in_container(before).len()]) < depth(prefix);
        let after = rest[length..].strip_prefix(']').filter(|_| length > 0)?;
        let alone = line_at(after, 0).trim().is_empty();
        let known = opens && alone && CALLOUTS.contains(&word.as_str());
        Some((self.at + 2 + length + 1, if known { Covered::Callout(word) } else { Covered::Tag }))
    }

    /// `[@key, p. 3]`, `[see @key; @other]`, but no link: nothing that makes one may follow.
    fn cite(&self, opens_line: bool) -> Option<(usize, Covered)> {
        let rest = &self.text[self.at + 1..];
        let mut depth = 0;
        let mut length = None;
        for (at, byte) in rest.bytes().enumerate().take(LONGEST_CITE) {
            match byte {
                b'[' => depth += 1,
                b']' if depth == 0 => {
                    length = Some(at);
                    break;
                }
                b']' => depth -= 1,
                b'`' => return None,
                b'\n' if rest[at + 1..].trim_start_matches([' ', '\t', '>']).starts_with('\n') => return None,
                _ => {}
            }
        }
        let words = &rest[..length?];
        let end = self.at + 1 + words.len() + 1;
        let key = key_at(words)?;
        let lead = words[..key].trim_end_matches('-').trim();
        let follows = |byte| self.bytes.get(end) == Some(&byte);
        let labels = self.bytes[..self.at].ends_with(b"]") && self.masks.last().is_none_or(|m| m.range.end != self.at);
        let linked = follows(b'(') || labels || (opens_line && follows(b':'));
        let cites = !linked && (self.editorial || lead.is_empty() || lead.eq_ignore_ascii_case("see"));
        cites.then(|| (end, Covered::Cite(words.split_whitespace().collect::<Vec<_>>().join(" "))))
    }
}

/// Where the first `@key` of a citation stands: after nothing, white space, `-`, `(` or `;`.
fn key_at(words: &str) -> Option<usize> {
    words.match_indices('@').map(|(at, _)| at).find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '-' | '(' | ';'))
            && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '{'))
    })
}

fn index_mark(comment: &str) -> Covered {
    let Some(rest) = comment.trim().strip_prefix("ix") else { return Covered::Comment };
    let (kind, path) = match rest.chars().next() {
        Some('+') => (MarkKind::Start, &rest[1..]),
        Some('-') => (MarkKind::End, &rest[1..]),
        Some('!') => (MarkKind::Principal, &rest[1..]),
        Some('~') => (MarkKind::Suppress, &rest[1..]),
        Some(c) if c.is_whitespace() => (MarkKind::Point, rest),
        None => (MarkKind::Point, rest),
        Some(_) => return Covered::Comment,
    };
    Covered::Mark(kind, path.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The line that begins at `at`, its end included.
fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)]
}

/// A line without the signs of the quotations and list items it stands in.
fn in_container(line: &str) -> &str {
    let mut body = line.trim_start_matches([' ', '\t', '>']);
    loop {
        let digits = body.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let sign = &body[digits..];
        let listed = if digits == 0 { sign.starts_with(['-', '*', '+']) } else { sign.starts_with(['.', ')']) };
        let after = sign.get(1..).unwrap_or_default();
        if !listed || !after.starts_with([' ', '\t']) {
            return body;
        }
        body = after.trim_start_matches([' ', '\t', '>']);
    }
}

/// The sign and length of the fence a line begins with.
fn fence(line: &str) -> Option<(u8, usize)> {
    let sign = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = line.bytes().take_while(|b| *b == sign).count();
    (length >= 3).then_some((sign, length))
}

/// Where each run of backticks finds its like in the same paragraph (CommonMark 0.31, 6.1), and ends a code span.
fn code_spans(text: &str, from: usize) -> BTreeMap<usize, usize> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    let mut paragraph = 0;
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        if line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>' | b'\n' | b'\r')) {
            paragraph += 1;
        }
        let mut at = 0;
        while let Some(found) = line[at..].find('`') {
            let length = line[at + found..].bytes().take_while(|b| *b == b'`').count();
            runs.push((start + at + found, length, paragraph));
            at += found + length;
        }
        start += line.len();
    }
    let mut spans = BTreeMap::new();
    let mut next: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, length, paragraph) in runs.into_iter().rev() {
        if let Some((end, _)) = next.get(&length).filter(|(_, other)| *other == paragraph) {
            spans.insert(at, *end);
        }
        next.insert(length, (at + length, paragraph));
    }
    spans
}

/// The labels that are called, in order, each once.
pub(super) fn called(masks: &[Mask]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let calls = masks.iter().filter_map(|mask| match &mask.what {
        Covered::Call(label) => Some(label),
        _ => None,
    });
    calls.filter(|label| seen.insert(*label)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Covered)> {
        let (covered, masks) = cover(text, 0, true);
        assert_eq!(covered.len(), text.len());
        masks.into_iter().map(|mask| (&text[mask.range], mask.what)).collect()
    }

    #[test]
    fn marks_cites_and_calls_are_found() {
        let text = "A<!--ix! Leaf > of gold--> b [see @roe, pp. 3--5] c[^N].\n\n[^N]: d";
        assert_eq!(
            found(text),
            [
                ("<!--ix! Leaf > of gold-->", Covered::Mark(MarkKind::Principal, "Leaf > of gold".into())),
                ("[see @roe, pp. 3--5]", Covered::Cite("see @roe, pp. 3--5".into())),
                ("[^N]", Covered::Call("n".into())),
            ]
        );
    }

    #[test]
    fn code_and_escapes_are_left_alone() {
        for text in [
            "`<!--ix a-->` and `` `[@b]` ``",
            "```\n<!--ix a-->\n[^1]\n```\n",
            "> ~~~\n> [@b]\n> ~~~\n",
            "- ```md\n  [^1]\n  ```\n",
            "\\[@b] \\<!-- a",
            "[@b](http://example.org) [a@b] [words][@b]",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn openers_and_closers_named_in_code_do_not_pair() {
        assert_eq!(found("Between `<!--` and `-->` it stands."), []);
    }
}
