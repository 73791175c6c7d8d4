//! A document as indented text, for tests and for an editor who asks how a source was read.
//!
//! Each block is a line of number and kind, its words indented below. Markup stands between ⟨ and ⟩:
//! `⟨em words⟩`, `⟨note 1⟩`, `⟨ix Heading > subheading⟩`.

use std::fmt::Write as _;

use super::{
    Alignment, Block, Document, Entries, Entry, Inline, Lead, ListKind, Located, MarkKind, Style, Table, Target, Verse,
};

/// The whole document.
#[must_use]
pub fn document(document: &Document) -> String {
    let mut dump = String::new();
    if let Some(front) = &document.front_matter {
        line(&mut dump, 0, &format!("front matter, {:?}, {} bytes", front.format, front.span.range().len()));
    }
    blocks_into(&mut dump, &document.blocks, 0);
    for (number, note) in document.notes.iter().enumerate() {
        line(&mut dump, 0, &format!("note {}, marked {}, {:?}", number + 1, note.mark, note.voice));
        blocks_into(&mut dump, &note.body, 1);
    }
    dump
}

/// Blocks, as in [`document`].
#[must_use]
pub fn blocks(blocks: &[Located<Block>]) -> String {
    let mut dump = String::new();
    blocks_into(&mut dump, blocks, 0);
    dump
}

/// Inlines, in one line but for kept line ends.
#[must_use]
pub fn inlines(inlines: &[Inline]) -> String {
    let mut dump = String::new();
    inlines_into(&mut dump, inlines);
    dump
}

fn line(dump: &mut String, depth: usize, text: &str) {
    for part in text.split('\n') {
        dump.push_str(&"    ".repeat(if part.is_empty() { 0 } else { depth }));
        dump.push_str(part);
        dump.push('\n');
    }
}

fn blocks_into(dump: &mut String, blocks: &[Located<Block>], depth: usize) {
    for located in blocks {
        let language = located.language.as_ref().map_or(String::new(), |language| format!(" lang={language}"));
        let head = |kind: &str| format!("{} {kind}{language}", located.number);
        match &located.node {
            Block::Heading { level, content, id, classes } => {
                let mut kind = format!("heading {level}");
                kind.extend(id.iter().map(|id| format!(" #{id}")));
                kind.extend(classes.iter().map(|class| format!(" .{class}")));
                line(dump, depth, &head(&kind));
                line(dump, depth + 1, &inlines(content));
            }
            Block::Paragraph(content) => {
                line(dump, depth, &head("paragraph"));
                line(dump, depth + 1, &inlines(content));
            }
            Block::Quotation(inner) => {
                line(dump, depth, &head("quotation"));
                blocks_into(dump, inner, depth + 1);
            }
            Block::Letter(inner) => {
                line(dump, depth, &head("letter"));
                blocks_into(dump, inner, depth + 1);
            }
            Block::Verse(verse) => {
                line(dump, depth, &head("verse"));
                verse_into(dump, verse, depth + 1);
            }
            Block::List(list) => {
                let kind = match list.kind {
                    ListKind::Bulleted => "bulleted".to_owned(),
                    ListKind::Numbered(first) => format!("numbered from {first}"),
                };
                line(dump, depth, &head(&format!("list, {kind}{}", if list.tight { ", tight" } else { "" })));
                for item in &list.items {
                    line(dump, depth + 1, "item");
                    blocks_into(dump, item, depth + 2);
                }
            }
            Block::Table(table) => table_into(dump, table, &head, depth),
            Block::Figure(figure) => {
                line(dump, depth, &head(&format!("figure {} | {}", figure.picture.key, figure.picture.alt)));
                if !figure.caption.is_empty() {
                    line(dump, depth + 1, &inlines(&figure.caption));
                }
            }
            Block::Listing { language, text, .. } => {
                line(dump, depth, &head(&format!("listing {}", language.as_deref().unwrap_or("-"))));
                line(dump, depth + 1, &text.text);
            }
            Block::Entries(entries) => entries_into(dump, entries, &head, depth),
            Block::Lead(leads) => {
                line(dump, depth, &head("lead"));
                leads_into(dump, leads, depth + 1);
            }
            Block::SectionBreak => line(dump, depth, &head("section break")),
            Block::Omission => line(dump, depth, &head("omission")),
        }
    }
}

fn table_into(dump: &mut String, table: &Table, head: &dyn Fn(&str) -> String, depth: usize) {
    let columns: Vec<&str> = table.columns.iter().map(|column| alignment(*column)).collect();
    line(dump, depth, &head(&format!("table, {}", columns.join(" "))));
    for row in std::iter::once(&table.head).chain(&table.rows) {
        let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
        line(dump, depth + 1, &cells.join(" | "));
    }
}

fn entries_into(dump: &mut String, entries: &Entries, head: &dyn Fn(&str) -> String, depth: usize) {
    line(dump, depth, &head(&format!("entries, {:?}", entries.kind).to_lowercase()));
    for entry in &entries.items {
        line(dump, depth + 1, &entry_name(entry));
        blocks_into(dump, &entry.body, depth + 2);
    }
}

fn leads_into(dump: &mut String, leads: &[Lead], depth: usize) {
    for lead in leads {
        let kind = format!("{:?}", lead.kind).to_lowercase();
        line(dump, depth, &format!("{kind}: {}", inlines(&lead.words)));
    }
}

/// "entry 3 #comment-3, answers 2".
fn entry_name(entry: &Entry) -> String {
    let mut name = "entry".to_owned();
    name.extend(entry.number.map(|number| format!(" {number}")));
    name.extend(entry.id.iter().map(|id| format!(" #{id}")));
    name.extend(entry.answers.map(|number| format!(", answers {number}")));
    name
}

fn verse_into(dump: &mut String, verse: &Verse, depth: usize) {
    for (number, stanza) in verse.stanzas.iter().enumerate() {
        if number > 0 {
            dump.push('\n');
        }
        for verse in stanza {
            let indent = " ".repeat(usize::from(verse.indent));
            line(dump, depth, &format!("|{indent}{}", inlines(&verse.content)));
        }
    }
}

const fn alignment(column: Alignment) -> &'static str {
    match column {
        Alignment::Start => "start",
        Alignment::Centre => "centre",
        Alignment::End => "end",
    }
}

fn inlines_into(dump: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        // Writing to a string never fails.
        let _ = match inline {
            Inline::Text(run) => write!(dump, "{}", run.text),
            Inline::Styled(style, content) => wrapped(dump, style_name(*style), content),
            Inline::Foreign(language, content) => wrapped(dump, &format!("lang={language}"), content),
            Inline::Link { target, content, .. } => wrapped(dump, &format!("to {}", target_name(target)), content),
            Inline::Picture(picture) => write!(dump, "⟨picture {} | {}⟩", picture.key, picture.alt),
            Inline::LineBreak => writeln!(dump, "⟨br⟩"),
            Inline::NoteCall(id) => write!(dump, "⟨note {}⟩", u64::from(id.0) + 1),
            Inline::Cite(cite) => write!(dump, "⟨cite {}⟩", cite.text),
            Inline::Mark(mark) => write!(dump, "⟨{} {}⟩", mark_name(mark.kind), mark.path),
            Inline::Point(number) => write!(dump, "⟨point {number}⟩"),
            Inline::Anchor(anchor) => write!(dump, "⟨anchor {}⟩", anchor.0),
            Inline::PageOf(anchor) => write!(dump, "⟨page of {}⟩", anchor.0),
            Inline::LineOf(anchor) => write!(dump, "⟨line of {}⟩", anchor.0),
            Inline::PageStart(page) => write!(dump, "⟨page start {page}⟩"),
        };
    }
}

fn wrapped(dump: &mut String, name: &str, content: &[Inline]) -> std::fmt::Result {
    write!(dump, "⟨{name}{}", if content.is_empty() { "" } else { " " })?;
    inlines_into(dump, content);
    write!(dump, "⟩")
}

const fn style_name(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::SmallCaps => "small-caps",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Code => "code",
        Style::Struck => "struck",
    }
}

fn target_name(target: &Target) -> String {
    match target {
        Target::Url(url) => url.clone(),
        Target::Document(id) => format!("doc:{id}"),
        Target::Place(place) => {
            let scheme = if place.page { "page" } else { "doc" };
            let words = place.words.as_ref().map_or(String::new(), |words| format!(" “{words}”"));
            format!("{scheme}:{}{words}", place.document)
        }
        Target::Page { place, .. } => format!("page of anchor {}", place.0),
        Target::Heading(id) => format!("#{id}"),
        Target::Anchor(anchor) => format!("anchor {}", anchor.0),
    }
}

const fn mark_name(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Point => "ix",
        MarkKind::Start => "ix+",
        MarkKind::End => "ix-",
        MarkKind::Principal => "ix!",
        MarkKind::Suppress => "ix~",
    }
}
