//! Every TOML example of the manual is a manifest, or a terms file, that reads without a fault; and every fault that
//! the program tells has a row in the manual.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use anthology::diagnostic::{Diagnostics, Files};
use anthology::manifest;
use anthology::shelf::Shelf;

/// The texts of the book that the manual's examples are about.
const SOURCES: &[&str] =
    &["answer", "diary", "letter-1917", "letter-1918", "minutes", "minutes-february", "petition", "song"];

/// A shelf on which every file stands that an example may name.
struct Example {
    manifest: String,
    terms: String,
}

impl Shelf for Example {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = match path.to_string_lossy().as_ref() {
            "anthology.toml" => &self.manifest,
            "terms.toml" => &self.terms,
            _ if path.extension().is_some_and(|e| e == "toml") => return Err(io::ErrorKind::NotFound.into()),
            _ => "Some words.\n",
        };
        Ok(text.as_bytes().to_vec())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(SOURCES.iter().map(|id| folder.join(format!("{id}.md"))).collect())
    }

    fn has(&self, path: &Path) -> bool {
        // Companion files are not there; whatever else an example names is.
        let companion = path.starts_with("sources") && path.extension().is_some_and(|e| e == "toml");
        let other_ending = path.extension().is_some_and(|e| e == "txt" || e == "html" || e == "markdown");
        !companion && !other_ending
    }

    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

#[test]
fn the_manuals_examples_read_without_a_fault() {
    let mut examples = 0;
    let mut faults = Vec::new();
    for (place, example) in examples_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sources")) {
        examples += 1;
        let terms = example.starts_with("[terms]");
        let manifest = if terms {
            "[book]\ntitle = \"Voices\"\n[index]\nterms = [\"terms.toml\"]\n[[chapter]]\ndocuments = [\"minutes\"]\n"
                .to_owned()
        } else {
            example.clone()
        };
        let shelf = Example { manifest, terms: if terms { example } else { "[terms]\n".to_owned() } };
        let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
        let draft = manifest::read(&shelf, Path::new("anthology.toml"), &mut files, &mut diagnostics);
        let whole = draft.and_then(|draft| draft.complete(&BTreeMap::new(), &files, &mut diagnostics));
        // The folder holds the texts of all examples: each leaves some of them out.
        let told = |code: &str| code != "no-effect" && code != "unlisted-source";
        for diagnostic in diagnostics.as_slice().iter().filter(|d| told(d.code)) {
            faults.push(format!("{place}: {} [{}] {:?}", diagnostic.message, diagnostic.code, diagnostic.hints));
        }
        if whole.is_none() {
            faults.push(format!("{place}: no manifest came of it"));
        }
    }
    assert!(examples >= 12, "the manual has only {examples} examples");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The fenced TOML blocks of all Markdown files in `folder`, with file and line.
fn examples_of(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(path).unwrap();
        let mut example: Option<(usize, String)> = None;
        for (number, line) in text.lines().enumerate() {
            match &mut example {
                None if line == "```toml" => example = Some((number + 2, String::new())),
                Some((at, block)) if line == "```" => {
                    found
                        .push((format!("{}:{at}", path.file_name().unwrap().to_string_lossy()), std::mem::take(block)));
                    example = None;
                }
                Some((_, block)) => block.extend([line, "\n"]),
                None => {}
            }
        }
    }
    found
}

/// Codes by which nobody searches the manual.
const UNEXPLAINED: &[(&str, &str)] = &[("not-printed", "a caller's mistake: pages are asked for of an EPUB")];

#[test]
fn the_manual_explains_every_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = std::fs::read_to_string(root.join("sources/faults.md")).unwrap();
    let mut explained = BTreeSet::new();
    for row in manual.lines().filter_map(|line| line.strip_prefix("| `")) {
        let (code, _) = row.split_once("` | ").unwrap_or_else(|| panic!("more than a code, or none: {row}"));
        assert!(explained.insert(code), "`{code}` is explained twice");
    }
    let mut told = BTreeMap::new();
    codes_in(&root.join("src"), &mut told);
    codes_shown(&root.join("tests/transcripts"), &mut told);
    assert!(told.len() >= 150, "only {} codes were found in src", told.len());
    let missing: Vec<String> = told
        .iter()
        .filter(|(code, _)| !explained.contains(code.as_str()))
        .filter(|(code, _)| !UNEXPLAINED.iter().any(|(unexplained, _)| unexplained == code))
        .map(|(code, path)| format!("{code} ({})", path.display()))
        .collect();
    assert!(missing.is_empty(), "sources/faults.md has no row for {}", missing.join(", "));
}

/// The codes of the diagnostics that the files of a folder make, and a file of each.
fn codes_in(folder: &Path, codes: &mut BTreeMap<String, PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests") {
                codes_in(&path, codes);
            }
        } else if path.extension().is_some_and(|e| e == "rs") && path.file_name().is_some_and(|name| name != "tests.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for maker in ["Diagnostic::error(", "Diagnostic::warning(", "warn(self.diagnostics,", "code: "] {
                let literals = text.split(maker).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
                for code in literals.filter_map(|rest| rest.split('"').next()) {
                    if code.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')) {
                        codes.insert(code.to_owned(), path.clone());
                    }
                }
            }
        }
    }
}

/// The codes that the transcripts of a folder show: some are chosen where no literal stands beside the message.
fn codes_shown(folder: &Path, codes: &mut BTreeMap<String, PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let rest = ["error[", "warning["].iter().find_map(|severity| line.strip_prefix(severity));
            if let Some((code, _)) = rest.and_then(|rest| rest.split_once("]: ")) {
                codes.insert(code.to_owned(), path.clone());
            }
        }
    }
}

/// What `anthology explain` shows of a code is a message that some transcript has. `SNAPSHOTS=overwrite cargo test --test
/// manual` puts others in the place of those that the program no longer says, and adds those of new codes.
#[test]
fn the_examples_are_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root.join("tests/transcripts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let target = root.join("src/run/explain/examples.txt");
    let now = std::fs::read_to_string(&target).unwrap();
    let said = |example: &&str| texts.iter().any(|text| text.contains(example));
    let (kept, gone): (Vec<&str>, Vec<&str>) = now.split_terminator("\n%%\n").partition(said);
    let mut all: BTreeMap<String, String> =
        kept.into_iter().map(|example| (code_of(example).unwrap().to_owned(), example.to_owned())).collect();
    texts.iter().flat_map(|text| drawn_in(text)).for_each(|(code, example)| {
        all.entry(code).or_insert(example);
    });
    if std::env::var_os("SNAPSHOTS").is_some_and(|wanted| wanted == "overwrite") {
        let written: String = all.values().flat_map(|example| [example, "\n%%\n"]).collect();
        std::fs::write(&target, written).unwrap();
        return;
    }
    assert!(gone.is_empty(), "no transcript has these any more:\n{}", gone.join("\n%%\n"));
}

/// The code of a drawn message.
fn code_of(line: &str) -> Option<&str> {
    let rest = ["error[", "warning["].iter().find_map(|severity| line.strip_prefix(severity))?;
    Some(rest.split_once("]: ")?.0)
}

/// The messages that a transcript shows, with their codes.
fn drawn_in(text: &str) -> Vec<(String, String)> {
    let mut drawn = Vec::new();
    let mut message: Option<(String, String)> = None;
    for line in text.lines().chain([""]) {
        match (&mut message, code_of(line)) {
            (_, Some(code)) => drawn.extend(message.replace((code.to_owned(), line.to_owned()))),
            (Some(_), None) if line.is_empty() || line.starts_with(['$', '?']) => drawn.extend(message.take()),
            (Some((_, text)), None) => text.extend(["\n", line]),
            (None, None) => {}
        }
    }
    drawn
}
