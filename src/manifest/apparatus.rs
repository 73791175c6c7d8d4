//! `[grant.*]`, `[image.*]`, `[person.*]`, `[[event]]`, `[index]` and its terms, `[bibliography]`, `[release]`.

use std::collections::BTreeMap;

use super::{Rights, RightsStatus, Spanned};
use crate::book::IndexKind;
use crate::diagnostic::Span;
use crate::id::Id;
use crate::metadata::{Date, Language};

/// `[grant.*]`: one permission for many pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its terms.
    pub rights: Rights,
}

/// `[image.*]`: what is known about a picture, known by its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageSpec {
    /// Where it is named.
    pub span: Option<Span>,
    /// What it is called where permissions are listed, inline Markdown.
    pub title: Option<Spanned<String>>,
    /// What it shows; stands for the words that its texts give.
    pub alt: Option<Spanned<String>>,
    /// Its rights, its grant's laid under them; their credit is printed under it.
    pub rights: Rights,
}

/// `[person.*]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As printed.
    pub name: Spanned<String>,
    /// As sorted.
    pub file_as: String,
    /// Other names, patterns for the index.
    pub aka: Vec<Spanned<String>>,
    /// The name in its own scripts.
    pub original: BTreeMap<Language, Spanned<String>>,
    /// Birth and death.
    pub lived: Option<Spanned<Date>>,
    /// A few words.
    pub bio: Option<Spanned<String>>,
}

/// `[[event]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub date: Spanned<Date>,
    /// What.
    pub text: Spanned<String>,
    /// Where it is told.
    pub document: Option<Spanned<Id>>,
}

/// One entry of `[glossary]` or `[abbreviations]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryTerm {
    /// The term, inline Markdown.
    pub term: Spanned<String>,
    /// What it means, inline Markdown.
    pub text: Spanned<String>,
    /// Words that are uses of it, as an index pattern has them; the term itself, if empty.
    pub matching: Vec<Spanned<String>>,
}

/// `[index]`.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the manifest of its own")]
pub struct IndexSpec {
    /// The terms, of all files together.
    pub terms: Terms,
    /// What `anthology index suggest` is not to propose.
    pub ignore: Vec<Spanned<String>>,
    /// Whether every person becomes a heading.
    pub people: bool,
    /// Word by word (ISO 999), not letter by letter (Chicago).
    pub word_by_word: bool,
    /// How many undifferentiated locators a heading may have.
    pub max_locators: u32,
    /// Whether notes are indexed.
    pub include_notes: bool,
    /// Columns in print.
    pub columns: u8,
    /// Whether subheadings follow their heading in one paragraph.
    pub run_in: bool,
}

/// Terms, in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct Terms(pub Vec<Term>);

/// One heading path with what leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Heading and subheadings, inline Markdown each.
    pub path: Spanned<Vec<String>>,
    /// Patterns: whole words, trailing `*` a prefix, `/…/` a regular expression.
    pub patterns: Vec<Spanned<String>>,
    /// Documents it is limited to (ids or globs).
    pub within: Vec<Spanned<String>>,
    /// Words that must stand in the same paragraph.
    pub near: Vec<Spanned<String>>,
    /// Places: `document: quoted words`.
    pub at: Vec<TermPlace>,
    /// Headings to see instead.
    pub see: Vec<Spanned<String>>,
    /// Headings to see also.
    pub see_also: Vec<Spanned<String>>,
    /// The index it belongs to, if that is said.
    pub index: Option<IndexKind>,
    /// Sort key of the last heading.
    pub sort: Option<Spanned<String>>,
    /// Documents or places of the chief treatment.
    pub principal: Vec<Spanned<String>>,
    /// Only `substantive` mentions.
    pub substantive: bool,
}

/// One `at` of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermPlace {
    /// The document.
    pub document: Spanned<Id>,
    /// The words, or first … last.
    pub words: Spanned<String>,
}

/// `[bibliography]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibliographySpec {
    /// Files, relative to the manifest's folder.
    pub files: Vec<Spanned<String>>,
    /// Whether works nobody cites are listed too.
    pub all: bool,
    /// Its lists.
    pub sections: Vec<SectionSpec>,
}

/// `[bibliography] sections`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionSpec {
    /// Heading.
    pub title: Spanned<String>,
    /// Types it takes; `document` means the book's own documents, `misc` works of no particular type; empty: all that no
    /// other takes.
    pub types: Vec<Spanned<String>>,
}

/// `[release]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// What may be in a released book.
    pub rights: Vec<RightsStatus>,
    /// Words of one holder's that may be printed as fair use, in the whole book.
    pub fair_use_max_words: Option<Spanned<u32>>,
    /// How much of a work may be printed as fair use, in ten-thousandths.
    pub fair_use_max_share: Option<Spanned<u32>>,
    /// Whether the book is sold; `None`: it is not said.
    pub for_sale: Option<bool>,
    /// Whether drafts say so.
    pub draft_mark: bool,
}
