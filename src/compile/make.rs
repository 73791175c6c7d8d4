//! Makes one edition of a book that was read.

use std::borrow::Cow;

use crate::book::{Book, EpubDesign, Format, MatterBody};
use crate::cover;
use crate::diagnostic::{Diagnostic, Diagnostics, Files};
use crate::document::plain_text;
use crate::edit;
use crate::edit::index::appraise;
use crate::epub;
use crate::id::slug;
use crate::manifest::{EditionKind, EditionSpec};
use crate::pdf;
use crate::source::{self, Reading};
use crate::typeset::report::Report;
use crate::typeset::{self, Composition};

use super::Project;

/// An edition, made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The edition's name.
    pub edition: String,
    /// The name its file has.
    pub file_name: String,
    /// The file's bytes; none if the book has errors.
    pub bytes: Vec<u8>,
    /// How long it is.
    pub extent: Extent,
    /// Words of the text, apparatus included, index and contents not.
    pub words: usize,
    /// What of its pages falls short, if it has pages.
    pub report: Option<Report>,
}

/// What an edition is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be read by its makers.
    Draft,
    /// To be published: no piece may be uncleared.
    Release,
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
    /// Makes the edition `spec`, bytes and all: to check a book is to make it and to keep nothing.
    ///
    /// A draft says on its title page that it is one, if not all its pieces are cleared; a release must print
    /// every credit. `None` if it cannot be made; then `diagnostics` has an error.
    pub fn make(
        &self,
        files: &Files,
        spec: &EditionSpec,
        purpose: Purpose,
        diagnostics: &mut Diagnostics,
    ) -> Option<Made> {
        let mut edition = edit::edit(&self.manifest, &self.sources, files, spec, diagnostics)?;
        match purpose {
            Purpose::Draft if self.is_draft(files, spec) => edition.book.mark_draft(),
            Purpose::Draft => {}
            Purpose::Release => self.check_credits(files, spec, &edition.book, diagnostics),
        }
        let mut report = None;
        let (bytes, extent) = match &edition.format {
            Format::Epub(design) => {
                if self.is_appraised(spec) {
                    appraise(&edition.book, None, self.manifest.index.max_locators, diagnostics);
                }
                (self.epub(&edition.book, design), Extent::Sections(edit::sections(&edition.book)))
            }
            // Told when the edition was designed; what would not fit is not worth telling.
            Format::Pdf(design) if !design.holds_text() => return None,
            Format::Pdf(_) => {
                let (mut composition, pages) = typeset::compose(&edition, &self.fonts, diagnostics)?;
                if self.is_appraised(spec) {
                    appraise(&edition.book, Some(&pages), self.manifest.index.max_locators, diagnostics);
                }
                report = Some(std::mem::take(&mut composition.report));
                let extent = Extent::Pages(composition.pages.len());
                (pdf_bytes(composition, &edition.book), extent)
            }
        };
        let bytes = bytes.map_err(|fault| diagnostics.push(self.unwritten(spec, fault))).ok()?;
        Some(Made {
            edition: spec.name.value.to_string(),
            file_name: self.file_name(spec),
            bytes,
            extent,
            words: edit::words_printed(&edition.book),
            report,
        })
    }

    /// Whether what is wrong with the index is told of this edition: the first that is printed, else the first. Editions
    /// differ in their pages, and a fault that all have is told once.
    pub(super) fn is_appraised(&self, spec: &EditionSpec) -> bool {
        let editions = &self.manifest.editions;
        let printed = editions.iter().find(|edition| edition.format == EditionKind::Pdf);
        printed.or_else(|| editions.first()).is_some_and(|edition| edition.name.value == spec.name.value)
    }

    /// The bytes of an EPUB, its cover drawn or converted.
    fn epub(&self, book: &Book, design: &EpubDesign) -> Result<Vec<u8>, Unwritten> {
        let given = book.metadata.cover.as_ref().and_then(|cover| Some((cover, book.images.get(&cover.image)?)));
        let cover = match given {
            Some((cover, image)) => cover::convert(image)
                .map_err(|fault| Unwritten::Picture { key: cover.image.clone(), reason: fault.to_string() })?,
            None => cover::draw(&book.metadata, byline(book), &self.brought)
                .map(Cow::Owned)
                .map_err(|fault| Unwritten::Whole(fault.to_string()))?,
        };
        epub::write(book, design, &cover, None).map_err(|fault| match fault {
            epub::Fault::Picture { key, reason } => Unwritten::Picture { key, reason },
            fault @ epub::Fault::Archive(_) => Unwritten::Whole(fault.to_string()),
        })
    }

    /// A damaged picture is the editor's to mend, and is told at its place; anything else is not, and is
    /// said plainly.
    fn unwritten(&self, spec: &EditionSpec, fault: Unwritten) -> Diagnostic {
        match fault {
            Unwritten::Picture { key, reason } => {
                let fault = Diagnostic::error("damaged-image", format!("the picture `{key}` cannot be read: {reason}"));
                let fault = match self.pictures.get(&key) {
                    Some(span) => fault.at(*span, "called for here"),
                    None => fault,
                };
                fault.hint("open it in an image program and save it again")
            }
            Unwritten::Whole(reason) => {
                let message = format!("the edition `{}` cannot be written: {reason}", spec.name.value);
                Diagnostic::error("unwritten", message).at(spec.name.span, "this edition")
            }
        }
    }

    /// What an edition's file is called: the book's title, and the edition's name where several are of
    /// one format.
    pub(super) fn file_name(&self, spec: &EditionSpec) -> String {
        let title = &self.manifest.book.title;
        let words = plain_text(&source::read_inline(&title.value, title.span, Reading::PLAIN));
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

/// Why an edition that could be set cannot be written.
enum Unwritten {
    /// A picture of the book is damaged.
    Picture { key: String, reason: String },
    /// Something of the program's.
    Whole(String),
}

/// The bytes of a PDF.
fn pdf_bytes(composition: Composition, book: &Book) -> Result<Vec<u8>, Unwritten> {
    pdf::write(composition, &book.metadata).map_err(|fault| match fault {
        pdf::Fault::Picture { key, reason } => Unwritten::Picture { key, reason },
        fault => Unwritten::Whole(fault.to_string()),
    })
}
