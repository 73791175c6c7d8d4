//! `[edition.*]`: each table is checked as it stands; what `inherit` brings is laid under it.

use std::collections::BTreeSet;

use crate::design::{DesignName, Head, PdfKind};
use crate::diagnostic::{Diagnostic, Span};
use crate::id::Id;
use crate::length::Length;
use crate::manifest::design::{
    CHAPTERS_START, DESIGNS, FOLIOS, HEAD_LETTERS, HEADS, KINDS, OPENINGS, PRESS_KEYS, TITLES, is_key,
};
use crate::manifest::read::press;
use crate::manifest::table::{Desk, Fields, choose, text};
use crate::manifest::tree::{Entry, Node, Table, Value};
use crate::manifest::value::{id, id_of, isbn, length_within};
use crate::manifest::{
    EditionKind, EditionSpec, FamiliesSpec, MarginsSpec, PagesOf, PressSpec, SizesSpec, Spanned, Trim, path, trim,
};

/// Keys that say something to an EPUB only.
const EPUB_KEYS: &[&str] = &["pages", "stylesheet"];

/// Reads every edition; without any, an EPUB and a PDF of 6 × 9 in.
pub(in crate::manifest) fn editions(node: Option<&Node>, desk: &Desk<'_>, whole: Span) -> Vec<EditionSpec> {
    let written = node.and_then(|node| desk.fields(node, "editions", |fields| all(fields.entries(), desk)));
    match written {
        Some(editions) if !editions.is_empty() => editions,
        _ => [("epub", EditionKind::Epub), ("print", EditionKind::Pdf)]
            .into_iter()
            .filter_map(|(name, format)| Some(plain(Spanned::new(Id::new(name)?, whole), format)))
            .collect(),
    }
}

fn all(entries: &[Entry], desk: &Desk<'_>) -> Vec<EditionSpec> {
    let mut editions = Vec::new();
    for entry in entries {
        let written = Spanned::new(entry.key.clone(), entry.at);
        // A bad name is told once; the table is checked all the same.
        let stand_in = || Id::new("edition").map(|id| Spanned::new(id, entry.at));
        let Some(name) = id_of(&written, desk).or_else(stand_in) else { continue };
        let own = desk.fields(&entry.node, "edition", |fields| edition(fields, &name, EditionKind::Pdf));
        let (Some(_), Value::Table(table)) = (own, &entry.node.value) else { continue };
        let merged = with_inherited(entry, table, entries, desk);
        let Some(format) = format(entry, &merged, desk) else { continue };
        let spec = desk.silently(|| desk.walk(&merged, "edition", |fields| edition(fields, &name, format)));
        warn_of_ignored(table, (format, spec.kind), desk);
        press::check(&spec, desk);
        editions.push(spec);
    }
    check_pages(&editions, desk);
    editions
}

/// The table with those it inherits from under it. An ISBN and a print run are one edition's alone.
fn with_inherited(entry: &Entry, table: &Table, all: &[Entry], desk: &Desk<'_>) -> Table {
    let mut merged = table.clone();
    let mut seen = BTreeSet::from([entry.key.as_str()]);
    let mut parent = table.get("inherit");
    while let Some(Entry { node: Node { value: Value::Text(name), span }, .. }) = parent {
        let Some(found) = all.iter().find(|edition| edition.key == *name) else {
            let names = all.iter().map(|edition| edition.key.as_str()).filter(|key| *key != entry.key);
            // Told once, where it is written, not again by each heir.
            if table.get("inherit").is_some_and(|own| own.node.span == *span) {
                desk.note(
                    Diagnostic::error("unknown-id", format!("there is no [edition.{name}]"))
                        .at(*span, "not known")
                        .choices(name, names),
                );
            }
            break;
        };
        if !seen.insert(&found.key) {
            // A circle is told once, at the first of its names.
            if found.key == entry.key && seen.first() == Some(&entry.key.as_str()) {
                desk.note(
                    Diagnostic::error("inherit-cycle", format!("[edition.{}] inherits from itself", entry.key))
                        .at(*span, "leads back")
                        .hint("let one of them stand without `inherit`"),
                );
            }
            break;
        }
        let Value::Table(below) = &found.node.value else { break };
        merged = merged.over(below);
        for own in ["isbn", "print-run"] {
            if table.get(own).is_none() {
                merged.entries.retain(|entry| entry.key != own);
            }
        }
        parent = below.get("inherit");
    }
    merged
}

/// The format an edition says, inherits, or has for its name.
fn format(entry: &Entry, merged: &Table, desk: &Desk<'_>) -> Option<EditionKind> {
    match merged.get("format").map(|format| &format.node.value) {
        Some(Value::Text(format)) if format == "epub" => Some(EditionKind::Epub),
        Some(Value::Text(format)) if format == "pdf" => Some(EditionKind::Pdf),
        // A fault already told.
        Some(_) => None,
        None if entry.key == "epub" => Some(EditionKind::Epub),
        None if entry.key == "pdf" => Some(EditionKind::Pdf),
        None => {
            desk.miss(
                Diagnostic::error("missing-key", format!("[edition.{}] has no `format`", entry.key))
                    .at(entry.at, "needs `format`")
                    .hint("format = \"pdf\" or format = \"epub\""),
            );
            None
        }
    }
}

fn warn_of_ignored(own: &Table, (format, kind): (EditionKind, PdfKind), desk: &Desk<'_>) {
    let of_epub = |key: &str| EPUB_KEYS.contains(&key);
    let of_pdf = |key: &str| key == "print-run" || (key != "fonts" && is_key(key));
    // Of paper booklets are made too.
    let of_press = |key: &str| of_epub(key) || (key != "paper" && PRESS_KEYS.contains(&key));
    // What is printed on paper has nothing to click.
    let of_screen = |key: &str| of_epub(key) || key == "links";
    let (ignored, name): (&dyn Fn(&str) -> bool, _) = match (format, kind) {
        (EditionKind::Epub, _) => (&of_pdf, "an EPUB"),
        (EditionKind::Pdf, PdfKind::Reading) => (&of_press, "a PDF for reading"),
        (EditionKind::Pdf, PdfKind::Press) => (&of_screen, "a PDF for the press"),
    };
    for entry in own.entries.iter().filter(|entry| ignored(&entry.key)) {
        desk.note(
            Diagnostic::warning("ignored-key", format!("`{}` says nothing to {name}", entry.key))
                .at(entry.at, "not used here"),
        );
    }
}

/// An edition of which nothing is said.
fn plain(name: Spanned<Id>, format: EditionKind) -> EditionSpec {
    EditionSpec {
        name,
        format,
        pages: PagesOf::default(),
        isbn: None,
        kind: PdfKind::Reading,
        press: PressSpec::default(),
        design: DesignName::default(),
        trim: None,
        bleed: None,
        margins: None,
        fonts: FamiliesSpec::default(),
        size: None,
        leading: None,
        indent: None,
        sizes: SizesSpec::default(),
        titles: None,
        sink: None,
        opening: None,
        protrusion: None,
        expansion: None,
        letterspacing: None,
        chapters_start: None,
        running_heads: (None, None),
        head_letters: None,
        folios: None,
        links: None,
        print_run: None,
        stylesheet: None,
        paragraph_numbers: None,
        omit_documents: Vec::new(),
    }
}

fn edition(fields: &mut Fields<'_>, name: &Spanned<Id>, format: EditionKind) -> EditionSpec {
    let formats = [("epub", EditionKind::Epub), ("pdf", EditionKind::Pdf)];
    let format = fields.choice("format", &formats).unwrap_or(format);
    fields.text("inherit");
    let margin = |node: &Node, desk: &Desk<'_>| length_within(node, desk, Length::ZERO, Length::mm(200.0));
    let press = press::press(fields);
    // Who names a printer prints.
    let usual = if press.printer.is_some() { PdfKind::Press } else { PdfKind::Reading };
    EditionSpec {
        press,
        pages: fields.read("pages", pages).unwrap_or_default(),
        isbn: fields.read("isbn", isbn),
        kind: fields.choice("kind", KINDS).unwrap_or(usual),
        design: fields.choice("design", DESIGNS).unwrap_or_default(),
        trim: fields.read("trim", read_trim),
        bleed: fields.read("bleed", margin),
        margins: fields.read("margins", margins),
        fonts: fields.read("fonts", families).unwrap_or_default(),
        size: fields.read("size", type_size),
        leading: fields.read("leading", type_size),
        indent: fields.read("indent", margin),
        sizes: fields.read("sizes", |node, desk| desk.fields(node, "sizes", sizes)).unwrap_or_default(),
        titles: fields.choice("titles", TITLES),
        sink: fields.read("sink", sink),
        opening: fields.choice("opening", OPENINGS),
        protrusion: fields.flag("protrusion"),
        expansion: fields.flag("expansion"),
        letterspacing: fields.flag("letterspacing"),
        chapters_start: fields.choice("chapters-start", CHAPTERS_START),
        running_heads: fields.read("running-heads", heads).unwrap_or_default(),
        head_letters: fields.choice("head-letters", HEAD_LETTERS),
        folios: fields.choice("folios", FOLIOS),
        links: fields.flag("links"),
        print_run: fields.spanned_count("print-run"),
        stylesheet: fields.read("stylesheet", path::file),
        paragraph_numbers: fields.every("paragraph-numbers"),
        omit_documents: fields.list("omit-documents", id),
        ..plain(name.clone(), format)
    }
}

fn type_size(node: &Node, desk: &Desk<'_>) -> Option<Length> {
    length_within(node, desk, Length::pt(4.0), Length::pt(100.0))
}

fn sizes(fields: &mut Fields<'_>) -> SizesSpec {
    let mut size = |key: &'static str| fields.read(key, type_size);
    SizesSpec {
        notes: size("notes"),
        notes_leading: size("notes-leading"),
        index: size("index"),
        index_leading: size("index-leading"),
        headnotes: size("headnotes"),
        quotations: size("quotations"),
        code: size("code"),
        part: size("part"),
        chapter: size("chapter"),
        document: size("document"),
    }
}

/// Empty lines above a title: of more than 20 no page would be left.
fn sink(node: &Node, desk: &Desk<'_>) -> Option<u16> {
    let lines = match &node.value {
        Value::Number(number) | Value::Plain(number) => number.parse().ok().filter(|lines| *lines <= 20),
        _ => None,
    };
    if lines.is_none() {
        desk.wrong_type(node, "a number of lines from 0 to 20");
    }
    lines
}

fn read_trim(node: &Node, desk: &Desk<'_>) -> Option<Trim> {
    let name = text(node, desk)?;
    let size = trim::parse(&name.value);
    let sensible = |side: Length| Length::inches(2.5) <= side && side <= Length::inches(30.0);
    match size {
        Some(size) if sensible(size.width) && sensible(size.height) => Some(Trim { size, name }),
        Some(_) => {
            let fault = Diagnostic::error("bad-length", format!("a page of `{}` cannot be set", name.value));
            desk.note(fault.at(node.span, "each side must be from 2.5in to 30in"));
            None
        }
        // Two measures, and none that a page could have.
        None if name.value.split(['x', '×', 'X']).all(|side| side.trim().starts_with(|c: char| c.is_ascii_digit())) => {
            let fault = Diagnostic::error("bad-length", format!("a page of `{}` cannot be set", name.value));
            let fault = fault.at(node.span, "each side must be from 2.5in to 30in");
            desk.note(fault.hint("width and height are written \"6in x 9in\" or \"129 x 198mm\""));
            None
        }
        None => {
            desk.note(
                Diagnostic::error("bad-length", format!("`{}` is no trim", name.value))
                    .at(node.span, "neither a name nor a size")
                    .choices(&name.value, trim::names())
                    .hint("or width and height: \"6in x 9in\", \"129 x 198mm\""),
            );
            None
        }
    }
}

fn margins(node: &Node, desk: &Desk<'_>) -> Option<Spanned<MarginsSpec>> {
    margins_spec(node, desk).map(|margins| Spanned::new(margins, node.span))
}

fn margins_spec(node: &Node, desk: &Desk<'_>) -> Option<MarginsSpec> {
    if let Value::Table(_) = node.value {
        let margin = |node: &Node, desk: &Desk<'_>| length_within(node, desk, Length::ZERO, Length::mm(200.0));
        return desk.fields(node, "margins", |fields| MarginsSpec::Measured {
            inner: fields.read("inner", margin),
            outer: fields.read("outer", margin),
            top: fields.read("top", margin),
            bottom: fields.read("bottom", margin),
        });
    }
    let choices = [("classic", Some(MarginsSpec::Classic)), ("trade", Some(MarginsSpec::Trade))];
    choose(node, desk, "edition.margins", &choices).flatten()
}

fn families(node: &Node, desk: &Desk<'_>) -> Option<FamiliesSpec> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "fonts", |fields| FamiliesSpec {
            text: fields.read("text", family),
            heading: fields.read("heading", family),
            code: fields.read("code", family),
        });
    }
    Some(FamiliesSpec { text: family(node, desk), ..FamiliesSpec::default() })
}

/// A family's name, or a font file that must exist.
fn family(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    if is_font_file(&written.value) { path::check_file(&written, desk) } else { Some(written) }
}

/// Whether a font is named by its file.
pub(in crate::manifest) fn is_font_file(family: &str) -> bool {
    let ending = path::stem(path::split(family).1).1.to_ascii_lowercase();
    matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc")
}

fn heads(node: &Node, desk: &Desk<'_>) -> Option<(Option<Head>, Option<Head>)> {
    if let Value::Table(_) = node.value {
        let table = |fields: &mut Fields<'_>| (fields.choice("verso", HEADS), fields.choice("recto", HEADS));
        return desk.fields(node, "running-heads", table);
    }
    if let Value::Flag(false) = node.value {
        return Some((Some(Head::None), Some(Head::None)));
    }
    desk.wrong_type(node, "a table of `verso` and `recto`, or false");
    None
}

/// The name of an edition, or `false`.
fn pages(node: &Node, desk: &Desk<'_>) -> Option<PagesOf> {
    match &node.value {
        Value::Flag(false) => Some(PagesOf::None),
        Value::Plain(text) if text == "false" => Some(PagesOf::None),
        _ => text(node, desk).map(PagesOf::Edition),
    }
}

/// `pages` must name a PDF edition.
fn check_pages(editions: &[EditionSpec], desk: &Desk<'_>) {
    let pdfs: Vec<&str> =
        editions.iter().filter(|e| e.format == EditionKind::Pdf).map(|e| e.name.value.as_str()).collect();
    for edition in editions.iter().filter(|e| e.format == EditionKind::Epub) {
        let PagesOf::Edition(pages) = &edition.pages else { continue };
        if !pdfs.contains(&pages.value.as_str()) {
            desk.note(
                Diagnostic::error("unknown-id", format!("there is no PDF edition `{}`", pages.value))
                    .at(pages.span, "not known")
                    .choices(&pages.value, pdfs.iter().copied()),
            );
        }
    }
}
