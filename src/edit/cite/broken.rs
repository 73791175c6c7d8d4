//! Finds the place in a CSL file at which it is broken: the reader tells none.

use std::ops::Range;

/// What is wrong with a style that could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) message: String,
    pub(super) at: Range<usize>,
}

/// Looks for what `error`, the reader's words, may mean in `text`: tags that do not match, a root that is no style, the
/// macro it names.
pub(super) fn find(text: &str, error: &str) -> Broken {
    if let Some(broken) = unbalanced(text) {
        return broken;
    }
    let root = tags(text).find(|tag| !tag.closes).map(|tag| (tag.name, tag.at));
    match root {
        Some(("style", at)) => {
            let part = nth_macro(text, error).unwrap_or((String::new(), at));
            Broken { message: format!("the citation style cannot be read{}: {}", part.0, cause(error)), at: part.1 }
        }
        Some((name, at)) => {
            Broken { message: format!("`<{name}>` begins no citation style, which is a `<style>`"), at }
        }
        None => Broken { message: "a citation style is XML, and this is none".to_owned(), at: first_line(text) },
    }
}

/// The first line.
pub(super) fn first_line(text: &str) -> Range<usize> {
    0..text.lines().next().map_or(0, str::len)
}

/// The tag of the macro of this name.
pub(super) fn macro_called(text: &str, name: &str) -> Range<usize> {
    let tag = tags(text).find(|tag| tag.name == "macro" && tag.attribute(text, "name") == Some(name));
    tag.map_or_else(|| first_line(text), |tag| tag.at)
}

/// The link to this address.
pub(super) fn link_to(text: &str, address: &str) -> Range<usize> {
    let tag = tags(text).find(|tag| tag.name == "link" && tag.attribute(text, "href") == Some(address));
    tag.map_or_else(|| first_line(text), |tag| tag.at)
}

/// The macros that are called, and where: to print their text, or to sort by it.
pub(super) fn calls(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let calls = tags(text).filter(|tag| matches!(tag.name, "text" | "key"));
    calls.filter_map(move |tag| Some((tag.attribute(text, "macro")?, tag.at)))
}

/// The macro that a path such as `macro[3].$value[0]…` names.
fn nth_macro(text: &str, error: &str) -> Option<(String, Range<usize>)> {
    let number = error.split_once("macro[")?.1.split_once(']')?.0.parse().ok()?;
    let tag = tags(text).filter(|tag| tag.name == "macro" && !tag.closes).nth(number)?;
    let name = tag.attribute(text, "name");
    Some((name.map(|name| format!(", in its macro `{name}`")).unwrap_or_default(), tag.at))
}

/// The reader's words without the path it came by.
fn cause(error: &str) -> String {
    let words = error.rsplit_once("]: ").or_else(|| error.rsplit_once("`: ")).map_or(error, |(_, words)| words);
    let path = words.rsplit_once(" occured at `").map(|(_, path)| path.trim_end_matches('`'));
    let Some(path) = path else { return words.to_owned() };
    let part = path.rsplit('.').find(|part| !part.starts_with("$value") && !part.is_empty()).unwrap_or(path);
    let part = part.split('[').next().unwrap_or(part);
    match part.strip_prefix('@') {
        Some(attribute) => format!("a value of `{attribute}` is not of CSL 1.0"),
        None => format!("its `{part}` is not of CSL 1.0"),
    }
}

/// A tag that ends another element than the one that is open, or an element that does not end.
fn unbalanced(text: &str) -> Option<Broken> {
    let mut open: Vec<Tag<'_>> = Vec::new();
    for tag in tags(text) {
        if !tag.ends {
            return Some(Broken { message: format!("the tag `<{}` has no `>`", tag.name), at: tag.at });
        }
        if tag.empty {
            continue;
        }
        if !tag.closes {
            open.push(tag);
            continue;
        }
        match open.pop() {
            Some(last) if last.name == tag.name => {}
            Some(last) => {
                let message = format!("`</{}>` stands where `<{}>` is to end", tag.name, last.name);
                return Some(Broken { message, at: tag.at });
            }
            None => return Some(Broken { message: format!("`</{}>` ends nothing", tag.name), at: tag.at }),
        }
    }
    let last = open.pop()?;
    Some(Broken { message: format!("`<{}>` does not end", last.name), at: last.at })
}

/// A tag of XML.
#[derive(Debug)]
struct Tag<'t> {
    name: &'t str,
    at: Range<usize>,
    /// `</name>`.
    closes: bool,
    /// `<name/>`.
    empty: bool,
    /// Whether there is a `>`.
    ends: bool,
}

impl Tag<'_> {
    /// What the attribute `name` says, as it is typed in `text`.
    fn attribute<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        let mut rest = &text[self.at.clone()];
        loop {
            let (before, after) = rest.split_once('=')?;
            let value = after.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (said, behind) = value[1..].split_once(quote)?;
            if before.trim_end().rsplit(char::is_whitespace).next() == Some(name) {
                return Some(said);
            }
            rest = behind;
        }
    }
}

/// The tags of `text`, comments and instructions left out.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find('<')?;
            let rest = &text[start..];
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
                .iter()
                .find(|(opens, _)| rest.starts_with(opens))
                .map(|(_, closes)| rest.find(closes).map_or(rest.len(), |end| end + closes.len()));
            if let Some(length) = skipped {
                at = start + length;
                continue;
            }
            let end = rest.find('>').map(|end| end + 1).filter(|end| !rest[1..*end].contains('<'));
            let line = rest.find('\n').unwrap_or(rest.len());
            let inside = rest[1..end.unwrap_or(line).max(1)].trim_end_matches('>');
            let closes = inside.starts_with('/');
            let name = inside.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next();
            at = start + end.unwrap_or(line).max(1);
            let (name, empty) = (name.unwrap_or_default(), inside.ends_with('/'));
            return Some(Tag { name, at: start..at, closes, empty, ends: end.is_some() });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, error: &str) -> String {
        let broken = find(text, error);
        format!("{}: {}", &text[broken.at], broken.message)
    }

    #[test]
    fn places_of_faults() {
        let cases = [
            ("<style><macro></style>", "", "</style>: `</style>` stands where `<macro>` is to end"),
            ("<style><info/>", "", "<style>: `<style>` does not end"),
            ("<style></style></macro>", "", "</macro>: `</macro>` ends nothing"),
            ("<style a=\"1\"\n<info/></style>", "", "<style a=\"1\": the tag `<style` has no `>`"),
            ("<html><!-- </p> --></html>", "", "<html>: `<html>` begins no citation style, which is a `<style>`"),
            ("APA", "", "APA: a citation style is XML, and this is none"),
            (
                "<style><macro name=\"a\"/><macro name=\"b\"/></style>",
                "Deserialization error occured at `macro[1].$value[0].group.@delimiter[0]`",
                "<macro name=\"b\"/>: the citation style cannot be read, in its macro `b`: a value of `delimiter` is \
                 not of CSL 1.0",
            ),
        ];
        for (text, error, expected) in cases {
            assert_eq!(shown(text, error), expected);
        }
    }

    #[test]
    fn attributes_in_either_quotation_marks() {
        let text = "<key macro = 'year' sort=\"descending\"/><!-- <text macro=\"no\"/> --><text value=\"macro\"/>\
                    <text prefix=\"a = b\" macro=\"title\"/>";
        assert_eq!(calls(text).map(|(name, _)| name).collect::<Vec<_>>(), ["year", "title"]);
    }

    proptest::proptest! {
        #[test]
        fn every_text_has_a_place(text in "[<>/a-c!?\\-é \"\n]{0,40}") {
            let broken = find(&text, "macro[0]");
            proptest::prop_assert!(text.get(broken.at).is_some());
        }
    }
}
