//! Which line of its page something stands on: "45.12" in lists of emendations.
//!
//! As readers count: every line of print from the head of the text block down, headings and notes included, running
//! head, folio and figures in the margin left out; white counts for nothing.

use std::collections::BTreeSet;

use super::page::{Item, Placed};
use crate::book::{AnchorId, Book};
use crate::document::{Inline, walk};
use crate::length::Length;

/// The places whose lines a text of the book names.
pub(super) fn named(book: &Book) -> BTreeSet<AnchorId> {
    let mut named = BTreeSet::new();
    let mut see = |inline: &Inline| {
        if let Inline::LineOf(anchor) = inline {
            named.insert(*anchor);
        }
    };
    book.texts().for_each(|blocks| walk::all_inlines(blocks, &mut see));
    named
}

/// The line of what begins at the height `y` among `items`, which have no head and no folio yet: that of the first
/// baseline below.
pub(super) fn line(items: &[Placed], y: Length) -> u32 {
    let baseline = |placed: &Placed| match &placed.item {
        Item::Glyphs(run) if !run.furniture && !run.text.trim().is_empty() => Some(placed.y),
        _ => None,
    };
    let lines: BTreeSet<Length> = items.iter().filter_map(baseline).collect();
    let above = lines.range(..=y).count();
    u32::try_from((above + 1).min(lines.len())).unwrap_or(u32::MAX)
}
