//! Pictures as they lie in an EPUB: JPEG, PNG or SVG that every reading system shows.
//!
//! JPEG and PNG of a sound size stay as they are, but for what a camera or a program wrote into them about itself; a
//! picture that EXIF turns is turned, one in printers' colours (CMYK) becomes one of the screen's, what is too heavy or
//! has more pixels than a reader's memory holds is made smaller. WebP becomes JPEG or PNG, a GIF the PNG of its first picture, and a PNG
//! that moves stands still (nothing flashes).
//! An SVG is written anew by usvg: static shapes, its words as outlines of the bundled fonts, no script,
//! no foreign content, nothing fetched.

use std::borrow::Cow;
use std::collections::BTreeMap;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};
use rayon::prelude::*;

use super::Fault;
use super::archive::Item;
use super::markup::Markup;
use crate::book::{Book, Image, ImageFormat};
use crate::id::{Names, slug};
use crate::images;

/// Bytes a picture may have: more, and readers with little memory leave it out.
const MOST_BYTES: usize = 1_500_000;
/// Pixels a picture may have, 5.6 million: what Apple's asset guide allows, and a device unpacks in memory.
const MOST_PIXELS: u64 = 5_600_000;
/// The longer side to which what is too heavy is brought down, in pixels.
const LONG_SIDE: u32 = 2000;
/// The longer side below which nothing is brought, in pixels: readers show it across a page.
const SHORTEST_SIDE: u32 = 600;
/// Of JPEGs that are made here.
const QUALITY: u8 = 88;

/// The pictures of a book by their keys.
#[derive(Debug, Default)]
pub(super) struct Pictures<'a>(BTreeMap<&'a str, Prepared<'a>>);

/// A picture as it will lie in the package.
#[derive(Debug)]
struct Prepared<'a> {
    href: String,
    media: &'static str,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Pictures<'a> {
    /// Makes the pictures that are `used`, by key with what they show, fit. A key the book does not have is left out.
    pub(super) fn prepare(book: &'a Book, used: &BTreeMap<&'a str, &'a str>) -> Result<Self, Fault> {
        let wanted: Vec<(&str, &str, &Image)> =
            used.iter().filter_map(|(key, alt)| Some((*key, *alt, book.images.get(*key)?))).collect();
        let fitted: Vec<(&str, Bytes<'a>)> = wanted
            .into_par_iter()
            .map(|(key, alt, image)| {
                let fitted = fit(image, alt).map_err(|reason| Fault::Picture { key: key.to_owned(), reason })?;
                Ok((key, fitted))
            })
            .collect::<Result<_, Fault>>()?;
        let mut names = Names::without(&["cover"]);
        let prepared = fitted.into_iter().map(|(key, (bytes, extension, media))| {
            let name = unique(&mut names, key);
            (key, Prepared { href: format!("images/{name}.{extension}"), media, bytes })
        });
        Ok(Self(prepared.collect()))
    }

    /// Where a picture lies, seen from the package's folder.
    pub(super) fn href(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|picture| picture.href.as_str())
    }

    /// Every picture, for the archive.
    pub(super) fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.0.values().map(|picture| Item {
            name: picture.href.clone(),
            media: picture.media,
            bytes: Cow::Borrowed(&*picture.bytes),
        })
    }
}

/// A file name for `key` that no other picture has.
fn unique(names: &mut Names, key: &str) -> String {
    let file = key.rsplit('/').next().unwrap_or(key);
    let mut base = slug(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    base.truncate(80);
    names.take_slug(&base, 1)
}

/// A picture's bytes, its file's ending and its media type.
type Bytes<'a> = (Cow<'a, [u8]>, &'static str, &'static str);

const JPEG: (&str, &str) = ("jpg", "image/jpeg");
const PNG: (&str, &str) = ("png", "image/png");

fn fit<'a>(image: &'a Image, alt: &str) -> Result<Bytes<'a>, String> {
    let bytes: &[u8] = &image.bytes;
    let area = u64::from(image.pixels.0) * u64::from(image.pixels.1);
    let sound = bytes.len() <= MOST_BYTES && area <= MOST_PIXELS;
    let turn = images::orientation(bytes, image.format);
    match image.format {
        ImageFormat::Svg => {
            let svg = images::svg(bytes)?.to_string(&usvg::WriteOptions::default());
            Ok((Cow::Owned(titled(&svg, alt).into_bytes()), "svg", "image/svg+xml"))
        }
        ImageFormat::Jpeg if sound && turn == Orientation::NoTransforms && !in_inks(bytes) => {
            Ok((without_camera_data(bytes), JPEG.0, JPEG.1))
        }
        ImageFormat::Png if sound && turn == Orientation::NoTransforms => Ok((without_notes(bytes), PNG.0, PNG.1)),
        format => {
            let mut pixels = images::decode(bytes, format)?;
            let profile = images::profile(bytes, format);
            pixels.apply_orientation(turn);
            if !sound && pixels.width().max(pixels.height()) > LONG_SIDE {
                pixels = pixels.resize(LONG_SIDE, LONG_SIDE, FilterType::Lanczos3);
            }
            let encode = |pixels: &DynamicImage| encode(pixels, format, profile.as_ref());
            let mut made = encode(&pixels)?;
            while made.0.len() > MOST_BYTES && pixels.width().max(pixels.height()) > SHORTEST_SIDE {
                let side = pixels.width().max(pixels.height()) * 3 / 4;
                pixels = pixels.resize(side, side, FilterType::Lanczos3);
                made = encode(&pixels)?;
            }
            Ok(made)
        }
    }
}

/// Whether a JPEG is in the four colours of a press, which many readers show wrong or not at all.
fn in_inks(bytes: &[u8]) -> bool {
    images::jpeg(bytes).is_some_and(|jpeg| jpeg.components == 4)
}

/// An SVG that says what it shows.
fn titled(svg: &str, alt: &str) -> String {
    match svg.split_once('>') {
        Some((head, rest)) if !alt.is_empty() && !head.ends_with('/') => {
            let mut m = Markup::default();
            m.inline("title").text(alt);
            format!("{head}>{}{rest}", m.finish())
        }
        _ => svg.to_owned(),
    }
}

/// PNG for what has clear parts or few tones, else JPEG; what its numbers mean as colours goes with it.
fn encode(pixels: &DynamicImage, format: ImageFormat, profile: Option<&Vec<u8>>) -> Result<Bytes<'static>, String> {
    let opaque = !pixels.color().has_alpha() || pixels.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX);
    if format == ImageFormat::Png || format == ImageFormat::Gif || !opaque {
        let mut out = Vec::new();
        let mut encoder = PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.clone()).map_err(|e| e.to_string())?;
        }
        pixels.write_with_encoder(encoder).map_err(|e| e.to_string())?;
        if !opaque || out.len() <= MOST_BYTES {
            return Ok((Cow::Owned(out), PNG.0, PNG.1));
        }
    }
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    // A profile of grays says nothing of three colours.
    if let Some(profile) = profile.filter(|profile| profile.get(16..20) == Some(b"RGB ")) {
        encoder.set_icc_profile(profile.clone()).map_err(|e| e.to_string())?;
    }
    encoder.encode_image(&pixels.to_rgb8()).map_err(|e| e.to_string())?;
    Ok((Cow::Owned(out), JPEG.0, JPEG.1))
}

/// A JPEG without comments and without the segments of cameras and editors (APP1 EXIF and XMP, APP13),
/// which may say where and by whom a picture was taken. The pixels and the colour profile stay.
fn without_camera_data(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 2;
    out.extend_from_slice(bytes.get(..2).unwrap_or_default());
    while let Some([0xff, marker @ (0xe0..=0xef | 0xfe | 0xdb | 0xc0..=0xc4 | 0xdd), high, low]) = bytes.get(at..at + 4)
    {
        let end = at + 2 + usize::from(u16::from_be_bytes([*high, *low]));
        let Some(segment) = bytes.get(at..end) else { return Cow::Borrowed(bytes) };
        if !matches!(marker, 0xe1 | 0xed | 0xfe) {
            out.extend_from_slice(segment);
        }
        at = end;
    }
    if out.len() == at {
        return Cow::Borrowed(bytes);
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// A PNG without what programs note in it, words, camera data, the time (PNG 3, 11.3.3 to 11.3.5), and without what
/// makes it move (11.3.6). The pixels and what says how they are shown stay.
fn without_notes(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 8;
    out.extend_from_slice(bytes.get(..at).unwrap_or_default());
    while let Some([a, b, c, d, kind @ ..]) = bytes.get(at..at + 8) {
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let end = at.saturating_add(12).saturating_add(length);
        let Some(chunk) = bytes.get(at..end) else { return Cow::Borrowed(bytes) };
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME" | b"acTL" | b"fcTL" | b"fdAT") {
            out.extend_from_slice(chunk);
        }
        at = end;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    if out.len() == bytes.len() { Cow::Borrowed(bytes) } else { Cow::Owned(out) }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use image::ImageFormat as Encoding;

    use super::*;

    fn picture(format: ImageFormat, bytes: Vec<u8>) -> Image {
        Image { bytes: Arc::from(bytes), format, pixels: (4, 3) }
    }

    fn encoded(encoding: Encoding) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(4, 3).write_to(&mut out, encoding).unwrap();
        out.into_inner()
    }

    #[test]
    fn camera_data_goes_and_pixels_stay() {
        let plain = encoded(Encoding::Jpeg);
        let mut taken = plain[..2].to_vec();
        taken.extend(b"\xff\xe1\x00\x0eExif\0\0secret");
        taken.extend(&plain[2..]);
        assert_eq!(*without_camera_data(&taken), *plain);
        assert!(matches!(without_camera_data(&plain), Cow::Borrowed(_)), "nothing to take out");
        assert_eq!(*without_camera_data(&taken[..9]), taken[..9], "a damaged file is left as it is");
    }

    #[test]
    fn what_programs_note_in_a_png_goes_and_pixels_stay() {
        let plain = encoded(Encoding::Png);
        let mut noted = plain[..33].to_vec();
        noted.extend(b"\0\0\0\x06tEXtsecret\0\0\0\0");
        noted.extend(&plain[33..]);
        assert_eq!(*without_notes(&noted), *plain);
        assert!(matches!(without_notes(&plain), Cow::Borrowed(_)), "nothing to take out");
        assert_eq!(*without_notes(&noted[..40]), noted[..40], "a damaged file is left as it is");
        let image = picture(ImageFormat::Png, noted);
        assert_eq!(*fit(&image, "").unwrap().0, *plain);
    }

    #[test]
    fn a_picture_in_four_inks_is_known() {
        let header = |inks| [&[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 3, 0, 4, inks][..], &[0; 9]].concat();
        assert!(in_inks(&header(4)) && !in_inks(&header(3)));
        assert!(!in_inks(&encoded(Encoding::Jpeg)));
    }

    #[test]
    fn what_is_too_heavy_is_made_smaller() {
        // Noise that no coding makes small, with clear parts.
        let mut seed = 1_u32;
        let noise = image::RgbaImage::from_fn(1400, 1000, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgba(seed.to_be_bytes())
        });
        let mut bytes = Cursor::new(Vec::new());
        noise.write_to(&mut bytes, Encoding::Png).unwrap();
        let image = picture(ImageFormat::Png, bytes.into_inner());
        let (bytes, _, media) = fit(&image, "").unwrap();
        assert!(bytes.len() <= MOST_BYTES && media == "image/png", "{} bytes of {media}", bytes.len());
    }

    #[test]
    fn what_has_too_many_pixels_is_made_smaller() {
        let side = 3000;
        let blank = DynamicImage::new_luma8(side, side);
        let mut bytes = Cursor::new(Vec::new());
        blank.write_to(&mut bytes, Encoding::Png).unwrap();
        let image = Image { pixels: (side, side), ..picture(ImageFormat::Png, bytes.into_inner()) };
        assert!(image.bytes.len() < MOST_BYTES, "light, and yet nine million pixels");
        let (bytes, _, media) = fit(&image, "").unwrap();
        assert_eq!((images::identify(&bytes).unwrap().1, media), ((LONG_SIDE, LONG_SIDE), "image/png"));
    }

    #[test]
    fn a_png_stands_still() {
        let plain = encoded(Encoding::Png);
        let chunk = |kind: &[u8; 4], data: &[u8]| {
            [&u32::try_from(data.len()).unwrap().to_be_bytes(), &kind[..], data, &[0; 4]].concat()
        };
        let end = plain.len() - 12;
        let moving = [&plain[..33], &chunk(b"acTL", &[0; 8]), &chunk(b"fcTL", &[0; 26]), &plain[33..end]].concat();
        let moving = [&moving[..], &chunk(b"fdAT", &[0; 9]), &plain[end..]].concat();
        assert_eq!(*without_notes(&moving), *plain);
    }

    #[test]
    fn sixteen_bits_stay_and_so_do_colours_of_a_wider_space() {
        let fine = DynamicImage::new_rgb16(4, 3);
        let mut bytes = Cursor::new(Vec::new());
        fine.write_to(&mut bytes, Encoding::Png).unwrap();
        let image = picture(ImageFormat::Png, bytes.into_inner());
        assert_eq!(*fit(&image, "").unwrap().0, *image.bytes, "readers show sixteen bits");
        // A profile, as far as it is looked at here.
        let profile = [&[0; 16][..], b"RGB ", &[7; 120]].concat();
        for (format, made) in [(ImageFormat::Png, ImageFormat::Png), (ImageFormat::Webp, ImageFormat::Jpeg)] {
            let (bytes, ..) = encode(&DynamicImage::new_rgb8(4, 3), format, Some(&profile)).unwrap();
            assert_eq!(images::profile(&bytes, made).as_deref(), Some(&profile[..]), "{format:?}");
        }
    }

    #[test]
    fn what_readers_lack_is_made_anew() {
        for (format, encoding, media) in [
            (ImageFormat::Webp, Encoding::WebP, "image/jpeg"),
            (ImageFormat::Gif, Encoding::Gif, "image/png"),
            (ImageFormat::Png, Encoding::Png, "image/png"),
        ] {
            let image = picture(format, encoded(encoding));
            assert_eq!(fit(&image, "A leaf").unwrap().2, media);
        }
        assert!(fit(&picture(ImageFormat::Webp, b"RIFF".to_vec()), "").is_err());
    }

    #[test]
    fn an_svg_comes_out_without_script() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='x()'><script>x()</script>\
                   <rect width='9' height='9'/><foreignObject><p>x</p></foreignObject></svg>";
        let image = picture(ImageFormat::Svg, svg.into());
        let (bytes, ..) = fit(&image, "A leaf").unwrap();
        let out = std::str::from_utf8(&bytes).unwrap();
        assert!(out.contains("<title>A leaf</title>") && out.contains("<path"), "{out}");
        for gone in ["script", "onload", "foreignObject", "x()"] {
            assert!(!out.contains(gone), "{gone} in {out}");
        }
    }

    #[test]
    fn names_are_ascii_and_unlike() {
        let mut names = Names::default();
        let keys = ["art/Карта.png", "other/Карта.svg", "cover.jpg", "…"];
        let made: Vec<String> = keys.iter().map(|key| unique(&mut names, key)).collect();
        assert_eq!(made, ["karta", "karta-2", "cover", "x"]);
    }
}
