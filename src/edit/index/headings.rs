//! The headings of an index as a tree, while it is made.

use std::collections::BTreeMap;

use super::fold::Folded;
use crate::book::{IndexKind, Reference};
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
    /// The index it stands in.
    pub(super) index: IndexKind,
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
    /// The indexes that terms may belong to, in the order in which headings are looked for; the first is the general one.
    kinds: Vec<IndexKind>,
    /// The indexes of main headings for which one is said.
    homes: BTreeMap<String, IndexKind>,
}

impl Headings {
    /// Those of the indexes that a book prints. What belongs to none of them stands in the general one: `index`, or
    /// that of subjects, or else the first.
    pub(super) fn new(reading: Reading, printed: &[IndexKind]) -> Self {
        let mut kinds: Vec<IndexKind> = printed.iter().copied().filter(|kind| kind.is_of_terms()).collect();
        let general = [IndexKind::General, IndexKind::Subjects];
        kinds.sort_by_key(|kind| general.iter().position(|one| one == kind).unwrap_or(general.len()));
        if kinds.is_empty() {
            kinds.push(IndexKind::General);
        }
        Self { all: Vec::new(), paths: BTreeMap::new(), reading, kinds, homes: BTreeMap::new() }
    }

    /// The index `kind` if the book has it, else the general one.
    pub(super) fn home(&self, kind: IndexKind) -> IndexKind {
        if self.kinds.contains(&kind) { kind } else { self.kinds.first().copied().unwrap_or_default() }
    }

    /// Says that the main heading of `path` belongs to `kind`, unless another was said before: headings below it, and
    /// marks, follow.
    pub(super) fn claim(&mut self, path: &[String], kind: IndexKind, span: Span) {
        let kind = self.home(kind);
        let root = self.root(path, span);
        self.homes.entry(root).or_insert(kind);
    }

    /// The index in which `path` is to stand.
    pub(super) fn home_of(&self, path: &[String], span: Span) -> IndexKind {
        let claimed = (!self.homes.is_empty()).then(|| self.homes.get(&self.root(path, span)).copied()).flatten();
        claimed.unwrap_or_else(|| self.home(IndexKind::General))
    }

    /// The words of a path's main heading, folded.
    fn root(&self, path: &[String], span: Span) -> String {
        let first = path.first().map_or("", String::as_str);
        Folded::of(&plain_text(&source::read_inline(first, span, self.reading))).cased
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

    /// The heading at `path`, made with all above it if it is new, in the index that claims it.
    pub(super) fn at(&mut self, path: &[String], span: Span) -> HeadingId {
        let index = self.home_of(path, span);
        self.at_in(index, path, span)
    }

    /// The heading at `path` of one index, made with all above it if it is new.
    pub(super) fn at_in(&mut self, index: IndexKind, path: &[String], span: Span) -> HeadingId {
        let mut parent = None;
        let mut key = index.name().to_owned();
        for part in limited(path) {
            let content = source::read_inline(&part, span, self.reading);
            let words = plain_text(&content);
            extend(&mut key, &words);
            let id = match self.paths.get(&key) {
                Some(id) => *id,
                None => self.add(key.clone(), (index, content), (parent, span)),
            };
            parent = Some(id);
        }
        parent.unwrap_or_else(|| self.add(String::new(), (index, Inlines::new()), (None, span)))
    }

    fn add(
        &mut self,
        key: String,
        (index, content): (IndexKind, Inlines),
        (parent, span): (Option<HeadingId>, Span),
    ) -> HeadingId {
        let id = self.all.len();
        let root = parent.map_or(id, |parent| self.all[parent].root);
        if let Some(parent) = parent {
            self.all[parent].children.push(id);
        }
        let words = plain_text(&content);
        self.all.push(Heading {
            index,
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

    /// The heading at `path`, if there is one: in the index that claims it, else in the first that has it.
    pub(super) fn find(&self, path: &[String], span: Span) -> Option<HeadingId> {
        let home = self.home_of(path, span);
        std::iter::once(&home).chain(&self.kinds).find_map(|kind| self.find_in(*kind, path, span))
    }

    /// The heading at `path` of one index, if there is one.
    pub(super) fn find_in(&self, index: IndexKind, path: &[String], span: Span) -> Option<HeadingId> {
        let mut key = index.name().to_owned();
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
