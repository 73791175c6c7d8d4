//! The leaves of a document as the editor's pencil counts them: their words, and where they stand.

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

    /// Where a stretch that ends at `at` ends: not before the first word of a leaf but after the last of the one before.
    pub(super) fn closing(&self, at: Position) -> Position {
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

    /// The words of a stretch, a space between leaves.
    pub(super) fn words(&self, start: Position, end: Position) -> String {
        let mut words = String::new();
        for at in start.leaf..=end.leaf.min(self.all.len().saturating_sub(1)) {
            let Some(leaf) = self.get(at) else { break };
            let from = if at == start.leaf { start.at } else { 0 };
            let to = if at == end.leaf { end.at } else { leaf.text.len() };
            if at > start.leaf {
                words.push(' ');
            }
            words.push_str(leaf.text.get(from..to).unwrap_or_default());
        }
        words
    }
}

fn leaf(block: &Located<Block>, parent: usize) -> Leaf {
    let mut text = String::new();
    pieces(&block.node, &mut |piece| {
        if let Piece::Run(run) = piece {
            text.push_str(&run.text);
        }
    });
    let kind = match block.node {
        Block::Paragraph(_) => LeafKind::Paragraph,
        Block::Heading { .. } => LeafKind::Heading,
        _ => LeafKind::Other,
    };
    Leaf { text, parent, kind, number: block.number, span: block.span }
}
