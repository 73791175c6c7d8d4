//! Puts on a page what the makeup planned for it: rows of text, and the notes at its foot under their rule.

use super::bind::Binder;
use super::galley::Frame;
use super::makeup::{NotePosition, PagePlan, Position};
use super::notes::reference;
use super::numbers;
use super::page::{Item, Placed};
use super::setter::Setter;
use super::unit::{Galley, Slice, shift};
use crate::book::Folio;
use crate::document::NoteId;
use crate::length::{Length, Size};
use crate::metadata::Direction;

/// Length and thickness of the rule above notes.
const NOTE_RULE: Size = Size { width: Length::from_raw(48 * 65_536), height: Length::from_raw(26_214) };

/// Thickness of the rule above a note that goes on: a quarter of a point, as wide as the text.
const HAIRLINE: Length = Length::from_raw(16_384);

/// A page filled.
pub(super) struct Filled {
    /// What stands on it, from the text's left edge and first row.
    pub(super) items: Vec<Placed>,
    /// How many rows of the grid it reaches down, its notes included.
    pub(super) bottom: u32,
}

impl Binder<'_> {
    /// Everything a plan puts on its page, taken out of the galley: from the text's left edge and first row.
    pub(super) fn leaf(&mut self, galley: &mut Galley, plan: &PagePlan, setter: &mut Setter) -> Filled {
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
            self.look_at_lines(setting.slices.get(first..last).unwrap_or_default());
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
        let noted = self.foot(galley, plan, &mut items, setter);
        let depth = u32::from(self.measures.rows).saturating_add_signed(i32::from(plan.depth));
        Filled { items, bottom: if noted && text > 0 { depth } else { row } }
    }

    /// The notes of a page under their rule; the last one's last line stands on the last row. The rule is as wide as
    /// the text where the first of them goes on from the page before. Whether there are any.
    fn foot(&mut self, galley: &mut Galley, plan: &PagePlan, items: &mut Vec<Placed>, setter: &mut Setter) -> bool {
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
                    setter.tagger.resume(std::mem::take(&mut galley.structure));
                    *slice = self.reference(id, begun, setter);
                    galley.structure = setter.tagger.finish();
                }
            }
            let to = to.min(note.slices.len());
            slices.extend(note.slices.get_mut(from..to).unwrap_or_default());
        }
        if slices.is_empty() {
            return false;
        }
        let rows: u32 = slices.iter().map(|slice| u32::from(slice.rows)).sum();
        let depth = u32::from(self.measures.rows).saturating_add_signed(i32::from(plan.depth)).max(1);
        let bottom = text.height(depth) - text.leading + text.drop;
        // Where no text is left above them they begin at the head of the page.
        let alone = plan.start == plan.end;
        let top =
            if alone { self.measures.separation } else { bottom - notes.height(rows) + notes.leading - notes.drop };
        let continued = Size { width: self.measures.measure, height: HAIRLINE };
        let rule = if plan.notes_start.slice > 0 { continued } else { NOTE_RULE };
        let x = match self.book.metadata.language.direction() {
            Direction::Ltr => Length::ZERO,
            Direction::Rtl => self.measures.measure - rule.width,
        };
        items.push(Placed::artifact(x, top - self.measures.separation / 2, Item::Rule(rule)));
        let mut row = 0_u32;
        for slice in slices {
            let mut placed = std::mem::take(&mut slice.items);
            shift(&mut placed, Length::ZERO, top + notes.height(row));
            items.append(&mut placed);
            row += u32::from(slice.rows);
        }
        true
    }

    /// Where a note is that an earlier page has.
    fn reference(&self, note: NoteId, page: Folio, setter: &mut Setter) -> Slice {
        let frame = Frame::notes(self.measures, &self.book.metadata.language);
        let own = || self.book.notes.get(note.0 as usize).map_or("", |note| note.mark.as_str());
        let mark = self.marks.get(&note).map_or_else(own, String::as_str);
        let outer = setter.tagger.enter_note();
        setter.tagger.expect_label();
        let line = setter.line(&reference((note, mark), page, self.book), frame.language, &frame.text);
        setter.tagger.leave(outer);
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
pub(super) fn last_slice(number: usize, end: Position) -> Option<usize> {
    match number.cmp(&(end.unit as usize)) {
        std::cmp::Ordering::Less => Some(usize::MAX),
        std::cmp::Ordering::Equal if end.slice > 0 => Some(end.slice as usize),
        _ => None,
    }
}

fn last_note_slice(number: usize, end: NotePosition) -> Option<usize> {
    last_slice(number, Position { unit: end.note, slice: end.slice, setting: 0 })
}
