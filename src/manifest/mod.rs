//! The manifest: what an editor writes, read, checked and kept with its spans.
//!
//! Enters: TOML text (manifest, included files, sidecars, front matter, terms files). Leaves: a
//! [`Manifest`] whose every value is checked and knows where it was written. All faults are found in
//! one run: syntax faults, unknown keys, wrong types, unknown ids. It never reads a source's text, and
//! it is the only door to the `toml` crate.

mod apparatus;
mod document;
mod edition;
mod structure;

pub use apparatus::{BibliographySpec, Event, Grant, IndexSpec, Person, Release, SectionSpec, Term, TermPlace, Terms};
pub use document::{
    AnchorSpec, Correction, CorrectionKind, Cut, CutMark, DocumentSpec, EditorNote, Recovery, RecoveryKind, Rights,
    RightsStatus, Select, Stretch, StretchEnd, Thread,
};
pub use edition::{EditionKind, EditionSpec, FamiliesSpec, MarginsSpec, Trim};
pub use structure::{
    BookSpec, ChapterSpec, CoverSpec, House, MatterEntry, MatterSpec, PartSpec, SeriesSpec, StyleSpec,
};

use std::collections::BTreeMap;

use crate::diagnostic::{FileId, Span};
use crate::id::Id;

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value and where it is written.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A text of the editor's: Markdown in the manifest, or a file of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextRef {
    /// In place.
    Inline(Spanned<String>),
    /// In a file, relative to the manifest's folder.
    File(Spanned<String>),
}

impl TextRef {
    /// Where it is written or named; also the key under which the text is kept after reading.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Inline(text) | Self::File(text) => text.span,
        }
    }
}

/// A person named in a list: plain text, a table, or a `[person]` record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// As printed.
    pub name: String,
    /// As sorted, where given.
    pub file_as: Option<String>,
    /// What they did, where given.
    pub role: Option<crate::metadata::Role>,
    /// The record, where it is one; then name and file-as are the record's.
    pub person: Option<Id>,
    /// Where it is written.
    pub span: Span,
}

/// A whole manifest, checked.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its text.
    pub file: FileId,
    /// `[book]`.
    pub book: BookSpec,
    /// `[edition.*]` in the order written; two by default.
    pub editions: Vec<EditionSpec>,
    /// `[style]`.
    pub style: StyleSpec,
    /// `[matter]`.
    pub matter: MatterSpec,
    /// `[[part]]`, or one undisplayed part that holds every `[[chapter]]`.
    pub parts: Vec<PartSpec>,
    /// Every document the parts name, by id, complete: manifest, sidecar and front matter merged.
    pub documents: BTreeMap<Id, DocumentSpec>,
    /// `[grant.*]`.
    pub grants: BTreeMap<Id, Grant>,
    /// `[person.*]`.
    pub people: BTreeMap<Id, Person>,
    /// `[[event]]`.
    pub events: Vec<Event>,
    /// `[glossary]`: term and explanation, in the order written.
    pub glossary: Vec<(Spanned<String>, Spanned<String>)>,
    /// `[index]`, with its terms files read.
    pub index: IndexSpec,
    /// `[bibliography]`.
    pub bibliography: BibliographySpec,
    /// `[release]`.
    pub release: Release,
}

/// A manifest before its documents are known: everything read but sources and their front matter.
#[derive(Debug)]
pub struct Draft {}

impl Draft {
    /// The sources that must be read: each document's id, file (relative to the manifest's folder) and
    /// the span that names it.
    #[must_use]
    pub fn sources(&self) -> Vec<(Id, Spanned<String>)> {
        todo!("helper: manifest")
    }

    /// Completes the manifest with the documents' front matter: what stands between the fences, by id.
    /// `None` if no book can be made of it; then `diagnostics` has an error.
    pub fn complete(
        self,
        front_matter: &BTreeMap<Id, crate::document::FrontMatter>,
        files: &crate::diagnostic::Files,
        diagnostics: &mut crate::diagnostic::Diagnostics,
    ) -> Option<Manifest> {
        let _ = (front_matter, files, diagnostics);
        todo!("helper: manifest")
    }
}

/// Reads the manifest `path` and all it includes: fragments, sidecars, terms files.
pub fn read(
    shelf: &dyn crate::shelf::Shelf,
    path: &std::path::Path,
    files: &mut crate::diagnostic::Files,
    diagnostics: &mut crate::diagnostic::Diagnostics,
) -> Option<Draft> {
    let _ = (shelf, path, files, diagnostics);
    todo!("helper: manifest")
}
