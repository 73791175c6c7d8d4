//! How pages look: every measure a design decides, with defaults that make a book.

pub mod press;

use crate::length::{Length, Size};
pub use press::{Condition, Limits, Press, Printer, Standard};

/// A printed design, complete: nothing is left for the setter to guess.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Pages for reading on screen and at home, or for the press.
    pub kind: PdfKind,
    /// How it is printed, if it is for the press.
    pub press: Option<Box<Press>>,
    /// The trimmed page.
    pub trim: Size,
    /// White around the text block.
    pub margins: Margins,
    /// Whether the margins at the sides follow the number of pages.
    pub gutter: Gutter,
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
    /// Type that is smaller or larger than the text's.
    pub sizes: Sizes,
    /// How titles stand.
    pub titles: Titles,
    /// Empty lines above a title at the head of a page.
    pub sink: u16,
    /// How the text of a document begins.
    pub opening: Opening,
    /// What may be done to letters to make lines fit.
    pub fitting: Fitting,
    /// Where chapters and parts may open.
    pub chapters_start: ChaptersStart,
    /// Running heads.
    pub heads: RunningHeads,
    /// The letters of running heads.
    pub head_letters: HeadLetters,
    /// Where the numbers of pages stand.
    pub folios: Folios,
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

/// The designs there are to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DesignName {
    /// Centred titles in the face of the text, heads in small capitals, margins of a fine book.
    #[default]
    Classic,
    /// Titles flush at the left in a sans serif, folios at the foot, margins of a paperback.
    Modern,
}

/// How the white at the spine and at the fore-edge is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gutter {
    /// It is as the margins say.
    #[default]
    Fixed,
    /// A thicker book opens less far and needs more at the spine: by the number of pages.
    ByPages,
}

/// Type that is smaller or larger than the text's, and its leading where it has one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sizes {
    /// Notes at the foot.
    pub notes: Length,
    /// Their leading.
    pub notes_leading: Length,
    /// The index.
    pub index: Length,
    /// Its leading.
    pub index_leading: Length,
    /// Headnotes.
    pub headnotes: Length,
    /// Quotations, verse and letters.
    pub quotations: Length,
    /// Listings.
    pub code: Length,
    /// Titles of parts.
    pub part: Length,
    /// Titles of chapters.
    pub chapter: Length,
    /// Titles of documents and of sections of matter.
    pub document: Length,
}

impl Sizes {
    /// What goes with a text of this size and leading, to a tenth of a point: notes of 8.5/11 under 10.5/13.5.
    #[must_use]
    pub fn of(size: Length, leading: Length) -> Self {
        let part = |length: Length, factor: f64| Length::pt((length.to_pt() * factor * 10.0).round() / 10.0);
        Self {
            notes: part(size, 0.81),
            notes_leading: part(leading, 0.815),
            index: part(size, 0.8),
            index_leading: part(leading, 0.8),
            headnotes: part(size, 0.92),
            quotations: part(size, 0.92),
            code: part(size, 0.74),
            part: part(size, 2.0),
            chapter: part(size, 1.7),
            document: part(size, 1.45),
        }
    }
}

/// How titles stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Titles {
    /// In the middle.
    #[default]
    Centred,
    /// At the side where lines begin, bold.
    Flush,
}

/// How the text of a document begins, where it begins with a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Opening {
    /// As it goes on.
    #[default]
    Plain,
    /// With its first words in small capitals.
    SmallCapitals,
    /// With a first letter that is as high as two lines.
    DropCapital,
}

/// The letters of running heads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadLetters {
    /// Small capitals, spaced.
    #[default]
    SmallCapitals,
    /// Italic.
    Italic,
    /// Upright, in the family of headings.
    Upright,
}

/// Where the number of a page stands; at its opening it is at the foot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Folios {
    /// At the outer side of the head.
    #[default]
    Head,
    /// In the middle of the foot.
    Foot,
    /// At the outer side of the foot.
    OuterFoot,
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

impl Margins {
    /// A measure of 65 characters of Alegreya, in ems.
    const MEASURE: f64 = 29.0;

    /// What a printer of paperbacks needs for so many pages, and a measure of about 65 characters: at the spine the
    /// least that Kindle Direct Publishing takes (to 150 pages ⅜ in, then ½, ⅝, ¾, ⅞) and a quarter of an inch.
    #[must_use]
    pub fn trade(trim: Size, size: Length, pages: usize) -> Self {
        let inner = Printer::Kdp.gutter(pages) + Length::inches(0.25);
        let (outer, edge) = (Length::inches(0.5), Length::inches(0.75));
        let spare = (trim.width - inner - outer - size.scale(Self::MEASURE)).max(Length::ZERO);
        Self { inner: inner + spare / 2, outer: outer + (spare - spare / 2), top: edge, bottom: edge }
    }
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
    /// A design on its own page, 6 × 9 in.
    #[must_use]
    pub fn named(name: DesignName) -> Self {
        match name {
            DesignName::Classic => Self::classic(),
            DesignName::Modern => Self::modern(),
        }
    }

    /// Alegreya 10.5/13.5, a measure of about 65 characters.
    fn classic() -> Self {
        let (size, leading) = (Length::pt(10.5), Length::pt(13.5));
        let family = Families::STAND_IN.to_owned();
        Self {
            kind: PdfKind::Reading,
            press: None,
            trim: Size { width: Length::inches(6.0), height: Length::inches(9.0) },
            margins: Margins {
                inner: Length::pt(58.5),
                outer: Length::pt(69.0),
                top: Length::pt(67.5),
                bottom: Length::pt(81.0),
            },
            gutter: Gutter::Fixed,
            bleed: Length::ZERO,
            fonts: Families { text: family.clone(), heading: family, code: "Fira Mono".to_owned() },
            size,
            leading,
            indent: leading,
            sizes: Sizes::of(size, leading),
            titles: Titles::Centred,
            sink: 3,
            opening: Opening::Plain,
            fitting: Fitting::default(),
            chapters_start: ChaptersStart::Page,
            heads: RunningHeads { verso: Head::Book, recto: Head::Document },
            head_letters: HeadLetters::SmallCapitals,
            folios: Folios::Head,
            index_columns: 2,
            links: true,
            missing_glyphs: MissingGlyphs::Error,
        }
    }

    /// Alegreya 10/14 under titles of Fira Sans, and a little more air.
    fn modern() -> Self {
        let classic = Self::classic();
        let (size, leading) = (Length::pt(10.0), Length::pt(14.0));
        let sizes = Sizes::of(size, leading);
        let mut margins = Margins::trade(classic.trim, size, 300);
        // What is left of the last line.
        margins.bottom += Length::pt(8.0);
        Self {
            margins,
            gutter: Gutter::ByPages,
            fonts: Families { heading: "Fira Sans".to_owned(), ..classic.fonts },
            size,
            leading,
            indent: leading,
            sizes: Sizes { part: Length::pt(24.0), chapter: Length::pt(18.0), document: Length::pt(14.0), ..sizes },
            titles: Titles::Flush,
            sink: 4,
            heads: RunningHeads { verso: Head::Chapter, recto: Head::Document },
            head_letters: HeadLetters::Upright,
            folios: Folios::OuterFoot,
            ..classic
        }
    }

    /// The same with the margins that so many pages need; `None` if it has them.
    #[must_use]
    pub fn for_pages(&self, pages: usize) -> Option<Self> {
        let trade = Margins::trade(self.trim, self.size, pages);
        // Some printers want more than most, and signs that hang out into the margin count too.
        let hanging = self.size / 3;
        let (gutter, edge) = self.press.as_ref().map_or((Length::ZERO, Length::ZERO), |press| {
            (press.gutter(pages) + hanging, press.limits().edge_of(self.bleed) + hanging)
        });
        let margins = Margins { inner: trade.inner.max(gutter), outer: trade.outer.max(edge), ..self.margins };
        (self.gutter == Gutter::ByPages && margins != self.margins).then(|| Self { margins, ..self.clone() })
    }

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
    fn default() -> Self {
        Self::classic()
    }
}
