//! `anthology index`.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::book::Index;
use anthology::compile::disc::tidy;
use anthology::compile::{self, FinishedIndex, Project};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files, Severity};
use anthology::edit::index::{CODES, Density, ListedHeading, density, indexes, listing};

use anthology::manifest::terms_of_table;

use super::index_table;
use super::list::fitted;
use super::{FAULTY, Place, Teller, complain, epoch, grouped, say};
use crate::args::{IndexFormat, IndexImport, IndexList, IndexOf, MessageFormat, Messages, WhichIndex};

/// Tells what an indexer would object to, and how densely each document is indexed.
pub fn check(check: &IndexOf) -> io::Result<ExitCode> {
    let (finished, good, count) = finish(&check.manifest, CODES, &check.messages)?;
    let finished = finished.map(|(_, finished)| finished).filter(|finished| holds(finished, &check.which));
    if let Some(finished) = &finished {
        match check.messages.message_format {
            MessageFormat::Human => {
                say(report(finished, &check.which).as_bytes())?;
                complain(&count);
            }
            MessageFormat::Json => {
                say(report_json(finished, &check.which)?.as_bytes())?;
            }
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// Prints the index.
pub fn list(list: &IndexList) -> io::Result<ExitCode> {
    let (finished, good, _) = finish(&list.manifest, &[], &list.messages)?;
    if let Some((project, finished)) = finished.filter(|(_, finished)| holds(finished, &list.which)) {
        let headings = headings(&finished, &list.which);
        let printed = match list.format {
            IndexFormat::Text => text(&headings, &finished),
            IndexFormat::Csv => {
                index_table::csv(&index_table::rows(&headings, &project.manifest, list.which.index.is_none()))?
            }
            IndexFormat::Json => {
                index_table::json(&index_table::rows(&headings, &project.manifest, list.which.index.is_none()))?
            }
        };
        say(printed.as_bytes())?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// Prints a table of terms as a terms file.
pub fn import(import: &IndexImport) -> io::Result<ExitCode> {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let shown = tidy(&import.table).display().to_string();
    let made = match std::fs::read(&import.table).map(String::from_utf8) {
        Ok(Ok(text)) => {
            let file = files.add(shown, text.as_str());
            terms_of_table(&text, file, &mut faults)
        }
        Ok(Err(_)) => {
            let fault = Diagnostic::error("not-utf8", format!("`{shown}` is not UTF-8"));
            faults.push(fault.hint("save the table as \u{201c}CSV UTF-8\u{201d}"));
            None
        }
        Err(fault) => {
            faults.push(Diagnostic::error("unreadable", format!("cannot read `{shown}`: {fault}")));
            None
        }
    };
    Teller::new(&import.messages).tell(&faults, &files)?;
    match made {
        Some(terms) => say(terms.as_bytes()),
        None => Ok(ExitCode::from(FAULTY)),
    }
}

/// A book with its index if it could be made, whether nothing is wrong with it, and how many faults there are.
type Finished = (Option<(Project, FinishedIndex)>, bool, String);

/// Makes the index and tells every error, and of warnings those of these `codes`: whether the book may be made, and how
/// many faults there are.
fn finish(manifest: &Path, codes: &[&str], messages: &Messages) -> io::Result<Finished> {
    let place = Place::of(manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, epoch(), &mut files, &mut diagnostics);
    let finished = project.as_ref().and_then(|project| project.finish_index(&files, &mut diagnostics));
    let mut teller = Teller::new(messages);
    let mut told = Diagnostics::default();
    let counts = diagnostics.into_iter().filter(|d| d.severity == Severity::Error || codes.contains(&d.code));
    counts.for_each(|fault| told.push(fault));
    teller.tell(&told, &files)?;
    if teller.errors == 0 && finished.is_none() && project.is_some() {
        complain("the book has no index: `back = [\"index\"]` in [matter] prints one, of the terms that [index] names");
    }
    let read = project.is_some();
    let finished = project.zip(finished).filter(|_| teller.errors == 0);
    Ok((finished, read && teller.good(), teller.count()))
}

/// Whether the book has the index that is asked for; says so if not.
fn holds(finished: &FinishedIndex, which: &WhichIndex) -> bool {
    let found = asked(finished, which).next().is_some();
    if let Some(name) = which.index.as_deref().filter(|_| !found) {
        let has: Vec<&str> = indexes(&finished.book).map(|index| index.kind.name()).collect();
        complain(&format!("the book has no index of the name `{name}`; it has: {}", has.join(", ")));
    }
    found
}

/// The indexes that are asked for.
fn asked<'a>(finished: &'a FinishedIndex, which: &'a WhichIndex) -> impl Iterator<Item = &'a Index> {
    indexes(&finished.book).filter(|index| which.index.as_deref().is_none_or(|name| name == index.kind.name()))
}

fn headings(finished: &FinishedIndex, which: &WhichIndex) -> Vec<ListedHeading> {
    asked(finished, which).flat_map(|index| listing(&finished.book, index, finished.pages.as_ref())).collect()
}

/// What there is of everything.
struct Totals {
    headings: usize,
    subheadings: usize,
    crosses: usize,
    locators: usize,
}

impl Totals {
    fn of<'h>(headings: impl Iterator<Item = &'h ListedHeading> + Clone) -> Self {
        let subheadings = headings.clone().filter(|heading| heading.path.len() > 1).count();
        Self {
            headings: headings.clone().count() - subheadings,
            subheadings,
            crosses: headings.clone().map(|heading| heading.see.len() + heading.see_also.len()).sum(),
            locators: headings.map(|heading| heading.locators.len()).sum(),
        }
    }
}

/// "1 heading", "2 headings".
fn some(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// References in a thousand words.
fn per_thousand(one: &Density) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of words in a book")]
    let share = one.references as f64 * 1000.0 / one.words.max(1) as f64;
    share
}

fn report(finished: &FinishedIndex, which: &WhichIndex) -> String {
    let density = density(&finished.book);
    let width = density.iter().map(|one| one.id.as_str().len()).max().unwrap_or(0).clamp(8, 36);
    let mut report = format!("{}    words  references  in 1,000 words\n", fitted("document", width));
    for one in &density {
        let _ = writeln!(
            report,
            "{}  {:>7}  {:>10}  {:>14.1}",
            fitted(one.id.as_str(), width),
            grouped(one.words),
            grouped(one.references),
            per_thousand(one)
        );
    }
    let headings = headings(finished, which);
    let several = indexes(&finished.book).count() > 1;
    for of_one in headings.chunk_by(|a, b| a.index == b.index) {
        let totals = Totals::of(of_one.iter());
        let name = of_one.first().filter(|_| several).map_or_else(String::new, |one| format!("{}: ", one.index.name()));
        let _ = writeln!(
            report,
            "{name}{}, {}, {}, {}",
            some(totals.headings, "heading"),
            some(totals.subheadings, "subheading"),
            some(totals.crosses, "cross-reference"),
            some(totals.locators, "locator")
        );
    }
    if let Some((pages, text)) = finished.extent {
        let share = f64::from(pages) * 100.0 / f64::from(text.max(1));
        let (pages, text) =
            (some(usize::try_from(pages).unwrap_or(0), "page"), some(usize::try_from(text).unwrap_or(0), "page"));
        let _ = writeln!(report, "{pages} for {text} of text: {share:.1} % (usual are 3 to 5)");
    }
    report
}

fn report_json(finished: &FinishedIndex, which: &WhichIndex) -> io::Result<String> {
    let mut lines = String::new();
    for one in density(&finished.book) {
        let line = serde_json::json!({
            "reason": "index-document", "id": one.id.as_str(), "words": one.words, "references": one.references,
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    let headings = headings(finished, which);
    for of_one in headings.chunk_by(|a, b| a.index == b.index) {
        let totals = Totals::of(of_one.iter());
        let line = serde_json::json!({
            "reason": "index",
            "index": of_one.first().map(|one| one.index.name()),
            "headings": totals.headings,
            "subheadings": totals.subheadings,
            "cross-references": totals.crosses,
            "locators": totals.locators,
            "pages": finished.extent.map(|(pages, _)| pages),
            "text-pages": finished.extent.map(|(_, text)| text),
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    Ok(lines)
}

/// "Lenin, Vladimir, 3, 5–7. See also Bolsheviks", subheadings indented, an empty line between letters.
fn text(headings: &[ListedHeading], finished: &FinishedIndex) -> String {
    let mut text = String::new();
    let mut letter: Option<&str> = None;
    let several = indexes(&finished.book).count() > 1;
    let mut index = None;
    for heading in headings {
        // Of several each has its title.
        if index.replace(heading.index) != Some(heading.index) && several {
            let above = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{above}{}\n", heading.index.title(&finished.book.words));
            letter = None;
        }
        if letter.replace(&heading.letter).is_some_and(|before| before != heading.letter) {
            text.push('\n');
        }
        let words = heading.path.last().map_or("", String::as_str);
        let _ = write!(text, "{}{words}", "    ".repeat(heading.path.len().saturating_sub(1)));
        for locator in &heading.locators {
            let chief = if locator.principal { "*" } else { "" };
            let figure = if locator.figure { "_" } else { "" };
            let _ = write!(text, ", {chief}{figure}{}{figure}{chief}", locator.text);
        }
        for (name, list) in [("See", &heading.see), ("See also", &heading.see_also)] {
            if !list.is_empty() {
                let _ = write!(text, ". {name} {}", list.join("; "));
            }
        }
        text.push('\n');
    }
    text
}
