//! Verse: short lines of words that run on from one to the next.
//!
//! Menus, addresses, credits and lists of titles are short lines too. Verse is taken for sure only where the lines
//! begin alike, are of a length, have the signs that divide clauses at their ends, and end as a sentence does.

use super::rows::{Row, stops};
use super::{Desk, Likeness, counted, date_line, head, role, speaker};

/// The longest line, in letters.
const LONGEST: usize = 70;

/// Finds paragraphs of broken lines, and runs of paragraphs of one line each.
pub(super) fn verse(desk: &mut Desk<'_>) {
    let runs = run_ends(desk);
    let mut at = 0;
    while at < desk.rows.len() {
        let end = stanzas(desk, at).max(run(desk.rows, &runs, at));
        if end == at {
            at += 1;
            continue;
        }
        let confidence = confidence(&desk.rows[at..end], at.checked_sub(1).and_then(|before| desk.rows.get(before)));
        if confidence >= 70 {
            desk.take((at, end), Likeness::Verse, confidence, "short lines of a length that run on, closed by a stop");
        }
        at = end;
    }
}

/// The end of stanzas that begin with row `at`: paragraphs of several lines that are broken on purpose.
fn stanzas(desk: &Desk<'_>, at: usize) -> usize {
    let fits = |row: &Row| row.lines.len() > 1 && row.broken && row.lines.iter().all(|(_, line)| is_line(line));
    let count = (at..desk.rows.len()).take_while(|row| desk.free(*row) && fits(&desk.rows[*row])).count();
    let lines: usize = desk.rows[at..at + count].iter().map(|row| row.lines.len()).sum();
    if lines > 2 { at + count } else { at }
}

/// Where the run of single lines ends that each row is in; the row itself where it is no such line. Every row is
/// looked at once, from the last to the first.
fn run_ends(desk: &Desk<'_>) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..desk.rows.len()).collect();
    for at in (0..desk.rows.len()).rev() {
        if desk.free(at) && desk.rows[at].line().is_some_and(is_line) {
            // Gaps in it are the same, or wider between stanzas.
            let goes_on = desk.rows.get(at + 1).is_some_and(|next| next.gap <= 4);
            ends[at] = if goes_on { ends[at + 1] } else { at + 1 };
        }
    }
    ends
}

/// The end of a run that begins with row `at`. A short sentence before verse, or after it, is none of its lines.
fn run(rows: &[Row], ends: &[usize], at: usize) -> usize {
    let from_colon = rows[at].words.ends_with(':');
    if ends[at] - at < 3 || from_colon { at } else { ends[at] }
}

/// Whether a line can be one of verse.
fn is_line(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (1..=14).contains(&words)
        && line.chars().count() <= LONGEST
        && !line.contains("://")
        && !line.contains('@')
        && !line.contains("%s")
        && date_line(line).is_none()
        && head(line).is_none()
        && counted(line).is_none()
        && (role(line).is_none() || line.ends_with([',', ';']))
        && (speaker(line).is_none() || line.ends_with([',', ';', ':']))
}

/// How sure it is that `rows` are verse, in percent; `before` is the paragraph above.
fn confidence(rows: &[Row], before: Option<&Row>) -> u32 {
    let lines: Vec<(u8, &str)> =
        rows.iter().flat_map(|row| &row.lines).map(|(indent, line)| (*indent, line.as_str())).collect();
    let Some((last, inner)) = lines.split_last() else { return 0 };
    let (first, count) = (lines[0].1, lines.len());
    let share = |of: usize, all: usize| of * 100 / all.max(1);
    let bare = |line: &str| line.trim_start_matches(['“', '"', '‘', '«', '„', '—', '–', '(', '…', ' ']).to_owned();

    let words: Vec<&str> = lines.iter().flat_map(|(_, line)| line.split_whitespace()).collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    let capitals = lines.iter().filter(|(_, line)| bare(line).starts_with(char::is_uppercase)).count();
    let sentences = inner.iter().filter(|(_, line)| stops(line)).count();
    if words.len() < count * 3 || share(small, words.len()) < 40 || share(sentences, inner.len()) > 50 {
        return 0;
    }
    let indented = lines.iter().any(|(indent, _)| *indent > lines[0].0) || lines[0].0 > inner.last().map_or(0, |l| l.0);
    if share(capitals, count) < 60 && !indented {
        return 0;
    }
    let clauses = inner.iter().filter(|(_, line)| line.ends_with([',', ';', ':', '—', '–'])).count();
    let opens = first.starts_with(['“', '"', '‘', '«', '„']);
    let enclosed = opens && last.1.ends_with(['”', '"', '’', '»', '“']);
    let introduced = before.is_some_and(|row| row.words.ends_with(':')) && rows[0].gap > 0;
    let closed = stops(last.1);
    let points = [
        (55, true),
        (10, count > 3),
        (10, closed),
        (10, capitals == count),
        (10, even(&lines)),
        (10, clauses > 0),
        (5, indented),
        (5, introduced || enclosed),
        (5, rows.iter().all(|row| row.broken)),
    ];
    let sum: u32 = points.iter().filter(|(_, holds)| *holds).map(|(points, _)| points).sum();
    // Without a sentence that runs through the lines they may be a list of anything.
    let runs_on = clauses > 0 || enclosed || introduced && count > 3;
    if closed && runs_on { sum } else { sum.min(80) }
}

/// Whether lines are of a length: they differ from their mean by a third of it on average, at most.
fn even(lines: &[(u8, &str)]) -> bool {
    let lengths: Vec<usize> = lines.iter().map(|(_, line)| line.chars().count()).collect();
    let mean = lengths.iter().sum::<usize>() / lengths.len().max(1);
    let apart: usize = lengths.iter().map(|length| length.abs_diff(mean)).sum();
    apart * 3 <= mean * lengths.len()
}
