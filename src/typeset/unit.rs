//! What a galley is made of: units of slices, each of a whole number of rows, and the notes called in them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::line::{Line, ParagraphStyle};
use super::makeup::{Cut, Ending, Heights, PagePlan, PageShape, SettingShape, Shape};
use super::measures::{Grid, Measures};
use super::page::{Item, Placed};
use super::setter::Setter;
use super::sketch::{Outline, Sketch};
use super::structure::{Structure, as_artifacts};
use crate::book::Spot;
use crate::document::NoteId;
use crate::length::Length;

/// Set things that no page's end divides, in a whole number of rows.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    /// What stands in it: rightwards from the text's left edge, downwards from the slice's top.
    pub(super) items: Vec<Placed>,
    /// How many rows.
    pub(super) rows: u16,
    /// How many of the galley's notes are called in it.
    pub(super) calls: u16,
    /// Whether a page may end after it.
    pub(super) ending: Ending,
    /// Word space used, in 1/1000 of the natural one.
    pub(super) space: u16,
    /// Whether it ends in a divided word.
    pub(super) hyphenated: bool,
    /// Whether it is wider than it may be.
    pub(super) wide: bool,
    /// Where its text begins.
    pub(super) begins: Option<Spot>,
    /// What stands beside it in the outer margin, on the baseline of its first row.
    pub(super) aside: Option<Box<Line>>,
}

impl Slice {
    /// Empty rows.
    pub(super) fn empty(rows: u16) -> Self {
        let (items, ending) = (Vec::new(), Ending::Never);
        Self { items, rows, calls: 0, ending, space: 1000, hyphenated: false, wide: false, begins: None, aside: None }
    }

    /// A line that is not set yet.
    pub(super) fn of_outline(outline: &Outline<'_>, grid: Grid) -> Self {
        let ending = if outline.hyphenated { Ending::Avoid } else { Ending::Free };
        let rows = grid.rows(outline.height - grid.drop).saturating_add(1);
        Self { ending, hyphenated: outline.hyphenated, ..Self::empty(rows) }
    }

    /// A line in as many rows as it is high.
    pub(super) fn of_line(line: Line, grid: Grid) -> Self {
        let over = grid.rows(line.height - grid.drop);
        let (mut items, begins) = (line.items, line.begins);
        shift(&mut items, Length::ZERO, grid.drop + grid.height(u32::from(over)));
        let ending = if line.hyphenated { Ending::Avoid } else { Ending::Free };
        let (rows, space, hyphenated) = (over.saturating_add(1), line.space, line.hyphenated);
        Self { items, rows, calls: 0, ending, space, hyphenated, wide: false, begins, aside: None }
    }
}

/// A page that needs no makeup.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    /// What stands on it, from the text's left edge and first row.
    pub(super) items: Vec<Placed>,
    /// Whether a line of it is wider than its measure.
    pub(super) wide: bool,
}

/// Moves things right and down.
pub(super) fn shift(items: &mut [Placed], right: Length, down: Length) {
    for item in items {
        item.x += right;
        item.y += down;
    }
}

/// Marks glyphs as furniture of the page, not words of the book.
pub(super) fn as_furniture(mut items: Vec<Placed>) -> Vec<Placed> {
    as_artifacts(&mut items);
    for placed in &mut items {
        if let Item::Glyphs(run) = &mut placed.item {
            run.furniture = true;
        }
    }
    items
}

/// One way to set a unit.
#[derive(Clone, Debug)]
pub(super) struct UnitSetting {
    /// What it costs beyond the best one.
    pub(super) cost: f64,
    /// Its slices, top to bottom.
    pub(super) slices: Vec<Slice>,
}

/// What stands together: a paragraph, heading, figure, stanza, table.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Empty rows before it, except at the head of a page.
    pub(super) before: u16,
    /// Whether these are as many everywhere, or may be a row more or less: between stanzas they may not.
    pub(super) rigid: bool,
    /// Ways to set it, never none.
    pub(super) settings: Vec<UnitSetting>,
    /// What is repeated where it goes on after a page's end.
    pub(super) head: Vec<Slice>,
    /// The paragraph whose lines its slices are and the grid they stand on, while the slices hold nothing but what
    /// stands before the words.
    pub(super) sketch: Option<Box<(Sketch, Grid)>>,
}

impl Unit {
    /// A unit set in one way.
    pub(super) fn new(before: u16, slices: Vec<Slice>) -> Self {
        Self { before, rigid: false, settings: vec![UnitSetting { cost: 0.0, slices }], head: Vec::new(), sketch: None }
    }

    /// Forbids a page's end after it.
    pub(super) fn keep_with_next(&mut self) {
        for setting in &mut self.settings {
            if let Some(last) = setting.slices.last_mut() {
                last.ending = Ending::Never;
            }
        }
    }

    /// Forbids a page's end in it.
    pub(super) fn keep_whole(&mut self) {
        for setting in &mut self.settings {
            let inner = setting.slices.len().saturating_sub(1);
            for slice in &mut setting.slices[..inner] {
                slice.ending = Ending::Never;
            }
        }
    }

    /// Forbids widows and orphans: a single line at either end of a page.
    pub(super) fn keep_two(&mut self) {
        for setting in &mut self.settings {
            let lines = setting.slices.len();
            for at in [0, lines.saturating_sub(2)] {
                if at + 1 < lines {
                    setting.slices[at].ending = Ending::Never;
                }
            }
            if let Some(last) = setting.slices.last_mut() {
                last.ending = Ending::Free;
            }
        }
    }

    /// Rows of its best setting.
    pub(super) fn rows(&self) -> u32 {
        self.settings.first().map_or(0, |setting| setting.slices.iter().map(|s| u32::from(s.rows)).sum())
    }
}

/// What running heads show, from some unit on.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    /// On left-hand pages.
    pub(super) verso: Option<Line>,
    /// On right-hand pages.
    pub(super) recto: Option<Line>,
}

/// What a call brings to the foot of its page.
#[derive(Clone, Debug)]
pub(super) struct FootNote {
    /// Which note; `None` for the source note of a document, which is not called by a mark.
    pub(super) note: Option<NoteId>,
    /// Whether the note was called before: then nothing stands here but where it is, if that is another page.
    pub(super) again: bool,
    /// The note in rows of the notes.
    pub(super) slices: Vec<Slice>,
}

/// A stretch of the book that begins a new page, set but not yet divided.
#[derive(Clone, Debug, Default)]
pub(super) struct Galley {
    /// Its units.
    pub(super) units: Vec<Unit>,
    /// Its notes in order of call.
    pub(super) notes: Vec<FootNote>,
    /// Which heads are shown, and from which unit on.
    pub(super) heads: Vec<(usize, Heads)>,
    /// Which units hold a note that stands after a chapter or the text, in order.
    pub(super) endnotes: Vec<(Range<usize>, NoteId)>,
    /// What its words are.
    pub(super) structure: Structure,
    /// Units that hold a line wider than it may be, in order; of paragraphs that were only broken the lines say it.
    pub(super) overfull: Vec<usize>,
}

impl Galley {
    /// Asks for a reference at the foot of every page that calls a note of another page, or with `all` wherever a
    /// note is called again; says whether any was asked for that was not there already.
    pub(super) fn refer_back(&mut self, heights: &Heights, plans: &[Vec<PagePlan>], all: bool) -> bool {
        let open = |note: &FootNote| note.again && note.slices.is_empty();
        if !self.notes.iter().any(open) {
            return false;
        }
        let mut wanted: Vec<usize> = Vec::new();
        for plan in plans.iter().flatten() {
            let begins = plan.notes_start.note as usize + usize::from(plan.notes_start.slice > 0);
            let ends = plan.notes_end.note as usize + usize::from(plan.notes_end.slice > 0);
            let printed = self.notes.iter().take(ends).skip(begins).filter(|note| !note.slices.is_empty());
            let mut there: BTreeSet<Option<NoteId>> = printed.map(|note| note.note).collect();
            let called = heights.called(plan.start) as usize..heights.called(plan.end) as usize;
            let calls = self.notes.iter().enumerate().take(called.end).skip(called.start);
            let missing = calls.filter(|(_, note)| open(note) && (there.insert(note.note) || all));
            wanted.extend(missing.map(|(number, _)| number));
        }
        for note in &wanted {
            self.notes[*note].slices = vec![Slice { ending: Ending::Free, ..Slice::empty(1) }];
        }
        !wanted.is_empty()
    }

    /// Forgets the settings that no plan uses.
    pub(super) fn prune(&mut self, plans: &[Vec<PagePlan>]) {
        let mut used = vec![0_u32; self.units.len()];
        for plan in plans.iter().flatten() {
            for (unit, choice) in used.iter_mut().skip(plan.start.unit as usize).zip(&plan.choices) {
                *unit |= 1_u32.checked_shl(u32::from(choice.setting)).unwrap_or(0);
            }
        }
        for (unit, used) in self.units.iter_mut().zip(used) {
            for (number, setting) in (0_u32..).zip(&mut unit.settings) {
                if used & 1_u32.checked_shl(number).unwrap_or(u32::MAX) == 0 {
                    setting.slices = Vec::new();
                }
            }
        }
    }

    /// Sets the lines of paragraphs that were only broken: those of the settings that are left.
    pub(super) fn carry_out(&mut self, setter: &mut Setter) {
        for unit in &mut self.units {
            let Some(sketched) = unit.sketch.take() else { continue };
            let (sketch, grid) = &*sketched;
            for (way, setting) in unit.settings.iter_mut().enumerate().filter(|(_, setting)| !setting.slices.is_empty())
            {
                let lines = setter.carry_out(sketch, way);
                let style = sketch.style();
                for (number, (slice, line)) in setting.slices.iter_mut().zip(lines).enumerate() {
                    let wide = !fits(&line, style, number);
                    let (mut items, ending) = (std::mem::take(&mut slice.items), slice.ending);
                    let (calls, aside) = (slice.calls, slice.aside.take());
                    let mut set = Slice::of_line(line, *grid);
                    if !items.is_empty() {
                        items.append(&mut set.items);
                        set.items = items;
                    }
                    *slice = Slice { calls, ending, wide, aside, ..set };
                }
            }
        }
    }

    /// What the makeup needs to know of it.
    pub(super) fn heights(&self, measures: &Measures) -> Heights {
        let mut called = 0_u32;
        let mut shapes = Vec::with_capacity(self.units.len());
        let mut kept = true;
        for unit in &self.units {
            let settings = unit.settings.iter().map(|setting| setting_shape(setting, called)).collect::<Vec<_>>();
            called = settings.first().and_then(|s| s.cuts.last()).map_or(called, |cut| cut.called);
            let head = unit.head.iter().map(|slice| u32::from(slice.rows)).sum::<u32>();
            // White between things that belong together, a heading and its text, is always the same.
            let flexible = !unit.rigid && !kept;
            kept = ends_kept(unit);
            shapes.push(Shape { before: u32::from(unit.before), flexible, head, settings });
        }
        let notes = self.notes.iter().map(|note| note_shape(&note.slices)).collect();
        let page = PageShape {
            rows: u32::from(measures.rows),
            leading: i64::from(measures.text.leading.raw()),
            note_leading: i64::from(measures.notes.leading.raw()),
            separation: i64::from(measures.separation.raw()),
        };
        Heights { shapes, notes, page }
    }
}

/// Whether no line is wider than its measure.
pub(super) fn all_fit(lines: &[Line], style: &ParagraphStyle) -> bool {
    lines.iter().enumerate().all(|(number, line)| fits(line, style, number))
}

/// Whether a paragraph's line of this number is not wider than its measure.
fn fits(line: &Line, style: &ParagraphStyle, number: usize) -> bool {
    let most = (style.measure - style.left - style.right).max(Length::POINT) + Length::POINT;
    line.width <= most - if number < style.first_lines { style.first } else { Length::ZERO }
}

/// Whether what follows a unit must stand on its page.
fn ends_kept(unit: &Unit) -> bool {
    let last = unit.settings.first().and_then(|setting| setting.slices.last());
    last.is_some_and(|slice| slice.ending == Ending::Never)
}

fn setting_shape(setting: &UnitSetting, called: u32) -> SettingShape {
    let (mut rows, mut called) = (0_u32, called);
    let cuts = setting.slices.iter().map(|slice| {
        rows += u32::from(slice.rows);
        called += u32::from(slice.calls);
        Cut { rows, called, ending: slice.ending }
    });
    SettingShape { cuts: cuts.collect(), cost: setting.cost }
}

fn note_shape(slices: &[Slice]) -> Vec<u32> {
    let mut rows = 0_u32;
    slices
        .iter()
        .map(|slice| {
            rows += u32::from(slice.rows);
            rows
        })
        .collect()
}
