//! Verse: each line of the source a line, each border between paragraphs a border between stanzas.
//!
//! Where every paragraph is a single line, the capture has put a blank line between all lines: then only a gap that
//! is wider than the narrowest is a border between stanzas.

use super::{Desk, Place, flat, words_of};
use crate::document::{Block, Inline, Inlines, Located, Run, Verse, VerseLine};
use crate::metadata::Language;
use crate::source::source_lines;

/// The lines of one paragraph.
struct Lines {
    block: Located<Block>,
    /// Stanzas, of which a paragraph has one and verse may have more.
    stanzas: Vec<Vec<VerseLine>>,
}

impl Desk<'_> {
    /// Verse of paragraphs; where a cut's mark stands between them, verse before and after it.
    pub(super) fn verse(&self, blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
        let mut out = Vec::new();
        let mut poem: Vec<Lines> = Vec::new();
        let mut parted: Vec<usize> = Vec::new();
        for block in flat(blocks) {
            match &block.node {
                Block::SectionBreak => parted.push(poem.len()),
                Block::Omission => {
                    out.extend(self.poem(std::mem::take(&mut poem), &std::mem::take(&mut parted)));
                    out.push(block);
                }
                _ => {
                    let stanzas = self.stanzas(&block);
                    poem.push(Lines { block, stanzas });
                }
            }
        }
        out.extend(self.poem(poem, &parted));
        out
    }

    /// One verse; a section break stood before the paragraphs `parted`.
    fn poem(&self, poem: Vec<Lines>, parted: &[usize]) -> Option<Located<Block>> {
        let single = poem.iter().all(|lines| matches!(lines.stanzas.as_slice(), [stanza] if stanza.len() == 1));
        let gaps: Vec<usize> = poem.windows(2).map(|pair| self.gap(&pair[0].block, &pair[1].block)).collect();
        let narrowest = gaps.iter().copied().min().unwrap_or(0);
        let blocks: Vec<Located<Block>> = poem.iter().map(|lines| lines.block.clone()).collect();
        let language = common_language(&blocks);
        let mut stanzas: Vec<Vec<VerseLine>> = Vec::new();
        for (at, lines) in poem.into_iter().enumerate() {
            let wider = at > 0 && gaps.get(at - 1).is_some_and(|gap| *gap > narrowest);
            let runs_on = single && !wider && !parted.contains(&at);
            let foreign = lines.block.language.filter(|own| Some(own) != language.as_ref());
            for mut stanza in lines.stanzas {
                if let Some(own) = &foreign {
                    for line in &mut stanza {
                        enclose(&mut line.content, own);
                    }
                }
                match stanzas.last_mut() {
                    Some(last) if runs_on => last.append(&mut stanza),
                    _ => stanzas.push(stanza),
                }
            }
        }
        stanzas.retain(|stanza| !stanza.is_empty());
        if stanzas.is_empty() {
            return None;
        }
        let mut verse = Place::of(&blocks).block(Block::Verse(Verse { stanzas }));
        verse.language = language;
        Some(verse)
    }

    fn stanzas(&self, block: &Located<Block>) -> Vec<Vec<VerseLine>> {
        match &block.node {
            Block::Verse(verse) => verse.stanzas.clone(),
            Block::Listing { text, .. } => listed_stanzas(text),
            node => {
                let content = words_of(node).map_or(&[][..], Vec::as_slice);
                let lines = source_lines(content, self.text);
                vec![lines.into_iter().map(|line| VerseLine { indent: line.indent, content: line.content }).collect()]
            }
        }
    }

    /// How many lines end between two blocks.
    pub(super) fn gap(&self, before: &Located<Block>, after: &Located<Block>) -> usize {
        let between = self.text.get(before.span.range().end..after.span.range().start);
        between.map_or(0, |between| between.matches('\n').count())
    }
}

/// The language that all blocks are in, where it is not their surroundings'.
fn common_language(blocks: &[Located<Block>]) -> Option<Language> {
    let first = blocks.first()?.language.clone()?;
    blocks.iter().all(|block| block.language.as_ref() == Some(&first)).then_some(first)
}

fn enclose(content: &mut Inlines, language: &Language) {
    *content = vec![Inline::Foreign(language.clone(), std::mem::take(content))];
}

/// An indented stanza is a listing to Markdown.
fn listed_stanzas(text: &Run) -> Vec<Vec<VerseLine>> {
    let mut stanzas: Vec<Vec<VerseLine>> = vec![Vec::new()];
    for line in text.text.split('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        if words.trim_end().is_empty() {
            stanzas.push(Vec::new());
            continue;
        }
        let indent: usize = line[..line.len() - words.len()].bytes().map(|b| if b == b'\t' { 4 } else { 1 }).sum();
        let run = Run { text: words.trim_end().to_owned(), origin: text.origin };
        let line = VerseLine { indent: u8::try_from(indent).unwrap_or(u8::MAX), content: vec![Inline::Text(run)] };
        if let Some(stanza) = stanzas.last_mut() {
            stanza.push(line);
        }
    }
    stanzas.retain(|stanza| !stanza.is_empty());
    stanzas
}
