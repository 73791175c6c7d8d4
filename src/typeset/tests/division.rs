//! Where words end lines: divided by the rules of their language, or where no line can hold them.

use std::collections::BTreeMap;

use super::engine::{PROSE, TYPE, families, joined, justified, language, line, run, runs, set, text};
use crate::document::Inline;
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::typeset::line::{Line, ParagraphStyle, TextAlignment};
use crate::typeset::setter::Setter;

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

/// The lines of a paragraph on a full measure, as a reader sees them, and their widest word space in 1/1000.
fn loosest(words: &str) -> (Vec<String>, u16) {
    let paragraph = set(&[run(words)], "en", &justified(304.5));
    let lines = &paragraph.settings[0].lines;
    let spaces = lines[..lines.len() - 1].iter().map(|line| line.space);
    (lines.iter().map(|line| text(line).trim_end().to_owned()).collect(), spaces.max().unwrap_or(0))
}

#[test]
fn what_is_better_left_whole_is_divided_rather_than_that_a_line_has_holes() {
    for (word, end) in [
        ("responsibility-conscientiousness", "\u{ad}"),
        ("$114,502,250,117,667.34", ","),
        ("CHARACTERISATION-NEVERTHELESS", "\u{ad}"),
    ] {
        let (lines, space) =
            loosest(&format!("Of this great sum the larger part was in truth received from {word} of the year."));
        assert!(lines[0].trim_end_matches('\u{ad}').ends_with(end.trim_end_matches('\u{ad}')), "{lines:?}");
        assert!(lines[0].ends_with('\u{ad}') && space < 1_500, "{lines:?} {space}");
    }
    // Nothing divides an abbreviation, nor an address.
    for word in ["UNESCOUNICEF12", "someone.else@long-winded.example"] {
        let (lines, _) =
            loosest(&format!("Of this great sum the larger part was in truth received from {word} of the year."));
        assert!(lines[1].starts_with(word), "{lines:?}");
    }
    // And where spaces give way, what is better left whole is.
    let (lines, _) = loosest("Of this sum the larger part was received from well-considered customs of the year.");
    assert!(lines.iter().all(|line| !line.ends_with('\u{ad}')), "{lines:?}");
}

#[test]
fn no_more_than_two_lines_in_succession_end_in_hyphens() {
    for first in 0..40 {
        let words: Vec<&str> = PROSE.split_whitespace().cycle().skip(first * 3).take(120).collect();
        for measure in [180.0, 240.0, 304.5] {
            let paragraph = set(&[run(&words.join(" "))], "en", &justified(measure));
            let lines = &paragraph.settings[0].lines;
            let hyphens: Vec<bool> = lines.iter().map(|line| line.hyphenated).collect();
            assert!(!hyphens.windows(3).any(|three| three == [true; 3]), "{measure} from {first}: {hyphens:?}");
        }
    }
}
