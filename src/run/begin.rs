//! `anthology new`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::compile::disc::{Disc, tidy};
use anthology::compile::{Beginning, begin};

use super::{FAULTY, complain};

/// Begins a book in `folder`; what exists is left alone.
pub fn new(folder: &Path) -> io::Result<ExitCode> {
    let shown = tidy(folder);
    let manifest = folder.join("anthology.toml");
    if manifest.exists() {
        complain(&format!("error: {} is there already; nothing was written", tidy(&manifest).display()));
        complain(&format!("  try: anthology build {}", shown.display()));
        return Ok(ExitCode::from(FAULTY));
    }
    std::fs::create_dir_all(folder)?;
    let Beginning { files, texts } = begin(&Disc::new(folder))?;
    for (path, text) in &files {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        // `create_new`: should the file have come into being meanwhile, it stays.
        let mut file = std::fs::File::create_new(&target)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        complain(&format!("wrote {}", tidy(&target).display()));
    }
    if texts > 0 {
        complain(&format!("it lists the {texts} texts that are there"));
    }
    complain(&format!("next: anthology build {}", shown.display()));
    Ok(ExitCode::SUCCESS)
}
