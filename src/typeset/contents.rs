//! Sets the table of contents: titles, leaders, page numbers; authors and dates under their titles.

use super::galley::{Builder, Frame, link, program};
use super::line::{Capitals, Figures, Line, ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::page::{Item, Placed};
use super::structure::Role;
use super::unit::{Slice, Unit, as_furniture, shift};
use crate::book::{AnchorId, ContentsEntry, ContentsGroup, Matter, bare, contents};
use crate::document::Inlines;
use crate::length::Length;
use crate::metadata::Direction;

/// White that titles leave for page numbers, and from leader to leader, in 1/1000 em.
const RESERVE: i32 = 2800;
const PITCH: i32 = 620;

impl<'a> Builder<'_, 'a> {
    pub(super) fn contents(&mut self, matter: &'a Matter) {
        self.matter_title(&matter.title);
        let outer = self.setter.tagger.enter(Role::Contents);
        let entries = contents(self.book);
        let parts = entries.iter().any(|entry| entry.depth == 0) && entries.iter().any(|entry| entry.depth > 0);
        for (number, entry) in entries.iter().enumerate() {
            let leads = entries.get(number + 1).is_some_and(|next| next.depth > entry.depth);
            self.contents_entry(entry, parts && leads && entry.depth == 0, leads);
        }
        self.setter.tagger.leave(outer);
    }

    /// Contents in another order, each group under its head.
    pub(super) fn parallel_contents(&mut self, matter: &'a Matter, groups: &[ContentsGroup]) {
        self.matter_title(&matter.title);
        for group in groups {
            if let Some(title) = &group.title {
                self.group_head(title);
            }
            self.within(Role::Contents, |builder| {
                for entry in &group.entries {
                    builder.contents_entry(entry, false, false);
                }
            });
        }
    }

    /// The head of a group: as that of a part, kept with what it leads.
    fn group_head(&mut self, title: &Inlines) {
        let text = TextStyle { capitals: Capitals::Small, tracking: 30, ..self.measures.text_type() };
        let frame = Frame::text(self.measures, &self.book.metadata.language);
        let frame = Frame { text, alignment: TextAlignment::Start, variants: false, ..frame };
        let style = ParagraphStyle { hyphenate: false, ..frame.style(Length::ZERO) };
        let lines = self.headed(1, |builder| builder.lines(&bare(title), &frame, &style));
        let slices = self.slices(lines, frame.grid);
        let mut unit = Unit::new(1, slices);
        unit.keep_whole();
        unit.keep_with_next();
        self.push(unit);
    }

    /// One entry; a part's stands apart, and none is left alone before those it leads.
    fn contents_entry(&mut self, entry: &ContentsEntry, part: bool, leads: bool) {
        let language = &self.book.metadata.language;
        let type_ = if part {
            TextStyle { capitals: Capitals::Small, tracking: 30, ..self.measures.text_type() }
        } else {
            self.measures.text_type()
        };
        let hang = self.measures.em(1000);
        let indent = self.measures.em(1200) * i32::from(entry.depth);
        let frame = Frame {
            text: type_,
            alignment: TextAlignment::Start,
            variants: false,
            ..Frame::text(self.measures, language)
        };
        let mut frame = frame.indented(indent + hang);
        let reserve = self.measures.em(RESERVE);
        match language.direction() {
            Direction::Ltr => frame.right += reserve,
            Direction::Rtl => frame.left += reserve,
        }
        let style = ParagraphStyle { hyphenate: false, ..frame.style(-hang) };
        let outer = self.setter.tagger.enter(Role::ContentsEntry);
        let title = vec![link(entry.target, bare(&entry.title))];
        let mut lines = self.lines(&title, &frame, &style);
        let single = lines.len() == 1;
        if let Some(last) = lines.last_mut() {
            let end = frame.left + last.width - if single { hang } else { Length::ZERO };
            self.folio(last, end, entry.target, &frame);
        }
        lines.extend(self.credits(entry, &frame));
        self.setter.tagger.leave(outer);
        let mut slices: Vec<Slice> = self.slices(lines, frame.grid);
        for slice in &mut slices {
            slice.ending = Ending::Never;
        }
        if let Some(last) = slices.last_mut().filter(|_| !leads) {
            last.ending = Ending::Free;
        }
        self.push(Unit::new(u16::from(part), slices));
    }

    /// Authors and date, on lines of their own under the title.
    fn credits(&mut self, entry: &ContentsEntry, frame: &Frame) -> Vec<Line> {
        let date = entry.date.as_deref().unwrap_or_default();
        let words = match (entry.byline.as_str(), date) {
            ("", "") => return Vec::new(),
            (byline, "") => byline.to_owned(),
            ("", date) => date.to_owned(),
            (byline, date) => format!("{byline}, {date}"),
        };
        let frame = Frame { text: TextStyle { italic: true, ..self.measures.type_at(920) }, ..frame.clone() };
        let style = ParagraphStyle { hyphenate: false, ..frame.style(Length::ZERO) };
        let words: Inlines = vec![program(&words)];
        self.lines(&words, &frame, &style)
    }

    /// Puts leaders and the page number on a line that ends at `end`.
    fn folio(&mut self, line: &mut Line, end: Length, target: AnchorId, frame: &Frame) {
        let Some(folio) = self.pages.folio(target) else { return };
        let type_ = TextStyle { figures: Figures::LiningTabular, ..self.measures.text_type() };
        let number = self.setter.line(&[link(target, vec![program(&folio.to_string())])], frame.language, &type_);
        let mut items = number.items;
        if frame.language.direction() == Direction::Ltr {
            self.leaders(line, end, frame);
            shift(&mut items, frame.measure - number.width, Length::ZERO);
        }
        line.items.append(&mut items);
    }

    /// Dots from `end` to where page numbers begin, in columns down the page.
    fn leaders(&mut self, line: &mut Line, end: Length, frame: &Frame) {
        let tagger = std::mem::take(&mut self.setter.tagger);
        let dot = self.setter.words(".", frame.language, &self.measures.text_type());
        self.setter.tagger = tagger;
        let pitch = self.measures.em(PITCH).max(dot.width);
        let room = frame.measure - frame.right - end - pitch;
        let Some(count) = usize::try_from(room.raw() / pitch.raw().max(1)).ok().filter(|count| *count > 1) else {
            return;
        };
        for placed in as_furniture(dot.items) {
            let Item::Glyphs(mut run) = placed.item else { continue };
            let Some(mut glyph) = run.glyphs.first().copied() else { continue };
            glyph.advance = pitch;
            run.text = ".".repeat(count).into();
            run.glyphs = (0..u16::MAX).take(count).map(|cluster| super::page::Glyph { cluster, ..glyph }).collect();
            let width = pitch * i32::try_from(count).unwrap_or(0);
            let x = frame.measure - frame.right - width;
            line.items.push(Placed::artifact(x, placed.y, Item::Glyphs(run)));
        }
    }
}
