//! Names the characters that no face has, and those that only a face of this machine has, each with its place.

use std::collections::BTreeMap;

use super::line::{Capitals, Family};
use super::setter::Missing;
use super::shape::StyleKey;
use crate::design::MissingGlyphs;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::document::Origin;
use crate::fonts::{FaceIndex, FontLibrary, LoadedFace};

/// After so many places the rest is counted, not listed.
const LISTED: usize = 40;

/// Stands where bytes could not be read. Who read them has told it, and no face can mend it.
const UNREAD: char = '\u{fffd}';

/// Reports `missing`, each character once for every place, in the order of the texts.
pub(super) fn report(mut missing: Vec<Missing>, policy: MissingGlyphs, diagnostics: &mut Diagnostics) {
    let key = |m: &Missing| (span(m.origin), m.character);
    missing.retain(|found| found.character != UNREAD);
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
        let fault = fault.hint(match policy {
            MissingGlyphs::Error => {
                "name a font that has it, or set `missing-glyphs = \"warn\"` under `[style]` to print a box"
            }
            MissingGlyphs::Warn => "name a font that has it: a box is printed, and the PDF cannot claim PDF/A",
        });
        diagnostics.push(Diagnostic { severity, ..fault });
    }
    if missing.len() > LISTED {
        let message = format!("{} more characters are in no font", missing.len() - LISTED);
        diagnostics.push(Diagnostic { severity, ..Diagnostic::error("missing-glyph", message) });
    }
}

/// Reports the faces of this machine that stand in for others: with them a book is another on every machine. Once for
/// each, at its first character.
pub(super) fn report_borrowed(
    borrowed: &BTreeMap<FaceIndex, Missing>,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) {
    for (face, first) in borrowed.iter().filter(|(_, first)| first.character != UNREAD) {
        let name = fonts.face(*face).map_or("a font", |face| face.name.as_str());
        let message = format!("`{}` is printed in {name}, which only this machine has", first.character.escape_debug());
        let fault = Diagnostic::warning("installed-font", message);
        let fault = match span(first.origin) {
            Some(span) => fault.at(span, "no font of the book has it"),
            None => fault.hint("it stands in words that the program prints"),
        };
        let hint =
            "put the font's file into the folder `fonts` beside the manifest: then the book is the same everywhere";
        diagnostics.push(fault.hint(hint));
    }
}

/// What a style asks for and its face does not have. Letters are never slanted, emboldened or made small capitals:
/// they are set as the face has them. Only raised and lowered ones are made, by scaling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Superior letters (`sups`) or inferior ones (`subs`).
    Raised,
    /// Small capitals (`smcp`).
    SmallCapitals,
    /// Italics.
    Italic,
    /// Bold letters.
    Bold,
}

impl Lack {
    /// What a face lacks for a style. Listings are not asked, and scripts only for what
    /// printers have for them.
    pub(super) fn of(key: &StyleKey, face: &LoadedFace) -> Option<Self> {
        let cased = matches!(&key.script, b"Latn" | b"Cyrl" | b"Grek");
        let kind = &key.kind;
        if key.scaled {
            Some(Self::Raised)
        } else if cased && kind.capitals != Capitals::Ordinary && !face.has_feature(*b"smcp") {
            Some(Self::SmallCapitals)
        } else if kind.family == Family::Code {
            None
        } else if cased && kind.italic && !face.kind.italic {
            Some(Self::Italic)
        } else {
            let has_bold = cased || matches!(&key.script, b"Hebr" | b"Arab");
            (has_bold && kind.bold && !face.kind.bold).then_some(Self::Bold)
        }
    }
}

/// Reports the styles that faces lack, each once for a face, at its first character.
pub(super) fn report_lacks(
    lacks: &BTreeMap<(FaceIndex, Lack), Missing>,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) {
    // The comma between two calls is nobody's to mend.
    let mended = |first: &Missing| span(first.origin).is_some() || first.character.is_alphanumeric();
    for ((face, lack), first) in lacks.iter().filter(|(_, first)| mended(first)) {
        let name = fonts.face(*face).map_or("a font", |face| face.name.as_str());
        let c = first.character.escape_debug();
        let (what, message, feature) = match lack {
            Lack::Raised => {
                ("raised letters", format!("`{c}` of {name} is raised or lowered by scaling it"), " (`sups`, `subs`)")
            }
            Lack::SmallCapitals => {
                ("small capitals", format!("{name} has no small capitals: `{c}` is set as it is"), " (`smcp`)")
            }
            Lack::Italic => ("an italic", format!("{name} has no italic: `{c}` stands upright"), ""),
            Lack::Bold => ("a bold face", format!("{name} has no bold: `{c}` is as light as the text"), ""),
        };
        let fault = Diagnostic::warning("missing-style", message);
        let fault = match span(first.origin) {
            Some(span) => fault.at(span, "first here"),
            None => fault.hint("it stands in words that the program prints"),
        };
        diagnostics.push(fault.hint(format!("name a family under `fonts` that has {what}{feature}, or do without")));
    }
}

impl Missing {
    /// By place, those of the texts before the program's.
    pub(super) fn order(&self) -> (bool, Option<Span>, char) {
        let place = span(self.origin);
        (place.is_none(), place, self.character)
    }
}

fn span(origin: Origin) -> Option<Span> {
    match origin {
        Origin::Source(span) | Origin::Editor(span) => Some(span),
        Origin::Program => None,
    }
}
