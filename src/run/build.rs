//! `anthology build` and `anthology check`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anthology::compile::{self, Extent, Imposed, Made, Project, Purpose};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::length::Length;
use anthology::manifest::{EditionKind, EditionSpec};
use anthology::typeset::report::Report;
use serde::Serialize;

use super::progress::Progress;
use super::{FAULTY, Place, Teller, USAGE, blocked, complain, epoch, grouped, rights, say, unwritable};
use crate::args::{Build, Check, Formats, MessageFormat};

/// Writes the editions that are wanted.
pub fn build(build: &Build) -> io::Result<ExitCode> {
    let begun = Instant::now();
    let place = Place::of(&build.manifest);
    let progress = Progress::start(!build.quiet && build.messages.message_format == MessageFormat::Human);
    progress.doing("reading");
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let mut project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut diagnostics);
    let (mut made, mut released) = (Vec::new(), Vec::new());
    let known = project.as_mut().map_or(Ok(()), |project| project.only(&build.only));
    if let Some(project) = &project {
        let wanted = match known.and_then(|()| wanted(project, build)) {
            Ok(wanted) => wanted,
            Err(fault) => {
                drop(progress);
                // What is wrong with the manifest may be why the edition is not there.
                diagnostics.push(*fault);
                Teller::new(&build.messages).tell(&diagnostics, &files)?;
                return Ok(ExitCode::from(USAGE));
            }
        };
        progress.doing("making the editions");
        let purpose = if build.release { Purpose::Release } else { Purpose::Draft };
        if purpose == Purpose::Release {
            project.clear(&files, &wanted, &mut diagnostics);
            released.clone_from(&wanted);
        }
        made = project.make_all(&files, &wanted, purpose, &mut diagnostics);
    }
    drop(progress);
    let mut teller = Teller::new(&build.messages);
    teller.tell(&diagnostics, &files)?;
    if project.is_none() || !teller.good() {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    }
    let folder = build.out.clone().unwrap_or_else(|| place.disc.root().join("build"));
    let mut late = Diagnostics::default();
    let fault = write(&made, (&folder, project.as_ref()), build, &mut late)?;
    let failed = fault.is_some();
    if let Some(fault) = fault {
        late.push(fault);
    }
    teller.tell(&late, &files)?;
    if failed || !teller.good() {
        return Ok(ExitCode::from(FAULTY));
    }
    let human = build.messages.message_format == MessageFormat::Human;
    if human && !build.quiet {
        if let Some(project) = project.as_ref().filter(|_| build.release) {
            rights::tell_territories(project, &project.verdicts(&project.usage(&files), &released));
        }
        complain(&format!("done in {}", seconds(begun.elapsed())));
    }
    // The program ends here: the system takes all of it back at once, and need not be given it piece by piece.
    std::mem::forget((project, files, made));
    Ok(ExitCode::SUCCESS)
}

/// Finds every fault without writing.
pub fn check(check: &Check) -> io::Result<ExitCode> {
    let place = Place::of(&check.manifest);
    let progress = Progress::start(!check.quiet && check.messages.message_format == MessageFormat::Human);
    progress.doing("reading");
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut diagnostics);
    if let Some(project) = &project {
        progress.doing("checking");
        let all: Vec<&EditionSpec> = project.manifest.editions.iter().collect();
        project.make_all(&files, &all, Purpose::Draft, &mut diagnostics);
    }
    drop(progress);
    let mut teller = Teller::new(&check.messages);
    teller.tell(&diagnostics, &files)?;
    if let Some(project) = project.as_ref().filter(|_| teller.errors == 0 && !check.quiet) {
        let usage = project.usage(&files);
        let verdicts = project.all_verdicts(&usage);
        let shown = match check.messages.message_format {
            MessageFormat::Human => rights::table(project, &usage, &verdicts),
            MessageFormat::Json => rights::json(project, &usage, &verdicts)?,
        };
        say(shown.as_bytes())?;
    }
    if check.messages.message_format == MessageFormat::Human && !check.quiet {
        complain(&teller.count());
    }
    let good = project.is_some() && teller.good();
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// The editions asked for, or what is wrong with the asking.
fn wanted<'p>(project: &'p Project, build: &Build) -> Result<Vec<&'p EditionSpec>, Box<Diagnostic>> {
    let editions = &project.manifest.editions;
    let names: Vec<&str> = editions.iter().map(|e| e.name.value.as_str()).collect();
    if let Some(unknown) = build.edition.iter().find(|name| !names.contains(&name.as_str())) {
        let fault = Diagnostic::error("unknown-edition", format!("the manifest has no edition `{unknown}`"));
        return Err(Box::new(fault.choices(unknown, names)));
    }
    let wanted: Vec<&EditionSpec> = editions
        .iter()
        .filter(|e| match build.format {
            Formats::All => true,
            Formats::Epub => e.format == EditionKind::Epub,
            Formats::Pdf => e.format == EditionKind::Pdf,
        })
        .filter(|e| build.edition.is_empty() || build.edition.iter().any(|name| name == e.name.value.as_str()))
        .collect();
    if wanted.is_empty() {
        let fault = Diagnostic::error("unknown-edition", "no edition that is wanted is of the format that is wanted");
        return Err(Box::new(fault.hint(format!("the book has: {}", names.join(", ")))));
    }
    Ok(wanted)
}

/// Writes each edition beside its target and renames it, and says so; up to the first that cannot be written,
/// which is given back as a fault. What is amiss with what was written goes to `late`.
fn write(
    made: &[Made],
    (folder, project): (&Path, Option<&Project>),
    build: &Build,
    late: &mut Diagnostics,
) -> io::Result<Option<Diagnostic>> {
    if let Some(fault) = blocked(made.iter().map(|one| folder.join(&one.file_name))) {
        return Ok(Some(fault.hint("move it away, or name another folder: --out DIR")));
    }
    for one in made {
        let target = folder.join(&one.file_name);
        if let Err(fault) = compile::disc::write_whole(&target, &one.bytes) {
            return Ok(Some(unwritable(&target, &fault).hint("name another folder: --out DIR")));
        }
        if build.messages.message_format == MessageFormat::Json {
            let artifact = Artifact::of(one, &compile::disc::tidy(&target));
            writeln!(io::stdout().lock(), "{}", serde_json::to_string(&artifact)?)?;
        } else if !build.quiet {
            let extent = match one.extent {
                Extent::Pages(n) => format!("{} pages", grouped(n)),
                Extent::Sections(n) => format!("{} sections", grouped(n)),
            };
            let shown = compile::disc::tidy(&target);
            let spine = one.for_press.as_ref().and_then(|press| press.spine);
            let spine = spine.map(|spine| format!(", a spine of {}", spine.written("mm"))).unwrap_or_default();
            complain(&format!("wrote {}: {extent}, {} words{spine}", shown.display(), grouped(one.words)));
        }
        if let Some(report) = one.report.as_ref().filter(|_| build.report)
            && let Some(fault) = write_report(report, one, &target, build)?
        {
            return Ok(Some(fault));
        }
        if let Some(imposed) = build.impose.and_then(|way| project?.impose(one, way)) {
            let fault = match imposed {
                Ok(imposed) => {
                    let fault = write_imposed(&imposed, one, folder, build)?;
                    imposed.warning.into_iter().for_each(|warning| late.push(warning));
                    fault
                }
                Err(fault) => Some(fault),
            };
            if fault.is_some() {
                return Ok(fault);
            }
        }
    }
    Ok(None)
}

/// Writes the sheets of an edition beside it, and says so; a fault if they cannot be written.
fn write_imposed(imposed: &Imposed, made: &Made, folder: &Path, build: &Build) -> io::Result<Option<Diagnostic>> {
    let target = folder.join(&imposed.file_name);
    if let Err(fault) = compile::disc::write_whole(&target, &imposed.bytes) {
        return Ok(Some(unwritable(&target, &fault).hint("name another folder: --out DIR")));
    }
    let shown = compile::disc::tidy(&target);
    if build.messages.message_format == MessageFormat::Json {
        let written = ImposedWritten { reason: "imposed", edition: &made.edition, file: &shown, sides: imposed.sides };
        writeln!(io::stdout().lock(), "{}", serde_json::to_string(&written)?)?;
    } else if !build.quiet {
        let sides = if imposed.sides == 1 { "side" } else { "sides" };
        complain(&format!("wrote {}: {} {sides} of sheets", shown.display(), grouped(imposed.sides)));
    }
    Ok(None)
}

/// What `--message-format json` says of written sheets.
#[derive(Serialize)]
struct ImposedWritten<'a> {
    reason: &'static str,
    edition: &'a str,
    file: &'a Path,
    sides: usize,
}

/// Writes the typographic report beside its edition, and says so; a fault if it cannot be written.
fn write_report(report: &Report, made: &Made, edition: &Path, build: &Build) -> io::Result<Option<Diagnostic>> {
    let target = edition.with_extension("report.txt");
    let for_press = made.for_press.as_ref().map(compile::ForPress::report).unwrap_or_default();
    if let Err(fault) = compile::disc::write_whole(&target, format!("{report}{for_press}").as_bytes()) {
        return Ok(Some(unwritable(&target, &fault).hint("name another folder: --out DIR")));
    }
    let shown = compile::disc::tidy(&target);
    if build.messages.message_format == MessageFormat::Json {
        let written =
            ReportWritten { reason: "report", edition: &made.edition, file: &shown, flaws: report.flaws.len() };
        writeln!(io::stdout().lock(), "{}", serde_json::to_string(&written)?)?;
    } else if !build.quiet {
        let flaws = if report.flaws.len() == 1 { "flaw" } else { "flaws" };
        complain(&format!("wrote {}: {} {flaws}", shown.display(), grouped(report.flaws.len())));
    }
    Ok(None)
}

/// What `--message-format json` says of a written report.
#[derive(Serialize)]
struct ReportWritten<'a> {
    reason: &'static str,
    edition: &'a str,
    file: &'a Path,
    flaws: usize,
}

/// What `--message-format json` says of a written edition.
#[derive(Serialize)]
struct Artifact {
    reason: &'static str,
    edition: String,
    file: PathBuf,
    bytes: usize,
    pages: Option<usize>,
    sections: Option<usize>,
    words: usize,
    /// In millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    spine: Option<f64>,
}

impl Artifact {
    fn of(made: &Made, target: &Path) -> Self {
        let (pages, sections) = match made.extent {
            Extent::Pages(n) => (Some(n), None),
            Extent::Sections(n) => (None, Some(n)),
        };
        Self {
            reason: "artifact",
            edition: made.edition.clone(),
            file: target.to_owned(),
            bytes: made.bytes.len(),
            pages,
            sections,
            words: made.words,
            spine: made.for_press.as_ref().and_then(|press| press.spine).map(millimetres),
        }
    }
}

/// To a hundredth.
fn millimetres(length: Length) -> f64 {
    (length.to_pt() / 72.0 * 2540.0).round() / 100.0
}

/// "0.42 s", "1 min 5 s".
fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.2} s", time.as_secs_f64()),
        s => format!("{} min {} s", s / 60, s % 60),
    }
}
