//! A paragraph as boxes and glue: its words shaped, and the places where its lines may end, measured.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_bidi::{Level, ParagraphBidiInfo};

use super::collect::{Flat, LINE_END, PICTURE, PieceKind, origin_of};
use super::line::Family;
use super::linebreak::End;
use super::made::can_be_made;
use super::opportunities::{Kind, Opportunity};
use super::setter::{Missing, Setter};
use super::shape::{StyleId, Type, TypeId, WordId};
use crate::document::{NoteId, Origin};
use crate::length::{Length, Size};

/// Words longer than this, in bytes, are shaped piecewise, in pieces no longer: the work stays in proportion.
const LONGEST: usize = 96;

/// What is not divided but where a candidate says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Atom {
    /// Its bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which piece it is of.
    pub(super) piece: usize,
    /// Its embedding level; odd ones run from right to left.
    pub(super) level: Level,
    /// Natural width in 1/65536 pt.
    pub(super) width: i64,
    /// What gives way on a justified line, as a word space does: of a space its width, of an ideograph a quarter.
    pub(super) glue: i64,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Word { style: StyleId, word: WordId },
    Space { style: StyleId, word: WordId },
    Picture(Size),
    LineEnd,
}

/// A paragraph's words, shaped.
#[derive(Clone, Debug)]
pub(super) struct Boxes<'t> {
    pub(super) flat: Flat<'t>,
    pub(super) atoms: Vec<Atom>,
    /// The level of the paragraph itself.
    pub(super) base: Level,
    /// The words that were shaped piecewise, and where the rules of their languages divide them; both in order.
    long: Vec<Range<usize>>,
    pub(super) hyphens: Vec<usize>,
}

impl Boxes<'_> {
    /// The same, to be kept beyond the inlines it was made from.
    pub(super) fn kept(self) -> Boxes<'static> {
        let Self { flat, mut atoms, base, long, hyphens } = self;
        atoms.shrink_to_fit();
        Boxes { flat: flat.kept(), atoms, base, long, hyphens }
    }

    /// The notes called on the line between two places.
    pub(super) fn calls(&self, from: &End, to: &End) -> &[(usize, NoteId)] {
        let Range { start, end } = self.range(from, to);
        let calls = &self.flat.calls;
        let (first, last) = (calls.partition_point(|(at, _)| *at < start), calls.partition_point(|(at, _)| *at < end));
        calls.get(first..last).unwrap_or_default()
    }

    /// The bytes between two places; what stands at the text's end is of the last line.
    pub(super) fn range(&self, from: &End, to: &End) -> Range<usize> {
        let byte = |place: &End| self.atoms.get(place.atom).map_or(usize::MAX, |atom| atom.start + place.byte);
        (if from.atom + from.byte == 0 { 0 } else { byte(from) })..byte(to)
    }

    /// Whether a byte is of a word that was shaped piecewise: its hyphens are in [`Boxes::hyphens`].
    pub(super) fn is_long(&self, at: usize) -> bool {
        let word = self.long.partition_point(|word| word.end <= at);
        self.long.get(word).is_some_and(|word| word.start <= at)
    }

    /// Where the piece ends that is shaped at once: with the word, or where the word may be divided, or anywhere.
    fn piece(&self, word: Range<usize>) -> usize {
        if word.len() <= LONGEST {
            return word.end;
        }
        let most = word.start + LONGEST;
        let divided = self.hyphens.partition_point(|at| *at <= most).checked_sub(1).map(|last| self.hyphens[last]);
        let anywhere = (most..word.end).find(|at| self.flat.text.is_char_boundary(*at)).unwrap_or(word.end);
        divided.filter(|at| *at > word.start).unwrap_or(anywhere)
    }
}

/// Font units at a size, in 1/65536 pt.
pub(super) fn scaled(units: i64, size: Length, per_em: i32) -> i64 {
    let per_em = i64::from(per_em.max(1));
    (units * i64::from(size.raw()) + per_em / 2).div_euclid(per_em)
}

/// As a length; what no page can hold saturates.
pub(super) fn length(raw: i64) -> Length {
    Length::from_raw(i32::try_from(raw).unwrap_or(if raw < 0 { i32::MIN } else { i32::MAX }))
}

impl Setter<'_> {
    /// Shapes a paragraph's words. Pictures are no wider than `widest`.
    pub(super) fn boxes<'t>(&mut self, flat: Flat<'t>, rtl: bool, places: &[Opportunity], widest: Length) -> Boxes<'t> {
        let base = if rtl { Level::rtl() } else { Level::ltr() };
        let mixed = rtl || !flat.text.is_ascii() && flat.text.chars().any(may_run_leftwards);
        let levels = if mixed { ParagraphBidiInfo::new(&flat.text, Some(base)).levels } else { Vec::new() };
        let level = |at: usize| levels.get(at).copied().unwrap_or(base);
        let atoms = Vec::with_capacity(flat.text.len() / 3);
        let mut boxes = Boxes { flat, atoms, base, long: Vec::new(), hyphens: Vec::new() };
        let mut cuts = places.iter().filter(|place| place.kind == Kind::Free).map(|place| place.at).peekable();
        for piece in 0..boxes.flat.pieces.len() {
            let range = boxes.flat.range(piece);
            let kind = self.shapes.type_id(boxes.flat.pieces[piece].look.kind);
            let (mut at, mut word) = (range.start, range.start);
            while at < range.end {
                let level_here = level(at);
                while cuts.next_if(|cut| *cut <= at).is_some() {}
                let limit = cuts.peek().map_or(range.end, |cut| range.end.min(*cut));
                if at >= word {
                    word = at + word_length(&boxes.flat.text[at..limit], |offset| level(at + offset) == level_here);
                    self.measure_word(&mut boxes, at..word, kind);
                }
                let end = boxes.piece(at..word);
                let stretch = Atom { start: at, end, piece, level: level_here, width: 0, glue: 0, what: What::LineEnd };
                self.add(&mut boxes, stretch, (kind, widest));
                at = end;
            }
        }
        boxes
    }

    /// Notes a word that is shaped piecewise, and where it may be divided as a whole.
    fn measure_word(&self, boxes: &mut Boxes<'_>, word: Range<usize>, kind: TypeId) {
        if word.len() > LONGEST {
            let places = self.shapes.places(kind, &boxes.flat.text[word.clone()]);
            boxes.hyphens.extend(places.into_iter().map(|at| word.start + at));
            boxes.long.push(word);
        }
    }

    /// Adds a stretch of text, which is a word or one other thing.
    fn add(&mut self, boxes: &mut Boxes<'_>, stretch: Atom, set: (TypeId, Length)) {
        let (kind, widest) = set;
        let piece = &boxes.flat.pieces[stretch.piece];
        let text = &boxes.flat.text[stretch.start..stretch.end];
        match (text.chars().next(), piece.kind) {
            (Some(LINE_END), _) => boxes.atoms.push(stretch),
            (Some(PICTURE), PieceKind::Picture(picture)) => {
                let key = boxes.flat.pictures.get(picture as usize).map_or("", |picture| picture.key.as_str());
                let size = self.picture(key, piece.look.size, widest);
                let width = i64::from(size.width.raw());
                boxes.atoms.push(Atom { width, what: What::Picture(size), ..stretch });
            }
            (Some(' ' | '\u{a0}'), _) => self.add_space(boxes, stretch, kind),
            _ => self.add_word(boxes, stretch, kind),
        }
    }

    fn add_word(&mut self, boxes: &mut Boxes<'_>, stretch: Atom, kind: TypeId) {
        let piece = &boxes.flat.pieces[stretch.piece];
        let text = &boxes.flat.text[stretch.start..stretch.end];
        let mut at = stretch.start;
        for part in self.shapes.parts(kind, stretch.level.is_rtl(), text) {
            let end = at + part.length as usize;
            let shaped = self.shapes.word(part.word);
            if shaped.missing {
                self.miss(boxes, stretch.piece, at..end, part.style);
            }
            let face = self.shapes.style(part.style).face;
            let borrowed = self.shapes.fonts.is_installed(face) && self.shapes.kind(kind).1 != face;
            let lack = self.shapes.lack(part.style);
            if (borrowed || lack.is_some())
                && let Some(found) = first_of(boxes, stretch.piece, at..end)
            {
                if borrowed {
                    note_first(&mut self.borrowed, face, found);
                }
                if let Some(lack) = lack {
                    note_first(&mut self.lacks, (face, lack), found);
                }
            }
            let width = self.width_of(part.style, part.word, piece.look.size);
            let what = What::Word { style: part.style, word: part.word };
            let ideograph = matches!(&self.shapes.style(part.style).script, b"Hani" | b"Hira" | b"Kana" | b"Bopo");
            let glue = if ideograph && !piece.look.code { i64::from(piece.look.size.raw()) / 4 } else { 0 };
            boxes.atoms.push(Atom { start: at, end, width, glue, what, ..stretch });
            at = end;
        }
    }

    fn add_space(&mut self, boxes: &mut Boxes<'_>, stretch: Atom, kind: TypeId) {
        let look = &boxes.flat.pieces[stretch.piece].look;
        // A space is of the face of the word before it, so that both are one run of glyphs.
        let before = boxes.atoms.last().filter(|atom| atom.piece == stretch.piece && atom.level == stretch.level);
        let style = match before.map(|atom| atom.what) {
            Some(What::Word { style, .. } | What::Space { style, .. }) => style,
            _ => match self.shapes.parts(kind, stretch.level.is_rtl(), " ").first() {
                Some(part) => part.style,
                None => return,
            },
        };
        let text = &boxes.flat.text[stretch.start..stretch.end];
        let word = if text == " " { self.shapes.space(style) } else { self.shapes.shaped(style, text) };
        let mut width = self.width_of(style, word, look.size);
        // Among words a listing's space, three times as wide as those about it, would be a hole.
        if look.code && !boxes.flat.preformatted {
            width = self.text_space(look.kind, look.size);
        }
        let glue = if boxes.flat.preformatted { 0 } else { width };
        boxes.atoms.push(Atom { width, glue, what: What::Space { style, word }, ..stretch });
    }

    /// The word space of the text's own face.
    fn text_space(&mut self, kind: Type, size: Length) -> i64 {
        let kind = self.shapes.type_id(Type { family: Family::Text, ..kind });
        let space = self.shapes.parts(kind, false, " ").first().copied();
        space.map_or(0, |space| self.width_of(space.style, space.word, size))
    }

    pub(super) fn width_of(&self, style: StyleId, word: WordId, size: Length) -> i64 {
        let units = i64::from(self.shapes.word(word).width);
        scaled(units, self.shapes.size_of(style, size), self.shapes.units(style))
    }

    /// Notes the characters of a word that its face lacks.
    fn miss(&mut self, boxes: &Boxes<'_>, piece: usize, range: std::ops::Range<usize>, style: StyleId) {
        let face = self.shapes.style(style).face;
        let run = boxes.flat.pieces[piece].run;
        for character in boxes.flat.text[range].chars() {
            let known = self.shapes.tools(face).is_some_and(|tools| tools.charmap.map(character).is_some());
            if known || can_be_made(character) {
                continue;
            }
            let missing = Missing { character, origin: origin_of(character, run) };
            let place = match missing.origin {
                Origin::Source(span) | Origin::Editor(span) => Some(span),
                Origin::Program => None,
            };
            if self.missing_at.insert((character, place)) {
                self.missing.push(missing);
            }
        }
    }

    /// A picture in a line is no higher than the line's type.
    fn picture(&self, key: &str, size: Length, widest: Length) -> Size {
        let Some(image) = self.images.get(key) else { return Size { width: Length::ZERO, height: Length::ZERO } };
        let (width, height) = (f64::from(image.pixels.0.max(1)), f64::from(image.pixels.1.max(1)));
        // Pixels are taken as 1/96 in.
        let natural = height * 0.75;
        let height_set = natural.min(size.to_pt()).min(widest.to_pt().max(1.0) * height / width);
        Size { width: Length::pt(height_set * width / height), height: Length::pt(height_set) }
    }
}

/// The first character of a stretch that is printed, and where it stands.
fn first_of(boxes: &Boxes<'_>, piece: usize, range: Range<usize>) -> Option<Missing> {
    let character = boxes.flat.text[range].chars().find(|c| !can_be_made(*c))?;
    Some(Missing { character, origin: origin_of(character, boxes.flat.pieces[piece].run) })
}

/// Notes something at the first place of the texts where it is found.
pub(super) fn note_first<K: Ord>(known: &mut BTreeMap<K, Missing>, key: K, found: Missing) {
    let first = known.entry(key).or_insert(found);
    if found.order() < first.order() {
        *first = found;
    }
}

/// How long the word is that a text begins with, or the one thing that is none. `same` says whether the character
/// at a byte is of the same level.
fn word_length(text: &str, same: impl Fn(usize) -> bool) -> usize {
    let apart = |c: char| matches!(c, ' ' | '\u{a0}' | LINE_END | PICTURE);
    for (at, c) in text.char_indices() {
        if at == 0 {
            if apart(c) {
                return c.len_utf8();
            }
        } else if apart(c) || !same(at) {
            return at;
        }
    }
    text.len()
}

/// Whether a character may be of a script that runs from right to left, or steer the direction.
const fn may_run_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
        || super::collect::is_steering(c)
}
