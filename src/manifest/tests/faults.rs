//! Each kind of fault: its code, the words it points at, what it says and what it advises.

use super::run;

pub(super) const BOOK: &str = "[book]\ntitle = \"T\"\n";
pub(super) const CHAPTER: &str = "[[chapter]]\ndocuments = [\"one\"]\n";

/// The errors of a manifest of a book, a chapter and `text`.
pub(super) fn errors(text: &str) -> Vec<String> {
    errors_with(text, &[])
}

pub(super) fn errors_with(text: &str, more: &[(&str, &str)]) -> Vec<String> {
    run(&format!("{BOOK}{text}\n{CHAPTER}"), more).errors()
}

#[track_caller]
pub(super) fn one(found: &[String], expected: &str) {
    assert_eq!(found, [expected.to_owned()], "\n{}", found.join("\n"));
}

#[test]
fn syntax_keys_and_types_in_one_run() {
    let text = "[book]\ntitel = \"T\"\neditors = 3\nlanguage = \"en\n[[chapter]]\ndocuments = [\"oen\"]\n\
                [style]\nibid = nope\nhouse = \"hart\"\n[stlye]\n";
    assert_eq!(
        run(text, &[]).errors(),
        [
            "unknown-key @ titel: `titel` is no key here | did you mean `title`?",
            "wrong-type @ 3: this must be text, not a number",
            "syntax @ ⏎: invalid basic string, expected `\"`",
            "missing-file @ \"oen\": there is no document `oen` | did you mean `one`?",
            "syntax @ nope: invalid float, expected `nan`",
            "bad-value @ \"hart\": `hart` is none of the choices | did you mean `harts`?",
            "unknown-key @ stlye: `stlye` is no key here | did you mean `style`?",
        ]
    );
}

#[test]
fn a_key_set_twice_in_one_file() {
    one(
        &errors("subtitle = \"A\"\nsubtitle = \"B\""),
        "syntax @ subtitle & subtitle: duplicate key | a key may be set only once: keep one of the two",
    );
}

#[test]
fn missing_keys() {
    one(
        &run("", &[]).errors(),
        "missing-key @ : `book` is missing | [book] with a `title` is the one table a manifest needs",
    );
    one(
        &run(&format!("[book]\n{CHAPTER}"), &[]).errors(),
        "missing-key @ [book]: `title` is missing | [book] title = \"…\" is the one thing a book cannot do without",
    );
    one(
        &errors("[person.ann]\nbio = \"B\""),
        "missing-key @ [person.ann]: `name` is missing | the name as it is printed: `name = \"Ada Lovelace\"`",
    );
    one(
        &errors("[edition.large]\nsize = \"14pt\""),
        "missing-key @ large: [edition.large] has no `format` | format = \"pdf\" or format = \"epub\"",
    );
    let found = errors("[[document.one.note]]\nat = \"words\"\n[[document.one.block]]\nat = \"words\"");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("missing-key @ [[document.one.note]]: `text` is missing"), "{found:?}");
    assert!(found[1].starts_with("missing-key @ [[document.one.block]]: `as` is missing"), "{found:?}");
}

#[test]
fn keys_out_of_place() {
    let text = format!("title = \"T\"\n{BOOK}{CHAPTER}");
    one(&run(&text, &[]).errors(), "unknown-key @ title: `title` is no key here | `title` stands below [book]");
    one(
        &errors("[document.one]\nrights = { statuss = \"own\" }"),
        "unknown-key @ statuss: `statuss` is no key here | did you mean `status`?",
    );
}

#[test]
fn wrong_types() {
    for (text, expected) in [
        ("style = 3", "this must be a table, not a number"),
        ("[style]\nibid = \"no\"", "this must be true or false, not text"),
        ("[document.one]\ndate = true", "this must be a date, not true or false"),
        ("[document.one]\ndate = 12:30:00", "this must be a date, not a time of day"),
        ("[index]\ncolumns = \"two\"", "this must be a whole number, not text"),
        ("document = [1]", "this must be tables, one for each document: [document.ID], not a list"),
        ("[document]\none = \"x\"", "this must be a table, not text"),
        ("[matter]\nfront = [[]]", "this must be text, not a list"),
    ] {
        let text = if text.starts_with('[') { text.to_owned() } else { format!("[x]\n{text}") };
        let text = text.replace("[x]\n", "");
        let manifest =
            if text.starts_with('[') { format!("{BOOK}{text}\n{CHAPTER}") } else { format!("{text}\n{BOOK}{CHAPTER}") };
        let found = run(&manifest, &[]).errors();
        assert!(found.len() == 1 && found[0].ends_with(expected) && found[0].starts_with("wrong-type"), "{found:?}");
    }
}

#[test]
fn dates_and_languages() {
    let forms = "write 1917-11-07, \"1917-11\", 1917, \"1917~\" (about), \"1917?\" (perhaps) or \"1917/1921\"";
    one(
        &errors("date = \"7 November 1917\""),
        &format!("bad-date @ \"7 November 1917\": `7 November 1917` is no date | {forms}"),
    );
    one(&errors("date = \"1917-02-30\""), &format!("bad-date @ \"1917-02-30\": `1917-02-30` is no date | {forms}"));
    one(&errors("date = \"1921/1917-11\""), "bad-date @ \"1921/1917-11\": `1921/1917-11` ends before it begins");
    one(
        &errors("language = \"english language\""),
        "bad-language @ \"english language\": `english language` is no language tag | BCP 47: `en`, `en-GB`, `sr-Latn`, `grc`",
    );
    one(
        &errors("[person.ann]\nname = \"Ann\"\noriginal = { \"?\" = \"Анна\" }"),
        "bad-language @ \"?\": `?` is no language tag | BCP 47: `en`, `en-GB`, `sr-Latn`, `grc`",
    );
}

#[test]
fn isbns_lengths_roles_licences() {
    one(
        &errors("[edition.epub]\nisbn = \"978-3-16-148410-1\""),
        "bad-isbn @ \"978-3-16-148410-1\": the check digit of `978-3-16-148410-1` is wrong | one of the digits is mistyped",
    );
    one(
        &errors("[edition.epub]\nisbn = \"3-16-148410-X\""),
        "bad-isbn @ \"3-16-148410-X\": `3-16-148410-X` is no ISBN | its form of thirteen digits is 9783161484100",
    );
    one(
        &errors("[edition.pdf]\nsize = 11"),
        "bad-length @ 11: `11` is no length | units are pt, pc, in, mm and cm: \"22mm\", \"10.5pt\"",
    );
    one(&errors("[edition.pdf]\nsize = \"2pt\""), "bad-length @ \"2pt\": 2pt is out of bounds");
    let found = errors("[edition.pdf]\ntrim = \"demi octavo\"");
    one(
        &found,
        "bad-length @ \"demi octavo\": `demi octavo` is no trim | did you mean `demy octavo`? | or width and height: \"6in x 9in\", \"129 x 198mm\"",
    );
    one(
        &errors("contributors = [{ name = \"X\", role = \"translater\" }]"),
        "bad-role @ \"translater\": `translater` is no role | did you mean `translator`?",
    );
    one(
        &errors("[document.one]\nrights = { status = \"licensed\", licence = \"CC BY 4.0\" }"),
        "bad-licence @ \"CC BY 4.0\": `CC BY 4.0` is no SPDX licence | did you mean `CC-BY-4.0`?",
    );
}

#[test]
fn ids_that_nothing_answers_to() {
    for (text, expected) in [
        (
            "[[chapter]]\ndocuments = [\"two\"]\nperson = \"ann\"\n[person.anna]\nname = \"Anna\"",
            "unknown-id @ \"ann\": there is no [person.ann] | did you mean `anna`?",
        ),
        (
            "[document.one]\nrights = { grant = \"estat\" }\n[grant.estate]\nholder = \"H\"",
            "unknown-id @ \"estat\": there is no [grant.estat] | did you mean `estate`?",
        ),
        (
            "[document.one]\nrights = { editions = [\"prnt\"] }",
            "unknown-id @ \"prnt\": there is no [edition.prnt] | did you mean `print`?",
        ),
        (
            "[edition.epub]\npages = \"pint\"\n[edition.print]\nformat = \"pdf\"",
            "unknown-id @ \"pint\": there is no PDF edition `pint` | did you mean `print`?",
        ),
        ("[edition.pdf]\ninherit = \"base\"", "unknown-id @ \"base\": there is no [edition.base]"),
        (
            "[edition.pdf]\nomit-documents = [\"two\"]",
            "unknown-id @ \"two\": there is no document `two` in the book | valid here: one",
        ),
        (
            "[[event]]\ndate = 1917\ntext = \"E\"\ndocument = \"tow\"",
            "unknown-id @ \"tow\": there is no document `tow` | did you mean `two`?",
        ),
        ("[document.onne]\ntitle = \"O\"", "unknown-id @ onne: there is no document `onne` | did you mean `one`?"),
    ] {
        one(&errors(text), expected);
    }
}

#[test]
fn inheriting_in_a_circle_is_told_once() {
    one(
        &errors(
            "[edition.a]\nformat = \"pdf\"\ninherit = \"b\"\n[edition.b]\ninherit = \"a\"\n[edition.c]\ninherit = \"b\"",
        ),
        "inherit-cycle @ \"a\": [edition.a] inherits from itself | let one of them stand without `inherit`",
    );
}

#[test]
fn front_matter_and_sidecars() {
    let more = &[
        ("sources/one.md", "---\ntitel: One\nlayout: post\ndate: soon\nauthor: [A, {name: B, role: x9}]\n---\nText"),
        ("sources/one.toml", "date = \"later\"\nfile = \"x.md\"\n"),
    ];
    let found = run(&format!("{BOOK}{CHAPTER}[document.one]\ndate = 1917\n"), more).lines();
    let starts = [
        "bad-date @ \"later\"",
        "unknown-key @ file: `file` is no key here",
        "unknown-key @ titel: `titel` is no key here | did you mean `title`?",
        "~unknown-key @ layout: the front matter's `layout` is not used",
        "bad-date @ soon",
        "bad-role @ x9",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
}

#[test]
fn front_matter_that_is_no_yaml() {
    for (yaml, code) in [
        ("title: [A, B", "syntax @ "),
        ("title: \"A\ntags: x\n", "syntax @ "),
        ("title: &a A\nsubtitle: *a\n", "syntax @ &a A: an anchor has no place in front matter"),
        ("just words\n", "syntax @ just words: front matter is made of `key: value` lines"),
        ("title: Ä\ntitle: B\n", "syntax @ B: the key `title` is set twice"),
    ] {
        let source = format!("---\n{yaml}\n---\nText");
        let found = errors_with("", &[("sources/one.md", source.as_str())]);
        assert!(found.len() == 1 && found[0].starts_with(code), "{yaml}: {found:?}");
    }
}

#[test]
fn terms() {
    let terms = "[terms]\n\"A > \" = \"a\"\nB = { near = \"x\" }\nC = { at = \"nowhere\" }\nD = { at = \"onne: words\" }\n\
                 E = { matsch = \"x\" }\nF = 3\nG = []\nH = { match = \"x\", in = [\"on-*\"] }\nI = \"fine\"\n";
    let twice = "[terms]\nI = \"again\"\n";
    let found = errors_with("[index]\nterms = [\"t.toml\", \"u.toml\"]", &[("t.toml", terms), ("u.toml", twice)]);
    let nothing = "give a pattern, or a table with `match`, `at`, `see` or `see-also`";
    assert_eq!(
        found,
        [
            "bad-value @ \"A > \": a heading is empty | \"Lenin, Vladimir > body of\" makes `body of` a subheading",
            &format!("missing-key @ {{ near = \"x\" }}: nothing leads to this heading | {nothing}"),
            "bad-place @ \"nowhere\": this does not say where | at = \"first-text: the words … to find\"",
            "unknown-id @ \"onne: words\": there is no document `onne` | did you mean `one`?",
            "unknown-key @ matsch: `matsch` is no key here | did you mean `match`?",
            "wrong-type @ 3: this must be text, not a number",
            &format!("missing-key @ []: nothing leads to this heading | {nothing}"),
            "unknown-id @ \"on-*\": no document matches `on-*`",
            "key-set-twice @ I & I: the heading `I` is set twice | put both patterns into one list",
        ]
    );
}

#[test]
fn stretches() {
    for (text, message) in [
        ("{ from = \"a\" }", "the stretch has no end"),
        ("{ before = \"a\" }", "the stretch has no beginning"),
        ("{ at = \"a\", through = \"b\" }", "`at` is the whole stretch"),
        ("{ from = \"a\", through = \"b\", before = \"c\" }", "the stretch has two ends"),
    ] {
        let found = errors(&format!("[document.one]\nomit = [{text}]"));
        assert!(found.len() == 1 && found[0].starts_with(&format!("bad-stretch @ {text}: {message}")), "{found:?}");
    }
}

#[test]
fn warnings() {
    let found = run(
        &format!(
            "{BOOK}{CHAPTER}[edition.epub]\ntrim = \"A5\"\n[edition.press]\nformat = \"pdf\"\nkind = \"press\"\nbleed = \"3mm\"\n\
             [edition.proof]\nformat = \"pdf\"\nbleed = \"3mm\"\n[document.two]\ntitle = \"b\"\n[style]\nnotes = \"book-end\"\n"
        ),
        &[],
    );
    assert_eq!(
        found.lines(),
        [
            "~ignored-key @ trim: `trim` says nothing to an EPUB",
            "~unused-document @ two: `two` is described but stands in no chapter | name it among the `documents` of a chapter",
            "~unlisted-source @ [book]: in no chapter of the book: `sources/three.md` | name them among the `documents` of a chapter; a `_` before a file's name puts it aside",
        ]
    );
}

#[test]
fn a_section_of_notes_stands_behind_a_text_whose_notes_stand_there() {
    let found = |matter: &str, notes: &str| {
        run(&format!("{BOOK}{CHAPTER}[matter]\n{matter} = [\"notes\"]\n[style]\nnotes = \"{notes}\"\n"), &[]).lines()
    };
    let plain = found("back", "book-end");
    assert!(plain.iter().all(|fault| !fault.contains("section")), "{plain:?}");
    let idle = "~empty-section @ \"notes\": no note stands at the end of the book: the section is left out | say `notes = \"book-end\"` in [style] to have the notes here";
    assert!(found("back", "chapter-end").iter().any(|fault| fault == idle));
    let front = "misplaced-section @ \"notes\": the notes cannot stand before the text they belong to | name `notes` in `[matter] back`";
    assert!(found("front", "book-end").iter().any(|fault| fault == front));
}

#[test]
fn a_manifest_that_is_no_text() {
    let run = super::run_on(&super::memory(&[]), "anthology.toml");
    assert_eq!(
        run.lines(),
        [
            "missing-file @ : there is no file `anthology.toml` | name a manifest or the folder it lies in; `anthology new` begins a book"
        ]
    );
    assert!(run.manifest.is_none());
}
