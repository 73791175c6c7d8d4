//! The paragraph engine as a whole: what its lines hold and how they stand.

use std::collections::BTreeMap;

use crate::book::{AnchorId, Image, ImageFormat};
use crate::design::{Design, Families, Fitting};
use crate::diagnostic::{Files, Span};
use crate::document::{Inline, Note, NoteId, Origin, Picture, Run, Style, Target, Voice};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::metadata::Language;
use crate::typeset::line::{Capitals, Family, Figures, Line, Paragraph, ParagraphStyle, TextAlignment, TextStyle};
use crate::typeset::page::{Destination, GlyphRun, Item};
use crate::typeset::setter::Setter;

pub(super) const TYPE: TextStyle = TextStyle {
    family: Family::Text,
    size: Length::from_raw(688_128),
    italic: false,
    bold: false,
    capitals: Capitals::Ordinary,
    figures: Figures::OldStyle,
    tracking: 0,
};

/// Our own, long enough to need hyphens: 152 words.
pub(super) const PROSE: &str = "Whoever gathers the writings of others into one book makes a promise to readers whom he will never \
    meet: that what he prints was indeed written, that it is printed as it was written, and that where he has shortened \
    or explained it he says so. The promise is older than printing. Compilers of florilegia in the monasteries marked \
    their excerpts with the names of authorities in the margin; the makers of commonplace books arranged them under \
    headings; schoolmasters turned both into anthologies. What distinguishes the conscientious compiler from the \
    careless one is seldom taste. It is bookkeeping: knowing, of every sentence, where it came from, when it was \
    retrieved, and by whose permission it appears. A headnote introduces, a footnote explains, an index retrieves; \
    none of them may quietly improve upon the text. Responsibility of this kind is unspectacular, repetitive, and \
    entirely characteristic of scholarship, which perhaps explains why machines should be entrusted with it.";

pub(super) fn justified(measure: f64) -> ParagraphStyle {
    ParagraphStyle {
        text: TYPE,
        measure: Length::pt(measure),
        left: Length::ZERO,
        right: Length::ZERO,
        first: Length::pt(13.5),
        first_lines: 1,
        alignment: TextAlignment::Justified,
        hyphenate: true,
        variants: false,
    }
}

/// The same, ragged, without an indent.
pub(super) fn ragged(measure: f64) -> ParagraphStyle {
    ParagraphStyle { alignment: TextAlignment::Start, first: Length::ZERO, ..justified(measure) }
}

pub(super) fn run(text: &str) -> Inline {
    Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })
}

pub(super) fn styled(style: Style, text: &str) -> Inline {
    Inline::Styled(style, vec![run(text)])
}

pub(super) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub(super) fn families() -> Families {
    Design::default().fonts
}

/// Sets a paragraph with a new setter of the bundled faces.
pub(super) fn set(inlines: &[Inline], tag: &str, style: &ParagraphStyle) -> Paragraph {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    Setter::new(&fonts, &families(), &[], &images).paragraph(inlines, &language(tag), style)
}

pub(super) fn line(inlines: &[Inline], tag: &str, style: &TextStyle) -> Line {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    Setter::new(&fonts, &families(), &[], &images).line(inlines, &language(tag), style)
}

pub(super) fn runs(line: &Line) -> Vec<(Length, &GlyphRun)> {
    let glyphs = line.items.iter().filter_map(|placed| match &placed.item {
        Item::Glyphs(run) => Some((placed.x, run)),
        _ => None,
    });
    glyphs.collect()
}

pub(super) fn text(line: &Line) -> String {
    runs(line).iter().map(|(_, run)| &*run.text).collect()
}

/// The lines' texts joined as a reader joins them: divided words whole again.
pub(super) fn joined(lines: &[Line]) -> String {
    let text: String = lines.iter().map(text).collect();
    text.replace('\u{ad}', "")
}

fn extent(run: &GlyphRun) -> Length {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// Where the ink of a line ends: the last run's end without the space that hangs over.
pub(super) fn right_edge(line: &Line) -> Length {
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

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn signs_hang_out_and_nothing_else_does() {
    let paragraph = set(&[run(PROSE)], "en", &justified(297.0));
    let lines = &paragraph.settings[0].lines;
    for line in &lines[1..lines.len() - 1] {
        let out = (right_edge(line) - Length::pt(297.0)).to_pt();
        let last = text(line).trim_end().chars().next_back().unwrap();
        match last {
            '.' | ',' => assert!((1.0..2.5).contains(&out), "{last} {out}"),
            'a' | 'e' | 's' => assert!(out.abs() < 0.01, "{last} {out}"),
            _ => assert!((-0.01..3.0).contains(&out), "{last} {out}"),
        }
    }
}

#[test]
fn variants_are_a_line_longer_and_shorter_and_say_the_same() {
    let style = ParagraphStyle { variants: true, ..justified(299.0) };
    let paragraph = set(&[run(PROSE)], "en", &style);
    let counts: Vec<usize> = paragraph.settings.iter().map(|setting| setting.lines.len()).collect();
    assert_eq!(counts, [15, 14, 16]);
    for setting in &paragraph.settings {
        assert_eq!(joined(&setting.lines), words(PROSE));
    }
}

#[test]
fn a_paragraph_may_be_as_long_as_a_book() {
    // Wider, all on one line, than a `Length` holds.
    let text = [PROSE; 70].join(" ");
    let paragraph = set(&[run(&text)], "en", &ParagraphStyle { variants: true, ..justified(297.0) });
    for setting in &paragraph.settings {
        assert_eq!(joined(&setting.lines), words(&text));
        assert!(setting.lines.iter().all(|line| line.width < Length::pt(297.01) && line.space < 1_600));
    }
    assert!((950..1050).contains(&paragraph.settings[0].lines.len()), "{}", paragraph.settings[0].lines.len());
}

/// Sets prose as many paragraphs, each of which begins elsewhere in it, on a measure of 65 characters: how the letters
/// are drawn and how wide the spaces are, in 1/1000, on all lines but the last ones; how many lines are hyphenated.
fn fitted(fitting: Fitting) -> (Vec<(u16, u16)>, usize) {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images).fitting(fitting);
    let words: Vec<&str> = PROSE.split_whitespace().collect();
    let (mut fits, mut hyphens) = (Vec::new(), 0);
    for first in 0..60 {
        let text: Vec<&str> = words.iter().cycle().skip(first * 2).take(words.len()).copied().collect();
        let paragraph = setter.paragraph(&[run(&text.join(" "))], &language("en"), &justified(304.5));
        let lines = &paragraph.settings[0].lines;
        fits.extend(lines[..lines.len() - 1].iter().map(|line| (runs(line)[0].1.stretch, line.space)));
        hyphens += lines.iter().filter(|line| line.hyphenated).count();
    }
    (fits, hyphens)
}

#[test]
#[allow(clippy::cast_precision_loss, reason = "some hundred lines")]
fn spaces_are_as_even_as_the_best_peers_have_them() {
    let (fits, hyphens) = fitted(Fitting::default());
    let mut spaces: Vec<f64> = fits.iter().map(|(_, space)| f64::from(*space) / 1000.0).collect();
    spaces.sort_by(f64::total_cmp);
    let count = spaces.len() as f64;
    let mean = spaces.iter().sum::<f64>() / count;
    let deviation = (spaces.iter().map(|space| (space - mean).powi(2)).sum::<f64>() / count).sqrt();
    assert!(spaces.len() > 500 && deviation / mean <= 0.14, "{deviation} of {mean}");
    assert!(spaces[spaces.len() * 95 / 100] <= 1.35, "{:?}", &spaces[spaces.len() * 95 / 100..]);
    assert!(spaces[spaces.len() - 1] <= 2.0, "{spaces:?}");
    assert!(spaces.iter().filter(|space| **space > 1.5).count() * 100 <= spaces.len(), "{spaces:?}");
    // Books have 80 at most; the words of this prose are half as long again as theirs.
    assert!(hyphens * 1000 <= spaces.len() * 130, "{hyphens} of {count}");
}

#[test]
fn letters_are_drawn_wider_before_spaces_are_and_spaced_before_those_are_gaps() {
    let (fits, _) = fitted(Fitting::default());
    for (stretch, space) in &fits {
        assert!((980..=1020).contains(stretch), "{stretch}");
        // Rounding leaves a line less than 1/1000 of its letters for its spaces.
        assert!((980..=1020).contains(space) || matches!(stretch, 980 | 1020), "{stretch} {space}");
    }
    assert!(fits.iter().any(|(stretch, _)| *stretch == 1020) && fits.iter().any(|(stretch, _)| *stretch < 1000));
    let (plain, _) = fitted(Fitting { expansion: false, ..Fitting::default() });
    assert!(plain.iter().all(|(stretch, _)| *stretch == 1000));
    let widest = |fits: &[(u16, u16)]| fits.iter().map(|(_, space)| *space).max();
    let (unspaced, _) = fitted(Fitting { letterspacing: false, ..Fitting::default() });
    assert!(widest(&fits) < widest(&unspaced), "{:?} {:?}", widest(&fits), widest(&unspaced));
    let loose = |fits: &[(u16, u16)]| fits.iter().filter(|(_, space)| *space > 1340).count();
    assert!(loose(&fits) * 4 < loose(&unspaced), "{} {}", loose(&fits), loose(&unspaced));
}

#[test]
fn nothing_hangs_out_where_the_design_forbids_it() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let fitting = Fitting { protrusion: false, ..Fitting::default() };
    let mut setter = Setter::new(&fonts, &families(), &[], &images).fitting(fitting);
    let paragraph = setter.paragraph(&[run(PROSE)], &language("en"), &justified(297.0));
    let lines = &paragraph.settings[0].lines;
    for line in &lines[..lines.len() - 1] {
        assert!((right_edge(line).to_pt() - 297.0).abs() < 0.01, "{}", text(line));
    }
    assert_eq!(runs(&lines[0])[0].0, Length::pt(13.5));
}

#[test]
fn the_work_of_ten_thousand_words_grows_with_their_number() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let weighed = |words: usize, between: &str| {
        let mut setter = Setter::new(&fonts, &families(), &[], &images);
        let text: Vec<&str> = PROSE.split_whitespace().cycle().take(words).collect();
        let style = ParagraphStyle { variants: true, ..justified(297.0) };
        let paragraph = setter.paragraph(&[run(&text.join(between))], &language("en"), &style);
        assert!(paragraph.settings[0].lines.iter().all(|line| line.width < Length::pt(297.01)));
        setter.breaker.weighed()
    };
    for between in [" ", "\u{a0}"] {
        let (half, all) = (weighed(5_000, between), weighed(10_000, between));
        assert!(all < half * 9 / 4 && all < 10_000 * 30, "{half}, then {all}");
    }
}

#[test]
fn a_space_of_code_among_words_is_as_wide_as_theirs() {
    let inlines = [run("One "), styled(Style::Code, "a b"), run(" two")];
    let line = line(&inlines, "en", &TYPE);
    let spaces: Vec<Length> = runs(&line)
        .iter()
        .flat_map(|(_, run)| run.glyphs.iter().filter(|glyph| run.text[usize::from(glyph.cluster)..].starts_with(' ')))
        .map(|glyph| glyph.advance)
        .collect();
    // The code is set nine tenths as large.
    assert_eq!(spaces.len(), 3);
    assert!((spaces[1].to_pt() - spaces[0].to_pt() * 0.9).abs() < 0.01, "{spaces:?}");
}

#[test]
fn alignments() {
    let edges = |alignment| {
        let style = ParagraphStyle { alignment, first: Length::ZERO, hyphenate: false, ..justified(110.0) };
        let paragraph = set(&[run("One two three four five six seven eight nine ten eleven twelve")], "en", &style);
        let lines = &paragraph.settings[0].lines;
        assert_eq!(lines.len(), 3);
        let edges = lines.iter().map(|line| (runs(line)[0].0.to_pt(), right_edge(line).to_pt()));
        edges.collect::<Vec<_>>()
    };
    for (left, right) in edges(TextAlignment::Start) {
        assert!(left == 0.0 && right < 109.9, "{left} {right}");
    }
    for (left, right) in edges(TextAlignment::End) {
        assert!((right - 110.0).abs() < 0.01 && left > 0.1, "{left} {right}");
    }
    for (left, right) in edges(TextAlignment::Centre) {
        assert!((left + right - 110.0).abs() < 0.01 && left > 0.1, "{left} {right}");
    }
}

#[test]
fn line_ends_are_kept_and_margins_heeded() {
    let style = ParagraphStyle { left: Length::pt(20.0), first: Length::pt(-10.0), ..justified(200.0) };
    let inlines = [run("A line "), Inline::LineBreak, Inline::LineBreak, run(" and another")];
    let paragraph = set(&inlines, "en", &style);
    let lines = &paragraph.settings[0].lines;
    assert_eq!(lines.iter().map(text).collect::<Vec<_>>(), ["A line", "", "and another"]);
    assert!((runs(&lines[0])[0].0.to_pt() - 10.0).abs() < 0.5);
    assert_eq!(runs(&lines[2])[0].0, Length::pt(20.0));
    assert_eq!(set(&[], "en", &style).settings[0].lines.len(), 1, "a paragraph is never without a line");
}

#[test]
fn notes_links_anchors_pictures_and_struck_words_have_their_places() {
    let note = Note {
        voice: Voice::Editor,
        mark: "12".to_owned(),
        language: None,
        signature: None,
        body: Vec::new(),
        span: Span::new(Files::default().add("n", ""), 0..0),
    };
    let span = note.span;
    let image = Image { bytes: std::sync::Arc::from([]), format: ImageFormat::Png, pixels: (400, 200) };
    let (fonts, images) = (FontLibrary::new(), BTreeMap::from([("p".to_owned(), image)]));
    let notes = [note];
    let mut setter = Setter::new(&fonts, &families(), &notes, &images);
    let target = Target::Url("https://example.org".to_owned());
    let inlines = [
        Inline::Anchor(AnchorId(7)),
        run("See "),
        Inline::Link { target, content: vec![run("this")], span: None },
        run("."),
        Inline::NoteCall(NoteId(0)),
        run(" "),
        styled(Style::Struck, "no"),
        run(" "),
        Inline::Picture(Picture { key: "p".to_owned(), alt: String::new(), span }),
    ];
    let line = setter.line(&inlines, &language("en"), &TYPE);
    let items: Vec<String> = line
        .items
        .iter()
        .map(|placed| match &placed.item {
            Item::Glyphs(run) => format!("{:?}", run.text),
            Item::Rule(_) => "rule".to_owned(),
            Item::Image(key, size) => format!("{key} {}×{}", size.width, size.height),
            Item::Anchor(anchor) => format!("@{} {}", anchor.0, placed.x),
            Item::Link(_, Destination::Url(url)) => url.clone(),
            Item::Link(..) => "link".to_owned(),
        })
        .collect();
    let expected = [
        "@7 0pt",
        "\"See \"",
        "https://example.org",
        "\"this\"",
        "\".12 \"",
        "\"no\"",
        "rule",
        "\" \"",
        "p 21pt×10.5pt",
    ];
    assert_eq!(items, expected);
    assert_eq!(line.notes, [NoteId(0)]);
    // However narrow the measure, the mark stays with its word and the call with its line.
    let paragraph = setter.paragraph(&inlines, &language("en"), &justified(30.0));
    let lines = &paragraph.settings[0].lines;
    let called: Vec<String> = lines.iter().filter(|line| !line.notes.is_empty()).map(text).collect();
    assert_eq!(called, ["this.12 "]);
}

#[test]
fn spaces_of_code_are_kept() {
    let code = TextStyle { family: Family::Code, ..TYPE };
    assert_eq!(text(&line(&[run("  if  x {")], "en", &code)), "  if  x {");
    assert_eq!(text(&line(&[run("  if  x {")], "en", &TYPE)), "if x {");
    let paragraph = set(&[run("a\n  b")], "en", &ParagraphStyle { text: code, ..justified(100.0) });
    assert_eq!(paragraph.settings[0].lines.iter().map(text).collect::<Vec<_>>(), ["a", "  b"]);
}

#[test]
fn what_was_set_before_makes_no_difference() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let style = ParagraphStyle { variants: true, ..justified(200.0) };
    setter.paragraph(&[run("Другой текст. עברית. "), run(PROSE)], &language("ru"), &style);
    let again = setter.paragraph(&[run(PROSE)], &language("en"), &style);
    assert_eq!(again, set(&[run(PROSE)], "en", &style));
}
