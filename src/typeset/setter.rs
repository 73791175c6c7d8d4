//! The paragraph engine's front door: inlines in, set lines out.

use std::collections::BTreeMap;

use super::line::{Line, Paragraph, ParagraphStyle, TextStyle};
use super::page::Face;
use crate::book::Image;
use crate::design::Families;
use crate::document::{Inline, Note, Origin};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::metadata::Language;

/// Sets words into lines. One for each thread: it keeps what it has shaped.
pub struct Setter<'a> {
    fonts: &'a FontLibrary,
    notes: &'a [Note],
    images: &'a BTreeMap<String, Image>,
}

/// A character that no face has, printed as a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The character.
    pub character: char,
    /// Where the words come from that it stands in; of a source, where it stands itself.
    pub origin: Origin,
}

/// How type stands on its baseline; all positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// How far letters rise.
    pub ascent: Length,
    /// How far letters sink.
    pub descent: Length,
    /// Height of capitals.
    pub cap_height: Length,
    /// Height of small letters.
    pub x_height: Length,
}

impl<'a> Setter<'a> {
    /// A setter for a book with these families, notes (for their marks) and pictures (for their shapes).
    #[must_use]
    pub fn new(
        fonts: &'a FontLibrary,
        families: &Families,
        notes: &'a [Note],
        images: &'a BTreeMap<String, Image>,
    ) -> Self {
        let _ = families;
        Self { fonts, notes, images }
    }

    /// Sets a paragraph. Never empty: a paragraph without words has one empty line.
    pub fn paragraph(&mut self, inlines: &[Inline], language: &Language, style: &ParagraphStyle) -> Paragraph {
        let _ = (inlines, language, style, self.notes, self.images);
        todo!("helper: paragraph")
    }

    /// Sets words on one line at their natural width, from x = 0. Line breaks become spaces; in the code family
    /// every space counts.
    pub fn line(&mut self, inlines: &[Inline], language: &Language, style: &TextStyle) -> Line {
        let _ = (inlines, language, style);
        todo!("helper: paragraph")
    }

    /// [`Setter::line`] of words of the program's own, without markup.
    pub fn words(&mut self, text: &str, language: &Language, style: &TextStyle) -> Line {
        let _ = (text, language, style);
        todo!("helper: paragraph")
    }

    /// How wide words are on one line.
    pub fn width(&mut self, inlines: &[Inline], language: &Language, style: &TextStyle) -> Length {
        self.line(inlines, language, style).width
    }

    /// How type of this style stands on its baseline.
    #[must_use]
    pub fn metrics(&self, style: &TextStyle) -> Metrics {
        let _ = style;
        todo!("helper: paragraph")
    }

    /// The characters that no face had so far, each once for every place.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        &[]
    }
}

/// Every face of the library, for [`super::page::Composition::faces`]: a face's number is the same for every
/// setter. Faces that were never needed may have no data.
#[must_use]
pub fn faces(fonts: &FontLibrary) -> Vec<Face> {
    let _ = fonts;
    Vec::new()
}

impl std::fmt::Debug for Setter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setter").field("fonts", self.fonts).finish_non_exhaustive()
    }
}
