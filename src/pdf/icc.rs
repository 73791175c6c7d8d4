//! Colour profiles, made here: what the file's RGB and gray mean (§14.11.5).
//!
//! For screens a matrix profile of ICC.1:2001-04 with the primaries and the curve of IEC 61966-2-1, adapted to D50; for
//! a press that is not named a curve of black ink.

/// Red, green and blue as XYZ under D50.
const PRIMARIES: [[f64; 3]; 3] =
    [[0.436_07, 0.222_49, 0.013_92], [0.385_15, 0.716_87, 0.097_08], [0.143_07, 0.060_61, 0.714_10]];

/// White of the connection space.
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// Points of the curve.
const POINTS: u16 = 1024;

/// The profile's bytes.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve(light);
    let [red, green, blue] = PRIMARIES.map(xyz);
    profile(
        b"mntrRGB XYZ ",
        &[
            (b"desc", description("sRGB IEC61966-2.1")),
            (b"cprt", copyright()),
            (b"wtpt", xyz(D50)),
            (b"rXYZ", red),
            (b"gXYZ", green),
            (b"bXYZ", blue),
            (b"rTRC", curve.clone()),
            (b"gTRC", curve.clone()),
            (b"bTRC", curve),
        ],
    )
}

/// The profile of black ink on white paper whose dots grow by a fifth in the middle tones: what a press does to gray.
pub(super) fn gray() -> Vec<u8> {
    profile(
        b"prtrGRAYXYZ ",
        &[(b"desc", description(GRAY)), (b"cprt", copyright()), (b"wtpt", xyz(D50)), (b"kTRC", curve(paper))],
    )
}

/// How [`gray`] calls itself.
pub(super) const GRAY: &str = "Gray, dot gain 20 %";

/// How light sRGB's value is.
fn light(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// How much of the paper shows where the ink is to leave `value` of it: each dot grows, most where half is covered.
fn paper(value: f64) -> f64 {
    let ink = 1.0 - value;
    1.0 - (ink + 0.8 * ink * (1.0 - ink))
}

fn copyright() -> Vec<u8> {
    [b"text\0\0\0\0".as_slice(), b"No copyright, use freely\0"].concat()
}

/// A profile of these tags; `kind` is its class, its colours and the connection space.
fn profile(kind: &[u8; 12], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let start = 128 + 4 + tags.len() * 12;
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let mut curve_at = None;
    for (name, body) in tags {
        // The three curves are one, stored once.
        let shared = name.ends_with(b"TRC");
        let at = if shared { *curve_at.get_or_insert(start + data.len()) } else { start + data.len() };
        table.extend_from_slice(*name);
        table.extend(be32(at));
        table.extend(be32(body.len()));
        if at == start + data.len() {
            data.extend_from_slice(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
    }
    let mut profile = header(start + data.len(), kind);
    profile.extend(be32(tags.len()));
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: usize, kind: &[u8; 12]) -> Vec<u8> {
    let mut header = be32(size).to_vec();
    header.extend([0; 4]); // No preferred module.
    header.extend([2, 0x10, 0, 0]); // Version 2.1.
    header.extend(kind);
    header.extend([2000u16, 1, 1, 0, 0, 0].iter().flat_map(|part| part.to_be_bytes()));
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(D50.iter().flat_map(|&v| fixed(v)));
    header.resize(128, 0);
    header
}

fn description(text: &str) -> Vec<u8> {
    let mut body = b"desc\0\0\0\0".to_vec();
    body.extend(be32(text.len() + 1));
    body.extend(text.as_bytes());
    // Its end, no Unicode, no Macintosh script.
    body.resize(body.len() + 1 + 8 + 3 + 67, 0);
    body
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut body = b"XYZ \0\0\0\0".to_vec();
    body.extend(values.iter().flat_map(|&v| fixed(v)));
    body
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 65535 by the formula")]
fn curve(of: fn(f64) -> f64) -> Vec<u8> {
    let mut body = b"curv\0\0\0\0".to_vec();
    body.extend(be32(usize::from(POINTS)));
    for point in 0..POINTS {
        let value = f64::from(point) / f64::from(POINTS - 1);
        body.extend(((of(value) * 65_535.0).round() as u16).to_be_bytes());
    }
    body
}

/// An s15Fixed16Number.
#[allow(clippy::cast_possible_truncation, reason = "the values are below 2")]
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn be32(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_grow() {
        // Half ink prints as seven tenths; none and all stay.
        assert_eq!([0.0, 0.5, 1.0].map(|value| format!("{:.1}", paper(value))), ["0.0", "0.3", "1.0"]);
    }

    #[test]
    fn the_profiles_are_what_their_headers_say() {
        whole(&gray());
        let profile = srgb();
        whole(&profile);
        // White is the sum of the primaries.
        for axis in 0..3 {
            let sum: f64 = PRIMARIES.iter().map(|primary| primary[axis]).sum();
            assert!((sum - D50[axis]).abs() < 0.001, "{sum}");
        }
    }

    fn whole(profile: &[u8]) {
        assert_eq!(profile[..4], be32(profile.len()));
        assert_eq!(&profile[36..40], b"acsp");
        let tags = u32::from_be_bytes(profile[128..132].try_into().unwrap());
        for tag in 0..tags as usize {
            let entry = &profile[132 + tag * 12..][..12];
            let at = u32::from_be_bytes(entry[4..8].try_into().unwrap()) as usize;
            let length = u32::from_be_bytes(entry[8..].try_into().unwrap()) as usize;
            assert!(at.is_multiple_of(4) && at + length <= profile.len(), "{entry:?}");
        }
    }
}
