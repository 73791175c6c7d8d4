//! The editor's pencil: what the manifest decides about a document is done to the document as it was read.
//!
//! Enters: a [`Document`] as it was read, and what is decided about it: picks, cuts, corrections, notes that stand
//! beside the text, forms that the capture lost. Leaves: the document that is printed, and a [`Revision`] that says what was done. Every place is
//! looked up in the untouched text ([`crate::quote`]); then all is applied in one pass, so that no decision moves the
//! place of another. It is done once, for all editions. It knows no other document, no page, and no file.

pub mod annotated;
mod changes;
mod correct;
mod cuts;
mod differ;
mod leaf;
mod places;
mod printed;
mod rebuild;
pub mod recover;
mod regular;
mod settle;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod unasked;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::book::Words;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{
    Block, Document, Inline, Inlines, Located, NoteId, Origin, Place, Run, Target, Voice, plain_text, walk,
};
use crate::id::Id;
use crate::manifest::{CorrectionKind, DocumentSpec, RecoveryKind, Signs, Thread};
use crate::metadata::Language;
use crate::quote::{Piece, Position, Text, leaves, pieces};
use crate::source::recognise::recognise;
use crate::source::{Reading, read_inline};
use annotated::Listed;
use leaf::Leaves;
use places::Places;
use recover::{Recovered, Wanted};
use thread::Threaded;
use unasked::Taken;

/// What a document is revised by.
#[derive(Clone, Copy, Debug)]
pub struct Task<'t> {
    /// What the manifest decides.
    pub spec: &'t DocumentSpec,
    /// The decoded text that the document was read from.
    pub text: &'t str,
    /// Whether it is plain: then what it looks like is recognised.
    pub plain: bool,
    /// What an editor's cut leaves: `[…]`.
    pub omission: &'t str,
    /// What the program prints.
    pub words: &'t Words,
    /// The book's language: the editor's notes are written in it.
    pub language: &'t Language,
    /// The editor's texts, by the span that holds or names them.
    pub texts: &'t BTreeMap<Span, Document>,
    /// Words that references of the book lead to, and where one does.
    pub places: &'t BTreeMap<String, Span>,
    /// Signs that are made uniform.
    pub regularize: &'t [Signs],
}

/// What was done to a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// Every correction, in the order of the text; those of its notes last.
    pub emendations: Vec<Emendation>,
    /// The places that references lead to, by the words quoted.
    pub places: BTreeMap<String, Point>,
    /// Whether words of the source are left out.
    pub abridged: bool,
    /// What a plain text was taken for, done or only proposed.
    pub recognised: Vec<Taken>,
    /// What is not printed because the form says it.
    pub recovered: Recovered,
    /// What became of its thread.
    pub threaded: Option<Threaded>,
    /// What became of its list.
    pub listed: Option<Listed>,
    /// Whether a place of what is picked was not found: then what else lies in cuts means nothing.
    pub unsure: bool,
    /// Words of the source, its own notes with them.
    pub read: usize,
    /// Words of it that are printed.
    pub kept: usize,
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its [`crate::document::Inline::Point`].
    pub number: u32,
    /// The paragraph it stands in; 0: a note.
    pub paragraph: u32,
    /// The first reference that leads there.
    pub span: Span,
}

/// A correction that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emendation {
    /// How it shows.
    pub kind: CorrectionKind,
    /// The words of the source.
    pub was: String,
    /// The words of the editor.
    pub now: Inlines,
    /// Those of the source that are not printed, each stretch at its place: what differs, by whole words and signs.
    pub replaced: Vec<Replaced>,
    /// The paragraph it stands in; 0: in a note.
    pub paragraph: u32,
    /// The first of its [`crate::document::Inline::Point`]s in the document.
    pub point: u32,
    /// Where the manifest has it.
    pub span: Span,
}

/// Words of the source in whose place the editor's are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The [`crate::document::Inline::Point`] before the editor's.
    pub point: u32,
    /// Those of the source.
    pub words: String,
}

/// The words that references in `documents` lead to, by document.
pub fn places<'d>(documents: impl Iterator<Item = &'d Document>) -> BTreeMap<Id, BTreeMap<String, Span>> {
    let mut found: BTreeMap<Id, BTreeMap<String, Span>> = BTreeMap::new();
    let mut see = |inline: &Inline| {
        if let Inline::Link { target: Target::Place(place), span: Some(span), .. } = inline
            && let Place { document, words: Some(words), .. } = place
        {
            found.entry(document.clone()).or_default().entry(words.clone()).or_insert(*span);
        }
    };
    for document in documents {
        let notes = document.notes.iter().map(|note| note.body.as_slice());
        for blocks in std::iter::once(document.blocks.as_slice()).chain(notes) {
            walk::all_inlines(blocks, &mut see);
        }
    }
    found
}

/// Does to `document` what the manifest decides about it.
///
/// What a plain text was taken for is settled first: what is no part of the text goes, and headings become headings, so
/// that they can be picked. Then every place is looked up, in words that nothing has touched; picks, cuts, corrections and
/// notes are done; then the forms that change signs: blocks, a thread, a list. Signs are made uniform last of all:
/// everything before has seen them as they were.
#[must_use]
pub fn revise(task: &Task<'_>, mut document: Document, diagnostics: &mut Diagnostics) -> (Document, Revision) {
    let spec = task.spec;
    let mut revision = Revision { read: count_with_notes(&document), ..Revision::default() };
    let source_notes = document.notes.len();
    let asked = recover::sorted(&blocks(task, &document, diagnostics), diagnostics);
    let mut unasked = Vec::new();
    if task.plain && spec.recognise && spec.set_as.is_none() {
        let spoken: Vec<_> = asked.iter().map(|asked| asked.numbers.clone()).collect();
        let title = spec.title.as_ref().map(|title| plain_text(&read_inline(&title.value, title.span, Reading::PLAIN)));
        let recognised = recognise(task.text, &document.blocks, title.as_deref());
        revision.recognised = unasked::judge(recognised, &spoken, &unasked::Wishes::of(spec, &document));
        unasked::page_words(spec, &revision.recognised, diagnostics);
        unasked = unasked::wanted(&revision.recognised);
    } else if task.plain && !spec.recognise {
        unasked::without_gaps(&mut document);
    }
    let (mut first, mut later): (Vec<Wanted>, Vec<Wanted>) =
        unasked.into_iter().partition(|wanted| matches!(wanted.kind, RecoveryKind::Heading | RecoveryKind::Drop));
    let page = recover::dropped(&document.blocks, &first);
    let (headings, others) = asked.iter().cloned().partition(|wanted: &Wanted| wanted.kind == RecoveryKind::Heading);
    first.extend::<Vec<_>>(headings);
    later.extend::<Vec<_>>(others);
    revision.recovered = recover::recover(&mut document, task.text, &first, diagnostics);
    recover::note_marks(&document, &mut later);
    let lost = pencil(task, &mut document, (&mut revision, &page), diagnostics);
    let recovered = recover::recover(&mut document, task.text, &later, diagnostics);
    missed(&asked, &document, &recovered, diagnostics);
    revision.abridged |= abridges(task.text, &recovered, &revision.recognised);
    revision.recovered.append(recovered);
    if let Some(fault) = unasked::left_words(spec, &revision.recognised, &document) {
        diagnostics.push(fault);
    }
    let marked = thread::has_thread(&document).then(Thread::default);
    if let Some(thread) = spec.thread.as_ref().or(marked.as_ref()) {
        let done = thread::thread(&mut document, thread, spec.id.span, diagnostics);
        revision.abridged |= !done.left_out.is_empty();
        revision.threaded = Some(done);
    }
    if let Some(set_as) = &spec.set_as {
        let texts = asked.iter().filter(|asked| asked.kind == RecoveryKind::Text);
        let texts: Vec<_> = texts.map(|asked| asked.numbers.clone()).collect();
        let done = annotated::annotated_list(&mut document, spec.select.as_ref(), set_as.span, &texts, diagnostics);
        revision.abridged |= done.abridged();
        revision.listed = Some(done);
    }
    printed::check(&document, &mut revision, (source_notes, lost), diagnostics);
    printed::number_once(&mut document.blocks);
    revision.kept = count_with_notes(&document);
    if revision.kept == 0 && revision.read > 0 && !printed::any(&document.blocks) {
        let fault = Diagnostic::warning("nothing-printed", "nothing of a document is printed");
        diagnostics.push(
            fault.at(spec.id.span, "all its words are cut or left out").hint("cut less, or take it out of the book"),
        );
    }
    let language = spec.language.as_ref().map_or(task.language, |language| &language.value);
    regular::regularize(&mut document, task.regularize, language);
    (document, revision)
}

/// Tells of blocks of whose paragraphs none is left.
fn missed(asked: &[Wanted], document: &Document, recovered: &Recovered, diagnostics: &mut Diagnostics) {
    for wanted in asked {
        let gone = match wanted.kind {
            // Set before the cuts were made.
            RecoveryKind::Heading => !leaves(&document.blocks).iter().any(|leaf| wanted.numbers.contains(&leaf.number)),
            _ => recovered.missed.contains(&wanted.span),
        };
        if gone {
            let fault = Diagnostic::warning("lies-in-cut", "every paragraph of a block lies in a cut");
            diagnostics.push(fault.at(wanted.span, "nothing of it is printed").hint("take it out, or cut less"));
        }
    }
}

/// Whether words that were asked away are the document's own, and not those of the page it was taken from.
fn abridges(text: &str, recovered: &Recovered, recognised: &[Taken]) -> bool {
    let words = |span: &&Span| text.get(span.range()).unwrap_or_default().contains(char::is_alphanumeric);
    let of_page = |span: &Span| {
        let found = recognised.iter().filter(|taken| unasked::is_of_page(&taken.recognised));
        found.map(|taken| taken.recognised.span).any(|page| page.start <= span.start && span.end <= page.end)
    };
    recovered.dropped.iter().filter(words).any(|span| !of_page(span))
}

/// The paragraphs that the manifest says the form of, by their numbers.
fn blocks(task: &Task<'_>, document: &Document, diagnostics: &mut Diagnostics) -> Vec<Wanted> {
    if task.spec.block.is_empty() {
        return Vec::new();
    }
    let text = Text::of(&document.blocks, &document.notes);
    let source = Leaves::of(&document.blocks, &document.notes);
    let mut places = Places { text: &text, leaves: &source, page: &[], diagnostics, missed: false };
    let number = |at: Position| source.get(at.leaf).map(|leaf| leaf.number);
    let mut wanted = Vec::with_capacity(task.spec.block.len());
    for block in &task.spec.block {
        let Some((start, end)) = places.stretch(&block.stretch) else { continue };
        let Some((first, last)) = number(start).zip(number(end)) else { continue };
        let (kind, level, span) = (block.kind, block.level, block.stretch.from.span);
        wanted.push(Wanted { numbers: first..=last.max(first), kind, level, span, marks: None });
    }
    wanted
}

/// Picks, cuts, corrections, notes, and the places that references lead to. `page` are the words that were taken for
/// those of the page and are gone. What lies in cuts is given back.
fn pencil(
    task: &Task<'_>,
    document: &mut Document,
    (revision, page): (&mut Revision, &[Located<Block>]),
    diagnostics: &mut Diagnostics,
) -> Vec<Span> {
    let spec = task.spec;
    let idle = spec.pick.is_empty() && spec.omit.is_empty() && spec.correct.is_empty();
    if idle && spec.note.is_empty() && spec.notes_file.is_none() && task.places.is_empty() {
        return Vec::new();
    }
    let text = Text::of(&document.blocks, &document.notes);
    let source = Leaves::of(&document.blocks, &document.notes);
    let mut places = Places { text: &text, leaves: &source, page, diagnostics, missed: false };
    let cuts = cuts::cuts(spec, &mut places);
    revision.unsure = places.missed;
    let mut changes = changes::changes(task, &mut places, &cuts, document.notes.len());
    revision.places = changes.mark(task, &mut places, &cuts);
    revision.abridged = !cuts.is_empty();
    let settled = settle::settle(&source, &cuts, changes.splices, task.omission);
    rebuild::rebuild(document, settled);
    document.notes.extend(changes.notes);
    changes.emendations.sort_by_key(|(at, _)| *at);
    revision.emendations = changes.emendations.into_iter().map(|(_, emendation)| emendation).collect();
    changes.lost
}

/// How many words stand in the text and in those of its notes that are called and are not the editor's.
fn count_with_notes(document: &Document) -> usize {
    let mut words = count(&document.blocks);
    let mut called = BTreeSet::new();
    let mut calls = Vec::new();
    let find = |blocks: &[Located<Block>], calls: &mut Vec<NoteId>| {
        walk::all_inlines(blocks, &mut |inline| {
            calls.extend(if let Inline::NoteCall(note) = inline { Some(*note) } else { None });
        });
    };
    find(&document.blocks, &mut calls);
    while let Some(call) = calls.pop() {
        let Some(note) = document.notes.get(call.0 as usize).filter(|_| called.insert(call)) else { continue };
        if note.voice != Voice::Editor {
            words += count(&note.body);
            find(&note.body, &mut calls);
        }
    }
    words
}

/// How many words of the source stand in `blocks`, between white space; signs left over beside others' words are none.
fn count(blocks: &[Located<Block>]) -> usize {
    const OTHERS: char = '\u{1}';
    let mut words = 0;
    let mut text = String::new();
    for leaf in leaves(blocks) {
        let (mut own, mut others) = (walk::Words::default(), false);
        pieces(&leaf.node, &mut |piece| match piece {
            Piece::Run(Run { text: run, origin: Origin::Source(_) }) => own.go_on(run),
            Piece::Run(_) => others = true,
            Piece::Gap => own.pause(),
        });
        if !others {
            words += own.count;
            continue;
        }
        text.clear();
        pieces(&leaf.node, &mut |piece| match piece {
            Piece::Run(Run { text: run, origin: Origin::Source(_) }) => text.push_str(run),
            Piece::Run(Run { text: run, .. }) => {
                text.extend(run.chars().next().filter(|c| c.is_whitespace()));
                text.push(OTHERS);
                text.extend(run.chars().next_back().filter(|c| c.is_whitespace()));
            }
            Piece::Gap => text.push(' '),
        });
        let counts = |word: &&str| !word.contains(OTHERS) || word.contains(char::is_alphanumeric);
        words += text.split_whitespace().filter(counts).count();
    }
    words
}
