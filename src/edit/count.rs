//! Counts a book's words.

use super::walk::count_words;
use crate::book::{Book, Matter, MatterBody, Prose};

/// How many words a book prints: texts, introductions, headnotes, notes and matter of the editor's; what
/// the program makes of these (contents, bibliography, index) is not counted.
#[must_use]
pub fn words_printed(book: &Book) -> usize {
    let prose = |prose: &Prose| count_words(&prose.blocks);
    let matter = |matter: &Matter| match &matter.body {
        MatterBody::Prose(text) => prose(text),
        _ => 0,
    };
    let mut words = book.front.iter().chain(&book.back).map(matter).sum::<usize>();
    words += book.notes.iter().map(|note| count_words(&note.body)).sum::<usize>();
    for part in &book.parts {
        words += part.introduction.iter().map(prose).sum::<usize>();
        for chapter in &part.chapters {
            words += chapter.introduction.iter().map(prose).sum::<usize>();
            for selection in &chapter.selections {
                words += selection.headnote.iter().map(prose).sum::<usize>() + prose(&selection.text);
            }
        }
    }
    words
}

/// How many sections a book has for a reader who turns from one to the next: matter, openings with an
/// introduction, documents.
#[must_use]
pub fn sections(book: &Book) -> usize {
    let mut sections = book.front.len() + book.back.len();
    for part in &book.parts {
        sections += usize::from(part.title.is_some());
        for chapter in &part.chapters {
            sections += usize::from(chapter.introduction.is_some()) + chapter.selections.len();
        }
    }
    sections
}
