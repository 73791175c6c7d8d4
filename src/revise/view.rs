//! The words of a line as the source has them, as far as they are still there: what shows the form of a comment or an
//! entry is read in these.
//!
//! Enters: inlines that the editor's pencil went over. Leaves: their words without the brackets around a correction and
//! without `[sic]`, and for each place in them the place in the inlines, which are divided there. A correction in
//! brackets in a name, or a `[sic]` beside a day, would else hide who wrote what, and when.

use std::ops::Range;

use crate::document::{Inline, Inlines, Origin};

/// The words of a line, without white space around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct View {
    pub(super) words: String,
    /// After how many bytes of `words` which place in the inlines follows, where something was left out.
    steps: Vec<(usize, usize)>,
}

impl View {
    /// The words of `content`.
    pub(super) fn of(content: &[Inline]) -> Self {
        let mut flat = Flat::default();
        flat.collect(content);
        let mut view = Self::default();
        let mut at = flat.text.len() - flat.text.trim_start().len();
        view.steps.push((0, at));
        let mut editors = flat.editors.into_iter().peekable();
        while let Some(c) = flat.text[at..].chars().next() {
            while editors.next_if(|range| range.end <= at).is_some() {}
            let written = editors.peek().is_some_and(|range| range.contains(&at));
            let skipped = if written { brackets(&flat.text[at..]) } else { 0 };
            if skipped > 0 {
                at += skipped;
                view.steps.push((view.words.len(), at));
            } else {
                view.words.push(c);
                at += c.len_utf8();
            }
        }
        view.words.truncate(view.words.trim_end().len());
        view
    }

    /// The place in the inlines of a stretch of the words: with the brackets at its ends, and `[sic]` after it.
    pub(super) fn range(&self, words: &Range<usize>) -> Range<usize> {
        let place = |at: usize, step: usize| {
            let (from, to) = self.steps.get(step.saturating_sub(1)).copied().unwrap_or_default();
            to + at.saturating_sub(from)
        };
        let start = place(words.start, self.steps.partition_point(|(from, _)| *from < words.start).max(1));
        let end = place(words.end, self.steps.partition_point(|(from, _)| *from <= words.end));
        start..end.max(start)
    }
}

/// How many bytes at the beginning of an editor's words are no word of the line.
fn brackets(rest: &str) -> usize {
    const SIC: [&str; 2] = [" [sic]", "[sic]"];
    let sic = SIC.iter().find(|sic| rest.starts_with(**sic)).map_or(0, |sic| sic.len());
    sic.max(usize::from(rest.starts_with(['[', ']'])))
}

/// All words, and where among them the editor's are.
#[derive(Default)]
struct Flat {
    text: String,
    editors: Vec<Range<usize>>,
}

impl Flat {
    fn collect(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(run) => {
                    let from = self.text.len();
                    self.text.push_str(&run.text);
                    if matches!(run.origin, Origin::Editor(_)) {
                        self.editors.push(from..self.text.len());
                    }
                }
                Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                    self.collect(inner);
                }
                Inline::LineBreak => self.text.push(' '),
                _ => {}
            }
        }
    }
}

/// What has no width in words that are not printed: calls of notes, citations, marks, places that references lead to.
pub(super) fn widthless(content: &[Inline]) -> Inlines {
    let mut found = Inlines::new();
    for inline in content {
        match inline {
            Inline::Text(_) | Inline::LineBreak => {}
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                found.extend(widthless(inner));
            }
            other => found.push(other.clone()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Files, Span};
    use crate::document::{NoteId, Run, Style, plain_text};

    #[test]
    fn an_editors_brackets_do_not_hide_a_name() {
        let span = Span::new(Files::default().add("a", ""), 0..0);
        let text = |words: &str, origin| Inline::Text(Run { text: words.to_owned(), origin });
        let (source, editor) = (Origin::Source(span), Origin::Editor(span));
        let sic = Inline::Styled(Style::Emphasis, vec![text("sic", editor)]);
        let line = vec![
            text("  Ada ", source),
            text("[Byrne]", editor),
            text(", 4 March", source),
            text(" [", editor),
            sic,
            text("]", editor),
            text(" 2004 ", source),
        ];
        let view = View::of(&line);
        assert_eq!(view.words, "Ada Byrne, 4 March 2004");
        let whole = plain_text(&line);
        let shown = |range: Range<usize>| whole[view.range(&range)].to_owned();
        assert_eq!(shown(0..9), "Ada [Byrne]");
        assert_eq!(shown(4..9), "[Byrne]");
        assert_eq!(shown(11..23), "4 March [sic] 2004");
        assert_eq!(shown(11..18), "4 March [sic]");
        let plain = vec![text("Ada [Byrne]", source)];
        assert_eq!(View::of(&plain).words, "Ada [Byrne]");
        assert_eq!(View::of(&[]).range(&(0..0)), 0..0);
    }

    #[test]
    fn what_has_no_width_is_found_in_markup() {
        let span = Span::new(Files::default().add("a", ""), 0..0);
        let call = Inline::NoteCall(NoteId(0));
        let words = Inline::Text(Run { text: "said".to_owned(), origin: Origin::Source(span) });
        let line = vec![words.clone(), Inline::Styled(Style::Emphasis, vec![words, call.clone()]), Inline::Point(7)];
        assert_eq!(widthless(&line), [call, Inline::Point(7)]);
    }
}
