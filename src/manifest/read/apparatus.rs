//! `[person.*]`, `[[event]]`, `[glossary]`, `[index]`, `[bibliography]`, `[release]`.

use std::collections::BTreeMap;

use super::rights::STATUS;
use crate::diagnostic::Diagnostic;
use crate::id::Id;
use crate::manifest::table::{Desk, Fields, choose, text};
use crate::manifest::tree::{Entry, Node, Value};
use crate::manifest::value::{bad_language, date, date_fields, id_of};
use crate::manifest::{
    BibliographySpec, Event, GlossaryTerm, House, IndexSpec, Person, Release, RightsStatus, SectionSpec, Spanned,
    Terms, path,
};
use crate::metadata::{self, Language};

/// Reads the tables of `[person.*]` or `[grant.*]`, each under its id.
pub(in crate::manifest) fn by_id<T>(
    node: &Node,
    desk: &Desk<'_>,
    place: &'static str,
    read: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> BTreeMap<Id, T> {
    let all = |fields: &mut Fields<'_>| {
        let mut records = BTreeMap::new();
        for entry in fields.entries() {
            let id = id_of(&Spanned::new(entry.key.clone(), entry.at), desk);
            let record = desk.fields(&entry.node, place, &read).flatten();
            if let (Some(id), Some(record)) = (id, record) {
                records.insert(id.value, record);
            }
        }
        records
    };
    desk.fields(node, "records", all).unwrap_or_default()
}

/// Reads one `[person.*]`.
pub(in crate::manifest) fn person(fields: &mut Fields<'_>) -> Option<Person> {
    let name = fields.text("name");
    let file_as = fields.text("file-as");
    let aka = fields.texts("aka");
    let original = fields.read("original", |node, desk| desk.fields(node, "original", original));
    let (lived, bio) = (fields.read("lived", date), fields.text("bio"));
    let name = fields.required("name", name, "the name as it is printed: `name = \"Ada Lovelace\"`")?;
    let file_as = file_as.map_or_else(|| metadata::file_as(&name.value), |file_as| file_as.value);
    Some(Person { name, file_as, aka, original: original.unwrap_or_default(), lived, bio })
}

/// Names by language.
fn original(fields: &mut Fields<'_>) -> BTreeMap<Language, Spanned<String>> {
    let desk = fields.desk;
    let mut names = BTreeMap::new();
    for entry in fields.entries() {
        let name = text(&entry.node, desk);
        match (Language::parse(&entry.key), name) {
            (Some(language), Some(name)) => {
                names.insert(language, name);
            }
            (None, _) => desk.note(bad_language(&Spanned::new(entry.key.clone(), entry.at))),
            (Some(_), None) => {}
        }
    }
    names
}

/// Reads one `[[event]]`.
pub(in crate::manifest) fn event(fields: &mut Fields<'_>) -> Option<Event> {
    let given = fields.table.get("date").is_some();
    let (when, words) = (date_fields(fields), fields.text("text"));
    let document = fields.text("document").and_then(|named| document_id(&named, fields.desk));
    if !given {
        fields.required("date", None::<()>, "when it happened: `date = 1917-11-07`");
    }
    let words = fields.required("text", words, "what happened, in a few words");
    Some(Event { date: when?, text: words?, document })
}

/// A document named by its id: it must be one of those there are.
pub(in crate::manifest) fn document_id(named: &Spanned<String>, desk: &Desk<'_>) -> Option<Spanned<Id>> {
    let id = id_of(named, desk)?;
    let sources = &desk.known.sources;
    if !sources.listed || sources.files.contains_key(&named.value) {
        return Some(id);
    }
    let fault =
        Diagnostic::error("unknown-id", format!("there is no document `{}`", named.value)).at(named.span, "not known");
    desk.note(match sources.nearest(&named.value) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault,
    });
    None
}

/// Reads `[glossary]`: terms with what they mean, or with a table of `text` and `match`.
pub(in crate::manifest) fn glossary(fields: &mut Fields<'_>) -> Vec<GlossaryTerm> {
    let desk = fields.desk;
    let read = |entry: &Entry| {
        let term = Spanned::new(entry.key.clone(), entry.at);
        let (text, matching) = match &entry.node.value {
            Value::Table(_) => desk.fields(&entry.node, "glossary", |fields| {
                let (text, matching) = (fields.text("text"), fields.texts("match"));
                (fields.required("text", text, "what the term means"), matching)
            })?,
            _ => (text(&entry.node, desk), Vec::new()),
        };
        Some(GlossaryTerm { term, text: text?, matching })
    };
    fields.entries().iter().filter_map(read).collect()
}

/// `[index]` before its terms files are read.
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the manifest of its own")]
pub(in crate::manifest) struct IndexTable {
    pub(in crate::manifest) terms: Vec<Spanned<String>>,
    pub(in crate::manifest) people: bool,
    pub(in crate::manifest) word_by_word: bool,
    pub(in crate::manifest) max_locators: u32,
    pub(in crate::manifest) include_notes: bool,
    pub(in crate::manifest) columns: u8,
    pub(in crate::manifest) run_in: bool,
}

impl IndexTable {
    /// That of a manifest that says nothing of it.
    pub(in crate::manifest) const fn of(house: House) -> Self {
        Self {
            terms: Vec::new(),
            people: false,
            word_by_word: matches!(house, House::Harts),
            max_locators: 6,
            include_notes: true,
            columns: 2,
            run_in: false,
        }
    }
}

impl IndexTable {
    /// The index without its terms.
    pub(in crate::manifest) fn spec(&self) -> IndexSpec {
        IndexSpec {
            terms: Terms::default(),
            ignore: Vec::new(),
            people: self.people,
            word_by_word: self.word_by_word,
            max_locators: self.max_locators,
            include_notes: self.include_notes,
            columns: self.columns,
            run_in: self.run_in,
        }
    }
}

/// Reads `[index]`.
pub(in crate::manifest) fn index(fields: &mut Fields<'_>, house: House) -> IndexTable {
    let default = IndexTable::of(house);
    IndexTable {
        terms: fields.list("terms", path::file),
        people: fields.flag("people").unwrap_or(default.people),
        word_by_word: fields
            .choice("order", &[("letter-by-letter", false), ("word-by-word", true)])
            .unwrap_or(default.word_by_word),
        max_locators: fields.count("max-locators").unwrap_or(default.max_locators),
        include_notes: fields.flag("include-notes").unwrap_or(default.include_notes),
        columns: fields.read("columns", columns).unwrap_or(default.columns),
        run_in: fields.choice("style", &[("indented", false), ("run-in", true)]).unwrap_or(default.run_in),
    }
}

fn columns(node: &Node, desk: &Desk<'_>) -> Option<u8> {
    let Value::Number(number) = &node.value else {
        desk.wrong_type(node, "a whole number");
        return None;
    };
    let columns = number.parse().ok().filter(|columns| (1..=4).contains(columns));
    if columns.is_none() {
        let fault = Diagnostic::error("bad-value", format!("an index cannot have {number} columns"));
        desk.note(fault.at(node.span, "from 1 to 4"));
    }
    columns
}

/// Reads `[bibliography]`.
pub(in crate::manifest) fn bibliography(fields: &mut Fields<'_>) -> BibliographySpec {
    BibliographySpec {
        files: fields.list("files", path::file),
        all: fields.choice("include", &[("cited", false), ("all", true)]).unwrap_or(false),
        sections: fields.list("sections", |node, desk| desk.fields(node, "sections", section).flatten()),
    }
}

fn section(fields: &mut Fields<'_>) -> Option<SectionSpec> {
    let (title, types) = (fields.text("title"), fields.texts("types"));
    let title = fields.required("title", title, "sections = [{ title = \"Sources\", types = [\"document\"] }]")?;
    Some(SectionSpec { title, types })
}

/// Reads `[release]`.
pub(in crate::manifest) fn release(fields: &mut Fields<'_>) -> Release {
    let default = default_release();
    let rights = fields.some("rights", |node, desk| choose(node, desk, "release.rights", STATUS));
    let fair_use = fields.read("fair-use", |node, desk| desk.fields(node, "fair-use", fair_use));
    let (fair_use_max_words, fair_use_max_share) = fair_use.unwrap_or_default();
    Release {
        rights: rights.unwrap_or(default.rights),
        fair_use_max_words,
        fair_use_max_share,
        for_sale: fields.flag("for-sale"),
        draft_mark: fields.flag("draft-mark").unwrap_or(default.draft_mark),
    }
}

fn fair_use(fields: &mut Fields<'_>) -> (Option<Spanned<u32>>, Option<Spanned<u32>>) {
    let share = |node: &Node, desk: &Desk<'_>| {
        let Value::Number(number) = &node.value else {
            desk.wrong_type(node, "a number");
            return None;
        };
        let share = number.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            let fault = Diagnostic::error("bad-value", format!("`{number}` is no share"));
            desk.note(fault.at(node.span, "from 0 to 1").hint("a tenth is 0.10"));
        }
        share.map(|share| Spanned::new(ten_thousandths(share), node.span))
    };
    (fields.spanned_count("max-words"), fields.read("max-share", share))
}

/// A share from 0 to 1, in ten-thousandths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 10 000")]
fn ten_thousandths(share: f64) -> u32 {
    (share * 10_000.0).round() as u32
}

/// The rules of a manifest that states none.
pub(in crate::manifest) fn default_release() -> Release {
    Release {
        rights: vec![RightsStatus::PublicDomain, RightsStatus::Own, RightsStatus::Licensed, RightsStatus::Permission],
        fair_use_max_words: None,
        fair_use_max_share: None,
        for_sale: None,
        draft_mark: true,
    }
}
