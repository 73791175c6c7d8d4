//! `anthology permissions` and `anthology lock`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anthology::compile::disc::{tidy, write_whole};
use anthology::compile::{self, Locked, Project};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::id::Id;

use super::{FAULTY, Place, Teller, complain, epoch, one, unwritable};
use crate::args::{Lock, MessageFormat, Permissions};

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
    if let Some(fault) = put_all(&project, &files, &folder, permissions.messages.message_format)? {
        teller.tell(&one(fault), &files)?;
        return Ok(ExitCode::from(FAULTY));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the log, and the letters that are not there yet; what cannot be written.
fn put_all(project: &Project, files: &Files, folder: &Path, format: MessageFormat) -> io::Result<Option<Diagnostic>> {
    let (log, letters) = project.permissions(files);
    let log = (folder.join("permissions.csv"), None, log);
    let letters = letters.into_iter().map(|letter| (folder.join(letter.file_name), Some(letter.holder), letter.text));
    for (target, holder, text) in std::iter::once(log).chain(letters) {
        // A letter may have been sent, or be somebody's work of an hour.
        let there = if holder.is_some() { std::fs::read(&target) } else { Err(io::ErrorKind::NotFound.into()) };
        let fate = match there {
            Ok(there) if there == text.as_bytes() => Fate::Unchanged,
            Ok(_) => Fate::Kept,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => match write_whole(&target, text.as_bytes()) {
                Ok(()) => Fate::Written,
                Err(fault) => return Ok(Some(unwritable(&target, &fault))),
            },
            Err(fault) => return Ok(Some(unwritable(&target, &fault))),
        };
        Put { file: tidy(&target), holder, fate, bytes: text.len() }.tell(format)?;
    }
    Ok(None)
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Written,
    /// It is there as it would be written.
    Unchanged,
    /// It is there and differs: it stays.
    Kept,
}

/// The log, or a letter to a holder.
struct Put {
    file: PathBuf,
    holder: Option<String>,
    fate: Fate,
    bytes: usize,
}

impl Put {
    fn tell(&self, format: MessageFormat) -> io::Result<()> {
        let shown = self.file.display();
        match (format, self.fate) {
            (MessageFormat::Json, fate) => {
                let line = serde_json::json!({
                    "reason": "artifact",
                    "kind": if self.holder.is_some() { "letter" } else { "log" },
                    "file": self.file,
                    "holder": self.holder,
                    "bytes": self.bytes,
                    "fate": match fate {
                        Fate::Written => "written",
                        Fate::Unchanged => "unchanged",
                        Fate::Kept => "kept",
                    },
                });
                writeln!(io::stdout().lock(), "{line}")?;
            }
            (MessageFormat::Human, Fate::Written) => complain(&format!("wrote {shown}")),
            (MessageFormat::Human, Fate::Unchanged) => {}
            (MessageFormat::Human, Fate::Kept) => {
                complain(&format!("kept {shown}: it is not what would be written now; delete it to have it anew"));
            }
        }
        Ok(())
    }
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
    let target = place.disc.root().join(&locked.path);
    if locked.documents > 0
        && let Err(fault) = write_whole(&target, locked.text.as_bytes())
    {
        teller.tell(&one(unwritable(&target, &fault)), &files)?;
        return Ok(ExitCode::from(FAULTY));
    }
    tell_lock(&locked, &tidy(&target), lock.messages.message_format)?;
    Ok(ExitCode::SUCCESS)
}

/// What was recorded, and what of it is new.
fn tell_lock(locked: &Locked, target: &Path, format: MessageFormat) -> io::Result<()> {
    let ids = |ids: &[Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    if format == MessageFormat::Json {
        let line = serde_json::json!({
            "reason": "artifact",
            "kind": "lock",
            "file": (locked.documents > 0).then_some(target),
            "documents": locked.documents,
            "added": ids(&locked.added),
            "changed": ids(&locked.changed),
        });
        return writeln!(io::stdout().lock(), "{line}");
    }
    let count = match locked.documents {
        0 => {
            complain("nothing to lock: say sha256 = \"auto\" in a document's table, or `anthology lock --all`");
            return Ok(());
        }
        1 => "1 document".to_owned(),
        more => format!("{more} documents"),
    };
    complain(&format!("wrote {}: {count}", target.display()));
    for (what, those) in [("new", &locked.added), ("changed", &locked.changed)] {
        for id in those {
            complain(&format!("  {what}: {id}"));
        }
    }
    Ok(())
}
