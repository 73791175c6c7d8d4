//! The index as a table: a row for each thing that is said of a heading, or an object for each heading.
//!
//! What a term of the terms files says goes along, so that `anthology index import` can make the terms file anew.

use std::collections::BTreeMap;
use std::io;

use anthology::edit::index::{ListedHeading, ListedLocator, term_key, terms_by_key};
use anthology::manifest::{Manifest, Term};
use anthology::source::Reading;

/// A heading with all that is said of it.
pub struct Row {
    index: &'static str,
    letter: String,
    path: Vec<String>,
    locators: Vec<String>,
    principal: Vec<String>,
    figures: Vec<String>,
    /// Keys of a terms file with their values.
    said: BTreeMap<&'static str, Vec<String>>,
}

/// The headings as rows; then, where those of all indexes are wanted, the terms that nothing leads to.
pub fn rows(headings: &[ListedHeading], manifest: &Manifest, all: bool) -> Vec<Row> {
    let mut terms = terms_by_key(&manifest.index, Reading::PLAIN);
    let mut rows = Vec::new();
    for heading in headings {
        let of_terms = heading.index.is_of_terms();
        let key = term_key(&heading.path);
        let mut term = None;
        if let Some(known) = terms.get_mut(&key).filter(|_| of_terms) {
            let own = known.iter().position(|term| term.index.is_none_or(|index| index == heading.index));
            let own = own.or_else(|| (!known.is_empty()).then_some(0));
            term = own.map(|own| known.remove(own));
        }
        let mut said = term.map(said).unwrap_or_default();
        for (key, list) in [("see", &heading.see), ("see-also", &heading.see_also)] {
            if !list.is_empty() && !said.contains_key(key) {
                said.insert(key, list.clone());
            }
        }
        let printed = |which: fn(&ListedLocator) -> bool| {
            heading.locators.iter().filter(|locator| which(locator)).map(|locator| locator.text.clone()).collect()
        };
        rows.push(Row {
            index: heading.index.name(),
            letter: heading.letter.clone(),
            path: heading.written.clone(),
            locators: printed(|_| true),
            principal: printed(|locator| locator.principal),
            figures: printed(|locator| locator.figure),
            said,
        });
    }
    let idle = terms.into_values().flatten().filter(|_| all);
    rows.extend(idle.map(|term| Row {
        index: term.index.unwrap_or_default().name(),
        letter: String::new(),
        path: term.path.value.clone(),
        locators: Vec::new(),
        principal: Vec::new(),
        figures: Vec::new(),
        said: said(term),
    }));
    rows
}

/// What a term says, by the keys of a terms file.
fn said(term: &Term) -> BTreeMap<&'static str, Vec<String>> {
    let lists = [
        ("match", &term.patterns),
        ("in", &term.within),
        ("near", &term.near),
        ("see", &term.see),
        ("see-also", &term.see_also),
        ("principal", &term.principal),
    ];
    let texts = lists.map(|(key, list)| (key, list.iter().map(|one| one.value.clone()).collect()));
    let mut said: BTreeMap<&'static str, Vec<String>> = texts.into_iter().collect();
    said.insert("at", term.at.iter().map(|place| format!("{}: {}", place.document.value, place.words.value)).collect());
    said.insert("sort", term.sort.iter().map(|sort| sort.value.clone()).collect());
    said.insert("mentions", if term.substantive { vec!["substantive".to_owned()] } else { Vec::new() });
    said.insert("index", term.index.iter().map(|index| index.name().to_owned()).collect());
    said.retain(|_, values| !values.is_empty());
    said
}

/// index, heading, subheading, kind, value.
pub fn csv(rows: &[Row]) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["index", "heading", "subheading", "kind", "value"])?;
    for row in rows {
        let (main, sub) = row.path.split_first().map_or(("", &[][..]), |(main, sub)| (main.as_str(), sub));
        let sub = sub.join(" > ");
        let locators = row.locators.iter().map(|text| ("locator", text.as_str()));
        let principal = row.principal.iter().map(|text| ("principal-locator", text.as_str()));
        let figures = row.figures.iter().map(|text| ("figure-locator", text.as_str()));
        let said = row.said.iter().flat_map(|(key, values)| values.iter().map(move |value| (*key, value.as_str())));
        for (kind, value) in locators.chain(principal).chain(figures).chain(said) {
            table.write_record([row.index, main, &sub, kind, value])?;
        }
    }
    let bytes = table.into_inner().map_err(|fault| io::Error::other(fault.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// An object a line for each heading.
pub fn json(rows: &[Row]) -> io::Result<String> {
    let mut lines = String::new();
    for row in rows {
        let line = serde_json::json!({
            "index": row.index,
            "letter": row.letter,
            "path": row.path,
            "locators": row.locators,
            "principal-locators": row.principal,
            "figure-locators": row.figures,
            "term": row.said,
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    Ok(lines)
}
