//! A printed edition laid on sheets, as a further file beside it.

use super::{Made, Project};
use crate::diagnostic::Diagnostic;
use crate::length::Length;
use crate::metadata::Direction;
use crate::pdf::impose::{Imposition, Way, impose};

/// An edition, imposed.
#[derive(Clone, Debug)]
pub struct Imposed {
    /// The name its file has.
    pub file_name: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many sides of sheets it has.
    pub sides: usize,
}

impl Project {
    /// Lays the pages of a PDF that was made on sheets; `None` of an EPUB.
    ///
    /// # Errors
    /// When the file cannot be put together.
    pub fn impose(&self, made: &Made, way: Way) -> Option<Result<Imposed, Diagnostic>> {
        /// A leaf of common paper of 80 g/m².
        const LEAF_UM: f64 = 100.0;
        let stem = made.file_name.strip_suffix(".pdf")?;
        let spec = self.manifest.editions.iter().find(|edition| edition.name.value.as_str() == made.edition)?;
        let imposition = Imposition {
            way,
            leaf: spec.press.leaf.unwrap_or_else(|| Length::mm(LEAF_UM / 1000.0)),
            right_to_left: self.manifest.book.language.value.direction() == Direction::Rtl,
        };
        let imposed = impose(&made.bytes, imposition).map_err(|fault| {
            let message = format!("the edition `{}` cannot be laid on sheets: {fault}", made.edition);
            Diagnostic::error("unwritten", message).at(spec.name.span, "this edition")
        });
        Some(imposed.map(|(bytes, sides)| Imposed { file_name: format!("{stem}.{way}.pdf"), bytes, sides }))
    }
}
