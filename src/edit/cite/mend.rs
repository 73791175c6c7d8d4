//! Mends a citation style where hayagriva 0.10 needs it.

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{Locator, NumberOrPageVariable, NumberVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, DateParts, IndependentStyle, LayoutRenderingElement as Element, Locale,
    LocaleCode, Names, NamesChild, TextTarget,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, LocatorPayload,
    SpecificLocator,
};

use super::calls::every;

/// How deep the elements of an XML text nest; roughly, which is enough to refuse the absurd.
pub(super) fn depth(text: &str) -> usize {
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

/// Whether the style asks if a date may be wrong.
pub(super) fn asks_for_guesses(style: &IndependentStyle) -> bool {
    any(style, &|element| match element {
        Element::Choose(choose) => choose.branches().any(|branch| branch.is_uncertain_date.is_some()),
        _ => false,
    })
}

/// Whether the style's citations are numbers.
pub(super) fn numbers(style: &IndependentStyle) -> bool {
    any(style, &|element| match element {
        Element::Text(text) => {
            let number = Variable::Number(NumberVariable::CitationNumber);
            matches!(&text.target, TextTarget::Variable { var, .. } if *var == number)
        }
        Element::Number(found) => found.variable == NumberOrPageVariable::Number(NumberVariable::CitationNumber),
        _ => false,
    })
}

/// Whether `is` holds of an element with which the style cites.
fn any(style: &IndependentStyle, is: &dyn Fn(&Element) -> bool) -> bool {
    let mut found = false;
    let parts = std::iter::once(&style.citation.layout.elements).chain(style.macros.iter().map(|part| &part.children));
    parts.for_each(|elements| every(elements, &mut |element| found |= is(element)));
    found
}

/// Asks for years by their part and not by a form of the language: of such hayagriva sets the season too.
pub(super) fn years_alone(style: &mut IndependentStyle) {
    const YEAR: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
        <info><title/><id>year</id><updated>2026-01-01T00:00:00+00:00</updated></info>
        <citation><layout><date variable="issued"><date-part name="year"/></date></layout></citation></style>"#;
    let Ok(year) = IndependentStyle::from_xml(YEAR) else { return };
    let Some(Element::Date(year)) = year.citation.layout.elements.first() else { return };
    let change = |element: &mut Element| {
        if let Element::Date(date) = element
            && date.parts == Some(DateParts::Year)
            && date.date_part.is_empty()
        {
            (date.form, date.parts, date.date_part) = (None, None, year.date_part.clone());
        }
    };
    each(&mut style.citation.layout.elements, &change);
    style.bibliography.iter_mut().for_each(|list| each(&mut list.layout.elements, &change));
    style.macros.iter_mut().for_each(|part| each(&mut part.children, &change));
}

/// Calls `change` with every element, substitutes left alone.
fn each(elements: &mut [Element], change: &dyn Fn(&mut Element)) {
    for element in elements {
        change(element);
        match element {
            Element::Group(group) => each(&mut group.children, change),
            Element::Choose(choose) => in_branches(choose, &|children| each(children, change)),
            _ => {}
        }
    }
}

/// Gives the bare `names` under a `choose` in a `substitute` the `name`, `label` and `et-al` of the names
/// they stand for, which CSL 1.0.2 ("Substitute") has them inherit.
pub(super) fn inherit(elements: &mut [Element], from: Option<&[NamesChild]>) {
    for element in elements {
        match element {
            Element::Group(group) => inherit(&mut group.children, from),
            Element::Choose(choose) => in_branches(choose, &|children| inherit(children, from)),
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

/// Whether the style's notes put a label before a page: "p. 7".
pub(super) fn labels_pages(style: &IndependentStyle, locales: &[Locale], locale: &LocaleCode) -> bool {
    let work = serde_json::json!({
        "id": "probe", "type": "book", "title": "Probe", "author": [{ "family": "Probe", "given": "Probe" }],
        "issued": { "date-parts": [[2001]] }, "publisher": "Probe", "publisher-place": "Probe",
    });
    let Ok(item) = serde_json::from_value::<Item>(work) else { return false };
    let locator = SpecificLocator(Locator::Page, LocatorPayload::Str("77"));
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_locator(&item, Some(locator))];
    driver.citation(CitationRequest::new(cited, style, Some(locale.clone()), locales, Some(1)));
    let request = BibliographyRequest { style, locale: Some(locale.clone()), locale_files: locales };
    let done = driver.finish(request).citations;
    let mut note = String::new();
    let set = done.first().map(|cite| cite.citation.write_buf(&mut note, BufWriteFormat::Plain));
    if !matches!(set, Some(Ok(()))) {
        return false;
    }
    let before = note.rsplit_once("77").map(|(before, _)| before.trim_end()).unwrap_or_default();
    let label = before.split_whitespace().next_back().unwrap_or_default();
    label.starts_with(char::is_alphabetic) && !label.contains("Probe")
}

/// Sets *ibid.* before all else the style would say. A page has a label where the style's notes have one (*New Hart's
/// Rules* 17.2: "ibid., p. 12"), and none where they have none (Chicago 18, 13.37).
pub(super) fn say_ibid(style: &mut IndependentStyle, labelled: bool) {
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
    // No locator is of this kind in a style that labels pages too.
    let ibid = if labelled { IBID.replace(r#"locator="page""#, r#"locator="opus""#) } else { IBID.to_owned() };
    let Ok(ibid) = IndependentStyle::from_xml(&ibid) else { return };
    let own = std::mem::replace(&mut style.citation.layout.elements, ibid.citation.layout.elements);
    if let Some(Element::Choose(choose)) = style.citation.layout.elements.first_mut()
        && let Some(otherwise) = &mut choose.otherwise
    {
        otherwise.children = own;
    }
}
