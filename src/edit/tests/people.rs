//! People: their records, chapters and headings.

use snapbox::{assert_data_eq, str};

use super::{Project, section};
use crate::book::{MatterBody, dump};

const PEOPLE: &str = r#"
[book]
title = "People"
editors = [{ person = "ada" }, "Nobody Known"]

[matter]
front = []
back = ["contributors", "index"]

[index]
people = true

[[chapter]]
person = "lenin"
documents = ["decree"]

[[chapter]]
title = "Two Smiths"
person = "smith"
documents = ["one", "two"]

[document.decree]
title = "Decree"
authors = [{ person = "lenin" }]

[document.one]
title = "What for?"
authors = [{ person = "smith" }, "Zoe Ash"]

[document.two]
title = "Two"
authors = [{ person = "smith" }]

[person.lenin]
name = "Vladimir Ilyich Lenin"
file-as = "Lenin, Vladimir Ilyich"
aka = ["Lenin", "Ulyanov", "Meyer"]
original = { ru = "Владимир Ильич Ленин" }
lived = "1870/1924"
bio = "Chairman of the *Council*."

[person.smith]
name = "John Smith"
lived = "1950/.."

[person.other]
name = "John Smith"
file-as = "Smith, John"
aka = ["Smith the Elder"]
lived = "1810/1880"

[person.ada]
name = "Ada Vole"
bio = "Edits."
"#;

fn people() -> Project {
    Project::read(
        PEOPLE,
        &[
            ("sources/decree.md", "Ulyanov signed it, as Владимир Ильич Ленин.\n"),
            ("sources/one.md", "Smith the Elder and John Smith.\n"),
            ("sources/two.md", "Nobody.\n"),
        ],
    )
}

#[test]
fn contributors_are_filed_with_their_documents() {
    let mut project = people();
    let book = project.edition("print").unwrap().book;
    assert_eq!(project.faults(), "");
    assert_data_eq!(
        section(&book, "contributors"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: Zoe Ash
        0 paragraph
            In this book: ⟨to anchor 1 What for?⟩, ⟨to anchor 1 ⟨page of 1⟩⟩.
    entry
        0 lead
            term: Vladimir Ilyich Lenin
        0 paragraph
            (⟨lang=ru Владимир Ильич Ленин⟩; 1870–1924) Chairman of the ⟨em Council⟩. In this book: ⟨to anchor 0 Decree⟩, ⟨to anchor 0 ⟨page of 0⟩⟩.
    entry
        0 lead
            term: John Smith
        0 paragraph
            (1950–) In this book: ⟨to anchor 1 What for?⟩, ⟨to anchor 1 ⟨page of 1⟩⟩; ⟨to anchor 2 Two⟩, ⟨to anchor 2 ⟨page of 2⟩⟩.
    entry
        0 lead
            term: Ada Vole
        0 paragraph
            Edits.

"#]]
    );
    let book = project.edition("epub").unwrap().book;
    assert_data_eq!(
        section(&book, "contributors"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: Zoe Ash
        0 paragraph
            In this book: ⟨to anchor 1 What for?⟩
    entry
        0 lead
            term: Vladimir Ilyich Lenin
        0 paragraph
            (⟨lang=ru Владимир Ильич Ленин⟩; 1870–1924) Chairman of the ⟨em Council⟩. In this book: ⟨to anchor 0 Decree⟩.
    entry
        0 lead
            term: John Smith
        0 paragraph
            (1950–) In this book: ⟨to anchor 1 What for?⟩; ⟨to anchor 2 Two⟩.
    entry
        0 lead
            term: Ada Vole
        0 paragraph
            Edits.

"#]]
    );
}

#[test]
fn a_chapter_may_belong_to_a_person() {
    let edition = people().edition("epub").unwrap();
    let whole = dump(&edition);
    let parts = &whole[whole.find("  part @").unwrap()..whole.find("  back").unwrap()];
    assert_data_eq!(
        parts,
        str![[r#"
  part @3 part (untitled)
    chapter @4 vladimir-ilyich-lenin Vladimir Ilyich Lenin
      subtitle 1870–1924
      documents start Page
      introduction en-US
        0 paragraph
            Chairman of the ⟨em Council⟩.
      document @0 decree Decree
        aut Vladimir Ilyich Lenin (Lenin, Vladimir Ilyich)
        by Vladimir Ilyich Lenin
        source Vladimir Ilyich Lenin, “Decree.”
        text en-US
          1 paragraph
              ⟨anchor 8⟩Ulyanov signed it, as Владимир Ильич Ленин.
    chapter @5 two-smiths Two Smiths
      documents start Page
      introduction en-US
        0 entries, definitions
            entry
                0 lead
                    term: ⟨anchor 9⟩John Smith
                0 paragraph
                    (1950–)
      document @1 one What for?
        aut John Smith (Smith, John)
        aut Zoe Ash (Ash, Zoe)
        by John Smith and Zoe Ash
        source John Smith and Zoe Ash, “What for?”
        text en-US
          1 paragraph
              ⟨anchor 10⟩Smith the Elder and ⟨anchor 11⟩John Smith.
      document @2 two Two
        aut John Smith (Smith, John)
        by John Smith
        source John Smith, “Two.”
        text en-US
          1 paragraph
              Nobody.

"#]]
    );
}

#[test]
fn people_are_indexed_by_one_heading() {
    let book = people().edition("print").unwrap().book;
    let index = book.back.iter().find_map(|section| match &section.body {
        MatterBody::Index(index) => Some(crate::edit::index::index_text(index)),
        _ => None,
    });
    assert_data_eq!(
        index.unwrap(),
        str![[r#"
— L —
Lenin, Vladimir Ilyich [8]
— S —
Smith, John (1810–1880) [9] [10]
Smith, John (1950–) [9] [11]
— U —
Ulyanov; see Lenin, Vladimir Ilyich
— Л —
Ленин, Владимир Ильич; see Lenin, Vladimir Ilyich

"#]]
    );
}
