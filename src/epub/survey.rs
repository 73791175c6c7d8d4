//! Looks over the book before anything is written: how much each stretch of text will weigh as XHTML,
//! and which places, calls and pictures are in it. So the plan can cut files to size and
//! every link knows its file, while files are still written side by side.

use super::plan::What;
use super::table::is_wide;
use crate::book::{AnchorId, Entry, MatterBody, Prose};
use crate::document::{Block, Inline, Inlines, Located, NoteId};

/// Something a link, a note or the package wants to know about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Find<'a> {
    /// A place that something points to.
    Anchor(AnchorId),
    /// A place that is the same as the one before: nothing stands between them.
    Same {
        /// The place.
        anchor: AnchorId,
        /// The place before.
        of: AnchorId,
    },
    /// Where a printed page begins.
    Page(u32),
    /// A note's call.
    Call(NoteId),
    /// A picture, by its key, and the words that say what it shows.
    Picture {
        /// Its key.
        key: &'a str,
        /// The words; empty where there are none.
        alt: &'a str,
    },
}

/// A stretch that is never divided: a block, an entry.
#[derive(Debug, Default)]
pub(super) struct Unit<'a> {
    /// Bytes of XHTML, about; rather more than less.
    pub(super) weight: usize,
    /// Whether it is a heading, before which a file is best divided and after which never.
    pub(super) heading: bool,
    /// What is in it, in order.
    pub(super) finds: Vec<Find<'a>>,
    /// The place before, while nothing else has come.
    neighbour: Option<AnchorId>,
}

/// A division of the book, looked over.
#[derive(Debug, Default)]
pub(super) struct Survey<'a> {
    /// What stands before the units and stays with the first.
    pub(super) head: Unit<'a>,
    /// What may be divided.
    pub(super) units: Vec<Unit<'a>>,
    /// What stands after the units and stays with the last.
    pub(super) tail: Unit<'a>,
}

/// Markup around a block, about.
const BLOCK: usize = 32;
/// Markup around a few words, about.
const INLINE: usize = 20;
/// Markup of a link, a call or a picture, about.
const LINK: usize = 110;

/// Looks over a division.
pub(super) fn survey<'a>(what: &What<'a>) -> Survey<'a> {
    let mut survey = Survey::default();
    survey.head.weight = 600;
    match *what {
        What::Cover => {}
        What::Matter(matter) => {
            survey.head.inlines(&matter.title);
            survey.matter(&matter.body);
        }
        What::Part(part) => {
            survey.title(part.title.as_ref(), part.subtitle.as_ref());
            survey.prose(part.introduction.as_ref());
        }
        What::Chapter(chapter) => {
            survey.title(chapter.title.as_ref(), chapter.subtitle.as_ref());
            survey.prose(chapter.introduction.as_ref());
        }
        What::Document { selection, chapter } => {
            survey.title(Some(&selection.title), selection.subtitle.as_ref());
            let introduction = chapter.and_then(|c| c.introduction.as_ref());
            for prose in introduction.iter().chain(selection.headnote.as_ref().iter()) {
                prose.blocks.iter().for_each(|block| survey.head.block(block));
            }
            survey.prose(Some(&selection.text));
            selection.source_note.iter().for_each(|words| survey.tail.inlines(words));
        }
    }
    survey
}

/// Looks over a note.
pub(super) fn note(body: &[Located<Block>]) -> Unit<'_> {
    let mut unit = Unit { weight: 3 * LINK, ..Unit::default() };
    for block in body {
        unit.block(block);
    }
    unit
}

/// Looks over a block.
pub(super) fn block(block: &Located<Block>) -> Unit<'_> {
    let mut unit = Unit::default();
    unit.block(block);
    unit
}

/// Looks over cells of a table, or lines of verse.
pub(super) fn texts<'a>(texts: impl Iterator<Item = &'a Inlines>) -> Unit<'a> {
    let mut unit = Unit::default();
    for words in texts {
        unit.weight += BLOCK;
        unit.inlines(words);
    }
    unit
}

impl<'a> Survey<'a> {
    fn title(&mut self, title: Option<&'a Inlines>, subtitle: Option<&'a Inlines>) {
        title.into_iter().chain(subtitle).for_each(|words| self.head.inlines(words));
    }

    fn prose(&mut self, prose: Option<&'a Prose>) {
        if let Some(prose) = prose {
            self.blocks(&prose.blocks);
            self.tail.weight += prose.signed.iter().map(|person| person.name.len() + BLOCK).sum::<usize>();
        }
    }

    fn blocks(&mut self, blocks: &'a [Located<Block>]) {
        self.units.extend(blocks.iter().map(|block| {
            let mut unit = Unit { heading: matches!(block.node, Block::Heading { .. }), ..Unit::default() };
            unit.block(block);
            unit
        }));
    }

    fn matter(&mut self, body: &'a MatterBody) {
        match body {
            MatterBody::HalfTitle(title) => self.head.inlines(title),
            MatterBody::TitlePage(page) => self.title(Some(&page.title), page.subtitle.as_ref()),
            MatterBody::CopyrightPage(blocks) => self.blocks(blocks),
            MatterBody::Contents | MatterBody::Notes => {}
            MatterBody::Parallel(groups) => {
                for entry in groups.iter().flat_map(|group| &group.entries) {
                    self.head.weight += LINK;
                    self.head.inlines(&entry.title);
                }
            }
            MatterBody::Prose(prose) => self.prose(Some(prose)),
            MatterBody::Bibliography(sections) => {
                self.units.extend(sections.iter().flat_map(|section| &section.entries).map(|entry| {
                    let mut unit = Unit { weight: BLOCK, ..Unit::default() };
                    unit.inlines(entry);
                    unit
                }));
            }
            MatterBody::Index(index) => {
                self.units.extend(index.groups.iter().flat_map(|group| &group.entries).map(|entry| {
                    let mut unit = Unit::default();
                    unit.entry(entry);
                    unit
                }));
            }
        }
    }
}

impl<'a> Unit<'a> {
    fn block(&mut self, block: &'a Located<Block>) {
        self.neighbour = None;
        self.weight += BLOCK + if block.language.is_some() { INLINE } else { 0 };
        match &block.node {
            Block::Heading { content, .. } | Block::Paragraph(content) => self.inlines(content),
            Block::Quotation(blocks) | Block::Letter(blocks) => blocks.iter().for_each(|b| self.block(b)),
            Block::Verse(verse) => {
                for line in verse.stanzas.iter().flatten() {
                    self.weight += BLOCK;
                    self.inlines(&line.content);
                }
            }
            Block::List(list) => list.items.iter().flatten().for_each(|b| self.block(b)),
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    self.weight += BLOCK;
                    self.inlines(cell);
                }
                if is_wide(table) {
                    // Heads stand in every row.
                    let mut head = Unit::default();
                    table.head.iter().for_each(|cell| head.inlines(cell));
                    self.weight += table.rows.len() * (head.weight + 2 * BLOCK * table.head.len());
                }
            }
            Block::Figure(figure) => {
                self.picture(&figure.picture);
                self.inlines(&figure.caption);
            }
            Block::Entries(entries) => {
                for entry in &entries.items {
                    self.weight += 2 * BLOCK;
                    entry.body.iter().for_each(|b| self.block(b));
                }
            }
            Block::Lead(leads) => {
                for lead in leads {
                    self.weight += BLOCK;
                    self.inlines(&lead.words);
                }
            }
            Block::Listing { text, places, .. } => {
                self.words(&text.text);
                for (_, place) in places {
                    self.inlines(std::slice::from_ref(place));
                }
            }
            Block::SectionBreak | Block::Omission => {}
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            if !matches!(inline, Inline::Anchor(_) | Inline::Mark(_) | Inline::Point(_)) {
                self.neighbour = None;
            }
            match inline {
                Inline::Text(run) => self.words(&run.text),
                Inline::Styled(_, content) | Inline::Foreign(_, content) => {
                    self.weight += 2 * INLINE;
                    self.inlines(content);
                }
                Inline::Link { content, .. } => {
                    self.weight += LINK;
                    self.inlines(content);
                }
                Inline::Picture(picture) => self.picture(picture),
                Inline::LineBreak => self.weight += INLINE,
                Inline::NoteCall(note) => {
                    self.weight += LINK;
                    self.finds.push(Find::Call(*note));
                }
                Inline::Anchor(anchor) => {
                    self.weight += 2 * INLINE;
                    self.finds.push(match self.neighbour {
                        Some(of) => Find::Same { anchor: *anchor, of },
                        None => Find::Anchor(*anchor),
                    });
                    self.neighbour = self.neighbour.or(Some(*anchor));
                }
                Inline::PageStart(page) => {
                    self.weight += LINK;
                    self.finds.push(Find::Page(*page));
                }
                Inline::Cite(cite) => self.words(&cite.text),
                Inline::Mark(_) | Inline::Point(_) | Inline::PageOf(_) | Inline::LineOf(_) => {}
            }
        }
    }

    fn picture(&mut self, picture: &'a crate::document::Picture) {
        self.weight += LINK + picture.alt.len();
        self.finds.push(Find::Picture { key: &picture.key, alt: picture.alt.trim() });
    }

    fn entry(&mut self, entry: &'a Entry) {
        self.neighbour = None;
        self.finds.push(Find::Anchor(entry.anchor));
        self.weight += LINK * (1 + entry.references.len() + entry.see.len() + entry.see_also.len());
        self.inlines(&entry.heading);
        entry.see.iter().chain(&entry.see_also).for_each(|reference| self.inlines(&reference.heading));
        entry.subentries.iter().for_each(|sub| self.entry(sub));
    }

    fn words(&mut self, text: &str) {
        // Bytes are counted by chunks that a byte can count: so many are looked at together.
        let escapes = text.as_bytes().chunks(usize::from(u8::MAX)).map(|chunk| {
            usize::from(chunk.iter().map(|byte| u8::from(matches!(byte, b'&' | b'<' | b'>'))).sum::<u8>())
        });
        let escapes = escapes.sum::<usize>();
        self.weight += text.len() + 4 * escapes;
    }
}
