//! The ways in: `nav.xhtml` (EPUB 3.3 §7) with contents and landmarks, and `toc.ncx` for old readers,
//! which says the same.

use super::markup::Markup;
use super::plan::{Plan, Third, TocEntry, What, plain};
use super::printed::{page_id, pages};
use super::sheet::{frame, labelled};
use crate::book::{Book, MatterBody, PrintedPages};

/// A place that reading systems offer by its kind.
pub(super) struct Landmark {
    /// Type of EPUB 3 Structural Semantics.
    pub(super) kind: &'static str,
    /// Type in the guide of EPUB 2.
    pub(super) guide: &'static str,
    /// What it is called.
    pub(super) label: String,
    /// Which file.
    pub(super) file: usize,
}

/// The book's landmarks, one of a kind, in reading order.
pub(super) fn landmarks(book: &Book, plan: &Plan<'_>) -> Vec<Landmark> {
    let mut list: Vec<Landmark> = Vec::new();
    for (at, file) in plan.files.iter().enumerate() {
        let title = plain(&book.metadata.title);
        let (kind, guide, label) = match file.top.what {
            What::Cover => ("cover", "cover", file.title.clone()),
            What::Matter(matter) => match matter.body {
                MatterBody::TitlePage(_) => ("titlepage", "title-page", file.title.clone()),
                MatterBody::Contents => ("", "toc", file.title.clone()),
                MatterBody::Index(_) => ("index", "index", file.title.clone()),
                _ => continue,
            },
            _ if file.third == Third::Body => ("bodymatter", "text", title),
            _ => continue,
        };
        if !list.iter().any(|known| known.guide == guide) {
            list.push(Landmark { kind, guide, label, file: at });
        }
    }
    list
}

/// `nav.xhtml`.
pub(super) fn nav(book: &Book, plan: &Plan<'_>, printed: Option<&PrintedPages>) -> String {
    let words = &book.words;
    let mut m = Markup::with_capacity(plan.toc.len() * 120 + 2000);
    frame(&mut m, &book.metadata.language, &words.contents, None, |m| {
        m.block("body").attr("epub:type", "frontmatter").with(|m| {
            let toc = m.block("nav").attr("aria-labelledby", "toc_title").attr("epub:type", "toc").attr("id", "toc");
            toc.attr("role", "doc-toc").with(|m| {
                m.line("h2").attr("id", "toc_title").text(&words.contents);
                m.block("ol").with(|m| {
                    for (entry, below) in by_parent(&plan.toc) {
                        m.block("li").with(|m| {
                            link(m, book, plan, entry);
                            if !below.is_empty() {
                                m.block("ol").with(|m| {
                                    for entry in below {
                                        m.block("li").with(|m| link(m, book, plan, entry));
                                    }
                                });
                            }
                        });
                    }
                });
            });
            m.block("nav").attr("epub:type", "landmarks").attr("hidden", "hidden").attr("id", "landmarks").with(|m| {
                m.block("ol").with(|m| {
                    for mark in landmarks(book, plan).iter().filter(|mark| !mark.kind.is_empty()) {
                        m.block("li").with(|m| {
                            let href = href(plan, mark.file, None);
                            m.line("a").attr("epub:type", mark.kind).attr("href", href).text(&mark.label);
                        });
                    }
                });
            });
            page_list(m, book, plan, printed);
        });
    });
    m.finish()
}

/// The pages of the printed edition, each leading to its marker; nothing where there are none.
fn page_list(m: &mut Markup, book: &Book, plan: &Plan<'_>, printed: Option<&PrintedPages>) {
    let mut pages = pages(printed, plan).peekable();
    if pages.peek().is_none() {
        return;
    }
    let nav = m.block("nav").attr("aria-label", &book.words.pages).attr("epub:type", "page-list");
    nav.attr("hidden", "hidden").attr("id", "page_list").attr("role", "doc-pagelist").with(|m| {
        m.block("ol").with(|m| {
            for (folio, file) in pages {
                let href = href(plan, file, Some(&page_id(folio)));
                // Not drawn out: there may be thousands.
                m.inline("li").with(|m| m.inline("a").attr("href", href).text(&folio.to_string()));
                m.text("\n");
            }
        });
    });
}

/// `toc.ncx`, with the package's identifier.
pub(super) fn ncx(book: &Book, plan: &Plan<'_>) -> String {
    let mut m = Markup::with_capacity(plan.toc.len() * 220 + 1000);
    let depth = plan.toc.iter().map(|entry| entry.level).max().unwrap_or(1).to_string();
    let ncx = m
        .block("ncx")
        .attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
        .attr("version", "2005-1")
        .attr("xml:lang", book.metadata.language.as_str());
    ncx.with(|m| {
        m.block("head").with(|m| {
            let values = [("dtb:uid", book.metadata.identifier.as_str()), ("dtb:depth", &depth)];
            for (name, content) in values.into_iter().chain([("dtb:totalPageCount", "0"), ("dtb:maxPageNumber", "0")]) {
                m.line("meta").attr("content", content).attr("name", name).empty();
            }
        });
        m.block("docTitle").with(|m| m.line("text").text(&plain(&book.metadata.title)));
        m.block("navMap").with(|m| {
            let mut order = 0;
            for (entry, below) in by_parent(&plan.toc) {
                point(m, plan, entry, &mut order, below);
            }
        });
    });
    m.finish()
}

fn point(m: &mut Markup, plan: &Plan<'_>, entry: &TocEntry<'_>, order: &mut usize, below: &[TocEntry<'_>]) {
    *order += 1;
    let tag = m.block("navPoint").attr("id", format!("point_{order}")).attr("playOrder", order.to_string());
    tag.with(|m| {
        m.block("navLabel").with(|m| m.line("text").text(&entry.label.words));
        m.line("content").attr("src", href(plan, entry.file, entry.id.as_deref())).empty();
        for entry in below {
            point(m, plan, entry, order, &[]);
        }
    });
}

fn link(m: &mut Markup, book: &Book, plan: &Plan<'_>, entry: &TocEntry<'_>) {
    let a = m.line("a").attr("href", href(plan, entry.file, entry.id.as_deref()));
    a.with(|m| labelled(m, &entry.label, &book.metadata.language));
}

/// An address seen from the package's folder.
pub(super) fn href(plan: &Plan<'_>, file: usize, id: Option<&str>) -> String {
    let stem = plan.files.get(file).map_or("", |file| file.stem.as_str());
    match id {
        Some(id) => format!("text/{stem}.xhtml#{id}"),
        None => format!("text/{stem}.xhtml"),
    }
}

/// Each entry of the first level (and any that has none above it) with those below it.
fn by_parent<'t, 'a>(toc: &'t [TocEntry<'a>]) -> Vec<(&'t TocEntry<'a>, &'t [TocEntry<'a>])> {
    let mut list = Vec::new();
    let mut rest = toc;
    while let Some((entry, after)) = rest.split_first() {
        let below = after.iter().take_while(|next| next.level > entry.level).count();
        let (children, next) = after.split_at(below);
        list.push((entry, children));
        rest = next;
    }
    list
}
