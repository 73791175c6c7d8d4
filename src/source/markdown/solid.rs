//! Blocks that are read otherwise than as words: tables, listings, raw HTML.

use std::ops::Range;

use super::blocks::Reader;
use super::html::Tag;
use super::leaf::LeafKind;
use crate::document::{Alignment, Block, Inlines, Table};

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<Alignment>,
    pub(super) rows: Vec<Vec<Inlines>>,
}

/// A listing while it is read.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) language: Option<String>,
    pub(super) text: String,
    pub(super) place: Option<Range<usize>>,
}

impl Reader<'_, '_> {
    pub(super) fn end_table(&mut self, range: &Range<usize>) {
        let Rows { columns, mut rows } = std::mem::take(&mut self.rows);
        for row in &mut rows {
            row.resize(columns.len(), Inlines::new());
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        self.add(Block::Table(Table { columns, head, rows }), range);
    }

    pub(super) fn code_text(&mut self, text: &str, range: &Range<usize>) {
        let written = self.sheet.original.get(range.clone()).filter(|written| written.len() == text.len());
        if let Some(code) = &mut self.code {
            code.text.push_str(written.unwrap_or(text));
            let start = code.place.as_ref().map_or(range.start, |place| place.start);
            code.place = Some(start..range.end);
        }
    }

    pub(super) fn end_code(&mut self, range: &Range<usize>) {
        let Some(Code { language, mut text, place }) = self.code.take() else { return };
        // What was covered in code is code.
        while self.masks.get(self.next).is_some_and(|mask| mask.range.start < range.end) {
            if self.masks[self.next].range.start < range.start {
                self.uncover();
            } else {
                self.next += 1;
            }
        }
        self.close_leaf(range.start);
        let mut place = place.unwrap_or(range.clone());
        while text.ends_with('\n') {
            text.pop();
            place.end = place.end.saturating_sub(1).max(place.start);
        }
        let text = self.plain_run(text, place);
        self.add(Block::Listing { language, text, places: Vec::new() }, range);
    }

    pub(super) fn html_text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(lines) = &mut self.html {
            let line = text.trim_end_matches(['\n', '\r']);
            lines.extend(line, range.start);
        }
    }

    pub(super) fn end_html(&mut self, range: &Range<usize>) {
        let Some(lines) = self.html.take().filter(|lines| !lines.is_empty()) else { return };
        self.keeps_lines = false;
        self.open_leaf(range.start);
        self.solid_html = true;
        self.lines(&lines);
        self.solid_html = false;
        self.close_leaf(range.end);
    }

    /// What a tag in a block of HTML divides: headings, as forges centre them, and paragraphs. Whether it is one of these.
    pub(super) fn block_tag(&mut self, tag: &Tag, range: &Range<usize>) -> bool {
        let level =
            tag.name.strip_prefix('h').and_then(|level| level.parse().ok()).filter(|level| (1..=6).contains(level));
        if !self.solid_html || level.is_none() && !matches!(tag.name.as_str(), "p" | "div" | "center") {
            return false;
        }
        self.close_leaf(range.start);
        if let Some(level) = level.filter(|_| !tag.closes) {
            let id = tag.attribute("id").map(str::to_owned);
            self.begin_leaf(LeafKind::Heading { level, id, classes: Vec::new() }, range.start);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostics, Files};
    use crate::document::dump;
    use crate::source::{Kind, Reading, read};

    #[test]
    fn headings_that_forges_centre_are_headings() {
        let text = "<h1 align=\"center\" id=\"mill\">The <em>Mill</em></h1>\n\n\
                    <div align=\"center\">\n  <p>A short history</p>\n  <p>of grain</p>\n</div>\n\nWords, not an <h2>heading</h2>.\n";
        let file = Files::default().add("a.md", text);
        let mut faults = Diagnostics::default();
        let read = read(text, file, Kind::Markdown, Reading::SOURCE, &mut faults);
        assert_eq!(
            dump::document(&read),
            "1 heading 1 #mill\n    The ⟨em Mill⟩\n2 paragraph\n    A short history\n3 paragraph\n    of grain\n\
             4 paragraph\n    Words, not an heading.\n"
        );
        assert_eq!(faults.as_slice().iter().map(|fault| fault.code).collect::<Vec<_>>(), ["raw-html"]);
    }
}
