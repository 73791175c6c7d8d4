//! A page's address, language and licence.

use super::Licence;
use super::said::Said;
use crate::metadata::Language;
use crate::source::html::Page;

pub(super) fn address(said: &Said) -> Option<String> {
    let keys = ["rel:canonical", "og:url", "ld:url", "ld:mainEntityOfPage", "citation_public_url", "dc.identifier"];
    keys.iter()
        .flat_map(|key| said.every(key))
        .find(|url| url.starts_with("http://") || url.starts_with("https://"))
        .map(str::to_owned)
}

/// `<!-- saved from url=(0025)https://www.example.org/ -->`.
pub(super) fn saved_from(page: &Page<'_>) -> Option<String> {
    let comment = page.comments().take(20).find(|comment| comment.contains("saved from url="))?;
    let url = comment.split_once(')')?.1.trim_end_matches("-->").trim();
    url.starts_with("http").then(|| url.to_owned())
}

pub(super) fn language(said: &Said) -> Option<Language> {
    let keys = ["lang", "ld:inLanguage", "dc.language", "citation_language", "content-language", "og:locale"];
    let all = keys.iter().flat_map(|key| said.every(key));
    all.filter_map(|tag| Language::parse(&tag.split([',', ';']).next()?.replace('_', "-")))
        .find(|tag| tag.primary() != "und")
}

/// Ten of the commonest words of languages.
const COMMON: [(&str, &[&str]); 8] = [
    ("en", &["the", "of", "and", "to", "in", "was", "that", "with", "is", "his"]),
    ("de", &["der", "die", "und", "das", "nicht", "ist", "mit", "den", "ein", "sich"]),
    ("fr", &["le", "la", "les", "et", "des", "est", "dans", "une", "qui", "pas"]),
    ("es", &["el", "los", "las", "que", "una", "por", "con", "del", "se", "pero"]),
    ("it", &["il", "che", "di", "una", "per", "non", "sono", "della", "gli", "con"]),
    ("pt", &["que", "uma", "os", "para", "não", "com", "do", "da", "mais", "em"]),
    ("ru", &["и", "в", "не", "на", "что", "с", "он", "как", "но", "из"]),
    ("pl", &["i", "w", "nie", "na", "się", "że", "z", "do", "to", "jest"]),
];

/// The language of a text by its script, or by the words that are most common in it.
pub(in crate::import) fn language_of(words: &str) -> Option<Language> {
    let letters = || words.chars().filter(|c| c.is_alphabetic()).take(4000);
    let share = |range: std::ops::RangeInclusive<char>| {
        letters().filter(|c| range.contains(c)).count() * 2 > letters().count().max(40)
    };
    if share('\u{590}'..='\u{5FF}') {
        return Language::parse("he");
    }
    if share('\u{370}'..='\u{3FF}') {
        return Language::parse("el");
    }
    let text: Vec<String> =
        words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(2000).map(str::to_lowercase).collect();
    let mut counts: Vec<(usize, &str)> = COMMON
        .iter()
        .map(|(tag, common)| (text.iter().filter(|word| common.contains(&word.as_str())).count(), *tag))
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let [(best, tag), (next, _), ..] = counts.as_slice() else { return None };
    (text.len() >= 20 && best * 12 >= text.len() && best * 2 > next * 3).then(|| Language::parse(tag)).flatten()
}

pub(super) fn licence(said: &Said) -> Option<Licence> {
    let keys = ["rel:license", "ld:license", "item:license", "dc.rights", "dc.license", "og:license"];
    let all: Vec<&str> = keys.iter().flat_map(|key| said.every(key)).collect();
    let known = all.iter().find_map(|text| creative_commons(text));
    known.or_else(|| all.iter().find(|text| text.contains("://")).map(|text| Licence::Other((*text).to_owned())))
}

/// `https://creativecommons.org/licenses/by-sa/4.0/` as `CC-BY-SA-4.0`.
pub(super) fn creative_commons(text: &str) -> Option<Licence> {
    let path = text.split_once("creativecommons.org/")?.1;
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next()?, parts.next()?, parts.next()) {
        ("publicdomain", "zero", version) => Some(Licence::Spdx(format!("CC0-{}", version.unwrap_or("1.0")))),
        ("publicdomain", "mark", _) => {
            Some(Licence::PublicDomain("marked so by its publisher (Public Domain Mark)".to_owned()))
        }
        ("licenses", kind, Some(version)) => {
            let port = parts.next().filter(|port| {
                port.len() == 2 && version.starts_with(['2', '3']) && port.chars().all(|c| c.is_ascii_lowercase())
            });
            // Ports have no identifiers of their own but a few; the unported licence stands for them.
            let _ = port;
            let version: String = version.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            Some(Licence::Spdx(format!("CC-{}-{version}", kind.to_uppercase())))
        }
        _ => None,
    }
}
