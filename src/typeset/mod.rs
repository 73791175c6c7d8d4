//! Sets an edition's book into pages. Knows nothing of PDF.
//!
//! ```text
//! Edition ─► itemize ─► shape ─► break ─► galley ─► make up ─► furniture ─► Composition, PageMap
//! ```

pub mod line;
pub mod page;
pub mod setter;

use crate::book::{Edition, PageMap};
use crate::diagnostic::Diagnostics;
use crate::fonts::FontLibrary;

pub use page::Composition;

/// Sets `edition`, which must be a PDF edition: body first, then the index, then contents and front
/// matter, so that every page number is known when it is printed.
///
/// `None` if it cannot be set at all; then `diagnostics` has an error.
pub fn compose(
    edition: &Edition,
    fonts: &FontLibrary,
    diagnostics: &mut Diagnostics,
) -> Option<(Composition, PageMap)> {
    let _ = (edition, fonts, diagnostics);
    todo!("helper: pages")
}
