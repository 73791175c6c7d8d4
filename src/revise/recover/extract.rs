//! Extracts: a quotation set off loses the marks around it, where it is sure which these are.
//!
//! A quotation of several paragraphs opens each of them with a mark and closes only the last (Chicago 13.32; Hart's
//! 9.2.2). Set off as a block, it has no marks around it, and single marks inside it become double ones. Both are
//! done only where counting leaves no doubt: an apostrophe that could close a quotation leaves all as it was.

use super::{Desk, Wanted};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, Inline, Inlines, Located, Origin, Run, cut, plain_text};

/// Opening and closing marks.
const MARKS: [(char, char); 7] = [('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('»', '«'), ('‘', '’'), ('"', '"')];

impl Desk<'_> {
    /// What a quotation holds, its outer marks taken off.
    pub(super) fn extract(&mut self, mut blocks: Vec<Located<Block>>, wanted: &Wanted) -> Vec<Located<Block>> {
        if let [Located { node: Block::Quotation(inner), .. }] = blocks.as_mut_slice() {
            blocks = std::mem::take(inner);
        }
        if let Some((open, close)) = wanted.marks {
            self.take_marks(&mut blocks, open, close);
            return blocks;
        }
        let texts: Option<Vec<String>> = blocks
            .iter()
            .filter(|block| block.node != Block::Omission)
            .map(|block| match &block.node {
                Block::Paragraph(content) => Some(plain_text(content)),
                _ => None,
            })
            .collect();
        let Some(texts) = texts.filter(|texts| !texts.is_empty()) else { return blocks };
        match outer_marks(&texts) {
            Outer::None => return blocks,
            Outer::Unclear => {
                let fault = Diagnostic::warning("outer-marks", "it is not sure which marks stand around this extract");
                let fault = fault.at(wanted.span, "its marks of quotation are left as they are");
                self.diagnostics
                    .push(fault.hint("`correct` the one that is missing or one too many, silently if it is a slip"));
                return blocks;
            }
            Outer::Are(open, close) => self.take_marks(&mut blocks, open, close),
        }
        blocks
    }

    fn take_marks(&mut self, blocks: &mut [Located<Block>], open: char, close: char) {
        let raises = open == '“' || open == '"';
        let mut paragraphs: Vec<&mut Inlines> = blocks
            .iter_mut()
            .filter_map(|block| match &mut block.node {
                Block::Paragraph(content) => Some(content),
                _ => None,
            })
            .collect();
        for content in &mut paragraphs {
            self.done.signs.extend(take_first(content, open));
        }
        // Where a cut took the end of the quotation, its last mark closes something inside it.
        if let Some(content) = paragraphs.last_mut().filter(|content| closes_more(&plain_text(content), open, close)) {
            self.done.signs.extend(take_last(content, close));
        }
        if !raises {
            return;
        }
        let inner: Option<Vec<Vec<(usize, char)>>> =
            paragraphs.iter().map(|content| inner_marks(&plain_text(content))).collect();
        for (content, marks) in paragraphs.iter_mut().zip(inner.unwrap_or_default()) {
            raise(content, &marks, &mut 0, &mut self.done.raised);
        }
    }
}

/// Puts double marks in the place of single ones, in the run that holds each. `at` is where `content` begins.
fn raise(content: &mut Inlines, marks: &[(usize, char)], at: &mut usize, raised: &mut Vec<Span>) {
    let whole = std::mem::take(content);
    for mut inline in whole {
        match &mut inline {
            Inline::Text(run) => {
                let start = *at;
                *at += run.text.len();
                let first = marks.partition_point(|(mark, _)| *mark < start);
                let mut done = 0;
                for (mark, sign) in marks[first..].iter().take_while(|(mark, _)| *mark < *at) {
                    let from = mark - start;
                    let width = run.text[from..].chars().next().map_or(0, char::len_utf8);
                    if from > done {
                        content.push(Inline::Text(cut::part(run, done, from)));
                    }
                    done = from + width;
                    let single = cut::part(run, from, done);
                    raised.extend(cut::span_of(&[Inline::Text(single.clone())]));
                    // A sign of the source's, but not its bytes.
                    let origin = match single.origin {
                        Origin::Source(span) => {
                            Origin::Source(Span::new(span.file, span.range().start..span.range().start))
                        }
                        origin => origin,
                    };
                    content.push(Inline::Text(Run { text: sign.to_string(), origin }));
                }
                if done == 0 {
                    content.push(inline);
                } else if done < run.text.len() {
                    content.push(Inline::Text(cut::part(run, done, run.text.len())));
                }
                continue;
            }
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                raise(inner, marks, at, raised);
            }
            Inline::LineBreak => *at += 1,
            _ => {}
        }
        content.push(inline);
    }
}

/// How many bytes a single mark is.
const SINGLE: usize = '‘'.len_utf8();

/// Whether marks stand around a whole quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outer {
    /// None do.
    None,
    /// These do.
    Are(char, char),
    /// The quotation opens with a mark, and none closes it where it ends.
    Unclear,
}

/// Which marks stand around the paragraphs of a quotation.
pub(super) fn outer_marks(paragraphs: &[String]) -> Outer {
    let Some(first) = paragraphs.first().and_then(|first| first.trim_start().chars().next()) else {
        return Outer::None;
    };
    let pairs: Vec<(char, char)> = MARKS.into_iter().filter(|(open, _)| *open == first).collect();
    if let Some((open, close)) = pairs.iter().copied().find(|(open, close)| surround(paragraphs, *open, *close)) {
        return Outer::Are(open, close);
    }
    // “Yes,” she said: no marks around the whole, and none missing.
    let closed = |(open, close): &(char, char)| {
        let depths = depths(&paragraphs[0], *open, *close);
        depths.is_some_and(|depths| depths.contains(&0))
    };
    if pairs.is_empty() || pairs.iter().any(closed) { Outer::None } else { Outer::Unclear }
}

/// Whether every paragraph opens with `open`, and the quotation is closed by the last sign of the last only.
fn surround(paragraphs: &[String], open: char, close: char) -> bool {
    let Some((last, others)) = paragraphs.split_last() else { return false };
    let opens = paragraphs.iter().all(|text| text.trim_start().starts_with(open));
    let closes = last.trim_end().ends_with(close) && last.trim().chars().count() > 1;
    if !opens || !closes {
        return false;
    }
    if open == close {
        let odd = |text: &String| text.matches(open).count() % 2 == 1;
        return others.iter().all(odd) && last.matches(open).count() == 2;
    }
    if close == '’' {
        return paragraphs.iter().all(|text| text.matches(open).count() == 1);
    }
    let stays_open = |text: &String| depths(text, open, close).is_some_and(|depths| !depths.contains(&0));
    let ends_closed = depths(last, open, close).is_some_and(|depths| {
        let until = depths.len().saturating_sub(1);
        depths.last() == Some(&0) && !depths[..until].contains(&0)
    });
    others.iter().all(stays_open) && ends_closed
}

/// How many quotations are open after each mark; `None` where one closes that was not opened.
fn depths(text: &str, open: char, close: char) -> Option<Vec<usize>> {
    let mut depth = 0_usize;
    let mut depths = Vec::new();
    for c in text.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
        } else {
            continue;
        }
        depths.push(depth);
    }
    Some(depths)
}

/// Whether more quotations are closed in `text` than are opened.
fn closes_more(text: &str, open: char, close: char) -> bool {
    let count = text.matches(close).count();
    if open == close { count % 2 == 1 } else { close == '’' || count > text.matches(open).count() }
}

/// Where single marks stand that become double, and what they become. `None`: it is not sure which they are.
pub(super) fn inner_marks(text: &str) -> Option<Vec<(usize, char)>> {
    if !text.contains('‘') {
        return straight_marks(text);
    }
    // What is quoted inside a single quotation would have to change too.
    if text.contains(['“', '”', '"']) {
        return None;
    }
    let mut marks = Vec::new();
    let opens: Vec<usize> = text.match_indices('‘').map(|(at, _)| at).collect();
    for (number, open) in opens.iter().enumerate() {
        let end = opens.get(number + 1).copied().unwrap_or(text.len());
        let mut closes =
            text[*open..end].match_indices('’').map(|(at, _)| open + at).filter(|at| could_close(text, *at));
        let (Some(close), None) = (closes.next(), closes.next()) else { return None };
        marks.push((*open, '“'));
        marks.push((close, '”'));
    }
    Some(marks)
}

/// As [`inner_marks`], of straight ones: they must open and close in turn, and none may be an apostrophe before a word.
fn straight_marks(text: &str) -> Option<Vec<(usize, char)>> {
    const ELIDED: [&str; 14] =
        ["tis", "twas", "twere", "twill", "em", "til", "cause", "n", "round", "neath", "s", "ne", "t", "l"];
    let mut marks = Vec::new();
    let mut open = false;
    for (at, _) in text.match_indices('\'') {
        let (before, after) = (text[..at].chars().next_back(), &text[at + 1..]);
        let letters = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if letters(before) && letters(after.chars().next()) {
            continue;
        }
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-'));
        let closes = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let elided = opens && (ELIDED.contains(&word.as_str()) || after.starts_with(|c: char| c.is_ascii_digit()));
        if opens == closes || opens == open || elided {
            return None;
        }
        open = opens;
        marks.push((at, '"'));
    }
    // What is quoted inside a single quotation would have to change too.
    (!open && (marks.is_empty() || !text.contains(['“', '”', '"']))).then_some(marks)
}

/// Whether the apostrophe at `at` could close a quotation: it does not stand before a letter.
fn could_close(text: &str, at: usize) -> bool {
    !text[at + SINGLE..].starts_with(char::is_alphanumeric)
}

/// Takes the first sign away, if it is `sign`.
fn take_first(content: &mut Inlines, sign: char) -> Option<Span> {
    let at = content.iter().position(|inline| !plain_text(std::slice::from_ref(inline)).is_empty())?;
    match &mut content[at] {
        Inline::Text(run) => {
            let from = run.text.len() - run.text.trim_start().len();
            let end = from + sign.len_utf8();
            let taken = run.text[from..].starts_with(sign).then(|| cut::part(run, from, end))?;
            let after = run.text[end..].len() - run.text[end..].trim_start().len();
            *run = cut::part(run, end + after, run.text.len());
            if run.text.is_empty() {
                content.remove(at);
            }
            cut::span_of(&[Inline::Text(taken)])
        }
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
            take_first(inner, sign)
        }
        _ => None,
    }
}

/// Takes the last sign away, if it is `sign`.
fn take_last(content: &mut Inlines, sign: char) -> Option<Span> {
    let at = content.iter().rposition(|inline| !plain_text(std::slice::from_ref(inline)).trim().is_empty())?;
    match &mut content[at] {
        Inline::Text(run) => {
            let end = run.text.trim_end().len();
            let from = run.text[..end].ends_with(sign).then(|| end - sign.len_utf8())?;
            let taken = cut::part(run, from, end);
            let before = run.text[..from].trim_end().len();
            *run = cut::part(run, 0, before);
            if run.text.is_empty() {
                content.remove(at);
            }
            cut::span_of(&[Inline::Text(taken)])
        }
        Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
            take_last(inner, sign)
        }
        _ => None,
    }
}
