//! What is known about books, documents and people: languages, dates, names, roles.

use std::fmt;
use std::sync::Arc;

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
/// A guess, for names without a `file-as`: one word, a name with a comma or with "The" in front stays.
#[must_use]
pub fn file_as(name: &str) -> String {
    let name = name.trim();
    if let Some(rest) = name.strip_prefix("The ") {
        return format!("{rest}, The");
    }
    let parts: Vec<&str> = name.split_whitespace().collect();
    let body = parts.iter().any(|p| p.chars().count() > 1 && p.chars().all(char::is_uppercase));
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

/// A point or stretch of time: a day, month or year, possibly uncertain or approximate, or an
/// interval of two (EDTF level 1 as far as documents need it: `1917-11`, `2008-10~`, `2017-02/2017-03`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The point, or where the interval starts; `None`: unknown (`/1924`).
    pub start: Option<Moment>,
    /// Where the interval ends.
    pub end: Option<Until>,
}

/// How an interval ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Until {
    /// At a moment.
    Moment(Moment),
    /// It is not known when (`1917/`).
    Unknown,
    /// Not yet (`1917/..`).
    Open,
}

/// A day, month or year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Astronomical year: 0 is 1 BC.
    pub year: i32,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31, checked against the month.
    pub day: Option<u8>,
    /// `?`: it may be wrong.
    pub uncertain: bool,
    /// `~`: about then.
    pub approximate: bool,
}

impl Moment {
    /// Reads one point of EDTF; `None` if it is none or there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, mark) = match text.trim().char_indices().last()? {
            (at, c @ ('?' | '~' | '%')) => (&text.trim()[..at], Some(c)),
            _ => (text.trim(), None),
        };
        let (negative, digits) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
        let mut parts = digits.split('-');
        let year = parts.next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?;
        let two = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let month: Option<u8> = parts.next().map(two).map_or(Some(None), |m| m.map(Some))?;
        let day: Option<u8> = parts.next().map(two).map_or(Some(None), |d| d.map(Some))?;
        let year: i32 = year.parse().ok()?;
        let year = if negative { -year } else { year };
        if parts.next().is_some() || month.is_some_and(|m| !(1..=12).contains(&m)) {
            return None;
        }
        if let (Some(month), Some(day)) = (month, day) {
            time::Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()?;
        }
        Some(Self {
            year,
            month,
            day,
            uncertain: matches!(mark, Some('?' | '%')),
            approximate: matches!(mark, Some('~' | '%')),
        })
    }
}

impl Date {
    /// Reads a date or interval of EDTF level 1; `None` if it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.trim().split_once('/') else {
            return Moment::parse(text).map(|start| Self { start: Some(start), end: None });
        };
        let start = if from.is_empty() || from == ".." { None } else { Some(Moment::parse(from)?) };
        let end = match to {
            "" => Until::Unknown,
            ".." => Until::Open,
            moment => Until::Moment(Moment::parse(moment)?),
        };
        Some(Self { start, end: Some(end) })
    }

    /// The last day it may stand for, as year, month and day: of a month or year the last one. `None` where it
    /// has no end, or none that is known.
    #[must_use]
    pub fn last_day(&self) -> Option<(i32, u8, u8)> {
        let moment = match (&self.end, &self.start) {
            (Some(Until::Moment(end)), _) => end,
            (Some(Until::Unknown | Until::Open), _) => return None,
            (None, start) => start.as_ref()?,
        };
        let month = moment.month.unwrap_or(12);
        let length = || time::Month::try_from(month).map_or(31, |month| month.length(moment.year));
        Some((moment.year, month, moment.day.unwrap_or_else(length)))
    }

    /// The year it starts in, or ends in where the start is not known.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        match (&self.start, &self.end) {
            (Some(start), _) => Some(start.year),
            (None, Some(Until::Moment(end))) => Some(end.year),
            _ => None,
        }
    }
}

impl fmt::Display for Moment {
    /// As EDTF writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.year.unsigned_abs())?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        f.write_str(match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        })
    }
}

impl fmt::Display for Date {
    /// As EDTF writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = &self.start {
            start.fmt(f)?;
        }
        match &self.end {
            None => Ok(()),
            Some(Until::Unknown) => f.write_str("/"),
            Some(Until::Open) => f.write_str("/.."),
            Some(Until::Moment(end)) => write!(f, "/{end}"),
        }
    }
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
    fn dates() {
        for good in
            ["1917", "1917-11-07", "2008-10~", "2017-02/2017-03", "1870/1924", "0044-03-15?", "-0043", "1917/.."]
        {
            assert_eq!(Date::parse(good).map(|date| date.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "17", "1917-13", "1917-02-30", "1917-2-3", "yesterday", "1917-11-07-01"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_last_day_of_a_date() {
        for (date, day) in [
            ("2024", Some((2024, 12, 31))),
            ("2024-02", Some((2024, 2, 29))),
            ("2024-02-03", Some((2024, 2, 3))),
            ("2024/2026-06", Some((2026, 6, 30))),
            ("2024/..", None),
        ] {
            assert_eq!(Date::parse(date).unwrap().last_day(), day, "{date}");
        }
    }

    #[test]
    fn names_are_filed_by_their_last_word() {
        assert_eq!(file_as("Andre Vltchek"), "Vltchek, Andre");
        assert_eq!(file_as("The October Editors"), "October Editors, The");
        assert_eq!(file_as("FIIMG"), "FIIMG");
        assert_eq!(file_as("Seán Ó Súilleabháin"), "Ó Súilleabháin, Seán");
        assert_eq!(file_as("Mac Cumhaill"), "Mac Cumhaill");
        assert_eq!(file_as("JB Spins"), "JB Spins");
    }
}
