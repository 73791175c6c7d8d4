//! Puts one run of inlines together, whatever the source's syntax: white space folded, runs as long as their
//! bytes hang together, nesting bounded.

use std::ops::Range;

use super::offsets::Offsets;
use crate::diagnostic::Span;
use crate::document::{Inline, Inlines, Origin, Picture, Run, Style, Target};
use crate::metadata::Language;

/// How deep inlines may nest; deeper markup loses its effect, never its words. (Every later stage walks the
/// tree by recursion.)
const DEEPEST: usize = 64;

/// What is open around the words.
#[derive(Clone, Debug)]
pub(super) enum Frame {
    /// Words set apart.
    Style(Style),
    /// Words in another language.
    Foreign(Language),
    /// Words that lead somewhere.
    Link(Target, Span),
    /// A picture; its words are its alternative text.
    Picture(String, Span),
    /// Words that are left out (a script).
    Dropped,
    /// Markup without effect: its words join what surrounds it.
    Bare,
}

#[derive(Debug)]
struct Open {
    frame: Frame,
    /// The HTML element that opened it.
    element: Option<String>,
}

/// Puts inlines together.
#[derive(Debug)]
pub(super) struct Composer<'a> {
    offsets: &'a Offsets,
    editorial: bool,
    open: Vec<Open>,
    /// One more than the open frames that hold content of their own.
    contents: Vec<Inlines>,
    /// Where the last run's bytes ended, if more may follow.
    joint: Option<usize>,
    /// Whether white space would be one too many here.
    spaced: bool,
    /// So many open frames leave their words out.
    dropped: usize,
    /// Whether markup was nested too deep.
    pub(super) too_deep: bool,
}

impl<'a> Composer<'a> {
    pub(super) fn new(offsets: &'a Offsets, editorial: bool) -> Self {
        let contents = vec![Inlines::new()];
        Self { offsets, editorial, open: Vec::new(), contents, joint: None, spaced: true, dropped: 0, too_deep: false }
    }

    /// Words that stand at `range`; white space is folded to single spaces.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if self.dropping() {
            return;
        }
        if text.len() != range.len() {
            self.joint = None;
            let folded = fold_spaces(text, self.spaced);
            if !folded.is_empty() {
                self.spaced = folded.ends_with(' ');
                self.run(&folded, range);
            }
            self.joint = None;
            return;
        }
        let folded = !text.contains("  ") && !text.contains(['\t', '\n', '\r']);
        if folded && !text.is_empty() && !(self.spaced && text.starts_with(' ')) {
            self.run(text, range);
            self.spaced = text.ends_with(' ');
            return;
        }
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let word = rest.find(is_space).unwrap_or(rest.len());
            let space = rest[word..].find(|c| !is_space(c)).unwrap_or(rest.len() - word);
            if word > 0 {
                self.run(&rest[..word], range.start + at..range.start + at + word);
                self.spaced = false;
            }
            if space > 0 && !self.spaced {
                self.run(" ", range.start + at + word..range.start + at + word + 1);
                self.spaced = true;
            }
            at += word + space;
        }
    }

    /// Words whose every space counts.
    pub(super) fn code(&mut self, text: &str, range: Range<usize>) {
        let run = Run { text: text.to_owned(), origin: self.origin(range) };
        self.push(Inline::Styled(Style::Code, vec![Inline::Text(run)]));
    }

    /// Something that has a width.
    pub(super) fn push(&mut self, inline: Inline) {
        self.mark(inline);
        self.spaced = false;
    }

    /// Something that has none.
    pub(super) fn mark(&mut self, inline: Inline) {
        if !self.dropping() {
            self.joint = None;
            self.content().push(inline);
        }
    }

    /// The line ends here.
    pub(super) fn line_break(&mut self) {
        self.trim();
        self.mark(Inline::LineBreak);
        self.spaced = true;
    }

    pub(super) fn open(&mut self, frame: Frame, element: Option<&str>) {
        let deep = self.contents.len() > DEEPEST;
        self.too_deep |= deep;
        let frame = if deep && !matches!(frame, Frame::Dropped) { Frame::Bare } else { frame };
        self.dropped += usize::from(matches!(frame, Frame::Dropped));
        if holds(&frame) {
            self.contents.push(Inlines::new());
        }
        self.joint = None;
        self.open.push(Open { frame, element: element.map(str::to_owned) });
    }

    /// Closes the innermost frame that markup (not HTML) opened, and HTML left open inside it.
    /// The elements that were left open are returned.
    pub(super) fn close(&mut self) -> Vec<String> {
        let mut unclosed = Vec::new();
        while let Some(open) = self.open.pop() {
            self.settle(open.frame);
            match open.element {
                Some(element) if element.is_empty() => {}
                Some(element) => unclosed.push(element),
                None => break,
            }
        }
        unclosed
    }

    /// Closes the HTML element `name`, if it is the innermost open one.
    pub(super) fn close_element(&mut self, name: &str) -> bool {
        if self.open.last().and_then(|open| open.element.as_deref()) != Some(name) {
            return false;
        }
        if let Some(open) = self.open.pop() {
            self.settle(open.frame);
        }
        // One tag may open several frames; all but its last are nameless.
        while let Some(open) = self.open.pop_if(|open| open.element.as_deref() == Some("")) {
            self.settle(open.frame);
        }
        true
    }

    /// Whether the words that come are left out.
    pub(super) fn dropping(&self) -> bool {
        self.dropped > 0
    }

    /// Everything, and the HTML elements left open.
    pub(super) fn finish(mut self) -> (Inlines, Vec<String>) {
        let mut unclosed = Vec::new();
        while !self.open.is_empty() {
            unclosed.extend(self.close());
        }
        self.trim();
        (self.contents.pop().unwrap_or_default(), unclosed)
    }

    pub(super) fn origin(&self, range: Range<usize>) -> Origin {
        let span = self.offsets.span(range);
        if self.editorial { Origin::Editor(span) } else { Origin::Source(span) }
    }

    fn content(&mut self) -> &mut Inlines {
        if self.contents.is_empty() {
            self.contents.push(Inlines::new());
        }
        let last = self.contents.len() - 1;
        &mut self.contents[last]
    }

    /// Appends words, to the last run where their bytes follow on its own.
    fn run(&mut self, text: &str, range: Range<usize>) {
        let origin = self.origin(range.clone());
        let joined = self.joint == Some(range.start);
        self.joint = Some(range.end);
        match self.content().last_mut() {
            Some(Inline::Text(run)) if joined => {
                run.text.push_str(text);
                run.origin = join(run.origin, origin);
            }
            _ => self.content().push(Inline::Text(Run { text: text.to_owned(), origin })),
        }
    }

    fn settle(&mut self, frame: Frame) {
        if !holds(&frame) {
            self.dropped -= usize::from(matches!(frame, Frame::Dropped));
            return;
        }
        let content = self.contents.pop().unwrap_or_default();
        let inline = match frame {
            Frame::Style(_) | Frame::Foreign(_) if content.is_empty() => return,
            Frame::Style(style) => Inline::Styled(style, content),
            Frame::Foreign(language) => Inline::Foreign(language, content),
            Frame::Link(target, span) => Inline::Link { target, content, span: Some(span) },
            Frame::Picture(key, span) => {
                let alt = crate::document::plain_text(&content).trim().to_owned();
                self.push(Inline::Picture(Picture { key, alt, span }));
                // What is no word (a mark, a note's call) must not vanish with the words.
                for inline in content.into_iter().filter(|i| !matches!(i, Inline::Text(_) | Inline::Styled(..))) {
                    self.mark(inline);
                }
                return;
            }
            Frame::Dropped | Frame::Bare => return,
        };
        // An empty link (`[](doc:id)`) will have words.
        self.spaced &= !matches!(&inline, Inline::Link { content, .. } if content.is_empty());
        self.joint = None;
        self.content().push(inline);
    }

    /// Takes a space at the end away.
    fn trim(&mut self) {
        if let Some(Inline::Text(run)) = self.content().last_mut()
            && run.text.ends_with(' ')
        {
            run.text.pop();
            if let Origin::Source(span) | Origin::Editor(span) = &mut run.origin
                && span.range().len() == run.text.len() + 1
            {
                span.end -= 1;
            }
            if run.text.is_empty() {
                self.content().pop();
            }
        }
        self.joint = None;
    }
}

fn holds(frame: &Frame) -> bool {
    !matches!(frame, Frame::Dropped | Frame::Bare)
}

/// White space that folds; no-break spaces and the like are letters here.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn fold_spaces(text: &str, mut spaced: bool) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_space(c) {
            folded.push(c);
        } else if !spaced {
            folded.push(' ');
        }
        spaced = is_space(c);
    }
    folded
}

/// The origin of words that follow each other.
pub(super) fn join(first: Origin, second: Origin) -> Origin {
    match (first, second) {
        (Origin::Source(a), Origin::Source(b)) => Origin::Source(a.to(b)),
        (Origin::Editor(a), Origin::Editor(b)) => Origin::Editor(a.to(b)),
        (first, _) => first,
    }
}
