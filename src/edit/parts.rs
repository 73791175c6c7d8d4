//! Parts and chapters, with their introductions and documents.

use super::desk::Desk;
use super::selection::{introduction, selection};
use crate::book::{Chapter, Part};
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
fn prints(desk: &Desk<'_>, chapter: &ChapterSpec) -> bool {
    let planned = chapter.documents.iter().filter_map(|id| desk.plan.get(&id.value));
    planned.into_iter().any(|planned| planned.place.is_some())
}

/// A part that is not displayed has neither title nor introduction of its own.
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
    let title = desk.optional_line(spec.title.as_ref());
    let slug = desk.slugs.take(&title.as_ref().map_or_else(|| "chapter".to_owned(), |title| plain_text(title)));
    desk.numbering.open_chapter();
    let introduction = introduction(desk, spec.introduction.as_ref(), &spec.introduction_by, anchor);
    let selections = spec.documents.iter().filter_map(|id| selection(desk, &id.value)).collect();
    Chapter {
        anchor,
        slug,
        title,
        subtitle: desk.optional_line(spec.subtitle.as_ref()),
        introduction,
        documents_start: spec.documents_start.unwrap_or(desk.manifest.style.documents_start),
        selections,
    }
}
