//! Dates as they are printed: order, month names and marks of doubt by language.

use super::Words;
use crate::metadata::{Date, Moment, Season, Until};

impl Words {
    /// A date or stretch of time in words: "October 7, 1917", "ca. October 2008", "spring 1917",
    /// "February–March 2017", "1870–1924", "since 1917"; by both calendars, where both are known:
    /// "November 7 (October 25, Old Style), 1917".
    #[must_use]
    pub fn date(&self, date: &Date) -> String {
        let Some(julian) = &date.julian else { return self.plain(date, Year::Said) };
        if let (Some(new), Some(old)) = (one_moment(date), one_moment(julian)) {
            // Doubt is of the moment, by whatever calendar: it closes over both.
            let both = if (new.month, new.day) == (old.month, old.day) {
                self.julian(&self.bare(old, Year::Said))
            } else if new.year == old.year {
                let both = self.within(&self.bare(new, Year::Unsaid), &self.bare(old, Year::Unsaid));
                self.day_and_year(&both, new.year)
            } else {
                self.within(&self.bare(new, Year::Said), &self.bare(old, Year::Said))
            };
            return self.doubted(both, new);
        }
        if (&date.start, &date.end) == (&julian.start, &julian.end) {
            return self.julian(&self.plain(julian, Year::Said));
        }
        self.within(&self.plain(date, Year::Said), &self.plain(julian, Year::Said))
    }

    /// The same without its year: "November 7 (October 25, Old Style)"; `None` where it lies in no one year or says
    /// nothing else.
    #[must_use]
    pub fn date_within_year(&self, date: &Date) -> Option<String> {
        let finer = |moment: &Moment| moment.month.is_some() || moment.season.is_some();
        let start = date.start.as_ref().filter(|start| finer(start))?;
        match &date.end {
            None => {}
            Some(Until::Moment(end)) if end.year == start.year && finer(end) => {}
            Some(_) => return None,
        }
        let Some(julian) = &date.julian else { return Some(self.plain(date, Year::Unsaid)) };
        let year = if julian.year() == Some(start.year) { Year::Unsaid } else { Year::Said };
        let same = (&date.start, &date.end) == (&julian.start, &julian.end);
        Some(match (one_moment(date), one_moment(julian)) {
            (Some(_), Some(old)) if same => self.doubted(self.julian(&self.bare(old, Year::Unsaid)), old),
            (Some(new), Some(old)) => {
                self.doubted(self.within(&self.bare(new, Year::Unsaid), &self.bare(old, year)), new)
            }
            _ if same => self.julian(&self.plain(date, Year::Unsaid)),
            _ => self.within(&self.plain(date, Year::Unsaid), &self.plain(julian, year)),
        })
    }

    /// When somebody lived: "1870–1924", "1950–" of the living.
    #[must_use]
    pub fn life(&self, lived: &Date) -> String {
        match (&lived.start, &lived.end) {
            (Some(born), Some(Until::Open)) => format!("{}–", self.moment(born, Year::Said)),
            _ => self.date(lived),
        }
    }

    /// "November 7 (October 25, Old Style)".
    fn within(&self, new: &str, old: &str) -> String {
        format!("{new} ({})", self.julian(old))
    }

    fn julian(&self, date: &str) -> String {
        self.old_style.replace("{date}", date)
    }

    fn plain(&self, date: &Date, year: Year) -> String {
        match (&date.start, &date.end) {
            (Some(start), None) => self.moment(start, year),
            (Some(start), Some(Until::Moment(end))) => self.stretch(start, end, year),
            (Some(start), Some(Until::Unknown)) => format!("{}–?", self.moment(start, year)),
            (Some(start), Some(Until::Open)) => format!("{} {}", self.since, self.moment(start, year)),
            (None, Some(Until::Moment(end))) => format!("{} {}", self.until, self.moment(end, year)),
            (None, _) => "?".to_owned(),
        }
    }

    /// One moment with its marks of doubt.
    fn moment(&self, moment: &Moment, year: Year) -> String {
        self.doubted(self.bare(moment, year), moment)
    }

    fn bare(&self, moment: &Moment, year: Year) -> String {
        let day = moment.day.map(|day| self.day(day));
        let season = moment.season.map(|season| self.season(season));
        match (moment.month.and_then(|m| self.month(m, day.is_some())).or(season), day) {
            (Some(month), Some(day)) => self.full(&day, month, (moment.year, year)),
            (Some(month), None) => self.month_and_year(month, (moment.year, year)),
            (None, _) => self.year(moment.year),
        }
    }

    /// "ca. 1917", "[1917?]", "[ca. 1917?]" of "1917": as `moment` is approximate or uncertain (*Chicago* 10.48,
    /// 14.132). The one way in which the book says so, in its own words and in citations.
    #[must_use]
    pub fn doubted(&self, date: String, moment: &Moment) -> String {
        let date = if moment.approximate { format!("{} {date}", self.approximate) } else { date };
        if moment.uncertain { format!("[{date}?]") } else { date }
    }

    /// What two moments share is said once (*Chicago* 6.77, 9.64).
    fn stretch(&self, from: &Moment, to: &Moment, year: Year) -> String {
        let same_doubt = (from.approximate, from.uncertain) == (to.approximate, to.uncertain);
        if same_doubt && from.year == to.year {
            match (self.month_alone(from), self.month_alone(to), from.day, to.day) {
                (Some(first), Some(last), None, None) if first != last => {
                    let months = format!("{first}–{last}");
                    return self.doubted(self.month_and_year(&months, (to.year, year)), to);
                }
                (Some(_), Some(_), Some(from_day), Some(to_day)) if from.month == to.month => {
                    if let Some(month) = to.month.and_then(|month| self.month(month, true)) {
                        let days = format!("{}–{}", self.day(from_day), self.day(to_day));
                        return self.doubted(self.full(&days, month, (to.year, year)), to);
                    }
                }
                _ => {}
            }
        }
        let years = self.month_alone(from).is_none() && self.month_alone(to).is_none();
        if same_doubt && years {
            return self.doubted(self.years(from.year, to.year), to);
        }
        let closed = years && (from.year > 0) == (to.year > 0);
        let (from, to) = if years {
            let (first, last) = self.eras(from.year, to.year);
            (self.doubted(first, from), self.doubted(last, to))
        } else {
            (self.moment(from, year), self.moment(to, year))
        };
        let dash = if !closed && (from.contains(' ') || to.contains(' ')) { " – " } else { "–" };
        format!("{from}{dash}{to}")
    }

    /// "1870–1924", "100–44 BC", "10 BC–AD 14" (*Chicago* 9.34, 9.64).
    fn years(&self, from: i32, to: i32) -> String {
        let (from, to) = self.eras(from, to);
        format!("{from}–{to}")
    }

    /// Two years of one stretch: the era is said once at the end, and of each where it changes.
    fn eras(&self, from: i32, to: i32) -> (String, String) {
        match (from > 0, to > 0) {
            (true, _) => (self.year(from), self.year(to)),
            (false, false) => ((1 - i64::from(from)).to_string(), self.year(to)),
            (false, true) => (self.year(from), self.after_christ.replace("{year}", &to.to_string())),
        }
    }

    /// The name of a moment's month or season as it stands alone.
    fn month_alone(&self, moment: &Moment) -> Option<&str> {
        let season = moment.season.map(|season| self.season(season));
        moment.month.and_then(|month| self.month(month, false)).or(season)
    }

    fn month(&self, number: u8, after_day: bool) -> Option<&str> {
        let months = if after_day { &self.months_after_day } else { &self.months };
        months.get(usize::from(number).checked_sub(1)?).map(String::as_str)
    }

    fn season(&self, season: Season) -> &str {
        match season {
            Season::Spring => &self.spring,
            Season::Summer => &self.summer,
            Season::Autumn => &self.autumn,
            Season::Winter => &self.winter,
        }
    }

    fn day(&self, day: u8) -> String {
        if day == 1 { self.first_day.clone() } else { day.to_string() }
    }

    /// A year; the astronomical year 0 is 1 BC.
    #[must_use]
    pub fn year(&self, year: i32) -> String {
        self.in_year("{year}", year)
    }

    /// `pattern` with its year; the era comes after what belongs to the year: Russian "44 г. до н. э."
    fn in_year(&self, pattern: &str, year: i32) -> String {
        if year > 0 {
            return pattern.replace("{year}", &year.to_string());
        }
        let number = (1 - i64::from(year)).to_string();
        let ends_so = pattern.rsplit_once("{year}").is_some_and(|(_, after)| !after.contains('{'));
        if ends_so {
            format!("{} {}", pattern.replace("{year}", &number), self.before_christ)
        } else {
            pattern.replace("{year}", &format!("{number} {}", self.before_christ))
        }
    }

    fn full(&self, day: &str, month: &str, (year, said): (i32, Year)) -> String {
        let pattern = if said == Year::Said { &self.date_day } else { self.before_year().0 };
        self.in_year(pattern, year).replace("{day}", day).replace("{month}", month)
    }

    /// "November 7" and its year.
    fn day_and_year(&self, day: &str, year: i32) -> String {
        let (_, after) = self.before_year();
        format!("{day}{}", self.in_year(after, year))
    }

    /// How a day is written, divided before what belongs to its year: `{month} {day}` and `, {year}`.
    fn before_year(&self) -> (&str, &str) {
        let end = |name: &str| self.date_day.find(name).map(|at| at + name.len());
        let cut = end("{day}").max(end("{month}")).unwrap_or_default();
        let (before, after) = self.date_day.split_at(cut);
        if after.contains("{year}") { (before, after) } else { ("{day} {month}", " {year}") }
    }

    fn month_and_year(&self, month: &str, (year, said): (i32, Year)) -> String {
        if said == Year::Unsaid {
            return month.to_owned();
        }
        self.in_year(&self.date_month, year).replace("{month}", month)
    }
}

/// Whether a date says its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Year {
    Said,
    Unsaid,
}

/// The moment that is all of `date`.
fn one_moment(date: &Date) -> Option<&Moment> {
    date.start.as_ref().filter(|_| date.end.is_none())
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use crate::metadata::{Date, Language};

    fn printed(tag: &str, day_first: bool, date: &str) -> String {
        let words = Language::parse(tag).and_then(|l| Words::of(&l, day_first)).unwrap();
        words.date(&Date::parse(date).unwrap())
    }

    #[test]
    fn a_day_in_every_language() {
        for (tag, expected) in [
            ("en-US", "November 7, 1917"),
            ("en-GB", "7 November 1917"),
            ("de", "7. November 1917"),
            ("fr", "7 novembre 1917"),
            ("es", "7 de noviembre de 1917"),
            ("it", "7 novembre 1917"),
            ("ru", "7 ноября 1917 г."),
            ("pt-BR", "7 de novembro de 1917"),
            ("pl", "7 listopada 1917"),
        ] {
            assert_eq!(printed(tag, false, "1917-11-07"), expected, "{tag}");
        }
        assert_eq!(printed("en-US", true, "1917-11-07"), "7 November 1917");
        assert_eq!(printed("fr", false, "1917-11-01"), "1er novembre 1917");
    }

    #[test]
    fn a_month_in_every_language() {
        for (tag, expected) in [
            ("en-US", "November 1917"),
            ("de-AT", "November 1917"),
            ("fr", "novembre 1917"),
            ("es", "noviembre de 1917"),
            ("it", "novembre 1917"),
            ("ru", "ноябрь 1917 г."),
            ("pt", "novembro de 1917"),
            ("pl", "listopad 1917"),
        ] {
            assert_eq!(printed(tag, false, "1917-11"), expected, "{tag}");
        }
    }

    #[test]
    fn about_in_every_language() {
        for (tag, expected) in [
            ("en-US", "ca. 1921"),
            ("en-GB", "ca. 1921"),
            ("de", "ca. 1921"),
            ("fr", "vers 1921"),
            ("es", "ca. 1921"),
            ("it", "ca. 1921"),
            ("ru", "ок. 1921"),
            ("pt", "ca. 1921"),
            ("pl", "ok. 1921"),
        ] {
            assert_eq!(printed(tag, false, "1921~"), expected, "{tag}");
        }
        assert_eq!(printed("en-GB", true, "1921~"), "c. 1921");
    }

    #[test]
    fn doubt_and_stretches() {
        for (date, expected) in [
            ("2008-10~", "ca. October 2008"),
            ("1917-21", "spring 1917"),
            ("1917-21/1917-23", "spring–autumn 1917"),
            ("2008?", "[2008?]"),
            ("2008%", "[ca. 2008?]"),
            ("2001~/2004~", "ca. 2001–2004"),
            ("2017-02/2017-03", "February–March 2017"),
            ("1993-10-03/1993-10-04", "October 3–4, 1993"),
            ("1993-10-30/1993-11-02", "October 30, 1993 – November 2, 1993"),
            ("1870/1924", "1870–1924"),
            ("1870~/1924", "ca. 1870–1924"),
            ("1917/..", "since 1917"),
            ("1917/", "1917–?"),
            ("/1924", "until 1924"),
            ("-0043", "44 BC"),
            ("-0043-03-15", "March 15, 44 BC"),
            ("-0099/-0043", "100–44 BC"),
            ("-0099~/-0043", "ca. 100–44 BC"),
            ("-0009/0014", "10 BC–AD 14"),
            ("-0009?/0014", "[10 BC?] – AD 14"),
            ("-0043/..", "since 44 BC"),
        ] {
            assert_eq!(printed("en-US", false, date), expected, "{date}");
        }
    }

    #[test]
    fn eras_in_every_language() {
        for (tag, day, stretch, both) in [
            ("de", "15. März 44 v. Chr.", "100–44 v. Chr.", "10 v. Chr.–14 n. Chr."),
            ("fr", "15 mars 44 av. J.-C.", "100–44 av. J.-C.", "10 av. J.-C.–14 apr. J.-C."),
            ("es", "15 de marzo de 44 a. C.", "100–44 a. C.", "10 a. C.–14 d. C."),
            ("it", "15 marzo 44 a.C.", "100–44 a.C.", "10 a.C.–14 d.C."),
            ("ru", "15 марта 44 г. до н. э.", "100–44 до н. э.", "10 до н. э.–14 н. э."),
            ("pt", "15 de março de 44 a.C.", "100–44 a.C.", "10 a.C.–14 d.C."),
            ("pl", "15 marca 44 p.n.e.", "100–44 p.n.e.", "10 p.n.e.–14 n.e."),
        ] {
            assert_eq!(printed(tag, false, "-0043-03-15"), day);
            assert_eq!(printed(tag, false, "-0099/-0043"), stretch);
            assert_eq!(printed(tag, false, "-0009/0014"), both);
        }
        assert_eq!(printed("ru", false, "-0043-03"), "март 44 г. до н. э.");
    }

    #[test]
    fn lives() {
        let words = Language::parse("en-US").and_then(|l| Words::of(&l, false)).unwrap();
        for (lived, expected) in [("1870/1924", "1870–1924"), ("1950/..", "1950–"), ("/0430", "until 430")] {
            assert_eq!(words.life(&Date::parse(lived).unwrap()), expected);
        }
    }

    #[test]
    fn both_calendars_in_every_language() {
        for (tag, expected) in [
            ("en-US", "November 7 (October 25, Old Style), 1917"),
            ("en-GB", "7 November (25 October, Old Style) 1917"),
            ("de", "7. November (25. Oktober alten Stils) 1917"),
            ("fr", "7 novembre (25 octobre du calendrier julien) 1917"),
            ("es", "7 de noviembre (25 de octubre del calendario juliano) de 1917"),
            ("it", "7 novembre (25 ottobre del calendario giuliano) 1917"),
            ("ru", "7 ноября (25 октября по старому стилю) 1917 г."),
            ("pt", "7 de novembro (25 de outubro do calendário juliano) de 1917"),
            ("pl", "7 listopada (25 października starego stylu) 1917"),
        ] {
            let words = Language::parse(tag).and_then(|l| Words::of(&l, false)).unwrap();
            assert_eq!(words.date(&Date::parse_julian("1917-10-25").unwrap()), expected, "{tag}");
        }
    }

    #[test]
    fn old_style_where_more_than_the_day_differs() {
        let words = Language::parse("en-US").and_then(|l| Words::of(&l, false)).unwrap();
        for (old, whole, within) in [
            ("1917-10-25", "November 7 (October 25, Old Style), 1917", Some("November 7 (October 25, Old Style)")),
            (
                "1917-12-31",
                "January 13, 1918 (December 31, 1917, Old Style)",
                Some("January 13 (December 31, 1917, Old Style)"),
            ),
            ("1917-10", "October 1917, Old Style", Some("October, Old Style")),
            ("1917", "1917, Old Style", None),
            // Whatever is in doubt is so by both calendars.
            (
                "1917-10-25?",
                "[November 7 (October 25, Old Style), 1917?]",
                Some("[November 7 (October 25, Old Style)?]"),
            ),
            (
                "1917-10-25~",
                "ca. November 7 (October 25, Old Style), 1917",
                Some("ca. November 7 (October 25, Old Style)"),
            ),
            (
                "1917-12-31?",
                "[January 13, 1918 (December 31, 1917, Old Style)?]",
                Some("[January 13 (December 31, 1917, Old Style)?]"),
            ),
            ("1917-10?", "[October 1917, Old Style?]", Some("[October, Old Style?]")),
            ("1917~", "ca. 1917, Old Style", None),
            (
                "1917-10-24/1917-10-26",
                "November 6–8, 1917 (October 24–26, 1917, Old Style)",
                Some("November 6–8 (October 24–26, Old Style)"),
            ),
        ] {
            let date = Date::parse_julian(old).unwrap();
            assert_eq!(words.date(&date), whole, "{old}");
            assert_eq!(words.date_within_year(&date).as_deref(), within, "{old}");
        }
    }
}
