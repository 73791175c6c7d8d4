//! One paragraph as the index sees it: its words in one piece, its marks, the notes it calls; and the way back,
//! to put anchors into it.

use std::collections::BTreeMap;

use super::uncorrected::Corrected;
use crate::book::AnchorId;
use crate::diagnostic::Span;
use crate::document::{Block, Inline, Inlines, Mark, NoteId, Origin, Run, Style};
use crate::edit::walk;

/// A paragraph's words and what stands between them.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// The words; lines, cells and line breaks are divided by spaces. Words of the program itself are blotted out.
    pub(super) text: String,
    /// Index marks, in order.
    pub(super) marks: Vec<Mark>,
    /// Where in `text` a space stands that is no byte of any run.
    gaps: Vec<usize>,
    /// Notes that are called, in order.
    pub(super) calls: Vec<NoteId>,
    /// Words that the editor put in place of the source's, in order.
    pub(super) corrected: Vec<Corrected>,
}

impl Passage {
    /// Reads a block that holds no other blocks, in place of what was here. Listings have no words for an index.
    /// `emended` says what the source has at the anchors of corrections.
    pub(super) fn read(&mut self, block: &Block, emended: &BTreeMap<AnchorId, &str>) {
        self.corrected.clear();
        self.text.clear();
        self.gaps.clear();
        self.marks.clear();
        self.calls.clear();
        walk::texts(block, &mut |line| {
            if !self.text.is_empty() {
                self.gap();
            }
            self.inlines(line, emended);
        });
    }

    fn gap(&mut self) {
        self.gaps.push(self.text.len());
        self.text.push(' ');
    }

    /// Where in `text` the byte `at` of the runs stands ([`crate::quote`] counts so).
    pub(super) fn offset(&self, at: usize) -> usize {
        at + self.gaps.iter().enumerate().take_while(|(before, gap)| **gap - before <= at).count()
    }

    /// Where the word begins that ends before the byte `end` of the runs.
    pub(super) fn last_word(&self, end: usize) -> usize {
        last_start(self.text.get(..self.offset(end.saturating_sub(1)) + 1).unwrap_or_default())
    }

    /// Where the last word begins.
    pub(super) fn last_start(&self) -> usize {
        last_start(&self.text)
    }

    fn inlines(&mut self, inlines: &[Inline], emended: &BTreeMap<AnchorId, &str>) {
        for inline in inlines {
            match inline {
                Inline::Text(Run { text, origin: Origin::Program }) => {
                    self.text.extend(std::iter::repeat_n('\u{1}', text.len()));
                }
                Inline::Text(run) => {
                    self.correction(run);
                    self.text.push_str(&run.text);
                }
                Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                    self.inlines(content, emended);
                }
                Inline::LineBreak => self.gap(),
                Inline::NoteCall(id) => self.calls.push(*id),
                Inline::Mark(mark) => self.marks.push(mark.clone()),
                Inline::Anchor(anchor) => {
                    if let Some(words) = emended.get(anchor) {
                        let printed = self.text.len()..self.text.len();
                        self.corrected.push(Corrected { printed, words: (*words).to_owned(), open: true });
                    }
                }
                Inline::Picture(_)
                | Inline::Cite(_)
                | Inline::Point(_)
                | Inline::PageOf(_)
                | Inline::LineOf(_)
                | Inline::PageStart(_) => {}
            }
        }
    }

    /// The editor's words that follow a correction's place are the correction.
    fn correction(&mut self, run: &Run) {
        let Some(last) = self.corrected.last_mut().filter(|last| last.open) else { return };
        last.open = matches!(run.origin, Origin::Editor(_)) && last.printed.end == self.text.len();
        if last.open {
            last.printed.end += run.text.len();
        }
    }
}

/// Where the last word of `text` begins.
fn last_start(text: &str) -> usize {
    let spaces = text.trim_end().char_indices().rev().find(|(_, c)| c.is_whitespace());
    spaces.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Anchors on their way into a passage.
#[derive(Debug)]
pub(super) struct Anchoring<'a> {
    /// Before which bytes of [`Passage::text`], ascending.
    pub(super) words: &'a [(usize, AnchorId)],
    /// What each mark becomes, in order.
    pub(super) marks: &'a [Option<AnchorId>],
    at: usize,
}

impl<'a> Anchoring<'a> {
    pub(super) const fn new(words: &'a [(usize, AnchorId)], marks: &'a [Option<AnchorId>]) -> Self {
        Self { words, marks, at: 0 }
    }

    /// Puts the anchors in and takes the marks out. Mirrors [`Passage::read`].
    pub(super) fn apply(mut self, block: &mut Block) {
        walk::block_texts_mut(block, &mut |line| {
            if self.at > 0 {
                self.at += 1;
            }
            self.inlines(line);
        });
    }

    fn inlines(&mut self, inlines: &mut Inlines) {
        let mut placed = Inlines::with_capacity(inlines.len() + 1);
        for mut inline in std::mem::take(inlines) {
            match &mut inline {
                Inline::Text(_) => {
                    let Inline::Text(run) = inline else { continue };
                    self.run(run, &mut placed);
                    continue;
                }
                // Inside code every character counts: the anchor stands before it.
                Inline::Styled(Style::Code, content) => {
                    let mut inside = std::mem::take(content);
                    self.inlines(&mut inside);
                    placed.extend(inside.extract_if(.., |inline| matches!(inline, Inline::Anchor(_))));
                    *content = inside;
                }
                Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                    self.inlines(content);
                }
                Inline::LineBreak => self.at += 1,
                Inline::Mark(_) => {
                    if let Some((anchor, rest)) = self.marks.split_first() {
                        self.marks = rest;
                        placed.extend(anchor.map(Inline::Anchor));
                    }
                    continue;
                }
                Inline::NoteCall(_)
                | Inline::Picture(_)
                | Inline::Cite(_)
                | Inline::Point(_)
                | Inline::Anchor(_)
                | Inline::PageOf(_)
                | Inline::LineOf(_)
                | Inline::PageStart(_) => {}
            }
            placed.push(inline);
        }
        *inlines = placed;
    }

    fn run(&mut self, mut run: Run, placed: &mut Inlines) {
        let mut start = self.at;
        self.at += run.text.len();
        while let Some(((at, anchor), rest)) = self.words.split_first().filter(|((at, _), _)| *at < self.at) {
            self.words = rest;
            if let Some((before, after)) = split(&run, at.saturating_sub(start)) {
                placed.push(Inline::Text(before));
                start = *at;
                run = after;
            }
            placed.push(Inline::Anchor(*anchor));
        }
        placed.push(Inline::Text(run));
    }
}

/// Divides a run; `None` if one side would be empty. Where the run is the source's bytes, so are its parts.
fn split(run: &Run, at: usize) -> Option<(Run, Run)> {
    let (before, after) =
        run.text.split_at_checked(at).filter(|(before, after)| !before.is_empty() && !after.is_empty())?;
    let divide = |span: Span| {
        if span.range().len() != run.text.len() {
            return (span, span);
        }
        let middle = span.start + u32::try_from(at).unwrap_or(u32::MAX);
        (Span { end: middle, ..span }, Span { start: middle, ..span })
    };
    let (first, second) = match run.origin {
        Origin::Source(span) => {
            let (first, second) = divide(span);
            (Origin::Source(first), Origin::Source(second))
        }
        Origin::Editor(span) => {
            let (first, second) = divide(span);
            (Origin::Editor(first), Origin::Editor(second))
        }
        Origin::Program => (Origin::Program, Origin::Program),
    };
    Some((Run { text: before.to_owned(), origin: first }, Run { text: after.to_owned(), origin: second }))
}
