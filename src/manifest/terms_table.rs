//! A list of index terms from a table: what an indexer's program or a spreadsheet writes becomes a terms file.
//!
//! Three shapes are read. A table with a row a heading: the first row names the columns ([`COLUMNS`]), a cell may hold
//! several values between semicolons, rows of one heading come together. A table with a row a value, its columns
//! heading, subheading, kind and value, and objects of JSON, one a line: both are what `anthology index list` prints.
//! Locators are passed over: the program finds its own.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::book::IndexKind;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// What is said of a heading, in the order of a terms file.
const KEYS: &[&str] = &["match", "in", "near", "at", "see", "see-also", "index", "sort", "principal", "mentions"];
/// Of these there is one.
const SINGLE: &[&str] = &["index", "sort", "mentions"];
/// The parts of a path.
const PATH: &[&str] = &["heading", "subheading", "subsubheading"];
/// The columns of a table with a row a value.
const LONG: &[&str] = &["kind", "value"];
/// What a column of locators is called.
const LOCATORS: &str = "locators";

/// Columns by the other names that programs for indexers give them.
const COLUMNS: &[(&str, &str)] = &[
    ("main", "heading"),
    ("main heading", "heading"),
    ("entry", "heading"),
    ("term", "heading"),
    ("level 1", "heading"),
    ("heading 1", "heading"),
    ("sub", "subheading"),
    ("subentry", "subheading"),
    ("level 2", "subheading"),
    ("heading 2", "subheading"),
    ("subheading 1", "subheading"),
    ("level 3", "subsubheading"),
    ("heading 3", "subsubheading"),
    ("subheading 2", "subsubheading"),
    ("locator", LOCATORS),
    ("page", LOCATORS),
    ("pages", LOCATORS),
    ("page number", LOCATORS),
    ("page numbers", LOCATORS),
    ("references", LOCATORS),
    ("pattern", "match"),
    ("patterns", "match"),
    ("document", "in"),
    ("documents", "in"),
    ("see also", "see-also"),
    ("sort as", "sort"),
    ("sort key", "sort"),
];

/// Headings with what is said of them, in the order of their first rows; one heading may stand in several indexes.
#[derive(Default)]
struct Collected {
    order: Vec<(String, String)>,
    terms: BTreeMap<(String, String), BTreeMap<&'static str, Vec<String>>>,
}

impl Collected {
    /// What is said of the heading at `path` of an index.
    fn term(&mut self, index: &str, path: String) -> &mut BTreeMap<&'static str, Vec<String>> {
        let key = (index.to_owned(), path);
        if !self.terms.contains_key(&key) {
            self.order.push(key.clone());
        }
        self.terms.entry(key).or_default()
    }
}

/// Adds a value, unless it is known.
fn add(term: &mut BTreeMap<&'static str, Vec<String>>, key: &'static str, value: &str) {
    let known = term.entry(key).or_default();
    if !value.is_empty() && !known.iter().any(|known| known == value) {
        known.push(value.to_owned());
    }
}

/// The table `text` as the text of a terms file, headings in the order of their first rows.
///
/// `None` and errors where it is no such table; every faulty row is told.
pub fn terms_of_table(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<String> {
    // A mark of the byte order stands before the first name in files of spreadsheets.
    let first = text.trim_start_matches('\u{FEFF}').trim_start();
    if first.starts_with('{') { of_json(text, file, diagnostics) } else { of_csv(text, file, diagnostics) }
}

fn of_csv(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<String> {
    let line = |from: usize| text.get(from..).and_then(|rest| rest.split(['\r', '\n']).next()).unwrap_or_default();
    // "sep=;" tells a spreadsheet what divides the cells.
    let mut start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let told = line(start).strip_prefix("sep=").filter(|sign| sign.len() == 1);
    if told.is_some() {
        let rest = text.get(start + line(start).len()..).unwrap_or_default();
        start = text.len() - rest.trim_start().len();
    }
    let first = line(start);
    let divider = told.and_then(|sign| sign.bytes().next()).unwrap_or_else(|| divider(first));
    let table = text.get(start..).unwrap_or_default();
    if let Some(open) = open_cell(table.as_bytes(), divider) {
        let fault = Diagnostic::error("bad-table", "a cell begins with a quotation mark and never ends");
        let at = start + open;
        diagnostics
            .push(fault.at(Span::new(file, at..at + 1), "begins here").hint("a mark in a cell is written twice"));
        return None;
    }
    let mut reader =
        ReaderBuilder::new().flexible(true).trim(Trim::All).delimiter(divider).from_reader(table.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let whole = Span::new(file, start..start + first.len());
    let columns = columns(&header, whole, diagnostics)?;
    let long = LONG.iter().all(|name| columns.iter().any(|(key, _)| key == name));
    let mut collected = Collected::default();
    let mut sound = true;
    for record in reader.records() {
        let Ok(record) = record else {
            diagnostics.push(Diagnostic::error("bad-table", "the table cannot be read as CSV").at(whole, "this table"));
            return None;
        };
        match path(&record, &columns) {
            Some(path) => row((&record, &columns), path, long, &mut collected),
            // A row of nothing divides a table for the eye.
            None if record.iter().all(str::is_empty) => {}
            None => {
                let byte = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(0);
                let start = start + byte;
                let rest = text.get(start..).unwrap_or_default();
                let skipped = rest.len() - rest.trim_start().len();
                let end = rest.trim_start().lines().next().map_or(0, str::len);
                let span = Span::new(file, start + skipped..start + skipped + end);
                diagnostics.push(Diagnostic::error("missing-key", "a row has no heading").at(span, "this row"));
                sound = false;
            }
        }
    }
    sound.then(|| written(&collected, long))
}

/// What divides the cells of a table, by its first row: there are none of the others outside quotation marks.
fn divider(first: &str) -> u8 {
    let outside: String = first.split('"').step_by(2).collect();
    let count = |sign: char| outside.matches(sign).count();
    let mut divider = b',';
    for (sign, byte) in [(';', b';'), ('\t', b'\t')] {
        if count(sign) > count(',') && count(sign) >= count(char::from(divider)) {
            divider = byte;
        }
    }
    divider
}

/// Where the cell begins whose quotation mark is never closed: it would take in all rows that follow.
fn open_cell(table: &[u8], divider: u8) -> Option<usize> {
    let (mut cell, mut open, mut begins, mut closed) = (0, false, true, None);
    for (at, byte) in table.iter().copied().enumerate() {
        if open {
            open = byte != b'"';
            closed = (!open).then_some(at + 1);
            begins = false;
        } else if byte == b'"' && begins {
            (cell, open) = (at, true);
        } else if byte == b'"' && closed == Some(at) {
            // Two of them within a cell are one sign.
            open = true;
        } else {
            begins = byte == divider || matches!(byte, b'\r' | b'\n') || begins && byte == b' ';
        }
    }
    open.then_some(cell)
}

/// One row of a table.
fn row((record, columns): (&StringRecord, &[(&'static str, usize)]), path: String, long: bool, to: &mut Collected) {
    let cell = |name: &str| {
        let at = columns.iter().find(|(key, _)| *key == name).map(|(_, at)| *at);
        at.and_then(|at| record.get(at)).unwrap_or_default()
    };
    let index = cell("index");
    if made_by_program(index) {
        return;
    }
    if long {
        // One that is said by its terms has a row of its own.
        let term = to.term(index, path);
        if let Some(key) = KEYS.iter().find(|key| **key == cell("kind")) {
            add(term, key, cell("value"));
        }
        return;
    }
    let term = to.term(index, path);
    for (key, at) in columns.iter().filter(|(key, _)| KEYS.contains(key) || *key == LOCATORS) {
        let values = record.get(*at).unwrap_or_default().split(';').map(str::trim);
        values.for_each(|value| add(term, key, value));
    }
}

/// Whether no terms make the index of this name.
fn made_by_program(index: &str) -> bool {
    IndexKind::ALL.iter().any(|(name, kind)| *name == index && !kind.is_of_terms())
}

/// Objects of JSON, one a line.
fn of_json(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut collected = Collected::default();
    let mut sound = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(file, start..start + line.trim_end().len());
        start += line.len();
        let line = line.trim().trim_start_matches('\u{FEFF}');
        if line.is_empty() {
            continue;
        }
        let read = serde_json::from_str::<serde_json::Value>(line);
        let texts = |value: Option<&serde_json::Value>| -> Vec<String> {
            let all = value.and_then(serde_json::Value::as_array).into_iter().flatten();
            all.filter_map(serde_json::Value::as_str).map(str::to_owned).collect()
        };
        let path = read.as_ref().map(|object| texts(object.get("path"))).unwrap_or_default();
        let (Ok(object), false) = (&read, path.is_empty()) else {
            let fault = Diagnostic::error("bad-table", "a line is no heading of an index").at(span, "this line");
            diagnostics.push(fault.hint("`anthology index list --format json` shows what is wanted"));
            sound = false;
            continue;
        };
        let index = object.get("index").and_then(serde_json::Value::as_str).unwrap_or_default();
        if made_by_program(index) {
            continue;
        }
        let term = collected.term(index, path.join(" > "));
        for key in KEYS {
            let values = texts(object.get("term").and_then(|term| term.get(*key)));
            for value in &values {
                add(term, key, value);
            }
        }
    }
    sound.then(|| written(&collected, true))
}

/// The columns by their names.
fn columns(header: &StringRecord, whole: Span, diagnostics: &mut Diagnostics) -> Option<Vec<(&'static str, usize)>> {
    let known: Vec<&'static str> = PATH.iter().chain(KEYS).chain(LONG).chain([&LOCATORS]).copied().collect();
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim_start_matches('\u{FEFF}').trim().to_lowercase();
        let other = COLUMNS.iter().find(|(other, _)| *other == name).map(|(_, key)| key);
        match known.iter().find(|known| **known == name).or(other) {
            Some(key) if columns.iter().any(|(known, _)| known == key) => diagnostics.push(
                Diagnostic::error("bad-table", format!("the table has two columns `{key}`")).at(whole, "both here"),
            ),
            Some(key) => columns.push((*key, at)),
            // What a spreadsheet adds at the end of each row.
            None if name.is_empty() => {}
            None => diagnostics.push(
                Diagnostic::error("unknown-key", format!("`{name}` is no column of a table of terms"))
                    .at(whole, "columns are named here")
                    .choices(&name, known.iter().copied()),
            ),
        }
    }
    if !columns.iter().any(|(key, _)| *key == "heading") {
        let fault = Diagnostic::error("missing-key", "the table has no column `heading`").at(whole, "the first row");
        diagnostics.push(fault.hint("the first row names the columns: heading, subheading, match, see, …"));
    }
    (!diagnostics.has_errors()).then_some(columns)
}

/// "Lenin, Vladimir > body of".
fn path(record: &StringRecord, columns: &[(&'static str, usize)]) -> Option<String> {
    let cell = |key: &str| {
        let at = columns.iter().find(|(name, _)| *name == key).map(|(_, at)| *at)?;
        record.get(at).filter(|cell| !cell.is_empty())
    };
    cell("heading")?;
    Some(PATH.iter().filter_map(|key| cell(key)).collect::<Vec<_>>().join(" > "))
}

/// The text of a terms file. Of a heading of which nothing is said, its own words lead to it, unless `listed`: then it
/// came from marks, people or what stands under it.
fn written(collected: &Collected, listed: bool) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let value = |key: &str, values: &[String]| match values {
        [only] => quoted(only),
        [first, ..] if SINGLE.contains(&key) => quoted(first),
        many => format!("[{}]", many.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")),
    };
    let mut file = "[terms]\n".to_owned();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (index, path) in &collected.order {
        let Some(term) = collected.terms.get(&(index.clone(), path.clone())) else { continue };
        let said = |key: &&str| term.get(key).is_some_and(|values| !values.is_empty());
        let keys: Vec<&str> = KEYS.iter().copied().filter(said).collect();
        let own = || quoted(path.rsplit(" > ").next().unwrap_or(path));
        let values = |key: &str| match term.get(key) {
            Some(values) if !values.is_empty() => value(key, values),
            _ => own(),
        };
        // What an indexer found places for is found by its own words, unless others are given.
        let places = said(&LOCATORS) && !["match", "at"].iter().any(said);
        let keys: Vec<&str> = places.then_some("match").into_iter().chain(keys).collect();
        let line = match keys.as_slice() {
            [] if listed => continue,
            // What leads to it nobody has said: its own words.
            [] => own(),
            ["match"] => values("match"),
            keys => {
                let pairs: Vec<String> = keys.iter().map(|key| format!("{key} = {}", values(key))).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        };
        // A key stands in a file once; who has one heading in two indexes has two files.
        let again = !told.insert(path);
        let sign = if again { "# again: " } else { "" };
        file.extend([sign, &quoted(path), " = ", &line, "\n"]);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    fn made(table: &str) -> (Option<String>, Vec<String>) {
        let file = Files::default().add("terms.csv", table);
        let mut faults = Diagnostics::default();
        let terms = terms_of_table(table, file, &mut faults);
        (terms, faults.as_slice().iter().map(|fault| fault.message.clone()).collect())
    }

    #[test]
    fn a_table_becomes_terms() {
        let table = "\u{FEFF}Heading,Subheading,match,see,see-also,sort\n\
                     \"Berg, Anna\",,Anna Berg; Berg,,strikes,\n\
                     \"Berg, Anna\",in exile,Berg in exile,,,\n\
                     ,,,,,\n\
                     \"*Spark, The*\",,\"The \"\"Spark\"\"\",,,Spark\n\
                     lock-outs,,,strikes,,\n\
                     \"Berg, Anna\",,Comrade Anna,,,\n\
                     strikes,,,,,\n";
        let (terms, faults) = made(table);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            terms.unwrap(),
            "[terms]\n\
             \"Berg, Anna\" = { match = [\"Anna Berg\", \"Berg\", \"Comrade Anna\"], see-also = \"strikes\" }\n\
             \"Berg, Anna > in exile\" = \"Berg in exile\"\n\
             \"*Spark, The*\" = { match = 'The \"Spark\"', sort = \"Spark\" }\n\
             \"lock-outs\" = { see = \"strikes\" }\n\
             \"strikes\" = \"strikes\"\n"
        );
    }

    #[test]
    fn what_is_no_such_table() {
        assert_eq!(made("heading,lokators\nx,1\n").1, ["`lokators` is no column of a table of terms"]);
        assert_eq!(made("").1, ["the table has no column `heading`"]);
        assert_eq!(made("heading,term,match\na,b,c\n").1, ["the table has two columns `heading`"]);
        let open = ["a cell begins with a quotation mark and never ends"];
        assert_eq!(made("heading,match\n\"x,1\ny,2\n").1, open);
        assert_eq!(made("heading,match\n\"x \"\"y\"\",1\n").1, open);
        assert!(made("heading,match\n\"x \"\"y\"\"\",nails of 5\"\n").0.is_some());
        assert_eq!(made("heading,match\nx,x\n,y\n,z\n"), (None, vec!["a row has no heading".to_owned(); 2]));
    }

    #[test]
    fn what_spreadsheets_add() {
        let table = "sep=;\r\n\"Heading\";\"match\"\r\n\"tides; neap\";\"neap\ttide\"\r\n\"tides; neap\";\"neap\ttide\"\r\n;\r\n";
        let expected = "[terms]\n\"tides; neap\" = \"neap\\ttide\"\n";
        assert_eq!(made(table), (Some(expected.to_owned()), Vec::new()));
        assert_eq!(made(&table.replace("\r\n", "\r")), made(table));
        assert_eq!(made(&format!("\u{FEFF}{table}")), made(table));
        assert_eq!(made("\"Heading, main\"\theading\nx\ty\n").1, ["`heading, main` is no column of a table of terms"]);
    }

    #[test]
    fn what_an_indexers_program_writes() {
        let table = "Main heading;Sub;Page numbers;See also\ntides;;12, 14;moon\ntides;of spring;15;\nmoon;;3;\n";
        let expected = "[terms]\n\
                        \"tides\" = { match = \"tides\", see-also = \"moon\" }\n\
                        \"tides > of spring\" = \"of spring\"\n\
                        \"moon\" = \"moon\"\n";
        assert_eq!(made(table), (Some(expected.to_owned()), Vec::new()));
        assert_eq!(made(&table.replace(';', "\t")).0.unwrap(), expected);
    }

    #[test]
    fn what_is_listed_is_read_again() {
        let rows = "index,heading,subheading,kind,value\n\
                    index,bread,,locator,1\n\
                    index,sea,,locator,1\n\
                    index,sea,,principal-locator,1\n\
                    index,sea,,match,sea\n\
                    index,sea,,match,*ocean*\n\
                    index,sea,in bread,at,a: with salt\n\
                    first-lines,The hill is steep,,locator,4\n";
        let objects = "{\"index\":\"index\",\"path\":[\"bread\"],\"locators\":[\"1\"],\"term\":{}}\n\
                       {\"index\":\"index\",\"path\":[\"sea\"],\"term\":{\"match\":[\"sea\",\"*ocean*\"]}}\n\
                       {\"index\":\"index\",\"path\":[\"sea\",\"in bread\"],\"term\":{\"at\":[\"a: with salt\"]}}\n\
                       {\"index\":\"first-lines\",\"path\":[\"The hill is steep\"],\"term\":{}}\n";
        let expected = "[terms]\n\"sea\" = [\"sea\", \"*ocean*\"]\n\"sea > in bread\" = { at = \"a: with salt\" }\n";
        assert_eq!(made(rows), (Some(expected.to_owned()), Vec::new()));
        assert_eq!(made(objects), (Some(expected.to_owned()), Vec::new()));
    }
}
