//! `[edition.*]`: what is written, and how it looks.

use super::Spanned;
use crate::design::{
    ChaptersStart, DesignName, Folios, Head, HeadLetters, Opening, PdfKind, Printer, Standard, Titles,
};
use crate::id::Id;
use crate::length::{Length, Size};

/// What an edition is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditionKind {
    /// An EPUB.
    Epub,
    /// A PDF.
    Pdf,
}

/// `[edition.NAME]`, `inherit` already followed.
#[derive(Clone, Debug)]
pub struct EditionSpec {
    /// Its name.
    pub name: Spanned<Id>,
    /// EPUB or PDF.
    pub format: EditionKind,
    /// For an EPUB: whose pages it marks.
    pub pages: PagesOf,
    /// ISBN, its check digit checked.
    pub isbn: Option<Spanned<String>>,
    /// Reading or press.
    pub kind: PdfKind,
    /// What a press edition says of its printing.
    pub press: PressSpec,
    /// The design it begins with.
    pub design: DesignName,
    /// Trim, by name or size.
    pub trim: Option<Trim>,
    /// Bleed.
    pub bleed: Option<Length>,
    /// Margins.
    pub margins: Option<Spanned<MarginsSpec>>,
    /// Fonts.
    pub fonts: FamiliesSpec,
    /// Type size.
    pub size: Option<Length>,
    /// Leading.
    pub leading: Option<Length>,
    /// First-line indent.
    pub indent: Option<Length>,
    /// Type that is smaller or larger than the text's.
    pub sizes: SizesSpec,
    /// How titles stand.
    pub titles: Option<Titles>,
    /// Empty lines above them.
    pub sink: Option<u16>,
    /// How the text of a document begins.
    pub opening: Option<Opening>,
    /// Whether signs hang out at the margins.
    pub protrusion: Option<bool>,
    /// Whether letters are drawn wider or narrower to make lines fit.
    pub expansion: Option<bool>,
    /// Whether letters are spaced to make lines fit.
    pub letterspacing: Option<bool>,
    /// Where chapters open.
    pub chapters_start: Option<ChaptersStart>,
    /// Running heads: verso, recto.
    pub running_heads: (Option<Head>, Option<Head>),
    /// The letters of running heads.
    pub head_letters: Option<HeadLetters>,
    /// Where the numbers of pages stand.
    pub folios: Option<Folios>,
    /// Whether links are made.
    pub links: Option<bool>,
    /// Copies printed, checked against permissions.
    pub print_run: Option<Spanned<u32>>,
    /// For an EPUB: the editor's style sheet, a file.
    pub stylesheet: Option<Spanned<String>>,
    /// Every how-manieth paragraph shows its number, where this edition has its own rule; 0: none.
    pub paragraph_numbers: Option<u32>,
    /// Documents this edition leaves out.
    pub omit_documents: Vec<Spanned<Id>>,
}

/// What a press edition says of its printing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PressSpec {
    /// What the file keeps to.
    pub standard: Standard,
    /// Whose limits hold.
    pub printer: Option<Printer>,
    /// Whether crop marks are made.
    pub marks: bool,
    /// How thick a leaf is.
    pub leaf: Option<Length>,
    /// The printing condition's name in the registry.
    pub condition: Option<Spanned<String>>,
    /// Its profile, a file.
    pub profile: Option<Spanned<String>>,
}

/// Whose pages an EPUB marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PagesOf {
    /// Those of the first press edition, else of the first PDF, if there is one.
    #[default]
    First,
    /// Of none.
    None,
    /// Of the PDF edition of this name.
    Edition(Spanned<String>),
}

/// A trimmed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trim {
    /// Width and height.
    pub size: Size,
    /// As written: "A5", "6in x 9in".
    pub name: Spanned<String>,
}

/// How margins are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarginsSpec {
    /// 2:3:4:6 on a nine-part grid.
    Classic,
    /// By the printer's gutter.
    Trade,
    /// In numbers; what is not given is the design's.
    Measured {
        /// At the spine.
        inner: Option<Length>,
        /// At the fore-edge.
        outer: Option<Length>,
        /// Above.
        top: Option<Length>,
        /// Below.
        bottom: Option<Length>,
    },
}

/// `fonts`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FamiliesSpec {
    /// For the text.
    pub text: Option<Spanned<String>>,
    /// For headings.
    pub heading: Option<Spanned<String>>,
    /// For listings.
    pub code: Option<Spanned<String>>,
}

/// `sizes`: what is not given goes with the text's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizesSpec {
    /// Notes at the foot.
    pub notes: Option<Length>,
    /// Their leading.
    pub notes_leading: Option<Length>,
    /// The index.
    pub index: Option<Length>,
    /// Its leading.
    pub index_leading: Option<Length>,
    /// Headnotes.
    pub headnotes: Option<Length>,
    /// Quotations, verse and letters.
    pub quotations: Option<Length>,
    /// Listings.
    pub code: Option<Length>,
    /// Titles of parts.
    pub part: Option<Length>,
    /// Titles of chapters.
    pub chapter: Option<Length>,
    /// Titles of documents.
    pub document: Option<Length>,
}
