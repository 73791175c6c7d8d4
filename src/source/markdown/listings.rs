//! Where code stands, blocks of it by the parser's own word: nothing in it is ours.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The blocks of code in `text` from byte `from` on, in order.
///
/// Lines that are set in are code everywhere but in verse, where they are lines that are set in.
pub(super) fn find(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut listings = Vec::new();
    // A second parse of every text would be dear, and most have nothing that could be code.
    if !text[from..].split('\n').any(may_be_code) {
        return listings;
    }
    let mut quotations: Vec<bool> = Vec::new();
    for (event, range) in Parser::new_ext(&text[from..], super::options()).into_offset_iter() {
        let range = range.start + from..range.end + from;
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                let verse = quotations.last() == Some(&true) || is_verse(&text[range]);
                quotations.push(verse);
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                quotations.pop();
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if quotations.last() == Some(&true) => {}
            Event::Start(Tag::CodeBlock(_)) => listings.push(range),
            _ => {}
        }
    }
    listings
}

/// Whether code may begin in a line: what stands before its first word, the signs of quotations, items and notes with
/// it, has a fence or four columns of white space.
fn may_be_code(line: &str) -> bool {
    let is_sign = |b: &u8| {
        matches!(b, b' ' | b'\t' | b'\r' | b'`' | b'~' | b'>' | b'*' | b'+' | b'-' | b'.' | b')' | b'0'..=b'9')
    };
    let end = line.bytes().position(|b| !is_sign(&b)).unwrap_or(line.len());
    // A note's definition has its label before it.
    let head = if line.as_bytes().get(end) == Some(&b'[') { line } else { &line[..end] };
    ["```", "~~~", "    ", "\t"].iter().any(|sign| head.contains(sign))
}

fn is_verse(quotation: &str) -> bool {
    let tag = quotation.trim_start_matches([' ', '\t', '>']).as_bytes().get(.."[!verse]".len());
    tag.is_some_and(|tag| tag.eq_ignore_ascii_case(b"[!verse]"))
}

/// Where each run of backticks finds its like in the same paragraph (CommonMark 0.31, 6.1), and ends a code span.
pub(super) fn code_spans(text: &str, from: usize) -> BTreeMap<usize, usize> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    let mut paragraph = 0;
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        if line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>' | b'\n' | b'\r')) {
            paragraph += 1;
        }
        let mut at = 0;
        while let Some(found) = line[at..].find('`') {
            let length = line[at + found..].bytes().take_while(|b| *b == b'`').count();
            runs.push((start + at + found, length, paragraph));
            at += found + length;
        }
        start += line.len();
    }
    let mut spans = BTreeMap::new();
    let mut next: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, length, paragraph) in runs.into_iter().rev() {
        if let Some((end, _)) = next.get(&length).filter(|(_, other)| *other == paragraph) {
            spans.insert(at, *end);
        }
        next.insert(length, (at + length, paragraph));
    }
    spans
}
