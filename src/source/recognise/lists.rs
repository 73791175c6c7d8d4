//! Whole pages of one kind: lists of works, threads of comments.

use super::{Desk, Likeness, counted, counts_comments, date_line, ends_thread, head};

/// Finds a page that lists works: many of its paragraphs are a day, or a byline and a day.
pub(super) fn annotated(desk: &mut Desk<'_>) {
    let dates: Vec<usize> =
        (0..desk.rows.len()).filter(|at| desk.rows[*at].line().and_then(date_line).is_some()).collect();
    if dates.len() < 4 || dates.len() * 6 < desk.rows.len() {
        return;
    }
    let confidence = if dates.len() > 9 { 95 } else { 85 };
    let end = desk.rows.len();
    let first = usize::from(dates[0] > 1);
    desk.take((first, end), Likeness::AnnotatedList, confidence, "titles, each with a day below it");
}

/// Finds comments: numbered from 1 on, or each with who said it.
pub(super) fn thread(desk: &mut Desk<'_>) {
    let heading = (0..desk.rows.len()).find(|at| desk.free(*at) && counts_comments(&desk.rows[*at].words));
    let numbers = numbered(desk);
    let said = |at: &usize| desk.free(*at) && head(&desk.rows[*at].words).is_some_and(|head| head.said);
    let named: Vec<usize> = (0..desk.rows.len()).filter(said).collect();
    let first = match (numbers, named.as_slice()) {
        (Some(first), _) => first,
        (None, [first, _, ..]) => *first,
        _ => return,
    };
    let first = heading.filter(|heading| *heading < first).unwrap_or(first);
    let form = |at: usize| ends_thread(&desk.rows[at].words);
    let end = (first + 1..desk.rows.len()).find(|at| form(*at)).unwrap_or(desk.rows.len());
    let why = if numbers.is_some() { "paragraphs numbered from 1 to the end" } else { "lines that say who wrote what" };
    desk.take((first, end), Likeness::Thread, if heading.is_some() { 95 } else { 85 }, why);
}

/// Where the last run of paragraphs begins that are numbered from 1 to 3 at least, most of them longer than an item
/// of a list.
fn numbered(desk: &Desk<'_>) -> Option<usize> {
    let mut run: Option<(usize, u32)> = None;
    let mut found = None;
    for at in (0..desk.rows.len()).filter(|at| desk.free(*at)) {
        let Some(number) = counted(&desk.rows[at].words).map(|counted| counted.number) else { continue };
        if number == 1 {
            run = Some((at, 1));
        } else if let Some((_, last)) = &mut run
            && number == *last + 1
        {
            *last = number;
        }
        if let Some((first, 3..)) = run {
            found = run.filter(|_| first > 0);
        }
    }
    // A list has an item in each paragraph; comments have paragraphs of their own.
    found.filter(|(first, last)| desk.rows.len() - first > *last as usize).map(|(first, _)| first)
}
