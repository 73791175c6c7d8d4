//! The plan of an EPUB: which files there are, what stands in each, and where every place, note and
//! heading will be found.
//!
//! One file per document; documents that run on share their chapter's; parts and chapters with a title
//! open in a file of their own. What would grow past [`LIMIT`] is divided, before headings where it can
//! be. Names of files are slugs; every other id has an underscore, which no slug has, so that no two ids
//! of a book are ever equal.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::survey::{self, Find, Survey, Unit};
use crate::book::{AnchorId, Book, Chapter, DocumentsStart, Matter, MatterBody, Part, Selection};
use crate::document::{Inlines, NoteId, plain_text};
use crate::id::{Id, slug};

/// Bytes a file is planned to hold at most: readers with little memory stall on files over 250 KB.
pub(super) const LIMIT: usize = 190_000;
/// Notes a file is planned to hold at most.
const NOTES: usize = 480;

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
    pub(super) continued: Option<String>,
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

/// A line of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TocEntry {
    /// 1 or 2.
    pub(super) level: u8,
    /// Where it leads.
    pub(super) file: usize,
    /// Where in that file, unless to its top.
    pub(super) id: Option<String>,
    /// What it says.
    pub(super) label: String,
}

/// Everything decided before the first file is written.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// In reading order.
    pub(super) files: Vec<File<'a>>,
    /// In reading order.
    pub(super) toc: Vec<TocEntry>,
    /// The pictures used, and the words that say what each shows: none unless they stand wherever it does.
    pub(super) pictures: BTreeMap<&'a str, &'a str>,
    homes: Vec<Option<Home>>,
    /// The file in which each note stands first.
    notes: Vec<Option<usize>>,
    headings: BTreeMap<(AnchorId, &'a str), (usize, usize)>,
    documents: BTreeMap<&'a Id, AnchorId>,
    /// How many places are settled.
    settled: usize,
}

impl<'a> Plan<'a> {
    /// Plans the files of `book`.
    pub(super) fn new(book: &'a Book) -> Self {
        let divisions = outline(book);
        let surveys: Vec<Survey<'a>> = divisions.par_iter().map(|division| survey::survey(&division.what)).collect();
        let notes: Vec<Unit<'a>> = book.notes.par_iter().map(|note| survey::note(&note.body)).collect();
        let mut packer = Packer::new(book, &notes);
        for (division, survey) in divisions.iter().zip(&surveys) {
            packer.division(division, survey);
        }
        packer.plan.settle(&divisions, &surveys, &notes);
        packer.plan
    }

    /// Where `anchor` is found; `None` if the book does not hold it.
    pub(super) fn home(&self, anchor: AnchorId) -> Option<&Home> {
        self.homes.get(anchor.0 as usize)?.as_ref()
    }

    /// Where a document is found.
    pub(super) fn document(&self, id: &Id) -> Option<AnchorId> {
        self.documents.get(id).copied()
    }

    /// The file and id of a heading, by its name in its division.
    pub(super) fn heading(&self, division: AnchorId, name: &'a str) -> Option<(usize, String)> {
        let (file, number) = self.headings.get(&(division, name))?;
        Some((*file, format!("heading_{number}")))
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
                self.unit(*file, piece.anchor, &survey.head, notes);
            }
            for unit in survey.units.get(piece.units.clone()).unwrap_or_default() {
                self.unit(*file, piece.anchor, unit, notes);
            }
            if piece.last {
                self.unit(*file, piece.anchor, &survey.tail, notes);
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
        if let (What::Document { selection, .. }, Some(anchor)) = (piece.what, piece.anchor) {
            self.documents.entry(&selection.id).or_insert(anchor);
        }
    }

    fn unit(&mut self, file: usize, division: Option<AnchorId>, unit: &Unit<'a>, notes: &[Unit<'a>]) {
        let mut waiting: Vec<(Option<NoteId>, Find<'a>)> = unit.finds.iter().rev().map(|f| (None, *f)).collect();
        while let Some((note, find)) = waiting.pop() {
            match find {
                Find::Anchor(anchor) => self.settle_at(anchor, file, None, note),
                Find::Same { anchor, of } => {
                    if let Some(home) = self.home(of).cloned() {
                        self.set_home(anchor, home);
                    }
                }
                Find::Call(call) => {
                    let at = call.0 as usize;
                    if let (Some(home @ None), Some(unit)) = (self.notes.get_mut(at), notes.get(at)) {
                        *home = Some(file);
                        waiting.extend(unit.finds.iter().rev().map(|f| (Some(call), *f)));
                    }
                }
                Find::Heading(name) => {
                    let number = self.headings.len() + 1;
                    if let Some(division) = division {
                        self.headings.entry((division, name)).or_insert((file, number));
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

/// A division with its place in the book.
#[derive(Debug)]
struct Division<'a> {
    what: What<'a>,
    anchor: Option<AnchorId>,
    slug: &'a str,
    title: String,
    /// After the title in the navigation: authors, date.
    credit: String,
    third: Third,
    /// Its level in the navigation; its heading is one deeper.
    level: u8,
    /// It goes on in its chapter's file.
    runs_on: bool,
    /// Documents may run on in its file.
    takes_in: bool,
    /// Anchors of divisions that have no page of their own and begin with this one.
    stands_for: Vec<AnchorId>,
}

/// The book's divisions in reading order.
fn outline(book: &Book) -> Vec<Division<'_>> {
    let mut list = vec![Division::new(What::Cover, None, "cover", book.words.cover.clone(), Third::Front)];
    list.extend(book.front.iter().map(|matter| Division::matter(book, matter, Third::Front)));
    for part in &book.parts {
        let from = list.len();
        let open = part.title.is_some() || part.introduction.is_some();
        if open {
            let title = title_or(part.title.as_ref(), &plain(&book.metadata.title));
            let title = match part.subtitle.as_ref().map(plain).filter(|subtitle| !subtitle.is_empty()) {
                Some(subtitle) => format!("{title}: {subtitle}"),
                None => title,
            };
            list.push(Division::new(What::Part(part), Some(part.anchor), &part.slug, title, Third::Body));
        }
        part.chapters.iter().for_each(|chapter| chapter_outline(book, chapter, 1 + u8::from(open), &mut list));
        if let (false, Some(first)) = (open, list.get_mut(from)) {
            first.stands_for.push(part.anchor);
        }
    }
    list.extend(book.back.iter().map(|matter| Division::matter(book, matter, Third::Back)));
    list
}

/// The divisions of a chapter, whose level in the navigation is `level`.
fn chapter_outline<'a>(book: &Book, chapter: &'a Chapter, level: u8, list: &mut Vec<Division<'a>>) {
    let only = match chapter.selections.as_slice() {
        [only] => chapter.title.as_ref().is_none_or(|title| plain(title) == plain(&only.title)),
        _ => false,
    };
    let run_on = chapter.documents_start == DocumentsStart::RunOn && !only;
    let open = !only && (run_on || chapter.title.is_some() || chapter.introduction.is_some());
    let from = list.len();
    if open {
        let title = title_or(chapter.title.as_ref(), "");
        let mut opening =
            Division::new(What::Chapter(chapter), Some(chapter.anchor), &chapter.slug, title, Third::Body);
        opening.level = level;
        opening.takes_in = run_on;
        list.push(opening);
    }
    let below = if chapter.title.is_some() && !only { 2 } else { level };
    for selection in &chapter.selections {
        let what = What::Document { selection, chapter: only.then_some(chapter) };
        let title = title_or(Some(&selection.title), &book.words.untitled);
        let mut document = Division::new(what, Some(selection.anchor), &selection.slug, title, Third::Body);
        let credit = [Some(selection.byline.as_str()), selection.contents_date.as_deref()];
        document.credit = credit.into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
        document.level = below;
        document.runs_on = run_on;
        list.push(document);
    }
    if let (false, Some(first)) = (open, list.get_mut(from)) {
        first.stands_for.push(chapter.anchor);
    }
}

impl<'a> Division<'a> {
    fn new(what: What<'a>, anchor: Option<AnchorId>, slug: &'a str, title: String, third: Third) -> Self {
        Self {
            what,
            anchor,
            slug,
            title,
            credit: String::new(),
            third,
            level: 1,
            runs_on: false,
            takes_in: false,
            stands_for: Vec::new(),
        }
    }

    fn matter(book: &Book, matter: &'a Matter, third: Third) -> Self {
        let words = &book.words;
        let spoken = matter.slug.replace('-', " ");
        let usual = match &matter.body {
            MatterBody::HalfTitle(_) => &words.half_title,
            MatterBody::TitlePage(_) => &words.title_page,
            MatterBody::CopyrightPage(_) => &words.copyright,
            MatterBody::Contents => &words.contents,
            MatterBody::Prose(_) => &capitalised(&spoken),
            MatterBody::Bibliography(_) => &words.bibliography,
            MatterBody::Index(_) => &words.index,
        };
        let title = title_or(Some(&matter.title), usual);
        Self::new(What::Matter(matter), Some(matter.anchor), &matter.slug, title, third)
    }
}

/// `words` with a capital in front.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words of `inlines` on one line.
pub(super) fn plain(inlines: &Inlines) -> String {
    plain_text(inlines).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title_or(title: Option<&Inlines>, otherwise: &str) -> String {
    title.map(plain).filter(|title| !title.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}

/// Puts divisions into files.
struct Packer<'a, 'n> {
    plan: Plan<'a>,
    words_continued: &'a str,
    notes: &'n [Unit<'a>],
    ids: BTreeSet<String>,
    titles: BTreeSet<String>,
    /// The chapter whose documents run on, while its file has room.
    host: Option<Host<'a>>,
    /// The last division of the first level.
    parent: Option<String>,
}

/// A chapter that takes in its documents.
struct Host<'a> {
    piece: Piece<'a>,
    title: String,
    file: usize,
    files: usize,
}

/// What a file gets besides its top piece.
struct Heading {
    title: String,
    credit: String,
    continued: Option<String>,
    level: u8,
    weight: usize,
}

impl<'a, 'n> Packer<'a, 'n> {
    fn new(book: &'a Book, notes: &'n [Unit<'a>]) -> Self {
        Self {
            plan: Plan {
                files: Vec::new(),
                toc: Vec::new(),
                pictures: BTreeMap::new(),
                homes: vec![None; book.places.len()],
                notes: vec![None; book.notes.len()],
                headings: BTreeMap::new(),
                documents: BTreeMap::new(),
                settled: 0,
            },
            words_continued: &book.words.continued,
            notes,
            ids: ["nav", "toc"].map(str::to_owned).into(),
            titles: BTreeSet::new(),
            host: None,
            parent: None,
        }
    }

    fn division(&mut self, division: &Division<'a>, survey: &Survey<'a>) {
        let stretches = self.stretches(survey);
        let weight = stretches.iter().map(|(_, weight)| weight).sum();
        if division.runs_on && stretches.len() == 1 && self.run_on(division, survey.units.len(), weight) {
            return;
        }
        let count = stretches.len();
        for (at, (units, weight)) in stretches.into_iter().enumerate() {
            let id = self.claim(division.slug, at + 1);
            let piece = Piece {
                what: division.what,
                anchor: division.anchor,
                id,
                level: division.level + 1,
                parent: self.parent.clone().filter(|_| division.level > 1),
                units,
                first: at == 0,
                last: at + 1 == count,
            };
            if division.level == 1 && at == 0 {
                self.parent = Some(piece.id.clone());
            }
            let title = division.title.clone();
            if division.takes_in && at + 1 == count {
                let (file, files) = (self.plan.files.len(), at + 1);
                self.host = Some(Host { piece: piece.clone(), title: title.clone(), file, files });
            } else if !division.runs_on {
                self.host = None;
            }
            let continued = (at > 0).then(|| format!("{title}, {} ({})", self.words_continued, at + 1));
            let credit = if at == 0 { division.credit.clone() } else { String::new() };
            let heading = Heading { title, credit, continued, level: division.level, weight };
            self.file(piece, division.third, heading);
        }
        if division.runs_on && count > 1 {
            // The next document that runs on begins a new file of its chapter: reading order holds.
            if let Some(host) = &mut self.host {
                host.file = usize::MAX;
            }
        }
    }

    /// Puts a document into its chapter's file, or into the next of its chapter's files.
    fn run_on(&mut self, division: &Division<'a>, units: usize, weight: usize) -> bool {
        let Some(mut host) = self.host.take() else { return false };
        let room = self.plan.files.get(host.file).is_some_and(|file| file.weight + weight <= LIMIT);
        if !room {
            host.files += 1;
            host.file = self.plan.files.len();
            let stem = host.piece.id.clone();
            let id = self.claim(&stem, host.files);
            let piece = Piece { id, units: 0..0, first: false, last: false, ..host.piece.clone() };
            let title = if host.title.is_empty() { division.title.clone() } else { host.title.clone() };
            let continued =
                (!host.title.is_empty()).then(|| format!("{title}, {} ({})", self.words_continued, host.files));
            let heading = Heading { title, credit: String::new(), continued, level: host.piece.level - 1, weight: 0 };
            self.file(piece, division.third, heading);
        }
        let id = self.claim(division.slug, 1);
        let piece = Piece {
            what: division.what,
            anchor: division.anchor,
            id: id.clone(),
            level: division.level + 1,
            parent: None,
            units: 0..units,
            first: true,
            last: true,
        };
        let label = unlike(&mut self.titles, &labelled(&division.title, &division.credit));
        if let Some(file) = self.plan.files.get_mut(host.file) {
            if file.title.is_empty() {
                file.title.clone_from(&label);
            }
            file.weight += weight;
            file.nested.push(piece);
        }
        self.plan.toc.push(TocEntry { level: division.level, file: host.file, id: Some(id), label });
        self.host = Some(host);
        true
    }

    fn file(&mut self, top: Piece<'a>, third: Third, heading: Heading) {
        let Heading { title, credit, continued, level, weight } = heading;
        let said = labelled(&continued.clone().unwrap_or(title), &credit);
        // A file of run-on documents under a chapter without a title takes the first one's.
        let title = if said.is_empty() { String::new() } else { unlike(&mut self.titles, &said) };
        if !said.is_empty() && (continued.is_some() || top.first) {
            self.plan.toc.push(TocEntry { level, file: self.plan.files.len(), id: None, label: title.clone() });
        }
        let stem = top.id.clone();
        self.plan.files.push(File { stem, title, continued, third, top, nested: Vec::new(), weight });
    }

    /// Divides a division's units so that each stretch, with the notes it calls, fits a file.
    fn stretches(&self, survey: &Survey<'a>) -> Vec<(Range<usize>, usize)> {
        let (mut list, mut start) = (Vec::new(), 0);
        let (mut weight, mut notes) = self.load(&survey.head);
        let (tail, _) = self.load(&survey.tail);
        for (at, unit) in survey.units.iter().enumerate() {
            let (more, calls) = self.load(unit);
            let full = weight + more + tail > LIMIT || notes + calls > NOTES;
            let good = unit.heading && weight > LIMIT / 2;
            if at > start && (full || good) {
                // A heading stays with what follows it.
                let lone = survey.units[start..at].iter().rev().take_while(|u| u.heading).count();
                let cut = if at - lone > start { at - lone } else { at };
                list.push((start..cut, weight));
                (weight, notes) = survey.units[cut..at].iter().fold((0, 0), |(w, n), u| {
                    let (more, calls) = self.load(u);
                    (w + more, n + calls)
                });
                start = cut;
            }
            weight += more;
            notes += calls;
        }
        list.push((start..survey.units.len(), weight + tail));
        list
    }

    /// What a unit weighs with the notes it calls, and how many these are.
    fn load(&self, unit: &Unit<'a>) -> (usize, usize) {
        unit.finds.iter().fold((unit.weight, 0), |(weight, calls), find| match find {
            Find::Call(note) => (weight + self.notes.get(note.0 as usize).map_or(0, |note| note.weight), calls + 1),
            _ => (weight, calls),
        })
    }

    /// An id made of a slug that no other division has.
    fn claim(&mut self, wanted: &str, number: usize) -> String {
        let plain = wanted.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let mut base = if plain && wanted.starts_with(|c: char| c.is_ascii_lowercase()) {
            wanted.to_owned()
        } else {
            slug(wanted)
        };
        base.truncate(100);
        let mut number = number;
        loop {
            let id = if number < 2 { base.clone() } else { format!("{base}-{number}") };
            if self.ids.insert(id.clone()) {
                return id;
            }
            number += 1;
        }
    }
}

/// "Title (authors, date)".
fn labelled(title: &str, credit: &str) -> String {
    if credit.is_empty() { title.to_owned() } else { format!("{title} ({credit})") }
}

/// `title`, numbered where one before is the same.
fn unlike(titles: &mut BTreeSet<String>, title: &str) -> String {
    let numbered = (2..).map(|n| format!("{title} ({n})"));
    let mut candidates = std::iter::once(title.to_owned()).chain(numbered);
    candidates.find(|candidate| titles.insert(candidate.clone())).unwrap_or_default()
}
