//! Writes a composition as PDF. Decides no layout.

use crate::book::BookMetadata;
use crate::typeset::Composition;

/// The bytes of a PDF of `composition`.
///
/// # Errors
/// When a face cannot be subset or a picture cannot be read.
pub fn write(composition: &Composition, metadata: &BookMetadata) -> Result<Vec<u8>, std::io::Error> {
    let _ = (composition, metadata);
    todo!("helper: pdf")
}
