//! From a place on a page to its place in the sources, and back.
//!
//! What is placed on a page no longer says which words of a file it came from. So the two are held together by their
//! letters: those of the book in its order, each stretch with the file it is from, and those of the pages. Hyphens,
//! spaces and marks do not count, so a line that is divided, justified or set in small capitals is found all the same.
//! Where letters stand several times, the place nearest to where it should be, by its share of the book, is meant.

use crate::book::Book;
use crate::diagnostic::{Files, Span};
use crate::document::{Inline, Origin, walk};
use crate::length::Length;
use crate::typeset::Composition;
use crate::typeset::page::Item;

/// As many letters are looked for, then fewer.
const NEEDLES: [usize; 4] = [48, 28, 16, 9];

/// The letters of a book and of its pages.
#[derive(Debug, Default)]
pub struct Words {
    book: String,
    /// Where the letters of a span begin in `book`, in order.
    spans: Vec<(usize, Span)>,
    pages: String,
    /// Where the letters of a line begin in `pages`, in order: page, and baseline.
    lines: Vec<(usize, Line)>,
}

/// A piece of a line on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Line {
    page: usize,
    x: Length,
    y: Length,
}

impl Words {
    /// Gathers the letters.
    #[must_use]
    pub fn new(book: &Book, composition: &Composition) -> Self {
        let mut words = Self::default();
        for blocks in book.texts() {
            walk::all_inlines(blocks, &mut |inline| {
                if let Inline::Text(run) = inline
                    && let Origin::Source(span) | Origin::Editor(span) = run.origin
                {
                    words.spans.push((words.book.len(), span));
                    words.book.extend(letters(&run.text));
                }
            });
        }
        for (page, sheet) in composition.pages.iter().enumerate() {
            for placed in &sheet.items {
                if let Item::Glyphs(run) = &placed.item
                    && !run.furniture
                {
                    words.lines.push((words.pages.len(), Line { page, x: placed.x, y: placed.y }));
                    words.pages.extend(letters(&run.text));
                }
            }
        }
        words
    }

    /// Where the words next to a point of a page, counted from 0, stand in the sources.
    #[must_use]
    pub fn source(&self, page: usize, (x, y): (Length, Length), files: &Files) -> Option<Span> {
        let first = self.lines.partition_point(|(_, line)| line.page < page);
        let lines = self.lines.get(first..)?.iter().take_while(|(_, line)| line.page == page);
        // A point stands above the baseline of its line; what is to its left comes before what is to its right.
        let far = |line: &Line| {
            let (down, right) =
                (i64::from(line.y.raw()) - i64::from(y.raw()), i64::from(x.raw()) - i64::from(line.x.raw()));
            (down.abs() * 8) + if right < 0 { -right * 2 } else { right }
        };
        let (at, _) = lines.min_by_key(|(_, line)| far(line))?;
        let (found, skipped) = near(&self.pages, *at, &self.book)?;
        self.span_at(found.saturating_sub(skipped), files)
    }

    /// The page, counted from 0, and the baseline of the words that stand at `span`; where none of it is printed, of
    /// those next to it in its file.
    #[must_use]
    pub fn page(&self, span: Span, files: &Files) -> Option<(usize, Length)> {
        let holds =
            |own: &Span| own.file == span.file && own.start <= span.start && span.start < own.end.max(own.start + 1);
        let after =
            |own: &Span| own.file == span.file && own.start >= span.start && own.start < span.end.max(span.start + 1);
        let of = |wanted: &dyn Fn(&Span) -> bool| self.spans.iter().position(|(_, own)| wanted(own));
        let same = || self.spans.iter().enumerate().filter(|(_, (_, own))| own.file == span.file);
        let next = || same().filter(|(_, (_, own))| own.start >= span.start).min_by_key(|(_, (_, own))| own.start);
        let last = || same().max_by_key(|(_, (_, own))| own.start);
        let beside = || next().or_else(last).map(|(at, _)| at);
        let (at, own) = *self.spans.get(of(&holds).or_else(|| of(&after)).or_else(beside)?)?;
        let text = files.get(span.file).text.as_ref();
        let before = text.get(own.start as usize..span.start.max(own.start) as usize).unwrap_or_default();
        let at = (at + letters(before).map(char::len_utf8).sum::<usize>()).min(self.book.len());
        let (found, _) = near(&self.book, at, &self.pages)?;
        let line = self.lines.partition_point(|(start, _)| *start <= found).checked_sub(1)?;
        self.lines.get(line).map(|(_, line)| (line.page, line.y))
    }

    /// The place in the sources of the letters at `at`.
    fn span_at(&self, at: usize, files: &Files) -> Option<Span> {
        let which = self.spans.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, span) = *self.spans.get(which)?;
        let text = files.get(span.file).text.get(span.range()).unwrap_or_default();
        let mut left = at.saturating_sub(start);
        for (offset, c) in text.char_indices() {
            let long = letters(c.encode_utf8(&mut [0; 4])).map(char::len_utf8).sum::<usize>();
            if long > left {
                let from = span.start as usize + offset;
                return Some(Span::new(span.file, from..from + c.len_utf8()));
            }
            left -= long;
        }
        Some(span)
    }
}

/// Letters and digits, capitals as small.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where the letters at `at` of `from` stand in `to`; and how many letters later they were taken, where those at `at`
/// itself stand nowhere (a note's number, the end of a paragraph).
fn near(from: &str, at: usize, to: &str) -> Option<(usize, usize)> {
    let share = |n: usize, of: usize, by: usize| (n as u128 * by as u128).checked_div(of as u128).unwrap_or(0);
    let wanted = share(at, from.len(), to.len());
    for long in NEEDLES {
        for skipped in [0, 4, 10] {
            let start = ceiling(from, at + skipped);
            let end = ceiling(from, start + long);
            let needle = from.get(start..end).filter(|needle| !needle.is_empty())?;
            let far = |(found, _): &(usize, &str)| (*found as u128).abs_diff(wanted);
            if let Some((found, _)) = to.match_indices(needle).min_by_key(far) {
                return Some((found, start - at.min(start)));
            }
        }
    }
    None
}

/// The first place for a letter from `at` on.
fn ceiling(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
