//! Fills one page in every way that is allowed.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::foot::{Foot, Notes};
use super::{Choice, Cut, Ending, Heights, NotePosition, Position, SettingShape, Shape, State};

/// One way to fill a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// Where the page ends.
    pub(super) end: Position,
    /// Where its notes end.
    pub(super) notes: NotePosition,
    /// What it costs.
    pub(super) cost: f64,
    /// Whether it ends in a divided word; what that costs depends on the side.
    hyphen: bool,
    pub(super) manner: Manner,
}

impl Found {
    pub(super) fn new(end: Position, notes: NotePosition, cost: f64, manner: Manner) -> Self {
        Self { end, notes, cost, hyphen: false, manner }
    }

    /// The same on a recto, or on a verso.
    pub(super) fn on(self, recto: bool) -> Self {
        let hyphen = if self.hyphen { HYPHEN[usize::from(recto)] } else { 0.0 };
        Self { cost: self.cost + hyphen, hyphen: false, ..self }
    }

    /// Whether something was cut that should not be.
    pub(super) fn forced(&self) -> bool {
        self.manner == Manner::Forced
    }
}

/// How hard it was to fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Nearly full, with at most a share of it for a very long note.
    Full,
    /// Nearly full.
    Crowded,
    /// As short as it has to be.
    Short,
    /// Cut where it should not be.
    Forced,
}

/// The cheapest way to come to this many rows with whole units.
#[derive(Clone, Copy)]
struct Reach {
    rows: u32,
    cost: f64,
    from: u32,
    choice: Choice,
}

/// What a filling begins with and must keep to.
#[derive(Clone, Copy)]
pub(super) struct Task {
    pub(super) at: Position,
    pub(super) notes: NotePosition,
    /// Rows that fit, and their height.
    rows: u32,
    pub(super) height: i64,
    /// White at the foot that is still good.
    slack: i64,
    manner: Manner,
}

/// Takes a way to fill the page; the reach before its last unit, by layer and place; how that unit is set, if any.
type Report<'r> = &'r mut dyn FnMut(Found, &[Vec<Reach>], (usize, u32), Option<Choice>);

/// Rows of white that a page may have before it counts as short.
const NEAR: i64 = 2;
/// A hyphen at the end of a verso, and of a recto, where the reader has to turn the leaf: a spread two lines less deep
/// is better than that, a short page is not.
const HYPHEN: [f64; 2] = [120.0, 1_900.0];
/// White at the foot: per row squared, seen (above notes, what is more than a row) and unseen.
const WHITE: f64 = 2000.0;
const UNSEEN: f64 = 30.0;
/// A page on which a note is cut or goes on under hardly any text, and under none.
const THIN: f64 = 600.0;
const BARE: f64 = 300.0;
/// A last page of fewer than [`FEW`] rows.
const LONELY: f64 = 800.0;
const FEW: u32 = 5;
/// Rows of white before what is set off that are given or taken, and what they cost: many places that give a row are
/// better than one that gives two.
pub(super) const WHITES: [(i8, f64); 4] = [(0, 0.0), (1, 80.0), (2, 400.0), (-1, 120.0)];
/// A page cut where it should not be.
pub(super) const FORCED: f64 = 1e6;

/// Ways known to fill pages that begin in so many places: what is beyond is forgotten, so that memory has a bound.
const REMEMBERED: usize = 20_000;

/// The ways to fill a page, and the work they took.
#[derive(Clone)]
struct Filled {
    ways: Rc<[Found]>,
    tried: u64,
}

/// Fills pages of one galley. What was found is remembered: it is the same on both sides and for every search.
pub(super) struct Filler<'a> {
    pub(super) heights: &'a Heights,
    pub(super) notes: Notes<'a>,
    any_long: bool,
    layers: Vec<Vec<Reach>>,
    known: FxHashMap<(Position, NotePosition, i8), Filled>,
    tried: Cell<u64>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(heights: &'a Heights) -> Self {
        let notes = Notes::new(heights);
        let any_long = notes.any_long();
        Self { heights, notes, any_long, layers: Vec::new(), known: FxHashMap::default(), tried: Cell::new(0) }
    }

    /// How many lines were tried as a page's end, and units as the next on a page, since it was last asked to begin.
    pub(super) fn tried(&self) -> u64 {
        self.tried.get()
    }

    /// Begins to count anew.
    pub(super) fn begin(&self) {
        self.tried.set(0);
    }

    /// Whether nothing is left to set.
    pub(super) fn is_end(&self, at: Position, notes: NotePosition) -> bool {
        at.unit as usize >= self.heights.shapes.len() && notes.note as usize >= self.heights.notes.len()
    }

    /// Every good way to fill the page that begins with a state, to each end the cheapest; at least one.
    pub(super) fn fill(&mut self, state: State, depth: i8) -> Rc<[Found]> {
        let key = (state.at, state.notes, depth);
        if let Some(Filled { ways, tried }) = self.known.get(&key) {
            // Known or not, it counts: what is searched must not depend on what was searched before.
            self.tried.set(self.tried.get() + tried);
            return ways.clone();
        }
        let before = self.tried.get();
        let ways: Rc<[Found]> = self.ways(state, depth).into();
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(key, Filled { ways: ways.clone(), tried: self.tried.get() - before });
        ways
    }

    fn ways(&mut self, state: State, depth: i8) -> Vec<Found> {
        let mut ways: Vec<Found> = Vec::new();
        let mut number: FxHashMap<(Position, NotePosition), usize> = FxHashMap::default();
        for manner in [Manner::Full, Manner::Crowded, Manner::Short] {
            if manner == Manner::Crowded && !self.any_long {
                continue;
            }
            let task = self.task(state, depth, manner);
            self.search(&task, &mut |way, _, _, _| {
                let known = *number.entry((way.end, way.notes)).or_insert(ways.len());
                match ways.get_mut(known) {
                    Some(known) if known.cost <= way.cost => {}
                    Some(known) => *known = way,
                    None => ways.push(way),
                }
            });
            if !ways.is_empty() {
                return ways;
            }
        }
        vec![self.force(&self.task(state, depth, Manner::Forced)).0]
    }

    /// How the units are set on a page that was found.
    pub(super) fn choices(&mut self, state: State, depth: i8, found: Found) -> Vec<Choice> {
        let task = self.task(state, depth, found.manner);
        if found.manner == Manner::Forced {
            return self.force(&task).1;
        }
        let mut best: Option<(f64, Vec<Choice>)> = None;
        self.search(&task, &mut |way, layers, last, setting| {
            let same = way.end == found.end && way.notes == found.notes;
            if same && best.as_ref().is_none_or(|(cost, _)| way.cost < *cost) {
                best = Some((way.cost, trace(layers, last, setting)));
            }
        });
        best.map(|(_, settings)| settings).unwrap_or_default()
    }

    fn task(&self, state: State, depth: i8, manner: Manner) -> Task {
        let State { at, notes, .. } = state;
        let page = &self.heights.page;
        let rows = page.rows.saturating_add_signed(i32::from(depth)).max(1);
        let height = i64::from(rows) * page.leading;
        let near = matches!(manner, Manner::Full | Manner::Crowded);
        let slack = if near { NEAR * page.leading } else { i64::MAX };
        Task { at, notes, rows, height, slack, manner }
    }

    fn search(&mut self, task: &Task, report: Report) {
        let mut layers = std::mem::take(&mut self.layers);
        layers.clear();
        layers.push(vec![Reach { rows: 0, cost: 0.0, from: 0, choice: Choice::default() }]);
        let heights = self.heights;
        if let Some(found) = self.note_alone(task) {
            report(found, &layers, (0, 0), Some(Choice::of(task.at.setting)));
        }
        loop {
            let step = layers.len() - 1;
            let Some(shape) = heights.shapes.get(task.at.unit as usize + step) else {
                self.finish(task, &layers, report);
                break;
            };
            let mut next: Vec<Reach> = Vec::new();
            for (index, reach) in (0_u32..).zip(&layers[step]) {
                let whites = if reach.rows > 0 { shape.whites() } else { &WHITES[..1] };
                for (number, setting) in (0_u8..).zip(&shape.settings) {
                    let begun = step == 0 && task.at.slice > 0;
                    if begun && number != task.at.setting {
                        continue;
                    }
                    for &(white, dear) in whites {
                        let choice = Choice { setting: number, white };
                        self.tried.set(self.tried.get() + 1);
                        let run = Run::new(task, step, reach, (shape, choice, dear));
                        let place = (step, index);
                        self.ends(task, &run, setting, &mut |found| report(found, &layers, place, Some(choice)));
                        if let Some(rows) = self.passes(task, &run, setting) {
                            let new = Reach { rows, cost: run.cost, from: index, choice };
                            match next.iter_mut().find(|r| r.rows == rows) {
                                Some(old) if old.cost <= new.cost => {}
                                Some(old) => *old = new,
                                None => next.push(new),
                            }
                        }
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            layers.push(next);
        }
        self.layers = layers;
    }

    /// A page that a very long note has for itself: text is left, but too little for it to share.
    fn note_alone(&self, task: &Task) -> Option<Found> {
        if task.manner != Manner::Crowded || task.notes.slice == 0 {
            return None;
        }
        let foot = self.foot(task, self.heights.called(task.at), 0)?;
        let slack = task.height - foot.height;
        let cost = BARE + foot.cost + self.white(slack, true);
        let found = Found::new(task.at, foot.end, cost, task.manner);
        (foot.end > task.notes && slack <= task.slack).then_some(found)
    }

    /// Every end of the page inside a unit, or after it.
    fn ends(&self, task: &Task, run: &Run, setting: &SettingShape, report: &mut dyn FnMut(Found)) {
        let page = &self.heights.page;
        let last_unit = run.unit as usize + 1 == self.heights.shapes.len();
        // Only what nearly fills the page is of interest, with all the notes of the unit at the most.
        let called = NotePosition { note: setting.cuts.last().map_or(0, |cut| cut.called), slice: 0 };
        let due = (self.notes.rows(called) - self.notes.rows(task.notes)).max(0);
        let notes = if due > 0 { page.separation + due * page.note_leading } else { 0 };
        let near = task.height.saturating_sub(notes).saturating_sub(task.slack) / page.leading.max(1);
        let first = run.slice.max(setting.cuts.partition_point(|cut| run.upto(cut) < near));
        for (index, cut) in setting.cuts.iter().enumerate().skip(first) {
            self.tried.set(self.tried.get() + 1);
            let full = index + 1 == setting.cuts.len();
            let rows = run.upto(cut);
            if rows > i64::from(task.rows) {
                break;
            }
            let Some(foot) = self.foot(task, cut.called, rows) else { break };
            let slack = task.height - rows * page.leading - foot.height;
            if slack > task.slack || cut.ending == Ending::Never || (full && last_unit) {
                continue;
            }
            let hyphen = cut.ending == Ending::Avoid;
            let end = if full {
                Position { unit: run.unit + 1, slice: 0, setting: 0 }
            } else {
                Position { unit: run.unit, slice: u32::try_from(index + 1).unwrap_or(u32::MAX), setting: run.setting }
            };
            let cut = task.notes.slice > 0 || foot.end.slice > 0;
            let thin = if cut && rows < i64::from(FEW) { THIN } else { 0.0 };
            let cost = run.cost + thin + foot.cost + self.white(slack, foot.height > 0);
            report(Found { hyphen, ..Found::new(end, foot.end, cost, task.manner) });
        }
    }

    /// The rows of the page after the whole unit, if it fits with its notes.
    fn passes(&self, task: &Task, run: &Run, setting: &SettingShape) -> Option<u32> {
        let Some(last) = setting.cuts.last() else { return u32::try_from(run.rows).ok() };
        let rows = run.upto(last);
        let fits = rows <= i64::from(task.rows) && self.foot(task, last.called, rows).is_some();
        fits.then(|| u32::try_from(rows).ok()).flatten()
    }

    /// The text's end: the page need not be full.
    fn finish(&self, task: &Task, layers: &[Vec<Reach>], report: Report) {
        let step = layers.len() - 1;
        let called = u32::try_from(self.heights.notes.len()).unwrap_or(u32::MAX);
        let unit = u32::try_from(self.heights.shapes.len()).unwrap_or(u32::MAX);
        for (index, reach) in (0_u32..).zip(&layers[step]) {
            // No text is left to make room for.
            let open = Task { manner: Manner::Short, ..*task };
            let Some(foot) = self.foot(&open, called, i64::from(reach.rows)) else { continue };
            // White that is given makes no page fuller.
            let given: i32 = trace(layers, (step, index), None).iter().map(|choice| i32::from(choice.white)).sum();
            let lonely = if reach.rows.saturating_add_signed(-given) < FEW { LONELY } else { 0.0 };
            let end = Position { unit, slice: 0, setting: 0 };
            let found = Found::new(end, foot.end, reach.cost + lonely + foot.cost, task.manner);
            report(found, layers, (step, index), None);
        }
    }

    fn white(&self, slack: i64, notes: bool) -> f64 {
        let leading = self.heights.page.leading.max(1);
        #[allow(clippy::cast_precision_loss, reason = "a page's height has fewer than 52 bits")]
        let rows = slack as f64 / leading as f64;
        let seen = if notes { (rows - 1.0).max(0.0) } else { rows };
        seen * seen * WHITE + rows * rows * UNSEEN
    }

    fn foot(&self, task: &Task, called: u32, rows: i64) -> Option<Foot> {
        let room = task.height - rows * self.heights.page.leading;
        self.notes.foot(task.notes, called, (room, task.manner == Manner::Full))
    }
}

/// A unit on its way onto the page.
struct Run {
    unit: u32,
    setting: u8,
    cost: f64,
    /// First slice that is not on a page yet.
    slice: usize,
    /// Rows of the page before the unit's first row; less than none if that lies on the page before.
    rows: i64,
}

impl Run {
    fn new(task: &Task, step: usize, reach: &Reach, (shape, choice, dear): (&Shape, Choice, f64)) -> Self {
        let setting = shape.settings.get(usize::from(choice.setting));
        let slice = if step == 0 { task.at.slice as usize } else { 0 };
        let done = slice.checked_sub(1).and_then(|at| setting?.cuts.get(at)).map_or(0, |cut| cut.rows);
        let over = match (slice > 0, reach.rows > 0) {
            (true, _) => shape.head,
            (false, true) => shape.before.saturating_add_signed(i32::from(choice.white)),
            (false, false) => 0,
        };
        let cost = if slice > 0 { 0.0 } else { setting.map_or(0.0, |setting| setting.cost) };
        Self {
            unit: task.at.unit + u32::try_from(step).unwrap_or(u32::MAX),
            setting: choice.setting,
            cost: reach.cost + cost + dear,
            slice,
            rows: i64::from(reach.rows) + i64::from(over) - i64::from(done),
        }
    }

    /// Rows of the page up to `cut`.
    fn upto(&self, cut: &Cut) -> i64 {
        self.rows + i64::from(cut.rows)
    }
}

/// The settings that lead to a reach, and that of the unit after it, in which the page ends.
fn trace(layers: &[Vec<Reach>], (step, index): (usize, u32), last: Option<Choice>) -> Vec<Choice> {
    let mut settings: Vec<Choice> = last.into_iter().collect();
    let mut index = index as usize;
    for layer in layers[1..=step].iter().rev() {
        settings.push(layer[index].choice);
        index = layer[index].from as usize;
    }
    settings.reverse();
    settings
}
