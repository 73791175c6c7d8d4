//! What a page says of itself: title, authors, date, site, address, language, licence.
//!
//! Read in the order of how seldom each is wrong: JSON-LD (schema.org), Highwire (`citation_*`), Open Graph, Dublin
//! Core, microdata, what stands in the text under a class that says so, and last what the text's first lines look like.
//! What is not said but concluded is told as a guess.

use serde_json::Value;

use super::{Remark, RemarkKind};
use crate::metadata::{Date, Language};
use crate::source::html::{Element, Page};
use crate::source::recognise::find_date;

/// What is known of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published, as EDTF.
    pub date: Option<String>,
    /// Where: a site, a journal.
    pub site: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was saved.
    pub retrieved: Option<String>,
    /// Its language.
    pub language: Option<Language>,
    /// Under what terms it may be used.
    pub licence: Option<Licence>,
}

/// Under what terms a text may be used, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Licence {
    /// A licence by its SPDX identifier.
    Spdx(String),
    /// In the public domain, and why.
    PublicDomain(String),
    /// Something else: its address.
    Other(String),
}

/// All that a page says, by key: `og:title`, `itemprop:author`, `ld:headline`.
struct Said {
    all: Vec<(String, String)>,
}

impl Said {
    fn first(&self, keys: &[&str]) -> Option<&str> {
        let said = |key: &&str| self.all.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
        keys.iter().find_map(said)
    }

    fn every<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.all.iter().filter(move |(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    fn add(&mut self, key: impl Into<String>, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.all.push((key.into(), value));
        }
    }
}

/// The facts of a page, and what of them was concluded. `known` comes from its container and wins.
#[must_use]
pub fn of_page(page: &Page<'_>, known: Facts) -> (Facts, Vec<Remark>) {
    let said = said(page);
    let mut guesses = Vec::new();
    let mut guess = |what: &str| guesses.push(Remark::new(RemarkKind::Guessed, what));
    let url = known.url.or_else(|| address(&said)).or_else(|| saved_from(page));
    let site = known.site.or_else(|| {
        let keys = [
            "og:site_name",
            "citation_journal_title",
            "ld:isPartOf",
            "ld:publisher",
            "dc.publisher",
            "application-name",
        ];
        said.first(&keys).filter(|name| !name.contains("://")).map(str::to_owned)
    });
    let title = known.title.or_else(|| title(page, &said, site.as_deref()));
    let authors =
        if known.authors.is_empty() { authors(page, &said, site.as_deref(), &mut guess) } else { known.authors };
    let date = known.date.or_else(|| date(page, &said, &mut guess));
    let language = known.language.or_else(|| language(&said)).or_else(|| {
        let words: String = page
            .elements()
            .filter(|one| one.name() == "p" || one.name() == "body")
            .take(1)
            .map(|one| one.words())
            .collect();
        let found = language_of(&words)?;
        guess(&format!("the language, {found}, by the words"));
        Some(found)
    });
    let licence = known.licence.or_else(|| licence(&said));
    (Facts { title, authors, date, site, url, retrieved: known.retrieved, language, licence }, guesses)
}

/// Gathers what a page says.
fn said(page: &Page<'_>) -> Said {
    let mut said = Said { all: Vec::new() };
    for element in page.elements() {
        let get = |key: &str| element.attribute(key).map(str::trim).filter(|value| !value.is_empty());
        match element.name() {
            "html" | "body" => {
                if let Some(language) = get("lang").or_else(|| get("xml:lang")) {
                    said.add("lang", language);
                }
            }
            "meta" => {
                let key =
                    get("property").or_else(|| get("name")).or_else(|| get("itemprop")).or_else(|| get("http-equiv"));
                if let (Some(key), Some(value)) = (key, get("content")) {
                    let key =
                        key.to_lowercase().replace("dcterms.", "dc.").replace("dc:", "dc.").replace("dcterms:", "dc.");
                    said.add(key, value);
                }
            }
            "title" => said.add("title", &element.words()),
            "link" | "a" => {
                if let (Some(rel), Some(href)) = (get("rel"), get("href")) {
                    for rel in rel.to_lowercase().split_whitespace() {
                        said.add(format!("rel:{rel}"), href);
                        if rel == "author" && element.name() == "a" && element.in_text() {
                            said.add("author-link", &element.words());
                        }
                    }
                }
            }
            "script" if get("type").is_some_and(|kind| kind.contains("ld+json")) => {
                if let Ok(value) = serde_json::from_str::<Value>(element.raw()) {
                    ld(&value, &mut said, 0);
                }
            }
            _ => {}
        }
        if let Some(prop) = get("itemprop").filter(|_| element.name() != "meta") {
            micro(&element, prop, &mut said);
        }
    }
    said
}

/// A value of microdata: an attribute where the element has one that says it, else its words.
fn micro(element: &Element<'_>, prop: &str, said: &mut Said) {
    let inner = element
        .above()
        .any(|outer| outer.attribute("itemprop").is_some_and(|prop| prop == "publisher" || prop == "author"));
    let value = ["content", "datetime"].iter().find_map(|key| element.attribute(key)).map(str::to_owned);
    let value = value.or_else(|| {
        (element.name() == "a" && matches!(prop, "license" | "url"))
            .then(|| element.attribute("href").map(str::to_owned))
            .flatten()
    });
    let value = value.unwrap_or_else(|| if prop == "articleBody" { String::new() } else { element.words() });
    if value.chars().count() > 300 || inner && prop != "name" {
        return;
    }
    let outer = element.above().find_map(|outer| outer.attribute("itemprop"));
    match outer.filter(|_| inner) {
        Some(outer) => said.add(format!("item:{outer}:{prop}"), &value),
        None => said.add(format!("item:{prop}"), &value),
    }
}

/// Takes what a JSON-LD object says of a text.
fn ld(value: &Value, said: &mut Said, depth: usize) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| ld(value, said, depth + 1)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                ld(graph, said, depth + 1);
            }
            let kind = object.get("@type").map(Value::to_string).unwrap_or_default();
            if !["Article", "Posting", "Report", "CreativeWork", "Book", "Chapter", "Poem"]
                .iter()
                .any(|known| kind.contains(known))
            {
                return;
            }
            for key in [
                "headline",
                "name",
                "datePublished",
                "inLanguage",
                "license",
                "url",
                "mainEntityOfPage",
                "publisher",
                "isPartOf",
                "author",
                "creator",
            ] {
                object.get(key).into_iter().for_each(|value| ld_value(key, value, said, depth));
            }
        }
        _ => {}
    }
}

fn ld_value(key: &str, value: &Value, said: &mut Said, depth: usize) {
    match value {
        Value::String(text) => said.add(format!("ld:{key}"), text),
        Value::Array(values) if depth < 6 => values.iter().for_each(|value| ld_value(key, value, said, depth + 1)),
        Value::Object(object) => {
            let inner = if matches!(key, "url" | "mainEntityOfPage" | "license") { "@id" } else { "name" };
            if let Some(text) = object.get(inner).and_then(Value::as_str) {
                said.add(format!("ld:{key}"), text);
            }
        }
        _ => {}
    }
}

fn title(page: &Page<'_>, said: &Said, site: Option<&str>) -> Option<String> {
    let keys = ["ld:headline", "citation_title", "og:title", "dc.title", "item:headline", "twitter:title"];
    let own = said.first(&keys).map(str::to_owned);
    let whole = own.clone().or_else(|| said.first(&["title"]).map(str::to_owned));
    // What the page prints above the text is best written.
    let head = |name: &'static str| {
        // The title of a page may stand above what holds its text.
        let found = page
            .elements()
            .filter(move |one| one.name() == name && (name == "h1" || one.in_text()))
            .map(|one| one.words());
        found.filter(|words| !words.is_empty()).collect::<Vec<String>>()
    };
    let mut heads = head("h1");
    if heads.is_empty() {
        heads.extend(head("h2").into_iter().take(1));
    }
    let matching = whole.as_deref().and_then(|whole| {
        let whole = folded(whole);
        heads.iter().find(|head| {
            let head = folded(head);
            head.len() > 2 && (whole.contains(&head) || own.is_none() && !whole.is_empty() && head.starts_with(&whole))
        })
    });
    if let Some(head) = matching.or(if heads.len() == 1 && own.is_none() && said.first(&["title"]).is_none() {
        heads.first()
    } else {
        None
    }) {
        return Some(head.clone());
    }
    own.or(whole)
        .map(|title| without_site(&title, site))
        .or_else(|| {
            page.elements().find(|one| matches!(one.name(), "h1" | "h2") && one.in_text()).map(|one| one.words())
        })
        .filter(|title| !title.is_empty())
}

fn folded(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the name of the site that pages put behind it, or before it.
fn without_site(title: &str, site: Option<&str>) -> String {
    let site = site.map(folded);
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " · "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            if site.as_ref().is_some_and(|site| *site == folded(after))
                || site.is_none() && after.split_whitespace().count() <= 4 && before.split_whitespace().count() > 1
            {
                return before.trim().to_owned();
            }
            if site.as_ref().is_some_and(|site| *site == folded(before)) {
                return after.trim().to_owned();
            }
        }
    }
    title.trim().to_owned()
}

fn authors(page: &Page<'_>, said: &Said, site: Option<&str>, guess: &mut dyn FnMut(&str)) -> Vec<String> {
    let names = |key: &str| -> Vec<String> {
        let listed = said.every(key).filter(|name| !name.contains("://") && !name.starts_with('@'));
        let split = listed.flat_map(|name| if key == "citation_author" { vec![turned(name)] } else { people(name) });
        let mut names: Vec<String> = Vec::new();
        for name in split.filter(|name| site.is_none_or(|site| folded(site) != folded(name))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let keys = [
        "ld:author",
        "citation_author",
        "ld:creator",
        "dc.creator",
        "author",
        "item:author:name",
        "item:author",
        "article:author",
        "author-link",
    ];
    if let Some(found) = keys.iter().map(|key| names(key)).find(|names| !names.is_empty()) {
        return found;
    }
    let byline = page.elements().filter(super::super::source::html::Element::in_text).find_map(|one| {
        let words = one.class_words();
        let says = words.iter().any(|word| matches!(word.as_str(), "byline" | "author" | "vcard" | "writer"));
        let text = one.words();
        (says && !text.is_empty() && text.chars().count() < 160).then_some(text)
    });
    if let Some(line) = byline {
        return people(&line);
    }
    // A line of its own before the text: "By Ada Byron".
    let line = page
        .elements()
        .filter(|one| {
            matches!(one.name(), "p" | "div" | "h2" | "h3" | "h4" | "center" | "td" | "b" | "i" | "font" | "span")
        })
        .filter(super::super::source::html::Element::in_text)
        .take(30)
        .map(|one| one.words())
        .find(|words| words.chars().count() < 90 && opens_byline(words).is_some());
    line.map_or(Vec::new(), |line| {
        guess(&format!("the author, by the line “{line}”"));
        people(&line)
    })
}

/// The words after "By" and the like, in the languages of the program.
fn opens_byline(words: &str) -> Option<&str> {
    const BY: [&str; 12] =
        ["by ", "von ", "par ", "por ", "di ", "door ", "автор: ", "автор ", "autor: ", "przez ", "מאת ", "מאת: "];
    let lower = words.to_lowercase();
    let open = BY.iter().find(|by| lower.starts_with(**by))?;
    let rest = words.get(open.len()..)?.trim();
    let name = rest.split_whitespace().next()?;
    let capital = name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic());
    (capital && !rest.ends_with(['.', '!', '?'])).then_some(rest)
}

/// The names in a byline: without "By", the date, what they are.
fn people(line: &str) -> Vec<String> {
    let line =
        opens_byline(line).or_else(|| line.strip_prefix("by ")).or_else(|| line.strip_prefix("By ")).unwrap_or(line);
    let line = line.split(['|', '•', '·', '(', '\u{2014}']).next().unwrap_or(line);
    // A date ends the names.
    let words: Vec<&str> = line.split_whitespace().collect();
    let end = (0..words.len()).find(|at| {
        words[*at].chars().any(|c| c.is_ascii_digit())
            || matches!(words[*at].to_lowercase().as_str(), "on" | "posted" | "published" | "updated" | "am" | "le")
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
    let line = words[..end].join(" ");
    let mut names = Vec::new();
    for part in line.split([',', ';', '&']) {
        let mut rest = part.trim();
        loop {
            let cut = [" and ", " und ", " et ", " y ", " e ", " и ", " i ", " with "]
                .iter()
                .filter_map(|and| rest.find(and).map(|at| (at, and.len())))
                .min();
            let (name, after) = cut.map_or((rest, ""), |(at, length)| (&rest[..at], &rest[at + length..]));
            let name = name.trim().trim_start_matches("and ").trim_end_matches(['.', ',', '-', '–']).trim();
            let bare = name.to_lowercase();
            if name.chars().any(char::is_alphabetic)
                && name.split_whitespace().count() <= 6
                && !matches!(bare.as_str(), "admin" | "staff" | "editor" | "editors")
            {
                names.push(name.to_owned());
            }
            if after.is_empty() {
                break;
            }
            rest = after;
        }
    }
    names
}

/// "Byron, Ada" as "Ada Byron".
fn turned(name: &str) -> String {
    name.split_once(", ").map_or_else(|| name.to_owned(), |(last, first)| format!("{first} {last}"))
}

fn date(page: &Page<'_>, said: &Said, guess: &mut dyn FnMut(&str)) -> Option<String> {
    let keys = [
        "ld:datePublished",
        "article:published_time",
        "citation_publication_date",
        "citation_date",
        "dc.date.issued",
        "dc.issued",
        "dc.date",
        "dc.created",
        "item:datePublished",
        "datepublished",
        "pubdate",
        "publish-date",
        "publication_date",
        "date",
    ];
    let own = keys.iter().flat_map(|key| said.every(key)).find_map(edtf);
    if own.is_some() {
        return own;
    }
    let time = page
        .elements()
        .filter(|one| one.name() == "time" && one.in_text())
        .find_map(|one| one.attribute("datetime").and_then(edtf).or_else(|| edtf(&one.words())));
    if time.is_some() {
        return time;
    }
    let classed = page.elements().filter(super::super::source::html::Element::in_text).find_map(|one| {
        let says = one.class_words().iter().any(|word| {
            matches!(
                word.as_str(),
                "date" | "dateline" | "timestamp" | "published" | "posted" | "byline" | "meta" | "time" | "pubdate"
            )
        });
        let words = one.words();
        if says && words.chars().count() < 160 { edtf(&words) } else { None }
    });
    if classed.is_some() {
        return classed;
    }
    let line = page
        .elements()
        .filter(|one| {
            one.in_text()
                && matches!(
                    one.name(),
                    "p" | "div" | "td" | "center" | "h2" | "h3" | "h4" | "i" | "b" | "font" | "small" | "span"
                )
        })
        .take(30)
        .map(|one| one.words())
        .find(|words| (6..80).contains(&words.chars().count()) && edtf(words).is_some());
    line.and_then(|line| {
        guess(&format!("the date, by the line “{line}”"));
        edtf(&line)
    })
}

/// A date as EDTF, however it is written.
pub(super) fn edtf(written: &str) -> Option<String> {
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
    let found = find_date(written)?.moment;
    Some(found.to_string())
}

fn address(said: &Said) -> Option<String> {
    let keys = ["rel:canonical", "og:url", "ld:url", "ld:mainEntityOfPage", "citation_public_url", "dc.identifier"];
    keys.iter()
        .flat_map(|key| said.every(key))
        .find(|url| url.starts_with("http://") || url.starts_with("https://"))
        .map(str::to_owned)
}

/// `<!-- saved from url=(0025)https://www.example.org/ -->`.
fn saved_from(page: &Page<'_>) -> Option<String> {
    let comment = page.comments().take(20).find(|comment| comment.contains("saved from url="))?;
    let url = comment.split_once(')')?.1.trim_end_matches("-->").trim();
    url.starts_with("http").then(|| url.to_owned())
}

fn language(said: &Said) -> Option<Language> {
    let keys = ["lang", "ld:inLanguage", "dc.language", "citation_language", "content-language", "og:locale"];
    let all = keys.iter().flat_map(|key| said.every(key));
    all.filter_map(|tag| Language::parse(&tag.split([',', ';']).next()?.replace('_', "-")))
        .find(|tag| tag.primary() != "und")
}

/// Ten of the commonest words of languages.
const COMMON: [(&str, &[&str]); 8] = [
    ("en", &["the", "of", "and", "to", "in", "was", "that", "with", "is", "his"]),
    ("de", &["der", "die", "und", "das", "nicht", "ist", "mit", "den", "ein", "sich"]),
    ("fr", &["le", "la", "les", "et", "des", "est", "dans", "une", "qui", "pas"]),
    ("es", &["el", "los", "las", "que", "una", "por", "con", "del", "se", "pero"]),
    ("it", &["il", "che", "di", "una", "per", "non", "sono", "della", "gli", "con"]),
    ("pt", &["que", "uma", "os", "para", "não", "com", "do", "da", "mais", "em"]),
    ("ru", &["и", "в", "не", "на", "что", "с", "он", "как", "но", "из"]),
    ("pl", &["i", "w", "nie", "na", "się", "że", "z", "do", "to", "jest"]),
];

/// The language of a text by its script, or by the words that are most common in it.
pub(super) fn language_of(words: &str) -> Option<Language> {
    let letters = || words.chars().filter(|c| c.is_alphabetic()).take(4000);
    let share = |range: std::ops::RangeInclusive<char>| {
        letters().filter(|c| range.contains(c)).count() * 2 > letters().count().max(40)
    };
    if share('\u{590}'..='\u{5FF}') {
        return Language::parse("he");
    }
    if share('\u{370}'..='\u{3FF}') {
        return Language::parse("el");
    }
    let text: Vec<String> =
        words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(2000).map(str::to_lowercase).collect();
    let mut counts: Vec<(usize, &str)> = COMMON
        .iter()
        .map(|(tag, common)| (text.iter().filter(|word| common.contains(&word.as_str())).count(), *tag))
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let [(best, tag), (next, _), ..] = counts.as_slice() else { return None };
    (text.len() >= 20 && best * 12 >= text.len() && best * 2 > next * 3).then(|| Language::parse(tag)).flatten()
}

fn licence(said: &Said) -> Option<Licence> {
    let keys = ["rel:license", "ld:license", "item:license", "dc.rights", "dc.license", "og:license"];
    let all: Vec<&str> = keys.iter().flat_map(|key| said.every(key)).collect();
    let known = all.iter().find_map(|text| creative_commons(text));
    known.or_else(|| all.iter().find(|text| text.contains("://")).map(|text| Licence::Other((*text).to_owned())))
}

/// `https://creativecommons.org/licenses/by-sa/4.0/` as `CC-BY-SA-4.0`.
fn creative_commons(text: &str) -> Option<Licence> {
    let path = text.split_once("creativecommons.org/")?.1;
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next()?, parts.next()?, parts.next()) {
        ("publicdomain", "zero", version) => Some(Licence::Spdx(format!("CC0-{}", version.unwrap_or("1.0")))),
        ("publicdomain", "mark", _) => {
            Some(Licence::PublicDomain("marked so by its publisher (Public Domain Mark)".to_owned()))
        }
        ("licenses", kind, Some(version)) => {
            let port = parts.next().filter(|port| {
                port.len() == 2 && version.starts_with(['2', '3']) && port.chars().all(|c| c.is_ascii_lowercase())
            });
            // Ports have no identifiers of their own but a few; the unported licence stands for them.
            let _ = port;
            let version: String = version.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            Some(Licence::Spdx(format!("CC-{}-{version}", kind.to_uppercase())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        assert_eq!(people("By Ada Byron and Charles Babbage, 27 January 2021"), ["Ada Byron", "Charles Babbage"]);
        assert_eq!(people("Ada Byron | March 3, 1999"), ["Ada Byron"]);
        assert_eq!(people("Автор: Анна Лампова"), ["Анна Лампова"]);
        assert_eq!(people("by admin"), Vec::<String>::new());
        assert_eq!(turned("Byron, Ada"), "Ada Byron");
    }

    #[test]
    fn dates() {
        let read = ["2017-03-05T10:00:00Z", "2017/03/05", "March 5, 2017", "5. März 2017", "2017", "soon"].map(edtf);
        let day = Some("2017-03-05".to_owned());
        assert_eq!(read, [day.clone(), day.clone(), day.clone(), day, Some("2017".to_owned()), None]);
    }

    #[test]
    fn licences() {
        let spdx = |id: &str| Some(Licence::Spdx(id.to_owned()));
        assert_eq!(creative_commons("https://creativecommons.org/licenses/by-sa/4.0/deed.de"), spdx("CC-BY-SA-4.0"));
        assert_eq!(creative_commons("http://creativecommons.org/publicdomain/zero/1.0/"), spdx("CC0-1.0"));
        assert_eq!(creative_commons("https://example.org/terms"), None);
    }

    #[test]
    fn languages() {
        let of = |words| language_of(words).map(|tag| tag.to_string());
        let english =
            "The keeper of the lamp was a man of few words and he went up the stairs to the light in the evening";
        assert_eq!(of(english).as_deref(), Some("en"));
        assert_eq!(
            of("שומר המגדלור היה איש של מילים מעטות והוא עלה במדרגות אל האור בערב כל יום ויום").as_deref(),
            Some("he")
        );
        assert_eq!(of("Lorem ipsum"), None);
    }
}
