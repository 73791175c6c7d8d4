//! Glossary, chronology and further contents, made from the manifest's records.

use snapbox::{assert_data_eq, str};

use super::{Project, section};
use crate::book::dump;
use crate::document::dump as text;

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
