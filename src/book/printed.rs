//! The pages of the printed edition in the e-book.
//!
//! Both editions are made of the same texts, so a place is found again by its division, the number of its text there
//! and the letters before it. [`anchor_texts`] gives every text of the print edition an anchor, so that typesetting
//! can tell where pages begin ([`PageMap::starts`]); [`carry`] puts these places into the e-book. Notes and the lists
//! that either edition makes for itself (contents) hold none.

use std::collections::{BTreeMap, BTreeSet};

use super::{AnchorId, Book, Entry, Folio, Index, MatterBody, PageMap, Prose, Spot};
use crate::document::{Block, Inline, Inlines, Origin, Run, Target, walk};

/// What an e-book knows of the printed edition.
#[derive(Clone, Debug, Default)]
pub struct PrintedPages {
    /// Which edition it is: a URN where it has an ISBN, else words.
    pub source: String,
    /// The page of each of the e-book's own anchors, as far as it is known.
    pub map: PageMap,
    /// The pages that begin in the e-book, in order; [`Inline::PageStart`] counts into it.
    pub folios: Vec<Folio>,
    /// Which of them begin with a division or an entry of the index.
    pub openings: BTreeMap<AnchorId, Vec<u32>>,
}

/// A document that is not the same in both editions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The printed edition has it, the e-book has not: its pages are not in the e-book.
    OnlyPrinted(String),
    /// The e-book has it, the printed edition has not: it is on no page.
    NotPrinted(String),
    /// Its words differ.
    Words(String),
}

/// The texts of a printed book, as [`anchor_texts`] met them.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    first: u32,
    /// The division of each, by its number there.
    texts: Vec<(Key, u32)>,
    divisions: BTreeMap<Key, Division>,
}

/// A division by the name it has in every edition.
type Key = (Kind, String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Matter,
    Part,
    Chapter,
    Document,
}

#[derive(Clone, Debug)]
struct Division {
    anchor: AnchorId,
    /// How many letters each of its texts has.
    letters: Vec<u32>,
}

/// What [`visit`] meets.
enum Met<'b> {
    Division(Kind, &'b str, AnchorId),
    Text(&'b mut Inlines),
    Listing(&'b str, &'b mut Vec<(usize, Inline)>),
}

impl Met<'_> {
    /// How many letters a text has that both editions print alike; `None` for a division.
    fn letters(&self) -> Option<u32> {
        match self {
            Met::Division(..) => None,
            Met::Text(text) => Some(letters(text)),
            Met::Listing(text, _) => Some(count_letters(text)),
        }
    }

    /// Puts an anchor at the head of a text, if there is any to be set: whether there is is asked by more than one.
    fn anchor(self, anchor: AnchorId) {
        match self {
            Met::Text(text) if !text.is_empty() => text.insert(0, Inline::Anchor(anchor)),
            Met::Listing(_, places) => places.push((0, Inline::Anchor(anchor))),
            Met::Division(..) | Met::Text(_) => {}
        }
    }

    /// Puts the start of a page before the letter that `letters` others come before.
    fn begin(&mut self, letters: u32, page: u32) {
        match self {
            Met::Division(..) => {}
            Met::Text(text) => {
                if !begin(text, &mut letters.clone(), page) {
                    let end = if letters == 0 { 0 } else { text.len() };
                    text.insert(end, Inline::PageStart(page));
                }
            }
            Met::Listing(text, places) => {
                let before = text.get(..byte_of(text, letters)).unwrap_or_default();
                // A line begins with the spaces before its words.
                places.push((before.trim_end_matches([' ', '\t']).len(), Inline::PageStart(page)));
            }
        }
    }
}

/// Whether a character counts as a letter of a place: all that is seen, and nothing that only steers.
#[must_use]
pub fn is_letter(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'))
}

/// How many letters a text has.
#[must_use]
pub fn count_letters(text: &str) -> u32 {
    u32::try_from(text.chars().filter(|c| is_letter(*c)).count()).unwrap_or(u32::MAX)
}

/// The first anchor that [`anchor_texts`] gives: behind those of the book's places and of its notes.
#[must_use]
pub fn first_text_anchor(book: &Book) -> AnchorId {
    AnchorId(u32::try_from(book.places.len() + 2 * book.notes.len()).unwrap_or(u32::MAX))
}

/// Puts an anchor at the head of every text: a paragraph, a line of verse, a cell.
pub fn anchor_texts(book: &mut Book) -> Heads {
    let AnchorId(first) = first_text_anchor(book);
    let mut heads = Heads { first, ..Heads::default() };
    let (mut key, mut number) = (None, first);
    visit(book, &mut |met| {
        if let Met::Division(kind, name, anchor) = met {
            let name = (kind, name.to_owned());
            heads.divisions.insert(name.clone(), Division { anchor, letters: Vec::new() });
            key = Some(name);
            return;
        }
        let Some((key, division)) = key.as_ref().and_then(|key| Some((key, heads.divisions.get_mut(key)?))) else {
            return;
        };
        heads.texts.push((key.clone(), u32::try_from(division.letters.len()).unwrap_or(u32::MAX)));
        division.letters.extend(met.letters());
        met.anchor(AnchorId(number));
        number = number.saturating_add(1);
    });
    heads
}

/// Puts the pages of the printed book `print` into the e-book `book`. `pages` is where its texts came to stand, `heads`
/// what [`anchor_texts`] gave for them. Tells which documents are not the same in both.
pub fn carry(print: &Book, (heads, pages): (&Heads, &PageMap), book: &mut Book) -> (PrintedPages, Vec<Difference>) {
    let (own, differences) = compared(heads, book);
    let mut places: BTreeMap<AnchorId, AnchorId> = BTreeMap::new();
    for (key, anchor) in &own {
        places.extend(heads.divisions.get(key).map(|division| (division.anchor, *anchor)));
    }
    pair_indexes(print, book, &mut places);
    let mut printed = PrintedPages::default();
    for (theirs, ours) in &places {
        if let Some(folio) = pages.folio(*theirs) {
            printed.map.place(*ours, folio);
        }
    }
    let mut within: BTreeMap<&Key, Vec<(u32, u32, u32)>> = BTreeMap::new();
    for start in pages.starts() {
        let number = u32::try_from(printed.folios.len()).unwrap_or(u32::MAX);
        let Spot { anchor, letters } = start.spot;
        let text = anchor.0.checked_sub(heads.first).and_then(|at| heads.texts.get(at as usize));
        match (text, places.get(&anchor)) {
            (Some((key, text)), _) if own.contains_key(key) => {
                within.entry(key).or_default().push((*text, letters, number));
            }
            (None, Some(anchor)) => printed.openings.entry(*anchor).or_default().push(number),
            _ => continue,
        }
        printed.folios.push(start.folio);
    }
    let (mut waiting, mut at) = (Vec::new(), 0);
    visit(book, &mut |met| match met {
        Met::Division(kind, name, _) => {
            waiting = within.remove(&(kind, name.to_owned())).unwrap_or_default();
            // The next one last.
            waiting.reverse();
            at = 0;
        }
        mut text => {
            begin_pages(&mut text, at, &mut waiting);
            at += 1;
        }
    });
    (printed, differences)
}

/// The divisions of the e-book, and how its documents differ from the printed ones.
fn compared(heads: &Heads, book: &mut Book) -> (BTreeMap<Key, AnchorId>, Vec<Difference>) {
    let mut own: BTreeMap<Key, AnchorId> = BTreeMap::new();
    let mut texts: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    let mut key = None;
    visit(book, &mut |met| match met {
        Met::Division(kind, name, anchor) => {
            let name = (kind, name.to_owned());
            own.insert(name.clone(), anchor);
            key = Some(name);
        }
        text => {
            if let Some(key @ (Kind::Document, _)) = &key {
                texts.entry(key.clone()).or_default().extend(text.letters());
            }
        }
    });
    let names = heads.divisions.keys().chain(own.keys()).filter(|(kind, _)| *kind == Kind::Document);
    let names: BTreeSet<&Key> = names.collect();
    let mut differences = Vec::new();
    for key in names {
        let name = key.1.clone();
        let none = Vec::new();
        let theirs = heads.divisions.get(key).map(|division| &division.letters);
        differences.extend(match (theirs, own.contains_key(key)) {
            (Some(_), false) => Some(Difference::OnlyPrinted(name)),
            (None, _) => Some(Difference::NotPrinted(name)),
            (Some(theirs), true) => (theirs != texts.get(key).unwrap_or(&none)).then_some(Difference::Words(name)),
        });
    }
    (own, differences)
}

/// Pairs the places of two indexes of the same texts: entries under the same heading, the same places in order.
fn pair_indexes(print: &Book, book: &Book, places: &mut BTreeMap<AnchorId, AnchorId>) {
    let paragraph = |book: &Book, anchor: AnchorId| book.places.get(anchor.0 as usize).map(|place| place.paragraph);
    let pairs = indexes(book).filter_map(|ours| Some((indexes(print).find(|theirs| theirs.kind == ours.kind)?, ours)));
    for (theirs, ours) in pairs {
        let (theirs, ours) = (entries(theirs), entries(ours));
        for (path, entry) in ours {
            let Some(other) = theirs.get(&path) else { continue };
            places.insert(other.anchor, entry.anchor);
            if other.references.len() != entry.references.len() {
                continue;
            }
            for (theirs, ours) in other.references.iter().zip(&entry.references) {
                if paragraph(print, theirs.from) == paragraph(book, ours.from) {
                    places.insert(theirs.from, ours.from);
                    places.extend(theirs.to.zip(ours.to));
                }
            }
        }
    }
}

fn indexes(book: &Book) -> impl Iterator<Item = &Index> {
    book.front.iter().chain(&book.back).filter_map(|matter| match &matter.body {
        MatterBody::Index(index) => Some(index),
        _ => None,
    })
}

/// Every entry of an index by its headings.
fn entries(index: &Index) -> BTreeMap<Vec<String>, &Entry> {
    let mut found = BTreeMap::new();
    let mut waiting: Vec<(Vec<String>, &Entry)> =
        index.groups.iter().flat_map(|group| &group.entries).map(|entry| (Vec::new(), entry)).collect();
    while let Some((mut path, entry)) = waiting.pop() {
        path.push(crate::document::plain_text(&entry.heading));
        waiting.extend(entry.subentries.iter().map(|sub| (path.clone(), sub)));
        found.entry(path).or_insert(entry);
    }
    found
}

/// Shows every division of a book in order, and after each its texts: paragraphs, lines of verse, cells, works.
fn visit(book: &mut Book, see: &mut dyn FnMut(Met<'_>)) {
    fn prose(prose: Option<&mut Prose>, see: &mut dyn FnMut(Met<'_>)) {
        if let Some(prose) = prose {
            walk::blocks_mut(&mut prose.blocks, &mut |block| match block {
                Block::Listing { text, places, .. } => see(Met::Listing(&text.text, places)),
                block => walk::block_texts_mut(block, &mut |text| see(Met::Text(text))),
            });
        }
    }
    fn matter(list: &mut [super::Matter], see: &mut dyn FnMut(Met<'_>)) {
        for matter in list {
            see(Met::Division(Kind::Matter, &matter.slug, matter.anchor));
            match &mut matter.body {
                MatterBody::Prose(text) => prose(Some(text), see),
                MatterBody::Bibliography(sections) => {
                    sections.iter_mut().flat_map(|section| &mut section.entries).for_each(|work| see(Met::Text(work)));
                }
                MatterBody::HalfTitle(_)
                | MatterBody::TitlePage(_)
                | MatterBody::CopyrightPage(_)
                | MatterBody::Contents
                | MatterBody::Parallel(_)
                | MatterBody::Notes
                | MatterBody::Index(_) => {}
            }
        }
    }
    matter(&mut book.front, see);
    for part in &mut book.parts {
        see(Met::Division(Kind::Part, &part.slug, part.anchor));
        prose(part.introduction.as_mut(), see);
        for chapter in &mut part.chapters {
            see(Met::Division(Kind::Chapter, &chapter.slug, chapter.anchor));
            prose(chapter.introduction.as_mut(), see);
            for selection in &mut chapter.selections {
                see(Met::Division(Kind::Document, selection.id.as_str(), selection.anchor));
                prose(selection.headnote.as_mut(), see);
                prose(Some(&mut selection.text), see);
            }
        }
    }
    matter(&mut book.back, see);
}

/// Puts those of the pages that wait into the text `at` that begin in it; what lies behind its end waits on.
fn begin_pages(text: &mut Met<'_>, at: u32, waiting: &mut Vec<(u32, u32, u32)>) {
    let mut here = Vec::new();
    let whole = text.letters().unwrap_or(0);
    while let Some((number, letters, page)) = waiting.pop_if(|(number, ..)| *number <= at) {
        if number == at && letters > whole {
            // Two texts that run on in print are counted as one there.
            waiting.push((at + 1, letters - whole, page));
            break;
        }
        here.push((if number == at { letters } else { 0 }, page));
    }
    // The last one first: what it divides is not divided again.
    for (letters, page) in here.into_iter().rev() {
        text.begin(letters, page);
    }
}

/// Puts the start of a page before the letter that `left` others come before; `false` if there are too few.
fn begin(text: &mut Inlines, left: &mut u32, page: u32) -> bool {
    for at in 0..text.len() {
        let Some(inline) = text.get_mut(at) else { break };
        let count = length(inline);
        if *left >= count {
            *left -= count;
            continue;
        }
        match inline {
            Inline::Text(run) => {
                let (before, after) = divided(run, *left);
                let parts =
                    [Some(before), None, Some(after)].map(|part| part.map_or(Inline::PageStart(page), Inline::Text));
                let parts = parts.into_iter().filter(|part| !matches!(part, Inline::Text(run) if run.text.is_empty()));
                text.splice(at..=at, parts);
                return true;
            }
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } if *left > 0 => {
                return begin(inner, left, page);
            }
            _ => {
                text.insert(at, Inline::PageStart(page));
                return true;
            }
        }
    }
    false
}

/// A run divided before the letter that `left` others come before.
fn divided(run: &Run, left: u32) -> (Run, Run) {
    let byte = byte_of(&run.text, left);
    (run.part(0..byte), run.part(byte..run.text.len()))
}

/// Where the letter stands that `left` others come before.
fn byte_of(text: &str, left: u32) -> usize {
    let mut letters = text.char_indices().filter(|(_, c)| is_letter(*c));
    letters.nth(left as usize).map_or(text.len(), |(byte, _)| byte)
}

/// How many letters inlines have that both editions print alike.
fn letters(text: &[Inline]) -> u32 {
    text.iter().map(length).fold(0, u32::saturating_add)
}

fn length(inline: &Inline) -> u32 {
    match inline {
        // What the program prints is not the same in both; in print the page stands for a link's words.
        Inline::Text(Run { origin: Origin::Program, .. })
        | Inline::Link { target: Target::Page { alone: true, .. }, .. }
        | Inline::LineBreak
        | Inline::NoteCall(_)
        | Inline::Cite(_)
        | Inline::Mark(_)
        | Inline::Point(_)
        | Inline::Anchor(_)
        | Inline::PageOf(_)
        | Inline::LineOf(_)
        | Inline::PageStart(_) => 0,
        Inline::Text(run) => count_letters(&run.text),
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => letters(inner),
        Inline::Picture(_) => 1,
    }
}
