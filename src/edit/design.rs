//! The printed design of an edition: what the manifest measures, and defaults that go with its trim.
//!
//! Text size follows the page's width, leading the size (9 : 7), margins the page, and the text block is
//! a whole number of lines deep. `classic` margins are the canon of nine parts (2 : 3 : 4 : 6 on a page of
//! 2 : 3); `trade` gives the spine what a perfect-bound book needs, first of 300 pages, then of as many as it has, and
//! a measure of about 65 characters.

use std::collections::BTreeMap;

use super::desk::Desk;
use crate::book::{EpubDesign, EpubFonts, Format};
use crate::design::{Condition, Design, Families, Fitting, Gutter, Margins, PdfKind, Press, RunningHeads, Sizes};
use crate::diagnostic::Diagnostic;
use crate::length::{Length, Size};
use crate::manifest::{EditionKind, EditionSpec, MarginsSpec, SizesSpec, Spanned};

/// The pages of a book that is not set yet: its margins follow the number it comes to.
const PAGES: usize = 300;

/// What the desk's edition is written as.
pub(super) fn format(desk: &mut Desk<'_>) -> Format {
    match desk.spec.format {
        EditionKind::Epub => {
            let file = desk.spec.stylesheet.as_ref().and_then(|sheet| desk.sources.stylesheets.get(&sheet.span));
            Format::Epub(EpubDesign {
                stylesheet: file.map(|file| desk.files.get(*file).text.to_string()),
                fonts: asked(desk.spec, &desk.sources.families),
            })
        }
        EditionKind::Pdf => {
            let mut design = design(desk.spec, desk.manifest.index.columns, desk.manifest.style.missing_glyphs);
            design.fonts = families(desk.spec, &desk.sources.families, design.fonts);
            design.press = press(desk).map(Box::new);
            if let Some(fault) = fault(&design, desk) {
                desk.report(fault);
            }
            Format::Pdf(design)
        }
    }
}

/// The design of one printed edition, complete.
fn design(spec: &EditionSpec, index_columns: u8, missing_glyphs: crate::design::MissingGlyphs) -> Design {
    let standard = Design::named(spec.design);
    let trim = spec.trim.as_ref().map_or(standard.trim, |trim| trim.size);
    let size = spec.size.unwrap_or_else(|| text_size(trim.width, &standard));
    let leading = spec.leading.unwrap_or_else(|| leading(size, &standard));
    let own = (standard.gutter == Gutter::ByPages).then_some(MarginsSpec::Trade);
    let given = spec.margins.as_ref().map(|margins| margins.value).or(own);
    let mut margins = margins(given, trim, size, &standard);
    // What a printer wants is nothing to those who read on a screen.
    let printer = spec.press.printer.filter(|_| spec.kind == PdfKind::Press);
    if let (Some(MarginsSpec::Trade), Some(printer)) = (given, printer) {
        // Head and folio stand two lines outside the text, and they too must keep away from the edge.
        let limits = printer.limits();
        let edge = if spec.bleed.is_some() { limits.edge_with_bleed } else { limits.edge };
        margins.outer = margins.outer.max(edge + size / 3);
        margins.top = margins.top.max(edge + leading * 9 / 4);
        margins.bottom = margins.bottom.max(edge + leading * 9 / 4);
    }
    whole_lines(&mut margins, trim, leading);
    let gutter = if given == Some(MarginsSpec::Trade) { Gutter::ByPages } else { Gutter::Fixed };
    Design {
        kind: spec.kind,
        press: None,
        trim,
        margins,
        gutter,
        bleed: spec.bleed.unwrap_or(standard.bleed),
        size,
        leading,
        indent: spec.indent.unwrap_or(leading),
        sizes: sizes(spec.sizes, (size, leading), &standard),
        titles: spec.titles.unwrap_or(standard.titles),
        sink: spec.sink.unwrap_or(standard.sink),
        opening: spec.opening.unwrap_or(standard.opening),
        fitting: Fitting {
            protrusion: spec.protrusion.unwrap_or(standard.fitting.protrusion),
            expansion: spec.expansion.unwrap_or(standard.fitting.expansion),
            letterspacing: spec.letterspacing.unwrap_or(standard.fitting.letterspacing),
        },
        chapters_start: spec.chapters_start.unwrap_or(standard.chapters_start),
        heads: RunningHeads {
            verso: spec.running_heads.0.unwrap_or(standard.heads.verso),
            recto: spec.running_heads.1.unwrap_or(standard.heads.recto),
        },
        head_letters: spec.head_letters.unwrap_or(standard.head_letters),
        folios: spec.folios.unwrap_or(standard.folios),
        index_columns: index_columns.max(1),
        links: spec.kind == PdfKind::Reading && spec.links.unwrap_or(true),
        missing_glyphs,
        fonts: standard.fonts,
    }
}

/// How the edition is printed, if it is for the press.
fn press(desk: &Desk<'_>) -> Option<Press> {
    let said = &desk.spec.press;
    let profile = said.profile.as_ref().and_then(|file| desk.sources.profiles.get(&file.value));
    (desk.spec.kind == PdfKind::Press).then(|| Press {
        standard: said.standard,
        printer: said.printer,
        condition: Condition {
            name: said.condition.as_ref().map(|name| name.value.clone()),
            profile: profile.cloned(),
        },
        marks: said.marks,
        leaf: said.leaf,
    })
}

/// What is not given goes with the text, titles in the proportions of the design.
fn sizes(spec: SizesSpec, (size, leading): (Length, Length), standard: &Design) -> Sizes {
    let usual = Sizes::of(size, leading);
    let title = |title: Length| {
        let points = title.to_pt() * size.to_pt() / standard.size.to_pt();
        Length::pt((points * 10.0).round() / 10.0)
    };
    Sizes {
        notes: spec.notes.unwrap_or(usual.notes),
        notes_leading: spec.notes_leading.unwrap_or(usual.notes_leading),
        index: spec.index.unwrap_or(usual.index),
        index_leading: spec.index_leading.unwrap_or(usual.index_leading),
        headnotes: spec.headnotes.unwrap_or(usual.headnotes),
        quotations: spec.quotations.unwrap_or(usual.quotations),
        code: spec.code.unwrap_or(usual.code),
        part: spec.part.unwrap_or_else(|| title(standard.sizes.part)),
        chapter: spec.chapter.unwrap_or_else(|| title(standard.sizes.chapter)),
        document: spec.document.unwrap_or_else(|| title(standard.sizes.document)),
    }
}

/// Text type for a page this wide: 9 pt for a mass-market paperback, 10.5 for 6 in, 11.5 for large pages; in proportion
/// where a design has another size on 6 in.
fn text_size(width: Length, standard: &Design) -> Length {
    let points = match width.to_pt() {
        ..330.0 => 9.0,
        330.0..365.0 => 9.5,
        365.0..425.0 => 10.0,
        425.0..480.0 => 10.5,
        480.0..540.0 => 11.0,
        _ => 11.5,
    };
    quarters(points * standard.size.to_pt() / 10.5)
}

/// As many parts of lead to one of type as the design has (in the classic one 9 : 7).
fn leading(size: Length, standard: &Design) -> Length {
    quarters(size.to_pt() * standard.leading.to_pt() / standard.size.to_pt())
}

/// To a quarter of a point.
fn quarters(points: f64) -> Length {
    Length::pt((points * 4.0).round() / 4.0)
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
        Some(MarginsSpec::Trade) => Margins::trade(trim, size, PAGES),
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
fn families(spec: &EditionSpec, read: &BTreeMap<String, String>, standard: Families) -> Families {
    let EpubFonts { text, heading, code } = asked(spec, read);
    let heading = heading.or_else(|| text.clone());
    Families {
        text: text.unwrap_or(standard.text),
        heading: heading.unwrap_or(standard.heading),
        code: code.unwrap_or(standard.code),
    }
}

/// The families that an edition names. A font named by its file is known by the family that was `read` from it.
fn asked(spec: &EditionSpec, read: &BTreeMap<String, String>) -> EpubFonts {
    let name =
        |font: &Option<Spanned<String>>| font.as_ref().map(|font| read.get(&font.value).unwrap_or(&font.value).clone());
    EpubFonts { text: name(&spec.fonts.text), heading: name(&spec.fonts.heading), code: name(&spec.fonts.code) }
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
