//! Captured text: every word of it, verse and headings where they are sure.
//!
//! The lines above it that say title, author and date become its front matter; that they did is told.
//! What looks like words of the page around it is told and stays, unless `clean` was asked for.

use super::facts::{Facts, edtf, languages};
use super::odd::oddities;
use super::{Guess, Imported, Incoming, Remark, RemarkKind, front, id_of, markdown, stem};
use crate::diagnostic::{Diagnostics, Files, Span};
use crate::document::{Block, Document, Inline, Inlines, Located, Verse, VerseLine, cut, plain_text, walk};
use crate::source::recognise::{Likeness, Recognised, date_line, find_date, is_name, recognise};
use crate::source::{self, Decoded, Kind, Reading};

/// A Markdown file, which is what it should be already; only its encoding may have been another.
pub(super) fn as_written(stem: &str, decoded: &Decoded) -> Imported {
    let mut report = Vec::new();
    if decoded.encoding != "UTF-8" {
        report.push(Remark::new(RemarkKind::Guessed, format!("read as {}", decoded.encoding)));
    }
    report.extend(oddities(&decoded.text, true));
    report.sort_by_key(|remark| remark.kind);
    let words = decoded.text.split_whitespace().count();
    Imported {
        id: id_of(stem, None),
        text: decoded.text.clone(),
        pictures: Vec::new(),
        facts: Facts::default(),
        words,
        report,
    }
}

pub(super) fn import(incoming: &Incoming<'_>, files: &mut Files) -> Imported {
    let decoded = source::decode(incoming.bytes, Kind::Plain);
    let mut report = Vec::new();
    if decoded.encoding != "UTF-8" {
        report.push(Remark::new(RemarkKind::Guessed, format!("read as {}", decoded.encoding)));
    }
    report.extend(oddities(&decoded.text, false));
    let file = files.add(incoming.path, decoded.text.as_str());
    report.extend(divided(&decoded.text, &|at| files.line_column(Span::new(file, at..at)).0));
    let mut document = source::read(&decoded.text, file, Kind::Plain, Reading::SOURCE, &mut Diagnostics::default());
    let facts = facts(&decoded.text, &document, &mut report);
    let found = recognise(&decoded.text, &document.blocks, facts.title.as_deref());
    let line = |one: &Recognised| Some(files.line_column(one.span).0);
    let gaps: Vec<&Recognised> = found.iter().filter(|one| one.likeness == Likeness::SectionBreak).collect();
    if let Some(one) = gaps.first() {
        let text = format!("{} section break(s), by more blank lines than elsewhere", gaps.len());
        report.push(Remark { kind: RemarkKind::Guessed, text, line: line(one) });
    }
    for one in found.iter().filter(|one| one.likeness != Likeness::SectionBreak) {
        let first: Vec<&str> = files.slice(one.span).split_whitespace().take(8).collect();
        let what = format!("{}, {} %: “{} …”", one.likeness.name(), one.confidence, first.join(" "));
        let kind = if one.applies() {
            RemarkKind::Guessed
        } else if incoming.clean && is_of_page(one.likeness) {
            RemarkKind::Dropped
        } else {
            RemarkKind::Seen
        };
        let way = if kind == RemarkKind::Seen && is_of_page(one.likeness) { "; `--clean` leaves it out" } else { "" };
        report.push(Remark { kind, text: format!("{what}{way}"), line: line(one) });
    }
    document.blocks = settled(std::mem::take(&mut document.blocks), &found, incoming.clean);
    without_facts(&mut document.blocks, &facts, &mut report);
    source::html::raise_headings(&mut document.blocks);
    source::html::number(&mut document.blocks);
    report.sort_by_key(|remark| remark.kind);
    let words = walk::count_words(&document.blocks);
    let text = front::front(&facts) + &markdown::markdown(&document);
    Imported {
        id: id_of(&stem(incoming.path), facts.title.as_deref()),
        text,
        pictures: Vec::new(),
        facts,
        words,
        report,
    }
}

const fn is_of_page(likeness: Likeness) -> bool {
    matches!(likeness, Likeness::Chrome | Likeness::RepeatedTitle | Likeness::Caption)
}

/// Tells of the words that line ends divided.
fn divided(text: &str, line: &dyn Fn(usize) -> usize) -> Vec<Remark> {
    let (soft, hard): (Vec<_>, Vec<_>) = source::divided_words(text).into_iter().partition(|word| word.soft);
    let tell = |words: &[source::Divided], what: &str| {
        let first = words.first()?;
        let shown: Vec<&str> = words.iter().take(5).map(|word| word.word.as_str()).collect();
        let more = if words.len() > shown.len() { " …" } else { "" };
        let text = format!("that {} word(s) divided at line ends {what}: {}{more}", words.len(), shown.join(", "));
        Some(Remark { kind: RemarkKind::Guessed, text, line: Some(line(first.at)) })
    };
    [tell(&soft, "are one"), tell(&hard, "have a hyphen of their own")].into_iter().flatten().collect()
}

/// Which lines say no more than the facts do.
struct Says<'f> {
    /// The title, until it was said; letters and digits.
    title: Option<String>,
    /// Whether a day alone says the date: in a diary it heads an entry.
    day: bool,
    facts: &'f Facts,
}

impl<'f> Says<'f> {
    fn of(facts: &'f Facts, blocks: &[Located<Block>]) -> Self {
        let is_day = |block: &&Located<Block>| {
            matches!(&block.node, Block::Paragraph(content)
                if date_line(plain_text(content).trim()).is_some_and(|found| found.byline == 0))
        };
        let day = blocks.iter().filter(is_day).take(2).count() < 2;
        Self { title: facts.title.as_deref().map(letters), day, facts }
    }

    /// "By Ada Byron", "By Ada Byron, 9 March 2014", "9 March 2014", the title once: and not a word more.
    fn says(&mut self, line: &str) -> bool {
        if self.title.as_ref().is_some_and(|title| *title == letters(line)) {
            self.title = None;
            return true;
        }
        let dated = date_line(line).filter(|found| Some(found.moment.to_string()) == self.facts.date);
        let by = dated.as_ref().map_or(line, |found| line.get(..found.byline).unwrap_or_default());
        let by = by.trim().trim_end_matches([',', '|', '-', '–', '.']).trim();
        let name = by.strip_prefix("By ").or_else(|| by.strip_prefix("by ")).unwrap_or(by);
        // "by Ada Byron, 1911".
        let year = self.facts.date.as_deref().filter(|date| date.len() == 4);
        let name = year.and_then(|year| name.strip_suffix(year)).map_or(name, |name| name.trim_end_matches([' ', ',']));
        let named = !name.is_empty() && self.facts.authors == [name];
        named && (dated.is_some() || by != name) || name.is_empty() && dated.is_some() && self.day
    }
}

/// Letters and digits alone.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a captured text in a book's folder does not say where a manifest reads it. Its first line is its title where author
/// or date follow right below; else it may be anything.
pub(super) fn guessed(text: &str, document: &Document) -> Guess {
    let mut facts = facts(text, document, &mut Vec::new());
    let mut says = Says::of(&facts, &document.blocks);
    let (mut said, mut lines) = (Vec::new(), 0);
    for block in document.blocks.iter().take(4) {
        let Block::Paragraph(content) = &block.node else { break };
        let own: Vec<String> =
            cut::lines(content.clone()).iter().map(|line| plain_text(line).trim().to_owned()).collect();
        if !own.iter().all(|line| says.says(line)) {
            break;
        }
        lines += own.len();
        said.extend(own.into_iter().next());
    }
    let titled = says.title.is_none() && lines > 1;
    if !titled {
        facts.title = None;
        said.clear();
    }
    Guess { facts, said }
}

/// The byline right below the title of Markdown without front matter: "*Ada Byron, 9 March 2014*", "By Ada Byron".
pub(super) fn byline_below_title(document: &Document) -> Guess {
    let mut guess = Guess::default();
    if document.front_matter.is_some() {
        return guess;
    }
    let [Block::Heading { .. }, Block::Paragraph(content)] = [document.blocks.first(), document.blocks.get(1)]
        .map(|block| block.map_or(&Block::Omission, |block| &block.node))
    else {
        return guess;
    };
    let words = plain_text(content);
    let words = words.trim();
    if words.chars().count() > 100 {
        return guess;
    }
    let by = ["By ", "by ", "Von ", "von ", "Par ", "par "].iter().find_map(|by| words.strip_prefix(by));
    let rest = by.unwrap_or(words);
    let date = find_date(rest).filter(|found| !rest[found.range.end..].contains(char::is_alphanumeric));
    let name = date.as_ref().map_or(rest, |found| &rest[..found.range.start]);
    let name = name.trim_end_matches([' ', ',', '|', '–', '—', '-', '·', '.', '(']);
    // A place and a day stand above many a letter: a name in emphasis is one of two words and more.
    let set = matches!(content.as_slice(), [Inline::Styled(..)]) && (2..=4).contains(&name.split(' ').count());
    if !(name.is_empty() && date.is_some() || is_name(name) && (by.is_some() || set && date.is_some())) {
        return guess;
    }
    guess.facts.authors = (!name.is_empty()).then(|| name.to_owned()).into_iter().collect();
    guess.facts.date = date.map(|found| found.moment.to_string());
    if by.is_some() || name.is_empty() {
        guess.said.push(words.to_owned());
    }
    guess
}

/// Takes the lines that only say what the front matter says now out of the text's beginning: its words are not lost, and the
/// book prints title, author and date once.
pub(super) fn without_facts(blocks: &mut Vec<Located<Block>>, facts: &Facts, report: &mut Vec<Remark>) {
    let mut facts = Says::of(facts, blocks);
    let mut moved = Vec::new();
    let mut seen = 0;
    // A title in lines above a poem may have been taken for its first.
    if let Some(Located { node: Block::Verse(verse), .. }) = blocks.first_mut()
        && verse.stanzas.len() > 1
    {
        let said = |line: &VerseLine| plain_text(&line.content).trim().to_owned();
        let lines: Vec<String> = verse.stanzas[0].iter().map(said).collect();
        let mut tried = Says { title: facts.title.clone(), ..facts };
        if lines.iter().all(|line| tried.says(line)) {
            verse.stanzas.remove(0);
            moved.extend(lines);
            facts = tried;
        }
    }
    while seen < 6
        && let Some(block) = blocks.first_mut()
        && let Block::Paragraph(content) = &mut block.node
    {
        let lines = cut::lines(std::mem::take(content));
        let (mut kept, mut stop) = (Vec::new(), false);
        for line in lines {
            let words = plain_text(&line);
            seen += 1;
            // What stands below the first words of the text is the text's.
            if !stop && facts.says(words.trim()) {
                moved.push(words.trim().to_owned());
            } else {
                stop = true;
                kept.push(line);
            }
        }
        if stop {
            let mut whole = Inlines::new();
            for line in kept {
                if !whole.is_empty() {
                    whole.push(Inline::LineBreak);
                }
                whole.extend(line);
            }
            *content = whole;
            break;
        }
        blocks.remove(0);
    }
    if !moved.is_empty() {
        let told =
            format!("that the first lines are facts; they stand in the front matter now: “{}”", moved.join("” “"));
        report.push(Remark::new(RemarkKind::Guessed, told));
    }
}

/// What the first lines of a text look like.
pub(super) fn facts(text: &str, document: &Document, report: &mut Vec<Remark>) -> Facts {
    let mut facts = Facts::default();
    let mut guess = |what: String| report.push(Remark::new(RemarkKind::Guessed, what));
    let firsts: Vec<String> = document
        .blocks
        .iter()
        .take(6)
        .filter_map(|block| if let Block::Paragraph(content) = &block.node { Some(content) } else { None })
        .flat_map(|content| cut::lines(content.clone()))
        .map(|line| plain_text(&line))
        .take(8)
        .collect();
    if let Some(first) = firsts.first().filter(|line| {
        let length = line.chars().count();
        (3..=90).contains(&length) && !line.trim_end().ends_with(['.', ',', ';', ':']) && firsts.len() > 1
    }) {
        facts.title = Some(first.clone());
        guess(format!("the title, by the first line “{first}”"));
    }
    // Names and days in a list of works are those of its entries.
    let listed = recognise(text, &document.blocks, None).into_iter().any(|one| {
        matches!(one.likeness, Likeness::AnnotatedList | Likeness::Thread)
            && *one.numbers.start() <= 4
            && one.confidence >= Recognised::SURE
    });
    if !listed {
        byline(&firsts, &mut facts, &mut guess);
    }
    let paragraphs = document.blocks.iter().take(300).map(|block| {
        let mut text = String::new();
        walk::texts(&block.node, &mut |content| text += &(plain_text(content) + " "));
        text
    });
    let found = languages(paragraphs);
    if let Some(told) = found.told() {
        guess(told);
    }
    facts.language = found.most;
    facts
}

/// Takes names and the day from the lines below the first.
fn byline(firsts: &[String], facts: &mut Facts, guess: &mut dyn FnMut(String)) {
    for line in firsts.iter().skip(1).filter(|line| line.chars().count() < 120) {
        if let Some(found) = date_line(line) {
            facts.date.get_or_insert_with(|| found.moment.to_string());
            let by = line.get(..found.byline).unwrap_or_default().trim().trim_end_matches([',', '|', '-', '–']).trim();
            if facts.authors.is_empty() && !by.is_empty() {
                facts.authors = vec![by.strip_prefix("By ").unwrap_or(by).to_owned()];
            }
            guess(format!("the date, by the line “{line}”"));
            break;
        }
        if let Some(name) = line
            .strip_prefix("By ")
            .or_else(|| line.strip_prefix("by "))
            .filter(|name| name.split_whitespace().count() <= 4)
        {
            facts.authors = vec![name.trim_end_matches('.').to_owned()];
            guess(format!("the author, by the line “{line}”"));
        }
    }
    if facts.date.is_none() {
        let dated =
            firsts.iter().skip(1).filter(|line| line.chars().count() < 40).find_map(|line| Some((edtf(line)?, line)));
        if let Some((date, line)) = dated {
            guess(format!("the date, by the line “{line}”"));
            facts.date = Some(date);
        }
    }
}

/// Does what is sure, and leaves out what is of the page where that is wanted.
fn settled(blocks: Vec<Located<Block>>, found: &[Recognised], clean: bool) -> Vec<Located<Block>> {
    let mut settled: Vec<Located<Block>> = Vec::new();
    let mut last: Option<(usize, bool)> = None;
    for block in blocks {
        let at = found.iter().position(|one| {
            one.numbers.contains(&block.number) && (one.applies() || clean && is_of_page(one.likeness))
        });
        let Some((at, one)) = at.map(|at| (at, &found[at])) else {
            settled.push(block);
            last = None;
            continue;
        };
        let goes_on = last.is_some_and(|(before, _)| before == at);
        last = Some((at, true));
        match one.likeness {
            likeness if is_of_page(likeness) => {}
            Likeness::Verse => {
                let Block::Paragraph(content) = &block.node else {
                    settled.push(block);
                    continue;
                };
                let lines: Vec<VerseLine> = cut::lines(content.clone())
                    .into_iter()
                    .filter(|line| !plain_text(line).trim().is_empty())
                    .map(|content| VerseLine { indent: 0, content })
                    .collect();
                match settled.last_mut().map(|last| &mut last.node) {
                    Some(Block::Verse(verse)) if goes_on => verse.stanzas.push(lines),
                    _ => settled.push(block.with(Block::Verse(Verse { stanzas: vec![lines] }))),
                }
            }
            Likeness::Extract => match settled.last_mut().map(|last| &mut last.node) {
                Some(Block::Quotation(inner)) if goes_on => inner.push(block),
                _ => settled.push(block.with(Block::Quotation(vec![block.clone()]))),
            },
            Likeness::Heading => match &block.node {
                Block::Paragraph(content) => {
                    let content = content.clone();
                    settled.push(block.with(Block::Heading { level: 2, content, id: None, classes: Vec::new() }));
                }
                _ => settled.push(block),
            },
            _ => settled.push(block),
        }
    }
    while settled.last().is_some_and(|block| block.node == Block::SectionBreak) {
        settled.pop();
    }
    settled
}
