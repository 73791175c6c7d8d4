//! Where lines may end: the Unicode Line Breaking Algorithm (UAX 14), and where books differ from it.
//!
//! - No line begins with a dash, nor with the mark of a note.
//! - Addresses and code may be divided after their signs, without a hyphen.
//! - The text itself allows and forbids by soft hyphens, zero-width spaces and word joiners.

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::collect::{Flat, LINE_END, PieceKind};

/// A place where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opportunity {
    /// First byte of the next line.
    pub(super) at: usize,
    pub(super) kind: Kind,
}

/// What a place is where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A line must end here.
    Forced,
    /// Between words.
    Space,
    /// Between signs that need no space, as in Chinese.
    Free,
    /// After a hyphen or dash that is printed anyway.
    Dash,
    /// Inside an address or code.
    Address,
    /// Where the text has a soft hyphen.
    Soft,
    /// Where the rules of its language divide a word.
    Divided,
    /// Inside what is better left whole.
    Strained,
    /// Anywhere in what no line can hold.
    Desperate,
}

/// Knows where lines may end.
pub(super) fn segmenter() -> LineSegmenterBorrowed<'static> {
    LineSegmenter::new_auto(LineBreakOptions::default())
}

/// All places, in order, the text's end left out.
pub(super) fn opportunities(flat: &Flat<'_>, segmenter: LineSegmenterBorrowed<'static>) -> Vec<Opportunity> {
    let text = flat.text.as_str();
    let mut found = Vec::with_capacity(text.len() / 5);
    let ends = segmenter.segment_str(text).filter(|at| *at > 0 && *at < text.len());
    found.extend(ends.filter_map(|at| kind(text, at).map(|kind| Opportunity { at, kind })));
    let own = |list: &[usize], kind| -> Vec<Opportunity> {
        let inside = list.iter().filter(|at| **at > 0 && **at < text.len());
        inside.map(|at| Opportunity { at: *at, kind }).collect()
    };
    let known = found.len();
    found.extend(own(&flat.soft_hyphens, Kind::Soft));
    found.extend(own(&flat.allowed, Kind::Free));
    addresses(flat, &mut found);
    if found.len() > known {
        sort(&mut found);
    }
    let calls = flat.pieces.iter().enumerate().filter(|(_, piece)| piece.kind == PieceKind::Call);
    let calls: Vec<Range<usize>> = calls.map(|(at, _)| flat.range(at)).collect();
    if !(calls.is_empty() && flat.forbidden.is_empty()) {
        let mut forbidden = flat.forbidden.iter().copied().peekable();
        let mut call = calls.iter().peekable();
        found.retain(|opportunity| {
            while forbidden.next_if(|at| *at < opportunity.at).is_some() {}
            while call.next_if(|call| call.end <= opportunity.at).is_some() {}
            let kept = forbidden.peek() == Some(&opportunity.at);
            let called = call.peek().is_some_and(|call| call.contains(&opportunity.at));
            opportunity.kind == Kind::Forced || !(kept || called)
        });
    }
    found
}

/// `places` and further ones, in order; of two at one place the better is kept.
pub(super) fn merged(places: &[Opportunity], more: impl Iterator<Item = Opportunity>) -> Vec<Opportunity> {
    let mut all: Vec<Opportunity> = places.iter().copied().chain(more).collect();
    sort(&mut all);
    all
}

fn sort(places: &mut Vec<Opportunity>) {
    places.sort_by_key(|place| (place.at, place.kind));
    places.dedup_by_key(|place| place.at);
}

/// What the place is at which the algorithm would end a line; `None` where books do not.
fn kind(text: &str, at: usize) -> Option<Kind> {
    let (before, after) = text.split_at(at);
    let last = before.chars().next_back()?;
    let mut next = after.chars();
    let dash = matches!(next.next()?, '—' | '–' | '―');
    match last {
        LINE_END => Some(Kind::Forced),
        ' ' if dash && next.next().is_none_or(|c| c == ' ') => None,
        ' ' => Some(Kind::Space),
        _ if dash => None,
        '-' | '\u{2010}' | '–' | '—' | '―' => Some(Kind::Dash),
        '/' => Some(Kind::Address),
        _ => Some(Kind::Free),
    }
}

/// Adds the places inside addresses and code.
fn addresses(flat: &Flat<'_>, found: &mut Vec<Opportunity>) {
    let text = flat.text.as_str();
    let mut divide = |range: Range<usize>| {
        let token = &text[range.clone()];
        for (at, c) in token.char_indices().skip(1) {
            let rest = &token[at + c.len_utf8()..];
            let sign = matches!(c, '/' | '.' | '-' | '?' | '&' | '=' | '_' | '#' | ':' | ',' | ';' | '(' | '+' | '%');
            if sign && rest.starts_with(char::is_alphanumeric) && rest.len() > 1 {
                found.push(Opportunity { at: range.start + at + c.len_utf8(), kind: Kind::Address });
            }
        }
    };
    for (at, _) in flat.pieces.iter().enumerate().filter(|(_, piece)| piece.look.code) {
        divide(flat.range(at));
    }
    let address = |token: &str| token.contains("://") || token.contains("www.");
    if address(text) {
        let mut start = 0;
        for token in text.split(char::is_whitespace) {
            if address(token) {
                divide(start..start + token.len());
            }
            start += token.len();
            start += text[start..].chars().next().map_or(0, char::len_utf8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::collect::Flat;

    fn marked(flat: &Flat<'_>) -> String {
        let places = opportunities(flat, segmenter());
        let mut out = String::new();
        for (at, c) in flat.text.char_indices() {
            if let Some(place) = places.iter().find(|place| place.at == at) {
                out += match place.kind {
                    Kind::Forced => "¶",
                    Kind::Soft => "~",
                    _ => "|",
                };
            }
            out.push(if c == LINE_END { '/' } else { c });
        }
        out
    }

    fn plain(text: &str) -> String {
        marked(&Flat { text: text.to_owned(), ..Flat::default() })
    }

    #[test]
    fn as_books_have_it() {
        assert_eq!(plain("One (two) “three”; four!"), "One |(two) |“three”; |four!");
        assert_eq!(plain("word—word, 1917–1924, well-known"), "word—|word, |1917–|1924, |well-|known");
        assert_eq!(plain("so – it is — said"), "so – |it |is — |said");
        assert_eq!(plain("non\u{a0}breaking, and/or"), "non\u{a0}breaking, |and/|or");
        assert_eq!(plain("« Oui ! » dit-il"), "« Oui ! » |dit-|il");
        assert_eq!(plain("文字を組む。"), "文|字|を|組|む。");
        assert_eq!(plain("a\u{2028}b"), "a/¶b");
    }

    #[test]
    fn addresses_are_divided_after_their_signs() {
        assert_eq!(
            plain("at https://example.org/a-b/index.html?q=1&r=2."),
            "at |https://|example.|org/|a-|b/|index.|html?|q=|1&|r=|2."
        );
    }

    #[test]
    fn the_text_allows_and_forbids() {
        let text = "abcdef gh ij".to_owned();
        let flat = Flat { text, soft_hyphens: vec![2], allowed: vec![4], forbidden: vec![7, 8], ..Flat::default() };
        assert_eq!(marked(&flat), "ab~cd|ef gh |ij");
    }
}
