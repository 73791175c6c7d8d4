//! Sets the cites of one document.

use std::collections::BTreeSet;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, LocatorPayload,
    SpecificLocator,
};

use super::item::{Work, opens_with_particle, typographic};
use super::parse::{Single, parse};
use super::render::Line;
use super::source::signs;
use super::{Citations, first_name, text_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Cite, Inlines};

/// Where a cite stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// It becomes a note of its own: a sentence, with capital and full stop.
    Note,
    /// It opens a note in which other words follow: with a capital.
    Opening,
    /// It stands among other words, which give it both.
    Within,
}

/// Notes that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// The author's, and all where both hands are counted as one.
    Author,
    /// The editor's, counted apart.
    Editor,
}

/// Keys that were cited, for the bibliography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited(pub(super) BTreeSet<String>);

impl Cited {
    /// Whether nothing was cited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The cites of one document: asked for in reading order, set all at once.
#[derive(Debug)]
pub struct Citer<'a> {
    citations: &'a Citations<'a>,
    asked: Vec<Asked>,
    /// The notes so far, also those that cite nothing.
    notes: Vec<InNote>,
}

/// A note, in which the cites stand that are asked for until the next one.
#[derive(Debug)]
struct InNote {
    series: Series,
    /// What readers call it.
    number: usize,
    /// The first of its cites.
    first: usize,
}

/// A cite that was asked for.
#[derive(Debug)]
struct Asked {
    works: Vec<Single>,
    /// Words of a cite that names no work, printed as they are.
    unread: Vec<String>,
    setting: Setting,
    /// The place among the notes of the one it stands in.
    note: Option<usize>,
    span: Span,
}

impl Asked {
    /// The work, if it is the only one that is named.
    fn only_work(&self) -> Option<&Single> {
        if let ([work], true) = (self.works.as_slice(), self.unread.is_empty()) { Some(work) } else { None }
    }
}

/// A request to hayagriva, and whether what it sets is printed.
type Request<'r> = (bool, CitationRequest<'r, Item>);

impl<'a> Citer<'a> {
    pub(super) fn new(citations: &'a Citations<'a>) -> Self {
        Self { citations, asked: Vec::new(), notes: Vec::new() }
    }

    /// A note of `series` begins, be there cites in it or none; `number` is what readers call it.
    pub fn note(&mut self, series: Series, number: usize) {
        self.notes.push(InNote { series, number, first: self.asked.len() });
    }

    /// Takes the next cite and gives its number. A key that is not in the library is an error, shown at
    /// the key, and is printed as written.
    pub fn cite(&mut self, cite: &Cite, setting: Setting, diagnostics: &mut Diagnostics) -> usize {
        let (mut works, nameless) = parse(&cite.text, self.citations.style.language());
        for work in &mut works {
            self.fit_locator(work);
        }
        for part in &nameless {
            diagnostics.push(
                Diagnostic::error("empty-cite", "a cite names no work")
                    .at(place(cite, part.clone()), "no `@key` here")
                    .hint("a cite is written `[@key]` or `[see @key, p. 3; @other]`; put `\\` before a bracket that is none"),
            );
        }
        for work in &works {
            if self.citations.library.get(&work.key).is_none() {
                diagnostics.push(self.unknown(work, cite));
            }
            for stray in &work.strays {
                let key = &cite.text[stray.clone()];
                diagnostics.push(
                    Diagnostic::warning("uncited-key", format!("`{key}` stands among the words after `@{}`", work.key))
                        .at(place(cite, stray.clone()), "not cited")
                        .hint("works are divided by semicolons: `[@one; @other]`; a backslash stands before an `@` that names none"),
                );
            }
        }
        let unread = nameless.into_iter().map(|part| cite.text[part].trim().to_owned()).collect();
        let note = self.notes.len().checked_sub(1);
        self.asked.push(Asked { works, unread, setting, note, span: cite.span });
        self.asked.len() - 1
    }

    /// Makes a locator typographic; of a volume cited as one it leaves the page: notes name the volume themselves.
    fn fit_locator(&self, work: &mut Single) {
        let Some((kind, value)) = &mut work.locator else { return };
        let volume = self.citations.library.get(&work.key).and_then(|entry| text_of(&entry.item, "volume"));
        let page = value.split_once(':').filter(|(number, _)| volume == Some(*number)).map(|(_, page)| page.to_owned());
        if let (Locator::Custom, Some(page), false) = (*kind, page, self.citations.in_text()) {
            (*kind, *value) = (Locator::Page, page);
        }
        *value = typographic(value);
    }

    fn unknown(&self, work: &Single, cite: &Cite) -> Diagnostic {
        let fault = Diagnostic::error("unknown-citation", format!("no bibliography has the key `{}`", work.key))
            .at(place(cite, work.at.clone()), "not found");
        if self.citations.library.is_empty() {
            return fault.hint("name a bibliography:\n[bibliography]\nfiles = [\"refs.bib\"]");
        }
        match crate::diagnostic::nearest(&work.key, self.citations.library.keys()) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault.hint("give the work this key in a bibliography"),
        }
    }

    /// Sets every cite: the first of a work in full, the next ones short. What was cited is added to `cited`; what is
    /// cited for the first time in the book and cannot be found by its citation gets a warning.
    #[must_use]
    pub fn finish(self, cited: &mut Cited, diagnostics: &mut Diagnostics) -> Vec<Inlines> {
        let set = self.set();
        let mut set = set.into_iter();
        let style = &self.citations.style;
        let mut notes = Vec::with_capacity(self.asked.len());
        for asked in &self.asked {
            let mut line = Line::default();
            line.push_program(&style.wrap.before);
            for (at, work) in asked.works.iter().enumerate() {
                if at > 0 {
                    line.push_program(&style.wrap.between);
                }
                line.append(set.next().unwrap_or_default());
                if let Some(entry) = self.citations.library.get(&work.key)
                    && cited.0.insert(work.key.clone())
                {
                    entry.check(&work.key, diagnostics);
                }
            }
            for words in &asked.unread {
                let gap = if line.is_empty() { "" } else { style.wrap.between.as_str() };
                line.push_program(gap);
                line.push_as_is(words);
            }
            if style.in_text() {
                line.push_program(&style.wrap.after);
            } else if asked.setting != Setting::Within {
                line.capital();
            }
            if asked.setting == Setting::Note && !style.in_text() {
                line.stop(style);
            }
            notes.push(line.finish(style, asked.span));
        }
        notes
    }

    /// Each cited work, with the words around it, in order.
    fn set(&self) -> Vec<Line> {
        let hidden = Work::new("\u{FDEF}", "book").item();
        let mut requests = Vec::new();
        self.others(&mut requests);
        let mut last = None;
        for asked in &self.asked {
            if asked.note != last {
                self.begin_note(asked, &hidden, &mut requests);
            }
            self.requests(asked, &hidden, &mut requests);
            last = asked.note;
        }
        let seen: Vec<bool> = requests.iter().map(|(seen, _)| *seen).collect();
        let mut driver = BibliographyDriver::new();
        let any = !requests.is_empty();
        for (_, request) in requests {
            driver.citation(request);
        }
        let style = &self.citations.style;
        let locale = Some(style.locale.clone());
        let request = BibliographyRequest { style: &style.notes, locale, locale_files: &style.locales };
        let done = if any { driver.finish(request).citations } else { Vec::new() };
        let mut shown = done.iter().zip(seen).filter(|(_, seen)| *seen).map(|(cite, _)| &cite.citation);
        let mut next = || shown.next();
        let works = self.asked.iter().flat_map(|asked| asked.works.iter().map(move |work| (asked, work)));
        works.map(|(asked, work)| self.line(asked, work, &mut next)).collect()
    }

    /// Works that are not cited here and yet have to do with how those that are get their letters and numbers.
    fn others<'r>(&'r self, requests: &mut Vec<Request<'r>>) {
        let style = &self.citations.style;
        let cited = self.asked.iter().flat_map(|asked| &asked.works);
        let cited = cited.filter_map(|work| self.citations.library.get(&work.key));
        let names: BTreeSet<Option<&str>> = cited.map(|entry| first_name(&entry.item)).collect();
        let works = self.citations.order.iter().filter_map(|key| self.citations.library.get(key));
        for work in works.filter(|work| style.ways.numbers || names.contains(&first_name(&work.item))) {
            let (item, layout) = (CitationItem::new(&work.item, None, None, true, None), style.notes_for(&work.item));
            let request = CitationRequest::new(vec![item], layout, Some(style.locale.clone()), &style.locales, Some(1));
            requests.push((false, request));
        }
    }

    /// Has the first cite of a note follow what its *ibid.* would refer to, or nothing.
    fn begin_note<'r>(&'r self, asked: &'r Asked, hidden: &'r Item, requests: &mut Vec<Request<'r>>) {
        requests.push((false, self.request(nothing(hidden), asked)));
        if let Some((before, work)) = asked.note.and_then(|note| self.antecedent(note))
            && self.citations.style.ibid
        {
            requests.extend(self.cited(work).map(|item| (false, self.request(item, before))));
        }
    }

    /// What *ibid.* in a note refers to: the work that the note before it in its series cites, if that cites one and
    /// no other (Chicago 18, 13.37).
    fn antecedent(&self, note: usize) -> Option<(&Asked, &Single)> {
        let series = self.notes.get(note)?.series;
        let before = self.notes[..note].iter().rposition(|before| before.series == series)?;
        match &self.asked[self.notes[before].first..self.notes[before + 1].first] {
            [asked] => Some((asked, asked.only_work()?)),
            _ => None,
        }
    }

    /// One request for each work (so that words can stand between), and whether it is to be seen.
    fn requests<'r>(&'r self, asked: &'r Asked, hidden: &'r Item, requests: &mut Vec<Request<'r>>) {
        let ibid = self.citations.style.ibid;
        for work in &asked.works {
            let Some(item) = self.cited(work) else { continue };
            // Something unseen between two cites of a work keeps a style from saying ibid.
            if !ibid {
                requests.push((false, self.request(nothing(hidden), asked)));
            }
            requests.push((true, self.request(item, asked)));
        }
        // Nor does ibid. refer to the last of several works in one place.
        if ibid && asked.only_work().is_none() {
            requests.push((false, self.request(nothing(hidden), asked)));
        }
    }

    fn cited<'r>(&'r self, work: &'r Single) -> Option<CitationItem<'r, Item>> {
        let entry = self.citations.library.get(&work.key)?;
        let locator = work.locator.as_ref().map(|(kind, value)| SpecificLocator(*kind, LocatorPayload::Str(value)));
        Some(CitationItem::with_locator(&entry.item, locator))
    }

    /// What sets `item` in the note in which `asked` stands.
    fn request<'r>(&'r self, item: CitationItem<'r, Item>, asked: &Asked) -> CitationRequest<'r, Item> {
        let style = &self.citations.style;
        let (locale, layout) = (Some(style.locale.clone()), style.notes_for(item.entry));
        let number = asked.note.and_then(|note| self.notes.get(note)).map_or(1, |note| note.number);
        CitationRequest::new(vec![item], layout, locale, &style.locales, Some(number))
    }

    /// One work with the words before and after it.
    fn line<'r>(&self, asked: &Asked, work: &Single, next: &mut dyn FnMut() -> Option<&'r ElemChildren>) -> Line {
        let mut line = Line::default();
        if !work.prefix.is_empty() {
            line.push_editor(&signs(&work.prefix, asked.span));
            line.push_editor(" ");
        }
        let Some(entry) = self.citations.library.get(&work.key) else {
            line.push_as_is(&work.written);
            return line;
        };
        let mut own = Line::default();
        let mut setting = self.citations.setting(&entry.item);
        setting.ranges.extend(work.locator.as_ref().map(|(_, value)| value.clone()));
        if let Some(children) = next() {
            own.push(children, &setting);
        }
        if work.suppress {
            own.suppress_names();
        }
        own.trim_end(&self.citations.style);
        if opens_with_particle(&entry.item, &own.plain()) {
            own.begins_with_word();
        }
        line.append(own);
        let suffix = signs(&work.suffix, asked.span);
        let joined = suffix.is_empty() || suffix.starts_with([',', '.', ';', ':', ' ', ')', '—']);
        line.push_editor(if joined { "" } else { " " });
        line.push_editor(&suffix);
        line
    }
}

/// What prints nothing and is no other work's antecedent.
fn nothing(hidden: &Item) -> CitationItem<'_, Item> {
    CitationItem::new(hidden, None, None, true, None)
}

/// Where a part of a cite's text stands in its file: one byte, the bracket, comes before it.
fn place(cite: &Cite, part: std::ops::Range<usize>) -> Span {
    let whole = cite.span.range();
    if whole.len() == cite.text.len() + 2 {
        Span::new(cite.span.file, whole.start + 1 + part.start..whole.start + 1 + part.end)
    } else {
        cite.span
    }
}
