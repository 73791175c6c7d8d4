//! A source, and what a manifest decides about it; the printed text and the faults as they read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Revision, Task, revise};
use crate::book::Words;
use crate::diagnostic::{Diagnostics, Files, Span};
use crate::document::{Block, Document, Inline, ListKind, NoteId, dump, plain_text, walk};
use crate::id::Id;
use crate::manifest::{self, TextRef};
use crate::metadata::Language;
use crate::quote::{Piece, leaves, pieces};
use crate::shelf::Shelf;
use crate::source::{self, Kind, Reading};

/// Files in memory.
struct Memory(BTreeMap<PathBuf, String>);

impl Shelf for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.0.keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
    }

    fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

mod kept;
mod laws;

struct Revised {
    document: Document,
    revision: Revision,
    faults: String,
}

/// Revises `source` by the keys of its document table.
fn revised(source: &str, decisions: &str) -> Revised {
    with_files(source, decisions, &[])
}

fn with_files(text: &str, decisions: &str, more: &[(&str, &str)]) -> Revised {
    revise_case(&Case { text, decisions, more, ..Case::default() })
}

/// Revises a plain text.
fn captured(text: &str, decisions: &str) -> Revised {
    revise_case(&Case { text, decisions, plain: true, ..Case::default() })
}

/// A document, and what is decided about it.
#[derive(Default)]
struct Case<'c> {
    text: &'c str,
    decisions: &'c str,
    /// Other files.
    more: &'c [(&'c str, &'c str)],
    plain: bool,
    /// Words that references lead to.
    places: &'c [&'c str],
}

impl Revised {
    fn without_faults(mut self) -> Self {
        self.faults.clear();
        self
    }
}

fn revise_case(&Case { text, decisions, more, plain, places }: &Case<'_>) -> Revised {
    let path = if plain { "sources/d.txt" } else { "sources/d.md" };
    let manifest = format!(
        "book.title = \"B\"\nbook.editors = [\"E\"]\n[[chapter]]\ntitle = \"C\"\ndocuments = [\"d\"]\n[document.d]\ntitle = \"T\"\n{decisions}"
    );
    let mut shelf: BTreeMap<PathBuf, String> = more.iter().map(|(path, text)| (path.into(), (*text).into())).collect();
    shelf.insert("anthology.toml".into(), manifest);
    shelf.insert(path.into(), text.to_owned());
    let shelf = Memory(shelf);
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let draft = manifest::read(&shelf, Path::new("anthology.toml"), &mut files, &mut faults);
    let manifest = draft.and_then(|draft| draft.complete(&BTreeMap::new(), &files, &mut faults));
    let manifest = manifest.unwrap_or_else(|| panic!("{:#?}", faults.as_slice()));
    assert!(!faults.has_errors(), "{:#?}", faults.as_slice());
    let mut faults = Diagnostics::default();
    let reading = Reading { editorial: true, smart: None };
    let mut texts = BTreeMap::new();
    for named in manifest.texts() {
        let document = match &named {
            TextRef::Inline(value) => {
                let whole = files.get(value.span.file).text.clone();
                source::read_embedded(&value.value, &whole, value.span, reading, &mut faults)
            }
            TextRef::File(path) => {
                let content = shelf.0[Path::new(&path.value)].clone();
                let file = files.add(&path.value, content.clone());
                source::read(&content, file, Kind::Markdown, reading, &mut faults)
            }
        };
        texts.insert(named.span(), document);
    }
    let file = files.add(path, text);
    let reading = Reading { editorial: false, smart: None };
    let kind = if plain { Kind::Plain } else { Kind::Markdown };
    let document = source::read(text, file, kind, reading, &mut faults);
    let places = places.iter().map(|words| {
        let referring = files.add("references.md", *words);
        ((*words).to_owned(), Span::new(referring, 0..words.len()))
    });
    let places = places.collect();
    let id = Id::new("d").unwrap();
    let language = Language::parse("en-US").unwrap();
    let task = Task {
        spec: &manifest.documents[&id],
        text,
        plain,
        omission: &manifest.style.omission.value,
        words: &Words::english(),
        language: &language,
        texts: &texts,
        places: &places,
        regularize: &manifest.style.regularize,
    };
    let (document, revision) = revise(&task, document, &mut faults);
    Revised { document, revision, faults: told(&faults, &files) }
}

/// The faults, a line each with the words pointed at, hints below.
fn told(faults: &Diagnostics, files: &Files) -> String {
    let mut text = String::new();
    for fault in faults.as_slice() {
        let at = fault.primary.as_ref().map(|label| files.slice(label.span)).unwrap_or_default();
        let _ = writeln!(text, "{}: {} at {at}", fault.code, fault.message);
    }
    text
}

/// The printed text, a line for each block.
fn printed(revised: &Revised) -> String {
    assert_eq!(revised.faults, "");
    dump::blocks(&revised.document.blocks)
        .lines()
        .filter(|line| line.starts_with(' ') || line.ends_with("omission"))
        .map(|line| line.trim().trim_start_matches("0 "))
        .filter(|line| !line.ends_with(" paragraph") && *line != "item")
        .collect::<Vec<_>>()
        .join("\n")
}

const WALK: &str = "\
The first day was dry. We walked to the mill, which stood empty, and ate there. Nobody came.

The second day it rained.

The third day we slept. At noon a boy brought bread.
";

#[test]
fn a_sentence_goes_with_a_mark_in_the_line() {
    let revised = revised(WALK, "omit = [\"We walked … ate there.\"]");
    assert_eq!(
        printed(&revised),
        "The first day was dry. […] Nobody came.\nThe second day it rained.\nThe third day we slept. At noon a boy brought bread."
    );
    assert_eq!((revised.revision.read, revised.revision.kept), (34, 23));
    assert!(revised.revision.abridged);
}

#[test]
fn a_part_goes_from_within_a_sentence() {
    let text = printed(&revised(WALK, "omit = [\", which stood empty\"]"));
    assert_eq!(
        text.lines().next(),
        Some("The first day was dry. We walked to the mill […], and ate there. Nobody came.")
    );
}

#[test]
fn paragraphs_go_with_a_mark_on_a_line() {
    let text = printed(&revised(WALK, "omit = [\"The second day it rained.\"]"));
    assert_eq!(text.lines().nth(1), Some("omission"));
}

#[test]
fn from_one_paragraph_into_another_the_rest_is_one() {
    let text = printed(&revised(WALK, "omit = [\"Nobody came. … slept.\"]"));
    assert_eq!(
        text,
        "The first day was dry. We walked to the mill, which stood empty, and ate there. […] At noon a boy brought bread."
    );
    let text = printed(&revised(WALK, "omit = [{ at = \"Nobody came. … slept.\", mark = \"line\" }]"));
    assert_eq!(text.lines().nth(1), Some("omission"));
    assert_eq!(text.lines().nth(2), Some("At noon a boy brought bread."));
}

#[test]
fn a_mark_may_be_asked_for() {
    let text = printed(&revised(WALK, "omit = [{ at = \"The second day it rained.\", mark = \"inline\" }]"));
    assert!(text.lines().next().unwrap().ends_with("Nobody came. […]"), "{text}");
    let text = printed(&revised(WALK, "omit = [{ at = \"The second day it rained.\", mark = \"none\" }]"));
    assert_eq!(text.lines().count(), 2);
    let text = printed(&revised(WALK, "omit = [{ at = \"We walked … there.\", mark = \"line\" }]"));
    assert_eq!(text.lines().take(3).collect::<Vec<_>>(), ["The first day was dry.", "omission", "Nobody came."]);
}

#[test]
fn what_is_picked_stands_alone() {
    let text = printed(&revised(WALK, "pick = [\"The second day it rained.\"]"));
    assert_eq!(text, "The second day it rained.");
    let text = printed(&revised(WALK, "pick = [\"The first day was dry.\", \"At noon … bread.\"]"));
    assert_eq!(text, "The first day was dry. […] At noon a boy brought bread.");
}

#[test]
fn sections_are_picked_by_their_headings() {
    let text =
        "# Book\n\nBefore.\n\n## One\n\nFirst.\n\n### Deep\n\nDeeper.\n\n## Two\n\nSecond.\n\n## Three\n\nThird.\n";
    let text = printed(&revised(text, "pick = [\"## One\", \"## Three\"]"));
    assert_eq!(text, "One\nFirst.\nDeep\nDeeper.\nomission\nThree\nThird.");
}

#[test]
fn what_belongs_to_cut_words_goes_with_them() {
    let text = "One[^a] two *three*[^b] four <!--ix Four-->five.\n\n[^a]: A.\n\n[^b]: B.\n";
    let text = printed(&revised(text, "omit = [\"three four\"]"));
    assert_eq!(text, "One⟨note 1⟩ two […] ⟨ix Four⟩five.");
}

#[test]
fn lists_and_quotations_lose_what_is_cut() {
    let source = "- one\n- two\n- three\n\n> said\n\nafter\n";
    assert_eq!(printed(&revised(source, "omit = [{ at = \"two\", mark = \"none\" }]")), "one\nthree\nsaid\nafter");
    assert_eq!(printed(&revised(source, "omit = [\"said\"]")), "one\ntwo\nthree\nomission\nafter");
}

#[test]
fn corrections_show_in_four_ways() {
    let source = "The comitee met in Teh Hague, and again in June.\n";
    let way = |way: &str| {
        printed(&revised(
            source,
            &format!("correct = [{{ at = \"met in Teh Hague\", to = \"met in The Hague\", as = \"{way}\" }}]"),
        ))
    };
    assert_eq!(way("silent"), "The comitee met in ⟨point 0⟩The Hague, and again in June.");
    assert_eq!(way("bracket"), "The comitee met in ⟨point 0⟩[The] Hague, and again in June.");
    assert_eq!(way("sic"), "The comitee met in Teh⟨point 0⟩ [⟨em sic⟩] Hague, and again in June.");
    assert_eq!(way("note"), "The comitee met in ⟨point 0⟩The Hague,⟨note 1⟩ and again in June.");
    let noted = revised(source, "correct = [{ at = \"comitee\", to = \"committee\", as = \"note\" }]");
    assert_eq!(dump::blocks(&noted.document.notes[0].body), "0 paragraph\n    The source has “comitee”.\n");
    let emendation = &noted.revision.emendations[0];
    assert_eq!(
        (emendation.was.as_str(), plain_text(&emendation.now).as_str(), emendation.paragraph),
        ("comitee", "committee", 1)
    );
}

#[test]
fn words_that_are_added_or_taken_away_bring_their_space() {
    let way = |to: &str, way: &str| {
        let decision = format!("correct = [{{ at = \"the old mill\", to = \"{to}\", as = \"{way}\" }}]");
        printed(&revised("By the old mill we met.\n", &decision))
    };
    assert_eq!(way("the very old mill", "bracket"), "By the ⟨point 0⟩[very] old mill we met.");
    assert_eq!(way("the old mill house", "bracket"), "By the old mill ⟨point 0⟩[house] we met.");
    assert_eq!(way("the mill", "silent"), "By the ⟨point 0⟩mill we met.");
    assert_eq!(way("the old", "silent"), "By the old⟨point 0⟩ we met.");
    assert_eq!(way("the mill", "sic"), "By the old⟨point 0⟩ [⟨em sic⟩] mill we met.");
    let none = revised("By the mill.\n", "correct = [{ at = \"the mill\", to = \"mill\", as = \"bracket\" }]");
    assert!(none.faults.starts_with("empty-bracket"), "{}", none.faults);
}

#[test]
fn notes_stand_beside_the_text() {
    let notes = "Notes on the walk.\n\n> the mill\n\nIt *burned* in 1901.\n\n> At noon\n\nOr later.\n\nNobody knows.\n";
    let notes = notes.trim_start_matches("Notes on the walk.\n\n");
    let decisions = "notes = \"n.md\"\nnote = [{ at = \"was dry\", text = \"So they say.\", by = \"A. B.\" }]";
    let revised = with_files(WALK, decisions, &[("n.md", notes)]);
    let text = printed(&revised);
    assert!(text.starts_with("The first day was dry.⟨note 1⟩ We walked to the mill,⟨note 2⟩ which"), "{text}");
    assert!(text.ends_with("At noon⟨note 3⟩ a boy brought bread."), "{text}");
    assert_eq!(revised.document.notes[0].signature.as_deref(), Some("A. B."));
    assert_eq!(revised.document.notes[2].body.len(), 2);
}

#[test]
fn faults_are_told_together() {
    let revised = revised(
        WALK,
        "omit = [\"mill … there\", \"empty, and\", \"no such words at all\"]\n\
         note = [{ at = \"which stood\", text = \"Lost.\" }, { at = \"Nobody\", text = \"Stays.\" }]\n\
         correct = [{ at = \"day\", to = \"night\" }, { at = \"ate there. Nobody\", to = \"x\" }]",
    );
    let codes: Vec<&str> = revised.faults.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(codes, ["overlap", "anchor-missing", "anchor-ambiguous", "overlap", "lies-in-cut"]);
}

#[test]
fn a_cut_that_breaks_a_sentence_warns() {
    let faults = revised(WALK, "omit = [\"We walked to the mill\"]").faults;
    assert_eq!(faults, "cut-in-sentence: a cut ends within a sentence at \"We walked to the mill\"\n");
    let faults = revised(WALK, "pick = [\"walked to the mill … Nobody came.\"]").faults;
    assert!(faults.starts_with("cut-in-sentence"), "{faults}");
}

/// Decisions about the document, and signs that the book makes uniform.
fn uniform(source: &str, decisions: &str, signs: &str) -> Revised {
    revised(source, &format!("{decisions}\n[style]\nregularize = {signs}"))
}

const ALL_SIGNS: &str = r#"["spaces", "quotes", "dashes", "ellipses", "quotes"]"#;

#[test]
fn signs_are_made_uniform_and_words_are_looked_up_in_the_source_as_it_is() {
    let source =
        "\"Don't go,\" he said -- twice... The \"comitee\" left.[^n] \"Gone,\" she  wrote.\n\n[^n]: In '17 - or so.\n";
    let decisions = "omit = [{ at = \"“Gone,” she wrote.\" }]\n\
        correct = [{ at = \"The \\\"comitee\\\"\", to = \"The \\\"committee\\\"\", as = \"bracket\" }]\n\
        note = [{ at = \"he said — twice\", text = \"Or \\\"once\\\" - who knows...\" }]";
    let revised = uniform(source, decisions, ALL_SIGNS);
    assert_eq!(printed(&revised), "“Don’t go,” he said – twice…⟨note 2⟩ The “⟨point 0⟩[committee]” left.⟨note 1⟩");
    let notes = revised.document.notes.iter().map(|note| dump::blocks(&note.body)).collect::<String>();
    assert!(notes.contains("In ’17 – or so."), "{notes}");
    // The editor's notes are not the sources': how they are set is said elsewhere.
    assert!(notes.contains("Or \"once\" - who knows..."), "{notes}");
    assert_eq!(revised.revision.emendations[0].was, "The \"comitee\"");
}

#[test]
fn verse_keeps_its_gaps_and_listings_keep_everything() {
    let source = "> [!verse]\n> \"O\u{A0}\u{A0}reed\" -\n>    he sang...\n\n```\nx = \"y\"  -- z...\n```\n\nA reed.\n";
    assert_eq!(
        dump::blocks(&uniform(source, "", ALL_SIGNS).document.blocks),
        dump::blocks(&uniform(source, "", "[]").document.blocks)
            .replace("\"O\u{A0}\u{A0}reed\" -\n", "“O\u{A0}\u{A0}reed” -\n")
            .replace("sang...", "sang…")
    );
}

#[test]
fn quotes_are_those_of_the_documents_language() {
    let german = uniform("Er sagt \"nein\".\n", "language = \"de\"", "[\"quotes\"]");
    assert_eq!(printed(&german), "Er sagt „nein“.");
    assert_eq!(printed(&uniform("He says \"no\".\n", "", "[\"quotes\"]")), "He says “no”.");
}

#[test]
fn a_correction_may_give_italics_back() {
    let decisions = "correct = [{ at = \"a boy brought bread\", to = \"a boy brought *bread*\", as = \"silent\" }]";
    let revised = revised(WALK, decisions);
    assert!(printed(&revised).ends_with("At noon a boy brought ⟨point 0⟩⟨em bread⟩."), "{}", printed(&revised));
    assert_eq!(plain_text(&revised.revision.emendations[0].now), "a boy brought bread");
}

#[test]
fn a_pick_that_breaks_a_sentence_is_the_one_that_is_shown() {
    let faults = revised(WALK, "pick = [\"The first day … to the mill\", \"The third day we slept.\"]").faults;
    assert_eq!(faults, "cut-in-sentence: a pick ends within a sentence at \"The first day … to the mill\"\n");
}

#[test]
fn a_pick_that_is_not_found_is_told_alone() {
    let decisions = "pick = [\"The first day was wet.\", \"The second day it rained.\"]\nnote = [{ at = \"bread\", text = \"Rye.\" }]";
    assert!(revised(WALK, decisions).faults.starts_with("anchor-missing"));
    assert!(!revised(WALK, decisions).faults.contains("lies-in-cut"));
}

/// A quotation of three paragraphs, in which something is quoted.
const REPLY: &str = "\
A keeper wrote to me, at some length, from the other end of the harbour, and this is what he said of it:

“The fog lay on the harbour for a week, and those of us who lived there rang the bells by turns.

“On the third day somebody cried ‘a boat!’, and all of us went down to the pier to see what it was.

“It was a boat; it had come from the islands, and there was nobody in it.”

Nobody has ever found out where that boat was from, and the keeper died before I could go and see him.
";

#[test]
fn quoted_places_are_those_of_the_source_and_not_of_its_form() {
    let all = captured(REPLY, "");
    assert!(printed(&all).contains("somebody cried “a boat!”, and"), "{}", printed(&all));
    // The marks that are not printed, or are printed as others, can be quoted.
    for words in ["nobody in it.”", "“On the third day", "cried ‘a boat!’, and", "it was.\n\n“It was a boat"]
    {
        let decisions = format!("note = [{{ at = \"\"\"{words}\"\"\", text = \"So.\" }}]");
        let noted = captured(REPLY, &decisions);
        assert_eq!((noted.faults.as_str(), noted.document.notes.len()), ("", 1), "{words}");
    }
}

#[test]
fn a_quotation_that_is_cut_has_no_marks_around_it() {
    let start = printed(&captured(REPLY, "pick = [\"A keeper wrote … bells by turns.\"]"));
    assert!(start.ends_with("said of it:\nThe fog lay on the harbour for a week, and those of us who lived there rang the bells by turns."), "{start}");
    let end = printed(&captured(REPLY, "omit = [\"“The fog lay … what it was.\"]"));
    assert!(
        end.contains("omission\nIt was a boat; it had come from the islands, and there was nobody in it.\n"),
        "{end}"
    );
    let inside = printed(&captured(REPLY, "omit = [\", and all of us … nobody in it.”\"]"));
    assert!(inside.contains("On the third day somebody cried “a boat!” […]"), "{inside}");
}

proptest! {
    /// The printed words are the source's without those that were cut, and nothing else.
    #[test]
    fn nothing_but_the_cut_is_lost(
        paragraphs in prop::collection::vec(prop::collection::vec("[a-z]{1,3}", 1..6), 1..5),
        (first, last) in (0_usize..20, 0_usize..20),
    ) {
        // Numbered, so that every word stands once.
        let mut number = 0;
        let words: Vec<Vec<String>> = paragraphs
            .iter()
            .map(|words| words.iter().map(|word| { number += 1; format!("{word}{number}x") }).collect())
            .collect();
        let all: Vec<&String> = words.iter().flatten().collect();
        let (first, last) = (first % all.len(), last % all.len());
        let (first, last) = (first.min(last), first.max(last));
        let source: Vec<String> = words.iter().map(|words| words.join(" ")).collect();
        let cut = if first == last { all[first].clone() } else { format!("{} … {}", all[first], all[last]) };
        let revised = revised(&source.join("\n\n"), &format!("omit = [\"{cut}\"]"));
        let mut printed = Vec::new();
        for block in &revised.document.blocks {
            if let crate::document::Block::Paragraph(content) = &block.node {
                printed.extend(plain_text(content).split_whitespace().filter(|word| *word != "[…]").map(str::to_owned));
            }
        }
        let kept: Vec<String> = all.iter().enumerate().filter(|(at, _)| !(first..=last).contains(at)).map(|(_, word)| (*word).clone()).collect();
        prop_assert_eq!(printed, kept);
    }
}
