//! What the head of a page and the attributes of its elements say, gathered under one name for each kind of saying.

use serde_json::Value;

use crate::source::html::{self, Element, Page};

/// All that a page says, by key: `og:title`, `itemprop:author`, `ld:headline`.
pub(super) struct Said {
    all: Vec<(String, String)>,
}

impl Said {
    /// The first value under the first of `keys` that has one.
    pub(super) fn first(&self, keys: &[&str]) -> Option<&str> {
        let said = |key: &&str| self.all.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
        keys.iter().find_map(said)
    }

    /// Every value under `key`.
    pub(super) fn every<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.all.iter().filter(move |(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn add(&mut self, key: impl Into<String>, value: &str) {
        // Many systems escape what they write twice.
        let value = html::unescaped(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.all.push((key.into(), value));
        }
    }
}

/// Gathers what a page says.
pub(super) fn said(page: &Page<'_>) -> Said {
    let mut said = Said { all: Vec::new() };
    for element in page.elements() {
        let get = |key: &str| element.attribute(key).map(str::trim).filter(|value| !value.is_empty());
        match element.name() {
            "html" | "body" => {
                if let Some(language) = get("lang").or_else(|| get("xml:lang")) {
                    said.add("lang", language);
                }
            }
            "meta" => {
                let key =
                    get("property").or_else(|| get("name")).or_else(|| get("itemprop")).or_else(|| get("http-equiv"));
                if let (Some(key), Some(value)) = (key, get("content")) {
                    let key =
                        key.to_lowercase().replace("dcterms.", "dc.").replace("dc:", "dc.").replace("dcterms:", "dc.");
                    said.add(key, value);
                }
            }
            "title" => said.add("title", &element.words()),
            "link" | "a" => {
                if let (Some(rel), Some(href)) = (get("rel"), get("href")) {
                    for rel in rel.to_lowercase().split_whitespace() {
                        said.add(format!("rel:{rel}"), href);
                        if rel == "author" && element.name() == "a" && element.in_text() {
                            said.add("author-link", &element.words());
                        }
                    }
                }
            }
            "script" if get("type").is_some_and(|kind| kind.contains("ld+json")) => {
                if let Ok(value) = serde_json::from_str::<Value>(element.raw()) {
                    ld(&value, &mut said, 0);
                }
            }
            _ => {}
        }
        if let Some(prop) = get("itemprop").filter(|_| element.name() != "meta") {
            micro(&element, prop, &mut said);
        }
    }
    said
}

/// A value of microdata: an attribute where the element has one that says it, else its words.
fn micro(element: &Element<'_>, prop: &str, said: &mut Said) {
    let inner = element
        .above()
        .any(|outer| outer.attribute("itemprop").is_some_and(|prop| prop == "publisher" || prop == "author"));
    let value = ["content", "datetime"].iter().find_map(|key| element.attribute(key)).map(str::to_owned);
    let value = value.or_else(|| {
        (element.name() == "a" && matches!(prop, "license" | "url"))
            .then(|| element.attribute("href").map(str::to_owned))
            .flatten()
    });
    let value = value.unwrap_or_else(|| if prop == "articleBody" { String::new() } else { element.words() });
    if value.chars().count() > 300 || inner && prop != "name" {
        return;
    }
    let outer = element.above().find_map(|outer| outer.attribute("itemprop"));
    match outer.filter(|_| inner) {
        Some(outer) => said.add(format!("item:{outer}:{prop}"), &value),
        None => said.add(format!("item:{prop}"), &value),
    }
}

/// What is taken of a JSON-LD object.
const KEYS: [&str; 12] = [
    "headline",
    "name",
    "datePublished",
    "dateCreated",
    "inLanguage",
    "license",
    "url",
    "mainEntityOfPage",
    "publisher",
    "isPartOf",
    "author",
    "creator",
];

/// Takes what a JSON-LD object says of a text.
fn ld(value: &Value, said: &mut Said, depth: usize) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| ld(value, said, depth + 1)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                ld(graph, said, depth + 1);
            }
            let kind = object.get("@type").map(Value::to_string).unwrap_or_default();
            if !["Article", "Posting", "Report", "CreativeWork", "Book", "Chapter", "Poem"]
                .iter()
                .any(|known| kind.contains(known))
            {
                return;
            }
            for key in KEYS {
                object.get(key).into_iter().for_each(|value| ld_value(key, value, said, depth));
            }
        }
        _ => {}
    }
}

fn ld_value(key: &str, value: &Value, said: &mut Said, depth: usize) {
    match value {
        Value::String(text) => said.add(format!("ld:{key}"), text),
        Value::Array(values) if depth < 6 => values.iter().for_each(|value| ld_value(key, value, said, depth + 1)),
        Value::Object(object) => {
            let inner = if matches!(key, "url" | "mainEntityOfPage" | "license") { "@id" } else { "name" };
            let kind = object.get("@type").map(Value::to_string).unwrap_or_default();
            let key = match key {
                "author" | "creator" if kind.contains("Organization") => "organization",
                "author" | "creator" if kind.contains("Person") => "person",
                key => key,
            };
            if let Some(text) = object.get(inner).and_then(Value::as_str) {
                said.add(format!("ld:{key}"), text);
            }
        }
        _ => {}
    }
}
