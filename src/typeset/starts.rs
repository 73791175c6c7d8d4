//! Where lines and pages begin: a place in the text, by the first anchor of its paragraph and the letters after that.
//!
//! Only paragraphs in which an anchor stands can tell: [`crate::book::anchor_texts`] gives one to every text.

use super::atoms::Boxes;
use super::leaf::last_slice;
use super::line::Line;
use super::linebreak::End;
use super::makeup::PagePlan;
use super::page::{Item, Placed};
use super::unit::Galley;
use crate::book::{Book, Spot, is_letter};

/// Tells each of a paragraph's lines where it begins; `starts` are their first places, in order.
pub(super) fn tell<'c>(boxes: &Boxes<'_>, starts: impl Iterator<Item = &'c End>, lines: &mut [Line]) {
    let Some((_, anchor)) = boxes.flat.anchors.first() else { return };
    let (mut byte, mut letters, mut piece) = (0, 0, 0);
    for (line, start) in lines.iter_mut().zip(starts) {
        let upto = boxes.atoms.get(start.atom).map_or(boxes.flat.text.len(), |atom| atom.start + start.byte);
        while byte < upto {
            let Some(current) = boxes.flat.pieces.get(piece) else { break };
            let end = boxes.flat.range(piece).end;
            let here = boxes.flat.text.get(byte..end.min(upto)).filter(|_| current.counts).unwrap_or_default();
            letters += here.chars().filter(|c| is_letter(*c)).count();
            byte = end.min(upto).max(byte);
            if end <= upto {
                piece += 1;
            }
        }
        line.begins = Some(Spot { anchor: *anchor, letters: u32::try_from(letters).unwrap_or(u32::MAX) });
    }
}

/// Where a page of a galley begins: with a division, or in a text.
pub(super) fn of_page(galley: &Galley, plan: &PagePlan, book: &Book) -> Option<Spot> {
    if plan.start == plan.end {
        return None;
    }
    let first = plan.start.unit as usize;
    for (number, unit) in galley.units.iter().enumerate().skip(first) {
        let from = if number == first { plan.start.slice as usize } else { 0 };
        let last = last_slice(number, plan.end)?;
        let chosen = plan.choices.get(number - first).copied().unwrap_or_default().setting;
        let slices = unit.settings.get(usize::from(chosen)).map_or(&[][..], |setting| &setting.slices);
        for slice in slices.get(from..last.min(slices.len())).unwrap_or_default() {
            let opens = opening(&slice.items, book).filter(|spot| is_division(book, *spot));
            if let Some(spot) = opens.or(slice.begins) {
                return Some(spot);
            }
        }
    }
    None
}

/// The first place of the book that stands before any words.
pub(super) fn opening(items: &[Placed], book: &Book) -> Option<Spot> {
    let mut before = items.iter().take_while(|placed| !matches!(placed.item, Item::Glyphs(_)));
    before.find_map(|placed| match placed.item {
        Item::Anchor(anchor) if (anchor.0 as usize) < book.places.len() => Some(Spot { anchor, letters: 0 }),
        _ => None,
    })
}

fn is_division(book: &Book, spot: Spot) -> bool {
    book.places.get(spot.anchor.0 as usize).is_some_and(|place| place.division == spot.anchor)
}
