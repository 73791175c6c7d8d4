//! The table of rights that `check` prints, and what `build --release` says of territories.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use anthology::compile::Project;
use anthology::manifest::{Manifest, RightsStatus};
use anthology::rights::{self, DocumentUse, Piece, Usage, Verdict};

use super::list::{columns, fitted};
use super::{complain, grouped};

/// A line of the table.
struct Row {
    name: String,
    status: &'static str,
    holder: String,
    grant: String,
    words: String,
    share: String,
    missing: String,
}

/// The table. Pieces of which nothing is known but their status are counted in one line for each status.
pub fn table(project: &Project, usage: &Usage, verdicts: &[Verdict]) -> String {
    let manifest = &project.manifest;
    let mut rows = Vec::new();
    let mut alike: BTreeMap<(bool, &'static str, bool), usize> = BTreeMap::new();
    for verdict in verdicts {
        if let Some(row) = row(manifest, usage, verdict) {
            rows.push(row);
        } else {
            let status = rights::of(manifest, &verdict.piece).map(|rights| rights.status).unwrap_or_default();
            let picture = matches!(verdict.piece, Piece::Image(_));
            *alike.entry((verdict.cleared(), rights::status_word(status), picture)).or_default() += 1;
        }
    }
    let line = |(cleared, status, picture): (bool, &str, bool), n: usize| {
        let (what, s) = (if picture { "picture" } else { "document" }, if n == 1 { "" } else { "s" });
        format!("{} {what}{s} {}cleared (status {status})", grouped(n), if cleared { "" } else { "not " })
    };
    let mut text = String::new();
    if rows.is_empty() {
        let lines: Vec<String> = alike.into_iter().map(|(key, n)| line(key, n)).collect();
        if !lines.is_empty() {
            let _ = writeln!(text, "rights: {}", lines.join(", "));
        }
        return text;
    }
    let cleared = verdicts.iter().filter(|verdict| verdict.cleared()).count();
    let _ = writeln!(text, "rights: {} of {} cleared", grouped(cleared), grouped(verdicts.len()));
    text += &drawn(&rows);
    for (key, n) in alike {
        let _ = writeln!(text, "  {}", line(key, n));
    }
    text
}

/// A row, unless the piece says nothing but its status and is judged by that alone.
fn row(manifest: &Manifest, usage: &Usage, verdict: &Verdict) -> Option<Row> {
    let rights = rights::of(manifest, &verdict.piece)?;
    let document = match &verdict.piece {
        Piece::Document(id) => usage.documents.iter().find(|document| document.id == *id),
        Piece::Image(_) => None,
    };
    let bare = match rights.status {
        RightsStatus::Own | RightsStatus::PublicDomain => verdict.cleared(),
        RightsStatus::Unknown => rights.holder.is_none() && rights.grant.is_none() && rights.contact.is_none(),
        _ => false,
    };
    if bare {
        return None;
    }
    let mut missing: Vec<String> = verdict.grounds.iter().map(|ground| ground.short.clone()).collect();
    missing.extend(rights::limited_to(rights).map(|territory| format!("only {territory}")));
    Some(Row {
        name: match &verdict.piece {
            Piece::Document(id) => id.to_string(),
            Piece::Image(file) => file.clone(),
        },
        status: rights::status_word(rights.status),
        holder: rights.holder.as_ref().map(|holder| holder.value.clone()).unwrap_or_default(),
        grant: rights.grant.as_ref().map(|grant| grant.value.to_string()).unwrap_or_default(),
        words: document.map(|document| grouped(document.words)).unwrap_or_default(),
        share: document.map(|document| format!("{} %", document.share)).unwrap_or_default(),
        missing: missing.join("; "),
    })
}

/// Rows under their heads, each column as wide as it must be; one in which nothing stands is left out.
fn drawn(rows: &[Row]) -> String {
    let head = ["document", "status", "holder", "grant", "words", "share", "missing"].map(str::to_owned);
    let most = [28, 13, 28, 16, 9, 5, usize::MAX];
    let lines: Vec<[String; 7]> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let widths: Vec<usize> = (0..7)
        .map(|at| {
            let used = lines.iter().skip(1).any(|cells| !cells[at].is_empty());
            let widest = lines.iter().map(|cells| columns(&cells[at])).max().unwrap_or(0);
            if used { widest.min(most[at]) } else { 0 }
        })
        .collect();
    let mut text = String::new();
    for cells in &lines {
        let mut line = String::new();
        for (at, (cell, width)) in cells.iter().zip(&widths).enumerate().filter(|(_, (_, width))| **width > 0) {
            // Numbers stand to the right.
            let right = matches!(at, 4 | 5).then(|| " ".repeat(width.saturating_sub(columns(cell))) + cell);
            let _ = write!(line, "  {}", right.unwrap_or_else(|| fitted(cell, *width)));
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

impl Row {
    fn cells(&self) -> [String; 7] {
        let Self { name, status, holder, grant, words, share, missing } = self;
        [name, *status, holder, grant, words, share, missing].map(str::to_owned)
    }
}

/// A JSON object a line for each piece.
pub fn json(project: &Project, usage: &Usage, verdicts: &[Verdict]) -> io::Result<String> {
    let mut lines = String::new();
    for verdict in verdicts {
        let Some(rights) = rights::of(&project.manifest, &verdict.piece) else { continue };
        let (document, image) = match &verdict.piece {
            Piece::Document(id) => (Some(id.as_str()), None),
            Piece::Image(file) => (None, Some(file.as_str())),
        };
        let counted: Option<&DocumentUse> =
            document.and_then(|id| usage.documents.iter().find(|document| document.id.as_str() == id));
        let missing = verdict.grounds.iter().map(|ground| {
            serde_json::json!({ "code": ground.fault.code, "short": ground.short, "message": ground.fault.message })
        });
        let missing: Vec<serde_json::Value> = missing.collect();
        let line = serde_json::json!({
            "reason": "rights",
            "document": document,
            "image": image,
            "status": rights::status_word(rights.status),
            "holder": rights.holder.as_ref().map(|holder| &holder.value),
            "grant": rights.grant.as_ref().map(|grant| grant.value.as_str()),
            "territory": rights.territory.as_ref().map(|territory| &territory.value),
            "words": counted.map(|document| document.words),
            "source_words": counted.map(|document| document.source_words),
            "share": counted.map(|document| document.share),
            "cleared": verdict.cleared(),
            "missing": missing,
        });
        lines += &serde_json::to_string(&line)?;
        lines.push('\n');
    }
    Ok(lines)
}

/// Says for a release which pieces may be sold in some places only: that the program cannot watch over.
pub fn tell_territories(project: &Project, verdicts: &[Verdict]) {
    let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for verdict in verdicts {
        let limited = rights::of(&project.manifest, &verdict.piece).and_then(rights::limited_to);
        if let Some(territory) = limited {
            told.entry(territory).or_default().push(match &verdict.piece {
                Piece::Document(id) => id.to_string(),
                Piece::Image(file) => file.clone(),
            });
        }
    }
    for (territory, pieces) in told {
        complain(&format!("only for {territory}: {}", pieces.join(", ")));
    }
}
