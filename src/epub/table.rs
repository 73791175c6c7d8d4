//! Tables as XHTML: as tables where they fit, as records where no page could hold them side by side.
//!
//! Reading systems cut off what is wider than their page, or let it run into the margin; few let it be moved. So a
//! table whose columns cannot be narrower than a small page is set as records: a row is an
//! entry, every cell behind the head of its column. Every word is there, in the order in which a row is read.

use super::block::is_blank;
use super::markup::Markup;
use super::sheet::{Sheet, in_language};
use crate::document::{Alignment, Inlines, Table, plain_text};
use crate::metadata::Language;

/// Characters that a page of six inches holds in a line, at the size of tables.
const WIDEST: usize = 72;
/// Space between two columns, in characters.
const GAP: usize = 2;
/// Characters of a word beyond which it is divided rather than given room.
const LONGEST_WORD: usize = 16;

/// Whether no small page holds the columns of a table side by side, each as wide as its longest word.
pub(super) fn is_wide(table: &Table) -> bool {
    if table.rows.is_empty() {
        return false;
    }
    let mut widths: Vec<usize> = vec![0; table.columns.len()];
    for row in std::iter::once(&table.head).chain(&table.rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            let words = plain_text(cell);
            let longest = words.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
            *width = longest.min(LONGEST_WORD).max(*width);
        }
    }
    widths.iter().map(|width| width + GAP).sum::<usize>() > WIDEST
}

impl<'a> Sheet<'a> {
    pub(super) fn table(&mut self, m: &mut Markup, table: &'a Table, around: &Language) {
        if is_wide(table) {
            return self.records(m, table, around);
        }
        let class = |column: usize| match table.columns.get(column) {
            Some(Alignment::Centre) => Some("centre"),
            Some(Alignment::End) => Some("end"),
            _ => None,
        };
        in_language(m.block("table"), self.language, around).with(|m| {
            if !table.head.iter().all(|cell| is_blank(cell)) {
                m.block("thead").with(|m| {
                    m.block("tr").with(|m| {
                        for (at, cell) in table.head.iter().enumerate() {
                            // A head that says nothing is no head.
                            let tag = if is_blank(cell) { m.line("td") } else { m.line("th").attr("scope", "col") };
                            tag.attr_if("class", class(at)).with(|m| self.inlines(m, cell));
                        }
                    });
                });
            }
            m.block("tbody").with(|m| {
                for row in &table.rows {
                    m.block("tr").with(|m| {
                        for (at, cell) in row.iter().enumerate() {
                            m.line("td").attr_if("class", class(at)).with(|m| self.inlines(m, cell));
                        }
                    });
                }
            });
        });
    }

    /// A row is an entry: each cell behind the head of its column, where that says something.
    fn records(&mut self, m: &mut Markup, table: &'a Table, around: &Language) {
        in_language(m.block("ul").attr("class", "records"), self.language, around).with(|m| {
            for (at, row) in table.rows.iter().enumerate() {
                m.block("li").with(|m| {
                    let mut cells = table.head.iter().zip(row).peekable();
                    // Cells without a head stand alone: the names of rows, or a table that has no head.
                    while let Some((_, cell)) = cells.next_if(|(head, _)| is_blank(head)) {
                        self.lone(m, cell);
                    }
                    if cells.peek().is_some() {
                        m.block("dl").with(|m| cells.for_each(|pair| self.pair(m, pair, at == 0)));
                    }
                });
            }
        });
    }

    fn lone(&mut self, m: &mut Markup, cell: &'a Inlines) {
        if !cell.is_empty() {
            m.line("p").attr("class", "record").with(|m| self.inlines(m, cell));
        }
    }

    /// A cell behind the head of its column. Notes are called, and places are, only in the `first` row's heads.
    fn pair(&mut self, m: &mut Markup, (head, cell): (&'a Inlines, &'a Inlines), first: bool) {
        if cell.is_empty() && !first {
            return;
        }
        m.line("dt").with(|m| match (first, is_blank(head)) {
            (_, true) => m.text("–"),
            (true, _) => self.inlines(m, head),
            (false, _) => self.quietly(m, head),
        });
        m.line("dd").with(|m| if cell.is_empty() { m.text("–") } else { self.inlines(m, cell) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::text;
    use super::*;

    fn table(columns: usize, word: &str) -> Table {
        let cells = || vec![vec![text(word)]; columns];
        Table { columns: vec![Alignment::Start; columns], head: cells(), rows: vec![cells()] }
    }

    #[test]
    fn wide_is_what_no_small_page_holds() {
        assert!(!is_wide(&table(12, "1848")), "twelve years stand side by side");
        assert!(is_wide(&table(13, "1848")));
        assert!(!is_wide(&table(4, &"long ".repeat(90))), "words that turn over make no table wide");
        assert!(!is_wide(&table(4, &"x".repeat(90))), "a single word is divided");
        let bare = Table { rows: Vec::new(), ..table(90, "1848") };
        assert!(!is_wide(&bare), "a head alone is no record");
    }
}
