//! How pages look: every measure a design decides, with defaults that make a book.

use crate::length::{Length, Size};

/// A printed design, complete: nothing is left for the setter to guess.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Pages for reading on screen and at home, or for the press.
    pub kind: PdfKind,
    /// The trimmed page.
    pub trim: Size,
    /// White around the text block.
    pub margins: Margins,
    /// What is printed beyond the trim on three sides.
    pub bleed: Length,
    /// Families by use.
    pub fonts: Families,
    /// Size of the text type.
    pub size: Length,
    /// From baseline to baseline of the text: the grid.
    pub leading: Length,
    /// First-line indent of the text.
    pub indent: Length,
    /// What may be done to letters to make lines fit.
    pub fitting: Fitting,
    /// Where chapters and parts may open.
    pub chapters_start: ChaptersStart,
    /// Running heads.
    pub heads: RunningHeads,
    /// Columns of the index.
    pub index_columns: u8,
    /// Whether links are made.
    pub links: bool,
    /// What happens to a character that no font has.
    pub missing_glyphs: MissingGlyphs,
}

/// What a PDF is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PdfKind {
    /// For screens and archives: tagged, linked.
    #[default]
    Reading,
    /// For a printer.
    Press,
}

/// White around the text block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Margins {
    /// At the spine.
    pub inner: Length,
    /// At the fore-edge.
    pub outer: Length,
    /// Above the first line of text; the running head stands in it.
    pub top: Length,
    /// Below the last line.
    pub bottom: Length,
}

/// Font families by use: names of bundled or installed families.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Families {
    /// The text.
    pub text: String,
    /// Headings and titles.
    pub heading: String,
    /// Listings.
    pub code: String,
}

impl Families {
    /// Stands in for families that cannot be found.
    pub const STAND_IN: &str = "Alegreya";
}

/// What may be done to letters and signs so that justified lines fit and margins look straight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fitting {
    /// Whether signs at the margins hang out.
    pub protrusion: bool,
    /// Whether letters are drawn up to 2 % wider or narrower.
    pub expansion: bool,
    /// Whether letters move together by up to 1 % of an em or apart by up to 2 %, where spaces would be gaps.
    pub letterspacing: bool,
}

impl Default for Fitting {
    /// All of it.
    fn default() -> Self {
        Self { protrusion: true, expansion: true, letterspacing: true }
    }
}

/// Where parts and chapters may open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChaptersStart {
    /// On any new page.
    #[default]
    Page,
    /// On a right-hand page.
    Recto,
}

/// What the running heads show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunningHeads {
    /// On left-hand pages.
    pub verso: Head,
    /// On right-hand pages.
    pub recto: Head,
}

/// What one running head shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// Nothing.
    None,
    /// The book's title.
    Book,
    /// The part's title, else the book's.
    Part,
    /// The chapter's title, else the document's.
    Chapter,
    /// The document's short title.
    Document,
    /// The document's authors, else its short title.
    Author,
}

/// What happens to a character that no font has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MissingGlyphs {
    /// The build fails and names each.
    #[default]
    Error,
    /// A warning names each; a box is printed.
    Warn,
}

impl Design {
    /// The text block's width: the measure.
    #[must_use]
    pub fn measure(&self) -> Length {
        self.trim.width - self.margins.inner - self.margins.outer
    }

    /// How many lines of text a full page holds.
    #[must_use]
    pub fn lines(&self) -> usize {
        let depth = (self.trim.height - self.margins.top - self.margins.bottom).raw();
        usize::try_from(depth / self.leading.raw().max(1)).unwrap_or(0)
    }

    /// Whether a page holds ten ems by eight lines: with less no text can be set.
    #[must_use]
    pub fn holds_text(&self) -> bool {
        self.measure() >= self.size * 10 && self.lines() >= 8
    }
}

impl Default for Design {
    /// *Classic* on 6 × 9 in: Alegreya 10.5/13.5, a measure of about 65 characters.
    fn default() -> Self {
        Self {
            kind: PdfKind::Reading,
            trim: Size { width: Length::inches(6.0), height: Length::inches(9.0) },
            margins: Margins {
                inner: Length::pt(58.5),
                outer: Length::pt(69.0),
                top: Length::pt(67.5),
                bottom: Length::pt(81.0),
            },
            bleed: Length::ZERO,
            fonts: Families {
                text: "Alegreya".to_owned(),
                heading: "Alegreya".to_owned(),
                code: "Fira Mono".to_owned(),
            },
            size: Length::pt(10.5),
            leading: Length::pt(13.5),
            indent: Length::pt(13.5),
            fitting: Fitting::default(),
            chapters_start: ChaptersStart::Page,
            heads: RunningHeads { verso: Head::Book, recto: Head::Document },
            index_columns: 2,
            links: true,
            missing_glyphs: MissingGlyphs::Error,
        }
    }
}
