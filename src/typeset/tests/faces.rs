//! Which face and which of its letters words are set in, and what is told where it lacks them.

use std::collections::BTreeMap;

use super::engine::{TYPE, families, language, line, run, runs, styled};
use crate::design::Families;
use crate::diagnostic::{Files, Span};
use crate::document::{Inline, Origin, Run, Style};
use crate::fonts::FontLibrary;
use crate::length::Length;
use crate::typeset::line::{Capitals, Figures, TextStyle};
use crate::typeset::page::Item;
use crate::typeset::setter::{Setter, faces};

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
