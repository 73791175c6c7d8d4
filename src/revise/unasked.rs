//! What a plain text is taken for is done to it, unless the manifest says what its paragraphs are.

use std::ops::RangeInclusive;

use super::recover::Wanted;
use crate::document::{Block, Document};
use crate::manifest::RecoveryKind;
use crate::source::recognise::{Likeness, Recognised, is_gap};

/// Of what was `recognised`, what is to be done: sure, without loss of a word, and in no paragraph that is `spoken`
/// for (by `[[document.*.block]]`, by a thread, by a list).
#[must_use]
pub fn unasked(recognised: &[Recognised], spoken: &[RangeInclusive<u32>]) -> Vec<Wanted> {
    let free = |found: &&Recognised| {
        !spoken.iter().any(|range| range.start() <= found.numbers.end() && found.numbers.start() <= range.end())
    };
    let kind = |likeness| match likeness {
        Likeness::Verse => Some(RecoveryKind::Verse),
        Likeness::Extract => Some(RecoveryKind::Extract),
        Likeness::Heading => Some(RecoveryKind::Heading),
        _ => None,
    };
    recognised
        .iter()
        .filter(|found| found.applies())
        .filter(free)
        .filter_map(|found| {
            let kind = kind(found.likeness)?;
            Some(Wanted { numbers: found.numbers.clone(), kind, level: None, span: found.span })
        })
        .collect()
}

/// Takes the section breaks away that the reader made of blank lines (`recognise = false`).
pub fn without_gaps(document: &mut Document) {
    document.blocks.retain(|block| !(block.node == Block::SectionBreak && is_gap(block)));
}
