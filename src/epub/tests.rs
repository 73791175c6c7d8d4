//! Whole EPUBs, looked at from outside.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use usvg::roxmltree;
use zip::ZipArchive;

use super::pack::LIMIT;
use super::sample::{self, Maker, document, prose, text};
use super::{Face, Fault, Wanted, write};
use crate::book::{AnchorId, Book, DocumentsStart, EpubDesign, Folio, PageMap, Part, PrintedPages};
use crate::document::{
    Alignment, Block, Entries, EntriesKind, Entry, Inline, Inlines, List, ListKind, Located, Note, NoteId, Table,
    Verse, VerseLine, Voice,
};
use crate::metadata::Language;

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Writes the sample for tools from outside: `cargo test --lib epub -- --ignored`.
#[test]
#[ignore = "writes target/sample.epub, for checks/epub.sh"]
fn write_the_sample() {
    let bytes =
        write(&sample::book(), &EpubDesign::default(), || Ok::<_, Fault>(sample::cover().into()), none, None).unwrap();
    std::fs::write("target/sample.epub", bytes).unwrap();
}

fn none(_: &Wanted) -> Vec<Face> {
    Vec::new()
}

type Files = BTreeMap<String, String>;

#[allow(clippy::unnecessary_wraps, reason = "what draws a cover may fail")]
fn no_matter() -> Result<Cow<'static, [u8]>, Fault> {
    Ok(b"no matter".into())
}

fn made(book: &Book) -> Vec<u8> {
    write(book, &EpubDesign::default(), no_matter, none, None).unwrap()
}

/// The text files of an EPUB.
fn opened(bytes: &[u8]) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    files
}

fn texts(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    files.iter().filter_map(|(name, text)| Some((name.strip_prefix("OEBPS/text/")?, text.as_str())))
}

/// Parses every file of markup; a file that is not well formed fails here.
fn parsed(text: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// A link as (from, to file, to id).
type Link = (String, String, String);

/// Every id by file, and every link.
fn graph(files: &Files) -> (BTreeSet<(String, String)>, Vec<Link>) {
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    let mut all = BTreeSet::new();
    for (name, text) in texts(files) {
        for node in parsed(text).descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(all.insert(id.to_owned()), "{id} stands twice in the book");
                assert!(id.starts_with(|c: char| c.is_ascii_alphabetic()), "{id}");
                assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{id}");
                ids.insert((name.to_owned(), id.to_owned()));
            }
            if let Some(href) = node.attribute("href").filter(|h| node.has_tag_name((XHTML, "a")) && !h.contains(':')) {
                let (file, id) = href.split_once('#').unwrap_or((href, ""));
                let file = if file.is_empty() { name } else { file };
                links.push((name.to_owned(), file.to_owned(), id.to_owned()));
            }
        }
    }
    (ids, links)
}

fn sound(files: &Files) {
    let (ids, links) = graph(files);
    for (from, file, id) in links {
        assert!(files.contains_key(&format!("OEBPS/text/{file}")), "{from} links to no file {file}");
        assert!(id.is_empty() || ids.contains(&(file.clone(), id.clone())), "{from} links to nothing at {file}#{id}");
    }
    for name in ["content.opf", "nav.xhtml", "toc.ncx"] {
        parsed(&files[&format!("OEBPS/{name}")]);
    }
}

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
fn titles_are_escaped_once_everywhere() {
    let files = opened(&made(&sample::book()));
    assert!(
        files["OEBPS/content.opf"].contains("<dc:title id=\"title\">A Harbour &amp; Its &lt;Papers&gt;</dc:title>")
    );
    assert!(files["OEBPS/toc.ncx"].contains("<text>Lamps &amp; Oil</text>"));
    assert!(files["OEBPS/nav.xhtml"].contains(">Lamps &amp; Oil</a>"));
    assert!(files["OEBPS/text/lamps.xhtml"].contains("<title>Lamps &amp; Oil</title>"));
    assert!(files["OEBPS/text/title-page.xhtml"].contains("A Harbour &amp; <em>Its &lt;Papers&gt;</em>"));
}

#[test]
fn every_call_has_its_note_and_every_note_its_way_back() {
    let files = opened(&made(&sample::book()));
    let (mut calls, mut backs) = (Vec::new(), Vec::new());
    for (name, text) in texts(&files) {
        let document = parsed(text);
        let named = |id: &str| document.descendants().find(|node| node.attribute("id") == Some(id));
        for node in document.descendants() {
            let Some(href) = node.attribute("href").and_then(|href| href.strip_prefix('#')) else { continue };
            match node.attribute("role") {
                Some("doc-noteref") => {
                    let note = named(href).unwrap();
                    assert_eq!(note.attribute("role"), Some("doc-footnote"));
                    assert!(note.range().start > node.range().start, "a note follows its call");
                    let words: String = note.descendants().filter_map(|n| n.text()).collect();
                    assert!(words.trim().chars().count() >= 9, "Kobo needs nine characters: {words}");
                    calls.push((name, node.attribute("id").unwrap().to_owned()));
                }
                Some("doc-backlink") => {
                    assert_eq!(named(href).unwrap().attribute("role"), Some("doc-noteref"));
                    backs.push((name, href.to_owned()));
                }
                _ => {}
            }
        }
    }
    assert_eq!(calls.len(), 9, "{calls:?}");
    calls.sort_unstable();
    backs.sort_unstable();
    assert_eq!(calls, backs);
}

#[test]
fn a_note_called_from_within_a_link_stands_after_it() {
    let mut book = sample::book();
    let note = NoteId(0);
    let target = crate::document::Target::Url("https://example.org".to_owned());
    let link = Inline::Link { target, content: vec![text("word"), Inline::NoteCall(note)], span: None };
    book.parts[1].chapters[0].selections[0].text.blocks[0].node = Block::Paragraph(vec![link]);
    let files = opened(&made(&book));
    assert!(files["OEBPS/text/note-1.xhtml"].contains("<a href=\"https://example.org\">word</a><a class=\"noteref\""));
    sound(&files);
}

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
fn languages_stand_both_ways_with_their_direction() {
    let files = opened(&made(&sample::book()));
    let tide = &files["OEBPS/text/tide-tables.xhtml"];
    assert!(tide.contains("<span lang=\"he\" xml:lang=\"he\" dir=\"rtl\">ספר</span>"));
    let candles = &files["OEBPS/text/candles.xhtml"];
    assert!(candles.contains("<div lang=\"de\" xml:lang=\"de\">"));
    assert!(
        candles.contains("id=\"note_6\" role=\"doc-footnote\" lang=\"de\""),
        "an author's note speaks his language\n{candles}"
    );
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

/// A book of one document of `paragraphs`, of about 1,000 bytes each, every tenth with a note.
fn long(paragraphs: usize, heading_every: usize) -> Book {
    let mut maker = Maker::new();
    let anchor = maker.division();
    let mut blocks = Vec::new();
    for at in 0..paragraphs {
        if heading_every > 0 && at % heading_every == 0 {
            blocks.push(maker.heading(1, &format!("Heading {at}"), None));
        }
        let mut words = vec![text(&"One word follows another. ".repeat(40))];
        if at % 10 == 0 {
            let body = vec![maker.paragraph(vec![text("A note on this very paragraph.")])];
            words.push(Inline::NoteCall(maker.note(Voice::Author, &(at / 10 + 1).to_string(), body)));
        }
        blocks.push(maker.paragraph(words));
    }
    let selection = document(anchor, "long", "Long", "A. Author", prose(blocks));
    let chapter = sample::chapter(anchor, "only", None, vec![selection]);
    let part = Part {
        anchor,
        slug: "part".to_owned(),
        title: None,
        subtitle: None,
        introduction: None,
        chapters: vec![chapter],
    };
    Book {
        front: Vec::new(),
        back: Vec::new(),
        parts: vec![part],
        notes: maker.notes,
        places: maker.places,
        ..sample::book()
    }
}

#[test]
fn what_is_too_long_is_divided() {
    for heading_every in [0, 7] {
        let book = long(800, heading_every);
        let files = opened(&made(&book));
        sound(&files);
        let parts: Vec<(&str, &str)> = texts(&files).filter(|(name, _)| name.starts_with("long")).collect();
        assert!(parts.len() > 3, "{}", parts.len());
        for (name, text) in &parts {
            assert!(text.len() <= 250 * 1024 && text.len() < LIMIT * 5 / 4, "{name} has {} bytes", text.len());
            assert!(text.contains("doc-footnote"), "notes stay with their calls");
            if *name != "long.xhtml" && heading_every > 0 {
                let heading = text.find("<h3>Heading").unwrap();
                assert!(heading < text.find("<p>").unwrap(), "divided before a heading");
            }
        }
        let calls: usize = parts.iter().map(|(_, text)| text.matches("doc-noteref").count()).sum();
        assert_eq!(calls, 80);
        assert!(files["OEBPS/nav.xhtml"].contains("Long, continued (2)</a>"));
    }
}

#[test]
fn documents_that_run_on_move_to_a_new_file_when_theirs_is_full() {
    let mut book = long(1, 0);
    let mut maker = Maker::new();
    let chapter = maker.division();
    let mut selections = Vec::new();
    for at in 0..60 {
        let anchor = maker.division();
        let blocks = vec![maker.paragraph(vec![text(&"word ".repeat(2000))])];
        selections.push(document(anchor, &format!("poem-{at}"), "Poem", "A. Author", prose(blocks)));
    }
    let mut chapter = sample::chapter(chapter, "songs", Some("Songs"), selections);
    chapter.documents_start = DocumentsStart::RunOn;
    book.parts[0].chapters = vec![chapter];
    book.places = maker.places;
    let files = opened(&made(&book));
    sound(&files);
    let names: Vec<&str> = texts(&files).map(|(name, _)| name).collect();
    assert_eq!(names, ["cover.xhtml", "songs-2.xhtml", "songs-3.xhtml", "songs-4.xhtml", "songs.xhtml"]);
    let titles: BTreeSet<&str> = texts(&files).filter_map(|(_, text)| text.split("title>").nth(1)).collect();
    assert_eq!(titles.len(), 5, "{titles:?}");
}

#[test]
fn a_note_called_from_two_files_stands_in_both() {
    let mut book = long(800, 0);
    let last = book.parts[0].chapters[0].selections[0].text.blocks.last_mut().unwrap();
    if let Block::Paragraph(words) = &mut last.node {
        words.push(Inline::NoteCall(NoteId(0)));
    }
    let files = opened(&made(&book));
    sound(&files);
    let notes: usize = texts(&files).map(|(_, text)| text.matches("A note on this very paragraph.").count()).sum();
    assert_eq!(notes, 81);
}

#[test]
fn hostile_words_do_no_harm() {
    let mut book = sample::book();
    let evil = "\u{0}\u{8}<script>&\"']]>\u{ffff}--";
    let selection = &mut book.parts[0].chapters[0].selections[0];
    selection.title = vec![text(evil)];
    selection.byline = evil.to_owned();
    selection.slug = "../../etc/<x>".to_owned();
    book.metadata.publisher = None;
    book.metadata.description = Some(evil.to_owned());
    book.metadata.sources = vec![evil.to_owned(); 3];
    book.notes.push(Note { mark: String::new(), ..book.notes[0].clone() });
    let missing = [Inline::NoteCall(NoteId(999)), Inline::Anchor(AnchorId(999)), Inline::NoteCall(NoteId(8))];
    selection.text.blocks.insert(0, selection.text.blocks[0].with(Block::Paragraph(missing.to_vec())));
    let files = opened(&made(&book));
    sound(&files);
    assert!(!files.values().any(|text| text.contains("<script")));
    assert!(files["OEBPS/content.opf"].matches("<dc:source>").count() == 1, "a source is named once");
}

/// A measure, not a law: `cargo test --release --lib epub::tests::a_million_words -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn a_million_words() {
    for paragraphs in [1_500, 3_000, 6_000] {
        let book = long(paragraphs, 0);
        let start = std::time::Instant::now();
        let bytes = made(&book);
        println!("{} words, {} bytes, {:?}", paragraphs * 160, bytes.len(), start.elapsed());
    }
}

/// A book of one document of `blocks`.
fn of_blocks(maker: Maker, anchor: AnchorId, blocks: Vec<Located<Block>>) -> Book {
    let mut book = long(1, 0);
    book.notes = maker.notes;
    book.places = maker.places;
    let selection = document(anchor, "long", "Long", "A. Author", prose(blocks));
    book.parts[0].anchor = anchor;
    book.parts[0].chapters = vec![sample::chapter(anchor, "only", None, vec![selection])];
    book
}

/// The words of the files of the one document, without what says that it goes on.
fn read(files: &Files) -> String {
    let mut list: Vec<(usize, String)> = texts(files)
        .filter(|(name, _)| name.starts_with("long"))
        .map(|(name, text)| {
            assert!(text.len() <= 250 * 1024, "{name} has {} bytes", text.len());
            let number = name.trim_start_matches("long-").trim_end_matches(".xhtml").parse().unwrap_or(1);
            let document = parsed(text);
            let body = document.descendants().find(|node| node.has_tag_name((XHTML, "article"))).unwrap();
            let words = body.descendants().filter(roxmltree::Node::is_text).filter(|node| {
                !node
                    .ancestors()
                    .any(|a| matches!(a.attribute("class"), Some("continued" | "opening" | "notes" | "source")))
            });
            (number, words.filter_map(|node| node.text()).collect::<Vec<_>>().join(" "))
        })
        .collect();
    list.sort();
    let whole: String = list.into_iter().map(|(_, words)| words).collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_block_that_no_file_could_hold_is_several() {
    let sentence = "Rain fell on the harbour again. ";
    let words = |times: usize| vec![text(sentence.repeat(times).trim_end())];
    let mut maker = Maker::new();
    let anchor = maker.division();
    let huge = maker.paragraph(words(14_000));
    let cells = |row: usize| vec![vec![text(&row.to_string())], vec![text("oil")]];
    let line = || VerseLine { indent: 0, content: words(1) };
    let items = |count| (0..count).map(|_| vec![huge.with(Block::Paragraph(words(20)))]).collect::<Vec<_>>();
    let entry = || Entry { body: vec![huge.with(Block::Paragraph(words(20)))], ..Entry::default() };
    let head = vec![vec![text("Year")], vec![text("Trade")]];
    let alike = |blocks: Vec<Located<Block>>| (blocks, sentence);
    for (blocks, expected) in [
        alike(vec![huge.clone()]),
        alike(vec![huge.with(Block::Quotation(vec![huge.clone()]))]),
        alike(vec![huge.with(Block::Letter(vec![huge.clone()]))]),
        alike(vec![huge.with(Block::Verse(Verse { stanzas: vec![(0..14_000).map(|_| line()).collect()] }))]),
        alike(vec![huge.with(Block::List(List { kind: ListKind::Numbered(5), tight: true, items: items(700) }))]),
        alike(vec![huge.with(Block::Entries(Entries {
            kind: EntriesKind::Dialogue,
            items: (0..700).map(|_| entry()).collect(),
        }))]),
    ] {
        let files = opened(&made(&of_blocks(Maker::new(), anchor, blocks)));
        sound(&files);
        let (words, expected) = (read(&files), expected.repeat(14_000));
        let unlike = words.bytes().zip(expected.bytes()).position(|(a, b)| a != b);
        assert_eq!(unlike.and_then(|at| words.get(at.saturating_sub(40)..at + 40)), None, "words are lost");
        assert_eq!(words.len(), expected.trim_end().len(), "words are lost");
        let parts = texts(&files).filter(|(name, _)| name.starts_with("long")).count();
        assert!((3..9).contains(&parts), "{parts} files");
    }
    let rows = (0..9_000).map(cells).collect();
    let table = Table { columns: vec![Alignment::Start; 2], head, rows };
    let files = opened(&made(&of_blocks(Maker::new(), anchor, vec![huge.with(Block::Table(table))])));
    assert_eq!(files["OEBPS/text/long-3.xhtml"].matches("<thead>").count(), 1, "the head stands again");
    assert!(read(&files).contains("8999 oil"));
    let list = List { kind: ListKind::Numbered(5), tight: true, items: items(700) };
    let files = opened(&made(&of_blocks(Maker::new(), anchor, vec![huge.with(Block::List(list))])));
    let starts: Vec<usize> = (1..=3)
        .map(|at| if at == 1 { "long".to_owned() } else { format!("long-{at}") })
        .filter_map(|stem| {
            files[&format!("OEBPS/text/{stem}.xhtml")].split("start=\"").nth(1)?.split('"').next()?.parse().ok()
        })
        .collect();
    assert!(starts[0] == 5 && starts[1] > 100 && starts[2] == 2 * starts[1] - 5, "numbers go on: {starts:?}");
}

#[test]
fn a_table_wider_than_a_page_is_records() {
    let mut maker = Maker::new();
    let anchor = maker.division();
    let note = maker.paragraph(vec![text("What a tun holds, everyone knew.")]);
    let note = maker.note(Voice::Author, "1", vec![note]);
    let paragraph = maker.paragraph(vec![text("x")]);
    let mut head: Vec<Inlines> = (0..20).map(|column| vec![text(&format!("Column {column}"))]).collect();
    head[0] = Vec::new();
    head[1].push(Inline::NoteCall(note));
    let row = |row: usize| (0..20).map(|column| vec![text(&format!("cell {row}/{column}"))]).collect::<Vec<_>>();
    let table = Table { columns: vec![Alignment::Start; 20], head, rows: vec![row(0), row(1)] };
    let files = opened(&made(&of_blocks(maker, anchor, vec![paragraph.with(Block::Table(table))])));
    sound(&files);
    let text = &files["OEBPS/text/long.xhtml"];
    assert!(!text.contains("<table"), "{text}");
    assert!(text.contains("<p class=\"record\">cell 1/0</p>"), "{text}");
    for column in 1..20 {
        assert_eq!(text.matches(&format!("<dt>Column {column}<")).count(), 2);
        assert_eq!(text.matches(&format!("<dd>cell 1/{column}</dd>")).count(), 1);
    }
    assert_eq!(text.matches("doc-noteref").count(), 1, "a note of a head is called once");
}

#[test]
fn titles_speak_their_own_language() {
    let mut book = sample::book();
    let selection = &mut book.parts[0].chapters[0].selections[0];
    selection.text.language = Language::parse("he").unwrap();
    selection.title = vec![text("ספר הלילה")];
    selection.subtitle = Some(vec![text("לוח")]);
    let files = opened(&made(&book));
    sound(&files);
    let spoken = "lang=\"he\" xml:lang=\"he\" dir=\"rtl\">";
    let page = files.values().find(|text| text.contains("<title>ספר הלילה")).unwrap();
    assert!(page.contains(&format!("<hgroup {spoken}")), "{page}");
    assert!(files["OEBPS/nav.xhtml"].contains(&format!("<span {spoken}ספר הלילה</span> (Anne Harker, 1848)</a>")));
    assert!(
        files["OEBPS/text/contents.xhtml"].contains(&format!("{spoken}ספר הלילה</a>")),
        "{}",
        files["OEBPS/text/contents.xhtml"]
    );
}

#[test]
fn words_that_devices_lack_wear_a_face_of_the_book() {
    let book = sample::book();
    let mut asked = BTreeSet::new();
    let give = |wanted: &Wanted| {
        assert!(wanted.all.is_empty(), "no family was asked for");
        asked.clone_from(&wanted.rare);
        vec![Face {
            family: "Noto Serif Hebrew".to_owned(),
            italic: false,
            bold: false,
            bytes: vec![0, 1, 0, 0],
            truetype: true,
            characters: wanted.rare.clone(),
            licence: Some("The SIL Open Font License.".to_owned()),
        }]
    };
    let files = opened(&write(&book, &EpubDesign::default(), no_matter, give, None).unwrap());
    sound(&files);
    assert_eq!(asked, "ספר".chars().collect());
    let worn = "dir=\"rtl\"><span class=\"face_1\">ספר</span></span>";
    assert!(files["OEBPS/text/tide-tables.xhtml"].contains(worn), "{}", files["OEBPS/text/tide-tables.xhtml"]);
    assert!(files["OEBPS/stylesheet.css"].contains("src: url(fonts/noto-serif-hebrew.ttf);"));
    assert!(files["OEBPS/content.opf"].contains("href=\"fonts/noto-serif-hebrew.ttf\""));
    assert!(files.contains_key("OEBPS/fonts/noto-serif-hebrew.ttf"));
    let imprint = &files["OEBPS/text/copyright-page.xhtml"];
    assert!(imprint.contains("The SIL Open Font License.</span>"), "{imprint}");
    assert!(!opened(&made(&book)).keys().any(|name| name.contains("/fonts/")), "none where there is none");
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
fn the_style_sheet_leaves_the_readers_choices_alone() {
    let css = super::STYLESHEET;
    let mut selector = "";
    for line in css.lines().map(str::trim) {
        if let Some(opens) = line.strip_suffix('{') {
            selector = opens;
        }
        let Some((property, value)) = line.strip_suffix([';', '}']).and_then(|line| line.split_once(':')) else {
            continue;
        };
        assert!(!matches!(property, "color" | "font-family"), "E37: {line}");
        assert!(!property.starts_with("background") || selector.contains("img"), "E37: {selector} {line}");
        assert!(!value.contains("px") && !value.contains("rem"), "E37: {line}");
        if selector == "body" {
            assert!(!property.starts_with("font") && !property.starts_with("margin"), "E37: {line}");
        }
    }
    let count = |words: &str| css.matches(words).count();
    for (new, old) in [
        ("\n\tbreak-after", "page-break-after"),
        ("\n\tbreak-inside", "page-break-inside"),
        ("\n\thyphens", "-epub-hyphens"),
    ] {
        assert!(count(new) > 0 && count(new) == count(old), "E38: {new} has no twin");
    }
    assert!(!css.contains("[epub|type"), "E38");
    let figure = css.split("figure img{").nth(1).and_then(|rule| rule.split('}').next()).unwrap_or_default();
    assert!(figure.contains("background: #fff"), "E40: line art on nothing has a ground in the dark");
    assert!(css.contains(".noteref{") && css.contains("line-height: 0"), "E38: calls do not drive lines apart");
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
    assert!(nav.contains("#page_9\">9</a>") && !nav.contains("page_iii"), "{nav}");
}
