//! The citation style, mended where hayagriva 0.10 needs it.
//!
//! Mended are: `names` under `choose` in `substitute`, which inherit nothing (hayagriva issue 444); *ibid.*,
//! which is the manifest's choice and not the style's; and quotation marks, which the style asks for by
//! signs of our own, so that marks inside marks can be told apart once the whole is set ([`super::render`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::{Kind, OtherTerm, Term, Variable};
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement as Element, Locale, LocaleCode, LocaleFile, PageRangeFormat,
    SortDirection, SortKey, StyleClass, TermForm, Terms, TextTarget,
};

use super::calls::every;
use super::fit::Works;
use super::item::{CLOSE, CLOSE_INNER, OPEN, OPEN_INNER};
use super::locales::locales_for;
use super::mend::{asks_for_guesses, inherit, labels_pages, numbers, say_ibid, years_alone};
use super::named::{archived, named};
use super::text_of;
use crate::book::{Ranges, Words};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId};
use crate::manifest::{House, Spanned};
use crate::metadata::Language;

/// What the manifest says about citations.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// `style.citations`: the name of a bundled style, or of a `.csl` file.
    pub style: &'a Spanned<String>,
    /// The `.csl` file's text, where it is one.
    pub file: Option<(FileId, &'a str)>,
    /// The book's language: it gives the terms ("trans.", "accessed") and the quotation marks.
    pub language: &'a Language,
    /// Whose way of shortening page ranges holds, where the style has none of its own.
    pub house: House,
    /// Whether a cite of the work cited just before becomes *ibid.*
    pub ibid: bool,
    /// The words that the book prints besides.
    pub words: &'a Words,
}

/// The style, ready for hayagriva.
#[derive(Debug)]
pub(super) struct CitationStyle {
    /// For citations: without bibliography, and without the affixes of its layout.
    pub(super) notes: IndependentStyle,
    /// For the bibliography: its citations are empty.
    pub(super) list: IndependentStyle,
    /// The same with entries that say nothing, where each entry is set by a style of its own: it puts them in order.
    pub(super) order: Option<IndependentStyle>,
    /// Terms: the book's language and American English, to fall back on.
    pub(super) locales: Vec<Locale>,
    pub(super) locale: LocaleCode,
    pub(super) wrap: Wrap,
    pub(super) quotes: Quotes,
    pub(super) ranges: Ranges,
    pub(super) ibid: bool,
    /// The book's own words: dates are doubted in citations as everywhere.
    pub(super) words: Words,
    /// "and", in the book's language.
    pub(super) and: String,
    /// "et al."
    pub(super) others: String,
    /// Whether commas and stops go inside closing marks of quotation.
    pub(super) stops_inside: bool,
    /// The style fitted to the works of each shape ([`shape`]).
    shapes: BTreeMap<String, Shape>,
    pub(super) ways: Ways,
    /// Sets a date alone, in full.
    pub(super) dates: Option<IndependentStyle>,
}

/// What a style does in ways of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways {
    /// Whether it has marks for a date that may be wrong.
    pub(super) marks_guesses: bool,
    /// Whether works are cited by numbers.
    pub(super) numbers: bool,
}

/// Works of one type with the same variables. The style is fitted to them when the first is set: of a large library a
/// book cites little.
#[derive(Debug, Default)]
struct Shape {
    works: Works,
    notes: OnceLock<IndependentStyle>,
    entry: OnceLock<IndependentStyle>,
}

/// What the style puts around and between the citations of one place.
#[derive(Debug, Default)]
pub(super) struct Wrap {
    pub(super) before: String,
    pub(super) between: String,
    pub(super) after: String,
}

/// The quotation marks of a language, outer and inner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotes {
    pub(super) outer: (String, String),
    pub(super) inner: (String, String),
}

impl CitationStyle {
    /// Reads and mends the style; what is wrong with it goes to `diagnostics`, and Chicago serves.
    pub(super) fn new(setup: &Setup<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut style = named(setup, diagnostics).unwrap_or_else(|| archived(ArchivedStyle::ChicagoNotes));
        for part in &mut style.macros {
            inherit(&mut part.children, None);
        }
        let numbers = numbers(&style);
        if !matches!(setup.language.primary(), "zh" | "ja" | "ko") {
            years_alone(&mut style);
        }
        let (locales, locale) = locales_for(setup.language);
        let quotes = Quotes::of(&style, &locales, &locale);
        Quotes::sign(&mut style, &locale);
        let ranges = ranges(style.settings.page_range_format.take(), setup.house);
        let layout = &mut style.citation.layout;
        let wrap = Wrap {
            before: layout.prefix.take().unwrap_or_default(),
            between: layout.delimiter.take().unwrap_or_else(|| "; ".to_owned()),
            after: layout.suffix.take().unwrap_or_default(),
        };
        let mut list = style.clone();
        // Styles of the text tell works apart by their citations; notes need not be set for the list.
        if list.settings.class == StyleClass::Note {
            list.citation.layout.elements.clear();
        }
        let mut notes = style;
        notes.bibliography = None;
        let ibid = setup.ibid && notes.settings.class == StyleClass::Note;
        if ibid {
            let labelled = labels_pages(&notes, &locales, &locale);
            say_ibid(&mut notes, labelled);
        } else if setup.ibid {
            let message = format!("`ibid = true` has no effect: `{}` cites in the text", setup.style.value.trim());
            let fault = Diagnostic::warning("no-effect", message).at(setup.style.span, "a style without notes");
            diagnostics.push(fault.hint("take it out of [style], or choose a style that cites in notes"));
        }
        let and = term(&notes, (&locales, &locale), OtherTerm::And, TermForm::Long).unwrap_or_else(|| "and".to_owned());
        let others = term(&notes, (&locales, &locale), OtherTerm::EtAl, TermForm::Long);
        let options = |l: &Locale| l.style_options.and_then(|options| options.punctuation_in_quote);
        let stops_inside = notes.locale.iter().chain(&locales).find_map(options).unwrap_or(false);
        let dates = super::dates::style();
        let ways = Ways { marks_guesses: asks_for_guesses(&notes), numbers };
        Self {
            notes,
            list,
            order: None,
            locales,
            locale,
            wrap,
            quotes,
            ranges,
            ibid,
            words: setup.words.clone(),
            and,
            others: others.unwrap_or_else(|| "et al.".to_owned()),
            stops_inside,
            ways,
            dates,
            shapes: BTreeMap::new(),
        }
    }

    /// Fits the style to the works it will have to set.
    pub(super) fn fit<'i>(&mut self, items: impl Iterator<Item = &'i Item>) {
        let mut shapes: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
        items.for_each(|item| shapes.entry(shape(item)).or_default().push(item));
        // A work that has no entry of its own is listed as a page.
        self.list = Works::of(shapes.values().flatten().copied()).or(Kind::Webpage).fit(&self.list);
        let mut order = self.list.clone();
        if let Some(list) = order.bibliography.as_mut().filter(|_| self.sets_entries_alone()) {
            list.layout.elements.clear();
            self.order = list.second_field_align.is_none().then_some(order);
        }
        let known = |items: Vec<&Item>| Shape { works: Works::of(items), ..Shape::default() };
        self.shapes = shapes.into_iter().map(|(shape, items)| (shape, known(items))).collect();
    }

    /// The style for citing `item`.
    pub(super) fn notes_for(&self, item: &Item) -> &IndependentStyle {
        let shape = self.shapes.get(&shape(item));
        shape.map_or(&self.notes, |shape| shape.notes.get_or_init(|| shape.works.fit(&self.notes)))
    }

    /// The style for listing `item`, if no entry of the bibliography looks at another.
    pub(super) fn entry_for(&self, item: &Item) -> Option<&IndependentStyle> {
        let shape = self.shapes.get(&shape(item)).filter(|_| self.sets_entries_alone())?;
        Some(shape.entry.get_or_init(|| shape.works.fit(&self.list)))
    }

    /// Whether no entry of the bibliography looks at the one before: none has a number or a dash for a name.
    fn sets_entries_alone(&self) -> bool {
        let list = self.list.bibliography.as_ref();
        !self.ways.numbers && list.is_some_and(|list| list.subsequent_author_substitute.is_none())
    }

    /// Whether works of one author stand in the order of their years before that of their titles, each with its name.
    pub(super) fn sorts_by_year(&self) -> bool {
        let list = self.list.bibliography.as_ref().filter(|list| list.subsequent_author_substitute.is_none());
        let keys = list.and_then(|list| list.sort.as_ref()).map_or(&[][..], |sort| &sort.keys);
        let first = keys.iter().skip(1).find_map(|key| match key {
            SortKey::Variable { variable: Variable::Date(_), sort_direction } => Some(is_ascending(*sort_direction)),
            SortKey::Variable { variable: Variable::Standard(_), .. } => Some(false),
            SortKey::Variable { .. } => None,
            SortKey::MacroName { name, sort_direction, .. } => {
                says(&self.list, name).map(|date| date && is_ascending(*sort_direction))
            }
        });
        first.unwrap_or(false)
    }

    /// Whether the bibliography is in the order of names, not of numbers or years.
    pub(super) fn sorts(&self) -> bool {
        let sort = self.list.bibliography.as_ref().and_then(|bibliography| bibliography.sort.as_ref());
        sort.and_then(|sort| sort.keys.first()).is_some_and(|key| match key {
            SortKey::Variable { variable, .. } => matches!(variable, Variable::Name(_)),
            SortKey::MacroName { .. } => true,
        })
    }

    /// The book's language: `en`.
    pub(super) fn language(&self) -> &str {
        self.locale.0.split('-').next().unwrap_or_default()
    }

    /// Whether citations stand in the text.
    pub(super) fn in_text(&self) -> bool {
        self.notes.settings.class == StyleClass::InText
    }

    /// The plural of a locator's label as the style prints it: "pp." for "p."; `None` for what is none.
    pub(super) fn plural(&self, label: &str) -> Option<&str> {
        let terms = self.notes.locale.iter().chain(&self.locales).filter_map(|locale| locale.terms.as_ref());
        let labels = terms
            .flat_map(|terms| &terms.terms)
            .filter(|term| matches!(term.name, Term::Locator(_) | Term::PageVariable) && term.single() == Some(label));
        labels.filter_map(|term| term.multiple()).find(|plural| *plural != label)
    }
}

fn is_ascending(direction: SortDirection) -> bool {
    direction == SortDirection::Ascending
}

/// Whether a macro says a date (or else a title) first; `None` if neither.
fn says(style: &IndependentStyle, name: &str) -> Option<bool> {
    let (mut wanted, mut seen) = (vec![name], BTreeSet::new());
    while let Some(name) = wanted.pop() {
        let part = style.macros.iter().find(|part| part.name == name).filter(|_| seen.insert(name));
        let Some(part) = part else { continue };
        let mut found = None;
        every(&part.children, &mut |element| match element {
            Element::Date(_) => found = found.or(Some(true)),
            Element::Text(text) => match &text.target {
                TextTarget::Variable { var: Variable::Standard(_), .. } => found = found.or(Some(false)),
                TextTarget::Macro { name } => wanted.push(name),
                _ => {}
            },
            _ => {}
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The type of a work and which variables it has: all that a style asks of a work before it sets it.
pub(super) fn shape(item: &Item) -> String {
    let mut shape = text_of(item, "type").unwrap_or_default().to_owned();
    for (variable, value) in &item.0 {
        shape.push(' ');
        shape.push_str(variable);
        if matches!(value, Value::Date(date) if date.is_approx()) {
            shape.push('?');
        }
    }
    shape
}

fn term(
    style: &IndependentStyle,
    (locales, locale): (&[Locale], &LocaleCode),
    name: OtherTerm,
    form: TermForm,
) -> Option<String> {
    let base = locale.0.split('-').next().unwrap_or_default();
    let own = |tag: &str| style.locale.iter().find(|l| l.lang.as_ref().is_some_and(|code| code.0 == tag));
    let everywhere = style.locale.iter().find(|l| l.lang.is_none());
    [own(&locale.0), own(base), everywhere]
        .into_iter()
        .flatten()
        .chain(locales)
        .find_map(|l| l.term(Term::Other(name), form)?.single().map(str::to_owned))
}

impl Quotes {
    fn of(style: &IndependentStyle, locales: &[Locale], locale: &LocaleCode) -> Self {
        let mark = |name, usual: &str| {
            term(style, (locales, locale), name, TermForm::Long).unwrap_or_else(|| usual.to_owned())
        };
        Self {
            outer: (mark(OtherTerm::OpenQuote, "“"), mark(OtherTerm::CloseQuote, "”")),
            inner: (mark(OtherTerm::OpenInnerQuote, "‘"), mark(OtherTerm::CloseInnerQuote, "’")),
        }
    }

    /// Has the style print our signs for quotation marks.
    fn sign(style: &mut IndependentStyle, locale: &LocaleCode) {
        let xml = format!(
            r#"<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="{}"><terms>
            <term name="open-quote">{OPEN}</term><term name="close-quote">{CLOSE}</term>
            <term name="open-inner-quote">{OPEN_INNER}</term><term name="close-inner-quote">{CLOSE_INNER}</term>
            </terms></locale>"#,
            locale.0
        );
        let Ok(signs) = LocaleFile::from_xml(&xml).map(Locale::from) else { return };
        match style.locale.iter_mut().find(|l| l.lang.as_ref() == Some(locale)) {
            Some(own) => {
                let terms = own.terms.get_or_insert_with(|| Terms { terms: Vec::new() });
                terms.terms.splice(0..0, signs.terms.into_iter().flat_map(|t| t.terms));
            }
            None => style.locale.push(signs),
        }
    }
}

/// The style's way of shortening ranges, or the house's.
fn ranges(format: Option<PageRangeFormat>, house: House) -> Ranges {
    match format {
        Some(PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16) => Ranges::Chicago,
        Some(PageRangeFormat::Expanded) => Ranges::Whole,
        Some(PageRangeFormat::Minimal) => Ranges::Fewest,
        Some(PageRangeFormat::MinimalTwo) => Ranges::FewestTwo,
        None => house_ranges(house),
    }
}

/// How a house shortens ranges of pages.
#[must_use]
pub const fn house_ranges(house: House) -> Ranges {
    match house {
        House::Chicago => Ranges::Chicago,
        House::Harts => Ranges::FewestButTeens,
    }
}
