//! A document of Word (ECMA-376), made a page: paragraphs by their styles, runs by their properties.
//!
//! What has words is never left out unsaid: text boxes follow the paragraph they are tied to, what was struck or hidden
//! and what Word makes itself (running heads, tables of contents) is counted in the report.

mod parts;
mod runs;
mod symbol;
mod table;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use roxmltree::Node;

use super::archive::{escape, is_person, stamped, text, unpacked, value, xml};
use super::facts::{Facts, edtf};
use super::page::{Leaf, page_of};
use super::{Imported, Incoming, Remark, RemarkKind, Resources, stem};
use crate::diagnostic::Files;
use crate::metadata::Language;
use parts::{LAST_LEVEL, Relations, Styles, child, chosen, listing, main_part, outermost, said};
use runs::Field;

/// Parts within parts, deeper than any program writes them: no stack overflows before.
const DEEPEST: usize = 120;

pub(super) fn import(file: &Incoming<'_>, files: &mut Files) -> Result<Imported, String> {
    let unpacked = unpacked(file.bytes)?;
    let main = main_part(&unpacked);
    let body = text(&unpacked, &main)?;
    let tree = xml(&body, &main)?;
    let mut maker = Maker::of(&unpacked, &main);
    let Some(body) = tree.descendants().find(|node| node.tag_name().name() == "body") else {
        return Err("it has no body".to_owned());
    };
    maker.blocks(body);
    maker.end_lists(0);
    maker.end_quotation();
    for kind in ["footnote", "endnote"] {
        maker.notes(&unpacked, kind)?;
    }
    if maker.too_deep {
        return Err(format!("its parts stand within each other more than {DEEPEST} deep"));
    }
    let mut report = maker.report(&unpacked);
    let known = facts(&unpacked, &maker.styles_part, maker.title.take(), &mut report);
    let page = page_of(&maker.page);
    Ok(Leaf::made(&stem(file.path), &page, known, &unpacked, report).import(files))
}

struct Maker {
    page: String,
    styles: Styles,
    styles_part: String,
    /// The levels of lists that are counted.
    counted: BTreeSet<(String, usize)>,
    /// What the part that is read leads to.
    relations: Relations,
    /// The lists that are open, by their tags.
    lists: Vec<&'static str>,
    /// The fields that are open.
    fields: Vec<Field>,
    title: Option<String>,
    quoting: bool,
    depth: usize,
    too_deep: bool,
    /// Passages struck in revision.
    deleted: usize,
    /// Runs that are hidden.
    hidden: usize,
    /// Boxes of text.
    boxes: usize,
    /// Lines of tables of contents.
    contents: usize,
    /// Entries for an index.
    entries: usize,
}

impl Maker {
    fn of(files: &Resources, main: &str) -> Self {
        let relations = Relations::of(files, main);
        let styles_part = relations.part("styles");
        Self {
            page: String::new(),
            styles: Styles::of(files, &styles_part),
            styles_part,
            counted: parts::counted(files, &relations.part("numbering")),
            relations,
            lists: Vec::new(),
            fields: Vec::new(),
            title: None,
            quoting: false,
            depth: 0,
            too_deep: false,
            deleted: 0,
            hidden: 0,
            boxes: 0,
            contents: 0,
            entries: 0,
        }
    }

    /// What is not in the text, and what stands elsewhere in it.
    fn report(&self, files: &Resources) -> Vec<Remark> {
        let mut report = Vec::new();
        let mut tell = |kind, count: usize, what: &str| {
            if count > 0 {
                report.push(Remark::new(kind, format!("{count} {what}")));
            }
        };
        tell(RemarkKind::Dropped, self.deleted, "passage(s) struck in revision; what was added is kept");
        tell(RemarkKind::Dropped, self.hidden, "passage(s) that Word hides");
        tell(RemarkKind::Dropped, self.contents, "line(s) of a table of contents");
        tell(RemarkKind::Lost, self.entries, "entries for an index");
        tell(RemarkKind::Guessed, self.boxes, "box(es) of text, put after the paragraph they are tied to");
        if files.contains_key(&self.relations.part("comments")) {
            report.push(Remark::new(RemarkKind::Dropped, "comments in the margin"));
        }
        if ["header", "footer"].into_iter().any(|kind| self.relations.parts(kind).next().is_some()) {
            report.push(Remark::new(RemarkKind::Dropped, "running heads and feet"));
        }
        report
    }

    fn blocks(&mut self, node: Node<'_, '_>) {
        if self.depth >= DEEPEST {
            self.too_deep = true;
            return;
        }
        self.depth += 1;
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "AlternateContent" => {
                    if let Some(way) = chosen(child) {
                        self.blocks(way);
                    }
                }
                "del" | "moveFrom" => self.deleted += 1,
                // Runs belong in paragraphs; some programs leave these out.
                "r" | "hyperlink" | "fldSimple" => {
                    let mut words = String::new();
                    self.inline(child, &mut words);
                    let _ = writeln!(self.page, "<p>{words}</p>");
                }
                "sdtPr" | "sdtEndPr" | "tcPr" | "sectPr" => {}
                _ => self.blocks(child),
            }
        }
        self.depth -= 1;
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr");
        let id = properties.and_then(|p| said(p, "pStyle"));
        let style = id.map(|id| self.styles.name(id)).unwrap_or_default();
        let words = self.words(node);
        if style.starts_with("toc ") || style == "toc heading" {
            self.contents += 1;
            return;
        }
        if style == "title" && self.title.is_none() {
            let text = |n: &Node<'_, '_>| n.tag_name().name() == "t";
            self.title = Some(node.descendants().filter(text).filter_map(|n| n.text()).collect());
        }
        self.set(node, properties, &style, &words);
        let boxes = outermost(node, &["txbxContent"]);
        if !boxes.is_empty() {
            self.end_lists(0);
            self.end_quotation();
        }
        for text in boxes {
            self.boxes += 1;
            self.blocks(text);
            self.end_lists(0);
            self.end_quotation();
        }
    }

    /// Writes a paragraph as what its style says it is.
    fn set(&mut self, node: Node<'_, '_>, properties: Option<Node<'_, '_>>, style: &str, words: &str) {
        let outline = properties.and_then(|p| said(p, "outlineLvl")).and_then(|level| level.parse::<usize>().ok());
        // "heading 1" by its name; "heading1" by its id, where no name is given.
        let heading = style
            .strip_prefix("heading")
            .and_then(|n| n.trim_start().parse::<usize>().ok())
            .or_else(|| outline.filter(|n| *n < 6).map(|n| n + 1));
        let quoted = style.contains("quote") || style.contains("quotation") || style.contains("block text");
        let verse = ["verse", "poem", "poetry"].iter().any(|word| style.contains(word));
        if !quoted {
            self.end_quotation();
        }
        if let (Some((id, level)), None) = (self.listed(properties).filter(|(id, _)| id != "0"), heading) {
            self.item(&id, level, words);
            return;
        }
        self.end_lists(0);
        // A paragraph that holds nothing but a box is the box's place.
        if words.trim().is_empty() && !outermost(node, &["txbxContent"]).is_empty() {
            return;
        }
        if quoted && !self.quoting {
            self.page.push_str("<blockquote>");
            self.quoting = true;
        }
        let _ = match heading {
            Some(level) => writeln!(self.page, "<h{0}>{words}</h{0}>", level.clamp(1, 6)),
            None if style == "title" => writeln!(self.page, "<h1>{words}</h1>"),
            None if verse => writeln!(self.page, "<p class=\"verse\">{words}</p>"),
            None => writeln!(self.page, "<p>{words}</p>"),
        };
    }

    /// The list and level of a paragraph, by itself or by its style. One that is in no list says so: its list is "0".
    fn listed(&self, properties: Option<Node<'_, '_>>) -> Option<(String, usize)> {
        let properties = properties?;
        let by_style = said(properties, "pStyle").and_then(|id| self.styles.list(id)).cloned();
        let Some((list, level)) = listing(properties) else { return by_style };
        let level = level.or_else(|| by_style.as_ref().map(|(_, level)| *level)).unwrap_or(0).min(LAST_LEVEL);
        let list = if list.is_empty() { by_style.map(|(list, _)| list).unwrap_or_default() } else { list };
        Some((list, level))
    }

    fn item(&mut self, list: &str, level: usize, words: &str) {
        let tag = if self.counted.contains(&(list.to_owned(), level)) { "ol" } else { "ul" };
        self.end_lists(level + 1);
        if self.lists.len() == level + 1 && self.lists[level] != tag {
            self.end_lists(level);
        }
        while self.lists.len() <= level {
            self.page.push_str(if tag == "ol" { "<ol>" } else { "<ul>" });
            self.lists.push(tag);
        }
        let _ = writeln!(self.page, "<li>{words}");
    }

    fn end_lists(&mut self, to: usize) {
        while self.lists.len() > to {
            let tag = self.lists.pop().unwrap_or("ul");
            let _ = writeln!(self.page, "</{tag}>");
        }
    }

    fn end_quotation(&mut self) {
        if std::mem::take(&mut self.quoting) {
            self.page.push_str("</blockquote>\n");
        }
    }

    /// Foot- or endnotes, where the document's marks lead to.
    fn notes(&mut self, files: &Resources, kind: &str) -> Result<(), String> {
        let name = self.relations.part(&format!("{kind}s"));
        if !files.contains_key(&name) {
            return Ok(());
        }
        let text = text(files, &name)?;
        let tree = xml(&text, &name)?;
        let outer = std::mem::replace(&mut self.relations, Relations::of(files, &name));
        self.page.push_str("<section role=\"doc-endnotes\"><ol>");
        for note in tree.descendants().filter(|node| node.tag_name().name() == kind) {
            if value(note, "type").is_some_and(|kind| kind != "normal") {
                continue;
            }
            let _ = write!(self.page, "<li id=\"{kind}-{}\">", escape(value(note, "id").unwrap_or_default()));
            self.blocks(note);
            self.end_lists(0);
            self.end_quotation();
            self.page.push_str("</li>\n");
        }
        self.page.push_str("</ol></section>\n");
        self.relations = outer;
        Ok(())
    }
}

fn facts(files: &Resources, styles: &str, title: Option<String>, report: &mut Vec<Remark>) -> Facts {
    let mut facts = Facts { title: title.filter(|title| !title.trim().is_empty()), ..Facts::default() };
    if let Ok(text) = text(files, "docProps/core.xml")
        && let Ok(tree) = xml(&text, "core")
    {
        let get = |name: &str| {
            let node = tree.descendants().find(|node| node.tag_name().name() == name)?;
            node.text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        facts.title = facts.title.or_else(|| get("title"));
        facts.authors = get("creator")
            .into_iter()
            .flat_map(|names| names.split(';').map(|name| name.trim().to_owned()).collect::<Vec<_>>())
            .filter(|name| is_person(name))
            .collect();
        stamped(get("created").and_then(|date| edtf(&date)), report);
        facts.language = get("language").and_then(|tag| Language::parse(&tag));
    }
    if facts.language.is_none()
        && let Ok(text) = text(files, styles)
        && let Ok(tree) = xml(&text, "styles")
    {
        let said = tree.descendants().find(|node| node.tag_name().name() == "lang").and_then(|node| value(node, "val"));
        facts.language = said.and_then(Language::parse);
    }
    facts
}
