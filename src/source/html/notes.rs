//! Finds the notes of a page: a mark that is a link, and what it leads to further down.

use std::collections::{BTreeMap, BTreeSet};

use super::story::{Story, class_words};
use super::tree::{NodeId, Tree, What, is_inline};

/// The notes of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// The note that a link calls.
    pub(super) calls: BTreeMap<NodeId, usize>,
    /// Each note: its mark, and the nodes that hold it.
    pub(super) bodies: Vec<(String, Vec<NodeId>)>,
    /// The marks as the page has them.
    pub(super) raw: Vec<String>,
    /// Nodes that are not of the text: notes, the headings above them.
    pub(super) out: BTreeSet<NodeId>,
    /// Links back from a note to its call.
    pub(super) back: BTreeSet<NodeId>,
    /// The ids that links of the text lead to, and which are no notes.
    pub(super) wanted: BTreeSet<String>,
}

impl Notes {
    pub(super) fn of(tree: &Tree<'_>, story: &Story, base: Option<&str>) -> Self {
        let mut finder = Finder { tree, ids: ids(tree), notes: Self::default(), by_target: BTreeMap::new() };
        let mut links = Vec::new();
        for node in tree.below(story.root).filter(|node| tree.name(*node) == "a") {
            let Some(name) = tree.attribute(node, "href").and_then(|href| fragment(href, base)) else { continue };
            let Some(target) = finder.ids.get(name).copied() else { continue };
            links.push((node, target, name.to_owned()));
        }
        for (node, target, _) in &links {
            // What is pointed back to from below is no call.
            if target < node && !tree.within(*node, *target) && is_back(tree, *node) {
                finder.notes.back.insert(*node);
            }
        }
        for (node, target, name) in links {
            if story.is_out(tree, node) {
                continue;
            }
            let called = target > node && finder.call(node, target);
            if !called && !finder.notes.back.contains(&node) {
                finder.notes.wanted.insert(name);
            }
        }
        finder.headings(story);
        finder.notes.raw = finder.notes.bodies.iter().map(|(mark, _)| mark.clone()).collect();
        finder.marks();
        finder.notes
    }
}

/// The id that a link leads to on the same page.
pub(super) fn fragment<'h>(href: &'h str, base: Option<&str>) -> Option<&'h str> {
    let (page, name) = href.trim().split_once('#')?;
    let own = page.is_empty() || base.is_some_and(|base| base.split('#').next() == Some(page));
    (own && !name.is_empty()).then_some(name)
}

/// Where each id stands, the first of each.
fn ids(tree: &Tree<'_>) -> BTreeMap<String, NodeId> {
    let mut ids = BTreeMap::new();
    for node in 1..tree.nodes.len() {
        let name = tree.attribute(node, "name").filter(|_| tree.name(node) == "a");
        for id in tree.attribute(node, "id").into_iter().chain(name) {
            ids.entry(id.to_owned()).or_insert(node);
        }
    }
    ids
}

fn is_back(tree: &Tree<'_>, node: NodeId) -> bool {
    let says = |key, word: &str| tree.attribute(node, key).is_some_and(|value| value.contains(word));
    says("role", "doc-backlink") || says("class", "backref") || says("class", "backlink") || {
        let words = tree.words(node);
        words.chars().count() <= 6
            || matches!(words.to_lowercase().as_str(), "jump up" | "return" | "zurück" | "retour")
    }
}

/// The mark that words are: `1`, `[1]`, `*`.
fn mark(words: &str) -> Option<String> {
    let bare = words.trim().trim_matches(['[', ']', '(', ')', '{', '}', ' ', '.', ':']);
    let count = bare.chars().count();
    let digits = bare.chars().all(|c| c.is_ascii_digit()) && count <= 4;
    let sign = bare.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶' | '‖')) && count <= 4;
    let letters = bare.chars().all(char::is_alphanumeric) && count <= 3;
    (count > 0 && (digits || sign || letters)).then(|| bare.to_owned())
}

struct Finder<'a, 't> {
    tree: &'a Tree<'t>,
    ids: BTreeMap<String, NodeId>,
    notes: Notes,
    by_target: BTreeMap<NodeId, usize>,
}

impl Finder<'_, '_> {
    /// Takes a link for the call of a note, if it is one.
    fn call(&mut self, node: NodeId, target: NodeId) -> bool {
        let tree = self.tree;
        if let Some(note) = self.by_target.get(&target) {
            self.notes.calls.insert(node, *note);
            return true;
        }
        let Some(mark) = mark(&tree.words(node)) else { return false };
        let Some(block) = self.block(target) else { return false };
        if tree.within(node, block) || tree.within(block, node) || !self.is_note(block, target, node, &mark) {
            return false;
        }
        let body = self.body(block, target);
        let number = self.notes.bodies.len();
        self.notes.out.extend(&body);
        self.notes.bodies.push((mark, body));
        self.notes.calls.insert(node, number);
        self.by_target.insert(target, number);
        true
    }

    /// The block that holds what a link leads to.
    fn block(&self, target: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let mut block = target;
        while is_inline(tree.name(block)) {
            block = tree.nodes[block].parent;
        }
        if matches!(tree.name(block), "td" | "th") {
            block = tree.nodes[block].parent;
        }
        // A paragraph that an item opens with stands for the item.
        let parent = tree.nodes[block].parent;
        if tree.name(block) == "p" && tree.name(parent) == "li" && self.first_element(parent) == Some(block) {
            block = parent;
        }
        (!matches!(tree.name(block), "" | "body" | "html" | "article" | "main" | "h1" | "h2" | "h3" | "table"))
            .then_some(block)
    }

    fn first_element(&self, node: NodeId) -> Option<NodeId> {
        let children = &self.tree.nodes[node].children;
        children.iter().copied().find(|child| matches!(self.tree.nodes[*child].what, What::Element(..)))
    }

    /// Whether what a link leads to says in any way that it is a note.
    fn is_note(&self, block: NodeId, target: NodeId, call: NodeId, mark: &str) -> bool {
        let tree = self.tree;
        let says = |node: NodeId| {
            let is = |key, words: &[&str]| {
                tree.attribute(node, key).is_some_and(|value| words.iter().any(|word| value.contains(word)))
            };
            is("role", &["doc-endnote", "doc-footnote"])
                || is("epub:type", &["footnote", "endnote", "rearnote"])
                || class_words(tree, node).iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "footnote"
                            | "footnotes"
                            | "endnote"
                            | "endnotes"
                            | "note"
                            | "notes"
                            | "fn"
                            | "ftn"
                            | "references"
                            | "reflist"
                            | "cite"
                    )
                })
        };
        let outer = tree.above(block).take(3);
        let near = [block, target]
            .into_iter()
            .chain(outer.filter(|node| !matches!(tree.name(*node), "body" | "article" | "main")));
        let words = tree.words(block);
        let opens = words.trim_start_matches(['[', '(', '^', '↑', ' ']).starts_with(mark);
        let returns = tree.below(block).any(|inner| self.notes.back.contains(&inner));
        near.into_iter().any(says) || opens || returns || says(call) && tree.name(block) == "li"
    }

    /// The nodes of a note: its block, or where several stand in one what is between this target and the next.
    fn body(&self, block: NodeId, target: NodeId) -> Vec<NodeId> {
        let tree = self.tree;
        let mut top = target;
        while top != block && tree.nodes[top].parent != block {
            top = tree.nodes[top].parent;
        }
        let children = &tree.nodes[block].children;
        let starts: Vec<usize> = children
            .iter()
            .enumerate()
            .filter(|(_, child)| {
                // A target of another note in the same block: a named link with a mark for its words.
                let named = |inner: NodeId| {
                    let id = tree.attribute(inner, "id").or_else(|| tree.attribute(inner, "name"));
                    id.is_some()
                        && tree.name(inner) == "a"
                        && (mark(&tree.words(inner)).is_some() || tree.words(inner).is_empty())
                };
                tree.below(**child).any(named)
            })
            .map(|(at, _)| at)
            .collect();
        let Some(at) = children.iter().position(|child| *child == top) else { return vec![block] };
        if starts.len() < 2 || !starts.contains(&at) || tree.name(block) == "tr" {
            return vec![block];
        }
        let end = starts.iter().copied().find(|start| *start > at).unwrap_or(children.len());
        children[at..end].to_vec()
    }

    /// Takes out the headings that stand above nothing but notes.
    fn headings(&mut self, story: &Story) {
        let tree = self.tree;
        let bodies: BTreeSet<NodeId> = self
            .notes
            .bodies
            .iter()
            .filter_map(|(_, body)| body.first().map(|node| tree.nodes[*node].parent))
            .collect();
        for parent in bodies {
            let mut holder = parent;
            if !self.only_notes(holder, story) {
                let first = tree.nodes[holder].children.iter().copied().find(|child| self.notes.out.contains(child));
                if let Some(first) = first {
                    self.heading_before(first, story);
                }
                continue;
            }
            while holder != story.root && tree.nodes[holder].parent != story.root {
                let outer = tree.nodes[holder].parent;
                if outer == 0 || !self.only_notes(outer, story) {
                    break;
                }
                holder = outer;
            }
            if holder == story.root {
                continue;
            }
            self.notes.out.insert(holder);
            self.heading_before(holder, story);
        }
    }

    /// Whether a node holds words of nothing but notes and headings.
    fn only_notes(&self, node: NodeId, story: &Story) -> bool {
        let tree = self.tree;
        let mut at = node + 1;
        while at < tree.end(node) {
            let skip = self.notes.out.contains(&at)
                || story.fates[at].is_some()
                || matches!(tree.name(at), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            if skip {
                at = tree.end(at);
                continue;
            }
            if matches!(tree.nodes[at].what, What::Text) && !tree.words(at).is_empty() {
                return false;
            }
            at += 1;
        }
        true
    }

    fn heading_before(&mut self, holder: NodeId, story: &Story) {
        let tree = self.tree;
        let siblings = &tree.nodes[tree.nodes[holder].parent].children;
        let Some(at) = siblings.iter().position(|node| *node == holder) else { return };
        let says_nothing = |node: &NodeId| {
            story.fates[*node].is_some()
                || self.notes.out.contains(node)
                || tree.words(*node).is_empty() && !tree.below(*node).any(|n| tree.name(n) == "img")
        };
        let is_heading = |node: NodeId| {
            const NAMES: [&str; 9] = [
                "notes",
                "footnotes",
                "endnotes",
                "references",
                "anmerkungen",
                "fußnoten",
                "notas",
                "примечания",
                "הערות",
            ];
            if NAMES.contains(&tree.words(node).to_lowercase().trim_end_matches(':')) {
                return true;
            }
            let first =
                tree.below(node).find(|inner| matches!(tree.name(*inner), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
            first.is_some_and(|inner| tree.words(inner).len() == tree.words(node).len())
        };
        let after = siblings[at + 1..].iter().find(|node| !says_nothing(node));
        if after.is_some_and(|node| !is_heading(*node)) {
            return;
        }
        let mut out = Vec::new();
        for before in siblings[..at].iter().rev() {
            if is_heading(*before) {
                out.push(*before);
                break;
            }
            if !says_nothing(before) {
                break;
            }
            if tree.name(*before) == "hr" {
                out.push(*before);
            }
        }
        self.notes.out.extend(out);
    }

    /// Marks that two notes share, or that are no label, become numbers.
    fn marks(&mut self) {
        let distinct: BTreeSet<&str> = self.notes.bodies.iter().map(|(mark, _)| mark.as_str()).collect();
        let plain = |mark: &str| mark.chars().all(|c| c.is_ascii_alphanumeric());
        if distinct.len() == self.notes.bodies.len() && distinct.iter().all(|mark| plain(mark)) {
            return;
        }
        for (number, (mark, _)) in self.notes.bodies.iter_mut().enumerate() {
            *mark = (number + 1).to_string();
        }
    }
}
