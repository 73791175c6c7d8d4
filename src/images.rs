//! Pictures: what a file holds and how large it is, told from its content, never from its name.
//!
//! A picture's bytes go in; format, size, turned pixels or an SVG tree come out. Nothing here reads files:
//! what an SVG refers to outside itself stays unread.

mod foreign;
mod whole;

use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbaImage};
use usvg::fontdb;

use crate::book::ImageFormat;

pub use foreign::{as_png, foreign};
pub use whole::{is_whole, left_out, moves};

/// Pictures larger than this on a side are not read: they are faults or attacks, not pictures of a book.
const MOST_PIXELS: u32 = 30_000;
/// Bytes a decoded picture may take: a poster at 600 dpi fits, a bomb does not.
const MOST_BYTES: u64 = 1 << 30;

/// The format and the size (width, height) of a picture: in pixels and as it is to be seen, an EXIF turn
/// included; of an SVG in CSS pixels, rounded up.
///
/// `None` if it is no picture a book can hold, or is damaged before its size is told.
#[must_use]
pub fn identify(bytes: &[u8]) -> Option<(ImageFormat, (u32, u32))> {
    let format = sniff(bytes)?;
    if format == ImageFormat::Svg {
        let tree = usvg::Tree::from_data(bytes, &isolated()).ok()?;
        return Some((format, (round_up(tree.size().width()), round_up(tree.size().height()))));
    }
    let mut decoder = decoder(bytes, format).ok()?;
    let (width, height) = decoder.dimensions();
    let sides = if turns_sides(decoder.orientation().ok()?) { (height, width) } else { (width, height) };
    (width > 0 && height > 0).then_some((format, sides))
}

/// Whether `bytes` begin as a picture does that a book can hold: one that cannot be identified is then damaged.
#[must_use]
pub fn begins_as_picture(bytes: &[u8]) -> bool {
    sniff(bytes).is_some()
}

/// What keeps a picture from being identified; `None` if it is no picture at all, or nothing does.
#[must_use]
pub fn fault(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return Some("the file is empty".to_owned());
    }
    let format = sniff(bytes)?;
    if format == ImageFormat::Svg {
        return usvg::Tree::from_data(bytes, &isolated()).err().map(|fault| match fault {
            usvg::Error::ParsingFailed(fault) => fault.to_string(),
            fault => fault.to_string(),
        });
    }
    match decoder(bytes, format) {
        Err(image::ImageError::Limits(_)) => Some("it is more than 30,000 pixels wide or high".to_owned()),
        Err(_) => Some("its beginning is damaged".to_owned()),
        Ok(_) => identify(bytes).is_none().then(|| "it has no size".to_owned()),
    }
}

/// How a picture must be turned to be seen upright (EXIF tag 0x0112). Damaged or missing data: not at all.
#[must_use]
pub fn orientation(bytes: &[u8], format: ImageFormat) -> Orientation {
    decoder(bytes, format).and_then(|mut decoder| decoder.orientation()).unwrap_or(Orientation::NoTransforms)
}

/// Whether upright width and height are the stored height and width.
#[must_use]
pub fn turns_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// The pixels of a picture as they are stored, not turned; of an animation the first picture.
///
/// # Errors
/// When it is damaged, too large, or an SVG.
pub fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, String> {
    let decoder = decoder(bytes, format).map_err(|e| e.to_string())?;
    if decoder.total_bytes() > MOST_BYTES {
        let (width, height) = decoder.dimensions();
        return Err(format!("{width} × {height} pixels are too many"));
    }
    DynamicImage::from_decoder(decoder).map_err(|e| e.to_string())
}

/// What a picture's numbers mean as colours: its ICC profile, if it has one for gray or RGB.
#[must_use]
pub fn profile(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    let profile = decoder(bytes, format).ok()?.icc_profile().ok()??;
    // ICC.1, 7.2.6: the colour space of the data.
    matches!(profile.get(16..20), Some(b"RGB " | b"GRAY")).then_some(profile)
}

/// What the frame header of a JPEG says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jpeg {
    /// Pixels across, as stored.
    pub width: u16,
    /// Pixels down, as stored.
    pub height: u16,
    /// 1 gray, 3 RGB, 4 CMYK.
    pub components: u8,
    /// Whether it is coded in one go, as the oldest readers want it.
    pub baseline: bool,
    /// Whether Adobe's marker is there: its CMYK is written inverted.
    pub adobe: bool,
}

/// Reads the markers of a JPEG up to its frame header (ITU-T T.81, B.2.2). `None` if it is none of eight bits and
/// one, three or four components.
#[must_use]
pub fn jpeg(bytes: &[u8]) -> Option<Jpeg> {
    let mut adobe = false;
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let marker = match rest {
            // Fill bytes may stand before a marker.
            [0xFF, 0xFF, ..] => {
                rest = &rest[1..];
                continue;
            }
            [0xFF, marker, ..] => *marker,
            _ => return None,
        };
        rest = &rest[2..];
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        let segment = rest.get(2..length)?;
        match marker {
            // Baseline, extended, progressive: the Huffman codings that DCTDecode knows.
            0xC0..=0xC2 => return frame(segment, marker == 0xC0, adobe),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0xDA => return None,
            0xEE => adobe |= segment.starts_with(b"Adobe"),
            _ => {}
        }
        rest = rest.get(length..)?;
    }
}

fn frame(segment: &[u8], baseline: bool, adobe: bool) -> Option<Jpeg> {
    let [8, h1, h2, w1, w2, components @ (1 | 3 | 4), ..] = *segment else { return None };
    let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
    (width > 0 && height > 0).then_some(Jpeg { width, height, components, baseline, adobe })
}

/// An SVG as paths: its text set in the bundled fonts.
///
/// # Errors
/// When it is no SVG.
pub fn svg(bytes: &[u8]) -> Result<usvg::Tree, String> {
    let options = usvg::Options { fontdb: bundled_fonts(), font_family: "Alegreya".to_owned(), ..isolated() };
    usvg::Tree::from_data(bytes, &options).map_err(|e| e.to_string())
}

/// What was drawn, its colours no longer weighed by their opacity. `None` if there is nothing.
#[must_use]
pub fn straight(drawing: &resvg::tiny_skia::Pixmap) -> Option<RgbaImage> {
    let pixels = drawing.pixels().iter().flat_map(|pixel| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    });
    RgbaImage::from_raw(drawing.width(), drawing.height(), pixels.collect())
}

/// The bundled faces, for text in SVGs.
#[must_use]
pub fn bundled_fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut fonts = fontdb::Database::new();
            for face in crate::fonts::bundled() {
                fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
            }
            fonts.set_serif_family("Alegreya");
            fonts.set_sans_serif_family("Fira Sans");
            fonts.set_monospace_family("Fira Mono");
            fonts.set_cursive_family("Alegreya");
            fonts.set_fantasy_family("Alegreya");
            Arc::new(fonts)
        })
        .clone()
}

/// Options under which an SVG reads nothing but itself.
fn isolated() -> usvg::Options<'static> {
    let mut options = usvg::Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
}

fn sniff(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(ImageFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(ImageFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::Webp),
        _ => is_svg(bytes).then_some(ImageFormat::Svg),
    }
}

/// Markup that opens an `svg` element near its beginning; comments and a document type may stand before.
fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<") && (contains(head, b"<svg") || contains(head, b":svg"))
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

fn decoder(bytes: &[u8], format: ImageFormat) -> image::ImageResult<impl ImageDecoder + '_> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    let mut reader = match format {
        ImageFormat::Jpeg => ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg),
        ImageFormat::Png => ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Png),
        ImageFormat::Gif => ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Gif),
        ImageFormat::Webp => ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::WebP),
        // No decoder takes it: the error says so.
        ImageFormat::Svg => ImageReader::new(Cursor::new(bytes)),
    };
    reader.limits(limits);
    reader.into_decoder()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and saturates")]
fn round_up(side: f32) -> u32 {
    (side.ceil() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(7, 3).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A JPEG with an EXIF orientation put in behind its start marker.
    fn turned(orientation: u8) -> Vec<u8> {
        let jpeg = encoded(image::ImageFormat::Jpeg);
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xE1]);
        bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        bytes.extend(exif);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    #[test]
    fn formats_are_known_by_content() {
        for (ours, theirs) in [
            (ImageFormat::Jpeg, image::ImageFormat::Jpeg),
            (ImageFormat::Png, image::ImageFormat::Png),
            (ImageFormat::Gif, image::ImageFormat::Gif),
            (ImageFormat::Webp, image::ImageFormat::WebP),
        ] {
            let bytes = encoded(theirs);
            assert_eq!(identify(&bytes), Some((ours, (7, 3))));
            assert_eq!(decode(&bytes, ours).map(|picture| (picture.width(), picture.height())), Ok((7, 3)));
        }
        let svg =
            b"<?xml version='1.0'?>\n<!-- a leaf -->\n<svg xmlns='http://www.w3.org/2000/svg' width='10.2' height='5'/>";
        assert_eq!(identify(svg), Some((ImageFormat::Svg, (11, 5))));
    }

    #[test]
    fn an_exif_turn_turns_the_size() {
        assert_eq!(identify(&turned(1)), Some((ImageFormat::Jpeg, (7, 3))));
        assert_eq!(identify(&turned(6)), Some((ImageFormat::Jpeg, (3, 7))));
        assert_eq!(orientation(&turned(6), ImageFormat::Jpeg), Orientation::Rotate90);
        assert_eq!(orientation(b"nothing", ImageFormat::Jpeg), Orientation::NoTransforms);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        let png = encoded(image::ImageFormat::Png);
        for bad in [&b""[..], b"<html></html>", b"%PDF-1.7", b"\xFF\xD8\xFF", &png[..12], b"<svg", b"GIF89a"] {
            assert_eq!(identify(bad), None, "{bad:?}");
        }
        assert!(begins_as_picture(&png[..12]) && begins_as_picture(b"<svg") && !begins_as_picture(b"%PDF-1.7"));
        assert_eq!(fault(b"").unwrap(), "the file is empty");
        assert_eq!(fault(&png[..12]).unwrap(), "its beginning is damaged");
        assert!(fault(b"<svg\n <").unwrap().contains("2:2"), "{:?}", fault(b"<svg\n <"));
        assert_eq!((fault(b"%PDF-1.7"), fault(&png)), (None, None));
        let wide = image::DynamicImage::new_luma8(MOST_PIXELS + 1, 1);
        let mut bytes = Cursor::new(Vec::new());
        wide.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        assert_eq!(fault(bytes.get_ref()).unwrap(), "it is more than 30,000 pixels wide or high");
        assert!(decode(&png[..png.len() / 2], ImageFormat::Png).is_err());
        assert!(decode(b"<svg/>", ImageFormat::Svg).is_err());
    }

    #[test]
    fn a_jpeg_tells_how_it_is_coded() {
        let app = [0xFF, 0xEE, 0, 8, b'A', b'd', b'o', b'b', b'e', 0];
        let sof = [0xFF, 0xC2, 0, 11, 8, 0, 3, 0, 7, 4, 1, 0x11, 0];
        let file = |parts: &[&[u8]]| [&[0xFF, 0xD8][..], &parts.concat()].concat();
        let expected = Jpeg { width: 7, height: 3, components: 4, baseline: false, adobe: true };
        assert_eq!(jpeg(&file(&[&app, &[0xFF], &sof])), Some(expected));
        assert_eq!(jpeg(&file(&[&sof])), Some(Jpeg { adobe: false, ..expected }));
        for bad in [&file(&[&app])[..], &file(&[&sof[..6]]), b"", &file(&[&[0xFF, 0xC3, 0, 2]])] {
            assert_eq!(jpeg(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_svg_reads_no_file() {
        let tree = svg(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/passwd' width='9' height='9'/></svg>").unwrap();
        assert!(!tree.root().has_children());
    }
}
