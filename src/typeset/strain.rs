//! Words divided that are better left whole, where a line would else have holes.
//!
//! Enter a paragraph's boxes; leave the places inside its words at which [`Hyphenator::strained`] divides them. Breaking
//! asks for them only when no way is left without a line whose word spaces are twice as wide as they should be.
//!
//! [`Hyphenator::strained`]: super::hyphenate::Hyphenator::strained

use super::atoms::{Boxes, What};
use super::collect::PieceKind;
use super::setter::Setter;

/// So many words in succession that are in capitals are a title; fewer are abbreviations.
const TITLE: usize = 3;

impl Setter<'_> {
    /// The places, in order.
    pub(super) fn strained(&self, boxes: &Boxes<'_>) -> Vec<usize> {
        let words: Vec<usize> = boxes
            .atoms
            .iter()
            .enumerate()
            .filter(|(_, atom)| matches!(atom.what, What::Word { .. }))
            .map(|(number, _)| number)
            .collect();
        let text = |number: usize| boxes.atoms.get(number).map_or("", |atom| &boxes.flat.text[atom.start..atom.end]);
        let shouted: Vec<bool> = words.iter().map(|number| is_shouted(text(*number))).collect();
        let mut places = Vec::new();
        for (at, number) in words.iter().enumerate() {
            let atom = &boxes.atoms[*number];
            let piece = &boxes.flat.pieces[atom.piece];
            let What::Word { style, .. } = atom.what else { continue };
            if piece.look.code || piece.kind == PieceKind::Call || boxes.is_long(atom.start) {
                continue;
            }
            let language = usize::from(self.shapes.style(style).kind.language);
            let Some((.., hyphenator)) = self.shapes.languages.get(language) else { continue };
            let found = hyphenator.strained(text(*number), is_title(&shouted, at));
            places.extend(found.into_iter().map(|place| atom.start + place));
        }
        places
    }
}

/// Whether a word is one of a title in capitals.
fn is_title(shouted: &[bool], at: usize) -> bool {
    let before = shouted[..at].iter().rev().take_while(|shouted| **shouted).take(TITLE).count();
    let from = shouted[at..].iter().take_while(|shouted| **shouted).take(TITLE).count();
    from > 0 && before + from >= TITLE
}

/// Whether a word is in capitals.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase)
}
