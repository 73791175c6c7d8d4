//! What stands before and after the text.

use super::index::Index;
use super::{AnchorId, ContentsGroup, Prose};
use crate::document::{Block, Inlines, Located};

/// One section of front or back matter.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Its own anchor.
    pub anchor: AnchorId,
    /// Unique slug.
    pub slug: String,
    /// Its heading; empty for pages that carry none (half title, title page, copyright page).
    pub title: Inlines,
    /// What it holds.
    pub body: MatterBody,
    /// Whether the program made it of records, or it only displays words (a dedication): such pages are not indexed
    /// (*Chicago* 18, 15.29).
    pub made: bool,
}

impl Matter {
    /// The editor's text, if it is one.
    #[must_use]
    pub const fn prose(&self) -> Option<&Prose> {
        match &self.body {
            MatterBody::Prose(prose) => Some(prose),
            _ => None,
        }
    }
}

/// What a section of front or back matter holds.
#[derive(Clone, Debug)]
pub enum MatterBody {
    /// The title alone.
    HalfTitle(Inlines),
    /// Title, editors, publisher.
    TitlePage(TitlePage),
    /// The imprint: identifier, rights, credits, fonts, colophon line.
    CopyrightPage(Vec<Located<Block>>),
    /// The table of contents; its entries are [`super::contents`].
    Contents,
    /// The documents in another order: by date, author or theme.
    Parallel(Vec<ContentsGroup>),
    /// A text: preface, note on the text, dedication.
    Prose(Prose),
    /// The book's notes, which are [`super::Endnotes::after`] the section's anchor; in print only.
    Notes,
    /// Sources and works cited.
    Bibliography(Vec<BibliographySection>),
    /// An index.
    Index(Index),
}

/// What a title page says.
#[derive(Clone, Debug)]
pub struct TitlePage {
    /// Title.
    pub title: Inlines,
    /// Subtitle.
    pub subtitle: Option<Inlines>,
    /// "Edited by …", complete, in the book's language.
    pub editors: Option<String>,
    /// "Draft: rights not cleared", where it is one.
    pub draft: Option<String>,
    /// Publisher, and place and year.
    pub imprint: Vec<String>,
}

/// One list of a bibliography.
#[derive(Clone, Debug)]
pub struct BibliographySection {
    /// Its heading, where there is more than one list.
    pub title: Option<Inlines>,
    /// Its entries, in order.
    pub entries: Vec<Inlines>,
}
