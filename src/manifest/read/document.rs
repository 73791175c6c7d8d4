//! `[document.*]`, sidecars and front matter: one walk for all three.

use super::rights::rights;
use crate::diagnostic::Diagnostic;
use crate::id::Id;
use crate::manifest::lock::is_digest;
use crate::manifest::table::{Desk, Fields, text};
use crate::manifest::tree::{Node, Table, Value};
use crate::manifest::value::{credit, date, date_fields, language, text_ref};
use crate::manifest::{
    AnchorSpec, Correction, CorrectionKind, Cut, CutMark, DocumentSpec, EditorNote, Recovery, RecoveryKind, Select,
    Spanned, Stretch, StretchEnd, Thread, path,
};
use crate::metadata::Date;

/// Reads a document's table. `manifest`: it stands there, so it may name the document's file.
pub(in crate::manifest) fn document(
    fields: &mut Fields<'_>,
    id: &Spanned<Id>,
    file: &Spanned<String>,
    manifest: bool,
) -> DocumentSpec {
    if manifest {
        // Found, and any fault told, when the document was looked up.
        fields.text("file");
    }
    let (written, written_place) = fields.read("written", written).unwrap_or_default();
    DocumentSpec {
        id: id.clone(),
        file: file.clone(),
        title: fields.text("title"),
        subtitle: fields.text("subtitle"),
        short_title: fields.text("short-title"),
        authors: fields.list("authors", credit),
        kind: fields.text("type"),
        container: fields.text("container"),
        series: fields.text("series"),
        publisher: fields.text("publisher"),
        publisher_place: fields.text("publisher-place"),
        volume: fields.label("volume"),
        issue: fields.label("issue"),
        pages: fields.label("pages"),
        edition: fields.label("edition"),
        date: fields.read("date", date),
        written,
        written_place,
        url: fields.text("url"),
        archive_url: fields.text("archive-url"),
        retrieved: fields.read("retrieved", date),
        language: fields.read("language", language),
        headnote: fields.read("headnote", text_ref),
        notes_file: fields.read("notes", path::file),
        tags: fields.texts("tags"),
        sha256: fields.read("sha256", digest),
        rights: fields.read("rights", rights).unwrap_or_default(),
        pick: fields.list("pick", |node, desk| quotation(node, desk).map(|words| AnchorSpec { words })),
        omit: fields.list("omit", omit),
        correct: repeated(fields, "correct", correction),
        note: repeated(fields, "note", editor_note),
        block: repeated(fields, "block", recovery),
        thread: fields.read("thread", |node, desk| desk.fields(node, "thread", thread)),
        set_as: fields.word("set-as", &["annotated-list"]),
        select: fields.read("select", |node, desk| desk.fields(node, "select", select)),
        recognise: fields.flag("recognise").unwrap_or(true),
        clean: fields.flag("clean"),
        line_numbers: fields.every("line-numbers"),
    }
}

/// Keys of front matter as other programs spell them.
pub(in crate::manifest) const THEIRS: &[&str] = &["author", "lang", "keywords"];

/// Front matter as other programs spell it, in our spelling.
pub(in crate::manifest) fn canonical(mut front_matter: Table) -> Table {
    for (theirs, ours) in THEIRS.iter().zip(["authors", "language", "tags"]) {
        if front_matter.get(ours).is_none()
            && let Some(entry) = front_matter.entries.iter_mut().find(|entry| entry.key == *theirs)
        {
            ours.clone_into(&mut entry.key);
        }
    }
    front_matter
}

fn repeated<T>(fields: &mut Fields<'_>, key: &'static str, read: fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
    let desk = fields.desk;
    fields.tables(key).iter().filter_map(|node| desk.fields(node, key, read).flatten()).collect()
}

/// A date, or a date and a place.
#[allow(clippy::type_complexity, reason = "two fields of one key")]
fn written(node: &Node, desk: &Desk<'_>) -> Option<(Option<Spanned<Date>>, Option<Spanned<String>>)> {
    if let Value::Table(_) = node.value {
        return desk.fields(node, "written", |fields| (date_fields(fields), fields.text("place")));
    }
    date(node, desk).map(|date| (Some(date), None))
}

fn digest(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    if is_digest(&written.value) || written.value == "auto" {
        return Some(written);
    }
    desk.note(
        Diagnostic::error("bad-value", "this is no SHA-256 digest")
            .at(written.span, "64 hexadecimal digits are wanted")
            .hint("write \"auto\"; `anthology lock` records the digest beside the manifest"),
    );
    None
}

/// Quoted words. Where there are none, that is told when they are looked up, as of any that are not found.
fn quotation(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    match &node.value {
        Value::Text(words) if words.trim().is_empty() => Some(Spanned::new(String::new(), node.span)),
        _ => text(node, desk),
    }
}

/// `at`, or `from` with `before` or `through`.
fn stretch(fields: &mut Fields<'_>) -> Option<Stretch> {
    let (at, from) = (fields.read("at", quotation), fields.read("from", quotation));
    let (before, through) = (fields.read("before", quotation), fields.read("through", quotation));
    let whole = fields.table.span;
    let odd = |message: &str| Diagnostic::error("bad-stretch", message.to_owned()).at(whole, "what is meant?");
    let hint = "give `at = \"first words … last words\"`, or `from` with `before` or `through`";
    match (at, from, before, through) {
        (Some(at), None, None, None) => Some(Stretch { from: at, end: StretchEnd::Itself }),
        (None, Some(from), Some(before), None) => Some(Stretch { from, end: StretchEnd::Before(before) }),
        (None, Some(from), None, Some(through)) => Some(Stretch { from, end: StretchEnd::Through(through) }),
        (None, Some(_), None, None) => {
            fields.desk.miss(odd("the stretch has no end").hint(hint));
            None
        }
        (None, Some(_), Some(_), Some(_)) => {
            fields.desk.note(odd("the stretch has two ends").hint("keep `before` or `through`"));
            None
        }
        (Some(_), ..) => {
            fields.desk.note(odd("`at` is the whole stretch").hint(hint));
            None
        }
        (None, None, ..) => {
            fields.desk.miss(odd("the stretch has no beginning").hint(hint));
            None
        }
    }
}

fn omit(node: &Node, desk: &Desk<'_>) -> Option<Cut> {
    if let Value::Table(_) = node.value {
        let table = |fields: &mut Fields<'_>| {
            let marks = [("inline", CutMark::Inline), ("line", CutMark::Line), ("none", CutMark::None)];
            let mark = fields.choice("mark", &marks);
            stretch(fields).map(|stretch| Cut { stretch, mark })
        };
        return desk.fields(node, "omit", table).flatten();
    }
    let from = quotation(node, desk)?;
    Some(Cut { stretch: Stretch { from, end: StretchEnd::Itself }, mark: None })
}

fn correction(fields: &mut Fields<'_>) -> Option<Correction> {
    let (at, to) = (fields.read("at", quotation), fields.text("to"));
    let kinds = [
        ("silent", CorrectionKind::Silent),
        ("bracket", CorrectionKind::Bracket),
        ("sic", CorrectionKind::Sic),
        ("note", CorrectionKind::Note),
    ];
    let given = fields.table.get("as").is_some();
    let kind = fields.choice("as", &kinds);
    let at = fields.required("at", at, "the words of the source");
    let to = fields.required("to", to, "the words to print");
    // Never silently unless it is said.
    let kind = if given { kind? } else { CorrectionKind::Bracket };
    Some(Correction { at: at?, to: to?, kind })
}

fn editor_note(fields: &mut Fields<'_>) -> Option<EditorNote> {
    let (at, words, by) = (fields.read("at", quotation), fields.text("text"), fields.text("by"));
    let at = fields.required("at", at, "the words of the source that the note is called at");
    let words = fields.required("text", words, "the note, in Markdown");
    Some(EditorNote { at: at?, text: words?, by })
}

fn recovery(fields: &mut Fields<'_>) -> Option<Recovery> {
    let kinds = [
        ("verse", RecoveryKind::Verse),
        ("extract", RecoveryKind::Extract),
        ("letter", RecoveryKind::Letter),
        ("heading", RecoveryKind::Heading),
        ("listing", RecoveryKind::Listing),
        ("dialogue", RecoveryKind::Dialogue),
        ("credits", RecoveryKind::Credits),
        ("section-break", RecoveryKind::SectionBreak),
        ("drop", RecoveryKind::Drop),
        ("text", RecoveryKind::Text),
    ];
    let given = fields.table.get("as").is_some();
    let kind = fields.choice("as", &kinds);
    let level = fields.spanned_count("level");
    if !given {
        fields.required("as", None::<()>, "what the paragraphs are: verse, extract, letter, heading …");
    }
    let level = level.and_then(|level| {
        let known = u8::try_from(level.value).ok().filter(|level| (1..=6).contains(level));
        if known.is_none() {
            let fault = Diagnostic::error("bad-value", format!("no heading has the level {}", level.value));
            fields
                .desk
                .note(fault.at(level.span, "from 1 to 6").hint("1 is the highest, that of a text's own sections"));
        }
        known
    });
    let stretch = stretch(fields);
    Some(Recovery { stretch: stretch?, kind: kind?, level })
}

fn thread(fields: &mut Fields<'_>) -> Thread {
    Thread {
        heading: fields.text("heading"),
        set_as: fields.word("set-as", &["dialogue"]),
        number: fields.flag("number").unwrap_or(false),
        keep: fields.read("keep", keep),
        unnamed: fields.text("unnamed"),
    }
}

/// `1-13, 15`.
fn keep(node: &Node, desk: &Desk<'_>) -> Option<Spanned<String>> {
    let written = text(node, desk)?;
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
    let good = written.value.split(',').all(|range| match range.split_once(['-', '–']) {
        None => number(range).is_some(),
        Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
    });
    if good {
        return Some(written);
    }
    let fault = Diagnostic::error("bad-value", format!("`{}` does not number comments", written.value));
    desk.note(fault.at(written.span, "numbers and ranges are wanted").hint("keep = \"1-13, 15\""));
    None
}

fn select(fields: &mut Fields<'_>) -> Select {
    Select {
        matching: fields.texts("match"),
        from: fields.read("from", date),
        until: fields.read("until", date),
        drop_slugs: fields.flag("drop-slugs").unwrap_or(false),
        order: fields.word("order", &["date", "source"]),
    }
}
