//! Covers, read back.

use super::*;
use crate::book::{Image, ImageFormat, Publisher};
use crate::document::{Inline, Inlines, Origin, Run};
use crate::images;
use crate::metadata::{Contributor, Language, Role};
use image::{DynamicImage, Rgba, RgbaImage};

fn inlines(text: &str) -> Inlines {
    vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })]
}

fn book(title: &str, subtitle: Option<&str>, language: &str) -> BookMetadata {
    let editor = |name: &str| Contributor {
        name: name.to_owned(),
        file_as: name.to_owned(),
        role: Role::editor(),
        person: None,
    };
    BookMetadata {
        title: inlines(title),
        subtitle: subtitle.map(inlines),
        language: Language::parse(language).unwrap(),
        editors: vec![editor("Ada Reed"), editor("Jo Müller")],
        contributors: Vec::new(),
        identifier: format!("urn:x-test:{title}"),
        isbn: None,
        publisher: Some(Publisher { name: "Hedge Press".to_owned(), place: None }),
        date: None,
        modified: "2024-05-06T07:08:09Z".to_owned(),
        description: None,
        subjects: Vec::new(),
        series: None,
        copyright: None,
        cover: None,
        sources: Vec::new(),
    }
}

fn books() -> Vec<(BookMetadata, Option<&'static str>)> {
    let long = "A Very Long Inquiry into the Origins, the Customs and the Uses of Books Made out of Other Books, with \
                Some Remarks on Those Who Made Them & <Those> Who Read Them";
    let subtitle = "A Reader on Anthologies, Notes and Indexes";
    vec![
        (book("Gathered Leaves", Some(subtitle), "en"), Some("Edited by Ada Reed and Jo Müller")),
        (book(long, Some(&"With a subtitle that does not end either, ".repeat(4)), "en"), None),
        (book("Сад расходящихся тропок", Some("Хрестоматия"), "ru"), Some("Составила Ада Рид")),
        (book("Ὁ τῶν ἀνθέων στέφανος", None, "grc"), None),
        (book("ספר העלים", Some("מקראה"), "he"), Some("ערכה עדה ריד")),
        (book("كتاب الأوراق", Some("مختارات من النثر القديم"), "ar"), None),
        (book("Donaudampfschifffahrtsgesellschaftskapitänsmützen", Some("Ein Lesebuch"), "de"), None),
        (book("O", None, "en"), Some("")),
    ]
}

/// For eyes: `cargo test --lib cover -- --ignored` writes them to /tmp.
#[test]
#[ignore = "writes files to look at"]
fn samples() {
    for (number, (book, byline)) in books().iter().enumerate() {
        std::fs::write(format!("/tmp/anthology-cover-{number}.jpg"), draw(book, *byline, &[]).unwrap()).unwrap();
    }
}

#[test]
fn a_drawn_cover_is_a_small_jpeg_and_always_the_same() {
    for (book, byline) in books().iter().take(2) {
        let bytes = draw(book, *byline, &[]).unwrap();
        assert!(bytes == draw(book, *byline, &[]).unwrap());
        assert!(bytes.len() < MOST_BYTES, "{}", bytes.len());
        let header = images::jpeg(&bytes).unwrap();
        assert_eq!((header.width, header.height, header.components, header.baseline), (WIDTH, HEIGHT, 3, true));
    }
}

#[test]
fn all_words_stand_inside() {
    for (book, byline) in books() {
        let letters = Letters::new(&[]);
        let tree = letters.tree(&svg(&book, byline, &letters)).unwrap();
        let mut texts = 0;
        for node in tree.root().children() {
            let usvg::Node::Text(text) = node else { continue };
            let area = text.abs_bounding_box();
            texts += 1;
            let sides = (MARGIN - 12.0, f32::from(WIDTH) - MARGIN + 12.0);
            assert!(area.left() > sides.0 && area.right() < sides.1, "{} {area:?}", book.identifier);
            assert!(area.top() > HORIZON + 40.0 && area.bottom() < f32::from(HEIGHT) - 60.0, "{area:?}");
        }
        assert!(texts >= 2, "{}", book.identifier);
    }
}

fn own(pixels: &DynamicImage, format: image::ImageFormat) -> Image {
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    let bytes = bytes.into_inner();
    let (format, pixels) = images::identify(&bytes).unwrap();
    Image { bytes: bytes.into(), format, pixels }
}

#[test]
fn an_editors_jpeg_is_kept() {
    let cover = own(&DynamicImage::new_rgb8(700, 1000), image::ImageFormat::Jpeg);
    assert!(matches!(convert(&cover).unwrap(), std::borrow::Cow::Borrowed(bytes) if *bytes == *cover.bytes));
}

#[test]
fn an_editors_other_picture_is_made_one() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(2000, 4000, Rgba([200, 0, 0, 0])));
    let bytes = convert(&own(&clear, image::ImageFormat::Png)).unwrap().into_owned();
    let header = images::jpeg(&bytes).unwrap();
    assert_eq!((header.width, header.height, header.baseline), (1050, 2100, true));
    let back = images::decode(&bytes, ImageFormat::Jpeg).unwrap().to_rgb8();
    assert_eq!(back.get_pixel(5, 5).0, [255, 255, 255], "what is clear is white");
    let gray = own(&DynamicImage::new_luma8(300, 400), image::ImageFormat::Jpeg);
    let header = images::jpeg(&convert(&gray).unwrap()).unwrap();
    assert_eq!((header.width, header.height, header.components), (300, 400, 3));
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='20' height='30'><rect width='20' height='30'/></svg>";
    let svg = Image { bytes: svg.as_slice().into(), format: ImageFormat::Svg, pixels: (20, 30) };
    let header = images::jpeg(&convert(&svg).unwrap()).unwrap();
    assert_eq!((header.width, header.height), (1400, 2100));
    let broken = Image { bytes: b"\x89PNG".as_slice().into(), format: ImageFormat::Png, pixels: (1, 1) };
    assert!(convert(&broken).is_err());
}
