//! Makes one edition of a book that was read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::book::{Book, BookMetadata, Edition, Format, MatterBody, anchor_texts};
use crate::cover;
use crate::diagnostic::{Diagnostic, Diagnostics, Files};
use crate::document::plain_text;
use crate::edit;
use crate::edit::index::appraise;
use crate::epub;
use crate::id::slug;
use crate::length::Length;
use crate::manifest::{EditionKind, EditionSpec};
use crate::pdf::{self, Unset, Written};
use crate::source::{self, Reading};
use crate::typeset::page::Binding;
use crate::typeset::report::Report;
use crate::typeset::{self, Composition};

use super::Project;
use super::pages::Printed;
use super::preflight::ForPress;

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
    /// What a printer has to know of it, if it is for the press.
    pub for_press: Option<ForPress>,
    /// How its leaves are held together, if it has any.
    pub bound: Option<Bound>,
}

/// How the leaves of a printed edition are held together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where.
    pub binding: Binding,
    /// White at the spine.
    pub gutter: Length,
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
    /// Makes the editions `specs`, bytes and all: to check a book is to make it and to keep nothing. Faults are told in
    /// the order of the editions; one that cannot be made is left out, and has an error in `diagnostics`.
    ///
    /// Drafts say on their title pages that they are, if not all pieces are cleared; a release must print every credit.
    /// An EPUB that carries the pages of a printed edition waits for that; where it is not among `specs` it is composed
    /// but not painted.
    pub fn make_all(
        &self,
        files: &Files,
        specs: &[&EditionSpec],
        purpose: Purpose,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Made> {
        let maker = Maker { project: self, files, purpose };
        let carried: BTreeSet<&str> = specs.iter().filter_map(|spec| self.manifest.pages_of(spec)).map(name).collect();
        let wanted: BTreeSet<&str> = specs.iter().map(|spec| name(spec)).collect();
        let prints: Vec<&EditionSpec> = (self.manifest.editions.iter())
            .filter(|spec| spec.format == EditionKind::Pdf)
            .filter(|spec| wanted.contains(name(spec)) || carried.contains(name(spec)))
            .collect();
        let printed: Vec<(&EditionSpec, Pressed, Diagnostics)> = prints
            .into_par_iter()
            .map(|spec| {
                let mut faults = Diagnostics::default();
                let pressed =
                    maker.print(spec, (wanted.contains(name(spec)), carried.contains(name(spec))), &mut faults);
                (spec, pressed, faults)
            })
            .collect();
        let pages: BTreeMap<&str, &Printed> =
            printed.iter().filter_map(|(spec, pressed, _)| Some((name(spec), pressed.pages.as_ref()?))).collect();
        let mut others: BTreeMap<&str, (Option<Made>, Diagnostics)> = specs
            .par_iter()
            .filter(|spec| spec.format == EditionKind::Epub)
            .map(|spec| {
                let mut faults = Diagnostics::default();
                let pages = self.manifest.pages_of(spec).and_then(|print| pages.get(name(print)).copied());
                (name(spec), (maker.epub(spec, pages, &mut faults), faults))
            })
            .collect();
        for (spec, pressed, faults) in printed {
            // What is wrong with an edition that nobody asked for is told where it is asked for, unless it has no pages.
            let silent = !wanted.contains(name(spec)) && pressed.pages.is_some();
            others.insert(name(spec), (pressed.made, if silent { Diagnostics::default() } else { faults }));
        }
        let mut all = Vec::new();
        for spec in &self.manifest.editions {
            if let Some((made, faults)) = others.remove(name(spec)) {
                diagnostics.append(self.told_of_proof(faults));
                all.extend(made);
            }
        }
        all
    }

    /// Makes one edition.
    pub fn make(
        &self,
        files: &Files,
        spec: &EditionSpec,
        purpose: Purpose,
        diagnostics: &mut Diagnostics,
    ) -> Option<Made> {
        self.make_all(files, &[spec], purpose, diagnostics).pop()
    }

    /// Whether what is wrong with the index is told of this edition: the first that is printed, else the first. Editions
    /// differ in their pages, and a fault that all have is told once.
    pub(super) fn is_appraised(&self, spec: &EditionSpec) -> bool {
        let editions = &self.manifest.editions;
        let printed = editions.iter().find(|edition| edition.format == EditionKind::Pdf);
        let first = printed.or_else(|| editions.first());
        !self.is_proof() && first.is_some_and(|edition| edition.name.value == spec.name.value)
    }

    /// The cover of an EPUB, drawn or converted.
    pub(super) fn cover<'b>(&self, book: &'b Book) -> Result<Cow<'b, [u8]>, Unwritten> {
        let given = book.metadata.cover.as_ref().and_then(|cover| Some((cover, book.images.get(&cover.image)?)));
        match given {
            Some((cover, image)) => cover::convert(image)
                .map_err(|fault| Unwritten::Picture { key: cover.image.clone(), reason: fault.to_string() }),
            None => cover::draw(&book.metadata, byline(book), &self.brought)
                .map(Cow::Owned)
                .map_err(|fault| Unwritten::Whole(fault.to_string())),
        }
    }

    /// A damaged picture is the editor's to mend, and is told at its place; anything else is not, and is
    /// said plainly.
    pub(super) fn unwritten(&self, spec: &EditionSpec, fault: Unwritten) -> Diagnostic {
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

    /// Letters of drawings that no face has are printed as boxes.
    fn unset(&self, letters: &[Unset]) -> impl Iterator<Item = Diagnostic> {
        letters.iter().map(|Unset { key, letter }| {
            let name = format!("`{}` (U+{:04X})", letter.escape_debug(), u32::from(*letter));
            let message = format!("no bundled font has the character {name} of the drawing `{key}`");
            let fault = Diagnostic::warning("missing-glyph", message);
            let fault = match self.pictures.get(key) {
                Some(span) => fault.at(*span, "a box is printed in this drawing"),
                None => fault,
            };
            fault.hint("turn the drawing's letters into paths where it was drawn")
        })
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
        let mut title = title.trim_end_matches('-').to_owned();
        for id in &self.only {
            title += "-";
            title += &id.slug();
        }
        if alone { format!("{title}.{ending}") } else { format!("{title}-{}.{ending}", spec.name.value.slug()) }
    }
}

/// Makes editions of what a project holds.
#[derive(Clone, Copy)]
pub(super) struct Maker<'p> {
    pub(super) project: &'p Project,
    pub(super) files: &'p Files,
    pub(super) purpose: Purpose,
}

/// What comes of a printed edition.
#[derive(Default)]
struct Pressed {
    made: Option<Made>,
    pages: Option<Printed>,
}

impl Maker<'_> {
    /// Sets a printed edition: `wanted` to be written, `carried` for its pages.
    fn print(self, spec: &EditionSpec, (wanted, carried): (bool, bool), diagnostics: &mut Diagnostics) -> Pressed {
        let Some(mut edition) = self.edition(spec, diagnostics) else { return Pressed::default() };
        // Told when the edition was designed; what would not fit is not worth telling.
        if matches!(&edition.format, Format::Pdf(design) if !design.holds_text()) {
            return Pressed::default();
        }
        let heads = carried.then(|| anchor_texts(&mut edition.book));
        let Some((composition, pages)) =
            typeset::compose_again(&edition, &self.project.fonts, &self.project.kept, diagnostics)
        else {
            return Pressed::default();
        };
        if wanted && self.project.is_appraised(spec) {
            let most = self.project.manifest.index.max_locators;
            appraise(&edition.book, Some(&pages), most, diagnostics);
        }
        let (words, metadata) = (edit::words_printed(&edition.book), edition.book.metadata.clone());
        let name = spec.name.value.to_string();
        // A book that no EPUB waits for is let go before its pages are painted.
        let pages = heads.map(|heads| Printed { name, book: edition.book, heads, pages });
        let made = wanted.then(|| self.painted(spec, (composition, words), &metadata, diagnostics)).flatten();
        Pressed { made, pages }
    }

    /// Paints the pages of an edition that has so many words.
    fn painted(
        self,
        spec: &EditionSpec,
        (mut composition, words): (Composition, usize),
        metadata: &BookMetadata,
        diagnostics: &mut Diagnostics,
    ) -> Option<Made> {
        let report = std::mem::take(&mut composition.report);
        let pages = composition.pages.len();
        let bound = Bound { binding: composition.binding, gutter: composition.gutter };
        let press = composition.press.clone();
        let written =
            pdf_bytes(composition, metadata).map_err(|fault| diagnostics.push(self.project.unwritten(spec, fault)));
        let Written { bytes, findings, unset } = written.ok()?;
        self.project.unset(&unset).for_each(|warning| diagnostics.push(warning));
        let for_press = press.map(|press| {
            let told = ForPress::of(&press, pages, findings);
            told.warnings(&press, spec.name.span).into_iter().for_each(|warning| diagnostics.push(warning));
            told
        });
        let made = self.made(spec, (bytes, Extent::Pages(pages)), words);
        Some(Made { report: Some(report), for_press, bound: Some(bound), ..made })
    }

    /// Makes an EPUB, with the pages of a printed edition where there is one.
    fn epub(self, spec: &EditionSpec, printed: Option<&Printed>, diagnostics: &mut Diagnostics) -> Option<Made> {
        let mut edition = self.edition(spec, diagnostics)?;
        let Format::Epub(design) = &edition.format else { return None };
        let extent = Extent::Sections(edit::sections(&edition.book));
        if self.project.is_appraised(spec) {
            appraise(&edition.book, None, self.project.manifest.index.max_locators, diagnostics);
        }
        let pages = printed.map(|printed| printed.carry_to(&mut edition.book, spec, diagnostics));
        let bytes = epub::write(
            &edition.book,
            design,
            || self.project.cover(&edition.book),
            |wanted| self.project.faces(&design.fonts, wanted),
            pages.as_ref(),
        );
        let bytes = bytes.map_err(|fault: Unwritten| diagnostics.push(self.project.unwritten(spec, fault))).ok()?;
        Some(self.made(spec, (bytes, extent), edit::words_printed(&edition.book)))
    }

    pub(super) fn edition(self, spec: &EditionSpec, diagnostics: &mut Diagnostics) -> Option<Edition> {
        let Project { manifest, sources, .. } = self.project;
        let mut edition = edit::edit(manifest, sources, self.files, spec, diagnostics)?;
        match self.purpose {
            Purpose::Draft if self.project.is_draft(self.files, spec) => edition.book.mark_draft(),
            Purpose::Draft => {}
            Purpose::Release => self.project.check_credits(self.files, spec, &edition.book, diagnostics),
        }
        Some(edition)
    }

    fn made(self, spec: &EditionSpec, (bytes, extent): (Vec<u8>, Extent), words: usize) -> Made {
        Made {
            edition: spec.name.value.to_string(),
            file_name: self.project.file_name(spec),
            bytes,
            extent,
            words,
            report: None,
            for_press: None,
            bound: None,
        }
    }
}

fn name(spec: &EditionSpec) -> &str {
    spec.name.value.as_str()
}

/// "Edited by …", as the title page has it.
fn byline(book: &Book) -> Option<&str> {
    book.front.iter().find_map(|matter| match &matter.body {
        MatterBody::TitlePage(page) => page.editors.as_deref(),
        _ => None,
    })
}

/// Why an edition that could be set cannot be written.
pub(super) enum Unwritten {
    /// A picture of the book is damaged.
    Picture { key: String, reason: String },
    /// Something of the program's.
    Whole(String),
}

impl From<epub::Fault> for Unwritten {
    fn from(fault: epub::Fault) -> Self {
        match fault {
            epub::Fault::Picture { key, reason } => Self::Picture { key, reason },
            fault @ epub::Fault::Archive(_) => Self::Whole(fault.to_string()),
        }
    }
}

/// A PDF, and what is to be said of it.
fn pdf_bytes(composition: Composition, metadata: &BookMetadata) -> Result<Written, Unwritten> {
    pdf::judged(composition, metadata).map_err(|fault| match fault {
        pdf::Fault::Picture { key, reason } => Unwritten::Picture { key, reason },
        fault => Unwritten::Whole(fault.to_string()),
    })
}
