//! Finished pages: everything placed, nothing left to decide.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::report::Report;
pub use super::structure::{Element, ElementId, Role, Structure};
use crate::book::{AnchorId, Folio, Image};
use crate::design::Press;
use crate::length::{Length, Size};
use crate::metadata::Direction;

/// A book set into pages.
#[derive(Clone, Debug)]
pub struct Composition {
    /// How it is printed, if it is for the press.
    pub press: Option<Press>,
    /// The trimmed page.
    pub trim: Size,
    /// What is printed beyond the trim on all sides but the spine.
    pub bleed: Length,
    /// Where the leaves are held together.
    pub binding: Binding,
    /// White at the spine: the inner margin.
    pub gutter: Length,
    /// Pages in the order they are bound; the first is a recto.
    pub pages: Vec<Page>,
    /// The faces used; a [`FaceId`] counts into it.
    pub faces: Vec<Face>,
    /// The pictures used, by key.
    pub images: BTreeMap<String, Image>,
    /// The outline.
    pub outline: Vec<OutlineItem>,
    /// What everything placed is part of.
    pub structure: Structure,
    /// What falls short.
    pub report: Report,
}

/// At which edge of a recto the leaves are held together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// At the left: the next page is turned to from the right.
    #[default]
    Left,
    /// At the right, as books are whose language is written from the right.
    Right,
}

impl Binding {
    /// That of a book in a language written so.
    #[must_use]
    pub const fn of(direction: Direction) -> Self {
        match direction {
            Direction::Ltr => Self::Left,
            Direction::Rtl => Self::Right,
        }
    }

    /// Whether the spine is at the left of a page.
    #[must_use]
    pub const fn spine_at_left(self, recto: bool) -> bool {
        matches!(self, Self::Left) == recto
    }
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its number, printed or not.
    pub folio: Folio,
    /// What stands on it, in reading order; running head and folio last.
    pub items: Vec<Placed>,
}

/// Which face: counts into [`Composition::faces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// A font face as a file has it.
#[derive(Clone, Debug)]
pub struct Face {
    /// PostScript name.
    pub name: String,
    /// The file's bytes.
    pub data: Arc<[u8]>,
    /// Which face of a collection.
    pub index: u32,
}

/// A thing and its place: from the trimmed page's top left, rightwards and downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Left edge.
    pub x: Length,
    /// Baseline of glyphs, top edge of everything else.
    pub y: Length,
    /// The thing.
    pub item: Item,
    /// What it is part of; furniture of the page is part of nothing.
    pub element: Option<ElementId>,
}

impl Placed {
    /// A thing that is no part of the text.
    #[must_use]
    pub const fn artifact(x: Length, y: Length, item: Item) -> Self {
        Self { x, y, item, element: None }
    }
}

/// What stands on pages.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Letters of one face and size on one baseline.
    Glyphs(GlyphRun),
    /// A filled black box.
    Rule(Size),
    /// A picture, by its key, fitted into this box.
    Image(String, Size),
    /// A place that something points to: a mark without extent.
    Anchor(AnchorId),
    /// A box that leads somewhere when clicked.
    Link(Size, Destination),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a place in the book.
    Anchor(AnchorId),
    /// Out of it.
    Url(String),
}

/// Letters of one face and size on one baseline, in visual order from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// Face.
    pub face: FaceId,
    /// Size.
    pub size: Length,
    /// Glyphs are drawn this much wider or narrower, in 1/1000: 1000 is as they are.
    pub stretch: u16,
    /// Whether it belongs to the page (head, folio) and not to the text.
    pub furniture: bool,
    /// The text the glyphs stand for, in reading order; word spaces included. No longer than 65,535 bytes.
    pub text: Box<str>,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Those that stand off their place (marks over letters), in order: few, so that a book of glyphs stays small.
    pub shifts: Box<[Shift]>,
}

/// How far a glyph stands off its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Which of [`GlyphRun::glyphs`].
    pub glyph: u32,
    /// To the right.
    pub dx: Length,
    /// Upwards.
    pub dy: Length,
}

impl GlyphRun {
    /// The glyphs, and how far to the right and upwards each stands off its place.
    pub fn placed(&self) -> impl Iterator<Item = (&Glyph, Length, Length)> {
        let mut shifts = self.shifts.iter().peekable();
        (0_u32..).zip(&self.glyphs).map(move |(number, glyph)| {
            let shift = shifts.next_if(|shift| shift.glyph == number);
            shift.map_or((glyph, Length::ZERO, Length::ZERO), |shift| (glyph, shift.dx, shift.dy))
        })
    }
}

/// One glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Number in the face.
    pub id: u16,
    /// From this glyph's origin to the next's: kerning, stretch and letterspacing included.
    pub advance: Length,
    /// First byte in [`GlyphRun::text`] of the cluster it stands for. Glyphs of one cluster share it.
    /// Of sixteen bits, since most of what a long book takes in memory is its glyphs.
    pub cluster: u16,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// Title.
    pub title: String,
    /// Where it leads.
    pub target: AnchorId,
    /// Entries under it.
    pub children: Vec<OutlineItem>,
}
