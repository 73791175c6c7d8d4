//! What happened when, and when the documents of the book were written.

use super::{definition, definitions};
use crate::document::{Block, Entry, Inline, Inlines, Located, Style, Target};
use crate::edit::desk::{Desk, said};
use crate::edit::selection::makers;
use crate::metadata::Date;

/// The events, sorted, those that begin in one year together, with their doubts and ends; one that a document of this edition tells leads there. `documents`:
/// whether the documents stand among them, by the dates of their writing, or else of their publication.
pub(in crate::edit) fn chronology(desk: &Desk<'_>, documents: bool) -> Vec<Located<Block>> {
    let mut moments: Vec<(&Date, Inlines)> = desk
        .manifest
        .events
        .iter()
        .map(|event| {
            let text = desk.line(&event.text);
            let told = event.document.as_ref().and_then(|id| desk.plan.get(&id.value)?.place.as_ref());
            let text = match (told, &event.document) {
                (Some((anchor, _)), Some(id)) => {
                    vec![Inline::Link { target: Target::Anchor(*anchor), content: text, span: Some(id.span) }]
                }
                _ => text,
            };
            (&event.date.value, text)
        })
        .collect();
    if documents {
        moments.extend(written(desk));
    }
    moments.sort_by_cached_key(|(date, _)| date.order());
    let mut years: Vec<(Option<i32>, Vec<Happened<'_>>)> = Vec::new();
    for (date, text) in moments {
        match years.last_mut() {
            Some((last, year)) if last.is_some() && *last == date.year() => year.push((date, text)),
            _ => years.push((date.year(), vec![(date, text)])),
        }
    }
    let entries = years.into_iter().map(|(year, moments)| one_year(desk, year, moments));
    definitions(desk, entries.collect())
}

/// When something happened, and what.
type Happened<'a> = (&'a Date, Inlines);

/// What happened in a year, under its number; where all of it bears one date that is more or less than that ("ca.
/// 1917", "1870–1924"), under this.
fn one_year(desk: &Desk<'_>, year: Option<i32>, moments: Vec<Happened<'_>>) -> Entry {
    let mut dates = moments.iter().map(|(date, _)| *date);
    let first = dates.next().filter(|first| dates.all(|date| date == *first));
    let shared = first.filter(|date| desk.words.date_within_year(date).is_none()).map(|date| desk.words.date(date));
    let number = year.map(|year| desk.words.year(year));
    let head = shared.or(number).unwrap_or_default();
    let lines = moments.into_iter().map(|(date, text)| {
        let own = desk.words.date_within_year(date).unwrap_or_else(|| desk.words.date(date));
        if own == head {
            return text;
        }
        let mut line = vec![Inline::Styled(Style::Emphasis, vec![said(own)]), said("\u{2002}")];
        line.extend(text);
        line
    });
    let lines = lines.collect();
    definition(desk, vec![said(head)], lines)
}

/// The documents with their dates: title, linked, and who wrote it.
fn written<'d>(desk: &'d Desk<'_>) -> impl Iterator<Item = (&'d Date, Inlines)> {
    desk.printed().filter_map(|planned| {
        let date = planned.spec.dated()?;
        let (anchor, _) = planned.place.as_ref()?;
        let title = vec![Inline::Styled(Style::Emphasis, planned.title.bare())];
        let byline = makers(desk, planned.spec);
        let mut line = vec![Inline::Link { target: Target::Anchor(*anchor), content: title, span: None }];
        if !byline.is_empty() {
            line.push(said(format!(" ({byline})")));
        }
        Some((&date.value, line))
    })
}
