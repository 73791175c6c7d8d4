//! The list of emendations is true: on the page and the line that it names stand the corrected words.
//!
//! Read from the [`typeset::Composition`]: the list as it is printed, and the lines of the pages, counted here by means
//! of the test's own.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anthology::diagnostic::Diagnostics;
use anthology::manifest::EditionKind;
use anthology::shelf::Memory;
use anthology::typeset::page::{Item, Page};
use anthology::typeset::{self, Composition};
use common::Book;
use regex::Regex;

/// The lines of a page, from its head down, without running head and folio.
fn lines(page: &Page) -> Vec<String> {
    let mut lines: BTreeMap<_, String> = BTreeMap::new();
    for placed in &page.items {
        if let Item::Glyphs(run) = &placed.item
            && !run.furniture
        {
            lines.entry(placed.y).or_default().push_str(&run.text);
        }
    }
    lines.into_values().filter(|line| !line.trim().is_empty()).collect()
}

/// A book with a wrong word in every paragraph, each corrected in one of the four ways; headings, verse and notes between.
fn book() -> Book {
    const WAYS: [&str; 4] = ["silent", "bracket", "sic", "note"];
    let (mut text, mut corrections) = (String::from("# Errata\n"), String::new());
    for at in 0..60 {
        let (wrong, right, way) = (format!("wr{}", at + 10), format!("rt{}", at + 10), WAYS[at % 4]);
        let filler = |count: usize| "so many words that stand around it ".repeat(count);
        match at % 10 {
            3 => write!(text, "\n## Of {wrong} again\n"),
            5 => write!(text, "\n> [!verse]\n> A line\n> with {wrong} in it\n>   and one\n"),
            7 => write!(text, "\nSee below.[^{at}] {}\n\n[^{at}]: A note with {wrong} in it.\n", filler(at % 4)),
            8 => write!(text, "\n- one\n- two with {wrong}\n"),
            _ => write!(text, "\n{}{wrong} {}\n", filler(at % 7), filler(at % 5)),
        }
        .unwrap();
        // Some words are replaced, and some added behind others.
        let (at, to) =
            if at % 6 == 1 && way != "sic" { (wrong.clone(), format!("{wrong} {right}")) } else { (wrong, right) };
        let _ = writeln!(corrections, "[[document.errata.correct]]\nat = \"{at}\"\nto = \"{to}\"\nas = \"{way}\"");
    }
    let manifest = format!(
        "[book]\ntitle = \"Lines\"\n[edition.print]\nformat = \"pdf\"\ntrim = \"A6\"\n[matter]\nback = [\"emendations\"]\n\
         [[chapter]]\ndocuments = [\"errata\"]\n{corrections}"
    );
    let shelf: Memory = [("anthology.toml", manifest.as_str()), ("sources/errata.md", &text)].into_iter().collect();
    Book::read(&shelf, "anthology.toml")
}

fn composed(book: &Book) -> Composition {
    let edition = book.edition(EditionKind::Pdf);
    typeset::compose(&edition, &book.project.fonts, &mut Diagnostics::default()).unwrap().0
}

/// How many entries of the printed list were judged, what is untrue of them if lines were counted from `first`, and the
/// deepest line that is named.
fn judge(pages: &BTreeMap<String, Vec<String>>, first: usize) -> (usize, Vec<String>, usize) {
    let entry = Regex::new(r"(\d+)\.(\d+)\s(\S+) → (.+?)(?: \(|$)").unwrap();
    let (mut judged, mut deepest) = (0, 0);
    let mut faults = Vec::new();
    for printed in pages.values().flatten() {
        let Some(found) = entry.captures(printed) else { continue };
        let (page, line, was) = (&found[1], found[2].parse::<usize>().unwrap(), &found[3]);
        let now = found[4].split(' ').next_back().unwrap();
        judged += 1;
        deepest = deepest.max(line);
        // What is marked *sic* stays.
        let word = if printed.contains("(marked [sic])") { was } else { now };
        // A note's number may follow at once.
        let words = Regex::new(&format!(r"\b{word}")).unwrap();
        let line = line.checked_sub(first).and_then(|at| pages[page].get(at));
        if !line.is_some_and(|line| words.is_match(line)) {
            faults.push(format!("{printed}: {line:?}"));
        }
    }
    (judged, faults, deepest)
}

#[test]
fn the_lines_that_the_list_names_hold_the_corrected_words() {
    let composition = composed(&book());
    let pages: BTreeMap<String, Vec<String>> =
        composition.pages.iter().map(|page| (page.folio.to_string(), lines(page))).collect();
    let (judged, faults, deepest) = judge(&pages, 1);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(judged, 60);
    assert!(deepest > 20, "no line below {deepest} is named");
    // If lines were counted from the next one, hardly any would be true: the test can fail.
    let (_, faults, _) = judge(&pages, 2);
    assert!(faults.len() > 50, "only {} fail on wrong lines", faults.len());
}
