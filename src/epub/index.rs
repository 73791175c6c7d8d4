//! The index: groups, entries, locators that are links (EPUB Indexes 1.0).
//!
//! A locator says the page of the printed edition where there is one, else the short title of its
//! document and the paragraph. It leads to the very word; one that stands in a note leads to the
//! note's call, so that locators follow the order of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::markup::Markup;
use super::plan::{Piece, Plan, plain};
use super::sheet::{Sheet, heading_tag, home_id};
use crate::book::capitalised;
use crate::book::{AnchorId, Book, CrossReference, Entry, Index, PageMap, Reference, locators};

/// The index, as far as it stands in a file.
pub(super) struct IndexList<'a, 'p> {
    /// The whole index.
    pub(super) index: &'a Index,
    /// Which of its entries are here.
    pub(super) piece: &'p Piece<'a>,
    /// Whether a heading stands above.
    pub(super) headed: bool,
}

/// How entries are written.
#[derive(Clone, Copy)]
struct Manner<'t> {
    /// What each division is called where its name must be short.
    titles: &'t BTreeMap<AnchorId, String>,
    /// Whether subheadings follow their heading.
    run_in: bool,
    /// Whether these are subheadings.
    below: bool,
}

/// A locator, to be written.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    text: String,
    spoken: Option<String>,
    href: String,
    principal: bool,
    figure: bool,
    order: usize,
}

impl<'a> Sheet<'a> {
    /// Writes the index, or a stretch of it.
    pub(super) fn index(&mut self, m: &mut Markup, list: &IndexList<'a, '_>) {
        let IndexList { index, piece, headed } = list;
        let titles = short_titles(self.press.book);
        let nav = m
            .block("nav")
            .attr_if("aria-labelledby", headed.then(|| format!("{}_title", piece.id)))
            .attr_if("aria-label", (!headed).then(|| index.kind.title(&self.press.book.words)))
            .attr("epub:type", "index")
            .attr("id", format!("{}_list", piece.id))
            .attr("role", "doc-index");
        nav.with(|m| {
            let level = (piece.level + 1).min(6);
            let groups = stretches(index, piece);
            if groups.len() > 1 {
                letters(m, piece, &groups);
            }
            for (number, letter, entries) in groups {
                let id = format!("{}_group_{number}", piece.id);
                let section = m
                    .block("section")
                    .attr("aria-labelledby", format!("{id}_title"))
                    .attr("epub:type", "index-group")
                    .attr("id", &id);
                section.with(|m| {
                    m.line(heading_tag(level)).attr("id", format!("{id}_title")).text(letter);
                    self.entries(m, entries, Manner { titles: &titles, run_in: index.run_in, below: false });
                });
            }
        });
    }

    fn entries(&mut self, m: &mut Markup, entries: &'a [Entry], manner: Manner<'_>) {
        m.block("ul").attr("epub:type", "index-entry-list").with(|m| {
            for entry in entries {
                let li = m.line("li").attr("epub:type", "index-entry").attr("id", Plan::place_id(entry.anchor));
                li.with(|m| {
                    self.treated(m, entry, manner.titles);
                    if manner.run_in && entry.can_run_in() {
                        self.run_in(m, entry, manner);
                        return self.crosses(m, entry, manner.below);
                    }
                    self.crosses(m, entry, manner.below);
                    if !entry.subentries.is_empty() {
                        m.below(|m| self.entries(m, &entry.subentries, Manner { below: true, ..manner }));
                    }
                });
            }
        });
    }

    /// Subheadings that follow their heading. What divides them is the style sheet's, so that a reading system without
    /// one shows them as a list; white space between them would be seen.
    fn run_in(&mut self, m: &mut Markup, entry: &'a Entry, manner: Manner<'_>) {
        let class = if entry.references.is_empty() { "run-in first" } else { "run-in" };
        m.inline("ul").attr("class", class).attr("epub:type", "index-entry-list").with(|m| {
            for sub in &entry.subentries {
                let li = m.inline("li").attr("epub:type", "index-entry").attr("id", Plan::place_id(sub.anchor));
                li.with(|m| {
                    self.treated(m, sub, manner.titles);
                    self.crosses(m, sub, true);
                });
            }
        });
    }

    /// A heading and its locators.
    fn treated(&mut self, m: &mut Markup, entry: &'a Entry, titles: &BTreeMap<AnchorId, String>) {
        self.entry_pages(m, entry.anchor);
        m.inline("span").attr("epub:type", "index-term").with(|m| self.quietly(m, &entry.heading));
        for Shown { text, spoken, href, principal, figure, .. } in self.locators(&entry.references, titles) {
            m.text(", ");
            let a = m.inline("a").attr_if("aria-label", spoken);
            let a = a.attr("epub:type", "index-locator").attr("href", &href);
            match (principal, figure) {
                (false, false) => a.text(&text),
                (true, false) => a.with(|m| m.inline("strong").text(&text)),
                (false, true) => a.with(|m| m.inline("i").text(&text)),
                (true, true) => a.with(|m| m.inline("strong").with(|m| m.inline("i").text(&text))),
            }
        }
    }

    fn crosses(&mut self, m: &mut Markup, entry: &'a Entry, below: bool) {
        let words = &self.press.book.words;
        self.cross(m, (&words.see, "index-xref-preferred", below), &entry.see);
        self.cross(m, (&words.see_also, "index-xref-related", below), &entry.see_also);
    }

    /// After a heading a sentence of its own, after a subheading in brackets (*Chicago* 18, 15.17).
    fn cross(&mut self, m: &mut Markup, (word, kind, below): (&str, &str, bool), references: &'a [CrossReference]) {
        if references.is_empty() {
            return;
        }
        m.text(if below { " (" } else { ". " });
        m.inline("span").attr("epub:type", kind).with(|m| {
            m.inline("i").text(&if below { word.to_owned() } else { capitalised(word) });
            for (at, reference) in references.iter().enumerate() {
                m.text(if at == 0 { " " } else { "; " });
                match self.anchor_href(reference.target) {
                    Some(href) => {
                        let a = m.inline("a").attr("epub:type", "index-term").attr("href", href);
                        a.with(|m| self.quietly(m, &reference.heading));
                    }
                    None => self.quietly(m, &reference.heading),
                }
            }
        });
        if below {
            m.text(")");
        }
    }

    /// The locators of an entry: in order, no place and no label twice.
    fn locators(&self, references: &[Reference], titles: &BTreeMap<AnchorId, String>) -> Vec<Shown> {
        let printed = self.press.pages.map(|pages| self.printed(references, &pages.map)).unwrap_or_default();
        let mut list = if printed.is_empty() { self.by_paragraph(references, titles) } else { printed };
        list.sort_by_key(|shown| shown.order);
        let (mut hrefs, mut texts) = (BTreeSet::new(), BTreeSet::new());
        list.into_iter().filter(|shown| hrefs.insert(shown.href.clone()) && texts.insert(shown.text.clone())).collect()
    }

    /// By the pages of the printed edition.
    fn printed(&self, references: &[Reference], pages: &PageMap) -> Vec<Shown> {
        let book = self.press.book;
        let mark =
            |id: crate::document::NoteId| book.notes.get(id.0 as usize).map_or_else(String::new, |n| n.mark.clone());
        locators(references, pages, book.ranges, &mark)
            .into_iter()
            .filter_map(|locator| {
                let range = locator.text.contains('–');
                let (href, order) = self.locator_href(locator.target)?;
                Some(Shown {
                    spoken: range.then(|| format!("{} {}", book.words.page, locator.text)),
                    href,
                    order,
                    text: locator.text,
                    principal: locator.principal,
                    figure: locator.figure,
                })
            })
            .collect()
    }

    /// By documents and their paragraphs: "Short Title ¶ 3, ¶ 5–7".
    fn by_paragraph(&self, references: &[Reference], titles: &BTreeMap<AnchorId, String>) -> Vec<Shown> {
        let book = self.press.book;
        let place = |anchor: AnchorId| book.places.get(anchor.0 as usize);
        let (mut before, mut short) = (None, BTreeSet::new());
        let mut list = Vec::new();
        let mut found: Vec<_> = (references.iter())
            .filter_map(|reference| Some((reference, place(reference.from)?, self.locator_href(reference.from)?)))
            .collect();
        found.sort_by_key(|(.., (_, order))| *order);
        for (reference, from, (href, order)) in found {
            let to = reference.to.and_then(place).filter(|to| to.division == from.division);
            let paragraph = match (self.note_mark(reference), from.paragraph, to.map_or(0, |to| to.paragraph)) {
                (Some(mark), ..) => format!("n{mark}"),
                (None, 0, _) => String::new(),
                (None, from, to) if to > from => format!("{}\u{a0}{from}–{to}", book.words.paragraph),
                (None, from, _) => format!("{}\u{a0}{from}", book.words.paragraph),
            };
            let title = titles.get(&from.division).map_or("", String::as_str);
            let full = format!("{title} {paragraph}").trim().to_owned();
            let same = before.replace(from.division) == Some(from.division);
            // The title is not repeated, unless an entry would then say the same of two documents.
            let brief = same && !paragraph.is_empty() && short.insert(paragraph.clone());
            list.push(Shown {
                text: if brief { paragraph } else { full.clone() },
                spoken: brief.then_some(full),
                href,
                principal: reference.principal,
                figure: reference.figure,
                order,
            });
        }
        list
    }

    /// The mark of the note a reference leads to.
    fn note_mark(&self, reference: &Reference) -> Option<&'a str> {
        let home = self.press.plan.home(reference.from)?;
        let note = reference.note.or(home.note)?;
        Some(&self.press.book.notes.get(note.0 as usize)?.mark)
    }

    /// Where a locator leads, and that place in the order of the text.
    fn locator_href(&self, anchor: AnchorId) -> Option<(String, usize)> {
        let plan = self.press.plan;
        let home = plan.home(anchor)?;
        let id = match home.note {
            Some(note) => plan.call_id(note, home.file, 0),
            None => home_id(home),
        };
        Some((format!("{}.xhtml#{id}", plan.files.get(home.file)?.stem), home.order))
    }
}

/// Number, letter and entries of each group that has entries in this file.
fn stretches<'a>(index: &'a Index, piece: &Piece<'_>) -> Vec<(usize, &'a str, &'a [Entry])> {
    let mut before = 0;
    let mut list = Vec::new();
    for (number, group) in index.groups.iter().enumerate() {
        let from = piece.units.start.clamp(before, before + group.entries.len()) - before;
        let to = piece.units.end.clamp(before, before + group.entries.len()) - before;
        before += group.entries.len();
        if let Some(entries) = group.entries.get(from..to).filter(|entries| !entries.is_empty()) {
            list.push((number + 1, group.letter.as_str(), entries));
        }
    }
    list
}

/// A row of letters that lead to their groups.
fn letters(m: &mut Markup, piece: &Piece<'_>, groups: &[(usize, &str, &[Entry])]) {
    m.block("header").attr("class", "letters").attr("epub:type", "index-headnotes").with(|m| {
        m.line("p").with(|m| {
            for (at, (number, letter, _)) in groups.iter().enumerate() {
                if at > 0 {
                    m.text(" ");
                }
                m.inline("a").attr("href", format!("#{}_group_{number}", piece.id)).text(letter);
            }
        });
    });
}

/// What each division is called where its name must be short.
fn short_titles(book: &Book) -> BTreeMap<AnchorId, String> {
    let mut titles = BTreeMap::new();
    for matter in book.front.iter().chain(&book.back) {
        titles.insert(matter.anchor, plain(&matter.title));
    }
    for part in &book.parts {
        titles.insert(part.anchor, part.title.as_ref().map(plain).unwrap_or_default());
        for chapter in &part.chapters {
            titles.insert(chapter.anchor, chapter.title.as_ref().map(plain).unwrap_or_default());
            for selection in &chapter.selections {
                titles.insert(selection.anchor, plain(&selection.short_title));
            }
        }
    }
    titles
}
