//! The lists of the bibliography.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::{Item, NameValue, Value};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChildren,
    RenderedBibliography,
};

use super::alphabet::{Entry, by_title};
use super::item::is_sign;
use super::render::{Line, Setting, has_names};
use super::source::KINDS;
use super::style::shape;
use super::{Citations, Cited, first_name, names, text_of};
use crate::book::BibliographySection;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Inline, Inlines, Origin, Run};
use crate::id::Id;
use crate::manifest::{BibliographySpec, SectionSpec};

/// What a bibliography lists, and the headings of its lists where the manifest names none.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The documents of this edition.
    pub documents: &'a [Id],
    /// The works it cites.
    pub cited: &'a Cited,
    /// "Sources": over the documents.
    pub sources: &'a str,
    /// "Works Cited": over the works.
    pub works_cited: &'a str,
}

/// What may be listed.
struct Listed<'i> {
    item: &'i Item,
    document: bool,
    span: Span,
}

impl<'i> Listed<'i> {
    fn work(entry: &'i super::library::Entry) -> Self {
        Self { item: &entry.item, document: false, span: entry.span }
    }

    fn key(&self) -> Option<&str> {
        text_of(self.item, "id")
    }
}

/// The keys of `works` in the order in which the style lists them.
pub(super) fn order<'w>(
    citations: &Citations<'_>,
    works: impl Iterator<Item = &'w super::library::Entry>,
) -> Vec<String> {
    let mut these: Vec<Listed<'_>> = works.map(Listed::work).collect();
    these.sort_by_cached_key(|listed| about(listed.item));
    let done = rendered(citations, &these, &citations.style.list);
    done.map(|done| done.items.into_iter().map(|item| item.key).collect()).unwrap_or_default()
}

pub(super) fn sections(
    citations: &Citations<'_>,
    spec: &BibliographySpec,
    list: &List<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<BibliographySection> {
    let documents = list.documents.iter().filter_map(|id| citations.documents.get(id));
    let documents = documents.map(|source| Listed { item: &source.item, document: true, span: source.more.span });
    let works = citations.library.iter().filter(|(key, _)| spec.all || list.cited.0.contains(*key));
    let works = works.map(|(_, entry)| Listed { item: &entry.item, document: false, span: entry.span });
    let mut left: Vec<Listed<'_>> = documents.chain(works).collect();
    let mut lists: Vec<(Inlines, Vec<Listed<'_>>)> = Vec::new();
    if spec.sections.is_empty() {
        let (documents, works) = left.into_iter().partition(|listed| listed.document);
        lists.push((words(list.sources, Origin::Program), documents));
        lists.push((words(list.works_cited, Origin::Program), works));
    } else {
        known(&spec.sections, diagnostics);
        // A list without types takes what no other does, wherever it stands.
        let mut taken: Vec<Vec<Listed<'_>>> = Vec::new();
        for section in &spec.sections {
            let (these, others) = left.into_iter().partition(|listed| takes(section, listed));
            taken.push(these);
            left = others;
        }
        if let Some(rest) = spec.sections.iter().position(|section| section.types.is_empty()) {
            taken[rest].append(&mut left);
        }
        for (section, these) in spec.sections.iter().zip(taken) {
            lists.push((words(&section.title.value, Origin::Editor(section.title.span)), these));
        }
        // Sections that do not name the book's own documents leave them out; works are there to be found.
        left.retain(|listed| !listed.document);
        if let Some(section) = spec.sections.last().filter(|_| !left.is_empty()) {
            diagnostics.push(untaken(&left, section));
            lists.push((words(list.works_cited, Origin::Program), left));
        }
    }
    lists.retain(|(_, these)| !these.is_empty());
    let several = lists.len() > 1;
    lists
        .into_iter()
        .map(|(title, these)| BibliographySection {
            title: several.then_some(title),
            entries: entries(citations, these),
        })
        .collect()
}

fn words(text: &str, origin: Origin) -> Inlines {
    vec![Inline::Text(Run { text: text.to_owned(), origin })]
}

/// Works that no section takes: they make a last list.
fn untaken(works: &[Listed<'_>], last: &SectionSpec) -> Diagnostic {
    let named = |listed: &Listed<'_>| {
        let kind = text_of(listed.item, "type").filter(|kind| *kind != "document").unwrap_or(NO_KIND);
        format!("`{}` ({kind})", listed.key().unwrap_or_default())
    };
    let named: Vec<String> = works.iter().map(named).collect();
    Diagnostic::warning("unlisted-works", format!("no section of the bibliography takes {}", named.join(", ")))
        .at(last.title.span, "a list without a title of yours comes after this one")
        .hint("name their types in a section, or add one without `types`, which takes all the others")
}

/// What works are that have no particular type, CSL's `document`: BibLaTeX calls them so too.
const NO_KIND: &str = "misc";

/// `document` means the book's own documents, whatever they are; `misc` works of no particular type; `article` all
/// articles.
fn takes(section: &SectionSpec, listed: &Listed<'_>) -> bool {
    let kind = text_of(listed.item, "type").unwrap_or_default();
    section.types.iter().map(|wanted| wanted.value.trim().replace('-', "_")).any(|wanted| {
        let kind = kind.replace('-', "_");
        match wanted.as_str() {
            "document" => listed.document,
            _ if listed.document => false,
            NO_KIND => kind == "document",
            "article" => kind == "article" || kind.starts_with("article_"),
            _ => kind == wanted,
        }
    })
}

/// Reports types that are none.
fn known(sections: &[SectionSpec], diagnostics: &mut Diagnostics) {
    for wanted in sections.iter().flat_map(|section| &section.types) {
        let same = |kind: &&str| kind.replace('-', "_") == wanted.value.trim().replace('-', "_");
        if !KINDS.iter().copied().chain([NO_KIND]).any(|kind| same(&kind)) {
            diagnostics.push(
                Diagnostic::error("unknown-type", format!("`{}` is no type of work", wanted.value))
                    .at(wanted.span, "")
                    .choices(&wanted.value, KINDS.iter().copied().chain([NO_KIND])),
            );
        }
    }
}

/// One work as lists have it.
pub(super) fn work(citations: &Citations<'_>, item: &Item, span: Span) -> Option<Inlines> {
    entries(citations, vec![Listed { item, document: false, span }]).pop()
}

/// What the list says of `item` if no other is in the book, without its number.
pub(super) fn alone(citations: &Citations<'_>, item: &Item, span: Span) -> Option<ElemChildren> {
    let list = citations.style.entry_for(item).unwrap_or(&citations.style.list);
    let content =
        rendered(citations, &[Listed { item, document: true, span }], list)?.items.into_iter().next()?.content;
    (!content.0.is_empty()).then_some(content)
}

/// The entries of one list, sorted as the style has it.
fn entries<'c>(citations: &'c Citations<'c>, mut these: Vec<Listed<'c>>) -> Vec<Inlines> {
    let style = &citations.style;
    // hayagriva sets both entries for each comparison: near order saves most of them.
    these.sort_by_cached_key(|listed| about(listed.item));
    let done = if style.ways.numbers {
        let all = citations.order.iter().filter_map(|key| citations.library.get(key)).map(Listed::work);
        let ordered: BTreeSet<&str> = citations.order.iter().map(String::as_str).collect();
        let others = these.iter().filter(|listed| listed.key().is_none_or(|key| !ordered.contains(key)));
        let all: Vec<Listed<'_>> = all.chain(others.map(|listed| Listed { ..*listed })).collect();
        rendered(citations, &all, &style.list)
    } else {
        rendered(citations, &these, style.order.as_ref().unwrap_or(&style.list))
    };
    let Some(done) = done else { return Vec::new() };
    let mut entries = Vec::with_capacity(these.len());
    let known: BTreeMap<&str, &Listed<'_>> = these.iter().filter_map(|listed| Some((listed.key()?, listed))).collect();
    let mut fitted = Fitted { citations, groups: BTreeMap::new() };
    let items = if style.sorts_by_year() { by_year(done.items, &known, citations) } else { done.items };
    for item in items {
        let Some(listed) = known.get(item.key.as_str()).copied() else { continue };
        let setting = citations.setting(listed.item);
        let mut line = Line::default();
        if let Some(first) = item.first_field {
            line.push(&ElemChildren(vec![first]), &setting);
            line.push_program(" ");
        }
        let fitted = fitted.entry(listed).or_else(|| {
            // Put in order by a style that says nothing.
            style.order.as_ref().and_then(|_| set(citations, &[Listed { ..*listed }], &style.list).remove(&item.key))
        });
        line.push(&fitted.unwrap_or(item.content), &setting);
        if line.is_empty() && in_notes_only(listed) {
            continue;
        }
        // Of other works without an entry, a leaflet or a manuscript, the list names at least author and title.
        if line.is_empty() {
            line = as_page(citations, listed).unwrap_or_default();
        }
        if line.is_empty() {
            line.push(&super::alone(listed.item, style), &setting);
            line.trim_end(style);
        }
        line.stop(style);
        entries.push(Entry { line, named: has_names(listed.item), span: listed.span });
    }
    if style.sorts() {
        entries = by_title(entries, style.language());
    }
    entries.into_iter().map(|entry| entry.line.finish(style, entry.span)).collect()
}

/// Brings the works of the same people into the order of their years: hayagriva sorts those of a date that is no plain
/// one by the sign for it, behind all others.
fn by_year(
    items: Vec<BibliographyItem>,
    known: &BTreeMap<&str, &Listed<'_>>,
    citations: &Citations<'_>,
) -> Vec<BibliographyItem> {
    let item = |entry: &BibliographyItem| known.get(entry.key.as_str()).map(|listed| listed.item);
    let mut items = items;
    for same in items.chunk_by_mut(|one, other| match (item(one).and_then(names), item(other).and_then(names)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }) {
        same.sort_by_key(|entry| item(entry).and_then(|item| citations.year(item)).unwrap_or(i32::MAX));
    }
    items
}

/// Entries set by the style as it fits them, all namesakes at once: those that tell them apart look at each other.
struct Fitted<'c> {
    citations: &'c Citations<'c>,
    /// The entries of one shape and first name, by their keys.
    groups: BTreeMap<(String, Option<&'c str>), BTreeMap<String, ElemChildren>>,
}

impl<'c> Fitted<'c> {
    /// The entry of `listed`, which is asked for once; `None` if entries look at the one before.
    fn entry(&mut self, listed: &Listed<'c>) -> Option<ElemChildren> {
        let citations = self.citations;
        let style = citations.style.entry_for(listed.item)?;
        let group = (shape(listed.item), first_name(listed.item));
        let set = self.groups.entry(group).or_insert_with(|| {
            let peers: Vec<Listed<'_>> = citations.like(listed.item).into_iter().map(Listed::work).collect();
            set(citations, &peers, style)
        });
        let key = listed.key()?;
        set.remove(key).or_else(|| self::set(citations, &[Listed { ..*listed }], style).remove(key))
    }
}

/// What `these` are set as, by their keys.
fn set(citations: &Citations<'_>, these: &[Listed<'_>], style: &IndependentStyle) -> BTreeMap<String, ElemChildren> {
    let done = rendered(citations, these, style).filter(|_| !these.is_empty());
    done.into_iter().flat_map(|done| done.items).map(|item| (item.key, item.content)).collect()
}

/// The list of `these` as `list` has it.
fn rendered(citations: &Citations<'_>, these: &[Listed<'_>], list: &IndependentStyle) -> Option<RenderedBibliography> {
    let style = &citations.style;
    let locale = Some(style.locale.clone());
    let mut driver = BibliographyDriver::new();
    for (number, listed) in these.iter().enumerate() {
        let cited = vec![CitationItem::with_entry(listed.item)];
        driver.citation(CitationRequest::new(cited, list, locale.clone(), &style.locales, Some(number + 1)));
    }
    driver.finish(BibliographyRequest { style: list, locale, locale_files: &style.locales }).bibliography
}

/// The entry of one work in `list`, as it comes.
#[cfg(test)]
pub(super) fn listed(citations: &Citations<'_>, entry: &super::library::Entry, list: &IndependentStyle) -> String {
    let done = rendered(citations, &[Listed::work(entry)], list);
    format!("{:?}", done.map(|done| done.items.into_iter().map(|item| item.content).collect::<Vec<_>>()))
}

/// The entry of a work of no particular kind (a leaflet, `@misc`): as that of a page, of which styles make one.
fn as_page(citations: &Citations<'_>, listed: &Listed<'_>) -> Option<Line> {
    let mut page = listed.item.clone();
    page.0.insert("type".to_owned(), Value::String("webpage".to_owned()));
    let done = rendered(
        citations,
        &[Listed { item: &page, document: listed.document, span: listed.span }],
        &citations.style.list,
    )?;
    let mut line = Line::default();
    let quoted = ["title", "title-short"].iter().filter_map(|variable| text_of(&page, variable));
    let setting =
        Setting { quoted: quoted.map(|title| title.replace(is_sign, "")).collect(), ..citations.setting(&page) };
    line.push(&done.items.first()?.content, &setting);
    Some(line)
}

/// Whether a work is of those that are cited in notes and not listed: letters and talk that nobody can look up,
/// ancient works, entries of well-known reference works (Chicago 18, 14.111, 14.130, 14.143).
fn in_notes_only(listed: &Listed<'_>) -> bool {
    let kind = text_of(listed.item, "type").unwrap_or_default();
    !listed.document
        && (matches!(kind, "personal_communication" | "interview" | "classic" | "post") || kind.starts_with("entry"))
}

/// About where an item comes: by its first names, then its title.
fn about(item: &Item) -> String {
    let name = match names(item).and_then(|names| names.first()) {
        Some(NameValue::Literal(name)) => name.literal.clone(),
        Some(NameValue::Item(name)) => format!("{} {}", name.family, name.given.as_deref().unwrap_or_default()),
        None => String::new(),
    };
    format!("{name} {}", text_of(item, "title").unwrap_or_default()).to_lowercase()
}
