//! The lock: what the sources were when the editor last looked, as digests (`anthology.lock`).
//!
//! The manifest is the editor's and never written to; so digests stand in a file beside it, sorted, one line
//! a document, fit for version control.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::Spanned;
use super::load::load_table;
use super::tree::Value;
use crate::diagnostic::{Diagnostic, Diagnostics, Files};
use crate::id::Id;
use crate::shelf::Shelf;

/// Digests by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock(pub BTreeMap<Id, Spanned<String>>);

/// The lock of a manifest: `october.lock` beside `october.toml`.
#[must_use]
pub fn lock_path(manifest: &Path) -> PathBuf {
    manifest.with_extension("lock")
}

/// Whether `text` is a SHA-256 digest in hexadecimal.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Lock {
    /// Reads the lock of `manifest`; an empty one where there is none. What cannot be read is an error.
    pub fn read(shelf: &dyn Shelf, manifest: &Path, files: &mut Files, diagnostics: &mut Diagnostics) -> Self {
        let path = lock_path(manifest);
        let mut lock = Self::default();
        if path == manifest || !shelf.has(&path) {
            return lock;
        }
        let mut faults = Diagnostics::default();
        let table = load_table(shelf, &path.to_string_lossy(), None, files, &mut faults);
        let bad = |fault: Diagnostic| fault.hint("`anthology lock` writes it anew");
        if let Some(fault) = faults.into_iter().next() {
            diagnostics.push(bad(Diagnostic { code: "bad-lock", hints: Vec::new(), ..fault }));
            return lock;
        }
        let digests = table.as_ref().and_then(|(_, table)| table.table("sha256"));
        for entry in digests.map_or(&[][..], |digests| &digests.entries) {
            match (Id::new(&entry.key), &entry.node.value) {
                (Some(id), Value::Text(digest)) if is_digest(digest) => {
                    lock.0.insert(id, Spanned::new(digest.to_ascii_lowercase(), entry.node.span));
                }
                _ => {
                    let fault = Diagnostic::error("bad-lock", format!("`{}` has no digest in the lock", entry.key));
                    diagnostics.push(bad(fault.at(entry.node.span, "64 hexadecimal digits are wanted")));
                }
            }
        }
        lock
    }
}

/// The text of a lock.
#[must_use]
pub fn lock_text(digests: &BTreeMap<Id, String>) -> String {
    let mut text =
        "# What the sources were when they were last looked at. `anthology lock` writes this file; keep it with\n\
                    # the manifest.\n\n[sha256]\n"
            .to_owned();
    for (id, digest) in digests {
        // An id has no quotes and no backslashes.
        let _ = writeln!(text, "\"{id}\" = \"{digest}\"");
    }
    text
}
