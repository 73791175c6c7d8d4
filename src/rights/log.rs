//! The log of permissions: a row for each piece, for a spreadsheet (CSV, RFC 4180).

use super::{Piece, Usage, Verdict, of, status_word};
use crate::manifest::{Manifest, Rights, Spanned};

/// What the columns are called.
const COLUMNS: [&str; 21] = [
    "id",
    "title",
    "author",
    "holder",
    "contact",
    "status",
    "asked",
    "granted",
    "expires",
    "editions",
    "print run",
    "territory",
    "fee",
    "words used",
    "share",
    "first words",
    "last words",
    "credit",
    "evidence",
    "grant",
    "missing",
];

/// The log as CSV, in UTF-8 with a header; lines end as the standard has it.
#[must_use]
pub fn log(manifest: &Manifest, usage: &Usage, verdicts: &[Verdict]) -> String {
    let mut table = row(COLUMNS.iter().map(|name| (*name).to_owned()));
    for verdict in verdicts {
        if let Some(rights) = of(manifest, &verdict.piece) {
            table += &row(cells(usage, verdict, rights));
        }
    }
    table
}

fn cells(usage: &Usage, verdict: &Verdict, rights: &Rights) -> [String; 21] {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.value.clone()).unwrap_or_default();
    let shown = |value: Option<String>| value.unwrap_or_default();
    let document = match &verdict.piece {
        Piece::Document(id) => usage.documents.iter().find(|document| document.id == *id),
        Piece::Image(_) => None,
    };
    let (id, title) = match &verdict.piece {
        Piece::Document(id) => (id.to_string(), document.map(|document| document.title.clone())),
        Piece::Image(file) => (file.clone(), usage.images.get(file).and_then(|image| image.title.clone())),
    };
    let editions: Vec<&str> = rights.editions.iter().map(|edition| edition.value.as_str()).collect();
    let missing: Vec<&str> = verdict.grounds.iter().map(|ground| ground.short.as_str()).collect();
    [
        id,
        shown(title),
        shown(document.map(|document| document.byline.clone())),
        text(&rights.holder),
        text(&rights.contact),
        status_word(rights.status).to_owned(),
        shown(rights.asked.as_ref().map(|date| date.value.to_string())),
        shown(rights.granted.as_ref().map(|date| date.value.to_string())),
        shown(rights.expires.as_ref().map(|date| date.value.to_string())),
        editions.join("; "),
        shown(rights.print_run.as_ref().map(|run| run.value.to_string())),
        text(&rights.territory),
        text(&rights.fee),
        shown(document.map(|document| document.words.to_string())),
        shown(document.map(|document| format!("{} %", document.share))),
        shown(document.map(|document| document.first_words.clone())),
        shown(document.map(|document| document.last_words.clone())),
        text(&rights.credit),
        text(&rights.evidence),
        shown(rights.grant.as_ref().map(|grant| grant.value.to_string())),
        missing.join("; "),
    ]
}

fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    cells.join(",") + "\r\n"
}

/// A cell in quotes where it needs them. The words of a captured page must not become a formula: spreadsheets
/// take what begins with `=`, `+`, `-` or `@` for one.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("two\nlines"), "\"two\nlines\"");
    }
}
