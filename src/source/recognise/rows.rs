//! The paragraphs of a text with what the tests of this module ask of them.

use crate::diagnostic::Span;
use crate::document::{Block, Located, plain_text};
use crate::source::source_lines;

/// A paragraph.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) span: Span,
    /// Its words.
    pub(super) words: String,
    /// Its lines in the source, with their indents.
    pub(super) lines: Vec<(u8, String)>,
    /// Letters and spaces in it.
    pub(super) length: usize,
    /// Line ends between the paragraph before and this one.
    pub(super) gap: usize,
    /// Whether its line ends are meant: any other line could have held the word after it.
    pub(super) broken: bool,
}

impl Row {
    /// Whether it reads as running text: long, and a sentence at its end.
    pub(super) fn is_prose(&self) -> bool {
        self.length >= 100 && (stops(&self.words) || self.words.ends_with(':'))
    }

    /// Its only line.
    pub(super) fn line(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [(_, line)] => Some(line),
            _ => None,
        }
    }
}

/// Whether words end as a sentence does, whatever marks and calls of notes follow.
pub(super) fn stops(words: &str) -> bool {
    words.trim_end_matches(['”', '"', '’', ')', ']', '»', '“', '*']).ends_with(['.', '!', '?', '…'])
}

/// The paragraphs that are no part of another block; others part them.
pub(super) fn rows(text: &str, blocks: &[Located<Block>]) -> Vec<Row> {
    let margin = margin(text);
    let mut rows: Vec<Row> = Vec::with_capacity(blocks.len());
    let mut end = 0;
    for block in blocks {
        if let Block::Paragraph(content) = &block.node {
            let lines: Vec<(u8, String)> =
                source_lines(content, text).into_iter().map(|line| (line.indent, plain_text(&line.content))).collect();
            let gap = text.get(end..block.span.range().start).map_or(0, |gap| gap.matches('\n').count());
            let words = plain_text(content).trim().to_owned();
            let length = words.chars().count();
            let broken = lines.len() > 1 && lines.windows(2).all(|pair| could_hold(&pair[0].1, &pair[1].1, margin));
            rows.push(Row { number: block.number, span: block.span, words, lines, length, gap, broken });
        }
        if !block.span.range().is_empty() {
            end = block.span.range().end;
        }
    }
    rows
}

/// Whether the first word of `next` would have fitted at the end of `line`.
fn could_hold(line: &str, next: &str, margin: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.chars().count() + 1 + word <= margin
}

/// How long the longest lines of the text are, a few left out; at least what a page holds.
fn margin(text: &str) -> usize {
    let mut lengths: Vec<usize> = text.lines().map(|line| line.trim().chars().count()).filter(|n| *n > 0).collect();
    if lengths.is_empty() {
        return 0;
    }
    let at = (lengths.len() * 9 / 10).min(lengths.len() - 1);
    let (_, length, _) = lengths.select_nth_unstable(at);
    (*length).max(50)
}
