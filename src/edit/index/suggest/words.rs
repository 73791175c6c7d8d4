//! A paragraph as words, with what tells names and phrases: capitals, and where sentences and clauses begin.

use stop_words::lookup;

/// A word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// The word, without a genitive's *’s*; an initial with its stop.
    pub(super) text: &'t str,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether a sentence may begin with it: its capital then says nothing.
    pub(super) opens: bool,
    /// Whether something stands between it and the word before: a mark, a number, a genitive.
    pub(super) apart: bool,
}

/// Words before a name that end with a stop and end no sentence.
const SHORTENED: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "Gen", "Col", "Capt", "Lt", "Rev", "Hon", "Messrs", "Hr", "Fr",
    "Sig", "Mme", "Mlle", "Sra", "Dra",
];

/// Abbreviations that look like initials.
const DOTTED: &[&str] = &["U.S.S.R.", "U.S.A.", "U.S.", "U.K.", "U.N.", "E.U.", "D.C.", "P.S.", "A.D.", "B.C."];

/// The words of `text`.
pub(super) fn tokens<'t>(text: &'t str, language: &str) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let (mut opens, mut apart) = (true, true);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(dotted) = DOTTED.iter().find(|dotted| text[at..].starts_with(**dotted)) {
            tokens.push(Token { text: &text[at..at + dotted.len()], capital: true, opens, apart });
            (opens, apart) = (false, false);
            at += dotted.len();
            continue;
        }
        if c.is_alphabetic() {
            let end = at + word(&text[at..]);
            let whole = &text[at..end];
            let bare = if language == "en" { without_genitive(whole) } else { whole };
            let stop = text[end..].starts_with('.');
            let capital = c.is_uppercase();
            // "V. I. Lenin", but not "it was I."
            let initial = stop && capital && whole.chars().count() == 1 && goes_on(&text[end + 1..]);
            let shown = if initial { &text[at..=end] } else { bare };
            tokens.push(Token { text: shown, capital, opens, apart });
            (opens, apart) = (false, bare.len() < whole.len());
            at = if initial || stop && SHORTENED.contains(&whole) { end + 1 } else { end };
            continue;
        }
        match c {
            '.' | '!' | '?' | '…' | ':' | '“' | '„' | '«' | '‘' | '"' | '(' | '[' | '—' | '–' => {
                (opens, apart) = (true, true);
            }
            c if c.is_whitespace() || c == '\u{AD}' => {}
            _ => apart = true,
        }
        at += c.len_utf8();
    }
    tokens
}

/// How many bytes the word at the start of `text` has: letters, digits after them, and apostrophes and hyphens between.
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}');
        if !(c.is_alphanumeric() || mark || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// "Lenin" of "Lenin’s".
fn without_genitive(word: &str) -> &str {
    ["’s", "'s", "’S", "'S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Whether a name may follow an initial.
fn goes_on(rest: &str) -> bool {
    rest.trim_start().starts_with(char::is_uppercase) && rest.chars().take_while(|c| c.is_whitespace()).count() < 2
}

/// Words that mean little alone, in a language by its tag; of one that has no list, none.
pub(super) fn is_stop(language: &str, word: &str) -> bool {
    // Some lists have long words of the news among them ("home", "page"); they are in order of the alphabet or not, and
    // short: a search goes through.
    lookup(language).is_some_and(|list| list.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_clauses_and_initials() {
        let shown = |text| {
            let show = |t: Token<'_>| {
                format!("{}{}{}", if t.opens { "^" } else { "" }, if t.apart { "|" } else { "" }, t.text)
            };
            tokens(text, "en").into_iter().map(show).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            shown("He saw V. I. Lenin’s body. Mr. Ames, 47, wept."),
            "^|He saw V. I. Lenin |body ^|Mr Ames |wept"
        );
        assert_eq!(shown("“Yes,” said he. So"), "^|Yes |said he ^|So");
        assert_eq!(shown("self-made O’Neill co\u{AD}operates"), "^|self-made O’Neill co\u{AD}operates");
    }
}
