//! Counts a book's words.

use super::walk::count_words;
use crate::book::Book;

/// How many words a book prints: texts, introductions, headnotes, notes and matter of the editor's; what
/// the program makes of these (contents, bibliography, index) is not counted.
#[must_use]
pub fn words_printed(book: &Book) -> usize {
    book.texts().map(count_words).sum()
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
