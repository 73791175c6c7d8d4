//! Names the characters that no face has, each with the place where it stands.

use super::setter::Missing;
use crate::design::MissingGlyphs;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::document::Origin;

/// After so many places the rest is counted, not listed.
const LISTED: usize = 40;

/// Reports `missing`, each character once for every place, in the order of the texts.
pub(super) fn report(mut missing: Vec<Missing>, policy: MissingGlyphs, diagnostics: &mut Diagnostics) {
    let key = |m: &Missing| (span(m.origin), m.character);
    missing.sort_by_key(key);
    missing.dedup_by_key(|m| key(m));
    let severity = match policy {
        MissingGlyphs::Error => Severity::Error,
        MissingGlyphs::Warn => Severity::Warning,
    };
    for found in missing.iter().take(LISTED) {
        let name = format!("`{}` (U+{:04X})", found.character.escape_debug(), u32::from(found.character));
        let fault = Diagnostic::error("missing-glyph", format!("no font has the character {name}"));
        let fault = match span(found.origin) {
            Some(span) => fault.at(span, "it stands here"),
            None => fault.hint("it stands in words that the program prints"),
        };
        let fault = fault.hint("name a font that has it, or set `missing-glyphs = \"warn\"` to print a box");
        diagnostics.push(Diagnostic { severity, ..fault });
    }
    if missing.len() > LISTED {
        let message = format!("{} more characters are in no font", missing.len() - LISTED);
        diagnostics.push(Diagnostic { severity, ..Diagnostic::error("missing-glyph", message) });
    }
}

fn span(origin: Origin) -> Option<Span> {
    match origin {
        Origin::Source(span) | Origin::Editor(span) => Some(span),
        Origin::Program => None,
    }
}
