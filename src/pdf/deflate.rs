//! Compression of streams: `FlateDecode` at a level that is quick and hardly larger than the best.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Level 9 takes three times as long and saves a hundredth.
const LEVEL: Compression = Compression::new(5);

/// `bytes` as a zlib stream.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    Deflater::new().deflate(bytes)
}

/// Compresses one stream after another. Its tables take a quarter of a megabyte: too much to be made for
/// every page.
pub(super) struct Deflater {
    state: Compress,
}

impl Deflater {
    pub(super) fn new() -> Self {
        Self { state: Compress::new(LEVEL, true) }
    }

    /// `bytes` as a zlib stream, whatever was compressed before.
    pub(super) fn deflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.state.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.state.total_in()).unwrap_or(usize::MAX);
            let rest = bytes.get(read..).unwrap_or_default();
            // Compressing into memory cannot fail; if it did, the empty stream would show in every test.
            match self.state.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::Ok | Status::BufError) => out.reserve(out.capacity().max(64)),
                Ok(Status::StreamEnd) => {
                    out.shrink_to_fit();
                    return out;
                }
                Err(_) => return Vec::new(),
            }
        }
    }
}

impl Deflater {
    /// The same for what may end in blank lines, as content and maps may. Readers that look for `endstream` take a last
    /// byte that happens to be an end of line for no part of the stream (§7.3.8.1): so it never is.
    pub(super) fn deflate_text(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        loop {
            let stream = self.deflate(&text);
            if !stream.ends_with(b"\r") && !stream.ends_with(b"\n") {
                return stream;
            }
            text.push(b'\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn no_stream_of_text_ends_as_a_line_does() {
        let mut deflater = Deflater::new();
        let mut longer = 0;
        for number in 0..2000_u32 {
            let text = format!("BT {number} Tf ET").into_bytes();
            let stream = deflater.deflate_text(text.clone());
            assert!(!stream.ends_with(b"\n") && !stream.ends_with(b"\r"));
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(&stream[..]).read_to_end(&mut back).unwrap();
            longer += usize::from(back != text);
            assert_eq!(back.trim_ascii_end(), text);
        }
        assert!(longer > 0, "none would have");
    }

    #[test]
    fn streams_owe_nothing_to_those_before() {
        let noise: Vec<u8> = (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut deflater = Deflater::new();
        for bytes in [&b""[..], b"one", &noise, &noise.repeat(3), b"one"] {
            let stream = deflater.deflate(bytes);
            assert_eq!(stream, deflate(bytes));
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(&stream[..]).read_to_end(&mut back).unwrap();
            assert_eq!(back, bytes);
        }
    }
}
