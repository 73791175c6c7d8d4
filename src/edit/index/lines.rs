//! The indexes that need no terms: first lines of poems, titles of documents.
//!
//! Enters: a book whose text is complete. Leaves: an [`Index`], its entries with their makers' names, and in the text an
//! anchor at each first line. Never: changes a word but at a line's end, whose comma is no part of a heading.
//!
//! A poem begins where verse is the first thing under a document's title or under a heading in it: verse that prose
//! leads up to is a quotation. First lines are sorted as they stand, article and all; titles without their article
//! (*Chicago* 18, 15.59, 15.144).

use super::order::{Key, Order};
use super::{gather, grouped, said};
use crate::book::bare;
use crate::book::{AnchorId, Book, Entry, Index, IndexKind, Place, Reference, Selection};
use crate::diagnostic::Span;
use crate::document::{Block, Inline, Inlines, Located, plain_text};
use crate::metadata::Language;

/// What becomes an entry: its words, who made it, where it stands.
struct Found {
    words: Inlines,
    maker: String,
    sort: String,
    place: AnchorId,
    span: Span,
}

/// The first lines of the book's poems.
pub fn first_lines(book: &mut Book, division: AnchorId, word_by_word: bool) -> Index {
    let mut found = Vec::new();
    let Book { parts, places, .. } = &mut *book;
    for selection in parts.iter_mut().flat_map(|part| &mut part.chapters).flat_map(|chapter| &mut chapter.selections) {
        poems(selection, places, &mut found);
    }
    index(book, (IndexKind::FirstLines, division), found, word_by_word)
}

/// The titles of the book's documents.
pub fn titles(book: &mut Book, division: AnchorId, word_by_word: bool) -> Index {
    let selections = book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let of = |selection: &Selection| {
        let words = bare(&selection.title);
        let plain = plain_text(&words);
        let sort = without_article(&plain, &selection.text.language).to_owned();
        let span = selection.text.blocks.first().map(|block| block.span)?;
        Some(Found { words, maker: selection.byline.clone(), sort, place: selection.anchor, span })
    };
    let found: Vec<Found> = selections.filter_map(of).filter(|one| !one.sort.is_empty()).collect();
    index(book, (IndexKind::Titles, division), found, word_by_word)
}

/// Finds where poems begin, and puts an anchor there.
fn poems(selection: &mut Selection, places: &mut Vec<Place>, found: &mut Vec<Found>) {
    let mut opens = true;
    for block in &mut selection.text.blocks {
        let Located { node, number, span, .. } = block;
        match node {
            Block::Heading { .. } => opens = true,
            Block::Verse(verse) if std::mem::take(&mut opens) => {
                let Some(line) = verse.stanzas.iter_mut().flatten().next() else { continue };
                let words = first_line(bare(&line.content));
                let sort = plain_text(&words);
                if sort.trim().is_empty() {
                    continue;
                }
                let place = gather::anchor(places, selection.anchor, *number);
                line.content.insert(0, Inline::Anchor(place));
                found.push(Found { words, maker: selection.byline.clone(), sort, place, span: *span });
            }
            // A motto stands before a poem, as does a date.
            Block::Quotation(_) | Block::SectionBreak => {}
            _ => opens = false,
        }
    }
}

/// The line without what joins it to the next.
fn first_line(mut words: Inlines) -> Inlines {
    if let Some(Inline::Text(run)) = words.last_mut() {
        let kept = run.text.trim_end().trim_end_matches([',', ';', ':', '—', '–', '.', ' ']).len();
        // Points of suspension are the poet's.
        if !run.text.trim_end().ends_with("..") {
            run.text.truncate(kept);
        }
    }
    words
}

/// Makes entries. Where one hand made all, its name goes without saying.
fn index(book: &mut Book, (kind, division): (IndexKind, AnchorId), found: Vec<Found>, word_by_word: bool) -> Index {
    let order = Order::new(&book.metadata.language, word_by_word);
    let one_hand = found.windows(2).all(|pair| pair[0].maker == pair[1].maker);
    let mut entries: Vec<(Key, Entry)> = Vec::new();
    let mut sorted: Vec<(Key, Found)> = found.into_iter().map(|one| (order.key(&one.sort, false), one)).collect();
    sorted.sort_by(|(a, one), (b, other)| order.compare(a, b).then_with(|| one.place.cmp(&other.place)));
    for (key, one) in sorted {
        let mut heading = one.words;
        if !one_hand && !one.maker.is_empty() {
            heading.push(said(&format!(" ({})", one.maker)));
        }
        let reference = Reference { from: one.place, to: None, principal: false, note: None, figure: false };
        match entries.last_mut() {
            Some((_, last)) if plain_text(&last.heading) == plain_text(&heading) => last.references.push(reference),
            _ => {
                let anchor = gather::anchor(&mut book.places, division, 0);
                let (see, see_also, subentries) = (Vec::new(), Vec::new(), Vec::new());
                let references = vec![reference];
                entries.push((key, Entry { anchor, heading, references, see, see_also, subentries, span: one.span }));
            }
        }
    }
    Index { kind, run_in: false, groups: grouped(&order, entries.into_iter()) }
}

/// A title without the article it begins with.
fn without_article<'t>(title: &'t str, language: &Language) -> &'t str {
    let articles: &[&str] = match language.primary() {
        "en" => &["a", "an", "the"],
        "de" => &["das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer"],
        "fr" => &["la", "le", "les", "un", "une", "l’", "l'"],
        "es" => &["el", "la", "las", "los", "un", "una"],
        "it" => &["gli", "i", "il", "la", "le", "lo", "un", "una", "uno", "l’", "l'"],
        "pt" => &["a", "as", "o", "os", "um", "uma"],
        _ => &[],
    };
    let quotes = ['“', '”', '„', '«', '»', '"', '‘'];
    let title = title.trim_start_matches(quotes);
    let elided = articles.iter().filter(|article| article.ends_with(['’', '\'']));
    for article in elided {
        if let Some(head) = title.get(..article.len())
            && head.to_lowercase() == **article
        {
            return title.get(article.len()..).unwrap_or(title);
        }
    }
    match title.split_once(' ') {
        Some((first, rest)) if articles.contains(&first.to_lowercase().as_str()) && !rest.trim().is_empty() => rest,
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_sorted_without_their_article() {
        let sorted = |title: &'static str, language: &str| without_article(title, &Language::parse(language).unwrap());
        assert_eq!(sorted("The Tide", "en"), "Tide");
        assert_eq!(sorted("“A” Is for Anna", "en"), "“A” Is for Anna".trim_start_matches('“'));
        assert_eq!(sorted("L’Étranger", "fr"), "Étranger");
        assert_eq!(sorted("Die", "de"), "Die");
        assert_eq!(sorted("Die Flut", "en"), "Die Flut");
    }
}
