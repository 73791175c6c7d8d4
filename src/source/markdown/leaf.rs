//! Leaves: blocks that hold words and no other blocks, while they are open.

use std::ops::Range;

use super::super::inlines::Composer;
use super::blocks::{Container, Reader};
use super::finish;
use super::mask::Covered;
use crate::document::{Block, Figure, Inline, Inlines, MarkKind};

#[derive(Debug)]
pub(super) enum LeafKind {
    Paragraph { explicit: bool },
    Heading { level: u8, id: Option<String>, classes: Vec<String> },
    Cell,
}

#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) kind: LeafKind,
    pub(super) start: usize,
    pub(super) composer: Composer<'a>,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn begin_leaf(&mut self, kind: LeafKind, start: usize) {
        let composer = Composer::new(self.sheet.offsets, self.sheet.reading.editorial);
        self.leaf = Some(Leaf { kind, start, composer });
        for mark in std::mem::take(&mut self.waiting) {
            self.composer(start).mark(mark);
        }
        while self.masks.get(self.next).is_some_and(|mask| mask.range.start < start) {
            self.uncover();
        }
    }

    pub(super) fn open_leaf(&mut self, start: usize) {
        self.begin_leaf(LeafKind::Paragraph { explicit: false }, start);
    }

    /// The open leaf's composer; a tight item's words open a leaf of their own.
    pub(super) fn composer(&mut self, at: usize) -> &mut Composer<'a> {
        if self.leaf.is_none() {
            self.keeps_lines = false;
            self.open_leaf(at);
        }
        let sheet = self.sheet;
        let new = || Leaf {
            kind: LeafKind::Paragraph { explicit: false },
            start: at,
            composer: Composer::new(sheet.offsets, sheet.reading.editorial),
        };
        &mut self.leaf.get_or_insert_with(new).composer
    }

    pub(super) const fn keeps_lines(&self) -> bool {
        self.keeps_lines
    }

    pub(super) const fn keep_lines(&mut self, keep: bool) {
        self.keeps_lines = keep;
    }

    /// Ends the open leaf and gives its inlines.
    pub(super) fn take_inlines(&mut self, end: usize) -> Inlines {
        self.end_marks(end);
        let Some(leaf) = self.leaf.take() else { return Inlines::new() };
        let title = self.title.take();
        self.untitled(title);
        let (inlines, unclosed) = leaf.composer.finish();
        self.unclosed(unclosed, &(leaf.start..end));
        finish(inlines, self.sheet.reading)
    }

    /// Ends of ranges that stand on lines of their own after a leaf belong to it.
    pub(super) fn end_marks(&mut self, mut end: usize) {
        while let Some(mask) = self.masks.get(self.next) {
            let ends = mask.alone && matches!(mask.what, Covered::Mark(MarkKind::End, _));
            let between = self.sheet.original.get(end.min(mask.range.start)..mask.range.start).unwrap_or("x");
            if self.leaf.is_none() || !ends || !between.bytes().all(|b| b.is_ascii_whitespace() || b == b'>') {
                return;
            }
            end = mask.range.end;
            self.uncover();
        }
    }

    pub(super) fn close_leaf(&mut self, end: usize) {
        let Some(leaf) = &mut self.leaf else { return };
        let start = leaf.start;
        let kind = std::mem::replace(&mut leaf.kind, LeafKind::Cell);
        let title = self.title.take();
        let content = self.take_inlines(end);
        if content.iter().all(|inline| matches!(inline, Inline::Mark(_) | Inline::LineBreak)) {
            self.waiting.extend(content.into_iter().filter(|inline| matches!(inline, Inline::Mark(_))));
            return;
        }
        let range = start..end;
        let block = match kind {
            LeafKind::Paragraph { explicit: true } if is_figure(&content, title.is_some()) => {
                self.figure(content, title)
            }
            kind => {
                self.untitled(title);
                match kind {
                    LeafKind::Heading { level, id, classes } => {
                        if let Some(id) = &id {
                            self.name_heading(id, &range);
                        }
                        Block::Heading { level, content, id, classes }
                    }
                    LeafKind::Paragraph { .. } | LeafKind::Cell => Block::Paragraph(content),
                }
            }
        };
        self.add(block, &range);
    }

    fn figure(&mut self, content: Inlines, title: Option<(String, Range<usize>)>) -> Block {
        let mut caption = title.map_or_else(Inlines::new, |(title, range)| self.caption(&title, &range));
        let mut pictures = Vec::new();
        for inline in content {
            match inline {
                Inline::Picture(picture) => pictures.push(picture),
                mark => caption.push(mark),
            }
        }
        match pictures.pop() {
            Some(picture) => Block::Figure(Figure { picture, caption }),
            None => Block::Paragraph(caption),
        }
    }

    pub(super) fn is_lined(&self, range: &Range<usize>) -> bool {
        /// Lines of a letter's head and foot are shorter than this many bytes.
        const SHORT: usize = 48;
        let in_letter = self.beyond == 0 && matches!(self.open.last().map(|o| &o.container), Some(Container::Letter));
        in_letter && self.sheet.original.get(range.clone()).is_some_and(|text| text.lines().all(|l| l.len() < SHORT))
    }
}

/// Whether a paragraph is a picture alone; notes may be called after one that has a caption to call them from.
fn is_figure(content: &[Inline], titled: bool) -> bool {
    let pictures = content.iter().filter(|inline| matches!(inline, Inline::Picture(_))).count();
    pictures == 1
        && content.iter().all(|inline| match inline {
            Inline::Picture(_) | Inline::Mark(_) => true,
            Inline::NoteCall(_) => titled,
            _ => false,
        })
}
