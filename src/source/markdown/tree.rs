//! What is done to a tree of blocks when it is complete.

use crate::document::{Block, Inlines, Located};

/// Appends marks to the last paragraph.
pub(super) fn append(blocks: &mut [Located<Block>], marks: Inlines) -> bool {
    let mut end = blocks.last_mut();
    while let Some(located) = end {
        match &mut located.node {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                content.extend(marks);
                return true;
            }
            Block::Figure(figure) => {
                figure.caption.extend(marks);
                return true;
            }
            Block::Quotation(inner) | Block::Letter(inner) => end = inner.last_mut(),
            Block::List(list) => end = list.items.last_mut().and_then(|item| item.last_mut()),
            _ => return false,
        }
    }
    false
}

/// Makes the highest heading's level 1.
pub(super) fn raise_headings(blocks: &mut [Located<Block>]) {
    let highest = headings(blocks, &mut |_| {});
    if highest > 1 && highest < u8::MAX {
        headings(blocks, &mut |level| *level -= highest - 1);
    }
}

/// Visits every heading's level; gives the least there was.
fn headings(blocks: &mut [Located<Block>], visit: &mut dyn FnMut(&mut u8)) -> u8 {
    let mut least = u8::MAX;
    for located in blocks {
        let below = match &mut located.node {
            Block::Heading { level, .. } => {
                let was = *level;
                visit(level);
                was
            }
            Block::Quotation(inner) | Block::Letter(inner) => headings(inner, visit),
            Block::List(list) => list.items.iter_mut().map(|item| headings(item, visit)).min().unwrap_or(u8::MAX),
            _ => u8::MAX,
        };
        least = least.min(below);
    }
    least
}

pub(super) fn first_number(block: &Block) -> Option<u32> {
    match block {
        Block::Quotation(inner) | Block::Letter(inner) => inner.first().map(|located| located.number),
        Block::List(list) => list.items.iter().flatten().next().map(|located| located.number),
        _ => None,
    }
}
