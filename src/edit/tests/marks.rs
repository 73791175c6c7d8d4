//! How notes are made of citations, which language they speak, and how they are marked.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::dump;
use crate::document::dump as text;

#[test]
fn citations_become_notes() {
    let manifest = "[book]\ntitle = \"T\"\n[bibliography]\nfiles = [\"refs.bib\"]\n\
        [[chapter]]\ndocuments = [\"a\"]\n[document.a]\ntitle = \"A\"\nheadnote = \"Known [@vole, p. 5].\"\n";
    let text = "As *was* said [@vole]. So.[^1]\n\n![A ship](../art/ship.png \"At sea\")\n\n[^1]: See [@vole, p. 3]; *also* there.\n";
    let references = "@book{vole, author = {Ada Vole}, title = {Reeds}, publisher = {Marsh}, date = {1901}}\n";
    let texts = [("sources/a.md", text), ("refs.bib", references), ("art/ship.png", ""), ("art/unused.png", "")];
    let mut project = Project::read(manifest, &texts);
    let dump = dump(&project.edition("epub").unwrap());
    let text = dump.split_once("document @0").map(|(_, text)| text.to_owned()).unwrap();
    assert_data_eq!(
        text,
        str![[r#"
 a A
        headnote en-US
          0 paragraph
              Known.⟨note 1⟩
        text en-US
          1 paragraph
              As ⟨em was⟩ said.⟨note 2⟩ So.⟨note 3⟩
          2 figure art/ship.png | A ship
              At sea
  back
    bibliography @7 bibliography Sources and Bibliography
      list Sources
        “A.”
      list Works Cited
        Vole, Ada. ⟨em Reeds⟩. Marsh, 1901.
  note 1, marked 1, Editor
    0 paragraph
        Ada Vole, ⟨em Reeds⟩ (Marsh, 1901), 5. —Ed.
  note 2, marked 2, Author
    0 paragraph
        Vole, ⟨em Reeds⟩.
  note 3, marked 3, Author
    1 paragraph
        See Vole, ⟨em Reeds⟩, 3; ⟨em also⟩ there.
  image art/ship.png Svg 3×2

"#]]
    );
    assert_data_eq!(project.faults(), str![[""]]);
}

#[test]
fn notes_speak_their_texts_language_and_the_editor_the_books() {
    let manifest = "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"a\"]\n\
        [document.a]\ntitle = \"A\"\nlanguage = \"de\"\nheadnote = \"New.[^h]\\n\\n[^h]: Mine.\"\n";
    let texts = [("sources/a.md", "Neu.[^1]\n\n[^1]: Seine.\n")];
    let dump = dump(&Project::read(manifest, &texts).edition("epub").unwrap());
    let notes: Vec<&str> = dump.lines().filter(|line| line.trim_start().starts_with("note ")).collect();
    assert_eq!(notes, ["  note 1, marked 1, Editor", "  note 2, marked 2, Author, de"]);
}

/// The marks of the notes of two documents in one chapter, under a `[style]`.
fn marks(style: &str) -> String {
    let manifest = format!(
        "[book]\ntitle = \"T\"\n[style]\n{style}\n[[chapter]]\ndocuments = [\"a\", \"b\"]\n\
         [document.a]\ntitle = \"A\"\nheadnote = \"Mine.[^x]\\n\\n[^x]: E.\"\n"
    );
    let texts = [
        ("sources/a.md", "One[^1] two[^2].\n\n[^1]: x\n[^2]: y\n"),
        ("sources/b.md", "# B\n\nThree[^1].\n\n[^1]: z\n"),
    ];
    let edition = Project::read(&manifest, &texts).edition("epub").unwrap();
    let marks: Vec<String> = edition
        .book
        .notes
        .iter()
        .map(|note| format!("{} {}", note.mark, text::blocks(&note.body).trim_end()))
        .collect();
    marks.join("\n")
}

#[test]
fn notes_are_marked_by_series_and_reach() {
    assert_data_eq!(
        marks(""),
        str![[r#"
1 0 paragraph
    E. —Ed.
2 1 paragraph
    x
3 1 paragraph
    y
1 1 paragraph
    z
"#]]
    );
    assert_data_eq!(
        marks("note-series = { editor = \"symbols\", author = \"letters\" }"),
        str![[r#"
* 0 paragraph
    E.
a 1 paragraph
    x
b 1 paragraph
    y
a 1 paragraph
    z
"#]]
    );
    assert_data_eq!(
        marks("note-series = { editor = \"numbers\" }\nnote-numbering = \"chapter\""),
        str![[r#"
1 0 paragraph
    E.
2 1 paragraph
    x
3 1 paragraph
    y
4 1 paragraph
    z
"#]]
    );
}
