//! The passes of line breaking: first without hyphens, then with them, then with whatever helps.
//!
//! A pass is run only where those before it found no way, or only one with a last line that is too short.

use super::atoms::Boxes;
use super::candidates::Division;
use super::justify::Place;
use super::line::{ParagraphStyle, Setting, TextAlignment};
use super::linebreak::{Breaking, Candidate, EXPANSION, Frame, LETTERSPACING, Pass};
use super::opportunities::Opportunity;
use super::setter::Setter;
use super::starts;
use crate::length::Length;

/// Badness that is good enough without hyphens, and with them (TeX's `\pretolerance` and `\tolerance`). With 150 a
/// line is as loose as expansion and letterspacing bring to word spaces of a third more than the natural.
const PRETOLERANCE: f64 = 150.0;
const TOLERANCE: f64 = 200.0;
/// Badness that is better than a way out that heeds nothing.
const LOOSE: f64 = 3_000.0;
/// Badness of a ragged line that is good enough without hyphens.
const RAGGED: f64 = 800.0;

/// Which of the two lists of candidates a breaking is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Plain,
    Hyphenated,
}

impl Setter<'_> {
    /// Breaks a paragraph and sets its lines: the best setting first.
    pub(super) fn settings(
        &mut self,
        boxes: &Boxes<'_, '_>,
        places: &[Opportunity],
        style: &ParagraphStyle,
    ) -> Vec<Setting> {
        let (mut plain, mut hyphenated) = std::mem::take(&mut self.candidates);
        let frame = self.frame(style, boxes.base.is_rtl());
        let division = Division { hyphenate: false, protrude: self.protrudes(style) };
        if style.hyphenate {
            self.candidates(boxes, places, division, &mut plain);
        } else {
            self.relieved(boxes, places, (division, frame.first.min(frame.rest)), &mut plain);
        }
        hyphenated.clear();
        let found = self.passes(boxes, places, style, (&frame, &plain, &mut hyphenated));
        let settings = found
            .iter()
            .map(|(breaking, list)| {
                let candidates = if *list == List::Plain { &plain } else { &hyphenated };
                self.set(boxes, candidates, breaking, style)
            })
            .collect();
        self.candidates = (plain, hyphenated);
        settings
    }

    /// Passes over a paragraph until one finds a way, as TeX's do (Knuth, *The TeX book*, chapter 14): each allows more.
    fn passes(
        &mut self,
        boxes: &Boxes<'_, '_>,
        places: &[Opportunity],
        style: &ParagraphStyle,
        lists: (&Frame, &[Candidate], &mut Vec<Candidate>),
    ) -> Vec<(Breaking, List)> {
        let (frame, plain, hyphenated) = lists;
        let first = if frame.rag.is_some() { RAGGED } else { PRETOLERANCE };
        let found = self.breaker.run(plain, frame, &Pass::strict(first)).unwrap_or_default();
        let good = found.first().is_some_and(|best| !best.stub);
        if good && (frame.looseness == 0 || !style.hyphenate) {
            return of(found, List::Plain).collect();
        }
        let spaced = if self.fitting.letterspacing { LETTERSPACING } else { 0 };
        let later = later(style, spaced);
        if !style.hyphenate {
            let other = if found.is_empty() { self.first_of(plain, frame, &later) } else { Vec::new() };
            return of(found, List::Plain).chain(of(other, List::Plain)).collect();
        }
        let division = Division { hyphenate: true, protrude: self.protrudes(style) };
        self.relieved(boxes, places, (division, frame.first.min(frame.rest)), hyphenated);
        if found.is_empty() {
            return of(self.first_of(hyphenated, frame, &later), List::Hyphenated).collect();
        }
        let other = self.breaker.run(hyphenated, frame, &later[0]).unwrap_or_default();
        // A hyphen is better than a last line of half a word.
        if !good && other.first().is_some_and(|best| !best.stub) {
            return with_others((other, List::Hyphenated), (found, List::Plain));
        }
        // The best setting stays without hyphens; others may have some.
        with_others((found, List::Plain), (other, List::Hyphenated))
    }

    /// What the first pass finds that finds any.
    fn first_of(&mut self, candidates: &[Candidate], frame: &Frame, passes: &[Pass]) -> Vec<Breaking> {
        passes.iter().find_map(|pass| self.breaker.run(candidates, frame, pass)).unwrap_or_default()
    }

    /// Whether signs hang out of a paragraph's lines.
    fn protrudes(&self, style: &ParagraphStyle) -> bool {
        style.alignment == TextAlignment::Justified && self.fitting.protrusion
    }

    /// Sets the lines of a breaking.
    fn set(
        &mut self,
        boxes: &Boxes<'_, '_>,
        candidates: &[Candidate],
        breaking: &Breaking,
        style: &ParagraphStyle,
    ) -> Setting {
        let rtl = boxes.base.is_rtl();
        let mut lines = Vec::with_capacity(breaking.ends.len());
        let mut from = &candidates[0];
        let starts = std::iter::once(from).chain(breaking.ends.iter().map(|end| &candidates[*end]));
        for end in &breaking.ends {
            let to = &candidates[*end];
            let place = Place::of(style, rtl, lines.len() < style.first_lines, to.forced);
            lines.push(self.set_line(boxes, (from, to), place));
            from = to;
        }
        starts::tell(boxes, starts, &mut lines);
        Setting { lines, demerits: breaking.demerits }
    }
}

fn of(breakings: Vec<Breaking>, list: List) -> impl Iterator<Item = (Breaking, List)> {
    breakings.into_iter().map(move |breaking| (breaking, list))
}

/// What is best and what `others` has of other numbers of lines, at most one more or fewer.
fn with_others(best: (Vec<Breaking>, List), others: (Vec<Breaking>, List)) -> Vec<(Breaking, List)> {
    let counts: Vec<usize> = best.0.iter().map(|breaking| breaking.ends.len()).collect();
    let first = counts.first().copied().unwrap_or(0);
    let others = of(others.0, others.1).filter(|(other, _)| {
        let count = other.ends.len();
        count.abs_diff(first) <= 1 && !counts.contains(&count)
    });
    of(best.0, best.1).chain(others).collect()
}

/// The passes after the first: with what the language divides, with letterspacing, with lines that are loose, and the
/// last that finds a way through everything.
fn later(style: &ParagraphStyle, letterspacing: i64) -> [Pass; 4] {
    let second = Pass::strict(TOLERANCE);
    let third = Pass { letterspacing, ..second };
    let fourth = Pass { tolerance: LOOSE, ..third };
    let size = i64::from(style.text.size.raw());
    [second, third, fourth, Pass { tolerance: f64::INFINITY, emergency: 2 * size, ..third }]
}

impl Pass {
    const fn strict(tolerance: f64) -> Self {
        Self { tolerance, letterspacing: 0, emergency: 0 }
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
