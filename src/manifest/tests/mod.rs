//! Manifests in, values or faults out; the files lie on a shelf in memory.

mod faults;
mod good;
mod hostile;
mod lock;
mod october;
mod places;

use std::collections::BTreeMap;
use std::path::Path;

use super::{Draft, Manifest, read};
use crate::diagnostic::{Diagnostics, FileId, Files, Severity, Span};
use crate::document::{FrontMatter, FrontMatterFormat};
use crate::id::Id;
use crate::shelf::{Memory, Shelf};

/// Texts for `one`, `two` and `three`, and more as given.
pub(super) fn memory(more: &[(&str, &str)]) -> Memory {
    let texts = ["one", "two", "three"].map(|id| (format!("sources/{id}.md"), format!("# {id}\n\nWords.\n")));
    texts.into_iter().chain(more.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))).collect()
}

/// What reading a manifest came to.
pub(super) struct Run {
    pub(super) manifest: Option<Manifest>,
    pub(super) faults: Diagnostics,
    pub(super) files: Files,
}

impl Run {
    /// The manifest, which must be without an error.
    pub(super) fn good(self) -> Manifest {
        assert!(!self.faults.has_errors(), "{}", self.lines().join("\n"));
        self.manifest.expect("a manifest")
    }

    /// `code @ spanned words: message | hint` for each fault, warnings with `~` before them.
    pub(super) fn lines(&self) -> Vec<String> {
        let words = |span: Span| self.files.slice(span).replace('\n', "⏎");
        let line = |fault: &crate::diagnostic::Diagnostic| {
            let mark = if fault.severity == Severity::Warning { "~" } else { "" };
            let at = fault.primary.as_ref().map_or_else(String::new, |label| words(label.span));
            let also: String = fault.related.iter().map(|label| " & ".to_owned() + &words(label.span)).collect();
            let hints: String = fault.hints.iter().map(|hint| " | ".to_owned() + hint).collect();
            format!("{mark}{} @ {at}{also}: {}{hints}", fault.code, fault.message)
        };
        self.faults.as_slice().iter().map(line).collect()
    }

    /// The errors alone.
    pub(super) fn errors(&self) -> Vec<String> {
        self.lines().into_iter().filter(|line| !line.starts_with('~')).collect()
    }
}

/// Reads `text` as `anthology.toml` among `more` files.
pub(super) fn run(text: &str, more: &[(&str, &str)]) -> Run {
    let mut shelf = memory(more);
    shelf.0.insert("anthology.toml".into(), text.to_owned());
    run_on(&shelf, "anthology.toml")
}

/// Reads a manifest and its documents' front matter.
pub(super) fn run_on(shelf: &dyn Shelf, path: &str) -> Run {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let draft = read(shelf, Path::new(path), &mut files, &mut faults);
    let manifest = draft.and_then(|draft| {
        let front = front_matter(&draft, shelf, &mut files);
        draft.complete(&front, &files, &mut faults)
    });
    Run { manifest, faults, files }
}

fn front_matter(draft: &Draft, shelf: &dyn Shelf, files: &mut Files) -> BTreeMap<Id, FrontMatter> {
    let mut front = BTreeMap::new();
    for (id, file) in draft.sources() {
        let bytes = shelf.read(Path::new(&file.value)).expect("a source that the draft found");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let added = files.add(&file.value, text.clone());
        front.extend(fenced(&text, added).map(|front| (id, front)));
    }
    front
}

/// Front matter as the reader of sources hands it over.
fn fenced(text: &str, file: FileId) -> Option<FrontMatter> {
    for (fence, format) in [("+++\n", FrontMatterFormat::Toml), ("---\n", FrontMatterFormat::Yaml)] {
        if let Some(rest) = text.strip_prefix(fence) {
            let end = rest.find(fence)?;
            return Some(FrontMatter { format, span: Span::new(file, fence.len()..fence.len() + end) });
        }
    }
    None
}
