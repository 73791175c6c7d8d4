//! Terms and their explanations, and the way to them from where each document first uses one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{definition, definitions, in_this_book, sorted};
use crate::book::{AnchorId, Part};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inline, Inlines, Located, Style, Target, plain_text};
use crate::edit::desk::{Desk, said};
use crate::edit::index::fold::Folded;
use crate::edit::index::pattern::{Hit, Matcher, Patterns, Purpose};
use crate::edit::inlines::part;
use crate::edit::walk;
use crate::manifest::{EditionKind, Spanned};

/// The glossary of an edition.
#[derive(Debug)]
pub(in crate::edit) struct Glossary {
    /// The section it stands in.
    pub(in crate::edit) division: AnchorId,
    /// Each term's entry, by its place in the manifest.
    entries: Vec<AnchorId>,
    /// Where each term is first used: a place in each document that uses it, with the document's short title.
    uses: Vec<Vec<(AnchorId, Inlines)>>,
}

impl Glossary {
    /// Gives each term a place in the section `division`.
    pub(in crate::edit) fn new(desk: &mut Desk<'_>, division: AnchorId) -> Self {
        let terms = desk.manifest.glossary.len();
        Self {
            division,
            entries: (0..terms).map(|_| desk.anchors.within(division, 0)).collect(),
            uses: vec![Vec::new(); terms],
        }
    }

    /// Makes the first use of each term in each document's text lead to its entry. Headings, code and links are left
    /// alone; of terms that overlap the longer counts. No word is changed; with `[style] glossary-marks` print has a
    /// mark after it.
    pub(in crate::edit) fn find(&mut self, desk: &mut Desk<'_>, parts: &mut [Part]) {
        let mut patterns = Patterns::default();
        for (number, term) in desk.manifest.glossary.iter().enumerate() {
            let own = Spanned::new(plain_text(&desk.line(&term.term)), term.term.span);
            for pattern in std::iter::once(&own).filter(|_| term.matching.is_empty()).chain(&term.matching) {
                // In small letters a pattern finds its words however they are written.
                let expression = pattern.value.starts_with('/');
                let words = if expression { pattern.value.clone() } else { pattern.value.to_lowercase() };
                let pattern = Spanned::new(words, pattern.span);
                let _sound = patterns.add(&pattern, Purpose::Lead(number), desk.diagnostics);
            }
        }
        let Some(matcher) = patterns.build() else {
            let fault = Diagnostic::error("too-many-patterns", "the glossary has more terms than can be searched for");
            return desk.report(fault);
        };
        let mark = desk.manifest.style.glossary_marks && desk.spec.format == EditionKind::Pdf;
        let chapters = parts.iter_mut().flat_map(|part| &mut part.chapters);
        for selection in chapters.flat_map(|chapter| &mut chapter.selections) {
            let mut reader = Reader {
                desk,
                matcher: &matcher,
                entries: &self.entries,
                division: selection.anchor,
                mark,
                found: BTreeMap::new(),
                folded: Folded::default(),
                hits: Vec::new(),
            };
            reader.blocks(&mut selection.text.blocks);
            for (term, place) in reader.found {
                if let Some(uses) = self.uses.get_mut(term) {
                    uses.push((place, selection.short_title.clone()));
                }
            }
        }
        self.tell_unused(desk);
    }

    /// Tells which terms no document of the book uses. An edition that leaves documents out says nothing of them.
    fn tell_unused(&self, desk: &mut Desk<'_>) {
        if !desk.spec.omit_documents.is_empty() {
            return;
        }
        let terms = desk.manifest.glossary.iter().zip(&self.uses).filter(|(_, uses)| uses.is_empty());
        for (term, _) in terms {
            let name = plain_text(&desk.line(&term.term));
            let fault =
                Diagnostic::warning("unused-term", format!("no document uses `{name}`, which the glossary explains"));
            desk.report(
                fault
                    .at(term.term.span, "found nowhere")
                    .hint("other forms of it are found by `match`: match = [\"soviet*\"]"),
            );
        }
    }

    /// The entries, as the book's language sorts them; in an EPUB each leads back to its uses.
    pub(in crate::edit) fn blocks(self, desk: &Desk<'_>) -> Vec<Located<Block>> {
        let terms = desk.manifest.glossary.iter().zip(self.entries).zip(self.uses);
        let entries = terms.map(|((term, anchor), uses)| {
            let words = desk.line(&term.term);
            let key = plain_text(&words);
            let mut head = vec![Inline::Anchor(anchor)];
            head.extend(words);
            let mut paragraphs = vec![desk.line(&term.text)];
            if desk.spec.format == EditionKind::Epub && !uses.is_empty() {
                let back = |(place, title): (AnchorId, Inlines)| {
                    vec![Inline::Link { target: Target::Anchor(place), content: title, span: None }]
                };
                paragraphs.push(in_this_book(desk, uses.into_iter().map(back).collect()));
            }
            (key, definition(desk, head, paragraphs))
        });
        definitions(desk, sorted(desk, entries))
    }
}

/// Reads one document for the terms it uses.
struct Reader<'r, 'a, 'd> {
    desk: &'r mut Desk<'d>,
    matcher: &'a Matcher,
    entries: &'a [AnchorId],
    division: AnchorId,
    mark: bool,
    /// Terms that were found, and where.
    found: BTreeMap<usize, AnchorId>,
    folded: Folded,
    hits: Vec<Hit>,
}

impl Reader<'_, '_, '_> {
    fn blocks(&mut self, blocks: &mut [Located<Block>]) {
        for block in blocks {
            let number = block.number;
            match &mut block.node {
                Block::Quotation(inner) | Block::Letter(inner) => self.blocks(inner),
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(item)),
                Block::Entries(entries) => entries.items.iter_mut().for_each(|entry| self.blocks(&mut entry.body)),
                Block::Heading { .. } | Block::Lead(_) => {}
                leaf => walk::block_texts_mut(leaf, &mut |words| self.words(words, number)),
            }
        }
    }

    /// One run of inlines: finds terms that are new to the document.
    fn words(&mut self, words: &mut Inlines, paragraph: u32) {
        if self.found.len() == self.entries.len() {
            return;
        }
        let mut text = String::new();
        flatten(words, &mut text);
        self.folded.read(&text);
        self.matcher.find(&self.folded, &mut self.hits);
        self.hits.sort_by_key(|hit| (hit.start, Reverse(hit.end)));
        let mut wanted: Vec<(usize, usize, usize)> = Vec::new();
        let mut reached = 0;
        for hit in &self.hits {
            let Purpose::Lead(term) = hit.purpose else { continue };
            if hit.start >= reached {
                reached = hit.end;
                if !self.found.contains_key(&term) {
                    wanted.push((self.folded.source(hit.start), self.folded.source(hit.end), term));
                }
            }
        }
        if wanted.is_empty() {
            return;
        }
        let mut linker = Linker { reader: self, wanted: &wanted, next: 0, at: 0, paragraph, done: BTreeSet::new() };
        linker.inlines(words);
    }
}

/// The words that patterns are looked for in. Mirrored by [`Linker::inlines`].
fn flatten(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                flatten(content, text);
            }
            Inline::LineBreak => text.push(' '),
            _ => {}
        }
    }
}

/// Makes links of the words that were found.
struct Linker<'l, 'r, 'a, 'd> {
    reader: &'l mut Reader<'r, 'a, 'd>,
    /// From, to and term of each, ascending.
    wanted: &'l [(usize, usize, usize)],
    /// The first of these that may be still to come.
    next: usize,
    at: usize,
    paragraph: u32,
    done: BTreeSet<usize>,
}

impl Linker<'_, '_, '_, '_> {
    fn inlines(&mut self, inlines: &mut Inlines) {
        let mut placed = Inlines::with_capacity(inlines.len() + 2);
        for mut inline in std::mem::take(inlines) {
            match &mut inline {
                Inline::Text(run) => {
                    let start = self.at;
                    self.at += run.text.len();
                    let mut taken = 0;
                    while let Some((from, to, term)) = self.wanted.get(self.next).filter(|(from, ..)| *from < self.at) {
                        self.next += 1;
                        // What begins in other words, or goes on in them, cannot lead anywhere.
                        if *from < start || *to > self.at {
                            continue;
                        }
                        let (from, to) = (from - start, to - start);
                        let Some(link) = self.link(*term, Inline::Text(part(run, from, to))) else { continue };
                        placed.push(Inline::Text(part(run, taken, from)));
                        placed.extend(link);
                        taken = to;
                    }
                    if taken == 0 {
                        placed.push(inline);
                    } else if taken < run.text.len() {
                        placed.push(Inline::Text(part(run, taken, run.text.len())));
                    }
                    continue;
                }
                Inline::Link { content, .. } | Inline::Styled(Style::Code, content) => {
                    let mut text = String::new();
                    flatten(content, &mut text);
                    self.at += text.len();
                }
                Inline::Styled(_, content) | Inline::Foreign(_, content) => self.inlines(content),
                Inline::LineBreak => self.at += 1,
                _ => {}
            }
            placed.push(inline);
        }
        placed.retain(|inline| !matches!(inline, Inline::Text(run) if run.text.is_empty()));
        *inlines = placed;
    }

    /// The link of a term that is new here.
    fn link(&mut self, term: usize, words: Inline) -> Option<Inlines> {
        let entry = *self.reader.entries.get(term)?;
        if self.reader.found.contains_key(&term) || !self.done.insert(term) {
            return None;
        }
        let place = self.reader.desk.anchors.within(self.reader.division, self.paragraph);
        self.reader.found.insert(term, place);
        let link =
            Inline::Link { target: Target::Anchor(entry), content: vec![Inline::Anchor(place), words], span: None };
        let mark = self.reader.mark.then(|| said("°"));
        Some(std::iter::once(link).chain(mark).collect())
    }
}
