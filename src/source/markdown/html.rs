//! Raw HTML in Markdown: a safe few elements keep their meaning, the rest only its words.

use super::super::inlines::Frame;
use crate::document::Style;
use crate::metadata::Language;

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// The element, in lower case.
    pub(super) name: String,
    /// Whether it ends the element.
    pub(super) closes: bool,
    /// Whether it begins and ends it.
    empty: bool,
    attributes: Vec<(String, String)>,
}

/// What a tag does.
#[derive(Debug)]
pub(super) enum Effect {
    /// A line's end.
    LineBreak,
    /// A quotation mark (`<q>`), opening or closing.
    Quote,
    /// Opens these frames, outermost first, of which the last is the element's.
    Open(Vec<Frame>),
    /// The words inside are left out.
    Drop,
    /// Only its words are kept.
    Unknown,
}

/// Elements that never have content (HTML, 13.1.2).
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Tag {
    /// Reads `<name attribute="value">` or `</name>`; `None` for comments, declarations and other things.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
        let name = inner[..end].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let empty = empty || VOID.contains(&name.as_str());
        Some(Self { name, closes, empty, attributes: attributes(&inner[end..]) })
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether nothing will close it.
    pub(super) fn is_empty(&self) -> bool {
        self.empty
    }

    /// What the tag does.
    pub(super) fn effect(&self) -> Effect {
        let style = match self.name.as_str() {
            "br" => return Effect::LineBreak,
            "q" => return Effect::Quote,
            "script" | "style" => return Effect::Drop,
            "sub" => Some(Style::Subscript),
            "sup" => Some(Style::Superscript),
            "em" | "i" | "cite" => Some(Style::Emphasis),
            "strong" | "b" => Some(Style::Strong),
            "s" | "del" => Some(Style::Struck),
            "span" if self.is_small_caps() => Some(Style::SmallCaps),
            "span" | "abbr" | "small" => None,
            _ => return Effect::Unknown,
        };
        let language = self.attribute("lang").or_else(|| self.attribute("xml:lang")).and_then(Language::parse);
        let frames: Vec<Frame> = style.map(Frame::Style).into_iter().chain(language.map(Frame::Foreign)).collect();
        Effect::Open(if frames.is_empty() { vec![Frame::Bare] } else { frames })
    }

    fn is_small_caps(&self) -> bool {
        let says = |name, words: &[&str]| {
            self.attribute(name).is_some_and(|value| words.iter().any(|word| value.contains(word)))
        };
        says("class", &["smallcaps", "small-caps"]) || says("style", &["small-caps"])
    }
}

/// `name="value"` pairs; names in lower case, values as written.
fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if end == 0 {
            return attributes;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        attributes.push((name, value.to_owned()));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        let tag = Tag::parse("<Span class=x lang='ru' hidden>").unwrap();
        assert_eq!((tag.name.as_str(), tag.attribute("lang"), tag.closes), ("span", Some("ru"), false));
        assert!(Tag::parse("</em>").unwrap().closes);
        assert!(Tag::parse("<br/>").unwrap().is_empty());
        assert_eq!(Tag::parse("<!DOCTYPE html>"), None);
    }
}
