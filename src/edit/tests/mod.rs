//! Manifests and texts in, editions as dumps or faults out; the files lie on a shelf in memory.
#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes expected values so")]

mod books;
mod designs;
mod faults;
mod laws;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::{Sources, edit, wanted_images};
use crate::book::{Edition, Image, ImageFormat};
use crate::diagnostic::{Diagnostics, Files, Severity};
use crate::document::Document;
use crate::id::Id;
use crate::manifest::{self, Manifest, Spanned, TextRef};
use crate::shelf::Shelf;
use crate::source::{self, Kind, Reading};

/// Files in memory, by path.
struct Memory(BTreeMap<PathBuf, String>);

impl Shelf for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.0.keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
    }

    fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

/// A book that was read.
struct Project {
    manifest: Manifest,
    sources: Sources,
    files: Files,
    faults: Diagnostics,
}

impl Project {
    /// Reads `manifest` and the texts it names from `texts`: path and content.
    fn read(manifest: &str, texts: &[(&str, &str)]) -> Self {
        let mut shelf: BTreeMap<PathBuf, String> =
            texts.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect();
        shelf.insert("anthology.toml".into(), manifest.to_owned());
        let shelf = Memory(shelf);
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let draft = manifest::read(&shelf, Path::new("anthology.toml"), &mut files, &mut faults);
        let draft = draft.unwrap_or_else(|| panic!("{:#?}", faults.as_slice()));
        let mut documents = BTreeMap::new();
        for (id, path) in draft.sources() {
            documents.extend(text(&shelf, &path, Reading::SOURCE, &mut files, &mut faults).map(|text| (id, text)));
        }
        let front: BTreeMap<Id, _> =
            documents.iter().filter_map(|(id, d)| Some((id.clone(), d.front_matter.clone()?))).collect();
        let manifest = draft.complete(&front, &files, &mut faults);
        let manifest = manifest.unwrap_or_else(|| panic!("{:#?}", faults.as_slice()));
        let mut sources = Sources { documents, ..Sources::default() };
        let reading = Reading::editorial(&manifest.book.language.value, manifest.style.smart);
        for named in manifest.texts() {
            let document = match &named {
                TextRef::File(path) => text(&shelf, path, reading, &mut files, &mut faults),
                TextRef::Inline(value) => {
                    let whole = files.get(value.span.file).text.clone();
                    Some(source::read_embedded(&value.value, &whole, value.span, reading, &mut faults))
                }
            };
            sources.texts.extend(document.map(|document| (named.span(), document)));
        }
        for path in &manifest.bibliography.files {
            let content = String::from_utf8(shelf.read(Path::new(&path.value)).unwrap()).unwrap();
            sources.bibliographies.push(files.add(&path.value, content));
        }
        for key in wanted_images(&manifest, &sources).into_keys() {
            if shelf.has(Path::new(&key)) {
                let image = Image { bytes: Vec::new().into(), format: ImageFormat::Png, pixels: (3, 2) };
                sources.images.insert(key, image);
            }
        }
        Self { manifest, sources, files, faults }
    }

    /// The edition `name`.
    fn edition(&mut self, name: &str) -> Option<Edition> {
        let spec = self.manifest.editions.iter().find(|spec| spec.name.value.as_str() == name).unwrap();
        edit(&self.manifest, &self.sources, &self.files, spec, &mut self.faults)
    }

    /// The faults, one after another: severity, code, message, the words pointed at, hints.
    fn faults(&self) -> String {
        let mut text = String::new();
        for fault in self.faults.as_slice() {
            let severity = if fault.severity == Severity::Error { "error" } else { "warning" };
            let _ = writeln!(text, "{severity}[{}]: {}", fault.code, fault.message);
            if let Some(label) = &fault.primary {
                let (line, column) = self.files.line_column(label.span);
                let place = self.files.path(label.span.file).display();
                let words = self.files.slice(label.span);
                let _ = writeln!(text, "  {place}:{line}:{column}: `{words}` {}", label.text);
            }
            for hint in &fault.hints {
                let _ = writeln!(text, "  = {hint}");
            }
        }
        text
    }
}

fn text(
    shelf: &Memory,
    path: &Spanned<String>,
    reading: Reading,
    files: &mut Files,
    faults: &mut Diagnostics,
) -> Option<Document> {
    let kind = Kind::of(Path::new(&path.value))?;
    let content = String::from_utf8(shelf.read(Path::new(&path.value)).ok()?).ok()?;
    let file = files.add(&path.value, content.clone());
    Some(source::read(&content, file, kind, reading, faults))
}
