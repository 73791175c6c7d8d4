//! Writes small books, reads them back with lopdf and looks whether a reader would find in them what was put in.

mod pictures;
mod preflight;
mod press;
mod reading;
mod speed;
mod standards;
mod writing;

use std::collections::BTreeMap;
use std::sync::Arc;

use harfrust::{Feature, ShapeOptions, ShaperData, Tag, UnicodeBuffer};
use skrifa::raw::TableProvider;

use crate::book::{AnchorId, BookMetadata, Folio};
use crate::document::{Inline, Origin, Run};
use crate::length::{Length, Size};
use crate::metadata::{Contributor, Language, Role};
use crate::typeset::Composition;
use crate::typeset::page::{
    Binding, Destination, Face, FaceId, Glyph, GlyphRun, Item, OutlineItem, Page, Placed, Shift,
};

const ROMAN: FaceId = FaceId(0);
const ITALIC: FaceId = FaceId(1);
const SANS: FaceId = FaceId(2);
const ARABIC: FaceId = FaceId(3);
const HEBREW: FaceId = FaceId(4);

fn faces() -> Vec<Face> {
    [
        "Alegreya-Regular.otf",
        "Alegreya-Italic.otf",
        "FiraSans-Bold.otf",
        "NotoNaskhArabic-Regular.ttf",
        "NotoSerifHebrew-Regular.ttf",
    ]
    .iter()
    .map(|file| Face {
        name: file[..file.len() - 4].to_owned(),
        data: std::fs::read(format!("{}/fonts/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap().into(),
        index: 0,
    })
    .collect()
}

/// Sets text in one run, as the setter does.
fn shaped(text: &str, face: FaceId, size: f64, features: &[&[u8; 4]]) -> GlyphRun {
    thread_local! {
        static FACES: Vec<Face> = faces();
    }
    FACES.with(|faces| shaped_in(&faces[usize::from(face.0)].data, text, face, (size, features)))
}

fn shaped_in(data: &[u8], text: &str, face: FaceId, (size, features): (f64, &[&[u8; 4]])) -> GlyphRun {
    let font = harfrust::FontRef::new(data).unwrap();
    let em = f64::from(font.head().unwrap().units_per_em());
    let features: Vec<Feature> = features.iter().map(|tag| Feature::new(Tag::new(tag), 1, ..)).collect();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let data = ShaperData::new(&font);
    let glyphs = data.shaper(&font).build().shape(buffer, ShapeOptions::new().features(&features));
    let length = |units: i32| Length::pt(f64::from(units) * size / em);
    let set = || (0_u32..).zip(glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()));
    let glyph = |(_, (info, position)): (u32, (&harfrust::GlyphInfo, &harfrust::GlyphPosition))| Glyph {
        id: u16::try_from(info.glyph_id).unwrap(),
        advance: length(position.x_advance),
        cluster: u16::try_from(info.cluster).unwrap(),
    };
    let shift = |(glyph, (_, position)): (u32, (&harfrust::GlyphInfo, &harfrust::GlyphPosition))| Shift {
        glyph,
        dx: length(position.x_offset),
        dy: length(position.y_offset),
    };
    GlyphRun {
        face,
        size: Length::pt(size),
        stretch: 1000,
        furniture: false,
        text: text.into(),
        glyphs: set().map(glyph).collect(),
        shifts: set().map(shift).collect(),
    }
}

fn at(x: f64, y: f64, item: Item) -> Placed {
    Placed::artifact(Length::pt(x), Length::pt(y), item)
}

fn words(x: f64, y: f64, text: &str) -> Placed {
    at(x, y, Item::Glyphs(shaped(text, ROMAN, 10.5, &[])))
}

fn size(width: f64, height: f64) -> Size {
    Size { width: Length::pt(width), height: Length::pt(height) }
}

fn page(folio: Folio, items: Vec<Placed>) -> Page {
    Page { folio, items }
}

fn composition(pages: Vec<Page>) -> Composition {
    Composition {
        press: None,
        trim: size(360.0, 540.0),
        bleed: Length::ZERO,
        binding: Binding::Left,
        gutter: Length::pt(50.0),
        pages,
        faces: faces(),
        images: BTreeMap::new(),
        outline: Vec::new(),
        structure: crate::typeset::page::Structure::default(),
        report: crate::typeset::report::Report::default(),
    }
}

fn inlines(text: &str) -> Vec<Inline> {
    vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })]
}

fn person(name: &str, role: Role) -> Contributor {
    Contributor { name: name.to_owned(), file_as: crate::metadata::file_as(name), role, person: None }
}

fn metadata() -> BookMetadata {
    BookMetadata {
        title: inlines("Leaves & Straw"),
        subtitle: Some(inlines("Чтения")),
        language: Language::parse("en-GB").unwrap(),
        editors: vec![person("Ada Reed", Role::editor()), person("Jo Müller", Role::editor())],
        contributors: vec![person("Kim Weaver", Role::parse("ill").unwrap())],
        identifier: "urn:uuid:1f0e8a52-9d7c-5b8f-8c1e-0d6b1d2b3c4d".to_owned(),
        isbn: None,
        publisher: None,
        date: None,
        modified: "2024-05-06T07:08:09Z".to_owned(),
        description: None,
        subjects: vec!["Weaving".to_owned()],
        series: None,
        copyright: None,
        cover: None,
        sources: Vec::new(),
    }
}

/// A book that has a little of everything.
fn small_book() -> Composition {
    let link = |to| Item::Link(size(40.0, 12.0), to);
    let mut title = shaped("The Office of Flowers", ROMAN, 18.0, &[b"smcp"]);
    title.stretch = 1020;
    for glyph in &mut title.glyphs {
        glyph.advance = glyph.advance.scale(1.02);
    }
    let mut verse = shaped("Stretched a little: ½ of Ωmega", ITALIC, 10.5, &[]);
    verse.stretch = 980;
    for glyph in &mut verse.glyphs {
        glyph.advance = glyph.advance.scale(0.98);
    }
    let pages = vec![
        page(
            Folio::Roman(1),
            vec![words(50.0, 100.0, "Contents "), at(200.0, 90.0, link(Destination::Anchor(AnchorId(7))))],
        ),
        page(Folio::Roman(2), vec![]),
        page(
            Folio::Arabic(1),
            vec![
                at(50.0, 60.0, Item::Anchor(AnchorId(7))),
                at(50.0, 80.0, Item::Glyphs(title)),
                at(50.0, 86.0, Item::Rule(size(120.0, 0.5))),
                words(50.0, 120.0, "An efficient waffle, officially; NASA, naïve, s\u{323}\u{307} and Qu "),
                at(50.0, 134.0, Item::Glyphs(shaped("NASA small and large ", ROMAN, 10.5, &[b"smcp", b"c2sc"]))),
                at(50.0, 148.0, Item::Glyphs(verse)),
                at(50.0, 170.0, Item::Glyphs(shaped("هذه الكتب القديمة", ARABIC, 12.0, &[]))),
                at(50.0, 190.0, Item::Glyphs(shaped("סֵפֶר קָטָן", HEBREW, 12.0, &[]))),
                at(50.0, 210.0, Item::Glyphs(shaped("Слово и дѣло ", SANS, 10.0, &[]))),
                at(50.0, 240.0, link(Destination::Url("https://example.org/ä b?q=1".to_owned()))),
                at(50.0, 240.0, link(Destination::Anchor(AnchorId(99)))),
            ],
        ),
        page(
            Folio::Arabic(2),
            vec![
                at(50.0, 300.0, Item::Anchor(AnchorId(8))),
                words(50.0, 310.0, "The end. "),
                at(50.0, 400.0, link(Destination::Anchor(AnchorId(8)))),
            ],
        ),
    ];
    let entry =
        |title: &str, target, children| OutlineItem { title: title.to_owned(), target: AnchorId(target), children };
    let mut book = composition(pages);
    book.outline =
        vec![entry("Flowers", 7, vec![entry("§ 1", 8, vec![]), entry("Lost", 55, vec![])]), entry("End", 8, vec![])];
    book
}
