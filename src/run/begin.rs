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
    let Beginning { files, texts, dated } = match begin(&Disc::new(folder)) {
        Ok(beginning) => beginning,
        Err(fault) => return refused(&manifest, &fault),
    };
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
    if dated > 0 {
        complain(&format!("{dated} of them with a date that was guessed: they stand in its order"));
    }
    complain(&format!("next: anthology build {}", shown.display()));
    ExitCode::SUCCESS
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
