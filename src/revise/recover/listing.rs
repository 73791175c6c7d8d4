//! Listings: text whose every space counts, as the source has it.

use super::{Desk, flat, words_of};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, Inline, Inlines, Located, NoteId, Origin, Run, walk};
use crate::source::source_lines;

impl Desk<'_> {
    /// One listing of paragraphs, blank lines between them as many as the source has.
    pub(super) fn listing(&mut self, blocks: Vec<Located<Block>>) -> Vec<Located<Block>> {
        let mut out: Vec<Located<Block>> = Vec::new();
        let mut open = false;
        let mut points = Inlines::new();
        for block in flat(blocks) {
            walk::texts(&block.node, &mut |content| {
                walk::inlines(content, &mut |inline| {
                    points.extend(matches!(inline, Inline::Point(_)).then(|| inline.clone()));
                });
            });
            let node = match &block.node {
                Block::Omission | Block::SectionBreak => {
                    open = false;
                    out.push(block);
                    continue;
                }
                Block::Listing { language, text, .. } => (language.clone(), text.text.clone()),
                node => {
                    let content = words_of(node).map_or(&[][..], Vec::as_slice);
                    self.plain_only(content, block.span);
                    (None, self.spaced(content))
                }
            };
            let (language, more) = node;
            if let Some(last) = out.last_mut().filter(|_| open) {
                let blank = self.gap(last, &block).max(1);
                if let Block::Listing { text, .. } = &mut last.node {
                    text.text.extend(std::iter::repeat_n('\n', blank));
                    text.text.push_str(&more);
                }
                last.span = last.span.to(block.span);
            } else {
                let text = Run { text: more, origin: Origin::Source(block.span) };
                out.push(block.with(Block::Listing { language, text, places: Vec::new() }));
                open = true;
            }
        }
        for block in &mut out {
            if let Block::Listing { text, .. } = &mut block.node {
                text.origin = Origin::Source(block.span);
                outdent(&mut text.text);
            }
        }
        if let Some(first) = out.first().filter(|_| !points.is_empty()) {
            // A listing holds nothing but its words: the places in it are those before it.
            out.insert(0, Located::new(Block::Paragraph(points), first.span, 0));
        }
        out
    }

    /// A listing holds words only: what else stood in the paragraph is said to be lost.
    fn plain_only(&mut self, content: &[Inline], span: Span) {
        let lost = |inline: &Inline| {
            matches!(inline, Inline::NoteCall(_) | Inline::Cite(_) | Inline::Picture(_) | Inline::Mark(_))
        };
        let mut found: Vec<&Inline> = Vec::new();
        walk::inlines(content, &mut |inline| found.extend(lost(inline).then_some(inline)));
        if found.is_empty() {
            return;
        }
        let fault =
            Diagnostic::error("listing-note", "a note, picture or index mark stands in what is to be a listing");
        let fault = fault.at(span, "a listing holds nothing but its text");
        let notes = found.iter().filter_map(|inline| match inline {
            Inline::NoteCall(NoteId(note)) => self.notes.get(usize::try_from(*note).ok()?),
            _ => None,
        });
        let fault = notes.fold(fault, |fault, note| fault.also(*note, "this note is called there"));
        self.diagnostics.push(fault.hint("set it as verse instead"));
    }

    /// Lines with their spaces, before them and in them.
    fn spaced(&self, content: &[Inline]) -> String {
        let mut text = String::new();
        for line in source_lines(content, self.text) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.extend(std::iter::repeat_n(' ', usize::from(line.indent)));
            let mut end = None;
            self.runs(&line.content, &mut end, &mut text);
        }
        text
    }

    fn runs(&self, content: &[Inline], end: &mut Option<usize>, text: &mut String) {
        for inline in content {
            match inline {
                Inline::Text(run) => {
                    if let Origin::Source(span) = run.origin {
                        let gap = end.and_then(|end| self.text.get(end..span.range().start));
                        // What the reader folded: all but the first of some spaces.
                        text.push_str(gap.filter(|gap| gap.bytes().all(|b| b == b' ')).unwrap_or_default());
                        *end = Some(span.range().end);
                    }
                    text.push_str(&run.text);
                }
                Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                    self.runs(inner, end, text);
                }
                _ => {}
            }
        }
    }
}

/// Takes the white space away that all lines begin with.
fn outdent(text: &mut String) {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.split('\n').filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    if common > 0 {
        let lines: Vec<&str> = text.split('\n').map(|line| line.get(common..).unwrap_or_default()).collect();
        *text = lines.join("\n");
    }
}
