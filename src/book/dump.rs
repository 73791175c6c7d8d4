//! An edition as indented text: for tests, and for whoever asks what became of a document.
//!
//! One line per thing, two spaces per level; blocks and inlines as [`crate::document::dump`] has them.
//! `@3` is anchor 3; notes are counted from 1 through the book.

use std::fmt::{Display, Write};

use super::{
    BibliographySection, Book, Chapter, ContentsGroup, CrossReference, Edition, Entry, Format, Index, Matter,
    MatterBody, Part, Prose, Reference, Selection, TitlePage,
};
use crate::document::{Block, Inline, Located, dump as text};
use crate::metadata::Contributor;

/// The whole edition.
#[must_use]
pub fn dump(edition: &Edition) -> String {
    let mut out = Dump::default();
    let format = match &edition.format {
        Format::Epub(_) => "epub",
        Format::Pdf(_) => "pdf",
    };
    out.line(format_args!("edition {} ({format})", edition.name));
    let book = &edition.book;
    out.within(|out| {
        out.metadata(book);
        out.line("front");
        out.within(|out| book.front.iter().for_each(|matter| out.matter(matter)));
        book.parts.iter().for_each(|part| out.part(part));
        out.line("back");
        out.within(|out| book.back.iter().for_each(|matter| out.matter(matter)));
        out.notes(book);
        for (key, image) in &book.images {
            let (width, height) = image.pixels;
            out.line(format_args!("image {key} {:?} {width}×{height}", image.format));
        }
    });
    out.text
}

/// Text that grows by lines.
#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: impl Display) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn optional(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(format_args!("{name} {value}"));
        }
    }

    fn within(&mut self, inner: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    fn metadata(&mut self, book: &Book) {
        let metadata = &book.metadata;
        self.line(format_args!("title {}", inline_text(&metadata.title)));
        self.optional("subtitle", metadata.subtitle.as_ref().map(|subtitle| inline_text(subtitle)));
        self.line(format_args!("language {}", metadata.language));
        metadata.editors.iter().chain(&metadata.contributors).for_each(|person| self.person(person));
        self.line(format_args!("identifier {}", metadata.identifier));
        self.optional("isbn", metadata.isbn.as_ref());
        self.line(format_args!("modified {}", metadata.modified));
        self.optional("copyright", metadata.copyright.as_ref());
        self.optional("description", metadata.description.as_ref());
        metadata.subjects.iter().for_each(|subject| self.line(format_args!("subject {subject}")));
        self.optional("series", metadata.series.as_ref().map(|series| &series.title));
        self.optional("cover", metadata.cover.as_ref().map(|cover| format!("{} ({})", cover.image, cover.alt)));
    }

    fn person(&mut self, person: &Contributor) {
        self.line(format_args!("{} {} ({})", person.role.code(), person.name, person.file_as));
    }

    fn matter(&mut self, matter: &Matter) {
        let title = inline_text(&matter.title);
        let kind = match &matter.body {
            MatterBody::HalfTitle(_) => "half-title",
            MatterBody::TitlePage(_) => "title-page",
            MatterBody::CopyrightPage(_) => "copyright-page",
            MatterBody::Contents => "contents",
            MatterBody::Parallel(_) => "parallel contents",
            MatterBody::Prose(_) => "prose",
            MatterBody::Notes => "notes",
            MatterBody::Bibliography(_) => "bibliography",
            MatterBody::Index(_) => "index",
        };
        self.line(format_args!("{kind} @{} {} {title}", matter.anchor.0, matter.slug).to_string().trim_end());
        self.within(|out| match &matter.body {
            MatterBody::HalfTitle(title) => out.line(inline_text(title)),
            MatterBody::TitlePage(page) => out.title_page(page),
            MatterBody::CopyrightPage(blocks) => out.blocks(blocks),
            MatterBody::Contents | MatterBody::Notes => {}
            MatterBody::Parallel(groups) => groups.iter().for_each(|group| out.parallel(group)),
            MatterBody::Prose(prose) => out.prose("text", prose),
            MatterBody::Bibliography(lists) => lists.iter().for_each(|list| out.bibliography(list)),
            MatterBody::Index(index) => out.index(index),
        });
    }

    fn title_page(&mut self, page: &TitlePage) {
        self.line(inline_text(&page.title));
        self.optional("subtitle", page.subtitle.as_ref().map(|subtitle| inline_text(subtitle)));
        self.optional("editors", page.editors.as_ref());
        self.optional("draft", page.draft.as_ref());
        page.imprint.iter().for_each(|line| self.line(format_args!("imprint {line}")));
    }

    fn parallel(&mut self, group: &ContentsGroup) {
        self.line(
            format_args!("group {}", group.title.as_ref().map(|t| inline_text(t)).unwrap_or_default())
                .to_string()
                .trim_end(),
        );
        self.within(|out| {
            for entry in &group.entries {
                let date = entry.date.as_deref().unwrap_or_default();
                out.line([&inline_text(&entry.title), entry.byline.as_str(), date].join(" | "));
            }
        });
    }

    fn bibliography(&mut self, list: &BibliographySection) {
        self.line(
            format_args!("list {}", list.title.as_ref().map(|t| inline_text(t)).unwrap_or_default())
                .to_string()
                .trim_end(),
        );
        self.within(|out| list.entries.iter().for_each(|entry| out.line(inline_text(entry))));
    }

    fn index(&mut self, index: &Index) {
        for group in &index.groups {
            self.line(&group.letter);
            self.within(|out| group.entries.iter().for_each(|entry| out.entry(entry)));
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let mut line = format!("@{} {}", entry.anchor.0, inline_text(&entry.heading));
        entry.references.iter().for_each(|reference| line.push_str(&reference_text(reference)));
        let mut cross = |name: &str, to: &[CrossReference]| {
            for reference in to {
                let _ = write!(line, "; {name} {} @{}", inline_text(&reference.heading), reference.target.0);
            }
        };
        cross("see", &entry.see);
        cross("see also", &entry.see_also);
        self.line(line);
        self.within(|out| entry.subentries.iter().for_each(|entry| out.entry(entry)));
    }

    fn part(&mut self, part: &Part) {
        self.division("part", (part.anchor.0, &part.slug), part.title.as_ref().map(|t| inline_text(t)));
        self.within(|out| {
            out.optional("subtitle", part.subtitle.as_ref().map(|subtitle| inline_text(subtitle)));
            part.introduction.iter().for_each(|prose| out.prose("introduction", prose));
            part.chapters.iter().for_each(|chapter| out.chapter(chapter));
        });
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.division("chapter", (chapter.anchor.0, &chapter.slug), chapter.title.as_ref().map(|t| inline_text(t)));
        self.within(|out| {
            out.optional("subtitle", chapter.subtitle.as_ref().map(|subtitle| inline_text(subtitle)));
            out.line(format_args!("documents start {:?}", chapter.documents_start));
            chapter.introduction.iter().for_each(|prose| out.prose("introduction", prose));
            chapter.selections.iter().for_each(|selection| out.selection(selection));
        });
    }

    fn division(&mut self, name: &str, (anchor, slug): (u32, &str), title: Option<String>) {
        let title = title.unwrap_or_else(|| "(untitled)".to_owned());
        self.line(format_args!("{name} @{anchor} {slug} {title}"));
    }

    fn selection(&mut self, selection: &Selection) {
        let title = Some(inline_text(&selection.title));
        self.division("document", (selection.anchor.0, &selection.slug), title);
        self.within(|out| {
            out.optional("subtitle", selection.subtitle.as_ref().map(|subtitle| inline_text(subtitle)));
            let short = inline_text(&selection.short_title);
            out.optional("short title", (short != inline_text(&super::bare(&selection.title))).then_some(short));
            selection.contributors.iter().for_each(|person| out.person(person));
            out.optional("by", Some(&selection.byline).filter(|byline| !byline.is_empty()));
            selection.credits.iter().for_each(|line| out.line(format_args!("credit {line}")));
            out.optional("date", selection.date_line.as_ref());
            out.optional("contents date", selection.contents_date.as_ref());
            selection.headnote.iter().for_each(|prose| out.prose("headnote", prose));
            selection.source_note.iter().for_each(|line| out.line(format_args!("source {}", inline_text(line))));
            out.prose("text", &selection.text);
        });
    }

    fn prose(&mut self, name: &str, prose: &Prose) {
        self.line(format_args!("{name} {}", prose.language));
        self.within(|out| {
            out.blocks(&prose.blocks);
            prose.signed.iter().for_each(|person| out.line(format_args!("signed {}", person.name)));
        });
    }

    fn blocks(&mut self, blocks: &[Located<Block>]) {
        text::blocks(blocks).lines().for_each(|line| self.line(line));
    }

    fn notes(&mut self, book: &Book) {
        for (at, note) in book.notes.iter().enumerate() {
            let language = note.language.as_ref().filter(|language| **language != book.metadata.language);
            let language = language.map(|language| format!(", {}", language.as_str())).unwrap_or_default();
            self.line(format_args!("note {}, marked {}, {:?}{language}", at + 1, note.mark, note.voice));
            self.within(|out| out.blocks(&note.body));
        }
        for (division, groups) in book.endnotes.sections() {
            self.line(format_args!("notes after @{}", division.0));
            for group in groups {
                let notes: Vec<String> = group.notes.iter().map(|note| (note.0 + 1).to_string()).collect();
                let line = format!("{} {}: {}", group.level, inline_text(&group.title), notes.join(" "));
                self.within(|out| out.line(line.trim_end()));
            }
        }
    }
}

fn reference_text(reference: &Reference) -> String {
    let mut text = format!(", @{}", reference.from.0);
    if let Some(to) = reference.to {
        let _ = write!(text, "–@{}", to.0);
    }
    if let Some(note) = reference.note {
        let _ = write!(text, "n{}", note.0);
    }
    if reference.principal {
        text.push('!');
    }
    text
}

fn inline_text(inlines: &[Inline]) -> String {
    text::inlines(inlines)
}
