//! The architecture as a test: who may know whom, and which outside crate has which door.
//!
//! Reads the sources and fails on a path (`crate::stage`, in a `use` line or in passing) against the
//! arrows of the design. Comments are not read: doc links may name what code must not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Vocabulary that every stage shares.
const SHARED: &[&str] = &["diagnostic", "id", "length", "metadata", "shelf", "xml"];

/// What a stage may know besides itself and [`SHARED`].
const ARROWS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("id", &[]),
    ("length", &[]),
    ("metadata", &[]),
    ("shelf", &[]),
    ("xml", &[]),
    ("design", &[]),
    ("images", &["book", "fonts"]),
    ("fonts", &[]),
    ("manifest", &["design", "book", "document"]),
    ("document", &[]),
    ("source", &["document"]),
    ("quote", &["document"]),
    ("import", &["source", "document", "quote", "images", "book"]),
    ("book", &["document", "design"]),
    ("revise", &["manifest", "source", "document", "quote", "book"]),
    ("edit", &["manifest", "source", "quote", "document", "revise", "book", "design"]),
    ("rights", &["manifest", "design"]),
    ("typeset", &["book", "document", "design", "fonts"]),
    ("cover", &["book", "document", "fonts", "images"]),
    ("epub", &["book", "document", "images"]),
    ("pdf", &["book", "document", "design", "typeset", "fonts", "images"]),
    ("screen", &["book", "document", "typeset"]),
    (
        "compile",
        &[
            "manifest", "source", "document", "revise", "edit", "rights", "book", "design", "typeset", "cover", "epub",
            "pdf", "fonts", "images", "import",
        ],
    ),
];

/// Outside crates with one door: where alone their names may stand.
const DOORS: &[(&str, &[&str])] = &[
    ("toml", &["src/manifest/"]),
    ("csv", &["src/manifest/terms_table.rs", "src/run/"]),
    ("saphyr", &["src/manifest/"]),
    ("pulldown_cmark", &["src/source/"]),
    ("chardetng", &["src/source/"]),
    ("hayagriva", &["src/edit/cite/"]),
    ("biblatex", &["src/edit/cite/"]),
    ("epub_builder", &["src/epub/archive.rs"]),
    ("zip", &["src/epub/archive.rs", "src/import/archive.rs"]),
    ("roxmltree", &["src/images/whole.rs", "src/import/"]),
    ("html_escape", &["src/source/html/"]),
    ("printpdf", &["src/pdf/"]),
    ("lopdf", &["src/pdf/"]),
    ("subsetter", &["src/pdf/"]),
    ("moxcms", &["src/pdf/inks.rs"]),
    ("harfrust", &["src/typeset/", "src/fonts/"]),
    ("hypher", &["src/typeset/"]),
    ("clap", &["src/args.rs", "src/args/", "src/main.rs", "src/run.rs"]),
    ("annotate_snippets", &["src/report.rs"]),
    ("tempfile", &["src/compile/disc.rs"]),
    ("skrifa", &["src/fonts/", "src/pdf/", "src/screen/", "src/typeset/"]),
    ("fontique", &["src/fonts/"]),
    ("icu_collator", &["src/edit/index/"]),
    ("icu_segmenter", &["src/typeset/"]),
    (
        "serde_json",
        &[
            "src/edit/cite/",
            "src/import/facts/",
            "src/manifest/schema/",
            "src/manifest/terms_table.rs",
            "src/report.rs",
            "src/run/",
        ],
    ),
];

#[test]
fn no_stage_knows_what_it_must_not() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut faults = Vec::new();
    for file in sources() {
        let Some(stage) = stage(&file) else { continue };
        let Some(may) = allowed.get(stage.as_str()) else {
            faults.push(format!("{}: no arrows are drawn for `{stage}`", file.display()));
            continue;
        };
        for known in crate_paths(&product(&file)) {
            if known != stage && !SHARED.contains(&known.as_str()) && !may.contains(&known.as_str()) {
                faults.push(format!("{}: `{stage}` must not know `{known}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn outside_crates_have_one_door() {
    let mut faults = Vec::new();
    for file in sources() {
        let text = product(&file);
        let shown = file.display().to_string();
        for (name, doors) in DOORS {
            if names_crate(&text, name) && !doors.iter().any(|door| shown.starts_with(door)) {
                faults.push(format!("{shown}: `{name}` belongs in {}", doors.join(", ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_compile_and_the_program_touch_files() {
    const MEANS: [&str; 6] = ["std::fs", "std::env", "fs::", "env::", "File::open", "File::create"];
    let mut faults = Vec::new();
    for file in sources() {
        let shown = file.display().to_string();
        let free = ["src/compile/", "src/run"].iter().any(|free| shown.starts_with(free));
        let text = product(&file);
        if !free && MEANS.iter().any(|means| text.contains(means)) {
            faults.push(format!("{shown}: reads or writes"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether `name::` stands in `text` as a crate's name and not as the end of another word or path.
fn names_crate(text: &str, name: &str) -> bool {
    text.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        !(before.is_alphanumeric() || before == '_' || before == ':')
    })
}

/// The first segments of all `crate::` paths, groups (`crate::{a, b}`) included.
fn crate_paths(text: &str) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => known.extend(group_heads(group)),
            None => {
                known.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    known
}

/// The first segments inside `{…}`, whose opening brace is already read.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut word, mut heads, mut inside) = (0, String::new(), Vec::new(), false);
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => inside = false,
            c if depth == 0 && !inside && (c.is_alphanumeric() || c == '_') => word.push(c),
            _ => inside |= !word.is_empty(),
        }
        if (inside || c == ',') && !word.is_empty() {
            heads.push(std::mem::take(&mut word));
        }
    }
    heads.extend((!word.is_empty()).then_some(word));
    heads
}

/// The stage a file belongs to; `None` for the library's root and the program, which know all.
fn stage(file: &Path) -> Option<String> {
    let first = file.strip_prefix("src").ok()?.components().next()?.as_os_str().to_string_lossy().into_owned();
    let stage = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
    (!matches!(stage.as_str(), "lib" | "main" | "args" | "report" | "run")).then_some(stage)
}

/// A file's code without comments and without its tests, which may know more.
fn product(file: &Path) -> String {
    if file.iter().any(|part| part == "tests" || part == "tests.rs") {
        return String::new();
    }
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    code(&text)
}

/// Code without comments, and without the module of tests at its end. `#[cfg(test)] mod tests;` is one
/// line of code like others: what stands after it is read.
fn code(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let module = |at: usize| lines.get(at + 1).is_some_and(|next| next.contains("mod ") && next.ends_with('{'));
    let end = (0..lines.len()).find(|at| lines[*at].trim() == "#[cfg(test)]" && module(*at));
    lines[..end.unwrap_or(lines.len())].iter().fold(String::new(), |all, line| all + line + "\n")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `src`, as paths from the project's top.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_reader_of_paths_reads_paths() {
    let text = "use crate::book::{Book, index::Index};\nuse crate::{design::Design, document, id::{Id, slug}};\nlet x = crate::pdf::write();";
    let known: Vec<String> = crate_paths(text).into_iter().collect();
    assert_eq!(known, ["book", "design", "document", "id", "pdf"]);
    assert!(names_crate("let a = toml::from_str(x);", "toml"));
    assert!(!names_crate("let a = crate::toml::x; my_toml::y", "toml"));
    let planted = "mod a;\n#[cfg(test)]\nmod tests;\nuse crate::pdf;\n#[cfg(test)]\nmod inner {\nuse crate::epub;\n}\n";
    assert_eq!(crate_paths(&code(planted)).into_iter().collect::<Vec<_>>(), ["pdf"]);
}
