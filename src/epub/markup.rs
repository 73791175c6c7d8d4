//! A writer of XML that cannot make a document that is not well formed: elements are closed by the
//! scope that opened them, and every character is escaped once, on its way in ([`xml`]).

use std::sync::Arc;

use super::faces::Faces;
use crate::xml;

/// XML being written.
#[derive(Debug, Default)]
pub(super) struct Markup {
    out: String,
    depth: usize,
    faces: Option<Arc<Faces>>,
}

/// How an element stands among its neighbours; white space only where it means nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Its children have lines of their own.
    Block,
    /// It has a line of its own, its content runs on.
    Line,
    /// It runs on within a line.
    Inline,
}

impl Markup {
    /// An empty document with room for `bytes`.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut out = String::with_capacity(bytes);
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Self { out, depth: 0, faces: None }
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// The document type that EPUB's XHTML wears.
    pub(super) fn html5(&mut self) {
        self.out.push_str("<!DOCTYPE html>\n");
    }

    /// Begins an element whose children have lines of their own.
    pub(super) fn block(&mut self, name: &'static str) -> Tag<'_> {
        self.indent();
        self.begin(name, Shape::Block)
    }

    /// Begins an element on a line of its own.
    pub(super) fn line(&mut self, name: &'static str) -> Tag<'_> {
        self.indent();
        self.begin(name, Shape::Line)
    }

    /// Begins an element within a line.
    pub(super) fn inline(&mut self, name: &'static str) -> Tag<'_> {
        self.begin(name, Shape::Inline)
    }

    /// Writes what stands on lines of its own at the end of an element whose words run on.
    pub(super) fn below(&mut self, content: impl FnOnce(&mut Self)) {
        self.out.push('\n');
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.indent();
    }

    /// From here on words wear these faces.
    pub(super) fn wear(&mut self, faces: Option<Arc<Faces>>) {
        self.faces = faces;
    }

    /// Writes words.
    pub(super) fn text(&mut self, text: &str) {
        let Some(faces) = self.faces.clone().filter(|_| !text.is_ascii()) else {
            return xml::text(&mut self.out, text);
        };
        for (face, words) in faces.stretches(text) {
            match face {
                Some(face) => {
                    let span = self.inline("span").attr("class", Faces::class(face));
                    span.with(|m| xml::text(&mut m.out, words));
                }
                None => xml::text(&mut self.out, words),
            }
        }
    }

    /// Takes back spaces at the end of the line: a note's mark stands close to its word.
    pub(super) fn trim_spaces(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    /// Whether the last thing written is `ending`, white space aside.
    pub(super) fn ends_with(&self, ending: &str) -> bool {
        self.out.trim_end().ends_with(ending)
    }

    fn begin(&mut self, name: &'static str, shape: Shape) -> Tag<'_> {
        self.out.push('<');
        self.out.push_str(name);
        Tag { markup: self, name, shape }
    }

    fn indent(&mut self) {
        // Deep nesting is not drawn out: its tabs would grow with the square of its depth.
        self.out.extend(std::iter::repeat_n('\t', self.depth.min(12)));
    }
}

/// An element whose start tag is being written. Nothing is closed until [`Tag::with`], [`Tag::text`]
/// or [`Tag::empty`] ends it.
#[must_use = "an element ends by `with`, `text` or `empty`"]
pub(super) struct Tag<'a> {
    markup: &'a mut Markup,
    name: &'static str,
    shape: Shape,
}

impl Tag<'_> {
    /// Adds an attribute. Names come from the program only.
    pub(super) fn attr(self, name: &'static str, value: impl AsRef<str>) -> Self {
        let out = &mut self.markup.out;
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        xml::line(out, value.as_ref());
        out.push('"');
        self
    }

    /// Adds an attribute where there is a value for it.
    pub(super) fn attr_if(self, name: &'static str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Writes the element's content and closes it.
    pub(super) fn with(self, content: impl FnOnce(&mut Markup)) {
        let Self { markup, name, shape } = self;
        markup.out.push('>');
        if shape == Shape::Block {
            markup.out.push('\n');
            markup.depth += 1;
        }
        content(markup);
        if shape == Shape::Block {
            markup.depth -= 1;
            markup.indent();
        }
        markup.out.push_str("</");
        markup.out.push_str(name);
        markup.out.push_str(if shape == Shape::Inline { ">" } else { ">\n" });
    }

    /// Writes the element around `text`.
    pub(super) fn text(self, text: &str) {
        self.with(|m| m.text(text));
    }

    /// Writes the element without content.
    pub(super) fn empty(self) {
        self.markup.out.push_str(if self.shape == Shape::Inline { "/>" } else { "/>\n" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_close_in_the_order_they_open() {
        let mut m = Markup::default();
        m.block("div").attr("class", "a<b").with(|m| {
            m.line("p").with(|m| {
                m.text("x ");
                m.inline("em").text("y");
                m.inline("br").empty();
            });
            m.line("hr").empty();
        });
        assert_eq!(m.finish(), "<div class=\"a&lt;b\">\n\t<p>x <em>y</em><br/></p>\n\t<hr/>\n</div>\n");
    }
}
