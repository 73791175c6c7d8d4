//! Begins a book: what `anthology new` puts into a folder.

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostics, Files};
use crate::id::natural;
use crate::import;
use crate::manifest::{self, Listed};
use crate::shelf::Shelf;
use crate::source::{self, Kind, Reading};

/// The files of a new book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// Path relative to the folder, and text. None of them is there already.
    pub files: Vec<(&'static str, String)>,
    /// How many texts were found and are listed; 0 for the example.
    pub texts: usize,
    /// Of how many of these a date was guessed: they stand in its order.
    pub dated: usize,
    /// How many say their date themselves.
    pub own_dates: usize,
    /// Files that hold texts and must be imported first: paths relative to the folder.
    pub to_import: Vec<String>,
}

/// The small example: texts of our own, with a note, verse, a companion file and terms.
const EXAMPLE: &[(&str, &str)] = &[
    ("anthology.toml", include_str!("anthology.toml")),
    ("sources/well.md", include_str!("well.md")),
    ("sources/notice.txt", include_str!("notice.txt")),
    ("sources/notice.toml", include_str!("notice.toml")),
    ("terms.toml", include_str!("terms.toml")),
];

/// What to put into the folder: a manifest that lists the texts in `sources`, or else those in the folder
/// itself; where there are none, the example.
///
/// # Errors
/// What the system says when the folder cannot be listed.
pub fn begin(shelf: &dyn Shelf) -> io::Result<Beginning> {
    let mut to_import = importable(shelf, "sources")?;
    to_import.extend(importable(shelf, ".")?);
    for folder in ["sources", "."] {
        let found = texts(shelf, folder)?;
        if !found.is_empty() {
            let mut listed: Vec<Listed> = found.iter().map(|name| listed(shelf, folder, name)).collect();
            // Who has dates for the texts has an order for them.
            let place = |one: &Listed| {
                let date = one.own_date.as_ref().or(one.date.as_ref());
                (date.is_none(), date.cloned())
            };
            listed.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| natural(&a.name, &b.name)));
            let dated = listed.iter().filter(|one| one.date.is_some()).count();
            let own_dates = listed.iter().filter(|one| one.own_date.is_some()).count();
            let manifest = manifest::starter("Untitled", folder, &listed);
            let files = std::iter::once(("anthology.toml", manifest)).chain(schema(shelf)).collect();
            return Ok(Beginning { files, texts: found.len(), dated, own_dates, to_import });
        }
    }
    let beginning = Beginning { files: Vec::new(), texts: 0, dated: 0, own_dates: 0, to_import };
    if !beginning.to_import.is_empty() {
        return Ok(beginning);
    }
    let free = EXAMPLE.iter().filter(|(path, _)| !shelf.has(Path::new(path)));
    let files = free.map(|(path, text)| (*path, (*text).to_owned())).chain(schema(shelf)).collect();
    Ok(Beginning { files, ..beginning })
}

/// The files in `folder` that hold texts but cannot be sources.
fn importable(shelf: &dyn Shelf, folder: &str) -> io::Result<Vec<String>> {
    let listed = match shelf.list(Path::new(folder)) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let wanted = |path: &Path| path.extension().is_some_and(|ending| import::is_importable(&ending.to_string_lossy()));
    let name = |path: &std::path::PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let names = listed.iter().filter(|path| wanted(path)).filter_map(name);
    Ok(names.map(|name| if folder == "." { name } else { format!("{folder}/{name}") }).collect())
}

/// A text with what can be guessed of it. What it says itself, in front matter or as its first heading, is not repeated.
fn listed(shelf: &dyn Shelf, folder: &str, name: &str) -> Listed {
    let path = Path::new(folder).join(name);
    let bytes = shelf.read(&path).unwrap_or_default();
    let import::Guess { facts, said } = import::guessed(&path, &bytes);
    let own_date = (Kind::of(&path) == Some(Kind::Markdown)).then(|| own_date(&path, &bytes)).flatten();
    Listed { name: name.to_owned(), title: facts.title, authors: facts.authors, date: facts.date, own_date, said }
}

/// The date in a text's front matter.
fn own_date(path: &Path, bytes: &[u8]) -> Option<String> {
    let decoded = source::decode(bytes, Kind::Markdown);
    let mut files = Files::default();
    let file = files.add(path, decoded.text.as_str());
    let read = source::read(&decoded.text, file, Kind::Markdown, Reading::SOURCE, &mut Diagnostics::default());
    manifest::date_of(&read.front_matter?, &files)
}

/// The schema that the manifest's first line names, for editors.
fn schema(shelf: &dyn Shelf) -> Option<(&'static str, String)> {
    let name = "anthology.schema.json";
    (!shelf.has(Path::new(name))).then(|| (name, manifest::schema(manifest::Of::Manifest)))
}

/// The names of the texts in `folder`, sorted; a folder that is not there holds none.
fn texts(shelf: &dyn Shelf, folder: &str) -> io::Result<Vec<String>> {
    let listed = match shelf.list(Path::new(folder)) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    Ok(listed
        .iter()
        .filter(|path| Kind::of(path).is_some())
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .filter(|name| !manifest::is_about_folder(name))
        .collect())
}
