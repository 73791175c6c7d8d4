//! The index of a book, and the one resolver of its locators.
//!
//! `edit` collates entries and says at which anchors each is treated; only after makeup is it known on
//! which pages these stand. [`locators`] then merges, orders and shortens them (Chicago 18, 15.13–16).

use super::{AnchorId, PageMap, Place};
use crate::document::{Inlines, NoteId};

/// An index, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Entries by first letter.
    pub groups: Vec<Group>,
}

/// The entries under one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The letter; a sign for entries that begin with none.
    pub letter: String,
    /// Entries, in order.
    pub entries: Vec<Entry>,
}

/// A heading or subheading and what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry's own anchor, for cross-references to lead to.
    pub anchor: AnchorId,
    /// The heading.
    pub heading: Inlines,
    /// Where it is treated, in reading order.
    pub references: Vec<Reference>,
    /// *See*: the heading to look under instead.
    pub see: Vec<CrossReference>,
    /// *See also*.
    pub see_also: Vec<CrossReference>,
    /// Subheadings, in order.
    pub subentries: Vec<Entry>,
}

/// A place where something is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Where it is, or begins.
    pub from: AnchorId,
    /// Where it ends, for a stretch.
    pub to: Option<AnchorId>,
    /// Whether it is the chief treatment.
    pub principal: bool,
    /// The note it stands in.
    pub note: Option<NoteId>,
}

/// A reference from heading to heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReference {
    /// The heading's words, as they are to be printed.
    pub heading: Inlines,
    /// The entry's anchor.
    pub target: AnchorId,
}

/// A locator as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// "34", "34–36", "45n2".
    pub text: String,
    /// Where it leads.
    pub target: AnchorId,
    /// Whether it is the chief treatment.
    pub principal: bool,
}

/// Resolves `references` into printed locators: in order, none twice, neighbours merged as the house
/// has it. `label` gives the mark of a note.
#[must_use]
pub fn locators(
    references: &[Reference],
    pages: &PageMap,
    places: &[Place],
    note_mark: &dyn Fn(NoteId) -> String,
) -> Vec<Locator> {
    let _ = (references, pages, places, note_mark);
    todo!("helper: index")
}
