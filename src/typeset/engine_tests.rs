//! The paragraph engine as a whole: what its lines hold and how they stand.

use std::collections::BTreeMap;

use super::line::{Capitals, Family, Figures, Line, Paragraph, ParagraphStyle, TextAlignment, TextStyle};
use super::page::{GlyphRun, Item};
use super::setter::Setter;
use crate::design::{Design, Families};
use crate::document::{Inline, Origin, Run, Style};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::metadata::Language;

const TYPE: TextStyle = TextStyle {
    family: Family::Text,
    size: Length::from_raw(688_128),
    italic: false,
    bold: false,
    capitals: Capitals::Ordinary,
    figures: Figures::OldStyle,
    tracking: 0,
};

/// Our own, long enough to need hyphens: 152 words.
const PROSE: &str = "Whoever gathers the writings of others into one book makes a promise to readers whom he will never \
    meet: that what he prints was indeed written, that it is printed as it was written, and that where he has shortened \
    or explained it he says so. The promise is older than printing. Compilers of florilegia in the monasteries marked \
    their excerpts with the names of authorities in the margin; the makers of commonplace books arranged them under \
    headings; schoolmasters turned both into anthologies. What distinguishes the conscientious compiler from the \
    careless one is seldom taste. It is bookkeeping: knowing, of every sentence, where it came from, when it was \
    retrieved, and by whose permission it appears. A headnote introduces, a footnote explains, an index retrieves; \
    none of them may quietly improve upon the text. Responsibility of this kind is unspectacular, repetitive, and \
    entirely characteristic of scholarship, which perhaps explains why machines should be entrusted with it.";

fn justified(measure: f64) -> ParagraphStyle {
    ParagraphStyle {
        text: TYPE,
        measure: Length::pt(measure),
        left: Length::ZERO,
        right: Length::ZERO,
        first: Length::pt(13.5),
        alignment: TextAlignment::Justified,
        hyphenate: true,
        variants: false,
    }
}

fn run(text: &str) -> Inline {
    Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })
}

fn styled(style: Style, text: &str) -> Inline {
    Inline::Styled(style, vec![run(text)])
}

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn families() -> Families {
    Design::default().fonts
}

/// Sets a paragraph with a new setter of the bundled faces.
fn set(inlines: &[Inline], tag: &str, style: &ParagraphStyle) -> Paragraph {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    Setter::new(&fonts, &families(), &[], &images).paragraph(inlines, &language(tag), style)
}

fn line(inlines: &[Inline], tag: &str, style: &TextStyle) -> Line {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    Setter::new(&fonts, &families(), &[], &images).line(inlines, &language(tag), style)
}

fn runs(line: &Line) -> Vec<(Length, &GlyphRun)> {
    let glyphs = line.items.iter().filter_map(|placed| match &placed.item {
        Item::Glyphs(run) => Some((placed.x, run)),
        _ => None,
    });
    glyphs.collect()
}

fn text(line: &Line) -> String {
    runs(line).iter().map(|(_, run)| &*run.text).collect()
}

/// The lines' texts joined as a reader joins them: divided words whole again.
fn joined(lines: &[Line]) -> String {
    let text: String = lines.iter().map(text).collect();
    text.replace('\u{ad}', "")
}

fn extent(run: &GlyphRun) -> Length {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// Where the ink of a line ends: the last run's end without the space that hangs over.
fn right_edge(line: &Line) -> Length {
    let ends = runs(line).into_iter().map(|(x, run)| {
        let space = run.text.ends_with(' ').then(|| run.glyphs.last().map_or(Length::ZERO, |glyph| glyph.advance));
        x + extent(run) - space.unwrap_or(Length::ZERO)
    });
    ends.max().unwrap_or(Length::ZERO)
}

#[test]
fn a_paragraph_is_justified() {
    let paragraph = set(&[run(PROSE)], "en", &justified(297.0));
    let lines = &paragraph.settings[0].lines;
    assert_eq!(lines.len(), 15);
    assert_eq!(joined(lines), PROSE.split_whitespace().collect::<Vec<_>>().join(" "));
    // The W hangs a little out of the indent.
    assert!((Length::pt(12.9)..Length::pt(13.5)).contains(&runs(&lines[0])[0].0));
    for line in &lines[1..lines.len() - 1] {
        assert!((line.width - Length::pt(297.0)).raw().abs() < 655, "{}", line.width);
        assert!((600..1550).contains(&line.space), "{}", line.space);
    }
}
