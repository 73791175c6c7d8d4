//! Faces to set with: bundled in the binary, brought along by the book, installed on the machine.

/// Every face that can be had, by family name.
#[derive(Debug, Default)]
pub struct FontLibrary {}

/// Why a file is no font to set with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontError {
    /// What is wrong, to follow the file's name: "is no OpenType font".
    pub message: String,
}

impl FontLibrary {
    /// The bundled faces.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the faces of a font file the book brings along; they come before all others.
    ///
    /// # Errors
    /// If the bytes are no OpenType font.
    pub fn add(&mut self, bytes: Vec<u8>) -> Result<Vec<String>, FontError> {
        let _ = bytes;
        todo!("helper: paragraph")
    }

    /// Whether there is a family of this name: bundled, brought along or, looked for last, installed.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        let _ = name;
        todo!("helper: paragraph")
    }

    /// Names of the families bundled and brought along, sorted: for "did you mean".
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        todo!("helper: paragraph")
    }
}
