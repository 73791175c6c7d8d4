//! Documents of the book as citable items, and their source notes.

use std::str::FromStr;

use hayagriva::citationberg::taxonomy::Kind;

use super::item::{
    Dates, EMPHASIS, LOWERED, RAISED, SMALL_CAPS, STRONG, Work, name, typographic, with_subtitle, without_signs,
};
use super::render::Line;
use super::{Citations, Source};
use crate::book::Words;
use crate::diagnostic::Span;
use crate::document::{Inline, Inlines, Style};
use crate::manifest::{Credit, DocumentSpec, Spanned};
use crate::metadata::{Date, file_as};
use crate::source::{Reading, read_inline};

/// What a source note says besides the citation.
#[derive(Debug)]
pub(super) struct More {
    pub(super) span: Span,
    retrieved: Option<Date>,
    written: Option<Date>,
    written_place: Option<String>,
    archive: Option<String>,
}

/// The item of a document. Dates that CSL cannot say are kept in `dates`.
pub(super) fn source(spec: &DocumentSpec, dates: &mut Dates) -> Source {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|v| signs(&v.value, v.span)).unwrap_or_default();
    let mut work = Work::new(spec.id.value.as_str(), kind(spec));
    let title = spec.title.as_ref().map_or_else(|| spec.id.value.to_string(), |title| signs(&title.value, title.span));
    work.text("title", with_subtitle(&title, &text(&spec.subtitle)));
    work.text("title-short", text(&spec.short_title));
    if spec.subtitle.is_some() {
        work.text_if_none("title-short", title);
    }
    for credit in &spec.authors {
        work.names(variable(credit), [person(credit)]);
    }
    work.text("container-title", text(&spec.container));
    let page = work.kind() == Some("webpage") && spec.container.is_none();
    work.text(if page { "container-title" } else { "collection-title" }, text(&spec.series));
    work.text("publisher", text(&spec.publisher));
    work.text("publisher-place", text(&spec.publisher_place));
    work.text("volume", text(&spec.volume));
    work.text("issue", text(&spec.issue));
    work.text("page", text(&spec.pages));
    work.text("edition", text(&spec.edition));
    let url = |value: &Option<Spanned<String>>| value.as_ref().map(|url| without_signs(&url.value).into_owned());
    work.text("URL", url(&spec.url).unwrap_or_default());
    if let Some(date) = &spec.date {
        work.date("issued", &date.value, dates);
    }
    if let Some(date) = &spec.retrieved {
        work.date("accessed", &date.value, dates);
    }
    let more = More {
        span: spec.url.as_ref().map_or(spec.id.span, |url| url.span),
        retrieved: spec.retrieved.as_ref().map(|date| date.value.clone()),
        written: spec.written.as_ref().map(|date| date.value.clone()),
        written_place: spec.written_place.as_ref().map(|place| signs(&place.value, place.span)),
        archive: url(&spec.archive_url),
    };
    Source { item: work.item(), more }
}

fn person(credit: &Credit) -> hayagriva::citationberg::json::NameValue {
    let sorted = credit.file_as.clone().unwrap_or_else(|| file_as(&credit.name));
    name(&signs(&credit.name, credit.span), &signs(&sorted, credit.span))
}

/// The CSL variable of what somebody did.
fn variable(credit: &Credit) -> &'static str {
    match credit.role.as_ref().map(crate::metadata::Role::code) {
        Some("edt") => "editor",
        Some("trl") => "translator",
        Some("com") => "compiler",
        Some("cmp") => "composer",
        Some("drt") => "director",
        Some("ill") => "illustrator",
        Some("ivr") => "interviewer",
        Some("nrt") => "narrator",
        Some("pro") => "producer",
        Some("pbl" | "dst" | "ann" | "aui" | "aft" | "win" | "ctb" | "trc" | "pht") => "contributor",
        _ => "author",
    }
}

/// The CSL type: the manifest's, or what container and address suggest.
fn kind(spec: &DocumentSpec) -> &'static str {
    let known = |name: &str| Kind::from_str(name).ok().and_then(|_| KINDS.iter().find(|kind| **kind == name).copied());
    if let Some(kind) = &spec.kind {
        let typed = kind.value.trim().to_lowercase();
        return known(&typed).or_else(|| known(&typed.replace('-', "_"))).unwrap_or("document");
    }
    match (&spec.url, &spec.container, &spec.publisher) {
        (None, Some(_), Some(_)) => "chapter",
        (None, Some(_), None) if spec.volume.is_some() || spec.issue.is_some() => "article-journal",
        (None, Some(_), None) => "article-magazine",
        (None, None, Some(_)) => "book",
        // Of a text taken from nowhere in particular Chicago makes no entry; of a page it does.
        (Some(_), ..) | (None, None, None) => "webpage",
    }
}

/// The types of CSL 1.0.2.
pub(super) const KINDS: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// The source note of a document: its citation, when it was retrieved and written, where a copy is kept.
pub(super) fn note(source: &Source, citations: &Citations<'_>, words: &Words) -> Inlines {
    let style = &citations.style;
    let mut line = Line::default();
    // What styles of the text put in parentheses says too little: there the note is the entry of the list.
    let entry =
        citations.in_text().then(|| super::bibliography::alone(citations, &source.item, source.more.span)).flatten();
    line.push(&entry.unwrap_or_else(|| super::alone(&source.item, style)), &citations.setting(&source.item));
    line.trim_end(style);
    retrieved(&mut line, source, citations, words);
    line.capital();
    line.stop(style);
    let more = &source.more;
    let parts: Vec<String> = [&more.written_place, &more.written.as_ref().map(|date| style.date(date))]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if !parts.is_empty() {
        line.push_editor(&format!(" {} {}", words.written, parts.join(", ")));
        line.stop(style);
    }
    if let Some(url) = &more.archive {
        line.push_program(&format!(" {} ", words.archived_at));
        line.push_link(url);
        line.push_program(".");
    }
    line.finish(style, more.span)
}

/// Says when the document was retrieved, where the style has not: before the address, or at the end.
fn retrieved(line: &mut Line, source: &Source, citations: &Citations<'_>, words: &Words) {
    let style = &citations.style;
    let Some(date) = source.more.retrieved.as_ref().map(|date| style.date(date)) else { return };
    // Where the style says it, a citation without the date is another.
    let mut without = source.item.clone();
    without.0.remove("accessed");
    let layout = style.notes_for(&source.item);
    if super::standalone(&without, layout, style) != super::standalone(&source.item, layout, style) {
        return;
    }
    let accessed = &words.accessed;
    match line.first_link() {
        Some(at) => line.insert(at, &format!("{accessed} {date}, ")),
        None => line.push_program(&format!(", {accessed} {date}")),
    }
}

/// Inline Markdown as plain text with signs; spaces at either end stay.
pub(super) fn signs(markdown: &str, span: Span) -> String {
    let clean = without_signs(markdown);
    if !clean.contains(['*', '_', '[', ']', '<', '\\', '&', '`', '^', '~']) {
        return typographic(&clean);
    }
    // What comes before the first word (", " of a suffix) is no Markdown and would be trimmed.
    let start = clean.find(|c: char| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ':')).unwrap_or(clean.len());
    let end = clean.trim_end().len().max(start);
    let mut out = clean[..start].to_owned();
    flatten(&read_inline(&clean[start..end], span, Reading::PLAIN), &mut out);
    out.push_str(&clean[end..]);
    typographic(&out)
}

fn flatten(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => out.push_str(&run.text),
            Inline::Styled(style, inside) => {
                let sign = match style {
                    Style::Emphasis => Some(EMPHASIS),
                    Style::Strong => Some(STRONG),
                    Style::SmallCaps => Some(SMALL_CAPS),
                    Style::Superscript => Some(RAISED),
                    Style::Subscript => Some(LOWERED),
                    Style::Code | Style::Struck => None,
                };
                out.extend(sign);
                flatten(inside, out);
                out.extend(sign);
            }
            Inline::Foreign(_, inside) | Inline::Link { content: inside, .. } => flatten(inside, out),
            Inline::LineBreak => out.push(' '),
            Inline::Cite(cite) => out.extend(["[", &cite.text, "]"]),
            Inline::Picture(_)
            | Inline::NoteCall(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
}
