//! Says what the paragraphs of a plain text look like, how sure that is, and why.
//!
//! Enters: a text and its blocks as they were read. Leaves: [`Recognised`] stretches, in order, none overlapping
//! another. Nothing is changed here. What loses no word and is sure ([`Recognised::applies`]) is done to the document
//! by `revise`, unless the manifest says otherwise; all else is only proposed to the editor. False verse and false
//! headings are worse than missed ones: each test asks for several signs that agree.
//!
//! The words by which a page says who speaks ([`speaker`]), who did what ([`role`]), who comments ([`head`]) and when
//! ([`find_date`]) are read here for `revise` too.

mod chrome;
mod credits;
mod dates;
mod division;
mod heading;
mod heads;
mod lists;
mod quotation;
mod rows;
mod turn;
mod verse;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use crate::diagnostic::Span;
use crate::document::{Block, Located};

pub use dates::{DateLine, FoundDate, date_line, find_date};
pub use division::division;
pub use heads::{Counted, Head, addressed, counted, counts_comments, ends_thread, folded, head, is_button, is_handle};
use rows::{Row, rows};
pub use turn::{Opening, is_name, role, speaker};

/// What paragraphs look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// Verse.
    Verse,
    /// A quotation of several paragraphs.
    Extract,
    /// A heading.
    Heading,
    /// A break between sections, of which only blank lines are left.
    SectionBreak,
    /// Comments.
    Thread,
    /// A list of works with what is said of them.
    AnnotatedList,
    /// Who did what.
    Credits,
    /// Words of the page, not of the text.
    Chrome,
    /// The caption of a picture that is not there.
    Caption,
    /// The title once more.
    RepeatedTitle,
}

impl Likeness {
    /// Whether to set paragraphs so loses no word.
    #[must_use]
    pub const fn keeps_words(self) -> bool {
        matches!(self, Self::Verse | Self::Extract | Self::Heading | Self::SectionBreak | Self::Credits)
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verse => "verse",
            Self::Extract => "an extract",
            Self::Heading => "a heading",
            Self::SectionBreak => "a section break",
            Self::Thread => "a thread of comments",
            Self::AnnotatedList => "an annotated list",
            Self::Credits => "credits",
            Self::Chrome => "words of the page",
            Self::Caption => "the caption of a lost picture",
            Self::RepeatedTitle => "the title once more",
        }
    }
}

/// Paragraphs that look like something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Their numbers.
    pub numbers: RangeInclusive<u32>,
    /// What they look like.
    pub likeness: Likeness,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// By which signs.
    pub why: &'static str,
    /// Where they stand.
    pub span: Span,
}

impl Recognised {
    /// As sure as it must be to be done without being asked for.
    pub const SURE: u8 = 90;

    /// Whether it is done without being asked for.
    #[must_use]
    pub const fn applies(&self) -> bool {
        self.confidence >= Self::SURE && self.likeness.keeps_words()
    }
}

/// What the paragraphs of a plain text look like. `text` is the decoded text that `blocks` were read from, `title` what
/// the editor calls it.
#[must_use]
pub fn recognise(text: &str, blocks: &[Located<Block>], title: Option<&str>) -> Vec<Recognised> {
    let rows = rows(text, blocks);
    let mut desk = Desk { taken: vec![false; rows.len()], rows: &rows, found: Vec::new() };
    // The larger claims before the smaller ones inside them.
    lists::annotated(&mut desk);
    lists::thread(&mut desk);
    chrome::repeated_title(&mut desk);
    chrome::chrome(&mut desk);
    if let Some(title) = title {
        chrome::titled(&mut desk, title);
    }
    quotation::extracts(&mut desk);
    credits::credits(&mut desk);
    verse::verse(&mut desk);
    heading::headings(&mut desk);
    let mut found = desk.found;
    found.sort_by_key(|recognised| *recognised.numbers.start());
    // A gap inside something larger is a part of it.
    let within = |number: u32| {
        let after = found.partition_point(|one| *one.numbers.start() <= number);
        after.checked_sub(1).is_some_and(|at| found[at].numbers.contains(&number))
    };
    let gaps: Vec<&Located<Block>> = blocks.iter().filter(|block| is_gap(block) && !within(block.number)).collect();
    found.extend(gaps.into_iter().map(|block| Recognised {
        numbers: block.number..=block.number,
        likeness: Likeness::SectionBreak,
        confidence: Recognised::SURE,
        why: "more blank lines than between other paragraphs",
        span: block.span,
    }));
    found.sort_by_key(|recognised| *recognised.numbers.start());
    found
}

/// Whether a section break is one that the reader made of blank lines.
#[must_use]
pub fn is_gap(block: &Located<Block>) -> bool {
    block.node == Block::SectionBreak && block.span.range().is_empty()
}

/// Work under way: what is taken for something is not taken for something else.
struct Desk<'r> {
    rows: &'r [Row],
    taken: Vec<bool>,
    found: Vec<Recognised>,
}

impl Desk<'_> {
    /// Takes the rows `first..end` for something.
    fn take(&mut self, (first, end): (usize, usize), likeness: Likeness, confidence: u32, why: &'static str) {
        let (Some(from), Some(to)) = (self.rows.get(first), self.rows.get(end.wrapping_sub(1))) else { return };
        self.taken[first..end].fill(true);
        let confidence = u8::try_from(confidence.min(99)).unwrap_or(99);
        let (numbers, span) = (from.number..=to.number, from.span.to(to.span));
        self.found.push(Recognised { numbers, likeness, confidence, why, span });
    }

    fn free(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(|taken| !taken)
    }
}
