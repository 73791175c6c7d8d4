//! What is put in: corrections, the editor's notes, and the places that references lead to.

use std::collections::BTreeMap;

use super::cuts::Cut;
use super::leaf::{GAP, Leaves};
use super::places::Places;
use super::rebuild::{Side, Splice};
use super::{Emendation, Point, Task};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, Document, Inline, Inlines, Located, Note, NoteId, Origin, Run, Voice};
use crate::manifest::{CorrectionKind, Spanned};
use crate::quote::{Piece, Position, leaves, pieces};
use crate::source::Quotes;

/// What the changes of a document come to.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By leaf.
    pub(super) splices: Vec<(usize, Splice)>,
    /// With their places, in the order of the manifest.
    pub(super) emendations: Vec<(Position, Emendation)>,
    /// Notes to be added to the document's own.
    pub(super) notes: Vec<Note>,
    /// Places that lie in cuts.
    pub(super) lost: Vec<Span>,
    /// How many points are set.
    points: u32,
}

/// A place that a change wants, for those that fall into cuts.
struct Asked {
    start: Position,
    end: Position,
    span: Span,
}

/// The changes of a document, `first` being the number of the first note to be added.
pub(super) fn changes(task: &Task<'_>, places: &mut Places<'_>, cuts: &[Cut], first: usize) -> Changes {
    let mut changes = Changes::default();
    let mut taken: Vec<Asked> = Vec::new();
    for correction in &task.spec.correct {
        let Some((start, end)) = places.find(&correction.at) else { continue };
        let asked = Asked { start, end, span: correction.at.span };
        if !free(&asked, cuts, &mut changes.lost, places) || !alone(&asked, &taken, places) {
            continue;
        }
        let made = changes.emendations.len();
        changes.correct(correction, (start, end), places);
        if correction.kind == CorrectionKind::Note && changes.emendations.len() > made {
            let was = places.leaves.words(start, end).replace(GAP, " ");
            let said = task.words.source_has.replace("{}", was.trim());
            let said = vec![Inline::Text(Run { text: said, origin: Origin::Program })];
            let body = vec![Located::new(Block::Paragraph(said), correction.at.span, 0)];
            let call = changes.add_note(first, body, (None, correction.at.span));
            changes.insert(after_stops(end, task, places.leaves, cuts), Side::Left, vec![call]);
        }
        taken.push(asked);
    }
    for note in standoff(task, places) {
        let Some((start, end)) = places.find(&note.at) else { continue };
        let asked = Asked { start, end, span: note.at.span };
        if free(&asked, cuts, &mut changes.lost, places) {
            let signature = note.by.map(|by| by.value.clone());
            let call = changes.add_note(first, note.body.to_vec(), (signature, note.at.span));
            changes.insert(after_stops(end, task, places.leaves, cuts), Side::Left, vec![call]);
        }
    }
    changes
}

/// Whether a place is printed; one that a cut divides is an error, one inside is kept for the group.
fn free(asked: &Asked, cuts: &[Cut], lost: &mut Vec<Span>, places: &mut Places<'_>) -> bool {
    for cut in cuts {
        if cut.start <= asked.start && asked.end <= cut.end {
            lost.push(asked.span);
            return false;
        }
        if cut.start < asked.end && asked.start < cut.end {
            let fault = Diagnostic::error("overlap", "a cut takes a part of these words")
                .at(asked.span, "these words")
                .also(cut.span, "this cut")
                .hint("let the cut begin or end elsewhere, or quote fewer words");
            places.diagnostics.push(fault);
            return false;
        }
    }
    true
}

/// Whether no other correction takes some of the same words.
fn alone(asked: &Asked, taken: &[Asked], places: &mut Places<'_>) -> bool {
    let Some(other) = taken.iter().find(|other| asked.start < other.end && other.start < asked.end) else {
        return true;
    };
    let fault = Diagnostic::error("overlap", "two corrections take the same words")
        .at(asked.span, "this one")
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
        if let Some((inner, more)) = document.notes.split_first() {
            let fault = Diagnostic::error("note-in-note", "an editor's note cannot have notes of its own")
                .at(inner.span, "this note");
            let fault = more.iter().fold(fault, |fault, note| fault.also(note.span, "and this"));
            let fault = fault.also(span, "belongs to this one");
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
    pub(super) fn mark(&mut self, task: &Task<'_>, places: &mut Places<'_>, cuts: &[Cut]) -> BTreeMap<String, Point> {
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
            let number = self.point();
            self.insert(start, Side::Right, vec![Inline::Point(number)]);
            points.insert(words.clone(), Point { number, paragraph: 0, span: *span });
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

    fn insert(&mut self, at: Position, clings: Side, put: Inlines) {
        self.splices.push((at.leaf, Splice::Insert { at: at.at, clings, put }));
    }

    /// The number of the next place that is marked.
    pub(super) fn point(&mut self) -> u32 {
        let point = self.points;
        self.points = point.saturating_add(1);
        point
    }
}

/// A note is called after the stops that follow its words, in languages that want it so (*Chicago* 13.29,
/// *New Hart's Rules* 14.3.2); French, Spanish, Italian, Polish and Russian call before the stop. Never behind the end of
/// the line, nor where a cut begins.
fn after_stops(at: Position, task: &Task<'_>, leaves: &Leaves, cuts: &[Cut]) -> Position {
    let (Some(leaf), "en" | "de" | "pt" | "nl") = (leaves.get(at.leaf), task.language.primary()) else { return at };
    let closing = Quotes::of(task.spec.language.as_ref().map_or(task.language, |language| &language.value)).closing();
    let mut rest = leaf.line_after(at.at, false);
    if let Some(cut) = cuts.iter().find(|cut| at <= cut.start).filter(|cut| cut.start.leaf == at.leaf) {
        rest = rest.get(..cut.start.at.saturating_sub(at.at)).unwrap_or(rest);
    }
    let mut end = at.at;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let marks = matches!(c, '"' | '\'' | '’' | '”' | '»') || closing.iter().any(|mark| mark.trim().starts_with(c));
        // An apostrophe, and a mark that opens the words after it, are no stops.
        let closes = marks && !chars.peek().is_some_and(|next| next.is_alphanumeric());
        if !closes && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '…') {
            break;
        }
        end += c.len_utf8();
    }
    Position { at: end, ..at }
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
