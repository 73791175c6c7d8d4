//! How single works are set and listed.

use super::library::read;
use super::*;

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

/// What is taken out of a style is what it never prints: of every work, in styles of every sort.
#[test]
fn what_is_taken_out_of_a_style_prints_nothing() {
    const NAMES: [&str; 9] = [
        "chicago-notes",
        "chicago-author-date",
        "modern-language-association",
        "american-psychological-association",
        "modern-humanities-research-association",
        "turabian-fullnote-8",
        "ieee",
        "vancouver",
        "gb-7714-2015-note",
    ];
    let bib = include_str!("refs.bib");
    let mut smaller = 0;
    for style in NAMES {
        Book { style, ..CHICAGO }.with(bib, &BTreeMap::new(), |citations, _| {
            let style = &citations.style;
            for (key, entry) in citations.library.iter() {
                let works = fit::Works::of([&entry.item]);
                for whole in [&style.notes, &style.list] {
                    let (answered, bare) = (works.answer(whole), works.fit(whole));
                    smaller += usize::from(answered != bare);
                    let cited = [&answered, &bare].map(|layout| standalone(&entry.item, layout, style));
                    assert_eq!(format!("{:?}", cited[0]), format!("{:?}", cited[1]), "{key}");
                    let listed = [&answered, &bare].map(|layout| bibliography::listed(citations, entry, layout));
                    assert_eq!(listed[0], listed[1], "{key}");
                }
            }
        });
    }
    assert!(smaller > 100, "{smaller} became smaller");
}
