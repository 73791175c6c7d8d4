//! Front and back matter: the editor's files and the sections the program makes, in the order of `[matter]`.

use super::desk::{Desk, said};
use super::prose::{Hand, Kind};
use super::{apparatus, credits, imprint};
use crate::book::{BookMetadata, Format, Index, Matter, MatterBody, Prose, bare};
use crate::document::{Block, Inlines};
use crate::manifest::{MatterEntry, Spanned};

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
            MatterEntry::Generated(name) => generated(desk, name, metadata, format),
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
    Some(Matter { anchor, slug, title, body: MatterBody::Prose(Prose { language, blocks, signed: Vec::new() }) })
}

/// A section that the program makes; `None` where there is nothing to put into it.
fn generated(desk: &mut Desk<'_>, name: &Spanned<String>, metadata: &BookMetadata, format: &Format) -> Option<Matter> {
    let prose = |blocks: Vec<_>| {
        let language = metadata.language.clone();
        (!blocks.is_empty()).then_some(MatterBody::Prose(Prose { language, blocks, signed: Vec::new() }))
    };
    let words = &desk.words;
    let (title, body) = match name.value.as_str() {
        "half-title" => ("", Some(MatterBody::HalfTitle(bare(&metadata.title)))),
        "title-page" => ("", Some(MatterBody::TitlePage(imprint::title_page(desk)))),
        "copyright-page" => ("", Some(MatterBody::CopyrightPage(imprint::copyright_page(desk, metadata, format)))),
        "contents" => (words.contents.as_str(), Some(MatterBody::Contents)),
        "bibliography" => (words.bibliography.as_str(), Some(MatterBody::Bibliography(Vec::new()))),
        "index" => (words.index.as_str(), Some(MatterBody::Index(Index { groups: Vec::new() }))),
        "permissions" => (words.permissions.as_str(), prose(credits::page(desk))),
        "contributors" => (words.contributors.as_str(), prose(apparatus::contributors(desk))),
        "chronology" => (words.chronology.as_str(), prose(apparatus::chronology(desk))),
        "glossary" => (words.glossary.as_str(), prose(apparatus::glossary(desk))),
        // The manifest takes no other sections but some that cannot be made yet, and has said so.
        _ => return None,
    };
    let title: Inlines = if title.is_empty() { Inlines::new() } else { vec![said(title)] };
    let body = body?;
    Some(Matter { anchor: desk.anchors.division(), slug: desk.slugs.take(&name.value), title, body })
}
