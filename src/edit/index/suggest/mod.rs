//! Proposes headings for an index: names and phrases that the texts use, which no term covers yet.
//!
//! Enters: a book as it is printed, its terms and people. Leaves: [`Suggestion`]s, names before phrases, each with what
//! finds it and where it stands. Never: changes the index; an editor decides.
//!
//! The documents' running text is read, not their titles, bylines, headings and listings. Names are runs of capitalised
//! words ([`names`]); phrases are weighed by their C-value ([`phrases`]).

mod names;
mod person;
mod phrases;
mod words;

use std::collections::BTreeSet;

use self::words::{Token, tokens};
use super::fold::Folded;
use crate::book::Book;
use crate::document::{Block, plain_text, walk};
use crate::id::Id;
use crate::manifest::{IndexSpec, Person};

/// A heading that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The heading: "Lenin, Vladimir Ilyich", "restoration of capitalism".
    pub heading: String,
    /// What finds it.
    pub patterns: Vec<String>,
    /// Whether it is a name or a phrase.
    pub kind: Proposal,
    /// Where it stands: documents and the numbers of their paragraphs, in order.
    pub places: Vec<Passage>,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// A name of a person, a place, a body.
    Name,
    /// A phrase.
    Phrase,
}

/// A paragraph of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// The document's place in the book; first, for passages are in its order.
    order: usize,
    /// The document.
    pub document: Id,
    /// Its paragraph's number.
    pub paragraph: u32,
}

/// A paragraph as words.
struct Sample<'t> {
    passage: Passage,
    /// The language's primary tag.
    language: &'t str,
    tokens: Vec<Token<'t>>,
}

/// Proposes headings for `book`.
pub fn suggest<'p>(book: &Book, spec: &IndexSpec, people: impl Iterator<Item = &'p Person>) -> Vec<Suggestion> {
    let texts = paragraphs(book);
    let samples: Vec<Sample<'_>> = texts
        .iter()
        .map(|(passage, language, text)| Sample { passage: passage.clone(), language, tokens: tokens(text, language) })
        .collect();
    let known = Known::of(spec, people);
    let mut all = names::names(&samples);
    all.extend(phrases::phrases(&samples));
    all.retain(|suggestion| !known.covers(suggestion));
    all
}

/// The paragraphs of the documents, lines of verse apart: what stands in lines of its own is no sentence.
fn paragraphs(book: &Book) -> Vec<(Passage, &str, String)> {
    let selections = book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let mut texts = Vec::new();
    for (order, selection) in selections.enumerate() {
        let language = selection.text.language.primary();
        walk::blocks(&selection.text.blocks, &mut |block| {
            if matches!(block.node, Block::Paragraph(_) | Block::Verse(_) | Block::Table(_)) {
                walk::texts(&block.node, &mut |text| {
                    let passage = Passage { order, document: selection.id.clone(), paragraph: block.number };
                    texts.push((passage, language, plain_text(text)));
                });
            }
        });
    }
    texts
}

/// What has a heading already, or was refused.
struct Known {
    whole: BTreeSet<String>,
    beginnings: Vec<String>,
}

impl Known {
    fn of<'p>(spec: &IndexSpec, people: impl Iterator<Item = &'p Person>) -> Self {
        let mut known = Self { whole: BTreeSet::new(), beginnings: Vec::new() };
        let terms = spec.terms.0.iter().flat_map(|term| &term.patterns).chain(&spec.ignore);
        let names =
            people.flat_map(|person| [&person.name].into_iter().chain(&person.aka).chain(person.original.values()));
        for pattern in terms.chain(names) {
            let folded = Folded::of(&pattern.value).lower;
            match folded.strip_suffix('*') {
                Some(beginning) => known.beginnings.push(beginning.to_owned()),
                None => {
                    known.whole.insert(folded);
                }
            }
        }
        known
    }

    fn covers(&self, suggestion: &Suggestion) -> bool {
        suggestion.patterns.iter().chain([&suggestion.heading]).any(|pattern| {
            let folded = Folded::of(pattern).lower;
            self.whole.contains(&folded) || self.beginnings.iter().any(|beginning| folded.starts_with(beginning))
        })
    }
}
