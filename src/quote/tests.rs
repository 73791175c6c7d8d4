//! Quotations as editors type them, and laws for all of them.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostics, FileId, Files};
use crate::document::Document;
use crate::source::{self, Kind, Reading};

const READING: Reading = Reading { editorial: false, smart: None };

struct Source {
    files: Files,
    document: Document,
    anchor: FileId,
}

impl Source {
    fn new(markdown: &str) -> Self {
        let mut files = Files::default();
        let file = files.add("reeds.md", markdown);
        let anchor = files.add("anthology.toml", "at = \"…\"");
        Self {
            document: source::read(markdown, file, Kind::Markdown, READING, &mut Diagnostics::default()),
            files,
            anchor,
        }
    }

    fn text(&self) -> Text<'_> {
        Text::of(&self.document.blocks, &self.document.notes)
    }

    /// What a quotation means, as `leaf:at–leaf:at words`; or what is said of it, each label with its line.
    fn find(&self, anchor: &str) -> String {
        let text = self.text();
        match text.find(anchor) {
            Ok(range) => shown(&text, range),
            Err(miss) => {
                let span = Span::new(self.anchor, 5..10);
                let fault = miss.diagnostic(&text, span);
                let label = |label: &crate::diagnostic::Label| {
                    let (line, column) = self.files.line_column(label.span);
                    format!("\n  {line}:{column} `{}` {}", self.files.slice(label.span), label.text)
                };
                let related: String = fault.related.iter().map(label).collect();
                let hints = fault.hints.iter().fold(String::new(), |hints, hint| hints + "\n  = " + hint);
                let place = fault.primary.map_or(String::new(), |label| label.text);
                format!("{}: {} ({place}){related}{hints}", fault.code, fault.message)
            }
        }
    }
}

fn shown(text: &Text<'_>, range: Range) -> String {
    let Range { start, end } = range;
    format!("{}:{}–{}:{} {}", start.leaf, start.at, end.leaf, end.at, text.words(range))
}

#[test]
fn kinds_of_quotes_dashes_spaces_and_markup_do_not_matter() {
    let source = Source::new(
        "“The *reeds*,” Žofie said[^n]—‘they\u{a0}bend’ … co\u{AD}operation; the \u{FB01}rst cafe\u{301}.\n\n[^n]: Once.\n",
    );
    for (quoted, found) in [
        ("\"The reeds,\" Žofie", "0:0–0:23 “The reeds,” Žofie"),
        ("The *reeds*,", "0:3–0:13 The reeds,"),
        ("“The reeds”", "0:3–0:12 The reeds"),
        ("Zofie said[^n]--'they bend'", "0:17–0:47 Žofie said—‘they bend’"),
        ("bend’...  cooperation", "0:40–0:65 bend’ … co\u{AD}operation"),
        ("the first café", "0:67–0:84 the \u{FB01}rst cafe\u{301}"),
        ("first cafe", "0:71–0:84 \u{FB01}rst cafe\u{301}"),
        ("rst", "0:74–0:77 rst"),
        ("Once", "1:0–1:4 Once"),
    ] {
        assert_eq!(source.find(quoted), found, "{quoted}");
    }
    assert!(source.find("the réeds").starts_with("anchor-missing"), "accents that were typed are meant");
    assert!(source.find("irst").starts_with("anchor-missing"), "half a ligature is no letter");
    assert!(source.find("Cooperation").starts_with("anchor-missing"), "capitals count");
    assert!(source.find("cafe. Once").starts_with("anchor-missing"), "a text does not run on into its notes");
}

#[test]
fn a_quotation_runs_over_the_borders_of_blocks() {
    let source = Source::new(
        "# Reeds\n\nThey bend.\n\n> In the\n> wind.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n***\n\n> [!verse]\n> O reed\n>   O wind\n",
    );
    assert_eq!(source.find("Reeds They bend."), "0:0–1:10 Reeds They bend.");
    assert_eq!(source.find("bend. In the wind. one two a"), "1:5–5:1 bend. In the wind. one two a");
    assert_eq!(source.find("c d O reed O wind"), "5:2–7:12 c d O reed O wind");
    assert_eq!(leaves(&source.document.blocks).len(), 8);
}

#[test]
fn first_and_last_words_join_a_stretch() {
    let source =
        Source::new("One bends. Two stands … or not. Three bends.\n\nTwo more bends.[^n]\n\n[^n]: So bends four.\n");
    assert_eq!(source.find("Two stands … bends"), "0:11–0:45 Two stands … or not. Three bends");
    assert_eq!(source.find("Three ... more bends."), "0:34–1:15 Three bends. Two more bends.");
    assert_eq!(source.find("Two stands … or"), "0:11–0:28 Two stands … or");
    assert_eq!(
        source.find("Three … four"),
        "anchor-missing: the source does not go on to the words “four” (its last words are not found)\n  \
         1:33 `Three` its first words stand here\n  5:16 `four` the words stand here\n  \
         = the last words must come after the first, in the same text or note",
    );
}

#[test]
fn first_words_must_stand_once() {
    let source = Source::new("Reeds bend. Trees stand.\n\nReeds grow.\n");
    assert_eq!(
        source.find("Reeds … ."),
        "anchor-ambiguous: the first words of a quotation stand in the source 2 times (the first words must stand once)\n  \
         1:1 `Reeds` place 1\n  3:1 `Reeds` place 2\n  \
         = for place 1, begin with \"Reeds bend.\"\n  = for place 2, begin with \"Reeds grow.\"",
    );
}

#[test]
fn headings_have_what_is_below_them() {
    let source = Source::new(
        "# A\n\none\n\n## B *c*\n\ntwo\n\n### D\n\nthree\n\n***\n\n## E\n\nfour\n\n# D\n\n> # F\n>\n> five\n\nsix\n",
    );
    assert_eq!(source.find("# A"), "0:0–7:4 A one B c two D three E four".replace("7:4", "8:4"));
    assert_eq!(source.find("## B c"), "2:0–6:0 B c two D three");
    assert_eq!(source.find("# B *c*"), "2:0–6:0 B c two D three");
    assert_eq!(source.find("### D"), "4:0–6:0 D three");
    assert_eq!(source.find("# F"), "10:0–11:4 F five");
    assert_eq!(
        source.find("## D"),
        "anchor-ambiguous: the source has 2 headings of these words (which of them?)\n  \
        9:5 `D` place 1\n  19:3 `D` place 2\n  \
        = for place 1, quote \"D three\"\n  = for place 2, quote \"D F\"\n  \
        = quote the first and last words of the one you mean instead, `first … last`"
    );
    assert_eq!(
        source.find("# Ex"),
        "anchor-missing: the source has no heading “Ex” (no such heading)\n  = did you mean `E`? Then quote \"## E\""
    );
}

#[test]
fn what_is_missing_is_told_with_the_nearest_places() {
    let source =
        Source::new("Reeds were labeled as absolute in their time.\n\nThe GREAT Marsh and the matryoshka doll.\n");
    assert_eq!(
        source.find("labeled as obsolete"),
        "anchor-missing: the source does not have the words “labeled as obsolete” (not found)\n  \
         1:12 `labeled as` here the source goes on “absolute in their time. The”, the quotation “obsolete”\n  \
         = for the place that comes nearest, quote \"labeled as absolute\"\n  \
         = quote the words as they stand in the source; kinds of quotes, dashes and spaces do not matter",
    );
    let first = |anchor: &str| source.find(anchor).lines().nth(1).unwrap_or_default().trim().to_owned();
    assert_eq!(
        first("was labeled as absolute"),
        "1:12 `labeled as absolute` before this the source has “Reeds were”, the quotation “was”"
    );
    assert_eq!(first("the great marsh"), "3:1 `The GREAT Marsh` only capitals differ: “The GREAT Marsh”");
    assert_eq!(
        first("matroyoshka doll"),
        "3:29 `yoshka doll` before this the source has “The GREAT Marsh and the matr”, the quotation “matro”"
    );
    assert_eq!(first("zinc"), "= nothing in the source comes near; is it another document's?");
    assert_eq!(
        source.find(" “” "),
        "anchor-empty: a quotation without words (nothing is quoted here)\n  = quote words as they stand in the source"
    );
    assert_eq!(source.find("\u{AD}").split(':').next(), Some("anchor-empty"));
}

#[test]
fn what_is_ambiguous_is_told_with_longer_quotations() {
    let source = Source::new("A reed bends. A reed \"grows\".\n\nNo reed.\n");
    assert_eq!(
        source.find("reed"),
        "anchor-ambiguous: quoted words stand in the source 3 times (must stand once)\n  \
         1:3 `reed` place 1\n  1:17 `reed` place 2\n  3:4 `reed` place 3\n  \
         = for place 1, quote \"reed bends.\"\n  = for place 2, quote 'reed \"grows\".'\n  = for place 3, quote \"reed.\"",
    );
    assert_eq!(pasted("a \"b\""), "'a \"b\"'");
    assert_eq!(pasted("a 'b' \\ \"c\""), "\"a 'b' \\\\ \\\"c\\\"\"");
}

#[test]
fn long_places_are_quoted_by_their_ends() {
    let middle = "and it went on like this for some time ".repeat(4);
    let source = Source::new(&format!("The reeds were many, {middle}until the reeds were few. The end.\n"));
    let text = source.text();
    let range = text.find(&format!("The reeds were many, {middle}until the reeds were few.")).unwrap();
    assert_eq!(text.lengthen(range).as_deref(), Some("The reeds were … reeds were few."));
    assert_eq!(text.lengthen(text.whole(0..1)).as_deref(), Some("The reeds were … few. The end."));
}

#[test]
fn two_notes_that_say_the_same_cannot_be_told_apart() {
    let source = Source::new("One[^a] two[^b].\n\n[^a]: Ibid.\n\n[^b]: Ibid.\n");
    let text = source.text();
    let Err(Miss::Ambiguous { places, .. }) = text.find("Ibid.") else { panic!("found") };
    assert_eq!(places.iter().map(|place| text.note(place.start.leaf)).collect::<Vec<_>>(), [Some(0), Some(1)]);
    assert_eq!(text.lengthen(places[0]), None);
}

#[test]
fn what_ends_a_stretch_is_looked_for_after_its_beginning() {
    let source = Source::new("Reeds bend. Trees stand. Reeds grow. # Trees\n\n## Trees\n\nSo.\n");
    let text = source.text();
    let from = text.find("Trees stand").unwrap().end;
    let after = |anchor: &str| text.find_after(anchor, from).map(|range| shown(&text, range));
    assert_eq!(after("“Reeds”").unwrap(), "0:25–0:30 Reeds");
    assert_eq!(after("## Trees").unwrap(), "1:0–2:3 Trees So.");
    assert!(matches!(after("bend"), Err(Miss::Missing { part: Part::Last, .. })));
    assert_eq!(after("…"), Err(Miss::Empty));
}

#[test]
fn hostile_texts_take_no_longer() {
    let text = format!("{}.\n", "a ".repeat(50_000));
    let source = Source::new(&text);
    let text = source.text();
    let many = "a ".repeat(4_000);
    assert!(matches!(text.find(&many), Err(Miss::Ambiguous { .. })));
    assert!(matches!(text.find(&format!("{many}á")), Err(Miss::Missing { .. })));
    assert!(matches!(text.find(&"a … ".repeat(2_000)), Err(Miss::Ambiguous { .. })));
    let Err(miss) = text.find(&format!("{many}b")) else { panic!("found") };
    assert_eq!(miss.diagnostic(&text, Span::new(source.anchor, 0..1)).code, "anchor-missing");
    let range = text.find("a .").map(|range| text.lengthen(range));
    assert_eq!(range, Ok(Some("a .".to_owned())));
}

/// Blocks of a few words each, so that words recur.
fn markdown() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-d]{1,4}",
        "[аий]{1,3}",
        Just("*café*".to_owned()),
        Just("“Žižek’s”".to_owned()),
        Just("—".to_owned()),
        Just("…".to_owned()),
        Just("[^n]".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("e\u{301}и\u{306}".to_owned()),
        Just("co\u{AD}op".to_owned()),
        Just("\\*".to_owned()),
        Just("\u{FB03}".to_owned()),
        Just("漢字漢字漢字漢字漢".to_owned()),
    ];
    let words = prop::collection::vec(word, 1..8).prop_map(|words| words.join(" "));
    let block = (words, prop::sample::select(vec!["", "# ", "> ", "- ", "> [!verse]\n> "]))
        .prop_map(|(words, mark)| mark.to_owned() + &words);
    prop::collection::vec(block, 1..8).prop_map(|blocks| blocks.join("\n\n") + "\n\n[^n]: abc d e\n")
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = Folded::of(&text).text;
        prop_assert_eq!(&Folded::of(&once).text, &once);
    }

    #[test]
    fn composed_or_not_is_the_same(text in "[a-zйиéёǻệÅ \u{300}-\u{309}]{0,20}") {
        use unicode_normalization::UnicodeNormalization as _;
        let (composed, apart): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(&Folded::of(&composed).text, &Folded::of(&apart).text);
        prop_assert!(Folded::of(&composed).has_accents(&Folded::of(&apart), 0));
        prop_assert!(Folded::of(&apart).has_accents(&Folded::of(&composed), 0));
    }

    #[test]
    fn words_that_stand_once_are_found_where_they_stand(markdown in markdown(), from in 0..60_usize, length in 1..30_usize) {
        let source = Source::new(&markdown);
        let text = source.text();
        let folded = &text.folded.text;
        let starts: Vec<usize> = (0..folded.len()).filter(|at| *at == 0 || matches!(folded.as_bytes()[at - 1], b' ' | b'\n')).collect();
        let start = starts[from % starts.len()];
        let end = (start + length..=folded.len()).find(|at| *at == folded.len() || matches!(folded.as_bytes()[*at], b' ' | b'\n'));
        let place = start..end.unwrap_or(folded.len());
        prop_assume!(!place.is_empty() && !folded[place.clone()].contains([BORDER, '#', '*']) && text.stands_once(&place));
        let range = text.range(place.start, place.end);
        // The words as they stand, and as a typewriter has them.
        prop_assert_eq!(text.find(&text.words(range)), Ok(range));
        prop_assert_eq!(text.find(&folded[place]), Ok(range));
    }

    #[test]
    fn a_longer_quotation_means_its_place(markdown in markdown(), from in 0..200_usize, length in 1..200_usize) {
        let source = Source::new(&markdown);
        let text = source.text();
        let folded = &text.folded.text;
        let (start, end) = (folded.floor_char_boundary(from % folded.len()), folded.floor_char_boundary((from + length).min(folded.len())));
        let border = folded[start..end.max(start)].find(BORDER);
        let end = border.map_or(end, |at| start + at);
        let Some(place) = text.trimmed(start..end.max(start)) else { return Ok(()) };
        let range = text.range(place.start, place.end);
        if let Some(quotation) = text.lengthen(range) {
            let found = text.find(&quotation);
            let around = |found: &Range| found.start <= range.start && range.end <= found.end;
            prop_assert!(found.as_ref().is_ok_and(around), "{}", quotation);
        } else {
            // Then the whole text or note stands in another.
            let first = folded[..place.start].rfind(BORDER).map_or(0, |at| at + 1);
            let area = first..text.area_end(place.start);
            let whole = text.trimmed(area.clone()).unwrap_or(area);
            prop_assert!(!text.stands_once(&whole), "{}", &folded[whole]);
        }
    }

    #[test]
    fn any_quotation_is_answered(markdown in markdown(), anchor in "\\PC{0,20}|[a-d …#\"*.]{0,20}") {
        let source = Source::new(&markdown);
        let text = source.text();
        for found in [text.find(&anchor), text.find_after(&anchor, Position { leaf: 1, at: 1 })] {
            match found {
                Ok(range) => prop_assert!(range.start <= range.end && text.span(range).is_some()),
                Err(miss) => prop_assert!(miss.diagnostic(&text, Span::new(source.anchor, 0..1)).primary.is_some()),
            }
        }
    }
}
