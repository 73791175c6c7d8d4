//! What an indexer would object to, each rule on a small book.

use super::*;
use crate::book::{Folio, Matter, MatterBody, PageMap};
use crate::edit::index::appraise;

impl Bench {
    /// What is told of the index, as "code: message; label, label"; one page a paragraph if it is `printed`.
    fn appraised(&mut self, printed: bool) -> Vec<String> {
        let index = self.collate();
        assert_eq!(self.faults(), Vec::<&str>::new());
        let mut pages = PageMap::default();
        for (at, place) in (0..).zip(&self.book.places) {
            pages.place(AnchorId(at), Folio::Arabic(place.paragraph));
        }
        self.book.back = vec![Matter {
            anchor: AnchorId(0),
            slug: "index".to_owned(),
            title: Vec::new(),
            made: true,
            body: MatterBody::Index(index),
        }];
        let mut told = Diagnostics::default();
        appraise(&self.book, printed.then_some(&pages), 6, &mut told);
        let told = told.as_slice().iter().map(|fault| {
            let labels = fault.primary.iter().chain(&fault.related).map(|label| label.text.as_str());
            let labels: Vec<&str> = labels.collect();
            format!("{}: {}; {}", fault.code, fault.message, labels.join(", "))
        });
        told.collect()
    }
}

/// `count` paragraphs of the words `text`.
fn paragraphs(count: usize, text: &str) -> String {
    vec![text; count].join("\n\n")
}

#[test]
fn many_locators_at_one_heading() {
    let text = paragraphs(7, "The tide came, and an ebb.");
    for printed in [true, false] {
        let mut bench = Bench::new(&[("a", &text)]);
        bench.term("tides", &["tide"]);
        bench.term("ebbs > low", &["ebb"]);
        bench.term("ebbs > high", &["came"]);
        let message = "3 headings have so many locators that nobody looks them all up";
        let labels = "7 locators, 7 locators, 7 locators";
        assert_eq!(bench.appraised(printed), [format!("undifferentiated: {message}; {labels}")]);
    }
    let mut bench = Bench::new(&[("a", &paragraphs(6, "The tide came."))]);
    bench.term("tides", &["tide"]);
    assert_eq!(bench.appraised(true), Vec::<String>::new());
}

#[test]
fn a_range_through_half_the_book() {
    for (pages, told) in [(10, 0), (11, 1)] {
        let between = paragraphs(pages - 2, "Of nothing.");
        let text = format!("Here<!--ix+ tides-->.\n\n{between}\n\nThere<!--ix- tides-->.");
        let mut bench = Bench::new(&[("a", &text)]);
        let warnings = bench.appraised(true);
        assert_eq!(warnings.iter().filter(|warning| warning.starts_with("long-range")).count(), told, "{warnings:?}");
    }
}

#[test]
fn subheadings_alone_too_deep_too_many() {
    let mut bench = Bench::new(&[("a", "Tide, ebb, flood, neap.\n\nSpring.")]);
    bench.term("water > tides", &["tide"]);
    bench.term("moon", &["spring"]);
    bench.term("moon > neap", &["neap"]);
    bench.term("sea > ebb > low", &["ebb"]);
    bench.term("sea > ebb > high", &["flood"]);
    assert_eq!(
        bench.appraised(true),
        [
            "orphan-subentry: a subheading stands alone under its heading; alone here",
            "too-deep: 2 headings lie deeper than a subheading; at the level 3, at the level 3",
        ]
    );
    let words: Vec<String> = (0..26).map(|n| format!("w{n}")).collect();
    let mut bench = Bench::new(&[("a", &words.join(" "))]);
    for word in &words {
        bench.term(&format!("words > {word}"), &[word]);
    }
    assert_eq!(bench.appraised(true), ["too-many-subheads: a heading has more than 25 subheadings; 26 subheadings"]);
}

#[test]
fn headings_that_a_reader_takes_for_one() {
    let mut bench = Bench::new(&[("a", "Tide, tides, ebb, flood, neap, spring.")]);
    for (path, pattern) in [
        ("Tide", "tide"),
        ("tides", "tides"),
        ("sea > Ebb", "ebb"),
        ("sea > ebbs", "flood"),
        ("Ebb", "neap"),
        ("moon > ebb", "spring"),
        ("moon > flow", "spring"),
    ] {
        bench.term(path, &[pattern]);
    }
    assert_eq!(
        bench.appraised(true),
        [
            "double-entry: 2 headings differ from another only in case, accents, punctuation or number; is like `Tide`, is like `Ebb`"
        ]
    );
}

#[test]
fn a_see_that_is_longer_than_what_it_leads_to() {
    let mut bench = Bench::new(&[("a", "Tide.\n\nTide.\n\nEbb.\n\nEbb.\n\nEbb.")]);
    bench.term("tides", &["tide"]);
    bench.term("ebbs", &["ebb"]);
    bench.term("waters, moving", &[]).see = vec![bench_see("tides")];
    bench.term("waters, low", &[]).see = vec![bench_see("ebbs")];
    assert_eq!(
        bench.appraised(true),
        ["double-post: a *see* leads to a heading with hardly a locator; `tides` has 2 locators"]
    );
}

fn bench_see(path: &str) -> Spanned<String> {
    Spanned::new(path.to_owned(), Span::new(Files::default().add("terms.toml", "   "), 0..1))
}

#[test]
fn documents_to_which_nothing_leads() {
    let mut bench = Bench::new(&[("a", "Tide."), ("b", "Ebb."), ("c", "Flood.")]);
    bench.term("tides", &["tide"]);
    let told = bench.appraised(true);
    assert_eq!(told, ["not-indexed: no entry of the index leads into 2 documents: `b` and others; "]);
}
