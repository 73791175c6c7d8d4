//! What sections made of records say where the records are not simple: one year in many forms, namesakes, translators,
//! introductions without a title, lists that hold more than a list can.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Book, MatterBody};
use crate::document::{dump as text, plain_text};

/// A book of `a.md` and `b.md` with `more` in its manifest.
fn project(more: &str, texts: &[(&str, &str)]) -> Project {
    let manifest = format!("[book]\ntitle = \"T\"\n[edition.epub]\n[edition.print]\nformat = \"pdf\"\n{more}");
    let own = [("sources/a.md", "# A\n\nA text.\n"), ("sources/b.md", "# B\n\nB text.\n")];
    let own = own.iter().filter(|(path, _)| texts.iter().all(|(other, _)| other != path));
    Project::read(&manifest, &own.chain(texts).copied().collect::<Vec<_>>())
}

const CHAPTER: &str = "[[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";

/// The blocks of the section that the book ends with.
fn last(book: &Book) -> String {
    match &book.back.last().unwrap().body {
        MatterBody::Prose(prose) => text::blocks(&prose.blocks),
        MatterBody::Parallel(groups) => {
            let line = |title: &str, entries: Vec<String>| format!("{title}: {}\n", entries.join("; "));
            let groups = groups.iter().map(|group| {
                let entries =
                    group.entries.iter().map(|entry| format!("{} ({})", plain_text(&entry.title), entry.byline));
                line(&plain_text(group.title.as_deref().unwrap_or_default()), entries.collect())
            });
            groups.collect()
        }
        MatterBody::Bibliography(lists) => {
            let entries = lists.iter().flat_map(|list| &list.entries);
            entries.map(|entry| text::inlines(entry) + "\n").collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_year_is_headed_once() {
    let events = ["1917", "1917/1920", "1917-03", "1917~", "1917-03-15?", "1914/1918", "/1905"];
    let events = events.map(|date| format!("[[event]]\ndate = \"{date}\"\ntext = \"E.\"\n")).concat();
    let more = format!("[matter]\nback = [\"chronology\"]\n{CHAPTER}{events}");
    assert_data_eq!(
        last(&project(&more, &[]).edition("epub").unwrap().book),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: until 1905
        0 paragraph
            E.
    entry
        0 lead
            term: 1914–1918
        0 paragraph
            E.
    entry
        0 lead
            term: 1917
        0 paragraph
            E.
        0 paragraph
            ⟨em ca. 1917⟩ E.
        0 paragraph
            ⟨em 1917–1920⟩ E.
        0 paragraph
            ⟨em March⟩ E.
        0 paragraph
            ⟨em [March 15?]⟩ E.

"#]]
    );
}

#[test]
fn authors_are_told_from_translators_and_from_their_namesakes() {
    let more = format!(
        "[matter]\nback = [\"contributors\", \"contents:author\"]\n{CHAPTER}\
         [document.a]\nauthors = [\"j1\", {{ name = \"Tim Trott\", role = \"trl\" }}]\n\
         [document.b]\nauthors = [\"j2\"]\n\
         [person.j1]\nname = \"John Smith\"\nlived = \"1800/1850\"\noriginal = {{ ru = \"Джон Смит\" }}\n\
         [person.j2]\nname = \"John Smith\"\nlived = \"1900/1950\"\n"
    );
    let mut book = project(&more, &[]).edition("epub").unwrap().book;
    assert_data_eq!(
        last(&book),
        str![[r#"
Smith, John (1800–1850): A ()
Smith, John (1900–1950): B ()

"#]]
    );
    book.back.pop();
    assert_data_eq!(
        last(&book),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: John Smith
        0 paragraph
            (⟨lang=ru Джон Смит⟩; 1800–1850) In this book: ⟨to anchor 0 A⟩.
    entry
        0 lead
            term: John Smith
        0 paragraph
            (1900–1950) In this book: ⟨to anchor 1 B⟩.
    entry
        0 lead
            term: Tim Trott
        0 paragraph
            In this book: ⟨to anchor 0 A (translated by Tim Trott)⟩.

"#]]
    );
}

#[test]
fn what_only_a_translator_is_named_for_is_unsigned() {
    let more = format!(
        "[matter]\nback = [\"contents:author\"]\n{CHAPTER}\
         [document.a]\nauthors = [\"Ann Ames\"]\n[document.b]\nauthors = [{{ name = \"Tim Trott\", role = \"trl\" }}]\n"
    );
    assert_data_eq!(
        last(&project(&more, &[]).edition("epub").unwrap().book),
        str![[r#"
Ames, Ann: A ()
Unsigned: B (Translated by Tim Trott)

"#]]
    );
}

#[test]
fn notes_of_an_introduction_without_a_title_have_a_heading() {
    let texts = [("i.md", "Intro.[^1]\n\n[^1]: Of intro.\n"), ("sources/a.md", "# Aaa\n\nA.[^1]\n\n[^1]: Of a.\n")];
    let titles = |chapter: &str| -> Vec<String> {
        let more = format!("[style]\nnotes = \"book-end\"\n[matter]\nback = [\"notes\"]\n{chapter}");
        let book = project(&more, &texts).edition("print").unwrap().book;
        let groups = book.endnotes.after(book.back[0].anchor);
        groups.iter().map(|group| format!("{}: {}", plain_text(&group.title), group.notes.len())).collect()
    };
    assert_eq!(
        titles("[[chapter]]\nintroduction = \"i.md\"\ndocuments = [\"a\", \"b\"]\n"),
        ["Introduction: 1", "Aaa: 1"]
    );
    // A part that is not displayed has no title, but its introduction is printed.
    let hidden = "[[part]]\ntitle = \"Hidden\"\ndisplay = false\nintroduction = \"i.md\"\n\
        [[part.chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_eq!(titles(hidden), ["Introduction: 1", "C: 0", "Aaa: 1"]);
}

#[test]
fn two_series_at_the_end_stand_one_after_the_other() {
    let text = "# A\n\nOne[^1] two[^2] three.\n\n[^1]: First.\n[^2]: Second.\n";
    let marks = |series: &str| -> Vec<String> {
        let note = "[document.a]\nnote = [{ at = \"One\", text = \"Mine.\" }, { at = \"three\", text = \"More.\" }]\n";
        let style = format!("[style]\nnotes = \"book-end\"\n{series}[matter]\nback = [\"notes\"]\n");
        let book =
            project(&format!("{style}{CHAPTER}{note}"), &[("sources/a.md", text)]).edition("print").unwrap().book;
        let notes = book.endnotes.after(book.back[0].anchor).iter().flat_map(|group| &group.notes);
        notes.map(|id| book.notes[id.0 as usize].mark.clone()).collect()
    };
    let two = "note-series = { author = \"numbers\", editor = \"letters\" }\n";
    assert_eq!(marks(two), ["1", "2", "a", "b"]);
    assert_eq!(marks("note-series = { author = \"numbers\", editor = \"signed\" }\n"), ["1", "2", "3", "4"]);
}

#[test]
fn a_term_that_no_document_uses_is_told() {
    let more =
        format!("[matter]\nback = [\"glossary\"]\n{CHAPTER}[glossary]\ntext = \"Words.\"\nzemstvo = \"A council.\"\n");
    let mut project = project(&more, &[]);
    project.edition("epub").unwrap();
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[unused-term]: no document uses `zemstvo`, which the glossary explains
  anthology.toml:13:1: `zemstvo` found nowhere
  = other forms of it are found by `match`: match = ["soviet*"]

"#]]
    );
}

#[test]
fn a_dedication_is_not_indexed() {
    let more = format!(
        "[matter]\nback = [\"index\"]\ndedication = \"For Ada Vole\"\n[index]\npeople = true\n{CHAPTER}\
         [person.av]\nname = \"Ada Vole\"\n[person.tt]\nname = \"Tim Trott\"\n"
    );
    let book = project(&more, &[("sources/a.md", "# A\n\nTim Trott.\n")]).edition("epub").unwrap().book;
    let MatterBody::Index(index) = &book.back[0].body else { panic!() };
    let heads = index.groups.iter().flat_map(|group| &group.entries).map(|entry| plain_text(&entry.heading));
    assert_eq!(heads.collect::<Vec<_>>(), ["Trott, Tim"]);
}

#[test]
fn links_without_words_have_those_of_what_they_lead_to() {
    let text = "# A\n\nSee [](#sub), [](https://x.example/a), [](mailto:a@x.example), [](b.md) and [](#sup).\n\n## Sub *one* {#sub}\n\nx\n";
    let mut project = project(&format!("[style]\nlinks = \"notes\"\n{CHAPTER}"), &[("sources/a.md", text)]);
    for edition in ["epub", "print"] {
        let book = project.edition(edition).unwrap().book;
        assert_data_eq!(
            text::blocks(&book.parts[0].chapters[0].selections[0].text.blocks[..1]),
            str![[r#"
2 paragraph
    See ⟨to anchor 8 Sub ⟨em one⟩⟩, ⟨to https://x.example/a https://x.example/a⟩, ⟨to mailto:a@x.example a@x.example⟩, and .

"#]]
        );
        assert!(book.notes.is_empty());
    }
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[file-link]: a link to the file `b.md` is not kept
  sources/a.md:3:64: `[](b.md)` only its words stay
  = if the book has it as a document, link to that: `doc:b`
warning[unknown-heading]: no heading of this text is called `sup`
  sources/a.md:3:77: `[](#sup)` it has no words of its own: nothing is printed
  = did you mean `sub`?
warning[unknown-heading]: no heading of this text is called `sup`
  sources/a.md:3:77: `[](#sup)` it has no words of its own: nothing is printed
  = did you mean `sub`?

"#]]
    );
}

#[test]
fn a_list_of_further_reading_takes_paragraphs_and_items() {
    let bib = "@book{a, author={Ames, Ann}, title={Alpha Book}, publisher={P}, date={1990}}\n\
        @book{b, author={Best, Bob}, title={Beta Book}, publisher={P}, date={1991}}\n";
    let file = "# On ships\n\nStart here.\n\n- One\n  - Nested\n- @b, mostly on nets.\n- @a A good start.\n\n\
        ```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n> Quote.\n\n@c is not there.\n";
    let chapter = "[[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n\
        further-reading = [\"f.md\", \"@a, especially chapter 2\", \"@b\", \"@b: (see *here*)\"]\n";
    let more = format!("[bibliography]\nfiles = [\"w.bib\"]\n[matter]\nback = [\"further-reading\"]\n{chapter}");
    let mut project = project(&more, &[("w.bib", bib), ("f.md", file)]);
    let book = project.edition("epub").unwrap().book;
    assert_data_eq!(
        last(&book),
        str![[r#"
Start here.
One
Nested
Best, Bob. ⟨em Beta Book⟩. P, 1991, mostly on nets.
Ames, Ann. ⟨em Alpha Book⟩. P, 1990. A good start.
Ames, Ann. ⟨em Alpha Book⟩. P, 1990, especially chapter 2.
Best, Bob. ⟨em Beta Book⟩. P, 1991.
Best, Bob. ⟨em Beta Book⟩. P, 1991. (see ⟨em here⟩)

"#]]
    );
    assert_data_eq!(
        project.faults(),
        str![[r#"
warning[not-a-reading]: a heading is no entry of a list of further reading
  f.md:1:1: `# On ships
` not printed
  = write each title as a paragraph or an item of a list; `@key` names a work of the bibliography
warning[not-a-reading]: a listing is no entry of a list of further reading
  f.md:10:1: ````
code
```` not printed
  = write each title as a paragraph or an item of a list; `@key` names a work of the bibliography
warning[not-a-reading]: a table is no entry of a list of further reading
  f.md:14:1: `| a | b |
|---|---|
| c | d |
` not printed
  = write each title as a paragraph or an item of a list; `@key` names a work of the bibliography
warning[not-a-reading]: an extract is no entry of a list of further reading
  f.md:18:1: `> Quote.
` not printed
  = write each title as a paragraph or an item of a list; `@key` names a work of the bibliography
error[unknown-citation]: no bibliography has a work `c`
  f.md:20:1: `@c is not there.
` named here
  = did you mean `a`?

"#]]
    );
}

#[test]
fn whose_notes_are_whose_is_told_only_where_both_are_printed() {
    let told = |document: &str, text: &str| {
        let style = "[style]\nnote-series = { author = \"numbers\", editor = \"letters\" }\n";
        let more = format!("{style}[matter]\nback = [\"note-on-the-text\"]\n{CHAPTER}{document}");
        let book = project(&more, &[("sources/a.md", text)]).edition("epub").unwrap().book;
        last(&book).contains("in the manner of")
    };
    let note = "[document.a]\nnote = [{ at = \"A text\", text = \"Mine.\" }]\n";
    let noted = "# A\n\nA text.[^1]\n\n[^1]: Theirs.\n";
    assert!(told(note, noted));
    assert!(!told(note, "# A\n\nA text.\n"), "the author has none");
    assert!(!told("[document.a]\nheadnote = \"Plain words.\"\n", noted), "the headnote has none");
    assert!(told("[document.a]\nheadnote = \"Words.[^1]\\n\\n[^1]: Mine.\"\n", noted));
}

#[test]
fn a_byname_is_not_turned_round() {
    let more = format!(
        "[matter]\nback = [\"index\"]\n[index]\npeople = true\n{CHAPTER}\
         [person.pg]\nname = \"Pyotr Romanov\"\naka = [\"Peter the Great\", \"the Bronze Horseman\", \"Ivan Petrov\"]\n\
         [person.uk]\nname = \"United Kingdom\"\nfile-as = \"United Kingdom\"\naka = [\"Great Britain\"]\n"
    );
    let text =
        "# A\n\nPeter the Great, the Bronze Horseman, Ivan Petrov: Pyotr Romanov. Great Britain, the United Kingdom.\n";
    let book = project(&more, &[("sources/a.md", text)]).edition("epub").unwrap().book;
    let MatterBody::Index(index) = &book.back[0].body else { panic!() };
    let heads = index.groups.iter().flat_map(|group| &group.entries).map(|entry| plain_text(&entry.heading));
    assert_eq!(
        heads.collect::<Vec<_>>(),
        [
            "Bronze Horseman, the",
            "Great Britain",
            "Peter the Great",
            "Petrov, Ivan",
            "Romanov, Pyotr",
            "United Kingdom"
        ]
    );
}
