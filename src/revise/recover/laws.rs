//! Laws: whatever paragraphs are said to be, every word of them stays, in its order.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Files;
use crate::document::{Lead, Verse};
use crate::source::recognise::recognise;
use crate::source::{Kind, Reading, read};

/// Paragraphs of the shapes that mean something.
const PARAGRAPHS: [&str; 16] = [
    "The harbour lay under fog that morning, and nobody who lived there has forgotten the bells that rang until noon.",
    "“It rang once, and nobody came, though all of us who lived there had heard it well enough in the night.",
    "“It rang ‘twice’.”",
    "Anna: Who is there?",
    "THE CHAIRMAN. Order!\n  and again",
    "Q. Where?",
    "The tide has turned,\n    the ropes are wet;",
    "Filmed by Ada Byron\nCutting: Ben Frame",
    "1. Harbour Bell",
    "2. the lantern was lit",
    "Fog",
    "* * *",
    "By Ada Byron, 27 January 2021",
    "> A quotation\n>\n> of two paragraphs.",
    "- an item\n\n  with more\n- another",
    "\n\n”",
];

const KINDS: [RecoveryKind; 7] = [
    RecoveryKind::Verse,
    RecoveryKind::Extract,
    RecoveryKind::Letter,
    RecoveryKind::Heading,
    RecoveryKind::Listing,
    RecoveryKind::Dialogue,
    RecoveryKind::Credits,
];

/// The letters of all blocks, in order: no form may change them.
fn letters(blocks: &[Located<Block>]) -> String {
    let mut all = String::new();
    for block in blocks {
        match &block.node {
            Block::Paragraph(content) | Block::Heading { content, .. } => add(&mut all, content),
            Block::Verse(Verse { stanzas }) => stanzas.iter().flatten().for_each(|line| add(&mut all, &line.content)),
            Block::Lead(leads) => leads.iter().for_each(|Lead { words, .. }| add(&mut all, words)),
            Block::Listing { text, .. } => add(&mut all, &[Inline::Text(text.clone())]),
            Block::Quotation(inner) | Block::Letter(inner) => all.push_str(&letters(inner)),
            Block::List(list) => list.items.iter().for_each(|item| all.push_str(&letters(item))),
            Block::Entries(entries) => entries.items.iter().for_each(|entry| all.push_str(&letters(&entry.body))),
            _ => {}
        }
    }
    all
}

fn add(all: &mut String, content: &[Inline]) {
    all.extend(plain_text(content).chars().filter(|c| c.is_alphanumeric()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_form_loses_a_word(
        picked in prop::collection::vec(0..PARAGRAPHS.len(), 1..12),
        asked in prop::collection::vec((1..14_u32, 0..5_u32, 0..KINDS.len()), 0..4),
        markdown in any::<bool>(),
    ) {
        let text = picked.iter().map(|at| PARAGRAPHS[*at]).collect::<Vec<_>>().join("\n\n");
        let file = Files::default().add("a", text.as_str());
        let kind = if markdown { Kind::Markdown } else { Kind::Plain };
        let mut document = read(&text, file, kind, Reading::SOURCE, &mut Diagnostics::default());
        let before = letters(&document.blocks);
        let wanted: Vec<Wanted> = asked
            .into_iter()
            .map(|(first, more, kind)| Wanted {
                numbers: first..=first + more,
                kind: KINDS[kind],
                level: None,
                span: Span::new(file, 0..0),
                marks: None,
            })
            .collect();
        recover(&mut document, &text, &wanted, &mut Diagnostics::default());
        prop_assert_eq!(letters(&document.blocks), before);
    }

    #[test]
    fn nothing_is_too_odd_to_be_looked_at(text in "[A-Za-z0-9“”‘’:.,;#%@*é \n-]{0,400}") {
        let file = Files::default().add("a", text.as_str());
        let document = read(&text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
        let found = recognise(&text, &document.blocks, None);
        prop_assert!(found.windows(2).all(|pair| pair[0].numbers.end() < pair[1].numbers.start()));
        prop_assert!(found.iter().all(|one| one.confidence <= 99));
    }
}
