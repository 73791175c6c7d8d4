//! What must not be lost or moved: calls, citations, marks, pictures, line ends, numbers.

use super::*;

/// The dump of all blocks, faults not looked at.
fn dumped(revised: &Revised) -> String {
    dump::blocks(&revised.document.blocks)
}

fn codes(revised: &Revised) -> Vec<&str> {
    revised.faults.lines().filter_map(|line| line.split(':').next()).collect()
}

#[test]
fn a_correction_keeps_what_stands_at_its_words() {
    let source = "The comitee[^1] saw Teh <!--ix Hague-->![Map](m.png)Hague[^2] ther.\n\n[^1]: A.\n\n[^2]: B.\n";
    let text = printed(&revised(source, "correct = [{ at = \"comitee\", to = \"committee\", as = \"silent\" }]"));
    assert!(text.starts_with("The ⟨point 0⟩committee⟨note 1⟩ saw"), "{text}");
    let decision =
        "correct = [{ at = \"comitee saw Teh Hague ther\", to = \"committee saw The Haag there\", as = \"silent\" }]";
    let text = printed(&revised(source, decision));
    assert!(text.starts_with("The ⟨point 0⟩committee⟨note 1⟩ saw ⟨point 1⟩The"), "{text}");
    assert!(text.contains("⟨ix Hague⟩") && text.contains("m.png") && text.contains("⟨note 2⟩"), "{text}");
    let all = "correct = [{ at = \"comitee\", to = \"board of men\", as = \"bracket\" }]";
    assert!(printed(&revised(source, all)).starts_with("The ⟨point 0⟩[board of men]⟨note 1⟩ saw"));
}

#[test]
fn a_correction_touches_only_the_words_that_differ_each_in_its_markup() {
    let silent = |source: &str, at: &str, to: &str| {
        let decision = format!("correct = [{{ at = \"{at}\", to = \"{to}\", as = \"silent\" }}]");
        printed(&revised(source, &decision))
    };
    let source = "We *reely* wnat to see Teh Hague.\n";
    assert_eq!(
        silent(source, "reely wnat to see Teh", "really want to see The"),
        "We ⟨em ⟨point 0⟩really⟩ ⟨point 1⟩want to see ⟨point 2⟩The Hague."
    );
    let source = "We *do* know Teh Hague, don’t we.\n";
    let expected = "We ⟨em do⟩ know ⟨point 0⟩The Hague, don’t we.";
    assert_eq!(silent(source, "*do* know Teh Hague, don't", "*do* know The Hague, don't"), expected);
    let old = "The *old* mill stood.\n";
    let decision = "correct = [{ at = \"old mill\", to = \"very old mill house\" }]";
    assert_eq!(printed(&revised(old, decision)), "The ⟨point 0⟩[very] ⟨em old⟩ mill ⟨point 1⟩[house] stood.");
    let stop = "One, two, three.\n";
    let decision = "correct = [{ at = \"two, three\", to = \"two; three\" }]";
    assert_eq!(printed(&revised(stop, decision)), "One, two⟨point 0⟩[;] three.");
    let marks = "He saw “Teh Hague” and “Teh!” there.\n";
    let decision = "correct = [{ at = \"“Teh Hague\", to = \"“The Hague\" }, { at = \"Teh!\", to = \"The!\" }]";
    assert_eq!(printed(&revised(marks, decision)), "He saw “⟨point 0⟩[The] Hague” and “⟨point 1⟩[The]!” there.");
}

#[test]
fn words_that_only_go_are_inside_the_brackets_of_those_that_come() {
    let source = "By the old mill we mett.\n";
    let decision = "correct = [{ at = \"the old mill we mett\", to = \"the mill we met\" }]";
    assert_eq!(printed(&revised(source, decision)), "By the ⟨point 0⟩[mill we met].");
}

#[test]
fn accents_that_a_quotation_leaves_out_stay() {
    let decision = "correct = [{ at = \"Zizek saw Teh\", to = \"Zizek saw The\", as = \"silent\" }]";
    assert_eq!(printed(&revised("Žižek saw Teh Hague.\n", decision)), "Žižek saw ⟨point 0⟩The Hague.");
}

#[test]
fn lines_of_verse_and_cells_stay_apart() {
    let verse = "> [!verse]\n> By teh river\n> old mill we met\n> and parted.\n";
    let decision = "correct = [{ at = \"old mill\", to = \"the old mill\" }]";
    assert_eq!(printed(&revised(verse, decision)), "|By teh river\n|⟨point 0⟩[the] old mill we met\n|and parted.");
    let decision = "correct = [{ at = \"river old mill we\", to = \"river, the mill we\" }]";
    assert_eq!(
        printed(&revised(verse, decision)),
        "|By teh river⟨point 0⟩[,]\n|⟨point 1⟩[the] mill we met\n|and parted."
    );
    let decision = "correct = [{ at = \"river old\", to = \"a b c d\" }]";
    assert_eq!(codes(&revised(verse, decision)), ["wide-correction"]);
    let noted = "note = [{ at = \"river\", text = \"N.\" }, { at = \"old mill we met\", text = \"M.\" }]";
    let quoted = "> [!verse]\n> By teh river\n> old mill we met\n> “and parted.”\n";
    assert_eq!(printed(&revised(quoted, noted)), "|By teh river⟨note 1⟩\n|old mill we met⟨note 2⟩\n|“and parted.”");
    let table = "| a | teh |\n|---|---|\n| c | d |\n";
    let text = dumped(&revised(table, "correct = [{ at = \"teh c\", to = \"the now c\" }]"));
    assert!(text.contains("⟨point 0⟩[the now]"), "{text}");
    let kept = printed(&revised(
        "The comitee\\\nmet in Teh Hague.\n",
        "correct = [{ at = \"comitee met in Teh\", to = \"committee met in The\", as = \"note\" }]",
    ));
    assert_eq!(kept, "The ⟨point 0⟩committee⟨br⟩\nmet in ⟨point 1⟩The⟨note 1⟩ Hague.");
}

#[test]
fn notes_are_called_before_the_cut_that_follows() {
    let source = "We walked to the mill, which stood empty, and ate there.\n";
    for mark in ["inline", "line", "none"] {
        let decisions = format!(
            "omit = [{{ at = \", which stood empty\", mark = \"{mark}\" }}]\nnote = [{{ at = \"the mill\", text = \"N.\" }}]"
        );
        let text = printed(&revised(source, &decisions));
        assert!(text.starts_with("We walked to the mill⟨note 1⟩"), "{text}");
    }
    let spaced = "The first day was dry. [^1] We walked to the mill. Nobody came.\n\n[^1]: N.\n";
    assert_eq!(
        printed(&revised(spaced, "omit = [\"We walked to the mill.\"]")),
        "The first day was dry.⟨note 1⟩ […] Nobody came."
    );
    let spaced = "The mill [^1], and more.\n\n[^1]: N.\n";
    assert_eq!(printed(&revised(spaced, "omit = [{ at = \", and more\", mark = \"none\" }]")), "The mill⟨note 1⟩.");
}

#[test]
fn notes_are_called_behind_stops_and_closing_marks_only() {
    let note = |source: &str, at: &str, language: &str| {
        let decisions = format!("language = \"{language}\"\nnote = [{{ at = \"{at}\", text = \"N.\" }}]");
        printed(&revised(source, &decisions))
    };
    assert_eq!(note("We read of Lenin’s death.\n", "Lenin", "en"), "We read of Lenin⟨note 1⟩’s death.");
    assert_eq!(note("Er las „Nein“. Und ging.\n", "Nein", "de"), "Er las „Nein“.⟨note 1⟩ Und ging.");
    assert_eq!(note("He said “no”. She\n", "no", "en"), "He said “no”.⟨note 1⟩ She");
}

#[test]
fn a_section_holds_its_last_picture() {
    let source = "# T\n\n## One\n\nFirst.\n\n![Map](m.png)\n\n## Two\n\nSecond.\n";
    let picked = dumped(&revised(source, "pick = [\"## One\"]"));
    assert!(picked.contains("m.png") && !picked.contains("Second"), "{picked}");
    let cut = dumped(&revised(source, "omit = [\"## One\"]"));
    assert!(!cut.contains("m.png") && cut.contains("Second"), "{cut}");
}

#[test]
fn a_link_without_words_goes_with_the_words_around_it() {
    let source = "One two. See [](doc:d) for more of it, friends. Three four.\n";
    assert_eq!(printed(&revised(source, "omit = [\"See for more of it, friends.\"]")), "One two. […] Three four.");
}

#[test]
fn what_is_left_of_lists_keeps_its_numbers() {
    let source = "Before.\n\n1. one\n2. two\n3. three\n4. four\n\nAfter.\n";
    let lists: Vec<(ListKind, usize)> = revised(source, "omit = [{ at = \"two\", mark = \"line\" }]")
        .document
        .blocks
        .iter()
        .filter_map(|block| match &block.node {
            Block::List(list) => Some((list.kind, list.items.len())),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [(ListKind::Numbered(1), 1), (ListKind::Numbered(3), 2)]);
    let whole = revised("Before.\n\n- one\n- two\n\nAfter.\n", "omit = [\"one two\"]");
    assert_eq!(printed(&whole), "Before.\nomission\nAfter.");
    assert!(!whole.document.blocks.iter().any(|block| matches!(block.node, Block::List(_))));
}

#[test]
fn the_mark_of_a_cut_has_spaces_only_on_its_line() {
    let verse = "> [!verse]\n> By the river,\n> old mill we met\n> and parted,\n> again.\n";
    let text = printed(&revised(verse, "omit = [\"old mill we met\"]"));
    assert_eq!(text, "|By the river,\n|[…]\n|and parted,\n|again.");
    let text = printed(&revised("One. Two.\n\n> Three. Four.\n", "omit = [\"Two. … Three.\"]"));
    assert_eq!(text, "One. […]\nFour.");
}

#[test]
fn a_paragraph_number_names_one_place() {
    let source = "One here. Two here. Three heer.\n\nFour.\n";
    let decisions = "omit = [{ at = \"Two here.\", mark = \"line\" }]\ncorrect = [{ at = \"heer\", to = \"here\", as = \"silent\" }]";
    let revised = revised(source, decisions);
    let numbers: Vec<u32> = revised.document.blocks.iter().map(|block| block.number).collect();
    assert_eq!(numbers, [1, 0, 0, 2]);
    assert_eq!(revised.revision.emendations[0].paragraph, 1);
    let joined = self::revised(
        "One.\n\nTwo.\n\nThree. At noon a boi came.\n",
        "omit = [\"Two. Three.\"]\ncorrect = [{ at = \"boi\", to = \"boy\", as = \"silent\" }]",
    );
    let printed: Vec<u32> = joined.document.blocks.iter().map(|block| block.number).collect();
    assert!(printed.contains(&joined.revision.emendations[0].paragraph), "{printed:?}");
}

#[test]
fn the_editors_words_are_not_the_sources() {
    let source = "One two. Three four.\n";
    let revised = revised(
        source,
        "omit = [\"Three four.\"]\ncorrect = [{ at = \"two\", to = \"two and more and more\", as = \"silent\" }]",
    );
    assert_eq!((revised.revision.read, revised.revision.kept), (4, 2));
}

#[test]
fn what_is_not_printed_is_told() {
    let decisions = |what: &str| format!("block = [{{ from = \"Two\", through = \"here.\", as = \"drop\" }}]\n{what}");
    let source = "One.\n\nTwo heer and here.\n\nThree.\n";
    let noted = revised(source, &decisions("note = [{ at = \"Two\", text = \"N.\" }]"));
    assert_eq!(codes(&noted), ["lies-in-cut"]);
    let corrected = revised(source, &decisions("correct = [{ at = \"heer\", to = \"here\", as = \"silent\" }]"));
    assert_eq!((codes(&corrected), corrected.revision.emendations.len()), (vec!["lies-in-cut"], 0));
    assert!(corrected.revision.abridged, "a dropped paragraph is left out");
    let lost = "One.[^1] Two.\n\n[^1]: A note of menny words.\n";
    let lost = revised(lost, "omit = [\"One.\"]\ncorrect = [{ at = \"menny\", to = \"many\", as = \"silent\" }]");
    assert_eq!((codes(&lost), lost.revision.emendations.len()), (vec!["lies-in-cut"], 0));
    let nothing = revised("One two.\n", "omit = [\"One two.\"]");
    assert_eq!(codes(&nothing), ["nothing-printed"]);
    let both = revised(source, "omit = [\"Two … here.\"]\npick = [\"heer\", \"Three.\"]");
    assert_eq!(codes(&both), ["overlap"]);
    let note = "One.[^1]\n\n[^1]: A note.\n";
    assert_eq!(codes(&revised(note, "pick = [\"A note.\"]")), ["pick-in-note"]);
    let empty = revised("One two.\n", "omit = [\"\"]\npick = [\" \"]");
    assert_eq!(codes(&empty), ["anchor-empty", "anchor-empty"]);
}

#[test]
fn references_lead_to_what_is_printed() {
    let source = "One.\n\nTwo here.\n\nThree now.\n";
    let case = |decisions| Case { text: source, decisions, places: &["here.", "now."], ..Case::default() };
    let dropped = revise_case(&case("block = [{ from = \"Two\", through = \"here.\", as = \"drop\" }]"));
    assert_eq!(codes(&dropped), ["reference-to-cut"]);
    assert_eq!(dropped.revision.places["now."].paragraph, 3);
    let listed = revise_case(&case("block = [{ from = \"Two\", through = \"here.\", as = \"listing\" }]"));
    assert_eq!(codes(&listed), [""; 0]);
    assert_eq!(listed.revision.places["here."].paragraph, 2);
    let text = dumped(&listed);
    assert!(text.find("⟨point 0⟩").unwrap() < text.find("Two here.").unwrap(), "{text}");
    let fenced = Case { text: "One.\n\n```\nTwo here.\n```\n", places: &["here."], ..Case::default() };
    let fenced = revise_case(&fenced);
    assert_eq!((codes(&fenced), fenced.revision.places["here."].paragraph), (vec![], 2));
}

const EVENING: &str =
    "It was a long evening in the harbour and all of us who lived there were waiting for the boats to come home again.";

#[test]
fn places_are_looked_up_in_the_text_as_it_was_read() {
    let source = format!(
        "{EVENING} Then he told us what he knew of it:\n\n“It rang once, and nobody came, though all of us who lived there had heard it well enough in the night.\n\n“It rang ‘twice’ and then it stopped. After that we went home, all of us, and nobody spoke of it for years to come.”\n\n{EVENING} So.\n\n{EVENING} And so.\n"
    );
    let case = |decisions| Case { text: &source, decisions, plain: true, ..Case::default() };
    let cut = revise_case(&case("omit = [\"It rang ‘twice’ and then it stopped.\"]"));
    assert_eq!(cut.faults, "");
    assert!(dumped(&cut).contains("[…] After that we went home"), "{}", dumped(&cut));
    let noted = revise_case(&case("note = [{ at = \"“It rang once\", text = \"N.\" }]"));
    assert_eq!(noted.faults, "");
    assert!(dumped(&noted).contains("It rang once,⟨note 1⟩"), "{}", dumped(&noted));
    let both = revise_case(&case(
        "omit = [\"“It rang ‘twice’ … years to come.”\"]\nblock = [{ from = \"“It rang once\", through = \"years to come.”\", as = \"extract\" }]",
    ));
    assert_eq!(both.faults, "");
}

#[test]
fn headings_that_a_block_makes_can_be_picked() {
    let source = "Before it.\n\nKept\n\nWords of it.\n";
    let text = printed(&revised(source, "block = [{ at = \"Kept\", as = \"heading\" }]\npick = [\"## Kept\"]"));
    assert_eq!(text, "Kept\nWords of it.");
}

#[test]
fn single_marks_in_a_link_become_double_there() {
    let source = "He told us:\n\n“He read [‘The Bell’](https://x.org/a) to us that night.\n\n“And ‘more’ of it.”\n";
    let text = dumped(&revised(source, "block = [{ from = \"“He read\", through = \"of it.”\", as = \"extract\" }]"));
    assert_eq!(text.matches("“The Bell”").count(), 1, "{text}");
    assert_eq!(text.matches("https://x.org/a").count(), 1, "{text}");
}

#[test]
fn a_quotation_ends_between_characters() {
    let text = printed(&revised(
        "그는 나락으로 나라를 떨어졌다.\n",
        "correct = [{ at = \"나라\", to = \"국가\", as = \"silent\" }]",
    ));
    assert_eq!(text, "그는 나락으로 ⟨point 0⟩국가를 떨어졌다.");
    let dots = revised("He waited… and waited.\n", "correct = [{ at = \"He waited.\", to = \"He sat.\" }]");
    assert_eq!(codes(&dots), ["anchor-missing"]);
}

#[test]
fn the_end_of_a_stretch_is_a_whole_word() {
    let source = "We met friends and went to the end of it.\n\nMore.\n";
    let text = printed(&revised(source, "omit = [{ from = \"We met\", through = \"end\" }]").without_faults());
    assert_eq!(text.lines().next(), Some("of it."));
    let inside = revised("We met friends. So.\n", "omit = [{ from = \"We met\", through = \"end\" }]");
    assert!(codes(&inside).contains(&"anchor-in-word"), "{}", inside.faults);
}
