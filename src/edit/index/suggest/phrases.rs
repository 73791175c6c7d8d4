//! Phrases by their C-value: how often a phrase is met by itself, and not as part of a longer one, weighed by its length
//! (Frantzi, Ananiadou and Mima, "Automatic Recognition of Multi-Word Terms", 2000).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::lexicon::{NO_DOCTRINES, VAGUE};
use super::stems::Stems;
use super::words::{Token, is_stop};
use super::{Passage, Proposal, Sample, Suggestion};

/// The longest phrase, in words.
const LONGEST: usize = 4;
/// The smallest C-value that is proposed: that of two words met three times.
const LEAST: f64 = 3.0;
/// How often a phrase is met, at least.
const LEAST_PHRASE: usize = 3;
/// How often a word such as "colonialism" is met, at least.
const LEAST_ALONE: usize = 2;

/// A phrase as the texts have it.
#[derive(Default)]
struct Met<'t> {
    count: usize,
    places: BTreeSet<Passage>,
    /// How often each spelling is met.
    spellings: BTreeMap<Vec<&'t str>, usize>,
    /// In how many longer phrases it stands, and how often.
    within: (usize, usize),
}

/// Proposes the phrases that `samples` use, the weightiest first.
pub(super) fn phrases(samples: &[Sample<'_>]) -> Vec<Suggestion> {
    let mut stems = Stems::default();
    let mut met: FxHashMap<Vec<u32>, Met<'_>> = FxHashMap::default();
    let mut alone: BTreeMap<String, BTreeSet<Passage>> = BTreeMap::new();
    for sample in samples {
        let numbers: Vec<u32> = sample.tokens.iter().map(|token| stems.number(token.text, sample.language)).collect();
        for from in 0..sample.tokens.len() {
            for to in from + 2..=(from + LONGEST).min(sample.tokens.len()) {
                let words = &sample.tokens[from..to];
                if words[1..].iter().any(|token| token.apart) {
                    break;
                }
                if is_phrase(words, sample.language) {
                    let found = met.entry(numbers[from..to].to_vec()).or_default();
                    found.count += 1;
                    found.places.insert(sample.passage.clone());
                    *found.spellings.entry(words.iter().map(|token| token.text).collect()).or_default() += 1;
                }
            }
            if is_doctrine(sample.tokens[from].text, sample.language) {
                let word = sample.tokens[from].text.to_lowercase();
                alone.entry(word).or_default().insert(sample.passage.clone());
            }
        }
    }
    nest(&mut met);
    let often = super::names::often(samples);
    let mut weighed: Vec<(f64, Suggestion)> =
        met.into_iter().filter_map(|(key, met)| weigh(key.len(), met, often)).collect();
    let doctrines = alone.into_iter().filter(|(_, places)| places.len() >= LEAST_ALONE);
    weighed.extend(doctrines.map(|(word, places)| {
        #[allow(clippy::cast_precision_loss, reason = "a count of passages")]
        let weight = places.len() as f64;
        (weight, suggestion(vec![word], places))
    }));
    weighed.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.heading.cmp(&other.heading)));
    weighed.into_iter().map(|(_, suggestion)| suggestion).collect()
}

/// Whether `words` may be a term: they begin and end with words that mean something, hold "of" at the most between them, and
/// are not all capitalised, which is a name.
fn is_phrase(words: &[Token<'_>], language: &str) -> bool {
    let means = |token: &Token<'_>| {
        let small = token.text.to_lowercase();
        let letters = small.chars().all(|c| c.is_alphabetic() || c == '-');
        small.chars().count() > 2 && letters && !is_stop(language, &small) && !VAGUE.contains(&small.as_str())
    };
    let (Some((first, rest)), Some(last)) = (words.split_first(), words.last()) else { return false };
    let inner = &rest[..rest.len() - 1];
    let links = inner.iter().filter(|token| !means(token)).count();
    means(first)
        && means(last)
        && links <= 1
        && inner.iter().all(|token| means(token) || matches!(token.text, "of" | "de" | "der" | "des" | "di" | "do"))
        && words.iter().any(|token| !token.capital)
        && !is_adverb(last.text, language)
        && !(first.opens && first.capital)
}

/// "quickly": ends no term.
fn is_adverb(word: &str, language: &str) -> bool {
    language == "en" && (word.ends_with("ly") || word.ends_with("ing") || word.ends_with("ed"))
}

/// "colonialism": a word that is a heading by itself.
fn is_doctrine(word: &str, language: &str) -> bool {
    let endings: &[&str] = match language {
        "en" => &["ism", "isms", "ization", "isation", "cracy"],
        "de" => &["ismus", "ierung", "kratie"],
        "fr" => &["isme", "isation", "cratie"],
        "es" | "pt" | "it" => &["ismo", "ización", "ização", "izzazione"],
        "ru" => &["изм", "изма", "изация", "кратия"],
        "pl" => &["izm", "izacja", "kracja"],
        _ => &[],
    };
    word.chars().count() > 6
        && !NO_DOCTRINES.contains(&word)
        && endings.iter().any(|ending| word.ends_with(ending))
        && !word.starts_with(char::is_uppercase)
}

/// Counts for each phrase the longer ones it stands in.
fn nest(met: &mut FxHashMap<Vec<u32>, Met<'_>>) {
    let longer: Vec<(Vec<u32>, usize)> = met
        .iter()
        .filter(|(key, met)| key.len() > 2 && met.count > 1)
        .map(|(key, met)| (key.clone(), met.count))
        .collect();
    for (key, count) in longer {
        for length in 2..key.len() {
            for part in key.windows(length) {
                if let Some(inner) = met.get_mut(part) {
                    inner.within.0 += 1;
                    inner.within.1 += count;
                }
            }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of phrases in a book")]
fn weigh(length: usize, met: Met<'_>, often: usize) -> Option<(f64, Suggestion)> {
    let (phrases, times) = met.within;
    let alone = if phrases == 0 { met.count as f64 } else { met.count as f64 - times as f64 / phrases as f64 };
    let weight = (length as f64).log2() * alone;
    if met.count < LEAST_PHRASE || weight < LEAST || met.places.len() < often {
        return None;
    }
    let mut spellings: Vec<(&Vec<&str>, &usize)> = met.spellings.iter().collect();
    spellings.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    let patterns: BTreeSet<String> = spellings.iter().map(|(words, _)| spelled(words)).collect();
    let heading = spelled(spellings.first()?.0);
    let mut patterns: Vec<String> = patterns.into_iter().filter(|pattern| *pattern != heading).collect();
    patterns.insert(0, heading);
    Some((weight, suggestion(patterns, met.places)))
}

/// A phrase as a heading: small, but for its names.
fn spelled(words: &[&str]) -> String {
    words.join(" ")
}

fn suggestion(patterns: Vec<String>, places: BTreeSet<Passage>) -> Suggestion {
    let heading = patterns.first().cloned().unwrap_or_default();
    Suggestion { heading, patterns, kind: Proposal::Phrase, places: places.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;
    use crate::id::Id;

    fn found(texts: &[&str]) -> Vec<String> {
        let samples: Vec<Sample<'_>> = (1..)
            .zip(texts)
            .map(|(paragraph, text)| Sample {
                passage: Passage { order: 0, document: Id::new("d").unwrap(), paragraph },
                language: "en",
                tokens: tokens(text, "en"),
            })
            .collect();
        phrases(&samples).iter().map(|s| format!("{} = {:?} {}", s.heading, s.patterns, s.places.len())).collect()
    }

    #[test]
    fn a_part_of_a_longer_phrase_counts_only_by_itself() {
        let texts = [
            "They kept the tide tables of the harbour, and the salt water ice box.",
            "A salt water ice box stood by the tide table.",
            "The salt water ice box was of tin; tide tables hung over it, and militarism was praised.",
            "No militarism was praised then.",
        ];
        assert_eq!(
            found(&texts),
            [
                "salt water ice box = [\"salt water ice box\"] 3",
                "tide tables = [\"tide tables\", \"tide table\"] 3",
                "militarism = [\"militarism\"] 2",
            ]
        );
    }
}
