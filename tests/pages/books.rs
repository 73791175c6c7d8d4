//! Books to be set: written in Markdown, where a heading of the first level begins a document.

use std::collections::BTreeMap;

use anthology::book::{
    AnchorId, Book, BookMetadata, Chapter, DocumentsStart, Edition, Format, Matter, MatterBody, PageMap, Part, Place,
    Prose, Ranges, Selection, Words,
};
use anthology::design::{Design, Margins};
use anthology::diagnostic::{Diagnostics, Files};
use anthology::document::{Block, Inline, Inlines, Note, Origin, Run};
use anthology::fonts::FontLibrary;
use anthology::id::Id;
use anthology::length::{Length, Size};
use anthology::metadata::Language;
use anthology::source::{self, Kind, Reading};
use anthology::typeset::{Composition, compose};

pub(crate) fn words(text: &str) -> Inlines {
    vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })]
}

pub(crate) fn english() -> Language {
    Language::parse("en-US").unwrap()
}

/// A small page: 24 rows of about forty letters.
pub(crate) fn design() -> Design {
    Design {
        trim: Size { width: Length::pt(280.0), height: Length::pt(420.0) },
        margins: Margins {
            inner: Length::pt(36.0),
            outer: Length::pt(44.0),
            top: Length::pt(48.0),
            bottom: Length::pt(48.0),
        },
        ..Design::default()
    }
}

pub(crate) struct Maker {
    pub(crate) places: u32,
}

impl Maker {
    pub(crate) fn anchor(&mut self) -> AnchorId {
        self.places += 1;
        AnchorId(self.places - 1)
    }

    pub(crate) fn selection(&mut self, title: Inlines, blocks: Vec<anthology::document::Located<Block>>) -> Selection {
        let anchor = self.anchor();
        Selection {
            id: Id::new(&format!("document-{}", anchor.0)).unwrap(),
            anchor,
            slug: format!("document-{}", anchor.0),
            short_title: title.clone(),
            title,
            subtitle: None,
            contributors: Vec::new(),
            byline: String::new(),
            credits: Vec::new(),
            date_line: None,
            contents_date: None,
            headnote: None,
            source_note: Vec::new(),
            line_numbers: 0,
            text: Prose { language: english(), blocks, signed: Vec::new() },
        }
    }

    pub(crate) fn matter(&mut self, title: &str, body: MatterBody) -> Matter {
        Matter { anchor: self.anchor(), slug: title.to_lowercase(), title: words(title), body, made: false }
    }
}

fn metadata() -> BookMetadata {
    BookMetadata {
        title: words("A Small Reader"),
        subtitle: None,
        language: english(),
        editors: Vec::new(),
        contributors: Vec::new(),
        identifier: "urn:example:reader".to_owned(),
        isbn: None,
        publisher: None,
        date: None,
        modified: "2026-01-01T00:00:00Z".to_owned(),
        description: None,
        subjects: Vec::new(),
        series: None,
        copyright: None,
        cover: None,
        sources: Vec::new(),
    }
}

pub(crate) fn blocks_of(markdown: &str) -> Vec<anthology::document::Located<Block>> {
    let file = Files::default().add("book.md", markdown);
    let reading = Reading { editorial: false, ..Reading::editorial(&Language::english(), true) };
    source::read(markdown, file, Kind::Markdown, reading, &mut Diagnostics::default()).blocks
}

/// A book of one chapter, whose documents begin with level-one headings.
pub(crate) fn edition(markdown: &str, start: DocumentsStart, design: Design) -> Edition {
    let mut files = Files::default();
    let file = files.add("book.md", markdown);
    let mut diagnostics = Diagnostics::default();
    let reading = Reading { editorial: false, ..Reading::editorial(&Language::english(), true) };
    let document = source::read(markdown, file, Kind::Markdown, reading, &mut diagnostics);
    let mut maker = Maker { places: 0 };
    let mut selections: Vec<Selection> = Vec::new();
    for block in document.blocks {
        match (&block.node, selections.last_mut()) {
            (Block::Heading { level: 1, content, .. }, _) => {
                selections.push(maker.selection(content.clone(), Vec::new()));
            }
            (_, Some(selection)) => selection.text.blocks.push(block),
            (_, None) => selections.push(maker.selection(words("Untitled"), vec![block])),
        }
    }
    let number = |(number, note): (usize, Note)| Note { mark: (number + 1).to_string(), ..note };
    let chapter = Chapter {
        anchor: maker.anchor(),
        slug: "chapter".to_owned(),
        title: None,
        subtitle: None,
        introduction: None,
        documents_start: start,
        selections,
    };
    let part = Part {
        anchor: maker.anchor(),
        slug: "part".to_owned(),
        title: None,
        subtitle: None,
        introduction: None,
        chapters: vec![chapter],
    };
    let front = vec![
        maker.matter("", MatterBody::HalfTitle(words("A Small Reader"))),
        maker.matter("Contents", MatterBody::Contents),
    ];
    let places = (0..maker.places).map(|n| Place { division: AnchorId(n), paragraph: 0 }).collect();
    let book = Book {
        endnotes: anthology::book::Endnotes::default(),
        omission: "[…]".to_owned(),
        paragraph_numbers: anthology::book::ParagraphNumbers::default(),
        metadata: metadata(),
        words: Words::english(),
        ranges: Ranges::default(),
        front,
        parts: vec![part],
        back: Vec::new(),
        notes: document.notes.into_iter().enumerate().map(number).collect(),
        images: BTreeMap::new(),
        places,
    };
    Edition { name: Id::new("print").unwrap(), book, format: Format::Pdf(design) }
}

pub(crate) fn set(edition: &Edition) -> (Composition, PageMap, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (composition, map) = compose(edition, &FontLibrary::new(), &mut diagnostics).expect("pages");
    (composition, map, diagnostics)
}
