//! Front and back matter: the editor's files and the sections the program makes, in the order of `[matter]`.

use super::apparatus::{Arrangement, Glossary};
use super::desk::{Desk, said};
use super::prose::{Hand, Kind};
use super::{apparatus, credits, imprint};
use crate::book::{BookMetadata, Format, Index, Matter, MatterBody, Prose, bare};
use crate::document::{Block, Inlines};
use crate::manifest::{MatterEntry, Section, Spanned};

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
            MatterEntry::Generated(section, _) => generated(desk, *section, metadata, format),
        });
    }
    sections
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
    desk.numbering.open_text();
    let language = &desk.manifest.book.language.value;
    let hand = Hand { division: anchor, file: &file.value, kind: Kind::Own, titled: title.is_some(), language };
    let (title, blocks) = desk.own_text(document, title, rest, hand);
    let language = language.clone();
    let body = MatterBody::Prose(Prose { language, blocks, signed: Vec::new() });
    Some(Matter { anchor, slug, title, body, made: false })
}

/// A section that the program makes; `None` where there is nothing to put into it.
fn generated(desk: &mut Desk<'_>, section: Section, metadata: &BookMetadata, format: &Format) -> Option<Matter> {
    if section == Section::Glossary {
        return glossary(desk);
    }
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
        Section::Index => (words.index.as_str(), Some(MatterBody::Index(Index { groups: Vec::new() }))),
        Section::Permissions => (words.permissions.as_str(), prose(credits::page(desk))),
        Section::Contributors => (words.contributors.as_str(), prose(apparatus::contributors(desk))),
        Section::Chronology => (words.chronology.as_str(), prose(apparatus::chronology(desk, false))),
        Section::ChronologyOfDocuments => (words.chronology.as_str(), prose(apparatus::chronology(desk, true))),
        Section::ContentsByDate => (words.contents_by_date.as_str(), parallel(desk, Arrangement::Date)),
        Section::ContentsByAuthor => (words.contents_by_author.as_str(), parallel(desk, Arrangement::Author)),
        Section::ContentsByTheme => (words.contents_by_theme.as_str(), parallel(desk, Arrangement::Theme)),
        // The manifest has said that these cannot be made yet.
        Section::Glossary | Section::Emendations | Section::FurtherReading => return None,
    };
    let title: Inlines = if title.is_empty() { Inlines::new() } else { vec![said(title)] };
    let body = body?;
    Some(Matter { anchor: desk.anchors.division(), slug: desk.slugs.take(section.name()), title, body, made: true })
}

/// The documents in another order.
fn parallel(desk: &Desk<'_>, arrangement: Arrangement) -> Option<MatterBody> {
    Some(MatterBody::Parallel(apparatus::parallel(desk, arrangement)))
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
