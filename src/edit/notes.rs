//! Numbers the notes of a book: whose note has which mark, and where counting begins anew.

use std::collections::BTreeSet;

use super::cite::Series;
use super::desk::Desk;
use super::walk;
use crate::document::{Block, Inline, Inlines, Located, Note, NoteId, Voice, repeated, sign};
use crate::manifest::{NoteMarks, NoteReach, StyleSpec};

/// Whether a series is counted in numbers.
fn counts(marks: NoteMarks) -> bool {
    matches!(marks, NoteMarks::Numbers | NoteMarks::Signed)
}

/// The mark of the `n`th note of a series, from 1.
fn mark(marks: NoteMarks, n: u32) -> String {
    match marks {
        NoteMarks::Numbers | NoteMarks::Signed => n.to_string(),
        NoteMarks::Symbols => sign(n),
        NoteMarks::Letters => {
            const LETTERS: [&str; 26] = [
                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
                "u", "v", "w", "x", "y", "z",
            ];
            repeated(&LETTERS, n)
        }
    }
}

/// The two series of a book's notes and how far each has come.
#[derive(Debug)]
pub(super) struct Numbering {
    author: NoteMarks,
    editor: NoteMarks,
    reach: NoteReach,
    author_count: u32,
    editor_count: u32,
}

impl Numbering {
    /// As `[style]` has it.
    pub(super) fn new(style: &StyleSpec) -> Self {
        Self {
            author: style.author_notes,
            editor: style.editor_notes,
            reach: style.note_numbering,
            author_count: 0,
            editor_count: 0,
        }
    }

    /// A document, or an introduction or preface, begins.
    pub(super) fn open_text(&mut self) {
        if self.reach == NoteReach::Document {
            self.restart();
        }
    }

    /// A chapter or part begins.
    pub(super) fn open_chapter(&mut self) {
        if self.reach != NoteReach::Book {
            self.restart();
        }
    }

    fn restart(&mut self) {
        self.author_count = 0;
        self.editor_count = 0;
    }

    /// The mark of the next note of `voice`. Where both series are marked alike they are one.
    pub(super) fn next(&mut self, voice: Voice) -> String {
        let count = match self.series(voice) {
            Series::Editor => &mut self.editor_count,
            Series::Author => &mut self.author_count,
        };
        *count = count.saturating_add(1);
        mark(if voice == Voice::Editor { self.editor } else { self.author }, *count)
    }

    /// The series in which a note of `voice` is counted.
    pub(super) fn series(&self, voice: Voice) -> Series {
        if voice == Voice::Editor && !self.is_one() { Series::Editor } else { Series::Author }
    }

    /// Whether the editor's notes say at their end who wrote them.
    pub(super) fn signs(&self) -> bool {
        self.editor == NoteMarks::Signed
    }

    /// Whether the author's notes and the editor's are one series.
    pub(super) fn is_one(&self) -> bool {
        self.author == self.editor || counts(self.author) && counts(self.editor)
    }
}

impl Desk<'_> {
    /// Marks the notes of one text, which are those from `first` on, in the order in which they are read and set, and
    /// gives their numbers in this order.
    pub(super) fn mark_notes(
        &mut self,
        title: Option<&Inlines>,
        texts: &[&mut Vec<Located<Block>>],
        first: usize,
    ) -> Vec<usize> {
        let mut order = Order::default();
        if let Some(title) = title {
            order.title(title);
        }
        for blocks in texts {
            order.text(blocks);
        }
        let mut marked = Vec::new();
        for NoteId(id) in order.notes(&self.notes, &mut BTreeSet::new()) {
            let id = id as usize;
            if let Some(note) = self.notes.get_mut(id).filter(|_| id >= first) {
                note.mark = self.numbering.next(note.voice);
                marked.push(id);
            }
        }
        marked
    }
}

/// The order in which notes are read and set: that of their calls, and what a note calls comes right after it,
/// before the next of the text.
#[derive(Debug, Default)]
pub(super) struct Order {
    calls: Vec<NoteId>,
}

impl Order {
    /// Takes in what a title calls.
    pub(super) fn title(&mut self, title: &[Inline]) {
        walk::inlines(title, &mut |inline| self.calls.extend(called(inline)));
    }

    /// Takes in what a text calls.
    pub(super) fn text(&mut self, blocks: &[Located<Block>]) {
        walk::all_inlines(blocks, &mut |inline| self.calls.extend(called(inline)));
    }

    /// The notes that were called, in order, each once; those that were `seen` before are left out.
    pub(super) fn notes(mut self, notes: &[Note], seen: &mut BTreeSet<NoteId>) -> Vec<NoteId> {
        let mut order = Vec::with_capacity(self.calls.len());
        self.calls.reverse();
        while let Some(id) = self.calls.pop() {
            let Some(note) = notes.get(id.0 as usize) else { continue };
            if !seen.insert(id) {
                continue;
            }
            order.push(id);
            let from = self.calls.len();
            self.text(&note.body);
            self.calls[from..].reverse();
        }
        order
    }
}

fn called(inline: &Inline) -> Option<NoteId> {
    if let Inline::NoteCall(id) = inline { Some(*id) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_each_scheme() {
        assert_eq!(mark(NoteMarks::Symbols, 1), "*");
        assert_eq!(mark(NoteMarks::Symbols, 8), "††");
        assert_eq!(mark(NoteMarks::Letters, 26), "z");
        assert_eq!(mark(NoteMarks::Letters, 27), "aa");
        assert_eq!(mark(NoteMarks::Letters, 26 * 8 + 1), "209");
        assert_eq!(mark(NoteMarks::Signed, 12), "12");
    }

    #[test]
    fn two_numbered_series_are_one() {
        let mut one = Numbering {
            author: NoteMarks::Numbers,
            editor: NoteMarks::Signed,
            reach: NoteReach::Document,
            author_count: 0,
            editor_count: 0,
        };
        assert_eq!([one.next(Voice::Editor), one.next(Voice::Author), one.next(Voice::Editor)], ["1", "2", "3"]);
        one.open_text();
        assert_eq!(one.next(Voice::Author), "1");
        let mut two = Numbering { editor: NoteMarks::Symbols, reach: NoteReach::Chapter, author_count: 0, ..one };
        assert_eq!([two.next(Voice::Editor), two.next(Voice::Author), two.next(Voice::Editor)], ["*", "1", "†"]);
        two.open_text();
        assert_eq!(two.next(Voice::Author), "2");
        two.open_chapter();
        assert_eq!(two.next(Voice::Editor), "*");
    }
}
