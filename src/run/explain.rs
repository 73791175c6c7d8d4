//! `anthology explain`: what a fault means, and what to do about it.
//!
//! There is one source of truth: the tables of the manual's chapter on faults, which `tests/manual.rs` holds against
//! the codes in the program. The examples are drawn messages out of `tests/transcripts`; the same test sees to it
//! that the program still says so.

use std::fmt::Write;
use std::io;
use std::process::ExitCode;

use anthology::diagnostic::nearest;

use super::{USAGE, complain, say};

/// The manual's chapter: sections with tables of names and what they mean.
const CHAPTER: &str = include_str!("../../sources/faults.md");
/// Drawn messages, each with its code in its first line, a line of `%%` after each.
const EXAMPLES: &str = include_str!("explain/examples.txt");
/// How wide a paragraph is printed.
const WIDTH: usize = 80;

/// A row of the chapter.
#[derive(Debug, PartialEq, Eq)]
struct Row<'c> {
    /// The heading of its section.
    section: &'c str,
    /// The code it explains.
    code: &'c str,
    /// What it says of it, in Markdown.
    text: &'c str,
}

/// Explains the fault `code`; without one, lists all there are.
pub fn explain(code: Option<&str>) -> io::Result<ExitCode> {
    let rows = rows();
    let Some(code) = code else { return say(listed(&rows).as_bytes()) };
    // As it is drawn: `error[no-title]`.
    let code = code.trim().trim_start_matches("error").trim_start_matches("warning");
    let code = code.trim_matches(['[', ']', ':', '`']);
    let Some(found) = rows.iter().find(|row| row.code == code) else {
        complain(&format!("error: there is no fault `{code}`"));
        let near = near(code, rows.iter().map(|row| row.code));
        match near.as_slice() {
            [] => complain("  try: anthology explain"),
            near => complain(&format!("  did you mean {}?", near.join(" or "))),
        }
        return Ok(ExitCode::from(USAGE));
    };
    say(explained(found).as_bytes())
}

/// The rows of the chapter's tables.
fn rows() -> Vec<Row<'static>> {
    let mut rows = Vec::new();
    let mut section = "";
    for line in CHAPTER.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        let Some((code, text)) = line.strip_prefix("| `").and_then(|row| row.split_once("` | ")) else { continue };
        rows.push(Row { section, code, text: text.trim_end_matches(['|', ' ']) });
    }
    rows
}

/// The codes that are spelt much as `code`, or have it, or a word of it, in them: three at most.
fn near<'c>(code: &str, all: impl Iterator<Item = &'c str> + Clone) -> Vec<String> {
    let mut near: Vec<&str> = nearest(code, all.clone()).into_iter().collect();
    let shares = |other: &&str| code.split('-').any(|word| word.len() > 2 && other.split('-').any(|w| w == word));
    for other in all.filter(|other| (code.len() > 2 && other.contains(code)) || shares(other)) {
        if !near.contains(&other) {
            near.push(other);
        }
    }
    near.iter().take(3).map(|code| format!("`{code}`")).collect()
}

/// Every code with the first sentence of what is said of it.
fn listed(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.code.len()).max().unwrap_or(0);
    let mut list = String::new();
    let mut section = "";
    for row in rows {
        if row.section != section {
            section = row.section;
            let _ = writeln!(list, "{}{section}", if list.is_empty() { "" } else { "\n" });
        }
        let text = plain(row.text);
        let short = text.split_once(". ").map_or(text.trim_end_matches('.'), |(first, _)| first);
        let _ = writeln!(list, "  {:<width$}  {}", row.code, first_columns(short, 100));
    }
    list
}

fn first_columns(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// What is said of one fault, with an example.
fn explained(row: &Row) -> String {
    let code = row.code;
    let mut page = format!("{code}: {}\n\n{}\n", row.section.to_lowercase(), filled(&plain(row.text)));
    if let Some(example) = example(code) {
        page += "For example:\n\n";
        for line in example.lines() {
            let _ = writeln!(page, "{}", format!("  {line}").trim_end());
        }
    }
    page
}

/// A drawn message with this code.
fn example(code: &str) -> Option<&'static str> {
    EXAMPLES.split("\n%%\n").find(|example| {
        let severity = ["error[", "warning["].iter().find_map(|severity| example.strip_prefix(severity));
        severity.and_then(|rest| rest.split_once(']')).is_some_and(|(drawn, _)| drawn == code)
    })
}

/// Markdown as words: links are what they say, emphasis goes, code keeps its marks.
fn plain(markdown: &str) -> String {
    let mut words = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find(['*', '[', '`']) {
        let (before, from) = rest.split_at(at);
        words += before;
        let link = from.split_once("](").filter(|(text, _)| from.starts_with('[') && !text.contains('`'));
        rest = if let Some((text, after)) = link {
            words += &text[1..];
            after.split_once(')').map_or("", |(_, after)| after)
        } else if let Some((code, after)) = from.strip_prefix('`').and_then(|code| code.split_once('`')) {
            let _ = write!(words, "`{code}`");
            after
        } else {
            words += if from.starts_with('*') { "" } else { &from[..1] };
            &from[1..]
        };
    }
    words += rest;
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A paragraph in lines.
fn filled(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let long = word.chars().count();
        if column > 0 && column + 1 + long > WIDTH {
            lines.push('\n');
            column = 0;
        }
        if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines += word;
        column += long;
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_chapter_is_found() {
        let rows = rows();
        let written = CHAPTER.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows.len(), written);
        assert!(rows.iter().all(|row| !row.section.is_empty() && !row.text.is_empty()));
        let codes = |code| rows.iter().any(|row| row.code == code);
        assert!(codes("syntax") && codes("page-too-small") && codes("undefined-note"));
    }

    #[test]
    fn markdown_is_told_as_words() {
        let told = plain("A *see* to `[^1]`: [the index](doc:terms-file), `&lt;!--`. [sic]");
        assert_eq!(told, "A see to `[^1]`: the index, `<!--`. [sic]");
    }

    #[test]
    fn codes_near_by_are_proposed() {
        let all = ["missing-key", "missing-file", "unknown-key", "no-title"];
        assert_eq!(near("mising-key", all.into_iter()), ["`missing-key`", "`unknown-key`"]);
        assert_eq!(near("title", all.into_iter()), ["`no-title`"]);
        assert!(near("zzzz", all.into_iter()).is_empty());
    }

    #[test]
    fn examples_are_found_by_their_codes() {
        let rows = rows();
        let row = rows.iter().find(|row| row.code == "unknown-key").unwrap();
        let page = explained(row);
        assert!(page.contains("\n  error[unknown-key]: "), "{page}");
        assert!(EXAMPLES.split("\n%%\n").count() > 100);
    }
}
