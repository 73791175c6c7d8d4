//! Pages as text: what stands on which line of which page, and laws that hold on any book.
//!
//! A book is written here in Markdown: a heading of the first level begins a document. Expected pages lie in
//! `tests/pages/`; after a change that is meant, `SNAPSHOTS=overwrite cargo test --test pages` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "a test whose book cannot be made fails"
)]

#[path = "pages/books.rs"]
mod books;
#[path = "pages/laws.rs"]
mod laws;

use anthology::book::{
    AnchorId, DocumentsStart, Edition, Entry, Folio, Group, Index, Matter, MatterBody, Place, Prose, Reference,
};
use anthology::diagnostic::{Files, Span};
use anthology::document::plain_text;
use anthology::length::Length;
use anthology::metadata::Language;
use anthology::typeset::dump::{dump, lines};

use books::{Maker, blocks_of, design, edition, english, set, words};

fn pages(markdown: &str) -> String {
    let edition = edition(markdown, DocumentsStart::Page, design());
    let (composition, _, diagnostics) = set(&edition);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    dump(&composition, &design())
}

macro_rules! expect {
    ($name:literal, $actual:expr) => {
        snapbox::Assert::new()
            .action_env("SNAPSHOTS")
            .eq($actual, snapbox::Data::read_from(std::path::Path::new(concat!("tests/pages/", $name, ".txt")), None))
    };
}

#[test]
fn blocks_of_every_kind() {
    expect!("blocks", pages(include_str!("pages/blocks.md")));
}

#[test]
fn notes_stand_under_their_calls() {
    expect!("notes", pages(include_str!("pages/notes.md")));
}

#[test]
fn a_note_called_again_is_told_where_it_is() {
    let words = "Some words that fill the line and then the next, and of which none says much. ".repeat(12);
    let text = format!(
        "# One\n\nA call[^1] and two more at one place[^2][^3], then the first again.[^1]\n\n{words}\n\n{words}\n\n\
         Once more[^1] here, and there too.[^1]\n\nA new one.[^4]\n\n\
         [^1]: The first calls another.[^5]\n\n[^2]: The second.\n\n[^3]: The third.\n\n[^4]: The fourth.\n\n[^5]: Inner.\n"
    );
    let (composition, ..) = set(&edition(&text, DocumentsStart::Page, design()));
    let foot = |page: &anthology::typeset::page::Page| {
        let rule = page.items.iter().find(|placed| matches!(placed.item, anthology::typeset::page::Item::Rule(_)));
        let text = lines(page).into_iter().filter(|line| !line.furniture && rule.is_some_and(|rule| line.y > rule.y));
        text.map(|line| line.text.replace('|', "")).collect::<Vec<_>>()
    };
    let feet: Vec<Vec<String>> = composition.pages.iter().map(foot).filter(|foot| !foot.is_empty()).collect();
    // A note that is called in a note follows that.
    let first = ["1. The first calls another.5", "5. Inner.", "2. The second.", "3. The third."];
    assert_eq!(feet, [first.map(str::to_owned).to_vec(), vec!["1. See p. 1.".to_owned(), "4. The fourth.".to_owned()]]);
    let page = composition.pages.iter().find(|page| page.folio == Folio::Arabic(1)).unwrap();
    // The comma is raised, so it stands on a line of its own.
    let runs = page.items.iter().filter_map(|placed| match &placed.item {
        anthology::typeset::page::Item::Glyphs(run) => Some(&*run.text),
        _ => None,
    });
    assert!(runs.collect::<String>().contains("at one place2,3, then"));
}

#[test]
fn a_note_that_goes_on_has_a_wider_rule() {
    use anthology::typeset::page::Item;
    let words = "Some words that fill the line and then the next, and of which none says much. ".repeat(40);
    let (composition, ..) =
        set(&edition(&format!("# One\n\n{words}[^1] {words}\n\n[^1]: {words}\n"), DocumentsStart::Page, design()));
    let rules = composition.pages.iter().flat_map(|page| &page.items).filter_map(|placed| match placed.item {
        Item::Rule(size) => Some(size.width),
        _ => None,
    });
    let rules: Vec<Length> = rules.collect();
    assert!(rules.len() > 2 && rules[0] < design().measure() / 2, "{rules:?}");
    assert!(rules[1..].iter().all(|width| *width == design().measure()), "{rules:?}");
}

#[test]
fn the_title_of_a_part_has_no_folio() {
    let mut edition = edition("# One\n\nWords.\n", DocumentsStart::Page, design());
    edition.book.parts[0].title = Some(words("Part One"));
    let (composition, ..) = set(&edition);
    let page = composition.pages.iter().find(|page| page.folio == Folio::Arabic(1)).unwrap();
    assert_eq!(lines(page).into_iter().map(|line| line.text).collect::<Vec<_>>(), ["Part One"]);
}

#[test]
fn words_stay_with_the_list_they_introduce() {
    // Wherever the page ends, the item is not left alone at its foot.
    for before in 1..40 {
        let text = format!("# One\n\n{}\n\n- outer\n  - inner\n", "Word.\n\n".repeat(before));
        let (composition, ..) = set(&edition(&text, DocumentsStart::Page, design()));
        let has = |page: &anthology::typeset::page::Page, word: &str| lines(page).iter().any(|l| l.text.contains(word));
        assert!(composition.pages.iter().any(|page| has(page, "outer") && has(page, "inner")), "{before}");
    }
}

#[test]
fn notes_are_divided_by_the_rules_of_their_language() {
    let note = "Extraordinarily conscientious schoolmasters distinguished characteristic responsibilities. ".repeat(6);
    let mut edition = edition(&format!("# One\n\nWords.[^1]\n\n[^1]: {note}\n"), DocumentsStart::Page, design());
    let divided = |edition: &Edition| {
        let lines = set(edition).0.pages.iter().flat_map(lines).collect::<Vec<_>>();
        lines.iter().filter(|line| line.text.ends_with('\u{ad}')).count()
    };
    assert!(divided(&edition) > 0, "the book is English");
    edition.book.notes[0].language = Some(Language::parse("tlh").unwrap());
    assert_eq!(divided(&edition), 0, "a language without rules");
}

/// How often a book is warned of lines that are too wide.
fn overfull(markdown: &str) -> usize {
    let (_, _, diagnostics) = set(&edition(markdown, DocumentsStart::Page, design()));
    diagnostics.as_slice().iter().filter(|fault| fault.code == "overfull-line").count()
}

#[test]
fn lines_that_are_too_wide_are_told_wherever_they_stand() {
    // Nothing divides the marks of notes that are called at one place.
    let wide = format!("joined{}", "[^2]".repeat(160));
    assert_eq!(overfull("# One\n\nWords.\n"), 0);
    for text in ["{}", "## {}", "Words.[^1]\n\n[^1]: {}", "> {}", "| a | b |\n|---|---|\n| {} | c |", "- {}"] {
        let note = "[^2]: A note.";
        assert_eq!(overfull(&format!("# One\n\n{}\n\n{note}\n", text.replace("{}", &wide))), 1, "{text}");
    }
    // Also where the paragraph began on the page before.
    let long = "Words that fill one line and the next. ".repeat(40);
    assert_eq!(overfull(&format!("# One\n\n{long}{wide} {long}\n\n[^2]: A note.\n")), 1);
    // But spaces that should keep words together do where nothing else helps.
    assert_eq!(overfull(&format!("# One\n\n{}\n", "joined\u{a0}".repeat(20))), 0);
}

#[test]
fn wide_letters_of_code_are_divided_to_fit() {
    assert_eq!(overfull(&format!("# One\n\n```\n{}\n```\n", "\u{fdfa}".repeat(60))), 0);
}

#[test]
fn documents_that_run_on() {
    let text = include_str!("pages/run-on.md");
    let (composition, ..) = set(&edition(text, DocumentsStart::RunOn, design()));
    expect!("run-on", dump(&composition, &design()));
}

#[test]
fn a_table_that_is_divided_repeats_its_head() {
    let rows: String = (1..60).map(|n| format!("| row {n} | {} |\n", n * n)).collect();
    let text = format!("# Squares\n\n| number | square |\n|---|---:|\n{rows}");
    let pages = pages(&text);
    assert_eq!(pages.matches("(continued)").count(), 2, "{pages}");
    assert_eq!(pages.matches("number|square").count(), 3, "{pages}");
    assert!((1..60).all(|n| pages.contains(&format!("row {n}|{}\n", n * n))), "{pages}");
}

/// An index of `count` headings that all stand for `places`.
fn index(maker: &mut Maker, count: usize, places: &[AnchorId]) -> Matter {
    let references =
        places.iter().map(|place| Reference { from: *place, to: None, principal: false, note: None, figure: false });
    let references: Vec<Reference> = references.collect();
    let entries = (0..count).map(|n| Entry {
        anchor: maker.anchor(),
        heading: words(&format!("A heading of words {n:03}")),
        references: references.clone(),
        see: Vec::new(),
        see_also: Vec::new(),
        subentries: Vec::new(),
        span: Span::new(Files::default().add("terms.toml", ""), 0..0),
    });
    let groups = vec![Group { letter: "A".to_owned(), entries: entries.collect() }];
    maker.matter("Index", MatterBody::Index(Index { groups, ..Index::default() }))
}

#[test]
fn what_stands_behind_an_index_has_the_pages_that_are_named() {
    let mut edition = edition("# One\n\nWords.\n", DocumentsStart::Page, design());
    let mut maker = Maker { places: u32::try_from(edition.book.places.len()).unwrap() };
    let titles = ["After", "Behind", "Closing", "Dusk", "End"];
    let after = titles.map(|title| {
        let sign = if title == "End" { "\u{10fffd}" } else { "" };
        let blocks = blocks_of(&format!("Words {sign} here.\n"));
        maker.matter(title, MatterBody::Prose(Prose { language: english(), blocks, signed: Vec::new() }))
    });
    let anchors = after.each_ref().map(|matter| matter.anchor);
    // Each heading takes a second line for its locators, so the index is twice as long as it is without them.
    edition.book.back = vec![index(&mut maker, 140, &anchors)];
    edition.book.back.extend(after);
    edition.book.places = (0..maker.places).map(|n| Place { division: AnchorId(n), paragraph: 0 }).collect();
    let (composition, map, diagnostics) = set(&edition);
    let all: Vec<String> = composition.pages.iter().flat_map(lines).map(|line| line.text).collect();
    for (title, anchor) in titles.into_iter().zip(anchors) {
        let folio = map.folio(anchor).expect("a page");
        let page = composition.pages.iter().find(|page| page.folio == folio).expect("the page");
        assert_eq!(lines(page)[0].text, title, "on page {folio}");
        let (start, end) = (format!("{title}|"), format!("|{folio}"));
        assert!(all.iter().any(|line| line.starts_with(&start) && line.ends_with(&end)), "{title} {folio}: {all:?}");
        let cells = all.iter().flat_map(|line| line.split(['|', ',', ' '])).filter(|cell| *cell == folio.to_string());
        assert!(cells.count() > 140, "{title} {folio}: {all:?}");
    }
    assert_eq!(diagnostics.as_slice().len(), 1, "a fault is told once: {diagnostics:?}");
}

#[test]
fn a_character_that_no_font_has_is_an_error_with_its_place() {
    let edition = edition("# One\n\nA sign \u{10fffd} here.\n", DocumentsStart::Page, design());
    let (_, _, diagnostics) = set(&edition);
    let fault = &diagnostics.as_slice()[0];
    assert_eq!((fault.code, diagnostics.has_errors()), ("missing-glyph", true));
    assert!(fault.message.contains("U+10FFFD"), "{}", fault.message);
    assert_eq!(fault.primary.as_ref().unwrap().span.range(), 14..18);
}

#[test]
fn a_picture_that_is_not_there_is_told_and_its_description_printed() {
    let (composition, _, diagnostics) =
        set(&edition("# One\n\n![A tram in snow](tram.png)\n", DocumentsStart::Page, design()));
    let told: Vec<(&str, bool)> =
        diagnostics.as_slice().iter().map(|fault| (fault.code, fault.primary.is_some())).collect();
    assert_eq!(told, [("missing-picture", true)]);
    assert!(composition.pages.iter().flat_map(lines).any(|line| line.text == "[A tram in snow]"));
}

#[test]
fn contents_name_the_true_pages() {
    let text: String = (1..30).map(|n| format!("# Piece {n}\n\n{}\n\n", "Some words. ".repeat(n * 37))).collect();
    let edition = edition(&text, DocumentsStart::Page, design());
    let (composition, map, _) = set(&edition);
    let contents: Vec<String> = composition
        .pages
        .iter()
        .filter(|page| matches!(page.folio, Folio::Roman(_)))
        .flat_map(|page| lines(page).into_iter().map(|line| line.text))
        .collect();
    for selection in &edition.book.parts[0].chapters[0].selections {
        let title = plain_text(&selection.title);
        let folio = map.folio(selection.anchor).expect("a page");
        let line = contents.iter().find(|line| line.split('|').next() == Some(&title)).expect("a line");
        assert_eq!(line.rsplit('|').next(), Some(folio.to_string().as_str()), "{line}");
        let page = composition.pages.iter().find(|page| page.folio == folio).expect("the page");
        assert!(lines(page).iter().any(|line| line.text == title), "{title} stands on page {folio}");
    }
}
