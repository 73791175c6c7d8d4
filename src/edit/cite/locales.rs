//! The terms of a language, from hayagriva's archive.

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{Locale, LocaleCode};

use crate::metadata::Language;

/// The archive's locales for `language`, its own first, and its code there. American English is always
/// among them. Only these are decoded: all sixty would take longer than setting a book's notes.
pub(super) fn locales_for(language: &Language) -> (Vec<Locale>, LocaleCode) {
    let tags: Vec<String> = LOCALES.iter().map(|bytes| tag_of(bytes)).collect();
    let tag = choose(language, &tags).unwrap_or("en-US").to_owned();
    let decode = |wanted: &str| {
        let bytes = LOCALES.iter().zip(&tags).find(|(_, tag)| *tag == wanted)?.0;
        ciborium::from_reader::<Locale, _>(*bytes).ok()
    };
    let mut found: Vec<Locale> = decode(&tag).into_iter().collect();
    if tag != "en-US" {
        found.extend(decode("en-US"));
    }
    (found, LocaleCode(tag))
}

/// The language of an archived locale: in CBOR a text follows its name, its length before it.
fn tag_of(bytes: &[u8]) -> String {
    const NAME: &[u8] = b"@xml:lang";
    let start = bytes.windows(NAME.len()).position(|window| window == NAME).map(|at| at + NAME.len());
    let text = start.and_then(|at| {
        let length = usize::from(bytes.get(at)?.checked_sub(0x60)?);
        std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
    });
    text.unwrap_or_default().to_owned()
}

/// The tag of the archive's locale that serves `language`: its own, or its language's most usual one.
fn choose<'t>(language: &Language, tags: &'t [String]) -> Option<&'t str> {
    let is = |wanted: &str| tags.iter().map(String::as_str).find(|tag| tag.eq_ignore_ascii_case(wanted));
    let primary = language.primary();
    let usual = match (primary, language.as_str().rsplit('-').next()) {
        ("en", Some("AU" | "IE" | "IN" | "NZ" | "ZA")) => "en-GB".to_owned(),
        ("en", _) => "en-US".to_owned(),
        ("zh", _) => "zh-CN".to_owned(),
        ("pt", _) => "pt-PT".to_owned(),
        ("no", _) => "nb-NO".to_owned(),
        ("sr", _) if language.as_str().contains("Latn") => "sr-Latn-RS".to_owned(),
        ("grc", _) => "el-GR".to_owned(),
        _ => format!("{primary}-{primary}"),
    };
    let related = || tags.iter().map(String::as_str).find(|tag| tag.split('-').next() == Some(primary));
    is(language.as_str()).or_else(|| is(&usual)).or_else(related)
}
