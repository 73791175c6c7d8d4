//! Days as people write them: `27 January 2021`, `January 27, 2021`, `27. Januar 2021`, `2021-01-27`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::metadata::{Moment, months};

/// A day in a line of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// Its bytes.
    pub range: Range<usize>,
    /// The day; or the month, where the line has no more.
    pub moment: Moment,
}

/// Short names of months: of more languages they would be taken for words.
const SHORT: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first date in `line`.
#[must_use]
pub fn find_date(line: &str) -> Option<FoundDate> {
    let words = words(line);
    (0..words.len()).find_map(|at| date_of(line, &words[at..]))
}

/// A line that is a day, perhaps after a byline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLine {
    /// Where the byline ends; 0 if there is none.
    pub byline: usize,
    /// Where the day begins.
    pub date: usize,
    /// The day.
    pub moment: Moment,
}

/// "By Ada Byron, 27 January 2021", "27 January 2021".
#[must_use]
pub fn date_line(words: &str) -> Option<DateLine> {
    if words.chars().count() > 160 {
        return None;
    }
    let found = find_date(words).filter(|found| found.moment.day.is_some())?;
    let (before, after) = (&words[..found.range.start], &words[found.range.end..]);
    let bare = before.trim_end_matches([' ', ',', '|', '–', '—', '-', '·']);
    let by = ["By ", "by ", "Von ", "Par ", "Por ", "Di "].iter().any(|by| bare.starts_with(by));
    let ends = after.chars().all(|c| !c.is_alphanumeric());
    (ends && (bare.is_empty() || by)).then_some(DateLine {
        byline: bare.len(),
        date: found.range.start,
        moment: found.moment,
    })
}

/// The words of a line without the signs after them.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in line.split(char::is_whitespace) {
        let bare = word.trim_start_matches(['(', '[']).trim_end_matches([',', '.', ';', ':', ')', ']']);
        let start = at + word.len() - word.trim_start_matches(['(', '[']).len();
        at += word.len() + line[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        // Between the parts of a Spanish or Portuguese date.
        if !bare.is_empty() && bare != "de" {
            words.push(start..start + bare.len());
        }
    }
    words
}

/// The date that begins with the first of `words`.
fn date_of(line: &str, words: &[Range<usize>]) -> Option<FoundDate> {
    let word = |at: usize| words.get(at).and_then(|range| line.get(range.clone()));
    let first = word(0)?;
    let found = |last: usize, year: u16, month: usize, day: Option<u8>| {
        let written = day.map_or(format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}"));
        Moment::parse(&written).map(|moment| FoundDate { range: words[0].start..words[last].end, moment })
    };
    if first.len() == 10 && first.as_bytes()[4] == b'-' {
        return Moment::parse(first).map(|moment| FoundDate { range: words[0].clone(), moment });
    }
    if let (Some(day), Some(month), Some(year)) = (day(first), word(1).and_then(month), word(2).and_then(year)) {
        return found(2, year, month, Some(day));
    }
    let month = month(first)?;
    if let (Some(day), Some(year)) = (word(1).and_then(day), word(2).and_then(year)) {
        return found(2, year, month, Some(day));
    }
    found(1, word(1).and_then(year)?, month, None)
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º' || c == '°');
    let ending = &word[digits.len()..];
    let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "°");
    digits.parse().ok().filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn month(word: &str) -> Option<usize> {
    /// The number of each name, in small letters.
    static NAMES: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
        let lists = months::ALL.iter().chain([&SHORT]);
        lists.flat_map(|names| names.iter().zip(1..)).map(|(name, number)| (name.to_lowercase(), number)).collect()
    });
    NAMES.get(&word.to_lowercase()).copied()
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1000..3000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(line: &str) -> Option<(&str, String)> {
        find_date(line).map(|found| {
            let Moment { year, month, day, .. } = found.moment;
            (&line[found.range], format!("{year}-{}-{}", month.unwrap_or(0), day.unwrap_or(0)))
        })
    }

    #[test]
    fn days_as_people_write_them() {
        for (line, words, day) in [
            ("By Ada Byron, 27 January 2021", "27 January 2021", "2021-1-27"),
            ("January 27, 2021 at 10:02 am", "January 27, 2021", "2021-1-27"),
            ("on (Jan. 3rd, 1999)", "Jan. 3rd, 1999", "1999-1-3"),
            ("Berlin, den 3. März 1921.", "3. März 1921", "1921-3-3"),
            ("1er mai 1906", "1er mai 1906", "1906-5-1"),
            ("27 de enero de 2021", "27 de enero de 2021", "2021-1-27"),
            ("7 ноября 1917 года", "7 ноября 1917", "1917-11-7"),
            ("2021-01-27", "2021-01-27", "2021-1-27"),
            ("October 1917", "October 1917", "1917-10-0"),
        ] {
            assert_eq!(date(line), Some((words, day.to_owned())), "{line}");
        }
        for line in ["", "may 5 come", "In March 3 men came", "July 11-17", "1917", "July 17"] {
            assert_eq!(date(line), None, "{line}");
        }
    }
}
