//! Who had part in a book, each once, with all they did: for the package's creators and contributors.

use std::collections::BTreeSet;

use crate::book::{Book, Matter, MatterBody, Prose};
use crate::metadata::Contributor;

/// Someone and what they did.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person<'a> {
    /// As printed.
    pub(super) name: &'a str,
    /// As sorted.
    pub(super) file_as: &'a str,
    /// MARC codes, in the order they come up.
    pub(super) roles: Vec<&'a str>,
    key: (&'a str, bool),
}

/// Those who made the book as a whole, and those who had part in it. Authors of documents are
/// contributors, so that an anthology stands on the shelf under its editors; an anthology without
/// editors whose documents are all by one author is that author's.
pub(super) fn people(book: &Book) -> (Vec<Person<'_>>, Vec<Person<'_>>) {
    let metadata = &book.metadata;
    let mut makers = Vec::new();
    metadata.editors.iter().for_each(|editor| join(&mut makers, editor));
    let selections = book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let named = metadata.contributors.iter().chain(selections.flat_map(|selection| &selection.contributors));
    let everyone = introductions(book).chain(named.map(|contributor| (contributor.role.code(), contributor)));
    let (mut others, mut known): (Vec<Person<'_>>, BTreeSet<(&str, bool)>) = (Vec::new(), BTreeSet::new());
    let mut authors = BTreeSet::new();
    for (role, contributor) in everyone {
        let key = key(contributor);
        if role == "aut" {
            authors.insert(key);
        }
        match makers.iter_mut().find(|maker| maker.key == key) {
            Some(maker) => add_role(maker, role),
            None if known.insert(key) => others.push(person(contributor, role)),
            None => others.iter_mut().filter(|p| p.key == key).for_each(|p| add_role(p, role)),
        }
    }
    if makers.is_empty() && authors.len() == 1 {
        let (authors, rest) = others.into_iter().partition(|person| authors.contains(&person.key));
        return (authors, rest);
    }
    (makers, others)
}

/// Those who signed an introduction, preface or the like, with what that makes them. What nobody signed makes no
/// editor its writer.
fn introductions(book: &Book) -> impl Iterator<Item = (&str, &Contributor)> {
    let openings = book.parts.iter().flat_map(|part| {
        let chapters = part.chapters.iter().filter_map(|chapter| chapter.introduction.as_ref());
        part.introduction.as_ref().into_iter().chain(chapters)
    });
    let matter = book.front.iter().chain(&book.back).filter_map(written);
    let written = openings.map(|prose| ("win", prose)).chain(matter);
    written.flat_map(|(role, prose)| prose.signed.iter().map(move |by| (role, by)))
}

/// What the writer of a section of front or back matter is called.
fn written(matter: &Matter) -> Option<(&'static str, &Prose)> {
    let MatterBody::Prose(prose) = &matter.body else { return None };
    let role = match matter.slug.as_str() {
        "introduction" => "win",
        "preface" => "wpr",
        "foreword" => "wfw",
        "afterword" => "waw",
        _ => return None,
    };
    Some((role, prose))
}

fn key(contributor: &Contributor) -> (&str, bool) {
    match &contributor.person {
        Some(id) => (id.as_str(), true),
        None => (&contributor.name, false),
    }
}

fn person<'a>(contributor: &'a Contributor, role: &'a str) -> Person<'a> {
    Person { name: &contributor.name, file_as: &contributor.file_as, roles: vec![role], key: key(contributor) }
}

fn join<'a>(people: &mut Vec<Person<'a>>, contributor: &'a Contributor) {
    match people.iter_mut().find(|person| person.key == key(contributor)) {
        Some(person) => add_role(person, contributor.role.code()),
        None => people.push(person(contributor, contributor.role.code())),
    }
}

fn add_role<'a>(person: &mut Person<'a>, role: &'a str) {
    if !person.roles.contains(&role) {
        person.roles.push(role);
    }
}
