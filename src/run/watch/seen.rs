//! What a book was made of: every file that was read, looked for or listed, as it was then.
//!
//! Nothing need be configured: the compiler reaches the disc through a [`Shelf`] alone, and this one takes notes. A file
//! that was looked for and not there counts too: when it comes, the book is made again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anthology::compile::disc::Disc;
use anthology::shelf::Shelf;

/// A file as it was: when it was written, and how long it is; `None` if it was not there.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// The files around a manifest, with notes of what was asked of them.
#[derive(Debug)]
pub struct Noting<'d> {
    disc: &'d Disc,
    files: RefCell<BTreeMap<PathBuf, Stamp>>,
    folders: RefCell<BTreeMap<PathBuf, Option<Vec<PathBuf>>>>,
}

impl<'d> Noting<'d> {
    /// Nothing was asked yet.
    pub fn new(disc: &'d Disc) -> Self {
        Self { disc, files: RefCell::default(), folders: RefCell::default() }
    }

    /// Whether something is not as it was.
    pub fn changed(&self) -> bool {
        let files = self.files.borrow();
        let folders = self.folders.borrow();
        files.iter().any(|(path, stamp)| self.stamp(path) != *stamp)
            || folders.iter().any(|(folder, found)| self.disc.list(folder).ok() != *found)
    }

    fn stamp(&self, path: &Path) -> Stamp {
        let found = self.disc.root().join(path).metadata().ok()?;
        Some((found.modified().ok(), found.len()))
    }

    /// Notes a file as it is before it is read: what changes meanwhile is seen the next time.
    fn note(&self, path: &Path) {
        let stamp = self.stamp(path);
        self.files.borrow_mut().entry(path.to_owned()).or_insert(stamp);
    }
}

impl Shelf for Noting<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.note(path);
        self.disc.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let found = self.disc.list(folder);
        let known = found.as_ref().ok().cloned();
        self.folders.borrow_mut().entry(folder.to_owned()).or_insert(known);
        found
    }

    fn has(&self, path: &Path) -> bool {
        self.note(path);
        self.disc.has(path)
    }

    fn show(&self, path: &Path) -> PathBuf {
        self.disc.show(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_asked_for_is_watched() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        write("a.md", "one")?;
        write("unread.md", "one")?;
        let disc = Disc::new(folder.path());
        let asked = || -> io::Result<Noting<'_>> {
            let noting = Noting::new(&disc);
            noting.read(Path::new("a.md"))?;
            assert!(!noting.has(Path::new("later.md")));
            Ok(noting)
        };
        let noting = asked()?;
        write("unread.md", "another")?;
        assert!(!noting.changed());
        write("a.md", "another")?;
        assert!(noting.changed());
        let noting = asked()?;
        write("later.md", "here")?;
        assert!(noting.changed());
        let noting = Noting::new(&disc);
        noting.list(Path::new("."))?;
        assert!(!noting.changed());
        write("new.md", "")?;
        assert!(noting.changed());
        Ok(())
    }
}
