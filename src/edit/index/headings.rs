//! The headings of an index as a tree, while it is made.

use std::collections::BTreeMap;

use super::fold::Folded;
use crate::book::Reference;
use crate::diagnostic::Span;
use crate::document::{Inlines, plain_text};
use crate::manifest::Spanned;
use crate::source::{self, Reading};

/// A heading's number in [`Headings`].
pub(super) type HeadingId = usize;

/// How deep a path may be: a heading and three levels under it. What is deeper stays words of the last.
const DEEPEST: usize = 4;

/// A heading or subheading.
#[derive(Debug)]
pub(super) struct Heading {
    /// As it is printed.
    pub(super) content: Inlines,
    /// Its words, without markup.
    pub(super) words: String,
    /// What it is sorted by instead.
    pub(super) sort: Option<String>,
    /// The heading it stands under.
    pub(super) parent: Option<HeadingId>,
    /// The highest above it: itself for a main heading.
    pub(super) root: HeadingId,
    /// Where it is first written.
    pub(super) span: Span,
    pub(super) children: Vec<HeadingId>,
    pub(super) references: Vec<Reference>,
    /// The paths of *see* and *see also*, as written.
    pub(super) see: Vec<Spanned<String>>,
    pub(super) see_also: Vec<Spanned<String>>,
}

/// All headings.
#[derive(Debug)]
pub(super) struct Headings {
    all: Vec<Heading>,
    /// By path: the words of each heading, divided by a character that stands in none.
    paths: BTreeMap<String, HeadingId>,
    reading: Reading,
}

impl Headings {
    pub(super) const fn new(reading: Reading) -> Self {
        Self { all: Vec::new(), paths: BTreeMap::new(), reading }
    }

    pub(super) fn get(&self, id: HeadingId) -> &Heading {
        &self.all[id]
    }

    pub(super) fn get_mut(&mut self, id: HeadingId) -> &mut Heading {
        &mut self.all[id]
    }

    pub(super) fn ids(&self) -> std::ops::Range<HeadingId> {
        0..self.all.len()
    }

    /// The heading at `path`, made with all above it if it is new.
    pub(super) fn at(&mut self, path: &[String], span: Span) -> HeadingId {
        let mut parent = None;
        let mut key = String::new();
        for part in limited(path) {
            let content = source::read_inline(&part, span, self.reading);
            let words = plain_text(&content);
            extend(&mut key, &words);
            let id = match self.paths.get(&key) {
                Some(id) => *id,
                None => self.add(key.clone(), content, (parent, span)),
            };
            parent = Some(id);
        }
        parent.unwrap_or_else(|| self.add(String::new(), Inlines::new(), (None, span)))
    }

    fn add(&mut self, key: String, content: Inlines, (parent, span): (Option<HeadingId>, Span)) -> HeadingId {
        let id = self.all.len();
        let root = parent.map_or(id, |parent| self.all[parent].root);
        if let Some(parent) = parent {
            self.all[parent].children.push(id);
        }
        let words = plain_text(&content);
        self.all.push(Heading {
            content,
            words,
            sort: None,
            parent,
            root,
            span,
            children: Vec::new(),
            references: Vec::new(),
            see: Vec::new(),
            see_also: Vec::new(),
        });
        self.paths.insert(key, id);
        id
    }

    /// The heading at `path`, if there is one.
    pub(super) fn find(&self, path: &[String], span: Span) -> Option<HeadingId> {
        let mut key = String::new();
        for part in limited(path) {
            extend(&mut key, &plain_text(&source::read_inline(&part, span, self.reading)));
        }
        self.paths.get(&key).copied()
    }

    /// The words of a heading and all above it: "Lenin > body of".
    pub(super) fn path(&self, id: HeadingId) -> String {
        let mut parts = vec![self.all[id].words.as_str()];
        let mut at = self.all[id].parent;
        while let Some(parent) = at {
            parts.push(self.all[parent].words.as_str());
            at = self.all[parent].parent;
        }
        parts.reverse();
        parts.join(" > ")
    }
}

fn extend(key: &mut String, words: &str) {
    key.push('\u{1}');
    key.push_str(&Folded::of(words).cased);
}

/// The parts of a path, the deepest joined.
fn limited(path: &[String]) -> Vec<String> {
    if path.len() <= DEEPEST {
        return path.to_vec();
    }
    let mut parts = path[..DEEPEST - 1].to_vec();
    parts.push(path[DEEPEST - 1..].join(" > "));
    parts
}
