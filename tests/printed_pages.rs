//! The pages of the printed edition in the EPUB: what stands between two markers is what the page has.
//!
//! Both files are read back from their bytes ([`common::printed`], [`common::unzipped`]). Of each page every
//! letter is counted: calls of notes and numbers of lists are not the same in both, and the lines of cells stand side by
//! side in print, but a marker that is a word off takes letters of one page to another.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::BTreeMap;

use anthology::book::{Folio, PageMap, anchor_texts};
use anthology::compile::Purpose;
use anthology::diagnostic::Diagnostics;
use anthology::manifest::EditionKind;
use anthology::shelf::Memory;
use anthology::typeset;
use common::printed::pages;
use common::unzipped::{sections, spine, text};
use common::{Book, books, fold};
use proptest::prelude::*;

/// What stands between markers in the text of the EPUB, by the page.
fn marked(epub: &[u8]) -> Vec<(String, String)> {
    let sections = sections(epub);
    let mut marked: Vec<(String, String)> = Vec::new();
    for name in spine(epub) {
        let section = &sections[&name];
        let mut from = 0;
        for (id, _, at) in &section.pages {
            if let Some((_, words)) = marked.last_mut().filter(|_| section.body) {
                words.push_str(&section.text[from..*at]);
            }
            marked.push((id.clone(), String::new()));
            from = *at;
        }
        if let Some((_, words)) = marked.last_mut().filter(|_| section.body) {
            words.push_str(&section.text[from..]);
            words.push(' ');
        }
    }
    marked.retain(|(_, words)| !words.trim().is_empty());
    marked
}

/// How often each letter stands in a text. Print names pages ("p. 12") where the e-book has a link.
fn letters(text: &str) -> BTreeMap<char, i32> {
    let mut counts = BTreeMap::new();
    let text = fold(text);
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic() && *c != 'p')
        .for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// What does not agree.
fn astray(book: &Book) -> Vec<String> {
    let edition = book.edition(EditionKind::Pdf);
    let (pdf, epub) = book.both();
    let printed = pages(&pdf, &edition);
    list_of_pages(&epub);
    let mut faults = Vec::new();
    let by_id: BTreeMap<String, &str> =
        printed.iter().map(|page| (format!("p_{}", page.folio), page.body.as_str())).collect();
    for (id, between) in marked(&epub) {
        let page = by_id[&id];
        let mut counts = letters(page);
        for (c, count) in letters(&between) {
            *counts.entry(c).or_default() -= count;
        }
        // The head of a table that goes on is repeated in print.
        let lost = counts.values().any(|count| *count < 0);
        let added = counts.values().any(|count| *count > 0) && !page.contains("(continued)");
        if lost || added {
            faults.push(format!("{}, {id}:\n  e-book: {between:?}\n  print: {page:?}", book.name));
        }
    }
    faults
}

/// The list of pages has the markers and no more, in their order; each says its page.
fn list_of_pages(epub: &[u8]) {
    let sections = sections(epub);
    let markers: Vec<(String, String)> = spine(epub)
        .iter()
        .flat_map(|name| {
            sections[name].pages.iter().map(move |(id, label, _)| (format!("text/{name}.xhtml#{id}"), label.clone()))
        })
        .collect();
    let nav = text(epub, "OEBPS/nav.xhtml");
    let list = nav.split("\"page-list\"").nth(1).unwrap_or_default();
    let list = list.split_once("</nav>").map_or("", |(list, _)| list);
    let listed: Vec<(String, String)> = list
        .split("href=\"")
        .skip(1)
        .map(|link| {
            let (href, rest) = link.split_once("\">").unwrap();
            (href.to_owned(), format!("Page {}", rest.split_once('<').unwrap().0))
        })
        .collect();
    assert_eq!(markers, listed);
    assert!(!markers.is_empty(), "no page is marked");
}

#[test]
fn every_page_stands_between_its_markers() {
    for book in books() {
        let faults = astray(&book);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

const MANIFEST: &str = r#"
[book]
title = "Small"
editors = ["N. N."]
[matter]
back = ["index"]
[[chapter]]
title = "Chapter"
documents-start = "run-on"
documents = ["one", "two"]
[document.one]
title = "Qq"
headnote = "A few words *before* it, by the editor."
[document.two]
[edition.print]
format = "pdf"
trim = "100 x 150 mm"
margins = { inner = "12mm", outer = "12mm", top = "15mm", bottom = "15mm" }
[edition.epub]
format = "epub"
"#;

fn shelf(one: &str, two: &str) -> Memory {
    [("anthology.toml", MANIFEST), ("sources/one.md", one), ("sources/two.md", two)].into_iter().collect()
}

/// Some words with marks of Markdown about and between them.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        16 => "[a-z]{1,12}",
        1 => "[а-я]{2,9}",
        1 => Just("co\u{ad}operation—well-known…".to_owned()),
        1 => "\\*[a-z]{1,9}\\* ",
        1 => "\\*\\*[a-z]{1,9} `[a-z]{3}`\\*\\* ",
        1 => "\\[[a-z]{1,9} [a-z]{1,9}\\]\\(https://example\\.org/\\)",
        1 => Just("<!--ix Sea-->".to_owned()),
        1 => "“[a-z]{2,9}”\\[\\^n\\]",
    ];
    prop::collection::vec(word, 1..90).prop_map(|words| words.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    (line(), line(), 0..9_usize).prop_map(|(one, other, kind)| match kind {
        0 => format!("> {one}\n>\n> {other}"),
        1 => format!("- {one}\n- {other}\n\n  {one}"),
        // A row that goes on on the next page has words of its second cell on the first one.
        2 => format!("| x | y |\n|---|---|\n{}", "| a few words | some others |\n".repeat(one.len() % 30)),
        4 => format!("```\n{}\n```", one.replace(['*', '`'], " ").replace(' ', "\n")),
        3 => format!("## heading\n\n{other}"),
        _ => format!("{one}\n\n{other}"),
    })
}

fn document() -> impl Strategy<Value = String> {
    let note = "\n\n[^n]: A note of one document.\n";
    prop::collection::vec(block(), 1..24).prop_map(move |blocks| blocks.join("\n\n") + note)
}

/// Where anything came to stand, and each page as it is dumped.
fn composed(book: &Book, anchored: bool) -> (PageMap, Vec<String>) {
    let mut edition = book.edition(EditionKind::Pdf);
    if anchored {
        anchor_texts(&mut edition.book);
    }
    let composed = typeset::compose(&edition, &book.project.fonts, &mut Diagnostics::default()).unwrap();
    (composed.1, composed.0.pages.iter().map(|page| format!("{page:?}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_page_of_any_book_stands_between_its_markers((one, two) in (document(), document())) {
        let book = Book::read(&shelf(&one, &two), "anthology.toml");
        let faults = astray(&book);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        // To know where pages begin changes nothing on them.
        let ((known, pages), (plain, same)) = (composed(&book, true), composed(&book, false));
        prop_assert_eq!(pages, same);
        for page in known.starts() {
            prop_assert!(page.folio >= Folio::Roman(1));
        }
        prop_assert!(plain.starts().len() <= known.starts().len());
    }
}

#[test]
fn editions_that_differ_are_told_and_false_turns_pages_off() {
    let made = |manifest: &str| {
        let shelf: Memory = [("anthology.toml", manifest), ("sources/one.md", "One."), ("sources/two.md", "Two.")]
            .into_iter()
            .collect();
        let book = Book::read(&shelf, "anthology.toml");
        let mut faults = Diagnostics::default();
        let editions: Vec<_> = book.project.manifest.editions.iter().collect();
        let made = book.project.make_all(&book.files, &editions, Purpose::Draft, &mut faults);
        let epub = made.into_iter().find(|made| made.edition == "epub").unwrap().bytes;
        let told: Vec<String> =
            faults.into_iter().filter(|fault| fault.code == "pages-differ").map(|fault| format!("{fault:?}")).collect();
        (text(&epub, "OEBPS/content.opf"), told)
    };
    let (package, told) = made(MANIFEST);
    assert!(package.contains("<meta property=\"pageBreakSource\">Small (print)</meta>"), "{package}");
    assert!(told.is_empty(), "{told:?}");
    let (package, told) = made(&format!("{MANIFEST}omit-documents = [\"two\"]\n"));
    assert!(package.contains("pageBreakSource"));
    assert!(told.len() == 1 && told[0].contains("`print` alone has `two`"), "{told:?}");
    let (package, told) = made(&format!("{MANIFEST}pages = false\n"));
    assert!(!package.contains("pageBreak") && told.is_empty(), "{package} {told:?}");
    let isbn = MANIFEST.replace("format = \"pdf\"", "format = \"pdf\"\nisbn = \"978-3-16-148410-0\"");
    assert!(made(&isbn).0.contains("<meta property=\"pageBreakSource\">urn:isbn:9783161484100</meta>"));
}
