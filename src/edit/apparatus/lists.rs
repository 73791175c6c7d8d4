//! Abbreviations, and what else to read.

use super::{definition, definitions, sorted};
use crate::book::BibliographySection;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, Inline, Inlines, Located, plain_text};
use crate::edit::desk::{Desk, said};
use crate::edit::inlines::part;
use crate::edit::parts::prints;
use crate::edit::prose::{Hand, Kind};
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
    let words = desk.line(line);
    named(desk, words, line.span)
}

/// A file of the editor's: its paragraphs and the items of its lists are the entries; a list has no place for
/// anything else, which is told.
fn written(desk: &mut Desk<'_>, file: &Spanned<String>) -> Vec<Inlines> {
    let Some(document) = desk.sources.texts.get(&file.span) else { return Vec::new() };
    let division = desk.anchors.division();
    desk.numbering.open_text();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division, file: &file.value, kind: Kind::Own, titled: false, language };
    let (_, blocks) = desk.own_text(document, None, &document.blocks, hand);
    let mut found = Vec::new();
    items(desk, blocks, &mut found);
    found.into_iter().filter_map(|(words, span)| named(desk, words, span)).collect()
}

/// The entries of `blocks`, each with where it is written.
fn items(desk: &mut Desk<'_>, blocks: Vec<Located<Block>>, found: &mut Vec<(Inlines, Span)>) {
    for block in blocks {
        let what = match block.node {
            Block::Paragraph(words) => {
                found.push((words, block.span));
                continue;
            }
            Block::List(list) => {
                list.items.into_iter().for_each(|item| items(desk, item, found));
                continue;
            }
            Block::Heading { .. } | Block::Lead(_) => "a heading",
            Block::Verse(_) => "verse",
            Block::Quotation(_) | Block::Letter(_) => "an extract",
            Block::Entries(_) => "a list of this kind",
            Block::Table(_) => "a table",
            Block::Figure(_) => "a picture",
            Block::Listing { .. } => "a listing",
            Block::SectionBreak | Block::Omission => "a break",
        };
        let fault = Diagnostic::warning("not-a-reading", format!("{what} is no entry of a list of further reading"));
        let fault = fault.at(block.span, "not printed");
        desk.report(
            fault.hint("write each title as a paragraph or an item of a list; `@key` names a work of the bibliography"),
        );
    }
}

/// An entry as it is printed: where it begins with `@key`, that is the work as the bibliography lists it.
fn named(desk: &mut Desk<'_>, words: Inlines, span: Span) -> Option<Inlines> {
    let mut words = words.into_iter();
    let Some(Inline::Text(first)) = words.next() else { return Some(words.collect()) };
    let Some(rest) = first.text.trim_start().strip_prefix('@') else {
        return Some(std::iter::once(Inline::Text(first)).chain(words).collect());
    };
    let (name, _) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let key = name.trim_end_matches([',', '.', ';', ':']);
    let from = first.text.len() - rest.len() + key.len();
    let mut after = vec![Inline::Text(part(&first, from, first.text.len()))];
    after.extend(words);
    let citations = desk.citations?;
    let Some(work) = citations.work(key) else {
        if citations.keys().any(|known| known == key) {
            let message = format!("the citation style lists no works: `{key}` cannot be printed as in a list");
            let fault = Diagnostic::error("bad-citation-style", message).at(span, "named here");
            desk.report(fault.hint("take a style with a `<bibliography>`, or write the work out"));
            return None;
        }
        let fault = Diagnostic::error("unknown-citation", format!("no bibliography has a work `{key}`"));
        desk.report(fault.at(span, "named here").choices(key, citations.keys()));
        return None;
    };
    Some(joined(work, after))
}

/// A work and the editor's words after it: "*Red Dawn*, 1998, especially chapter 2." Words that begin a sentence of
/// their own, or stand in parentheses, come after the work's stop.
fn joined(mut work: Inlines, mut after: Inlines) -> Inlines {
    let spoken = plain_text(&after);
    let words = spoken.trim_start_matches([',', ';', ':', '.', ' ', '\u{a0}']);
    if words.is_empty() {
        return work;
    }
    if let Some(Inline::Text(first)) = after.first_mut() {
        let from = first.text.len() - first.text.trim_start_matches([',', ';', ':', '.', ' ', '\u{a0}']).len();
        *first = part(first, from, first.text.len());
    }
    let goes_on = spoken.starts_with([',', ';', ':']) && !words.starts_with('(');
    let comma = goes_on || words.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if comma && without_stop(&mut work) {
        work.push(said(", "));
    } else {
        work.push(said(if comma { ", " } else { " " }));
    }
    work.extend(after);
    if !spoken.trim_end().ends_with(['.', '!', '?', '…', ')', '”', '’']) {
        work.push(said("."));
    }
    work
}

/// Takes the full stop off the end; whether there was one.
fn without_stop(words: &mut Inlines) -> bool {
    match words.last_mut() {
        Some(Inline::Text(run)) if run.text.ends_with('.') => {
            *run = part(run, 0, run.text.len() - 1);
            true
        }
        Some(Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. }) => {
            without_stop(inner)
        }
        _ => false,
    }
}
