//! Whole EPUBs, looked at from outside.

mod navigation;
mod notes;
mod package;
mod size;
mod structure;
mod style;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use usvg::roxmltree;
use zip::ZipArchive;

use super::sample::{self, Maker, document, prose, text};
use super::{Face, Fault, Wanted, write};
use crate::book::{AnchorId, Book, EpubDesign, EpubFonts, Part};
use crate::document::{Block, Inline, Located, Voice};

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
