//! Terms files: heading path = what leads to it (`INDEX.md`).

use super::apparatus::document_id;
use crate::book::IndexKind;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::known::is_glob;
use crate::manifest::table::{Desk, Fields, text};
use crate::manifest::tree::{Entry, Node, Table, Value};
use crate::manifest::{Spanned, Term, TermPlace};

/// Reads one terms file: the terms, and what is not to be proposed.
pub(in crate::manifest) fn terms_file(table: &Table, desk: &Desk<'_>) -> (Vec<Term>, Vec<Spanned<String>>) {
    desk.walk(table, "terms", |fields| {
        let ignore = fields.texts("ignore");
        let index = fields.choice("index", OF_TERMS);
        let node = fields.node("terms");
        fields.required("terms", node, "a terms file has one table: [terms], heading = pattern");
        let all =
            |fields: &mut Fields<'_>| fields.entries().iter().filter_map(|entry| term(entry, index, desk)).collect();
        (node.and_then(|node| desk.fields(node, "terms", all)).unwrap_or_default(), ignore)
    })
}

fn term(entry: &Entry, index: Option<IndexKind>, desk: &Desk<'_>) -> Option<Term> {
    let path = heading_path(&entry.key);
    if path.iter().any(String::is_empty) {
        desk.note(
            Diagnostic::error("bad-value", "a heading is empty")
                .at(entry.at, "nothing stands before or after a ` > `")
                .hint("\"Lenin, Vladimir > body of\" makes `body of` a subheading"),
        );
        return None;
    }
    let bare = Term {
        path: Spanned::new(path, entry.at),
        patterns: Vec::new(),
        within: Vec::new(),
        near: Vec::new(),
        at: Vec::new(),
        see: Vec::new(),
        see_also: Vec::new(),
        index,
        sort: None,
        principal: Vec::new(),
        substantive: false,
    };
    let patterns = match &entry.node.value {
        Value::Table(_) => {
            return desk.fields(&entry.node, "term", |fields| term_table(fields, bare)).flatten();
        }
        Value::List(items) => items.iter().filter_map(|item| text(item, desk)).collect(),
        _ => text(&entry.node, desk).into_iter().collect::<Vec<_>>(),
    };
    if patterns.is_empty() {
        let nothing = match &entry.node.value {
            Value::List(items) => items.is_empty(),
            value => matches!(value, Value::Text(_)),
        };
        // Of another type: told already.
        if nothing {
            leads_nowhere(entry.node.span, desk);
        }
        return None;
    }
    Some(Term { patterns, ..bare })
}

fn term_table(fields: &mut Fields<'_>, bare: Term) -> Option<Term> {
    let desk = fields.desk;
    let term = Term {
        patterns: fields.texts("match"),
        within: fields.list("in", within),
        near: fields.texts("near"),
        at: fields.list("at", place),
        see: fields.texts("see"),
        see_also: fields.texts("see-also"),
        index: fields.choice("index", OF_TERMS).or(bare.index),
        sort: fields.text("sort"),
        principal: fields.texts("principal"),
        substantive: fields.choice("mentions", &[("substantive", true), ("all", false)]).unwrap_or(false),
        ..bare
    };
    let leads =
        ["match", "at", "see", "see-also", "principal", "index"].iter().any(|key| fields.table.get(key).is_some());
    if !leads && fields.table.entries.iter().all(|entry| TERM_KEYS.contains(&entry.key.as_str())) {
        leads_nowhere(fields.table.span, desk);
        return None;
    }
    leads.then_some(term)
}

/// The keys of a term; where another stands, that is the fault to mend first.
const TERM_KEYS: &[&str] = &["match", "in", "near", "at", "see", "see-also", "index", "sort", "principal", "mentions"];

/// The indexes a term can belong to: the program alone makes the others.
const OF_TERMS: &[(&str, IndexKind)] = &[
    ("index", IndexKind::General),
    ("names", IndexKind::Names),
    ("places", IndexKind::Places),
    ("subjects", IndexKind::Subjects),
];

fn leads_nowhere(span: Span, desk: &Desk<'_>) {
    desk.miss(
        Diagnostic::error("missing-key", "nothing leads to this heading")
            .at(span, "needs a pattern")
            .hint("give a pattern, or a table with `match`, `at`, `see` or `see-also`"),
    );
}

/// A document's id or a glob of them.
fn within(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let named = text(node, desk)?;
    if !is_glob(&named.value) {
        return document_id(&named, desk).map(|_| named);
    }
    let sources = &desk.known.sources;
    let matches = sources.matching(&named.value).is_some_and(|ids| !ids.is_empty());
    if sources.listed && !matches {
        let fault = Diagnostic::error("unknown-id", format!("no document matches `{}`", named.value));
        desk.note(fault.at(named.span, "matches nothing"));
        return None;
    }
    Some(named)
}

/// `document: quoted words`.
fn place(node: &Node, desk: &Desk<'_>) -> Option<TermPlace> {
    let written = text(node, desk)?;
    let parts = written.value.split_once(": ").map(|(document, words)| (document.trim(), words.trim()));
    let Some((document, words)) = parts.filter(|(document, words)| !document.is_empty() && !words.is_empty()) else {
        desk.note(
            Diagnostic::error("bad-place", "this does not say where")
                .at(written.span, "a document and its words are wanted")
                .hint("at = \"first-text: the words … to find\""),
        );
        return None;
    };
    let document = document_id(&Spanned::new(document.to_owned(), written.span), desk)?;
    Some(TermPlace { document, words: Spanned::new(words.to_owned(), written.span) })
}

/// Splits at ` > ` outside emphasis and code: "*A > B* > C" has two headings.
pub(crate) fn heading_path(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(" > ") {
            parts.push(String::new());
            rest = after;
            continue;
        }
        // A mark that is closed again takes all up to there along.
        let marked = matches!(c, '*' | '`').then(|| rest.get(1..).and_then(|inner| inner.find(c))).flatten();
        let taken = marked.map_or(c.len_utf8(), |inner| inner + 2);
        let (word, after) = rest.split_at(taken);
        if let Some(last) = parts.last_mut() {
            last.push_str(word);
        }
        rest = after;
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}
