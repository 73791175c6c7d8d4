//! *See* and *see also*: from heading to heading (*Chicago* 18, 15.15–20).

use std::collections::BTreeSet;

use super::headings::{HeadingId, Headings};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::manifest::{Spanned, heading_path};

/// The cross-references of one heading, resolved, and where each is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Crosses {
    pub(super) see: Vec<(HeadingId, Span)>,
    pub(super) see_also: Vec<(HeadingId, Span)>,
}

/// Resolves the cross-references of every heading, and says which headings are printed: those that are treated, and
/// those that lead to one that is. `cut` are headings whose words are cut; references that vanish with them go into
/// `vanished`, for their group.
pub(super) fn resolve(
    headings: &Headings,
    cut: &BTreeSet<HeadingId>,
    vanished: &mut Vec<Span>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Crosses>, Vec<bool>) {
    let treated = treated(headings);
    let mut crosses: Vec<Crosses> = Vec::with_capacity(headings.ids().len());
    for id in headings.ids() {
        let heading = headings.get(id);
        let mut follow = |paths: &[Spanned<String>]| -> Vec<(HeadingId, Span)> {
            let found = paths.iter().filter_map(|path| Some((target(headings, id, path, diagnostics)?, path.span)));
            found.collect()
        };
        let (see, see_also) = (follow(&heading.see), follow(&heading.see_also));
        crosses.push(Crosses { see, see_also });
    }
    circles(headings, &crosses, diagnostics);
    see_with_locators(headings, &treated, diagnostics);
    let printed = printed(headings, &treated, &crosses);
    let cut: Vec<bool> = headings.ids().map(|id| cut.contains(&id)).collect();
    let cut = self::printed(headings, &cut, &crosses);
    let mut missing = Vec::new();
    for list in crosses.iter_mut().flat_map(|cross| [&mut cross.see, &mut cross.see_also]) {
        missing.extend(list.extract_if(.., |(to, _)| !printed[*to]));
    }
    vanished.extend(missing.extract_if(.., |(to, _)| cut[*to]).map(|(_, span)| span));
    untreated(headings, &missing, diagnostics);
    (crosses, printed)
}

/// The heading a path names; an error if there is none.
fn target(
    headings: &Headings,
    from: HeadingId,
    path: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<HeadingId> {
    let wanted = heading_path(&path.value);
    let own = headings.find_in(headings.get(from).index, &wanted, path.span);
    let found = own.or_else(|| headings.find(&wanted, path.span));
    if let Some(to) = found {
        if to == from {
            diagnostics.push(
                Diagnostic::error("circular-xref", format!("`{}` refers to itself", headings.path(from)))
                    .at(path.span, "this very heading")
                    .hint("name another heading, or take the reference out"),
            );
            return None;
        }
        return Some(to);
    }
    let all: Vec<String> = headings.ids().map(|id| headings.path(id)).collect();
    let fault = Diagnostic::error("blind-xref", format!("no heading is called `{}`", path.value));
    let fault = fault.at(path.span, "leads nowhere");
    diagnostics.push(match nearest(&path.value, all.iter().map(String::as_str)) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint("write the heading as the terms file has it; a subheading as `Heading > subheading`"),
    });
    None
}

/// Reports the targets that are headings, but that nothing in this edition leads to.
fn untreated(headings: &Headings, missing: &[(HeadingId, Span)], diagnostics: &mut Diagnostics) {
    let Some((_, first)) = missing.first() else { return };
    let names: BTreeSet<String> = missing.iter().map(|(to, _)| headings.path(*to)).collect();
    let message = format!("{} cross-reference(s) lead to headings that are not treated", missing.len());
    let names: Vec<String> = names.into_iter().collect();
    let fault = Diagnostic::warning("blind-xref", message).at(*first, "left out");
    diagnostics.push(fault.hint(format!("nothing was found for {}", names.join("; "))));
}

/// Per heading: whether it, or one under it, has a reference.
fn treated(headings: &Headings) -> Vec<bool> {
    let mut treated = vec![false; headings.ids().len()];
    // Children come after their parents.
    for id in headings.ids().rev() {
        let heading = headings.get(id);
        treated[id] |= !heading.references.is_empty();
        if let Some(parent) = heading.parent {
            treated[parent] |= treated[id];
        }
    }
    treated
}

/// *See* that leads back to where it began.
fn circles(headings: &Headings, crosses: &[Crosses], diagnostics: &mut Diagnostics) {
    let mut settled: BTreeSet<HeadingId> = BTreeSet::new();
    for id in headings.ids() {
        let mut way: Vec<HeadingId> = Vec::new();
        let mut on_way: BTreeSet<HeadingId> = BTreeSet::new();
        let mut at = Some(id);
        while let Some(here) = at.filter(|here| !settled.contains(here)) {
            if !on_way.insert(here) {
                let circle: Vec<String> =
                    way.iter().skip_while(|step| **step != here).map(|step| headings.path(*step)).collect();
                let message = format!("`{}` refers back to itself", headings.path(here));
                diagnostics.push(
                    Diagnostic::error("circular-xref", message)
                        .at(headings.get(here).see.first().map_or(headings.get(here).span, |see| see.span), "")
                        .hint(format!("one of these must have locators instead: {}", circle.join("; "))),
                );
                break;
            }
            way.push(here);
            // A heading with several *see* is followed by its first: a circle of two shows from any side.
            at = crosses[here].see.first().map(|(to, _)| *to);
        }
        settled.extend(way);
    }
}

fn see_with_locators(headings: &Headings, treated: &[bool], diagnostics: &mut Diagnostics) {
    for id in headings.ids() {
        if let Some(see) = headings.get(id).see.first().filter(|_| treated[id]) {
            let path = headings.path(id);
            diagnostics.push(
                Diagnostic::warning("see-with-locators", format!("`{path}` has a see and locators of its own"))
                    .at(see.span, "see another heading instead")
                    .hint("take its patterns out, or write `see-also`"),
            );
        }
    }
}

/// A heading is printed if it is treated, or leads to one that is printed, or something under it is.
fn printed(headings: &Headings, treated: &[bool], crosses: &[Crosses]) -> Vec<bool> {
    let mut leading: Vec<Vec<HeadingId>> = vec![Vec::new(); treated.len()];
    for (from, cross) in crosses.iter().enumerate() {
        cross.see.iter().chain(&cross.see_also).for_each(|(to, _)| leading[*to].push(from));
    }
    let mut printed = treated.to_vec();
    let mut fresh: Vec<HeadingId> = headings.ids().filter(|id| treated[*id]).collect();
    while let Some(id) = fresh.pop() {
        for next in leading[id].iter().copied().chain(headings.get(id).parent) {
            if !std::mem::replace(&mut printed[next], true) {
                fresh.push(next);
            }
        }
    }
    printed
}
