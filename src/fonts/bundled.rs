//! The faces built into the binary, all under the SIL Open Font License 1.1 (texts in `fonts/`).

use std::sync::{Arc, OnceLock};

use super::FaceStyle;

/// A face built into the binary.
pub(super) struct BundledFace {
    pub(super) family: &'static str,
    pub(super) style: FaceStyle,
    bytes: &'static [u8],
    /// The bytes as every writer shares them, copied once and only if the face is used.
    shared: OnceLock<Arc<[u8]>>,
}

impl BundledFace {
    const fn new(family: &'static str, style: FaceStyle, bytes: &'static [u8]) -> Self {
        Self { family, style, bytes, shared: OnceLock::new() }
    }

    pub(super) fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    pub(super) fn data(&self) -> Arc<[u8]> {
        self.shared.get_or_init(|| self.bytes.into()).clone()
    }
}

const REGULAR: FaceStyle = FaceStyle { italic: false, bold: false };
const ITALIC: FaceStyle = FaceStyle { italic: true, bold: false };
const BOLD: FaceStyle = FaceStyle { italic: false, bold: true };
const BOLD_ITALIC: FaceStyle = FaceStyle { italic: true, bold: true };

macro_rules! face {
    ($family:literal, $style:ident, $file:literal) => {
        BundledFace::new($family, $style, include_bytes!(concat!("../../fonts/", $file)))
    };
}

/// In the order in which they stand in for each other.
pub(super) static FACES: [BundledFace; 13] = [
    face!("Alegreya", REGULAR, "Alegreya-Regular.otf"),
    face!("Alegreya", ITALIC, "Alegreya-Italic.otf"),
    face!("Alegreya", BOLD, "Alegreya-Bold.otf"),
    face!("Alegreya", BOLD_ITALIC, "Alegreya-BoldItalic.otf"),
    face!("Noto Serif Hebrew", REGULAR, "NotoSerifHebrew-Regular.ttf"),
    face!("Noto Serif Hebrew", BOLD, "NotoSerifHebrew-Bold.ttf"),
    face!("Noto Naskh Arabic", REGULAR, "NotoNaskhArabic-Regular.ttf"),
    face!("Noto Naskh Arabic", BOLD, "NotoNaskhArabic-Bold.ttf"),
    face!("Fira Sans", REGULAR, "FiraSans-Regular.otf"),
    face!("Fira Sans", ITALIC, "FiraSans-Italic.otf"),
    face!("Fira Sans", BOLD, "FiraSans-Bold.otf"),
    face!("Fira Sans", BOLD_ITALIC, "FiraSans-BoldItalic.otf"),
    face!("Fira Mono", REGULAR, "FiraMono-Regular.otf"),
];
