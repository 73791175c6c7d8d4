//! Makes the comments under a text a dialogue of numbered turns.
//!
//! Enters: a document whose comments stand under a heading, or where only their numbers show that they are comments.
//! Leaves: [`Block::Entries`] of those that are kept, with the names, days and numbers that the source gives, an
//! omission mark where some are left out, and a [`Threaded`] that says how many. A name is never guessed from what a
//! comment says; who answers whom only where the text says it (`@Name`, `In reply to Name`).

mod comments;
mod place;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{
    Block, Document, Entries, EntriesKind, Entry, Inline, Inlines, Lead, LeadKind, Located, Origin, Run,
};
use crate::manifest::{Spanned, Thread};
use crate::source::recognise::folded;

/// What became of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Threaded {
    /// Comments the source has.
    pub comments: usize,
    /// How many of them it names the writers of.
    pub named: usize,
    /// The numbers of those that are left out.
    pub left_out: Vec<u32>,
    /// What belonged to the page and not to the comments: "Reply", "said…".
    pub signs: Vec<Span>,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Comment {
    /// As the source counts it, else as it stands.
    number: u32,
    name: Option<Inlines>,
    date: Option<Inlines>,
    body: Vec<Located<Block>>,
    answers: Option<u32>,
    span: Span,
    /// The paragraph that was its first line and nothing else.
    paragraph: u32,
}

/// Whether a heading of the document says that a thread stands under it (`## Comments {.thread}`).
#[must_use]
pub fn has_thread(document: &Document) -> bool {
    document.blocks.iter().any(place::is_marked)
}

/// Makes a dialogue of the comments of `document`; `asked` is where the manifest wants it.
pub fn thread(document: &mut Document, spec: &Thread, asked: Span, diagnostics: &mut Diagnostics) -> Threaded {
    let blocks = std::mem::take(&mut document.blocks);
    let named = spec.heading.as_ref().map_or(asked, |heading| heading.span);
    let Some(place) = place::find(&blocks, spec) else {
        diagnostics.push(no_thread(spec, asked));
        document.blocks = blocks;
        return Threaded::default();
    };
    let mut done = Threaded::default();
    let mut before = blocks;
    let mut region = before.split_off(place.first);
    let after = region.split_off(place.end - place.first);
    let (opening, comments) = comments::comments(region, &mut done);
    if comments.is_empty() {
        let at = opening.first().map_or(asked, |block| block.span);
        let fault =
            Diagnostic::error("no-comments", "it is not seen where a comment begins").at(named, "asked for here");
        let hint = "a comment begins with a number, `Name said:`, or a name and a day";
        diagnostics.push(fault.also(at, "looked for from here on").hint(hint));
        before.extend(opening);
        before.extend(after);
        document.blocks = before;
        return Threaded::default();
    }
    comments::heads_inside(&comments, diagnostics);
    done.comments = comments.len();
    done.named = comments.iter().filter(|comment| comment.name.is_some()).count();
    place::settle_heading(&mut before, &place, spec, comments[0].span);
    before.extend(opening);
    before.push(dialogue(comments, spec, &mut done, diagnostics));
    before.extend(after);
    document.blocks = before;
    done
}

/// No place was found where comments stand.
fn no_thread(spec: &Thread, asked: Span) -> Diagnostic {
    let fault = |message: String| Diagnostic::error("no-thread", message);
    match (&spec.heading, spec.set_as.as_ref().or(spec.keep.as_ref()).or(spec.unnamed.as_ref())) {
        (Some(heading), _) => fault(format!("no comments stand under `{}`", heading.value))
            .at(heading.span, "no line of the text says this, or nothing follows it")
            .hint("`heading` is the line above the comments; comments that are numbered need none"),
        (None, said) => fault("it is not seen where the comments of this document begin".to_owned())
            .at(said.map_or(asked, |said| said.span), "a `thread` is asked for here")
            .hint("a line such as `17 comments` shows it, or numbers from 1 to 3 at least")
            .hint("else say which line stands above them: `thread = { heading = \"Comments\" }`"),
    }
}

/// The comments that are kept.
fn dialogue(
    comments: Vec<Comment>,
    spec: &Thread,
    done: &mut Threaded,
    diagnostics: &mut Diagnostics,
) -> Located<Block> {
    let keep = spec.keep.as_ref().map(|keep| (keep, ranges(&keep.value)));
    if let Some((keep, ranges)) = &keep {
        missing(&comments, keep, ranges, diagnostics);
    }
    let whole = comments[0].span.to(comments[comments.len() - 1].span);
    let number = comments[0].body.first().map_or(comments[0].paragraph, |block| block.number);
    let number = if comments[0].paragraph > 0 { comments[0].paragraph } else { number };
    let mut items: Vec<Entry> = Vec::with_capacity(comments.len());
    let mut omitted = false;
    for comment in comments {
        let kept = keep.as_ref().is_none_or(|(_, ranges)| ranges.iter().any(|range| range.contains(&comment.number)));
        if kept {
            items.push(entry(comment, spec));
        } else {
            done.left_out.push(comment.number);
            if !omitted {
                let body = vec![Located::new(Block::Omission, comment.span, 0)];
                items.push(Entry { body, ..Entry::default() });
            }
        }
        omitted = !kept;
    }
    let left_out = &done.left_out;
    for item in &mut items {
        item.answers = item.answers.filter(|number| !left_out.contains(number));
    }
    Located::new(Block::Entries(Entries { kind: EntriesKind::Dialogue, items }), whole, number)
}

fn entry(comment: Comment, spec: &Thread) -> Entry {
    let unnamed = || spec.unnamed.as_ref().map(|words| editors(&words.value, words.span));
    let lead = |kind, words: Option<Inlines>| words.map(|words| Lead { kind, words });
    let leads: Vec<Lead> = [lead(LeadKind::Name, comment.name.or_else(unnamed)), lead(LeadKind::Date, comment.date)]
        .into_iter()
        .flatten()
        .collect();
    let lead = (!leads.is_empty()).then(|| Located::new(Block::Lead(leads), comment.span, comment.paragraph));
    Entry {
        number: spec.number.then_some(comment.number),
        id: Some(format!("comment-{}", comment.number)),
        answers: comment.answers,
        body: lead.into_iter().chain(comment.body).collect(),
    }
}

/// Words of the editor's.
fn editors(words: &str, span: Span) -> Inlines {
    vec![Inline::Text(Run { text: words.to_owned(), origin: Origin::Editor(span) })]
}

/// Comments that are to be kept and are not there.
fn missing(
    comments: &[Comment],
    keep: &Spanned<String>,
    ranges: &[RangeInclusive<u32>],
    diagnostics: &mut Diagnostics,
) {
    let there = |range: &RangeInclusive<u32>| comments.iter().any(|comment| range.contains(&comment.number));
    let last = comments.iter().map(|comment| comment.number).max().unwrap_or(0);
    for range in ranges.iter().filter(|range| !there(range) || *range.end() > last) {
        let number = if there(range) { range.end() } else { range.start() };
        let fault = Diagnostic::error("no-comment", format!("there is no comment {number}"));
        let fault = fault.at(keep.span, format!("the last one is {last}"));
        diagnostics.push(fault.hint("name comments by the numbers that they have in the source"));
    }
}

/// `1-13, 15`.
fn ranges(keep: &str) -> Vec<RangeInclusive<u32>> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let range = |text: &str| match text.split_once(['-', '–']) {
        None => number(text).map(|number| number..=number),
        Some((from, to)) => number(from).zip(number(to)).map(|(from, to)| from..=to),
    };
    keep.split(',').filter_map(range).collect()
}

/// The words of a paragraph or heading, as the source has them.
fn words_of(block: &Located<Block>) -> Option<String> {
    match &block.node {
        Block::Paragraph(content) | Block::Heading { content, .. } => Some(super::view::View::of(content).words),
        _ => None,
    }
}
