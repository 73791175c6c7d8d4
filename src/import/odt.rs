//! A document of `LibreOffice` (`OpenDocument` 1.3), made a page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roxmltree::Node;

use super::archive::{escape, is_person, stamped, text, unpacked, value, xml};
use super::facts::{Facts, edtf};
use super::page::{Leaf, page_of};
use super::{Imported, Incoming, Remark, RemarkKind, Resources, stem};
use crate::diagnostic::Files;
use crate::metadata::Language;

pub(super) fn import(file: &Incoming<'_>, files: &mut Files) -> Result<Imported, String> {
    let unpacked = unpacked(file.bytes)?;
    let content = text(&unpacked, "content.xml")?;
    let tree = xml(&content, "content.xml")?;
    let mut maker = Maker::default();
    maker.styles(&tree);
    let styles = text(&unpacked, "styles.xml").unwrap_or_default();
    if let Ok(tree) = xml(&styles, "styles.xml") {
        maker.styles(&tree);
    }
    let Some(body) = tree
        .descendants()
        .find(|node| node.tag_name().name() == "text" && node.parent().is_some_and(|p| p.tag_name().name() == "body"))
    else {
        return Err("it holds no text document".to_owned());
    };
    maker.blocks(body);
    maker.end_quotation();
    if maker.too_deep {
        return Err(format!("its parts stand within each other more than {DEEPEST} deep"));
    }
    let notes = std::mem::take(&mut maker.notes);
    let mut report = Vec::new();
    if maker.dropped > 0 {
        report
            .push(Remark::new(RemarkKind::Dropped, format!("{} comment(s), index(es) or revision(s)", maker.dropped)));
    }
    let known = facts(&unpacked, maker.title.take(), &styles, &mut report);
    let article = format!("{}<section role=\"doc-endnotes\"><ol>{notes}</ol></section>", maker.page);
    let page = page_of(&article);
    Ok(Leaf::made(&stem(file.path), &page, known, &unpacked, report).import(files))
}

/// Parts within parts, deeper than any program writes them: no stack overflows before.
const DEEPEST: usize = 120;

/// What a style does.
#[derive(Clone, Debug, Default)]
struct Style {
    /// What it is called, and what it is derived from.
    names: String,
    tags: Vec<(&'static str, &'static str)>,
    language: Option<String>,
    counted: bool,
}

#[derive(Default)]
struct Maker {
    page: String,
    notes: String,
    count: usize,
    styles: BTreeMap<String, Style>,
    title: Option<String>,
    dropped: usize,
    quoting: bool,
    depth: usize,
    too_deep: bool,
}

impl Maker {
    fn styles(&mut self, tree: &roxmltree::Document<'_>) {
        for node in tree.descendants().filter(|node| matches!(node.tag_name().name(), "style" | "list-style")) {
            let Some(name) = value(node, "name") else { continue };
            let shown = value(node, "display-name").unwrap_or_default();
            let parent = value(node, "parent-style-name").unwrap_or_default();
            let mut style = Style { names: format!("{name} {shown} {parent}").to_lowercase(), ..Style::default() };
            style.counted = node
                .children()
                .find(Node::is_element)
                .is_some_and(|level| level.tag_name().name() == "list-level-style-number");
            if let Some(text) = node.children().find(|child| child.tag_name().name() == "text-properties") {
                let is = |key, wanted: &[&str]| value(text, key).is_some_and(|value| wanted.contains(&value));
                if is("font-style", &["italic", "oblique"]) {
                    style.tags.push(("<i>", "</i>"));
                }
                if is("font-weight", &["bold", "700", "800", "900"]) {
                    style.tags.push(("<b>", "</b>"));
                }
                if is("font-variant", &["small-caps"]) {
                    style.tags.push(("<span class=\"smallcaps\">", "</span>"));
                }
                if value(text, "text-line-through-style").is_some_and(|value| value != "none") {
                    style.tags.push(("<s>", "</s>"));
                }
                match value(text, "text-position").and_then(|value| value.split(' ').next()) {
                    Some("super") => style.tags.push(("<sup>", "</sup>")),
                    Some("sub") => style.tags.push(("<sub>", "</sub>")),
                    _ => {}
                }
                style.language =
                    value(text, "language").filter(|tag| *tag != "none" && *tag != "zxx").map(str::to_owned);
            }
            self.styles.entry(name.to_owned()).or_insert(style);
        }
    }

    fn named(&self, node: Node<'_, '_>) -> Style {
        let Some(name) = value(node, "style-name") else { return Style::default() };
        let mut style = self.styles.get(name).cloned().unwrap_or_default();
        style.names.extend([" ", &name.to_lowercase()]);
        style
    }

    fn end_quotation(&mut self) {
        if std::mem::take(&mut self.quoting) {
            self.page.push_str("</blockquote>\n");
        }
    }

    /// Goes on with what stands inside, unless that is too deep.
    fn inside(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST {
            self.too_deep = true;
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, node: Node<'_, '_>) {
        self.inside(|maker| maker.each_block(node));
    }

    fn each_block(&mut self, node: Node<'_, '_>) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child),
                "h" => {
                    self.end_quotation();
                    let level = value(child, "outline-level")
                        .and_then(|level| level.parse::<usize>().ok())
                        .unwrap_or(1)
                        .clamp(1, 6);
                    let words = self.words(child);
                    let _ = writeln!(self.page, "<h{level}>{words}</h{level}>");
                }
                "list" => {
                    self.end_quotation();
                    let tag = if self.named(child).counted { "ol" } else { "ul" };
                    let _ = write!(self.page, "<{tag}>");
                    for item in child.children().filter(|n| matches!(n.tag_name().name(), "list-item" | "list-header"))
                    {
                        self.page.push_str("<li>");
                        self.blocks(item);
                        self.page.push_str("</li>\n");
                    }
                    let _ = writeln!(self.page, "</{tag}>");
                }
                "table" => self.table(child),
                "section" | "text-box" | "index-body" if !matches!(node.tag_name().name(), "table-of-content") => {
                    self.blocks(child);
                }
                "frame" => {
                    let mut words = String::new();
                    self.frame(child, &mut words);
                    let _ = writeln!(self.page, "<p>{words}</p>");
                }
                "table-of-content" | "alphabetical-index" | "tracked-changes" | "bibliography" => self.dropped += 1,
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let style = self.named(node);
        let words = self.words(node);
        let is = |names: &[&str]| names.iter().any(|name| style.names.contains(name));
        if is(&["title"]) && !is(&["subtitle"]) && self.title.is_none() {
            let text: String = node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
            self.title = Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
        }
        let quoted = is(&["quotation", "quote"]);
        if !quoted {
            self.end_quotation();
        } else if !self.quoting {
            self.page.push_str("<blockquote>");
            self.quoting = true;
        }
        let _ = if is(&["title"]) && !is(&["subtitle"]) {
            writeln!(self.page, "<h1>{words}</h1>")
        } else if is(&["verse", "poem", "poetry"]) {
            writeln!(self.page, "<p class=\"verse\">{words}</p>")
        } else if is(&["horizontal_20_line", "horizontal line"]) {
            writeln!(self.page, "<hr/>")
        } else {
            writeln!(self.page, "<p>{words}</p>")
        };
    }

    fn words(&mut self, node: Node<'_, '_>) -> String {
        let mut words = String::new();
        self.inline(node, &mut words);
        words
    }

    fn inline(&mut self, node: Node<'_, '_>, words: &mut String) {
        self.inside(|maker| maker.each_inline(node, words));
    }

    fn each_inline(&mut self, node: Node<'_, '_>, words: &mut String) {
        for child in node.children() {
            if child.is_text() {
                words.push_str(&escape(child.text().unwrap_or_default()));
                continue;
            }
            match child.tag_name().name() {
                "span" => {
                    let style = self.named(child);
                    if let Some(language) = &style.language {
                        let _ = write!(words, "<span lang=\"{}\">", escape(language));
                    }
                    style.tags.iter().for_each(|(open, _)| words.push_str(open));
                    self.inline(child, words);
                    style.tags.iter().rev().for_each(|(_, close)| words.push_str(close));
                    words.push_str(if style.language.is_some() { "</span>" } else { "" });
                }
                "a" => {
                    let _ = write!(words, "<a href=\"{}\">", escape(value(child, "href").unwrap_or_default()));
                    self.inline(child, words);
                    words.push_str("</a>");
                }
                "line-break" => words.push_str("<br/>"),
                "tab" | "s" => words.push(' '),
                "note" => self.note(child, words),
                "frame" => self.frame(child, words),
                "annotation" => self.dropped += 1,
                "annotation-end" | "bookmark" | "bookmark-start" | "bookmark-end" | "soft-page-break" => {}
                _ => self.inline(child, words),
            }
        }
    }

    fn note(&mut self, node: Node<'_, '_>, words: &mut String) {
        let Some(body) = node.children().find(|child| child.tag_name().name() == "note-body") else { return };
        self.count += 1;
        let number = self.count;
        let _ = write!(words, "<a role=\"doc-noteref\" href=\"#note-{number}\">{number}</a>");
        let outer = std::mem::take(&mut self.page);
        let quoting = std::mem::take(&mut self.quoting);
        self.blocks(body);
        self.end_quotation();
        let body = std::mem::replace(&mut self.page, outer);
        self.quoting = quoting;
        let _ = writeln!(self.notes, "<li id=\"note-{number}\">{body}</li>");
    }

    fn frame(&mut self, node: Node<'_, '_>, words: &mut String) {
        let get = |name: &str| {
            let found = node.children().find(|child| child.tag_name().name() == name).and_then(|child| child.text());
            found.unwrap_or_default().to_owned()
        };
        let alt = [get("desc"), get("title")].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        for image in node.children().filter(|child| child.tag_name().name() == "image").take(1) {
            let _ = write!(
                words,
                "<img src=\"{}\" alt=\"{}\"/>",
                escape(value(image, "href").unwrap_or_default()),
                escape(&alt)
            );
        }
        for text_box in node.children().filter(|child| child.tag_name().name() == "text-box") {
            for paragraph in text_box.children().filter(|child| child.tag_name().name() == "p") {
                words.push_str("<br/>");
                self.inline(paragraph, words);
            }
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        self.end_quotation();
        self.page.push_str("<table>");
        let rows = node.descendants().filter(|n| {
            n.tag_name().name() == "table-row"
                && n.ancestors().skip(1).find(|a| a.tag_name().name() == "table") == Some(node)
        });
        for (number, row) in rows.enumerate() {
            let head = number == 0 || row.parent().is_some_and(|p| p.tag_name().name() == "table-header-rows");
            let tag = if head { "th" } else { "td" };
            self.page.push_str("<tr>");
            for cell in row.children().filter(|n| n.tag_name().name() == "table-cell") {
                let span = |key| value(cell, key).unwrap_or("1").to_owned();
                let _ = write!(
                    self.page,
                    "<{tag} colspan=\"{}\" rowspan=\"{}\">",
                    escape(&span("number-columns-spanned")),
                    escape(&span("number-rows-spanned"))
                );
                self.blocks(cell);
                self.end_quotation();
                let _ = write!(self.page, "</{tag}>");
            }
            self.page.push_str("</tr>\n");
        }
        self.page.push_str("</table>\n");
    }
}

fn facts(files: &Resources, title: Option<String>, styles: &str, report: &mut Vec<Remark>) -> Facts {
    let mut facts = Facts { title, ..Facts::default() };
    if let Ok(text) = text(files, "meta.xml")
        && let Ok(tree) = xml(&text, "meta.xml")
    {
        let get = |name: &str| {
            let node = tree.descendants().find(|node| node.tag_name().name() == name)?;
            node.text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        facts.title = facts.title.or_else(|| get("title"));
        facts.authors =
            get("initial-creator").or_else(|| get("creator")).filter(|name| is_person(name)).into_iter().collect();
        stamped(get("creation-date").or_else(|| get("date")).and_then(|date| edtf(&date)), report);
        facts.language = get("language").and_then(|tag| Language::parse(&tag));
    }
    if facts.language.is_none()
        && let Ok(tree) = xml(styles, "styles.xml")
    {
        let properties = tree.descendants().find(|node| {
            node.tag_name().name() == "text-properties" && value(*node, "language").is_some_and(|tag| tag != "none")
        });
        facts.language = properties.and_then(|node| {
            let country = value(node, "country").filter(|country| *country != "none");
            let tag = value(node, "language")?;
            Language::parse(&country.map_or_else(|| tag.to_owned(), |country| format!("{tag}-{country}")))
        });
    }
    facts
}
