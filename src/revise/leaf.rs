//! The leaves of a document as the editor's pencil counts them: their words, and where they stand.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::document::{Block, Located, Note};
use crate::quote::{Event, Piece, Position, pieces, walk};

/// A block that holds no other blocks.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Its words, as positions count them.
    pub(super) text: String,
    /// Whose blocks it is one of.
    pub(super) parent: usize,
    /// What it is, as far as cuts must know.
    pub(super) kind: LeafKind,
    /// Its paragraph number.
    pub(super) number: u32,
    /// Where it stands.
    pub(super) span: Span,
    /// Where lines, verse lines, leads or cells meet inside it, ascending: a space to who reads, no byte of `text`.
    pub(super) gaps: Vec<usize>,
    /// Where its runs begin, ascending.
    pub(super) runs: Vec<usize>,
}

impl Leaf {
    /// The line or cell that is around `at`: the bytes between the gaps before and after it. At a gap itself, what
    /// comes `after` it or before.
    pub(super) fn line(&self, at: usize, after: bool) -> Range<usize> {
        let next = self.gaps.partition_point(|gap| *gap < at || after && *gap == at);
        let before = next.checked_sub(1).and_then(|before| self.gaps.get(before));
        before.copied().unwrap_or(0)..self.gaps.get(next).copied().unwrap_or(self.text.len())
    }

    /// The words of its line before `at`.
    pub(super) fn line_before(&self, at: usize, after: bool) -> &str {
        self.text.get(self.line(at, after).start..at).unwrap_or_default()
    }

    /// The words of its line from `at` on.
    pub(super) fn line_after(&self, at: usize, after: bool) -> &str {
        self.text.get(at..self.line(at, after).end).unwrap_or_default()
    }

    /// Whether a gap is at `at`.
    pub(super) fn has_gap(&self, at: usize) -> bool {
        self.gaps.binary_search(&at).is_ok()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeafKind {
    Paragraph,
    Heading,
    Other,
}

/// The leaves of a document, in reading order.
#[derive(Debug)]
pub(super) struct Leaves {
    all: Vec<Leaf>,
    /// How many are of the text; the others are of its notes.
    text: usize,
}

impl Leaves {
    /// The leaves of a text, and of its notes after them: as [`crate::quote::Text`] counts.
    pub(super) fn of(blocks: &[Located<Block>], notes: &[Note]) -> Self {
        let mut leaves = Self { all: Vec::new(), text: 0 };
        let mut parents = 0;
        leaves.read(blocks, &mut parents);
        leaves.text = leaves.all.len();
        for note in notes {
            parents += 1;
            leaves.read(&note.body, &mut parents);
        }
        leaves
    }

    fn read(&mut self, blocks: &[Located<Block>], parents: &mut usize) {
        let mut open = vec![*parents];
        walk(blocks, &mut |event| match event {
            Event::Open => {
                *parents += 1;
                open.push(*parents);
            }
            Event::Close => {
                open.pop();
            }
            Event::Leaf(block) => self.all.push(leaf(block, open.last().copied().unwrap_or_default())),
        });
    }

    pub(super) fn get(&self, at: usize) -> Option<&Leaf> {
        self.all.get(at)
    }

    /// How many there are in the text.
    pub(super) fn len(&self) -> usize {
        self.text
    }

    /// The words of a leaf before `at`.
    pub(super) fn before(&self, at: Position) -> &str {
        self.get(at.leaf).and_then(|leaf| leaf.text.get(..at.at)).unwrap_or_default()
    }

    /// The words of a leaf from `at` on.
    pub(super) fn after(&self, at: Position) -> &str {
        self.get(at.leaf).and_then(|leaf| leaf.text.get(at.at..)).unwrap_or_default()
    }

    /// Where a stretch that begins at `at` begins: not after the last word of a leaf but before the next one's first.
    pub(super) fn opening(&self, at: Position) -> Position {
        if at.at > 0 && self.after(at).trim().is_empty() && at.leaf + 1 != self.text && at.leaf + 1 < self.all.len() {
            return Position { leaf: at.leaf + 1, at: 0 };
        }
        if self.before(at).trim().is_empty() { Position { at: 0, ..at } } else { at }
    }

    /// Where what follows a stretch that ends at `at` begins: behind the last word of a leaf, and behind a leaf without
    /// words, in the next.
    pub(super) fn behind(&self, at: Position) -> Position {
        let last = at.leaf + 1 == self.text || at.leaf + 1 >= self.all.len();
        if !last && self.closes(at) { Position { leaf: at.leaf + 1, at: 0 } } else { at }
    }

    /// Where a stretch that ends at `at` ends: not before the first word of a leaf but after the last of the one before.
    ///
    /// A leaf without words (a figure, a break) has one place, which is after it.
    pub(super) fn closing(&self, at: Position) -> Position {
        let wordless = self.get(at.leaf).is_some_and(|leaf| leaf.text.trim().is_empty());
        if wordless {
            return self.end_of(at.leaf);
        }
        if self.before(at).trim().is_empty() && at.leaf > 0 && at.leaf != self.text {
            return self.end_of(at.leaf - 1);
        }
        if self.after(at).trim().is_empty() { self.end_of(at.leaf) } else { at }
    }

    /// The place after the last word of a leaf.
    pub(super) fn end_of(&self, leaf: usize) -> Position {
        Position { leaf, at: self.get(leaf).map_or(0, |leaf| leaf.text.len()) }
    }

    /// Whether a place is before the first word of its leaf.
    pub(super) fn opens(&self, at: Position) -> bool {
        self.before(at).trim().is_empty()
    }

    /// Whether a place is after the last word of its leaf.
    pub(super) fn closes(&self, at: Position) -> bool {
        self.after(at).trim().is_empty()
    }

    /// The words of a stretch, a line's end between leaves and where gaps are.
    pub(super) fn words(&self, start: Position, end: Position) -> String {
        let mut words = String::new();
        self.parts(start, end, &mut |part, gap| {
            words.extend(gap.then_some(GAP));
            words.push_str(part);
            true
        });
        words
    }

    /// Whether nothing but white stands from `start` to `end`.
    pub(super) fn blank(&self, start: Position, end: Position) -> bool {
        let mut blank = true;
        self.parts(start, end, &mut |part, _| {
            blank &= part.trim().is_empty();
            blank
        });
        blank
    }

    /// The parts of a stretch between gaps, and whether a gap is before each; until `see` says that it is enough.
    fn parts(&self, start: Position, end: Position, see: &mut dyn FnMut(&str, bool) -> bool) {
        for at in start.leaf..=end.leaf.min(self.all.len().saturating_sub(1)) {
            let Some(leaf) = self.get(at) else { break };
            let mut from = if at == start.leaf { start.at } else { 0 };
            let to = if at == end.leaf { end.at } else { leaf.text.len() };
            let inside = leaf.gaps[leaf.gaps.partition_point(|gap| *gap <= from)..].iter().take_while(|gap| **gap < to);
            let mut gap = at > start.leaf;
            for end in inside.copied().chain([to]) {
                if !see(leaf.text.get(from..end).unwrap_or_default(), gap) {
                    return;
                }
                (from, gap) = (end, true);
            }
        }
    }
}

/// What [`Leaves::words`] has where lines and leaves meet.
pub(super) const GAP: char = '\n';

fn leaf(block: &Located<Block>, parent: usize) -> Leaf {
    let (mut text, mut gaps, mut runs) = (String::new(), Vec::new(), Vec::new());
    let mut gap = false;
    pieces(&block.node, &mut |piece| match piece {
        Piece::Gap => gap = true,
        Piece::Run(run) => {
            if !run.text.is_empty() && std::mem::take(&mut gap) && !text.is_empty() {
                gaps.push(text.len());
            }
            runs.push(text.len());
            text.push_str(&run.text);
        }
    });
    let kind = match block.node {
        Block::Paragraph(_) => LeafKind::Paragraph,
        Block::Heading { .. } => LeafKind::Heading,
        _ => LeafKind::Other,
    };
    Leaf { text, parent, kind, number: block.number, span: block.span, gaps, runs }
}
