//! Notes, warnings and tips that a page sets in a box: quotations that begin with what they are called.
//!
//! The words for them are those of Docutils and Sphinx (`admonition`), `DocBook` (`div.note` around an icon's table),
//! Asciidoctor (`admonitionblock`), and of forges (`markdown-alert`).

use std::ops::Range;

use super::{Flow, heading_level};
use crate::document::{Block, Inline, Inlines, Located, Style, plain_text};
use crate::source::html::Change;
use crate::source::html::story::class_words;
use crate::source::html::tree::NodeId;

/// What boxes are called that say nothing but that.
const KINDS: [&str; 9] = ["note", "warning", "caution", "tip", "important", "hint", "danger", "attention", "seealso"];

impl Flow<'_, '_> {
    /// Whether an element is such a box.
    pub(super) fn is_box(&self, node: NodeId, name: &str) -> bool {
        if !matches!(name, "div" | "aside" | "section" | "table") {
            return false;
        }
        let words = class_words(self.tree, node);
        let has = |word: &str| words.iter().any(|own| own == word);
        if has("admonition") || has("admonitionblock") || has("alert") && has("markdown") {
            // Its title and its content bear the name too.
            return !has("title") && !has("content");
        }
        let alone = matches!(words.as_slice(), [only] if KINDS.contains(&only.as_str()));
        alone && self.opens_with_title(node)
    }

    /// Whether the first words in an element are a heading, or a cell that is one.
    fn opens_with_title(&self, node: NodeId) -> bool {
        let words = self.tree.words(node);
        let title = self.tree.below(node).skip(1).take(20).find(|inner| {
            heading_level(self.tree.name(*inner)).is_some()
                || self.tree.name(*inner) == "th"
                || class_words(self.tree, *inner).iter().any(|word| word == "title")
        });
        title.is_some_and(|title| {
            let title = self.tree.words(title);
            !title.is_empty() && title.len() < words.len() && words.starts_with(&title)
        })
    }

    pub(super) fn boxed(&mut self, node: NodeId, range: Range<usize>) {
        let mut inner = self.inside(|flow| {
            if flow.tree.name(node) == "table" { flow.table(node, range.clone()) } else { flow.children(node) }
        });
        // The icon says what the title says.
        let icon = |block: &Located<Block>| matches!(&block.node, Block::Figure(figure) if figure.caption.is_empty());
        if inner.len() > 1 && icon(&inner[0]) {
            inner.remove(0);
        }
        let more = inner.len() > 1;
        for (at, block) in inner.iter_mut().enumerate() {
            match &mut block.node {
                Block::Heading { content, .. } => {
                    let content = strong(std::mem::take(content));
                    block.node = Block::Paragraph(content);
                }
                Block::Paragraph(content) if at == 0 && more && is_title(content) => {
                    *content = strong(std::mem::take(content));
                }
                _ => {}
            }
        }
        if !inner.is_empty() {
            self.change(Change::Boxes, range.clone());
            self.push(Block::Quotation(inner), range);
        }
    }
}

/// "Note", "Warning:".
fn is_title(content: &[Inline]) -> bool {
    let words = plain_text(content);
    let words = words.trim();
    words.chars().count() <= 60 && !words.ends_with(['.', ',', ';', '?'])
}

fn strong(content: Inlines) -> Inlines {
    match content.as_slice() {
        [Inline::Styled(Style::Strong, _)] => content,
        _ => vec![Inline::Styled(Style::Strong, content)],
    }
}
