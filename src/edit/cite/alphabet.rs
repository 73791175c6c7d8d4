//! Puts entries that begin with their titles where these belong in the alphabet.
//!
//! A work without a name is listed by its title, under the first word that is no article (*Chicago* 18, 13.111).
//! hayagriva sorts such an entry by the mark of quotation it begins with, behind all others, or by its article.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::render::Line;
use crate::diagnostic::Span;

/// An entry of a list.
pub(super) struct Entry {
    pub(super) line: Line,
    /// Whether somebody is named for the work.
    pub(super) named: bool,
    pub(super) span: Span,
}

/// Brings the entries of a list that was sorted by names into order. Those that begin with a name keep the order they
/// have among each other.
pub(super) fn by_title(entries: Vec<Entry>, language: &str) -> Vec<Entry> {
    let (mut named, mut titled) = (Vec::new(), Vec::new());
    let mut last = String::new();
    for entry in entries {
        let first = First::of(&entry.line.plain(), language);
        if first.is_title && !entry.named {
            titled.push((first.key, entry));
            continue;
        }
        // A dash stands for the name of the entry before.
        if !first.is_dash {
            last = first.key;
        }
        named.push((last.clone(), entry));
    }
    titled.sort_by(|one, other| one.0.cmp(&other.0));
    let mut titled = titled.into_iter().peekable();
    let mut sorted = Vec::new();
    for (key, entry) in named {
        while let Some((_, titled)) = titled.next_if(|(title, _)| *title < key) {
            sorted.push(titled);
        }
        sorted.push(entry);
    }
    sorted.extend(titled.map(|(_, entry)| entry));
    sorted
}

/// What an entry begins with.
struct First {
    /// A title that is quoted or begins with an article, if nobody is named.
    is_title: bool,
    /// A dash.
    is_dash: bool,
    /// Its letters and digits, small and without accents, from the first word that counts.
    key: String,
}

impl First {
    fn of(plain: &str, language: &str) -> Self {
        let words = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
        let quoted = words.len() < plain.len();
        let article = article(words, language);
        let letters = words[article..].nfd().filter(|c| !is_combining_mark(*c));
        let key = letters.filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase).collect();
        Self { is_title: quoted || article > 0, is_dash: plain.starts_with('—'), key }
    }
}

/// How long the article is that `words` begin with, with the space after it.
fn article(words: &str, language: &str) -> usize {
    let articles: &[&str] = match language {
        "en" => &["the ", "a ", "an "],
        "de" => &["der ", "die ", "das ", "ein ", "eine "],
        "fr" => &["le ", "la ", "les ", "l’", "un ", "une "],
        "es" => &["el ", "la ", "los ", "las ", "un ", "una "],
        "it" => &["il ", "lo ", "la ", "i ", "gli ", "le ", "l’", "un ", "uno ", "una ", "un’"],
        "pt" => &["o ", "a ", "os ", "as ", "um ", "uma "],
        _ => &[],
    };
    let begins = |article: &&&str| words.get(..article.len()).is_some_and(|word| word.to_lowercase() == **article);
    articles.iter().find(begins).map_or(0, |article| article.len())
}
