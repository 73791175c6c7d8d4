//! Tables: those that hold data, and those that only arrange a page.

use std::ops::Range;

use super::Change;
use super::flow::Flow;
use super::lines;
use super::tree::NodeId;
use crate::document::{Alignment, Block, Inlines, Located, Table};

/// So many columns a table may have; a page that asks for more asks for trouble.
const WIDEST: usize = 64;

/// A table's rows, as they are written.
struct Grid {
    rows: Vec<Vec<NodeId>>,
    caption: Option<NodeId>,
}

impl Flow<'_, '_> {
    pub(super) fn table(&mut self, node: NodeId, range: Range<usize>) {
        let grid = self.grid(node);
        if let Some(caption) = grid.caption {
            let blocks = self.inside(|flow| flow.children(caption));
            for block in blocks {
                self.push_again(block);
            }
        }
        if !self.holds_data(node, &grid) {
            if grid.rows.iter().map(Vec::len).sum::<usize>() > 1 {
                self.change(Change::LayoutTable, range);
            }
            for cell in grid.rows.into_iter().flatten() {
                let blocks = self.inside(|flow| flow.children(cell));
                for block in blocks {
                    self.push_again(block);
                }
            }
            return;
        }
        let head = grid.rows.first().is_some_and(|row| {
            let in_head = row
                .first()
                .is_some_and(|cell| self.tree.above(*cell).take(2).any(|outer| self.tree.name(outer) == "thead"));
            in_head || row.iter().all(|cell| self.tree.name(*cell) == "th")
        });
        let columns = self.alignments(&grid);
        let mut rows: Vec<Vec<Inlines>> = self.cells(&grid);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut rows {
            row.resize(width, Inlines::new());
        }
        rows.retain(|row| row.iter().any(|cell| !lines::is_blank(cell)));
        if width == 0 || rows.is_empty() {
            return;
        }
        let head = if head { rows.remove(0) } else { vec![Inlines::new(); width] };
        let mut columns = columns;
        columns.resize(width, Alignment::Start);
        self.push(Block::Table(Table { columns, head, rows }), range);
    }

    fn grid(&self, table: NodeId) -> Grid {
        let tree = self.tree;
        let mut grid = Grid { rows: Vec::new(), caption: None };
        let mut at = table + 1;
        let end = tree.end(table);
        while at < end {
            let skip = self.story.fates[at].is_some();
            match tree.name(at) {
                "table" => at = tree.end(at),
                _ if skip => at = tree.end(at),
                "caption" => {
                    grid.caption = Some(at);
                    at = tree.end(at);
                }
                "tr" => {
                    grid.rows.push(Vec::new());
                    at += 1;
                }
                "td" | "th" => {
                    match grid.rows.last_mut() {
                        Some(row) => row.push(at),
                        None => grid.rows.push(vec![at]),
                    }
                    at = tree.end(at);
                }
                // What stands between rows stands in none of them: browsers put it before the table.
                _ => at += 1,
            }
        }
        grid.rows.retain(|row| !row.is_empty());
        grid
    }

    /// Whether a table's cells belong together: several columns of short cells.
    fn holds_data(&self, table: NodeId, grid: &Grid) -> bool {
        let tree = self.tree;
        if matches!(tree.attribute(table, "role"), Some("presentation" | "none")) {
            return false;
        }
        let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
        let inner = |name: &str| tree.below(table).skip(1).any(|inner| tree.name(inner) == name);
        if !(2..=WIDEST).contains(&columns) || inner("table") {
            return false;
        }
        // Where no two cells of a row hold words nothing stands beside anything: icons do that, and arrows.
        let words = |cell: &&NodeId| !tree.words(**cell).is_empty();
        if !grid.rows.iter().any(|row| row.iter().filter(words).take(2).count() > 1) {
            return false;
        }
        if inner("th") || grid.caption.is_some() {
            return true;
        }
        let blocks = tree
            .below(table)
            .filter(|inner| matches!(tree.name(*inner), "p" | "h1" | "h2" | "h3" | "ul" | "blockquote"));
        let cells = grid.rows.iter().map(Vec::len).sum::<usize>();
        let longest = grid.rows.iter().flatten().map(|cell| tree.words(*cell).chars().count()).max().unwrap_or(0);
        grid.rows.len() > 1 && blocks.count() <= cells && longest <= 400
    }

    fn alignments(&self, grid: &Grid) -> Vec<Alignment> {
        let sample = grid.rows.get(1).or(grid.rows.first()).cloned().unwrap_or_default();
        let of = |cell: NodeId| {
            let style = self.tree.attribute(cell, "style").unwrap_or_default().to_lowercase().replace(' ', "");
            match self.tree.attribute(cell, "align").unwrap_or_default().to_ascii_lowercase().as_str() {
                "center" => Alignment::Centre,
                "right" => Alignment::End,
                _ if style.contains("text-align:center") => Alignment::Centre,
                _ if style.contains("text-align:right") => Alignment::End,
                _ => Alignment::Start,
            }
        };
        sample.into_iter().map(of).collect()
    }

    /// The words of every cell; one that spans others is followed by empty ones.
    fn cells(&mut self, grid: &Grid) -> Vec<Vec<Inlines>> {
        let mut rows: Vec<Vec<Inlines>> = Vec::new();
        // How many rows more the cell above reaches down into each column.
        let mut reaching: Vec<usize> = Vec::new();
        for row in &grid.rows {
            let mut cells: Vec<Inlines> = Vec::new();
            for cell in row {
                while reaching.get(cells.len()).is_some_and(|left| *left > 0) {
                    reaching[cells.len()] -= 1;
                    cells.push(Inlines::new());
                }
                let span =
                    |key| self.tree.attribute(*cell, key).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
                let (across, down) = (span("colspan").clamp(1, WIDEST), span("rowspan").clamp(1, 1000));
                if across > 1 || down > 1 {
                    self.change(Change::SpannedCells, self.tree.nodes[*cell].range.clone());
                }
                let blocks = self.inside(|flow| flow.children(*cell));
                if blocks.len() > 1 {
                    self.change(Change::CellBlocks, self.tree.nodes[*cell].range.clone());
                }
                let at = cells.len();
                if at + across > WIDEST {
                    break;
                }
                cells.push(cell_words(blocks));
                cells.resize(at + across, Inlines::new());
                if down > 1 {
                    reaching.resize(reaching.len().max(at + across), 0);
                    reaching[at..at + across].fill(down - 1);
                }
            }
            while reaching.get(cells.len()).is_some_and(|left| *left > 0) {
                reaching[cells.len()] -= 1;
                cells.push(Inlines::new());
            }
            rows.push(cells);
        }
        rows
    }

    /// The file that is read.
    pub(super) fn file(&self) -> crate::diagnostic::FileId {
        self.offsets.span(0..0).file
    }
}

fn cell_words(blocks: Vec<Located<Block>>) -> Inlines {
    lines::trimmed(lines::joined(blocks))
}
