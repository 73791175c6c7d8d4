//! By what right things are printed: credits in the words of their holders, licences with their addresses.
//!
//! A credit stands in the document's source note or under the picture, and once more in one place for the
//! whole book: on the pages of `permissions`, or without these on the copyright page.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Desk, said};
use super::{imprint, walk};
use crate::book::{Book, MatterBody};
use crate::document::{
    Block, Entries, EntriesKind, Entry, Inline, Inlines, Lead, LeadKind, Located, Target, plain_text,
};
use crate::manifest::{Manifest, MatterEntry, Rights, RightsStatus, Section, Spanned};
use crate::source::{self, Reading};

/// Whether the book has pages for permissions.
pub(super) fn has_pages(desk: &Desk<'_>) -> bool {
    let matter = &desk.manifest.matter;
    let mut entries = matter.front.iter().chain(&matter.back);
    entries.any(|entry| matches!(entry, MatterEntry::Generated(Section::Permissions, _)))
}

/// The credit of a picture; nothing where it has none.
pub(super) fn of_picture(desk: &Desk<'_>, key: &str) -> Inlines {
    let credit = desk.manifest.images.get(key).and_then(|image| image.rights.credit.as_ref());
    desk.optional_line(credit).unwrap_or_default()
}

/// What is printed by somebody's leave: a document or a picture.
struct Piece<'a> {
    /// Its title, leading to it where that can be; a picture may have none.
    title: Inlines,
    rights: &'a Rights,
}

/// Documents in their order, then pictures by their files: those of this edition.
fn pieces<'a>(desk: &Desk<'a>) -> Vec<Piece<'a>> {
    let documents = desk.printed().map(|planned| {
        let title = planned.title.bare();
        let title = match planned.place {
            Some((anchor, _)) => {
                let span = planned.spec.id.span;
                vec![Inline::Link { target: Target::Anchor(anchor), content: title, span: Some(span) }]
            }
            None => title,
        };
        Piece { title, rights: &planned.spec.rights }
    });
    let mut pieces: Vec<Piece<'a>> = documents.collect();
    let callers = super::image_callers(desk.manifest, desk.sources);
    for (key, image) in &desk.manifest.images {
        let printed = callers.get(key).is_some_and(|callers| {
            callers.elsewhere || desk.printed().any(|planned| callers.documents.contains(&planned.spec.id.value))
        });
        if printed {
            pieces.push(Piece {
                title: desk.optional_line(image.title.as_ref()).unwrap_or_default(),
                rights: &image.rights,
            });
        }
    }
    pieces
}

/// The words each rights holder wants printed, in the order of the pieces, each once.
pub(super) fn lines(desk: &Desk<'_>) -> Vec<Inlines> {
    let mut seen = BTreeSet::new();
    let pieces = pieces(desk);
    let credits = pieces.iter().filter_map(|piece| piece.rights.credit.as_ref());
    credits.filter(|credit| seen.insert(credit.value.as_str())).map(|credit| desk.line(credit)).collect()
}

/// The pages of permissions: an entry for each credit and licence, headed by the pieces it is for.
pub(super) fn page(desk: &Desk<'_>) -> Vec<Located<Block>> {
    let mut groups: Vec<(Vec<Inlines>, &Rights)> = Vec::new();
    let mut places: BTreeMap<(Option<&str>, Option<&str>), usize> = BTreeMap::new();
    for Piece { title, rights } in pieces(desk) {
        let credit = rights.credit.as_ref().map(|credit| credit.value.as_str());
        let licence = licence_of(rights).map(|licence| licence.value.as_str());
        if credit.is_none() && licence.is_none() {
            continue;
        }
        let at = *places.entry((credit, licence)).or_insert_with(|| {
            groups.push((Vec::new(), rights));
            groups.len() - 1
        });
        if let Some((titles, _)) = groups.get_mut(at) {
            titles.extend(Some(title).filter(|title| !title.is_empty()));
        }
    }
    let items: Vec<Entry> = groups.into_iter().map(|(titles, rights)| entry(desk, titles, rights)).collect();
    let entries = Entries { kind: EntriesKind::Annotated, items };
    if entries.items.is_empty() {
        return Vec::new();
    }
    vec![Located::new(Block::Entries(entries), desk.nowhere(), 0)]
}

/// The titles, then the credit, then the licence.
fn entry(desk: &Desk<'_>, titles: Vec<Inlines>, rights: &Rights) -> Entry {
    let mut words = Inlines::new();
    for title in titles {
        if !words.is_empty() {
            words.push(said("; "));
        }
        words.extend(title);
    }
    let mut body = Vec::new();
    if !words.is_empty() {
        let lead = Block::Lead(vec![Lead { kind: LeadKind::Title, words }]);
        body.push(Located::new(lead, desk.nowhere(), 0));
    }
    let mut line = desk.optional_line(rights.credit.as_ref()).unwrap_or_default();
    if let Some(licence) = licence_of(rights) {
        if !line.is_empty() {
            line.push(Inline::LineBreak);
        }
        line.extend(licence_line(desk, licence, true));
    }
    body.extend(imprint::paragraphs(desk, vec![line]));
    Entry { body, ..Entry::default() }
}

/// The licence under which something is printed, if that is by what right it is.
fn licence_of(rights: &Rights) -> Option<&Spanned<String>> {
    rights.licence.as_ref().filter(|_| rights.status == RightsStatus::Licensed)
}

/// "Licensed under CC BY 4.0.", the name leading to the licence where it has an address.
pub(super) fn licence(desk: &Desk<'_>, rights: &Rights) -> Option<Inlines> {
    licence_of(rights).map(|licence| licence_line(desk, licence, false))
}

/// As [`licence`]; `addressed`: its address is printed after its name.
fn licence_line(desk: &Desk<'_>, licence: &Spanned<String>, addressed: bool) -> Inlines {
    let mut line = vec![said(format!("{} ", desk.words.licensed_under))];
    let leading = |words: String, url: &str| Inline::Link {
        target: Target::Url(url.to_owned()),
        content: vec![said(words)],
        span: Some(licence.span),
    };
    for (name, address) in licence_names(&licence.value) {
        match address {
            None => line.push(said(name)),
            Some(url) if addressed => {
                line.push(said(format!("{name} (")));
                line.push(leading(url.clone(), &url));
                line.push(said(")"));
            }
            Some(url) => line.push(leading(name, &url)),
        }
    }
    line.push(said("."));
    line
}

/// An expression of SPDX cut into its licences, each by its name and with its address, and what joins them, which is
/// printed as it stands: `OR`, parentheses.
fn licence_names(expression: &str) -> Vec<(String, Option<String>)> {
    let expression = expression.trim();
    // What is no expression has been refused.
    let Ok(parsed) = spdx::Expression::parse(expression) else { return vec![(expression.to_owned(), None)] };
    let mut names = Vec::new();
    let mut done = 0;
    for one in parsed.requirements() {
        let (from, to) = (one.span.start as usize, one.span.end as usize);
        let (Some(before), Some(licence)) = (expression.get(done..from), expression.get(from..to)) else { continue };
        names.push((before.to_owned(), None));
        names.push(licence_name(licence));
        done = to;
    }
    names.push((expression.get(done..).unwrap_or_default().to_owned(), None));
    names.retain(|(name, _)| !name.is_empty());
    names
}

/// A licence as its makers write it, and where it stands: "CC BY-SA 4.0" of `CC-BY-SA-4.0`.
fn licence_name(spdx: &str) -> (String, Option<String>) {
    let parts: Vec<&str> = spdx.split('-').collect();
    let version = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let at = parts.iter().position(|part| version(part));
    if let (Some("CC"), Some(at)) = (parts.first().copied(), at)
        && parts.get(1).is_some_and(|terms| *terms == "BY")
    {
        // What follows the version is a jurisdiction the licence was adapted to: CC-BY-3.0-DE.
        let (terms, number) = (parts[1..at].join("-"), parts[at]);
        let adapted = &parts[at + 1..];
        let port = adapted.iter().fold(String::new(), |port, part| port + &part.to_lowercase() + "/");
        let name = [vec!["CC", &terms, number], adapted.to_vec()].concat().join(" ");
        let url = format!("https://creativecommons.org/licenses/{}/{number}/{port}", terms.to_lowercase());
        return (name, Some(url));
    }
    if spdx == "CC0-1.0" {
        return ("CC0 1.0".to_owned(), Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned()));
    }
    (spdx.to_owned(), None)
}

/// A line of the manifest as it is printed, without its markup.
#[must_use]
pub fn plain_line(manifest: &Manifest, line: &Spanned<String>) -> String {
    let reading = Reading::editorial(&manifest.book.language.value, manifest.style.smart);
    plain_text(&source::read_inline(&line.value, line.span, reading))
}

/// The places of a book where credits are printed, as plain text: matter, source notes, words under pictures.
#[must_use]
pub fn apparatus(book: &Book) -> Vec<String> {
    let mut found = Vec::new();
    let prose = |blocks: &[Located<Block>], found: &mut Vec<String>| {
        walk::blocks(blocks, &mut |block| walk::texts(&block.node, &mut |text| found.push(plain_text(text))));
    };
    let captions = |blocks: &[Located<Block>], found: &mut Vec<String>| {
        walk::blocks(blocks, &mut |block| {
            if let Block::Figure(figure) = &block.node {
                found.push(plain_text(&figure.caption));
            }
        });
    };
    for matter in book.front.iter().chain(&book.back) {
        match &matter.body {
            MatterBody::CopyrightPage(blocks) => prose(blocks, &mut found),
            MatterBody::Prose(text) => prose(&text.blocks, &mut found),
            _ => {}
        }
    }
    for note in &book.notes {
        captions(&note.body, &mut found);
    }
    for part in &book.parts {
        part.introduction.iter().for_each(|text| captions(&text.blocks, &mut found));
        for chapter in &part.chapters {
            chapter.introduction.iter().for_each(|text| captions(&text.blocks, &mut found));
            for selection in &chapter.selections {
                found.extend(selection.source_note.iter().map(|line| plain_text(line)));
                selection.headnote.iter().for_each(|text| captions(&text.blocks, &mut found));
                captions(&selection.text.blocks, &mut found);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{licence_name, licence_names};

    #[test]
    fn licences_by_their_names() {
        for (spdx, name, url) in [
            ("CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0", Some("https://creativecommons.org/licenses/by-nc-nd/4.0/")),
            ("CC-BY-3.0-DE", "CC BY 3.0 DE", Some("https://creativecommons.org/licenses/by/3.0/de/")),
            ("CC0-1.0", "CC0 1.0", Some("https://creativecommons.org/publicdomain/zero/1.0/")),
            ("MIT", "MIT", None),
        ] {
            assert_eq!(licence_name(spdx), (name.to_owned(), url.map(str::to_owned)));
        }
    }

    #[test]
    fn each_licence_of_an_expression_has_its_own_address() {
        let shown = |spdx: &str| {
            let names = licence_names(spdx).into_iter();
            names.map(|(name, url)| url.map_or(name.clone(), |url| format!("<{name} {url}>"))).collect::<String>()
        };
        let by = "<CC BY 4.0 https://creativecommons.org/licenses/by/4.0/>";
        let sa = "<CC BY-SA 4.0 https://creativecommons.org/licenses/by-sa/4.0/>";
        assert_eq!(shown("CC-BY-4.0 OR MIT"), format!("{by} OR MIT"));
        assert_eq!(shown("CC-BY-SA-4.0 AND (CC-BY-4.0 OR MIT)"), format!("{sa} AND ({by} OR MIT)"));
        assert_eq!(shown("GPL-2.0-only WITH Classpath-exception-2.0"), "GPL-2.0-only WITH Classpath-exception-2.0");
        assert_eq!(shown("CC-BY-4.0+"), format!("{by}+"));
    }
}
