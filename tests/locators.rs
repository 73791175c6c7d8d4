//! Every locator of a printed index is true: the page it names has words that lead to its heading.
//!
//! The PDF's own bytes are read back ([`common::printed`]). Its index must print what the edition's index says
//! (`the_index_prints_its_locators`), and on the page of each locator, found by the PDF's page labels, must stand one of
//! the heading's patterns: for 34 in the body, for 45n2 in the notes, for 34–36 on the first page and on the last. The
//! patterns are searched for here by simple means of the test's own.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use anthology::book::{Edition, Entry, Folio, Index, MatterBody, locators};
use anthology::diagnostic::Span;
use anthology::document::{Block, Inline, Located, MarkKind, NoteId, plain_text};
use anthology::manifest::{EditionKind, Manifest};
use anthology::metadata::Language;
use anthology::source::{self, Reading};
use common::linked::{linked, paragraph, without_tags};
use common::printed::{PageText, pages, seam};
use common::unzipped;
use common::{Book, books, fold};
use regex::Regex;

/// What leads to a heading.
#[derive(Default)]
struct Leads {
    /// Words, whole or not, and expressions.
    begin: Vec<Regex>,
    /// Where quoted stretches end.
    end: Vec<Regex>,
    /// Whether marks in the text lead there too, which say nothing of the words beside them.
    marked: bool,
}

/// By the heading's path, folded.
type ByPath = BTreeMap<Vec<String>, Leads>;

/// A pattern of the terms file as an expression: whole words, `*` for a longer word, small letters for any.
fn pattern(text: &str) -> Regex {
    let text = text.trim();
    if let Some(expression) = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return Regex::new(&fold(expression)).unwrap();
    }
    let (stem, rest) = text.strip_suffix('*').map_or((text, ""), |stem| (stem, r"\w*"));
    let folded = fold(stem);
    let any_case = if folded == folded.to_lowercase() { "(?i)" } else { "" };
    Regex::new(&format!(r"{any_case}(?:^|\b|\W){}{rest}(?:$|\b|\W|\d)", regex::escape(&folded))).unwrap()
}

fn quoted(words: &str) -> Regex {
    Regex::new(&regex::escape(fold(words).trim())).unwrap()
}

/// Where the source's words lead there and were corrected, what is printed for them leads there too.
fn corrected(book: &Book, leads: &mut Leads) {
    let met = |words: &str| leads.begin.iter().any(|pattern| pattern.is_match(&fold(words)));
    let emendations = book.project.sources.revisions.values().flat_map(|revision| &revision.emendations);
    let printed: Vec<Regex> = emendations
        .filter(|emendation| met(&emendation.was) && !met(&plain_text(&emendation.now)))
        .map(|emendation| {
            // Brackets and notes' calls may stand between the words.
            let now = fold(&plain_text(&emendation.now));
            let words = now.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            Regex::new(&words.map(regex::escape).collect::<Vec<_>>().join(r"\W+")).unwrap()
        })
        .collect();
    leads.begin.extend(printed);
}

fn path(parts: &[String]) -> Vec<String> {
    let reading = Reading::editorial(&Language::english(), true);
    let span = Span::new(anthology::diagnostic::Files::default().add("", ""), 0..0);
    parts.iter().map(|part| fold(&plain_text(&source::read_inline(part, span, reading)))).collect()
}

fn leads(book: &Book) -> ByPath {
    let Manifest { index, people, .. } = &book.project.manifest;
    let mut all = ByPath::new();
    for term in &index.terms.0 {
        let leads = all.entry(path(&term.path.value)).or_default();
        leads.begin.extend(term.patterns.iter().map(|words| pattern(&words.value)));
        corrected(book, leads);
        let principal = term.principal.iter().filter_map(|place| place.value.split_once(": ").map(|(_, words)| words));
        for words in term.at.iter().map(|place| place.words.value.as_str()).chain(principal) {
            let (first, last) = words.split_once('…').unwrap_or((words, words));
            leads.begin.push(quoted(first));
            leads.end.push(quoted(last));
        }
    }
    if index.people {
        for person in people.values() {
            let names = std::iter::once(&person.name).chain(&person.aka).chain(person.original.values());
            let leads = all.entry(path(std::slice::from_ref(&person.file_as))).or_default();
            leads.begin.extend(names.map(|name| pattern(&name.value)));
        }
    }
    for marked in marked(book) {
        all.entry(path(&marked)).or_default().marked = true;
    }
    all
}

/// The headings that marks in the texts lead to.
fn marked(book: &Book) -> BTreeSet<Vec<String>> {
    let sources = &book.project.sources;
    let mut found = BTreeSet::new();
    for document in sources.documents.values().chain(sources.texts.values()) {
        let notes = document.notes.iter().map(|note| &note.body);
        std::iter::once(&document.blocks).chain(notes).for_each(|blocks| in_blocks(blocks, &mut found));
    }
    found
}

fn in_blocks(blocks: &[Located<Block>], found: &mut BTreeSet<Vec<String>>) {
    for block in blocks {
        match &block.node {
            Block::Heading { content, .. } | Block::Paragraph(content) => in_inlines(content, found),
            Block::Quotation(inner) | Block::Letter(inner) => in_blocks(inner, found),
            Block::List(list) => list.items.iter().for_each(|item| in_blocks(item, found)),
            Block::Verse(verse) => verse.stanzas.iter().flatten().for_each(|line| in_inlines(&line.content, found)),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| in_inlines(cell, found));
            }
            Block::Figure(figure) => in_inlines(&figure.caption, found),
            Block::Entries(entries) => entries.items.iter().for_each(|entry| in_blocks(&entry.body, found)),
            Block::Lead(leads) => leads.iter().for_each(|lead| in_inlines(&lead.words, found)),
            Block::Listing { .. } | Block::SectionBreak | Block::Omission => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], found: &mut BTreeSet<Vec<String>>) {
    for inline in inlines {
        match inline {
            Inline::Mark(mark) if mark.kind != MarkKind::Suppress => {
                found.insert(mark.path.split('>').map(|part| part.trim().to_owned()).collect());
            }
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                in_inlines(inner, found);
            }
            _ => {}
        }
    }
}

/// The books that have terms.
fn indexed() -> impl Iterator<Item = Book> {
    books().into_iter().filter(|book| !book.project.manifest.index.terms.0.is_empty())
}

/// A heading's path and its locators as they are printed.
type Line = (Vec<String>, Vec<String>);

/// Every heading of the edition's index that has locators.
fn lines(book: &Book, edition: &Edition) -> Vec<Line> {
    let places = book.places(edition);
    let mark = |note: NoteId| edition.book.notes[note.0 as usize].mark.clone();
    let mut lines = Vec::new();
    let mut entries: Vec<(Vec<String>, &Entry)> = indexes(edition)
        .flat_map(|index| &index.groups)
        .flat_map(|group| &group.entries)
        .map(|entry| (Vec::new(), entry))
        .collect();
    while let Some((mut path, entry)) = entries.pop() {
        path.push(fold(&plain_text(&entry.heading)));
        let printed = locators(&entry.references, &places, edition.book.ranges, &mark);
        entries.extend(entry.subentries.iter().map(|sub| (path.clone(), sub)));
        if !printed.is_empty() {
            lines.push((path, printed.into_iter().map(|locator| locator.text).collect()));
        }
    }
    lines
}

fn indexes(edition: &Edition) -> impl Iterator<Item = &Index> {
    edition.book.back.iter().filter_map(|matter| match &matter.body {
        MatterBody::Index(index) => Some(index),
        _ => None,
    })
}

/// First lines and titles lead by their own words, which the maker's name in brackets follows.
fn of_their_own(edition: &Edition, leads: &mut ByPath) {
    for index in indexes(edition).filter(|index| !index.kind.is_of_terms()) {
        for entry in index.groups.iter().flat_map(|group| &group.entries) {
            let heading = fold(&plain_text(&entry.heading));
            let words = heading.rsplit_once(" (").map_or(heading.as_str(), |(words, _)| words);
            leads.entry(vec![heading.clone()]).or_default().begin.push(quoted(words));
        }
    }
}

/// A page's body or notes, folded, with what follows on the next page: a match must begin before it.
struct Field {
    text: String,
    ends: usize,
}

impl Field {
    fn of(this: &str, next: &str) -> Self {
        let mut joined = this.to_owned();
        seam(&mut joined);
        // Not all of what was there need be whole: a soft hyphen is gone.
        let ends = fold(&joined).len();
        joined.extend(next.chars().take(200));
        Self { text: fold(&joined), ends }
    }

    fn has(&self, patterns: &[Regex]) -> bool {
        patterns.iter().any(|pattern| pattern.find(&self.text).is_some_and(|found| found.start() < self.ends))
    }
}

/// A page's body and notes.
type Fields = BTreeMap<String, [Field; 2]>;

/// The pages by what is printed on them. `shift` gives each page the number of another: for the test of the test.
fn fields(pages: &[PageText], shift: usize) -> Fields {
    let next = |at: usize| pages.get(at + 1).map_or(("", ""), |page| (page.body.as_str(), page.notes.as_str()));
    let fields = pages.iter().enumerate().map(|(at, page)| {
        let folio = pages[(at + shift) % pages.len()].folio;
        let next = next(at);
        (folio.to_string(), [Field::of(&page.body, next.0), Field::of(&page.notes, next.1)])
    });
    fields.collect()
}

/// What is untrue of a locator.
fn fault(locator: &str, leads: &Leads, fields: &Fields) -> Option<String> {
    let no_page = |folio: &str| format!("no page {folio}");
    if let Some((folio, _)) = locator.split_once('n') {
        let Some([_, notes]) = fields.get(folio) else { return Some(no_page(folio)) };
        return (!notes.has(&leads.begin)).then(|| format!("nothing in the notes of {folio}"));
    }
    let (first, last) = locator.split_once('–').unwrap_or((locator, ""));
    let Some([body, _]) = fields.get(first) else { return Some(no_page(first)) };
    if !body.has(&leads.begin) {
        return Some(format!("nothing on {first}"));
    }
    if last.is_empty() {
        return None;
    }
    // Of figures only those are printed that change; letters are whole.
    let whole = if last.bytes().all(|b| b.is_ascii_digit()) { first.len().saturating_sub(last.len()) } else { 0 };
    let last = format!("{}{last}", &first[..whole]);
    let Some([body, _]) = fields.get(&last) else { return Some(no_page(&last)) };
    (!body.has(&leads.begin) && !body.has(&leads.end)).then(|| format!("nothing on {last}"))
}

/// How many locators can be judged by words, and what is untrue of them.
fn judge(lines: &[Line], leads: &ByPath, fields: &Fields) -> (usize, Vec<String>) {
    let mut judged = 0;
    let mut faults = Vec::new();
    for (path, locators) in lines {
        let Some(leads) = leads.get(path).filter(|leads| !leads.marked) else { continue };
        judged += locators.len();
        for locator in locators {
            faults.extend(fault(locator, leads, fields).map(|why| format!("{} {locator}: {why}", path.join(" > "))));
        }
    }
    (judged, faults)
}

#[test]
fn every_locator_is_true() {
    for book in indexed() {
        let edition = book.edition(EditionKind::Pdf);
        let pages = pages(&book.bytes(EditionKind::Pdf), &edition);
        let (lines, mut leads) = (lines(&book, &edition), leads(&book));
        of_their_own(&edition, &mut leads);
        the_index_prints(&lines, &edition, &book, &pages);

        let all: usize = lines.iter().map(|(_, locators)| locators.len()).sum();
        let (judged, faults) = judge(&lines, &leads, &fields(&pages, 0));
        assert!(judged > 50 && judged * 10 >= all * 9, "{}: only {judged} of {all} can be judged", book.name);
        assert!(faults.is_empty(), "{}, {} of {judged}:\n{}", book.name, faults.len(), faults.join("\n"));

        // If each page bore its neighbour's number, most locators would be untrue: the test can fail.
        let (judged, faults) = judge(&lines, &leads, &fields(&pages, 1));
        assert!(faults.len() * 2 > judged, "{}: only {} of {judged} fail on wrong pages", book.name, faults.len());
    }
}

/// The printed index has every heading with its locators, as words on its pages.
fn the_index_prints(lines: &[Line], edition: &Edition, book: &Book, pages: &[PageText]) {
    let section = edition.book.back.iter().find(|matter| matches!(matter.body, MatterBody::Index(_))).unwrap();
    let first: Folio = book.places(edition).folio(section.anchor).unwrap();
    let close = |text: &str| fold(text).replace(' ', "");
    let text: String = pages.iter().skip_while(|page| page.folio != first).map(|page| close(&page.body)).collect();
    let mut lost = Vec::new();
    for (path, locators) in lines {
        let line = format!("{}, {}", path.last().unwrap(), locators.join(", "));
        if !text.contains(&close(&line)) {
            lost.push(line);
        }
    }
    assert!(lost.is_empty(), "{}: not printed:\n{}\n{text}", book.name, lost.join("\n"));
}

#[test]
fn every_locator_of_the_epub_is_true() {
    for book in indexed() {
        let (_, epub) = book.both();
        let mut leads = leads(&book);
        of_their_own(&book.edition(EditionKind::Epub), &mut leads);
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let (mut judged, mut strange, mut all) = (0, 0, 0);
        let mut faults = Vec::new();
        for (path, locators) in linked(&epub) {
            all += locators.len();
            let Some(leads) = leads.get(&path).filter(|leads| !leads.marked) else { continue };
            for (text, href) in locators {
                let (file, id) = href.split_once('#').unwrap();
                let file = texts
                    .entry(file.to_owned())
                    .or_insert_with(|| unzipped::text(&epub, &format!("OEBPS/text/{file}")));
                let found = paragraph(file, id).unwrap_or_default();
                judged += 1;
                if !leads.begin.iter().any(|pattern| pattern.is_match(&fold(&found))) {
                    faults.push(format!("{} {text} ({href}): {found}", path.join(" > ")));
                }
                // The next paragraph's words are others: the test can fail.
                let next =
                    file.find(&format!("id=\"{id}\"")).and_then(|at| file[at..].find("</p>").map(|end| at + end));
                let next = next.and_then(|at| file.get(at + 4..)?.split_once("</p>")).map(|(p, _)| without_tags(p));
                strange += usize::from(!next.is_some_and(|next| leads.begin.iter().any(|p| p.is_match(&fold(&next)))));
            }
        }
        assert!(judged > 50 && judged * 10 >= all * 8, "{}: only {judged} of {all} can be judged", book.name);
        assert!(faults.is_empty(), "{}, {} of {judged}:\n{}", book.name, faults.len(), faults.join("\n"));
        assert!(strange * 2 > judged, "{}: {strange} of {judged} fail a paragraph further", book.name);
    }
}

/// The e-book says the same pages as the printed index.
#[test]
fn the_epub_names_the_printed_pages() {
    for book in indexed() {
        let edition = book.edition(EditionKind::Pdf);
        let (_, epub) = book.both();
        let printed: BTreeMap<Vec<String>, Vec<String>> = lines(&book, &edition).into_iter().collect();
        let mut differing = Vec::new();
        for (path, locators) in linked(&epub).into_iter().filter(|(_, locators)| !locators.is_empty()) {
            let texts: Vec<String> = locators.into_iter().map(|(text, _)| text).collect();
            match printed.get(&path) {
                Some(pages) if *pages != texts => differing.push(format!("{}: {pages:?}, {texts:?}", path.join(" > "))),
                _ => {}
            }
        }
        assert!(differing.is_empty(), "{}:\n{}", book.name, differing.join("\n"));
    }
}
