//! The table of contents, made from the book itself.

use super::{AnchorId, Book};
use crate::document::Inlines;

/// One line of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// 0: part or matter outside the parts; 1: chapter (or matter without parts …); 2: document.
    pub depth: u8,
    /// Where it leads.
    pub target: AnchorId,
    /// Title.
    pub title: Inlines,
    /// Authors as printed; empty where there are none.
    pub byline: String,
    /// Date as printed.
    pub date: Option<String>,
}

/// The entries, in the order of the book. A chapter of one document is one entry if their titles agree
/// or the chapter has none; matter without a heading has no entry; nor has what stands before the contents.
#[must_use]
pub fn contents(book: &Book) -> Vec<ContentsEntry> {
    let _ = book;
    todo!("helper: edit")
}
