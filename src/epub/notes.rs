//! The notes of a file, at its end.
//!
//! One form popped up or could be followed in every reading system tried and was clean in EPUBCheck and
//! Ace: a `div` per note with the id, in the file of its call, whose first paragraph begins with the way
//! back. (EPUB 3.3 Structural Semantics: footnote; DPUB-ARIA 1.1: doc-footnote.)

use super::markup::Markup;
use super::plan::{Piece, What, plain};
use super::sheet::{Called, Sheet, heading_tag, in_language};
use crate::book::AnchorId;
use crate::document::{Block, Note, Voice, plain_text};

/// Kobo takes a note with fewer characters for no note; some devices count letters only.
const SHORTEST: usize = 9;

impl<'a> Sheet<'a> {
    /// Writes the notes called so far, if any.
    pub(super) fn notes(&mut self, m: &mut Markup, top: &Piece<'_>) {
        if self.called.is_empty() {
            return;
        }
        let level = (top.level + 1).min(6);
        self.level = level;
        let (id, title) = (format!("{}_notes", top.id), format!("{}_notes_title", top.id));
        let section = m
            .block("section")
            .attr("aria-labelledby", &title)
            .attr("class", "notes")
            .attr("epub:type", "endnotes")
            .attr("id", id)
            .attr("role", "doc-endnotes");
        section.with(|m| {
            m.line(heading_tag(level)).attr("id", &title).text(&self.press.book.words.notes);
            let several = self.called.windows(2).any(|pair| pair[0].division != pair[1].division);
            // The next one last.
            let mut waiting: Vec<usize> = (0..self.called.len()).rev().collect();
            while let Some(at) = waiting.last() {
                let Some(division) = self.called.get(*at).map(|called| called.division) else { break };
                let title = if several { self.title_of(division) } else { None };
                match title {
                    None => self.series(m, &mut waiting, division),
                    Some(title) => {
                        let id = format!("{}_notes_{at}", top.id);
                        m.block("section").attr("id", id).with(|m| {
                            let own = division.and_then(|division| self.press.plan.languages.get(&division));
                            let heading = m.line(heading_tag(level + 1));
                            in_language(heading, own.unwrap_or(&self.language), self.language).text(&title);
                            self.series(m, &mut waiting, division);
                        });
                    }
                }
            }
        });
        self.called.clear();
        self.called_at.clear();
    }

    /// The first of the notes that wait, as long as one division calls them. What a note calls comes right after it.
    fn series(&mut self, m: &mut Markup, waiting: &mut Vec<usize>, division: Option<AnchorId>) {
        while let Some(called) = waiting.last().and_then(|at| self.called.get(*at)).copied() {
            if called.division != division {
                break;
            }
            let Some(at) = waiting.pop() else { break };
            if let Some(called) = self.called.get_mut(at) {
                called.written = true;
            }
            let language = self.language;
            let known = self.called.len();
            if let Some(note) = self.press.book.notes.get(called.note.0 as usize) {
                self.note(m, note, &called);
            }
            self.language = language;
            waiting.extend((known..self.called.len()).rev());
        }
    }

    fn note(&mut self, m: &mut Markup, note: &'a Note, called: &Called) {
        self.division = called.division;
        let around = self.language;
        let language = note.language.as_ref().unwrap_or(around);
        let class = if note.voice == Voice::Author { "note" } else { "note editorial" };
        let div = m
            .block("div")
            .attr("class", class)
            .attr("epub:type", "footnote")
            .attr("id", self.press.plan.note_id(called.note, self.file))
            .attr("role", "doc-footnote");
        in_language(div, language, around).with(|m| {
            self.language = language;
            match note.body.split_first() {
                Some((first, rest)) if matches!(first.node, Block::Paragraph(_)) => {
                    let spoken = first.language.as_ref().unwrap_or(language);
                    in_language(m.line("p"), spoken, language).with(|m| {
                        self.way_back(m, note, called);
                        m.text(" ");
                        self.language = spoken;
                        if let Block::Paragraph(content) = &first.node {
                            self.inlines(m, content);
                        }
                        self.language = language;
                    });
                    self.blocks(m, rest);
                }
                _ => {
                    m.line("p").with(|m| self.way_back(m, note, called));
                    self.blocks(m, &note.body);
                }
            }
        });
    }

    /// Links back to each call of a note; the first one says its mark.
    fn way_back(&mut self, m: &mut Markup, note: &Note, called: &Called) {
        let words = &self.press.book.words;
        let mark = if note.mark.trim().is_empty() { "*" } else { &note.mark };
        let voice = match note.voice {
            Voice::Author => String::new(),
            Voice::Translator => format!("{}. ", words.translators_note),
            Voice::SourceEditor => format!("{}. ", words.source_editors_note),
            Voice::Editor => format!("{}. ", words.editors_note),
        };
        let point = if mark.chars().all(char::is_alphanumeric) { "." } else { "" };
        for call in 0..called.calls {
            let label = match (call, is_short(note)) {
                (0, false) => format!("{mark}{point}"),
                (0, true) => format!("{} {mark}{point}", words.note),
                _ => format!("[{}]", call + 1),
            };
            let nth = if call == 0 { String::new() } else { format!(" [{}]", call + 1) };
            if call > 0 {
                m.text(" ");
            }
            let back = m
                .inline("a")
                .attr("aria-label", format!("{voice}{} {mark}{nth}", words.back_to_reference))
                .attr("class", "backlink")
                .attr("epub:type", "backlink")
                .attr("href", format!("#{}", self.press.plan.call_id(called.note, self.file, call)))
                .attr("role", "doc-backlink");
            back.text(&label);
        }
    }

    /// The title of a division in this file.
    fn title_of(&self, division: Option<AnchorId>) -> Option<String> {
        let file = self.press.plan.files.get(self.file)?;
        let piece = std::iter::once(&file.top).chain(&file.nested).find(|piece| piece.anchor == division)?;
        let title = match piece.what {
            What::Document { selection, .. } => plain(&selection.title),
            What::Chapter(chapter) => chapter.title.as_ref().map(plain)?,
            _ => return None,
        };
        (!title.is_empty()).then_some(title)
    }
}

/// Whether a note's words have too few letters to pop up.
fn is_short(note: &Note) -> bool {
    let words: usize = note
        .body
        .iter()
        .map(|block| match &block.node {
            Block::Paragraph(content) => plain_text(content).chars().filter(|c| c.is_alphabetic()).count(),
            _ => SHORTEST,
        })
        .sum();
    words < SHORTEST
}
