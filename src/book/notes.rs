//! Where the notes of a printed book stand that are not at the foot of the page of their call.

use std::collections::{BTreeMap, BTreeSet};

use super::AnchorId;
use crate::document::{Inlines, NoteId};

/// Notes under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoteGroup {
    /// The heading's level, 1 or 2.
    pub level: u8,
    /// Its words: the title of a chapter or document, without note calls; empty where no heading is wanted.
    pub title: Inlines,
    /// Notes in the order of their calls, what a note calls right after it; of two series the authors' first. None under a heading that only stands
    /// over others.
    pub notes: Vec<NoteId>,
}

/// The notes that stand after a division: a chapter, an introduction, a preface, or the whole text, of which they are
/// the section [`super::MatterBody::Notes`]. All other notes stand at the foot of the page, and in an EPUB all do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Endnotes {
    sections: BTreeMap<AnchorId, Vec<NoteGroup>>,
    notes: BTreeSet<NoteId>,
}

impl Endnotes {
    /// Puts `groups` after `division`; where they hold no note, nothing.
    pub fn put(&mut self, division: AnchorId, groups: Vec<NoteGroup>) {
        if groups.iter().all(|group| group.notes.is_empty()) {
            return;
        }
        self.notes.extend(groups.iter().flat_map(|group| &group.notes));
        self.sections.entry(division).or_default().extend(groups);
    }

    /// What stands after `division`; it may be nothing.
    #[must_use]
    pub fn after(&self, division: AnchorId) -> &[NoteGroup] {
        self.sections.get(&division).map_or(&[], Vec::as_slice)
    }

    /// Everything that stands after divisions, by these.
    pub fn sections(&self) -> impl Iterator<Item = (AnchorId, &[NoteGroup])> {
        self.sections.iter().map(|(division, groups)| (*division, groups.as_slice()))
    }

    /// Whether `note` stands after a division.
    #[must_use]
    pub fn holds(&self, note: NoteId) -> bool {
        self.notes.contains(&note)
    }

    /// Whether all notes stand at the foot.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }
}
