//! `[book]`, `[style]`, `[matter]`, `[[part]]`, `[[chapter]]`: what the book is and in what order.

use std::collections::BTreeMap;

use super::{Credit, Spanned, TextRef};
use crate::book::{DocumentsStart, Publisher};
use crate::design::MissingGlyphs;
use crate::id::Id;
use crate::metadata::{Date, Language};

/// `[book]`.
#[derive(Clone, Debug)]
pub struct BookSpec {
    /// Folder of the sources, relative to the manifest's; `sources` by default.
    pub sources: Spanned<String>,
    /// Title, inline Markdown.
    pub title: Spanned<String>,
    /// Subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// The book's language; `en-US` by default.
    pub language: Spanned<Language>,
    /// Its editors.
    pub editors: Vec<Credit>,
    /// Others with their roles.
    pub contributors: Vec<Credit>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// When.
    pub date: Option<Spanned<Date>>,
    /// The series.
    pub series: Option<SeriesSpec>,
    /// URN or URL. By default a UUID made from title and editors.
    pub identifier: Option<Spanned<String>>,
    /// Copyright line.
    pub copyright: Option<Spanned<String>>,
    /// Description.
    pub description: Option<Spanned<String>>,
    /// Subjects: BISAC or Thema codes or words.
    pub subjects: Vec<Spanned<String>>,
    /// The editor's cover.
    pub cover: Option<CoverSpec>,
}

/// `[book] series`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSpec {
    /// Title.
    pub title: Spanned<String>,
    /// Number, as written.
    pub number: Option<String>,
    /// ISSN.
    pub issn: Option<Spanned<String>>,
}

/// `[book] cover`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverSpec {
    /// The image's file.
    pub image: Spanned<String>,
    /// What it shows.
    pub alt: Option<Spanned<String>>,
}

/// A house style: a dozen defaults at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum House {
    /// *The Chicago Manual of Style*.
    #[default]
    Chicago,
    /// *New Hart's Rules*.
    Harts,
}

/// `[style]`. Values that a later capability puts to use are kept as checked words.
#[derive(Clone, Debug)]
pub struct StyleSpec {
    /// House style.
    pub house: House,
    /// How documents begin, unless their chapter says otherwise.
    pub documents_start: DocumentsStart,
    /// Name of a bundled citation style or path of a `.csl` file.
    pub citations: Spanned<String>,
    /// Whether notes say *ibid.*
    pub ibid: bool,
    /// `footnotes`, `chapter-end`, `book-end`.
    pub notes: Spanned<String>,
    /// `document`, `chapter`, `book`.
    pub note_numbering: Spanned<String>,
    /// How author's notes are marked: `numbers`, `symbols`, `letters`, `signed`.
    pub author_notes: Spanned<String>,
    /// How editor's notes are.
    pub editor_notes: Spanned<String>,
    /// What an editor's cut leaves.
    pub omission: Spanned<String>,
    /// What may be regularised in sources: of `quotes`, `dashes`, `spaces`, `ellipses`.
    pub regularize: Vec<Spanned<String>>,
    /// Where document dates are printed: `headnote`, `contents`, `both`.
    pub dates: Spanned<String>,
    /// Whether the editor's own straight quotes and hyphens become typographic ones; on by default.
    pub smart: bool,
    /// What happens to a character that no font has.
    pub missing_glyphs: MissingGlyphs,
    /// Replacements for words the program prints.
    pub words: BTreeMap<String, Spanned<String>>,
}

/// `[matter]`.
#[derive(Clone, Debug)]
pub struct MatterSpec {
    /// Before the text.
    pub front: Vec<MatterEntry>,
    /// After it.
    pub back: Vec<MatterEntry>,
}

/// One section of matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatterEntry {
    /// One that the program makes: `contents`, `index`, `contents:date`.
    Generated(Spanned<String>),
    /// A file of the editor's: anything with a dot.
    File(Spanned<String>),
}

/// `[[part]]`.
#[derive(Clone, Debug)]
pub struct PartSpec {
    /// Title; none for the part that holds bare chapters.
    pub title: Option<Spanned<String>>,
    /// Subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// Whether it has a page and an entry in the contents.
    pub display: bool,
    /// Introduction.
    pub introduction: Option<TextRef>,
    /// Who signs it.
    pub introduction_by: Vec<Credit>,
    /// Its chapters.
    pub chapters: Vec<ChapterSpec>,
}

/// `[[chapter]]` or `[[part.chapter]]`.
#[derive(Clone, Debug)]
pub struct ChapterSpec {
    /// Title.
    pub title: Option<Spanned<String>>,
    /// Subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// The person it belongs to.
    pub person: Option<Spanned<Id>>,
    /// Introduction.
    pub introduction: Option<TextRef>,
    /// Who signs it.
    pub introduction_by: Vec<Credit>,
    /// How its documents begin, where it differs.
    pub documents_start: Option<DocumentsStart>,
    /// Its documents, globs expanded; each a key of [`super::Manifest::documents`].
    pub documents: Vec<Spanned<Id>>,
}
