//! The keys of a printed edition: what each means and how a design's own value of it is written.
//!
//! The reader takes words and keys from this table, and `anthology design` prints it: what is printed reads back to the
//! design it was printed from.

use std::fmt::Write;

use crate::design::{
    ChaptersStart, Design, DesignName, Folios, Gutter, Head, HeadLetters, Opening, PdfKind, Printer, Sizes, Standard,
    Titles,
};
use crate::length::Length;

/// The designs.
pub(super) const DESIGNS: &[(&str, DesignName)] = &[("classic", DesignName::Classic), ("modern", DesignName::Modern)];
/// What a PDF is for.
pub(super) const KINDS: &[(&str, PdfKind)] = &[("reading", PdfKind::Reading), ("press", PdfKind::Press)];
/// What a file for the press may keep to.
pub(super) const STANDARDS: &[(&str, Standard)] = &[("PDF/X-1a:2001", Standard::X1a), ("PDF/X-4", Standard::X4)];
/// Printers whose limits are known.
pub(super) const PRINTERS: &[(&str, Printer)] =
    &[("kdp", Printer::Kdp), ("ingramspark", Printer::IngramSpark), ("lulu", Printer::Lulu), ("home", Printer::Home)];
/// Keys of an edition for the press. They are no measures of a design.
pub(super) const PRESS_KEYS: &[&str] = &["standard", "preset", "marks", "paper", "output-condition", "output-profile"];
/// How titles may stand.
pub(super) const TITLES: &[(&str, Titles)] = &[("centred", Titles::Centred), ("flush", Titles::Flush)];
/// How texts may begin.
pub(super) const OPENINGS: &[(&str, Opening)] =
    &[("plain", Opening::Plain), ("small-capitals", Opening::SmallCapitals), ("drop-capital", Opening::DropCapital)];
/// Where chapters may begin.
pub(super) const CHAPTERS_START: &[(&str, ChaptersStart)] =
    &[("page", ChaptersStart::Page), ("recto", ChaptersStart::Recto)];
/// What a running head may show.
pub(super) const HEADS: &[(&str, Head)] = &[
    ("none", Head::None),
    ("book", Head::Book),
    ("part", Head::Part),
    ("chapter", Head::Chapter),
    ("document", Head::Document),
    ("author", Head::Author),
];
/// The letters of running heads.
pub(super) const HEAD_LETTERS: &[(&str, HeadLetters)] = &[
    ("small-capitals", HeadLetters::SmallCapitals),
    ("italic", HeadLetters::Italic),
    ("upright", HeadLetters::Upright),
];
/// Where folios may stand.
pub(super) const FOLIOS: &[(&str, Folios)] =
    &[("head", Folios::Head), ("foot", Folios::Foot), ("outer-foot", Folios::OuterFoot)];

/// Reads one of the sizes.
type SizeOf = fn(&Sizes) -> Length;

/// The keys of `sizes`.
const SIZES: &[(&str, SizeOf)] = &[
    ("notes", |sizes| sizes.notes),
    ("notes-leading", |sizes| sizes.notes_leading),
    ("index", |sizes| sizes.index),
    ("index-leading", |sizes| sizes.index_leading),
    ("headnotes", |sizes| sizes.headnotes),
    ("quotations", |sizes| sizes.quotations),
    ("code", |sizes| sizes.code),
    ("part", |sizes| sizes.part),
    ("chapter", |sizes| sizes.chapter),
    ("document", |sizes| sizes.document),
];

/// A key of a printed edition.
struct Key {
    name: &'static str,
    /// What it decides, and what else may be said.
    says: &'static str,
    /// A design's own value, in TOML.
    written: fn(&Design) -> String,
}

const fn key(name: &'static str, says: &'static str, written: fn(&Design) -> String) -> Key {
    Key { name, says, written }
}

/// Every key, in the order a page is designed in.
const KEYS: &[Key] = &[
    key("design", "What is not said is this design’s: classic, modern.", |_| String::new()),
    key(
        "kind",
        "For screens and archives (reading) or for a printer (press; see `standard`, `preset`, `paper` in the manual).",
        |d| word(KINDS, d.kind),
    ),
    key(
        "trim",
        "The page as it is cut: width x height, or a name: A5, demy octavo, royal octavo, crown quarto.",
        |d| text(&format!("{} x {}", d.trim.width.written("in"), d.trim.height.written("in"))),
    ),
    key("bleed", "What is printed beyond the trim on three sides.", |d| size(d.bleed)),
    key(
        "margins",
        "The white around the text: lengths, or classic (2:3:4:6 of a ninth), or trade (by the number of pages).",
        margins,
    ),
    key("fonts", "Families, or font files. Bundled: Alegreya, Fira Sans, Fira Mono.", |d| {
        let [text, heading, code] = [&d.fonts.text, &d.fonts.heading, &d.fonts.code].map(|family| self::text(family));
        format!("{{ text = {text}, heading = {heading}, code = {code} }}")
    }),
    key("size", "The type of the text.", |d| size(d.size)),
    key("leading", "From baseline to baseline: the grid that all pages share.", |d| size(d.leading)),
    key("indent", "The indent of first lines.", |d| size(d.indent)),
    key("sizes", "Type that is smaller or larger than the text’s, and its leading.", sizes),
    key("titles", "How titles stand: centred, flush.", |d| word(TITLES, d.titles)),
    key("sink", "Empty lines above a title.", |d| d.sink.to_string()),
    key("opening", "How documents begin: plain, small-capitals, drop-capital.", |d| word(OPENINGS, d.opening)),
    key("protrusion", "Whether signs hang out into the margins a little, so that these look straight.", |d| {
        d.fitting.protrusion.to_string()
    }),
    key("expansion", "Whether letters may be drawn up to two per cent wider or narrower.", |d| {
        d.fitting.expansion.to_string()
    }),
    key("letterspacing", "Whether letters may move apart before spaces become gaps.", |d| {
        d.fitting.letterspacing.to_string()
    }),
    key("chapters-start", "Where chapters begin: page, recto.", |d| word(CHAPTERS_START, d.chapters_start)),
    key("running-heads", "What heads show: none, book, part, chapter, document, author; false for no heads.", |d| {
        format!("{{ verso = {}, recto = {} }}", word(HEADS, d.heads.verso), word(HEADS, d.heads.recto))
    }),
    key("head-letters", "How they look: small-capitals, italic, upright.", |d| word(HEAD_LETTERS, d.head_letters)),
    key("folios", "Where the numbers of pages stand: head, foot, outer-foot.", |d| word(FOLIOS, d.folios)),
    key("links", "Whether links can be followed.", |d| d.links.to_string()),
];

/// What a key of a printed edition decides.
pub(super) fn meaning(name: &str) -> Option<&'static str> {
    KEYS.iter().find(|key| key.name == name).map(|key| key.says)
}

/// Whether a key says something about pages.
pub(super) fn is_key(name: &str) -> bool {
    PRESS_KEYS.contains(&name) || KEYS.iter().any(|key| key.name == name)
}

/// The names of the designs.
pub fn design_names() -> impl Iterator<Item = &'static str> {
    DESIGNS.iter().map(|(name, _)| *name)
}

/// Every default of a design as commented TOML to copy from; `None` if there is no such design.
#[must_use]
pub fn design_text(name: &str) -> Option<String> {
    let (name, design) = DESIGNS.iter().find(|(known, _)| *known == name)?;
    let design = Design::named(*design);
    let mut out = format!(
        "#: The design `{name}` on its own page. Copy what you want to be otherwise into a table of your manifest and take\n\
         #: the `# ` away. On another page what you do not say goes with its trim: type, leading, margins.\n\
         # [edition.print]\n# format = \"pdf\"\n"
    );
    for key in KEYS {
        let _ = write!(out, "\n#: {}\n", key.says);
        let _ = match key.name {
            "design" => writeln!(out, "# design = {}", text(name)),
            "sizes" => write!(out, "{}", (key.written)(&design)),
            _ => writeln!(out, "# {} = {}", key.name, (key.written)(&design)),
        };
    }
    Some(out)
}

/// A word of the manifest for a value.
fn word<T: Copy + PartialEq>(choices: &[(&str, T)], value: T) -> String {
    text(choices.iter().find(|(_, choice)| *choice == value).map_or("", |(word, _)| word))
}

fn text(words: &str) -> String {
    format!("\"{words}\"")
}

fn size(length: Length) -> String {
    text(&length.to_string())
}

fn margins(design: &Design) -> String {
    if design.gutter == Gutter::ByPages {
        return text("trade");
    }
    let margins = design.margins;
    let [inner, outer, top, bottom] = [margins.inner, margins.outer, margins.top, margins.bottom].map(size);
    format!("{{ inner = {inner}, outer = {outer}, top = {top}, bottom = {bottom} }}")
}

/// A line for each size, to be copied by itself.
fn sizes(design: &Design) -> String {
    SIZES.iter().fold(String::new(), |mut out, (key, of)| {
        let _ = writeln!(out, "# sizes.{key} = {}", size(of(&design.sizes)));
        out
    })
}
