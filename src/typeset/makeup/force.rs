//! Fills a page that cannot be filled well: something on it is longer than a page.

use super::fill::{FORCED, Filler, Found, Manner, Task};
use super::{Choice, NotePosition, Position};

impl Filler<'_> {
    /// Fills a page that cannot be filled well: notes that are due, else as much text as fits, but something.
    pub(super) fn force(&self, task: &Task) -> (Found, Vec<Choice>) {
        let called = self.heights.called(task.at);
        let mut found = Found::new(task.at, task.notes, FORCED, Manner::Forced);
        if task.notes < (NotePosition { note: called, slice: 0 }) {
            found.notes = self.notes.force(task.notes, called, task.height);
            return (found, vec![Choice::of(task.at.setting)]);
        }
        let mut settings = vec![Choice::of(task.at.setting)];
        let mut rows = 0_i64;
        let page = &self.heights.page;
        while let Some(shape) = self.heights.shapes.get(found.end.unit as usize) {
            let Some(setting) = shape.settings.get(found.end.setting as usize) else { break };
            let begun = setting.cuts.get((found.end.slice as usize).wrapping_sub(1)).map_or(0, |cut| cut.rows);
            if let Some(cut) = setting.cuts.get(found.end.slice as usize) {
                let head = if found.end == task.at && begun > 0 { shape.head } else { 0 };
                let before = if begun == 0 && rows > 0 { shape.before } else { 0 };
                let more = rows + i64::from(head) + i64::from(before) + i64::from(cut.rows - begun);
                let due = self.notes.rows(NotePosition { note: cut.called, slice: 0 }) - self.notes.rows(task.notes);
                let foot = if due > 0 { page.separation + due * page.note_leading } else { 0 };
                if found.end != task.at && more * page.leading + foot > task.height {
                    break;
                }
                rows = more;
                found.end.slice += 1;
            }
            if found.end.slice as usize >= setting.cuts.len() {
                found.end = Position { unit: found.end.unit + 1, slice: 0, setting: 0 };
                settings.push(Choice::default());
            }
        }
        let called = self.heights.called(found.end);
        if task.notes < (NotePosition { note: called, slice: 0 }) {
            let room = task.height - rows * page.leading;
            if room >= page.separation + 2 * page.note_leading {
                found.notes = self.notes.force(task.notes, called, room);
            }
        } else {
            found.notes = NotePosition { note: called, slice: 0 };
        }
        (found, settings)
    }
}
