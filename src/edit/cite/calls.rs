//! The macros of a citation style that call each other: whether hayagriva would come to an end with them, and soon.
//!
//! It sets a macro anew at each call. Two calls of the next in each of thirty macros are a thousand million, and it looks
//! through all macros that are being set at each further one. So both are bounded, far above what is published.

use std::collections::BTreeMap;

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement as Element, NamesChild, SortKey, TextTarget};

/// How many macros may be in the midst of being set, each called by the one before.
const DEEPEST: usize = 100;
/// How many elements may be set where a style is asked for one citation and one entry, of branches the largest counted.
const MOST: usize = 250_000;

/// What is wrong with a style's macros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endless {
    /// This macro leads back to itself.
    Circle(String),
    /// This macro begins a chain of more than [`DEEPEST`].
    Deep(String),
    /// This macro comes to more than [`MOST`] elements, those of the macros it calls counted at each call.
    Large(String),
}

/// A macro as seen from outside.
#[derive(Default)]
struct Macro<'s> {
    calls: Vec<&'s str>,
    /// Places in the list of macros of those that call it, one for each call.
    callers: Vec<usize>,
    /// Macros in the longest chain that it begins, itself included.
    depth: usize,
    /// Elements that it sets, with those of the macros it calls.
    size: usize,
}

/// What keeps the style's macros from being set. They are judged from those that call none upwards, each once.
pub(super) fn endless(style: &IndependentStyle) -> Option<Endless> {
    bounded(style, MOST)
}

fn bounded(style: &IndependentStyle, most: usize) -> Option<Endless> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, part) in style.macros.iter().enumerate() {
        places.entry(&part.name).or_insert(at);
    }
    let mut macros: Vec<Macro<'_>> = style.macros.iter().map(|part| Macro::of(&part.children)).collect();
    let mut waiting: Vec<usize> = Vec::with_capacity(macros.len());
    for at in 0..macros.len() {
        let called: Vec<usize> = macros[at].calls.iter().filter_map(|name| places.get(name).copied()).collect();
        waiting.push(called.len());
        for name in called {
            macros[name].callers.push(at);
        }
    }
    let name = |at: usize| style.macros.get(at).map(|part| part.name.clone()).unwrap_or_default();
    let mut ready: Vec<usize> = (0..macros.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        let depth = macros[at].depth;
        if depth > DEEPEST {
            return Some(Endless::Deep(name(at)));
        }
        let known = |name: &str| places.get(name).map_or(0, |called| macros[*called].size);
        let size = size(&style.macros[at].children, &known);
        if size > most {
            return Some(Endless::Large(name(at)));
        }
        macros[at].size = size;
        for caller in std::mem::take(&mut macros[at].callers) {
            macros[caller].depth = macros[caller].depth.max(depth + 1);
            waiting[caller] -= 1;
            if waiting[caller] == 0 {
                ready.push(caller);
            }
        }
    }
    if let Some(at) = waiting.iter().position(|calls| *calls > 0) {
        return Some(Endless::Circle(name(at)));
    }
    let known = |name: &str| places.get(name).map_or(0, |at| macros[*at].size);
    let called = roots(style);
    let whole = called.iter().fold(0usize, |whole, name| whole.saturating_add(known(name)));
    let largest = called.into_iter().max_by_key(|name| known(name)).filter(|_| whole > most);
    largest.map(|name| Endless::Large(name.to_owned()))
}

/// How many elements are set, at most, where `elements` are: each with what it holds, of branches the largest.
fn size(elements: &[Element], of_macro: &dyn Fn(&str) -> usize) -> usize {
    let sizes = elements.iter().map(|element| {
        let inside = match element {
            Element::Group(group) => size(&group.children, of_macro),
            Element::Choose(choose) => {
                let otherwise = choose.otherwise.iter().map(|otherwise| &otherwise.children);
                let branches = choose.branches().map(|branch| &branch.children).chain(otherwise);
                branches.map(|branch| size(branch, of_macro)).max().unwrap_or_default()
            }
            Element::Names(names) => {
                let substitutes = names.children.iter().filter_map(|child| match child {
                    NamesChild::Substitute(substitute) => Some(size(&substitute.children, of_macro)),
                    _ => None,
                });
                substitutes.fold(0, usize::saturating_add)
            }
            _ => called(element).map_or(0, of_macro),
        };
        inside.saturating_add(1)
    });
    sizes.fold(0, usize::saturating_add)
}

impl<'s> Macro<'s> {
    fn of(elements: &'s [Element]) -> Self {
        let mut seen = Self { depth: 1, ..Self::default() };
        every(elements, &mut |element| seen.calls.extend(called(element)));
        seen
    }
}

/// What the layouts of a style call, and its sorting.
fn roots(style: &IndependentStyle) -> Vec<&str> {
    let bibliography = style.bibliography.as_ref();
    let layouts = std::iter::once(&style.citation.layout).chain(bibliography.map(|list| &list.layout));
    let mut names = Vec::new();
    for layout in layouts {
        every(&layout.elements, &mut |element| names.extend(called(element)));
    }
    let sorts = style.citation.sort.iter().chain(bibliography.and_then(|list| list.sort.as_ref()));
    names.extend(sorts.flat_map(|sort| &sort.keys).filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.as_str()),
        SortKey::Variable { .. } => None,
    }));
    names
}

/// The macro that an element calls.
fn called(element: &Element) -> Option<&str> {
    match element {
        Element::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Calls `see` with every element, the outer before the inner, those of each branch and of substitutes too.
pub(super) fn every<'s>(elements: &'s [Element], see: &mut dyn FnMut(&'s Element)) {
    for element in elements {
        see(element);
        match element {
            Element::Group(group) => every(&group.children, see),
            Element::Choose(choose) => {
                choose.branches().for_each(|branch| every(&branch.children, see));
                if let Some(otherwise) = &choose.otherwise {
                    every(&otherwise.children, see);
                }
            }
            Element::Names(names) => {
                for child in &names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        every(&substitute.children, see);
                    }
                }
            }
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::Style;

    use super::*;

    fn style(macros: &[(String, String)]) -> IndependentStyle {
        let macros: Vec<String> =
            macros.iter().map(|(name, inside)| format!("<macro name=\"{name}\">{inside}</macro>")).collect();
        let macros = macros.concat();
        let xml = format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"note\" version=\"1.0\"><info><title>x</title>\
             <id>x</id><updated>2026-01-01T00:00:00+00:00</updated></info>{macros}<citation><layout>\
             <text macro=\"m0\"/></layout></citation></style>"
        );
        IndependentStyle::from_xml(&xml).unwrap()
    }

    /// Macros that each call the next so many times, the last none.
    fn chain(length: usize, times: usize) -> IndependentStyle {
        let inside = |at: usize| match at + 1 {
            next if next < length => format!("<text macro=\"m{next}\"/>").repeat(times),
            _ => "<text variable=\"title\"/>".to_owned(),
        };
        style(&(0..length).map(|at| (format!("m{at}"), inside(at))).collect::<Vec<_>>())
    }

    #[test]
    fn chains_and_repeated_calls_are_bounded() {
        assert_eq!(endless(&chain(100, 1)), None);
        assert_eq!(endless(&chain(101, 1)), Some(Endless::Deep("m0".to_owned())));
        assert_eq!(endless(&chain(5000, 1)), Some(Endless::Deep("m4899".to_owned())));
        assert_eq!(endless(&chain(10, 2)), None);
        assert!(matches!(endless(&chain(30, 2)), Some(Endless::Large(_))));
        assert!(matches!(endless(&chain(90, 9)), Some(Endless::Large(_))), "numbers do not overflow");
    }

    #[test]
    fn circles_are_found() {
        let call = |name: &str| format!("<text macro=\"{name}\"/>");
        let macros = [("m0", "m1"), ("m1", "m2"), ("m2", "m1")].map(|(name, next)| (name.to_owned(), call(next)));
        assert!(matches!(endless(&style(&macros)), Some(Endless::Circle(_))));
        let own = [("m0".to_owned(), call("m0"))];
        assert_eq!(endless(&style(&own)), Some(Endless::Circle("m0".to_owned())));
    }

    #[test]
    fn published_styles_are_far_from_the_bounds() {
        for archived in ArchivedStyle::all() {
            if let Style::Independent(style) = archived.get() {
                assert_eq!(bounded(&style, MOST / 5), None, "{:?}", archived.names());
            }
        }
    }
}
