//! Faults of what is named: files, documents, paths, chapters, fragments.

use super::faults::{BOOK, CHAPTER, errors, errors_with, one};
use super::run;

#[test]
fn files_that_are_not_there() {
    let more = &[("heads/onne.md", "x"), ("refs.bib", "")];
    for (text, named, hint) in [
        ("[document.one]\nheadnote = \"heads/one.md\"", "heads/one.md", "did you mean `heads/onne.md`?"),
        ("[bibliography]\nfiles = \"ref.bib\"", "ref.bib", "did you mean `refs.bib`?"),
        ("[matter]\nfront = [\"front/preface.md\"]", "front/preface.md", "paths are relative to the manifest's folder"),
        ("[index]\nterms = \"terms.toml\"", "terms.toml", "paths are relative to the manifest's folder"),
        ("[style]\ncitations = \"mine.csl\"", "mine.csl", "paths are relative to the manifest's folder"),
        ("cover = \"art/cover.jpg\"", "art/cover.jpg", "paths are relative to the manifest's folder"),
        ("[edition.epub]\nstylesheet = \"a.css\"", "a.css", "paths are relative to the manifest's folder"),
        ("[edition.pdf]\nfonts = \"My.otf\"", "My.otf", "paths are relative to the manifest's folder"),
        ("[document.one]\nnotes = \"n.md\"", "n.md", "paths are relative to the manifest's folder"),
        ("[image.\"art.png\"]\nalt = \"A pier.\"", "art.png", "paths are relative to the manifest's folder"),
        (
            "[[chapter]]\ndocuments = [\"two\"]\nintroduction = { file = \"i.md\", by = \"X\" }",
            "i.md",
            "paths are relative to the manifest's folder",
        ),
    ] {
        one(&errors_with(text, more), &format!("missing-file @ \"{named}\": there is no file `{named}` | {hint}"));
    }
}

#[test]
fn documents_that_cannot_be_had() {
    let more = &[("sources/page.html", "<p>"), ("sources/two.txt", "Two.")];
    let text = format!("{BOOK}[[chapter]]\ndocuments = [\"one\", \"thre\", \"page\", \"two\", \"nine-*\"]\n");
    assert_eq!(
        run(&text, more).errors(),
        [
            "missing-file @ \"thre\": there is no document `thre` | did you mean `three`?",
            "ambiguous-file @ \"two\": `two` could be several files | say which:\n[document.two]\nfile = \"sources/two.md\"",
            "no-match @ \"nine-*\": no document matches `nine-*` | documents are the .md and .txt files in `sources`, named without their ending",
        ]
    );
}

#[test]
fn a_document_twice_shows_both_places() {
    one(
        &errors("[[chapter]]\ndocuments = [\"two\", \"one\"]"),
        "duplicate-document @ \"one\" & \"one\": `one` stands in the book twice | for two excerpts of one file make two ids, each with `file = \"…\"`",
    );
}

#[test]
fn paths_that_lead_out() {
    let id = "for a file elsewhere in the book give the document an id of its own with `file = \"…\"`";
    let file = "paths are relative to the manifest's folder, with `/`; copy the file into it";
    for (text, expected) in [
        (
            "[[chapter]]\ndocuments = [\"../one\"]",
            format!("path-outside @ \"../one\": the id `../one` is a path | {id}"),
        ),
        (
            "[[chapter]]\ndocuments = [\"/etc/passwd\"]",
            format!("path-outside @ \"/etc/passwd\": the id `/etc/passwd` is a path | {id}"),
        ),
        (
            "[document.one]\nheadnote = \"a/../../b.md\"",
            format!("path-outside @ \"a/../../b.md\": `a/../../b.md` leads out of the book's folder | {file}"),
        ),
        (
            "[document.one]\nfile = \"/one.md\"",
            format!("path-outside @ \"/one.md\": `/one.md` leads out of the book's folder | {file}"),
        ),
        (
            "cover = 'C:\\cover.jpg'",
            format!("path-outside @ 'C:\\cover.jpg': `C:\\cover.jpg` leads out of the book's folder | {file}"),
        ),
    ] {
        one(&errors(text), &expected);
    }
    let found = run(&format!("{BOOK}sources = \"/texts\"\n"), &[]).errors();
    assert_eq!(
        found,
        [
            "path-outside @ \"/texts\": `/texts` is no folder of this book | give it relative to the manifest's folder, with `/`; `../texts` is allowed here"
        ]
    );
}

#[test]
fn the_sources_may_lie_outside_but_nothing_beyond_them() {
    let text = "[book]\ntitle = \"T\"\nsources = \"../texts\"\n[[chapter]]\ndocuments = [\"a\"]\n\
                [document.a]\nheadnote = \"../texts/a-head.md\"\nnotes = \"../texts/../secret.md\"\n";
    let more = &[("../texts/a.md", "A"), ("../texts/a-head.md", "H"), ("../secret.md", "S")];
    one(
        &run(text, more).errors(),
        "path-outside @ \"../texts/../secret.md\": `../texts/../secret.md` leads out of the book's folder | paths are relative to the manifest's folder, with `/`; copy the file into it",
    );
}

#[test]
fn empty_chapters_parts_books() {
    let list = "list them: `documents = [\"first-text\", \"poems-*\"]`";
    one(
        &errors("[[chapter]]\ntitle = \"Nothing\""),
        &format!("empty-chapter @ [[chapter]]: this chapter has no documents | {list}"),
    );
    one(
        &errors("[[chapter]]\ndocuments = []"),
        &format!("empty-chapter @ documents: this chapter has no documents | {list}"),
    );
    one(
        &run(&format!("{BOOK}[[part]]\ntitle = \"P\"\n"), &[]).errors()[..1],
        "empty-part @ [[part]]: this part has no chapter | add a [[part.chapter]] with `documents = [\"…\"]` below it",
    );
    one(
        &run("[book]\ntitle = \"T\"\nsources = \"texts\"\n", &[]).errors(),
        "missing-file @ \"texts\": there is no folder `texts` to take documents from | make it and put texts into it (.md or .txt), or say where they lie: `sources = \"…\"` below [book]",
    );
    one(
        &run("[book]\ntitle = \"T\"\nsources = \"texts\"\n", &[("texts/a.jpg", "")]).errors(),
        "empty-book @ \"texts\": the book has no documents: `texts` holds no texts | put texts into it: .md or .txt, one file for each document",
    );
}

#[test]
fn chapters_in_parts_and_outside() {
    one(
        &errors("[[part]]\ntitle = \"P\"\n[[part.chapter]]\ndocuments = [\"two\"]"),
        "chapter-and-part @ chapter & part: chapters stand both in parts and outside | make every [[chapter]] a [[part.chapter]]; a part with `display = false` has no page of its own",
    );
}

#[test]
fn a_key_set_in_two_files_shows_both() {
    let text = format!("include = [\"parts/*.toml\"]\n{BOOK}{CHAPTER}[document.one]\ntitle = \"A\"\n");
    let more = &[
        ("parts/a.toml", "[document.one]\ntitle = \"B\"\ndate = 1917\n"),
        ("parts/b.toml", "[document.one]\ndat = 1918\n"),
    ];
    assert_eq!(
        run(&text, more).errors(),
        [
            "key-set-twice @ title & title: `title` is set in two files | keep one of the two",
            "unknown-key @ dat: `dat` is no key here | did you mean `date`?",
        ]
    );
    let text = format!("include = \"a.toml\"\n{BOOK}{CHAPTER}");
    one(
        &run(&text, &[("a.toml", "include = \"b.toml\"\n")]).errors(),
        "nested-include @ include & \"a.toml\": an included file cannot include others | only the manifest includes: name every file in its `include`",
    );
    one(
        &run(&format!("include = \"part/*.toml\"\n{BOOK}{CHAPTER}"), &[]).errors(),
        "missing-file @ \"part/*.toml\": `part/*.toml` includes no file | `*` may stand in the file's name, not in its folder's",
    );
}

#[test]
fn what_includes_itself() {
    let hint = "only the manifest includes: name every file in its `include`";
    one(
        &run(&format!("include = [\"./anthology.toml\"]\n{BOOK}{CHAPTER}"), &[]).errors(),
        "include-cycle @ \"./anthology.toml\": the manifest includes itself | take it out of `include`",
    );
    one(
        &run(&format!("include = \"a.toml\"\n{BOOK}{CHAPTER}"), &[("a.toml", "include = [\"a.toml\"]\n")]).errors(),
        &format!("include-cycle @ include & \"a.toml\": `a.toml` includes itself | {hint}"),
    );
    one(
        &run(&format!("include = \"a.toml\"\n{BOOK}{CHAPTER}"), &[("a.toml", "include = \"anthology.toml\"\n")])
            .errors(),
        &format!("include-cycle @ include & \"a.toml\": `a.toml` includes the manifest, which includes it | {hint}"),
    );
    // A glob that matches the manifest means the others.
    run(&format!("include = \"*.toml\"\n{BOOK}{CHAPTER}"), &[("a.toml", "[glossary]\nsoviet = \"A council.\"\n")])
        .good();
}

#[test]
fn texts_that_no_chapter_lists() {
    let list = "[[chapter]]\ndocuments = [\"one\", \"two\"]\n";
    let lines = |book: &str, more: &[(&str, &str)]| run(&format!("{book}{list}"), more).lines();
    let hint = "name them among the `documents` of a chapter; a `_` before a file's name puts it aside";
    assert_eq!(
        lines(
            BOOK,
            &[("sources/_four.md", ""), ("sources/README.md", ""), ("sources/two.bib", ""), ("sources/x.png", "")]
        ),
        [format!("~unlisted-source @ [book]: in no chapter of the book: `sources/three.md` | {hint}")]
    );
    // Texts of the editor's, a text that is described, a store of which the book is a choice: nothing is said.
    let headnote = format!("{BOOK}[document.one]\nheadnote = {{ file = \"sources/three.md\" }}\n");
    assert!(lines(&headnote, &[]).is_empty());
    assert!(lines(BOOK, &[("sources/four.md", ""), ("sources/five.md", "")]).is_empty());
    assert!(run(&format!("{BOOK}[[chapter]]\ndocuments = [\"*\"]\n"), &[]).lines().is_empty());
    assert!(run(BOOK, &[]).lines().is_empty());
    let outside = [("../texts/a.md", "A"), ("../texts/b.md", "B"), ("../texts/c.md", "C")];
    let elsewhere = "[book]\ntitle = \"T\"\nsources = \"../texts\"\n[[chapter]]\ndocuments = [\"a\", \"b\"]\n";
    assert!(run(elsewhere, &outside).lines().is_empty());
    // A name that is wrong is all there is to say.
    let wrong = run(&format!("{BOOK}[[chapter]]\ndocuments = [\"one\", \"two\", \"thre\"]\n"), &[]).lines();
    one(&wrong, "missing-file @ \"thre\": there is no document `thre` | did you mean `three`?");
}
