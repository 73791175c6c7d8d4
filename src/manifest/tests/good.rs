//! Manifests without a fault, and what they come to.

use super::run;
use crate::book::DocumentsStart;
use crate::design::{Head, MissingGlyphs};
use crate::id::Id;
use crate::length::Length;
use crate::manifest::read::terms::heading_path;
use crate::manifest::{
    CutMark, DocumentSpec, House, Manifest, MarginsSpec, MatterEntry, RightsStatus, StretchEnd, TextRef, starter, trim,
};
use crate::metadata::Date;

fn good(text: &str, more: &[(&str, &str)]) -> Manifest {
    run(text, more).good()
}

fn document<'m>(manifest: &'m Manifest, id: &str) -> &'m DocumentSpec {
    &manifest.documents[&Id::new(id).unwrap()]
}

fn order(manifest: &Manifest) -> Vec<Vec<&str>> {
    let chapters = manifest.parts.iter().flat_map(|part| &part.chapters);
    chapters.map(|chapter| chapter.documents.iter().map(|id| id.value.as_str()).collect()).collect()
}

#[test]
fn the_book() {
    let manifest = good(
        "[book]\ntitle = \"T\"\neditors = [\"Ada Lovelace\", { name = \"The Circle\", file-as = \"Circle\" }]\n\
         language = \"de-at\"\npublisher = { name = \"P\", place = \"Wien\" }\nseries = { title = \"S\", number = 3 }\n\
         date = 476\ncontributors = [{ name = \"B\", role = \"translator\" }]\ncover = { image = \"c.png\", alt = \"C\" }\n\
         [[chapter]]\ndocuments = \"one\"\n",
        &[("c.png", "")],
    );
    let book = &manifest.book;
    assert_eq!(book.language.value.as_str(), "de-AT");
    assert_eq!(book.editors[1].file_as.as_deref(), Some("Circle"));
    assert_eq!(book.contributors[0].role.as_ref().map(crate::metadata::Role::code), Some("trl"));
    assert_eq!(book.publisher.as_ref().and_then(|p| p.place.as_deref()), Some("Wien"));
    assert_eq!(book.series.as_ref().and_then(|s| s.number.as_deref()), Some("3"));
    assert_eq!(book.date.as_ref().and_then(|date| date.value.year()), Some(476));
    assert_eq!(book.cover.as_ref().map(|cover| cover.image.value.as_str()), Some("c.png"));
    assert_eq!(book.sources.value, "sources");
}

#[test]
fn a_house_sets_defaults_that_the_style_overrides() {
    let text = "[book]\ntitle = \"T\"\n[style]\nhouse = \"harts\"\nomission = \"…\"\ndocuments-start = \"run-on\"\n\
                smart = false\nmissing-glyphs = \"warn\"\nwords = { see-also = \"cf.\", january = \"Jänner\" }\n";
    let manifest = good(text, &[]);
    let style = &manifest.style;
    assert_eq!(style.house, House::Harts);
    assert_eq!(style.citations.value, "modern-humanities-research-association-notes");
    assert!(manifest.index.word_by_word);
    assert_eq!((style.omission.value.as_str(), style.smart), ("…", false));
    assert_eq!((style.documents_start, style.missing_glyphs), (DocumentsStart::RunOn, MissingGlyphs::Warn));
    assert_eq!(style.words["see-also"].value, "cf.");
    assert_eq!(style.words["january"].value, "Jänner");
    let by_language = |language: &str| good(&format!("[book]\ntitle = \"T\"\nlanguage = \"{language}\"\n"), &[]);
    assert_eq!(by_language("en-GB").style.house, House::Harts);
    let german = by_language("de");
    assert_eq!(german.style.house, House::Chicago);
    assert!(!german.index.word_by_word, "Chicago is letter by letter");
}

#[test]
fn editions_inherit_but_not_an_isbn() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[edition.small]\ninherit = \"print\"\ntrim = \"A6\"\nmargins = \"trade\"\n\
         [edition.print]\nformat = \"pdf\"\ntrim = \"129 x 198mm\"\nisbn = \"978-3-16-148410-0\"\nsize = \"10pt\"\n\
         running-heads = { verso = \"part\" }\nlinks = false\nmargins = { inner = \"20mm\" }\nfonts = \"Junicode\"\n",
        &[],
    );
    let [small, print] = manifest.editions.as_slice() else { panic!("two") };
    assert_eq!((small.size, print.size), (Some(Length::pt(10.0)), Some(Length::pt(10.0))));
    assert_eq!(small.isbn, None);
    assert_eq!(print.isbn.as_ref().map(|isbn| isbn.value.as_str()), Some("978-3-16-148410-0"));
    assert_eq!(print.trim.as_ref().map(|trim| trim.size.height), Some(Length::mm(198.0)));
    assert_eq!(small.margins.as_ref().map(|margins| margins.value), Some(MarginsSpec::Trade));
    assert_eq!(small.running_heads, (Some(Head::Part), None));
    assert_eq!(small.links, Some(false));
    assert_eq!(small.fonts.text.as_ref().map(|font| font.value.as_str()), Some("Junicode"));
}

#[test]
fn trims() {
    let size = |text: &str| trim::parse(text).map(|size| (size.width.to_string(), size.height.to_string()));
    assert_eq!(size("6in x 9in"), Some(("432pt".to_owned(), "648pt".to_owned())));
    assert_eq!(size("6 × 9in"), size("6in x 9in"));
    assert_eq!(size("Demy Octavo"), size("138 x 216mm"));
    assert_eq!(size("a5"), size("148mm x 210mm"));
    assert_eq!(size("b-format"), size("129 x 198 mm"));
    assert_eq!(size("6 x 9"), None);
    assert_eq!(size("x"), None);
}

#[test]
fn globs_take_what_no_list_names() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"t*\"]\n[[chapter]]\ndocuments = [\"three\", \"*\"]\n",
        &[("sources/ten.txt", "10"), ("sources/notes.csv", ""), ("sources/ten.toml", "title = \"X\"")],
    );
    assert_eq!(order(&manifest), [vec!["ten", "two"], vec!["three", "one"]]);
    assert_eq!(document(&manifest, "ten").title.as_ref().map(|title| title.value.as_str()), Some("X"));
}

#[test]
fn without_chapters_every_source_is_one_by_date() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[document.three]\ndate = 1917\n",
        &[("sources/two.md", "+++\ndate = 1916-05-01\n+++\nText")],
    );
    assert_eq!(order(&manifest), [["two"], ["three"], ["one"]]);
    assert!(!manifest.parts[0].display);
}

#[test]
fn two_excerpts_of_one_file() {
    let manifest =
        good("[book]\ntitle = \"T\"\n[document.a]\nfile = \"one.md\"\n[document.b]\nfile = \"sources/one.md\"\n", &[]);
    assert_eq!(order(&manifest), [["a"], ["b"], ["three"], ["two"]], "one.md is a and b, not one");
    assert_eq!(document(&manifest, "a").file.value, "sources/one.md");
}

#[test]
fn the_manifest_stands_above_the_sidecar_and_that_above_front_matter() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"one\"]\n[document.one]\ntitle = \"Manifest\"\ncontainer = \"\"\n",
        &[
            ("sources/one.toml", "title = \"Sidecar\"\nsubtitle = \"Sidecar\"\n"),
            (
                "sources/one.md",
                "---\ntitle: Front\nsubtitle: Front\nauthor: \"Ann: Lee\"\nlang: fr\ntags: [a, b]\nvolume: 12\n\
                 container: X\ndate: 1917-11-07 10:00:00\nheadnote: |\n  Two\n  lines\n---\nText",
            ),
        ],
    );
    let one = document(&manifest, "one");
    assert_eq!(one.title.as_ref().map(|title| title.value.as_str()), Some("Manifest"));
    assert_eq!(one.subtitle.as_ref().map(|title| title.value.as_str()), Some("Sidecar"));
    assert_eq!(one.authors[0].name, "Ann: Lee");
    assert_eq!(one.language.as_ref().map(|language| language.value.as_str()), Some("fr"));
    assert_eq!(one.tags.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(one.volume.as_ref().map(|volume| volume.value.as_str()), Some("12"));
    assert_eq!(one.date.as_ref().map(|date| date.value.clone()), Date::parse("1917-11-07"));
    assert_eq!(one.container, None, "an empty text takes a lower value away");
    assert!(matches!(&one.headnote, Some(TextRef::Inline(text)) if text.value == "Two\nlines\n"));
}

#[test]
fn yaml_spans_count_characters_beyond_ascii() {
    let run = run(
        "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"one\"]\n",
        &[("sources/one.md", "---\n# Überschrift – ein Kommentar\ntitle: „Ärger“ # é\nauthor: [Éva, Žižek]\n---\n")],
    );
    let manifest = run.manifest.as_ref().expect("a manifest");
    let one = document(manifest, "one");
    assert_eq!(one.title.as_ref().map(|title| run.files.slice(title.span)), Some("„Ärger“"));
    assert_eq!(run.files.slice(one.authors[1].span), "Žižek");
}

#[test]
fn people_by_id_and_by_name() {
    let manifest = good(
        "[book]\ntitle = \"T\"\neditors = [\"ada\"]\n[person.ada]\nname = \"Ada King\"\nlived = \"1815/1852\"\n\
         original = { ru = \"Ада\" }\n[document.one]\nauthors = [{ person = \"ada\", role = \"edt\" }, \"Ada King\", \"B\"]\n",
        &[],
    );
    let people: Vec<_> =
        document(&manifest, "one").authors.iter().map(|a| (a.name.as_str(), a.person.is_some())).collect();
    assert_eq!(people, [("Ada King", true), ("Ada King", true), ("B", false)]);
    assert_eq!(manifest.book.editors[0].name, "Ada King");
    assert_eq!(manifest.book.editors[0].file_as.as_deref(), Some("King, Ada"));
}

#[test]
fn a_grant_serves_its_documents() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[grant.estate]\nholder = \"The Estate\"\ncredit = \"By leave.\"\n\
         [document.one]\nrights = { grant = \"estate\", credit = \"By kind leave.\" }\n[document.two]\nrights = \"own\"\n",
        &[],
    );
    let one = &document(&manifest, "one").rights;
    assert_eq!(one.status, RightsStatus::Permission);
    assert_eq!(one.credit.as_ref().map(|credit| credit.value.as_str()), Some("By kind leave."));
    assert_eq!(one.holder.as_ref().map(|holder| holder.value.as_str()), Some("The Estate"));
    assert_eq!(document(&manifest, "two").rights.status, RightsStatus::Own);
    assert_eq!(document(&manifest, "three").rights.status, RightsStatus::Unknown);
}

#[test]
fn what_is_done_to_a_document() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[document.one]\npick = \"## Part\"\nomit = [\"(a … b)\", { from = \"c\", before = \"d\", mark = \"line\" }]\n\
         thread = { heading = \"Comments\", keep = \"1-3, 5\", number = true }\n\
         select = { match = \"x\", from = 2017-01-01, order = \"date\" }\nsha256 = \"auto\"\n\
         written = { date = \"2017-02/2017-03\", place = \"Kabul\" }\n",
        &[],
    );
    let one = document(&manifest, "one");
    assert_eq!(one.pick[0].words.value, "## Part");
    assert_eq!((&one.omit[0].stretch.end, one.omit[0].mark), (&StretchEnd::Itself, None));
    assert!(matches!(&one.omit[1].stretch.end, StretchEnd::Before(words) if words.value == "d"));
    assert_eq!(one.omit[1].mark, Some(CutMark::Line));
    assert!(one.thread.as_ref().is_some_and(|thread| thread.number));
    assert_eq!(one.written_place.as_ref().map(|place| place.value.as_str()), Some("Kabul"));
}

#[test]
fn introductions_and_matter() {
    let manifest = good(
        "[book]\ntitle = \"T\"\n[matter]\nfront = [\"title-page\", \"p.md\"]\n[[part]]\ndisplay = false\n\
         introduction = { text = \"*Words*.\", by = \"Ann\" }\n[[part.chapter]]\nintroduction = \"p.md\"\ndocuments = [\"one\"]\n\
         documents-start = \"recto\"\n",
        &[("p.md", "P")],
    );
    let part = &manifest.parts[0];
    assert!(matches!(&part.introduction, Some(TextRef::Inline(text)) if text.value == "*Words*."));
    assert_eq!(part.introduction_by[0].name, "Ann");
    assert!(matches!(&part.chapters[0].introduction, Some(TextRef::File(file)) if file.value == "p.md"));
    assert_eq!(part.chapters[0].documents_start, Some(DocumentsStart::Recto));
    assert!(matches!(&manifest.matter.front[1], MatterEntry::File(_)));
    assert_eq!(manifest.matter.back.len(), 2, "the default");
    assert_eq!(manifest.texts().len(), 3);
}

#[test]
fn headings_split_outside_markup() {
    for (path, parts) in [
        ("A", vec!["A"]),
        ("A > b", vec!["A", "b"]),
        ("*A > B* > c > d", vec!["*A > B*", "c", "d"]),
        ("`a > b`", vec!["`a > b`"]),
        ("5 * 3 > x", vec!["5 * 3", "x"]),
        ("A>b", vec!["A>b"]),
    ] {
        assert_eq!(heading_path(path), parts, "{path}");
    }
}

#[test]
fn a_fragment_may_hold_any_table() {
    let manifest = good(
        "include = [\"more/*.toml\"]\n[book]\ntitle = \"T\"\n[[event]]\ndate = 1917\ntext = \"A\"\n[document.one]\ntitle = \"O\"\n",
        &[
            ("more/a.toml", "[[event]]\ndate = 1918\ntext = \"B\"\n[document.one]\ndate = 1900\n"),
            ("more/b.toml", "[person.p]\nname = \"P\"\n"),
        ],
    );
    assert_eq!((manifest.events.len(), manifest.people.len()), (2, 1));
    assert!(document(&manifest, "one").title.is_some() && document(&manifest, "one").date.is_some());
}

#[test]
fn every_text_that_can_be_read_is_found() {
    let names = ["a.markdown", "b.MD", "c.txt", "d.text", "e.rst"];
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("texts/{name}"), "Text")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let text = "[book]\ntitle = \"T\"\nsources = \"texts\"\n[[chapter]]\ndocuments = \"*\"\n";
    let manifest = run(text, &files).good();
    assert_eq!(order(&manifest), [["a", "b", "c"]]);
    let read = |document: &DocumentSpec| crate::manifest::known::holds(&document.file.value);
    assert!(manifest.documents.values().all(|document| read(document) == crate::manifest::known::Holds::Text));
}

#[test]
fn starters_read_back() {
    let listed = |name: &str| crate::manifest::Listed { name: name.to_owned(), ..Default::default() };
    let run_one = run(&starter("A \"Quoted\" Title", "sources", &[listed("one.md")]), &[]);
    assert_eq!(run_one.lines(), Vec::<String>::new());
    let manifest = run_one.good();
    assert_eq!(manifest.book.title.value, "A \"Quoted\" Title");
    assert_eq!(order(&manifest), [["one"]]);

    let names = ["c.markdown", "b.txt", "a.md", "a.txt", "Žižek, 2.md", "w@t.md", "list[1].md"];
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("texts/{name}"), "Text")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let run_full = run(&starter("T", "texts", &names.map(listed)), &files);
    assert_eq!(run_full.lines(), Vec::<String>::new());
    let manifest = run_full.good();
    let found: Vec<&str> = manifest.parts[0].chapters[0]
        .documents
        .iter()
        .map(|id| manifest.documents[&id.value].file.value.as_str())
        .collect();
    assert_eq!(found, names.map(|name| format!("texts/{name}")));
}
