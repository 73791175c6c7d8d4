//! The passes of line breaking: first without hyphens, then with them, then with whatever helps.

use super::atoms::Boxes;
use super::candidates::Division;
use super::justify::Place;
use super::line::{ParagraphStyle, Setting, TextAlignment};
use super::linebreak::{Breaking, Candidate, Frame, LETTERSPACING, Pass};
use super::opportunities::Opportunity;
use super::setter::Setter;
use crate::length::Length;

/// Badness that is good enough without hyphens, and with them (TeX's `\pretolerance` and `\tolerance`).
const PRETOLERANCE: f64 = 100.0;
const TOLERANCE: f64 = 200.0;
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
        let protrude = style.alignment == TextAlignment::Justified;
        let frame = frame(style, boxes.base.is_rtl());
        let division = Division { hyphenate: false, protrude };
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

    fn passes(
        &mut self,
        boxes: &Boxes<'_, '_>,
        places: &[Opportunity],
        style: &ParagraphStyle,
        lists: (&Frame, &[Candidate], &mut Vec<Candidate>),
    ) -> Vec<(Breaking, List)> {
        let (frame, plain, hyphenated) = lists;
        let of = |list: List| move |breaking: Breaking| (breaking, list);
        let first = if frame.rag.is_some() { RAGGED } else { PRETOLERANCE };
        let first = Pass { tolerance: first, letterspacing: 0, emergency: 0 };
        let found = self.breaker.run(plain, frame, &first);
        if let (Some(found), true) = (&found, frame.looseness == 0 || !style.hyphenate) {
            return found.iter().cloned().map(of(List::Plain)).collect();
        }
        let last = emergency(style);
        if !style.hyphenate {
            let later = [Pass { tolerance: TOLERANCE, ..first }, Pass { emergency: 0, tolerance: TOLERANCE, ..last }];
            let found = later.iter().find_map(|pass| self.breaker.run(plain, frame, pass));
            let found = found.or_else(|| self.breaker.run(plain, frame, &last));
            return found.unwrap_or_default().into_iter().map(of(List::Plain)).collect();
        }
        let division = Division { hyphenate: true, protrude: frame.rag.is_none() };
        self.relieved(boxes, places, (division, frame.first.min(frame.rest)), hyphenated);
        let second = Pass { tolerance: TOLERANCE, ..first };
        let other = self.breaker.run(hyphenated, frame, &second);
        if let Some(found) = found {
            // The best setting stays without hyphens; others may have some.
            return with_others(found, other.unwrap_or_default()).map(|(it, own)| (it, list(own))).collect();
        }
        let other =
            other.or_else(|| self.breaker.run(hyphenated, frame, &Pass { tolerance: TOLERANCE, emergency: 0, ..last }));
        let other = other.or_else(|| self.breaker.run(hyphenated, frame, &last));
        other.unwrap_or_default().into_iter().map(of(List::Hyphenated)).collect()
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
        for end in &breaking.ends {
            let to = &candidates[*end];
            let place = Place::of(style, rtl, lines.is_empty(), to.forced);
            lines.push(self.set_line(boxes, (from, to), place));
            from = to;
        }
        Setting { lines, demerits: breaking.demerits }
    }
}

const fn list(own: bool) -> List {
    if own { List::Plain } else { List::Hyphenated }
}

/// `found` and what `others` has of other numbers of lines, at most one more or fewer; says which is whose.
fn with_others(found: Vec<Breaking>, others: Vec<Breaking>) -> impl Iterator<Item = (Breaking, bool)> {
    let counts: Vec<usize> = found.iter().map(|breaking| breaking.ends.len()).collect();
    let best = counts.first().copied().unwrap_or(0);
    let others = others.into_iter().filter(move |other| {
        let count = other.ends.len();
        count.abs_diff(best) <= 1 && !counts.contains(&count)
    });
    found.into_iter().map(|breaking| (breaking, true)).chain(others.map(|breaking| (breaking, false)))
}

fn emergency(style: &ParagraphStyle) -> Pass {
    let size = i64::from(style.text.size.raw());
    Pass { tolerance: f64::INFINITY, letterspacing: LETTERSPACING, emergency: 2 * size }
}

fn frame(style: &ParagraphStyle, rtl: bool) -> Frame {
    let (first, rest) = (Place::of(style, rtl, true, false).width(), Place::of(style, rtl, false, false).width());
    let ragged = style.alignment != TextAlignment::Justified;
    let indent = style.first.max(style.text.size).max(Length::ZERO);
    Frame {
        first,
        rest,
        rag: ragged.then_some(rest / 6),
        balanced: style.alignment == TextAlignment::Centre,
        stub: 2 * i64::from(indent.raw()),
        looseness: u32::from(style.variants),
    }
}
