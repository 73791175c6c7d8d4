//! Blocks and inlines of a page's text: what goes where, in the order written.
//!
//! [`blocks`] makes headings, lists, boxes and listings, [`inline`] markup in the line, [`pictures`] figures.

mod blocks;
mod boxes;
mod inline;
mod pictures;

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::inlines::{Composer, Frame};
use super::super::offsets::Offsets;
use super::lines;
use super::notes::Notes;
use super::story::Story;
use super::token;
use super::tree::{NodeId, Tree, What, is_inline};
use super::{Change, Wanted};
use crate::diagnostic::{FileId, Span};
use crate::document::{Block, Document, Figure, Inline, Inlines, Located, Note, NoteId, Run, Voice};
use crate::id::slug;
use crate::metadata::Language;

/// How deep blocks may nest, as in Markdown.
const DEEPEST: usize = 30;

/// What became of a page, by kind.
pub(super) type Changes = BTreeMap<Change, (usize, Range<usize>)>;

/// Reads the text of a page.
pub(super) fn read(
    tree: &Tree<'_>,
    story: &Story,
    notes: Notes,
    file: FileId,
    wanted: Wanted<'_>,
) -> (Document, Changes) {
    let offsets = Offsets::of_file(file);
    let bodies = notes.bodies.clone();
    let raw = notes.raw.clone();
    let mut flow = Flow {
        tree,
        story,
        headings: heading_ids(tree, story, &notes),
        notes,
        offsets: &offsets,
        wanted,
        language: page_language(tree, story).or_else(|| wanted.language.cloned()),
        around: Vec::new(),
        leaf: None,
        heading: None,
        breaks: 0,
        stack: Vec::new(),
        changes: Changes::new(),
    };
    if let Some(at) = tree.too_deep {
        flow.change(Change::TooDeep, at..at);
    }
    let blocks = flow.inside(|flow| flow.children(story.root));
    let mut read_notes = Vec::new();
    for ((mark, nodes), raw) in bodies.into_iter().zip(raw) {
        let body = flow.inside(|flow| nodes.iter().for_each(|node| flow.content(*node)));
        let mut body = flow.finished(body);
        lines::strip_mark(&mut body, &raw);
        let at = nodes.first().map_or(0..0, |node| tree.nodes[*node].range.clone());
        let span = Span::new(file, at.start..at.start);
        if body.is_empty() {
            let empty = Run { text: "—".to_owned(), origin: crate::document::Origin::Source(span) };
            body.push(Located::new(Block::Paragraph(vec![Inline::Text(empty)]), span, 1));
        }
        lines::number(&mut body, &mut 0);
        read_notes.push(Note { voice: Voice::Author, mark, language: None, signature: None, body, span });
    }
    let mut blocks = flow.finished(blocks);
    lines::raise_headings(&mut blocks);
    lines::number(&mut blocks, &mut 0);
    (Document { file, front_matter: None, blocks, notes: read_notes }, flow.changes)
}

/// The language that the text's element, or one around it, is in.
fn page_language(tree: &Tree<'_>, story: &Story) -> Option<Language> {
    std::iter::once(story.root).chain(tree.above(story.root)).find_map(|node| language_of(tree, node))
}

fn language_of(tree: &Tree<'_>, node: NodeId) -> Option<Language> {
    let said = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"))?;
    Language::parse(&said.replace('_', "-"))
}

/// The id that each wanted place has as a heading.
fn heading_ids(tree: &Tree<'_>, story: &Story, notes: &Notes) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for node in tree.below(story.root).filter(|node| heading_level(tree.name(*node)).is_some()) {
        if story.is_out(tree, node) || notes.out.contains(&node) {
            continue;
        }
        let parent = tree.nodes[node].parent;
        let first =
            tree.nodes[parent].children.iter().find(|child| matches!(tree.nodes[**child].what, What::Element(..)));
        let parent = (first == Some(&node) && parent != story.root).then_some(parent);
        let named = |inner: NodeId| [tree.attribute(inner, "id"), tree.attribute(inner, "name")];
        let own: Vec<&str> = tree.below(node).chain(parent).flat_map(named).flatten().collect();
        let wanted: Vec<&str> = own.into_iter().filter(|id| notes.wanted.contains(*id)).collect();
        if let Some(first) = wanted.first() {
            let id = slug(first);
            for name in wanted {
                ids.entry(name.to_owned()).or_insert_with(|| id.clone());
            }
        }
    }
    ids
}

pub(super) fn heading_level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.as_bytes();
    matches!(digit, [b'1'..=b'6']).then(|| digit[0] - b'0')
}

/// A leaf that is open.
struct Leaf<'a> {
    composer: Composer<'a>,
    range: Range<usize>,
}

pub(super) struct Flow<'a, 't> {
    pub(super) tree: &'a Tree<'t>,
    pub(super) story: &'a Story,
    notes: Notes,
    /// What places that are linked to are called as headings.
    headings: BTreeMap<String, String>,
    pub(super) offsets: &'a Offsets,
    wanted: Wanted<'a>,
    /// The language of what is around.
    language: Option<Language>,
    /// Markup that is open around the words: every leaf begins with it.
    around: Vec<Frame>,
    leaf: Option<Leaf<'a>>,
    /// The level and id of the heading that is open.
    heading: Option<(u8, Option<String>)>,
    /// So many line ends wait for words.
    breaks: usize,
    /// The blocks of every container that is open.
    stack: Vec<Vec<Located<Block>>>,
    changes: Changes,
}

impl Flow<'_, '_> {
    pub(super) fn change(&mut self, change: Change, range: Range<usize>) {
        self.changes.entry(change).or_insert((0, range)).0 += 1;
    }

    /// The blocks that `fill` makes.
    pub(super) fn inside(&mut self, fill: impl FnOnce(&mut Self)) -> Vec<Located<Block>> {
        self.close_leaf();
        let heading = self.heading.take();
        self.stack.push(Vec::new());
        fill(self);
        self.close_leaf();
        self.heading = heading;
        self.stack.pop().unwrap_or_default()
    }

    /// Blocks with what can be told only when all are there.
    pub(super) fn finished(&mut self, blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
        let (blocks, guessed) = lines::finished(blocks);
        for range in guessed {
            self.change(Change::GuessedVerse, range);
        }
        blocks
    }

    pub(super) fn push(&mut self, block: Block, range: Range<usize>) {
        let span = self.offsets.span(range);
        if let Some(blocks) = self.stack.last_mut() {
            blocks.push(Located::new(block, span, 0));
        }
    }

    pub(super) fn children(&mut self, node: NodeId) {
        for child in &self.tree.nodes[node].children {
            self.node(*child);
        }
    }

    fn node(&mut self, node: NodeId) {
        if self.story.fates[node].is_none() && !self.notes.out.contains(&node) {
            self.content(node);
        }
    }

    /// A node, also where it is a note's.
    fn content(&mut self, node: NodeId) {
        let range = self.tree.nodes[node].range.clone();
        match &self.tree.nodes[node].what {
            What::Text => {
                let text = self.tree.text;
                token::pieces(&text[range.clone()], range.start, &mut |words, at| self.words(words, at));
            }
            What::Raw => self.words(&self.tree.text[range.clone()], range),
            What::Element(name, _) => self.element(node, name, range),
            What::Root => self.children(node),
            What::Comment => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let blank = words.bytes().all(|b| b.is_ascii_whitespace());
        if blank && (self.leaf.is_none() || self.breaks > 0) {
            return;
        }
        self.open_leaf(range.start);
        if let Some(leaf) = &mut self.leaf {
            leaf.range.end = range.end;
            leaf.composer.text(words, range);
        }
    }

    /// The leaf that words at `at` go into; line ends that waited are settled.
    fn open_leaf(&mut self, at: usize) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks > 1 && self.heading.is_none() {
            self.close_leaf();
        } else if let Some(leaf) = self.leaf.as_mut().filter(|_| breaks > 0) {
            leaf.composer.line_break();
        }
        if self.leaf.is_none() {
            let mut composer = Composer::new(self.offsets, false);
            self.around.iter().for_each(|frame| composer.open(frame.clone(), None));
            self.leaf = Some(Leaf { composer, range: at..at });
        }
    }

    fn put(&mut self, inline: Inline, range: &Range<usize>) {
        self.open_leaf(range.start);
        if let Some(leaf) = &mut self.leaf {
            leaf.range.end = leaf.range.end.max(range.end);
            leaf.composer.push(inline);
        }
    }

    /// Puts a character that the page does not have in so many bytes.
    fn put_sign(&mut self, sign: &str, at: usize) {
        let origin = crate::document::Origin::Source(self.offsets.span(at..at));
        self.put(Inline::Text(Run { text: sign.to_owned(), origin }), &(at..at));
    }

    pub(super) fn close_leaf(&mut self) {
        self.breaks = 0;
        let Some(leaf) = self.leaf.take() else { return };
        if leaf.composer.too_deep {
            self.change(Change::TooDeep, leaf.range.clone());
        }
        let content = lines::tidied(leaf.composer.finish().0);
        if lines::is_blank(&content) {
            return;
        }
        if let Some((level, id)) = self.heading.clone() {
            self.push(Block::Heading { level, content, id, classes: Vec::new() }, leaf.range);
        } else if content.iter().all(|inline| matches!(inline, Inline::Picture(_)) || lines::is_space(inline)) {
            for inline in content {
                if let Inline::Picture(picture) = inline {
                    let range = picture.span.range();
                    self.push(Block::Figure(Figure { picture, caption: Inlines::new() }), range);
                }
            }
        } else if lines::is_ornament(&content) {
            self.push(Block::SectionBreak, leaf.range);
        } else {
            self.push(Block::Paragraph(content), leaf.range);
        }
    }

    fn element(&mut self, node: NodeId, name: &str, range: Range<usize>) {
        if let Some(note) = self.notes.calls.get(&node) {
            let id = NoteId(u32::try_from(*note).unwrap_or(u32::MAX));
            self.put(Inline::NoteCall(id), &range);
            return;
        }
        if self.notes.back.contains(&node) {
            return;
        }
        match name {
            "br" => self.breaks += usize::from(self.leaf.is_some()),
            "hr" => {
                self.close_leaf();
                self.push(Block::SectionBreak, range);
            }
            "img" | "image" => self.picture(node, &range),
            "wbr" | "annotation" | "annotation-xml" | "rp" => {}
            "rt" => {
                self.change(Change::Ruby, range.clone());
                self.put_sign("(", range.start);
                self.children(node);
                self.put_sign(")", range.end);
            }
            "q" => {
                self.put_sign("“", range.start);
                self.children(node);
                self.put_sign("”", range.end);
            }
            "sup" | "span" | "small" if self.only_calls(node) => {
                let calls: Vec<NodeId> =
                    self.tree.below(node).filter(|inner| self.notes.calls.contains_key(inner)).collect();
                for call in calls {
                    self.content(call);
                }
            }
            name if is_inline(name)
                || matches!(name, "picture" | "math" | "semantics" | "mrow" | "mi" | "mn" | "mo") =>
            {
                self.inline(node, name, &range);
            }
            name => {
                self.close_leaf();
                let (around, language) = (self.around.len(), self.language.clone());
                self.enter_language(node);
                self.block(node, name, range);
                self.close_leaf();
                self.around.truncate(around);
                self.language = language;
            }
        }
    }

    pub(super) fn push_again(&mut self, block: Located<Block>) {
        if let Some(blocks) = self.stack.last_mut() {
            blocks.push(block);
        }
    }
}
