//! Notes: set where they are called, each under a mark that leads back to its call; or where the book has them stand,
//! after its chapters or after its text ([`crate::book::Endnotes`]).
//!
//! A note is set once in a stretch, where it is called first. A further call brings nothing to the foot but, where it
//! comes to stand on another page, the note's mark and the page on which the note is: every mark on a page is
//! explained at that page's foot.

use std::borrow::Cow;

use super::galley::{Builder, Frame, Hand, link, program};
use super::structure::Role;
use super::unit::{FootNote, Slice};
use crate::book::{AnchorId, Book, Folio, NoteGroup};
use crate::document::{Block, Inline, Inlines, Note, NoteId};

impl<'a> Builder<'_, 'a> {
    /// Sets a note where it is called for the first time, and the notes called in it; a further call is noted only.
    /// How much of either now waits for the foot.
    pub(super) fn call(&mut self, note: NoteId) -> u16 {
        if let Some(calls) = &mut self.inner_calls {
            calls.push(note);
            return 0;
        }
        if self.book.endnotes.holds(note) {
            return 0;
        }
        let mut count = 0_u16;
        let mut waiting = vec![note];
        while let Some(id) = waiting.pop() {
            let Some(note) = self.book.notes.get(id.0 as usize) else { continue };
            count = count.saturating_add(1);
            let again = !self.called.insert(id);
            let (slices, inner) = if again { Default::default() } else { self.note(id, note) };
            self.galley.notes.push(FootNote { note: Some(id), again, slices });
            waiting.extend(inner.into_iter().rev());
        }
        count
    }

    fn note(&mut self, id: NoteId, note: &'a Note) -> (Vec<Slice>, Vec<NoteId>) {
        let language = note.language.as_ref().unwrap_or(&self.book.metadata.language);
        let frame = Frame::notes(self.measures, language);
        let outer = self.setter.tagger.enter_note();
        let set = self.aside(|builder| builder.note_body(id, note, &frame));
        self.setter.tagger.leave(outer);
        set
    }

    /// Sets a note's mark and words.
    fn note_body(&mut self, id: NoteId, note: &Note, frame: &Frame) {
        let mark = note_mark(id, self.setter.mark(id), self.book);
        self.setter.tagger.expect_label();
        self.flush = false;
        match note.body.split_first() {
            Some((first, rest)) if matches!(first.node, Block::Paragraph(_)) => {
                if let Block::Paragraph(words) = &first.node {
                    let words: Inlines = mark.into_iter().chain(words.iter().cloned()).collect();
                    self.paragraph(&words, first, frame);
                }
                self.blocks(rest, frame);
            }
            _ => {
                self.plain(&mark, frame);
                self.blocks(&note.body, frame);
            }
        }
    }

    /// Sets the notes that stand after a chapter or another text, under a heading of their own.
    pub(super) fn endnotes(&mut self, groups: &'a [NoteGroup]) {
        let frame = Frame::text(self.measures, &self.book.metadata.language);
        self.space = BEFORE;
        self.heading(1, &[program(&self.book.words.notes)], &frame);
        self.note_groups(groups);
    }

    /// Sets notes, those of every text under its title.
    pub(super) fn note_groups(&mut self, groups: &'a [NoteGroup]) {
        for group in groups {
            if !group.title.is_empty() {
                let frame = Frame::text(self.measures, &self.book.metadata.language);
                self.heading(group.level.saturating_add(1), &group.title, &frame);
            }
            for id in &group.notes {
                let Some(note) = self.book.notes.get(id.0 as usize) else { continue };
                let language = note.language.as_ref().unwrap_or(&self.book.metadata.language);
                let frame = Frame::endnotes(self.measures, language);
                let first = self.galley.units.len();
                self.within(Role::Note, |builder| builder.note_body(*id, note, &frame));
                self.galley.endnotes.push((first..self.galley.units.len(), *id));
            }
        }
    }

    /// Sets a note without a mark, called by what was set last: the source note of a document.
    pub(super) fn unmarked_note(&mut self, paragraphs: &[Inlines]) -> u16 {
        if paragraphs.is_empty() {
            return 0;
        }
        let language = &self.book.metadata.language;
        let frame = Frame::notes(self.measures, language);
        let outer = self.setter.tagger.enter_note();
        let (slices, inner) = self.aside(|builder| {
            for words in paragraphs {
                builder.flush = false;
                builder.plain(words, &frame);
            }
        });
        self.setter.tagger.leave(outer);
        self.galley.notes.push(FootNote { note: None, again: false, slices });
        1 + self.calls(&inner)
    }

    /// Sets something beside the galley: its slices, and the notes called in it.
    fn aside(&mut self, set: impl FnOnce(&mut Self)) -> (Vec<Slice>, Vec<NoteId>) {
        let units = std::mem::take(&mut self.galley.units);
        let (flush, space) = (self.flush, self.space);
        let overfull = std::mem::take(&mut self.galley.overfull);
        self.inner_calls = Some(Vec::new());
        (self.flush, self.space) = (false, 0);
        let hand = std::mem::replace(&mut self.hand, Hand::Other);
        set(self);
        self.hand = hand;
        let calls = self.inner_calls.take().unwrap_or_default();
        (self.flush, self.space) = (flush, space);
        let wide = !std::mem::replace(&mut self.galley.overfull, overfull).is_empty();
        let units = std::mem::replace(&mut self.galley.units, units);
        if wide {
            // A note stands, or begins, on the page of its call.
            self.overfull();
        }
        let first = units.into_iter().filter_map(|unit| unit.settings.into_iter().next());
        (first.flat_map(|setting| setting.slices).collect(), calls)
    }
}

/// Empty rows before the notes that follow a text.
const BEFORE: u16 = 3;

/// How many anchors have a page that somebody asks for: the book's places, and where notes stand after a chapter or
/// the text, their calls and they themselves.
pub(super) fn anchors(book: &Book) -> usize {
    book.places.len() + if book.endnotes.is_empty() { 0 } else { 2 * book.notes.len() }
}

/// Anchors of a note's call and of the note, numbered after the book's own places.
pub(super) fn note_anchors(book: &Book, note: NoteId) -> (AnchorId, AnchorId) {
    let first = u32::try_from(book.places.len()).unwrap_or(u32::MAX).saturating_add(note.0.saturating_mul(2));
    (AnchorId(first), AnchorId(first.saturating_add(1)))
}

/// The mark before a note, which leads back to its call.
fn note_mark(id: NoteId, mark: &str, book: &Book) -> Inlines {
    let (call, own) = note_anchors(book, id);
    vec![Inline::Anchor(own), leading(call, mark), program(" ")]
}

/// A note's mark as it stands before the note, leading to `target`.
fn leading(target: AnchorId, mark: &str) -> Inline {
    let point = if mark.chars().all(char::is_alphanumeric) { "." } else { "" };
    link(target, vec![program(&format!("{mark}{point}"))])
}

/// What stands at the foot of a page that calls a note of an earlier one: its mark, and where it is.
pub(super) fn reference((id, mark): (NoteId, &str), page: Folio, book: &Book) -> Inlines {
    let (_, own) = note_anchors(book, id);
    let words = book.words.see_page.replace("{page}", &page.to_string());
    vec![leading(own, mark), program(" "), link(own, vec![program(&words)])]
}

/// The words with each note's call made a link to the note.
pub(super) fn linked<'w>(inlines: &'w [Inline], book: &Book) -> Cow<'w, [Inline]> {
    if !has_calls(inlines) {
        return Cow::Borrowed(inlines);
    }
    let led = |inline: &Inline| -> Vec<Inline> {
        match inline {
            Inline::NoteCall(id) => {
                let (call, own) = note_anchors(book, *id);
                vec![Inline::Anchor(call), link(own, vec![inline.clone()])]
            }
            Inline::Styled(style, words) => vec![Inline::Styled(*style, linked(words, book).into_owned())],
            Inline::Foreign(language, words) => {
                vec![Inline::Foreign(language.clone(), linked(words, book).into_owned())]
            }
            _ => vec![inline.clone()],
        }
    };
    Cow::Owned(inlines.iter().flat_map(led).collect())
}

fn has_calls(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::NoteCall(_) => true,
        Inline::Styled(_, words) | Inline::Foreign(_, words) => has_calls(words),
        _ => false,
    })
}
