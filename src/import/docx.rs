//! A document of Word (ECMA-376), made a page: paragraphs by their styles, runs by their properties.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roxmltree::Node;

use super::archive::{escape, is_person, join, stamped, text, unpacked, value, xml};
use super::facts::{Facts, edtf};
use super::page::{Leaf, page_of};
use super::{Imported, Incoming, Remark, RemarkKind, Resources, stem};
use crate::diagnostic::Files;
use crate::metadata::Language;

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
    maker.notes(&unpacked, "word/footnotes.xml", "footnote")?;
    maker.notes(&unpacked, "word/endnotes.xml", "endnote")?;
    let mut report = Vec::new();
    if maker.deleted > 0 {
        report.push(Remark::new(
            RemarkKind::Dropped,
            format!("{} passage(s) struck in revision; what was added is kept", maker.deleted),
        ));
    }
    if unpacked.contains_key("word/comments.xml") {
        report.push(Remark::new(RemarkKind::Dropped, "comments in the margin"));
    }
    if unpacked.keys().any(|name| name.starts_with("word/header") || name.starts_with("word/footer")) {
        report.push(Remark::new(RemarkKind::Dropped, "running heads and feet"));
    }
    let known = facts(&unpacked, maker.title.take(), &mut report);
    let page = page_of(&maker.page);
    Ok(Leaf::made(&stem(file.path), &page, known, &unpacked, report).import(files))
}

/// The part that holds the text: Word calls it `word/document.xml`, others need not (ECMA-376-2, 10).
fn main_part(files: &Resources) -> String {
    const USUAL: &str = "word/document.xml";
    if files.contains_key(USUAL) {
        return USUAL.to_owned();
    }
    let named = || {
        let text = text(files, "_rels/.rels").ok()?;
        let tree = xml(&text, "_rels/.rels").ok()?;
        let main = tree
            .descendants()
            .find(|node| node.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument")));
        Some(main?.attribute("Target")?.trim_start_matches('/').to_owned())
    };
    named().unwrap_or_else(|| USUAL.to_owned())
}

/// The list and level that properties of a paragraph or style put it in.
fn listing(properties: Node<'_, '_>) -> Option<(String, Option<usize>)> {
    let list = child(properties, "numPr")?;
    let level = child(list, "ilvl").and_then(|level| value(level, "val")).and_then(|level| level.parse().ok());
    Some((child(list, "numId").and_then(|id| value(id, "val")).unwrap_or_default().to_owned(), level))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

struct Maker {
    page: String,
    /// What styles are called, by their ids.
    styles: BTreeMap<String, String>,
    /// The lists that styles put paragraphs in, by their ids.
    listed: BTreeMap<String, (String, usize)>,
    /// What links and pictures lead to, by their ids.
    targets: BTreeMap<String, String>,
    /// Whether a list at a level is counted.
    counted: BTreeMap<(String, usize), bool>,
    /// The lists that are open, by their tags.
    lists: Vec<&'static str>,
    title: Option<String>,
    /// The part that holds the text.
    main: String,
    deleted: usize,
    quoting: bool,
}

impl Maker {
    fn of(files: &Resources, main: &str) -> Self {
        let mut maker = Self {
            page: String::new(),
            styles: BTreeMap::new(),
            listed: BTreeMap::new(),
            targets: targets(files, &relations(main)),
            counted: BTreeMap::new(),
            lists: Vec::new(),
            title: None,
            main: main.to_owned(),
            deleted: 0,
            quoting: false,
        };
        if let Ok(text) = text(files, "word/styles.xml")
            && let Ok(tree) = xml(&text, "styles")
        {
            for style in tree.descendants().filter(|node| node.tag_name().name() == "style") {
                let name = child(style, "name").and_then(|name| value(name, "val"));
                if let (Some(id), Some(name)) = (value(style, "styleId"), name) {
                    maker.styles.insert(id.to_owned(), name.to_lowercase());
                }
            }
            maker.listed = listed_styles(&tree);
        }
        if let Ok(text) = text(files, "word/numbering.xml")
            && let Ok(tree) = xml(&text, "numbering")
        {
            maker.numbering(&tree);
        }
        maker
    }

    fn numbering(&mut self, tree: &roxmltree::Document<'_>) {
        let named = |name: &'static str| tree.descendants().filter(move |node| node.tag_name().name() == name);
        for number in named("num") {
            let Some(id) = value(number, "numId") else { continue };
            let kind = child(number, "abstractNumId").and_then(|kind| value(kind, "val"));
            let Some(kind) = named("abstractNum").find(|one| value(*one, "abstractNumId") == kind) else { continue };
            for (at, level) in kind.children().filter(|node| node.tag_name().name() == "lvl").enumerate() {
                let format = child(level, "numFmt").and_then(|format| value(format, "val"));
                self.counted.insert((id.to_owned(), at), !matches!(format, Some("bullet" | "none")));
            }
        }
    }

    fn blocks(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => self.blocks(child),
                "del" => self.deleted += 1,
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr");
        let id = properties.and_then(|p| child(p, "pStyle")).and_then(|style| value(style, "val"));
        let style = id.map(|id| self.styles.get(id).cloned().unwrap_or_else(|| id.to_lowercase())).unwrap_or_default();
        let outline = properties
            .and_then(|p| child(p, "outlineLvl"))
            .and_then(|level| value(level, "val"))
            .and_then(|level| level.parse::<usize>().ok());
        // A paragraph that is in no list says so itself: its list is "0".
        let own = properties.and_then(listing);
        let by_style = id.and_then(|id| self.listed.get(id)).cloned();
        let listed = match own {
            Some((list, level)) => {
                let level = level.or_else(|| by_style.as_ref().map(|(_, level)| *level)).unwrap_or(0);
                Some((
                    if list.is_empty() { by_style.map(|(list, _)| list).unwrap_or_default() } else { list },
                    level.min(8),
                ))
            }
            None => by_style,
        };
        // "heading 1" by its name; "heading1" by its id, where no name is given.
        let heading = style
            .strip_prefix("heading")
            .and_then(|n| n.trim_start().parse::<usize>().ok())
            .or_else(|| outline.filter(|n| *n < 6).map(|n| n + 1));
        let mut words = String::new();
        self.runs(node, &mut words);
        if style == "title" && self.title.is_none() {
            self.title = node
                .descendants()
                .filter(|n| n.tag_name().name() == "t")
                .filter_map(|n| n.text())
                .collect::<String>()
                .into();
        }
        let quoted = style.contains("quote") || style.contains("quotation") || style.contains("block text");
        let verse = ["verse", "poem", "poetry"].iter().any(|word| style.contains(word));
        if self.quoting && !quoted {
            self.page.push_str("</blockquote>\n");
            self.quoting = false;
        }
        if let (Some((id, level)), None) = (listed.filter(|(id, _)| id != "0"), heading) {
            self.item(&id, level, &words);
            return;
        }
        self.end_lists(0);
        if quoted && !self.quoting {
            self.page.push_str("<blockquote>");
            self.quoting = true;
        }
        let _ = match heading {
            Some(level) => writeln!(self.page, "<h{0}>{words}</h{0}>", level.clamp(1, 6)),
            None if style == "title" => writeln!(self.page, "<h1>{words}</h1>"),
            None if verse => writeln!(self.page, "<p class=\"verse\">{words}</p>"),
            None if style.contains("caption") => writeln!(self.page, "<p>{words}</p>"),
            None => writeln!(self.page, "<p>{words}</p>"),
        };
    }

    fn item(&mut self, list: &str, level: usize, words: &str) {
        let tag = if self.counted.get(&(list.to_owned(), level)).copied().unwrap_or(false) { "ol" } else { "ul" };
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

    fn runs(&mut self, node: Node<'_, '_>, words: &mut String) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "r" => self.run(child, words),
                "hyperlink" => {
                    let target = value(child, "id").and_then(|id| self.targets.get(id)).cloned();
                    let target = target.filter(|target| target.contains(':'));
                    if let Some(target) = &target {
                        let _ = write!(words, "<a href=\"{}\">", escape(target));
                    }
                    self.runs(child, words);
                    words.push_str(if target.is_some() { "</a>" } else { "" });
                }
                "del" | "moveFrom" => self.deleted += 1,
                "pPr" | "rPr" => {}
                _ => self.runs(child, words),
            }
        }
    }

    fn run(&mut self, node: Node<'_, '_>, words: &mut String) {
        let properties = child(node, "rPr");
        let on = |name: &str| {
            properties
                .and_then(|p| child(p, name))
                .is_some_and(|p| !matches!(value(p, "val"), Some("0" | "false" | "none")))
        };
        let raised = properties.and_then(|p| child(p, "vertAlign")).and_then(|p| value(p, "val"));
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for (wanted, tag) in [
            (on("b"), ("<b>", "</b>")),
            (on("i"), ("<i>", "</i>")),
            (on("strike"), ("<s>", "</s>")),
            (on("smallCaps"), ("<span class=\"smallcaps\">", "</span>")),
            (raised == Some("superscript"), ("<sup>", "</sup>")),
            (raised == Some("subscript"), ("<sub>", "</sub>")),
        ] {
            if wanted {
                tags.push(tag);
            }
        }
        let mut inner = String::new();
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "t" => inner.push_str(&escape(part.text().unwrap_or_default())),
                "tab" => inner.push(' '),
                "br" | "cr" if value(part, "type").is_none_or(|kind| kind == "textWrapping") => inner.push_str("<br/>"),
                "noBreakHyphen" => inner.push('\u{2011}'),
                "softHyphen" => inner.push('\u{AD}'),
                "footnoteReference" | "endnoteReference" => {
                    let kind = part.tag_name().name().trim_end_matches("Reference");
                    let id = value(part, "id").unwrap_or_default();
                    let _ = write!(inner, "<a role=\"doc-noteref\" href=\"#{kind}-{id}\">{id}</a>");
                }
                "drawing" | "pict" => self.drawing(part, &mut inner),
                "AlternateContent" => part
                    .descendants()
                    .filter(|n| matches!(n.tag_name().name(), "drawing"))
                    .take(1)
                    .for_each(|n| self.drawing(n, &mut inner)),
                _ => {}
            }
        }
        if inner.contains("doc-noteref") {
            tags.clear();
        }
        for (open, _) in &tags {
            words.push_str(open);
        }
        words.push_str(&inner);
        for (_, close) in tags.iter().rev() {
            words.push_str(close);
        }
    }

    fn drawing(&self, node: Node<'_, '_>, words: &mut String) {
        let described = node.descendants().find(|n| n.tag_name().name() == "docPr");
        let alt = described.and_then(|n| value(n, "descr")).unwrap_or_default();
        let embedded = node.descendants().filter(|n| matches!(n.tag_name().name(), "blip" | "imagedata"));
        for target in
            embedded.filter_map(|n| value(n, "embed").or_else(|| value(n, "id"))).filter_map(|id| self.targets.get(id))
        {
            let path = if target.contains("://") { target.clone() } else { join(&self.main, target) };
            let _ = write!(words, "<img src=\"{}\" alt=\"{}\"/>", escape(&path), escape(alt));
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        self.end_lists(0);
        self.page.push_str("<table>");
        let mut first = true;
        for row in node.children().filter(|n| n.tag_name().name() == "tr") {
            self.page.push_str("<tr>");
            let head = child(row, "trPr").and_then(|p| child(p, "tblHeader")).is_some()
                || first && node.children().filter(|n| n.tag_name().name() == "tr").count() > 1;
            for cell in row.children().filter(|n| n.tag_name().name() == "tc") {
                let span = child(cell, "tcPr")
                    .and_then(|p| child(p, "gridSpan"))
                    .and_then(|span| value(span, "val"))
                    .unwrap_or("1")
                    .to_owned();
                let tag = if head { "th" } else { "td" };
                let _ = write!(self.page, "<{tag} colspan=\"{}\">", escape(&span));
                self.blocks(cell);
                self.end_lists(0);
                let _ = write!(self.page, "</{tag}>");
            }
            self.page.push_str("</tr>\n");
            first = false;
        }
        self.page.push_str("</table>\n");
    }

    /// Foot- or endnotes, where the document's marks lead to.
    fn notes(&mut self, files: &Resources, name: &str, kind: &str) -> Result<(), String> {
        if self.quoting {
            self.page.push_str("</blockquote>\n");
            self.quoting = false;
        }
        if !files.contains_key(name) {
            return Ok(());
        }
        let text = text(files, name)?;
        let tree = xml(&text, name)?;
        let outer = std::mem::replace(
            &mut self.targets,
            targets(files, &name.replace("word/", "word/_rels/").replace(".xml", ".xml.rels")),
        );
        self.page.push_str("<section role=\"doc-endnotes\"><ol>");
        for note in tree.descendants().filter(|node| node.tag_name().name() == kind) {
            if value(note, "type").is_some_and(|kind| kind != "normal") {
                continue;
            }
            let _ = write!(self.page, "<li id=\"{kind}-{}\">", escape(value(note, "id").unwrap_or_default()));
            self.blocks(note);
            self.end_lists(0);
            self.page.push_str("</li>\n");
        }
        self.page.push_str("</ol></section>\n");
        self.targets = outer;
        Ok(())
    }
}

/// The lists of styles, those of the styles they are based on included; "list bullet" is one without a number too.
fn listed_styles(tree: &roxmltree::Document<'_>) -> BTreeMap<String, (String, usize)> {
    let mut own = BTreeMap::new();
    for style in tree.descendants().filter(|node| node.tag_name().name() == "style") {
        let Some(id) = value(style, "styleId") else { continue };
        let based = child(style, "basedOn").and_then(|based| value(based, "val"));
        own.insert(id, (child(style, "pPr").and_then(listing), based));
    }
    let mut listed = BTreeMap::new();
    for id in own.keys() {
        let (mut at, mut level) = (Some(*id), None);
        // Styles that are based on each other in a ring end nowhere.
        for _ in 0..20 {
            let Some((list, based)) = at.and_then(|at| own.get(at)) else { break };
            if let Some((list, own_level)) = list {
                level = level.or(*own_level);
                if !list.is_empty() {
                    listed.insert((*id).to_owned(), (list.clone(), level.unwrap_or(0).min(8)));
                    break;
                }
            }
            at = *based;
        }
    }
    listed
}

/// Where the links of a part stand: `word/_rels/document.xml.rels`.
fn relations(part: &str) -> String {
    part.rsplit_once('/')
        .map_or_else(|| format!("_rels/{part}.rels"), |(folder, name)| format!("{folder}/_rels/{name}.rels"))
}

fn targets(files: &Resources, name: &str) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    if let Ok(text) = text(files, name)
        && let Ok(tree) = xml(&text, name)
    {
        for node in tree.descendants() {
            if let (Some(id), Some(target)) = (node.attribute("Id"), node.attribute("Target")) {
                targets.insert(id.to_owned(), target.to_owned());
            }
        }
    }
    targets
}

fn facts(files: &Resources, title: Option<String>, report: &mut Vec<Remark>) -> Facts {
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
        && let Ok(text) = text(files, "word/styles.xml")
        && let Ok(tree) = xml(&text, "styles")
    {
        let said = tree.descendants().find(|node| node.tag_name().name() == "lang").and_then(|node| value(node, "val"));
        facts.language = said.and_then(Language::parse);
    }
    facts
}
