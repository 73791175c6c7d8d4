//! The practice book has exactly the mistakes that the manual mends, and mended as the manual says it has none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anthology::compile::{Purpose, load};
use anthology::diagnostic::{Diagnostics, Files};
use anthology::manifest::{EditionKind, EditionSpec};
use anthology::shelf::Memory;

/// A mistake as the manual tells it: its code, the file it is in, what stands there and what should.
struct Mistake {
    code: String,
    file: PathBuf,
    wrong: String,
    right: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn book() -> Memory {
    let mut texts = BTreeMap::new();
    for folder in ["", "sources"] {
        for entry in std::fs::read_dir(root().join("tests/practice").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = Path::new(folder).join(path.file_name().unwrap());
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Memory(texts)
}

/// The mistakes in the manual's order: the code is the last that stands in a paragraph before the block.
fn mistakes() -> Vec<Mistake> {
    let manual = std::fs::read_to_string(root().join("sources/mending.md")).unwrap();
    let mut mistakes = Vec::new();
    let mut code = String::new();
    let mut lines = manual.lines();
    while let Some(line) = lines.next() {
        let fence = line.starts_with("```");
        if let Some((name, _)) = line.strip_prefix('`').filter(|_| !fence).and_then(|rest| rest.split_once('`')) {
            name.clone_into(&mut code);
        }
        if let Some((_, rest)) = line.split_once("its name. `") {
            rest.split('`').next().unwrap().clone_into(&mut code);
        }
        if line == "```diff" {
            let (file, wrong, right) = (lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap());
            mistakes.push(Mistake {
                code: code.clone(),
                file: PathBuf::from(file),
                wrong: wrong.strip_prefix("- ").unwrap().to_owned(),
                right: right.strip_prefix("+ ").unwrap().to_owned(),
            });
        }
    }
    mistakes
}

/// The codes that `check` tells of the book, sorted.
fn told(book: &Memory) -> Vec<&'static str> {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    if let Some(project) = load(book, Path::new("anthology.toml"), None, &mut files, &mut faults) {
        // Both editions have the same faults, and pages alone are made sooner.
        let printed = |spec: &&EditionSpec| spec.format == EditionKind::Pdf;
        let printed: Vec<&EditionSpec> = project.manifest.editions.iter().filter(printed).collect();
        project.make_all(&files, &printed, Purpose::Draft, &mut faults);
    }
    let mut once = Vec::new();
    for fault in faults {
        if !once.contains(&fault) {
            once.push(fault);
        }
    }
    let mut codes: Vec<&str> = once.iter().map(|fault| fault.code).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn the_practice_book_has_the_mistakes_that_the_manual_mends() {
    let mistakes = mistakes();
    assert_eq!(mistakes.len(), 12);
    let mut wanted: Vec<&str> = mistakes.iter().map(|mistake| mistake.code.as_str()).collect();
    // What comes of the document that is not found.
    wanted.push("unused-document");
    wanted.sort_unstable();
    assert_eq!(told(&book()), wanted);
}

#[test]
fn each_mending_takes_its_mistake_away() {
    let mut book = book();
    let mut left = told(&book);
    for Mistake { code, file, wrong, right } in mistakes() {
        let text = book.0.get_mut(&file).unwrap();
        assert_eq!(text.matches(&wrong).count(), 1, "{}: {wrong}", file.display());
        *text = text.replace(&wrong, &right);
        let now = told(&book);
        left.retain(|told| *told != code && !(code == "missing-file" && *told == "unused-document"));
        assert_eq!(now, left, "after {code}");
    }
    assert!(left.is_empty(), "{left:?}");
}
