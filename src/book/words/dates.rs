//! Dates as they are printed: order, month names and marks of doubt by language.

use super::Words;
use crate::metadata::{Date, Moment, Until};

impl Words {
    /// A date or stretch of time in words: "October 7, 1917", "ca. October 2008",
    /// "February–March 2017", "1870–1924", "since 1917".
    #[must_use]
    pub fn date(&self, date: &Date) -> String {
        match (&date.start, &date.end) {
            (Some(start), None) => self.moment(start),
            (Some(start), Some(Until::Moment(end))) => self.stretch(start, end),
            (Some(start), Some(Until::Unknown)) => format!("{}–?", self.moment(start)),
            (Some(start), Some(Until::Open)) => format!("{} {}", self.since, self.moment(start)),
            (None, Some(Until::Moment(end))) => format!("{} {}", self.until, self.moment(end)),
            (None, _) => "?".to_owned(),
        }
    }

    /// One moment with its marks of doubt.
    fn moment(&self, moment: &Moment) -> String {
        self.doubted(self.bare(moment), moment)
    }

    fn bare(&self, moment: &Moment) -> String {
        let day = moment.day.map(|day| self.day(day));
        match (moment.month.and_then(|m| self.month(m, day.is_some())), day) {
            (Some(month), Some(day)) => self.full(&day, month, moment.year),
            (Some(month), None) => self.month_and_year(month, moment.year),
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
    fn stretch(&self, from: &Moment, to: &Moment) -> String {
        let same_doubt = (from.approximate, from.uncertain) == (to.approximate, to.uncertain);
        if same_doubt && from.year == to.year {
            match (from.month, to.month, from.day, to.day) {
                (Some(first), Some(last), None, None) if first != last => {
                    if let (Some(first), Some(last)) = (self.month(first, false), self.month(last, false)) {
                        let months = format!("{first}–{last}");
                        return self.doubted(self.month_and_year(&months, to.year), to);
                    }
                }
                (Some(first), Some(last), Some(from_day), Some(to_day)) if first == last => {
                    if let Some(month) = self.month(first, true) {
                        let days = format!("{}–{}", self.day(from_day), self.day(to_day));
                        return self.doubted(self.full(&days, month, to.year), to);
                    }
                }
                _ => {}
            }
        }
        if same_doubt && from.month.is_none() && to.month.is_none() {
            return self.doubted(format!("{}–{}", self.year(from.year), self.year(to.year)), to);
        }
        let years = from.month.is_none() && to.month.is_none() && from.year > 0 && to.year > 0;
        let (from, to) = (self.moment(from), self.moment(to));
        let dash = if !years && (from.contains(' ') || to.contains(' ')) { " – " } else { "–" };
        format!("{from}{dash}{to}")
    }

    fn month(&self, number: u8, after_day: bool) -> Option<&str> {
        let months = if after_day { &self.months_after_day } else { &self.months };
        months.get(usize::from(number).checked_sub(1)?).map(String::as_str)
    }

    fn day(&self, day: u8) -> String {
        if day == 1 { self.first_day.clone() } else { day.to_string() }
    }

    /// Astronomical year 0 is 1 BC.
    fn year(&self, year: i32) -> String {
        if year > 0 { year.to_string() } else { format!("{} {}", 1 - year, self.before_christ) }
    }

    fn full(&self, day: &str, month: &str, year: i32) -> String {
        self.date_day.replace("{day}", day).replace("{month}", month).replace("{year}", &self.year(year))
    }

    fn month_and_year(&self, month: &str, year: i32) -> String {
        self.date_month.replace("{month}", month).replace("{year}", &self.year(year))
    }
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
        ] {
            assert_eq!(printed("en-US", false, date), expected, "{date}");
        }
    }
}
