//! `anthology show`.

use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anthology::compile;
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::document::{Block, Document, Inline, ListKind, Located, Voice, plain_text, walk};
use anthology::source::recognise::{Recognised, recognise};
use anthology::source::{self, Kind, Reading};

use super::list::fitted;
use super::{FAULTY, Place, Teller, grouped, one, say};
use crate::args::{Show, ShowFormat};

/// Shows how a source was read.
pub fn show(show: &Show) -> io::Result<ExitCode> {
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let mut teller = Teller::new(&show.messages);
    let path = Path::new(&show.what);
    let (document, title) = if let Some(kind) = Kind::of(path).filter(|_| path.is_file()) {
        let decoded = source::decode(&std::fs::read(path)?, kind);
        let file = files.add(path, decoded.text.as_str());
        decoded.report(file, &mut diagnostics);
        (source::read(&decoded.text, file, kind, Reading::SOURCE, &mut diagnostics), None)
    } else if path.is_file() && path.extension().is_some() {
        let fault = Diagnostic::error("no-text", format!("`{}` is no text that a book is made of", show.what));
        let hint = format!("texts end in .md or .txt; `anthology import {}` makes one of what it can read", show.what);
        teller.tell(&one(fault.hint(hint)), &files)?;
        return Ok(ExitCode::from(FAULTY));
    } else {
        let place = Place::of(&show.manifest);
        let project = compile::load(&place.disc, &place.name, super::epoch(), &mut files, &mut diagnostics);
        let Some(project) = project else {
            teller.tell(&diagnostics, &files)?;
            return Ok(ExitCode::from(FAULTY));
        };
        let found = project.sources.documents.iter().find(|(id, _)| id.as_str() == show.what);
        let Some((id, document)) = found else {
            let ids = project.sources.documents.keys().map(anthology::id::Id::as_str);
            let fault = Diagnostic::error("unknown-id", format!("there is no document `{}` in the book", show.what));
            teller.tell(&one(fault.choices(&show.what, ids)), &files)?;
            return Ok(ExitCode::from(FAULTY));
        };
        let title =
            project.manifest.documents.get(id).and_then(|spec| spec.title.as_ref()).map(|title| title.value.clone());
        let file = document.file;
        let text = std::sync::Arc::clone(&files.get(file).text);
        let kind = Kind::of(files.path(file)).unwrap_or(Kind::Markdown);
        // As it was read, not as it is printed.
        (source::read(&text, file, kind, Reading::SOURCE, &mut Diagnostics::default()), title)
    };
    let plain = Kind::of(files.path(document.file)) == Some(Kind::Plain);
    let taken =
        if plain { recognise(&files.get(document.file).text, &document.blocks, title.as_deref()) } else { Vec::new() };
    let mut rows = Vec::new();
    gather(&document.blocks, 0, None, &mut rows);
    let shown = match show.format {
        ShowFormat::Text => text(&document, &rows, &taken, &files),
        ShowFormat::Json => json(&document, &rows, &taken, &files)?,
    };
    teller.tell(&diagnostics, &files)?;
    say(shown.as_bytes())?;
    Ok(if teller.good() { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

/// A block in its place.
struct Row<'d> {
    block: &'d Located<Block>,
    depth: usize,
    /// The note it is of, from 1.
    note: Option<usize>,
}

fn gather<'d>(blocks: &'d [Located<Block>], depth: usize, note: Option<usize>, rows: &mut Vec<Row<'d>>) {
    for block in blocks {
        rows.push(Row { block, depth, note });
        walk::inner(block, &mut |inner| gather(inner, depth + 1, note, rows));
    }
}

/// What a block is.
fn kind(block: &Block) -> String {
    match block {
        Block::Heading { level, .. } => format!("heading {level}"),
        Block::Paragraph(_) => "paragraph".to_owned(),
        Block::Quotation(_) => "quotation".to_owned(),
        Block::Letter(_) => "letter".to_owned(),
        Block::Verse(verse) => {
            format!(
                "verse, {} stanza(s), {} lines",
                verse.stanzas.len(),
                verse.stanzas.iter().map(Vec::len).sum::<usize>()
            )
        }
        Block::List(list) => match list.kind {
            ListKind::Bulleted => format!("list, {} items", list.items.len()),
            ListKind::Numbered(first) => format!("list from {first}, {} items", list.items.len()),
        },
        Block::Table(table) => format!("table, {} × {}", table.columns.len(), table.rows.len() + 1),
        Block::Figure(figure) => format!("figure {}", figure.picture.key),
        Block::Listing { .. } => "listing".to_owned(),
        Block::Entries(entries) => format!("entries, {}", entries.items.len()),
        Block::Lead(_) => "lead".to_owned(),
        Block::SectionBreak => "section break".to_owned(),
        Block::Omission => "omission".to_owned(),
    }
}

/// The block's own words; of what it holds none.
fn words(block: &Block) -> String {
    let mut words = Vec::new();
    walk::texts(block, &mut |text| words.push(plain_text(text)));
    match block {
        Block::Listing { text, .. } => text.text.clone(),
        Block::Figure(figure) if words.iter().all(String::is_empty) => figure.picture.alt.clone(),
        _ => words.join(" / "),
    }
}

/// The languages of a block's own words, where it says any.
fn languages(block: &Located<Block>) -> Vec<String> {
    let mut found: Vec<String> = block.language.iter().map(ToString::to_string).collect();
    walk::texts(&block.node, &mut |text| {
        walk::inlines(text, &mut |inline| {
            if let Inline::Foreign(language, _) = inline
                && !found.contains(&language.to_string())
            {
                found.push(language.to_string());
            }
        });
    });
    found
}

fn calls(block: &Block) -> Vec<u32> {
    let mut calls = Vec::new();
    walk::texts(block, &mut |text| {
        walk::inlines(text, &mut |inline| {
            calls.extend(if let Inline::NoteCall(id) = inline { Some(id.0 + 1) } else { None });
        });
    });
    calls
}

/// What a block of a captured text was taken for.
fn taken_for<'r>(row: &Row<'_>, taken: &'r [Recognised]) -> Option<&'r Recognised> {
    taken.iter().find(|one| row.note.is_none() && one.numbers.contains(&row.block.number))
}

const fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Author => "author's",
        Voice::Translator => "translator's",
        Voice::SourceEditor => "source editor's",
        Voice::Editor => "editor's",
    }
}

fn text(document: &Document, rows: &[Row<'_>], taken: &[Recognised], files: &Files) -> String {
    let count = walk::count_words(&document.blocks);
    let notes = match document.notes.len() {
        0 => String::new(),
        1 => ", 1 note".to_owned(),
        more => format!(", {more} notes"),
    };
    let mut shown = format!("{}: {} words{notes}\n", files.path(document.file).display(), grouped(count));
    for row in rows {
        shown += &line(row, taken, files);
    }
    for (number, note) in document.notes.iter().enumerate() {
        let (line_number, _) = files.line_column(note.span);
        let _ = writeln!(shown, "note {}, marked {}, {}, line {line_number}", number + 1, note.mark, voice(note.voice));
        let mut rows = Vec::new();
        gather(&note.body, 1, Some(number + 1), &mut rows);
        for row in &rows {
            shown += &line(row, taken, files);
        }
    }
    shown
}

fn line(row: &Row<'_>, taken: &[Recognised], files: &Files) -> String {
    let mut what = format!("{}{}", "  ".repeat(row.depth), kind(&row.block.node));
    if let Some(one) = taken_for(row, taken) {
        let done = if one.applies() { "" } else { ", not done" };
        let _ = write!(what, " → {}, {} %{done}", one.likeness.name(), one.confidence);
    }
    let languages = languages(row.block);
    if !languages.is_empty() {
        let _ = write!(what, " [{}]", languages.join(" "));
    }
    for call in calls(&row.block.node) {
        let _ = write!(what, " [note {call}]");
    }
    let (at, _) = files.line_column(row.block.span);
    let words = fitted(&words(&row.block.node), 56);
    format!("{:>5}  {:<34}  line {at:<5} {words}", row.block.number, what).trim_end().to_owned() + "\n"
}

fn json(document: &Document, rows: &[Row<'_>], taken: &[Recognised], files: &Files) -> io::Result<String> {
    let mut lines = String::new();
    let mut add = |row: &Row<'_>| -> io::Result<()> {
        let one = taken_for(row, taken);
        let object = serde_json::json!({
            "reason": "block",
            "note": row.note,
            "number": row.block.number,
            "depth": row.depth,
            "kind": kind(&row.block.node),
            "taken-for": one.map(|one| one.likeness.name()),
            "confidence": one.map_or(100, |one| one.confidence),
            "why": one.map(|one| one.why),
            "languages": languages(row.block),
            "calls": calls(&row.block.node),
            "line": files.line_column(row.block.span).0,
            "words": words(&row.block.node).split_whitespace().count(),
            "text": words(&row.block.node),
        });
        lines += &serde_json::to_string(&object)?;
        lines.push('\n');
        Ok(())
    };
    rows.iter().try_for_each(&mut add)?;
    for (number, note) in document.notes.iter().enumerate() {
        let mut rows = Vec::new();
        gather(&note.body, 0, Some(number + 1), &mut rows);
        rows.iter().try_for_each(&mut add)?;
    }
    Ok(lines)
}
