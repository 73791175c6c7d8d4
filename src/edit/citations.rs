//! Where the text meets its literature: settles the citations of one text after another.

use super::desk::Desk;
use crate::book::BibliographySection;
use crate::document::{Block, Inline, Inlines, Located, plain_text};
use crate::id::Id;

impl Desk<'_> {
    /// Formats the citations of one text: in its title, its blocks and the notes from `first_note` on.
    pub(super) fn settle_citations(
        &mut self,
        title: Option<&mut Inlines>,
        texts: Vec<&mut Vec<Located<Block>>>,
        first_note: usize,
    ) {
        let _ = (title, texts, first_note);
    }

    /// The citation of a document's source.
    pub(super) fn source_citation(&self, id: &Id) -> Inlines {
        let _ = id;
        Inlines::new()
    }

    /// The citations of the printed documents' sources without markup.
    pub(super) fn plain_sources(&self) -> Vec<String> {
        let ids = self.printed().map(|planned| &planned.spec.id.value);
        ids.map(|id| plain_text(&self.source_citation(id))).filter(|text| !text.trim().is_empty()).collect()
    }

    /// The bibliography.
    pub(super) fn bibliography(&mut self) -> Vec<BibliographySection> {
        Vec::new()
    }
}

#[allow(dead_code, reason = "until citations land")]
fn unused(_: Inline) {}
