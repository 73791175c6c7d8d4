//! Reads sources: text in, a neutral [`Document`] out. Knows no manifest, parses no TOML.

use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::document::{Document, Inlines};

/// How a source is written, by its file's ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `.md`, `.markdown`.
    Markdown,
    /// `.txt`.
    Plain,
}

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Whose words these are: the editor's own prose, or a document's.
    pub editorial: bool,
    /// Whether straight quotes and hyphens become typographic ones.
    pub smart: bool,
}

/// Reads a whole source.
#[must_use]
pub fn read(text: &str, file: FileId, kind: Kind, reading: Reading, diagnostics: &mut Diagnostics) -> Document {
    let _ = (text, file, kind, reading, diagnostics);
    todo!("helper: source")
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
    let _ = (value, whole, span, reading, diagnostics);
    todo!("helper: source")
}

/// Reads one line of inline Markdown (a title, an index heading).
#[must_use]
pub fn read_inline(value: &str, span: Span, reading: Reading) -> Inlines {
    let _ = (value, span, reading);
    todo!("helper: source")
}
