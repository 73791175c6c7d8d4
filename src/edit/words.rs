//! The words the program prints: the language's table with `[style.words]` over it.

use crate::book::Words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::{House, Manifest};

/// The words of the manifest's book. A language without a table gets English, with a warning.
#[must_use]
pub fn words(manifest: &Manifest, diagnostics: &mut Diagnostics) -> Words {
    let language = &manifest.book.language;
    let day_first = manifest.style.house == House::Harts;
    let mut words = Words::of(&language.value, day_first).unwrap_or_else(|| {
        diagnostics.push(
            Diagnostic::warning("no-words", format!("no words for the language `{}` are known", language.value))
                .at(language.span, "headings, months and other words of the program will be English")
                .hint("give them in [style.words]"),
        );
        Words::english()
    });
    for (name, word) in &manifest.style.words {
        // The manifest takes no other names than these.
        words.replace(name, &word.value);
    }
    words
}
