//! HTML as tags, text and what is neither (WHATWG HTML, 13.2.5, as far as documents need it).
//!
//! Every token knows its bytes, so that what is read from a page can be pointed at. Nothing is an error: what is no
//! tag is text. Linear in the text, whatever it holds.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `<name …>`.
    Open { name: String, attributes: Vec<(String, String)>, empty: bool },
    /// `</name>`.
    Close(String),
    /// Text with character references in it.
    Text,
    /// Text that is as it stands: of a script, a style sheet.
    Raw,
    /// A comment, its words.
    Comment,
}

/// Elements whose text holds no tags; what is in them ends with their own end tag alone.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Divides `text`. Where `xml` is set an element without content may be `<written so/>`.
pub(super) fn tokens(text: &str, xml: bool) -> Vec<(Token, Range<usize>)> {
    let last = text.rfind('>').unwrap_or(0);
    let mut scanner = Scanner { text, xml, at: 0, tokens: Vec::new(), unclosed: [false; 2], open_comment: false, last };
    scanner.scan();
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t str,
    xml: bool,
    at: usize,
    tokens: Vec<(Token, Range<usize>)>,
    /// Whether no `"` and no `'` is to come: then a tag that lacks one is not searched for it again.
    unclosed: [bool; 2],
    /// Whether no comment ends any more.
    open_comment: bool,
    /// Where the last `>` is: no tag ends after it.
    last: usize,
}

impl Scanner<'_> {
    fn scan(&mut self) {
        let mut from = 0;
        while let Some(found) = self.text[self.at..].find('<') {
            let start = self.at + found;
            let after = self.text.as_bytes().get(start + 1).copied().unwrap_or(b' ');
            let end = match after {
                _ if start > self.last => None,
                b'!' | b'?' => self.declaration(start),
                b'/' => self.closing(start),
                letter if letter.is_ascii_alphabetic() => self.opening(start),
                _ => None,
            };
            let Some((token, end)) = end else {
                self.at = start + 1;
                continue;
            };
            self.words(from..start);
            let raw = matches!(&token, Token::Open { name, empty: false, .. } if RAW.contains(&name.as_str()));
            let name = if let Token::Open { name, .. } = &token { name.clone() } else { String::new() };
            self.tokens.push((token, start..end));
            self.at = end;
            if raw {
                self.raw(&name);
            }
            from = self.at;
        }
        self.words(from..self.text.len());
    }

    fn words(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.tokens.push((Token::Text, range));
        }
    }

    /// `<!-- … -->`, `<!DOCTYPE …>`, `<?xml … ?>`, `<![CDATA[ … ]]>`.
    fn declaration(&mut self, start: usize) -> Option<(Token, usize)> {
        let rest = &self.text[start..];
        if rest.starts_with("<!--") && !self.open_comment {
            if let Some(end) = rest[4..].find("-->") {
                return Some((Token::Comment, start + 4 + end + 3));
            }
            // Only the mark goes: no word is lost with it.
            self.open_comment = true;
        }
        if rest.starts_with("<!--") {
            return Some((Token::Comment, start + 4));
        }
        if let Some(inner) = rest.strip_prefix("<![CDATA[").filter(|_| self.xml) {
            let end = inner.find("]]>").unwrap_or(inner.len());
            let (from, to) = (start + "<![CDATA[".len(), start + "<![CDATA[".len() + end);
            self.tokens.push((Token::Raw, from..to));
            return Some((Token::Comment, (to + 3).min(self.text.len())));
        }
        let end = rest.find('>')?;
        Some((Token::Comment, start + end + 1))
    }

    fn closing(&mut self, start: usize) -> Option<(Token, usize)> {
        let name = name(&self.text[start + 2..]);
        if name.is_empty() {
            // `</>` is nothing, `</ x>` a comment.
            let end = self.text[start..].find('>')?;
            return (end < 80).then_some((Token::Comment, start + end + 1));
        }
        let end = self.text[start..].find('>')?;
        Some((Token::Close(name.to_ascii_lowercase()), start + end + 1))
    }

    fn opening(&mut self, start: usize) -> Option<(Token, usize)> {
        let name = name(&self.text[start + 1..]);
        let mut attributes: Vec<(String, String)> = Vec::new();
        let mut at = start + 1 + name.len();
        let mut slash = false;
        loop {
            let rest = &self.text[at..];
            let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
            slash = if skipped > 0 { rest[..skipped].trim_end().ends_with('/') } else { slash };
            at += skipped;
            let rest = &self.text[at..];
            match rest.chars().next()? {
                '>' => break,
                // A tag that never ended before the next: so does the one that is read.
                '<' => {
                    at -= 1;
                    break;
                }
                _ => {}
            }
            let (key, value, length) = self.attribute(rest)?;
            slash = false;
            at += length;
            let key = key.to_ascii_lowercase();
            if !attributes.iter().any(|(known, _)| *known == key) && attributes.len() < 64 {
                attributes.push((key, value));
            }
        }
        let name = name.to_ascii_lowercase();
        let void = VOID.contains(&name.as_str());
        let empty = void || slash && (self.xml || name == "a");
        Some((Token::Open { name, attributes, empty }, at + 1))
    }

    /// The attribute that `rest` begins with, and its length.
    fn attribute<'r>(&mut self, rest: &'r str) -> Option<(&'r str, String, usize)> {
        let key = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        // A stray `=` is a name of its own.
        let key = if key == 0 { rest.chars().next()?.len_utf8() } else { key };
        let after = rest[key..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(value) = after.strip_prefix('=') else { return Some((&rest[..key], String::new(), key)) };
        let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let start = rest.len() - value.len();
        if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let unclosed = usize::from(quote == '\'');
            if !self.unclosed[unclosed] {
                if let Some(end) = value[1..].find(quote) {
                    return Some((&rest[..key], decoded(&value[1..=end]).into_owned(), start + end + 2));
                }
                self.unclosed[unclosed] = true;
            }
        }
        let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
        Some((&rest[..key], decoded(&value[..end]).into_owned(), start + end))
    }

    /// The text of an element that holds no tags, up to its end tag.
    fn raw(&mut self, name: &str) {
        let start = self.at;
        let mut at = start;
        let end = loop {
            let Some(found) = self.text[at..].find("</") else { break self.text.len() };
            at += found + 2;
            let here = self.text.as_bytes().get(at..at + name.len());
            let ends = self.text.as_bytes().get(at + name.len()).is_none_or(|c| !c.is_ascii_alphanumeric());
            if ends && here.is_some_and(|here| here.eq_ignore_ascii_case(name.as_bytes())) {
                break at - 2;
            }
        };
        let token = if matches!(name, "title" | "textarea") { Token::Text } else { Token::Raw };
        if end > start {
            self.tokens.push((token, start..end));
        }
        self.at = end;
    }
}

/// Elements that never have content (HTML, 13.1.2; and two old ones).
pub(super) const VOID: [&str; 16] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
];

/// The name that `rest` begins with; `w:p` is one.
fn name(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(rest.len());
    let end = rest.floor_char_boundary(end.min(64));
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) { &rest[..end] } else { "" }
}

/// Text without its character references.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    pieces(text, 0, &mut |words, _| whole.push_str(words));
    Cow::Owned(whole)
}

/// Calls `see` with the stretches of `text`, which stands at `start`: words as they are, and the character that
/// each reference means.
pub(super) fn pieces(text: &str, start: usize, see: &mut dyn FnMut(&str, Range<usize>)) {
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('&') {
        at += found;
        let Some((meant, length)) = reference(&text[at..]) else {
            at += 1;
            continue;
        };
        if from < at {
            see(&text[from..at], start + from..start + at);
        }
        see(&meant, start + at..start + at + length);
        at += length;
        from = at;
    }
    if from < text.len() {
        see(&text[from..], start + from..start + text.len());
    }
}

/// What the reference that `text` begins with means, and how long it is written.
fn reference(text: &str) -> Option<(String, usize)> {
    let inner = &text[1..];
    if let Some(number) = inner.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        if end == 0 {
            return None;
        }
        let length = prefix + end + usize::from(digits[end..].starts_with(';'));
        let code = u32::from_str_radix(&digits[..end], radix).unwrap_or(0xFFFD);
        return Some((character(code), length));
    }
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    if end == 0 || end > 32 {
        return None;
    }
    let written = format!("&{};", &inner[..end]);
    let meant = html_escape::decode_html_entities(&written);
    if meant == written {
        return None;
    }
    let closed = inner[end..].starts_with(';');
    // The names of Latin-1 count without their semicolon too (HTML, 13.5).
    let old = meant.chars().all(|c| matches!(c, '\u{A0}'..='\u{FF}' | '&' | '<' | '>' | '"'));
    (closed || old).then(|| (meant.into_owned(), 1 + end + usize::from(closed)))
}

/// The character of a number. What stands where Windows-1252 has letters means these (HTML, 13.2.5.80); control
/// characters are nothing.
fn character(code: u32) -> String {
    let c = match code {
        0x80..=0x9F => {
            let byte = [u8::try_from(code).unwrap_or(b'?')];
            return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.replace(char::is_control, "");
        }
        0x2028 | 0x2029 => '\n',
        code => char::from_u32(code).unwrap_or('\u{FFFD}'),
    };
    if c.is_control() && !matches!(c, '\t' | '\n') { String::new() } else { c.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let token = |(token, range): (Token, Range<usize>)| match token {
            Token::Open { name, attributes, empty } => {
                let attributes: Vec<String> = attributes.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                let attributes = attributes.concat();
                format!("<{name}{attributes}{}>", if empty { "/" } else { "" })
            }
            Token::Close(name) => format!("</{name}>"),
            Token::Text => decoded(&text[range]).into_owned(),
            Token::Raw => format!("raw {}", &text[range]),
            Token::Comment => "comment".to_owned(),
        };
        tokens(text, false).into_iter().map(token).collect()
    }

    #[test]
    fn tags_text_and_comments() {
        assert_eq!(
            shown("<!DOCTYPE html><P Class=a id='b \"c'>1 < 2 &amp; 3<br/>x<!-- y -->z</P >"),
            ["comment", "<p class=a id=b \"c>", "1 < 2 & 3", "<br/>", "x", "comment", "z", "</p>"]
        );
        assert_eq!(shown("<script>if (a</b) '</p>'</SCRIPT>x"), ["<script>", "raw if (a</b) '</p>'", "</script>", "x"]);
        assert_eq!(shown("<title>A &lt;b&gt; c</title>"), ["<title>", "A <b> c", "</title>"]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(shown("a <3 b <"), ["a <3 b <"]);
        assert_eq!(shown("<a href=\"x>words</a>"), ["<a href=\"x>", "words", "</a>"]);
        assert_eq!(shown("<!-- words"), ["comment", " words"]);
    }

    #[test]
    fn references() {
        let meant = decoded("&eacute;&#233;&#xE9;&#146;&nbsp;&copy 1900 &notit; &hellip;&x;&#1;&;");
        assert_eq!(meant, "ééé’\u{A0}© 1900 &notit; …&x;&;");
    }
}
