//! Paints pages: placed things become content streams (§8, §9).
//!
//! Pages are painted in parallel, some at a time, each batch as a printpdf document of its own whose
//! streams are kept; so only a few pages are ever held as operations. Text is positioned to 1/1000 em
//! from where the run begins, so that roundings never add up along a line.

use std::fmt::Write as _;

use printpdf::{
    CurTransMat, DictItem, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextMatrix,
    XObjectTransform,
};
use rayon::prelude::*;

use super::Fault;
use super::deflate::Deflater;
use super::fonts::Fonts;
use super::pictures::Pictures;
use super::sheet::{Frame, Link, Sheet, points};
use super::tags;
use super::text::Texts;
use crate::length::{Length, Size};
use crate::typeset::Composition;
use crate::typeset::page::{ElementId, GlyphRun, Item, Placed, Structure};

/// Pages painted together.
pub(super) const CHUNK: usize = 20;

/// How far above an anchor a reader's window opens, so that the line it stands in is seen whole.
const HEADROOM: Length = Length::from_raw(14 * Length::POINT.raw());

/// Every page of `composition`, painted. What stood on them is let go: a book's glyphs are most of what it holds.
pub(super) fn pages(composition: &mut Composition, fonts: &Fonts, pictures: &Pictures) -> Result<Vec<Sheet>, Fault> {
    let frame = Frame::of(composition, 0);
    let structure = &composition.structure;
    let chunks = composition.pages.par_chunks_mut(CHUNK).enumerate().map(|(chunk, pages)| {
        let mut contents = Vec::with_capacity(pages.len());
        let mut sheets = Vec::with_capacity(pages.len());
        for (index, page) in (chunk * CHUNK..).zip(pages) {
            let items = std::mem::take(&mut page.items);
            let mut painter = Painter::new(frame.at(index), (fonts, pictures), structure);
            painter.page(&items)?;
            contents.push(painter.ops);
            sheets.push(Sheet {
                content: Vec::new(),
                marks: painter.marks,
                figures: painter.figures,
                links: painter.links,
                anchors: painter.anchors,
            });
        }
        let mut deflater = Deflater::new();
        for (sheet, content) in sheets.iter_mut().zip(translate(contents)?) {
            sheet.content = deflater.deflate_text(content);
        }
        Ok(sheets)
    });
    let sheets: Vec<Vec<Sheet>> = chunks.collect::<Result<_, _>>()?;
    Ok(sheets.into_iter().flatten().collect())
}

/// A file of one page that holds every font and picture and shows each glyph once.
pub(super) fn resources(fonts: &Fonts, pictures: Pictures) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    let mut ops = vec![Op::StartTextSection];
    for font in fonts.instances() {
        document.resources.fonts.map.insert(font.id.clone(), font.pdf_font());
        ops.push(Op::SetFont { font: PdfFontHandle::External(font.id.clone()), size: Pt(1.0) });
        let codes = font.texts.keys().map(|&code| printpdf::Codepoint::new(code, 0.0)).collect();
        ops.push(Op::ShowText { items: vec![printpdf::TextItem::GlyphIds(codes)] });
    }
    ops.push(Op::EndTextSection);
    document.resources.xobjects.map.extend(pictures.into_xobjects());
    document.pages.push(page_of(ops));
    lower(&document)
}

/// The content stream of each list of operations.
pub(super) fn translate(contents: Vec<Vec<Op>>) -> Result<Vec<Vec<u8>>, Fault> {
    let mut document = PdfDocument::new("");
    document.pages = contents.into_iter().map(page_of).collect();
    let mut file = lower(&document);
    drop(document);
    let pages: Vec<_> = file.get_pages().into_values().collect();
    let stream = |page| {
        let id = file.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
        Ok(std::mem::take(&mut file.get_object_mut(id)?.as_stream_mut()?.content))
    };
    pages.into_iter().map(stream).collect::<lopdf::Result<_>>().map_err(|e| Fault::File(e.to_string()))
}

/// Its boxes do not matter: the last pass gives pages theirs.
fn page_of(ops: Vec<Op>) -> PdfPage {
    PdfPage::new(printpdf::Mm(1.0), printpdf::Mm(1.0), ops)
}

fn lower(document: &PdfDocument) -> lopdf::Document {
    // `secure` would leave out the operators we write ourselves.
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// Operators that printpdf has no operation for, or a slower one.
pub(super) fn operator(name: impl Into<String>, operands: Vec<DictItem>) -> Op {
    Op::Unknown { key: name.into(), value: operands }
}

/// What the page's text is set in at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct TextState {
    /// Face, instance, size.
    font: Option<(u16, usize, Length)>,
    /// In 1/1000.
    stretch: u16,
    /// Above the baseline.
    rise: Length,
}

/// What a marked sequence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Of an element.
    Element(ElementId),
    /// A head or a folio.
    Pagination,
    /// Anything else that is no part of the text: a rule, leaders, a head repeated.
    Artifact,
}

/// Paints one page.
struct Painter<'a> {
    frame: Frame,
    fonts: &'a Fonts,
    pictures: &'a Pictures,
    structure: &'a Structure,
    ops: Vec<Op>,
    links: Vec<Link>,
    anchors: Vec<(crate::book::AnchorId, f32, f32)>,
    /// The element of each marked sequence.
    marks: Vec<ElementId>,
    /// The boxes of pictures, by their elements.
    figures: Vec<(ElementId, [f32; 4])>,
    /// The sequence that is open.
    open: Option<Mark>,
    in_text: bool,
    state: TextState,
    texts: Texts<'a>,
}

impl<'a> Painter<'a> {
    fn new(frame: Frame, (fonts, pictures): (&'a Fonts, &'a Pictures), structure: &'a Structure) -> Self {
        Self {
            frame,
            fonts,
            pictures,
            structure,
            marks: Vec::new(),
            figures: Vec::new(),
            open: None,
            ops: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
            in_text: false,
            state: TextState { stretch: 1000, ..TextState::default() },
            texts: Texts::default(),
        }
    }

    fn page(&mut self, items: &'a [Placed]) -> Result<(), Fault> {
        for placed in items {
            self.placed(placed)?;
        }
        self.leave_text();
        Ok(())
    }

    fn placed(&mut self, Placed { x, y, item, element }: &'a Placed) -> Result<(), Fault> {
        match item {
            Item::Glyphs(run) => {
                if !run.glyphs.is_empty() && run.size > Length::ZERO {
                    self.enter_text();
                    self.mark(match element {
                        Some(element) => Mark::Element(*element),
                        None if run.furniture => Mark::Pagination,
                        None => Mark::Artifact,
                    });
                    // Glyphs stand from left to right; so what is read from the right stands backwards (§14.8.2.3.3).
                    let backwards = !self.structure.elements.is_empty() && runs_leftwards(run);
                    if backwards {
                        self.ops.push(operator("/ReversedChars BMC", Vec::new()));
                    }
                    self.glyphs(run, *x, *y)?;
                    if backwards {
                        self.ops.push(operator("EMC", Vec::new()));
                    }
                }
            }
            Item::Rule(size) => {
                let [left, bottom, right, top] = self.rect(*x, *y, *size);
                self.leave_text();
                self.mark(Mark::Artifact);
                self.ops.push(Op::DrawRectangle {
                    rectangle: Rect {
                        x: Pt(left),
                        y: Pt(bottom),
                        width: Pt(right - left),
                        height: Pt(top - bottom),
                        mode: Some(PaintMode::Fill),
                        winding_order: None,
                    },
                });
                self.unmark();
            }
            Item::Image(key, size) => {
                self.leave_text();
                self.mark(element.map_or(Mark::Artifact, Mark::Element));
                let rect = self.rect(*x, *y, *size);
                self.figures.extend(element.map(|element| (element, rect)));
                self.image(key, rect)?;
                self.unmark();
            }
            Item::Anchor(id) => {
                let top = (*y - HEADROOM).max(Length::ZERO);
                self.anchors.push((*id, self.frame.x(*x), self.frame.y(top)));
            }
            Item::Link(size, to) => {
                self.links.push(Link { rect: self.rect(*x, *y, *size), to: to.clone(), element: *element });
            }
        }
        Ok(())
    }

    fn rect(&self, x: Length, y: Length, size: Size) -> [f32; 4] {
        [self.frame.x(x), self.frame.y(y + size.height), self.frame.x(x + size.width), self.frame.y(y)]
    }

    fn image(&mut self, key: &str, rect: [f32; 4]) -> Result<(), Fault> {
        let missing = || Fault::Picture { key: key.to_owned(), reason: "the composition does not hold it".to_owned() };
        let picture = self.pictures.get(key).ok_or_else(missing)?;
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(picture.fitted(rect)) });
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        self.ops.push(Op::UseXobject { id: picture.id.clone(), transform });
        self.ops.push(Op::RestoreGraphicsState);
        Ok(())
    }

    fn enter_text(&mut self) {
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
    }

    /// Begins a marked sequence (§14.6), unless it is open. It is closed before the text object it stands in.
    fn mark(&mut self, mark: Mark) {
        if self.open == Some(mark) || self.structure.elements.is_empty() {
            return;
        }
        self.unmark();
        let named = match mark {
            Mark::Element(element) => self.structure.elements.get(element.index()).map(|known| (element, known.role)),
            _ => None,
        };
        self.ops.push(match (mark, named) {
            (_, Some((element, role))) => {
                let number = self.marks.len();
                self.marks.push(element);
                operator(format!("/{}<</MCID {number}>>BDC", tags::kind(role)), Vec::new())
            }
            // Heads and folios (§14.8.2.2).
            (Mark::Pagination, None) => operator("/Artifact<</Type/Pagination>>BDC", Vec::new()),
            (_, None) => operator("/Artifact BMC", Vec::new()),
        });
        self.open = Some(mark);
    }

    fn unmark(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(operator("EMC", Vec::new()));
        }
    }

    fn leave_text(&mut self) {
        if self.in_text {
            self.unmark();
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    /// One run, as a `Tm` and as few `TJ`s as its fonts and rises allow.
    fn glyphs(&mut self, run: &'a GlyphRun, x: Length, y: Length) -> Result<(), Fault> {
        let stretch = run.stretch.max(1);
        if self.state.stretch != stretch {
            self.ops.push(Op::SetHorizontalScaling { percent: f32::from(stretch) / 10.0 });
            self.state.stretch = stretch;
        }
        let origin = [1.0, 0.0, 0.0, 1.0, self.frame.x(x), self.frame.y(y)];
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(origin) });
        // 1/1000 em of the stretched face, in raw lengths times a million.
        let unit = i64::from(run.size.raw()) * i64::from(stretch);
        let mut show = Show::default();
        let mut pen = 0i64;
        let texts = self.texts.of(run);
        for ((glyph, dx, dy), text) in run.placed().zip(texts) {
            let shown = self.fonts.show(run.face.0, glyph.id, text).ok_or_else(|| Fault::Face {
                name: format!("number {}", run.face.0),
                reason: "the composition does not hold it".to_owned(),
            })?;
            let font = Some((run.face.0, shown.instance, run.size));
            if self.state.font != font {
                show.flush(&mut self.ops);
                let handle = PdfFontHandle::External(shown.font.clone());
                self.ops.push(Op::SetFont { font: handle, size: Pt(points(run.size)) });
                self.state.font = font;
            }
            if self.state.rise != dy {
                show.flush(&mut self.ops);
                self.ops.push(Op::SetLineOffset { multiplier: points(dy) });
                self.state.rise = dy;
            }
            let place = (pen + i64::from(dx.raw())).saturating_mul(1_000_000);
            show.glyph(shown.code, shown.width, divide(place, unit));
            pen += i64::from(glyph.advance.raw());
        }
        show.flush(&mut self.ops);
        Ok(())
    }
}

/// Whether a run is read from right to left.
fn runs_leftwards(run: &GlyphRun) -> bool {
    matches!((run.glyphs.first(), run.glyphs.last()), (Some(first), Some(last)) if first.cluster > last.cluster)
}

/// `a / b`, rounded; `b` is positive.
fn divide(a: i64, b: i64) -> i64 {
    (a + b / 2).div_euclid(b)
}

/// A `TJ` in the making. Places are in 1/1000 em from the run's origin.
///
/// printpdf's own text operation makes a string of every glyph, and an array of operands is copied piece by
/// piece. But the name of an operator is written as it stands: so a `TJ` is one operator, its array included.
#[derive(Debug, Default)]
pub(super) struct Show {
    /// What was written of the array, or nothing.
    array: String,
    /// Whether a string is open in it.
    in_string: bool,
    /// Where a viewer puts the next glyph.
    pen: i64,
}

impl Show {
    /// Adds a glyph of so many 1/1000 em at a place.
    pub(super) fn glyph(&mut self, code: u16, width: u16, place: i64) {
        if self.array.is_empty() {
            self.array.reserve(256);
            self.array.push('[');
        }
        if self.pen != place {
            self.close_string();
            // Writing into a string cannot fail.
            let _ = write!(self.array, "{}", self.pen - place);
            self.pen = place;
        }
        if !self.in_string {
            self.array.push('(');
            self.in_string = true;
        }
        for byte in code.to_be_bytes() {
            self.byte(byte);
        }
        self.pen += i64::from(width);
    }

    /// A byte of a literal string (§7.3.4.2). What is no ASCII is told by its number.
    fn byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.array.extend(['\\', char::from(byte)]),
            // As it stands it would be read as a line feed.
            b'\r' => self.array.push_str("\\r"),
            0x80.. => {
                let _ = write!(self.array, "\\{byte:03o}");
            }
            _ => self.array.push(char::from(byte)),
        }
    }

    fn close_string(&mut self) {
        if self.in_string {
            self.array.push(')');
            self.in_string = false;
        }
    }

    /// Ends the array.
    pub(super) fn flush(&mut self, ops: &mut Vec<Op>) {
        self.close_string();
        if !self.array.is_empty() {
            self.array.push_str("]TJ");
            ops.push(operator(std::mem::take(&mut self.array), Vec::new()));
        }
    }
}
