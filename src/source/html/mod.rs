//! HTML: a saved page, or a fragment of one, as a neutral document.
//!
//! Enters: a page's text. Leaves: its text proper as blocks and inlines, each knowing its bytes; its notes, found by
//! the links to them; and what of the page was left out ([`LeftOut`]), changed in kind ([`Change`]) or guessed.
//! [`token`] and [`tree`] read the page as a browser would, [`story`] finds the text in it, [`flow`] makes blocks of it.
//! Never: fetches anything, runs anything, knows the manifest. A page's facts (title, byline, date) are `import`'s to
//! read, by [`Page::elements`].

mod flow;
mod lines;
mod notes;
mod story;
mod tables;
#[cfg(test)]
mod tests;
mod token;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Reading;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::document::{Block, Document, Located};
use crate::metadata::Language;
use notes::Notes;
use story::Story;
use tree::{Tree, What};

pub use story::{LeftOut, Why};

/// A page, divided into its text and what stands around it.
#[derive(Clone, Debug)]
pub struct Page<'t> {
    tree: Tree<'t>,
    story: Story,
}

/// How a page is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Its title, where that is told elsewhere: the heading that repeats it is left out.
    pub title: Option<&'a str>,
    /// Its address: what links without a host are relative to.
    pub base: Option<&'a str>,
    /// Its language, where the page does not say.
    pub language: Option<&'a Language>,
}

/// A page's text, and what became of the page.
#[derive(Clone, Debug)]
pub struct ReadPage {
    /// The text.
    pub document: Document,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
    /// What was kept otherwise than it was: how often, and where first.
    pub changes: BTreeMap<Change, (usize, Range<usize>)>,
}

/// What cannot be kept as a page has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Lines that look like verse were read as verse.
    GuessedVerse,
    /// A table that only arranges the page was read as text.
    LayoutTable,
    /// Cells that span others stand once, empty cells after them.
    SpannedCells,
    /// Blocks in cells became lines.
    CellBlocks,
    /// A link that leads nowhere outside the page lost its effect.
    LostLink,
    /// Underlining, which a book does not have.
    Underline,
    /// Terms and what they mean became items of a list.
    Definitions,
    /// Notes and warnings in boxes became quotations.
    Boxes,
    /// A reading beside a character stands behind it in brackets.
    Ruby,
    /// What was nested too deep stands less deep.
    TooDeep,
}

impl Change {
    /// What happened, after a number.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GuessedVerse => "poem(s) guessed from lines that are broken short",
            Self::LayoutTable => "table(s) that only arrange the page, read as text",
            Self::SpannedCells => "table cell(s) that span others, followed by empty cells",
            Self::CellBlocks => "table cell(s) of several paragraphs, set as lines",
            Self::LostLink => "link(s) that lead to no address, only their words kept",
            Self::Underline => "underlined passage(s), set plain",
            Self::Definitions => "list(s) of terms, set as items",
            Self::Boxes => "note(s) and warning(s) in boxes, set as quotations",
            Self::Ruby => "reading(s) beside characters, set behind them in brackets",
            Self::TooDeep => "passage(s) nested too deep, set less deep",
        }
    }

    /// Whether it is the program's guess and not the page's word.
    #[must_use]
    pub const fn is_guess(self) -> bool {
        matches!(self, Self::GuessedVerse | Self::LayoutTable)
    }
}

/// An element of a page.
#[derive(Clone, Copy, Debug)]
pub struct Element<'p> {
    page: &'p Page<'p>,
    node: usize,
}

impl<'p> Element<'p> {
    /// Its name, in small letters.
    #[must_use]
    pub fn name(&self) -> &'p str {
        self.page.tree.name(self.node)
    }

    /// An attribute.
    #[must_use]
    pub fn attribute(&self, key: &str) -> Option<&'p str> {
        self.page.tree.attribute(self.node, key)
    }

    /// Its words, white space folded, without those of buttons and ways in it, and what no browser shows.
    #[must_use]
    pub fn words(&self) -> String {
        let unseen = |node| {
            matches!(self.page.story.fates[node], Some(Why::Hidden | Why::Navigation | Why::Buttons | Why::Media))
        };
        self.page.tree.words_but(self.node, unseen)
    }

    /// Its words as they stand, as those of a script.
    #[must_use]
    pub fn raw(&self) -> &'p str {
        let children = &self.page.tree.nodes[self.node].children;
        let range = children.first().map_or(0..0, |child| self.page.tree.nodes[*child].range.clone());
        self.page.tree.text.get(range).unwrap_or_default()
    }

    /// The words of its class and id, divided and in small letters.
    #[must_use]
    pub fn class_words(&self) -> Vec<String> {
        story::class_words(&self.page.tree, self.node)
    }

    /// The elements it stands in, from the inside out.
    pub fn above(&self) -> impl Iterator<Item = Self> + use<'p> {
        let page = self.page;
        page.tree.above(self.node).map(move |node| Self { page, node })
    }

    /// Whether it stands in the page's text or in the frame around it, and not in what is beside it.
    #[must_use]
    pub fn near_text(&self) -> bool {
        let fate = |node: usize| self.page.story.fates[node];
        let kept = |node| matches!(fate(node), None | Some(Why::Byline | Why::Frame | Why::Title));
        self.page.tree.above(self.node).chain([self.node]).all(kept)
    }

    /// Whether it stands in the page's text.
    #[must_use]
    pub fn in_text(&self) -> bool {
        self.page.tree.within(self.node, self.page.story.root)
            && self
                .page
                .tree
                .above(self.node)
                .chain([self.node])
                .all(|node| matches!(self.page.story.fates[node], None | Some(Why::Byline)))
    }
}

/// Text in which `&#8217;`, `&amp;` and the like stand for characters, with these.
#[must_use]
pub fn unescaped(text: &str) -> String {
    token::decoded(text).into_owned()
}

impl<'t> Page<'t> {
    /// Reads the elements of `text` and finds what of it is its text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let tree = Tree::of(text);
        let story = Story::of(&tree);
        Self { tree, story }
    }

    /// A page that is all text: made of a word processor's document, or a chapter of an e-book.
    #[must_use]
    pub fn whole(text: &'t str) -> Self {
        let tree = Tree::of(text);
        let story = Story::whole(&tree);
        Self { tree, story }
    }

    /// Every element, in the order written.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        (1..self.tree.nodes.len())
            .filter(|node| matches!(self.tree.nodes[*node].what, What::Element(..)))
            .map(|node| Element { page: self, node })
    }

    /// The comments, in the order written.
    pub fn comments(&self) -> impl Iterator<Item = &'t str> {
        let comments = self.tree.nodes.iter().filter(|node| matches!(node.what, What::Comment));
        comments.filter_map(|node| self.tree.text.get(node.range.clone()))
    }

    /// The page's text. `file` holds the text the page was made from.
    #[must_use]
    pub fn read(mut self, file: FileId, wanted: Wanted<'_>) -> ReadPage {
        if let Some(title) = wanted.title {
            self.leave_title(title);
        }
        let notes = Notes::of(&self.tree, &self.story, wanted.base);
        let left_out = self.story.left_out(&self.tree);
        let (document, changes) = flow::read(&self.tree, &self.story, notes, file, wanted);
        ReadPage { document, left_out, changes }
    }

    /// Leaves out the headings above the text that only repeat `title`.
    fn leave_title(&mut self, title: &str) {
        let wanted = folded(title);
        let headings = (1..self.tree.nodes.len()).filter(|node| matches!(self.tree.name(*node), "h1" | "h2"));
        let found = headings.filter(|node| folded(&self.tree.words(*node)) == wanted).take(2).collect::<Vec<_>>();
        for node in found {
            self.story.fates[node].get_or_insert(Why::Title);
        }
    }
}

/// Whether the items of a list stand without space between where they are written as Markdown.
#[must_use]
pub fn is_tight(items: &[Vec<Located<Block>>]) -> bool {
    lines::is_tight(items)
}

/// Numbers blocks from 1, as readers do.
pub fn number(blocks: &mut [Located<Block>]) {
    lines::number(blocks, &mut 0);
}

/// Makes the highest heading's level 1.
pub fn raise_headings(blocks: &mut [Located<Block>]) {
    lines::raise_headings(blocks);
}

/// Words as titles are compared: letters and digits, in small letters.
fn folded(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Reads a whole source that is a page. What was left out of it is told.
pub(super) fn read(text: &str, file: FileId, _reading: Reading, diagnostics: &mut Diagnostics) -> Document {
    let page = Page::of(text);
    let read = page.read(file, Wanted::default());
    let words: usize = read.left_out.iter().map(|one| one.words).sum();
    if let Some(first) = read.left_out.iter().find(|one| one.words > 0) {
        let fault = Diagnostic::warning(
            "page-frame",
            format!("{words} words around the text of this page are left out"),
        )
        .at(Span::new(file, first.range.clone()), format!("first {}", first.why.name()))
        .hint("`anthology import` makes a Markdown file of the page that you can correct, and says all it leaves out");
        diagnostics.push(fault);
    }
    if let Some((_, range)) = read.changes.get(&Change::TooDeep) {
        let fault = Diagnostic::warning("nested-too-deep", "elements nested too deep");
        diagnostics.push(fault.at(Span::new(file, range.clone()), "from here on words stand less deep"));
    }
    read.document
}
