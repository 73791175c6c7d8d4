//! Makes the printed text of the source's: what goes is left out, what is put in stands in its place, in one pass.
//!
//! What has no width (calls, marks, pictures, empty links) goes with the words that a cut takes away, and stays where
//! words are only replaced.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{Block, Document, Inline, Inlines, List, ListKind, Located, Run, Verse, plain_text, walk};

/// A change of one leaf, by the bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Splice {
    /// Words go, and what stands at them; the white beside them too.
    TakeAway {
        /// What was cut.
        words: Range<usize>,
        /// The same with the white that goes with it.
        white: Range<usize>,
        /// What shows that something is cut.
        put: Inlines,
    },
    /// Words go for others; what stands at them stays.
    Replace {
        /// The words.
        words: Range<usize>,
        /// The others.
        put: Inlines,
    },
    /// Something is put in.
    Insert {
        /// Where.
        at: usize,
        /// Which side it belongs to, should a line or a cell end there.
        clings: Side,
        /// What.
        put: Inlines,
    },
}

impl Splice {
    /// Where it begins, and what stands first of those that begin at one place.
    pub(super) const fn order(&self) -> (usize, Side) {
        match self {
            Self::TakeAway { words, .. } => (words.start, Side::Between),
            Self::Replace { words, .. } => (words.start, Side::Right),
            Self::Insert { at, clings, .. } => (*at, *clings),
        }
    }

    /// Whether it belongs to the part of a leaf between two bytes.
    fn inside(&self, part: &Range<usize>) -> bool {
        match self {
            Self::TakeAway { white: words, .. } | Self::Replace { words, .. } => {
                part.start <= words.start && words.end <= part.end
            }
            Self::Insert { at, clings: Side::Left, .. } => (part.start < *at || part.start == 0) && *at <= part.end,
            Self::Insert { at, clings: Side::Between | Side::Right, .. } => part.start <= *at && *at < part.end,
        }
    }
}

/// A side of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The words before it: a call, `[sic]`.
    Left,
    /// Neither: the mark of a cut stands outside the markup of both, behind the calls of the words before.
    Between,
    /// The words after it: the place that a reference leads to.
    Right,
}

/// What happens to one leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Whether it is printed at all.
    pub(super) stays: Stays,
    /// A mark on a line of its own stands before it, or in its place.
    pub(super) mark_before: bool,
    /// A mark on a line of its own stands after it.
    pub(super) mark_after: bool,
    /// Words that go with a mark on a line of its own in their place, and the same with the white that goes too.
    pub(super) divided: Vec<(Range<usize>, Range<usize>)>,
    /// What else is done to its words, in order.
    pub(super) splices: Vec<Splice>,
}

/// Whether a leaf is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stays {
    /// As a block of its own.
    #[default]
    Apart,
    /// It goes on in the paragraph before it.
    Joined,
    /// Not.
    Gone,
}

/// Makes the printed text of a text and its notes.
pub(super) fn rebuild(document: &mut Document, changes: BTreeMap<usize, Change>) {
    let mut pencil = Pencil { changes, leaf: 0 };
    document.blocks = pencil.blocks(std::mem::take(&mut document.blocks));
    for note in &mut document.notes {
        note.body = pencil.blocks(std::mem::take(&mut note.body));
    }
}

struct Pencil {
    changes: BTreeMap<usize, Change>,
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
                    let items = std::mem::take(&mut list.items);
                    let items = items.into_iter().map(|item| (item.is_empty(), self.blocks(item))).collect();
                    let span = block.span;
                    let (number, language) = (block.number, block.language.take());
                    let list =
                        std::mem::replace(list, List { kind: ListKind::Bulleted, tight: false, items: Vec::new() });
                    for node in lists(&list, items) {
                        kept.push(match node {
                            Block::Omission => Located::new(node, span, 0),
                            node => Located { node, span, number, language: language.clone() },
                        });
                    }
                    continue;
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
        let change = self.changes.remove(&self.leaf);
        self.leaf += 1;
        let Some(change) = change else { return kept.push(block) };
        let mark = Located::new(Block::Omission, block.span, 0);
        if change.mark_before {
            kept.push(mark.clone());
        }
        match change.stays {
            Stays::Gone => {}
            Stays::Apart if change.divided.is_empty() => {
                kept.extend(points_of_listing(&block, &change.splices));
                kept.extend(Work::of(&change.splices).leaf(block));
            }
            stays => {
                // Each part of a divided paragraph is the paragraph without what comes before and after it.
                let ends = change.divided.iter().map(Some).chain([None]);
                let starts = std::iter::once(None).chain(change.divided.iter().map(Some));
                for (number, (before, after)) in starts.zip(ends).enumerate() {
                    let Some(part) = Work::of_part(&change.splices, before, after).leaf(block.clone()) else {
                        continue;
                    };
                    if number > 0 {
                        kept.push(mark.clone());
                    }
                    push(part, stays == Stays::Joined && number == 0, kept);
                }
            }
        }
        if change.mark_after {
            kept.push(mark);
        }
    }
}

/// A listing holds nothing but its words: the places in it are those before it.
fn points_of_listing(block: &Located<Block>, splices: &[Splice]) -> Option<Located<Block>> {
    let Block::Listing { .. } = block.node else { return None };
    let put = splices.iter().flat_map(|splice| match splice {
        Splice::TakeAway { put, .. } | Splice::Replace { put, .. } | Splice::Insert { put, .. } => put,
    });
    let points: Inlines = put.filter(|inline| matches!(inline, Inline::Point(_))).cloned().collect();
    (!points.is_empty()).then(|| Located::new(Block::Paragraph(points), block.span, 0))
}

/// A list without the items that are gone, of which `items` says whether they were empty. The mark of a cut does not
/// stand behind a bullet: it divides the list, and so does what is gone of a counted one, for each item keeps its
/// number.
fn lists(list: &List, items: Vec<(bool, Vec<Located<Block>>)>) -> Vec<Block> {
    let List { kind, tight, .. } = *list;
    let mut out = Vec::new();
    let mut open = false;
    for (at, (was_empty, item)) in (0_u64..).zip(items) {
        if item.is_empty() && !was_empty {
            open &= kind == ListKind::Bulleted;
        } else if !item.is_empty() && item.iter().all(|block| block.node == Block::Omission) {
            out.push(Block::Omission);
            open = false;
        } else if let Some(Block::List(list)) = out.last_mut().filter(|_| open) {
            list.items.push(item);
        } else {
            let kind = match kind {
                ListKind::Numbered(first) => ListKind::Numbered(first.saturating_add(at)),
                ListKind::Bulleted => kind,
            };
            out.push(Block::List(List { kind, tight, items: vec![item] }));
            open = true;
        }
    }
    out
}

/// Puts a block behind the others; what goes on in the paragraph before it runs on there.
fn push(block: Located<Block>, joined: bool, kept: &mut Vec<Located<Block>>) {
    match (&block.node, kept.last_mut().map(|last| &mut last.node)) {
        (Block::Paragraph(more), Some(Block::Paragraph(before))) if joined => before.extend(more.iter().cloned()),
        _ => kept.push(block),
    }
}

/// A way through a leaf, and what is done to its words there.
struct Work {
    /// How many bytes of its words were passed.
    at: usize,
    /// What is put in, in order.
    puts: std::vec::IntoIter<Put>,
    /// The words that go, ascending.
    taken: Vec<Range<usize>>,
    /// The words that are cut, and whether a mark shows it: what has no width goes with them.
    cut: Vec<(Range<usize>, bool)>,
}

/// Something that is put in.
struct Put {
    at: usize,
    side: Side,
    content: Inlines,
}

impl Work {
    fn of(splices: &[Splice]) -> Self {
        Self::of_part(splices, None, None)
    }

    /// For the part of a leaf between two stretches that are cut from it.
    fn of_part(
        splices: &[Splice],
        before: Option<&(Range<usize>, Range<usize>)>,
        after: Option<&(Range<usize>, Range<usize>)>,
    ) -> Self {
        let part = before.map_or(0, |(_, white)| white.end)..after.map_or(usize::MAX, |(_, white)| white.start);
        let (mut puts, mut taken, mut cut) = (Vec::new(), Vec::new(), Vec::new());
        if let Some((words, _)) = before {
            taken.push(0..part.start);
            cut.push((0..words.end, true));
        }
        for splice in splices.iter().filter(|splice| splice.inside(&part)) {
            let (at, side) = splice.order();
            let (Splice::TakeAway { put, .. } | Splice::Replace { put, .. } | Splice::Insert { put, .. }) = splice;
            puts.push(Put { at, side, content: put.clone() });
            match splice {
                Splice::TakeAway { words, white, .. } => {
                    taken.push(white.clone());
                    cut.push((words.clone(), !put.is_empty()));
                }
                Splice::Replace { words, .. } => taken.push(words.clone()),
                Splice::Insert { .. } => {}
            }
        }
        if let Some((words, _)) = after {
            taken.push(part.end..usize::MAX);
            cut.push((words.start..usize::MAX, true));
        }
        puts.sort_by_key(|put: &Put| (put.at, put.side));
        taken.sort_unstable_by_key(|taken| (taken.start, taken.end));
        Self { at: 0, puts: puts.into_iter(), taken, cut }
    }

    /// The leaf as it is printed; `None` if nothing is left of it.
    fn leaf(mut self, block: Located<Block>) -> Option<Located<Block>> {
        let Located { node, span, number, language } = block;
        let mut node = self.block(node)?;
        // What belongs to words after the last: there are none.
        let rest: Inlines = self.puts.flat_map(|put| put.content).collect();
        if !rest.is_empty() {
            append(&mut node, rest);
        }
        Some(Located { node, span, number, language })
    }

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
            Block::Listing { language, text, .. } => {
                let origin = text.origin;
                let mut content = Inlines::new();
                self.run(text, &mut content);
                let text = plain_text(&content);
                (!text.is_empty()).then_some(Block::Listing {
                    language,
                    text: Run { text, origin },
                    places: Vec::new(),
                })
            }
            block => Some(block),
        }
    }

    /// A paragraph's words; `None` if none are left where there were some.
    fn line(&mut self, content: Inlines) -> Option<Inlines> {
        let mut content = self.inlines(content);
        if !self.cut.is_empty() {
            // A line that is cut away leaves no end of a line behind.
            while content.pop_if(|last| *last == Inline::LineBreak).is_some() {}
            let breaks = content.iter().take_while(|first| **first == Inline::LineBreak).count();
            content.drain(..breaks);
        }
        (!content.is_empty()).then_some(content)
    }

    fn inlines(&mut self, content: Inlines) -> Inlines {
        let mut kept = Inlines::with_capacity(content.len());
        for inline in content {
            if !matches!(inline, Inline::NoteCall(_) | Inline::Cite(_) | Inline::LineBreak) {
                self.between(&mut kept);
            }
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
                // A line's end goes with the words around it.
                Inline::LineBreak if self.cuts(within) || self.cuts_unseen() => {}
                // A note is called by the words before it.
                Inline::NoteCall(_) | Inline::Cite(_) if self.cuts(behind) => {}
                Inline::Picture(_) | Inline::Mark(_) if self.cuts(before) => {}
                other => kept.push(other),
            }
        }
        kept
    }

    /// Puts in what stands between the words before and those after.
    fn between(&mut self, kept: &mut Inlines) {
        let due = |put: &&Put| put.at == self.at && put.side == Side::Between;
        while self.puts.as_slice().first().is_some_and(|put| due(&put)) {
            kept.extend(self.puts.next().map(|put| put.content).unwrap_or_default());
        }
    }

    /// What stands inside markup: `None` if its words went.
    fn inside(&mut self, content: Inlines) -> Option<Inlines> {
        if content.is_empty() {
            // Its words are still to be made: a reference to a page.
            return (!self.cuts(before)).then_some(content);
        }
        let kept = self.inlines(content);
        (!kept.is_empty()).then_some(kept)
    }

    /// Whether what stands here goes with a cut.
    fn cuts(&self, with: impl Fn(&Range<usize>, usize) -> bool) -> bool {
        self.cut.iter().any(|(cut, _)| with(cut, self.at))
    }

    /// Whether a line ends here with a cut that nothing shows, or before one that goes on in the next paragraph.
    fn cuts_unseen(&self) -> bool {
        let goes = |cut: &Range<usize>| cut.end == usize::MAX && cut.start == self.at;
        self.cut.iter().any(|(cut, shown)| !shown && cut.end == self.at || goes(cut))
    }

    fn run(&mut self, run: Run, kept: &mut Inlines) {
        let (start, end) = (self.at, self.at + run.text.len());
        if start == end {
            return kept.push(Inline::Text(run));
        }
        let mut done = start;
        let due = |put: &&Put| if put.side == Side::Left { put.at <= end } else { put.at < end };
        while let Some(put) = self.puts.as_slice().first().filter(due) {
            let at = put.at.max(start);
            self.words(&run, start, done..at, kept);
            done = at;
            kept.extend(self.puts.next().map(|put| put.content).unwrap_or_default());
        }
        self.at = end;
        if done == start && !self.taken.iter().any(|taken| taken.start < end && start < taken.end) {
            return kept.push(Inline::Text(run));
        }
        self.words(&run, start, done..end, kept);
    }

    /// Keeps the words of a stretch of `run` that are not taken.
    fn words(&self, run: &Run, start: usize, stretch: Range<usize>, kept: &mut Inlines) {
        let mut from = stretch.start;
        let taken = &self.taken[self.taken.partition_point(|taken| taken.end <= from)..];
        let ends = taken.iter().map(|taken| (taken.start, taken.end)).chain([(usize::MAX, usize::MAX)]);
        for (to, next) in ends {
            let to = to.min(stretch.end);
            if from < to {
                kept.push(Inline::Text(run.part(from - start..to - start)));
            }
            from = from.max(next);
            if from >= stretch.end {
                break;
            }
        }
    }
}

/// Puts `rest` behind all words of a block.
fn append(block: &mut Block, rest: Inlines) {
    let mut texts = 0_usize;
    walk::texts(block, &mut |_| texts += 1);
    let mut rest = Some(rest);
    walk::block_texts_mut(block, &mut |text| {
        texts -= 1;
        text.extend(rest.take_if(|_| texts == 0).unwrap_or_default());
    });
}

/// Whether what follows the words before `at` goes with a cut.
const fn behind(cut: &Range<usize>, at: usize) -> bool {
    (cut.start < at || cut.start == 0) && at <= cut.end
}

/// Whether `at` is inside a cut.
const fn within(cut: &Range<usize>, at: usize) -> bool {
    cut.start < at && at < cut.end
}

/// Whether what stands before the words at `at` goes with a cut.
const fn before(cut: &Range<usize>, at: usize) -> bool {
    cut.start <= at && at < cut.end
}
