//! How far a fault of syntax reaches: what stands behind it cannot be judged, and is no fault of its own.
//!
//! Enters: a text of TOML that has a fault. Leaves: the bracket that is never closed, if there is one, and the stretches
//! whose keys lie in no table that one could name. Never: reads a value; that is `tree`'s work.

use std::ops::Range;

use super::tree::{Table, Value};

/// The bracket that is opened and never closed: of several in a row the last of its line. A head of a table ends with
/// its line at the latest.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let (mut at, mut head) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        at += match byte {
            b'#' => rest.find('\n').unwrap_or(rest.len()),
            b'"' | b'\'' => quoted(rest),
            b'[' | b'{' => {
                let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
                head |= open.is_empty() && text.get(line..at)?.trim().is_empty();
                open.push(at);
                1
            }
            b']' | b'}' => {
                let wanted = if *byte == b']' { b'[' } else { b'{' };
                if open.pop().and_then(|at| bytes.get(at)) != Some(&wanted) {
                    return None;
                }
                1
            }
            b'\n' if head => {
                open.clear();
                head = false;
                1
            }
            b'\n' if open.is_empty() => {
                head = false;
                1
            }
            byte if byte.is_ascii() => 1,
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    let first = *open.first().filter(|_| !head)?;
    let end = text.get(first..)?.find('\n').map_or(text.len(), |end| first + end);
    open.into_iter().rfind(|at| *at < end)
}

/// How long the string is that `rest` begins with; one of a single line ends with it.
fn quoted(rest: &str) -> usize {
    for marks in ["\"\"\"", "'''"] {
        if let Some(inside) = rest.strip_prefix(marks) {
            return inside.find(marks).map_or(rest.len(), |end| end + 2 * marks.len());
        }
    }
    let mark = if rest.starts_with('"') { '"' } else { '\'' };
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' if mark == '"' => escaped = true,
            c if c == mark => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// From a head of a table that cannot be read to the next one.
pub(super) fn below_head(text: &str, at: usize) -> Range<usize> {
    let mut end = at;
    for (number, line) in text.get(at..).unwrap_or_default().split_inclusive('\n').enumerate() {
        if number > 0 && line.trim_start().starts_with('[') {
            break;
        }
        end += line.len();
    }
    at..end
}

/// Takes out of `table`, and of the tables in it, what is written in one of the stretches.
pub(super) fn prune(table: &mut Table, torn: &[Range<usize>]) {
    let in_torn = |at: Range<usize>| torn.iter().any(|torn| torn.start < at.end && at.start < torn.end);
    table.entries.retain_mut(|entry| {
        let key = entry.at.range();
        match &mut entry.node.value {
            // Its keys may stand anywhere; what is taken for a head among torn keys has none.
            Value::Table(inner) => {
                prune(inner, torn);
                !(inner.entries.is_empty() && in_torn(key))
            }
            _ => !in_torn(key.start..entry.node.span.range().end.max(key.end)),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bracket_that_is_never_closed() {
        let at = |text: &str| open_bracket(text).map(|at| text[at..].lines().next().unwrap_or_default().to_owned());
        assert_eq!(at("a = [1, 2]\n[x]\n[[y]]\nb = { c = [\"]\"] }\n"), None);
        assert_eq!(at("a = [1, 2\n[x]\nb = 1\n").as_deref(), Some("[1, 2"));
        assert_eq!(at("a = { b = [1,\nc = [2]\n").as_deref(), Some("[1,"));
        assert_eq!(at("[x\na = 1\n[[y]\nb = [\n # ]\n").as_deref(), Some("["));
        assert_eq!(at("[x\na = 1\n"), None);
        assert_eq!(at("a = [1}\n"), None);
        assert_eq!(at("a = \"[\\\"[\nb = '['\nc = \"\"\"\n[\n\"\"\"\n# [ä\n"), None);
    }

    #[test]
    fn a_head_reaches_to_the_next() {
        let text = "[x\na = 1\n\n [y]\nb = 1\n";
        assert_eq!(&text[below_head(text, 2)], "\na = 1\n\n");
    }
}
