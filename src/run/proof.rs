//! `anthology proof`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anthology::compile::disc::{tidy, write_whole};
use anthology::compile::{self, Project, View};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::document::plain_text;
use anthology::manifest::{EditionKind, EditionSpec};
use anthology::screen::proof;

use super::progress::Progress;
use super::{FAULTY, Place, Teller, USAGE, complain, epoch, grouped, one, unwritable};
use crate::args::{MessageFormat, Proof};

/// Writes the contact sheets that are wanted.
pub fn proof(wanted: &Proof) -> io::Result<ExitCode> {
    let place = Place::of(&wanted.manifest);
    let human = wanted.messages.message_format == MessageFormat::Human;
    let progress = Progress::start(human && !wanted.quiet);
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let mut project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut faults);
    let known = project.as_mut().map_or(Ok(()), |project| project.only(&wanted.only));
    let mut views: Vec<View> = Vec::new();
    if let Some(project) = &project {
        let specs = match known.and_then(|()| editions(project, wanted)) {
            Ok(specs) => specs,
            Err(fault) => {
                drop(progress);
                faults.push(*fault);
                Teller::new(&wanted.messages).tell(&faults, &files)?;
                return Ok(ExitCode::from(USAGE));
            }
        };
        progress.doing("setting the pages");
        views.extend(specs.into_iter().filter_map(|spec| project.view(&files, spec, &mut faults)));
    }
    drop(progress);
    let mut teller = Teller::new(&wanted.messages);
    teller.tell(&faults, &files)?;
    if views.is_empty() || !teller.good() {
        complain(&format!("{}: nothing was written", teller.count()));
        return Ok(ExitCode::from(FAULTY));
    }
    let folder = wanted.out.clone().unwrap_or_else(|| place.disc.root().join("build"));
    for view in &views {
        let target = folder.join(Path::new(&view.file_name).with_extension("proof.html"));
        let html = proof::proof(&plain_text(&view.book.metadata.title), &view.edition, &view.composition);
        if let Err(fault) = write_whole(&target, html.as_bytes()) {
            teller.tell(&one(unwritable(&target, &fault).hint("name another folder: --out DIR")), &files)?;
            return Ok(ExitCode::from(FAULTY));
        }
        if !(human && wanted.quiet) {
            tell(view, &tidy(&target), human)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what was written.
fn tell(view: &View, target: &Path, human: bool) -> io::Result<()> {
    let (pages, flaws) = (view.composition.pages.len(), view.composition.report.flaws.len());
    if human {
        let of = if flaws == 1 { "flaw" } else { "flaws" };
        complain(&format!("wrote {}: {} pages, {} {of}", target.display(), grouped(pages), grouped(flaws)));
        return Ok(());
    }
    let told = serde_json::json!({ "reason": "proof", "edition": view.edition, "file": target, "pages": pages, "flaws": flaws });
    writeln!(io::stdout().lock(), "{told}")
}

/// The printed editions that are asked for.
fn editions<'p>(project: &'p Project, wanted: &Proof) -> Result<Vec<&'p EditionSpec>, Box<Diagnostic>> {
    let printed: Vec<&EditionSpec> =
        project.manifest.editions.iter().filter(|spec| spec.format == EditionKind::Pdf).collect();
    let names: Vec<&str> = printed.iter().map(|spec| spec.name.value.as_str()).collect();
    if let Some(unknown) = wanted.edition.iter().find(|name| !names.contains(&name.as_str())) {
        let fault = Diagnostic::error("unknown-edition", format!("the manifest has no printed edition `{unknown}`"));
        return Err(Box::new(fault.choices(unknown, names)));
    }
    if printed.is_empty() {
        let fault = Diagnostic::error("unknown-edition", "the book has no edition with pages");
        return Err(Box::new(fault.hint("a PDF has pages: `format = \"pdf\"` below [edition.NAME]")));
    }
    let all = wanted.edition.is_empty();
    Ok(printed
        .into_iter()
        .filter(|spec| all || wanted.edition.iter().any(|name| name == spec.name.value.as_str()))
        .collect())
}
