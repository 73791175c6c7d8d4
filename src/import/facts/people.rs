//! Who wrote a page: names out of what it says, and out of bylines as people set them.

use super::folded;
use super::said::Said;
use super::title::is_host;
use crate::source::html::{Element, Page};
use crate::source::recognise::find_date;

/// Under what pages name their authors, the surest first.
const KEYS: [&str; 13] = [
    "ld:person",
    "ld:author",
    "citation_author",
    "ld:creator",
    "dc.creator",
    "dc.contributor.author",
    "author",
    "item:author:name",
    "item:author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
];

/// The authors of a page; where they are only concluded that is told. A site is no author.
pub(super) fn authors(page: &Page<'_>, said: &Said, site: Option<&str>, guess: &mut dyn FnMut(&str)) -> Vec<String> {
    let site = site.map(folded);
    let of_site = |name: &str| {
        let name = folded(name);
        site.as_ref().is_some_and(|site| {
            let short = name.chars().count().min(site.chars().count());
            name == *site || short > 3 && (name.contains(site.as_str()) || site.starts_with(&name))
        })
    };
    let names = |key: &str| -> Vec<String> {
        let listed = said.every(key).filter(|name| !name.contains("://") && !name.starts_with('@') && !is_host(name));
        let mut names: Vec<String> = Vec::new();
        // Whose blog bears their own name is its author.
        let own = |name: &str| matches!(key, "ld:person" | "citation_author") && name.contains(' ');
        for said in listed {
            let split = match key {
                "citation_author" => vec![turned(said)],
                "ld:organization" => vec![said.to_owned()],
                _ => people(said),
            };
            // "The Lantern Ltd, London": what follows the site's name is its seat.
            for name in split.into_iter().take_while(|name| own(name) || !of_site(name)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    };
    KEYS.iter()
        .chain(&["author-link"])
        .map(|key| names(key))
        .find(|names| !names.is_empty())
        .or_else(|| byline(page).filter(|names| !names.is_empty()))
        .or_else(|| Some(names("ld:organization")).filter(|names| !names.is_empty()))
        .unwrap_or_else(|| by_line(page, guess))
}

/// The names in an element that says it is a byline.
fn byline(page: &Page<'_>) -> Option<Vec<String>> {
    page.elements().filter(Element::in_text).find_map(|one| {
        let words = one.class_words();
        let says = words.iter().any(|word| matches!(word.as_str(), "byline" | "author" | "vcard" | "writer"));
        let text = if says { one.words() } else { String::new() };
        (says && !text.is_empty() && text.chars().count() < 160).then(|| people(&text))
    })
}

/// The names in a line of its own before the text: "By Ada Byron".
fn by_line(page: &Page<'_>, guess: &mut dyn FnMut(&str)) -> Vec<String> {
    let lines = page.elements().filter(|one| {
        matches!(one.name(), "p" | "div" | "h2" | "h3" | "h4" | "center" | "td" | "b" | "i" | "font" | "span")
            && one.in_text()
    });
    let line =
        lines.take(30).map(|one| one.words()).find(|words| words.chars().count() < 90 && opens_byline(words).is_some());
    line.map_or(Vec::new(), |line| {
        guess(&format!("the author, by the line “{line}”"));
        people(&line)
    })
}

/// The words after "By" and the like, in the languages of the program.
pub(super) fn opens_byline(words: &str) -> Option<&str> {
    const BY: [&str; 12] =
        ["by ", "von ", "par ", "por ", "di ", "door ", "автор: ", "автор ", "autor: ", "przez ", "מאת ", "מאת: "];
    let lower = words.to_lowercase();
    let open = BY.iter().find(|by| lower.starts_with(**by))?;
    let rest = words.get(open.len()..)?.trim();
    let name = rest.split_whitespace().next()?;
    let capital = name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic());
    (capital && !rest.ends_with(['.', '!', '?'])).then_some(rest)
}

/// Words that join names.
const AND: [&str; 9] = [" and ", " und ", " et ", " y ", " e ", " и ", " i ", " with ", " mit "];

/// What stands for nobody.
const NOBODY: [&str; 12] = [
    "admin",
    "administrator",
    "staff",
    "editor",
    "editors",
    "editorial",
    "redaktion",
    "rédaction",
    "redacción",
    "redazione",
    "webmaster",
    "anonymous",
];

/// The names in a byline: without "By", the date, what they are and for whom they write.
pub(super) fn people(line: &str) -> Vec<String> {
    let line =
        opens_byline(line).or_else(|| line.strip_prefix("by ")).or_else(|| line.strip_prefix("By ")).unwrap_or(line);
    let line = line.split(['|', '•', '·', '(', '\u{2014}']).next().unwrap_or(line);
    let line = before_date(line);
    let mut names: Vec<String> = Vec::new();
    for part in line.split([',', ';', '&', '/']) {
        let mut rest = part.trim();
        loop {
            let cut = AND.iter().filter_map(|and| rest.find(and).map(|at| (at, and.len()))).min();
            let (name, after) = cut.map_or((rest, ""), |(at, length)| (&rest[..at], &rest[at + length..]));
            let name = bare(name);
            // "Ada Byron, THE LANTERN": what is all in capitals after a name that is not is no name.
            let shouts = |name: &str| name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
            let agency = shouts(&name) && names.iter().any(|name| !shouts(name));
            if name.chars().any(char::is_alphabetic)
                && name.split_whitespace().count() <= 6
                && !NOBODY.contains(&name.to_lowercase().as_str())
                && !agency
                && !is_host(&name)
            {
                names.push(name);
            }
            if after.is_empty() {
                break;
            }
            rest = after;
        }
    }
    names
}

/// The words before a date, or before what says that one follows.
fn before_date(line: &str) -> String {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SAYS: [&str; 7] = ["on", "posted", "published", "updated", "am", "le", "for"];
    let words: Vec<&str> = line.split_whitespace().collect();
    let end = (0..words.len()).find(|at| {
        let word = words[*at].trim_end_matches([',', '.', ':']).to_lowercase();
        word.chars().any(|c| c.is_ascii_digit())
            || SAYS.contains(&word.as_str())
            || *at > 0 && DAYS.contains(&word.as_str())
    });
    let end = end.map_or(words.len(), |at| {
        // The month before the day is the date's.
        let month = at
            .checked_sub(1)
            .filter(|before| find_date(&words[*before..(at + 2).min(words.len())].join(" ")).is_some());
        month
            .filter(|before| find_date(&words[at..(at + 3).min(words.len())].join(" ")).is_none() && *before > 0)
            .unwrap_or(at)
    });
    words[..end].join(" ")
}

/// A name without what stands around it: "and", signs, an address at a network, an office.
fn bare(name: &str) -> String {
    let name = name.trim().trim_start_matches("and ");
    let name = match name.split_once(" - ").or_else(|| name.split_once(" – ")) {
        Some((person, _)) if person.contains(' ') => person,
        _ => name,
    };
    let words: Vec<&str> = name.split_whitespace().filter(|word| !word.starts_with('@')).collect();
    // "ADA BYRON of our staff": the name ends with its capitals.
    let capitals =
        words.iter().take_while(|word| word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase));
    let capitals = capitals.count();
    let words = if capitals >= 2 && words.get(capitals).is_some() { &words[..capitals] } else { &words[..] };
    words.join(" ").trim_end_matches(['.', ',', '-', '–']).trim().to_owned()
}

/// "Byron, Ada" as "Ada Byron".
pub(super) fn turned(name: &str) -> String {
    name.split_once(", ").map_or_else(|| name.to_owned(), |(last, first)| format!("{first} {last}"))
}
