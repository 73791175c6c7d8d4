//! Reads Hayagriva's YAML, through hayagriva itself.

use hayagriva::types::{EntryType, FormatString, Person, PersonRole};
use hayagriva::{Entry, io};

use super::item::{Dates, Work, person, typographic, without_signs};
use super::library::Library;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::metadata::{Date, Moment};

/// Reads the file `text` into `library`.
pub(super) fn read(text: &str, file: FileId, library: &mut Library, diagnostics: &mut Diagnostics) {
    match io::from_yaml_str(&without_signs(text)) {
        Ok(entries) => {
            for entry in entries.iter() {
                let item = work(entry, &mut library.dates).item();
                library.add(entry.key(), item, place(text, file, entry.key()), diagnostics);
            }
        }
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index()).min(text.len());
            let start = (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
            let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
            diagnostics.push(
                Diagnostic::error("bad-bibliography", format!("the Hayagriva YAML cannot be read: {error}"))
                    .at(Span::new(file, start..end), "here"),
            );
        }
    }
}

/// Where the entry `key` is written: the line that begins with it.
fn place(text: &str, file: FileId, key: &str) -> Span {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        if bare.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
        {
            let start = at + line.len() - bare.len();
            return Span::new(file, start..start + key.len());
        }
        at += line.len();
    }
    Span::new(file, 0..0)
}

fn title(text: &FormatString) -> String {
    typographic(text.to_string().trim())
}

/// The item of an entry: what it says, and what its parent (the book, the journal) says.
fn work(entry: &Entry, dates: &mut Dates) -> Work {
    let parent = entry.parents().first();
    let mut work = Work::new(entry.key(), kind(entry, parent));
    if let Some(text) = entry.title() {
        work.text("title", title(text));
        work.text("title-short", text.short.as_ref().map(|short| typographic(&short.to_string())).unwrap_or_default());
    }
    work.text("container-title", parent.and_then(Entry::title).map(title).unwrap_or_default());
    let series = parent.and_then(|p| p.parents().first()).and_then(Entry::title);
    work.text("collection-title", series.map(title).unwrap_or_default());
    people(entry, parent, &mut work);
    let either = |get: fn(&Entry) -> Option<String>| get(entry).or_else(|| parent.and_then(get)).unwrap_or_default();
    work.text("publisher", either(|e| e.publisher()?.name().map(title)));
    work.text("publisher-place", either(|e| e.publisher()?.location().or(e.location()).map(title)));
    work.text_if_none("publisher", either(|e| e.organization().map(title)));
    work.text("volume", either(|e| e.volume().map(ToString::to_string)));
    work.text("issue", either(|e| e.issue().map(ToString::to_string)));
    work.text("edition", either(|e| e.edition().map(ToString::to_string)));
    work.text("chapter-number", either(|e| e.chapter().map(ToString::to_string)));
    work.text("number-of-volumes", either(|e| e.volume_total().map(ToString::to_string)));
    work.text("page", either(|e| e.page_range().map(ToString::to_string)));
    work.text("genre", either(|e| e.genre().map(title)));
    work.text("note", entry.note().map(title).unwrap_or_default());
    work.text("archive", entry.archive().map(title).unwrap_or_default());
    work.text("archive_location", entry.archive_location().or(entry.call_number()).map(title).unwrap_or_default());
    work.text("DOI", either(|e| e.doi().map(str::to_owned)));
    work.text("ISBN", either(|e| e.isbn().map(str::to_owned)));
    if let Some(url) = entry.url_any() {
        work.text("URL", url.value.as_str());
        if let Some(date) = &url.visit_date {
            work.date("accessed", &moment(date), dates);
        }
    }
    if let Some(date) = entry.date_any() {
        work.date("issued", &moment(date), dates);
    }
    work
}

fn moment(date: &hayagriva::types::Date) -> Date {
    // Hayagriva counts months and days from 0.
    let start = Moment {
        year: date.year,
        season: None,
        month: date.month.map(|month| month + 1),
        day: date.day.map(|day| day + 1),
        uncertain: false,
        approximate: date.approximate,
    };
    Date::of(start)
}

fn people(entry: &Entry, parent: Option<&Entry>, work: &mut Work) {
    let named = |p: &Person| {
        let part = |text: Option<&String>| text.map(|t| typographic(t)).unwrap_or_default();
        person(&part(p.given_name.as_ref()), &part(p.prefix.as_ref()), &typographic(&p.name), &part(p.suffix.as_ref()))
    };
    work.names("author", entry.authors().unwrap_or_default().iter().map(named));
    let editors = entry.editors().or_else(|| parent.and_then(Entry::editors));
    work.names("editor", editors.unwrap_or_default().iter().map(named));
    work.names("container-author", parent.and_then(Entry::authors).unwrap_or_default().iter().map(named));
    for group in [Some(entry), parent].into_iter().flatten().filter_map(Entry::affiliated).flatten() {
        let variable = match group.role {
            PersonRole::Translator => "translator",
            PersonRole::Compiler => "compiler",
            PersonRole::Composer => "composer",
            PersonRole::Director => "director",
            PersonRole::Illustrator => "illustrator",
            PersonRole::Narrator => "narrator",
            PersonRole::Producer => "producer",
            PersonRole::ExecutiveProducer => "executive-producer",
            PersonRole::Writer => "script-writer",
            PersonRole::Organizer => "organizer",
            _ => "contributor",
        };
        work.names(variable, group.names.iter().map(named));
    }
}

fn kind(entry: &Entry, parent: Option<&Entry>) -> &'static str {
    match (entry.entry_type(), parent.map(Entry::entry_type)) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "article-newspaper",
        (EntryType::Article, Some(EntryType::Blog)) | (EntryType::Blog, _) => "post-weblog",
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => "paper-conference",
        (EntryType::Article | EntryType::Web, Some(EntryType::Web)) | (EntryType::Web, _) => "webpage",
        (EntryType::Article, _) => "article-journal",
        (EntryType::Chapter | EntryType::Anthos, _) => "chapter",
        (EntryType::Entry, _) => "entry-encyclopedia",
        (EntryType::Book | EntryType::Anthology | EntryType::Reference | EntryType::Proceedings, _) => "book",
        (EntryType::Periodical | EntryType::Newspaper, _) => "periodical",
        (EntryType::Report, _) => "report",
        (EntryType::Thesis, _) => "thesis",
        (EntryType::Patent, _) => "patent",
        (EntryType::Case, _) => "legal_case",
        (EntryType::Legislation, _) => "legislation",
        (EntryType::Manuscript, _) => "manuscript",
        (EntryType::Post | EntryType::Thread, _) => "post",
        (EntryType::Video, _) => "motion_picture",
        (EntryType::Audio, _) => "song",
        (EntryType::Artwork, _) => "graphic",
        (EntryType::Performance, _) => "performance",
        _ => "document",
    }
}
