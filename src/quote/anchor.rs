//! Reads what an editor wrote as a quotation.

/// How many of a quotation's ellipses are tried as the one between its first and last words.
const ELLIPSES: usize = 8;

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Words, in all the ways they may be meant, the likeliest first.
    Words(Vec<String>),
    /// A heading with what is below it.
    Heading(Heading),
}

/// `## Words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// How many `#`.
    pub(super) level: u8,
    /// What comes after them.
    pub(super) words: String,
    /// The same without Markdown's marks.
    pub(super) unmarked: String,
}

impl Anchor {
    pub(super) fn read(anchor: &str) -> Self {
        let anchor = anchor.trim();
        let words = anchor.trim_start_matches('#');
        let level = anchor.len() - words.len();
        if level > 0 && (words.is_empty() || words.starts_with(char::is_whitespace)) {
            let words = words.trim();
            let unmarked = unmarked(words.rsplit_once(" {").filter(|_| words.ends_with('}')).map_or(words, |(w, _)| w));
            let level = u8::try_from(level).unwrap_or(u8::MAX);
            return Self::Heading(Heading { level, words: words.to_owned(), unmarked });
        }
        let mut readings: Vec<String> = Vec::new();
        for reading in ways().into_iter().map(|way| way(anchor)) {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        Self::Words(readings)
    }
}

/// The ways in which a quotation may be meant, the likeliest first.
pub(super) fn ways() -> [fn(&str) -> String; 6] {
    [
        str::to_owned,
        |words| unquoted(words).to_owned(),
        unmarked,
        |words| unmarked(unquoted(words)),
        dotless,
        |words| dotless(unquoted(words)),
    ]
}

/// Words without an ellipsis before or after them.
fn dotless(words: &str) -> String {
    let mut inner = words.trim();
    while let Some(less) = inner.strip_prefix('…').or_else(|| inner.strip_prefix("...")) {
        inner = less.trim_start();
    }
    while let Some(less) = inner.strip_suffix('…').or_else(|| inner.strip_suffix("...")) {
        inner = less.trim_end();
    }
    inner.to_owned()
}

/// All ways to read words as first and last words of a stretch; with spaces around the ellipsis first.
pub(super) fn stretches(words: &str) -> Vec<(&str, &str)> {
    let mut apart = Vec::new();
    let mut joined = Vec::new();
    let mut at = 0;
    while let Some(found) = words[at..].find(['…', '.']).filter(|_| apart.len() + joined.len() < ELLIPSES) {
        let start = at + found;
        let rest = &words[start..];
        let Some(after) = rest.strip_prefix('…').or_else(|| rest.strip_prefix("...")) else {
            at = start + 1;
            continue;
        };
        let (first, last) = (&words[..start], after);
        let spaced = first.ends_with(char::is_whitespace) && last.starts_with(char::is_whitespace);
        let ends = (first.trim(), last.trim());
        if !ends.0.is_empty() && !ends.1.is_empty() {
            if spaced { &mut apart } else { &mut joined }.push(ends);
        }
        at = words.len() - after.len();
    }
    apart.append(&mut joined);
    apart
}

/// Words without the quotation marks around all of them.
fn unquoted(words: &str) -> &str {
    const PAIRS: [(char, char); 10] = [
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
        ('„', '”'),
        ('«', '»'),
        ('»', '«'),
        ('‚', '‘'),
        ('”', '”'),
    ];
    let inside = PAIRS.iter().find_map(|(open, close)| words.strip_prefix(*open)?.strip_suffix(*close));
    inside.map_or(words, str::trim)
}

/// Words without Markdown's marks: emphasis, code, backslashes, calls of notes, comments; of links the words stay.
fn unmarked(words: &str) -> String {
    let mut bare = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                bare.push_str(&after[..1]);
                &after[1..]
            }
            '_' if !(letter(bare.chars().next_back()) && letter(after.chars().next())) => after,
            '<' if after.starts_with("!--") => after.split_once("-->").map_or(after, |(_, after)| after),
            '[' if after.starts_with(['^', '@']) => after.split_once(']').map_or(after, |(_, after)| after),
            '[' | '!' if c == '[' || after.starts_with('[') => after,
            ']' if after.starts_with('(') => after.split_once(')').map_or(after, |(_, after)| after),
            '*' | '`' | '~' | ']' => after,
            other => {
                bare.push(other);
                after
            }
        };
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(anchor: &str) -> Vec<String> {
        match Anchor::read(anchor) {
            Anchor::Words(readings) => readings,
            Anchor::Heading(heading) => vec![format!("{}|{}|{}", heading.level, heading.words, heading.unmarked)],
        }
    }

    #[test]
    fn a_quotation_may_be_meant_in_several_ways() {
        assert_eq!(readings(" the reeds "), ["the reeds"]);
        assert_eq!(readings("“the *reeds*”"), ["“the *reeds*”", "the *reeds*", "“the reeds”", "the reeds"]);
        assert_eq!(readings("the reeds …"), ["the reeds …", "the reeds"]);
        assert_eq!(readings("snake_case _and_ [w](u)[^1]"), ["snake_case _and_ [w](u)[^1]", "snake_case and w"]);
        assert_eq!(readings(r"1\. a\*b <!--ix a--> ![p](q)"), [r"1\. a\*b <!--ix a--> ![p](q)", "1. a*b  p"]);
    }

    #[test]
    fn headings() {
        assert_eq!(readings("## Of *reeds* {.thread}"), ["2|Of *reeds* {.thread}|Of reeds"]);
        assert_eq!(readings("#1 of the reeds"), ["#1 of the reeds"]);
        assert_eq!(readings("##"), ["2||"]);
    }

    #[test]
    fn stretches_are_divided_at_each_ellipsis() {
        assert_eq!(stretches("a … b"), [("a", "b")]);
        assert_eq!(stretches("a... b … c"), [("a... b", "c"), ("a", "b … c")]);
        assert_eq!(stretches("… a …"), []);
        assert_eq!(stretches("a. b."), []);
    }
}
