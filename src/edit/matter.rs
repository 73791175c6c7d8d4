//! Front and back matter: the editor's files and the sections the program makes, in the order of `[matter]`.

use super::apparatus::{Arrangement, Glossary};
use super::desk::{Desk, said};
use super::prose::{Hand, Kind};
use super::selection::file_of;
use super::{apparatus, credits, imprint};
use crate::book::{Book, BookMetadata, Format, Index, IndexKind, Matter, MatterBody, Prose, bare};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Inlines};
use crate::id::slug;
use crate::manifest::{EditionKind, Manifest, MatterEntry, NotePlace, Section, Spanned};

/// The sections of `entries`. Bibliography and index are empty: they are made when all text is in.
pub(super) fn sections(
    desk: &mut Desk<'_>,
    entries: &[MatterEntry],
    metadata: &BookMetadata,
    format: &Format,
) -> Vec<Matter> {
    let mut sections = Vec::new();
    for entry in entries {
        sections.extend(match entry {
            MatterEntry::File(file) => own(desk, file),
            MatterEntry::Appended(file, _) => own(desk, file).map(|matter| appended(desk, matter)),
            MatterEntry::Generated(Section::Glossary, _) => glossary(desk),
            MatterEntry::Generated(section @ (Section::NoteOnTheText | Section::Emendations), _) => {
                done(desk, *section)
            }
            MatterEntry::Generated(Section::FurtherReading, _) => Some(further_reading(desk)),
            MatterEntry::Generated(section @ (Section::Dedication | Section::Epigraph), _) => display(desk, *section),
            MatterEntry::Generated(section, _) => generated(desk, *section, metadata, format),
        });
    }
    sections
}

/// The sections after the text as the manifest has them, and where it names no place for notes that are to stand at
/// the end of the book, these before the bibliography, or else before the index.
pub(super) fn with_notes(desk: &Desk<'_>) -> Vec<MatterEntry> {
    let mut entries = desk.manifest.matter.back.clone();
    let place = |section: Section| {
        let is_it = |entry: &MatterEntry| matches!(entry, MatterEntry::Generated(named, _) if *named == section);
        entries.iter().position(is_it)
    };
    if at_the_end(desk) && place(Section::Notes).is_none() {
        let at = place(Section::Bibliography).or_else(|| entries.iter().position(is_index)).unwrap_or(entries.len());
        entries.insert(at, MatterEntry::Generated(Section::Notes, desk.nowhere()));
    }
    entries
}

/// Whether a section is an index.
pub(super) const fn is_index(entry: &MatterEntry) -> bool {
    matches!(entry, MatterEntry::Generated(Section::Index(_), _))
}

/// Whether the desk's edition has its notes at the end of the book. In an EPUB they stand in the file of their call,
/// for only there can every reading system show them (`epub::notes`).
fn at_the_end(desk: &Desk<'_>) -> bool {
    desk.spec.format == EditionKind::Pdf && desk.manifest.style.notes == NotePlace::BookEnd
}

/// A file of the editor's: its first heading is the section's title.
fn own(desk: &mut Desk<'_>, file: &Spanned<String>) -> Option<Matter> {
    let document = desk.sources.texts.get(&file.span)?;
    let name = file.value.rsplit('/').next().unwrap_or_default();
    let slug = desk.slugs.take(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let anchor = desk.anchors.division();
    let (title, rest) = match document.blocks.split_first() {
        Some((first, rest)) => match &first.node {
            Block::Heading { content, .. } => (Some(content), rest),
            _ => (None, document.blocks.as_slice()),
        },
        None => (None, document.blocks.as_slice()),
    };
    desk.numbering.open_chapter();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division: anchor, file: &file.value, kind: Kind::Own, titled: title.is_some(), language };
    let (title, blocks) = desk.own_text(document, title, rest, hand);
    let language = language.clone();
    let body = MatterBody::Prose(Prose { language, blocks, signed: Vec::new() });
    Some(Matter { anchor, slug, title, body, made: false })
}

/// A section that the program makes; `None` where there is nothing to put into it.
fn generated(desk: &mut Desk<'_>, section: Section, metadata: &BookMetadata, format: &Format) -> Option<Matter> {
    let prose = |blocks: Vec<_>| {
        let language = metadata.language.clone();
        (!blocks.is_empty()).then_some(MatterBody::Prose(Prose { language, blocks, signed: Vec::new() }))
    };
    let words = &desk.words;
    let (title, body) = match section {
        Section::HalfTitle => ("", Some(MatterBody::HalfTitle(bare(&metadata.title)))),
        Section::TitlePage => ("", Some(MatterBody::TitlePage(imprint::title_page(desk)))),
        Section::CopyrightPage => {
            ("", Some(MatterBody::CopyrightPage(imprint::copyright_page(desk, metadata, format))))
        }
        Section::Contents => (words.contents.as_str(), Some(MatterBody::Contents)),
        Section::Bibliography => (words.bibliography.as_str(), Some(MatterBody::Bibliography(Vec::new()))),
        Section::Index(kind) => (kind.title(words), Some(MatterBody::Index(Index { kind, ..Index::default() }))),
        Section::Permissions => (words.permissions.as_str(), prose(credits::page(desk))),
        Section::Abbreviations => (words.abbreviations.as_str(), prose(apparatus::abbreviations(desk))),
        Section::Contributors => (words.contributors.as_str(), prose(apparatus::contributors(desk))),
        Section::Chronology => (words.chronology.as_str(), prose(apparatus::chronology(desk, false))),
        Section::ChronologyOfDocuments => (words.chronology.as_str(), prose(apparatus::chronology(desk, true))),
        Section::ContentsByDate => (words.contents_by_date.as_str(), Some(parallel(desk, Arrangement::Date))),
        Section::ContentsByAuthor => (words.contents_by_author.as_str(), Some(parallel(desk, Arrangement::Author))),
        Section::ContentsByTheme => (words.contents_by_theme.as_str(), Some(parallel(desk, Arrangement::Theme))),
        Section::Notes => (words.notes.as_str(), at_the_end(desk).then_some(MatterBody::Notes)),
        // These are no lists of the program's: see `sections`.
        Section::Glossary
        | Section::FurtherReading
        | Section::Dedication
        | Section::Epigraph
        | Section::NoteOnTheText
        | Section::Emendations => return None,
    };
    let title: Inlines = if title.is_empty() { Inlines::new() } else { vec![said(title)] };
    let body = body?;
    Some(Matter { anchor: desk.anchors.division(), slug: desk.slugs.take(section.name()), title, body, made: true })
}

/// Warns of the sections that the manifest names and in which nothing stands: they are left out. What every book has,
/// or a rule of its own tells of, is passed over; so is all where something is wrong, since that may be why.
pub(super) fn tell_empty(manifest: &Manifest, book: &Book, diagnostics: &mut Diagnostics) {
    if diagnostics.has_errors() {
        return;
    }
    for entry in manifest.matter.front.iter().chain(&manifest.matter.back) {
        let MatterEntry::Generated(section, span) = entry else { continue };
        let slug = slug(section.name());
        let there = |matter: &Matter| match (&matter.body, section) {
            (MatterBody::Index(index), Section::Index(kind)) => index.kind == *kind,
            _ => matter.made && matter.slug.strip_prefix(slug.as_str()).is_some_and(is_count),
        };
        // A section that nobody named has an empty place.
        let Some(hint) = wants(*section).filter(|_| !span.range().is_empty()) else { continue };
        if !book.front.iter().chain(&book.back).any(there) {
            let message = format!("nothing is there for `{}`: the section is left out", section.name());
            let fault = Diagnostic::warning("empty-section", message);
            diagnostics.push(fault.at(*span, "nothing to put here").hint(hint));
        }
    }
}

/// Whether it is what a name that was taken gets behind it, or nothing.
fn is_count(end: &str) -> bool {
    end.is_empty() || end.strip_prefix('-').is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a section is made of; `None` of those that are there in any case, or whose absence is told elsewhere.
const fn wants(section: Section) -> Option<&'static str> {
    Some(match section {
        Section::Abbreviations => "say what they stand for in [abbreviations]",
        Section::NoteOnTheText | Section::Emendations => "it tells what was done to the texts: nothing was",
        Section::Chronology | Section::ChronologyOfDocuments => "give dates: in [[event]], and `date` of documents",
        Section::Contributors => "say who made the documents: `authors = [\"…\"]`",
        Section::FurtherReading => "say `further-reading` of a chapter",
        Section::Glossary => "explain terms in [glossary]",
        Section::Bibliography => "nothing is cited: write `[@key]` in a text, and name the file of the works",
        Section::Permissions => "it prints the credits of the pieces: say `credit` in their `rights`",
        Section::Index(IndexKind::General) => {
            "it wants terms that are found: `terms = [\"terms.toml\"]` in [index] names their file"
        }
        Section::Index(_) => "no heading came into it",
        Section::HalfTitle
        | Section::Dedication
        | Section::Epigraph
        | Section::TitlePage
        | Section::CopyrightPage
        | Section::Contents
        | Section::ContentsByDate
        | Section::ContentsByAuthor
        | Section::ContentsByTheme
        | Section::Notes => return None,
    })
}

/// A dedication or an epigraph: the editor's words on a page without a heading, which no index covers (*Chicago*
/// 15.29).
fn display(desk: &mut Desk<'_>, section: Section) -> Option<Matter> {
    let matter = &desk.manifest.matter;
    let text = if section == Section::Dedication { &matter.dedication } else { &matter.epigraph };
    let text = text.as_ref()?;
    let document = desk.sources.texts.get(&text.span())?;
    let (anchor, slug) = (desk.anchors.division(), desk.slugs.take(section.name()));
    desk.numbering.open_text();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division: anchor, file: file_of(text), kind: Kind::Own, titled: false, language };
    let (_, blocks) = desk.own_text(document, None, &document.blocks, hand);
    let body = MatterBody::Prose(Prose { language: language.clone(), blocks, signed: Vec::new() });
    Some(Matter { anchor, slug, title: Inlines::new(), body, made: true })
}

/// A note on the text of the editor's with what the program knows of it.
fn appended(desk: &mut Desk<'_>, mut matter: Matter) -> Matter {
    if let MatterBody::Prose(prose) = &mut matter.body {
        prose.blocks.extend(apparatus::note_on_the_text(desk));
    }
    matter
}

/// What was done to the texts.
fn done(desk: &mut Desk<'_>, section: Section) -> Option<Matter> {
    let (anchor, slug) = (desk.anchors.division(), desk.slugs.take(section.name()));
    let (title, blocks) = match section {
        Section::Emendations => (desk.words.emendations.clone(), apparatus::emendations(desk)),
        _ => (desk.words.note_on_the_text.clone(), apparatus::note_on_the_text(desk)),
    };
    let prose = Prose { language: desk.manifest.book.language.value.clone(), blocks, signed: Vec::new() };
    let empty = prose.blocks.is_empty();
    (!empty).then(|| Matter { anchor, slug, title: vec![said(title)], body: MatterBody::Prose(prose), made: true })
}

/// What else to read, by chapters.
fn further_reading(desk: &mut Desk<'_>) -> Matter {
    let lists = apparatus::further_reading(desk);
    let title = vec![said(desk.words.further_reading.as_str())];
    let slug = desk.slugs.take(Section::FurtherReading.name());
    let anchor = desk.anchors.division();
    let body = MatterBody::Bibliography(lists);
    Matter { anchor, slug, title, body, made: true }
}

/// The documents in another order.
fn parallel(desk: &Desk<'_>, arrangement: Arrangement) -> MatterBody {
    MatterBody::Parallel(apparatus::parallel(desk, arrangement))
}

/// The section of the glossary, empty until all text is in.
fn glossary(desk: &mut Desk<'_>) -> Option<Matter> {
    if desk.manifest.glossary.is_empty() {
        return None;
    }
    let anchor = desk.anchors.division();
    desk.glossary = Some(Glossary::new(desk, anchor));
    let prose = Prose { language: desk.manifest.book.language.value.clone(), blocks: Vec::new(), signed: Vec::new() };
    let (slug, title) = (desk.slugs.take(Section::Glossary.name()), vec![said(desk.words.glossary.as_str())]);
    Some(Matter { anchor, slug, title, body: MatterBody::Prose(prose), made: true })
}
