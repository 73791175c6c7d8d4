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
mod lines;
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

use crate::book::{AnchorId, Book, CrossReference, Entry, Group, Index, IndexKind, Words};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Inline, Inlines, Origin, Run, Style};
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
pub use lines::{first_lines, titles};
pub use listing::{Density, ListedHeading, ListedLocator, density, indexes, listing, term_key, terms_by_key};
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
    /// The indexes of terms that the book prints, with the anchors of the sections they will stand in.
    pub sections: &'a BTreeMap<IndexKind, AnchorId>,
    /// The printed documents of which something is left out.
    pub cuts: &'a [Cut<'a>],
    /// What the source has at the anchors of corrections.
    pub emended: &'a BTreeMap<AnchorId, &'a str>,
}

/// Makes the indexes of terms of `book`, in the order of its language.
pub fn collate(task: &Task<'_>, book: &mut Book, diagnostics: &mut Diagnostics) -> BTreeMap<IndexKind, Index> {
    let kinds: Vec<IndexKind> = task.sections.keys().copied().collect();
    let mut headings = Headings::new(task.reading, &kinds);
    let mut patterns = Patterns::default();
    let mut leads = Leads::read(task, &book.words, &mut headings, (&mut patterns, diagnostics));
    let Some(matcher) = patterns.build() else {
        let fault = Diagnostic::error("too-many-patterns", "the index has more patterns than can be searched for");
        let most = pattern::MOST >> 20;
        diagnostics.push(fault.hint(format!("all together may have {most} MiB; `word*` stands for all that begin so")));
        return BTreeMap::new();
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
    near_headings(task, &headings, diagnostics);
    for id in headings.ids() {
        headings.get_mut(id).references.sort_by_key(|reference| reference.from);
    }
    leads.aliases(&mut headings);
    let mut vanished = Vec::new();
    let (crosses, printed) = cross::resolve(&headings, &in_cuts.headings(&leads), &mut vanished, diagnostics);
    in_cuts.report(&leads, &vanished, diagnostics);
    let order = Order::new(&book.metadata.language, task.spec.word_by_word);
    let anchors = headings.ids().filter(|id| printed[*id]).filter_map(|id| {
        let section = task.sections.get(&headings.get(id).index)?;
        Some((id, gather::anchor(&mut places, *section, 0)))
    });
    let anchors = anchors.collect();
    book.places = places;
    let press = Printer {
        headings: &headings,
        crosses: &crosses,
        printed: &printed,
        order: &order,
        anchors: &anchors,
        words: &book.words,
        run_in: task.spec.run_in,
    };
    kinds.into_iter().map(|kind| (kind, press.index(kind))).collect()
}

/// Terms whose patterns lead nowhere, and not for a cut.
fn no_hits(leads: &Leads, in_cuts: &InCuts, headings: &Headings, diagnostics: &mut Diagnostics) {
    let idle =
        leads.leads.iter().enumerate().filter(|(number, lead)| lead.kept == 0 && !in_cuts.leads.contains(number));
    for (_, lead) in idle {
        let Some(pattern) = &lead.pattern else { continue };
        let path = headings.path(lead.heading);
        let fault = Diagnostic::warning("no-hits", format!("nothing leads to `{path}`"));
        diagnostics.push(if lead.met == 0 && lead.listed > 0 {
            fault.at(pattern.span, "stands only in listings, which are not indexed").hint(
                "name it in the prose around the listing, or give the place: at = \"document: words of the paragraph\"",
            )
        } else if lead.met == 0 {
            fault.at(pattern.span, "not in the text").hint("patterns are whole words; `word*` also finds longer ones")
        } else {
            let why = "met, but never where it counts: see `in`, `near` and `mentions`, and longer patterns";
            fault.at(pattern.span, why)
        });
    }
}

/// Headings that marks alone have made, and that are all but those of a term: slips of the hand, most likely.
fn near_headings(task: &Task<'_>, headings: &Headings, diagnostics: &mut Diagnostics) {
    let of_terms: std::collections::BTreeSet<HeadingId> =
        (task.spec.terms.0.iter()).filter_map(|term| headings.find(&term.path.value, term.path.span)).collect();
    for id in headings.ids().filter(|id| !of_terms.contains(id)) {
        let heading = headings.get(id);
        // What people and terms below made is no slip, and short words are alike by nature.
        let marked = heading.references.iter().any(|_| true) && heading.parent.is_none();
        if !marked || task.people.values().any(|person| heading.span == person.name.span) {
            continue;
        }
        let (own, length) = (fold::Folded::of(&heading.words).lower, heading.words.chars().count());
        let near = of_terms.iter().map(|other| headings.get(*other)).find(|other| {
            let distance = strsim::osa_distance(&own, &fold::Folded::of(&other.words).lower);
            // One slip in six letters. What differs in case or number alone is told as a double entry.
            other.parent.is_none() && distance * 6 <= length && !appraise::are_alike(&heading.words, &other.words)
        });
        if let Some(near) = near {
            let message = format!("the heading `{}` is all but `{}`", heading.words, near.words);
            let fault = Diagnostic::warning("near-heading", message).at(heading.span, "a heading of its own");
            diagnostics.push(fault.also(near.span, "the other").hint("write both alike, if they are one"));
        }
    }
}

/// Makes entries of headings.
struct Printer<'a> {
    headings: &'a Headings,
    crosses: &'a [Crosses],
    printed: &'a [bool],
    order: &'a Order,
    anchors: &'a BTreeMap<HeadingId, AnchorId>,
    words: &'a Words,
    run_in: bool,
}

impl Printer<'_> {
    fn index(&self, kind: IndexKind) -> Index {
        let main = self.headings.ids().filter(|id| {
            let heading = self.headings.get(*id);
            heading.parent.is_none() && heading.index == kind
        });
        let entries = self.sorted(main).into_iter().map(|(id, key)| (key, self.entry(id)));
        Index { kind, run_in: self.run_in, groups: grouped(self.order, entries) }
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
    fn entry(&self, id: HeadingId) -> Entry {
        let heading = self.headings.get(id);
        let cross = |targets: &[(HeadingId, Span)]| -> Vec<CrossReference> {
            let mut targets: Vec<HeadingId> = targets.iter().map(|(to, _)| *to).collect();
            targets.sort_by(|a, b| self.order.compare(&self.cross_key(*a), &self.cross_key(*b)));
            let made = targets.into_iter().filter_map(|to| {
                let target = *self.anchors.get(&to)?;
                let mut words = self.cross_heading(to);
                let kind = self.headings.get(to).index;
                // Who looks further must know in which list.
                if kind != heading.index {
                    let title = vec![said(kind.title(self.words))];
                    words.extend([said(" ("), Inline::Styled(Style::Emphasis, title), said(")")]);
                }
                Some(CrossReference { heading: words, target })
            });
            made.collect()
        };
        Entry {
            anchor: self.anchors.get(&id).copied().unwrap_or(AnchorId(0)),
            heading: heading.content.clone(),
            references: heading.references.clone(),
            see: cross(&self.crosses[id].see),
            see_also: cross(&self.crosses[id].see_also),
            subentries: self
                .sorted(heading.children.iter().copied())
                .into_iter()
                .map(|(child, _)| self.entry(child))
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
        whole.push(said(": "));
        whole.extend(heading.content.iter().cloned());
        whole
    }
}

/// Entries in their order, under their letters.
fn grouped(order: &Order, entries: impl Iterator<Item = (Key, Entry)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // A letter heads one group, though the language may sort another in its midst (Æ between Ad and Af).
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for (key, entry) in entries {
        let letter = order.letter(&key);
        let at = *heads.entry(letter.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group { letter, entries: vec![entry] }),
        }
    }
    groups
}

/// The program's words.
fn said(words: &str) -> Inline {
    Inline::Text(Run { text: words.to_owned(), origin: Origin::Program })
}

/// An index as indented text, for tests: locators as `[anchor]`, ranges as `[from–to]`, `!` for a chief treatment,
/// `n` for a note, `i` for a picture.
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
        let figure = if reference.figure { "i" } else { "" };
        let principal = if reference.principal { "!" } else { "" };
        format!(" [{}{to}{note}{figure}{principal}]", reference.from.0)
    }));
    for (word, list) in [("see", &entry.see), ("see also", &entry.see_also)] {
        text.extend(list.iter().map(|cross| format!("; {word} {}", inlines(&cross.heading))));
    }
    text.push('\n');
    entry.subentries.iter().for_each(|entry| entry_text(text, entry, depth + 1));
}
