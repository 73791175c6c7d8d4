//! What texts of known shapes are taken for.

use super::*;
use crate::diagnostic::{Diagnostics, Files};
use crate::source::{Kind, Reading, read};

/// Each stretch as "first–last what confidence".
fn recognised(text: &str) -> Vec<String> {
    entitled(text, None)
}

/// The same of a text that the editor calls `title`.
fn entitled(text: &str, title: Option<&str>) -> Vec<String> {
    let file = Files::default().add("a", text);
    let document = read(text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
    recognise(text, &document.blocks, title)
        .iter()
        .map(|found| {
            format!("{}–{} {:?} {}", found.numbers.start(), found.numbers.end(), found.likeness, found.confidence)
        })
        .collect()
}

/// A paragraph of running text.
const PROSE: &str = "The harbour lay under fog that morning, and nobody who lived there has forgotten the bells that rang from one end of it to the other until noon.";

#[test]
fn divisions_of_a_book_are_headings_wherever_they_stand() {
    let text = format!("CHAPTER I. The Fog.\n\n{PROSE}\n\nCHAPTER II.\n\n{PROSE}\n");
    assert_eq!(recognised(&text), ["1–1 Heading 95", "3–3 Heading 95"]);
}

#[test]
fn verse_that_the_capture_parted() {
    let text = format!(
        "{PROSE}\n\nAll at once they could sing:\n\n“The tide has turned, the ropes are wet,\n\nThe gulls are on the wall;\n\nThe boats that are not home as yet\n\nWill not come home at all.”\n\n{PROSE}\n"
    );
    assert_eq!(recognised(&text), ["3–6 Verse 99"]);
}

#[test]
fn stanzas_among_wrapped_prose() {
    let wrapped = "The harbour lay under fog that morning, and nobody who lived\nthere has forgotten the bells that rang from one end of it to\nthe other until noon.";
    let text = format!(
        "{wrapped}\n\nThe tide has turned,\n   the ropes are wet;\nThe boats that are\n   not home as yet\n\nWill not be home,\n   and all who wait\nShall hear the bell\n   and it is late.\n\n{wrapped}\n"
    );
    let found = recognised(&text);
    assert!(matches!(found.as_slice(), [one] if one.starts_with("2–3 Verse 9")), "{found:?}");
}

#[test]
fn short_lines_that_are_no_verse() {
    let menus = [
        "Read more about the harbour\n\nHow the council voted on the pier\n\nWhat the keepers said of the fog\n\nWhere the old lamps are now kept",
        "Anna Skerry\n\n12 Quay Street\n\nSkerry",
        "Bring a lamp\n\na length of good rope\n\ntwo candles\n\ndry matches in a tin",
        "Twitter picture\n\nYou are commenting with your account.\n\nFacebook photo\n\nLog out / change",
        "He came.\n\nHe saw the fog.\n\nHe went home again.\n\nNobody spoke of it.",
        "Monday: the bell rang, and all came\n\nTuesday: the bell did not ring\n\nWednesday: fog again, and no boats.",
    ];
    for menu in menus {
        let found = recognised(&format!("{PROSE}\n\n{menu}\n\n{PROSE}\n"));
        assert!(!found.iter().any(|found| found.contains("Verse 9")), "{menu}: {found:?}");
    }
}

#[test]
fn quotations_of_several_paragraphs() {
    let inner = "The fog “lay” on the harbour, and we who lived there did not know what to do, so that some of us rang the bells.";
    let text = format!("{PROSE}\n\n“{inner}\n\n“{inner} He said “fog once.\n\n“{inner}”\n\n{PROSE}\n");
    assert_eq!(recognised(&text), ["2–4 Extract 95"]);
    let unclosed = format!("{PROSE}\n\n“{inner}\n\n“{inner}\n\n{PROSE}\n");
    assert_eq!(recognised(&unclosed), ["2–3 Extract 75"]);
    let talk =
        format!("“{inner}”\n\n“{inner}” he said, and went.\n\n“{inner}”\n\n“Fog,” she said. “Only fog.”\n\n{PROSE}\n");
    assert_eq!(recognised(&talk), [""; 0]);
    let after_colon = format!("He wrote to me:\n\n“{}”\n\n{PROSE}\n", [inner; 6].join(" "));
    assert_eq!(recognised(&after_colon), ["2–2 Extract 75"]);
}

#[test]
fn headings_between_long_paragraphs() {
    let text = format!("The Harbour\n\n{PROSE}\n\nFog\n\n{PROSE}\n\nThe Bell and the Lamp\n\n{PROSE}\n");
    assert_eq!(recognised(&text), ["3–3 Heading 97", "5–5 Heading 97"]);
    let single = format!("{PROSE}\n\nFog\n\n{PROSE}\n");
    assert_eq!(recognised(&single), ["2–2 Heading 82"]);
}

#[test]
fn short_lines_that_are_no_headings() {
    let lines = [
        "The French were in the harbour.",
        "What a fog!",
        "Skerry, 12 May 1921",
        "Dear Anna,",
        "“Fog”",
        "and then nothing",
        "Yours ever:",
        "See https://harbour.example",
        "12 May 1921",
    ];
    for line in lines {
        let found = recognised(&format!("{PROSE}\n\n{line}\n\n{PROSE}\n\n{line}\n\n{PROSE}\n"));
        assert_eq!(found, [""; 0], "{line}");
    }
    // Signatures under letters look like headings of two words.
    let signed = format!("{PROSE}\n\nAnna Skerry\n\n{PROSE}\n\nBen Frame\n\n{PROSE}\n");
    assert!(!recognised(&signed).iter().any(|found| found.contains("Heading 9")), "{:?}", recognised(&signed));
}

#[test]
fn what_is_of_the_page() {
    let text = format!(
        "Fog over Skerry\n\nFront cover of The Bell\n\nFog over Skerry\n\n{PROSE}\n\nShare this:\n\nTweet\n\nFilmed by Ada Byron\nCutting: Ben Frame\n\nA Harbour Film\nDistributed by the Union\n\n2 thoughts on “Fog over Skerry”\n\nLeave a Reply\n\nTwitter picture\n\nConnecting to %s\n"
    );
    let expected = ["2–2 Caption 85", "3–3 RepeatedTitle 95", "5–6 Chrome 95", "7–8 Credits 92", "9–12 Chrome 95"];
    assert_eq!(recognised(&text), expected);
}

#[test]
fn a_title_with_what_the_page_says_beside_it() {
    let taken = |line: &str| entitled(&format!("{line}\n\n{PROSE}\n"), Some("The Harbour Bell"));
    for line in ["From our files: The Harbour Bell (1921)", "The harbour bell | Skerry News", "Fog – The Harbour Bell"]
    {
        assert_eq!(taken(line), ["1–1 RepeatedTitle 95"], "{line}");
    }
    let menu = format!("Skip to content\n\nFog: The Harbour Bell\n\n{PROSE}\n");
    assert_eq!(entitled(&menu, Some("The Harbour Bell")), ["1–1 Chrome 95", "2–2 RepeatedTitle 95"]);
    for line in [
        "The Harbour Bell",
        "The Harbour Bell rang at noon",
        "On the Harbour Bell",
        "The Harbour Bell: which nobody who lived there has ever forgotten",
        "Listen: The Harbour Bell (1921).",
    ] {
        assert_eq!(taken(line), [""; 0], "{line}");
    }
}

#[test]
fn whole_pages_of_one_kind() {
    let entry = "Fog over the pier\n\nBy Ada Byron, 12 May 2021\n\nThe film offers a view of the fog, from the fog’s own side.\n\n";
    assert_eq!(recognised(&format!("The Harbour\n\n{}", entry.repeat(5))), ["2–16 AnnotatedList 85"]);
    let comments = "1. Bell\n\nGood.\n\n2. it was foggy\n\nand so on\n\n3. Lamp\n\nNo, it was not.\n";
    assert_eq!(recognised(&format!("{PROSE}\n\n{comments}")), ["2–7 Thread 85"]);
    let list = format!("{PROSE}\n\n1. Ring the bell.\n\n2. Light the lamp.\n\n3. Wait.\n");
    assert_eq!(recognised(&list), [""; 0]);
}

#[test]
fn nothing_is_nothing() {
    for text in ["", "\n", "One.", "“", "1.", "***\n\n***"] {
        assert_eq!(recognised(text), [""; 0], "{text}");
    }
}

#[test]
fn one_sign_of_the_page_is_not_enough() {
    let steam = format!("{PROSE}\n\nPowered by steam, she went north and was never seen again.\n");
    assert_eq!(recognised(&steam), ["2–2 Chrome 80"]);
    assert_eq!(recognised(&format!("Home\n\n{PROSE}\n")), ["1–1 Chrome 80"]);
    assert_eq!(recognised(&format!("Skip to content\n\n{PROSE}\n")), ["1–1 Chrome 95"]);
}

#[test]
fn a_gap_inside_something_is_a_part_of_it() {
    assert_eq!(recognised("a\n\n0\n\n%s\n\n\n%S"), ["3–5 Chrome 95"]);
}

#[test]
fn lines_that_end_in_colons_are_looked_at_once() {
    // Each of them could open verse; were the lines after it read anew for each, this would not come to an end.
    let lines = "and the fog came in:\n\n".repeat(40_000);
    assert_eq!(recognised(&lines), [""; 0]);
}
