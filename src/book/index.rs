//! The index of a book, and the one resolver of its locators.
//!
//! `edit` collates entries and says at which anchors each is treated; only after makeup is it known on
//! which pages these stand. [`locators`] then merges, orders and shortens them (*Chicago* 18, 15.13–16), ranges as the
//! book's house has them ([`Ranges`]).

use super::{AnchorId, Folio, PageMap, Ranges, Words};
use crate::diagnostic::Span;
use crate::document::{Inlines, NoteId};

/// What an index is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKind {
    /// Everything that no other takes.
    #[default]
    General,
    /// People.
    Names,
    /// Places.
    Places,
    /// Subjects.
    Subjects,
    /// First lines of poems.
    FirstLines,
    /// Titles of documents.
    Titles,
}

impl IndexKind {
    /// Every kind by its name: that of [`IndexKind::General`] is the plain `index`.
    pub const ALL: &[(&str, Self)] = &[
        ("index", Self::General),
        ("names", Self::Names),
        ("places", Self::Places),
        ("subjects", Self::Subjects),
        ("first-lines", Self::FirstLines),
        ("titles", Self::Titles),
    ];

    /// Its name: `names`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether terms, people and marks make it; the program alone makes the others.
    #[must_use]
    pub const fn is_of_terms(self) -> bool {
        !matches!(self, Self::FirstLines | Self::Titles)
    }

    /// What a book with these words calls it.
    #[must_use]
    pub fn title(self, words: &Words) -> &str {
        match self {
            Self::General => &words.index,
            Self::Names => &words.index_of_names,
            Self::Places => &words.index_of_places,
            Self::Subjects => &words.index_of_subjects,
            Self::FirstLines => &words.index_of_first_lines,
            Self::Titles => &words.index_of_titles,
        }
    }
}

/// An index, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// What it is of.
    pub kind: IndexKind,
    /// Whether subheadings follow their heading in one paragraph, where they have none below them (*Chicago* 18, 15.26–28).
    pub run_in: bool,
    /// Entries by first letter.
    pub groups: Vec<Group>,
}

/// The entries under one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The letter; a sign for entries that begin with none.
    pub letter: String,
    /// Entries, in order.
    pub entries: Vec<Entry>,
}

/// A heading or subheading and what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry's own anchor, for cross-references to lead to.
    pub anchor: AnchorId,
    /// The heading.
    pub heading: Inlines,
    /// Where it is treated, in reading order.
    pub references: Vec<Reference>,
    /// *See*: the heading to look under instead.
    pub see: Vec<CrossReference>,
    /// *See also*.
    pub see_also: Vec<CrossReference>,
    /// Subheadings, in order.
    pub subentries: Vec<Entry>,
    /// Where it is first written.
    pub span: Span,
}

impl Entry {
    /// Whether its subheadings can follow it in one paragraph: they have none of their own.
    #[must_use]
    pub fn can_run_in(&self) -> bool {
        !self.subentries.is_empty() && self.subentries.iter().all(|sub| sub.subentries.is_empty())
    }
}

/// A place where something is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Where it is, or begins.
    pub from: AnchorId,
    /// Where it ends, for a stretch.
    pub to: Option<AnchorId>,
    /// Whether it is the chief treatment.
    pub principal: bool,
    /// The note it stands in.
    pub note: Option<NoteId>,
    /// Whether it is a picture with its caption.
    pub figure: bool,
}

/// A reference from heading to heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReference {
    /// The heading's words, as they are to be printed.
    pub heading: Inlines,
    /// The entry's anchor.
    pub target: AnchorId,
}

/// A locator as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// "34", "34–36", "45n2".
    pub text: String,
    /// Where it leads.
    pub target: AnchorId,
    /// Whether it is the chief treatment.
    pub principal: bool,
    /// Whether a picture is there, and no words of the text.
    pub figure: bool,
}

/// Pages on which something is treated.
#[derive(Clone, Copy, Debug)]
struct Treatment {
    from: Folio,
    to: Folio,
    note: Option<NoteId>,
    figure: bool,
    principal: bool,
    target: AnchorId,
}

/// Resolves `references` into printed locators: ascending, roman pages first, no page twice. Pages that follow each
/// other stay apart unless the editor said that the treatment runs on (34, 35, 36 but 34–36). A note is named only
/// where its page is not (45n2), and so is a picture (*Chicago* 18, 15.39). `ranges` shortens the second number of a
/// range; `note_mark` gives the mark of a note; what is set on no page has no locator.
#[must_use]
pub fn locators(
    references: &[Reference],
    pages: &PageMap,
    ranges: Ranges,
    note_mark: &dyn Fn(NoteId) -> String,
) -> Vec<Locator> {
    let treatment = |reference: &Reference| {
        let from = pages.folio(reference.from)?;
        let to = reference.to.and_then(|to| pages.folio(to)).filter(|to| *to > from).unwrap_or(from);
        let note = reference.note.filter(|_| from == to);
        let figure = reference.figure && from == to;
        Some(Treatment { from, to, note, figure, principal: reference.principal, target: reference.from })
    };
    let (beside, mut text): (Vec<_>, Vec<_>) =
        references.iter().filter_map(treatment).partition(|treatment| treatment.note.is_some() || treatment.figure);
    text.sort_by_key(|t| (t.from, std::cmp::Reverse(t.to), t.target));
    let text = merge(text);
    let on_its_own = |one: &Treatment| {
        let before = text.partition_point(|t| t.from <= one.from).checked_sub(1);
        before.is_none_or(|before| text[before].to < one.from)
    };
    let beside: Vec<Treatment> = beside.into_iter().filter(on_its_own).collect();
    let mut all: Vec<Treatment> = text.into_iter().chain(beside).collect();
    all.sort_by_key(|t| (t.from, t.note, t.figure, t.target));
    all.dedup_by(|next, before| {
        let same = (next.from, next.note, next.figure) == (before.from, before.note, before.figure);
        before.principal |= same && next.principal;
        same
    });
    let locator = |t: Treatment| {
        let text = match t.note {
            Some(note) => format!("{}n{}", t.from, note_mark(note)),
            None => range(ranges, t.from, t.to),
        };
        Locator { text, target: t.target, principal: t.principal, figure: t.figure }
    };
    all.into_iter().map(locator).collect()
}

/// Joins stretches that share a page; `treatments` ascend.
fn merge(treatments: Vec<Treatment>) -> Vec<Treatment> {
    let mut merged: Vec<Treatment> = Vec::with_capacity(treatments.len());
    for next in treatments {
        match merged.last_mut() {
            Some(last) if next.from <= last.to => {
                last.to = last.to.max(next.to);
                last.principal |= next.principal;
            }
            _ => merged.push(next),
        }
    }
    merged
}

/// "34", "34–36", "117–18": the second number as `ranges` has it, roman ones never shortened.
fn range(ranges: Ranges, from: Folio, to: Folio) -> String {
    if from == to {
        return from.to_string();
    }
    let (first, second) = (from.to_string(), to.to_string());
    match (from, to) {
        (Folio::Arabic(_), Folio::Arabic(_)) => format!("{first}–{}", ranges.second(&first, &second)),
        _ => format!("{first}–{second}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_shortened_as_the_house_has_it() {
        let arabic = |ranges, first, second| range(ranges, Folio::Arabic(first), Folio::Arabic(second));
        assert_eq!(arabic(Ranges::Chicago, 42, 45), "42–45");
        assert_eq!(arabic(Ranges::Chicago, 100, 104), "100–104");
        assert_eq!(arabic(Ranges::Chicago, 998, 1002), "998–1002");
        assert_eq!(arabic(Ranges::FewestButTeens, 42, 45), "42–5");
        assert_eq!(arabic(Ranges::FewestButTeens, 100, 104), "100–4");
        assert_eq!(arabic(Ranges::FewestButTeens, 112, 118), "112–18");
        assert_eq!(range(Ranges::Chicago, Folio::Roman(9), Folio::Roman(11)), "ix–xi");
    }

    /// One anchor per page: anchor n stands on page n, from 1000 on in roman front matter.
    fn pages() -> PageMap {
        let mut pages = PageMap::default();
        (1..1000).for_each(|n| pages.place(AnchorId(n), Folio::Arabic(n)));
        (1000..1020).for_each(|n| pages.place(AnchorId(n), Folio::Roman(n - 999)));
        pages
    }

    fn at(from: u32) -> Reference {
        Reference { from: AnchorId(from), to: None, principal: false, note: None, figure: false }
    }

    fn printed(references: &[Reference]) -> String {
        let list = locators(references, &pages(), Ranges::Chicago, &|note| (note.0 + 1).to_string());
        let shown =
            |l: Locator| format!("{}{}{}", l.text, if l.figure { "i" } else { "" }, if l.principal { "!" } else { "" });
        list.into_iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn locators_ascend_and_none_stands_twice() {
        assert_eq!(printed(&[at(36), at(34), at(35), at(34), at(1001), at(5000)]), "ii, 34, 35, 36");
    }

    #[test]
    fn a_stretch_takes_its_pages_along() {
        let stretch = Reference { to: Some(AnchorId(118)), ..at(117) };
        let longer = Reference { to: Some(AnchorId(120)), principal: true, ..at(118) };
        assert_eq!(printed(&[stretch, at(118), at(121)]), "117–18, 121");
        assert_eq!(printed(&[stretch, longer]), "117–20!");
        assert_eq!(printed(&[Reference { to: Some(AnchorId(117)), ..at(117) }]), "117");
    }

    #[test]
    fn a_note_is_named_where_its_page_is_not() {
        let note = |page, id| Reference { note: Some(NoteId(id)), ..at(page) };
        assert_eq!(printed(&[at(44), note(45, 1), note(45, 0), note(45, 1), note(44, 2)]), "44, 45n1, 45n2");
    }

    #[test]
    fn a_picture_is_named_where_its_page_is_not() {
        let picture = |page| Reference { figure: true, ..at(page) };
        let note = Reference { note: Some(NoteId(0)), ..at(45) };
        let stretch = Reference { to: Some(AnchorId(62)), ..at(60) };
        assert_eq!(printed(&[picture(44), at(44), picture(45), picture(45), note]), "44, 45i, 45n1");
        assert_eq!(printed(&[stretch, picture(61), picture(63)]), "60–62, 63i");
        // One that is the beginning of a stretch is a part of it.
        assert_eq!(printed(&[Reference { figure: true, ..stretch }]), "60–62");
    }

    proptest! {
        #[test]
        fn every_page_is_named_once(raw in prop::collection::vec((1..300_u32, 0..9_u32), 0..40)) {
            let references: Vec<Reference> = raw
                .iter()
                .map(|(from, length)| Reference { to: (*length > 0).then_some(AnchorId(from + length)), ..at(*from) })
                .collect();
            let list = locators(&references, &pages(), Ranges::Chicago, &|_| String::new());
            let mut last = 0;
            for locator in &list {
                prop_assert!(locator.target.0 > last);
                last = locator.target.0;
            }
            // Each page that is treated lies in exactly one locator.
            for (from, length) in raw {
                let page = from + length;
                let holding = list.iter().filter(|l| {
                    let first = l.target.0;
                    let end = l.text.split('–').nth(1).map_or(first, |end| {
                        let whole = first.to_string();
                        let kept = whole.len().saturating_sub(end.len());
                        if end.len() >= whole.len() { end.parse().unwrap() } else { format!("{}{end}", &whole[..kept]).parse().unwrap() }
                    });
                    (first..=end).contains(&page)
                });
                prop_assert_eq!(holding.count(), 1);
            }
        }
    }
}
