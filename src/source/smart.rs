//! Typographic punctuation for straight quotes, hyphens and dots, where the editor's own prose is read.
//!
//! Quotes become “ ” and ‘ ’ in English fashion (a language's own marks are the writer's to type), `--` an en dash,
//! `---` an em dash, `...` an ellipsis. Code, addresses and citations are left as they are. A character written with
//! a backslash stays straight; the reader hands it over in disguise (see [`disguise`]).

use std::ops::Range;

use crate::document::{Inline, Inlines, Style, Target, plain_text};

/// Straight characters and the noncharacters (Unicode 16, §23.7) that stand for them while quotes are paired.
const DISGUISES: [(char, char); 4] = [('"', '\u{FDD0}'), ('\'', '\u{FDD1}'), ('-', '\u{FDD2}'), ('.', '\u{FDD3}')];

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 12] =
    ["tis", "twas", "twere", "twill", "twould", "em", "til", "tils", "cause", "n", "round", "neath"];

/// `text` with its first character safe from [`punctuate`], if it is one that would change.
pub(super) fn disguise(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    let (_, disguise) = DISGUISES.iter().find(|(plain, _)| *plain == first)?;
    Some(format!("{disguise}{}", &text[first.len_utf8()..]))
}

/// Sets the punctuation of one block's inlines.
pub(super) fn punctuate(inlines: &mut Inlines) {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    if !flat.contains(['"', '\'', '-', '.', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}']) {
        return;
    }
    let changes = changes(&flat);
    let mut cursor = Cursor { at: 0, changes: &changes };
    apply(inlines, &mut cursor);
}

/// What stands for something that is no word: it counts as a letter.
const OBJECT: char = '\u{FFFC}';

/// Whether punctuation inside stays as it is.
fn is_verbatim(inline: &Inline) -> bool {
    match inline {
        Inline::Styled(Style::Code, _) => true,
        Inline::Link { target: Target::Url(url), content, .. } => {
            let words = plain_text(content);
            words == *url || url.strip_prefix("mailto:") == Some(&words)
        }
        _ => false,
    }
}

fn flatten(inlines: &[Inline], flat: &mut String) {
    for inline in inlines {
        match inline {
            inline if is_verbatim(inline) => flat.push(OBJECT),
            Inline::Text(run) => flat.push_str(&run.text),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                flatten(content, flat);
            }
            Inline::Picture(_) => flat.push(OBJECT),
            Inline::LineBreak => flat.push('\n'),
            Inline::NoteCall(_) | Inline::Cite(_) | Inline::Mark(_) | Inline::Point(_) | Inline::Anchor(_) => {}
        }
    }
}

/// What is to stand for which bytes of the flat text, in order.
type Change = (Range<usize>, &'static str);

fn changes(flat: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before = None;
    let mut at = 0;
    let mut depth = Vec::new();
    while let Some(c) = flat[at..].chars().next() {
        let rest = &flat[at..];
        let taken = match c {
            'h' | 'w' if !before.is_some_and(char::is_alphanumeric) && is_address(rest) => address(rest),
            '-' => repeated(rest, '-', &mut changes, at),
            '.' => repeated(rest, '.', &mut changes, at),
            '"' | '\'' => {
                let after = rest[1..].chars().next();
                changes.push((at..at + 1, quote(c, before, after, &rest[1..], &mut depth)));
                1
            }
            _ => c.len_utf8(),
        };
        at += taken;
        before = flat[..at].chars().next_back();
    }
    changes
}

fn is_address(rest: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start))
}

/// How long an address is: up to white space or a sign that never stands in one.
fn address(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | OBJECT)).unwrap_or(rest.len())
}

fn repeated(rest: &str, sign: char, changes: &mut Vec<Change>, at: usize) -> usize {
    let count = rest.chars().take_while(|c| *c == sign).count();
    match (sign, count) {
        ('-', 2) => changes.push((at..at + 2, "–")),
        ('-', 3) => changes.push((at..at + 3, "—")),
        ('.', 3 | 4) => changes.push((at..at + 3, "…")),
        _ => {}
    }
    count
}

/// The mark for a straight quote between `before` and `after`; `open` holds the quotes not yet closed.
fn quote(c: char, before: Option<char>, after: Option<char>, rest: &str, open: &mut Vec<char>) -> &'static str {
    let opens_here = before.is_none_or(|b| {
        b.is_whitespace() || matches!(b, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '\'' | '¿' | '¡')
    });
    // Quotes beside each other open or close together.
    let beyond = rest.trim_start_matches(['"', '\'']).chars().next();
    let closes_here = beyond.is_none_or(|a| a.is_whitespace() || is_closing(a));
    let elision = || {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        after.is_some_and(|a| a.is_ascii_digit()) || ELISIONS.contains(&word.as_str())
    };
    let opening = match (c, before) {
        // A quote right after a quote opens if that one opened.
        (_, Some('"' | '\'')) if !closes_here => {
            open.last().is_some_and(|last| Some(*last) == before) && !(c == '\'' && elision())
        }
        ('\'', _) => opens_here && !closes_here && !elision(),
        _ => opens_here && !closes_here,
    };
    if opening {
        // No writing nests deeper; what was never closed is forgotten.
        if open.len() == 8 {
            open.remove(0);
        }
        open.push(c);
    } else if open.last() == Some(&c) {
        open.pop();
    } else if c == '"' && open.contains(&'"') {
        // An apostrophe was taken for a quote that opens.
        while open.pop().is_some_and(|last| last != '"') {}
    }
    match (c, opening) {
        ('"', true) => "“",
        ('"', false) => "”",
        (_, true) => "‘",
        (_, false) => "’",
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '…')
}

struct Cursor<'a> {
    /// How much of the flat text is behind.
    at: usize,
    changes: &'a [Change],
}

fn apply(inlines: &mut Inlines, cursor: &mut Cursor<'_>) {
    for inline in inlines {
        match inline {
            inline if is_verbatim(inline) => cursor.at += OBJECT.len_utf8(),
            Inline::Text(run) => {
                let text = rewrite(&run.text, cursor);
                if let Some(text) = text {
                    run.text = text;
                }
            }
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                apply(content, cursor);
            }
            Inline::Picture(_) => cursor.at += OBJECT.len_utf8(),
            Inline::LineBreak => cursor.at += 1,
            Inline::NoteCall(_) | Inline::Cite(_) | Inline::Mark(_) | Inline::Point(_) | Inline::Anchor(_) => {}
        }
    }
}

/// The run's new text; `None` if it stays.
fn rewrite(text: &str, cursor: &mut Cursor<'_>) -> Option<String> {
    let start = cursor.at;
    cursor.at += text.len();
    let here = cursor.changes.iter().take_while(|(range, _)| range.start < cursor.at).count();
    let (mine, rest) = cursor.changes.split_at(here);
    cursor.changes = rest;
    let disguised = text.chars().any(|c| DISGUISES.iter().any(|(_, disguise)| *disguise == c));
    if mine.is_empty() && !disguised {
        return None;
    }
    let mut new = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for (range, mark) in mine {
        // Signs divided between two runs (`-*-*`) stay as they are.
        let Some(from) = range.start.checked_sub(start).filter(|_| range.end <= cursor.at) else { continue };
        new.push_str(&text[done..from]);
        new.push_str(mark);
        done = range.end - start;
    }
    new.push_str(&text[done..]);
    if disguised {
        for (plain, disguise) in DISGUISES {
            new = new.replace(disguise, plain.encode_utf8(&mut [0; 4]));
        }
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Origin, Run};

    fn smart(text: &str) -> String {
        let mut inlines = vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })];
        punctuate(&mut inlines);
        plain_text(&inlines)
    }

    #[test]
    fn quotes_pair_and_apostrophes_do_not() {
        for (straight, curly) in [
            (r#""Don't," she said."#, "“Don’t,” she said."),
            (r#"He wrote: "They call it 'the binder's knot'.""#, "He wrote: “They call it ‘the binder’s knot’.”"),
            (r#""'Tis so," rock 'n' roll of the '90s"#, "“’Tis so,” rock ’n’ roll of the ’90s"),
            (r#"the readers' books ("all of 'em")"#, "the readers’ books (“all of ’em”)"),
            (r#""'Yes,' he said," she said"#, "“‘Yes,’ he said,” she said"),
            (r#"a dash--"quoted"--ends"#, "a dash–“quoted”–ends"),
        ] {
            assert_eq!(smart(straight), curly);
        }
    }

    #[test]
    fn dashes_and_dots() {
        assert_eq!(smart("pp. 3--5 --- and so on... ----- ...."), "pp. 3–5 — and so on… ----- ….");
    }

    #[test]
    fn addresses_stay() {
        assert_eq!(smart("see http://example.org/a--b...c -- it's"), "see http://example.org/a--b...c – it’s");
    }

    #[test]
    fn a_disguised_sign_stays_straight() {
        let text = format!("6{} wide", disguise("\"").unwrap());
        assert_eq!(smart(&text), "6\" wide");
    }
}
