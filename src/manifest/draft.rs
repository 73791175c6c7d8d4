//! From the manifest's text to a [`Draft`], and from a draft with its front matter to the [`Manifest`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::arrange::{Work, arrange};
use super::effect::Uses;
use super::known::{Catalogue, Known};
use super::load::{include, load_table};
use super::path::normal;
use super::read::{apparatus, book, document, edition, parts, rights, style, terms};
use super::table::{Desk, Fields};
use super::tree::{Node, Table, Value, read_toml};
use super::yaml::read_yaml;
use super::{ChapterSpec, DocumentSpec, Grant, Manifest, Rights, Spanned, Terms, TextRef};
use crate::book::IndexKind;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span};
use crate::document::{FrontMatter, FrontMatterFormat};
use crate::id::{Id, natural};
use crate::shelf::Shelf;

/// A manifest before its documents are known: everything read but sources and their front matter.
#[derive(Debug)]
pub struct Draft {
    /// Complete but for its documents, and, where nothing is said of order, for its chapters.
    manifest: Manifest,
    works: Vec<Work>,
    by_date: bool,
    known: Known,
    uses: Uses,
}

/// Reads the manifest `path` and all it includes: fragments, sidecars, terms files.
///
/// `None` if there is no text to read. Otherwise the draft is as good as could be made of it, and
/// `diagnostics` tells whether it is good enough.
pub fn read(shelf: &dyn Shelf, path: &Path, files: &mut Files, diagnostics: &mut Diagnostics) -> Option<Draft> {
    let name = path.to_string_lossy();
    let mut syntax = Diagnostics::default();
    let loaded = load_table(shelf, &name, None, files, &mut syntax);
    if syntax.has_errors() && shelf.has(path) && path.extension().is_none_or(|ending| ending != "toml") {
        diagnostics.push(no_manifest(&shelf.show(path)));
        return None;
    }
    let Some((file, mut root)) = loaded else {
        diagnostics.append(syntax);
        return None;
    };
    include(shelf, &name, &mut root, files, &mut syntax);
    let folder = sources_folder(&root, &mut syntax);
    let known = Known::gather(&root, folder, shelf);
    let desk = Desk::new(Some(shelf), &known);
    desk.note_syntax(syntax);

    let (mut manifest, listed, index) = desk.walk(&root, "root", |fields| whole(fields, file));
    (manifest.index.terms, manifest.index.ignore) = read_terms(&index.terms, &desk, shelf, files);
    let by_date = listed.is_empty();
    let mut works = arrange(&mut manifest, listed, &root, &desk);
    for work in &mut works {
        read_sidecar(work, &name, &desk, files);
        check_layers(work, &desk);
    }
    check_omitted(&manifest, &works, &desk);
    let (faults, uses) = desk.finish();
    diagnostics.append(faults);
    Some(Draft { manifest, works, by_date, known, uses })
}

/// A file that was named as the manifest and reads as none: a text most likely.
fn no_manifest(shown: &Path) -> Diagnostic {
    let shown = shown.display();
    Diagnostic::error("no-manifest", format!("`{shown}` is no manifest"))
        .hint("name the manifest (`anthology.toml`) or the folder it lies in; it lists the texts of the book")
        .hint("where there is none, `anthology new` in the folder of the texts writes one that lists them")
        .hint(format!("`anthology show {shown}` shows how a text is read"))
}

/// The folder in which the texts of the manifest `path` lie, relative to it; `None` if there is no such manifest. Its
/// faults are told by who reads it whole.
pub fn sources_of(shelf: &dyn Shelf, path: &Path) -> Option<String> {
    let mut faults = Diagnostics::default();
    let name = path.to_string_lossy();
    let (_, root) = load_table(shelf, &name, None, &mut Files::default(), &mut faults)?;
    Some(sources_folder(&root, &mut faults))
}

/// `[book] sources`, checked before all else since ids and paths depend on it.
fn sources_folder(root: &Table, faults: &mut Diagnostics) -> String {
    let entry = root.table("book").and_then(|book| book.get("sources"));
    let Some(Node { value: Value::Text(folder), span }) = entry.map(|entry| &entry.node) else {
        if let Some(entry) = entry {
            let fault = Diagnostic::error("wrong-type", format!("this must be text, not {}", entry.node.value.kind()));
            faults.push(fault.at(entry.node.span, "a folder is wanted"));
        }
        return "sources".to_owned();
    };
    normal(folder).unwrap_or_else(|| {
        faults.push(
            Diagnostic::error("path-outside", format!("`{folder}` is no folder of this book"))
                .at(*span, "absolute")
                .hint("give it relative to the manifest's folder, with `/`; `../texts` is allowed here"),
        );
        "sources".to_owned()
    })
}

/// Walks the manifest's tables.
pub(super) fn whole(root: &mut Fields<'_>, file: FileId) -> (Manifest, Vec<parts::ListedPart>, apparatus::IndexTable) {
    let desk = root.desk;
    let start = Span::new(file, 0..0);
    let nothing = Table::empty(start);
    let book = match root.node("book") {
        Some(node) => desk.fields(node, "book", book::book),
        None => root.required("book", None, "[book] with a `title` is the one table a manifest needs"),
    };
    let book = book.unwrap_or_else(|| desk.silently(|| desk.walk(&nothing, "book", book::book)));
    let style = root
        .read("style", |node, desk| desk.fields(node, "style", |fields| style::style(fields, &book.language.value)));
    let style = style.unwrap_or_else(|| style::default_style(desk, start, &book.language.value));
    let matter = root.read("matter", |node, desk| desk.fields(node, "matter", style::matter));
    if let Some(matter) = &matter {
        style::check_notes(matter, &style, desk);
    }
    let index = root
        .read("index", |node, desk| desk.fields(node, "index", |fields| apparatus::index(fields, style.house)))
        .unwrap_or_else(|| apparatus::IndexTable::of(style.house));
    let bibliography =
        root.read("bibliography", |node, desk| desk.fields(node, "bibliography", apparatus::bibliography));
    let release = root.read("release", |node, desk| desk.fields(node, "release", apparatus::release));
    let grant = |node: &Node, desk: &Desk<'_>| {
        Some(apparatus::by_id(node, desk, "rights", |fields| Some(rights::grant(fields))))
    };
    let person = |node: &Node, desk: &Desk<'_>| Some(apparatus::by_id(node, desk, "person", apparatus::person));
    let events = root.tables("event").iter();
    let events = events.filter_map(|node| desk.fields(node, "event", apparatus::event).flatten()).collect();
    let abbreviations =
        root.read("abbreviations", |node, desk| desk.fields(node, "abbreviations", apparatus::glossary));
    let glossary = root.read("glossary", |node, desk| desk.fields(node, "glossary", apparatus::glossary));
    let editions = edition::editions(root.node("edition"), desk, start);
    let listed = parts::parts(root);
    // Taken out before, see `load`; walked with the documents that are in the book, see `arrange`.
    root.node("include");
    root.node("document");
    let manifest = Manifest {
        file,
        book,
        editions,
        style,
        matter: matter.unwrap_or_else(|| style::default_matter(start)),
        parts: Vec::new(),
        documents: BTreeMap::new(),
        grants: root.read("grant", grant).unwrap_or_default(),
        images: root.read("image", |node, desk| Some(rights::images(node, desk))).unwrap_or_default(),
        people: root.read("person", person).unwrap_or_default(),
        events,
        glossary: glossary.unwrap_or_default(),
        abbreviations: abbreviations.unwrap_or_default(),
        index: index.spec(),
        bibliography: bibliography.unwrap_or_else(|| desk.walk(&nothing, "bibliography", apparatus::bibliography)),
        release: release.unwrap_or_else(apparatus::default_release),
    };
    (manifest, listed, index)
}

fn read_terms(
    named: &[Spanned<String>],
    desk: &Desk<'_>,
    shelf: &dyn Shelf,
    files: &mut Files,
) -> (Terms, Vec<Spanned<String>>) {
    let (mut terms, mut ignored) = (Terms::default(), Vec::new());
    let mut first: BTreeMap<(Option<IndexKind>, Vec<String>), Span> = BTreeMap::new();
    for path in named {
        let mut faults = Diagnostics::default();
        let table = load_table(shelf, &path.value, Some(path.span), files, &mut faults);
        desk.note_syntax(faults);
        let Some((_, table)) = table else { continue };
        let (read, ignore) = terms::terms_file(&table, desk);
        ignored.extend(ignore);
        for term in read {
            if let Some(before) = first.insert((term.index, term.path.value.clone()), term.path.span) {
                desk.note(
                    Diagnostic::error(
                        "key-set-twice",
                        format!("the heading `{}` is set twice", term.path.value.join(" > ")),
                    )
                    .at(term.path.span, "set again here")
                    .also(before, "first set here")
                    .hint("put both patterns into one list"),
                );
                continue;
            }
            terms.0.push(term);
        }
    }
    (terms, ignored)
}

/// Reads `<sources>/<id>.toml`, if there is one; its keys stand under those of the manifest.
fn read_sidecar(work: &mut Work, manifest: &str, desk: &Desk<'_>, files: &mut Files) {
    let Some(shelf) = desk.shelf else { return };
    let path = super::path::join(&desk.known.sources.folder, &format!("{}.toml", work.id.value));
    if !shelf.has(Path::new(&path)) || normal(manifest).is_some_and(|manifest| manifest == path) {
        return;
    }
    let mut faults = Diagnostics::default();
    if let Some((_, table)) = load_table(shelf, &path, Some(work.id.span), files, &mut faults) {
        work.layers.push(table);
    }
    desk.note_syntax(faults);
}

/// Walks each layer by itself, so that a fault shows even where another layer hides the value.
fn check_layers(work: &Work, desk: &Desk<'_>) {
    for (layer, table) in work.layers.iter().enumerate() {
        let manifest = work.in_manifest && layer == 0;
        desk.walk(table, "document", |fields| document::document(fields, &work.id, &work.file, manifest));
    }
}

/// `omit-documents` must name documents of the book.
fn check_omitted(manifest: &Manifest, works: &[Work], desk: &Desk<'_>) {
    let ids: BTreeSet<&str> = works.iter().map(|work| work.id.value.as_str()).collect();
    let mut told = BTreeSet::new();
    for omitted in manifest.editions.iter().flat_map(|edition| &edition.omit_documents) {
        // An heir has its parent's list, span and all.
        if !ids.contains(omitted.value.as_str()) && told.insert(omitted.span) {
            desk.miss(
                Diagnostic::error("unknown-id", format!("there is no document `{}` in the book", omitted.value))
                    .at(omitted.span, "not known")
                    .choices(omitted.value.as_str(), ids.iter().copied()),
            );
        }
    }
}

impl Draft {
    /// The sources that must be read: each document's id, file (relative to the manifest's folder) and
    /// the span that names it.
    #[must_use]
    pub fn sources(&self) -> Vec<(Id, Spanned<String>)> {
        self.works.iter().map(|work| (work.id.value.clone(), work.file.clone())).collect()
    }

    /// Completes the manifest with the documents' front matter: what stands between the fences, by id.
    /// `None` if no book can be made of it; then `diagnostics` has an error.
    pub fn complete(
        self,
        front_matter: &BTreeMap<Id, FrontMatter>,
        files: &Files,
        diagnostics: &mut Diagnostics,
    ) -> Option<Manifest> {
        let Self { mut manifest, works, by_date, known, uses } = self;
        let desk = Desk::new(None, &known);
        desk.uses.replace(uses);
        for work in works {
            let front = front_matter.get(&work.id.value).map(|front| read_front_matter(front, &work, &desk, files));
            let below = front.unwrap_or_else(|| Table::empty(work.file.span));
            let merged = work.layers.iter().rev().fold(below, |below, layer| layer.over(&below));
            let mut spec = desk.silently(|| {
                desk.walk(&merged, "document", |fields| document::document(fields, &work.id, &work.file, true))
            });
            fill_rights(&mut spec.rights, &manifest.grants);
            manifest.documents.insert(work.id.value.clone(), spec);
        }
        for image in manifest.images.values_mut() {
            fill_rights(&mut image.rights, &manifest.grants);
        }
        if by_date {
            manifest.parts = chapters_by_date(&manifest.documents);
        } else if let Some(warning) = unlisted(&manifest, &known.sources).filter(|_| !diagnostics.has_errors()) {
            // Where names are wrong, the text that was meant seems to be left over.
            desk.miss(warning);
        }
        let (faults, uses) = desk.finish();
        diagnostics.append(faults);
        uses.warn(diagnostics);
        if manifest.documents.is_empty() {
            if !diagnostics.has_errors() {
                diagnostics.push(Diagnostic::error("empty-book", "the book has no documents"));
            }
            return None;
        }
        Some(manifest)
    }
}

/// Parses a document's front matter and checks it by itself.
fn read_front_matter(front: &FrontMatter, work: &Work, desk: &Desk<'_>, files: &Files) -> Table {
    let mut faults = Diagnostics::default();
    let table = match front.format {
        FrontMatterFormat::Toml => read_toml(front.span.file, front.span.range(), files, &mut faults),
        FrontMatterFormat::Yaml => read_yaml(front.span, files, &mut faults),
    };
    desk.note_syntax(faults);
    let table = document::canonical(table);
    desk.leniently(document::THEIRS, || {
        desk.walk(&table, "document", |fields| document::document(fields, &work.id, &work.file, false));
    });
    table
}

/// Says which texts of the sources' folder stand in no chapter. Only of a folder that is the book's own, that is,
/// lies inside its folder and holds more that is in the book than is not: of a larger store a book is a choice.
fn unlisted(manifest: &Manifest, sources: &Catalogue) -> Option<Diagnostic> {
    /// So many are named.
    const NAMED: usize = 5;
    let folder = &manifest.book.sources;
    if sources.folder == "." || sources.folder.starts_with("..") {
        return None;
    }
    let texts = manifest.texts();
    let files =
        texts.iter().filter_map(|text| if let TextRef::File(file) = text { Some(file.value.as_str()) } else { None });
    let documents = manifest.documents.values();
    let documents = documents.flat_map(|spec| [Some(&spec.file), spec.notes_file.as_ref()]).flatten();
    let used: BTreeSet<&str> = documents.map(|file| file.value.as_str()).chain(files).collect();
    let unlisted = sources.unlisted(&used);
    if unlisted.is_empty() || unlisted.len() * 2 > sources.texts.len() {
        return None;
    }
    let mut names: Vec<String> = unlisted.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    if unlisted.len() > NAMED {
        names.push(format!("{} more", unlisted.len() - NAMED));
    }
    let message = format!("in no chapter of the book: {}", names.join(", "));
    let hint = "name them among the `documents` of a chapter; a `_` before a file's name puts it aside";
    Some(
        Diagnostic::warning("unlisted-source", message)
            .at(folder.span, format!("its texts lie in `{}`", folder.value))
            .hint(hint),
    )
}

/// Lays the grant that `rights` name under them.
fn fill_rights(rights: &mut Rights, grants: &BTreeMap<Id, Grant>) {
    if let Some(grant) = rights.grant.as_ref().and_then(|grant| grants.get(&grant.value)) {
        *rights = rights::filled(std::mem::take(rights), grant);
    }
}

/// One chapter for each document, by date, then by id; the undated stand last.
fn chapters_by_date(documents: &BTreeMap<Id, DocumentSpec>) -> Vec<super::PartSpec> {
    let mut order: Vec<&DocumentSpec> = documents.values().collect();
    order.sort_by(|one, other| natural(one.id.value.as_str(), other.id.value.as_str()));
    order.sort_by_cached_key(|document| {
        let date = document.date.as_ref().or(document.written.as_ref()).map(|date| date.value.order());
        (date.is_none(), date)
    });
    let chapters = order.into_iter().map(|document| ChapterSpec {
        title: None,
        subtitle: None,
        person: None,
        introduction: None,
        introduction_by: Vec::new(),
        documents_start: None,
        further_reading: Vec::new(),
        documents: vec![document.id.clone()],
    });
    let mut part = parts::undisplayed();
    part.chapters = chapters.collect();
    vec![part]
}
