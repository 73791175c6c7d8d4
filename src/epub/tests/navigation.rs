//! Contents, lists of pages, landmarks, the index.

use super::*;
use crate::book::{Folio, PageMap, PrintedPages};

#[test]
fn the_contents_of_reading_systems_are_whole_and_in_order() {
    let files = opened(&made(&sample::book()));
    let nav = parsed(&files["OEBPS/nav.xhtml"]);
    let toc = nav.descendants().find(|node| node.attribute("id") == Some("toc")).unwrap();
    let lines: Vec<String> = toc
        .descendants()
        .filter(|node| node.has_attribute("href"))
        .map(|a| {
            let depth = a.ancestors().filter(|n| n.tag_name().name() == "ol").count();
            let words: String =
                a.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
            format!("{}{words} > {}", "  ".repeat(depth - 1), a.attribute("href").unwrap())
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Cover > text/cover.xhtml",
            "Half Title > text/half-title.xhtml",
            "Title Page > text/title-page.xhtml",
            "Copyright > text/copyright-page.xhtml",
            "Contents > text/contents.xhtml",
            "Introduction > text/introduction.xhtml",
            "The Quay: 1848–1851 > text/the-quay.xhtml",
            "  Lamps & Oil > text/lamps.xhtml",
            "  The Tide Tables (Anne Harker, 1848) > text/tide-tables.xhtml",
            "  Candles (John Storr) > text/candles.xhtml",
            "  Songs > text/songs.xhtml",
            "  Low Water (Mary Linskill) > text/songs.xhtml#low-water",
            "  High Water (Mary Linskill) > text/songs.xhtml#high-water",
            "  Slack Water (Mary Linskill) > text/songs.xhtml#slack-water",
            "An Ending (Anne Harker) > text/note-1.xhtml",
            "Sources and Bibliography > text/bibliography.xhtml",
            "Index > text/index.xhtml",
        ]
    );
    let ncx = parsed(&files["OEBPS/toc.ncx"]);
    let labels = ncx.descendants().filter(|node| node.has_tag_name(("http://www.daisy.org/z3986/2005/ncx/", "text")));
    assert!(labels.skip(1).map(|n| n.text().unwrap()).eq(lines.iter().map(|l| l.trim().split(" > ").next().unwrap())));
}

#[test]
fn the_index_has_groups_entries_locators_and_cross_references() {
    let files = opened(&made(&sample::book()));
    let index = &files["OEBPS/text/index.xhtml"];
    for expected in [
        "<a href=\"#index_group_1\">B</a> <a href=\"#index_group_2\">L</a>",
        "<span epub:type=\"index-term\">boats</span>. <span epub:type=\"index-xref-preferred\"><i>See</i> <a epub:type=\"index-term\" href=\"#place_",
        "<span epub:type=\"index-xref-related\"><i>See also</i>",
        ">The Tide Tables ¶\u{a0}6–7</a>",
        "#noteref_3\">n*</a>",
        "<strong>Candles ¶\u{a0}2</strong>",
    ] {
        assert!(index.contains(expected), "{expected}\nis not in\n{index}");
    }
}

#[test]
fn with_a_printed_edition_locators_are_its_pages() {
    let book = sample::book();
    let mut pages = PageMap::default();
    for (at, place) in book.places.iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        pages.place(AnchorId(at), Folio::Arabic(40 + at + place.paragraph));
    }
    let printed = PrintedPages { map: pages, ..PrintedPages::default() };
    let bytes = write(&book, &EpubDesign::default(), no_matter, none, Some(&printed)).unwrap();
    let files = opened(&bytes);
    sound(&files);
    let index = &files["OEBPS/text/index.xhtml"];
    assert!(index.contains("<a aria-label=\"Page "), "a range is read out as pages");
    assert!(!index.contains('¶'), "{index}");
    let entry = index.split("index-entry\"").find(|entry| entry.contains(">lamp<")).unwrap();
    assert!(entry.contains(">55</a>, <a") && entry.contains(">57</a>"), "{entry}");
}

#[test]
fn pages_that_print_never_numbers_are_no_places_to_go_to() {
    let mut book = sample::book();
    let (front, opening) = (book.front[1].anchor, book.parts[1].anchor);
    let openings = BTreeMap::from([(front, vec![0]), (opening, vec![1])]);
    book.parts[1].title = Some(vec![text("Part")]);
    let folios = vec![Folio::Roman(3), Folio::Arabic(9)];
    let printed = PrintedPages { folios, openings, source: "The print".to_owned(), ..PrintedPages::default() };
    let bytes = write(&book, &EpubDesign::default(), no_matter, none, Some(&printed)).unwrap();
    let files = opened(&bytes);
    assert!(!files["OEBPS/text/title-page.xhtml"].contains("pagebreak"), "a title page shows no folio");
    let nav = &files["OEBPS/nav.xhtml"];
    assert!(nav.contains("#p_9\">9</a>") && !nav.contains("p_iii"), "{nav}");
}

#[test]
fn landmarks_are_of_one_type_and_lead_into_the_text() {
    let mut book = sample::book();
    let landmarks = |book: &Book| -> Vec<(String, String)> {
        let files = opened(&made(book));
        sound(&files);
        let nav = parsed(&files["OEBPS/nav.xhtml"]);
        let list = nav.descendants().find(|node| node.attribute("id") == Some("landmarks")).expect("E18");
        let links = list.descendants().filter(|node| node.has_tag_name((XHTML, "a")));
        links
            .map(|link| {
                let kind = link.attributes().find(|attribute| attribute.name() == "type").unwrap().value();
                let href = link.attribute("href").unwrap();
                assert!(files.contains_key(&format!("OEBPS/{}", href.split('#').next().unwrap())), "{href}");
                (kind.to_owned(), href.to_owned())
            })
            .collect()
    };
    let pair = |kind: &str, href: &str| (kind.to_owned(), format!("text/{href}.xhtml"));
    assert_eq!(
        landmarks(&book),
        [
            pair("cover", "cover"),
            pair("titlepage", "title-page"),
            pair("bodymatter", "the-quay"),
            pair("index", "index"),
        ],
        "one of each, of one type each; no `toc`, for the navigation is not among the texts"
    );
    book.front.clear();
    book.back.clear();
    let kinds: Vec<String> = landmarks(&book).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["cover", "bodymatter"], "what the book lacks is no landmark");
}
