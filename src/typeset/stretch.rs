//! Divides a book into stretches: what begins on a page of its own and runs on from there.
//!
//! Stretches know nothing of each other, so all are set at once; only their order says on which side each begins.

use super::page::OutlineItem;
use crate::book::DocumentsStart;
use crate::book::{AnchorId, Book, Chapter, Matter, MatterBody, NoteGroup, Part, Prose, Selection};
use crate::design::{ChaptersStart, Design};
use crate::document::{Inlines, plain_text};

/// Where a stretch may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// On the next page.
    Page,
    /// On the next right-hand page.
    Recto,
}

/// What stands around the text on the pages of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// An opening with its folio at the foot, then heads and folios.
    Opening,
    /// The same, but the heads say to which pages the notes belong that stand here.
    Notes,
    /// Nothing: half title, title page, copyright page, the title of a part.
    Bare,
}

/// What begins on a page of its own.
#[derive(Clone, Debug)]
pub(super) struct Stretch<'b> {
    pub(super) start: Start,
    pub(super) dress: Dress,
    /// Whether a blank verso follows, if it ends on a recto.
    pub(super) blank_after: bool,
    /// Anchors of divisions that begin here without a title of their own.
    pub(super) anchors: Vec<AnchorId>,
    pub(super) part: Option<&'b Part>,
    pub(super) chapter: Option<&'b Chapter>,
    pub(super) pieces: Vec<Piece<'b>>,
}

/// What a stretch holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'b> {
    /// The title of a part.
    Part(&'b Part),
    /// The title of a chapter.
    Chapter(&'b Chapter),
    /// A part's or chapter's introduction.
    Introduction(&'b Prose),
    /// A document.
    Document {
        selection: &'b Selection,
        /// Whether it stands after another on one page.
        run_on: bool,
    },
    /// A section of front or back matter.
    Matter(&'b Matter),
    /// The notes of what stands before.
    Notes(&'b [NoteGroup]),
}

impl<'b> Stretch<'b> {
    fn new(start: Start, part: Option<&'b Part>, chapter: Option<&'b Chapter>) -> Self {
        let pieces = Vec::new();
        Self { start, dress: Dress::Opening, blank_after: false, anchors: Vec::new(), part, chapter, pieces }
    }

    /// A section of matter as a stretch.
    pub(super) fn matter(book: &'b Book, matter: &'b Matter, start: Start) -> Self {
        let display =
            matches!(matter.body, MatterBody::HalfTitle(_) | MatterBody::TitlePage(_) | MatterBody::CopyrightPage(_));
        let mut stretch = Self::new(start, None, None);
        stretch.dress = match matter.body {
            _ if display => Dress::Bare,
            MatterBody::Notes => Dress::Notes,
            _ => Dress::Opening,
        };
        stretch.anchors.push(matter.anchor);
        stretch.pieces.push(Piece::Matter(matter));
        if stretch.dress != Dress::Notes {
            stretch.notes(book, matter.anchor);
        }
        stretch
    }

    /// Adds the notes that stand after a division.
    fn notes(&mut self, book: &'b Book, division: AnchorId) {
        let groups = book.endnotes.after(division);
        if !groups.is_empty() {
            self.pieces.push(Piece::Notes(groups));
        }
    }
}

/// The front matter's stretches: all on rectos but the copyright page, which stands behind the title page.
pub(super) fn front(book: &Book) -> Vec<Stretch<'_>> {
    let start = |matter: &Matter| match matter.body {
        MatterBody::CopyrightPage(_) => Start::Page,
        _ => Start::Recto,
    };
    book.front.iter().map(|matter| Stretch::matter(book, matter, start(matter))).collect()
}

/// Where chapters and sections of back matter begin.
pub(super) fn chapter_start(design: &Design) -> Start {
    match design.chapters_start {
        ChaptersStart::Page => Start::Page,
        ChaptersStart::Recto => Start::Recto,
    }
}

/// The text's stretches.
pub(super) fn body<'b>(book: &'b Book, design: &Design) -> Vec<Stretch<'b>> {
    let mut stretches = Vec::new();
    for part in &book.parts {
        let mut anchors = vec![part.anchor];
        if part.title.is_some() {
            let mut stretch = Stretch::new(Start::Recto, Some(part), None);
            stretch.anchors = std::mem::take(&mut anchors);
            stretch.dress = Dress::Bare;
            stretch.blank_after = true;
            stretch.pieces.push(Piece::Part(part));
            stretches.push(stretch);
        }
        if let Some(prose) = &part.introduction {
            let mut stretch = Stretch::new(chapter_start(design), Some(part), None);
            stretch.anchors = std::mem::take(&mut anchors);
            stretch.pieces.push(Piece::Introduction(prose));
            stretch.notes(book, part.anchor);
            stretches.push(stretch);
        }
        for chapter in &part.chapters {
            anchors.push(chapter.anchor);
            let mut opening = Stretch::new(chapter_start(design), Some(part), Some(chapter));
            opening.anchors = std::mem::take(&mut anchors);
            documents(opening, chapter, &mut stretches);
            if let Some(last) = stretches.last_mut() {
                last.notes(book, chapter.anchor);
            }
        }
    }
    stretches
}

/// A chapter's opening and documents.
fn documents<'b>(opening: Stretch<'b>, chapter: &'b Chapter, stretches: &mut Vec<Stretch<'b>>) {
    let mut stretch = opening;
    if has_opening(chapter) {
        stretch.pieces.push(Piece::Chapter(chapter));
    }
    if let Some(prose) = &chapter.introduction {
        stretch.pieces.push(Piece::Introduction(prose));
    }
    for (number, selection) in chapter.selections.iter().enumerate() {
        // Under a chapter's bare title its first document begins at once.
        let joins = number == 0 && chapter.introduction.is_none();
        let start = match chapter.documents_start {
            DocumentsStart::RunOn => None,
            _ if joins => None,
            DocumentsStart::Page => Some(Start::Page),
            DocumentsStart::Recto => Some(Start::Recto),
        };
        if let Some(start) = start {
            let next = Stretch::new(start, stretch.part, Some(chapter));
            stretches.push(std::mem::replace(&mut stretch, next));
        }
        let run_on =
            chapter.documents_start == DocumentsStart::RunOn && has_opening(chapter) || number > 0 && start.is_none();
        stretch.pieces.push(Piece::Document { selection, run_on });
    }
    if !stretch.pieces.is_empty() {
        stretches.push(stretch);
    }
}

/// Whether a chapter's title is printed: not where its only document has the same.
pub(super) fn has_opening(chapter: &Chapter) -> bool {
    chapter.title.is_some() && (chapter.introduction.is_some() || chapter.only().is_none())
}

/// The outline: parts, chapters, documents and matter, nested.
pub(super) fn outline(book: &Book) -> Vec<OutlineItem> {
    let item = |title: &Inlines, target, children| OutlineItem { title: plain_text(title), target, children };
    let matter = |matter: &Matter| {
        let title = if matter.title.is_empty() { display_title(book, matter) } else { Some(plain_text(&matter.title)) };
        title.map(|title| OutlineItem { title, target: matter.anchor, children: Vec::new() })
    };
    let mut items: Vec<OutlineItem> = book.front.iter().filter_map(matter).collect();
    for part in &book.parts {
        let mut chapters = Vec::new();
        for chapter in &part.chapters {
            let documents = chapter.selections.iter().map(|s| item(&s.title, s.anchor, Vec::new()));
            match &chapter.title {
                Some(title) if has_opening(chapter) => chapters.push(item(title, chapter.anchor, documents.collect())),
                _ => chapters.extend(documents),
            }
        }
        match &part.title {
            Some(title) => items.push(item(title, part.anchor, chapters)),
            None => items.extend(chapters),
        }
    }
    items.extend(book.back.iter().filter_map(matter));
    items
}

fn display_title(book: &Book, matter: &Matter) -> Option<String> {
    match matter.body {
        MatterBody::HalfTitle(_) => Some(book.words.half_title.clone()),
        MatterBody::TitlePage(_) => Some(book.words.title_page.clone()),
        MatterBody::CopyrightPage(_) => Some(book.words.copyright.clone()),
        MatterBody::Contents => Some(book.words.contents.clone()),
        MatterBody::Index(ref index) => Some(index.kind.title(&book.words).to_owned()),
        MatterBody::Parallel(_) | MatterBody::Prose(_) | MatterBody::Notes | MatterBody::Bibliography(_) => None,
    }
}
