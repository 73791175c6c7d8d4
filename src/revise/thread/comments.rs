//! Divides blocks into comments.

use std::ops::Range;

use super::{Comment, Threaded, folded, words_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Inline, Inlines, ListKind, Located, cut, plain_text};
use crate::revise::view::{View, widthless};
use crate::source::recognise::{Counted, addressed, counted, head, is_button, is_handle};

/// What shows where a comment begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    /// Its number.
    Number,
    /// "Name said".
    Said,
    /// A name with a day, or a name before a day.
    Dated,
    /// A heading.
    Heading,
    /// The item of a list.
    Item,
}

/// What stands before the first comment, and the comments; where it is not seen where one begins, all blocks as they
/// were, and none.
pub(super) fn comments(blocks: Vec<Located<Block>>, done: &mut Threaded) -> (Vec<Located<Block>>, Vec<Comment>) {
    let Some(border) = border(&blocks) else { return (blocks, Vec::new()) };
    let mut comments = if border == Border::Item { items(blocks) } else { divided(blocks, border, done) };
    let before = match comments.first() {
        Some(first) if first.number == 0 => comments.remove(0).body,
        _ => Vec::new(),
    };
    for comment in &mut comments {
        first_lines(comment, border, done);
        buttons(comment, done);
        days(comment, done);
    }
    answers(&mut comments);
    (before, comments)
}

/// How this thread shows where a comment begins.
fn border(blocks: &[Located<Block>]) -> Option<Border> {
    if blocks.iter().any(|block| matches!(block.node, Block::Heading { .. })) {
        return Some(Border::Heading);
    }
    let words: Vec<String> = blocks.iter().filter_map(words_of).collect();
    let firsts: Vec<&str> = words.iter().map(String::as_str).collect();
    if firsts.iter().filter(|line| counted(line).is_some()).count() > 1 {
        return Some(Border::Number);
    }
    if blocks.iter().any(|block| matches!(block.node, Block::List(_))) {
        return Some(Border::Item);
    }
    let heads: Vec<_> = blocks.iter().filter_map(first_line).filter_map(|line| head(&line)).collect();
    if heads.iter().any(|head| head.said) {
        return Some(Border::Said);
    }
    heads.iter().any(|head| head.date.is_some()).then_some(Border::Dated)
}

fn first_line(block: &Located<Block>) -> Option<String> {
    let Block::Paragraph(content) = &block.node else { return None };
    let to = content.iter().position(|inline| *inline == Inline::LineBreak).unwrap_or(content.len());
    Some(View::of(&content[..to]).words)
}

/// The items of lists; what stands between two lists goes on in the item before it.
fn items(blocks: Vec<Located<Block>>) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    for block in blocks {
        let Block::List(list) = block.node else {
            if comments.is_empty() {
                comments.push(empty(0, block.span));
            }
            if let Some(comment) = comments.last_mut() {
                comment.body.push(block);
            }
            continue;
        };
        let first = match list.kind {
            ListKind::Numbered(first) => u32::try_from(first).unwrap_or(0),
            ListKind::Bulleted => 0,
        };
        for (at, item) in (0_u32..).zip(list.items) {
            let next = comments.last().map_or(1, |comment| comment.number.saturating_add(1));
            let number = next.max(first.saturating_add(at));
            let span = item.first().map_or(block.span, |block| block.span);
            comments.push(Comment { body: item, ..empty(number, span) });
        }
    }
    comments
}

const fn empty(number: u32, span: crate::diagnostic::Span) -> Comment {
    Comment { number, name: None, date: None, body: Vec::new(), answers: None, span, paragraph: 0 }
}

fn divided(blocks: Vec<Located<Block>>, border: Border, done: &mut Threaded) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    let mut cut_before = false;
    let mut rest = blocks.into_iter().peekable();
    while let Some(mut block) = rest.next() {
        let last = comments.last().map_or(0, |comment| comment.number);
        let follows = rest.peek();
        let Some(counted) = begins(&block, follows, border, (last, cut_before || comments.is_empty())) else {
            cut_before |= block.node == Block::Omission;
            if let Some(comment) = comments.last_mut() {
                comment.span = comment.span.to(block.span);
                comment.body.push(block);
            } else {
                // What stands before the first comment is none.
                let span = block.span;
                comments.push(Comment { body: vec![block], ..empty(0, span) });
            }
            continue;
        };
        cut_before = false;
        let number = if counted.number > 0 { counted.number } else { last + 1 };
        let mut comment = empty(number, block.span);
        if let Block::Paragraph(content) = &mut block.node {
            let at = View::of(content).range(&(0..counted.words)).end;
            let (mut sign, words) = cut::split_at(std::mem::take(content), at);
            cut::trim(&mut sign);
            done.signs.extend(cut::span_of(&sign).filter(|_| counted.words > 0));
            *content = widthless(&sign);
            content.extend(words);
        }
        comment.body.push(block);
        comments.push(comment);
    }
    comments
}

/// Whether a comment begins with `block`: its number, or 0 where it has none.
fn begins(
    block: &Located<Block>,
    follows: Option<&Located<Block>>,
    border: Border,
    (last, free): (u32, bool),
) -> Option<Counted> {
    let uncounted = Counted { number: 0, words: 0 };
    match border {
        Border::Heading => matches!(block.node, Block::Heading { .. }).then_some(uncounted),
        Border::Number => {
            let counted = words_of(block).and_then(|words| counted(&words))?;
            (counted.number == last + 1 || free && counted.number > last).then_some(counted)
        }
        Border::Said => {
            let head = first_line(block).and_then(|line| head(&line))?;
            (head.said || head.name.is_some() && head.date.is_some()).then_some(uncounted)
        }
        Border::Dated => {
            let line = first_line(block)?;
            let named = head(&line).is_some_and(|head| head.name.is_some());
            let day_follows = || {
                let next = second_line(block).or_else(|| follows.and_then(first_line));
                next.and_then(|next| head(&next)).is_some_and(|head| head.name.is_none())
            };
            (named || is_handle(&line) && day_follows()).then_some(uncounted)
        }
        Border::Item => None,
    }
}

fn second_line(block: &Located<Block>) -> Option<String> {
    let Block::Paragraph(content) = &block.node else { return None };
    let mut lines = content.split(|inline| *inline == Inline::LineBreak);
    lines.nth(1).map(|line| View::of(line).words)
}

/// Takes name and day out of a line, by their places in its words. What has no width in the rest of it (the call of a
/// note beside "said") stays with the part before it; its words are signs of the page's.
fn taken(line: Inlines, parts: &[Option<Range<usize>>; 2], done: &mut Threaded) -> [Option<Inlines>; 2] {
    let view = View::of(&line);
    let (mut rest, mut at) = (line, 0);
    let mut found: [Option<Inlines>; 2] = [None, None];
    let mut loose = Inlines::new();
    for (slot, range) in parts.iter().enumerate() {
        let Some(range) = range.as_ref().map(|range| view.range(range)) else { continue };
        let start = range.start.max(at);
        let (between, after) = cut::split_at(rest, start - at);
        let (part, after) = cut::split_at(after, range.end.saturating_sub(start));
        sign(between, found[..slot].iter_mut().flatten().last().unwrap_or(&mut loose), done);
        loose.extend(part);
        found[slot] = Some(std::mem::take(&mut loose));
        (rest, at) = (after, range.end.max(start));
    }
    sign(rest, found.iter_mut().flatten().last().unwrap_or(&mut loose), done);
    found
}

/// Words that are not printed: what has no width in them goes to `kept`.
fn sign(mut words: Inlines, kept: &mut Inlines, done: &mut Threaded) {
    kept.extend(widthless(&words));
    cut::trim(&mut words);
    done.signs.extend(cut::span_of(&words).filter(|span| !span.range().is_empty()));
}

/// Takes who wrote a comment, and when, from its first line, and its second if that is a day.
fn first_lines(comment: &mut Comment, border: Border, done: &mut Threaded) {
    let alone = comment.body.len() == 1;
    let Some(block) = comment.body.first_mut() else { return };
    let number = block.number;
    let (mut lines, of_heading) = match &mut block.node {
        Block::Paragraph(content) => (cut::lines(std::mem::take(content)), false),
        Block::Heading { content, .. } => (cut::lines(std::mem::take(content)), true),
        _ => return,
    };
    let line = View::of(&lines[0]).words;
    let read = head(&line).filter(|head| head.name.is_some() || lines.len() > 1 || !alone);
    if let Some(read) = read.filter(|_| border != Border::Number || lines.len() > 1 || !alone) {
        [comment.name, comment.date] = taken(lines.remove(0), &[read.name, read.date], done);
    } else if of_heading || is_handle(&line) && (lines.len() > 1 || !alone) {
        comment.name = Some(lines.remove(0));
        if of_heading && let Some(name) = &mut comment.name {
            cut::trim(name);
        }
    } else if let Some((name, words)) = strong_name(&lines[0]) {
        comment.name = Some(name);
        lines[0] = words;
    }
    lines.retain(|line| !line.is_empty());
    if comment.name.is_some() && comment.date.is_none() && (lines.len() > 1 || !alone) {
        comment.date = day_line(&mut lines, done);
    }
    if lines.is_empty() {
        comment.body.remove(0);
        comment.paragraph = number;
        return;
    }
    block.node = Block::Paragraph(joined(lines));
}

/// Takes the first line if it is a day.
fn day_line(lines: &mut Vec<Inlines>, done: &mut Threaded) -> Option<Inlines> {
    let range = head(&View::of(lines.first()?).words).filter(|head| head.name.is_none())?.date?;
    let [_, date] = taken(lines.remove(0), &[None, Some(range)], done);
    date
}

/// "**Name**: words", "**Name** words".
fn strong_name(line: &Inlines) -> Option<(Inlines, Inlines)> {
    let Some(Inline::Styled(crate::document::Style::Strong, inner)) = line.first() else { return None };
    let name = plain_text(inner);
    if !is_handle(name.trim().trim_end_matches([':', ','])) {
        return None;
    }
    let text = plain_text(line);
    let bare = name.trim_end().trim_end_matches([':', ',']).len();
    let words = text.len() - text[bare..].trim_start_matches([':', ',', ' ', '—', '–']).len();
    let (name, rest) = cut::split_at(inner.clone(), bare);
    let kept: usize = rest.iter().map(|inline| plain_text(std::slice::from_ref(inline)).len()).sum();
    let (sign, after) = cut::split_at(line[1..].to_vec(), words.saturating_sub(bare + kept));
    let mut said = widthless(&rest);
    said.extend(widthless(&sign));
    said.extend(after);
    Some((name, said))
}

fn joined(lines: Vec<Inlines>) -> Inlines {
    let mut content = Inlines::new();
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 {
            content.push(Inline::LineBreak);
        }
        content.extend(line);
    }
    content
}

/// Takes away what belongs to the page.
fn buttons(comment: &mut Comment, done: &mut Threaded) {
    comment.body.retain(|block| {
        let bare = match &block.node {
            Block::Paragraph(content) => widthless(content).is_empty(),
            _ => false,
        };
        let button = bare && words_of(block).is_some_and(|words| is_button(&words));
        if button {
            done.signs.push(block.span);
        }
        !button
    });
}

/// A day that stands alone before or after the text of a comment is when it was written.
fn days(comment: &mut Comment, done: &mut Threaded) {
    if comment.date.is_some() {
        return;
    }
    let day = |block: &Located<Block>| {
        let line = words_of(block).filter(|_| matches!(block.node, Block::Paragraph(_)))?;
        head(&line).filter(|head| head.name.is_none()).and_then(|head| head.date)
    };
    let at = match comment.body.as_slice() {
        [first, _, ..] if day(first).is_some() => 0,
        [_, .., last] if day(last).is_some() => comment.body.len() - 1,
        _ => return,
    };
    let block = comment.body.remove(at);
    if let (Some(range), Block::Paragraph(content)) = (day(&block), block.node) {
        [_, comment.date] = taken(content, &[None, Some(range)], done);
    }
}

/// Warns of lines inside comments that read as the head of another: then words of one writer would stand under the name
/// of another.
pub(super) fn heads_inside(comments: &[Comment], diagnostics: &mut Diagnostics) {
    let inside = |block: &Located<Block>| -> Option<Span> {
        let Block::Paragraph(content) = &block.node else { return None };
        let lines = cut::lines(content.clone());
        let line = lines.iter().find(|line| head(&View::of(line).words).is_some_and(|head| head.name.is_some()))?;
        Some(cut::span_of(line).unwrap_or(block.span))
    };
    for comment in comments {
        for span in comment.body.iter().filter_map(inside) {
            let message = format!("a line in comment {} reads as the head of another", comment.number);
            let fault = Diagnostic::warning("comment-in-comment", message).at(span, "printed as words of this comment");
            let fault = fault.also(comment.span, "which begins here");
            diagnostics.push(fault.hint(
                "comments begin all in one way: with numbers, with `Name said:` or a name and a day, or with headings",
            ));
        }
    }
}

/// Finds whom each comment says it answers.
fn answers(comments: &mut [Comment]) {
    let names: Vec<Option<String>> =
        comments.iter().map(|comment| comment.name.as_ref().map(|name| folded(&plain_text(name)))).collect();
    for at in 0..comments.len() {
        let Some(words) = comments[at].body.first().and_then(words_of) else { continue };
        let Some(rest) = addressed(&words).map(folded) else { continue };
        let digits = rest.trim_start_matches('#');
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let number = digits.parse::<u32>().ok();
        let is_named = |name: &String| {
            rest.strip_prefix(name.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        let earlier = (0..at).rev().find(|earlier| {
            number.is_some_and(|number| comments[*earlier].number == number)
                || names[*earlier].as_ref().is_some_and(is_named)
        });
        comments[at].answers = earlier.map(|earlier| comments[earlier].number);
    }
}
