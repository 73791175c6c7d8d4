//! `anthology index`.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::compile::disc::tidy;
use anthology::compile::{self, FinishedIndex};
use anthology::diagnostic::{Diagnostic, Diagnostics, Files, Severity};
use anthology::edit::index::{CODES, Density, ListedHeading, density, index_of, listing};

use anthology::manifest::terms_of_csv;

use super::list::fitted;
use super::{FAULTY, Place, Teller, complain, epoch, grouped, say};
use crate::args::{IndexFormat, IndexImport, IndexList, IndexOf, MessageFormat, Messages};

/// Tells what an indexer would object to, and how densely each document is indexed.
pub fn check(check: &IndexOf) -> io::Result<ExitCode> {
    let (finished, good, count) = finish(&check.manifest, CODES, &check.messages)?;
    if let Some(finished) = &finished {
        match check.messages.message_format {
            MessageFormat::Human => {
                say(report(finished).as_bytes())?;
                complain(&count);
            }
            MessageFormat::Json => {
                say(report_json(finished)?.as_bytes())?;
            }
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// Prints the index.
pub fn list(list: &IndexList) -> io::Result<ExitCode> {
    let (finished, good, _) = finish(&list.manifest, &[], &list.messages)?;
    if let Some(headings) = finished.as_ref().and_then(headings) {
        let printed = match list.format {
            IndexFormat::Text => text(&headings),
            IndexFormat::Csv => csv(&headings)?,
            IndexFormat::Json => json(&headings)?,
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
            terms_of_csv(&text, file, &mut faults)
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

/// Makes the index and tells every error, and of warnings those of these `codes`: whether the book may be made, and how
/// many faults there are.
fn finish(manifest: &Path, codes: &[&str], messages: &Messages) -> io::Result<(Option<FinishedIndex>, bool, String)> {
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
    Ok((finished.filter(|_| teller.errors == 0), project.is_some() && teller.good(), teller.count()))
}

fn headings(finished: &FinishedIndex) -> Option<Vec<ListedHeading>> {
    Some(listing(&finished.book, index_of(&finished.book)?, finished.pages.as_ref()))
}

/// What there is of everything.
struct Totals {
    headings: usize,
    subheadings: usize,
    crosses: usize,
    locators: usize,
}

impl Totals {
    fn of(headings: &[ListedHeading]) -> Self {
        let subheadings = headings.iter().filter(|heading| heading.path.len() > 1).count();
        Self {
            headings: headings.len() - subheadings,
            subheadings,
            crosses: headings.iter().map(|heading| heading.see.len() + heading.see_also.len()).sum(),
            locators: headings.iter().map(|heading| heading.locators.len()).sum(),
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

fn report(finished: &FinishedIndex) -> String {
    let Some(index) = index_of(&finished.book) else { return String::new() };
    let density = density(&finished.book, index);
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
    let totals = Totals::of(&headings(finished).unwrap_or_default());
    let _ = writeln!(
        report,
        "{}, {}, {}, {}",
        some(totals.headings, "heading"),
        some(totals.subheadings, "subheading"),
        some(totals.crosses, "cross-reference"),
        some(totals.locators, "locator")
    );
    if let Some((pages, text)) = finished.extent {
        let share = f64::from(pages) * 100.0 / f64::from(text.max(1));
        let (pages, text) =
            (some(usize::try_from(pages).unwrap_or(0), "page"), some(usize::try_from(text).unwrap_or(0), "page"));
        let _ = writeln!(report, "{pages} for {text} of text: {share:.1} % (usual are 3 to 5)");
    }
    report
}

fn report_json(finished: &FinishedIndex) -> io::Result<String> {
    let Some(index) = index_of(&finished.book) else { return Ok(String::new()) };
    let mut lines = String::new();
    for one in density(&finished.book, index) {
        let line = serde_json::json!({
            "reason": "index-document", "id": one.id.as_str(), "words": one.words, "references": one.references,
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    let totals = Totals::of(&headings(finished).unwrap_or_default());
    let line = serde_json::json!({
        "reason": "index",
        "headings": totals.headings,
        "subheadings": totals.subheadings,
        "cross-references": totals.crosses,
        "locators": totals.locators,
        "pages": finished.extent.map(|(pages, _)| pages),
        "text-pages": finished.extent.map(|(_, text)| text),
    });
    lines += &serde_json::to_string(&line)?;
    lines.push('\n');
    Ok(lines)
}

/// "Lenin, Vladimir, 3, 5–7. See also Bolsheviks", subheadings indented, an empty line between letters.
fn text(headings: &[ListedHeading]) -> String {
    let mut text = String::new();
    let mut letter: Option<&str> = None;
    for heading in headings {
        if letter.replace(&heading.letter).is_some_and(|before| before != heading.letter) {
            text.push('\n');
        }
        let words = heading.path.last().map_or("", String::as_str);
        let _ = write!(text, "{}{words}", "    ".repeat(heading.path.len().saturating_sub(1)));
        for locator in &heading.locators {
            let sign = if locator.principal { "*" } else { "" };
            let _ = write!(text, ", {sign}{}{sign}", locator.text);
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

/// A row for each locator and cross-reference.
fn csv(headings: &[ListedHeading]) -> io::Result<String> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["heading", "subheading", "kind", "value"])?;
    for heading in headings {
        let (main, sub) = heading.path.split_first().map_or(("", &[][..]), |(main, sub)| (main.as_str(), sub));
        let sub = sub.join(" > ");
        let locators = heading.locators.iter();
        let values = (locators.map(|l| (if l.principal { "principal" } else { "locator" }, &l.text)))
            .chain(heading.see.iter().map(|see| ("see", see)))
            .chain(heading.see_also.iter().map(|see| ("see-also", see)));
        for (kind, value) in values {
            rows.write_record([main, &sub, kind, value])?;
        }
    }
    let bytes = rows.into_inner().map_err(|fault| io::Error::other(fault.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn json(headings: &[ListedHeading]) -> io::Result<String> {
    let mut lines = String::new();
    for heading in headings {
        let locators = heading.locators.iter();
        let line = serde_json::json!({
            "letter": heading.letter,
            "path": heading.path,
            "locators": locators.clone().map(|locator| &locator.text).collect::<Vec<_>>(),
            "principal": locators.filter(|locator| locator.principal).map(|locator| &locator.text).collect::<Vec<_>>(),
            "see": heading.see,
            "see-also": heading.see_also,
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    Ok(lines)
}
