//! Who had part in a book, each once, with all they did: for the package's creators and contributors.

use std::collections::BTreeSet;

use crate::book::{Book, Matter, MatterBody, Prose};
use crate::metadata::{Contributor, Role};

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
    introductions(book, &mut makers);
    let selections = || book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let everyone = || metadata.contributors.iter().chain(selections().flat_map(|selection| &selection.contributors));
    let (mut others, mut known): (Vec<Person<'_>>, BTreeSet<(&str, bool)>) = (Vec::new(), BTreeSet::new());
    let mut authors = BTreeSet::new();
    for contributor in everyone() {
        if contributor.role == Role::author() {
            authors.insert(key(contributor));
        }
        match makers.iter_mut().find(|maker| maker.key == key(contributor)) {
            Some(maker) => add_role(maker, contributor.role.code()),
            None if known.insert(key(contributor)) => others.push(person(contributor)),
            None => others
                .iter_mut()
                .filter(|p| p.key == key(contributor))
                .for_each(|p| add_role(p, contributor.role.code())),
        }
    }
    if makers.is_empty() && authors.len() == 1 {
        let (authors, rest) = others.into_iter().partition(|person| authors.contains(&person.key));
        return (authors, rest);
    }
    (makers, others)
}

/// Editors who introduce: what is not signed is all the editors', what is signed is theirs whose name it bears.
fn introductions<'a>(book: &'a Book, makers: &mut [Person<'a>]) {
    let chapters = book.parts.iter().flat_map(|part| &part.chapters);
    let openings = book.parts.iter().filter_map(|part| part.introduction.as_ref());
    let openings = openings.chain(chapters.filter_map(|chapter| chapter.introduction.as_ref()));
    let matter = book.front.iter().chain(&book.back).filter_map(written);
    for (role, prose) in openings.map(|prose| ("win", prose)).chain(matter) {
        for maker in makers.iter_mut() {
            if prose.signed.is_empty() || prose.signed.iter().any(|line| line.contains(maker.name)) {
                add_role(maker, role);
            }
        }
    }
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

fn person(contributor: &Contributor) -> Person<'_> {
    Person {
        name: &contributor.name,
        file_as: &contributor.file_as,
        roles: vec![contributor.role.code()],
        key: key(contributor),
    }
}

fn join<'a>(people: &mut Vec<Person<'a>>, contributor: &'a Contributor) {
    match people.iter_mut().find(|person| person.key == key(contributor)) {
        Some(person) => add_role(person, contributor.role.code()),
        None => people.push(person(contributor)),
    }
}

fn add_role<'a>(person: &mut Person<'a>, role: &'a str) {
    if !person.roles.contains(&role) {
        person.roles.push(role);
    }
}
