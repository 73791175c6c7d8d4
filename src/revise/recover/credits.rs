//! Credits: lines that say who did what become terms and names; a line among them that says something else is an entry
//! without a term, one before them stays a paragraph.

use super::{Desk, Wanted, words_of};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Entries, EntriesKind, Entry, Inlines, Lead, LeadKind, Located, cut, plain_text};
use crate::revise::view::widthless;
use crate::source::recognise::role;
use crate::source::source_lines;

impl Desk<'_> {
    pub(super) fn credits(&mut self, blocks: Vec<Located<Block>>, wanted: &Wanted) -> Vec<Located<Block>> {
        let mut out: Vec<Located<Block>> = Vec::new();
        let mut any = false;
        for block in &blocks {
            let Some(content) = words_of(&block.node) else {
                out.push(block.clone());
                continue;
            };
            for line in source_lines(content, self.text) {
                let span = cut::span_of(&line.content).unwrap_or(block.span);
                let Some(opening) = role(&plain_text(&line.content)) else {
                    let line = Located { span, ..block.with(Block::Paragraph(line.content)) };
                    match out.last_mut() {
                        Some(Located { node: Block::Entries(entries), span: whole, .. }) => {
                            entries.items.push(Entry { body: vec![line], ..Entry::default() });
                            *whole = whole.to(span);
                        }
                        _ => out.push(line),
                    }
                    continue;
                };
                any = true;
                let (mut name, rest) = cut::split_at(line.content, opening.name);
                let (mut sign, words) = cut::split_at(rest, opening.words - opening.name);
                name.extend(widthless(&sign));
                cut::trim(&mut sign);
                self.done.signs.extend(cut::span_of(&sign));
                let entry = entry(block, name, words);
                if let Some(Located { node: Block::Entries(entries), span: whole, .. }) = out.last_mut() {
                    entries.items.push(entry);
                    *whole = whole.to(span);
                } else {
                    let entries = Entries { kind: EntriesKind::Definitions, items: vec![entry] };
                    out.push(Located { span, ..block.with(Block::Entries(entries)) });
                }
            }
        }
        if any {
            return out;
        }
        let fault = Diagnostic::error("no-credits", "no line here says who did what").at(wanted.span, "asked for here");
        self.diagnostics.push(fault.hint("credits are lines such as `Director: Name` or `Filmed by Name`"));
        blocks
    }
}

/// A role with its name, in the paragraph `block`.
fn entry(block: &Located<Block>, role: Inlines, name: Inlines) -> Entry {
    let lead = Block::Lead(vec![Lead { kind: LeadKind::Term, words: role }]);
    let body = vec![Located::new(lead, block.span, 0), block.with(Block::Paragraph(name))];
    Entry { body, ..Entry::default() }
}
