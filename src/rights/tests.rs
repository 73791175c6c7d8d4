//! Each ground by itself, and what is summed; the letter as it is sent.
#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes expected values so")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use snapbox::{assert_data_eq, str};

use super::{DocumentUse, ImageUse, Piece, Usage, judge, letters, log, uncredited};
use crate::diagnostic::{Diagnostics, Files};
use crate::id::Id;
use crate::manifest::{self, EditionSpec, Manifest};
use crate::metadata::Date;
use crate::shelf::Memory;

const BOOK: &str = "[book]\ntitle = \"Voices\"\neditors = [\"Mara Lind\", \"Jan Novak\"]\ndate = 2026-09-01\n\
    [[chapter]]\ndocuments = [\"one\", \"two\"]\n\
    [edition.epub]\nformat = \"epub\"\n[edition.print]\nformat = \"pdf\"\nprint-run = 1500\n\
    [document.two]\nrights = \"own\"\n";

struct Project {
    manifest: Manifest,
    usage: Usage,
    files: Files,
}

/// A book of two documents; `two` is the editors' own. Of `one` 300 of 1,000 words are printed, if `excerpt`.
fn project(more: &str, excerpt: bool) -> Project {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let manifest = format!("{BOOK}{more}");
    let texts = ["sources/one.md", "sources/two.md", "art/x.png"].map(|path| (path, "Words.\n"));
    let shelf: Memory = texts.into_iter().chain([("anthology.toml", manifest.as_str())]).collect();
    let draft = manifest::read(&shelf, Path::new("anthology.toml"), &mut files, &mut faults).unwrap();
    let manifest = draft.complete(&BTreeMap::new(), &files, &mut faults).unwrap();
    assert!(!faults.has_errors(), "{:#?}", faults.as_slice());
    let document = |id: &str, words| DocumentUse {
        id: Id::new(id).unwrap(),
        title: format!("The {id}"),
        byline: "Anna Berg".to_owned(),
        date: Some("1917".to_owned()),
        words,
        source_words: 1000,
        share: u8::try_from(words / 10).unwrap(),
        first_words: "It was a".to_owned(),
        last_words: "and no more.".to_owned(),
        abridged: words < 1000,
        corrected: false,
    };
    let images = manifest.images.keys().map(|file| (file.clone(), ImageUse { elsewhere: true, ..ImageUse::default() }));
    let usage = Usage {
        title: "Voices".to_owned(),
        documents: vec![document("one", if excerpt { 300 } else { 1000 }), document("two", 1000)],
        images: images.collect(),
        evidence: BTreeSet::from(["letter.pdf".to_owned()]),
        date: manifest.book.date.as_ref().map(|date| date.value.clone()),
    };
    Project { manifest, usage, files }
}

impl Project {
    fn editions(&self) -> Vec<&EditionSpec> {
        self.manifest.editions.iter().collect()
    }

    /// `code @ place: message` of every ground.
    fn grounds(&self) -> Vec<String> {
        let verdicts = judge(&self.manifest, &self.usage, &self.editions());
        let grounds = verdicts.into_iter().flat_map(|verdict| verdict.grounds);
        grounds
            .map(|ground| {
                assert!(!ground.fault.hints.is_empty(), "what is to be done?");
                let label = ground.fault.primary.unwrap();
                format!("{} @ {}: {}", ground.fault.code, self.files.slice(label.span), ground.fault.message)
            })
            .collect()
    }
}

/// The grounds against `one`, printed whole, if these are its rights.
fn against(rights: &str) -> Vec<String> {
    project(&format!("[document.one]\nrights = {rights}\n"), false).grounds()
}

const LETTER: &str = "status = \"permission\", evidence = \"letter.pdf\", credit = \"By leave.\"";

#[test]
fn what_is_cleared() {
    for rights in [
        "\"own\"".to_owned(),
        "{ status = \"public-domain\", reason = \"died 1931\" }".to_owned(),
        "{ status = \"licensed\", licence = \"CC-BY-ND-4.0\", credit = \"A. Berg\" }".to_owned(),
        "{ status = \"licensed\", licence = \"CC0-1.0\" }".to_owned(),
        format!("{{ {LETTER}, expires = 2026-09-01, editions = [\"epub\", \"print\"], print-run = 1500 }}"),
        format!("{{ {LETTER}, max-words = 1000 }}"),
    ] {
        assert_eq!(against(&rights), Vec::<String>::new(), "{rights}");
    }
}

#[test]
fn each_ground() {
    for (rights, found) in [
        ("\"unknown\"", "rights-uncleared @ \"unknown\": the rights of `one` are not cleared"),
        ("{ status = \"denied\" }", "rights-uncleared @ \"denied\": the rights of `one` are not cleared"),
        ("{ status = \"fair-use\" }", "rights-uncleared @ \"fair-use\": the rights of `one` are not cleared"),
        (
            "{ status = \"public-domain\" }",
            "missing-reason @ \"public-domain\": `one` is public-domain, but why is not said",
        ),
        (
            "{ status = \"permission\", credit = \"x\" }",
            "missing-evidence @ \"permission\": the permission for `one` names no evidence",
        ),
        (
            "{ status = \"permission\", evidence = \"lost.pdf\", credit = \"x\" }",
            "missing-evidence @ \"lost.pdf\": the evidence `lost.pdf` is not there",
        ),
        (
            "{ status = \"permission\", evidence = \"letter.pdf\" }",
            "missing-credit @ \"permission\": the permission for `one` has no credit",
        ),
        ("{ status = \"licensed\" }", "missing-licence @ \"licensed\": `one` is licensed, but how is not said"),
        (
            "{ status = \"licensed\", licence = \"CC-BY-4.0\" }",
            "missing-credit @ \"licensed\": the permission for `one` has no credit",
        ),
    ] {
        assert_eq!(against(rights), [found], "{rights}");
    }
    for (term, found) in [
        (
            "expires = 2026-08-31",
            "grant-expired @ 2026-08-31: the permission for `one` ends before the book's date, 2026-09-01",
        ),
        (
            "editions = [\"epub\"]",
            "edition-not-granted @ \"epub\": the permission for `one` does not cover the edition `print`",
        ),
        (
            "print-run = 1000",
            "print-run-exceeded @ 1000: the edition `print` has 1500 copies, but the permission for `one` is for 1000",
        ),
        ("max-words = 999", "too-many-words @ 999: 1000 words are printed, but the permission for `one` is for 999"),
    ] {
        assert_eq!(against(&format!("{{ {LETTER}, {term} }}")), [found], "{term}");
    }
}

#[test]
fn creative_commons_terms_hold() {
    let rights = "[document.one]\nrights = { status = \"licensed\", licence = \"CC-BY-NC-ND-4.0\", credit = \"x\" }\n";
    assert_eq!(
        project(&format!("{rights}[release]\nfor-sale = true\n"), true).grounds(),
        [
            "no-derivatives @ \"CC-BY-NC-ND-4.0\": `one` is abridged, which CC-BY-NC-ND-4.0 does not allow",
            "not-for-sale @ \"CC-BY-NC-ND-4.0\": CC-BY-NC-ND-4.0 does not allow `one` to be sold",
        ]
    );
    assert_eq!(project(&format!("{rights}[release]\nfor-sale = false\n"), false).grounds(), Vec::<String>::new());
    // Nobody has said whether it is sold: that is no leave to sell it.
    assert_eq!(
        project(rights, false).grounds(),
        [
            "sale-not-said @ \"CC-BY-NC-ND-4.0\": CC-BY-NC-ND-4.0 does not allow `one` to be sold, and whether the book is for sale is not said"
        ]
    );
}

#[test]
fn licences_joined_hold_as_they_are_joined() {
    let grounds = |licence: &str| {
        let rights = format!("{{ status = \"licensed\", licence = \"{licence}\", credit = \"x\" }}");
        project(&format!("[document.one]\nrights = {rights}\n[release]\nfor-sale = true\n"), true).grounds()
    };
    let and = "CC-BY-ND-4.0 AND (MIT OR CC-BY-4.0)";
    let told = format!("no-derivatives @ \"{and}\": `one` is abridged, which {and} does not allow");
    assert_eq!(grounds(and), [told]);
    let or = "CC-BY-ND-4.0 OR CC-BY-NC-4.0";
    let told = format!("not-for-sale @ \"{or}\": `one` is abridged and sold: no licence of {or} allows both");
    assert_eq!(grounds(or), [told]);
    assert_eq!(grounds("CC-BY-ND-4.0 OR CC-BY-4.0"), Vec::<String>::new());
}

#[test]
fn copies_are_summed_over_editions() {
    let rights = format!("[document.one]\nrights = {{ {LETTER}, print-run = 2000 }}\n");
    let soft = "[edition.soft]\nformat = \"pdf\"\nprint-run = 800\n";
    assert_eq!(
        project(&format!("{rights}{soft}"), false).grounds(),
        [
            "print-run-exceeded @ 2000: the editions `print` and `soft` have 2300 copies together, but the permission for `one` is for 2000"
        ]
    );
    let without = format!("{rights}{soft}omit-documents = [\"one\"]\n");
    assert_eq!(project(&without, false).grounds(), Vec::<String>::new());
}

#[test]
fn words_are_counted_in_each_edition_by_itself() {
    let grant = "[grant.g]\nholder = \"H\"\ncredit = \"By H\"\nevidence = \"letter.pdf\"\nmax-words = 1200\n\
        [document.one]\nrights = { grant = \"g\" }\n";
    let mut project = project(grant, false);
    project.manifest.documents.get_mut(&Id::new("two").unwrap()).unwrap().rights =
        project.manifest.documents[&Id::new("one").unwrap()].rights.clone();
    let two = project.manifest.documents[&Id::new("two").unwrap()].id.clone();
    project.manifest.editions[0].omit_documents.push(two.clone());
    let told = "too-many-words @ 1200: 2000 words are printed in the edition `print`, but [grant.g] is for 1200";
    assert_eq!(project.grounds(), [told, told]);
    project.manifest.editions[1].omit_documents.push(two);
    assert_eq!(project.grounds(), Vec::<String>::new());
}

#[test]
fn a_letter_is_written_only_where_its_answer_would_help() {
    for (rights, written) in [
        // Leave was given on a day: only its letter is not named.
        ("status = \"permission\", holder = \"H\", credit = \"By H\", granted = 2020-01-01", false),
        ("status = \"permission\", holder = \"H\", credit = \"By H\"", true),
        ("status = \"permission\", holder = \"H\", credit = \"By H\", evidence = \"lost.pdf\"", false),
        ("status = \"licensed\", holder = \"H\", credit = \"By H\", licence = \"CC-BY-NC-4.0\"", false),
        ("status = \"permission\", holder = \"H\", credit = \"H\", evidence = \"letter.pdf\", max-words = 9", true),
    ] {
        let project = project(&format!("[document.one]\nrights = {{ {rights} }}\n"), false);
        let verdicts = judge(&project.manifest, &project.usage, &project.editions());
        assert!(!verdicts[0].cleared(), "{rights}");
        assert_eq!(!letters(&project.manifest, &project.usage, &verdicts).is_empty(), written, "{rights}");
    }
}

#[test]
fn a_holder_spelt_twice_is_one() {
    let rights = "[document.one]\nrights = { status = \"requested\", holder = \"The  Press\", contact = \"london\", credit = \"C1\" }\n\
        [image.\"art/x.png\"]\nrights = { status = \"requested\", holder = \"the Press \", contact = \"paris\", credit = \"C2\" }\n\
        [edition.short]\nformat = \"epub\"\nomit-documents = [\"two\"]\n";
    let project = project(rights, false);
    let verdicts = judge(&project.manifest, &project.usage, &project.editions());
    let letters = letters(&project.manifest, &project.usage, &verdicts);
    assert_eq!(letters.len(), 1);
    let text = &letters[0].text;
    assert!(text.starts_with("The  Press\nlondon\nparis\n"), "{text}");
    assert!(text.contains("So far we have “C1” and “C2”"), "{text}");
    assert_eq!(text.matches("an e-book (EPUB)").count(), 1, "{text}");
}

#[test]
fn no_clock_is_asked() {
    let mut project = project(&format!("[document.one]\nrights = {{ {LETTER}, expires = \"2026-08\" }}\n"), false);
    for (date, found) in [
        (None, "no-date @ \"2026-08\": whether the permission for `one` has expired cannot be told"),
        // Some time in 2026 may be after August.
        (Some("2026"), "grant-expired @ \"2026-08\": the permission for `one` ends before the book's date, 2026"),
    ] {
        project.usage.date = date.and_then(Date::parse);
        assert_eq!(project.grounds(), [found]);
    }
    project.usage.date = Date::parse("2026-08-31");
    assert_eq!(project.grounds(), Vec::<String>::new());
}

#[test]
fn a_press_edition_says_how_many_copies_it_has() {
    let rights = format!("[document.one]\nrights = {{ {LETTER}, print-run = 2000 }}\n");
    let found = project(&format!("{rights}[edition.press]\nformat = \"pdf\"\nkind = \"press\"\n"), false).grounds();
    assert_eq!(found, ["no-print-run @ 2000: how many copies of the edition `press` are printed is not said"]);
}

#[test]
fn fair_use_is_summed_by_holder_and_by_work() {
    let rules = "[release]\nrights = [\"own\", \"fair-use\"]\nfair-use = { max-words = 400, max-share = 0.25 }\n";
    let both = "[document.one]\nrights = { status = \"fair-use\", rationale = \"quoted to discuss it\" }\n";
    let mut project = project(&format!("{both}{rules}"), true);
    assert_eq!(
        project.grounds(),
        [
            "fair-use-share @ \"fair-use\": 30 % of the source of `one` is printed as fair use in the edition `epub`, at most 25 % may be"
        ]
    );
    project.usage.documents[0].words = 250;
    assert_eq!(project.grounds(), Vec::<String>::new());
    // Another piece of the same author's: 250 and 250 words are too many, and each is told so.
    let one = project.manifest.documents[&Id::new("one").unwrap()].rights.clone();
    project.manifest.documents.get_mut(&Id::new("two").unwrap()).unwrap().rights = one;
    project.usage.documents[1].words = 250;
    let told = "fair-use-words @ \"fair-use\": 500 words of Anna Berg are printed as fair use in the edition `epub`, at most 400 may be";
    assert_eq!(project.grounds(), [told, told]);
    // Each edition is a book of its own; of two that print too much, the worse is told, and once.
    let two = project.manifest.documents[&Id::new("two").unwrap()].id.clone();
    project.manifest.editions[0].omit_documents.push(two);
    project.usage.documents[0].words = 450;
    project.usage.documents[0].source_words = 4000;
    let told = "fair-use-words @ \"fair-use\": 700 words of Anna Berg are printed as fair use in the edition `print`, at most 400 may be";
    assert_eq!(project.grounds(), [told, told]);
    // A holder is one, however spelt.
    for (document, byline) in project.usage.documents.iter_mut().zip(["Anna Berg", " anna  berg"]) {
        document.byline = byline.to_owned();
    }
    assert_eq!(project.grounds(), [told, told]);
}

#[test]
fn a_grant_serves_several_and_is_told_once() {
    let grant = "[grant.estate]\nholder = \"The Berg Estate\"\nmax-words = 1200\neditions = [\"epub\"]\n\
        [document.one]\nrights = { grant = \"estate\" }\n[image.\"art/x.png\"]\nrights = { grant = \"estate\" }\n";
    let mut project = project(grant, false);
    project.manifest.documents.get_mut(&Id::new("two").unwrap()).unwrap().rights =
        project.manifest.documents[&Id::new("one").unwrap()].rights.clone();
    let found: BTreeSet<String> = project.grounds().into_iter().collect();
    let told: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        told,
        [
            "edition-not-granted @ \"epub\": [grant.estate] does not cover the edition `print`",
            "missing-credit @ [grant.estate]: [grant.estate] has no credit",
            "missing-evidence @ [grant.estate]: [grant.estate] names no evidence",
            "too-many-words @ 1200: 2000 words are printed, but [grant.estate] is for 1200",
        ]
    );
}

#[test]
fn an_edition_answers_for_what_it_prints() {
    let mut project = project("", false);
    let one = Id::new("one").unwrap();
    assert_eq!(project.grounds().len(), 1);
    for edition in &mut project.manifest.editions {
        edition.omit_documents.push(project.manifest.documents[&one].id.clone());
    }
    assert_eq!(project.grounds(), Vec::<String>::new());
    let verdicts = judge(&project.manifest, &project.usage, &project.editions());
    let pieces: Vec<Piece> = verdicts.into_iter().map(|verdict| verdict.piece).collect();
    assert_eq!(pieces, [Piece::Document(Id::new("two").unwrap())]);
}

#[test]
fn a_credit_that_is_nowhere() {
    let project = project(&format!("[document.one]\nrights = {{ {LETTER} }}\n"), false);
    let edition = &project.manifest.editions[1];
    let missing = uncredited(&project.manifest, &project.usage, edition, &|_| false);
    let told: Vec<&str> = missing.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, ["the edition `print` does not print the credit of `one`"]);
    assert!(uncredited(&project.manifest, &project.usage, edition, &|credit| credit.value == "By leave.").is_empty());
}

#[test]
fn a_letter_in_english() {
    let rights = "[document.one]\nrights = { status = \"requested\", holder = \"The Berg Estate\", contact = \"rights@berg.example\" }\n\
        [image.\"art/x.png\"]\ntitle = \"The pier\"\nrights = { status = \"unknown\", holder = \"The Berg Estate\" }\n";
    let project = project(rights, true);
    let verdicts = judge(&project.manifest, &project.usage, &project.editions());
    let letters = letters(&project.manifest, &project.usage, &verdicts);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].file_name, "the-berg-estate.txt");
    assert_data_eq!(
        &letters[0].text,
        str![[r#"
The Berg Estate
rights@berg.example

Permission to reprint in “Voices”

Dear Sir or Madam,

We are preparing an anthology, “Voices”, edited by Mara Lind and Jan Novak (2026). We should like to include the following pieces, to which as far as we know you hold the rights:

1. “The one”, Anna Berg, 1917: 300 of 1,000 words (30 %), abridged. It begins “It was a …” and ends “… and no more.”
2. a picture (art/x.png)

The book will appear as

- an e-book (EPUB)
- a printed book, 1,500 copies

For this we ask your leave, which would not have to be exclusive. Would you please tell us

- whether the rights are yours, and if they are not, whose they are;
- whether you ask a fee, and whether your leave is limited in copies, territory or time;
- in which words you wish to be acknowledged. These very words will be printed.

A few lines in writing will do. If you would rather not give leave, we should be grateful to know that too.

With kind regards

Mara Lind
Jan Novak

"#]]
    );
}

#[test]
fn a_letter_in_german() {
    let rights = "[document.one]\nrights = { status = \"permission\", credit = \"Mit Dank an B.\" }\n";
    let mut project = project(rights, false);
    project.manifest.book.language.value = crate::metadata::Language::parse("de-AT").unwrap();
    let verdicts = judge(&project.manifest, &project.usage, &project.editions());
    let letters = letters(&project.manifest, &project.usage, &verdicts);
    assert_data_eq!(
        &letters[0].text,
        str![[r#"
Anna Berg

Bitte um Abdruckgenehmigung für „Voices“

Sehr geehrte Damen und Herren,

wir bereiten eine Anthologie vor: „Voices“, herausgegeben von Mara Lind und Jan Novak (2026). Wir möchten gern den folgenden Beitrag aufnehmen; soweit wir wissen, liegen die Rechte bei Ihnen:

1. „The one“, Anna Berg, 1917: 1.000 Wörter, der ganze Text. Anfang: „It was a …“. Ende: „… and no more.“

Das Buch erscheint als

- E-Book (EPUB)
- gedrucktes Buch, 1.500 Exemplare

Dafür bitten wir um Ihre Genehmigung; sie muss nicht ausschließlich sein. Bitte teilen Sie uns mit,

- ob die Rechte bei Ihnen liegen und, wenn nicht, bei wem;
- ob Sie ein Honorar wünschen und ob die Genehmigung nach Auflage, Gebiet oder Zeit begrenzt ist;
- mit welchen Worten Sie genannt werden möchten. Genau diese Worte werden gedruckt. Bisher haben wir: „Mit Dank an B.“

Einige Zeilen genügen. Auch für eine Absage wären wir dankbar.

Mit freundlichen Grüßen

Mara Lind
Jan Novak

"#]]
    );
}

#[test]
fn the_log_has_a_row_for_each_piece() {
    let project = project(&format!("[document.one]\nrights = {{ {LETTER}, territory = \"UK, Ireland\" }}\n"), true);
    let verdicts = judge(&project.manifest, &project.usage, &project.editions());
    let log = log(&project.manifest, &project.usage, &verdicts);
    assert_data_eq!(
        log.replace('\r', ""),
        str![[r#"
id,title,author,holder,contact,status,asked,granted,expires,editions,print run,territory,fee,words used,share,first words,last words,credit,evidence,grant,missing
one,The one,Anna Berg,,,permission,,,,,,"UK, Ireland",,300,30 %,It was a,and no more.,By leave.,letter.pdf,,
two,The two,Anna Berg,,,own,,,,,,,,1000,100 %,It was a,and no more.,,,,

"#]]
    );
    assert!(log.lines().count() == 3 && log.ends_with("\r\n"));
}
