//! Makes up pages: where each page of a galley ends, how its paragraphs are set and which notes stand at its foot.
//!
//! In come [`Shape`]s, which are heights without words; out come [`PagePlan`]s. Nothing is placed here.
//!
//! The search is dynamic programming over page ends (Plass 1981): a state is the place where a page begins,
//! the notes still to be set from pages before, the side, and the depth that a verso chose for its spread. Never
//! given up: a widow, an orphan, a heading alone at the foot, a note away from its call. Given up in this order:
//! equal depth of facing pages, a page short by a line, a split note, a looser paragraph. What fits no page at all
//! (a note longer than a page, a row taller than one) is cut where it must be, so that every search ends.

mod fill;
mod foot;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use fill::{Filler, Found};

/// A place in a galley: before this slice of this unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Position {
    /// Which unit.
    pub(super) unit: u32,
    /// Which slice; 0: the unit has not begun.
    pub(super) slice: u32,
    /// Which of the unit's settings; 0 where it has not begun.
    pub(super) setting: u8,
}

/// A place in the notes of a galley: before this slice of this note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NotePosition {
    /// Which note, in order of call.
    pub(super) note: u32,
    /// Which slice of it.
    pub(super) slice: u32,
}

/// Where a page may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Here.
    Free,
    /// Here, at a cost: after a divided word, before the last item of something short.
    Avoid,
    /// Not here, unless nothing else is possible.
    Never,
}

/// The end of one slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Rows from the unit's beginning to here.
    pub(super) rows: u32,
    /// How many notes of the galley are called up to here.
    pub(super) called: u32,
    /// Whether a page may end here.
    pub(super) ending: Ending,
}

/// One way to set a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SettingShape {
    /// What it costs beyond the best setting.
    pub(super) cost: f64,
    /// The ends of its slices.
    pub(super) cuts: Vec<Cut>,
}

/// The heights of a unit: a paragraph, heading, figure, table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// Empty rows before it, except at the head of a page.
    pub(super) before: u32,
    /// Rows repeated above it where it goes on after a page's end: a table's head.
    pub(super) head: u32,
    /// Its settings, never none; the best first.
    pub(super) settings: Vec<SettingShape>,
}

/// What the pages of a galley are like; lengths in 1/65536 pt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageShape {
    /// Rows of text on a full page.
    pub(super) rows: u32,
    /// Height of a row.
    pub(super) leading: i64,
    /// Height of a note's row.
    pub(super) note_leading: i64,
    /// White and rule between text and notes.
    pub(super) separation: i64,
}

/// A galley as the makeup sees it.
#[derive(Clone, Debug)]
pub(super) struct Heights {
    /// Its units.
    pub(super) shapes: Vec<Shape>,
    /// For each note, in order of call, the rows from its beginning to the end of each of its slices.
    pub(super) notes: Vec<Vec<u32>>,
    /// Its pages.
    pub(super) page: PageShape,
}

impl Heights {
    /// How many notes are called before `at`.
    pub(super) fn called(&self, at: Position) -> u32 {
        let Some(unit) = self.shapes.get(at.unit as usize) else {
            return u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        };
        let cut = (at.slice as usize)
            .checked_sub(1)
            .and_then(|slice| unit.settings.get(at.setting as usize)?.cuts.get(slice));
        let before = || self.shapes[..at.unit as usize].iter().rev().find_map(|s| s.settings.first()?.cuts.last());
        cut.or_else(before).map_or(0, |cut| cut.called)
    }
}

/// What stands on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PagePlan {
    /// Where its text begins.
    pub(super) start: Position,
    /// Where its text ends.
    pub(super) end: Position,
    /// The settings of the units on it, from `start.unit` on.
    pub(super) settings: Vec<u8>,
    /// Where its notes begin.
    pub(super) notes_start: NotePosition,
    /// Where they end.
    pub(super) notes_end: NotePosition,
    /// Lines it is deeper (or less deep) than a usual page.
    pub(super) depth: i8,
    /// Whether something had to be cut that should not be.
    pub(super) forced: bool,
}

/// What is known when a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct State {
    at: Position,
    notes: NotePosition,
    recto: bool,
    depth: i8,
}

struct Node {
    state: State,
    cost: f64,
    /// The node before, and how the page between was filled.
    came: Option<(u32, i8, Found)>,
}

/// What a spread that is a line deeper or less deep costs: each of its pages.
const DEPTH: f64 = 300.0;
/// A galley whose pages cost less than this each is not searched for better spreads.
const EVEN: f64 = 60.0;

/// The pages of a galley that begins on a recto or a verso. Never empty.
pub(super) fn make_up(heights: &Heights, recto: bool) -> Vec<PagePlan> {
    let mut search = Search { filler: Filler::new(heights), spreads: false, bound: f64::INFINITY };
    let (cheap, cost) = search.run(recto);
    #[allow(clippy::cast_precision_loss, reason = "a galley has thousands of pages at most")]
    if cost < EVEN * cheap.len() as f64 {
        return cheap;
    }
    search.spreads = true;
    search.bound = cost;
    let (exact, better) = search.run(recto);
    if better < cost { exact } else { cheap }
}

struct Search<'a> {
    filler: Filler<'a>,
    /// Whether a spread may be a line deeper or less deep.
    spreads: bool,
    /// What cannot be better than this is not followed.
    bound: f64,
}

impl Search<'_> {
    /// The best pages and their cost; without pages where none is better than the bound.
    fn run(&mut self, recto: bool) -> (Vec<PagePlan>, f64) {
        let first = State { at: Position::default(), notes: NotePosition::default(), recto, depth: 0 };
        let mut nodes = vec![Node { state: first, cost: 0.0, came: None }];
        let mut known: FxHashMap<State, u32> = FxHashMap::default();
        // In the order of the text, so that a state is followed when its cost is final.
        let mut open: BTreeMap<(u32, u32, NotePosition), Vec<u32>> = BTreeMap::new();
        open.insert((0, 0, first.notes), vec![0]);
        let mut best: Option<u32> = None;
        while let Some((_, ids)) = open.pop_first() {
            for id in ids {
                let (state, cost) = (nodes[id as usize].state, nodes[id as usize].cost);
                if id > 0 && self.filler.is_end(state.at, state.notes) {
                    if best.is_none_or(|b| nodes[b as usize].cost > cost) {
                        best = Some(id);
                    }
                    continue;
                }
                for &depth in self.depths(state, id == 0) {
                    let dearer = cost + if depth == 0 { 0.0 } else { DEPTH };
                    let bound = self.bound;
                    self.filler.fill(state, depth, &mut |found| {
                        let cost = dearer + found.cost;
                        if cost > bound + 1e-6 {
                            return;
                        }
                        let next = State {
                            at: found.end,
                            notes: found.notes,
                            recto: !state.recto,
                            depth: if state.recto { 0 } else { depth },
                        };
                        let came = Some((id, depth, found));
                        match known.get(&next) {
                            Some(&known) if nodes[known as usize].cost <= cost => {}
                            Some(&known) => {
                                nodes[known as usize].cost = cost;
                                nodes[known as usize].came = came;
                            }
                            None => {
                                let new = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
                                nodes.push(Node { state: next, cost, came });
                                known.insert(next, new);
                                open.entry((next.at.unit, next.at.slice, next.notes)).or_default().push(new);
                            }
                        }
                    });
                }
            }
        }
        match best {
            Some(best) => (self.trace(&nodes, best), nodes[best as usize].cost),
            None => (Vec::new(), f64::INFINITY),
        }
    }

    /// A verso chooses the depth of its spread, a recto keeps it; a first page stands alone.
    fn depths(&self, state: State, first: bool) -> &'static [i8] {
        match (self.spreads && !first, state.recto, state.depth) {
            (false, ..) | (true, true, 0) => &[0],
            (true, true, 1) => &[1],
            (true, true, _) => &[-1],
            (true, false, _) => &[0, -1, 1],
        }
    }

    /// The pages that lead to `last`.
    fn trace(&mut self, nodes: &[Node], last: u32) -> Vec<PagePlan> {
        let mut plans = Vec::new();
        let mut id = last;
        while let Some((before, depth, found)) = nodes[id as usize].came {
            let state = nodes[before as usize].state;
            plans.push(PagePlan {
                start: state.at,
                end: found.end,
                settings: self.filler.settings(state, depth, found),
                notes_start: state.notes,
                notes_end: found.notes,
                depth,
                forced: found.forced(),
            });
            id = before;
        }
        plans.reverse();
        plans
    }
}

#[cfg(test)]
mod tests;
