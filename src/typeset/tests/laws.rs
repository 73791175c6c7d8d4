//! Laws of the engine, on random words.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cases;
use super::engine::{TYPE, families, justified, language, run, runs, set, text};
use crate::book::{AnchorId, Image, ImageFormat};
use crate::diagnostic::{Files, Span};
use crate::document::{Inline, NoteId, Picture};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::typeset::line::{ParagraphStyle, TextAlignment};
use crate::typeset::setter::Setter;

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
    #![proptest_config(cases(48))]

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
