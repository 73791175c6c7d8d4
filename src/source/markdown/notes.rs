//! Notes of a document: defined once, called once or more, numbered by their first calls.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::mask::{self, Mask};
use crate::diagnostic::Span;
use crate::document::{Block, Located, Note, NoteId, Voice};

/// What is to become of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Definition {
    /// A note.
    Note,
    /// A second definition of the note first defined here.
    Again(Span),
    /// Nobody calls it.
    Uncalled,
}

/// The notes of a document while it is read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The labels that are called, in the order of their first calls.
    called: Vec<String>,
    /// The labels that are defined.
    defined: BTreeSet<String>,
    /// The notes' numbers by label.
    ids: BTreeMap<String, NoteId>,
    /// What has been read of each.
    bodies: BTreeMap<String, Note>,
}

impl Notes {
    pub(super) fn of(masks: &[Mask]) -> Self {
        Self { called: mask::called(masks), ..Self::default() }
    }

    /// Learns which labels the text defines, and numbers those that are called.
    pub(super) fn define(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        for (event, _) in events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                self.defined.insert(label.trim().to_lowercase());
            }
        }
        for label in &self.called {
            if self.defined.contains(label) {
                let next = NoteId(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
                self.ids.entry(label.clone()).or_insert(next);
            }
        }
    }

    /// The number of the note that is called, `None` if there is no such note.
    pub(super) fn call(&self, label: &str) -> Option<NoteId> {
        self.ids.get(label).copied()
    }

    /// The label that is defined and most like this one.
    pub(super) fn nearest(&self, label: &str) -> Option<&str> {
        crate::diagnostic::nearest(label, self.defined.iter().map(String::as_str))
    }

    /// What a definition of `label` at `span` is.
    pub(super) fn begin(&mut self, label: &str, span: Span) -> Definition {
        let key = label.to_lowercase();
        if let Some(first) = self.bodies.get(&key) {
            return Definition::Again(first.span);
        }
        if !self.ids.contains_key(&key) {
            return Definition::Uncalled;
        }
        self.bodies
            .insert(key, Note { voice: Voice::Author, mark: label.to_owned(), language: None, body: Vec::new(), span });
        Definition::Note
    }

    pub(super) fn fill(&mut self, label: &str, body: Vec<Located<Block>>) {
        if let Some(note) = self.bodies.get_mut(&label.to_lowercase()) {
            note.body = body;
        }
    }

    /// The notes in the order of their numbers. A note that was defined where none can be read (in verse) is empty.
    pub(super) fn finish(mut self, unread: Span) -> Vec<Note> {
        let mut labels: Vec<(NoteId, String)> = self.ids.into_iter().map(|(label, id)| (id, label)).collect();
        labels.sort();
        let empty = |mark| Note { voice: Voice::Author, mark, language: None, body: Vec::new(), span: unread };
        labels.into_iter().map(|(_, label)| self.bodies.remove(&label).unwrap_or_else(|| empty(label))).collect()
    }
}
