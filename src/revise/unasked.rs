//! What a plain text is taken for is done to it, unless the manifest says what its paragraphs are.
//!
//! Done unasked is what loses no word and is sure. Words of the page go where the manifest wants the text clean; where it
//! does not say, those before the text and after it go, with a warning, and a warning shows the others.

use std::ops::RangeInclusive;

use super::recover::Wanted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Document};
use crate::manifest::{self, DocumentSpec, RecoveryKind};
use crate::quote::leaves;
use crate::source::recognise::{Likeness, Recognised, is_gap};

/// Something a plain text was taken for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What, where, and by which signs.
    pub recognised: Recognised,
    /// What came of it.
    pub fate: Fate,
}

/// What comes of what was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// The paragraphs are set so, or left out.
    Done,
    /// The editor may want it.
    Proposed,
    /// The manifest says something else of these paragraphs.
    Overruled,
}

/// What the manifest wishes of the words of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Whether they go; where it is not said, those before the text and after it do.
    pub clean: Option<bool>,
    /// The last paragraph of the text.
    pub last: u32,
    /// Whether a dialogue is made of its comments.
    pub thread: bool,
}

impl Wishes {
    /// What the manifest says of `document`. What is not picked is not printed: then nothing is said.
    #[must_use]
    pub fn of(spec: &DocumentSpec, document: &Document) -> Self {
        let last = document.blocks.iter().map(|block| block.number).max().unwrap_or(0);
        let clean = spec.clean.or((!spec.pick.is_empty()).then_some(false));
        Self { clean, last, thread: spec.thread.is_some() }
    }

    /// Whether these words of the page go; before paragraph `front` all are gone.
    fn drops(self, found: &Recognised, front: u32) -> bool {
        let before = found.numbers.contains(&front);
        let around = before || found.numbers.contains(&self.last);
        let kind = found.likeness == Likeness::Chrome || before && found.likeness == Likeness::RepeatedTitle;
        let sure = kind && found.confidence >= Recognised::SURE;
        let all = found.numbers == (1..=self.last);
        self.clean.unwrap_or(around && sure && !all)
    }
}

/// Judges what was `recognised`. `spoken` are the paragraphs that the manifest says the form of.
#[must_use]
pub fn judge(recognised: Vec<Recognised>, spoken: &[RangeInclusive<u32>], wishes: &Wishes) -> Vec<Taken> {
    let mut front = 1;
    let mut fate = |found: &Recognised| {
        let (first, last) = (found.numbers.start(), found.numbers.end());
        if spoken.iter().any(|range| range.start() <= last && first <= range.end()) {
            Fate::Overruled
        } else if is_of_page(found) && wishes.drops(found, front) {
            if *first == front {
                front = last + 1;
            }
            Fate::Done
        } else if found.applies() || found.likeness == Likeness::Thread && wishes.thread {
            Fate::Done
        } else {
            Fate::Proposed
        }
    };
    recognised.into_iter().map(|recognised| Taken { fate: fate(&recognised), recognised }).collect()
}

/// What is to be done of it.
#[must_use]
pub fn wanted(taken: &[Taken]) -> Vec<Wanted> {
    let wanted = |found: &Recognised| {
        let kind = match found.likeness {
            Likeness::Verse => RecoveryKind::Verse,
            Likeness::Extract => RecoveryKind::Extract,
            Likeness::Heading => RecoveryKind::Heading,
            Likeness::Chrome | Likeness::Caption | Likeness::RepeatedTitle => RecoveryKind::Drop,
            Likeness::Credits => RecoveryKind::Credits,
            Likeness::SectionBreak | Likeness::Thread | Likeness::AnnotatedList => return None,
        };
        Some(Wanted { numbers: found.numbers.clone(), kind, level: None, span: found.span, marks: None })
    };
    let done = taken.iter().filter(|taken| taken.fate == Fate::Done);
    done.filter_map(|taken| wanted(&taken.recognised)).collect()
}

/// Tells of the words of the page that are left out and were not asked for.
pub fn page_words(spec: &DocumentSpec, taken: &[Taken], diagnostics: &mut Diagnostics) {
    let dropped = |found: &&Taken| found.fate == Fate::Done && is_of_page(&found.recognised);
    for found in taken.iter().filter(dropped).filter(|_| spec.clean.is_none()) {
        let count = found.recognised.numbers.clone().count();
        let what = if count == 1 { "a paragraph is".to_owned() } else { format!("{count} paragraphs are") };
        let fault = Diagnostic::warning("page-words", format!("{what} taken for words of the page and not printed"));
        let fault = fault.at(
            found.recognised.span,
            if found.recognised.likeness == Likeness::Chrome {
                "a menu, a form, a notice"
            } else {
                found.recognised.likeness.name()
            },
        );
        diagnostics
            .push(fault.hint(answers(spec, "leaves them out without this warning, `clean = false` prints them")));
    }
}

/// Words of the page that are still in `document`, in one warning.
#[must_use]
pub fn left_words(spec: &DocumentSpec, taken: &[Taken], document: &Document) -> Option<Diagnostic> {
    if spec.clean.is_some() {
        return None;
    }
    let numbers: Vec<u32> = leaves(&document.blocks).into_iter().map(|leaf| leaf.number).collect();
    let stands = |found: &&Taken| {
        found.fate == Fate::Proposed
            && found.recognised.confidence >= Recognised::SURE
            && is_of_page(&found.recognised)
            && numbers.iter().any(|number| found.recognised.numbers.contains(number))
    };
    let mut left = taken.iter().filter(stands).map(|found| &found.recognised);
    let first = left.next()?;
    let fault = Diagnostic::warning("page-words", "words of the page would be printed with this text");
    let fault = fault.at(first.span, first.likeness.name());
    let fault = left.fold(fault, |fault, more| fault.also(more.span, more.likeness.name()));
    Some(fault.hint(answers(spec, "leaves them out, `clean = false` prints them without this warning")))
}

/// How to answer for a document's words of the page, all of them or some.
fn answers(spec: &DocumentSpec, clean: &str) -> String {
    let id = manifest::key(spec.id.value.as_str());
    format!(
        "`clean = true` in [document.{id}] {clean}; or name some in a [[document.{id}.block]] `as = \"text\"` or `\"drop\"`"
    )
}

/// Whether it is no part of the text.
pub(super) const fn is_of_page(found: &Recognised) -> bool {
    matches!(found.likeness, Likeness::Chrome | Likeness::Caption | Likeness::RepeatedTitle)
}

/// Takes the section breaks away that the reader made of blank lines (`recognise = false`).
pub fn without_gaps(document: &mut Document) {
    document.blocks.retain(|block| !(block.node == Block::SectionBreak && is_gap(block)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Files, Span};

    fn found(numbers: RangeInclusive<u32>, likeness: Likeness, confidence: u8) -> Recognised {
        let span = Span::new(Files::default().add("a", ""), 0..0);
        Recognised { numbers, likeness, confidence, why: "", span }
    }

    #[test]
    fn what_is_done_unasked() {
        use Fate::{Done, Overruled, Proposed};
        let recognised = vec![
            found(1..=1, Likeness::Heading, 95),
            found(2..=4, Likeness::Verse, 80),
            found(5..=6, Likeness::Extract, 95),
            found(7..=9, Likeness::Chrome, 95),
            found(10..=11, Likeness::Thread, 95),
            found(12..=12, Likeness::Chrome, 95),
        ];
        let fates = |clean| -> Vec<Fate> {
            let wishes = Wishes { clean, last: 12, thread: clean == Some(true) };
            judge(recognised.clone(), &[6..=6], &wishes).into_iter().map(|taken| taken.fate).collect()
        };
        assert_eq!(fates(None), [Done, Proposed, Overruled, Proposed, Proposed, Done]);
        assert_eq!(fates(Some(false)), [Done, Proposed, Overruled, Proposed, Proposed, Proposed]);
        assert_eq!(fates(Some(true)), [Done, Proposed, Overruled, Done, Done, Done]);
        let opening = vec![
            found(1..=1, Likeness::Chrome, 95),
            found(2..=2, Likeness::RepeatedTitle, 95),
            found(4..=4, Likeness::RepeatedTitle, 95),
        ];
        let taken = judge(opening, &[], &Wishes { clean: None, last: 9, thread: false });
        assert_eq!(taken.iter().map(|taken| taken.fate).collect::<Vec<_>>(), [Done, Done, Proposed]);
        let wishes = Wishes { clean: Some(true), last: 12, thread: true };
        let kinds: Vec<RecoveryKind> =
            wanted(&judge(recognised, &[], &wishes)).into_iter().map(|wanted| wanted.kind).collect();
        assert_eq!(kinds, [RecoveryKind::Heading, RecoveryKind::Extract, RecoveryKind::Drop, RecoveryKind::Drop]);
    }
}
