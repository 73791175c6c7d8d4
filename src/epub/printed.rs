//! The pages of the printed edition: a marker where each begins, by which readers of both find the same place
//! (EPUB 3.3 Structural Semantics: pagebreak; EPUB Accessibility 1.1, 3.2).

use super::markup::{Markup, Tag};
use super::plan::{Piece, Plan};
use super::sheet::Sheet;
use crate::book::{AnchorId, Folio, PrintedPages};
use crate::document::Inline;

/// The id of the marker of a page: short, for a long book has thousands in one list.
pub(super) fn page_id(folio: Folio) -> String {
    format!("p_{folio}")
}

/// Number, folio and file of each page that begins in the book, in order.
pub(super) fn pages<'p>(printed: Option<&'p PrintedPages>, plan: &'p Plan<'_>) -> impl Iterator<Item = (Folio, usize)> {
    let folios = printed.map_or(&[][..], |printed| &printed.folios);
    folios.iter().zip(&plan.pages).filter_map(|(folio, file)| Some((*folio, (*file)?)))
}

impl<'a> Sheet<'a> {
    /// Marks the pages that begin with a division, at its head.
    pub(super) fn opening_pages(&mut self, m: &mut Markup, piece: &Piece<'_>) {
        let Some(pages) = self.press.plan.openings.get(&piece.id).filter(|_| piece.first) else { return };
        for page in pages {
            self.page_between(m, *page);
        }
    }

    /// Marks the pages that begin with an entry of the index.
    pub(super) fn entry_pages(&mut self, m: &mut Markup, entry: AnchorId) {
        let Some(printed) = self.press.pages else { return };
        for page in printed.openings.get(&entry).into_iter().flatten() {
            self.page_start(m, *page);
        }
    }

    /// Marks the pages that begin with words that are best left whole: a heading, a caption.
    pub(super) fn pages_before(&mut self, m: &mut Markup, words: &'a [Inline]) {
        for inline in words {
            if let Inline::PageStart(page) = inline {
                self.page_between(m, *page);
            }
        }
    }

    /// Marks the beginning of a page between blocks.
    fn page_between(&mut self, m: &mut Markup, page: u32) {
        if let Some(folio) = self.begins_here(page) {
            self.marker(m.line("div"), folio);
        }
    }

    /// Marks the beginning of a page in a line.
    pub(super) fn page_start(&mut self, m: &mut Markup, page: u32) {
        if let Some(folio) = self.begins_here(page) {
            self.marker(m.inline("span"), folio);
        }
    }

    /// The page, if it begins in this file and is not marked yet.
    fn begins_here(&mut self, page: u32) -> Option<Folio> {
        let folio = *self.press.pages?.folios.get(page as usize)?;
        let file = self.press.plan.pages.get(page as usize).copied().flatten()?;
        (file == self.file && !self.quiet && self.placed.insert(page_id(folio))).then_some(folio)
    }

    fn marker(&self, tag: Tag<'_>, folio: Folio) {
        tag.attr("aria-label", format!("{} {folio}", self.press.book.words.page))
            .attr("epub:type", "pagebreak")
            .attr("id", page_id(folio))
            .attr("role", "doc-pagebreak")
            .text("");
    }
}
