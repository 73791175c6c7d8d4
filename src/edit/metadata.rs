//! What is known about the book: the imprint's side of the manifest, made complete.

use time::OffsetDateTime;
use uuid::Uuid;

use super::desk::{Desk, contributor};
use super::images::image_key;
use crate::book::{BookMetadata, Cover, Series};
use crate::diagnostic::Diagnostic;
use crate::document::{Inlines, plain_text};
use crate::manifest::Manifest;
use crate::metadata::{Contributor, Date, Moment, Role};

/// When nobody says when a book was made last: a date that stays the same in every build.
const NO_DATE: &str = "2000-01-01T00:00:00Z";

/// The metadata of the desk's edition, but for the citations of its sources.
pub(super) fn metadata(desk: &mut Desk<'_>) -> BookMetadata {
    let book = &desk.manifest.book;
    let title = desk.line(&book.title);
    let editors: Vec<_> = book.editors.iter().map(|editor| contributor(editor, Role::editor())).collect();
    let other = Role::parse("contributor").unwrap_or_else(Role::editor);
    let contributors = book.contributors.iter().map(|person| contributor(person, other.clone())).collect();
    let identifier = book.identifier.as_ref().map(|id| id.value.clone());
    let series = book.series.as_ref().map(|series| Series {
        title: plain_text(&desk.line(&series.title)),
        number: series.number.clone(),
        issn: series.issn.as_ref().map(|issn| issn.value.clone()),
    });
    BookMetadata {
        identifier: identifier.unwrap_or_else(|| default_identifier(&title, &editors)),
        subtitle: desk.optional_line(book.subtitle.as_ref()),
        language: book.language.value.clone(),
        contributors,
        isbn: desk.spec.isbn.as_ref().map(|isbn| isbn.value.clone()),
        publisher: book.publisher.clone(),
        date: book.date.as_ref().map(|date| date.value.clone()),
        modified: modified(desk),
        description: book.description.as_ref().map(|text| text.value.clone()),
        subjects: book.subjects.iter().map(|subject| subject.value.clone()).collect(),
        series,
        copyright: book.copyright.as_ref().map(|line| line.value.clone()),
        cover: cover(desk, &title),
        sources: Vec::new(),
        title,
        editors,
    }
}

/// A UUID (version 5, RFC 9562) of title and editors: the same in every build, another for another book.
fn default_identifier(title: &Inlines, editors: &[Contributor]) -> String {
    let mut name = plain_text(title);
    for editor in editors {
        name.push('\n');
        name.push_str(&editor.name);
    }
    format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()))
}

/// The day the book is dated by: the manifest's, else that of `SOURCE_DATE_EPOCH` (`epoch`, in seconds).
#[must_use]
pub fn book_date(manifest: &Manifest, epoch: Option<i64>) -> Option<Date> {
    let given = manifest.book.date.as_ref().map(|date| date.value.clone());
    given.or_else(|| {
        let day = OffsetDateTime::from_unix_timestamp(epoch?).ok()?.date();
        let (year, month, day) = day.to_calendar_date();
        let moment = Moment {
            year,
            season: None,
            month: Some(u8::from(month)),
            day: Some(day),
            uncertain: false,
            approximate: false,
        };
        Some(Date::of(moment))
    })
}

/// The manifest's date, else `SOURCE_DATE_EPOCH`, else a fixed date.
fn modified(desk: &Desk<'_>) -> String {
    let start = desk.manifest.book.date.as_ref().and_then(|date| date.value.start.as_ref());
    if let Some(start) = start.filter(|start| (0..=9999).contains(&start.year)) {
        let (month, day) = (start.month.unwrap_or(1), start.day.unwrap_or(1));
        return format!("{:04}-{month:02}-{day:02}T00:00:00Z", start.year);
    }
    let epoch = desk.sources.epoch.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    match epoch.filter(|moment| (0..=9999).contains(&moment.year())) {
        None => NO_DATE.to_owned(),
        Some(moment) => {
            let (hour, minute, second) = moment.to_hms();
            let (year, month, day) = (moment.year(), u8::from(moment.month()), moment.day());
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
        }
    }
}

fn cover(desk: &mut Desk<'_>, title: &Inlines) -> Option<Cover> {
    let cover = desk.manifest.book.cover.as_ref()?;
    let key = image_key("", &cover.image.value).unwrap_or_else(|| cover.image.value.clone());
    let Some(image) = desk.sources.images.get(&key) else {
        let fault = desk.sources.no_image(desk.manifest, &key).at(cover.image.span, "the cover");
        desk.report(fault.hint("without a cover of your own a typographic one is drawn"));
        return None;
    };
    desk.images.insert(key.clone(), image.clone());
    if cover.alt.is_none() {
        desk.report(
            Diagnostic::warning("missing-alt", "the cover says nothing to those who do not see it")
                .at(cover.image.span, "")
                .hint("say what it shows: cover = { image = \"…\", alt = \"…\" }"),
        );
    }
    let alt = cover.alt.as_ref().map_or_else(|| plain_text(title), |alt| alt.value.clone());
    Some(Cover { image: key, alt })
}
