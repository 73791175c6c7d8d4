//! Names by which things are called: ids in the manifest, slugs in files and links. One rule makes both.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Contested October: “Five” Documents"), "contested-october-five-documents");
        assert_eq!(slug("Ανθολογία"), "anthologia");
        assert_eq!(slug("1917"), "x-1917");
        assert_eq!(slug("…"), "x");
    }

    #[test]
    fn a_path_is_no_id() {
        for bad in ["", "../x", "a/b", "a\\b", ".hidden", "C:x"] {
            assert_eq!(Id::new(bad), None, "{bad}");
        }
        assert!(Id::new("Žižek_2.1").is_some());
    }
}
