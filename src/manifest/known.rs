//! What a manifest may name: people, grants, and the files in the folder of sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::path::{join, split, stem};
use super::tree::{Table, Value};
use crate::diagnostic::nearest;
use crate::id::{Id, natural};
use crate::metadata;
use crate::shelf::Shelf;

/// What may be named by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// `[person.*]`.
    pub(super) people: BTreeMap<String, KnownPerson>,
    /// `[grant.*]`.
    pub(super) grants: BTreeSet<String>,
    /// `[edition.*]`.
    pub(super) editions: BTreeSet<String>,
    /// The folder of sources.
    pub(super) sources: Catalogue,
}

/// As much of a person's record as a credit needs.
#[derive(Clone, Debug)]
pub(super) struct KnownPerson {
    pub(super) name: String,
    pub(super) file_as: String,
}

/// The documents there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalogue {
    /// The folder of sources, normal, relative to the manifest's.
    pub(super) folder: String,
    /// Files by document id: by their stems, and as `[document.*] file` says.
    pub(super) files: BTreeMap<String, Vec<String>>,
    /// Files that `[document.*] file` names: a glob takes them under that id only.
    claimed: BTreeMap<String, BTreeSet<String>>,
    /// The texts in the folder, whatever document they are.
    pub(super) texts: Vec<String>,
    /// Ids that some `[document.*]` describes.
    described: BTreeSet<String>,
    /// Whether the folder could be listed.
    pub(super) listed: bool,
}

/// Whether a text is of the kind that stands in many folders and in no book.
pub(crate) fn is_about_folder(name: &str) -> bool {
    let stem = stem(name).0.to_ascii_uppercase();
    matches!(stem.as_str(), "README" | "LICENSE" | "LICENCE" | "CHANGELOG")
}

/// Endings of texts that can be read.
const TEXTS: [&str; 6] = ["md", "markdown", "txt", "html", "htm", "xhtml"];

/// What a file holds, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text that can be read.
    Text,
    /// No document.
    Other,
}

/// What the file `name` holds.
pub(super) fn holds(name: &str) -> Holds {
    let ending = stem(name).1.to_ascii_lowercase();
    match ending.as_str() {
        ending if TEXTS.contains(&ending) => Holds::Text,
        _ => Holds::Other,
    }
}

impl Known {
    /// Gathers the names from the tables of the manifest, before anything in them is checked.
    pub(super) fn gather(root: &Table, folder: String, shelf: &dyn Shelf) -> Self {
        let mut known = Self { sources: Catalogue::of(folder, shelf), ..Self::default() };
        for entry in root.table("person").map_or(&[][..], |table| &table.entries) {
            let Value::Table(person) = &entry.node.value else { continue };
            let text = |key: &str| match person.get(key).map(|entry| &entry.node.value) {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            };
            let name = text("name").unwrap_or_else(|| entry.key.clone());
            let file_as = text("file-as").unwrap_or_else(|| metadata::file_as(&name));
            known.people.insert(entry.key.clone(), KnownPerson { name, file_as });
        }
        for entry in root.table("grant").map_or(&[][..], |table| &table.entries) {
            known.grants.insert(entry.key.clone());
        }
        known
            .editions
            .extend(root.table("edition").map_or(&[][..], |table| &table.entries).iter().map(|e| e.key.clone()));
        if known.editions.is_empty() {
            known.editions.extend(["epub", "print"].map(str::to_owned));
        }
        for entry in root.table("document").map_or(&[][..], |table| &table.entries) {
            let Value::Table(document) = &entry.node.value else { continue };
            known.sources.described.insert(entry.key.clone());
            if let Some(Value::Text(file)) = document.get("file").map(|entry| &entry.node.value) {
                known.sources.claim(&entry.key, file, shelf);
            }
        }
        known
    }

    /// The person `name` stands for: an id, or a name as it is printed.
    pub(super) fn person(&self, name: &str) -> Option<(Id, &KnownPerson)> {
        let by_id = self.people.get_key_value(name);
        let (id, person) = by_id.or_else(|| self.people.iter().find(|(_, person)| person.name == name))?;
        Some((Id::new(id)?, person))
    }
}

impl Catalogue {
    fn of(folder: String, shelf: &dyn Shelf) -> Self {
        let mut catalogue = Self { folder, ..Self::default() };
        let Ok(paths) = shelf.list(Path::new(&catalogue.folder)) else {
            return catalogue;
        };
        catalogue.listed = true;
        for path in paths {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if holds(name) != Holds::Other {
                let file = join(&catalogue.folder, name);
                if holds(name) == Holds::Text {
                    catalogue.texts.push(file.clone());
                }
                catalogue.files.entry(stem(name).0.to_owned()).or_default().push(file);
            }
        }
        catalogue
    }

    /// `file` is the document `id`.
    fn claim(&mut self, id: &str, path: &str, on: &dyn Shelf) {
        let file = self.find(path, on);
        self.claimed.entry(file.clone()).or_default().insert(id.to_owned());
        self.files.insert(id.to_owned(), vec![file]);
    }

    /// The file meant by `path`: from the manifest's folder, or else from that of the sources.
    pub(super) fn find(&self, path: &str, on: &dyn Shelf) -> String {
        let direct = join(".", path);
        let below = join(&self.folder, path);
        if !on.has(Path::new(&direct)) && on.has(Path::new(&below)) { below } else { direct }
    }

    /// The texts of the folder that are none of `used` and of which nothing is said: not described, not of a
    /// listed document's name with another ending, not put aside by a `_` before the name.
    pub(super) fn unlisted(&self, used: &BTreeSet<&str>) -> Vec<&str> {
        let stem_of = |path: &str| stem(split(path).1).0.to_owned();
        let stems: BTreeSet<String> = used.iter().map(|path| stem_of(path)).collect();
        let texts = self.texts.iter().map(String::as_str);
        texts
            .filter(|path| {
                let (name, stem) = (split(path).1, stem_of(path));
                let known = used.contains(path) || stems.contains(&stem) || self.described.contains(&stem);
                !known && !self.claimed.contains_key(*path) && !name.starts_with('_') && !is_about_folder(name)
            })
            .collect()
    }

    /// The id nearest to a mistyped one.
    pub(super) fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.files.keys().map(String::as_str))
    }

    /// The ids that match a glob, as readers sort them; `None` if it is no glob that can be read.
    pub(super) fn matching(&self, glob: &str) -> Option<Vec<&str>> {
        let matcher = globset::Glob::new(glob).ok()?.compile_matcher();
        let mut ids: Vec<&str> = self.all().filter(|id| matcher.is_match(id)).collect();
        ids.sort_by(|one, other| natural(one, other));
        Some(ids)
    }

    /// Every document there is, sorted; a file that is another document's by `file` is not its own too.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let own = |(id, files): &(&String, &Vec<String>)| {
            let claimants = files.first().and_then(|file| self.claimed.get(file));
            claimants.is_none_or(|ids| ids.contains(*id)) || files.len() > 1
        };
        self.files.iter().filter(own).map(|(id, _)| id.as_str())
    }
}

/// Whether a name is a pattern for several.
pub(super) fn is_glob(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}
