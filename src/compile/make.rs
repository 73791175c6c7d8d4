//! Makes one edition of a book that was read.

use std::borrow::Cow;

use crate::book::{Book, EpubDesign, Format, MatterBody};
use crate::cover;
use crate::diagnostic::{Diagnostic, Diagnostics, Files};
use crate::document::plain_text;
use crate::edit;
use crate::epub;
use crate::id::slug;
use crate::manifest::{EditionKind, EditionSpec};
use crate::pdf;
use crate::source::{self, Reading};
use crate::typeset;

use super::Project;

/// Why an edition is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To find faults: everything is done but the writing of bytes.
    Check,
    /// To be written.
    Write,
}

/// An edition, made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The edition's name.
    pub edition: String,
    /// The name its file has.
    pub file_name: String,
    /// The file's bytes; none when only checking.
    pub bytes: Vec<u8>,
    /// How long it is.
    pub extent: Extent,
    /// Words of the text, apparatus included, index and contents not.
    pub words: usize,
}

/// How long an edition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Pages of a PDF.
    Pages(usize),
    /// Sections of an EPUB: matter, introductions, documents.
    Sections(usize),
}

impl Project {
    /// Makes the edition `spec`. `None` if it cannot be made; then `diagnostics` has an error.
    pub fn make(
        &self,
        files: &Files,
        spec: &EditionSpec,
        purpose: Purpose,
        diagnostics: &mut Diagnostics,
    ) -> Option<Made> {
        let edition = edit::edit(&self.manifest, &self.sources, files, spec, diagnostics)?;
        // A book with faults is set only to find more of them.
        let purpose = if diagnostics.has_errors() { Purpose::Check } else { purpose };
        let (bytes, extent) = match &edition.format {
            Format::Epub(design) => {
                let bytes = self
                    .epub(&edition.book, design, purpose)
                    .map_err(|fault| diagnostics.push(unwritten(spec, &fault)));
                (bytes.ok()?, Extent::Sections(edit::sections(&edition.book)))
            }
            Format::Pdf(_) => {
                let (composition, _) = typeset::compose(&edition, &self.fonts, diagnostics)?;
                let bytes = match purpose {
                    Purpose::Write if !diagnostics.has_errors() => {
                        let written = pdf::write(&composition, &edition.book.metadata);
                        written.map_err(|fault| diagnostics.push(unwritten(spec, &fault.to_string()))).ok()?
                    }
                    _ => Vec::new(),
                };
                (bytes, Extent::Pages(composition.pages.len()))
            }
        };
        Some(Made {
            edition: spec.name.value.to_string(),
            file_name: self.file_name(spec),
            bytes,
            extent,
            words: edit::words_printed(&edition.book),
        })
    }

    /// The bytes of an EPUB, its cover drawn or converted; none when only checking.
    fn epub(&self, book: &Book, design: &EpubDesign, purpose: Purpose) -> Result<Vec<u8>, String> {
        if purpose == Purpose::Check {
            return Ok(Vec::new());
        }
        let given = book.metadata.cover.as_ref().and_then(|cover| book.images.get(&cover.image));
        let cover = match given {
            Some(image) => cover::convert(image),
            None => cover::draw(&book.metadata, byline(book), &self.brought).map(Cow::Owned),
        };
        let cover = cover.map_err(|fault| fault.to_string())?;
        epub::write(book, design, &cover, None).map_err(|fault| fault.to_string())
    }

    /// What an edition's file is called: the book's title, and the edition's name where several are of
    /// one format.
    fn file_name(&self, spec: &EditionSpec) -> String {
        let title = &self.manifest.book.title;
        let reading = Reading { editorial: true, smart: false };
        let words = plain_text(&source::read_inline(&title.value, title.span, reading));
        let ending = match spec.format {
            EditionKind::Epub => "epub",
            EditionKind::Pdf => "pdf",
        };
        let alone = self.manifest.editions.iter().filter(|other| other.format == spec.format).count() == 1;
        // Names of files have an end: 255 bytes on most systems.
        let title: String = slug(&words).chars().take(120).collect();
        let title = title.trim_end_matches('-');
        if alone { format!("{title}.{ending}") } else { format!("{title}-{}.{ending}", spec.name.value.slug()) }
    }
}

/// "Edited by …", as the title page has it.
fn byline(book: &Book) -> Option<&str> {
    book.front.iter().find_map(|matter| match &matter.body {
        MatterBody::TitlePage(page) => page.editors.as_deref(),
        _ => None,
    })
}

/// An edition that could be set but not written: not the editor's fault, and said plainly.
fn unwritten(spec: &EditionSpec, fault: &str) -> Diagnostic {
    Diagnostic::error("unwritten", format!("the edition `{}` cannot be written: {fault}", spec.name.value))
        .at(spec.name.span, "this edition")
}
