//! Pictures and their captions.

use std::ops::Range;

use super::{Flow, heading_level};
use crate::document::{Block, Figure, Inline, Inlines, Picture};
use crate::source::html::lines;
use crate::source::html::story::class_words;
use crate::source::html::tree::NodeId;

impl Flow<'_, '_> {
    /// Where a picture's file is: many pages put it where only their scripts look.
    pub(super) fn picture_of(&self, node: NodeId) -> Option<Picture> {
        let get = |key| self.tree.attribute(node, key).map(str::trim).filter(|value| !value.is_empty());
        let tiny = |key| get(key).is_some_and(|value| matches!(value, "0" | "1" | "2" | "1px"));
        if tiny("width") || tiny("height") {
            return None;
        }
        let own = get("src")
            .or_else(|| get("xlink:href"))
            .filter(|src| !src.starts_with("data:image/gif") && !src.starts_with("data:image/svg"));
        let lazy = ["data-src", "data-lazy-src", "data-original"].iter().find_map(|key| get(key));
        let set = get("srcset").or_else(|| get("data-srcset"));
        let key = own.or(lazy).or_else(|| set.and_then(|set| set.split([' ', ',']).find(|part| !part.is_empty())))?;
        let span = self.offsets.span(self.tree.nodes[node].range.clone());
        let alt: Vec<&str> = get("alt").unwrap_or_default().split_whitespace().collect();
        Some(Picture { key: key.to_owned(), alt: alt.join(" "), span })
    }

    pub(super) fn picture(&mut self, node: NodeId, range: &Range<usize>) {
        if let Some(picture) = self.picture_of(node) {
            self.put(Inline::Picture(picture), range);
        }
    }

    /// Whether a division holds one picture and a few words that are its caption.
    pub(super) fn is_captioned(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let says = class_words(tree, node).iter().any(|word| {
            matches!(
                word.as_str(),
                "caption"
                    | "thumb"
                    | "thumbinner"
                    | "figure"
                    | "wpcaption"
                    | "photo"
                    | "picture"
                    | "illustration"
                    | "imagebox"
            )
        });
        says && {
            let inner = || tree.below(node).skip(1);
            inner().filter(|inner| tree.name(*inner) == "img").count() == 1
                && !inner().any(|inner| heading_level(tree.name(inner)).is_some() || tree.name(inner) == "figure")
                && tree.words(node).chars().count() < 500
        }
    }

    /// A picture with its caption; a figure of something else is what it holds.
    pub(super) fn figure(&mut self, node: NodeId) {
        let tree = self.tree;
        let pictures: Vec<Picture> = tree
            .below(node)
            .filter(|inner| matches!(tree.name(*inner), "img" | "image"))
            .filter_map(|inner| self.picture_of(inner))
            .collect();
        if pictures.is_empty()
            || tree.below(node).any(|inner| matches!(tree.name(inner), "table" | "pre" | "blockquote"))
        {
            self.children(node);
            return;
        }
        let words = self.inside(|flow| flow.children(node));
        let caption = without_pictures(lines::joined(words));
        let (calls, mut caption): (Inlines, Inlines) =
            lines::trimmed(caption).into_iter().partition(|inline| matches!(inline, Inline::NoteCall(_)));
        caption.extend(calls);
        let last = pictures.len() - 1;
        for (at, picture) in pictures.into_iter().enumerate() {
            let range = picture.span.range();
            let caption = if at == last { std::mem::take(&mut caption) } else { Inlines::new() };
            self.push(Block::Figure(Figure { picture, caption }), range);
        }
    }
}

/// Words without the pictures among them, one space where two are left.
fn without_pictures(words: Inlines) -> Inlines {
    let mut kept = Inlines::with_capacity(words.len());
    for mut inline in words.into_iter().filter(|inline| !matches!(inline, Inline::Picture(_))) {
        if inline == Inline::LineBreak
            && let Some(Inline::Text(run)) = kept.last_mut()
        {
            *run = run.part(0..run.text.trim_end_matches(' ').len());
        }
        let spaced = matches!(kept.last(), Some(Inline::Text(run)) if run.text.ends_with(' '));
        if let Inline::Text(run) = &mut inline
            && spaced
        {
            *run = run.part(run.text.len() - run.text.trim_start_matches(' ').len()..run.text.len());
        }
        kept.push(inline);
    }
    kept
}
