//! Reads CSL-JSON: an array of items, as Zotero exports it.

use hayagriva::citationberg::json::{Item, NameItem, NameValue};
use serde_json::{Map, Value};

use super::item::{
    Dates, EMPHASIS, LOWERED, RAISED, SMALL_CAPS, STRONG, When, Work, literal, typographic, without_signs,
};
use super::library::Library;
use super::source::KINDS;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::metadata::{Date, Moment, Season, Until};

/// Reads the file `text` into `library`.
pub(super) fn read(text: &str, file: FileId, library: &mut Library, diagnostics: &mut Diagnostics) {
    let Some(mut at) = text.find(|c: char| !c.is_whitespace() && c != '\u{FEFF}') else { return };
    if !text[at..].starts_with('[') {
        let place = Span::new(file, at..at + text[at..].chars().next().map_or(0, char::len_utf8));
        diagnostics.push(
            Diagnostic::error("bad-bibliography", "a CSL-JSON file holds an array of items")
                .at(place, "a `[` is expected here"),
        );
        return;
    }
    at += 1;
    // Items are read one by one, so that each has its place and one fault hides no other.
    loop {
        at += text[at..].len() - text[at..].trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
        if text[at..].is_empty() || text[at..].starts_with(']') {
            return;
        }
        let mut items = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        match items.next() {
            Some(Ok(value)) => {
                let end = at + items.byte_offset();
                let line = text[at..end].find('\n').map_or(end, |newline| at + newline);
                keep(value, Span::new(file, at..line), library, diagnostics);
                at = end;
            }
            Some(Err(error)) => {
                let place = offset(&text[at..], error.line(), error.column()) + at;
                let start = (0..place.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
                diagnostics.push(
                    Diagnostic::error("bad-bibliography", format!("the CSL-JSON cannot be read: {error}"))
                        .at(Span::new(file, start..place.min(text.len())), "here"),
                );
                return;
            }
            None => return,
        }
    }
}

/// The byte offset of a 1-based line and column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start + column
}

fn keep(value: Value, span: Span, library: &mut Library, diagnostics: &mut Diagnostics) {
    let Value::Object(fields) = value else {
        diagnostics
            .push(Diagnostic::error("bad-bibliography", "an item is an object of fields").at(span, "not an object"));
        return;
    };
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => {
            diagnostics
                .push(Diagnostic::error("bad-bibliography", "an item has no `id`").at(span, "nothing can cite it"));
            return;
        }
    };
    let item = item(&id, &fields, &mut library.dates, span, diagnostics);
    library.add(&id, item, span, diagnostics);
}

fn item(id: &str, fields: &Map<String, Value>, dates: &mut Dates, span: Span, diagnostics: &mut Diagnostics) -> Item {
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or("document");
    if !KINDS.contains(&kind) {
        diagnostics.push(
            Diagnostic::warning("unknown-type", format!("`{kind}` of `{id}` is no type of work"))
                .at(span, "cited as a work of no particular type")
                .choices(kind, KINDS.iter().copied()),
        );
    }
    let mut work = Work::new(id, if KINDS.contains(&kind) { kind } else { "document" });
    for (variable, value) in fields.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "type" | "language")) {
        match value {
            Value::String(text) if matches!(variable.as_str(), "DOI" | "URL" | "ISBN" | "ISSN") => {
                work.text(variable, without_signs(text));
            }
            Value::String(text) => work.text(variable, typographic(&marked(&without_signs(text)))),
            Value::Number(number) => work.text(variable, number.to_string()),
            Value::Array(names) => work.names(variable, names.iter().filter_map(name)),
            // What programs keep for themselves.
            Value::Object(_) if variable == "custom" => {}
            Value::Object(parts) => match date(parts) {
                Some(when) => work.when(variable, when, dates),
                None => diagnostics.push(
                    Diagnostic::warning("bad-bib-date", format!("`{variable}` of `{id}` is not a date"))
                        .at(span, "left out of the citation")
                        .hint("dates are written {\"date-parts\": [[1917, 11, 7]]} or {\"raw\": \"1917-11-07\"}"),
                ),
            },
            Value::Null | Value::Bool(_) => {}
        }
    }
    work.item()
}

fn name(value: &Value) -> Option<NameValue> {
    let part = |key: &str| value.get(key).and_then(Value::as_str).map(|t| typographic(&without_signs(t)));
    if let Some(whole) = part("literal") {
        return Some(literal(&whole));
    }
    let family = part("family").or_else(|| part("given"))?;
    let given = part("given").filter(|_| value.get("family").is_some());
    let parts = ["non-dropping-particle", "dropping-particle", "suffix"];
    if given.is_none() && parts.iter().all(|key| part(key).is_none()) {
        return Some(literal(&family));
    }
    Some(NameValue::Item(NameItem {
        family,
        given,
        non_dropping_particle: part("non-dropping-particle"),
        dropping_particle: part("dropping-particle"),
        suffix: part("suffix"),
        comma_suffix: value.get("comma-suffix").and_then(Value::as_bool),
    }))
}

fn date(parts: &Map<String, Value>) -> Option<When> {
    let season = parts.get("season").and_then(number).and_then(|n| Season::of(u8::try_from(n).ok()?.checked_add(20)?));
    let circa = parts.get("circa").is_some_and(|c| !matches!(c, Value::Null | Value::Bool(false)));
    let whole = match (parts.get("date-parts"), parts.get("raw").or_else(|| parts.get("literal"))) {
        (Some(Value::Array(points)), _) => {
            let start = moment(points.first()?)?;
            let start = Moment { season: start.season.or(season.filter(|_| start.month.is_none())), ..start };
            let end = points.get(1).and_then(moment).map(Until::Moment);
            Date { start: Some(start), end, julian: None }
        }
        (_, Some(Value::String(raw))) => match Date::parse(raw.trim()) {
            Some(date) => date,
            None => return Some(When::Words(typographic(&without_signs(raw)))).filter(|_| !raw.trim().is_empty()),
        },
        _ => return None,
    };
    let start = whole.start.map(|start| Moment { approximate: start.approximate || circa, ..start });
    Some(When::Date(Date { start, ..whole }))
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn moment(parts: &Value) -> Option<Moment> {
    let number = |at: usize| parts.get(at).and_then(number);
    let month = number(1).and_then(|m| u8::try_from(m).ok()).filter(|m| (1..=12).contains(m));
    let day = number(2).and_then(|d| u8::try_from(d).ok()).filter(|d| month.is_some() && (1..=31).contains(d));
    // CSL counts the years before Christ from -1 on, EDTF from 0.
    let year = i32::try_from(number(0)?).ok()?;
    let year = if year < 0 { year + 1 } else { year };
    // Months from 13 on are seasons, as some programs count; EDTF's begin at 21.
    let season = number(1).filter(|n| (13..=24).contains(n)).map(|n| if n > 20 { n } else { n + 8 });
    let season = season.and_then(|n| Season::of(u8::try_from(n).ok()?));
    Some(Moment { year, season, month, day, uncertain: false, approximate: false })
}

/// CSL-JSON's few HTML tags as signs.
fn marked(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (tag, sign) in [("i", EMPHASIS), ("b", STRONG), ("sup", RAISED), ("sub", LOWERED)] {
        let sign = sign.to_string();
        text = text.replace(&format!("<{tag}>"), &sign).replace(&format!("</{tag}>"), &sign);
    }
    let small = SMALL_CAPS.to_string();
    text = text.replace("<span style=\"font-variant:small-caps;\">", &small).replace("<span class=\"nocase\">", "");
    text.replace("</span>", if text.contains(SMALL_CAPS) { &small } else { "" })
}
