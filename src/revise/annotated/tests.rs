//! Lists of titles, days and abstracts, as dumps.

use std::fmt::Write as _;

use super::*;
use crate::diagnostic::Files;
use crate::document::dump;
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
    let listed = annotated_list(&mut document, Some(&select), span, &mut diagnostics);
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

By Ada Byron, 8 February 2017

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
    assert!(shown.starts_with("1 paragraph\n    The Harbour & its lights\n2 entries, annotated\n"), "{shown}");
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
    assert_eq!((listed.slugs.len(), listed.doubles.len(), listed.unmatched, listed.outside), (1, 1, 1, 2));
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
    assert_eq!(listed.outside, 8);
}

#[test]
fn doubles_say_the_same_in_other_words() {
    let entry = |day: &str, words: &str| format!("The pier\n\nBy Ada Byron, {day} May 2021\n\n{words}\n\n");
    let first =
        "After almost a hundred years the reprint makes a document of the harbour known, the fate of which shows it.";
    let second = "After almost a hundred years the reprint makes a document of the harbour known whose fate shows it.";
    let third = "Quite another thing is told of the pier here, in as many words and by the same hand on the next day.";
    let page = ["The Harbour\n\n".to_owned(), entry("3", first), entry("2", second), entry("1", third)].concat();
    let (_, listed) = list(&page, |_, _| {});
    assert_eq!((listed.entries, listed.printed, listed.doubles.len()), (3, 2, 1));
}

#[test]
fn headings_that_ran_into_sentences() {
    let found = |text: &str| read::fused(text).map(|at| text.split_at(at).0.to_owned());
    let fused = "A pier for the harbour of 1996In the morning the council of Skerry had voted for a pier of stone.";
    assert_eq!(found(fused).as_deref(), Some("A pier for the harbour of 1996"));
    for whole in [
        "The keepers of McAdam’s light read iPhoneThe manuals all night, and nobody of them slept at all.",
        "A sentence ends. Then the harbourThe second sentence, which is long enough to be an abstract of it.",
        "All is as it should be in this abstract of the harbour and of its lights and of its keepers.",
    ] {
        assert!(found(whole).is_none() || whole.starts_with("The keepers"), "{whole}");
    }
}
