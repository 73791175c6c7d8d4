//! A fitted line placed: put in visual order, then runs of glyphs of one face and size, pictures, rules, links.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::atoms::{Boxes, What, length};
use super::collect::{PieceKind, printed};
use super::justify::{Bit, Fit};
use super::line::Line;
use super::linebreak::End;
use super::page::{Destination, FaceId, Glyph, GlyphRun, Item, Placed, Shift};
use super::setter::Setter;
use super::structure::ElementId;
use super::word::Word;
use crate::length::{Length, Size};

/// How far the box of a link reaches over its baseline, and how high it is, in ems.
const LINK: (f64, f64) = (0.8, 1.05);
/// Where the rule through struck words lies over the baseline, and how thick it is, in ems.
const STRIKE: (f64, f64) = (0.24, 0.05);

/// Gives every bit its place from left to right, beginning at `start` (UAX 9, rule L2).
pub(super) fn order(bits: &mut [Bit], start: i64) {
    let mut x = start;
    let mut put = |bit: &mut Bit| {
        bit.x = x;
        x += bit.width;
    };
    if bits.iter().all(|bit| bit.level == Level::ltr()) {
        bits.iter_mut().for_each(put);
        return;
    }
    let levels: Vec<Level> = bits.iter().map(|bit| bit.level).collect();
    for at in BidiInfo::reorder_visual(&levels) {
        put(&mut bits[at]);
    }
}

/// Puts in front what points into the line, and notes the notes called on it.
pub(super) fn mark(boxes: &Boxes<'_>, ends: (&End, &End), bits: &[Bit], line: &mut Line) {
    let Range { start, end } = boxes.range(ends.0, ends.1);
    let from = boxes.flat.anchors.partition_point(|(at, _)| *at < start);
    for (at, anchor) in boxes.flat.anchors[from..].iter().take_while(|(at, _)| *at < end) {
        let next = bits.iter().find(|bit| bit.start >= *at);
        let x = match (next, bits.last()) {
            (Some(bit), _) => bit.x + if bit.level.is_rtl() { bit.width } else { 0 },
            (None, Some(bit)) => bit.x + if bit.level.is_rtl() { 0 } else { bit.width },
            (None, None) => 0,
        };
        let height = next.or(bits.last()).map_or(Length::ZERO, |bit| bit.size.scale(LINK.0));
        line.items.push(Placed::artifact(length(x), -height, Item::Anchor(*anchor)));
    }
    line.notes.extend(boxes.calls(ends.0, ends.1).iter().map(|(_, note)| *note));
}

impl Setter<'_> {
    /// Places everything on the line, in reading order; the box of a link stands before its words.
    pub(super) fn emit(&self, boxes: &Boxes<'_>, bits: &[Bit], fit: Fit, line: &mut Line) {
        let look = |bit: &Bit| boxes.flat.pieces[bit.piece].look;
        let alike = |a: &Bit, b: &Bit| {
            let (one, other) = (look(a), look(b));
            (a.face, a.size, a.rise, a.level) == (b.face, b.size, b.rise, b.level)
                && (one.link, one.struck) == (other.link, other.struck)
                && boxes.flat.pieces[a.piece].element == boxes.flat.pieces[b.piece].element
        };
        // Most lines are one run: what a book of them holds too much would be much.
        line.items.reserve_exact(1);
        let mut open = None;
        let mut rest = bits;
        while let Some(first) = rest.first() {
            if look(first).link != open {
                open = look(first).link;
                let linked = rest.iter().take_while(|bit| look(bit).link == open);
                let target = open.and_then(|link| boxes.flat.links.get(usize::from(link)));
                let element = open.and_then(|link| boxes.flat.linked.get(usize::from(link)).copied().flatten());
                line.items.extend(target.map(|target| Placed { element, ..link_box(linked, target) }));
            }
            let count = rest.iter().take_while(|bit| alike(bit, first)).count().max(1);
            let (run, others) = rest.split_at(if first.face.is_some() { count } else { 1 });
            rest = others;
            let element = boxes.flat.pieces[first.piece].element;
            match (first.what, boxes.flat.pieces[first.piece].kind) {
                (What::Picture(size), PieceKind::Picture(picture)) => {
                    let key = boxes.flat.pictures.get(picture as usize).map(|picture| picture.key.clone());
                    let item = Item::Image(key.unwrap_or_default(), size);
                    line.items.push(Placed { x: length(first.x), y: -size.height, item, element });
                    line.height = line.height.max(size.height);
                }
                _ => self.emit_run(run, (fit, element), line),
            }
            if look(first).struck {
                line.items.extend(strike(run));
            }
        }
    }

    /// Places bits of one face and size as one run.
    fn emit_run(&self, bits: &[Bit], (fit, element): (Fit, Option<ElementId>), line: &mut Line) {
        let (Some(first), Some(last)) = (bits.first(), bits.last()) else { return };
        let Some(face) = first.face else { return };
        let rtl = first.level.is_rtl();
        let words = || bits.iter().filter_map(|bit| self.word_of(bit));
        let length_of_text = words().map(|word| word.text.len()).sum();
        if length_of_text > usize::from(u16::MAX) && bits.len() > 1 {
            let (one, other) = bits.split_at(bits.len() / 2);
            self.emit_run(one, (fit, element), line);
            return self.emit_run(other, (fit, element), line);
        }
        let mut text = String::with_capacity(length_of_text);
        // Where in the text each bit's words begin.
        let mut starts = Vec::with_capacity(bits.len());
        for bit in bits {
            starts.push(text.len());
            self.print_words(bit, &mut text);
        }
        let mut glyphs = Vec::with_capacity(words().map(|word| word.glyphs.len()).sum());
        let mut shifts = Vec::new();
        let mut push = |bit: &Bit, start: usize| self.push_glyphs((bit, start), fit, &mut glyphs, &mut shifts);
        if rtl {
            bits.iter().zip(&starts).rev().for_each(|(bit, start)| push(bit, *start));
        } else {
            bits.iter().zip(&starts).for_each(|(bit, start)| push(bit, *start));
        }
        let run = GlyphRun {
            face: FaceId(face.0),
            size: first.size,
            stretch: u16::try_from(fit.stretch).unwrap_or(1000),
            furniture: false,
            text: text.into(),
            glyphs,
            shifts: shifts.into(),
        };
        let x = length(if rtl { last.x } else { first.x });
        line.items.push(Placed { x, y: -first.rise, item: Item::Glyphs(run), element });
    }

    fn word_of(&self, bit: &Bit) -> Option<&Word> {
        let (What::Word { word, .. } | What::Space { word, .. }) = bit.what else { return None };
        Some(self.shapes.word(word))
    }

    /// Adds the words of a bit to a text; a hyphen that the setter put in is a soft one.
    fn print_words(&self, bit: &Bit, text: &mut String) {
        let Some(word) = self.word_of(bit) else { return };
        if word.steered {
            text.push_str(&printed(&word.text));
        } else {
            text.push_str(&word.text);
        }
        if bit.hyphen && text.ends_with('-') {
            text.pop();
            text.push('\u{ad}');
        }
    }

    /// Adds the glyphs of a bit, whose words begin at `start` in the run's text.
    fn push_glyphs(&self, (bit, start): (&Bit, usize), fit: Fit, glyphs: &mut Vec<Glyph>, shifts: &mut Vec<Shift>) {
        let (What::Word { style, word } | What::Space { style, word, .. }) = bit.what else { return };
        let word = self.shapes.word(word);
        let drawing = self.drawing(style, bit.size, fit);
        let whole = matches!(bit.what, What::Space { .. }).then_some(bit.width);
        let last = word.glyphs.len().saturating_sub(1);
        for (at, (glyph, advance)) in word.glyphs.iter().zip(drawing.advances(&word.glyphs)).enumerate() {
            let advance = if at == last { advance + bit.given } else { advance };
            let cluster = glyph.cluster as usize;
            let cluster = if word.steered { printed(&word.text[..cluster]).len() } else { cluster };
            if glyph.dx != 0 || glyph.dy != 0 {
                let number = u32::try_from(glyphs.len()).unwrap_or(u32::MAX);
                let (dx, dy) = (length(drawing.across(glyph.dx)), length(drawing.up(glyph.dy)));
                shifts.push(Shift { glyph: number, dx, dy });
            }
            glyphs.push(Glyph {
                id: glyph.id,
                advance: length(whole.unwrap_or(advance)),
                cluster: u16::try_from(start + cluster).unwrap_or(u16::MAX),
            });
        }
    }
}

/// The box about linked words.
fn link_box<'b>(bits: impl Iterator<Item = &'b Bit> + Clone, target: &Destination) -> Placed {
    let left = bits.clone().map(|bit| bit.x).min().unwrap_or(0);
    let right = bits.clone().map(|bit| bit.x + bit.width).max().unwrap_or(left);
    let size = bits.map(|bit| bit.size).max().unwrap_or(Length::ZERO);
    let extent = Size { width: length(right - left), height: size.scale(LINK.1) };
    Placed::artifact(length(left), -size.scale(LINK.0), Item::Link(extent, target.clone()))
}

/// The rule through struck words.
fn strike(bits: &[Bit]) -> Option<Placed> {
    let left = bits.iter().map(|bit| bit.x).min()?;
    let right = bits.iter().map(|bit| bit.x + bit.width).max()?;
    let size = bits.first()?.size;
    let rule = Size { width: length(right - left), height: size.scale(STRIKE.1) };
    let y = -size.scale(STRIKE.0) - bits.first()?.rise;
    Some(Placed::artifact(length(left), y, Item::Rule(rule)))
}
