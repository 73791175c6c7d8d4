//! Makes CSL-JSON items of BibLaTeX entries.

use std::collections::BTreeMap;

use biblatex::{Chunk, Chunks, ChunksExt, EntryType, Person};
use hayagriva::citationberg::json::{Item, NameValue};

use super::biblatex::{Found, MONTHS};
use super::item::{AND, Dates, When, Work, literal, person, typographic, with_subtitle};
use super::tex::unmasked;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::metadata::{Date, Moment, Season, Until};

/// Fields that are an entry's own (biblatex manual, appendix B).
const OWN: &[&str] = &[
    "ids",
    "crossref",
    "xdata",
    "xref",
    "entryset",
    "entrysubtype",
    "execute",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorttitle",
    "shorthand",
    "sortkey",
    "sorttitle",
    "indextitle",
];
/// How far an entry may inherit from others that inherit.
const FARTHEST: usize = 8;

/// The entry `key` with all it inherits by `crossref` and `xdata`. `None` for what is only inherited from.
pub(super) fn inherit(key: &str, found: &BTreeMap<String, Found>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let mut whole = found.get(key)?.clone();
    if kind_of(&whole) == "xdata" {
        return None;
    }
    let mut wanted: Vec<(String, &'static str, usize)> = parents(&whole).into_iter().map(|(k, f)| (k, f, 1)).collect();
    let mut seen = vec![key.to_owned()];
    while let Some((parent, field, far)) = wanted.pop() {
        let Some(from) = found.get(&parent) else {
            if far == 1 {
                let span = whole.fields.get(field).copied().unwrap_or(whole.key);
                diagnostics.push(
                    Diagnostic::error(
                        "unknown-crossref",
                        format!("`{key}` inherits from `{parent}`, which is not there"),
                    )
                    .at(span, "")
                    .choices(&parent, found.keys().map(String::as_str)),
                );
            }
            continue;
        };
        if far > FARTHEST || seen.contains(&parent) {
            continue;
        }
        seen.push(parent);
        take(&mut whole, from, field == "xdata");
        wanted.extend(parents(from).into_iter().map(|(k, f)| (k, f, far + 1)));
    }
    Some(whole)
}

fn parents(found: &Found) -> Vec<(String, &'static str)> {
    let mut parents = Vec::new();
    for field in ["xdata", "crossref"] {
        let text = found.entry.get(field).map(ChunksExt::format_verbatim).unwrap_or_default();
        parents.extend(text.split(',').map(str::trim).filter(|k| !k.is_empty()).map(|k| (k.to_owned(), field)));
    }
    parents
}

/// Takes over what `whole` lacks; a title becomes the title of what contains it.
fn take(whole: &mut Found, from: &Found, as_is: bool) {
    let kind = kind_of(whole);
    let (title, author) = match kind_of(from).as_str() {
        "periodical" => ("journal", "author"),
        "mvbook" | "mvcollection" | "mvproceedings" | "mvreference" if !kind.starts_with("in") => ("main", "author"),
        _ => ("book", "bookauthor"),
    };
    let part = matches!(kind.as_str(), "article" | "bookinbook" | "inbook" | "incollection" | "inproceedings")
        || matches!(kind.as_str(), "inreference" | "suppbook" | "suppcollection" | "suppperiodical")
        || title == "main";
    for (name, value) in &from.entry.fields {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let renamed = match name.as_str() {
            "title" | "subtitle" | "titleaddon" if part && !as_is => format!("{title}{name}"),
            "author" if part && !as_is => author.to_owned(),
            _ => name.clone(),
        };
        if whole.entry.get(&renamed).is_none() {
            whole.entry.set(&renamed, value.clone());
        }
    }
}

fn kind_of(found: &Found) -> String {
    match &found.entry.entry_type {
        EntryType::Unknown(kind) => kind.to_ascii_lowercase(),
        known => known.to_string().to_ascii_lowercase(),
    }
}

/// What an entry says, field by field.
struct Fields<'a>(&'a Found);

impl Fields<'_> {
    /// A field's text as typed, typographic.
    fn get(&self, name: &str) -> String {
        self.0.entry.get(name).map(text).unwrap_or_default()
    }

    /// The first of `names` that is not empty.
    fn first(&self, names: &[&str]) -> String {
        names.iter().map(|name| self.get(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// An address or number, untouched.
    fn raw(&self, name: &str) -> String {
        unmasked(self.0.entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default().trim())
    }

    /// A list of places or houses, joined by "and".
    fn list(&self, names: &[&str]) -> String {
        let found = names.iter().find_map(|name| self.0.entry.get(name)).unwrap_or_default();
        let parts = found.parse::<Vec<Chunks>>().unwrap_or_default();
        let parts: Vec<String> = parts.iter().map(|part| text(part)).filter(|part| !part.is_empty()).collect();
        parts.join(&format!(" {AND} "))
    }

    fn names(&self, name: &str) -> Vec<NameValue> {
        let Some(chunks) = self.0.entry.get(name) else { return Vec::new() };
        let people: Vec<Person> = chunks.parse().unwrap_or_default();
        people.iter().filter(|p| !p.name.trim().is_empty()).map(named).collect()
    }

    /// The date in `<prefix>date`, or in `year` and `month`.
    fn date(&self, prefix: &str, diagnostics: &mut Diagnostics) -> Option<When> {
        let field = format!("{prefix}date");
        let written = self.raw(&field);
        let year = if prefix.is_empty() { self.raw("year") } else { String::new() };
        if written.is_empty() && year.is_empty() {
            return None;
        }
        if written.is_empty() {
            // BibTeX's years may be words: "in press".
            let (month, day) = (self.raw("month"), self.raw("day"));
            let season = self.raw("issue");
            let month = if month.is_empty() && season_of(&season).is_some() { &season } else { &month };
            if let Some(date) = year_month(&year, month, &day) {
                return Some(When::Date(date));
            }
            let words = [typographic(month), self.get("year")];
            return Some(When::Words(words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")));
        }
        let mut date = Date::parse(&written);
        // BibLaTeX writes the season of a number of a periodical in `issue`.
        if let Some(Date { start: Some(start), end: None, .. }) = &mut date
            && prefix.is_empty()
            && start.month.is_none()
        {
            start.season = start.season.or_else(|| season_of(&self.raw("issue")));
        }
        let date = date.map(When::Date);
        if date.is_none() {
            let span = self.0.fields.get(&field).copied().unwrap_or(self.0.key);
            diagnostics.push(
                Diagnostic::warning("bad-bib-date", format!("`{written}` is not a date"))
                    .at(span, "left out of the citation")
                    .hint(
                        "dates are written 1917, 1917-11, 1917-11-07, 1914/1918 or 2008~ (EDTF); words stand in `year`",
                    ),
            );
        }
        date
    }
}

fn text(chunks: &[biblatex::Spanned<Chunk>]) -> String {
    unmasked(&typographic(chunks.format_verbatim().split_whitespace().collect::<Vec<_>>().join(" ").as_str()))
}

fn named(person_: &Person) -> NameValue {
    let set = |part: &str| typographic(part.trim());
    if person_.name == "others" && person_.given_name.is_empty() {
        return literal("others");
    }
    let (given, suffix) = (set(&person_.given_name), set(&person_.suffix));
    // The crate takes a word in braces (`{\'O}`) for one in small letters.
    if person_.prefix.starts_with(char::is_uppercase) {
        return person(&given, "", &set(&format!("{} {}", person_.prefix, person_.name)), &suffix);
    }
    person(&given, &set(&person_.prefix), &set(&person_.name), &suffix)
}

/// The season of this name.
fn season_of(name: &str) -> Option<Season> {
    match name.trim().to_ascii_lowercase().as_str() {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

/// A month as BibTeX says it: "11" or its name.
fn month_of(name: &str) -> Option<u8> {
    let number = name.parse().ok().filter(|number| (1..=12).contains(number));
    let name = name.to_lowercase();
    number.or_else(|| MONTHS.iter().zip(1..).find(|(month, _)| name.starts_with(**month)).map(|(_, number)| number))
}

/// Fields that say what nothing in CSL does.
pub(super) fn unused(found: &Found) -> Vec<(String, Span)> {
    let lost = ["introduction", "foreword", "afterword", "annotator", "commentator"];
    let season = |text: &str| season_of(text).is_some();
    let issue = Fields(found).raw("issue");
    let issue = !issue.is_empty() && !season(&issue) && !Fields(found).raw("number").is_empty();
    let fields = lost.into_iter().chain(issue.then_some("issue"));
    fields.filter_map(|field| Some((field.to_owned(), *found.fields.get(field)?))).collect()
}

/// BibTeX's year ("1917", "c. 1917", "[1917]"), month ("11", its name, "jul/aug", a season) and day. `None` if one of
/// them is something else.
fn year_month(year: &str, month: &str, day: &str) -> Option<Date> {
    if let Some(date) = Date::parse(year).filter(|_| month.is_empty()) {
        return Some(date);
    }
    let bare = year.trim_matches(['[', ']', ' ']);
    let bare = ["circa", "ca.", "ca", "c."].iter().find_map(|about| bare.strip_prefix(about)).unwrap_or(bare).trim();
    let start = Moment::parse(bare)?;
    let lower = year.to_lowercase();
    let approximate = lower.starts_with("c.") || lower.starts_with("ca") || lower.starts_with("circa");
    let start = Moment { uncertain: year.starts_with('['), approximate, ..start };
    if month.is_empty() || season_of(month).is_some() {
        return Some(Date::of(Moment { season: season_of(month).or(start.season), ..start }));
    }
    let mut months = month.split(['/', '-', '–', '~', ' ']).filter(|part| !part.is_empty()).map(month_of);
    let first = Moment { month: Some(months.next()??), ..start };
    let last = months.next();
    if months.next().is_some() {
        return None;
    }
    let day = day.parse().ok().filter(|day| (1..=31).contains(day) && last.is_none());
    let first = Moment { day, ..first };
    match last {
        Some(last) => {
            let end = Moment { month: Some(last?), ..first.clone() };
            Some(Date { start: Some(first), end: Some(Until::Moment(end)), julian: None })
        }
        None => Some(Date::of(first)),
    }
}

/// Entry types that are whole books.
const BOOKS: &[&str] = &[
    "book",
    "collection",
    "manual",
    "mvbook",
    "mvcollection",
    "mvproceedings",
    "mvreference",
    "proceedings",
    "reference",
];

/// The CSL type of an entry.
fn csl_kind(kind: &str, subtype: &str) -> &'static str {
    match (kind, subtype) {
        ("article" | "suppperiodical" | "review", "newspaper") | ("newspaper", _) => "article-newspaper",
        ("article" | "suppperiodical" | "review", "magazine") | ("magazine_article", _) => "article-magazine",
        ("article" | "suppperiodical", _) => "article-journal",
        ("periodical", _) => "periodical",
        ("review", _) => "review",
        (kind, _) if BOOKS.contains(&kind) => "book",
        ("booklet", _) => "pamphlet",
        ("inbook" | "incollection" | "suppbook" | "suppcollection" | "bookinbook" | "book_section", _) => "chapter",
        ("inreference", "dictionary") => "entry-dictionary",
        ("inreference", _) => "entry-encyclopedia",
        ("inproceedings" | "conference", _) => "paper-conference",
        ("thesis" | "phdthesis" | "mastersthesis", _) => "thesis",
        ("report" | "techreport", _) => "report",
        ("unpublished", _) => "manuscript",
        ("online" | "electronic" | "www", "blog") => "post-weblog",
        ("online" | "electronic" | "www" | "webpage" | "web_page", _) => "webpage",
        ("video" | "movie" | "film", _) => "motion_picture",
        ("audio" | "music", _) => "song",
        ("artwork" | "image", _) => "graphic",
        ("letter", _) => "personal_communication",
        ("jurisdiction", _) => "legal_case",
        ("legislation" | "legal", _) => "legislation",
        ("performance", _) => "performance",
        ("standard", _) => "standard",
        ("patent", _) => "patent",
        ("software", _) => "software",
        ("dataset", _) => "dataset",
        ("map", _) => "map",
        _ => "document",
    }
}

/// The item of a whole entry; `None`, with an error, for a name that is no key.
pub(super) fn item(found: &Found, dates: &mut Dates, diagnostics: &mut Diagnostics) -> Option<Item> {
    let key = found.entry.key.as_str();
    if key.is_empty() {
        diagnostics
            .push(Diagnostic::error("bad-bibliography", "an entry has no key").at(found.key, "nothing can cite it"));
        return None;
    }
    let fields = Fields(found);
    let kind = kind_of(found);
    let csl = csl_kind(&kind, &fields.get("entrysubtype").to_lowercase());
    let mut work = Work::new(key, csl);
    titles(&fields, &kind, &mut work);
    people(&fields, &mut work);
    publication(&fields, &kind, &mut work);
    for (prefix, variable) in [("", "issued"), ("orig", "original-date"), ("event", "event-date"), ("url", "accessed")]
    {
        if let Some(when) = fields.date(prefix, diagnostics) {
            work.when(variable, when, dates);
        }
    }
    Some(work.item())
}

fn is_online(kind: &str) -> bool {
    matches!(kind, "online" | "electronic" | "www" | "webpage" | "web_page")
}

fn titles(fields: &Fields<'_>, kind: &str, work: &mut Work) {
    let joined =
        |stem: &str| with_subtitle(&fields.get(&format!("{stem}title")), &fields.get(&format!("{stem}subtitle")));
    let title = with_subtitle(&fields.first(&["title", "titleaddon"]), &fields.get("subtitle"));
    let main = joined("main");
    if main.is_empty() || work.has("container-title") {
        work.text("title", &title);
    } else {
        work.text("title", &main);
        work.text("volume-title", &title);
    }
    work.text("title-short", fields.get("shorttitle"));
    if !fields.get("subtitle").is_empty() && main.is_empty() {
        work.text_if_none("title-short", fields.get("title"));
    }
    let journal = with_subtitle(&fields.first(&["journaltitle", "journal"]), &fields.get("journalsubtitle"));
    work.text("container-title", [joined("book"), journal].into_iter().find(|t| !t.is_empty()).unwrap_or_default());
    work.text("container-title-short", fields.get("shortjournal"));
    if is_online(kind) {
        work.text_if_none("container-title", fields.first(&["organization", "publisher"]));
    }
    work.text("original-title", fields.get("origtitle"));
    work.text("event-title", fields.get("eventtitle"));
    work.text("event-place", fields.list(&["venue"]));
}

fn people(fields: &Fields<'_>, work: &mut Work) {
    work.names("author", fields.names("author"));
    work.names("translator", fields.names("translator"));
    work.names("container-author", fields.names("bookauthor"));
    for (names, kind) in
        [("editor", "editortype"), ("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")]
    {
        let variable = match fields.get(kind).to_ascii_lowercase().as_str() {
            "compiler" => "compiler",
            "director" => "director",
            "producer" => "producer",
            "organizer" | "organiser" => "organizer",
            "scriptwriter" | "writer" => "script-writer",
            "narrator" => "narrator",
            "interviewer" => "interviewer",
            "host" => "host",
            "illustrator" => "illustrator",
            "collaborator" | "contributor" => "contributor",
            _ => "editor",
        };
        work.names(variable, fields.names(names));
    }
}

fn publication(fields: &Fields<'_>, kind: &str, work: &mut Work) {
    let houses: &[&str] = if is_online(kind) {
        // The organization is the site, which stands in its place already.
        if fields.get("organization").is_empty() { &[] } else { &["publisher"] }
    } else {
        &["publisher", "institution", "school", "organization"]
    };
    work.text("publisher", fields.list(houses));
    work.text("publisher-place", fields.list(&["location", "address"]));
    work.text("original-publisher", fields.list(&["origpublisher"]));
    work.text("original-publisher-place", fields.list(&["origlocation"]));
    work.text("edition", fields.get("edition"));
    work.text("volume", fields.get("volume"));
    work.text("number-of-volumes", fields.get("volumes"));
    work.text("number-of-pages", fields.get("pagetotal"));
    work.text("chapter-number", fields.get("chapter"));
    work.text("part-number", fields.get("part"));
    work.text("page", fields.first(&["pages", "eid"]));
    let number = fields.get("number");
    match kind {
        "article" | "periodical" | "suppperiodical" | "review" => {
            work.text("issue", number);
            if season_of(&fields.raw("issue")).is_none() {
                work.text_if_none("issue", fields.get("issue"));
            }
        }
        _ if work.has("volume") && fields.get("series").is_empty() => work.text("number", number),
        "report" | "techreport" | "patent" | "standard" | "legislation" | "dataset" => work.text("number", number),
        _ => work.text("collection-number", number),
    }
    work.text("collection-title", fields.get("series"));
    let genre = match (kind, fields.get("type").as_str()) {
        ("phdthesis", "") | (_, "phdthesis") => "PhD diss.".to_owned(),
        ("mastersthesis", "") | (_, "mathesis") => "master’s thesis".to_owned(),
        (_, typed) => typed.to_owned(),
    };
    work.text("genre", genre);
    let published = fields.get("howpublished");
    // Before there was a field for it, an address was written here.
    let address = ["http://", "https://"].iter().any(|scheme| published.starts_with(scheme));
    if address && !published.contains(' ') && fields.raw("url").is_empty() {
        work.text("URL", &published);
    } else {
        work.text("medium", published);
    }
    work.text("note", fields.first(&["note", "addendum"]));
    work.text("version", fields.get("version"));
    work.text("status", fields.get("pubstate"));
    work.text("archive", fields.get("library"));
    for (field, variable) in [("doi", "DOI"), ("url", "URL"), ("isbn", "ISBN"), ("issn", "ISSN")] {
        work.text(variable, fields.raw(field));
    }
}
