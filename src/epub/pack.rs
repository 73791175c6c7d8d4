//! Puts divisions into files: one each, more where it is long, one for a chapter whose documents run on.

use std::ops::Range;

use super::outline::Division;
use super::plan::{File, Label, Piece, Plan, Third, TocEntry};
use super::survey::{Find, Survey, Unit};
use crate::book::Book;
use crate::id::{Names, slug};
use crate::metadata::Language;

/// Bytes a file is planned to hold at most: readers with little memory stall on files over 250 KB.
pub(super) const LIMIT: usize = 190_000;
/// Notes a file is planned to hold at most.
pub(super) const NOTES: usize = 480;

/// Bytes the list of the printed pages may have: it is in one file with the contents, which no reader divides.
const PAGE_LIST: usize = 225_000;
/// Bytes of its lines besides the names of files: `<li><a href="text/.xhtml#p_123">123</a></li>`.
const PAGE_ENTRY: usize = 47;
/// Letters of which the name of a file says something.
const TELLING: usize = 12;

/// Puts divisions into files.
pub(super) struct Packer<'a, 'n> {
    /// The plan so far.
    pub(super) plan: Plan<'a>,
    words_continued: &'a str,
    notes: &'n [Unit<'a>],
    ids: Names,
    titles: Names,
    /// The chapter whose documents run on, while its file has room.
    host: Option<Host<'a>>,
    /// The last division of the first level.
    parent: Option<String>,
    /// How long the names of files may be.
    longest: usize,
    /// How many have been given.
    given: usize,
}

/// A chapter that takes in its documents.
struct Host<'a> {
    piece: Piece<'a>,
    title: String,
    file: usize,
    files: usize,
}

/// What a file gets besides its top piece.
struct Heading<'a> {
    title: String,
    language: Option<&'a Language>,
    credit: String,
    continued: Option<String>,
    level: u8,
    weight: usize,
}

impl<'a, 'n> Packer<'a, 'n> {
    /// `pages` are those of the printed edition, each of which will be a line of the one list of pages.
    pub(super) fn new(book: &'a Book, notes: &'n [Unit<'a>], pages: usize) -> Self {
        Self {
            plan: Plan::empty(book),
            words_continued: &book.words.continued,
            notes,
            ids: Names::without(&["nav", "toc", "landmarks"]),
            titles: Names::default(),
            host: None,
            parent: None,
            longest: (PAGE_LIST / pages.max(1)).saturating_sub(PAGE_ENTRY).min(100),
            given: 0,
        }
    }

    /// Puts a division into files.
    pub(super) fn division(&mut self, division: &Division<'a>, survey: &Survey<'a>) {
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
            let heading =
                Heading { title, language: division.language, credit, continued, level: division.level, weight };
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
            let heading = Heading {
                title,
                language: division.language.filter(|_| host.title.is_empty()),
                credit: String::new(),
                continued,
                level: host.piece.level - 1,
                weight: 0,
            };
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
        let words = unlike(&mut self.titles, &labelled(&division.title, &division.credit));
        let label = Label { words, foreign: division.language.map(|language| (division.title.len(), language)) };
        if let Some(file) = self.plan.files.get_mut(host.file) {
            if file.title.is_empty() {
                file.title.clone_from(&label.words);
            }
            file.weight += weight;
            file.nested.push(piece);
        }
        self.plan.toc.push(TocEntry { level: division.level, file: host.file, id: Some(id), label });
        self.host = Some(host);
        true
    }

    fn file(&mut self, top: Piece<'a>, third: Third, heading: Heading<'a>) {
        let Heading { title, language, credit, continued, level, weight } = heading;
        let foreign = language.map(|language| (title.len(), language));
        let said = labelled(&continued.clone().unwrap_or(title), &credit);
        // A file of run-on documents under a chapter without a title takes the first one's.
        let title = if said.is_empty() { String::new() } else { unlike(&mut self.titles, &said) };
        if !said.is_empty() && (continued.is_some() || top.first) {
            let label = Label { words: title.clone(), foreign };
            self.plan.toc.push(TocEntry { level, file: self.plan.files.len(), id: None, label });
        }
        let stem = top.id.clone();
        let continued = continued.map(|words| Label { words, foreign });
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
        self.given += 1;
        if self.longest < TELLING {
            // Thousands of pages: `t7` says as much as the beginning of a word.
            return self.ids.take_slug(&format!("t{}", self.given), 1);
        }
        base.truncate(self.longest);
        base.truncate(base.trim_end_matches('-').len());
        self.ids.take_slug(&base, number)
    }
}

/// "Title (authors, date)".
fn labelled(title: &str, credit: &str) -> String {
    if credit.is_empty() { title.to_owned() } else { format!("{title} ({credit})") }
}

/// `title`, numbered where one before is the same.
fn unlike(titles: &mut Names, title: &str) -> String {
    titles.take(title, 1, &|title, number| format!("{title} ({number})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epub::sample;

    #[test]
    fn names_of_files_are_as_long_as_the_list_of_pages_lets_them_be() {
        let book = sample::book();
        let names = |pages: usize| {
            let mut packer = Packer::new(&book, &[], pages);
            ["letters-from-the-harbour-of-1917", "landmarks", "letters-from-the-harbour-of-1918"]
                .map(|slug| packer.claim(slug, 1))
        };
        assert_eq!(names(0)[..2], ["letters-from-the-harbour-of-1917", "landmarks-2"], "one id is the navigation's");
        assert_eq!(names(3_000)[2], "letters-from-the-harbour-of-2");
        assert_eq!(names(4_488), ["t1", "t2", "t3"]);
        for pages in [1_000, 2_500, 4_000, 4_488] {
            let longest = names(pages).iter().map(String::len).max().unwrap_or_default().max(4);
            assert!(pages * (longest + PAGE_ENTRY) <= PAGE_LIST + 5_000, "{pages} pages");
        }
    }
}
