//! Names: runs of capitalised words, those of one person brought together.
//!
//! A capital at the beginning of a sentence says nothing; a word that the texts also write small is no name alone. A name
//! is inverted only if it is a person's ("Britain, Great" helps nobody): by a title or an initial, by a given name, or
//! because none of its words is ever written small and nothing speaks for a place or a body. One name alone is a person's
//! if it stands beside persons ("Marx, Engels and Lenin") or says something; any other that stands alone must be met more
//! often, for most are mentioned in passing.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::lexicon::{ACTS, ARTICLES, GIVEN, LINKS, LOCATIVES, PARTICLES, TITLES, is_demonym, is_numeral};
use super::words::{Token, is_stop};
use super::{Passage, Proposal, Sample, Suggestion};

/// The longest name, in words.
const LONGEST: usize = 6;
/// In how many paragraphs a word alone must stand that nothing tells for a person's name; of a short text, in one less.
const OFTEN: usize = 3;
/// So many words are a short text.
const SHORT: usize = 4_000;

/// How a name is met.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub(super) places: BTreeSet<Passage>,
    /// How often within a sentence.
    pub(super) inside: usize,
    /// How often after a word such as "in".
    pub(super) located: usize,
    /// How often after a title.
    pub(super) titled: usize,
    /// How often before a word in small letters: as an adjective, it may be.
    before_small: usize,
    /// How often before a word for what persons do: "wrote".
    pub(super) acts: usize,
    /// The names it is joined to by "and" or a comma: the last word of each.
    pub(super) beside: BTreeSet<String>,
    pub(super) count: usize,
    /// Other forms of the name that were joined to it.
    pub(super) also: Vec<String>,
}

/// What the texts do with their words.
#[derive(Debug, Default)]
pub(super) struct Habits<'t> {
    /// How often each word is written small.
    small: FxHashMap<String, usize>,
    /// How often each word has a capital within a sentence.
    proper: FxHashMap<&'t str, usize>,
    pub(super) names: BTreeMap<Vec<&'t str>, Met>,
    /// Families' names of the persons, and names of those that stand beside them.
    pub(super) families: BTreeSet<String>,
    /// In how many paragraphs a word alone must stand.
    often: usize,
}

/// Proposes the names that `samples` use, the most frequent first.
///
/// `people` are the names of persons who have a heading already: they tell others.
pub(super) fn names(samples: &[Sample<'_>], people: &[&str]) -> Vec<Suggestion> {
    let mut habits = Habits::default();
    for token in samples.iter().flat_map(|sample| &sample.tokens).filter(|token| !token.capital) {
        *habits.small.entry(token.text.to_lowercase()).or_default() += 1;
    }
    for token in samples.iter().flat_map(|sample| &sample.tokens).filter(|token| token.capital && !token.opens) {
        *habits.proper.entry(token.text).or_default() += 1;
    }
    for sample in samples.iter().filter(|sample| !is_title(sample)) {
        habits.read(sample);
    }
    habits.often = often(samples);
    habits.join_variants();
    habits.families = people.iter().filter_map(|name| name.split_whitespace().last()).map(str::to_owned).collect();
    let mut found = habits.persons();
    found.extend(habits.others());
    found.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then_with(|| a.heading.cmp(&b.heading)));
    found
}

/// In how many paragraphs that must stand which nothing else speaks for.
pub(super) fn often(samples: &[Sample<'_>]) -> usize {
    let words: usize = samples.iter().map(|sample| sample.tokens.len()).sum();
    if words < SHORT { OFTEN - 1 } else { OFTEN }
}

/// Whether all words that mean something have capitals: a title that is set as a paragraph.
fn is_title(sample: &Sample<'_>) -> bool {
    let small = |token: &Token<'_>| !token.capital && !is_stop(sample.language, token.text);
    sample.tokens.len() >= 4 && !sample.tokens.iter().any(small)
}

impl<'t> Habits<'t> {
    fn read(&mut self, sample: &Sample<'t>) {
        let tokens = &sample.tokens;
        let mut at = 0;
        while at < tokens.len() {
            if !tokens[at].capital {
                at += 1;
                continue;
            }
            let end = run(tokens, at);
            self.name(sample, at, end);
            at = end;
        }
    }

    /// Notes the name in `from..to`, without the words before it that belong to the sentence or are a title.
    fn name(&mut self, sample: &Sample<'t>, from: usize, to: usize) {
        let tokens = &sample.tokens;
        let (mut first, mut inside) = (from, !tokens[from].opens);
        // "The Duma", "However Lenin": the sentence's capital.
        // Met elsewhere too: "Ada Vole", met once, is a name as it stands.
        let known = to - from > 1 && self.proper.get(tokens[from + 1].text).is_some_and(|count| *count > 1);
        if !inside && self.is_common(tokens[first].text, sample.language, known) {
            first += 1;
            while tokens.get(first).is_some_and(|token| first < to && !token.capital) {
                first += 1;
            }
            inside = first < to;
        }
        // "Belgian King Leopold": a title, and what is said of it.
        let title = (first..to)
            .rev()
            .find(|at| TITLES.contains(&tokens[*at].text) && (first..*at).all(|at| is_demonym(tokens[at].text)));
        let titled = title.is_some();
        if let Some(at) = title {
            (first, inside) = (at + 1, true);
        }
        while first < to && (!tokens[first].capital || LINKS.contains(&tokens[first].text.to_lowercase().as_str())) {
            first += 1;
        }
        // "President Of The Union": of no person.
        let titled = titled && title.is_some_and(|at| first == at + 1);
        if to.saturating_sub(first) > 1 && tokens[first].text == "The" {
            first += 1;
        }
        // "Salvador Allende of Chile": a person, and whence.
        let of = (first + 2..to).find(|at| tokens[*at].text == "of").filter(|_| GIVEN.contains(&tokens[first].text));
        let to = of.unwrap_or(to);
        let words: Vec<&str> = tokens[first..to].iter().map(|token| token.text).collect();
        let alone = words.len() == 1 && is_stop(sample.language, &words[0].to_lowercase());
        if words.is_empty() || words.len() > LONGEST || alone || words.iter().all(|word| word.ends_with('.')) {
            return;
        }
        let before = first.checked_sub(1).and_then(|at| tokens.get(at)).filter(|_| !tokens[first].apart);
        let behind = tokens.get(to).filter(|token| !token.apart && !token.capital);
        let met = self.names.entry(words).or_default();
        met.places.insert(sample.passage.clone());
        met.count += 1;
        met.inside += usize::from(inside || to - first > 1);
        met.titled += usize::from(titled);
        met.located += usize::from(before.is_some_and(|word| LOCATIVES.contains(&word.text.to_lowercase().as_str())));
        // "Marx wrote", "Marx had been arguing".
        let verb = match tokens.get(to..to + 3) {
            Some([had, been, verb]) if matches!(had.text, "had" | "has") && been.text == "been" => Some(verb),
            _ => behind,
        };
        let act = behind.is_some() && verb.is_some_and(|word| ACTS.contains(&word.text));
        met.acts += usize::from(act);
        met.before_small += usize::from(!act && behind.is_some_and(|word| !is_stop(sample.language, word.text)));
        if to - first == 1 {
            met.beside.extend(beside(tokens, first).map(str::to_owned));
        }
    }

    /// Whether a word with a capital at the beginning of a sentence is none of a name: one that is written small elsewhere, or
    /// never has a capital within a sentence although what follows has (`known`).
    fn is_common(&self, word: &str, language: &str, known: bool) -> bool {
        let small = word.to_lowercase();
        let given = GIVEN.contains(&word) || word.ends_with('.');
        is_stop(language, &small) || !given && (self.small(&small) > 0 || known && !self.proper.contains_key(word))
    }

    /// How often a word is written small.
    pub(super) fn small(&self, word: &str) -> usize {
        self.small.get(&word.to_lowercase()).copied().unwrap_or_default()
    }

    /// All other names: places, bodies, works, and persons who are only called by one name.
    fn others(&self) -> impl Iterator<Item = Suggestion> + '_ {
        self.names.iter().filter(|(name, met)| self.is_worth(name, met)).map(|(name, met)| Suggestion {
            heading: name.join(" "),
            patterns: std::iter::once(name.join(" ")).chain(met.also.iter().cloned()).collect(),
            kind: Proposal::Name,
            places: met.places.iter().cloned().collect(),
        })
    }

    fn is_worth(&self, name: &[&str], met: &Met) -> bool {
        match name {
            [one] => {
                let adjective = is_demonym(one) || met.before_small * 2 > met.count;
                let known = met.inside > 0 && self.small(one) * 3 < met.inside;
                let person = self.acts(one, met) || self.is_joined(one, met);
                let said = met.places.len() >= self.often || met.titled > 0 || person;
                let contracted = one.starts_with("I’") || one.starts_with("I'");
                known
                    && said
                    && (!adjective || person && !is_demonym(one))
                    && !contracted
                    && one.chars().count() > 2
                    && !TITLES.contains(one)
                    && !GIVEN.contains(one)
            }
            // "Great Russian": what is so is not said.
            [.., last] if is_demonym(last) => false,
            _ => met.places.len() > 1 || met.titled > 0 || name.last().is_some_and(|last| is_numeral(last)),
        }
    }
}

/// The last words of the names that stand before and after the one at `at`, with "and" or a comma between.
fn beside<'t>(tokens: &[Token<'t>], at: usize) -> impl Iterator<Item = &'t str> {
    let joins =
        |word: &str| matches!(word, "and" | "or" | "und" | "oder" | "et" | "ou" | "y" | "e" | "и" | "или" | "i");
    let name = |at: Option<usize>| at.and_then(|at| tokens.get(at)).filter(|token| token.capital);
    let comma = |at: usize| tokens.get(at).is_some_and(|token| token.apart && !token.opens);
    let before = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        Some(word) if joins(word.text) => name(at.checked_sub(2)),
        Some(_) if comma(at) => name(at.checked_sub(1)),
        _ => None,
    };
    let next = if tokens.get(at + 1).is_some_and(|word| joins(word.text)) {
        Some(at + 2)
    } else {
        Some(at + 1).filter(|next| comma(*next))
    };
    // The last word of the name that follows.
    let after = name(next).map(|first| {
        let rest = tokens.iter().skip(next.unwrap_or(at) + 1).take_while(|token| token.capital && !token.apart);
        rest.last().unwrap_or(first)
    });
    before.into_iter().chain(after).map(|token| token.text)
}

/// Where the run of capitalised words that begins at `from` ends; small words in between belong to it.
fn run(tokens: &[Token<'_>], from: usize) -> usize {
    let mut end = from + 1;
    loop {
        let Some(next) = tokens.get(end).filter(|token| !token.apart) else { return end };
        if next.capital {
            end += 1;
            continue;
        }
        if !(PARTICLES.contains(&next.text) || LINKS.contains(&next.text)) {
            return end;
        }
        // "of the People": at most two small words, and a capital behind them.
        let two = tokens.get(end + 1).is_some_and(|token| !token.apart && ARTICLES.contains(&token.text));
        let behind = end + 1 + usize::from(two);
        match tokens.get(behind) {
            Some(token) if token.capital && !token.apart => end = behind + 1,
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;
    use crate::id::Id;

    fn found(texts: &[&str]) -> Vec<String> {
        found_in("en", texts)
    }

    fn found_in(language: &str, texts: &[&str]) -> Vec<String> {
        let samples: Vec<Sample<'_>> = (1..)
            .zip(texts)
            .map(|(paragraph, text)| Sample {
                passage: Passage { order: 0, document: Id::new("d").unwrap(), paragraph },
                language,
                tokens: tokens(text, language),
            })
            .collect();
        names(&samples, &[]).iter().map(|s| format!("{} = {:?} {}", s.heading, s.patterns, s.places.len())).collect()
    }

    #[test]
    fn forms_of_one_name_come_together() {
        let texts = [
            "Then Vladimir Ilyich Lenin spoke.",
            "It was V. I. Lenin who wrote it, and Lenin’s wife who kept it.",
            "However Lenin was ill. He met Ada Vole and Tom Vole in Kazan; Vole was late. I’d rather stay in Perm.",
            "From Kazan they went on.",
        ];
        assert_eq!(
            found(&texts),
            [
                "Lenin, Vladimir Ilyich = [\"Vladimir Ilyich Lenin\", \"V. I. Lenin\", \"Lenin\"] 3",
                "Kazan = [\"Kazan\"] 2",
                "Vole, Ada = [\"Ada Vole\"] 1",
                "Vole, Tom = [\"Tom Vole\"] 1",
            ]
        );
    }

    #[test]
    fn places_and_bodies_are_not_inverted() {
        let texts = [
            "They left Great Britain for the Paper Museum in Nizhny Novgorod, and met Salvador Allende of Chile there.",
            "While in Great Britain the Paper Museum, and in Nizhny Novgorod the House of the People, was shut, the party went.",
            "It was the House of the People. And the Labour Party met as the Labour Party does, and Belgian King Leopold II sat.",
        ];
        assert_eq!(
            found(&texts),
            [
                "Great Britain = [\"Great Britain\"] 2",
                "House of the People = [\"House of the People\"] 2",
                "Nizhny Novgorod = [\"Nizhny Novgorod\"] 2",
                "Paper Museum = [\"Paper Museum\"] 2",
                "Allende, Salvador = [\"Salvador Allende\"] 1",
                "Leopold II = [\"Leopold II\"] 1",
            ]
        );
    }

    #[test]
    fn what_is_before_a_place_or_an_office_is_no_given_name() {
        let texts = [
            "Trade with Upmark Perm went on, and in Perm itself, said a Vice President.",
            "The Vice President came from Upmark Perm, and the Vice President sat in Perm.",
        ];
        assert_eq!(
            found(&texts),
            ["Perm = [\"Perm\"] 2", "Upmark Perm = [\"Upmark Perm\"] 2", "Vice President = [\"Vice President\"] 2"]
        );
    }

    #[test]
    fn one_name_alone_is_a_persons_beside_persons_and_where_it_acts() {
        let texts = [
            "It was kept by Ada Vole, Merrin and Tosk, in Ostmark and Westmark.",
            "What Hollin had been arguing, and what the paper of Ostmark said, nobody knew.",
        ];
        assert_eq!(
            found(&texts),
            [
                "Ostmark = [\"Ostmark\"] 2",
                "Hollin = [\"Hollin\"] 1",
                "Merrin = [\"Merrin\"] 1",
                "Tosk = [\"Tosk\"] 1",
                "Vole, Ada = [\"Ada Vole\"] 1",
            ]
        );
    }

    #[test]
    fn forms_of_one_body_come_together() {
        let texts = [
            "At the Great Salt Autumn Congress the Union of Salt Boilers, or USB, sat; the German Ostwacht did not.",
            "After the Great Autumn Congress the USB left the Union of Salt Boilers and the Ostwacht alone.",
        ];
        assert_eq!(
            found(&texts),
            [
                "Great Salt Autumn Congress = [\"Great Salt Autumn Congress\", \"Great Autumn Congress\"] 2",
                "Ostwacht = [\"Ostwacht\"] 2",
                "Union of Salt Boilers = [\"Union of Salt Boilers\", \"USB\"] 2",
            ]
        );
    }

    #[test]
    fn names_in_cyrillic() {
        let texts =
            ["Тогда Анна Берг пришла в Казань, а с ней Павел Орлов. Берг молчала.", "В Казани осталась Анна Берг."];
        let shown = found_in("ru", &texts);
        assert!(shown.contains(&"Берг, Анна = [\"Анна Берг\", \"Берг\"] 2".to_owned()), "{shown:?}");
        assert!(shown.contains(&"Орлов, Павел = [\"Павел Орлов\"] 1".to_owned()), "{shown:?}");
    }
}
