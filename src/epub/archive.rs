//! The package as one file. The only place that knows epub-builder.
//!
//! epub-builder collects and compresses what is no text: style sheets, pictures, faces. Its package document, contents
//! and times cannot say what ours must (several titles and roles, refinements, sources, page lists; its zip entries
//! carry the clock), so the finished archive is written once more: `mimetype` first, stored, with nothing
//! around it (OCF 3.3 §4.2.2); then our container, package document, nav and NCX in place of its own, and
//! every file as it was compressed, all at one fixed time.
//!
//! Texts are compressed here, side by side: epub-builder knows one effort only, which on prose takes nearly twice the
//! time of [`EFFORT`] and saves one byte in thirty.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use epub_builder::{EpubBuilder, ZipLibrary};
use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Fault;
use super::markup::Markup;

impl From<zip::result::ZipError> for Fault {
    fn from(reason: zip::result::ZipError) -> Self {
        Self::Archive(Box::new(reason))
    }
}

impl From<epub_builder::Error> for Fault {
    fn from(reason: epub_builder::Error) -> Self {
        Self::Archive(reason.to_string().into())
    }
}

/// The folder in which epub-builder puts a book.
const FOLDER: &str = "OEBPS";
/// How many texts are compressed one after the other.
const TOGETHER: usize = 12;
/// How hard a text is compressed, of 9.
const EFFORT: i64 = 3;
/// Readable by all, as files mostly are.
const MODE: u32 = 0o644;

/// A file of a book, its name seen from the package's folder.
#[derive(Debug)]
pub(super) struct Item<'a> {
    /// `images/map.png`: ASCII.
    pub(super) name: String,
    /// Its media type.
    pub(super) media: &'static str,
    /// What it holds.
    pub(super) bytes: Cow<'a, [u8]>,
}

/// All that goes into the archive.
#[derive(Debug)]
pub(super) struct Contents<'a> {
    /// The package document.
    pub(super) package: String,
    /// `nav.xhtml`.
    pub(super) nav: String,
    /// `toc.ncx`.
    pub(super) ncx: String,
    /// The style sheet.
    pub(super) stylesheet: Cow<'a, str>,
    /// The XHTML files: name without folder and ending, text.
    pub(super) texts: Vec<(&'a str, String)>,
    /// Everything else.
    pub(super) items: Vec<Item<'a>>,
    /// The last change, `YYYY-MM-DDThh:mm:ssZ`: the time of every entry.
    pub(super) modified: &'a str,
}

/// The bytes of the EPUB.
pub(super) fn pack(contents: Contents<'_>) -> Result<Vec<u8>, Fault> {
    let Contents { package, nav, ncx, stylesheet, texts, items, modified } = contents;
    let collected = collect(&stylesheet, &texts, &items)?;
    drop((items, texts));
    // Compressed they are smaller.
    let own_room = package.len() + nav.len() + ncx.len();
    let time = timestamp(modified);
    let options = SimpleFileOptions::default().last_modified_time(time).unix_permissions(MODE);
    let room = collected.iter().map(|(bytes, _)| bytes.len()).sum::<usize>() + own_room;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    to.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    to.write_all(b"application/epub+zip")?;
    let own = [("content.opf", package), ("nav.xhtml", nav), ("toc.ncx", ncx)];
    let own = own.map(|(name, text)| (format!("{FOLDER}/{name}"), text));
    let container = ("META-INF/container.xml".to_owned(), container());
    for (name, text) in std::iter::once(&container).chain(&own) {
        to.start_file(name.as_str(), compressed(options))?;
        to.write_all(text.as_bytes())?;
    }
    for (archive, names) in collected {
        let mut from = ZipArchive::new(Cursor::new(archive))?;
        for name in names {
            to.raw_copy_file_touch(from.by_name(&format!("{FOLDER}/{name}"))?, time, Some(MODE))?;
        }
    }
    Ok(to.finish()?.into_inner())
}

/// An archive, and the names of what was put into it, seen from the package's folder.
type Collected = (Vec<u8>, Vec<String>);

/// Archives: several, so that they are compressed side by side. They are joined in the order of what is in them, so that
/// it does not matter how many there are.
fn collect(stylesheet: &str, texts: &[(&str, String)], items: &[Item<'_>]) -> Result<Vec<Collected>, Fault> {
    let files = || texts.par_chunks(TOGETHER).map(written).collect::<Result<Vec<_>, Fault>>();
    let (first, files) = rayon::join(|| rest(stylesheet, items), files);
    let mut all = vec![first?];
    all.extend(files?);
    Ok(all)
}

/// epub-builder's archive of what is no text.
fn rest(stylesheet: &str, items: &[Item<'_>]) -> Result<Collected, Fault> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.stylesheet(stylesheet.as_bytes())?;
    let mut names = vec!["stylesheet.css".to_owned()];
    for item in items {
        builder.add_resource(&item.name, &*item.bytes, item.media)?;
        names.push(item.name.clone());
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    Ok((bytes, names))
}

/// An archive of texts.
fn written(texts: &[(&str, String)]) -> Result<Collected, Fault> {
    // Prose becomes less than half of itself.
    let room = texts.iter().map(|(_, text)| text.len()).sum::<usize>() / 2;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    let mut names = Vec::with_capacity(texts.len());
    for (stem, text) in texts {
        let name = format!("text/{stem}.xhtml");
        to.start_file(format!("{FOLDER}/{name}"), compressed(SimpleFileOptions::default()))?;
        to.write_all(text.as_bytes())?;
        names.push(name);
    }
    Ok((to.finish()?.into_inner(), names))
}

fn compressed(options: SimpleFileOptions) -> SimpleFileOptions {
    options.compression_method(CompressionMethod::Deflated).compression_level(Some(EFFORT))
}

/// `container.xml`, which says where the package document lies.
fn container() -> String {
    let mut m = Markup::with_capacity(300);
    let container = m.block("container").attr("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container");
    container.attr("version", "1.0").with(|m| {
        m.block("rootfiles").with(|m| {
            let file = m.line("rootfile").attr("full-path", format!("{FOLDER}/content.opf"));
            file.attr("media-type", "application/oebps-package+xml").empty();
        });
    });
    m.finish()
}

/// A zip time of `YYYY-MM-DDThh:mm:ssZ`; the earliest there is where zip (1980 to 2107) has none.
fn timestamp(modified: &str) -> DateTime {
    let number = |at: std::ops::Range<usize>| modified.get(at).and_then(|digits| digits.parse::<u16>().ok());
    let byte = |at| number(at).and_then(|n| u8::try_from(n).ok());
    let time = || {
        let (hour, minute, second) = (byte(11..13)?, byte(14..16)?, byte(17..19)?);
        DateTime::from_date_and_time(number(0..4)?, byte(5..7)?, byte(8..10)?, hour, minute, second).ok()
    };
    time().unwrap_or_default()
}
