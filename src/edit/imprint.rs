//! The pages that say what the book is: title page and copyright page.

use super::credits;
use super::desk::{Desk, names, said, written};
use crate::book::{BookMetadata, Format, TitlePage};
use crate::document::{Block, Inline, Inlines, Located, Style};

/// Families whose files are in the binary, under the SIL Open Font License.
const BUNDLED: [&str; 3] = ["Alegreya", "Fira Sans", "Fira Mono"];

/// The title page.
pub(super) fn title_page(desk: &Desk<'_>) -> TitlePage {
    let book = &desk.manifest.book;
    let editors = names(&book.editors);
    let mut imprint = Vec::new();
    if let Some(publisher) = &book.publisher {
        imprint.push(publisher.name.clone());
        imprint.extend(publisher.place.clone());
    }
    if let Some(year) = book.date.as_ref().and_then(|date| date.value.year()) {
        imprint.push(year.to_string());
    }
    TitlePage {
        title: desk.line(&book.title),
        subtitle: desk.optional_line(book.subtitle.as_ref()),
        editors: (!editors.is_empty()).then(|| format!("{} {}", desk.words.edited_by, desk.words.list(&editors))),
        // Whether it is one is judged by `rights`.
        draft: None,
        imprint,
    }
}

/// The copyright page: title, copyright, publisher, identifier, credits, fonts, colophon line.
pub(super) fn copyright_page(desk: &Desk<'_>, metadata: &BookMetadata, format: &Format) -> Vec<Located<Block>> {
    let book = &desk.manifest.book;
    let mut lines: Vec<Inlines> = vec![title_line(metadata)];
    lines.extend(book.copyright.as_ref().map(|line| vec![written(line)]));
    lines.extend(publisher_line(metadata).map(|line| vec![said(line)]));
    lines.push(vec![said(match &metadata.isbn {
        Some(isbn) => format!("ISBN {isbn}"),
        None => metadata.identifier.clone(),
    })]);
    if !credits::has_pages(desk) {
        lines.extend(credits::lines(desk));
    }
    if let Format::Pdf(design) = format {
        lines.push(font_line(desk, [&design.fonts.text, &design.fonts.heading]));
    }
    lines.push(vec![said(desk.words.colophon.clone())]);
    paragraphs(desk, lines)
}

/// Lines as paragraphs that come from nowhere in the sources.
pub(super) fn paragraphs(desk: &Desk<'_>, lines: Vec<Inlines>) -> Vec<Located<Block>> {
    let nowhere = desk.nowhere();
    lines.into_iter().map(|line| Located::new(Block::Paragraph(line), nowhere, 0)).collect()
}

/// Title and subtitle in one line, the title in italics.
fn title_line(metadata: &BookMetadata) -> Inlines {
    let mut title = metadata.title.clone();
    if let Some(subtitle) = &metadata.subtitle {
        title.push(said(": "));
        title.extend(subtitle.iter().cloned());
    }
    vec![Inline::Styled(Style::Emphasis, title)]
}

fn publisher_line(metadata: &BookMetadata) -> Option<String> {
    let publisher = metadata.publisher.as_ref()?;
    let place = publisher.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let year = metadata.date.as_ref().and_then(crate::metadata::Date::year);
    let year = year.map(|year| format!(", {year}")).unwrap_or_default();
    Some(format!("{place}{}{year}", publisher.name))
}

/// "Set in Alegreya and Fira Sans.", and what the bundled fonts' licence asks for.
fn font_line(desk: &Desk<'_>, fonts: [&String; 2]) -> Inlines {
    let mut families: Vec<&str> = Vec::new();
    for font in fonts {
        if !families.contains(&font.as_str()) {
            families.push(font);
        }
    }
    let mut text = format!("{} {}.", desk.words.set_in, desk.words.list(&families));
    if families.iter().any(|family| BUNDLED.contains(family)) {
        text.push(' ');
        text.push_str(&desk.words.font_licence);
    }
    vec![said(text)]
}
