//! Names the characters that no face has, and those that only a face of this machine has, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use unicode_script::{Script, UnicodeScript as _};

use super::line::{Capitals, Family};
use super::setter::Missing;
use super::shape::StyleKey;
use crate::design::MissingGlyphs;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Span};
use crate::document::Origin;
use crate::fonts::{FaceIndex, FontLibrary, LoadedFace};

/// After so many the rest is counted, not listed.
const LISTED: usize = 40;

/// A text that lacks more letters of a script than this lacks the script: it is told once.
const FEW: usize = 3;

/// Stands where bytes could not be read. Who read them has told it, and no face can mend it.
const UNREAD: char = '\u{fffd}';

/// Reports `missing` in the order of the texts: a script that a text has and no face once, other characters once for
/// every place.
pub(super) fn report(mut missing: Vec<Missing>, policy: MissingGlyphs, diagnostics: &mut Diagnostics) {
    let key = |m: &Missing| (span(m.origin), m.character);
    missing.retain(|found| found.character != UNREAD);
    missing.sort_by_key(key);
    missing.dedup_by_key(|m| key(m));
    let scripts = scripts(&missing);
    let mut told = BTreeSet::new();
    let mut faults = Vec::new();
    for found in &missing {
        let lack = group(found).and_then(|group| scripts.get_key_value(&group));
        let fault = match lack.filter(|(_, lack)| lack.letters.len() > FEW) {
            Some((group, _)) if !told.insert(*group) => continue,
            Some(((_, script), lack)) => lack.fault(&script.replace('_', " "), found),
            None => {
                let name = format!("`{}` (U+{:04X})", found.character.escape_debug(), u32::from(found.character));
                at(
                    Diagnostic::error("missing-glyph", format!("no font has the character {name}")),
                    found,
                    "it stands here",
                )
            }
        };
        faults.push(fault);
    }
    let rest = faults.len().saturating_sub(LISTED);
    faults.truncate(LISTED);
    let (severity, hint) = match policy {
        MissingGlyphs::Error => (
            Severity::Error,
            "put a font that has it into the folder `fonts` beside the manifest, or set `missing-glyphs = \"warn\"` under `[style]` to print boxes",
        ),
        MissingGlyphs::Warn => (
            Severity::Warning,
            "put a font that has it into the folder `fonts` beside the manifest: a box is printed, and the PDF cannot claim PDF/A",
        ),
    };
    for fault in faults {
        diagnostics.push(Diagnostic { severity, ..fault.hint(hint) });
    }
    if rest > 0 {
        let message = format!("{rest} more characters are in no font");
        diagnostics.push(Diagnostic { severity, ..Diagnostic::error("missing-glyph", message) });
    }
}

/// A text, unless the words are the program's, and the name of a script (Unicode Standard Annex 24).
type Group = (Option<FileId>, &'static str);

/// What of a script no face has, in one text.
#[derive(Default)]
struct Unlettered {
    /// The letters, in the order in which they first stand there.
    letters: Vec<char>,
    /// How many places they stand at.
    places: usize,
}

impl Unlettered {
    /// That letters of the script of `first` are missing from there on.
    fn fault(&self, script: &str, first: &Missing) -> Diagnostic {
        let some: Vec<String> =
            self.letters.iter().take(FEW).map(|letter| format!("`{}`", letter.escape_debug())).collect();
        let message = format!(
            "no font has {} letters of the script {script} ({} …), at {} places",
            self.letters.len(),
            some.join(", "),
            self.places
        );
        at(Diagnostic::error("missing-glyph", message), first, "the first stands here")
    }
}

/// The text and the script of a letter; signs that belong to no script are in no group.
fn group(found: &Missing) -> Option<Group> {
    let script = found.character.script();
    let none = matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    (!none).then(|| (span(found.origin).map(|span| span.file), script.full_name()))
}

/// What is missing of each script in each text.
fn scripts(missing: &[Missing]) -> BTreeMap<Group, Unlettered> {
    let mut scripts: BTreeMap<_, Unlettered> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for found in missing {
        let Some(group) = group(found) else { continue };
        let lack = scripts.entry(group).or_default();
        lack.places += 1;
        if seen.insert((group, found.character)) {
            lack.letters.push(found.character);
        }
    }
    scripts
}

fn at(fault: Diagnostic, found: &Missing, label: &str) -> Diagnostic {
    match span(found.origin) {
        Some(span) => fault.at(span, label),
        None => fault.hint("it stands in words that the program prints"),
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
