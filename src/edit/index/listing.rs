//! The finished index as a list, for an indexer's tools and for a look at it without a book.

use std::collections::BTreeMap;

use super::appraise::references_by_division;
use super::fold::Folded;
use crate::book::{
    AnchorId, Book, CrossReference, Entry, Index, IndexKind, MatterBody, PageMap, Reference, Selection, locators,
};
use crate::document::{Inline, NoteId, Style, plain_text, walk};
use crate::id::Id;
use crate::manifest::{IndexSpec, Term};
use crate::source::{Reading, read_inline};

/// A heading or subheading with what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedHeading {
    /// The index it stands in.
    pub index: IndexKind,
    /// The letter its main heading stands under.
    pub letter: String,
    /// Its words and those of the headings above it, the highest first; without markup.
    pub path: Vec<String>,
    /// The same as a terms file writes them, italics between stars.
    pub written: Vec<String>,
    /// Its locators as they are printed.
    pub locators: Vec<ListedLocator>,
    /// *See*: the words of the headings.
    pub see: Vec<String>,
    /// *See also*.
    pub see_also: Vec<String>,
}

/// A locator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLocator {
    /// "34", "34–36", "45n2"; where there are no pages, a document and its paragraph: "letter ¶ 3".
    pub text: String,
    /// Whether it is the chief treatment.
    pub principal: bool,
    /// Whether a picture is there, and no words of the text.
    pub figure: bool,
}

/// How much of a document the index leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Density {
    /// The document.
    pub id: Id,
    /// Its words, as printed.
    pub words: usize,
    /// How many references lead into it, its introduction and notes with it; one heading may have several.
    pub references: usize,
}

/// The indexes of `book`, in its order.
pub fn indexes(book: &Book) -> impl Iterator<Item = &Index> {
    book.front.iter().chain(&book.back).filter_map(|section| match &section.body {
        MatterBody::Index(index) => Some(index),
        _ => None,
    })
}

/// The headings of `index` in its order, each with its locators: pages where `pages` are known.
#[must_use]
pub fn listing(book: &Book, index: &Index, pages: Option<&PageMap>) -> Vec<ListedHeading> {
    let mut lister = Lister { kind: index.kind, book, pages, divisions: divisions(book), listed: Vec::new() };
    for group in &index.groups {
        for entry in &group.entries {
            lister.entry(&group.letter, (&[], &[]), entry);
        }
    }
    lister.listed
}

/// The documents in their order, and how many references of the indexes of terms lead into each.
#[must_use]
pub fn density(book: &Book) -> Vec<Density> {
    let counts = references_by_division(book);
    let selections = book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let one = |selection: &Selection| Density {
        id: selection.id.clone(),
        words: walk::count_words(&selection.text.blocks),
        references: counts.get(&selection.anchor).copied().unwrap_or_default(),
    };
    selections.map(one).collect()
}

/// The terms of `spec` by their [`term_key`]s: several where a heading stands in several indexes.
#[must_use]
pub fn terms_by_key(spec: &IndexSpec, reading: Reading) -> BTreeMap<String, Vec<&Term>> {
    let mut terms: BTreeMap<String, Vec<&Term>> = BTreeMap::new();
    for term in &spec.terms.0 {
        let path: Vec<String> =
            term.path.value.iter().map(|part| plain_text(&read_inline(part, term.path.span, reading))).collect();
        terms.entry(term_key(&path)).or_default().push(term);
    }
    terms
}

/// What tells the heading of these words, without markup, from all others.
#[must_use]
pub fn term_key(path: &[String]) -> String {
    path.iter().map(|part| Folded::of(part).cased).collect::<Vec<_>>().join("\u{1}")
}

/// Inlines as a terms file has them.
fn marked(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Styled(Style::Emphasis, inner) => format!("*{}*", marked(inner)),
        Inline::Styled(Style::Strong, inner) => format!("**{}**", marked(inner)),
        Inline::Styled(Style::Code, inner) => format!("`{}`", plain_text(inner)),
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => marked(inner),
        other => plain_text(std::slice::from_ref(other)),
    };
    inlines.iter().map(one).collect()
}

/// The names of what has paragraphs of its own.
fn divisions(book: &Book) -> BTreeMap<AnchorId, &str> {
    let matter = book.front.iter().chain(&book.back).map(|section| (section.anchor, section.slug.as_str()));
    let parts = book.parts.iter().map(|part| (part.anchor, part.slug.as_str()));
    let chapters = book.parts.iter().flat_map(|part| &part.chapters);
    let selections = chapters.clone().flat_map(|chapter| &chapter.selections);
    let chapters = chapters.map(|chapter| (chapter.anchor, chapter.slug.as_str()));
    matter.chain(parts).chain(chapters).chain(selections.map(|one| (one.anchor, one.id.as_str()))).collect()
}

struct Lister<'a> {
    kind: IndexKind,
    book: &'a Book,
    pages: Option<&'a PageMap>,
    divisions: BTreeMap<AnchorId, &'a str>,
    listed: Vec<ListedHeading>,
}

impl Lister<'_> {
    /// Recursion ends: paths have at most four parts.
    fn entry(&mut self, letter: &str, (above, written): (&[String], &[String]), entry: &Entry) {
        let words = |crosses: &[CrossReference]| crosses.iter().map(|cross| plain_text(&cross.heading)).collect();
        let path = [above, &[plain_text(&entry.heading)]].concat();
        let written = [written, &[marked(&entry.heading)]].concat();
        self.listed.push(ListedHeading {
            index: self.kind,
            letter: letter.to_owned(),
            path: path.clone(),
            written: written.clone(),
            locators: self.locators(&entry.references),
            see: words(&entry.see),
            see_also: words(&entry.see_also),
        });
        for sub in &entry.subentries {
            self.entry(letter, (&path, &written), sub);
        }
    }

    fn locators(&self, references: &[Reference]) -> Vec<ListedLocator> {
        let mark =
            |note: NoteId| self.book.notes.get(note.0 as usize).map(|note| note.mark.clone()).unwrap_or_default();
        if let Some(pages) = self.pages {
            let listed = locators(references, pages, self.book.ranges, &mark).into_iter();
            return listed
                .map(|one| ListedLocator { text: one.text, principal: one.principal, figure: one.figure })
                .collect();
        }
        let mut listed: Vec<ListedLocator> = Vec::new();
        for reference in references {
            let Some(place) = self.book.places.get(reference.from.0 as usize) else { continue };
            let division = self.divisions.get(&place.division).copied().unwrap_or_default();
            let text = match (reference.note, place.paragraph) {
                (Some(note), _) => format!("{division} n{}", mark(note)),
                (None, 0) => division.to_owned(),
                (None, paragraph) => format!("{division} ¶ {paragraph}"),
            };
            if let Some(known) = listed.iter_mut().find(|known| known.text == text) {
                known.principal |= reference.principal;
                known.figure &= reference.figure;
            } else {
                let Reference { principal, figure, .. } = *reference;
                listed.push(ListedLocator { text, principal, figure });
            }
        }
        listed
    }
}
