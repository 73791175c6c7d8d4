//! Of the commands that make editions and look at them.

use std::path::PathBuf;

use anthology::pdf::impose::Way;
use clap::{Args, ValueEnum};

use super::Messages;

/// `anthology build`.
#[derive(Debug, Args)]
pub struct Build {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Which formats to write.
    #[arg(long, value_enum, default_value_t = Formats::All, value_name = "FORMAT")]
    pub format: Formats,
    /// Only this edition, by its name in the manifest (repeat for several).
    #[arg(long, value_name = "NAME")]
    pub edition: Vec<String>,
    /// Only this document with its headnote and notes, as a proof for its author (repeat for several).
    #[arg(long, value_name = "ID", conflicts_with = "release")]
    pub only: Vec<String>,
    /// Where to write; `build` beside the manifest, if not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// For publication: fail unless the rights of every piece are cleared, and carry no draft mark.
    #[arg(long)]
    pub release: bool,
    /// Also write, beside each PDF, what of its pages falls short: NAME.report.txt.
    #[arg(long)]
    pub report: bool,
    /// Also lay the pages of each PDF on sheets, to be printed on both sides and folded, beside it: booklet, 2up (two
    /// facing pages, in order) or signatures=16 (gatherings of so many pages, to be sewn).
    #[arg(long, value_name = "WAY")]
    pub impose: Option<Way>,
    /// Say nothing but errors and warnings.
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Say nothing but errors and warnings: no table of rights.
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// The printed edition to show; the first, if not given.
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// The port; 7340 if it is free, if not given.
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
}

/// `anthology proof`.
#[derive(Debug, Args)]
pub struct Proof {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Only this edition, by its name in the manifest (repeat for several).
    #[arg(long, value_name = "NAME")]
    pub edition: Vec<String>,
    /// Only this document with its headnote and notes (repeat for several).
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Where to write; `build` beside the manifest, if not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Say nothing but errors and warnings.
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub messages: Messages,
}

/// Which editions are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Formats {
    /// EPUB editions.
    Epub,
    /// PDF editions.
    Pdf,
    /// All.
    All,
}
