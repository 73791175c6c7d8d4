//! Dialogue: paragraphs and lines that open with who speaks become turns.

use super::{Desk, Place, Wanted};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Entries, EntriesKind, Entry, Inline, Inlines, Lead, LeadKind, Located, cut};
use crate::revise::view::{View, widthless};
use crate::source::recognise::speaker;

impl Desk<'_> {
    /// The turns of paragraphs; what names nobody goes on in the turn before it.
    pub(super) fn dialogue(
        &mut self,
        blocks: Vec<Located<Block>>,
        wanted: &Wanted,
        place: Place,
    ) -> Vec<Located<Block>> {
        let names = |block: &Located<Block>| match &block.node {
            Block::Paragraph(content) => {
                cut::lines(content.clone()).iter().any(|line| speaker(&View::of(line).words).is_some())
            }
            _ => false,
        };
        if !blocks.iter().any(names) {
            let fault = Diagnostic::error("no-turns", "none of these paragraphs says who speaks");
            let fault = fault.at(wanted.span, "asked for here").also(place.span, "no `Name:` stands here");
            self.diagnostics
                .push(fault.hint("a turn opens with `Name:`, with a name in capitals and a stop, or with `Q.`"));
            return blocks;
        }
        let mut turns = Turns::default();
        for block in blocks {
            match block.node {
                Block::Paragraph(_) => self.turns(block, &mut turns),
                _ => turns.body().push(block),
            }
        }
        vec![place.block(Block::Entries(Entries { kind: EntriesKind::Dialogue, items: turns.items }))]
    }

    /// The turns of one paragraph.
    fn turns(&mut self, block: Located<Block>, turns: &mut Turns) {
        let Located { node: Block::Paragraph(content), span, number, language } = block else { return };
        let paragraph =
            |content: Inlines| Located { node: Block::Paragraph(content), span, number, language: language.clone() };
        let mut open: Option<Inlines> = None;
        for line in cut::lines(content) {
            let view = View::of(&line);
            let Some(opening) = speaker(&view.words) else {
                match &mut open {
                    Some(words) => {
                        words.push(Inline::LineBreak);
                        words.extend(line);
                    }
                    None => open = Some(line),
                }
                continue;
            };
            turns.body_of(open.take().map(&paragraph));
            let [named, said] = [opening.name, opening.words].map(|at| view.range(&(0..at)).end);
            let (mut name, rest) = cut::split_at(line, named);
            let (mut sign, mut words) = cut::split_at(rest, said.saturating_sub(named));
            // What is called at the sign is called at the name.
            name.extend(widthless(&sign));
            cut::trim(&mut sign);
            self.done.signs.extend(cut::span_of(&sign));
            cut::trim(&mut words);
            let lead = Lead { kind: LeadKind::Name, words: name };
            let body = vec![Located::new(Block::Lead(vec![lead]), span, 0)];
            turns.items.push(Entry { body, ..Entry::default() });
            open = Some(words).filter(|words| !words.is_empty());
        }
        turns.body_of(open.map(paragraph));
    }
}

/// Turns so far.
#[derive(Default)]
struct Turns {
    items: Vec<Entry>,
}

impl Turns {
    /// The text of the turn that is open.
    fn body(&mut self) -> &mut Vec<Located<Block>> {
        if self.items.is_empty() {
            self.items.push(Entry::default());
        }
        let last = self.items.len() - 1;
        &mut self.items[last].body
    }

    fn body_of(&mut self, block: Option<Located<Block>>) {
        if let Some(block) = block {
            self.body().push(block);
        }
    }
}
