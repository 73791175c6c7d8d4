//! What a plain text is taken for is done to it, unless the manifest says what its paragraphs are.

use std::ops::RangeInclusive;

use super::recover::Wanted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Document};
use crate::id::Id;
use crate::manifest::{self, RecoveryKind};
use crate::source::recognise::{Likeness, Recognised, is_gap};

/// Of what was `recognised`, what is to be done: sure, without loss of a word, and in no paragraph that is `spoken`
/// for (by `[[document.*.block]]`, by a thread, by a list).
#[must_use]
pub fn unasked(recognised: &[Recognised], spoken: &[RangeInclusive<u32>]) -> Vec<Wanted> {
    let kind = |likeness| match likeness {
        Likeness::Verse => Some(RecoveryKind::Verse),
        Likeness::Extract => Some(RecoveryKind::Extract),
        Likeness::Heading => Some(RecoveryKind::Heading),
        _ => None,
    };
    recognised
        .iter()
        .filter(|found| found.applies())
        .filter(|found| is_free(found, spoken))
        .filter_map(|found| {
            let kind = kind(found.likeness)?;
            Some(Wanted { numbers: found.numbers.clone(), kind, level: None, span: found.span })
        })
        .collect()
}

/// The words of the page around the text of `document`, before it and after it: what menus and forms say. They are not
/// printed, and each stretch is told.
#[must_use]
pub fn page_words(
    recognised: &[Recognised],
    spoken: &[RangeInclusive<u32>],
    (id, document): (&Id, &Document),
    diagnostics: &mut Diagnostics,
) -> Vec<Wanted> {
    let last = document.blocks.iter().map(|block| block.number).max().unwrap_or(0);
    let sure = |found: &&Recognised| found.likeness == Likeness::Chrome && found.confidence >= Recognised::SURE;
    let around: Vec<&Recognised> = recognised
        .iter()
        .filter(sure)
        .filter(|found| found.numbers.contains(&1) || found.numbers.contains(&last))
        .filter(|found| found.numbers != (1..=last) && is_free(found, spoken))
        .collect();
    let drop = |found: &Recognised| {
        let count = found.numbers.clone().count();
        let what = if count == 1 { "a paragraph is".to_owned() } else { format!("{count} paragraphs are") };
        let fault = Diagnostic::warning("page-words", format!("{what} taken for words of the page and not printed"));
        let hint = format!(
            "to have them printed, or to be rid of this warning, name them in a [[document.{}.block]] with \
             `as = \"text\"` or `as = \"drop\"`",
            manifest::key(id.as_str())
        );
        diagnostics.push(fault.at(found.span, "a menu, a form, a notice").hint(hint));
        Wanted { numbers: found.numbers.clone(), kind: RecoveryKind::Drop, level: None, span: found.span }
    };
    around.into_iter().map(drop).collect()
}

/// Whether nothing was said of the paragraphs.
fn is_free(found: &Recognised, spoken: &[RangeInclusive<u32>]) -> bool {
    !spoken.iter().any(|range| range.start() <= found.numbers.end() && found.numbers.start() <= range.end())
}

/// Takes the section breaks away that the reader made of blank lines (`recognise = false`).
pub fn without_gaps(document: &mut Document) {
    document.blocks.retain(|block| !(block.node == Block::SectionBreak && is_gap(block)));
}
