//! Callouts: quotations that say in their first line what they are, and verse in particular.
//!
//! Verse is read from the source itself, not from the parser's events: to CommonMark an indented stanza is code.

use std::ops::Range;

use super::blocks::{Container, Reader};
use super::mask::Covered;
use super::words::Lines;
use crate::document::{Block, Inlines, Verse, VerseLine, cut};

/// Where the lines of verse stand.
struct Lined {
    /// The first byte.
    from: usize,
    /// How many signs of quotation stand before each.
    depth: usize,
    /// Whether the first follows a tag in its line, or is nothing.
    tagged: bool,
}

/// A stanza's lines: indent, bytes in the source.
type Stanza = Vec<(u8, Range<usize>)>;

impl Reader<'_, '_> {
    /// Enters a quotation, or reads the whole of it if it is verse.
    pub(super) fn start_quotation(&mut self, range: &Range<usize>) {
        while self.masks.get(self.next).is_some_and(|mask| mask.range.start < range.start && mask.alone) {
            self.open_waiting(range.start);
        }
        let tag = self.masks.get(self.next).cloned().filter(|mask| {
            (range.start..range.end).contains(&mask.range.start)
                && self.sheet.covered[range.start..mask.range.start].bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'))
                // A tag behind two signs is the inner quotation's.
                && self.sheet.covered[range.start..mask.range.start].bytes().filter(|b| *b == b'>').count() < 2
        });
        let (word, place) = match tag.map(|mask| (mask.what, mask.range)) {
            Some((Covered::Callout(word), place)) => (word, place),
            Some((Covered::Bars(_), _)) => {
                self.next += 1;
                self.skip_quotation();
                let lines = Lined { from: range.start, depth: 1, tagged: false };
                self.verse(&lines, range);
                return;
            }
            _ => {
                self.enter(Container::Quotation, range.start);
                return;
            }
        };
        self.next += 1;
        match word.as_str() {
            "verse" => {
                self.skip_quotation();
                let before = &self.sheet.covered[..place.start];
                let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
                let depth = line.bytes().filter(|b| *b == b'>').count();
                self.verse(&Lined { from: place.end, depth, tagged: true }, range);
            }
            "letter" => self.enter(Container::Letter, range.start),
            _ => self.enter(Container::Quotation, range.start),
        }
    }

    /// Comments that stand before the quotation wait for its first paragraph.
    fn open_waiting(&mut self, at: usize) {
        self.open_leaf(at);
        self.close_leaf(at);
    }

    fn verse(&mut self, lines: &Lined, range: &Range<usize>) {
        let stanzas = stanzas(self.sheet.covered, lines, range.end);
        let mut verse = Verse { stanzas: Vec::new() };
        for stanza in stanzas {
            let lines = self.stanza(&stanza);
            verse
                .stanzas
                .push(stanza.iter().zip(lines).map(|((i, _), content)| VerseLine { indent: *i, content }).collect());
        }
        // What stood alone in a comment between the last lines waits for the next paragraph.
        if !verse.stanzas.is_empty() {
            self.add(Block::Verse(verse), range);
        }
    }

    /// The lines of a stanza. Markup may reach from one to the next; if it swallows a line's end, each is read alone.
    fn stanza(&mut self, stanza: &Stanza) -> Vec<Inlines> {
        let mut lines = Lines::default();
        for (_, place) in stanza {
            lines.add(&self.sheet.covered[place.clone()], place.start);
        }
        let masks = self.next;
        let start = stanza.first().map_or(0, |(_, place)| place.start);
        let end = stanza.last().map_or(0, |(_, place)| place.end);
        self.open_leaf(start);
        self.keep_lines(true);
        self.lines(&lines);
        self.keep_lines(false);
        let together = cut::lines(self.take_inlines(end));
        if together.len() == stanza.len() {
            return together;
        }
        self.next = masks;
        stanza.iter().map(|(_, place)| self.line(place.clone())).collect()
    }
}

/// Divides the text of a verse quotation into stanzas.
fn stanzas(text: &str, lines: &Lined, end: usize) -> Vec<Stanza> {
    let mut stanzas: Vec<Stanza> = vec![Vec::new()];
    let mut at = lines.from;
    for (number, line) in text[at..end.max(at)].split_inclusive('\n').enumerate() {
        let body = if number == 0 && lines.tagged { line.trim_start() } else { unquoted(line, lines.depth) };
        let start = at + line.len() - body.len();
        at += line.len();
        let words = body.trim_start_matches([' ', '\t']);
        let indent: usize = body[..body.len() - words.len()].bytes().map(|b| if b == b'\t' { 4 } else { 1 }).sum();
        let start = start + body.len() - words.len();
        let words = words.trim_end();
        let words = words.strip_suffix('\\').unwrap_or(words);
        if !words.is_empty() {
            let last = stanzas.len() - 1;
            stanzas[last].push((u8::try_from(indent).unwrap_or(u8::MAX), start..start + words.len()));
        } else if stanzas.last().is_some_and(|stanza| !stanza.is_empty()) {
            stanzas.push(Vec::new());
        }
    }
    stanzas.retain(|stanza| !stanza.is_empty());
    stanzas
}

/// A line without the signs of `depth` quotations.
fn unquoted(line: &str, depth: usize) -> &str {
    let mut body = line;
    for _ in 0..depth {
        let Some(inner) = body.trim_start_matches([' ', '\t']).strip_prefix('>') else { break };
        body = inner.strip_prefix(' ').unwrap_or(inner);
    }
    body
}
