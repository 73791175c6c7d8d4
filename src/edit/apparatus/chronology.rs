//! What happened when, and when the documents of the book were written.

use super::{definition, definitions};
use crate::document::{Block, Inline, Inlines, Located, Style, Target};
use crate::edit::desk::{Desk, said};
use crate::edit::selection::makers;
use crate::metadata::Date;

/// The events, sorted, those of a year together; one that a document of this edition tells leads there. `documents`:
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
    let mut years: Vec<(String, Vec<Inlines>)> = Vec::new();
    for (date, text) in moments {
        let (year, line) = match (desk.words.date_within_year(date), date.year()) {
            (Some(day), Some(year)) => {
                let mut line = vec![Inline::Styled(Style::Emphasis, vec![said(day)]), said("\u{2002}")];
                line.extend(text);
                (desk.words.year(year), line)
            }
            _ => (desk.words.date(date), text),
        };
        match years.last_mut() {
            Some((last, lines)) if *last == year => lines.push(line),
            _ => years.push((year, vec![line])),
        }
    }
    let entries = years.into_iter().map(|(year, lines)| definition(desk, vec![said(year)], lines));
    definitions(desk, entries.collect())
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
