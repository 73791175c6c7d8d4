//! `anthology list`.

use std::fmt::Write;
use std::io;
use std::process::ExitCode;

use anthology::compile;
use anthology::diagnostic::{Diagnostics, Files};
use anthology::edit::{self, ListedDocument, TakenFor};
use anthology::revise::unasked::Fate;
use unicode_segmentation::UnicodeSegmentation;

use super::{FAULTY, Place, Teller, grouped, say};
use crate::args::{List, MessageFormat};

/// Shows what the book holds, in order.
pub fn list(list: &List) -> io::Result<ExitCode> {
    let place = Place::of(&list.manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, None, &mut files, &mut diagnostics);
    let mut teller = Teller::new(&list.messages);
    teller.tell(&diagnostics, &files)?;
    let Some(project) = project else { return Ok(ExitCode::from(FAULTY)) };
    let listed = edit::list(&project.manifest, &project.sources, &files);
    match list.messages.message_format {
        MessageFormat::Human => say(table(&listed, list.long).as_bytes())?,
        MessageFormat::Json => say(json(&listed)?.as_bytes())?,
    };
    Ok(if teller.good() { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// The book as a table, parts and chapters as headings.
fn table(listed: &[ListedDocument], long: bool) -> String {
    let width = |text: fn(&ListedDocument) -> &str, most: usize| {
        listed.iter().map(|one| columns(text(one))).max().unwrap_or(0).min(most)
    };
    let (ids, titles, authors, dates) = (
        width(|one| one.id.as_str(), 28),
        width(|one| &one.title, 44),
        width(|one| &one.byline, 26),
        width(|one| one.date.as_deref().unwrap_or_default(), 18),
    );
    let mut table = String::new();
    let (mut part, mut chapter) = (None, None);
    for one in listed {
        if part != Some(&one.part) {
            part = Some(&one.part);
            if let Some(title) = &one.part {
                let _ = writeln!(table, "{title}");
            }
        }
        if chapter != Some((&one.part, &one.chapter)) {
            chapter = Some((&one.part, &one.chapter));
            if let Some(title) = &one.chapter {
                let _ = writeln!(table, "  {title}");
            }
        }
        let cells = [
            fitted(one.id.as_str(), ids),
            fitted(&one.title, titles),
            fitted(&one.byline, authors),
            fitted(one.date.as_deref().unwrap_or_default(), dates),
        ];
        let _ = writeln!(
            table,
            "    {:>3}  {}  {:>7} words  {:>3} %",
            one.number,
            cells.join("  "),
            grouped(one.words),
            one.share
        );
        one.taken.iter().filter(|_| long).for_each(|taken| table += &taken_line(taken));
    }
    let words = listed.iter().map(|one| one.words).sum();
    let plural = if listed.len() == 1 { "" } else { "s" };
    let _ = writeln!(table, "{} document{plural}, {} words", grouped(listed.len()), grouped(words));
    table
}

/// "         12–15  verse, 99 %: The tide has turned", with what came of it.
fn taken_line(taken: &TakenFor) -> String {
    let (first, last) = taken.paragraphs;
    let paragraphs = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let fate = match taken.fate {
        Fate::Done => "",
        Fate::Proposed => " (not done)",
        Fate::Overruled => " (overruled)",
    };
    let words = if taken.words.is_empty() { String::new() } else { format!(": {}", taken.words) };
    format!("         {paragraphs:>9}  {}, {} %{fate}{}\n", taken.what, taken.confidence, fitted(&words, 60).trim_end())
}

/// What a text was taken for, as JSON.
fn taken_json(taken: &TakenFor) -> serde_json::Value {
    let fate = match taken.fate {
        Fate::Done => "done",
        Fate::Proposed => "proposed",
        Fate::Overruled => "overruled",
    };
    serde_json::json!({
        "what": taken.what,
        "first": taken.paragraphs.0,
        "last": taken.paragraphs.1,
        "confidence": taken.confidence,
        "why": taken.why,
        "fate": fate,
        "words": taken.words,
    })
}

/// How many columns a terminal needs, near enough: a grapheme each.
pub(super) fn columns(text: &str) -> usize {
    text.graphemes(true).count()
}

/// `text` in exactly `width` columns.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let long = columns(text);
    if long > width {
        let cut: String = text.graphemes(true).take(width.saturating_sub(1)).collect();
        return cut + "…";
    }
    format!("{text}{}", " ".repeat(width - long))
}

/// A JSON object a line.
fn json(listed: &[ListedDocument]) -> io::Result<String> {
    let mut lines = String::new();
    for one in listed {
        let line = serde_json::json!({
            "reason": "document",
            "number": one.number,
            "id": one.id.as_str(),
            "part": one.part,
            "chapter": one.chapter,
            "title": one.title,
            "authors": one.byline,
            "date": one.date,
            "words": one.words,
            "share": one.share,
            "taken": one.taken.iter().map(taken_json).collect::<Vec<_>>(),
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    Ok(lines)
}
