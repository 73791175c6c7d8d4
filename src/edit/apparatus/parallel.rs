//! Contents in another order than the book's: by date, by author, by theme.

use std::collections::BTreeMap;

use super::people::{is_author, key};
use super::sorted;
use crate::book::{ContentsEntry, ContentsGroup, EntryKind};
use crate::document::{Inlines, plain_text};
use crate::edit::desk::{Desk, Planned, said};
use crate::edit::selection::makers;
use crate::manifest::Credit;
use crate::metadata::file_as;

/// What contents are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::edit) enum Arrangement {
    /// By the dates of writing, or else of publication.
    Date,
    /// By who wrote them: a document of two stands under each.
    Author,
    /// By the documents' tags.
    Theme,
}

/// The documents of the edition so arranged; those that have nothing to be arranged by stand last.
pub(in crate::edit) fn parallel(desk: &Desk<'_>, arrangement: Arrangement) -> Vec<ContentsGroup> {
    let mut groups = match arrangement {
        Arrangement::Date => return by_date(desk),
        Arrangement::Author => by_author(desk),
        Arrangement::Theme => by_theme(desk),
    };
    groups.retain(|group| !group.entries.is_empty());
    groups
}

fn by_date(desk: &Desk<'_>) -> Vec<ContentsGroup> {
    let (mut dated, undated): (Vec<_>, Vec<_>) = desk.printed().partition(|planned| planned.spec.dated().is_some());
    dated.sort_by_cached_key(|planned| planned.spec.dated().map(|date| date.value.order()));
    let dated = dated.into_iter().filter_map(|planned| {
        let date = planned.spec.dated().map(|date| desk.words.date(&date.value));
        Some(ContentsEntry { date, ..entry(desk, planned)? })
    });
    let dated: Vec<ContentsEntry> = dated.collect();
    let undated: Vec<ContentsEntry> = undated.into_iter().filter_map(|planned| entry(desk, planned)).collect();
    let head = (!dated.is_empty()).then(|| vec![said(desk.words.undated.as_str())]);
    let groups = [ContentsGroup { title: None, entries: dated }, ContentsGroup { title: head, entries: undated }];
    groups.into_iter().filter(|group| !group.entries.is_empty()).collect()
}

fn by_author(desk: &Desk<'_>) -> Vec<ContentsGroup> {
    let heads = author_heads(desk);
    let mut people: BTreeMap<(bool, &str), (Inlines, Vec<ContentsEntry>)> = BTreeMap::new();
    let mut unsigned = Vec::new();
    for planned in desk.printed() {
        let Some(entry) = entry(desk, planned) else { continue };
        let authors: Vec<&Credit> = planned.spec.authors.iter().filter(|credit| is_author(desk, credit)).collect();
        if authors.is_empty() {
            unsigned.push(entry);
            continue;
        }
        for credit in &authors {
            let head = || (vec![said(heads.get(&key(credit)).cloned().unwrap_or_default())], Vec::new());
            let (_, entries) = people.entry(key(credit)).or_insert_with(head);
            if entries.last().is_none_or(|last| last.target != entry.target) {
                // The head names the only author.
                let alone = authors.len() == 1;
                let byline = if alone { String::new() } else { entry.byline.clone() };
                entries.push(ContentsEntry { byline, ..entry.clone() });
            }
        }
    }
    arranged(desk, people.into_values(), (&desk.words.unsigned, unsigned))
}

fn by_theme(desk: &Desk<'_>) -> Vec<ContentsGroup> {
    let mut themes: BTreeMap<&str, (Inlines, Vec<ContentsEntry>)> = BTreeMap::new();
    let mut others = Vec::new();
    for planned in desk.printed() {
        let Some(entry) = entry(desk, planned) else { continue };
        if planned.spec.tags.is_empty() {
            others.push(entry);
            continue;
        }
        for tag in &planned.spec.tags {
            let (_, entries) = themes.entry(tag.value.trim()).or_insert_with(|| (desk.line(tag), Vec::new()));
            if entries.last().is_none_or(|last| last.target != entry.target) {
                entries.push(entry.clone());
            }
        }
    }
    arranged(desk, themes.into_values(), (&desk.words.other_themes, others))
}

/// The head of each author: the name as it is filed, with life dates where another author has the same.
fn author_heads<'d>(desk: &Desk<'d>) -> BTreeMap<(bool, &'d str), String> {
    let credits = desk.printed().flat_map(|planned| &planned.spec.authors).filter(|credit| is_author(desk, credit));
    let filed = |credit: &Credit| credit.file_as.clone().unwrap_or_else(|| file_as(&credit.name));
    let mut heads: BTreeMap<(bool, &str), String> = credits.map(|credit| (key(credit), filed(credit))).collect();
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for name in heads.values() {
        *bearers.entry(name.clone()).or_default() += 1;
    }
    for ((recorded, id), name) in &mut heads {
        let shared = bearers.get(name).is_some_and(|count| *count > 1);
        let record = desk.manifest.people.iter().find(|(known, _)| shared && *recorded && known.as_str() == *id);
        if let Some(lived) = record.and_then(|(_, record)| record.lived.as_ref()) {
            *name = format!("{name} ({})", desk.words.life(&lived.value));
        }
    }
    heads
}

/// Groups in the order of their heads, and at last what stands under none.
fn arranged(
    desk: &Desk<'_>,
    groups: impl Iterator<Item = (Inlines, Vec<ContentsEntry>)>,
    (word, rest): (&str, Vec<ContentsEntry>),
) -> Vec<ContentsGroup> {
    let groups = groups.map(|(title, entries)| (plain_text(&title), ContentsGroup { title: Some(title), entries }));
    let mut groups = sorted(desk, groups);
    let title = (!groups.is_empty()).then(|| vec![said(word)]);
    groups.push(ContentsGroup { title, entries: rest });
    groups
}

fn entry(desk: &Desk<'_>, planned: &Planned<'_>) -> Option<ContentsEntry> {
    let (target, _) = planned.place.as_ref()?;
    Some(ContentsEntry {
        depth: 0,
        kind: EntryKind::Document,
        target: *target,
        title: planned.title.bare(),
        byline: makers(desk, planned.spec),
        date: None,
    })
}
