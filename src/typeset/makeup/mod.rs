//! Makes up pages: where each page of a galley ends, how its paragraphs are set and which notes stand at its foot.
//!
//! In come [`Shape`]s, which are heights without words; out come [`PagePlan`]s. Nothing is placed here.
//!
//! The search ([`search`]) is dynamic programming over page ends (Plass 1981): a state is the place where a page begins,
//! the notes still to be set from pages before, the side, and the depth that a verso chose for its spread. Never
//! given up: a widow, an orphan, a heading alone at the foot, a note away from its call. Given up in this order: the
//! usual white before what is set off (a row more or less), the usual depth (facing pages both a line deeper or less
//! deep), a page short by a line, a split note, a looser paragraph. What fits no page at all (a note longer than a
//! page, a row taller than one) is cut where it must be, so that every search ends.

mod fill;
mod foot;
mod force;
mod search;

use fill::WHITES;
pub(super) use search::make_up;

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
    /// Whether these may be a row or two more, or a row less.
    pub(super) flexible: bool,
    /// Rows repeated above it where it goes on after a page's end: a table's head.
    pub(super) head: u32,
    /// Its settings, never none; the best first.
    pub(super) settings: Vec<SettingShape>,
}

impl Shape {
    /// The rows that its white may be changed by, and what each change costs; a row of it always remains.
    fn whites(&self) -> &'static [(i8, f64)] {
        match (self.flexible, self.before) {
            (false, _) | (true, 0) => &WHITES[..1],
            (true, 1) => &WHITES[..3],
            (true, _) => &WHITES,
        }
    }
}

/// How a unit is set on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Which of its settings.
    pub(super) setting: u8,
    /// Rows of white before it beyond (or short of) those it has.
    pub(super) white: i8,
}

impl Choice {
    /// A setting with the white it has.
    fn of(setting: u8) -> Self {
        Self { setting, white: 0 }
    }
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
    /// How the units on it are set, from `start.unit` on.
    pub(super) choices: Vec<Choice>,
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

#[cfg(test)]
mod tests;
