//! `anthology new`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anthology::compile::disc::{Disc, tidy};
use anthology::compile::{Beginning, begin};
use anthology::diagnostic::Files;
use anthology::import;
use anthology::source::Kind;

use super::{FAULTY, complain, unwritable};
use crate::report;

/// Begins a book in `folder`; what exists is left alone.
pub fn new(folder: &Path) -> ExitCode {
    let shown = tidy(folder);
    let manifest = folder.join("anthology.toml");
    if manifest.exists() {
        complain(&format!("error: {} is there already; nothing was written", tidy(&manifest).display()));
        complain(&format!("  try: anthology build {}", shown.display()));
        return ExitCode::from(FAULTY);
    }
    let Beginning { files, texts, dated, own_dates, to_import } = match begin(&Disc::new(folder)) {
        Ok(beginning) => beginning,
        Err(fault) => return refused(&manifest, &fault),
    };
    if files.is_empty() {
        complain(&format!("error: {} lists no texts yet; nothing was written", shown.display()));
        complain(&format!("  try: {}, then `anthology new`", bring_in(&shown, &to_import)));
        return ExitCode::from(FAULTY);
    }
    let below = if texts == 0 { texts_below(folder) } else { Vec::new() };
    if !below.is_empty() {
        complain(&format!("error: {} holds texts in its folders; nothing was written", shown.display()));
        complain(&format!("  try: {}, then `anthology new`", bring_below(&shown, &below)));
        complain("  or name an empty folder for an example: `anthology new NAME`");
        return ExitCode::from(FAULTY);
    }
    for (path, text) in &files {
        let target = folder.join(path);
        if let Err(fault) = write(&target, text) {
            return refused(&target, &fault);
        }
        complain(&format!("wrote {}", tidy(&target).display()));
    }
    if texts > 0 {
        complain(&format!("it lists the {texts} texts that are there"));
    }
    if dated + own_dates > 0 {
        let guessed = if dated > 0 { format!(" ({dated} guessed)") } else { String::new() };
        match dated + own_dates {
            1 => complain(&format!("1 of them has a date{guessed}")),
            several => complain(&format!("{several} of them have a date{guessed}: they stand in its order")),
        }
    }
    if !to_import.is_empty() {
        complain(&format!(
            "not listed: {}; {} makes texts of them to list",
            some(&to_import),
            bring_in(&shown, &to_import)
        ));
    }
    if texts > 0 {
        complain("the book is called “Untitled” until `title` in anthology.toml says otherwise");
    }
    complain(&format!("next: anthology build {}", shown.display()));
    ExitCode::SUCCESS
}

/// The texts in the folders of a folder, by folder and ending: `saved/*.html`.
fn texts_below(folder: &Path) -> Vec<String> {
    let entries = |folder: &Path| {
        let read = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = read.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut found = Vec::new();
    for inner in entries(folder).into_iter().filter(|path| path.is_dir()) {
        // What is hidden, and what programs fill, is nobody's texts.
        let own = name(&inner);
        if own.starts_with('.') || matches!(own.as_str(), "build" | "target" | "node_modules") {
            continue;
        }
        for path in entries(&inner).into_iter().filter(|path| path.is_file()) {
            let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
            let is_text = Kind::of(&path).is_some() && !name(&path).to_lowercase().starts_with("readme");
            let pattern = format!("{}/*.{ending}", quoted(&own));
            if (is_text || import::is_importable(&ending)) && !found.contains(&pattern) {
                found.push(pattern);
            }
        }
    }
    found
}

/// The first of names, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The commands that put the texts of folders where a book has them: what is read as it is, copied; all else imported.
fn bring_below(folder: &Path, patterns: &[String]) -> String {
    let as_it_is = |pattern: &&String| matches!(Kind::of(Path::new(pattern)), Some(Kind::Plain | Kind::Markdown));
    let (copied, imported): (Vec<&String>, Vec<&String>) = patterns.iter().partition(as_it_is);
    let joined = |patterns: &[&String]| patterns.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" ");
    let mut steps = Vec::new();
    if folder != Path::new(".") {
        steps.push(format!("cd {}", folder.display()));
    }
    if !copied.is_empty() {
        steps.push(format!("mkdir -p sources && cp {} sources/", joined(&copied)));
    }
    if !imported.is_empty() {
        steps.push(format!("anthology import {}", joined(&imported)));
    }
    format!("`{}`", steps.join(" && "))
}

/// A name as a shell takes it for one.
fn quoted(name: &str) -> String {
    let odd = name.contains(|c: char| !c.is_ascii_graphic() || "'\"$`&()*?[]".contains(c));
    if odd { format!("'{}'", name.replace('\'', "'\\''")) } else { name.to_owned() }
}

/// The command that brings files in.
fn bring_in(folder: &Path, names: &[String]) -> String {
    let there = if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) };
    format!("`{there}anthology import {}`", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" "))
}

/// Says that `target` cannot be written.
fn refused(target: &Path, fault: &io::Error) -> ExitCode {
    complain(&report::draw(&unwritable(target, fault), &Files::default(), io::stderr().is_terminal()));
    ExitCode::from(FAULTY)
}

/// Writes a new file, and the folders it lies in.
fn write(target: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    // `create_new`: should the file have come into being meanwhile, it stays.
    std::fs::File::create_new(target)?.write_all(text.as_bytes())
}
