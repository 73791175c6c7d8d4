//! Of the commands that have to do with the index.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};

use super::Messages;

/// `anthology index`.
#[derive(Debug, Subcommand)]
pub enum Index {
    /// Find what an indexer would object to, and show how densely each document is indexed.
    ///
    /// Composes the first edition that is printed, for its pages are the locators, and writes nothing. Only what concerns
    /// the index is told.
    Check(IndexOf),
    /// Print the index as it stands in the book.
    #[command(after_help = "\
Examples:
  anthology index list                        as text
  anthology index list --format csv > ix.csv  a row for each locator and cross-reference
  anthology index list --format json          a JSON object for each heading")]
    List(IndexList),
    /// Propose headings: names and phrases that the texts use, and no term covers.
    ///
    /// Writes a terms file in which every proposal is a comment, with how often it stands where. Uncomment what you want
    /// and name the file in `[index] terms`; put what you do not want to see again into its `ignore`. Written anew, the
    /// file keeps both.
    #[command(after_help = "\
Examples:
  anthology index suggest                into `index/suggested.toml` beside ./anthology.toml
  anthology index suggest --out -        to look at
  anthology index suggest --accept 'Lenin, Vladimir' --ignore West")]
    Suggest(IndexSuggest),
    /// Print a terms file made of a table: what an indexer's program or a spreadsheet has written as CSV.
    ///
    /// The first row names the columns: heading and, as far as they are there, subheading, subsubheading, match, in, near,
    /// at, see, see-also, index, sort, principal, mentions; columns of locators are passed over. A cell may hold several
    /// values between semicolons; rows of one heading come together. Cells may be divided by commas, semicolons or tabs.
    /// What `index list` prints as CSV or JSON is read too.
    #[command(after_help = "Example: anthology index import terms.csv > terms.toml")]
    Import(IndexImport),
}

/// `anthology index suggest`.
#[derive(Debug, Args)]
pub struct IndexSuggest {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    /// Where to write; `index/suggested.toml` beside the manifest, if not given; `-` prints.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Take a proposal by its heading; may be given several times.
    #[arg(long, value_name = "HEADING")]
    pub accept: Vec<String>,
    /// Refuse a proposal by its heading, and do not make it again; may be given several times.
    #[arg(long, value_name = "HEADING")]
    pub ignore: Vec<String>,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology index import`.
#[derive(Debug, Args)]
pub struct IndexImport {
    /// The table.
    #[arg(value_name = "FILE")]
    pub table: PathBuf,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology index check`.
#[derive(Debug, Args)]
pub struct IndexOf {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    #[command(flatten)]
    pub which: WhichIndex,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology index list`.
#[derive(Debug, Args)]
pub struct IndexList {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    #[command(flatten)]
    pub which: WhichIndex,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = IndexFormat::Text, value_name = "FORMAT")]
    pub format: IndexFormat,
    #[command(flatten)]
    pub messages: Messages,
}

/// Which index of a book that has several.
#[derive(Debug, Args)]
pub struct WhichIndex {
    /// Only the index of this name: index, names, places, subjects, first-lines, titles.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(index_names()))]
    pub index: Option<String>,
}

/// The names of indexes.
fn index_names() -> Vec<&'static str> {
    anthology::book::IndexKind::ALL.iter().map(|(name, _)| *name).collect()
}

/// What `anthology index list` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IndexFormat {
    /// Headings with their locators, subheadings indented.
    Text,
    /// index, heading, subheading, kind, value: a row for each locator and all that its terms say.
    Csv,
    /// A JSON object a line for each heading.
    Json,
}
