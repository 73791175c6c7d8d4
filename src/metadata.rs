//! What is known about books, documents and people: languages, dates, names, roles.

mod dates;
pub mod months;

use std::fmt;
use std::sync::Arc;

pub use dates::{Date, Moment, Season, Until};

/// A language tag (BCP 47), checked and in canonical case: `en-US`, `sr-Latn`, `grc`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Arc<str>);

/// Which way a text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Language {
    /// Reads a tag; `None` if it is not well formed (RFC 5646 §2.1, as Unicode locale identifiers have it).
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let locale: icu_locale::Locale = tag.trim().parse().ok()?;
        let known = locale.id.language.as_str() != "und" || tag.trim().eq_ignore_ascii_case("und");
        known.then(|| Self(locale.to_string().into()))
    }

    /// American English, the language of a book that does not say.
    #[must_use]
    pub fn english() -> Self {
        Self("en-US".into())
    }

    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language subtag: `en` of `en-US`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Which way its script runs: by the script subtag, else by the language's usual script.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let script = self.0.split('-').find(|s| s.len() == 4 && s.chars().all(char::is_alphabetic));
        let rtl = match script {
            Some(script) => matches!(script, "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm"),
            None => matches!(
                self.primary(),
                "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "ckb" | "dv" | "syr" | "arc"
            ),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What somebody did for a work, as a MARC relator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(Box<str>);

/// Code and English name of each relator the manifest accepts (MARC Code List for Relators).
pub const ROLES: &[(&str, &str)] = &[
    ("aui", "author of introduction"),
    ("aft", "author of afterword"),
    ("aut", "author"),
    ("win", "writer of introduction"),
    ("ann", "annotator"),
    ("art", "artist"),
    ("cmp", "composer"),
    ("com", "compiler"),
    ("cre", "creator"),
    ("ctb", "contributor"),
    ("drt", "director"),
    ("dst", "distributor"),
    ("edt", "editor"),
    ("ill", "illustrator"),
    ("ive", "interviewee"),
    ("ivr", "interviewer"),
    ("nrt", "narrator"),
    ("pht", "photographer"),
    ("pro", "producer"),
    ("pbl", "publisher"),
    ("spk", "speaker"),
    ("trl", "translator"),
    ("trc", "transcriber"),
];

impl Role {
    /// By code (`trl`) or English name (`translator`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let wanted = text.trim().to_lowercase();
        ROLES.iter().find(|(code, name)| *code == wanted || *name == wanted).map(|(code, _)| Self((*code).into()))
    }

    /// `aut`.
    #[must_use]
    pub fn author() -> Self {
        Self("aut".into())
    }

    /// `edt`.
    #[must_use]
    pub fn editor() -> Self {
        Self("edt".into())
    }

    /// `win`.
    #[must_use]
    pub fn introduction() -> Self {
        Self("win".into())
    }

    /// The three-letter MARC code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// A person or body with what they did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contributor {
    /// As printed: "Andre Vltchek".
    pub name: String,
    /// As sorted: "Vltchek, Andre".
    pub file_as: String,
    /// What they did.
    pub role: Role,
    /// The manifest's `[person]` record, if it has one.
    pub person: Option<crate::id::Id>,
}

/// "Vltchek, Andre" of "Andre Vltchek": the last word first, particles and bodies left as they are.
///
/// A guess, for names without a `file-as`: one word, a name with a comma or with "The" in front stays,
/// and so does that of a firm, "Ann Lee & Sons".
#[must_use]
pub fn file_as(name: &str) -> String {
    let name = name.trim();
    if let Some(rest) = name.strip_prefix("The ") {
        return format!("{rest}, The");
    }
    let parts: Vec<&str> = name.split_whitespace().collect();
    let body =
        parts.iter().any(|p| matches!(*p, "&" | "and") || p.chars().count() > 1 && p.chars().all(char::is_uppercase));
    if parts.len() < 2 || name.contains(',') || body {
        return name.to_owned();
    }
    let (given, family) =
        parts.split_at(parts.len() - 1 - parts.iter().rev().skip(1).take_while(|word| opens_family(word)).count());
    if given.is_empty() { name.to_owned() } else { format!("{}, {}", family.join(" "), given.join(" ")) }
}

/// Whether a word is the first of a family's name of two: Irish and Scottish names are filed under it
/// (*Chicago* 15.94).
#[must_use]
pub fn opens_family(word: &str) -> bool {
    matches!(word, "Ó" | "Ní" | "Nic" | "Uí" | "Ua" | "Mac" | "Mag" | "Mhic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        assert_eq!(Language::parse("EN-us").map(|l| l.to_string()).as_deref(), Some("en-US"));
        assert_eq!(Language::parse("english language"), None);
        assert_eq!(Language::parse("ar").map(|l| l.direction()), Some(Direction::Rtl));
        assert_eq!(Language::parse("az-Arab").map(|l| l.direction()), Some(Direction::Rtl));
    }

    #[test]
    fn names_are_filed_by_their_last_word() {
        assert_eq!(file_as("Andre Vltchek"), "Vltchek, Andre");
        assert_eq!(file_as("The October Editors"), "October Editors, The");
        assert_eq!(file_as("FIIMG"), "FIIMG");
        assert_eq!(file_as("Seán Ó Súilleabháin"), "Ó Súilleabháin, Seán");
        assert_eq!(file_as("Mac Cumhaill"), "Mac Cumhaill");
        assert_eq!(file_as("JB Spins"), "JB Spins");
        assert_eq!(file_as("Ann Lee & Sons"), "Ann Lee & Sons");
        assert_eq!(file_as("José Ortega y Gasset"), "Gasset, José Ortega y");
    }
}
