//! Pictures of kinds that books do not hold: known by their first bytes; what can be, made a PNG.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::{MOST_BYTES, MOST_PIXELS};

/// The name of a kind of picture, as a sentence takes it, and what files of it begin with after so many bytes.
const KINDS: &[(&str, usize, &[u8])] = &[
    (BMP, 0, b"BM"),
    (TIFF, 0, b"II*\0"),
    (TIFF, 0, b"MM\0*"),
    ("an AVIF picture", 4, b"ftypavif"),
    ("an AVIF picture", 4, b"ftypavis"),
    (HEIC, 4, b"ftypheic"),
    (HEIC, 4, b"ftypheix"),
    (HEIC, 4, b"ftyphevc"),
    (HEIC, 4, b"ftypmif1"),
    (HEIC, 4, b"ftypmsf1"),
    ("a JPEG XL picture", 0, b"\xFF\x0A"),
    ("a JPEG XL picture", 0, b"\0\0\0\x0CJXL "),
    ("a JPEG 2000 picture", 0, b"\0\0\0\x0CjP  "),
    ("a JPEG 2000 picture", 0, b"\xFF\x4F\xFF\x51"),
    ("a Photoshop file", 0, b"8BPS"),
    ("an icon", 0, b"\0\0\x01\0"),
    ("a PDF", 0, b"%PDF-"),
    ("a PostScript drawing", 0, b"%!PS"),
];
const BMP: &str = "a BMP picture";
const TIFF: &str = "a TIFF picture";
const HEIC: &str = "a HEIC picture";

/// Which kind of picture that books do not hold `bytes` are: "a TIFF picture".
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let begins = |(_, at, with): &&(&str, usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(with));
    KINDS.iter().find(begins).map(|(kind, ..)| *kind)
}

/// A BMP or the first picture of a TIFF as PNG, upright, with its colour profile; `None` of any other kind.
///
/// # Errors
/// What is wrong with it, when it cannot be read.
#[must_use]
pub fn as_png(bytes: &[u8]) -> Option<Result<Vec<u8>, String>> {
    let format = match foreign(bytes)? {
        BMP => ImageFormat::Bmp,
        TIFF => ImageFormat::Tiff,
        _ => return None,
    };
    Some(converted(bytes, format))
}

fn converted(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, String> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|fault| fault.to_string())?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MOST_BYTES {
        return Err(format!("{width} × {height} pixels are too many"));
    }
    let turn = decoder.orientation().map_err(|fault| fault.to_string())?;
    // A profile of inks says nothing of the colours that were made of them.
    let in_inks = matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16);
    let profile = decoder.icc_profile().ok().flatten().filter(|_| !in_inks);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|fault| fault.to_string())?;
    pixels.apply_orientation(turn);
    // What only science keeps in fractions.
    if matches!(pixels, DynamicImage::ImageRgb32F(_) | DynamicImage::ImageRgba32F(_)) {
        pixels = DynamicImage::ImageRgba16(pixels.to_rgba16());
    }
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).map_err(|fault| fault.to_string())?;
    }
    pixels.write_with_encoder(encoder).map_err(|fault| fault.to_string())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use image::{Luma, Rgb, RgbImage};

    use super::*;
    use crate::images;

    fn encoded(pixels: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn bmp_and_tiff_become_png_and_keep_their_pixels() {
        let colours =
            DynamicImage::ImageRgb8(RgbImage::from_fn(7, 3, |x, y| Rgb([30, 60, if x > y { 90 } else { 9 }])));
        let fine = image::ImageBuffer::from_fn(5, 4, |x, y| Luma([if x > y { 9001 } else { 54_000 }]));
        let fine = DynamicImage::ImageLuma16(fine);
        for (pixels, format, kind) in [
            (&colours, ImageFormat::Bmp, "a BMP picture"),
            (&colours, ImageFormat::Tiff, "a TIFF picture"),
            (&fine, ImageFormat::Tiff, "a TIFF picture"),
        ] {
            let bytes = encoded(pixels, format);
            assert_eq!(foreign(&bytes), Some(kind));
            let png = as_png(&bytes).unwrap().unwrap();
            let size = (pixels.width(), pixels.height());
            assert_eq!(images::identify(&png), Some((crate::book::ImageFormat::Png, size)));
            assert_eq!(&images::decode(&png, crate::book::ImageFormat::Png).unwrap(), pixels, "{kind}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (bytes, kind) in [
            (&b"\0\0\0\x1cftypavif"[..], "an AVIF picture"),
            (b"\0\0\0\x18ftypheic", "a HEIC picture"),
            (b"\0\0\0\x18ftypmif1", "a HEIC picture"),
            (b"\xff\x0a\xfa", "a JPEG XL picture"),
            (b"8BPS\0\x01", "a Photoshop file"),
            (b"%PDF-1.7", "a PDF"),
        ] {
            assert_eq!((foreign(bytes), as_png(bytes)), (Some(kind), None));
        }
        for bytes in [&b""[..], b"B", b"\xff\xd8\xff", b"GIF89a", b"<svg/>", b"\0\0\0\x18ftypisom"] {
            assert_eq!(foreign(bytes), None, "{bytes:?}");
        }
        let whole = encoded(&DynamicImage::new_rgb8(9, 9), ImageFormat::Tiff);
        for end in [4, 9, whole.len() / 2] {
            assert!(as_png(&whole[..end]).unwrap().is_err(), "{end} bytes of a TIFF");
        }
        // A size that would fill the machine: 2^31 - 1 pixels a side.
        let mut bomb = encoded(&DynamicImage::new_rgb8(1, 1), ImageFormat::Bmp);
        bomb[18..22].copy_from_slice(&i32::MAX.to_le_bytes());
        bomb[22..26].copy_from_slice(&i32::MAX.to_le_bytes());
        assert!(as_png(&bomb).unwrap().is_err());
    }
}
