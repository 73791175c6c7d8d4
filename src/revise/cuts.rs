//! What goes: the stretches that the editor leaves out, and those between what the editor picks.

use super::leaf::{LeafKind, Leaves};
use super::places::Places;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::{CutMark, DocumentSpec};
use crate::quote::Position;

/// A stretch of the source that is not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) start: Position,
    pub(super) end: Position,
    /// What shows it; `None`: as the place asks for.
    pub(super) mark: Option<CutMark>,
    /// Where the manifest says so.
    pub(super) span: Span,
    /// Where it says what stands before it; the same place for what is left out by name.
    pub(super) before: Span,
    /// Whether it is what was not picked.
    pub(super) unpicked: bool,
}

/// The cuts of a document, in order; no two touch.
pub(super) fn cuts(spec: &DocumentSpec, places: &mut Places<'_>) -> Vec<Cut> {
    let mut all = omitted(spec, places);
    // Only where a pick is not found much more seems cut than is.
    places.missed = false;
    let unpicked = unpicked(spec, &all, places);
    all.extend(unpicked);
    all.sort_by_key(|cut| (cut.start, cut.end));
    let joined = join(all, places.leaves);
    for cut in &joined {
        if let Some(fault) = inside_sentence(cut, places.leaves) {
            places.diagnostics.push(fault);
        }
    }
    joined
}

/// What `omit` names.
fn omitted(spec: &DocumentSpec, places: &mut Places<'_>) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    for omit in &spec.omit {
        let Some((start, end)) = places.stretch(&omit.stretch) else { continue };
        let span = omit.stretch.from.span;
        let cut = Cut { start, end, mark: omit.mark, span, before: span, unpicked: false };
        if let Some(other) = cuts.iter().find(|other| cut.start < other.end && other.start < cut.end) {
            let fault = Diagnostic::error("overlap", "two cuts take the same words")
                .at(span, "this one")
                .also(other.span, "and this one")
                .hint("make one cut of the two, or let one end where the other begins");
            places.diagnostics.push(fault);
            continue;
        }
        cuts.push(cut);
    }
    cuts
}

/// What lies between, before and after the picked stretches.
fn unpicked(spec: &DocumentSpec, omitted: &[Cut], places: &mut Places<'_>) -> Vec<Cut> {
    let mut kept: Vec<(Position, Position, Span)> = Vec::new();
    for pick in &spec.pick {
        let span = pick.words.span;
        let Some((start, end)) = places.find_whole(&pick.words) else { continue };
        if let Some(fault) = unpickable((start, end, span), omitted, places.leaves) {
            places.diagnostics.push(fault);
            continue;
        }
        if let Some(other) = kept.iter().find(|other| start < other.1 && other.0 < end) {
            let fault = Diagnostic::error("overlap", "two picks take the same words")
                .at(span, "this one")
                .also(other.2, "and this one")
                .hint("make one pick of the two, or let one end where the other begins");
            places.diagnostics.push(fault);
            continue;
        }
        if let Some(last) = kept.last().filter(|last| last.0 > start) {
            let fault = Diagnostic::warning("pick-order", "a document's order is kept: this pick is printed earlier")
                .at(span, "stands before")
                .also(last.2, "what is picked here")
                .hint("write the picks in the order of the source");
            places.diagnostics.push(fault);
        }
        kept.push((start, end, span));
    }
    if kept.is_empty() {
        return Vec::new();
    }
    kept.sort_by_key(|(start, ..)| *start);
    let leaves = places.leaves;
    let first = Position { leaf: usize::from(keeps_title(spec, leaves)), at: 0 };
    let last = leaves.end_of(leaves.len().saturating_sub(1));
    let mut cuts = Vec::new();
    let (mut from, mut before) = (first, kept[0].2);
    for &(start, end, span) in &kept {
        let to = leaves.closing(start);
        if from < to && leaves.opening(from) < start {
            cuts.push(Cut { start: leaves.opening(from), end: to, mark: None, span, before, unpicked: true });
        }
        (from, before) = (leaves.behind(end), span);
    }
    if from < last && !leaves.blank(from, last) || from.leaf < last.leaf {
        cuts.push(Cut { start: from, end: last, mark: None, span: before, before, unpicked: true });
    }
    cuts.retain(|cut| cut.start < cut.end || cut.start.leaf < cut.end.leaf);
    cuts
}

/// Why a stretch cannot be picked: it stands in a note, or a cut takes all of it.
fn unpickable((start, end, span): (Position, Position, Span), omitted: &[Cut], leaves: &Leaves) -> Option<Diagnostic> {
    if start.leaf >= leaves.len() {
        let fault = Diagnostic::error("pick-in-note", "what is picked stands in a note").at(span, "these words");
        return Some(fault.hint("pick the words of the text that call the note"));
    }
    let cut = omitted.iter().find(|cut| cut.start <= start && end <= cut.end)?;
    let fault = Diagnostic::error("overlap", "a cut takes all that is picked").at(span, "this pick");
    Some(fault.also(cut.span, "this cut").hint("take one of them out"))
}

/// A text's own title is not cut away with what was not picked, unless the manifest has another.
fn keeps_title(spec: &DocumentSpec, leaves: &Leaves) -> bool {
    spec.title.is_none() && leaves.get(0).is_some_and(|leaf| leaf.kind == LeafKind::Heading)
}

/// Cuts that overlap or have only white between them are one. The mark that was asked for counts.
fn join(cuts: Vec<Cut>, leaves: &Leaves) -> Vec<Cut> {
    let mut joined: Vec<Cut> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match joined.last_mut() {
            Some(last) if touches(last.end, cut.start, leaves) => {
                last.end = last.end.max(cut.end);
                last.mark = last.mark.or(cut.mark);
                if last.unpicked && !cut.unpicked {
                    (last.span, last.before, last.unpicked) = (cut.span, cut.before, false);
                }
            }
            _ => joined.push(cut),
        }
    }
    joined
}

/// Whether nothing but white stands from `end` to `start`.
fn touches(end: Position, start: Position, leaves: &Leaves) -> bool {
    if start <= end {
        return true;
    }
    if start.leaf == end.leaf {
        return leaves.blank(end, start);
    }
    start.leaf == end.leaf + 1 && leaves.closes(end) && leaves.opens(start)
}

/// A cut must not leave half a sentence: whole sentences may go, and a part from within one.
fn inside_sentence(cut: &Cut, leaves: &Leaves) -> Option<Diagnostic> {
    let marks =
        |c: char| c.is_whitespace() || matches!(c, '“' | '‘' | '„' | '‚' | '«' | '‹' | '"' | '\'' | '(' | '[' | '—');
    let before = leaves.before(cut.start);
    let starts_inside = !before.trim_start_matches(marks).is_empty() && !ends_sentence(before);
    let removed = leaves.words(cut.start, cut.end);
    let ends_inside = !leaves.closes(cut.end) && !ends_sentence(&removed);
    // From within one sentence: the rest must still read on, and does so as a rule.
    let within = starts_inside && ends_inside && !sentences_in(&removed);
    if starts_inside == ends_inside && (within || !starts_inside) {
        return None;
    }
    let place = if starts_inside { cut.start } else { cut.end };
    let line = leaves.get(place.leaf)?;
    // Where a cut begins, what was picked ends.
    let (what, does) = match (cut.unpicked, starts_inside) {
        (true, true) => ("a pick", "ends"),
        (true, false) => ("a pick", "begins"),
        (false, true) => ("a cut", "begins"),
        (false, false) => ("a cut", "ends"),
    };
    Some(
        Diagnostic::warning("cut-in-sentence", format!("{what} {does} within a sentence"))
            .at(if starts_inside { cut.before } else { cut.span }, "a sentence is printed in part")
            .also(line.span, "in this paragraph")
            .hint("quote whole sentences, or cut a part from within one"),
    )
}

/// Whether a sentence ends with these words.
fn ends_sentence(words: &str) -> bool {
    let closers = |c: char| c.is_whitespace() || matches!(c, '”' | '’' | '"' | '\'' | '»' | '“' | ')' | ']');
    let words = words.trim_end_matches(closers);
    words.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।']) && !is_abbreviated(words)
}

/// Whether a word ends that is never the last of a sentence: an initial, a title before a name.
fn is_abbreviated(words: &str) -> bool {
    const TITLES: [&str; 14] =
        ["Mr", "Mrs", "Ms", "Dr", "St", "Prof", "Rev", "Gen", "Col", "Capt", "Lt", "Messrs", "Mme", "Hr"];
    let Some(words) = words.strip_suffix('.') else { return false };
    let word = words.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    initial || TITLES.contains(&word)
}

/// Whether a sentence ends inside these words.
fn sentences_in(words: &str) -> bool {
    let mut stopped = false;
    for part in words.split_whitespace() {
        if stopped && part.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
            return true;
        }
        stopped = ends_sentence(part) && part.chars().filter(|c| c.is_alphabetic()).count() > 2;
    }
    false
}
