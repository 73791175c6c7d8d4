//! The editor's desk: what every part of `edit` reads and adds to while one edition is made.

use std::collections::BTreeMap;

use super::anchors::{Anchors, Slugs};
use super::apparatus::Glossary;
use super::cite::{Citations, Cited};
use super::notes::Numbering;
use super::title::DocumentTitle;
use super::{Sources, words};
use crate::book::{AnchorId, Image, Words};
use crate::diagnostic::{Diagnostic, Diagnostics, Files, Span};
use crate::document::{Document, Inline, Inlines, Note, Origin, Run};
use crate::id::Id;
use crate::manifest::{Credit, DocumentSpec, EditionSpec, Manifest, Spanned};
use crate::metadata::{Contributor, Role, file_as};
use crate::revise::Emendation;
use crate::source::{self, Reading};

/// What is at hand while one edition is made.
pub(super) struct Desk<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) sources: &'a Sources,
    pub(super) files: &'a Files,
    pub(super) spec: &'a EditionSpec,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) words: Words,
    pub(super) anchors: Anchors,
    pub(super) slugs: Slugs,
    pub(super) numbering: Numbering,
    /// The book's notes so far; a note's body is filled after its call was met.
    pub(super) notes: Vec<Note>,
    /// The citation of each printed document's source without markup, so far.
    pub(super) plain_sources: Vec<String>,
    /// The pictures that were called for so far.
    pub(super) images: BTreeMap<String, Image>,
    /// Every document that parts name, whether this edition prints it or not.
    pub(super) plan: BTreeMap<Id, Planned<'a>>,
    /// Whether the book will have an index; else marks for it are dropped.
    pub(super) indexed: bool,
    /// How literature is cited; `None` where only titles and words are looked at.
    pub(super) citations: Option<&'a Citations<'a>>,
    /// What was cited so far.
    pub(super) cited: Cited,
    /// The glossary, if this edition has one.
    pub(super) glossary: Option<Glossary>,
}

/// A document before its text is set in order.
pub(super) struct Planned<'a> {
    pub(super) spec: &'a DocumentSpec,
    pub(super) document: &'a Document,
    pub(super) title: DocumentTitle<'a>,
    /// Where links to it lead and what its file is called; `None` if this edition leaves it out.
    pub(super) place: Option<(AnchorId, String)>,
}

impl<'a> Desk<'a> {
    /// A cleared desk with every document of the edition planned: titles found, anchors and slugs given.
    pub(super) fn new(
        manifest: &'a Manifest,
        sources: &'a Sources,
        files: &'a Files,
        spec: &'a EditionSpec,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let words = words::words(manifest, diagnostics);
        let mut desk = Self {
            manifest,
            sources,
            files,
            spec,
            diagnostics,
            words,
            anchors: Anchors::default(),
            slugs: Slugs::default(),
            numbering: Numbering::new(&manifest.style),
            notes: Vec::new(),
            plain_sources: Vec::new(),
            images: BTreeMap::new(),
            plan: BTreeMap::new(),
            indexed: false,
            citations: None,
            cited: Cited::default(),
            glossary: None,
        };
        desk.plan();
        desk
    }

    /// In the order of the book, so that anchors ascend. Documents are the first to take slugs: their
    /// ids are names the editor knows.
    fn plan(&mut self) {
        let chapters = self.manifest.parts.iter().flat_map(|part| &part.chapters);
        for id in chapters.flat_map(|chapter| &chapter.documents) {
            let id = &id.value;
            let (Some(spec), Some(document)) = (self.manifest.documents.get(id), self.sources.documents.get(id)) else {
                continue;
            };
            let title = DocumentTitle::find(spec, document, self.files, self.reading_of(spec));
            if let Some(fault) = title.fault(spec, document) {
                self.diagnostics.push(fault);
            }
            let printed = !self.spec.omit_documents.iter().any(|omitted| omitted.value == *id);
            let place = printed.then(|| (self.anchors.division(), self.slugs.take(id.as_str())));
            self.plan.insert(id.clone(), Planned { spec, document, title, place });
        }
    }

    /// Whether the citation style puts citations in the text, not in notes.
    pub(super) fn cites_in_text(&self) -> bool {
        self.citations.is_some_and(Citations::in_text)
    }

    /// How the editor's own words are read.
    pub(super) fn reading(&self) -> Reading {
        Reading::editorial(&self.manifest.book.language.value, self.manifest.style.smart)
    }

    /// How the titles of a document are read: its own language has its own marks.
    pub(super) fn reading_of(&self, document: &DocumentSpec) -> Reading {
        let language = document.language.as_ref().unwrap_or(&self.manifest.book.language);
        Reading::editorial(&language.value, self.manifest.style.smart)
    }

    /// A title or other line of the manifest, inline Markdown.
    pub(super) fn line(&self, text: &Spanned<String>) -> Inlines {
        source::read_inline(&text.value, text.span, self.reading())
    }

    /// The same for a line that may be missing.
    pub(super) fn optional_line(&self, text: Option<&Spanned<String>>) -> Option<Inlines> {
        text.map(|text| self.line(text))
    }

    /// A span for what stands nowhere in a text: where the book is named.
    pub(super) fn nowhere(&self) -> Span {
        self.manifest.book.title.span
    }

    /// Notes a fault.
    pub(super) fn report(&mut self, fault: Diagnostic) {
        self.diagnostics.push(fault);
    }

    /// The corrections that were made to a document.
    pub(super) fn emended(&self, id: &Id) -> impl Iterator<Item = &'a Emendation> + use<'a> {
        self.sources.revisions.get(id).into_iter().flat_map(|revision| &revision.emendations)
    }

    /// Whether words of a document are left out.
    pub(super) fn is_abridged(&self, id: &Id) -> bool {
        self.sources.revisions.get(id).is_some_and(|revision| revision.abridged)
    }

    /// The documents this edition prints, in order.
    pub(super) fn printed(&self) -> impl Iterator<Item = &Planned<'a>> {
        let chapters = self.manifest.parts.iter().flat_map(|part| &part.chapters);
        let ids = chapters.flat_map(|chapter| &chapter.documents);
        ids.filter_map(|id| self.plan.get(&id.value)).filter(|planned| planned.place.is_some())
    }
}

/// A person as a book names them.
pub(super) fn contributor(credit: &Credit, role: Role) -> Contributor {
    Contributor {
        name: credit.name.clone(),
        file_as: credit.file_as.clone().unwrap_or_else(|| file_as(&credit.name)),
        role: credit.role.clone().unwrap_or(role),
        person: credit.person.clone(),
    }
}

/// The names of people, for a list.
pub(super) fn names(credits: &[Credit]) -> Vec<String> {
    credits.iter().map(|credit| credit.name.clone()).collect()
}

/// Words of the program's.
pub(super) fn said(text: impl Into<String>) -> Inline {
    Inline::Text(Run { text: text.into(), origin: Origin::Program })
}

/// Words of the editor's, as they are written: no Markdown.
pub(super) fn written(text: &Spanned<String>) -> Inline {
    Inline::Text(Run { text: text.value.clone(), origin: Origin::Editor(text.span) })
}
