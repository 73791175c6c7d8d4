//! Blocks as XHTML.

use super::inline::described;
use super::markup::Markup;
use super::sheet::{Sheet, heading_tag, in_language};
use crate::document::{Block, Figure, Inline, Inlines, List, ListKind, Located, Verse, plain_text};
use crate::metadata::Language;

/// The deepest indent of a verse line that the style sheet knows, in half ems.
const DEEPEST_INDENT: u8 = 24;

impl<'a> Sheet<'a> {
    /// Writes a text: blocks one under the other, what stands under a heading in a section of its own.
    pub(super) fn text(&mut self, m: &mut Markup, blocks: &'a [Located<Block>]) {
        let before = self.level;
        let mut rest = blocks;
        loop {
            let next = rest.iter().position(|block| depth(block).is_some()).unwrap_or(rest.len());
            let (plain, headed) = rest.split_at(next);
            self.blocks(m, plain);
            let Some(level) = headed.first().and_then(depth) else { break };
            let below = headed.iter().skip(1).position(|block| depth(block).is_some_and(|d| d <= level));
            let (section, after) = headed.split_at(below.map_or(headed.len(), |at| at + 1));
            rest = after;
            self.sections += 1;
            let id = format!("{}_section_{}", self.root, self.sections);
            m.block("section").attr("id", id).with(|m| {
                // Levels go down one at a time, however the source counts them.
                self.level = (before + 1).min(6);
                let (heading, under) = section.split_at(1);
                self.blocks(m, heading);
                self.text(m, under);
            });
            self.level = before;
        }
    }

    /// Writes blocks one under the other.
    pub(super) fn blocks(&mut self, m: &mut Markup, blocks: &'a [Located<Block>]) {
        for block in blocks {
            let around = self.language;
            let language = block.language.as_ref().unwrap_or(around);
            self.language = language;
            self.number = self.numbered.and_then(|_| self.press.book.paragraph_numbers.shown(block));
            self.block(m, &block.node, around);
            self.language = around;
        }
    }

    fn block(&mut self, m: &mut Markup, block: &'a Block, around: &Language) {
        let language = self.language;
        match block {
            Block::Heading { content, .. } => self.inner_heading(m, content, around),
            Block::Paragraph(content) => self.paragraph(m, content, around),
            Block::Quotation(blocks) => {
                in_language(m.block("blockquote"), language, around).with(|m| self.blocks(m, blocks));
            }
            Block::Letter(blocks) => {
                let div = m.block("div").attr("class", "letter");
                in_language(div, language, around).with(|m| self.blocks(m, blocks));
            }
            Block::Verse(verse) => self.verse(m, verse, around),
            Block::List(list) => self.list(m, list, around),
            Block::Table(table) => self.table(m, table, around),
            Block::Figure(figure) => self.figure(m, figure, around),
            Block::Listing { text, places, .. } => {
                let pre = in_language(m.line("pre"), language, around);
                pre.with(|m| m.inline("code").with(|m| self.listing(m, &text.text, places)));
            }
            Block::Entries(entries) => self.entry_list(m, entries, around),
            Block::Lead(leads) => self.lead(m, leads, None),
            Block::SectionBreak => m.line("hr").attr("class", "section-break").empty(),
            Block::Omission => m.line("p").attr("class", "omission").text(&self.press.book.omission),
        }
    }

    /// Code, and where pages begin in it.
    fn listing(&mut self, m: &mut Markup, text: &str, places: &'a [(usize, Inline)]) {
        let mut written = 0;
        let mut places: Vec<&(usize, Inline)> = places.iter().collect();
        places.sort_by_key(|(at, _)| *at);
        for (at, place) in places {
            m.text(text.get(written..*at).unwrap_or_default());
            written = written.max(*at);
            self.inline(m, place);
        }
        m.text(text.get(written..).unwrap_or_default());
    }

    fn inner_heading(&mut self, m: &mut Markup, content: &'a Inlines, around: &Language) {
        self.pages_before(m, content);
        in_language(m.line(heading_tag(self.level)), self.language, around).with(|m| {
            self.titling = true;
            self.inlines(m, content);
            self.titling = false;
        });
    }

    fn paragraph(&mut self, m: &mut Markup, content: &'a [Inline], around: &Language) {
        if is_blank(content) {
            // Nothing to read: only places that something may point to.
            if !content.is_empty() {
                m.line("div").with(|m| self.inlines(m, content));
            }
            return;
        }
        let (number, id) = self.take_number();
        in_language(m.line("p").attr_if("id", id), self.language, around).with(|m| {
            put_number(m, number);
            self.inlines(m, content);
        });
    }

    /// The number that a paragraph shows, and the id by which it is found: both are the same in every edition.
    fn take_number(&mut self) -> (Option<u32>, Option<String>) {
        let number = self.number.take();
        let id = number.and_then(|number| Some(format!("{}_p{number}", self.numbered?)));
        (number, id)
    }

    fn verse(&mut self, m: &mut Markup, verse: &'a Verse, around: &Language) {
        let (mut number, id) = self.take_number();
        let div = m.block("div").attr("class", "verse").attr_if("id", id);
        in_language(div, self.language, around).with(|m| {
            for stanza in &verse.stanzas {
                m.line("p").with(|m| {
                    for (at, line) in stanza.iter().enumerate() {
                        if at > 0 {
                            m.inline("br").empty();
                        }
                        let indent = line.indent.min(DEEPEST_INDENT);
                        let class = (indent > 0).then(|| format!("i{indent}"));
                        m.inline("span").attr_if("class", class).with(|m| {
                            put_number(m, number.take());
                            self.inlines(m, &line.content);
                        });
                    }
                });
            }
        });
    }

    fn list(&mut self, m: &mut Markup, list: &'a List, around: &Language) {
        let tag = match list.kind {
            ListKind::Bulleted => m.block("ul"),
            ListKind::Numbered(1) => m.block("ol"),
            ListKind::Numbered(start) => m.block("ol").attr("start", start.to_string()),
        };
        let tag = tag.attr_if("class", (!list.tight).then_some("loose"));
        in_language(tag, self.language, around).with(|m| {
            for item in &list.items {
                match item.as_slice() {
                    [only @ Located { node: Block::Paragraph(content), language: None, .. }] => {
                        self.number = self.numbered.and_then(|_| self.press.book.paragraph_numbers.shown(only));
                        let (number, id) = self.take_number();
                        m.line("li").attr_if("id", id).with(|m| {
                            put_number(m, number);
                            self.inlines(m, content);
                        });
                    }
                    blocks => m.block("li").with(|m| self.blocks(m, blocks)),
                }
            }
        });
    }

    fn figure(&mut self, m: &mut Markup, figure: &'a Figure, around: &Language) {
        self.pages_before(m, &figure.caption);
        in_language(m.block("figure"), self.language, around).with(|m| {
            match self.press.pictures.href(&figure.picture.key) {
                Some(href) => {
                    m.line("img").attr("alt", described(&figure.picture.alt)).attr("src", format!("../{href}")).empty();
                }
                None => m.line("p").text(&figure.picture.alt),
            }
            if !is_blank(&figure.caption) {
                m.line("figcaption").with(|m| self.inlines(m, &figure.caption));
            }
        });
    }
}

/// Writes a paragraph's number, for the eye alone: read aloud it would interrupt the text.
fn put_number(m: &mut Markup, number: Option<u32>) {
    if let Some(number) = number {
        m.inline("span").attr("aria-hidden", "true").attr("class", "paragraph-number").text(&format!("{number} "));
    }
}

/// The level of a heading as its source counts it.
fn depth(block: &Located<Block>) -> Option<u8> {
    match block.node {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// Whether nothing of `content` is to be seen.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    plain_text(content).trim().is_empty() && !content.iter().any(shows)
}

/// Whether an inline shows something that is no words.
fn shows(inline: &Inline) -> bool {
    match inline {
        Inline::Picture(_) | Inline::NoteCall(_) | Inline::Cite(_) | Inline::Link { .. } => true,
        Inline::Styled(_, content) | Inline::Foreign(_, content) => content.iter().any(shows),
        Inline::Text(_)
        | Inline::LineBreak
        | Inline::Mark(_)
        | Inline::Point(_)
        | Inline::Anchor(_)
        | Inline::PageOf(_)
        | Inline::LineOf(_)
        | Inline::PageStart(_) => false,
    }
}
