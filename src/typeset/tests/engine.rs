//! The paragraph engine as a whole: what its lines hold and how they stand.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::book::{AnchorId, Image, ImageFormat};
use crate::design::{Design, Families, Fitting};
use crate::diagnostic::{Files, Span};
use crate::document::{Inline, Note, NoteId, Origin, Picture, Run, Style, Target, Voice};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::metadata::Language;
use crate::typeset::line::{Capitals, Family, Figures, Line, Paragraph, ParagraphStyle, TextAlignment, TextStyle};
use crate::typeset::page::{Destination, GlyphRun, Item};
use crate::typeset::setter::{Setter, faces};

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
const PROSE: &str = "Whoever gathers the writings of others into one book makes a promise to readers whom he will never \
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
fn set(inlines: &[Inline], tag: &str, style: &ParagraphStyle) -> Paragraph {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    Setter::new(&fonts, &families(), &[], &images).paragraph(inlines, &language(tag), style)
}

fn line(inlines: &[Inline], tag: &str, style: &TextStyle) -> Line {
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
fn every_run_is_divided_by_its_own_language() {
    let foreign = Inline::Foreign(language("de"), vec![run("Wissenschaftsgeschichtsschreibung")]);
    let style = ParagraphStyle { first: Length::ZERO, ..justified(90.0) };
    let ends = |inlines: &[Inline]| -> Vec<String> {
        let paragraph = set(inlines, "en", &style);
        paragraph.settings[0].lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
    };
    let german = ends(&[run("The so-called "), foreign]);
    assert_eq!(german, ["The so-called Wis\u{ad}", "senschaftsgeschichts\u{ad}", "schreibung"]);
    assert_ne!(ends(&[run("The so-called Wissenschaftsgeschichtsschreibung")]), german);
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
fn words_are_divided_only_where_asked() {
    let hyphens = |style: &ParagraphStyle, tag: &str| {
        let paragraph = set(&[run(PROSE)], tag, style);
        paragraph.settings[0].lines.iter().filter(|line| line.hyphenated).map(text).collect::<Vec<_>>()
    };
    let narrow = justified(150.0);
    let divided = hyphens(&narrow, "en");
    assert!(divided.len() > 2 && divided.iter().all(|line| line.ends_with('\u{ad}')), "{divided:?}");
    assert_eq!(hyphens(&ParagraphStyle { hyphenate: false, ..narrow.clone() }, "en"), Vec::<String>::new());
    assert_eq!(hyphens(&narrow, "tlh"), Vec::<String>::new(), "a language without rules");
    // The glyph is the hyphen's own although the text has a soft one.
    let paragraph = set(&[run(PROSE)], "en", &narrow);
    let line = paragraph.settings[0].lines.iter().find(|line| line.hyphenated).unwrap();
    let hyphen = self::line(&[run("-")], "en", &TYPE);
    let glyph = |line: &Line| runs(line).last().unwrap().1.glyphs.last().unwrap().id;
    assert_eq!(glyph(line), glyph(&hyphen));
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
fn what_no_line_holds_is_divided_anywhere() {
    let long = "x".repeat(300);
    let paragraph = set(&[run("Before "), run(&long), run(" after")], "en", &justified(100.0));
    let lines = &paragraph.settings[0].lines;
    assert!(lines.len() > 10);
    assert!(lines.iter().all(|line| line.width <= Length::pt(100.01)), "{lines:?}");
    assert_eq!(joined(lines), format!("Before {long} after"));
}

#[test]
fn spaces_at_which_no_line_may_end_help_before_letters() {
    // No line begins with a bracket that closes, and none ends at the space of an abbreviation.
    for (words, expected) in [
        ("5MA0\u{fffd}m ]", ["5MA0\u{fffd}m", "]"]),
        ("Nr.\u{a0}anthology", ["Nr.", "anthology"]),
        ("Year 1,234,567", ["Year", "1,234,567"]),
    ] {
        let style = ParagraphStyle { alignment: TextAlignment::Start, ..justified(61.0) };
        let paragraph = set(&[run(words)], "tlh", &style);
        let lines = &paragraph.settings[0].lines;
        assert!(lines[0].width < Length::pt(47.5), "{lines:?}");
        assert_eq!(lines.iter().map(|line| text(line).trim_end().to_owned()).collect::<Vec<_>>(), expected);
    }
}

/// Where the lines of a word end, as a reader sees it.
fn ends(word: &str, tag: &str, measure: f64) -> Vec<String> {
    let style = ParagraphStyle { first: Length::ZERO, ..justified(measure) };
    let paragraph = set(&[run("Vor "), run(word)], tag, &style);
    paragraph.settings[0].lines.iter().map(text).collect()
}

#[test]
fn the_longest_words_are_divided_as_their_language_has_it() {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandssitzung";
    let lines = ends(&format!("{word}{}", word.to_lowercase()), "de", 120.0);
    assert!(lines.len() > 6, "{lines:?}");
    for line in &lines[..lines.len() - 1] {
        assert!(line.ends_with('\u{ad}'), "{lines:?}");
    }
    assert_eq!(lines.concat().replace('\u{ad}', ""), format!("Vor {word}{}", word.to_lowercase()));
    // Where a syllable is too wide for a line, only that is divided anywhere.
    let lines = ends("schrumpfschlauch", "de", 24.0);
    assert_eq!(lines.concat().replace('\u{ad}', ""), "Vor schrumpfschlauch");
    assert!(lines.iter().any(|line| line.ends_with('\u{ad}')), "{lines:?}");
}

#[test]
fn a_number_is_divided_only_if_no_line_holds_it() {
    let lines = ends("siebenhundertzehntausend1234567", "tlh", 60.0);
    assert!(lines.last().unwrap().contains("1234567"), "{lines:?}");
    let long = "1234567890".repeat(9);
    let lines = ends(&long, "en", 100.0);
    assert_eq!(lines.concat(), format!("Vor {long}"));
}

#[test]
fn the_work_of_a_long_word_grows_with_its_length() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let work = |count: usize| {
        let word = "donaudampfschiff".repeat(count);
        let mut setter = Setter::new(&fonts, &families(), &[], &images);
        let style = ParagraphStyle { first: Length::ZERO, ..justified(120.0) };
        let paragraph = setter.paragraph(&[run("Vor "), run(&word)], &language("de"), &style);
        assert_eq!(joined(&paragraph.settings[0].lines), format!("Vor {word}"));
        // Bytes that were shaped, and beginnings of lines that were weighed.
        (setter.shapes.shaped_bytes, setter.breaker.weighed())
    };
    let (small, large) = (work(100), work(800));
    assert!(small.0 > 1_000 && small.1 > 60, "{small:?}");
    assert!(large.0 < small.0 * 9 && large.1 < small.1 * 9, "{small:?}, then {large:?}");
}

#[test]
fn right_to_left_lines_run_leftwards_and_words_of_others_forwards() {
    let line = line(&[run("שלום Book עולם")], "he", &TYPE);
    let parts: Vec<(&str, Length)> = runs(&line).iter().map(|(x, run)| (&*run.text, *x)).collect();
    // In reading order; the first stands rightmost.
    assert_eq!(parts.iter().map(|(text, _)| *text).collect::<Vec<_>>(), ["שלום ", "Book", " ", "עולם"]);
    assert!(parts.is_sorted_by_key(|(_, x)| -*x), "{parts:?}");
    // Glyphs stand from left to right: the last letter first.
    let clusters: Vec<u16> = runs(&line)[0].1.glyphs.iter().map(|glyph| glyph.cluster).collect();
    assert_eq!(clusters, [8, 6, 4, 2, 0]);
    let style = ParagraphStyle { alignment: TextAlignment::Start, ..justified(100.0) };
    let paragraph = set(&[run("שלום עולם")], "he", &style);
    assert!((right_edge(&paragraph.settings[0].lines[0]).to_pt() - 86.5).abs() < 0.01, "indented at the right");
}

#[test]
fn arabic_letters_join_and_come_from_another_face() {
    let joined = line(&[run("سلام")], "ar", &TYPE);
    let apart = line(&[run("س ل ا م")], "ar", &TYPE);
    let first = |line: &Line| runs(line)[0].1.glyphs.last().unwrap().id;
    assert_ne!(first(&joined), first(&apart));
    let fonts = FontLibrary::new();
    let images = BTreeMap::new();
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let mixed = setter.line(&[run("Salam سلام.")], &language("en"), &TYPE);
    let names: Vec<String> =
        runs(&mixed).iter().map(|(_, run)| faces(&fonts)[usize::from(run.face.0)].name.clone()).collect();
    assert_eq!(names, ["Alegreya-Regular", "NotoNaskhArabic-Regular", "Alegreya-Regular"]);
    assert_eq!(setter.missing(), []);
}

#[test]
fn small_capitals_and_figures_are_the_faces_own() {
    let ids = |style: &TextStyle, text: &str| -> Vec<u16> {
        runs(&line(&[run(text)], "en", style)).iter().flat_map(|(_, run)| &run.glyphs).map(|glyph| glyph.id).collect()
    };
    let small = TextStyle { capitals: Capitals::Small, ..TYPE };
    let all = TextStyle { capitals: Capitals::AllSmall, ..TYPE };
    assert_ne!(ids(&TYPE, "abc"), ids(&small, "abc"));
    assert_eq!(ids(&TYPE, "ABC"), ids(&small, "ABC"));
    assert_eq!(ids(&all, "ABC"), ids(&small, "abc"));
    let tabular = TextStyle { figures: Figures::LiningTabular, ..TYPE };
    assert_ne!(ids(&TYPE, "1917"), ids(&tabular, "1917"));
    let width = |text: &str| line(&[run(text)], "en", &tabular).width;
    assert_eq!(width("1111"), width("8888"));
    let tracked = TextStyle { tracking: 50, ..TYPE };
    let wider = line(&[run("HEAD")], "en", &tracked).width - line(&[run("HEAD")], "en", &TYPE).width;
    assert!((wider.to_pt() - 4.0 * 0.525).abs() < 0.01, "{wider}");
}

#[test]
fn raised_letters_are_the_faces_own_or_made() {
    let inlines = |text: &str| [run("x"), styled(Style::Superscript, text)];
    let raised = |text: &str| {
        let line = line(&inlines(text), "en", &TYPE);
        let last = line.items.last().unwrap().clone();
        let Item::Glyphs(run) = last.item else { panic!("no glyphs") };
        (last.y < Length::ZERO, run.size < TYPE.size)
    };
    assert_eq!(raised("12"), (false, false), "superior figures");
    assert_eq!(raised("ж"), (true, true), "made");
    assert_eq!(raised("†"), (false, false), "a sign of reference");
    assert_eq!(raised("*"), (false, false), "high as it is");
}

#[test]
fn styles_choose_faces_and_neighbours_share_a_run() {
    let fonts = FontLibrary::new();
    let images = BTreeMap::new();
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let inner = Inline::Styled(Style::Emphasis, vec![run("two "), styled(Style::Emphasis, "three")]);
    let inlines =
        [run("One one "), inner, run(" "), styled(Style::Strong, "four"), run(" "), styled(Style::Code, "five")];
    let line = setter.line(&inlines, &language("en"), &TYPE);
    let named: Vec<(String, String)> = runs(&line)
        .iter()
        .map(|(_, run)| (faces(&fonts)[usize::from(run.face.0)].name.clone(), run.text.to_string()))
        .collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(face, text)| (face.as_str(), text.as_str())).collect();
    let expected = [
        ("Alegreya-Regular", "One one "),
        ("Alegreya-Italic", "two "),
        ("Alegreya-Regular", "three "),
        ("Alegreya-Bold", "four"),
        ("Alegreya-Regular", " "),
        ("FiraMono-Regular", "five"),
    ];
    assert_eq!(named, expected);
}

#[test]
fn characters_that_faces_lack_are_made_or_reported() {
    let mut files = Files::default();
    let source = "Plain \u{2011}\u{202f}\u{2060}\u{200b}then \u{f8ff}\u{10fffd}.";
    let file = files.add("a.md", source);
    let origin = Origin::Source(Span::new(file, 0..source.len()));
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let inlines = [Inline::Text(Run { text: source.to_owned(), origin })];
    for _ in 0..2 {
        setter.line(&inlines, &language("en"), &TYPE);
    }
    let at = source.find('\u{10fffd}').unwrap();
    let found = setter.missing().last().unwrap();
    assert_eq!((found.character, found.origin), ('\u{10fffd}', Origin::Source(Span::new(file, at..at + 4))));
    assert!(setter.missing().iter().all(|missing| matches!(missing.character, '\u{f8ff}' | '\u{10fffd}')));
}

#[test]
fn a_face_of_the_machine_that_stands_in_is_named_once() {
    let fonts = FontLibrary::with_installed("Noto Serif Hebrew");
    let images = BTreeMap::new();
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let file = Files::default().add("a.md", "עולם, then שלום");
    let at = |start: usize, text: &str| {
        let origin = Origin::Source(Span::new(file, start..start + text.len()));
        Inline::Text(Run { text: text.to_owned(), origin })
    };
    // Whatever is set first: the first place counts.
    for words in [at(15, "שלום"), at(0, "עולם"), at(8, "then")] {
        setter.line(&[words], &language("en"), &TYPE);
    }
    let found: Vec<(String, char, Origin)> = setter
        .borrowed()
        .iter()
        .map(|(face, first)| (fonts.face(*face).unwrap().name.clone(), first.character, first.origin))
        .collect();
    let origin = Origin::Source(Span::new(file, 0..2));
    assert_eq!(found, [("NotoSerifHebrew-Regular".to_owned(), 'ע', origin)]);
    assert_eq!(setter.missing(), []);
    let bundled = FontLibrary::new();
    let mut setter = Setter::new(&bundled, &families(), &[], &images);
    setter.line(&[at(0, "עולם")], &language("en"), &TYPE);
    assert!(setter.borrowed().is_empty(), "the program's own faces are everywhere");
}

#[test]
fn no_ligature_bridges_the_seam_of_a_german_word() {
    // Alegreya joins f and i only; Fira Sans joins f to l and to another f.
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let families = Families { text: "Fira Sans".to_owned(), ..families() };
    let mut setter = Setter::new(&fonts, &families, &[], &images);
    let mut glyphs = |word: &str, tag: &str| runs(&setter.line(&[run(word)], &language(tag), &TYPE))[0].1.glyphs.len();
    assert_eq!((glyphs("Auflage", "de"), glyphs("Auflage", "en")), (7, 6));
    assert_eq!((glyphs("auffallen", "de"), glyphs("auffallen", "en")), (9, 8));
    assert_eq!((glyphs("finden", "de"), glyphs("hoffen", "de")), (5, 5));
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

/// Words of several scripts, lengths and shapes.
fn some_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,14}",
        2 => "[A-Z][a-z]{2,9}[,.;:!?]",
        1 => "[а-я]{2,12}",
        1 => "[א-ת]{2,8}",
        1 => "“[a-z]{1,8}”|\\([a-z]{2,6}\\)|[0-9]{1,4}–[0-9]{1,4}|[a-z]{3,7}-[a-z]{3,7}|[a-z]{2,6}—[a-z]{2,6}",
        1 => "https://[a-z]{3,9}\\.org/[a-z]{3,12}/[a-z]{3,30}|[x-z]{60,90}",
        1 => "\\PC{1,6}",
    ];
    proptest::collection::vec(word, 1..120).prop_map(|words| words.join(" "))
}

/// What stands between words and is no letter: characters that steer line ends, line ends, a picture, a note's call.
fn some_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let span = Span::new(Files::default().add("n", ""), 0..0);
    let picture = Inline::Picture(Picture { key: "p".to_owned(), alt: String::new(), span });
    let sign = prop::sample::select(vec!['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}', '\u{2028}']);
    let inline = prop_oneof![
        4 => sign.prop_map(|sign| run(&sign.to_string())),
        3 => Just(run(" ")),
        3 => "[a-zа-я]{1,5}".prop_map(|word| run(&word)),
        2 => Just(Inline::LineBreak),
        1 => Just(picture),
        1 => Just(Inline::NoteCall(NoteId(0))),
        1 => Just(Inline::Anchor(AnchorId(3))),
    ];
    proptest::collection::vec(inline, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn signs_at_line_ends_and_pictures_lose_no_letter(inlines in some_inlines(), measure in 10..120_i32, rtl: bool) {
        let image = Image { bytes: std::sync::Arc::from([]), format: ImageFormat::Png, pixels: (40, 20) };
        let (fonts, images) = (FontLibrary::new(), BTreeMap::from([("p".to_owned(), image)]));
        let mut setter = Setter::new(&fonts, &families(), &[], &images);
        let tag = language(if rtl { "he" } else { "en" });
        let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        let words = letters(&crate::document::plain_text(&inlines));
        let paragraph = setter.paragraph(&inlines, &tag, &justified(f64::from(measure)));
        let set: String = paragraph.settings[0].lines.iter().map(text).collect();
        prop_assert_eq!(letters(&set), words.clone());
        prop_assert_eq!(letters(&text(&setter.line(&inlines, &tag, &TYPE))), words);
    }

    #[test]
    fn lines_fit_and_lose_nothing(words in some_text(), measure in 60..400_i32, rtl: bool, alignment in 0..4_usize) {
        fits(&words, measure, rtl, alignment)?;
    }
}

/// Every line is within its measure, and no letter is lost.
fn fits(words: &str, measure: i32, rtl: bool, alignment: usize) -> Result<(), TestCaseError> {
    let alignment =
        [TextAlignment::Justified, TextAlignment::Start, TextAlignment::Centre, TextAlignment::End][alignment];
    let style = ParagraphStyle { alignment, variants: true, ..justified(f64::from(measure)) };
    let paragraph = set(&[run(words)], if rtl { "he" } else { "en" }, &style);
    let plain = |text: &str| -> String {
        let printed = |c: &char| {
            !c.is_whitespace()
                && !crate::typeset::collect::is_steering(*c)
                && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
        };
        text.chars().filter(printed).collect()
    };
    for setting in &paragraph.settings {
        let text: String = setting.lines.iter().map(text).collect();
        prop_assert_eq!(plain(&text), plain(words));
        for (at, line) in setting.lines.iter().enumerate() {
            let width = Length::pt(f64::from(measure) - if at == 0 { 13.5 } else { 0.0 });
            prop_assert!((line.width - width).raw() < 655, "{} on {width}", line.width);
            for (_, run) in runs(line) {
                for glyph in &run.glyphs {
                    prop_assert!(run.text.is_char_boundary(usize::from(glyph.cluster)));
                    prop_assert!((usize::from(glyph.cluster)) < run.text.len());
                }
            }
        }
    }
    Ok(())
}

#[test]
fn lines_fit_that_did_not_once() {
    // A line may not end at the space before the bracket.
    fits("5MA0\u{fffd}m ]", 61, false, 1).unwrap();
    // A word of no language among words of two directions.
    let long = "xyyxxyyyyxzzyyyyzzzzxxxxxzxzzyyxzyyyxxyyxyzxyyzxzzzxzzxxyyyzzxxzyyzyxyxzzyyxxz";
    let words = format!("maaaaaaaaa aaaaaaaaa אא ntemz-mjcl ףסצ muby {long}");
    fits(&words, 186, true, 0).unwrap();
}
