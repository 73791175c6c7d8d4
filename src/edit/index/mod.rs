//! Makes the index: finds where each heading is treated, and puts the headings in order.
//!
//! Enters: the terms, the people and a [`Book`] whose text is complete, with the editor's index marks in
//! it. Leaves: the [`Index`], and in the book's text an anchor at each place it refers to; the marks are gone.
//! Page numbers come later ([`crate::book::locators`]). Never: changes a word.
//!
//! The text is read once ([`gather`]): each paragraph is folded ([`fold`]), all patterns are looked for together
//! ([`pattern`]), of those that overlap the longest counts ([`longest`]), and anchors go in ([`passage`]), also at the places that terms quote ([`quoted`]) and where the
//! source has words that were corrected ([`uncorrected`]). What lies in cuts is told once ([`cuts`]). Titles,
//! title pages, listings and bibliographies are not read.

mod appraise;
mod cross;
mod cuts;
pub(in crate::edit) mod fold;
mod gather;
mod headings;
mod leads;
mod listing;
mod longest;
pub(in crate::edit) mod order;
mod passage;
pub(in crate::edit) mod pattern;
mod quoted;
mod ranges;
mod suggest;
#[cfg(test)]
mod tests;
mod uncorrected;

use std::collections::BTreeMap;

use crate::book::{AnchorId, Book, CrossReference, Entry, Group, Index, Place};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Inline, Inlines, Origin, Run};
use crate::id::Id;
use crate::manifest::{IndexSpec, Person};
use crate::source::Reading;
pub use appraise::{CODES, appraise};
use cross::Crosses;
pub use cuts::Cut;
use cuts::InCuts;
use gather::Gatherer;
use headings::{HeadingId, Headings};
use leads::Leads;
pub use listing::{Density, ListedHeading, ListedLocator, density, index_of, listing};
use order::{Key, Order};
use pattern::Patterns;
pub use suggest::{Passage, Proposal, Suggestion, suggest};

/// What an index is made of.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// Terms and how they are put in order.
    pub spec: &'a IndexSpec,
    /// People, who become headings if the spec says so.
    pub people: &'a BTreeMap<Id, Person>,
    /// How headings are read.
    pub reading: Reading,
    /// The anchor of the section of matter the index will stand in.
    pub division: AnchorId,
    /// The printed documents of which something is left out.
    pub cuts: &'a [Cut<'a>],
    /// What the source has at the anchors of corrections.
    pub emended: &'a BTreeMap<AnchorId, &'a str>,
}

/// Makes the index of `book`, in the order of its language.
pub fn collate(task: &Task<'_>, book: &mut Book, diagnostics: &mut Diagnostics) -> Index {
    let mut headings = Headings::new(task.reading);
    let mut patterns = Patterns::default();
    let mut leads = Leads::read(task, &book.words, &mut headings, (&mut patterns, diagnostics));
    let Some(matcher) = patterns.build() else {
        diagnostics
            .push(Diagnostic::error("too-many-patterns", "the index has more patterns than can be searched for"));
        return Index { groups: Vec::new() };
    };
    let mut places = std::mem::take(&mut book.places);
    let with = (task.spec.include_notes, task.emended);
    let mut gatherer = Gatherer::new(&mut headings, &mut leads, &matcher, &mut places, with);
    gatherer.book(book);
    let ranges = std::mem::take(&mut gatherer.ranges);
    for (heading, reference) in ranges.finish(diagnostics) {
        headings.get_mut(heading).references.push(reference);
    }
    let in_cuts = InCuts::find(task.cuts, &leads, &headings, &matcher);
    quoted::refer(&leads.quoted, &in_cuts.quoted, (&mut headings, book), diagnostics);
    no_hits(&leads, &in_cuts, &headings, diagnostics);
    for id in headings.ids() {
        headings.get_mut(id).references.sort_by_key(|reference| reference.from);
    }
    leads.aliases(&mut headings);
    let mut vanished = Vec::new();
    let (crosses, printed) = cross::resolve(&headings, &in_cuts.headings(&leads), &mut vanished, diagnostics);
    in_cuts.report(&leads, &vanished, diagnostics);
    let order = Order::new(&book.metadata.language, task.spec.word_by_word);
    let index = Printer { headings: &headings, crosses: &crosses, printed: &printed, order: &order }
        .index(task.division, &mut places);
    book.places = places;
    index
}

/// Terms whose patterns lead nowhere, and not for a cut.
fn no_hits(leads: &Leads, in_cuts: &InCuts, headings: &Headings, diagnostics: &mut Diagnostics) {
    let idle =
        leads.leads.iter().enumerate().filter(|(number, lead)| lead.kept == 0 && !in_cuts.leads.contains(number));
    for (_, lead) in idle {
        let Some(pattern) = &lead.pattern else { continue };
        let path = headings.path(lead.heading);
        let fault = Diagnostic::warning("no-hits", format!("nothing leads to `{path}`"));
        diagnostics.push(if lead.met == 0 {
            fault.at(pattern.span, "not in the text").hint("patterns are whole words; `word*` also finds longer ones")
        } else {
            let why = "met, but never where it counts: see `in`, `near` and `mentions`, and longer patterns";
            fault.at(pattern.span, why)
        });
    }
}

/// Makes entries of headings.
struct Printer<'a> {
    headings: &'a Headings,
    crosses: &'a [Crosses],
    printed: &'a [bool],
    order: &'a Order,
}

impl Printer<'_> {
    fn index(&self, division: AnchorId, places: &mut Vec<Place>) -> Index {
        let anchors: BTreeMap<HeadingId, AnchorId> = self
            .headings
            .ids()
            .filter(|id| self.printed[*id])
            .map(|id| (id, gather::anchor(places, division, 0)))
            .collect();
        let mut groups: Vec<Group> = Vec::new();
        // A letter heads one group, though the language may sort another in its midst (Æ between Ad and Af).
        let mut heads: BTreeMap<String, usize> = BTreeMap::new();
        let main = self.headings.ids().filter(|id| self.headings.get(*id).parent.is_none());
        for (id, key) in self.sorted(main) {
            let letter = self.order.letter(&key);
            let entry = self.entry(id, &anchors);
            let at = *heads.entry(letter.clone()).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.entries.push(entry),
                None => groups.push(Group { letter, entries: vec![entry] }),
            }
        }
        Index { groups }
    }

    /// The headings of `ids` that are printed, in order, with their keys.
    fn sorted(&self, ids: impl Iterator<Item = HeadingId>) -> Vec<(HeadingId, Key)> {
        let key = |id: HeadingId| {
            let heading = self.headings.get(id);
            let words = heading.sort.as_ref().unwrap_or(&heading.words);
            (id, self.order.key(words, heading.parent.is_some() && heading.sort.is_none()))
        };
        let mut sorted: Vec<(HeadingId, Key)> = ids.filter(|id| self.printed[*id]).map(key).collect();
        sorted.sort_by(|(a, first), (b, second)| self.order.compare(first, second).then(a.cmp(b)));
        sorted
    }

    /// Recursion ends: paths have at most four parts.
    fn entry(&self, id: HeadingId, anchors: &BTreeMap<HeadingId, AnchorId>) -> Entry {
        let heading = self.headings.get(id);
        let cross = |targets: &[(HeadingId, Span)]| -> Vec<CrossReference> {
            let mut targets: Vec<HeadingId> = targets.iter().map(|(to, _)| *to).collect();
            targets.sort_by(|a, b| self.order.compare(&self.cross_key(*a), &self.cross_key(*b)));
            let made = targets.into_iter().filter_map(|to| {
                let target = *anchors.get(&to)?;
                Some(CrossReference { heading: self.cross_heading(to), target })
            });
            made.collect()
        };
        Entry {
            anchor: anchors.get(&id).copied().unwrap_or(AnchorId(0)),
            heading: heading.content.clone(),
            references: heading.references.clone(),
            see: cross(&self.crosses[id].see),
            see_also: cross(&self.crosses[id].see_also),
            subentries: self
                .sorted(heading.children.iter().copied())
                .into_iter()
                .map(|(child, _)| self.entry(child, anchors))
                .collect(),
            span: heading.span,
        }
    }

    fn cross_key(&self, id: HeadingId) -> Key {
        self.order.key(&self.headings.path(id), false)
    }

    /// "Lenin, Vladimir: body of" (*Chicago* 18, 15.17).
    fn cross_heading(&self, id: HeadingId) -> Inlines {
        let heading = self.headings.get(id);
        let Some(parent) = heading.parent else { return heading.content.clone() };
        let mut whole = self.cross_heading(parent);
        whole.push(Inline::Text(Run { text: ": ".to_owned(), origin: Origin::Program }));
        whole.extend(heading.content.iter().cloned());
        whole
    }
}

/// An index as indented text, for tests: locators as `[anchor]`, ranges as `[from–to]`, `!` for a chief treatment,
/// `n` for a note.
#[must_use]
pub fn index_text(index: &Index) -> String {
    let mut text = String::new();
    for group in &index.groups {
        text.extend(["— ", &group.letter, " —\n"]);
        group.entries.iter().for_each(|entry| entry_text(&mut text, entry, 0));
    }
    text
}

fn entry_text(text: &mut String, entry: &Entry, depth: usize) {
    use crate::document::dump::inlines;
    text.push_str(&"    ".repeat(depth));
    text.push_str(&inlines(&entry.heading));
    text.extend(entry.references.iter().map(|reference| {
        let to = reference.to.map_or(String::new(), |to| format!("–{}", to.0));
        let note = if reference.note.is_some() { "n" } else { "" };
        let principal = if reference.principal { "!" } else { "" };
        format!(" [{}{to}{note}{principal}]", reference.from.0)
    }));
    for (word, list) in [("see", &entry.see), ("see also", &entry.see_also)] {
        text.extend(list.iter().map(|cross| format!("; {word} {}", inlines(&cross.heading))));
    }
    text.push('\n');
    entry.subentries.iter().for_each(|entry| entry_text(text, entry, depth + 1));
}
