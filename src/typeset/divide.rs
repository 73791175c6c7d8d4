//! Words divided: how wide their halves are.
//!
//! A half is measured by its glyphs where the shaper says that the place is safe, else shaped anew; a hyphen is
//! always shaped with the letters before it, so that it is kerned.

use super::shape::{Shapes, StyleId, TypeId, WordId};

/// A word divided: where, and how wide its halves are, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Division {
    pub(super) at: u32,
    /// The first half with its hyphen, where one is added.
    pub(super) before: i32,
    pub(super) after: i32,
}

impl Shapes<'_> {
    /// Where the language of a kind of type divides a word.
    pub(super) fn places(&self, kind: TypeId, word: &str) -> Vec<usize> {
        let (kind, _) = self.kind(kind);
        let hyphenator = self.languages.get(usize::from(kind.language)).map(|(.., hyphenator)| hyphenator);
        hyphenator.map(|hyphenator| hyphenator.places(word)).unwrap_or_default()
    }

    /// Where hyphenation divides a word, if it is one that may be divided.
    pub(super) fn hyphens(&mut self, style: StyleId, word: WordId) -> &[Division] {
        if self.word(word).hyphens.is_none() {
            let language = usize::from(self.style(style).kind.language);
            let text = self.word(word).text.clone();
            let places = self.languages.get(language).map(|(.., hyphenator)| hyphenator.places(&text));
            let divisions =
                places.unwrap_or_default().into_iter().filter_map(|at| self.divide(style, word, at, true)).collect();
            self.word_mut(word).hyphens = Some(divisions);
        }
        self.word(word).hyphens.as_deref().unwrap_or_default()
    }

    /// How wide a word's halves are when it is divided at a byte, with a hyphen or without.
    pub(super) fn divide(&mut self, style: StyleId, word: WordId, at: usize, hyphen: bool) -> Option<Division> {
        let text = self.word(word).text.clone();
        let (first, second) = text.split_at_checked(at)?;
        if first.is_empty() || second.is_empty() {
            return None;
        }
        let cut = u32::try_from(at).ok()?;
        let safe = !self.style(style).rtl && {
            let glyphs = &self.word(word).glyphs;
            glyphs.iter().find(|glyph| glyph.cluster >= cut).is_some_and(|glyph| glyph.cluster == cut && glyph.safe)
        };
        if safe && !hyphen {
            let glyphs = self.word(word).glyphs.iter();
            let before = glyphs.take_while(|glyph| glyph.cluster < cut).map(|glyph| glyph.advance).sum();
            return Some(Division { at: cut, before, after: self.word(word).width - before });
        }
        let before = if hyphen { self.shaped(style, &format!("{first}-")) } else { self.shaped(style, first) };
        let after = if safe {
            self.word(word).glyphs.iter().filter(|glyph| glyph.cluster >= cut).map(|glyph| glyph.advance).sum()
        } else {
            let after = self.shaped(style, second);
            self.word(after).width
        };
        Some(Division { at: cut, before: self.word(before).width, after })
    }
}
