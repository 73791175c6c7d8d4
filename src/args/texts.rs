//! Of the commands that have to do with the texts: bringing them in, looking at them, their rights and digests.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Messages;

/// `anthology new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder; it is made if it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// `anthology import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The folder to write into; if not given, the one that the manifest here says its texts lie in, or `sources`.
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// What to call the text, where one file is imported.
    #[arg(long, value_name = "NAME")]
    pub id: Option<String>,
    /// Leave out what of a captured text looks like the page around it.
    #[arg(long)]
    pub clean: bool,
    /// Write over files that are there.
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology show`.
#[derive(Debug, Args)]
pub struct Show {
    /// A document of the book, or a file.
    #[arg(value_name = "ID|FILE")]
    pub what: String,
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    pub format: ShowFormat,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology find`.
#[derive(Debug, Args)]
pub struct Find {
    /// The words.
    #[arg(value_name = "WORDS")]
    pub words: String,
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Only in this document.
    #[arg(long = "in", value_name = "ID")]
    pub document: Option<String>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    pub format: ShowFormat,
    #[command(flatten)]
    pub messages: Messages,
}

/// What `anthology show` and `anthology find` print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
}

/// `anthology list`.
#[derive(Debug, Args)]
pub struct List {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Say what plain texts were taken for: verse, headings, words of the page.
    #[arg(long)]
    pub long: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology lock`.
#[derive(Debug, Args)]
pub struct Lock {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Record every document of the book.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology permissions`.
#[derive(Debug, Args)]
pub struct Permissions {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Where to write; `permissions` beside the manifest, if not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub messages: Messages,
}
