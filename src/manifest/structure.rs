//! `[book]`, `[style]`, `[matter]`, `[[part]]`, `[[chapter]]`: what the book is and in what order.

use std::collections::BTreeMap;

use super::{Credit, Spanned, TextRef};
use crate::book::{DocumentsStart, IndexKind, Publisher};
use crate::design::MissingGlyphs;
use crate::diagnostic::Span;
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

/// Where notes stand in print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NotePlace {
    /// At the foot of their page.
    #[default]
    Footnotes,
    /// At the end of their chapter.
    ChapterEnd,
    /// At the end of the book.
    BookEnd,
}

/// Where the numbering of notes begins anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoteReach {
    /// With every document, introduction and preface.
    #[default]
    Document,
    /// With every chapter.
    Chapter,
    /// Nowhere.
    Book,
}

/// Signs that may be made uniform in the sources, where words never are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signs {
    /// Quotation marks and apostrophes.
    Quotes,
    /// Dashes.
    Dashes,
    /// White space.
    Spaces,
    /// Points of ellipsis.
    Ellipses,
}

/// How one series of notes is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoteMarks {
    /// 1, 2, 3.
    #[default]
    Numbers,
    /// \*, †, ‡, §, then doubled.
    Symbols,
    /// a, b, c, then aa.
    Letters,
    /// 1, 2, 3, and the note ends with who wrote it.
    Signed,
}

/// Where print gives the addresses to which links of the texts lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkPlace {
    /// Nowhere: on paper the words stand alone.
    #[default]
    Words,
    /// In notes; in parentheses where a note has the link.
    Notes,
}

/// Where the dates of documents are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DatePlace {
    /// At their openings.
    #[default]
    Headnote,
    /// In the contents.
    Contents,
    /// In both.
    Both,
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
    /// Where notes stand.
    pub notes: NotePlace,
    /// Where the numbering of notes begins anew.
    pub note_numbering: NoteReach,
    /// How author's notes are marked.
    pub author_notes: NoteMarks,
    /// How editor's notes are.
    pub editor_notes: NoteMarks,
    /// Every how-manieth paragraph shows its number; 0: none.
    pub paragraph_numbers: u32,
    /// Every how-manieth line of a document's verse shows its number in print; 0: none.
    pub line_numbers: u32,
    /// What an editor's cut leaves.
    pub omission: Spanned<String>,
    /// What is made uniform in the sources, silently.
    pub regularize: Vec<Signs>,
    /// Where print gives the addresses of links.
    pub links: LinkPlace,
    /// Where document dates are printed.
    pub dates: DatePlace,
    /// Whether the editor's own straight quotes and hyphens become typographic ones; on by default.
    pub smart: bool,
    /// Whether print marks the first use of a term of the glossary.
    pub glossary_marks: bool,
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
    /// To whom the book is dedicated.
    pub dedication: Option<TextRef>,
    /// The words that stand before it.
    pub epigraph: Option<TextRef>,
}

/// One section of matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatterEntry {
    /// One that the program makes.
    Generated(Section, Span),
    /// A file of the editor's: anything with a dot.
    File(Spanned<String>),
    /// A file of the editor's to which the program adds what it knows: a note on the text.
    Appended(Spanned<String>, Section),
}

/// A section that the program makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The title alone.
    HalfTitle,
    /// Title, editors, publisher.
    TitlePage,
    /// The imprint.
    CopyrightPage,
    /// The table of contents.
    Contents,
    /// The same by date.
    ContentsByDate,
    /// The same by author.
    ContentsByAuthor,
    /// The same by theme.
    ContentsByTheme,
    /// The editor's words, on a page of their own.
    Dedication,
    /// The same.
    Epigraph,
    /// Abbreviations and what they stand for.
    Abbreviations,
    /// What was done to the texts.
    NoteOnTheText,
    /// Events by date.
    Chronology,
    /// Events and documents by date.
    ChronologyOfDocuments,
    /// People and who they are.
    Contributors,
    /// The corrections.
    Emendations,
    /// What else to read.
    FurtherReading,
    /// Terms explained.
    Glossary,
    /// The notes, where they stand at the end of the book.
    Notes,
    /// Sources and works cited.
    Bibliography,
    /// Credits.
    Permissions,
    /// An index.
    Index(IndexKind),
}

impl Section {
    /// Every section by the name the manifest has for it.
    pub const ALL: &[(&str, Self)] = &[
        ("half-title", Self::HalfTitle),
        ("title-page", Self::TitlePage),
        ("copyright-page", Self::CopyrightPage),
        ("contents", Self::Contents),
        ("contents:date", Self::ContentsByDate),
        ("contents:author", Self::ContentsByAuthor),
        ("contents:theme", Self::ContentsByTheme),
        ("dedication", Self::Dedication),
        ("epigraph", Self::Epigraph),
        ("abbreviations", Self::Abbreviations),
        ("note-on-the-text", Self::NoteOnTheText),
        ("chronology", Self::Chronology),
        ("chronology:documents", Self::ChronologyOfDocuments),
        ("contributors", Self::Contributors),
        ("emendations", Self::Emendations),
        ("further-reading", Self::FurtherReading),
        ("glossary", Self::Glossary),
        ("notes", Self::Notes),
        ("bibliography", Self::Bibliography),
        ("permissions", Self::Permissions),
        ("index", Self::Index(IndexKind::General)),
        ("index:names", Self::Index(IndexKind::Names)),
        ("index:places", Self::Index(IndexKind::Places)),
        ("index:subjects", Self::Index(IndexKind::Subjects)),
        ("index:first-lines", Self::Index(IndexKind::FirstLines)),
        ("index:titles", Self::Index(IndexKind::Titles)),
    ];

    /// Its name in the manifest: `title-page`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, section)| *section == self).map_or("", |(name, _)| name)
    }
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
    /// What else to read: works of the bibliographies (`@key`, words may follow), lines of the editor's, files of them.
    pub further_reading: Vec<TextRef>,
    /// Its documents, globs expanded; each a key of [`super::Manifest::documents`].
    pub documents: Vec<Spanned<Id>>,
}
