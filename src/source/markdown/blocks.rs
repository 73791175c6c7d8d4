//! Builds the tree of blocks from the parser's events.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::leaf::{Leaf, LeafKind};
use super::mask::Mask;
use super::notes::{Definition, Notes};
use super::solid::{Code, Rows};
use super::words::Lines;
use super::{Sheet, tree, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Alignment, Block, Inlines, List, ListKind, Located, Note};

/// How deep blocks may nest; what is deeper stands at this depth.
const DEEPEST: usize = 32;

/// A block of blocks that is open.
#[derive(Debug)]
pub(super) enum Container {
    Quotation,
    Letter,
    List {
        kind: ListKind,
        tight: bool,
        items: Vec<Vec<Located<Block>>>,
    },
    Item,
    /// A note's label, the paragraph's number before it, and how many containers more than may be it is written in.
    Note {
        label: String,
        number: u32,
        beyond: usize,
    },
    /// Its blocks join what surrounds it.
    Bare,
}

#[derive(Debug)]
pub(super) struct Open {
    pub(super) container: Container,
    start: usize,
    blocks: Vec<Located<Block>>,
}

/// Reads one text.
pub(super) struct Reader<'a, 'd> {
    pub(super) sheet: Sheet<'a>,
    pub(super) masks: Vec<Mask>,
    /// The first mask that is not yet put back.
    pub(super) next: usize,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) notes: Notes,
    /// The last picture's title.
    pub(super) title: Option<(String, Range<usize>)>,
    pub(super) open: Vec<Open>,
    /// So many containers more are open than may be.
    pub(super) beyond: usize,
    pub(super) leaf: Option<Leaf<'a>>,
    pub(super) rows: Rows,
    pub(super) code: Option<Code>,
    pub(super) html: Option<Lines>,
    /// Whether the words that are read stand in one.
    pub(super) solid_html: bool,
    pub(super) number: u32,
    /// Whether line ends of the paragraph are kept.
    pub(super) keeps_lines: bool,
    /// Index marks that wait for a paragraph.
    pub(super) waiting: Inlines,
    /// Elements that were already reported.
    pub(super) reported: BTreeSet<String>,
    /// Whether elements that are not kept stand as they are written: in a line, nobody is told of them.
    pub(super) as_written: bool,
    /// Where something was first nested deeper than is kept.
    pub(super) too_deep: Option<Range<usize>>,
    /// Ids that headings were given, with the place of the first of each.
    pub(super) ids: BTreeMap<String, Span>,
    /// So many quotations are open that are read otherwise.
    skipping: usize,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub(super) fn new(sheet: Sheet<'a>, masks: Vec<Mask>, diagnostics: &'d mut Diagnostics) -> Self {
        let open = vec![Open { container: Container::Bare, start: 0, blocks: Vec::new() }];
        Self {
            sheet,
            masks,
            next: 0,
            diagnostics,
            notes: Notes::default(),
            title: None,
            open,
            beyond: 0,
            leaf: None,
            rows: Rows::default(),
            code: None,
            html: None,
            solid_html: false,
            number: 0,
            keeps_lines: false,
            waiting: Inlines::new(),
            reported: BTreeSet::new(),
            as_written: false,
            too_deep: None,
            ids: BTreeMap::new(),
            skipping: 0,
        }
    }

    pub(super) fn read(&mut self, events: Vec<(Event<'_>, Range<usize>)>) {
        for (event, range) in events {
            if self.skipping > 0 {
                match event {
                    Event::Start(Tag::BlockQuote(_)) => self.skipping += 1,
                    Event::End(TagEnd::BlockQuote(_)) => self.skipping -= 1,
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Start(tag) if is_block(&tag) => self.start(tag, &range),
                Event::End(tag) if is_block_end(tag) => self.end(tag, &range),
                Event::Rule => {
                    self.close_leaf(range.start);
                    self.add(Block::SectionBreak, &range);
                }
                Event::Text(text) if self.code.is_some() => self.code_text(&text, &range),
                Event::Html(text) if self.html.is_some() => self.html_text(&text, &range),
                event => self.inline(event, &range),
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        self.close_leaf(range.start);
        match tag {
            Tag::Paragraph => {
                if let Some(Open { container: Container::Item, .. }) = self.open.last() {
                    self.loosen();
                }
                self.keeps_lines = self.is_lined(range);
                self.begin_leaf(LeafKind::Paragraph { explicit: true }, range.start);
            }
            Tag::Heading { level, id, classes, .. } => {
                let classes = classes.iter().map(ToString::to_string).collect();
                let id = id.map(|id| id.to_string());
                self.begin_leaf(LeafKind::Heading { level: level_of(level), id, classes }, range.start);
            }
            Tag::BlockQuote(_) => self.start_quotation(range),
            Tag::List(first) => {
                let kind = first.map_or(ListKind::Bulleted, ListKind::Numbered);
                self.enter(Container::List { kind, tight: true, items: Vec::new() }, range.start);
            }
            Tag::Item => self.enter(Container::Item, range.start),
            Tag::FootnoteDefinition(label) => self.start_note(&label, range),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(Code { language, text: String::new(), place: None });
            }
            Tag::HtmlBlock => self.html = Some(Lines::default()),
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(alignment).collect();
                self.rows = Rows { columns, rows: Vec::new() };
            }
            Tag::TableHead | Tag::TableRow => self.rows.rows.push(Vec::new()),
            Tag::TableCell => self.begin_leaf(LeafKind::Cell, range.start),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => self.end_html(range),
            TagEnd::TableCell => {
                let inlines = self.take_inlines(range.end);
                if let Some(row) = self.rows.rows.last_mut() {
                    row.push(inlines);
                }
            }
            TagEnd::Table => self.end_table(range),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close_leaf(range.end);
                self.leave(range.end);
            }
            _ => self.close_leaf(range.end),
        }
    }

    pub(super) fn enter(&mut self, container: Container, start: usize) {
        let note = matches!(container, Container::Note { .. });
        if !note && (self.beyond > 0 || self.open.len() > DEEPEST) {
            self.beyond += 1;
            self.nested_too_deep(start);
        } else {
            self.open.push(Open { container, start, blocks: Vec::new() });
        }
    }

    fn leave(&mut self, end: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { container, start, mut blocks }) = self.open.pop() else { return };
        let block = match container {
            Container::Item => {
                if let Some(Open { container: Container::List { items, .. }, .. }) = self.open.last_mut() {
                    items.push(blocks);
                }
                return;
            }
            Container::Note { label, number, beyond } => {
                (self.number, self.beyond) = (number, beyond);
                if let Some(span) = self.notes.fill(&label, blocks) {
                    self.diagnostics.push(
                        Diagnostic::warning("empty-note", format!("note [^{label}] says nothing"))
                            .at(span, "nothing follows: its number will stand alone")
                            .hint("write the note here, or remove it and its calls"),
                    );
                }
                return;
            }
            Container::Bare => {
                self.blocks().append(&mut blocks);
                return;
            }
            Container::List { kind, tight, items } => Block::List(List { kind, tight, items }),
            Container::Quotation | Container::Letter if blocks.is_empty() => return,
            Container::Quotation => Block::Quotation(blocks),
            Container::Letter => Block::Letter(blocks),
        };
        let number = tree::first_number(&block).unwrap_or(self.number + 1);
        let span = self.sheet.span(start..end);
        self.blocks().push(Located::new(block, span, number));
    }

    fn start_note(&mut self, label: &str, range: &Range<usize>) {
        let span = self.sheet.span(range.start..range.start + "[^]:".len() + label.len());
        let container = match self.notes.begin(label, span) {
            Definition::Note => {
                // A note is no child of the quotation or item it is written in.
                let (number, beyond) = (std::mem::take(&mut self.number), std::mem::take(&mut self.beyond));
                Container::Note { label: label.to_owned(), number, beyond }
            }
            Definition::Again(first) => {
                self.diagnostics.push(
                    Diagnostic::error("duplicate-note", format!("note [^{label}] is defined twice"))
                        .at(span, "defined again")
                        .also(first, "first defined here")
                        .hint("give one of them another label, and call it by that"),
                );
                Container::Bare
            }
            Definition::Uncalled => {
                self.diagnostics.push(
                    Diagnostic::warning("uncalled-note", format!("nothing in the text calls note [^{label}]"))
                        .at(span, "set as a paragraph of the text")
                        .hint(format!("put `[^{label}]` where it is to be called, or take the note out")),
                );
                Container::Bare
            }
        };
        self.enter(container, range.start);
    }

    /// Notes the first place that is nested too deep: the rest of its line.
    pub(super) fn nested_too_deep(&mut self, start: usize) {
        if self.too_deep.is_none() {
            let line = self.sheet.original.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            self.too_deep = Some(start..start + line.len());
        }
    }

    /// Says that an id of the author's names two headings.
    pub(super) fn name_heading(&mut self, id: &str, range: &Range<usize>) {
        let span = self.sheet.span(range.clone());
        if let Some(first) = self.ids.get(id) {
            self.diagnostics.push(
                Diagnostic::warning("duplicate-heading", format!("two headings of this text have the id `{id}`"))
                    .at(span, format!("links to `#{id}` do not lead here"))
                    .also(*first, "they lead here")
                    .hint("give one of them another id"),
            );
            return;
        }
        self.ids.insert(id.to_owned(), span);
    }

    fn blocks(&mut self) -> &mut Vec<Located<Block>> {
        if self.open.is_empty() {
            self.open.push(Open { container: Container::Bare, start: 0, blocks: Vec::new() });
        }
        let last = self.open.len() - 1;
        &mut self.open[last].blocks
    }

    /// Adds a block that holds no other blocks.
    pub(super) fn add(&mut self, block: Block, range: &Range<usize>) {
        self.number += 1;
        let located = Located::new(block, self.sheet.span(range.clone()), self.number);
        self.blocks().push(located);
    }

    fn loosen(&mut self) {
        let parent = self.open.len().saturating_sub(2);
        if let Some(Open { container: Container::List { tight, .. }, .. }) = self.open.get_mut(parent) {
            *tight = false;
        }
    }

    /// Warns of an element that is not kept, once for each.
    pub(super) fn raw_html(&mut self, element: &str, range: &Range<usize>) {
        if self.reported.insert(element.to_owned()) {
            self.diagnostics.push(
                Diagnostic::warning("raw-html", format!("the element {element} is not kept"))
                    .at(self.sheet.span(range.clone()), "only its words stay")
                    .hint("kept are sub, sup, br, em, strong, i, b, cite, q, s, abbr, small and span with lang"),
            );
        }
    }

    pub(super) fn dropped_html(&mut self, name: &str, range: &Range<usize>) {
        let message = format!("the element <{name}> is left out with all it holds");
        warn(self.diagnostics, "raw-html", message, (self.sheet.span(range.clone()), ""));
    }

    pub(super) fn unclosed(&mut self, names: Vec<String>, range: &Range<usize>) {
        for name in names {
            if self.reported.insert(format!("/{name}")) {
                let message = format!("<{name}> does not begin and end in the same stretch of text");
                let span = self.sheet.span(range.clone());
                warn(self.diagnostics, "unbalanced-html", message, (span, "in here"));
            }
        }
    }

    /// The inlines of a text that is one line.
    pub(super) fn finish_inline(mut self, mut inlines: Inlines) -> Inlines {
        inlines.append(&mut self.waiting);
        inlines
    }

    /// Everything that was read.
    pub(super) fn finish(mut self) -> (Vec<Located<Block>>, Vec<Note>) {
        let end = self.sheet.original.len();
        self.close_leaf(end);
        while self.open.len() > 1 || self.beyond > 0 {
            self.leave(end);
        }
        if self.next < self.masks.len() {
            self.open_leaf(end);
            while self.next < self.masks.len() {
                self.uncover();
            }
            self.close_leaf(end);
        }
        let mut blocks = std::mem::take(self.blocks());
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() && !tree::append(&mut blocks, waiting) {
            let span = self.sheet.span(0..0);
            warn(self.diagnostics, "index-mark", "there is no text for an index mark to stand in", (span, ""));
        }
        if let Some(place) = self.too_deep.take() {
            let message = format!("blocks nested more than {DEEPEST} deep (or markup more than 64)");
            let fault = Diagnostic::warning("nested-too-deep", message);
            self.diagnostics.push(fault.at(self.sheet.span(place), "from here on words stand less deep"));
        }
        tree::raise_headings(&mut blocks);
        let notes = self.notes.finish(self.sheet.span(0..0));
        (blocks, notes)
    }

    pub(super) const fn skip_quotation(&mut self) {
        self.skipping = 1;
    }
}

const fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

const fn alignment(column: pulldown_cmark::Alignment) -> Alignment {
    match column {
        pulldown_cmark::Alignment::None | pulldown_cmark::Alignment::Left => Alignment::Start,
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::Right => Alignment::End,
    }
}

const fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

const fn is_block_end(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
