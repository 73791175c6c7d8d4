//! Proves that sources are what they were: digests in the manifest and in the lock beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Project;
use super::load::read;
use crate::diagnostic::{Diagnostic, Diagnostics, Files, Span};
use crate::id::Id;
use crate::manifest::{DocumentSpec, Lock, Manifest, Spanned, StretchEnd, lock_path, lock_text};
use crate::shelf::Shelf;

/// What stands for a digest that is in the lock.
const AUTO: &str = "auto";

/// How much of a digest tells it from others, in digits.
const SHORT: usize = 12;

/// How many quotations that are lost are shown with a change; each is told by itself too.
const SHOWN: usize = 5;

/// A lock, to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Where, relative to the manifest's folder.
    pub path: PathBuf,
    /// What.
    pub text: String,
    /// How many documents it holds.
    pub documents: usize,
    /// Those whose digests are not what the last lock said.
    pub changed: Vec<Id>,
    /// Those that were not in it.
    pub added: Vec<Id>,
}

/// Reads the book and makes its lock: of the documents that say `sha256 = "auto"` and those that are locked
/// already, or of `all`. `None` if the book cannot be read; then `diagnostics` has an error.
pub fn lock(
    shelf: &dyn Shelf,
    name: &Path,
    all: bool,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Locked> {
    let project = read(shelf, name, None, files, diagnostics)?;
    // A lock that cannot be read is written anew.
    let old = Lock::read(shelf, name, files, &mut Diagnostics::default());
    let wanted = |(id, spec): &(&Id, &DocumentSpec)| {
        let given = spec.sha256.as_ref().map(|digest| digest.value.as_str());
        given == Some(AUTO) || (given.is_none() && (all || old.0.contains_key(id)))
    };
    let digests = digests(&project.manifest, shelf, &wanted);
    let known = |id: &Id| old.0.get(id).map(|digest| digest.value.as_str());
    let added = digests.keys().filter(|id| known(id).is_none()).cloned().collect();
    let changed = digests.iter().filter(|(id, digest)| known(id).is_some_and(|old| old != digest.as_str()));
    Some(Locked {
        path: lock_path(name),
        text: lock_text(&digests),
        documents: digests.len(),
        changed: changed.map(|(id, _)| id.clone()).collect(),
        added,
    })
}

/// Compares every source that has a digest with it.
pub(super) fn check(
    project: &Project,
    shelf: &dyn Shelf,
    name: &Path,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) {
    let manifest = &project.manifest;
    let lock = Lock::read(shelf, name, files, diagnostics);
    let digests = digests(manifest, shelf, &|(id, spec)| spec.sha256.is_some() || lock.0.contains_key(id));
    for (id, digest) in digests {
        let Some(spec) = manifest.documents.get(&id) else { continue };
        let own = spec.sha256.as_ref();
        let recorded = own.filter(|own| own.value != AUTO).or_else(|| lock.0.get(&id));
        match recorded {
            Some(recorded) if recorded.value.eq_ignore_ascii_case(&digest) => {}
            Some(recorded) => {
                let notes = spec.notes_file.as_ref().map(|notes| shelf.show(Path::new(&notes.value)));
                let in_notes = |span: Span| notes.as_deref() == Some(files.path(span.file));
                let fault = changed(spec, recorded, &digest, own == Some(recorded));
                diagnostics.push(with_lost(fault, &lost(spec, &in_notes, diagnostics)));
            }
            None => own.iter().for_each(|own| diagnostics.push(not_locked(&id, own.span))),
        }
    }
}

/// The digests of the sources of the documents that are `wanted` and that can be read.
fn digests(
    manifest: &Manifest,
    shelf: &dyn Shelf,
    wanted: &dyn Fn(&(&Id, &DocumentSpec)) -> bool,
) -> BTreeMap<Id, String> {
    let bytes = manifest.documents.iter().filter(|one| wanted(one));
    let bytes: Vec<(Id, Vec<u8>)> =
        bytes.filter_map(|(id, spec)| Some((id.clone(), shelf.read(Path::new(&spec.file.value)).ok()?))).collect();
    bytes.into_par_iter().map(|(id, bytes)| (id, digest(&bytes))).collect()
}

/// SHA-256, as `sha256sum` prints it.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn changed(spec: &DocumentSpec, recorded: &Spanned<String>, now: &str, in_manifest: bool) -> Diagnostic {
    let (id, file) = (&spec.id.value, &spec.file.value);
    let short = |digest: &str| digest.chars().take(SHORT).collect::<String>();
    let fault = Diagnostic::error("source-changed", format!("the source of `{id}` has changed: {file}"));
    let fault = fault.at(recorded.span, format!("recorded {}…, now {}…", short(&recorded.value), short(now)));
    let look = "look at what changed, and at quoted words that are no longer found in it";
    if in_manifest {
        fault.hint(format!("{look}; then write sha256 = \"{now}\""))
    } else {
        fault.hint(format!("{look}; then run `anthology lock` again"))
    }
}

/// The quotations of a document that its source does not have any longer, told already by faults of their own.
fn lost(spec: &DocumentSpec, in_notes: &dyn Fn(Span) -> bool, diagnostics: &Diagnostics) -> Vec<Span> {
    let mut quoted: BTreeSet<Span> = spec.pick.iter().map(|pick| pick.words.span).collect();
    let stretches = spec.omit.iter().map(|cut| &cut.stretch).chain(spec.block.iter().map(|block| &block.stretch));
    for stretch in stretches {
        quoted.insert(stretch.from.span);
        if let StretchEnd::Before(end) | StretchEnd::Through(end) = &stretch.end {
            quoted.insert(end.span);
        }
    }
    quoted.extend(spec.correct.iter().map(|correction| correction.at.span));
    quoted.extend(spec.note.iter().map(|note| note.at.span));
    let unfit = diagnostics.as_slice().iter().filter(|d| matches!(d.code, "anchor-missing" | "anchor-ambiguous"));
    let spans: BTreeSet<Span> = unfit.filter_map(|fault| Some(fault.primary.as_ref()?.span)).collect();
    spans.into_iter().filter(|span| quoted.contains(span) || in_notes(*span)).collect()
}

/// Shows the first of the quotations that are lost.
fn with_lost(mut fault: Diagnostic, lost: &[Span]) -> Diagnostic {
    for span in lost.iter().take(SHOWN) {
        fault = fault.also(*span, "this quotation does not fit it any longer");
    }
    match lost.len().saturating_sub(SHOWN) {
        0 => fault,
        more => fault.hint(format!("{more} more quotations do not fit it any longer")),
    }
}

fn not_locked(id: &Id, span: Span) -> Diagnostic {
    Diagnostic::warning("not-locked", format!("no digest of `{id}` is recorded"))
        .at(span, "asked for here")
        .hint("run `anthology lock`; from then on a changed source is an error")
}
