//! What a book holds, for `anthology list`.

use super::desk::Desk;
use super::selection::credits;
use super::{Sources, walk};
use crate::diagnostic::{Diagnostics, Files};
use crate::document::plain_text;
use crate::id::Id;
use crate::manifest::Manifest;

/// A document in its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDocument {
    /// Its number in the book, from 1.
    pub number: usize,
    /// Its id.
    pub id: Id,
    /// The title of the part it is in.
    pub part: Option<String>,
    /// The title of the chapter it is in.
    pub chapter: Option<String>,
    /// Its title.
    pub title: String,
    /// Authors as printed, or where there are none what others did; empty where unknown.
    pub byline: String,
    /// Its date as printed.
    pub date: Option<String>,
    /// How many words of it the book prints, notes left out.
    pub words: usize,
    /// How much of the source that is, in hundredths.
    pub share: u8,
}

/// Every document of the book, in order. `manifest` must have an edition; faults are `edit`'s to report.
#[must_use]
pub fn list(manifest: &Manifest, sources: &Sources, files: &Files) -> Vec<ListedDocument> {
    let Some(spec) = manifest.editions.first() else { return Vec::new() };
    let mut unheard = Diagnostics::default();
    let desk = Desk::new(manifest, sources, files, spec, &mut unheard);
    let mut listed = Vec::new();
    for part in &manifest.parts {
        let part_title = part.title.as_ref().filter(|_| part.display).map(|title| plain_text(&desk.line(title)));
        for chapter in &part.chapters {
            let chapter_title = chapter.title.as_ref().map(|title| plain_text(&desk.line(title)));
            for id in &chapter.documents {
                let Some(planned) = desk.plan.get(&id.value) else { continue };
                let (authors, others) = credits(&desk, planned.spec);
                let date = planned.spec.date.as_ref().or(planned.spec.written.as_ref());
                listed.push(ListedDocument {
                    number: listed.len() + 1,
                    id: id.value.clone(),
                    part: part_title.clone(),
                    chapter: chapter_title.clone(),
                    title: plain_text(&planned.title.bare()),
                    byline: if authors.is_empty() { others.join("; ") } else { authors },
                    date: date.map(|date| desk.words.date(&date.value)),
                    words: walk::count_words(planned.title.text(planned.document)),
                    share: 100,
                });
            }
        }
    }
    listed
}
