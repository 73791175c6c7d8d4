//! Makes the index: finds where each heading is treated, and puts the headings in order.
//!
//! Enters: the terms, the people and a [`Book`] whose text is complete, with the editor's index marks in
//! it. Leaves: the [`Index`], and in the book's text an anchor at each place it refers to; the marks are gone.
//! Page numbers come later ([`crate::book::locators`]). Never: changes a word.

use std::collections::BTreeMap;

use crate::book::{AnchorId, Book, Index};
use crate::diagnostic::Diagnostics;
use crate::id::Id;
use crate::manifest::{IndexSpec, Person};
use crate::source::Reading;

/// What an index is made of.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// Terms and how they are put in order.
    pub spec: &'a IndexSpec,
    /// People, who become headings if the spec says so.
    pub people: &'a BTreeMap<Id, Person>,
    /// How headings are read.
    pub reading: Reading,
    /// The anchor of the section of matter the index will stand in.
    pub division: AnchorId,
}

/// Makes the index of `book`, in the order of its language.
pub fn collate(task: &Task<'_>, book: &mut Book, diagnostics: &mut Diagnostics) -> Index {
    let _ = (task, book, diagnostics);
    Index { groups: Vec::new() }
}
