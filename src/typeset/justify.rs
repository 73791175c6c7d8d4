//! A line between two places, set: spaces, letters and margins made to fit, everything placed.
//!
//! What a justified line lacks is taken first from the letters (wider or narrower by up to 2 %), then from the word
//! spaces, and before these would be gaps, from letterspacing; what then is left the spaces take. A design may forbid
//! the first and the third ([`crate::design::Fitting`]). All of it is exact: rounding is spread over spaces. Between
//! ideographs, which have no spaces, what gives way is a quarter of an em after each (JIS X 4051, 4.19).

use unicode_bidi::Level;

use super::atoms::{Boxes, What, length, scaled};
use super::candidates::Side;
use super::emit::{mark, order};
use super::line::{Line, ParagraphStyle, TextAlignment};
use super::linebreak::{EXPANSION, End};
use super::setter::Setter;
use super::shape::{Position, StyleId};
use super::word::Shaped;
use crate::fonts::FaceIndex;
use crate::length::Length;

/// Letterspacing as the last resource, in millionths of an em: at least and at most; and at most where else there would
/// be holes.
const TRACKING: (i64, i64) = (-10_000, 20_000);
const STRAINED: i64 = 40_000;
/// Word spaces beyond these, in 1/1000 of the natural, call for it: wider ones are seen before letters that stand a
/// fiftieth of an em farther apart are (Bringhurst 2.1.6 to 2.1.8).
const SPACES: (i64, i64) = (800, 1330);
/// Word spaces beyond this are holes: no reader sees a twenty-fifth of an em between letters before them.
const HOLE: i64 = 1900;
/// How high scaled letters are raised and how low they are sunk, in ems of the text.
const RAISED: f64 = 0.35;
const LOWERED: f64 = 0.14;

/// A thing on the line, in reading order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bit {
    pub(super) what: What,
    pub(super) piece: usize,
    pub(super) level: Level,
    /// First byte in the text, for what points there.
    pub(super) start: usize,
    /// Whether a hyphen was added at its end.
    pub(super) hyphen: bool,
    /// Face of its letters; a picture has none.
    pub(super) face: Option<FaceIndex>,
    /// Size of its letters, and how far they are raised.
    pub(super) size: Length,
    pub(super) rise: Length,
    pub(super) x: i64,
    pub(super) width: i64,
    /// Of the width, what gives way as a word space does; of a word that holds such, what it was given.
    glue: i64,
    pub(super) given: i64,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Left edge and width of what it may fill.
    x: i64,
    width: i64,
    alignment: TextAlignment,
    /// Whether it is the last of its paragraph or stands before a kept line end.
    last: bool,
}

/// How the letters of a line are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// In 1/1000.
    pub(super) stretch: i64,
    /// Letterspacing in millionths of an em.
    pub(super) tracking: i64,
}

/// How the letters of a word are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawing {
    size: Length,
    /// Units per em of the face.
    units: i32,
    stretch: i64,
    /// In 1/65536 pt.
    tracking: i64,
}

impl Drawing {
    /// From each glyph's origin to the next's, in 1/65536 pt.
    pub(super) fn advances(self, glyphs: &[Shaped]) -> impl Iterator<Item = i64> {
        glyphs.iter().enumerate().map(move |(at, glyph)| {
            let last = glyphs.get(at + 1).is_none_or(|next| next.cluster != glyph.cluster);
            self.across(glyph.advance) + if last { self.tracking } else { 0 }
        })
    }

    /// Font units across, in 1/65536 pt.
    pub(super) fn across(self, units: i32) -> i64 {
        scaled(i64::from(units) * self.stretch, self.size, self.units * 1000)
    }

    /// Font units upwards.
    pub(super) fn up(self, units: i32) -> i64 {
        scaled(i64::from(units), self.size, self.units)
    }
}

impl Place {
    /// Where a line of a paragraph stands.
    pub(super) fn of(style: &ParagraphStyle, rtl: bool, first: bool, last: bool) -> Self {
        let raw = |length: Length| i64::from(length.raw());
        let indent = if first { raw(style.first) } else { 0 };
        let width = raw(style.measure) - raw(style.left) - raw(style.right) - indent;
        let x = raw(style.left) + if rtl { 0 } else { indent };
        Self { x, width, alignment: style.alignment, last }
    }

    pub(super) const fn width(self) -> i64 {
        self.width
    }

    /// At x = 0, as wide as it is.
    pub(super) const fn natural() -> Self {
        Self { x: 0, width: 0, alignment: TextAlignment::Start, last: true }
    }
}

impl Setter<'_> {
    /// Sets the line between two places.
    pub(super) fn set_line(&mut self, boxes: &Boxes<'_>, ends: (&End, &End), place: Place) -> Line {
        let (mut bits, trailing) = self.bits(boxes, ends);
        let rtl = boxes.base.is_rtl();
        let (head, tail) = self.overhangs(boxes, ends, &bits, place);
        let available = place.width + head + tail;
        let natural: i64 = bits.iter().map(|bit| bit.width).sum();
        let mut fit = Fit { stretch: 1000, tracking: 0 };
        let mut space = 1000;
        let full = place.width > 0 && (natural > available || !place.last);
        if place.alignment == TextAlignment::Justified && full {
            (fit, space) = self.fit(&mut bits, available);
        }
        let width: i64 = bits.iter().map(|bit| bit.width).sum();
        let free = available - width;
        let shift = match (place.alignment, rtl) {
            (TextAlignment::Centre, _) => free.max(0) / 2,
            (TextAlignment::Justified | TextAlignment::Start, false) | (TextAlignment::End, true) => 0,
            _ if place.width > 0 => free,
            _ => 0,
        };
        let start = place.x + shift - if rtl { tail } else { head };
        order(&mut bits, start);
        if let Some(mut space) = trailing {
            space.x = if rtl { start - space.width } else { start + width };
            bits.push(space);
        }
        let mut line = Line {
            width: length(width - head - tail),
            hyphenated: ends.1.hyphen,
            space: u16::try_from(space.max(0)).unwrap_or(u16::MAX),
            ..Line::default()
        };
        mark(boxes, ends, &bits, &mut line);
        self.emit(boxes, &bits, fit, &mut line);
        line
    }

    /// What stands between two places, and the space after it, which belongs to neither line.
    fn bits(&mut self, boxes: &Boxes<'_>, ends: (&End, &End)) -> (Vec<Bit>, Option<Bit>) {
        let (from, to) = ends;
        let blank = |at: usize| matches!(boxes.atoms[at].what, What::Space { .. } | What::LineEnd);
        let mut end = to.atom;
        let mut trailing = None;
        while to.byte == 0 && end > from.atom && blank(end - 1) {
            end -= 1;
            if let What::Space { .. } = boxes.atoms[end].what {
                trailing = Some(Bit { level: boxes.base, ..self.bit(boxes, end) });
            }
        }
        let mut bits = Vec::with_capacity(end - from.atom + 1);
        for at in from.atom..end + usize::from(to.byte > 0) {
            if matches!(boxes.atoms[at].what, What::LineEnd) {
                continue;
            }
            let mut bit = self.bit(boxes, at);
            let first = if at == from.atom { from.byte } else { 0 };
            let cut = (at == to.atom).then_some(to.byte);
            let hyphen = to.hyphen && at + 1 == end + usize::from(to.byte > 0);
            if first > 0 || cut.is_some() || hyphen {
                self.cut(boxes, &mut bit, (first, cut, hyphen));
            }
            bits.push(bit);
        }
        (bits, trailing)
    }

    fn bit(&self, boxes: &Boxes<'_>, at: usize) -> Bit {
        let atom = &boxes.atoms[at];
        let text_size = boxes.flat.pieces[atom.piece].look.size;
        let (mut face, mut size, mut rise) = (None, text_size, Length::ZERO);
        if let What::Word { style, .. } | What::Space { style, .. } = atom.what {
            let key = self.shapes.style(style);
            face = Some(key.face);
            size = self.shapes.size_of(style, text_size);
            rise = match key.kind.position {
                Position::Superior if key.scaled => text_size.scale(RAISED),
                Position::Inferior if key.scaled => -text_size.scale(LOWERED),
                _ => Length::ZERO,
            };
        }
        let (what, piece, level, start) = (atom.what, atom.piece, atom.level, atom.start);
        let (width, glue) = (atom.width, atom.glue);
        Bit { what, piece, level, start, hyphen: false, face, size, rise, x: 0, width, glue, given: 0 }
    }

    /// Leaves of a word what stands on this line: from a byte, to a byte, with a hyphen or without.
    fn cut(&mut self, boxes: &Boxes<'_>, bit: &mut Bit, part: (usize, Option<usize>, bool)) {
        let What::Word { style, word } = bit.what else { return };
        let (first, end, hyphen) = part;
        let text = self.shapes.word(word).text.clone();
        let kept = text.get(first..end.unwrap_or(text.len())).unwrap_or_default();
        let word =
            if hyphen { self.shapes.shaped(style, &format!("{kept}-")) } else { self.shapes.shaped(style, kept) };
        bit.start += first;
        bit.hyphen = hyphen;
        bit.glue = 0;
        bit.what = What::Word { style, word };
        bit.width = self.width_of(style, word, boxes.flat.pieces[bit.piece].look.size);
    }

    /// How far a line hangs out at its beginning and its end.
    fn overhangs(&self, boxes: &Boxes<'_>, ends: (&End, &End), bits: &[Bit], place: Place) -> (i64, i64) {
        if place.alignment != TextAlignment::Justified || !self.fitting.protrusion {
            return (0, 0);
        }
        let hang = |bit: Option<&Bit>, side: Side| match bit.map(|bit| (bit, bit.what)) {
            Some((bit, What::Word { style, word })) if bit.level == boxes.base => {
                self.shapes.overhang(style, word, (bit.size, side))
            }
            _ => 0,
        };
        let head = if ends.0.byte == 0 { hang(bits.first(), Side::Start) } else { 0 };
        (head, hang(bits.last(), Side::End))
    }

    /// Makes a line as wide as it is to be; says how its letters are drawn and how wide its spaces are, in 1/1000.
    fn fit(&self, bits: &mut [Bit], width: i64) -> (Fit, i64) {
        if let Some(last) = bits.last_mut().filter(|bit| matches!(bit.what, What::Word { .. })) {
            last.glue = 0;
        }
        let (ink, ems) = self.letters(bits);
        let spaces: i64 = bits.iter().map(|bit| bit.glue).sum();
        let lacking = width - bits.iter().map(|bit| bit.width).sum::<i64>();
        let mut fit = Fit { stretch: 1000, tracking: 0 };
        if ink > 0 && (spaces > 0 || lacking < 0) && self.fitting.expansion {
            // Rounded down: what is too much would stick out where there is no space to take it from.
            fit.stretch += (lacking * 1000).div_euclid(ink).clamp(-EXPANSION, EXPANSION);
        }
        let rest = lacking - ink * (fit.stretch - 1000) / 1000;
        let (least, most) = (spaces * (SPACES.0 - 1000) / 1000, spaces * (SPACES.1 - 1000) / 1000);
        if ems > 0 && spaces > 0 && (rest < least || rest > most) && self.fitting.letterspacing {
            let tracking = |over: i64| over * 1_000_000 / ems + over.signum();
            let over = if rest < least { rest - least } else { rest - most };
            let hole = rest - spaces * (HOLE - 1000) / 1000;
            fit.tracking = tracking(over).clamp(TRACKING.0, TRACKING.1).max(tracking(hole).min(STRAINED));
        }
        for bit in &mut *bits {
            if let What::Word { style, word } = bit.what {
                bit.width = self.drawing(style, bit.size, fit).advances(&self.shapes.word(word).glyphs).sum();
            }
        }
        let rest = width - bits.iter().map(|bit| bit.width).sum::<i64>();
        if spaces == 0 {
            return (fit, 1000);
        }
        // Spaces never close up: a line that nothing can make fit sticks out.
        let rest = rest.max(-spaces / 2);
        let (mut passed, mut given) = (0, 0);
        for bit in bits {
            passed += bit.glue;
            let upto = rest * passed / spaces;
            bit.given = upto - given;
            bit.width += bit.given;
            given = upto;
        }
        (fit, (spaces + rest) * 1000 / spaces)
    }

    /// How wide the letters of a line are, and how many ems of them may be spaced.
    fn letters(&self, bits: &[Bit]) -> (i64, i64) {
        let (mut ink, mut ems) = (0, 0);
        for bit in bits {
            if let What::Word { style, word } = bit.what {
                ink += bit.width;
                if self.shapes.style(style).script != *b"Arab" {
                    let letters = i64::try_from(self.shapes.word(word).glyphs.len()).unwrap_or(0);
                    ems += letters * i64::from(bit.size.raw());
                }
            }
        }
        (ink, ems)
    }

    /// How letters of a style are drawn on a line.
    pub(super) fn drawing(&self, style: StyleId, size: Length, fit: Fit) -> Drawing {
        let tracks = self.shapes.style(style).script != *b"Arab";
        let tracking = if tracks { i64::from(size.raw()) * fit.tracking / 1_000_000 } else { 0 };
        Drawing { size, units: self.shapes.units(style), stretch: fit.stretch, tracking }
    }
}
