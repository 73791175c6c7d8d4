//! Parts and chapters, with their introductions and documents.

use super::apparatus;
use super::desk::Desk;
use super::selection::{introduction, selection};
use crate::book::{Chapter, Part, Prose};
use crate::document::plain_text;
use crate::manifest::{ChapterSpec, PartSpec};

/// The parts of the desk's edition; those in which it prints nothing are left out.
pub(super) fn parts(desk: &mut Desk<'_>) -> Vec<Part> {
    let specs = &desk.manifest.parts;
    specs
        .iter()
        .filter(|spec| spec.chapters.iter().any(|c| prints(desk, c)))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|spec| part(desk, spec))
        .collect()
}

/// Whether the edition prints any document of the chapter.
pub(super) fn prints(desk: &Desk<'_>, chapter: &ChapterSpec) -> bool {
    let planned = chapter.documents.iter().filter_map(|id| desk.plan.get(&id.value));
    planned.into_iter().any(|planned| planned.place.is_some())
}

/// A part that is not displayed has no title; its introduction is printed before its chapters all the same.
fn part(desk: &mut Desk<'_>, spec: &PartSpec) -> Part {
    let anchor = desk.anchors.division();
    let title = desk.optional_line(spec.title.as_ref()).filter(|_| spec.display);
    let slug = desk.slugs.take(&title.as_ref().map_or_else(|| "part".to_owned(), |title| plain_text(title)));
    desk.numbering.open_chapter();
    let introduction = introduction(desk, spec.introduction.as_ref(), &spec.introduction_by, anchor);
    let mut chapters = Vec::with_capacity(spec.chapters.len());
    for spec in &spec.chapters {
        if prints(desk, spec) {
            chapters.push(chapter(desk, spec));
        }
    }
    Part {
        anchor,
        slug,
        subtitle: desk.optional_line(spec.subtitle.as_ref()).filter(|_| title.is_some()),
        title,
        introduction,
        chapters,
    }
}

fn chapter(desk: &mut Desk<'_>, spec: &ChapterSpec) -> Chapter {
    let anchor = desk.anchors.division();
    let mut title = desk.optional_line(spec.title.as_ref());
    let mut subtitle = desk.optional_line(spec.subtitle.as_ref());
    let person = spec.person.as_ref().and_then(|id| desk.manifest.people.get(&id.value));
    let mut portrait = person.map(|person| apparatus::portrait(desk, person, title.is_some()));
    if let Some(portrait) = &mut portrait {
        title = title.or_else(|| portrait.title.take());
        subtitle = subtitle.or_else(|| portrait.subtitle.take());
    }
    let slug = desk.slugs.take(&title.as_ref().map_or_else(|| "chapter".to_owned(), |title| plain_text(title)));
    desk.numbering.open_chapter();
    let mut introduction = introduction(desk, spec.introduction.as_ref(), &spec.introduction_by, anchor);
    if let Some(portrait) = portrait.filter(|portrait| !portrait.text.is_empty()) {
        let language = desk.manifest.book.language.value.clone();
        let prose = introduction.get_or_insert_with(|| Prose { language, blocks: Vec::new(), signed: Vec::new() });
        prose.blocks.splice(0..0, portrait.text);
    }
    let selections = spec.documents.iter().filter_map(|id| selection(desk, &id.value)).collect();
    Chapter {
        anchor,
        slug,
        title,
        subtitle,
        introduction,
        documents_start: spec.documents_start.unwrap_or(desk.manifest.style.documents_start),
        selections,
    }
}
