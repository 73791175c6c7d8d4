//! An editor's own cover, made fit for every reading device: an upright RGB JPEG of moderate size.

use std::borrow::Cow;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, Rgba};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use resvg::tiny_skia::{Pixmap, Transform};

use super::{Fault, HEIGHT, WIDTH};
use crate::book::{Image, ImageFormat};
use crate::images;

/// Bytes a converted cover stays under.
const MOST_BYTES: usize = 1_500_000;
/// Pixels on the longer side up to which a JPEG is kept as it is.
const MOST_PIXELS: u16 = 3200;

/// The cover as a baseline RGB JPEG, at most 1400 × 2100 pixels or as large as it was, and at most 1.5 MB.
/// What already is one and upright is kept byte for byte. Nothing is made larger; what lets the paper through
/// stands on white.
///
/// # Errors
/// When the picture cannot be read.
pub fn convert(image: &Image) -> Result<Cow<'_, [u8]>, Fault> {
    if fit(image) {
        return Ok(Cow::Borrowed(&image.bytes));
    }
    let mut picture = match image.format {
        ImageFormat::Svg => drawn(&image.bytes)?,
        format => images::decode(&image.bytes, format).map_err(Fault)?,
    };
    picture.apply_orientation(images::orientation(&image.bytes, image.format));
    if picture.width() > WIDTH.into() || picture.height() > HEIGHT.into() {
        picture = picture.resize(WIDTH.into(), HEIGHT.into(), FilterType::Lanczos3);
    }
    jpeg(&on_white(&picture), MOST_BYTES).map(Cow::Owned)
}

fn fit(image: &Image) -> bool {
    image.format == ImageFormat::Jpeg
        && image.bytes.len() <= MOST_BYTES
        && images::orientation(&image.bytes, image.format) == Orientation::NoTransforms
        && images::jpeg(&image.bytes)
            .is_some_and(|jpeg| jpeg.baseline && jpeg.components == 3 && jpeg.width.max(jpeg.height) <= MOST_PIXELS)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "at most 2100")]
fn drawn(bytes: &[u8]) -> Result<DynamicImage, Fault> {
    let tree = images::svg(bytes).map_err(Fault)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (f32::from(WIDTH) / width).min(f32::from(HEIGHT) / height);
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let no_size = || Fault("it has no size".to_owned());
    let mut pixmap = Pixmap::new(side(width), side(height)).ok_or_else(no_size)?;
    let (x, y) = (pixmap.width() as f32 / width, pixmap.height() as f32 / height);
    resvg::render(&tree, Transform::from_scale(x, y), &mut pixmap.as_mut());
    Ok(DynamicImage::ImageRgba8(images::straight(&pixmap).ok_or_else(no_size)?))
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let pixels = picture.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *pixels.get_pixel(x, y);
        let over = |part: u8| {
            let mixed = (u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([red, green, blue].map(over))
    })
}

/// A baseline JPEG of the best quality that stays within `most` bytes, or of the least.
pub(super) fn jpeg(picture: &RgbImage, most: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let side = |side: u32| u16::try_from(side).map_err(|_| Fault(format!("{side} pixels are too many")));
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    for quality in [90, 82, 74, 64, 50, 35, 20] {
        bytes.clear();
        let mut encoder = Encoder::new(&mut bytes, quality);
        // Letters stand in colours of their own: all of them are kept.
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
        encoder.encode(picture, width, height, ColorType::Rgb).map_err(|fault| Fault(fault.to_string()))?;
        if bytes.len() <= most {
            break;
        }
    }
    Ok(bytes)
}
