//! Covers: one drawn from what is known of the book, or the editor's own made fit.
//!
//! Both leave as JPEG, the only kind every reading device shows. A drawn cover is a function of the book's
//! metadata: its pattern comes from the identifier, so each book has its own and keeps it.

mod convert;
mod lettering;
mod pattern;

use std::fmt::{self, Write as _};
use std::sync::Arc;

use image::RgbImage;
use resvg::tiny_skia::{Pixmap, Transform};

use crate::book::BookMetadata;
use crate::document::plain_text;
use crate::metadata::Direction;

pub use convert::convert;
use lettering::{Block, Letters, Style};
use pattern::Pattern;

/// Width of a drawn cover in pixels.
pub const WIDTH: u16 = 1400;
/// Height of a drawn cover in pixels.
pub const HEIGHT: u16 = 2100;

/// Bytes a drawn cover stays under.
const MOST_BYTES: usize = 400_000;
/// White at the sides of the words.
const MARGIN: f32 = 118.0;
/// Between title and subtitle.
const GAP: f32 = 34.0;
/// Where the pattern ends.
const HORIZON: f32 = 1000.0;

/// Why there is no cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the cover cannot be made: {}", self.0)
    }
}

impl std::error::Error for Fault {}

/// Draws a cover as a JPEG of [`WIDTH`] × [`HEIGHT`] pixels: title, subtitle, `byline` (as the title page has
/// it; without one the editors' names) and publisher. `faces` are font files the book brings along, for scripts
/// the bundled faces have not.
///
/// # Errors
/// When the drawing cannot be made, which is a fault of the program.
pub fn draw(metadata: &BookMetadata, byline: Option<&str>, faces: &[Arc<[u8]>]) -> Result<Vec<u8>, Fault> {
    let letters = Letters::new(faces);
    let svg = svg(metadata, byline, &letters);
    let tree = letters.tree(&svg).map_err(Fault)?;
    let mut pixmap = Pixmap::new(WIDTH.into(), HEIGHT.into()).ok_or_else(|| Fault("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let pixels = pixmap.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let picture = RgbImage::from_raw(WIDTH.into(), HEIGHT.into(), pixels);
    convert::jpeg(&picture.ok_or_else(|| Fault("it has no size".to_owned()))?, MOST_BYTES)
}

/// The drawing.
fn svg(metadata: &BookMetadata, byline: Option<&str>, letters: &Letters) -> String {
    let pattern = Pattern::of(&metadata.identifier);
    let palette = pattern.palette;
    let rtl = metadata.language.direction() == Direction::Rtl;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{}\"/>",
        palette.ground
    );
    pattern.draw(&mut svg, f32::from(WIDTH), HORIZON);
    let words = Words::of(metadata, byline);
    let mut draw = |block: &Block, top: f32, color: &str| {
        let x = if rtl { f32::from(WIDTH) - MARGIN } else { MARGIN };
        block.draw(&mut svg, (x, top), color, rtl);
    };
    let measure = f32::from(WIDTH) - 2.0 * MARGIN;
    let foot = letters.text(&words.foot, Style::Roman).fit((46.0, 22.0), measure, |block| block.height() <= 190.0);
    let floor = f32::from(HEIGHT) - 112.0 - foot.height();
    draw(&foot, floor, palette.paper);
    let room = floor - 104.0 - HORIZON - 96.0;
    let (title, subtitle) = headings(&words, letters, (measure, room));
    draw(&title, HORIZON + 96.0, palette.paper);
    if let Some(subtitle) = &subtitle {
        draw(subtitle, HORIZON + 96.0 + title.height() + GAP, palette.soft);
    }
    let _ = write!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"96\" height=\"5\" fill=\"{}\"/></svg>",
        if rtl { f32::from(WIDTH) - MARGIN - 96.0 } else { MARGIN },
        floor - 44.0,
        palette.tones[0]
    );
    svg
}

/// Title and subtitle, as large as they fit together into (measure, room), the subtitle about half as large.
fn headings(words: &Words, letters: &Letters, (measure, room): (f32, f32)) -> (Block, Option<Block>) {
    let title = letters.text(&words.title, Style::Bold);
    let Some(subtitle) = &words.subtitle else {
        return (title.fit((168.0, 18.0), measure, |title| title.height() <= room), None);
    };
    let subtitle = letters.text(subtitle, Style::Italic);
    let half = |title: &Block| (title.size * 0.5).clamp(18.0, 64.0).max(title.size.min(40.0));
    let height = |title: &Block| title.height() + GAP + subtitle.at(half(title), measure).height();
    let title = title.fit((168.0, 18.0), measure, |title| height(title) <= room);
    let room = room - title.height() - GAP;
    let subtitle = subtitle.fit((half(&title), 12.0), measure, |block| block.height() <= room);
    (title, Some(subtitle))
}

/// What is written on the cover.
struct Words {
    title: String,
    subtitle: Option<String>,
    /// Who made it and who publishes it, a line each.
    foot: String,
}

impl Words {
    fn of(metadata: &BookMetadata, byline: Option<&str>) -> Self {
        let names = || metadata.editors.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" · ");
        let mut foot = byline.map_or_else(names, str::to_owned);
        if let Some(publisher) = &metadata.publisher {
            foot.push('\n');
            foot.push_str(&publisher.name);
        }
        Self {
            title: plain_text(&metadata.title),
            subtitle: metadata.subtitle.as_deref().map(plain_text).filter(|text| !text.trim().is_empty()),
            foot,
        }
    }
}

#[cfg(test)]
mod tests;
