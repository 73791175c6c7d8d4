//! Numbers the notes of a book: whose note has which mark, and where counting begins anew.

use super::desk::Desk;
use super::walk;
use crate::document::{Block, Inline, Inlines, Located, NoteId, Voice};
use crate::manifest::{NoteMarks, NoteReach, StyleSpec};

/// Whether a series is counted in numbers.
fn counts(marks: NoteMarks) -> bool {
    matches!(marks, NoteMarks::Numbers | NoteMarks::Signed)
}

/// The mark of the `n`th note of a series, from 1.
fn mark(marks: NoteMarks, n: u32) -> String {
    match marks {
        NoteMarks::Numbers | NoteMarks::Signed => n.to_string(),
        NoteMarks::Symbols => repeated(&["*", "†", "‡", "§", "‖", "¶"], n),
        NoteMarks::Letters => {
            const LETTERS: [&str; 26] = [
                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
                "u", "v", "w", "x", "y", "z",
            ];
            repeated(&LETTERS, n)
        }
    }
}

/// Sign `n` of `signs`, from 1; after the last they begin again, one more of each.
fn repeated(signs: &[&str], n: u32) -> String {
    let at = n.saturating_sub(1) as usize;
    // A thousand notes of one series would make marks nobody can read: beyond eight signs, numbers.
    match at / signs.len() {
        round @ 0..8 => signs[at % signs.len()].repeat(round + 1),
        _ => n.to_string(),
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

    /// The mark of the next note of `voice`. Where both series are numbers they are one.
    pub(super) fn next(&mut self, voice: Voice) -> String {
        let own = voice == Voice::Editor && !(counts(self.author) && counts(self.editor));
        let count = if own { &mut self.editor_count } else { &mut self.author_count };
        *count = count.saturating_add(1);
        mark(if voice == Voice::Editor { self.editor } else { self.author }, *count)
    }

    /// Whether a note of `voice` says at its end who wrote it.
    pub(super) fn signs(&self, voice: Voice) -> bool {
        voice == Voice::Editor && self.editor == NoteMarks::Signed
    }
}

impl Desk<'_> {
    /// Marks the notes from `first` on in the order in which they are read and set: what a note calls comes right
    /// after it, before the next of the text.
    pub(super) fn mark_notes(&mut self, title: Option<&Inlines>, texts: &[&mut Vec<Located<Block>>], first: usize) {
        let mut calls = Vec::new();
        let mut see = |inline: &Inline| calls.extend(called(inline));
        if let Some(title) = title {
            walk::inlines(title, &mut see);
        }
        for blocks in texts {
            walk::all_inlines(blocks, &mut see);
        }
        calls.reverse();
        let mut marked = vec![false; self.notes.len().saturating_sub(first)];
        while let Some(NoteId(id)) = calls.pop() {
            let Some(done) = (id as usize).checked_sub(first).and_then(|at| marked.get_mut(at)) else { continue };
            let Some(note) = self.notes.get_mut(id as usize).filter(|_| !std::mem::replace(done, true)) else {
                continue;
            };
            note.mark = self.numbering.next(note.voice);
            let from = calls.len();
            walk::all_inlines(&note.body, &mut |inline| calls.extend(called(inline)));
            calls[from..].reverse();
        }
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
