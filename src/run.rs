//! What each command does, and the exit code it ends with: 0 done, 1 the book has errors, 2 usage.

mod begin;
mod build;
mod explain;
mod find;
mod import;
mod index;
mod index_table;
mod letters;
mod list;
mod preview;
mod progress;
mod proof;
mod rights;
mod show;
mod suggest;
mod watch;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anthology::compile::disc::{Disc, tidy};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files, Severity};
use anthology::manifest::{design_text, schema};
use clap::CommandFactory;
use rustc_hash::FxHashSet;

use crate::args::{Arguments, Command, Deny, Index, MessageFormat, Messages};
use crate::report;

/// The book has errors.
const FAULTY: u8 = 1;
/// The command was not understood.
const USAGE: u8 = 2;

/// Does what was typed.
pub fn run(arguments: Arguments) -> ExitCode {
    let done = match arguments.command {
        Command::Build(build) => build::build(&build),
        Command::Check(check) => build::check(&check),
        Command::New(new) => Ok(begin::new(&new.folder)),
        Command::Import(import) => import::import(&import),
        Command::Show(show) => show::show(&show),
        Command::Find(find) => find::find(&find),
        Command::List(list) => list::list(&list),
        Command::Proof(proof) => proof::proof(&proof),
        Command::Watch(wanted) => watch::watch(&wanted),
        Command::Permissions(permissions) => letters::permissions(&permissions),
        Command::Lock(lock) => letters::lock(&lock),
        // Other names are not understood.
        Command::Design(design) => say(design_text(&design.name).unwrap_or_default().as_bytes()),
        Command::Schema { of } => say(schema(of.into()).as_bytes()),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Index(Index::Check(index)) => index::check(&index),
        Command::Index(Index::List(list)) => index::list(&list),
        Command::Index(Index::Suggest(suggest)) => suggest::suggest(&suggest),
        Command::Index(Index::Import(import)) => index::import(&import),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "anthology", &mut script);
            say(&script)
        }
        Command::Man => manual_page(),
    };
    done.unwrap_or_else(|fault| {
        // A reader that went away (`anthology list | head`) is no fault.
        if fault.kind() != io::ErrorKind::BrokenPipe {
            complain(&format!("error: {fault}"));
        }
        ExitCode::from(FAULTY)
    })
}

/// The manual page of the program, its commands after it.
fn manual_page() -> io::Result<ExitCode> {
    let command = Arguments::command();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands() {
        let named = sub.clone().display_name(format!("anthology {}", sub.get_name()));
        clap_mangen::Man::new(named).render(&mut page)?;
    }
    say(&page)
}

/// Prints to standard output.
fn say(bytes: &[u8]) -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a line to standard error; a lost message is no reason to fail.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Where a manifest lies: the folder as a shelf, and its name in it.
struct Place {
    disc: Disc,
    name: PathBuf,
}

impl Place {
    /// Of a manifest or the folder it lies in.
    fn of(path: &Path) -> Self {
        if path.is_dir() {
            return Self { disc: Disc::new(path), name: PathBuf::from("anthology.toml") };
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().map_or_else(|| PathBuf::from("anthology.toml"), PathBuf::from);
        Self { disc: Disc::new(folder), name }
    }
}

/// What stands where a file is to be written, or where one of its folders is to be.
fn in_the_way(target: &Path) -> Option<String> {
    let file = target.ancestors().skip(1).find(|folder| folder.is_file());
    match file {
        Some(file) => Some(format!("`{}` is a file, not a folder", tidy(file).display())),
        None => target.is_dir().then(|| "a folder of this name is there".to_owned()),
    }
}

/// The first of `targets` in whose place something stands: nothing is written then, not even what could be.
fn blocked(targets: impl IntoIterator<Item = PathBuf>) -> Option<Diagnostic> {
    targets.into_iter().find_map(|target| {
        let why = in_the_way(&target)?;
        Some(Diagnostic::error("unwritable", format!("cannot write `{}`: {why}", tidy(&target).display())))
    })
}

/// A file that cannot be written, and why. A file in the place of a folder is named: the system does not.
fn unwritable(target: &Path, fault: &io::Error) -> Diagnostic {
    let why = in_the_way(target).unwrap_or_else(|| fault.to_string());
    Diagnostic::error("unwritable", format!("cannot write `{}`: {why}", tidy(target).display()))
}

/// One fault as all there are.
fn one(fault: Diagnostic) -> Diagnostics {
    let mut faults = Diagnostics::default();
    faults.push(fault);
    faults
}

/// How many faults of one kind are drawn: who has more mends these first.
const DRAWN: usize = 100;

/// Tells faults and counts them.
struct Teller<'a> {
    messages: &'a Messages,
    errors: usize,
    warnings: usize,
}

impl<'a> Teller<'a> {
    fn new(messages: &'a Messages) -> Self {
        Self { messages, errors: 0, warnings: 0 }
    }

    /// Tells each of `diagnostics` once: two editions of one book have many in common.
    fn tell(&mut self, diagnostics: &Diagnostics, files: &Files) -> io::Result<()> {
        let mut told: BTreeMap<&str, FxHashSet<&Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics.as_slice() {
            let alike = told.entry(diagnostic.code).or_default();
            if !alike.insert(diagnostic) {
                continue;
            }
            let drawn = alike.len() <= DRAWN;
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            match self.messages.message_format {
                MessageFormat::Json => writeln!(io::stdout().lock(), "{}", report::json(diagnostic, files))?,
                MessageFormat::Human if !drawn => {}
                MessageFormat::Human => {
                    complain(&report::draw(diagnostic, files, io::stderr().is_terminal()));
                    complain("");
                }
            }
        }
        for (code, alike) in told.iter().filter(|(_, alike)| alike.len() > DRAWN) {
            if self.messages.message_format == MessageFormat::Human {
                complain(&format!("… and {} more of [{code}]\n", grouped(alike.len() - DRAWN)));
            }
        }
        Ok(())
    }

    /// Whether the book may be written.
    fn good(&self) -> bool {
        self.errors == 0 && (self.warnings == 0 || self.messages.deny != Some(Deny::Warnings))
    }

    /// "2 errors and 1 warning".
    fn count(&self) -> String {
        let some = |n: usize, word: &str| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let parts: Vec<String> =
            [some(self.errors, "error"), some(self.warnings, "warning")].into_iter().flatten().collect();
        if parts.is_empty() { "no faults".to_owned() } else { parts.join(" and ") }
    }
}

/// The moment that stands for "now", if the environment fixes one (reproducible-builds.org).
fn epoch() -> Option<i64> {
    #[allow(clippy::disallowed_methods, reason = "the program's edge: the one variable it honours")]
    let value = std::env::var("SOURCE_DATE_EPOCH").ok()?;
    value.trim().parse().ok()
}

/// Thousands parted by commas.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_parted() {
        assert_eq!(super::grouped(7), "7");
        assert_eq!(super::grouped(1234), "1,234");
        assert_eq!(super::grouped(1_234_567), "1,234,567");
    }
}
