//! Looks at pages as they are bound, and notes in the [`Report`] what falls short and why.

use super::bind::Binder;
use super::makeup::{Ending, NotePosition, PagePlan};
use super::page::Item;
use super::report::{Cause, FlawKind};
use super::unit::{Galley, Slice};

/// A line whose word spaces are wider than this is loose: in 1/1000 of a word space.
const LOOSE: u16 = 1500;
/// So many lines that end in a divided word, one under the other, are a ladder.
const LADDER: usize = 3;
/// A page that ends so many rows above a full page's foot is short; one that ends a row above it has only the depth of
/// its spread.
const SHORT: u32 = 2;
/// So many words of a line are told.
const WORDS: usize = 6;

impl Binder<'_> {
    /// Notes loose lines and ladders among the lines that are put on this page.
    pub(super) fn look_at_lines(&mut self, slices: &[Slice]) {
        let folio = self.folio();
        self.report.lines += slices.len();
        if slices.iter().any(|slice| slice.wide) {
            self.warn_of_width();
        }
        let mut ladder = 0;
        for (number, slice) in slices.iter().enumerate() {
            if slice.space > LOOSE {
                self.report.note(FlawKind::LooseLine { space: slice.space }, folio, words(slice));
            }
            ladder = if slice.hyphenated { ladder + 1 } else { 0 };
            let goes_on = slices.get(number + 1).is_some_and(|next| next.hyphenated);
            if ladder >= LADDER && !goes_on {
                self.report.note(FlawKind::Ladder { lines: ladder }, folio, words(slice));
            }
        }
    }

    /// Notes what is wrong with the end of a page that is no text's last and reaches down to the row `bottom`; `verso`
    /// is how far down its facing page reaches.
    pub(super) fn look_at_page(&mut self, galley: &Galley, plan: &PagePlan, (bottom, verso): (u32, Option<u32>)) {
        let folio = self.folio();
        let (cause, next) = cause(galley, plan);
        let rows = u32::from(self.measures.rows).saturating_sub(bottom);
        if rows >= SHORT {
            self.report.note(FlawKind::ShortPage { rows, cause }, folio, next.clone());
        }
        if let Some(verso) = verso.filter(|verso| *verso != bottom) {
            let rows = verso.abs_diff(bottom);
            self.report.note(FlawKind::UnevenSpread { rows, cause }, folio, next.clone());
        }
        if plan.notes_end.slice > 0 && plan.notes_end > plan.notes_start {
            let note = galley.notes.get(plan.notes_end.note as usize);
            let first = note.and_then(|note| note.slices.get(plan.notes_end.slice as usize - 1));
            self.report.note(FlawKind::SplitNote, folio, first.map(words).unwrap_or_default());
        }
        let hyphen = last_line(galley, plan).is_some_and(|line| line.hyphenated);
        if hyphen && self.on_recto() {
            self.report.note(FlawKind::HyphenAtTurn, folio, next);
        }
    }
}

/// The line in the middle of a paragraph that a page ends with.
fn last_line<'g>(galley: &'g Galley, plan: &PagePlan) -> Option<&'g Slice> {
    let end = plan.end;
    let setting = galley.units.get(end.unit as usize)?.settings.get(usize::from(end.setting))?;
    setting.slices.get((end.slice as usize).checked_sub(1)?)
}

/// Why no more of the text stands on a page, and the first words that do not.
fn cause(galley: &Galley, plan: &PagePlan) -> (Cause, String) {
    if (NotePosition { note: plan.notes_end.note, slice: 0 }) < plan.notes_end {
        return (Cause::Note, String::new());
    }
    let (mut rows, mut calls, mut first) = (0_u32, 0_u32, None);
    let units = galley.units.iter().enumerate().skip(plan.end.unit as usize);
    'units: for (number, unit) in units {
        let begun = number == plan.end.unit as usize && plan.end.slice > 0;
        let setting = unit.settings.iter().enumerate().find(|(number, setting)| {
            !setting.slices.is_empty() && (!begun || *number == usize::from(plan.end.setting))
        });
        let Some((_, setting)) = setting else { break };
        for slice in setting.slices.iter().skip(if begun { plan.end.slice as usize } else { 0 }) {
            rows += u32::from(slice.rows);
            calls += u32::from(slice.calls);
            first = first.or(Some(words(slice)).filter(|words| !words.is_empty()));
            if slice.ending != Ending::Never {
                break 'units;
            }
        }
    }
    let cause = match (calls, rows) {
        (1.., _) => Cause::Note,
        (0, 3..) => Cause::Kept,
        _ => Cause::Lines,
    };
    (cause, first.unwrap_or_default())
}

/// The first words of a line.
fn words(slice: &Slice) -> String {
    let mut text = String::new();
    for placed in &slice.items {
        if let Item::Glyphs(run) = &placed.item {
            text.push_str(&run.text);
            if text.split_whitespace().count() > WORDS {
                break;
            }
        }
    }
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    first.join(" ").replace('\u{ad}', "-") + more
}
