//! Plain text as captured from the web: paragraphs and section breaks, nothing else.
//!
//! Enters: text of unknown habits. Leaves: paragraphs with every word of the text, in order. How lines are meant is
//! decided once for the whole text (see [`lines`]); headings, verse and quotations are the editor's to name.
//! The hyphen of a word that a line's end divides goes where the rest of the text writes it without.

mod lines;

use std::ops::Range;

use super::Reading;
use super::inlines::Composer;
use super::offsets::Offsets;
use super::smart;
use crate::diagnostic::{FileId, Span};
use crate::document::{Block, Document, Located};
use lines::{Layout, Paragraph};

pub use lines::Divided;

#[derive(Debug)]
enum Piece {
    /// Lines without a blank one between them.
    Lines(Vec<Range<usize>>),
    /// Three stars or the like.
    Ornament(Range<usize>),
    /// So many blank lines.
    Gap(usize),
}

pub(super) fn read(text: &str, file: FileId, reading: Reading) -> Document {
    let pieces = pieces(text);
    let layout = layout(text, &pieces);
    let gaps_break = gaps_break(&pieces);
    let offsets = Offsets::of_file(file);
    let mut blocks: Vec<Located<Block>> = Vec::new();
    let mut number = 0;
    let mut add = |block: Block, range: Range<usize>| {
        let repeated = block == Block::SectionBreak
            && blocks.last().is_none_or(|last: &Located<Block>| last.node == Block::SectionBreak);
        if !repeated {
            number += 1;
            blocks.push(Located::new(block, Span::new(file, range), number));
        }
    };
    let last = pieces.iter().rposition(|piece| matches!(piece, Piece::Lines(_)));
    let mut end = 0;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Lines(lines) => {
                for one in layout.paragraphs(lines) {
                    let range = one.lines[0].start..one.lines[one.lines.len() - 1].end;
                    add(paragraph(text, &one, &layout, &offsets, reading), range);
                }
                end = lines.last().map_or(end, |line| line.end);
            }
            Piece::Ornament(range) => add(Block::SectionBreak, range.clone()),
            Piece::Gap(blank) if *blank > 1 && gaps_break && last.is_some_and(|last| at < last) => {
                // An ornament after the gap says the same.
                if !matches!(pieces.get(at + 1), Some(Piece::Ornament(_))) {
                    add(Block::SectionBreak, end..end);
                }
            }
            Piece::Gap(_) => {}
        }
    }
    Document { file, front_matter: None, blocks, notes: Vec::new() }
}

/// The words of a text that line ends divide, in order.
#[must_use]
pub fn divided_words(text: &str) -> Vec<Divided> {
    layout(text, &pieces(text)).divided.into_values().collect()
}

fn layout<'t>(text: &'t str, pieces: &[Piece]) -> Layout<'t> {
    let blocks =
        pieces.iter().filter_map(|piece| if let Piece::Lines(lines) = piece { Some(lines.as_slice()) } else { None });
    Layout::of(text, &blocks.collect::<Vec<_>>())
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = trimmed(line, start);
        start += line.len();
        let words = &text[range.clone()];
        match pieces.last_mut() {
            _ if words.chars().all(char::is_whitespace) => match pieces.last_mut() {
                Some(Piece::Gap(blank)) => *blank += 1,
                _ => pieces.push(Piece::Gap(1)),
            },
            Some(Piece::Lines(lines)) if !is_ornament(words) || underlines(words) => lines.push(range),
            _ if is_ornament(words) => pieces.push(Piece::Ornament(range)),
            _ => pieces.push(Piece::Lines(vec![range])),
        }
    }
    pieces
}

/// A line without the spaces around it.
fn trimmed(line: &str, start: usize) -> Range<usize> {
    let spaces = [' ', '\t', '\n', '\r'];
    let from = line.len() - line.trim_start_matches(spaces).len();
    let length = line.trim_matches(spaces).len();
    start + from..start + from + length
}

/// Whether a line is a break between sections: an asterism, a number sign, or three equal signs and more.
fn is_ornament(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next() else { return false };
    let mut count = 1;
    for sign in signs {
        if sign != first {
            return false;
        }
        count += 1;
    }
    match first {
        '⁂' | '❦' | '❧' | '☙' | '✻' | '#' => true,
        '*' | '-' | '_' | '=' | '~' | '•' | '·' | '—' | '–' | '+' | '◆' | '○' => count >= 3,
        _ => false,
    }
}

/// Whether an ornament directly under a line of words belongs to it.
fn underlines(line: &str) -> bool {
    line.starts_with(['-', '=', '_', '~', '—', '–'])
}

/// Whether more than one blank line is a break between sections: only where one is the rule.
fn gaps_break(pieces: &[Piece]) -> bool {
    let (mut single, mut wider) = (0_usize, 0_usize);
    for window in pieces.windows(3) {
        if let [Piece::Lines(_), Piece::Gap(blank), Piece::Lines(_)] = window {
            if *blank == 1 { single += 1 } else { wider += 1 }
        }
    }
    single > wider
}

fn paragraph(text: &str, one: &Paragraph<'_>, layout: &Layout<'_>, offsets: &Offsets, reading: Reading) -> Block {
    let mut composer = Composer::new(offsets, reading.editorial);
    for (at, line) in one.lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| one.lines.get(before));
        let whole = before.is_some_and(|before| layout.divided.contains_key(&before.end) && !one.kept);
        match at {
            0 => {}
            _ if one.kept => composer.line_break(),
            _ if whole => {}
            _ => composer.text(" ", line.start - 1..line.start),
        }
        let last = at + 1 == one.lines.len();
        let soft = !last && !one.kept && layout.divided.get(&line.end).is_some_and(|word| word.soft);
        let range = line.start..line.end - usize::from(soft);
        composer.text(&text[range.clone()], range);
    }
    let (mut content, _) = composer.finish();
    if let Some(quotes) = reading.smart {
        smart::punctuate(&mut content, quotes);
    }
    Block::Paragraph(content)
}
