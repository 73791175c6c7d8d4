//! Paths as the manifest writes them: relative to its folder, with `/`, and never out of the book.
//!
//! The one folder that may lie elsewhere is that of the sources (`book.sources = "../seeds"`); what lies
//! in it is inside the book too.

use std::path::Path;

use super::Spanned;
use super::table::{Desk, text};
use super::tree::Node;
use crate::diagnostic::{Diagnostic, nearest};

/// `a/./b/../c` as `a/c`; leading `..` stay. `None` if the path is absolute or no path at all.
pub(super) fn normal(path: &str) -> Option<String> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || path.contains('\\') || path.contains('\0') || drive {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// `folder/name`, normal.
pub(super) fn join(folder: &str, name: &str) -> String {
    normal(&format!("{folder}/{name}")).unwrap_or_else(|| name.to_owned())
}

/// Folder and last name of a normal path.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

/// Stem and ending of a file's name; no ending where there is no dot.
pub(super) fn stem(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, ending),
        _ => (name, ""),
    }
}

/// A file that the manifest names: it must lie in the book and exist.
pub(super) fn file(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    check_file(&written, desk)
}

/// As [`file`], for a path already read.
pub(super) fn check_file(written: &Spanned<String>, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let path = inside(written, desk)?;
    let Some(shelf) = desk.shelf else {
        return Some(path);
    };
    if !shelf.has(Path::new(&path.value)) {
        desk.note(missing(&path, desk));
        return None;
    }
    Some(path)
}

/// The normal path, if it lies in the book.
pub(super) fn inside(written: &Spanned<String>, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let path = normal(&written.value);
    match path {
        Some(path) if in_book(&path, &desk.known.sources.folder) => Some(Spanned::new(path, written.span)),
        _ => {
            desk.note(
                Diagnostic::error("path-outside", format!("`{}` leads out of the book's folder", written.value))
                    .at(written.span, "not inside the book")
                    .hint("paths are relative to the manifest's folder, with `/`; copy the file into it"),
            );
            None
        }
    }
}

/// Whether a normal path leads into the manifest's folder or that of the sources, itself normal.
pub(super) fn in_book(path: &str, sources: &str) -> bool {
    let in_sources = || {
        let rest = path.strip_prefix(sources)?;
        Some(rest.is_empty() || (rest.starts_with('/') && !rest.starts_with("/..")))
    };
    path.split('/').next() != Some("..") || in_sources() == Some(true)
}

/// "There is no such file", with the nearest name in its folder.
pub(super) fn missing(path: &Spanned<String>, desk: &Desk<'_>) -> Diagnostic {
    let (folder, name) = split(&path.value);
    let fault =
        Diagnostic::error("missing-file", format!("there is no file `{}`", path.value)).at(path.span, "not found");
    let names: Vec<String> = desk
        .shelf
        .and_then(|shelf| shelf.list(Path::new(folder)).ok())
        .unwrap_or_default()
        .iter()
        .filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()))
        .collect();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) if folder == "." => fault.hint(format!("did you mean `{near}`?")),
        Some(near) => fault.hint(format!("did you mean `{folder}/{near}`?")),
        None => fault.hint("paths are relative to the manifest's folder"),
    }
}
