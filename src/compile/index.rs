//! The index of a book without the book: composed, for its pages are its locators, and not painted.

use crate::book::{AnchorId, Book, Folio, Format, PageMap};
use crate::diagnostic::{Diagnostics, Files};
use crate::edit;
use crate::edit::index::{Suggestion, appraise, indexes, suggest};
use crate::typeset;

use super::Project;

/// A book whose index is known to the last locator.
#[derive(Clone, Debug)]
pub struct FinishedIndex {
    /// The book, with its index.
    pub book: Book,
    /// Where everything stands, if an edition is printed.
    pub pages: Option<PageMap>,
    /// Pages of the indexes and of the text before them.
    pub extent: Option<(u32, u32)>,
}

impl Project {
    /// Makes the index of the edition that it is judged by: the first that is printed, else the first. What is wrong with
    /// the book goes to `diagnostics`, what is wrong with the index among it.
    ///
    /// `None` if the edition cannot be made, or has no index.
    pub fn finish_index(&self, files: &Files, diagnostics: &mut Diagnostics) -> Option<FinishedIndex> {
        let spec = self.manifest.editions.iter().find(|spec| self.is_appraised(spec))?;
        let edition = edit::edit(&self.manifest, &self.sources, files, spec, diagnostics)?;
        indexes(&edition.book).next()?;
        let (mut pages, mut extent) = (None, None);
        if matches!(&edition.format, Format::Pdf(design) if design.holds_text()) {
            let (composition, map) = typeset::compose(&edition, &self.fonts, diagnostics)?;
            let last = composition.pages.iter().filter_map(|page| arabic(page.folio)).max();
            extent = last.and_then(|last| extent_of(&edition.book, &map, last));
            pages = Some(map);
        }
        appraise(&edition.book, pages.as_ref(), self.manifest.index.max_locators, diagnostics);
        Some(FinishedIndex { book: edition.book, pages, extent })
    }

    /// Proposes headings for the index of the first edition.
    ///
    /// `None` if it cannot be made; then `diagnostics` has an error.
    pub fn suggest_headings(&self, files: &Files, diagnostics: &mut Diagnostics) -> Option<Vec<Suggestion>> {
        let spec = self.manifest.editions.iter().find(|spec| self.is_appraised(spec))?;
        let edition = edit::edit(&self.manifest, &self.sources, files, spec, diagnostics)?;
        Some(suggest(&edition.book, &self.manifest.index, self.manifest.people.values()))
    }
}

/// Pages of the indexes and of the text, of a book whose last page is `last`.
fn extent_of(book: &Book, pages: &PageMap, last: u32) -> Option<(u32, u32)> {
    let on = |anchor: AnchorId| pages.folio(anchor).and_then(arabic);
    let mut sum = 0;
    for (at, section) in book.back.iter().enumerate() {
        if matches!(section.body, crate::book::MatterBody::Index(_)) {
            let end = book.back.get(at + 1).and_then(|next| on(next.anchor)).unwrap_or(last + 1);
            sum += end.checked_sub(on(section.anchor)?)?;
        }
    }
    let text = book.back.first().and_then(|section| on(section.anchor))?;
    Some((sum, text.checked_sub(1)?))
}

const fn arabic(folio: Folio) -> Option<u32> {
    match folio {
        Folio::Arabic(page) => Some(page),
        Folio::Roman(_) => None,
    }
}
