//! Makes one [`Edition`] of a manifest and its documents. Knows no format and no page.

use std::collections::BTreeMap;

use crate::book::{Edition, Image};
use crate::diagnostic::{Diagnostics, FileId, Files, Span};
use crate::document::Document;
use crate::id::Id;
use crate::manifest::{EditionSpec, Manifest};

/// What the manifest names, read.
#[derive(Debug, Default)]
pub struct Sources {
    /// Documents.
    pub documents: BTreeMap<Id, Document>,
    /// The editor's texts (introductions, headnotes, matter), by the span that holds or names them.
    pub texts: BTreeMap<Span, Document>,
    /// Bibliographies: their texts lie in [`Files`].
    pub bibliographies: Vec<FileId>,
    /// The citation style, if the manifest names a `.csl` file.
    pub citation_style: Option<FileId>,
    /// Style sheets, by the span that names them.
    pub stylesheets: BTreeMap<Span, FileId>,
    /// Pictures, by path relative to the manifest's folder.
    pub images: BTreeMap<String, Image>,
}

/// Makes the edition `spec` describes. `None` if there is no book to make; then `diagnostics` has an error.
pub fn edit(
    manifest: &Manifest,
    sources: &Sources,
    files: &Files,
    spec: &EditionSpec,
    diagnostics: &mut Diagnostics,
) -> Option<Edition> {
    let _ = (manifest, sources, files, spec, diagnostics);
    todo!("helper: edit")
}
