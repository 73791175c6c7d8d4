//! The book: what `edit` makes and both writers read. No format, no page, no manifest.
//!
//! Everything that something may point to (a part, a document, an index entry, the place of an index
//! term) is an *anchor*. Typesetting tells on which page each anchor came to stand ([`PageMap`]), the
//! EPUB gives each an `id`; so one index and one table of contents serve both.

mod contents;
mod dump;
mod index;
mod matter;
mod notes;
mod pages;
mod printed;
mod ranges;
mod words;

pub use crate::document::AnchorId;
pub use contents::{ContentsEntry, ContentsGroup, EntryKind, bare, contents};
pub use dump::dump;
pub use index::{CrossReference, Entry, Group, Index, IndexKind, Locator, Reference, locators};
pub use matter::{BibliographySection, Matter, MatterBody, TitlePage};
pub use notes::{Endnotes, NoteGroup};
pub use pages::{Folio, PageMap, PageStart, Spot};
pub use printed::{Difference, Heads, PrintedPages, anchor_texts, carry, count_letters, first_text_anchor, is_letter};
pub use ranges::Ranges;
pub use words::{Words, capitalised};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::design::Design;
use crate::document::{Block, Inlines, Located, Note, plain_text};
use crate::id::Id;
use crate::metadata::{Contributor, Date, Language};

/// One edition of a book, whole: what to set and how.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The edition's name in the manifest: `print`.
    pub name: Id,
    /// What to set.
    pub book: Book,
    /// How: as pages or as an e-book.
    pub format: Format,
}

/// What an edition is written as.
#[derive(Clone, Debug)]
pub enum Format {
    /// An EPUB.
    Epub(EpubDesign),
    /// A PDF of pages of this design.
    Pdf(Design),
}

/// What an EPUB edition can choose.
#[derive(Clone, Debug, Default)]
pub struct EpubDesign {
    /// The editor's own style sheet, after ours.
    pub stylesheet: Option<String>,
    /// Faces that the editor asks for; the reader's own where nothing is said.
    pub fonts: EpubFonts,
}

/// Families that an EPUB brings along, by use: none unless they are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpubFonts {
    /// The text, and all that is not given its own.
    pub text: Option<String>,
    /// Headings and titles.
    pub heading: Option<String>,
    /// Listings.
    pub code: Option<String>,
}

impl EpubFonts {
    /// The families asked for, each once, in the order of their uses.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for family in [&self.text, &self.heading, &self.code].into_iter().flatten() {
            if !families.contains(&family.as_str()) {
                families.push(family);
            }
        }
        families
    }
}

/// The words and pictures of a book in their order.
#[derive(Clone, Debug)]
pub struct Book {
    /// What is known about it.
    pub metadata: BookMetadata,
    /// The words the program prints, in the book's language.
    pub words: Words,
    /// How the index shortens ranges of pages.
    pub ranges: Ranges,
    /// What stands before the text, in order.
    pub front: Vec<Matter>,
    /// The text.
    pub parts: Vec<Part>,
    /// What stands after the text, in order; indexes are among it.
    pub back: Vec<Matter>,
    /// Every note of the book; a [`crate::document::NoteId`] counts into it. Marks are final.
    pub notes: Vec<Note>,
    /// Which of them stand after a chapter or the text, and where.
    pub endnotes: Endnotes,
    /// Which paragraphs of its documents show their number.
    pub paragraph_numbers: ParagraphNumbers,
    /// What stands on a line of its own where paragraphs were cut ([`Block::Omission`]): `[…]`.
    pub omission: String,
    /// Every picture, by the key that [`crate::document::Picture`] names.
    pub images: BTreeMap<String, Image>,
    /// Where each anchor stands; an [`AnchorId`] counts into it.
    pub places: Vec<Place>,
}

impl Book {
    /// The text of every hand, in the order of the book, notes last; what the program makes is left out.
    pub fn texts(&self) -> impl Iterator<Item = &[Located<Block>]> {
        let parts = self.parts.iter().flat_map(|part| {
            let chapters = part.chapters.iter().flat_map(|chapter| {
                let selections = chapter.selections.iter().flat_map(|s| s.headnote.iter().chain([&s.text]));
                chapter.introduction.iter().chain(selections)
            });
            part.introduction.iter().chain(chapters)
        });
        let prose = self.front.iter().filter_map(Matter::prose).chain(parts);
        let prose = prose.chain(self.back.iter().filter_map(Matter::prose));
        let notes = self.notes.iter().map(|note| note.body.as_slice());
        prose.map(|prose| prose.blocks.as_slice()).chain(notes)
    }

    /// Says on the title page that the book is a draft: somebody's leave is still wanted.
    pub fn mark_draft(&mut self) {
        for matter in self.front.iter_mut().chain(&mut self.back) {
            if let MatterBody::TitlePage(page) = &mut matter.body {
                page.draft = Some(self.words.draft.clone());
            }
        }
    }
}

/// Which paragraphs of documents show their number: the one the source gives them ([`Located::number`]), so that it is
/// the same in every edition, whatever an editor leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ParagraphNumbers {
    /// Every how-manieth; 0: none.
    pub every: u32,
}

impl ParagraphNumbers {
    /// The number `block` shows: of paragraphs and verse, which are what one cites.
    #[must_use]
    pub fn shown(self, block: &Located<Block>) -> Option<u32> {
        let citable = matches!(block.node, Block::Paragraph(_) | Block::Verse(_));
        (citable && self.every > 0 && block.number > 0 && block.number.is_multiple_of(self.every))
            .then_some(block.number)
    }
}

/// Where an anchor stands, for locators that are no page numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The anchor of the division (document, introduction, preface) it is in; itself for a division.
    pub division: AnchorId,
    /// The paragraph's number in its source, 0 where it has none.
    pub paragraph: u32,
}

/// What is known about a book.
#[derive(Clone, Debug)]
pub struct BookMetadata {
    /// Title, inline markup allowed.
    pub title: Inlines,
    /// Subtitle.
    pub subtitle: Option<Inlines>,
    /// The book's language.
    pub language: Language,
    /// Who made it, in order; role `edt` for its editors.
    pub editors: Vec<Contributor>,
    /// Others who had part in it as a whole.
    pub contributors: Vec<Contributor>,
    /// A URN or URL: `urn:uuid:…`, `urn:isbn:…`.
    pub identifier: String,
    /// This edition's ISBN, thirteen digits, hyphens as written.
    pub isbn: Option<String>,
    /// Publisher's name and place.
    pub publisher: Option<Publisher>,
    /// When it was published.
    pub date: Option<Date>,
    /// The last change, as `YYYY-MM-DDThh:mm:ssZ`; never the clock.
    pub modified: String,
    /// What it is about.
    pub description: Option<String>,
    /// BISAC or Thema codes or plain words.
    pub subjects: Vec<String>,
    /// The series it is in.
    pub series: Option<Series>,
    /// Copyright line of the whole.
    pub copyright: Option<String>,
    /// The editor's cover, if there is one.
    pub cover: Option<Cover>,
    /// Plain citation of each document's source, in order, for `dc:source`.
    pub sources: Vec<String>,
}

/// Who publishes, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Name.
    pub name: String,
    /// Place.
    pub place: Option<String>,
}

/// A series of books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its title.
    pub title: String,
    /// The book's number in it, as written.
    pub number: Option<String>,
    /// ISSN.
    pub issn: Option<String>,
}

/// The editor's cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Key into [`Book::images`].
    pub image: String,
    /// What it shows.
    pub alt: String,
}

/// A picture's bytes, untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// What it is, by its content.
    pub format: ImageFormat,
    /// Width and height in pixels (of an SVG: its own size in CSS pixels, rounded up).
    pub pixels: (u32, u32),
}

/// The kinds of pictures a book may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF; its first picture.
    Gif,
    /// WebP.
    Webp,
    /// SVG.
    Svg,
}

/// A part: chapters under one title.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part's own anchor.
    pub anchor: AnchorId,
    /// Unique slug.
    pub slug: String,
    /// Title; a book without parts has one part without a title, which has no page and no entry.
    pub title: Option<Inlines>,
    /// Subtitle.
    pub subtitle: Option<Inlines>,
    /// Introduction, on the part's opening pages.
    pub introduction: Option<Prose>,
    /// Chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A chapter: documents under one title.
#[derive(Clone, Debug, Hash)]
pub struct Chapter {
    /// The chapter's own anchor.
    pub anchor: AnchorId,
    /// Unique slug.
    pub slug: String,
    /// Title; without one the chapter has no opening of its own.
    pub title: Option<Inlines>,
    /// Subtitle.
    pub subtitle: Option<Inlines>,
    /// Introduction.
    pub introduction: Option<Prose>,
    /// How its documents begin.
    pub documents_start: DocumentsStart,
    /// Documents, in order, never none.
    pub selections: Vec<Selection>,
}

impl Chapter {
    /// The document that the chapter is: its only one, where the chapter has no title or the same. Such a chapter
    /// has no opening of its own, unless it has an introduction, and is one entry in contents and navigation.
    #[must_use]
    pub fn only(&self) -> Option<&Selection> {
        let [only] = self.selections.as_slice() else { return None };
        let same =
            |title: &Inlines| plain_text(title).split_whitespace().eq(plain_text(&only.title).split_whitespace());
        self.title.as_ref().is_none_or(same).then_some(only)
    }
}

/// How the documents of a chapter begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DocumentsStart {
    /// On a new page.
    #[default]
    Page,
    /// On a new right-hand page.
    Recto,
    /// After some space.
    RunOn,
}

/// What the book prints of one document, with what the editor says about it.
#[derive(Clone, Debug, Hash)]
pub struct Selection {
    /// The document's id in the manifest.
    pub id: Id,
    /// The selection's own anchor.
    pub anchor: AnchorId,
    /// Unique slug.
    pub slug: String,
    /// Title.
    pub title: Inlines,
    /// Subtitle.
    pub subtitle: Option<Inlines>,
    /// Title for running heads.
    pub short_title: Inlines,
    /// Authors and others, in order.
    pub contributors: Vec<Contributor>,
    /// Authors as printed under the title and in the contents: "A and B"; empty where unknown.
    pub byline: String,
    /// What others did for it, a line each: "Translated by C".
    pub credits: Vec<String>,
    /// Date as printed, where it is to be printed at the opening.
    pub date_line: Option<String>,
    /// Date as printed in the contents, where it is wanted there.
    pub contents_date: Option<String>,
    /// The editor's introduction to it.
    pub headnote: Option<Prose>,
    /// Where it comes from, when it was retrieved, by what right it is printed: unnumbered, first
    /// among the notes of its opening page.
    pub source_note: Vec<Inlines>,
    /// Every how-manieth line of its verse shows its number in print; 0: none.
    pub line_numbers: u32,
    /// The text.
    pub text: Prose,
}

impl Selection {
    /// Who made it, away from its opening: the authors, or where there are none what others did.
    #[must_use]
    pub fn makers(&self) -> String {
        if self.byline.is_empty() { self.credits.join("; ") } else { self.byline.clone() }
    }
}

/// Text of one hand: a document's, an introduction, a headnote, a preface.
#[derive(Clone, Debug, Hash)]
pub struct Prose {
    /// Its language.
    pub language: Language,
    /// The blocks.
    pub blocks: Vec<Located<Block>>,
    /// Who signed it, in order.
    pub signed: Vec<Contributor>,
}
