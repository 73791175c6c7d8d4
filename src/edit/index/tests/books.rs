//! Books that are read and edited whole, for their index.

use super::*;
use crate::book::{Edition, MatterBody};
use crate::shelf::Memory;

/// The first edition of the book on `shelf`, and the codes of its faults.
fn edited(shelf: &Memory) -> (Edition, Vec<&'static str>) {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let path = std::path::Path::new("anthology.toml");
    let read = crate::compile::load(shelf, path, None, &mut files, &mut faults).unwrap();
    let spec = &read.manifest.editions[0];
    let edition = crate::edit::edit(&read.manifest, &read.sources, &files, spec, &mut faults).unwrap();
    (edition, faults.as_slice().iter().map(|fault| fault.code).collect())
}

/// The index of a book of one document, whose `decisions` the manifest takes; and the codes of the faults.
fn of_book(decisions: &str, terms: &str, text: &str) -> (String, Vec<&'static str>) {
    let manifest = format!(
        "[book]\ntitle = \"Walks\"\ndate = 2026-01-01\n[[chapter]]\ntitle = \"One\"\ndocuments = [\"a\"]\n\
         [document.a]\n{decisions}\n[index]\nterms = \"terms.toml\"\n[matter]\nback = [\"index\"]\n"
    );
    let terms = format!("[terms]\n{terms}\n");
    let shelf: Memory = [("anthology.toml", manifest.as_str()), ("terms.toml", terms.as_str()), ("sources/a.md", text)]
        .into_iter()
        .collect();
    let (edition, codes) = edited(&shelf);
    let index = edition.book.back.iter().find_map(|matter| match &matter.body {
        MatterBody::Index(index) => Some(index),
        _ => None,
    });
    let places = &edition.book.places;
    let mut shown = String::new();
    for entry in index.iter().flat_map(|index| &index.groups).flat_map(|group| &group.entries) {
        let paragraphs = entry.references.iter().map(|reference| places[reference.from.0 as usize].paragraph);
        shown.extend([plain_text(&entry.heading), format!(" {:?}\n", paragraphs.collect::<Vec<_>>())]);
    }
    (shown, codes)
}

#[test]
fn words_of_the_source_lead_to_their_corrections() {
    for kind in ["silent", "bracket", "sic", "note"] {
        let decisions =
            format!("correct = [{{ at = \"Ennis Miller went\", to = \"Innes Miller went\", as = \"{kind}\" }}]");
        let terms = "\"Miller\" = \"Ennis Miller\"\n\"mills\" = \"mill\"";
        let (index, faults) = of_book(&decisions, terms, "# A\n\nA mill.\n\nThen Ennis Miller went home.\n");
        assert_eq!(index, "Miller [3]\nmills [2]\n", "{kind}");
        assert!(!faults.contains(&"no-hits"), "{kind}: {faults:?}");
    }
    let decisions = "correct = [{ at = \"home again\", to = \"home\" }]";
    let (index, _) = of_book(decisions, "\"again\" = \"again\"", "# A\n\nThey went home again\n");
    assert_eq!(index, "again [2]\n", "nothing is printed after the place");
}

#[test]
fn what_lies_in_cuts_is_one_warning() {
    let text = "# A\n\nA mill by the *river*.\n\nA boy brought bread to the mill.\n";
    let terms = "\"boys\" = \"boy\"\n\"bread\" = { at = \"a: brought bread\" }\n\"mill\" = \"mill\"\n\
                 \"mill > and boys\" = { match = \"mill\", near = \"boy\" }\n\"river\" = { match = \"river\", see-also = \"boys\" }";
    let told = |decisions: &str, terms: &str| {
        let (index, mut faults) = of_book(decisions, terms, text);
        faults.retain(|code| matches!(*code, "lies-in-cut" | "no-hits" | "anchor" | "blind-xref"));
        (index, faults)
    };
    let omit = "omit = [\"A boy … the mill.\"]";
    assert_eq!(told(omit, terms), ("mill [2]\nriver [2]\n".to_owned(), vec!["lies-in-cut"]));
    // What the source never had is told as ever, and so is all of it where nothing is cut.
    let missing = "\"snow\" = \"snow\"\n\"rain\" = { at = \"a: it rained\" }";
    assert_eq!(told(omit, missing).1, ["anchor", "no-hits"]);
    assert_eq!(told("", missing).1, ["anchor", "no-hits"]);
}

/// The indexes of a book of two poems and a piece of prose, as text, and the codes of the faults.
fn of_several(back: &str, index: &str, terms: &str) -> (String, Vec<&'static str>) {
    let manifest = format!(
        "[book]\ntitle = \"Walks\"\ndate = 2026-01-01\n[[chapter]]\ntitle = \"One\"\ndocuments = [\"a\", \"b\"]\n\
         [document.a]\ntitle = \"The Walk\"\nauthors = [\"Ann Berg\"]\n\
         [document.b]\ntitle = \"A Tide\"\nauthors = [\"Bo Carl\"]\n\
         [person.berg]\nname = \"Ann Berg\"\nfile-as = \"Berg, Ann\"\naka = [\"Annie Foss\"]\n\
         [index]\nterms = \"terms.toml\"\n{index}\n[matter]\nback = [{back}]\n"
    );
    let a = "# The Walk\n\n> A motto\n\n> [!verse]\n> The hill is steep,\n> the tide is out.\n\nOslo, and Ann Berg.\n";
    let b = "# A Tide\n\nAnnie Foss said the tide turned at Oslo:\n\n## Second\n\nNo tide.<!--ix Berg, Ann-->\n";
    let shelf: Memory =
        [("anthology.toml", manifest.as_str()), ("terms.toml", terms), ("sources/a.md", a), ("sources/b.md", b)]
            .into_iter()
            .collect();
    let (edition, codes) = edited(&shelf);
    let mut shown = String::new();
    for index in indexes(&edition.book) {
        shown.extend(["= ", index.kind.name(), "\n"]);
        for heading in listing(&edition.book, index, None) {
            let locators = heading.locators.iter().map(|locator| locator.text.as_str()).collect::<Vec<_>>().join(", ");
            let see = heading
                .see
                .iter()
                .chain(&heading.see_also)
                .map(|see| format!(" -> {see}"))
                .collect::<Vec<_>>()
                .concat();
            shown.extend([&heading.path.join(" > "), ": ", &locators, &see, "\n"]);
        }
    }
    (shown, codes)
}

const SEVERAL: &str = "[terms]\n\"tides\" = { match = \"tide\", see-also = \"Berg, Ann\" }\n\
                       \"Oslo\" = { match = \"Oslo\", index = \"places\" }\n";

#[test]
fn a_book_may_have_several_indexes() {
    let back = "\"index:names\", \"index:places\", \"index:subjects\", \"index:titles\"";
    let (shown, _) = of_several(back, "people = true", SEVERAL);
    assert_eq!(
        shown,
        "= names\n\
         Berg, Ann: a ¶ 4, b ¶ 2, b ¶ 4\n\
         Foss, Annie:  -> Berg, Ann\n\
         = places\n\
         Oslo: a ¶ 4, b ¶ 2\n\
         = subjects\n\
         tides: a ¶ 3, b ¶ 2, b ¶ 4 -> Berg, Ann (Index of Names)\n\
         = titles\n\
         A Tide (Bo Carl): b\n\
         The Walk (Ann Berg): a\n"
    );
}

#[test]
fn what_has_no_index_of_its_own_stands_in_the_general_one() {
    let (shown, _) = of_several("\"index\"", "people = true", SEVERAL);
    assert_eq!(
        shown,
        "= index\n\
         Berg, Ann: a ¶ 4, b ¶ 2, b ¶ 4\n\
         Foss, Annie:  -> Berg, Ann\n\
         Oslo: a ¶ 4, b ¶ 2\n\
         tides: a ¶ 3, b ¶ 2, b ¶ 4 -> Berg, Ann\n"
    );
}

#[test]
fn only_what_the_program_makes() {
    let (shown, faults) = of_several("\"index:first-lines\"", "", "[terms]\n\"x\" = \"nowhere\"\n");
    assert_eq!(shown, "= first-lines\nThe hill is steep: a ¶ 3\n");
    assert!(!faults.contains(&"no-hits"), "{faults:?}");
}

#[test]
fn more_patterns_than_can_be_searched_for() {
    let (shown, faults) = of_book("", &format!("\"sea\" = \"sea {}\"", "a".repeat(4 << 20)), "# A\n\nThe sea.\n");
    assert_eq!((shown.as_str(), faults), ("", vec!["too-many-patterns"]));
}
