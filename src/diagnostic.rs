//! Faults as plain data: what is wrong, where, and what to do.
//!
//! Stages push [`Diagnostic`]s into a [`Diagnostics`] and go on with what they could read, so that
//! one run reports every fault. Nothing here draws: `report` does that at the program's edge.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A text the compiler has read, by its number in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A stretch of a text: byte offsets into the file's decoded text, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The text it lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// As one number, which nothing else that is hashed is: who asks what a text says and not where it stands leaves these
/// out.
impl std::hash::Hash for Span {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u128(u128::from(self.file.0) << 64 | u128::from(self.start) << 32 | u128::from(self.end));
    }
}

impl Span {
    /// A span of `range` in `file`; offsets past 4 GiB saturate (no such text is ever read).
    #[must_use]
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: cut(range.start), end: cut(range.end) }
    }

    /// The offsets as a range, to slice the file's text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span over both; `self` where the files differ.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// One text: where it came from and what it says.
#[derive(Clone, Debug)]
pub struct File {
    /// As the user would name it: relative to where the program was called, if it can be.
    pub path: PathBuf,
    /// The decoded text.
    pub text: Arc<str>,
    /// Where its lines begin; found when first asked for.
    lines: OnceLock<Vec<usize>>,
}

impl File {
    /// The byte offsets at which lines begin.
    fn lines(&self) -> &[usize] {
        self.lines
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }
}

/// Every text read in one run.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<File>);

impl Files {
    /// Keeps a text and gives it its number.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(File { path: path.into(), text: text.into(), lines: OnceLock::new() });
        id
    }

    /// The text `id` stands for.
    #[must_use]
    pub fn get(&self, id: FileId) -> &File {
        &self.0[id.0 as usize]
    }

    /// Every text, in the order in which they were read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|file| &*file.text)
    }

    /// The number of every text, in the same order.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.0.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// The path of `id`.
    #[must_use]
    pub fn path(&self, id: FileId) -> &Path {
        &self.get(id).path
    }

    /// The words `span` covers; empty where it does not lie on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// The 1-based line and column (in characters) of a span's start.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let file = self.get(span.file);
        let at = (span.start as usize).min(file.text.len());
        let line = file.lines().partition_point(|start| *start <= at);
        let start = file.lines().get(line.saturating_sub(1)).copied().unwrap_or(0);
        (line.max(1), file.text.get(start..at).map_or(1, |upto| upto.chars().count() + 1))
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No edition is written.
    Error,
    /// The edition is written; the editor should look.
    Warning,
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; may be empty.
    pub text: String,
}

/// One fault, complete: a reader needs nothing else to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable name in kebab-case, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong, one line, no full stop.
    pub message: String,
    /// Where it is wrong.
    pub primary: Option<Label>,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// An error that has no place yet.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning that has no place yet.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, primary: None, related: Vec::new(), hints: Vec::new() }
    }

    /// Says where, if that is known, and what stands there.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Span>>, text: impl Into<String>) -> Self {
        self.primary = place.into().map(|span| Label { span, text: text.into() });
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds "did you mean" when `word` is close to one of `valid`, else the valid choices.
    #[must_use]
    pub fn choices<'a>(self, word: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let valid: Vec<&str> = valid.into_iter().collect();
        match nearest(word, valid.iter().copied()) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None if valid.is_empty() => self,
            None => self.hint(format!("valid here: {}", valid.join(", "))),
        }
    }
}

/// The one of `valid` that `word` was probably meant to be: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(word: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    valid
        .into_iter()
        .map(|v| (strsim::osa_distance(&word.to_lowercase(), &v.to_lowercase()), v))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, v)| v)
}

/// The faults of a run, in the order they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Notes a fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Notes the faults of a part of the work done elsewhere (on another thread, say).
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether an edition may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
