//! What a printer takes: standards, inks, paper, and the limits that printers of single copies publish.
//!
//! The limits are those of stored copies of the printers' pages, and of articles about them, read on 2026-11-22:
//! *Paperback Submission Guidelines* and *Set Trim Size, Bleed, and Margins* of Kindle Direct Publishing, *File Creation
//! Guide* of `IngramSpark`, *Book Creation Guide* of Lulu. No page was at hand for `IngramSpark`'s numbers of pages, nor
//! for Lulu's gutters and ink: these are to be checked. They change; [`READ`] says when they were read.

use std::sync::Arc;

use crate::length::Length;

/// The day on which the printers' limits were read.
pub const READ: &str = "2026-11-22";

/// How an edition is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// What the file keeps to.
    pub standard: Standard,
    /// Whose limits its pages are held against.
    pub printer: Option<Printer>,
    /// What it is printed with.
    pub condition: Condition,
    /// Whether crop marks and a slug line stand outside the page, for proofs.
    pub marks: bool,
    /// How thick a leaf is, if that is known.
    pub leaf: Option<Length>,
}

/// What a file for the press keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standard {
    /// PDF/X-1a:2001 (ISO 15930-1): PDF 1.3 without transparency.
    #[default]
    X1a,
    /// PDF/X-4 (ISO 15930-7): PDF 1.6, transparency allowed, the profile in the file.
    X4,
}

/// The printing condition a file is made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Its name in the registry of the ICC: "FOGRA39".
    pub name: Option<String>,
    /// Its profile: then pictures are printed in its four inks.
    pub profile: Option<Arc<[u8]>>,
}

impl Condition {
    /// The printing condition where none is named: black ink on a web press of the United States prints like any other.
    pub const USUAL: &str = "CGATS TR 001";

    /// The name in the registry, where there is one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(Self::USUAL)
    }
}

/// Printers whose limits are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Printer {
    /// Kindle Direct Publishing.
    Kdp,
    /// `IngramSpark` and Lightning Source.
    IngramSpark,
    /// Lulu.
    Lulu,
    /// A printer on a desk.
    Home,
}

/// What a printer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How it is called.
    pub printer: &'static str,
    /// Fewest and most pages of a paperback.
    pub pages: (usize, usize),
    /// White at head, foot and fore-edge that nothing may stand in.
    pub edge: Length,
    /// The same in a book whose pictures run off the page.
    pub edge_with_bleed: Length,
    /// How far what runs off the page must reach beyond it.
    pub bleed: Length,
    /// Whether the page is wider by its bleed at the spine too.
    pub bleeds_at_spine: bool,
    /// Smallest type.
    pub type_size: Length,
    /// Thinnest line.
    pub line: Length,
    /// Fewest dots to the inch of a picture.
    pub resolution: u32,
    /// Most ink in one place, all four inks together, in per cent.
    pub ink: u32,
    /// Most blank pages in a row.
    pub blank_pages: usize,
    /// Whether crop marks may be on the page.
    pub marks: bool,
    /// Whether PDF/X-4 is taken too.
    pub x4: bool,
}

impl Limits {
    /// White at head, foot and fore-edge that nothing may stand in, with such a bleed or none.
    #[must_use]
    pub fn edge_of(&self, bleed: Length) -> Length {
        if bleed > Length::ZERO { self.edge_with_bleed } else { self.edge }
    }

    /// What holds of any press.
    const fn usual() -> Self {
        Self {
            printer: "a printer",
            pages: (1, usize::MAX),
            edge: Length::ZERO,
            edge_with_bleed: Length::ZERO,
            bleed: BLEED,
            bleeds_at_spine: false,
            type_size: Length::from_raw(7 * POINT),
            line: Length::from_raw(POINT / 4),
            resolution: 300,
            ink: 300,
            blank_pages: usize::MAX,
            marks: true,
            x4: true,
        }
    }
}

const POINT: i32 = Length::POINT.raw();
/// Three millimetres, which some write as an eighth of an inch.
const BLEED: Length = Length::from_raw(POINT / 2 * 17);
const INCH_EIGHTH: Length = Length::from_raw(9 * POINT);
const INCH_QUARTER: Length = Length::from_raw(18 * POINT);
const INCH_HALF: Length = Length::from_raw(36 * POINT);

impl Printer {
    /// Its published limits.
    #[must_use]
    pub const fn limits(self) -> Limits {
        let usual = Limits::usual();
        match self {
            Self::Kdp => Limits {
                printer: "Kindle Direct Publishing",
                pages: (24, 828),
                edge: INCH_QUARTER,
                edge_with_bleed: Length::from_raw(27 * POINT),
                bleed: INCH_EIGHTH,
                line: Length::from_raw(POINT / 4 * 3),
                blank_pages: 2,
                marks: false,
                ..usual
            },
            Self::IngramSpark => Limits {
                printer: "IngramSpark",
                pages: (18, 1200),
                edge: INCH_HALF,
                edge_with_bleed: INCH_HALF,
                ink: 240,
                marks: false,
                x4: false,
                ..usual
            },
            Self::Lulu => Limits {
                printer: "Lulu",
                pages: (32, 800),
                edge: INCH_HALF,
                edge_with_bleed: INCH_HALF,
                bleed: INCH_EIGHTH,
                bleeds_at_spine: true,
                ink: 270,
                marks: false,
                ..usual
            },
            Self::Home => {
                Limits { printer: "a desk printer", edge: INCH_QUARTER, edge_with_bleed: INCH_QUARTER, ..usual }
            }
        }
    }

    /// The least white at the spine of a book of so many pages.
    #[must_use]
    pub fn gutter(self, pages: usize) -> Length {
        let inches = match self {
            Self::Kdp => match pages {
                0..=150 => 0.375,
                151..=300 => 0.5,
                301..=500 => 0.625,
                501..=700 => 0.75,
                _ => 0.875,
            },
            Self::IngramSpark => 0.5,
            // Half an inch as everywhere, and what the binding takes.
            Self::Lulu => match pages {
                0..=60 => 0.5,
                61..=150 => 0.625,
                151..=400 => 1.0,
                401..=600 => 1.125,
                _ => 1.25,
            },
            Self::Home => 0.25,
        };
        Length::inches(inches)
    }
}

impl Press {
    /// The limits its pages are held against.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.printer.map_or(Limits::usual(), Printer::limits)
    }

    /// The least white at the spine, where the printer says one.
    #[must_use]
    pub fn gutter(&self, pages: usize) -> Length {
        self.printer.map_or(Length::ZERO, |printer| printer.gutter(pages))
    }

    /// How far crop marks stand off the page: outside what bleeds, and never nearer than an eighth of an inch.
    #[must_use]
    pub fn mark_offset(&self, bleed: Length) -> Length {
        bleed.max(INCH_EIGHTH)
    }

    /// How much wider the sheet is than its page on each side, for the marks; none without.
    #[must_use]
    pub fn sheet_margin(&self, bleed: Length) -> Option<Length> {
        self.marks.then(|| self.mark_offset(bleed) + INCH_QUARTER + INCH_EIGHTH)
    }

    /// How thick a book of so many pages is, its cover not counted; where no paper is named, by the printer's own
    /// formula if it has one for all its papers (Lulu's counts the cover).
    #[must_use]
    pub fn spine(&self, pages: usize) -> Option<Length> {
        let leaves = i32::try_from(pages.div_ceil(2)).ok()?;
        match (self.leaf, self.printer) {
            (Some(leaf), _) => Some(leaf * leaves),
            (None, Some(Printer::Lulu)) => Some(Length::inches(f64::from(leaves) / 222.0 + 0.06)),
            (None, _) => None,
        }
    }
}

/// Papers known by name, and how thick a leaf of each is: Kindle Direct Publishing's, whose spine is so much a page.
pub const PAPERS: [(&str, f64); 3] = [("white", 0.002_252 * 2.0), ("cream", 0.0025 * 2.0), ("colour", 0.002_347 * 2.0)];

/// The thickness of a leaf of a paper known by name.
#[must_use]
pub fn paper(name: &str) -> Option<Length> {
    PAPERS.iter().find(|(known, _)| *known == name).map(|(_, leaf)| Length::inches(*leaf))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spine_is_its_leaves() {
        let press = |printer, leaf| Press { printer, leaf, ..Press::default() };
        let inches = |length: Option<Length>| length.map(|length| (length.to_pt() / 72.0 * 1000.0).round() / 1000.0);
        // KDP: 300 pages of white paper are 300 × 0.002252 in.
        assert_eq!(inches(press(Some(Printer::Kdp), paper("white")).spine(300)), Some(0.676));
        assert_eq!(inches(press(Some(Printer::Kdp), paper("cream")).spine(300)), Some(0.75));
        // Lulu: pages / 444 + 0.06 in.
        assert_eq!(inches(press(Some(Printer::Lulu), None).spine(444)), Some(1.06));
        assert_eq!(press(None, None).spine(444), None);
        assert_eq!(press(None, Some(Length::mm(0.1))).spine(101), Some(Length::mm(0.1) * 51));
    }

    #[test]
    fn gutters_never_shrink_with_pages() {
        for printer in [Printer::Kdp, Printer::IngramSpark, Printer::Lulu, Printer::Home] {
            let gutters: Vec<Length> = (0..1000).map(|pages| printer.gutter(pages)).collect();
            assert!(gutters.is_sorted());
        }
    }
}
