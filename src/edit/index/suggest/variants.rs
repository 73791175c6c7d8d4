//! Names that are no persons' and name one thing: which of their forms is the heading.

use std::collections::BTreeMap;

use super::lexicon::{BODIES, is_demonym};
use super::names::Habits;

impl Habits<'_> {
    /// Brings together what names one thing: "German Gestapo" with "Gestapo", "Great Autumn Revolution" with "Great
    /// Autumn Socialist Revolution", "UN" with "United Nations".
    pub(super) fn join_variants(&mut self) {
        let longer: Vec<&Vec<&str>> = self.names.keys().filter(|name| name.len() > 1).collect();
        let mut ends: BTreeMap<(&str, &str), Vec<&Vec<&str>>> = BTreeMap::new();
        let mut initials: BTreeMap<String, &Vec<&str>> = BTreeMap::new();
        for name in &longer {
            let (Some(first), Some(last)) = (name.first(), name.last()) else { continue };
            ends.entry((first, last)).or_default().push(name);
            initials.insert(
                name.iter().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect(),
                name,
            );
        }
        let mut joins: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for name in self.names.keys() {
            let into = match name.as_slice() {
                [one] if one.chars().count() > 1 && one.chars().all(char::is_uppercase) => initials.get(*one).copied(),
                [first, rest @ ..]
                    if is_demonym(first)
                        && rest.last().is_some_and(|last| rest.len() > 1 || !BODIES.contains(last)) =>
                {
                    self.names.get_key_value(rest).map(|(known, _)| known).filter(|known| !is_demonym(known[0]))
                }
                [first, _, .., last] if BODIES.contains(last) => {
                    let alike = ends.get(&(*first, *last)).into_iter().flatten();
                    let form = alike.copied().filter(|other| is_within(name, other) || is_within(other, name));
                    let form =
                        form.filter(|other| other.len().abs_diff(name.len()) == 1 && other.len().min(name.len()) > 2);
                    // "United Mexican States" are no form of others.
                    let form = form.filter(|other| {
                        !name.iter().chain(other.iter()).any(|word| is_demonym(word) || word.contains('-'))
                    });
                    // The form that the texts prefer is the heading.
                    let rank = |form: &[&str]| (self.names.get(form).map_or(0, |met| met.count), form.len());
                    form.max_by_key(|form| rank(form)).filter(|form| rank(form) > rank(name))
                }
                _ => None,
            };
            joins.extend(into.map(|into| (name.clone(), into.clone())));
        }
        for (name, into) in joins {
            if !self.names.contains_key(&into) {
                continue;
            }
            if let Some(met) = self.names.remove(&name)
                && let Some(known) = self.names.get_mut(&into)
            {
                // "Gestapo" finds "German Gestapo" too.
                if name.get(1..) != Some(into.as_slice()) {
                    known.also.push(name.join(" "));
                }
                known.also.extend(met.also);
                known.places.extend(met.places);
                known.count += met.count;
                known.inside += met.inside;
            }
        }
    }
}

/// Whether the words of `name` stand in `other` in their order.
fn is_within(name: &[&str], other: &[&str]) -> bool {
    let mut rest = other.iter();
    name.iter().all(|word| rest.any(|one| one == word))
}
