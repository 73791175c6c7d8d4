//! What cuts and changes mean for each leaf, and where the marks of cuts stand.

use std::collections::BTreeMap;

use super::cuts::Cut;
use super::leaf::{LeafKind, Leaves};
use super::rebuild::{Change, Side, Splice, Stays};
use crate::document::{Inline, Inlines, Origin, Run};
use crate::manifest::CutMark;
use crate::quote::Position;

/// Settles what happens to each leaf.
pub(super) fn settle(
    leaves: &Leaves,
    cuts: &[Cut],
    changes: Vec<(usize, Splice)>,
    omission: &str,
) -> BTreeMap<usize, Change> {
    let mut settled = Settled { leaves, omission, by_leaf: BTreeMap::new() };
    for cut in cuts {
        settled.cut(cut);
    }
    for (leaf, splice) in changes {
        settled.of(leaf).splices.push(splice);
    }
    for change in settled.by_leaf.values_mut() {
        change.splices.sort_by_key(Splice::order);
        change.divided.sort_unstable_by_key(|(words, _)| words.start);
    }
    settled.by_leaf
}

struct Settled<'s> {
    leaves: &'s Leaves,
    omission: &'s str,
    by_leaf: BTreeMap<usize, Change>,
}

impl Settled<'_> {
    fn of(&mut self, leaf: usize) -> &mut Change {
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
                let after = self.after(end);
                let put = if mark == CutMark::Inline { self.put(("", after)) } else { Inlines::new() };
                let white = 0..end.at + white(after);
                self.of(start.leaf).mark_before |= mark == CutMark::Line;
                self.of(end.leaf).splices.push(Splice::TakeAway { words: 0..end.at, white, put });
            }
            (false, true) => {
                self.gone(start.leaf + 1, end.leaf + 1);
                let before = if end.leaf > start.leaf { self.before_all(start) } else { self.before(start) };
                let put = if mark == CutMark::Inline { self.put((before, "")) } else { Inlines::new() };
                let from = start.at - (before.len() - before.trim_end().len());
                let length = self.leaves.end_of(start.leaf).at;
                let words = start.at..if end.leaf > start.leaf { usize::MAX } else { length };
                let change = self.of(start.leaf);
                change.mark_after |= mark == CutMark::Line;
                change.splices.push(Splice::TakeAway { words, white: from..length, put });
            }
            (false, false) => self.within(start, end, mark),
        }
    }

    /// What stands on the line before a cut that begins here.
    fn before(&self, start: Position) -> &str {
        self.leaves.get(start.leaf).map_or("", |leaf| leaf.line_before(start.at, true))
    }

    /// What stands before a cut that goes on in the next paragraph: the end of the line before it goes with it.
    fn before_all(&self, start: Position) -> &str {
        let paragraph = self.leaves.get(start.leaf).is_some_and(|leaf| leaf.kind == LeafKind::Paragraph);
        if paragraph { self.leaves.before(start) } else { self.before(start) }
    }

    /// What stands on the line after a cut that ends here.
    fn after(&self, end: Position) -> &str {
        self.leaves.get(end.leaf).map_or("", |leaf| leaf.line_after(end.at, false))
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
            paragraph
                && same(*before) == same(start.leaf)
                && !self.by_leaf.get(before).is_some_and(|change| change.stays == Stays::Gone)
        });
        match (mark, before) {
            (CutMark::None, _) => {}
            (CutMark::Inline, Some(before)) => {
                let end = self.leaves.end_of(before);
                let put = self.put((self.leaves.before(end), ""));
                self.of(before).splices.push(Splice::Insert { at: end.at, clings: Side::Left, put });
            }
            _ => self.of(start.leaf).mark_before = true,
        }
    }

    /// Words from within a paragraph go, up to words within the same or another one.
    fn within(&mut self, start: Position, end: Position, mark: CutMark) {
        let kind = |at: usize| self.leaves.get(at).map(|leaf| (leaf.kind, leaf.parent));
        let paragraph = kind(start.leaf).is_some_and(|(kind, _)| kind == LeafKind::Paragraph);
        let one = start.leaf == end.leaf;
        let divides = one && mark == CutMark::Line && paragraph;
        let joins = one || paragraph && kind(start.leaf) == kind(end.leaf) && mark != CutMark::Line;
        let before = if one { self.before(start) } else { self.before_all(start) };
        let rest = self.after(end);
        let from = start.at - (before.len() - before.trim_end().len());
        let to = end.at + white(rest);
        // The mark has no space towards another block; where it joins two, the end of the cut's last line goes too.
        let after = match (one, joins) {
            (true, _) => rest,
            (false, true) => self.leaves.after(end),
            (false, false) => "",
        };
        let put = match mark {
            CutMark::Inline => self.put((before, after)),
            CutMark::Line if one && !divides => self.put((before, after)),
            CutMark::None => space(before, after),
            CutMark::Line => Inlines::new(),
        };
        if divides {
            self.of(start.leaf).divided.push((start.at..end.at, from..to));
            return;
        }
        if one {
            self.of(start.leaf).splices.push(Splice::TakeAway { words: start.at..end.at, white: from..to, put });
            return;
        }
        self.gone(start.leaf + 1, end.leaf);
        let length = self.leaves.end_of(start.leaf).at;
        let change = self.of(start.leaf);
        change.mark_after |= mark == CutMark::Line;
        change.splices.push(Splice::TakeAway { words: start.at..usize::MAX, white: from..length, put });
        let change = self.of(end.leaf);
        change.stays = if joins { Stays::Joined } else { Stays::Apart };
        change.splices.push(Splice::TakeAway { words: 0..end.at, white: 0..to, put: Inlines::new() });
    }

    fn gone(&mut self, from: usize, to: usize) {
        for leaf in from..to {
            self.of(leaf).stays = Stays::Gone;
        }
    }

    /// The mark with the spaces that the words around it ask for. In itself it is one word, never divided.
    fn put(&self, (before, after): (&str, &str)) -> Inlines {
        let (before, after) = (before.trim_end(), after.trim_start());
        let opens = |c: char| matches!(c, '(' | '[' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '—');
        let closes = |c: char| matches!(c, ')' | ']' | '”' | '’' | '»' | '›' | '.' | ',' | ';' | ':' | '!' | '?' | '—');
        let left = if before.is_empty() || before.ends_with(opens) { "" } else { " " };
        let right = if after.is_empty() || after.starts_with(closes) { "" } else { " " };
        said(format!("{left}{}{right}", self.omission.replace(' ', "\u{a0}")))
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
