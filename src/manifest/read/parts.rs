//! `[[part]]` and `[[chapter]]`: the order of the book, before its documents are looked up.

use super::style::DOCUMENTS_START;
use crate::diagnostic::Diagnostic;
use crate::manifest::table::{Desk, Fields, text};
use crate::manifest::tree::Node;
use crate::manifest::value::{introduction, person, text_ref};
use crate::manifest::{ChapterSpec, PartSpec, Spanned};

/// A chapter with its documents as written: ids and globs.
pub(in crate::manifest) struct Listed {
    pub(in crate::manifest) chapter: ChapterSpec,
    pub(in crate::manifest) documents: Vec<Spanned<String>>,
}

/// A part with its chapters so.
pub(in crate::manifest) struct ListedPart {
    pub(in crate::manifest) part: PartSpec,
    pub(in crate::manifest) chapters: Vec<Listed>,
}

/// Reads the parts, or the chapters as those of one part without a page. Empty where there are neither.
pub(in crate::manifest) fn parts(root: &mut Fields<'_>) -> Vec<ListedPart> {
    let desk = root.desk;
    let parts = root.tables("part");
    let chapters = root.tables("chapter");
    if let (Some(part), Some(chapter)) = (parts.first(), chapters.first()) {
        let places = (root.key_span("part").unwrap_or(part.span), root.key_span("chapter").unwrap_or(chapter.span));
        desk.note(
            Diagnostic::error("chapter-and-part", "chapters stand both in parts and outside")
                .at(places.1, "outside any part")
                .also(places.0, "in parts")
                .hint(
                    "make every [[chapter]] a [[part.chapter]]; a part with `display = false` has no page of its own",
                ),
        );
    }
    let mut listed: Vec<ListedPart> =
        parts.iter().filter_map(|node| desk.fields(node, "part", |fields| part(fields, node))).collect();
    let bare: Vec<Listed> = chapters.iter().filter_map(|node| read_chapter(node, desk)).collect();
    if !bare.is_empty() {
        listed.push(ListedPart { part: undisplayed(), chapters: bare });
    }
    listed
}

/// The part that holds bare chapters.
pub(in crate::manifest) fn undisplayed() -> PartSpec {
    PartSpec {
        title: None,
        subtitle: None,
        display: false,
        introduction: None,
        introduction_by: Vec::new(),
        chapters: Vec::new(),
    }
}

fn part(fields: &mut Fields<'_>, node: &Node) -> ListedPart {
    let desk = fields.desk;
    let title = fields.text("title");
    let display = fields.flag("display").unwrap_or(true);
    if display {
        fields.required("title", title.as_ref(), "a part without a title needs `display = false`");
    }
    let subtitle = fields.text("subtitle");
    let (introduction, introduction_by) = introduction(fields);
    let chapters: Vec<Listed> = fields.tables("chapter").iter().filter_map(|node| read_chapter(node, desk)).collect();
    if chapters.is_empty() && fields.table.get("chapter").is_none() {
        desk.miss(
            Diagnostic::error("empty-part", "this part has no chapter")
                .at(node.span, "nothing stands in it")
                .hint("add a [[part.chapter]] with `documents = [\"…\"]` below it"),
        );
    }
    let part = PartSpec { title, subtitle, display, introduction, introduction_by, chapters: Vec::new() };
    ListedPart { part, chapters }
}

fn read_chapter(node: &Node, desk: &Desk<'_>) -> Option<Listed> {
    desk.fields(node, "chapter", |fields| chapter(fields, node))
}

fn chapter(fields: &mut Fields<'_>, node: &Node) -> Listed {
    let desk = fields.desk;
    let (title, subtitle) = (fields.text("title"), fields.text("subtitle"));
    let owner = fields.read("person", |node, desk| {
        let id = text(node, desk)?;
        person(&id, desk).map(|(found, _)| Spanned::new(found, id.span))
    });
    let (introduction, introduction_by) = introduction(fields);
    let further_reading = fields.list("further-reading", text_ref);
    let documents_start = fields.choice("documents-start", DOCUMENTS_START);
    let documents = fields.some("documents", text);
    if documents.as_ref().is_none_or(|list| list.is_empty() && nothing_written(fields)) {
        let span = fields.key_span("documents").unwrap_or(node.span);
        desk.miss(
            Diagnostic::error("empty-chapter", "this chapter has no documents")
                .at(span, "nothing stands in it")
                .hint("list them: `documents = [\"first-text\", \"poems-*\"]`"),
        );
    }
    Listed {
        chapter: ChapterSpec {
            title,
            subtitle,
            person: owner,
            introduction,
            introduction_by,
            documents_start,
            further_reading,
            documents: Vec::new(),
        },
        documents: documents.unwrap_or_default(),
    }
}

/// Whether `documents` is an empty list, and not one of faults already told.
fn nothing_written(fields: &Fields<'_>) -> bool {
    use crate::manifest::tree::Value;
    fields.table.get("documents").is_none_or(|entry| match &entry.node.value {
        Value::List(items) => items.is_empty(),
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    })
}
