//! Finds the lines again that a source was written in, where the reader folded them.
//!
//! Readers make a space of a line's end that means nothing in prose, and take the white space before a line away.
//! For verse and listings both mean something; they are still in the source's text, to which every run leads back.

use crate::document::{Inline, Inlines, Origin, Run, cut};

/// One line as the source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// Spaces before it, a tab as four.
    pub indent: u8,
    /// Its words.
    pub content: Inlines,
}

/// The lines of `content`, empty ones left out; `text` is the decoded text that its origins point into.
#[must_use]
pub fn source_lines(content: &[Inline], text: &str) -> Vec<SourceLine> {
    let mut finder = Finder { text, end: None };
    let mut lines = Vec::new();
    for mut content in cut::lines(finder.unfold(content)) {
        cut::trim(&mut content);
        if !content.is_empty() {
            let start = cut::span_of(&content).map(|span| span.range().start);
            lines.push(SourceLine { indent: start.map_or(0, |start| indent(text, start)), content });
        }
    }
    lines
}

/// The white space of the line before byte `at`; 0 if anything else stands there.
fn indent(text: &str, at: usize) -> u8 {
    let before = text.get(..at).unwrap_or_default();
    let words = before.trim_end_matches([' ', '\t']);
    if !words.is_empty() && !words.ends_with('\n') {
        return 0;
    }
    let spaces: usize = before[words.len()..].bytes().map(|b| if b == b'\t' { 4 } else { 1 }).sum();
    u8::try_from(spaces).unwrap_or(u8::MAX)
}

struct Finder<'t> {
    text: &'t str,
    /// Where the last run of the source ended.
    end: Option<usize>,
}

impl Finder<'_> {
    /// `content` with a line break wherever the source's line ends.
    fn unfold(&mut self, content: &[Inline]) -> Inlines {
        let mut unfolded = Inlines::with_capacity(content.len());
        for inline in content {
            match inline {
                Inline::Text(run) => self.run(run, &mut unfolded),
                Inline::LineBreak => {
                    self.end = None;
                    unfolded.push(Inline::LineBreak);
                }
                Inline::Styled(style, inner) => unfolded.push(Inline::Styled(*style, self.unfold(inner))),
                Inline::Foreign(language, inner) => {
                    unfolded.push(Inline::Foreign(language.clone(), self.unfold(inner)));
                }
                Inline::Link { target, content, span } => {
                    let content = self.unfold(content);
                    unfolded.push(Inline::Link { target: target.clone(), content, span: *span });
                }
                other => unfolded.push(other.clone()),
            }
        }
        unfolded
    }

    fn run(&mut self, run: &Run, unfolded: &mut Inlines) {
        let Origin::Source(span) = run.origin else {
            unfolded.push(Inline::Text(run.clone()));
            return;
        };
        let (start, end) = (span.range().start, span.range().end);
        let folded = self.end.and_then(|before| self.text.get(before..start)).is_some_and(|gap| gap.contains('\n'));
        if folded {
            unfolded.push(Inline::LineBreak);
        }
        self.end = Some(end);
        if end - start != run.text.len() {
            unfolded.push(Inline::Text(run.clone()));
            return;
        }
        let mut from = 0;
        for (at, _) in run.text.match_indices(' ') {
            if self.text.as_bytes().get(start + at).is_some_and(|b| matches!(b, b'\n' | b'\r')) {
                unfolded.push(Inline::Text(cut::part(run, from, at)));
                unfolded.push(Inline::LineBreak);
                from = at + 1;
            }
        }
        unfolded.push(Inline::Text(cut::part(run, from, run.text.len())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, Files};
    use crate::document::{Block, dump::inlines};
    use crate::source::{Kind, Reading, read};

    fn lines_of(text: &str, kind: Kind) -> Vec<(u8, String)> {
        let mut files = Files::default();
        let file = files.add("a", text);
        let reading = Reading::SOURCE;
        let document = read(text, file, kind, reading, &mut Diagnostics::default());
        let Block::Paragraph(content) = &document.blocks[0].node else { panic!("{document:?}") };
        source_lines(content, text).into_iter().map(|line| (line.indent, inlines(&line.content))).collect()
    }

    fn expected(lines: &[(u8, &str)]) -> Vec<(u8, String)> {
        lines.iter().map(|(indent, line)| (*indent, (*line).to_owned())).collect()
    }

    #[test]
    fn kept_lines_of_a_plain_text_have_their_indents() {
        let text = "The boats lie in a row,\n    the nets hang out to dry,\n\tand  no one\nsings.\n";
        let lines =
            [(0, "The boats lie in a row,"), (4, "the nets hang out to dry,"), (4, "and no one"), (0, "sings.")];
        assert_eq!(lines_of(text, Kind::Plain), expected(&lines));
    }

    #[test]
    fn folded_lines_of_a_wrapped_text_come_back() {
        let long = "a line of this text is as long as a line of a text that is wrapped would be";
        let text = format!("{long}\n  {long}\n{long}\nend\n");
        assert_eq!(lines_of(&text, Kind::Plain), expected(&[(0, long), (2, long), (0, long), (0, "end")]));
    }

    #[test]
    fn markdown_lines_come_back_through_markup() {
        let text = "One *two\nthree* four\n  five &amp; six\\\nseven\n";
        let lines = [(0, "One ⟨em two⟩"), (0, "⟨em three⟩ four"), (2, "five & six"), (0, "seven")];
        assert_eq!(lines_of(text, Kind::Markdown), expected(&lines));
    }
}
