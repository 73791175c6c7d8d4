//! Typographic punctuation for straight quotes, hyphens and dots, where the editor's own prose is read; and, where the
//! manifest says so, in the sources ([`regularize`]).
//!
//! Quotes become those of the language ([`Quotes`]), `"` its first pair and `'` its second; in a quotation `"` takes
//! the other pair. An apostrophe is ’ everywhere. `--` becomes an en dash, `---` an em dash, `...` an ellipsis; in
//! French the space before a high sign of punctuation becomes one that neither breaks nor stretches. Code, addresses
//! and citations are left as they are. A character written with a backslash stays straight; the reader hands it over
//! in disguise (see [`disguise`]).

mod flat;
mod sources;
#[cfg(test)]
mod tests;
mod writer;

use super::quotes::Quotes;
use crate::document::Inlines;
use flat::{Cursor, apply, flatten};
pub use sources::{Habits, Signs, regularize};
use writer::{HIGH, Hand, Writer};

/// Straight characters and the noncharacters (Unicode 16, §23.7) that stand for them while quotes are paired.
const DISGUISES: [(char, char); 4] = [('"', '\u{FDD0}'), ('\'', '\u{FDD1}'), ('-', '\u{FDD2}'), ('.', '\u{FDD3}')];

/// `text` with its first character safe from [`punctuate`], if it is one that would change.
pub(super) fn disguise(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    let (_, disguise) = DISGUISES.iter().find(|(plain, _)| *plain == first)?;
    Some(format!("{disguise}{}", &text[first.len_utf8()..]))
}

/// Sets the punctuation of one block's inlines, in the marks of its language.
pub(super) fn punctuate(inlines: &mut Inlines, quotes: &'static Quotes) {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let straight = flat.contains(['"', '\'', '-', '.', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}']);
    if !(straight || quotes.spaced && flat.contains(HIGH)) {
        return;
    }
    let changes = Writer::new(&flat, quotes, Hand::Editor).changes();
    let mut cursor = Cursor { at: 0, changes: &changes };
    apply(inlines, &mut cursor);
}
