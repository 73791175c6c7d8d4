//! What colours become: as they are for screens, black ink or the four inks of a press for paper.
//!
//! Gray is always one component: on paper it is black ink alone, whatever made it. Colours are sRGB; for a press they
//! are converted with its own profile (relative colorimetric), or to gray where none is named.

use std::sync::Arc;

use image::{DynamicImage, RgbImage};
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, Transform8BitExecutor, TransformOptions,
};

use super::Fault;
use crate::design::{Press, Standard};

/// What colours are printed with.
pub(super) struct Inks {
    way: Way,
    /// Whether nothing may be seen through.
    flat: bool,
}

enum Way {
    Screen,
    Black,
    Four(Arc<Transform8BitExecutor>),
}

/// Samples for the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Samples {
    /// 1 (gray), 3 (RGB) or 4 (CMYK).
    pub(super) components: u8,
    /// Eight bits each, row by row.
    pub(super) bytes: Vec<u8>,
    /// How much of the paper shows, a sample each, where any of it does.
    pub(super) mask: Option<Vec<u8>>,
    /// Whether they were colours and became gray.
    pub(super) paled: bool,
    /// Most ink in one place, in per cent, but for the darkest thousandth.
    pub(super) ink: u32,
}

impl Inks {
    /// Of a file.
    pub(super) fn of(press: Option<&Press>) -> Result<Self, Fault> {
        let Some(press) = press else { return Ok(Self { way: Way::Screen, flat: false }) };
        let flat = press.standard == Standard::X1a;
        let way = match &press.condition.profile {
            Some(profile) if is_of_four_inks(profile) => Way::Four(separation(profile).map_err(Fault::File)?),
            _ => Way::Black,
        };
        Ok(Self { way, flat })
    }

    /// Whether nothing may be seen through.
    pub(super) const fn flat(&self) -> bool {
        self.flat
    }

    /// Whether a JPEG of so many components can go in as it is.
    pub(super) const fn takes(&self, components: u8) -> bool {
        match self.way {
            // Four inks mean nothing on a screen of three colours (ISO 19005-2, 6.2.4.3).
            Way::Screen => components != 4,
            Way::Black => components == 1,
            Way::Four(_) => components != 3,
        }
    }

    /// Whether colours are printed in four inks.
    pub(super) const fn are_four(&self) -> bool {
        matches!(self.way, Way::Four(_))
    }

    /// The operands of a colour: one for gray, three for RGB, four for CMYK.
    pub(super) fn color(&self, rgb: [u8; 3]) -> Vec<u8> {
        if is_gray(rgb) {
            return vec![rgb[0]];
        }
        match &self.way {
            Way::Screen => rgb.to_vec(),
            Way::Black => vec![luma(rgb)],
            Way::Four(separation) => separated(separation, &rgb),
        }
    }

    /// The samples of a picture.
    pub(super) fn samples(&self, pixels: &DynamicImage) -> Samples {
        let mask = pixels.color().has_alpha().then(|| alpha(pixels)).filter(|mask| mask.iter().any(|&a| a < 255));
        let gray = |bytes| Samples { components: 1, bytes, mask: None, paled: false, ink: 0 };
        let mut samples = match &self.way {
            Way::Screen if !pixels.color().has_color() => gray(pixels.to_luma8().into_raw()),
            Way::Screen => Samples { components: 3, ..gray(pixels.to_rgb8().into_raw()) },
            way => {
                let rgb = if self.flat { on_paper(pixels) } else { pixels.to_rgb8() };
                if rgb.pixels().all(|pixel| is_gray(pixel.0)) {
                    gray(rgb.pixels().map(|pixel| pixel.0[0]).collect())
                } else if let Way::Four(separation) = way {
                    let bytes = separated(separation, &rgb);
                    Samples { components: 4, ink: most_ink(&bytes), ..gray(bytes) }
                } else {
                    Samples { paled: true, ..gray(rgb.pixels().map(|pixel| luma(pixel.0)).collect()) }
                }
            }
        };
        samples.mask = mask.filter(|_| !self.flat);
        samples
    }
}

const fn is_gray([red, green, blue]: [u8; 3]) -> bool {
    red == green && green == blue
}

/// How light a colour is (ITU-R BT.709).
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    let light = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
    u8::try_from((light + 5000) / 10_000).unwrap_or(u8::MAX)
}

fn alpha(pixels: &DynamicImage) -> Vec<u8> {
    pixels.to_luma_alpha8().pixels().map(|pixel| pixel.0[1]).collect()
}

/// A picture laid on white paper.
fn on_paper(pixels: &DynamicImage) -> RgbImage {
    if !pixels.color().has_alpha() {
        return pixels.to_rgb8();
    }
    let pixels = pixels.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let over = |part: u8| {
            let light = u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// RGB samples in four inks.
fn separated(separation: &Arc<Transform8BitExecutor>, rgb: &[u8]) -> Vec<u8> {
    let mut inks = vec![0; rgb.len() / 3 * 4];
    // It fails only where the lengths do not fit each other.
    let _ = separation.transform(rgb, &mut inks);
    inks
}

/// How much ink four are together, in per cent.
pub(super) fn ink(four: [u8; 4]) -> u32 {
    four.into_iter().map(u32::from).sum::<u32>() * 100 / 255
}

/// The most ink in one place, in per cent, but for the darkest thousandth.
pub(super) fn most_ink(inks: &[u8]) -> u32 {
    let mut counts = [0_usize; 1021];
    for place in inks.chunks_exact(4) {
        counts[place.iter().map(|&ink| usize::from(ink)).sum::<usize>()] += 1;
    }
    let mut left = inks.len() / 4 / 1000;
    for (ink, count) in counts.iter().enumerate().rev() {
        if *count > left {
            return u32::try_from(ink * 100 / 255).unwrap_or(u32::MAX);
        }
        left -= count;
    }
    0
}

fn separation(profile: &[u8]) -> Result<Arc<Transform8BitExecutor>, String> {
    let fault = |fault: moxcms::CmsError| format!("the press's profile cannot be used: {fault}");
    let press = ColorProfile::new_from_slice(profile).map_err(fault)?;
    let by = |rendering_intent| {
        let options = TransformOptions { rendering_intent, ..TransformOptions::default() };
        ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, &press, Layout::Rgba, options)
    };
    // Not every profile has a table for it.
    by(RenderingIntent::RelativeColorimetric).or_else(|_| by(RenderingIntent::Perceptual)).map_err(fault)
}

/// Whether a profile is of a press with black ink or with four.
///
/// # Errors
/// Says why it is not.
pub fn is_press_profile(bytes: &[u8]) -> Result<(), String> {
    let profile = ColorProfile::new_from_slice(bytes).map_err(|fault| format!("it cannot be read ({fault})"))?;
    if profile.profile_class != ProfileClass::OutputDevice {
        return Err("it is not of an output device".to_owned());
    }
    match profile.color_space {
        DataColorSpace::Gray => Ok(()),
        DataColorSpace::Cmyk => separation(bytes).map(drop),
        other => Err(format!("it is of colours {other:?}, not of four inks")),
    }
}

/// The colour space in a profile's header (ICC.1, 7.2.8) is CMYK.
fn is_of_four_inks(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"CMYK")
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn black(flat: bool) -> Inks {
        Inks { way: Way::Black, flat }
    }

    #[test]
    fn gray_is_black_ink_alone() {
        let gray = DynamicImage::ImageRgb8(RgbImage::from_pixel(2, 1, image::Rgb([90, 90, 90])));
        let samples = black(true).samples(&gray);
        assert_eq!((samples.components, samples.bytes, samples.paled), (1, vec![90, 90], false));
        let red = DynamicImage::ImageRgb8(RgbImage::from_pixel(1, 1, image::Rgb([255, 0, 0])));
        let samples = black(true).samples(&red);
        assert_eq!((samples.components, samples.bytes, samples.paled), (1, vec![54], true));
        assert_eq!(black(false).color([255, 0, 0]), [54]);
        assert!(black(true).takes(1) && !black(true).takes(3) && !black(true).takes(4));
    }

    #[test]
    fn where_nothing_is_seen_through_pictures_lie_on_white() {
        let half = DynamicImage::ImageRgba8(RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 128])));
        let flat = black(true).samples(&half);
        assert_eq!((flat.bytes, flat.mask), (vec![127], None));
        let seen_through = black(false).samples(&half);
        assert_eq!((seen_through.bytes, seen_through.mask), (vec![0], Some(vec![128])));
    }

    #[test]
    fn ink_is_counted_where_it_is_most() {
        let mut inks = [255, 255, 0, 0].repeat(2000);
        assert_eq!(most_ink(&inks), 200);
        inks[..4].copy_from_slice(&[255; 4]);
        assert_eq!(most_ink(&inks), 200, "one place in two thousand does not count");
        inks[..16].copy_from_slice(&[255; 16]);
        assert_eq!(most_ink(&inks), 400);
        assert_eq!(most_ink(&[]), 0);
    }

    #[test]
    fn what_is_no_profile_of_a_press_is_refused() {
        assert!(is_press_profile(b"no profile").is_err());
        assert!(is_press_profile(&crate::pdf::icc::srgb()).unwrap_err().contains("output device"));
        assert_eq!(is_press_profile(&crate::pdf::icc::gray()), Ok(()));
    }
}
