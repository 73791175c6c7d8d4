//! Dates that CSL cannot say, in words: approximate and uncertain ones, intervals.

use hayagriva::ElemChildren;
use hayagriva::citationberg::IndependentStyle;

use super::item::{Dates, When, Work, guessed};
use super::style::CitationStyle;
use crate::metadata::{Date, Moment, Until};

/// A style that sets nothing but a date.
pub(super) fn style() -> Option<IndependentStyle> {
    const DATE: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
        <info><title/><id>date</id><updated>2026-01-01T00:00:00+00:00</updated></info>
        <citation><layout><date variable="issued" form="text"/></layout></citation></style>"#;
    IndependentStyle::from_xml(DATE).ok()
}

impl CitationStyle {
    /// A date that stands in a citation. Where the style has marks of its own for one that may be wrong, it has
    /// set them.
    pub(super) fn when(&self, when: &When) -> String {
        match when {
            When::Date(date) => match guessed(date).filter(|_| self.ways.marks_guesses) {
                Some(guess) => self.moment(&Moment { uncertain: false, ..guess.clone() }),
                None => self.date(date),
            },
            When::Words(words) => words.clone(),
        }
    }

    /// The same without months and days, for styles that ask for the year alone.
    pub(super) fn year(&self, when: &When) -> String {
        let year = |moment: &Moment| Moment { season: None, month: None, day: None, ..moment.clone() };
        match when {
            When::Date(date) if date.start.as_ref().is_none_or(|start| start.month.is_none()) => self.when(when),
            When::Date(Date { julian: Some(borne), .. }) => self.year(&When::Date(Date::clone(borne))),
            When::Date(date) => {
                let start = date.start.as_ref().map(year);
                let end = match &date.end {
                    Some(Until::Moment(end)) => Some(Until::Moment(year(end))),
                    other => other.clone(),
                };
                let end = end.filter(|end| !matches!((end, &start), (Until::Moment(e), Some(s)) if e.year == s.year));
                self.when(&When::Date(Date { start, end, julian: None }))
            }
            When::Words(words) => words.clone(),
        }
    }

    /// `date` in the book's language: "October 2008", "ca. 2008", "February–March 2017", "1914–18". Of two calendars that
    /// of the work itself: "October 25, 1917, Old Style".
    pub(super) fn date(&self, date: &Date) -> String {
        if let Some(borne) = &date.julian {
            return self.words.old_style.replace("{date}", &self.date(borne));
        }
        let moment = |moment: &Moment| self.moment(moment);
        match (&date.start, &date.end) {
            (Some(start), None) => moment(start),
            (Some(start), Some(Until::Moment(end))) => self.interval(start, end),
            (Some(start), Some(Until::Unknown | Until::Open)) => format!("{}–", moment(start)),
            (None, Some(Until::Moment(end))) => format!("–{}", moment(end)),
            (None, _) => String::new(),
        }
    }

    fn moment(&self, moment: &Moment) -> String {
        if moment.season.is_some() {
            return self.words.date(&Date::of(moment.clone()));
        }
        let date = Date::of(Moment { uncertain: false, approximate: false, ..moment.clone() });
        let mut work = Work::new("date", "book");
        work.date("issued", &date, &mut Dates::default());
        let set = self.dates.as_ref().map(|dates| super::standalone(&work.item(), dates, self)).unwrap_or_default();
        self.words.doubted(plain_text(&set), moment)
    }

    /// Two moments as one: what both say at their beginning or end is said once.
    fn interval(&self, start: &Moment, end: &Moment) -> String {
        let doubt = |moment: &Moment| (moment.approximate, moment.uncertain);
        if doubt(start) == doubt(end) && doubt(end) != (false, false) {
            let certain = |moment: &Moment| Moment { uncertain: false, approximate: false, ..moment.clone() };
            return self.words.doubted(self.interval(&certain(start), &certain(end)), end);
        }
        let (from, to) = (self.moment(start), self.moment(end));
        let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        if year(&from) && year(&to) {
            // Where the century changes all digits are given (Chicago 18, 9.66).
            let to = if from[..2] == to[..2] { self.ranges.second(&from, &to) } else { to };
            return format!("{from}–{to}");
        }
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (a, b) = (words(&from), words(&to));
        let least = a.len().min(b.len()) - 1;
        let same = |pair: &(&String, &String)| pair.0.trim_end_matches(',') == pair.1.trim_end_matches(',');
        let after = a.iter().rev().zip(b.iter().rev()).take(least).take_while(same).count();
        let before = a.iter().zip(&b).take(least - after).take_while(same).count();
        let start = a[..a.len() - after].join(" ");
        let end = b[before..].join(" ");
        format!("{}–{end}", start.trim_end_matches(','))
    }
}

fn plain_text(children: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = children.write_buf(&mut text, hayagriva::BufWriteFormat::Plain);
    text
}
