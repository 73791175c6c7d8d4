//! What is printed in the end: the calls and places that the revised text has, seen once after everything was done to it.

use std::collections::{BTreeMap, BTreeSet};

use super::Revision;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Document, Inline, Located, NoteId, Origin, walk};

/// What a reader meets.
struct Printed {
    /// The places, and the paragraph that each stands in; 0: in a note.
    points: BTreeMap<u32, u32>,
    /// The notes that are called.
    notes: BTreeSet<NoteId>,
}

impl Printed {
    fn of(document: &Document) -> Self {
        let mut printed = Self { points: BTreeMap::new(), notes: BTreeSet::new() };
        let mut calls = Vec::new();
        printed.see(&document.blocks, true, &mut calls);
        while let Some(NoteId(call)) = calls.pop() {
            if let Some(note) = usize::try_from(call).ok().and_then(|call| document.notes.get(call)) {
                printed.see(&note.body, false, &mut calls);
            }
        }
        printed
    }

    fn see(&mut self, blocks: &[Located<Block>], text: bool, calls: &mut Vec<NoteId>) {
        // Places in a listing stand before it, in a block without a number.
        let mut waiting: Vec<u32> = Vec::new();
        walk::blocks(blocks, &mut |block| {
            let number = if text { block.number } else { 0 };
            if number > 0 {
                waiting.drain(..).for_each(|point| {
                    self.points.insert(point, number);
                });
            }
            walk::texts(&block.node, &mut |content| {
                walk::inlines(content, &mut |inline| match inline {
                    Inline::Point(point) => {
                        self.points.insert(*point, number);
                        if number == 0 && text {
                            waiting.push(*point);
                        }
                    }
                    Inline::NoteCall(note) if self.notes.insert(*note) => calls.push(*note),
                    _ => {}
                });
            });
        });
    }
}

/// Gives the places of `revision` the paragraphs they stand in, and takes from it, with a fault, what is not printed:
/// `notes` are the editor's first note and the places where they are written, `lost` what lies in cuts.
pub(super) fn check(
    document: &Document,
    revision: &mut Revision,
    (first, lost): (usize, Vec<Span>),
    diagnostics: &mut Diagnostics,
) {
    let printed = Printed::of(document);
    let mut unprinted = Vec::new();
    revision.emendations.retain_mut(|emendation| {
        emendation.replaced.retain(|replaced| printed.points.contains_key(&replaced.point));
        let place = emendation.replaced.first().map(|first| (first.point, printed.points[&first.point]));
        if let Some((point, paragraph)) = place {
            (emendation.point, emendation.paragraph) = (point, paragraph);
        } else {
            unprinted.push(emendation.span);
        }
        place.is_some()
    });
    for (number, note) in document.notes.iter().enumerate().skip(first) {
        let called = u32::try_from(number).is_ok_and(|number| printed.notes.contains(&NoteId(number)));
        if !called && !unprinted.contains(&note.span) {
            unprinted.push(note.span);
        }
    }
    if revision.unsure {
        // Where a pick was not found, all seems cut.
        return;
    }
    tell(&lost, "lies in a cut", "lie in cuts", "take it out, or cut less", diagnostics);
    let hint = "take it out, or name words that are printed with their notes: running text, not a name, a date, a break, \
                a listing or what is left out";
    tell(&unprinted, "is not printed", "are not printed", hint, diagnostics);
    revision.places.retain(|_, point| {
        let paragraph = printed.points.get(&point.number).copied();
        point.paragraph = paragraph.unwrap_or(0);
        if paragraph.is_none() {
            let fault = Diagnostic::error("reference-to-cut", "a reference leads to words that are not printed");
            let fault = fault.at(point.span, "leads here");
            diagnostics.push(fault.hint("refer to words that are printed: not to what is dropped or left out"));
        }
        paragraph.is_some()
    });
}

/// Whether `blocks` have words that are not the program's, or a picture.
pub(super) fn any(blocks: &[Located<Block>]) -> bool {
    let mut any = false;
    walk::blocks(blocks, &mut |block| any |= matches!(block.node, Block::Figure(_) | Block::Listing { .. }));
    walk::all_inlines(blocks, &mut |inline| {
        any |= match inline {
            Inline::Text(run) => run.origin != Origin::Program && !run.text.trim().is_empty(),
            Inline::Picture(_) => true,
            _ => false,
        };
    });
    any
}

/// One warning for all places.
fn tell(places: &[Span], lies: &str, lie: &str, hint: &str, diagnostics: &mut Diagnostics) {
    let Some((first, rest)) = places.split_first() else { return };
    let message = match rest.len() {
        0 => format!("a place named by its words {lies}"),
        more => format!("{} places named by their words {lie}", more + 1),
    };
    let fault = Diagnostic::warning("lies-in-cut", message).at(*first, "nothing of it is printed");
    let fault = rest.iter().fold(fault, |fault, span| fault.also(*span, "nor of this"));
    diagnostics.push(fault.hint(hint));
}

/// A paragraph that was divided keeps its number in its first part only: a number names one place.
pub(super) fn number_once(blocks: &mut [Located<Block>]) {
    let mut last = 0;
    once(blocks, &mut last);
}

fn once(blocks: &mut [Located<Block>], last: &mut u32) {
    for block in blocks {
        let holds = walk::inner_mut(block, &mut |inner| once(inner, last));
        if holds || block.number == 0 {
            continue;
        }
        if block.number == *last {
            block.number = 0;
        } else {
            *last = block.number;
        }
    }
}
