//! What a book holds, for `anthology list`.

use std::borrow::Cow;

use super::desk::{Desk, Planned};
use super::selection::credits;
use super::{Sources, walk};
use crate::diagnostic::{Diagnostics, Files};
use crate::document::{Block, Inline, Located, plain_text};
use crate::id::Id;
use crate::manifest::{CorrectionKind, Manifest};
use crate::revise::Revision;
use crate::revise::unasked::{Fate, Taken};

/// A document in its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDocument {
    /// Its number in the book, from 1.
    pub number: usize,
    /// Its id.
    pub id: Id,
    /// The title of the part it is in.
    pub part: Option<String>,
    /// The title of the chapter it is in.
    pub chapter: Option<String>,
    /// Its title.
    pub title: String,
    /// Authors as printed, or where there are none what others did; empty where unknown.
    pub byline: String,
    /// Its date as printed.
    pub date: Option<String>,
    /// How many words of it the book prints, those of its own notes with them.
    pub words: usize,
    /// How many words its source has, counted in the same way.
    pub source_words: usize,
    /// How much of the source is printed, in hundredths.
    pub share: u8,
    /// The first words that are printed.
    pub first_words: String,
    /// The last words that are printed.
    pub last_words: String,
    /// Whether something was left out.
    pub abridged: bool,
    /// Whether words were changed.
    pub corrected: bool,
    /// What a plain text was taken for.
    pub taken: Vec<TakenFor>,
}

/// What paragraphs of a plain text were taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenFor {
    /// What: "verse".
    pub what: &'static str,
    /// The first and the last paragraph.
    pub paragraphs: (u32, u32),
    /// How sure it is, in percent.
    pub confidence: u8,
    /// By which signs.
    pub why: &'static str,
    /// What came of it.
    pub fate: Fate,
    /// The first words.
    pub words: String,
}

/// How many words make the beginning and the end of a text known.
const KNOWN_BY: usize = 8;

/// What is printed of a document and what it was: the one place from which shares are known.
struct Measure {
    printed: usize,
    source: usize,
    abridged: bool,
    corrected: bool,
}

impl Measure {
    /// The words of a title that the text opens with are not counted, nor are those of the program's.
    fn of(planned: &Planned<'_>, revision: Option<&Revision>) -> Self {
        let text = planned.title.text(planned.document);
        let Some(revision) = revision else {
            let text = walk::count_words(text);
            return Self { printed: text, source: text, abridged: false, corrected: false };
        };
        // The text is what stands after its title.
        let title = planned.document.blocks.len() - text.len();
        let title = walk::count_words(planned.document.blocks.get(..title).unwrap_or_default());
        Self {
            printed: revision.kept.saturating_sub(title),
            source: revision.read.saturating_sub(title),
            abridged: revision.abridged,
            // With *sic* the words of the source stand.
            corrected: revision.emendations.iter().any(|emendation| emendation.kind != CorrectionKind::Sic),
        }
    }

    /// In hundredths, and never all or nothing unless it is.
    fn share(&self) -> u8 {
        if self.printed >= self.source {
            return 100;
        }
        let share = (self.printed * 100 + self.source / 2) / self.source;
        u8::try_from(share).unwrap_or(100).clamp(u8::from(self.printed > 0), 99)
    }
}

/// The first and the last words of a text.
fn ends(blocks: &[Located<Block>]) -> (String, String) {
    let (mut first, mut last): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    walk::blocks(blocks, &mut |block| {
        walk::texts(&block.node, &mut |text| {
            let text = match text.as_slice() {
                [Inline::Text(run)] => Cow::Borrowed(run.text.as_str()),
                several => Cow::Owned(plain_text(several)),
            };
            let wanted = KNOWN_BY - first.len();
            first.extend(text.split_whitespace().take(wanted).map(str::to_owned));
            let own: Vec<&str> = text.split_whitespace().rev().take(KNOWN_BY).collect();
            last.drain(..(last.len() + own.len()).saturating_sub(KNOWN_BY).min(last.len()));
            last.extend(own.into_iter().rev().map(str::to_owned));
        });
    });
    (first.join(" "), last.join(" "))
}

/// What a plain text was taken for, with the first words of each.
fn taken(revision: &Revision, files: &Files) -> Vec<TakenFor> {
    let one = |taken: &Taken| {
        let found = &taken.recognised;
        let words: Vec<&str> = files.slice(found.span).split_whitespace().take(KNOWN_BY).collect();
        TakenFor {
            what: found.likeness.name(),
            paragraphs: (*found.numbers.start(), *found.numbers.end()),
            confidence: found.confidence,
            why: found.why,
            fate: taken.fate,
            words: words.join(" "),
        }
    };
    revision.recognised.iter().map(one).collect()
}

/// Every document of the book, in order. `manifest` must have an edition; faults are `edit`'s to report.
#[must_use]
pub fn list(manifest: &Manifest, sources: &Sources, files: &Files) -> Vec<ListedDocument> {
    let Some(spec) = manifest.editions.first() else { return Vec::new() };
    let mut unheard = Diagnostics::default();
    let desk = Desk::new(manifest, sources, files, spec, &mut unheard);
    let mut listed = Vec::new();
    for part in &manifest.parts {
        let part_title = part.title.as_ref().filter(|_| part.display).map(|title| plain_text(&desk.line(title)));
        for chapter in &part.chapters {
            let chapter_title = chapter.title.as_ref().map(|title| plain_text(&desk.line(title)));
            for id in &chapter.documents {
                let Some(planned) = desk.plan.get(&id.value) else { continue };
                let (authors, others) = credits(&desk, planned.spec);
                let measure = Measure::of(planned, sources.revisions.get(&id.value));
                let (first_words, last_words) = ends(planned.title.text(planned.document));
                let date = planned.spec.date.as_ref().or(planned.spec.written.as_ref());
                listed.push(ListedDocument {
                    number: listed.len() + 1,
                    id: id.value.clone(),
                    part: part_title.clone(),
                    chapter: chapter_title.clone(),
                    title: plain_text(&planned.title.bare()),
                    byline: if authors.is_empty() { others.join("; ") } else { authors },
                    date: date.map(|date| desk.words.date(&date.value)),
                    words: measure.printed,
                    source_words: measure.source,
                    share: measure.share(),
                    first_words,
                    last_words,
                    abridged: measure.abridged,
                    corrected: measure.corrected,
                    taken: sources.revisions.get(&id.value).map(|revision| taken(revision, files)).unwrap_or_default(),
                });
            }
        }
    }
    listed
}
