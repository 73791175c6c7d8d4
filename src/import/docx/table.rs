//! Tables: cells that reach over columns and rows are one cell.

use std::fmt::Write as _;

use roxmltree::Node;

use super::parts::{child, said};
use super::{DEEPEST, Maker};
use crate::import::archive::value;

/// HTML lets a cell reach so far (WHATWG, 4.9.11).
const WIDEST: usize = 1000;

/// A cell and where it stands.
struct Cell<'a, 'i> {
    node: Node<'a, 'i>,
    column: usize,
    columns: usize,
    /// Whether it goes on with the cell above it.
    continues: bool,
}

impl Maker {
    pub(super) fn table(&mut self, node: Node<'_, '_>) {
        if self.depth >= DEEPEST {
            self.too_deep = true;
            return;
        }
        self.depth += 1;
        self.end_lists(0);
        self.end_quotation();
        let rows: Vec<Node<'_, '_>> = rows(node);
        let cells: Vec<Vec<Cell<'_, '_>>> = rows.iter().map(|row| cells(*row)).collect();
        self.page.push_str("<table>");
        for (at, row) in rows.iter().enumerate() {
            let said = child(*row, "trPr").is_some_and(|p| child(p, "tblHeader").is_some());
            let tag = if said || at == 0 && rows.len() > 1 { "th" } else { "td" };
            self.page.push_str("<tr>");
            for cell in cells[at].iter().filter(|cell| !cell.continues) {
                let below = || cells[at + 1..].iter().map(|row| continued(row, cell.column));
                let further = below().take_while(Option::is_some).count();
                let _ =
                    write!(self.page, "<{tag} colspan=\"{}\" rowspan=\"{}\">", cell.columns, (1 + further).min(WIDEST));
                // What Word hides in the cells below is nothing, as a rule.
                for part in std::iter::once(cell).chain(below().map_while(|part| part)) {
                    self.blocks(part.node);
                }
                self.end_lists(0);
                self.end_quotation();
                let _ = write!(self.page, "</{tag}>");
            }
            self.page.push_str("</tr>\n");
        }
        self.page.push_str("</table>\n");
        self.depth -= 1;
    }
}

/// The rows of a table, those in content controls and insertions among them.
fn rows<'a, 'i>(table: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    super::parts::outermost(table, &["tr"])
}

/// The cell of a row that goes on with what stands above it in that column.
fn continued<'r, 'a, 'i>(row: &'r [Cell<'a, 'i>], column: usize) -> Option<&'r Cell<'a, 'i>> {
    let at = row.binary_search_by_key(&column, |cell| cell.column).ok()?;
    row.get(at).filter(|cell| cell.continues)
}

fn cells<'a, 'i>(row: Node<'a, 'i>) -> Vec<Cell<'a, 'i>> {
    let mut column = 0;
    let mut cells = Vec::new();
    for node in super::parts::outermost(row, &["tc"]) {
        let properties = child(node, "tcPr");
        let columns = properties.and_then(|p| said(p, "gridSpan")).and_then(|span| span.parse().ok()).unwrap_or(1);
        let columns = usize::clamp(columns, 1, WIDEST);
        let merge = properties.and_then(|p| child(p, "vMerge"));
        let continues = merge.is_some_and(|merge| value(merge, "val").is_none_or(|val| val == "continue"));
        cells.push(Cell { node, column, columns, continues });
        column += columns;
    }
    cells
}
