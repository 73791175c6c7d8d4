//! A list of index terms from a table: what an indexer's program or a spreadsheet writes becomes a terms file.
//!
//! The first row names the columns: `heading` and, as far as they are there, `subheading`, `match`, `in`, `near`, `at`,
//! `see`, `see-also`, `sort`. A cell may hold several values between semicolons. Rows of one heading come together.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// The columns, but for those that make the path.
const KEYS: &[&str] = &["match", "in", "near", "at", "see", "see-also", "sort"];

/// The table `text` as the text of a terms file, headings in the order of their first rows.
///
/// `None` and errors where it is no such table; every faulty row is told.
pub fn terms_of_csv(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let whole = Span::new(file, 0..text.lines().next().map_or(0, str::len));
    let columns = columns(&header, whole, diagnostics)?;
    let mut order: Vec<String> = Vec::new();
    let mut terms: BTreeMap<String, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    let mut sound = true;
    for record in reader.records() {
        let Ok(record) = record else {
            diagnostics.push(Diagnostic::error("bad-table", "the table cannot be read as CSV").at(whole, "this table"));
            return None;
        };
        match path(&record, &columns) {
            Some(path) => {
                if !terms.contains_key(&path) {
                    order.push(path.clone());
                }
                let term = terms.entry(path).or_default();
                for (key, at) in columns.iter().filter(|(key, _)| KEYS.contains(key)) {
                    let cell = record.get(*at).unwrap_or_default();
                    let values = cell.split(';').map(str::trim).filter(|value| !value.is_empty());
                    let known = term.entry(key).or_default();
                    for value in values {
                        if !known.iter().any(|known| known == value) {
                            known.push(value.to_owned());
                        }
                    }
                }
            }
            // A row of nothing divides a table for the eye.
            None if record.iter().all(str::is_empty) => {}
            None => {
                let start = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(0);
                let rest = text.get(start..).unwrap_or_default();
                let skipped = rest.len() - rest.trim_start().len();
                let end = rest.trim_start().lines().next().map_or(0, str::len);
                let span = Span::new(file, start + skipped..start + skipped + end);
                diagnostics.push(Diagnostic::error("missing-key", "a row has no heading").at(span, "this row"));
                sound = false;
            }
        }
    }
    sound.then(|| written(&order, &terms))
}

/// The columns by their names.
fn columns(header: &StringRecord, whole: Span, diagnostics: &mut Diagnostics) -> Option<Vec<(&'static str, usize)>> {
    let known: Vec<&'static str> = ["heading", "subheading"].iter().chain(KEYS).copied().collect();
    let mut columns = Vec::new();
    for (at, name) in header.iter().enumerate() {
        // A mark of the byte order stands before the first name in files of spreadsheets.
        let name = name.trim_start_matches('\u{FEFF}').to_lowercase();
        match known.iter().find(|known| **known == name) {
            Some(key) => columns.push((*key, at)),
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
    let heading = cell("heading")?;
    Some(cell("subheading").map_or_else(|| heading.to_owned(), |sub| format!("{heading} > {sub}")))
}

fn written(order: &[String], terms: &BTreeMap<String, BTreeMap<&str, Vec<String>>>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let value = |values: &[String]| match values {
        [only] => quoted(only),
        many => format!("[{}]", many.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")),
    };
    let mut file = "[terms]\n".to_owned();
    for path in order {
        let Some(term) = terms.get(path) else { continue };
        let said = |key: &&str| term.get(key).is_some_and(|values| !values.is_empty());
        let keys: Vec<&str> = KEYS.iter().copied().filter(said).collect();
        let values = |key: &str| term.get(key).map_or_else(String::new, |values| value(values));
        let line = match keys.as_slice() {
            // What leads to it nobody has said: its own words.
            [] => quoted(path.rsplit(" > ").next().unwrap_or(path)),
            ["match"] => values("match"),
            keys => {
                let pairs: Vec<String> = keys.iter().map(|key| format!("{key} = {}", values(key))).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        };
        file.extend([&quoted(path), " = ", &line, "\n"]);
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
        let terms = terms_of_csv(table, file, &mut faults);
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
        assert_eq!(made("heading,match\nx,x\n,y\n,z\n"), (None, vec!["a row has no heading".to_owned(); 2]));
    }
}
