//! Notes, source notes and bibliographies as an editor reads them: `*` stands around italics.

mod golden;

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::book::Words;
use crate::diagnostic::{FileId, Files, Span};
use crate::document::{Cite, Inline, Style, Target};
use crate::manifest::{Credit, House, Rights, SectionSpec, Spanned};
use crate::metadata::{Date, Language, Role};

fn shown(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(Style::Emphasis, inside) => text.extend(["*", &shown(inside), "*"]),
            Inline::Styled(style, inside) => text.extend([format!("<{style:?} "), shown(inside), ">".to_owned()]),
            Inline::Link { target: Target::Url(url), content, .. } if *url == shown(content) => text += url,
            Inline::Link { target, content, .. } => {
                text.extend(["[".to_owned(), shown(content), format!("]({target:?})")]);
            }
            other => text.extend([format!("{other:?}")]),
        }
    }
    text
}

struct Book {
    style: &'static str,
    language: &'static str,
    house: House,
    ibid: bool,
}

const CHICAGO: Book = Book { style: "chicago-notes", language: "en-US", house: House::Chicago, ibid: false };

const HARTS: Book = Book { style: "harts", language: "en-GB", house: House::Harts, ibid: false };
const GERMAN: Book = Book { language: "de-DE", ..CHICAGO };

fn file() -> (Files, FileId) {
    let mut files = Files::default();
    let id = files.add("refs.bib", "");
    (files, id)
}

impl Book {
    fn with<T>(
        &self,
        bib: &str,
        documents: &BTreeMap<Id, DocumentSpec>,
        use_it: impl FnOnce(&Citations<'_>, &mut Diagnostics) -> T,
    ) -> T {
        let (_, file) = file();
        let mut diagnostics = Diagnostics::default();
        let library = Library::read(&[(Path::new("refs.bib"), file, bib)], &mut diagnostics);
        let language = Language::parse(self.language).unwrap();
        let style = Spanned::new(self.style.to_owned(), Span::new(file, 0..0));
        let words = Words::of(&language, self.house == House::Harts).unwrap();
        let (house, ibid) = (self.house, self.ibid);
        let setup = Setup { style: &style, file: None, language: &language, house, ibid, words: &words };
        let citations = Citations::new(&setup, &library, documents, &mut diagnostics);
        let done = use_it(&citations, &mut diagnostics);
        assert_eq!(diagnostics.as_slice(), [], "no faults");
        done
    }

    /// The bibliography of all works.
    fn list(&self, bib: &str) -> Vec<String> {
        self.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let spec = BibliographySpec { files: Vec::new(), all: true, sections: Vec::new() };
            let cited = Cited::default();
            let list = List { documents: &[], cited: &cited, sources: "Sources", works_cited: "Works Cited" };
            let sections = citations.bibliography(&spec, &list, diagnostics);
            sections.iter().flat_map(|section| &section.entries).map(|entry| shown(entry)).collect()
        })
    }

    /// The notes that cites make in one document.
    fn notes(&self, bib: &str, cites: &[&str]) -> Vec<String> {
        self.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let (_, file) = file();
            let mut asked = citations.citer();
            for (text, number) in cites.iter().zip(1..) {
                let cite = Cite { text: (*text).to_owned(), span: Span::new(file, 0..text.len() + 2) };
                asked.note(Series::Author, number);
                asked.cite(&cite, Setting::Note, diagnostics);
            }
            asked.finish(&mut Cited::default(), diagnostics).iter().map(|note| shown(note)).collect()
        })
    }
}

fn document(id: &str) -> DocumentSpec {
    let (_, file) = file();
    let span = Span::new(file, 0..0);
    DocumentSpec {
        id: Spanned::new(Id::new(id).unwrap(), span),
        file: Spanned::new(String::new(), span),
        title: None,
        subtitle: None,
        short_title: None,
        authors: Vec::new(),
        kind: None,
        container: None,
        series: None,
        publisher: None,
        publisher_place: None,
        volume: None,
        issue: None,
        pages: None,
        edition: None,
        date: None,
        written: None,
        written_place: None,
        url: None,
        archive_url: None,
        retrieved: None,
        language: None,
        headnote: None,
        notes_file: None,
        tags: Vec::new(),
        sha256: None,
        rights: Rights::default(),
        pick: Vec::new(),
        omit: Vec::new(),
        correct: Vec::new(),
        note: Vec::new(),
        block: Vec::new(),
        thread: None,
        set_as: None,
        select: None,
        recognise: true,
        clean: None,
        line_numbers: None,
    }
}

fn text(value: &str) -> Spanned<String> {
    let (_, file) = file();
    Spanned::new(value.to_owned(), Span::new(file, 0..0))
}

fn date(value: &str) -> Spanned<Date> {
    let (_, file) = file();
    Spanned::new(Date::parse(value).unwrap(), Span::new(file, 0..0))
}

fn credit(name: &str, role: Option<&str>) -> Credit {
    let (_, file) = file();
    let role = role.and_then(Role::parse);
    Credit { name: name.to_owned(), file_as: None, role, person: None, span: Span::new(file, 0..0) }
}

/// The five documents of the manifest that must build (`shared/october`).
fn october() -> BTreeMap<Id, DocumentSpec> {
    let mut dores = document("dores-voices");
    dores.title = Some(text("Voices from Russia in Defense of Socialism"));
    dores.authors = vec![credit("Bill Dores", Some("director"))];
    dores.kind = Some(text("motion-picture"));
    dores.publisher = Some(text("Peoples Video Network"));
    dores.date = Some(date("1994"));
    let mut vltchek = document("vltchek-october");
    vltchek.title =
        Some(text("Great October Socialist Revolution: Impact on the World and the Birth of Internationalism"));
    vltchek.short_title = Some(text("Great October"));
    vltchek.authors = vec![credit("Andre Vltchek", None)];
    vltchek.container = Some(text("ThinkLeft 3 (The Workers' Party)"));
    vltchek.date = Some(date("2017"));
    vltchek.written = Some(date("2017-02/2017-03"));
    vltchek.written_place = Some(text("Beirut – Kabul – Beirut"));
    let mut spins = document("jbspins-soviet-story");
    spins.title = Some(text("The Soviet Story: A Review and Seventeen Comments"));
    spins.authors = vec![credit("JB Spins", None)];
    spins.container = Some(text("(unidentified weblog)"));
    spins.date = Some(date("2008-10~"));
    spins.kind = Some(text("post-weblog"));
    let mut fiimg = document("fiimg-russian-federation");
    fiimg.title = Some(text("Russian Federation"));
    fiimg.authors = vec![credit("FIIMG", None)];
    fiimg.series = Some(text("Socialisms"));
    fiimg.date = Some(date("2020"));
    let mut wsws = document("wsws-topic");
    wsws.title = Some(text("History of Russia and the Former Soviet Union: A Topic Page"));
    wsws.kind = Some(text("webpage"));
    wsws.container = Some(text("World Socialist Web Site"));
    wsws.url = Some(text("https://www.wsws.org/en/topics/historyCategory/his-russia"));
    wsws.retrieved = Some(date("2024-05-06"));
    wsws.archive_url = Some(text("https://web.archive.org/web/2024/https://www.wsws.org/"));
    [dores, vltchek, spins, fiimg, wsws].into_iter().map(|d| (d.id.value.clone(), d)).collect()
}

const REFS: &str = include_str!("refs.bib");

fn check(book: &Book, before: &[(&str, &str)], expected: &[(&str, &str)]) {
    let cites: Vec<&str> = before.iter().chain(expected).map(|(cite, _)| *cite).collect();
    let notes = book.notes(REFS, &cites);
    for ((cite, note), set) in expected.iter().zip(&notes[before.len()..]) {
        assert_eq!(set, note, "{cite}");
    }
}

#[test]
fn full_and_short_notes() {
    check(&CHICAGO, &[], golden::FIRST);
    check(&CHICAGO, golden::FIRST, golden::SHORT);
    check(&CHICAGO, golden::FIRST, golden::MORE);
}

#[test]
fn ibid_is_the_manifests_choice() {
    check(&Book { ibid: true, ..CHICAGO }, golden::FIRST, golden::IBID);
}

#[test]
fn other_houses_and_languages() {
    check(&HARTS, &[], golden::HARTS);
    check(&GERMAN, &[], golden::GERMAN);
}

#[test]
fn bibliographies_are_sorted_and_complete() {
    assert_eq!(CHICAGO.list(REFS), golden::LIST);
    assert_eq!(HARTS.list(REFS), golden::LIST_HARTS);
}

#[test]
fn a_document_begins_anew() {
    let twice = [CHICAGO.notes(REFS, &["@blair2010"]), CHICAGO.notes(REFS, &["@blair2010"])];
    assert_eq!(twice[0], twice[1]);
}

#[test]
fn styles_of_the_text_set_parentheses() {
    let book = Book { style: "chicago-author-date", ..CHICAGO };
    assert_eq!(book.notes(REFS, &["@grafton1997, 12"]), ["(Grafton 1997, 12)"]);
}

#[test]
fn a_cite_within_a_note_is_no_sentence() {
    CHICAGO.with(REFS, &BTreeMap::new(), |citations, diagnostics| {
        let (_, file) = file();
        let cite = Cite { text: "see @grafton1997".to_owned(), span: Span::new(file, 0..18) };
        let mut asked = citations.citer();
        assert_eq!(asked.cite(&cite, Setting::Within, diagnostics), 0);
        let mut cited = Cited::default();
        let set = asked.finish(&mut cited, diagnostics);
        assert_eq!(
            shown(&set[0]),
            "see Anthony Grafton, *The Footnote: A Curious History* (Harvard University Press, 1997)"
        );
        assert!(cited.0.contains("grafton1997"));
    });
}

#[test]
fn source_notes_of_styles_of_the_text_are_whole() {
    let words = Words::english();
    let book = Book { style: "chicago-author-date", ..CHICAGO };
    book.with("", &october(), |citations, _| {
        let notes: Vec<String> =
            citations.documents.keys().map(|id| shown(&citations.source_note(id, &words))).collect();
        assert_eq!(
            notes[0],
            "Dores, Bill, dir. 1994. *Voices from Russia in Defense of Socialism*. Peoples Video Network."
        );
        assert!(
            notes[3].ends_with("(The Workers’ Party)*. Written Beirut – Kabul – Beirut, February–March 2017."),
            "{notes:?}"
        );
    });
}

#[test]
fn source_notes() {
    let words = Words::english();
    CHICAGO.with("", &october(), |citations, _| {
        let notes: Vec<String> = citations.documents.keys().map(|id| shown(&citations.source_note(id, &words))).collect();
        assert_eq!(
            notes,
            [
                "*Voices from Russia in Defense of Socialism*, directed by Bill Dores (Peoples Video Network, 1994).",
                "FIIMG, “Russian Federation,” Socialisms, 2020.",
                "JB Spins, “The Soviet Story: A Review and Seventeen Comments,” *(unidentified weblog)*, ca. October 2008.",
                "Andre Vltchek, “Great October Socialist Revolution: Impact on the World and the Birth of \
                 Internationalism,” *ThinkLeft 3 (The Workers’ Party)*, 2017. Written Beirut – Kabul – Beirut, \
                 February–March 2017.",
                "“History of Russia and the Former Soviet Union: A Topic Page,” World Socialist Web Site, accessed \
                 May 6, 2024, https://www.wsws.org/en/topics/historyCategory/his-russia. Archived at \
                 https://web.archive.org/web/2024/https://www.wsws.org/.",
            ]
        );
    });
}

#[test]
fn sources_come_before_works() {
    let documents = october();
    let ids: Vec<Id> = documents.keys().cloned().collect();
    CHICAGO.with(REFS, &documents, |citations, diagnostics| {
        let mut cited = Cited::default();
        cited.0.insert("blair2010".to_owned());
        let list = List { documents: &ids, cited: &cited, sources: "Sources", works_cited: "Works Cited" };
        let spec = |sections| BibliographySpec { files: Vec::new(), all: false, sections };
        let shape = |sections: Vec<BibliographySection>| -> Vec<(String, usize)> {
            sections.iter().map(|s| (s.title.as_deref().map(shown).unwrap_or_default(), s.entries.len())).collect()
        };
        let default = citations.bibliography(&spec(Vec::new()), &list, diagnostics);
        assert_eq!(shape(default), [("Sources".to_owned(), 5), ("Works Cited".to_owned(), 1)]);
        let section = |title: &str, types: &[&str]| SectionSpec {
            title: text(title),
            types: types.iter().map(|kind| text(kind)).collect(),
        };
        let books = vec![section("All Else", &[]), section("Books", &["book"])];
        let own = citations.bibliography(&spec(books), &list, diagnostics);
        assert_eq!(shape(own), [("All Else".to_owned(), 5), ("Books".to_owned(), 1)]);
    });
}

/// The library of one text, and the codes and first bytes of its faults.
fn read(path: &str, text: &str) -> (Vec<String>, Vec<(&'static str, u32)>) {
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
fn every_work_of_october_is_set() {
    let root = env!("CARGO_MANIFEST_DIR");
    let shared = ["../shared", "../../shared"].map(|up| Path::new(root).join(up).join("october/refs.bib"));
    let Some(bib) = shared.iter().find_map(|path| std::fs::read_to_string(path).ok()) else { return };
    let (keys, faults) = read("refs.bib", &bib);
    assert_eq!(faults, []);
    let cites: Vec<String> = keys.iter().map(|key| format!("@{key}, p. 12")).collect();
    let cites: Vec<&str> = cites.iter().map(String::as_str).collect();
    for (cite, note) in cites.iter().zip(CHICAGO.notes(&bib, &cites)) {
        assert!(note.ends_with("12.") || note.contains(": 12, https://"), "{cite}: {note}");
    }
    assert_eq!(CHICAGO.list(&bib).len(), keys.len());
}

proptest::proptest! {
    #[test]
    fn no_bibliography_panics(text in "[@{}a-c=,\"#\\\\ \n%$-]{0,60}") {
        let _ = read("r.bib", &text);
        let _ = read("r.json", &text);
        let _ = read("r.yaml", &text);
    }
}

/// Capital letters make no particle: the name is filed under its first word.
#[test]
fn names_of_two_words_keep_together() {
    let bib = r"
@book{a, author={Ó Súilleabháin, Seán}, title={A}, date={1967}}
@book{b, author={O Brien, Seán}, title={B}, date={1967}}
@book{c, author={Seán Ó Súilleabháin and O'Brien, Flann}, title={C}, date={1967}}
@book{d, author={{\'O} S{\'u}illeabh{\'a}in, Se{\'a}n}, title={D}, date={1967}}
@book{e, author={De Quincey, Thomas and van Gogh, Vincent}, title={E}, date={1967}}
";
    let list = CHICAGO.list(bib);
    assert_eq!(
        list,
        [
            "De Quincey, Thomas, and Vincent van Gogh. *E*. 1967.",
            "O Brien, Seán. *B*. 1967.",
            "Ó Súilleabháin, Seán. *A*. 1967.",
            "Ó Súilleabháin, Seán. *D*. 1967.",
            "Ó Súilleabháin, Seán, and Flann O’Brien. *C*. 1967.",
        ]
    );
    let notes = CHICAGO.notes(bib, &["@a", "@a", "@b", "@b", "@c"]);
    assert_eq!(
        notes,
        [
            "Seán Ó Súilleabháin, *A* (1967).",
            "Ó Súilleabháin, *A*.",
            "Seán O Brien, *B* (1967).",
            "O Brien, *B*.",
            "Seán Ó Súilleabháin and Flann O’Brien, *C* (1967).",
        ]
    );
}

#[test]
fn tex_in_fields_is_set_as_text() {
    let bib = r"
@book{a, title={On $x^2$, $\alpha_{ij}-1$ and H$_2$O; $5 and $6, \$7}, date={1967}}
@online{b, author={Roe, Jane}, title={B}, url={\url{https://example.org/a_b~c--d}}, date={2001}}
@misc{c, author={Roe, Jane}, title={C}, howpublished={\url{https://example.org/a\_b}}, date={2001}}
@misc{d, author={Roe, Jane}, title={D}, publisher={House}, howpublished={see \href{https://example.org/x}{their page}}, date={2001}}
";
    assert_eq!(
        CHICAGO.list(bib),
        [
            "*On x<Superscript 2>, α<Subscript ij>−1 and H<Subscript 2>O; $5 and $6, $7*. 1967.",
            "Roe, Jane. “B.” 2001. https://example.org/a_b~c--d.",
            "Roe, Jane. “C.” 2001. https://example.org/a_b.",
            "Roe, Jane. “D.” House, 2001. See their page (https://example.org/x).",
        ]
    );
    assert_eq!(
        CHICAGO.with(bib, &BTreeMap::new(), |citations, diagnostics| {
            let list = List { documents: &[], cited: &Cited::default(), sources: "", works_cited: "" };
            let spec = BibliographySpec { files: Vec::new(), all: true, sections: Vec::new() };
            let sections = citations.bibliography(&spec, &list, diagnostics);
            let mut found = Vec::new();
            for inline in sections.iter().flat_map(|section| section.entries.iter().flatten()) {
                if let Inline::Link { target: Target::Url(url), .. } = inline {
                    found.push(url.clone());
                }
            }
            found
        }),
        ["https://example.org/a_b~c--d", "https://example.org/a_b", "https://example.org/x"]
    );
}

/// A leaflet is a work like another, and is listed by its author.
#[test]
fn works_of_no_kind_have_an_entry() {
    let bib = r"
@misc{a, author={Roe, Jane}, title={A Leaflet}, date={1967}}
@misc{b, author={Roe, Jane}, title={Another}, howpublished={Privately printed}, publisher={House}, date={1967}}
@misc{c, title={Come to the Fair}, year={1967}}
";
    assert_eq!(
        CHICAGO.list(bib),
        [
            "“Come to the Fair.” 1967.",
            "Roe, Jane. “A Leaflet.” 1967.",
            "Roe, Jane. “Another.” House, 1967. Privately printed.",
        ]
    );
    assert_eq!(CHICAGO.notes(bib, &["@a", "@c"]), ["Jane Roe, “A Leaflet,” 1967.", "“Come to the Fair,” 1967."]);
}

/// What a style of the text says of each cite of two documents, and its list.
fn in_text(style: &'static str, bib: &str, cites: [&[&str]; 2]) -> (Vec<String>, Vec<String>) {
    let (_, file) = file();
    let mut diagnostics = Diagnostics::default();
    let library = Library::read(&[(Path::new("refs.bib"), file, bib)], &mut diagnostics);
    let (language, style, words) = (Language::parse("en-US").unwrap(), text(style), Words::english());
    let setup =
        Setup { style: &style, file: None, language: &language, house: House::Chicago, ibid: false, words: &words };
    let mut citations = Citations::new(&setup, &library, &BTreeMap::new(), &mut diagnostics);
    let all: Vec<String> = cites.into_iter().flatten().map(|cite| (*cite).to_owned()).collect();
    citations.tell_apart(Some(&all));
    let mut seen = Cited::default();
    let mut printed = Vec::new();
    for document in cites {
        let mut driver = citations.citer();
        for cite in document {
            let cite = Cite { text: (*cite).to_owned(), span: Span::new(file, 0..0) };
            driver.cite(&cite, Setting::Within, &mut diagnostics);
        }
        printed.extend(driver.finish(&mut seen, &mut diagnostics).iter().map(|set| shown(set)));
    }
    let list = List { documents: &[], cited: &seen, sources: "", works_cited: "" };
    let spec = BibliographySpec { files: Vec::new(), all: false, sections: Vec::new() };
    let sections = citations.bibliography(&spec, &list, &mut diagnostics);
    (printed, sections.iter().flat_map(|section| &section.entries).map(|entry| shown(entry)).collect())
}

/// A work has one letter, or one number, in all documents and in the list.
#[test]
fn works_are_told_apart_in_the_whole_book() {
    let bib = r"
@book{signatures, author={Roe, Jane}, title={Signatures}, date={1997}}
@book{catchwords, author={Roe, Jane}, title={Catchwords}, date={1997}}
@book{uncited, author={Roe, Jane}, title={Albums}, date={1997}}
";
    let cites: [&[&str]; 2] = [&["@signatures, 3"], &["@catchwords"]];
    let (printed, list) = in_text("chicago-author-date", bib, cites);
    assert_eq!(printed, ["(Roe 1997b, 3)", "(Roe 1997a)"]);
    assert_eq!(list, ["Roe, Jane. 1997a. *Catchwords*.", "Roe, Jane. 1997b. *Signatures*."]);
    let (printed, list) = in_text("ieee", bib, cites);
    let number = |entry: &String| entry.split(']').next().unwrap().trim_start_matches('[').to_owned();
    assert_eq!(list.len(), 2, "{list:?}");
    let of = |title: &str| list.iter().find(|entry| entry.contains(title)).map(number).unwrap();
    assert_ne!(of("Signatures"), of("Catchwords"), "{list:?}");
    assert!(printed[0].contains(&of("Signatures")) && printed[1].contains(&of("Catchwords")), "{printed:?} {list:?}");
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

/// Works of one author by their years, whatever doubt there is of them.
#[test]
fn doubtful_years_stand_among_the_others() {
    let bib = r"
@book{plain, author={Roe, Jane}, title={A}, date={1920}}
@book{about, author={Roe, Jane}, title={B}, date={1914~}}
@book{span, author={Roe, Jane}, title={C}, date={1917/1918}}
@book{perhaps, author={Roe, Jane}, title={D}, date={1930?}}
@book{after, author={Zoe, Ann}, title={E}, date={1900}}
";
    let list = Book { style: "chicago-author-date", ..CHICAGO }.list(bib);
    let years: Vec<&str> = list.iter().map(|entry| entry.split('*').next().unwrap().trim()).collect();
    assert_eq!(
        years,
        ["Roe, Jane. ca. 1914.", "Roe, Jane. 1917–18.", "Roe, Jane. 1920.", "Roe, Jane. [1930?].", "Zoe, Ann. 1900."]
    );
}

#[test]
fn months_in_russian_and_the_calendar_of_a_newspaper() {
    let bib = "@article{month, author={Ross, Jan}, title={T}, journal={Z}, date={1917-11}}\n\
               @article{day, author={Ross, Jan}, title={U}, journal={Z}, date={1917-11-07}}\n";
    let notes = Book { language: "ru", ..CHICAGO }.notes(bib, &["@month", "@day"]);
    assert!(notes[0].contains("ноябрь 1917") && notes[1].contains("7 ноября 1917"), "{notes:?}");
    CHICAGO.with("", &BTreeMap::new(), |citations, _| {
        let date = Date::parse_julian("1917-10-25").unwrap();
        assert_eq!(citations.style.date(&date), "October 25, 1917, Old Style");
    });
}
