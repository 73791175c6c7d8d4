//! Stretches between `<!--ix+ …-->` and `<!--ix- …-->`.

use std::collections::BTreeMap;

use super::headings::HeadingId;
use crate::book::{AnchorId, Reference};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Ranges that are open, and marks that fit none.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    open: BTreeMap<HeadingId, (Reference, Span)>,
    faults: Vec<Diagnostic>,
}

impl Ranges {
    pub(super) fn start(&mut self, heading: HeadingId, reference: Reference, span: Span) {
        if let Some((_, first)) = self.open.get(&heading) {
            self.faults.push(
                Diagnostic::warning("open-range", "a range begins before the last one ended")
                    .at(span, "begins again; ignored")
                    .also(*first, "still open"),
            );
            return;
        }
        self.open.insert(heading, (reference, span));
    }

    /// The stretch that ends here, if one was open.
    pub(super) fn end(&mut self, heading: HeadingId, to: AnchorId, span: Span) -> Option<Reference> {
        let Some((reference, _)) = self.open.remove(&heading) else {
            self.faults.push(
                Diagnostic::warning("open-range", "a range ends that never began")
                    .at(span, "ignored")
                    .hint("begin it with `<!--ix+ …-->` and the same heading"),
            );
            return None;
        };
        Some(Reference { to: Some(to), ..reference })
    }

    /// Reports; a range that never ended is a point where it begins.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> Vec<(HeadingId, Reference)> {
        self.faults.into_iter().for_each(|fault| diagnostics.push(fault));
        let mut points = Vec::new();
        for (heading, (reference, span)) in self.open {
            diagnostics.push(
                Diagnostic::warning("open-range", "a range never ends")
                    .at(span, "begins here, and is taken for a single place")
                    .hint("end it with `<!--ix- …-->` and the same heading"),
            );
            points.push((heading, reference));
        }
        points
    }
}
