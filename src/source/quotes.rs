//! Quotation marks by language: what a straight quote is made into, and what counts as an apostrophe before a word.
//!
//! The first pair goes round what is quoted, the second round a quotation inside it. Sources: Unicode CLDR
//! (`delimiters`); Duden, *Regeln* D 8–12; *Lexique des règles typographiques en usage à l'Imprimerie nationale*,
//! "guillemets"; Мильчин, *Справочник издателя и автора*; *Ortografía de la lengua española* (2010), II 3.4.8.

use crate::metadata::Language;

/// The quotation marks of a language.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// Before and after what is quoted.
    pub(super) outer: [&'static str; 2],
    /// Before and after a quotation in a quotation.
    pub(super) inner: [&'static str; 2],
    /// Whether a thin space stands inside the marks, and one before the high signs of punctuation.
    pub(super) spaced: bool,
    /// Words that begin with an apostrophe, in small letters.
    pub(super) elisions: &'static [&'static str],
}

const ENGLISH: &[&str] =
    &["tis", "twas", "twere", "twill", "twould", "em", "til", "tils", "cause", "n", "round", "neath"];
const GERMAN: &[&str] = &["s", "n", "ne", "nen", "nem", "ner", "mal", "rein", "raus", "runter", "rauf", "nauf"];
const ITALIAN: &[&str] = &["l", "sto", "sta", "sti", "ndrangheta", "ndranghetista", "ndrine"];
const DUTCH: &[&str] = &["t", "s", "n", "k", "m"];

/// “…” ‘…’
static RAISED: Quotes = quotes(["“", "”"], ["‘", "’"], ENGLISH);
/// „…“ ‚…‘
static LOWERED: Quotes = quotes(["„", "“"], ["‚", "‘"], GERMAN);
/// «…» ‹…›
static SWISS: Quotes = quotes(["«", "»"], ["‹", "›"], GERMAN);
/// « … » “…”
static FRENCH: Quotes = Quotes { spaced: true, ..quotes(["«\u{202F}", "\u{202F}»"], ["“", "”"], &[]) };
/// « … » ‹ … ›
static SWISS_FRENCH: Quotes =
    Quotes { spaced: true, ..quotes(["«\u{202F}", "\u{202F}»"], ["‹\u{202F}", "\u{202F}›"], &[]) };
/// «…» “…”
static ANGLED: Quotes = quotes(["«", "»"], ["“", "”"], ITALIAN);
/// «…» „…“
static CYRILLIC: Quotes = quotes(["«", "»"], ["„", "“"], &[]);
/// «…» ‘…’
static NORWEGIAN: Quotes = quotes(["«", "»"], ["‘", "’"], &[]);
/// „…” «…»
static POLISH: Quotes = quotes(["„", "”"], ["«", "»"], &[]);
/// „…” »…«
static HUNGARIAN: Quotes = quotes(["„", "”"], ["»", "«"], &[]);
/// „…” ‘…’
static CROATIAN: Quotes = quotes(["„", "”"], ["‘", "’"], &[]);
/// »…« ›…‹
static DANISH: Quotes = quotes(["»", "«"], ["›", "‹"], &[]);
/// ”…” ’…’
static SWEDISH: Quotes = quotes(["”", "”"], ["’", "’"], &[]);
/// “…” ‘…’
static NETHERLANDISH: Quotes = quotes(["“", "”"], ["‘", "’"], DUTCH);

const fn quotes(outer: [&'static str; 2], inner: [&'static str; 2], elisions: &'static [&'static str]) -> Quotes {
    Quotes { outer, inner, spaced: false, elisions }
}

impl Quotes {
    /// What closes what is quoted, and a quotation in it; a space may stand before the sign.
    #[must_use]
    pub const fn closing(&self) -> [&'static str; 2] {
        [self.outer[1], self.inner[1]]
    }

    /// The marks that books in `language` have; the English ones for a language not known here.
    #[must_use]
    pub fn of(language: &Language) -> &'static Self {
        let region = language.as_str().split('-').skip(1).find(|part| part.len() == 2 || part.len() == 3);
        match (language.primary(), region) {
            ("de", Some("CH" | "LI")) => &SWISS,
            ("de" | "cs" | "sk" | "sl" | "bg" | "et" | "lt" | "is", _) => &LOWERED,
            ("fr", Some("CH")) => &SWISS_FRENCH,
            ("fr", _) => &FRENCH,
            ("it" | "el", _) | ("es", None | Some("ES")) | ("pt", Some("PT" | "AO" | "MZ")) => &ANGLED,
            ("ru" | "uk" | "be", _) => &CYRILLIC,
            ("no" | "nb" | "nn", _) => &NORWEGIAN,
            ("pl" | "ro", _) => &POLISH,
            ("hu", _) => &HUNGARIAN,
            ("hr" | "bs" | "sr", _) => &CROATIAN,
            ("da", _) => &DANISH,
            ("sv" | "fi", _) => &SWEDISH,
            ("nl", _) => &NETHERLANDISH,
            _ => &RAISED,
        }
    }
}
