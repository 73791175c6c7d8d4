//! The places that terms quote (`document: quoted words`), found in the printed text.

use std::collections::{BTreeMap, BTreeSet};

use super::headings::{HeadingId, Headings};
use super::leads::Leads;
use crate::book::{AnchorId, Book, Reference, Selection};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Inline, Located, Note, NoteId};
use crate::edit::walk;
use crate::id::Id;
use crate::manifest::Spanned;
use crate::quote::{Miss, Position, Range, Text, pasted};

/// A place that a term quotes.
#[derive(Debug)]
pub(super) struct Quoted {
    heading: HeadingId,
    document: Id,
    words: Spanned<String>,
    principal: bool,
    /// Where it begins, with the note that is in.
    pub(super) from: Option<(AnchorId, Option<NoteId>)>,
    /// Where it ends, if it is a stretch.
    pub(super) to: Option<AnchorId>,
    /// Whether it begins in a picture's caption.
    pub(super) figure: bool,
    /// Why it was not found, if its document was read.
    miss: Option<String>,
}

impl Quoted {
    pub(super) const fn new(heading: HeadingId, document: Id, words: Spanned<String>, principal: bool) -> Self {
        Self { heading, document, words, principal, from: None, to: None, figure: false, miss: None }
    }

    /// The heading it leads to.
    pub(super) const fn heading(&self) -> HeadingId {
        self.heading
    }

    /// Where it is written.
    pub(super) const fn span(&self) -> Span {
        self.words.span
    }

    /// What is quoted; of a heading its words.
    pub(super) fn quotation(&self) -> &str {
        self.words.value.trim_start_matches('#').trim_start()
    }

    /// Whether it quotes `document`, where it was not found.
    pub(super) fn is_lost_in(&self, document: &Id) -> bool {
        self.document == *document && self.from.is_none() && self.miss.is_some()
    }

    /// Whether it has an end of its own: first and last words, a heading with what is below it, several paragraphs.
    fn is_stretch(&self, found: Range) -> bool {
        let words = &self.words.value;
        found.start.leaf != found.end.leaf || words.starts_with('#') || words.contains('…') || words.contains("...")
    }
}

/// One end of a quoted place.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// The byte of the leaf's text.
    pub(super) at: usize,
    /// Which quoted place.
    pub(super) quoted: usize,
    /// Whether it is the last.
    pub(super) last: bool,
}

/// Where quoted places begin and end in a text and its notes, by note and leaf.
#[derive(Debug, Default)]
pub(super) struct Ends(BTreeMap<(Option<NoteId>, usize), Vec<End>>);

impl Ends {
    pub(super) fn take(&mut self, note: Option<NoteId>, leaf: usize) -> Vec<End> {
        self.0.remove(&(note, leaf)).unwrap_or_default()
    }

    fn add(&mut self, (text, notes): (&Text<'_>, &[NoteId]), at: Position, (quoted, last): (usize, bool)) {
        let note = text.note(at.leaf).and_then(|note| notes.get(note)).copied();
        let leaf = at.leaf - text.first_leaf(at.leaf);
        self.0.entry((note, leaf)).or_default().push(End { at: at.at, quoted, last });
    }
}

impl Leads {
    /// Finds what is quoted of a selection: in its text and, if `include_notes`, the notes called there; what is not
    /// there, in its headnote. Returns the ends in the headnote and in the text.
    pub(super) fn find_quoted(&mut self, selection: &Selection, notes: &[Note], include_notes: bool) -> (Ends, Ends) {
        let mut ends = (Ends::default(), Ends::default());
        if self.quoted.iter().all(|place| place.document != selection.id) {
            return ends;
        }
        let called = |blocks: &[Located<Block>]| if include_notes { called(blocks, notes) } else { Vec::new() };
        let headnote = selection.headnote.as_ref().map_or(&[][..], |prose| &prose.blocks);
        let ids = (called(headnote), called(&selection.text.blocks));
        let note = |id: &NoteId| notes.get(id.0 as usize);
        let headnote = Text::of(headnote, ids.0.iter().filter_map(note));
        let text = Text::of(&selection.text.blocks, ids.1.iter().filter_map(note));
        for (number, place) in self.quoted.iter_mut().enumerate().filter(|(_, place)| place.document == selection.id) {
            let (found, text, ids, ends) = match (text.find(&place.words.value), headnote.find(&place.words.value)) {
                (Err(Miss::Missing { .. }), Ok(found)) => (Ok(found), &headnote, &ids.0, &mut ends.0),
                (found, _) => (found, &text, &ids.1, &mut ends.1),
            };
            match found {
                Ok(range) => {
                    ends.add((text, ids), range.start, (number, false));
                    if place.is_stretch(range) {
                        ends.add((text, ids), range.end, (number, true));
                    }
                }
                Err(miss) => {
                    if let Miss::Missing { first: Some(first), .. } = miss {
                        ends.add((text, ids), first.start, (number, false));
                    }
                    place.miss = Some(why(&miss, text));
                }
            }
        }
        ends
    }
}

/// The notes called in `blocks`, and in those notes, each once.
fn called(blocks: &[Located<Block>], notes: &[Note]) -> Vec<NoteId> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    let mut read = |blocks: &[Located<Block>], found: &mut Vec<NoteId>| {
        walk::all_inlines(blocks, &mut |inline| {
            if let Inline::NoteCall(id) = inline
                && (id.0 as usize) < notes.len()
                && known.insert(*id)
            {
                found.push(*id);
            }
        });
    };
    read(blocks, &mut found);
    let mut next = 0;
    while let Some(note) = found.get(next).and_then(|id| notes.get(id.0 as usize)) {
        read(&note.body, &mut found);
        next += 1;
    }
    found
}

/// What is wrong, in a few words.
fn why(miss: &Miss, text: &Text<'_>) -> String {
    match miss {
        Miss::Empty => "nothing is quoted".to_owned(),
        Miss::Missing { first: None, .. } => "not found".to_owned(),
        Miss::Missing { first: Some(_), .. } => "its last words are not found after the first; these count".to_owned(),
        Miss::Ambiguous { places, .. } => match places.first().and_then(|place| text.lengthen(*place)) {
            Some(longer) => format!("found more than once, first as {}", pasted(&longer)),
            None => "found more than once".to_owned(),
        },
    }
}

/// Makes references of the quoted places. What was not found once is reported as a group; a document that this
/// edition leaves out is no fault, and what is `cut` is told elsewhere.
pub(super) fn refer(
    places: &[Quoted],
    cut: &BTreeSet<usize>,
    (headings, book): (&mut Headings, &Book),
    diagnostics: &mut Diagnostics,
) {
    let chapters = book.parts.iter().flat_map(|part| &part.chapters);
    let printed: BTreeSet<&Id> = chapters.flat_map(|chapter| &chapter.selections).map(|printed| &printed.id).collect();
    let mut lost: Vec<(&Quoted, &str)> = Vec::new();
    for (number, place) in places.iter().enumerate() {
        if let Some((from, note)) = place.from {
            let reference = Reference { from, to: place.to, principal: place.principal, note, figure: place.figure };
            headings.get_mut(place.heading).references.push(reference);
        }
        let listing = || place.from.is_none().then_some("in a listing, which the index does not read");
        if !cut.contains(&number)
            && printed.contains(&place.document)
            && let Some(why) = place.miss.as_deref().or_else(listing)
        {
            lost.push((place, why));
        }
    }
    let Some((first, why)) = lost.first() else { return };
    let message = format!("{} quoted place(s) of the index cannot be told in the text", lost.len());
    let mut fault = Diagnostic::warning("anchor", message).at(first.words.span, *why);
    for (place, why) in lost.iter().skip(1) {
        fault = fault.also(place.words.span, *why);
    }
    diagnostics.push(fault.hint("quote words that stand once in the printed text"));
}
