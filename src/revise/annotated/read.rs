//! Reads the entries of a page: which lines are whose, and what each line of a head is.

use std::collections::BTreeMap;

use super::{Item, Listed, folded};
use crate::document::{Block, Inline, Inlines, Located, Style, cut, plain_text};
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
    words: String,
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

/// Reads a page; `None` if no line of it is a date.
pub(super) fn page(blocks: &[Located<Block>], listed: &mut Listed) -> Option<Page> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut waiting: Vec<Row<'_>> = Vec::new();
    let mut before = Vec::new();
    for block in blocks {
        let content = match &block.node {
            Block::Paragraph(content) | Block::Heading { content, .. } => content,
            // The page's own order of things: entries have their own space.
            Block::SectionBreak => continue,
            _ if drafts.is_empty() => {
                before.extend(waiting.drain(..).map(|row| row.block.clone()));
                before.push(block.clone());
                continue;
            }
            // What is no line belongs to the entry above it.
            _ => {
                let abstracts = waiting.iter().take_while(|row| is_abstract(&row.words)).count();
                if let Some(draft) = drafts.last_mut() {
                    draft.body.extend(waiting.drain(..abstracts));
                    draft.others.push(block.clone());
                }
                continue;
            }
        };
        let row = Row { block, content, words: plain_text(content).trim().to_owned() };
        match date_line(&row.words) {
            Some(line) if !waiting.is_empty() => {
                let first = drafts.is_empty();
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
    let last = drafts.last_mut()?;
    let abstracts = waiting.iter().take_while(|row| is_abstract(&row.words)).count();
    last.body.extend(waiting.drain(..abstracts));
    let after = waiting.into_iter().map(|row| row.block.clone()).collect();
    listed.entries = drafts.len();
    let kickers = kickers(&drafts);
    let items = drafts.into_iter().map(|draft| item(draft, &kickers, listed)).collect();
    Some(Page { before, items, after })
}

/// Takes the lines of a head from the end of those that wait: what is no abstract, or one line at least.
fn head<'d>(waiting: &mut Vec<Row<'d>>, first: bool) -> Vec<Row<'d>> {
    // The first line of a page is its own title.
    let own = usize::from(first && waiting.len() > 1);
    let others = &waiting[own..];
    let abstracts = others[..others.len().saturating_sub(1)].iter().take_while(|row| is_abstract(&row.words)).count();
    let from = (own + abstracts).max(waiting.len().saturating_sub(LONGEST_HEAD));
    waiting.split_off(from)
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
            && (draft.head.len() > 2 || !is_part(&second.words))
        {
            let titles = titles.entry(folded(&first.words)).or_default();
            let title = folded(&second.words);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
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
    let (kicker, title, subtitle) = match head.as_slice() {
        [first, second] if opens_with_kicker(&first.words, &second.words, kickers) => {
            (Some(clone(first)), clone(second), None)
        }
        [first, second] => (None, clone(first), Some(clone(second))),
        [first, second, third, ..] => (Some(clone(first)), clone(second), Some(clone(third))),
        [only] => (None, clone(only), None),
        [] => (None, Inlines::new(), None),
    };
    let lead = row.content.iter().map(|inline| plain_text(std::slice::from_ref(inline))).collect::<String>();
    let spaces = lead.len() - lead.trim_start().len();
    let (byline, rest) = cut::split_at(row.content.clone(), spaces + line.byline);
    let (_, date) = cut::split_at(rest, line.date - line.byline);
    let mut parts = Vec::new();
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
    let mut chars = text.char_indices().peekable();
    while let (Some((_, before)), Some((at, after))) = (chars.next(), chars.peek().copied()) {
        if !(before.is_lowercase() || before.is_ascii_digit()) || !after.is_uppercase() {
            continue;
        }
        let word = text[..at].split_whitespace().next_back().unwrap_or_default();
        let opener = text[at..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        // A heading is short and has no stop; a sentence is none, and "iPhone" and "McAdam" are words.
        let heading = &text[..at];
        let short = heading.chars().count() <= 160 && !heading.trim_end().contains(". ");
        if short && word.chars().count() > 2 && OPENERS.contains(&opener) && text[at..].chars().count() > 40 {
            return Some(at);
        }
    }
    None
}
