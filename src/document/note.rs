//! Notes: what stands at the foot of a page or pops up, called from the text.

use super::block::{Block, Located};
use crate::diagnostic::Span;
use crate::metadata::Language;

/// Which note: in a document, its place in the document's list; in a book, in the book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// Whose note it is. An anthology never lets these be confused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The document's author.
    Author,
    /// The document's translator.
    Translator,
    /// An editor of the document's own source.
    SourceEditor,
    /// The editor of this book.
    Editor,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// Whose.
    pub voice: Voice,
    /// What the call shows: the source's own label until `edit` numbers the notes of the book.
    pub mark: String,
    /// What it is written in: of the text it belongs to, but an editor's own is in the book's. `None` until `edit`.
    pub language: Option<Language>,
    /// Who signs it, if not those whose voice it is.
    pub signature: Option<String>,
    /// Its text.
    pub body: Vec<Located<Block>>,
    /// Where it is written.
    pub span: Span,
}

/// What stands between two calls at one place, raised as they are, so that notes 1 and 2 do not read as note 12: a
/// comma after a number or a letter, whatever the language; a thin space after a sign, which would hide a comma.
#[must_use]
pub fn between_calls(mark: &str) -> &'static str {
    if mark.ends_with(char::is_alphanumeric) { "," } else { "\u{2009}" }
}

/// The signs of a series of notes that is marked by signs, in their order (*New Hart's Rules* 17.2.3).
const SIGNS: [&str; 6] = ["*", "†", "‡", "§", "‖", "¶"];

/// The mark of note `n`, from 1, of a series that is marked by signs.
#[must_use]
pub fn sign(n: u32) -> String {
    repeated(&SIGNS, n)
}

/// Whether a mark is one of [`sign`]. On pages they begin anew on each.
#[must_use]
pub fn is_sign(mark: &str) -> bool {
    !mark.is_empty() && mark.chars().all(|c| SIGNS.iter().any(|sign| sign.contains(c)))
}

/// Sign `n` of `signs`, from 1; after the last they begin again, one more of each.
#[must_use]
pub fn repeated(signs: &[&str], n: u32) -> String {
    let at = n.saturating_sub(1) as usize;
    // A thousand notes of one series would make marks nobody can read: beyond eight signs, numbers.
    match at / signs.len().max(1) {
        round @ 0..8 => signs.get(at % signs.len().max(1)).unwrap_or(&"").repeat(round + 1),
        _ => n.to_string(),
    }
}
