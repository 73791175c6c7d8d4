//! Sets openings: the titles of parts, chapters and documents, what is said of them, and prose of one hand.

use super::galley::{Builder, Frame, Hand, program};
use super::line::{Capitals, Line, ParagraphStyle, TextAlignment, TextStyle};
use super::makeup::Ending;
use super::measures::{Measures, per_mille};
use super::setter::Setter;
use super::stretch::{Piece, Stretch, has_opening};
use super::structure::{Outer, Role};
use super::unit::{Heads, Slice, Unit, as_furniture};
use crate::book::{Book, Chapter, Part, Prose, Selection, bare};
use crate::design::{Head, RunningHeads};
use crate::document::{Inline, Inlines};
use crate::length::Length;
use crate::metadata::Language;

/// Titles of documents that run on, in 1/1000 of those of others.
const RUN_ON: i32 = 828;
/// Empty rows between a title and what follows.
const AFTER: u16 = 2;
/// Empty rows between documents that run on.
const BETWEEN: u16 = 3;

/// A running head of these words.
pub(super) fn running_head(words: &[Inline], book: &Book, measures: &Measures, setter: &mut Setter) -> Line {
    let mut line = setter.line(words, &book.metadata.language, &measures.head_type());
    line.items = as_furniture(line.items);
    line
}

impl<'a> Builder<'_, 'a> {
    /// Sets everything a stretch holds.
    pub(super) fn stretch(&mut self, stretch: &Stretch<'a>, heads: RunningHeads) {
        for anchor in &stretch.anchors {
            self.anchor(*anchor);
        }
        if !matches!(stretch.pieces.first(), Some(Piece::Document { .. })) {
            self.heads(stretch, None, heads);
        }
        for piece in &stretch.pieces {
            let outer = self.divisions(stretch, piece);
            match *piece {
                Piece::Part(part) => self.part(part),
                Piece::Chapter(chapter) => self.chapter(chapter),
                Piece::Introduction(prose) => self.introduction(prose),
                Piece::Document { selection, run_on } => {
                    self.heads(stretch, Some(selection), heads);
                    self.document(selection, run_on);
                }
                Piece::Matter(matter) => self.matter(matter),
                Piece::Notes(groups) => {
                    self.notes_heads(stretch, heads);
                    self.endnotes(groups);
                }
            }
            if let Some(outer) = outer {
                self.setter.tagger.leave(outer);
            }
        }
    }

    /// Enters the divisions a piece stands in, those that have a title.
    fn divisions(&mut self, stretch: &Stretch, piece: &Piece) -> Option<Outer> {
        let part = stretch.part.filter(|part| part.title.is_some()).map(|part| (Role::Part, part.anchor));
        let chapter = stretch.chapter.filter(|chapter| has_opening(chapter));
        let own = match piece {
            Piece::Document { selection, .. } => Some(selection.anchor),
            Piece::Matter(matter) => Some(matter.anchor),
            _ => None,
        };
        let sections = [chapter.map(|chapter| chapter.anchor), own];
        let divisions = part.into_iter().chain(sections.into_iter().flatten().map(|anchor| (Role::Section, anchor)));
        let mut outermost = None;
        for (role, anchor) in divisions {
            let outer = self.setter.tagger.enter_division(role, anchor);
            outermost.get_or_insert(outer);
        }
        outermost
    }

    /// The heads of a section of matter.
    pub(super) fn matter_heads(&mut self, stretch: &Stretch, design: RunningHeads) -> Option<Heads> {
        self.heads(stretch, None, design);
        self.galley.heads.pop().map(|(_, heads)| heads)
    }

    /// From here on running heads name this document, or the chapter's or part's introduction.
    fn heads(&mut self, stretch: &Stretch, selection: Option<&Selection>, design: RunningHeads) {
        let book = &self.book.metadata.title;
        let part = stretch.part.and_then(|part| part.title.as_ref());
        let chapter = stretch.chapter.and_then(|chapter| chapter.title.as_ref());
        let matter = stretch.pieces.iter().find_map(|piece| match piece {
            Piece::Matter(matter) if !matter.title.is_empty() => Some(&matter.title),
            _ => None,
        });
        let document = selection.map(|s| &s.short_title).or(chapter).or(part).or(matter).unwrap_or(book);
        let words = |head: Head| -> Option<Inlines> {
            Some(bare(match head {
                Head::None => return None,
                Head::Book => book,
                Head::Part => part.or(matter).unwrap_or(book),
                Head::Chapter => chapter.unwrap_or(document),
                Head::Document => document,
                Head::Author => match selection {
                    Some(s) if !s.byline.is_empty() => return Some(vec![program(&s.byline)]),
                    _ => document,
                },
            }))
        };
        let (verso, recto) = (words(design.verso), words(design.recto));
        let heads = Heads { verso: self.head(verso), recto: self.head(recto) };
        self.galley.heads.push((self.galley.units.len(), heads));
    }

    /// From here on running heads name the notes in the place of a document.
    fn notes_heads(&mut self, stretch: &Stretch, design: RunningHeads) {
        self.heads(stretch, None, design);
        let Some((_, heads)) = self.galley.heads.pop() else { return };
        let notes = self.head(Some(vec![program(&self.book.words.notes)]));
        let or = |head: Head, line: Option<Line>| match head {
            Head::Document | Head::Author => notes.clone(),
            _ => line,
        };
        let heads = Heads { verso: or(design.verso, heads.verso), recto: or(design.recto, heads.recto) };
        self.galley.heads.push((self.galley.units.len(), heads));
    }

    fn head(&mut self, words: Option<Inlines>) -> Option<Line> {
        Some(running_head(&words?, self.book, self.measures, self.setter))
    }

    /// Sets words as titles stand, kept with what follows.
    pub(super) fn display(&mut self, words: &[Inline], text: TextStyle, language: &Language, before: u16) {
        self.display_with(words, text, (language, language), before);
    }

    /// Sets words as titles stand, in a language, at the side where lines begin in the language of what they are with.
    fn display_with(&mut self, words: &[Inline], text: TextStyle, languages: (&Language, &Language), before: u16) {
        let (language, other) = languages;
        let alignment = match self.measures.title_alignment() {
            TextAlignment::Start if language.direction() != other.direction() => TextAlignment::End,
            alignment => alignment,
        };
        let frame = Frame::text(self.measures, language);
        let frame = Frame { text, alignment, variants: false, ..frame };
        let style = ParagraphStyle { hyphenate: false, ..frame.style(Length::ZERO) };
        let lines = self.lines(words, &frame, &style);
        let slices = self.block(lines, per_mille(text.size, 1200), frame.grid);
        let mut unit = Unit::new(before, slices);
        unit.keep_whole();
        unit.keep_with_next();
        self.push(unit);
    }

    /// Leaves empty rows at the head of a page (or of nothing, where it runs on); anchors stand here.
    pub(super) fn sink(&mut self, rows: u16, before: u16, calls: u16) {
        let slice = Slice { calls, ending: Ending::Never, ..Slice::empty(rows) };
        self.push(Unit::new(before, vec![slice]));
    }

    fn part(&mut self, part: &Part) {
        let language = &self.book.metadata.language;
        self.sink(self.measures.rows / 4, 0, 0);
        self.titles(
            part.title.as_deref().unwrap_or_default(),
            part.subtitle.as_deref(),
            self.measures.sizes.part,
            language,
        );
    }

    fn chapter(&mut self, chapter: &Chapter) {
        let language = &self.book.metadata.language;
        let size = self.measures.sizes.chapter;
        self.sink(self.measures.sink, 0, 0);
        self.titles(chapter.title.as_deref().unwrap_or_default(), chapter.subtitle.as_deref(), size, language);
        self.space = AFTER;
        self.flush = true;
    }

    fn titles(&mut self, title: &[Inline], subtitle: Option<&[Inline]>, size: Length, language: &Language) {
        self.headed(0, |builder| builder.display(title, builder.measures.title_type(size), language, 0));
        if let Some(subtitle) = subtitle.filter(|words| !words.is_empty()) {
            let size = per_mille(size, 667).max(self.measures.size);
            let style = TextStyle { italic: true, bold: false, ..self.measures.title_type(size) };
            self.display(subtitle, style, language, 0);
        }
    }

    /// A heading over a section of front or back matter.
    pub(super) fn matter_title(&mut self, title: &[Inline]) {
        let language = &self.book.metadata.language;
        self.sink(self.measures.sink, 0, 0);
        let style = self.measures.title_type(self.measures.sizes.document);
        self.headed(0, |builder| builder.display(title, style, language, 0));
        self.space = AFTER;
        self.flush = true;
    }

    fn introduction(&mut self, prose: &Prose) {
        self.flush = true;
        let frame = Frame::text(self.measures, &prose.language);
        self.prose(prose, &frame);
        self.space = BETWEEN;
    }

    fn document(&mut self, selection: &Selection, run_on: bool) {
        self.anchor(selection.anchor);
        let language = &selection.text.language;
        let own = &self.book.metadata.language;
        let calls = self.unmarked_note(&selection.source_note);
        let size = self.measures.sizes.document;
        let (sink, size) = if run_on { (0, per_mille(size, RUN_ON)) } else { (self.measures.sink, size) };
        let follows = !self.galley.units.is_empty();
        self.sink(if follows { 0 } else { sink }, if follows { BETWEEN } else { 0 }, calls);
        self.titles(&selection.title, selection.subtitle.as_deref(), size, language);
        if !selection.byline.is_empty() {
            let style = TextStyle { capitals: Capitals::Small, tracking: 30, ..self.measures.text_type() };
            self.display_with(&[program(&selection.byline)], style, (own, language), u16::from(!run_on));
        }
        for line in selection.credits.iter().chain(&selection.date_line) {
            let style = TextStyle { italic: true, ..Measures::type_of(self.measures.sizes.headnotes) };
            self.display_with(&[program(line)], style, (own, language), 0);
        }
        self.space = if run_on { 1 } else { AFTER };
        if let Some(headnote) = &selection.headnote {
            self.headnote(headnote);
        }
        self.flush = true;
        let frame = Frame::text(self.measures, language);
        self.hand = Hand::Opening;
        self.verse_lines = (selection.line_numbers, 0);
        self.prose(&selection.text, &frame);
        self.hand = Hand::Other;
        self.space = BETWEEN;
    }

    /// What the editor says of a document: smaller, in from both sides.
    fn headnote(&mut self, headnote: &Prose) {
        let frame = Frame::text(self.measures, &headnote.language);
        let by = self.measures.em(1000).min(frame.measure / 6);
        let text = Measures::type_of(self.measures.sizes.headnotes);
        self.flush = true;
        self.prose(headnote, &Frame { text, left: by, right: by, ..frame });
        self.space = AFTER;
    }

    /// Sets the text of one hand and who signed it.
    pub(super) fn prose(&mut self, prose: &Prose, frame: &Frame) {
        let first = self.galley.units.len();
        self.blocks(&prose.blocks, frame);
        for (number, person) in prose.signed.iter().enumerate() {
            if let Some(last) = self.galley.units.get_mut(first..).and_then(<[Unit]>::last_mut) {
                last.keep_with_next();
            }
            let text = TextStyle { italic: true, ..frame.text };
            let frame = Frame { text, alignment: TextAlignment::End, variants: false, ..frame.clone() };
            let frame = Frame { language: &self.book.metadata.language, ..frame };
            self.flush = true;
            self.space = if number == 0 { self.space } else { 0 };
            self.plain(&[program(&person.name)], &frame);
        }
    }
}
