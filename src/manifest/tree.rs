//! One tree for TOML and YAML: values with their spans, tables in the order written.
//!
//! Enters: a text of [`Files`]. Leaves: a [`Table`], with every syntax fault reported and what could be
//! read kept. It judges no key: that is `table`'s work.

use toml::de::{DeTable, DeValue};

use super::torn::{below_head, open_bracket, prune};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span};

/// How deep keys may nest; the language itself needs six.
pub(super) const DEEPEST: usize = 64;

/// A value and where it is written (quotes and brackets included).
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Quoted text.
    Text(String),
    /// A plain scalar of YAML: text, number or flag, as the key wants it.
    Plain(String),
    /// A number, as written, underscores left out.
    Number(String),
    /// A flag.
    Flag(bool),
    /// A date of TOML, as `YYYY-MM-DD`; `None`: a time of day, which no key wants.
    Date(Option<String>),
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

impl Value {
    /// What it is, with its article, for a message.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Plain(_) => "text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(Some(_)) => "a date",
            Self::Date(None) => "a time of day",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Keys and values in the order written.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its entries; no key stands twice.
    pub(super) entries: Vec<Entry>,
    /// Its header, its braces, or the start of its file.
    pub(super) span: Span,
}

/// One key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Span,
    pub(super) node: Node,
}

impl Table {
    /// A table of no entries.
    pub(super) const fn empty(span: Span) -> Self {
        Self { entries: Vec::new(), span }
    }

    /// The entry of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The table at `key`, if it is one.
    pub(super) fn table(&self, key: &str) -> Option<&Table> {
        match self.get(key).map(|entry| &entry.node.value) {
            Some(Value::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// These entries, and of `below` those whose keys are not among them.
    pub(super) fn over(&self, below: &Self) -> Self {
        let mut entries = self.entries.clone();
        entries.extend(below.entries.iter().filter(|entry| self.get(&entry.key).is_none()).cloned());
        Self { entries, span: self.span }
    }
}

/// Reads TOML. Every syntax fault is reported; what stands around them is kept.
pub(super) fn read_toml(file: FileId, range: std::ops::Range<usize>, files: &Files, faults: &mut Diagnostics) -> Table {
    let text = files.get(file).text.get(range.clone()).unwrap_or_default();
    let base = range.start;
    let whole = Span::new(file, base..base);
    if let Some(at) = too_deep(text) {
        faults.push(
            Diagnostic::error("syntax", format!("keys nest deeper than {DEEPEST}"))
                .at(Span::new(file, base + at..base + at + 1), "here"),
        );
        return Table::empty(whole);
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut torn = Vec::new();
    // Behind a bracket that is never closed nothing can be judged.
    let open = if errors.is_empty() { None } else { open_bracket(text) };
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if open.is_some_and(|open| span.start >= open) {
            continue;
        }
        if ["unclosed table", "unclosed array table"].iter().any(|head| error.message().starts_with(head)) {
            torn.push(below_head(text, span.start));
        }
        // A fault at a line's end would have no character to point at.
        let end = if span.is_empty() { (span.end + 1).min(text.len()) } else { span.end };
        let start = if span.is_empty() && span.start == text.len() { span.start.saturating_sub(1) } else { span.start };
        let (start, end) = on_characters(text, start, end);
        let mut fault = Diagnostic::error("syntax", error.message().to_owned())
            .at(Span::new(file, base + start..base + end), "here");
        if error.message().contains("duplicate key") {
            if let Some(first) = first_of(text, start) {
                fault = fault.also(Span::new(file, base + first.start..base + first.end), "first here");
            }
            fault = fault.hint("a key may be set only once: keep one of the two");
        } else if error.message().starts_with("invalid date") {
            fault =
                fault.hint("a day is written 2026-11-22, a year 2026; other dates in quotes: \"2026-11\", \"1917~\"");
        }
        faults.push(fault);
    }
    if let Some(open) = open {
        let close = if text[open..].starts_with('[') { ']' } else { '}' };
        let fault = Diagnostic::error("syntax", "a bracket is opened here and never closed");
        let fault = fault.at(Span::new(file, base + open..base + open + 1), format!("its `{close}` is missing"));
        faults.push(fault.hint(format!("put `{close}` where the list or table ends; what follows was not read")));
        torn.push(open..text.len());
    }
    let mut table = from_toml(tree.into_inner(), whole);
    if !torn.is_empty() {
        let torn: Vec<_> = torn.into_iter().map(|torn| base + torn.start..base + torn.end).collect();
        prune(&mut table, &torn);
    }
    table
}

/// Where what is set again at `at` was set first: the same head of a table, or the same key under one head.
fn first_of(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let again = text.get(begin..)?.lines().next()?;
    let words = |line: &str| {
        let line = line.trim();
        let end = if line.starts_with('[') { line.find(']').map(|end| end + 1) } else { line.find('=') };
        end.and_then(|end| line.get(..end)).map(|words| words.trim().to_owned())
    };
    let wanted = words(again)?;
    let mut end = begin;
    for line in text.get(..begin)?.split_inclusive('\n').rev() {
        end -= line.len();
        if words(line).is_some_and(|words| words == wanted) {
            let start = end + (line.len() - line.trim_start().len());
            return Some(start..start + wanted.len());
        }
        if line.trim_start().starts_with('[') && !wanted.starts_with('[') {
            return None;
        }
    }
    None
}

/// `start..end` widened to whole characters.
fn on_characters(text: &str, mut start: usize, mut end: usize) -> (usize, usize) {
    start = start.min(text.len());
    end = end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}

/// Where a dotted key has so many parts that dropping its tables would exhaust the stack; brackets are
/// limited by the TOML parser itself.
fn too_deep(text: &str) -> Option<usize> {
    let mut dots = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'.' => dots += 1,
            b'=' | b']' if dots > 4 * DEEPEST => return Some(at),
            b'\n' | b',' | b'{' | b'[' | b'=' | b']' => dots = 0,
            _ => {}
        }
    }
    None
}

fn from_toml(tree: DeTable<'_>, whole: Span) -> Table {
    let at = |range: std::ops::Range<usize>| {
        let base = whole.start as usize;
        Span::new(whole.file, base + range.start..base + range.end)
    };
    let mut entries: Vec<Entry> = tree
        .into_iter()
        .map(|(key, value)| {
            let (key_at, value_at) = (at(key.span()), at(value.span()));
            // A table made by `[a.b]` alone has no place of its own: its key's is the best there is.
            let span = if value_at.start == value_at.end { key_at } else { value_at };
            let node = Node { value: value_from_toml(value.into_inner(), span, whole), span };
            Entry { key: key.into_inner().into_owned(), at: key_at, node }
        })
        .collect();
    entries.sort_by_key(|entry| entry.at.start);
    Table { entries, span: whole }
}

fn value_from_toml(value: DeValue<'_>, span: Span, whole: Span) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) if number.radix() != 10 => {
            let value = i64::from_str_radix(number.as_str(), number.radix());
            Value::Number(value.map_or_else(|_| number.to_string(), |value| value.to_string()))
        }
        DeValue::Integer(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(date) => Value::Date(date.date.map(|date| date.to_string())),
        DeValue::Array(list) => Value::List(
            list.into_iter()
                .map(|item| {
                    let start = whole.start as usize;
                    let range = item.span();
                    let span = Span::new(whole.file, start + range.start..start + range.end);
                    Node { value: value_from_toml(item.into_inner(), span, whole), span }
                })
                .collect(),
        ),
        DeValue::Table(table) => {
            let mut table = from_toml(table, whole);
            table.span = span;
            Value::Table(table)
        }
    }
}
