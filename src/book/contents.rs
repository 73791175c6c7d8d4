//! The table of contents, made from the book itself.

use super::{AnchorId, Book, Chapter, Matter, MatterBody, Part, Selection};
use crate::document::{Inline, Inlines};

/// One line of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// How many entries it stands under: a document is at 2 in a titled chapter of a titled part, at 0
    /// where neither has a title.
    pub depth: u8,
    /// What it is.
    pub kind: EntryKind,
    /// Where it leads.
    pub target: AnchorId,
    /// Title, without note calls and pictures.
    pub title: Inlines,
    /// Authors as printed, or where there are none what others did ([`Selection::makers`]); may be empty.
    pub byline: String,
    /// Date as printed.
    pub date: Option<String>,
}

/// Entries under one head, in contents that have another order than the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsGroup {
    /// The head: an author, a theme; none where one list is all there is.
    pub title: Option<Inlines>,
    /// The entries, all documents, at depth 0.
    pub entries: Vec<ContentsEntry>,
}

/// What a line of the contents stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A section of front or back matter.
    Matter,
    /// A part.
    Part,
    /// A chapter.
    Chapter,
    /// A document, or a chapter that is one document.
    Document,
}

/// The entries, in the order of the book. A chapter of one document is one entry if their titles agree
/// or the chapter has none; matter without a heading has no entry; nor has what stands before the contents.
#[must_use]
pub fn contents(book: &Book) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    let after = book.front.iter().position(|m| matches!(m.body, MatterBody::Contents)).map_or(0, |at| at + 1);
    entries.extend(book.front.iter().skip(after).filter_map(matter));
    for part in &book.parts {
        add_part(part, &mut entries);
    }
    entries.extend(book.back.iter().filter_map(matter));
    entries
}

fn matter(matter: &Matter) -> Option<ContentsEntry> {
    let made = matches!(matter.body, MatterBody::Contents);
    (!matter.title.is_empty() && !made).then(|| entry(0, EntryKind::Matter, matter.anchor, &matter.title))
}

fn add_part(part: &Part, entries: &mut Vec<ContentsEntry>) {
    let mut depth = 0;
    if let Some(title) = &part.title {
        entries.push(entry(0, EntryKind::Part, part.anchor, title));
        depth = 1;
    }
    for chapter in &part.chapters {
        add_chapter(chapter, depth, entries);
    }
}

fn add_chapter(chapter: &Chapter, mut depth: u8, entries: &mut Vec<ContentsEntry>) {
    if let Some(title) = &chapter.title {
        if let Some(only) = chapter.only() {
            entries.push(ContentsEntry { target: chapter.anchor, ..document(only, depth) });
            return;
        }
        entries.push(entry(depth, EntryKind::Chapter, chapter.anchor, title));
        depth += 1;
    }
    entries.extend(chapter.selections.iter().map(|selection| document(selection, depth)));
}

fn document(selection: &Selection, depth: u8) -> ContentsEntry {
    ContentsEntry {
        byline: selection.makers(),
        date: selection.contents_date.clone(),
        ..entry(depth, EntryKind::Document, selection.anchor, &selection.title)
    }
}

fn entry(depth: u8, kind: EntryKind, target: AnchorId, title: &Inlines) -> ContentsEntry {
    ContentsEntry { depth, kind, target, title: bare(title), byline: String::new(), date: None }
}

/// A title as it is printed away from its place: words and their styles; no calls, marks, anchors,
/// pictures, links; a kept line end becomes a space.
#[must_use]
pub fn bare(inlines: &[Inline]) -> Inlines {
    let mut words = Inlines::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(run) => words.push(Inline::Text(run.clone())),
            Inline::Styled(style, content) => words.push(Inline::Styled(*style, bare(content))),
            Inline::Foreign(language, content) => words.push(Inline::Foreign(language.clone(), bare(content))),
            Inline::Link { content, .. } => words.extend(bare(content)),
            Inline::LineBreak => words.push(Inline::Text(crate::document::Run {
                text: " ".to_owned(),
                origin: crate::document::Origin::Program,
            })),
            Inline::Cite(cite) => words.push(Inline::Text(crate::document::Run {
                text: format!("[{}]", cite.text),
                origin: crate::document::Origin::Editor(cite.span),
            })),
            Inline::Picture(_)
            | Inline::NoteCall(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
    words
}
