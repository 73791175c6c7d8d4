//! The order in which a document's words are read, said once for all who count along it.
//!
//! A *leaf* is a block that holds no other blocks, section breaks and figures included; leaves are counted from 0
//! in reading order. A leaf's *text* is its [`Run`]s' words one after the other, nothing between: what has no words
//! (line ends, borders of verse lines, leads and cells, calls, marks, pictures) is no byte wide.

use crate::document::{Block, Inline, Located, Run, walk};

/// What is met on the way through blocks.
#[derive(Clone, Copy, Debug)]
pub enum Event<'d> {
    /// Blocks of a block begin: of a quotation, a letter, an item or entry.
    Open,
    /// The next leaf.
    Leaf(&'d Located<Block>),
    /// The blocks that were begun last end.
    Close,
}

/// What is met on the way through a leaf.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'d> {
    /// Words.
    Run(&'d Run),
    /// A line, verse line, lead or cell begins or ends: a space to who reads, no byte of the leaf's text.
    Gap,
}

/// Goes through `blocks` in reading order.
pub fn walk<'d>(blocks: &'d [Located<Block>], see: &mut dyn FnMut(Event<'d>)) {
    for block in blocks {
        let holds = walk::inner(block, &mut |inner| {
            see(Event::Open);
            walk(inner, see);
            see(Event::Close);
        });
        if !holds {
            see(Event::Leaf(block));
        }
    }
}

/// The leaves of `blocks`: the one at `n` is leaf `n`.
#[must_use]
pub fn leaves(blocks: &[Located<Block>]) -> Vec<&Located<Block>> {
    let mut leaves = Vec::new();
    walk(blocks, &mut |event| {
        if let Event::Leaf(leaf) = event {
            leaves.push(leaf);
        }
    });
    leaves
}

/// Goes through the words of a leaf; a block of blocks has none of its own.
pub fn pieces<'d>(leaf: &'d Block, see: &mut dyn FnMut(Piece<'d>)) {
    match leaf {
        Block::Listing { text, .. } => see(Piece::Run(text)),
        _ => walk::texts(leaf, &mut |content| apart(content, see)),
    }
}

fn apart<'d>(content: &'d [Inline], see: &mut dyn FnMut(Piece<'d>)) {
    see(Piece::Gap);
    inlines(content, see);
    see(Piece::Gap);
}

fn inlines<'d>(content: &'d [Inline], see: &mut dyn FnMut(Piece<'d>)) {
    for inline in content {
        match inline {
            Inline::Text(run) => see(Piece::Run(run)),
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                inlines(inner, see);
            }
            Inline::LineBreak => see(Piece::Gap),
            Inline::Picture(_)
            | Inline::NoteCall(_)
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
}
