//! What was left out, as it is told.

use std::ops::Range;

use super::super::tree::{NodeId, Tree, What};
use super::{Story, Why};

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub why: Why,
    /// How many words.
    pub words: usize,
    /// The first of them.
    pub first: String,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Story {
    /// What was left out, and held words a reader of the page would see.
    pub(in crate::source::html) fn left_out(&self, tree: &Tree<'_>) -> Vec<LeftOut> {
        let mut all = Vec::new();
        let mut add = |node: NodeId, why: Why| {
            let text = tree.words(node);
            let words = text.split_whitespace().count();
            if words > 0 || why == Why::Media {
                let first: Vec<&str> = text.split_whitespace().take(8).collect();
                all.push(LeftOut { why, words, first: first.join(" "), range: tree.nodes[node].range.clone() });
            }
        };
        let mut node = 1;
        while node < tree.nodes.len() {
            let unseen =
                matches!(tree.name(node), "head" | "script" | "style" | "template" | "link" | "meta" | "title");
            let outside = !tree.within(self.root, node) && !tree.within(node, self.root);
            match self.fates[node] {
                _ if unseen => node = tree.end(node),
                Some(why) => {
                    add(node, why);
                    node = tree.end(node);
                }
                None if outside && self.root != 0 => {
                    if matches!(tree.nodes[node].what, What::Element(..) | What::Text) {
                        add(node, Why::Frame);
                    }
                    node = tree.end(node);
                }
                None => node += 1,
            }
        }
        all
    }
}
