//! Sections made from the manifest's records: contributors, chronology, glossary.

use std::collections::BTreeSet;

use super::desk::{Desk, said};
use super::imprint::paragraphs;
use crate::document::{Block, Inline, Inlines, Located, Style, Target};
use crate::id::Id;

/// The people who made the book and its documents and of whom something is told, as they are filed.
pub(super) fn contributors(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let book = &desk.manifest.book;
    let own = book.editors.iter().chain(&book.contributors);
    let authors = desk.printed().flat_map(|planned| &planned.spec.authors);
    let named: BTreeSet<&Id> = own.chain(authors).filter_map(|credit| credit.person.as_ref()).collect();
    let mut people: Vec<_> = named.into_iter().filter_map(|id| desk.manifest.people.get(id)).collect();
    people.sort_by(|one, other| one.file_as.cmp(&other.file_as));
    let lines = people.into_iter().filter_map(|person| {
        let bio = desk.line(person.bio.as_ref()?);
        Some(headed(desk.line(&person.name), Style::Strong, bio))
    });
    paragraphs(desk, lines.collect())
}

/// The events, by date; one that a document of this edition tells leads there.
pub(super) fn chronology(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let mut events: Vec<_> = desk.manifest.events.iter().collect();
    events.sort_by(|one, other| one.date.value.cmp(&other.date.value));
    let lines = events.into_iter().map(|event| {
        let text = desk.line(&event.text);
        let told = event.document.as_ref().and_then(|id| desk.plan.get(&id.value)?.place.as_ref());
        let text = match (told, &event.document) {
            (Some((anchor, _)), Some(id)) => {
                vec![Inline::Link { target: Target::Anchor(*anchor), content: text, span: Some(id.span) }]
            }
            _ => text,
        };
        headed(vec![said(desk.words.date(&event.date.value))], Style::Strong, text)
    });
    paragraphs(desk, lines.collect())
}

/// Terms and their explanations, in the order they are written.
pub(super) fn glossary(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let entries = desk.manifest.glossary.iter();
    let lines = entries.map(|(term, text)| headed(desk.line(term), Style::Emphasis, desk.line(text)));
    paragraphs(desk, lines.collect())
}

/// A paragraph that opens with a word set apart.
fn headed(head: Inlines, style: Style, text: Inlines) -> Inlines {
    let mut line = vec![Inline::Styled(style, head), said(" ")];
    line.extend(text);
    line
}
