//! Abbreviations, and what else to read.

use super::{definition, definitions, sorted};
use crate::book::BibliographySection;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inlines, Located, plain_text};
use crate::edit::desk::{Desk, said};
use crate::edit::parts::prints;
use crate::edit::prose::{Hand, Kind};
use crate::edit::walk;
use crate::manifest::{ChapterSpec, Spanned, TextRef};

/// What is written short and what it stands for, as the book's language sorts it.
pub(in crate::edit) fn abbreviations(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let entries = desk.manifest.abbreviations.iter().map(|entry| {
        let short = desk.line(&entry.term);
        (plain_text(&short), definition(desk, short, vec![desk.line(&entry.text)]))
    });
    definitions(desk, sorted(desk, entries))
}

/// What else to read, a list for each chapter of the edition that names something.
pub(in crate::edit) fn further_reading(desk: &mut Desk<'_>) -> Vec<BibliographySection> {
    let chapters = desk.manifest.parts.iter().flat_map(|part| &part.chapters);
    let chapters: Vec<&ChapterSpec> =
        chapters.filter(|chapter| !chapter.further_reading.is_empty() && prints(desk, chapter)).collect();
    let mut lists = Vec::new();
    for chapter in chapters {
        let mut entries = Vec::new();
        for text in &chapter.further_reading {
            match text {
                TextRef::Inline(line) => entries.extend(reading(desk, line)),
                TextRef::File(file) => entries.extend(written(desk, file)),
            }
        }
        if !entries.is_empty() {
            lists.push(BibliographySection { title: title(desk, chapter), entries });
        }
    }
    lists
}

/// The title of a chapter, of the person it belongs to, or of its first document.
fn title(desk: &Desk<'_>, chapter: &ChapterSpec) -> Option<Inlines> {
    let person = chapter.person.as_ref().and_then(|id| desk.manifest.people.get(&id.value));
    let own = chapter.title.as_ref().or(person.map(|person| &person.name));
    own.map(|title| desk.line(title)).or_else(|| Some(desk.plan.get(&chapter.documents.first()?.value)?.title.bare()))
}

/// One line: `@key` is a work as the bibliography lists it, words after it follow; all else is the editor's.
fn reading(desk: &mut Desk<'_>, line: &Spanned<String>) -> Option<Inlines> {
    let Some(rest) = line.value.trim().strip_prefix('@') else { return Some(desk.line(line)) };
    let (key, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let key = key.trim_end_matches([',', '.', ';', ':']);
    let citations = desk.citations?;
    let Some(mut work) = citations.work(key) else {
        let fault = Diagnostic::error("unknown-citation", format!("no bibliography has a work `{key}`"));
        desk.report(fault.at(line.span, "named here").choices(key, citations.keys()));
        return None;
    };
    let words = Spanned::new(words.trim().to_owned(), line.span);
    if !words.value.is_empty() {
        work.push(said(" "));
        work.extend(desk.line(&words));
    }
    Some(work)
}

/// A file of the editor's: its paragraphs and the items of its lists are the entries.
fn written(desk: &mut Desk<'_>, file: &Spanned<String>) -> Vec<Inlines> {
    let Some(document) = desk.sources.texts.get(&file.span) else { return Vec::new() };
    let division = desk.anchors.division();
    desk.numbering.open_text();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division, file: &file.value, kind: Kind::Own, titled: false, language };
    let (_, blocks) = desk.own_text(document, None, &document.blocks, hand);
    let mut entries = Vec::new();
    walk::blocks(&blocks, &mut |block| walk::texts(&block.node, &mut |words| entries.push(words.clone())));
    entries
}
