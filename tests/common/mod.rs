//! What several tests need: books that are made, and their editions read back from their bytes.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test uses a part of it; none is an interface")]
#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

pub mod linked;
pub mod printed;
pub mod unzipped;

use std::path::{Path, PathBuf};

use anthology::book::{Edition, PageMap};
use anthology::compile::disc::Disc;
use anthology::compile::{Project, Purpose, load};
use anthology::diagnostic::{Diagnostics, Files};
use anthology::edit;
use anthology::manifest::{EditionKind, EditionSpec};
use anthology::shelf::Shelf;
use anthology::typeset;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A book that was read.
pub struct Book {
    /// What to call it in a message.
    pub name: String,
    pub project: Project,
    pub files: Files,
}

impl Book {
    /// Reads the manifest `name` on `shelf`.
    pub fn read(shelf: &dyn Shelf, name: &str) -> Self {
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let project = load(shelf, Path::new(name), None, &mut files, &mut faults);
        assert!(!faults.has_errors(), "{name}: {faults:?}");
        Self { name: name.to_owned(), project: project.unwrap(), files }
    }

    fn spec(&self, kind: EditionKind) -> &EditionSpec {
        self.project.manifest.editions.iter().find(|spec| spec.format == kind).unwrap()
    }

    /// The first edition of this kind.
    pub fn edition(&self, kind: EditionKind) -> Edition {
        let Project { manifest, sources, .. } = &self.project;
        edit::edit(manifest, sources, &self.files, self.spec(kind), &mut Diagnostics::default()).unwrap()
    }

    /// The bytes of the first edition of this kind.
    pub fn bytes(&self, kind: EditionKind) -> Vec<u8> {
        let mut faults = Diagnostics::default();
        let made = self.project.make(&self.files, self.spec(kind), Purpose::Draft, &mut faults);
        assert!(!faults.has_errors(), "{}: {faults:?}", self.name);
        made.unwrap().bytes
    }

    /// The bytes of the first PDF and of the first EPUB, made together.
    pub fn both(&self) -> (Vec<u8>, Vec<u8>) {
        let specs = [self.spec(EditionKind::Pdf), self.spec(EditionKind::Epub)];
        let mut faults = Diagnostics::default();
        let made = self.project.make_all(&self.files, &specs, Purpose::Draft, &mut faults);
        assert!(!faults.has_errors(), "{}: {faults:?}", self.name);
        let bytes = |spec: &EditionSpec| {
            made.iter().find(|made| made.edition == spec.name.value.as_str()).unwrap().bytes.clone()
        };
        (bytes(specs[0]), bytes(specs[1]))
    }

    /// Where everything stands in print.
    pub fn places(&self, edition: &Edition) -> PageMap {
        typeset::compose(edition, &self.project.fonts, &mut Diagnostics::default()).unwrap().1
    }
}

/// The sample book, and where the shared material lies about, the five documents of October in both arrangements.
pub fn books() -> Vec<Book> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut books = vec![named("sample", top.to_owned(), "anthology.toml")];
    let october = ["../shared/october", "../../shared/october"].map(|path| top.join(path));
    if let Some(folder) = october.into_iter().find(|folder| folder.join("anthology.toml").is_file()) {
        books.push(named("october", folder.clone(), "anthology.toml"));
        books.push(named("october, minimal", folder, "minimal.toml"));
    }
    books
}

fn named(name: &str, folder: PathBuf, manifest: &str) -> Book {
    Book { name: name.to_owned(), ..Book::read(&Disc::new(folder), manifest) }
}

/// Spelling that editions may change is made one: quotes, dashes, spaces, soft hyphens, accents. Capitals stay.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => folded.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '−' => folded.push('-'),
            '…' => folded.push_str("..."),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    folded.push(part);
                }
            }),
        }
    }
    folded
}

/// The words of a text: letters and figures between anything else, folded, in small letters.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text).to_lowercase();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
