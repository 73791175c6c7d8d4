//! What preflight sees: ink, lines and letters within pictures, and what is read from the right.

use std::fmt::Write as _;

use super::pictures::picture;
use super::press::{four_inks, pressed};
use super::*;
use crate::design::{Condition, Press, Printer};

/// A JPEG of eight by eight places, all of these four inks (0 to 255); as Adobe writes it, inverted, if it names a
/// `transform` (ITU-T T.81; Adobe's Technical Note 5116).
pub(super) fn cmyk(stored: [u8; 4], transform: Option<u8>) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, body: &[u8]| {
        bytes.extend([0xFF, marker]);
        bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        bytes.extend(body);
    };
    if let Some(transform) = transform {
        segment(0xEE, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat());
    }
    segment(0xDB, &[&[0][..], &[1; 64]].concat());
    let components: Vec<u8> = (1..=4).flat_map(|number| [number, 0x11, 0]).collect();
    segment(0xC0, &[&[8, 0, 8, 0, 8, 4][..], &components].concat());
    // Twelve sizes of the mean, each told in four bits; of the rest nothing but its end, in one.
    let lengths = |at: usize, count: u8| -> Vec<u8> { (1..=16).map(|n| if n == at { count } else { 0 }).collect() };
    segment(0xC4, &[&[0][..], &lengths(4, 12), &(0..12).collect::<Vec<u8>>()].concat());
    segment(0xC4, &[&[0x10][..], &lengths(1, 1), &[0]].concat());
    let scan: Vec<u8> = (1..=4).flat_map(|number| [number, 0]).collect();
    segment(0xDA, &[&[4][..], &scan, &[0, 63, 0]].concat());
    let mut bits = String::new();
    for value in stored {
        let mean = (i32::from(value) - 128) * 8;
        let size = (32 - mean.unsigned_abs().leading_zeros()) as usize;
        let told = if mean < 0 { mean + (1 << size) - 1 } else { mean };
        write!(bits, "{size:04b}").unwrap();
        if size > 0 {
            write!(bits, "{told:0size$b}").unwrap();
        }
        bits.push('0');
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap();
        bytes.push(byte);
        if byte == 0xFF {
            bytes.push(0);
        }
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// What is found of one picture on page 1, shown two inches wide, where four inks are printed.
fn found(key: &str, bytes: Vec<u8>) -> Vec<String> {
    let shown = at(60.0, 100.0, Item::Image(key.to_owned(), size(144.0, 144.0)));
    let mut book = composition(vec![page(Folio::Arabic(1), vec![shown])]);
    book.images.insert(key.to_owned(), picture(bytes));
    let condition = Condition { name: None, profile: Some(four_inks().into()) };
    let (_, findings) = pressed(book, Press { condition, printer: Some(Printer::IngramSpark), ..Press::default() });
    findings.into_iter().filter(|finding| finding.contains(key)).collect()
}

#[test]
fn ink_of_a_jpeg_of_four_is_told() {
    let ink = |stored, transform| {
        let found = found("a.jpg", cmyk(stored, transform));
        found.into_iter().filter(|finding| finding.contains('%')).collect::<Vec<_>>()
    };
    assert_eq!(ink([255; 4], None), ["page 1: `a.jpg`: 400 % of ink, where 240 % is most"]);
    assert_eq!(ink([255, 255, 153, 0], None), ["page 1: `a.jpg`: 260 % of ink, where 240 % is most"]);
    assert_eq!(ink([51, 51, 51, 0], None), [""; 0]);
    // Adobe's are inverted.
    assert_eq!(ink([255; 4], Some(0)), [""; 0]);
    assert_eq!(ink([0; 4], Some(0)), ["page 1: `a.jpg`: 400 % of ink, where 240 % is most"]);
    // And may tell lightness and colour: dark, with neither blue nor red in it.
    assert_eq!(ink([0, 128, 128, 0], Some(2)), ["page 1: `a.jpg`: 400 % of ink, where 240 % is most"]);
    assert_eq!(ink([255, 128, 128, 0], Some(2)), [""; 0]);
}

#[test]
fn ink_lines_and_letters_of_a_drawing_are_told() {
    let svg = |body: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='72' height='72'>{body}</svg>").into_bytes()
    };
    // In these inks a colour near white takes no black; red and green both full take all there is of two.
    let dark = found("a.svg", svg("<rect width='72' height='72' fill='#200400'/>"));
    assert!(
        dark.iter().any(|finding| finding.starts_with("page 1: `a.svg`: ") && finding.contains("% of ink")),
        "{dark:?}"
    );
    assert_eq!(found("a.svg", svg("<rect width='72' height='72' fill='#eee'/>")), [""; 0]);
    assert_eq!(
        found(
            "a.svg",
            svg("<path d='M0 9H70' stroke='#000' stroke-width='.1'/><text y='50' font-size='3'>Reed</text>")
        ),
        ["page 1: `a.svg`: a line of 0.2pt, thinner than 0.25pt", "page 1: `a.svg`: type of 6pt, smaller than 7pt",]
    );
}

/// A line of Hebrew whose last sign is a space: it stands at the left, where nothing is seen.
#[test]
fn white_at_the_end_of_a_line_is_nearest_to_no_edge() {
    let line = |x: f64, text: &str| {
        let mut run = shaped(text, ROMAN, 10.0, &[]);
        if text.starts_with(' ') {
            // Read from the right: what is first to be seen is last to be read.
            let count = u16::try_from(run.glyphs.len()).unwrap();
            (0..count).zip(&mut run.glyphs).for_each(|(place, glyph)| glyph.cluster = count - 1 - place);
            run.text = run.text.chars().rev().collect::<String>().into();
        }
        at(x, 300.0, Item::Glyphs(run))
    };
    let near = |placed: Placed| -> Vec<String> {
        let book = composition(vec![page(Folio::Arabic(1), vec![placed])]);
        let (_, findings) = pressed(book, Press { printer: Some(Printer::Home), ..Press::default() });
        findings.into_iter().filter(|finding| finding.contains("edge")).collect()
    };
    assert_eq!(near(line(17.0, " reed")), [""; 0], "the space alone is nearer than a quarter of an inch");
    assert_eq!(near(line(17.0, "reed ")).len(), 1);
    assert_eq!(near(line(10.0, " reed")).len(), 1);
}
