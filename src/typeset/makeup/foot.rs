//! The notes at a page's foot: how much of them stands there, and what is carried over.
//!
//! Notes stand whole on the page of their call, all but the last one that is called there, which may be cut with two
//! rows on either side. A very long note, cut from page to page, leaves half of each page to the text; where little
//! text is left before the next call, that stands together and the note has pages of its own.

use super::{Heights, NotePosition};

/// A cut note, which is worse than a page short by a line, and each row of it that is carried over.
const SPLIT: f64 = 2500.0;
const CARRIED: f64 = 20.0;

/// Notes at the foot: where they end, how high they are with their rule, what their cutting costs.
pub(super) struct Foot {
    pub(super) end: NotePosition,
    pub(super) height: i64,
    pub(super) cost: f64,
}

/// The notes of a galley.
pub(super) struct Notes<'a> {
    heights: &'a Heights,
    /// Rows of all notes before each.
    before: Vec<u32>,
    /// Rows that a very long note may have on a page where text stands.
    share: i64,
}

impl<'a> Notes<'a> {
    pub(super) fn new(heights: &'a Heights) -> Self {
        let mut before = vec![0];
        let mut sum = 0_u32;
        for note in &heights.notes {
            sum = sum.saturating_add(note.last().copied().unwrap_or(0));
            before.push(sum);
        }
        let page = &heights.page;
        let half = i64::from(page.rows) * page.leading / 2 - page.separation;
        Self { heights, before, share: half.div_euclid(page.note_leading.max(1)).max(4) }
    }

    /// Whether a note is so long that it may be given a share only.
    pub(super) fn any_long(&self) -> bool {
        self.heights.notes.iter().any(|cuts| cuts.last().is_some_and(|rows| i64::from(*rows) > self.share))
    }

    /// The notes up to `called` in a room of this height: all of them, or all but a part of the last. With `shared`, a
    /// very long one has only its share.
    pub(super) fn foot(&self, from: NotePosition, called: u32, (room, shared): (i64, bool)) -> Option<Foot> {
        let page = &self.heights.page;
        let due = self.rows(NotePosition { note: called, slice: 0 }) - self.rows(from);
        let end = NotePosition { note: called.max(from.note), slice: 0 };
        if due <= 0 {
            return Some(Foot { end, height: 0, cost: 0.0 });
        }
        let room = (room - page.separation).div_euclid(page.note_leading.max(1));
        let high = |rows: i64| page.separation + rows * page.note_leading;
        // The last note that has rows: a further call of one brings none.
        let set = |note: &u32| self.heights.notes.get(*note as usize).is_some_and(|cuts| !cuts.is_empty());
        let note = (from.note..called).rev().find(set)?;
        let cuts = self.heights.notes.get(note as usize)?;
        let (whole, begun) = if note == from.note {
            (0, from.slice as usize)
        } else {
            (self.rows(NotePosition { note, slice: 0 }) - self.rows(from), 0)
        };
        let room = if shared && due - whole > self.share { room.min(whole + self.share) } else { room };
        if due <= room {
            return Some(Foot { end, height: high(due), cost: 0.0 });
        }
        // The last note is cut; at least two rows of it stand on either side.
        let upto = |slice: usize| slice.checked_sub(1).and_then(|at| cuts.get(at)).map_or(0, |rows| i64::from(*rows));
        let (done, all) = (upto(begun), i64::from(cuts.last().copied().unwrap_or(0)));
        let most = (done + room - whole).min(all - 2);
        let slice = cuts.partition_point(|rows| i64::from(*rows) <= most);
        let kept = upto(slice) - done;
        if slice <= begun || kept < 2 {
            return None;
        }
        #[allow(clippy::cast_precision_loss, reason = "rows are few")]
        let cost = SPLIT + CARRIED * (all - done - kept) as f64;
        let slice = u32::try_from(slice).ok()?;
        Some(Foot { end: NotePosition { note, slice }, height: high(whole + kept), cost })
    }

    /// Rows of notes before `at`.
    pub(super) fn rows(&self, at: NotePosition) -> i64 {
        let before = self.before.get(at.note as usize).or(self.before.last()).copied().unwrap_or(0);
        let within =
            at.slice.checked_sub(1).and_then(|slice| self.heights.notes.get(at.note as usize)?.get(slice as usize));
        i64::from(before) + i64::from(within.copied().unwrap_or(0))
    }

    /// As many slices of the notes up to `called` as fit into `room`, but one.
    pub(super) fn force(&self, from: NotePosition, called: u32, room: i64) -> NotePosition {
        let page = &self.heights.page;
        let most = (room - page.separation).div_euclid(page.note_leading.max(1)) + self.rows(from);
        let mut at = from;
        while at.note < called {
            let slices = self.heights.notes.get(at.note as usize).map_or(0, Vec::len);
            let next = NotePosition { note: at.note, slice: at.slice + 1 };
            let ended = next.slice as usize >= slices;
            let next = if ended { NotePosition { note: at.note + 1, slice: 0 } } else { next };
            if at != from && self.rows(next) > most {
                break;
            }
            at = next;
        }
        self.with_two_left(from, at)
    }

    /// `at` or, where only one row of a note would be carried over, one before it if two are left on this side.
    fn with_two_left(&self, from: NotePosition, at: NotePosition) -> NotePosition {
        let all = self.heights.notes.get(at.note as usize).and_then(|cuts| cuts.last()).copied().unwrap_or(0);
        let end = self.rows(NotePosition { note: at.note, slice: 0 }) + i64::from(all);
        let sooner = NotePosition { slice: at.slice.saturating_sub(1), ..at };
        let first = self.rows(from.max(NotePosition { note: at.note, slice: 0 }));
        let lonely = at.slice > 0 && end - self.rows(at) == 1;
        if lonely && self.rows(sooner) - first >= 2 { sooner } else { at }
    }
}
