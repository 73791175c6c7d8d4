//! Finds the comments in a document.

use super::{editors, folded, words_of};
use crate::diagnostic::Span;
use crate::document::{Block, Located};
use crate::manifest::Thread;
use crate::source::recognise::{counted, counts_comments, ends_thread};

/// Where the comments stand among the blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Their heading, if the source has one.
    pub(super) heading: Option<usize>,
    /// The first block of them.
    pub(super) first: usize,
    /// The block after the last.
    pub(super) end: usize,
}

/// Whether a block is a heading that is marked as a thread's.
pub(super) fn is_marked(block: &Located<Block>) -> bool {
    matches!(&block.node, Block::Heading { classes, .. } if classes.iter().any(|class| class == "thread"))
}

/// Looks for the marked heading, the one that is named, a line such as "17 comments", or a run of numbers.
pub(super) fn find(blocks: &[Located<Block>], spec: &Thread) -> Option<Place> {
    let wanted = spec.heading.as_ref().map(|heading| folded(&heading.value));
    let named = |block: &Located<Block>| {
        let words = words_of(block).map(|words| folded(words.trim_end_matches(':')));
        wanted.is_some() && words == wanted
    };
    let heading = blocks
        .iter()
        .position(is_marked)
        .or_else(|| blocks.iter().position(named))
        .or_else(|| blocks.iter().position(|block| words_of(block).is_some_and(|words| counts_comments(&words))));
    let Some(heading) = heading else {
        let first = numbered_run(blocks)?;
        return Some(Place { heading: None, first, end: end(blocks, first, None) });
    };
    let level = match blocks[heading].node {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    };
    let end = end(blocks, heading + 1, level);
    (end > heading + 1).then_some(Place { heading: Some(heading), first: heading + 1, end })
}

/// A paragraph that reads as the heading becomes one; where there is none, the editor's is put, in brackets.
pub(super) fn settle_heading(before: &mut Vec<Located<Block>>, place: &Place, spec: &Thread, at: Span) {
    let level = before.iter().skip(1).filter_map(|block| match block.node {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    });
    let level = level.min().unwrap_or(2);
    let heading = |content| Block::Heading { level, content, id: None, classes: vec!["thread".to_owned()] };
    match place.heading.and_then(|at| before.get_mut(at)) {
        Some(block) => {
            if let Block::Paragraph(content) = &mut block.node {
                block.node = heading(std::mem::take(content));
            }
        }
        None => {
            if let Some(words) = &spec.heading {
                let bracketed = words.value.starts_with('[');
                let shown = if bracketed { words.value.clone() } else { format!("[{}]", words.value) };
                before.push(Located::new(heading(editors(&shown, words.span)), at, 0));
            }
        }
    }
}

/// The block after the comments: a heading as high as theirs, or the form to write one.
fn end(blocks: &[Located<Block>], first: usize, level: Option<u8>) -> usize {
    let ends = |block: &Located<Block>| match &block.node {
        Block::Heading { level: own, .. } => level.is_none_or(|level| *own <= level),
        Block::Paragraph(_) => words_of(block).is_some_and(|words| ends_thread(&words)),
        _ => false,
    };
    blocks[first..].iter().position(ends).map_or(blocks.len(), |at| first + at)
}

/// Where the last run of paragraphs begins that are numbered from 1 to 3 at least.
fn numbered_run(blocks: &[Located<Block>]) -> Option<usize> {
    let mut run: Option<(usize, u32)> = None;
    let mut found = None;
    for (at, block) in blocks.iter().enumerate() {
        let Some(number) = words_of(block).and_then(|words| counted(&words)).map(|counted| counted.number) else {
            continue;
        };
        if number == 1 {
            run = Some((at, 1));
        } else if let Some((_, last)) = &mut run
            && number == *last + 1
        {
            *last = number;
        }
        if let Some((first, 3..)) = run {
            found = Some(first);
        }
    }
    found
}
