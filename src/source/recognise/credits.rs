//! Credits: lines that say who did what.

use super::rows::{Row, stops};
use super::{Desk, Likeness, role};

/// Finds runs of short paragraphs in which most lines say who did what.
pub(super) fn credits(desk: &mut Desk<'_>) {
    let mut at = 0;
    while at < desk.rows.len() {
        let fits = |row: &Row| row.lines.iter().all(|(_, line)| line.chars().count() <= 90 && !stops(line));
        let count = (at..desk.rows.len()).take_while(|row| desk.free(*row) && fits(&desk.rows[*row])).count();
        // Lines without a role stand between such that have one.
        let named = |row: &Row| row.lines.iter().any(|(_, line)| is_credit(line));
        let rows = &desk.rows[at..at + count];
        let (Some(first), Some(last)) = (rows.iter().position(named), rows.iter().rposition(named)) else {
            at += count.max(1);
            continue;
        };
        let lines: Vec<&str> =
            rows[first..=last].iter().flat_map(|row| &row.lines).map(|(_, line)| line.as_str()).collect();
        let credits = lines.iter().filter(|line| is_credit(line)).count();
        if credits > 1 && credits * 3 >= lines.len() * 2 {
            // At the end of a text three are no accident.
            let end = at + last + 1;
            let closes = (end..desk.rows.len()).all(|row| !desk.free(row));
            let confidence = if closes && credits > 2 { 92 } else { 85 };
            desk.take((at + first, end), Likeness::Credits, confidence, "lines that say who did what");
        }
        at += count;
    }
}

/// A role and a name, no sentence.
fn is_credit(line: &str) -> bool {
    role(line).is_some_and(|opening| {
        let name = &line[opening.words..];
        let words = name.split_whitespace().count();
        (1..=7).contains(&words) && name.split_whitespace().any(|word| word.starts_with(char::is_uppercase))
    })
}
