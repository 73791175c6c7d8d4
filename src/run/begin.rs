//! `anthology new`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anthology::compile::disc::{Disc, tidy};
use anthology::compile::{Beginning, begin};
use anthology::diagnostic::Files;

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
        complain(&format!("{} of them have a date{guessed}: they stand in its order", dated + own_dates));
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

/// The first of names, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len().min(SHOWN)].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The command that brings files in.
fn bring_in(folder: &Path, names: &[String]) -> String {
    let quoted = |name: &String| {
        if name.contains(|c: char| !c.is_ascii_graphic() || "'\"$`&()".contains(c)) {
            format!("'{name}'")
        } else {
            name.clone()
        }
    };
    let there = if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) };
    format!("`{there}anthology import {}`", names.iter().map(quoted).collect::<Vec<_>>().join(" "))
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
