//! What leads to headings: terms and people, with their conditions, and the places terms quote.

use std::collections::BTreeMap;

use globset::Glob;

use super::Task;
use super::fold::Folded;
use super::headings::{HeadingId, Headings};
use super::pattern::{Patterns, Purpose};
use super::quoted::Quoted;
use crate::book::{IndexKind, Words};
use crate::diagnostic::Diagnostics;
use crate::id::Id;
use crate::manifest::{Person, Spanned, Term};
use crate::metadata::file_as;

/// Patterns that lead to one heading, and on what conditions.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) heading: HeadingId,
    /// Ids or globs of the documents it is limited to.
    within: Vec<String>,
    /// Whether one of certain words must stand in the same paragraph.
    pub(super) near: bool,
    /// Whether passing mentions stay out.
    pub(super) substantive: bool,
    /// Ids or globs of the documents that treat it above all.
    principal: Vec<String>,
    /// Its first pattern, for a fault. People have none, for nobody asked for each of them; nor have terms with a
    /// faulty pattern.
    pub(super) pattern: Option<Spanned<String>>,
    /// How often its patterns were met, and how often that led to its heading.
    pub(super) met: usize,
    pub(super) kept: usize,
    /// How often they stand in listings, which are not indexed.
    pub(super) listed: usize,
}

/// Another name of a person: one that the text uses, and nobody would look for at the heading, refers to it.
#[derive(Debug)]
struct Alias {
    /// As it is filed.
    name: Spanned<String>,
    /// The lead that finds it.
    lead: usize,
    heading: HeadingId,
}

/// Everything that leads to headings.
#[derive(Debug, Default)]
#[allow(clippy::struct_field_names, reason = "the leads themselves")]
pub(super) struct Leads {
    pub(super) leads: Vec<Lead>,
    pub(super) quoted: Vec<Quoted>,
    aliases: Vec<Alias>,
}

impl Leads {
    /// Reads terms and people into headings and patterns.
    pub(super) fn read(
        task: &Task<'_>,
        words: &Words,
        headings: &mut Headings,
        (patterns, diagnostics): (&mut Patterns, &mut Diagnostics),
    ) -> Self {
        let mut leads = Self::default();
        for term in &task.spec.terms.0 {
            if let Some(index) = term.index {
                headings.claim(&term.path.value, index, term.path.span);
            }
        }
        let people = if task.spec.people { filed(task, words) } else { Vec::new() };
        for (name, person) in &people {
            headings.claim(std::slice::from_ref(name), IndexKind::Names, person.name.span);
        }
        for term in &task.spec.terms.0 {
            let index = term
                .index
                .map_or_else(|| headings.home_of(&term.path.value, term.path.span), |index| headings.home(index));
            let id = headings.at_in(index, &term.path.value, term.path.span);
            let heading = headings.get_mut(id);
            heading.see.extend(term.see.iter().cloned());
            heading.see_also.extend(term.see_also.iter().cloned());
            if let Some(sort) = &term.sort {
                heading.sort = Some(sort.value.clone());
            }
            leads.term(term, id, patterns, diagnostics);
        }
        leads.people(&people, headings, (patterns, diagnostics));
        leads
    }

    fn term(&mut self, term: &Term, heading: HeadingId, patterns: &mut Patterns, diagnostics: &mut Diagnostics) {
        for place in &term.at {
            self.quote(heading, &place.document.value, &place.words, false);
        }
        let mut principal = Vec::new();
        for place in &term.principal {
            match place.value.split_once(": ").and_then(|(id, words)| Some((Id::new(id.trim())?, words))) {
                Some((id, words)) => self.quote(heading, &id, &Spanned::new(words.to_owned(), place.span), true),
                None => principal.push(place.value.clone()),
            }
        }
        if term.patterns.is_empty() {
            return;
        }
        let lead = self.leads.len();
        // What is wrong with a pattern is told: that it leads nowhere then goes without saying.
        let mut sound = true;
        for pattern in &term.patterns {
            sound &= patterns.add(pattern, Purpose::Lead(lead), diagnostics);
        }
        for pattern in &term.near {
            sound &= patterns.add(pattern, Purpose::Near(lead), diagnostics);
        }
        self.leads.push(Lead {
            heading,
            within: term.within.iter().map(|id| id.value.clone()).collect(),
            near: !term.near.is_empty(),
            substantive: term.substantive,
            principal,
            pattern: term.patterns.first().filter(|_| sound).cloned(),
            met: 0,
            kept: 0,
            listed: 0,
        });
    }

    fn quote(&mut self, heading: HeadingId, document: &Id, words: &Spanned<String>, principal: bool) {
        self.quoted.push(Quoted::new(heading, document.clone(), words.clone(), principal));
    }

    /// People, each with the heading they are filed under; found by their names and all others they are known by.
    fn people(
        &mut self,
        people: &[(String, &Person)],
        headings: &mut Headings,
        (patterns, diagnostics): (&mut Patterns, &mut Diagnostics),
    ) {
        for (name, person) in people {
            let heading = headings.at(std::slice::from_ref(name), person.name.span);
            patterns.add(&person.name, Purpose::Lead(self.leads.len()), diagnostics);
            self.leads.push(Lead::person(heading));
            for name in person.aka.iter().chain(person.original.values()) {
                let lead = self.leads.len();
                patterns.add(name, Purpose::Lead(lead), diagnostics);
                self.leads.push(Lead::person(heading));
                if let Some(name) = alias(name, person) {
                    self.aliases.push(Alias { name, lead, heading });
                }
            }
        }
    }

    /// Headings for the other names that were met in the text: "Ulyanov. *See* Lenin, Vladimir Ilyich" (*Chicago* 18,
    /// 15.45). A name that has a heading already keeps it.
    pub(super) fn aliases(&self, headings: &mut Headings) {
        for alias in &self.aliases {
            let path = std::slice::from_ref(&alias.name.value);
            let met = self.leads.get(alias.lead).is_some_and(|lead| lead.kept > 0);
            if met && headings.find(path, alias.name.span).is_none() {
                let to = Spanned::new(headings.path(alias.heading), alias.name.span);
                let id = headings.at_in(headings.get(alias.heading).index, path, alias.name.span);
                headings.get_mut(id).see.push(to);
            }
        }
    }

    /// Which leads count in a document, or in the editor's prose where there is none; and which are treated there
    /// above all.
    pub(super) fn in_document(&self, document: Option<&Id>, globs: &mut Globs) -> Vec<(bool, bool)> {
        let mut matches = |list: &[String]| document.is_some_and(|id| list.iter().any(|glob| globs.matches(glob, id)));
        self.leads
            .iter()
            .map(|lead| (lead.within.is_empty() || matches(&lead.within), matches(&lead.principal)))
            .collect()
    }
}

impl Lead {
    /// A name of a person.
    const fn person(heading: HeadingId) -> Self {
        Self {
            heading,
            within: Vec::new(),
            near: false,
            substantive: false,
            principal: Vec::new(),
            pattern: None,
            met: 0,
            kept: 0,
            listed: 0,
        }
    }
}

/// People by their names as sorted, with their life dates where two have one name.
fn filed<'a>(task: &Task<'a>, words: &Words) -> Vec<(String, &'a Person)> {
    let mut namesakes: BTreeMap<&str, usize> = BTreeMap::new();
    for person in task.people.values() {
        *namesakes.entry(&person.file_as).or_default() += 1;
    }
    let one = |person: &'a Person| {
        let shared = namesakes.get(person.file_as.as_str()).is_some_and(|count| *count > 1);
        let lived = person.lived.as_ref().filter(|_| shared).map(|lived| words.life(&lived.value));
        let name = lived.map_or_else(|| person.file_as.clone(), |lived| format!("{} ({lived})", person.file_as));
        (name, person)
    };
    task.people.values().map(one).collect()
}

/// Another name as it is filed, unless a word of it stands in the person's own name: who looks for "V. I. Lenin" finds
/// "Lenin, Vladimir Ilyich".
fn alias(name: &Spanned<String>, person: &Person) -> Option<Spanned<String>> {
    let words = |text: &str| -> Vec<String> {
        let folded = Folded::of(text).lower;
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
        words.map(str::to_owned).collect()
    };
    let own = words(&format!("{} {}", person.name.value, person.file_as));
    let pattern = name.value.contains(['*', '/']);
    let known = words(&name.value).iter().any(|word| own.contains(word));
    (!pattern && !known).then(|| Spanned::new(filed_alias(name.value.trim(), person), name.span))
}

/// Turned round as the person's own name is; a byname stays as it stands, which the small words in it tell, and so do
/// all other names of one who is filed as they are called: "Great Britain", "Peter the Great".
fn filed_alias(name: &str, person: &Person) -> String {
    if let Some(rest) = name.strip_prefix("the ") {
        return format!("{rest}, the");
    }
    let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let turned = person.file_as.trim() != person.name.value.trim();
    if turned && !name.split_whitespace().any(small) { file_as(name) } else { name.to_owned() }
}

/// Globs that were met, compiled.
#[derive(Debug, Default)]
pub(super) struct Globs(BTreeMap<String, Option<globset::GlobMatcher>>);

impl Globs {
    fn matches(&mut self, glob: &str, id: &Id) -> bool {
        if !self.0.contains_key(glob) {
            self.0.insert(glob.to_owned(), Glob::new(glob).ok().map(|glob| glob.compile_matcher()));
        }
        let compiled = self.0.get(glob).and_then(Option::as_ref);
        glob == id.as_str() || compiled.is_some_and(|glob| glob.is_match(id.as_str()))
    }
}
