//! Lines that name a division of a book: "CHAPTER I.", "Part Two: The Return", "Kapitel 3", "ERSTES BUCH".

/// What books are divided into, in the languages that most texts come in.
#[rustfmt::skip]
const DIVISIONS: &[&str] = &[
    "chapter", "part", "book", "act", "scene", "canto", "section", "volume", "letter", "stave", "fit", "article",
    "kapitel", "teil", "buch", "band", "akt", "aufzug", "auftritt", "szene", "gesang", "brief", "abschnitt",
    "chapitre", "partie", "livre", "acte", "scène", "chant", "lettre", "tome",
    "capítulo", "parte", "libro", "acto", "escena", "canto", "carta", "capitolo", "atto", "scena", "livro", "ato", "cena",
    "hoofdstuk", "deel", "boek", "bedrijf", "brief", "kapittel", "del", "bok",
    "rozdział", "część", "księga", "akt", "scena", "kapitola", "část", "kniha",
    "глава", "часть", "книга", "том", "действие", "явление", "письмо", "розділ", "частина",
];

/// Numbers in words that stand behind one of these, or, in German and English, before it.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last",
    "erster", "erste", "erstes", "zweiter", "zweite", "zweites", "dritter", "dritte", "drittes", "vierter", "vierte",
    "viertes", "fünfter", "fünfte", "fünftes", "sechstes", "siebentes", "achtes", "neuntes", "zehntes",
    "premier", "première", "deuxième", "troisième", "quatrième", "cinquième", "primero", "primera", "segundo", "segunda",
    "tercero", "tercera", "primo", "prima", "secondo", "seconda", "terzo", "terza", "primeiro", "primeira",
    "первая", "вторая", "третья", "четвёртая", "пятая", "шестая", "первое", "второе", "третье", "первый", "второй",
];

/// The longest line that is one, in characters.
const LONGEST: usize = 90;

/// Whether a line of its own names a division of a book by its kind and number, with or without its title.
///
/// A sentence that begins so is none ("Section 4. The board shall meet once a year."): a title after the number has
/// capitals as titles have, or no stop at its end.
#[must_use]
pub fn division(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    if line.chars().count() > LONGEST || !first.starts_with(char::is_uppercase) {
        return false;
    }
    let third = words.next().unwrap_or_default();
    let article = matches!(second.to_lowercase().as_str(), "the" | "der" | "die" | "das") && is_word(third, NUMBERS);
    let number = if article { third } else { second };
    let named = is_word(first, DIVISIONS) && (is_number(number) || article);
    // "Erstes Kapitel", "FIRST PART"
    let turned = is_word(first, NUMBERS) && is_word(second, DIVISIONS) && second.starts_with(char::is_uppercase);
    let (true, Some(at)) = (named || turned, line.find(number)) else { return false };
    let ends = if turned { line.find(second).unwrap_or(0) + second.len() } else { at + number.len() };
    entitles(&line[ends..], line[..ends].ends_with(SIGNS))
}

/// Words that titles write small.
#[rustfmt::skip]
const LESSER: &[&str] = &[
    "and", "or", "the", "a", "an", "of", "in", "to", "by", "on", "at", "for", "from", "with",
    "und", "der", "die", "das", "et", "le", "la", "les", "de", "du", "des", "y", "el", "e", "il", "и", "в",
];

/// What parts a number from the title behind it.
const SIGNS: [char; 6] = ['.', ':', ',', '—', '–', '-'];

/// Whether what follows the number reads as a title, or is nothing. `parted`: a sign stands between them.
fn entitles(rest: &str, parted: bool) -> bool {
    let title = rest.trim().trim_start_matches(SIGNS).trim();
    if title.is_empty() {
        return true;
    }
    let parted = parted || rest.trim_start().starts_with(SIGNS);
    let words: Vec<&str> = title.split_whitespace().collect();
    let long = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let small = words.iter().filter(long).filter(|word| word.starts_with(char::is_lowercase)).count();
    let begins = title.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| !c.is_lowercase());
    let inside = title.trim_end_matches(['.', '!', '?', '”', '"', '’']);
    let plain = |word: &&str| word.starts_with(char::is_lowercase) && !LESSER.contains(word);
    let sentences = inside.contains(". ") && words.iter().any(plain);
    let stopped = title.ends_with(['.', ',', ';']);
    begins && !sentences && (small == 0 || parted && !stopped) && (parted || !stopped)
}

fn is_word(word: &str, of: &[&str]) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    of.contains(&word.as_str())
}

/// Digits, Roman numerals in capitals, a number in words.
fn is_number(word: &str) -> bool {
    let bare = word.trim_end_matches(SIGNS);
    let digits = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    let roman = (1..=9).contains(&bare.len()) && bare.bytes().all(|b| b"IVXLCDM".contains(&b));
    digits || roman || is_word(bare, NUMBERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_known_by_kind_and_number() {
        for line in [
            "CHAPTER 1. Loomings.",
            "CHAPTER I.",
            "Chapter XII",
            "CHAPTER THE FIRST.",
            "Chapter 55. Of the Monstrous Pictures of Whales.",
            "PART TWO: THE RETURN",
            "Part Two — What the keepers said of the fog",
            "BOOK III",
            "CHAPTER 108. Ahab and the Carpenter. The Deck—First Night Watch.",
            "Act II, Scene",
            "LETTER 4",
            "Erstes Kapitel",
            "Kapitel 3",
            "Глава первая",
            "CHAPITRE PREMIER",
            "Capítulo 1: De la condición",
        ] {
            assert!(division(line), "{line}");
        }
    }

    #[test]
    fn sentences_that_begin_as_divisions_do_are_none() {
        for line in [
            "Section 4. The board shall meet once a year.",
            "Part one of the harbour was closed.",
            "Chapter after chapter he read on.",
            "Letter 3. I got it. Thanks.",
            "Book 3 tells us that",
            "Section 1. This Act may be cited as the Harbour Act.",
            "Chapter",
            "part II",
            "First came the bell.",
            "Act I did not see.",
        ] {
            assert!(!division(line), "{line}");
        }
    }
}
