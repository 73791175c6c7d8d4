//! Citations: source notes of documents, notes that cite literature, and the bibliography.
//!
//! Enters: the texts of bibliographies, what the manifest says of each document, and the cites of the
//! texts. Leaves: [`Inlines`] set as the citation style has it. Formatting is hayagriva's, fed CSL-JSON
//! items that are built here; the quirks of its 0.10 are met in `mend`, `citer`, `render` and `marks`.
//! It never reads files, and what it cannot find it reports and prints as written.
//!
//! In the order of use:
//! ```text
//! Library::read(&[(path, file, text)], diagnostics)                   -> Library
//! Citations::new(&Setup, &Library, &manifest.documents, diagnostics)  -> Citations
//! citations.tell_apart(Some(&cites))                                  what styles of the text need to know first
//! citations.source_note(&document_id, &words)                         -> Inlines, the document's source
//! citations.citer()                                                   -> Citer, one for each document
//! citer.note(Series::Author | Series::Editor, number)                a note begins
//! citer.cite(&cite, Setting::Note, diagnostics)                       -> usize, its number
//! citer.finish(&mut cited, diagnostics)                               -> Vec<Inlines>, by that number
//! citations.bibliography(&spec, &List { documents, cited, … }, diagnostics) -> Vec<BibliographySection>
//! ```
//! A [`Citer`] is asked for every cite of a document in reading order (headnote, text and notes) before
//! any is formatted, since what is short, or needs a first name to be told apart, depends on all.

mod alphabet;
mod bare;
mod biblatex;
mod bibliography;
mod broken;
mod calls;
mod citer;
mod dates;
mod entry;
mod fit;
mod item;
mod json;
mod labels;
mod library;
mod locales;
mod marks;
mod mend;
mod named;
mod parse;
mod render;
mod source;
mod style;
#[cfg(test)]
mod tests;
mod tex;
mod yaml;

pub use bibliography::List;
pub use citer::{Cited, Citer, Series, Setting};
pub use library::Library;
pub use style::{Setup, house_ranges};

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::{DateValue, Item, NameValue, Value};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren};

use self::item::Dates;
use self::style::CitationStyle;
use crate::book::{BibliographySection, Words};
use crate::diagnostic::Diagnostics;
use crate::document::Inlines;
use crate::id::Id;
use crate::manifest::{BibliographySpec, DocumentSpec};

/// Everything that can be cited, and how: made once for a book.
#[derive(Debug)]
pub struct Citations<'a> {
    style: CitationStyle,
    library: &'a Library,
    documents: BTreeMap<Id, Source>,
    /// Dates that CSL cannot say, the library's and the documents'.
    dates: Dates,
    /// The keys of the works that a style of the text must tell apart, in the order of the bibliography.
    order: Vec<String>,
}

/// A document of the book as a citable item.
#[derive(Debug)]
struct Source {
    item: Item,
    more: source::More,
}

impl<'a> Citations<'a> {
    /// Reads the style and makes an item of each document; one without a title goes by its id. A style
    /// that cannot be had is an error in `diagnostics`, and Chicago serves in its place.
    #[must_use]
    pub fn new(
        setup: &Setup<'_>,
        library: &'a Library,
        documents: &BTreeMap<Id, DocumentSpec>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut style = CitationStyle::new(setup, diagnostics);
        let mut dates = library.dates.clone();
        let documents: BTreeMap<Id, Source> =
            documents.iter().map(|(id, spec)| (id.clone(), source::source(spec, &mut dates))).collect();
        let works = library.iter().map(|(_, entry)| &entry.item);
        style.fit(works.chain(documents.values().map(|source| &source.item)));
        Self { style, library, documents, dates, order: Vec::new() }
    }

    /// Lets a style of the text give one number, or one letter with the year, to a work in the whole book: by the works
    /// that `cites` (what stands between their brackets) name, or by all there are, in the order of the bibliography.
    /// Other styles need it not.
    pub fn tell_apart(&mut self, cites: Option<&[String]>) {
        if self.in_text() {
            let named = cites.unwrap_or_default().iter().flat_map(|cite| parse::parse(cite, self.style.language()).0);
            let keys: BTreeSet<String> = named.map(|work| work.key).collect();
            let works = self.library.iter().filter(|(key, _)| cites.is_none() || keys.contains(*key));
            self.order = bibliography::order(self, works.map(|(_, entry)| entry));
        }
    }

    /// The works in `order` that a cite of `item` could be taken for, it included.
    fn like(&self, item: &Item) -> Vec<&library::Entry> {
        let works = self.order.iter().filter_map(|key| self.library.get(key));
        let name = first_name(item);
        works.filter(|work| self.style.ways.numbers || first_name(&work.item) == name).collect()
    }

    /// Whether there is no literature to cite.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.library.is_empty()
    }

    /// Whether the style puts citations in the text, in parentheses, and not in notes.
    #[must_use]
    pub fn in_text(&self) -> bool {
        self.style.in_text()
    }

    /// Whether commas and full stops go inside closing marks of quotation.
    #[must_use]
    pub fn stops_inside(&self) -> bool {
        self.style.stops_inside
    }

    /// The citation of a document's own source, a sentence or more, what it says besides in `words`; empty for
    /// an id that is none of the manifest's documents.
    #[must_use]
    pub fn source_note(&self, id: &Id, words: &Words) -> Inlines {
        self.documents.get(id).map(|source| source::note(source, self, words)).unwrap_or_default()
    }

    /// Starts on the cites of one document: what it cites first is cited in full again.
    #[must_use]
    pub fn citer(&self) -> Citer<'_> {
        Citer::new(self)
    }

    /// The bibliography's lists, those without entries left out: the documents of this edition and the
    /// works it cites (or all there are), as `spec` has it.
    #[must_use]
    pub fn bibliography(
        &self,
        spec: &BibliographySpec,
        list: &List<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<BibliographySection> {
        bibliography::sections(self, spec, list, diagnostics)
    }

    /// The work of this key as the bibliography lists it; `None` if there is none, see [`Library::keys`].
    #[must_use]
    pub fn work(&self, key: &str) -> Option<Inlines> {
        let work = self.library.get(key)?;
        bibliography::work(self, &work.item, work.span)
    }

    /// The keys of all works.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.library.keys()
    }

    /// What is needed to set `item`.
    fn setting(&self, item: &Item) -> render::Setting<'_> {
        let ranges = text_of(item, "page").into_iter().map(str::to_owned).collect();
        render::Setting { citations: self, ranges, quoted: render::quoted(item) }
    }

    /// The year in which a work came out.
    fn year(&self, item: &Item) -> Option<i32> {
        let Some(Value::Date(DateValue::DateParts { date_parts, .. })) = item.0.get("issued") else { return None };
        let year = date_parts.0.first()?.0.first()?;
        match self.dates.get(&year.to_string()) {
            Some(when) => when.year(),
            None => Some((*year).into()),
        }
    }

    /// The words of a date, or of its year alone, by the year that stands for it.
    fn date(&self, year: &str, whole: bool) -> Option<String> {
        self.dates.get(year).map(|when| if whole { self.style.when(when) } else { self.style.year(when) })
    }
}

/// Who made a work, as far as it is cited and listed by their names: the first of these that it has.
fn names(item: &Item) -> Option<&[NameValue]> {
    let makers = ["author", "editor", "director", "translator", "compiler"];
    makers.iter().find_map(|variable| match item.0.get(*variable) {
        Some(Value::Names(names)) => Some(names.as_slice()),
        _ => None,
    })
}

/// The name by which a work is cited first.
fn first_name(item: &Item) -> Option<&str> {
    match names(item).and_then(|names| names.first()) {
        Some(NameValue::Literal(name)) => Some(&name.literal),
        Some(NameValue::Item(name)) => Some(&name.family),
        None => text_of(item, "title"),
    }
}

/// An item's variable as text.
fn text_of<'i>(item: &'i Item, variable: &str) -> Option<&'i str> {
    match item.0.get(variable) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// A citation of `item` as if no other were in the book.
fn alone(item: &Item, style: &CitationStyle) -> ElemChildren {
    standalone(item, style.notes_for(item), style)
}

/// `item` as `layout` cites it, in the terms of `style`.
fn standalone(item: &Item, layout: &IndependentStyle, style: &CitationStyle) -> ElemChildren {
    let mut driver = BibliographyDriver::new();
    let locale = Some(style.locale.clone());
    let cited = vec![CitationItem::with_entry(item)];
    driver.citation(CitationRequest::new(cited, layout, locale.clone(), &style.locales, Some(1)));
    let done = driver.finish(BibliographyRequest { style: layout, locale, locale_files: &style.locales });
    done.citations.into_iter().next().map(|cite| cite.citation).unwrap_or_default()
}
