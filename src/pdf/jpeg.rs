//! JPEG files as image `XObject`s, their bytes untouched (§7.4.8).

use printpdf::{DictItem, ExternalStream, XObject};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::inks::most_ink;
use super::pictures::{external, image_dictionary};
use crate::images;

/// How many components its pixels have.
pub(super) fn components(bytes: &[u8]) -> Option<u8> {
    images::jpeg(bytes).map(|header| header.components)
}

/// The file as an `XObject`.
pub(super) fn object(bytes: &[u8]) -> Result<XObject, String> {
    let header = images::jpeg(bytes).ok_or("it is no JPEG of eight bits and one, three or four components")?;
    let space = match header.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut dict = image_dictionary((header.width.into(), header.height.into()), space, "DCTDecode");
    if header.components == 4 && header.adobe {
        let inverted = (0..8).map(|i| DictItem::Int(1 - i % 2)).collect();
        dict.insert("Decode".to_owned(), DictItem::Array(inverted));
    }
    Ok(external(ExternalStream { dict, content: bytes.to_vec(), compress: false }))
}

/// Most ink in one place, in per cent; none of a picture that is not of four inks.
pub(super) fn ink(bytes: &[u8]) -> Result<u32, String> {
    let header = images::jpeg(bytes).filter(|header| header.components == 4);
    header.map_or(Ok(0), |header| inks(bytes, header.adobe).map(|inks| most_ink(&inks)))
}

/// The inks of a picture of four, as `DCTDecode` (§7.4.8) and `Decode` give them to the press.
fn inks(bytes: &[u8], inverted: bool) -> Result<Vec<u8>, String> {
    let fault = |fault: zune_jpeg::errors::DecodeErrors| fault.to_string();
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().map_err(fault)?;
    let stored = decoder.input_colorspace().unwrap_or(ColorSpace::CMYK);
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_max_width(side).set_max_height(side).jpeg_set_out_colorspace(stored);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut samples = decoder.decode().map_err(fault)?;
    for place in samples.chunks_exact_mut(4) {
        if stored == ColorSpace::YCCK {
            let [light, blue, red] = [place[0], place[1], place[2]].map(i32::from);
            let (blue, red) = (blue - 128, red - 128);
            // ITU-T T.871, 7, in 1/1000.
            let parts = [1402 * red, -344 * blue - 714 * red, 1772 * blue];
            for (sample, part) in place.iter_mut().zip(parts) {
                *sample = u8::try_from((light + part / 1000).clamp(0, 255)).unwrap_or(u8::MAX);
            }
        }
        if inverted {
            for sample in place {
                *sample = 255 - *sample;
            }
        }
    }
    Ok(samples)
}
