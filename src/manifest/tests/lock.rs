//! Locks: what is written is read again, and what cannot be read is told.

use std::collections::BTreeMap;
use std::path::Path;

use super::memory;
use crate::diagnostic::{Diagnostics, Files};
use crate::id::Id;
use crate::manifest::{Lock, lock_path, lock_text};

fn read(text: &str) -> (Lock, Vec<String>) {
    let shelf = memory(&[("october.lock", text)]);
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let lock = Lock::read(&shelf, Path::new("october.toml"), &mut files, &mut faults);
    let told = faults.as_slice().iter().map(|fault| format!("{}: {}", fault.code, fault.message));
    (lock, told.collect())
}

#[test]
fn what_is_locked_is_read_again() {
    let digest = |digit: char| digit.to_string().repeat(64);
    let names = ["minutes", "Žižek, A. (ed.)", "l'été", "a.b"];
    let digests: BTreeMap<Id, String> =
        names.iter().zip("0af9".chars()).map(|(name, digit)| (Id::new(name).unwrap(), digest(digit))).collect();
    let (lock, faults) = read(&lock_text(&digests));
    assert_eq!(faults, Vec::<String>::new());
    let seen: BTreeMap<Id, String> = lock.0.into_iter().map(|(id, digest)| (id, digest.value)).collect();
    assert_eq!(seen, digests);
    assert_eq!(lock_path(Path::new("books/october.toml")), Path::new("books/october.lock"));
}

#[test]
fn a_damaged_lock_is_told() {
    let good = "a".repeat(64);
    for (text, told) in [
        (format!("[sha256]\na = \"{good}\"\nb = 3\n"), vec!["bad-lock: `b` has no digest in the lock"]),
        (format!("[sha256]\n\"../a\" = \"{good}\"\n"), vec!["bad-lock: `../a` has no digest in the lock"]),
        (String::new(), vec![]),
        ("sha256 = 1\n".to_owned(), vec![]),
    ] {
        assert_eq!(read(&text).1, told, "{text}");
    }
    assert!(read("[sha256\n").1[0].starts_with("bad-lock: "));
}
