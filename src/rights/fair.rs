//! Fair use, where `release.rights` allows it at all: counted over the whole book.
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

/// The documents of `edition` that overstep what [`Release`](crate::manifest::Release) allows, each with the ground.
pub(super) fn overused(manifest: &Manifest, usage: &Usage, edition: &EditionSpec) -> Vec<(Piece, Ground)> {
    let release = &manifest.release;
    if !release.rights.contains(&RightsStatus::FairUse) {
        return Vec::new();
    }
    let mut holders: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    let mut works: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for counted in &usage.documents {
        let omitted = edition.omit_documents.iter().any(|omitted| omitted.value == counted.id);
        let Some(spec) = manifest.documents.get(&counted.id).filter(|_| !omitted) else { continue };
        if spec.rights.status == RightsStatus::FairUse {
            holders.entry(holder(spec, counted)).or_default().push(Use { spec, counted });
            works.entry(&spec.file.value).or_default().push(Use { spec, counted });
        }
    }
    let mut found = Vec::new();
    if let Some(most) = &release.fair_use_max_words {
        for (holder, uses) in &holders {
            found.extend(over_words(holder, uses, most));
        }
    }
    if let Some(most) = &release.fair_use_max_share {
        for uses in works.values() {
            found.extend(over_share(uses, most));
        }
    }
    found
}

/// Who holds the rights, or else who wrote it, or else nobody but this document's maker.
fn holder<'m>(spec: &'m DocumentSpec, counted: &'m DocumentUse) -> &'m str {
    let named = spec.rights.holder.as_ref().map(|holder| holder.value.as_str());
    named.or(Some(counted.byline.as_str()).filter(|byline| !byline.is_empty())).unwrap_or(counted.id.as_str())
}

fn over_words(holder: &str, uses: &[Use<'_>], most: &Spanned<u32>) -> Vec<(Piece, Ground)> {
    let words: usize = uses.iter().map(|one| one.counted.words).sum();
    if words <= most.value as usize {
        return Vec::new();
    }
    let message = format!("{words} words of {holder} are printed as fair use, at most {} may be", most.value);
    let fault = with_places(Diagnostic::error("fair-use-words", message), uses);
    let fault =
        fault.also(most.span, "the most, over the whole book").hint("print less (`pick`, `omit`), or ask for leave");
    grounds(uses, &Ground { short: format!("fair use over {} words", most.value), fault })
}

fn over_share(uses: &[Use<'_>], most: &Spanned<u32>) -> Vec<(Piece, Ground)> {
    let words: usize = uses.iter().map(|one| one.counted.words).sum();
    let source = uses.iter().map(|one| one.counted.source_words).max().unwrap_or(0);
    if words * 10_000 <= source * most.value as usize {
        return Vec::new();
    }
    let names: Vec<String> = uses.iter().map(|one| format!("`{}`", one.counted.id)).collect();
    let percent = |of: usize| format!("{}.{:02} %", of / 100, of % 100).replace(".00 %", " %");
    let (printed, allowed) = (words * 10_000 / source.max(1), most.value as usize);
    let message = format!(
        "{} of the source of {} is printed as fair use, at most {} may be",
        percent(printed),
        names.join(" and "),
        percent(allowed)
    );
    let fault = with_places(Diagnostic::error("fair-use-share", message), uses);
    let fault = fault.also(most.span, "the most of any work").hint("print less (`pick`, `omit`), or ask for leave");
    grounds(uses, &Ground { short: format!("fair use over {}", percent(allowed)), fault })
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
