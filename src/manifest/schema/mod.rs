//! A JSON Schema of the manifest, of a document's companion file, and of a file of terms.
//!
//! Editors that know TOML (taplo, Even Better TOML) complete and check a file by the schema that its first comment
//! names. What the schema says is asked of the reader, see [`inquiry`]; what the keys mean is said in [`meaning`].
//! JSON Schema draft 7, which these editors read.

mod homes;
pub(super) mod inquiry;
mod meaning;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

pub(in crate::manifest) use self::homes::homes;
use self::inquiry::{Heard, Inquiry, Step};
use super::tree::Value;
use crate::diagnostic::Files;

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// `anthology.toml` and what it includes.
    Manifest,
    /// A companion file, and front matter.
    Document,
    /// A file of terms.
    Terms,
}

impl Of {
    const fn title(self) -> &'static str {
        match self {
            Self::Manifest => "The manifest of an anthology",
            Self::Document => "A document of an anthology",
            Self::Terms => "Terms of an index",
        }
    }
}

/// The schema of one kind of file, as JSON text.
#[must_use]
pub fn schema(of: Of) -> String {
    let file = Files::default().add("schema", "");
    let mut survey = Survey { inquiry: Inquiry::new(of, file), definitions: BTreeMap::new(), open: Vec::new() };
    let mut root = survey.table(&[]);
    if let Json::Object(root) = &mut root {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!(of.title()));
        let definitions: Map<String, Json> = std::mem::take(&mut survey.definitions).into_iter().collect();
        root.insert("definitions".to_owned(), Json::Object(definitions));
    }
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

/// Asks for every place in a file.
struct Survey {
    inquiry: Inquiry,
    /// Tables that stand in several places, by name.
    definitions: BTreeMap<String, Json>,
    /// The tables being asked about, the outermost first: a date may stand in a date.
    open: Vec<&'static str>,
}

impl Survey {
    fn ask(&self, path: &[Step], value: Value) -> Heard {
        self.inquiry.ask(path, value)
    }

    /// The schema of a table at `path`, which is one.
    fn table(&mut self, path: &[Step]) -> Json {
        let mut heard = self.ask(path, self.inquiry.table(&[]));
        // Some keys are asked for only where what must be there is there.
        let filled: Vec<_> = heard.missing.iter().map(|key| (*key, Value::Text("en".to_owned()))).collect();
        for key in self.ask(path, self.inquiry.table(&filled)).keys {
            if !heard.keys.contains(&key) {
                heard.keys.push(key);
            }
        }
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        if heard.keys.contains(&"*") {
            let inner = self.value(&[path, &[Step::Named]].concat());
            schema.insert("additionalProperties".to_owned(), inner);
            return Json::Object(schema);
        }
        let mut properties = Map::new();
        let place = heard.place.unwrap_or_default();
        for key in &heard.keys {
            let inner = self.value(&[path, &[Step::Key(key)]].concat());
            properties.insert((*key).to_owned(), described(inner, meaning::of(place, key)));
        }
        schema.insert("properties".to_owned(), Json::Object(properties));
        schema.insert("additionalProperties".to_owned(), json!(false));
        let required = self.required(path, &heard);
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        Json::Object(schema)
    }

    /// The keys that are missing whatever else is there.
    fn required(&self, path: &[Step], heard: &Heard) -> Vec<&'static str> {
        let still = |key: &str, other: &'static str| {
            [Value::Flag(true), Value::Flag(false), Value::Text("en".to_owned())].into_iter().all(|value| {
                let heard = self.ask(path, self.inquiry.table(&[(other, value)]));
                heard.missing.contains(&key)
            })
        };
        let others = |key: &str| heard.keys.iter().copied().filter(move |other| *other != key).collect::<Vec<_>>();
        let missing = heard.missing.iter().copied();
        missing.filter(|key| others(key).into_iter().all(|other| still(key, other))).collect()
    }

    /// The schema of what may stand at `path`.
    fn value(&mut self, path: &[Step]) -> Json {
        let mut forms = Vec::new();
        forms.extend(self.text(path));
        let number = |digits: &str| self.ask(path, Value::Number(digits.to_owned()));
        if !number("1").refused && !number("1").faulty {
            forms.push(json!({ "type": if number("0.5").faulty { "integer" } else { "number" } }));
        }
        let flags: Vec<bool> =
            [true, false].into_iter().filter(|flag| !self.ask(path, Value::Flag(*flag)).refused).collect();
        match flags.as_slice() {
            [] => {}
            [_, _] => forms.push(json!({ "type": "boolean" })),
            one => forms.push(json!({ "enum": one })),
        }
        let listed = self.ask(path, Value::List(Vec::new()));
        if !listed.refused {
            let items = self.value(&[path, &[Step::Item]].concat());
            forms.push(json!({ "type": "array", "items": items }));
        }
        let table = self.ask(path, self.inquiry.table(&[]));
        if let Some(place) = table.place.filter(|_| !table.refused) {
            forms.push(self.shared(place, path));
        }
        match forms.len() {
            1 => forms.remove(0),
            _ => json!({ "anyOf": forms }),
        }
    }

    /// Words, or any text.
    fn text(&self, path: &[Step]) -> Option<Json> {
        let probes = ["x", "x.md", "x.csl"].map(|text| self.ask(path, Value::Text(text.to_owned())));
        if probes.iter().any(|heard| heard.refused) {
            return None;
        }
        let choices = probes.iter().find(|heard| !heard.choices.is_empty()).map(|heard| heard.choices.clone());
        let free = probes.iter().any(|heard| heard.choices.is_empty());
        Some(match choices {
            None => json!({ "type": "string" }),
            Some(choices) if free => json!({ "anyOf": [{ "enum": choices }, { "type": "string" }] }),
            Some(choices) => json!({ "enum": choices }),
        })
    }

    /// A table as a definition, so that what stands in several places is said once.
    fn shared(&mut self, place: &'static str, path: &[Step]) -> Json {
        if self.open.contains(&place) {
            return json!({ "$ref": format!("#/definitions/{place}") });
        }
        self.open.push(place);
        let table = self.table(path);
        self.open.pop();
        let names = std::iter::once(place.to_owned()).chain((2..).map(|n| format!("{place}-{n}")));
        for name in names {
            match self.definitions.get(&name) {
                Some(known) if *known != table => {}
                _ => {
                    self.definitions.insert(name.clone(), table);
                    return json!({ "$ref": format!("#/definitions/{name}") });
                }
            }
        }
        table
    }
}

/// A schema with what its key means. A reference takes no neighbours in draft 7.
fn described(schema: Json, meaning: Option<&str>) -> Json {
    let Some(meaning) = meaning else { return schema };
    match schema {
        Json::Object(mut inner) if !inner.contains_key("$ref") => {
            inner.insert("description".to_owned(), json!(meaning));
            Json::Object(inner)
        }
        reference => json!({ "description": meaning, "allOf": [reference] }),
    }
}
