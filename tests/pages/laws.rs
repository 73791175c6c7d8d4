//! Laws that hold on the pages of any book, tried on random ones.
//!
//! What pages owe their readers whatever the text: nothing is lost, nothing sticks out, every line stands on the grid,
//! notes stand under their calls, no line of a paragraph and no heading stands alone, and where facing pages are not
//! equally deep, a page is short, or a word is divided where the leaf is turned, the report says so.

use std::collections::{BTreeMap, BTreeSet};

use anthology::book::{AnchorId, DocumentsStart, Edition, Folio};
use anthology::document::{Block, Inline, Inlines, Located, NoteId, plain_text};
use anthology::length::Length;
use anthology::typeset::Composition;
use anthology::typeset::dump::lines;
use anthology::typeset::page::{Destination, ElementId, GlyphRun, Item, Page, Placed, Role};
use anthology::typeset::report::FlawKind;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use crate::books::{design, edition, set};

/// Letters and figures of a text, in order, without what the setter adds or joins.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of each page's text in reading order.
fn body(composition: &Composition) -> String {
    let arabic = composition.pages.iter().filter(|page| matches!(page.folio, Folio::Arabic(_)));
    let runs = arabic.flat_map(|page| &page.items).filter_map(|placed| match &placed.item {
        Item::Glyphs(run) if !run.furniture => Some(letters(&run.text)),
        _ => None,
    });
    runs.collect()
}

fn random_book() -> impl Strategy<Value = (String, String)> {
    let word = prop_oneof![
        16 => "[a-z]{1,12}",
        1 => "[a-z]{2,12}-[a-z]{2,12}",
        1 => "[A-Z]{2,12}",
        1 => "[1-9][0-9]{1,2}(,[0-9]{3}){1,3}",
        1 => "[a-z]{2,9}—[a-z]{2,9}",
    ];
    let text = proptest::collection::vec(word, 1..90).prop_map(|words| words.join(" "));
    let block = (0u8..10, text);
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
                // A note longer than a page.
                6 if number % 3 == 0 => {
                    markdown.push_str(&format!("{text}[^n{number}]\n\n"));
                    notes.push_str(&format!("[^n{number}]: note{number} {}\n\n", [text.as_str(); 9].join(" ")));
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
    #![proptest_config(cases(48))]

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
        notes_are_divided_as_paragraphs_are(&composition)?;
        facing_pages_are_equally_deep_or_told(&composition)?;
        short_pages_are_told(&composition)?;
        no_line_stands_alone(&composition)?;
        no_heading_stands_alone(&composition)?;
        hyphens_where_the_leaf_is_turned_are_told(&composition)?;
        no_line_is_wider_than_its_measure(&composition)?;
    }
}

/// How many cases a law is tried on: `PROPTEST_CASES`, or else so many.
#[allow(clippy::disallowed_methods, reason = "a test may ask how hard it is to try")]
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

/// The baseline of the first row, and of the last of a full page.
fn first_and_last_row() -> (Length, Length) {
    let design = design();
    let first = design.margins.top + design.leading.scale(0.76);
    (first, first + design.leading * (i32::try_from(design.lines()).unwrap() - 1))
}

/// The element with such a role that a thing is part of, however deep.
fn inside(composition: &Composition, element: ElementId, wanted: impl Fn(Role) -> bool) -> Option<usize> {
    let elements = &composition.structure.elements;
    let mut at = element.index();
    while at > 0 {
        if wanted(elements[at].role) {
            return Some(at);
        }
        at = elements[at].parent as usize;
    }
    None
}

/// The words of the text on a page, without its notes and furniture.
fn text_of<'c>(composition: &'c Composition, page: &'c Page) -> impl Iterator<Item = (&'c Placed, &'c GlyphRun)> {
    let note =
        |placed: &Placed| placed.element.is_some_and(|at| inside(composition, at, |role| role == Role::Note).is_some());
    page.items.iter().filter_map(move |placed| match &placed.item {
        Item::Glyphs(run) if !run.furniture && !run.text.trim().is_empty() && !note(placed) => Some((placed, run)),
        _ => None,
    })
}

/// Whether a flaw of this kind is told of a page.
fn told(composition: &Composition, page: &Page, wanted: impl Fn(FlawKind) -> bool) -> bool {
    composition.report.flaws.iter().any(|flaw| flaw.folio == page.folio && wanted(flaw.kind))
}

/// Pages of the text, each with the one after it, on which the text goes on from its first row.
fn pages_that_go_on(composition: &Composition) -> impl Iterator<Item = (&Page, &Page)> {
    let (first, _) = first_and_last_row();
    let pages = composition.pages.windows(2).filter_map(|pages| if let [a, b] = pages { Some((a, b)) } else { None });
    pages.filter(move |(page, next)| {
        let text = |page: &Page| lines(page).into_iter().filter(|line| !line.furniture).map(|line| line.y).min();
        let goes_on = text(next).is_some_and(|y| y < first + design().leading);
        matches!(page.folio, Folio::Arabic(_)) && text(page).is_some() && goes_on
    })
}

/// A page that ends two rows or more above a full one's foot, although the text goes on, is told.
fn short_pages_are_told(composition: &Composition) -> TestCaseResult {
    let (_, last) = first_and_last_row();
    for (page, _) in pages_that_go_on(composition) {
        let bottom = lines(page).into_iter().filter(|line| !line.furniture).map(|line| line.y).max().unwrap();
        let short = bottom < last - design().leading.scale(1.5);
        let told = told(composition, page, |kind| matches!(kind, FlawKind::ShortPage { .. } | FlawKind::Divided));
        prop_assert!(!short || told, "page {} ends at {bottom:?} and not at {last:?}", page.folio);
    }
    Ok(())
}

/// No page ends in a heading whose text stands on the next.
fn no_heading_stands_alone(composition: &Composition) -> TestCaseResult {
    let heading = |placed: &Placed| {
        let heading = |role| matches!(role, Role::Heading(_));
        placed.element.is_some_and(|at| inside(composition, at, heading).is_some())
    };
    for (page, next) in pages_that_go_on(composition) {
        let last = text_of(composition, page).max_by_key(|(placed, _)| placed.y);
        let first = text_of(composition, next).min_by_key(|(placed, _)| placed.y);
        let alone = last.is_some_and(|(last, _)| heading(last)) && first.is_some_and(|(first, _)| !heading(first));
        let forced = told(composition, page, |kind| kind == FlawKind::Divided);
        prop_assert!(!alone || forced, "a heading stands at the end of page {}", page.folio);
    }
    Ok(())
}

/// A recto does not end in a divided word, or it is told.
fn hyphens_where_the_leaf_is_turned_are_told(composition: &Composition) -> TestCaseResult {
    for page in composition.pages.iter().filter(|page| matches!(page.folio, Folio::Arabic(number) if number % 2 == 1)) {
        let bottom = text_of(composition, page).map(|(placed, _)| placed.y).max();
        let line = text_of(composition, page).filter(|(placed, _)| Some(placed.y) == bottom);
        let divided = line.max_by_key(|(placed, _)| placed.x).is_some_and(|(_, run)| run.text.ends_with('\u{ad}'));
        let told = told(composition, page, |kind| matches!(kind, FlawKind::HyphenAtTurn | FlawKind::Divided));
        prop_assert!(!divided || told, "page {} ends in a divided word", page.folio);
    }
    Ok(())
}

/// What hangs out of a line is less than half an em, unless a line is told to be wider than its measure.
fn no_line_is_wider_than_its_measure(composition: &Composition) -> TestCaseResult {
    let design = design();
    for page in composition.pages.iter().filter(|page| matches!(page.folio, Folio::Arabic(_))) {
        let recto = matches!(page.folio, Folio::Arabic(number) if number % 2 == 1);
        let left = if recto { design.margins.inner } else { design.margins.outer };
        let right = left + design.measure();
        let wide = told(composition, page, |kind| kind == FlawKind::WideLine);
        for placed in &page.items {
            let Item::Glyphs(run) = &placed.item else { continue };
            let space =
                run.text.ends_with([' ', '\u{a0}']).then(|| run.glyphs.last().map(|glyph| glyph.advance)).flatten();
            let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<Length>() - space.unwrap_or(Length::ZERO);
            let within = placed.x > left - run.size / 2 && placed.x + width < right + run.size / 2;
            prop_assert!(within || wide, "“{}” sticks out on page {}", run.text, page.folio);
        }
    }
    Ok(())
}

/// A note that goes on does so on the next page, with two lines or more on each, and only the last of a page does.
fn notes_are_divided_as_paragraphs_are(composition: &Composition) -> TestCaseResult {
    // By note, then by page, its baselines.
    let mut notes: BTreeMap<usize, BTreeMap<usize, BTreeSet<i32>>> = BTreeMap::new();
    for (number, page) in composition.pages.iter().enumerate() {
        for placed in &page.items {
            let printed = matches!(&placed.item, Item::Glyphs(run) if !run.text.trim().is_empty());
            let note =
                placed.element.filter(|_| printed).and_then(|at| inside(composition, at, |role| role == Role::Note));
            if let Some(note) = note {
                let row = (placed.y + Length::pt(4.0)).raw() / Length::pt(8.0).raw();
                notes.entry(note).or_default().entry(number).or_default().insert(row);
            }
        }
    }
    let mut divided: BTreeSet<usize> = BTreeSet::new();
    for pages in notes.values().filter(|pages| pages.len() > 1) {
        let numbers: Vec<usize> = pages.keys().copied().collect();
        prop_assert!(numbers.windows(2).all(|two| two[1] == two[0] + 1), "a note leaves out a page: {numbers:?}");
        for (number, rows) in pages {
            let forced = |at: usize| told(composition, &composition.pages[at], |kind| kind == FlawKind::Divided);
            let forced = forced(*number) || number.checked_sub(1).is_some_and(forced);
            let folio = composition.pages[*number].folio;
            prop_assert!(rows.len() > 1 || forced, "a line of a note stands alone on page {folio}");
        }
        for number in &numbers[..numbers.len() - 1] {
            prop_assert!(divided.insert(*number), "two notes go on after page {}", composition.pages[*number].folio);
        }
    }
    Ok(())
}

/// Neither widow nor orphan: of a paragraph that pages divide two lines or more stand on each, unless a page is told
/// of on which something longer than a page had to be divided.
fn no_line_stands_alone(composition: &Composition) -> TestCaseResult {
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
fn facing_pages_are_equally_deep_or_told(composition: &Composition) -> TestCaseResult {
    let design = design();
    let first = design.margins.top + design.leading.scale(0.76);
    // From its first row to its last; none of an opening or a blank.
    let rows = |page: &Page| -> Option<Length> {
        let text: Vec<Length> = lines(page).into_iter().filter(|line| !line.furniture).map(|line| line.y).collect();
        let goes_on = text.iter().min().is_some_and(|y| *y < first + design.leading);
        // What notes alone fill, where one is longer than a page, ends with their lines, which have a grid of their own.
        let read = text_of(composition, page).next().is_some();
        text.into_iter().max().filter(|_| goes_on && read)
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

fn no_text_is_lost(edition: &Edition, composition: &Composition) -> TestCaseResult {
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

fn blocks_letters(blocks: &[Located<Block>]) -> String {
    let block = |block: &Located<Block>| match &block.node {
        Block::Heading { content, .. } | Block::Paragraph(content) => letters(&plain_text(content)),
        Block::Quotation(blocks) => blocks_letters(blocks),
        Block::List(list) => list.items.iter().map(|item| blocks_letters(item)).collect(),
        other => panic!("no such block is made: {other:?}"),
    };
    blocks.iter().map(block).collect()
}

fn calls(blocks: &[Located<Block>]) -> Vec<NoteId> {
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

fn within_the_page(page: &Page) -> TestCaseResult {
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
    let rule = page.items.iter().find(|placed| matches!(placed.item, Item::Rule(_)));
    for line in text.iter().filter(|line| rule.is_none_or(|rule| line.y < rule.y)) {
        let rows = (line.y - first).to_pt() / design.leading.to_pt();
        let off = (rows - rows.round()).abs();
        prop_assert!(off < 0.01, "{} is off the grid by {off} on page {}", line.text, page.folio);
    }
    Ok(())
}

fn notes_begin_under_their_calls(edition: &Edition, composition: &Composition) -> TestCaseResult {
    let text = |page: &Page| -> String {
        lines(page).into_iter().map(|line| line.text.replace('|', "")).collect::<Vec<_>>().join("\n")
    };
    for (number, note) in edition.book.notes.iter().enumerate() {
        let anchor = u32::try_from(edition.book.places.len() + 2 * number).unwrap();
        let page_of = |anchor: u32| {
            let is = |placed: &Placed| matches!(placed.item, Item::Anchor(a) if a.0 == anchor);
            composition.pages.iter().position(|page| page.items.iter().any(is))
        };
        let (call, own) = (page_of(anchor), page_of(anchor + 1));
        prop_assert!(call.is_some() && call == own, "note {} is called on {call:?} and stands on {own:?}", note.mark);
        let page = text(&composition.pages[call.unwrap()]);
        prop_assert!(page.contains(&format!("\n{}. ", note.mark)), "{page}");
    }
    Ok(())
}

fn every_mark_is_explained_at_the_foot(edition: &Edition, composition: &Composition) -> TestCaseResult {
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
