//! Names by which things are called: ids in the manifest, slugs in files and links. One rule makes both.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The id of a document, person, grant or edition, as the manifest writes it.
///
/// A document's id is its file's stem; letters of any script, digits, `-`, `_` and `.` may stand in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// Takes `text` as an id if it is one: not empty, not starting with `.` or `-`, and never a path.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\'' | ' ' | '(' | ')' | ',');
        let good =
            !text.is_empty() && !text.starts_with(['.', '-', ' ']) && !text.ends_with(' ') && text.chars().all(allowed);
        good.then(|| Self(text.into()))
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a slug, see [`slug`].
    #[must_use]
    pub fn slug(&self) -> String {
        slug(&self.0)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ASCII letters, digits and single hyphens, beginning with a letter: fit for a file name, an XML id
/// and a CSS selector alike. Other scripts are transliterated; what leaves nothing becomes `x`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        None => "x".to_owned(),
        Some(c) if c.is_ascii_digit() => format!("x-{slug}"),
        Some(_) => slug.to_owned(),
    }
}

/// Compares names as a reader sorts them: `chapter-2` stands before `chapter-10`.
#[must_use]
pub(crate) fn natural(one: &str, other: &str) -> std::cmp::Ordering {
    let (mut a, mut b) = (one, other);
    while let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) {
        let (order, rest) = if x.is_ascii_digit() && y.is_ascii_digit() {
            let ((m, a), (n, b)) = (number(a), number(b));
            (m.len().cmp(&n.len()).then(m.cmp(n)), (a, b))
        } else {
            (x.cmp(&y), (&a[x.len_utf8()..], &b[y.len_utf8()..]))
        };
        if order.is_ne() {
            return order;
        }
        (a, b) = rest;
    }
    // Leading zeros decide where nothing else does.
    a.len().cmp(&b.len()).then_with(|| one.cmp(other))
}

/// The number a text begins with, without its zeros, and what follows.
fn number(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

/// Names that were given away, each once; many alike do not cost quadratic time.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
    /// The last number tried after each name.
    counts: BTreeMap<String, usize>,
}

impl Names {
    /// Names of which `reserved` are never given away.
    pub(crate) fn without(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect(), counts: BTreeMap::new() }
    }

    /// `wanted`, numbered from 2 on where it is taken; from a `first` above 1 it is numbered at once.
    pub(crate) fn take(&mut self, wanted: &str, first: usize, numbered: &dyn Fn(&str, usize) -> String) -> String {
        let name = if first < 2 { wanted.to_owned() } else { numbered(wanted, first) };
        if self.taken.insert(name.clone()) {
            return name;
        }
        let count = self.counts.entry(wanted.to_owned()).or_insert(1);
        *count = first.max(*count);
        loop {
            *count += 1;
            let name = numbered(wanted, *count);
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// As [`Names::take`], numbered as slugs are: `poem-2`.
    pub(crate) fn take_slug(&mut self, wanted: &str, first: usize) -> String {
        self.take(wanted, first, &|name, number| format!("{name}-{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_readers_do() {
        let mut names = ["b", "a-10", "a-9b", "a-2", "a-02", "a", "é-1", "a-10-3", "a-10-12"];
        names.sort_by(|one, other| natural(one, other));
        assert_eq!(names, ["a", "a-02", "a-2", "a-9b", "a-10", "a-10-3", "a-10-12", "b", "é-1"]);
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Contested October: “Five” Documents"), "contested-october-five-documents");
        assert_eq!(slug("Ανθολογία"), "anthologia");
        assert_eq!(slug("1917"), "x-1917");
        assert_eq!(slug("…"), "x");
    }

    #[test]
    fn names_are_unlike() {
        let mut names = Names::without(&["nav"]);
        let taken = ["poem", "poem-2", "poem", "nav"].map(|name| names.take_slug(name, 1));
        assert_eq!(taken, ["poem", "poem-2", "poem-3", "nav-2"]);
        assert_eq!([names.take_slug("poem", 3), names.take_slug("poem", 7)], ["poem-4", "poem-7"]);
    }

    #[test]
    fn a_path_is_no_id() {
        for bad in ["", "../x", "a/b", "a\\b", ".hidden", "C:x"] {
            assert_eq!(Id::new(bad), None, "{bad}");
        }
        assert!(Id::new("Žižek_2.1").is_some());
    }
}
