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

use std::collections::{BTreeMap, BTreeSet};

use anthology::book::{
    AnchorId, Book, BookMetadata, Chapter, DocumentsStart, Edition, Entry, Folio, Format, Group, Index, Matter,
    MatterBody, PageMap, Part, Place, Prose, Ranges, Reference, Selection, Words,
};
use anthology::design::{Design, Margins};
use anthology::diagnostic::{Diagnostics, Files, Span};
use anthology::document::{Block, Inline, Inlines, Note, NoteId, Origin, Run, plain_text};
use anthology::fonts::FontLibrary;
use anthology::id::Id;
use anthology::length::{Length, Size};
use anthology::metadata::Language;
use anthology::source::{self, Kind, Reading};
use anthology::typeset::dump::{dump, lines};
use anthology::typeset::{Composition, compose};
use proptest::prelude::*;

fn words(text: &str) -> Inlines {
    vec![Inline::Text(Run { text: text.to_owned(), origin: Origin::Program })]
}

fn english() -> Language {
    Language::parse("en-US").unwrap()
}

/// A small page: 24 rows of about forty letters.
fn design() -> Design {
    Design {
        trim: Size { width: Length::pt(280.0), height: Length::pt(420.0) },
        margins: Margins {
            inner: Length::pt(36.0),
            outer: Length::pt(44.0),
            top: Length::pt(48.0),
            bottom: Length::pt(48.0),
        },
        ..Design::default()
    }
}

struct Maker {
    places: u32,
}

impl Maker {
    fn anchor(&mut self) -> AnchorId {
        self.places += 1;
        AnchorId(self.places - 1)
    }

    fn selection(&mut self, title: Inlines, blocks: Vec<anthology::document::Located<Block>>) -> Selection {
        let anchor = self.anchor();
        Selection {
            id: Id::new(&format!("document-{}", anchor.0)).unwrap(),
            anchor,
            slug: format!("document-{}", anchor.0),
            short_title: title.clone(),
            title,
            subtitle: None,
            contributors: Vec::new(),
            byline: String::new(),
            credits: Vec::new(),
            date_line: None,
            contents_date: None,
            headnote: None,
            source_note: Vec::new(),
            line_numbers: 0,
            text: Prose { language: english(), blocks, signed: Vec::new() },
        }
    }

    fn matter(&mut self, title: &str, body: MatterBody) -> Matter {
        Matter { anchor: self.anchor(), slug: title.to_lowercase(), title: words(title), body, made: false }
    }
}

fn metadata() -> BookMetadata {
    BookMetadata {
        title: words("A Small Reader"),
        subtitle: None,
        language: english(),
        editors: Vec::new(),
        contributors: Vec::new(),
        identifier: "urn:example:reader".to_owned(),
        isbn: None,
        publisher: None,
        date: None,
        modified: "2026-01-01T00:00:00Z".to_owned(),
        description: None,
        subjects: Vec::new(),
        series: None,
        copyright: None,
        cover: None,
        sources: Vec::new(),
    }
}

fn blocks_of(markdown: &str) -> Vec<anthology::document::Located<Block>> {
    let file = Files::default().add("book.md", markdown);
    let reading = Reading { editorial: false, ..Reading::editorial(&Language::english(), true) };
    source::read(markdown, file, Kind::Markdown, reading, &mut Diagnostics::default()).blocks
}

/// A book of one chapter, whose documents begin with level-one headings.
fn edition(markdown: &str, start: DocumentsStart, design: Design) -> Edition {
    let mut files = Files::default();
    let file = files.add("book.md", markdown);
    let mut diagnostics = Diagnostics::default();
    let reading = Reading { editorial: false, ..Reading::editorial(&Language::english(), true) };
    let document = source::read(markdown, file, Kind::Markdown, reading, &mut diagnostics);
    let mut maker = Maker { places: 0 };
    let mut selections: Vec<Selection> = Vec::new();
    for block in document.blocks {
        match (&block.node, selections.last_mut()) {
            (Block::Heading { level: 1, content, .. }, _) => {
                selections.push(maker.selection(content.clone(), Vec::new()));
            }
            (_, Some(selection)) => selection.text.blocks.push(block),
            (_, None) => selections.push(maker.selection(words("Untitled"), vec![block])),
        }
    }
    let number = |(number, note): (usize, Note)| Note { mark: (number + 1).to_string(), ..note };
    let chapter = Chapter {
        anchor: maker.anchor(),
        slug: "chapter".to_owned(),
        title: None,
        subtitle: None,
        introduction: None,
        documents_start: start,
        selections,
    };
    let part = Part {
        anchor: maker.anchor(),
        slug: "part".to_owned(),
        title: None,
        subtitle: None,
        introduction: None,
        chapters: vec![chapter],
    };
    let front = vec![
        maker.matter("", MatterBody::HalfTitle(words("A Small Reader"))),
        maker.matter("Contents", MatterBody::Contents),
    ];
    let places = (0..maker.places).map(|n| Place { division: AnchorId(n), paragraph: 0 }).collect();
    let book = Book {
        endnotes: anthology::book::Endnotes::default(),
        omission: "[…]".to_owned(),
        paragraph_numbers: anthology::book::ParagraphNumbers::default(),
        metadata: metadata(),
        words: Words::english(),
        ranges: Ranges::default(),
        front,
        parts: vec![part],
        back: Vec::new(),
        notes: document.notes.into_iter().enumerate().map(number).collect(),
        images: BTreeMap::new(),
        places,
    };
    Edition { name: Id::new("print").unwrap(), book, format: Format::Pdf(design) }
}

fn set(edition: &Edition) -> (Composition, PageMap, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (composition, map) = compose(edition, &FontLibrary::new(), &mut diagnostics).expect("pages");
    (composition, map, diagnostics)
}

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
    let references = places.iter().map(|place| Reference { from: *place, to: None, principal: false, note: None });
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

/// Letters and figures of a text, in order, without what the setter adds or joins.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of each page's text in reading order.
fn body(composition: &Composition) -> String {
    use anthology::typeset::page::Item;
    let arabic = composition.pages.iter().filter(|page| matches!(page.folio, Folio::Arabic(_)));
    let runs = arabic.flat_map(|page| &page.items).filter_map(|placed| match &placed.item {
        Item::Glyphs(run) if !run.furniture => Some(letters(&run.text)),
        _ => None,
    });
    runs.collect()
}

fn random_book() -> impl Strategy<Value = (String, String)> {
    let word = proptest::string::string_regex("[a-z]{1,12}").unwrap();
    let text = proptest::collection::vec(word, 1..90).prop_map(|words| words.join(" "));
    let block = (0u8..9, text);
    proptest::collection::vec(block, 1..25).prop_map(|blocks| {
        let mut markdown = "# Beginning\n\n".to_owned();
        let mut notes = String::new();
        // Where the notes of the document begin.
        let mut own = 0;
        let mut letters_in = "Beginning".to_owned();
        for (number, (kind, text)) in blocks.into_iter().enumerate() {
            // Words that mean something to Markdown do not occur: letters alone.
            match kind {
                0 => markdown.push_str(&format!("# D{number}\n\n{text}\n\n")),
                1 => markdown.push_str(&format!("## {text}\n\n")),
                2 => markdown.push_str(&format!("> {text}\n\n")),
                3 => markdown.push_str(&format!("- {text}\n\n<!-- -->\n\n")),
                4 if number > 5 && notes.len() > own => {
                    // An earlier note, once more.
                    let earlier =
                        notes[own..].lines().next().and_then(|line| line.split(']').next()).unwrap_or_default();
                    markdown.push_str(&format!("{text}{earlier}]\n\n"));
                }
                4 | 5 => {
                    markdown.push_str(&format!("{text}[^n{number}]\n\n"));
                    notes.push_str(&format!("[^n{number}]: note{number} {text}\n\n"));
                }
                _ => markdown.push_str(&format!("{text}\n\n")),
            }
            if kind == 0 {
                own = notes.len();
                letters_in.push_str(&format!("D{number}"));
            }
            letters_in.push_str(&letters(&text));
        }
        (markdown + &notes, letters_in)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn laws_of_pages((markdown, _) in random_book(), start in 0u8..3) {
        let start = [DocumentsStart::Page, DocumentsStart::RunOn, DocumentsStart::Recto][usize::from(start)];
        let edition = edition(&markdown, start, design());
        let (composition, map, _) = set(&edition);
        // Anchors have pages.
        for place in 0..edition.book.places.len() {
            prop_assert!(map.folio(AnchorId(u32::try_from(place).unwrap())).is_some());
        }
        no_text_is_lost(&edition, &composition)?;
        for page in &composition.pages {
            within_the_page(page)?;
        }
        notes_begin_under_their_calls(&edition, &composition)?;
        every_mark_is_explained_at_the_foot(&edition, &composition)?;
        facing_pages_are_equally_deep_or_told(&composition)?;
        no_line_stands_alone(&composition)?;
    }
}

/// Neither widow nor orphan: of a paragraph that pages divide two lines or more stand on each, unless a page is told
/// of on which something longer than a page had to be divided.
fn no_line_stands_alone(composition: &Composition) -> Result<(), TestCaseError> {
    use anthology::typeset::page::{ElementId, Item, Role};
    use anthology::typeset::report::FlawKind;
    let elements = &composition.structure.elements;
    // What a thing is of, if that is a paragraph of the text and not of a note.
    let paragraph = |element: ElementId| {
        let (mut at, mut found) = (element.index(), None);
        while at > 0 {
            match elements[at].role {
                Role::Note => return None,
                Role::Paragraph => found = Some(at),
                _ => {}
            }
            at = elements[at].parent as usize;
        }
        found
    };
    // By paragraph, then by page, the rows it stands on: what is raised is of the row it is raised over.
    let mut rows: BTreeMap<usize, BTreeMap<usize, BTreeSet<i32>>> = BTreeMap::new();
    for (number, page) in composition.pages.iter().enumerate() {
        for placed in &page.items {
            let printed = matches!(&placed.item, Item::Glyphs(run) if !run.text.trim().is_empty());
            if let Some(paragraph) = placed.element.filter(|_| printed).and_then(paragraph) {
                let row = (placed.y + design().leading / 2 - design().margins.top).raw() / design().leading.raw();
                rows.entry(paragraph).or_default().entry(number).or_default().insert(row);
            }
        }
    }
    let told = |page: usize| {
        let folio = composition.pages[page].folio;
        composition.report.flaws.iter().any(|flaw| flaw.folio == folio && flaw.kind == FlawKind::Divided)
    };
    for pages in rows.values().filter(|pages| pages.len() > 1) {
        for (page, rows) in pages {
            let forced = told(*page) || page.checked_sub(1).is_some_and(told);
            prop_assert!(rows.len() > 1 || forced, "a line stands alone on page {}", composition.pages[*page].folio);
        }
    }
    Ok(())
}

/// Where both pages of a spread are filled, and the text goes on after them.
fn facing_pages_are_equally_deep_or_told(composition: &Composition) -> Result<(), TestCaseError> {
    use anthology::typeset::report::FlawKind;
    let design = design();
    let first = design.margins.top + design.leading.scale(0.76);
    // From its first row to its last; none of an opening or a blank.
    let rows = |page: &anthology::typeset::page::Page| -> Option<Length> {
        let text: Vec<Length> = lines(page).into_iter().filter(|line| !line.furniture).map(|line| line.y).collect();
        let goes_on = text.iter().min().is_some_and(|y| *y < first + design.leading);
        text.into_iter().max().filter(|_| goes_on)
    };
    let body: Vec<_> = composition.pages.iter().filter(|page| matches!(page.folio, Folio::Arabic(_))).collect();
    for pages in body.windows(4) {
        let [before, verso, recto, after] = pages else { continue };
        if !matches!(verso.folio, Folio::Arabic(number) if number % 2 == 0) || before.items.is_empty() {
            continue;
        }
        let (Some(left), Some(right), Some(_)) = (rows(verso), rows(recto), rows(after)) else { continue };
        let told = composition.report.flaws.iter().any(|flaw| {
            flaw.folio == recto.folio && matches!(flaw.kind, FlawKind::UnevenSpread { .. } | FlawKind::Divided)
        });
        let uneven = (left - right).to_pt().abs() > design.leading.to_pt() / 2.0;
        prop_assert!(!uneven || told, "pages {} and {} end at {left:?} and {right:?}", verso.folio, recto.folio);
    }
    Ok(())
}

fn no_text_is_lost(edition: &Edition, composition: &Composition) -> Result<(), TestCaseError> {
    let mut expected: Vec<char> = Vec::new();
    for selection in &edition.book.parts[0].chapters[0].selections {
        expected.extend(letters(&plain_text(&selection.title)).chars());
        expected.extend(blocks_letters(&selection.text.blocks).chars());
    }
    for note in &edition.book.notes {
        expected.extend(note.mark.chars());
        expected.extend(blocks_letters(&note.body).chars());
    }
    for note in edition.book.parts[0].chapters[0].selections.iter().flat_map(|s| calls(&s.text.blocks)) {
        expected.extend(edition.book.notes[note.0 as usize].mark.chars());
    }
    // A note that is called again on another page has a line there.
    let lines = composition.pages.iter().flat_map(lines).map(|line| line.text.replace('|', ""));
    expected.extend(
        lines.filter(|line| line.contains(". See p. ")).flat_map(|line| letters(&line).into_bytes()).map(char::from),
    );
    let mut found: Vec<char> = body(composition).chars().collect();
    expected.sort_unstable();
    found.sort_unstable();
    prop_assert_eq!(found.into_iter().collect::<String>(), expected.into_iter().collect::<String>());
    Ok(())
}

fn blocks_letters(blocks: &[anthology::document::Located<Block>]) -> String {
    let block = |block: &anthology::document::Located<Block>| match &block.node {
        Block::Heading { content, .. } | Block::Paragraph(content) => letters(&plain_text(content)),
        Block::Quotation(blocks) => blocks_letters(blocks),
        Block::List(list) => list.items.iter().map(|item| blocks_letters(item)).collect(),
        other => panic!("no such block is made: {other:?}"),
    };
    blocks.iter().map(block).collect()
}

fn calls(blocks: &[anthology::document::Located<Block>]) -> Vec<NoteId> {
    let of = |words: &Inlines| -> Vec<NoteId> {
        let call = |inline: &Inline| if let Inline::NoteCall(note) = inline { Some(*note) } else { None };
        words.iter().filter_map(call).collect()
    };
    let calls = blocks.iter().flat_map(|block| match &block.node {
        Block::Heading { content, .. } | Block::Paragraph(content) => of(content),
        Block::Quotation(blocks) => calls(blocks),
        Block::List(list) => list.items.iter().flat_map(|item| calls(item)).collect(),
        other => panic!("no such block is made: {other:?}"),
    });
    calls.collect()
}

fn within_the_page(page: &anthology::typeset::page::Page) -> Result<(), TestCaseError> {
    let design = design();
    let rows = i32::try_from(design.lines()).unwrap();
    let first = design.margins.top + design.leading.scale(0.76);
    // A spread may be one line deeper.
    let last = first + design.leading * rows + Length::from_raw(10);
    let text: Vec<_> = lines(page).into_iter().filter(|line| !line.furniture).collect();
    for line in &text {
        prop_assert!(line.y <= last, "{} is below the page {}", line.text, page.folio);
    }
    // Down to the notes' rule every line stands on the grid, but those of titles set in several lines.
    let rule = page.items.iter().find(|placed| matches!(placed.item, anthology::typeset::page::Item::Rule(_)));
    for line in text.iter().filter(|line| rule.is_none_or(|rule| line.y < rule.y)) {
        let rows = (line.y - first).to_pt() / design.leading.to_pt();
        let off = (rows - rows.round()).abs();
        prop_assert!(off < 0.01, "{} is off the grid by {off} on page {}", line.text, page.folio);
    }
    Ok(())
}

fn notes_begin_under_their_calls(edition: &Edition, composition: &Composition) -> Result<(), TestCaseError> {
    let text = |page: &anthology::typeset::page::Page| -> String {
        lines(page).into_iter().map(|line| line.text.replace('|', "")).collect::<Vec<_>>().join("\n")
    };
    for (number, note) in edition.book.notes.iter().enumerate() {
        let anchor = u32::try_from(edition.book.places.len() + 2 * number).unwrap();
        let page_of = |anchor: u32| {
            let is = |placed: &anthology::typeset::page::Placed| matches!(placed.item, anthology::typeset::page::Item::Anchor(a) if a.0 == anchor);
            composition.pages.iter().position(|page| page.items.iter().any(is))
        };
        let (call, own) = (page_of(anchor), page_of(anchor + 1));
        prop_assert!(call.is_some() && call == own, "note {} is called on {call:?} and stands on {own:?}", note.mark);
        let page = text(&composition.pages[call.unwrap()]);
        prop_assert!(page.contains(&format!("\n{}. ", note.mark)), "{page}");
    }
    Ok(())
}

fn every_mark_is_explained_at_the_foot(edition: &Edition, composition: &Composition) -> Result<(), TestCaseError> {
    use anthology::typeset::page::{Destination, Item};
    let first = u32::try_from(edition.book.places.len()).unwrap();
    for page in &composition.pages {
        let lines: Vec<String> = lines(page).into_iter().map(|line| line.text.replace('|', "")).collect();
        for placed in &page.items {
            let Item::Link(_, Destination::Anchor(to)) = placed.item else { continue };
            // Odd ones from the first on are the notes.
            if to.0 > first && (to.0 - first) % 2 == 1 {
                let note = &edition.book.notes[((to.0 - first) / 2) as usize];
                let mark = format!("{}. ", note.mark);
                prop_assert!(
                    lines.iter().any(|line| line.starts_with(&mark)),
                    "{mark} on page {}: {lines:?}",
                    page.folio
                );
            }
        }
    }
    Ok(())
}
