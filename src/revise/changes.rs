//! What is put in: corrections in their four ways, and the editor's notes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cuts::Cut;
use super::leaf::Leaves;
use super::places::Places;
use super::rebuild::Splice;
use super::{Emendation, Point, Task};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, Document, Inline, Inlines, Located, Note, NoteId, Origin, Run, Style, Voice};
use crate::manifest::{Correction, CorrectionKind, Spanned};
use crate::metadata::Language;
use crate::quote::{Piece, Position, leaves, pieces};
use crate::source::{Reading, read_inline};

/// What the changes of a document come to.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By leaf.
    pub(super) splices: Vec<(usize, Splice)>,
    /// With their places, in the order of the manifest.
    pub(super) emendations: Vec<(Position, Emendation)>,
    /// Notes to be added to the document's own.
    pub(super) notes: Vec<Note>,
}

/// A place that a change wants, for those that fall into cuts.
struct Wanted {
    start: Position,
    end: Position,
    span: Span,
}

/// The changes of a document, `first` being the number of the first note to be added.
pub(super) fn changes(task: &Task<'_>, places: &mut Places<'_>, cuts: &[Cut], first: usize) -> Changes {
    let mut changes = Changes::default();
    let unsure = places.missed;
    let mut lost: Vec<Span> = Vec::new();
    let mut taken: Vec<Wanted> = Vec::new();
    for correction in &task.spec.correct {
        let Some((start, end)) = places.find(&correction.at) else { continue };
        let wanted = Wanted { start, end, span: correction.at.span };
        if !free(&wanted, cuts, &mut lost, places) || !alone(&wanted, &taken, places) {
            continue;
        }
        changes.correct(task, correction, (start, end), (places, first));
        taken.push(wanted);
    }
    for note in standoff(task, places) {
        let Some((start, end)) = places.find(&note.at) else { continue };
        let wanted = Wanted { start, end, span: note.at.span };
        if free(&wanted, cuts, &mut lost, places) {
            let signature = note.by.map(|by| by.value.clone());
            let call = changes.add_note(first, note.body.to_vec(), (signature, note.at.span));
            changes.insert(after_stops(end, places.leaves, task.language), vec![call]);
        }
    }
    // Where a pick was not found, all seems cut.
    if let Some((first, rest)) = lost.split_first().filter(|_| !unsure) {
        let message = match rest.len() {
            0 => "a place named by its words lies in a cut".to_owned(),
            more => format!("{} places named by their words lie in cuts", more + 1),
        };
        let fault = Diagnostic::warning("lies-in-cut", message).at(*first, "nothing of it is printed");
        let fault = rest.iter().fold(fault, |fault, span| fault.also(*span, "nor of this"));
        places.diagnostics.push(fault.hint("take it out, or cut less"));
    }
    changes
}

/// Whether a place is printed; one that a cut divides is an error, one inside is kept for the group.
fn free(wanted: &Wanted, cuts: &[Cut], lost: &mut Vec<Span>, places: &mut Places<'_>) -> bool {
    for cut in cuts {
        if cut.start <= wanted.start && wanted.end <= cut.end {
            lost.push(wanted.span);
            return false;
        }
        if cut.start < wanted.end && wanted.start < cut.end {
            let fault = Diagnostic::error("overlap", "a cut takes a part of these words")
                .at(wanted.span, "these words")
                .also(cut.span, "this cut")
                .hint("let the cut begin or end elsewhere, or quote fewer words");
            places.diagnostics.push(fault);
            return false;
        }
    }
    true
}

/// Whether no other correction takes some of the same words.
fn alone(wanted: &Wanted, taken: &[Wanted], places: &mut Places<'_>) -> bool {
    let Some(other) = taken.iter().find(|other| wanted.start < other.end && other.start < wanted.end) else {
        return true;
    };
    let fault = Diagnostic::error("overlap", "two corrections take the same words")
        .at(wanted.span, "this one")
        .also(other.span, "and this one")
        .hint("make one correction of the two");
    places.diagnostics.push(fault);
    false
}

/// A note that stands beside the text.
struct Standoff<'t> {
    /// The words it is called at.
    at: Spanned<String>,
    body: &'t [Located<Block>],
    /// Who signs it, if not the editors.
    by: Option<&'t Spanned<String>>,
}

/// Every note that stands beside the text: the manifest's, then the file's. One that calls notes itself is a fault.
fn standoff<'t>(task: &Task<'t>, places: &mut Places<'_>) -> Vec<Standoff<'t>> {
    let mut notes = Vec::new();
    let file = task.spec.notes_file.as_ref().and_then(|file| Some((file.span, task.texts.get(&file.span)?)));
    let mut documents: Vec<(Span, &Document)> = file.into_iter().collect();
    for note in &task.spec.note {
        let Some(document) = task.texts.get(&note.text.span) else { continue };
        documents.push((note.text.span, document));
        notes.push(Standoff { at: note.at.clone(), body: &document.blocks, by: note.by.as_ref() });
    }
    for (span, document) in documents {
        if let Some(inner) = document.notes.first() {
            let fault = Diagnostic::error("note-in-note", "an editor's note cannot have notes of its own")
                .at(inner.span, "this note")
                .also(span, "belongs to this one");
            places.diagnostics.push(fault.hint("put its words into the note"));
        }
    }
    notes.extend(file.map(|(_, document)| in_file(document, places)).unwrap_or_default());
    notes
}

/// The notes of a file: each a quotation of the words it is called at, and what follows up to the next quotation.
fn in_file<'t>(document: &'t Document, places: &mut Places<'_>) -> Vec<Standoff<'t>> {
    let mut notes = Vec::new();
    let mut rest = document.blocks.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let Block::Quotation(quoted) = &first.node else {
            if !matches!(first.node, Block::Heading { .. } | Block::SectionBreak) {
                let fault = Diagnostic::error("note-without-place", "a note does not say what it is called at")
                    .at(first.span, "no quotation stands before this")
                    .hint("quote the words of the document first: > the quoted words");
                places.diagnostics.push(fault);
            }
            rest = after;
            continue;
        };
        let end = after.iter().position(|block| matches!(block.node, Block::Quotation(_) | Block::Heading { .. }));
        let (body, next) = after.split_at(end.unwrap_or(after.len()));
        rest = next;
        if body.is_empty() {
            let fault = Diagnostic::error("empty-note", "nothing is said of these words").at(first.span, "quoted here");
            places.diagnostics.push(fault.hint("write the note below the quotation, without `>`"));
            continue;
        }
        let lines: Vec<String> = leaves(quoted).into_iter().map(|leaf| text_of(&leaf.node)).collect();
        notes.push(Standoff { at: Spanned::new(lines.join(" "), first.span), body, by: None });
    }
    notes
}

impl Changes {
    /// Puts a point before each of the words that references lead to; none may lie in a cut.
    pub(super) fn points(&mut self, task: &Task<'_>, places: &mut Places<'_>, cuts: &[Cut]) -> BTreeMap<String, Point> {
        let mut points = BTreeMap::new();
        for (words, span) in task.places {
            let Some((start, _)) = places.find(&Spanned::new(words.clone(), *span)) else { continue };
            if let Some(cut) = cuts.iter().find(|cut| cut.start <= start && start < cut.end) {
                let fault = Diagnostic::error("reference-to-cut", "a reference leads to words that are cut")
                    .at(*span, "leads here")
                    .also(cut.span, "this cut takes them");
                places.diagnostics.push(fault.hint("refer to words that are printed, or cut less"));
                continue;
            }
            let number = u32::try_from(self.emendations.len() + points.len()).unwrap_or(u32::MAX);
            let paragraph = places.leaves.get(start.leaf).map_or(0, |leaf| leaf.number);
            self.insert(start, vec![Inline::Point(number)]);
            points.insert(words.clone(), Point { number, paragraph });
        }
        points
    }

    /// Adds a note; its call.
    fn add_note(
        &mut self,
        first: usize,
        body: Vec<Located<Block>>,
        (signature, span): (Option<String>, Span),
    ) -> Inline {
        let id = NoteId(u32::try_from(first + self.notes.len()).unwrap_or(u32::MAX));
        let mark = (first + self.notes.len() + 1).to_string();
        self.notes.push(Note { voice: Voice::Editor, mark, language: None, signature, body, span });
        Inline::NoteCall(id)
    }

    fn insert(&mut self, at: Position, put: Inlines) {
        self.splices.push((at.leaf, Splice { from: at.at, to: at.at, put }));
    }

    /// A correction lies within one paragraph; only the words that differ are touched.
    fn correct(
        &mut self,
        task: &Task<'_>,
        correction: &Correction,
        (start, end): (Position, Position),
        (places, first): (&mut Places<'_>, usize),
    ) {
        if start.leaf != end.leaf {
            let fault = Diagnostic::error("wide-correction", "a correction runs over the end of a paragraph")
                .at(correction.at.span, "these words stand in two paragraphs or more")
                .hint("correct each paragraph on its own");
            return places.diagnostics.push(fault);
        }
        let was = places.leaves.words(start, end);
        let Difference { start: from, end: to, now } = Difference::of(&was, &correction.to.value);
        if from == to && now.is_empty() {
            let fault = Diagnostic::warning("no-change", "a correction changes nothing")
                .at(correction.to.span, "the source has these words");
            return places.diagnostics.push(fault.hint("take it out"));
        }
        let point = u32::try_from(self.emendations.len()).unwrap_or(u32::MAX);
        let written = |text: String| Inline::Text(Run { text, origin: Origin::Editor(correction.to.span) });
        // Words that are added bring their space; the place is that of the words, should a line end between.
        let added = &now[..now.len() - now.trim_start().len()];
        let (space, now) = if now.trim().is_empty() { ("", now) } else { (added, &now[added.len()..]) };
        let mut put = if space.is_empty() { Vec::new() } else { vec![written(space.to_owned())] };
        put.push(Inline::Point(point));
        let mut stretch = from..to;
        match correction.kind {
            CorrectionKind::Bracket if now.trim().is_empty() => {
                let fault = Diagnostic::error("empty-bracket", "nothing would stand in the brackets")
                    .at(correction.to.span, "only leaves words out")
                    .hint("say as = \"silent\" or as = \"sic\", or cut the words with `omit`");
                return places.diagnostics.push(fault);
            }
            CorrectionKind::Silent | CorrectionKind::Note => put.extend(marked(now, correction.to.span)),
            CorrectionKind::Bracket => put.extend(marked(&bracketed(now), correction.to.span)),
            CorrectionKind::Sic => {
                // The source's words stand; the mark follows the last that is wrong.
                let after = was[..to].trim_end().len();
                stretch = after..after;
                put = vec![Inline::Point(point)];
                put.push(written(" [".to_owned()));
                put.push(Inline::Styled(Style::Emphasis, vec![written("sic".to_owned())]));
                put.push(written("]".to_owned()));
            }
        }
        if correction.kind == CorrectionKind::Note {
            let said = task.words.source_has.replace("{}", was.trim());
            let said = vec![Inline::Text(Run { text: said, origin: Origin::Program })];
            let body = vec![Located::new(Block::Paragraph(said), correction.at.span, 0)];
            let call = self.add_note(first, body, (None, correction.at.span));
            self.insert(after_stops(end, places.leaves, task.language), vec![call]);
        }
        // Notes are counted on their own.
        let leaf = places.leaves.get(start.leaf).filter(|_| start.leaf < places.leaves.len());
        let paragraph = leaf.map_or(0, |leaf| leaf.number);
        let replaced = was[stretch.clone()].to_owned();
        self.splices.push((start.leaf, Splice { from: start.at + stretch.start, to: start.at + stretch.end, put }));
        let now = marked(&correction.to.value, correction.to.span);
        let (kind, span) = (correction.kind, correction.at.span);
        self.emendations.push((start, Emendation { kind, was, now, replaced, paragraph, point, span }));
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

/// Where two readings differ: bytes of the one, and the words of the other. Whole words; where words were only added or
/// only taken away, with the space that goes with them.
struct Difference<'n> {
    start: usize,
    end: usize,
    now: &'n str,
}

impl<'n> Difference<'n> {
    fn of(was: &str, now: &'n str) -> Self {
        let (old, new) = (words(was), words(now));
        let same = |(one, other): &(&Range<usize>, &Range<usize>)| was[(*one).clone()] == now[(*other).clone()];
        let head = old.iter().zip(&new).take_while(same).count();
        let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
        let spaced = old.len() == head + tail || new.len() == head + tail;
        let stretch = |words: &[Range<usize>], text: &str| match &words[head..words.len() - tail] {
            _ if spaced && tail > 0 => words[head].start..words[words.len() - tail].start,
            _ if spaced && head > 0 => words[head - 1].end..text.len(),
            [] => 0..0,
            [first, .., last] => first.start..last.end,
            [only] => only.clone(),
        };
        let (old, new) = (stretch(&old, was), stretch(&new, now));
        Self { start: old.start, end: old.end, now: &now[new] }
    }
}

/// Where the words of a text stand.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let place = |word: &str| {
        let start = at + text[at..].find(word).unwrap_or_default();
        at = start + word.len();
        start..at
    };
    text.split_whitespace().map(place).collect()
}

/// `[words]`, stops and white at the ends outside.
fn bracketed(words: &str) -> String {
    let inner = words.trim();
    let core = inner.trim_end_matches([',', '.', ';', ':']);
    let core = if core.is_empty() { inner } else { core };
    let at = words.find(inner).unwrap_or_default();
    format!("{}[{core}]{}", &words[..at], &words[at + core.len()..])
}

/// A note is called after the stops that follow its words, in languages that want it so (*Chicago* 13.29,
/// *New Hart's Rules* 14.3.2); French, Spanish, Italian, Polish and Russian call before the stop.
fn after_stops(at: Position, leaves: &Leaves, language: &Language) -> Position {
    if !matches!(language.primary(), "en" | "de" | "pt" | "nl") {
        return at;
    }
    let after = leaves.after(at);
    let stops = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '”' | '’' | '"' | '»' | ')' | ']' | '…');
    Position { at: at.at + after.len() - after.trim_start_matches(stops).len(), ..at }
}

/// The words of a leaf.
fn text_of(leaf: &Block) -> String {
    let mut text = String::new();
    pieces(leaf, &mut |piece| match piece {
        Piece::Run(run) => text.push_str(&run.text),
        Piece::Gap => text.push(' '),
    });
    text
}
