//! Whole small books as dumps.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Edition, MatterBody, contents, dump};
use crate::document::{dump as text, plain_text};

const SMALL: &str = r#"
[book]
title = "Small *Things*"
editors = ["Ada Vole", "Ben Wren"]

[[chapter]]
title = "Voices"
documents = ["harbour", "letter"]
"#;

const HARBOUR: &str = "# The Harbour[^n]\n\nShips lay *still*.[^1] See [the pier](#pier) and [](doc:letter).\n\n\
    ### Pier\n\nOak and tar.[^1]\n\n[^n]: Written in winter.\n[^1]: As the log says.\n";
const LETTER: &str = "A Letter Home\n\nDear all, the sea is wide.\n\n* * *\n\nYours, M.\n";

fn small() -> Project {
    Project::read(SMALL, &[("sources/harbour.md", HARBOUR), ("sources/letter.txt", LETTER)])
}

#[test]
fn the_smallest_manifest_makes_a_book() {
    assert_data_eq!(
        dump(&small().edition("epub").unwrap()),
        str![[r#"
edition epub (epub)
  title Small ⟨em Things⟩
  language en-US
  edt Ada Vole (Vole, Ada)
  edt Ben Wren (Wren, Ben)
  identifier urn:uuid:5ebee8de-5bbf-5588-8ba1-1c04428484ca
  modified 2000-01-01T00:00:00Z
  front
    half-title @2 half-title
      Small ⟨em Things⟩
    title-page @3 title-page
      Small ⟨em Things⟩
      editors Edited by Ada Vole and Ben Wren
    copyright-page @4 copyright-page
      0 paragraph
          ⟨em Small ⟨em Things⟩⟩
      0 paragraph
          urn:uuid:5ebee8de-5bbf-5588-8ba1-1c04428484ca
      0 paragraph
          Made with anthology
    contents @5 contents Contents
  part @6 part (untitled)
    chapter @7 voices Voices
      documents start Page
      document @0 harbour The Harbour⟨note 1⟩
        text en-US
          2 paragraph
              Ships lay ⟨em still⟩.⟨note 2⟩ See ⟨to anchor 8 the pier⟩ and ⟨to anchor 1 A Letter Home⟩.
          3 heading 1
              ⟨anchor 8⟩Pier
          4 paragraph
              Oak and tar.⟨note 2⟩
      document @1 letter A Letter Home
        text en-US
          2 paragraph
              Dear all, the sea is wide.
          3 section break
          4 paragraph
              Yours, M.
  back
  note 1, marked 1, Author
    1 paragraph
        Written in winter.
  note 2, marked 2, Author
    1 paragraph
        As the log says.

"#]]
    );
}

/// Who looks up a note that a note calls finds it right below, in both editions.
#[test]
fn notes_of_notes_come_after_the_note_that_calls_them() {
    let text = "# A\n\nOne[^1] and four[^4].\n\n[^1]: See[^2].\n[^2]: And[^3].\n[^3]: End.\n[^4]: Last[^2].\n";
    let mut project =
        Project::read("[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"a\"]\n", &[("sources/a.md", text)]);
    let notes = project.edition("epub").unwrap().book.notes;
    let marks: Vec<(String, &str)> = notes.iter().map(|note| (text::blocks(&note.body), note.mark.as_str())).collect();
    let mark = |words: &str| marks.iter().find(|(body, _)| body.contains(words)).unwrap().1;
    assert_eq!([mark("See"), mark("And"), mark("End"), mark("Last")], ["1", "2", "3", "4"]);
}

/// On paper a link whose words do not say its address has it in a note, after the stop; in an e-book it leads there.
#[test]
fn paper_gives_the_addresses_of_links_where_they_are_wanted() {
    let manifest = "[book]\ntitle = \"T\"\n[style]\nlinks = \"notes\"\n[edition.print]\nformat = \"pdf\"\n\
                    [edition.epub]\nformat = \"epub\"\n[[chapter]]\ndocuments = [\"a\"]\n";
    let text = "# A\n\nThe [decree](https://a.org/d). See [a.org](https://a.org/), <https://a.org/e>[^n] and more.\n\n\
                [^n]: By [hand](https://a.org/h).\n";
    let mut project = Project::read(manifest, &[("sources/a.md", text)]);
    let mut read = |edition: &str| {
        let book = project.edition(edition).unwrap().book;
        let notes: String = book.notes.iter().map(|note| text::blocks(&note.body)).collect();
        text::blocks(&book.parts[0].chapters[0].selections[0].text.blocks) + &notes
    };
    assert_data_eq!(
        read("print"),
        str![[r#"
2 paragraph
    The ⟨to https://a.org/d decree⟩.⟨note 1⟩ See ⟨to https://a.org/ a.org⟩, ⟨to https://a.org/e https://a.org/e⟩⟨note 2⟩ and more.
0 paragraph
    ⟨to https://a.org/d https://a.org/d⟩
1 paragraph
    By ⟨to https://a.org/h hand⟩ (⟨to https://a.org/h https://a.org/h⟩).

"#]]
    );
    assert!(!read("epub").contains("(⟨"));
}

/// What others did for a document is said in the book's words; its authors have the byline to themselves.
#[test]
fn translators_and_others_are_named_with_what_they_did() {
    let manifest = r#"
[book]
title = "T"
language = "de"

[document.harbour]
authors = ["Cy Doe", { name = "Eve Fox", role = "translator" }, { name = "Fay Gnu", role = "trl" }, { name = "Al Hen", role = "pht" }]

[document.letter]
authors = [{ name = "Dziga Vertov", role = "director" }]

[[chapter]]
documents = ["harbour", "letter"]
"#;
    let texts = [("sources/harbour.md", "# H\n\nX.\n"), ("sources/letter.md", "# L\n\nY.\n")];
    let book = Project::read(manifest, &texts).edition("epub").unwrap().book;
    let [harbour, letter] = book.parts[0].chapters[0].selections.as_slice() else { panic!("two documents") };
    assert_eq!(harbour.byline, "Cy Doe");
    assert_eq!(harbour.credits, ["Übersetzt von Eve Fox und Fay Gnu", "Fotografien von Al Hen"]);
    assert_eq!((letter.byline.as_str(), letter.credits.as_slice()), ("", &["Regie: Dziga Vertov".to_owned()][..]));
    let entries: Vec<String> =
        contents(&book).into_iter().map(|entry| entry.byline).filter(|by| !by.is_empty()).collect();
    assert_eq!(entries, ["Cy Doe", "Regie: Dziga Vertov"]);
}

/// A list of sources leaves no document out; one that only repeats the contents is not made.
#[test]
fn every_document_is_among_the_sources() {
    let lists = |manifest: &str| {
        let texts = [("sources/harbour.md", "# The Harbour\n\nX.\n"), ("sources/letter.md", "# L\n\nY.\n")];
        let book = Project::read(manifest, &texts).edition("epub").unwrap().book;
        let lists = book.back.iter().filter_map(|matter| match &matter.body {
            MatterBody::Bibliography(lists) => Some(lists.iter().flat_map(|list| &list.entries)),
            _ => None,
        });
        lists.flatten().map(|entry| plain_text(entry)).collect::<Vec<_>>()
    };
    let bare = "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"harbour\", \"letter\"]\n";
    assert_eq!(lists(bare), Vec::<String>::new());
    assert_eq!(
        lists(&format!("{bare}[document.letter]\nauthors = [\"Ada Vole\"]\ndate = 1901\n")),
        ["“The Harbour.”", "Vole, Ada. “L.” 1901."]
    );
}

/// The editor speaks the book's language; a document's title is in the document's own.
#[test]
fn typed_quotes_become_those_of_the_language() {
    let manifest = r#"
[book]
title = "Das \"Buch\""
language = "de"

[document.harbour]
title = "The \"Harbour\""
language = "en"
headnote = "Ein Wort -- \"wer sagt 'nein'?\" -- geht's."

[[chapter]]
title = "Vom \"Meer\""
documents = ["harbour"]
"#;
    let mut project = Project::read(manifest, &[("sources/harbour.md", "\"Straight\" is evidence.\n")]);
    let book = project.edition("epub").unwrap().book;
    let chapter = &book.parts[0].chapters[0];
    let selection = &chapter.selections[0];
    let headnote = text::blocks(&selection.headnote.as_ref().unwrap().blocks);
    assert_eq!(plain_text(&book.metadata.title), "Das „Buch“");
    assert_eq!(plain_text(chapter.title.as_ref().unwrap()), "Vom „Meer“");
    assert_eq!(plain_text(&selection.title), "The “Harbour”");
    assert!(headnote.contains("Ein Wort – „wer sagt ‚nein‘?“ – geht’s."), "{headnote}");
    assert!(text::blocks(&selection.text.blocks).contains("\"Straight\" is evidence."));
}

#[test]
#[allow(clippy::too_many_lines, reason = "manifest and expected book stand side by side")]
fn an_apparatus_stands_around_the_texts() {
    let manifest = r#"
[book]
title = "Apparatus"
editors = ["Ada Vole"]
copyright = "© Ada Vole"
publisher = { name = "Reed Press", place = "Marsh" }
date = 2026-03-05

[edition.print]
format = "pdf"
trim = "A5"
isbn = "978-3-16-148410-0"
fonts = { heading = "Fira Sans" }

[style]
dates = "both"

[matter]
front = ["half-title", "title-page", "copyright-page", "contents", "front/preface.md"]
back = ["contributors", "glossary", "chronology", "permissions"]

[[part]]
title = "One"
introduction = "A part.[^a]\n\n[^a]: Of two."

[[part.chapter]]
title = "Quarrel"
introduction = { text = "A chapter.", by = ["Ada Vole"] }
documents = ["quarrel"]

[[part]]
title = "Hidden"
display = false

[[part.chapter]]
documents = ["coda"]

[document.quarrel]
title = "The Quarrel"
short-title = "Quarrel"
subtitle = "A *Farce*"
authors = [{ person = "cy" }, "Dot Elk"]
date = "2008-10~"
headnote = "First printed at night.[^h]\n\n[^h]: By hand."
rights = { grant = "estate" }

[document.coda]
authors = [{ name = "Eve Fox", role = "translator" }]
language = "ar"
rights = { status = "licensed", licence = "CC-BY-4.0", credit = "Eve Fox 2001", evidence = "e.txt" }

[grant.estate]
status = "permission"
holder = "Estate"
granted = 2026-01-01
credit = "By leave of the *estate*"
evidence = "e.txt"

[person.cy]
name = "Cy Doe"
bio = "Wrote *much*."

[[event]]
date = "1917-11-07"
text = "A quarrel begins."
document = "quarrel"

[glossary]
farce = "A *short* play."
"#;
    let mut project = Project::read(
        manifest,
        &[
            ("front/preface.md", "# Preface\n\nBefore all.[^p] See [](doc:coda).\n\n[^p]: Indeed.\n"),
            ("sources/quarrel.md", "# THE QUARREL\n\nYou said so.[^q]\n\n## Answer\n\nNo.\n\n[^q]: Did he?\n"),
            ("sources/coda.md", "# Coda\n\nAll is said.\n"),
            ("e.txt", ""),
        ],
    );
    let edition = project.edition("print").unwrap();
    assert_data_eq!(
        dump(&edition),
        str![[r#"
edition print (pdf)
  title Apparatus
  language en-US
  edt Ada Vole (Vole, Ada)
  identifier urn:uuid:a587bf6c-90a7-5f94-ada6-82d692af8f4c
  isbn 978-3-16-148410-0
  modified 2026-03-05T00:00:00Z
  copyright © Ada Vole
  front
    half-title @2 half-title
      Apparatus
    title-page @3 title-page
      Apparatus
      editors Edited by Ada Vole
      imprint Reed Press
      imprint Marsh
      imprint 2026
    copyright-page @4 copyright-page
      0 paragraph
          ⟨em Apparatus⟩
      0 paragraph
          © Ada Vole
      0 paragraph
          Marsh: Reed Press, 2026
      0 paragraph
          ISBN 978-3-16-148410-0
      0 paragraph
          Set in Alegreya and Fira Sans. The typefaces are used under the SIL Open Font License, version 1.1.
      0 paragraph
          Made with anthology
    contents @5 contents Contents
    prose @6 preface Preface
      text en-US
        2 paragraph
            Before all.⟨note 1⟩ See ⟨to anchor 1 Coda⟩.
  part @7 one One
    introduction en-US
      1 paragraph
          A part.⟨note 2⟩
    chapter @8 quarrel-2 Quarrel
      documents start Page
      introduction en-US
        1 paragraph
            A chapter.
        signed Ada Vole
      document @0 quarrel The Quarrel
        subtitle A ⟨em Farce⟩
        short title Quarrel
        aut Cy Doe (Doe, Cy)
        aut Dot Elk (Elk, Dot)
        by Cy Doe and Dot Elk
        date ca. October 2008
        contents date ca. October 2008
        headnote en-US
          0 paragraph
              First printed at night.⟨note 3⟩
        source Cy Doe and Dot Elk, “The Quarrel: A ⟨em Farce⟩,” ca. October 2008.
        source By leave of the ⟨em estate⟩
        text en-US
          2 paragraph
              You said so.⟨note 4⟩
          3 heading 1
              Answer
          4 paragraph
              No.
  part @9 part (untitled)
    chapter @10 chapter (untitled)
      documents start Page
      document @1 coda Coda
        trl Eve Fox (Fox, Eve)
        credit Translated by Eve Fox
        source Eve Fox, trans., “Coda.”
        source Eve Fox 2001
        source Licensed under ⟨to https://creativecommons.org/licenses/by/4.0/ CC BY 4.0⟩.
        text ar
          2 paragraph
              All is said.
  back
    prose @11 contributors Contributors
      text en-US
        0 entries, definitions
            entry
                0 lead
                    term: Cy Doe
                0 paragraph
                    Wrote ⟨em much⟩. In this book: ⟨to anchor 0 The Quarrel⟩, ⟨to anchor 0 ⟨page of 0⟩⟩.
            entry
                0 lead
                    term: Dot Elk
                0 paragraph
                    In this book: ⟨to anchor 0 The Quarrel⟩, ⟨to anchor 0 ⟨page of 0⟩⟩.
            entry
                0 lead
                    term: Eve Fox
                0 paragraph
                    In this book: ⟨to anchor 1 Coda (translated by Eve Fox)⟩, ⟨to anchor 1 ⟨page of 1⟩⟩.
    prose @12 glossary Glossary
      text en-US
        0 entries, definitions
            entry
                0 lead
                    term: ⟨anchor 13⟩farce
                0 paragraph
                    A ⟨em short⟩ play.
    prose @14 chronology Chronology
      text en-US
        0 entries, definitions
            entry
                0 lead
                    term: 1917
                0 paragraph
                    ⟨em November 7⟩ ⟨to anchor 0 A quarrel begins.⟩
    prose @15 permissions Permissions
      text en-US
        0 entries, annotated
            entry
                0 lead
                    title: ⟨to anchor 0 The Quarrel⟩
                0 paragraph
                    By leave of the ⟨em estate⟩
            entry
                0 lead
                    title: ⟨to anchor 1 Coda⟩
                0 paragraph
                    Eve Fox 2001⟨br⟩
                    Licensed under CC BY 4.0 (⟨to https://creativecommons.org/licenses/by/4.0/ https://creativecommons.org/licenses/by/4.0/⟩).
  note 1, marked 1, Editor
    1 paragraph
        Indeed.
  note 2, marked 1, Editor
    1 paragraph
        Of two.
  note 3, marked 1, Editor
    0 paragraph
        By hand. —Ed.
  note 4, marked 2, Author
    1 paragraph
        Did he?

"#]]
    );
    assert_data_eq!(
        lines(&edition),
        str![[r#"
0 Matter @6 Preface /  / -
0 Part @7 One /  / -
1 Chapter @8 Quarrel /  / -
2 Document @0 The Quarrel / Cy Doe and Dot Elk / ca. October 2008
0 Document @1 Coda / Translated by Eve Fox / -
0 Matter @11 Contributors /  / -
0 Matter @12 Glossary /  / -
0 Matter @14 Chronology /  / -
0 Matter @15 Permissions /  / -

"#]]
    );
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[unused-term]: no document uses `farce`, which the glossary explains
  anthology.toml:69:1: `farce` found nowhere
  = other forms of it are found by `match`: match = ["soviet*"]

"#]]
    );
}

/// The table of contents, a line each.
fn lines(edition: &Edition) -> String {
    let entries = contents(&edition.book);
    let line = |entry: &crate::book::ContentsEntry| {
        let (title, date) = (plain_text(&entry.title), entry.date.as_deref().unwrap_or("-"));
        format!("{} {:?} @{} {title} / {} / {date}\n", entry.depth, entry.kind, entry.target.0, entry.byline)
    };
    entries.iter().map(line).collect()
}

#[test]
fn a_list_of_what_a_book_holds() {
    let project = small();
    let listed = crate::edit::list(&project.manifest, &project.sources, &project.files);
    let line = |d: &crate::edit::ListedDocument| {
        format!("{} {} {:?} {} {} words {} %", d.number, d.id, d.chapter, d.title, d.words, d.share)
    };
    assert_data_eq!(
        listed.iter().map(line).collect::<Vec<_>>().join("\n"),
        str![[r#"
1 harbour Some("Voices") The Harbour 19 words 100 %
2 letter Some("Voices") A Letter Home 8 words 100 %
"#]]
    );
}

#[test]
fn the_last_change_is_the_epochs_unless_the_book_has_a_date() {
    let mut project = small();
    project.sources.epoch = Some(1_700_000_000);
    assert_eq!(project.edition("epub").unwrap().book.metadata.modified, "2023-11-14T22:13:20Z");
    let dated = SMALL.replace("[[chapter]]", "date = \"1999-05\"\n[[chapter]]");
    let mut project = Project::read(&dated, &[("sources/harbour.md", HARBOUR), ("sources/letter.txt", LETTER)]);
    project.sources.epoch = Some(1_700_000_000);
    assert_eq!(project.edition("epub").unwrap().book.metadata.modified, "1999-05-01T00:00:00Z");
}

#[test]
fn the_program_speaks_the_books_language() {
    let manifest = "[book]\ntitle = \"T\"\nlanguage = \"de\"\neditors = [\"A\", \"B\", \"C\"]\n\
        [style.words]\ncontents = \"Verzeichnis\"\n[[chapter]]\ndocuments = [\"a\"]\n\
        [document.a]\ndate = 1917-11-07\nauthors = [\"X\", \"Y\"]\n";
    let edition = Project::read(manifest, &[("sources/a.md", "# A\n\nWorte.\n")]).edition("epub").unwrap();
    let dump = dump(&edition);
    for line in ["editors Herausgegeben von A, B und C", "Verzeichnis", "by X und Y", "date 7. November 1917"] {
        assert!(dump.contains(line), "{line}\n{dump}");
    }
}
