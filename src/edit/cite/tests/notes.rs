//! What notes say: full and short, of every house, *ibid.*, source notes, styles of the text.

use super::*;

#[test]
fn full_and_short_notes() {
    check(&CHICAGO, &[], golden::FIRST);
    check(&CHICAGO, golden::FIRST, golden::SHORT);
    check(&CHICAGO, golden::FIRST, golden::MORE);
}

#[test]
fn ibid_is_the_manifests_choice() {
    check(&Book { ibid: true, ..CHICAGO }, golden::FIRST, golden::IBID);
    let again = ["@grafton1997, 12", "@grafton1997, 13", "@grafton1997, pp. 3-5", "@grafton1997, ch. 2"];
    let notes = Book { ibid: true, ..HARTS }.notes(REFS, &again);
    assert_eq!(notes[1..], ["Ibid., p. 13.", "Ibid., pp. 3–5.", "Ibid., ch. 2."]);
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
