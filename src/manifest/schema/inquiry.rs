//! Asks the reader what it knows.
//!
//! Enters: a place in a file, such as `[edition.*] trim`. Leaves: what may stand there. Nothing is listed twice: each
//! question is a small file with one value at that place, read by the reader itself, and the answer is what the reader
//! did with it: which keys it asked for, which words it would have taken, and whether it said that the value is of the
//! wrong type. So the schema knows what the reader knows, and cannot know anything else.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use super::Of;
use crate::diagnostic::{FileId, Span};
use crate::id::Id;
use crate::manifest::Spanned;
use crate::manifest::draft::whole;
use crate::manifest::known::Known;
use crate::manifest::read::{document, terms};
use crate::manifest::table::{Desk, text};
use crate::manifest::tree::{Entry, Node, Table, Value};
use crate::shelf::Shelf;

/// A name that may stand wherever names are free: it is an id, a language, and a file that is there.
const ANY: &str = "en";

/// A step into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of this key.
    Key(&'static str),
    /// The value of a key whose name is free.
    Named,
    /// A value of a list.
    Item,
}

/// What the reader did with the table or value that was asked about.
#[derive(Clone, Debug, Default)]
pub(in crate::manifest) struct Heard {
    /// What the reader calls the table it walked.
    pub(in crate::manifest) place: Option<&'static str>,
    /// The keys it asked for, in its order; `*` where names are free.
    pub(in crate::manifest) keys: Vec<&'static str>,
    /// Those it found missing.
    pub(in crate::manifest) missing: Vec<&'static str>,
    /// The words it would have taken.
    pub(in crate::manifest) choices: Vec<&'static str>,
    /// It is of the wrong type.
    pub(in crate::manifest) refused: bool,
    /// Something is wrong with it.
    pub(in crate::manifest) faulty: bool,
}

/// Listens to a reader for what it does with one value, known by its span.
#[derive(Debug)]
pub(in crate::manifest) struct Ear {
    at: Span,
    heard: RefCell<Heard>,
}

impl Ear {
    /// Notes what happens to the value at `span`, if that is the one.
    pub(in crate::manifest) fn hear(&self, span: Span, note: impl FnOnce(&mut Heard)) {
        if span == self.at {
            note(&mut self.heard.borrow_mut());
        }
    }
}

/// A folder that has every file and lists none.
struct Everything;

impl Shelf for Everything {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn list(&self, _: &Path) -> io::Result<Vec<PathBuf>> {
        Err(io::ErrorKind::NotFound.into())
    }
    fn has(&self, _: &Path) -> bool {
        true
    }
    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

/// A reader of one kind of file, to be asked.
pub(super) struct Inquiry {
    of: Of,
    file: FileId,
}

impl Inquiry {
    pub(super) fn new(of: Of, file: FileId) -> Self {
        Self { of, file }
    }

    /// What the reader does with `value` at the end of `path`.
    pub(super) fn ask(&self, path: &[Step], value: Value) -> Heard {
        let elsewhere = Span::new(self.file, 0..0);
        let at = Span::new(self.file, 1..2);
        let mut node = Node { value, span: at };
        for step in path.iter().rev() {
            let value = match step {
                Step::Item => Value::List(vec![node]),
                Step::Key(_) | Step::Named => {
                    let key = if let Step::Key(key) = step { key } else { ANY };
                    let entry = Entry { key: (*key).to_owned(), at: elsewhere, node };
                    Value::Table(Table { entries: vec![entry], span: elsewhere })
                }
            };
            node = Node { value, span: elsewhere };
        }
        let Value::Table(mut root) = node.value else { return Heard::default() };
        if path.is_empty() {
            root.span = at;
        }
        let known = Known::gather(&root, "sources".to_owned(), &Everything);
        let mut desk = Desk::new(Some(&Everything), &known);
        desk.ear = Some(Ear { at, heard: RefCell::default() });
        self.read(&root, &desk);
        let faulty = desk.has_fault_at(at);
        let heard = desk.ear.take().map(|ear| ear.heard.into_inner()).unwrap_or_default();
        Heard { faulty, ..heard }
    }

    /// A table that holds only `entries`.
    pub(super) fn table(&self, entries: &[(&'static str, Value)]) -> Value {
        let at = Span::new(self.file, 1..2);
        let elsewhere = Span::new(self.file, 0..0);
        let entries = entries.iter().map(|(key, value)| Entry {
            key: (*key).to_owned(),
            at: elsewhere,
            node: Node { value: value.clone(), span: elsewhere },
        });
        Value::Table(Table { entries: entries.collect(), span: at })
    }

    /// Reads the file as the program does.
    fn read(&self, root: &Table, desk: &Desk<'_>) {
        match self.of {
            Of::Manifest => {
                desk.walk(root, "root", |fields| whole(fields, self.file));
                before_the_walk(root, desk);
                if let Some(entry) = root.get("document") {
                    let all = |fields: &mut crate::manifest::table::Fields<'_>| {
                        for entry in fields.entries() {
                            desk.fields(&entry.node, "document", |fields| self.document(fields, true));
                        }
                    };
                    desk.fields(&entry.node, "documents", all);
                }
            }
            Of::Document => {
                desk.walk(root, "document", |fields| self.document(fields, false));
            }
            Of::Terms => {
                terms::terms_file(root, desk);
            }
        }
    }

    fn document(&self, fields: &mut crate::manifest::table::Fields<'_>, manifest: bool) {
        let elsewhere = Span::new(self.file, 0..0);
        if let Some(id) = Id::new(ANY) {
            let file = Spanned::new("sources/en.md".to_owned(), elsewhere);
            document::document(fields, &Spanned::new(id, elsewhere), &file, manifest);
        }
    }
}

/// Two keys are read before the walk, since paths and tables depend on them.
fn before_the_walk(root: &Table, desk: &Desk<'_>) {
    if let Some(sources) = root.table("book").and_then(|book| book.get("sources")) {
        text(&sources.node, desk);
    }
    match root.get("include").map(|entry| &entry.node) {
        Some(Node { value: Value::List(items), .. }) => items.iter().for_each(|item| drop(text(item, desk))),
        Some(one) => drop(text(one, desk)),
        None => {}
    }
}
