//! Markup in the line: styles, links, languages.

use std::ops::Range;

use super::{Flow, language_of};
use crate::document::{Style, Target};
use crate::source::html::Change;
use crate::source::html::lines;
use crate::source::html::notes::fragment;
use crate::source::html::tree::{NodeId, What};
use crate::source::inlines::Frame;

impl Flow<'_, '_> {
    /// Whether an element holds nothing but calls of notes and what stands between them.
    pub(super) fn only_calls(&self, node: NodeId) -> bool {
        let mut at = node + 1;
        let mut any = false;
        while at < self.tree.end(node) {
            if self.notes.calls.contains_key(&at) {
                any = true;
                at = self.tree.end(at);
                continue;
            }
            let range = self.tree.nodes[at].range.clone();
            let text = matches!(self.tree.nodes[at].what, What::Text);
            if text
                && self.tree.text[range]
                    .chars()
                    .any(|c| !matches!(c, '[' | ']' | '(' | ')' | ',' | ' ' | '\n' | '\u{A0}'))
            {
                return false;
            }
            at += 1;
        }
        any
    }

    /// Words from here on are in the language that the element says, if it is another one.
    pub(super) fn enter_language(&mut self, node: NodeId) {
        let Some(said) = language_of(self.tree, node) else { return };
        let same = self.language.as_ref().is_some_and(|around| {
            around.primary() == said.primary()
                && (around.as_str().len() <= 2 || said.as_str().len() <= 2 || *around == said)
        });
        if !same {
            self.around.push(Frame::Foreign(said.clone()));
            self.language = Some(said);
        }
    }

    pub(super) fn inline(&mut self, node: NodeId, name: &str, range: &Range<usize>) {
        let (before, language) = (self.around.len(), self.language.clone());
        if let Some(style) = self.style(node, name, range)
            && !self
                .around
                .iter()
                .any(|frame| matches!(frame, Frame::Style(known) if *known == style || *known == Style::Code))
        {
            self.around.push(Frame::Style(style));
        }
        if name == "a" {
            self.link(node, range);
        }
        self.enter_language(node);
        if let Some(leaf) = &mut self.leaf
            && self.around.len() > before
        {
            // A line's end that waits stands before what opens here.
            let breaks = std::mem::take(&mut self.breaks);
            if breaks == 1 {
                leaf.composer.line_break();
            }
            if breaks > 1 {
                let frames = self.around.split_off(before);
                self.close_leaf();
                self.around.extend(frames);
            }
        }
        if let Some(leaf) = &mut self.leaf {
            self.around[before..].iter().for_each(|frame| leaf.composer.open(frame.clone(), None));
        }
        self.children(node);
        while self.around.len() > before {
            self.around.pop();
            if let Some(leaf) = &mut self.leaf {
                leaf.composer.close();
            }
        }
        self.language = language;
    }

    pub(super) fn style(&mut self, node: NodeId, name: &str, range: &Range<usize>) -> Option<Style> {
        let says = |words: &[&str]| {
            let style = self.tree.attribute(node, "style").unwrap_or_default().to_lowercase().replace(' ', "");
            words.iter().any(|word| style.contains(word))
        };
        Some(match name {
            "em" | "i" | "cite" | "dfn" | "var" => Style::Emphasis,
            "strong" | "b" => Style::Strong,
            "s" | "strike" | "del" => Style::Struck,
            "sub" => Style::Subscript,
            "sup" => Style::Superscript,
            "code" | "kbd" | "samp" | "tt" => Style::Code,
            "u" => {
                self.change(Change::Underline, range.clone());
                return None;
            }
            "span" | "font" => {
                let class = self.tree.attribute(node, "class").unwrap_or_default();
                let small = ["smallcaps", "small-caps", "smcap"].iter().any(|word| class.contains(word));
                if small || says(&["font-variant:small-caps"]) {
                    Style::SmallCaps
                } else if says(&["font-style:italic"]) {
                    Style::Emphasis
                } else if says(&["font-weight:bold", "font-weight:700"]) {
                    Style::Strong
                } else {
                    return None;
                }
            }
            _ => return None,
        })
    }

    pub(super) fn link(&mut self, node: NodeId, range: &Range<usize>) {
        let Some(href) = self.tree.attribute(node, "href") else { return };
        let inside = self.around.iter().any(|frame| matches!(frame, Frame::Link(..)));
        // A picture that leads to a larger one is a picture.
        if inside || self.tree.words(node).is_empty() {
            return;
        }
        let target = match fragment(href, self.wanted.base) {
            Some(name) => self.headings.get(name).cloned().map(Target::Heading),
            None => lines::address(href, self.wanted.base).map(Target::Url),
        };
        match target {
            Some(target) => self.around.push(Frame::Link(target, self.offsets.span(range.clone()))),
            None => self.change(Change::LostLink, range.clone()),
        }
    }
}
