//! Front and back matter: cover, title pages, imprint, contents, prefaces, bibliography.

use super::index::IndexList;
use super::inline::described;
use super::markup::Markup;
use super::plan::{File, Piece, plain};
use super::sheet::{Sheet, heading_tag, in_language};
use crate::book::{BibliographySection, ContentsEntry, ContentsGroup, EntryKind, Matter, MatterBody, TitlePage};
use crate::document::{Block, Inlines, Located};

/// Kinds of prose that readers and assistive technology know by name: the slug, the type of EPUB 3
/// Structural Semantics, the role of DPUB-ARIA 1.1 (none where the role is not for sections).
const KINDS: &[(&str, &str, Option<&str>)] = &[
    ("acknowledgments", "acknowledgments", Some("doc-acknowledgments")),
    ("acknowledgements", "acknowledgments", Some("doc-acknowledgments")),
    ("afterword", "afterword", Some("doc-afterword")),
    ("appendix", "appendix", Some("doc-appendix")),
    ("colophon", "colophon", Some("doc-colophon")),
    ("conclusion", "conclusion", Some("doc-conclusion")),
    ("contributors", "contributors", None),
    ("dedication", "dedication", Some("doc-dedication")),
    ("epigraph", "epigraph", Some("doc-epigraph")),
    ("epilogue", "epilogue", Some("doc-epilogue")),
    ("foreword", "foreword", Some("doc-foreword")),
    ("glossary", "glossary", Some("doc-glossary")),
    ("introduction", "introduction", Some("doc-introduction")),
    ("preface", "preface", Some("doc-preface")),
    ("prologue", "prologue", Some("doc-prologue")),
];

/// Roles that are no landmarks, and so need no name to be known by.
const NAMELESS: &[&str] = &["doc-dedication", "doc-epigraph"];

/// Kinds for which the style sheet has rules.
const STYLED: &[&str] =
    &["bibliography", "contents", "dedication", "epigraph", "half-title", "imprint", "index", "titlepage"];

impl<'a> Sheet<'a> {
    /// The cover's page.
    pub(super) fn cover(&mut self, m: &mut Markup, piece: &Piece<'_>) {
        let metadata = &self.press.book.metadata;
        let drawn = || format!("{}: {}", self.press.book.words.cover, plain(&metadata.title));
        let alt = metadata.cover.as_ref().map(|cover| cover.alt.trim().to_owned()).filter(|alt| !alt.is_empty());
        let section = m.block("section").attr("class", "cover").attr("epub:type", "cover").attr("id", &piece.id);
        section.with(|m| {
            let img = m.line("img").attr("alt", described(&alt.unwrap_or_else(drawn))).attr("role", "doc-cover");
            img.attr("src", "../images/cover.jpg").empty();
        });
    }

    /// A section of front or back matter.
    pub(super) fn matter(&mut self, m: &mut Markup, file: &'a File<'a>, matter: &'a Matter) {
        let piece = &file.top;
        let (kind, role) = kind(matter);
        let headed = file.continued.is_some() || !plain(&matter.title).is_empty();
        let section = m
            .block("section")
            .attr_if("aria-labelledby", headed.then(|| format!("{}_title", piece.id)))
            .attr_if("class", kind.filter(|kind| STYLED.contains(kind)))
            .attr_if("epub:type", kind.and_then(vocabulary))
            .attr("id", &piece.id)
            .attr_if("role", role.filter(|role| headed || NAMELESS.contains(role)));
        section.with(|m| {
            self.opening_pages(m, piece);
            if headed {
                self.heading(m, piece, file.continued.as_ref(), (Some(&matter.title), None));
            }
            match &matter.body {
                MatterBody::HalfTitle(title) => m.line("p").with(|m| self.quietly(m, title)),
                MatterBody::TitlePage(page) => self.title_page(m, page),
                MatterBody::CopyrightPage(blocks) => {
                    self.copyright_page(m, blocks.get(piece.units.clone()).unwrap_or_default(), piece.last);
                }
                MatterBody::Contents => self.contents(m, piece, headed),
                MatterBody::Parallel(groups) => self.parallel_contents(m, piece, groups),
                // In an EPUB notes stand in the file of their call.
                MatterBody::Notes => {}
                MatterBody::Prose(prose) => self.stretch(m, piece, prose),
                MatterBody::Bibliography(sections) => self.bibliography(m, piece, sections),
                MatterBody::Index(index) => self.index(m, &IndexList { index, piece, headed }),
            }
            self.notes(m, piece);
        });
    }

    fn title_page(&mut self, m: &mut Markup, page: &'a TitlePage) {
        m.line("h1").attr("epub:type", "title").with(|m| self.quietly(m, &page.title));
        if let Some(subtitle) = &page.subtitle {
            let p = m.line("p").attr("class", "subtitle").attr("epub:type", "subtitle").attr("role", "doc-subtitle");
            p.with(|m| self.quietly(m, subtitle));
        }
        let editors = page.editors.iter().map(|line| ("byline", line));
        let draft = page.draft.iter().map(|line| ("draft", line));
        for (class, line) in editors.chain(draft).chain(page.imprint.iter().map(|line| ("publisher", line))) {
            if !line.trim().is_empty() {
                m.line("p").attr("class", class).text(line);
            }
        }
    }

    /// The imprint; its last paragraph is the colophon.
    fn copyright_page(&mut self, m: &mut Markup, blocks: &'a [Located<Block>], last: bool) {
        let split = if last { blocks.len().saturating_sub(1) } else { blocks.len() };
        let (imprint, colophon) = blocks.split_at(split);
        self.blocks(m, imprint);
        if !colophon.is_empty() {
            let div =
                m.block("div").attr("class", "colophon").attr("epub:type", "colophon").attr("role", "doc-colophon");
            div.with(|m| {
                self.blocks(m, colophon);
                self.licences(m);
            });
        }
    }

    /// The faces that lie in the package, and what they say of their licences.
    fn licences(&self, m: &mut Markup) {
        for (licence, families) in self.press.faces.iter().flat_map(|faces| faces.licences()) {
            m.line("p").with(|m| {
                m.text(&format!("{} {}. ", self.press.book.words.set_in, families.join(", ")));
                if !licence.is_empty() {
                    let english = crate::metadata::Language::english();
                    in_language(m.inline("span"), &english, self.language).text(licence);
                }
            });
        }
    }

    fn contents(&mut self, m: &mut Markup, piece: &Piece<'_>, headed: bool) {
        let nav = m
            .block("nav")
            .attr_if("aria-labelledby", headed.then(|| format!("{}_title", piece.id)))
            .attr_if("aria-label", (!headed).then_some(&self.press.book.words.contents))
            .attr("id", format!("{}_list", piece.id))
            .attr("role", "doc-toc");
        nav.with(|m| self.contents_list(m, self.press.contents));
    }

    /// Contents in another order, each group a section under its head.
    fn parallel_contents(&mut self, m: &mut Markup, piece: &Piece<'_>, groups: &'a [ContentsGroup]) {
        for group in groups {
            match &group.title {
                Some(title) => {
                    self.sections += 1;
                    let id = format!("{}_section_{}", piece.id, self.sections);
                    m.block("section").attr("id", id).with(|m| {
                        m.line(heading_tag(piece.level + 1)).with(|m| self.inlines(m, title));
                        self.contents_list(m, &group.entries);
                    });
                }
                None => self.contents_list(m, &group.entries),
            }
        }
    }

    fn contents_list(&mut self, m: &mut Markup, entries: &'a [ContentsEntry]) {
        let Some(depth) = entries.first().map(|entry| entry.depth) else { return };
        m.block("ol").with(|m| {
            let mut rest = entries;
            while let Some((entry, after)) = rest.split_first() {
                let below = after.iter().take_while(|next| next.depth > depth).count();
                let (children, next) = after.split_at(below);
                rest = next;
                let class = (entry.kind == EntryKind::Part).then_some("part");
                m.block("li").attr_if("class", class).with(|m| {
                    m.line("p").with(|m| self.contents_entry(m, entry));
                    self.contents_list(m, children);
                });
            }
        });
    }

    fn contents_entry(&mut self, m: &mut Markup, entry: &'a ContentsEntry) {
        let around = self.language;
        self.language = self.press.plan.languages.get(&entry.target).copied().unwrap_or(around);
        let title = match self.anchor_href(entry.target) {
            Some(href) => m.inline("a").attr("href", href),
            None => m.inline("span"),
        };
        in_language(title, self.language, around).with(|m| self.quietly(m, &entry.title));
        self.language = around;
        let credit = [Some(entry.byline.as_str()), entry.date.as_deref()];
        let credit: Vec<&str> = credit.into_iter().flatten().filter(|words| !words.trim().is_empty()).collect();
        if !credit.is_empty() {
            m.text(" ");
            m.inline("span").attr("class", "credit").text(&credit.join(", "));
        }
    }

    fn bibliography(&mut self, m: &mut Markup, piece: &Piece<'_>, sections: &'a [BibliographySection]) {
        let mut before = 0;
        for section in sections {
            let (from, to) = (before, before + section.entries.len());
            before = to;
            let here = from.max(piece.units.start)..to.min(piece.units.end);
            if here.is_empty() {
                continue;
            }
            let entries = section.entries.get(here.start - from..here.end - from).unwrap_or_default();
            match &section.title {
                Some(title) => {
                    self.sections += 1;
                    let id = format!("{}_section_{}", piece.id, self.sections);
                    m.block("section").attr("id", id).with(|m| {
                        m.line(heading_tag(piece.level + 1)).with(|m| self.inlines(m, title));
                        self.works(m, entries);
                    });
                }
                None => self.works(m, entries),
            }
        }
    }

    fn works(&mut self, m: &mut Markup, entries: &'a [Inlines]) {
        m.block("ul").with(|m| {
            for entry in entries.iter().filter(|entry| !plain(entry).is_empty()) {
                m.line("li").with(|m| self.inlines(m, entry));
            }
        });
    }
}

/// The type and role of a section.
fn kind(matter: &Matter) -> (Option<&'static str>, Option<&'static str>) {
    match &matter.body {
        MatterBody::HalfTitle(_) => (Some("half-title"), None),
        MatterBody::TitlePage(_) => (Some("titlepage"), None),
        MatterBody::CopyrightPage(_) => (Some("imprint"), None),
        MatterBody::Contents | MatterBody::Parallel(_) => (Some("contents"), None),
        MatterBody::Notes => (None, None),
        MatterBody::Bibliography(_) => (Some("bibliography"), Some("doc-bibliography")),
        MatterBody::Index(_) => (Some("index"), None),
        MatterBody::Prose(_) => KINDS
            .iter()
            .find(|(slug, ..)| *slug == matter.slug)
            .map_or((None, None), |(_, kind, role)| (Some(*kind), *role)),
    }
}

/// What the vocabulary of EPUB's structures calls a kind of matter; the contents and the index say it on the list.
fn vocabulary(kind: &'static str) -> Option<&'static str> {
    match kind {
        "contents" | "index" => None,
        "half-title" => Some("halftitlepage"),
        kind => Some(kind),
    }
}
