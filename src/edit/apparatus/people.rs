//! The people of a book: who made it and its documents, and to whom a chapter belongs.

use std::collections::BTreeMap;

use super::{definition, definitions, in_this_book, reference, sorted};
use crate::book::AnchorId;
use crate::document::{Block, Inline, Inlines, Located};
use crate::edit::desk::{Desk, said};
use crate::manifest::{Credit, Person};
use crate::metadata::file_as;

/// Someone who had part in the book.
struct Contributor<'a> {
    name: Inlines,
    file_as: String,
    record: Option<&'a Person>,
    /// The documents that name them, in the order of the book, with what they did for one that they did not write.
    documents: Vec<(AnchorId, Inlines)>,
}

/// Those who made the documents, and those of the book's makers of whom there is a record, as they are filed: name,
/// life dates, what is said of them, their documents in this edition.
pub(in crate::edit) fn contributors(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let mut people: BTreeMap<(bool, &str), Contributor<'_>> = BTreeMap::new();
    for planned in desk.printed() {
        for credit in &planned.spec.authors {
            let person = people.entry(key(credit)).or_insert_with(|| contributor(desk, credit));
            let Some((anchor, _)) = planned.place else { continue };
            let mut title = planned.title.bare();
            let deed = credit.role.as_ref().and_then(|role| desk.words.credit(role));
            let Some(deed) = deed else {
                // Who wrote a document needs no word for it, whatever else they did for it.
                match person.documents.last_mut() {
                    Some((last, words)) if *last == anchor => *words = title,
                    _ => person.documents.push((anchor, title)),
                }
                continue;
            };
            title.push(said(format!(" ({})", uncapitalised(&format!("{deed} {}", credit.name)))));
            if person.documents.last().is_none_or(|(last, _)| *last != anchor) {
                person.documents.push((anchor, title));
            }
        }
    }
    let book = &desk.manifest.book;
    for credit in book.editors.iter().chain(&book.contributors).filter(|credit| credit.person.is_some()) {
        people.entry(key(credit)).or_insert_with(|| contributor(desk, credit));
    }
    let told = people.into_values().filter(|person| person.record.is_some() || !person.documents.is_empty());
    let people = sorted(desk, told.map(|person| (person.file_as.clone(), person)));
    let entries = people.into_iter().map(|person| {
        let mut words = person.record.map(|record| told_of(desk, record)).unwrap_or_default();
        if !person.documents.is_empty() {
            let documents = person.documents.into_iter().map(|(anchor, title)| reference(desk, anchor, title));
            space(&mut words);
            words.extend(in_this_book(desk, documents.collect()));
        }
        definition(desk, person.name, if words.is_empty() { Vec::new() } else { vec![words] })
    });
    definitions(desk, entries.collect())
}

/// Whether someone wrote the document they are named for.
pub(super) fn is_author(desk: &Desk<'_>, credit: &Credit) -> bool {
    credit.role.as_ref().is_none_or(|role| desk.words.credit(role).is_none())
}

/// "translated by": after other words.
fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A record's id, or the name of someone without a record.
pub(super) fn key(credit: &Credit) -> (bool, &str) {
    credit.person.as_ref().map_or((false, credit.name.as_str()), |id| (true, id.as_str()))
}

fn contributor<'a>(desk: &Desk<'a>, credit: &Credit) -> Contributor<'a> {
    let record = credit.person.as_ref().and_then(|id| desk.manifest.people.get(id));
    Contributor {
        name: record.map_or_else(|| vec![said(credit.name.clone())], |record| desk.line(&record.name)),
        file_as: credit.file_as.clone().unwrap_or_else(|| file_as(&credit.name)),
        record,
        documents: Vec::new(),
    }
}

/// "(Владимир Ульянов; 1870–1924) Leader of the Bolsheviks."
fn told_of(desk: &Desk<'_>, person: &Person) -> Inlines {
    let mut words = Inlines::new();
    for (language, name) in &person.original {
        words.push(said(if words.is_empty() { "(" } else { ", " }));
        words.push(Inline::Foreign(language.clone(), desk.line(name)));
    }
    if let Some(lived) = &person.lived {
        let before = if words.is_empty() { "(" } else { "; " };
        words.push(said(format!("{before}{}", desk.words.life(&lived.value))));
    }
    if !words.is_empty() {
        words.push(said(")"));
    }
    if let Some(bio) = &person.bio {
        space(&mut words);
        words.extend(desk.line(bio));
    }
    words
}

fn space(words: &mut Inlines) {
    if !words.is_empty() {
        words.push(said(" "));
    }
}

/// What stands at the head of a person's chapter.
pub(in crate::edit) struct Portrait {
    /// Their name, the chapter's title where it has none of its own.
    pub(in crate::edit) title: Option<Inlines>,
    /// Life dates under such a title.
    pub(in crate::edit) subtitle: Option<Inlines>,
    /// What is said of them; with name and dates, where the title is another.
    pub(in crate::edit) text: Vec<Located<Block>>,
}

/// The person a chapter belongs to; `titled`: whether it has a title of its own.
pub(in crate::edit) fn portrait(desk: &Desk<'_>, person: &Person, titled: bool) -> Portrait {
    let name = desk.line(&person.name);
    if titled {
        let words = told_of(desk, person);
        let text = if words.is_empty() { Vec::new() } else { vec![words] };
        let text = definitions(desk, vec![definition(desk, name, text)]);
        return Portrait { title: None, subtitle: None, text };
    }
    let lived = person.lived.as_ref().map(|lived| vec![said(desk.words.life(&lived.value))]);
    let bio = person.bio.as_ref().map(|bio| Located::new(Block::Paragraph(desk.line(bio)), bio.span, 0));
    Portrait { title: Some(name), subtitle: lived, text: bio.into_iter().collect() }
}
