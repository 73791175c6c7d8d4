//! Lists of titles, days and abstracts, as dumps.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Files;
use crate::document::{Inline, dump, walk};
use crate::manifest::Spanned;
use crate::metadata::Date;
use crate::source::{Kind, Reading, read};

/// What became of `text`, faults first.
fn list(text: &str, change: impl Fn(&mut Select, Span)) -> (String, Listed) {
    let mut files = Files::default();
    let file = files.add("a", text);
    let mut diagnostics = Diagnostics::default();
    let mut document = read(text, file, Kind::Plain, Reading::SOURCE, &mut diagnostics);
    let span = Span::new(file, 0..0);
    let mut select = Select::default();
    change(&mut select, span);
    let listed = annotated_list(&mut document, Some(&select), span, &[], &mut diagnostics);
    let mut shown = String::new();
    for fault in diagnostics.as_slice() {
        let _ = writeln!(shown, "{}: {}", fault.code, fault.message);
    }
    shown.push_str(&dump::blocks(&document.blocks));
    (shown, listed)
}

/// The heads of the entries alone: a letter for each part.
fn heads(shown: &str) -> Vec<String> {
    let mut heads: Vec<String> = Vec::new();
    for line in shown.lines().map(str::trim) {
        if line.ends_with(" lead") {
            heads.push(String::new());
        }
        for part in ["kicker", "title", "subtitle", "byline", "date"] {
            if let Some(words) = line.strip_prefix(&format!("{part}: "))
                && let Some(head) = heads.last_mut()
            {
                let _ = write!(head, "{}={words} ", &part[..1]);
            }
        }
    }
    heads
}

const PAGE: &str = "The Harbour & its lights

Fog over the outer pier: a film about the keepers

By Ada Byron, 9 February 2021

The film offers a view of the fog, but it does so from the standpoint of the fog itself.

This week at the harbour

January 11–17: the bell

11 January 2021

25 years ago: the council votes a pier for the harbourOn Monday, January 11, 1996, the council voted a pier for the harbour of Skerry, and nobody was against it.

This week at the harbour

January 4–10: the lamp

By Ada Byron and Ben Frame, 4 January 2021

The lamp was lit again, for the first time since the storm had put it out.

230 Skerry

2 January 2021

The keepers: a balance

Part two

By Ada Byron, 3 May 2018

This series looks at the lives of the keepers, and at what became of them.

The keepers: a balance

By Ada Byron, 1 May 2018

This series looks at the lives of the keepers, and at what became of them.

150 years since the first lamp

22 April 2018

Leaders of the harbour

Ingrid Skerry (1877–1937)

Part one: early years

By Ben Frame, 21 November 2017

As part of the feast of the harbour we print a series of lives of its keepers.

Fog over the outer pier: a film about the keepers

By Ada Byron, 9 February 2021

The film offers a view of the fog, but it does so from the standpoint of the fog itself.
";

#[test]
fn a_page_is_read_whole() {
    let (shown, listed) = list(PAGE, |_, _| {});
    let expected = [
        "t=Fog over the outer pier: a film about the keepers b=By Ada Byron d=9 February 2021 ",
        "k=This week at the harbour ",
        "t=January 11–17: the bell d=11 January 2021 ",
        "t=January 4–10: the lamp b=By Ada Byron and Ben Frame d=4 January 2021 ",
        "t=230 Skerry d=2 January 2021 ",
        "t=The keepers: a balance s=Part two b=By Ada Byron d=3 May 2018 ",
        "t=The keepers: a balance b=By Ada Byron d=1 May 2018 ",
        "t=150 years since the first lamp d=22 April 2018 ",
        "k=Leaders of the harbour t=Ingrid Skerry (1877–1937) s=Part one: early years b=By Ben Frame d=21 November 2017 ",
    ];
    assert_eq!(heads(&shown), expected);
    let opening = "repeated-entry: an entry is there twice, and printed once\n1 paragraph\n    The Harbour & its lights\n2 entries, annotated\n";
    assert!(shown.starts_with(opening), "{shown}");
    let parted = "                8 paragraph
                    ⟨em 25 years ago: the council votes a pier for the harbour⟩⟨br⟩
                    On Monday, January 11, 1996, the council voted";
    assert!(shown.contains(parted), "{shown}");
    assert_eq!((listed.entries, listed.printed, listed.doubles.len(), listed.parted.len()), (9, 8, 1, 1));
}

#[test]
fn what_is_selected_is_counted_with_what_is_not() {
    let (shown, listed) = list(PAGE, |select, span| {
        let word = |word: &str| Spanned { value: word.to_owned(), span };
        select.matching = vec![word("KEEPER"), word("lamp"), word("whale")];
        select.from = Some(Spanned { value: Date::parse("2018").unwrap(), span });
        select.until = Some(Spanned { value: Date::parse("2021-01").unwrap(), span });
        select.drop_slugs = true;
        select.order = Some(word("date"));
    });
    let dates: Vec<String> =
        heads(&shown).iter().filter_map(|head| head.split("d=").nth(1).map(str::to_owned)).collect();
    assert_eq!(dates, ["22 April 2018 ", "1 May 2018 ", "3 May 2018 ", "4 January 2021 "]);
    assert!(shown.starts_with("no-match: no entry holds `whale`\n"), "{shown}");
    assert_eq!((listed.entries, listed.printed), (9, 4));
    assert_eq!((listed.slugs.len(), listed.doubles.len(), listed.unmatched, listed.outside), (1, 0, 1, 3));
    assert!(listed.abridged());
}

#[test]
fn no_list_and_no_selection_leave_the_text_alone() {
    let (shown, _) = list("Only text.\n\nWritten in March 1921.\n", |_, _| {});
    assert!(shown.starts_with("no-entries: ") && shown.contains("2 paragraph"), "{shown}");
    let (shown, listed) = list(PAGE, |select, span| {
        select.from = Some(Spanned { value: Date::parse("2030").unwrap(), span });
    });
    assert!(shown.starts_with("nothing-selected: ") && !shown.contains("entries,"), "{shown}");
    assert_eq!(listed.outside, 9);
}

#[test]
fn doubles_say_the_same_in_other_words() {
    let entry = |day: &str, words: &str| format!("The pier\n\nBy Ada Byron, {day} May 2021\n\n{words}\n\n");
    let first =
        "After almost a hundred years the reprint makes a document of the harbour known, the fate of which shows it.";
    let second = "After almost a hundred years the reprint makes a document of the harbour known whose fate shows it.";
    let third = "Quite another thing is told of the pier here, in as many words and by the same hand on the next day.";
    let page = ["The Harbour\n\n".to_owned(), entry("3", first), entry("3", second), entry("3", third)].concat();
    let (shown, listed) = list(&page, |_, _| {});
    assert!(shown.starts_with("repeated-entry: an entry is there twice, and printed once\n"), "{shown}");
    assert_eq!((listed.entries, listed.printed, listed.doubles.len()), (3, 2, 1));
    // At length nobody writes the same twice, whatever the day says; in a few words every week does.
    let page = ["The Harbour\n\n".to_owned(), entry("3", first), entry("2", second), entry("1", third)].concat();
    let (shown, listed) = list(&page, |_, _| {});
    assert!(shown.starts_with("repeated-entry: an entry is there twice, and printed once\n"), "{shown}");
    assert_eq!((listed.entries, listed.printed, listed.doubles.len()), (3, 2, 1));
    let short = "What the post brought to the harbour.";
    let page = ["The Harbour\n\n".to_owned(), entry("3", short), entry("2", short), entry("1", third)].concat();
    let (shown, listed) = list(&page, |_, _| {});
    assert!(shown.starts_with("entry-again: an entry is printed twice, under two days\n"), "{shown}");
    assert_eq!((listed.entries, listed.printed, listed.doubles.len()), (3, 3, 0));
}

#[test]
fn many_entries_of_one_head_are_not_compared_with_each_other() {
    let mut page = "The Harbour\n\n".to_owned();
    for number in 0..3000 {
        let _ = write!(
            page,
            "The pier\n\nBy Ada Byron, 3 May 2021\n\nIt was w{number} a{number} b{number} c{number}, as keepers say.\n\n"
        );
    }
    let (_, listed) = list(&page, |_, _| {});
    assert_eq!((listed.entries, listed.printed), (3000, 3000));
}

#[test]
fn the_pages_own_heading_is_no_kicker() {
    let text = "Books Received\n\nThe Coast Gazette: Lists\n\nNOTICES\n\nLights of the North\n\nBy Ada Byrne, 27 January 1921\n\nA handsome account of forty lighthouses, with a chapter on stairs.\n\nNOTICES\n\nOn Bees\n\nBy O. Brandt, 1 June 1922\n\nThe standard work on bees, again, and not on lighthouses.\n";
    let (shown, _) = list(text, |_, _| {});
    assert!(
        shown.starts_with("1 paragraph\n    Books Received\n2 paragraph\n    The Coast Gazette: Lists\n"),
        "{shown}"
    );
    assert_eq!(heads(&shown)[0], "k=NOTICES ");
    assert_eq!(heads(&shown)[1], "t=Lights of the North b=By Ada Byrne d=27 January 1921 ");
}

#[test]
fn what_the_manifest_calls_text_is_no_line_of_a_head() {
    let text = "A List\n\nLamps\n\nOn Lamps\n\n27 January 2021\n\nA pier.\n\nRopes\n\nOn Ropes\n\n28 January 2021\n";
    let mut files = Files::default();
    let file = files.add("a", text);
    let mut document = read(text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
    let span = Span::new(file, 0..0);
    annotated_list(&mut document, None, span, &[2..=2], &mut Diagnostics::default());
    let shown = dump::blocks(&document.blocks);
    assert!(shown.starts_with("1 paragraph\n    A List\n2 paragraph\n    Lamps\n"), "{shown}");
    assert_eq!(heads(&shown), ["t=On Lamps d=27 January 2021 ", "k=Ropes t=On Ropes d=28 January 2021 "]);
}

#[test]
fn short_abstracts_and_closing_words() {
    let text = "A List\n\nOn Lamps\n\nBy Ada Byrne, 27 January 2021\n\nA pier.\n\nOn Ropes\n\nBy Ada Byrne, 28 January 2021\n\nA fine book.\n\nAfterword that belongs to nobody, in a long paragraph.\n";
    let (shown, _) = list(text, |_, _| {});
    let expected = ["t=On Lamps b=By Ada Byrne d=27 January 2021 ", "t=On Ropes b=By Ada Byrne d=28 January 2021 "];
    assert_eq!(heads(&shown), expected);
    assert!(shown.ends_with("\n8 paragraph\n    Afterword that belongs to nobody, in a long paragraph.\n"), "{shown}");
}

#[test]
fn a_byline_without_a_day_is_told() {
    let text =
        "A List\n\nOn Lamps\n\nBy Ada Byrne, 27 January 2021\n\nA pier.\n\nOn Ropes\n\nBy Jon\n\nNo date here?\n";
    let (shown, _) = list(text, |_, _| {});
    assert!(shown.starts_with("entry-without-date: "), "{shown}");
}

#[test]
fn a_title_that_ran_into_its_sentence_is_parted() {
    let text = "A List\n\nA pier for the harbourOn Monday the council met, and it wanted a pier of stone.\n\nBy Ada Byrne, 27 January 2021\n";
    let (shown, listed) = list(text, |_, _| {});
    assert_eq!(heads(&shown), ["t=A pier for the harbour b=By Ada Byrne d=27 January 2021 "]);
    assert!(shown.contains("\n            On Monday the council met, and it wanted a pier of stone.\n"), "{shown}");
    assert_eq!(listed.parted.len(), 1);
}

#[test]
fn a_season_ends_with_its_last_day() {
    let text = "A List\n\nOn Lamps\n\n27 August 2021\n\nOn Ropes\n\n2 May 2021\n\nOn Bells\n\n1 September 2021\n";
    let season = Date::parse("2021-22").expect("the summer of 2021");
    let (shown, _) = list(text, |select, span| {
        select.from = Some(Spanned { value: season.clone(), span });
        select.until = Some(Spanned { value: season.clone(), span });
    });
    assert_eq!(heads(&shown), ["t=On Lamps d=27 August 2021 "]);
}

#[test]
fn why_nothing_is_selected_is_told() {
    let listed = Listed { entries: 3, slugs: vec![], unmatched: 2, outside: 1, ..Listed::default() };
    let expected =
        "3 entries were read; 2 without a word of `match`: add words; 1 not between `from` and `until`: widen them";
    assert_eq!(left_out(&listed), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_list_is_lost(picked in prop::collection::vec(0..LINES.len(), 1..14)) {
        let text: String = picked.iter().flat_map(|at| [LINES[*at], "\n\n"]).collect();
        let mut files = Files::default();
        let file = files.add("a", text.as_str());
        let mut document = read(&text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
        let before = source_words(&document.blocks, "");
        let mut listed = annotated_list(&mut document, None, Span::new(file, 0..0), &[], &mut Diagnostics::default());
        let doubles: Vec<&str> = listed.doubles.drain(..).map(|span| files.slice(span)).collect();
        let after = source_words(&document.blocks, &doubles.join(" "));
        // Of a double only head and day are its span's; a series has its kicker once.
        let missing: Vec<&String> = before.iter().filter(|word| !after.contains(word.as_str())).collect();
        prop_assert!(missing.is_empty(), "{missing:?}");
    }
}

/// Lines of the shapes that lists have.
const LINES: [&str; 12] = [
    "NOTICES",
    "On Lamps",
    "On Ropes: a history",
    "Part two",
    "By Ada Byron, 27 January 2021",
    "By Ben",
    "3 May 1921",
    "A pier.",
    "The standard work on bees, again, and not on lighthouses or their keepers.",
    "A pier for the harbourOn Monday the council met, and it wanted a pier of stone.",
    "* * *",
    "An afterword, which asks what came of it all?",
];

/// The words of the source in `blocks` and `more`.
fn source_words(blocks: &[Located<Block>], more: &str) -> BTreeSet<String> {
    let mut text = format!("{more} ");
    walk::all_inlines(blocks, &mut |inline| {
        if let Inline::Text(run) = inline {
            text.push_str(&run.text);
            text.push(' ');
        }
    });
    text.split(|c: char| !c.is_alphanumeric()).flat_map(|word| word.split("On")).map(str::to_owned).collect()
}

#[test]
fn headings_that_ran_into_sentences() {
    let found = |text: &str| read::fused(text).map(|at| text.split_at(at).0.to_owned());
    let fused = "A pier for the harbour of 1996In the morning the council of Skerry had voted for a pier of stone.";
    assert_eq!(found(fused).as_deref(), Some("A pier for the harbour of 1996"));
    let odd = "The keepers of McAdam’s light read iPhoneThe manuals all night, and nobody of them slept at all.";
    assert_eq!(found(odd).as_deref(), Some("The keepers of McAdam’s light read iPhone"));
    let endless = format!("{}The harbour lay under fog, and nobody came to see it.", "pier".repeat(90_000));
    assert_eq!(found(&endless), None);
    for whole in [
        "A sentence ends. Then the harbourThe second sentence, which is long enough to be an abstract of it.",
        "All is as it should be in this abstract of the harbour and of its lights and of its keepers.",
    ] {
        assert_eq!(found(whole), None, "{whole}");
    }
}
