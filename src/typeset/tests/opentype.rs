//! What the bundled faces draw: glyphs by their names in the font's own tables.

use std::collections::BTreeMap;

use skrifa::{GlyphId, MetadataProvider};

use super::engine::{TYPE, families, language, run, runs, styled};
use crate::book::Image;
use crate::design::Families;
use crate::diagnostic::{Diagnostics, Files, Span};
use crate::document::{Inline, Note, NoteId, Origin, Run, Style, Voice};
use crate::fonts::{FaceIndex, FontLibrary};
use crate::typeset::line::{Capitals, Figures, TextStyle};
use crate::typeset::missing::{Lack, report_lacks};
use crate::typeset::setter::Setter;

const NO_IMAGES: BTreeMap<String, Image> = BTreeMap::new();

/// The names of the glyphs of words set on a line in a family.
fn drawn(family: &str, style: &TextStyle, inlines: &[Inline], notes: &[Note]) -> String {
    let (fonts, images) = (FontLibrary::new(), NO_IMAGES);
    let families = Families { text: family.to_owned(), ..families() };
    let mut setter = Setter::new(&fonts, &families, notes, &images);
    let line = setter.line(inlines, &language("en"), style);
    let mut names = Vec::new();
    for (_, run) in runs(&line) {
        let font = fonts.face(FaceIndex(run.face.0)).unwrap().font().unwrap();
        let of = font.glyph_names();
        names.extend(run.glyphs.iter().map(|glyph| of.get(GlyphId::from(glyph.id)).unwrap().to_string()));
    }
    names.join(" ")
}

fn alegreya(text: &str) -> String {
    drawn("Alegreya", &TYPE, &[run(text)], &[])
}

fn fira(text: &str) -> String {
    drawn("Fira Sans", &TYPE, &[run(text)], &[])
}

#[test]
fn letters_are_joined_as_the_face_joins_them() {
    assert_eq!(alegreya("Thfifl"), "T_h.liga fi f.l l");
    assert_eq!(fira("affine"), "a f_f_i n e");
    let spaced = TextStyle { tracking: 40, ..TYPE };
    assert_eq!(drawn("Alegreya", &spaced, &[run("Thfi")], &[]), "T h f i", "never where letters are spaced");
    assert_eq!(drawn("Fira Mono", &TYPE, &[styled(Style::Code, "fi")], &[]), "f i", "nor in listings");
}

#[test]
fn letters_are_kerned_in_every_script_of_the_family() {
    let (fonts, images) = (FontLibrary::new(), NO_IMAGES);
    let mut setter = Setter::new(&fonts, &families(), &[], &images);
    let mut width = |text: &str| setter.line(&[run(text)], &language("en"), &TYPE).width;
    for pair in ["AV", "To", "Та", "ГА", "ΑΥ", "Το"] {
        let apart: Vec<_> = pair.chars().map(|c| width(&c.to_string())).collect();
        let apart = apart.into_iter().sum();
        assert!(width(pair) < apart, "{pair}");
    }
}

#[test]
fn figures_are_old_style_in_text_and_lining_and_tabular_in_tables() {
    let tabular = TextStyle { figures: Figures::LiningTabular, ..TYPE };
    assert_eq!(alegreya("1917"), "one nine one seven");
    assert_eq!(drawn("Alegreya", &tabular, &[run("1917")], &[]), "one.tf nine.tf one.tf seven.tf");
    assert_eq!(fira("19"), "one.osf nine.osf");
    assert_eq!(drawn("Fira Sans", &tabular, &[run("19")], &[]), "one.tf nine.tf");
}

#[test]
fn small_capitals_are_drawn_as_such_in_every_script_of_the_family() {
    let small = TextStyle { capitals: Capitals::Small, ..TYPE };
    let all = TextStyle { capitals: Capitals::AllSmall, ..TYPE };
    assert_eq!(drawn("Alegreya", &small, &[run("Aaαа")], &[]), "A a.sc alpha.sc uni0430.sc");
    assert_eq!(drawn("Alegreya", &all, &[run("AaΑА")], &[]), "a.sc a.sc alpha.sc uni0430.sc");
    let italic = TextStyle { italic: true, ..small };
    assert_eq!(drawn("Alegreya", &italic, &[run("a")], &[]), "a.sc");
    assert_eq!(drawn("Fira Sans", &small, &[run("aαа")], &[]), "a.sc alpha.sc uni0430.sc");
}

#[test]
fn marks_of_notes_are_superior_figures_and_signs_of_reference_themselves() {
    let span = Span::new(Files::default().add("n", "x uni00B9 uni00B2"), 0..0);
    let note = |mark: &str| Note {
        voice: Voice::Editor,
        mark: mark.to_owned(),
        language: None,
        signature: None,
        body: Vec::new(),
        span,
    };
    let mark = |family: &str, mark: &str| drawn(family, &TYPE, &[run("x"), Inline::NoteCall(NoteId(0))], &[note(mark)]);
    assert_eq!(mark("Alegreya", "12"), "x uni00B9 uni00B2");
    assert_eq!(mark("Fira Sans", "12"), "x uni00B9 uni00B2");
    assert_eq!(mark("Alegreya", "a"), "x a.sups");
    assert_eq!(mark("Alegreya", "‡"), "x daggerdbl");
}

#[test]
fn signs_between_capitals_stand_as_high_as_they() {
    assert_eq!(alegreya("(AB-CD)"), "parenleft A B hyphen.case C D parenright");
    assert_eq!(alegreya("A-B(C)"), "A hyphen.case B parenleft.case C parenright.case");
    assert_eq!(alegreya("Ab-Cd"), "A b hyphen C d");
}

/// What is told of the styles that a face lacks for some words, in Noto Naskh Arabic with Latin from elsewhere.
fn told(family: &str, style: &TextStyle, inlines: impl Fn(Origin) -> Vec<Inline>) -> (Vec<Lack>, String) {
    let mut files = Files::default();
    let origin = Origin::Source(Span::new(files.add("a.md", "0123456789"), 2..3));
    let (fonts, images) = (FontLibrary::new(), NO_IMAGES);
    let families = Families { text: family.to_owned(), ..families() };
    let mut setter = Setter::new(&fonts, &families, &[], &images);
    setter.line(&inlines(origin), &language("en"), style);
    let mut diagnostics = Diagnostics::default();
    report_lacks(setter.lacks(), &fonts, &mut diagnostics);
    let messages: Vec<String> = diagnostics.as_slice().iter().map(|d| d.message.clone()).collect();
    assert!(diagnostics.as_slice().iter().all(|d| d.code == "missing-style" && d.primary.is_some()));
    (setter.lacks().keys().map(|(_, lack)| *lack).collect(), messages.join("; "))
}

#[test]
fn no_style_is_made_in_silence() {
    let words = |text: &'static str| move |origin| vec![Inline::Text(Run { text: text.to_owned(), origin })];
    let raised = |text: &'static str| {
        move |origin| {
            vec![Inline::Styled(Style::Superscript, vec![Inline::Text(Run { text: text.to_owned(), origin })])]
        }
    };
    let small = TextStyle { capitals: Capitals::Small, ..TYPE };
    let italic = TextStyle { italic: true, ..TYPE };
    assert_eq!(told("Alegreya", &small, words("x")), (vec![], String::new()));
    assert_eq!(told("Alegreya", &italic, words("xא")), (vec![], String::new()), "Hebrew has no italics");
    assert_eq!(told("Alegreya", &TYPE, raised("2e*")), (vec![], String::new()));
    let (lacks, message) = told("Fira Sans", &TYPE, raised("e"));
    assert_eq!(lacks, [Lack::Raised]);
    assert_eq!(message, "`e` of FiraSans-Regular is raised or lowered by scaling it");
    let (lacks, message) = told("Fira Mono", &small, words("x"));
    assert_eq!(
        (lacks, message.as_str()),
        (vec![Lack::SmallCapitals], "FiraMono-Regular has no small capitals: `x` is set as it is")
    );
    assert_eq!(told("Fira Mono", &italic, words("x")).0, [Lack::Italic]);
    assert_eq!(told("Fira Mono", &TextStyle { bold: true, ..TYPE }, words("x")).0, [Lack::Bold]);
}
