//! Blocks: headings, quotations, lists, listings.

use std::ops::Range;

use super::{DEEPEST, Flow, heading_level};
use crate::document::{Block, Inline, List, ListKind, Located, Run, Style};
use crate::source::html::Change;
use crate::source::html::lines;
use crate::source::html::story::class_words;
use crate::source::html::token;
use crate::source::html::tree::{NodeId, What};
use crate::source::inlines::Frame;

impl Flow<'_, '_> {
    pub(super) fn block(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        if self.stack.len() > DEEPEST && !matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.change(Change::TooDeep, range);
            self.children(node);
            return;
        }
        if !matches!(name, "article" | "main" | "body" | "table" | "figure")
            && class_words(self.tree, node).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "poem" | "poetry" | "verse" | "verses" | "lyrics" | "stanza" | "strophe" | "gedicht"
                )
            })
            && self.verse(node, &range)
        {
            return;
        }
        if self.is_box(node, name) {
            self.boxed(node, range);
            return;
        }
        match name {
            name if heading_level(name).is_some() => self.heading(node, name),
            "blockquote" => {
                let inner = self.inside(|flow| flow.children(node));
                if !inner.is_empty() {
                    self.push(Block::Quotation(inner), range);
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, name, range),
            "dl" => self.definitions(node, range),
            "pre" | "xmp" | "listing" => self.listing(node, range),
            "table" => self.table(node, range),
            "figure" => self.figure(node),
            "div" | "p" | "center" if self.is_captioned(node) => self.figure(node),
            _ => self.children(node),
        }
    }

    pub(super) fn heading(&mut self, node: NodeId, name: &str) {
        let Some(level) = heading_level(name) else { return };
        let ids = self
            .tree
            .below(node)
            .flat_map(|inner| [self.tree.attribute(inner, "id"), self.tree.attribute(inner, "name")]);
        let parent = self.tree.attribute(self.tree.nodes[node].parent, "id");
        let id = ids.flatten().chain(parent).find_map(|id| self.headings.get(id)).cloned();
        let outer = self.heading.replace((level, id));
        self.children(node);
        self.close_leaf();
        self.heading = outer;
    }

    pub(super) fn list(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        let first = self.tree.attribute(node, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let kind = if name == "ol" { ListKind::Numbered(first) } else { ListKind::Bulleted };
        let mut items: Vec<Vec<Located<Block>>> = Vec::new();
        for child in &self.tree.nodes[node].children {
            let inner = self.inside(|flow| flow.node(*child));
            let inner = self.finished(inner);
            if inner.is_empty() {
                continue;
            }
            // A list right in a list belongs to the item before it.
            match items.last_mut().filter(|_| self.tree.name(*child) != "li") {
                Some(item) => item.extend(inner),
                None => items.push(inner),
            }
        }
        self.push_list(kind, items, range);
    }

    pub(super) fn push_list(&mut self, kind: ListKind, mut items: Vec<Vec<Located<Block>>>, range: Range<usize>) {
        // Markdown has no picture with a caption that is all of a list; nor has a book.
        if let [item] = items.as_mut_slice()
            && matches!(item.as_slice(), [Located { node: Block::Figure(_), .. }])
        {
            let figure = item.remove(0);
            self.push_again(figure);
        } else if !items.is_empty() {
            let tight = lines::is_tight(&items);
            self.push(Block::List(List { kind, tight, items }), range);
        }
    }

    /// Terms and what they mean: an item each, the term strong, run in where all meanings are one paragraph.
    pub(super) fn definitions(&mut self, node: NodeId, range: Range<usize>) {
        let mut items: Vec<Vec<Located<Block>>> = Vec::new();
        let mut terms = 0;
        // Terms may be grouped in `div`s.
        let tree = self.tree;
        let parts: Vec<NodeId> = tree.nodes[node]
            .children
            .iter()
            .flat_map(
                |child| if tree.name(*child) == "div" { tree.nodes[*child].children.clone() } else { vec![*child] },
            )
            .collect();
        for part in parts {
            let term = tree.name(part) == "dt";
            if term {
                self.around.push(Frame::Style(Style::Strong));
            }
            let inner = self.inside(|flow| flow.node(part));
            if term {
                self.around.pop();
            }
            if inner.is_empty() {
                continue;
            }
            terms += usize::from(term);
            match items.last_mut().filter(|_| !term) {
                Some(item) => item.extend(inner),
                None => items.push(inner),
            }
        }
        if terms == 0 {
            // Old pages set in with these.
            items.into_iter().flatten().for_each(|block| self.push_again(block));
            return;
        }
        self.change(Change::Definitions, range.clone());
        if items.iter().all(|item| is_entry(item)) {
            for item in &mut items {
                self.run_in(item);
            }
        }
        self.push_list(ListKind::Bulleted, items, range);
    }

    /// Sets a term and what it means as one paragraph.
    fn run_in(&self, item: &mut Vec<Located<Block>>) {
        let Some(Block::Paragraph(meaning)) = item.pop().map(|block| block.node) else { return };
        let Some(Located { node: Block::Paragraph(term), span, .. }) = item.first_mut() else { return };
        let end = span.range().end;
        let origin = crate::document::Origin::Source(self.offsets.span(end..end));
        term.push(Inline::Text(Run { text: " ".to_owned(), origin }));
        term.extend(meaning);
    }

    pub(super) fn listing(&mut self, node: NodeId, range: Range<usize>) {
        let text = self.literal(node);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end();
        let text = text.trim_start_matches('\n');
        if text.trim().is_empty() {
            self.children(node);
            return;
        }
        let class = |node| self.tree.attribute(node, "class").unwrap_or_default();
        let inner = self.tree.below(node).find(|inner| self.tree.name(*inner) == "code");
        let language = [Some(node), inner].into_iter().flatten().flat_map(|node| class(node).split_whitespace());
        let language =
            language.filter_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")));
        let mut language = language.map(|name| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
        let language = language.rfind(|name| !name.is_empty());
        if inner.is_none()
            && let Some(paragraphs) = wrapped(text)
        {
            // Prose that was typed with line ends.
            for words in paragraphs {
                let origin = crate::document::Origin::Source(self.offsets.span(range.clone()));
                self.push(Block::Paragraph(vec![Inline::Text(Run { text: words, origin })]), range.clone());
            }
            return;
        }
        let text = text.replace('\t', "    ").lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let origin = crate::document::Origin::Source(self.offsets.span(range.clone()));
        self.push(Block::Listing { language, text: Run { text, origin }, places: Vec::new() }, range);
    }

    /// The text of a node with every space.
    pub(in crate::source::html) fn literal(&self, node: NodeId) -> String {
        let mut text = String::new();
        for inner in self.tree.below(node) {
            let range = self.tree.nodes[inner].range.clone();
            match &self.tree.nodes[inner].what {
                What::Text => text += &token::decoded(&self.tree.text[range]),
                What::Raw => text += &self.tree.text[range],
                What::Element(name, _) if name == "br" => text.push('\n'),
                _ => {}
            }
        }
        text
    }
}

/// Whether an item is a term and one paragraph.
fn is_entry(item: &[Located<Block>]) -> bool {
    matches!(item, [Located { node: Block::Paragraph(_), .. }, Located { node: Block::Paragraph(_), .. }])
}

/// The paragraphs of a text that was typed with line ends, if it was.
fn wrapped(text: &str) -> Option<Vec<String>> {
    let paragraphs: Vec<Vec<&str>> = text
        .split("\n\n")
        .map(|paragraph| paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>())
        .filter(|lines| !lines.is_empty())
        .collect();
    let inner: Vec<usize> =
        paragraphs.iter().flat_map(|lines| lines[..lines.len() - 1].iter().map(|line| line.chars().count())).collect();
    let full = inner.iter().filter(|columns| (45..=90).contains(*columns)).count();
    let prose = inner.len() >= 6 && full * 10 >= inner.len() * 9 && !text.contains(['{', '}', '|', '\t']);
    let spaced = text.contains("    ") && text.lines().filter(|line| line.trim().contains("   ")).count() > 1;
    (prose && !spaced).then(|| {
        let fold =
            |lines: Vec<&str>| lines.join(" ").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        paragraphs.into_iter().map(fold).collect()
    })
}
