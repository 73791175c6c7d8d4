//! Small books to be indexed.

mod appraised;
mod books;
mod rules;

use super::*;
use crate::book::{Book, BookMetadata, Chapter, DocumentsStart, Part, Place, Prose, Ranges, Selection, Words};
use crate::diagnostic::{FileId, Files, Span};
use crate::document::{Block, Document, Located, NoteId, Origin, dump, plain_text};
use crate::manifest::{Spanned, Term, TermPlace, Terms};
use crate::metadata::Language;
use crate::source::{self, Kind};
use std::collections::BTreeSet;

/// A book of documents, its terms, and what collating says.
struct Bench {
    files: Files,
    file: FileId,
    book: Book,
    terms: Vec<Term>,
    people: BTreeMap<Id, Person>,
    diagnostics: Diagnostics,
    word_by_word: bool,
    include_notes: bool,
}

impl Bench {
    fn new(documents: &[(&str, &str)]) -> Self {
        let mut files = Files::default();
        let file = files.add("terms.toml", " ".repeat(1000));
        let mut bench = Self {
            files,
            file,
            book: book(),
            terms: Vec::new(),
            people: BTreeMap::new(),
            diagnostics: Diagnostics::default(),
            word_by_word: false,
            include_notes: true,
        };
        for (id, text) in documents {
            bench.document(id, text);
        }
        bench
    }

    fn document(&mut self, id: &str, text: &str) {
        let file = self.files.add(format!("{id}.md"), text);
        let Document { mut blocks, notes, .. } =
            source::read(text, file, Kind::Markdown, Reading::PLAIN, &mut self.diagnostics);
        let before = u32::try_from(self.book.notes.len()).unwrap();
        renumber(&mut blocks, before);
        self.book.notes.extend(notes);
        let anchor = gather::anchor(&mut self.book.places, AnchorId(0), 0);
        self.book.places[anchor.0 as usize].division = anchor;
        self.book.parts[0].chapters[0].selections.push(Selection {
            id: Id::new(id).unwrap(),
            anchor,
            slug: id.to_owned(),
            title: Vec::new(),
            subtitle: None,
            short_title: Vec::new(),
            contributors: Vec::new(),
            byline: String::new(),
            credits: Vec::new(),
            date_line: None,
            contents_date: None,
            headnote: None,
            source_note: Vec::new(),
            line_numbers: 0,
            text: Prose { language: Language::parse("en").unwrap(), blocks, signed: Vec::new() },
        });
    }

    fn span(&self) -> Span {
        Span::new(self.file, 0..1)
    }

    fn spanned(&self, text: &str) -> Spanned<String> {
        Spanned::new(text.to_owned(), self.span())
    }

    fn term(&mut self, path: &str, patterns: &[&str]) -> &mut Term {
        let term = Term {
            path: Spanned::new(crate::manifest::heading_path(path), self.span()),
            patterns: patterns.iter().map(|pattern| self.spanned(pattern)).collect(),
            within: Vec::new(),
            near: Vec::new(),
            at: Vec::new(),
            see: Vec::new(),
            see_also: Vec::new(),
            index: None,
            sort: None,
            principal: Vec::new(),
            substantive: false,
        };
        self.terms.push(term);
        self.terms.last_mut().unwrap()
    }

    fn collate(&mut self) -> Index {
        let spec = IndexSpec {
            terms: Terms(self.terms.clone()),
            people: !self.people.is_empty(),
            word_by_word: self.word_by_word,
            ignore: Vec::new(),
            max_locators: 6,
            include_notes: self.include_notes,
            columns: 2,
            run_in: false,
        };
        let task = Task {
            spec: &spec,
            people: &self.people,
            reading: Reading::PLAIN,
            sections: &BTreeMap::from([(IndexKind::General, AnchorId(0))]),
            cuts: &[],
            emended: &BTreeMap::new(),
        };
        collate(&task, &mut self.book, &mut self.diagnostics).remove(&IndexKind::General).unwrap_or_default()
    }

    /// The index with its locators as document and paragraph: `b:2`.
    fn index(&mut self) -> String {
        let index = self.collate();
        let place = |anchor: AnchorId| {
            let place = self.book.places[anchor.0 as usize];
            let selections = &self.book.parts[0].chapters[0].selections;
            let id = selections.iter().find(|s| s.anchor == place.division).map_or("?", |s| s.id.as_str());
            format!("{id}:{}", place.paragraph)
        };
        let mut text = String::new();
        let mut rest = index_text(&index);
        while let Some((before, after)) = rest.split_once('[') {
            let (locator, after) = after.split_once(']').unwrap();
            let number = |digits: &str| AnchorId(digits.trim_matches(['n', '!']).parse().unwrap());
            let shown: Vec<String> = locator.split('–').map(|part| place(number(part))).collect();
            let flags: String = locator.chars().filter(|c| matches!(c, 'n' | '!')).collect();
            text.extend([before, &shown.join("–"), &flags]);
            rest = after.to_owned();
        }
        text + &rest
    }

    fn faults(&self) -> Vec<&str> {
        self.diagnostics.as_slice().iter().map(|fault| fault.code).collect()
    }
}

fn renumber(blocks: &mut [Located<Block>], by: u32) {
    crate::edit::walk::texts_mut(blocks, &mut |text| {
        for inline in text {
            if let Inline::NoteCall(NoteId(id)) = inline {
                *id += by;
            }
        }
    });
}

fn book() -> Book {
    Book {
        metadata: BookMetadata {
            title: Vec::new(),
            subtitle: None,
            language: Language::parse("en").unwrap(),
            editors: Vec::new(),
            contributors: Vec::new(),
            identifier: String::new(),
            isbn: None,
            publisher: None,
            date: None,
            modified: String::new(),
            description: None,
            subjects: Vec::new(),
            series: None,
            copyright: None,
            cover: None,
            sources: Vec::new(),
        },
        endnotes: crate::book::Endnotes::default(),
        omission: "[…]".to_owned(),
        paragraph_numbers: crate::book::ParagraphNumbers::default(),
        words: Words::english(),
        ranges: Ranges::default(),
        front: Vec::new(),
        parts: vec![Part {
            anchor: AnchorId(0),
            slug: String::new(),
            title: None,
            subtitle: None,
            introduction: None,
            chapters: vec![Chapter {
                anchor: AnchorId(0),
                slug: String::new(),
                title: None,
                subtitle: None,
                introduction: None,
                documents_start: DocumentsStart::Page,
                selections: Vec::new(),
            }],
        }],
        back: Vec::new(),
        notes: Vec::new(),
        images: BTreeMap::new(),
        places: vec![Place { division: AnchorId(0), paragraph: 0 }],
    }
}
