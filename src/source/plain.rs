//! Plain text as captured from the web: paragraphs and section breaks, nothing else.
//!
//! Enters: text of unknown habits. Leaves: paragraphs with every word of the text, in order. How lines are meant is
//! decided once for the whole text (see [`Habit`]); headings, verse and quotations are the editor's to name.

use std::ops::Range;

use super::Reading;
use super::inlines::Composer;
use super::offsets::Offsets;
use super::smart;
use crate::diagnostic::{FileId, Span};
use crate::document::{Block, Document, Located};

/// How a text uses its lines within a block that has no blank line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    /// Broken at a margin: line ends mean nothing.
    Wrapped,
    /// A line is a paragraph.
    LinePerParagraph,
    /// Line ends are meant: addresses, credits, verse.
    Kept,
}

/// Between these columns most lines of a wrapped text end.
const MARGIN: std::ops::RangeInclusive<usize> = 50..=90;

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
    let habit = habit(text, &pieces);
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
                for lines in paragraphs(lines, habit) {
                    let range = lines[0].start..lines[lines.len() - 1].end;
                    add(paragraph(text, lines, habit, &offsets, reading), range);
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

fn habit(text: &str, pieces: &[Piece]) -> Habit {
    let (mut all, mut at_margin, mut long) = (0_usize, 0_usize, 0_usize);
    for piece in pieces {
        let Piece::Lines(lines) = piece else { continue };
        // A paragraph's last line ends where it ends.
        for line in &lines[..lines.len() - 1] {
            let columns = text[line.clone()].chars().count();
            all += 1;
            at_margin += usize::from(MARGIN.contains(&columns));
            long += usize::from(columns > *MARGIN.end());
        }
    }
    if at_margin * 2 > all {
        Habit::Wrapped
    } else if long * 2 > all {
        Habit::LinePerParagraph
    } else {
        Habit::Kept
    }
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

fn paragraphs(lines: &[Range<usize>], habit: Habit) -> impl Iterator<Item = &[Range<usize>]> {
    lines.chunks(if habit == Habit::LinePerParagraph { 1 } else { lines.len().max(1) })
}

fn paragraph(text: &str, lines: &[Range<usize>], habit: Habit, offsets: &Offsets, reading: Reading) -> Block {
    let mut composer = Composer::new(offsets, reading.editorial);
    for (at, line) in lines.iter().enumerate() {
        match (at, habit) {
            (0, _) => {}
            (_, Habit::Wrapped) => composer.text(" ", line.start - 1..line.start),
            _ => composer.line_break(),
        }
        composer.text(&text[line.clone()], line.clone());
    }
    let (mut content, _) = composer.finish();
    if let Some(quotes) = reading.smart {
        smart::punctuate(&mut content, quotes);
    }
    Block::Paragraph(content)
}
