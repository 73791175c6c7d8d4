//! What is known of words before a text is read: lists of names and of words that stand beside names, in the languages
//! of books. Each list is a file of words between spaces.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A list of words.
pub(super) type Words = LazyLock<BTreeSet<&'static str>>;

fn of(list: &'static str) -> BTreeSet<&'static str> {
    list.split_whitespace().collect()
}

/// Words before a name that say that it is a person's, in English, German, French, Spanish, Italian and Russian.
pub(super) static TITLES: Words = Words::new(|| of(include_str!("lexicon/titles.txt")));

/// Small words inside a family's name.
pub(super) static PARTICLES: Words = Words::new(|| of(include_str!("lexicon/particles.txt")));

/// Small words inside names of bodies and places.
pub(super) static LINKS: Words = Words::new(|| of(include_str!("lexicon/links.txt")));

/// What may stand between such a word and the name.
pub(super) static ARTICLES: Words = Words::new(|| of(include_str!("lexicon/articles.txt")));

/// Words that name no person where they end a name, or stand in it.
pub(super) static BODIES: Words = Words::new(|| of(include_str!("lexicon/bodies.txt")));

/// Words that begin names of places.
pub(super) static PLACES: Words = Words::new(|| of(include_str!("lexicon/places.txt")));

/// Given names of the languages of books; enough that most families' names are met with one of them.
pub(super) static GIVEN: Words = Words::new(|| of(include_str!("lexicon/given.txt")));

/// Words before a place.
pub(super) static LOCATIVES: Words = Words::new(|| of(include_str!("lexicon/locatives.txt")));

/// What persons do, and hardly a place or a body: words for saying and thinking, being born and dying, in English,
/// German, French and Russian.
pub(super) static ACTS: Words = Words::new(|| of(include_str!("lexicon/acts.txt")));

/// Demonyms that no ending tells.
pub(super) static DEMONYMS: Words = Words::new(|| of(include_str!("lexicon/demonyms.txt")));

/// Words of English that make no term, though they are no stop words.
pub(super) static VAGUE: Words = Words::new(|| of(include_str!("lexicon/vague.txt")));

/// Words that end like a doctrine's name and are none.
pub(super) static NO_DOCTRINES: Words = Words::new(|| of(include_str!("lexicon/no_doctrines.txt")));

/// II, XIV: not a family's name.
pub(super) fn is_numeral(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// "Russian", "Turkish", "Chinese" in English: of a people or a country, and no name alone.
pub(super) fn is_demonym(word: &str) -> bool {
    let ends = ["ian", "ean", "ish", "ese", "ans", "ians", "eans"].iter().any(|ending| word.ends_with(ending));
    (ends && word.chars().count() > 4 && !GIVEN.contains(&word)) || DEMONYMS.contains(&word)
}
