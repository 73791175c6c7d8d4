//! Sections made from the manifest's records: contributors, chronology, glossary.

mod chronology;
mod glossary;
mod lists;
mod note_on_the_text;
mod parallel;
mod people;

pub(super) use chronology::chronology;
pub(super) use glossary::Glossary;
pub(super) use lists::{abbreviations, further_reading};
pub(super) use note_on_the_text::{emendations, note_on_the_text};
pub(super) use parallel::{Arrangement, parallel};
pub(super) use people::{contributors, portrait};

use super::desk::{Desk, said};
use super::index::order::{Key, Order};
use crate::document::{Block, Entries, EntriesKind, Entry, Inline, Inlines, Lead, LeadKind, Located, Target};
use crate::manifest::EditionKind;

/// A term and what is said of it.
fn definition(desk: &Desk<'_>, term: Inlines, paragraphs: Vec<Inlines>) -> Entry {
    let lead = Block::Lead(vec![Lead { kind: LeadKind::Term, words: term }]);
    let paragraphs = paragraphs.into_iter().map(Block::Paragraph);
    let place = |block| Located::new(block, desk.nowhere(), 0);
    Entry { body: std::iter::once(lead).chain(paragraphs).map(place).collect(), ..Entry::default() }
}

/// Definitions as blocks; none where there is no entry.
fn definitions(desk: &Desk<'_>, items: Vec<Entry>) -> Vec<Located<Block>> {
    let entries = Block::Entries(Entries { kind: EntriesKind::Definitions, items });
    match &entries {
        Block::Entries(entries) if entries.items.is_empty() => Vec::new(),
        _ => vec![Located::new(entries, desk.nowhere(), 0)],
    }
}

/// Things in the order of the book's language, each with the words it is sorted by.
fn sorted<T>(desk: &Desk<'_>, things: impl IntoIterator<Item = (String, T)>) -> Vec<T> {
    let order = Order::new(&desk.manifest.book.language.value, desk.manifest.index.word_by_word);
    let mut keyed: Vec<(Key, T)> = things.into_iter().map(|(words, thing)| (order.key(&words, false), thing)).collect();
    keyed.sort_by(|(one, _), (other, _)| order.compare(one, other));
    keyed.into_iter().map(|(_, thing)| thing).collect()
}

/// Words that lead to a place; in print its page stands behind them.
fn reference(desk: &Desk<'_>, to: crate::book::AnchorId, words: Inlines) -> Inlines {
    let mut line = vec![Inline::Link { target: Target::Anchor(to), content: words, span: None }];
    if desk.spec.format == EditionKind::Pdf {
        line.push(said(", "));
        line.push(Inline::Link { target: Target::Anchor(to), content: vec![Inline::PageOf(to)], span: None });
    }
    line
}

/// "In this book: A, 3; B, 14."
fn in_this_book(desk: &Desk<'_>, places: Vec<Inlines>) -> Inlines {
    let mut line = vec![said(desk.words.in_this_book.clone())];
    for (number, place) in places.into_iter().enumerate() {
        line.push(said(if number == 0 { " " } else { "; " }));
        line.extend(place);
    }
    let ended = crate::document::plain_text(&line).ends_with(['.', '?', '!', '…']);
    if !ended || desk.spec.format == EditionKind::Pdf {
        line.push(said("."));
    }
    line
}
