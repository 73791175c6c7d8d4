//! Which names are persons', and the forms of one person's name.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::{ARTICLES, BODIES, GIVEN, PLACES, TITLES, is_demonym, is_numeral};
use super::names::{Habits, Met};
use super::words::is_stop;
use super::{Passage, Proposal, Suggestion};
use crate::metadata::file_as;

/// A name of a person with its variants.
struct Person<'t> {
    /// The words of the fullest form.
    name: Vec<&'t str>,
    /// All forms, the fullest among them.
    forms: Vec<Vec<&'t str>>,
    places: BTreeSet<Passage>,
}

impl<'t> Habits<'t> {
    /// Whether `name`, of several words, is a person's.
    fn is_person(&self, name: &[&str], met: &Met) -> bool {
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return false };
        let proper: Vec<&&str> = name.iter().filter(|word| word.starts_with(char::is_uppercase)).collect();
        if ARTICLES.contains(&first.to_lowercase().as_str())
            || is_stop("en", &first.to_lowercase())
            || proper.len() < 2
            || proper.len() > 4
            || name.contains(&"of")
            || name.contains(&"the")
            || BODIES.contains(last)
            || TITLES.contains(last)
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
            && !self.is_place(last)
    }

    /// Whether a word alone is a place's name by what stands before it: "Asiatic Russia" is no person where much is said
    /// to be "in Russia".
    fn is_place(&self, one: &str) -> bool {
        self.names.get([one].as_slice()).is_some_and(|met| met.located > 1 && met.located * 4 > met.count)
    }

    /// The persons, each with all forms of the name.
    pub(super) fn persons(&mut self) -> Vec<Suggestion> {
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
        self.families.extend(families.keys().map(|family| (*family).to_owned()));
        let known =
            self.names.iter().filter(|(name, met)| name.len() == 1 && (met.titled > 0 || self.acts(name[0], met)));
        let known: Vec<String> = known.map(|(name, _)| name.concat()).collect();
        self.families.extend(known);
        // "Lenin and Stalin", "Stalin and Bukharin".
        let alone = |(name, met): &(&Vec<&str>, &Met)| name.len() == 1 && self.is_joined(name[0], met);
        let joined: Vec<String> = self.names.iter().filter(alone).map(|(name, _)| name.concat()).collect();
        self.families.extend(joined);
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

    /// Whether a word alone is a person's name by what is said of it.
    pub(super) fn acts(&self, one: &str, met: &Met) -> bool {
        met.acts > 0 && met.located == 0 && self.small(one) * 10 <= met.count
    }

    /// Whether a word alone is a person's name by those it stands beside.
    pub(super) fn is_joined(&self, one: &str, met: &Met) -> bool {
        met.located * 4 <= met.count
            && self.small(one) * 10 <= met.count
            && !is_demonym(one)
            && met.beside.iter().any(|other| self.families.contains(other))
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
