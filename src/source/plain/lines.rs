//! What the ends of lines mean in a plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a text uses its lines within a block that has no blank line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// Broken at a margin: line ends mean nothing.
    Wrapped,
    /// A line is a paragraph.
    LinePerParagraph,
    /// Line ends are meant: addresses, credits, verse.
    Kept,
}

/// Between these columns most lines of a wrapped text end.
const MARGIN: std::ops::RangeInclusive<usize> = 50..=90;

/// So many columns are left free where somebody ended a line on purpose, all through a block.
const FREE: usize = 12;

/// A word that a line's end divides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divided {
    /// The word, its parts put together.
    pub word: String,
    /// Where its hyphen stands.
    pub at: usize,
    /// Whether the hyphen is the line's and goes; else it is the word's.
    pub soft: bool,
}

/// The lines of a text, and what is decided of them once for all of it.
pub(super) struct Layout<'t> {
    text: &'t str,
    habit: Habit,
    /// The column that lines are filled to.
    width: usize,
    /// Words that line ends divide, by where the line ends.
    pub(super) divided: BTreeMap<usize, Divided>,
}

/// A paragraph's lines, and whether their ends are kept.
pub(super) struct Paragraph<'l> {
    pub(super) lines: &'l [Range<usize>],
    pub(super) kept: bool,
}

impl<'t> Layout<'t> {
    pub(super) fn of(text: &'t str, blocks: &[&[Range<usize>]]) -> Self {
        let (mut all, mut at_margin, mut long) = (0_usize, 0_usize, 0_usize);
        let mut columns: Vec<usize> = Vec::new();
        for pair in blocks.iter().flat_map(|lines| lines.windows(2)) {
            let [line, next] = pair else { continue };
            let length = text[line.clone()].chars().count();
            // Where somebody else speaks a line ends, wrapped or not.
            if length < *MARGIN.start() && is_turn(&text[line.clone()], &text[next.clone()]) {
                continue;
            }
            all += 1;
            at_margin += usize::from(MARGIN.contains(&length));
            long += usize::from(length > *MARGIN.end());
            columns.push(length);
        }
        let habit = if at_margin * 2 > all {
            Habit::Wrapped
        } else if long * 2 > all {
            Habit::LinePerParagraph
        } else {
            Habit::Kept
        };
        columns.retain(|columns| MARGIN.contains(columns));
        columns.sort_unstable();
        let width = columns.get(columns.len() * 9 / 10).copied().unwrap_or(*MARGIN.end());
        let mut layout = Self { text, habit, width, divided: BTreeMap::new() };
        if habit == Habit::Wrapped {
            layout.divide(blocks);
        }
        layout
    }

    /// The paragraphs of a block.
    pub(super) fn paragraphs<'l>(&self, lines: &'l [Range<usize>]) -> Vec<Paragraph<'l>> {
        match self.habit {
            Habit::LinePerParagraph => lines.chunks(1).map(|lines| Paragraph { lines, kept: true }).collect(),
            Habit::Kept => vec![Paragraph { lines, kept: true }],
            Habit::Wrapped => {
                let meant = |pair: &[Range<usize>]| self.leaves_room(pair, FREE);
                if lines.len() > 1 && lines.windows(2).all(meant) && !lines.windows(2).any(|pair| self.turns(pair)) {
                    return vec![Paragraph { lines, kept: true }];
                }
                let mut paragraphs = Vec::new();
                let mut first = 0;
                for at in 1..lines.len() {
                    if self.turns(&lines[at - 1..=at]) {
                        paragraphs.push(Paragraph { lines: &lines[first..at], kept: false });
                        first = at;
                    }
                }
                paragraphs.push(Paragraph { lines: &lines[first..], kept: false });
                paragraphs
            }
        }
    }

    /// Whether the second of two lines begins what somebody else says: the first ended before it was full.
    fn turns(&self, pair: &[Range<usize>]) -> bool {
        let [line, next] = pair else { return false };
        is_turn(&self.text[line.clone()], &self.text[next.clone()]) && self.leaves_room(pair, 2)
    }

    /// Whether the next line's first word, and `more` columns, would have had room in the line before.
    fn leaves_room(&self, pair: &[Range<usize>], more: usize) -> bool {
        let [line, next] = pair else { return false };
        let length = |words: &str| words.chars().count();
        let word = self.text[next.clone()].split_whitespace().next().map_or(0, length);
        length(&self.text[line.clone()]) + 1 + word + more <= self.width
    }

    /// Finds the words that line ends divide. Whether a hyphen is the word's or the line's the rest of the text says: how
    /// it has the word elsewhere, and where it has not, what most of its other line ends do.
    fn divide(&mut self, blocks: &[&[Range<usize>]]) {
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for pair in blocks.iter().flat_map(|lines| lines.windows(2)) {
            let [line, next] = pair else { continue };
            if let Some((first, second)) = divided(&self.text[line.clone()], &self.text[next.clone()]) {
                found.push((line.end, first.to_lowercase(), second.to_lowercase()));
            }
        }
        if found.is_empty() {
            return;
        }
        let one = |(_, first, second): &(usize, String, String)| format!("{first}{second}");
        let two = |(_, first, second): &(usize, String, String)| format!("{first}-{second}");
        let sought: BTreeSet<String> = found.iter().flat_map(|parts| [one(parts), two(parts)]).collect();
        let letters = |c: char| !c.is_alphabetic() && c != '-' && c != '’' && c != '\'';
        let words = self.text.split(letters).filter(|word| word.len() > 2).map(str::to_lowercase);
        let seen: BTreeSet<String> = words.filter(|word| sought.contains(word)).collect();
        let said = |parts| match (seen.contains(&one(parts)), seen.contains(&two(parts))) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let count = |wanted| found.iter().filter(|parts| said(parts) == Some(wanted)).count();
        let most = count(true) > count(false);
        for parts in &found {
            let soft = said(parts).unwrap_or(most);
            let word = if soft { one(parts) } else { two(parts) };
            self.divided.insert(parts.0, Divided { word, at: parts.0 - 1, soft });
        }
    }
}

/// The two parts of a word that a hyphen at a line's end divides.
fn divided<'t>(line: &'t str, next: &'t str) -> Option<(&'t str, &'t str)> {
    let before = line.strip_suffix('-').filter(|before| before.ends_with(char::is_lowercase))?;
    let first = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let second = next.split(|c: char| !c.is_alphabetic()).next().filter(|part| part.starts_with(char::is_lowercase))?;
    // "mid- and late summer" leaves a word out.
    (!matches!(second, "and" | "or" | "und" | "oder" | "et" | "ou" | "to")).then_some((first, second))
}

/// Whether a line ends a sentence and the next begins with a mark of speech.
fn is_turn(line: &str, next: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '"', '”', '’', '»', '“'])
        && next.starts_with(['"', '“', '„', '«', '»', '—', '–', '‘'])
}

#[cfg(test)]
mod tests {
    use super::super::divided_words;
    use crate::diagnostic::Files;
    use crate::document::dump;
    use crate::source::Reading;

    fn read(text: &str) -> String {
        let file = Files::default().add("a.txt", text);
        dump::document(&super::super::read(text, file, Reading::SOURCE))
    }

    #[test]
    fn who_speaks_begins_a_paragraph() {
        let text = "The keeper of the lamp came down the stairs in the morning, and his\n\
                    wife stood in the door of the house with the book under her arm and\n\
                    did not look up at him.\n\n\
                    \"Is it lit?\" she asked.\n\
                    \"It is.\"\n\
                    \"Then I will go up,\" she said, and took the stairs two at a time, for\n\
                    the tide was in and nobody else was there.\n";
        let read = read(text);
        assert_eq!(read.matches("paragraph").count(), 4, "{read}");
        assert!(read.contains("at a time, for the tide"), "{read}");
    }

    #[test]
    fn short_lines_in_a_wrapped_text_are_meant() {
        let text = "THE LAMP OF VARN HEAD\n\
                    by Mira Dunlop\n\n\
                    The keeper of the lamp came down the stairs in the morning, and his\n\
                    wife stood in the door of the house with the book under her arm and\n\
                    did not look up at him, for it was the day on which the boat was to\n\
                    come.\n";
        let read = read(text);
        assert!(read.contains("THE LAMP OF VARN HEAD") && !read.contains("HEAD by"), "{read}");
        assert!(read.contains("morning, and his wife"), "{read}");
    }

    #[test]
    fn words_that_a_lines_end_divides() {
        let text = "In the first winter of the log there was no lighthouse on the harbour wall, but only a light-\n\
                    house keeper, and a well-known man he was in those years. Of the well-\n\
                    known men of the coast he was the last, and nobody who saw the water-\n\
                    side then, or who walked out along the mole in mid- or in late sum-\n\
                    mer, forgot him. The summer was short, and the storms were many, so\n\
                    that nobody went.\n";
        let words: Vec<(String, bool)> = divided_words(text).into_iter().map(|one| (one.word, one.soft)).collect();
        let wanted = [("lighthouse", true), ("well-known", false), ("waterside", true), ("summer", true)];
        assert_eq!(words, wanted.map(|(word, soft)| (word.to_owned(), soft)));
        let read = read(text);
        assert!(read.contains("a lighthouse keeper") && read.contains("Of the well-known men"), "{read}");
    }
}
