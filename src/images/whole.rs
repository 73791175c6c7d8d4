//! Whether a picture's file is all there, whether it moves, and what of a drawing is not printed: seen without decoding.

use std::collections::BTreeSet;

use usvg::roxmltree;

use crate::book::ImageFormat;

/// Whether the file of a picture goes on to its end: one that was cut short is drawn with a grey part by some
/// readers and refused by others. What it shows is not decoded. Of GIFs only the first picture is of use, and SVGs
/// are read whole or not at all: both pass.
#[must_use]
pub fn is_whole(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_ends(bytes),
        ImageFormat::Png => png_ends(bytes),
        ImageFormat::Webp => webp_ends(bytes),
        ImageFormat::Gif | ImageFormat::Svg => true,
    }
}

/// Whether a picture is several, shown one after the other. Books print the first.
#[must_use]
pub fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Gif => gif_moves(bytes),
        ImageFormat::Png => has_chunk(bytes, *b"acTL"),
        // The flag of animation in the extended header (RFC 9649, 2.7).
        ImageFormat::Webp => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0x02 != 0),
        ImageFormat::Jpeg | ImageFormat::Svg => false,
    }
}

/// Whether there is a second picture (GIF 89a, 18 to 26).
fn gif_moves(gif: &[u8]) -> bool {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) };
    let mut at = 13 + table(gif.get(10).copied().unwrap_or_default());
    let mut pictures = 0;
    loop {
        match gif.get(at) {
            Some(0x2C) => {
                pictures += 1;
                at += 11 + table(gif.get(at + 9).copied().unwrap_or_default());
            }
            Some(0x21) => at += 2,
            _ => return false,
        }
        if pictures > 1 {
            return true;
        }
        // Blocks of data, each with its length before it; one of none is the last.
        while let Some(length) = gif.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
    }
}

/// Whether there is an IEND chunk (PNG, 5.3 and 11.2.5).
fn png_ends(png: &[u8]) -> bool {
    has_chunk(png, *b"IEND")
}

fn has_chunk(png: &[u8], wanted: [u8; 4]) -> bool {
    let mut rest = png.get(8..).unwrap_or_default();
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if kind.starts_with(&wanted) {
            return true;
        }
        // Four bytes of kind, the data, four bytes of checksum.
        rest = length.checked_add(8).and_then(|length| kind.get(length..)).unwrap_or_default();
    }
    false
}

/// Whether there are as many bytes as the container says (RFC 9649, 2.4); a last byte that only fills up may be
/// missing.
fn webp_ends(webp: &[u8]) -> bool {
    let Some(&[a, b, c, d]) = webp.get(4..8) else { return false };
    webp.len() >= (u32::from_le_bytes([a, b, c, d]) as usize).saturating_add(7)
}

/// Whether there is an end marker (ITU-T T.81, B.1.1.3).
fn jpeg_ends(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some(found) = jpeg.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
        let marker = at + found + 1;
        match jpeg.get(marker) {
            Some(0xD9) => return true,
            // A byte of a scan, a restart, a marker without a segment: on to the next; a fill byte may be its first.
            Some(0x00 | 0x01 | 0xD0..=0xD8) => at = marker + 1,
            Some(0xFF) => at = marker,
            // A segment is stepped over: a thumbnail in it has an end of its own.
            Some(_) => match jpeg.get(marker + 1..marker + 3) {
                Some(&[high, low]) => at = marker + 1 + usize::from(u16::from_be_bytes([high, low])).max(2),
                _ => return false,
            },
            None => return false,
        }
    }
    false
}

/// What an SVG holds that no edition shows: each kind once, as it is called in a sentence.
#[must_use]
pub fn left_out(svg: &[u8]) -> Vec<&'static str> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let Some(tree) = std::str::from_utf8(svg)
        .ok()
        .and_then(|text| roxmltree::Document::parse_with_options(text.trim_start_matches('\u{feff}'), options).ok())
    else {
        return Vec::new();
    };
    let outside = |node: &roxmltree::Node<'_, '_>| {
        let link = node.attributes().find(|attribute| attribute.name() == "href").map(|a| a.value().trim_start());
        link.is_some_and(|link| !link.starts_with("data:") && !link.starts_with('#'))
    };
    let mut lost = BTreeSet::new();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        match node.tag_name().name() {
            "script" => lost.insert("a script"),
            "foreignObject" => lost.insert("a <foreignObject>"),
            "image" | "feImage" if outside(&node) => lost.insert("a picture of another file"),
            "use" if outside(&node) => lost.insert("a part of another file"),
            _ => false,
        };
    }
    lost.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn encoded(format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(7, 3).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_cut_short_is_known() {
        for (ours, theirs) in [
            (ImageFormat::Jpeg, image::ImageFormat::Jpeg),
            (ImageFormat::Png, image::ImageFormat::Png),
            (ImageFormat::Webp, image::ImageFormat::WebP),
        ] {
            let bytes = encoded(theirs);
            assert!(is_whole(&bytes, ours), "{ours:?}");
            assert!(is_whole(&[&bytes[..], b"what a camera adds"].concat(), ours), "{ours:?}");
            // A PNG's last checksum and the byte that fills up a WebP say nothing.
            let least = bytes.len() - if ours == ImageFormat::Jpeg { 0 } else { 4 };
            for cut in 0..least {
                assert!(!is_whole(&bytes[..cut], ours), "{ours:?} {cut}");
            }
        }
    }

    #[test]
    fn the_end_of_a_thumbnail_is_not_that_of_its_picture() {
        let jpeg = encoded(image::ImageFormat::Jpeg);
        let with_thumbnail = [&[0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 0xFF, 0xD9, 0xFF, 0xD9][..], &jpeg[2..]].concat();
        assert!(is_whole(&with_thumbnail, ImageFormat::Jpeg));
        assert!(!is_whole(&with_thumbnail[..10], ImageFormat::Jpeg));
        assert!(!is_whole(b"\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFIDAT", ImageFormat::Png));
    }

    #[test]
    fn what_an_svg_loses_is_told() {
        let svg =
            b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'><script>a()</script>\
            <image href='data:image/png;base64,xx'/><image x:href='ship.png'/><image href='http://example.org/a.png'/>\
            <use href='#ship'/></svg>";
        assert_eq!(left_out(svg), ["a picture of another file", "a script"]);
        assert!(left_out(b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>").is_empty());
        assert!(left_out(b"<svg").is_empty());
    }
}
