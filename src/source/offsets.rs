//! Where the bytes of a text that was taken out of a file stand in that file.

use std::ops::Range;

use crate::diagnostic::{FileId, Span};

/// A way back from offsets in a decoded text to a [`Span`] of its file.
#[derive(Clone, Debug)]
pub(super) enum Offsets {
    /// In stretches of equal length: (offset in the text, offset in the file), ascending.
    Stretches { file: FileId, starts: Vec<(usize, usize)> },
    /// Only the whole is known.
    Whole(Span),
}

impl Offsets {
    /// The text is the file's.
    pub(super) fn of_file(file: FileId) -> Self {
        Self::Stretches { file, starts: vec![(0, 0)] }
    }

    /// `value` is one line, written at `span`, perhaps between quotes.
    pub(super) fn of_line(value: &str, span: Span) -> Self {
        let written = span.range().len();
        let start = span.range().start;
        match written.checked_sub(value.len()) {
            Some(0) => Self::Stretches { file: span.file, starts: vec![(0, start)] },
            Some(2) => Self::Stretches { file: span.file, starts: vec![(0, start + 1)] },
            _ => Self::Whole(span),
        }
    }

    /// `value` is a TOML string's value, `written` how it stands in the file at `span`, quotes included
    /// (TOML 1.0, *String*: escapes, a line-ending backslash, a first newline that is trimmed).
    pub(super) fn of_string(value: &str, written: &str, span: Span) -> Self {
        let start = span.range().start;
        if let Some(at) = written.find(value).filter(|_| !value.is_empty()) {
            return Self::Stretches { file: span.file, starts: vec![(0, start + at)] };
        }
        match unescape(value, written) {
            Some(starts) => {
                Self::Stretches { file: span.file, starts: starts.into_iter().map(|(v, w)| (v, start + w)).collect() }
            }
            None => Self::Whole(span),
        }
    }

    /// The place of `range` in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self {
            Self::Whole(span) => *span,
            Self::Stretches { file, starts } => {
                let from = to_file(starts, range.start);
                let end = if range.is_empty() { from } else { to_file(starts, range.end - 1) + 1 };
                Span::new(*file, from..end.max(from))
            }
        }
    }
}

/// The offset in the outer text of `at` in the inner, by stretches of equal length.
pub(super) fn to_file(starts: &[(usize, usize)], at: usize) -> usize {
    let stretch = starts.partition_point(|(inner, _)| *inner <= at).saturating_sub(1);
    starts.get(stretch).map_or(at, |(inner, outer)| outer + at.saturating_sub(*inner))
}

/// Walks a basic string and its value side by side; `None` if they do not agree.
fn unescape(value: &str, written: &str) -> Option<Vec<(usize, usize)>> {
    let quotes = written.bytes().take_while(|b| *b == b'"').count();
    let mut at = if quotes >= 3 { 3 } else { 1 };
    if quotes >= 3 {
        let rest = &written[at..];
        let trimmed = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")).unwrap_or(rest);
        at += rest.len() - trimmed.len();
    }
    let mut starts = vec![(0, at)];
    let mut done = 0;
    for c in value.chars() {
        let rest = continued(written.get(at..)?);
        let here = written.len() - rest.len();
        let taken = escaped(rest, c)?;
        if here != at {
            starts.push((done, here));
        }
        done += c.len_utf8();
        at = here + taken;
        if taken != c.len_utf8() {
            starts.push((done, at));
        }
    }
    Some(starts)
}

/// What follows line-ending backslashes and the white space they swallow.
fn continued(mut rest: &str) -> &str {
    while let Some(after) = rest.strip_prefix('\\') {
        let line = after.trim_start_matches([' ', '\t']);
        if !line.starts_with(['\n', '\r']) {
            break;
        }
        rest = line.trim_start_matches([' ', '\t', '\n', '\r']);
    }
    rest
}

/// How many bytes write the character `c` at the start of `rest`.
fn escaped(rest: &str, c: char) -> Option<usize> {
    let mut written = rest.chars();
    match (written.next()?, written.next()) {
        ('\\', Some('u')) => Some(6),
        ('\\', Some('U')) => Some(10),
        ('\\', Some('x')) => Some(4),
        ('\\', Some(_)) => Some(2),
        ('\r', Some('\n')) if c == '\n' => Some(2),
        (same, _) => (same == c).then(|| c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    #[test]
    fn escapes_lead_back_to_their_place() {
        let written = "\"\"\"\nOne \\\n   two \\\"three\\\" four.\n\"\"\"";
        let value = "One two \"three\" four.\n";
        let file = Files::default().add("a", written);
        let offsets = Offsets::of_string(value, written, Span::new(file, 0..written.len()));
        for word in ["One", "two", "three", "four."] {
            let at = value.find(word).unwrap();
            assert_eq!(&written[offsets.span(at..at + word.len()).range()], word);
        }
    }

    #[test]
    fn what_cannot_be_followed_is_the_whole() {
        let file = Files::default().add("a", "\"x\"");
        let span = Span::new(file, 0..3);
        assert_eq!(Offsets::of_string("other", "\"x\"", span).span(0..2), span);
    }
}
