//! Gives paragraphs back what the capture lost: verse, quotations, letters, headings, listings, turns of a
//! dialogue, credits, breaks between sections.
//!
//! Enters: a document's blocks, and by paragraph numbers which of them are what. Leaves: the same blocks, those set
//! as they are meant, and a [`Recovered`] of every sign and paragraph that is therefore not printed. All is done in
//! one pass; paragraphs that were cut before are not missed, and the marks of cuts stay where they stand.
//! A stretch keeps to one parent: half a list and the paragraph after it are no poem.

mod credits;
mod dialogue;
mod extract;
mod listing;
mod verse;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Document, Inline, Inlines, Located, plain_text};
use crate::manifest::RecoveryKind;
use crate::quote::leaves;

/// Paragraphs that are something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Their numbers in the source.
    pub numbers: RangeInclusive<u32>,
    /// What they are.
    pub kind: RecoveryKind,
    /// A heading's level, if it is said.
    pub level: Option<u8>,
    /// Where it is said.
    pub span: Span,
    /// The marks that stand around an extract, read before anything was cut: see [`note_marks`].
    pub marks: Option<(char, char)>,
}

/// What is not printed because the form says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Signs: the marks around a quotation that is set off, the colon after a speaker's name.
    pub signs: Vec<Span>,
    /// Single marks of quotation that became double ones, since those around them are not printed.
    pub raised: Vec<Span>,
    /// Paragraphs that are no part of the document.
    pub dropped: Vec<Span>,
    /// What was asked for paragraphs of which none is left.
    pub missed: Vec<Span>,
}

impl Recovered {
    /// Adds what another pass did.
    pub fn append(&mut self, other: Self) {
        self.signs.extend(other.signs);
        self.raised.extend(other.raised);
        self.dropped.extend(other.dropped);
        self.missed.extend(other.missed);
    }
}

/// Sets the `wanted` paragraphs of `document` as what they are. `text` is its decoded text.
pub fn recover(document: &mut Document, text: &str, wanted: &[Wanted], diagnostics: &mut Diagnostics) -> Recovered {
    let wanted = sorted(wanted, diagnostics);
    if wanted.is_empty() {
        return Recovered::default();
    }
    let level = usual_level(&document.blocks);
    let fates = vec![Fate::Waiting; wanted.len()];
    let notes = document.notes.iter().map(|note| note.span).collect();
    let mut desk = Desk { text, notes, level, wanted, fates, next: 0, done: Recovered::default(), diagnostics };
    document.blocks = desk.pass(std::mem::take(&mut document.blocks), None);
    if !desk.done.dropped.is_empty() {
        // Between what is left and what was dropped there is no break.
        let is_break = |block: &Located<Block>| block.node == Block::SectionBreak;
        while document.blocks.pop_if(|last| is_break(last)).is_some() {}
        let leading = document.blocks.iter().take_while(|block| is_break(block)).count();
        document.blocks.drain(..leading);
    }
    let missed = desk.wanted.iter().zip(&desk.fates).filter(|(_, fate)| **fate == Fate::Waiting);
    desk.done.missed.extend(missed.map(|(wanted, _)| wanted.span));
    desk.done
}

/// The blocks that go when `wanted` is done.
pub(super) fn dropped(blocks: &[Located<Block>], wanted: &[Wanted]) -> Vec<Located<Block>> {
    let drops = |first: u32, last: u32| {
        wanted.iter().any(|wanted| {
            wanted.kind == RecoveryKind::Drop && *wanted.numbers.start() <= first && last <= *wanted.numbers.end()
        })
    };
    let goes = |block: &&Located<Block>| extent(block).is_some_and(|(first, last)| drops(first, last));
    blocks.iter().filter(goes).cloned().collect()
}

/// Notes which marks of quotation stand around the extracts among `wanted` in the whole `document`: a cut may take one of
/// them away, and the other is still not printed.
pub fn note_marks(document: &Document, wanted: &mut [Wanted]) {
    let mut extracts: Vec<&mut Wanted> =
        wanted.iter_mut().filter(|wanted| wanted.kind == RecoveryKind::Extract).collect();
    if extracts.is_empty() {
        return;
    }
    let leaves = leaves(&document.blocks);
    for wanted in &mut extracts {
        let first = leaves.partition_point(|leaf| leaf.number < *wanted.numbers.start());
        let within = leaves[first..].iter().take_while(|leaf| leaf.number <= *wanted.numbers.end());
        let texts: Option<Vec<String>> = within
            .map(|leaf| match &leaf.node {
                Block::Paragraph(content) => Some(plain_text(content)),
                _ => None,
            })
            .collect();
        wanted.marks = texts.and_then(|texts| match extract::outer_marks(&texts) {
            extract::Outer::Are(open, close) => Some((open, close)),
            extract::Outer::None | extract::Outer::Unclear => None,
        });
    }
}

/// In the order of the paragraphs; of two that overlap only the first.
pub(super) fn sorted(wanted: &[Wanted], diagnostics: &mut Diagnostics) -> Vec<Wanted> {
    let mut all: Vec<&Wanted> = wanted.iter().collect();
    all.sort_by_key(|wanted| (*wanted.numbers.start(), *wanted.numbers.end()));
    let mut sorted: Vec<Wanted> = Vec::with_capacity(all.len());
    for wanted in all {
        if let Some(before) = sorted.last().filter(|before| before.numbers.end() >= wanted.numbers.start()) {
            let (one, other) = (name(before.kind), name(wanted.kind));
            let message = if one == other {
                format!("a paragraph is to be {one} twice")
            } else {
                format!("a paragraph cannot be {one} and {other}")
            };
            let fault = Diagnostic::error("overlapping-blocks", message).at(wanted.span, "this stretch");
            let fault = fault.also(before.span, "has paragraphs of this one");
            diagnostics.push(fault.hint("let each paragraph lie in one of them"));
        } else {
            sorted.push(wanted.clone());
        }
    }
    sorted
}

/// The highest level of the headings below the first block, on which a recovered one stands if nothing else is said.
fn usual_level(blocks: &[Located<Block>]) -> u8 {
    let below = blocks.iter().skip(1).filter_map(|block| match block.node {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    });
    below.min().unwrap_or(2)
}

/// What a kind is called in a message.
const fn name(kind: RecoveryKind) -> &'static str {
    match kind {
        RecoveryKind::Verse => "verse",
        RecoveryKind::Extract => "an extract",
        RecoveryKind::Letter => "a letter",
        RecoveryKind::Heading => "a heading",
        RecoveryKind::Listing => "a listing",
        RecoveryKind::Dialogue => "a dialogue",
        RecoveryKind::Credits => "credits",
        RecoveryKind::SectionBreak => "a section break",
        RecoveryKind::Drop => "dropped",
        RecoveryKind::Text => "plain text",
    }
}

/// What becomes of a [`Wanted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// None of its paragraphs has come.
    Waiting,
    /// Its paragraphs were found side by side.
    Done,
    /// It cannot be done: its paragraphs stay as they are.
    Spoiled,
}

/// Work under way.
struct Desk<'a> {
    text: &'a str,
    /// Where the notes stand.
    notes: Vec<Span>,
    level: u8,
    wanted: Vec<Wanted>,
    /// What became of each.
    fates: Vec<Fate>,
    /// The first whose paragraphs may still come.
    next: usize,
    done: Recovered,
    diagnostics: &'a mut Diagnostics,
}

impl Desk<'_> {
    /// Goes through the blocks of one parent; `after` is the number of the paragraph that follows the last of them.
    fn pass(&mut self, blocks: Vec<Located<Block>>, after: Option<u32>) -> Vec<Located<Block>> {
        let follows = following(&blocks, after);
        let mut out = Vec::with_capacity(blocks.len());
        // Those that belong together, and marks of cuts that may lie between two of them.
        let (mut taken, mut loose) = (Vec::new(), Vec::new());
        for (block, follows) in blocks.into_iter().zip(follows) {
            let Some((first, last)) = extent(&block) else {
                if taken.is_empty() {
                    out.push(block);
                } else {
                    loose.push(block);
                }
                continue;
            };
            while self.wanted.get(self.next).is_some_and(|wanted| *wanted.numbers.end() < first) {
                self.settle(&mut taken, &mut loose, &mut out);
                self.next += 1;
            }
            let Some((start, end)) = self.wanted.get(self.next).map(|w| (*w.numbers.start(), *w.numbers.end())) else {
                out.push(block);
                continue;
            };
            let inside = start <= first && last <= end;
            let ends_elsewhere = |after: Option<u32>| last < end && after.is_some_and(|after| after <= end);
            if start > last {
                out.push(block);
            } else if inside && self.fates[self.next] != Fate::Spoiled && !ends_elsewhere(after) {
                taken.append(&mut loose);
                taken.push(block);
            } else if !inside && first <= start && holds_blocks(&block) && !ends_elsewhere(follows) {
                out.push(self.inner(block, follows));
            } else {
                self.spoil(&block);
                out.append(&mut taken);
                out.append(&mut loose);
                out.push(block);
            }
        }
        self.settle(&mut taken, &mut loose, &mut out);
        out
    }

    /// Goes through the blocks that a block holds.
    fn inner(&mut self, mut block: Located<Block>, after: Option<u32>) -> Located<Block> {
        match &mut block.node {
            Block::Quotation(inner) | Block::Letter(inner) => *inner = self.pass(std::mem::take(inner), after),
            Block::List(list) => self.children(list.items.iter_mut().collect(), after),
            Block::Entries(entries) => {
                self.children(entries.items.iter_mut().map(|entry| &mut entry.body).collect(), after);
            }
            _ => {}
        }
        block
    }

    fn children(&mut self, children: Vec<&mut Vec<Located<Block>>>, after: Option<u32>) {
        let firsts: Vec<Option<u32>> =
            children.iter().map(|child| child.iter().find_map(extent).map(|e| e.0)).collect();
        for (at, child) in children.into_iter().enumerate() {
            let after = firsts[at + 1..].iter().find_map(|first| *first).or(after);
            *child = self.pass(std::mem::take(child), after);
        }
    }

    /// Says that the paragraphs of the wanted under way do not lie side by side.
    fn spoil(&mut self, block: &Located<Block>) {
        let Some(wanted) = self.wanted.get(self.next) else { return };
        if std::mem::replace(&mut self.fates[self.next], Fate::Spoiled) == Fate::Spoiled {
            return;
        }
        let message = format!("what is to be {} lies partly inside another block", name(wanted.kind));
        let fault = Diagnostic::error("block-parts", message).at(wanted.span, "this stretch");
        let fault = fault.also(block.span, "some of its paragraphs lie here, others outside");
        self.diagnostics.push(fault.hint("name paragraphs that stand side by side: one stretch for each block"));
    }

    /// Puts the paragraphs that belong together into their form.
    fn settle(
        &mut self,
        taken: &mut Vec<Located<Block>>,
        loose: &mut Vec<Located<Block>>,
        out: &mut Vec<Located<Block>>,
    ) {
        if !taken.is_empty()
            && let Some(wanted) = self.wanted.get(self.next).cloned()
        {
            let taken = std::mem::take(taken);
            self.fates[self.next] = Fate::Done;
            match taken.iter().find_map(|block| unfit(wanted.kind, block)) {
                None => {
                    let place = Place::of(&taken);
                    out.extend(self.form(&wanted, taken, place));
                }
                Some(span) => {
                    let message = format!("this cannot be {}", name(wanted.kind));
                    let fault = Diagnostic::error("unfit-block", message).at(wanted.span, "asked for here");
                    self.diagnostics.push(fault.also(span, "only paragraphs can be"));
                    out.extend(taken);
                }
            }
        }
        out.append(loose);
    }

    fn form(&mut self, wanted: &Wanted, blocks: Vec<Located<Block>>, place: Place) -> Vec<Located<Block>> {
        match wanted.kind {
            RecoveryKind::Text => blocks,
            RecoveryKind::Verse => self.verse(blocks),
            RecoveryKind::Listing => self.listing(blocks),
            RecoveryKind::Extract => vec![place.block(Block::Quotation(self.extract(blocks, wanted)))],
            RecoveryKind::Letter => vec![place.block(Block::Letter(letter_body(blocks)))],
            RecoveryKind::Heading => headings(blocks, wanted.level.unwrap_or(self.level).clamp(1, 6)),
            RecoveryKind::Dialogue => self.dialogue(blocks, wanted, place),
            RecoveryKind::Credits => self.credits(blocks, wanted),
            RecoveryKind::SectionBreak => {
                self.section_break(&blocks, wanted);
                vec![place.block(Block::SectionBreak)]
            }
            RecoveryKind::Drop => {
                self.done.dropped.extend(blocks.iter().map(|block| block.span));
                Vec::new()
            }
        }
    }

    /// Signs that stood for a break are not printed beside it; words should not be among them.
    fn section_break(&mut self, blocks: &[Located<Block>], wanted: &Wanted) {
        let words = |block: &&Located<Block>| {
            words_of(&block.node)
                .is_some_and(|content| plain_text(content).split_whitespace().any(|word| word.chars().count() > 3))
        };
        if let Some(block) = blocks.iter().find(words) {
            let fault = Diagnostic::warning("words-of-break", "words stand where a section break is wanted");
            let fault = fault.at(wanted.span, "asked for here").also(block.span, "these are not printed");
            self.diagnostics.push(fault.hint("a heading keeps its words: `as = \"heading\"`"));
        }
        self.done.dropped.extend(blocks.iter().map(|block| block.span));
    }
}

/// Where blocks stand that become one.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    number: u32,
}

impl Place {
    /// Of blocks of which there is at least one.
    fn of(blocks: &[Located<Block>]) -> Self {
        let number = blocks.iter().find_map(extent).map_or(0, |(first, _)| first);
        let span = blocks[0].span.to(blocks[blocks.len() - 1].span);
        Self { span, number }
    }

    fn block(self, node: Block) -> Located<Block> {
        Located::new(node, self.span, self.number)
    }
}

/// A quotation that is a letter was marked by the source itself.
fn letter_body(mut blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
    match blocks.as_mut_slice() {
        [Located { node: Block::Quotation(inner) | Block::Letter(inner), .. }] => std::mem::take(inner),
        _ => blocks,
    }
}

/// One heading of all lines; the mark of a cut divides it.
fn headings(blocks: Vec<Located<Block>>, level: u8) -> Vec<Located<Block>> {
    let mut out: Vec<Located<Block>> = Vec::new();
    for Located { node, span, number, language } in blocks {
        let words = match node {
            Block::Paragraph(content) | Block::Heading { content, .. } => content,
            other => {
                out.push(Located { node: other, span, number, language });
                continue;
            }
        };
        if let Some(Located { node: Block::Heading { content, .. }, span: whole, .. }) = out.last_mut() {
            content.push(Inline::LineBreak);
            content.extend(words);
            *whole = whole.to(span);
        } else {
            let node = Block::Heading { level, content: words, id: None, classes: Vec::new() };
            out.push(Located { node, span, number, language });
        }
    }
    out
}

/// The place of the first block that `kind` cannot take in.
fn unfit(kind: RecoveryKind, block: &Located<Block>) -> Option<Span> {
    use RecoveryKind::{Dialogue, Drop, Extract, Letter, Listing, SectionBreak, Text, Verse};
    let fits = match &block.node {
        Block::Omission | Block::Paragraph(_) | Block::Heading { .. } => true,
        _ if matches!(kind, Text | Drop | Extract | Letter | Dialogue) => true,
        Block::Verse(_) | Block::Listing { .. } => matches!(kind, Verse | Listing),
        Block::SectionBreak => matches!(kind, Verse | Listing | SectionBreak),
        Block::Quotation(inner) | Block::Letter(inner) if matches!(kind, Verse | Listing) => {
            return inner.iter().find_map(|block| unfit(kind, block));
        }
        _ => false,
    };
    (!fits).then_some(block.span)
}

/// The leaves of blocks that [`unfit`] let pass as verse or listing.
fn flat(blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
    let mut leaves = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.node {
            Block::Quotation(inner) | Block::Letter(inner) => leaves.extend(flat(inner)),
            _ => leaves.push(block),
        }
    }
    leaves
}

/// The words of a leaf that has lines.
fn words_of(block: &Block) -> Option<&Inlines> {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => Some(content),
        _ => None,
    }
}

/// The numbers of a block's first and last paragraph; none where nothing of it is from a source.
fn extent(block: &Located<Block>) -> Option<(u32, u32)> {
    match &block.node {
        Block::Quotation(inner) | Block::Letter(inner) => ends(inner.iter()),
        Block::List(list) => ends(list.items.iter().flatten()),
        Block::Entries(entries) => ends(entries.items.iter().flat_map(|entry| &entry.body)),
        Block::Omission => None,
        _ => (block.number > 0).then_some((block.number, block.number)),
    }
}

fn ends<'d>(mut blocks: impl DoubleEndedIterator<Item = &'d Located<Block>>) -> Option<(u32, u32)> {
    let first = blocks.find_map(extent)?;
    let last = blocks.rev().find_map(extent).unwrap_or(first);
    Some((first.0, last.1))
}

const fn holds_blocks(block: &Located<Block>) -> bool {
    matches!(block.node, Block::Quotation(_) | Block::Letter(_) | Block::List(_) | Block::Entries(_))
}

/// For each block the number of the paragraph that follows it.
fn following(blocks: &[Located<Block>], after: Option<u32>) -> Vec<Option<u32>> {
    let mut next = after;
    let mut follows: Vec<Option<u32>> = blocks
        .iter()
        .rev()
        .map(|block| {
            let follows = next;
            next = extent(block).map(|(first, _)| first).or(next);
            follows
        })
        .collect();
    follows.reverse();
    follows
}
