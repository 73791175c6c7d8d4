//! One round of printing: every stretch of a book set and made up, and all of it bound in its order.
//!
//! Enter a book, its design and what an earlier round knew of the pages; leave the pages, where everything came to
//! stand, and what fell short. Stretches know nothing of each other, so they are set all at once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::MOST_ROUNDS;
use super::bind::{Binder, SetStretch, Side, Sides};
use super::galley::Builder;
use super::kept::{Kept, Key};
use super::makeup::{self, PagePlan};
use super::marks::{Marks, by_page, has_signs};
use super::measures::Measures;
use super::notes;
use super::page::Page;
use super::report::Report;
use super::setter::Setter;
use super::stretch::{self, Dress, Start, Stretch};
use super::structure::Structure;
use super::unit::Galley;
use crate::book::{AnchorId, Book, Matter, MatterBody, PageMap};
use crate::design::Design;
use crate::diagnostic::Diagnostics;
use crate::fonts::FontLibrary;

/// How often pages are made up for the sake of notes called again; then every such call gets its reference.
const MOST_REFERRALS: usize = 5;

/// How often a stretch is set for the sake of signs that begin anew on every page.
const MOST_MARKINGS: usize = 6;

/// A composing room: a book and what it is set with.
pub(super) struct Shop<'a> {
    pub(super) book: &'a Book,
    pub(super) design: &'a Design,
    pub(super) measures: &'a Measures,
    /// The places whose lines are asked for.
    pub(super) lined: &'a BTreeSet<AnchorId>,
    pub(super) fonts: &'a FontLibrary,
    pub(super) kept: &'a Kept,
    /// Setters at rest: each knows the words it has shaped, so they are handed on and not made anew.
    pub(super) setters: Mutex<Vec<Setter<'a>>>,
    /// What went wrong; characters that are missing are told by the setters.
    pub(super) faults: Diagnostics,
}

impl<'a> Shop<'a> {
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
    pub(super) fn print(&mut self, named: &PageMap) -> ((Vec<Page>, Structure), PageMap, Report) {
        let mut setter = self.setter();
        let mut text = self.binder(false);
        let body = stretch::body(self.book, self.design);
        let keys = self.kept.keys(&body, (self.book, self.design, self.fonts));
        for set in self.set(&body, &keys, named) {
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

    /// Sets stretches, all at once; those that have a key may be kept from before.
    fn set(&mut self, stretches: &[Stretch<'a>], keys: &[Option<Key>], pages: &PageMap) -> Vec<SetStretch> {
        let set: Vec<_> = {
            let shop = &*self;
            stretches
                .par_iter()
                .zip(keys)
                .map(|(stretch, key)| shop.kept_or_set(stretch, key.as_ref(), pages))
                .collect()
        };
        let (sets, faults): (Vec<_>, Vec<_>) = set.into_iter().unzip();
        for fault in faults {
            self.faults.append(fault);
        }
        sets
    }

    fn kept_or_set(&self, stretch: &Stretch<'a>, key: Option<&Key>, pages: &PageMap) -> (SetStretch, Diagnostics) {
        let Some(key) = key else {
            return self.with_setter(|setter| self.set_stretch(stretch, pages, setter));
        };
        if let Some(set) = self.kept.get(key, self.fonts) {
            return (set, Diagnostics::default());
        }
        let (good, (set, faults)) =
            self.with_setter(|setter| setter.finds_nothing(|setter| self.set_stretch(stretch, pages, setter)));
        if good && faults.as_slice().is_empty() {
            self.kept.put(*key, &set, self.fonts);
        }
        (set, faults)
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
        for set in self.set(std::slice::from_ref(stretch), &[None], pages) {
            binder.bind(set, setter);
        }
    }
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
