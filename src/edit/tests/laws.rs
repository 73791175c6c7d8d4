//! What holds for every book: no word is lost, added or moved; every reference leads somewhere.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::Project;
use crate::book::{AnchorId, Edition, Selection};
use crate::document::{Block, Document, Inline, Located, NoteId, Origin, Target};
use crate::edit::walk;

const MANIFEST: &str = "[book]\ntitle = \"T\"\n[bibliography]\nfiles = [\"refs.bib\"]\n\
    [[chapter]]\ntitle = \"C\"\ndocuments = [\"a\", \"b\"]\n[document.b]\ntitle = \"The End\"\n";
const REFERENCES: &str = "@book{key, author = {Ada Vole}, title = {Reeds}, publisher = {Marsh}, date = {1901}}\n";

/// The words of blocks, in order: letters and digits alone, for a stop may come before a call. Pictures,
/// calls and citations are none; nor is what the program says.
fn words(blocks: &[Located<Block>]) -> String {
    let mut text = String::new();
    walk::blocks(blocks, &mut |block| {
        walk::texts(&block.node, &mut |inlines| add(inlines, &mut text));
        if let Block::Listing { text: run, .. } = &block.node {
            text.push_str(&run.text);
        }
    });
    folded(&text)
}

fn add(inlines: &[Inline], text: &mut String) {
    walk::inlines(inlines, &mut |inline| {
        if let Inline::Text(run) = inline
            && run.origin != Origin::Program
        {
            text.push_str(&run.text);
        }
    });
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words a selection prints of its document; the title only where the document's own serves.
fn printed(selection: &Selection, document: &Document) -> String {
    let text = words(&selection.text.blocks);
    let mut title = String::new();
    add(&selection.title, &mut title);
    let title = folded(&title);
    if words(&document.blocks).starts_with(&title) && !text.starts_with(&title) { title + &text } else { text }
}

/// The notes of a document, in the order of their calls: a citation among them counts as none.
fn note_words(edition: &Edition, first: &str) -> Vec<String> {
    let notes = edition.book.notes.iter().map(|note| words(&note.body));
    notes.filter(|words| words.starts_with(first)).collect()
}

/// Every anchor that something leads to.
fn targets(edition: &Edition) -> BTreeSet<AnchorId> {
    let mut targets = BTreeSet::new();
    let chapters = edition.book.parts.iter().flat_map(|part| &part.chapters);
    for selection in chapters.flat_map(|chapter| &chapter.selections) {
        walk::all_inlines(&selection.text.blocks, &mut |inline| {
            if let Inline::Link { target: Target::Anchor(anchor), .. } = inline {
                targets.insert(*anchor);
            }
        });
    }
    targets
}

/// Every anchor that stands somewhere.
fn standing(edition: &Edition) -> BTreeSet<AnchorId> {
    let mut standing = BTreeSet::new();
    let chapters = edition.book.parts.iter().flat_map(|part| &part.chapters);
    for selection in chapters.flat_map(|chapter| &chapter.selections) {
        standing.insert(selection.anchor);
        walk::all_inlines(&selection.text.blocks, &mut |inline| {
            if let Inline::Anchor(anchor) = inline {
                standing.insert(*anchor);
            }
        });
    }
    standing
}

/// The notes as a reader meets them who looks up each call at once.
fn read_notes(edition: &Edition, blocks: &[Located<Block>], read: &mut Vec<NoteId>) {
    walk::all_inlines(blocks, &mut |inline| {
        if let Inline::NoteCall(id) = inline
            && !read.contains(id)
        {
            read.push(*id);
            read_notes(edition, &edition.book.notes[id.0 as usize].body, read);
        }
    });
}

/// A stretch of Markdown.
fn piece() -> impl Strategy<Value = String> {
    let word = "[a-z]{1,8}";
    prop_oneof![
        (1..5usize, word).prop_map(|(level, word)| format!("{} {word}", "#".repeat(level))),
        word.prop_map(|word| format!("A *{word} of **two*** [{word}](doc:b).")),
        word.prop_map(|word| format!("As {word} said [@key, p. 3], and again.[^n] See [{word}](#{word}) too.")),
        word.prop_map(|word| format!("Then [@key]. \u{201c}{word}\u{201d} [see @key]; so[^m]")),
        word.prop_map(|word| format!("> {word} quoted[^n]\n>\n> - one {word}\n> - two")),
        word.prop_map(|word| format!("1. {word}\n\n   ```\n   {word} as it is\n   ```\n2. more")),
        word.prop_map(|word| format!("| a | {word} |\n|---|---|\n| x | *{word}* |")),
        word.prop_map(|word| format!("> [!verse]\n> {word} sings\n>   and sings")),
        Just("* * *".to_owned()),
        Just("![A ship](ship.png \"A ship\") in line".to_owned()),
        Just("no-break\u{a0}space — ünïcode Ελλάς".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_word_is_lost_added_or_moved(pieces in proptest::collection::vec(piece(), 1..12)) {
        let notes = "[^n]: noten *words* [@key] and more.\n\n[^m]: notem calls[^n].\n";
        let text = format!("{}\n\nEnd[^n][^m].\n\n{notes}", pieces.join("\n\n"));
        let texts = [("sources/a.md", text.as_str()), ("sources/b.md", "# The end\n\nWords.\n"), ("refs.bib", REFERENCES), ("sources/ship.png", "")];
        let mut project = Project::read(MANIFEST, &texts);
        let edition = project.edition("epub").unwrap();
        prop_assert!(!project.faults.has_errors(), "{}", project.faults());

        let selections = &edition.book.parts[0].chapters[0].selections;
        for selection in selections {
            let document = &project.sources.documents[&selection.id];
            prop_assert_eq!(printed(selection, document), words(&document.blocks));
        }
        let own = &project.sources.documents.values().next().unwrap().notes;
        for note in own {
            let expected = words(&note.body);
            prop_assert_eq!(note_words(&edition, &expected[..5]), vec![expected]);
        }
        prop_assert!(targets(&edition).is_subset(&standing(&edition)));
        let mut read = Vec::new();
        for selection in selections {
            read_notes(&edition, &selection.text.blocks, &mut read);
        }
        let marks: Vec<&str> = read.iter().map(|note| edition.book.notes[note.0 as usize].mark.as_str()).collect();
        let numbers: Vec<String> = (1..=edition.book.notes.len()).map(|n| n.to_string()).collect();
        prop_assert_eq!(marks, numbers);
    }

    #[test]
    fn heading_levels_leave_none_out(levels in proptest::collection::vec(1..7usize, 1..12)) {
        let headings: Vec<String> = levels.iter().map(|level| format!("{} x", "#".repeat(*level))).collect();
        let text = headings.join("\n\nWords.\n\n");
        let texts = [("sources/a.md", text.as_str()), ("sources/b.md", "Words.\n"), ("refs.bib", REFERENCES)];
        let edition = Project::read(MANIFEST, &texts).edition("epub").unwrap();
        let mut before = 0;
        for block in &edition.book.parts[0].chapters[0].selections[0].text.blocks {
            if let Block::Heading { level, .. } = block.node {
                prop_assert!((1..=before + 1).contains(&level));
                before = level;
            }
        }
    }
}
