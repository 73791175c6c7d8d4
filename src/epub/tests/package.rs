//! The container, the package document, what it says of the book.

use std::collections::BTreeSet;
use std::io::Cursor;

use zip::ZipArchive;

use super::*;

#[test]
fn two_writes_give_the_same_bytes() {
    let book = sample::book();
    assert_eq!(made(&book), made(&book));
}

#[test]
fn the_container_is_as_ocf_wants_it() {
    let bytes = made(&sample::book());
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "first, stored, no extra field");
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        assert_eq!(file.last_modified().unwrap().to_string(), "2026-11-22 08:30:00");
        assert!(file.name().bytes().all(|b| b.is_ascii_alphanumeric() || b"._/-".contains(&b)), "{}", file.name());
        names.push(file.name().to_owned());
    }
    let once: BTreeSet<&String> = names.iter().collect();
    assert_eq!(once.len(), names.len(), "a name stands twice");
    assert!(
        names.contains(&"META-INF/container.xml".to_owned()) && names.contains(&"OEBPS/images/quay.png".to_owned())
    );
}

#[test]
fn the_sample_is_sound() {
    let files = opened(&made(&sample::book()));
    sound(&files);
    let names: Vec<&str> = texts(&files).map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "bibliography.xhtml",
            "candles.xhtml",
            "contents.xhtml",
            "copyright-page.xhtml",
            "cover.xhtml",
            "half-title.xhtml",
            "index.xhtml",
            "introduction.xhtml",
            "lamps.xhtml",
            "note-1.xhtml",
            "songs.xhtml",
            "the-quay.xhtml",
            "tide-tables.xhtml",
            "title-page.xhtml",
        ]
    );
}

#[test]
fn the_package_says_who_what_and_when() {
    let files = opened(&made(&sample::book()));
    let package = parsed(&files["OEBPS/content.opf"]);
    let named = |name: &str| package.descendants().filter(|node| node.tag_name().name() == name).collect::<Vec<_>>();
    let refined = |id: &str, property: &str| {
        let target = format!("#{id}");
        let meta = named("meta")
            .into_iter()
            .find(|node| node.attribute("refines") == Some(&target) && node.attribute("property") == Some(property));
        meta.and_then(|node| node.text()).unwrap_or_default().to_owned()
    };
    let modified = named("meta").into_iter().filter(|node| node.attribute("property") == Some("dcterms:modified"));
    assert_eq!(modified.count(), 1, "E6: one date of change");
    assert_eq!(named("language").len(), 1, "E9");
    for title in named("title") {
        let id = title.attribute("id").unwrap();
        assert!(!refined(id, "title-type").is_empty() && !refined(id, "file-as").is_empty(), "E7: {id}");
    }
    let people: Vec<_> = named("creator").into_iter().chain(named("contributor")).collect();
    assert!(people.len() > 1);
    for person in people {
        let id = person.attribute("id").unwrap();
        let role = refined(id, "role");
        assert!(role.len() == 3 && !refined(id, "file-as").is_empty(), "E8: {id} {role}");
        assert_eq!(person.tag_name().name() == "creator", role == "edt", "E8: the book stands under its editors");
    }
    assert_eq!(named("date").len(), 1, "E10");
    let guide: Vec<_> = named("reference").iter().filter_map(|node| node.attribute("type")).collect();
    assert_eq!(guide, ["cover", "title-page", "toc", "text", "index"], "E16");
    let images = named("item").into_iter().filter(|node| node.attribute("properties") == Some("cover-image"));
    assert_eq!(images.count(), 1, "E15");
}

#[test]
fn accessibility_is_claimed_only_where_it_holds() {
    let claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";
    let mut book = sample::book();
    let package = |book: &Book| opened(&made(book))["OEBPS/content.opf"].clone();
    assert!(package(&book).contains(claim) && package(&book).contains("alternativeText"));
    for block in &mut book.parts[0].chapters[0].selections[0].text.blocks {
        if let Block::Figure(figure) = &mut block.node {
            figure.picture.alt.clear();
        }
    }
    assert!(!package(&book).contains(claim) && !package(&book).contains("alternativeText"));
}

#[test]
fn the_series_is_named_and_numbered() {
    let mut book = sample::book();
    let package = |book: &Book| opened(&made(book)).remove("OEBPS/content.opf").unwrap();
    let named = package(&book);
    let document = parsed(&named);
    let metas: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == "meta").collect();
    let property = |name: &str| metas.iter().find(|meta| meta.attribute("property") == Some(name));
    let series = property("belongs-to-collection").expect("E11: the series is named");
    assert_eq!(series.text(), Some("Coasts"));
    let id = format!("#{}", series.attribute("id").unwrap());
    let refined = |name: &str| {
        metas.iter().find(|m| m.attribute("refines") == Some(&id) && m.attribute("property") == Some(name))
    };
    assert_eq!(refined("collection-type").and_then(roxmltree::Node::text), Some("series"));
    assert_eq!(refined("group-position").and_then(roxmltree::Node::text), Some("1"));
    book.metadata.series = None;
    assert!(!package(&book).contains("collection"), "no series, no word of one");
}
