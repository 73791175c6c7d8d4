//! What a text holds that a book will print and nobody would see before: it is told, and stays.

use super::{Remark, RemarkKind};

/// What is odd in a text; `marked`: it is Markdown.
pub(super) fn oddities(text: &str, marked: bool) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut tell = |kind: RemarkKind, test: &dyn Fn(&str) -> usize, what: &str| {
        let mut lines = text.lines().enumerate().map(|(at, line)| (at, test(line))).filter(|(_, count)| *count > 0);
        if let Some((at, first)) = lines.next() {
            let count = first + lines.map(|(_, count)| count).sum::<usize>();
            remarks.push(Remark { kind, text: format!("{count} {what}"), line: Some(at + 1) });
        }
    };
    let those = |test: fn(char) -> bool| move |line: &str| line.chars().filter(|c| test(*c)).count();
    tell(RemarkKind::Lost, &those(|c| c == '\u{FFFD}'), "letter(s) that were lost before, written \u{FFFD}");
    tell(
        RemarkKind::Seen,
        &those(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')),
        "unseen character(s) that turn the direction of writing (U+202A to U+202E, U+2066 to U+2069)",
    );
    tell(
        RemarkKind::Seen,
        &those(|c| matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')),
        "character(s) without width (U+200B, U+2060, U+FEFF)",
    );
    if marked {
        tell(RemarkKind::Seen, &pandoc, "mark(s) of Pandoc's that are not read here, and would be printed");
    }
    remarks
}

/// How many of Pandoc's marks a line holds: fenced divisions, and attributes behind brackets and paragraphs.
fn pandoc(line: &str) -> usize {
    let bare = line.trim();
    let spans = bare.matches("]{").count();
    let heading = bare.starts_with('#');
    let attributes = !heading && bare.ends_with('}') && (bare.contains(" {.") || bare.contains(" {#"));
    usize::from(bare.starts_with(":::")) + spans + usize::from(attributes && spans == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, marked: bool) -> Vec<(String, Option<usize>)> {
        oddities(text, marked).into_iter().map(|remark| (remark.text, remark.line)).collect()
    }

    #[test]
    fn what_nobody_would_see() {
        assert_eq!(told("All is well.\n# A {#id}\n", true), []);
        let odd = told("Well\n\u{202E}turned\u{202C}\na \u{FFFD} b\n", false);
        assert_eq!(
            odd.iter().map(|(text, line)| (&text[..1], *line)).collect::<Vec<_>>(),
            [("1", Some(3)), ("2", Some(2))]
        );
        let marks = told("::: box\nWords [so]{.smallcaps} set.\n\nA line. {.lead}\n:::\n", true);
        assert!(matches!(marks.as_slice(), [(text, Some(1))] if text.starts_with("4 ")), "{marks:?}");
        assert_eq!(told("Words [so]{.smallcaps} set.", false), []);
    }
}
