//! Every fault that `edit` finds, with its place and what to do.

use snapbox::{assert_data_eq, str};

use super::Project;

/// The faults of an edition of one document `a` with this text, beside a document `b`.
fn of_text(text: &str) -> String {
    let manifest = "[book]\ntitle = \"T\"\n[[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    let texts = [("sources/a.md", text), ("sources/b.md", "# B\n\nWords.\n"), ("sources/ship.png", "")];
    let mut project = Project::read(manifest, &texts);
    project.edition("epub");
    project.faults()
}

/// The faults of the edition `name` of a manifest over two small documents.
fn of_manifest(manifest: &str, name: &str) -> String {
    let texts = [("sources/a.md", "# A\n\nSee [there](doc:b) and [](doc:b).\n"), ("sources/b.md", "# B\n\nWords.\n")];
    let mut project = Project::read(manifest, &texts);
    project.edition(name);
    project.faults()
}

#[test]
fn links() {
    let text = "# A\n\n[b](doc:b) [c](doc:c) [here](#below) [nowhere](#above)\n\n## Below\n\nEnd.\n";
    assert_data_eq!(
        of_text(text),
        str![[r#"
error[unknown-document]: the book has no document `c`
  sources/a.md:3:12: `[c](doc:c)` linked to here
  = did you mean `a`?
warning[unknown-heading]: no heading of this text is called `above`
  sources/a.md:3:38: `[nowhere](#above)` its words stay, without a link
  = valid here: a, below

"#]]
    );
}

#[test]
fn pictures() {
    let text = "# A\n\n![](ship.png)\n\n![A ship](shop.png)\n\nA ![far](https://example.org/x.png) one.\n";
    assert_data_eq!(
        of_text(text),
        str![[r#"
warning[missing-alt]: this picture says nothing to those who do not see it
  sources/a.md:3:1: `![](ship.png)` 
  = say what it shows: ![a ship in the harbour](ship.png)
error[missing-image]: there is no picture `sources/shop.png`
  sources/a.md:5:1: `![A ship](shop.png)` called for here
  = did you mean `sources/ship.png`?
error[remote-image]: a picture on the network cannot be printed
  sources/a.md:7:3: `![far](https://example.org/x.png)` https://example.org/x.png
  = save it beside the text and name that file

"#]]
    );
}

#[test]
fn pictures_outside_the_book() {
    let manifest = "[book]\ntitle = \"T\"\nsources = \"../seeds\"\n[[chapter]]\ndocuments = [\"a\"]\n";
    let text = "# A\n\n![S](ship.png)\n\n![H](../home/../../keys.png)\n\n![E](%2e%2e/key.png) ![B](..\\\\b.png)\n\n![I](../inside.png)\n";
    let pictures = ["../seeds/ship.png", "../../keys.png", "../key.png", "..\\b.png", "../inside.png"];
    let texts: Vec<(&str, &str)> =
        std::iter::once(("../seeds/a.md", text)).chain(pictures.iter().map(|path| (*path, ""))).collect();
    let mut project = Project::read(manifest, &texts);
    assert_eq!(project.sources.images.keys().collect::<Vec<_>>(), ["../seeds/ship.png"]);
    project.edition("epub");
    assert_data_eq!(
        project.faults(),
        str![[r#"
error[path-outside]: the picture `../../keys.png` lies outside the book's folder
  ../seeds/a.md:5:1: `![H](../home/../../keys.png)` called for here
  = copy it beside the text and name that file
error[path-outside]: the picture `../key.png` lies outside the book's folder
  ../seeds/a.md:7:1: `![E](%2e%2e/key.png)` called for here
  = copy it beside the text and name that file
error[path-outside]: the picture `../seeds/../b.png` lies outside the book's folder
  ../seeds/a.md:7:22: `![B](..//b.png)` called for here
  = copy it beside the text and name that file
error[path-outside]: the picture `../inside.png` lies outside the book's folder
  ../seeds/a.md:9:1: `![I](../inside.png)` called for here
  = copy it beside the text and name that file

"#]]
    );
}

#[test]
fn a_document_without_title() {
    assert_data_eq!(
        of_text("Words without a heading.\n\nAnd more.\n"),
        str![[r#"
warning[no-title]: `a` has no title, its file's name serves
  anthology.toml:5:14: `"a"` this document
  = give it one:
[document.a]
title = "…"

"#]]
    );
}

#[test]
fn links_to_what_is_left_out() {
    let manifest = "[book]\ntitle = \"T\"\n[edition.e]\nformat = \"epub\"\nomit-documents = [\"b\"]\n\
        [[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_data_eq!(
        of_manifest(manifest, "e"),
        str![[r#"
warning[link-to-omitted]: the edition `e` leaves the document `b` out
  sources/a.md:3:5: `[there](doc:b)` the words stay, without a link
warning[link-to-omitted]: the edition `e` leaves the document `b` out
  sources/a.md:3:24: `[](doc:b)` the words stay, without a link

"#]]
    );
}

#[test]
fn an_edition_of_nothing() {
    let manifest = "[book]\ntitle = \"T\"\n[edition.e]\nformat = \"epub\"\nomit-documents = [\"a\", \"b\"]\n\
        [[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_data_eq!(
        of_manifest(manifest, "e"),
        str![[r#"
error[empty-edition]: the edition `e` prints no document
  anthology.toml:3:10: `e` 
  = let it print at least one: see omit-documents

"#]]
    );
}

#[test]
fn a_page_too_small() {
    let manifest = "[book]\ntitle = \"T\"\n[edition.e]\nformat = \"pdf\"\ntrim = \"4in x 6in\"\n\
        margins = { inner = \"2in\", outer = \"1in\" }\n[[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_data_eq!(
        of_manifest(manifest, "e"),
        str![[r#"
error[page-too-small]: these margins leave no room for the text
  anthology.toml:6:11: `{ inner = "2in", outer = "1in" }` 3in of 4in across and 1.528in of 6in down
  = give a larger trim or smaller margins: at least ten ems by eight lines

"#]]
    );
}

#[test]
fn a_language_without_words() {
    let manifest = "[book]\ntitle = \"T\"\nlanguage = \"fi\"\n[[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_data_eq!(
        of_manifest(manifest, "epub"),
        str![[r#"
warning[no-words]: no words for the language `fi` are known
  anthology.toml:3:12: `"fi"` headings, months and other words of the program will be English
  = give them in [style.words]

"#]]
    );
}

#[test]
fn a_cover_that_is_missing() {
    let manifest = "[book]\ntitle = \"T\"\ncover = { image = \"x.png\" }\n\
        [[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n";
    assert_data_eq!(
        of_manifest(manifest, "epub"),
        str![[r#"
error[missing-file]: there is no file `x.png`
  anthology.toml:3:19: `"x.png"` not found
  = paths are relative to the manifest's folder

"#]]
    );
}
