//! The places where a paragraph's lines may end, measured.
//!
//! Every candidate knows the sums before it and after it. What hangs out into the margins is in the sums already:
//! a line that ends in a full stop ends a little sooner.

use std::iter::Peekable;

use super::atoms::{Atom, Boxes, What, scaled};
use super::linebreak::{Added, Candidate, Sums};
use super::opportunities::{Kind, Opportunity, merged};
use super::setter::Setter;
use super::shape::{Shapes, StyleId, WordId};
use super::word::Hang;
use crate::length::Length;

/// How candidates are found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    /// Whether words are hyphenated.
    pub(super) hyphenate: bool,
    /// Whether signs hang out into the margins.
    pub(super) protrude: bool,
}

/// What candidates are made from and with.
struct Measuring<'m, 'a, 't> {
    shapes: &'m mut Shapes<'a>,
    boxes: &'m Boxes<'t>,
    division: Division,
    out: &'m mut Vec<Candidate>,
}

/// A word whose inside is looked at.
#[derive(Clone, Copy)]
struct Inside {
    atom: usize,
    style: StyleId,
    word: WordId,
    size: Length,
    /// Sums up to its beginning.
    sums: Sums,
}

impl Setter<'_> {
    /// The places where lines may end, measured: the paragraph's beginning first, its end last.
    pub(super) fn candidates(
        &mut self,
        boxes: &Boxes<'_>,
        places: &[Opportunity],
        division: Division,
        out: &mut Vec<Candidate>,
    ) {
        out.clear();
        let mut measuring = Measuring { shapes: &mut self.shapes, boxes, division, out };
        if division.hyphenate && !boxes.hyphens.is_empty() {
            let hyphens = boxes.hyphens.iter().map(|at| Opportunity { at: *at, kind: Kind::Divided });
            measuring.measure(&merged(places, hyphens));
        } else {
            measuring.measure(places);
        }
    }
}

impl Measuring<'_, '_, '_> {
    fn measure(&mut self, places: &[Opportunity]) {
        let mut start = Candidate::default();
        start.after.width = self.overhang(0, Side::Start);
        start.opens = self.name(0);
        self.out.push(start);
        let mut places = places.iter().peekable();
        // Sums so far, and as they were before the spaces just passed.
        let (mut sums, mut end) = (Sums::default(), Sums::default());
        let mut closes = 0;
        for (at, atom) in self.boxes.atoms.iter().enumerate() {
            match atom.what {
                What::Word { style, word } => {
                    let size = self.size(atom, style);
                    self.inside(&Inside { atom: at, style, word, size, sums }, &mut places);
                    sums.ink += atom.width;
                    sums.width += atom.width;
                    end = sums;
                    end.width -= self.overhang(at, Side::End);
                    sums.space += atom.glue;
                    closes = self.name(at);
                }
                What::Space { .. } => {
                    sums.width += atom.width;
                    sums.space += atom.glue;
                }
                What::Picture(_) => {
                    sums.width += atom.width;
                    end = sums;
                    closes = 0;
                }
                What::LineEnd => {}
            }
            while places.next_if(|place| place.at < atom.end).is_some() {}
            if let Some(place) = places.next_if(|place| place.at == atom.end) {
                let mut candidate = Candidate { before: end, after: sums, atom: at + 1, ..judged(place.kind) };
                candidate.after.width += self.overhang(at + 1, Side::Start);
                (candidate.closes, candidate.opens) = (closes, self.name(at + 1));
                if let (true, What::Word { style, .. }) = (candidate.hyphen, atom.what) {
                    candidate.before.width = sums.width + self.hyphen(style, self.size(atom, style));
                }
                self.out.push(candidate);
            }
        }
        let atom = self.boxes.atoms.len();
        self.out.push(Candidate { before: end, after: sums, atom, ..judged(Kind::Forced) });
    }

    /// The places inside a word: those the text has, then those of its language.
    fn inside<'p>(&mut self, inside: &Inside, places: &mut Peekable<impl Iterator<Item = &'p Opportunity>>) {
        let atom = &self.boxes.atoms[inside.atom];
        let begin = self.out.len();
        while let Some(place) = places.next_if(|place| place.at < atom.end) {
            if let Some(at) = place.at.checked_sub(atom.start).filter(|at| *at > 0) {
                self.divide(inside, at, judged(place.kind));
            }
        }
        if !self.division.hyphenate || self.boxes.flat.pieces[atom.piece].look.code || self.boxes.is_long(atom.start) {
            return;
        }
        let own = self.out.len();
        for at in 0..self.shapes.hyphens(inside.style, inside.word).len() {
            let division = self.shapes.hyphens(inside.style, inside.word)[at];
            self.add(inside, division, judged(Kind::Divided));
        }
        if own > begin {
            // Both may have the same: the text's own comes first.
            self.out[begin..].sort_by_key(|candidate| candidate.byte);
            let mut inside = self.out.split_off(begin);
            inside.dedup_by_key(|candidate| candidate.byte);
            self.out.append(&mut inside);
        }
    }

    fn divide(&mut self, inside: &Inside, at: usize, judged: Candidate) {
        if let Some(division) = self.shapes.divide(inside.style, inside.word, at, judged.hyphen) {
            self.add(inside, division, judged);
        }
    }

    fn add(&mut self, inside: &Inside, division: super::divide::Division, judged: Candidate) {
        let units = self.shapes.units(inside.style);
        let width = |half: i32| scaled(i64::from(half), inside.size, units);
        let mut first = width(division.before);
        if judged.hyphen && self.division.protrude {
            let space = self.shapes.shaped(inside.style, "-");
            first -= width(self.shapes.word(space).width) * self.shapes.word(space).hangs[1].share / 1000;
        }
        let rest = self.boxes.atoms[inside.atom].width - width(division.after);
        let sums = |width: i64| Sums { width: inside.sums.width + width, ink: inside.sums.ink + width, ..inside.sums };
        let (before, after) = (sums(first), sums(rest));
        self.out.push(Candidate { before, after, atom: inside.atom, byte: division.at as usize, ..judged });
    }

    /// How wide a hyphen is, what hangs out of it left out.
    fn hyphen(&mut self, style: StyleId, size: Length) -> i64 {
        let word = self.shapes.shaped(style, "-");
        let width = scaled(i64::from(self.shapes.word(word).width), size, self.shapes.units(style));
        let share = self.shapes.word(word).hangs[1].share;
        if self.division.protrude { width - width * share / 1000 } else { width }
    }

    fn size(&self, atom: &Atom, style: StyleId) -> Length {
        self.shapes.size_of(style, self.boxes.flat.pieces[atom.piece].look.size)
    }

    /// The name of the word that an atom is.
    fn name(&self, at: usize) -> u32 {
        match self.boxes.atoms.get(at).map(|atom| atom.what) {
            Some(What::Word { word, .. }) => self.shapes.word(word).name,
            _ => 0,
        }
    }

    /// How far a line hangs out that begins or ends with an atom.
    fn overhang(&self, at: usize, side: Side) -> i64 {
        let Some((atom, What::Word { style, word })) = self.boxes.atoms.get(at).map(|atom| (atom, atom.what)) else {
            return 0;
        };
        if !self.division.protrude || atom.level != self.boxes.base {
            return 0;
        }
        self.shapes.overhang(style, word, (self.size(atom, style), side))
    }
}

/// An end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

impl Shapes<'_> {
    /// How far a word hangs out that stands at an end of a line.
    pub(super) fn overhang(&self, style: StyleId, word: WordId, place: (Length, Side)) -> i64 {
        let (size, end) = place;
        let Hang { width, share } = self.word(word).hangs[end as usize];
        if share > 0 { scaled(i64::from(width), size, self.units(style)) * share / 1000 } else { 0 }
    }
}

/// What it costs to end a line at a place of a kind.
fn judged(kind: Kind) -> Candidate {
    let (penalty, flagged, hyphen) = match kind {
        Kind::Forced | Kind::Space | Kind::Free => (0, false, false),
        Kind::Dash => (50, true, false),
        Kind::Address => (70, false, false),
        Kind::Soft | Kind::Divided => (200, true, true),
        Kind::Strained => (500, true, true),
        Kind::Desperate => (3_000, false, false),
    };
    let added = match kind {
        Kind::Divided | Kind::Desperate => Added::Rules,
        Kind::Strained => Added::Strain,
        _ => Added::No,
    };
    Candidate { penalty, flagged, hyphen, added, forced: kind == Kind::Forced, ..Candidate::default() }
}
