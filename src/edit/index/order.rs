//! The order of headings: letter by letter (*Chicago* 18, 15.65) or word by word (ISO 999, 8.1), as the
//! book's language sorts (Unicode Technical Standard 10). Latin, Greek and Cyrillic stand in one list.

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale;
use unicode_normalization::UnicodeNormalization;

use crate::metadata::Language;

/// What heads the entries that begin with no letter.
const NO_LETTER: &str = "#";

/// Sorts headings.
#[derive(Debug)]
pub(in crate::edit) struct Order {
    /// Compares in full; letter by letter it does not see spaces and punctuation.
    full: Option<CollatorBorrowed<'static>>,
    /// Compares letters alone, without accents.
    letters: Option<CollatorBorrowed<'static>>,
    word_by_word: bool,
    /// Words a subheading does not begin with, for sorting.
    particles: &'static [&'static str],
}

/// What a heading is sorted by: letter by letter, a comma or bracket ends what is compared first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Key(Vec<String>);

impl Order {
    pub(in crate::edit) fn new(language: &Language, word_by_word: bool) -> Self {
        let locale: Locale = language.as_str().parse().unwrap_or(Locale::UNKNOWN);
        let mut preferences: CollatorPreferences = locale.into();
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = |strength, handling| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            options.alternate_handling = Some(handling);
            Collator::try_new(preferences, options).ok()
        };
        let handling = if word_by_word { AlternateHandling::NonIgnorable } else { AlternateHandling::Shifted };
        Self {
            full: collator(Strength::Tertiary, handling),
            letters: collator(Strength::Primary, AlternateHandling::Shifted),
            word_by_word,
            particles: particles(language.primary()),
        }
    }

    /// The key of a heading with these words.
    pub(in crate::edit) fn key(&self, words: &str, subheading: bool) -> Key {
        let quotes = ['“', '”', '„', '«', '»', '"', '‘', '’', '\''];
        let plain: String = words.chars().filter(|c| !quotes.contains(c)).collect();
        let plain = if subheading { self.without_particles(&plain) } else { &plain };
        // What stands before the first letter does not sort: "(Great) War" stands among the Gs.
        let plain = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
        if self.word_by_word {
            return Key(vec![plain.trim().to_owned()]);
        }
        let parts = plain.split([',', '(', ':']).map(|part| part.trim().trim_end_matches(')').to_owned());
        Key(parts.collect())
    }

    fn without_particles<'w>(&self, words: &'w str) -> &'w str {
        let mut rest = words.trim();
        while let Some((first, after)) = rest.split_once(' ') {
            if !self.particles.contains(&first.to_lowercase().as_str()) || after.trim().is_empty() {
                break;
            }
            rest = after.trim_start();
        }
        rest
    }

    pub(in crate::edit) fn compare(&self, first: &Key, second: &Key) -> Ordering {
        for (a, b) in first.0.iter().zip(&second.0) {
            let order = compare(self.full.as_ref(), a, b);
            if order != Ordering::Equal {
                return order;
            }
        }
        first.0.len().cmp(&second.0.len()).then_with(|| first.0.cmp(&second.0))
    }

    /// The letter under which a key stands: the alphabet's own (`Č` in Czech), not an accented one.
    pub(in crate::edit) fn letter(&self, key: &Key) -> String {
        let first = key.0.iter().flat_map(|part| part.chars()).find(|c| c.is_alphanumeric());
        let Some(first) = first.filter(|c| c.is_alphabetic()) else { return NO_LETTER.to_owned() };
        let base: String = std::iter::once(first).nfd().take(1).collect();
        let letter = first.to_string();
        let own = compare(self.letters.as_ref(), &letter, &base) != Ordering::Equal;
        if own { letter.to_uppercase() } else { base.to_uppercase() }
    }
}

/// The compiled data hold every language's order or the root's, so there always is a collator.
fn compare(collator: Option<&CollatorBorrowed<'static>>, a: &str, b: &str) -> Ordering {
    collator.map_or_else(|| a.to_lowercase().cmp(&b.to_lowercase()), |collator| collator.compare(a, b))
}

/// Prepositions, articles and conjunctions with which subheadings begin (*Chicago* 18, 15.76).
fn particles(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &[
            "a", "about", "after", "against", "among", "an", "and", "as", "at", "before", "between", "by", "during",
            "for", "from", "in", "into", "of", "on", "or", "over", "the", "through", "to", "under", "upon", "versus",
            "with", "within", "without",
        ],
        "de" => &[
            "als", "am", "an", "auf", "aus", "bei", "beim", "das", "dem", "den", "der", "des", "die", "durch", "ein",
            "eine", "für", "gegen", "im", "in", "mit", "nach", "ohne", "über", "um", "und", "unter", "vom", "von",
            "vor", "zu", "zum", "zur", "zwischen",
        ],
        "fr" => &[
            "à", "au", "aux", "avec", "chez", "comme", "contre", "dans", "de", "des", "du", "en", "entre", "et", "la",
            "le", "les", "par", "pendant", "pour", "sans", "sous", "sur", "un", "une", "vers",
        ],
        "es" => &[
            "a", "al", "como", "con", "contra", "de", "del", "desde", "durante", "e", "el", "en", "entre", "la", "las",
            "los", "para", "por", "sin", "sobre", "un", "una", "y",
        ],
        "it" => &[
            "a", "ai", "al", "alla", "come", "con", "contro", "da", "dal", "dei", "del", "della", "di", "e", "ed",
            "fra", "gli", "i", "il", "in", "la", "le", "lo", "nel", "nella", "per", "senza", "su", "tra", "un", "una",
        ],
        "pt" => &[
            "a", "ao", "as", "com", "como", "contra", "da", "das", "de", "do", "dos", "e", "em", "entre", "na", "no",
            "o", "os", "para", "pela", "pelo", "por", "sem", "sobre", "um", "uma",
        ],
        "ru" => &[
            "в",
            "во",
            "для",
            "до",
            "за",
            "и",
            "из",
            "к",
            "как",
            "на",
            "над",
            "о",
            "об",
            "от",
            "перед",
            "по",
            "под",
            "при",
            "про",
            "с",
            "со",
            "у",
            "через",
        ],
        "pl" => &[
            "a", "dla", "do", "i", "jako", "ku", "na", "nad", "o", "od", "oraz", "po", "pod", "przeciw", "przed",
            "przez", "przy", "u", "w", "we", "z", "za", "ze",
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, word_by_word: bool, mut words: Vec<&str>) -> String {
        let order = Order::new(&Language::parse(language).unwrap(), word_by_word);
        words.sort_by(|a, b| order.compare(&order.key(a, false), &order.key(b, false)));
        words.join(" | ")
    }

    #[test]
    fn letter_by_letter_and_word_by_word() {
        let words = vec!["Newark", "New York", "new", "O’Connor", "Oconee", "News, false", "Newsboy"];
        assert_eq!(
            sorted("en", false, words.clone()),
            "new | Newark | News, false | Newsboy | New York | Oconee | O’Connor"
        );
        assert_eq!(sorted("en", true, words), "new | New York | Newark | News, false | Newsboy | Oconee | O’Connor");
    }

    #[test]
    fn alphabets_stand_in_one_list() {
        let words =
            vec!["Ёлкин", "Zinoviev", "Ельцин", "Šnore", "Snow", "Smilga", "20th Congress", "3rd International"];
        assert_eq!(
            sorted("en", false, words),
            "3rd International | 20th Congress | Smilga | Šnore | Snow | Zinoviev | Ёлкин | Ельцин"
        );
    }

    #[test]
    fn groups_are_the_alphabets_letters() {
        let letter = |language: &str, word: &str| {
            let order = Order::new(&Language::parse(language).unwrap(), false);
            order.letter(&order.key(word, false))
        };
        assert_eq!(letter("en", "“Čapek”"), "C");
        assert_eq!(letter("cs", "Čapek"), "Č");
        assert_eq!(letter("ru", "ёлка"), "Е");
        assert_eq!(letter("en", "1905"), "#");
    }

    #[test]
    fn subheadings_begin_with_their_noun() {
        let order = Order::new(&Language::parse("en").unwrap(), false);
        assert_eq!(order.key("and the making of books", true), order.key("making of books", true));
        assert_eq!(order.key("of", true), order.key("of", false));
    }
}
