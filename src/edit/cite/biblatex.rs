//! Reads `.bib` files with the `biblatex` crate; [`super::entry`] makes items of their entries.
//!
//! The crate stops at a file's first fault and follows `crossref` and `@string` wherever they lead. So the
//! entry that holds a fault is blanked out and the rest read again; what is inherited is fetched here; and
//! commands for italics and the like become signs before the crate can drop them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use biblatex::{Bibliography, Entry, Field, Pair, ParseError, ParseErrorKind, RawBibliography, RawChunk, RawEntry};

use super::entry;
use super::item::without_signs;
use super::library::{Library, twice};
use super::tex;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// After so many faults the rest of a file is not looked at: each means reading it again.
const MOST_FAULTS: usize = 50;
/// Braces in braces beyond this are no bibliography.
const DEEPEST: usize = 60;

/// An entry with the places of its parts.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) entry: Entry,
    /// Its key.
    pub(super) key: Span,
    /// Each field's value.
    pub(super) fields: BTreeMap<String, Span>,
}

/// Reads the file `text` into `library`.
pub(super) fn read(text: &str, file: FileId, library: &mut Library, diagnostics: &mut Diagnostics) {
    let mut text = without_signs(text).into_owned();
    let mut faults = 0;
    let broken = loop {
        match RawBibliography::parse(&text) {
            Ok(_) => break false,
            Err(error) => {
                diagnostics.push(fault(&error, &text, file));
                faults += 1;
                let blank = around(&text, error.span.start);
                if faults == MOST_FAULTS || blank.is_empty() {
                    break true;
                }
                let spaces = " ".repeat(blank.len());
                text.replace_range(blank, &spaces);
            }
        }
    };
    let Some(raw) = RawBibliography::parse(&text).ok().filter(|_| !broken) else { return };
    let strings = strings(&raw.abbreviations, file, diagnostics);
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let mut order = Vec::new();
    for entry in &raw.entries {
        let key = Span::new(file, entry.v.key.span.clone());
        let Some(entry) = resolve(&entry.v, &strings, file, diagnostics) else { continue };
        if let Some(first) = found.get(&entry.entry.key) {
            diagnostics.push(twice(&entry.entry.key, first.key, key));
        } else {
            order.push(entry.entry.key.clone());
            found.insert(entry.entry.key.clone(), entry);
        }
    }
    for key in order {
        let Some(whole) = entry::inherit(&key, &found, diagnostics) else { continue };
        let item = entry::item(&whole, &mut library.dates, diagnostics);
        if let Some(item) = item {
            library.add(&key, item, whole.key, diagnostics);
            library.leave(&key, entry::unused(&whole));
        }
    }
}

/// A fault of the crate's, with the entry it lies in.
fn fault(error: &ParseError, text: &str, file: FileId) -> Diagnostic {
    let start = error.span.start.min(text.len());
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8()).max(error.span.end.min(text.len()));
    let message = match &error.kind {
        ParseErrorKind::UnexpectedEof => {
            "the bibliography ends inside an entry, or a value lacks its braces".to_owned()
        }
        other => format!("the bibliography cannot be read here: {other}"),
    };
    let entry = around(text, start);
    let heading = entry.start..text[entry.clone()].find([',', '\n']).map_or(entry.end, |at| entry.start + at);
    Diagnostic::error("bad-bibliography", message)
        .at(Span::new(file, start..end), "")
        .also(Span::new(file, heading), "in this entry")
        .hint("an entry is written `@book{key, title = {…}, date = {1917}}`; count its braces and commas")
}

/// The text from the last line before `at` that begins with `@` to the next such line.
fn around(text: &str, at: usize) -> Range<usize> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(newline, _)| newline + 1))
        .filter(|line| text[*line..].trim_start_matches([' ', '\t']).starts_with('@'))
        .collect();
    // A fault found at the start of an entry is the one before's: its last brace is missing.
    let here = starts.partition_point(|start| *start < at.max(1));
    let start = here.checked_sub(1).and_then(|i| starts.get(i)).copied().unwrap_or(0);
    start..starts.get(here).copied().unwrap_or(text.len())
}

/// A value's text with commands as signs.
type Value = Vec<(bool, String)>;

/// The `@string`s, each allowed to use those before it, as in BibTeX: so none leads to itself.
fn strings(pairs: &[Pair<'_>], file: FileId, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for pair in pairs {
        let span = Span::new(file, pair.value.span.clone());
        if let Some(value) = value(&pair.value.v, &known, span, diagnostics) {
            known.insert(pair.key.v.to_ascii_lowercase(), value.into_iter().map(|(_, text)| text).collect());
        }
    }
    known
}

/// A field's value with its strings put in; `None`, with an error, if it uses one that is not there.
fn value(
    field: &Field<'_>,
    strings: &BTreeMap<String, String>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let mut parts = Vec::new();
    for chunk in field {
        match &chunk.v {
            RawChunk::Normal(text) => parts.push((false, tex::signed(text))),
            RawChunk::Abbreviation(name) => match strings.get(&name.to_ascii_lowercase()) {
                Some(text) => parts.push((false, text.clone())),
                None if MONTHS.contains(&name.to_ascii_lowercase().as_str()) => parts.push((true, (*name).to_owned())),
                None => {
                    diagnostics.push(
                        Diagnostic::error("unknown-bib-string", format!("no `@string` is called `{name}`"))
                            .at(span, "used here")
                            .choices(name, strings.keys().map(String::as_str))
                            .hint("put the value in braces, or define the string before it is used"),
                    );
                    return None;
                }
            },
        }
    }
    if parts.iter().any(|(_, text)| depth(text) > DEEPEST) {
        diagnostics.push(
            Diagnostic::error("bad-bibliography", "braces stand too deep in each other").at(span, "in this value"),
        );
        return None;
    }
    Some(parts)
}

/// The names that BibTeX gives months.
pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Parses one entry by itself, so that a fault in it spoils no other.
fn resolve(
    raw: &RawEntry<'_>,
    strings: &BTreeMap<String, String>,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    let mut seen = BTreeSet::new();
    let mut values: Vec<(String, Span, Value)> = Vec::new();
    for pair in &raw.fields {
        let name = pair.key.v.to_ascii_lowercase();
        let span = Span::new(file, pair.value.span.clone());
        if !seen.insert(name.clone()) {
            diagnostics.push(
                Diagnostic::warning("duplicate-bib-field", format!("`{}` has two fields `{name}`", raw.key.v))
                    .at(Span::new(file, pair.key.span.clone()), "the last one holds"),
            );
        }
        if let Some(value) = value(&pair.value.v, strings, span, diagnostics) {
            values.push((name, span, value));
        }
    }
    let mut alone = raw.clone();
    alone.fields = values
        .iter()
        .filter(|(name, ..)| {
            !matches!(name.as_str(), "ids" | "crossref" | "xdata" | "abstract" | "annotation" | "file")
        })
        .map(|(name, span, value)| {
            let chunks = value.iter().map(|(month, text)| {
                let chunk = if *month { RawChunk::Abbreviation(text) } else { RawChunk::Normal(text) };
                biblatex::Spanned::new(chunk, span.range())
            });
            Pair::new(biblatex::Spanned::zero(name.as_str()), biblatex::Spanned::new(chunks.collect(), span.range()))
        })
        .collect();
    let whole = biblatex::Spanned::new(alone, 0..0);
    let one = RawBibliography { preamble: String::new(), entries: vec![whole], abbreviations: Vec::new() };
    let key = Span::new(file, raw.key.span.clone());
    let mut entry = match Bibliography::from_raw(one) {
        Ok(bibliography) => bibliography.into_vec().pop()?,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("bad-bibliography", format!("`{}` cannot be read: {}", raw.key.v, error.kind))
                    .at(key, "this entry"),
            );
            return None;
        }
    };
    // Kept from the crate: it would follow them.
    for (name, _, value) in &values {
        if matches!(name.as_str(), "crossref" | "xdata") {
            let text: String = value.iter().map(|(_, text)| text.as_str()).collect();
            entry.set(name, vec![biblatex::Spanned::zero(biblatex::Chunk::Verbatim(text))]);
        }
    }
    Some(Found { entry, key, fields: values.into_iter().map(|(name, span, _)| (name, span)).collect() })
}
