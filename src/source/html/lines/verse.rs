//! Verse: what a page calls so, and paragraphs whose lines somebody broke short.

use std::ops::Range;

use super::{is_blank, joined, texts, trimmed};
use crate::diagnostic::Span;
use crate::document::{Block, Inline, Inlines, Located, Run, Verse, VerseLine, cut, plain_text};
use crate::source::html::flow::Flow;
use crate::source::html::story::class_words;
use crate::source::html::tree::{NodeId, What, is_inline};

/// Blocks with breaks only between texts, and with the verse in them; where that was guessed.
pub(in crate::source::html) fn finished(blocks: Vec<Located<Block>>) -> (Vec<Located<Block>>, Vec<Range<usize>>) {
    let mut done: Vec<Located<Block>> = Vec::new();
    let mut guessed = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        match &mut block.node {
            Block::SectionBreak => {
                if done.last().is_some_and(|last| last.node != Block::SectionBreak) && blocks.peek().is_some() {
                    done.push(block);
                }
                continue;
            }
            Block::Quotation(inner) => {
                let (inner_done, more) = finished(std::mem::take(inner));
                guessed.extend(more);
                *inner = inner_done;
                if !inner.is_empty() {
                    done.push(block);
                }
                continue;
            }
            _ => {}
        }
        if !is_stanza(&block) {
            done.push(block);
            continue;
        }
        let mut stanzas = vec![block];
        while let Some(next) = blocks.next_if(is_stanza) {
            stanzas.push(next);
        }
        if let Some(verse) = verse_of(&stanzas) {
            guessed.push(verse.span.range());
            done.push(verse);
        } else {
            done.extend(stanzas);
        }
    }
    while done.last().is_some_and(|last| last.node == Block::SectionBreak) {
        done.pop();
    }
    (done, guessed)
}

/// Whether a paragraph's lines are all so short that somebody broke them.
fn is_stanza(block: &Located<Block>) -> bool {
    /// Lines of verse are seldom longer, in letters.
    const LONG: usize = 70;
    let Block::Paragraph(content) = &block.node else { return false };
    let lines = cut::lines(content.clone());
    lines.len() >= 2
        && lines.iter().all(|line| {
            let length = plain_text(line).chars().count();
            (1..=LONG).contains(&length) && !line.iter().any(|inline| matches!(inline, Inline::Picture(_)))
        })
}

/// Stanzas as verse, if there are lines enough and they do not look like an address or a list.
fn verse_of(stanzas: &[Located<Block>]) -> Option<Located<Block>> {
    /// Fewer lines may be anything.
    const LEAST: usize = 4;
    let lines: Vec<Vec<Inlines>> = stanzas
        .iter()
        .filter_map(
            |block| if let Block::Paragraph(content) = &block.node { Some(cut::lines(content.clone())) } else { None },
        )
        .collect();
    let all: Vec<String> = lines.iter().flatten().map(|line| plain_text(line)).collect();
    let digits = all.iter().filter(|line| line.chars().any(|c| c.is_ascii_digit())).count();
    let ends =
        all.iter().filter(|line| line.trim_end().ends_with([',', '.', ';', ':', '!', '?', '—', '’', '”'])).count();
    let colons = all.iter().filter(|line| line.contains(": ") || line.contains('@')).count();
    if all.len() < LEAST || digits * 3 > all.len() || colons * 3 > all.len() || ends * 3 < all.len() {
        return None;
    }
    Some(verse(lines, stanzas.first()?.span.to(stanzas.last()?.span)))
}

fn verse(stanzas: Vec<Vec<Inlines>>, span: Span) -> Located<Block> {
    let stanzas = stanzas.into_iter().map(|lines| lines.into_iter().filter_map(verse_line).collect::<Vec<_>>());
    let stanzas = stanzas.filter(|lines| !lines.is_empty()).collect();
    Located::new(Block::Verse(Verse { stanzas }), span, 0)
}

/// A line, the spaces it begins with as its indent.
fn verse_line(content: Inlines) -> Option<VerseLine> {
    let mut content = trimmed(content);
    let mut indent = 0_usize;
    if let Some(Inline::Text(run)) = content.first_mut() {
        let words = run.text.trim_start_matches(['\u{A0}', '\u{2002}', '\u{2003}', ' ']);
        indent = run
            .text
            .chars()
            .take(run.text.chars().count() - words.chars().count())
            .map(|c| if c == '\u{2003}' { 2 } else { 1 })
            .sum();
        *run = run.part(run.text.len() - words.len()..run.text.len());
        if run.text.is_empty() {
            content.remove(0);
        }
    }
    (!is_blank(&content)).then(|| VerseLine { indent: u8::try_from(indent.min(40)).unwrap_or(0), content })
}

impl Flow<'_, '_> {
    /// Reads an element that says it is verse. Where its lines are as long as prose it is not.
    pub(in crate::source::html) fn verse(&mut self, node: NodeId, range: &Range<usize>) -> bool {
        let mut stanzas: Vec<Vec<Inlines>> = Vec::new();
        self.stanzas(node, &mut stanzas);
        let lines = stanzas.iter().map(Vec::len).sum::<usize>();
        let letters: usize = stanzas.iter().flatten().map(|line| plain_text(line).chars().count()).sum();
        // Longer ones are prose under a rubric called poetry.
        if lines == 0 || letters > lines * 90 {
            return false;
        }
        let file = Span::new(self.file(), range.clone());
        let verse = verse(stanzas, file);
        if matches!(&verse.node, Block::Verse(verse) if verse.stanzas.is_empty()) {
            return false;
        }
        self.push_again(verse);
        true
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of element that verse is made of")]
    fn stanzas(&mut self, node: NodeId, stanzas: &mut Vec<Vec<Inlines>>) {
        let tree = self.tree;
        if tree.name(node) == "pre" {
            let blocks = self.literal(node);
            let mut stanza = Vec::new();
            let span = Span::new(self.file(), tree.nodes[node].range.clone());
            for line in blocks.lines().chain([""]) {
                if line.trim().is_empty() {
                    stanzas.push(std::mem::take(&mut stanza));
                    continue;
                }
                let text = line.trim_end().replace('\t', "    ").replace(' ', "\u{1}");
                let indent = text.len() - text.trim_start_matches('\u{1}').len();
                let text = "\u{A0}".repeat(indent)
                    + &text[indent..].split('\u{1}').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
                stanza.push(vec![Inline::Text(Run { text, origin: crate::document::Origin::Source(span) })]);
            }
            stanzas.retain(|stanza| !stanza.is_empty());
            return;
        }
        let elements: Vec<NodeId> = tree.nodes[node]
            .children
            .iter()
            .copied()
            .filter(|child| matches!(&tree.nodes[*child].what, What::Element(name, _) if !is_inline(name) && !matches!(name.as_str(), "br" | "hr" | "img")))
            .collect();
        let holds_blocks = |child: &NodeId| {
            tree.below(*child).skip(1).any(|inner| matches!(tree.name(inner), "br" | "p" | "div" | "blockquote"))
        };
        let is_line = |child: &NodeId| {
            class_words(tree, *child)
                .iter()
                .any(|word| matches!(word.as_str(), "line" | "l" | "v" | "vers" | "verseline"))
        };
        let spans: Vec<NodeId> = tree.nodes[node].children.iter().copied().filter(is_line).collect();
        if elements.is_empty() && spans.len() < 2 {
            let blocks = self.inside(|flow| flow.children(node));
            stanzas.extend(texts(blocks).into_iter().map(cut::lines));
        } else if spans.len() > 1
            || elements.len() > 1
                && !elements.iter().any(holds_blocks)
                && elements.iter().all(|child| tree.name(*child) != "p")
        {
            // Each a line.
            let each = if spans.len() > 1 { spans } else { elements };
            let lines: Vec<Inlines> = each
                .into_iter()
                .filter_map(|line| {
                    let indent = class_words(tree, line)
                        .iter()
                        .any(|word| matches!(word.as_str(), "indent" | "i1" | "i2" | "in"));
                    let blocks = self.inside(|flow| flow.children(line));
                    let mut words = joined(blocks);
                    if indent && let Some(Inline::Text(run)) = words.first_mut() {
                        run.text.insert(0, '\u{2003}');
                    }
                    (!words.is_empty()).then_some(words)
                })
                .collect();
            stanzas.push(lines);
        } else {
            for child in elements {
                self.stanzas(child, stanzas);
            }
        }
        stanzas.retain(|stanza| !stanza.is_empty());
    }
}
