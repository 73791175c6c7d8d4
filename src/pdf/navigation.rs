//! The ways through the file: destinations (§12.3.2), outline (§12.3.3), page labels (§12.4.2), links
//! (§12.5.6.5).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::metadata::text;
use super::sheet::{Link, Sheet};
use super::trees::{self, Keys};
use crate::book::{AnchorId, Folio};
use crate::typeset::Composition;
use crate::typeset::page::{Destination, OutlineItem};

/// A place that something leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    page: usize,
    left: f32,
    top: f32,
}

/// The places that links and the outline lead to, where they are on a page. The first mark of an anchor counts.
pub(super) fn places(composition: &Composition, sheets: &[Sheet]) -> BTreeMap<AnchorId, Place> {
    let mut wanted = BTreeSet::new();
    for link in sheets.iter().flat_map(|sheet| &sheet.links) {
        if let Destination::Anchor(anchor) = link.to {
            wanted.insert(anchor);
        }
    }
    let mut entries: Vec<&OutlineItem> = composition.outline.iter().collect();
    while let Some(entry) = entries.pop() {
        wanted.insert(entry.target);
        entries.extend(&entry.children);
    }
    let mut places = BTreeMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for &(anchor, left, top) in &sheet.anchors {
            if wanted.contains(&anchor) {
                places.entry(anchor).or_insert(Place { page, left, top });
            }
        }
    }
    places
}

/// The name of an anchor's destination; names sort as anchors do.
fn destination(anchor: AnchorId) -> Object {
    Object::string_literal(format!("a{:010}", anchor.0))
}

/// The name tree of destinations; `None` if there are none.
pub(super) fn destinations(
    file: &mut Document,
    places: &BTreeMap<AnchorId, Place>,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    let views: Vec<(Object, Object)> = places
        .iter()
        .filter_map(|(&anchor, place)| {
            let page = Object::Reference(*pages.get(place.page)?);
            let view = vec![page, "XYZ".into(), place.left.into(), place.top.into(), Object::Null];
            Some((destination(anchor), Object::Array(view)))
        })
        .collect();
    (!views.is_empty()).then(|| trees::write(file, Keys::Names, views))
}

/// The outline, its first level open; `None` if there is none.
pub(super) fn outline(
    file: &mut Document,
    entries: &[OutlineItem],
    places: &BTreeMap<AnchorId, Place>,
) -> Option<ObjectId> {
    let outlines = file.new_object_id();
    let (first, last, count) = level(file, outlines, entries, places)?;
    let dictionary = dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count };
    file.objects.insert(outlines, Object::Dictionary(dictionary));
    Some(outlines)
}

/// One level: its first and last entry and how many it has.
fn level(
    file: &mut Document,
    parent: ObjectId,
    entries: &[OutlineItem],
    places: &BTreeMap<AnchorId, Place>,
) -> Option<(ObjectId, ObjectId, i64)> {
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    for (i, (entry, &id)) in entries.iter().zip(&ids).enumerate() {
        let mut item = dictionary! { "Title" => text(&entry.title), "Parent" => parent };
        if places.contains_key(&entry.target) {
            item.set("Dest", destination(entry.target));
        }
        if let Some(&before) = i.checked_sub(1).and_then(|i| ids.get(i)) {
            item.set("Prev", before);
        }
        if let Some(&after) = ids.get(i + 1) {
            item.set("Next", after);
        }
        if let Some((head, tail, count)) = level(file, id, &entry.children, places) {
            item.set("First", head);
            item.set("Last", tail);
            // Negative: closed.
            item.set("Count", -count);
        }
        file.objects.insert(id, Object::Dictionary(item));
    }
    Some((*ids.first()?, *ids.last()?, i64::try_from(ids.len()).ok()?))
}

/// The page labels: one entry wherever the counting starts anew.
pub(super) fn labels(composition: &Composition) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    let mut expected = None;
    for (index, page) in (0i64..).zip(&composition.pages) {
        if expected != Some(page.folio) {
            let (style, start) = match page.folio {
                Folio::Roman(n) => ("r", n),
                Folio::Arabic(n) => ("D", n),
            };
            numbers.push(index.into());
            numbers.push(dictionary! { "S" => style, "St" => i64::from(start.max(1)) }.into());
        }
        expected = Some(match page.folio {
            Folio::Roman(n) => Folio::Roman(n.saturating_add(1)),
            Folio::Arabic(n) => Folio::Arabic(n.saturating_add(1)),
        });
    }
    dictionary! { "Nums" => numbers }
}

/// A link's annotation; `None` if it leads nowhere.
pub(super) fn annotation(
    link: &Link,
    page: ObjectId,
    places: &BTreeMap<AnchorId, Place>,
    composition: &Composition,
) -> Option<Dictionary> {
    let rect: Vec<Object> = link.rect.iter().map(|&side| side.into()).collect();
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rect,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed, as PDF/A wants of every annotation; there is nothing of it to see.
        "F" => 4,
        "P" => page,
    };
    match &link.to {
        Destination::Anchor(anchor) => {
            let place = places.get(anchor)?;
            annotation.set("Contents", text(&composition.pages.get(place.page)?.folio.to_string()));
            annotation.set("Dest", destination(*anchor));
        }
        Destination::Url(url) => {
            annotation.set("Contents", text(url));
            let action = dictionary! { "Type" => "Action", "S" => "URI", "URI" => Object::string_literal(ascii(url)) };
            annotation.set("A", action);
        }
    }
    Some(annotation)
}

/// A URI is ASCII (§12.6.4.7): all else is percent-encoded, which is what an IRI means (RFC 3987, 3.1).
fn ascii(url: &str) -> String {
    let mut ascii = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            let _ = write!(ascii, "%{byte:02X}");
        }
    }
    ascii
}
