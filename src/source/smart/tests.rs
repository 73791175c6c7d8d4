//! Straight text in, what becomes of it out.

use super::{Habits, Quotes, Signs, disguise, punctuate, regularize};
use crate::diagnostic::{Files, Span};
use crate::document::{Cite, Inline, Inlines, Origin, Run, Style, Target, plain_text};
use crate::metadata::Language;
use proptest::prelude::*;

fn smart_in(tag: &str, text: &str) -> String {
    let mut inlines = vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })];
    punctuate(&mut inlines, Quotes::of(&Language::parse(tag).unwrap()));
    plain_text(&inlines)
}

fn smart(text: &str) -> String {
    smart_in("en", text)
}

#[test]
fn each_language_has_its_marks() {
    let straight = r#""He didn't say 'no' here," it's said."#;
    for (tag, curly) in [
        ("en", "“He didn’t say ‘no’ here,” it’s said."),
        ("de-AT", "„He didn’t say ‚no‘ here,“ it’s said."),
        ("de-CH", "«He didn’t say ‹no› here,» it’s said."),
        ("fr", "«\u{202F}He didn’t say “no” here,\u{202F}» it’s said."),
        ("es", "«He didn’t say “no” here,» it’s said."),
        ("es-MX", "“He didn’t say ‘no’ here,” it’s said."),
        ("it", "«He didn’t say “no” here,» it’s said."),
        ("pt-PT", "«He didn’t say “no” here,» it’s said."),
        ("pt-BR", "“He didn’t say ‘no’ here,” it’s said."),
        ("ru", "«He didn’t say „no“ here,» it’s said."),
        ("pl", "„He didn’t say «no» here,” it’s said."),
        ("sv", "”He didn’t say ’no’ here,” it’s said."),
    ] {
        assert_eq!(smart_in(tag, straight), curly, "{tag}");
    }
}

#[test]
fn a_quotation_in_a_quotation_takes_the_other_marks() {
    for (tag, straight, curly) in [
        ("ru", r#""Я в "Правде" читал""#, "«Я в „Правде“ читал»"),
        ("de", r#""Er sagt "nein" und 'ja'", "neu""#, "„Er sagt ‚nein‘ und ‚ja‘“, „neu“"),
        ("en", r#"He wrote "a "b 'c "d" e' f" g""#, "He wrote “a ‘b ‘c “d” e’ f’ g”"),
        ("en", r#""never closed, "closed" and on"#, "“never closed, “closed” and on"),
    ] {
        assert_eq!(smart_in(tag, straight), curly, "{tag}");
    }
}

#[test]
fn an_apostrophe_is_no_quote_that_closes() {
    for (tag, straight, curly) in [
        ("de", "'Hans' ist's', wer's sah", "‚Hans‘ ist’s’, wer’s sah"),
        ("de", "'s ist 'ne Frage: 'Wie geht's dir?'", "’s ist ’ne Frage: ‚Wie geht’s dir?‘"),
        ("de", "Er rief: 'So 'n Mist!' und ging.", "Er rief: ‚So ’n Mist!‘ und ging."),
        ("en", "'Go and get 'em, 'tis late', he said", "‘Go and get ’em, ’tis late’, he said"),
        ("it", r#""l'altro 'sto libro""#, "«l’altro ’sto libro»"),
        ("de", r#""'Kein Ende", sagte er"#, "„’Kein Ende“, sagte er"),
        ("nl", "'s morgens in 't huis", "’s morgens in ’t huis"),
    ] {
        assert_eq!(smart_in(tag, straight), curly, "{tag}");
    }
}

#[test]
fn french_spaces_neither_break_nor_stretch() {
    for (straight, curly) in [
        (r#"Il dit : "Où ?" -- ah !"#, "Il dit\u{A0}: «\u{202F}Où\u{202F}?\u{202F}» – ah\u{202F}!"),
        (r#"un " mot " seul"#, "un «\u{202F}mot\u{202F}» seul"),
        ("un « mot » ; seul", "un «\u{202F}mot\u{202F}»\u{202F}; seul"),
        (r#"" Voilà ", dit-il"#, "«\u{202F}Voilà\u{202F}», dit-il"),
    ] {
        assert_eq!(smart_in("fr", straight), curly);
    }
    assert_eq!(smart("a « b » : c ; d"), "a « b » : c ; d");
}

#[test]
fn quotes_pair_and_apostrophes_do_not() {
    for (straight, curly) in [
        (r#""Don't," she said."#, "“Don’t,” she said."),
        (r#"He wrote: "They call it 'the binder's knot'.""#, "He wrote: “They call it ‘the binder’s knot’.”"),
        (r#""'Tis so," rock 'n' roll of the '90s"#, "“’Tis so,” rock ’n’ roll of the ’90s"),
        (r#"the readers' books ("all of 'em")"#, "the readers’ books (“all of ’em”)"),
        (r#""'Yes,' he said," she said"#, "“‘Yes,’ he said,” she said"),
        (r#"a dash--"quoted"--ends"#, "a dash–“quoted”–ends"),
    ] {
        assert_eq!(smart(straight), curly);
    }
}

#[test]
fn dashes_and_dots() {
    assert_eq!(smart("pp. 3--5 --- and so on... ----- ...."), "pp. 3–5 — and so on… ----- ….");
}

#[test]
fn addresses_stay() {
    assert_eq!(smart("see http://example.org/a--b...c -- it's"), "see http://example.org/a--b...c – it’s");
}

#[test]
fn a_disguised_sign_stays_straight() {
    let text = format!("6{} wide", disguise("\"").unwrap());
    assert_eq!(smart(&text), "6\" wide");
}

const ALL: Signs = Signs { quotes: true, dashes: true, spaces: true, ellipses: true };

/// A source's words, each run at its place in them.
fn source(runs: &[&str]) -> Inlines {
    let file = Files::default().add("a.md", "");
    let mut at = 0;
    let mut place = |text: &str| {
        let span = Span::new(file, at..at + text.len());
        at += text.len();
        span
    };
    runs.iter()
        .map(|text| Inline::Text(Run { text: (*text).to_owned(), origin: Origin::Source(place(text)) }))
        .collect()
}

fn uniform_in(tag: &str, text: &str, signs: Signs) -> String {
    let mut inlines = source(&[text]);
    regularize(&mut inlines, signs, Habits::of(&Language::parse(tag).unwrap()));
    plain_text(&inlines)
}

#[test]
fn a_source_takes_the_marks_of_its_language() {
    for (tag, straight, curly) in [
        ("en", r#""Don`t," he said, "it's 'no' since '17.""#, "“Don’t,” he said, “it’s ‘no’ since ’17.”"),
        ("de", r#"Er sagt "nein" - und geht."#, "Er sagt „nein“ – und geht."),
        ("ru", r#"Он сказал: "нет" - и ушел..."#, "Он сказал: «нет» — и ушел…"),
        ("fr", "Il dit : \"Où ?\"  Ah !", "Il dit\u{A0}: «\u{202F}Où\u{202F}?\u{202F}» Ah\u{202F}!"),
    ] {
        assert_eq!(uniform_in(tag, straight, ALL), curly, "{tag}");
    }
}

#[test]
fn what_may_be_evidence_stays() {
    for text in [
        "„Nein“, «non», ‘no’, “no” – and — so… on",
        "6' 2\" tall, 40° 12' 30\" north",
        "3 - 2 = 1, the run --release, a low-lying shore, MiG-21, 2017-11-07, 978-3-16-148410-0, 3-1",
        "[...] and (never [. . .]) ..... and see http://example.org/a--b...c",
        "- an item",
        "12\u{A0}km, J.\u{A0}Reed, a\u{A0}w\u{A0}reed; 10\u{2009}000",
    ] {
        assert_eq!(uniform_in("en", text, ALL), text);
    }
}

#[test]
fn dashes_dots_and_spaces_of_a_source() {
    for (typed, set) in [
        ("one--two, one -- two, one - two, one---two", "one—two, one – two, one – two, one—two"),
        ("1914-1918, 1914--1918; in 1914-1918.", "1914–1918, 1914–1918; in 1914–1918."),
        ("wait... or . . . or so. . . . Then....", "wait… or … or so…. Then…."),
        ("two  words\tand\u{A0} three ,\u{A0}then four .", "two words and three, then four."),
        ("a\u{A0}lost\u{A0}title", "a\u{A0}lost title"),
    ] {
        assert_eq!(uniform_in("en", typed, ALL), set);
    }
}

#[test]
fn only_the_signs_that_were_asked_for_change() {
    let text = "\"So\"  it -- is...";
    let of = |signs| uniform_in("en", text, signs);
    assert_eq!(of(Signs::default()), text);
    assert_eq!(of(Signs { quotes: true, ..Signs::default() }), "“So”  it -- is...");
    assert_eq!(of(Signs { dashes: true, ..Signs::default() }), "\"So\"  it – is...");
    assert_eq!(of(Signs { spaces: true, ..Signs::default() }), "\"So\" it -- is...");
    assert_eq!(of(Signs { ellipses: true, ..Signs::default() }), "\"So\"  it -- is…");
}

#[test]
fn code_and_words_that_are_not_the_sources_stay() {
    let mut inlines = source(&["\"He ", "x = \"y\" -- z", " said\" ", "she"]);
    inlines[1] = Inline::Styled(Style::Code, vec![inlines[1].clone()]);
    inlines[3] = Inline::Text(Run { text: "[\"...\"]".to_owned(), origin: Origin::Program });
    regularize(&mut inlines, ALL, Habits::of(&Language::parse("en").unwrap()));
    assert_eq!(plain_text(&inlines), "“He x = \"y\" -- z said” [\"...\"]");
}

#[test]
fn a_space_before_a_work_or_a_page_stays() {
    let mut inlines = source(&["printed in ", ".", " And on page ", "."]);
    let Inline::Text(Run { origin: Origin::Source(span), .. }) = inlines[0] else { panic!("{inlines:?}") };
    inlines
        .insert(3, Inline::Link { target: Target::Url("page:roe".to_owned()), content: Vec::new(), span: Some(span) });
    inlines.insert(1, Inline::Cite(Cite { text: "@roe".to_owned(), span }));
    regularize(&mut inlines, ALL, Habits::of(&Language::parse("en").unwrap()));
    assert!(matches!(&inlines[0], Inline::Text(run) if run.text == "printed in "), "{inlines:?}");
    assert_eq!(plain_text(&inlines), "printed in . And on page .");
}

#[test]
fn unchanged_words_keep_their_places_and_changed_signs_have_theirs() {
    let mut inlines = source(&["so... \"it\""]);
    regularize(&mut inlines, ALL, Habits::of(&Language::parse("en").unwrap()));
    let places: Vec<_> = inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(Run { text, origin: Origin::Source(span) }) => (text.as_str(), span.range()),
            other => panic!("{other:?}"),
        })
        .collect();
    // The ellipsis is as long as its dots and not their bytes: it has the place alone.
    assert_eq!(places, [("so", 0..2), ("…", 2..2), (" ", 5..6), ("“", 6..7), ("it", 7..9), ("”", 9..10)]);
}

proptest! {
    #[test]
    fn no_word_of_a_source_changes(pieces in proptest::collection::vec("[a-z]{1,5}|[0-9]{1,4}|[ \t\u{A0}]{1,3}|[-.]{1,5}|[\"'`\\[\\](),:!?»«“’–…]| - |é|Ж|1914-1918", 0..40), cuts in proptest::collection::vec(0..40usize, 0..3), tag in prop_oneof![Just("en"), Just("de"), Just("fr"), Just("ru")]) {
        // Divided into runs anywhere, as by emphasis.
        let mut runs: Vec<String> = vec![String::new()];
        for (at, piece) in pieces.iter().enumerate() {
            if cuts.contains(&at) {
                runs.push(String::new());
            }
            runs.last_mut().unwrap().push_str(piece);
        }
        let runs: Vec<&str> = runs.iter().map(String::as_str).collect();
        let mut inlines = source(&runs);
        let before = words(&plain_text(&inlines));
        let habits = Habits::of(&Language::parse(tag).unwrap());
        regularize(&mut inlines, ALL, habits);
        prop_assert_eq!(words(&plain_text(&inlines)), before);
        // Where a run's length is its place's, it is the source's bytes.
        let whole = pieces.concat();
        for inline in &inlines {
            let Inline::Text(Run { text, origin: Origin::Source(span) }) = inline else { panic!("{inline:?}") };
            prop_assert!(span.range().len() != text.len() || &whole[span.range()] == text, "{text:?} at {span:?}");
        }
    }
}

/// Letters and figures that stand together.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
