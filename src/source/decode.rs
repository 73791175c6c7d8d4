//! Bytes to text: UTF-8 for Markdown, detected for plain text; one kind of line end, no control characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::document::scan;

/// A file's text. Every span of the file refers to [`Decoded::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text: lines end in `\n`; no byte order mark, no control character but tab and newline.
    pub text: String,
    /// The encoding it was written in, by its name in the WHATWG's standard: `UTF-8`, `windows-1251`.
    pub encoding: &'static str,
    faults: Vec<Fault>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// What must be UTF-8 and is not: line and byte in the file.
    NotUtf8 { what: &'static str, line: usize, byte: usize, guess: &'static str },
    /// The encoding was guessed; whether it left characters it could not read.
    Guessed { broken: bool },
    /// So many control characters left out, the first of them before this place.
    Controls { count: usize, first: char, place: usize },
}

impl Decoded {
    /// Reports what decoding met, now that the text has its number.
    pub fn report(&self, file: FileId, diagnostics: &mut Diagnostics) {
        for fault in &self.faults {
            diagnostics.push(match fault {
                Fault::NotUtf8 { what, line, byte, guess } => {
                    let broken = self.text.find('\u{FFFD}').map(|place| place..place + '\u{FFFD}'.len_utf8());
                    let place = broken.unwrap_or(0..first_line(&self.text));
                    let message = format!("not UTF-8: line {line}, byte {byte} of the file");
                    Diagnostic::error("not-utf8", message)
                        .at(Span::new(file, place), "cannot be read")
                        .hint(format!("{what} must be UTF-8; this looks like {guess}: save it as UTF-8"))
                }
                Fault::Guessed { broken } => {
                    let message = format!("not UTF-8; read as {}", self.encoding);
                    let found = Diagnostic::warning("guessed-encoding", message)
                        .at(Span::new(file, 0..first_line(&self.text)), "")
                        .hint("check letters with accents; to be sure, save the file as UTF-8");
                    if *broken { found.hint("some bytes could not be read and stand as \u{FFFD}") } else { found }
                }
                Fault::Controls { count, first, place } => {
                    let message = format!("{count} control character(s) left out, first U+{:04X}", u32::from(*first));
                    Diagnostic::warning("control-characters", message).at(Span::new(file, *place..*place), "here")
                }
            });
        }
    }
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Decodes the bytes of a source. Never fails: what cannot be read is replaced and reported.
#[must_use]
pub fn decode(bytes: &[u8], kind: Kind) -> Decoded {
    match kind {
        Kind::Markdown => decode_as(bytes, Some("Markdown"), &[]),
        Kind::Plain => decode_as(bytes, None, &[]),
        Kind::Html => decode_as(bytes, None, declared(bytes)),
    }
}

/// Decodes the bytes of another text that must be UTF-8; `what` it is begins a sentence: "A bibliography".
#[must_use]
pub fn decode_utf8(bytes: &[u8], what: &'static str) -> Decoded {
    decode_as(bytes, Some(what), &[])
}

/// `must` is what has to be UTF-8; without it the encoding is as `declared`, or is found out.
fn decode_as(bytes: &[u8], must: Option<&'static str>, declared: &[u8]) -> Decoded {
    let mut faults = Vec::new();
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), &bytes[length..]),
        None => (None, bytes),
    };
    let by_mark = encoding.filter(|encoding| *encoding != UTF_8);
    let (text, encoding) = match (std::str::from_utf8(bytes), by_mark) {
        // Sixteen bits a character, and so the mark says: its bytes may look like UTF-8, and are none.
        (_, Some(encoding)) => {
            let not_utf8 = |what| Fault::NotUtf8 { what, line: 1, byte: 1, guess: encoding.name() };
            faults.extend(must.map(not_utf8));
            (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name())
        }
        (Ok(text), None) => (text.to_owned(), UTF_8.name()),
        (Err(fault), None) => {
            let said = Encoding::for_label(declared).filter(|said| *said != UTF_8);
            let guess = said.unwrap_or_else(|| detect(bytes));
            if let Some(what) = must {
                let good = fault.valid_up_to();
                let line = bytes[..good].split(|b| *b == b'\n').count();
                faults.push(Fault::NotUtf8 { what, line, byte: good + 1, guess: guess.name() });
                (String::from_utf8_lossy(bytes).into_owned(), UTF_8.name())
            } else if said.is_some() {
                let (text, broken) = guess.decode_without_bom_handling(bytes);
                if broken {
                    faults.push(Fault::Guessed { broken });
                }
                (text.into_owned(), guess.name())
            } else {
                let (text, broken) = guess.decode_without_bom_handling(bytes);
                faults.push(Fault::Guessed { broken });
                (text.into_owned(), guess.name())
            }
        }
    };
    let text = clean(text, &mut faults);
    Decoded { text, encoding, faults }
}

/// The encoding that a page says it is in: `<meta charset=…>`, `<meta … content="text/html; charset=…">`, or the
/// declaration of XML, in its first kilobytes (HTML, 13.2.3.2).
fn declared(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    let find = |word: &[u8]| lower.windows(word.len()).position(|at| at == word).map(|at| at + word.len());
    let Some(at) = find(b"charset").or_else(|| find(b"<?xml").and_then(|_| find(b"encoding"))) else { return &[] };
    let rest = &head[at..];
    let skipped = rest.iter().take_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\'')).count();
    let rest = &rest[skipped..];
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.'));
    &rest[..end.unwrap_or(rest.len())]
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// One kind of line end; control characters out. Other line separators (form feed, NEL, U+2028) are line ends.
fn clean(text: String, faults: &mut Vec<Fault>) -> String {
    if !may_be_strange(text.as_bytes()) {
        return text;
    }
    let strange = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{2028}' | '\u{2029}');
    let Some(first) = text.find(strange) else { return text };
    let mut clean = String::with_capacity(text.len());
    clean.push_str(&text[..first]);
    let mut removed: Option<(usize, char, usize)> = None;
    let mut after_return = false;
    for c in text[first..].chars() {
        match c {
            '\n' if after_return => {}
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' => clean.push('\n'),
            '\u{2029}' => clean.push_str("\n\n"),
            c if strange(c) => {
                let (count, ..) = *removed.get_or_insert((0, c, clean.len()));
                removed = removed.map(|(_, c, place)| (count + 1, c, place));
            }
            c => clean.push(c),
        }
        after_return = c == '\r';
    }
    if let Some((count, first, place)) = removed {
        faults.push(Fault::Controls { count, first, place });
    }
    clean
}

/// Whether there may be something to clean: what is not ASCII of it has one of these pairs of bytes in UTF-8. Most texts
/// have none of it.
#[allow(clippy::needless_bitwise_bool, reason = "so that many bytes are looked at together")]
fn may_be_strange(bytes: &[u8]) -> bool {
    let control = |b: u8| (b < b' ') & (b != b'\n') & (b != b'\t') | (b == 0x7f);
    let pair = |one: u8, two: u8| (one == 0xc2) & (two < 0xa0) | (one == 0x80) & ((two == 0xa8) | (two == 0xa9));
    scan::before(bytes, control) < bytes.len() || !bytes.is_ascii() && scan::before_pair(bytes, pair) < bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    fn report(bytes: &[u8], kind: Kind) -> (Decoded, Vec<String>) {
        let decoded = decode(bytes, kind);
        let file = Files::default().add("a", decoded.text.as_str());
        let mut diagnostics = Diagnostics::default();
        decoded.report(file, &mut diagnostics);
        let messages = diagnostics.into_iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
        (decoded, messages)
    }

    #[test]
    fn a_byte_order_mark_and_carriage_returns_go_silently() {
        let (decoded, faults) = report("\u{FEFF}One\r\ntwo\rthree\n".as_bytes(), Kind::Markdown);
        assert_eq!(decoded.text, "One\ntwo\nthree\n");
        assert!(faults.is_empty());
    }

    #[test]
    fn markdown_must_be_utf8() {
        let (_, faults) = report(b"One\ntw\xE9\n", Kind::Markdown);
        assert_eq!(faults, ["not-utf8: not UTF-8: line 2, byte 7 of the file"]);
    }

    #[test]
    fn plain_text_is_guessed() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("Вся власть Советам! Земля крестьянам, мир народам.");
        let (decoded, faults) = report(&bytes, Kind::Plain);
        assert_eq!(decoded.text, "Вся власть Советам! Земля крестьянам, мир народам.");
        assert_eq!(faults, ["guessed-encoding: not UTF-8; read as windows-1251"]);
    }

    #[test]
    fn sixteen_bit_text_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{FEFF}Žižek".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (decoded, faults) = report(&bytes, Kind::Plain);
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("Žižek", "UTF-16LE"));
        assert!(faults.is_empty());
    }

    #[test]
    fn sixteen_bit_markdown_is_no_utf8_even_where_its_bytes_are() {
        let bytes: Vec<u8> = "\u{FEFF}Plain words\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (decoded, faults) = report(&bytes, Kind::Markdown);
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("Plain words\n", "UTF-16LE"));
        assert_eq!(faults, ["not-utf8: not UTF-8: line 1, byte 1 of the file"]);
    }

    #[test]
    fn a_fault_says_what_must_be_utf8() {
        let decoded = decode_utf8(b"@book{caf\xE9,}\n", "A bibliography");
        let file = Files::default().add("refs.bib", decoded.text.as_str());
        let mut diagnostics = Diagnostics::default();
        decoded.report(file, &mut diagnostics);
        let hints = diagnostics.into_iter().flat_map(|fault| fault.hints).collect::<Vec<_>>();
        assert_eq!(hints, ["A bibliography must be UTF-8; this looks like windows-1252: save it as UTF-8"]);
    }

    #[test]
    fn control_characters_are_counted() {
        let (decoded, faults) = report(b"a\x01b\x02\x0cc", Kind::Plain);
        assert_eq!(decoded.text, "ab\nc");
        assert_eq!(faults, ["control-characters: 2 control character(s) left out, first U+0001"]);
    }
}
