//! What cuts and changes mean for each leaf, and where the marks of cuts stand.

use std::collections::BTreeMap;

use super::cuts::Cut;
use super::leaf::{LeafKind, Leaves};
use super::rebuild::{Fate, Splice};
use crate::document::{Inline, Inlines, Origin, Run};
use crate::manifest::CutMark;
use crate::quote::Position;

/// Settles what happens to each leaf.
pub(super) fn fates(
    leaves: &Leaves,
    cuts: &[Cut],
    changes: Vec<(usize, Splice)>,
    omission: &str,
) -> BTreeMap<usize, Fate> {
    let mut settled = Fates { leaves, omission, by_leaf: BTreeMap::new() };
    for cut in cuts {
        settled.cut(cut);
    }
    for (leaf, splice) in changes {
        settled.of(leaf).splices.push(splice);
    }
    for fate in settled.by_leaf.values_mut() {
        fate.splices.sort_by_key(|splice| (splice.from, splice.to));
        fate.divided.sort_unstable();
    }
    settled.by_leaf
}

struct Fates<'f> {
    leaves: &'f Leaves,
    omission: &'f str,
    by_leaf: BTreeMap<usize, Fate>,
}

impl Fates<'_> {
    fn of(&mut self, leaf: usize) -> &mut Fate {
        self.by_leaf.entry(leaf).or_default()
    }

    fn cut(&mut self, cut: &Cut) {
        let (start, end) = (cut.start, cut.end);
        let (opens, closes) = (self.leaves.opens(start), self.leaves.closes(end));
        let mark = cut.mark.unwrap_or_else(|| self.mark(cut));
        match (opens, closes) {
            (true, true) => self.whole(start, end, mark),
            (true, false) => {
                self.gone(start.leaf, end.leaf);
                let put = if mark == CutMark::Inline { self.put(("", self.leaves.after(end))) } else { Inlines::new() };
                self.of(start.leaf).line |= mark == CutMark::Line;
                let to = end.at + white(self.leaves.after(end));
                self.of(end.leaf).splices.push(Splice { from: 0, to, put });
            }
            (false, true) => {
                self.gone(start.leaf + 1, end.leaf + 1);
                let before = self.leaves.before(start);
                let put = if mark == CutMark::Inline { self.put((before, "")) } else { Inlines::new() };
                let from = before.trim_end().len();
                let to = self.leaves.end_of(start.leaf).at;
                let fate = self.of(start.leaf);
                fate.line_after |= mark == CutMark::Line;
                fate.splices.push(Splice { from, to, put });
            }
            (false, false) => self.within(start, end, mark),
        }
    }

    /// The mark a place asks for: none where the text begins or ends anyway, a line for whole paragraphs.
    fn mark(&self, cut: &Cut) -> CutMark {
        let title = usize::from(self.leaves.get(0).is_some_and(|leaf| leaf.kind == LeafKind::Heading));
        let first = self.leaves.opens(cut.start) && cut.start.leaf <= title;
        let last = self.leaves.closes(cut.end) && cut.end.leaf + 1 == self.leaves.len();
        match (self.leaves.opens(cut.start), self.leaves.closes(cut.end)) {
            _ if first || last => CutMark::None,
            (true, true) => CutMark::Line,
            _ => CutMark::Inline,
        }
    }

    /// Whole leaves go. A mark that must not have a line of its own stands at the end of the paragraph before.
    fn whole(&mut self, start: Position, end: Position, mark: CutMark) {
        self.gone(start.leaf, end.leaf + 1);
        let before = start.leaf.checked_sub(1).filter(|before| {
            let same = |at: usize| self.leaves.get(at).map(|leaf| leaf.parent);
            let paragraph = self.leaves.get(*before).is_some_and(|leaf| leaf.kind == LeafKind::Paragraph);
            paragraph && same(*before) == same(start.leaf) && !self.by_leaf.get(before).is_some_and(|fate| fate.gone)
        });
        match (mark, before) {
            (CutMark::None, _) => {}
            (CutMark::Inline, Some(before)) => {
                let end = self.leaves.end_of(before);
                let put = self.put((self.leaves.before(end), ""));
                self.of(before).splices.push(Splice { from: end.at, to: end.at, put });
            }
            _ => self.of(start.leaf).line = true,
        }
    }

    /// Words from within a paragraph go, up to words within the same or another one.
    fn within(&mut self, start: Position, end: Position, mark: CutMark) {
        let (before, after) = (self.leaves.before(start), self.leaves.after(end));
        let kind = |at: usize| self.leaves.get(at).map(|leaf| (leaf.kind, leaf.parent));
        let (from, to) = (before.trim_end().len(), end.at + white(after));
        let put = match mark {
            CutMark::Inline => self.put((before, after)),
            CutMark::None if start.leaf == end.leaf || kind(start.leaf) == kind(end.leaf) => space(before, after),
            CutMark::Line | CutMark::None => Inlines::new(),
        };
        let paragraph = self.leaves.get(start.leaf).is_some_and(|leaf| leaf.kind == LeafKind::Paragraph);
        if start.leaf == end.leaf {
            if mark == CutMark::Line && paragraph {
                self.of(start.leaf).divided.push((from, to));
            } else {
                let put = if mark == CutMark::Line { self.put((before, after)) } else { put };
                self.of(start.leaf).splices.push(Splice { from, to, put });
            }
            return;
        }
        self.gone(start.leaf + 1, end.leaf);
        let joins = paragraph && kind(start.leaf) == kind(end.leaf) && mark != CutMark::Line;
        let length = self.leaves.end_of(start.leaf).at;
        let fate = self.of(start.leaf);
        fate.line_after |= mark == CutMark::Line;
        fate.splices.push(Splice { from, to: length, put });
        let fate = self.of(end.leaf);
        fate.joined = joins;
        fate.splices.push(Splice { from: 0, to, put: Inlines::new() });
    }

    fn gone(&mut self, from: usize, to: usize) {
        for leaf in from..to {
            self.of(leaf).gone = true;
        }
    }

    /// The mark with the spaces that the words around it ask for.
    fn put(&self, (before, after): (&str, &str)) -> Inlines {
        let (before, after) = (before.trim_end(), after.trim_start());
        let opens = |c: char| matches!(c, '(' | '[' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '—');
        let closes = |c: char| matches!(c, ')' | ']' | '”' | '’' | '»' | '›' | '.' | ',' | ';' | ':' | '!' | '?' | '—');
        let left = if before.is_empty() || before.ends_with(opens) { "" } else { " " };
        let right = if after.is_empty() || after.starts_with(closes) { "" } else { " " };
        said(format!("{left}{}{right}", self.omission))
    }
}

/// What stands where a cut shows nothing.
fn space(before: &str, after: &str) -> Inlines {
    let closes = |c: char| matches!(c, ')' | ']' | '”' | '’' | '.' | ',' | ';' | ':' | '!' | '?');
    let (before, after) = (before.trim_end(), after.trim_start());
    if before.is_empty() || after.is_empty() || after.starts_with(closes) {
        return Inlines::new();
    }
    said(" ".to_owned())
}

fn said(text: String) -> Inlines {
    vec![Inline::Text(Run { text, origin: Origin::Program })]
}

/// How much white `text` begins with, in bytes.
fn white(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
