//! Text as XML 1.0 has it: what means something else there is escaped, and characters that it forbids (§2.2) are left
//! out. Controls that it allows and discourages (U+007F) are left out too.

/// Appends `text` to `out` as the content of an element: line ends and tabs stay.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends `text` to `out` as the value of an attribute in double quotation marks, or as content that is one line: line
/// ends and tabs are spaces.
pub fn line(out: &mut String, text: &str) {
    escape(out, text, true);
}

/// So many bytes are looked at together: most hold nothing that is escaped.
const CHUNK: usize = 32;

/// Whether a byte is perhaps not written as it is.
const fn may_change(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..0x20 | 0x7f | 0xef)
}

fn escape(out: &mut String, text: &str, one_line: bool) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let plain = bytes.chunks(CHUNK).map(|chunk| !chunk.iter().fold(false, |any, byte| any | may_change(*byte)));
    let changed = plain.zip((0..).step_by(CHUNK)).filter(|(plain, _)| !plain);
    for at in changed.flat_map(|(_, start)| start..bytes.len().min(start + CHUNK)) {
        let (with, length) = match bytes[at] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if one_line => ("&quot;", 1),
            b'\n' | b'\t' if one_line => (" ", 1),
            b'\n' | b'\t' => continue,
            0..0x20 | 0x7f => ("", 1),
            // U+FFFE and U+FFFF: no characters.
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => ("", 3),
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(with);
        from = at + length;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str, attribute: bool) -> String {
        let mut out = String::new();
        escape(&mut out, text, attribute);
        out
    }

    #[test]
    fn every_character_is_escaped_once() {
        assert_eq!(escaped("a & b < c > \"d\" &amp;", false), "a &amp; b &lt; c &gt; \"d\" &amp;amp;");
        assert_eq!(escaped("a & \"b\"\nc", true), "a &amp; &quot;b&quot; c");
    }

    #[test]
    fn what_xml_forbids_is_left_out() {
        assert_eq!(escaped("a\u{0}b\u{c}c\u{7f}d\u{fffe}e\u{ffff}f\r\n", false), "abcdef\n");
        assert_eq!(escaped("\u{fffd}\u{feff}ﬀ", false), "\u{fffd}\u{feff}ﬀ", "neighbours of what is forbidden stay");
    }
}
