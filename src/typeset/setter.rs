//! The paragraph engine's front door: inlines in, set lines out.
//!
//! A [`Setter`] keeps what it has shaped, so each thread has its own; what it gives does not depend on what it set
//! before. Faces have the same numbers for every setter of one [`FontLibrary`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use icu_segmenter::LineSegmenterBorrowed;
use rustc_hash::FxHashSet;

use super::atoms::{Boxes, length, note_first, scaled};
use super::collect::{Collector, Flat, PieceKind};
use super::justify::Place;
use super::line::{Family, Line, Paragraph, ParagraphStyle, TextStyle};
use super::linebreak::{Breaker, Candidate, End};
use super::marks::Marks;
use super::missing::Lack;
use super::opportunities::{opportunities, segmenter};
use super::page::Face;
use super::shape::{Shapes, Type};
use super::sketch::{Sketch, Way};
use super::structure::{ElementId, Tagger};
use crate::book::Image;
use crate::design::{Families, Fitting};
use crate::diagnostic::Span;
use crate::document::{Inline, Note, NoteId, Origin, Run};
use crate::fonts::{FaceIndex, FontLibrary, LoadedFace};
use crate::length::Length;
use crate::metadata::{Direction, Language};

/// Sets words into lines. One for each thread: it keeps what it has shaped.
pub struct Setter<'a> {
    pub(super) shapes: Shapes<'a>,
    notes: &'a [Note],
    /// Marks of notes that are not those they have in the book.
    pub(super) marks: Marks,
    pub(super) images: &'a BTreeMap<String, Image>,
    segmenter: LineSegmenterBorrowed<'static>,
    pub(super) breaker: Breaker,
    /// Work space.
    pub(super) candidates: Vec<Candidate>,
    /// What may be done to letters to make a line fit.
    pub(super) fitting: Fitting,
    /// Which element what is set is of.
    pub(super) tagger: Tagger,
    pub(super) missing: Vec<Missing>,
    /// Which are in it.
    pub(super) missing_at: FxHashSet<(char, Option<Span>)>,
    /// Faces of this machine that stand in for others: the first character of each, in the order of the texts.
    pub(super) borrowed: BTreeMap<FaceIndex, Missing>,
    /// Styles that faces lack: the first character of each, in the order of the texts.
    pub(super) lacks: BTreeMap<(FaceIndex, Lack), Missing>,
}

/// A character that the book's faces lack: printed as a box, or in a face of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The character.
    pub character: char,
    /// Where the words come from that it stands in; of a source or the editor's words, where it stands itself.
    pub origin: Origin,
}

/// How type stands on its baseline; all positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// How far letters rise.
    pub ascent: Length,
    /// How far letters sink.
    pub descent: Length,
    /// Height of capitals.
    pub cap_height: Length,
    /// Height of small letters.
    pub x_height: Length,
}

impl<'a> Setter<'a> {
    /// A setter for a book with these families, notes (for their marks) and pictures (for their shapes).
    #[must_use]
    pub fn new(
        fonts: &'a FontLibrary,
        families: &Families,
        notes: &'a [Note],
        images: &'a BTreeMap<String, Image>,
    ) -> Self {
        Self {
            shapes: Shapes::new(fonts, families),
            notes,
            marks: Marks::new(),
            images,
            segmenter: segmenter(),
            breaker: Breaker::default(),
            candidates: Vec::new(),
            fitting: Fitting::default(),
            tagger: Tagger::default(),
            missing: Vec::new(),
            missing_at: FxHashSet::default(),
            borrowed: BTreeMap::new(),
            lacks: BTreeMap::new(),
        }
    }

    /// The same, with what the design allows to make lines fit.
    #[must_use]
    pub fn fitting(mut self, fitting: Fitting) -> Self {
        self.fitting = fitting;
        self
    }

    /// Sets a paragraph. Never empty: a paragraph without words has one empty line.
    ///
    /// Type of the code family keeps every space and line end.
    pub fn paragraph(&mut self, inlines: &[Inline], language: &Language, style: &ParagraphStyle) -> Paragraph {
        let (boxes, ways) = self.broken(inlines, language, style);
        Paragraph { settings: ways.iter().map(|way| self.setting(&boxes, style, way)).collect() }
    }

    /// Breaks a paragraph, as [`Setter::paragraph`] does, whose lines are set when it is known which.
    pub(super) fn sketch(&mut self, inlines: &[Inline], language: &Language, style: &ParagraphStyle) -> Sketch {
        let (boxes, ways) = self.broken(inlines, language, style);
        Sketch::new(boxes, style, ways)
    }

    fn broken<'t>(
        &mut self,
        inlines: &'t [Inline],
        language: &Language,
        style: &ParagraphStyle,
    ) -> (Boxes<'t>, Vec<Way>)
    where
        'a: 't,
    {
        let mut flat = self.flat(inlines, language, &style.text, true);
        self.tag(&mut flat, language);
        let rtl = language.direction() == Direction::Rtl;
        let widest = Place::of(style, rtl, true, false).width().min(Place::of(style, rtl, false, false).width());
        let places = opportunities(&flat, self.segmenter);
        let boxes = self.boxes(flat, rtl, &places, length(widest));
        let ways = self.ways(&boxes, &places, style);
        (boxes, ways)
    }

    /// Sets words on one line at their natural width, from x = 0, whatever their direction. Line ends become spaces;
    /// in the code family every space counts.
    pub fn line(&mut self, inlines: &[Inline], language: &Language, style: &TextStyle) -> Line {
        let mut flat = self.flat(inlines, language, style, false);
        self.tag(&mut flat, language);
        let rtl = language.direction() == Direction::Rtl;
        let boxes = self.boxes(flat, rtl, &[], Length::from_raw(i32::MAX));
        let start = End::default();
        let end = End { atom: boxes.atoms.len(), forced: true, ..End::default() };
        self.set_line(&boxes, (&start, &end), Place::natural())
    }

    /// [`Setter::line`] of words of the program's own, without markup.
    pub fn words(&mut self, text: &str, language: &Language, style: &TextStyle) -> Line {
        let run = Run { text: text.to_owned(), origin: Origin::Program };
        self.line(&[Inline::Text(run)], language, style)
    }

    /// The mark of a note.
    pub(super) fn mark(&self, id: NoteId) -> &str {
        let own = || self.notes.get(id.0 as usize).map_or("", |note| note.mark.as_str());
        self.marks.get(&id).map_or_else(own, String::as_str)
    }

    /// How wide words are on one line.
    pub fn width(&mut self, inlines: &[Inline], language: &Language, style: &TextStyle) -> Length {
        // What is only measured is no part of anything.
        let tagger = std::mem::take(&mut self.tagger);
        let width = self.line(inlines, language, style).width;
        self.tagger = tagger;
        width
    }

    /// How type of this style stands on its baseline.
    pub fn metrics(&mut self, style: &TextStyle) -> Metrics {
        let kind = self.shapes.type_id(Type::of(style, 0));
        let (_, face) = self.shapes.kind(kind);
        let metrics = self.shapes.metrics(face);
        let at = |units: i32| length(scaled(i64::from(units), style.size, metrics.units_per_em));
        Metrics {
            ascent: at(metrics.ascent),
            descent: at(metrics.descent),
            cap_height: at(metrics.cap_height),
            x_height: at(metrics.x_height),
        }
    }

    /// Whether `work` found no character to tell of, and what it made.
    pub(super) fn finds_nothing<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (bool, T) {
        let (missing, missing_at) = (std::mem::take(&mut self.missing), std::mem::take(&mut self.missing_at));
        let (borrowed, lacks) = (std::mem::take(&mut self.borrowed), std::mem::take(&mut self.lacks));
        let done = work(self);
        let found = std::mem::replace(&mut self.missing, missing);
        let found_at = std::mem::replace(&mut self.missing_at, missing_at);
        let (own_borrowed, own_lacks) =
            (std::mem::replace(&mut self.borrowed, borrowed), std::mem::replace(&mut self.lacks, lacks));
        let nothing = found.is_empty() && own_borrowed.is_empty() && own_lacks.is_empty();
        // Told once more than need be; the report tells each once.
        self.missing.extend(found);
        self.missing_at.extend(found_at);
        for (face, found) in own_borrowed {
            note_first(&mut self.borrowed, face, found);
        }
        for (lack, found) in own_lacks {
            note_first(&mut self.lacks, lack, found);
        }
        (nothing, done)
    }

    /// The characters that no face had so far, each once for every place.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        &self.missing
    }

    /// The faces that no book brings and stand in for others, each with its first character.
    #[must_use]
    pub fn borrowed(&self) -> &BTreeMap<FaceIndex, Missing> {
        &self.borrowed
    }

    /// The styles that were asked for and faces do not have, each with its first character.
    #[must_use]
    pub fn lacks(&self) -> &BTreeMap<(FaceIndex, Lack), Missing> {
        &self.lacks
    }

    /// Says of each piece of a text which element it is of, and of each link.
    fn tag(&mut self, flat: &mut Flat<'_>, language: &Language) {
        let Some(words) = self.tagger.words(language) else { return };
        let own = self.shapes.language(language);
        let mut links = vec![None; flat.links.len()];
        let mut last: Option<(Option<u16>, u16, Option<ElementId>)> = None;
        for piece in &mut flat.pieces {
            let (link, language) = (piece.look.link, piece.look.kind.language);
            let known = last.filter(|known| (known.0, known.1) == (link, language)).map(|known| known.2);
            let element = known.unwrap_or_else(|| {
                let linked = link.and_then(|link| links.get_mut(usize::from(link)));
                let outer = match linked {
                    Some(linked) => *linked.get_or_insert_with(|| self.tagger.link(words).unwrap_or(words)),
                    None => words,
                };
                let foreign = (language != own).then(|| self.shapes.named(language)).flatten();
                foreign.and_then(|language| self.tagger.phrase(outer, language)).or(Some(outer))
            });
            last = Some((link, language, element));
            piece.element = match piece.kind {
                PieceKind::Picture(picture) => {
                    let alt = flat.pictures.get(picture as usize).map_or("", |picture| picture.alt.as_str());
                    element.filter(|_| !alt.is_empty()).and_then(|at| self.tagger.figure(at, alt))
                }
                _ => element,
            };
        }
        flat.linked = links;
    }

    fn flat<'t>(&mut self, inlines: &'t [Inline], language: &Language, style: &TextStyle, line_ends: bool) -> Flat<'t>
    where
        'a: 't,
    {
        let shapes = &mut self.shapes;
        let mut collector = Collector {
            notes: self.notes,
            marks: &self.marks,
            languages: &mut |language| shapes.language(language),
            preformatted: style.family == Family::Code,
            line_ends,
        };
        collector.collect(inlines, language, style)
    }
}

/// Every face of the library, for [`super::page::Composition::faces`]: a face's number is the same for every setter.
/// Faces that were never needed have no data. To be called when all is set.
#[must_use]
pub fn faces(fonts: &FontLibrary) -> Vec<Face> {
    let nothing: Arc<[u8]> = Arc::from([]);
    let face = |loaded: Option<&LoadedFace>| match loaded {
        Some(face) => Face { name: face.name.clone(), data: face.data.clone(), index: face.index },
        None => Face { name: String::new(), data: nothing.clone(), index: 0 },
    };
    fonts.loaded().into_iter().map(face).collect()
}

impl fmt::Debug for Setter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setter")
            .field("fonts", self.shapes.fonts)
            .field("missing", &self.missing)
            .finish_non_exhaustive()
    }
}
