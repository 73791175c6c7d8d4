//! What an indexer would object to in an index, once it is known what its locators are.
//!
//! Enters: a book whose index is made, and the pages of its text. Leaves: a warning for each rule of the trade that the
//! index breaks, with all the headings that break it (*Chicago* 18, 15.11–24; ISO 999, 7 and 8). Never: changes the
//! index. Faults of a single term, such as a pattern without a hit, were told when it was read ([`super`]).

use std::collections::{BTreeMap, BTreeSet};

use super::fold::Folded;
use super::listing::indexes;
use crate::book::{AnchorId, Book, Entry, Folio, Index, PageMap, Reference, locators};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::plain_text;
use crate::metadata::Language;

/// More pages than a range can lead a reader through.
const LONGEST_RANGE: u32 = 10;
/// More subheadings than a reader looks over.
const MOST_SUBHEADINGS: usize = 25;
/// So few locators are given at both headings instead of a *see*: they take no more room.
const FEWEST: usize = 2;
/// Headings, subheadings.
const LEVELS: usize = 2;
/// So many headings are shown under one rule.
const SHOWN: usize = 6;

/// The codes of all that is told of an index: when its terms are read, when it is made, and here.
pub const CODES: &[&str] = &[
    "anchor",
    "bad-pattern",
    "blind-xref",
    "circular-xref",
    "double-entry",
    "double-post",
    "index-mark",
    "lies-in-cut",
    "long-range",
    "near-heading",
    "no-hits",
    "not-indexed",
    "open-range",
    "orphan-subentry",
    "see-with-locators",
    "too-deep",
    "too-many-patterns",
    "too-many-subheads",
    "undifferentiated",
];

/// A rule of the trade.
struct Rule {
    code: &'static str,
    /// What one heading does, and what several do: `{n}` stands for their number.
    message: (&'static str, &'static str),
    hint: &'static str,
}

const UNDIFFERENTIATED: Rule = Rule {
    code: "undifferentiated",
    message: (
        "a heading has so many locators that nobody looks them all up",
        "{n} headings have so many locators that nobody looks them all up",
    ),
    hint: "divide it into subheadings, or count only what matters: mentions = \"substantive\"; `max-locators` in [index] \
           says how many are too many",
};
const LONG_RANGE: Rule = Rule {
    code: "long-range",
    message: (
        "a locator runs over more than 10 pages",
        "{n} headings have a locator that runs over more than 10 pages",
    ),
    hint: "refer to the parts that matter",
};
const DOUBLE_POST: Rule = Rule {
    code: "double-post",
    message: (
        "a *see* leads to a heading with hardly a locator",
        "{n} headings have a *see* that leads to hardly a locator",
    ),
    hint: "give the locators at both headings: repeat the pattern in place of `see`",
};
const ORPHAN: Rule = Rule {
    code: "orphan-subentry",
    message: ("a subheading stands alone under its heading", "{n} subheadings stand alone under their headings"),
    hint: "join it to the heading: \"Lenin, Vladimir, body of\"",
};
const TOO_DEEP: Rule = Rule {
    code: "too-deep",
    message: ("a subheading has subheadings of its own", "{n} headings lie deeper than a subheading"),
    hint: "make the second level a heading, with a `see-also` at the first",
};
const TOO_MANY: Rule = Rule {
    code: "too-many-subheads",
    message: ("a heading has more than 25 subheadings", "{n} headings have more than 25 subheadings"),
    hint: "make headings of the greater of them",
};
const DOUBLE_ENTRY: Rule = Rule {
    code: "double-entry",
    message: (
        "two headings differ only in case, accents, punctuation or number",
        "{n} headings differ from another only in case, accents, punctuation or number",
    ),
    hint: "keep one of them, with the patterns of both",
};

/// Tells in which ways the indexes of terms of `book` fall short; nothing where the book has none. A locator is a page where `pages`
/// are known, else a paragraph. A heading may have `most` undifferentiated locators.
pub fn appraise(book: &Book, pages: Option<&PageMap>, most: u32, diagnostics: &mut Diagnostics) {
    let of_terms: Vec<&Index> = indexes(book).filter(|index| index.kind.is_of_terms()).collect();
    if of_terms.is_empty() {
        return;
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut appraiser = Appraiser { book, pages, most, entries: BTreeMap::new(), found: Vec::new() };
    for index in of_terms {
        appraiser.index(index);
    }
    appraiser.report(diagnostics);
    not_indexed(book, diagnostics);
}

struct Appraiser<'a> {
    book: &'a Book,
    pages: Option<&'a PageMap>,
    most: usize,
    /// Every entry by its anchor.
    entries: BTreeMap<AnchorId, &'a Entry>,
    found: Vec<(&'static Rule, Span, String)>,
}

impl<'a> Appraiser<'a> {
    fn index(&mut self, index: &'a Index) {
        let mut waiting: Vec<&Entry> = index.groups.iter().flat_map(|group| &group.entries).collect();
        self.siblings(&waiting);
        while let Some(entry) = waiting.pop() {
            self.entries.insert(entry.anchor, entry);
            waiting.extend(&entry.subentries);
        }
        for entry in index.groups.iter().flat_map(|group| &group.entries) {
            self.entry(entry, 1);
        }
    }

    /// Recursion ends: paths have at most four parts.
    fn entry(&mut self, entry: &'a Entry, level: usize) {
        if level > LEVELS {
            self.note(&TOO_DEEP, entry, format!("at the level {level}"));
        }
        let count = self.locators(&entry.references);
        if count > self.most {
            self.note(&UNDIFFERENTIATED, entry, format!("{count} locators"));
        }
        if let Some(length) = self.longest(&entry.references) {
            self.note(&LONG_RANGE, entry, format!("{length} pages"));
        }
        self.posts(entry);
        match entry.subentries.as_slice() {
            [only] if entry.references.is_empty() && only.subentries.is_empty() => {
                self.note(&ORPHAN, only, "alone here".to_owned());
            }
            many if many.len() > MOST_SUBHEADINGS => {
                self.note(&TOO_MANY, entry, format!("{} subheadings", many.len()));
            }
            _ => {}
        }
        self.siblings(&entry.subentries.iter().collect::<Vec<_>>());
        for sub in &entry.subentries {
            self.entry(sub, level + 1);
        }
    }

    /// A *see* that is longer than what it leads to.
    fn posts(&mut self, entry: &Entry) {
        let [see] = entry.see.as_slice() else { return };
        let Some(target) = self.entries.get(&see.target).filter(|target| target.subentries.is_empty()) else { return };
        let count = self.locators(&target.references);
        if (1..=FEWEST).contains(&count) {
            let locators = if count == 1 { "1 locator".to_owned() } else { format!("{count} locators") };
            self.note(&DOUBLE_POST, entry, format!("`{}` has {locators}", plain_text(&target.heading)));
        }
    }

    /// Headings of one level that a reader would take for one.
    fn siblings(&mut self, entries: &[&'a Entry]) {
        let mut known: BTreeMap<String, &Entry> = BTreeMap::new();
        for entry in entries {
            let key = alike(&plain_text(&entry.heading), &self.book.metadata.language);
            match known.get(&key) {
                Some(first) if !key.is_empty() => {
                    let other = plain_text(&first.heading);
                    self.note(&DOUBLE_ENTRY, entry, format!("is like `{other}`"));
                }
                _ => {
                    known.insert(key, entry);
                }
            }
        }
    }

    /// How many locators `references` are printed as.
    fn locators(&self, references: &[Reference]) -> usize {
        if let Some(pages) = self.pages {
            return locators(references, pages, self.book.ranges, &|_| String::new()).len();
        }
        let place = |reference: &Reference| self.book.places.get(reference.from.0 as usize);
        references.iter().filter_map(place).map(|p| (p.division, p.paragraph)).collect::<BTreeSet<_>>().len()
    }

    /// How many pages the longest stretch has, if that is too many.
    fn longest(&self, references: &[Reference]) -> Option<u32> {
        let pages = self.pages?;
        let length = |reference: &Reference| match (pages.folio(reference.from)?, pages.folio(reference.to?)?) {
            (Folio::Arabic(from), Folio::Arabic(to)) | (Folio::Roman(from), Folio::Roman(to)) => {
                Some(to.checked_sub(from)? + 1)
            }
            _ => None,
        };
        references.iter().filter_map(length).max().filter(|length| *length > LONGEST_RANGE)
    }

    fn note(&mut self, rule: &'static Rule, entry: &Entry, what: String) {
        self.found.push((rule, entry.span, what));
    }

    /// One warning a rule.
    fn report(mut self, diagnostics: &mut Diagnostics) {
        self.found.sort_by(|(a, at, ..), (b, other, ..)| (a.code, at).cmp(&(b.code, other)));
        for found in self.found.chunk_by(|(a, ..), (b, ..)| a.code == b.code) {
            let Some(((rule, span, what), rest)) = found.split_first() else { continue };
            let message = match found.len() {
                1 => rule.message.0.to_owned(),
                n => rule.message.1.replace("{n}", &n.to_string()),
            };
            let mut warning = Diagnostic::warning(rule.code, message).at(*span, what.clone());
            for (_, span, what) in rest.iter().take(SHOWN - 1) {
                warning = warning.also(*span, what.clone());
            }
            if let Some(more) = found.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                warning = warning.hint(format!("and {more} more"));
            }
            diagnostics.push(warning.hint(rule.hint));
        }
    }
}

/// Documents to which no entry leads.
fn not_indexed(book: &Book, diagnostics: &mut Diagnostics) {
    let counts = references_by_division(book);
    let selections = book.parts.iter().flat_map(|part| &part.chapters).flat_map(|chapter| &chapter.selections);
    let idle: Vec<&str> =
        selections.filter(|one| !counts.contains_key(&one.anchor)).map(|one| one.id.as_str()).collect();
    let message = match idle.as_slice() {
        [] => return,
        [one] => format!("no entry of the index leads into the document `{one}`"),
        [one, ..] => format!("no entry of the index leads into {} documents: `{one}` and others", idle.len()),
    };
    let named = idle.iter().take(SHOWN).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let more = idle.len().checked_sub(SHOWN).filter(|more| *more > 0).map(|more| format!(" and {more} more"));
    let mut warning = Diagnostic::warning("not-indexed", message);
    if idle.len() > 1 {
        warning = warning.hint(format!("{named}{}", more.unwrap_or_default()));
    }
    diagnostics.push(warning.hint("`anthology index suggest` proposes headings"));
}

/// How many references of the indexes of terms lead into each division; notes count with the text that calls them.
pub(super) fn references_by_division(book: &Book) -> BTreeMap<AnchorId, usize> {
    let mut counts = BTreeMap::new();
    let of_terms = indexes(book).filter(|index| index.kind.is_of_terms());
    let mut waiting: Vec<&Entry> = of_terms.flat_map(|index| &index.groups).flat_map(|group| &group.entries).collect();
    while let Some(entry) = waiting.pop() {
        for place in entry.references.iter().filter_map(|reference| book.places.get(reference.from.0 as usize)) {
            *counts.entry(place.division).or_default() += 1;
        }
        waiting.extend(&entry.subentries);
    }
    counts
}

/// Whether two English headings differ only in what nobody tells apart.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    Language::parse("en").is_some_and(|english| alike(one, &english) == alike(other, &english))
}

/// What two headings have in common that nobody would tell apart: small letters without accents, no punctuation, and in
/// English no plural.
fn alike(heading: &str, language: &Language) -> String {
    let folded = Folded::of(heading).lower;
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let english = language.primary() == "en";
    words.map(|word| if english { singular(word) } else { word.to_owned() }).collect::<Vec<_>>().join(" ")
}

/// The singular of an English word, near enough: what two words have in common of which one is the plural.
fn singular(word: &str) -> String {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) =
        stem("es").filter(|stem| stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh"))
    {
        return stem.to_owned();
    }
    stem("s").filter(|stem| !stem.ends_with(['s', 'u', 'i'])).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_are_alike() {
        let alike = |a: &str, b: &str| {
            let english = Language::parse("en").unwrap();
            super::alike(a, &english) == super::alike(b, &english)
        };
        for (a, b) in [
            ("Soviet Union", "Soviet unions"),
            ("Café de l’Europe", "cafe de l'Europe"),
            ("Churches", "church"),
            ("city-states", "City states"),
            ("Parties", "Party"),
            ("*Aurora*", "Aurora"),
        ] {
            assert!(alike(a, b), "{a} and {b}");
        }
        for (a, b) in [
            ("nation", "nationalism"),
            ("Marx", "Marxism"),
            ("glass", "glasses of beer"),
            ("gas", "ga"),
            ("Paris", "Pari"),
            ("news", "new art"),
        ] {
            assert!(!alike(a, b), "{a} and {b}");
        }
    }
}
