//! Blocks: what stands on lines of its own.

use super::inline::{Inline, Inlines, Picture, Run};
use crate::diagnostic::Span;
use crate::metadata::Language;

/// A thing with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// The thing.
    pub node: T,
    /// Where it stands in its text.
    pub span: Span,
    /// Its paragraph number: blocks that hold no other blocks are counted from 1 through the *source*
    /// (so numbers keep their gaps at cuts); a block of blocks has the number of its first.
    /// Notes count on their own. 0: not from a source.
    pub number: u32,
    /// Its language, where it is not its surroundings'.
    pub language: Option<Language>,
}

impl<T> Located<T> {
    /// A thing in the surrounding language.
    #[must_use]
    pub const fn new(node: T, span: Span, number: u32) -> Self {
        Self { node, span, number, language: None }
    }

    /// Another thing at the same place.
    pub fn with<U>(&self, node: U) -> Located<U> {
        Located { node, span: self.span, number: self.number, language: self.language.clone() }
    }
}

/// What stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading inside the document.
    Heading {
        /// 1 is the highest the document uses.
        level: u8,
        /// Its words.
        content: Inlines,
        /// Its id, where the source gives one (`{#id}`).
        id: Option<String>,
        /// Its classes, where the source gives any (`{.thread}`).
        classes: Vec<String>,
    },
    /// Running text.
    Paragraph(Inlines),
    /// Set off as quoted.
    Quotation(Vec<Located<Block>>),
    /// A letter (`> [!letter]`): date lines, salutation and signature keep their own lines.
    Letter(Vec<Located<Block>>),
    /// Lines that are kept (`> [!verse]`).
    Verse(Verse),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A picture on lines of its own.
    Figure(Figure),
    /// Code or other text whose every space counts.
    Listing {
        /// What language it is in, as the fence says.
        language: Option<String>,
        /// The text, lines divided by `\n`, no last one.
        text: Run,
        /// Anchors and starts of pages in it, by the byte they stand before; only after `edit`.
        places: Vec<(usize, Inline)>,
    },
    /// Turns of a dialogue, entries of an annotated list, terms and what is said of them.
    Entries(Entries),
    /// What an entry opens with; stands first in [`Entry::body`] and nowhere else.
    Lead(Vec<Lead>),
    /// A break between sections: three stars, a rule, an ornament.
    SectionBreak,
    /// The editor's cut of whole paragraphs; `edit` puts it, readers never.
    Omission,
}

/// Stanzas of lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verse {
    /// The stanzas, none empty.
    pub stanzas: Vec<Vec<VerseLine>>,
}

/// One line of verse.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VerseLine {
    /// Leading spaces of the source, to be set as so many half ems.
    pub indent: u8,
    /// Its words.
    pub content: Inlines,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List {
    /// Marked or counted.
    pub kind: ListKind,
    /// Whether items stand without space between.
    pub tight: bool,
    /// Each item's blocks.
    pub items: Vec<Vec<Located<Block>>>,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// By a bullet.
    Bulleted,
    /// By numbers, from this one.
    Numbered(u64),
}

/// A table: rows of cells, each cell of inlines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// How each column stands.
    pub columns: Vec<Alignment>,
    /// The head's cells, as many as columns.
    pub head: Vec<Inlines>,
    /// The rows' cells, each as many as columns.
    pub rows: Vec<Vec<Inlines>>,
}

/// How a column of a table stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// At the side where the language's lines begin.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// At the side where the language's lines end.
    End,
}

/// A picture with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// The picture.
    pub picture: Picture,
    /// The words under it: the image's title in Markdown; `edit` adds the credit.
    pub caption: Inlines,
}

/// Pieces that each open with a line of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entries {
    /// What they are.
    pub kind: EntriesKind,
    /// The pieces, in order.
    pub items: Vec<Entry>,
}

impl Entries {
    /// Whether turns run on after who speaks, as in plays and interviews. Turns that are counted or linked to, as
    /// comments are, open with a line of their own.
    #[must_use]
    pub fn run_on(&self) -> bool {
        self.kind == EntriesKind::Dialogue
            && self.items.iter().all(|entry| entry.number.is_none() && entry.id.is_none())
    }
}

/// What entries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntriesKind {
    /// Turns of a conversation: comments under an article, an interview.
    Dialogue,
    /// Works with what is said of them: a list of articles, a bibliography with abstracts.
    Annotated,
    /// Terms with what they mean, years with what happened, tasks with who did them.
    Definitions,
}

/// One of [`Entries`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What it is counted as: printed, and kept where others were cut.
    pub number: Option<u32>,
    /// What links name it (`#comment-3`).
    pub id: Option<String>,
    /// The number of the turn that it answers.
    pub answers: Option<u32>,
    /// Its text; a [`Block::Lead`] first, where it has one.
    pub body: Vec<Located<Block>>,
}

/// A part of what an entry opens with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lead {
    /// Which part.
    pub kind: LeadKind,
    /// Its words.
    pub words: Inlines,
}

/// The parts that an entry may open with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeadKind {
    /// Who speaks.
    Name,
    /// What is explained; when something happened.
    Term,
    /// The rubric above a title.
    Kicker,
    /// The title of a work.
    Title,
    /// Its subtitle.
    Subtitle,
    /// Who wrote it.
    Byline,
    /// When it was said or published.
    Date,
    /// Whom it answers, as a link; only after `edit`.
    Answers,
}
