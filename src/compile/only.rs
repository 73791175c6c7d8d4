//! A proof of some documents: the book with all else left out of every edition.
//!
//! What an author is shown: the text with its headnote and its notes in the design of the book, a title page that says
//! it is a draft, and the bibliography if something is cited. Other documents are known, so that links to them say
//! their titles; that they lead nowhere is no fault here.

use super::Project;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::id::Id;
use crate::manifest::{Manifest, MatterEntry, MatterSpec, Section, Spanned};

impl Project {
    /// Leaves of every edition only the documents `ids`, as a proof; without any, the whole book stays.
    ///
    /// # Errors
    /// An id that is none of the book's.
    pub fn only(&mut self, ids: &[String]) -> Result<(), Box<Diagnostic>> {
        if ids.is_empty() {
            return Ok(());
        }
        let all: Vec<Id> = self.manifest.documents.keys().cloned().collect();
        let mut wanted = Vec::new();
        for id in ids {
            let Some(found) = all.iter().find(|one| one.as_str() == id) else {
                let fault = Diagnostic::error("unknown-id", format!("there is no document `{id}` in the book"));
                return Err(Box::new(fault.choices(id, all.iter().map(Id::as_str))));
            };
            if !wanted.contains(found) {
                wanted.push(found.clone());
            }
        }
        let title = self.manifest.book.title.span;
        let others = all.into_iter().filter(|id| !wanted.contains(id));
        let others: Vec<Spanned<Id>> = others.map(|id| Spanned::new(id, title)).collect();
        for edition in &mut self.manifest.editions {
            edition.omit_documents.clone_from(&others);
        }
        bare(&mut self.manifest);
        self.only = wanted;
        Ok(())
    }

    /// Whether it is a proof of some documents.
    pub(super) fn is_proof(&self) -> bool {
        !self.only.is_empty()
    }

    /// Faults without those that every proof has.
    pub(super) fn told_of_proof(&self, faults: Diagnostics) -> Diagnostics {
        let mut told = Diagnostics::default();
        let idle = |fault: &Diagnostic| self.is_proof() && fault.code == "link-to-omitted";
        faults.into_iter().filter(|fault| !idle(fault)).for_each(|fault| told.push(fault));
        told
    }
}

/// Takes away what stands around the documents.
fn bare(manifest: &mut Manifest) {
    for part in &mut manifest.parts {
        (part.title, part.subtitle, part.introduction, part.display) = (None, None, None, false);
        part.introduction_by.clear();
        for chapter in &mut part.chapters {
            (chapter.title, chapter.subtitle, chapter.introduction, chapter.person) = (None, None, None, None);
            chapter.introduction_by.clear();
            chapter.further_reading.clear();
        }
    }
    // Nobody named it for a proof: it has an empty place.
    let nowhere = Span { end: manifest.book.title.span.start, ..manifest.book.title.span };
    let kept = |entry: &MatterEntry| matches!(entry, MatterEntry::Generated(Section::Bibliography, _));
    let listed = manifest.matter.back.iter().any(kept);
    let works = MatterEntry::Generated(Section::Bibliography, nowhere);
    manifest.matter = MatterSpec {
        front: vec![MatterEntry::Generated(Section::TitlePage, manifest.book.title.span)],
        back: if listed { vec![works] } else { Vec::new() },
        dedication: None,
        epigraph: None,
    };
}
