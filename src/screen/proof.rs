//! The proof: a contact sheet of all spreads, with what falls short marked on them and told beside them.
//!
//! One HTML file that needs nothing else: no script, no network, every letter an outline. What is marked is what
//! [`Report`] tells: lines at their place, and what concerns a whole page at its foot.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Screen, open, points, words};
use crate::book::Folio;
use crate::length::Length;
use crate::typeset::Composition;
use crate::typeset::page::{Item, Page};
use crate::typeset::report::{Flaw, FlawKind, Report};
use crate::xml;

/// How far above its baseline the mark of a line begins, and how high it is, in shares of the size.
const ABOVE: f64 = 0.8;
const HIGH: f64 = 1.1;

/// The proof of `composition`, the edition `edition` of the book `title`, as an HTML file.
#[must_use]
pub fn proof(title: &str, edition: &str, composition: &Composition) -> String {
    let screen = Screen::new(composition);
    let report = &composition.report;
    let numbers: BTreeMap<Folio, usize> =
        composition.pages.iter().enumerate().map(|(number, page)| (page.folio, number)).collect();
    let mut marks: BTreeMap<usize, Vec<&Flaw>> = BTreeMap::new();
    for flaw in &report.flaws {
        if let Some(number) = numbers.get(&flaw.folio) {
            marks.entry(*number).or_default().push(flaw);
        }
    }
    let (mut letters, mut spreads) = (BTreeSet::new(), String::new());
    let mut page = |number: usize, spreads: &mut String| {
        let Some(shown) = composition.pages.get(number) else { return };
        let drawing = screen.draw(number);
        letters.extend(drawing.letters);
        let _ = write!(spreads, "<div id=\"page-{}\">{}{}", number + 1, open(composition.trim), drawing.body);
        marks.get(&number).into_iter().flatten().for_each(|flaw| mark(flaw, shown, composition, spreads));
        let _ = write!(spreads, "</svg><p>{}</p></div>", shown.folio);
    };
    // The first page is a recto: it has no page at its left.
    for left in (0..=composition.pages.len()).step_by(2) {
        spreads += "<figure>";
        match left.checked_sub(1) {
            Some(verso) => page(verso, &mut spreads),
            None => spreads += "<div></div>",
        }
        page(left, &mut spreads);
        spreads += "</figure>\n";
    }
    let mut html = head(title, edition, report, &numbers);
    let _ = write!(
        html,
        "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs>{}</defs></svg>\n<main>\n",
        screen.outlines(&letters)
    );
    html += &spreads;
    html += "</main>\n</html>\n";
    html
}

/// The head of the file, and what stands beside the pages.
fn head(title: &str, edition: &str, report: &Report, numbers: &BTreeMap<Folio, usize>) -> String {
    let title = escaped(title);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}: proof</title>\n<style>\n{}</style>\n<aside>\n<h1>{title}</h1>\n\
         <p>{}: {} pages, {} lines</p>\n<p>",
        include_str!("proof.css"),
        escaped(edition),
        report.pages,
        report.lines
    );
    for (id, checked) in [("small", ""), ("middle", " checked"), ("large", "")] {
        let _ = write!(html, "<label><input type=\"radio\" name=\"size\" id=\"{id}\"{checked}>{id}</label> ");
    }
    html += "</p>\n<h2>What falls short</h2>\n<table>\n";
    for (one, many, count) in report.counts() {
        let _ = writeln!(html, "<tr><td><i class=\"{}\"></i>{many}</td><td>{count}</td></tr>", class(one));
    }
    html += "</table>\n<ol>\n";
    let mut flaws: Vec<&Flaw> = report.flaws.iter().collect();
    flaws.sort_by_key(|flaw| numbers.get(&flaw.folio));
    for flaw in flaws {
        let number = numbers.get(&flaw.folio).map_or(0, |number| number + 1);
        let (class, told) = (class(flaw.kind.name()), escaped(&flaw.to_string()));
        let _ = writeln!(html, "<li><i class=\"{class}\"></i><a href=\"#page-{number}\">{told}</a></li>");
    }
    html += "</ol>\n</aside>\n";
    html
}

/// Marks a flaw: over its line, or at the foot of its page.
fn mark(flaw: &Flaw, page: &Page, composition: &Composition, svg: &mut String) {
    let lines = lines(page);
    let (Some(left), Some(right)) = (lines.iter().map(|line| line.from).min(), lines.iter().map(|line| line.to).max())
    else {
        return;
    };
    let wanted: String = words::letters(flaw.words.trim_end_matches(" …")).collect();
    let named = lines.iter().position(|line| !wanted.is_empty() && line.letters.starts_with(&wanted));
    let of_line = matches!(flaw.kind, FlawKind::LooseLine { .. } | FlawKind::Ladder { .. } | FlawKind::WideLine);
    let (first, many) = match (flaw.kind, named) {
        (FlawKind::Ladder { lines }, Some(at)) => (Some(at), lines),
        (FlawKind::HyphenAtTurn, None) => (lines.len().checked_sub(1), 1),
        (_, at) => {
            (at.filter(|_| of_line || flaw.kind == FlawKind::SplitNote || flaw.kind == FlawKind::HyphenAtTurn), 1)
        }
    };
    let marked = first.and_then(|at| lines.get(at..(at + many).min(lines.len())));
    let (top, height) = match marked.and_then(|marked| marked.first().zip(marked.last())) {
        Some((first, last)) => (first.y.to_pt() - first.size * ABOVE, (last.y - first.y).to_pt() + last.size * HIGH),
        None => (composition.trim.height.to_pt() - 14.0, 8.0),
    };
    let _ = write!(
        svg,
        "<rect class=\"mark {}\" x=\"{}\" y=\"{top:.2}\" width=\"{}\" height=\"{height:.2}\"><title>{}</title></rect>",
        class(flaw.kind.name()),
        points(left) - 4.0,
        points(right - left) + 8.0,
        escaped(&flaw.to_string())
    );
}

/// A line of text on a page.
struct Line {
    y: Length,
    from: Length,
    to: Length,
    /// Its largest size, in points.
    size: f64,
    letters: String,
}

/// The lines of a page in reading order; heads and folios are none.
fn lines(page: &Page) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for placed in &page.items {
        let Item::Glyphs(run) = &placed.item else { continue };
        if run.furniture {
            continue;
        }
        let to = placed.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let letters = words::letters(&run.text);
        if let Some(line) = lines.last_mut().filter(|line| line.y == placed.y) {
            line.letters.extend(letters);
            (line.from, line.to) = (line.from.min(placed.x), line.to.max(to));
            line.size = line.size.max(run.size.to_pt());
        } else {
            let (y, from, size) = (placed.y, placed.x, run.size.to_pt());
            lines.push(Line { y, from, to, size, letters: letters.collect() });
        }
    }
    lines
}

/// A kind's name as a class: `loose-line`.
fn class(name: &str) -> String {
    name.replace(' ', "-")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    xml::line(&mut out, text);
    out
}
