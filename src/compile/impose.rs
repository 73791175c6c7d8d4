//! A printed edition laid on sheets, as a further file beside it.

use super::make::Bound;
use super::{Made, Project};
use crate::diagnostic::Diagnostic;
use crate::length::Length;
use crate::manifest::EditionSpec;
use crate::pdf::impose::{Imposition, Laid, Way, impose};

/// An edition, imposed.
#[derive(Clone, Debug)]
pub struct Imposed {
    /// The name its file has.
    pub file_name: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many sides of sheets it has.
    pub sides: usize,
    /// What is amiss with it.
    pub warning: Option<Diagnostic>,
}

impl Project {
    /// Lays the pages of a PDF that was made on sheets; `None` of what has no leaves.
    ///
    /// # Errors
    /// When the file cannot be put together.
    pub fn impose(&self, made: &Made, way: Way) -> Option<Result<Imposed, Diagnostic>> {
        /// A leaf of common paper of 80 g/m².
        const LEAF_UM: f64 = 100.0;
        let stem = made.file_name.strip_suffix(".pdf")?;
        let spec = self.manifest.editions.iter().find(|edition| edition.name.value.as_str() == made.edition)?;
        let Bound { binding, gutter } = made.bound?;
        let leaf = spec.press.leaf.unwrap_or_else(|| Length::mm(LEAF_UM / 1000.0));
        let imposition = Imposition { way, leaf, binding, gutter };
        let laid = impose(&made.bytes, imposition).map_err(|fault| {
            let message = format!("the edition `{}` cannot be laid on sheets: {fault}", made.edition);
            Diagnostic::error("unwritten", message).at(spec.name.span, "this edition")
        });
        Some(laid.map(|Laid { bytes, sides, creep }| {
            let warning = (creep > imposition.most_creep()).then(|| too_many_sheets(creep, gutter, made, spec));
            Imposed { file_name: format!("{stem}.{way}.pdf"), bytes, sides, warning }
        }))
    }
}

/// So many sheets within each other that their pages cannot move as far to the fold as they should.
fn too_many_sheets(creep: Length, gutter: Length, made: &Made, spec: &EditionSpec) -> Diagnostic {
    let (creep, gutter) = (creep.written("mm"), gutter.written("mm"));
    let message = format!(
        "the innermost sheet of `{}` ought to move {creep} to the fold, where its pages have {gutter} of white",
        made.edition
    );
    Diagnostic::warning("creep", message)
        .at(spec.name.span, "this edition")
        .hint("its fore-edges will be narrower than the outer ones: sew it in gatherings, --impose signatures=16")
}
