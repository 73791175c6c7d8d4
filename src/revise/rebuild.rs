//! Makes the printed text of the source's: what goes is left out, what is put in stands in its place, in one pass.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Inline, Inlines, Located, Run, Verse};

/// Words of one leaf that others take the place of, by the bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) put: Inlines,
}

/// What happens to one leaf. Its signs are independent of each other: a leaf may be gone and leave a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Fate {
    /// Nothing of it is printed.
    pub(super) gone: bool,
    /// A mark on a line of its own stands before it, or in its place.
    pub(super) line: bool,
    /// A mark on a line of its own stands after it.
    pub(super) line_after: bool,
    /// It goes on in the paragraph before it.
    pub(super) joined: bool,
    /// Words that go with a mark on a line of its own in their place.
    pub(super) divided: Vec<(usize, usize)>,
    /// What is put in the place of words; in order, and where two overlap the first has the words.
    pub(super) splices: Vec<Splice>,
}

/// Makes the printed text of a text and its notes.
pub(super) fn rebuild(document: &mut Document, fates: BTreeMap<usize, Fate>) {
    let mut pencil = Pencil { fates, leaf: 0 };
    document.blocks = pencil.blocks(std::mem::take(&mut document.blocks));
    for note in &mut document.notes {
        note.body = pencil.blocks(std::mem::take(&mut note.body));
    }
}

struct Pencil {
    fates: BTreeMap<usize, Fate>,
    /// The number of the next leaf.
    leaf: usize,
}

impl Pencil {
    fn blocks(&mut self, blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
        let mut kept = Vec::with_capacity(blocks.len());
        for mut block in blocks {
            let stays = match &mut block.node {
                Block::Quotation(inner) | Block::Letter(inner) => {
                    *inner = self.blocks(std::mem::take(inner));
                    let stays = inner.iter().any(|block| block.node != Block::Omission);
                    if !stays {
                        kept.append(inner);
                    }
                    stays
                }
                Block::List(list) => {
                    list.items = std::mem::take(&mut list.items)
                        .into_iter()
                        .map(|item| (item.is_empty(), self.blocks(item)))
                        .filter_map(|(was_empty, item)| (was_empty || !item.is_empty()).then_some(item))
                        .collect();
                    !list.items.is_empty()
                }
                Block::Entries(entries) => {
                    for entry in &mut entries.items {
                        entry.body = self.blocks(std::mem::take(&mut entry.body));
                    }
                    entries.items.retain(|entry| !entry.body.is_empty());
                    !entries.items.is_empty()
                }
                _ => {
                    self.leaf(block, &mut kept);
                    continue;
                }
            };
            if stays {
                kept.push(block);
            }
        }
        kept
    }

    fn leaf(&mut self, block: Located<Block>, kept: &mut Vec<Located<Block>>) {
        let fate = self.fates.remove(&self.leaf);
        self.leaf += 1;
        let Some(fate) = fate else { return kept.push(block) };
        let mark = Located::new(Block::Omission, block.span, 0);
        if fate.line {
            kept.push(mark.clone());
        }
        if !fate.gone {
            // Each part of a divided paragraph is the paragraph without what comes before and after it.
            let ends = fate.divided.iter().map(|(from, _)| *from).chain([usize::MAX]);
            let starts = std::iter::once(0).chain(fate.divided.iter().map(|(_, to)| *to));
            for (number, (start, end)) in starts.zip(ends).enumerate() {
                let Some(part) = part(block.clone(), &fate.splices, (start, end)) else { continue };
                if number > 0 {
                    kept.push(mark.clone());
                }
                push(part, fate.joined && number == 0, kept);
            }
        }
        if fate.line_after {
            kept.push(mark);
        }
    }
}

/// Puts a block behind the others; what goes on in the paragraph before it runs on there.
fn push(block: Located<Block>, joined: bool, kept: &mut Vec<Located<Block>>) {
    match (&block.node, kept.last_mut().map(|last| &mut last.node)) {
        (Block::Paragraph(more), Some(Block::Paragraph(before))) if joined => before.extend(more.iter().cloned()),
        _ => kept.push(block),
    }
}

/// The part of a leaf between two bytes of its text, its splices applied; `None` if nothing is left of it.
fn part(block: Located<Block>, splices: &[Splice], (start, end): (usize, usize)) -> Option<Located<Block>> {
    let mut all = Vec::with_capacity(splices.len() + 2);
    if start > 0 {
        all.push(Splice { from: 0, to: start, put: Inlines::new() });
    }
    all.extend(splices.iter().filter(|splice| splice.from >= start && splice.to <= end).cloned());
    if end < usize::MAX {
        all.push(Splice { from: end, to: usize::MAX, put: Inlines::new() });
    }
    let mut cursor = Cursor { at: 0, rest: &all, all: &all, under_way: false };
    let Located { node, span, number, language } = block;
    let node = cursor.block(node)?;
    Some(Located { node, span, number, language })
}

/// A way through the words of a leaf.
struct Cursor<'s> {
    /// How many bytes were passed.
    at: usize,
    /// Splices that are not done.
    rest: &'s [Splice],
    all: &'s [Splice],
    /// Whether the first of `rest` has been put in already, and takes more words.
    under_way: bool,
}

impl Cursor<'_> {
    fn block(&mut self, block: Block) -> Option<Block> {
        match block {
            Block::Paragraph(content) => self.line(content).map(Block::Paragraph),
            Block::Heading { level, content, id, classes } => {
                self.line(content).map(|content| Block::Heading { level, content, id, classes })
            }
            Block::Verse(verse) => {
                let mut stanzas = Vec::with_capacity(verse.stanzas.len());
                for stanza in verse.stanzas {
                    let mut lines = Vec::with_capacity(stanza.len());
                    for mut line in stanza {
                        let blank = line.content.is_empty();
                        line.content = self.inlines(line.content);
                        if blank || !line.content.is_empty() {
                            lines.push(line);
                        }
                    }
                    stanzas.extend((!lines.is_empty()).then_some(lines));
                }
                (!stanzas.is_empty()).then_some(Block::Verse(Verse { stanzas }))
            }
            Block::Table(mut table) => {
                let mut cells = |row: &mut Vec<Inlines>| {
                    let blank = row.iter().all(Vec::is_empty);
                    for cell in row.iter_mut() {
                        *cell = self.inlines(std::mem::take(cell));
                    }
                    blank || row.iter().any(|cell| !cell.is_empty())
                };
                cells(&mut table.head);
                table.rows.retain_mut(cells);
                Some(Block::Table(table))
            }
            Block::Figure(mut figure) => {
                figure.caption = self.inlines(figure.caption);
                Some(Block::Figure(figure))
            }
            Block::Lead(mut leads) => {
                for lead in &mut leads {
                    lead.words = self.inlines(std::mem::take(&mut lead.words));
                }
                leads.retain(|lead| !lead.words.is_empty());
                (!leads.is_empty()).then_some(Block::Lead(leads))
            }
            Block::Listing { language, text } => {
                let origin = text.origin;
                let mut content = Inlines::new();
                self.run(text, &mut content);
                let text = crate::document::plain_text(&content);
                (!text.is_empty()).then_some(Block::Listing { language, text: Run { text, origin } })
            }
            block => Some(block),
        }
    }

    /// A paragraph's words; `None` if none are left where there were some.
    fn line(&mut self, content: Inlines) -> Option<Inlines> {
        let mut content = self.inlines(content);
        for splice in std::mem::take(&mut self.rest) {
            if !std::mem::take(&mut self.under_way) {
                content.extend(splice.put.iter().cloned());
            }
        }
        (!content.is_empty()).then_some(content)
    }

    fn inlines(&mut self, content: Inlines) -> Inlines {
        let mut kept = Inlines::with_capacity(content.len());
        for inline in content {
            match inline {
                Inline::Text(run) => self.run(run, &mut kept),
                Inline::Styled(style, inner) => {
                    kept.extend(self.inside(inner).map(|inner| Inline::Styled(style, inner)));
                }
                Inline::Foreign(language, inner) => {
                    kept.extend(self.inside(inner).map(|inner| Inline::Foreign(language, inner)));
                }
                Inline::Link { target, content, span } => {
                    kept.extend(self.inside(content).map(|content| Inline::Link { target, content, span }));
                }
                // A line's end goes with the words around it, or with the line it ends.
                Inline::LineBreak
                    if self.goes(|s| s.from < self.at && (self.at < s.to || self.at == s.to && s.put.is_empty())) => {}
                // A note is called by the words before it.
                Inline::NoteCall(_) | Inline::Cite(_) if self.goes(|s| s.from < self.at && self.at <= s.to) => {}
                // A mark or a picture belongs to the words after it.
                Inline::Picture(_) | Inline::Mark(_) if self.goes(|s| s.from <= self.at && self.at < s.to) => {}
                other => kept.push(other),
            }
        }
        kept
    }

    /// What stands inside markup: `None` if its words went.
    fn inside(&mut self, content: Inlines) -> Option<Inlines> {
        let was_empty = content.is_empty();
        let kept = self.inlines(content);
        (was_empty || !kept.is_empty()).then_some(kept)
    }

    fn goes(&self, gone: impl Fn(&Splice) -> bool) -> bool {
        self.all.iter().any(|splice| splice.from < splice.to && gone(splice))
    }

    fn run(&mut self, run: Run, kept: &mut Inlines) {
        let (start, end) = (self.at, self.at + run.text.len());
        let mut done = start;
        while let Some((splice, rest)) = self.rest.split_first() {
            // An insertion follows the words before it at once; a cut waits for the first of its words.
            let due = if splice.from == splice.to { splice.from <= end } else { splice.from < end };
            if !due {
                break;
            }
            if splice.from > done {
                kept.push(Inline::Text(run.part(done - start..splice.from - start)));
                done = splice.from;
            }
            if !self.under_way {
                kept.extend(splice.put.iter().cloned());
            }
            done = done.max(splice.to.min(end));
            self.under_way = splice.to > end;
            if self.under_way {
                break;
            }
            self.rest = rest;
        }
        if done == start {
            kept.push(Inline::Text(run));
        } else if done < end {
            kept.push(Inline::Text(run.part(done - start..end - start)));
        }
        self.at = end;
    }
}
