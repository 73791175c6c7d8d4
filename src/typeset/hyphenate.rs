//! Where words may be divided, by the rules of their language.
//!
//! The patterns are those of TeX (hypher). Words are divided as TeX divides them: only letters, no word that holds
//! a hyphen or a figure, no abbreviation in capitals, no address, and not too near to either end. How long a word is makes
//! no difference: the patterns are walked once from each letter.
//!
//! What is left whole may be divided all the same where a line would else have holes ([`Hyphenator::strained`]): the
//! halves of a compound, a word in a line of capitals, and a number after a comma, though never after one figure alone
//! (*The Chicago Manual of Style*, 17th ed., 7.42).

use hypher::Lang;

use crate::metadata::Language;

/// Words shorter than this, in letters, are never divided.
const SHORTEST: usize = 5;

/// Words in capitals that are shorter are taken for abbreviations, which nobody divides.
const SHOUTED: usize = 9;

/// Divides words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hyphenator {
    rules: Option<(Lang, usize, usize)>,
}

impl Hyphenator {
    /// The rules of a language; words of languages without rules are never divided.
    pub(super) fn of(language: &Language) -> Self {
        let code = match language.primary() {
            "nb" | "nn" | "no" => *b"nb",
            "sr" | "bs" | "hr" => *b"hr",
            // Patterns for the modern language divide the ancient one wrongly.
            code => match <[u8; 2]>::try_from(code.as_bytes()) {
                Ok(code) => code,
                Err(_) => return Self { rules: None },
            },
        };
        let rules = Lang::from_iso(code).map(|lang| {
            let (left, right) = lang.bounds();
            (lang, left.max(2), right.max(2))
        });
        Self { rules }
    }

    /// The bytes of a word before which a hyphen may be put, in order.
    pub(super) fn places(&self, word: &str) -> Vec<usize> {
        let Some((lang, left, right)) = self.rules else { return Vec::new() };
        if is_address(word) || word.chars().any(|c| c.is_numeric() || is_hyphen(c)) {
            return Vec::new();
        }
        divided(word, (lang, left, right), SHOUTED)
    }

    /// The bytes before which a hyphen may be put into a word that is better left whole; `shouted` says whether words
    /// about it are in capitals too, so that it is no abbreviation.
    pub(super) fn strained(&self, word: &str, shouted: bool) -> Vec<usize> {
        let Some((lang, left, right)) = self.rules else { return Vec::new() };
        if is_address(word) {
            return Vec::new();
        }
        if word.chars().any(char::is_numeric) {
            return if lang == Lang::English { grouped(word) } else { Vec::new() };
        }
        if word.chars().any(is_hyphen) {
            // Both halves of a compound say something: what is divided of one is more than a beginning.
            return divided(word, (lang, left.max(3), right.max(3)), if shouted { SHORTEST } else { SHOUTED });
        }
        let mut places = if shouted { divided(word, (lang, left, right), SHORTEST) } else { Vec::new() };
        if !places.is_empty() {
            let usual = self.places(word);
            places.retain(|place| !usual.contains(place));
        }
        places
    }
}

/// Where the rules divide the letters of a word, between signs of other kinds; capitals only where there are so many.
fn divided(word: &str, (lang, left, right): (Lang, usize, usize), shouted: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    // Dashes and strokes divide words; an apostrophe ends what is divided, as in TeX.
    for core in word.split(|c: char| !is_letter(c)) {
        let begin = start;
        start += core.len();
        start += word[start..].chars().next().map_or(0, char::len_utf8);
        let letters = core.chars().count();
        let capitals = letters > 1 && !core.chars().any(char::is_lowercase) && core.chars().any(char::is_uppercase);
        if letters < SHORTEST.max(left + right) || (capitals && letters < shouted) {
            continue;
        }
        let mut at = begin;
        let syllables = hypher::hyphenate_bounded(core, lang, left, right);
        let ends = syllables.map(|syllable| {
            at += syllable.len();
            at
        });
        places.extend(ends.filter(|end| *end < begin + core.len()));
    }
    places
}

/// Where a number may be divided: after the comma before three figures, if two stand before it.
fn grouped(word: &str) -> Vec<usize> {
    let bytes = word.as_bytes();
    let figures =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|figures| figures.iter().all(u8::is_ascii_digit));
    let commas = word.match_indices(',').map(|(at, _)| at).filter(|at| *at >= 2);
    let divides = |at: &usize| figures(at - 2..*at) && figures(at + 1..at + 4) && !figures(at + 4..at + 5);
    commas.filter(divides).map(|at| at + 1).collect()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.") || word.contains('@')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(language: &str, word: &str) -> String {
        let places = Hyphenator::of(&Language::parse(language).unwrap()).places(word);
        let mut out = String::new();
        for (at, c) in word.char_indices() {
            if places.contains(&at) {
                out.push('|');
            }
            out.push(c);
        }
        out
    }

    #[test]
    fn by_language() {
        assert_eq!(divided("en", "“anthology,”"), "“an|thol|ogy,”");
        assert_eq!(divided("de-AT", "Silbentrennung"), "Sil|ben|tren|nung");
        assert_eq!(divided("ru", "революция"), "ре|во|лю|ция");
        assert_eq!(divided("fr", "l’exemplaire"), "l’exem|plaire");
        assert_eq!(divided("ja", "bibliography"), "bibliography");
        assert_eq!(divided("grc", "ἀνθολογία"), "ἀνθολογία");
    }

    #[test]
    fn what_is_left_whole_is_divided_under_strain() {
        let divided = |word: &str, shouted: bool| {
            let places = Hyphenator::of(&Language::english()).strained(word, shouted);
            let ends = places.iter().copied().chain([word.len()]);
            let parts: Vec<&str> =
                std::iter::once(0).chain(places.iter().copied()).zip(ends).map(|(a, b)| &word[a..b]).collect();
            parts.join("|")
        };
        assert_eq!(divided("responsibility-conscious", false), "respon|si|bil|ity-con|scious");
        assert_eq!(divided("de-Ba'athification.", false), "de-Ba'athi|fi|ca|tion.");
        assert_eq!(divided("$1,014,502,250.67", false), "$1,014,|502,|250.67");
        assert_eq!(divided("$14,502.", false), "$14,|502.");
        for whole in ["1,900", "12,1913", "UNESCO", "wonderful", "a@well-considered.example", "3,14159", "twenty-2nd"] {
            assert_eq!(divided(whole, false), whole);
        }
        assert_eq!(
            (divided("FREEDOM", true), divided("FREEDOM", false)),
            ("FREE|DOM".to_owned(), "FREEDOM".to_owned())
        );
        assert_eq!(divided("LEGISLATION", true), "LEGISLATION", "is divided anyway");
    }

    #[test]
    fn some_words_are_left_whole() {
        for whole in
            ["well-considered", "UNESCO", "chapter12th", "again", "", "https://considered.example", "a@considered"]
        {
            assert_eq!(divided("en", whole), whole);
        }
        assert_eq!(divided("en", "wonderful—wonderful"), "won|der|ful—won|der|ful");
        assert_eq!(divided("en", "LEGISLATION"), "LEG|IS|LA|TION", "no abbreviation is as long");
    }
}
