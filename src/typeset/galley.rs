//! Builds galleys: blocks in, units out. Each stretch of the book that begins a page has a galley of its own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::line::{Line, Paragraph, ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::measures::{Grid, Measures};
use super::notes::linked;
use super::page::{Item, Placed};
use super::pages_named::paged;
use super::setter::Setter;
use super::sketch::Sketch;
use super::structure::{Role, Tagger};
use super::unit::{Galley, Slice, Unit, UnitSetting, all_fit};
use crate::book::{AnchorId, Book, PageMap};
use crate::diagnostic::Diagnostics;
use crate::document::{Block, Inline, Inlines, Located, NoteId, Origin, Run, Target};
use crate::length::Length;
use crate::metadata::Language;

/// Notes after a chapter or after the text are set at this part of the text's size, in 1/1000: smaller than the text,
/// larger than at the foot.
const ENDNOTE: i32 = 880;

/// What blocks are set in: language, type, white at their sides.
#[derive(Clone, Debug)]
pub(super) struct Frame<'l> {
    pub(super) language: &'l Language,
    pub(super) text: TextStyle,
    pub(super) measure: Length,
    pub(super) left: Length,
    pub(super) right: Length,
    /// First-line indent of paragraphs.
    pub(super) indent: Length,
    pub(super) grid: Grid,
    pub(super) alignment: TextAlignment,
    /// Whether the makeup may choose among settings.
    pub(super) variants: bool,
}

impl<'l> Frame<'l> {
    /// Running text.
    pub(super) fn text(measures: &Measures, language: &'l Language) -> Self {
        Self {
            language,
            text: measures.text_type(),
            measure: measures.measure,
            left: Length::ZERO,
            right: Length::ZERO,
            indent: measures.indent,
            grid: measures.text,
            alignment: TextAlignment::Justified,
            variants: true,
        }
    }

    /// Notes at the foot.
    pub(super) fn notes(measures: &Measures, language: &'l Language) -> Self {
        let text = measures.note_type();
        Self { text, indent: text.size, grid: measures.notes, variants: false, ..Self::text(measures, language) }
    }

    /// Notes after a chapter or after the text: on the text's rows, so that facing pages align.
    pub(super) fn endnotes(measures: &Measures, language: &'l Language) -> Self {
        let text = measures.type_at(ENDNOTE);
        Self { text, indent: text.size, ..Self::text(measures, language) }
    }

    /// The style of a paragraph in it.
    pub(super) fn style(&self, first: Length) -> ParagraphStyle {
        ParagraphStyle {
            text: self.text,
            measure: self.measure,
            left: self.left,
            right: self.right,
            first,
            first_lines: 1,
            alignment: self.alignment,
            hyphenate: true,
            variants: self.variants,
        }
    }

    /// What is left of the measure.
    pub(super) fn width(&self) -> Length {
        (self.measure - self.left - self.right).max(Length::POINT)
    }

    /// The same with more white at the side where lines begin; never less than a third of the measure remains.
    pub(super) fn indented(&self, by: Length) -> Self {
        let by = by.min((self.width() - self.measure / 3).max(Length::ZERO));
        match self.language.direction() {
            crate::metadata::Direction::Ltr => Self { left: self.left + by, ..self.clone() },
            crate::metadata::Direction::Rtl => Self { right: self.right + by, ..self.clone() },
        }
    }
}

/// Whose words are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// The editor's or the program's.
    Other,
    /// A document's: what is set next is its first block.
    Opening,
    /// A document's: its paragraphs and lines may show their numbers.
    Document,
}

/// Puts units into a galley.
pub(super) struct Builder<'s, 'a> {
    pub(super) setter: &'s mut Setter<'a>,
    pub(super) book: &'a Book,
    pub(super) measures: &'s Measures,
    /// The pages that are known: for contents and index.
    pub(super) pages: &'s PageMap,
    pub(super) links: bool,
    pub(super) galley: Galley,
    pub(super) diagnostics: Diagnostics,
    /// Whether the next paragraph begins without an indent.
    pub(super) flush: bool,
    /// Empty rows that what was set last wants after it.
    pub(super) space: u16,
    /// How many lists stand around what is set.
    pub(super) lists: u32,
    /// Whose words are set.
    pub(super) hand: Hand,
    /// Every how-manieth line of its verse shows its number (0: none), and how many there were.
    pub(super) verse_lines: (u32, u32),
    /// Anchors for what is set next.
    anchors: Vec<AnchorId>,
    pub(super) called: BTreeSet<NoteId>,
    /// While a note is set: the notes called in it.
    pub(super) inner_calls: Option<Vec<NoteId>>,
}

impl<'s, 'a> Builder<'s, 'a> {
    pub(super) fn new(
        setter: &'s mut Setter<'a>,
        book: &'a Book,
        (measures, pages): (&'s Measures, &'s PageMap),
        links: bool,
    ) -> Self {
        setter.tagger = Tagger::new(&book.metadata.language);
        Self {
            setter,
            book,
            measures,
            pages,
            links,
            galley: Galley::default(),
            diagnostics: Diagnostics::default(),
            flush: true,
            space: 0,
            lists: 0,
            hand: Hand::Other,
            verse_lines: (0, 0),
            anchors: Vec::new(),
            called: BTreeSet::new(),
            inner_calls: None,
        }
    }

    /// What was set. Anchors that nothing followed stand at the end.
    pub(super) fn finish(mut self) -> (Galley, Diagnostics) {
        if !self.anchors.is_empty() {
            self.push(Unit::new(0, vec![Slice::empty(0)]));
        }
        self.galley.structure = self.setter.tagger.finish();
        (self.galley, self.diagnostics)
    }

    /// Sets what is an element of its own.
    pub(super) fn within<T>(&mut self, role: Role, set: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.setter.tagger.enter(role);
        let done = set(self);
        self.setter.tagger.leave(outer);
        done
    }

    /// Sets a heading in a text, or with 0 the title of the division it stands in.
    pub(super) fn headed<T>(&mut self, level: u8, set: impl FnOnce(&mut Self) -> T) -> T {
        let role = self.setter.tagger.heading(level);
        self.within(role, set)
    }

    /// Sets words as lines in a frame.
    pub(super) fn set(&mut self, inlines: &[Inline], frame: &Frame, style: &ParagraphStyle) -> Paragraph {
        let paragraph = self.with_places(inlines, |setter, words| setter.paragraph(words, frame.language, style));
        if !paragraph.settings.first().is_none_or(|setting| all_fit(&setting.lines, style)) {
            self.overfull();
        }
        paragraph
    }

    /// Does something with words in which pages are named and calls of notes lead to them.
    fn with_places<T>(&mut self, inlines: &[Inline], done: impl FnOnce(&mut Setter<'a>, &[Inline]) -> T) -> T {
        let paged = paged(inlines, self.pages, &self.book.words);
        let anchored = self.links || !self.book.endnotes.is_empty();
        let inlines = if anchored { linked(&paged, self.book) } else { Cow::Borrowed(&*paged) };
        done(self.setter, &inlines)
    }

    /// Breaks words into lines, in all the ways of which the makeup may choose one.
    pub(super) fn sketch(&mut self, inlines: &[Inline], frame: &Frame, style: &ParagraphStyle) -> Sketch {
        self.with_places(inlines, |setter, words| setter.sketch(words, frame.language, style))
    }

    /// The unit of a paragraph whose lines are set when pages are made up; its notes are set.
    pub(super) fn sketched(&mut self, sketch: Sketch, frame: &Frame, before: u16) -> Unit {
        let best = sketch.ways.first().map_or(0.0, |way| way.demerits);
        let outlines = |way| sketch.outlines(way);
        let ways = sketch.ways.iter().map(|way| {
            let lines = outlines(way).map(|line| {
                let notes = line.notes.iter().map(|(_, note)| *note).collect::<SmallVec<[NoteId; 2]>>();
                (Slice::of_outline(&line, frame.grid), notes)
            });
            (way.demerits - best, lines)
        });
        let settings = self.unit_settings(ways);
        let sketch = Some(Box::new((sketch, frame.grid)));
        let mut unit = Unit { before, rigid: false, settings, head: Vec::new(), sketch };
        unit.keep_two();
        unit
    }

    /// Settings of lines and the notes called on each; what each costs beyond the best, the first.
    fn unit_settings<L>(&mut self, ways: impl Iterator<Item = (f64, L)>) -> Vec<UnitSetting>
    where
        L: Iterator<Item = (Slice, SmallVec<[NoteId; 2]>)>,
    {
        // What each call brings to the foot; settings divide the same calls among other lines.
        let mut brought: Vec<u16> = Vec::new();
        let mut settings = Vec::new();
        for (number, (demerits, lines)) in ways.enumerate() {
            let mut met = 0;
            let mut slices = Vec::new();
            for (slice, notes) in lines {
                if number == 0 {
                    brought.extend(notes.iter().map(|note| self.call(*note)));
                }
                let upto = brought.len().min(met + notes.len());
                let calls = brought[met..upto].iter().copied().fold(0, u16::saturating_add);
                met = upto;
                slices.push(Slice { calls, ..slice });
            }
            let cost = if number == 0 { 0.0 } else { 40.0 + (demerits.max(0.0) / 100.0).min(5000.0) };
            settings.push(UnitSetting { cost, slices });
        }
        settings
    }

    /// Sets words in one way.
    pub(super) fn lines(&mut self, inlines: &[Inline], frame: &Frame, style: &ParagraphStyle) -> Vec<Line> {
        let style = ParagraphStyle { variants: false, ..style.clone() };
        self.set(inlines, frame, &style).settings.into_iter().next().map(|s| s.lines).unwrap_or_default()
    }

    /// Sets words as a unit, of which the makeup may choose the setting where the frame allows it; its notes are set.
    pub(super) fn unit(&mut self, inlines: &[Inline], frame: &Frame, style: &ParagraphStyle) -> Unit {
        if style.variants {
            let sketch = self.sketch(inlines, frame, style);
            return self.sketched(sketch, frame, 0);
        }
        let lines = self.lines(inlines, frame, style);
        let mut unit = Unit::new(0, self.slices(lines, frame.grid));
        unit.keep_two();
        unit
    }

    /// Slices of lines set in one way; their notes are set.
    pub(super) fn slices(&mut self, lines: Vec<Line>, grid: Grid) -> Vec<Slice> {
        let mut slices = Vec::with_capacity(lines.len());
        for line in lines {
            let calls = self.calls(&line.notes);
            slices.push(Slice { calls, ..Slice::of_line(line, grid) });
        }
        slices
    }

    /// Lines at a leading of their own in one slice of the grid, or, if they fill half a page, one by one.
    pub(super) fn block(&mut self, lines: Vec<Line>, leading: Length, grid: Grid) -> Vec<Slice> {
        let count = i32::try_from(lines.len()).unwrap_or(i32::MAX);
        let tall = lines.iter().any(|line| line.height > Length::ZERO);
        let rows = grid.rows(leading * count);
        if tall || rows > self.measures.rows / 2 || leading <= grid.leading {
            return self.slices(lines, grid);
        }
        // The last line stands on the grid, the others above it.
        let last = grid.height(u32::from(rows)) - grid.leading + grid.drop;
        let mut block = Slice::empty(rows);
        for (line, above) in lines.into_iter().zip((0..count).rev()) {
            block.calls += self.calls(&line.notes);
            block.begins = block.begins.or(line.begins);
            let mut items = line.items;
            super::unit::shift(&mut items, Length::ZERO, last - leading * above);
            block.items.append(&mut items);
        }
        block.ending = Ending::Free;
        vec![block]
    }

    pub(super) fn calls(&mut self, notes: &[NoteId]) -> u16 {
        notes.iter().map(|note| self.call(*note)).fold(0, u16::saturating_add)
    }

    /// Gives an anchor to what is set next.
    pub(super) fn anchor(&mut self, anchor: AnchorId) {
        self.anchors.push(anchor);
    }

    /// Puts a unit into the galley, after the space that was asked for.
    pub(super) fn push(&mut self, mut unit: Unit) {
        unit.before = unit.before.max(self.space);
        self.space = 0;
        if self.inner_calls.is_none() {
            let anchors = std::mem::take(&mut self.anchors);
            for slice in unit.settings.iter_mut().filter_map(|setting| setting.slices.first_mut()) {
                let place = |anchor: &AnchorId| Placed::artifact(Length::ZERO, Length::ZERO, Item::Anchor(*anchor));
                let places = anchors.iter().map(place);
                slice.items.splice(0..0, places);
            }
        }
        self.galley.units.push(unit);
    }

    /// Sets a paragraph of these words without further ado.
    pub(super) fn plain(&mut self, words: &[Inline], frame: &Frame) {
        let first = if self.flush { Length::ZERO } else { frame.indent };
        self.flush = false;
        let unit = self.unit(words, frame, &frame.style(first));
        self.push(unit);
    }

    /// Sets the paragraph `located`, whose words may have been added to.
    pub(super) fn paragraph(&mut self, words: &[Inline], located: &Located<Block>, frame: &Frame) {
        match &located.language {
            Some(language) => self.plain(words, &Frame { language, ..frame.clone() }),
            None => self.plain(words, frame),
        }
    }

    /// Notes that what is set next has a line wider than its measure.
    pub(super) fn overfull(&mut self) {
        self.galley.overfull.push(self.galley.units.len());
    }
}

/// A link that the program makes, and so stands in no text.
pub(super) fn link(target: AnchorId, content: Inlines) -> Inline {
    Inline::Link { target: Target::Anchor(target), content, span: None }
}

/// Words of the program's own.
pub(super) fn program(text: &str) -> Inline {
    Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })
}
