//! The plan of an EPUB: which files there are, what stands in each, and where every place, note and
//! heading will be found.
//!
//! One file per document; documents that run on share their chapter's; parts and chapters with a title
//! open in a file of their own. What would grow past a limit is divided, before headings where it can
//! be. Names of files are slugs; every other id has an underscore, which no slug has, so that no two ids
//! of a book are ever equal.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::outline::{Division, outline};
use super::pack::Packer;
use super::survey::{self, Find, Survey, Unit};
use crate::book::{AnchorId, Book, Chapter, Matter, MatterBody, Part, PrintedPages, Selection};
use crate::document::{Inlines, NoteId, plain_text};
use crate::metadata::Language;

/// A division of the book.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// The cover's page.
    Cover,
    /// Front or back matter.
    Matter(&'a Matter),
    /// A part's opening.
    Part(&'a Part),
    /// A chapter's opening.
    Chapter(&'a Chapter),
    /// A document; with the chapter whose opening it is, where the two are one.
    Document {
        /// The document.
        selection: &'a Selection,
        /// The chapter of which it is the only document, under the same title.
        chapter: Option<&'a Chapter>,
    },
}

/// Which third of the book a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    /// Before the text.
    Front,
    /// The text.
    Body,
    /// After the text.
    Back,
}

/// A division, or a stretch of one, in a file.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    /// What it is (a stretch) of.
    pub(super) what: What<'a>,
    /// Its own anchor; none for the cover.
    pub(super) anchor: Option<AnchorId>,
    /// The id of its element.
    pub(super) id: String,
    /// The level of its heading, 2 or 3.
    pub(super) level: u8,
    /// The id of the division it belongs to, where that is in another file.
    pub(super) parent: Option<String>,
    /// Which of its units are here.
    pub(super) units: Range<usize>,
    /// Whether it begins here.
    pub(super) first: bool,
    /// Whether it ends here.
    pub(super) last: bool,
}

/// A file of the book, to be written.
#[derive(Clone, Debug)]
pub(super) struct File<'a> {
    /// Its name without ending, and the id of its one top element.
    pub(super) stem: String,
    /// Its title: unlike any other's.
    pub(super) title: String,
    /// What is said at the head of a file that goes on with a division.
    pub(super) continued: Option<Label<'a>>,
    /// Where in the book.
    pub(super) third: Third,
    /// What it is.
    pub(super) top: Piece<'a>,
    /// Documents that run on after it.
    pub(super) nested: Vec<Piece<'a>>,
    /// Bytes it will have, about.
    pub(super) weight: usize,
}

/// Where an anchor is found.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The file.
    pub(super) file: usize,
    /// The place that has the id: itself, or one right before it.
    pub(super) place: AnchorId,
    /// The id of a division; other places are named by their number.
    pub(super) division: Option<String>,
    /// The note it is in.
    pub(super) note: Option<NoteId>,
    /// Its place in the order of the text, where a note stands at its call.
    pub(super) order: usize,
}

/// A title with what the program says after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label<'a> {
    /// All the words.
    pub(super) words: String,
    /// How many bytes of them are the title, and its language, where that is another than the book's.
    pub(super) foreign: Option<(usize, &'a Language)>,
}

/// A line of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TocEntry<'a> {
    /// 1 or 2.
    pub(super) level: u8,
    /// Where it leads.
    pub(super) file: usize,
    /// Where in that file, unless to its top.
    pub(super) id: Option<String>,
    /// What it says.
    pub(super) label: Label<'a>,
}

/// Everything decided before the first file is written.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// In reading order.
    pub(super) files: Vec<File<'a>>,
    /// In reading order.
    pub(super) toc: Vec<TocEntry<'a>>,
    /// The pictures used, and the words that say what each shows: none unless they stand wherever it does.
    pub(super) pictures: BTreeMap<&'a str, &'a str>,
    homes: Vec<Option<Home>>,
    /// The file in which each page of the printed edition begins.
    pub(super) pages: Vec<Option<usize>>,
    /// The languages of titles, by division, where they are others than the book's.
    pub(super) languages: BTreeMap<AnchorId, &'a Language>,
    /// The printed pages that begin with a division, by its id.
    pub(super) openings: BTreeMap<String, Vec<u32>>,
    /// The file in which each note stands first.
    notes: Vec<Option<usize>>,
    /// How many places are settled.
    settled: usize,
}

impl<'a> Plan<'a> {
    /// Plans the files of `book`, and where in them the pages of the printed edition begin.
    pub(super) fn new(book: &'a Book, printed: Option<&PrintedPages>) -> Self {
        let divisions = outline(book);
        let surveys: Vec<Survey<'a>> = divisions.par_iter().map(|division| survey::survey(&division.what)).collect();
        let notes: Vec<Unit<'a>> = book.notes.par_iter().map(|note| survey::note(&note.body)).collect();
        let mut packer = Packer::new(book, &notes, printed.map_or(0, |printed| printed.folios.len()));
        for (division, survey) in divisions.iter().zip(&surveys) {
            packer.division(division, survey);
        }
        let mut plan = packer.plan;
        plan.pages = vec![None; printed.map_or(0, |printed| printed.folios.len())];
        for division in &divisions {
            let anchors = division.anchor.iter().chain(&division.stands_for);
            plan.languages.extend(anchors.filter_map(|anchor| Some((*anchor, division.language?))));
        }
        plan.settle(&divisions, &surveys, &notes);
        for (anchor, pages) in printed.into_iter().flat_map(|printed| &printed.openings) {
            let Some(Home { file, division, .. }) = plan.home(*anchor).cloned() else { continue };
            if plan.files.get(file).is_some_and(|file| is_display(&file.top.what)) {
                continue;
            }
            for page in pages {
                plan.begin_page(*page, file);
            }
            if let Some(id) = division {
                plan.openings.entry(id).or_default().extend(pages);
            }
        }
        plan.openings.values_mut().for_each(|pages| pages.sort_unstable());
        plan
    }

    fn begin_page(&mut self, page: u32, file: usize) {
        if let Some(slot) = self.pages.get_mut(page as usize) {
            *slot = Some(file);
        }
    }

    /// The plan of nothing, with room for the anchors and notes of `book`.
    pub(super) fn empty(book: &Book) -> Self {
        Self {
            files: Vec::new(),
            toc: Vec::new(),
            pictures: BTreeMap::new(),
            pages: Vec::new(),
            languages: BTreeMap::new(),
            openings: BTreeMap::new(),
            homes: vec![None; book.places.len()],
            notes: vec![None; book.notes.len()],
            settled: 0,
        }
    }

    /// Where `anchor` is found; `None` if the book does not hold it.
    pub(super) fn home(&self, anchor: AnchorId) -> Option<&Home> {
        self.homes.get(anchor.0 as usize)?.as_ref()
    }

    /// The id of `note` in `file`: a note that files share stands in each under an id of its own.
    pub(super) fn note_id(&self, note: NoteId, file: usize) -> String {
        match self.notes.get(note.0 as usize) {
            Some(Some(home)) if *home != file => format!("note_{}_{file}", note.0 + 1),
            _ => format!("note_{}", note.0 + 1),
        }
    }

    /// The id of the call of `note` in `file` that comes after `earlier` others of it.
    pub(super) fn call_id(&self, note: NoteId, file: usize, earlier: usize) -> String {
        let id = self.note_id(note, file).replacen("note", "noteref", 1);
        if earlier == 0 { id } else { format!("{id}_call_{}", earlier + 1) }
    }

    /// The id of a place.
    pub(super) fn place_id(anchor: AnchorId) -> String {
        format!("place_{}", anchor.0)
    }

    /// Settles where everything is, now that files are known.
    fn settle(&mut self, divisions: &[Division<'a>], surveys: &[Survey<'a>], notes: &[Unit<'a>]) {
        let by_anchor: BTreeMap<Option<AnchorId>, &Survey<'a>> =
            divisions.iter().zip(surveys).map(|(division, survey)| (division.anchor, survey)).collect();
        let pieces: Vec<(usize, Piece<'a>)> = (self.files.iter().enumerate())
            .flat_map(|(at, file)| std::iter::once(&file.top).chain(&file.nested).map(move |p| (at, p.clone())))
            .collect();
        for (file, piece) in &pieces {
            let Some(survey) = by_anchor.get(&piece.anchor) else { continue };
            if piece.first {
                self.name_division(*file, piece);
                self.unit(*file, &survey.head, notes);
            }
            for unit in survey.units.get(piece.units.clone()).unwrap_or_default() {
                self.unit(*file, unit, notes);
            }
            if piece.last {
                self.unit(*file, &survey.tail, notes);
            }
        }
        // Divisions without a page of their own are found where the next one is.
        let mut next = None;
        for division in divisions.iter().rev() {
            next = division.anchor.and_then(|a| self.home(a)).cloned().or(next);
            for anchor in &division.stands_for {
                if let Some(home) = &next {
                    self.set_home(*anchor, home.clone());
                }
            }
        }
    }

    fn name_division(&mut self, file: usize, piece: &Piece<'a>) {
        if let Some(anchor) = piece.anchor {
            self.settle_at(anchor, file, Some(piece.id.clone()), None);
        }
    }

    fn unit(&mut self, file: usize, unit: &Unit<'a>, notes: &[Unit<'a>]) {
        let mut waiting: Vec<(Option<NoteId>, Find<'a>)> = unit.finds.iter().rev().map(|f| (None, *f)).collect();
        while let Some((note, find)) = waiting.pop() {
            match find {
                Find::Anchor(anchor) => self.settle_at(anchor, file, None, note),
                Find::Same { anchor, of } => {
                    if let Some(home) = self.home(of).cloned() {
                        self.set_home(anchor, home);
                    }
                }
                Find::Page(page) => {
                    if !self.files.get(file).is_some_and(|file| is_display(&file.top.what)) {
                        self.begin_page(page, file);
                    }
                }
                Find::Call(call) => {
                    let at = call.0 as usize;
                    if let (Some(home @ None), Some(unit)) = (self.notes.get_mut(at), notes.get(at)) {
                        *home = Some(file);
                        waiting.extend(unit.finds.iter().rev().map(|f| (Some(call), *f)));
                    }
                }
                Find::Picture { key, alt } => {
                    let words = self.pictures.entry(key).or_insert(alt);
                    if alt.is_empty() {
                        *words = alt;
                    }
                }
            }
        }
    }

    fn settle_at(&mut self, anchor: AnchorId, file: usize, division: Option<String>, note: Option<NoteId>) {
        self.settled += 1;
        self.set_home(anchor, Home { file, place: anchor, division, note, order: self.settled });
    }

    fn set_home(&mut self, anchor: AnchorId, home: Home) {
        let at = anchor.0 as usize;
        if let Some(slot @ None) = self.homes.get_mut(at) {
            *slot = Some(home);
        }
    }
}

/// Whether pages of a division are counted but never numbered in print, and nothing refers to them by number (The
/// Chicago Manual of Style 1.7): they are no places of the printed book to go to.
fn is_display(what: &What<'_>) -> bool {
    let What::Matter(matter) = what else { return false };
    match matter.body {
        MatterBody::HalfTitle(_) | MatterBody::TitlePage(_) | MatterBody::CopyrightPage(_) => true,
        MatterBody::Prose(_) => matches!(matter.slug.as_str(), "dedication" | "epigraph"),
        _ => false,
    }
}

/// The words of `inlines` on one line.
pub(super) fn plain(inlines: &Inlines) -> String {
    plain_text(inlines).split_whitespace().collect::<Vec<_>>().join(" ")
}
