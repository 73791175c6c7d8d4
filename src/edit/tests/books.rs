//! Whole small books as dumps.

use snapbox::{assert_data_eq, str};

use super::Project;
use crate::book::{Edition, contents, dump};
use crate::document::plain_text;

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
    assert_data_eq!(dump(&small().edition("epub").unwrap()), str![[""]]);
}

#[test]
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
    assert_data_eq!(dump(&edition), str![[""]]);
    assert_data_eq!(lines(&edition), str![[""]]);
    assert_data_eq!(project.faults(), str![[""]]);
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
