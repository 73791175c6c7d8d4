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
mod protrusion;
mod relief;
pub mod report;
pub mod setter;
mod shape;
mod sketch;
mod starts;
mod stretch;
pub mod structure;
mod table;
#[cfg(test)]
mod tests;
mod unit;
mod verse;
mod word;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::book::{AnchorId, Book, Edition, Format, Matter, MatterBody, PageMap};
use crate::design::Design;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Inline, Target, walk};
use crate::fonts::FontLibrary;
use bind::{Binder, SetStretch, Side, Sides};
use galley::Builder;
use makeup::PagePlan;
use marks::{Marks, by_page, has_signs};
use measures::Measures;
use page::{Binding, Item, Page};
use report::{FlawKind, Report};
use setter::Setter;
use stretch::{Dress, Start, Stretch};
use structure::Structure;
use unit::Galley;

pub use page::Composition;

/// How often an edition is set until its margins are those of its number of pages, and back matter until the index names
/// the pages it comes to stand on. The second time the index is as
/// long as its locators make it, the third time they are true.
const MOST_ROUNDS: usize = 3;

/// How often pages are made up for the sake of notes called again; then every such call gets its reference.
const MOST_REFERRALS: usize = 5;

/// How often a stretch is set for the sake of signs that begin anew on every page.
const MOST_MARKINGS: usize = 6;

/// Sets `edition`, which must be a PDF edition: body first, then the index, then contents and front
/// matter, so that every page number is known when it is printed.
///
/// `None` if it cannot be set at all; then `diagnostics` has an error.
pub fn compose(
    edition: &Edition,
    fonts: &FontLibrary,
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
        let composed = of_design(edition, &design, fonts, &mut faults);
        // Margins that follow the number of pages may change it; in the end they are never too narrow.
        let next = design.for_pages(composed.0.pages.len());
        let Some(next) =
            next.filter(|next| round == 1 || round < MOST_ROUNDS && next.margins.inner > design.margins.inner)
        else {
            diagnostics.append(faults);
            return Some(composed);
        };
        design = Cow::Owned(next);
        round += 1;
    }
}

/// Sets an edition in a design whose margins are decided.
fn of_design(
    edition: &Edition,
    design: &Design,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) -> (Composition, PageMap) {
    let binding = Binding::of(edition.book.metadata.language.direction());
    let (measures, lined) = (Measures::new(design, binding), lines::named(&edition.book));
    let (faults, setters) = (Diagnostics::default(), Mutex::default());
    let mut press = Press { book: &edition.book, design, measures: &measures, lined: &lined, fonts, setters, faults };
    let ((mut pages, mut structure), mut map, mut report) = press.print(&PageMap::default());
    if names_pages(&edition.book) {
        // The numbers may be wider or narrower than what stood for them, and so move a line, and so a page.
        for _ in 1..MOST_ROUNDS {
            let named = map;
            press.faults = Diagnostics::default();
            ((pages, structure), map, report) = press.print(&named);
            if map == named {
                break;
            }
        }
    }
    diagnostics.append(press.faults);
    warn_of_spreads(&report, diagnostics);
    let setters = press.setters.into_inner().unwrap_or_else(PoisonError::into_inner);
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
        images: used_images(&edition.book, &pages),
        pages,
        faces: setter::faces(fonts),
        outline: stretch::outline(&edition.book),
        structure,
        report,
    };
    (composition, map)
}

/// A book and what it is set with.
struct Press<'a> {
    book: &'a Book,
    design: &'a Design,
    measures: &'a Measures,
    /// The places whose lines are asked for.
    lined: &'a BTreeSet<AnchorId>,
    fonts: &'a FontLibrary,
    /// Setters at rest: each knows the words it has shaped, so they are handed on and not made anew.
    setters: Mutex<Vec<Setter<'a>>>,
    /// What went wrong; characters that are missing are told by the setters.
    faults: Diagnostics,
}

impl<'a> Press<'a> {
    fn setter(&self) -> Setter<'a> {
        let setter = Setter::new(self.fonts, &self.design.fonts, &self.book.notes, &self.book.images);
        setter.fitting(self.design.fitting)
    }

    /// Lets a setter work that is at rest, or a new one.
    fn with_setter<T>(&self, work: impl FnOnce(&mut Setter<'a>) -> T) -> T {
        let rested = self.setters.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut setter = rested.unwrap_or_else(|| self.setter());
        let done = work(&mut setter);
        self.rest(setter);
        done
    }

    fn rest(&self, setter: Setter<'a>) {
        self.setters.lock().unwrap_or_else(PoisonError::into_inner).push(setter);
    }

    fn binder(&self, roman: bool) -> Binder<'a> {
        Binder::new(self.measures, self.book, self.lined, (self.design.links, roman))
    }

    /// The pages in the order they are bound, and where everything stands. References name pages by `named`.
    fn print(&mut self, named: &PageMap) -> ((Vec<Page>, Structure), PageMap, Report) {
        let mut setter = self.setter();
        let mut text = self.binder(false);
        for set in self.set(&stretch::body(self.book, self.design), named) {
            text.bind(set, &mut setter);
        }
        // The front matter's own pages, for the index; its contents still lack theirs.
        let faults = std::mem::take(&mut self.faults);
        let places = self.front(&PageMap::default(), &mut setter).map;
        self.faults = faults;
        self.back(&mut text, &places, &mut setter);
        let known = merged(&text.map, &places, notes::anchors(self.book));
        let mut front = self.front(&known, &mut setter);
        if front.pages.len() % 2 == 1 {
            front.blank();
        }
        self.faults.append(std::mem::take(&mut front.diagnostics));
        self.faults.append(std::mem::take(&mut text.diagnostics));
        self.rest(setter);
        let mut map = merged(&text.map, &front.map, notes::anchors(self.book));
        for start in front.map.starts().iter().chain(text.map.starts()) {
            map.begin(start.folio, start.spot);
        }
        let (mut pages, mut structure) = (front.pages, front.structure);
        structure.append(text.structure, &mut text.pages);
        pages.append(&mut text.pages);
        let mut report = front.report;
        report.append(text.report);
        report.pages = pages.len();
        ((pages, structure), map, report)
    }

    /// Sets stretches, all at once.
    fn set(&mut self, stretches: &[Stretch<'a>], pages: &PageMap) -> Vec<SetStretch> {
        let set: Vec<_> = {
            let press = &*self;
            stretches
                .par_iter()
                .map(|stretch| press.with_setter(|setter| press.set_stretch(stretch, pages, setter)))
                .collect()
        };
        let (sets, faults): (Vec<_>, Vec<_>) = set.into_iter().unzip();
        for fault in faults {
            self.faults.append(fault);
        }
        sets
    }

    fn set_stretch(
        &self,
        stretch: &Stretch<'a>,
        pages: &PageMap,
        setter: &mut Setter<'a>,
    ) -> (SetStretch, Diagnostics) {
        let (mut galley, mut diagnostics) = self.galley(stretch, pages, setter);
        let mut sides = [stretch.start != Start::Recto, true];
        let sides = if has_signs(&galley, &self.book.notes) {
            let mut marked = |recto: bool| {
                let wanted = std::mem::take(&mut sides[usize::from(recto)]);
                let side = wanted.then(|| self.marked(stretch, pages, recto, setter));
                side.map(|(side, faults)| {
                    diagnostics = faults;
                    side
                })
            };
            Sides::Apart(Box::new([marked(false), marked(true)]))
        } else {
            let plans = made_up(&mut galley, self.measures, sides);
            galley.prune(&plans);
            galley.carry_out(setter);
            Sides::Alike { galley: Box::new(galley), plans }
        };
        let (start, dress, blank_after) = (stretch.start, stretch.dress, stretch.blank_after);
        let calls = (dress == Dress::Notes).then(|| pages.clone());
        (SetStretch { start, dress, blank_after, sides, calls }, diagnostics)
    }

    fn galley(&self, stretch: &Stretch<'a>, pages: &PageMap, setter: &mut Setter<'a>) -> (Galley, Diagnostics) {
        let mut builder = Builder::new(setter, self.book, (self.measures, pages), self.design.links);
        builder.stretch(stretch, self.design.heads);
        builder.finish()
    }

    /// Sets a stretch that begins on this side until the signs of its notes are those of its pages.
    fn marked(
        &self,
        stretch: &Stretch<'a>,
        pages: &PageMap,
        recto: bool,
        setter: &mut Setter<'a>,
    ) -> (Side, Diagnostics) {
        let mut round = 0;
        loop {
            let (mut galley, diagnostics) = self.galley(stretch, pages, setter);
            let plans = made_up(&mut galley, self.measures, [!recto, recto]);
            let wanted = by_page(&galley, &galley.heights(self.measures), &plans[usize::from(recto)], &self.book.notes);
            round += 1;
            if wanted == setter.marks || round > MOST_MARKINGS {
                galley.prune(&plans);
                galley.carry_out(setter);
                let marks = std::mem::take(&mut setter.marks);
                let [verso, own] = plans;
                return (Side { galley, plans: if recto { own } else { verso }, marks }, diagnostics);
            }
            setter.marks = if round == MOST_MARKINGS { Marks::new() } else { wanted };
        }
    }

    /// The front matter, with what is known of the pages.
    fn front(&mut self, pages: &PageMap, setter: &mut Setter<'a>) -> Binder<'a> {
        let mut front = self.binder(true);
        let book = self.book;
        for stretch in stretch::front(book) {
            self.matter(&stretch, pages, &mut front, setter);
        }
        front
    }

    /// The back matter. Where something stands behind an index it is set until its pages are those the index names.
    fn back(&mut self, text: &mut Binder<'a>, front: &PageMap, setter: &mut Setter<'a>) {
        let book = self.book;
        // Heads over the notes name pages of a text behind them.
        let follows = book.back.iter().any(|matter| matches!(matter.body, MatterBody::Prose(_)));
        let names_pages = |matter: &Matter| match matter.body {
            MatterBody::Index(_) => true,
            MatterBody::Notes => follows,
            _ => false,
        };
        let rounds = if book.back.iter().rev().skip(1).any(names_pages) { MOST_ROUNDS } else { 1 };
        let body = text.mark();
        let faults = std::mem::take(&mut self.faults);
        let mut known = merged(&text.map, front, notes::anchors(book));
        for _ in 0..rounds {
            let named = known.clone();
            text.return_to(&body);
            self.faults = Diagnostics::default();
            for matter in &book.back {
                let stretch = Stretch::matter(book, matter, stretch::chapter_start(self.design));
                self.matter(&stretch, &known, text, setter);
                known = merged(&text.map, &known, notes::anchors(book));
            }
            if known == named {
                break;
            }
        }
        let last = std::mem::replace(&mut self.faults, faults);
        self.faults.append(last);
    }

    /// A section of matter.
    fn matter(&mut self, stretch: &Stretch<'a>, pages: &PageMap, binder: &mut Binder<'a>, setter: &mut Setter<'a>) {
        if let Some(stretch::Piece::Matter(matter)) = stretch.pieces.first()
            && let MatterBody::Index(index) = &matter.body
        {
            binder.turn_to(stretch.start);
            setter.marks.clone_from(&binder.marks);
            let mut builder = Builder::new(setter, self.book, (self.measures, pages), self.design.links);
            let heads = builder.matter_heads(stretch, self.design.heads);
            let leaves = builder.index(matter, index, binder.on_recto());
            let structure = setter.tagger.finish();
            setter.marks.clear();
            binder.leaves((leaves, structure), heads.as_ref(), setter);
            return;
        }
        for set in self.set(std::slice::from_ref(stretch), pages) {
            binder.bind(set, setter);
        }
    }
}

/// Whether a text of the book names the page of another.
fn names_pages(book: &Book) -> bool {
    let mut named = false;
    let mut see = |inline: &Inline| named |= matches!(inline, Inline::Link { target: Target::Page { .. }, .. });
    book.texts().for_each(|blocks| walk::all_inlines(blocks, &mut see));
    named
}

/// The pages of a galley that begins on a verso, if it may, and on a recto. Where they call a note of an earlier page
/// they are made up anew with a reference to it, until no such call is without one.
fn made_up(galley: &mut Galley, measures: &Measures, sides: [bool; 2]) -> [Vec<PagePlan>; 2] {
    let mut round = 0;
    loop {
        let heights = galley.heights(measures);
        let plans = makeup::make_up(&heights, sides);
        round += 1;
        if !galley.refer_back(&heights, &plans, round >= MOST_REFERRALS) {
            return plans;
        }
    }
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

/// What either map knows.
fn merged(one: &PageMap, other: &PageMap, anchors: usize) -> PageMap {
    let mut map = PageMap::default();
    for anchor in (0_u32..).take(anchors).map(AnchorId) {
        let knows = if one.folio(anchor).is_some() { one } else { other };
        if let Some(folio) = knows.folio(anchor) {
            map.place(anchor, folio);
        }
        if let Some(line) = knows.line(anchor) {
            map.place_on_line(anchor, line);
        }
    }
    map
}

/// The pictures that stand on pages.
fn used_images(book: &Book, pages: &[Page]) -> std::collections::BTreeMap<String, crate::book::Image> {
    let mut used = std::collections::BTreeMap::new();
    for placed in pages.iter().flat_map(|page| &page.items) {
        if let Item::Image(key, _) = &placed.item
            && let Some(image) = book.images.get(key)
        {
            used.entry(key.clone()).or_insert_with(|| image.clone());
        }
    }
    used
}
