//! What was typed. What it means is `main`'s business.

use std::path::PathBuf;

use anthology::manifest::design_names;
use anthology::pdf::impose::Way;
use clap::builder::PossibleValuesParser;
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

/// `anthology design`.
#[derive(Debug, Args)]
pub struct Design {
    /// Which design.
    #[arg(value_name = "NAME", default_value = "classic", value_parser = PossibleValuesParser::new(design_names()))]
    pub name: String,
}

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

/// `anthology import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = "sources")]
    pub into: PathBuf,
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
