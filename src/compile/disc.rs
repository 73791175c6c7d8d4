//! The disc: a [`Shelf`] of real files, and the one way an edition is written.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::shelf::Shelf;

/// The files around a manifest.
#[derive(Clone, Debug)]
pub struct Disc {
    root: PathBuf,
}

impl Disc {
    /// The folder a manifest lies in.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Shelf for Disc {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.root.join(folder))? {
            let entry = entry?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !hidden && is_file(&entry.path()) {
                found.push(folder.join(entry.file_name()));
            }
        }
        found.sort();
        Ok(found)
    }

    fn has(&self, path: &Path) -> bool {
        is_file(&self.root.join(path))
    }

    fn show(&self, path: &Path) -> PathBuf {
        tidy(&self.root.join(path))
    }
}

/// Whether `path` is a file. Follows links, for a folder of sources may be one of links; a link that leads nowhere,
/// or to itself, passes for a file: reading it tells what is wrong.
fn is_file(path: &Path) -> bool {
    path.metadata().map_or_else(|_| path.is_symlink(), |found| found.is_file())
}

/// `path` without `.` and needless `..`, as a person would write it.
#[must_use]
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// Writes `bytes` beside `target` and renames over it, so that a reader sees the old file or the new
/// one, never half of one.
///
/// # Errors
/// What the system says; then `target` is as it was.
pub fn write_whole(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    let mut beside = share(builder.prefix(".anthology-")).tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_data()?;
    beside.persist(target).map_err(|fault| fault.error)?;
    Ok(())
}

/// A temporary file is its maker's alone; an edition is for whom the user's mask lets.
#[cfg(unix)]
fn share<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666))
}

/// Elsewhere a new file takes its folder's permissions.
#[cfg(not(unix))]
fn share<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_people_write_them() {
        assert_eq!(tidy(Path::new("./x/../sources/a.md")), Path::new("sources/a.md"));
        assert_eq!(tidy(Path::new("october/../seeds/a.md")), Path::new("seeds/a.md"));
        assert_eq!(tidy(Path::new("../../a.md")), Path::new("../../a.md"));
        assert_eq!(tidy(Path::new(".")), Path::new("."));
    }

    #[test]
    fn writing_replaces_whole_files() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("build/book.pdf");
        write_whole(&target, b"first")?;
        write_whole(&target, b"second")?;
        assert_eq!(std::fs::read(&target)?, b"second");
        assert_eq!(std::fs::read_dir(folder.path().join("build"))?.count(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_there_and_says_so() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        std::os::unix::fs::symlink("round.md", folder.path().join("round.md"))?;
        std::os::unix::fs::symlink(".", folder.path().join("folder"))?;
        let disc = Disc::new(folder.path());
        assert_eq!(disc.list(Path::new("."))?, [Path::new("./round.md")]);
        assert!(disc.has(Path::new("round.md")) && !disc.has(Path::new("folder")) && !disc.has(Path::new("none.md")));
        assert!(disc.read(Path::new("round.md")).is_err());
        Ok(())
    }
}
