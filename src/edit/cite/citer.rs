//! Sets the cites of one document.

use std::collections::BTreeSet;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, LocatorPayload, SpecificLocator,
};

use super::Citations;
use super::item::Work;
use super::parse::{Single, parse};
use super::render::{Line, Setting as Setup};
use super::source::signs;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::document::{Cite, Inlines};

/// Where a cite stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// It becomes a note of its own: a sentence, with capital and full stop.
    Note,
    /// It stands in a note among other words, which give it both.
    Within,
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
}

/// A cite that was asked for.
#[derive(Debug)]
struct Asked {
    works: Vec<Single>,
    /// Words of a cite that names no work, printed as they are.
    words: Vec<String>,
    setting: Setting,
    span: Span,
}

impl<'a> Citer<'a> {
    pub(super) fn new(citations: &'a Citations<'a>) -> Self {
        Self { citations, asked: Vec::new() }
    }

    /// Takes the next cite and gives its number. A key that is not in the library is an error, shown at
    /// the key, and is printed as written.
    pub fn cite(&mut self, cite: &Cite, setting: Setting, diagnostics: &mut Diagnostics) -> usize {
        let (works, nameless) = parse(&cite.text);
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
        }
        let words = nameless.into_iter().map(|part| cite.text[part].trim().to_owned()).collect();
        self.asked.push(Asked { works, words, setting, span: cite.span });
        self.asked.len() - 1
    }

    fn unknown(&self, work: &Single, cite: &Cite) -> Diagnostic {
        let fault = Diagnostic::error("unknown-citation", format!("no bibliography has the key `{}`", work.key))
            .at(place(cite, work.at.clone()), "not found");
        if self.citations.library.is_empty() {
            return fault.hint("name a bibliography: `[bibliography] files = [\"refs.bib\"]`");
        }
        match crate::diagnostic::nearest(&work.key, self.citations.library.keys()) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault.hint("give the work this key in a bibliography"),
        }
    }

    /// Sets every cite: the first of a work in full, the next ones short. What was cited is added to `cited`.
    #[must_use]
    pub fn finish(self, cited: &mut Cited) -> Vec<Inlines> {
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
                if self.citations.library.get(&work.key).is_some() {
                    cited.0.insert(work.key.clone());
                }
            }
            for words in &asked.words {
                let gap = if line.is_empty() { "" } else { style.wrap.between.as_str() };
                line.push_program(gap);
                line.push_editor(words);
            }
            if style.in_text() {
                line.push_program(&style.wrap.after);
            } else if asked.setting == Setting::Note {
                line.capital();
                line.stop(style);
            }
            notes.push(line.finish(style, asked.span));
        }
        notes
    }

    /// Each cited work, with the words around it, in order.
    fn set(&self) -> Vec<Line> {
        let citations = self.citations;
        let style = &citations.style;
        let hidden = Work::new("\u{FDEF}", "book").item();
        let locators: Vec<Vec<Option<SpecificLocator<'_>>>> = self.asked.iter().map(locators).collect();
        let mut driver = BibliographyDriver::new();
        let mut rendered = Vec::new();
        let mut requests = 0;
        for (number, asked) in self.asked.iter().enumerate() {
            let request = |item| {
                CitationRequest::new(
                    vec![item],
                    &style.notes,
                    Some(style.locale.clone()),
                    &style.locales,
                    Some(number + 1),
                )
            };
            let hide = |item: &'_ mut CitationItem<'_, Item>| item.hidden = true;
            for (work, locator) in asked.works.iter().zip(&locators[number]) {
                let Some(entry) = citations.library.get(&work.key) else { continue };
                // Something unseen between two cites of a work keeps the style from saying ibid.
                if !style.ibid {
                    let mut between = CitationItem::with_entry(&hidden);
                    hide(&mut between);
                    driver.citation(request(between));
                    requests += 1;
                }
                driver.citation(request(CitationItem::with_locator(&entry.item, locator.clone())));
                rendered.push(requests);
                requests += 1;
            }
            // Ibid. refers to a note that cites one work, not to the last of several (Chicago 18, 13.37).
            if style.ibid && asked.works.len() > 1 {
                let mut after = CitationItem::with_entry(&hidden);
                hide(&mut after);
                driver.citation(request(after));
                requests += 1;
            }
        }
        let request = BibliographyRequest {
            style: &style.notes,
            locale: Some(style.locale.clone()),
            locale_files: &style.locales,
        };
        let done = if requests == 0 { Vec::new() } else { driver.finish(request).citations };
        let mut next = rendered.iter().filter_map(|at| done.get(*at));
        let works = self.asked.iter().flat_map(|asked| &asked.works);
        works.map(|work| self.line(work, &mut || next.next().map(|c| &c.citation))).collect()
    }

    /// One work with the words before and after it.
    fn line<'r>(&self, work: &Single, next: &mut dyn FnMut() -> Option<&'r hayagriva::ElemChildren>) -> Line {
        let citations = self.citations;
        let mut line = Line::default();
        if !work.prefix.is_empty() {
            line.push_editor(&signs(&work.prefix));
            line.push_editor(" ");
        }
        let mut own = Line::default();
        match citations.library.get(&work.key) {
            Some(entry) => {
                let page = super::text_of(&entry.item, "page");
                let locator = work.locator.as_ref().map(|(_, value)| value.clone());
                let date = |year: &str| citations.date(year);
                let setup = Setup {
                    style: &citations.style,
                    date: &date,
                    ranges: page.into_iter().map(str::to_owned).chain(locator).collect(),
                };
                if let Some(children) = next() {
                    own.push(children, &setup);
                }
                if work.suppress {
                    own.suppress_names();
                }
                own.trim_end();
            }
            None => own.push_editor(&format!("@{}", work.key)),
        }
        line.append(own);
        let suffix = signs(&work.suffix);
        if suffix.starts_with([',', '.', ';', ':', ' ', ')', '—']) || suffix.is_empty() {
            line.push_editor(&suffix);
        } else {
            line.push_editor(&format!(" {suffix}"));
        }
        line
    }
}

fn locators(asked: &Asked) -> Vec<Option<SpecificLocator<'_>>> {
    let locator = |(kind, value): &'_ (Locator, String)| (*kind, value.len());
    asked
        .works
        .iter()
        .map(|work| {
            let found = work.locator.as_ref().filter(|found| locator(found).1 > 0)?;
            Some(SpecificLocator(found.0, LocatorPayload::Str(&found.1)))
        })
        .collect()
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
