//! Stems: what the forms of a word have in common.

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// The stems of words, numbered.
#[derive(Default)]
pub(super) struct Stems {
    numbers: FxHashMap<String, u32>,
    known: FxHashMap<String, u32>,
}

impl Stems {
    /// The number of the stem of `word`; words of one stem have one.
    pub(super) fn number(&mut self, word: &str, language: &str) -> u32 {
        let small = word.to_lowercase();
        if let Some(number) = self.known.get(&small) {
            return *number;
        }
        let stem = match algorithm(language) {
            Some(algorithm) => Stemmer::create(algorithm).stem(&small).into_owned(),
            None => small.clone(),
        };
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(stem).or_insert(next);
        self.known.insert(small, number);
        number
    }
}

/// Who knows the stems of a language.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        "es" => Algorithm::Spanish,
        "it" => Algorithm::Italian,
        "pt" => Algorithm::Portuguese,
        "ru" => Algorithm::Russian,
        "nl" => Algorithm::Dutch,
        "sv" => Algorithm::Swedish,
        "da" => Algorithm::Danish,
        "no" | "nb" => Algorithm::Norwegian,
        "fi" => Algorithm::Finnish,
        "hu" => Algorithm::Hungarian,
        "ro" => Algorithm::Romanian,
        "tr" => Algorithm::Turkish,
        "el" => Algorithm::Greek,
        "ar" => Algorithm::Arabic,
        "ta" => Algorithm::Tamil,
        _ => return None,
    })
}
