//! Transcripts of the command line: what a person types and sees, files and all.
//!
//! A transcript in `tests/transcripts/` holds the files of a small book and the commands to run on it:
//!
//! ```text
//! What is shown.
//! -- anthology.toml --
//! [book] …
//! -- hex sources/a.txt --
//! ff fe 00
//! -- session --
//! $ anthology check
//! error[…]: …
//! ? 1
//! ```
//!
//! After each command stand its standard output, then its standard error, then `?` and the exit code if
//! that is not 0. `SNAPSHOTS=overwrite cargo test --test transcripts` writes what is seen now.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::{Assert, Data};

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 30, "only {} transcripts are there", paths.len());
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut wrong = Vec::new();
    for path in paths {
        let seen = replay(&std::fs::read_to_string(&path).unwrap());
        if let Err(difference) = assert.try_eq(Some(&path.display()), seen.into(), Data::read_from(&path, None).raw()) {
            wrong.push(difference.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The transcript with what is seen now in place of what was seen then.
fn replay(transcript: &str) -> String {
    const SESSION: &str = "-- session --\n";
    let (setting, session) = transcript.split_once(SESSION).expect("a transcript has a session");
    let book = tempfile::tempdir().unwrap();
    for (name, text) in files(setting) {
        let path = book.path().join(name.trim_start_matches("hex "));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, if name.starts_with("hex ") { bytes(&text) } else { text.into_bytes() }).unwrap();
    }
    let commands = session.lines().filter_map(|line| line.strip_prefix("$ "));
    let shown: String = commands.map(|command| run(command, book.path())).collect();
    format!("{setting}{SESSION}{shown}")
}

/// The files between `-- name --` lines; what stands before the first is a comment.
fn files(setting: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in setting.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files
}

/// Bytes written as pairs of hexadecimal digits.
fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// Runs `anthology …` or `ls`/`cat` on the book's folder and shows what came out.
fn run(command: &str, folder: &Path) -> String {
    let mut words = command.split_whitespace();
    let program = match words.next() {
        Some("anthology") => env!("CARGO_BIN_EXE_anthology"),
        Some(tool @ ("ls" | "cat")) => tool,
        other => panic!("a transcript runs anthology, ls or cat, not {other:?}"),
    };
    let output = Command::new(program)
        .args(words)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let mut shown = format!("$ {command}\n");
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(stream);
        for line in text.lines() {
            shown += timeless(line).trim_end();
            shown.push('\n');
        }
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => shown.extend(["? ", &code.to_string(), "\n"]),
        None => shown += "? killed\n",
    }
    shown
}

/// A line without the time that a command took.
fn timeless(line: &str) -> String {
    match line.strip_prefix("done in ") {
        Some(_) => "done in [TIME]".to_owned(),
        None => line.to_owned(),
    }
}
