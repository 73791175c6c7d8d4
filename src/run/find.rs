//! `anthology find`.

use std::fmt::Write;
use std::io;
use std::process::ExitCode;

use anthology::compile;
use anthology::diagnostic::{Diagnostic, Diagnostics, Files};
use anthology::document::Document;
use anthology::quote::{Fit, Text, pasted};
use anthology::source::{self, Kind, Reading};

use super::{FAULTY, Place, Teller, complain, one, say};
use crate::args::{Find, ShowFormat};

/// So many places of one document are shown.
const SHOWN: usize = 200;

/// A place where the words stand.
struct Found {
    document: String,
    path: String,
    line: usize,
    paragraph: u32,
    before: String,
    words: String,
    after: String,
    anchor: Option<String>,
    fit: Fit,
}

/// Shows where words stand.
pub fn find(find: &Find) -> io::Result<ExitCode> {
    let place = Place::of(&find.manifest);
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let project = compile::load(&place.disc, &place.name, super::epoch(), &mut files, &mut diagnostics);
    let mut teller = Teller::new(&find.messages);
    let Some(project) = project else {
        // Where there is no book there is nothing to look in; its other faults are `check`'s.
        teller.tell(&diagnostics, &files)?;
        return Ok(ExitCode::from(FAULTY));
    };
    let documents = &project.sources.documents;
    if let Some(id) = find.document.as_ref().filter(|id| !documents.keys().any(|own| own.as_str() == **id)) {
        let fault = Diagnostic::error("unknown-id", format!("there is no document `{id}` in the book"));
        let fault = fault.choices(id, documents.keys().map(anthology::id::Id::as_str));
        teller.tell(&one(fault), &files)?;
        return Ok(ExitCode::from(FAULTY));
    }
    let mut found = Vec::new();
    for (id, printed) in
        documents.iter().filter(|(id, _)| find.document.as_ref().is_none_or(|wanted| wanted == id.as_str()))
    {
        let file = printed.file;
        let text = std::sync::Arc::clone(&files.get(file).text);
        let kind = Kind::of(files.path(file)).unwrap_or(Kind::Markdown);
        // Anchors are of the source, not of what is printed.
        let document = source::read(&text, file, kind, Reading::SOURCE, &mut Diagnostics::default());
        places(id.as_str(), &document, &find.words, &files, &mut found);
    }
    // What stands inside words, or only comes near, is no answer where the words stand somewhere.
    let Some(best) = found.iter().map(|one| one.fit).min() else {
        complain(&format!("nothing in the sources comes near “{}”", find.words));
        return Ok(ExitCode::from(FAULTY));
    };
    found.retain(|one| one.fit == best);
    match best {
        Fit::Words => {}
        Fit::Inside => complain("the words stand nowhere as whole words; these are inside longer ones"),
        Fit::Near => complain("the words stand nowhere as they are written here; these come nearest"),
    }
    match find.format {
        ShowFormat::Text => say(shown(&found).as_bytes()),
        ShowFormat::Json => say(json(&found)?.as_bytes()),
    }
}

fn places(id: &str, document: &Document, words: &str, files: &Files, found: &mut Vec<Found>) {
    let text = Text::of(&document.blocks, &document.notes);
    let numbers: Vec<u32> = anthology::quote::leaves(&document.blocks).into_iter().map(|leaf| leaf.number).collect();
    let (ranges, fit) = text.places_of(words, SHOWN);
    for range in ranges {
        let (before, after) = text.context(range);
        found.push(Found {
            document: id.to_owned(),
            path: files.path(document.file).display().to_string(),
            line: text.span(range).map_or(0, |span| files.line_column(span).0),
            paragraph: numbers.get(range.start.leaf).copied().unwrap_or(0),
            before,
            words: text.words(range),
            after,
            anchor: text.lengthen(range),
            fit,
        });
    }
}

fn shown(found: &[Found]) -> String {
    let mut shown = String::new();
    for (at, one) in found.iter().enumerate() {
        let place = if one.paragraph > 0 { format!("paragraph {}", one.paragraph) } else { "in a note".to_owned() };
        let _ = writeln!(shown, "{} {}:{}, {place}", one.document, one.path, one.line);
        let gap = |text: &str| if text.is_empty() { "" } else { " " };
        let _ = writeln!(
            shown,
            "    … {}{}[{}]{}{} …",
            one.before,
            gap(&one.before),
            one.words,
            gap(&one.after),
            one.after
        );
        match &one.anchor {
            Some(anchor) => {
                let _ = writeln!(shown, "    {}", pasted(anchor));
            }
            None => shown.push_str("    (nothing can be quoted that stands only here)\n"),
        }
        if at + 1 < found.len() {
            shown.push('\n');
        }
    }
    shown
}

fn json(found: &[Found]) -> io::Result<String> {
    let mut lines = String::new();
    for one in found {
        let object = serde_json::json!({
            "reason": "place",
            "document": one.document,
            "file": one.path,
            "line": one.line,
            "paragraph": one.paragraph,
            "before": one.before,
            "words": one.words,
            "after": one.after,
            "anchor": one.anchor,
            "exact": one.fit != Fit::Near,
            "whole-words": one.fit == Fit::Words,
        });
        lines += &serde_json::to_string(&object)?;
        lines.push('\n');
    }
    Ok(lines)
}
