//! Where notes stand, how they are told apart, and which paragraphs show their numbers.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Edition, MatterBody, ParagraphNumbers, dump};
use crate::document::{Voice, plain_text};

const TEXTS: &[(&str, &str)] = &[
    ("preface.md", "# Preface\n\nFirst.[^1]\n\n[^1]: Of the preface.\n"),
    ("part.md", "Part.[^1]\n\n[^1]: Of the part.\n"),
    ("ships.md", "Ships.[^1]\n\n[^1]: Of the chapter.\n"),
    ("sources/one.md", "# One[^t]\n\nA[^a] and b.[^b]\n\n[^t]: Title.\n\n[^a]: See.[^c]\n\n[^b]: B.\n\n[^c]: C.\n"),
    ("sources/two.md", "# Two\n\nText.[^1]\n\n[^1]: Of two.\n"),
    ("sources/bare.md", "# Bare\n\nNo call.\n"),
    ("sources/alone.md", "# Alone\n\nText.[^1]\n\n[^1]: Of the one document.\n"),
    ("after.md", "# Afterword\n\nLast.[^1]\n\n[^1]: Of the afterword.\n"),
];

fn project(style: &str, back: &str) -> Project {
    let manifest = format!(
        "[book]\ntitle = \"T\"\n[style]\n{style}\n[matter]\nfront = [\"preface.md\"]\nback = [{back}]\n\
         [[part]]\ntitle = \"First\"\nintroduction = \"part.md\"\n\
         [[part.chapter]]\ntitle = \"Ships\"\nintroduction = \"ships.md\"\ndocuments = [\"one\", \"two\", \"bare\"]\n\
         [[part.chapter]]\ntitle = \"Alone\"\ndocuments = [\"alone\"]\n"
    );
    Project::read(&manifest, TEXTS)
}

/// What stands after what.
fn after(edition: &Edition) -> String {
    dump(edition).split_once("  notes after").map(|(_, rest)| format!("  notes after{rest}")).unwrap_or_default()
}

#[test]
fn notes_after_their_chapters() {
    let mut by_document = project("notes = \"chapter-end\"", "\"after.md\"");
    assert_data_eq!(
        after(&by_document.edition("print").unwrap()),
        str![[r#"
  notes after @4
    1 : 1
  notes after @5
    1 : 2
  notes after @6
    1 : 3
    2 One: 4 5 7 6
    2 Two: 8
  notes after @7
    1 : 9
  notes after @8
    1 : 10

"#]]
    );
    let mut by_chapter = project("notes = \"chapter-end\"\nnote-numbering = \"chapter\"", "\"after.md\"");
    assert_data_eq!(
        after(&by_chapter.edition("print").unwrap()),
        str![[r#"
  notes after @4
    1 : 1
  notes after @5
    1 : 2
  notes after @6
    1 : 3 4 5 7 6 8
  notes after @7
    1 : 9
  notes after @8
    1 : 10

"#]]
    );
    assert_data_eq!(by_document.faults(), str![[""]]);
}

#[test]
fn notes_after_the_text() {
    let mut by_document = project("notes = \"book-end\"", "\"after.md\"");
    assert_data_eq!(
        after(&by_document.edition("print").unwrap()),
        str![[r#"
  notes after @9
    1 Preface: 1
    1 First: 2
    1 Ships: 3
    2 One: 4 5 7 6
    2 Two: 8
    1 Alone: 9
    1 Afterword: 10

"#]]
    );
    let mut through = project("notes = \"book-end\"\nnote-numbering = \"book\"", "\"after.md\"");
    let edition = through.edition("print").unwrap();
    assert_data_eq!(
        after(&edition),
        str![[r#"
  notes after @9
    1 Preface: 1
    1 First: 2
    1 Ships: 3 4 5 7 6 8
    1 Alone: 9
    1 Afterword: 10

"#]]
    );
    let marks: Vec<&str> = edition.book.notes.iter().map(|note| note.mark.as_str()).collect();
    // What a note calls comes right after it: the book counts 6 before 7, though 7 was called in the text.
    assert_eq!(marks, ["1", "2", "3", "4", "5", "7", "6", "8", "9", "10"]);
}

/// The back matter of the edition `name`.
fn back(project: &mut Project, name: &str) -> Vec<String> {
    project.edition(name).unwrap().book.back.into_iter().map(|section| section.slug).collect()
}

#[test]
fn the_section_of_notes_has_its_place() {
    let end = "notes = \"book-end\"";
    assert_eq!(back(&mut project(end, "\"notes\", \"after.md\", \"bibliography\""), "print")[..2], ["notes", "after"]);
    let index = "[index]\npeople = true\n[person.p]\nname = \"Ships\"";
    let style = format!("{end}\n{index}");
    assert_eq!(back(&mut project(&style, "\"after.md\", \"index\""), "print"), ["after", "notes", "index"]);
    assert_eq!(back(&mut project(end, "\"after.md\""), "print"), ["after", "notes"]);
    // In an EPUB notes stand in the file of their call.
    let edition = project(end, "\"after.md\", \"notes\"").edition("epub").unwrap();
    assert!(edition.book.back.iter().all(|section| !matches!(section.body, MatterBody::Notes)));
    assert!(edition.book.endnotes.is_empty());
    // A book without notes has no section of them.
    let manifest = "[book]\ntitle = \"T\"\n[style]\nnotes = \"book-end\"\n[[chapter]]\ndocuments = [\"bare\"]\n";
    assert!(Project::read(manifest, TEXTS).edition("print").unwrap().book.back.iter().all(|s| s.slug != "notes"));
}

#[test]
fn every_note_stands_at_one_place() {
    for style in ["notes = \"chapter-end\"", "notes = \"book-end\""] {
        for numbering in ["document", "chapter", "book"] {
            let style = format!("{style}\nnote-numbering = \"{numbering}\"");
            let book = project(&style, "\"after.md\"").edition("print").unwrap().book;
            let groups = book.endnotes.sections().flat_map(|(_, groups)| groups);
            let mut there: Vec<u32> = groups.flat_map(|group| &group.notes).map(|note| note.0).collect();
            there.sort_unstable();
            assert_eq!(there, (0..10).collect::<Vec<_>>(), "{style}");
        }
    }
    assert!(project("", "\"after.md\"").edition("print").unwrap().book.endnotes.is_empty());
}

/// The notes of a text of several hands, by voice and mark.
fn voices(style: &str, language: &str) -> Vec<(Voice, String, String)> {
    let manifest = format!(
        "[book]\ntitle = \"T\"\nlanguage = \"{language}\"\n[style]\n{style}\n[[chapter]]\ndocuments = [\"a\"]\n\
         [document.a]\nlanguage = \"{language}\"\nnote = [{{ at = \"text\", text = \"M\" }}, {{ at = \"end\", text = \"N\", by = \"R. S.\" }}]\n"
    );
    let text = "# A\n\nThe text[^1] goes[^translator-1] on[^editor] to the end.\n\n\
                [^1]: A\n\n[^translator-1]: T\n\n[^editor]: S\n";
    let book = Project::read(&manifest, &[("sources/a.md", text)]).edition("print").unwrap().book;
    let words = |note: &crate::document::Note| {
        let mut words = String::new();
        crate::document::walk::blocks(&note.body, &mut |block| {
            crate::document::walk::texts(&block.node, &mut |inlines| words += &plain_text(inlines));
        });
        words
    };
    book.notes.iter().map(|note| (note.voice, note.mark.clone(), words(note))).collect()
}

#[test]
fn voices_are_told_apart() {
    let told = |style: &str, language: &str| {
        voices(style, language).into_iter().map(|(_, mark, words)| format!("{mark} {words}")).collect::<Vec<_>>()
    };
    assert_eq!(
        told("", "en"),
        ["1 M —Ed.", "2 A", "3 T —Trans.", "4 S —Ed. of the source", "5 N —R. S."],
        "one series, in the order of calls"
    );
    // Where one series holds both, numbers do not tell them apart: the editor's are signed all the same.
    assert_eq!(told("note-series = { editor = \"numbers\" }", "en")[0], "1 M —Ed.");
    assert_eq!(
        told("note-series = { editor = \"symbols\" }", "de"),
        ["* M", "1 A", "2 T —Übers.", "3 S —Hg. der Vorlage", "† N —R. S."]
    );
    assert_eq!(
        told("note-series = { author = \"letters\", editor = \"letters\" }", "fr"),
        ["a M —N.d.É.", "b A", "c T —N.d.T.", "d S —N.d.É. de l’original", "e N —R. S."]
    );
    let all: Vec<Voice> = voices("", "ru").into_iter().map(|(voice, ..)| voice).collect();
    assert_eq!(all, [Voice::Editor, Voice::Author, Voice::Translator, Voice::SourceEditor, Voice::Editor]);
}

#[test]
fn an_edition_may_number_paragraphs_by_a_rule_of_its_own() {
    let of = |style: &str, edition: &str| {
        let manifest = format!(
            "[book]\ntitle = \"T\"\n[style]\n{style}\n[edition.print]\nformat = \"pdf\"\n{edition}\n\
             [edition.epub]\n[[chapter]]\ndocuments = [\"two\"]\n"
        );
        let mut project = Project::read(&manifest, TEXTS);
        ["print", "epub"].map(|name| project.edition(name).unwrap().book.paragraph_numbers.every)
    };
    assert_eq!(of("", ""), [0, 0]);
    assert_eq!(of("paragraph-numbers = true", ""), [1, 1]);
    assert_eq!(of("paragraph-numbers = 5", "paragraph-numbers = false"), [0, 5]);
    assert_eq!(of("", "paragraph-numbers = 10"), [10, 0]);
    let numbers = ParagraphNumbers { every: 5 };
    let blocks = crate::document::Located::new(
        crate::document::Block::Paragraph(Vec::new()),
        crate::diagnostic::Span::new(crate::diagnostic::Files::default().add("a", ""), 0..0),
        10,
    );
    assert_eq!(numbers.shown(&blocks), Some(10));
    assert_eq!(numbers.shown(&crate::document::Located { number: 11, ..blocks.clone() }), None);
    assert_eq!(ParagraphNumbers::default().shown(&blocks), None);
}
