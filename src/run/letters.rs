//! `anthology permissions` and `anthology lock`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::compile::disc::{tidy, write_whole};
use anthology::compile::{self, Project};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};

use super::{FAULTY, Place, Teller, complain, epoch, one, unwritable};
use crate::args::{Lock, Permissions};

/// Writes the log of permissions and the letters that ask for them.
pub fn permissions(permissions: &Permissions) -> io::Result<ExitCode> {
    let place = Place::of(&permissions.manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut diagnostics);
    let mut teller = Teller::new(&permissions.messages);
    teller.tell(&diagnostics, &files)?;
    let Some(project) = project.filter(|_| teller.good()) else {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    };
    let folder = permissions.out.clone().unwrap_or_else(|| place.disc.root().join("permissions"));
    if let Err(fault) = put_all(&project, &files, &folder) {
        teller.tell(&one(*fault), &files)?;
        return Ok(ExitCode::from(FAULTY));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the log, and the letters that are not there yet.
fn put_all(project: &Project, files: &Files, folder: &Path) -> Result<(), Box<Diagnostic>> {
    let (log, letters) = project.permissions(files);
    put(&folder.join("permissions.csv"), &log)?;
    for letter in letters {
        let target = folder.join(&letter.file_name);
        match std::fs::read(&target) {
            Ok(there) if there == letter.text.as_bytes() => {}
            // It may have been sent, or be somebody's work of an hour.
            Ok(_) => {
                let shown = tidy(&target);
                complain(&format!(
                    "kept {}: it is not what would be written now; delete it to have it anew",
                    shown.display()
                ));
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => put(&target, &letter.text)?,
            Err(fault) => return Err(Box::new(unwritable(&target, &fault))),
        }
    }
    Ok(())
}

/// Records what the sources are.
pub fn lock(lock: &Lock) -> io::Result<ExitCode> {
    let place = Place::of(&lock.manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let locked = compile::lock(&place.disc, &place.name, lock.all, &mut files, &mut diagnostics);
    let mut teller = Teller::new(&lock.messages);
    teller.tell(&diagnostics, &files)?;
    let Some(locked) = locked.filter(|_| teller.good()) else {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    };
    if locked.documents == 0 {
        complain("nothing to lock: say sha256 = \"auto\" in a document's table, or `anthology lock --all`");
        return Ok(ExitCode::SUCCESS);
    }
    let target = place.disc.root().join(&locked.path);
    if let Err(fault) = write_whole(&target, locked.text.as_bytes()) {
        teller.tell(&one(unwritable(&target, &fault)), &files)?;
        return Ok(ExitCode::from(FAULTY));
    }
    let count = if locked.documents == 1 { "1 document".to_owned() } else { format!("{} documents", locked.documents) };
    complain(&format!("wrote {}: {count}", tidy(&target).display()));
    for (what, ids) in [("new", &locked.added), ("changed", &locked.changed)] {
        for id in ids {
            complain(&format!("  {what}: {id}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn put(target: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    write_whole(target, text.as_bytes()).map_err(|fault| Box::new(unwritable(target, &fault)))?;
    complain(&format!("wrote {}", tidy(target).display()));
    Ok(())
}
