//! The printed design of an edition: what the manifest measures, and defaults that go with its trim.
//!
//! Text size follows the page's width, leading the size (9 : 7), margins the page, and the text block is
//! a whole number of lines deep. `classic` margins are the canon of nine parts (2 : 3 : 4 : 6 on a page of
//! 2 : 3); `trade` gives the spine what a perfect-bound book of 300 pages needs and a measure of
//! about 65 characters.

use std::collections::BTreeMap;

use super::desk::Desk;
use crate::book::{EpubDesign, Format};
use crate::design::{ChaptersStart, Design, Families, Fitting, Margins, PdfKind, RunningHeads};
use crate::diagnostic::Diagnostic;
use crate::length::{Length, Size};
use crate::manifest::{EditionKind, EditionSpec, MarginsSpec, Spanned};

/// A measure of 65 characters of Alegreya, in ems.
const MEASURE: f64 = 29.0;

/// What the desk's edition is written as.
pub(super) fn format(desk: &mut Desk<'_>) -> Format {
    match desk.spec.format {
        EditionKind::Epub => {
            let file = desk.spec.stylesheet.as_ref().and_then(|sheet| desk.sources.stylesheets.get(&sheet.span));
            Format::Epub(EpubDesign { stylesheet: file.map(|file| desk.files.get(*file).text.to_string()) })
        }
        EditionKind::Pdf => {
            let mut design = design(desk.spec, desk.manifest.index.columns, desk.manifest.style.missing_glyphs);
            design.fonts = families(desk.spec, &desk.sources.families, design.fonts);
            if let Some(fault) = fault(&design, desk) {
                desk.report(fault);
            }
            Format::Pdf(design)
        }
    }
}

/// The design of one printed edition, complete.
fn design(spec: &EditionSpec, index_columns: u8, missing_glyphs: crate::design::MissingGlyphs) -> Design {
    let standard = Design::default();
    let trim = spec.trim.as_ref().map_or(standard.trim, |trim| trim.size);
    let size = spec.size.unwrap_or_else(|| text_size(trim.width));
    let leading = spec.leading.unwrap_or_else(|| leading(size));
    let mut margins = margins(spec.margins.as_ref().map(|margins| margins.value), trim, size, &standard);
    whole_lines(&mut margins, trim, leading);
    let heads = standard.heads;
    Design {
        kind: spec.kind,
        trim,
        margins,
        bleed: spec.bleed.unwrap_or(standard.bleed),
        fonts: standard.fonts,
        size,
        leading,
        indent: leading,
        fitting: Fitting {
            protrusion: spec.protrusion.unwrap_or(true),
            expansion: spec.expansion.unwrap_or(true),
            letterspacing: spec.letterspacing.unwrap_or(true),
        },
        chapters_start: spec.chapters_start.unwrap_or(ChaptersStart::Page),
        heads: RunningHeads {
            verso: spec.running_heads.0.unwrap_or(heads.verso),
            recto: spec.running_heads.1.unwrap_or(heads.recto),
        },
        index_columns: index_columns.max(1),
        links: spec.links.unwrap_or(spec.kind == PdfKind::Reading),
        missing_glyphs,
    }
}

/// Text type for a page this wide: 9 pt for a mass-market paperback, 10.5 for 6 in, 11.5 for large pages.
fn text_size(width: Length) -> Length {
    let points = match width.to_pt() {
        ..330.0 => 9.0,
        330.0..365.0 => 9.5,
        365.0..425.0 => 10.0,
        425.0..480.0 => 10.5,
        480.0..540.0 => 11.0,
        _ => 11.5,
    };
    Length::pt(points)
}

/// Nine parts of lead to seven of type, to a quarter of a point.
fn leading(size: Length) -> Length {
    Length::pt((size.to_pt() * 9.0 / 7.0 * 4.0).round() / 4.0)
}

fn margins(spec: Option<MarginsSpec>, trim: Size, size: Length, standard: &Design) -> Margins {
    let across = |length: Length| trim.width.scale(length.to_pt() / standard.trim.width.to_pt());
    let down = |length: Length| trim.height.scale(length.to_pt() / standard.trim.height.to_pt());
    let usual = Margins {
        inner: across(standard.margins.inner),
        outer: across(standard.margins.outer),
        top: down(standard.margins.top),
        bottom: down(standard.margins.bottom),
    };
    match spec {
        None => usual,
        Some(MarginsSpec::Classic) => Margins {
            inner: trim.width / 9,
            outer: trim.width / 9 * 2,
            top: trim.height / 9,
            bottom: trim.height / 9 * 2,
        },
        Some(MarginsSpec::Trade) => {
            let (inner, outer, edge) = (Length::inches(0.75), Length::inches(0.5), Length::inches(0.75));
            let spare = (trim.width - inner - outer - size.scale(MEASURE)).max(Length::ZERO);
            Margins { inner: inner + spare / 2, outer: outer + (spare - spare / 2), top: edge, bottom: edge }
        }
        Some(MarginsSpec::Measured { inner, outer, top, bottom }) => Margins {
            inner: inner.unwrap_or(usual.inner),
            outer: outer.unwrap_or(usual.outer),
            top: top.unwrap_or(usual.top),
            bottom: bottom.unwrap_or(usual.bottom),
        },
    }
}

/// What is left of the last line goes to the foot.
fn whole_lines(margins: &mut Margins, trim: Size, leading: Length) {
    let depth = trim.height - margins.top - margins.bottom;
    let lines = depth.raw() / leading.raw().max(1);
    if lines > 0 {
        margins.bottom = trim.height - margins.top - leading * lines;
    }
}

/// Headings are of the text's family unless they are given their own.
/// A font named by its file is known by the family that was read from it.
fn families(spec: &EditionSpec, read: &BTreeMap<String, String>, standard: Families) -> Families {
    let name =
        |font: &Option<Spanned<String>>| font.as_ref().map(|font| read.get(&font.value).unwrap_or(&font.value).clone());
    let text = name(&spec.fonts.text);
    let heading = name(&spec.fonts.heading).or_else(|| text.clone());
    Families {
        text: text.unwrap_or(standard.text),
        heading: heading.unwrap_or(standard.heading),
        code: name(&spec.fonts.code).unwrap_or(standard.code),
    }
}

/// A page that cannot hold text is a slip in the manifest.
fn fault(design: &Design, desk: &Desk<'_>) -> Option<Diagnostic> {
    /// Units that a size or margins may be written in.
    const UNITS: [&str; 5] = ["mm", "in", "cm", "pt", "pc"];
    let spec = desk.spec;
    if design.holds_text() {
        return None;
    }
    let trim = spec.trim.as_ref().map(|trim| trim.name.span);
    let span = spec.margins.as_ref().map(|margins| margins.span).or(trim).unwrap_or(spec.name.span);
    // In the unit the editor thinks in.
    let written = desk.files.slice(span);
    let unit = UNITS.into_iter().find(|unit| written.contains(unit)).unwrap_or("mm");
    let (size, margins) = (design.trim, &design.margins);
    let across = format!("{} of {}", (margins.inner + margins.outer).written(unit), size.width.written(unit));
    let down = format!("{} of {}", (margins.top + margins.bottom).written(unit), size.height.written(unit));
    Some(
        Diagnostic::error("page-too-small", "these margins leave no room for the text")
            .at(span, format!("{across} across and {down} down"))
            .hint("give a larger trim or smaller margins: at least ten ems by eight lines"),
    )
}
