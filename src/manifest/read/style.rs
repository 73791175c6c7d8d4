//! `[style]` and `[matter]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{DocumentsStart, IndexKind, Words};
use crate::design::MissingGlyphs;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::table::{Desk, Fields, choose, text};
use crate::manifest::tree::{Node, Table, Value};
use crate::manifest::value::text_ref;
use crate::manifest::{
    DatePlace, House, LinkPlace, MatterEntry, MatterSpec, NoteMarks, NotePlace, NoteReach, Section, Signs, Spanned,
    StyleSpec, TextRef, path,
};
use crate::metadata::Language;

/// How documents may begin.
pub(in crate::manifest) const DOCUMENTS_START: &[(&str, DocumentsStart)] =
    &[("page", DocumentsStart::Page), ("recto", DocumentsStart::Recto), ("run-on", DocumentsStart::RunOn)];

/// How a series of notes may be marked.
const NOTE_SERIES: &[(&str, NoteMarks)] = &[
    ("numbers", NoteMarks::Numbers),
    ("symbols", NoteMarks::Symbols),
    ("letters", NoteMarks::Letters),
    ("signed", NoteMarks::Signed),
];
/// Where notes may stand.
const NOTES: &[(&str, NotePlace)] =
    &[("footnotes", NotePlace::Footnotes), ("chapter-end", NotePlace::ChapterEnd), ("book-end", NotePlace::BookEnd)];
/// Where their numbers may begin anew.
const NOTE_NUMBERING: &[(&str, NoteReach)] =
    &[("document", NoteReach::Document), ("chapter", NoteReach::Chapter), ("book", NoteReach::Book)];
/// What may be made uniform in sources.
const REGULARIZE: &[(&str, Signs)] =
    &[("quotes", Signs::Quotes), ("dashes", Signs::Dashes), ("spaces", Signs::Spaces), ("ellipses", Signs::Ellipses)];
/// Where dates may be printed.
const DATES: &[(&str, DatePlace)] =
    &[("headnote", DatePlace::Headnote), ("contents", DatePlace::Contents), ("both", DatePlace::Both)];

/// Reads `[style]`; what is not given is the house's, and a house not given that of the book's language.
pub(in crate::manifest) fn style(fields: &mut Fields<'_>, language: &Language) -> StyleSpec {
    let span = fields.table.span;
    let house = fields.choice("house", &[("chicago", House::Chicago), ("harts", House::Harts)]);
    let house = house.unwrap_or_else(|| house_of(language));
    let or = |given: Option<Spanned<String>>, word: &str| given.unwrap_or_else(|| Spanned::new(word.to_owned(), span));
    let notes = fields.read("note-series", |node, desk| desk.fields(node, "note-series", note_series));
    let (author_notes, editor_notes) = notes.unwrap_or_default();
    StyleSpec {
        house,
        documents_start: fields.choice("documents-start", DOCUMENTS_START).unwrap_or_default(),
        citations: or(fields.read("citations", citations), house_citations(house)),
        ibid: fields.flag("ibid").unwrap_or(false),
        notes: fields.choice("notes", NOTES).unwrap_or_default(),
        note_numbering: fields.choice("note-numbering", NOTE_NUMBERING).unwrap_or_default(),
        author_notes: author_notes.unwrap_or_default(),
        editor_notes: editor_notes.unwrap_or(NoteMarks::Signed),
        paragraph_numbers: fields.every("paragraph-numbers").unwrap_or(0),
        line_numbers: fields.every("line-numbers").unwrap_or(0),
        omission: or(fields.text("omission"), "[…]"),
        regularize: regularize(fields),
        links: fields.choice("links", &[("words", LinkPlace::Words), ("notes", LinkPlace::Notes)]).unwrap_or_default(),
        dates: fields.choice("dates", DATES).unwrap_or_default(),
        smart: fields.flag("smart").unwrap_or(true),
        glossary_marks: fields.flag("glossary-marks").unwrap_or(false),
        missing_glyphs: fields
            .choice("missing-glyphs", &[("error", MissingGlyphs::Error), ("warn", MissingGlyphs::Warn)])
            .unwrap_or_default(),
        words: fields.read("words", |node, desk| desk.fields(node, "words", words)).unwrap_or_default(),
    }
}

/// Signs that are made uniform, each once.
fn regularize(fields: &mut Fields<'_>) -> Vec<Signs> {
    let mut signs = fields.list("regularize", |node, desk| choose(node, desk, "style.regularize", REGULARIZE));
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// New Hart's Rules where English is written as in Britain, else Chicago.
fn house_of(language: &Language) -> House {
    let british = ["en-GB", "en-IE", "en-AU", "en-NZ", "en-ZA", "en-IN"];
    if british.contains(&language.as_str()) { House::Harts } else { House::Chicago }
}

/// The style of citation that goes with a house.
const fn house_citations(house: House) -> &'static str {
    match house {
        House::Chicago => "chicago-notes",
        House::Harts => "modern-humanities-research-association-notes",
    }
}

fn note_series(fields: &mut Fields<'_>) -> (Option<NoteMarks>, Option<NoteMarks>) {
    (fields.choice("author", NOTE_SERIES), fields.choice("editor", NOTE_SERIES))
}

/// A bundled style by name, or a `.csl` file; the bundled names are checked where they are kept.
fn citations(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    if is_csl(&written.value) { path::check_file(&written, desk) } else { Some(written) }
}

/// Whether a citation style is a file.
pub(in crate::manifest) fn is_csl(citations: &str) -> bool {
    path::stem(path::split(citations).1).1.eq_ignore_ascii_case("csl")
}

fn words(fields: &mut Fields<'_>) -> BTreeMap<String, Spanned<String>> {
    Words::KEYS.iter().chain(&Words::MONTHS).filter_map(|key| Some(((*key).to_owned(), fields.text(key)?))).collect()
}

/// The style of a manifest that says nothing of it.
pub(in crate::manifest) fn default_style(desk: &Desk<'_>, span: Span, language: &Language) -> StyleSpec {
    desk.walk(&Table::empty(span), "style", |fields| style(fields, language))
}

/// Reads `[matter]`.
pub(in crate::manifest) fn matter(fields: &mut Fields<'_>) -> MatterSpec {
    let default = default_matter(fields.table.span);
    let mut seen = BTreeSet::new();
    let mut section = |node: &Node, desk: &Desk<'_>| matter_entry(node, desk, &mut seen);
    let front = fields.some("front", &mut section);
    let back = fields.some("back", &mut section);
    let mut matter = MatterSpec {
        front: front.unwrap_or(default.front),
        back: back.unwrap_or(default.back),
        dedication: fields.read("dedication", text_ref),
        epigraph: fields.read("epigraph", text_ref),
    };
    for (section, given) in [(Section::Epigraph, &matter.epigraph), (Section::Dedication, &matter.dedication)] {
        display_page(section, given.as_ref().map(TextRef::span), (&mut matter.front, &matter.back), fields.desk);
    }
    matter
}

/// A dedication or an epigraph that no list names stands before the contents, or where the front matter ends; one
/// that is named must be given.
fn display_page(
    section: Section,
    given: Option<Span>,
    (front, back): (&mut Vec<MatterEntry>, &[MatterEntry]),
    desk: &Desk<'_>,
) {
    let named = front.iter().chain(back).find_map(|entry| match entry {
        MatterEntry::Generated(found, span) if *found == section => Some(*span),
        _ => None,
    });
    match (given, named) {
        (Some(span), None) => {
            let first = [Section::HalfTitle, Section::TitlePage, Section::CopyrightPage];
            let opens =
                |entry: &MatterEntry| matches!(entry, MatterEntry::Generated(found, _) if first.contains(found));
            let at = front.iter().rposition(opens).map_or(0, |at| at + 1);
            front.insert(at, MatterEntry::Generated(section, span));
        }
        (None, Some(span)) => {
            let name = section.name();
            let fault = Diagnostic::error("missing-key", format!("`{name}` is named, but there is none"));
            desk.miss(fault.at(span, "no words for it").hint(format!("give them below [matter]: {name} = \"…\"")));
        }
        _ => {}
    }
}

/// Checks where the section of notes is named against where `[style]` has the notes.
pub(in crate::manifest) fn check_notes(matter: &MatterSpec, style: &StyleSpec, desk: &Desk<'_>) {
    let named = |entries: &[MatterEntry]| {
        entries.iter().find_map(|entry| match entry {
            MatterEntry::Generated(Section::Notes, span) => Some(*span),
            _ => None,
        })
    };
    if let Some(span) = named(&matter.front) {
        let fault = Diagnostic::error("misplaced-section", "the notes cannot stand before the text they belong to");
        desk.note(fault.at(span, "in the front matter").hint("name `notes` in `[matter] back`"));
    }
    if let Some(span) = named(&matter.back)
        && style.notes != NotePlace::BookEnd
    {
        let fault =
            Diagnostic::warning("empty-section", "no note stands at the end of the book: the section is left out");
        let hint = "say `notes = \"book-end\"` in [style] to have the notes here";
        desk.note(fault.at(span, "nothing to put here").hint(hint));
    }
}

/// The matter of a book that does not say: its sections have an empty place, since nobody named them.
pub(in crate::manifest) fn default_matter(span: Span) -> MatterSpec {
    let nowhere = Span { end: span.start, ..span };
    let entry = |section: &Section| MatterEntry::Generated(*section, nowhere);
    let list = |sections: &[Section]| sections.iter().map(entry).collect();
    MatterSpec {
        front: list(&[Section::HalfTitle, Section::TitlePage, Section::CopyrightPage, Section::Contents]),
        back: list(&[Section::Bibliography, Section::Index(IndexKind::General)]),
        dedication: None,
        epigraph: None,
    }
}

fn matter_entry(node: &Node, desk: &Desk<'_>, seen: &mut BTreeSet<String>) -> Option<MatterEntry> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "section", appended).flatten();
    }
    let written = text(node, desk)?;
    if !seen.insert(written.value.clone()) {
        desk.note(
            Diagnostic::error("duplicate-section", format!("`{}` stands in the matter twice", written.value))
                .at(written.span, "for the second time"),
        );
        return None;
    }
    if written.value.contains('.') {
        return path::check_file(&written, desk).map(MatterEntry::File);
    }
    choose(node, desk, "matter", Section::ALL).map(|section| MatterEntry::Generated(section, written.span))
}

/// `{ file = "front/text.md", append = "note-on-the-text" }`.
fn appended(fields: &mut Fields<'_>) -> Option<MatterEntry> {
    let file = fields.read("file", path::file);
    let section = fields.choice("append", &[(Section::NoteOnTheText.name(), Section::NoteOnTheText)]);
    let file = fields.required("file", file, "the file that the program's part is added to")?;
    Some(section.map_or(MatterEntry::File(file.clone()), |section| MatterEntry::Appended(file, section)))
}
