//! Reads a book: the manifest and all it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::book::{Image, ImageFormat};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span, nearest};
use crate::document::{Block, Document};
use crate::edit::cite::Library;
use crate::edit::{self, NoImage, Sources};
use crate::fonts::FontLibrary;
use crate::id::Id;
use crate::images;
use crate::manifest::{self, Manifest, Spanned, TextRef};
use crate::pdf;
use crate::revise;
use crate::shelf::Shelf;
use crate::source::{self, Decoded, Kind, Reading};
use crate::typeset::Kept;

use super::{faces, provenance, rights};

/// Where a book may bring faces of its own, beside its manifest.
const FONTS_FOLDER: &str = "fonts";

/// A book as it was read: what every edition is made from.
#[derive(Debug)]
pub struct Project {
    /// The manifest, complete.
    pub manifest: Manifest,
    /// What it names.
    pub sources: Sources,
    /// Faces to set with.
    pub fonts: FontLibrary,
    /// The font files the book brings along, for the drawn cover.
    pub brought: Vec<Arc<[u8]>>,
    /// Where each picture is first called for.
    pub pictures: BTreeMap<String, Span>,
    /// Which of the files that `evidence` names are there.
    pub evidence: BTreeSet<String>,
    /// What was set of it before; nothing, unless who makes it again and again puts it here.
    pub kept: Arc<Kept>,
    /// The documents it is a proof of; none: it is the whole book.
    pub(super) only: Vec<Id>,
}

/// Reads the manifest `name` on `shelf` and all it names. `epoch` is `SOURCE_DATE_EPOCH`, in seconds.
///
/// `None` if there is no book to go on with; then `diagnostics` has an error. A project may come with
/// errors: its editions can be made to find more of them, and must not be written.
pub fn load(
    shelf: &dyn Shelf,
    name: &Path,
    epoch: Option<i64>,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    let project = read(shelf, name, epoch, files, diagnostics)?;
    provenance::check(&project, shelf, name, files, diagnostics);
    Some(project)
}

/// As [`load`], whatever the sources were before.
pub(super) fn read(
    shelf: &dyn Shelf,
    name: &Path,
    epoch: Option<i64>,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    let draft = manifest::read(shelf, name, files, diagnostics)?;
    let mut reader = Reader { shelf, files, diagnostics };
    let documents = reader.documents(draft.sources());
    let front_matter: BTreeMap<Id, _> =
        documents.iter().filter_map(|(id, document)| Some((id.clone(), document.front_matter.clone()?))).collect();
    let manifest = draft.complete(&front_matter, reader.files, reader.diagnostics)?;
    let mut sources = Sources { documents, epoch, ..Sources::default() };
    reader.texts(&manifest, &mut sources);
    revise(&manifest, &mut sources, reader.files, reader.diagnostics);
    let pictures = edit::wanted_images(&manifest, &sources);
    reader.images(&pictures, &mut sources);
    let (mut fonts, brought) = reader.fonts();
    reader.families(&manifest, &mut fonts, &mut sources);
    reader.profiles(&manifest, &mut sources);
    let evidence = rights::evidence(&manifest, shelf);
    let kept = Arc::new(Kept::nothing());
    let project = Project { manifest, sources, fonts, brought, pictures, evidence, kept, only: Vec::new() };
    same_files(&project, diagnostics);
    unused_pictures(&project, diagnostics);
    Some(project)
}

/// Does to the documents what the manifest decides about them, side by side; faults in the order of the ids.
fn revise(manifest: &Manifest, sources: &mut Sources, files: &Files, diagnostics: &mut Diagnostics) {
    let words = edit::words(manifest, &mut Diagnostics::default());
    let places = revise::places(sources.documents.values().chain(sources.texts.values()));
    let (texts, language) = (&sources.texts, &manifest.book.language.value);
    let nowhere = BTreeMap::new();
    let revised: Vec<_> = std::mem::take(&mut sources.documents)
        .into_par_iter()
        .filter_map(|(id, document)| {
            let spec = manifest.documents.get(&id)?;
            let omission = &manifest.style.omission.value;
            let file = files.get(document.file);
            let task = revise::Task {
                spec,
                text: &file.text,
                plain: Kind::of(&file.path) == Some(Kind::Plain),
                omission,
                words: &words,
                language,
                texts,
                places: places.get(&id).unwrap_or(&nowhere),
                regularize: &manifest.style.regularize,
            };
            let mut faults = Diagnostics::default();
            let revised = revise::revise(&task, document, &mut faults);
            Some((id, revised, faults))
        })
        .collect();
    for (id, (document, revision), faults) in revised {
        diagnostics.append(faults);
        sources.revisions.insert(id.clone(), revision);
        sources.documents.insert(id, document);
    }
}

/// Two editions whose files would have one name: the second would be written over the first.
fn same_files(project: &Project, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for edition in &project.manifest.editions {
        let name = project.file_name(edition);
        if let Some(first) = taken.get(&name) {
            let fault = Diagnostic::error("same-file", format!("two editions would be written to `{name}`"));
            let fault = fault.at(edition.name.span, "this one").also(*first, "and this one");
            diagnostics.push(fault.hint("give one of them a name that differs in letters or digits"));
            continue;
        }
        taken.insert(name, edition.name.span);
    }
}

/// A document in which nothing stands, or nothing but headings: a slip, most often a file that was never filled.
fn empty_document(document: &Document, named: Span, files: &Files) -> Diagnostics {
    let mut faults = Diagnostics::default();
    let path = files.path(document.file).display();
    let message = match document.blocks.as_slice() {
        [] => format!("`{path}` holds no text"),
        blocks if blocks.iter().all(|block| matches!(block.node, Block::Heading { .. })) => {
            format!("`{path}` holds nothing but a heading")
        }
        _ => return faults,
    };
    let fault = Diagnostic::warning("empty-document", message).at(named, "this document");
    faults.push(fault.hint("put its text into the file, or take it out of the book"));
    faults
}

/// Pictures that have a table and that nothing calls for.
fn unused_pictures(project: &Project, diagnostics: &mut Diagnostics) {
    for (file, image) in &project.manifest.images {
        if let Some(span) = image.span.filter(|_| !project.pictures.contains_key(file)) {
            let fault = Diagnostic::warning("unused-image", format!("`{file}` is described but no text calls for it"));
            diagnostics
                .push(fault.at(span, "not in the book").choices(file, project.pictures.keys().map(String::as_str)));
        }
    }
}

/// Reads what the manifest names, and says what could not be read.
struct Reader<'a> {
    shelf: &'a dyn Shelf,
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The documents, parsed side by side; faults in the order of the ids.
    fn documents(&mut self, wanted: Vec<(Id, Spanned<String>)>) -> BTreeMap<Id, Document> {
        let mut texts = Vec::new();
        for (id, path) in wanted {
            let Some(kind) = Kind::of(Path::new(&path.value)) else { continue };
            if let Some(file) = self.text(&path, |bytes| source::decode(bytes, kind)) {
                texts.push((id, path.span, file, kind));
            }
        }
        let files = &*self.files;
        let read: Vec<(Id, Document, Diagnostics)> = texts
            .into_par_iter()
            .map(|(id, span, file, kind)| {
                let mut faults = Diagnostics::default();
                let document = source::read(&files.get(file).text, file, kind, Reading::SOURCE, &mut faults);
                if !faults.has_errors() {
                    faults.append(empty_document(&document, span, files));
                }
                (id, document, faults)
            })
            .collect();
        let mut documents = BTreeMap::new();
        for (id, document, faults) in read {
            self.diagnostics.append(faults);
            documents.insert(id, document);
        }
        documents
    }

    /// Introductions, headnotes, matter, bibliographies, style sheets.
    fn texts(&mut self, manifest: &Manifest, sources: &mut Sources) {
        let reading = Reading::editorial(&manifest.book.language.value, manifest.style.smart);
        for text in manifest.texts() {
            let span = text.span();
            let document = match &text {
                TextRef::Inline(value) => {
                    let whole = Arc::clone(&self.files.get(span.file).text);
                    Some(source::read_embedded(&value.value, &whole, span, reading, self.diagnostics))
                }
                TextRef::File(path) => self.text(path, |bytes| source::decode(bytes, Kind::Markdown)).map(|file| {
                    let text = Arc::clone(&self.files.get(file).text);
                    source::read(&text, file, Kind::Markdown, reading, self.diagnostics)
                }),
            };
            if let Some(document) = document {
                sources.texts.insert(span, document);
            }
        }
        sources.library = self.library(&manifest.bibliography.files);
        sources.citation_style = manifest
            .citation_style()
            .and_then(|path| self.text(path, |bytes| source::decode_utf8(bytes, "A citation style")));
        for path in manifest.editions.iter().filter_map(|edition| edition.stylesheet.as_ref()) {
            if let Some(file) = self.text(path, |bytes| source::decode_utf8(bytes, "A style sheet")) {
                sources.stylesheets.insert(path.span, file);
            }
        }
    }

    /// The works of the bibliographies.
    fn library(&mut self, paths: &[Spanned<String>]) -> Library {
        let read = |path| self.text(path, |bytes| source::decode_utf8(bytes, "A bibliography"));
        let ids: Vec<FileId> = paths.iter().filter_map(read).collect();
        let texts: Vec<(&Path, FileId, &str)> = ids
            .into_iter()
            .map(|id| {
                let file = self.files.get(id);
                (file.path.as_path(), id, &*file.text)
            })
            .collect();
        Library::read(&texts, self.diagnostics)
    }

    /// A text by its path relative to the manifest's folder. A file that is not there has been reported
    /// with the manifest; what happens between then and now is reported here.
    fn text(&mut self, path: &Spanned<String>, decode: impl Fn(&[u8]) -> Decoded) -> Option<FileId> {
        let bytes = self.bytes(path)?;
        let decoded = decode(&bytes);
        let file = self.files.add(self.shelf.show(Path::new(&path.value)), decoded.text.as_str());
        decoded.report(file, self.diagnostics);
        Some(file)
    }

    fn bytes(&mut self, path: &Spanned<String>) -> Option<Vec<u8>> {
        let place = Path::new(&path.value);
        if !self.shelf.has(place) {
            return None;
        }
        self.shelf
            .read(place)
            .map_err(|fault| {
                let message = format!("cannot read {}: {fault}", self.shelf.show(place).display());
                self.diagnostics.push(Diagnostic::error("unreadable", message).at(path.span, "named here"));
            })
            .ok()
    }

    /// The pictures that texts call for. A missing one is left to `edit`, which knows each call.
    fn images(&mut self, wanted: &BTreeMap<String, Span>, sources: &mut Sources) {
        for (key, span) in wanted {
            match self.image(key, *span) {
                Ok(image) => drop(sources.images.insert(key.clone(), image)),
                Err(why) => drop(sources.no_images.insert(key.clone(), why)),
            }
        }
    }

    fn image(&mut self, key: &str, span: Span) -> Result<Image, NoImage> {
        let place = Path::new(key);
        if !self.shelf.has(place) {
            return Err(NoImage::Missing { near: self.neighbour(key) });
        }
        let mut bytes = self.shelf.read(place).map_err(|fault| NoImage::Unreadable(fault.to_string()))?;
        if let Some(kind) = images::foreign(&bytes) {
            bytes = images::as_png(&bytes).ok_or(NoImage::Foreign(kind))?.map_err(NoImage::Damaged)?;
        }
        let Some((format, pixels)) = images::identify(&bytes) else {
            return Err(images::fault(&bytes).map_or(NoImage::Other, NoImage::Damaged));
        };
        if !images::is_whole(&bytes, format) {
            return Err(NoImage::Damaged("its end is missing".to_owned()));
        }
        if format == ImageFormat::Svg {
            let lost = images::left_out(&bytes);
            if !lost.is_empty() {
                let message = format!("the drawing `{key}` is printed without {}", lost.join(" and "));
                let fault = Diagnostic::warning("svg-content", message).at(span, "called for here");
                self.diagnostics.push(fault.hint("a drawing must hold all that it shows: embed pictures in it"));
            }
        }
        if images::moves(&bytes, format) {
            let message = format!("the picture `{key}` moves, and its first image is printed");
            let fault = Diagnostic::warning("moving-picture", message).at(span, "called for here");
            self.diagnostics.push(fault.hint("choose the image that is to stand for it and save that as PNG"));
        }
        Ok(Image { bytes: bytes.into(), format, pixels })
    }

    /// The file in a missing picture's folder that is called much the same.
    fn neighbour(&self, key: &str) -> Option<String> {
        let (folder, name) = key.rsplit_once('/').unwrap_or((".", key));
        let found = self.shelf.list(Path::new(folder)).ok()?;
        let names: Vec<&str> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let near = nearest(name, names)?;
        Some(if folder == "." { near.to_owned() } else { format!("{folder}/{near}") })
    }

    /// The bundled faces, and those in the folder `fonts` beside the manifest.
    fn fonts(&mut self) -> (FontLibrary, Vec<Arc<[u8]>>) {
        let (mut library, mut files) = (FontLibrary::new(), Vec::new());
        let found = self.shelf.list(Path::new(FONTS_FOLDER)).unwrap_or_default();
        let is_font = |path: &Path| {
            let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
            ending.is_some_and(|e| matches!(e.as_str(), "otf" | "ttf" | "ttc" | "otc"))
        };
        for path in found.iter().filter(|path| is_font(path)) {
            let shown = self.shelf.show(path);
            let added = self.shelf.read(path).map_err(|fault| format!("cannot be read: {fault}")).and_then(|bytes| {
                let bytes: Arc<[u8]> = bytes.into();
                library.add(Arc::clone(&bytes)).map_err(|fault| fault.message)?;
                files.push(bytes);
                Ok(())
            });
            if let Err(fault) = added {
                let message = format!("{} {fault}", shown.display());
                let hint = "replace it by an OpenType font, or take it out of the folder `fonts`";
                self.diagnostics.push(Diagnostic::error("bad-font", message).hint(hint));
            }
        }
        (library, files)
    }

    /// The colour profiles of press editions.
    fn profiles(&mut self, manifest: &Manifest, sources: &mut Sources) {
        for file in manifest.editions.iter().filter_map(|edition| edition.press.profile.as_ref()) {
            let Some(bytes) = self.bytes(file) else { continue };
            match pdf::is_press_profile(&bytes) {
                Ok(()) => drop(sources.profiles.insert(file.value.clone(), bytes.into())),
                Err(reason) => {
                    let message = format!("`{}` is no profile of a press: {reason}", file.value);
                    let fault = Diagnostic::error("bad-profile", message).at(file.span, "this file");
                    self.diagnostics.push(fault.hint(
                        "an ICC profile of an output device with four inks is wanted, such as `FOGRA39L_coated.icc`",
                    ));
                }
            }
        }
    }

    /// Looks up the families the editions name; a font named by its file is read, and its family noted.
    fn families(&mut self, manifest: &Manifest, library: &mut FontLibrary, sources: &mut Sources) {
        let files = manifest.font_files();
        let named = manifest.editions.iter().flat_map(|e| [&e.fonts.text, &e.fonts.heading, &e.fonts.code]);
        for font in named.flatten() {
            if files.contains(&font) {
                let Some(bytes) = self.bytes(font) else { continue };
                match library.add(bytes).map(|families| families.into_iter().next()) {
                    Ok(family) => sources.families.extend(family.map(|family| (font.value.clone(), family))),
                    Err(fault) => {
                        let message = format!("`{}` {}", font.value, fault.message);
                        self.diagnostics.push(Diagnostic::error("bad-font", message).at(font.span, "this file"));
                    }
                }
            } else if !library.has_family(&font.value) {
                let families = library.families();
                let fault = Diagnostic::error("unknown-font", format!("there is no font family `{}`", font.value));
                let fault = fault.at(font.span, "not bundled, not in `fonts`, not installed");
                self.diagnostics.push(fault.choices(&font.value, families.iter().map(String::as_str)));
            }
        }
        for fault in faces::forbidden(manifest, library, &sources.families) {
            self.diagnostics.push(fault);
        }
    }
}
