//! Searches the best pages of a galley: a cheap search of all of it, an exact one about the faults that leaves.
//!
//! Both are dynamic programming over page ends (Plass, *Optimal Pagination Techniques for Automatic Typesetting
//! Systems*, 1981): of all ways to come to one [`State`] only the cheapest is followed. The cheap search knows pages of
//! one depth only. A page it leaves short, cut or ending in a hyphen where the leaf is turned is a fault; then some
//! pages about it are made up again, exactly: facing pages may both be a line deeper or less deep. That search begins
//! and ends in states of the pages around, so that these stay as they are; where it does not mend the fault it takes in
//! more pages. The work for one fault has a bound, and that for all of
//! them too ([`PATIENCE`]): so the whole grows with the number of pages.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::fill::{Filler, Found};
use super::{Heights, NotePosition, PagePlan, Position, State};

/// What a depth costs each page of a spread that has it. Two lines less is the last resort, though better than facing
/// pages that differ by one.
const DEPTHS: [(i8, f64); 4] = [(0, 0.0), (-1, 300.0), (1, 300.0), (-2, LEAST)];
const LEAST: f64 = 900.0;
/// What a first page on a recto costs that is a line deeper or less deep: it faces another text's end, or nothing.
const ALONE: [(i8, f64); 3] = [(0, 0.0), (-1, 100.0), (1, 100.0)];
/// A page that costs more than this is a fault.
const FAULT: f64 = 250.0;
/// How many pages before and after a fault are made up again, and how many if that does not mend it.
const REACHES: [usize; 3] = [3, 6, 12];

/// Work for faults beyond which none is mended any more, in lines and units tried: so much for any galley, and so many
/// times what the cheap search took.
const PATIENCE: (u64, u64) = (2_000_000, 40);

/// The pages of a galley if it begins on a verso and if it begins on a recto, as far as either is wanted; those are
/// never empty. What one search learns of the pages helps the other.
pub(in crate::typeset) fn make_up(heights: &Heights, sides: [bool; 2]) -> [Vec<PagePlan>; 2] {
    let mut filler = Filler::new(heights);
    let mut side = |recto: bool| if sides[usize::from(recto)] { searched(&mut filler, recto).0 } else { Vec::new() };
    [side(false), side(true)]
}

/// The pages, and the work it took: how many lines were tried as the end of a page, and units as the next on one.
pub(super) fn searched(filler: &mut Filler<'_>, recto: bool) -> (Vec<PagePlan>, u64) {
    filler.begin();
    let mut search = Search { filler, patience: 0, nodes: Vec::new(), known: FxHashMap::default() };
    let first = State { at: Position::default(), notes: NotePosition::default(), recto, depth: 0 };
    let whole = Task { from: first, goal: None, opening: true, spreads: false, bound: f64::INFINITY };
    let mut path = search.run(&whole).unwrap_or_default();
    search.patience = PATIENCE.0 + PATIENCE.1 * search.filler.tried();
    let mut page = 0;
    while let Some(step) = path.get(page) {
        page = if step.is_fault() { search.mend(&mut path, page) } else { page + 1 };
    }
    let plans = path.iter().map(|step| step.plan(search.filler)).collect();
    (plans, search.filler.tried())
}

/// A page on the way.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// What is known when it begins.
    state: State,
    depth: i8,
    /// What it costs with its depth.
    cost: f64,
    found: Found,
}

impl Step {
    fn is_fault(&self) -> bool {
        self.found.cost > FAULT || self.depth < -1
    }

    fn plan(&self, filler: &mut Filler) -> PagePlan {
        PagePlan {
            start: self.state.at,
            end: self.found.end,
            choices: filler.choices(self.state, self.depth, self.found),
            notes_start: self.state.notes,
            notes_end: self.found.notes,
            depth: self.depth,
            forced: self.found.forced(),
        }
    }
}

/// What is to be found: the cheapest pages from one state to another, or to the end.
struct Task {
    from: State,
    goal: Option<State>,
    /// Whether the first page is the galley's first.
    opening: bool,
    /// Whether a spread may be a line deeper or less deep.
    spreads: bool,
    /// Only what costs less than this is of interest.
    bound: f64,
}

impl Task {
    /// A verso chooses the depth of its spread, a recto keeps it; a first page on a recto stands alone.
    fn depths(&self, state: State, first: bool) -> &'static [(i8, f64)] {
        let [even, less, more, least] = &DEPTHS;
        match (self.spreads, state.recto, state.depth) {
            (true, true, _) if first && self.opening => &ALONE,
            (false, ..) | (true, true, 0) => std::slice::from_ref(even),
            (true, true, 1) => std::slice::from_ref(more),
            (true, true, -1) => std::slice::from_ref(less),
            (true, true, _) => std::slice::from_ref(least),
            (true, false, _) => &DEPTHS,
        }
    }
}

/// A state that was reached, and by which page.
struct Node {
    state: State,
    cost: f64,
    /// The node before, and the page between.
    came: Option<(u32, Step)>,
}

struct Search<'s, 'a> {
    filler: &'s mut Filler<'a>,
    /// How much work it does before it lets faults be.
    patience: u64,
    /// Work space.
    nodes: Vec<Node>,
    known: FxHashMap<State, u32>,
}

impl Search<'_, '_> {
    /// Makes up the pages about a fault again, more and more of them until it is mended; which page to look at next.
    fn mend(&mut self, path: &mut Vec<Step>, page: usize) -> usize {
        let mut next = page + 1;
        for reach in REACHES {
            if self.filler.tried() > self.patience {
                break;
            }
            let (from, to) = (page.saturating_sub(reach), (page + reach + 1).min(path.len()));
            let bound = path[from..to].iter().map(|step| step.cost).sum();
            let goal = path.get(to).map(|step| step.state);
            let task = Task { from: path[from].state, goal, opening: from == 0, spreads: true, bound };
            next = page + 1 + reach / 2;
            if let Some(better) = self.run(&task) {
                let mended = !better.iter().any(Step::is_fault);
                let end = from + better.len();
                path.splice(from..to, better);
                if mended {
                    return end.max(page + 1);
                }
            }
            if from == 0 && goal.is_none() {
                break;
            }
        }
        next
    }

    /// The cheapest pages, if any are cheaper than the bound.
    fn run(&mut self, task: &Task) -> Option<Vec<Step>> {
        self.known.clear();
        self.nodes.clear();
        self.nodes.push(Node { state: task.from, cost: 0.0, came: None });
        // In the order of the text, so that a state is followed when its cost is final.
        let mut open: BTreeMap<(u32, u32, NotePosition), Vec<u32>> = BTreeMap::new();
        open.insert((0, 0, NotePosition::default()), vec![0]);
        let mut best: Option<u32> = None;
        while let Some((_, ids)) = open.pop_first() {
            for id in ids {
                let Node { state, cost, .. } = self.nodes[id as usize];
                let there = task.goal.map_or_else(|| self.filler.is_end(state.at, state.notes), |goal| goal == state);
                if id > 0 && there {
                    if best.is_none_or(|best| self.nodes[best as usize].cost > cost) {
                        best = Some(id);
                    }
                } else if task.goal.is_none_or(|goal| state.at <= goal.at) {
                    self.follow(task, id, &mut open);
                }
            }
        }
        let best = best.filter(|best| self.nodes[*best as usize].cost + 1e-6 < task.bound)?;
        let mut steps = Vec::new();
        let mut id = best;
        while let Some((before, step)) = self.nodes[id as usize].came {
            steps.push(step);
            id = before;
        }
        steps.reverse();
        Some(steps)
    }

    /// Fills the page that begins at a node in every way.
    fn follow(&mut self, task: &Task, id: u32, open: &mut BTreeMap<(u32, u32, NotePosition), Vec<u32>>) {
        let Self { filler, nodes, known, .. } = self;
        let Node { state, cost, .. } = nodes[id as usize];
        for &(depth, dear) in task.depths(state, id == 0) {
            for found in filler.fill(state, depth).iter().map(|found| found.on(state.recto)) {
                let step = Step { state, depth, cost: found.cost + dear, found };
                let cost = cost + step.cost;
                if cost > task.bound {
                    continue;
                }
                let depth = if state.recto { 0 } else { depth };
                let next = State { at: found.end, notes: found.notes, recto: !state.recto, depth };
                let came = Some((id, step));
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
            }
        }
    }
}
