//! Inlines made flat: one text, the looks of its stretches, and what stands between its letters.
//!
//! Enters a run of inlines; leaves a [`Flat`]. White space is collapsed as in HTML, except where every space
//! counts. Characters that only say where lines may end (soft hyphen, zero-width space, word joiner) leave the
//! text and become positions: few faces have them.

use std::borrow::Cow;
use std::ops::Range;

use super::line::{Capitals, Family, Figures, TextStyle};
use super::marks::Marks;
use super::page::Destination;
use super::shape::{Position, Type};
use super::structure::ElementId;
use crate::book::AnchorId;
use crate::document::{Inline, Note, NoteId, Origin, Picture, Run, Style, Target, between_calls};
use crate::length::Length;
use crate::metadata::{Direction, Language};

/// Stands in the text for a picture.
pub(super) const PICTURE: char = '\u{fffc}';
/// Stands in the text for a line's end that is kept.
pub(super) const LINE_END: char = '\u{2028}';

/// Begin and end a phrase of another direction.
const LTR_ISOLATE: char = '\u{2066}';
const RTL_ISOLATE: char = '\u{2067}';
const POP_ISOLATE: char = '\u{2069}';

/// Code is set smaller than the text about it: letters of equal width look larger.
const CODE_SCALE: f64 = 0.9;

/// A stretch of text of one look.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    /// First byte; it reaches to the next piece.
    pub(super) start: usize,
    /// Where the words come from.
    pub(super) run: Option<&'t Run>,
    pub(super) look: Look,
    pub(super) kind: PieceKind,
    /// What it is part of.
    pub(super) element: Option<ElementId>,
    /// Whether its letters count where places are told by letters: what the program prints in a text is not the same in
    /// every edition.
    pub(super) counts: bool,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Words,
    /// The mark of a note; it stays with the letter before it.
    Call,
    /// A picture: which of [`Flat::pictures`].
    Picture(u32),
}

/// How letters look at a place, all nesting resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) kind: Type,
    pub(super) size: Length,
    pub(super) struck: bool,
    /// Listings are never hyphenated.
    pub(super) code: bool,
    /// Which of [`Flat::links`].
    pub(super) link: Option<u16>,
}

/// A paragraph's words as one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'t> {
    pub(super) text: String,
    /// In order, never two at one place; none where the text is empty.
    pub(super) pieces: Vec<Piece<'t>>,
    pub(super) pictures: Vec<Cow<'t, Picture>>,
    pub(super) links: Vec<Destination>,
    /// The element of each of them.
    pub(super) linked: Vec<Option<ElementId>>,
    pub(super) anchors: Vec<(usize, AnchorId)>,
    pub(super) calls: Vec<(usize, NoteId)>,
    /// Where the text says that a line may end, with a hyphen or without, or must not.
    pub(super) soft_hyphens: Vec<usize>,
    pub(super) allowed: Vec<usize>,
    pub(super) forbidden: Vec<usize>,
    /// Whether every space counts and keeps its width.
    pub(super) preformatted: bool,
}

impl Flat<'_> {
    /// The bytes of a piece.
    pub(super) fn range(&self, piece: usize) -> Range<usize> {
        let end = self.pieces.get(piece + 1).map_or(self.text.len(), |next| next.start);
        self.pieces[piece].start..end
    }

    /// The same, to be kept beyond the inlines it was made from: where its words come from it no longer knows.
    pub(super) fn kept(self) -> Flat<'static> {
        let pieces = self.pieces.into_iter().map(|Piece { start, look, kind, element, counts, .. }| Piece {
            start,
            run: None,
            look,
            kind,
            element,
            counts,
        });
        let pictures = self.pictures.into_iter().map(|picture| Cow::Owned(picture.into_owned()));
        let (pieces, pictures) = (pieces.collect(), pictures.collect());
        let Self { text, links, linked, anchors, calls, soft_hyphens, allowed, forbidden, preformatted, .. } = self;
        Flat { text, pieces, pictures, links, linked, anchors, calls, soft_hyphens, allowed, forbidden, preformatted }
    }
}

/// What a paragraph's inlines are read with.
pub(super) struct Collector<'c, 't> {
    pub(super) notes: &'t [Note],
    /// Marks of notes that are not those they have there.
    pub(super) marks: &'c Marks,
    /// Gives a language its number.
    pub(super) languages: &'c mut dyn FnMut(&Language) -> u16,
    /// Whether every space counts.
    pub(super) preformatted: bool,
    /// Whether line ends are kept; else they become spaces.
    pub(super) line_ends: bool,
}

impl<'t> Collector<'_, 't> {
    /// Makes inlines flat.
    pub(super) fn collect(&mut self, inlines: &'t [Inline], language: &Language, style: &TextStyle) -> Flat<'t> {
        let mut flat = Flat { preformatted: self.preformatted, ..Flat::default() };
        let look = Look {
            kind: Type::of(style, (self.languages)(language)),
            size: style.size,
            struck: false,
            code: style.family == Family::Code,
            link: None,
        };
        // A stack of its own: no text is nested too deep for it.
        let mut stack = vec![(inlines.iter(), look, language.direction())];
        while let Some((rest, look, direction)) = stack.last_mut() {
            let (look, direction) = (*look, *direction);
            match rest.next() {
                None => {
                    stack.pop();
                    if stack.last().is_some_and(|(.., about)| *about != direction) {
                        flat.steer(look, POP_ISOLATE);
                    }
                }
                Some(inline) => {
                    let own = match inline {
                        Inline::Foreign(language, _) => language.direction(),
                        _ => direction,
                    };
                    if own != direction {
                        flat.steer(look, if own == Direction::Rtl { RTL_ISOLATE } else { LTR_ISOLATE });
                    }
                    if let Some((content, look)) = self.inline(inline, look, &mut flat) {
                        stack.push((content.iter(), look, own));
                    }
                }
            }
        }
        if !self.preformatted {
            flat.pop_space();
        }
        flat
    }

    /// Adds an inline; gives back what it holds and how that looks.
    fn inline(&mut self, inline: &'t Inline, mut look: Look, flat: &mut Flat<'t>) -> Option<(&'t [Inline], Look)> {
        match inline {
            Inline::Text(run) => self.words(run, look, flat),
            Inline::Styled(style, content) => {
                look.apply(*style);
                return Some((content, look));
            }
            Inline::Foreign(language, content) => {
                look.kind.language = (self.languages)(language);
                return Some((content, look));
            }
            Inline::Link { target, content, .. } => {
                look.link = link(target, flat).or(look.link);
                return Some((content, look));
            }
            Inline::Picture(picture) => {
                let number = u32::try_from(flat.pictures.len()).unwrap_or(u32::MAX);
                flat.pictures.push(Cow::Borrowed(picture));
                flat.begin(None, look, PieceKind::Picture(number));
                flat.text.push(PICTURE);
            }
            Inline::LineBreak if self.line_ends => {
                if !self.preformatted {
                    flat.pop_space();
                }
                flat.begin(None, look, PieceKind::Words);
                flat.text.push(LINE_END);
            }
            Inline::LineBreak => {
                flat.begin(None, look, PieceKind::Words);
                self.space(flat);
            }
            Inline::NoteCall(id) => self.call(*id, look, flat),
            // Citations are notes after `edit`; one that is left is printed as it was written.
            Inline::Cite(cite) => {
                flat.begin(None, look, PieceKind::Words);
                flat.text.push_str(&cite.text);
            }
            // Pages are known where lines are asked for: see `references`.
            Inline::Mark(_) | Inline::Point(_) | Inline::PageOf(_) | Inline::LineOf(_) | Inline::PageStart(_) => {}
            Inline::Anchor(id) => flat.anchors.push((flat.text.len(), *id)),
        }
        None
    }

    fn words(&self, run: &'t Run, look: Look, flat: &mut Flat<'t>) {
        flat.begin(Some(run), look, PieceKind::Words);
        let special = |c: char| {
            matches!(c, '\0'..=' ' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
        };
        let mut rest = run.text.as_str();
        while let Some(at) = rest.find(special) {
            flat.text.push_str(&rest[..at]);
            let c = rest[at..].chars().next().unwrap_or(' ');
            match c {
                '\u{ad}' => flat.soft_hyphens.push(flat.text.len()),
                '\u{200b}' => flat.allowed.push(flat.text.len()),
                '\u{2060}' | '\u{feff}' => flat.forbidden.push(flat.text.len()),
                '\n' if self.preformatted && self.line_ends => flat.text.push(LINE_END),
                '\t' if self.preformatted => flat.text.push_str("    "),
                _ => self.space(flat),
            }
            rest = &rest[at + c.len_utf8()..];
        }
        flat.text.push_str(rest);
    }

    fn space(&self, flat: &mut Flat<'t>) {
        if self.preformatted || !(flat.text.is_empty() || flat.text.ends_with([' ', LINE_END])) {
            flat.text.push(' ');
        }
    }

    fn call(&self, id: NoteId, mut look: Look, flat: &mut Flat<'t>) {
        let own = || self.notes.get(id.0 as usize).map_or("", |note| note.mark.as_str());
        let mark = self.marks.get(&id).map_or_else(own, String::as_str);
        if !self.preformatted {
            flat.pop_space();
        }
        look.kind.position = Position::Superior;
        look.kind.italic = false;
        look.kind.capitals = Capitals::Ordinary;
        look.kind.figures = Figures::OldStyle;
        look.kind.tracking = 0;
        look.struck = false;
        let before = flat.pieces.last().filter(|piece| piece.kind == PieceKind::Call && !mark.is_empty());
        if let Some(before) = before.map(|piece| between_calls(&flat.text[piece.start..])) {
            flat.begin(None, Look { link: None, ..look }, PieceKind::Call);
            flat.text.push_str(before);
        }
        flat.calls.push((flat.text.len(), id));
        if !mark.is_empty() {
            flat.begin(None, look, PieceKind::Call);
            flat.text.push_str(mark);
        }
    }
}

impl<'t> Flat<'t> {
    /// Begins a piece at the text's end.
    fn begin(&mut self, run: Option<&'t Run>, look: Look, kind: PieceKind) {
        let start = self.text.len();
        // A piece that nothing was added to is none.
        if self.pieces.last().is_some_and(|last| last.start == start) {
            self.pieces.pop();
        }
        let counts = match kind {
            PieceKind::Words => run.is_some_and(|run| run.origin != Origin::Program),
            PieceKind::Picture(_) => true,
            PieceKind::Call => false,
        };
        self.pieces.push(Piece { start, run, look, kind, element: None, counts });
    }

    /// Sets a phrase apart that runs the other way: its signs go with it, and nothing about it moves (UAX 9, 2.4).
    fn steer(&mut self, look: Look, sign: char) {
        self.begin(None, look, PieceKind::Words);
        self.text.push(sign);
    }

    /// Takes a space from the text's end. What was noted behind it now stands at the end: else it would come to
    /// stand inside the next character.
    fn pop_space(&mut self) {
        if !self.text.ends_with(' ') {
            return;
        }
        self.text.pop();
        let end = self.text.len();
        self.pieces.retain(|piece| piece.start < end);
        let noted = self.soft_hyphens.iter_mut().chain(&mut self.allowed).chain(&mut self.forbidden);
        let placed = self.anchors.iter_mut().map(|(at, _)| at).chain(self.calls.iter_mut().map(|(at, _)| at));
        for at in noted.chain(placed) {
            *at = end.min(*at);
        }
    }
}

impl Look {
    fn apply(&mut self, style: Style) {
        match style {
            Style::Emphasis => self.kind.italic = !self.kind.italic,
            Style::Strong => self.kind.bold = true,
            Style::SmallCaps => self.kind.capitals = Capitals::Small,
            Style::Superscript => self.kind.position = Position::Superior,
            Style::Subscript => self.kind.position = Position::Inferior,
            Style::Struck => self.struck = true,
            Style::Code => {
                if !self.code {
                    self.size = self.size.scale(CODE_SCALE);
                }
                self.kind.family = Family::Code;
                self.code = true;
            }
        }
    }
}

fn link(target: &Target, flat: &mut Flat<'_>) -> Option<u16> {
    let destination = match target {
        Target::Url(url) => Destination::Url(url.clone()),
        Target::Anchor(anchor) | Target::Page { place: anchor, .. } => Destination::Anchor(*anchor),
        Target::Document(_) | Target::Place(_) | Target::Heading(_) => return None,
    };
    let number = u16::try_from(flat.links.len()).ok()?;
    flat.links.push(destination);
    Some(number)
}

/// Where a character of a run stands: of a source whose words are unchanged, the character itself.
pub(super) fn origin_of(character: char, run: Option<&Run>) -> Origin {
    let Some(run) = run else { return Origin::Program };
    let exact = |span: crate::diagnostic::Span| {
        let range = span.range();
        match run.text.find(character) {
            Some(at) if range.len() == run.text.len() => {
                let start = range.start + at;
                crate::diagnostic::Span::new(span.file, start..start + character.len_utf8())
            }
            _ => span,
        }
    };
    match run.origin {
        Origin::Source(span) => Origin::Source(exact(span)),
        Origin::Editor(span) => Origin::Editor(exact(span)),
        Origin::Program => Origin::Program,
    }
}

/// Text without the characters that steer the bidirectional algorithm: they are not printed.
pub(super) fn printed(text: &str) -> Cow<'_, str> {
    if text.contains(is_steering) { text.chars().filter(|c| !is_steering(*c)).collect() } else { text.into() }
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex 9, 2).
pub(super) const fn is_steering(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
