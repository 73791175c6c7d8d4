//! What the sources say and the book does not print: patterns and quoted places whose words stand only in text that is
//! cut, and cross-references to headings that vanished so. They are told as one group (EDITORIAL.md, "Anchors").
//!
//! Enters: the decoded texts of the documents that something was left out of, and where what is printed of them stands.
//! Each text is read once, with all patterns together. Never: changes a locator.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fold::Folded;
use super::headings::{HeadingId, Headings};
use super::leads::{Globs, Lead, Leads};
use super::longest::{Candidate, longest};
use super::pattern::{Hit, Matcher, Purpose};
use super::quoted::Quoted;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Document, Inline, Located, Origin, Run};
use crate::edit::walk;
use crate::id::Id;
use crate::quote::{Miss, Text};

/// So many places of the group are shown.
const SHOWN: usize = 3;

/// A document of which something is left out.
#[derive(Clone, Debug)]
pub struct Cut<'a> {
    id: &'a Id,
    /// The decoded text it was read from.
    text: &'a str,
    /// Where its metadata in front end.
    body: usize,
    /// The bytes that are printed, ascending.
    printed: Vec<Range<usize>>,
    document: &'a Document,
}

impl<'a> Cut<'a> {
    /// What is left out of `document`, as it is printed, of the `text` it was read from.
    #[must_use]
    pub fn of(id: &'a Id, document: &'a Document, text: &'a str) -> Self {
        let mut printed: Vec<Range<usize>> = Vec::new();
        let mut see = |run: &Run| {
            if let Origin::Source(span) | Origin::Editor(span) = run.origin
                && span.file == document.file
            {
                printed.push(span.range());
            }
        };
        let notes = document.notes.iter().map(|note| note.body.as_slice());
        for blocks in std::iter::once(document.blocks.as_slice()).chain(notes) {
            walk::blocks(blocks, &mut |block| {
                if let Block::Listing { text, .. } = &block.node {
                    see(text);
                }
                walk::texts(&block.node, &mut |line| {
                    walk::inlines(line, &mut |inline| {
                        if let Inline::Text(run) = inline {
                            see(run);
                        }
                    });
                });
            });
        }
        printed.sort_unstable_by_key(|range| (range.start, range.end));
        let mut farthest = 0;
        for range in &mut printed {
            farthest = range.end.max(farthest);
            range.end = farthest;
        }
        let body = document.front_matter.as_ref().map_or(0, |front| front.span.range().end);
        Self { id, text, body, printed, document }
    }

    fn prints(&self, at: usize) -> bool {
        let after = self.printed.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|last| self.printed.get(last)).is_some_and(|range| at < range.end)
    }

    /// Whether both ends of these words are printed.
    fn prints_all(&self, words: Range<usize>) -> bool {
        self.prints(words.start) && self.prints(words.end.saturating_sub(1).max(words.start))
    }

    /// What stands between empty lines, and where it begins.
    fn paragraphs(&self) -> Vec<(usize, &'a str)> {
        let mut found = Vec::new();
        let (mut start, mut at) = (self.body, self.body);
        for line in self.text.get(self.body..).unwrap_or_default().split_inclusive('\n') {
            let end = at + line.len();
            if line.trim().is_empty() {
                found.push((start, self.text.get(start..at).unwrap_or_default()));
                start = end;
            }
            at = end;
        }
        found.push((start, self.text.get(start..at).unwrap_or_default()));
        found.retain(|(_, paragraph)| !paragraph.is_empty());
        found
    }

    /// Its whole text as one paragraph, to look quoted words up in. Marks of emphasis are words of nobody's.
    fn as_paragraph(&self) -> Vec<Located<Block>> {
        let span = Span::new(self.document.file, 0..self.text.len());
        let text = self.text.replace(['*', '_', '`'], "\u{1}");
        let run = Inline::Text(Run { text, origin: Origin::Source(span) });
        vec![Located::new(Block::Paragraph(vec![run]), span, 0)]
    }
}

/// What lies in cuts: the numbers of leads and of quoted places.
#[derive(Debug, Default)]
pub(super) struct InCuts {
    pub(super) leads: BTreeSet<usize>,
    pub(super) quoted: BTreeSet<usize>,
}

impl InCuts {
    /// Looks for the words of what leads nowhere.
    pub(super) fn find(cuts: &[Cut<'_>], leads: &Leads, headings: &Headings, matcher: &Matcher) -> Self {
        let mut found = Self::default();
        let mut globs = Globs::default();
        let any_idle = leads.leads.iter().any(is_idle);
        for cut in cuts {
            if any_idle {
                found.words(cut, leads, headings, (matcher, &mut globs));
            }
            found.places(cut, &leads.quoted);
        }
        found
    }

    fn words(&mut self, cut: &Cut<'_>, leads: &Leads, headings: &Headings, with: (&Matcher, &mut Globs)) {
        let (matcher, globs) = with;
        let counts = leads.in_document(Some(cut.id), globs);
        let mut folded = Folded::default();
        let mut hits: Vec<Hit> = Vec::new();
        for (start, paragraph) in cut.paragraphs() {
            folded.read(paragraph);
            matcher.find(&folded, &mut hits);
            let printed =
                |from: usize, to: usize| cut.prints_all(start + folded.source(from)..start + folded.source(to));
            // Per lead whether neighbours of it are printed.
            let mut near: BTreeMap<usize, bool> = BTreeMap::new();
            let mut candidates = Vec::new();
            for hit in &hits {
                match hit.purpose {
                    Purpose::Near(lead) => *near.entry(lead).or_default() |= printed(hit.start, hit.end),
                    Purpose::Lead(lead) => {
                        let root = headings.get(leads.leads[lead].heading).root;
                        candidates.push(Candidate { lead, root, start: hit.start, end: hit.end });
                    }
                }
            }
            candidates.retain(|found| {
                counts[found.lead].0 && (!leads.leads[found.lead].near || near.contains_key(&found.lead))
            });
            for found in longest(candidates) {
                let alone = near.get(&found.lead) == Some(&false);
                if is_idle(&leads.leads[found.lead]) && (alone || !printed(found.start, found.end)) {
                    self.leads.insert(found.lead);
                }
            }
        }
    }

    fn places(&mut self, cut: &Cut<'_>, quoted: &[Quoted]) {
        let mut lost = quoted.iter().enumerate().filter(|(_, place)| place.is_lost_in(cut.id)).peekable();
        if lost.peek().is_none() {
            return;
        }
        let blocks = cut.as_paragraph();
        let text = Text::of(&blocks, []);
        for (number, place) in lost {
            let places = match text.find(place.quotation()) {
                Ok(range) => vec![range],
                Err(Miss::Ambiguous { places, .. }) => places,
                Err(_) => continue,
            };
            if places.iter().all(|range| !cut.prints_all(range.start.at..range.end.at)) {
                self.quoted.insert(number);
            }
        }
    }

    /// The headings that lose a locator so.
    pub(super) fn headings(&self, leads: &Leads) -> BTreeSet<HeadingId> {
        let words = self.leads.iter().filter_map(|lead| leads.leads.get(*lead)).map(|lead| lead.heading);
        let places = self.quoted.iter().filter_map(|place| leads.quoted.get(*place)).map(Quoted::heading);
        words.chain(places).collect()
    }

    /// Tells it all at once; `crosses` are the references to headings that vanished.
    pub(super) fn report(&self, leads: &Leads, crosses: &[Span], diagnostics: &mut Diagnostics) {
        let words = self.leads.iter().filter_map(|lead| leads.leads.get(*lead)?.pattern.as_ref());
        let places = self.quoted.iter().filter_map(|place| leads.quoted.get(*place)).map(Quoted::span);
        let mut lost: Vec<(Span, &str)> =
            words.map(|pattern| pattern.span).chain(places).map(|span| (span, "nothing of it is printed")).collect();
        lost.extend(crosses.iter().map(|span| (*span, "leads to a heading that goes with it")));
        lost.sort_unstable();
        lost.dedup_by_key(|(span, _)| *span);
        let Some(((span, text), rest)) = lost.split_first() else { return };
        let message = match rest.len() {
            0 => "what the index refers to lies in text that is cut".to_owned(),
            more => format!("{} things that the index refers to lie in text that is cut", more + 1),
        };
        let mut fault = Diagnostic::warning("lies-in-cut", message).at(*span, *text);
        for (span, text) in rest.iter().take(SHOWN - 1) {
            fault = fault.also(*span, *text);
        }
        if let Some(more) = lost.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            fault = fault.hint(format!("and {more} more"));
        }
        diagnostics.push(fault.hint("keep them for an edition that prints it, take them out, or cut less"));
    }
}

/// Whether a lead has no locator for want of words.
const fn is_idle(lead: &Lead) -> bool {
    lead.kept == 0 && (lead.met == 0 || !lead.substantive)
}
