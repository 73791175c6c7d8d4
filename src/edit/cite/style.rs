//! The citation style: found by name or read from a `.csl` file, mended where hayagriva 0.10 needs it.
//!
//! Mended are: `names` under `choose` in `substitute`, which inherit nothing (hayagriva issue 444); *ibid.*,
//! which is the manifest's choice and not the style's; and quotation marks, which the style asks for by
//! signs of our own, so that marks inside marks can be told apart once the whole is set ([`super::render`]).

use std::collections::BTreeMap;

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{OtherTerm, Term, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement as Element, Locale, LocaleCode,
    LocaleFile, Names, NamesChild, PageRangeFormat, Style, StyleClass, TermForm, Terms, TextTarget,
};

use super::fit::Works;
use super::item::{CLOSE, CLOSE_INNER, OPEN, OPEN_INNER};
use super::locator::Ranges;
use super::text_of;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
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
}

/// The style, ready for hayagriva.
#[derive(Debug)]
pub(super) struct CitationStyle {
    /// For citations: without bibliography, and without the affixes of its layout.
    pub(super) notes: IndependentStyle,
    /// For the bibliography: its citations are empty.
    pub(super) list: IndependentStyle,
    /// Terms: the book's language and American English, to fall back on.
    pub(super) locales: Vec<Locale>,
    pub(super) locale: LocaleCode,
    pub(super) wrap: Wrap,
    pub(super) quotes: Quotes,
    pub(super) ranges: Ranges,
    pub(super) ibid: bool,
    pub(super) house: House,
    pub(super) language: Language,
    /// "and", in the book's language.
    pub(super) and: String,
    /// Whether commas and stops go inside closing marks of quotation.
    pub(super) stops_inside: bool,
    /// The style for citations, fitted to the works of each CSL type.
    kinds: BTreeMap<String, IndependentStyle>,
    /// Sets a date alone, in full.
    pub(super) dates: Option<IndependentStyle>,
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

/// Names the manifest may use besides those of hayagriva's archive: what the houses call their own.
const NAMES: &[(&str, &str)] = &[
    ("chicago", "chicago-notes"),
    ("harts", "modern-humanities-research-association"),
    ("mhra", "modern-humanities-research-association"),
];

impl CitationStyle {
    /// Reads and mends the style; what is wrong with it goes to `diagnostics`, and Chicago serves.
    pub(super) fn new(setup: &Setup<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut style = match find(setup) {
            Ok(style) => style,
            Err(fault) => {
                diagnostics.push(*fault);
                archived(ArchivedStyle::ChicagoNotes)
            }
        };
        for part in &mut style.macros {
            inherit(&mut part.children, None);
        }
        let (locales, locale) = locales_for(setup.language);
        let quotes = Quotes::of(&style, &locales, &locale);
        Quotes::sign(&mut style, &locale);
        let ranges = Ranges::of(style.settings.page_range_format.take(), setup.house);
        let layout = &mut style.citation.layout;
        let wrap = Wrap {
            before: layout.prefix.take().unwrap_or_default(),
            between: layout.delimiter.take().unwrap_or_else(|| "; ".to_owned()),
            after: layout.suffix.take().unwrap_or_default(),
        };
        let mut list = style.clone();
        list.citation.layout.elements.clear();
        let mut notes = style;
        notes.bibliography = None;
        if setup.ibid {
            say_ibid(&mut notes);
        }
        let and = term(&notes, (&locales, &locale), OtherTerm::And, TermForm::Long).unwrap_or_else(|| "and".to_owned());
        let language = setup.language.clone();
        let options = |l: &Locale| l.style_options.and_then(|options| options.punctuation_in_quote);
        let stops_inside = notes.locale.iter().chain(&locales).find_map(options).unwrap_or(false);
        let dates = super::dates::style();
        let kinds = BTreeMap::new();
        Self {
            notes,
            list,
            locales,
            locale,
            wrap,
            quotes,
            ranges,
            ibid: setup.ibid,
            house: setup.house,
            language,
            and,
            stops_inside,
            dates,
            kinds,
        }
    }

    /// Fits the style to the works it will have to set.
    pub(super) fn fit<'i>(&mut self, items: impl Iterator<Item = &'i Item>) {
        let mut kinds: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        items.for_each(|item| kinds.entry(text_of(item, "type").unwrap_or_default()).or_default().push(item));
        self.list = Works::of(kinds.values().flatten().copied()).fit(&self.list);
        let fitted = |(kind, items): (&&str, &Vec<&Item>)| {
            ((*kind).to_owned(), Works::of(items.iter().copied()).fit(&self.notes))
        };
        self.kinds = kinds.iter().map(fitted).collect();
    }

    /// The style for citing `item`.
    pub(super) fn notes_for(&self, item: &Item) -> &IndependentStyle {
        text_of(item, "type").and_then(|kind| self.kinds.get(kind)).unwrap_or(&self.notes)
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

    /// A term of the style in the book's language.
    pub(super) fn term(&self, name: OtherTerm) -> Option<String> {
        self.term_in(name, TermForm::Long)
    }

    /// A term of the style in the book's language, in the form `form`.
    pub(super) fn term_in(&self, name: OtherTerm, form: TermForm) -> Option<String> {
        term(&self.notes, (&self.locales, &self.locale), name, form)
    }
}

type Fault = Box<Diagnostic>;

fn find(setup: &Setup<'_>) -> Result<IndependentStyle, Fault> {
    if let Some((file, text)) = setup.file {
        return parse(file, text, setup.style.span);
    }
    let name = setup.style.value.trim();
    let lower = name.to_ascii_lowercase();
    let known = NAMES.iter().find(|(ours, _)| *ours == lower).map_or(lower.as_str(), |(_, theirs)| theirs);
    ArchivedStyle::by_name(known).map(archived).ok_or_else(|| {
        let notes = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
        let valid: Vec<&str> = NAMES.iter().map(|(ours, _)| *ours).chain(notes).collect();
        let fault = Diagnostic::error("unknown-citation-style", format!("no citation style is called `{name}`"))
            .at(setup.style.span, "not a bundled style")
            .choices(name, valid);
        Box::new(fault.hint("or the path of a `.csl` file, relative to the manifest"))
    })
}

fn archived(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        Style::Independent(style) => style,
        // The archive holds no dependent styles; were there one, its parent is what it means.
        Style::Dependent(_) => archived(ArchivedStyle::ChicagoNotes),
    }
}

/// How deep a style's elements may stand in each other: the deepest published styles have about 20.
const DEEPEST: usize = 100;

fn parse(file: FileId, text: &str, named: Span) -> Result<IndependentStyle, Fault> {
    let fault = |message: String| {
        let whole = Span::new(file, 0..text.lines().next().map_or(0, str::len));
        Diagnostic::error("bad-citation-style", message).at(whole, "this style").also(named, "named here")
    };
    if depth(text) > DEEPEST {
        return Err(Box::new(fault("the citation style's elements stand too deep in each other".to_owned())));
    }
    let style = match Style::from_xml(text) {
        Ok(Style::Independent(style)) => style,
        Ok(Style::Dependent(style)) => {
            let parent = ArchivedStyle::by_id(&style.parent_link.href).map(archived);
            return parent.ok_or_else(|| {
                let parent = &style.parent_link.href;
                let fault = fault(format!("the citation style only names another, `{parent}`, which is not bundled"));
                Box::new(fault.hint("save the style it names and use that"))
            });
        }
        Err(error) => {
            return Err(Box::new(
                fault(format!("the citation style cannot be read: {error}"))
                    .hint("a CSL 1.0 style is meant, as at https://www.zotero.org/styles"),
            ));
        }
    };
    match circular(&style) {
        Some(name) => {
            Err(Box::new(fault(format!("the citation style's macro `{name}` calls itself or one not there"))))
        }
        None => Ok(style),
    }
}

/// How deep the elements of an XML text nest; roughly, which is enough to refuse the absurd.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for tag in text.split('<').skip(1) {
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.split('>').next().is_some_and(|inside| inside.ends_with('/')) => {}
            Some(_) => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// A macro that leads back to itself; hayagriva would never come to an end.
fn circular(style: &IndependentStyle) -> Option<String> {
    let calls: Vec<(&str, Vec<&str>)> = style
        .macros
        .iter()
        .map(|part| {
            let mut names = Vec::new();
            called(&part.children, &mut names);
            (part.name.as_str(), names)
        })
        .collect();
    // Macros whose calls are all known to end are struck out, until none is left or none can be.
    let mut ending: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    loop {
        let before = ending.len();
        for (name, names) in &calls {
            if names.iter().all(|n| ending.contains(n) || !calls.iter().any(|(known, _)| known == n)) {
                ending.insert(name);
            }
        }
        if ending.len() == before {
            break;
        }
    }
    calls.iter().map(|(name, _)| *name).find(|name| !ending.contains(name)).map(str::to_owned)
}

fn called<'s>(elements: &'s [Element], names: &mut Vec<&'s str>) {
    for element in elements {
        match element {
            Element::Text(text) => {
                if let TextTarget::Macro { name } = &text.target {
                    names.push(name);
                }
            }
            Element::Group(group) => called(&group.children, names),
            Element::Choose(choose) => {
                choose.branches().for_each(|branch| called(&branch.children, names));
                if let Some(otherwise) = &choose.otherwise {
                    called(&otherwise.children, names);
                }
            }
            Element::Names(found) => {
                for child in &found.children {
                    if let NamesChild::Substitute(substitute) = child {
                        called(&substitute.children, names);
                    }
                }
            }
            Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

/// Gives the bare `names` under a `choose` in a `substitute` the `name`, `label` and `et-al` of the names
/// they stand for, which CSL 1.0.2 ("Substitute") has them inherit.
fn inherit(elements: &mut [Element], from: Option<&[NamesChild]>) {
    for element in elements {
        match element {
            Element::Group(group) => inherit(&mut group.children, from),
            Element::Choose(choose) => {
                inherit(&mut choose.if_.children, from);
                choose.else_if.iter_mut().for_each(|branch| inherit(&mut branch.children, from));
                if let Some(otherwise) = &mut choose.otherwise {
                    inherit(&mut otherwise.children, from);
                }
            }
            Element::Names(names) => {
                if let Some(from) = from.filter(|_| names.children.is_empty()) {
                    names.children = from.to_vec();
                }
                let own: Vec<NamesChild> =
                    names.children.iter().filter(|c| !matches!(c, NamesChild::Substitute(_))).cloned().collect();
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        for element in &mut substitute.children {
                            if let Element::Choose(choose) = element {
                                in_branches(choose, &first_of);
                            }
                        }
                        let chosen = substitute.children.iter_mut().filter(|e| matches!(e, Element::Choose(_)));
                        chosen.for_each(|element| inherit(std::slice::from_mut(element), Some(&own)));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Of several `names` in one branch of a `substitute` lets the first that has any stand for the author;
/// hayagriva takes them all and runs them together.
fn first_of(elements: &mut Vec<Element>) {
    let mut fitted: Vec<Element> = Vec::with_capacity(elements.len());
    let mut names: Vec<Names> = Vec::new();
    for mut element in std::mem::take(elements) {
        if let Element::Names(found) = element {
            names.push(found);
            continue;
        }
        fitted.extend(either(std::mem::take(&mut names)));
        if let Element::Choose(choose) = &mut element {
            in_branches(choose, &first_of);
        }
        fitted.push(element);
    }
    fitted.extend(either(names));
    *elements = fitted;
}

fn in_branches(choose: &mut Choose, change: &dyn Fn(&mut Vec<Element>)) {
    change(&mut choose.if_.children);
    choose.else_if.iter_mut().for_each(|branch| change(&mut branch.children));
    if let Some(otherwise) = &mut choose.otherwise {
        change(&mut otherwise.children);
    }
}

/// The first of `names` that has any.
fn either(names: Vec<Names>) -> Option<Element> {
    let branch = |names: Names| ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: Some(names.variable.iter().copied().map(Variable::Name).collect()),
        match_: ChooseMatch::Any,
        children: vec![Element::Names(names)],
    };
    let mut names = names.into_iter();
    let first = names.next()?;
    let else_if: Vec<ChooseBranch> = names.map(branch).collect();
    if else_if.is_empty() {
        return Some(Element::Names(first));
    }
    Some(Element::Choose(Choose { if_: branch(first), else_if, otherwise: None }))
}

/// Sets *ibid.* before all else the style would say (Chicago 18, 13.37: a page is given without "p.").
fn say_ibid(style: &mut IndependentStyle) {
    const IBID: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
        <info><title/><id>ibid</id><updated>2026-01-01T00:00:00+00:00</updated></info>
        <citation><layout><choose>
          <if position="ibid-with-locator"><group delimiter=", "><text term="ibid"/><choose>
            <if locator="page"><text variable="locator"/></if>
            <else><group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></else>
          </choose></group></if>
          <else-if position="ibid"><text term="ibid"/></else-if>
          <else><text value=""/></else>
        </choose></layout></citation></style>"#;
    let Ok(ibid) = IndependentStyle::from_xml(IBID) else { return };
    let own = std::mem::replace(&mut style.citation.layout.elements, ibid.citation.layout.elements);
    if let Some(Element::Choose(choose)) = style.citation.layout.elements.first_mut()
        && let Some(otherwise) = &mut choose.otherwise
    {
        otherwise.children = own;
    }
}

/// The archive's locales for `language`, its own first, and its code there. American English is always
/// among them. Only these are decoded: all sixty would take longer than setting a book's notes.
fn locales_for(language: &Language) -> (Vec<Locale>, LocaleCode) {
    let tags: Vec<String> = LOCALES.iter().map(|bytes| tag_of(bytes)).collect();
    let tag = choose(language, &tags).unwrap_or("en-US").to_owned();
    let decode = |wanted: &str| {
        let bytes = LOCALES.iter().zip(&tags).find(|(_, tag)| *tag == wanted)?.0;
        ciborium::from_reader::<Locale, _>(*bytes).ok()
    };
    let mut found: Vec<Locale> = decode(&tag).into_iter().collect();
    if tag != "en-US" {
        found.extend(decode("en-US"));
    }
    (found, LocaleCode(tag))
}

/// The language of an archived locale: in CBOR a text follows its name, its length before it.
fn tag_of(bytes: &[u8]) -> String {
    const NAME: &[u8] = b"@xml:lang";
    let start = bytes.windows(NAME.len()).position(|window| window == NAME).map(|at| at + NAME.len());
    let text = start.and_then(|at| {
        let length = usize::from(bytes.get(at)?.checked_sub(0x60)?);
        std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
    });
    text.unwrap_or_default().to_owned()
}

/// The tag of the archive's locale that serves `language`: its own, or its language's most usual one.
fn choose<'t>(language: &Language, tags: &'t [String]) -> Option<&'t str> {
    let is = |wanted: &str| tags.iter().map(String::as_str).find(|tag| tag.eq_ignore_ascii_case(wanted));
    let primary = language.primary();
    let usual = match (primary, language.as_str().rsplit('-').next()) {
        ("en", Some("AU" | "IE" | "IN" | "NZ" | "ZA")) => "en-GB".to_owned(),
        ("en", _) => "en-US".to_owned(),
        ("zh", _) => "zh-CN".to_owned(),
        ("pt", _) => "pt-PT".to_owned(),
        ("no", _) => "nb-NO".to_owned(),
        ("sr", _) if language.as_str().contains("Latn") => "sr-Latn-RS".to_owned(),
        ("grc", _) => "el-GR".to_owned(),
        _ => format!("{primary}-{primary}"),
    };
    let related = || tags.iter().map(String::as_str).find(|tag| tag.split('-').next() == Some(primary));
    is(language.as_str()).or_else(|| is(&usual)).or_else(related)
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

impl Ranges {
    fn of(format: Option<PageRangeFormat>, house: House) -> Self {
        match (format, house) {
            (Some(PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16), _) => Self::Chicago,
            (Some(PageRangeFormat::Expanded), _) => Self::Whole,
            (Some(PageRangeFormat::Minimal), _) => Self::Fewest,
            (Some(PageRangeFormat::MinimalTwo), _) => Self::FewestTwo,
            (None, House::Chicago) => Self::Chicago,
            (None, House::Harts) => Self::FewestButTeens,
        }
    }
}
