//! Puts the notes of a printed book after its chapters or after its text, where `[style] notes` wants them there.
//!
//! Enters a book whose notes are marked. Leaves its [`Endnotes`]: which notes stand after which division, in the order
//! of their calls, and under which headings: a heading for every text whose notes are counted by themselves, and at
//! the book's end one for every chapter (*Chicago* 14.46–48). The source notes of documents are no notes of this kind:
//! they stay at the foot of the opening page.

use std::collections::BTreeSet;

use super::notes::{Numbering, Order};
use crate::book::{
    AnchorId, Book, Chapter, Endnotes, Matter, MatterBody, NoteGroup, Part, Prose, Selection, Words, bare,
};
use crate::document::{Inline, Inlines, Note, NoteId, Origin, Run, Voice};
use crate::manifest::{NotePlace, NoteReach, StyleSpec};

/// Where the notes of `book` stand in print. A section of notes without any is taken out of it.
pub(super) fn endnotes(style: &StyleSpec, book: &mut Book) {
    let mut arranger = Arranger {
        notes: &book.notes,
        words: &book.words,
        by_document: style.note_numbering == NoteReach::Document,
        by_series: !Numbering::new(style).is_one(),
        seen: BTreeSet::new(),
        endnotes: Endnotes::default(),
    };
    match style.notes {
        NotePlace::Footnotes => {}
        NotePlace::ChapterEnd => arranger.after_chapters(book),
        NotePlace::BookEnd => {
            let is_notes = |matter: &&Matter| matches!(matter.body, MatterBody::Notes);
            if let Some(section) = book.back.iter().find(is_notes) {
                arranger.after_text(book, section.anchor);
            }
        }
    }
    book.endnotes = arranger.endnotes;
    let Book { back, endnotes, .. } = book;
    back.retain(|matter| !matches!(matter.body, MatterBody::Notes) || !endnotes.after(matter.anchor).is_empty());
}

/// Finds out which notes belong together.
struct Arranger<'b> {
    notes: &'b [Note],
    words: &'b Words,
    /// Whether the notes of every document are counted by themselves.
    by_document: bool,
    /// Whether the editors' notes are a series of their own.
    by_series: bool,
    seen: BTreeSet<NoteId>,
    endnotes: Endnotes,
}

impl Arranger<'_> {
    /// Puts `groups` after a division. Of two series under one heading the authors' comes first, whole: 1, 2, a, b and
    /// not a, 1, b, 2, among which nobody finds a number.
    fn put(&mut self, division: AnchorId, mut groups: Vec<NoteGroup>) {
        if self.by_series {
            let of_editor = |id: &NoteId| self.notes.get(id.0 as usize).is_some_and(|note| note.voice == Voice::Editor);
            for group in &mut groups {
                group.notes.sort_by_key(of_editor);
            }
        }
        self.endnotes.put(division, groups);
    }

    fn after_chapters(&mut self, book: &Book) {
        self.after_matter(&book.front);
        for part in &book.parts {
            let introduction = self.prose(part.introduction.as_ref());
            self.put(part.anchor, vec![untitled(introduction)]);
            for chapter in &part.chapters {
                let several = chapter.selections.len() > 1 || chapter.introduction.is_some();
                let groups = self.chapter(chapter, 2, self.by_document && several);
                self.put(chapter.anchor, groups);
            }
        }
        self.after_matter(&book.back);
    }

    fn after_matter(&mut self, sections: &[Matter]) {
        for section in sections {
            let notes = self.matter(section);
            self.put(section.anchor, vec![untitled(notes)]);
        }
    }

    /// Everything in one section, chapter by chapter.
    fn after_text(&mut self, book: &Book, section: AnchorId) {
        let mut groups: Vec<NoteGroup> = Vec::new();
        for matter in &book.front {
            groups.extend(headed(1, &matter.title, self.matter(matter)));
        }
        for part in &book.parts {
            self.part(part, &mut groups);
        }
        for matter in &book.back {
            groups.extend(headed(1, &matter.title, self.matter(matter)));
        }
        self.put(section, groups);
    }

    fn part(&mut self, part: &Part, groups: &mut Vec<NoteGroup>) {
        let title = part.title.clone().unwrap_or_else(|| self.introduction());
        groups.extend(headed(1, &title, self.prose(part.introduction.as_ref())));
        for chapter in &part.chapters {
            let Some(title) = chapter.title.as_ref().filter(|_| chapter.only().is_none()) else {
                // A chapter that is one document, or has no title, is known by the titles of its documents.
                let mut within = self.chapter(chapter, 1, true);
                if let Some(first) = within.first_mut().filter(|first| first.title.is_empty()) {
                    first.title = self.introduction();
                }
                groups.extend(within);
                continue;
            };
            let mut within = self.chapter(chapter, 2, self.by_document).into_iter().peekable();
            let Some(first) = within.peek() else { continue };
            let notes = if first.title.is_empty() { within.next().map(|first| first.notes) } else { None };
            groups.push(NoteGroup { level: 1, title: bare(title), notes: notes.unwrap_or_default() });
            groups.extend(within);
        }
    }

    /// What an introduction is called that stands under no title.
    fn introduction(&self) -> Inlines {
        vec![Inline::Text(Run { text: self.words.introduction.clone(), origin: Origin::Program })]
    }

    /// The notes of a chapter: those of its introduction, then those of every document under its title; all in one
    /// group without a heading where the documents are not to be told apart.
    fn chapter(&mut self, chapter: &Chapter, level: u8, titled: bool) -> Vec<NoteGroup> {
        let mut groups = vec![untitled(self.prose(chapter.introduction.as_ref()))];
        for selection in &chapter.selections {
            let notes = self.selection(selection);
            match groups.last_mut() {
                Some(last) if !titled => last.notes.extend(notes),
                _ => groups.extend(headed(level, &selection.title, notes)),
            }
        }
        groups.retain(|group| !group.notes.is_empty());
        groups
    }

    fn selection(&mut self, selection: &Selection) -> Vec<NoteId> {
        let mut order = Order::default();
        order.title(&selection.title);
        for prose in selection.headnote.iter().chain([&selection.text]) {
            order.text(&prose.blocks);
        }
        order.notes(self.notes, &mut self.seen)
    }

    fn matter(&mut self, matter: &Matter) -> Vec<NoteId> {
        let MatterBody::Prose(prose) = &matter.body else { return Vec::new() };
        let mut order = Order::default();
        order.title(&matter.title);
        order.text(&prose.blocks);
        order.notes(self.notes, &mut self.seen)
    }

    fn prose(&mut self, prose: Option<&Prose>) -> Vec<NoteId> {
        let mut order = Order::default();
        if let Some(prose) = prose {
            order.text(&prose.blocks);
        }
        order.notes(self.notes, &mut self.seen)
    }
}

fn untitled(notes: Vec<NoteId>) -> NoteGroup {
    NoteGroup { level: 1, title: Inlines::new(), notes }
}

/// Notes under a heading, if there are any.
fn headed(level: u8, title: &Inlines, notes: Vec<NoteId>) -> Option<NoteGroup> {
    (!notes.is_empty()).then(|| NoteGroup { level, title: bare(title), notes })
}
