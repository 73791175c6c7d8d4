//! What stands inside paragraphs: runs, links, fields, notes' calls, pictures.

use std::fmt::Write as _;

use roxmltree::Node;

use super::super::archive::{escape, value};
use super::parts::{Face, Height, chosen, outermost, said};
use super::symbol::sign;
use super::{DEEPEST, Maker};

/// A field whose result is being read (ECMA-376-1, 17.16.18): what it asks for, and whether its link is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    asks: String,
    linked: bool,
}

/// What a run holds, not yet in its face.
struct Held<'w> {
    words: &'w mut String,
    inner: String,
    tags: Vec<(&'static str, &'static str)>,
}

impl Held<'_> {
    /// Writes what is held: calls of notes look like calls, whatever the run does.
    fn flush(&mut self) {
        if self.inner.is_empty() {
            return;
        }
        let tags: &[(&str, &str)] = if self.inner.contains("doc-noteref") { &[] } else { &self.tags };
        let closing: String = tags.iter().rev().map(|(_, close)| *close).collect();
        // Word parts runs where its author paused: what goes on in the same face is one.
        match self.words.strip_suffix(&closing).filter(|_| !closing.is_empty()).map(str::len) {
            Some(end) => self.words.truncate(end),
            None => tags.iter().for_each(|(open, _)| self.words.push_str(open)),
        }
        self.words.push_str(&std::mem::take(&mut self.inner));
        self.words.push_str(&closing);
    }
}

impl Maker {
    /// The words of a paragraph, as HTML.
    pub(super) fn words(&mut self, paragraph: Node<'_, '_>) -> String {
        let mut words = String::new();
        self.runs(paragraph, &mut words);
        // A field may reach into the next paragraph; its link ends here.
        for field in &mut self.fields {
            if std::mem::take(&mut field.linked) {
                words.push_str("</a>");
            }
        }
        words
    }

    pub(super) fn runs(&mut self, node: Node<'_, '_>, words: &mut String) {
        if self.depth >= DEEPEST {
            self.too_deep = true;
            return;
        }
        self.depth += 1;
        for child in node.children().filter(Node::is_element) {
            self.inline(child, words);
        }
        self.depth -= 1;
    }

    /// One thing inside a paragraph.
    pub(super) fn inline(&mut self, node: Node<'_, '_>, words: &mut String) {
        match node.tag_name().name() {
            "r" => self.run(node, words),
            "hyperlink" => {
                let target = value(node, "id").and_then(|id| self.relations.target(id)).map(str::to_owned);
                self.link(node, target, words);
            }
            "fldSimple" => {
                let target = value(node, "instr").and_then(address);
                self.link(node, target, words);
            }
            "AlternateContent" => {
                if let Some(way) = chosen(node) {
                    self.runs(way, words);
                }
            }
            "del" | "moveFrom" => self.deleted += 1,
            "pPr" | "rPr" | "sdtPr" | "sdtEndPr" => {}
            _ => self.runs(node, words),
        }
    }

    fn link(&mut self, node: Node<'_, '_>, target: Option<String>, words: &mut String) {
        let target = target.filter(|target| target.contains(':'));
        if let Some(target) = &target {
            let _ = write!(words, "<a href=\"{}\">", escape(target));
        }
        self.runs(node, words);
        words.push_str(if target.is_some() { "</a>" } else { "" });
    }

    fn run(&mut self, node: Node<'_, '_>, words: &mut String) {
        let face = self.face(node);
        let hidden = face.hidden == Some(true);
        let mut held = Held { words, inner: String::new(), tags: tags(face) };
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "fldChar" => {
                    held.flush();
                    self.field(value(part, "fldCharType").unwrap_or_default(), held.words);
                }
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.asks.push_str(part.text().unwrap_or_default());
                    }
                }
                "t" if hidden => self.hidden += usize::from(part.text().is_some_and(|text| !text.trim().is_empty())),
                "t" => held.inner.push_str(&escape(part.text().unwrap_or_default())),
                _ if hidden => {}
                "br" | "cr" if value(part, "type").is_none_or(|kind| kind == "textWrapping") => {
                    held.inner.push_str("<br/>");
                }
                // Other breaks end columns and pages, and words with them.
                "tab" | "ptab" | "br" => held.inner.push(' '),
                "noBreakHyphen" => held.inner.push('\u{2011}'),
                "softHyphen" => held.inner.push('\u{AD}'),
                "sym" => {
                    let sign = sign(value(part, "font").unwrap_or_default(), value(part, "char").unwrap_or_default());
                    // It is told where it stands, as every letter is that could not be read.
                    held.inner.push(sign.unwrap_or('\u{FFFD}'));
                }
                "footnoteReference" | "endnoteReference" => {
                    let kind = part.tag_name().name().trim_end_matches("Reference");
                    let id = escape(value(part, "id").unwrap_or_default());
                    let _ = write!(held.inner, "<a role=\"doc-noteref\" href=\"#{kind}-{id}\">{id}</a>");
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.pictures(part, &mut held.inner),
                "ruby" => self.ruby(part, &mut held),
                _ => {}
            }
        }
        held.flush();
    }

    /// Words with their reading above them: it follows in brackets.
    fn ruby(&mut self, node: Node<'_, '_>, held: &mut Held<'_>) {
        let mut of = |name: &str| {
            let mut words = String::new();
            if let Some(part) = node.children().find(|child| child.tag_name().name() == name) {
                self.runs(part, &mut words);
            }
            words
        };
        let (base, reading) = (of("rubyBase"), of("rt"));
        held.inner.push_str(&base);
        if !reading.is_empty() {
            let _ = write!(held.inner, " ({reading})");
        }
    }

    /// The face of a run: what it says itself, then what its style says.
    fn face(&self, run: Node<'_, '_>) -> Face {
        let Some(properties) = super::parts::child(run, "rPr") else { return Face::default() };
        let style = said(properties, "rStyle").map(|id| self.styles.face(id)).unwrap_or_default();
        Face::of(properties).or(style)
    }

    /// A field begins, gives its result, or ends.
    fn field(&mut self, kind: &str, words: &mut String) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                if let Some(field) = self.fields.last_mut()
                    && let Some(target) = address(&field.asks)
                {
                    let _ = write!(words, "<a href=\"{}\">", escape(&target));
                    field.linked = true;
                }
            }
            "end" => {
                if let Some(field) = self.fields.pop() {
                    words.push_str(if field.linked { "</a>" } else { "" });
                    self.entries += usize::from(field.asks.trim_start().starts_with("XE "));
                }
            }
            _ => {}
        }
    }

    /// The pictures of a drawing. The words of its boxes are blocks, and not these.
    fn pictures(&self, node: Node<'_, '_>, words: &mut String) {
        for drawing in outermost(node, &["blip", "imagedata", "txbxContent"]) {
            let Some(path) = value(drawing, "embed").or_else(|| value(drawing, "id")) else { continue };
            let Some(path) = self.relations.path(path) else { continue };
            let described = drawing.ancestors().take_while(|up| *up != node).filter_map(|up| {
                let described = up.children().find(|n| n.tag_name().name() == "docPr")?;
                value(described, "descr")
            });
            let alt = described
                .chain(node.descendants().find(|n| n.tag_name().name() == "docPr").and_then(|n| value(n, "descr")))
                .next()
                .unwrap_or_default();
            let _ = write!(words, "<img src=\"{}\" alt=\"{}\"/>", escape(&path), escape(alt));
        }
    }
}

/// The tags of a face, outermost first.
fn tags(face: Face) -> Vec<(&'static str, &'static str)> {
    let on = |flag: Option<bool>| flag == Some(true);
    let known = [
        (on(face.bold), ("<b>", "</b>")),
        (on(face.italic), ("<i>", "</i>")),
        (on(face.struck), ("<s>", "</s>")),
        (on(face.small_capitals), ("<span class=\"smallcaps\">", "</span>")),
        (face.height == Some(Height::Raised), ("<sup>", "</sup>")),
        (face.height == Some(Height::Lowered), ("<sub>", "</sub>")),
    ];
    known.into_iter().filter_map(|(wanted, tag)| wanted.then_some(tag)).collect()
}

/// Where a field links to: `HYPERLINK "https://example.org"` (ECMA-376-1, 17.16.5.25). Places in the same document,
/// after `\l`, are no addresses.
fn address(asks: &str) -> Option<String> {
    let rest = asks.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let target = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!target.starts_with('\\')).then(|| target.to_owned()).filter(|target| target.contains(':'))
}
