//! The schema against the reader: what the one knows, the other knows.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use super::{Of, schema};
use crate::diagnostic::{Diagnostics, Files};
use crate::manifest::tests::run;
use crate::manifest::tree::{Node, Table, Value, read_toml};

fn parsed(of: Of) -> Json {
    serde_json::from_str(&schema(of)).unwrap_or_default()
}

/// Follows references.
fn resolved<'s>(schema: &'s Json, root: &'s Json) -> &'s Json {
    let mut schema = schema;
    while let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        schema = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Json::Null);
    }
    schema
}

/// The alternatives of a schema.
fn forms<'s>(schema: &'s Json, root: &'s Json, found: &mut Vec<&'s Json>) {
    let schema = resolved(schema, root);
    let inner = ["anyOf", "allOf"].iter().find_map(|key| schema.get(*key)).and_then(Json::as_array);
    match inner {
        Some(inner) => inner.iter().for_each(|form| forms(form, root, found)),
        None => found.push(schema),
    }
}

/// What is wrong with a table by the schema: keys, types and words.
fn judge(table: &Table, schema: &Json, root: &Json, place: &str, wrong: &mut Vec<String>) {
    for key in schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
        if table.get(key).is_none() {
            wrong.push(format!("{place}: no {key}"));
        }
    }
    for entry in &table.entries {
        let place = format!("{place}.{}", entry.key);
        let inner = match schema.get("properties") {
            Some(properties) => properties.get(&entry.key),
            None => schema.get("additionalProperties"),
        };
        match inner {
            Some(inner) => judge_value(&entry.node, inner, root, &place, wrong),
            None => wrong.push(format!("{place}: unknown")),
        }
    }
}

fn judge_value(node: &Node, schema: &Json, root: &Json, place: &str, wrong: &mut Vec<String>) {
    let mut all = Vec::new();
    forms(schema, root, &mut all);
    let typed = |name: &str| all.iter().copied().find(|form| form["type"] == name);
    let enumerated =
        |value: &Json| all.iter().any(|form| form["enum"].as_array().is_some_and(|values| values.contains(value)));
    let fits = match &node.value {
        Value::Text(text) | Value::Plain(text) => typed("string").is_some() || enumerated(&Json::from(text.as_str())),
        Value::Date(_) => typed("string").is_some(),
        Value::Number(digits) => typed("number").is_some() || (typed("integer").is_some() && !digits.contains('.')),
        Value::Flag(flag) => typed("boolean").is_some() || enumerated(&Json::from(*flag)),
        Value::List(items) => typed("array").is_some_and(|array| {
            for item in items {
                judge_value(item, &array["items"], root, place, wrong);
            }
            true
        }),
        Value::Table(table) => typed("object").is_some_and(|object| {
            judge(table, object, root, place, wrong);
            true
        }),
    };
    if !fits {
        wrong.push(format!("{place}: {} does not fit", node.value.kind()));
    }
}

/// What is wrong with a file by its schema.
fn judged(of: Of, text: &str) -> Vec<String> {
    let mut files = Files::default();
    let file = files.add("file.toml", text);
    let table = read_toml(file, 0..text.len(), &files, &mut Diagnostics::default());
    let (root, mut wrong) = (parsed(of), Vec::new());
    judge(&table, &root, &root, "", &mut wrong);
    wrong
}

#[test]
fn the_projects_own_files_are_good_by_the_schema() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for (of, path) in [
        (Of::Manifest, "anthology.toml"),
        (Of::Manifest, ".ci/by-theme/anthology.toml"),
        (Of::Manifest, "src/compile/begin/anthology.toml"),
        (Of::Manifest, "../shared/october/anthology.toml"),
        (Of::Document, "sources/capture.toml"),
        (Of::Document, "src/compile/begin/notice.toml"),
        (Of::Terms, "sources/terms.toml"),
        (Of::Terms, "src/compile/begin/terms.toml"),
    ] {
        let Ok(text) = std::fs::read_to_string(top.join(path)) else { continue };
        read += 1;
        assert_eq!(judged(of, &text), Vec::<String>::new(), "{path}");
    }
    assert!(read >= 6, "only {read} files were found");
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let manifest = "shoe = 1\n[book]\ntitel = \"x\"\nlanguage = 3\n[style]\nhouse = \"hart\"\nibid = \"no\"\n\
                    [index]\ncolumns = \"two\"\n[edition.x]\npages = true\nmargins = { inner = true }\n";
    let wrong = judged(Of::Manifest, manifest);
    let told = [
        ".shoe: unknown",
        ".book: no title",
        ".book.titel: unknown",
        ".book.language: a number does not fit",
        ".style.house: text does not fit",
        ".style.ibid: text does not fit",
        ".index.columns: text does not fit",
        ".edition.x.pages: true or false does not fit",
        ".edition.x.margins.inner: true or false does not fit",
    ];
    assert_eq!(wrong, told);
}

/// Every key that stands in a schema, with the tables above it; `""` where names are free.
fn keys(schema: &Json, root: &Json, path: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) {
    let mut all = Vec::new();
    forms(schema, root, &mut all);
    for form in all {
        match form["type"].as_str() {
            Some("array") => keys(&form["items"], root, path, found),
            Some("object") => {
                let free = form.get("additionalProperties").filter(|inner| inner.is_object());
                let named = form["properties"].as_object().into_iter().flatten();
                let named = named.map(|(key, inner)| (key.as_str(), inner));
                for (key, inner) in named.chain(free.map(|inner| ("en", inner))) {
                    // A date may stand in a date.
                    if path.len() < 6 {
                        path.push(key.to_owned());
                        found.insert(path.clone());
                        keys(inner, root, path, found);
                        path.pop();
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn every_key_of_the_schema_is_known_to_the_reader() {
    let root = parsed(Of::Manifest);
    let mut found = BTreeSet::new();
    keys(&root, &root, &mut Vec::new(), &mut found);
    assert!(found.len() > 400, "only {} keys", found.len());
    for path in found.iter().filter(|path| path[0] != "chapter" && path[0] != "part") {
        let dotted: Vec<String> = path.iter().map(|key| format!("\"{key}\"")).collect();
        let manifest = format!("{} = \"x\"\n[[chapter]]\ndocuments = [\"one\"]\n", dotted.join("."));
        let told = run(&manifest, &[("sources/en.md", "Words.\n")]).lines().join("\n");
        assert!(!told.contains("unknown-key @"), "{manifest}{told}");
    }
}

#[test]
fn every_key_is_explained() {
    fn unexplained(schema: &Json, place: &str, found: &mut Vec<String>) {
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            if inner.get("description").is_none() {
                found.push(format!("{place}.{key}"));
            }
        }
    }
    for of in [Of::Manifest, Of::Document, Of::Terms] {
        let root = parsed(of);
        let mut found = Vec::new();
        unexplained(&root, "root", &mut found);
        // The program's own words are what they say.
        let tables = root["definitions"].as_object().into_iter().flatten().filter(|(name, _)| *name != "words");
        tables.for_each(|(name, table)| unexplained(table, name, &mut found));
        assert_eq!(found, Vec::<String>::new());
    }
}
