//! Reads what stands between the brackets of a cite: `see @key, pp. 3-5; also -@other, ch. 2`.
//!
//! The grammar is Pandoc's: works divided by semicolons, each with words before it, `@key` or `@{key}`
//! (with `-` before it, the author is left out), a locator after a comma, and words after that.

use std::ops::Range;

use hayagriva::citationberg::taxonomy::Locator;

use super::labels::{ANDS, LABELS, LOCAL};

/// One work that is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Single {
    /// Words before it.
    pub(super) prefix: String,
    pub(super) key: String,
    /// Where the key stands in the text.
    pub(super) at: Range<usize>,
    /// Whether its author is left out.
    pub(super) suppress: bool,
    pub(super) locator: Option<(Locator, String)>,
    /// Words after it, with the punctuation that leads to them.
    pub(super) suffix: String,
    /// Key, locator and suffix as they are written.
    pub(super) written: String,
    /// Where other keys stand among the words after it, their `@` included.
    pub(super) strays: Vec<Range<usize>>,
}

/// A part of a cite that names no work: where it stands.
pub(super) type Nameless = Range<usize>;

/// The works `text` cites, and its parts that cite none. Labels of locators are English or of `language`.
pub(super) fn parse(text: &str, language: &str) -> (Vec<Single>, Vec<Nameless>) {
    let (mut works, mut nameless) = (Vec::new(), Vec::new());
    for part in parts(text) {
        match single(text, part.clone(), language) {
            Some(work) => works.push(work),
            None => nameless.push(part),
        }
    }
    (works, nameless)
}

/// The stretches between semicolons, leaving alone those in braces, brackets or quotation marks.
fn parts(text: &str) -> Vec<Range<usize>> {
    let closed = closed(text);
    let mut closed = closed.iter().peekable();
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices(';') {
        while closed.next_if(|inside| inside.end <= at).is_some() {}
        if closed.peek().is_none_or(|inside| inside.start > at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..text.len());
    parts
}

/// Marks that enclose words, in the ways of several languages: “…”, „…“, „…”, «…», »…«.
const PAIRS: &[(char, &[char])] =
    &[('{', &['}']), ('[', &[']']), ('“', &['”']), ('„', &['“', '”']), ('«', &['»']), ('»', &['«']), ('"', &['"'])];

/// Marks within marks beyond this are not looked at.
const DEEPEST: usize = 32;

/// What stands between two marks of a pair, outermost stretches only. A mark that has no other counts for nothing.
fn closed(text: &str) -> Vec<Range<usize>> {
    let mut closed: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, &[char])> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(depth) = open.iter().rposition(|(_, closing)| closing.contains(&c)) {
            let start = open[depth].0;
            open.truncate(depth);
            while closed.pop_if(|inside| inside.start > start).is_some() {}
            closed.push(start..at);
        } else if let Some((_, closing)) = PAIRS.iter().find(|(opening, _)| *opening == c && open.len() < DEEPEST) {
            open.push((at, closing));
        }
    }
    closed
}

/// Where keys stand in `text`, their `@` included, as places in what `text` begins at `start` of.
fn strays(text: &str, start: usize) -> Vec<Range<usize>> {
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let before = &text[..at];
        let lone = !before.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
        let length = key_len(&text[at + 1..]).filter(|_| lone)?;
        let braces = if text[at + 1..].starts_with('{') { 2 } else { 0 };
        Some(start + at..start + at + 1 + length + braces)
    });
    found.collect()
}

fn single(text: &str, part: Range<usize>, language: &str) -> Option<Single> {
    let here = &text[part.clone()];
    let sign = here.char_indices().find(|(at, c)| {
        *c == '@' && !here[..*at].ends_with(char::is_alphanumeric) && key_len(&here[at + 1..]).is_some()
    })?;
    let after = &here[sign.0 + 1..];
    let braced = after.starts_with('{');
    let len = key_len(after)?;
    let start = part.start + sign.0 + 1 + usize::from(braced);
    let before = &here[..sign.0];
    let suppress = before.ends_with('-');
    let rest = &after[len + 2 * usize::from(braced)..];
    let (locator, suffix) = locator(rest, language);
    Some(Single {
        prefix: before.strip_suffix('-').unwrap_or(before).trim().to_owned(),
        key: text[start..start + len].to_owned(),
        at: start..start + len,
        suppress,
        locator,
        suffix: suffix.trim_end().to_owned(),
        written: here[sign.0..].trim_end().to_owned(),
        strays: strays(suffix, part.end - suffix.len()),
    })
}

/// How long the key at the start of `text` is; for `{key}`, what the braces hold.
fn key_len(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix('{') {
        return inside.find('}').filter(|len| *len > 0);
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '_' {
            end = at + c.len_utf8();
        } else if !(end > 0 && ":.#$%&-+?<>~/".contains(c)) {
            break;
        }
    }
    (end > 0).then_some(end)
}

/// The locator at the start of `rest`, and what follows it.
fn locator<'t>(rest: &'t str, language: &str) -> (Option<(Locator, String)>, &'t str) {
    let text = rest.trim_start().strip_prefix(',').unwrap_or(rest).trim_start();
    if let Some((inside, after)) = text.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        // Braces say what the locator is, whatever its words.
        let (kind, value) = label(inside.trim(), language).unwrap_or((Locator::Page, inside.trim()));
        return (Some((kind, value.to_owned())).filter(|(_, value)| !value.is_empty()), after);
    }
    let (kind, value) = match label(text, language) {
        Some(found) => found,
        None if text.starts_with(|c: char| c.is_ascii_digit()) => (Locator::Page, text),
        None => return (None, rest),
    };
    let len = if kind == Locator::SubVerbo { phrase(value) } else { numbers(value) };
    if len == 0 {
        return (None, rest);
    }
    let (number, after) = (value[..len].trim(), &value[len..]);
    // A volume with its page is one locator.
    if kind == Locator::Volume
        && let (Some((Locator::Page, page)), after) = locator(after, language)
    {
        return (Some((Locator::Custom, format!("{number}:{page}"))), after);
    }
    (Some((kind, number.to_owned())), after)
}

/// A label at the start of `text`, and what follows it. A label of the book's own language goes before one in English,
/// and of two that begin alike the longer.
fn label<'t>(text: &'t str, language: &str) -> Option<(Locator, &'t str)> {
    let own = LOCAL.iter().find(|(tag, _)| *tag == language).map(|(_, labels)| *labels);
    own.into_iter().chain([LABELS]).find_map(|labels| {
        let typed = labels.iter().flat_map(|(kind, labels)| labels.iter().map(|label| (*kind, *label)));
        let found = typed.filter_map(|(kind, label)| Some((kind, label.len(), behind(text, label)?)));
        found.max_by_key(|(_, length, _)| *length).map(|(kind, _, rest)| (kind, rest))
    })
}

/// What follows `label`, where `text` begins with it and not with a longer word.
fn behind<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let after = text.strip_prefix(label)?;
    let bare = after.strip_prefix('.').unwrap_or(after);
    let sign = matches!(label, "§" | "§§" | "¶" | "¶¶" | "№");
    let ends = after.len() != bare.len() || bare.starts_with(char::is_whitespace) || sign;
    let tight = !sign && bare.starts_with(|c: char| c.is_ascii_digit()) && label != "S";
    (ends || tight).then(|| bare.trim_start())
}

/// How much of `text` is numbers: words with a digit, or roman numerals or single letters, joined by dashes,
/// commas and "and".
fn numbers(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    loop {
        let word: usize =
            text[at..].chars().take_while(|c| c.is_alphanumeric() || ".:*†/".contains(*c)).map(char::len_utf8).sum();
        let bare = text[at..at + word].trim_end_matches(['.', ':', '*', '/']);
        if !is_number(bare) {
            return end;
        }
        end = at + bare.len();
        let gap: usize =
            text[end..].chars().take_while(|c| c.is_whitespace() || "-–—,&".contains(*c)).map(char::len_utf8).sum();
        let joined = text[end..end + gap].contains(['-', '–', '—', ',', '&']);
        at = end + gap;
        if let Some(after) = ANDS.iter().find_map(|and| text[at..].strip_prefix(and)) {
            at = text.len() - after.trim_start().len();
        } else if !joined {
            return end;
        }
    }
}

fn is_number(word: &str) -> bool {
    let roman = |c: char| "ivxlcdm".contains(c.to_ascii_lowercase());
    !word.is_empty() && (word.chars().any(|c| c.is_ascii_digit()) || word.chars().all(roman))
}

/// A headword: what is in quotation marks, or all up to a comma.
fn phrase(text: &str) -> usize {
    if text.starts_with(['“', '"', '«', '„']) {
        let end = text.char_indices().skip(1).find(|(_, c)| matches!(c, '”' | '"' | '»' | '“'));
        return end.map_or(text.len(), |(at, c)| at + c.len_utf8());
    }
    text.find(',').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Single {
        let (mut works, nameless) = parse(text, "en");
        assert!(nameless.is_empty() && works.len() == 1, "{text}: {works:?} {nameless:?}");
        works.remove(0)
    }

    #[test]
    fn a_bare_key() {
        let work = one("@reed1919");
        assert_eq!((work.key.as_str(), work.at, work.locator, work.suppress), ("reed1919", 1..9, None, false));
    }

    #[test]
    fn words_before_and_after() {
        let work = one("see especially @doe:99, pp. 33-35, 38 and *passim*");
        assert_eq!(work.prefix, "see especially");
        assert_eq!(work.key, "doe:99");
        assert_eq!(work.locator, Some((Locator::Page, "33-35, 38".to_owned())));
        assert_eq!(work.suffix, " and *passim*");
    }

    #[test]
    fn several_works_and_a_suppressed_author() {
        let (works, _) = parse("@a, 3; also -@{b;c}, ch. 2; @d, emphasis mine", "en");
        let keys: Vec<&str> = works.iter().map(|w| w.key.as_str()).collect();
        assert_eq!(keys, ["a", "b;c", "d"]);
        assert!(works[1].suppress);
        assert_eq!(works[1].prefix, "also");
        assert_eq!(works[1].locator, Some((Locator::Chapter, "2".to_owned())));
        assert_eq!(works[2].suffix, ", emphasis mine");
    }

    #[test]
    fn kinds_of_locators() {
        let cases = [
            ("p. 3", Locator::Page, "3"),
            ("p.3", Locator::Page, "3"),
            ("pp. xi–xiv", Locator::Page, "xi–xiv"),
            ("45n2", Locator::Page, "45n2"),
            ("vol. 2", Locator::Volume, "2"),
            ("vol. 2, p. 15", Locator::Custom, "2:15"),
            ("fol. 3r", Locator::Folio, "3r"),
            ("fols. 3r-4v", Locator::Folio, "3r-4v"),
            ("§ 12", Locator::Section, "12"),
            ("§§12–14", Locator::Section, "12–14"),
            ("n. 4", Locator::Note, "4"),
            ("s.v. “anthology”", Locator::SubVerbo, "“anthology”"),
            ("bk. 2", Locator::Book, "2"),
            ("{ch. the last}", Locator::Chapter, "the last"),
        ];
        for (typed, kind, value) in cases {
            assert_eq!(one(&format!("@k, {typed}")).locator, Some((kind, value.to_owned())), "{typed}");
        }
    }

    #[test]
    fn labels_of_other_languages() {
        let cases = [
            ("de", "S. 3-5", Locator::Page, "3-5"),
            ("de", "Bd. 2, S. 15", Locator::Custom, "2:15"),
            ("de", "Kap. 4 und 5", Locator::Chapter, "4 und 5"),
            ("de", "Bl. 3r", Locator::Folio, "3r"),
            ("fr", "t. 2", Locator::Volume, "2"),
            ("es", "pág. 9", Locator::Page, "9"),
            ("it", "cc. 3r-4v", Locator::Folio, "3r-4v"),
            ("pt", "fl. 7", Locator::Folio, "7"),
            ("pl", "s. 7", Locator::Page, "7"),
            ("ru", "с. 12–14", Locator::Page, "12–14"),
            ("ru", "гл. 2", Locator::Chapter, "2"),
            ("de", "p. 3", Locator::Page, "3"),
        ];
        for (language, typed, kind, value) in cases {
            let work = parse(&format!("@k, {typed}"), language).0.remove(0);
            assert_eq!(work.locator, Some((kind, value.to_owned())), "{typed}");
        }
        assert_eq!(one("@k, Bd. 2").locator, None, "labels are those of the book's language");
    }

    #[test]
    fn words_are_no_locators() {
        for suffix in [", no doubt", ", for instance", ", p.", ", section of the poor", ""] {
            let work = one(&format!("@k{suffix}"));
            assert_eq!((work.locator, work.suffix.as_str()), (None, suffix), "{suffix}");
        }
    }

    #[test]
    fn marks_of_quotation_keep_semicolons() {
        let keys = |text: &str| parse(text, "de").0.into_iter().map(|work| work.key).collect::<Vec<_>>();
        for text in [
            "@a, siehe „X“; @b",
            "siehe „Die Rote Fahne“ @a; @b",
            "see @a, “open; @b",
            "@a, close”; @b",
            "@a, «X; Y»; @b",
            "@a, »X; Y«; @b",
            "@a, “X; Y”; @b",
            "@a, \"X; Y\"; @b",
            "@a, „X; [Y; „Z“]“; @b",
        ] {
            assert_eq!(keys(text), ["a", "b"], "{text}");
        }
        assert_eq!(keys("@a, „X; @b“"), ["a"]);
    }

    #[test]
    fn keys_among_the_words_are_seen() {
        let text = "@a, „X; @b“ and @{c d}, a@example.org, \\@no";
        let (works, _) = parse(text, "de");
        let strays: Vec<&str> = works[0].strays.iter().map(|stray| &text[stray.clone()]).collect();
        assert_eq!(strays, ["@b", "@{c d}"]);
    }

    #[test]
    fn what_names_no_work() {
        let (works, nameless) = parse("see below", "en");
        assert_eq!((works.len(), nameless.len(), nameless[0].clone()), (0, 1, 0..9));
        assert_eq!(parse("write to a@example.org", "en").1.len(), 1);
        assert_eq!(parse("@a;", "en").1[0], 3..3);
        assert_eq!(parse("@{}", "en").1.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_keys_stand_where_they_are_said_to(text in "[-@{}\\[\\];, a-z0-9.§¶“”é&–]{0,40}") {
            for work in parse(&text, "de").0 {
                proptest::prop_assert_eq!(&text[work.at.clone()], work.key.as_str());
            }
        }
    }
}
