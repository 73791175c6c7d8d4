//! `SVG`s as form `XObject`s (§8.10): paths filled and stroked in plain colours stay paths, and letters letters.
//!
//! What PDF has no plain word for here (gradients, patterns, masks, filters, blending, pictures inside,
//! groups seen through as a whole) makes the whole picture pixels, at 300 to the inch.

use std::collections::{BTreeMap, BTreeSet};

use image::DynamicImage;
use printpdf::{DictItem, ExternalStream, FontId, Op};
use usvg::layout::{PositionedGlyph, Span};
use usvg::tiny_skia_path::{Path as Outline, PathSegment, Point};
use usvg::{BlendMode, FillRule, Group, LineCap, LineJoin, Node, Paint, PaintOrder, Path, Stroke, Transform};

use super::deflate::deflate;
use super::finest::Finest;
use super::fonts::Fonts;
use super::inks::{Inks, ink};
use super::lettering::{meaning, spans};
use super::paint::{Show, operator, translate};
use super::pictures::{Drawn, Means, Printed, external, name, raster};
use crate::images;
use crate::length::Size;

/// Pixels per point of what cannot stay paths: 300 dpi.
const RESOLUTION: f64 = 300.0 / 72.0;

/// Most pixels on a side.
const MOST_PIXELS: f64 = 6000.0;

/// Groups nested deeper than this become pixels.
const MOST_DEPTH: u8 = 64;

/// The key under which a form with letters asks for the fonts of the file; the last pass gives them.
pub(super) const FONTS: &str = "Font";

/// The SVG as an `XObject` over the unit square; `largest` is the largest size it is shown at.
pub(super) fn object(tree: &usvg::Tree, largest: Size, means: &Means<'_>) -> Result<Drawn, String> {
    let mut drawn = match Painter::new(means).tree(tree) {
        Some(painter) => painter.form(tree)?,
        None => pixels(tree, largest).map(|pixels| raster(&pixels, means.inks))?,
    };
    let Finest { line, letters } = Finest::of(tree);
    let share = |measure: Option<f32>| measure.map(|measure| measure / tree.size().width());
    (drawn.printed.line, drawn.printed.letters) = (share(line), share(letters));
    Ok(drawn)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few thousand")]
fn pixels(tree: &usvg::Tree, largest: Size) -> Result<DynamicImage, String> {
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let fit = (largest.width.to_pt() / width).min(largest.height.to_pt() / height);
    let scale = (fit * RESOLUTION).min(MOST_PIXELS / width).min(MOST_PIXELS / height);
    let side = |length: f64| (length * scale).ceil().clamp(1.0, MOST_PIXELS) as u32;
    let mut pixmap = resvg::tiny_skia::Pixmap::new(side(width), side(height)).ok_or("it has no size")?;
    let (x, y) = (f64::from(pixmap.width()) / width, f64::from(pixmap.height()) / height);
    resvg::render(tree, Transform::from_scale(x as f32, y as f32), &mut pixmap.as_mut());
    images::straight(&pixmap).map(DynamicImage::ImageRgba8).ok_or_else(|| "it has no size".to_owned())
}

/// Writes paths; `None` from any of its methods: this cannot be said with paths.
struct Painter<'a> {
    inks: &'a Inks,
    fonts: &'a Fonts,
    ops: Vec<Op>,
    /// The opacities used, in 1/255.
    opacities: BTreeSet<u8>,
    /// Whether there are letters in it.
    lettered: bool,
    /// Whether colours became gray.
    paled: bool,
    /// Most ink of a colour, in per cent.
    ink: u32,
}

impl<'a> Painter<'a> {
    fn new(means: &Means<'a>) -> Self {
        let Means { inks, fonts, .. } = *means;
        let (ops, opacities) = (Vec::new(), BTreeSet::new());
        Self { inks, fonts, ops, opacities, lettered: false, paled: false, ink: 0 }
    }

    fn tree(mut self, tree: &usvg::Tree) -> Option<Self> {
        // An SVG counts downwards.
        self.op("cm", &[1.0, 0.0, 0.0, -1.0, 0.0, tree.size().height()])?;
        self.children(tree.root(), 1.0, 0)?;
        Some(self)
    }

    fn form(self, tree: &usvg::Tree) -> Result<Drawn, String> {
        let (width, height) = (tree.size().width(), tree.size().height());
        let content = translate(vec![self.ops]).map_err(|e| e.to_string())?.pop().unwrap_or_default();
        let state = |&opacity: &u8| {
            let share = DictItem::Real(share(opacity));
            (state_name(opacity), dict([("ca", share.clone()), ("CA", share)]))
        };
        let states = DictItem::Dict { map: self.opacities.iter().map(state).collect() };
        let mut resources = vec![("ExtGState", states)];
        if self.lettered {
            resources.push((FONTS, dict([])));
        }
        let entries = [
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", reals(&[0.0, 0.0, width, height])),
            ("Matrix", reals(&[1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0])),
            ("Resources", dict(resources)),
            ("Filter", name("FlateDecode")),
        ];
        let dict: BTreeMap<_, _> = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let object = external(ExternalStream { dict, content: deflate(&content), compress: false });
        Ok(Drawn { object, printed: Printed { paled: self.paled, ink: self.ink, ..Printed::default() } })
    }

    fn children(&mut self, group: &Group, opacity: f32, depth: u8) -> Option<()> {
        if depth > MOST_DEPTH {
            return None;
        }
        for child in group.children() {
            match child {
                Node::Group(group) => self.group(group, opacity, depth + 1)?,
                Node::Text(text) => match spans(text) {
                    Some(spans) => spans.iter().try_for_each(|span| self.span(span, opacity))?,
                    None => self.group(text.flattened(), opacity, depth + 1)?,
                },
                Node::Path(path) => self.path(path, opacity)?,
                Node::Image(_) => return None,
            }
        }
        Some(())
    }

    fn group(&mut self, group: &Group, opacity: f32, depth: u8) -> Option<()> {
        let seen_through = group.opacity().get() < 1.0;
        let plain = group.blend_mode() == BlendMode::Normal && group.mask().is_none() && group.filters().is_empty();
        // Seen through as a whole and each part for itself are the same only where one thing is painted.
        if !plain || (seen_through && !paints_once(group)) {
            return None;
        }
        self.op("q", &[])?;
        self.op("cm", &matrix(group.transform()))?;
        if let Some(clip) = group.clip_path() {
            self.clip(clip)?;
        }
        self.children(group, opacity * group.opacity().get(), depth)?;
        self.op("Q", &[])
    }

    /// A clip of one outline.
    fn clip(&mut self, clip: &usvg::ClipPath) -> Option<()> {
        if clip.clip_path().is_some() {
            return None;
        }
        let mut transform = clip.transform();
        let mut group = clip.root();
        loop {
            match group.children() {
                [Node::Group(inner)] if inner.clip_path().is_none() => {
                    transform = transform.pre_concat(inner.transform());
                    group = inner;
                }
                [Node::Path(path)] => {
                    let outline = path.data().clone().transform(transform)?;
                    self.outline(&outline)?;
                    let even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
                    self.op(if even_odd { "W*" } else { "W" }, &[])?;
                    return self.op("n", &[]);
                }
                _ => return None,
            }
        }
    }

    /// Letters of one colour, and the lines under, over and through them.
    fn span(&mut self, span: &Span, opacity: f32) -> Option<()> {
        for line in [&span.underline, &span.overline].into_iter().flatten() {
            self.path(line, opacity)?;
        }
        if let Some(fill) = span.fill.as_ref().filter(|_| span.visible && !span.positioned_glyphs.is_empty()) {
            self.color(fill.paint(), ["g", "rg", "k"])?;
            self.opacity(opacity * fill.opacity().get())?;
            self.lettered = true;
            self.op("BT", &[])?;
            // What the page was set in last would go on in here.
            self.op("Tz", &[100.0])?;
            self.op("Ts", &[0.0])?;
            self.glyphs(&span.positioned_glyphs)?;
            self.op("ET", &[])?;
        }
        span.line_through.as_ref().map_or(Some(()), |line| self.path(line, opacity))
    }

    /// Glyphs, each row of one font on one straight line as one `TJ`.
    fn glyphs(&mut self, glyphs: &[PositionedGlyph]) -> Option<()> {
        let mut row: Option<Row> = None;
        for glyph in glyphs {
            let letter = self.fonts.drawn(glyph.font)?;
            let id = u16::try_from(glyph.id.0).ok()?;
            let shown = self.fonts.show(letter.face, id, meaning(glyph))?;
            // From a thousandth of an em, as a font dictionary counts, to the drawing.
            let matrix = glyph.outline_transform().pre_scale(letter.em / 1000.0, letter.em / 1000.0);
            let place = row.as_ref().filter(|row| row.font == *shown.font).and_then(|row| row.place(matrix));
            let (mut going, place) = match (row.take(), place) {
                (Some(going), Some(place)) => (going, place),
                (ended, _) => {
                    if let Some(mut ended) = ended {
                        ended.show.flush(&mut self.ops);
                    }
                    let size = vec![name(&shown.font.0), DictItem::Int(1000)];
                    self.ops.push(operator("Tf", size));
                    self.op("Tm", &self::matrix(matrix))?;
                    (Row { font: shown.font.clone(), matrix, back: matrix.invert()?, show: Show::default() }, 0)
                }
            };
            going.show.glyph(shown.code, shown.width, place);
            row = Some(going);
        }
        if let Some(mut ended) = row {
            ended.show.flush(&mut self.ops);
        }
        Some(())
    }

    fn path(&mut self, path: &Path, opacity: f32) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        if path.paint_order() == PaintOrder::StrokeAndFill {
            self.stroke(path, opacity)?;
            self.fill(path, opacity)
        } else {
            self.fill(path, opacity)?;
            self.stroke(path, opacity)
        }
    }

    fn fill(&mut self, path: &Path, opacity: f32) -> Option<()> {
        let Some(fill) = path.fill() else { return Some(()) };
        self.color(fill.paint(), ["g", "rg", "k"])?;
        self.opacity(opacity * fill.opacity().get())?;
        self.outline(path.data())?;
        self.op(if fill.rule() == FillRule::EvenOdd { "f*" } else { "f" }, &[])
    }

    fn stroke(&mut self, path: &Path, opacity: f32) -> Option<()> {
        let Some(stroke) = path.stroke() else { return Some(()) };
        self.color(stroke.paint(), ["G", "RG", "K"])?;
        self.opacity(opacity * stroke.opacity().get())?;
        self.pen(stroke)?;
        self.outline(path.data())?;
        self.op("S", &[])
    }

    fn pen(&mut self, stroke: &Stroke) -> Option<()> {
        let cap = match stroke.linecap() {
            LineCap::Butt => 0.0,
            LineCap::Round => 1.0,
            LineCap::Square => 2.0,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0.0,
            LineJoin::Round => 1.0,
            LineJoin::Bevel => 2.0,
        };
        self.op("w", &[stroke.width().get()])?;
        self.op("J", &[cap])?;
        self.op("j", &[join])?;
        self.op("M", &[stroke.miterlimit().get().max(1.0)])?;
        let dashes = stroke.dasharray().unwrap_or_default();
        let finite = dashes.iter().all(|dash| dash.is_finite()) && stroke.dashoffset().is_finite();
        let operands = vec![reals(dashes), DictItem::Real(stroke.dashoffset())];
        finite.then(|| self.ops.push(operator("d", operands)))
    }

    /// Sets a plain colour; grays as gray, so that black lines print with black ink alone.
    fn color(&mut self, paint: &Paint, [gray, rgb, cmyk]: [&str; 3]) -> Option<()> {
        let Paint::Color(color) = paint else { return None };
        let parts = self.inks.color([color.red, color.green, color.blue]);
        self.paled |= parts.len() == 1 && (color.red != color.green || color.green != color.blue);
        if let Ok(four) = <[u8; 4]>::try_from(&parts[..]) {
            self.ink = self.ink.max(ink(four));
        }
        let name = match parts.len() {
            1 => gray,
            3 => rgb,
            _ => cmyk,
        };
        self.op(name, &parts.into_iter().map(share).collect::<Vec<f32>>())
    }

    /// `None` where something would have to be seen through and may not.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn opacity(&mut self, opacity: f32) -> Option<()> {
        let opacity = (opacity * 255.0).round().clamp(0.0, 255.0) as u8;
        if self.inks.flat() {
            return (opacity == 255).then_some(());
        }
        self.opacities.insert(opacity);
        self.ops.push(operator("gs", vec![name(&state_name(opacity))]));
        Some(())
    }

    fn outline(&mut self, outline: &Outline) -> Option<()> {
        let mut at = Point::zero();
        for segment in outline.segments() {
            match segment {
                PathSegment::MoveTo(p) => self.op("m", &[p.x, p.y])?,
                PathSegment::LineTo(p) => self.op("l", &[p.x, p.y])?,
                PathSegment::QuadTo(c, p) => {
                    let (a, b) = (two_thirds(at, c), two_thirds(p, c));
                    self.op("c", &[a.x, a.y, b.x, b.y, p.x, p.y])?;
                }
                PathSegment::CubicTo(a, b, p) => self.op("c", &[a.x, a.y, b.x, b.y, p.x, p.y])?,
                PathSegment::Close => self.op("h", &[])?,
            }
            if let PathSegment::MoveTo(p)
            | PathSegment::LineTo(p)
            | PathSegment::QuadTo(_, p)
            | PathSegment::CubicTo(_, _, p) = segment
            {
                at = p;
            }
        }
        Some(())
    }

    /// An operator with numbers, none of them infinite.
    fn op(&mut self, name: &str, operands: &[f32]) -> Option<()> {
        let finite = operands.iter().all(|operand| operand.is_finite());
        finite.then(|| self.ops.push(operator(name, operands.iter().map(|&v| real(v)).collect())))
    }
}

/// Glyphs that stand on one line.
struct Row {
    font: FontId,
    /// From a thousandth of an em to the drawing, at its first glyph.
    matrix: Transform,
    back: Transform,
    show: Show,
}

impl Row {
    /// How far along the row a glyph stands, in 1/1000 em; `None` if it stands beside it, or is turned.
    #[allow(clippy::cast_possible_truncation, reason = "`as` saturates; a row is no longer than its drawing")]
    fn place(&self, glyph: Transform) -> Option<i64> {
        const ALIKE: f32 = 0.001;
        let apart = |a: f32, b: f32| (a - b).abs() > ALIKE * self.matrix.sx.abs().max(self.matrix.kx.abs());
        let Transform { sx, ky, kx, sy, .. } = self.matrix;
        if apart(sx, glyph.sx) || apart(ky, glyph.ky) || apart(kx, glyph.kx) || apart(sy, glyph.sy) {
            return None;
        }
        let mut at = Point::from_xy(glyph.tx, glyph.ty);
        self.back.map_point(&mut at);
        (at.y.abs() < 0.5).then(|| at.x.round() as i64)
    }
}

/// Whether a group paints one fill or one stroke and no more.
fn paints_once(group: &Group) -> bool {
    let mut group = group;
    for _ in 0..MOST_DEPTH {
        match group.children() {
            [] => return true,
            [Node::Path(path)] => return path.fill().is_none() || path.stroke().is_none(),
            // Letters do not lie upon each other.
            [Node::Text(text)] => return spans(text).is_some_and(|spans| matches!(spans, [one] if undecorated(one))),
            [Node::Group(inner)] => group = inner,
            _ => return false,
        }
    }
    false
}

const fn undecorated(span: &Span) -> bool {
    span.underline.is_none() && span.overline.is_none() && span.line_through.is_none()
}

fn two_thirds(from: Point, to: Point) -> Point {
    Point::from_xy(from.x + (to.x - from.x) * 2.0 / 3.0, from.y + (to.y - from.y) * 2.0 / 3.0)
}

fn matrix(transform: Transform) -> [f32; 6] {
    let Transform { sx, ky, kx, sy, tx, ty } = transform;
    [sx, ky, kx, sy, tx, ty]
}

fn share(part: u8) -> f32 {
    (f32::from(part) / 255.0 * 1000.0).round() / 1000.0
}

/// The resource name of an opacity's graphics state.
fn state_name(opacity: u8) -> String {
    format!("G{opacity}")
}

/// To a hundred-thousandth where it matters; large numbers lose nothing they had.
fn real(value: f32) -> DictItem {
    DictItem::Real(if value.abs() < 10_000.0 { (value * 100_000.0).round() / 100_000.0 } else { value })
}

fn reals(values: &[f32]) -> DictItem {
    DictItem::Array(values.iter().map(|&v| DictItem::Real(v)).collect())
}

fn dict<'a>(entries: impl IntoIterator<Item = (&'a str, DictItem)>) -> DictItem {
    DictItem::Dict { map: entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect() }
}
