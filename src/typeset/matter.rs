//! Sets front and back matter: half title, title page, copyright page, prose, bibliography.

use super::galley::{Builder, Frame, program};
use super::line::{ParagraphStyle, TextAlignment, TextStyle};
use super::measures::per_mille;
use super::unit::Unit;
use crate::book::{BibliographySection, Matter, MatterBody, TitlePage};
use crate::document::{Block, Inline, Located};
use crate::length::Length;

/// The copyright page is set at this part of the text's size, the bibliography at that, in 1/1000.
const IMPRINT: i32 = 840;
const BIBLIOGRAPHY: i32 = 920;

impl<'a> Builder<'_, 'a> {
    pub(super) fn matter(&mut self, matter: &'a Matter) {
        match &matter.body {
            MatterBody::HalfTitle(title) => self.half_title(title),
            MatterBody::TitlePage(page) => self.title_page(page),
            MatterBody::CopyrightPage(blocks) => self.copyright_page(blocks),
            MatterBody::Prose(prose) => {
                if matter.title.is_empty() {
                    self.sink(self.measures.rows / 4, 0, 0);
                } else {
                    self.matter_title(&matter.title);
                }
                let frame = Frame::text(self.measures, &prose.language);
                let frame = match matter.slug.as_str() {
                    "dedication" if matter.title.is_empty() => Self::dedication(&frame),
                    "epigraph" if matter.title.is_empty() => self.epigraph(&frame),
                    _ => frame,
                };
                self.prose(prose, &frame);
            }
            MatterBody::Bibliography(sections) => {
                self.matter_title(&matter.title);
                for section in sections {
                    self.bibliography(section);
                }
            }
            MatterBody::Contents => self.contents(matter),
            MatterBody::Parallel(groups) => self.parallel_contents(matter, groups),
            MatterBody::Notes => {
                self.matter_title(&matter.title);
                self.note_groups(self.book.endnotes.after(matter.anchor));
            }
            // Columns are no galley: `index` makes its own pages.
            MatterBody::Index(_) => {}
        }
    }

    /// Italics, line by line in the middle.
    fn dedication<'l>(frame: &Frame<'l>) -> Frame<'l> {
        let text = TextStyle { italic: true, ..frame.text };
        Frame { text, alignment: TextAlignment::Centre, indent: Length::ZERO, variants: false, ..frame.clone() }
    }

    /// In from both sides.
    fn epigraph<'l>(&self, frame: &Frame<'l>) -> Frame<'l> {
        let by = self.measures.em(3000).min(frame.measure / 6);
        Frame { left: by, right: by, indent: Length::ZERO, ..frame.clone() }
    }

    fn half_title(&mut self, title: &[Inline]) {
        self.sink(self.measures.rows / 5, 0, 0);
        self.display(title, self.measures.title_type(self.measures.em(1400)), &self.book.metadata.language, 0);
    }

    fn title_page(&mut self, page: &TitlePage) {
        let language = &self.book.metadata.language;
        self.sink(self.measures.rows / 6, 0, 0);
        self.display(&page.title, self.measures.title_type(self.measures.em(2400)), language, 0);
        if let Some(subtitle) = &page.subtitle {
            let style = TextStyle { italic: true, ..self.measures.title_type(self.measures.em(1300)) };
            self.display(subtitle, style, language, 1);
        }
        if let Some(editors) = &page.editors {
            self.display(&[program(editors)], self.measures.title_type(self.measures.em(1100)), language, 3);
        }
        if let Some(draft) = &page.draft {
            self.display(&[program(draft)], TextStyle { bold: true, ..self.measures.text_type() }, language, 2);
        }
        let first = self.galley.units.len();
        for line in &page.imprint {
            self.display(&[program(line)], self.measures.text_type(), language, 0);
        }
        self.sink_to_foot(first);
    }

    /// Moves the units from `first` on to the page's foot.
    fn sink_to_foot(&mut self, first: usize) {
        let rows: u32 = self.galley.units.iter().map(|unit| u32::from(unit.before) + unit.rows()).sum();
        let room = u32::from(self.measures.rows).saturating_sub(rows);
        if let Some(unit) = self.galley.units.get_mut(first) {
            unit.before = unit.before.saturating_add(u16::try_from(room).unwrap_or(u16::MAX));
        }
    }

    fn copyright_page(&mut self, blocks: &[Located<Block>]) {
        let text = self.measures.type_at(IMPRINT);
        let frame = Frame::text(self.measures, &self.book.metadata.language);
        let frame = Frame { text, alignment: TextAlignment::Start, indent: Length::ZERO, variants: false, ..frame };
        // The first unit keeps its white at the head of the page, so that the rest comes to stand at the foot.
        self.sink(0, 0, 0);
        for block in blocks {
            self.space = self.space.max(1);
            self.blocks(std::slice::from_ref(block), &frame);
        }
        let rows: u32 = self.galley.units.iter().map(|unit| u32::from(unit.before) + unit.rows()).sum();
        let units = &mut self.galley.units;
        if rows > u32::from(self.measures.rows) {
            for unit in units.iter_mut() {
                unit.before = 0;
            }
        }
        let rows: u32 = units.iter().skip(2).map(|unit| u32::from(unit.before)).sum::<u32>()
            + units.iter().map(Unit::rows).sum::<u32>();
        let room = u32::from(self.measures.rows).saturating_sub(rows);
        if let Some(slice) = units.first_mut().and_then(|unit| unit.settings[0].slices.first_mut()) {
            slice.rows = u16::try_from(room).unwrap_or(0);
        }
        if let Some(unit) = units.get_mut(1) {
            unit.before = 0;
        }
    }

    fn bibliography(&mut self, section: &BibliographySection) {
        let language = &self.book.metadata.language;
        if let Some(title) = &section.title {
            let style = self.measures.title_type(self.measures.em(1150));
            self.headed(1, |builder| builder.display(title, style, language, 2));
            self.space = 1;
        }
        let hang = self.measures.em(2000);
        let text = self.measures.type_at(BIBLIOGRAPHY);
        let frame = Frame { text, ..Frame::text(self.measures, language) }.indented(hang);
        for entry in &section.entries {
            let style = ParagraphStyle { first: -per_mille(hang, 1000), ..frame.style(Length::ZERO) };
            let unit = self.unit(entry, &frame, &style);
            self.push(unit);
        }
        self.space = 1;
    }
}
