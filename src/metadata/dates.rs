//! Dates as editors write them (EDTF level 1 of ISO 8601-2:2019, as far as documents need it), in the New Style and
//! the Old.

use std::fmt;

/// A point or stretch of time: a day, month, season or year, possibly uncertain or approximate, or an
/// interval of two (`1917-11`, `1917-21`, `2008-10~`, `2017-02/2017-03`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The point, or where the interval starts; `None`: unknown (`/1924`).
    pub start: Option<Moment>,
    /// Where the interval ends.
    pub end: Option<Until>,
    /// The same by the Julian calendar, where it is to be printed too (Old Style). Its own `julian` is `None`.
    pub julian: Option<Box<Date>>,
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

/// A day, month, season or year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Astronomical year: 0 is 1 BC.
    pub year: i32,
    /// Instead of a month.
    pub season: Option<Season>,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31, checked against the month.
    pub day: Option<u8>,
    /// `?`: it may be wrong.
    pub uncertain: bool,
    /// `~`: about then.
    pub approximate: bool,
}

/// A season, wherever on the earth (EDTF 21 to 24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// 21.
    Spring,
    /// 22.
    Summer,
    /// 23.
    Autumn,
    /// 24.
    Winter,
}

/// What moments are sorted by: year, month, day.
type Place = (i32, u8, u8);

impl Moment {
    /// Reads one point of EDTF; `None` if it is none or there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).filter(|moment| moment.day.is_none() || moment.gregorian_day().is_some())
    }

    /// Reads one point of the Julian calendar, where 1900-02-29 is a day.
    fn parse_julian(text: &str) -> Option<Self> {
        Self::read(text).filter(|moment| moment.day.is_none() || moment.julian_day().is_some())
    }

    /// Reads digits and marks.
    fn read(text: &str) -> Option<Self> {
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
        let season = month.and_then(Season::of);
        let month = month.filter(|_| season.is_none());
        let year: i32 = year.parse().ok()?;
        let whole = parts.next().is_none() && month.is_none_or(|m| (1..=12).contains(&m));
        (whole && (season.is_none() || day.is_none())).then_some(Self {
            year: if negative { -year } else { year },
            season,
            month,
            day,
            uncertain: matches!(mark, Some('?' | '%')),
            approximate: matches!(mark, Some('~' | '%')),
        })
    }

    /// The number of its day (Julian day number), where it is a day of the Gregorian calendar.
    fn gregorian_day(&self) -> Option<i32> {
        let month = time::Month::try_from(self.month?).ok()?;
        Some(time::Date::from_calendar_date(self.year, month, self.day?).ok()?.to_julian_day())
    }

    /// The same, where it is a day of the Julian calendar: every fourth year has a leap day.
    fn julian_day(&self) -> Option<i32> {
        let (month, day) = (i32::from(self.month?), i32::from(self.day?));
        let leap = i32::from(self.year.rem_euclid(4) == 0);
        let length = match month {
            2 => 28 + leap,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        // Years begin in March, so that the leap day ends them (as in Meeus, *Astronomical Algorithms*, chapter 7).
        let (year, month) = if month < 3 { (self.year - 1, month + 12) } else { (self.year, month) };
        let days = (1461 * (year + 4716)).div_euclid(4) + 306_001 * (month + 1) / 10_000;
        (1..=length).contains(&day).then_some(days + day - 1524)
    }

    /// A day of the Julian calendar by the Gregorian; a month or year of it stays as it is.
    fn to_gregorian(&self) -> Self {
        let day = self.julian_day().and_then(|day| time::Date::from_julian_day(day).ok());
        day.map_or_else(
            || self.clone(),
            |day| Self { year: day.year(), month: Some(u8::from(day.month())), day: Some(day.day()), ..self.clone() },
        )
    }

    /// Where it stands in a row: what is less exact before what it holds.
    fn place(&self) -> Place {
        // Spring begins with March.
        let season = self.season.map_or(0, |season| 3 * (season as u8 + 1));
        (self.year, self.month.unwrap_or(season), self.day.unwrap_or_default())
    }
}

impl Season {
    /// The season that EDTF writes for a month: 21 to 24.
    #[must_use]
    pub const fn of(number: u8) -> Option<Self> {
        Some(match number {
            21 => Self::Spring,
            22 => Self::Summer,
            23 => Self::Autumn,
            24 => Self::Winter,
            _ => return None,
        })
    }
}

impl Date {
    /// One moment.
    #[must_use]
    pub const fn of(start: Moment) -> Self {
        Self { start: Some(start), end: None, julian: None }
    }

    /// Reads a date or interval of EDTF level 1; `None` if it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text, Moment::parse)
    }

    /// Reads a date of the Julian calendar: the Gregorian one, with what was written as its Old Style.
    #[must_use]
    pub fn parse_julian(text: &str) -> Option<Self> {
        let written = Self::read(text, Moment::parse_julian)?;
        let end = written.end.as_ref().map(|end| match end {
            Until::Moment(end) => Until::Moment(end.to_gregorian()),
            other => other.clone(),
        });
        Some(Self { start: written.start.as_ref().map(Moment::to_gregorian), end, julian: Some(Box::new(written)) })
    }

    fn read(text: &str, moment: impl Fn(&str) -> Option<Moment>) -> Option<Self> {
        let Some((from, to)) = text.trim().split_once('/') else {
            return moment(text).map(Self::of);
        };
        let start = if from.is_empty() || from == ".." { None } else { Some(moment(from)?) };
        let end = match to {
            "" => Until::Unknown,
            ".." => Until::Open,
            to => Until::Moment(moment(to)?),
        };
        Some(Self { start, end: Some(end), julian: None })
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
        // A winter may end in the next year, which is of no account here.
        let season = moment.season.map(|season| (3 * (season as u8 + 1) + 2).min(12));
        let month = moment.month.or(season).unwrap_or(12);
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

    /// What dates are sorted by: by their beginnings (by the end, where only that is known), a year before its
    /// months and a month before its days; of two that begin together a moment stands first, then what ends first.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<> {
        let end = match &self.end {
            Some(Until::Moment(end)) => Some(end.place()),
            _ => None,
        };
        let start = self.start.as_ref().map(Moment::place).or(end);
        (start.is_none(), start, self.end.is_some(), end.is_none(), end)
    }

    /// Whether an interval does not end before it begins.
    #[must_use]
    pub fn in_order(&self) -> bool {
        let (Some(start), Some(Until::Moment(end))) = (&self.start, &self.end) else { return true };
        let exact = |moment: &Moment| (moment.year, moment.month.is_some(), moment.day.is_some());
        let ((_, months, days), (_, end_months, end_days)) = (exact(start), exact(end));
        let (start, end) = (start.place(), end.place());
        match (months && end_months, days && end_days) {
            (true, true) => start <= end,
            (true, false) => (start.0, start.1) <= (end.0, end.1),
            (false, _) => start.0 <= end.0,
        }
    }
}

impl fmt::Display for Moment {
    /// As EDTF writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.year.unsigned_abs())?;
        for part in [self.season.map(|season| season as u8 + 21), self.month, self.day].into_iter().flatten() {
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
    /// As EDTF writes it, in the New Style.
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
    fn dates() {
        for good in [
            "1917",
            "1917-11-07",
            "1917-21",
            "2008-10~",
            "2017-02/2017-03",
            "1870/1924",
            "0044-03-15?",
            "-0043",
            "1917/..",
        ] {
            assert_eq!(Date::parse(good).map(|date| date.to_string()).as_deref(), Some(good));
        }
        for bad in
            ["", "17", "1917-13", "1917-25", "1917-21-01", "1917-02-30", "1917-2-3", "yesterday", "1917-11-07-01"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(Moment::parse("1917-23").map(|m| (m.season, m.month)), Some((Some(Season::Autumn), None)));
    }

    #[test]
    fn the_last_day_of_a_date() {
        for (date, day) in [
            ("2024", Some((2024, 12, 31))),
            ("2024-02", Some((2024, 2, 29))),
            ("2024-02-03", Some((2024, 2, 3))),
            ("2024/2026-06", Some((2026, 6, 30))),
            ("2024-22", Some((2024, 8, 31))),
            ("2024/..", None),
        ] {
            assert_eq!(Date::parse(date).unwrap().last_day(), day, "{date}");
        }
    }

    #[test]
    fn old_style_becomes_new() {
        for (old, new) in [
            ("1917-10-25", "1917-11-07"),
            ("1917-12-31", "1918-01-13"),
            ("1900-02-29", "1900-03-13"),
            ("1900-02-28", "1900-03-12"),
            ("1582-10-05", "1582-10-15"),
            ("1700-02-18", "1700-02-28"),
            ("1905-01-09/1905-01-11", "1905-01-22/1905-01-24"),
            ("1917-10", "1917-10"),
        ] {
            let date = Date::parse_julian(old).unwrap();
            let expected = Date::parse(new).unwrap();
            assert_eq!((&date.start, &date.end), (&expected.start, &expected.end), "{old}");
        }
        assert_eq!(Date::parse_julian("1901-02-29"), None);
    }

    #[test]
    fn dates_stand_in_a_row() {
        let row = [
            "-0043",
            "1916",
            "1917",
            "/1917",
            "1917-02",
            "1917-03",
            "1917-21",
            "1917-03-08",
            "1917-10/1917-11",
            "1917-11-07",
            "1917-11-07/1917-11-08",
            "1917-11-07/1917-11-09",
            "1917-11-07/..",
            "1917-24",
            "1918~",
        ];
        let dates: Vec<Date> = row.iter().map(|date| Date::parse(date).unwrap()).collect();
        for (one, other) in dates.iter().zip(&dates[1..]) {
            assert!(one.order() <= other.order(), "{one:?} {other:?}");
        }
    }
}
