//! Draws pages for a screen: SVG, out of the same placed things that the PDF is made of.
//!
//! Enters: a [`Composition`]. Leaves: a drawing of each page, in points, and for the proof a whole HTML file that needs
//! nothing else. Letters are outlines of their faces, each said once and used by number, so a page looks as it is
//! printed on any machine. Nothing here decides layout, and nothing is fetched.

mod base64;
mod outline;
pub mod proof;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::book::{AnchorId, ImageFormat};
use crate::length::{Length, Size};
use crate::typeset::Composition;
use crate::typeset::page::{Destination, FaceId, GlyphRun, Item, Placed};
use crate::xml;

/// A letter of a face.
type Letter = (FaceId, u16);

/// Pages to be drawn.
#[derive(Debug)]
pub struct Screen<'c> {
    composition: &'c Composition,
    /// How many units an em of each face has.
    ems: Vec<f64>,
    /// The page on which each anchor stands, and how far down.
    places: BTreeMap<AnchorId, (usize, Length)>,
}

/// A page, drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What stands in the `svg` element.
    pub body: String,
    letters: BTreeSet<Letter>,
}

impl<'c> Screen<'c> {
    /// Looks where everything stands.
    #[must_use]
    pub fn new(composition: &'c Composition) -> Self {
        let mut places = BTreeMap::new();
        for (number, page) in composition.pages.iter().enumerate() {
            for placed in &page.items {
                if let Item::Anchor(anchor) = placed.item {
                    places.entry(anchor).or_insert((number, placed.y));
                }
            }
        }
        Self { composition, ems: composition.faces.iter().map(outline::em).collect(), places }
    }

    /// The page on which an anchor stands, counted from 0, and how far down.
    #[must_use]
    pub fn place(&self, anchor: AnchorId) -> Option<(usize, Length)> {
        self.places.get(&anchor).copied()
    }

    /// The page `number`, counted from 0; empty if there is none.
    #[must_use]
    pub fn draw(&self, number: usize) -> Drawing {
        let mut drawing = Drawing { body: String::new(), letters: BTreeSet::new() };
        let items = self.composition.pages.get(number).map_or(&[][..], |page| &page.items);
        for placed in items {
            self.item(placed, &mut drawing);
        }
        drawing
    }

    /// The page `number` as an SVG of its own.
    #[must_use]
    pub fn svg(&self, number: usize) -> String {
        let drawing = self.draw(number);
        let mut svg = open(self.composition.trim);
        svg += "<defs>";
        svg += &self.outlines(&drawing.letters);
        svg += "</defs>";
        svg += &drawing.body;
        svg += "</svg>";
        svg
    }

    /// The outlines of letters, to stand once in a document.
    fn outlines(&self, letters: &BTreeSet<Letter>) -> String {
        let mut defs = String::new();
        for (face, glyph) in letters {
            let outline = self.composition.faces.get(usize::from(face.0)).map(|data| outline::of(data, *glyph));
            let _ = write!(defs, "<path id=\"{}\" d=\"{}\"/>", name(*face, *glyph), outline.unwrap_or_default());
        }
        defs
    }

    fn item(&self, placed: &Placed, drawing: &mut Drawing) {
        let (x, y) = (points(placed.x), points(placed.y));
        match &placed.item {
            Item::Glyphs(run) => self.run(run, (x, y), drawing),
            Item::Rule(size) => {
                let (width, height) = (points(size.width), points(size.height));
                let _ = write!(drawing.body, "<path d=\"M{x} {y}h{width}v{height}h-{width}z\"/>");
            }
            Item::Image(key, size) => self.image(key, *size, (x, y), drawing),
            Item::Link(size, destination) => self.link(destination, *size, (x, y), drawing),
            Item::Anchor(_) => {}
        }
    }

    /// Letters on a baseline: in units of the face, whose y goes up.
    fn run(&self, run: &GlyphRun, (x, y): (f64, f64), drawing: &mut Drawing) {
        let Some(em) = self.ems.get(usize::from(run.face.0)).filter(|em| **em > 0.0) else { return };
        let scale = run.size.to_pt() / em;
        let across = scale * f64::from(run.stretch) / 1000.0;
        if across <= 0.0 {
            return;
        }
        let _ = write!(drawing.body, "<g transform=\"matrix({across:.5} 0 0 -{scale:.5} {x} {y})\">");
        let mut pen = Length::ZERO;
        for (glyph, dx, dy) in run.placed() {
            let (left, up) = ((pen + dx).to_pt() / across, dy.to_pt() / scale);
            let _ = write!(drawing.body, "<use href=\"#{}\" x=\"{left:.0}\"", name(run.face, glyph.id));
            if dy != Length::ZERO {
                let _ = write!(drawing.body, " y=\"{up:.0}\"");
            }
            drawing.body += "/>";
            drawing.letters.insert((run.face, glyph.id));
            pen += glyph.advance;
        }
        drawing.body += "</g>";
    }

    fn image(&self, key: &str, size: Size, (x, y): (f64, f64), drawing: &mut Drawing) {
        let Some(image) = self.composition.images.get(key) else { return };
        let media = match image.format {
            ImageFormat::Jpeg => "image/jpeg",
            ImageFormat::Png => "image/png",
            ImageFormat::Gif => "image/gif",
            ImageFormat::Webp => "image/webp",
            ImageFormat::Svg => "image/svg+xml",
        };
        let (width, height) = (points(size.width), points(size.height));
        let _ = write!(
            drawing.body,
            "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
             href=\"data:{media};base64,{}\"/>",
            base64::encode(&image.bytes)
        );
    }

    /// A link of the book leads to `#page-N`, counted from 1; one out of it is shown and not followed unasked.
    fn link(&self, destination: &Destination, size: Size, (x, y): (f64, f64), drawing: &mut Drawing) {
        let target = match destination {
            Destination::Anchor(anchor) => match self.place(*anchor) {
                Some((page, down)) => format!("href=\"#page-{}\" data-down=\"{}\"", page + 1, points(down)),
                None => return,
            },
            Destination::Url(url) => {
                let mut escaped = String::new();
                xml::line(&mut escaped, url);
                format!("href=\"{escaped}\" target=\"_blank\" rel=\"noreferrer\"")
            }
        };
        let (width, height) = (points(size.width), points(size.height));
        let _ = write!(
            drawing.body,
            "<a {target}><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill-opacity=\"0\"/></a>"
        );
    }
}

/// The start of a page's `svg` element.
fn open(trim: Size) -> String {
    let (width, height) = (points(trim.width), points(trim.height));
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">")
}

/// What a letter's outline is called.
fn name(face: FaceId, glyph: u16) -> String {
    format!("g{}-{glyph:x}", face.0)
}

/// A length in points, to the hundredth.
fn points(length: Length) -> f64 {
    (length.to_pt() * 100.0).round() / 100.0
}
