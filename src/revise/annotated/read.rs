//! Reads the entries of a page: which lines are whose, and what each line of a head is.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Item, Listed, folded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Block, Inline, Inlines, Located, Style, cut, plain_text};
use crate::revise::view::{View, widthless};
use crate::source::recognise::{DateLine, date_line};

/// A page, read.
pub(super) struct Page {
    /// What stands before the first entry.
    pub(super) before: Vec<Located<Block>>,
    pub(super) items: Vec<Item>,
    /// What stands after the last.
    pub(super) after: Vec<Located<Block>>,
}

/// A paragraph of the page with its words.
struct Row<'d> {
    block: &'d Located<Block>,
    content: &'d Inlines,
    /// As the source has them.
    view: View,
}

impl Row<'_> {
    fn words(&self) -> &str {
        &self.view.words
    }

    /// Whether it reads as a byline.
    fn is_byline(&self) -> bool {
        let words = self.words();
        let by = ["By ", "Von ", "Par ", "Por ", "Di "].iter().any(|by| words.starts_with(by));
        by && words.chars().count() <= 60 && !words.ends_with(['.', ',', ':', ';', '!', '?'])
    }
}

/// An entry's lines, before it is known what each is.
struct Draft<'d> {
    head: Vec<Row<'d>>,
    line: (Row<'d>, DateLine),
    body: Vec<Row<'d>>,
    /// Lists, pictures and the like that stand below the abstract.
    others: Vec<Located<Block>>,
}

/// Lines before a date, at most: kicker, title, subtitle.
const LONGEST_HEAD: usize = 3;

/// Reads a page; `None` if no line of it is a date. The paragraphs `texts` are no line of an entry's head.
pub(super) fn page(
    blocks: &[Located<Block>],
    texts: &[RangeInclusive<u32>],
    listed: &mut Listed,
    diagnostics: &mut Diagnostics,
) -> Option<Page> {
    let is_text = |block: &Located<Block>| texts.iter().any(|range| range.contains(&block.number));
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut waiting: Vec<Row<'_>> = Vec::new();
    let mut before = Vec::new();
    for block in blocks {
        let content = match &block.node {
            Block::Paragraph(content) | Block::Heading { content, .. } if !is_text(block) => content,
            // The page's own order of things: entries have their own space.
            Block::SectionBreak => continue,
            _ if drafts.is_empty() => {
                before.extend(waiting.drain(..).map(|row| row.block.clone()));
                before.push(block.clone());
                continue;
            }
            // What is no line belongs to the entry above it.
            _ => {
                let abstracts = abstracts(&waiting);
                if let Some(draft) = drafts.last_mut() {
                    draft.body.extend(waiting.drain(..abstracts));
                    draft.others.push(block.clone());
                }
                continue;
            }
        };
        let row = Row { block, content, view: View::of(content) };
        match date_line(row.words()) {
            Some(line) if !waiting.is_empty() => {
                let first = drafts.is_empty();
                undated(&waiting, diagnostics);
                let head = head(&mut waiting, first);
                match drafts.last_mut() {
                    Some(draft) => draft.body.append(&mut waiting),
                    None => before.extend(waiting.drain(..).map(|row| row.block.clone())),
                }
                drafts.push(Draft { head, line: (row, line), body: Vec::new(), others: Vec::new() });
            }
            _ => waiting.push(row),
        }
    }
    undated(&waiting, diagnostics);
    // As many paragraphs belong to the last entry as others have: what follows them closes the page.
    let most = drafts.iter().rev().skip(1).map(|draft| draft.body.len()).max().unwrap_or(1).max(1);
    let abstracts = abstracts(&waiting).min(most);
    let last = drafts.last_mut()?;
    last.body.extend(waiting.drain(..abstracts));
    let after = waiting.into_iter().map(|row| row.block.clone()).collect();
    listed.entries = drafts.len();
    let kickers = kickers(&drafts);
    // Above a kicker stands the page's own heading.
    if let Some(first) = drafts.first_mut()
        && let [above, kicker, _] = first.head.as_slice()
        && kickers.binary_search(&folded(kicker.words())).is_ok()
        && kickers.binary_search(&folded(above.words())).is_err()
    {
        before.push(first.head.remove(0).block.clone());
    }
    let items = drafts.into_iter().map(|draft| item(draft, &kickers, listed)).collect();
    Some(Page { before, items, after })
}

/// Takes the lines of a head from the end of those that wait: what is no abstract, or one line at least.
fn head<'d>(waiting: &mut Vec<Row<'d>>, first: bool) -> Vec<Row<'d>> {
    // The first line of a page is its own title.
    let own = usize::from(first && waiting.len() > 1);
    let others = &waiting[own..];
    let abstracts = if first {
        others[..others.len().saturating_sub(1)].iter().take_while(|row| is_abstract(row.words())).count()
    } else {
        abstracts(waiting).min(waiting.len().saturating_sub(1))
    };
    let from = (own + abstracts).max(waiting.len().saturating_sub(LONGEST_HEAD));
    waiting.split_off(from)
}

/// How many rows below a day are its entry's abstract. The first may be short (“A pier.”), if no title here has a stop.
fn abstracts(waiting: &[Row<'_>]) -> usize {
    let stops = |row: &Row<'_>| row.words().ends_with('.') && !row.words().ends_with("..");
    let long = waiting.iter().take_while(|row| is_abstract(row.words())).count();
    let [first, rest @ ..] = waiting else { return 0 };
    if long > 0 || !stops(first) || rest.last().is_some_and(|last| stops(last) && !is_abstract(last.words())) {
        return long;
    }
    1 + rest.iter().take_while(|row| is_abstract(row.words())).count()
}

/// Warns of bylines without a day: no entry begins there.
fn undated(waiting: &[Row<'_>], diagnostics: &mut Diagnostics) {
    for row in waiting.iter().filter(|row| row.is_byline()) {
        let fault = Diagnostic::warning("entry-without-date", "a byline without a day begins no entry of the list");
        let fault = fault.at(row.block.span, "the words around it stand with other entries, or outside the list");
        diagnostics.push(fault.hint("put the day in with `correct`, or `omit` the entry"));
    }
}

/// Whether a paragraph says something of a work, and is no title: it is a sentence.
fn is_abstract(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '"', '’', ')', '»']);
    let length = words.chars().count();
    let stops = bare.ends_with('.') && !bare.ends_with("..");
    stops && length > 30 || bare.ends_with(['!', '?', '…']) && length > 120 || length > 240
}

/// Lines that stand above different titles.
fn kickers(drafts: &[Draft<'_>]) -> Vec<String> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for draft in drafts {
        if let [first, second, ..] = draft.head.as_slice()
            && (draft.head.len() > 2 || !is_part(second.words()))
        {
            let titles = titles.entry(folded(first.words())).or_default();
            let title = folded(second.words());
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
    }
    // The first may have the page's own heading above its kicker.
    if let Some([_, kicker, title]) = drafts.first().map(|draft| draft.head.as_slice())
        && let Some(titles) = titles.get_mut(&folded(kicker.words()))
        && !titles.contains(&folded(title.words()))
    {
        titles.push(folded(title.words()));
    }
    titles.into_iter().filter(|(_, titles)| titles.len() > 1).map(|(kicker, _)| kicker).collect()
}

/// "Part two", "Volume I: The Harbour".
fn is_part(words: &str) -> bool {
    const PARTS: [&str; 10] =
        ["part", "volume", "vol.", "chapter", "teil", "partie", "parte", "часть", "część", "section"];
    let mut words = words.split_whitespace();
    let part = words.next().is_some_and(|word| PARTS.contains(&word.to_lowercase().as_str()));
    part && words.next().is_some_and(|number| {
        let number = number.trim_end_matches([':', '.', ',']).to_lowercase();
        let roman = number.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let spelled = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        number.chars().all(|c| c.is_ascii_digit()) || roman || spelled.contains(&number.as_str())
    })
}

/// Whether the first of two lines is the kicker. Repetition decides; else that a kicker is the shorter, and names
/// no work.
fn opens_with_kicker(first: &str, second: &str, kickers: &[String]) -> bool {
    if kickers.binary_search(&folded(first)).is_ok() || is_part(first) {
        return true;
    }
    let names_work = first.contains(':') || first.starts_with(['“', '"', '‘', '«', '„']);
    !is_part(second) && !names_work && first.chars().count() < second.chars().count()
}

fn item(draft: Draft<'_>, kickers: &[String], listed: &mut Listed) -> Item {
    let Draft { head, line: (row, line), body, others } = draft;
    let span = head.first().map_or(row.block.span, |first| first.block.span).to(row.block.span);
    let number = head.first().map_or(row.block.number, |first| first.block.number);
    let clone = |row: &Row<'_>| row.content.clone();
    let (kicker, mut title, subtitle) = match head.as_slice() {
        [first, second] if opens_with_kicker(first.words(), second.words(), kickers) => {
            (Some(clone(first)), clone(second), None)
        }
        [first, second] => (None, clone(first), Some(clone(second))),
        [first, second, third, ..] => (Some(clone(first)), clone(second), Some(clone(third))),
        [only] => (None, clone(only), None),
        [] => (None, Inlines::new(), None),
    };
    let by = row.view.range(&(0..line.byline)).end;
    let day = row.view.range(&(line.date..row.words().len())).start.max(by);
    let (mut byline, rest) = cut::split_at(row.content.clone(), by);
    let (sign, mut date) = cut::split_at(rest, day - by);
    // What is called between the two is called at the first.
    if line.byline > 0 {
        byline.extend(widthless(&sign));
    } else {
        date.splice(0..0, widthless(&byline).into_iter().chain(widthless(&sign)));
    }
    let mut parts = Vec::new();
    // A title that has run into its sentence: the sentence is the abstract's.
    if let Some(at) = fused(&plain_text(&title)) {
        let (heading, rest) = cut::split_at(title, at);
        listed.parted.extend(cut::span_of(&heading));
        title = heading;
        let (block, number) = head.last().map_or((row.block, 0), |last| (last.block, last.block.number));
        parts.push(Located { number, ..block.with(Block::Paragraph(rest)) });
    }
    for row in body {
        part(&row, &mut parts, listed);
    }
    parts.extend(others);
    let byline = Some(byline).filter(|_| line.byline > 0);
    Item { kicker, title, subtitle, byline, date, moment: line.moment, body: parts, span, number }
}

/// An abstract, parted from a heading that had run into it: that has a line of its own.
fn part(row: &Row<'_>, parts: &mut Vec<Located<Block>>, listed: &mut Listed) {
    let text = plain_text(row.content);
    let Some(at) = fused(&text) else {
        parts.push(row.block.with(Block::Paragraph(row.content.clone())));
        return;
    };
    let (heading, rest) = cut::split_at(row.content.clone(), at);
    listed.parted.extend(cut::span_of(&heading));
    let mut content = vec![Inline::Styled(Style::Emphasis, heading), Inline::LineBreak];
    content.extend(rest);
    parts.push(row.block.with(Block::Paragraph(content)));
}

/// Where a heading has run into the sentence after it: "a pier for the harbourOn Monday the council voted".
pub(super) fn fused(text: &str) -> Option<usize> {
    const OPENERS: [&str; 28] = [
        "On", "In", "The", "A", "An", "At", "After", "As", "By", "For", "From", "It", "This", "These", "That", "He",
        "She", "They", "We", "When", "While", "With", "Under", "Before", "During", "Since", "There", "One",
    ];
    /// How long such a heading is, in letters, at most.
    const LONGEST: usize = 160;
    let mut chars = text.char_indices().take(LONGEST + 2).peekable();
    while let (Some((_, before)), Some((at, after))) = (chars.next(), chars.peek().copied()) {
        if !(before.is_lowercase() || before.is_ascii_digit()) || !after.is_uppercase() {
            continue;
        }
        let word = text[..at].split_whitespace().next_back().unwrap_or_default();
        let opener = text[at..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        // A heading is short and has no stop; a sentence is none, and "iPhone" and "McAdam" are words.
        let heading = &text[..at];
        let short = heading.chars().count() <= LONGEST && !heading.trim_end().contains(". ");
        if short && word.chars().count() > 2 && OPENERS.contains(&opener) && text[at..].chars().nth(40).is_some() {
            return Some(at);
        }
    }
    None
}
