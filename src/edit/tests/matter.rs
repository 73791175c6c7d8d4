//! Sections made from the manifest's records, as dumps.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Book, Matter, MatterBody, dump};
use crate::document::dump as text;

/// The blocks of the section `slug`.
fn section(book: &Book, slug: &str) -> String {
    let section = book.front.iter().chain(&book.back).find(|section| section.slug == slug);
    match section {
        Some(Matter { body: MatterBody::Prose(prose), .. }) => text::blocks(&prose.blocks),
        _ => panic!("no section {slug}: {}", dump_slugs(book)),
    }
}

fn dump_slugs(book: &Book) -> String {
    book.front.iter().chain(&book.back).map(|section| section.slug.as_str()).collect::<Vec<_>>().join(", ")
}

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
            (1870–1924) Chairman of the ⟨em Council⟩. In this book: ⟨to anchor 0 Decree⟩, ⟨to anchor 0 ⟨page of 0⟩⟩.
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
            (1870–1924) Chairman of the ⟨em Council⟩. In this book: ⟨to anchor 0 Decree⟩.
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

const TERMS: &str = r#"
[book]
title = "Terms"

[matter]
front = ["chronology:documents"]
back = ["glossary"]

[style]
glossary-marks = true

[[chapter]]
documents = ["one", "two"]

[document.one]
title = "One"
authors = ["Ada Vole"]
written = { date = "1917-10-26", calendar = "julian" }
date = 1956

[document.two]
title = "Two"
date = "1917-21"

[[event]]
date = "1918~"
text = "A *war* ends."

[[event]]
date = { date = "1917-11-07", old-style = "1917-10-25" }
text = "The salvo."
document = "one"

[[event]]
date = "1917"
text = "A year."

[[event]]
date = "1914/1918"
text = "A war."

[[event]]
date = "1917-11-07"
text = "Another thing."

[glossary]
zemstvo = "A council."
"*Aurora*" = "A ship."
"Émigré" = { text = "Who left.", match = ["émigré*"] }
"state farm" = "A farm of the state."
farm = "A *farm*."
"#;

const ONE: &str = "# Aurora\n\nThe ZEMSTVOS and a Zemstvo.[^1] Two émigrés, an Emigre.\n\n\
    > `farm` and [farm](https://example.org), *a state farm*, farm, the *Aur*ora, the Aurora's.\n\n\
    [^1]: A zemstvo again.\n";

#[test]
#[allow(clippy::too_many_lines, reason = "a book and all that is made of it")]
fn terms_lead_to_their_first_uses_and_back() {
    let texts = [("sources/one.md", ONE), ("sources/two.md", "Farm.\n\nA farm.\n")];
    let mut project = Project::read(TERMS, &texts);
    let book = project.edition("epub").unwrap().book;
    assert_eq!(project.faults(), "");
    assert_data_eq!(
        text::blocks(&book.parts[0].chapters[0].selections[0].text.blocks),
        str![[r#"
1 heading 1
    Aurora
2 paragraph
    The ZEMSTVOS and a ⟨to anchor 6 ⟨anchor 11⟩Zemstvo⟩.⟨note 1⟩ Two ⟨to anchor 8 ⟨anchor 12⟩émigrés⟩, an Emigre.
3 quotation
    3 paragraph
        ⟨code farm⟩ and ⟨to https://example.org farm⟩, ⟨em a ⟨to anchor 9 ⟨anchor 13⟩state farm⟩⟩, ⟨to anchor 10 ⟨anchor 14⟩farm⟩, the ⟨em Aur⟩ora, the ⟨to anchor 7 ⟨anchor 15⟩Aurora⟩'s.

"#]]
    );
    assert_data_eq!(
        section(&book, "glossary"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: ⟨anchor 7⟩⟨em Aurora⟩
        0 paragraph
            A ship.
        0 paragraph
            In this book: ⟨to anchor 15 One⟩.
    entry
        0 lead
            term: ⟨anchor 8⟩Émigré
        0 paragraph
            Who left.
        0 paragraph
            In this book: ⟨to anchor 12 One⟩.
    entry
        0 lead
            term: ⟨anchor 10⟩farm
        0 paragraph
            A ⟨em farm⟩.
        0 paragraph
            In this book: ⟨to anchor 14 One⟩; ⟨to anchor 16 Two⟩.
    entry
        0 lead
            term: ⟨anchor 9⟩state farm
        0 paragraph
            A farm of the state.
        0 paragraph
            In this book: ⟨to anchor 13 One⟩.
    entry
        0 lead
            term: ⟨anchor 6⟩zemstvo
        0 paragraph
            A council.
        0 paragraph
            In this book: ⟨to anchor 11 One⟩.

"#]]
    );
    let book = project.edition("print").unwrap().book;
    assert_data_eq!(
        text::blocks(&book.parts[0].chapters[0].selections[1].text.blocks),
        str![[r#"
1 paragraph
    ⟨to anchor 10 ⟨anchor 16⟩Farm⟩°.
2 paragraph
    A farm.

"#]]
    );
    assert!(!section(&book, "glossary").contains("In this book"));
}

#[test]
fn events_and_documents_stand_in_their_years() {
    let texts = [("sources/one.md", ONE), ("sources/two.md", "Farm.\n")];
    let book = Project::read(TERMS, &texts).edition("epub").unwrap().book;
    assert_data_eq!(
        section(&book, "chronology-documents"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: 1914–1918
        0 paragraph
            A war.
    entry
        0 lead
            term: 1917
        0 paragraph
            A year.
        0 paragraph
            ⟨em spring⟩ ⟨to anchor 1 ⟨em Two⟩⟩
        0 paragraph
            ⟨em November 7 (October 25, Old Style)⟩ ⟨to anchor 0 The salvo.⟩
        0 paragraph
            ⟨em November 7⟩ Another thing.
        0 paragraph
            ⟨em November 8 (October 26, Old Style)⟩ ⟨to anchor 0 ⟨em One⟩⟩ (Ada Vole)
    entry
        0 lead
            term: ca. 1918
        0 paragraph
            A ⟨em war⟩ ends.

"#]]
    );
}

#[test]
fn an_old_style_must_be_that_of_the_day() {
    let manifest = "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"a\"]\n[[event]]\ntext = \"x\"\n\
        date = { date = \"1917-11-07\", old-style = \"1917-10-26\" }\n[[event]]\ntext = \"y\"\n\
        date = { date = \"1917-13\", calendar = \"juliann\" }\n";
    assert_data_eq!(
        Project::read(manifest, &[("sources/a.md", "A.\n")]).faults(),
        str![[r#"
error[bad-date]: the Old Style is that of another day
  anthology.toml:7:43: `"1917-10-26"` not the same day by the Julian calendar
  = leave it out and write `calendar = "julian"` beside a date of the Old Style
error[bad-date]: `1917-13` is no date
  anthology.toml:10:17: `"1917-13"` not a day, month, year or interval
  = write 1917-11-07, "1917-11", 1917, "1917~" (about), "1917?" (perhaps) or "1917/1921"
error[bad-value]: `juliann` is none of the choices
  anthology.toml:10:39: `"juliann"` not known
  = did you mean `julian`?

"#]]
    );
}

#[test]
fn contents_by_date_author_and_theme() {
    let manifest = r#"
[book]
title = "Orders"

[matter]
front = ["contents:date", "contents:author", "contents:theme"]
back = []

[[chapter]]
documents = ["a", "b", "c", "d"]

[document.a]
title = "Late"
authors = ["Zoe Ash", "Ben Wren"]
date = 1920
tags = ["war", "Peace"]

[document.b]
title = "Early"
authors = ["Ben Wren"]
date = 1921
written = "1917-21"
tags = ["war"]

[document.c]
title = "Timeless"

[document.d]
title = "Later"
date = "1920-05-01"
"#;
    let texts = ["a", "b", "c", "d"].map(|id| (format!("sources/{id}.md"), "Text.\n"));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let whole = dump(&Project::read(manifest, &texts).edition("print").unwrap());
    let front = &whole[whole.find("  front").unwrap()..whole.find("  part @").unwrap()];
    assert_data_eq!(
        front,
        str![[r#"
  front
    parallel contents @4 contents-date Contents by Date
      group
        Early | Ben Wren | spring 1917
        Late | Zoe Ash and Ben Wren | 1920
        Later |  | May 1, 1920
      group Undated
        Timeless |  | 
    parallel contents @5 contents-author Contents by Author
      group Ash, Zoe
        Late | Zoe Ash and Ben Wren | 
      group Wren, Ben
        Late | Zoe Ash and Ben Wren | 
        Early |  | 
      group Unsigned
        Timeless |  | 
        Later |  | 
    parallel contents @6 contents-theme Contents by Theme
      group Peace
        Late | Zoe Ash and Ben Wren | 
      group war
        Late | Zoe Ash and Ben Wren | 
        Early | Ben Wren | 
      group Other Texts
        Timeless |  | 
        Later |  | 

"#]]
    );
}

const DONE: &str = r#"
[book]
title = "Done"

[matter]
front = ["title-page", { file = "front/text.md", append = "note-on-the-text" }, "abbreviations"]
back = ["emendations", "further-reading", "bibliography"]
dedication = "For *Ada*"
epigraph = "front/epigraph.md"

[style]
regularize = ["ellipses", "quotes"]

[abbreviations]
"RSFSR" = "A *republic*"
"ca." = "about"

[bibliography]
files = ["refs.bib"]

[[chapter]]
title = "First"
further-reading = ["@roe1967 The best account.", "Ask *anybody*.", "front/more.md"]
documents = ["one", "two"]

[document.one]
title = "One"
headnote = "Found."
omit = [{ at = "A second sentence." }]
correct = [
  { at = "comitee", to = "committee", as = "silent" },
  { at = "obsolette", to = "obsolete", as = "bracket" },
]

[document.two]
title = "Two"
date = { date = "1917-10-25", calendar = "julian" }
correct = [{ at = "teh", to = "the", as = "silent" }]
"#;

fn done() -> Project {
    Project::read(
        DONE,
        &[
            ("sources/one.md", "The comitee met.[^1]\n\nIt was obsolette. A second sentence.\n\n[^1]: Twice.\n"),
            ("sources/two.md", "And teh end.\n"),
            ("front/text.md", "# The Text\n\nTaken from papers.\n"),
            ("front/epigraph.md", "> Words.\n"),
            ("front/more.md", "- A list.\n- Of two.\n"),
            ("refs.bib", "@book{roe1967, author={Roe, Jane}, title={A Book}, publisher={Mercier}, date={1967}}\n"),
        ],
    )
}

#[test]
#[allow(clippy::too_many_lines, reason = "a book and all that is made of it")]
fn what_was_done_to_the_texts_is_told() {
    let mut project = done();
    let print = project.edition("print").unwrap().book;
    let epub = project.edition("epub").unwrap().book;
    assert_eq!(project.faults(), "");
    assert_data_eq!(
        section(&print, "text"),
        str![[r#"
2 paragraph
    Taken from papers.
0 paragraph
    Documents in this book: 2; abridged: 1. […] stands where something has been left out for this book; points without brackets are the writers’ own.
0 paragraph
    Made uniform throughout without a mark: quotation marks, points of ellipsis. No word was changed by this.
0 paragraph
    Corrections: silent: 2; in brackets: 1.
0 paragraph
    Figures such as 45.12 name the page and, after the point, the line on it: every line of print counts from the top, without the running head.
0 paragraph
    Corrected without a mark in the text:
0 entries, definitions
    entry
        0 lead
            term: ⟨to anchor 0 One⟩
        0 paragraph
            ⟨to anchor 6 ⟨page of 6⟩.⟨line of 6⟩⟩ comitee → committee
    entry
        0 lead
            term: ⟨to anchor 1 Two⟩
        0 paragraph
            ⟨to anchor 7 ⟨page of 7⟩.⟨line of 7⟩⟩ teh → the
0 paragraph
    Notes signed “—Ed.” are the editors’.
0 paragraph
    Dates are those of the Gregorian calendar; “Old Style” stands with those of the Julian.

"#]]
    );
    assert_data_eq!(
        section(&print, "emendations"),
        str![[r#"
0 paragraph
    Figures such as 45.12 name the page and, after the point, the line on it: every line of print counts from the top, without the running head.
0 entries, definitions
    entry
        0 lead
            term: ⟨to anchor 0 One⟩
        0 paragraph
            ⟨to anchor 6 ⟨page of 6⟩.⟨line of 6⟩⟩ comitee → committee (silent)
        0 paragraph
            ⟨to anchor 11 ⟨page of 11⟩.⟨line of 11⟩⟩ obsolette → obsolete (in brackets)
    entry
        0 lead
            term: ⟨to anchor 1 Two⟩
        0 paragraph
            ⟨to anchor 7 ⟨page of 7⟩.⟨line of 7⟩⟩ teh → the (silent)

"#]]
    );
    assert_data_eq!(
        section(&epub, "emendations"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: ⟨to anchor 0 One⟩
        0 paragraph
            ⟨to anchor 6 ¶ 1⟩ comitee → committee (silent)
        0 paragraph
            ⟨to anchor 11 ¶ 2⟩ obsolette → obsolete (in brackets)
    entry
        0 lead
            term: ⟨to anchor 1 Two⟩
        0 paragraph
            ⟨to anchor 7 ¶ 1⟩ teh → the (silent)

"#]]
    );
}

#[test]
fn dedication_epigraph_abbreviations_and_reading() {
    let mut project = done();
    let edition = project.edition("epub").unwrap();
    let whole = dump(&edition);
    let front = &whole[whole.find("  front").unwrap()..whole.find("    prose @5").unwrap()];
    assert_data_eq!(
        front,
        str![[r#"
  front
    title-page @2 title-page
      Done
    prose @3 dedication
      text en-US
        1 paragraph
            For ⟨em Ada⟩
    prose @4 epigraph
      text en-US
        1 quotation
            1 paragraph
                Words.

"#]]
    );
    assert_data_eq!(
        section(&edition.book, "abbreviations"),
        str![[r#"
0 entries, definitions
    entry
        0 lead
            term: ca.
        0 paragraph
            about
    entry
        0 lead
            term: RSFSR
        0 paragraph
            A ⟨em republic⟩

"#]]
    );
    let back = &whole[whole.find("    bibliography @").unwrap()..];
    assert_data_eq!(
        back,
        str![[r#"
    bibliography @14 further-reading Further Reading
      list First
        Roe, Jane. ⟨em A Book⟩. Mercier, 1967. The best account.
        Ask ⟨em anybody⟩.
        A list.
        Of two.
    bibliography @15 bibliography Sources and Bibliography
      list
        “One.”
        “Two.” November 7, 1917.
  note 1, marked 1, Author
    1 paragraph
        Twice.

"#]]
    );
}

#[test]
fn matter_that_is_named_must_be_given() {
    let manifest = "[book]\ntitle = \"T\"\n[matter]\nfront = [\"dedication\", { append = \"note-on-the-text\" }]\n\
        [[chapter]]\ndocuments = [\"a\"]\nfurther-reading = [\"@nobody\"]\n[glossary]\nword = {}\n";
    let mut project = Project::read(manifest, &[("sources/a.md", "A.\n")]);
    assert_data_eq!(
        project.faults(),
        str![[r#"
error[missing-key]: `dedication` is named, but there is none
  anthology.toml:4:10: `"dedication"` no words for it
  = give them below [matter]: dedication = "…"
error[missing-key]: `file` is missing
  anthology.toml:4:24: `{ append = "note-on-the-text" }` needs `file`
  = the file that the program's part is added to
error[missing-key]: `text` is missing
  anthology.toml:9:8: `{}` needs `text`
  = what the term means

"#]]
    );
    project.manifest.matter.back = vec![crate::manifest::MatterEntry::Generated(
        crate::manifest::Section::FurtherReading,
        project.manifest.book.title.span,
    )];
    let before = project.faults().len();
    let _edition = project.edition("epub");
    assert_data_eq!(
        &project.faults()[before..],
        str![[r#"
warning[no-title]: `a` has no title, its file's name serves
  anthology.toml:6:14: `"a"` this document
  = give it one:
[document.a]
title = "…"
error[unknown-citation]: no bibliography has a work `nobody`
  anthology.toml:7:20: `"@nobody"` named here

"#]]
    );
}
