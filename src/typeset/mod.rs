//! Sets an edition's book into pages. Knows nothing of PDF.
//!
//! ```text
//! Edition ─► itemize ─► shape ─► break ─► galley ─► make up ─► bind ─► Composition, PageMap
//! ```
//!
//! Each stretch of the book that begins a page of its own is set and made up by itself, all at once; then they are
//! bound in their order. The text comes first, then the index, which needs its folios, then contents and front matter.

mod atoms;
mod bind;
mod blocks;
mod candidates;
mod code;
mod collect;
mod columns;
mod contents;
mod divide;
pub mod dump;
mod emit;
mod entries;
mod features;
mod galley;
mod hyphenate;
mod index;
mod initial;
mod itemize;
mod judge;
mod justify;
mod kept;
mod leaf;
pub mod line;
mod linebreak;
mod lines;
mod made;
mod makeup;
mod marks;
mod matter;
mod measures;
mod missing;
mod notes;
mod numbers;
mod opening;
mod opportunities;
pub mod page;
mod pages_named;
mod passes;
mod press;
mod printing;
mod protrusion;
mod relief;
pub mod report;
pub mod setter;
mod shape;
mod sketch;
mod starts;
mod strain;
mod stretch;
pub mod structure;
mod table;
#[cfg(test)]
mod tests;
mod unit;
mod verse;
mod word;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::book::{Book, Edition, Format, PageMap};
use crate::design::Design;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Inline, Target, walk};
use crate::fonts::FontLibrary;
use crate::length::Length;
use measures::Measures;
use page::{Binding, Item, Page};
use printing::Shop;
use report::{FlawKind, Report};

pub use kept::Kept;
pub use page::Composition;

/// How often an edition is set until its margins are those of its number of pages, and back matter until the index names
/// the pages it comes to stand on. The second time the index is as
/// long as its locators make it, the third time they are true.
const MOST_ROUNDS: usize = 3;

/// Sets `edition`, which must be a PDF edition: body first, then the index, then contents and front
/// matter, so that every page number is known when it is printed.
///
/// `None` if it cannot be set at all; then `diagnostics` has an error.
pub fn compose(
    edition: &Edition,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) -> Option<(Composition, PageMap)> {
    compose_again(edition, fonts, &Kept::nothing(), diagnostics)
}

/// As [`compose`], and the same to the last glyph; what is `kept` of an earlier making is not set again.
pub fn compose_again(
    edition: &Edition,
    fonts: &FontLibrary,
    kept: &Kept,
    diagnostics: &mut Diagnostics,
) -> Option<(Composition, PageMap)> {
    let Format::Pdf(design) = &edition.format else {
        diagnostics.push(Diagnostic::error("not-printed", format!("edition `{}` has no pages", edition.name)));
        return None;
    };
    let mut design = Cow::Borrowed(design);
    let mut round = 1;
    loop {
        let mut faults = Diagnostics::default();
        let composed = of_design(edition, &design, (fonts, kept), &mut faults);
        // Margins that follow the number of pages may change it; in the end they are never too narrow.
        let next = design.for_pages(composed.0.pages.len());
        let Some(next) =
            next.filter(|next| round == 1 || round < MOST_ROUNDS && next.margins.inner > design.margins.inner)
        else {
            diagnostics.append(faults);
            return Some(composed);
        };
        if !next.holds_text() {
            diagnostics.append(faults);
            diagnostics.push(too_thick(edition, &next, composed.0.pages.len()));
            return None;
        }
        design = Cow::Owned(next);
        round += 1;
    }
}

/// A book of so many pages needs so wide a gutter that no text has room beside it.
fn too_thick(edition: &Edition, design: &Design, pages: usize) -> Diagnostic {
    let width = |length: Length| length.written("mm");
    let (margins, trim) = (width(design.margins.inner + design.margins.outer), width(design.trim.width));
    let message = format!(
        "the margins that {pages} pages need, {margins} of {trim}, leave edition `{}` no room for its text",
        edition.name
    );
    let hint = "give a larger `trim` or smaller type, divide the book into volumes, or write `margins` of your own";
    Diagnostic::error("page-too-small", message).hint(hint)
}

/// Sets an edition in a design whose margins are decided.
fn of_design(
    edition: &Edition,
    design: &Design,
    (fonts, kept): (&FontLibrary, &Kept),
    diagnostics: &mut Diagnostics,
) -> (Composition, PageMap) {
    let binding = Binding::of(edition.book.metadata.language.direction());
    let (measures, lined) = (Measures::new(design, binding), lines::named(&edition.book));
    let (faults, setters) = (Diagnostics::default(), Mutex::default());
    let mut shop =
        Shop { book: &edition.book, design, measures: &measures, lined: &lined, fonts, kept, setters, faults };
    let ((mut pages, mut structure), mut map, mut report) = shop.print(&PageMap::default());
    if names_pages(&edition.book) {
        // The numbers may be wider or narrower than what stood for them, and so move a line, and so a page.
        for _ in 1..MOST_ROUNDS {
            let named = map;
            shop.faults = Diagnostics::default();
            ((pages, structure), map, report) = shop.print(&named);
            if map == named {
                break;
            }
        }
    }
    diagnostics.append(shop.faults);
    warn_of_spreads(&report, diagnostics);
    let setters = shop.setters.into_inner().unwrap_or_else(PoisonError::into_inner);
    let missing = setters.iter().flat_map(|setter| setter.missing().iter().copied()).collect();
    let (mut borrowed, mut lacks) = (BTreeMap::new(), BTreeMap::new());
    for setter in &setters {
        setter.borrowed().iter().for_each(|(face, found)| atoms::note_first(&mut borrowed, *face, *found));
        setter.lacks().iter().for_each(|(lack, found)| atoms::note_first(&mut lacks, *lack, *found));
    }
    drop(setters);
    if let Some(press) = design.press.as_deref() {
        press::dress(&mut pages, (press, design), edition, fonts);
        report.pages = pages.len();
    }
    missing::report_borrowed(&borrowed, fonts, diagnostics);
    missing::report_lacks(&lacks, fonts, diagnostics);
    missing::report(missing, design.missing_glyphs, diagnostics);
    let composition = Composition {
        press: design.press.as_deref().cloned(),
        trim: design.trim,
        bleed: design.bleed,
        binding,
        gutter: design.margins.inner,
        images: used_images(&edition.book, &pages),
        pages,
        faces: setter::faces(fonts),
        outline: stretch::outline(&edition.book),
        structure,
        report,
    };
    (composition, map)
}

/// Whether a text of the book names the page of another.
fn names_pages(book: &Book) -> bool {
    let mut named = false;
    let mut see = |inline: &Inline| named |= matches!(inline, Inline::Link { target: Target::Page { .. }, .. });
    book.texts().for_each(|blocks| walk::all_inlines(blocks, &mut see));
    named
}

/// One warning for all facing pages that are not equally deep: what an editor can do is the same for each.
fn warn_of_spreads(report: &Report, diagnostics: &mut Diagnostics) {
    const TOLD: usize = 8;
    let pages = report.pages_with(|kind| matches!(kind, FlawKind::UnevenSpread { .. }));
    let told: Vec<String> = pages.iter().take(TOLD).map(ToString::to_string).collect();
    let (is, pages, more) = match pages.len() {
        0 => return,
        1 => ("page", told.concat(), String::new()),
        count if count <= TOLD => ("pages", told.join(", "), String::new()),
        count => ("pages", told.join(", "), format!(" and {} more", count - TOLD)),
    };
    let message = format!("{is} {pages}{more} could not be made as deep as the page it faces");
    let message = if is == "pages" { message.replace("the page it faces", "the pages they face") } else { message };
    let fault = Diagnostic::warning("uneven-spread", message);
    diagnostics.push(fault.hint("`anthology build --report` tells why; a word more or less on the page may help"));
}

/// The pictures that stand on pages.
fn used_images(book: &Book, pages: &[Page]) -> BTreeMap<String, crate::book::Image> {
    let mut used = BTreeMap::new();
    for placed in pages.iter().flat_map(|page| &page.items) {
        if let Item::Image(key, _) = &placed.item
            && let Some(image) = book.images.get(key)
        {
            used.entry(key.clone()).or_insert_with(|| image.clone());
        }
    }
    used
}
