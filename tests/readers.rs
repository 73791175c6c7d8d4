//! Readers: each `tests/readers/NAME.{md,txt}` must be read as `NAME.dump` says, faults included.
//!
//! `SNAPSHOTS=overwrite cargo test --test readers` writes the dumps anew; read the difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anthology::diagnostic::{Diagnostics, Files, Severity};
use anthology::document::{Document, dump};
use anthology::metadata::Language;
use anthology::source::{self, Kind, Reading};
use proptest::prelude::*;

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    let mut inputs: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| Kind::of(path).is_some())
        .collect();
    inputs.sort();
    inputs
}

/// The text of a file named `smart…` is read as the editor's prose.
fn read(path: &Path) -> (String, Files, Document, Diagnostics) {
    let kind = Kind::of(path).unwrap();
    let decoded = source::decode(&std::fs::read(path).unwrap(), kind);
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut files = Files::default();
    let file = files.add(name, decoded.text.as_str());
    let mut diagnostics = Diagnostics::default();
    decoded.report(file, &mut diagnostics);
    let smart = name.starts_with("smart");
    let reading = if smart { Reading::editorial(&Language::english(), true) } else { Reading::SOURCE };
    let document = source::read(&decoded.text, file, kind, reading, &mut diagnostics);
    (decoded.text, files, document, diagnostics)
}

fn report(files: &Files, diagnostics: Diagnostics) -> String {
    let mut report = String::new();
    for fault in diagnostics {
        let severity = if fault.severity == Severity::Error { "error" } else { "warning" };
        write!(report, "{severity}[{}]: {}", fault.code, fault.message).unwrap();
        if let Some(label) = fault.primary {
            let (line, column) = files.line_column(label.span);
            write!(report, " at {line}:{column} `{}`", files.slice(label.span).replace('\n', "⏎")).unwrap();
        }
        report.push('\n');
        for hint in fault.hints {
            writeln!(report, "  hint: {hint}").unwrap();
        }
    }
    report
}

#[test]
fn every_source_is_read_as_its_dump_says() {
    for input in inputs() {
        let (_, files, document, diagnostics) = read(&input);
        let mut dumped = dump::document(&document);
        let report = report(&files, diagnostics);
        if !report.is_empty() {
            write!(dumped, "\n{report}").unwrap();
        }
        snapbox::assert_data_eq!(dumped, snapbox::Data::read_from(&input.with_extension("dump"), None).raw());
    }
}

/// Every run whose length is its span's holds the source's bytes (a line's end may have become a space).
#[test]
fn origins_are_true() {
    for input in inputs() {
        let (text, files, document, _) = read(&input);
        if input.file_name().unwrap().to_str().unwrap().starts_with("smart") {
            continue;
        }
        let mut runs = Vec::new();
        document.blocks.iter().for_each(|block| collect(block, &mut runs));
        document.notes.iter().flat_map(|note| &note.body).for_each(|block| collect(block, &mut runs));
        for (words, span) in runs {
            let written = files.slice(span);
            assert!(text.is_char_boundary(span.start as usize), "{words}");
            if written.len() == words.len() {
                assert_eq!(written.replace(['\n', '\t'], " "), words.replace(['\n', '\t'], " "), "{}", input.display());
            }
        }
    }
}

fn collect(
    block: &anthology::document::Located<anthology::document::Block>,
    runs: &mut Vec<(String, anthology::diagnostic::Span)>,
) {
    use anthology::document::Block;
    match &block.node {
        Block::Paragraph(content) | Block::Heading { content, .. } => collect_inlines(content, runs),
        Block::Quotation(inner) | Block::Letter(inner) => inner.iter().for_each(|block| collect(block, runs)),
        Block::Verse(verse) => verse.stanzas.iter().flatten().for_each(|line| collect_inlines(&line.content, runs)),
        Block::List(list) => list.items.iter().flatten().for_each(|block| collect(block, runs)),
        Block::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| collect_inlines(cell, runs));
        }
        Block::Figure(figure) => collect_inlines(&figure.caption, runs),
        Block::Listing { text, .. } => collect_run(text, runs),
        Block::Entries(entries) => {
            entries.items.iter().flat_map(|entry| &entry.body).for_each(|block| collect(block, runs));
        }
        Block::Lead(leads) => leads.iter().for_each(|lead| collect_inlines(&lead.words, runs)),
        Block::SectionBreak | Block::Omission => {}
    }
}

fn collect_inlines(inlines: &[anthology::document::Inline], runs: &mut Vec<(String, anthology::diagnostic::Span)>) {
    use anthology::document::Inline;
    for inline in inlines {
        match inline {
            Inline::Text(run) => collect_run(run, runs),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                collect_inlines(content, runs);
            }
            _ => {}
        }
    }
}

fn collect_run(run: &anthology::document::Run, runs: &mut Vec<(String, anthology::diagnostic::Span)>) {
    use anthology::document::Origin;
    match run.origin {
        Origin::Source(span) | Origin::Editor(span) => runs.push((run.text.clone(), span)),
        Origin::Program => panic!("a reader has no words of its own: {}", run.text),
    }
}

/// Every word of a document, in order.
fn words(document: &Document) -> Vec<String> {
    let mut text = String::new();
    for block in document.blocks.iter().chain(document.notes.iter().flat_map(|note| &note.body)) {
        let dumped = dump::blocks(std::slice::from_ref(block));
        // The first line of a block is its kind.
        text.push_str(
            &dumped.lines().filter(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n").replace("⟨br⟩", ""),
        );
        text.push('\n');
    }
    text.split_whitespace().map(str::to_owned).collect()
}

fn plain(text: &str) -> Document {
    let file = Files::default().add("a.txt", text);
    let reading = Reading::SOURCE;
    source::read(text, file, Kind::Plain, reading, &mut Diagnostics::default())
}

fn markdown(text: &str, smart: bool) -> Document {
    let file = Files::default().add("a.md", text);
    let reading = if smart { Reading::editorial(&Language::english(), true) } else { Reading::SOURCE };
    source::read(text, file, Kind::Markdown, reading, &mut Diagnostics::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Plain text keeps every word, in order.
    #[test]
    fn plain_text_loses_no_word(lines in prop::collection::vec("([\\PCа-я“”\u{a0}]{0,12} ){0,9}|\\* \\* \\*|---", 0..30)) {
        let text = lines.join("\n");
        let is_sign = |word: &&str| !word.chars().any(char::is_alphanumeric);
        let expected: Vec<String> = text.split_whitespace().filter(|w| !is_sign(w)).map(str::to_owned).collect();
        let found: Vec<String> = words(&plain(&text)).into_iter().filter(|w| !is_sign(&w.as_str())).collect();
        prop_assert_eq!(found, expected);
    }

    /// No Markdown, however broken, stops the reader; and the words of a text outside tags and addresses survive.
    #[test]
    fn broken_markdown_is_read(parts in prop::collection::vec(prop::sample::select(SYNTAX), 0..60), smart: bool) {
        let text: String = parts.concat();
        let document = markdown(&text, smart);
        let found = words(&document).join(" ");
        let count = |text: &str| text.matches("wörd").count();
        // In a link's address, a title, a definition or an attribute a word is no word of the text.
        let plain = !text.contains(['(', '<', '{', '!', '@', '+', ':', '=']) && !text.contains("---");
        if plain {
            prop_assert_eq!(count(&found), count(&text), "{:?} became {:?}", text, found);
        }
    }

    /// Any characters at all.
    #[test]
    fn any_text_is_read(text in "\\PC*", smart: bool) {
        let _ = markdown(&text, smart);
        let _ = plain(&text);
    }
}

const SYNTAX: &[&str] = &[
    "wörd",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~~",
    "> ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "|",
    "|-|-|\n",
    "[",
    "]",
    "(",
    ")",
    "!",
    "[^n]",
    "[^n]: ",
    "[@key, p. 3]",
    "<!--ix wörd-->",
    "<!-- wörd -->",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<q>",
    "<script>",
    "</script>",
    "<div>\n",
    "</div>",
    "<span lang=ru>",
    "</span>",
    "<br>",
    "> [!verse]\n",
    "> [!letter]\n",
    "---\n",
    "+++\n",
    "\"",
    "'",
    "--",
    "...",
    "\\",
    "\t",
    "&amp;",
    "{#id}",
    "http://x.y/",
    "\r\n",
    "\u{1}",
    "\u{0}",
    "=",
];

/// Nesting, however deep, is bounded before it can hurt.
#[test]
fn deep_nesting_is_flattened() {
    for text in
        ["> ".repeat(5000) + "wörd", "- ".repeat(5000) + "wörd", "[".repeat(5000) + "wörd", "*a ".repeat(9000) + "wörd"]
    {
        assert!(words(&markdown(&text, true)).iter().any(|w| w.contains("wörd")));
    }
    let text = "<b>".repeat(20_000) + "wörd";
    assert_eq!(words(&markdown(&text, true)).last().map(|w| w.contains("wörd")), Some(true));
}

/// Markdown inside a TOML string: faults and words point into the file, escapes or not.
#[test]
fn embedded_markdown_points_into_its_file() {
    let whole = "headnote = \"\"\"\nA \\\"quoted\\\" word, \\\n   and [^lost] more.\n\"\"\"\n";
    let start = whole.find("\"\"\"").unwrap();
    let value = "A \"quoted\" word, and [^lost] more.\n";
    let mut files = Files::default();
    let file = files.add("anthology.toml", whole);
    let span = anthology::diagnostic::Span::new(file, start..whole.len() - 1);
    let mut diagnostics = Diagnostics::default();
    let reading = Reading::editorial(&Language::english(), true);
    let document = source::read_embedded(value, whole, span, reading, &mut diagnostics);
    assert_eq!(dump::document(&document), "1 paragraph\n    A “quoted” word, and [^lost] more.\n");
    let fault = &diagnostics.as_slice()[0];
    assert_eq!((fault.code, files.slice(fault.primary.as_ref().unwrap().span)), ("undefined-note", "[^lost]"));
}

/// The words of the seeds, where they are at hand (they are no part of the project).
#[test]
fn captured_pages_keep_their_words() {
    let Ok(folder) = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds")) else { return };
    for path in folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let expected: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words(&plain(&text)), expected, "{}", path.display());
    }
}
