//! Signs that mark notes begin anew on every page (*New Hart's Rules* 17.2.3); numbers and letters go on.
//!
//! Which page a note comes to stand on is known when the pages are made up, and its mark is as wide as it is: so a
//! stretch of such notes is set until its marks are those of its pages. Where that does not come to rest its notes
//! keep the marks they have by their document, of which no two are alike either.

use std::collections::{BTreeMap, BTreeSet};

use super::makeup::{Heights, PagePlan};
use super::unit::Galley;
use crate::document::{Note, NoteId, is_sign, sign};

/// The marks of notes that are not those of the book.
pub(super) type Marks = BTreeMap<NoteId, String>;

/// Whether a galley has notes at its foot that are marked by signs.
pub(super) fn has_signs(galley: &Galley, notes: &[Note]) -> bool {
    galley.notes.iter().filter_map(|note| note.note).any(|id| is_signed(id, notes))
}

/// The marks that the notes of a galley have on these pages. One that was called on an earlier page keeps its mark,
/// and no other note of the page has that.
pub(super) fn by_page(galley: &Galley, heights: &Heights, plans: &[PagePlan], notes: &[Note]) -> Marks {
    let mut marks = Marks::new();
    for plan in plans {
        let called = heights.called(plan.start) as usize..heights.called(plan.end) as usize;
        let called = galley.notes.get(called).unwrap_or_default();
        let signed = || called.iter().filter_map(|note| note.note).filter(|id| is_signed(*id, notes));
        let taken: BTreeSet<String> = signed().filter_map(|id| marks.get(&id).cloned()).collect();
        let mut free = (1..).map(sign).filter(|mark| !taken.contains(mark));
        for id in signed() {
            if let std::collections::btree_map::Entry::Vacant(entry) = marks.entry(id) {
                entry.insert(free.next().unwrap_or_default());
            }
        }
    }
    marks
}

fn is_signed(id: NoteId, notes: &[Note]) -> bool {
    notes.get(id.0 as usize).is_some_and(|note| is_sign(&note.mark))
}
