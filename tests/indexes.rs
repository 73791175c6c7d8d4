//! The index of any book is true and whole, and set in the style that is asked for.
//!
//! The law: books are made by chance, of paragraphs that name trees, with notes, cuts and stretches. What their indexes
//! must say is read off the pages of the PDF and off the sources, by means that know nothing of the index: a tree has the
//! pages whose body names it, and of other pages the notes; an EPUB's locators lead to the paragraphs that name it.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use anthology::book::{Edition, Entry, Folio, Locator, MatterBody, locators};
use anthology::diagnostic::Diagnostics;
use anthology::document::{NoteId, plain_text};
use anthology::manifest::EditionKind;
use anthology::shelf::Memory;
use anthology::typeset::compose;
use anthology::typeset::page::Item;
use common::linked::{linked, paragraph};
use common::printed::{PageText, pages};
use common::{Book, fold, unzipped};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use regex::Regex;

/// Names too short to be divided; the last holds the first, and the space in it does not break.
const TREES: &[&str] = &["Oak", "Elm", "Fir", "Yew", "Oak\u{a0}House"];
const FILLERS: &[&str] = &["reed", "moss", "fern", "sedge", "and", "rush"];

#[derive(Clone, Debug)]
struct Paragraph {
    /// How many words stand before each tree, and after the last.
    gap: usize,
    /// Which trees it names, each once.
    trees: Vec<bool>,
    /// Which its note names, if it has one.
    note: Option<Vec<bool>>,
    cut: bool,
}

impl Paragraph {
    fn named(trees: &[bool]) -> impl Iterator<Item = &'static str> {
        TREES.iter().zip(trees).filter(|(_, named)| **named).map(|(tree, _)| *tree)
    }
}

fn any_paragraph() -> impl Strategy<Value = Paragraph> {
    let trees = || prop::collection::vec(prop::bool::weighted(0.3), TREES.len());
    let note = prop::option::weighted(0.3, trees());
    (3_usize..40, trees(), note, prop::bool::weighted(0.1)).prop_map(|(gap, trees, note, cut)| Paragraph {
        gap,
        trees,
        note,
        cut,
    })
}

/// A book of documents of paragraphs, each known by a number; of each document two paragraphs, from one of which to the
/// other a stretch runs.
#[derive(Clone, Debug)]
struct Shelf {
    documents: Vec<(Vec<Paragraph>, usize, usize)>,
}

fn any_shelf() -> impl Strategy<Value = Shelf> {
    let document = (prop::collection::vec(any_paragraph(), 1..12), any::<usize>(), any::<usize>());
    prop::collection::vec(document, 1..4).prop_map(|documents| Shelf { documents })
}

fn number(document: usize, paragraph: usize) -> usize {
    1000 + document * 100 + paragraph
}

impl Shelf {
    /// First and last paragraph of each document's stretch; a cut at its ends leaves none.
    fn stretches(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        self.documents.iter().enumerate().filter_map(|(document, (paragraphs, a, b))| {
            let (a, b) = (a % paragraphs.len(), b % paragraphs.len());
            let (from, to) = (a.min(b), a.max(b));
            (from < to && !paragraphs[from].cut && !paragraphs[to].cut)
                .then(|| (document, number(document, from), number(document, to)))
        })
    }

    fn files(&self, editions: &str) -> Memory {
        let ids: Vec<String> = (0..self.documents.len()).map(|at| format!("\"d{at}\"")).collect();
        let mut manifest = format!(
            "[book]\ntitle = \"Woods\"\ndate = 2026-01-01\n[index]\nterms = \"terms.toml\"\n[matter]\nback = [\"index\"]\n\
             {editions}\n[[chapter]]\ntitle = \"One\"\ndocuments = [{}]\n",
            ids.join(", ")
        );
        let mut terms = "[terms]\n".to_owned();
        for tree in TREES {
            let _ = writeln!(terms, "\"{}\" = \"{}\"", fold(tree), fold(tree));
        }
        for (document, from, to) in self.stretches() {
            let _ = writeln!(terms, "\"stretch {from}\" = {{ at = \"d{document}: p{from} … p{to}\" }}");
        }
        let mut memory = Memory::default();
        for (document, (paragraphs, ..)) in self.documents.iter().enumerate() {
            let (mut text, mut cuts) = (format!("# Piece {document}\n"), Vec::new());
            for (at, one) in paragraphs.iter().enumerate() {
                let number = number(document, at);
                if one.cut {
                    cuts.push(format!("\"p{number} … s{number}\""));
                }
                text += &source(one, number);
            }
            if !cuts.is_empty() {
                let _ = writeln!(manifest, "[document.d{document}]\nomit = [{}]", cuts.join(", "));
            }
            memory.0.insert(PathBuf::from(format!("sources/d{document}.md")), text);
        }
        memory.0.insert(PathBuf::from("anthology.toml"), manifest);
        memory.0.insert(PathBuf::from("terms.toml"), terms);
        memory
    }
}

/// A paragraph's Markdown, with its note.
fn source(paragraph: &Paragraph, number: usize) -> String {
    let mut filler = FILLERS.iter().cycle().skip(number).copied();
    let mut words = vec![format!("p{number}")];
    for tree in Paragraph::named(&paragraph.trees) {
        words.extend(filler.by_ref().take(paragraph.gap).map(str::to_owned));
        words.push(tree.to_owned());
    }
    words.extend(filler.by_ref().take(paragraph.gap).map(str::to_owned));
    let mut text = words.join(" ");
    let mut note = String::new();
    if let Some(trees) = &paragraph.note {
        let _ = write!(text, "[^{number}]");
        let named: Vec<&str> = Paragraph::named(trees).collect();
        let _ = write!(note, "\n[^{number}]: n{number} reed {} moss\n", named.join(" fern "));
    }
    format!("\n{text} s{number}\n{note}")
}

/// Whether a text names a tree: the House is no Oak.
fn names(text: &str, tree: &str) -> bool {
    let text = fold(text);
    let tree = fold(tree);
    let text = if tree == "Oak" { text.replace("Oak House", "") } else { text };
    Regex::new(&format!(r"\b{tree}\b")).unwrap().is_match(&text)
}

fn entries(edition: &Edition) -> Vec<&Entry> {
    let body = edition.book.back.iter().find_map(|matter| match &matter.body {
        MatterBody::Index(index) => Some(index),
        _ => None,
    });
    body.iter().flat_map(|index| &index.groups).flat_map(|group| &group.entries).collect()
}

/// The printed locators by heading.
fn printed(book: &Book, edition: &Edition) -> BTreeMap<String, Vec<Locator>> {
    let places = book.places(edition);
    let mark = |note: NoteId| edition.book.notes[note.0 as usize].mark.clone();
    let one = |entry: &&Entry| {
        (fold(&plain_text(&entry.heading)), locators(&entry.references, &places, edition.book.ranges, &mark))
    };
    entries(edition).iter().map(one).collect()
}

/// The pages of the text, without those of the index.
fn text_pages(bytes: &[u8], edition: &Edition, book: &Book) -> Vec<PageText> {
    let section = edition.book.back.iter().find(|matter| matches!(matter.body, MatterBody::Index(_)));
    let first = section.and_then(|section| book.places(edition).folio(section.anchor));
    let pages = pages(bytes, edition).into_iter();
    pages
        .filter(|page| matches!(page.folio, Folio::Arabic(_)) && first.is_none_or(|first| page.folio < first))
        .collect()
}

/// What the index must say of a tree.
fn expected(pages: &[PageText], edition: &Edition, tree: &str) -> Vec<String> {
    let key = Regex::new(r"n(\d{4})\b").unwrap();
    let marks: BTreeMap<String, String> = (edition.book.notes.iter())
        .map(|note| {
            let mut text = String::new();
            anthology::document::walk::blocks(&note.body, &mut |block| {
                anthology::document::walk::texts(&block.node, &mut |line| text += &plain_text(line));
            });
            (key.captures(&text).map(|found| found[1].to_owned()).unwrap_or_default(), note.mark.clone())
        })
        .collect();
    let (mut list, mut open) = (Vec::new(), String::new());
    for page in pages {
        let in_body = names(&page.body, tree);
        if in_body {
            list.push(page.folio.to_string());
        }
        // What stands before a page's first note is of the last one on the page before.
        let notes = fold(&page.notes);
        let mut at = 0;
        let mut stretches = Vec::new();
        for found in key.captures_iter(&notes) {
            stretches.push((open.clone(), notes[at..found.get(0).unwrap().start()].to_owned()));
            (open, at) = (found[1].to_owned(), found.get(0).unwrap().end());
        }
        stretches.push((open.clone(), notes[at..].to_owned()));
        let named = stretches.into_iter().filter(|(_, words)| !in_body && names(words, tree));
        list.extend(named.map(|(note, _)| format!("{}n{}", page.folio, marks[&note])));
    }
    list
}

const BOTH: &str = "[edition.print]\nformat = \"pdf\"\ntrim = \"105mm x 148mm\"\n[edition.screen]\nformat = \"epub\"";

/// The pages that the PDF's index names, and the EPUB's.
fn pages_are_true(shelf: &Shelf) -> Result<(), TestCaseError> {
    let book = Book::read(&shelf.files(BOTH), "anthology.toml");
    let edition = book.edition(EditionKind::Pdf);
    let (pdf, epub) = book.both();
    let pages = text_pages(&pdf, &edition, &book);
    let printed = printed(&book, &edition);
    let texts = |heading: &str| -> Vec<String> {
        printed.get(heading).into_iter().flatten().map(|locator| locator.text.clone()).collect()
    };
    for tree in TREES {
        prop_assert_eq!(texts(&fold(tree)), expected(&pages, &edition, tree), "{}", tree);
    }
    let page_of = |number: usize| {
        let with = |page: &&PageText| Regex::new(&format!(r"\bp{number}\b")).unwrap().is_match(&page.body);
        pages.iter().find(with).map(|page| page.folio.to_string()).unwrap_or_default()
    };
    for (_, from, to) in shelf.stretches() {
        let (first, last) = (page_of(from), page_of(to));
        let shown = if first == last { first } else { format!("{first}–{last}") };
        prop_assert_eq!(texts(&format!("stretch {from}")), vec![shown]);
    }
    for (path, found) in linked(&epub) {
        let shown: Vec<String> = found.iter().map(|(text, _)| text.clone()).collect();
        prop_assert_eq!(shown, texts(&path[0]), "the EPUB at {}", &path[0]);
    }
    Ok(())
}

/// The paragraphs and notes that the index of an EPUB by itself leads to.
fn paragraphs_are_true(shelf: &Shelf) -> Result<(), TestCaseError> {
    let book = Book::read(&shelf.files("[edition.screen]\nformat = \"epub\""), "anthology.toml");
    let epub = book.bytes(EditionKind::Epub);
    let key = Regex::new(r"\b[pn]\d{4}\b").unwrap();
    let mut led: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, found) in linked(&epub) {
        for (_, href) in found {
            let (file, id) = href.split_once('#').unwrap();
            let words = paragraph(&unzipped::text(&epub, &format!("OEBPS/text/{file}")), id).unwrap();
            led.entry(path[0].clone()).or_default().insert(key.find(&words).unwrap().as_str().to_owned());
        }
    }
    for (at, tree) in TREES.iter().enumerate() {
        let mut wanted = BTreeSet::new();
        for (document, (paragraphs, ..)) in shelf.documents.iter().enumerate() {
            for (number, paragraph) in (number(document, 0)..).zip(paragraphs).filter(|(_, one)| !one.cut) {
                wanted.extend(paragraph.trees[at].then(|| format!("p{number}")));
                wanted.extend(paragraph.note.as_ref().filter(|note| note[at]).map(|_| format!("n{number}")));
            }
        }
        prop_assert_eq!(led.remove(&fold(tree)).unwrap_or_default(), wanted, "{}", tree);
    }
    Ok(())
}

#[test]
fn the_index_of_any_book_names_its_pages() {
    TestRunner::new(Config { cases: 8, ..Config::default() })
        .run(&any_shelf(), |shelf| pages_are_true(&shelf))
        .unwrap();
}

#[test]
fn the_index_of_any_epub_leads_to_its_paragraphs() {
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    runner.run(&any_shelf(), |shelf| paragraphs_are_true(&shelf)).unwrap();
}

/// A book of the sea with a picture; `index` stands in its `[index]`.
fn sea(index: &str) -> Book {
    let manifest = format!(
        "[book]\ntitle = \"Waters\"\ndate = 2026-01-01\n[index]\nterms = \"terms.toml\"\n{index}\n[matter]\n\
         back = [\"index\"]\n{BOTH}\n[[chapter]]\ntitle = \"One\"\ndocuments = [\"a\", \"b\"]\n"
    );
    let terms = "[terms]\n\"sea\" = { match = \"sea\", see-also = \"tides\" }\n\"sea > salt of\" = \"salt\"\n\
                 \"sea > storms at\" = { match = \"storm\", see-also = \"mill\" }\n\"tides > neap\" = \"neap\"\n\
                 \"tides > spring\" = \"spring\"\n\"mill\" = \"mill\"\n\"wind > north > cold\" = \"icy\"\n\
                 \"wind > north > wet\" = \"wet\"\n\"wind > south\" = \"warm\"\n";
    let a = "# A\n\nThe sea.\n\nIts salt. A neap. An icy one.\n\n![The mill](mill.svg \"A mill by the wet road\")\n";
    let b = "# B\n\nA mill.\n\nA storm. A spring. A warm one.\n";
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\">\
                   <rect width=\"9\" height=\"9\"/></svg>";
    let files = [
        ("anthology.toml", manifest.as_str()),
        ("terms.toml", terms),
        ("sources/a.md", a),
        ("sources/b.md", b),
        ("sources/mill.svg", picture),
    ];
    Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml")
}

/// The words of the index's pages, spaces made one.
fn index_text(book: &Book, pdf: &[u8]) -> String {
    let edition = book.edition(EditionKind::Pdf);
    let before = text_pages(pdf, &edition, book).len();
    let body = pages(pdf, &edition).into_iter().filter(|page| matches!(page.folio, Folio::Arabic(_))).skip(before);
    body.map(|page| fold(&page.body)).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn subheadings_run_in_where_they_are_asked_to() {
    let book = sea("style = \"run-in\"\ncolumns = 1");
    let (pdf, epub) = book.both();
    let text = index_text(&book, &pdf);
    // What has subheadings twice over is indented, and only the last run in.
    for line in [
        "sea, 1; salt of, 1; storms at, 2 (see also mill). See also tides",
        "tides: neap, 1; spring, 2",
        "wind north: cold, 1; wet, 1 south, 2",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let name = unzipped::spine(&epub).into_iter().find(|name| name.starts_with("index")).unwrap();
    let file = unzipped::text(&epub, &format!("OEBPS/text/{name}.xhtml"));
    assert!(file.contains("</a><ul class=\"run-in\" epub:type=\"index-entry-list\"><li "), "{file}");
    assert!(file.contains("tides</span><ul class=\"run-in first\""), "{file}");
    let headings: Vec<String> = linked(&epub).into_iter().map(|(path, _)| path.join(" > ")).collect();
    let indented = sea("");
    let (pdf, epub) = indented.both();
    assert_eq!(headings, linked(&epub).into_iter().map(|(path, _)| path.join(" > ")).collect::<Vec<_>>());
    let text = index_text(&indented, &pdf);
    assert!(text.contains("sea, 1. See also tides salt of, 1 storms at, 2 (see also mill)"), "{text}");
}

#[test]
fn pictures_are_in_italics() {
    let book = sea("");
    let edition = book.edition(EditionKind::Pdf);
    let mill: Vec<(String, bool)> =
        printed(&book, &edition)["mill"].iter().map(|locator| (locator.text.clone(), locator.figure)).collect();
    assert_eq!(mill, [("1".to_owned(), true), ("2".to_owned(), false)]);
    let (_, epub) = book.both();
    let name = unzipped::spine(&epub).into_iter().find(|name| name.starts_with("index")).unwrap();
    let file = unzipped::text(&epub, &format!("OEBPS/text/{name}.xhtml"));
    let mill = file.split_once(">mill</span>").unwrap().1.split_once("</li>").unwrap().0;
    assert!(mill.contains("><i>1</i></a>") && mill.contains(">2</a>"), "{mill}");
}

/// Where words begin on the pages of an index, from the left, in points.
fn columns(language: &str) -> [f64; 2] {
    let letters: Vec<char> = "אבגדהוזחטיכלמנסעפצקרשת".chars().collect();
    let words: Vec<String> = letters.iter().map(|letter| format!("{letter}רץ")).collect();
    let terms: String = words.iter().map(|word| ["\"", word, "\" = \"", word, "\"\n"].concat()).collect();
    let manifest = format!(
        "[book]\ntitle = \"ספר\"\nlanguage = {language:?}\n\n[index]\nterms = [\"terms.toml\"]\ncolumns = 2\n\n\
         [edition.print]\nformat = \"pdf\"\n\n[[chapter]]\ntitle = \"א\"\ndocuments = [\"a\"]\n\n\
         [document.a]\ntitle = \"א\"\nrights = \"own\"\n"
    );
    let text = format!("{}.\n", words.join(" "));
    let files =
        [("anthology.toml", &*manifest), ("terms.toml", &*format!("[terms]\n{terms}")), ("sources/a.md", &*text)];
    let book = Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml");
    let edition = book.edition(EditionKind::Pdf);
    let (composition, _) = compose(&edition, &book.project.fonts, &mut Diagnostics::default()).unwrap();
    let last = composition.pages.iter().rev().find(|page| page.items.len() > 10).unwrap();
    let place = |word: &str| {
        let runs = last.items.iter().filter_map(|placed| match &placed.item {
            Item::Glyphs(run) if run.text.contains(word) => Some(placed.x.to_pt()),
            _ => None,
        });
        runs.reduce(f64::min).unwrap()
    };
    [place(&words[0]), place(&words[words.len() - 1])]
}

#[test]
fn the_first_column_is_where_the_reader_begins() {
    let [first, last] = columns("he");
    assert!(first > last + 50.0, "read from the right: {first} {last}");
    let [first, last] = columns("en");
    assert!(first + 50.0 < last, "read from the left: {first} {last}");
}
