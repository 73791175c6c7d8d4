//! One document as the book prints it: title, byline, date, headnote, source note, text.

use super::credits;
use super::desk::{Desk, contributor, said};
use super::prose::{Hand, Kind, Text};
use crate::book::{AnchorId, Prose, Selection, bare};
use crate::document::{Inlines, plain_text};
use crate::id::Id;
use crate::manifest::{Credit, DatePlace, DocumentSpec, Spanned, TextRef};
use crate::metadata::{Contributor, Role};
use crate::source::read_inline;

/// The selection of document `id`; `None` if this edition leaves it out or it could not be read.
pub(super) fn selection(desk: &mut Desk<'_>, id: &Id) -> Option<Selection> {
    let planned = desk.plan.get(id)?;
    let (spec, document) = (planned.spec, planned.document);
    let (anchor, slug) = planned.place.clone()?;
    let title = planned.title.words.clone();
    let blocks = planned.title.text(document);
    let titled = planned.title.opening.is_some();

    desk.numbering.open_text();
    let first_note = desk.notes.len();
    let language = &spec.language.as_ref().unwrap_or(&desk.manifest.book.language).value;
    let hand = Hand { division: anchor, file: &spec.file.value, kind: Kind::Document, titled, language };
    let mut text = Text::open(desk, document, hand);
    let mut title = text.inlines(desk, &title);
    let mut headnote = spec.headnote.as_ref().and_then(|note| headnote(desk, note, anchor));
    let mut blocks = text.blocks(desk, blocks);
    text.close(desk);
    let head = headnote.iter_mut().map(|prose| &mut prose.blocks);
    desk.settle_notes(Some(&mut title), head.chain([&mut blocks]).collect(), first_note);

    let reading = desk.reading_of(spec);
    let line = |text: &Spanned<String>| read_inline(&text.value, text.span, reading);
    let short_title = spec.short_title.as_ref().map_or_else(|| bare(&title), line);
    let date = spec.date.as_ref().or(spec.written.as_ref()).map(|date| desk.words.date(&date.value));
    let dates = desk.manifest.style.dates;
    let (byline, credits) = credits(desk, spec);
    Some(Selection {
        id: id.clone(),
        anchor,
        slug,
        subtitle: spec.subtitle.as_ref().map(line),
        short_title,
        contributors: contributors(spec),
        byline,
        credits,
        date_line: date.clone().filter(|_| dates != DatePlace::Contents),
        contents_date: date.filter(|_| dates != DatePlace::Headnote),
        headnote,
        source_note: source_note(
            desk,
            id,
            spec,
            desk.sources.revisions.get(id).is_some_and(|revision| revision.abridged),
        ),
        line_numbers: spec.line_numbers.unwrap_or(desk.manifest.style.line_numbers),
        text: Prose { language: language.clone(), blocks, signed: Vec::new() },
        title,
    })
}

/// The editor's introduction to a document. Its notes count with the document's.
fn headnote(desk: &mut Desk<'_>, text: &TextRef, division: AnchorId) -> Option<Prose> {
    let document = desk.sources.texts.get(&text.span())?;
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division, file: file_of(text), kind: Kind::Headnote, titled: false, language };
    let mut text = Text::open(desk, document, hand);
    let blocks = text.blocks(desk, &document.blocks);
    text.close(desk);
    Some(Prose { language: language.clone(), blocks, signed: Vec::new() })
}

/// The introduction of a part or chapter, its notes counted on their own.
pub(super) fn introduction(
    desk: &mut Desk<'_>,
    text: Option<&TextRef>,
    by: &[Credit],
    division: AnchorId,
) -> Option<Prose> {
    let text = text?;
    let document = desk.sources.texts.get(&text.span())?;
    desk.numbering.open_text();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division, file: file_of(text), kind: Kind::Own, titled: false, language };
    let (_, blocks) = desk.own_text(document, None, &document.blocks, hand);
    Some(Prose {
        language: language.clone(),
        blocks,
        signed: by.iter().map(|credit| contributor(credit, Role::introduction())).collect(),
    })
}

/// The file a text lies in, relative to the manifest's folder; empty for a text in the manifest.
pub(super) fn file_of(text: &TextRef) -> &str {
    match text {
        TextRef::File(file) => &file.value,
        TextRef::Inline(_) => "",
    }
}

/// Everyone the manifest names for the document; who has no role is its author.
pub(super) fn contributors(spec: &DocumentSpec) -> Vec<Contributor> {
    spec.authors.iter().map(|credit| contributor(credit, Role::author())).collect()
}

/// "A and B": its authors, and a line for each thing that others did: "Translated by C".
pub(super) fn credits(desk: &Desk<'_>, spec: &DocumentSpec) -> (String, Vec<String>) {
    let mut authors = Vec::new();
    let mut others: Vec<(&str, Vec<String>)> = Vec::new();
    for person in contributors(spec) {
        match desk.words.credit(&person.role) {
            None => authors.push(person.name),
            Some(words) => match others.iter_mut().find(|(known, _)| *known == words) {
                Some((_, names)) => names.push(person.name),
                None => others.push((words, vec![person.name])),
            },
        }
    }
    let lines = others.into_iter().map(|(words, names)| format!("{words} {}", desk.words.list(&names)));
    (desk.words.list(&authors), lines.collect())
}

/// Who made it, away from its opening, as [`Selection::makers`] has it.
pub(super) fn makers(desk: &Desk<'_>, spec: &DocumentSpec) -> String {
    let (byline, credits) = credits(desk, spec);
    if byline.is_empty() { credits.join("; ") } else { byline }
}

/// The unnumbered note: where the document comes from, whether it is cut, by what right it is printed.
fn source_note(desk: &mut Desk<'_>, id: &Id, spec: &DocumentSpec, cut: bool) -> Vec<Inlines> {
    let mut note = Vec::new();
    let mut citation = if source_known(spec) { desk.source_citation(id) } else { Inlines::new() };
    desk.plain_sources.extend(Some(plain_text(&citation)).filter(|text| !text.is_empty()));
    if cut {
        let space = if citation.is_empty() { "" } else { " " };
        citation.push(said(format!("{space}{}", desk.words.abridged)));
    }
    if !citation.is_empty() {
        note.push(citation);
    }
    note.extend(spec.rights.credit.as_ref().map(|credit| desk.line(credit)));
    note.extend(credits::licence(desk, &spec.rights));
    note
}

/// Whether more is known of a document than its title: else a source note would only repeat that.
pub(super) fn source_known(spec: &DocumentSpec) -> bool {
    let texts = [
        &spec.container,
        &spec.series,
        &spec.publisher,
        &spec.publisher_place,
        &spec.volume,
        &spec.issue,
        &spec.pages,
        &spec.edition,
        &spec.written_place,
        &spec.url,
        &spec.archive_url,
    ];
    let dates = [&spec.date, &spec.written, &spec.retrieved];
    !spec.authors.is_empty() || texts.iter().any(|text| text.is_some()) || dates.iter().any(|date| date.is_some())
}
