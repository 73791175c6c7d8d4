//! Quotations of several paragraphs: each opens with a mark, only the last closes.

use super::{Desk, Likeness};

/// Opening marks and what closes them.
const MARKS: [(char, &[char]); 4] = [('“', &['”']), ('„', &['“', '”']), ('«', &['»']), ('»', &['«'])];

/// A single paragraph this long that is all quoted is perhaps to be set off, in letters.
const LONG: usize = 500;

/// Finds quotations.
pub(super) fn extracts(desk: &mut Desk<'_>) {
    let mut at = 0;
    while at < desk.rows.len() {
        let Some((open, closes)) = mark(&desk.rows[at].words).filter(|_| desk.free(at)) else {
            at += 1;
            continue;
        };
        let first = at;
        let mut end = at + 1;
        while stays_open(&desk.rows[end - 1].words, open, closes)
            && desk.free(end)
            && desk.rows[end].words.starts_with(open)
        {
            end += 1;
        }
        at = end;
        let last = &desk.rows[end - 1];
        let ends = last.words.trim_end().ends_with(closes);
        let prose = desk.rows[first..end].iter().filter(|row| row.length >= 80).count() * 2 >= end - first;
        if end - first > 1 && prose {
            let (confidence, why) = if ends {
                (95, "each paragraph opens with a mark of quotation, and only the last closes it")
            } else {
                (75, "each paragraph opens with a mark of quotation, and none closes it")
            };
            desk.take((first, end), Likeness::Extract, confidence, why);
        } else if ends && last.length >= LONG && first > 0 && desk.rows[first - 1].words.ends_with(':') {
            desk.take((first, end), Likeness::Extract, 75, "a long paragraph that is a quotation, after a colon");
        }
    }
}

fn mark(words: &str) -> Option<(char, &'static [char])> {
    MARKS.into_iter().find(|(open, _)| words.starts_with(*open))
}

/// Whether the quotation that a paragraph opens goes on in the next. A mark that was forgotten inside it does not
/// matter: what is quoted inside a paragraph is closed before its end.
fn stays_open(words: &str, open: char, closes: &[char]) -> bool {
    let closing = words.chars().filter(|c| closes.contains(c)).count();
    words.matches(open).count() > closing || !words.trim_end().ends_with(closes) && !closed_inside(words, open, closes)
}

/// Whether the first quotation of a paragraph ends before the paragraph does.
fn closed_inside(words: &str, open: char, closes: &[char]) -> bool {
    let mut depth = 0_usize;
    for c in words.chars() {
        if c == open {
            depth += 1;
        } else if closes.contains(&c) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return true;
            }
        }
    }
    false
}
