//! Where a key stands that was looked for in the wrong table.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::{Of, schema};

/// The tables of the manifest in which `key` may stand, as a person writes them: `[style]`, `[edition.*]`, `[[event]]`.
/// The schema is made for the first that asks: only a fault does.
pub(in crate::manifest) fn homes(key: &str) -> &'static [String] {
    static HOMES: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let homes = HOMES.get_or_init(|| {
        let schema: Json = serde_json::from_str(&schema(Of::Manifest)).unwrap_or_default();
        let mut homes = BTreeMap::new();
        let tables = schema["properties"].as_object().into_iter().flatten();
        for (name, of) in tables {
            settle(&schema, of, &format!("[{name}]"), &mut homes);
        }
        homes
    });
    homes.get(key).map_or(&[], Vec::as_slice)
}

/// Enters the keys of the table that `of` describes, which is written `header`.
fn settle(schema: &Json, of: &Json, header: &str, homes: &mut BTreeMap<String, Vec<String>>) {
    let name = header.trim_matches(['[', ']']);
    if let Some(place) = of["$ref"].as_str().and_then(|place| place.strip_prefix("#/definitions/")) {
        return settle(schema, &schema["definitions"][place], header, homes);
    }
    for forms in ["allOf", "anyOf"].into_iter().filter_map(|forms| of[forms].as_array()) {
        // Of several tables one may stand alone; people write them as several.
        let listed = forms.iter().any(|form| form["items"]["$ref"].is_string());
        for form in forms.iter().filter(|form| !listed || form["items"].is_object()) {
            settle(schema, form, header, homes);
        }
    }
    if of["items"].is_object() {
        settle(schema, &of["items"], &format!("[[{name}]]"), homes);
    }
    if of["additionalProperties"].is_object() && !name.contains('*') {
        settle(schema, &of["additionalProperties"], &format!("[{name}.*]"), homes);
    }
    for key in of["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
        let headers: &mut Vec<String> = homes.entry(key.clone()).or_default();
        if !headers.iter().any(|known| known == header) {
            headers.push(header.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::homes;

    #[test]
    fn a_key_knows_its_tables() {
        assert_eq!(homes("missing-glyphs"), ["[style]"]);
        assert_eq!(homes("trim"), ["[edition.*]"]);
        assert_eq!(homes("documents-start"), ["[[chapter]]", "[style]"]);
        assert_eq!(homes("at-night"), [] as [&str; 0]);
    }
}
