//! Brings texts in: saved pages, documents of word processors, chapters of e-books, captured text.
//!
//! Enters: the bytes of a file and the files beside it. Leaves: for each text in it a Markdown file with front matter,
//! the pictures it calls for, and a report of what was left out, guessed or lost. Everything but plain text goes
//! through one reader, that of pages ([`crate::source::html`]): [`docx`], [`odt`] and [`epub`] make a page of what they
//! find. Never: fetches anything, writes anything, drops words without saying so.

mod archive;
mod docx;
mod epub;
pub mod facts;
mod front;
pub mod markdown;
mod mhtml;
mod odd;
mod odt;
mod page;
mod plain;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Files};
use crate::id::slug;
use crate::source::{self, Kind};

pub use facts::Facts;

/// A file to bring in.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// Its path, as it was named.
    pub path: &'a std::path::Path,
    /// What it holds.
    pub bytes: &'a [u8],
    /// Gives a file by its path relative to this one: the pictures saved with a page.
    pub beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// Whether the words of the page around a plain text are left out.
    pub clean: bool,
}

/// A text that was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its id: the name of its file.
    pub id: String,
    /// Its file: front matter and Markdown.
    pub text: String,
    /// Its pictures: name relative to the sources' folder, and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What is known of it.
    pub facts: Facts,
    /// How many words it has.
    pub words: usize,
    /// What became of the rest, in the order told.
    pub report: Vec<Remark>,
}

/// Something the editor should know of a text that was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Of what kind.
    pub kind: RemarkKind,
    /// What.
    pub text: String,
    /// The line of the file it begins at, from 1.
    pub line: Option<usize>,
}

/// The kinds of [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// Left out, for it is not of the text.
    Dropped,
    /// Not said by the file.
    Guessed,
    /// In the file, and cannot be kept.
    Lost,
    /// Found, and left to the editor.
    Seen,
}

impl RemarkKind {
    /// "left out".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dropped => "left out",
            Self::Guessed => "guessed",
            Self::Lost => "lost",
            Self::Seen => "not touched",
        }
    }
}

impl Remark {
    fn new(kind: RemarkKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), line: None }
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Page,
    Archived,
    Docx,
    Odt,
    Epub,
    Markdown,
    Plain,
    /// Not read: what it is called, and the way round.
    Refused(&'static str, &'static str),
}

/// Brings a file in. What is wrong with it is told; then nothing comes of it.
pub fn import(file: &Incoming<'_>, files: &mut Files, diagnostics: &mut Diagnostics) -> Vec<Imported> {
    let name = file.path.display();
    let made = match format(file) {
        Format::Refused(what, way) => {
            let fault = Diagnostic::error("import-format", format!("`{name}` is {what}, which is not read"));
            diagnostics.push(fault.hint(way));
            return Vec::new();
        }
        Format::Page => Ok(vec![page::import(file, files)]),
        Format::Archived => mhtml::import(file, files).map(|one| vec![one]),
        Format::Docx => docx::import(file, files).map(|one| vec![one]),
        Format::Odt => odt::import(file, files).map(|one| vec![one]),
        Format::Epub => epub::import(file, files),
        Format::Markdown => {
            let decoded = source::decode(file.bytes, Kind::Plain);
            Ok(vec![plain::as_written(&stem(file.path), &decoded)])
        }
        Format::Plain => Ok(vec![plain::import(file, files)]),
    };
    match made {
        Ok(made) if made.iter().all(|one| one.words == 0) => {
            let fault = Diagnostic::error("import-empty", format!("`{name}` holds no text"));
            diagnostics.push(
                fault.hint(
                    "if a browser shows its text, save the page again as “web page, complete”, or its text as .txt",
                ),
            );
            Vec::new()
        }
        Ok(made) => made.into_iter().filter(|one| one.words > 0).collect(),
        Err(why) => {
            let fault = Diagnostic::error("import-damaged", format!("`{name}` cannot be read: {why}"));
            diagnostics.push(fault.hint("open it in the program that made it and save it again"));
            Vec::new()
        }
    }
}

/// What is guessed of a text in a book's own folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// What it does not say itself where a manifest would read it.
    pub facts: Facts,
    /// The first words of the paragraphs above the text that say nothing else: printed, they would be said twice.
    pub said: Vec<String>,
}

/// What a text in a book's own folder does not say where a manifest would read it: of a page its facts, of a captured text
/// and of Markdown without front matter what stands above the text.
#[must_use]
pub fn guessed(path: &std::path::Path, bytes: &[u8]) -> Guess {
    let kind = Kind::of(path).unwrap_or(Kind::Plain);
    let decoded = source::decode(bytes, kind);
    let mut guess = match kind {
        Kind::Html => {
            let (facts, _) = facts::of_page(&source::html::Page::of(&decoded.text), Facts::default());
            Guess { facts, said: Vec::new() }
        }
        Kind::Plain | Kind::Markdown => {
            let file = Files::default().add(path, decoded.text.as_str());
            let reading = source::Reading::SOURCE;
            let document = source::read(&decoded.text, file, kind, reading, &mut Diagnostics::default());
            if kind == Kind::Plain {
                plain::guessed(&decoded.text, &document)
            } else {
                plain::byline_below_title(&document)
            }
        }
    };
    guess.facts.language = None;
    // Words that stand elsewhere too would name more than one paragraph.
    guess.said.retain(|words| decoded.text.matches(words.as_str()).count() == 1);
    guess
}

/// Whether a file with this ending holds a text that must be imported before it can be a source.
#[must_use]
pub fn is_importable(ending: &str) -> bool {
    matches!(ending.to_lowercase().as_str(), "docx" | "odt" | "epub" | "mht" | "mhtml")
}

/// What a file is: by its first bytes, then by its ending.
fn format(file: &Incoming<'_>) -> Format {
    const SAVE: &str = "open it in a word processor and save it as .docx or .odt, then import that";
    let head = &file.bytes[..file.bytes.len().min(2048)];
    let ending = file.path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let lower = head.to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|at| at == word);
    if head.starts_with(b"%PDF") || ending == "pdf" {
        return Format::Refused(
            "a PDF",
            "import the page or document it was made from; or take its text out with `pdftotext -layout FILE.pdf` and import the .txt",
        );
    }
    if head.starts_with(b"{\\rtf") {
        return Format::Refused("RTF", SAVE);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Format::Refused("an old Word document (.doc)", SAVE);
    }
    if head.starts_with(b"PK\x03\x04") {
        return match archive::kind(file.bytes) {
            Some("docx") => Format::Docx,
            Some("odt") => Format::Odt,
            Some("epub") => Format::Epub,
            // What calls itself a document and is none is broken; its reader says how.
            None if ending == "docx" => Format::Docx,
            None if ending == "odt" => Format::Odt,
            None if ending == "epub" => Format::Epub,
            _ if ending == "pages" => {
                Format::Refused("a Pages document", "export it from Pages as Word or EPUB, then import that")
            }
            _ => Format::Refused("an archive of another kind", "unpack it and import what is in it"),
        };
    }
    match ending.as_str() {
        "docx" => return Format::Docx,
        "odt" => return Format::Odt,
        "epub" => return Format::Epub,
        _ => {}
    }
    if crate::images::begins_as_picture(head) {
        return Format::Refused("a picture", "type its text, or let a program for text recognition write it as .txt");
    }
    let mime = has(b"mime-version:") && (has(b"multipart/related") || has(b"text/html"));
    if matches!(ending.as_str(), "mht" | "mhtml") || mime && !has(b"<html") {
        return Format::Archived;
    }
    if matches!(ending.as_str(), "html" | "htm" | "xhtml" | "shtml" | "php" | "asp")
        || has(b"<!doctype html")
        || has(b"<html")
    {
        return Format::Page;
    }
    let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    if head.contains(&0) && !wide {
        return Format::Refused("no text", "save it as text, HTML, .docx or .odt");
    }
    if matches!(ending.as_str(), "md" | "markdown") { Format::Markdown } else { Format::Plain }
}

/// A file's name without its ending.
fn stem(path: &std::path::Path) -> String {
    path.file_stem().map_or_else(|| "text".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The id of a text: its file's name, or its title where that says nothing.
fn id_of(stem: &str, title: Option<&str>) -> String {
    const LONGEST: usize = 48;
    const NO_NAMES: [&str; 7] = ["index", "page", "default", "untitled", "document", "text", "x"];
    let own = slug(stem);
    let id = match title.map(slug) {
        Some(title) if NO_NAMES.contains(&own.as_str()) || own.len() > LONGEST && title.len() < own.len() => title,
        _ => own,
    };
    if id.len() <= LONGEST {
        return id;
    }
    let cut = &id[..LONGEST];
    cut.rsplit_once('-').map_or(cut, |(words, _)| words).to_owned()
}

/// Files that come with a text, by the name they are called for.
type Resources = BTreeMap<String, Vec<u8>>;
