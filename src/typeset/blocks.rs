//! Sets blocks: headings, paragraphs, quotations, verse, lists, figures, listings and what stands between them.

use super::code::pieces;
use super::galley::{Builder, Frame, Hand, program};
use super::line::{Capitals, Family, Line, ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::measures::per_mille;
use super::page::{Item, Placed};
use super::structure::Role;
use super::unit::{Slice, Unit, as_furniture, shift};
use crate::book::{ImageFormat, Spot, count_letters};
use crate::design::Opening;
use crate::diagnostic::Diagnostic;
use crate::document::letter;
use crate::document::{Block, Figure, Inline, List, ListKind, Located, Origin, Run, plain_text};
use crate::length::{Length, Size};
use crate::metadata::Direction;

/// In lists nested deeper than this, words need not stay with the list that follows them: pages could not be filled.
const KEPT_LISTS: u32 = 4;

impl Builder<'_, '_> {
    /// Sets blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: &[Located<Block>], frame: &Frame) {
        for block in blocks {
            match &block.language {
                Some(language) => self.located(block, &Frame { language, ..frame.clone() }),
                None => self.located(block, frame),
            }
        }
    }

    fn located(&mut self, block: &Located<Block>, frame: &Frame) {
        let Some(number) = self.number(block, frame) else { return self.block_of(block, frame) };
        let first = self.galley.units.len();
        match self.number_indent(&number) {
            None => self.block_of(block, frame),
            Some(indent) => {
                self.flush = false;
                // The figures stand where an initial would.
                if self.hand == Hand::Opening && self.measures.opening == Opening::DropCapital {
                    self.hand = Hand::Document;
                }
                self.block_of(block, &Frame { indent: frame.indent.max(indent), ..frame.clone() });
            }
        }
        self.put_number(&number, first, frame);
    }

    fn block_of(&mut self, block: &Located<Block>, frame: &Frame) {
        let opens = self.hand == Hand::Opening;
        if opens {
            self.hand = Hand::Document;
        }
        match &block.node {
            Block::Paragraph(words) if opens => self.opening_paragraph(words, frame),
            Block::Heading { level, content, .. } => self.heading(*level, content, frame),
            Block::Paragraph(words) => self.plain(words, frame),
            Block::Quotation(blocks) => {
                self.within(Role::Quotation, |builder| builder.quoted(blocks, &builder.quotation(frame)));
            }
            Block::Letter(blocks) => self.within(Role::Letter, |builder| builder.letter(blocks, frame)),
            Block::Verse(verse) => self.within(Role::Verse, |builder| builder.verse(verse, frame)),
            Block::List(list) => {
                let numbered = matches!(list.kind, ListKind::Numbered(_));
                self.within(Role::List(numbered), |builder| builder.list(list, frame));
            }
            Block::Table(table) => self.within(Role::Table, |builder| builder.table(table, frame)),
            Block::Figure(figure) => self.figure(figure, frame),
            Block::Listing { text, places, .. } => self.within(Role::Paragraph, |builder| {
                builder.within(Role::Code, |builder| builder.listing(text, places, frame));
            }),
            Block::Entries(entries) => self.entry_list(entries, frame),
            Block::Lead(leads) => self.lead(leads, None, frame),
            Block::SectionBreak => self.section_break(frame),
            Block::Omission => self.omission(frame),
        }
    }

    pub(super) fn heading(&mut self, level: u8, words: &[Inline], frame: &Frame) {
        let (text, before, after) = self.measures.heading(level);
        let text = if frame.grid == self.measures.notes { TextStyle { size: frame.text.size, ..text } } else { text };
        let frame = Frame { text, alignment: TextAlignment::Start, variants: false, ..frame.clone() };
        let style = ParagraphStyle { hyphenate: false, ..frame.style(Length::ZERO) };
        let lines = self.headed(level, |builder| builder.lines(words, &frame, &style));
        let slices = self.block(lines, per_mille(text.size, 1100), frame.grid);
        let mut unit = Unit::new(before, slices);
        unit.keep_whole();
        unit.keep_with_next();
        self.push(unit);
        self.space = after;
        self.flush = true;
    }

    fn quotation<'l>(&self, frame: &Frame<'l>) -> Frame<'l> {
        let by = per_mille(self.measures.size, 1500);
        let size = self.smaller(frame);
        let inner = frame.indented(by);
        let right = inner.right + (by / 2).min((inner.width() - frame.measure / 3).max(Length::ZERO));
        Frame { text: TextStyle { size, ..frame.text }, right, ..inner }
    }

    /// The size of what is set smaller; a quotation in a quotation is no smaller still.
    pub(super) fn smaller(&self, frame: &Frame) -> Length {
        let quotations = self.measures.sizes.quotations;
        if frame.text.size == self.measures.size { quotations } else { frame.text.size.min(quotations) }
    }

    /// A quotation. Its last paragraph, if it begins with a dash, says whose it is, and stands at the right with it.
    fn quoted(&mut self, blocks: &[Located<Block>], frame: &Frame) {
        let Some((last, before)) = blocks.split_last().filter(|(last, before)| !before.is_empty() && attributes(last))
        else {
            return self.set_off(blocks, frame);
        };
        self.set_off(before, frame);
        if let Some(unit) = self.galley.units.last_mut() {
            unit.keep_with_next();
        }
        self.space = 0;
        self.flush = true;
        let frame = Frame { alignment: TextAlignment::End, variants: false, ..frame.clone() };
        self.blocks(std::slice::from_ref(last), &frame);
        self.space = self.space.max(1);
        self.flush = false;
    }

    /// Sets blocks with a row of white before and after.
    fn set_off(&mut self, blocks: &[Located<Block>], frame: &Frame) {
        self.space = self.space.max(1);
        self.flush = true;
        self.blocks(blocks, frame);
        self.space = self.space.max(1);
        self.flush = false;
    }

    /// A letter: paragraphs whose lines are kept stand ragged, and a signature at its end to the right.
    fn letter(&mut self, blocks: &[Located<Block>], frame: &Frame) {
        let frame = self.quotation(frame);
        self.space = self.space.max(1);
        self.flush = true;
        let (greeting, signature) = (letter::greeting(blocks), letter::signature(blocks));
        for (number, block) in blocks.iter().enumerate() {
            let first = self.galley.units.len();
            let kept = matches!(&block.node, Block::Paragraph(words) if words.contains(&Inline::LineBreak));
            let signed = signature == Some(number);
            if kept || signed {
                let alignment = if signed { TextAlignment::End } else { TextAlignment::Start };
                self.flush = true;
                let frame = Frame { alignment, variants: false, ..frame.clone() };
                self.blocks(std::slice::from_ref(block), &frame);
                self.flush = true;
            } else {
                self.blocks(std::slice::from_ref(block), &frame);
            }
            // Place, day and salutation stand over the letter's first lines.
            if number < greeting {
                self.galley.units[first..].iter_mut().for_each(Unit::keep_with_next);
            }
        }
        self.space = self.space.max(1);
        self.flush = false;
    }

    fn list(&mut self, list: &List, frame: &Frame) {
        let highest = match list.kind {
            ListKind::Bulleted => None,
            ListKind::Numbered(first) => Some(first.saturating_add(list.items.len() as u64)),
        };
        // Two ems hold a bullet or two figures.
        let digits = highest.map_or(1, |number| i32::try_from(number.to_string().len()).unwrap_or(1));
        let inner = frame.indented(per_mille(frame.text.size, 1500 + 500 * (digits - 2).max(0)));
        // White is for the outermost list alone, and between items that are paragraphs.
        let space = u16::from(frame.grid == self.measures.text && self.lists == 0);
        self.lists += 1;
        self.space = self.space.max(space);
        for (number, item) in (0_u64..).zip(&list.items) {
            let marker = match list.kind {
                ListKind::Bulleted => "•".to_owned(),
                ListKind::Numbered(first) => format!("{}.", first.saturating_add(number)),
            };
            let first = self.galley.units.len();
            self.flush = true;
            let outer = self.setter.tagger.enter(Role::Item);
            // Set before what it marks: so it is read.
            let mark = self.within(Role::Label, |builder| builder.setter.words(&marker, inner.language, &inner.text));
            self.within(Role::Body, |builder| {
                if item.is_empty() {
                    builder.plain(&[], &inner);
                }
                builder.item(item, &Frame { indent: frame.text.size, ..inner.clone() });
            });
            self.mark(first, mark, &inner);
            self.setter.tagger.leave(outer);
            if let Some(unit) = self.galley.units.get_mut(first) {
                unit.rigid = number > 0;
            }
            if !list.tight {
                self.space = self.space.max(space);
            }
        }
        self.lists -= 1;
        self.space = self.space.max(space);
        self.flush = false;
    }

    /// The blocks of an item; words stay with the list that follows them.
    fn item(&mut self, blocks: &[Located<Block>], frame: &Frame) {
        for (number, block) in blocks.iter().enumerate() {
            self.blocks(std::slice::from_ref(block), frame);
            let next = blocks.get(number + 1).map(|next| &next.node);
            let leads = matches!((&block.node, next), (Block::Paragraph(_), Some(Block::List(_))));
            if let Some(last) = self.galley.units.last_mut().filter(|_| leads && self.lists <= KEPT_LISTS) {
                last.keep_with_next();
            }
        }
    }

    /// Puts a list item's marker before the first line of the unit `first`.
    fn mark(&mut self, first: usize, line: Line, frame: &Frame) {
        let gap = per_mille(frame.text.size, 400);
        let x = match frame.language.direction() {
            Direction::Ltr => frame.left - gap - line.width,
            Direction::Rtl => frame.measure - frame.right + gap,
        };
        let mut items = line.items;
        shift(&mut items, x, frame.grid.drop);
        let Some(unit) = self.galley.units.get_mut(first) else { return };
        let lasts = unit.settings.len().saturating_sub(1);
        for setting in &mut unit.settings[..lasts] {
            if let Some(slice) = setting.slices.first_mut() {
                slice.items.splice(0..0, items.iter().cloned());
            }
        }
        if let Some(slice) = unit.settings.last_mut().and_then(|setting| setting.slices.first_mut()) {
            slice.items.splice(0..0, items);
        }
    }

    fn figure(&mut self, figure: &Figure, frame: &Frame) {
        let text = TextStyle { size: self.smaller(frame), ..frame.text };
        let caption = Frame { text, alignment: TextAlignment::Centre, variants: false, ..frame.clone() };
        let style = ParagraphStyle { hyphenate: false, ..caption.style(Length::ZERO) };
        let picture = &figure.picture;
        let Some(image) = self.book.images.get(&picture.key) else {
            let fault = Diagnostic::warning("missing-picture", format!("there is no picture `{}`", picture.key));
            self.diagnostics.push(fault.at(picture.span, "its description is printed instead"));
            self.plain(&[program(&format!("[{}]", picture.alt))], &caption);
            self.plain(&figure.caption, &caption);
            return;
        };
        let words = plain_text(&figure.caption);
        let alt = if picture.alt.is_empty() { words.as_str() } else { picture.alt.as_str() };
        let outer = self.setter.tagger.enter(Role::Figure);
        self.setter.tagger.describe(alt);
        // What is said of in no way is there for the eye (ISO 14289-1, 7.3).
        let element = self.setter.tagger.this().filter(|_| !alt.is_empty());
        let mut below = if figure.caption.is_empty() {
            Vec::new()
        } else {
            self.within(Role::Caption, |builder| builder.lines(&figure.caption, &caption, &style))
        };
        self.setter.tagger.leave(outer);
        let (width, height) = (i64::from(image.pixels.0.max(1)), i64::from(image.pixels.1.max(1)));
        // A drawing has its own size, 96 pixels to the inch; a photograph has as many as print well.
        let resolution = if image.format == ImageFormat::Svg { 96 } else { i64::from(self.measures.resolution.max(1)) };
        let pixel = i64::from(Length::POINT.raw()) * 72 / resolution;
        let lines = u16::try_from(below.len()).unwrap_or(u16::MAX);
        let room = self.measures.rows.saturating_sub(lines.saturating_add(1)).max(self.measures.rows / 2).max(1);
        let most = i64::from(frame.grid.height(u32::from(room)).raw());
        let across = (width * pixel).min(i64::from(frame.width().raw())).min(most * width / height).max(1);
        let raw = |n: i64| Length::from_raw(i32::try_from(n).unwrap_or(i32::MAX));
        let size = Size { width: raw(across), height: raw((across * height / width).max(1)) };
        let rows = frame.grid.rows(size.height);
        let mut slice = Slice::empty(rows);
        let x = frame.left + (frame.width() - size.width) / 2;
        let y = (frame.grid.height(u32::from(rows)) - size.height) / 2;
        slice.items.push(Placed { x, y, item: Item::Image(picture.key.clone(), size), element });
        let mut slices = vec![slice];
        slices.extend(self.slices(std::mem::take(&mut below), frame.grid));
        let mut unit = Unit::new(1, slices);
        unit.keep_whole();
        if let Some(last) = unit.settings[0].slices.last_mut() {
            last.ending = Ending::Free;
        }
        self.push(unit);
        self.space = 1;
    }

    fn listing(&mut self, text: &Run, places: &[(usize, Inline)], frame: &Frame) {
        let code = self.measures.sizes.code;
        let share = code.to_pt() / self.measures.size.to_pt();
        let size = if frame.text.size == self.measures.size { code } else { frame.text.size.scale(share) };
        let style = TextStyle { family: Family::Code, size, capitals: Capitals::Ordinary, tracking: 0, ..frame.text };
        let by = self.measures.em(1000);
        let inner = frame.indented(by);
        let letter = self.setter.words("0", frame.language, &style).width.max(Length::POINT);
        let room = usize::try_from(inner.width().raw() / letter.raw()).unwrap_or(1).max(2);
        let mut slices = Vec::new();
        let mut begins = places.iter().find_map(|(_, place)| match place {
            Inline::Anchor(anchor) => Some(Spot { anchor: *anchor, letters: 0 }),
            _ => None,
        });
        let mut start = 0_usize;
        for line in text.text.split('\n') {
            // How many letters of code wide: two in the scripts of East Asia, none if it is a mark.
            let letters = |at: usize, c: char| match c {
                '\t' => 4,
                ' '..='~' => 1,
                _ => {
                    let run = Run { text: c.to_string(), origin: part(text, start + at, c.len_utf8()) };
                    let width = self.setter.line(&[Inline::Text(run)], frame.language, &style).width;
                    usize::try_from((width + letter - Length::from_raw(1)).raw() / letter.raw()).unwrap_or(1)
                }
            };
            for (number, (at, piece)) in pieces(line, room, letters).into_iter().enumerate() {
                let run = Run { text: untab(piece), origin: part(text, start + at, piece.len()) };
                let set = self.setter.line(&[Inline::Text(run)], frame.language, &style);
                let hang = if number > 0 { letter * 2 } else { Length::ZERO };
                if hang + set.width > inner.width() + Length::POINT {
                    self.overfull();
                }
                let mut slice = Slice::of_line(set, frame.grid);
                shift(&mut slice.items, inner.left + hang, Length::ZERO);
                slice.begins = begins;
                if let Some(spot) = &mut begins {
                    spot.letters = spot.letters.saturating_add(count_letters(piece));
                }
                if number > 0 {
                    // The mark says that the line above goes on here; it is no part of the text.
                    let mark = self.setter.words("→", frame.language, &style);
                    let mut mark = as_furniture(mark.items);
                    shift(&mut mark, inner.left, frame.grid.drop);
                    slice.items.append(&mut mark);
                }
                slices.push(slice);
            }
            start += line.len() + 1;
        }
        let mut unit = Unit::new(1, slices);
        unit.keep_two();
        self.push(unit);
        self.space = 1;
        self.flush = false;
    }

    fn section_break(&mut self, frame: &Frame) {
        let frame = Frame { alignment: TextAlignment::Centre, variants: false, ..frame.clone() };
        let lines = self.lines(&[program("*\u{2003}*\u{2003}*")], &frame, &frame.style(Length::ZERO));
        let mut unit = Unit::new(1, self.slices(lines, frame.grid));
        unit.keep_with_next();
        self.push(unit);
        self.space = 1;
        self.flush = true;
    }

    fn omission(&mut self, frame: &Frame) {
        let frame = Frame { alignment: TextAlignment::Start, variants: false, ..frame.clone() };
        let first = if self.flush { Length::ZERO } else { frame.indent };
        let lines = self.lines(&[program(&self.book.omission)], &frame, &frame.style(first));
        let unit = Unit::new(0, self.slices(lines, frame.grid));
        self.push(unit);
        self.flush = false;
    }
}

/// Whether a paragraph of a quotation says whose it is: "— Ida Keel".
fn attributes(block: &Located<Block>) -> bool {
    let Block::Paragraph(words) = &block.node else { return false };
    let words = plain_text(words);
    words.starts_with(['—', '–', '―']) && words.chars().count() < 100
}

fn untab(text: &str) -> String {
    text.replace('\t', "    ")
}

/// Where a part of a run comes from.
pub(super) fn part(run: &Run, start: usize, length: usize) -> Origin {
    match run.origin {
        Origin::Source(span) if span.range().len() == run.text.len() => {
            let from = span.range().start + start;
            Origin::Source(crate::diagnostic::Span::new(span.file, from..from + length))
        }
        origin => origin,
    }
}
