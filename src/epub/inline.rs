//! Inlines as XHTML.

use unicode_segmentation::UnicodeSegmentation;

use super::links::web_address;
use super::markup::Markup;
use super::plan::Plan;
use super::sheet::{Called, Sheet, in_language};
use crate::document::{Inline, NoteId, Picture, Style, Target, between_calls, plain_text};

impl<'a> Sheet<'a> {
    /// Writes words and what stands among them: the whole of a paragraph, a title, a cell.
    pub(super) fn inlines(&mut self, m: &mut Markup, inlines: &'a [Inline]) {
        self.run(m, inlines);
        // A place after the last word.
        if let Some(id) = self.place.take() {
            m.inline("span").attr("id", id).text("");
        }
    }

    fn run(&mut self, m: &mut Markup, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(m, inline);
        }
    }

    /// Writes words; a place that waits for them takes the first letters in.
    fn words(&mut self, m: &mut Markup, words: &str) {
        let start = words.len() - words.trim_start().len();
        let (space, words) = words.split_at(start);
        m.text(space);
        if words.is_empty() {
            return;
        }
        let Some(id) = self.place.take() else { return m.text(words) };
        let (first, rest) = words.split_at(first_letters(words, self.titling));
        m.inline("span").attr("id", id).text(first);
        m.text(rest);
    }

    /// Writes a title where it is only repeated: no notes, no places, no links.
    pub(super) fn quietly(&mut self, m: &mut Markup, inlines: &'a [Inline]) {
        let before = std::mem::replace(&mut self.quiet, true);
        self.inlines(m, inlines);
        self.quiet = before;
    }

    pub(super) fn inline(&mut self, m: &mut Markup, inline: &'a Inline) {
        match inline {
            Inline::Text(run) => self.words(m, &run.text),
            Inline::Styled(style, content) => self.styled(m, *style, content),
            Inline::Foreign(language, content) => {
                let around = std::mem::replace(&mut self.language, language);
                if language == around {
                    self.run(m, content);
                } else {
                    in_language(m.inline("span"), language, around).with(|m| self.run(m, content));
                }
                self.language = around;
            }
            Inline::Link { target, content, .. } => self.link(m, target, content),
            Inline::Picture(picture) => self.picture(m, picture),
            Inline::LineBreak if self.quiet => m.text(" "),
            // One break is a line's end; two would be a hidden empty paragraph.
            Inline::LineBreak if m.ends_with("<br/>") => {}
            Inline::LineBreak => m.inline("br").empty(),
            Inline::NoteCall(_) | Inline::Anchor(_) if self.quiet => {}
            Inline::NoteCall(note) => match &mut self.link {
                Some(waiting) => waiting.push(*note),
                None => self.call(m, *note),
            },
            Inline::Anchor(anchor) => {
                let plan = self.press.plan;
                let here = plan.home(*anchor).is_some_and(|home| home.file == self.file && home.place == *anchor);
                let id = Plan::place_id(*anchor);
                if here && self.placed.insert(id.clone()) {
                    self.put_place(m, id);
                }
            }
            // `edit` has made notes of these; if one is left, its words are not lost.
            Inline::Cite(cite) => m.text(&cite.text),
            Inline::PageOf(anchor) => {
                if let Some(folio) = self.press.pages.and_then(|pages| pages.map.folio(*anchor)) {
                    m.text(&folio.to_string());
                }
            }
            Inline::PageStart(page) => self.page_start(m, *page),
            // An EPUB has the pages of the printed book, and lines of its own.
            Inline::Mark(_) | Inline::Point(_) | Inline::LineOf(_) => {}
        }
    }

    fn styled(&mut self, m: &mut Markup, style: Style, content: &'a [Inline]) {
        let places = content.iter().take_while(|inline| matches!(inline, Inline::Anchor(_))).count();
        let (places, content) = content.split_at(places);
        self.run(m, places);
        // A single run of words needs no element of its own to be found by.
        let id = if matches!(content, [Inline::Text(_)]) { self.place.take() } else { None };
        let (name, class) = match style {
            Style::Emphasis => ("em", None),
            Style::Strong => ("strong", None),
            Style::SmallCaps => ("span", Some("small-caps")),
            Style::Superscript => ("sup", None),
            Style::Subscript => ("sub", None),
            Style::Code => ("code", None),
            Style::Struck => ("s", None),
        };
        m.inline(name).attr_if("class", class).attr_if("id", id).with(|m| self.run(m, content));
    }

    /// Gives the next word an id. Links lead to a few letters, or to nothing at all: Kobo shows nine
    /// characters and more as if they were a note.
    pub(super) fn put_place(&mut self, m: &mut Markup, id: String) {
        if let Some(earlier) = self.place.replace(id) {
            m.inline("span").attr("id", earlier).text("");
        }
    }

    fn link(&mut self, m: &mut Markup, target: &'a Target, content: &'a [Inline]) {
        let address = if self.quiet || self.link.is_some() { None } else { self.address(target) };
        let Some(address) = address else {
            self.run(m, content);
            if let (true, Target::Url(url)) = (plain_text(content).trim().is_empty(), target) {
                m.text(url);
            }
            return;
        };
        self.link = Some(Vec::new());
        let term = self.is_term(target);
        let tag =
            m.inline("a").attr_if("class", term.then_some("glossref")).attr_if("epub:type", term.then_some("glossref"));
        tag.attr("href", &address).attr_if("role", term.then_some("doc-glossref")).with(|m| {
            let before = m.len();
            self.run(m, content);
            if m.len() == before {
                m.text(&address);
            }
        });
        for note in self.link.take().unwrap_or_default() {
            self.call(m, note);
        }
    }

    /// Whether a link leads from the text to a term of the glossary.
    fn is_term(&self, target: &Target) -> bool {
        let Target::Anchor(anchor) = target else { return false };
        let Some(glossary) = self.press.glossary.filter(|glossary| self.division != Some(*glossary)) else {
            return false;
        };
        let place = self.press.book.places.get(anchor.0 as usize);
        *anchor != glossary && place.is_some_and(|place| place.division == glossary)
    }

    /// Where a link leads; `None` where it leads nowhere a reader could follow.
    fn address(&self, target: &'a Target) -> Option<String> {
        match target {
            Target::Url(url) => web_address(url),
            Target::Anchor(anchor) | Target::Page { place: anchor, .. } => self.anchor_href(*anchor),
            // After `edit` there are none.
            Target::Document(_) | Target::Place(_) | Target::Heading(_) => None,
        }
    }

    fn picture(&mut self, m: &mut Markup, picture: &'a Picture) {
        match self.press.pictures.href(&picture.key) {
            Some(href) => {
                m.inline("img").attr("alt", described(&picture.alt)).attr("src", format!("../{href}")).empty();
            }
            None => m.text(&picture.alt),
        }
    }

    /// A note's call: the mark, close to its word.
    fn call(&mut self, m: &mut Markup, id: NoteId) {
        let Some(note) = self.press.book.notes.get(id.0 as usize) else { return };
        let at = *self.called_at.entry(id).or_insert_with(|| {
            self.called.push(Called { note: id, calls: 0, division: self.division, written: false });
            self.called.len() - 1
        });
        let mark = if note.mark.trim().is_empty() { "*" } else { &note.mark };
        let href = format!("#{}", self.press.plan.note_id(id, self.file));
        if self.called.get(at).is_some_and(|called| called.written) {
            // A note names itself or one above it: the way there is up the page, and no way back was written.
            m.trim_spaces();
            return m.inline("a").attr("class", "noteref").attr("href", href).text(mark);
        }
        let earlier = self.called.get_mut(at).map_or(0, |called| {
            called.calls += 1;
            called.calls - 1
        });
        let plan = self.press.plan;
        m.trim_spaces();
        if let Some((_, mark)) = self.last_call.take().filter(|(end, _)| *end == m.len()) {
            m.inline("span").attr("class", "noteref").text(between_calls(mark));
        }
        let call = m
            .inline("a")
            .attr("class", "noteref")
            .attr("epub:type", "noteref")
            .attr("href", href)
            .attr("id", plan.call_id(id, self.file, earlier))
            .attr("role", "doc-noteref");
        call.text(mark);
        self.last_call = Some((m.len(), mark));
    }
}

/// The end of the first word of `words`; where `brief`, of its first letter if it has more than eight.
fn first_letters(words: &str, brief: bool) -> usize {
    let letter = |(at, letter): (usize, &str)| at + letter.len();
    let word = words.split_word_bounds().next().unwrap_or_default();
    match word.grapheme_indices(true).nth(8) {
        Some(_) if brief => word.grapheme_indices(true).next().map_or(0, letter),
        _ => word.len(),
    }
}

/// What a picture shows, ended by a stop: so a voice pauses before the text goes on.
pub(super) fn described(alt: &str) -> String {
    let alt = alt.trim();
    if alt.is_empty() || alt.ends_with(['.', '!', '?', '…', '”', '’', '。']) {
        alt.to_owned()
    } else {
        format!("{alt}.")
    }
}
