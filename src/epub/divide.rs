//! Divides what no file could hold: a paragraph of half a megabyte, a thread of a thousand turns, a table of ten
//! thousand rows.
//!
//! Files are divided between blocks ([`super::pack`]), so a block heavier than a file is made several of its kind
//! first: a list between its items, a table between its rows (each with the head), verse between stanzas or lines, a
//! paragraph at the end of a sentence, or else of a word. Each comes to stand in a file of its own, where the reader
//! turns a page anyway. Only the first keeps the number of its paragraph; no word is lost. An item of a list or a
//! turn of a dialogue is never divided.

use crate::book::{Book, Matter, MatterBody, Prose};
use crate::document::{
    Block, Entries, Inline, Inlines, List, ListKind, Located, NoteId, Table, Verse, VerseLine, cut::split_at,
    plain_text,
};
use rayon::prelude::*;

use super::pack::{LIMIT, NOTES};
use super::survey::{self, Find, Unit};
use super::table::is_wide;

/// How far back the end of a sentence is looked for, in bytes.
const SENTENCE: usize = 2000;

/// The book with what is too heavy divided; `None` if nothing is.
pub(super) fn divided(book: &Book) -> Option<Book> {
    let notes: Vec<usize> = book.notes.par_iter().map(|note| survey::note(&note.body).weight).collect();
    let scales = Scales { notes: &notes };
    let mut texts: Vec<&Prose> = book.front.iter().chain(&book.back).filter_map(written).collect();
    for part in &book.parts {
        texts.extend(&part.introduction);
        for chapter in &part.chapters {
            texts.extend(&chapter.introduction);
            texts.extend(chapter.selections.iter().map(|selection| &selection.text));
        }
    }
    if !texts.par_iter().any(|prose| prose.blocks.iter().any(|block| scales.files(&survey::block(block)) > 1)) {
        return None;
    }
    let mut book = book.clone();
    for matter in book.front.iter_mut().chain(&mut book.back) {
        if let MatterBody::Prose(prose) = &mut matter.body {
            scales.divide_all(&mut prose.blocks);
        }
    }
    for part in &mut book.parts {
        part.introduction.iter_mut().for_each(|prose| scales.divide_all(&mut prose.blocks));
        for chapter in &mut part.chapters {
            chapter.introduction.iter_mut().for_each(|prose| scales.divide_all(&mut prose.blocks));
            chapter.selections.iter_mut().for_each(|selection| scales.divide_all(&mut selection.text.blocks));
        }
    }
    Some(book)
}

fn written(matter: &Matter) -> Option<&Prose> {
    match &matter.body {
        MatterBody::Prose(prose) => Some(prose),
        _ => None,
    }
}

/// What weighs things.
struct Scales<'n> {
    /// What each note weighs.
    notes: &'n [usize],
}

impl Scales<'_> {
    /// How many files a thing needs.
    fn files(&self, unit: &Unit<'_>) -> usize {
        let (weight, notes) = self.load(unit);
        weight.div_ceil(LIMIT).max(notes.div_ceil(NOTES)).max(1)
    }

    /// What a thing weighs with the notes it calls, and how many these are.
    fn load(&self, unit: &Unit<'_>) -> (usize, usize) {
        let called = |note: NoteId| self.notes.get(note.0 as usize).copied().unwrap_or_default();
        unit.finds.iter().fold((unit.weight, 0), |(weight, calls), find| match find {
            Find::Call(note) => (weight + called(*note), calls + 1),
            _ => (weight, calls),
        })
    }

    fn divide_all(&self, blocks: &mut Vec<Located<Block>>) {
        if blocks.iter().all(|block| self.files(&survey::block(block)) == 1) {
            return;
        }
        *blocks = std::mem::take(blocks).into_iter().flat_map(|block| self.divide(block)).collect();
    }

    /// A block as several of its kind, none too heavy if that can be.
    fn divide(&self, block: Located<Block>) -> Vec<Located<Block>> {
        let files = self.files(&survey::block(&block));
        if files == 1 {
            return vec![block];
        }
        let Located { node, span, number, language } = block;
        let nodes: Vec<Block> = match node {
            Block::Paragraph(content) => {
                let mut pieces = Vec::new();
                cut(content, files, &mut pieces);
                pieces.into_iter().map(Block::Paragraph).collect()
            }
            Block::Quotation(blocks) => self.within(blocks).into_iter().map(Block::Quotation).collect(),
            Block::Letter(blocks) => self.within(blocks).into_iter().map(Block::Letter).collect(),
            Block::Verse(verse) => self.verse(verse),
            Block::List(list) => self.list(list),
            Block::Table(Table { columns, head, rows }) => {
                let table = |rows| Table { columns: columns.clone(), head: head.clone(), rows };
                // A row of a record says the heads again.
                let again = if is_wide(&table(rows.clone())) { survey::texts(head.iter()).weight } else { 0 };
                let groups = self.grouped(rows, |row| {
                    let mut unit = survey::texts(row.iter());
                    unit.weight += again;
                    unit
                });
                groups.into_iter().map(|rows| Block::Table(table(rows))).collect()
            }
            Block::Entries(Entries { kind, items }) => {
                let groups = self.grouped(items, |entry| survey::note(&entry.body));
                groups.into_iter().map(|items| Block::Entries(Entries { kind, items })).collect()
            }
            whole => vec![whole],
        };
        let first = [number].into_iter().chain(std::iter::repeat(0));
        let located = |(node, number)| Located { node, span, number, language: language.clone() };
        nodes.into_iter().zip(first).map(located).collect()
    }

    fn within(&self, mut blocks: Vec<Located<Block>>) -> Vec<Vec<Located<Block>>> {
        self.divide_all(&mut blocks);
        self.grouped(blocks, survey::block)
    }

    fn list(&self, List { kind, tight, items }: List) -> Vec<Block> {
        let mut before = 0;
        let groups = self.grouped(items, |item| survey::note(item)).into_iter();
        let list = |items: Vec<Vec<Located<Block>>>| {
            let kind = match kind {
                ListKind::Bulleted => ListKind::Bulleted,
                ListKind::Numbered(start) => ListKind::Numbered(start.saturating_add(before)),
            };
            before += items.len() as u64;
            Block::List(List { kind, tight, items })
        };
        groups.map(list).collect()
    }

    fn verse(&self, verse: Verse) -> Vec<Block> {
        let stanzas = verse.stanzas.into_iter().flat_map(|stanza| {
            if self.files(&stanza_unit(&stanza)) == 1 {
                return vec![stanza];
            }
            self.grouped(stanza, |line| stanza_unit(std::slice::from_ref(line)))
        });
        let groups = self.grouped(stanzas.collect(), |stanza| stanza_unit(stanza));
        groups.into_iter().map(|stanzas| Block::Verse(Verse { stanzas })).collect()
    }

    /// Things in groups that each fit a file, as far as a single thing does.
    fn grouped<T>(&self, things: Vec<T>, weigh: impl Fn(&T) -> Unit<'_>) -> Vec<Vec<T>> {
        let (mut groups, mut group) = (Vec::new(), Vec::new());
        let (mut weight, mut notes) = (0, 0);
        for thing in things {
            let (more, calls) = self.load(&weigh(&thing));
            if !group.is_empty() && (weight + more > LIMIT || notes + calls > NOTES) {
                groups.push(std::mem::take(&mut group));
                (weight, notes) = (0, 0);
            }
            (weight, notes) = (weight + more, notes + calls);
            group.push(thing);
        }
        groups.push(group);
        groups
    }
}

/// Lines of verse, looked over.
fn stanza_unit(lines: &[VerseLine]) -> Unit<'_> {
    survey::texts(lines.iter().map(|line| &line.content))
}

/// Cuts words into `pieces` of about the same length. By halves: a text is copied as often as it is halved.
fn cut(content: Inlines, pieces: usize, out: &mut Vec<Vec<Inline>>) {
    if pieces > 1 {
        let words = plain_text(&content);
        let left = pieces / 2;
        let target = words.floor_char_boundary(words.len() / pieces * left);
        let at = best(&words, target);
        if at > 0 && at < words.len() {
            let (before, after) = split_at(content, at);
            cut(before, left, out);
            cut(after, pieces - left, out);
            return;
        }
    }
    out.push(content);
}

/// Where words are best cut, not far before `target`: behind a sentence and its space, else behind a word's.
fn best(words: &str, target: usize) -> usize {
    let from = words.floor_char_boundary(target.saturating_sub(SENTENCE));
    let near = words.get(from..target).unwrap_or_default();
    let sentence = [". ", "! ", "? ", "… ", ".” ", ".\" ", "。", "؟ ", "۔ ", "। "];
    let ends = |mark: &&str| near.rfind(*mark).map(|at| at + mark.len());
    let word = || near.char_indices().rev().find(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    sentence.iter().filter_map(ends).max().or_else(word).map_or(target, |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::super::sample::text;
    use super::*;

    fn pieces(words: &str, number: usize) -> Vec<String> {
        let mut out = Vec::new();
        cut(vec![text(words)], number, &mut out);
        out.iter().map(|piece| plain_text(piece)).collect()
    }

    #[test]
    fn a_paragraph_is_cut_behind_a_sentence_else_a_word_else_anywhere() {
        assert_eq!(
            pieces("One is one. Two is two and so on to ten", 2),
            ["One is one. ", "Two is two and so on to ten"]
        );
        assert_eq!(pieces("one two three four", 2), ["one two ", "three four"]);
        assert_eq!(pieces("人人人人人人", 3), ["人人", "人人", "人人"]);
        assert_eq!(pieces("", 4), [""]);
    }

    #[test]
    fn long_words_are_cut_into_even_pieces_and_none_is_lost() {
        let words = "All that is said is said again. ".repeat(20_000);
        let cut = pieces(&words, 7);
        assert_eq!(cut.concat(), words);
        assert_eq!(cut.len(), 7);
        assert!(cut.iter().all(|piece| piece.len() < words.len() / 6 && piece.ends_with(". ")));
    }
}
