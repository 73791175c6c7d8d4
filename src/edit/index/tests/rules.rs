//! How places are found and headings put in order, each rule on a small book.

use super::*;

#[test]
fn a_letter_heads_one_group() {
    for word_by_word in [false, true] {
        let mut bench = Bench::new(&[("a", "Anarchy, Zeal, Aft, Æsc, Ada.\n")]);
        bench.word_by_word = word_by_word;
        for (path, pattern) in
            [("Zeal", "zeal"), ("(Anarchy)", "anarchy"), ("Aft", "aft"), ("Æsc", "æsc"), ("Ada", "ada")]
        {
            bench.term(path, &[pattern]);
        }
        let letters: Vec<String> = bench.collate().groups.into_iter().map(|group| group.letter).collect();
        assert_eq!(letters, ["A", "Æ", "Z"]);
    }
}

#[test]
fn whole_words_lead_to_their_headings_and_the_longest_wins() {
    let mut bench = Bench::new(&[
        ("a", "A garland of leaves.\n\nThe Garland House is no garland.\n\nThe Garland House."),
        ("b", "Nothing.\n\nA *gar*land, and GARLANDS."),
    ]);
    bench.term("garland", &["garland", "garlands"]);
    bench.term("Garland House", &["Garland House"]);
    assert_eq!(bench.index(), "— G —\ngarland a:1 a:2 b:2\nGarland House a:2 a:3\n");
    assert!(bench.diagnostics.is_empty());
}

#[test]
fn anchors_stand_before_the_words_and_origins_stay_true() {
    let mut bench = Bench::new(&[("a", "Of *old leaves and* `leaves` in books.")]);
    bench.term("leaves", &["leaves"]);
    bench.term("books", &["books"]);
    bench.collate();
    let blocks = &bench.book.parts[0].chapters[0].selections[0].text.blocks;
    assert_eq!(
        dump::blocks(blocks),
        "1 paragraph\n    Of ⟨em old ⟨anchor 2⟩leaves and⟩ ⟨code leaves⟩ in ⟨anchor 3⟩books.\n"
    );
    crate::edit::walk::all_inlines(blocks, &mut |inline| {
        if let Inline::Text(run) = inline
            && let Origin::Editor(span) = run.origin
        {
            assert_eq!(bench.files.slice(span), run.text);
        }
    });
}

#[test]
fn a_subheadings_locator_is_not_repeated_at_its_heading() {
    let mut bench = Bench::new(&[("a", "Gold on a leaf.\n\nA leaf of gold.\n\nA leaf.")]);
    bench.term("leaf", &["leaf"]);
    bench.term("leaf > of gold", &["leaf of gold"]);
    assert_eq!(bench.index(), "— L —\nleaf a:1 a:3\n    of gold a:2\n");
}

#[test]
fn near_in_and_mentions_limit() {
    let mut bench = Bench::new(&[
        ("a-one", "A leaf in spring. Late.\n\nIn autumn. A leaf.\n\nAutumn came. A leaf, yet a leaf."),
        ("b", "A leaf in autumn."),
    ]);
    let autumn = bench.spanned("autumn*");
    bench.term("leaf > in autumn", &["leaf"]).near = vec![autumn];
    let documents = bench.spanned("a-*");
    bench.term("one", &["leaf"]).within = vec![documents];
    bench.term("substance", &["leaf"]).substantive = true;
    assert_eq!(
        bench.index(),
        "— L —\nleaf\n    in autumn a-one:2 a-one:3 b:1\n— O —\none a-one:1 a-one:2 a-one:3\n— S —\nsubstance a-one:1 a-one:3 b:1\n"
    );
}

#[test]
fn quoted_places_and_chief_treatments() {
    let mut bench = Bench::new(&[
        ("a", "One “leaf” begins.\n\nIt goes on.\n\nIt ends here, at last."),
        ("b", "A leaf.\n\nA leaf."),
    ]);
    let at = |bench: &Bench, words: &str| TermPlace {
        document: Spanned::new(Id::new("a").unwrap(), bench.span()),
        words: bench.spanned(words),
    };
    let place = at(&bench, "One \"leaf\" … ends here");
    bench.term("stretch", &[]).at = vec![place];
    let lost = at(&bench, "never said");
    let many = at(&bench, "It");
    bench.term("lost", &[]).at = vec![lost, many];
    let chief = bench.spanned("b");
    let words = bench.spanned("a: goes on");
    bench.term("leaf", &["leaf"]).principal = vec![chief, words];
    assert_eq!(bench.index(), "— L —\nleaf a:1 a:2! b:1! b:2!\n— S —\nstretch a:1–a:3\n");
    assert_eq!(bench.faults(), ["anchor"]);
}

#[test]
fn quoted_places_are_told_apart() {
    let mut bench = Bench::new(&[(
        "a",
        "# Reeds\n\nThey bend[^n].\n\n> [!verse]\n> O reed\n> O wind\n\n## Wind\n\nIt blows.\n\nIt goes.\n\n# End\n\n[^n]: As *all* reeds.",
    )]);
    for (term, words) in [
        ("verse", "reed O wind"),
        ("note", "all reeds."),
        ("wind", "## Wind"),
        ("blocks", "It blows. It"),
        ("twice", "It"),
        ("endless", "They bend … End of it"),
    ] {
        let document = Spanned::new(Id::new("a").unwrap(), bench.span());
        let words = bench.spanned(words);
        bench.term(term, &[]).at = vec![TermPlace { document, words }];
    }
    assert_eq!(
        bench.index(),
        "— B —\nblocks a:5–a:6\n— E —\nendless a:2\n— N —\nnote a:2n\n— V —\nverse a:3\n— W —\nwind a:4–a:6\n"
    );
    let fault = &bench.diagnostics.as_slice()[0];
    let said: Vec<&str> = fault.primary.iter().chain(&fault.related).map(|label| label.text.as_str()).collect();
    assert_eq!(
        said,
        ["found more than once, first as \"It blows.\"", "its last words are not found after the first; these count"]
    );
    let blocks = &bench.book.parts[0].chapters[0].selections[0].text.blocks;
    let dumped = dump::blocks(blocks);
    assert!(dumped.contains("O ⟨"), "{dumped}");
}

#[test]
fn marks_are_points_ranges_and_exceptions() {
    let mut bench = Bench::new(&[(
        "a",
        "<!--ix+ gathering--> Begins.\n\nOn<!--ix! gold > of leaves-->.\n\nEnds<!--ix- gathering-->. A leaf<!--ix~ leaf-->.\n\nA leaf.<!--ix+ open-->\n\n> [!verse]\n> a line<!--ix verse-->\n> another<!--ix- closed-->",
    )]);
    bench.term("leaf", &["leaf"]);
    assert_eq!(
        bench.index(),
        "— G —\ngathering a:1–a:3\ngold\n    of leaves a:2!\n— L —\nleaf a:4\n— O —\nopen a:4\n— V —\nverse a:5\n"
    );
    assert_eq!(bench.faults(), ["open-range", "open-range"]);
    let blocks = &bench.book.parts[0].chapters[0].selections[0].text.blocks;
    assert!(!dump::blocks(blocks).contains("⟨ix"), "marks vanish");
}

#[test]
fn notes_are_read_once_each() {
    let mut bench =
        Bench::new(&[("a", "One[^n].\n\nTwo[^n], and a leaf[^m].\n\n[^n]: A leaf in a note.\n[^m]: No leaf[^m].")]);
    bench.term("leaf", &["leaf"]);
    assert_eq!(bench.index(), "— L —\nleaf a:1n a:2 a:2n\n");
    bench.include_notes = false;
    let mut bench = Bench { book: book(), ..bench };
    bench.document("b", "One[^n].\n\n[^n]: A leaf<!--ix mark--> in a note.");
    assert_eq!(bench.index(), "— M —\nmark b:1n\n", "a mark counts where patterns do not");
}

#[test]
fn cross_references_lead_to_headings() {
    let mut bench = Bench::new(&[("a", "A leaf and a page.")]);
    bench.term("leaf", &["leaf"]);
    bench.term("leaf > of paper", &["page"]);
    let to = |bench: &Bench, path: &str| vec![bench.spanned(path)];
    let see = to(&bench, "leaf > of paper");
    bench.term("page", &[]).see = see;
    let see = to(&bench, "laef");
    bench.term("sheet", &[]).see = see;
    let see = to(&bench, "chicken");
    bench.term("egg", &[]).see = see;
    let see = to(&bench, "egg");
    bench.term("chicken", &[]).see = see;
    bench.term("untreated", &["nowhere"]);
    let also = to(&bench, "untreated");
    bench.term("paper", &["page"]).see_also = also;
    assert_eq!(bench.index(), "— L —\nleaf\n    of paper a:1\n— P —\npage; see leaf: of paper\npaper a:1\n");
    let mut faults = bench.faults();
    faults.sort_unstable();
    // The circle leads to nothing that is treated, and so is left out.
    assert_eq!(faults, ["blind-xref", "blind-xref", "circular-xref", "no-hits"]);
    let blind = bench.diagnostics.as_slice().iter().find(|fault| fault.message.contains("laef")).unwrap();
    assert_eq!(blind.hints, ["did you mean `leaf`?"]);
}

#[test]
fn see_with_locators_is_told() {
    let mut bench = Bench::new(&[("a", "A leaf and a page.")]);
    bench.term("leaf", &["leaf"]);
    let see = vec![bench.spanned("leaf")];
    bench.term("page", &["page"]).see = see;
    assert_eq!(bench.index(), "— L —\nleaf a:1\n— P —\npage a:1; see leaf\n");
    assert_eq!(bench.faults(), ["see-with-locators"]);
}

#[test]
fn people_are_headings_by_their_names() {
    let mut bench = Bench::new(&[("a", "Ada Quill wrote.\n\nQuill wrote.\n\nАда Квилл.")]);
    let person = Person {
        name: bench.spanned("Ada Quill"),
        file_as: "Quill, Ada".to_owned(),
        aka: vec![bench.spanned("Quill")],
        original: [(Language::parse("ru").unwrap(), bench.spanned("Ада Квилл"))].into(),
        lived: None,
        bio: None,
    };
    bench.people.insert(Id::new("quill").unwrap(), person.clone());
    let absent = Person {
        name: bench.spanned("No One"),
        file_as: "One, No".to_owned(),
        aka: Vec::new(),
        original: BTreeMap::new(),
        ..person
    };
    bench.people.insert(Id::new("none").unwrap(), absent);
    bench.term("Quill, Ada > and others", &["wrote"]);
    // Who meets the name in its own letters is led to the heading.
    let expected = "— Q —\nQuill, Ada a:3\n    and others a:1 a:2\n— К —\nКвилл, Ада; see Quill, Ada\n";
    assert_eq!(bench.index(), expected);
    assert!(bench.diagnostics.is_empty());
}

#[test]
fn headings_have_markup_and_sort_as_told() {
    let mut bench = Bench::new(&[("a", "Aurora, leaf, gold, book, 1999.")]);
    bench.term("*Aurora* (cruiser)", &["Aurora"]);
    bench.term("“leaf”", &["leaf"]).sort = Some(Spanned::new("zleaf".into(), Span::new(bench_file(), 0..1)));
    bench.term("making > of books", &["book"]);
    bench.term("making > the gold", &["gold"]);
    bench.term("1999", &["1999"]);
    assert_eq!(
        bench.index(),
        "— # —\n1999 a:1\n— A —\n⟨em Aurora⟩ (cruiser) a:1\n— M —\nmaking\n    of books a:1\n    the gold a:1\n— Z —\n“leaf” a:1\n"
    );
}

fn bench_file() -> FileId {
    Files::default().add("terms.toml", "x")
}

#[test]
fn what_is_met_but_never_counts_says_so() {
    let mut bench = Bench::new(&[("a", "The Leaf House.")]);
    bench.term("Leaf House", &["Leaf House"]);
    bench.term("leaf", &["leaf"]);
    bench.index();
    let fault = &bench.diagnostics.as_slice()[0];
    assert_eq!(fault.code, "no-hits");
    assert!(fault.primary.as_ref().unwrap().text.starts_with("met, but never"));
}

/// Every locator's term stands in the paragraph of its anchor.
#[test]
fn locators_are_true() {
    use proptest::prelude::*;
    const WORDS: &[&str] =
        &["leaf", "gold", "gold leaf", "Leaf", "book", "old", "a", "the book", "*bo*ok", "le\u{AD}af", "“gold”"];
    let strategy = prop::collection::vec(prop::collection::vec(prop::sample::select(WORDS), 0..8), 1..8);
    let patterns = ["leaf", "gold", "gold leaf", "Leaf", "book"];
    let mut runner = prop::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let law = |paragraphs: Vec<Vec<&str>>| {
        let text: Vec<String> = paragraphs.iter().map(|words| words.join(" ")).collect();
        let mut bench = Bench::new(&[("a", &text.join("\n\n"))]);
        for pattern in patterns {
            bench.term(&format!("{pattern}!"), &[pattern]);
        }
        let index = bench.collate();
        let blocks = &bench.book.parts[0].chapters[0].selections[0].text.blocks;
        let mut after: BTreeMap<AnchorId, String> = BTreeMap::new();
        for block in blocks {
            let Block::Paragraph(content) = &block.node else { continue };
            let dumped = dump::inlines(content);
            for (at, _) in dumped.match_indices("⟨anchor ") {
                let (number, rest) = dumped[at + "⟨anchor ".len()..].split_once('⟩').unwrap();
                after.insert(AnchorId(number.parse().unwrap()), rest.to_owned());
            }
        }
        for entry in index.groups.iter().flat_map(|group| &group.entries) {
            let words = plain_text(&entry.heading);
            let pattern = words.trim_end_matches('!');
            let mut seen = BTreeSet::new();
            for reference in &entry.references {
                assert!(seen.insert(bench.book.places[reference.from.0 as usize].paragraph), "one locator a paragraph");
                let mut rest = after[&reference.from].clone();
                for markup in ["⟨em ", "⟩", "\u{AD}", "“"] {
                    rest = rest.replace(markup, "");
                }
                while let Some(at) = rest.find("⟨anchor ") {
                    let end = rest[at..].find(|c: char| c.is_ascii_digit()).unwrap() + at;
                    let end = rest[end..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| end + n);
                    rest.replace_range(at..end, "");
                }
                let found = rest.get(..pattern.len()).unwrap_or(&rest);
                let agrees = if pattern == "Leaf" { found == pattern } else { found.to_lowercase() == *pattern };
                assert!(agrees, "{pattern} leads to {rest:?}");
            }
        }
        Ok(())
    };
    runner.run(&strategy, law).unwrap();
}

#[test]
fn a_picture_is_known_by_its_caption() {
    let mut bench = Bench::new(&[("a", "![](x.png \"The mill at Ennis\")\n\nThe mill.\n")]);
    bench.term("mill", &["mill"]);
    let index = bench.collate();
    let shown: Vec<bool> = index.groups[0].entries[0].references.iter().map(|one| one.figure).collect();
    assert_eq!(shown, [true, false]);
}
