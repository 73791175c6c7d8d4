//! Pictures as `XObject`s (§8.9, §8.10), each once however often it is used.
//!
//! JPEG bytes go in untouched where their colours may stay. What else has pixels is decoded, given the file's inks and
//! deflated, its transparency as a soft mask. SVGs stay paths where they can.

use std::collections::BTreeMap;

use image::DynamicImage;
use image::metadata::Orientation;
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;

use super::deflate::deflate;
use super::fonts::Fonts;
use super::inks::{Inks, Samples};
use super::lettering::Drawings;
use super::{Fault, jpeg, svg};
use crate::book::{Image, ImageFormat};
use crate::images;
use crate::length::Size;
use crate::typeset::Composition;
use crate::typeset::page::Item;

/// Every picture the pages show, by key.
#[derive(Debug)]
pub(super) struct Pictures(BTreeMap<String, Picture>);

/// What pictures are drawn with.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    /// The colours of the file.
    pub(super) inks: &'a Inks,
    /// The SVGs among them.
    pub(super) drawings: &'a Drawings,
    /// What their letters are set in.
    pub(super) fonts: &'a Fonts,
}

/// A picture as pages use it.
#[derive(Debug)]
pub(super) struct Picture {
    /// Name among the pages' resources.
    pub(super) id: XObjectId,
    object: XObject,
    /// Turns the stored picture upright within the unit square.
    upright: [f32; 6],
    /// Width over height, upright.
    aspect: f32,
    /// What it became.
    pub(super) printed: Printed,
}

/// What a picture became, as far as a printer asks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Printed {
    /// Whether colours became gray.
    pub(super) paled: bool,
    /// Most ink in one place, in per cent.
    pub(super) ink: u32,
    /// The thinnest line of a drawing, as a share of its width.
    pub(super) line: Option<f32>,
    /// The size of the smallest letters of a drawing, as a share of its width.
    pub(super) letters: Option<f32>,
    /// Its pixels across, upright; none of a drawing.
    pub(super) across: Option<u32>,
}

/// A picture's object, and what it became.
pub(super) struct Drawn {
    pub(super) object: XObject,
    pub(super) printed: Printed,
}

impl Pictures {
    /// Reads what the pages of `composition` show.
    pub(super) fn of(composition: &Composition, means: &Means<'_>) -> Result<Self, Fault> {
        let mut used: BTreeMap<&str, Size> = BTreeMap::new();
        for placed in composition.pages.iter().flat_map(|page| &page.items) {
            if let Item::Image(key, size) = &placed.item {
                let largest = used.entry(key).or_insert(*size);
                largest.width = largest.width.max(size.width);
                largest.height = largest.height.max(size.height);
            }
        }
        let used: Vec<_> = used.into_iter().enumerate().collect();
        let read = used.into_par_iter().map(|(number, (key, size))| {
            let fault = |reason: String| Fault::Picture { key: key.to_owned(), reason };
            let image = composition.images.get(key).ok_or_else(|| fault("the composition does not hold it".into()))?;
            let id = XObjectId(format!("Im{number}"));
            let picture = match means.drawings.get(key) {
                Some(drawing) => svg::object(drawing, size, means).map(|drawn| Picture::upright(id, image, drawn)),
                None => Picture::read(id, image, means.inks),
            };
            let picture = picture.map_err(fault)?;
            Ok((key.to_owned(), picture))
        });
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The picture of this key.
    pub(super) fn get(&self, key: &str) -> Option<&Picture> {
        self.0.get(key)
    }

    /// What is put into the file.
    pub(super) fn into_xobjects(self) -> impl Iterator<Item = (XObjectId, XObject)> {
        self.0.into_values().map(|picture| (picture.id, picture.object))
    }
}

impl Picture {
    /// A drawing, which stands as it is.
    fn upright(id: XObjectId, image: &Image, Drawn { object, printed }: Drawn) -> Self {
        Self { id, object, upright: upright(Orientation::NoTransforms), aspect: aspect(image.pixels), printed }
    }

    /// A picture of pixels.
    fn read(id: XObjectId, image: &Image, inks: &Inks) -> Result<Self, String> {
        let drawn = match image.format {
            ImageFormat::Jpeg if jpeg::components(&image.bytes).is_none_or(|count| inks.takes(count)) => {
                let ink = if inks.are_four() { jpeg::ink(&image.bytes)? } else { 0 };
                let printed = Printed { across: Some(image.pixels.0), ink, ..Printed::default() };
                Drawn { object: jpeg::object(&image.bytes)?, printed }
            }
            _ => {
                let mut drawn = raster(&images::decode(&image.bytes, image.format)?, inks);
                drawn.printed.across = Some(image.pixels.0);
                drawn
            }
        };
        let Drawn { object, printed } = drawn;
        let turn = images::orientation(&image.bytes, image.format);
        Ok(Self { id, object, upright: upright(turn), aspect: aspect(image.pixels), printed })
    }

    /// How wide it is in a box.
    pub(super) fn across(&self, [left, bottom, right, top]: [f32; 4]) -> f32 {
        (right - left).min((top - bottom) * self.aspect)
    }

    /// The matrix that puts the picture into a box, as large as its proportions allow and centred.
    pub(super) fn fitted(&self, [left, bottom, right, top]: [f32; 4]) -> [f32; 6] {
        let across = self.across([left, bottom, right, top]);
        let up = (top - bottom).min((right - left) / self.aspect);
        let (dx, dy) = ((left + right - across) / 2.0, (bottom + top - up) / 2.0);
        let [xx, xy, yx, yy, x, y] = self.upright;
        let matrix = [xx * across, xy * up, yx * across, yy * up, x * across + dx, y * up + dy];
        matrix.map(|v| (v * 1000.0).round() / 1000.0)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a picture has fewer pixels than would lose any")]
fn aspect((width, height): (u32, u32)) -> f32 {
    width.max(1) as f32 / height.max(1) as f32
}

/// Where a turn puts the points of the unit square, y upwards.
fn upright(turn: Orientation) -> [f32; 6] {
    match turn {
        Orientation::NoTransforms => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Orientation::Rotate90 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::Rotate270 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Rotate270FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    }
}

/// Pixels as an image `XObject`, with a soft mask where any of them lets the paper through.
pub(super) fn raster(pixels: &DynamicImage, inks: &Inks) -> Drawn {
    let size = (pixels.width(), pixels.height());
    let Samples { components, bytes, mask, paled, ink } = inks.samples(pixels);
    let mut stream = samples(size, components, &bytes);
    if let Some(mask) = mask {
        stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: samples(size, 1, &mask) });
    }
    Drawn { object: external(stream), printed: Printed { paled, ink, ..Printed::default() } }
}

/// Eight-bit samples of 1 (gray), 3 (RGB) or 4 (CMYK) components, deflated behind PNG's row filters (§7.4.4.4).
fn samples((width, height): (u32, u32), components: u8, bytes: &[u8]) -> ExternalStream {
    let row = width as usize * usize::from(components);
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut dict = image_dictionary((width, height), space, "FlateDecode");
    let parameters = [
        ("Predictor", DictItem::Int(15)),
        ("Colors", DictItem::Int(i64::from(components))),
        ("Columns", DictItem::Int(i64::from(width))),
    ];
    let map = parameters.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
    ExternalStream { dict, content: deflate(&filtered(bytes, row, usize::from(components))), compress: false }
}

/// What every image `XObject` says of itself (§8.9.5).
pub(super) fn image_dictionary((width, height): (u32, u32), space: &str, filter: &str) -> BTreeMap<String, DictItem> {
    [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name(filter)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// A name object.
pub(super) fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

/// A stream as an `XObject`.
pub(super) fn external(stream: ExternalStream) -> XObject {
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// Rows with the PNG filter (PNG §9) that leaves the smallest numbers: what deflates well.
fn filtered(bytes: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / row.max(1) + 1);
    let blank = vec![0; row];
    let mut above: &[u8] = &blank;
    let mut tries: [Vec<u8>; 5] = Default::default();
    for line in bytes.chunks_exact(row.max(1)) {
        tries.iter_mut().for_each(Vec::clear);
        for (i, &value) in line.iter().enumerate() {
            let left = if i >= step { line[i - step] } else { 0 };
            let up = above[i];
            let corner = if i >= step { above[i - step] } else { 0 };
            let mean = u8::midpoint(left, up);
            for (tried, guess) in tries.iter_mut().zip([0, left, up, mean, paeth(left, up, corner)]) {
                tried.push(value.wrapping_sub(guess));
            }
        }
        let cost = |tried: &Vec<u8>| tried.iter().map(|&v| u64::from(v.cast_signed().unsigned_abs())).sum::<u64>();
        if let Some((filter, tried)) = (0u8..).zip(&tries).min_by_key(|(_, tried)| cost(tried)) {
            out.push(filter);
            out.extend_from_slice(tried);
        }
        above = line;
    }
    out
}

/// Of left, up and corner the one nearest to left + up − corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a + b - c;
    let (pa, pb, pc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if pa <= pb && pa <= pc {
        left
    } else if pb <= pc {
        up
    } else {
        corner
    }
}
