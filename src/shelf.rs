//! Where texts lie: the compiler's only way to the disc, behind a trait, so that stages test without one.

use std::io;
use std::path::{Path, PathBuf};

/// A folder of files. Paths are relative to the manifest's folder, with `/`.
pub trait Shelf {
    /// The bytes of a file.
    ///
    /// # Errors
    /// What the system says: not found, not allowed, a folder.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The files directly in a folder, sorted by name; folders and hidden files left out.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whether `path` is a file.
    fn has(&self, path: &Path) -> bool;

    /// The path as the user would name it, for messages.
    fn show(&self, path: &Path) -> PathBuf;
}
