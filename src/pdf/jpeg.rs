//! JPEG files as image `XObject`s, their bytes untouched (§7.4.8).

use printpdf::{DictItem, ExternalStream, XObject};

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
