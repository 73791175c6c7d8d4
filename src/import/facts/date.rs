//! When a page was published.

use std::cell::Cell;

use super::people::opens_byline;
use super::said::Said;
use crate::metadata::Date;
use crate::source::html::{Element, Page};
use crate::source::recognise::find_date;

/// Under what pages say when they were published, the surest first.
const KEYS: [&str; 20] = [
    "ld:datePublished",
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dc.issued",
    "dc.date",
    "dc.date.created",
    "dc.created",
    "item:datePublished",
    "datepublished",
    "published_time",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
];

/// Under what pages tell machines that count readers: often in another zone of time, a day off.
const COUNTED: [&str; 4] = ["parsely-pub-date", "sailthru.date", "originalpublicationdate", "ld:dateCreated"];

/// The date of a page; one that is only concluded is told.
pub(super) fn date(page: &Page<'_>, said: &Said, url: Option<&str>, guess: &mut dyn FnMut(&str)) -> Option<String> {
    let own = |keys: &[&str]| keys.iter().flat_map(|key| said.every(key)).find_map(edtf);
    own(&KEYS)
        .or_else(|| shown(page, &|one| one.in_text()))
        // Many pages keep it in their frame, above or below the text.
        .or_else(|| shown(page, &|one| one.near_text()))
        .or_else(|| own(&COUNTED))
        .or_else(|| {
            let line = line(page)?;
            guess(&format!("the date, by the line “{line}”"));
            edtf(&line).or_else(|| year_of_byline(&line))
        })
        .or_else(|| {
            let found = of_address(url?)?;
            guess(&format!("the date, {found}, by its address"));
            Some(found)
        })
}

/// What an element that is made for it shows.
fn shown(page: &Page<'_>, here: &dyn Fn(&Element<'_>) -> bool) -> Option<String> {
    let times = page.elements().filter(|one| one.name() == "time" && here(one));
    let mut times = times.filter_map(|one| one.attribute("datetime").and_then(edtf).or_else(|| edtf(&one.words())));
    times.next().or_else(|| {
        page.elements().filter(|one| here(one)).find_map(|one| {
            let says = one.class_words().iter().any(|word| {
                matches!(
                    word.as_str(),
                    "date" | "dateline" | "timestamp" | "published" | "posted" | "byline" | "meta" | "time" | "pubdate"
                )
            });
            let words = if says { one.words() } else { String::new() };
            let titled = || one.attribute("title").and_then(edtf).filter(|_| one.name() == "abbr");
            if says && words.chars().count() < 160 { edtf(&words).or_else(titled) } else { None }
        })
    })
}

/// A short line above the text, or early in it, that has a date. Where prose has begun a date is the text's.
fn line(page: &Page<'_>) -> Option<String> {
    let prose = Cell::new(0);
    let lines = page.elements().filter(|one| {
        one.in_text()
            && matches!(
                one.name(),
                "p" | "div" | "td" | "center" | "h2" | "h3" | "h4" | "i" | "b" | "font" | "small" | "span"
            )
    });
    lines
        .take(30)
        .map(|one| {
            let words = one.words();
            if one.name() == "p" && words.chars().count() > 150 {
                prose.set(prose.get() + 1);
            }
            words
        })
        .take_while(|_| prose.get() < 3)
        .find(|words| {
            (6..80).contains(&words.chars().count()) && (edtf(words).is_some() || year_of_byline(words).is_some())
        })
}

/// "by Ada Byron, 1911".
fn year_of_byline(line: &str) -> Option<String> {
    let (before, year) = line.trim().trim_end_matches(')').rsplit_once([' ', '('])?;
    let figures = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && year.starts_with(['1', '2']);
    (figures && opens_byline(before).is_some()).then(|| year.to_owned())
}

/// `…/2019/08/02/on-bees` as 2019-08-02.
fn of_address(url: &str) -> Option<String> {
    let path: Vec<&str> = url.split_once("://")?.1.split('/').skip(1).collect();
    let number = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    path.windows(2).enumerate().find_map(|(at, parts)| {
        let [year, month] = parts else { return None };
        if !number(year, 4) || !number(month, 2) || !matches!(year.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..]) {
            return None;
        }
        let day = path.get(at + 2).filter(|day| number(day, 2)).map_or(String::new(), |day| format!("-{day}"));
        Some(format!("{year}-{month}{day}")).filter(|date| Date::parse(date).is_some())
    })
}

/// A date as EDTF, however it is written.
pub(in crate::import) fn edtf(written: &str) -> Option<String> {
    let written = written.trim();
    let day: String = written.chars().take(10).map(|c| if c == '/' || c == '.' { '-' } else { c }).collect();
    let numeric = day.len() == 10 && day.is_ascii() && day.as_bytes().get(4) == Some(&b'-');
    if numeric && Date::parse(&day).is_some() {
        return Some(day);
    }
    if written.len() <= 7
        && written.starts_with(|c: char| c.is_ascii_digit())
        && Date::parse(&written.replace('/', "-")).is_some()
    {
        return Some(written.replace('/', "-"));
    }
    find_date(written).map(|found| found.moment.to_string()).or_else(|| in_figures(written))
}

/// `20180619T055000`, `19.6.2018`, `2018年6月19日`, `2018. 6. 19.`, `25/06/2018`; where day and month cannot be told apart,
/// none.
fn in_figures(written: &str) -> Option<String> {
    if let Some((day, _)) = written.split_once('T')
        && day.len() == 8
        && day.bytes().all(|b| b.is_ascii_digit())
    {
        let date = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
        return Date::parse(&date).map(|_| date);
    }
    // Numbers, and what stands right before each.
    let mut numbers: Vec<(String, String)> = Vec::new();
    let (mut before, mut digits) = (String::new(), String::new());
    for c in written.chars().take(200).chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                numbers.push((std::mem::take(&mut before), std::mem::take(&mut digits)));
            }
            before.push(c);
        }
    }
    numbers.windows(3).find_map(|three| {
        let [(_, a), (one, b), (two, c)] = three else { return None };
        let (one, two) = (one.trim(), two.trim());
        let signs = match (one, two) {
            (".", ".") | ("/", "/") | ("-", "-") => one.chars().next()?,
            ("年", "月") | ("년", "월") => '年',
            _ => return None,
        };
        let (year, month, day) = match (a.len(), c.len()) {
            (4, 1..=2) => (a, b, c),
            (1..=2, 4) if signs == '.' => (c, b, a),
            // An American writes the month first.
            (1..=2, 4) if signs == '/' && a.parse::<u8>().is_ok_and(|day| day > 12) => (c, b, a),
            (1..=2, 4) if signs == '/' && b.parse::<u8>().is_ok_and(|day| day > 12) => (c, a, b),
            (1..=2, 4) if signs == '/' && a == b => (c, a, b),
            _ => return None,
        };
        let date = format!("{year}-{month:0>2}-{day:0>2}");
        Date::parse(&date).map(|_| date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let read = ["2017-03-05T10:00:00Z", "2017/03/05", "March 5, 2017", "5. März 2017", "2017", "soon"].map(edtf);
        let day = Some("2017-03-05".to_owned());
        assert_eq!(read, [day.clone(), day.clone(), day.clone(), day, Some("2017".to_owned()), None]);
    }

    #[test]
    fn dates_in_figures() {
        let day = Some("2018-06-19".to_owned());
        for written in [
            "20180619T055000+0900",
            "19.06.2018 07:30 Uhr",
            "2018年6月19日",
            "am 19.6.2018",
            "06/19/2018",
            "2018. 6. 19.",
        ] {
            assert_eq!(edtf(written), day, "{written}");
        }
        for written in ["06/07/2018", "1.2.3", "32.13.2018", "10:20:2018", "tel. 12-34-5678"] {
            assert_eq!(edtf(written), None, "{written}");
        }
    }

    #[test]
    fn dates_of_addresses() {
        assert_eq!(of_address("https://a.example/2019/08/02/bees").as_deref(), Some("2019-08-02"));
        assert_eq!(of_address("https://a.example/blog/2019/08/bees").as_deref(), Some("2019-08"));
        assert_eq!(of_address("https://a.example/4711/08/02/bees"), None);
    }
}
