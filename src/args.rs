//! What was typed. What it means is `main`'s business.

mod editions;
mod index;
mod texts;

use anthology::manifest::design_names;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use editions::{Build, Check, Formats, Proof, Watch};
pub use index::{Index, IndexFormat, IndexImport, IndexList, IndexOf, IndexSuggest, WhichIndex};
pub use texts::{Find, Import, List, Lock, New, Permissions, Show, ShowFormat};

/// Make a book out of documents: one manifest, an EPUB and a PDF edition.
#[derive(Debug, Parser)]
#[command(
    name = "anthology",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "\
A first book, from a folder of texts:
  anthology import *.html   bring saved pages and documents in, into sources/
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
  anthology build --only letter-1917     a proof of one document for its author
  anthology build --deny warnings        for a last check: warnings fail the build
  anthology build --release              for publication: rights must be cleared
  anthology build --report               with a report of each PDF: loose lines, short pages, preflight
  anthology build --impose booklet       with a PDF of sheets to fold, beside each PDF

Exit code: 0 written, 1 the book has errors, 2 the command was not understood.")]
    Build(Build),
    /// Find every fault without writing anything.
    ///
    /// Does all that `build` does but writing: manifest, sources, notes, links, index, and the setting of every page.
    /// Then it shows how the rights stand: of each document, and what a release would still want.
    Check(Check),
    /// Show the book in a browser, and make it again whenever something changes.
    ///
    /// Print and EPUB side by side, with faults, words and rights. A click on a page tells the line of the source that
    /// the words came from; a click on a fault leads to its page. Nothing is written, nothing is loaded from elsewhere,
    /// and only this machine is answered.
    #[command(
        visible_alias = "preview",
        after_help = "\
Examples:
  anthology watch                        ./anthology.toml, at http://127.0.0.1:7340/
  anthology watch --edition press        the pages of [edition.press]"
    )]
    Watch(Watch),
    /// Write a contact sheet of all spreads, with what falls short marked on them.
    ///
    /// One HTML file beside the PDF, named after it: NAME.proof.html. It needs nothing else and works without network.
    /// Loose lines, short pages, notes that are split and the like are marked on the pages and listed beside them.
    #[command(after_help = "\
Examples:
  anthology proof                        of every printed edition
  anthology proof --only letter-1917     of one document")]
    Proof(Proof),
    /// Write the log of permissions and the letters that ask for them.
    ///
    /// `permissions.csv` has a row for each document and each picture with rights of its own: holder, status,
    /// terms, words used, share, first and last words, credit, what is missing. It is made anew each time. For
    /// each holder whose leave is wanted there is a letter with exactly what is printed; a letter that is there
    /// and differs is never touched.
    #[command(after_help = "\
Examples:
  anthology permissions                  into `permissions` beside ./anthology.toml
  anthology permissions --out letters    into that folder")]
    Permissions(Permissions),
    /// Record what the sources are, so that a change is noticed.
    ///
    /// Writes the digests (SHA-256) of the documents that say `sha256 = "auto"`, and of those recorded before,
    /// into a file beside the manifest: `anthology.lock`. From then on a source that has changed is an error.
    Lock(Lock),
    /// Begin a book.
    ///
    /// In an empty or new folder: a small working anthology with comments to learn from. In a folder that
    /// holds texts (.md, .txt, or such files in `sources/`): a manifest that lists them. Nothing that
    /// exists is touched.
    New(New),
    /// Bring texts in: saved pages, Word and `LibreOffice` documents, e-books, captured text.
    ///
    /// Each becomes `sources/NAME.md` with front matter (title, authors, date, site, address, language, licence, as far
    /// as it says them), its pictures in `sources/images`. What was left out, guessed or lost is told. Plain text keeps
    /// every word; nothing is fetched from the web; no file that exists is written over. If a file cannot be read
    /// nothing is written.
    #[command(after_help = "\
Examples:
  anthology import page.html letter.docx       into ./sources
  anthology import --into texts *.html         into ./texts
  anthology import --id diary capture.txt      as sources/diary.md
  anthology import --clean capture.txt         without the words of the page around it

Read are HTML, MHTML, DOCX, ODT, EPUB (a text for each chapter), Markdown and plain text, in any encoding.")]
    Import(Import),
    /// Show how a source was read: its blocks with their numbers, kinds and languages, its notes.
    #[command(after_help = "\
Examples:
  anthology show letter                  the document `letter` of ./anthology.toml
  anthology show page.html               a file that is in no book yet
  anthology show letter --format json    an object a line for each block")]
    Show(Show),
    /// Find words in all sources, and a quotation of each place that is ready to paste.
    ///
    /// Words match as in the manifest: kinds of quotation marks, dashes and spaces do not count, nor does markup. The
    /// quotation shown stands only once in its source, so it serves as `pick`, `omit`, `note` or any other place.
    #[command(after_help = "\
Examples:
  anthology find \"the lamp\"             every place in the book of ./anthology.toml
  anthology find \"the lamp\" --in letter   only in the document `letter`")]
    Find(Find),
    /// Show what the book holds, in order: author, date, words, share printed.
    List(List),
    /// Print every default of a design, as commented TOML to copy from.
    ///
    /// Without a name: of the design `classic`. What you copy into a table `[edition.NAME]` of the manifest, and take out of
    /// its comment, counts there.
    #[command(after_help = "\
Examples:
  anthology design                       the measures of `classic`
  anthology design modern                of the other one")]
    Design(Design),
    /// Say what a fault means, what to do about it, and show one.
    ///
    /// Without a code: every fault there is, in a line each.
    #[command(after_help = "Example: anthology explain anchor-missing")]
    Explain {
        /// The short name that stands in brackets in a message.
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Print a JSON Schema, by which editors complete and check what you write.
    ///
    /// It is made from what the program reads, so it knows every key. An editor that knows TOML (taplo, Even Better TOML
    /// in Visual Studio Code) looks for it where the file's first line says: `#:schema ./anthology.schema.json`.
    #[command(after_help = "Example: anthology schema > anthology.schema.json")]
    Schema {
        /// What it is of.
        #[arg(value_enum, default_value_t = SchemaOf::Manifest, value_name = "FILE")]
        of: SchemaOf,
    },
    /// Look at the index: check it, print it, have headings proposed for it.
    #[command(subcommand)]
    Index(Index),
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

/// `anthology design`.
#[derive(Debug, Args)]
pub struct Design {
    /// Which design.
    #[arg(value_name = "NAME", default_value = "classic", value_parser = PossibleValuesParser::new(design_names()))]
    pub name: String,
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

/// What `anthology schema` describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `anthology.toml`.
    Manifest,
    /// A document's companion file.
    Document,
    /// A file of terms.
    Terms,
}

impl From<SchemaOf> for anthology::manifest::Of {
    fn from(of: SchemaOf) -> Self {
        match of {
            SchemaOf::Manifest => Self::Manifest,
            SchemaOf::Document => Self::Document,
            SchemaOf::Terms => Self::Terms,
        }
    }
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
