//! Where the text meets its literature: settles the citations of one text after another.

use std::collections::BTreeMap;

use super::cite::{Citations, Citer, Library, List, Setting, Setup};
use super::desk::Desk;
use super::selection::source_known;
use super::walk;
use crate::book::BibliographySection;
use crate::diagnostic::Diagnostics;
use crate::document::{Block, Inline, Inlines, Located, Note, Origin, Run, plain_text};
use crate::id::Id;
use crate::manifest::{DocumentSpec, Spanned};

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
    citations.tell_apart(desk.files.texts(), desk.manifest.bibliography.all);
    citations
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
        self.mark_notes(title.as_deref(), &texts, first_note);
        self.settle_citations(title, texts, first_note);
    }

    /// Formats the citations of one text: in its title, its blocks and the notes from `first_note` on.
    /// All are asked for in reading order before any is set; in the same order they are put in place.
    fn settle_citations(
        &mut self,
        title: Option<&mut Inlines>,
        texts: Vec<&mut Vec<Located<Block>>>,
        first_note: usize,
    ) {
        let Some(citations) = self.citations else { return };
        let mut citer: Option<Citer<'_>> = None;
        let mut ask = |inline: &Inline, setting: Setting, diagnostics: &mut Diagnostics| {
            if let Inline::Cite(cite) = inline {
                citer.get_or_insert_with(|| citations.citer()).cite(cite, setting, diagnostics);
            }
        };
        let title: Vec<&mut Inlines> = title.into_iter().collect();
        for inlines in &title {
            walk::inlines(inlines, &mut |inline| ask(inline, Setting::Within, self.diagnostics));
        }
        for blocks in &texts {
            walk::all_inlines(blocks, &mut |inline| ask(inline, Setting::Within, self.diagnostics));
        }
        let notes = self.notes.get_mut(first_note..).unwrap_or_default();
        for note in &*notes {
            let setting = if is_citation(note) { Setting::Note } else { Setting::Within };
            walk::all_inlines(&note.body, &mut |inline| ask(inline, setting, self.diagnostics));
        }
        let Some(citer) = citer else { return };
        let mut set = citer.finish(&mut self.cited, self.diagnostics).into_iter();
        let mut put = |inline: &Inline| matches!(inline, Inline::Cite(_)).then(|| set.next().unwrap_or_default());
        for inlines in title {
            walk::replace(inlines, &mut put);
        }
        let notes = notes.iter_mut().map(|note| &mut note.body);
        let stops_inside = citations.stops_inside();
        for blocks in texts.into_iter().chain(notes) {
            walk::texts_mut(blocks, &mut |inlines| {
                put_cites(inlines, stops_inside, &mut put);
            });
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
            set.extend(words);
            continue;
        }
        match &mut inline {
            Inline::Text(next) if cited && stops_inside => pull_stop(&mut set, next),
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

/// Whether a note says nothing but a citation (and who wrote it).
fn is_citation(note: &Note) -> bool {
    let [block] = note.body.as_slice() else { return false };
    let Block::Paragraph(content) = &block.node else { return false };
    let own = |inline: &&Inline| !matches!(inline, Inline::Text(run) if run.origin == Origin::Program);
    let mut words = content.iter().filter(own);
    matches!((words.next(), words.next()), (Some(Inline::Cite(_)), None))
}
