//! Editions as they are looked at while one works: pages and the files of an EPUB, not yet packed.

use super::Project;
use super::make::{Maker, Unwritten};
use super::pages::Printed;
use crate::book::{Book, Format, PageMap, anchor_texts};
use crate::diagnostic::{Diagnostics, Files};
use crate::edit;
use crate::edit::index::appraise;
use crate::epub;
use crate::manifest::{EditionKind, EditionSpec};
use crate::typeset::{self, Composition};

use super::make::Purpose;

/// A printed edition before it is a PDF.
#[derive(Clone, Debug)]
pub struct View {
    /// The edition's name.
    pub edition: String,
    /// The name that its PDF has.
    pub file_name: String,
    /// What is set.
    pub book: Book,
    /// Its pages.
    pub composition: Composition,
    /// Where everything stands on them.
    pub pages: PageMap,
    /// Words of the text, apparatus included, index and contents not.
    pub words: usize,
}

impl Project {
    /// Composes the printed edition `spec`, and paints nothing. `None` if it has no pages; then there is an error.
    pub fn view(&self, files: &Files, spec: &EditionSpec, diagnostics: &mut Diagnostics) -> Option<View> {
        let mut faults = Diagnostics::default();
        let seen = self.look(files, spec, None, &mut faults).0;
        diagnostics.append(self.told_of_proof(faults));
        seen
    }

    /// Composes the printed edition `print` and makes the files of the EPUB `epub` with its pages. A book without
    /// pages has files all the same.
    pub fn look(
        &self,
        files: &Files,
        print: &EditionSpec,
        epub: Option<&EditionSpec>,
        diagnostics: &mut Diagnostics,
    ) -> (Option<View>, Vec<epub::File>) {
        let maker = Maker { project: self, files, purpose: Purpose::Draft };
        let composed = (print.format == EditionKind::Pdf).then(|| self.composed(maker, print, diagnostics)).flatten();
        let Some(epub) = epub else { return (composed.map(|(_, view)| view), Vec::new()) };
        let Some((heads, view)) = composed else {
            return (None, self.epub_files(maker, epub, None, diagnostics));
        };
        let View { edition, book, pages, .. } = view;
        let printed = Printed { name: edition, book, heads, pages };
        let made = self.epub_files(maker, epub, Some(&printed), diagnostics);
        let Printed { name, book, pages, .. } = printed;
        (Some(View { edition: name, book, pages, ..view }), made)
    }

    fn composed(
        &self,
        maker: Maker<'_>,
        spec: &EditionSpec,
        diagnostics: &mut Diagnostics,
    ) -> Option<(crate::book::Heads, View)> {
        let mut edition = maker.edition(spec, diagnostics)?;
        // Told when the edition was designed; what would not fit is not worth telling.
        if matches!(&edition.format, Format::Pdf(design) if !design.holds_text()) {
            return None;
        }
        let words = edit::words_printed(&edition.book);
        let heads = anchor_texts(&mut edition.book);
        let (composition, pages) = typeset::compose_again(&edition, &self.fonts, &self.kept, diagnostics)?;
        if self.is_appraised(spec) {
            appraise(&edition.book, Some(&pages), self.manifest.index.max_locators, diagnostics);
        }
        let (name, file_name) = (spec.name.value.to_string(), self.file_name(spec));
        Some((heads, View { edition: name, file_name, book: edition.book, composition, pages, words }))
    }

    /// The files of an EPUB; none if it cannot be made.
    fn epub_files(
        &self,
        maker: Maker<'_>,
        spec: &EditionSpec,
        printed: Option<&Printed>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<epub::File> {
        let Some(mut edition) = maker.edition(spec, diagnostics) else { return Vec::new() };
        let Format::Epub(design) = &edition.format else { return Vec::new() };
        let pages = printed.map(|printed| printed.carry_to(&mut edition.book, spec, diagnostics));
        let (book, pages) = (&edition.book, pages.as_ref());
        let made = epub::files(book, design, || self.cover(book), |wanted| self.faces(&design.fonts, wanted), pages);
        made.map_err(|fault: Unwritten| diagnostics.push(self.unwritten(spec, fault))).unwrap_or_default()
    }
}
