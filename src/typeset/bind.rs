//! Binds stretches into pages in their order: rectos and versos, blanks, folios, running heads, the page of each anchor.

use std::collections::{BTreeMap, BTreeSet};

use super::galley::program;
use super::leaf::Filled;
use super::line::Line;
use super::lines;
use super::makeup::PagePlan;
use super::marks::Marks;
use super::measures::Measures;
use super::notes::{anchors, note_anchors};
use super::opening::running_head;
use super::page::{Item, Page, Placed};
use super::report::{FlawKind, Report};
use super::setter::Setter;
use super::starts;
use super::stretch::{Dress, Start};
use super::structure::Structure;
use super::unit::{Galley, Heads, Leaf, as_furniture, shift};
use crate::book::{AnchorId, Book, Folio, PageMap, first_text_anchor};
use crate::design::{Folios, Titles};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::NoteId;
use crate::length::Length;

/// A stretch, set and divided into pages, whichever side it will begin on.
#[derive(Clone, Debug)]
pub(super) struct SetStretch {
    pub(super) start: Start,
    pub(super) dress: Dress,
    pub(super) blank_after: bool,
    /// Its pages if it begins on a verso, and on a recto.
    pub(super) sides: Sides,
    /// Where the notes that stand here are called, if the heads say it.
    pub(super) calls: Option<PageMap>,
}

/// A galley divided into pages, if it begins on a verso, and on a recto.
#[derive(Clone, Debug)]
pub(super) enum Sides {
    /// The same galley, divided in two ways.
    Alike { galley: Box<Galley>, plans: [Vec<PagePlan>; 2] },
    /// A galley of its own for each, where it may begin there.
    Apart(Box<[Option<Side>; 2]>),
}

/// A galley divided into pages, and the marks that its notes have on them.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub(super) galley: Galley,
    pub(super) plans: Vec<PagePlan>,
    pub(super) marks: Marks,
}

impl Sides {
    fn side(self, recto: bool) -> Side {
        match self {
            Self::Alike { galley, plans: [verso, own] } => {
                Side { galley: *galley, plans: if recto { own } else { verso }, marks: Marks::new() }
            }
            Self::Apart(sides) => {
                let [verso, own] = *sides;
                if recto { own } else { verso }.unwrap_or_default()
            }
        }
    }
}

/// Pages with one kind of folio, growing.
#[derive(Debug)]
pub(super) struct Binder<'m> {
    pub(super) measures: &'m Measures,
    pub(super) book: &'m Book,
    /// The places whose lines are asked for.
    lined: &'m BTreeSet<AnchorId>,
    links: bool,
    roman: bool,
    /// Where the notes of a stretch begin.
    pub(super) noted: BTreeMap<NoteId, Folio>,
    /// The marks of notes that are others than in the book.
    pub(super) marks: Marks,
    pub(super) pages: Vec<Page>,
    /// What everything on them is part of.
    pub(super) structure: Structure,
    pub(super) map: PageMap,
    pub(super) diagnostics: Diagnostics,
    /// What falls short.
    pub(super) report: Report,
}

/// How far a binder had come.
pub(super) struct Mark {
    pages: usize,
    elements: usize,
    map: PageMap,
    diagnostics: Diagnostics,
    report: Report,
}

impl<'m> Binder<'m> {
    pub(super) fn new(
        measures: &'m Measures,
        book: &'m Book,
        lined: &'m BTreeSet<AnchorId>,
        (links, roman): (bool, bool),
    ) -> Self {
        let (pages, map, diagnostics) = (Vec::new(), PageMap::default(), Diagnostics::default());
        let (noted, marks, report) = (BTreeMap::new(), Marks::new(), Report::default());
        let structure = Structure::default();
        Self { measures, book, lined, links, roman, noted, marks, pages, structure, map, diagnostics, report }
    }

    /// Where it stands, to return to.
    pub(super) fn mark(&self) -> Mark {
        let (map, diagnostics, report) = (self.map.clone(), self.diagnostics.clone(), self.report.clone());
        Mark { pages: self.pages.len(), elements: self.structure.mark(), map, diagnostics, report }
    }

    /// Forgets what was bound since `mark`.
    pub(super) fn return_to(&mut self, mark: &Mark) {
        self.pages.truncate(mark.pages);
        self.structure.return_to(mark.elements);
        self.map.clone_from(&mark.map);
        self.diagnostics.clone_from(&mark.diagnostics);
        self.report.clone_from(&mark.report);
    }

    /// Whether the next page is a right-hand page.
    pub(super) fn on_recto(&self) -> bool {
        self.pages.len().is_multiple_of(2)
    }

    pub(super) fn folio(&self) -> Folio {
        let number = u32::try_from(self.pages.len() + 1).unwrap_or(u32::MAX);
        if self.roman { Folio::Roman(number) } else { Folio::Arabic(number) }
    }

    /// Turns to where a stretch may start.
    pub(super) fn turn_to(&mut self, start: Start) {
        if start == Start::Recto && !self.on_recto() {
            self.blank();
        }
    }

    /// Adds an empty page; nothing is printed on it.
    pub(super) fn blank(&mut self) {
        self.pages.push(Page { folio: self.folio(), items: Vec::new() });
    }

    /// Adds a stretch.
    pub(super) fn bind(&mut self, set: SetStretch, setter: &mut Setter) {
        self.turn_to(set.start);
        let Side { mut galley, plans, mut marks } = set.sides.side(self.on_recto());
        self.marks.append(&mut marks);
        self.noted.clear();
        let (first, begin) = (self.folio(), self.pages.len());
        // How far down the facing page reaches, where that is of this stretch.
        let mut verso = None;
        for (number, plan) in plans.iter().enumerate() {
            self.warn(&galley, plan);
            if let Some(spot) = starts::of_page(&galley, plan, self.book) {
                self.map.begin(self.folio(), spot);
            }
            let Filled { items, bottom } = self.leaf(&mut galley, plan, setter);
            // A last page ends where the text does.
            if number + 1 < plans.len() {
                self.look_at_page(&galley, plan, (bottom, verso));
            }
            verso = Some(bottom).filter(|_| !self.on_recto());
            let heads = galley.heads.iter().rev().find(|(unit, _)| *unit <= plan.start.unit as usize);
            let opening = number == 0;
            match set.dress {
                Dress::Bare => self.page(items, None, false, setter),
                Dress::Notes if !opening => {
                    let calls = set.calls.as_ref().and_then(|calls| self.called(&galley, plan, (calls, first)));
                    let told = heads.map(|(_, heads)| self.notes_heads(calls, heads, setter));
                    self.page(items, told.as_ref(), false, setter);
                }
                Dress::Opening | Dress::Notes => {
                    self.page(items, heads.map(|(_, heads)| heads).filter(|_| !opening), opening, setter);
                }
            }
        }
        self.structure.append(galley.structure, self.pages.get_mut(begin..).unwrap_or_default());
        if set.blank_after && !self.on_recto() {
            self.blank();
        }
    }

    /// The first and last page that calls a note on the page `plan` of a section of notes, which begins at `first`.
    /// What is called on pages of the section itself is called by a note of the same text.
    fn called(&self, galley: &Galley, plan: &PagePlan, (calls, first): (&PageMap, Folio)) -> Option<(Folio, Folio)> {
        let (start, end) = (plan.start.unit as usize, plan.end.unit as usize + usize::from(plan.end.slice > 0));
        let from = galley.endnotes.partition_point(|(units, _)| units.end <= start);
        let here = galley.endnotes[from..].iter().take_while(|(units, _)| units.start < end);
        let pages = here.filter_map(|(_, note)| calls.folio(note_anchors(self.book, *note).0));
        let own = first..=self.folio();
        pages.filter(|page| !own.contains(page)).fold(None, |range, page| match range {
            None => Some((page, page)),
            Some((first, last)) => Some((page.min(first), page.max(last))),
        })
    }

    /// "Notes to pages 12–18", where a section of notes has heads; as they are where no page is known.
    fn notes_heads(&self, calls: Option<(Folio, Folio)>, heads: &Heads, setter: &mut Setter) -> Heads {
        let Some((first, last)) = calls else { return heads.clone() };
        let words = &self.book.words;
        let words = if first == last {
            words.notes_to_page.replace("{page}", &first.to_string())
        } else {
            words.notes_to_pages.replace("{pages}", &format!("{first}–{last}"))
        };
        let line = running_head(&[program(&words)], self.book, self.measures, setter);
        let told = |head: &Option<Line>| head.is_some().then(|| line.clone());
        Heads { verso: told(&heads.verso), recto: told(&heads.recto) }
    }

    /// Adds pages that need no makeup any more.
    pub(super) fn leaves(
        &mut self,
        (leaves, structure): (Vec<Leaf>, Structure),
        heads: Option<&Heads>,
        setter: &mut Setter,
    ) {
        let begin = self.pages.len();
        for (number, leaf) in leaves.into_iter().enumerate() {
            if leaf.wide {
                self.warn_of_width();
            }
            if let Some(spot) =
                leaf.items.iter().find_map(|placed| starts::opening(std::slice::from_ref(placed), self.book))
            {
                self.map.begin(self.folio(), spot);
            }
            self.page(leaf.items, heads.filter(|_| number > 0), number == 0, setter);
        }
        self.structure.append(structure, self.pages.get_mut(begin..).unwrap_or_default());
    }

    /// Adds a page: its text, and around it a head with a folio, or a folio at the foot, or nothing.
    fn page(&mut self, mut items: Vec<Placed>, heads: Option<&Heads>, foot: bool, setter: &mut Setter) {
        let (folio, recto) = (self.folio(), self.on_recto());
        if !self.links {
            items.retain(|placed| !matches!(placed.item, Item::Link(..)));
        }
        // What tells where pages begin is asked for by none on them.
        items.retain(|placed| !matches!(placed.item, Item::Anchor(anchor) if anchor >= first_text_anchor(self.book)));
        shift(&mut items, self.measures.left(recto), self.measures.top);
        for placed in &items {
            // Others are the program's own and have no page that anyone asks for.
            if let Item::Anchor(anchor) = placed.item
                && (anchor.0 as usize) < anchors(self.book)
                && self.map.folio(anchor).is_none()
            {
                self.map.place(anchor, folio);
                if self.lined.contains(&anchor) {
                    self.map.place_on_line(anchor, lines::line(&items, placed.y));
                }
            }
        }
        if let Some(heads) = heads {
            self.head(if recto { heads.recto.as_ref() } else { heads.verso.as_ref() }, &mut items);
        }
        if foot || heads.is_some() {
            self.print_folio(foot, setter, &mut items);
        }
        items.shrink_to_fit();
        self.pages.push(Page { folio, items });
    }

    /// Whether the outer side of the page to come is its right.
    fn opens_at_right(&self) -> bool {
        self.measures.opens_at_right(self.on_recto())
    }

    /// The running head, in the middle or, where titles are flush, at the outer side, two rows above the text.
    fn head(&self, head: Option<&super::line::Line>, items: &mut Vec<Placed>) {
        let Some(line) = head else { return };
        let mut head = line.items.clone();
        let spare = self.measures.measure - line.width;
        let x = match (self.measures.titles, self.opens_at_right()) {
            (Titles::Flush, true) if self.measures.folios != Folios::Head => spare,
            (Titles::Flush, false) if self.measures.folios != Folios::Head => Length::ZERO,
            _ => spare / 2,
        };
        let x = self.measures.left(self.on_recto()) + x;
        shift(&mut head, x, self.head_baseline());
        items.append(&mut head);
    }

    fn head_baseline(&self) -> Length {
        let grid = self.measures.text;
        (self.measures.top + grid.drop - grid.leading * 2).max(grid.drop)
    }

    /// The folio: at the outer side of the head, or at the foot.
    fn print_folio(&self, foot: bool, setter: &mut Setter, items: &mut Vec<Placed>) {
        let words = [program(&self.folio().to_string())];
        let line = setter.line(&words, &self.book.metadata.language, &self.measures.text_type());
        let left = self.measures.left(self.on_recto());
        let grid = self.measures.text;
        let (x, y) = if foot || self.measures.folios != Folios::Head {
            let y = self.measures.top + grid.height(u32::from(self.measures.rows) + 1) + grid.drop;
            let x = match (self.measures.folios, self.opens_at_right()) {
                (Folios::OuterFoot, true) => self.measures.measure - line.width,
                (Folios::OuterFoot, false) => Length::ZERO,
                _ => (self.measures.measure - line.width) / 2,
            };
            (left + x, y.min(self.measures.trim.height - grid.leading / 2))
        } else if self.opens_at_right() {
            (left + self.measures.measure - line.width, self.head_baseline())
        } else {
            (left, self.head_baseline())
        };
        let mut folio = as_furniture(line.items);
        shift(&mut folio, x, y);
        items.append(&mut folio);
    }

    fn warn(&mut self, galley: &Galley, plan: &PagePlan) {
        let folio = self.folio();
        if plan.forced {
            self.report.note(FlawKind::Divided, folio, String::new());
            let message = format!("page {folio} could not be filled as it should be");
            let fault = Diagnostic::warning("forced-page", message);
            self.diagnostics.push(fault.hint("something on it is longer than a page and was divided"));
        }
        let from = galley.overfull.partition_point(|unit| *unit < plan.start.unit as usize);
        let (start, end) = (plan.start.unit as usize, plan.end.unit as usize);
        // It is told where the unit begins, on however many pages it stands.
        let mut on_page =
            galley.overfull[from..].iter().take_while(|unit| **unit < end + usize::from(plan.end.slice > 0));
        if on_page.any(|unit| *unit > start || plan.start.slice == 0) {
            self.warn_of_width();
        }
    }

    /// Warns, once a page, of a line that is wider than its measure.
    pub(super) fn warn_of_width(&mut self) {
        let folio = self.folio();
        let known = self.report.flaws.iter().rev().take_while(|flaw| flaw.folio == folio);
        if known.into_iter().any(|flaw| flaw.kind == FlawKind::WideLine) {
            return;
        }
        self.report.note(FlawKind::WideLine, self.folio(), String::new());
        let message = format!("a line on page {} is wider than its measure", self.folio());
        let fault = Diagnostic::warning("overfull-line", message);
        self.diagnostics.push(fault.hint("a word there cannot be divided: break it, or make the measure wider"));
    }
}
