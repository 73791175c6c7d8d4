//! A composition as readable text, for tests and for whoever asks what stands where.
//!
//! ```text
//! page 2
//!   head  2 · A Reader
//!    0.0  First line of the text
//!    1.0  and the second.
//!    -----
//!   35.2  1. A note.
//! ```
//!
//! The number before a line is how many rows of the grid it stands below the first.

use std::fmt::Write as _;

use super::Composition;
use super::page::{Item, Page, Placed};
use crate::design::Design;
use crate::length::Length;

/// Every page of `composition`, which was set by `design`.
#[must_use]
pub fn dump(composition: &Composition, design: &Design) -> String {
    let mut text = String::new();
    for page in &composition.pages {
        dump_page(page, design, &mut text);
    }
    text
}

/// A line of a page as it reads: its baseline, and its words from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DumpLine {
    /// The baseline, from the page's top.
    pub y: Length,
    /// The left edge of its first word.
    pub x: Length,
    /// The words.
    pub text: String,
    /// Whether it is a head or folio.
    pub furniture: bool,
}

/// The lines of a page from top to bottom; what stands side by side is one line.
#[must_use]
pub fn lines(page: &Page) -> Vec<DumpLine> {
    let glyphs = |placed: &Placed| match &placed.item {
        Item::Glyphs(run) => Some((placed.y, placed.x, run.text.to_string(), run.furniture)),
        _ => None,
    };
    let mut runs: Vec<_> = page.items.iter().filter_map(glyphs).collect();
    runs.sort_by_key(|run| run.0);
    let mut lines: Vec<Vec<(Length, Length, String, bool)>> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line) if run.0 - line[0].0 < Length::POINT => line.push(run),
            _ => lines.push(vec![run]),
        }
    }
    lines
        .into_iter()
        .map(|mut runs| {
            runs.sort_by_key(|run| run.1);
            let furniture = runs.iter().all(|run| run.3);
            DumpLine {
                y: runs[0].0,
                x: runs[0].1,
                text: runs.into_iter().map(|run| run.2).collect::<Vec<_>>().join("|"),
                furniture,
            }
        })
        .collect()
}

fn dump_page(page: &Page, design: &Design, text: &mut String) {
    let _ = writeln!(text, "page {}", page.folio);
    let first = design.margins.top + design.leading.scale(0.76);
    let rule = |placed: &&Placed| matches!(&placed.item, Item::Rule(_));
    let rules: Vec<Length> = page.items.iter().filter(rule).map(|placed| placed.y).collect();
    let mut rules = rules.into_iter().peekable();
    let row = |y: Length| (y - first).to_pt() / design.leading.to_pt();
    for line in lines(page) {
        while rules.next_if(|y| *y < line.y).is_some() {
            text.push_str("   -----\n");
        }
        let name = if line.furniture { "  furniture".to_owned() } else { format!("{:6.1}", row(line.y)) };
        let _ = writeln!(text, "{name}  {}", line.text);
    }
    for placed in &page.items {
        if let Item::Image(key, size) = &placed.item {
            let _ = writeln!(text, "  image {key} {} × {} at {:.1}", size.width, size.height, row(placed.y));
        }
    }
}
