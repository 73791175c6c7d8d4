//! Fair use, where `release.rights` allows it at all: counted over the whole of each edition.
//!
//! Words are summed by holder, since many small pieces of one author are a large one. The share is taken of
//! each work: two excerpts of one file are two documents, and their words are added.

use std::collections::BTreeMap;

use super::{DocumentUse, Ground, Piece, Usage};
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::{DocumentSpec, EditionSpec, Manifest, RightsStatus, Spanned};

/// A document printed as fair use.
struct Use<'m> {
    spec: &'m DocumentSpec,
    counted: &'m DocumentUse,
}

impl Use<'_> {
    fn place(&self) -> Span {
        super::place(&self.spec.rights, self.spec.id.span)
    }
}

/// The documents that overstep what [`Release`](crate::manifest::Release) allows, each with the ground. Each of
/// `editions` is a book of its own, and of several that print too much of one holder or work, the worst is told.
pub(super) fn overused(manifest: &Manifest, usage: &Usage, editions: &[&EditionSpec]) -> Vec<(Piece, Ground)> {
    let release = &manifest.release;
    if !release.rights.contains(&RightsStatus::FairUse) {
        return Vec::new();
    }
    let mut holders: BTreeMap<String, Vec<Share<'_>>> = BTreeMap::new();
    let mut works: BTreeMap<&str, Vec<Share<'_>>> = BTreeMap::new();
    for edition in editions {
        let (by_holder, by_work) = printed(manifest, usage, edition);
        for (key, share) in by_holder {
            holders.entry(key).or_default().push(share);
        }
        for (key, share) in by_work {
            works.entry(key).or_default().push(share);
        }
    }
    let several = editions.len() > 1;
    let mut found = Vec::new();
    if let Some(most) = &release.fair_use_max_words {
        found.extend(holders.values().filter_map(|shares| worst(shares)).flat_map(|s| over_words(s, most, several)));
    }
    if let Some(most) = &release.fair_use_max_share {
        found.extend(works.values().filter_map(|shares| worst(shares)).flat_map(|s| over_share(s, most, several)));
    }
    found
}

/// What one edition prints of one holder or one work.
struct Share<'m> {
    edition: &'m EditionSpec,
    uses: Vec<Use<'m>>,
}

impl Share<'_> {
    fn words(&self) -> usize {
        self.uses.iter().map(|one| one.counted.words).sum()
    }

    /// " in the edition `print`", where there are `several`.
    fn place(&self, several: bool) -> String {
        if several { format!(" in the edition `{}`", self.edition.name.value) } else { String::new() }
    }
}

/// The first of those that print the most.
fn worst<'s, 'm>(shares: &'s [Share<'m>]) -> Option<&'s Share<'m>> {
    let most = shares.iter().map(Share::words).max()?;
    shares.iter().find(|share| share.words() == most)
}

/// What one edition prints as fair use, by holder and by work.
type Printed<'m> = (BTreeMap<String, Share<'m>>, BTreeMap<&'m str, Share<'m>>);

fn printed<'m>(manifest: &'m Manifest, usage: &'m Usage, edition: &'m EditionSpec) -> Printed<'m> {
    let (mut holders, mut works): Printed<'m> = Default::default();
    let none = || Share { edition, uses: Vec::new() };
    for counted in usage.documents.iter().filter(|counted| super::prints(edition, &counted.id)) {
        let Some(spec) = manifest.documents.get(&counted.id) else { continue };
        if spec.rights.status == RightsStatus::FairUse {
            let key = super::holder_key(holder(spec, counted));
            holders.entry(key).or_insert_with(none).uses.push(Use { spec, counted });
            works.entry(&spec.file.value).or_insert_with(none).uses.push(Use { spec, counted });
        }
    }
    (holders, works)
}

/// Who holds the rights, or else who wrote it, or else nobody but this document's maker.
fn holder<'m>(spec: &'m DocumentSpec, counted: &'m DocumentUse) -> &'m str {
    let named = spec.rights.holder.as_ref().map(|holder| holder.value.as_str());
    named.or(Some(counted.byline.as_str()).filter(|byline| !byline.is_empty())).unwrap_or(counted.id.as_str())
}

fn over_words(share: &Share<'_>, most: &Spanned<u32>, several: bool) -> Vec<(Piece, Ground)> {
    let (words, uses) = (share.words(), share.uses.as_slice());
    if words <= most.value as usize {
        return Vec::new();
    }
    let holder = uses.first().map_or("", |first| holder(first.spec, first.counted).trim());
    let place = share.place(several);
    let message = format!("{words} words of {holder} are printed as fair use{place}, at most {} may be", most.value);
    let fault = with_places(Diagnostic::error("fair-use-words", message), uses);
    let fault =
        fault.also(most.span, "the most, over the whole book").hint("print less (`pick`, `omit`), or ask for leave");
    grounds(uses, &Ground::of_holder(format!("fair use over {} words", most.value), fault))
}

fn over_share(share: &Share<'_>, most: &Spanned<u32>, several: bool) -> Vec<(Piece, Ground)> {
    let (words, uses) = (share.words(), share.uses.as_slice());
    let source = uses.iter().map(|one| one.counted.source_words).max().unwrap_or(0);
    if words * 10_000 <= source * most.value as usize {
        return Vec::new();
    }
    let names: Vec<String> = uses.iter().map(|one| format!("`{}`", one.counted.id)).collect();
    let percent = |of: usize| format!("{}.{:02} %", of / 100, of % 100).replace(".00 %", " %");
    let (printed, allowed) = (words * 10_000 / source.max(1), most.value as usize);
    let message = format!(
        "{} of the source of {} is printed as fair use{}, at most {} may be",
        percent(printed),
        names.join(" and "),
        share.place(several),
        percent(allowed)
    );
    let fault = with_places(Diagnostic::error("fair-use-share", message), uses);
    let fault = fault.also(most.span, "the most of any work").hint("print less (`pick`, `omit`), or ask for leave");
    grounds(uses, &Ground::of_holder(format!("fair use over {}", percent(allowed)), fault))
}

/// The first document as the place, the others beside it.
fn with_places(mut fault: Diagnostic, uses: &[Use<'_>]) -> Diagnostic {
    for (at, one) in uses.iter().enumerate() {
        let words = format!("{} words", one.counted.words);
        fault = if at == 0 { fault.at(one.place(), words) } else { fault.also(one.place(), words) };
    }
    fault
}

fn grounds(uses: &[Use<'_>], ground: &Ground) -> Vec<(Piece, Ground)> {
    uses.iter().map(|one| (Piece::Document(one.counted.id.clone()), ground.clone())).collect()
}
