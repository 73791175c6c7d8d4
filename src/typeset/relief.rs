//! What no line can hold is divided all the same, but no more than it must be.
//!
//! Enter a paragraph's boxes and the places where lines may end; leave candidates between which everything fits into
//! the narrowest line. Places are added only inside a stretch that fits on no line although it is hyphenated, and
//! there first after spaces that should have kept their words together, then between letters, and inside a number
//! only where the number itself is too wide. The mark of a note always stays with its word.

use std::ops::Range;

use super::atoms::{Boxes, What};
use super::candidates::Division;
use super::collect::PieceKind;
use super::linebreak::Candidate;
use super::opportunities::{Kind, Opportunity, merged};
use super::setter::Setter;

/// What a stretch is divided at, one after the other until it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relief {
    /// Spaces that do not divide, and those before a closing bracket.
    Spaces,
    /// Letters, but not the figures of a number.
    Letters,
    /// Everything.
    Figures,
}

impl Setter<'_> {
    /// The candidates of a paragraph, as [`Setter::candidates`] has them, and more where a stretch between two of them
    /// is wider than `widest`.
    pub(super) fn relieved(
        &mut self,
        boxes: &Boxes<'_>,
        places: &[Opportunity],
        (division, widest): (Division, i64),
        out: &mut Vec<Candidate>,
    ) {
        self.candidates(boxes, places, division, out);
        let mut added: Vec<usize> = Vec::new();
        for relief in [Relief::Spaces, Relief::Letters, Relief::Figures] {
            let wide = too_wide(boxes, out, widest);
            if wide.is_empty() {
                return;
            }
            self.divisions(boxes, &wide, relief, &mut added);
            let more = added.iter().map(|at| Opportunity { at: *at, kind: Kind::Desperate });
            self.candidates(boxes, &merged(places, more), division, out);
        }
    }

    /// Adds the places of one kind inside stretches, which are in order.
    fn divisions(&self, boxes: &Boxes<'_>, wide: &[Range<usize>], relief: Relief, added: &mut Vec<usize>) {
        let text = boxes.flat.text.as_str();
        for stretch in wide {
            let first = boxes.atoms.partition_point(|atom| atom.end <= stretch.start);
            for atom in boxes.atoms[first..].iter().take_while(|atom| atom.start < stretch.end) {
                let mut add = |at: usize| {
                    let kept = relief == Relief::Letters && in_number(text, at);
                    if at > stretch.start && at < stretch.end && !kept {
                        added.push(at);
                    }
                };
                match atom.what {
                    What::Space { .. } if relief == Relief::Spaces => add(atom.end),
                    What::Word { .. } | What::Picture(_) if relief == Relief::Spaces => {}
                    What::Space { .. } | What::LineEnd => {}
                    _ if boxes.flat.pieces[atom.piece].kind == PieceKind::Call => {}
                    What::Picture(_) => add(atom.start),
                    What::Word { word, .. } => {
                        let clusters = self.shapes.word(word).glyphs.iter().map(|glyph| glyph.cluster as usize);
                        std::iter::once(0).chain(clusters).for_each(|at| add(atom.start + at));
                    }
                }
            }
        }
    }
}

/// The stretches between candidates that are wider than a line, as bytes of the text. A candidate counts as the
/// beginning of a line if a line from the last one that does ends there.
fn too_wide(boxes: &Boxes<'_>, candidates: &[Candidate], widest: i64) -> Vec<Range<usize>> {
    let byte =
        |place: &Candidate| boxes.atoms.get(place.atom).map_or(boxes.flat.text.len(), |atom| atom.start + place.byte);
    let mut wide = Vec::new();
    let Some((mut start, rest)) = candidates.split_first() else { return wide };
    // With its hyphen a part of a word may be too wide where the word's end still fits.
    let mut pending: Option<&Candidate> = None;
    for place in rest {
        let fits = |start: &Candidate| place.before.width - start.after.width <= widest;
        if let (false, Some(hyphen)) = (fits(start), pending) {
            wide.push(byte(start)..byte(hyphen));
            start = hyphen;
        }
        pending = (place.hyphen && !fits(start)).then_some(place);
        if pending.is_some() {
            continue;
        }
        if !fits(start) {
            wide.push(byte(start)..byte(place));
        }
        start = place;
    }
    wide
}

/// Whether a place is inside a number, its points and commas among it.
fn in_number(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return false };
    let point = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}');
    (before.is_numeric() && (after.is_numeric() || point(after))) || (point(before) && after.is_numeric())
}
