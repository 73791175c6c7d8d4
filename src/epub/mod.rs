//! Writes a book as EPUB 3.3. Lays nothing out.
//!
//! ```text
//! Book ─► divide ─► survey ─► plan ─► sheets (side by side) ─┐
//!                                └──► nav, ncx, package ──────┴─► archive
//! ```
//!
//! What enters is a [`Book`], the cover as a JPEG, and the pages of the printed edition where there is
//! one; what leaves is a file in memory, the same bytes for the same book. `divide` makes
//! several of a block that no file could hold, `survey` looks over the text
//! and `plan` decides which files there are and where every place will be found; `sheet` and its
//! neighbours write XHTML through `markup`, which cannot make a document that is not well formed;
//! `package` says what is known about the book. Nothing here reads a file, a clock or the network.

mod archive;
mod block;
mod divide;
mod entries;
mod faces;
mod index;
mod inline;
mod links;
mod markup;
mod matter;
mod nav;
mod notes;
mod outline;
mod pack;
mod package;
mod people;
mod picture;
mod plan;
mod printed;
#[cfg(test)]
mod sample;
mod sheet;
mod survey;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::book::{AnchorId, Book, EpubDesign, PrintedPages, contents};
use archive::{Contents, Item};
use faces::Faces;
pub use faces::{Face, Wanted};
use picture::Pictures;
use plan::Plan;
use sheet::Press;

/// Our style sheet.
const STYLESHEET: &str = include_str!("style.css");

/// Why an EPUB could not be written.
#[derive(Debug)]
pub enum Fault {
    /// A picture cannot be read, by its key in [`Book::images`].
    Picture {
        /// The key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The packager failed.
    Archive(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture { key, reason } => write!(f, "the picture `{key}` cannot be put into an EPUB: {reason}"),
            Self::Archive(reason) => write!(f, "the EPUB cannot be packed: {reason}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<std::io::Error> for Fault {
    fn from(reason: std::io::Error) -> Self {
        Self::Archive(Box::new(reason))
    }
}

/// The section of the glossary that the program made.
fn glossary(book: &Book) -> Option<AnchorId> {
    let mut sections = book.front.iter().chain(&book.back);
    sections.find(|section| section.made && section.slug == "glossary").map(|section| section.anchor)
}

/// The bytes of an EPUB of `book`. `cover` makes a JPEG, while the rest is written; `faces` gives
/// the faces of the families that `design` asks for, and faces for characters that reading devices may have no letters
/// for, as far as there are any. With `pages`, the pages of the printed edition are marked and
/// listed, and index locators show them.
///
/// # Errors
/// When a picture cannot be read, the packager fails, or there is no cover.
pub fn write<'c, E: From<Fault> + Send>(
    book: &Book,
    design: &EpubDesign,
    cover: impl FnOnce() -> Result<Cow<'c, [u8]>, E> + Send,
    faces: impl FnOnce(&Wanted) -> Vec<Face>,
    pages: Option<&PrintedPages>,
) -> Result<Vec<u8>, E> {
    gathered((book, design), cover, faces, pages, archive::pack)
}

/// A file of an EPUB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, seen from the package document: `text/first.xhtml`.
    pub name: String,
    /// Its media type.
    pub media: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// As [`write`], but the files themselves, texts in reading order first: for who looks at them one by one.
///
/// # Errors
/// When a picture cannot be read, or there is no cover.
pub fn files<'c, E: From<Fault> + Send>(
    book: &Book,
    design: &EpubDesign,
    cover: impl FnOnce() -> Result<Cow<'c, [u8]>, E> + Send,
    faces: impl FnOnce(&Wanted) -> Vec<Face>,
    pages: Option<&PrintedPages>,
) -> Result<Vec<File>, E> {
    gathered((book, design), cover, faces, pages, |contents| {
        let text = |name: String, media, text: String| File { name, media, bytes: text.into_bytes() };
        let xhtml = "application/xhtml+xml";
        let texts = contents.texts.into_iter().map(|(stem, words)| text(format!("text/{stem}.xhtml"), xhtml, words));
        let mut files: Vec<File> = texts.collect();
        files.push(text("nav.xhtml".to_owned(), xhtml, contents.nav));
        files.push(text("stylesheet.css".to_owned(), "text/css", contents.stylesheet.into_owned()));
        let items = contents.items.into_iter();
        files.extend(items.map(|item| File { name: item.name, media: item.media, bytes: item.bytes.into_owned() }));
        Ok(files)
    })
}

/// What `finish` makes of all that goes into an EPUB.
fn gathered<'c, T, E: From<Fault> + Send>(
    (book, design): (&Book, &EpubDesign),
    cover: impl FnOnce() -> Result<Cow<'c, [u8]>, E> + Send,
    faces: impl FnOnce(&Wanted) -> Vec<Face>,
    pages: Option<&PrintedPages>,
    finish: impl FnOnce(Contents<'_>) -> Result<T, Fault>,
) -> Result<T, E> {
    let divided = divide::divided(book);
    let book = divided.as_ref().unwrap_or(book);
    let plan = Plan::new(book, pages);
    let pictures = Pictures::prepare(book, &plan.pictures)?;
    let styled = design.stylesheet.is_some();
    let contents = contents(book);
    let glossary = glossary(book);
    let press =
        Press { book, plan: &plan, pictures: &pictures, pages, styled, contents: &contents, faces: None, glossary };
    let sheets = |press: Press<'_>| -> Vec<String> {
        plan.files.par_iter().enumerate().map(|(at, file)| press.file(at, file)).collect()
    };
    // A cover takes as long as the texts of a long book.
    let (cover, mut texts) = rayon::join(cover, || sheets(press));
    let nav = nav::nav(book, &plan, pages);
    let wanted = Wanted::of(&texts, &nav, !design.fonts.families().is_empty());
    let faces = if wanted.is_empty() { Vec::new() } else { faces(&wanted) };
    let faces = Faces::of(faces).map(Arc::new);
    if faces.is_some() {
        texts = sheets(Press { faces: faces.as_ref(), ..press });
    }
    let mut items = vec![Item { name: "images/cover.jpg".to_owned(), media: "image/jpeg", bytes: cover? }];
    if let Some(stylesheet) = &design.stylesheet {
        items.push(Item {
            name: "edition.css".to_owned(),
            media: "text/css",
            bytes: Cow::Borrowed(stylesheet.as_bytes()),
        });
    }
    items.extend(pictures.items());
    let mut stylesheet = Cow::Borrowed(STYLESHEET);
    if let Some(faces) = &faces {
        stylesheet.to_mut().push_str(&faces.rules(&design.fonts));
        items.extend(faces.list.iter().enumerate().filter_map(|(at, face)| {
            let (name, media) = faces.place(at)?;
            Some(Item { name, media, bytes: Cow::Borrowed(&*face.bytes) })
        }));
        // A book without an imprint has no other place for them.
        let licences = faces.licence_file().into_bytes();
        items.push(Item { name: "fonts/licences.txt".to_owned(), media: "text/plain", bytes: Cow::Owned(licences) });
    }
    let contents = Contents {
        package: package::opf(book, &plan, pages, &items),
        nav,
        ncx: nav::ncx(book, &plan),
        stylesheet,
        texts: plan.files.iter().map(|file| file.stem.as_str()).zip(texts).collect(),
        items,
        modified: &book.metadata.modified,
    };
    Ok(finish(contents)?)
}
