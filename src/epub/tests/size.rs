//! What is too long for a file, or too wide for a page.

use super::*;
use crate::book::DocumentsStart;
use crate::document::{Alignment, Entries, EntriesKind, Entry, Inlines, List, ListKind, Table, Verse, VerseLine};
use crate::epub::pack::LIMIT;

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

/// A measure, not a law: `cargo test --release --lib epub::tests::size::a_million_words -- --ignored --nocapture`.
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
