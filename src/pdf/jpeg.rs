//! JPEG files as image `XObject`s, their bytes untouched (§7.4.8).

use printpdf::{DictItem, ExternalStream, XObject};

use super::pictures::{external, image_dictionary};

/// What a PDF must know of a JPEG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    width: u16,
    height: u16,
    /// 1 gray, 3 RGB, 4 CMYK.
    components: u8,
    /// Whether Adobe's marker is there: its CMYK is written inverted.
    adobe: bool,
}

/// The file as an `XObject`.
pub(super) fn object(bytes: &[u8]) -> Result<XObject, String> {
    let header = header(bytes).ok_or("it is no JPEG of eight bits and one, three or four components")?;
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

/// Reads the markers up to the frame header (ITU-T T.81, B.2.2).
fn header(bytes: &[u8]) -> Option<Header> {
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
            0xC0..=0xC2 => return frame(segment, adobe),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0xDA => return None,
            0xEE => adobe |= segment.starts_with(b"Adobe"),
            _ => {}
        }
        rest = rest.get(length..)?;
    }
}

fn frame(segment: &[u8], adobe: bool) -> Option<Header> {
    let [8, h1, h2, w1, w2, components @ (1 | 3 | 4), ..] = *segment else { return None };
    let header =
        Header { width: u16::from_be_bytes([w1, w2]), height: u16::from_be_bytes([h1, h2]), components, adobe };
    (header.width > 0 && header.height > 0).then_some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_frame_header() {
        let app = [0xFF, 0xEE, 0, 8, b'A', b'd', b'o', b'b', b'e', 0];
        let sof = [0xFF, 0xC2, 0, 11, 8, 0, 3, 0, 7, 4, 1, 0x11, 0];
        let file = |parts: &[&[u8]]| [&[0xFF, 0xD8][..], &parts.concat()].concat();
        let expected = Header { width: 7, height: 3, components: 4, adobe: true };
        assert_eq!(header(&file(&[&app, &[0xFF], &sof])), Some(expected));
        assert_eq!(header(&file(&[&sof])), Some(Header { adobe: false, ..expected }));
        for bad in [&file(&[&app])[..], &file(&[&sof[..6]]), b"", &file(&[&[0xFF, 0xC3, 0, 2]])] {
            assert_eq!(header(bad), None, "{bad:?}");
        }
    }
}
