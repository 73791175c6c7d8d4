//! What stands inside lines: events become inlines, what was covered is put back as what it is.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::super::inlines::Frame;
use super::super::offsets::to_file;
use super::super::smart;
use super::blocks::Reader;
use super::html::{self, Effect};
use super::mask::{self, CALLOUTS, Covered, Mask};
use super::warn;
use crate::diagnostic::Diagnostic;
use crate::document::{Cite, Inline, Inlines, Mark, Origin, Place, Run, Style, Target};
use crate::id::Id;

/// Lines taken out of the source, to be read as nothing but inlines. Each begins with a comma: no block can begin
/// so, and emphasis sees punctuation there as it would see a line's start.
#[derive(Debug, Default)]
pub(super) struct Lines {
    buffer: String,
    /// Where each line's first byte stands: in the buffer, in the source.
    starts: Vec<(usize, usize)>,
}

const GUARD: char = ',';

impl Lines {
    /// Adds a line, `text`, that stands at `at` in the source; line ends in it are spaces.
    pub(super) fn add(&mut self, text: &str, at: usize) {
        if !self.buffer.is_empty() {
            self.buffer.push('\n');
        }
        self.buffer.push(GUARD);
        self.starts.push((self.buffer.len(), at));
        self.buffer.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
    }

    /// Adds more of one line: `text`, at `at` in the source, after a space.
    pub(super) fn extend(&mut self, text: &str, at: usize) {
        if self.buffer.is_empty() {
            self.add(text, at);
            return;
        }
        self.buffer.push(' ');
        self.starts.push((self.buffer.len(), at));
        self.buffer.push_str(text);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = to_file(&self.starts, range.start);
        start..to_file(&self.starts, range.end.max(range.start + 1) - 1).max(start) + usize::from(!range.is_empty())
    }

    fn begins_at(&self, at: usize) -> bool {
        self.starts.binary_search_by_key(&(at + 1), |(start, _)| *start).is_ok()
    }
}

impl Reader<'_, '_> {
    /// Reads lines into the open leaf.
    pub(super) fn lines(&mut self, lines: &Lines) {
        for (event, range) in Parser::new_ext(&lines.buffer, super::options()).into_offset_iter() {
            match event {
                Event::Text(text) if lines.begins_at(range.start) && text.starts_with(GUARD) => {
                    let range = lines.range(&(range.start + 1..range.end));
                    self.text(&text[GUARD.len_utf8()..], &range);
                }
                // The guards make one paragraph of it.
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                event => self.inline(event, &lines.range(&range)),
            }
        }
    }

    /// One event inside a leaf.
    pub(super) fn inline(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, range),
            Event::InlineHtml(text) | Event::Html(text) => self.html(&text, range),
            Event::SoftBreak if self.keeps_lines() => self.composer(range.start).line_break(),
            Event::SoftBreak => self.composer(range.start).text(" ", range.start..range.start + 1),
            Event::HardBreak => self.composer(range.start).line_break(),
            Event::Start(tag) => self.start_inline(tag, range),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {
                let unclosed = self.composer(range.start).close();
                self.unclosed(unclosed, range);
            }
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                let text = self.sheet.original.get(range.clone()).unwrap_or_default();
                self.composer(range.start).text(text, range.clone());
            }
            Event::End(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let frame = match tag {
            Tag::Emphasis => Frame::Style(Style::Emphasis),
            Tag::Strong => Frame::Style(Style::Strong),
            Tag::Strikethrough => Frame::Style(Style::Struck),
            Tag::Link { link_type, dest_url, title, .. } => {
                let url =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                let span = self.sheet.span(range.clone());
                self.target(&url, &title, range).map_or(Frame::Bare, |target| Frame::Link(target, span))
            }
            Tag::Image { dest_url, title, .. } => {
                self.composer(range.start);
                let before = self.title.take();
                self.untitled(before);
                self.title = (!title.is_empty()).then(|| (title.to_string(), range.clone()));
                Frame::Picture(uncovered(&dest_url), self.sheet.span(range.clone()))
            }
            _ => return,
        };
        self.open_frame(frame, None, range.start);
    }

    fn open_frame(&mut self, frame: Frame, element: Option<&str>, at: usize) {
        let composer = self.composer(at);
        composer.open(frame, element);
        if composer.too_deep {
            self.nested_too_deep(at);
        }
    }

    /// Words, with what is covered among them.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        self.composer(range.start);
        if text.len() != range.len() {
            self.composer(range.start).text(&uncovered(text), range.clone());
            return;
        }
        self.blank_in_address(text, range.start);
        let mut done = range.start;
        while let Some(mask) = self.masks.get(self.next).filter(|mask| mask.range.start < range.end) {
            let place = mask.range.clone();
            if place.start > done {
                self.words(&text[done - range.start..place.start - range.start], done);
            }
            done = place.end.clamp(done, range.end);
            self.uncover();
        }
        if done < range.end {
            self.words(&text[done - range.start..], done);
        }
    }

    /// Warns of `![a tram](my tram.png)`: for its blank it is no picture but words.
    fn blank_in_address(&mut self, text: &str, at: usize) {
        /// What an address begins or a picture's name ends with.
        const BEGIN: [&str; 4] = ["doc:", "http:", "https:", "#"];
        const END: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];
        let closes = self.sheet.covered.get(..at).is_some_and(|before| before.ends_with(']'));
        let address = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(address, _)| address);
        let Some(address) = address.filter(|address| closes && address.contains(' ')) else { return };
        let lower = address.to_lowercase();
        if BEGIN.iter().any(|begin| lower.starts_with(begin)) || END.iter().any(|end| lower.ends_with(end)) {
            self.diagnostics.push(
                Diagnostic::warning("blank-in-address", format!("`{address}` is no address, for its blanks"))
                    .at(self.sheet.span(at + 1..at + 1 + address.len()), "set as words")
                    .hint(format!("an address with blanks stands in angle brackets: `](<{address}>)`")),
            );
        }
    }

    fn words(&mut self, text: &str, at: usize) {
        let range = at..at + text.len();
        let escaped =
            self.sheet.reading.smart.is_some() && at > 0 && self.sheet.covered.as_bytes().get(at - 1) == Some(&b'\\');
        match smart::disguise(text).filter(|_| escaped) {
            Some(text) => self.composer(at).text(&text, range),
            None => self.composer(at).text(text, range),
        }
    }

    /// Puts what is covered next back as what it is.
    pub(super) fn uncover(&mut self) {
        let Some(Mask { range, what, .. }) = self.masks.get(self.next).cloned() else { return };
        self.next += 1;
        let span = self.sheet.span(range.clone());
        match what {
            Covered::Comment => {
                let comment = self.sheet.original.get(range).unwrap_or_default();
                if mask::is_mistyped_mark(comment) {
                    let like = (span, "write `<!--ix Heading-->`, with +, -, ! or ~ straight after `ix`");
                    warn(self.diagnostics, "index-mark", "a comment looks like an index mark, and is none", like);
                }
            }
            Covered::Unterminated => self.diagnostics.push(
                Diagnostic::error("unterminated-comment", "a comment has no end")
                    .at(span, "begins here")
                    .hint("end it with `-->`; to print the sign itself write `&lt;!--`"),
            ),
            Covered::Mark(kind, path) => self.mark(Mark { kind, path, span }, range.start),
            Covered::Cite(text) => self.composer(range.start).push(Inline::Cite(Cite { text, span })),
            Covered::OpenCite => {
                let words = self.sheet.original.get(range.clone()).unwrap_or_default();
                let fault =
                    Diagnostic::warning("unterminated-citation", "a citation has no end").at(span, "begins here");
                self.diagnostics.push(fault.hint(format!("end it with `]`; to print it as it is write `\\{words}`")));
                self.composer(range.start).text(words, range);
            }
            Covered::Call(label) => self.call(&label, range),
            // In HTML, where nothing is verse.
            Covered::Bars(_) => self.composer(range.start).text("|", range),
            Covered::Callout(_) | Covered::Tag => {
                let tag = self.sheet.original.get(range.clone()).unwrap_or_default();
                self.diagnostics.push(
                    Diagnostic::warning("callout", format!("`{tag}` begins no callout"))
                        .at(span, "set as it is written")
                        .hint(format!(
                            "callouts are {}, each alone in the first line of a `>` block",
                            CALLOUTS.join(", ")
                        )),
                );
                self.composer(range.start).text(tag, range);
            }
        }
    }

    fn mark(&mut self, mark: Mark, at: usize) {
        if mark.path.is_empty() {
            let missing = (mark.span, "add a heading: `<!--ix Heading > subheading-->`");
            warn(self.diagnostics, "index-mark", "an index mark without a heading", missing);
        } else {
            self.composer(at).mark(Inline::Mark(mark));
        }
    }

    fn call(&mut self, label: &str, range: Range<usize>) {
        if let Some(id) = self.notes.call(label) {
            self.composer(range.start).push(Inline::NoteCall(id));
            return;
        }
        let text = self.sheet.original.get(range.clone()).unwrap_or_default();
        // Only notes that nobody calls call this one: it is reported where it is set.
        if self.notes.defines(label) {
            self.composer(range.start).text(text, range);
            return;
        }
        let fault = Diagnostic::error("undefined-note", format!("note {text} is called, but not defined"))
            .at(self.sheet.span(range.clone()), "called here");
        self.diagnostics.push(match self.notes.nearest(label) {
            Some(near) => fault.hint(format!("did you mean `[^{near}]`?")),
            None => fault.hint(format!("define it on a line of its own: `{text}: …`; to print it write `\\{text}`")),
        });
        self.composer(range.start).text(text, range);
    }

    fn code(&mut self, text: &str, range: &Range<usize>) {
        self.composer(range.start);
        let written = self.sheet.original.get(range.clone()).unwrap_or_default();
        let inner = written.trim_matches('`');
        let start = range.start + (written.len() - written.trim_start_matches('`').len());
        let covered = self.masks.get(self.next).is_some_and(|mask| mask.range.start < range.end);
        if covered {
            while self.masks.get(self.next).is_some_and(|mask| mask.range.start < range.end) {
                self.next += 1;
            }
            let words = inner.replace('\n', " ");
            self.composer(range.start).code(words.trim_matches(' '), start..start + inner.len());
        } else {
            let at = inner.find(text).map_or(range.clone(), |at| start + at..start + at + text.len());
            self.composer(range.start).code(text, at);
        }
    }

    fn html(&mut self, text: &str, range: &Range<usize>) {
        let tag = html::Tag::parse(text);
        let effect = tag.as_ref().map(html::Tag::effect);
        if self.as_written && !text.starts_with("<!--") && matches!(effect, None | Some(Effect::Drop | Effect::Unknown))
        {
            self.composer(range.start).text(text, range.clone());
            return;
        }
        let (Some(tag), Some(effect)) = (tag, effect) else {
            if !text.starts_with("<!--") {
                self.raw_html("<!…>", range);
            }
            return;
        };
        if self.block_tag(&tag, range) {
            return;
        }
        match effect {
            Effect::LineBreak => self.composer(range.start).line_break(),
            Effect::Quote => {
                // No byte of the source is this mark: a span without length.
                let origin = self.composer(range.start).origin(range.start..range.start);
                let mark = if tag.closes { "”" } else { "“" };
                self.composer(range.start).push(Inline::Text(Run { text: mark.to_owned(), origin }));
            }
            Effect::Drop if !tag.closes => {
                self.dropped_html(&tag.name, range);
                self.open_frame(Frame::Dropped, Some(&tag.name), range.start);
            }
            Effect::Drop => {
                self.composer(range.start).close_element(&tag.name);
            }
            Effect::Open(_) if tag.closes => {
                if !self.composer(range.start).close_element(&tag.name) {
                    self.unclosed(vec![tag.name], range);
                }
            }
            Effect::Open(frames) if !tag.is_empty() => {
                let last = frames.len() - 1;
                for (at, frame) in frames.into_iter().enumerate() {
                    let part = if at == last { tag.name.as_str() } else { "" };
                    self.open_frame(frame, Some(part), range.start);
                }
            }
            Effect::Open(_) => {}
            Effect::Unknown => self.raw_html(&format!("<{}>", tag.name), range),
        }
    }

    fn target(&mut self, url: &str, title: &str, range: &Range<usize>) -> Option<Target> {
        let url = uncovered(url);
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let span = self.sheet.span(range.clone());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto") => return Some(Target::Url(url)),
            Some(scheme @ ("doc" | "page")) => {
                let name = &url[scheme.len() + 1..];
                let Some(document) = Id::new(name) else {
                    let fault = Diagnostic::error("bad-document-link", format!("`{name}` is no document's id"));
                    self.diagnostics.push(fault.at(span, "").hint(format!("write `[words]({scheme}:id)`")));
                    return None;
                };
                let (words, page) = (Some(uncovered(title)).filter(|words| !words.is_empty()), scheme == "page");
                if words.is_none() && !page {
                    return Some(Target::Document(document));
                }
                return Some(Target::Place(Place { document, words, page }));
            }
            _ if url.starts_with('#') && url.len() > 1 => return Some(Target::Heading(url[1..].to_owned())),
            _ => {}
        }
        let shown = url.replace(char::is_control, "�");
        let fault = match scheme {
            Some(_) => Diagnostic::warning("unsafe-link", format!("a link to `{shown}` is not kept")),
            None if url.trim_start_matches('#').is_empty() => {
                Diagnostic::warning("unsafe-link", "a link without an address is not kept")
            }
            None => Diagnostic::warning("file-link", format!("a link to the file `{shown}` is not kept")),
        };
        let fault = match document_named(&url).filter(|_| scheme.is_none()) {
            Some(id) => fault.hint(format!("if the book has it as a document, link to that: `doc:{id}`")),
            None => fault
                .hint("links lead to http:, https: or mailto: addresses, to documents (`doc:id`, `page:id`) or headings (`#id`)"),
        };
        self.diagnostics.push(fault.at(span, "only its words stay"));
        None
    }

    /// Reads one line of nothing but inlines.
    pub(super) fn line(&mut self, range: Range<usize>) -> Inlines {
        let mut lines = Lines::default();
        lines.add(&self.sheet.covered[range.clone()], range.start);
        self.open_leaf(range.start);
        self.lines(&lines);
        self.take_inlines(range.end)
    }

    /// A picture among words has no place for its title.
    pub(super) fn untitled(&mut self, title: Option<(String, Range<usize>)>) {
        if let Some((title, range)) = title {
            self.diagnostics.push(
                Diagnostic::warning(
                    "picture-title",
                    format!("the title of a picture among words, “{title}”, is not set"),
                )
                .at(self.sheet.span(range), "this picture")
                .hint("a title becomes a caption where the picture has a paragraph to itself"),
            );
        }
    }

    /// The title of a picture as a caption, with what is covered in it.
    pub(super) fn caption(&mut self, title: &str, range: &Range<usize>) -> Inlines {
        let written = self.sheet.covered.get(range.clone()).unwrap_or_default();
        // As it is written, escapes and all: without them it would be read once more.
        let as_written = written_title(written).or_else(|| written.rfind(title).map(|at| (at, title)));
        // A mark after the picture has put back those in its title too: they stand behind the caption.
        let waits = self.masks.get(self.next).is_some_and(|mask| mask.range.start < range.end);
        self.open_leaf(range.start);
        if waits || !title.contains('\u{1}') {
            let (at, title) = as_written.unwrap_or((0, title));
            let mut lines = Lines::default();
            lines.add(title, range.start + at);
            self.lines(&lines);
        } else {
            self.composer(range.start).text(&uncovered(title), range.clone());
        }
        self.take_inlines(range.start)
    }

    pub(super) fn plain_run(&self, text: String, range: Range<usize>) -> Run {
        let span = self.sheet.span(range);
        Run { text, origin: if self.sheet.reading.editorial { Origin::Editor(span) } else { Origin::Source(span) } }
    }
}

/// The id, as a link writes it, of the document that the path of a text may mean: `../letters/one.md#end`.
fn document_named(url: &str) -> Option<String> {
    let path = url.split(['#', '?']).next()?;
    let (stem, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    let text = ["md", "markdown", "txt"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    (text && !stem.is_empty()).then(|| stem.replace(' ', "%20"))
}

/// The title as it is written in `![words](address "title")`, escapes and all, and where.
fn written_title(picture: &str) -> Option<(usize, &str)> {
    let inner = picture.strip_suffix(')')?.trim_end();
    let mark = inner.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let inner = inner.strip_suffix(mark)?;
    let opens = |at: usize| inner[..at].ends_with(|c: char| c.is_ascii_whitespace());
    let (at, _) = inner.rmatch_indices(mark).find(|(at, _)| opens(*at))?;
    let title = &inner[at + 1..];
    (!title.contains('\n')).then_some((at + 1, title))
}

/// Without what covers.
fn uncovered(text: &str) -> String {
    text.replace(",\u{1}", "").replace("\u{1},", "").replace('\u{1}', "")
}
