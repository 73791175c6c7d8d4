//! Compression of streams: `FlateDecode` at a level that is quick and hardly larger than the best.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Level 9 takes three times as long and saves a hundredth.
const LEVEL: Compression = Compression::new(5);

/// `bytes` as a zlib stream.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2 + 64), LEVEL);
    // Writing into memory cannot fail; if it did, the empty stream would show in every test.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
