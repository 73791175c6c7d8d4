//! Sets tables: columns as wide as their words want, narrower where the measure ends.

use super::galley::{Builder, Frame, program};
use super::line::{Figures, Line, ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::measures::per_mille;
use super::page::{Item, Placed};
use super::structure::{Role, as_artifacts};
use super::unit::{Slice, Unit, shift};
use crate::book::bare;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Alignment, Inline, Inlines, Origin, Style, Table, plain_text};
use crate::length::{Length, Size};
use crate::metadata::Direction;

/// Thickness of rules: above and below the table, and below its head.
const THICK: Length = Length::from_raw(52_429);
const THIN: Length = Length::from_raw(26_214);
/// Rows of so many lines are kept whole.
const KEPT: usize = 8;
/// Sizes a table is tried at, in 1/1000 of the text's: 9.5 pt under 10.5 down to 6.5.
const SIZES: [i32; 4] = [900, 800, 710, 620];

/// Where a column stands and how.
struct Column {
    x: Length,
    width: Length,
    alignment: Alignment,
}

/// For each column, how wide the cell that wants most is on one line, and how wide the longest word.
struct Widths {
    wanted: Vec<Length>,
    least: Vec<Length>,
}

impl Widths {
    /// Whether every word stands whole in its column.
    fn words_fit(&self, frame: &Frame) -> bool {
        let words: i64 = self.least.iter().map(|width| i64::from(width.raw())).sum();
        let gaps = i64::from(gap(frame).raw()) * i64::try_from(self.least.len() - 1).unwrap_or(i64::MAX);
        words.saturating_add(gaps) <= i64::from(frame.width().raw())
    }
}

impl Builder<'_, '_> {
    pub(super) fn table(&mut self, table: &Table, frame: &Frame) {
        if table.columns.is_empty() {
            return;
        }
        let (frame, widths) = self.table_frame(table, frame);
        let columns = columns(table, &frame, &widths);
        let left = columns.iter().map(|c| c.x).min().unwrap_or_default();
        let width = columns.iter().map(|c| c.x + c.width).max().unwrap_or_default() - left;
        let rule = |y: Length, height: Length| Placed::artifact(left, y, Item::Rule(Size { width, height }));
        let strong = |cell: &Inlines| vec![Inline::Styled(Style::Emphasis, cell.clone())];
        let heading: Vec<Inlines> = table.head.iter().map(strong).collect();
        let head_words = table.head.iter().any(|cell| !cell.is_empty());
        let mut slices = Vec::new();
        let mut head = Vec::new();
        if head_words {
            slices = self.row(&heading, Role::HeadCell, (&columns, &frame));
            for slice in &mut slices {
                slice.ending = Ending::Never;
            }
            head = self.continued(&heading, &columns, &frame);
            for slices in [&mut slices, &mut head] {
                if let Some(last) = slices.last_mut() {
                    let y = frame.grid.height(u32::from(last.rows)) - THIN;
                    last.items.push(rule(y, THIN));
                }
            }
        }
        for row in &table.rows {
            slices.extend(self.row(row, Role::Cell, (&columns, &frame)));
        }
        let Some(last) = slices.last_mut() else { return };
        last.items.push(rule(frame.grid.height(u32::from(last.rows)), THICK));
        last.ending = Ending::Free;
        slices[0].items.insert(0, rule(Length::ZERO, THICK));
        if let Some(first) = head.first_mut() {
            first.items.insert(0, rule(frame.grid.leading, THICK));
        }
        let whole = slices.iter().map(|slice| usize::from(slice.rows)).sum::<usize>() <= KEPT;
        let tall = head.iter().map(|slice| u32::from(slice.rows)).sum::<u32>() > u32::from(self.measures.rows / 3);
        let mut unit = Unit::new(1, slices);
        if whole {
            unit.keep_whole();
        }
        unit.head = if tall { Vec::new() } else { head };
        self.push(unit);
        self.space = 1;
        self.flush = false;
    }

    /// The head as it is repeated on a further page, under a line that says so.
    fn continued(&mut self, heading: &[Inlines], columns: &[Column], frame: &Frame) -> Vec<Slice> {
        let style = TextStyle { italic: true, ..frame.text };
        let language = &self.book.metadata.language;
        let words = format!("({})", self.book.words.continued);
        let line = self.setter.line(&[program(&words)], language, &style);
        let mut slice = Slice::of_line(line, frame.grid);
        shift(&mut slice.items, columns.iter().map(|c| c.x).min().unwrap_or_default(), Length::ZERO);
        let heading: Vec<Inlines> = heading.iter().map(|cell| bare(cell)).collect();
        let mut slices = vec![slice];
        slices.extend(self.row(&heading, Role::HeadCell, (columns, frame)));
        // Said once already: on further pages it is there for the eye (ISO 14289-1, 7.1).
        for slice in &mut slices {
            as_artifacts(&mut slice.items);
        }
        slices
    }

    /// The lines of a row, cells side by side.
    fn row(&mut self, cells: &[Inlines], role: Role, (columns, frame): (&[Column], &Frame)) -> Vec<Slice> {
        let outer = self.setter.tagger.enter(Role::Row);
        let mut slices: Vec<Slice> = Vec::new();
        for (cell, column) in cells.iter().zip(columns) {
            let alignment = match column.alignment {
                Alignment::Start => TextAlignment::Start,
                Alignment::Centre => TextAlignment::Centre,
                Alignment::End => TextAlignment::End,
            };
            let cell_frame =
                Frame { measure: column.width, left: Length::ZERO, right: Length::ZERO, alignment, ..frame.clone() };
            let style = ParagraphStyle { first: Length::ZERO, ..cell_frame.style(Length::ZERO) };
            let slices_of_cell = self.within(role, |builder| {
                let lines: Vec<Line> = builder.lines(cell, &cell_frame, &style);
                builder.slices(lines, frame.grid)
            });
            for (number, mut slice) in slices_of_cell.into_iter().enumerate() {
                shift(&mut slice.items, column.x, Length::ZERO);
                match slices.get_mut(number) {
                    Some(merged) => join(merged, slice, frame),
                    None => slices.push(slice),
                }
            }
        }
        self.setter.tagger.leave(outer);
        if slices.is_empty() {
            slices.push(Slice::empty(1));
        }
        let kept = slices.len() <= KEPT;
        let last = slices.len() - 1;
        for (number, slice) in slices.iter_mut().enumerate() {
            slice.ending = if kept && number < last { Ending::Never } else { Ending::Free };
        }
        slices
    }

    /// A table's type: the largest of [`SIZES`] at which every word stands whole in its column. A table too wide for
    /// all of them is set in the smallest, its words divided, and a warning says so.
    fn table_frame<'l>(&mut self, table: &Table, frame: &Frame<'l>) -> (Frame<'l>, Widths) {
        let sized = |scale: i32| {
            let size = per_mille(self.measures.size, scale).min(frame.text.size);
            let text = TextStyle { size, figures: Figures::LiningTabular, ..frame.text };
            Frame { text, variants: false, ..frame.clone() }
        };
        let [largest, smaller @ ..] = SIZES;
        let (mut set, mut widths) = (sized(largest), self.widths(table, &sized(largest)));
        for size in smaller {
            if widths.words_fit(&set) {
                return (set, widths);
            }
            set = sized(size);
            widths = self.widths(table, &set);
        }
        if widths.words_fit(&set) {
            return (set, widths);
        }
        let cells = table.head.iter().chain(table.rows.iter().flatten());
        let fault =
            Diagnostic::warning("wide-table", "a table is too wide for the page: its words are divided anywhere");
        let fault = match cells.flatten().find_map(written) {
            Some(span) => fault.at(span, "in this table"),
            None => fault,
        };
        self.diagnostics.push(fault.hint("give it fewer columns or shorter words, or divide it into two tables"));
        (set, widths)
    }

    /// How wide the columns of a table want to be.
    fn widths(&mut self, table: &Table, frame: &Frame) -> Widths {
        let count = table.columns.len();
        let mut wanted = vec![Length::POINT * 6; count];
        let mut least = wanted.clone();
        let head = TextStyle { italic: !frame.text.italic, ..frame.text };
        let rows = table.rows.iter().map(|row| (row, &frame.text));
        for (row, style) in std::iter::once((&table.head, &head)).chain(rows) {
            for (number, cell) in row.iter().enumerate().take(count) {
                let width = self.setter.width(cell, frame.language, style) + Length::POINT;
                // What stands in a cell besides words (a note's call) may stand at the longest of them.
                let besides = width - self.setter.width(&bare(cell), frame.language, style);
                let words = plain_text(cell);
                let words = words.split_whitespace().map(|word| self.setter.words(word, frame.language, style).width);
                let word = words.max().unwrap_or_default() + besides;
                wanted[number] = wanted[number].max(width);
                least[number] = least[number].max(word.min(width));
            }
        }
        Widths { wanted, least }
    }
}

/// Where each column stands: all as wide as they want if that fits; else wide ones share what narrow ones leave.
fn columns(table: &Table, frame: &Frame, widths: &Widths) -> Vec<Column> {
    let gap = gap(frame);
    let gaps = gap * i32::try_from(table.columns.len() - 1).unwrap_or(i32::MAX);
    let widths = share(&widths.wanted, &widths.least, (frame.width() - gaps).max(Length::POINT * 6));
    let total: i64 = widths.iter().map(|w| i64::from(w.raw())).sum::<i64>() + i64::from(gaps.raw());
    let total = Length::from_raw(i32::try_from(total).unwrap_or(i32::MAX));
    let start = frame.left + ((frame.width() - total) / 2).max(Length::ZERO);
    let mut x = start;
    let mut columns = Vec::with_capacity(widths.len());
    for (width, alignment) in widths.into_iter().zip(&table.columns) {
        let place = match frame.language.direction() {
            Direction::Ltr => x,
            Direction::Rtl => start + start + total - x - width,
        };
        columns.push(Column { x: place, width, alignment: *alignment });
        x += width + gap;
    }
    columns
}

/// White between columns.
fn gap(frame: &Frame) -> Length {
    per_mille(frame.text.size, 700)
}

/// Where words are written, if they are the editor's or a source's.
fn written(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(run) => match run.origin {
            Origin::Source(span) | Origin::Editor(span) => Some(span),
            Origin::Program => None,
        },
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
            inner.iter().find_map(written)
        }
        _ => None,
    }
}

/// Puts a cell's line beside those of the cells before it.
fn join(merged: &mut Slice, mut slice: Slice, frame: &Frame) {
    let (more, less) = (slice.rows.saturating_sub(merged.rows), merged.rows.saturating_sub(slice.rows));
    shift(&mut merged.items, Length::ZERO, frame.grid.height(u32::from(more)));
    shift(&mut slice.items, Length::ZERO, frame.grid.height(u32::from(less)));
    merged.rows = merged.rows.max(slice.rows);
    merged.calls = merged.calls.saturating_add(slice.calls);
    merged.items.append(&mut slice.items);
    merged.begins = merged.begins.or(slice.begins);
}

/// Divides `room` among columns: all get what they want if that fits. Else those that want no more than an even share
/// get it, and the others share the rest; none gets less than its longest word while there is room for these.
fn share(wanted: &[Length], least: &[Length], room: Length) -> Vec<Length> {
    let raw = |lengths: &[Length]| lengths.iter().map(|length| i64::from(length.raw())).collect::<Vec<_>>();
    let (wanted, least, room) = (raw(wanted), raw(least), i64::from(room.raw()));
    let mut widths: Vec<Option<i64>> = vec![None; wanted.len()];
    let mut spare = room;
    let mut narrow_first: Vec<usize> = (0..wanted.len()).collect();
    narrow_first.sort_by_key(|at| wanted[*at]);
    for (open, at) in (1..=i64::try_from(wanted.len()).unwrap_or(i64::MAX)).rev().zip(narrow_first) {
        if wanted[at] > spare / open {
            break;
        }
        widths[at] = Some(wanted[at]);
        spare -= wanted[at];
    }
    let needed = |widths: &[Option<i64>]| -> i64 {
        least.iter().zip(widths).filter(|(_, width)| width.is_none()).map(|(least, _)| least).sum()
    };
    if needed(&widths) > spare {
        widths.fill(None);
        spare = room;
    }
    let (words, rest) = (needed(&widths), spare);
    let more: i64 =
        (0..wanted.len()).filter(|at| widths[*at].is_none()).map(|at| (wanted[at] - least[at]).max(0)).sum();
    let part = |of: i64, whole: i64, room: i64| -> i64 {
        i64::try_from(i128::from(of) * i128::from(room.max(0)) / i128::from(whole.max(1))).unwrap_or(0)
    };
    let width = |at: usize| match widths[at] {
        Some(width) => width,
        None if words >= rest => part(least[at], words, rest).max(i64::from(Length::POINT.raw())),
        None => least[at] + part((wanted[at] - least[at]).max(0), more, rest - words),
    };
    (0..wanted.len()).map(|at| Length::from_raw(i32::try_from(width(at)).unwrap_or(i32::MAX))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(widths: &[i32]) -> Vec<Length> {
        widths.iter().map(|w| Length::POINT * *w).collect()
    }

    #[test]
    fn columns_get_what_they_want_where_it_fits() {
        assert_eq!(share(&points(&[40, 60]), &points(&[10, 10]), Length::POINT * 120), points(&[40, 60]));
    }

    #[test]
    fn wide_columns_share_what_narrow_ones_leave() {
        let widths = share(&points(&[20, 400, 400]), &points(&[20, 50, 50]), Length::POINT * 300);
        assert_eq!(widths[0], Length::POINT * 20);
        assert_eq!(widths[1], widths[2]);
        assert!(widths.iter().copied().sum::<Length>() <= Length::POINT * 300);
    }

    #[test]
    fn words_too_long_for_the_measure_shrink_alike() {
        let widths = share(&points(&[100, 300]), &points(&[100, 300]), Length::POINT * 200);
        assert_eq!(widths, points(&[50, 150]));
    }
}
