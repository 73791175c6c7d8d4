//! A book made by hand for tests: small, but with everything a book may hold.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use crate::book::{
    AnchorId, BibliographySection, Book, BookMetadata, Chapter, CrossReference, DocumentsStart, Entry, Group, Image,
    ImageFormat, Index, Matter, MatterBody, Part, Place, Prose, Publisher, Ranges, Reference, Selection, Series,
    TitlePage, Words,
};
use crate::diagnostic::{Files, Span};
use crate::document::{
    Alignment, Block, Figure, Inline, Inlines, List, ListKind, Located, Note, NoteId, Origin, Picture, Run, Style,
    Table, Target, Verse, VerseLine, Voice,
};
use crate::id::Id;
use crate::metadata::{Contributor, Date, Language, Role, file_as};

/// Anchors and notes are given out here, as `edit` does it.
pub(super) struct Maker {
    pub(super) places: Vec<Place>,
    pub(super) notes: Vec<Note>,
    division: AnchorId,
    paragraph: u32,
    span: Span,
}

pub(super) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

impl Maker {
    pub(super) fn new() -> Self {
        let span = Span::new(Files::default().add("sample", ""), 0..0);
        Self { places: Vec::new(), notes: Vec::new(), division: AnchorId(0), paragraph: 0, span }
    }

    pub(super) fn division(&mut self) -> AnchorId {
        let anchor = AnchorId(u32::try_from(self.places.len()).unwrap());
        self.places.push(Place { division: anchor, paragraph: 0 });
        (self.division, self.paragraph) = (anchor, 0);
        anchor
    }

    fn anchor(&mut self) -> AnchorId {
        let anchor = AnchorId(u32::try_from(self.places.len()).unwrap());
        self.places.push(Place { division: self.division, paragraph: self.paragraph });
        anchor
    }

    pub(super) fn note(&mut self, voice: Voice, mark: &str, body: Vec<Located<Block>>) -> NoteId {
        self.notes.push(Note { voice, mark: mark.to_owned(), language: None, signature: None, body, span: self.span });
        NoteId(u32::try_from(self.notes.len() - 1).unwrap())
    }

    pub(super) fn block(&mut self, block: Block) -> Located<Block> {
        self.paragraph += 1;
        Located::new(block, self.span, self.paragraph)
    }

    pub(super) fn paragraph(&mut self, inlines: Inlines) -> Located<Block> {
        self.block(Block::Paragraph(inlines))
    }

    /// A paragraph with a place in it.
    fn placed(&mut self, before: &str, after: &str) -> (Located<Block>, AnchorId) {
        self.paragraph += 1;
        let anchor = self.anchor();
        let words = vec![text(before), Inline::Anchor(anchor), text(after)];
        (Located::new(Block::Paragraph(words), self.span, self.paragraph), anchor)
    }

    pub(super) fn heading(&mut self, level: u8, words: &str, place: Option<AnchorId>) -> Located<Block> {
        let content = place.map(Inline::Anchor).into_iter().chain([text(words)]).collect();
        self.block(Block::Heading { level, content, id: None, classes: Vec::new() })
    }

    fn link(target: Target, words: &str) -> Inline {
        Inline::Link { target, content: vec![text(words)], span: None }
    }

    fn figure(&mut self, key: &str, alt: &str, caption: &str) -> Located<Block> {
        let picture = Picture { key: key.to_owned(), alt: alt.to_owned(), span: self.span };
        self.block(Block::Figure(Figure { picture, caption: vec![text(caption)] }))
    }
}

pub(super) fn text(words: &str) -> Inline {
    Inline::Text(Run { text: words.to_owned(), origin: Origin::Program })
}

fn em(words: &str) -> Inline {
    Inline::Styled(Style::Emphasis, vec![text(words)])
}

fn foreign(tag: &str, words: &str) -> Inline {
    Inline::Foreign(language(tag), vec![text(words)])
}

pub(super) fn prose(blocks: Vec<Located<Block>>) -> Prose {
    Prose { language: language("en-GB"), blocks, signed: Vec::new() }
}

fn person(name: &str, role: Role) -> Contributor {
    Contributor { name: name.to_owned(), file_as: file_as(name), role, person: None }
}

pub(super) fn document(anchor: AnchorId, slug: &str, title: &str, author: &str, text_: Prose) -> Selection {
    Selection {
        id: Id::new(slug).unwrap(),
        anchor,
        slug: slug.to_owned(),
        title: vec![text(title)],
        subtitle: None,
        short_title: vec![text(title)],
        contributors: vec![person(author, Role::author())],
        byline: author.to_owned(),
        credits: Vec::new(),
        date_line: None,
        contents_date: None,
        headnote: None,
        source_note: vec![vec![text("From "), em("Leaves Gathered by Hand"), text(", pages 3–9.")]],
        line_numbers: 0,
        text: text_,
    }
}

pub(super) fn chapter(anchor: AnchorId, slug: &str, title: Option<&str>, selections: Vec<Selection>) -> Chapter {
    Chapter {
        anchor,
        slug: slug.to_owned(),
        title: title.map(|title| vec![text(title)]),
        subtitle: None,
        introduction: None,
        documents_start: DocumentsStart::Page,
        selections,
    }
}

fn matter(maker: &mut Maker, slug: &str, title: &str, body: MatterBody) -> Matter {
    let title = if title.is_empty() { Vec::new() } else { vec![text(title)] };
    Matter { anchor: maker.division(), slug: slug.to_owned(), title, body, made: false }
}

pub(super) fn metadata() -> BookMetadata {
    BookMetadata {
        title: vec![text("A Harbour & "), em("Its <Papers>")],
        subtitle: Some(vec![text("An “Anthology” of the Coast")]),
        language: language("en-GB"),
        editors: vec![person("Ada Compiler", Role::editor())],
        contributors: vec![person("Ivo Draughtsman", Role::parse("ill").unwrap())],
        identifier: "urn:uuid:6f1d7e2a-3d43-4f55-9d2b-6f6a0b1c2d3e".to_owned(),
        isbn: Some("978-3-16-148410-0".to_owned()),
        publisher: Some(Publisher { name: "Example & Daughters".to_owned(), place: Some("Whitby".to_owned()) }),
        date: Date::parse("2026-11"),
        modified: "2026-11-22T08:30:00Z".to_owned(),
        description: Some("Pieces on one harbour, made up for a test.".to_owned()),
        subjects: vec!["HIS032000".to_owned(), "Harbours".to_owned()],
        series: Some(Series { title: "Coasts".to_owned(), number: Some("1".to_owned()), issn: None }),
        copyright: Some("© 2026 Ada Compiler".to_owned()),
        cover: None,
        sources: vec!["Harker, “Tide Tables,” 1848.".to_owned(), "Storr, “Candles,” 1851.".to_owned()],
    }
}

fn tone(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// A small PNG.
fn png() -> Vec<u8> {
    let pixels = image::RgbaImage::from_fn(120, 80, |x, y| {
        image::Rgba([200, tone(x * 2), tone(y * 3), if x < 9 { 0 } else { 255 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A cover as large as a cover must be.
pub(super) fn cover() -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(1400, 2100, |_, y| {
        if y < 1300 { image::Rgb([30, 52, 72]) } else { image::Rgb([220, 200, 160]) }
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn images() -> BTreeMap<String, Image> {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='60'><circle cx='60' cy='30' r='25' fill='none' stroke='black'/></svg>";
    let image = |bytes: Vec<u8>, format, pixels| Image { bytes: Arc::from(bytes), format, pixels };
    BTreeMap::from([
        ("art/quay.png".to_owned(), image(png(), ImageFormat::Png, (120, 80))),
        ("art/ring.svg".to_owned(), image(svg.as_bytes().to_vec(), ImageFormat::Svg, (120, 60))),
    ])
}

const FILLER: &str = "The harbour lay under a low sky, and the boats came in one behind another until the quay was \
                      full. Nothing in the town had changed except the price of candles, as everyone was glad to say.";

#[allow(clippy::too_many_lines, reason = "a list of everything a document may hold")]
/// The long document: headings, notes of both voices, quotation, list, listing, break, cut.
fn tide_tables(maker: &mut Maker, chapter: AnchorId) -> (Selection, Vec<AnchorId>) {
    let anchor = maker.division();
    let note_body = vec![maker.paragraph(vec![text("Harker, "), em("Letters"), text(" (1851), 10.")])];
    let author = maker.note(Voice::Author, "1", note_body);
    let note_place = maker.anchor();
    let note_words = vec![text("The lamp was "), Inline::Anchor(note_place), text("lit in the year after.")];
    let (first, second) = (maker.paragraph(note_words), maker.paragraph(vec![text("It burned whale oil.")]));
    let editor = maker.note(Voice::Editor, "*", vec![first, second]);
    let short_body = vec![maker.paragraph(vec![text("Sic.")])];
    let short = maker.note(Voice::Editor, "†", short_body);
    let cell_body = vec![maker.paragraph(vec![text("Measured at the church stairs.")])];
    let in_cell = maker.note(Voice::Author, "2", cell_body);
    let (first, here) = maker.placed("The quay at ", "Whitby was lit by one lamp.");
    let (second, there) = maker.placed("A second lamp came to ", "Whitby in the spring.");
    let called = vec![
        text(FILLER),
        Inline::NoteCall(author),
        text(" “You will find,” she said, “that the tide keeps better time than the "),
        foreign("fr", "horloge"),
        text(".”"),
        Inline::NoteCall(editor),
        text(" So it did;"),
        Inline::NoteCall(short),
        text(" it always had."),
    ];
    let lamps = maker.anchor();
    let again = vec![
        text("He wrote it down twice "),
        Inline::NoteCall(author),
        text(" in "),
        foreign("grc", "ἀνθολογία"),
        text(", "),
        foreign("ru", "книга"),
        text(" and "),
        foreign("he", "ספר"),
        text(". See "),
        Maker::link(Target::Anchor(lamps), "what was said of the lamps"),
        text(", "),
        Maker::link(Target::Anchor(chapter), "the chapter"),
        text(" and "),
        Maker::link(Target::Url("https://example.org/a page?x=1&y=2".to_owned()), "the page"),
        text("."),
    ];
    let cells = |words: [&str; 2]| words.map(|cell| vec![text(cell)]).to_vec();
    let mut rows = vec![cells(["Monday", "3 ft"]), cells(["Tuesday", "4 ft"])];
    rows[0][1].push(Inline::NoteCall(in_cell));
    let table = Table { columns: vec![Alignment::Start, Alignment::End], head: cells(["Day", "High water"]), rows };
    let inner = maker.paragraph(vec![text("A man may read a table and drown.")]);
    let items = ["oil", "wick", "glass"].map(|item| vec![maker.paragraph(vec![text(item)])]).to_vec();
    let blocks = vec![
        first,
        maker.paragraph(called),
        maker.heading(1, "The Lamps", Some(lamps)),
        second,
        maker.block(Block::Quotation(vec![inner])),
        maker.block(Block::List(List { kind: ListKind::Numbered(3), tight: true, items })),
        maker.block(Block::Omission),
        maker.heading(3, "Of Oil & <Wicks>", None),
        maker.paragraph(again),
        maker.block(Block::Table(table)),
        maker.block(Block::SectionBreak),
        maker.figure("art/quay.png", "A quay in three colours", "The quay. Drawing: I. Draughtsman."),
        maker.figure("art/ring.svg", "A ring", "The ring of the lamp."),
        maker.block(Block::Listing {
            places: Vec::new(),
            language: None,
            text: Run { text: "if tide < 3 {\n    wait()\n}".to_owned(), origin: Origin::Program },
        }),
        maker.paragraph(vec![text(FILLER)]),
    ];
    let mut selection = document(anchor, "tide-tables", "The Tide Tables", "Anne Harker", prose(blocks));
    selection.subtitle = Some(vec![text("From a Letter of 1848")]);
    selection.date_line = Some("4 May 1848".to_owned());
    selection.contents_date = Some("1848".to_owned());
    selection.headnote = Some(prose(vec![maker.paragraph(vec![text("Harker kept the lamp for nine years.")])]));
    (selection, vec![here, there, note_place])
}

/// A document in another language, with a letter.
fn candles(maker: &mut Maker) -> (Selection, AnchorId) {
    let anchor = maker.division();
    let note_body = vec![maker.paragraph(vec![text("Damals zwei Pfennig das Stück.")])];
    let note = maker.note(Voice::Author, "1", note_body);
    maker.notes[note.0 as usize].language = Some(language("de"));
    let (block, place) = maker.placed("Die Kerzen in ", "Whitby sind teuer geworden.");
    let greeting = maker.paragraph(vec![text("Liebe Schwester,"), Inline::LineBreak, text("es ist spät.")]);
    let blocks = vec![
        block,
        maker.paragraph(vec![text("Niemand weiß, warum."), Inline::NoteCall(note)]),
        maker.block(Block::Letter(vec![greeting])),
    ];
    let text_ = Prose { language: language("de"), blocks, signed: vec![person("J. S.", Role::author())] };
    let mut selection = document(anchor, "candles", "Candles", "John Storr", text_);
    selection.contributors.push(person("Ada Compiler", Role::parse("trl").unwrap()));
    (selection, place)
}

fn poem(maker: &mut Maker, slug: &str, title: &str, noted: bool) -> Selection {
    let anchor = maker.division();
    let line = |indent, words: &str| VerseLine { indent, content: vec![text(words)] };
    let mut stanzas = vec![
        vec![line(0, "The boats come in, the boats go out,"), line(4, "and no one counts the tide;")],
        vec![line(0, "the lamp goes round, the lamp goes out,"), line(4, "the sea is very wide.")],
    ];
    if noted {
        let body = vec![maker.paragraph(vec![text("A line taken from a song.")])];
        let note = maker.note(Voice::Author, "1", body);
        stanzas[1][1].content.push(Inline::NoteCall(note));
    }
    let blocks = vec![maker.block(Block::Verse(Verse { stanzas }))];
    document(anchor, slug, title, "Mary Linskill", prose(blocks))
}

fn entry(maker: &mut Maker, heading: &str, references: &[AnchorId]) -> Entry {
    let reference = |from: &AnchorId| Reference { from: *from, to: None, principal: false, note: None, figure: false };
    Entry {
        anchor: maker.anchor(),
        heading: vec![text(heading)],
        references: references.iter().map(reference).collect(),
        see: Vec::new(),
        see_also: Vec::new(),
        subentries: Vec::new(),
        span: maker.span,
    }
}

fn index(maker: &mut Maker, tide: &[AnchorId], candles: AnchorId) -> Index {
    let mut boats = entry(maker, "boats", &[]);
    let mut lamp = entry(maker, "lamp", &tide[..2]);
    let mut whitby = entry(maker, "Whitby", &[tide[0], tide[1], tide[2], candles]);
    whitby.references[0].to = Some(tide[1]);
    whitby.references[3].principal = true;
    whitby.subentries = vec![entry(maker, "candles in", &[candles]), entry(maker, "quay of", &tide[..1])];
    boats.see = vec![CrossReference { heading: vec![text("Whitby")], target: whitby.anchor }];
    lamp.see_also = vec![CrossReference { heading: vec![text("Whitby")], target: whitby.anchor }];
    let group = |letter: &str, entries| Group { letter: letter.to_owned(), entries };
    let groups = vec![group("B", vec![boats]), group("L", vec![lamp]), group("W", vec![whitby])];
    Index { groups, ..Index::default() }
}

fn front(maker: &mut Maker) -> Vec<Matter> {
    let title = || vec![text("A Harbour & "), em("Its <Papers>")];
    let page = TitlePage {
        title: title(),
        subtitle: Some(vec![text("An “Anthology” of the Coast")]),
        editors: Some("Edited by Ada Compiler".to_owned()),
        draft: None,
        imprint: vec!["Example & Daughters".to_owned(), "Whitby, 2026".to_owned()],
    };
    let imprint = ["© 2026 Ada Compiler", "ISBN 978-3-16-148410-0", "Made with anthology."]
        .map(|line| maker.paragraph(vec![text(line)]))
        .to_vec();
    let body = vec![maker.paragraph(vec![text("What the coast was. ")]), maker.paragraph(vec![text(FILLER)])];
    let note_body = vec![maker.paragraph(vec![text("Said in an introduction.")])];
    let note = maker.note(Voice::Editor, "*", note_body);
    let mut introduction = prose(body);
    introduction.blocks.push(maker.paragraph(vec![text("And what it is."), Inline::NoteCall(note)]));
    introduction.signed = vec![person("Ada Compiler", Role::introduction())];
    vec![
        matter(maker, "half-title", "", MatterBody::HalfTitle(title())),
        matter(maker, "title-page", "", MatterBody::TitlePage(page)),
        matter(maker, "copyright-page", "", MatterBody::CopyrightPage(imprint)),
        matter(maker, "contents", "Contents", MatterBody::Contents),
        matter(maker, "introduction", "Introduction", MatterBody::Prose(introduction)),
    ]
}

/// The book.
pub(super) fn book() -> Book {
    let mut maker = Maker::new();
    let front = front(&mut maker);
    let part = maker.division();
    let introduction = prose(vec![maker.paragraph(vec![text("A part begins. "), text(FILLER)])]);
    let lamps = maker.division();
    let (tide, tide_places) = tide_tables(&mut maker, lamps);
    let (candle, candle_place) = candles(&mut maker);
    let songs = maker.division();
    let poems = vec![
        poem(&mut maker, "low-water", "Low Water", true),
        poem(&mut maker, "high-water", "High Water", false),
        poem(&mut maker, "slack-water", "Slack Water", true),
    ];
    let coda = maker.division();
    let last = maker.division();
    let last_text = prose(vec![maker.paragraph(vec![text(FILLER)])]);
    let ending = document(last, "note-1", "An Ending", "Anne Harker", last_text);
    let mut run_on = chapter(songs, "songs", Some("Songs"), poems);
    run_on.documents_start = DocumentsStart::RunOn;
    let parts = vec![
        Part {
            anchor: part,
            slug: "the-quay".to_owned(),
            title: Some(vec![text("The Quay")]),
            subtitle: Some(vec![text("1848–1851")]),
            introduction: Some(introduction),
            chapters: vec![chapter(lamps, "lamps", Some("Lamps & Oil"), vec![tide, candle]), run_on],
        },
        Part {
            anchor: coda,
            slug: "coda".to_owned(),
            title: None,
            subtitle: None,
            introduction: None,
            chapters: vec![chapter(coda, "an-ending", Some("An Ending"), vec![ending])],
        },
    ];
    let works = BibliographySection {
        title: Some(vec![text("Works Cited")]),
        entries: vec![vec![text("Harker, Anne. "), em("Letters"), text(". Whitby, 1851.")]],
    };
    let index = index(&mut maker, &tide_places, candle_place);
    let back = vec![
        matter(&mut maker, "bibliography", "Sources and Bibliography", MatterBody::Bibliography(vec![works])),
        matter(&mut maker, "index", "Index", MatterBody::Index(index)),
    ];
    Book {
        metadata: metadata(),
        endnotes: crate::book::Endnotes::default(),
        omission: "[…]".to_owned(),
        paragraph_numbers: crate::book::ParagraphNumbers::default(),
        words: Words::english(),
        ranges: Ranges::default(),
        front,
        parts,
        back,
        notes: maker.notes,
        images: images(),
        places: maker.places,
    }
}
