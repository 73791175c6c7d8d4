//! Other scripts than Latin: what comes from which face, in which order it stands, and where its lines end.

use std::collections::BTreeMap;

use super::engine::{TYPE, families, justified, language, line, right_edge, run, runs, set, text};
use crate::document::Inline;
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::typeset::line::{Line, ParagraphStyle, TextAlignment};
use crate::typeset::page::GlyphRun;
use crate::typeset::setter::{Setter, faces};

/// Sets words on one line; gives what is seen from left to right, brackets as they look.
fn seen(inlines: &[Inline], tag: &str) -> String {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let line = setter.line(inlines, &language(tag), &TYPE);
    visual(&line, &mut setter)
}

fn visual(line: &Line, setter: &mut Setter<'_>) -> String {
    let mut runs: Vec<(Length, &GlyphRun)> = runs(line);
    runs.sort_by_key(|(x, _)| *x);
    let mut out = String::new();
    for (_, run) in runs {
        for glyph in &run.glyphs {
            let c = run.text[usize::from(glyph.cluster)..].chars().next().unwrap();
            // A bracket is what is drawn, not what was written.
            let tools = setter.shapes.tools(crate::fonts::FaceIndex(run.face.0)).unwrap();
            let is = |c: &char| tools.charmap.map(*c).is_some_and(|id| id.to_u32() == u32::from(glyph.id));
            out.push(['(', ')', '[', ']', '«', '»'].into_iter().find(is).unwrap_or(c));
        }
    }
    out
}

fn foreign(tag: &str, text: &str) -> Inline {
    Inline::Foreign(language(tag), vec![run(text)])
}

#[test]
fn latin_cyrillic_and_greek_are_one_family() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let line = setter.line(&[run("Œuvre Ёлка Їжак ἀνθολογία Ὦ")], &language("en"), &TYPE);
    let named: Vec<String> =
        runs(&line).iter().map(|(_, run)| faces(&fonts)[usize::from(run.face.0)].name.clone()).collect();
    assert!(named.iter().all(|name| name == "Alegreya-Regular"), "{named:?}");
    assert_eq!(setter.missing(), []);
}

#[test]
fn hebrew_and_arabic_inside_latin() {
    assert_eq!(seen(&[run("He said שלום עולם (and left).")], "en"), "He said םלוע םולש (and left).");
    // A number keeps its direction; the comma and the space stand between what runs leftwards.
    assert_eq!(seen(&[run("see פרק 12, דף 3 there")], "en"), "see 3 ףד ,12 קרפ there");
    assert_eq!(seen(&[run("in عام ١٩١٧ كان")], "en"), "in ناك ١٩١٧ ماع");
    assert_eq!(seen(&[run("a (אב) b")], "en"), "a (בא) b");
}

#[test]
fn latin_inside_hebrew_and_brackets_are_mirrored() {
    assert_eq!(seen(&[run("ספר (1917) של Tolstoy")], "he"), "Tolstoy לש (1917) רפס");
    assert_eq!(seen(&[run("אב «Book One» גד.")], "he"), ".דג «Book One» בא");
    assert_eq!(seen(&[run("[א]")], "he"), "[א]");
    // Between figures the dash is a neutral sign: the first year stands at the right.
    assert_eq!(seen(&[run("1917–1924")], "he"), "1924–1917");
}

#[test]
fn a_phrase_of_another_direction_keeps_its_signs() {
    let phrase = [run("He cried "), foreign("he", "שלום, עולם!"), run(" and left.")];
    assert_eq!(seen(&phrase, "en"), "He cried !םלוע ,םולש and left.");
    // Said without its language the mark of exclamation is the English sentence's.
    assert_eq!(seen(&[run("He cried שלום, עולם! and left.")], "en"), "He cried םלוע ,םולש! and left.");
    let phrase = [run("אב "), foreign("en", "Who goes there?"), run(" גד")];
    assert_eq!(seen(&phrase, "he"), "דג Who goes there? בא");
    let text: String = {
        let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
        let mut setter = Setter::new(&fonts, &families(), &[], &images);
        text(&setter.line(&phrase, &language("he"), &TYPE))
    };
    assert_eq!(text, "אב Who goes there? גד", "nothing is added to what can be copied");
}

#[test]
fn every_line_is_put_in_order_for_itself() {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let style = super::engine::ragged(60.0);
    let paragraph = setter.paragraph(&[run("one אבגד הוזח טיכל two")], &language("en"), &style);
    let lines: Vec<String> =
        paragraph.settings[0].lines.iter().map(|line| visual(line, &mut setter).trim().to_owned()).collect();
    assert_eq!(lines, ["one דגבא", "לכיט חזוה", "two"]);
}

/// Where the lines of a text end that is set a few ideographs wide, ragged.
fn lines(words: &str, tag: &str, ideographs: f64) -> Vec<String> {
    let (fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let paragraph = setter.paragraph(&[run(words)], &language(tag), &super::engine::ragged(10.5 * ideographs + 1.0));
    paragraph.settings[0].lines.iter().map(text).collect()
}

#[test]
fn no_line_begins_or_ends_with_a_sign_that_may_not() {
    // JIS X 4051: not before what closes or lengthens, not after what opens.
    for words in
        ["書籍「本」を作る。", "あいうえー、おかきくけ。", "中文（漢字）書。", "そうだった。きょうは「はい」と。"]
    {
        for width in 3..8 {
            let lines = lines(words, "ja", f64::from(width));
            assert_eq!(lines.concat(), words);
            for line in &lines {
                assert!(!line.starts_with(['」', '。', '、', '）', 'ー', 'っ', 'ょ']), "{lines:?}");
                assert!(!line.ends_with(['「', '（']), "{lines:?}");
            }
        }
    }
}

#[test]
fn korean_is_divided_at_its_spaces_and_syllables_and_thai_between_words() {
    let korean = "한국어 문장은 띄어쓰기가 있다";
    assert_eq!(lines(korean, "ko", 4.0).concat(), korean);
    let thai = "ภาษาไทยเขียนติดกัน";
    assert_eq!(lines(thai, "th", 3.0).concat(), thai);
}

#[test]
fn lines_of_ideographs_are_justified_between_them() {
    let (mut fonts, images) = (FontLibrary::new(), BTreeMap::new());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/NotoSerifCJKtc-GatheredLeaves.ttf");
    fonts.add(std::fs::read(file).unwrap()).unwrap();
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let words = "昭明書目，文選引注。選《文選集》明「蕭統」索句、目書注集文".repeat(5);
    let style = justified(160.0);
    assert_eq!(style.alignment, TextAlignment::Justified);
    let paragraph = setter.paragraph(&[run(&words)], &language("zh"), &style);
    let lines = &paragraph.settings[0].lines;
    assert!(lines.len() > 5);
    for line in &lines[1..lines.len() - 1] {
        assert!((line.width.to_pt() - 160.0).abs() < 0.01, "{}", line.width);
        assert!((600..1500).contains(&line.space), "{}", line.space);
    }
    assert_eq!(lines.iter().map(text).collect::<String>(), words);
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
