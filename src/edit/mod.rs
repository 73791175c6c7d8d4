//! Makes one [`Edition`] of a manifest and its documents. Knows no format and no page.
//!
//! Enters: a checked [`Manifest`], its texts as they were read ([`Sources`]), and which edition is
//! wanted. Leaves: that [`Edition`], in which nothing is left to look up: titles are found, words are in
//! the book's language, notes are numbered and told apart, citations are formatted, links lead to
//! anchors, pictures have keys of the book's own.
//!
//! In the order of the work: a *desk* is cleared and the documents planned (`desk`), front matter, parts
//! and back matter are brought in text by text (`matter`, `parts`, `selection`, `prose`, `inlines`,
//! `notes`), and when all text is in place, bibliography and index are made of it. It reads no file and
//! changes no word of a source.

mod anchors;
mod apparatus;
mod citations;
mod count;
mod credits;
mod design;
mod desk;
mod endnotes;
mod headings;
mod images;
mod imprint;
pub mod index;
mod inlines;
mod list;
mod matter;
mod metadata;
mod notes;
mod parts;
mod prose;
mod replies;
mod selection;
#[cfg(test)]
mod tests;
mod title;
mod words;

pub use count::{sections, words_printed};
pub use credits::{apparatus, plain_line};
pub use images::{Callers, image_callers, image_key, wanted_images};
pub use list::{ListedDocument, TakenFor, list};
pub use metadata::book_date;
pub use words::words;

pub mod cite;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::{
    AnchorId, Book, Edition, Endnotes, Format, Image, IndexKind, Matter, MatterBody, ParagraphNumbers, Part,
};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Severity, Span};
use crate::document::Document;
use crate::document::walk;
use crate::id::Id;
use crate::manifest::{EditionSpec, Manifest, Section};
use crate::revise::Revision;
use desk::Desk;
use index::Cut;

/// What the manifest names, read.
#[derive(Debug, Default)]
pub struct Sources {
    /// Documents, revised.
    pub documents: BTreeMap<Id, Document>,
    /// What was done to each.
    pub revisions: BTreeMap<Id, Revision>,
    /// The editor's texts (introductions, headnotes, matter), by the span that holds or names them.
    pub texts: BTreeMap<Span, Document>,
    /// The works that may be cited.
    pub library: cite::Library,
    /// The citation style, if the manifest names a `.csl` file.
    pub citation_style: Option<FileId>,
    /// Style sheets, by the span that names them.
    pub stylesheets: BTreeMap<Span, FileId>,
    /// Pictures, by path relative to the manifest's folder: [`image_key`] makes the keys and
    /// [`wanted_images`] lists them.
    pub images: BTreeMap<String, Image>,
    /// Why a picture that texts call for is not among [`Sources::images`], by the same keys.
    pub no_images: BTreeMap<String, NoImage>,
    /// Families of the fonts that the manifest names by their files.
    pub families: BTreeMap<String, String>,
    /// Colour profiles of presses, by their files.
    pub profiles: BTreeMap<String, Arc<[u8]>>,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970: when the book was changed last, unless it has a date.
    pub epoch: Option<i64>,
}

impl Sources {
    /// What is wrong with a picture that [`Sources::images`] has not.
    fn no_image(&self, manifest: &Manifest, key: &str) -> Diagnostic {
        if !manifest.holds(key) {
            return Diagnostic::error("path-outside", format!("the picture `{key}` lies outside the book's folder"))
                .hint("copy it beside the text and name that file");
        }
        let missing = || Diagnostic::error("missing-image", format!("there is no picture `{key}`"));
        match self.no_images.get(key) {
            Some(NoImage::Other) => Diagnostic::error("not-an-image", format!("`{key}` is no picture that can be printed"))
                .hint("pictures are JPEG, PNG, GIF, WebP, TIFF, BMP or SVG: open the file in an image program and save it as one of these"),
            Some(NoImage::Foreign(kind)) => {
                Diagnostic::error("not-an-image", format!("`{key}` is {kind}, which is not read"))
                    .hint("open it in an image program, save it as JPEG (a photograph) or PNG (all else), and name that file")
            }
            Some(NoImage::Damaged(why)) => {
                Diagnostic::error("damaged-image", format!("the picture `{key}` cannot be read: {why}"))
                    .hint("get the whole file, or open it in an image program and save it again")
            }
            Some(NoImage::Unreadable(reason)) => {
                Diagnostic::error("unreadable", format!("cannot read the picture `{key}`: {reason}"))
            }
            Some(NoImage::Missing { near: Some(near) }) => missing().hint(format!("did you mean `{near}`?")),
            Some(NoImage::Missing { near: None }) | None => {
                let folder = key.rsplit_once('/').map_or("the manifest's folder".to_owned(), |(f, _)| format!("`{f}`"));
                missing().hint(format!("it was looked for in {folder}; paths begin at the folder of the text"))
            }
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoImage {
    /// There is no such file.
    Missing {
        /// The key of a file beside it that is called much the same.
        near: Option<String>,
    },
    /// The file cannot be read: what the system says.
    Unreadable(String),
    /// The file begins as a picture and does not go on as one: what is wrong.
    Damaged(String),
    /// The file is a picture of a kind that no edition can hold: which.
    Foreign(&'static str),
    /// The file is no picture.
    Other,
}

/// Makes the edition `spec` describes. `None` if there is no book to make; then `diagnostics` has an error.
pub fn edit(
    manifest: &Manifest,
    sources: &Sources,
    files: &Files,
    spec: &EditionSpec,
    diagnostics: &mut Diagnostics,
) -> Option<Edition> {
    let mut desk = Desk::new(manifest, sources, files, spec, diagnostics);
    if desk.printed().next().is_none() {
        let fault = Diagnostic::error("empty-edition", format!("the edition `{}` prints no document", spec.name.value));
        // Where none could be read, that has been told.
        if !sources.documents.is_empty() {
            desk.report(fault.at(spec.name.span, "").hint("let it print at least one: see omit-documents"));
        }
        return None;
    }
    let citations = citations::citations(&mut desk, &sources.library);
    desk.citations = Some(&citations);
    let all_matter = manifest.matter.front.iter().chain(&manifest.matter.back);
    desk.indexed = all_matter.clone().any(matter::is_index);
    let format = design::format(&mut desk);
    let mut metadata = metadata::metadata(&mut desk);

    let mut front = matter::sections(&mut desk, &manifest.matter.front, &metadata, &format);
    let mut parts = parts::parts(&mut desk);
    let back = matter::with_notes(&desk);
    let mut back = matter::sections(&mut desk, &back, &metadata, &format);
    metadata.sources = std::mem::take(&mut desk.plain_sources);
    glossary(&mut desk, &mut parts, [&mut front, &mut back]);
    complete(&mut desk, &mut front);
    complete(&mut desk, &mut back);

    let (indexed, reading) = (desk.indexed, desk.reading());
    let (cuts, emended) = if indexed { unprinted(&desk, sources, files) } else { Default::default() };
    let mut book = Book {
        endnotes: Endnotes::default(),
        omission: manifest.style.omission.value.clone(),
        paragraph_numbers: ParagraphNumbers {
            every: spec.paragraph_numbers.unwrap_or(manifest.style.paragraph_numbers),
        },
        metadata,
        front,
        parts,
        back,
        words: desk.words,
        ranges: cite::house_ranges(manifest.style.house),
        notes: desk.notes,
        images: desk.images,
        places: desk.anchors.into_places(),
    };
    if let Format::Pdf(_) = format {
        endnotes::endnotes(&manifest.style, &mut book);
    }
    if indexed {
        let unprinted = (cuts.as_slice(), &emended);
        index((manifest, spec), reading, unprinted, &mut book, diagnostics);
    }
    // What is left out may be all that a section would hold.
    if spec.omit_documents.is_empty() {
        matter::tell_empty(manifest, &book, diagnostics);
    }
    Some(Edition { name: spec.name.value.clone(), book, format })
}

/// Fills the glossary, when all text is in.
fn glossary(desk: &mut Desk<'_>, parts: &mut [Part], matter: [&mut Vec<Matter>; 2]) {
    let Some(mut glossary) = desk.glossary.take() else { return };
    glossary.find(desk, parts);
    let section = matter.into_iter().flatten().find(|section| section.anchor == glossary.division);
    if let Some(Matter { body: MatterBody::Prose(prose), .. }) = section {
        prose.blocks = glossary.blocks(desk);
    }
}

/// Makes what can only be made of the whole text, and drops the sections in which nothing stands.
fn complete(desk: &mut Desk<'_>, matter: &mut Vec<Matter>) {
    for section in matter.iter_mut() {
        if let MatterBody::Bibliography(lists) = &mut section.body
            && section.slug.starts_with(Section::Bibliography.name())
        {
            *lists = desk.bibliography();
        }
    }
    matter.retain(|section| match &section.body {
        MatterBody::Bibliography(lists) => lists.iter().any(|list| !list.entries.is_empty()),
        _ => true,
    });
}

/// What the sources of this edition's documents have that it does not print: those that something is left out of, and
/// the words that were corrected, by the anchors of the corrections.
fn unprinted<'s>(
    desk: &Desk<'_>,
    sources: &'s Sources,
    files: &'s Files,
) -> (Vec<Cut<'s>>, BTreeMap<AnchorId, &'s str>) {
    let (mut cuts, mut emended) = (Vec::new(), BTreeMap::new());
    for planned in desk.printed() {
        let id = &planned.spec.id.value;
        let (read, revision) = (sources.documents.get_key_value(id), sources.revisions.get(id));
        let Some((((id, document), revision), (division, _))) = read.zip(revision).zip(planned.place.as_ref()) else {
            continue;
        };
        if revision.kept < revision.read && !revision.unsure {
            cuts.push(Cut::of(id, document, &files.get(document.file).text));
        }
        for replaced in revision.emendations.iter().flat_map(|emendation| &emendation.replaced) {
            if let Some(anchor) = desk.anchors.known(*division, replaced.point) {
                emended.insert(anchor, replaced.words.as_str());
            }
        }
    }
    (cuts, emended)
}

/// Makes the indexes, the last of all, for they put anchors into the whole text; one without a heading is dropped.
fn index(
    (manifest, spec): (&Manifest, &EditionSpec),
    reading: crate::source::Reading,
    (cuts, emended): (&[Cut<'_>], &BTreeMap<AnchorId, &str>),
    book: &mut Book,
    diagnostics: &mut Diagnostics,
) {
    let mut sections: BTreeMap<IndexKind, AnchorId> = BTreeMap::new();
    for section in book.front.iter().chain(&book.back) {
        if let MatterBody::Index(index) = &section.body {
            sections.insert(index.kind, section.anchor);
        }
    }
    let mut made = BTreeMap::new();
    let word_by_word = manifest.index.word_by_word;
    for (kind, division) in sections.extract_if(.., |kind, _| !kind.is_of_terms()) {
        let compile = if kind == IndexKind::FirstLines { index::first_lines } else { index::titles };
        made.insert(kind, compile(book, division, word_by_word));
    }
    if !sections.is_empty() {
        let (spec_of, people) = (&manifest.index, &manifest.people);
        let task = index::Task { spec: spec_of, people, reading, sections: &sections, cuts, emended };
        let mut faults = Diagnostics::default();
        made.extend(index::collate(&task, book, &mut faults));
        // An edition that leaves documents out says nothing of terms that only these may hold.
        let whole = spec.omit_documents.is_empty();
        let idle = |fault: &Diagnostic| {
            fault.severity == Severity::Warning && matches!(fault.code, "no-hits" | "blind-xref" | "lies-in-cut")
        };
        faults.into_iter().filter(|fault| whole || !idle(fault)).for_each(|fault| diagnostics.push(fault));
    }
    for matter in [&mut book.front, &mut book.back] {
        for section in matter.iter_mut() {
            if let MatterBody::Index(index) = &mut section.body
                && let Some(made) = made.remove(&index.kind)
            {
                *index = made;
            }
        }
        matter.retain(|section| !matches!(&section.body, MatterBody::Index(index) if index.groups.is_empty()));
    }
}
