//! Reads sources: bytes are decoded, text becomes a neutral [`Document`].
//!
//! Enters: a file's bytes, or Markdown that stands inside the manifest. Leaves: blocks and inlines whose every
//! run knows its place in the decoded text; front matter as a raw span. Never: knows the manifest, parses TOML,
//! guesses at verse, quotations or headings that the writing does not mark (of pages, it says what it guessed). What cannot be kept as it is written
//! (raw HTML, an unsafe link, a note nobody calls) keeps its words and is reported.

mod decode;
pub mod html;
mod inlines;
mod lines;
mod markdown;
mod offsets;
mod plain;
mod quotes;
pub mod recognise;
mod smart;

use std::path::Path;

use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::document::{Document, Inlines};
use crate::metadata::Language;

pub use decode::{Decoded, decode, decode_utf8};
pub use lines::{SourceLine, source_lines};
use offsets::Offsets;
pub use plain::{Divided, divided_words};
pub use quotes::Quotes;
pub use smart::{Habits, Signs, regularize};

/// How a source is written, by its file's ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `.md`, `.markdown`.
    Markdown,
    /// `.txt`.
    Plain,
    /// `.html`, `.htm`, `.xhtml`: a saved page.
    Html,
}

impl Kind {
    /// The kind of the file `path`; `None` for endings that are not read.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "txt" => Some(Self::Plain),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            _ => None,
        }
    }
}

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Whose words these are: the editor's own prose, or a document's.
    pub editorial: bool,
    /// The marks that straight quotes become; `None` where quotes and hyphens stay as they are typed.
    pub smart: Option<&'static Quotes>,
}

impl Reading {
    /// How a document is read: its straight quotes may be evidence and stay.
    pub const SOURCE: Self = Self { editorial: false, smart: None };

    /// How words of the editor's are read where only the words matter.
    pub const PLAIN: Self = Self { editorial: true, smart: None };

    /// How the editor's own prose in `language` is read, with typographic punctuation or without.
    #[must_use]
    pub fn editorial(language: &Language, smart: bool) -> Self {
        Self { editorial: true, smart: smart.then(|| Quotes::of(language)) }
    }
}

/// Reads a whole source: `text` is [`Decoded::text`] of `file`.
#[must_use]
pub fn read(text: &str, file: FileId, kind: Kind, reading: Reading, diagnostics: &mut Diagnostics) -> Document {
    match kind {
        Kind::Markdown => markdown::read(text, &Offsets::of_file(file), reading, diagnostics),
        Kind::Plain => plain::read(text, file, reading),
        Kind::Html => html::read(text, file, reading, diagnostics),
    }
}

/// Reads Markdown that stands inside another file (an introduction in the manifest): `value` is the
/// decoded string, `span` where it is written, quotes included, in `whole`.
#[must_use]
pub fn read_embedded(
    value: &str,
    whole: &str,
    span: Span,
    reading: Reading,
    diagnostics: &mut Diagnostics,
) -> Document {
    let written = whole.get(span.range()).unwrap_or_default();
    markdown::read_fragment(value, &Offsets::of_string(value, written, span), reading, diagnostics)
}

/// Reads one line of inline Markdown (a title, an index heading): emphasis, code, links and safe HTML, never
/// a block, never a note. What the line does wrong is set as it is written.
#[must_use]
pub fn read_inline(value: &str, span: Span, reading: Reading) -> Inlines {
    markdown::read_inline(value, &Offsets::of_line(value, span), reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_keeps_the_words_that_only_look_like_elements() {
        let mut files = crate::diagnostic::Files::default();
        let title = "Odd <Strange> & x < y, <script>no</script> <b>bold</b> <!DOCTYPE x>";
        let file = files.add("a.toml", title);
        let read = read_inline(title, Span::new(file, 0..title.len()), Reading::PLAIN);
        let words = crate::document::plain_text(&read);
        assert_eq!(words, "Odd <Strange> & x < y, <script>no</script> bold <!DOCTYPE x>");
    }

    #[test]
    fn endings_say_how_a_source_is_written() {
        let kinds = ["a.md", "a.Markdown", "a.TXT", "a.text", "a.html", "md"].map(|path| Kind::of(Path::new(path)));
        assert_eq!(
            kinds,
            [Some(Kind::Markdown), Some(Kind::Markdown), Some(Kind::Plain), None, Some(Kind::Html), None]
        );
    }
}
