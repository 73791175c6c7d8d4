//! The typographic report: what of a made edition falls short of the best, page by page, and why.
//!
//! A page's faults give way in a fixed order (see `makeup`), so most of what stands here is a choice among evils; an
//! editor who wants it otherwise changes some words of the page. As text ([`Report`]'s `Display`) it has a line for
//! each kind of flaw with its count, then a line for each flaw, in the order of the kinds and of the pages:
//!
//! ```text
//! 132 pages, 3,402 lines
//!
//! uneven spreads            0
//! short pages               1
//! …
//!
//! page 12: short page, 2 rows; what follows is kept together: “The next stanza begins”
//! ```

use std::fmt;

use crate::book::Folio;

/// What falls short in an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many pages there are.
    pub pages: usize,
    /// How many lines of text were judged; notes, index and furniture are not.
    pub lines: usize,
    /// What falls short, in the order of the pages.
    pub flaws: Vec<Flaw>,
}

/// Something that falls short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub kind: FlawKind,
    /// On which page.
    pub folio: Folio,
    /// The first words of the line, or of what stands on the next page; may be empty.
    pub words: String,
}

/// Kinds of flaws. Rows are those of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// A recto that reaches further down than its facing page, or less far.
    UnevenSpread {
        /// By how many rows.
        rows: u32,
        /// Why no more stands on it.
        cause: Cause,
    },
    /// A page that ends above its foot.
    ShortPage {
        /// By how many rows.
        rows: u32,
        /// Why no more stands on it.
        cause: Cause,
    },
    /// A note that goes on at the foot of the next page.
    SplitNote,
    /// A word divided where the leaf is turned.
    HyphenAtTurn,
    /// A line with wide word spaces.
    LooseLine {
        /// How wide: in 1/1000 of a word space.
        space: u16,
    },
    /// Lines one under the other that all end in a divided word.
    Ladder {
        /// How many.
        lines: usize,
    },
    /// A line wider than its measure.
    WideLine,
    /// Something longer than a page, divided where it should not be.
    Divided,
}

/// Why a page could not be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The next lines call a note, and a note begins on the page of its call.
    Note,
    /// What follows is kept together: a heading and its text, a stanza, a figure.
    Kept,
    /// No paragraph may leave a single line on either page.
    Lines,
}

/// What each kind is called, one and many, in the order in which they are told.
const NAMES: [(&str, &str); 8] = [
    ("uneven spread", "uneven spreads"),
    ("short page", "short pages"),
    ("split note", "split notes"),
    ("hyphen at the turn of a leaf", "hyphens at the turn of a leaf"),
    ("loose line", "loose lines"),
    ("ladder of hyphens", "ladders of hyphens"),
    ("wide line", "wide lines"),
    ("divided page", "divided pages"),
];

impl Report {
    pub(super) fn note(&mut self, kind: FlawKind, folio: Folio, words: String) {
        self.flaws.push(Flaw { kind, folio, words });
    }

    /// Takes in what was found on pages that follow.
    pub(super) fn append(&mut self, mut other: Self) {
        self.pages += other.pages;
        self.lines += other.lines;
        self.flaws.append(&mut other.flaws);
    }

    /// What each kind is called, one and many, and how many there are, in the order in which they are told.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, &'static str, usize)> {
        let many = |number| self.flaws.iter().filter(|flaw| flaw.kind.number() == number).count();
        NAMES.iter().enumerate().map(move |(number, (one, all))| (*one, *all, many(number)))
    }

    /// The pages with a flaw that `wanted` wants, in order.
    pub(super) fn pages_with(&self, wanted: impl Fn(FlawKind) -> bool) -> Vec<Folio> {
        self.flaws.iter().filter(|flaw| wanted(flaw.kind)).map(|flaw| flaw.folio).collect()
    }
}

impl FlawKind {
    /// What it is called: `loose line`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        NAMES[self.number()].0
    }

    /// Which of [`NAMES`].
    const fn number(self) -> usize {
        match self {
            Self::UnevenSpread { .. } => 0,
            Self::ShortPage { .. } => 1,
            Self::SplitNote => 2,
            Self::HyphenAtTurn => 3,
            Self::LooseLine { .. } => 4,
            Self::Ladder { .. } => 5,
            Self::WideLine => 6,
            Self::Divided => 7,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} pages, {} lines\n", self.pages, self.lines)?;
        for (_, many, count) in self.counts() {
            writeln!(f, "{many:<30} {count:>6}")?;
        }
        for number in 0..NAMES.len() {
            let mut flaws = self.flaws.iter().filter(|flaw| flaw.kind.number() == number).peekable();
            if flaws.peek().is_some() {
                writeln!(f)?;
            }
            for flaw in flaws {
                writeln!(f, "{flaw}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}: {}", self.folio, NAMES[self.kind.number()].0)?;
        match self.kind {
            FlawKind::UnevenSpread { rows, cause } | FlawKind::ShortPage { rows, cause } => {
                write!(f, ", {rows} {}; {cause}", if rows == 1 { "row" } else { "rows" })?;
            }
            FlawKind::LooseLine { space } => write!(f, ", {}.{:02}", space / 1000, space % 1000 / 10)?,
            FlawKind::Ladder { lines } => write!(f, ", {lines} lines")?,
            FlawKind::SplitNote | FlawKind::HyphenAtTurn | FlawKind::WideLine | FlawKind::Divided => {}
        }
        if self.words.is_empty() { Ok(()) } else { write!(f, ": “{}”", self.words) }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "a note must begin on the page of its call",
            Self::Kept => "what follows is kept together",
            Self::Lines => "a single line would stand alone",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        let mut report = Report { pages: 9, lines: 300, flaws: Vec::new() };
        report.note(FlawKind::LooseLine { space: 1604 }, Folio::Roman(4), "of the".to_owned());
        report.note(FlawKind::UnevenSpread { rows: 1, cause: Cause::Kept }, Folio::Arabic(7), "A heading".to_owned());
        let text = report.to_string();
        assert!(text.starts_with("9 pages, 300 lines\n\nuneven spreads                      1\n"), "{text}");
        let told = "page 7: uneven spread, 1 row; what follows is kept together: “A heading”\n\n\
                    page iv: loose line, 1.60: “of the”\n";
        assert!(text.ends_with(told), "{text}");
    }
}
