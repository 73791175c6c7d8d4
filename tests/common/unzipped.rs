//! An EPUB read back: the words of its documents and of their notes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The words of one file of an EPUB.
#[derive(Debug, Default)]
pub struct Section {
    /// What is read on.
    pub text: String,
    /// Its notes, each by itself.
    pub notes: Vec<String>,
    /// The ids of its elements.
    pub ids: Vec<String>,
    /// Whether it is of the text, not before or after it.
    pub body: bool,
    /// The markers of printed pages: their ids, what is said of them, and where in the text they stand.
    pub pages: Vec<(String, String, usize)>,
}

/// The files in the order they are read, without ending.
pub fn spine(epub: &[u8]) -> Vec<String> {
    let package = text(epub, "OEBPS/content.opf");
    let names = package.split("idref=\"").skip(1).filter_map(|rest| rest.split_once(".xhtml\""));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// A file of an EPUB as text.
pub fn text(epub: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut text = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every XHTML file, by its name without folder and ending.
pub fn sections(epub: &[u8]) -> BTreeMap<String, Section> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut sections = BTreeMap::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let path = file.name().to_owned();
        if let Some(name) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".xhtml")) {
            let mut markup = String::new();
            file.read_to_string(&mut markup).unwrap();
            sections.insert(name.to_owned(), section(&markup));
        }
    }
    sections
}

/// What an element's words are.
#[derive(Clone, Copy, PartialEq)]
enum Voice {
    Text,
    Note,
    /// A mark of the program's, a heading over notes, what is not shown.
    Silent,
}

/// Elements that stand inside words; all others divide them.
const INSIDE: &[&str] =
    &["a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "q", "s", "small", "span", "strong", "u"];

/// The words of an XHTML file. Our own markup is well formed; nothing more is looked after.
fn section(markup: &str) -> Section {
    let mut section = Section::default();
    let mut open: Vec<(&str, Voice)> = Vec::new();
    for piece in markup.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap();
        let name = tag.trim_matches('/').split_whitespace().next().unwrap_or_default();
        let before = open.last().map_or(Voice::Silent, |(_, voice)| *voice);
        if !INSIDE.contains(&name) {
            put(&mut section, before, " ");
        }
        if tag.starts_with('/') {
            let (closed, _) = open.pop().unwrap();
            assert_eq!(closed, name, "closed out of order");
        } else if !tag.ends_with('/') && !tag.starts_with(['!', '?']) {
            let id = tag.split_once(" id=\"").and_then(|(_, rest)| rest.split_once('"'));
            section.ids.extend(id.map(|(id, _)| id.to_owned()));
            let is = |value: &str| tag.contains(&format!("\"{value}\""));
            section.body |= is("bodymatter");
            if is("pagebreak") {
                let label = tag.split_once("aria-label=\"").and_then(|(_, rest)| rest.split_once('"'));
                let (label, id) = label.zip(id).map(|((label, _), (id, _))| (label, id)).unwrap();
                section.pages.push((id.to_owned(), label.to_owned(), section.text.len()));
            }
            let voice = match name {
                "body" => Voice::Text,
                _ if is("doc-footnote") => {
                    section.notes.push(String::new());
                    Voice::Note
                }
                _ if is("notes") || is("noteref") || is("backlink") || is("source") => Voice::Silent,
                _ => before,
            };
            open.push((name, voice));
        }
        let voice = open.last().map_or(Voice::Silent, |(_, voice)| *voice);
        if !INSIDE.contains(&name) {
            put(&mut section, voice, " ");
        }
        put(&mut section, voice, &plain(words));
    }
    section
}

fn put(section: &mut Section, voice: Voice, words: &str) {
    match voice {
        Voice::Text => section.text.push_str(words),
        Voice::Note => section.notes.last_mut().unwrap().push_str(words),
        Voice::Silent => {}
    }
}

fn plain(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#160;", " ").replace("&amp;", "&")
}
