//! Manifests and texts in, editions as dumps or faults out; the files lie on a shelf in memory.
#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes expected values so")]

mod books;
mod citations;
mod credits;
mod designs;
mod faults;
mod laws;
mod marks;
mod matter;
mod notes;
mod people;
mod records;
mod told;

use std::fmt::Write as _;
use std::path::Path;

use super::{Sources, edit};
use crate::book::{Book, Edition, Matter, MatterBody};
use crate::compile;
use crate::diagnostic::{Diagnostics, Files, Severity};
use crate::document::dump as text;
use crate::manifest::Manifest;
use crate::shelf::Memory;

/// What stands in a file of a test that is a picture: three by two pixels.
const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>"#;

/// A book that was read.
struct Project {
    manifest: Manifest,
    sources: Sources,
    files: Files,
    faults: Diagnostics,
}

impl Project {
    /// Reads `manifest` and the texts it names from `texts`: path and content. A picture is one whatever its content.
    fn read(manifest: &str, texts: &[(&str, &str)]) -> Self {
        let texts = texts.iter().map(|(path, text)| (*path, if path.contains(".png") { PICTURE } else { *text }));
        let shelf: Memory = texts.chain([("anthology.toml", manifest)]).collect();
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let read = compile::load(&shelf, Path::new("anthology.toml"), None, &mut files, &mut faults);
        let read = read.unwrap_or_else(|| panic!("{:#?}", faults.as_slice()));
        Self { manifest: read.manifest, sources: read.sources, files, faults }
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

/// The blocks of the section `slug`.
fn section(book: &Book, slug: &str) -> String {
    let section = book.front.iter().chain(&book.back).find(|section| section.slug == slug);
    match section {
        Some(Matter { body: MatterBody::Prose(prose), .. }) => text::blocks(&prose.blocks),
        _ => panic!("no section {slug}: {}", dump_slugs(book)),
    }
}

fn dump_slugs(book: &Book) -> String {
    book.front.iter().chain(&book.back).map(|section| section.slug.as_str()).collect::<Vec<_>>().join(", ")
}
