//! Blocks and inlines as indented text.

use std::fmt::Write;

use super::Dump;
use crate::document::{Block, Inline, List, ListKind, Located, MarkKind, Origin, Style, Table, Target, Verse};

impl Dump {
    pub(super) fn blocks(&mut self, blocks: &[Located<Block>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Located<Block>) {
        let mut head = if block.number == 0 { String::new() } else { format!("{} ", block.number) };
        if let Some(language) = &block.language {
            let _ = write!(head, "({language}) ");
        }
        match &block.node {
            Block::Heading { level, content, id, .. } => {
                let id = id.as_ref().map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                self.line(format_args!("{head}h{level} {}{id}", inline_text(content)));
            }
            Block::Paragraph(content) => self.line(format_args!("{head}p {}", inline_text(content))),
            Block::Quotation(inner) => self.nested("quotation", inner),
            Block::Letter(inner) => self.nested("letter", inner),
            Block::Verse(verse) => self.verse(&head, verse),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(&head, table),
            Block::Figure(figure) => {
                let (picture, caption) = (&figure.picture, inline_text(&figure.caption));
                self.line(format!("{head}figure ![{}]({}) {caption}", picture.alt, picture.key).trim_end());
            }
            Block::Listing { language, text } => {
                let language = language.as_deref().unwrap_or_default();
                self.line(format!("{head}listing {language}").trim_end());
                self.within(|out| text.text.lines().for_each(|line| out.line(format_args!("| {line}"))));
            }
            Block::SectionBreak => self.line(format_args!("{head}* * *")),
            Block::Omission => self.line(format_args!("{head}[…]")),
        }
    }

    fn nested(&mut self, name: &str, inner: &[Located<Block>]) {
        self.line(name);
        self.within(|out| out.blocks(inner));
    }

    fn verse(&mut self, head: &str, verse: &Verse) {
        self.line(format_args!("{head}verse"));
        self.within(|out| {
            for (at, stanza) in verse.stanzas.iter().enumerate() {
                if at > 0 {
                    out.line("/");
                }
                for line in stanza {
                    out.line(format_args!("{}| {}", line.indent, inline_text(&line.content)));
                }
            }
        });
    }

    fn list(&mut self, list: &List) {
        let kind = match list.kind {
            ListKind::Bulleted => "bulleted".to_owned(),
            ListKind::Numbered(from) => format!("numbered from {from}"),
        };
        self.line(format_args!("list {kind}{}", if list.tight { ", tight" } else { "" }));
        self.within(|out| list.items.iter().for_each(|item| out.nested("item", item)));
    }

    fn table(&mut self, head: &str, table: &Table) {
        self.line(format_args!("{head}table {:?}", table.columns));
        let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| inline_text(cell)).collect::<Vec<_>>().join(" | ");
        self.within(|out| {
            out.line(format_args!("head {}", row(&table.head)));
            table.rows.iter().for_each(|cells| out.line(format_args!("row {}", row(cells))));
        });
    }
}

/// Inlines in one line.
pub(super) fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    inlines.iter().for_each(|inline| add(inline, &mut text));
    text
}

fn add(inline: &Inline, text: &mut String) {
    let wrapped = |text: &mut String, open: &str, inner: &[Inline], close: &str| {
        text.push_str(open);
        inner.iter().for_each(|inline| add(inline, text));
        text.push_str(close);
    };
    match inline {
        Inline::Text(run) if run.origin == Origin::Program => {
            text.push('⟨');
            text.push_str(&run.text);
            text.push('⟩');
        }
        Inline::Text(run) => text.push_str(&run.text),
        Inline::Styled(style, inner) => {
            let sign = style_sign(*style);
            wrapped(text, sign, inner, sign);
        }
        Inline::Foreign(language, inner) => wrapped(text, &format!("{{{language}: "), inner, "}"),
        Inline::Link { target, content, .. } => {
            let target = match target {
                Target::Url(url) => url.clone(),
                Target::Document(id) => format!("doc:{id}"),
                Target::Heading(name) => format!("#{name}"),
                Target::Anchor(anchor) => format!("@{}", anchor.0),
            };
            wrapped(text, "[", content, &format!("]({target})"));
        }
        Inline::Picture(picture) => {
            let _ = write!(text, "![{}]({})", picture.alt, picture.key);
        }
        Inline::LineBreak => text.push('⏎'),
        Inline::NoteCall(note) => {
            let _ = write!(text, "[^{}]", note.0);
        }
        Inline::Cite(cite) => {
            let _ = write!(text, "[{}]", cite.text);
        }
        Inline::Mark(mark) => {
            let _ = write!(text, "<!--ix{} {}-->", mark_sign(mark.kind), mark.path);
        }
        Inline::Anchor(anchor) => {
            let _ = write!(text, "@{} ", anchor.0);
        }
    }
}

const fn style_sign(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "*",
        Style::Strong => "**",
        Style::SmallCaps => "^^",
        Style::Superscript => "^",
        Style::Subscript => "~",
        Style::Code => "`",
        Style::Struck => "~~",
    }
}

const fn mark_sign(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Point => "",
        MarkKind::Start => "+",
        MarkKind::End => "-",
        MarkKind::Principal => "!",
        MarkKind::Suppress => "~",
    }
}
