//! The headings that links of a text lead to, by the names that texts call them.
//!
//! A document on its way into the book enters; anchors for the headings that are linked to leave. Nothing is said of
//! links that lead nowhere: that is for who brings the link in.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::prose::Hand;
use super::walk;
use crate::book::{AnchorId, bare};
use crate::diagnostic::Span;
use crate::document::{Block, Document, Inline, Inlines, Target, plain_text};
use crate::id::slug;

/// A heading that links lead to.
#[derive(Debug)]
pub(super) struct Linked {
    /// Where it stands.
    pub(super) anchor: AnchorId,
    /// Its words, for a link that has none: no calls, no marks.
    pub(super) words: Inlines,
}

/// The headings of one text that its links lead to.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// By each name that a link has for one.
    named: BTreeMap<String, Linked>,
    /// By where they are written.
    anchors: BTreeMap<Span, AnchorId>,
}

impl Headings {
    /// An anchor for each heading that a link of the text leads to. Of several alike the first has the name, and
    /// the others have it with `-1`, `-2` … behind it.
    pub(super) fn linked(desk: &mut Desk<'_>, document: &Document, hand: Hand<'_>) -> Self {
        let wanted = wanted(document);
        let mut found = Self::default();
        if wanted.is_empty() {
            return found;
        }
        let first = document.blocks.first().filter(|_| hand.titled).map(|block| block.span);
        let mut namer = Namer::default();
        walk::blocks(&document.blocks, &mut |block| {
            let Block::Heading { content, id, .. } = &block.node else { return };
            for name in namer.names(id.as_ref(), content) {
                if !wanted.contains(name.as_str()) || found.named.contains_key(&name) {
                    continue;
                }
                let anchor = *found.anchors.entry(block.span).or_insert_with(|| {
                    let opens = first == Some(block.span);
                    let number = hand.kind.number(block.number);
                    if opens { hand.division } else { desk.anchors.within(hand.division, number) }
                });
                found.named.insert(name, Linked { anchor, words: bare(content) });
            }
        });
        found
    }

    /// Where a link to the heading `name` leads.
    pub(super) fn named(&self, name: &str) -> Option<&Linked> {
        self.named.get(name)
    }

    /// The anchor of the heading that is written at `span`, if a link leads to it.
    pub(super) fn anchor(&self, span: Span) -> Option<AnchorId> {
        self.anchors.get(&span).copied()
    }
}

/// All names that the headings of a text answer to.
pub(super) fn names(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    let mut namer = Namer::default();
    walk::blocks(&document.blocks, &mut |block| {
        if let Block::Heading { content, id, .. } = &block.node {
            all.extend(namer.names(id.as_ref(), content));
        }
    });
    all
}

/// The names of headings that the links of a text, and those of its notes, ask for.
fn wanted(document: &Document) -> BTreeSet<&str> {
    let mut wanted = BTreeSet::new();
    let notes = document.notes.iter().map(|note| note.body.as_slice());
    for body in std::iter::once(document.blocks.as_slice()).chain(notes) {
        walk::all_inlines(body, &mut |inline| {
            if let Inline::Link { target: Target::Heading(name), .. } = inline {
                wanted.insert(name.as_str());
            }
        });
    }
    wanted
}

/// Names headings one after the other, as forges number those alike.
#[derive(Debug, Default)]
struct Namer {
    /// How often each name of a forge was there.
    times: BTreeMap<String, usize>,
}

impl Namer {
    /// The names a heading answers to: its id, the slug of its words, and what forges and Pandoc call it, so that
    /// a text that was written for them keeps its links.
    fn names(&mut self, id: Option<&String>, content: &[Inline]) -> Vec<String> {
        let words = plain_text(content);
        let mut names: Vec<String> = id.cloned().into_iter().chain([slug(&words)]).collect();
        let forge = forge_name(&words);
        // Pandoc begins with the first letter.
        let pandoc = forge.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
        let times = self.times.entry(forge.clone()).or_default();
        for name in [forge, pandoc].into_iter().filter(|name| !name.is_empty()) {
            let name = if *times == 0 { name } else { format!("{name}-{times}") };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        *times += 1;
        names
    }
}

/// The fragment that GitHub and GitLab give a heading: small letters, `-` for each space, and of all signs only `-`
/// and `_`.
fn forge_name(words: &str) -> String {
    let kept = words.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::desk::said;

    fn names_of(headings: &[&str]) -> Vec<Vec<String>> {
        let mut namer = Namer::default();
        headings.iter().map(|words| namer.names(None, &[said(*words)])).collect()
    }

    #[test]
    fn headings_have_the_names_that_forges_and_pandoc_give() {
        assert_eq!(
            names_of(&["[0.1.1] (2025-09-16)", "3. Élan & Form_s", "Added", "Added"]),
            [
                vec!["x-0-1-1-2025-09-16", "011-2025-09-16"],
                vec!["x-3-elan-form-s", "3-élan--form_s", "élan--form_s"],
                vec!["added"],
                vec!["added", "added-1"],
            ]
        );
    }
}
