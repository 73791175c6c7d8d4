//! Neutral blocks and inlines: what every reader makes and everything after it works on.
//!
//! A [`Document`] is one source as it was read, nothing left out. `edit` makes the book's text from
//! documents in the same vocabulary; what it adds or resolves is said at each variant.

mod block;
pub mod cut;
pub mod dump;
mod inline;
pub mod letter;
mod note;
pub mod scan;
pub mod walk;

pub use block::{
    Alignment, Block, Entries, EntriesKind, Entry, Figure, Lead, LeadKind, List, ListKind, Located, Table, Verse,
    VerseLine,
};
pub use inline::{
    AnchorId, Cite, Inline, Inlines, Mark, MarkKind, Origin, Picture, Place, Run, Style, Target, plain_text,
};
pub use note::{Note, NoteId, Voice, between_calls, is_sign, repeated, sign};

use crate::diagnostic::{FileId, Span};

/// One source as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The text it was read from.
    pub file: FileId,
    /// The block of metadata in front, unread: `manifest` parses it.
    pub front_matter: Option<FrontMatter>,
    /// The text.
    pub blocks: Vec<Located<Block>>,
    /// Its notes, in the order of their first calls; a call's [`NoteId`] counts into this list.
    pub notes: Vec<Note>,
}

/// A raw block of metadata before a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub format: FrontMatterFormat,
    /// What lies between the fences.
    pub span: Span,
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterFormat {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}
