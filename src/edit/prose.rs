//! Brings the text of one hand into the book: notes, links, pictures and headings find their places.
//!
//! Enters: blocks as they were read. Leaves: blocks in which every [`NoteId`] counts into the book's
//! notes, every link leads out of the book or to an anchor, every picture has a key of the book's, and
//! heading levels begin at 1 and leave none out. No word is changed; only the editor's signature is added.

use std::collections::VecDeque;

use super::desk::{Desk, said};
use super::headings::{self, Headings, Linked};
use super::{credits, replies};
use crate::book::AnchorId;
use crate::diagnostic::Span;
use crate::document::{
    Block, Document, Entries, Entry, Figure, Inline, Inlines, Lead, List, Located, Note, NoteId, Table,
};
use crate::document::{Verse, VerseLine, Voice};
use crate::metadata::Language;

/// Whose text it is and where it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand<'h> {
    /// The division it belongs to.
    pub(super) division: AnchorId,
    /// Its file, relative to the manifest's folder; empty for a text in the manifest.
    pub(super) file: &'h str,
    /// What it is.
    pub(super) kind: Kind,
    /// What it is written in.
    pub(super) language: &'h Language,
    /// Whether its first block is printed as its title: links to it lead to the division.
    pub(super) titled: bool,
}

/// What a text is to the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document.
    Document,
    /// The editor's introduction to a document, set and numbered with it.
    Headnote,
    /// A text of the editor's that stands alone: an introduction, a preface.
    Own,
}

impl Kind {
    /// Whether the book's editors wrote it.
    fn editorial(self) -> bool {
        self != Self::Document
    }

    /// The number of one of its paragraphs: those of a headnote would be taken for the document's.
    pub(super) fn number(self, number: u32) -> u32 {
        if self == Self::Headnote { 0 } else { number }
    }

    /// Whether its editor's notes say who wrote them: beside an author's notes they do.
    fn signed(self) -> bool {
        self != Self::Own
    }
}

/// One text on its way into the book.
pub(super) struct Text<'d> {
    pub(super) hand: Hand<'d>,
    document: &'d Document,
    /// The book's note for each of the text's, once it was called.
    called: Vec<Option<NoteId>>,
    /// Notes that were called and are not brought in yet.
    waiting: VecDeque<(usize, NoteId)>,
    /// Headings that links of this text lead to.
    headings: Headings,
    /// Levels of the source that are open, each one deeper than that before.
    levels: Vec<u8>,
    pub(super) in_note: bool,
    /// The number of the paragraph that is brought in.
    pub(super) paragraph: u32,
}

impl<'d> Text<'d> {
    /// Lays a text out; finds the headings that its links lead to.
    pub(super) fn open(desk: &mut Desk<'_>, document: &'d Document, hand: Hand<'d>) -> Self {
        let headings = Headings::linked(desk, document, hand);
        Self {
            hand,
            document,
            called: vec![None; document.notes.len()],
            waiting: VecDeque::new(),
            headings,
            levels: Vec::new(),
            in_note: false,
            paragraph: 0,
        }
    }

    /// Brings `blocks` in.
    pub(super) fn blocks(&mut self, desk: &mut Desk<'_>, blocks: &[Located<Block>]) -> Vec<Located<Block>> {
        let mut placed = Vec::with_capacity(blocks.len());
        for block in blocks {
            let number = self.hand.kind.number(block.number);
            if !self.in_note {
                self.paragraph = number;
            }
            let node = self.block(desk, block);
            placed.push(Located { node, span: block.span, number, language: block.language.clone() });
        }
        placed
    }

    /// Brings in the notes that were called, and those that they call. Readers keep no other notes.
    pub(super) fn close(mut self, desk: &mut Desk<'_>) {
        self.in_note = true;
        while let Some((local, id)) = self.waiting.pop_front() {
            let Some(note) = self.document.notes.get(local) else { continue };
            self.levels.clear();
            let mut body = self.blocks(desk, &note.body);
            let voice = self.voice(note);
            if let Some(by) = self.signature(desk, voice, note.signature.as_deref()) {
                sign(&mut body, &by, note.span);
            }
            if let Some(placed) = desk.notes.get_mut(id.0 as usize) {
                placed.body = body;
            }
        }
    }

    /// The book's note for the text's note `local`: waiting from its first call on.
    pub(super) fn call(&mut self, desk: &mut Desk<'_>, local: NoteId) -> Option<NoteId> {
        let at = local.0 as usize;
        let note = self.document.notes.get(at)?;
        if let Some(id) = *self.called.get(at)? {
            return Some(id);
        }
        let id = self.add_note(desk, self.voice(note), note.span);
        self.called[at] = Some(id);
        self.waiting.push_back((at, id));
        Some(id)
    }

    /// A note that says only this: a citation (which is formatted when all of the text are known) or an address.
    pub(super) fn made_note(&self, desk: &mut Desk<'_>, says: Inline, span: Span) -> NoteId {
        let voice = if self.hand.kind.editorial() { Voice::Editor } else { Voice::Author };
        let id = self.add_note(desk, voice, span);
        let mut body = vec![Located::new(Block::Paragraph(vec![says]), span, 0)];
        if let Some(by) = self.signature(desk, voice, None) {
            sign(&mut body, &by, span);
        }
        if let Some(placed) = desk.notes.get_mut(id.0 as usize) {
            placed.body = body;
        }
        id
    }

    /// Who a note says wrote it: whoever is named for it; else a translator and the source's own editors wherever they
    /// speak, the book's editors by their series, authors nowhere.
    fn signature(&self, desk: &Desk<'_>, voice: Voice, named: Option<&str>) -> Option<String> {
        let words = &desk.words;
        let usual = match voice {
            Voice::Author => return None,
            Voice::Translator => &words.translator_signature,
            Voice::SourceEditor => &words.source_editor_signature,
            Voice::Editor => &words.editor_signature,
        };
        // Where one series holds the notes of both, only a signature tells them apart.
        let others = |note: &Note| note.voice != Voice::Editor;
        let beside = || self.hand.kind == Kind::Document && self.document.notes.iter().any(others);
        let signs = match voice {
            Voice::Editor => self.hand.kind.signed() && (desk.numbering.signs() || desk.numbering.is_one() && beside()),
            _ => true,
        };
        named.map(str::to_owned).or_else(|| signs.then(|| usual.clone()))
    }

    /// Where a link to the heading `name` leads.
    pub(super) fn heading(&self, name: &str) -> Option<&Linked> {
        self.headings.named(name)
    }

    /// The names of all its headings.
    pub(super) fn heading_names(&self) -> Vec<String> {
        headings::names(self.document)
    }

    /// A note, its mark and its body still to come.
    fn add_note(&self, desk: &mut Desk<'_>, voice: Voice, span: Span) -> NoteId {
        let id = NoteId(u32::try_from(desk.notes.len()).unwrap_or(u32::MAX));
        // The editor speaks the book's language, whatever text the note is called from.
        let language = if voice == Voice::Editor { &desk.manifest.book.language.value } else { self.hand.language };
        desk.notes.push(Note {
            voice,
            mark: String::new(),
            language: Some(language.clone()),
            signature: None,
            body: Vec::new(),
            span,
        });
        id
    }

    fn voice(&self, note: &Note) -> Voice {
        if self.hand.kind.editorial() { Voice::Editor } else { note.voice }
    }

    fn block(&mut self, desk: &mut Desk<'_>, block: &Located<Block>) -> Block {
        match &block.node {
            Block::Heading { level, content, id, classes } => {
                let mut words = self.inlines(desk, content);
                words.splice(0..0, self.headings.anchor(block.span).map(Inline::Anchor));
                Block::Heading { level: self.level(*level), content: words, id: id.clone(), classes: classes.clone() }
            }
            Block::Paragraph(content) => Block::Paragraph(self.inlines(desk, content)),
            Block::Quotation(inner) => Block::Quotation(self.blocks(desk, inner)),
            Block::Letter(inner) => Block::Letter(self.blocks(desk, inner)),
            Block::Verse(verse) => Block::Verse(self.verse(desk, verse)),
            Block::List(list) => Block::List(List {
                kind: list.kind,
                tight: list.tight,
                items: list.items.iter().map(|item| self.blocks(desk, item)).collect(),
            }),
            Block::Table(table) => Block::Table(self.table(desk, table)),
            Block::Figure(figure) => self.figure(desk, figure),
            Block::Entries(entries) => {
                Block::Entries(Entries { kind: entries.kind, items: self.entries(desk, entries) })
            }
            Block::Lead(leads) => {
                let mut lead = |lead: &Lead| Lead { kind: lead.kind, words: self.inlines(desk, &lead.words) };
                Block::Lead(leads.iter().map(&mut lead).collect())
            }
            Block::Listing { .. } | Block::SectionBreak | Block::Omission => block.node.clone(),
        }
    }

    fn entries(&mut self, desk: &mut Desk<'_>, entries: &Entries) -> Vec<Entry> {
        let mut entry = |entry: &Entry| Entry {
            number: entry.number,
            id: entry.id.clone(),
            answers: entry.answers,
            body: self.blocks(desk, &entry.body),
        };
        let mut items: Vec<Entry> = entries.items.iter().map(&mut entry).collect();
        replies::link(desk, &mut items, self.hand.division);
        items
    }

    fn verse(&mut self, desk: &mut Desk<'_>, verse: &Verse) -> Verse {
        let mut line = |line: &VerseLine| VerseLine { indent: line.indent, content: self.inlines(desk, &line.content) };
        Verse { stanzas: verse.stanzas.iter().map(|stanza| stanza.iter().map(&mut line).collect()).collect() }
    }

    fn table(&mut self, desk: &mut Desk<'_>, table: &Table) -> Table {
        let mut cells = |row: &Vec<Inlines>| row.iter().map(|cell| self.inlines(desk, cell)).collect();
        Table { columns: table.columns.clone(), head: cells(&table.head), rows: table.rows.iter().map(cells).collect() }
    }

    /// A figure whose picture is missing (an error by then) leaves its caption.
    fn figure(&mut self, desk: &mut Desk<'_>, figure: &Figure) -> Block {
        let picture = self.picture(desk, &figure.picture);
        let mut caption = self.inlines(desk, &figure.caption);
        match picture {
            Some(picture) => {
                let credit = credits::of_picture(desk, &picture.key);
                if !caption.is_empty() && !credit.is_empty() {
                    caption.push(said(" "));
                }
                caption.extend(credit);
                Block::Figure(Figure { picture, caption })
            }
            None => Block::Paragraph(caption),
        }
    }

    /// The level of a heading counted from 1 without gaps: one deeper than the nearest heading above it.
    fn level(&mut self, level: u8) -> u8 {
        while self.levels.last().is_some_and(|open| *open >= level) {
            self.levels.pop();
        }
        self.levels.push(level);
        u8::try_from(self.levels.len()).unwrap_or(u8::MAX)
    }
}

impl Desk<'_> {
    /// Brings in a text of the editor's that stands alone, its title first: notes and citations settled.
    pub(super) fn own_text<'d>(
        &mut self,
        document: &'d Document,
        title: Option<&Inlines>,
        blocks: &[Located<Block>],
        hand: Hand<'d>,
    ) -> (Inlines, Vec<Located<Block>>) {
        let first_note = self.notes.len();
        let mut text = Text::open(self, document, hand);
        let mut title = title.map(|title| text.inlines(self, title)).unwrap_or_default();
        let mut blocks = text.blocks(self, blocks);
        text.close(self);
        self.settle_notes(Some(&mut title), vec![&mut blocks], first_note);
        (title, blocks)
    }
}

/// Says at the end of a note who wrote it.
fn sign(body: &mut Vec<Located<Block>>, by: &str, span: Span) {
    let signature = format!("—{by}");
    match body.last_mut().map(|block| &mut block.node) {
        Some(Block::Paragraph(content)) => content.push(said(format!(" {signature}"))),
        _ => body.push(Located::new(Block::Paragraph(vec![said(signature)]), span, 0)),
    }
}
