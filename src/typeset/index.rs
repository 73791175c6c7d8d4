//! Sets the index: ragged columns of small type, indented or run-in style, every locator a link.
//!
//! Needs the page of every place it names, so it is set when the text has its pages.

use super::columns::{Columns, Strip, balanced, page};
use super::galley::{Builder, Frame, link, program};
use super::line::{Line, ParagraphStyle, TextAlignment, TextStyle};
use super::page::{Item, Placed};
use super::structure::Role;
use super::unit::{Leaf, Slice, shift};
use crate::book::{Entry, Index, Matter, bare, capitalised, locators};
use crate::document::{Inline, Inlines, Style};
use crate::length::Length;
use crate::metadata::Direction;

/// How deep subheadings are indented, and turnovers beyond them: ems of the index, in 1/1000.
const STEP: i32 = 1000;
const TURNOVER: i32 = 2000;
/// Deeper subheadings are indented no further.
const DEEPEST: i32 = 3;

/// How an entry is set.
#[derive(Clone, Copy)]
struct Manner {
    /// How deep its heading lies.
    depth: i32,
    /// The number of the chief entry it belongs to.
    chief: usize,
    /// Whether subheadings follow their heading.
    run_in: bool,
}

/// A line of the index, and in which entry it stands.
struct Row {
    slice: Slice,
    before: u32,
    leads: bool,
    /// Whether it is wider than its column.
    wide: bool,
    /// The chief entry whose subheading or turnover this is.
    within: Option<usize>,
}

impl<'a> Builder<'_, 'a> {
    /// The pages of an index that begins on a recto or verso.
    pub(super) fn index(&mut self, matter: &'a Matter, index: &'a Index, recto: bool) -> Vec<Leaf> {
        let measures = self.measures;
        let columns = i32::from(measures.index_columns.max(1));
        let gap = measures.em(1500);
        let width = ((measures.measure - gap * (columns - 1)) / columns).max(measures.sizes.index * 4);
        let language = &self.book.metadata.language;
        let frame = Frame {
            text: measures.index_type(),
            measure: width,
            grid: measures.index,
            alignment: TextAlignment::Start,
            variants: false,
            ..Frame::text(measures, language)
        };
        self.anchor(matter.anchor);
        let outer = self.setter.tagger.enter_division(Role::Section, matter.anchor);
        self.matter_title(&matter.title);
        let opening = self.opening();
        let mut wide = !self.galley.overfull.is_empty();
        let (rows, chief) = self.within(Role::Index, |builder| builder.rows(index, &frame));
        let strips: Vec<Strip> =
            rows.iter().map(|r| Strip { rows: u32::from(r.slice.rows), before: r.before, leads: r.leads }).collect();
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let (mut pages, mut at, mut recto) = (Vec::new(), 0, recto);
        let (mut items, mut top) = opening;
        loop {
            let depth = (measures.text.height(u32::from(measures.rows)) - top).max(frame.grid.leading);
            let room = u32::try_from(depth.raw() / frame.grid.leading.raw()).unwrap_or(1);
            let within = rows.get(at).and_then(Option::as_ref).and_then(|row| row.within).filter(|_| !recto && at > 0);
            let again = within.and_then(|entry| chief.get(entry)).map(|entry| self.again(entry, &frame));
            let taken = again.as_ref().map_or(0, |slices| slices.iter().map(|s| u32::from(s.rows)).sum());
            let taken = if taken * 2 > room { 0 } else { taken };
            let shape = Columns { count: usize::from(measures.index_columns.max(1)), rows: room.max(1), taken };
            let mut ranges = page(&strips, at, shape);
            if ranges.last().is_none_or(|range| range.end == strips.len()) {
                ranges = balanced(&strips, at, shape);
            }
            at = ranges.last().map_or(strips.len(), |range| range.end);
            // What is read from the right begins in the column at the right.
            let leftwards = language.direction() == Direction::Rtl;
            let step = if leftwards { -(width + gap) } else { width + gap };
            let mut x = if leftwards { (width + gap) * (columns - 1) } else { Length::ZERO };
            for (number, range) in ranges.into_iter().enumerate() {
                let mut y = top;
                if number == 0 && taken > 0 {
                    y = place(again.iter().flatten().cloned(), (x, y), &frame, &mut items);
                }
                for (place_in_column, row) in rows[range].iter_mut().filter_map(Option::take).enumerate() {
                    wide |= row.wide;
                    y += frame.grid.height(if place_in_column == 0 { 0 } else { row.before });
                    y = place(std::iter::once(row.slice), (x, y), &frame, &mut items);
                }
                x += step;
            }
            pages.push(Leaf { items: std::mem::take(&mut items), wide: std::mem::take(&mut wide) });
            (top, recto) = (Length::ZERO, !recto);
            if at >= strips.len() {
                self.setter.tagger.leave(outer);
                return pages;
            }
        }
    }

    /// What was set so far as the opening of a page, and its height.
    fn opening(&mut self) -> (Vec<Placed>, Length) {
        let mut items = Vec::new();
        let mut y = Length::ZERO;
        for unit in std::mem::take(&mut self.galley.units) {
            for mut slice in unit.settings.into_iter().next().map(|s| s.slices).unwrap_or_default() {
                shift(&mut slice.items, Length::ZERO, y);
                y += self.measures.text.height(u32::from(slice.rows));
                items.append(&mut slice.items);
            }
        }
        y += self.measures.text.height(u32::from(self.space));
        let most = self.measures.text.height(u32::from(self.measures.rows) / 2);
        (items, y.min(most))
    }

    /// Every line of the index, and its chief entries.
    fn rows(&mut self, index: &'a Index, frame: &Frame) -> (Vec<Row>, Vec<&'a Entry>) {
        let mut rows = Vec::new();
        let mut chief = Vec::new();
        for (number, group) in index.groups.iter().enumerate() {
            let style = TextStyle { bold: true, ..frame.text };
            let letter = self.setter.words(&group.letter, frame.language, &style);
            let slice = Slice::of_line(letter, frame.grid);
            rows.push(Row { slice, before: u32::from(number > 0), leads: true, wide: false, within: None });
            self.within(Role::List(false), |builder| {
                for entry in &group.entries {
                    let manner = Manner { depth: 0, chief: chief.len(), run_in: index.run_in };
                    builder.entry(entry, manner, frame, &mut rows);
                    chief.push(entry);
                }
            });
        }
        (rows, chief)
    }

    fn entry(&mut self, entry: &Entry, manner: Manner, frame: &Frame, rows: &mut Vec<Row>) {
        let Manner { depth, chief, run_in } = manner;
        let run_in = run_in && entry.can_run_in();
        let item = self.setter.tagger.enter(Role::Item);
        let body = self.setter.tagger.enter(Role::Body);
        let em = frame.text.size;
        let step = super::measures::per_mille(em, STEP);
        let turnover = super::measures::per_mille(em, TURNOVER);
        // Turnovers stand further in than any subheading, so that the two are not taken for each other.
        let own = frame.indented(step * depth.min(DEEPEST) + turnover);
        let style = ParagraphStyle { hyphenate: false, ..own.style(-turnover) };
        let words = self.entry_words(entry, depth > 0, run_in);
        let known = self.galley.overfull.len();
        let lines: Vec<Line> = self.lines(&words, &own, &style);
        let wide = self.galley.overfull.len() > known;
        let anchor = Placed::artifact(Length::ZERO, Length::ZERO, Item::Anchor(entry.anchor));
        let mut anchor = Some(anchor);
        let count = lines.len();
        for (number, line) in lines.into_iter().enumerate() {
            let mut slice = Slice::of_line(line, frame.grid);
            if let Some(anchor) = anchor.take() {
                slice.items.insert(0, anchor);
            }
            let within = (depth > 0 || number > 0).then_some(chief);
            // Neither the first nor the last line of an entry stands alone in a column.
            let leads = number + 1 < count && (number == 0 || number + 2 == count);
            rows.push(Row { slice, before: 0, leads, wide, within });
        }
        let list = self.setter.tagger.enter(Role::List(false));
        let below = if run_in { &[][..] } else { &entry.subentries };
        for (number, subentry) in below.iter().enumerate() {
            // The heading keeps its first subentry, and the last stands at no column's head alone.
            if (number == 0 || number + 1 == below.len())
                && let Some(row) = rows.last_mut()
            {
                row.leads = true;
            }
            self.entry(subentry, Manner { depth: depth.saturating_add(1), ..manner }, frame, rows);
        }
        for outer in [list, body, item] {
            self.setter.tagger.leave(outer);
        }
    }

    /// A heading, its locators, the subheadings that run in, and cross-references: "tides, 3; spring, 4, **7**; neap, 5.
    /// *See also* moon"; "tides: spring, 4".
    fn entry_words(&self, entry: &Entry, below: bool, run_in: bool) -> Inlines {
        let mut words = self.treated(entry);
        let mut between = if entry.references.is_empty() { ": " } else { "; " };
        for sub in entry.subentries.iter().filter(|_| run_in) {
            words.extend([program(between), Inline::Anchor(sub.anchor)]);
            words.extend(self.treated(sub));
            self.crosses(sub, true, &mut words);
            between = "; ";
        }
        self.crosses(entry, below, &mut words);
        words
    }

    /// A heading and its locators.
    fn treated(&self, entry: &Entry) -> Inlines {
        let setter = &*self.setter;
        let mark = |note: crate::document::NoteId| setter.mark(note).to_owned();
        let mut words = entry.heading.clone();
        for locator in locators(&entry.references, self.pages, self.book.ranges, &mark) {
            words.push(program(", "));
            let mut text = vec![program(&locator.text)];
            for (_, style) in
                [(locator.figure, Style::Emphasis), (locator.principal, Style::Strong)].iter().filter(|(is, _)| *is)
            {
                text = vec![Inline::Styled(*style, text)];
            }
            words.push(link(locator.target, text));
        }
        words
    }

    /// After a heading a sentence of its own, after a subheading in brackets (*Chicago* 18, 15.17).
    fn crosses(&self, entry: &Entry, below: bool, words: &mut Inlines) {
        let said = &self.book.words;
        for (references, label) in [(&entry.see, &said.see), (&entry.see_also, &said.see_also)] {
            let label = if below { label.clone() } else { capitalised(label) };
            for (number, reference) in references.iter().enumerate() {
                if number == 0 {
                    words.push(program(if below { " (" } else { ". " }));
                    words.push(Inline::Styled(Style::Emphasis, vec![program(&label)]));
                    words.push(program(" "));
                } else {
                    words.push(program("; "));
                }
                words.push(link(reference.target, reference.heading.clone()));
            }
            if below && !references.is_empty() {
                words.push(program(")"));
            }
        }
    }

    /// An entry's heading once more, where it goes on after the turn of a leaf.
    fn again(&mut self, entry: &Entry, frame: &Frame) -> Vec<Slice> {
        let mut words = bare(&entry.heading);
        let continued = format!(" ({})", self.book.words.continued);
        words.push(Inline::Styled(Style::Emphasis, vec![program(&continued)]));
        let turnover = super::measures::per_mille(frame.text.size, TURNOVER);
        let own = frame.indented(turnover);
        let style = ParagraphStyle { hyphenate: false, ..own.style(-turnover) };
        // Said once already.
        let tagger = std::mem::take(&mut self.setter.tagger);
        let lines = self.lines(&words, &own, &style);
        self.setter.tagger = tagger;
        lines.into_iter().map(|line| Slice::of_line(line, frame.grid)).collect()
    }
}

/// Puts slices at a place of the page, one under the other; where they end.
fn place(
    slices: impl Iterator<Item = Slice>,
    (x, y): (Length, Length),
    frame: &Frame,
    items: &mut Vec<Placed>,
) -> Length {
    let mut y = y;
    for mut slice in slices {
        shift(&mut slice.items, x, y);
        items.append(&mut slice.items);
        y += frame.grid.height(u32::from(slice.rows));
    }
    y
}
