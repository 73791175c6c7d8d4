//! Notes of a document: defined once, called once or more, numbered by their first calls.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::mask::{Covered, Mask};
use crate::diagnostic::Span;
use crate::document::{Block, Located, Note, NoteId, Voice};

/// What is to become of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Definition {
    /// A note.
    Note,
    /// A second definition of the note first defined here.
    Again(Span),
    /// Nobody calls it but, perhaps, notes that nobody calls.
    Uncalled,
}

/// The notes of a document while it is read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The labels that are defined.
    defined: BTreeSet<String>,
    /// The notes' numbers by label.
    ids: BTreeMap<String, NoteId>,
    /// What has been read of each.
    bodies: BTreeMap<String, Note>,
}

impl Notes {
    /// Learns which labels the text defines, and numbers those that are called in the order of their first calls.
    pub(super) fn define(&mut self, events: &[(Event<'_>, Range<usize>)], masks: &[Mask]) {
        let calls = Calls::of(events, masks);
        let reached = calls.reached();
        self.defined = calls.definitions.keys().cloned().collect();
        for (label, _) in &calls.all {
            if reached.contains(*label) {
                let next = NoteId(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
                self.ids.entry((*label).to_owned()).or_insert(next);
            }
        }
    }

    /// Whether the text defines the note.
    pub(super) fn defines(&self, label: &str) -> bool {
        self.defined.contains(label)
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
        let key = key(label);
        if let Some(first) = self.bodies.get(&key) {
            return Definition::Again(first.span);
        }
        if !self.ids.contains_key(&key) {
            return Definition::Uncalled;
        }
        let voice = voice(&key);
        let mark = label.to_owned();
        self.bodies.insert(key, Note { voice, mark, language: None, signature: None, body: Vec::new(), span });
        Definition::Note
    }

    /// Fills a note that was begun; where it is if it says nothing.
    pub(super) fn fill(&mut self, label: &str, body: Vec<Located<Block>>) -> Option<Span> {
        let note = self.bodies.get_mut(&key(label))?;
        note.body = body;
        note.body.is_empty().then_some(note.span)
    }

    /// The notes in the order of their numbers. A note that was defined where none can be read (in verse) is empty.
    pub(super) fn finish(mut self, unread: Span) -> Vec<Note> {
        let mut labels: Vec<(NoteId, String)> = self.ids.into_iter().map(|(label, id)| (id, label)).collect();
        labels.sort();
        let empty =
            |mark| Note { voice: Voice::Author, mark, language: None, signature: None, body: Vec::new(), span: unread };
        labels.into_iter().map(|(_, label)| self.bodies.remove(&label).unwrap_or_else(|| empty(label))).collect()
    }
}

/// The label as it is looked up.
fn key(label: &str) -> String {
    label.trim().to_lowercase()
}

/// Whose note a label says it is: `[^translator-1]`, `[^editor-1]` of a source's own editor; else the author's.
fn voice(label: &str) -> Voice {
    let is = |word: &str| {
        let rest = label.strip_prefix(word);
        rest.is_some_and(|rest| rest.trim_start_matches(['-', '.', ' ']).chars().all(|c| c.is_ascii_digit()))
    };
    if is("translator") {
        Voice::Translator
    } else if is("editor") {
        Voice::SourceEditor
    } else {
        Voice::Author
    }
}

/// Who calls whom.
#[derive(Debug, Default)]
struct Calls<'a> {
    /// First definitions by label, in the order written.
    definitions: BTreeMap<String, usize>,
    /// Every call: the label, and the definition it stands in.
    all: Vec<(&'a str, Option<usize>)>,
}

impl<'a> Calls<'a> {
    fn of(events: &[(Event<'_>, Range<usize>)], masks: &'a [Mask]) -> Self {
        let mut calls = Self::default();
        let mut masks = masks.iter().peekable();
        // The definitions that are open; a second one of the same note belongs to what is around it.
        let mut open: Vec<Option<usize>> = Vec::new();
        for (event, range) in events {
            let at = match event {
                Event::Start(Tag::FootnoteDefinition(_)) => range.start,
                Event::End(TagEnd::FootnoteDefinition) => range.end,
                _ => continue,
            };
            let around = open.last().copied().flatten();
            while let Some(mask) = masks.next_if(|mask| mask.range.start < at) {
                calls.add(mask, around);
            }
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                let number = calls.definitions.len();
                let first = *calls.definitions.entry(key(label)).or_insert(number) == number;
                open.push(if first { Some(number) } else { around });
            } else {
                open.pop();
            }
        }
        masks.for_each(|mask| calls.add(mask, None));
        calls
    }

    fn add(&mut self, mask: &'a Mask, around: Option<usize>) {
        if let Covered::Call(label) = &mask.what {
            self.all.push((label, around));
        }
    }

    /// The labels that are called from the text, or from notes that are. A note that nobody calls becomes text, and
    /// so do its calls; of notes that only call each other it is the first.
    fn reached(&self) -> BTreeSet<&str> {
        let mut labels = vec![""; self.definitions.len()];
        for (label, number) in &self.definitions {
            labels[*number] = label;
        }
        let mut inside = vec![Vec::new(); labels.len()];
        let mut text = Vec::new();
        for (label, around) in &self.all {
            around.map_or(&mut text, |number| &mut inside[number]).push(*label);
        }
        let called: BTreeSet<&str> = self.all.iter().map(|(label, _)| *label).collect();
        let (in_rings, alone): (Vec<&str>, Vec<&str>) = labels.iter().partition(|label| called.contains(*label));
        let mut reached = BTreeSet::new();
        self.follow(text, &inside, &mut reached);
        let mut becomes_text = BTreeSet::new();
        for label in alone.into_iter().chain(in_rings) {
            if let Some(number) = self.definitions.get(label)
                && reached.insert(label)
            {
                becomes_text.insert(label);
                self.follow(inside[*number].clone(), &inside, &mut reached);
            }
        }
        reached.retain(|label| !becomes_text.contains(label));
        reached
    }

    fn follow<'b>(&self, mut calls: Vec<&'b str>, inside: &[Vec<&'b str>], reached: &mut BTreeSet<&'b str>) {
        while let Some(label) = calls.pop() {
            if let Some(number) = self.definitions.get(label)
                && reached.insert(label)
            {
                calls.extend(&inside[*number]);
            }
        }
    }
}
