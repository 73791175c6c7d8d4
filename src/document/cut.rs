//! Divides inlines: at a place in their words, at kept line ends; trims them.
//!
//! What has no width stays with the words it follows (a note's call) or goes before (a mark). An origin is divided
//! with its words where these are the source's bytes; else both parts keep the place of the whole.

use super::inline::{Inline, Inlines, Origin, Run};
use crate::diagnostic::Span;

/// Divides `content` at byte `at` of its [`plain_text`](super::plain_text).
#[must_use]
pub fn split_at(content: Inlines, at: usize) -> (Inlines, Inlines) {
    let (mut before, mut after) = (Inlines::new(), Inlines::new());
    let mut left = at;
    for inline in content {
        let length = length(&inline);
        if length <= left && (length > 0 || left > 0 || calls(&inline) && !before.is_empty() && after.is_empty()) {
            left -= length;
            before.push(inline);
        } else if left == 0 {
            after.push(inline);
        } else {
            let (first, second) = halves(inline, left);
            before.push(first);
            after.push(second);
            left = 0;
        }
    }
    (before, after)
}

/// Divides `content` at its line breaks; there is at least one line.
#[must_use]
pub fn lines(content: Inlines) -> Vec<Inlines> {
    let mut lines = vec![Inlines::new()];
    for inline in content {
        match inline {
            Inline::LineBreak => lines.push(Inlines::new()),
            Inline::Styled(style, content) => wrap(&mut lines, content, |line| Inline::Styled(style, line)),
            Inline::Foreign(language, content) => {
                wrap(&mut lines, content, |line| Inline::Foreign(language.clone(), line));
            }
            Inline::Link { target, content, span } => {
                wrap(&mut lines, content, |line| Inline::Link { target: target.clone(), content: line, span });
            }
            other => push(&mut lines, other),
        }
    }
    lines
}

/// Takes white space at both ends away, and runs that are empty then.
pub fn trim(content: &mut Inlines) {
    while trim_first(content) {}
    while trim_last(content) {}
}

/// Part of a run: its words from byte `from` to `to`, both on character boundaries.
#[must_use]
pub fn part(run: &Run, from: usize, to: usize) -> Run {
    let text = run.text.get(from..to).unwrap_or_default().to_owned();
    let cut = |span: Span| {
        if span.range().len() == run.text.len() {
            let start = span.range().start;
            Span::new(span.file, start + from..start + to)
        } else if span.range().len() == text.len() {
            // These are not the source's bytes, and must not seem to be.
            Span::new(span.file, span.range().start..span.range().start)
        } else {
            span
        }
    };
    let origin = match run.origin {
        Origin::Source(span) => Origin::Source(cut(span)),
        Origin::Editor(span) => Origin::Editor(cut(span)),
        Origin::Program => Origin::Program,
    };
    Run { text, origin }
}

/// Where the first and the last words of `content` stand in the source.
#[must_use]
pub fn span_of(content: &[Inline]) -> Option<Span> {
    let mut whole: Option<Span> = None;
    for inline in content {
        let span = match inline {
            Inline::Text(Run { origin: Origin::Source(span), .. }) => Some(*span),
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                span_of(inner)
            }
            _ => None,
        };
        whole = match (whole, span) {
            (Some(whole), Some(span)) => Some(whole.to(span)),
            (whole, span) => whole.or(span),
        };
    }
    whole
}

fn calls(inline: &Inline) -> bool {
    matches!(inline, Inline::NoteCall(_) | Inline::Cite(_))
}

/// How many bytes of plain text an inline is.
fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text(run) => run.text.len(),
        Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
            content.iter().map(length).sum()
        }
        Inline::LineBreak => 1,
        Inline::Picture(_)
        | Inline::NoteCall(_)
        | Inline::Cite(_)
        | Inline::Mark(_)
        | Inline::Point(_)
        | Inline::Anchor(_)
        | Inline::PageOf(_)
        | Inline::LineOf(_)
        | Inline::PageStart(_) => 0,
    }
}

fn halves(inline: Inline, at: usize) -> (Inline, Inline) {
    match inline {
        Inline::Text(run) => {
            let at = (0..=at.min(run.text.len())).rev().find(|at| run.text.is_char_boundary(*at)).unwrap_or(0);
            (Inline::Text(part(&run, 0, at)), Inline::Text(part(&run, at, run.text.len())))
        }
        Inline::Styled(style, content) => {
            let (first, second) = split_at(content, at);
            (Inline::Styled(style, first), Inline::Styled(style, second))
        }
        Inline::Foreign(language, content) => {
            let (first, second) = split_at(content, at);
            (Inline::Foreign(language.clone(), first), Inline::Foreign(language, second))
        }
        Inline::Link { target, content, span } => {
            let (first, second) = split_at(content, at);
            let before = Inline::Link { target: target.clone(), content: first, span };
            (before, Inline::Link { target, content: second, span })
        }
        // Nothing else is longer than a byte.
        whole => (whole, Inline::Text(Run { text: String::new(), origin: Origin::Program })),
    }
}

fn wrap(lines: &mut Vec<Inlines>, content: Inlines, wrapped: impl Fn(Inlines) -> Inline) {
    for (at, part) in self::lines(content).into_iter().enumerate() {
        if at > 0 {
            lines.push(Inlines::new());
        }
        if !part.is_empty() {
            push(lines, wrapped(part));
        }
    }
}

fn push(lines: &mut [Inlines], inline: Inline) {
    if let Some(line) = lines.last_mut() {
        line.push(inline);
    }
}

/// Trims the first inline that has a width; true if it is gone and the next one's turn comes.
fn trim_first(content: &mut Inlines) -> bool {
    let Some(at) = content.iter().position(|inline| length(inline) > 0 || empty(inline)) else { return false };
    match &mut content[at] {
        Inline::Text(run) => {
            let from = run.text.len() - run.text.trim_start().len();
            if from > 0 {
                *run = part(run, from, run.text.len());
            }
        }
        Inline::LineBreak => {}
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) => while trim_first(inner) {},
        _ => return false,
    }
    drop_empty(content, at)
}

/// As [`trim_first`], at the end.
fn trim_last(content: &mut Inlines) -> bool {
    let Some(at) = content.iter().rposition(|inline| length(inline) > 0 || empty(inline)) else { return false };
    match &mut content[at] {
        Inline::Text(run) => {
            let to = run.text.trim_end().len();
            if to < run.text.len() {
                *run = part(run, 0, to);
            }
        }
        Inline::LineBreak => {}
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) => while trim_last(inner) {},
        _ => return false,
    }
    drop_empty(content, at)
}

/// Words that are none.
fn empty(inline: &Inline) -> bool {
    match inline {
        Inline::Text(run) => run.text.is_empty(),
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) => inner.is_empty(),
        _ => false,
    }
}

fn drop_empty(content: &mut Inlines, at: usize) -> bool {
    let gone = content[at] == Inline::LineBreak || empty(&content[at]);
    if gone {
        content.remove(at);
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::document::dump::inlines;
    use crate::document::{NoteId, Style, plain_text};

    fn text(words: &str, start: usize) -> Inline {
        let file = Files::default().add("a", words);
        Inline::Text(Run {
            text: words.to_owned(),
            origin: Origin::Source(Span::new(file, start..start + words.len())),
        })
    }

    #[test]
    fn words_and_places_are_divided_together() {
        let content =
            vec![text("one ", 10), Inline::Styled(Style::Emphasis, vec![text("two three", 14)]), text(" four", 23)];
        let (before, after) = split_at(content, 8);
        assert_eq!((inlines(&before), inlines(&after)), ("one ⟨em two ⟩".to_owned(), "⟨em three⟩ four".to_owned()));
        assert_eq!(span_of(&before).unwrap().range(), 10..18);
        assert_eq!(span_of(&after).unwrap().range(), 18..28);
    }

    #[test]
    fn a_note_stays_with_the_words_before() {
        let call = Inline::NoteCall(NoteId(0));
        let (before, after) = split_at(vec![text("one", 0), call.clone(), text("two", 3)], 3);
        assert_eq!((inlines(&before), inlines(&after)), ("one⟨note 1⟩".to_owned(), "two".to_owned()));
        let (before, after) = split_at(vec![call, text("one", 0)], 0);
        assert_eq!((before.len(), after.len()), (0, 2));
    }

    #[test]
    fn ends_are_trimmed_through_markup() {
        let mut content = vec![
            text(" ", 0),
            Inline::Styled(Style::Strong, vec![text("  a b ", 1)]),
            Inline::NoteCall(NoteId(0)),
            Inline::LineBreak,
        ];
        trim(&mut content);
        assert_eq!(inlines(&content), "⟨strong a b⟩⟨note 1⟩");
        assert_eq!(span_of(&content).unwrap().range(), 3..6);
    }

    #[test]
    fn no_place_in_the_words_is_a_place_to_panic() {
        let content = || vec![text("é€", 0), Inline::LineBreak, Inline::Styled(Style::Emphasis, vec![text("ü", 9)])];
        for at in 0..12 {
            let (before, after) = split_at(content(), at);
            let joined = plain_text(&before) + &plain_text(&after);
            assert_eq!(joined, plain_text(&content()), "{at}");
        }
    }
}
