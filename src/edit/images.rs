//! Finds the pictures that texts call for: one key per file, however it is written.

use std::collections::{BTreeMap, BTreeSet};

use super::{Sources, walk};
use crate::diagnostic::Span;
use crate::document::{Block, Document, Inline, Picture};
use crate::id::Id;
use crate::manifest::{Manifest, MatterEntry, TextRef};

/// The key of a picture that the text `file` (relative to the manifest's folder, `/` between folders)
/// calls `written`: its path relative to the manifest's folder, without `.` and with `..` only in front.
/// `None` for an address on the network.
#[must_use]
pub fn image_key(file: &str, written: &str) -> Option<String> {
    if written.contains("://") || written.starts_with("//") || written.starts_with("data:") {
        return None;
    }
    let decoded = percent_decoded(written.split(['?', '#']).next().unwrap_or(written));
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(decoded.split('/')) {
        match step {
            "" | "." => {}
            ".." if path.last().is_some_and(|last| *last != "..") => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    Some(path.join("/"))
}

/// `my%20picture.png` as a file is called; an escape that makes no UTF-8 stays as written.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match escape.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Every picture that manifest and texts call for, by key, with the first place that does: what must be
/// read into [`Sources::images`] before editing. Addresses on the network and files outside the book are left
/// out: a text taken from anywhere must not bring in what else lies on the disc. `edit` reports both.
#[must_use]
pub fn wanted_images(manifest: &Manifest, sources: &Sources) -> BTreeMap<String, Span> {
    let mut wanted = BTreeMap::new();
    if let Some(cover) = &manifest.book.cover
        && let Some(key) = image_key("", &cover.image.value)
    {
        wanted.insert(key, cover.image.span);
    }
    let files = file_names(manifest);
    for (span, text) in &sources.texts {
        collect(text, files.get(span).copied().unwrap_or_default(), &mut wanted);
    }
    for (id, document) in &sources.documents {
        let file = manifest.documents.get(id).map_or("", |spec| spec.file.value.as_str());
        collect(document, file, &mut wanted);
    }
    wanted.retain(|key, _| manifest.holds(key));
    wanted
}

/// The files of the editor's texts, by the span that names them; texts in the manifest have none.
fn file_names(manifest: &Manifest) -> BTreeMap<Span, &str> {
    let mut names = BTreeMap::new();
    let parts = manifest.parts.iter().filter_map(|part| part.introduction.as_ref());
    let chapters = manifest.parts.iter().flat_map(|part| &part.chapters).filter_map(|c| c.introduction.as_ref());
    let headnotes = manifest.documents.values().filter_map(|document| document.headnote.as_ref());
    for text in parts.chain(chapters).chain(headnotes) {
        if let TextRef::File(file) = text {
            names.insert(file.span, file.value.as_str());
        }
    }
    for entry in manifest.matter.front.iter().chain(&manifest.matter.back) {
        if let MatterEntry::File(file) = entry {
            names.insert(file.span, file.value.as_str());
        }
    }
    names
}

/// Who calls for a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Callers {
    /// Documents; an edition that leaves all of them out does not print it for them.
    pub documents: BTreeSet<Id>,
    /// Whether the cover or a text of the editor's does.
    pub elsewhere: bool,
}

/// Who calls for each of the pictures that have a table in the manifest.
#[must_use]
pub fn image_callers(manifest: &Manifest, sources: &Sources) -> BTreeMap<String, Callers> {
    let mut found: BTreeMap<String, Callers> = BTreeMap::new();
    if manifest.images.is_empty() {
        return found;
    }
    let cover = manifest.book.cover.as_ref().and_then(|cover| image_key("", &cover.image.value));
    found.extend(cover.map(|key| (key, Callers { elsewhere: true, ..Callers::default() })));
    let files = file_names(manifest);
    let headnotes: BTreeMap<Span, &Id> =
        (manifest.documents.iter()).filter_map(|(id, spec)| Some((spec.headnote.as_ref()?.span(), id))).collect();
    for (span, text) in &sources.texts {
        let mut called = BTreeMap::new();
        collect(text, files.get(span).copied().unwrap_or_default(), &mut called);
        for key in called.into_keys() {
            let callers = found.entry(key).or_default();
            match headnotes.get(span) {
                Some(id) => callers.documents.extend(Some((*id).clone())),
                None => callers.elsewhere = true,
            }
        }
    }
    for (id, document) in &sources.documents {
        let mut called = BTreeMap::new();
        collect(document, manifest.documents.get(id).map_or("", |spec| spec.file.value.as_str()), &mut called);
        for key in called.into_keys() {
            found.entry(key).or_default().documents.insert(id.clone());
        }
    }
    found.retain(|key, _| manifest.images.contains_key(key));
    found
}

fn collect(document: &Document, file: &str, wanted: &mut BTreeMap<String, Span>) {
    let mut add = |picture: &Picture| {
        if let Some(key) = image_key(file, &picture.key) {
            wanted.entry(key).or_insert(picture.span);
        }
    };
    let notes = document.notes.iter().map(|note| note.body.as_slice());
    for body in std::iter::once(document.blocks.as_slice()).chain(notes) {
        walk::blocks(body, &mut |block| {
            if let Block::Figure(figure) = &block.node {
                add(&figure.picture);
            }
            walk::texts(&block.node, &mut |text| {
                walk::inlines(text, &mut |inline| {
                    if let Inline::Picture(picture) = inline {
                        add(picture);
                    }
                });
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_per_file() {
        for (file, written, key) in [
            ("sources/a.md", "art/x.png", "sources/art/x.png"),
            ("sources/a.md", "./../art/x.png", "art/x.png"),
            ("../seeds/a.md", "x.png", "../seeds/x.png"),
            ("a.md", "../../x.png", "../../x.png"),
            ("", "my%20x.png", "my x.png"),
            ("a.md", "100%.png", "100%.png"),
        ] {
            assert_eq!(image_key(file, written).as_deref(), Some(key), "{file} {written}");
        }
        for remote in ["https://example.org/x.png", "//example.org/x.png", "data:image/png;base64,xx"] {
            assert_eq!(image_key("a.md", remote), None, "{remote}");
        }
    }
}
