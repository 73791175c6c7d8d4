//! `[book]`.

use crate::book::Publisher;
use crate::manifest::table::{Desk, Fields, text};
use crate::manifest::tree::{Node, Value};
use crate::manifest::value::{credit, date, language};
use crate::manifest::{BookSpec, CoverSpec, SeriesSpec, Spanned, path};
use crate::metadata::Language;

/// Reads `[book]`.
pub(in crate::manifest) fn book(fields: &mut Fields<'_>) -> BookSpec {
    let span = fields.table.span;
    let title = fields.text("title");
    let title = fields.required("title", title, "[book] title = \"…\" is the one thing a book cannot do without");
    // Checked when the catalogue was made.
    let sources = fields.node("sources").map_or(span, |node| node.span);
    BookSpec {
        sources: Spanned::new(fields.desk.known.sources.folder.clone(), sources),
        title: title.unwrap_or_else(|| Spanned::new(String::new(), span)),
        subtitle: fields.text("subtitle"),
        language: fields.read("language", language).unwrap_or_else(|| Spanned::new(Language::english(), span)),
        editors: fields.list("editors", credit),
        contributors: fields.list("contributors", credit),
        publisher: fields.read("publisher", publisher),
        date: fields.read("date", date),
        series: fields.read("series", series),
        identifier: fields.text("identifier"),
        copyright: fields.text("copyright"),
        description: fields.text("description"),
        subjects: fields.texts("subjects"),
        cover: fields.read("cover", cover),
    }
}

fn publisher(node: &Node, desk: &Desk<'_>) -> Option<Publisher> {
    if let Value::Table(_) = node.value {
        let table = |fields: &mut Fields<'_>| {
            let (name, place) = (fields.text("name"), fields.text("place").map(|place| place.value));
            let name = fields.required("name", name, "publisher = { name = \"…\", place = \"…\" }")?;
            Some(Publisher { name: name.value, place })
        };
        return desk.fields(node, "publisher", table).flatten();
    }
    Some(Publisher { name: text(node, desk)?.value, place: None })
}

fn series(node: &Node, desk: &Desk<'_>) -> Option<SeriesSpec> {
    if let Value::Table(_) = node.value {
        let table = |fields: &mut Fields<'_>| {
            let title = fields.text("title");
            let number = fields.label("number").map(|number| number.value);
            let issn = fields.text("issn");
            let title = fields.required("title", title, "series = { title = \"…\", number = 3 }")?;
            Some(SeriesSpec { title, number, issn })
        };
        return desk.fields(node, "series", table).flatten();
    }
    Some(SeriesSpec { title: text(node, desk)?, number: None, issn: None })
}

fn cover(node: &Node, desk: &Desk<'_>) -> Option<CoverSpec> {
    if let Value::Table(_) = node.value {
        let table = |fields: &mut Fields<'_>| {
            let given = fields.key_span("image").is_some();
            let image = fields.read("image", path::file);
            let alt = fields.text("alt");
            if !given {
                fields.required("image", None::<()>, "cover = { image = \"art/cover.jpg\", alt = \"…\" }");
            }
            Some(CoverSpec { image: image?, alt })
        };
        return desk.fields(node, "cover", table).flatten();
    }
    Some(CoverSpec { image: path::file(node, desk)?, alt: None })
}
