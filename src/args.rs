//! What was typed. What it means is `main`'s business.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Make a book out of documents: one manifest, an EPUB and a PDF edition.
#[derive(Debug, Parser)]
#[command(
    name = "anthology",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "\
A first book, from a folder of texts:
  anthology new my-book     write a manifest, or list the texts already there
  anthology build my-book   write build/<title>.epub and build/<title>.pdf
  anthology check my-book   find every fault without writing anything

The manual is the sample book that comes with the program: chapters of its third part, one a task."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the editions of a book.
    ///
    /// Reads the manifest and all it names, and writes every edition under `build/` beside the manifest:
    /// files are named after the book's title. Faults are reported all at once; if there is an error,
    /// nothing is written and the last good editions stay as they are.
    #[command(after_help = "\
Examples:
  anthology build                        ./anthology.toml, every edition
  anthology build books/october          the manifest in that folder
  anthology build --format epub          only the EPUB editions
  anthology build --edition print        only [edition.print]
  anthology build --deny warnings        for a last check: warnings fail the build

Exit code: 0 written, 1 the book has errors, 2 the command was not understood.")]
    Build(Build),
    /// Find every fault without writing anything.
    ///
    /// Does all that `build` does but writing: manifest, sources, notes, links, index, and the setting of every page.
    Check(Check),
    /// Begin a book.
    ///
    /// In an empty or new folder: a small working anthology with comments to learn from. In a folder that
    /// holds texts (.md, .txt, or such files in `sources/`): a manifest that lists them. Nothing that
    /// exists is touched.
    New(New),
    /// Show what the book holds, in order: author, date, words, share printed.
    List(List),
    /// Print a completion script for your shell.
    #[command(
        after_help = "Example: anthology completions bash > ~/.local/share/bash-completion/completions/anthology"
    )]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in roff, for `man`.
    #[command(after_help = "Example: anthology man > anthology.1 && man ./anthology.1")]
    Man,
}

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
    /// Where to write; `build` beside the manifest, if not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
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
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology list`.
#[derive(Debug, Args)]
pub struct List {
    /// The manifest, or the folder it lies in.
    #[arg(value_name = "MANIFEST|DIR", default_value = ".")]
    pub manifest: PathBuf,
    #[command(flatten)]
    pub messages: Messages,
}

/// `anthology new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder; it is made if it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// How faults are told, and which count.
#[derive(Debug, Args)]
pub struct Messages {
    /// For people, or a JSON object a line for programs.
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Treat these as errors.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
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

/// How messages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Drawn, on standard error.
    Human,
    /// A JSON object a line, on standard output.
    Json,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
