//! Markdown: CommonMark with footnotes, tables, strikethrough, heading attributes, callouts, citations and index marks.
//!
//! pulldown-cmark reads a text in which what is ours is covered ([`mask`]), so every offset it gives is one of the
//! source. [`blocks`] builds the tree from its events, [`words`] what stands inside lines, [`html`] what raw HTML is
//! kept. Reading is linear in the text; nesting is bounded, so no later stage that walks
//! the tree can run out of stack.

mod blocks;
mod callout;
mod front;
mod html;
mod leaf;
mod listings;
mod mask;
mod notes;
mod solid;
mod tree;
mod words;

use pulldown_cmark::{Options, Parser};

use super::Reading;
use super::offsets::Offsets;
use super::smart;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::document::{Document, Inlines};
use blocks::Reader;

/// What of pulldown-cmark is used: not its smart punctuation, callouts or old notes (see [`mask`]).
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Reads a whole source.
pub(super) fn read(text: &str, offsets: &Offsets, reading: Reading, diagnostics: &mut Diagnostics) -> Document {
    let (front_matter, body) = front::split(text, offsets, diagnostics);
    let mut document = read_from(text, body, offsets, reading, diagnostics);
    document.front_matter = front_matter;
    document
}

/// Reads a text without front matter.
pub(super) fn read_fragment(
    text: &str,
    offsets: &Offsets,
    reading: Reading,
    diagnostics: &mut Diagnostics,
) -> Document {
    read_from(text, 0, offsets, reading, diagnostics)
}

/// Reads one line's inlines.
pub(super) fn read_inline(text: &str, offsets: &Offsets, reading: Reading) -> Inlines {
    let mut ignored = Diagnostics::default();
    let (covered, masks) = mask::cover(text, 0, Vec::new(), reading.editorial);
    let sheet = Sheet { original: text, covered: &covered, offsets, reading };
    let mut reader = Reader::new(sheet, masks, &mut ignored);
    reader.as_written = true;
    let inlines = reader.line(0..text.len());
    reader.finish_inline(inlines)
}

fn read_from(text: &str, body: usize, offsets: &Offsets, reading: Reading, diagnostics: &mut Diagnostics) -> Document {
    let (covered, masks) = mask::cover(text, body, listings::find(text, body), reading.editorial);
    let sheet = Sheet { original: text, covered: &covered, offsets, reading };
    let events: Vec<_> = Parser::new_ext(&covered[body..], options())
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + body..range.end + body))
        .collect();
    let mut reader = Reader::new(sheet, masks, diagnostics);
    reader.notes.define(&events, &reader.masks);
    reader.read(events);
    let (blocks, notes) = reader.finish();
    let file: FileId = offsets.span(0..0).file;
    Document { file, front_matter: None, blocks, notes }
}

/// The text that is read, and how.
#[derive(Clone, Copy, Debug)]
struct Sheet<'a> {
    /// As it is written.
    original: &'a str,
    /// With what is ours covered, byte for byte.
    covered: &'a str,
    offsets: &'a Offsets,
    reading: Reading,
}

impl Sheet<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.offsets.span(range)
    }
}

/// Punctuates, where the reading asks for it.
fn finish(mut inlines: Inlines, reading: Reading) -> Inlines {
    if let Some(quotes) = reading.smart {
        smart::punctuate(&mut inlines, quotes);
    }
    inlines
}

/// A fault with its place.
fn warn(diagnostics: &mut Diagnostics, code: &'static str, message: impl Into<String>, place: (Span, &str)) {
    diagnostics.push(Diagnostic::warning(code, message).at(place.0, place.1));
}
