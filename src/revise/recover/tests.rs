//! What becomes of paragraphs, as dumps.

use std::fmt::Write as _;

use super::*;
use crate::diagnostic::Files;
use crate::document::dump;
use crate::source::{Kind, Reading, read};

/// What became of `text`, faults first, signs that are not printed last.
fn recovered(text: &str, kind: Kind, wanted: &[(RangeInclusive<u32>, RecoveryKind)]) -> String {
    let mut files = Files::default();
    let file = files.add("a", text);
    let reading = Reading::SOURCE;
    let mut diagnostics = Diagnostics::default();
    let mut document = read(text, file, kind, reading, &mut diagnostics);
    let wanted: Vec<Wanted> = wanted
        .iter()
        .map(|(numbers, kind)| Wanted {
            numbers: numbers.clone(),
            kind: *kind,
            level: None,
            span: Span::new(file, 0..0),
            marks: None,
        })
        .collect();
    let done = recover(&mut document, text, &wanted, &mut diagnostics);
    let mut shown = String::new();
    for fault in diagnostics.as_slice() {
        let _ = writeln!(shown, "{}: {}", fault.code, fault.message);
    }
    shown.push_str(&dump::blocks(&document.blocks));
    for (what, spans) in [("signs", &done.signs), ("raised", &done.raised), ("dropped", &done.dropped)] {
        if !spans.is_empty() {
            let words: Vec<&str> = spans.iter().map(|span| files.slice(*span)).collect();
            let _ = writeln!(shown, "{what}: {}", words.join(" | "));
        }
    }
    shown.push_str(&"missed\n".repeat(done.missed.len()));
    shown
}

fn plain(text: &str, wanted: &[(RangeInclusive<u32>, RecoveryKind)]) -> String {
    recovered(text, Kind::Plain, wanted)
}

fn markdown(text: &str, wanted: &[(RangeInclusive<u32>, RecoveryKind)]) -> String {
    recovered(text, Kind::Markdown, wanted)
}

/// A paragraph long enough to keep a plain text's other lines from being its rule.
const PROSE: &str = "The harbour lay under fog that morning, and nobody who lived there has forgotten the bells that rang from one end of it to the other until noon.";

#[test]
fn lines_that_the_capture_parted_are_one_stanza() {
    let text = format!(
        "{PROSE}\n\n“The tide has turned, the ropes are wet,\n\nThe gulls are on the wall;\n\n\n\nThe boats that are not home as yet\n\nWill not come home at all.”\n\n{PROSE}\n"
    );
    let document = plain(&text, &[(2..=6, RecoveryKind::Verse)]);
    let verse = "2 verse
    |“The tide has turned, the ropes are wet,
    |The gulls are on the wall;

    |The boats that are not home as yet
    |Will not come home at all.”
";
    assert!(document.contains(verse), "{document}");
}

#[test]
fn paragraphs_of_lines_are_stanzas_with_their_indents() {
    let text = "One of us sang:\n\nThe tide has turned,\n    the ropes are wet.\n\nThe boats\n    come home.\n";
    let expected = "1 paragraph
    One of us sang:
2 verse
    |The tide has turned,
    |    the ropes are wet.

    |The boats
    |    come home.
";
    assert_eq!(plain(text, &[(2..=3, RecoveryKind::Verse)]), expected);
}

#[test]
fn verse_that_markdown_took_for_prose_and_code() {
    let text = "He *sang\nof* boats  \nat sea.[^1]\n\n    An indented stanza\n      is code.\n\n[^1]: All night.\n";
    let expected = "1 verse
    |He ⟨em sang⟩
    |⟨em of⟩ boats
    |at sea.⟨note 1⟩

    |An indented stanza
    |  is code.
";
    assert_eq!(markdown(text, &[(1..=2, RecoveryKind::Verse)]), expected);
}

#[test]
fn a_quotation_of_paragraphs_loses_the_marks_around_it() {
    let text =
        "She wrote:\n\n“The first ‘bell’ rang, and “all” came.\n\n“The second rang. He didn’t come.”\n\nSo it was.\n";
    let expected = "1 paragraph
    She wrote:
2 quotation
    2 paragraph
        The first ‘bell’ rang, and “all” came.
    3 paragraph
        The second rang. He didn’t come.
4 paragraph
    So it was.
signs: “ | “ | ”
";
    assert_eq!(plain(text, &[(2..=3, RecoveryKind::Extract)]), expected);
}

#[test]
fn single_marks_inside_become_double_where_they_are_sure() {
    let text = "“The ‘first’ bell, he said, didn’t ring: ‘not once.’”\n\n“The ‘boys’ bell’ rang.”\n";
    let expected = "1 quotation
    1 paragraph
        The “first” bell, he said, didn’t ring: “not once.”
2 quotation
    2 paragraph
        The ‘boys’ bell’ rang.
signs: “ | ” | “ | ”
raised: ‘ | ’ | ‘ | ’
";
    assert_eq!(plain(text, &[(1..=1, RecoveryKind::Extract), (2..=2, RecoveryKind::Extract)]), expected);
}

#[test]
fn marks_that_do_not_stand_around_the_whole_stay() {
    let text = "“Yes,” she said, “come.”\n\n“It rang once.\n\nNobody came.\n";
    let shown = plain(text, &[(1..=1, RecoveryKind::Extract), (2..=3, RecoveryKind::Extract)]);
    let expected = "outer-marks: it is not sure which marks stand around this extract
1 quotation
    1 paragraph
        “Yes,” she said, “come.”
2 quotation
    2 paragraph
        “It rang once.
    3 paragraph
        Nobody came.
";
    assert_eq!(shown, expected);
}

#[test]
fn headings_letters_breaks_and_what_is_dropped() {
    let text = format!("{PROSE}\n\nThe Fog\n\nDear Anna,\n\n{PROSE}\n\no o o\n\n{PROSE}\n\nShare this page\n");
    let wanted = [
        (2..=2, RecoveryKind::Heading),
        (3..=4, RecoveryKind::Letter),
        (5..=5, RecoveryKind::SectionBreak),
        (7..=7, RecoveryKind::Drop),
    ];
    let expected = format!(
        "1 paragraph
    {PROSE}
2 heading 2
    The Fog
3 letter
    3 paragraph
        Dear Anna,
    4 paragraph
        {PROSE}
5 section break
6 paragraph
    {PROSE}
dropped: o o o | Share this page
"
    );
    assert_eq!(plain(&text, &wanted), expected);
}

#[test]
fn a_listing_has_every_space() {
    let text = "Tables were typed:\n\n  north   12\n  south  3\n\n\n    all   15\n";
    let expected = "1 paragraph
    Tables were typed:
2 listing -
    north   12
    south  3


      all   15
";
    assert_eq!(plain(text, &[(2..=3, RecoveryKind::Listing)]), expected);
}

#[test]
fn turns_have_their_speakers() {
    let text =
        "It began.\n\nAnna: Who is there?\nNobody moved.\nTHE CHAIRMAN. Order!\n\nOrder, I said.\n\nAnna: Still.\n";
    let expected = "1 entries, dialogue
    entry
        1 paragraph
            It began.
    entry
        0 lead
            name: Anna
        2 paragraph
            Who is there?⟨br⟩
            Nobody moved.
    entry
        0 lead
            name: THE CHAIRMAN
        2 paragraph
            Order!
        3 paragraph
            Order, I said.
    entry
        0 lead
            name: Anna
        4 paragraph
            Still.
signs: : | . | :
";
    assert_eq!(plain(text, &[(1..=4, RecoveryKind::Dialogue)]), expected);
}

#[test]
fn credits_say_who_did_what() {
    let text = "Filmed and told by Ada Byron\nCutting: Ben Frame\n\nA Harbour Union Film\nDistributed by the Union\n";
    let expected = "1 entries, definitions
    entry
        0 lead
            term: Filmed and told by
        1 paragraph
            Ada Byron
    entry
        0 lead
            term: Cutting
        1 paragraph
            Ben Frame
    entry
        2 paragraph
            A Harbour Union Film
    entry
        0 lead
            term: Distributed by
        2 paragraph
            the Union
signs: :
";
    assert_eq!(plain(text, &[(1..=2, RecoveryKind::Credits)]), expected);
}

#[test]
fn a_stretch_keeps_to_one_parent() {
    let text = "One.\n\n> Two.\n>\n> Three.\n\nFour.\n\n- five\n\n  six\n- seven\n";
    for numbers in [1..=2, 3..=4, 4..=5, 6..=7, 2..=5] {
        let shown = markdown(text, &[(numbers.clone(), RecoveryKind::Heading)]);
        assert!(shown.starts_with("block-parts: "), "{numbers:?}: {shown}");
        assert!(!shown.contains("heading 2"), "{numbers:?}: {shown}");
    }
    for numbers in [2..=2, 2..=3, 5..=6, 7..=7] {
        let shown = markdown(text, &[(numbers.clone(), RecoveryKind::Letter)]);
        assert!(shown.contains("letter") && !shown.contains("block-parts"), "{numbers:?}: {shown}");
    }
}

#[test]
fn what_cannot_be_is_said_and_stays() {
    let text = "One.\n\n| a | b |\n|---|---|\n| c | d |\n\nTwo.\n";
    let shown =
        markdown(text, &[(1..=2, RecoveryKind::Verse), (2..=3, RecoveryKind::Heading), (9..=9, RecoveryKind::Letter)]);
    let codes: Vec<&str> = shown.lines().take(2).filter_map(|line| line.split(':').next()).collect();
    assert_eq!(codes, ["overlapping-blocks", "unfit-block"], "{shown}");
    assert!(shown.ends_with("missed\n") && shown.contains("1 paragraph"), "{shown}");
}

#[test]
fn single_marks_are_raised_inside_what_holds_them() {
    let text = "“The bell [rang ‘twice’ at](https://skerry.example) night, and *‘once’* by day.”\n";
    let shown = markdown(text, &[(1..=1, RecoveryKind::Extract)]);
    let words: String = shown.chars().filter(|c| matches!(c, '“' | '”' | '‘' | '’')).collect();
    // Two pairs, each once; the listing of what was raised has the single ones.
    let printed = shown.split("signs:").next().unwrap_or_default();
    assert_eq!(printed.matches('“').count(), 2, "{shown}");
    assert_eq!(printed.matches('”').count(), 2, "{shown}");
    assert!(!printed.contains(['‘', '’']), "{words} {shown}");
}

#[test]
fn straight_single_marks_are_raised_where_they_pair() {
    let marks = |text: &str| extract::inner_marks(text).map(|marks| marks.into_iter().map(|mark| mark.0).collect());
    assert_eq!(marks("It rang 'twice', didn't it?"), Some(vec![8, 14]));
    assert_eq!(marks("It didn't ring."), Some(Vec::new()));
    for unclear in
        ["the 'keepers' lamp' burnt", "'Tis the keepers' lamp", "It rang 'twice \"or\" so'", "the keepers' lamp"]
    {
        assert_eq!(marks(unclear), None::<Vec<usize>>, "{unclear}");
    }
}

#[test]
fn a_call_beside_a_sign_stays_with_the_name() {
    let shown = markdown("Anna:[^1] Who is there?\n\n[^1]: Anna Skerry.\n", &[(1..=1, RecoveryKind::Dialogue)]);
    assert!(shown.contains("name: Anna⟨note 1⟩"), "{shown}");
    let shown = markdown("Director:[^1] Ben Frame\n\n[^1]: Of the Union.\n", &[(1..=1, RecoveryKind::Credits)]);
    assert!(shown.contains("term: Director⟨note 1⟩"), "{shown}");
}
