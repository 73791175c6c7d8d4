//! What is told of the texts and stands before them: notes on the text, emendations, dedication, abbreviations.

use snapbox::{assert_data_eq, str};

use super::{Project, section};
use crate::book::dump;

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
        “Two.” October 25, 1917, Old Style.
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
