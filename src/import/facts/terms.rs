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
