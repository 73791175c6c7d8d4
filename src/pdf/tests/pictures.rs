//! Pictures of every kind, read back.

use std::io::Cursor;

use image::{DynamicImage, ImageEncoder as _, Rgba, RgbaImage};
use lopdf::Stream;

use super::reading::Book;
use super::*;
use crate::book::Image;
use crate::pdf::{Fault, write};

pub(super) fn picture(bytes: Vec<u8>) -> Image {
    let (format, pixels) = crate::images::identify(&bytes).unwrap();
    Image { bytes: bytes.into(), format, pixels }
}

fn encoded(pixels: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A slope of colours, clearer towards the right.
fn slope(width: u32, height: u32) -> RgbaImage {
    let level = |part: u32, whole: u32| u8::try_from(part * 255 / whole).unwrap();
    RgbaImage::from_fn(width, height, |x, y| Rgba([level(x, width), level(y, height), 90, 255 - level(x, width)]))
}

/// A JPEG that says it lies on its side.
fn sideways() -> Vec<u8> {
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let pixels = DynamicImage::ImageRgba8(slope(40, 20)).to_rgb8();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.write_image(&pixels, 40, 20, image::ExtendedColorType::Rgb8).unwrap();
    bytes
}

const PATHS: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 50'>\
    <clipPath id='c'><circle cx='50' cy='25' r='24'/></clipPath>\
    <g clip-path='url(#c)'><rect width='100' height='50' fill='#c33'/></g>\
    <path d='M10 10 Q 50 40 90 10' fill='none' stroke='#000' stroke-width='2' stroke-dasharray='4 2' opacity='.5'/>\
    <text x='50' y='30' font-size='12' text-anchor='middle' font-family='Alegreya'>Leaf</text></svg>";

const SHADED: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'>\
    <linearGradient id='g'><stop stop-color='#fff'/><stop offset='1' stop-color='#060'/></linearGradient>\
    <rect width='100' height='50' rx='9' fill='url(#g)'/></svg>";

pub(super) fn all_kinds() -> Composition {
    let pixels = DynamicImage::ImageRgba8(slope(64, 32));
    let opaque = DynamicImage::ImageRgb8(pixels.to_rgb8());
    let gray = DynamicImage::ImageLuma8(pixels.to_luma8());
    let kinds = [
        ("a.jpg", sideways()),
        ("b.png", encoded(&pixels, image::ImageFormat::Png)),
        ("c.png", encoded(&gray, image::ImageFormat::Png)),
        ("d.gif", encoded(&opaque, image::ImageFormat::Gif)),
        ("e.webp", encoded(&pixels, image::ImageFormat::WebP)),
        ("f.svg", PATHS.as_bytes().to_vec()),
        ("g.svg", SHADED.as_bytes().to_vec()),
    ];
    let shown = kinds.iter().zip(0u8..).map(|((key, _), place)| {
        let place = f64::from(place);
        at(
            40.0 + place % 2.0 * 140.0,
            40.0 + (place / 2.0).floor() * 100.0,
            Item::Image((*key).to_owned(), size(120.0, 80.0)),
        )
    });
    let mut book = composition(vec![page(Folio::Arabic(1), shown.collect())]);
    // Shown twice, stored once.
    book.pages[0].items.push(at(280.0, 400.0, Item::Image("b.png".to_owned(), size(20.0, 10.0))));
    book.images = kinds.into_iter().map(|(key, bytes)| (key.to_owned(), picture(bytes))).collect();
    book
}

#[test]
#[ignore = "writes a file to look at"]
fn sample() {
    std::fs::write("/tmp/anthology-pdf-pictures.pdf", write(all_kinds(), &metadata()).unwrap()).unwrap();
}

fn object<'a>(book: &'a Book, name: &str) -> &'a Stream {
    let objects = book.dict(book.dict(book.page(0), "Resources"), "XObject");
    book.get(objects, name).as_stream().unwrap()
}

fn samples(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap()
}

#[test]
fn jpeg_bytes_are_untouched_and_turned_upright() {
    let book = all_kinds();
    let read = Book::read(&write(book.clone(), &metadata()).unwrap());
    assert_eq!(object(&read, "Im0").content[..], book.images["a.jpg"].bytes[..]);
    // The first matrix on the page: a quarter turn clockwise, half as wide as high, centred in its box.
    let content = read.content(0);
    let matrix = content.operations.iter().find(|operation| operation.operator == "cm").unwrap();
    let matrix: Vec<f32> = matrix.operands.iter().map(|v| v.as_float().unwrap()).collect();
    assert_eq!(matrix, [0.0, -80.0, 40.0, 0.0, 80.0, 500.0]);
}

#[test]
fn pixels_come_back_as_they_were() {
    let read = Book::read(&write(all_kinds(), &metadata()).unwrap());
    let pixels = DynamicImage::ImageRgba8(slope(64, 32));
    let png = object(&read, "Im1");
    assert_eq!(samples(png), pixels.to_rgb8().into_raw());
    let mask = read.get(&png.dict, "SMask").as_stream().unwrap();
    assert_eq!(samples(mask), pixels.to_luma_alpha8().pixels().map(|pixel| pixel.0[1]).collect::<Vec<_>>());
    let gray = object(&read, "Im2");
    assert_eq!(read.get(&gray.dict, "ColorSpace").as_name().unwrap(), b"DeviceGray");
    assert_eq!(samples(gray), pixels.to_luma8().into_raw());
    assert!(!gray.dict.has(b"SMask"));
    assert!(!object(&read, "Im3").dict.has(b"SMask"), "a GIF that lets nothing through");
    assert_eq!(samples(object(&read, "Im4")), pixels.to_rgb8().into_raw());
}

#[test]
fn an_svg_of_plain_colours_stays_paths() {
    let read = Book::read(&write(all_kinds(), &metadata()).unwrap());
    let form = object(&read, "Im5");
    assert_eq!(read.get(&form.dict, "Subtype").as_name().unwrap(), b"Form");
    let content = lopdf::content::Content::decode(&samples(form)).unwrap();
    let count = |name: &str| content.operations.iter().filter(|operation| operation.operator == name).count();
    // A clipped box and a stroke.
    assert_eq!((count("W"), count("S"), count("d"), count("q")), (1, 1, 1, count("Q")));
    assert_eq!((count("f"), count("TJ"), count("Tm")), (1, 1, 1), "a word is a row of glyphs");
    let set = content.operations.iter().find(|operation| operation.operator == "Tf").unwrap();
    let fonts = read.dict(read.dict(&form.dict, "Resources"), "Font");
    let font = read.dict(fonts, std::str::from_utf8(set.operands[0].as_name().unwrap()).unwrap());
    let map = String::from_utf8(samples(read.get(font, "ToUnicode").as_stream().unwrap())).unwrap();
    for letter in "Leaf".chars() {
        assert!(map.contains(&format!("> <{:04X}>", u32::from(letter))), "{letter} in {map}");
    }
    let states = read.dict(read.dict(&form.dict, "Resources"), "ExtGState");
    assert_eq!(
        states.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect::<Vec<_>>(),
        ["G128", "G255"]
    );
    let shaded = object(&read, "Im6");
    assert_eq!(read.get(&shaded.dict, "Subtype").as_name().unwrap(), b"Image");
    // 120 pt at 300 dpi.
    assert_eq!(read.get(&shaded.dict, "Width").as_i64().unwrap(), 500);
}

/// Letters with an outline are painted as paths; those that turn, or change their face, are rows of their own.
#[test]
fn letters_of_drawings_are_letters_where_they_can_be() {
    let shown = |text: &str| {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 50'>{text}</svg>");
        let mut book = composition(vec![page(
            Folio::Arabic(1),
            vec![at(40.0, 40.0, Item::Image("a.svg".to_owned(), size(200.0, 100.0)))],
        )]);
        book.images.insert("a.svg".to_owned(), picture(svg.into_bytes()));
        let read = Book::read(&write(book, &metadata()).unwrap());
        let content = lopdf::content::Content::decode(&samples(object(&read, "Im0"))).unwrap();
        let count = |name: &str| content.operations.iter().filter(|operation| operation.operator == name).count();
        [count("TJ"), count("f"), count("S")]
    };
    assert_eq!(shown("<text x='5' y='20'>Tide and wind</text>"), [1, 0, 0]);
    assert_eq!(shown("<text x='5' y='20'>Tide <tspan font-style='italic'>and</tspan> wind</text>"), [3, 0, 0]);
    assert_eq!(shown("<text x='5 20 40' y='20 10 30'>Sea</text>"), [3, 0, 0], "each letter has a line of its own");
    assert_eq!(shown("<text x='5' y='20' text-decoration='underline'>Sea</text>"), [1, 1, 0]);
    assert_eq!(shown("<text x='5' y='20' opacity='.5'>Sea</text>"), [1, 0, 0]);
    assert_eq!(shown("<text x='5' y='20' stroke='#000' fill='none'>Sea</text>")[0], 0);
}

#[test]
fn damaged_pictures_are_named() {
    let mut book = all_kinds();
    let png = book.images.get_mut("b.png").unwrap();
    png.bytes = png.bytes[..100].into();
    assert!(matches!(write(book, &metadata()), Err(Fault::Picture { key, .. }) if key == "b.png"));
}
