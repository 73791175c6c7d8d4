//! Names: runs of capitalised words, those of one person brought together.
//!
//! A capital at the beginning of a sentence says nothing; a word that the texts also write small is no name alone. A name
//! is inverted only if it is a person's ("Britain, Great" helps nobody): by a title or an initial, by a given name, or
//! because none of its words is ever written small and nothing speaks for a place or a body.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::person::{ARTICLES, BODIES, GIVEN, LINKS, LOCATIVES, PARTICLES, PLACES, TITLES, is_demonym, is_numeral};
use super::words::{Token, is_stop};
use super::{Passage, Proposal, Sample, Suggestion};
use crate::metadata::file_as;

/// The longest name, in words.
const LONGEST: usize = 6;

/// How a name is met.
#[derive(Debug, Default)]
struct Met {
    places: BTreeSet<Passage>,
    /// How often within a sentence.
    inside: usize,
    /// How often after a word such as "in".
    located: usize,
    /// How often after a title.
    titled: usize,
    /// How often before a word in small letters: as an adjective, it may be.
    before_small: usize,
    count: usize,
}

/// What the texts do with their words.
#[derive(Debug, Default)]
struct Habits<'t> {
    /// How often each word is written small.
    small: FxHashMap<String, usize>,
    /// Words that have a capital within a sentence.
    proper: FxHashSet<&'t str>,
    names: BTreeMap<Vec<&'t str>, Met>,
}

/// A name of a person with its variants.
struct Person<'t> {
    /// The words of the fullest form.
    name: Vec<&'t str>,
    /// All forms, the fullest among them.
    forms: Vec<Vec<&'t str>>,
    places: BTreeSet<Passage>,
}

/// Proposes the names that `samples` use, the most frequent first.
pub(super) fn names(samples: &[Sample<'_>]) -> Vec<Suggestion> {
    let mut habits = Habits::default();
    for token in samples.iter().flat_map(|sample| &sample.tokens).filter(|token| !token.capital) {
        *habits.small.entry(token.text.to_lowercase()).or_default() += 1;
    }
    let proper = samples.iter().flat_map(|sample| &sample.tokens).filter(|token| token.capital && !token.opens);
    habits.proper = proper.map(|token| token.text).collect();
    for sample in samples.iter().filter(|sample| !is_title(sample)) {
        habits.read(sample);
    }
    let mut found = habits.persons();
    found.extend(habits.others());
    found.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then_with(|| a.heading.cmp(&b.heading)));
    found
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
        let known = to - from > 1 && self.proper.contains(tokens[from + 1].text);
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
        met.before_small += usize::from(behind.is_some_and(|word| !is_stop(sample.language, word.text)));
    }

    /// Whether a word with a capital at the beginning of a sentence is none of a name: one that is written small elsewhere, or
    /// never has a capital within a sentence although what follows has (`known`).
    fn is_common(&self, word: &str, language: &str, known: bool) -> bool {
        let small = word.to_lowercase();
        let given = GIVEN.contains(&word) || word.ends_with('.');
        is_stop(language, &small) || !given && (self.small(&small) > 0 || known && !self.proper.contains(word))
    }

    fn small(&self, word: &str) -> usize {
        self.small.get(&word.to_lowercase()).copied().unwrap_or_default()
    }

    /// Whether `name`, of several words, is a person's.
    fn is_person(&self, name: &[&str], met: &Met) -> bool {
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return false };
        let proper: Vec<&&str> = name.iter().filter(|word| word.starts_with(char::is_uppercase)).collect();
        if proper.len() < 2
            || proper.len() > 4
            || name.contains(&"of")
            || name.contains(&"the")
            || BODIES.contains(last)
            || PLACES.contains(first)
            || proper.iter().any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 2)
            || is_numeral(last)
            || last.chars().count() < 2
            || last.ends_with('.')
        {
            return false;
        }
        if met.titled > 0 || first.ends_with('.') || GIVEN.contains(first) {
            return self.small(last) == 0 || met.titled > 0 || first.ends_with('.');
        }
        let never_small = proper.iter().all(|word| self.small(word) == 0);
        never_small
            && !proper.iter().any(|word| is_demonym(word) || BODIES.contains(*word))
            && met.located * 2 <= met.count
    }

    /// The persons, each with all forms of the name.
    fn persons(&mut self) -> Vec<Suggestion> {
        let mut forms: Vec<Vec<&str>> = self
            .names
            .iter()
            .filter(|(name, met)| name.len() > 1 && self.is_person(name, met))
            .map(|(n, _)| n.clone())
            .collect();
        // The fullest first: the others are variants of it.
        forms.sort_by_key(|name| (std::cmp::Reverse(name.iter().map(|word| word.len()).sum::<usize>()), name.clone()));
        let mut persons: Vec<Person<'_>> = Vec::new();
        for form in forms {
            let met = self.names.remove(&form).unwrap_or_default();
            match persons.iter_mut().find(|person| is_variant(&form, &person.name)) {
                Some(person) => {
                    person.places.extend(met.places);
                    person.forms.push(form);
                }
                None => persons.push(Person { name: form.clone(), forms: vec![form], places: met.places }),
            }
        }
        let mut families: BTreeMap<&str, usize> = BTreeMap::new();
        for person in &persons {
            *families.entry(person.name.last().copied().unwrap_or_default()).or_default() += 1;
        }
        persons.into_iter().map(|person| self.person(person, &families)).collect()
    }

    /// A person, with the mentions by the family's name alone if nobody else has it.
    fn person(&mut self, person: Person<'t>, families: &BTreeMap<&str, usize>) -> Suggestion {
        let Person { name, forms, mut places } = person;
        let family = name.last().copied().unwrap_or_default();
        let alone = families.get(family) == Some(&1) && !BODIES.contains(&family);
        let mut patterns: Vec<String> = forms.iter().map(|form| form.join(" ")).collect();
        if let Some(met) = self.names.remove([family].as_slice()).filter(|_| alone) {
            places.extend(met.places);
            patterns.push(family.to_owned());
        }
        Suggestion {
            heading: file_as(&name.join(" ")),
            patterns,
            kind: Proposal::Name,
            places: places.into_iter().collect(),
        }
    }

    /// All other names: places, bodies, works, and persons who are only called by one name.
    fn others(&self) -> impl Iterator<Item = Suggestion> + '_ {
        self.names.iter().filter(|(name, met)| self.is_worth(name, met)).map(|(name, met)| Suggestion {
            heading: name.join(" "),
            patterns: vec![name.join(" ")],
            kind: Proposal::Name,
            places: met.places.iter().cloned().collect(),
        })
    }

    fn is_worth(&self, name: &[&str], met: &Met) -> bool {
        match name {
            [one] => {
                let adjective = is_demonym(one) || met.before_small * 2 > met.count;
                let known = met.inside > 0 && self.small(one) * 3 < met.inside;
                let said = met.places.len() > 1 || met.titled > 0;
                let contracted = one.starts_with("I’") || one.starts_with("I'");
                known
                    && said
                    && !adjective
                    && !contracted
                    && one.chars().count() > 2
                    && !TITLES.contains(one)
                    && !GIVEN.contains(one)
            }
            _ => met.places.len() > 1 || met.titled > 0 || name.last().is_some_and(|last| is_numeral(last)),
        }
    }
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

/// Whether `form` may be a shorter form of `full`: the same family, and the given names or their initials in order.
fn is_variant(form: &[&str], full: &[&str]) -> bool {
    let (Some((family, given)), Some((other, all))) = (form.split_last(), full.split_last()) else { return false };
    if family != other {
        return false;
    }
    let mut rest = all.iter();
    given.iter().all(|name| {
        rest.any(|whole| match name.strip_suffix('.') {
            Some(initial) => whole.starts_with(initial),
            None => whole == name || whole.strip_suffix('.').is_some_and(|initial| name.starts_with(initial)),
        })
    })
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
        names(&samples).iter().map(|s| format!("{} = {:?} {}", s.heading, s.patterns, s.places.len())).collect()
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
}
