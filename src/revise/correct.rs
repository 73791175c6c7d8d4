//! Corrections in their four ways: only what differs is touched, each word in its own place and markup.

use super::changes::Changes;
use super::differ::{Hunk, hunks};
use super::leaf::GAP;
use super::places::Places;
use super::rebuild::{Side, Splice};
use super::{Emendation, Replaced};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Inline, Inlines, Origin, Run, Style};
use crate::manifest::{Correction, CorrectionKind};
use crate::quote::{self, Position};
use crate::source::{Reading, read_inline};

/// A correction with the place of its words.
struct Desk<'c> {
    correction: &'c Correction,
    /// The words of the source, a [`GAP`] where a line ends.
    was: String,
    /// Those of the editor, read as the quotation was.
    now: String,
    start: Position,
    /// Where in `was` the gaps are: no bytes of the source.
    gaps: Vec<usize>,
}

impl Changes {
    /// A correction lies within one paragraph.
    pub(super) fn correct(
        &mut self,
        correction: &Correction,
        (start, end): (Position, Position),
        places: &mut Places<'_>,
    ) {
        let wide = |message: &str, label: &str, hint: &str| {
            Diagnostic::error("wide-correction", message.to_owned())
                .at(correction.at.span, label.to_owned())
                .hint(hint.to_owned())
        };
        if start.leaf != end.leaf {
            return places.diagnostics.push(wide(
                "a correction runs over the end of a paragraph",
                "these words stand in two paragraphs or more",
                "correct each paragraph on its own",
            ));
        }
        let was = places.leaves.words(start, end);
        let Some((quoted, now)) = quote::read_alike(&correction.at.value, &was, &correction.to.value) else {
            return places.diagnostics.push(wide(
                "a correction does not have all words of the source",
                "first and last words",
                "quote the words that are wrong, and only those",
            ));
        };
        let leaf = places.leaves.get(start.leaf);
        let gaps = leaf.map(|leaf| leaf.gaps.iter().filter(|gap| (start.at + 1..end.at).contains(*gap)));
        let gaps = gaps.into_iter().flatten().enumerate().map(|(before, gap)| gap - start.at + before).collect();
        let desk = Desk { correction, was, now, start, gaps };
        let runs = leaf.map_or(&[][..], |leaf| &leaf.runs).iter().filter(|run| (start.at + 1..end.at).contains(*run));
        let borders: Vec<usize> = runs.map(|run| desk.was_at(*run)).collect();
        let Some(hunks) = hunks((&desk.was, &quoted), &desk.now, &borders) else {
            return places.diagnostics.push(wide(
                "a correction changes words on both sides of a line's end",
                "these words stand on two lines or more, and others should",
                "correct each line on its own",
            ));
        };
        if hunks.is_empty() {
            let fault = Diagnostic::warning("no-change", "a correction changes nothing")
                .at(correction.to.span, "the source has these words");
            return places.diagnostics.push(fault.hint("take it out"));
        }
        let Some(hunks) = desk.in_brackets(hunks) else {
            let fault = Diagnostic::error("empty-bracket", "nothing would stand in the brackets")
                .at(correction.to.span, "only leaves words out")
                .hint("say as = \"silent\" or as = \"sic\", or cut the words with `omit`");
            return places.diagnostics.push(fault);
        };
        self.corrected(&desk, &hunks, places);
    }

    fn corrected(&mut self, desk: &Desk<'_>, hunks: &[Hunk], places: &Places<'_>) {
        let leaf = desk.start.leaf;
        let mut replaced = Vec::with_capacity(hunks.len());
        for hunk in hunks {
            let point = self.point();
            let words = if desk.correction.kind == CorrectionKind::Sic { "" } else { &desk.was[hunk.old.clone()] };
            replaced.push(Replaced { point, words: words.replace(GAP, " ") });
            self.splices.push((leaf, desk.splice(hunk, point, places)));
        }
        let Correction { at, to, kind } = desk.correction;
        let was = desk.was.replace(GAP, " ");
        let (now, kind, span) = (marked(&to.value, to.span), *kind, at.span);
        let point = replaced.first().map_or(0, |first| first.point);
        self.emendations.push((desk.start, Emendation { kind, was, now, replaced, paragraph: 0, point, span }));
    }
}

impl Desk<'_> {
    /// Words that are only left out do not show in brackets: they go with the next that do. `None` if there are none.
    fn in_brackets(&self, mut hunks: Vec<Hunk>) -> Option<Vec<Hunk>> {
        if self.correction.kind != CorrectionKind::Bracket {
            return Some(hunks);
        }
        let empty = |hunk: &Hunk| self.now[hunk.new.clone()].trim().is_empty();
        hunks.iter().any(|hunk| !empty(hunk)).then_some(())?;
        while let Some(at) = hunks.iter().position(empty) {
            let at = at.min(hunks.len() - 2);
            let next = hunks.remove(at + 1);
            let first = &mut hunks[at];
            if self.was[first.old.end..next.old.start].contains(GAP) {
                return None;
            }
            *first =
                Hunk { old: first.old.start..next.old.end, new: first.new.start..next.new.end, clings: Side::Left };
        }
        Some(hunks)
    }

    /// Where in the leaf a byte of `was` stands; a gap's end where it begins.
    fn place(&self, at: usize) -> usize {
        self.start.at + at - self.gaps.partition_point(|gap| *gap < at)
    }

    /// Where in `was` a byte of the leaf stands.
    fn was_at(&self, at: usize) -> usize {
        let at = at - self.start.at;
        at + self.gaps.iter().enumerate().take_while(|(before, gap)| **gap - before < at).count()
    }

    fn splice(&self, hunk: &Hunk, point: u32, places: &Places<'_>) -> Splice {
        let written = |text: &str| {
            let origin = Origin::Editor(self.correction.to.span);
            Inline::Text(Run { text: text.to_owned(), origin })
        };
        if self.correction.kind == CorrectionKind::Sic {
            // The source's words stand; the mark follows the last that is wrong, or the one after which some lack.
            let end = if hunk.old.is_empty() { hunk.old.start } else { hunk.old.end };
            let at = self.place(self.was[..end].trim_end().len());
            let sic = Inline::Styled(Style::Emphasis, vec![written("sic")]);
            let put = vec![Inline::Point(point), written(" ["), sic, written("]")];
            return Splice::Insert { at, clings: Side::Left, put };
        }
        let now = &self.now[hunk.new.clone()];
        // Words that are added bring their space; the place is that of the words.
        let (space, words) = now.split_at(now.len() - now.trim_start().len());
        let mut put: Inlines = Inlines::new();
        if !space.is_empty() {
            put.push(written(space));
        }
        put.push(Inline::Point(point));
        if !words.is_empty() {
            put.extend(match self.correction.kind {
                CorrectionKind::Bracket => marked(&bracketed(words), self.correction.to.span),
                _ => marked(words, self.correction.to.span),
            });
        }
        let (start, end) = (self.place(hunk.old.start), self.place(hunk.old.end));
        if start < end {
            return Splice::Replace { words: start..end, put };
        }
        // Beside the words they belong to, should a line end between.
        let gap = places.leaves.get(self.start.leaf).is_some_and(|leaf| leaf.has_gap(start));
        let clings = if gap { hunk.clings } else { Side::Left };
        Splice::Insert { at: start, clings, put }
    }
}

/// The editor's words; stars and lines under words make emphasis, as in all Markdown. All else stands as it is typed.
fn marked(words: &str, span: Span) -> Inlines {
    let written = |text: &str| Inline::Text(Run { text: text.to_owned(), origin: Origin::Editor(span) });
    if !words.contains(['*', '_']) {
        return vec![written(words)];
    }
    let inner = words.trim();
    let (before, after) = words.split_once(inner).unwrap_or_default();
    let mut marked = read_inline(inner, span, Reading::PLAIN);
    if !before.is_empty() {
        marked.insert(0, written(before));
    }
    if !after.is_empty() {
        marked.push(written(after));
    }
    marked
}

/// `[words]`, white at the ends outside.
fn bracketed(words: &str) -> String {
    let inner = words.trim();
    let at = words.len() - words.trim_start().len();
    format!("{}[{inner}]{}", &words[..at], &words[at + inner.len()..])
}
