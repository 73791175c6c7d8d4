//! Makes signs of a source uniform, as the manifest asks: typography alone, and silently (the note on the text says it).

use crate::document::{Block, Document, Located, Voice, walk};
use crate::manifest;
use crate::metadata::Language;
use crate::source::{self, Habits, Signs};

/// Makes `wanted` signs uniform in a text written in `language` and in its notes. Listings stay as they are.
pub(super) fn regularize(document: &mut Document, wanted: &[manifest::Signs], language: &Language) {
    if wanted.is_empty() {
        return;
    }
    let has = |signs| wanted.contains(&signs);
    let signs = Signs {
        quotes: has(manifest::Signs::Quotes),
        dashes: has(manifest::Signs::Dashes),
        spaces: has(manifest::Signs::Spaces),
        ellipses: has(manifest::Signs::Ellipses),
    };
    let habits = Habits::of(language);
    blocks(&mut document.blocks, signs, habits);
    // The editor's notes are set as all the editor's prose is.
    for note in document.notes.iter_mut().filter(|note| note.voice != Voice::Editor) {
        let habits = note.language.as_ref().map_or(habits, Habits::of);
        blocks(&mut note.body, signs, habits);
    }
}

fn blocks(content: &mut [Located<Block>], signs: Signs, habits: Habits) {
    for block in content {
        let habits = block.language.as_ref().map_or(habits, Habits::of);
        // The gaps in a line of verse are the poet's.
        let signs = Signs { spaces: signs.spaces && !matches!(block.node, Block::Verse(_)), ..signs };
        walk::block_texts_mut(&mut block.node, &mut |text| source::regularize(text, signs, habits));
        walk::inner_mut(block, &mut |inner| blocks(inner, signs, habits));
    }
}
