//! Laws of notes, judged on pages and on XHTML: every call has its note and every note its call, wherever notes stand;
//! a note at the foot begins on the page of its call; an EPUB is the same wherever print has them.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use anthology::book::{AnchorId, Edition, Folio, Format};
use anthology::diagnostic::Diagnostics;
use anthology::document::NoteId;
use anthology::manifest::EditionKind;
use anthology::shelf::Memory;
use anthology::typeset::dump::lines;
use anthology::typeset::page::{Destination, Item, Page};
use anthology::typeset::{Composition, compose};
use common::Book;

const WORDS: &str = "The boats came in before the wind had turned, and nobody on the quay had counted them yet. ";

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>"#;

/// A book with a note called at every place where one can be, and notes of every kind.
fn book(style: &str) -> Book {
    let manifest = format!(
        "[book]\ntitle = \"Letters\"\n[style]\n{style}\n\
         [matter]\nfront = [\"title-page\", \"contents\", \"preface.md\"]\nback = [\"after.md\", \"index\"]\n\
         [index]\nterms = [\"terms.toml\"]\ninclude-notes = true\n\
         [[part]]\ntitle = \"First\"\nintroduction = \"part.md\"\n\
         [[part.chapter]]\ntitle = \"Ships\"\nintroduction = \"ships.md\"\ndocuments = [\"harbour\", \"ledger\"]\n\
         [[part.chapter]]\ntitle = \"Storms\"\ndocuments-start = \"run-on\"\ndocuments = [\"gale\", \"calm\"]\n\
         [document.harbour]\ncontainer = \"The Gazette\"\nheadnote = \"Head.[^h]\\n\\n[^h]: Of the headnote.\"\n\
         note = [{{ at = \"A first call\", text = \"The editor's own.\" }}]\n\
         [edition.print]\nformat = \"pdf\"\ntrim = \"5in x 8in\"\n[edition.epub]\npages = false\n"
    );
    let own = |what: &str| format!("Here.[^1]\n\n[^1]: Of the {what}.\n");
    let w = WORDS.repeat(4);
    let harbour = format!(
        "# The Harbour[^t]\n\n{w} A first call[^a] stands here, and a translator's[^translator] after it.\n\n\
         ## A Heading[^b]\n\n{w}\n\n| ship[^c] | cargo |\n|---|---|\n| Ann | coal[^d] |\n\n\
         ![A gull](gull.svg \"A caption[^f]\")\n\n{w} The last.[^e] And again.[^a]\n\n\
         > [!verse]\n> The tide is a clock,[^v]\n>   the clock a tide\n\n> Quoted.[^q]\n\n- Listed.[^l]\n\n\
         [^t]: Title.\n\n[^a]: First.\n\n    Its second paragraph, of which more is to be said: {w}\n\n    \
         - a list\n    - of two\n\n    > [!verse]\n    > A verse in it,\n    >   of two lines\n\n\
         [^translator]: Translated.\n\n[^b]: Heading.\n\n[^c]: Head of a table.\n\n[^d]: Cell.[^g]\n\n[^e]: Last.\n\n\
         [^f]: Caption.\n\n[^g]: Called by a note.\n\n[^v]: Verse.\n\n[^q]: Quotation.\n\n[^l]: Item.\n"
    );
    let ledger = (1..40).map(|n| format!("{w} Call {n}.[^{n}] {w}\n\n")).collect::<Vec<_>>().concat()
        + &(1..40).map(|n| format!("[^{n}]: The ledger's number {n}. {WORDS}\n\n")).collect::<Vec<_>>().concat();
    let files = [
        ("anthology.toml", manifest),
        ("terms.toml", "[terms]\n\"ledgers\" = [\"ledger's\"]\n".to_owned()),
        ("preface.md", format!("# Preface\n\n{}", own("preface"))),
        ("after.md", format!("# Afterword\n\n{}", own("afterword"))),
        ("part.md", own("part")),
        ("ships.md", own("chapter")),
        ("sources/harbour.md", harbour),
        ("sources/gull.svg", PICTURE.to_owned()),
        ("sources/ledger.md", format!("# The Ledger\n\n{ledger}")),
        ("sources/gale.md", format!("# The Gale\n\n{}", own("gale"))),
        ("sources/calm.md", format!("# The Calm\n\n{}", own("calm"))),
    ];
    Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml")
}

/// What is done with notes, in every way that differs.
const STYLES: &[&str] = &[
    "",
    "note-series = { author = \"symbols\", editor = \"letters\" }",
    "note-series = { editor = \"symbols\" }\nnote-numbering = \"chapter\"\nparagraph-numbers = true",
    "notes = \"chapter-end\"",
    "notes = \"chapter-end\"\nnote-numbering = \"chapter\"\nnote-series = { editor = \"symbols\" }",
    "notes = \"book-end\"",
    "notes = \"book-end\"\nnote-numbering = \"book\"",
];

fn set(edition: &Edition) -> Composition {
    let mut faults = Diagnostics::default();
    let (composition, _) = compose(edition, &anthology::fonts::FontLibrary::new(), &mut faults).unwrap();
    assert!(!faults.has_errors(), "{faults:?}");
    composition
}

/// The pages on which each of the program's own anchors stands.
fn anchors(composition: &Composition) -> BTreeMap<AnchorId, Vec<usize>> {
    let mut found: BTreeMap<AnchorId, Vec<usize>> = BTreeMap::new();
    for (number, page) in composition.pages.iter().enumerate() {
        for placed in &page.items {
            if let Item::Anchor(anchor) = placed.item {
                found.entry(anchor).or_default().push(number);
            }
        }
    }
    found
}

fn links(page: &Page) -> impl Iterator<Item = AnchorId> {
    page.items.iter().filter_map(|placed| match &placed.item {
        Item::Link(_, Destination::Anchor(anchor)) => Some(*anchor),
        _ => None,
    })
}

/// Anchors of a note's call and of the note: they are numbered after the book's own.
fn note_anchors(edition: &Edition, note: usize) -> (AnchorId, AnchorId) {
    let first = u32::try_from(edition.book.places.len() + 2 * note).unwrap();
    (AnchorId(first), AnchorId(first + 1))
}

#[test]
fn every_call_has_its_note_and_every_note_its_call() {
    for style in STYLES {
        let edition = book(style).edition(EditionKind::Pdf);
        let composition = set(&edition);
        let found = anchors(&composition);
        let linked: BTreeSet<AnchorId> = composition.pages.iter().flat_map(links).collect();
        assert!(edition.book.notes.len() > 55);
        for number in 0..edition.book.notes.len() {
            let (call, own) = note_anchors(&edition, number);
            let calls = found.get(&call).unwrap_or_else(|| panic!("{style}: no call of {number}"));
            let note = found.get(&own).unwrap_or_else(|| panic!("{style}: note {number} stands nowhere"));
            assert_eq!(note.len(), 1, "{style}: {number} stands twice");
            assert!(linked.contains(&call) && linked.contains(&own), "{style}: {number}");
            let foot = !edition.book.endnotes.holds(NoteId(u32::try_from(number).unwrap()));
            assert_eq!(foot, !style.contains("-end"), "{style}: {number}");
            // What a note calls begins on the page where its call stands, or would stand if the note were not divided.
            assert!(if foot { note[0] == calls[0] } else { note[0] >= calls[0] }, "{style}: {number}");
        }
    }
}

/// The lines of pages that hold text, without heads and folios.
fn text(composition: &Composition) -> Vec<String> {
    let lines = composition.pages.iter().flat_map(lines).filter(|line| !line.furniture);
    lines.map(|line| line.text.replace('|', "")).collect()
}

fn at(lines: &[String], wanted: &str) -> usize {
    lines.iter().position(|line| line == wanted).unwrap_or_else(|| panic!("no line `{wanted}` in {lines:#?}"))
}

#[test]
fn notes_stand_where_they_are_wanted() {
    let lines = text(&set(&book("notes = \"chapter-end\"").edition(EditionKind::Pdf)));
    let notes: Vec<usize> = (0..lines.len()).filter(|at| lines[*at] == "Notes").collect();
    assert_eq!(notes.len(), 5, "preface, part, two chapters, afterword");
    assert!(notes[0] < at(&lines, "1. Of the preface.") && at(&lines, "1. Of the preface.") < notes[1]);
    // The documents of a chapter under their titles; the source note stays with its document.
    let chapter = &lines[notes[2]..notes[3]];
    assert!(at(chapter, "1. Of the chapter.") < at(chapter, "The Harbour"));
    assert!(at(chapter, "The Harbour") < at(chapter, "1. Title."));
    assert!(at(chapter, "2. Of the headnote. —Ed.") < at(chapter, "The Ledger"));
    assert!(lines[..notes[2]].iter().any(|line| line.contains("The Gazette")));
    // Lists and verse in a note keep their form.
    assert!(at(chapter, "•a list") < at(chapter, "•of two") && at(chapter, "•of two") < at(chapter, "A verse in it,"));

    let lines = text(&set(&book("notes = \"book-end\"").edition(EditionKind::Pdf)));
    let notes = lines.iter().rposition(|line| line == "Notes").unwrap();
    let section = &lines[notes..];
    let heads =
        ["Preface", "First", "Ships", "The Harbour", "The Ledger", "Storms", "The Gale", "The Calm", "Afterword"];
    let places: Vec<usize> = heads.iter().map(|head| at(section, head)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn heads_over_the_notes_name_their_pages() {
    let edition = book("notes = \"book-end\"").edition(EditionKind::Pdf);
    let composition = set(&edition);
    let found = anchors(&composition);
    let folio = |number: usize| composition.pages[found[&note_anchors(&edition, number).0][0]].folio;
    let section = (0..edition.book.notes.len()).map(|at| found[&note_anchors(&edition, at).1][0]).min().unwrap();
    let mut heads = 0;
    for (number, page) in composition.pages.iter().enumerate() {
        let head = lines(page)
            .into_iter()
            .filter(|line| line.furniture)
            .map(|line| line.text)
            .find(|head| head.contains("Notes to"));
        let Some(head) = head else { continue };
        heads += 1;
        // What a note calls is called in the section itself.
        let called = |at: usize| found[&note_anchors(&edition, at).0][0] < section;
        let here = |at: &usize| found[&note_anchors(&edition, *at).1][0] == number && called(*at);
        let pages: Vec<Folio> = (0..edition.book.notes.len()).filter(here).map(folio).collect();
        let (first, last) = (pages.iter().min().unwrap(), pages.iter().max().unwrap());
        assert!(head.contains(&format!("–{last}")) || first == last, "{head}: {first} to {last}");
    }
    assert!(heads > 2, "{heads}");
}

#[test]
fn signs_begin_anew_on_every_page() {
    let edition = book("note-series = { author = \"symbols\", editor = \"letters\" }").edition(EditionKind::Pdf);
    let composition = set(&edition);
    let mut feet = 0;
    for page in &composition.pages {
        let rule =
            page.items.iter().filter_map(|placed| matches!(placed.item, Item::Rule(_)).then_some(placed.y)).max();
        let foot = lines(page).into_iter().filter(|line| !line.furniture && rule.is_some_and(|rule| line.y > rule));
        let marks = foot.map(|line| line.text.replace('|', "")).filter(|line| line.contains("ledger's number"));
        let marks: Vec<String> = marks.map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        if marks.is_empty() {
            continue;
        }
        feet += 1;
        assert_eq!(marks, ["*", "†", "‡", "§", "‖", "¶", "**", "††"][..marks.len()]);
    }
    assert!(feet > 5, "{feet}");
}

#[test]
fn numbers_of_paragraphs_stand_clear_of_the_text() {
    for (style, edition) in
        [("paragraph-numbers = true", ""), ("paragraph-numbers = 5", "margins = { outer = \"5mm\" }")]
    {
        let manifest = format!(
            "[book]\ntitle = \"T\"\n[style]\n{style}\n[[chapter]]\ndocuments = [\"a\"]\n[document.a]\n\
             omit = [\"Cut this.\"]\n[edition.print]\nformat = \"pdf\"\ntrim = \"5in x 8in\"\n{edition}\n[edition.epub]\n"
        );
        let text = format!("# A\n\n{WORDS}\n\nCut this.\n\n{}", format!("{}\n\n", WORDS.repeat(3)).repeat(60));
        let files = [("anthology.toml", manifest), ("sources/a.md", text)];
        let book = Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml");
        let edition = book.edition(EditionKind::Pdf);
        let Format::Pdf(design) = &edition.format else { panic!() };
        let mut printed = Vec::new();
        for (number, page) in set(&edition).pages.iter().enumerate().skip(1) {
            let left = if number % 2 == 0 { design.margins.inner } else { design.margins.outer };
            let right = left + design.measure();
            for placed in &page.items {
                let Item::Glyphs(run) = &placed.item else { continue };
                let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<anthology::length::Length>();
                let small = run.furniture && run.size < design.size.scale(0.75);
                let Some(shown) = run.text.parse::<u32>().ok().filter(|_| small) else { continue };
                printed.push(shown);
                let beside = page.items.iter().filter(|other| other.y == placed.y && other.x != placed.x);
                let next = beside
                    .filter(|other| matches!(&other.item, Item::Glyphs(run) if !run.furniture))
                    .map(|other| other.x)
                    .min();
                if design.margins.outer > anthology::length::Length::pt(30.0) {
                    assert!(placed.x >= right || placed.x + width <= left, "page {number}: {shown}");
                } else {
                    assert!(
                        placed.x >= left && next.is_some_and(|next| placed.x + width < next),
                        "page {number}: {shown}"
                    );
                }
                assert!(placed.x > anthology::length::Length::ZERO && placed.x + width < design.trim.width);
            }
        }
        // The title is the first, the cut paragraph the third: numbers keep their gaps.
        let every = if style.ends_with('5') { 5 } else { 1 };
        let wanted: Vec<u32> = [2].into_iter().chain(4..=63).filter(|number| number % every == 0).collect();
        assert_eq!(printed, wanted);
        let epub = files_of(&book.bytes(EditionKind::Epub));
        let there = epub["a"]
            .match_indices("class=\"paragraph-number\">")
            .map(|(at, tag)| epub["a"][at + tag.len()..].split(' ').next().unwrap().parse::<u32>().unwrap());
        assert_eq!(there.collect::<Vec<_>>(), wanted);
        assert!(wanted.iter().all(|number| epub["a"].contains(&format!("<p id=\"a_p{number}\">"))));
    }
}

/// The XHTML files of an EPUB, by their names without ending.
fn files_of(epub: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut files = BTreeMap::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().rsplit('/').next().unwrap().to_owned();
        if let Some(name) = name.strip_suffix(".xhtml") {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            files.insert(name.to_owned(), text);
        }
    }
    files
}

#[test]
fn in_an_epub_notes_pop_up_wherever_print_has_them() {
    let files = |style: &str| files_of(&book(style).bytes(EditionKind::Epub));
    let plain = files("");
    assert_eq!(plain, files("notes = \"chapter-end\""));
    assert_eq!(plain, files("notes = \"book-end\""));
    let mut notes = 0;
    for (name, text) in &plain {
        let ids = |pattern: &str| -> BTreeSet<String> {
            let found = text.split(pattern).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            found.collect()
        };
        let (calls, called) = (ids("role=\"doc-noteref\"").len(), ids(" id=\""));
        let tags: Vec<&str> =
            text.split('<').filter(|tag| tag.contains("\"doc-noteref\"") || tag.contains("\"doc-backlink\"")).collect();
        for tag in &tags {
            let to = tag.split_once("href=\"#").unwrap_or_else(|| panic!("{name}: {tag} leaves its file")).1;
            assert!(called.contains(to.split('"').next().unwrap()), "{name}: {tag}");
        }
        notes += text.matches("\"doc-footnote\"").count();
        assert!(calls <= tags.len());
    }
    assert!(notes > 55, "{notes}");
}

#[test]
fn a_text_has_its_initial_and_its_verse_numbers_of_lines() {
    let manifest = "[book]\ntitle = \"T\"\n[style]\nline-numbers = 3\n[[chapter]]\ndocuments = [\"a\"]\n\
        [edition.print]\nformat = \"pdf\"\nopening = \"drop-capital\"\n";
    let verse: Vec<String> = (1..=7).map(|line| format!("> a line of verse, and another word {line}\n")).collect();
    let verse = verse.concat();
    let quoted = verse.replace("> ", "> > ");
    let text = format!("# A\n\n“{}\n\n> [!verse]\n{verse}\n> Quoted:\n>\n> > [!verse]\n{quoted}", WORDS.repeat(3));
    let files = [("anthology.toml", manifest.to_owned()), ("sources/a.md", text)];
    let book = Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml");
    let edition = book.edition(EditionKind::Pdf);
    let Format::Pdf(design) = &edition.format else { panic!() };
    let pages = set(&edition).pages;
    let runs = || {
        pages.iter().enumerate().flat_map(|(number, page)| {
            page.items.iter().filter_map(move |placed| match &placed.item {
                Item::Glyphs(run) => Some((number, placed, run)),
                _ => None,
            })
        })
    };
    let small = |run: &anthology::typeset::page::GlyphRun| run.furniture && run.size < design.size.scale(0.75);
    let numbers: Vec<&str> = runs().filter(|(.., run)| small(run)).map(|(.., run)| &*run.text).collect();
    // What the document quotes is not its own.
    assert_eq!(numbers, ["3", "6"]);
    let (page, initial, _) = runs().find(|(.., run)| run.size > design.size.scale(2.0) && *run.text == *"“T").unwrap();
    // It stands on the second line; that and the first begin beside it, the third does not.
    let begins = |rows: i32| {
        let y = initial.y + design.leading * rows;
        let own = runs().filter(|(on, placed, run)| {
            *on == page && placed.y == y && !run.furniture && run.size < design.size.scale(1.1)
        });
        own.map(|(_, placed, _)| placed.x).min().unwrap()
    };
    let beside = initial.x + design.size;
    assert!(begins(-1) > beside && begins(0) > beside && begins(1) < initial.x + design.size.scale(0.5));
}
