//! The walk over a table: every key asked for is noted, so what nobody asked for is an unknown key.
//!
//! Enters: a [`Table`]. Leaves: checked values, or `None` with the fault noted at the [`Desk`]; the walk
//! always goes on. A key that has no effect yet is noted too, see [`super::effect`].

use std::cell::{Cell, RefCell};

use super::Spanned;
use super::effect::Uses;
use super::known::Known;
use super::schema::homes;
use super::schema::inquiry::Ear;
use super::tree::{Entry, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span, nearest};
use crate::shelf::Shelf;

/// Where faults are collected while a manifest is walked, with what the walk has to know.
pub(super) struct Desk<'a> {
    /// Where files lie; `None` when front matter is read, after everything on the shelf was.
    pub(super) shelf: Option<&'a dyn Shelf>,
    /// Ids, people and sources that may be named.
    pub(super) known: &'a Known,
    /// Keys met that have no effect yet.
    pub(super) uses: RefCell<Uses>,
    faults: RefCell<Diagnostics>,
    /// Where syntax faults are: what seems to be missing may only be unreadable.
    torn: RefCell<Vec<Span>>,
    /// Front matter is being read: it may serve other programs too, whose spellings these are.
    foreign: Cell<Option<&'static [&'static str]>>,
    /// Values are read a second time: nothing is noted.
    silent: Cell<bool>,
    /// Who listens, where the reader is asked what it knows.
    pub(super) ear: Option<Ear>,
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub(super) fn new(shelf: Option<&'a dyn Shelf>, known: &'a Known) -> Self {
        Self {
            shelf,
            known,
            uses: RefCell::default(),
            faults: RefCell::default(),
            torn: RefCell::default(),
            foreign: Cell::new(None),
            silent: Cell::new(false),
            ear: None,
        }
    }

    /// Notes a fault.
    pub(super) fn note(&self, fault: Diagnostic) {
        let span = fault.primary.as_ref().map(|label| label.span);
        let meets = |torn: &Span| {
            span.is_some_and(|span| span.file == torn.file && span.start < torn.end && torn.start < span.end)
        };
        // What is wrong with a value that could not be read is told already.
        if !self.silent.get() && !self.torn.borrow().iter().any(meets) {
            self.faults.borrow_mut().push(fault);
        }
    }

    /// Notes something missing, unless syntax faults may have hidden it.
    pub(super) fn miss(&self, fault: Diagnostic) {
        if self.torn.borrow().is_empty() {
            self.note(fault);
        }
    }

    /// Takes over the faults of a text just parsed. From now on things may be missing because they could
    /// not be read.
    pub(super) fn note_syntax(&self, faults: Diagnostics) {
        let faults: Vec<Diagnostic> = faults.into_iter().collect();
        let torn = faults.iter().filter(|fault| fault.code == "syntax");
        let torn: Vec<Span> = torn.filter_map(|fault| Some(fault.primary.as_ref()?.span)).collect();
        for fault in faults {
            self.note(fault);
        }
        self.torn.borrow_mut().extend(torn);
    }

    /// Walks without noting anything: the values were walked before, each in its own place.
    pub(super) fn silently<T>(&self, walk: impl FnOnce() -> T) -> T {
        let before = self.silent.replace(true);
        let value = walk();
        self.silent.set(before);
        value
    }

    /// Walks front matter: keys that are none of ours only warn. `also`: keys that are understood too.
    pub(super) fn leniently<T>(&self, also: &'static [&'static str], walk: impl FnOnce() -> T) -> T {
        let before = self.foreign.replace(Some(also));
        let value = walk();
        self.foreign.set(before);
        value
    }

    /// Notes that `what` (`place.key`, or `place.key=value`) is used, in case it has no effect yet.
    pub(super) fn used(&self, what: &str, span: Span) {
        if !self.silent.get() {
            self.uses.borrow_mut().note(what, span);
        }
    }

    /// What was noted, in the order of the texts.
    pub(super) fn finish(self) -> (Diagnostics, Uses) {
        let mut faults: Vec<Diagnostic> = self.faults.into_inner().into_iter().collect();
        faults.sort_by_key(|fault| fault.primary.as_ref().map(|label| label.span));
        let mut sorted = Diagnostics::default();
        for fault in faults {
            sorted.push(fault);
        }
        (sorted, self.uses.into_inner())
    }

    /// Walks the table `node`; `None` and a fault if it is none.
    pub(super) fn fields<T>(
        &self,
        node: &Node,
        place: &'static str,
        walk: impl FnOnce(&mut Fields<'_>) -> T,
    ) -> Option<T> {
        if let Value::Table(table) = &node.value {
            return Some(self.walk(table, place, walk));
        }
        self.wrong_type(node, "a table");
        None
    }

    /// Walks `table`, then reports the keys nobody asked for.
    pub(super) fn walk<T>(&self, table: &Table, place: &'static str, walk: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        let mut fields = Fields { table, place, desk: self, asked: Vec::new(), missing: Vec::new() };
        let value = walk(&mut fields);
        fields.report_missing();
        fields.report_unknown();
        if let Some(ear) = &self.ear {
            ear.hear(table.span, |heard| {
                heard.place = Some(place);
                heard.keys.clone_from(&fields.asked);
                heard.missing = fields.missing.iter().map(|(key, _)| *key).collect();
            });
        }
        value
    }

    /// Whether something is wrong with the value at `span`.
    pub(super) fn has_fault_at(&self, span: Span) -> bool {
        let faults = self.faults.borrow();
        faults.as_slice().iter().any(|fault| fault.primary.as_ref().is_some_and(|label| label.span == span))
    }

    /// "must be text, not a number".
    pub(super) fn wrong_type(&self, node: &Node, wanted: &str) {
        if let Some(ear) = &self.ear {
            ear.hear(node.span, |heard| heard.refused = true);
        }
        self.note(
            Diagnostic::error("wrong-type", format!("this must be {wanted}, not {}", node.value.kind()))
                .at(node.span, format!("{} stands here", node.value.kind())),
        );
    }
}

/// Keys that are looked for at the top of a manifest but belong below `[book]`.
const BOOK_KEYS: &[&str] = &["title", "subtitle", "language", "editors", "publisher", "date", "sources"];

/// A table being walked.
pub(super) struct Fields<'t> {
    /// The table.
    pub(super) table: &'t Table,
    /// Where faults go.
    pub(super) desk: &'t Desk<'t>,
    place: &'static str,
    asked: Vec<&'static str>,
    missing: Vec<(&'static str, &'static str)>,
}

impl<'t> Fields<'t> {
    /// The value of `key`, unread.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'t Node> {
        self.asked.push(key);
        let entry = self.table.get(key)?;
        self.desk.used(&format!("{}.{key}", self.place), entry.at);
        Some(&entry.node)
    }

    /// Where `key` stands, if it does.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        self.table.get(key).map(|entry| entry.at)
    }

    /// The value of `key`, read by `how`.
    pub(super) fn read<T>(&mut self, key: &'static str, how: impl FnOnce(&Node, &Desk<'_>) -> Option<T>) -> Option<T> {
        let desk = self.desk;
        self.node(key).and_then(|node| how(node, desk))
    }

    /// The values of `key`: a list, or one value that stands for a list of one. `None`: not given.
    pub(super) fn some<T>(
        &mut self,
        key: &'static str,
        mut how: impl FnMut(&Node, &Desk<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let desk = self.desk;
        let node = self.node(key)?;
        Some(match &node.value {
            Value::List(items) => items.iter().filter_map(|item| how(item, desk)).collect(),
            _ => how(node, desk).into_iter().collect(),
        })
    }

    /// The values of `key`; none if it is not given.
    pub(super) fn list<T>(&mut self, key: &'static str, how: impl FnMut(&Node, &Desk<'_>) -> Option<T>) -> Vec<T> {
        self.some(key, how).unwrap_or_default()
    }

    /// Text. An empty text is as good as none.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.read(key, text)
    }

    /// Texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, text)
    }

    /// Text or a number, as written: "volume 3".
    pub(super) fn label(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.read(key, |node, desk| match &node.value {
            Value::Number(number) => Some(Spanned::new(number.clone(), node.span)),
            _ => text(node, desk),
        })
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.read(key, |node, desk| match &node.value {
            Value::Flag(flag) => Some(*flag),
            Value::Plain(text) if text == "true" => Some(true),
            Value::Plain(text) if text == "false" => Some(false),
            _ => {
                desk.wrong_type(node, "true or false");
                None
            }
        })
    }

    /// How many of a kind have something: `true` every one, a number every so-manieth, `false` none, which is 0.
    pub(super) fn every(&mut self, key: &'static str) -> Option<u32> {
        match self.node_value(key) {
            Some(Value::Number(_)) => self.count(key),
            Some(Value::Plain(text)) if text.parse::<u32>().is_ok() => self.count(key),
            _ => self.flag(key).map(u32::from),
        }
    }

    fn node_value(&self, key: &str) -> Option<&'t Value> {
        self.table.get(key).map(|entry| &entry.node.value)
    }

    /// A whole number of at least 1.
    pub(super) fn count(&mut self, key: &'static str) -> Option<u32> {
        self.read(key, |node, desk| {
            let (Value::Number(number) | Value::Plain(number)) = &node.value else {
                desk.wrong_type(node, "a whole number");
                return None;
            };
            let count = number.parse().ok().filter(|count| *count >= 1);
            if count.is_none() {
                desk.note(
                    Diagnostic::error("bad-value", format!("`{number}` is no whole number of 1 or more"))
                        .at(node.span, "here"),
                );
            }
            count
        })
    }

    /// The same, with where it is written.
    pub(super) fn spanned_count(&mut self, key: &'static str) -> Option<Spanned<u32>> {
        let count = self.count(key)?;
        self.table.get(key).map(|entry| Spanned::new(count, entry.node.span))
    }

    /// One of the words of `choices`, as the value it stands for.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let what = format!("{}.{key}", self.place);
        self.read(key, |node, desk| choose(node, desk, &what, choices))
    }

    /// One of `words`, kept as written.
    pub(super) fn word(&mut self, key: &'static str, words: &[&'static str]) -> Option<Spanned<String>> {
        let choices: Vec<(&'static str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
        let span = self.table.get(key).map_or(self.table.span, |entry| entry.node.span);
        self.choice(key, &choices).map(|word| Spanned::new(word.to_owned(), span))
    }

    /// `value`; where `key` is not there at all (or only an empty text), that is a fault, told when the walk
    /// is done.
    pub(super) fn required<T>(&mut self, key: &'static str, value: Option<T>, hint: &'static str) -> Option<T> {
        let empty = |node: &Node| matches!(&node.value, Value::Text(t) | Value::Plain(t) if t.trim().is_empty());
        if value.is_none() && self.table.get(key).is_none_or(|entry| empty(&entry.node)) {
            self.missing.push((key, hint));
        }
        value
    }

    /// What `required` found missing; a key that is only mistyped is told as such.
    fn report_missing(&self) {
        for (key, hint) in &self.missing {
            let mistyped = |entry: &Entry| {
                !self.asked.contains(&entry.key.as_str())
                    && nearest(&entry.key, self.asked.iter().copied()) == Some(key)
            };
            if self.table.entries.iter().any(mistyped) {
                continue;
            }
            let span = self.table.get(key).map_or(self.table.span, |entry| entry.node.span);
            self.desk.miss(
                Diagnostic::error("missing-key", format!("`{key}` is missing"))
                    .at(span, format!("needs `{key}`"))
                    .hint(*hint),
            );
        }
    }

    /// Every entry of a table whose keys are names, not words of the language.
    pub(super) fn entries(&mut self) -> &'t [Entry] {
        self.asked.extend(["*"]);
        &self.table.entries
    }

    /// The tables of `[[key]]`; a single `[key]` is taken for one of them.
    pub(super) fn tables(&mut self, key: &'static str) -> &'t [Node] {
        let desk = self.desk;
        match self.node(key) {
            None => &[],
            Some(Node { value: Value::List(items), .. }) => items,
            Some(node @ Node { value: Value::Table(_), .. }) => std::slice::from_ref(node),
            Some(node) => {
                desk.wrong_type(node, "a list of tables");
                &[]
            }
        }
    }

    fn report_unknown(&self) {
        if self.asked.contains(&"*") {
            return;
        }
        for entry in &self.table.entries {
            let key = entry.key.as_str();
            if self.asked.contains(&key) {
                continue;
            }
            let mut fault = Diagnostic::error("unknown-key", format!("`{key}` is no key here"));
            let also = self.desk.foreign.get().unwrap_or_default().iter().filter(|other| **other != key);
            let valid = || self.asked.iter().chain(also.clone()).copied();
            if self.desk.foreign.get().is_some() && nearest(key, valid()).is_none() {
                fault.severity = Severity::Warning;
                fault.message = format!("the front matter's `{key}` is not used");
                let hint =
                    "what is said for another program may stay; ours are title, authors, date, language and others";
                self.desk.note(fault.at(entry.at, "no key of a document").hint(hint));
                continue;
            }
            fault = fault.at(entry.at, "not known");
            // A question to the reader names keys that are none: nobody waits for an answer about them.
            let homes = if self.desk.ear.is_none() { homes(key) } else { &[] };
            fault = match homes {
                [first, more @ ..] if more.len() < 3 && nearest(key, valid()).is_none() => {
                    let homes = more.iter().fold(format!("`{first}`"), |homes, home| format!("{homes} or `{home}`"));
                    fault.hint(format!("`{key}` stands below {homes}"))
                }
                _ => fault.choices(key, valid()),
            };
            if self.place == "root" && BOOK_KEYS.contains(&key) {
                fault.hints = vec![format!("`{key}` stands below [book]")];
            }
            self.desk.note(fault);
        }
    }
}

/// Text; `None` without a fault if it is empty.
pub(super) fn text(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    match &node.value {
        Value::Text(text) | Value::Plain(text) => {
            (!text.trim().is_empty()).then(|| Spanned::new(text.clone(), node.span))
        }
        _ => {
            desk.wrong_type(node, "text");
            None
        }
    }
}

/// One of `choices`; `what` is the key with its place, to note values that have no effect yet.
pub(super) fn choose<T: Copy>(node: &Node, desk: &Desk<'_>, what: &str, choices: &[(&'static str, T)]) -> Option<T> {
    let word = text(node, desk)?.value;
    if let Some(ear) = &desk.ear {
        ear.hear(node.span, |heard| heard.choices = choices.iter().map(|(word, _)| *word).collect());
    }
    if let Some((word, value)) = choices.iter().find(|(choice, _)| *choice == word) {
        desk.used(&format!("{what}={word}"), node.span);
        return Some(*value);
    }
    desk.note(
        Diagnostic::error("bad-value", format!("`{word}` is none of the choices"))
            .at(node.span, "not known")
            .choices(&word, choices.iter().map(|(word, _)| *word)),
    );
    None
}
