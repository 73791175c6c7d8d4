//! What is said to the reader of a page and not of a text: links to the place they stand at, to the page before and the
//! page after, and the day of publication in a line of its own.

use super::super::tree::{NodeId, Tree, is_inline};
use super::{Story, Weight, Why, class_words};

impl Story {
    /// `¶` and `#` behind headings, which lead to where they stand.
    pub(super) fn mark_permalinks(&mut self, tree: &Tree<'_>) {
        for node in 1..tree.nodes.len() {
            if tree.name(node) == "a" && self.fates[node].is_none() && is_permalink(tree, node) {
                self.fates[node] = Some(Why::Navigation);
            }
        }
    }

    /// Bars with links to the pages before and after this one, where the links say that they are: by `rel` (HTML, 4.6.6)
    /// or by their keys, as `DocBook` and Texinfo write them.
    pub(super) fn mark_ways(&mut self, tree: &Tree<'_>, weights: &[Weight]) {
        /// A bar may name the pages it leads to, and this one; it is no paragraph.
        const LONGEST: usize = 200;
        let letters = |node: NodeId| weights[node].prose + weights[node].linked;
        for node in 1..tree.nodes.len() {
            if tree.name(node) != "a" || !leads_on(tree, node) {
                continue;
            }
            let short = |outer: &NodeId| {
                letters(*outer) <= LONGEST
                    && letters(*outer) * 10 <= letters(0)
                    && !matches!(tree.name(*outer), "" | "body" | "html" | "main" | "article")
            };
            if let Some(bar) = tree.above(node).take_while(short).last()
                && !self.is_out(tree, bar)
                && !tree
                    .below(bar)
                    .any(|inner| matches!(tree.name(inner), "h1" | "h2" | "blockquote" | "pre" | "figure"))
            {
                self.fates[bar] = Some(Why::Navigation);
            }
        }
    }

    /// Links to other pages of the site that stand alone at the end: "Back", "Contents".
    pub(super) fn mark_tail(&mut self, tree: &Tree<'_>, weights: &[Weight]) {
        /// So many letters such links have, all together; more are a list.
        const MOST: usize = 60;
        let mut letters = 0;
        for child in tree.nodes[self.root].children.iter().rev().copied() {
            let own = weights[child];
            if own.prose + own.linked == 0 {
                continue;
            }
            letters += own.linked;
            let inside = |node: NodeId| {
                tree.attribute(node, "href").is_none_or(|href| !href.contains(':') && !href.starts_with('#'))
            };
            if own.prose > 0 || letters > MOST || !tree.below(child).all(inside) {
                return;
            }
            self.fates[child].get_or_insert(Why::Navigation);
        }
    }

    /// The line that holds nothing but the `time` of the page. A page of many is a diary or a list.
    pub(super) fn mark_time(&mut self, tree: &Tree<'_>, weights: &[Weight]) {
        let letters = |node: NodeId| weights[node].prose + weights[node].linked;
        let times: Vec<NodeId> =
            (1..tree.nodes.len()).filter(|node| tree.name(*node) == "time" && letters(*node) > 0).take(3).collect();
        let Some(first) = times.first().copied().filter(|_| times.len() < 3) else { return };
        let alone = |outer: &NodeId| {
            letters(*outer) == letters(first)
                && !matches!(tree.name(*outer), "" | "body" | "html" | "main" | "article" | "td")
        };
        if let Some(line) = tree.above(first).take_while(alone).filter(|outer| !is_inline(tree.name(*outer))).last()
            && !self.is_out(tree, line)
        {
            self.fates[line] = Some(Why::Byline);
        }
    }
}

fn leads_on(tree: &Tree<'_>, node: NodeId) -> bool {
    if tree.attribute(node, "href").is_none() {
        return false;
    }
    let rel = tree.attribute(node, "rel").unwrap_or_default();
    rel.split_whitespace().any(|rel| matches!(rel.to_ascii_lowercase().as_str(), "prev" | "previous" | "next"))
        || matches!(tree.attribute(node, "accesskey").unwrap_or_default(), "p" | "n" | "P" | "N")
}

fn is_permalink(tree: &Tree<'_>, node: NodeId) -> bool {
    let Some(name) = tree.attribute(node, "href").and_then(|href| href.split_once('#')).map(|(_, name)| name) else {
        return false;
    };
    let words = tree.words(node);
    let sign = !words.is_empty() && words.chars().count() <= 3 && !words.chars().any(char::is_alphanumeric);
    let says = || {
        let words = class_words(tree, node);
        let has = |name: &str| words.iter().any(|word| word == name);
        ["headerlink", "permalink", "anchorlink", "anchorjs"].iter().any(|name| has(name))
            || has("anchor") && (has("header") || has("heading"))
    };
    let heading = || {
        let mut outer = std::iter::once(tree.nodes[node].parent).chain(tree.above(tree.nodes[node].parent).take(1));
        outer.any(|outer| matches!(tree.name(outer), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt"))
    };
    let here = || tree.above(node).take(4).any(|outer| tree.attribute(outer, "id") == Some(name));
    sign && (here() || says() || heading() && words.chars().all(|c| !matches!(c, '*' | '†' | '‡' | '[' | ']')))
        || says() && heading() && matches!(words.to_lowercase().as_str(), "link" | "permalink" | "anchor")
}
