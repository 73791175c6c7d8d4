//! Makes an annotated list of a page of titles: `[kicker] title [subtitle] [By X,] date [abstract]`.
//!
//! Enters: paragraphs, among them lines that are a date, or a byline and a date. Each of these is an entry: the lines
//! before it are its head, a paragraph after it is its abstract. Leaves: [`Block::Entries`] of those that are selected,
//! series under their common kicker, and a [`Listed`] that counts what is left out because `select` asked for it. What is
//! left out unasked (an entry that is there twice) is told in a warning. A line that stands above a title in several entries is their kicker; below a title it is a subtitle.

mod read;
mod select;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Document, Entries, EntriesKind, Entry, Inlines, Lead, LeadKind, Located, plain_text};
use crate::manifest::Select;
use crate::metadata::Moment;

/// What became of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Entries the page has.
    pub entries: usize,
    /// Entries that are printed.
    pub printed: usize,
    /// Titles of the publisher's system that no reader was to see: not printed.
    pub slugs: Vec<Span>,
    /// Entries that are there twice: the second is not printed.
    pub doubles: Vec<Span>,
    /// Abstracts that were parted from a heading they had run into.
    pub parted: Vec<Span>,
    /// Entries that hold none of the wanted words.
    pub unmatched: usize,
    /// Entries that are older or younger than wanted.
    pub outside: usize,
}

impl Listed {
    /// Whether words of the page are left out.
    #[must_use]
    pub const fn abridged(&self) -> bool {
        self.printed < self.entries
    }
}

/// One work of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    kicker: Option<Inlines>,
    title: Inlines,
    subtitle: Option<Inlines>,
    byline: Option<Inlines>,
    date: Inlines,
    moment: Moment,
    /// The heading that had run into the abstract, and the abstract.
    body: Vec<Located<Block>>,
    span: Span,
    number: u32,
}

impl Item {
    /// All its words, to search them.
    fn words(&self) -> String {
        let head = [self.kicker.as_ref(), Some(&self.title), self.subtitle.as_ref(), self.byline.as_ref()];
        let body = self.body.iter().map(body_words);
        let words: Vec<String> = head.into_iter().flatten().map(|words| plain_text(words)).chain(body).collect();
        words.join("\n")
    }

    fn kicker_words(&self) -> Option<String> {
        self.kicker.as_ref().map(|kicker| folded(&plain_text(kicker)))
    }

    /// The entry; `series`: its kicker stands above the series.
    fn entry(self, series: bool) -> Entry {
        let lead = |kind, words: Option<Inlines>| words.map(|words| Lead { kind, words });
        let leads = [
            lead(LeadKind::Kicker, self.kicker.filter(|_| !series)),
            lead(LeadKind::Title, Some(self.title)),
            lead(LeadKind::Subtitle, self.subtitle),
            lead(LeadKind::Byline, self.byline),
            lead(LeadKind::Date, Some(self.date)),
        ];
        let lead = Located::new(Block::Lead(leads.into_iter().flatten().collect()), self.span, self.number);
        Entry { body: std::iter::once(lead).chain(self.body).collect(), ..Entry::default() }
    }
}

/// The words of a paragraph under a head.
fn body_words(block: &Located<Block>) -> String {
    match &block.node {
        Block::Paragraph(content) => plain_text(content),
        _ => String::new(),
    }
}

/// Makes an annotated list of the paragraphs of `document`; `asked` is where the manifest says so, `texts` are the
/// paragraphs that it says are plain text, and so no line of an entry's head.
pub fn annotated_list(
    document: &mut Document,
    select: Option<&Select>,
    asked: Span,
    texts: &[RangeInclusive<u32>],
    diagnostics: &mut Diagnostics,
) -> Listed {
    let mut listed = Listed::default();
    let Some(page) = read::page(&document.blocks, texts, &mut listed, diagnostics) else {
        let fault =
            Diagnostic::error("no-entries", "this document has no line that is a date, so no list can be made of it");
        let fault = fault.at(asked, "asked for here");
        diagnostics
            .push(fault.hint("an entry is a title, a line such as `By Ada Byron, 27 January 2021`, and an abstract"));
        return listed;
    };
    let none = Select::default();
    let items = select::select(page.items, select.unwrap_or(&none), &mut listed, diagnostics);
    listed.printed = items.len();
    if items.is_empty() {
        let fault = Diagnostic::error("nothing-selected", "no entry of the list is selected").at(asked, "this list");
        diagnostics.push(fault.hint(left_out(&listed)));
        return listed;
    }
    let place = (items[0].span, items[0].number);
    let mut blocks = page.before;
    let entries = Entries { kind: EntriesKind::Annotated, items: series(items) };
    blocks.push(Located::new(Block::Entries(entries), place.0, place.1));
    blocks.extend(page.after);
    document.blocks = blocks;
    listed
}

/// Why no entry of a list is left, as a hint.
fn left_out(listed: &Listed) -> String {
    let reasons = [
        (listed.slugs.len(), "taken for slugs: take `drop-slugs` back"),
        (listed.unmatched, "without a word of `match`: add words"),
        (listed.outside, "not between `from` and `until`: widen them"),
    ];
    let reasons: Vec<String> =
        reasons.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    let what = if listed.entries == 1 {
        "1 entry was read".to_owned()
    } else {
        format!("{} entries were read", listed.entries)
    };
    if reasons.is_empty() { what } else { format!("{what}; {}", reasons.join("; ")) }
}

/// Entries; those of one kicker that follow each other stand under it.
fn series(items: Vec<Item>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(items.len());
    let mut rest = items.into_iter().peekable();
    while let Some(item) = rest.next() {
        let kicker = item.kicker_words();
        let mut run = vec![item];
        while kicker.is_some() && rest.peek().is_some_and(|next| next.kicker_words() == kicker) {
            run.extend(rest.next());
        }
        match <[Item; 1]>::try_from(run) {
            Ok([single]) => entries.push(single.entry(false)),
            Err(run) => entries.push(one_series(run)),
        }
    }
    entries
}

/// A kicker with the entries that stand under it.
fn one_series(run: Vec<Item>) -> Entry {
    let (span, number) = run.first().map_or_else(no_place, |first| (Some(first.span), first.number));
    let words = run.first().and_then(|first| first.kicker.clone()).unwrap_or_default();
    let items: Vec<Entry> = run.into_iter().map(|item| item.entry(true)).collect();
    let Some(span) = span else { return Entry::default() };
    let lead = Located::new(Block::Lead(vec![Lead { kind: LeadKind::Kicker, words }]), span, 0);
    let inner = Located::new(Block::Entries(Entries { kind: EntriesKind::Annotated, items }), span, number);
    Entry { body: vec![lead, inner], ..Entry::default() }
}

const fn no_place() -> (Option<Span>, u32) {
    (None, 0)
}

/// Words to compare: in lower case, single spaces, straight quotes.
fn folded(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase).map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            c => c,
        }));
    }
    folded
}
