//! The manifest: what an editor writes, read, checked and kept with its spans.
//!
//! Enters: TOML text (manifest, included files, sidecars, front matter, terms files). Leaves: a
//! [`Manifest`] whose every value is checked and knows where it was written. All faults are found in
//! one run: syntax faults, unknown keys, wrong types, unknown ids. It never reads a source's text, and
//! it is the only door to the `toml` crate.

mod apparatus;
mod arrange;
mod design;
mod document;
mod draft;
mod edition;
mod effect;
mod known;
mod load;
mod lock;
mod path;
mod read;
mod schema;
mod starter;
mod structure;
mod table;
mod terms_table;
mod torn;
mod tree;
mod trim;
mod value;
mod yaml;

pub use apparatus::{
    BibliographySpec, Event, GlossaryTerm, Grant, ImageSpec, IndexSpec, Person, Release, SectionSpec, Term, TermPlace,
    Terms,
};
pub use design::{design_names, design_text};
pub use document::{
    AnchorSpec, Correction, CorrectionKind, Cut, CutMark, DocumentSpec, EditorNote, Recovery, RecoveryKind, Rights,
    RightsStatus, Select, Stretch, StretchEnd, Thread,
};
pub use draft::{Draft, read, sources_of};
pub use edition::{EditionKind, EditionSpec, FamiliesSpec, MarginsSpec, PagesOf, PressSpec, SizesSpec, Trim};
pub(crate) use known::is_about_folder;
pub use lock::{Lock, lock_path, lock_text};
pub(crate) use read::terms::heading_path;
pub use schema::{Of, schema};
pub(crate) use starter::key;
pub use starter::{Listed, date_of, starter};
pub use structure::{
    BookSpec, ChapterSpec, CoverSpec, DatePlace, House, LinkPlace, MatterEntry, MatterSpec, NoteMarks, NotePlace,
    NoteReach, PartSpec, Section, SeriesSpec, Signs, StyleSpec,
};
pub use terms_table::terms_of_table;

use std::collections::BTreeMap;

use crate::design::PdfKind;
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
    /// `[image.*]`, by the picture's file: relative to the manifest's folder, as `edit::image_key` makes keys.
    pub images: BTreeMap<String, ImageSpec>,
    /// `[person.*]`.
    pub people: BTreeMap<Id, Person>,
    /// `[[event]]`.
    pub events: Vec<Event>,
    /// `[glossary]`, in the order written.
    pub glossary: Vec<GlossaryTerm>,
    /// `[abbreviations]`: what is written and what it stands for, in the order written.
    pub abbreviations: Vec<GlossaryTerm>,
    /// `[index]`, with its terms files read.
    pub index: IndexSpec,
    /// `[bibliography]`.
    pub bibliography: BibliographySpec,
    /// `[release]`.
    pub release: Release,
}

impl Manifest {
    /// The printed edition whose pages the EPUB `spec` carries: the one it names, else the first for a press, else the
    /// first PDF.
    #[must_use]
    pub fn pages_of(&self, spec: &EditionSpec) -> Option<&EditionSpec> {
        let mut prints = self.editions.iter().filter(|edition| edition.format == EditionKind::Pdf);
        match &spec.pages {
            _ if spec.format != EditionKind::Epub => None,
            PagesOf::None => None,
            PagesOf::Edition(name) => prints.find(|print| print.name.value.as_str() == name.value),
            PagesOf::First => {
                let first = prints.clone().find(|print| print.kind == PdfKind::Press);
                first.or_else(|| prints.next())
            }
        }
    }

    /// Every text of the editor's that must be read: introductions, headnotes and files of matter. Each
    /// is known by its span.
    #[must_use]
    pub fn texts(&self) -> Vec<TextRef> {
        let mut texts = Vec::new();
        for entry in self.matter.front.iter().chain(&self.matter.back) {
            if let MatterEntry::File(file) | MatterEntry::Appended(file, _) = entry {
                texts.push(TextRef::File(file.clone()));
            }
        }
        texts.extend(self.matter.dedication.iter().chain(&self.matter.epigraph).cloned());
        let reading = self.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.further_reading);
        texts.extend(reading.filter(|text| matches!(text, TextRef::File(_))).cloned());
        for part in &self.parts {
            texts.extend(part.introduction.clone());
            texts.extend(part.chapters.iter().filter_map(|chapter| chapter.introduction.clone()));
        }
        for document in self.documents.values() {
            texts.extend(document.headnote.clone());
            texts.extend(document.notes_file.clone().map(TextRef::File));
            texts.extend(document.note.iter().map(|note| TextRef::Inline(note.text.clone())));
        }
        texts
    }

    /// The citation style's file, if it is not a bundled one.
    #[must_use]
    pub fn citation_style(&self) -> Option<&Spanned<String>> {
        Some(&self.style.citations).filter(|style| read::style::is_csl(&style.value))
    }

    /// Whether a path relative to the manifest's folder leads to a place inside the book: that folder, or that
    /// of the sources, wherever `book.sources` says it lies. Absolute paths and those with `\\` never do.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let sources = path::normal(&self.book.sources.value).unwrap_or_default();
        path::normal(path).is_some_and(|path| path::in_book(&path, &sources))
    }

    /// Fonts that are named by their files.
    #[must_use]
    pub fn font_files(&self) -> Vec<&Spanned<String>> {
        let families = self.editions.iter().map(|edition| &edition.fonts);
        let fonts = families.flat_map(|fonts| [&fonts.text, &fonts.heading, &fonts.code]);
        fonts.flatten().filter(|font| read::edition::is_font_file(&font.value)).collect()
    }
}

#[cfg(test)]
mod tests;
