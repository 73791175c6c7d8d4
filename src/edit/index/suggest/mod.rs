//! Proposes headings for an index: names and phrases that the texts use, which no term covers yet.
//!
//! Enters: a book as it is printed, its terms and people. Leaves: [`Suggestion`]s, names before phrases, each with what
//! finds it and where it stands. Never: changes the index; an editor decides.
//!
//! What an index covers is read: the running text of documents, introductions, headnotes and their notes, not titles,
//! bylines, headings and listings. Names are runs of capitalised
//! words ([`names`]); phrases are weighed by their C-value ([`phrases`]).

mod lexicon;
mod names;
mod persons;
mod phrases;
mod stems;
mod variants;
mod words;

use std::collections::BTreeSet;

use self::words::{Token, tokens};
use super::fold::Folded;
use crate::book::{Book, Prose};
use crate::document::{Block, Inline, Located, NoteId, Origin, plain_text, walk};
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
    let texts = paragraphs(book, spec.include_notes);
    let samples: Vec<Sample<'_>> = texts
        .iter()
        .map(|(passage, language, text)| Sample { passage: passage.clone(), language, tokens: tokens(text, language) })
        .collect();
    let people: Vec<&Person> = people.collect();
    let known = Known::of(spec, people.iter().copied());
    let families: Vec<&str> = people
        .iter()
        .flat_map(|person| [&person.name].into_iter().chain(&person.aka))
        .map(|name| name.value.as_str())
        .collect();
    let mut all = names::names(&samples, &families);
    let named: BTreeSet<String> =
        all.iter().flat_map(|name| &name.patterns).map(|pattern| Folded::of(pattern).lower).collect();
    let phrases = phrases::phrases(&samples).into_iter();
    // "Putin regime" is found under its name.
    let is_named = |phrase: &String| {
        let folded = Folded::of(phrase).lower;
        let first = folded.split(' ').next().unwrap_or_default();
        named.contains(&folded) || phrase.starts_with(char::is_uppercase) && named.contains(first)
    };
    all.extend(phrases.filter(|one| !one.patterns.iter().any(is_named)));
    all.retain(|suggestion| !known.covers(suggestion));
    all
}

/// The paragraphs of the book, lines of verse apart: what stands in lines of its own is no sentence.
fn paragraphs(book: &Book, notes: bool) -> Vec<(Passage, &str, String)> {
    let mut reader = Reader { book, notes, order: 0, texts: Vec::new() };
    for section in book.front.iter().filter(|section| !section.made) {
        reader.prose(Id::new(&section.slug), section.prose());
    }
    for part in &book.parts {
        reader.prose(Id::new(&part.slug), part.introduction.as_ref());
        for chapter in &part.chapters {
            reader.prose(Id::new(&chapter.slug), chapter.introduction.as_ref());
            for selection in &chapter.selections {
                reader.prose(Some(selection.id.clone()), selection.headnote.as_ref());
                reader.prose(Some(selection.id.clone()), Some(&selection.text));
            }
        }
    }
    for section in book.back.iter().filter(|section| !section.made) {
        reader.prose(Id::new(&section.slug), section.prose());
    }
    reader.texts
}

/// Gathers paragraphs in their order.
struct Reader<'b> {
    book: &'b Book,
    notes: bool,
    order: usize,
    texts: Vec<(Passage, &'b str, String)>,
}

impl<'b> Reader<'b> {
    fn prose(&mut self, document: Option<Id>, prose: Option<&'b Prose>) {
        let (Some(document), Some(prose)) = (document, prose) else { return };
        self.order += 1;
        self.blocks(&document, prose.language.primary(), &prose.blocks, None);
    }

    /// `paragraph` is that which called the note these blocks are of; a note in a note is not read again.
    fn blocks(&mut self, document: &Id, language: &'b str, blocks: &'b [Located<Block>], paragraph: Option<u32>) {
        let mut called: Vec<(u32, NoteId)> = Vec::new();
        walk::blocks(blocks, &mut |block| {
            if !matches!(block.node, Block::Paragraph(_) | Block::Verse(_) | Block::Table(_)) {
                return;
            }
            let number = paragraph.unwrap_or(block.number);
            walk::texts(&block.node, &mut |text| {
                let passage = Passage { order: self.order, document: document.clone(), paragraph: number };
                // In notes the program's words are citations: their names and titles belong to the bibliography.
                let words = if paragraph.is_some() { own_words(text) } else { plain_text(text) };
                self.texts.push((passage, language, words));
                walk::inlines(text, &mut |inline| {
                    if let Inline::NoteCall(note) = inline {
                        called.push((number, *note));
                    }
                });
            });
        });
        if self.notes && paragraph.is_none() {
            let book = self.book;
            for (number, id) in called {
                if let Some(note) = book.notes.get(id.0 as usize) {
                    self.blocks(document, language, &note.body, Some(number));
                }
            }
        }
    }
}

/// The words of a text that a hand has written, a stop in the place of what the program says.
fn own_words(text: &[Inline]) -> String {
    let mut words = String::new();
    walk::inlines(text, &mut |inline| match inline {
        Inline::Text(run) if run.origin != Origin::Program => words.push_str(&run.text),
        Inline::Text(_) if !words.ends_with(". ") => words.push_str(". "),
        Inline::LineBreak => words.push(' '),
        _ => {}
    });
    words
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
