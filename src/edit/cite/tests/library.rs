//! How bibliographies are read: their faults, their other forms, fields and dates.

use super::*;

/// The library of one text, and the codes and first bytes of its faults.
pub(super) fn read(path: &str, text: &str) -> (Vec<String>, Vec<(&'static str, u32)>) {
    let (_, file) = file();
    let mut diagnostics = Diagnostics::default();
    let library = Library::read(&[(Path::new(path), file, text)], &mut diagnostics);
    let place = |d: &crate::diagnostic::Diagnostic| d.primary.as_ref().map_or(u32::MAX, |label| label.span.start);
    (library.keys().map(str::to_owned).collect(), diagnostics.as_slice().iter().map(|d| (d.code, place(d))).collect())
}

#[test]
fn faults_of_bibliographies_hide_no_others() {
    let (keys, faults) = read("r.bib", "@book{a, title={A}}\n@book{a, title={B}}\n@book{b, title = nowhere}");
    assert_eq!(faults, [("duplicate-citation-key", 26), ("unknown-bib-string", 57)]);
    assert_eq!(keys, ["a", "b"]);
    let (keys, faults) = read("r.bib", "@book{a, title={A}\n@book{b, title={B}}\n@book{c, title={C}}");
    assert_eq!(faults, [("bad-bibliography", 19)]);
    assert_eq!(keys, ["b", "c"]);
    let (keys, faults) = read("r.bib", "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}");
    assert_eq!((keys.len(), faults.len()), (2, 0), "what leads to itself comes to an end");
    assert_eq!(read("r.bib", "@string{a = a}@book{k, title = a}").1[0].0, "unknown-bib-string");
    assert_eq!(read("r.bib", "@book{k, title={T}, date={yesterday}}").1, [("bad-bib-date", 25)]);
    assert_eq!(read("r.json", "[{\"id\": \"a\", \"type\": \"book\"}, {\"type\": 1}]").1, [("bad-bibliography", 30)]);
    assert_eq!(read("r.json", "[{\"id\": }]").1[0].0, "bad-bibliography");
    assert_eq!(read("r.yaml", "a:\n  title: [").1[0].0, "bad-bibliography");
    assert_eq!(read("r.txt", "a").1[0].0, "unknown-bibliography");
}

#[test]
fn other_formats_say_the_same() {
    let (_, file) = file();
    let json = r#"[{"id": "weil", "type": "book", "title": "The <i>Iliad</i>, or The Poem of Force",
        "author": [{"family": "Weil", "given": "Simone"}], "publisher": "Pendle Hill",
        "issued": {"date-parts": [[1956]]}}]"#;
    let yaml = "roots:\n  type: Book\n  title: The Need for Roots\n  author: Weil, Simone\n  date: 1952\n  publisher: Routledge\n";
    let mut diagnostics = Diagnostics::default();
    let library =
        Library::read(&[(Path::new("a.json"), file, json), (Path::new("b.yaml"), file, yaml)], &mut diagnostics);
    let language = Language::parse("en-US").unwrap();
    let style = text("chicago");
    let words = Words::english();
    let house = House::Chicago;
    let setup = Setup { style: &style, file: None, language: &language, house, ibid: false, words: &words };
    let citations = Citations::new(&setup, &library, &BTreeMap::new(), &mut diagnostics);
    let mut citer = citations.citer();
    for key in ["@weil", "@roots"] {
        citer.cite(&Cite { text: key.to_owned(), span: Span::new(file, 0..0) }, Setting::Note, &mut diagnostics);
    }
    let notes: Vec<String> =
        citer.finish(&mut Cited::default(), &mut diagnostics).iter().map(|note| shown(note)).collect();
    assert_eq!(
        notes,
        [
            "Simone Weil, *The *Iliad*, or The Poem of Force* (Pendle Hill, 1956).",
            "Simone Weil, *The Need for Roots* (Routledge, 1952)."
        ]
    );
    assert!(diagnostics.is_empty());
}

#[test]
fn unknown_keys_and_styles_are_shown_where_they_stand() {
    let (_, file) = file();
    let mut diagnostics = Diagnostics::default();
    let library = Library::read(&[(Path::new("r.bib"), file, REFS)], &mut diagnostics);
    let language = Language::parse("en-US").unwrap();
    let style = text("chicago-note");
    let words = Words::english();
    let house = House::Chicago;
    let setup = Setup { style: &style, file: None, language: &language, house, ibid: false, words: &words };
    let citations = Citations::new(&setup, &library, &BTreeMap::new(), &mut diagnostics);
    let mut citer = citations.citer();
    let cite = Cite { text: "@graton1997, p. 3; see below".to_owned(), span: Span::new(file, 10..40) };
    citer.cite(&cite, Setting::Note, &mut diagnostics);
    let found: Vec<(&str, u32, u32, &str)> = diagnostics
        .as_slice()
        .iter()
        .map(|d| {
            let span = d.primary.as_ref().unwrap().span;
            (d.code, span.start, span.end, d.hints[0].as_str())
        })
        .collect();
    assert_eq!(found[0].0, "unknown-citation-style");
    assert_eq!(found[0].3, "did you mean `chicago-notes`?");
    assert_eq!((found[1].0, found[1].1, found[1].2), ("empty-cite", 29, 39));
    assert_eq!(found[2], ("unknown-citation", 12, 22, "did you mean `grafton1997`?"));
    let notes = citer.finish(&mut Cited::default(), &mut diagnostics);
    assert_eq!(shown(&notes[0]), "@graton1997, p. 3; see below.");
}

#[test]
fn months_days_and_seasons_of_bibtex() {
    let bib = r"
@article{day, author={Roe, Jane}, title={A Day}, journal={Leaves}, year={1990}, month=jul, day={4}}
@article{two, author={Roe, Jane}, title={Two Months}, journal={Leaves}, year={1990}, month={7/8}}
@article{named, author={Roe, Jane}, title={Named}, journal={Leaves}, year={1990}, month={jul/aug}}
@article{term, author={Roe, Jane}, title={A Term}, journal={Leaves}, year={1990}, month={Michaelmas}}
@article{season, author={Roe, Jane}, title={A Season}, journal={Leaves}, number={3}, issue={Spring}, date={1990}}
@article{eid, author={Roe, Jane}, title={A Number}, journal={Leaves}, eid={e17}, date={1990}}
";
    assert_eq!(
        CHICAGO.notes(bib, &["@day", "@two", "@named", "@term", "@season", "@eid"]),
        [
            "Jane Roe, “A Day,” *Leaves*, July 4, 1990.",
            "Jane Roe, “Two Months,” *Leaves*, July–August 1990.",
            "Jane Roe, “Named,” *Leaves*, July–August 1990.",
            "Jane Roe, “A Term,” *Leaves*, Michaelmas 1990.",
            "Jane Roe, “A Season,” *Leaves*, no. 3 (Spring 1990).",
            "Jane Roe, “A Number,” *Leaves*, 1990, e17.",
        ]
    );
}

#[test]
fn a_field_that_is_not_cited_is_told_with_its_work() {
    let bib = "@book{told, author={Roe, Jane}, title={Told}, date={1990}, foreword={Doe, Jim}}\n\
               @book{untold, author={Roe, Jane}, title={Untold}, date={1990}, foreword={Doe, Jim}}\n";
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let file = files.add("refs.bib", bib);
    let library = Library::read(&[(Path::new("refs.bib"), file, bib)], &mut diagnostics);
    assert_eq!(diagnostics.as_slice(), []);
    library.get("told").unwrap().check("told", &mut diagnostics);
    let told: Vec<_> = diagnostics.as_slice().iter().map(|fault| (fault.code, fault.message.as_str())).collect();
    assert_eq!(told, [("unused-bib-field", "no citation says what stands in `foreword` of `told`")]);
}

#[test]
fn names_and_types_of_csl_json() {
    let json = r#"[{"id": "king", "type": "book", "title": "Edicts", "custom": {"a": "b"},
      "author": [{"family": "Louis", "suffix": "XIV"}], "issued": {"date-parts": [[1685]]}},
     {"id": "odd", "type": "pamflet", "title": "Odd", "issued": {"date-parts": [[1900]]}}]"#;
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let file = files.add("refs.json", json);
    let library = Library::read(&[(Path::new("refs.json"), file, json)], &mut diagnostics);
    let told: Vec<_> = diagnostics.as_slice().iter().map(|fault| (fault.code, fault.message.as_str())).collect();
    assert_eq!(told, [("unknown-type", "`pamflet` of `odd` is no type of work")]);
    let king = format!("{:?}", library.get("king").unwrap().item);
    assert!(king.contains("XIV"), "{king}");
}
