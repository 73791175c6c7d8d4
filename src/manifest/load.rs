//! The manifest's own files: read from the shelf, decoded, kept in [`Files`], fragments merged.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::Spanned;
use super::known::is_glob;
use super::path::{join, normal, split};
use super::tree::{Entry, Node, Table, Value, read_toml};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span, nearest};
use crate::shelf::Shelf;

/// Keys whose lists of tables go on from file to file, where other keys may be set only once.
const GROWING: &[&str] = &["event", "part", "chapter", "correct", "note", "block"];

/// Reads a file's text; the fault if it cannot be read. `named`: where the manifest names it.
pub(super) fn load(
    shelf: &dyn Shelf,
    path: &str,
    named: Option<Span>,
    files: &mut Files,
) -> Result<FileId, Box<Diagnostic>> {
    let shown = shelf.show(Path::new(path));
    let bytes = shelf.read(Path::new(path)).map_err(|error| {
        let fault = match error.kind() {
            ErrorKind::NotFound => Diagnostic::error("missing-file", format!("there is no file `{}`", shown.display())),
            _ => Diagnostic::error("unreadable", format!("cannot read `{}`: {error}", shown.display())),
        };
        Box::new(match named {
            Some(span) => fault.at(span, "named here"),
            None => fault.hint("name a manifest or the folder it lies in; `anthology new` begins a book"),
        })
    })?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Box::new(not_utf8(&error, shown, named, files))),
    };
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    Ok(files.add(shown, text))
}

/// Points at the first byte that is not UTF-8, in the text as far as it can be read.
fn not_utf8(error: &FromUtf8Error, shown: PathBuf, named: Option<Span>, files: &mut Files) -> Diagnostic {
    let message = format!("`{}` is not UTF-8", shown.display());
    let at = error.utf8_error().valid_up_to();
    let file = files.add(shown, String::from_utf8_lossy(error.as_bytes()));
    let fault = Diagnostic::error("not-utf8", message)
        .at(Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8()), "cannot be read")
        .hint("save the file with the encoding UTF-8");
    match named {
        Some(span) => fault.also(span, "named here"),
        None => fault,
    }
}

/// Reads and parses a TOML file, whole.
pub(super) fn load_table(
    shelf: &dyn Shelf,
    path: &str,
    named: Option<Span>,
    files: &mut Files,
    faults: &mut Diagnostics,
) -> Option<(FileId, Table)> {
    match load(shelf, path, named, files) {
        Ok(file) => {
            let length = files.get(file).text.len();
            Some((file, read_toml(file, 0..length, files, faults)))
        }
        Err(fault) => {
            faults.push(*fault);
            None
        }
    }
}

/// Takes `include` out of the manifest, which is called `own`, and lays the fragments it names into it.
pub(super) fn include(shelf: &dyn Shelf, own: &str, root: &mut Table, files: &mut Files, faults: &mut Diagnostics) {
    let own = normal(own);
    let Some(at) = root.entries.iter().position(|entry| entry.key == "include") else { return };
    let node = root.entries.remove(at).node;
    let items = match node.value {
        Value::List(items) => items,
        value => vec![Node { value, span: node.span }],
    };
    for item in items {
        let Value::Text(glob) = item.value else {
            let fault = Diagnostic::error("wrong-type", format!("this must be text, not {}", item.value.kind()));
            faults.push(fault.at(item.span, "paths or globs are wanted"));
            continue;
        };
        let glob = Spanned::new(glob, item.span);
        for path in expand(shelf, &glob, faults) {
            if own.as_deref() == Some(path.as_str()) {
                // A glob may well match the manifest too.
                if !is_glob(&glob.value) {
                    let fault = Diagnostic::error("include-cycle", "the manifest includes itself");
                    faults.push(fault.at(item.span, "this is the manifest").hint("take it out of `include`"));
                }
                continue;
            }
            let Some((_, mut fragment)) = load_table(shelf, &path, Some(item.span), files, faults) else { continue };
            if let Some(at) = fragment.entries.iter().position(|entry| entry.key == "include") {
                let entry = fragment.entries.remove(at);
                let fault = nested(&entry, &path, own.as_deref()).also(item.span, "included here");
                faults.push(fault);
            }
            merge(root, fragment, faults);
        }
    }
}

/// What to say of an `include` in the included file `path`.
fn nested(include: &Entry, path: &str, own: Option<&str>) -> Diagnostic {
    let paths: Vec<String> = match &include.node.value {
        Value::Text(one) => normal(one).into_iter().collect(),
        Value::List(items) => {
            let texts =
                items.iter().filter_map(|item| if let Value::Text(text) = &item.value { Some(text) } else { None });
            texts.filter_map(|text| normal(text)).collect()
        }
        _ => Vec::new(),
    };
    let includes = |wanted: &str| paths.iter().any(|name| name == wanted);
    let fault = if includes(path) {
        Diagnostic::error("include-cycle", format!("`{path}` includes itself"))
    } else if own.is_some_and(includes) {
        Diagnostic::error("include-cycle", format!("`{path}` includes the manifest, which includes it"))
    } else {
        Diagnostic::error("nested-include", "an included file cannot include others")
    };
    fault.at(include.at, "here").hint("only the manifest includes: name every file in its `include`")
}

/// The files a path or a glob in the last part of a path stands for, sorted.
fn expand(shelf: &dyn Shelf, glob: &Spanned<String>, faults: &mut Diagnostics) -> Vec<String> {
    let Some(path) = normal(&glob.value).filter(|path| path.split('/').next() != Some("..")) else {
        faults.push(
            Diagnostic::error("path-outside", format!("`{}` leads out of the book's folder", glob.value))
                .at(glob.span, "not inside the book")
                .hint("paths are relative to the manifest's folder, with `/`"),
        );
        return Vec::new();
    };
    let (folder, pattern) = split(&path);
    let names: Vec<String> = shelf
        .list(Path::new(folder))
        .unwrap_or_default()
        .iter()
        .filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()))
        .collect();
    let matcher = globset::Glob::new(pattern).ok().filter(|_| is_glob(pattern) && !is_glob(folder));
    let found: Vec<String> = match matcher.map(|glob| glob.compile_matcher()) {
        Some(matcher) => names.iter().filter(|name| matcher.is_match(name)).map(|name| join(folder, name)).collect(),
        None if shelf.has(Path::new(&path)) => vec![path.clone()],
        None => Vec::new(),
    };
    if found.is_empty() {
        let fault =
            Diagnostic::error("missing-file", format!("`{}` includes no file", glob.value)).at(glob.span, "not found");
        faults.push(match nearest(pattern, names.iter().map(String::as_str)) {
            Some(near) => fault.hint(format!("did you mean `{}`?", join(folder, near))),
            None => fault.hint("`*` may stand in the file's name, not in its folder's"),
        });
    }
    found
}

/// Lays `fragment` into `table`; a key set in both is an error.
fn merge(table: &mut Table, fragment: Table, faults: &mut Diagnostics) {
    for entry in fragment.entries {
        let Some(own) = table.entries.iter_mut().find(|own| own.key == entry.key) else {
            table.entries.push(entry);
            continue;
        };
        match (&mut own.node.value, entry.node.value) {
            (Value::Table(own), Value::Table(theirs)) => merge(own, theirs, faults),
            (Value::List(own), Value::List(theirs)) if GROWING.contains(&entry.key.as_str()) => own.extend(theirs),
            _ => faults.push(twice(own, &entry.key, entry.at)),
        }
    }
}

fn twice(first: &Entry, key: &str, second: Span) -> Diagnostic {
    Diagnostic::error("key-set-twice", format!("`{key}` is set in two files"))
        .at(second, "set again here")
        .also(first.at, "first set here")
        .hint("keep one of the two")
}
