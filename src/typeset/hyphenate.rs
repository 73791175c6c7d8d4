//! Where words may be divided, by the rules of their language.
//!
//! The patterns are those of TeX (hypher). Words are divided as TeX divides them: only letters, no word that holds
//! a hyphen or a figure, no abbreviation in capitals, no address, and not too near to either end. How long a word is makes
//! no difference: the patterns are walked once from each letter.

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
        let address = word.contains("://") || word.contains("www.") || word.contains('@');
        if address || word.chars().any(|c| c.is_numeric() || is_hyphen(c)) {
            return Vec::new();
        }
        let mut places = Vec::new();
        let mut start = 0;
        // Dashes and strokes divide words; an apostrophe ends what is divided, as in TeX.
        for core in word.split(|c: char| !is_letter(c)) {
            let begin = start;
            start += core.len();
            start += word[start..].chars().next().map_or(0, char::len_utf8);
            let letters = core.chars().count();
            let capitals = letters > 1 && !core.chars().any(char::is_lowercase) && core.chars().any(char::is_uppercase);
            if letters < SHORTEST.max(left + right) || (capitals && letters < SHOUTED) {
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
