//! Writes a composition as PDF 1.7. Decides no layout.
//!
//! In: pages of placed glyph runs, rules, pictures, anchors and links. Out: the bytes of a file, the same
//! for the same composition in every process.
//!
//! ```text
//! Composition ─► lettering ─► fonts (which glyph stands for which text) ─┬────────────┐
//!                (drawings)                                              └► pictures ─┴► paint (pages, in parallel) ─► finish
//! ```
//!
//! A file for the press is judged as it is made ([`preflight`]).
//!
//! printpdf paints; what it cannot say (nested outline, destinations, links, labels, metadata, `ToUnicode`)
//! is added in one pass over its lopdf document ([`finish`]). No other module of the program knows either.
//! Clauses (§) are those of ISO 32000-1.

mod deflate;
mod file;
mod finest;
mod finish;
mod fonts;
mod icc;
pub mod impose;
mod inks;
mod jpeg;
mod lettering;
mod metadata;
mod navigation;
mod paint;
mod pictures;
pub mod preflight;
mod press;
mod sheet;
mod svg;
mod tags;
mod text;
mod trees;

use std::fmt;

use crate::book::BookMetadata;
use crate::typeset::Composition;
use crate::typeset::page::Structure;
pub use inks::is_press_profile;
use preflight::Finding;

/// Why a composition cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A face cannot be read or made smaller.
    Face {
        /// Its name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A picture cannot be read.
    Picture {
        /// Its key in [`Composition::images`].
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file cannot be put together.
    File(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Face { name, reason } => write!(f, "the font `{name}` cannot be put into a PDF: {reason}"),
            Self::Picture { key, reason } => write!(f, "the picture `{key}` cannot be put into a PDF: {reason}"),
            Self::File(reason) => write!(f, "the PDF cannot be put together: {reason}"),
        }
    }
}

impl std::error::Error for Fault {}

/// A file, and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What a printer would object to, of a file for the press.
    pub findings: Vec<Finding>,
    /// Letters of drawings that no face has, each once for its drawing.
    pub unset: Vec<Unset>,
}

/// A letter of a drawing that no face has: a box is printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unset {
    /// The drawing's key in [`Composition::images`].
    pub key: String,
    /// The letter.
    pub letter: char,
}

/// The bytes of a PDF of `composition`, whose pages are let go as they are painted.
///
/// # Errors
/// When a face cannot be subset or a picture cannot be read.
pub fn write(composition: Composition, metadata: &BookMetadata) -> Result<Vec<u8>, Fault> {
    judged(composition, metadata).map(|written| written.bytes)
}

/// The same, and what is to be said of it.
///
/// # Errors
/// As [`write`].
pub fn judged(mut composition: Composition, metadata: &BookMetadata) -> Result<Written, Fault> {
    if composition.press.is_some() {
        composition.structure = Structure::default();
        composition.outline.clear();
    }
    let drawings = lettering::Drawings::of(&composition)?;
    let unset = drawings.unset();
    let fonts = fonts::Fonts::of(&composition, &drawings)?;
    let inks = inks::Inks::of(composition.press.as_ref())?;
    let means = pictures::Means { inks: &inks, drawings: &drawings, fonts: &fonts };
    let pictures = pictures::Pictures::of(&composition, &means)?;
    let press = composition.press.as_ref();
    let findings = press.map(|press| preflight::judge(&composition, press, &pictures)).unwrap_or_default();
    let sheets = paint::pages(&mut composition, &fonts, &pictures)?;
    let file = paint::resources(&fonts, pictures);
    let bytes = finish::finish(file, finish::Book { composition: &composition, metadata, fonts: &fonts, sheets })?;
    Ok(Written { bytes, findings, unset })
}

#[cfg(test)]
mod tests;
