//! Draws diagnostics for people (as rustc and cargo do) or as JSON lines for programs.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use anthology::diagnostic::{Diagnostic, Files, Label, Severity};
use serde::Serialize;

/// How wide a drawn report may be where the terminal does not say.
const WIDTH: usize = 120;

/// Draws one diagnostic: title, code, the lines it speaks of, what to do.
pub fn draw(diagnostic: &Diagnostic, files: &Files, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(primary) = &diagnostic.primary {
        group = group.element(excerpt(primary, files, AnnotationKind::Primary));
    }
    for label in &diagnostic.related {
        group = group.element(excerpt(label, files, AnnotationKind::Context));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(printable(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// The lines `label` lies on, and no others: texts may be megabytes long.
fn excerpt<'a>(
    label: &Label,
    files: &'a Files,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = files.get(label.span.file);
    let text: &'a str = &file.text;
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = floor(label.span.range().start);
    // A span over many lines is shown by its first: the rest would drown the message.
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = floor(label.span.range().end.max(start)).min(line_end).max(start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let (line, _) = files.line_column(label.span);
    Snippet::source(&text[from..line_end])
        .line_start(line)
        .path(file.path.display().to_string())
        .annotation(kind.span(start - from..end - from).label(printable(&label.text)))
}

/// `text` without control characters, which a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// One line of JSON: a diagnostic with its places resolved to lines and columns.
pub fn json(diagnostic: &Diagnostic, files: &Files) -> String {
    let place = |label: &Label| {
        let (line, column) = files.line_column(label.span);
        Place {
            file: files.path(label.span.file).display().to_string(),
            line,
            column,
            start: label.span.start,
            end: label.span.end,
            text: label.text.clone(),
        }
    };
    let message = Message {
        reason: "diagnostic",
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        text: &diagnostic.message,
        primary: diagnostic.primary.as_ref().map(place),
        related: diagnostic.related.iter().map(place).collect(),
        hints: &diagnostic.hints,
    };
    serde_json::to_string(&message).unwrap_or_default()
}

/// What `--message-format json` prints for a diagnostic.
#[derive(Serialize)]
struct Message<'a> {
    reason: &'static str,
    severity: &'static str,
    code: &'a str,
    #[serde(rename = "message")]
    text: &'a str,
    primary: Option<Place>,
    related: Vec<Place>,
    hints: &'a [String],
}

/// A place: file, 1-based line and column (in characters), byte offsets.
#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    start: u32,
    end: u32,
    text: String,
}
