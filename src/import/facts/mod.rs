//! What a page says of itself: title, authors, date, site, address, language, licence.
//!
//! Read in the order of how seldom each is wrong: JSON-LD (schema.org), Highwire (`citation_*`), Open Graph, Dublin
//! Core, microdata, what stands in the text under a class that says so, and last what the text's first lines look like.
//! What is not said but concluded is told as a guess.

mod date;
mod language;
mod people;
mod said;
mod terms;
mod title;

use super::{Remark, RemarkKind};
use crate::metadata::Language;
use crate::source::{self, html::Page};

pub(super) use date::edtf;
pub(super) use language::languages;

/// What is known of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published, as EDTF.
    pub date: Option<String>,
    /// Where: a site, a journal.
    pub site: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was saved.
    pub retrieved: Option<String>,
    /// Its language.
    pub language: Option<Language>,
    /// Under what terms it may be used.
    pub licence: Option<Licence>,
}

/// Under what terms a text may be used, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Licence {
    /// A licence by its SPDX identifier.
    Spdx(String),
    /// In the public domain, and why.
    PublicDomain(String),
    /// Something else: its address.
    Other(String),
}

/// The facts of a page, and what of them was concluded. `known` comes from its container and wins.
#[must_use]
pub fn of_page(page: &Page<'_>, known: Facts) -> (Facts, Vec<Remark>) {
    let said = said::said(page);
    let mut guesses = Vec::new();
    let mut guess = |what: &str| guesses.push(Remark::new(RemarkKind::Guessed, what));
    let url = known.url.or_else(|| terms::address(&said)).or_else(|| terms::saved_from(page));
    let site = known.site.or_else(|| {
        let keys = [
            "og:site_name",
            "citation_journal_title",
            "ld:isPartOf",
            "ld:publisher",
            "dc.publisher",
            "application-name",
        ];
        said.first(&keys).filter(|name| !name.contains("://")).map(str::to_owned)
    });
    let title = known.title.or_else(|| title::title(page, &said, site.as_deref()));
    let authors = if known.authors.is_empty() {
        people::authors(page, &said, site.as_deref(), &mut guess)
    } else {
        known.authors
    };
    let date = known.date.or_else(|| date::date(page, &said, url.as_deref(), &mut guess));
    let language = known.language.or_else(|| terms::language(&said)).or_else(|| {
        let found = language::languages(passages(page));
        if let Some(told) = found.told() {
            guess(&told);
        }
        found.most
    });
    let licence = known.licence.or_else(|| terms::licence(&said));
    (Facts { title, authors, date, site, url, retrieved: known.retrieved, language, licence }, guesses)
}

/// The paragraphs of a page's text; of one that has none, all of it.
fn passages<'a>(page: &'a Page<'a>) -> Vec<String> {
    const MOST: usize = 300;
    let paragraphs =
        page.elements().filter(|one| matches!(one.name(), "p" | "li" | "dd" | "blockquote") && one.in_text());
    let paragraphs: Vec<String> = paragraphs.take(MOST).map(|one| one.words()).collect();
    if paragraphs.iter().map(|words| words.split_whitespace().count()).sum::<usize>() >= 20 {
        return paragraphs;
    }
    page.elements().find(|one| one.name() == "body").iter().map(source::html::Element::words).collect()
}

/// Words as names are compared: letters and digits, in small letters.
fn folded(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::people::{people, turned};
    use super::terms::creative_commons;
    use super::*;

    #[test]
    fn bylines() {
        assert_eq!(people("By Ada Byron and Charles Babbage, 27 January 2021"), ["Ada Byron", "Charles Babbage"]);
        assert_eq!(people("Ada Byron | March 3, 1999"), ["Ada Byron"]);
        assert_eq!(people("Автор: Анна Лампова"), ["Анна Лампова"]);
        assert_eq!(people("by admin"), Vec::<String>::new());
        assert_eq!(people("Ada Byron, THE LANTERN"), ["Ada Byron"]);
        assert_eq!(people("Ada Byron @adab Tuesday"), ["Ada Byron"]);
        assert_eq!(people("ADA BYRON, BEN FRAME - Lantern Technology Writers"), ["ADA BYRON", "BEN FRAME"]);
        assert_eq!(people("ADA BYRON Our own correspondent"), ["ADA BYRON"]);
        assert_eq!(turned("Byron, Ada"), "Ada Byron");
    }

    #[test]
    fn licences() {
        let spdx = |id: &str| Some(Licence::Spdx(id.to_owned()));
        assert_eq!(creative_commons("https://creativecommons.org/licenses/by-sa/4.0/deed.de"), spdx("CC-BY-SA-4.0"));
        assert_eq!(creative_commons("http://creativecommons.org/publicdomain/zero/1.0/"), spdx("CC0-1.0"));
        assert_eq!(creative_commons("https://example.org/terms"), None);
    }
}
