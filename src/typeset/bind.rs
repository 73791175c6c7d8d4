//! Binds stretches into pages in their order: rectos and versos, blanks, folios, running heads, the page of each anchor.

use std::collections::{BTreeMap, BTreeSet};

use super::galley::{Frame, program};
use super::line::Line;
use super::lines;
use super::makeup::{NotePosition, PagePlan, Position};
use super::marks::Marks;
use super::measures::Measures;
use super::notes::{anchors, note_anchors, reference};
use super::numbers;
use super::opening::running_head;
use super::page::{Item, Page, Placed};
use super::setter::Setter;
use super::stretch::{Dress, Start};
use super::unit::{Galley, Heads, Leaf, Slice, as_furniture, shift};
use crate::book::{AnchorId, Book, Folio, PageMap};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::NoteId;
use crate::length::{Length, Size};
use crate::metadata::Direction;

/// Length and thickness of the rule above notes.
const NOTE_RULE: Size = Size { width: Length::from_raw(48 * 65_536), height: Length::from_raw(26_214) };

/// Thickness of the rule above a note that goes on: a quarter of a point, as wide as the text.
const HAIRLINE: Length = Length::from_raw(16_384);

/// A stretch, set and divided into pages, whichever side it will begin on.
#[derive(Debug)]
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
#[derive(Debug)]
pub(super) enum Sides {
    /// The same galley, divided in two ways.
    Alike { galley: Galley, plans: [Vec<PagePlan>; 2] },
    /// A galley of its own for each, where it may begin there.
    Apart(Box<[Option<Side>; 2]>),
}

/// A galley divided into pages, and the marks that its notes have on them.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) galley: Galley,
    pub(super) plans: Vec<PagePlan>,
    pub(super) marks: Marks,
}

impl Sides {
    fn side(self, recto: bool) -> Side {
        match self {
            Self::Alike { galley, plans: [verso, own] } => {
                Side { galley, plans: if recto { own } else { verso }, marks: Marks::new() }
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
    measures: &'m Measures,
    book: &'m Book,
    /// The places whose lines are asked for.
    lined: &'m BTreeSet<AnchorId>,
    links: bool,
    roman: bool,
    /// Where the notes of a stretch begin.
    noted: BTreeMap<NoteId, Folio>,
    /// The marks of notes that are others than in the book.
    pub(super) marks: Marks,
    pub(super) pages: Vec<Page>,
    pub(super) map: PageMap,
    pub(super) diagnostics: Diagnostics,
}

/// How far a binder had come.
pub(super) struct Mark {
    pages: usize,
    map: PageMap,
    diagnostics: Diagnostics,
}

impl<'m> Binder<'m> {
    pub(super) fn new(
        measures: &'m Measures,
        book: &'m Book,
        lined: &'m BTreeSet<AnchorId>,
        (links, roman): (bool, bool),
    ) -> Self {
        let (pages, map, diagnostics) = (Vec::new(), PageMap::default(), Diagnostics::default());
        Self {
            measures,
            book,
            lined,
            links,
            roman,
            noted: BTreeMap::new(),
            marks: Marks::new(),
            pages,
            map,
            diagnostics,
        }
    }

    /// Where it stands, to return to.
    pub(super) fn mark(&self) -> Mark {
        Mark { pages: self.pages.len(), map: self.map.clone(), diagnostics: self.diagnostics.clone() }
    }

    /// Forgets what was bound since `mark`.
    pub(super) fn return_to(&mut self, mark: &Mark) {
        self.pages.truncate(mark.pages);
        self.map.clone_from(&mark.map);
        self.diagnostics.clone_from(&mark.diagnostics);
    }

    /// Whether the next page is a right-hand page.
    pub(super) fn on_recto(&self) -> bool {
        self.pages.len().is_multiple_of(2)
    }

    fn folio(&self) -> Folio {
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
        let first = self.folio();
        for (number, plan) in plans.iter().enumerate() {
            self.warn(&galley, plan);
            let items = self.leaf(&mut galley, plan, setter);
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
    pub(super) fn leaves(&mut self, leaves: Vec<Leaf>, heads: Option<&Heads>, setter: &mut Setter) {
        for (number, leaf) in leaves.into_iter().enumerate() {
            if leaf.wide {
                self.warn_of_width();
            }
            self.page(leaf.items, heads.filter(|_| number > 0), number == 0, setter);
        }
    }

    /// Adds a page: its text, and around it a head with a folio, or a folio at the foot, or nothing.
    fn page(&mut self, mut items: Vec<Placed>, heads: Option<&Heads>, foot: bool, setter: &mut Setter) {
        let (folio, recto) = (self.folio(), self.on_recto());
        if !self.links {
            items.retain(|placed| !matches!(placed.item, Item::Link(..)));
        }
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

    /// The running head, in the middle, two rows above the text.
    fn head(&self, head: Option<&super::line::Line>, items: &mut Vec<Placed>) {
        let Some(line) = head else { return };
        let mut head = line.items.clone();
        let x = self.measures.left(self.on_recto()) + (self.measures.measure - line.width) / 2;
        shift(&mut head, x, self.head_baseline());
        items.append(&mut head);
    }

    fn head_baseline(&self) -> Length {
        let grid = self.measures.text;
        (self.measures.top + grid.drop - grid.leading * 2).max(grid.drop)
    }

    /// The folio: at the outer side of the head, or in the middle of the foot.
    fn print_folio(&self, foot: bool, setter: &mut Setter, items: &mut Vec<Placed>) {
        let words = [program(&self.folio().to_string())];
        let line = setter.line(&words, &self.book.metadata.language, &self.measures.text_type());
        let left = self.measures.left(self.on_recto());
        let grid = self.measures.text;
        let (x, y) = if foot {
            let y = self.measures.top + grid.height(u32::from(self.measures.rows) + 1) + grid.drop;
            (left + (self.measures.measure - line.width) / 2, y.min(self.measures.trim.height - grid.leading / 2))
        } else if self.on_recto() {
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
            let message = format!("page {folio} could not be filled as it should be");
            let fault = Diagnostic::warning("forced-page", message);
            self.diagnostics.push(fault.hint("something on it is longer than a page and was divided"));
        }
        let from = galley.overfull.partition_point(|unit| *unit < plan.start.unit as usize);
        let on_page =
            galley.overfull[from..].iter().take_while(|unit| **unit < plan.end.unit.max(plan.start.unit + 1) as usize);
        let begins = |unit: &&usize| **unit > plan.start.unit as usize || plan.start.slice == 0;
        if on_page.clone().any(|unit| begins(&unit)) {
            self.warn_of_width();
        }
    }

    fn warn_of_width(&mut self) {
        let message = format!("a line on page {} is wider than its measure", self.folio());
        let fault = Diagnostic::warning("overfull-line", message);
        self.diagnostics.push(fault.hint("a word there cannot be divided: break it, or make the measure wider"));
    }

    /// Everything a plan puts on its page, taken out of the galley: from the text's left edge and first row.
    fn leaf(&mut self, galley: &mut Galley, plan: &PagePlan, setter: &mut Setter) -> Vec<Placed> {
        let grid = self.measures.text;
        let mut items = Vec::new();
        let mut row = 0_u32;
        let place = |mut slice: Vec<Placed>, row: u32, items: &mut Vec<Placed>| {
            shift(&mut slice, Length::ZERO, grid.height(row));
            items.append(&mut slice);
        };
        let text = if plan.start == plan.end { 0 } else { galley.units.len() };
        for (number, unit) in galley.units.iter_mut().enumerate().take(text).skip(plan.start.unit as usize) {
            let first = if number == plan.start.unit as usize { plan.start.slice as usize } else { 0 };
            let Some(last) = last_slice(number, plan.end) else { break };
            let chosen = plan.choices.get(number - plan.start.unit as usize).copied().unwrap_or_default();
            if first > 0 {
                for slice in &unit.head {
                    place(slice.items.clone(), row, &mut items);
                    row += u32::from(slice.rows);
                }
            } else if row > 0 {
                row = (row + u32::from(unit.before)).saturating_add_signed(i32::from(chosen.white));
            }
            let Some(setting) = unit.settings.get_mut(usize::from(chosen.setting)) else { continue };
            let last = last.min(setting.slices.len());
            for slice in setting.slices.get_mut(first..last).unwrap_or_default() {
                place(std::mem::take(&mut slice.items), row, &mut items);
                if let Some(aside) = slice.aside.take() {
                    let mut beside = aside.items;
                    shift(&mut beside, numbers::place(self.measures, aside.width, self.on_recto()), grid.drop);
                    place(beside, row, &mut items);
                }
                row += u32::from(slice.rows);
            }
        }
        self.foot(galley, plan, &mut items, setter);
        items
    }

    /// The notes of a page under their rule; the last one's last line stands on the last row. The rule is as wide as
    /// the text where the first of them goes on from the page before.
    fn foot(&mut self, galley: &mut Galley, plan: &PagePlan, items: &mut Vec<Placed>, setter: &mut Setter) {
        let (text, notes) = (self.measures.text, self.measures.notes);
        let mut slices: Vec<&mut Slice> = Vec::new();
        for (number, note) in galley.notes.iter_mut().enumerate().skip(plan.notes_start.note as usize) {
            let from = if number == plan.notes_start.note as usize { plan.notes_start.slice as usize } else { 0 };
            let Some(to) = last_note_slice(number, plan.notes_end) else { break };
            if let Some(id) = note.note.filter(|_| from == 0) {
                let folio = self.folio();
                let begun = *self.noted.entry(id).or_insert(folio);
                if note.again && begun == folio {
                    continue;
                }
                if let Some(slice) = note.slices.first_mut().filter(|_| note.again) {
                    *slice = self.reference(id, begun, setter);
                }
            }
            let to = to.min(note.slices.len());
            slices.extend(note.slices.get_mut(from..to).unwrap_or_default());
        }
        if slices.is_empty() {
            return;
        }
        let rows: u32 = slices.iter().map(|slice| u32::from(slice.rows)).sum();
        let depth = u32::from(self.measures.rows).saturating_add_signed(i32::from(plan.depth)).max(1);
        let bottom = text.height(depth) - text.leading + text.drop;
        // Where no text is left above them they begin at the head of the page.
        let alone = plan.start == plan.end;
        let top =
            if alone { self.measures.separation } else { bottom - notes.height(rows) + notes.leading - notes.drop };
        let continued = Size { width: self.measures.measure, height: HAIRLINE };
        let rule = Item::Rule(if plan.notes_start.slice > 0 { continued } else { NOTE_RULE });
        items.push(Placed { x: Length::ZERO, y: top - self.measures.separation / 2, item: rule });
        let mut row = 0_u32;
        for slice in slices {
            let mut placed = std::mem::take(&mut slice.items);
            shift(&mut placed, Length::ZERO, top + notes.height(row));
            items.append(&mut placed);
            row += u32::from(slice.rows);
        }
    }

    /// Where a note is that an earlier page has.
    fn reference(&self, note: NoteId, page: Folio, setter: &mut Setter) -> Slice {
        let frame = Frame::notes(self.measures, &self.book.metadata.language);
        let own = || self.book.notes.get(note.0 as usize).map_or("", |note| note.mark.as_str());
        let mark = self.marks.get(&note).map_or_else(own, String::as_str);
        let line = setter.line(&reference((note, mark), page, self.book), frame.language, &frame.text);
        let x = match frame.language.direction() {
            Direction::Ltr => frame.indent,
            Direction::Rtl => frame.measure - frame.indent - line.width,
        };
        let mut slice = Slice::of_line(line, frame.grid);
        shift(&mut slice.items, x, Length::ZERO);
        slice
    }
}

/// Up to which slice the unit `number` stands before `end`; `None` if nothing of it does.
fn last_slice(number: usize, end: Position) -> Option<usize> {
    match number.cmp(&(end.unit as usize)) {
        std::cmp::Ordering::Less => Some(usize::MAX),
        std::cmp::Ordering::Equal if end.slice > 0 => Some(end.slice as usize),
        _ => None,
    }
}

fn last_note_slice(number: usize, end: NotePosition) -> Option<usize> {
    last_slice(number, Position { unit: end.note, slice: end.slice, setting: 0 })
}
