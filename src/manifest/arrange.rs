//! Which documents the book holds, and in what order: ids looked up, globs expanded, doubles found.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Holds, holds, is_glob};
use super::path::{check_file, inside, stem};
use super::read::document::document;
use super::read::parts::{Listed, ListedPart};
use super::starter::{key, quoted};
use super::table::Desk;
use super::tree::{Node, Table, Value};
use super::value::id_of;
use super::{ChapterSpec, Manifest, PartSpec, Spanned};
use crate::diagnostic::{Diagnostic, Span};
use crate::id::Id;

/// A document of the book before its front matter is read.
#[derive(Debug)]
pub(super) struct Work {
    /// Its id, where the book's order names it.
    pub(super) id: Spanned<Id>,
    /// Its file, relative to the manifest's folder.
    pub(super) file: Spanned<String>,
    /// What the manifest and the sidecar say, the stronger first.
    pub(super) layers: Vec<Table>,
    /// Whether the first layer is the manifest's.
    pub(super) in_manifest: bool,
}

/// Puts the listed parts into the manifest, or, where none are, takes every source there is. Returns the
/// documents in the order of the book.
pub(super) fn arrange(manifest: &mut Manifest, listed: Vec<ListedPart>, root: &Table, desk: &Desk<'_>) -> Vec<Work> {
    let mut order = Order::of(&listed, root, desk);
    if listed.is_empty() {
        let all: Vec<String> = desk.known.sources.all().map(str::to_owned).collect();
        let span = manifest.book.sources.span;
        for id in &all {
            order.take(&Spanned::new(id.clone(), span));
        }
        if all.is_empty() {
            desk.miss(empty_book(&manifest.book.sources, desk));
        }
    }
    for ListedPart { part, chapters } in listed {
        let chapters = chapters.into_iter().map(|listed| order.chapter(listed)).collect();
        manifest.parts.push(PartSpec { chapters, ..part });
    }
    order.check_rest();
    order.works
}

fn empty_book(sources: &Spanned<String>, desk: &Desk<'_>) -> Diagnostic {
    let folder = &sources.value;
    if !desk.known.sources.listed {
        return Diagnostic::error("missing-file", format!("there is no folder `{folder}` to take documents from"))
            .at(sources.span, "here")
            .hint(
                "make it and put texts into it (.md or .txt), or say where they lie: `sources = \"…\"` below [book]",
            );
    }
    Diagnostic::error("empty-book", format!("the book has no documents: `{folder}` holds no texts"))
        .at(sources.span, "here")
        .hint("put texts into it: .md or .txt, one file for each document")
}

/// The documents met so far.
struct Order<'a> {
    desk: &'a Desk<'a>,
    /// `[document.*]` by id: where the key stands, and its table.
    tables: BTreeMap<&'a str, (Span, &'a Table)>,
    /// Ids that some list names outright: a glob leaves them to it.
    named: BTreeSet<String>,
    placed: BTreeMap<Id, Span>,
    works: Vec<Work>,
}

impl<'a> Order<'a> {
    fn of(listed: &[ListedPart], root: &'a Table, desk: &'a Desk<'a>) -> Self {
        let chapters = listed.iter().flat_map(|part| &part.chapters);
        let listed = chapters.flat_map(|chapter| &chapter.documents).map(|name| name.value.clone());
        let mut tables = BTreeMap::new();
        match root.get("document").map(|entry| &entry.node) {
            Some(Node { value: Value::Table(documents), .. }) => {
                for entry in &documents.entries {
                    match &entry.node.value {
                        Value::Table(table) => {
                            tables.insert(entry.key.as_str(), (entry.at, table));
                        }
                        _ => desk.wrong_type(&entry.node, "a table"),
                    }
                }
            }
            Some(node) => desk.wrong_type(node, "tables, one for each document: [document.ID]"),
            None => {}
        }
        let named = listed.filter(|name| !is_glob(name)).collect();
        Self { desk, tables, named, placed: BTreeMap::new(), works: Vec::new() }
    }

    fn chapter(&mut self, listed: Listed) -> ChapterSpec {
        let mut documents = Vec::new();
        for name in listed.documents {
            if is_glob(&name.value) {
                for id in self.expand(&name) {
                    documents.extend(self.take(&Spanned::new(id, name.span)));
                }
            } else {
                documents.extend(self.take(&name));
            }
        }
        ChapterSpec { documents, ..listed.chapter }
    }

    /// The documents a glob stands for, without those named or taken elsewhere.
    fn expand(&self, glob: &Spanned<String>) -> Vec<String> {
        let fault = |message: String| Diagnostic::error("no-match", message).at(glob.span, "matches nothing");
        let Some(ids) = self.desk.known.sources.matching(&glob.value) else {
            self.desk
                .note(fault(format!("`{}` is no pattern", glob.value)).hint("`*` stands for any letters, `?` for one"));
            return Vec::new();
        };
        if ids.is_empty() {
            let folder = &self.desk.known.sources.folder;
            self.desk.note(
                fault(format!("no document matches `{}`", glob.value))
                    .hint(format!("documents are the .md and .txt files in `{folder}`, named without their ending")),
            );
        }
        let free =
            |id: &&str| !self.named.contains(*id) && !Id::new(id).is_some_and(|id| self.placed.contains_key(&id));
        ids.into_iter().filter(free).map(str::to_owned).collect()
    }

    /// Takes a document into the book.
    fn take(&mut self, name: &Spanned<String>) -> Option<Spanned<Id>> {
        let id = id_of(name, self.desk)?;
        if let Some(before) = self.placed.get(&id.value) {
            self.desk.note(
                Diagnostic::error("duplicate-document", format!("`{}` stands in the book twice", name.value))
                    .at(name.span, "for the second time")
                    .also(*before, "first here")
                    .hint("for two excerpts of one file make two ids, each with `file = \"…\"`"),
            );
            return None;
        }
        self.placed.insert(id.value.clone(), id.span);
        let table = self.tables.get(name.value.as_str()).map(|(_, table)| *table);
        let Some(file) = self.find(name, table) else {
            // Its table is checked all the same.
            self.check(&id, table);
            return None;
        };
        let layers = table.into_iter().cloned().collect();
        self.works.push(Work { id: id.clone(), file, layers, in_manifest: table.is_some() });
        Some(id)
    }

    fn check(&self, id: &Spanned<Id>, table: Option<&Table>) {
        if let Some(table) = table {
            let file = Spanned::new(String::new(), id.span);
            self.desk.walk(table, "document", |fields| document(fields, id, &file, true));
        }
    }

    /// The document's file: as its table says, else by its id.
    fn find(&self, name: &Spanned<String>, table: Option<&Table>) -> Option<Spanned<String>> {
        let desk = self.desk;
        if let Some(entry) = table.and_then(|table| table.get("file")) {
            // A value of another type is told by the walk over the table.
            let Value::Text(file) = &entry.node.value else { return None };
            let written = inside(&Spanned::new(file.clone(), entry.node.span), desk)?;
            let found =
                desk.shelf.map_or(written.value.clone(), |shelf| desk.known.sources.find(&written.value, shelf));
            return readable(check_file(&Spanned::new(found, written.span), desk)?, desk);
        }
        match desk.known.sources.files.get(&name.value).map(Vec::as_slice) {
            Some([file]) => readable(Spanned::new(file.clone(), name.span), desk),
            Some(several) if !several.is_empty() => {
                desk.note(
                    Diagnostic::error("ambiguous-file", format!("`{}` could be several files", name.value))
                        .at(name.span, several.join(" or "))
                        .hint(format!("say which:\n[document.{}]\nfile = {}", key(&name.value), quoted(&several[0]))),
                );
                None
            }
            _ => {
                self.miss(name);
                None
            }
        }
    }

    fn miss(&self, name: &Spanned<String>) {
        let sources = &self.desk.known.sources;
        let fault = Diagnostic::error("missing-file", format!("there is no document `{}`", name.value))
            .at(name.span, format!("no .md or .txt file of this name in `{}`", sources.folder));
        self.desk.note(match sources.nearest(&name.value).or_else(|| sources.nearest(stem(&name.value).0)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None if !sources.listed => fault.hint(format!("there is no folder `{}`", sources.folder)),
            None => fault.hint("documents are named by their files, without folder and ending"),
        });
    }

    /// `[document.*]` tables of documents that are not in the book.
    fn check_rest(&self) {
        for (name, (at, table)) in &self.tables {
            let Some(id) = id_of(&Spanned::new((*name).to_owned(), *at), self.desk) else { continue };
            if self.placed.contains_key(&id.value) {
                continue;
            }
            self.check(&id, Some(table));
            let sources = &self.desk.known.sources;
            if sources.files.contains_key(*name) {
                self.desk.miss(
                    Diagnostic::warning("unused-document", format!("`{name}` is described but stands in no chapter"))
                        .at(*at, "not in the book")
                        .hint("name it among the `documents` of a chapter"),
                );
            } else {
                let placed = self.placed.keys().map(Id::as_str);
                let all = sources.files.keys().map(String::as_str).chain(placed);
                let fault =
                    Diagnostic::error("unknown-id", format!("there is no document `{name}`")).at(*at, "not known");
                self.desk.note(match crate::diagnostic::nearest(name, all) {
                    Some(near) => fault.hint(format!("did you mean `{near}`?")),
                    None => fault.hint("name its file: `file = \"…\"`"),
                });
            }
        }
    }
}

/// A source in a form that can be read.
fn readable(file: Spanned<String>, desk: &Desk<'_>) -> Option<Spanned<String>> {
    match holds(&file.value) {
        Holds::Text => Some(file),
        Holds::Other => {
            desk.note(
                Diagnostic::error("bad-value", format!("`{}` is no text that can be read", file.value))
                    .at(file.span, "its ending is none of .md, .txt, .html")
                    .hint(
                        "`anthology import FILE` makes Markdown of .docx, .odt, .epub and .mhtml; else save it as text",
                    ),
            );
            None
        }
    }
}
