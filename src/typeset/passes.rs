//! The passes of line breaking: first without hyphens, then with them, then with whatever helps.
//!
//! A pass is run only where those before it found no way, or only one with a last line that is too short or with
//! hyphens at the ends of three lines in succession.

use super::atoms::Boxes;
use super::candidates::Division;
use super::justify::Place;
use super::line::{ParagraphStyle, TextAlignment};
use super::linebreak::{Added, Breaking, Candidate, EXPANSION, End, Frame, LETTERSPACING, Pass};
use super::opportunities::{Kind, Opportunity, merged};
use super::setter::Setter;
use super::sketch::Way;
use crate::length::Length;

/// Badness that is good enough without hyphens, and with them (TeX's `\pretolerance` and `\tolerance`). With 150 a
/// line is as loose as expansion and letterspacing bring to word spaces of a third more than the natural.
const PRETOLERANCE: f64 = 150.0;
const TOLERANCE: f64 = 200.0;
/// Badness of a line whose word spaces are nearly twice as wide as they should be.
const TWICE: f64 = 300.0;
/// Badness that is better than a way out that heeds nothing.
const LOOSE: f64 = 3_000.0;
/// Badness of a ragged line that is good enough without hyphens.
const RAGGED: f64 = 800.0;

impl Setter<'_> {
    /// Breaks a paragraph: the best way first.
    pub(super) fn ways(&mut self, boxes: &Boxes<'_>, places: &[Opportunity], style: &ParagraphStyle) -> Vec<Way> {
        let mut candidates = std::mem::take(&mut self.candidates);
        let frame = self.frame(style, boxes.base.is_rtl());
        let division = Division { hyphenate: style.hyphenate, protrude: self.protrudes(style) };
        let how = (division, frame.first.min(frame.rest));
        self.relieved(boxes, places, how, &mut candidates);
        let mut found = self.passes(style, &frame, &candidates);
        if found.is_empty() {
            let strained = if style.hyphenate { self.strained(boxes) } else { Vec::new() };
            if !strained.is_empty() {
                let strained = strained.into_iter().map(|at| Opportunity { at, kind: Kind::Strained });
                self.relieved(boxes, &merged(places, strained), how, &mut candidates);
            }
            let passes = last(style, self.spaced());
            found = passes.iter().find_map(|pass| self.breaker.run(&candidates, &frame, pass)).unwrap_or_default();
        }
        let way = |breaking: Breaking| {
            let ends = std::iter::once(&0).chain(&breaking.ends).filter_map(|end| candidates.get(*end)).map(End::from);
            Way::new(ends.collect(), breaking.demerits)
        };
        let ways = found.into_iter().map(way).collect();
        self.candidates = candidates;
        ways
    }

    /// Passes over a paragraph until one finds a way, as TeX's do (Knuth, *The TeX book*, chapter 14): each allows more,
    /// but none a line whose word spaces are more than twice as wide as they should be; nothing where none does.
    fn passes(&mut self, style: &ParagraphStyle, frame: &Frame, candidates: &[Candidate]) -> Vec<Breaking> {
        let tolerance = if frame.rag.is_some() { RAGGED } else { PRETOLERANCE };
        let first = Pass { adds: if style.hyphenate { Added::No } else { Added::Rules }, ..Pass::strict(tolerance) };
        let found = self.breaker.run(candidates, frame, &first).unwrap_or_default();
        let good = found.first().is_some_and(|best| !best.stub);
        // Where a pass has a way of every number of lines that is wanted, the next would add none.
        if good && (frame.looseness == 0 || !style.hyphenate || found.len() > 2) {
            return found;
        }
        let later = later(self.spaced());
        if found.is_empty() {
            let mut laddered = Vec::new();
            for pass in later {
                let found = self.breaker.run(candidates, frame, &pass).unwrap_or_default();
                match found.first() {
                    Some(best) if !best.has_ladder() => return found,
                    Some(_) if laddered.is_empty() => laddered = found,
                    _ => {}
                }
            }
            return laddered;
        }
        if !style.hyphenate {
            return found;
        }
        let other = self.breaker.run(candidates, frame, &later[0]).unwrap_or_default();
        // A hyphen is better than a last line of half a word.
        if !good && other.first().is_some_and(|best| !best.stub) {
            return with_others(other, found);
        }
        // The best setting stays without hyphens; others may have some.
        with_others(found, other)
    }

    /// How much letterspacing may widen letters, in 1/1000.
    fn spaced(&self) -> i64 {
        if self.fitting.letterspacing { LETTERSPACING } else { 0 }
    }

    /// Whether signs hang out of a paragraph's lines.
    fn protrudes(&self, style: &ParagraphStyle) -> bool {
        style.alignment == TextAlignment::Justified && self.fitting.protrusion
    }
}

/// What is best and what `others` has of other numbers of lines, at most one more or fewer.
fn with_others(mut best: Vec<Breaking>, others: Vec<Breaking>) -> Vec<Breaking> {
    let counts: Vec<usize> = best.iter().map(|breaking| breaking.ends.len()).collect();
    let first = counts.first().copied().unwrap_or(0);
    best.extend(others.into_iter().filter(|other| {
        let count = other.ends.len();
        count.abs_diff(first) <= 1 && !counts.contains(&count)
    }));
    best
}

/// The passes after the first: with what the language divides, with letterspacing, with lines that are loose.
fn later(letterspacing: i64) -> [Pass; 3] {
    let second = Pass::strict(TOLERANCE);
    let third = Pass { letterspacing, ..second };
    [second, third, Pass { tolerance: TWICE, ..third }]
}

/// The passes after those: with what is better left whole, with lines that are looser yet, and the last that finds a
/// way through everything.
fn last(style: &ParagraphStyle, letterspacing: i64) -> [Pass; 3] {
    let strained = Pass { letterspacing, adds: Added::Strain, ..Pass::strict(TWICE) };
    let loose = Pass { tolerance: LOOSE, ..strained };
    let size = i64::from(style.text.size.raw());
    [strained, loose, Pass { tolerance: f64::INFINITY, emergency: 2 * size, ..strained }]
}

impl Pass {
    const fn strict(tolerance: f64) -> Self {
        Self { tolerance, letterspacing: 0, emergency: 0, adds: Added::Rules }
    }
}

impl Setter<'_> {
    fn frame(&self, style: &ParagraphStyle, rtl: bool) -> Frame {
        let (first, rest) = (Place::of(style, rtl, true, false).width(), Place::of(style, rtl, false, false).width());
        let ragged = style.alignment != TextAlignment::Justified;
        let indent = style.first.max(style.text.size).max(Length::ZERO);
        Frame {
            first,
            first_lines: u32::try_from(style.first_lines).unwrap_or(1),
            rest,
            rag: ragged.then_some(rest / 6),
            expansion: if self.fitting.expansion { EXPANSION } else { 0 },
            balanced: style.alignment == TextAlignment::Centre,
            stub: 2 * i64::from(indent.raw()),
            looseness: u32::from(style.variants),
        }
    }
}
