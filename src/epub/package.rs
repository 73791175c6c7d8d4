//! The package document: what is known about the book, and what lies in it (EPUB 3.3 §5).
//!
//! Accessibility is claimed only as far as it holds: pictures count as described when every one of them
//! has words, and conformance (EPUB Accessibility 1.1) is certified only then, by the publisher or editor.

use std::collections::BTreeSet;

use super::archive::Item;
use super::markup::Markup;
use super::nav::{href, landmarks};
use super::people::{Person, people};
use super::plan::{Plan, What, plain};
use super::printed::pages;
use super::sheet::direction;
use crate::book::{Book, BookMetadata, MatterBody, PrintedPages, Series};
use crate::metadata::{Direction, Moment, Until};

/// What the standard's conformance claim reads (EPUB Accessibility 1.1 §2.4).
const CONFORMANCE: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// Who stands for that claim: no person has looked, so none is named.
const CERTIFIER: &str = "anthology (by automated checks)";

/// `content.opf`.
pub(super) fn opf(book: &Book, plan: &Plan<'_>, printed: Option<&PrintedPages>, items: &[Item<'_>]) -> String {
    let printed = printed.filter(|_| pages(printed, plan).next().is_some());
    let metadata = &book.metadata;
    let mut m = Markup::with_capacity(plan.files.len() * 250 + 8000);
    let package = m
        .block("package")
        .attr("xmlns", "http://www.idpf.org/2007/opf")
        .attr("dir", direction(&metadata.language))
        .attr("unique-identifier", "uid")
        .attr("version", "3.0")
        .attr("xml:lang", metadata.language.as_str());
    package.with(|m| {
        m.block("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").with(|m| {
            titles(m, metadata);
            persons(m, book);
            publication(m, metadata);
            subjects(m, metadata);
            series(m, metadata.series.as_ref());
            accessibility(m, plan, printed);
            m.line("meta").attr("name", "cover").attr("content", "cover.jpg").empty();
        });
        manifest(m, plan, items);
        spine(m, metadata, plan);
        m.block("guide").with(|m| {
            for mark in landmarks(book, plan) {
                let reference = m.line("reference").attr("href", href(plan, mark.file, None));
                reference.attr("title", mark.label).attr("type", mark.guide).empty();
            }
        });
    });
    m.finish()
}

fn titles(m: &mut Markup, metadata: &BookMetadata) {
    m.line("dc:identifier").attr("id", "uid").text(&metadata.identifier);
    if let Some(isbn) = &metadata.isbn {
        let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
        let urn = format!("urn:isbn:{digits}");
        if urn != metadata.identifier {
            m.line("dc:identifier").attr("id", "isbn").text(&urn);
        }
    }
    let language = metadata.language.primary();
    let title = plain(&metadata.title);
    let subtitle = metadata.subtitle.as_ref().map(plain).filter(|subtitle| !subtitle.is_empty());
    m.line("dc:title").attr("id", "title").text(&title);
    refine(m, "title", "title-type", "main");
    refine(m, "title", "file-as", &filed(&title, language));
    if let Some(subtitle) = subtitle {
        m.line("dc:title").attr("id", "subtitle").text(&subtitle);
        refine(m, "subtitle", "title-type", "subtitle");
        refine(m, "subtitle", "file-as", &filed(&subtitle, language));
    }
    m.line("dc:language").text(metadata.language.as_str());
}

fn refine(m: &mut Markup, id: &str, property: &str, value: &str) {
    m.line("meta").attr("property", property).attr("refines", format!("#{id}")).text(value);
}

fn persons(m: &mut Markup, book: &Book) {
    let (makers, others) = people(book);
    let mut list = |element: &'static str, name: &str, people: &[Person<'_>]| {
        for (at, person) in people.iter().enumerate() {
            let id = format!("{name}_{}", at + 1);
            m.line(element).attr("id", &id).text(person.name);
            for role in &person.roles {
                let meta = m.line("meta").attr("property", "role").attr("refines", format!("#{id}"));
                meta.attr("scheme", "marc:relators").text(role);
            }
            refine(m, &id, "file-as", person.file_as);
        }
    };
    list("dc:creator", "creator", &makers);
    list("dc:contributor", "contributor", &others);
}

fn publication(m: &mut Markup, metadata: &BookMetadata) {
    if let Some(publisher) = &metadata.publisher {
        m.line("dc:publisher").text(&publisher.name);
    }
    m.line("dc:date").text(&date(metadata));
    m.line("meta").attr("property", "dcterms:modified").text(&metadata.modified);
    for (element, value) in [("dc:rights", &metadata.copyright), ("dc:description", &metadata.description)] {
        if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
            m.line(element).text(value);
        }
    }
    let mut known = BTreeSet::new();
    for source in metadata.sources.iter().filter(|source| !source.trim().is_empty()) {
        if known.insert(source) {
            m.line("dc:source").text(source);
        }
    }
}

/// When the book came out, as far as W3CDTF says it; else the day of its last change.
fn date(metadata: &BookMetadata) -> String {
    let moment = metadata.date.as_ref().and_then(|date| match (&date.start, &date.end) {
        (Some(start), _) => Some(start),
        (None, Some(Until::Moment(end))) => Some(end),
        _ => None,
    });
    match moment {
        Some(Moment { year: year @ 0..=9999, month, day, .. }) => {
            let month = month.map_or_else(String::new, |month| format!("-{month:02}"));
            let day = day.filter(|_| !month.is_empty()).map_or_else(String::new, |day| format!("-{day:02}"));
            format!("{year:04}{month}{day}")
        }
        _ => metadata.modified.get(..10).unwrap_or(&metadata.modified).to_owned(),
    }
}

fn subjects(m: &mut Markup, metadata: &BookMetadata) {
    for (at, subject) in metadata.subjects.iter().enumerate() {
        let id = format!("subject_{}", at + 1);
        m.line("dc:subject").attr("id", &id).text(subject);
        if let Some((authority, term)) = coded(subject) {
            refine(m, &id, "authority", authority);
            refine(m, &id, "term", term);
        }
    }
}

/// The scheme and code of a subject: BISAC by its form (three letters, six digits), Thema where it is
/// said (`thema:NHD`), for its codes look like words.
fn coded(subject: &str) -> Option<(&'static str, &str)> {
    let code = subject.split_whitespace().next()?;
    let (letters, digits) = code.split_at_checked(3)?;
    let bisac = code.len() == 9
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && digits.bytes().all(|b| b.is_ascii_digit());
    if bisac {
        return Some(("BISAC", code));
    }
    let (scheme, code) = subject.split_once(':')?;
    let code = code.split_whitespace().next()?;
    scheme.eq_ignore_ascii_case("thema").then_some(("Thema", code))
}

fn series(m: &mut Markup, series: Option<&Series>) {
    let Some(series) = series else { return };
    m.line("meta").attr("id", "series").attr("property", "belongs-to-collection").text(&series.title);
    refine(m, "series", "collection-type", "series");
    let number = series.number.as_deref().map(str::trim);
    let counts = |n: &&str| {
        !n.is_empty() && n.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some(number) = number.filter(counts) {
        refine(m, "series", "group-position", number);
    }
    if let Some(issn) = &series.issn {
        refine(m, "series", "dcterms:identifier", &format!("urn:issn:{}", issn.trim()));
    }
}

fn accessibility(m: &mut Markup, plan: &Plan<'_>, printed: Option<&PrintedPages>) {
    let described = plan.pictures.values().all(|alt| !alt.is_empty());
    let indexed = has_index(plan);
    let mut put = |property: &str, value: &str| m.line("meta").attr("property", property).text(value);
    // The cover is always a picture.
    put("schema:accessMode", "textual");
    put("schema:accessMode", "visual");
    put("schema:accessModeSufficient", "textual,visual");
    if described {
        put("schema:accessModeSufficient", "textual");
        put("schema:accessibilityFeature", "alternativeText");
    }
    let usual =
        ["ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents", "unlocked"];
    let paged = ["pageBreakMarkers", "pageNavigation"].into_iter().filter(|_| printed.is_some());
    for feature in usual.into_iter().chain(indexed.then_some("index")).chain(paged) {
        put("schema:accessibilityFeature", feature);
    }
    put("schema:accessibilityHazard", "none");
    if let Some(printed) = printed {
        put("pageBreakSource", &printed.source);
    }
    let mut summary = "The text can be read at any size, by eye or ear, in the order of the book, \
                       with contents and headings to move by"
        .to_owned();
    summary.push_str(if indexed { ", and an index that links to the text." } else { "." });
    summary.push_str(if printed.is_some() { " The pages of the printed book are marked." } else { "" });
    summary.push_str(if described { " Every picture is described." } else { " Some pictures are not described." });
    m.line("meta").attr("property", "schema:accessibilitySummary").attr("xml:lang", "en").text(&summary);
    if described {
        m.line("meta").attr("id", "conformance").attr("property", "dcterms:conformsTo").text(CONFORMANCE);
        refine(m, "conformance", "a11y:certifiedBy", CERTIFIER);
    }
}

fn has_index(plan: &Plan<'_>) -> bool {
    plan.files.iter().any(|file| is_index(&file.top.what))
}

fn is_index(what: &What<'_>) -> bool {
    matches!(what, What::Matter(matter) if matches!(matter.body, MatterBody::Index(_)))
}

fn manifest(m: &mut Markup, plan: &Plan<'_>, items: &[Item<'_>]) {
    m.block("manifest").with(|m| {
        let mut item = |href: &str, id: &str, media: &str, properties: Option<&str>| {
            let item = m.line("item").attr("href", href).attr("id", id).attr("media-type", media);
            item.attr_if("properties", properties).empty();
        };
        item("nav.xhtml", "nav.xhtml", "application/xhtml+xml", Some("nav"));
        item("toc.ncx", "toc.ncx", "application/x-dtbncx+xml", None);
        item("stylesheet.css", "stylesheet.css", "text/css", None);
        for Item { name, media, .. } in items {
            let id = name.rsplit('/').next().unwrap_or(name);
            item(name, id, media, (id == "cover.jpg").then_some("cover-image"));
        }
        for (at, file) in plan.files.iter().enumerate() {
            let id = format!("{}.xhtml", file.stem);
            item(&href(plan, at, None), &id, "application/xhtml+xml", is_index(&file.top.what).then_some("index"));
        }
    });
}

fn spine(m: &mut Markup, metadata: &BookMetadata, plan: &Plan<'_>) {
    let backwards = (metadata.language.direction() == Direction::Rtl).then_some("rtl");
    let spine = m.block("spine").attr_if("page-progression-direction", backwards).attr("toc", "toc.ncx");
    spine.with(|m| {
        for file in &plan.files {
            m.line("itemref").attr("idref", format!("{}.xhtml", file.stem)).empty();
        }
    });
}

/// A title as it is sorted: its article goes to the end.
fn filed(title: &str, language: &str) -> String {
    let articles: &[&str] = match language {
        "en" => &["The", "A", "An"],
        "de" => &["Der", "Die", "Das", "Ein", "Eine"],
        "fr" => &["Le", "La", "Les", "Un", "Une"],
        "es" => &["El", "La", "Los", "Las", "Un", "Una"],
        "it" => &["Il", "Lo", "La", "I", "Gli", "Le", "Un", "Uno", "Una"],
        "pt" => &["O", "A", "Os", "As", "Um", "Uma"],
        _ => &[],
    };
    match title.split_once(' ') {
        Some((first, rest)) if articles.contains(&first) && !rest.trim().is_empty() => {
            format!("{}, {first}", rest.trim())
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_known_by_their_form() {
        assert_eq!(coded("HIS032000"), Some(("BISAC", "HIS032000")));
        assert_eq!(coded("HIS032000 HISTORY / Russia"), Some(("BISAC", "HIS032000")));
        assert_eq!(coded("Thema: NHD"), Some(("Thema", "NHD")));
        for plain in ["USSR", "Poetry", "Économie: histoire", "Ω", "HIS03200", ""] {
            assert_eq!(coded(plain), None, "{plain}");
        }
    }

    #[test]
    fn titles_are_filed_without_their_article() {
        assert_eq!(filed("An Anthology", "en"), "Anthology, An");
        assert_eq!(filed("Die Blätter", "de"), "Blätter, Die");
        assert_eq!(filed("Die Hard", "en"), "Die Hard");
        assert_eq!(filed("The", "en"), "The");
    }
}
