//! Headings without markup: short lines between long paragraphs.

use super::rows::Row;
use super::{Desk, Likeness, counted, date_line, division, find_date, role, speaker};

/// Finds headings; two in one text confirm each other.
pub(super) fn headings(desk: &mut Desk<'_>) {
    for at in 0..desk.rows.len().saturating_sub(1) {
        if desk.free(at) && desk.rows[at].line().is_some_and(division) {
            desk.take((at, at + 1), Likeness::Heading, 95, "the name and the number of a division");
        }
    }
    let candidates: Vec<usize> = (1..desk.rows.len().saturating_sub(1)).filter(|at| between_prose(desk, *at)).collect();
    for at in &candidates {
        let row = &desk.rows[*at];
        let confidence = confidence(row, candidates.len());
        if confidence >= 70 {
            desk.take(
                (*at, at + 1),
                Likeness::Heading,
                confidence,
                "a short line without a stop between long paragraphs",
            );
        }
    }
}

/// Whether a row has the shape of a heading, and running text stands above and below it.
fn between_prose(desk: &Desk<'_>, at: usize) -> bool {
    let (above, row, below) = (&desk.rows[at - 1], &desk.rows[at], &desk.rows[at + 1]);
    let begins = |row: &Row| {
        row.words
            .trim_start_matches(['“', '"', '‘', '«', '„', '('])
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    desk.free(at)
        && desk.free(at - 1)
        && row.line().is_some_and(has_shape)
        && above.is_prose()
        && !above.words.ends_with(':')
        && below.length >= 100
        && begins(below)
}

/// Short, capital first, no sign at its end.
fn has_shape(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let letters = line.chars().any(char::is_alphabetic);
    let ends = line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | ')' | '”' | '’'));
    let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    letters
        && begins
        && ends
        && (1..=9).contains(&words)
        && line.chars().count() <= 70
        && date_line(line).is_none()
        && find_date(line).is_none()
        && role(line).is_none()
        && speaker(line).is_none()
        && !line.contains("://")
        && !line.contains('@')
}

fn confidence(row: &Row, candidates: usize) -> u32 {
    let line = row.words.as_str();
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    let long_small =
        words.iter().filter(|word| word.starts_with(char::is_lowercase) && word.chars().count() > 3).count();
    // Two or three capitalised words may be a name that signs what stands above.
    let name = (2..=3).contains(&words.len()) && words.iter().filter(capital).count() == words.len();
    let title_case = small > 0 && long_small == 0;
    let numbered = counted(line).is_some();
    let mut sum = 75;
    sum += if candidates > 1 { 15 } else { 0 };
    sum += if words.len() == 1 || title_case || numbered { 5 } else { 0 };
    sum += if words.len() <= 6 { 2 } else { 0 };
    sum -= if name && candidates < 3 { 10 } else { 0 };
    sum -= if line.ends_with('?') || line.contains(',') { 5 } else { 0 };
    // A sentence whose stop was lost has a verb among small words.
    sum - if words.len() > 4 && long_small > 1 { 10 } else { 0 }
}
