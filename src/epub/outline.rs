//! The divisions of a book in reading order, with what the navigation says of each.

use super::plan::{Third, What, plain};
use crate::book::capitalised;
use crate::book::{AnchorId, Book, Chapter, DocumentsStart, Matter, MatterBody};
use crate::document::Inlines;
use crate::metadata::Language;

/// A division with its place in the book.
#[derive(Debug)]
pub(super) struct Division<'a> {
    /// What it is.
    pub(super) what: What<'a>,
    /// Its own anchor; none for the cover.
    pub(super) anchor: Option<AnchorId>,
    /// Its slug.
    pub(super) slug: &'a str,
    /// Its title on one line.
    pub(super) title: String,
    /// The language of the title where it is another than the book's.
    pub(super) language: Option<&'a Language>,
    /// After the title in the navigation: authors, date.
    pub(super) credit: String,
    /// Where in the book.
    pub(super) third: Third,
    /// Its level in the navigation; its heading is one deeper.
    pub(super) level: u8,
    /// It goes on in its chapter's file.
    pub(super) runs_on: bool,
    /// Documents may run on in its file.
    pub(super) takes_in: bool,
    /// Anchors of divisions that have no page of their own and begin with this one.
    pub(super) stands_for: Vec<AnchorId>,
}

/// The book's divisions in reading order.
pub(super) fn outline(book: &Book) -> Vec<Division<'_>> {
    let mut list = vec![Division::new(What::Cover, None, "cover", book.words.cover.clone(), Third::Front)];
    list.extend(book.front.iter().map(|matter| Division::matter(book, matter, Third::Front)));
    for part in &book.parts {
        let from = list.len();
        let open = part.title.is_some() || part.introduction.is_some();
        if open {
            let title = title_or(part.title.as_ref(), &plain(&book.metadata.title));
            let title = match part.subtitle.as_ref().map(plain).filter(|subtitle| !subtitle.is_empty()) {
                Some(subtitle) => format!("{title}: {subtitle}"),
                None => title,
            };
            list.push(Division::new(What::Part(part), Some(part.anchor), &part.slug, title, Third::Body));
        }
        part.chapters.iter().for_each(|chapter| chapter_outline(book, chapter, 1 + u8::from(open), &mut list));
        if let (false, Some(first)) = (open, list.get_mut(from)) {
            first.stands_for.push(part.anchor);
        }
    }
    list.extend(book.back.iter().map(|matter| Division::matter(book, matter, Third::Back)));
    list
}

/// The divisions of a chapter, whose level in the navigation is `level`.
fn chapter_outline<'a>(book: &Book, chapter: &'a Chapter, level: u8, list: &mut Vec<Division<'a>>) {
    let only = chapter.only().is_some();
    let run_on = chapter.documents_start == DocumentsStart::RunOn && !only;
    let open = !only && (run_on || chapter.title.is_some() || chapter.introduction.is_some());
    let from = list.len();
    if open {
        let title = title_or(chapter.title.as_ref(), "");
        let mut opening =
            Division::new(What::Chapter(chapter), Some(chapter.anchor), &chapter.slug, title, Third::Body);
        opening.level = level;
        opening.takes_in = run_on;
        list.push(opening);
    }
    let below = if chapter.title.is_some() && !only { 2 } else { level };
    for selection in &chapter.selections {
        let what = What::Document { selection, chapter: only.then_some(chapter) };
        let title = title_or(Some(&selection.title), &book.words.untitled);
        let mut document = Division::new(what, Some(selection.anchor), &selection.slug, title, Third::Body);
        let makers = selection.makers();
        let credit = [Some(makers.as_str()), selection.contents_date.as_deref()];
        document.language = Some(&selection.text.language).filter(|language| **language != book.metadata.language);
        document.credit = credit.into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
        document.level = below;
        document.runs_on = run_on;
        list.push(document);
    }
    if let (false, Some(first)) = (open, list.get_mut(from)) {
        first.stands_for.push(chapter.anchor);
    }
}

impl<'a> Division<'a> {
    fn new(what: What<'a>, anchor: Option<AnchorId>, slug: &'a str, title: String, third: Third) -> Self {
        Self {
            what,
            anchor,
            slug,
            title,
            language: None,
            credit: String::new(),
            third,
            level: 1,
            runs_on: false,
            takes_in: false,
            stands_for: Vec::new(),
        }
    }

    fn matter(book: &Book, matter: &'a Matter, third: Third) -> Self {
        let words = &book.words;
        let spoken = matter.slug.replace('-', " ");
        let usual = match &matter.body {
            MatterBody::HalfTitle(_) => &words.half_title,
            MatterBody::TitlePage(_) => &words.title_page,
            MatterBody::CopyrightPage(_) => &words.copyright,
            MatterBody::Contents | MatterBody::Parallel(_) => &words.contents,
            MatterBody::Notes => &words.notes,
            MatterBody::Prose(_) => &capitalised(&spoken),
            MatterBody::Bibliography(_) => &words.bibliography,
            MatterBody::Index(index) => index.kind.title(words),
        };
        let title = title_or(Some(&matter.title), usual);
        Self::new(What::Matter(matter), Some(matter.anchor), &matter.slug, title, third)
    }
}

fn title_or(title: Option<&Inlines>, otherwise: &str) -> String {
    title.map(plain).filter(|title| !title.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}
