//! Where the text meets its literature: settles the citations of one text after another.

use std::collections::{BTreeMap, BTreeSet};

use super::cite::{Citations, Citer, Library, List, Setting, Setup};
use super::desk::{Desk, said};
use super::parts::prints;
use super::selection::source_known;
use super::walk;
use crate::book::BibliographySection;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Block, Inline, Inlines, Located, Note, Origin, Run, Style, plain_text};
use crate::id::Id;
use crate::manifest::{DocumentSpec, Spanned, TextRef};

/// How the desk's book cites. A document without a title in the manifest is cited by the one it was found to have.
pub(super) fn citations<'l>(desk: &mut Desk<'_>, library: &'l Library) -> Citations<'l> {
    let style = &desk.manifest.style;
    let setup = Setup {
        style: &style.citations,
        file: desk.sources.citation_style.map(|file| (file, &*desk.files.get(file).text)),
        language: &desk.manifest.book.language.value,
        house: style.house,
        ibid: style.ibid,
        words: &desk.words,
    };
    let documents = desk.plan.iter().map(|(id, planned)| {
        let mut spec = planned.spec.clone();
        spec.title.get_or_insert_with(|| Spanned::new(escaped(&plain_text(&planned.title.words)), spec.file.span));
        (id.clone(), spec)
    });
    let documents: BTreeMap<Id, DocumentSpec> = documents.collect();
    let mut citations = Citations::new(&setup, library, &documents, desk.diagnostics);
    let cites = cites(desk);
    citations.tell_apart((!desk.manifest.bibliography.all).then_some(&cites));
    refuse_in_titles(desk);
    citations
}

/// What stands between the brackets of all cites that the edition prints, and what it recommends to read.
fn cites(desk: &Desk<'_>) -> Vec<String> {
    let mut cites = Vec::new();
    let mut see = |inline: &Inline| {
        if let Inline::Cite(cite) = inline {
            cites.push(cite.text.clone());
        }
    };
    let documents = desk.printed().map(|planned| planned.document);
    let left_out = left_out(desk);
    let texts = desk.sources.texts.iter().filter(|(span, _)| !left_out.contains(span)).map(|(_, text)| text);
    for document in documents.chain(texts) {
        walk::all_inlines(&document.blocks, &mut see);
        document.notes.iter().for_each(|note| walk::all_inlines(&note.body, &mut see));
    }
    let chapters = desk.manifest.parts.iter().flat_map(|part| &part.chapters).filter(|chapter| prints(desk, chapter));
    for text in chapters.flat_map(|chapter| &chapter.further_reading) {
        if let TextRef::Inline(line) = text {
            cites.push(line.value.clone());
        }
    }
    cites
}

/// The editor's texts that the edition does not print. Those that became notes of a document are among its own.
fn left_out(desk: &Desk<'_>) -> BTreeSet<Span> {
    let mut spans = BTreeSet::new();
    for (id, document) in &desk.manifest.documents {
        spans.extend(document.notes_file.iter().map(|file| file.span));
        spans.extend(document.note.iter().map(|note| note.text.span));
        if desk.plan.get(id).is_none_or(|planned| planned.place.is_none()) {
            spans.extend(document.headnote.iter().map(TextRef::span));
        }
    }
    for part in &desk.manifest.parts {
        let omitted = part.chapters.iter().filter(|chapter| !prints(desk, chapter));
        let texts = omitted.clone().flat_map(|chapter| chapter.introduction.iter().chain(&chapter.further_reading));
        spans.extend(texts.map(TextRef::span));
        if omitted.count() == part.chapters.len() {
            spans.extend(part.introduction.iter().map(TextRef::span));
        }
    }
    spans
}

/// Titles that stand in lists and running heads have no place for a note or a parenthesis.
fn refuse_in_titles(desk: &mut Desk<'_>) {
    let manifest = desk.manifest;
    let chapters = manifest.parts.iter().flat_map(|part| &part.chapters);
    let titles = manifest.parts.iter().flat_map(|part| part.title.iter().chain(&part.subtitle));
    let titles = titles.chain(chapters.flat_map(|chapter| chapter.title.iter().chain(&chapter.subtitle)));
    let lines = desk.printed().flat_map(|planned| planned.spec.subtitle.iter().chain(&planned.spec.short_title));
    let titles: Vec<&Spanned<String>> =
        titles.chain(lines).chain(desk.printed().filter_map(|planned| planned.spec.title.as_ref())).collect();
    for title in titles {
        let mut cites = Vec::new();
        walk::inlines(&desk.line(title), &mut |inline| {
            if let Inline::Cite(cite) = inline {
                cites.push(cite.span);
            }
        });
        for cite in cites {
            desk.report(
                Diagnostic::error("cite-in-title", "a title cites a work")
                    .at(cite, "printed as typed in the contents")
                    .hint("cite it where the text begins, or in its introduction"),
            );
        }
    }
}

/// Words that read as themselves where Markdown is expected.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ';' | ':' | '\'' | '"' | '-' | '?' | '!' | '(' | ')') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

impl Desk<'_> {
    /// Marks the notes of one text, which are those from `first_note` on, and formats its citations.
    pub(super) fn settle_notes(
        &mut self,
        title: Option<&mut Inlines>,
        texts: Vec<&mut Vec<Located<Block>>>,
        first_note: usize,
    ) {
        let order = self.mark_notes(title.as_deref(), &texts, first_note);
        self.settle_citations(title, texts, &order);
    }

    /// Formats the citations of one text: in its title, its blocks and its notes, which are read in this `order`.
    /// All are asked for in reading order before any is set; in the same order they are put in place.
    fn settle_citations(&mut self, title: Option<&mut Inlines>, texts: Vec<&mut Vec<Located<Block>>>, order: &[usize]) {
        let Some(citations) = self.citations else { return };
        let mut citer = citations.citer();
        let mut any = false;
        let mut ask = |citer: &mut Citer<'_>, inline: &Inline, setting: Setting, diagnostics: &mut Diagnostics| {
            if let Inline::Cite(cite) = inline {
                citer.cite(cite, setting, diagnostics);
                any = true;
            }
        };
        let title: Vec<&mut Inlines> = title.into_iter().collect();
        for inlines in &title {
            walk::inlines(inlines, &mut |inline| ask(&mut citer, inline, Setting::Within, self.diagnostics));
        }
        for blocks in &texts {
            walk::all_inlines(blocks, &mut |inline| ask(&mut citer, inline, Setting::Within, self.diagnostics));
        }
        for (at, note) in order.iter().enumerate().filter_map(|(at, id)| Some((at, self.notes.get(*id)?))) {
            citer.note(self.numbering.series(note.voice), note.mark.parse().unwrap_or(at + 1));
            let opening = opening(note);
            walk::all_inlines(&note.body, &mut |inline| {
                let opens = opening.filter(|(cite, _)| std::ptr::eq(*cite, inline));
                ask(&mut citer, inline, opens.map_or(Setting::Within, |(_, setting)| setting), self.diagnostics);
            });
        }
        if !any {
            return;
        }
        let mut set = citer.finish(&mut self.cited, self.diagnostics).into_iter();
        let mut put = |inline: &Inline| matches!(inline, Inline::Cite(_)).then(|| set.next().unwrap_or_default());
        for inlines in title {
            walk::replace(inlines, &mut put);
        }
        let mut put_all = |blocks: &mut Vec<Located<Block>>| {
            walk::texts_mut(blocks, &mut |inlines| {
                put_cites(inlines, citations.stops_inside(), &mut put);
            });
        };
        texts.into_iter().for_each(&mut put_all);
        for id in order {
            if let Some(note) = self.notes.get_mut(*id) {
                put_all(&mut note.body);
            }
        }
    }

    /// The citation of a document's source.
    pub(super) fn source_citation(&self, id: &Id) -> Inlines {
        self.citations.map(|citations| citations.source_note(id, &self.words)).unwrap_or_default()
    }

    /// The bibliography: the documents, by their titles at least, and the works they cite. A list of nothing but
    /// the documents' titles would say what the contents say, and is empty.
    pub(super) fn bibliography(&mut self) -> Vec<BibliographySection> {
        let Some(citations) = self.citations else { return Vec::new() };
        let works = !self.cited.is_empty() || self.manifest.bibliography.all && !citations.is_empty();
        if !works && !self.printed().any(|planned| source_known(planned.spec)) {
            return Vec::new();
        }
        let documents: Vec<Id> = self.printed().map(|planned| planned.spec.id.value.clone()).collect();
        let list = List {
            documents: &documents,
            cited: &self.cited,
            sources: &self.words.sources,
            works_cited: &self.words.works_cited,
        };
        citations.bibliography(&self.manifest.bibliography, &list, self.diagnostics)
    }
}

/// Puts what `put` gives in the place of citations, at every depth.
fn put_cites(content: &mut Inlines, stops_inside: bool, put: &mut dyn FnMut(&Inline) -> Option<Inlines>) {
    let mut set = Inlines::with_capacity(content.len());
    let mut cited = false;
    for mut inline in std::mem::take(content) {
        if let Some(words) = put(&inline) {
            cited = !words.is_empty();
            if touches(&set, &words) {
                set.push(said(" "));
            }
            set.extend(words);
            continue;
        }
        match &mut inline {
            Inline::Text(next) if cited => {
                if stops_inside {
                    pull_stop(&mut set, next);
                }
                drop_stop(&set, next);
            }
            Inline::Styled(_, inner) | Inline::Foreign(_, inner) | Inline::Link { content: inner, .. } => {
                put_cites(inner, stops_inside, put);
            }
            _ => {}
        }
        cited = false;
        set.push(inline);
    }
    *content = set;
}

/// Whether the words of a citation would run into those before it, as where it was written without a space.
fn touches(before: &[Inline], cited: &[Inline]) -> bool {
    let last = before.last().and_then(last_run).and_then(|run| run.text.chars().next_back());
    let opens = matches!(cited.first(), Some(Inline::Text(_) | Inline::Styled(Style::Emphasis, _)));
    let first = plain_text(cited).chars().next();
    let ends = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | '”' | '»');
    opens && last.is_some_and(ends) && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '“'))
}

/// Drops the full stop that follows a citation which has one, or a question's or exclamation's mark, at its end.
fn drop_stop(before: &[Inline], next: &mut Run) {
    let Some(cited) = before.last().and_then(last_run) else { return };
    if cited.text.trim_end_matches(['”', '’', '»', '“']).ends_with(['.', '?', '!'])
        && next.text.starts_with('.')
        && !next.text.starts_with("..")
    {
        next.text.remove(0);
    }
}

/// The run of text with which an inline ends.
fn last_run(inline: &Inline) -> Option<&Run> {
    match inline {
        Inline::Text(run) => Some(run),
        Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
            last_run(content.last()?)
        }
        _ => None,
    }
}

/// Puts the comma or full stop that follows a citation inside the marks of quotation the citation ends with, as
/// Americans do. A stop that ends a question is dropped.
fn pull_stop(before: &mut [Inline], next: &mut Run) {
    let [.., Inline::Text(cited)] = before else { return };
    let marks = cited.text.trim_end_matches(['”', '’']).len();
    let Some(stop) = next.text.chars().next().filter(|c| matches!(c, '.' | ',')) else { return };
    if marks == cited.text.len() {
        return;
    }
    next.text.remove(0);
    if stop == ',' || !cited.text[..marks].ends_with(['.', '?', '!', '…']) {
        cited.text.insert(marks, stop);
    }
}

/// The cite that a note opens with, and whether the note is that cite alone: it may have a full stop (and who wrote it).
fn opening(note: &Note) -> Option<(&Inline, Setting)> {
    let (first, more) = note.body.split_first()?;
    let Block::Paragraph(content) = &first.node else { return None };
    let own = |inline: &&Inline| !matches!(inline, Inline::Text(run) if run.origin == Origin::Program);
    let mut words = content.iter().filter(own);
    let cite = words.next().filter(|inline| matches!(inline, Inline::Cite(_)))?;
    let stop = |inline: &Inline| matches!(inline, Inline::Text(run) if run.text.trim() == ".");
    let alone = more.is_empty() && words.next().is_none_or(stop) && words.next().is_none();
    Some((cite, if alone { Setting::Note } else { Setting::Opening }))
}
