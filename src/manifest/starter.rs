//! The manifest that `anthology new` writes: small, commented, and it builds.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::path::{join, normal, stem};
use super::tree::{Value, read_toml};
use super::yaml::read_yaml;
use crate::diagnostic::{Diagnostics, Files};
use crate::document::{FrontMatter, FrontMatterFormat};
use crate::id::{Id, slug};
use crate::metadata::Date;

/// A text that a manifest begins with, and what is guessed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its file's name.
    pub name: String,
    /// Its title, where its text does not open with one.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When, as EDTF.
    pub date: Option<String>,
    /// When by its own word, as EDTF: not repeated in the manifest.
    pub own_date: Option<String>,
    /// The first words of paragraphs that only say this once more: they are not printed.
    pub said: Vec<String>,
}

/// The date that a text's front matter gives it, as EDTF.
#[must_use]
pub fn date_of(front: &FrontMatter, files: &Files) -> Option<String> {
    let mut faults = Diagnostics::default();
    let table = match front.format {
        FrontMatterFormat::Toml => read_toml(front.span.file, front.span.range(), files, &mut faults),
        FrontMatterFormat::Yaml => read_yaml(front.span, files, &mut faults),
    };
    let written = match &table.get("date")?.node.value {
        Value::Date(Some(date)) | Value::Text(date) | Value::Number(date) | Value::Plain(date) => date.trim(),
        _ => return None,
    };
    let day = written.get(..10).filter(|_| written.as_bytes().get(10).is_some_and(|b| !b.is_ascii_digit()));
    let date = day.unwrap_or(written);
    Date::parse(date).map(|_| date.to_owned())
}

/// A manifest for `texts`, in the order wanted, in the folder `sources`, relative to the manifest's. There must be one
/// at least.
#[must_use]
pub fn starter(title: &str, sources: &str, texts: &[Listed]) -> String {
    let folder = normal(sources).unwrap_or_else(|| "sources".to_owned());
    let mut text = format!(
        "#:schema ./anthology.schema.json\n\
         # An anthology. Build it with `anthology build`; `anthology check` only looks for faults.\n\
         # Paths are relative to this file.\n\n\
         [book]\n\
         title    = {}\n\
         # subtitle = \"…\"\n\
         language = \"en-US\"                 # hyphenation, quotation marks, the order of the index\n\
         editors  = []                      # [\"Ada Lovelace\", \"Charles Babbage\"]\n",
        quoted(title)
    );
    if folder != "sources" {
        let _ = writeln!(text, "sources  = {:<24}# where the texts lie", quoted(&folder));
    }
    text.push_str(
        "\n# What is written. Without these tables: an EPUB and a PDF of 6 × 9 in.\n\
         [edition.epub]\n\
         format = \"epub\"\n\n\
         [edition.print]\n\
         format = \"pdf\"\n\
         trim   = \"6in x 9in\"               # or \"A5\", \"demy octavo\" …\n\n\
         # The order of the book. A document's id is its file's name without the ending; `*` takes several.\n",
    );
    let (ids, tables) = documents(&folder, texts);
    text.push_str("[[chapter]]\n# title   = \"…\"\ndocuments = [\n");
    for id in &ids {
        let _ = writeln!(text, "  {},", quoted(id));
    }
    text.push_str("]\n");
    text.push_str(&tables);
    if let Some(id) = ids.first().map(|id| key(id)).filter(|_| tables.is_empty()) {
        let _ = write!(
            text,
            "\n# What is known about a document. It may stand in the document's own file too, between lines of `+++`.\n\
             # [document.{id}]\n\
             # title    = \"…\"\n\
             # authors  = [\"…\"]\n\
             # date     = 1901-05-17\n\
             # headnote = \"A few words before the text, in *Markdown*.\"\n\
             # rights   = {{ status = \"public-domain\", reason = \"…\" }}\n",
        );
    }
    text
}

/// The ids of the files, and the tables for those that cannot be found by their id alone.
fn documents(folder: &str, texts: &[Listed]) -> (Vec<String>, String) {
    let (mut ids, mut tables) = (Vec::new(), String::new());
    let mut taken = BTreeSet::new();
    for text in texts {
        let name = &text.name;
        let own = stem(name).0;
        let alone = texts.iter().filter(|other| stem(&other.name).0 == own).count() == 1;
        if alone && Id::new(own).is_some() && !super::known::is_glob(own) && taken.insert(own.to_owned()) {
            let guessed = guessed(text);
            if !guessed.is_empty() {
                let _ = write!(tables, "\n[document.{}]\n{guessed}{}", key(own), said(own, text));
            }
            ids.push(own.to_owned());
            continue;
        }
        let base = slug(name);
        let free = (2..).map(|n| format!("{base}-{n}"));
        let id = std::iter::once(base.clone()).chain(free).find(|id| !taken.contains(id)).unwrap_or(base);
        taken.insert(id.clone());
        let file = quoted(&join(folder, name));
        let _ = write!(tables, "\n[document.{}]\nfile = {file}\n{}{}", key(&id), guessed(text), said(&id, text));
        ids.push(id);
    }
    (ids, tables)
}

/// What is guessed of a text, a line each.
fn guessed(text: &Listed) -> String {
    let mut lines = String::new();
    if let Some(title) = &text.title {
        let _ = writeln!(lines, "title   = {}", quoted(title));
    }
    if !text.authors.is_empty() {
        let names: Vec<String> = text.authors.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(lines, "authors = [{}]", names.join(", "));
    }
    if let Some(date) = &text.date {
        let day = date.len() == 10 && date.bytes().filter(u8::is_ascii_digit).count() == 8;
        let _ = writeln!(lines, "date    = {}", if day { date.clone() } else { quoted(date) });
    }
    if lines.is_empty() { lines } else { format!("# Guessed from the text: look it over.\n{lines}") }
}

/// The paragraphs that say what is guessed once more.
fn said(id: &str, text: &Listed) -> String {
    let mut tables = String::new();
    for (at, words) in text.said.iter().enumerate() {
        let why = if at == 0 { "# It stands above the text too, where it is not printed again.\n" } else { "" };
        let _ = write!(tables, "\n{why}[[document.{}.block]]\nat = {}\nas = \"drop\"\n", key(id), quoted(words));
    }
    tables
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key of TOML: quoted where it must be.
pub(crate) fn key(id: &str) -> String {
    let bare = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { id.to_owned() } else { quoted(id) }
}
