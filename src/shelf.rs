//! Where texts lie: the compiler's only way to the disc, behind a trait, so that stages test without one.

use std::collections::BTreeMap;
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

/// A folder of texts in memory, by path: for tests and benches, and for who compiles a book that lies nowhere.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl<P: Into<PathBuf>, T: Into<String>> FromIterator<(P, T)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

impl Shelf for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let folder = if folder == Path::new(".") { Path::new("") } else { folder };
        let paths: Vec<PathBuf> = self.0.keys().filter(|path| path.parent() == Some(folder)).cloned().collect();
        if paths.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(paths) }
    }

    fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}
