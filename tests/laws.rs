//! No text is lost: the words of every source stand, in their order, in the EPUB and in the PDF.
//!
//! Three laws, each judged on bytes and by means of the test's own: a source's raw text is in the document that was read
//! of it; a document's text and each of its notes are in its file of the EPUB; and they are on its pages of the PDF, as
//! their readers see them. Words are compared without case, accents and punctuation ([`common::words`]). Between the
//! words may stand what the program adds: numbers of lists, credits, heads of tables that go on.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::BTreeMap;

use anthology::book::{Edition, Selection};
use anthology::diagnostic::Diagnostics;
use anthology::document::{Block, Document, Inline, Located, Origin, Style, plain_text};
use anthology::manifest::EditionKind;
use anthology::quote;
use anthology::shelf::Memory;
use anthology::source::{self, Kind, Reading};
use common::printed::{PageText, pages, seam};
use common::unzipped::{Section, sections};
use common::{Book, books, words};
use proptest::prelude::*;
use regex::Regex;

/// How many words the program may put between two words of a text.
const ADDED: usize = 24;

/// What a document says, in reading order, without what stands in notes.
fn text(blocks: &[Located<Block>]) -> String {
    let mut out = String::new();
    for block in blocks {
        block_text(&block.node, &mut out);
    }
    out
}

/// Text that runs on in print, and tables, whose cells stand side by side.
enum Part {
    Running(String),
    Table(String),
}

fn parts(blocks: &[Located<Block>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks {
        let mut out = String::new();
        block_text(&block.node, &mut out);
        match (&block.node, parts.last_mut()) {
            (Block::Table(_), _) => parts.push(Part::Table(out)),
            (_, Some(Part::Running(text))) => text.push_str(&out),
            _ => parts.push(Part::Running(out)),
        }
    }
    parts
}

fn block_text(block: &Block, out: &mut String) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => inline_text(content, out),
        Block::Quotation(inner) | Block::Letter(inner) => inner.iter().for_each(|block| block_text(&block.node, out)),
        Block::Verse(verse) => verse.stanzas.iter().flatten().for_each(|line| {
            inline_text(&line.content, out);
            out.push('\n');
        }),
        Block::List(list) => list.items.iter().flatten().for_each(|block| block_text(&block.node, out)),
        Block::Table(table) => table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| {
            inline_text(cell, out);
            out.push('\n');
        }),
        Block::Figure(figure) => inline_text(&figure.caption, out),
        Block::Listing { text, .. } => out.push_str(&text.text),
        Block::Entries(entries) => {
            entries.items.iter().flat_map(|entry| &entry.body).for_each(|block| block_text(&block.node, out));
        }
        Block::Lead(leads) => leads.iter().for_each(|lead| {
            inline_text(&lead.words, out);
            out.push('\n');
        }),
        Block::SectionBreak | Block::Omission => {}
    }
    out.push('\n');
}

fn inline_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => out.push_str(&run.text),
            // What is raised or lowered is read as a word of its own.
            Inline::Styled(Style::Superscript | Style::Subscript, inner) => {
                out.push(' ');
                inline_text(inner, out);
                out.push(' ');
            }
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                inline_text(inner, out);
            }
            // The call of a note is raised too.
            Inline::LineBreak | Inline::NoteCall(_) | Inline::Cite(_) => out.push(' '),
            Inline::Picture(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
}

/// Whether `needle` stands in `hay` in order, with at most [`ADDED`] words between two of its words; else the longest
/// beginning that does. Where it starts is open.
fn stands_in(needle: &[String], hay: &[String]) -> Result<(), String> {
    let Some(first) = needle.first() else { return Ok(()) };
    let mut best = 0;
    for start in hay.iter().enumerate().filter(|(_, word)| is(word, first)).map(|(at, _)| at) {
        let mut at = start;
        let mut found = 1;
        while let Some(word) = needle.get(found) {
            let Some(skip) = hay[at + 1..].iter().take(ADDED + 1).position(|other| is(other, word)) else { break };
            at += skip + 1;
            found += 1;
        }
        if found == needle.len() {
            return Ok(());
        }
        best = best.max(found);
    }
    let around = &needle[best.saturating_sub(8)..(best + 4).min(needle.len())];
    Err(format!("{best} of {} words, then lost: …{}…", needle.len(), around.join(" ")))
}

/// Whether `printed` is `word`, which the call of a note may follow at once.
fn is(printed: &str, word: &str) -> bool {
    printed.strip_prefix(word).is_some_and(|call| call.bytes().all(|b| b.is_ascii_digit()))
}

/// Words that are read from right to left come out of a PDF in the order they are drawn, and are compared as letters.
fn left_to_right(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| !word.chars().any(is_right_to_left)).collect()
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Whether each of `needle` stands in `hay` as often, in whatever order.
fn all_in<'a, T: Ord + std::fmt::Debug + 'a>(
    needle: impl Iterator<Item = &'a T>,
    hay: impl Iterator<Item = &'a T>,
) -> Result<(), String> {
    let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
    hay.for_each(|one| *counts.entry(one).or_default() += 1);
    for one in needle {
        match counts.get_mut(one) {
            Some(left) if *left > 0 => *left -= 1,
            _ => return Err(format!("{one:?}")),
        }
    }
    Ok(())
}

/// Whether each of `needle` stands in `hay`, whole or in two pieces: lines of cells stand side by side, so what was
/// divided at the end of one goes on behind those of others.
fn in_cells(needle: &[String], hay: &str) -> Result<(), String> {
    let stands = |word: &String| {
        let divided = |(at, _): (usize, char)| hay.contains(&word[..at]) && hay.contains(&word[at..]);
        hay.contains(word.as_str()) || word.char_indices().skip(2).any(divided)
    };
    needle.iter().find(|word| !stands(word)).map_or(Ok(()), |word| Err(word.clone()))
}

/// A document's blocks without a first one that became its title.
fn body<'a>(document: &'a Document, selection: &Selection) -> &'a [Located<Block>] {
    let title = words(&plain_text(&selection.title));
    match document.blocks.split_first() {
        Some((first, rest)) if words(&text(std::slice::from_ref(first))) == title => rest,
        _ => &document.blocks,
    }
}

fn selections(edition: &Edition) -> impl Iterator<Item = &Selection> {
    edition.book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections)
}

/// What the EPUB lost.
fn lost_in_epub(book: &Book) -> Vec<String> {
    let edition = book.edition(EditionKind::Epub);
    let sections = sections(&book.bytes(EditionKind::Epub));
    let mut lost = Vec::new();
    for selection in selections(&edition) {
        let document = &book.project.sources.documents[&selection.id];
        // Documents that run on stand in the file of their chapter.
        let section: &Section = sections.values().find(|section| section.ids.contains(&selection.slug)).unwrap();
        let tell = |what: &str, why: String| format!("{}, {}, {what} of the EPUB: {why}", book.name, selection.id);
        let found = stands_in(&words(&text(body(document, selection))), &words(&section.text));
        lost.extend(found.err().map(|why| tell("text", why)));
        let notes: Vec<Vec<String>> = section.notes.iter().map(|note| words(note)).collect();
        for note in &document.notes {
            let needle = words(&text(&note.body));
            if !notes.iter().any(|note| stands_in(&needle, note).is_ok()) {
                lost.push(tell("note", needle.join(" ")));
            }
        }
    }
    lost
}

/// What stands on the pages from one document's beginning to the next one's.
struct Stretch<'a> {
    selection: &'a Selection,
    body: String,
    notes: String,
}

fn stretches<'a>(book: &Book, edition: &'a Edition, pages: &[PageText]) -> Vec<Stretch<'a>> {
    let places = book.places(edition);
    let at = |selection: &Selection| {
        let folio = places.folio(selection.anchor).unwrap();
        pages.iter().position(|page| page.folio == folio).unwrap()
    };
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    let all: Vec<&Selection> = selections(edition).collect();
    for (number, selection) in all.iter().enumerate() {
        let last = all.get(number + 1).map_or(pages.len() - 1, |next| at(next));
        let (mut body, mut notes) = (String::new(), String::new());
        for page in &pages[at(selection)..=last] {
            seam(&mut body);
            body.push_str(&page.body);
            seam(&mut notes);
            notes.push_str(&page.notes);
        }
        stretches.push(Stretch { selection, body, notes });
    }
    stretches
}

/// What the PDF lost.
fn lost_in_pdf(book: &Book) -> Vec<String> {
    let edition = book.edition(EditionKind::Pdf);
    let pages = pages(&book.bytes(EditionKind::Pdf), &edition);
    let mut lost = Vec::new();
    for Stretch { selection, body: printed, notes } in stretches(book, &edition, &pages) {
        let document = &book.project.sources.documents[&selection.id];
        let tell = |what: &str, why: String| format!("{}, {}, {what} of the PDF: {why}", book.name, selection.id);
        let body = body(document, selection);
        let hay = left_to_right(&printed);
        for part in parts(body) {
            let found = match part {
                Part::Running(text) => stands_in(&left_to_right(&text), &hay),
                Part::Table(text) => in_cells(&left_to_right(&text), &hay.concat()),
            };
            lost.extend(found.err().map(|why| tell("text", why)));
        }
        let letters = |text: &str| words(text).concat().chars().filter(|c| is_right_to_left(*c)).collect::<Vec<_>>();
        let found = all_in(letters(&text(body)).iter(), letters(&printed).iter());
        lost.extend(found.err().map(|why| tell("letters", why)));
        let notes = left_to_right(&notes);
        for note in &document.notes {
            let found = stands_in(&left_to_right(&text(&note.body)), &notes);
            lost.extend(found.err().map(|why| tell("note", why)));
        }
    }
    lost
}

/// A raw text without what is markup and not words. Where the manual shows markup, less is left to compare.
fn bare(raw: &str, document: &Document) -> String {
    let start = document.front_matter.as_ref().map_or(0, |front| front.span.range().end + 3);
    let markup = [
        r"(?s)<!--.*?-->",
        r"</?[a-z][^>]*>",
        r"!\[[^\]]*\]\([^\s)]*",
        r"\]\([^)]*\)",
        r"(?m)^ *\[[^\]\n]*\]:\s*(\S+$)?",
        r"\[\^[^\]]*\]",
        r"\[[^\]]*@[^\]]*\]",
        r"\{[#.][^}]*\}",
        r"(?m)^ *```.*$",
        r"\[!\w+\]",
        r"&\w+;",
    ];
    markup.iter().fold(raw[start.min(raw.len())..].to_owned(), |text, markup| {
        Regex::new(markup).unwrap().replace_all(&text, " ").into_owned()
    })
}

/// What the reader lost: words that stand more often in the raw text than in the document.
fn lost_in_reading(book: &Book) -> Vec<String> {
    let mut lost = Vec::new();
    for (id, revised) in &book.project.sources.documents {
        let file = book.files.get(revised.file);
        let Some(kind) = Kind::of(&file.path) else { continue };
        let document = &source::read(&file.text, revised.file, kind, Reading::SOURCE, &mut Diagnostics::default());
        let mut whole = text(&document.blocks);
        document.notes.iter().for_each(|note| whole.push_str(&text(&note.body)));
        let whole = words(&whole);
        if file.path.extension().is_some_and(|ending| ending == "txt") {
            let raw = words(&file.text);
            lost.extend(stands_in(&raw, &whole).err().map(|why| format!("{id}, read: {why}")));
            continue;
        }
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for word in &whole {
            *counts.entry(word).or_default() += 1;
        }
        let raw = words(&bare(&file.text, document));
        // The numbers of lists are no words of a document.
        for word in raw.iter().filter(|word| !word.bytes().all(|b| b.is_ascii_digit())) {
            let left = counts.entry(word).or_default();
            *left -= 1;
            if *left < 0 {
                lost.push(format!("{id}, read: {word}"));
            }
        }
    }
    lost
}

/// What is done to a document takes words away and adds words; those of the source that are left are its own, each
/// once, and within a paragraph in their order. What was put between them says so: it is the editor's or the program's.
fn changed_in_revising(book: &Book) -> Vec<String> {
    let mut changed = Vec::new();
    for (id, document) in &book.project.sources.documents {
        let file = book.files.get(document.file);
        let mut spans = Vec::new();
        let notes = document.notes.iter().map(|note| note.body.as_slice());
        for leaf in std::iter::once(document.blocks.as_slice()).chain(notes).flat_map(quote::leaves) {
            let mut last = 0;
            quote::pieces(&leaf.node, &mut |piece| {
                let quote::Piece::Run(run) = piece else { return };
                let Origin::Source(span) = run.origin else { return };
                if span.file != document.file {
                    return;
                }
                let written = file.text.get(span.range()).unwrap_or_default();
                if written.len() == run.text.len() && words(written) != words(&run.text) {
                    changed.push(format!("{id}: “{written}” is printed as “{}”", run.text));
                }
                if span.start < last {
                    changed.push(format!("{id}: “{}” stands too late", run.text));
                }
                last = span.end;
                spans.push(span);
            });
        }
        spans.sort_by_key(|span| (span.start, span.end));
        for pair in spans.windows(2).filter(|pair| pair[1].start < pair[0].end) {
            changed.push(format!("{id}: “{}” is printed twice", book.files.slice(pair[1])));
        }
    }
    changed
}

#[test]
fn what_is_printed_of_a_source_is_its_own() {
    for book in books() {
        let changed = changed_in_revising(&book);
        assert!(changed.is_empty(), "{}", changed.join("\n"));
    }
}

#[test]
fn no_text_is_lost() {
    for book in books() {
        let mut lost = lost_in_reading(&book);
        lost.extend(lost_in_epub(&book));
        lost.extend(lost_in_pdf(&book));
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}

#[test]
fn a_lost_word_is_noticed() {
    let text = "In July a book was finished at Paris that was to be copied for two hundred years and then printed.";
    let whole = words(text);
    assert_eq!(stands_in(&whole, &whole), Ok(()));
    for missing in 0..whole.len() {
        let mut less = whole.clone();
        less.remove(missing);
        assert!(stands_in(&whole, &less).is_err(), "{}", whole[missing]);
    }
    let mut turned = whole.clone();
    turned.swap(4, 5);
    assert!(stands_in(&whole, &turned).is_err());
}

/// A book of one source.
fn small(source: &str) -> Memory {
    let manifest = "[book]\ntitle = \"Small\"\neditors = [\"N. N.\"]\n[[chapter]]\ndocuments = [\"piece\"]\n\
                    [document.piece]\ntitle = \"Qq\"\n";
    [("anthology.toml", manifest), ("sources/piece.md", source)].into_iter().collect()
}

/// Some words with marks of Markdown about and between them.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,12}",
        1 => "[а-я]{2,9}",
        1 => Just("co\u{ad}operation—well-known…".to_owned()),
        1 => "\\*[a-z]{1,9}\\*",
        1 => "\\*\\*[a-z]{1,9} `[a-z]{3}`\\*\\*",
        1 => "\\[[a-z]{1,9}\\]\\(https://example\\.org/\\)",
    ];
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    (line(), line(), 0..7_usize, 0..1000_u32).prop_map(|(one, other, kind, n)| match kind {
        0 => format!("> {one}\n>\n> {other}"),
        1 => format!("- {one}\n- {other}"),
        2 => format!("x {one}[^{n}-n]\n\n[^{n}-n]: {other}"),
        3 => format!("| x | y |\n|---|---|\n| {one} | {other} |"),
        4 => format!(
            "```\n{}\n```\n\n## {}",
            one.replace(' ', "\n"),
            other.chars().take(40).collect::<String>().replace(['*', '`', '['], "")
        ),
        _ => format!("{one}\n\n{other}"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_of_any_small_book_is_lost(blocks in prop::collection::vec(block(), 1..12)) {
        let book = Book::read(&small(&blocks.join("\n\n")), "anthology.toml");
        let mut lost = lost_in_epub(&book);
        lost.extend(lost_in_pdf(&book));
        prop_assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}
