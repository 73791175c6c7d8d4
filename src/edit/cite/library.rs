//! The works that may be cited, read from the manifest's bibliographies.

use std::collections::BTreeMap;
use std::path::Path;

use hayagriva::citationberg::json::Item;

use super::item::Dates;
use super::{biblatex, json, yaml};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// Every work of the bibliographies, by key.
#[derive(Debug, Default)]
pub struct Library {
    entries: BTreeMap<String, Entry>,
    pub(super) dates: Dates,
}

/// A work.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) item: Item,
    /// Where its key is written.
    pub(super) span: Span,
    /// Fields that no citation has a place for.
    unused: Vec<(String, Span)>,
}

impl Entry {
    /// Warns of what every citation needs and this work has not: a title, and a date or that there is none; and of what
    /// no citation says.
    pub(super) fn check(&self, key: &str, diagnostics: &mut Diagnostics) {
        for (field, span) in &self.unused {
            let message = format!("no citation says what stands in `{field}` of `{key}`");
            let fault = Diagnostic::warning("unused-bib-field", message).at(*span, "left out");
            diagnostics.push(fault.hint("say it in `note` or `titleaddon` if readers need it"));
        }
        let has = |variables: &[&str]| variables.iter().any(|variable| self.item.0.contains_key(*variable));
        let kind = super::text_of(&self.item, "type").unwrap_or_default();
        let mut warn = |lacks: &str, hint: &str| {
            let fault =
                Diagnostic::warning("incomplete-work", format!("the work `{key}`, which is cited, has no {lacks}"));
            diagnostics.push(fault.at(self.span, "").hint(hint));
        };
        let untitled = ["personal_communication", "interview", "review", "review-book"];
        if !has(&["title", "genre"]) && !untitled.contains(&kind) {
            warn("title", "give it one, in brackets if it is yours: `title = {[Untitled leaflet]}`");
        }
        // Reference works and ancient ones are cited without a year.
        let undated = kind == "classic" || kind.starts_with("entry");
        if !has(&["issued", "original-date", "event-date", "accessed", "status"]) && !undated {
            warn(
                "date",
                "give it one, as sure as you can: `date = {1814}`, `{1814?}` or `{1814~}`, or `year = {n.d.}`",
            );
        }
    }
}

impl Library {
    /// Reads bibliographies: `.bib` (BibLaTeX), `.json` (CSL-JSON), `.yaml` or `.yml` (Hayagriva).
    ///
    /// Faults go to `diagnostics`, each with its place; the entries that have none are kept.
    #[must_use]
    pub fn read(files: &[(&Path, FileId, &str)], diagnostics: &mut Diagnostics) -> Self {
        let mut library = Self::default();
        for (path, file, text) in files {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
            match ending.as_str() {
                "bib" => biblatex::read(text, *file, &mut library, diagnostics),
                "json" => json::read(text, *file, &mut library, diagnostics),
                "yaml" | "yml" => yaml::read(text, *file, &mut library, diagnostics),
                _ => diagnostics.push(
                    Diagnostic::error("unknown-bibliography", format!("`{}` is no bibliography", path.display()))
                        .at(Span::new(*file, 0..text.lines().next().map_or(0, str::len)), "")
                        .hint("a `.bib` (BibLaTeX), `.json` (CSL-JSON) or `.yaml` (Hayagriva) file is meant"),
                ),
            }
        }
        library
    }

    /// Whether there is nothing to cite.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.entries.iter()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// Keeps a work; a second one of the same key is an error, and the first stays.
    pub(super) fn add(&mut self, key: &str, item: Item, span: Span, diagnostics: &mut Diagnostics) {
        if let Some(first) = self.entries.get(key) {
            diagnostics.push(twice(key, first.span, span));
            return;
        }
        self.entries.insert(key.to_owned(), Entry { item, span, unused: Vec::new() });
    }

    /// Keeps in mind what a work's citations leave out.
    pub(super) fn leave(&mut self, key: &str, unused: Vec<(String, Span)>) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.unused = unused;
        }
    }
}

/// What to say of a key that two works have.
pub(super) fn twice(key: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::error("duplicate-citation-key", format!("the key `{key}` is given to two works"))
        .at(again, "again here")
        .also(first, "first here")
        .hint("give one of them another key, or remove it")
}
