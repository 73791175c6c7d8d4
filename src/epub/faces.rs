//! Faces for scripts that reading devices have no letters for: found in the finished texts, embedded, and worn by
//! just those words.
//!
//! And faces of families that the editor asks for: the body's, of headings, of listings. Then a reader who chooses no
//! face of their own sees these; who does, keeps it.
//!
//! Every device has Latin, Greek and Cyrillic. Of any other script a device may show boxes; so its words stand in a
//! `span` that wears a face of the book's. The scripts of East Asia, which devices sold there have and whose faces weigh
//! megabytes, get one only where the book brings a light one for a few words. Everything else keeps the face that the
//! reader chose.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::book::EpubFonts;
use crate::document::scan;
use crate::id::{Names, slug};

/// Scripts that a device may be trusted to have.
const EVERYWHERE: [Script; 3] = [Script::Latin, Script::Greek, Script::Cyrillic];
/// Scripts that devices have where they are read.
const EASTERN: [Script; 5] = [Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo];

/// A face to lie in the package.
#[derive(Clone, Debug)]
pub struct Face {
    /// Its family's name.
    pub family: String,
    /// Whether it slants.
    pub italic: bool,
    /// Whether it is bold.
    pub bold: bool,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it is TrueType, rather than CFF, in OpenType.
    pub truetype: bool,
    /// The characters that wear it because devices may lack them; none of a face that was only asked for.
    pub characters: BTreeSet<char>,
    /// What the file says of its licence.
    pub licence: Option<String>,
}

/// The faces of a book, and which character wears which.
#[derive(Debug)]
pub(super) struct Faces {
    /// The faces.
    pub(super) list: Vec<Face>,
    names: Vec<String>,
    worn: BTreeMap<char, usize>,
}

/// What the faces of a book must show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Characters that devices may lack.
    pub rare: BTreeSet<char>,
    /// Characters of East Asia.
    pub eastern: BTreeSet<char>,
    /// Every character of the book, and those that devices write themselves; none if no family was asked for.
    pub all: BTreeSet<char>,
}

impl Wanted {
    /// What `texts` want, of families that were `asked` for too.
    pub(super) fn of(texts: &[String], nav: &str, asked: bool) -> Self {
        let of = |text: &String, wanted: fn(char) -> bool| {
            let mut characters = BTreeSet::new();
            scan::beyond_ascii(text, |c| {
                if wanted(c) {
                    characters.insert(c);
                }
            });
            characters
        };
        let gather = |wanted: fn(char) -> bool| {
            texts.par_iter().map(|text| of(text, wanted)).reduce(BTreeSet::new, |mut all, more| {
                all.extend(more);
                all
            })
        };
        let (eastern, rare) = gather(may_lack).into_iter().partition(|c| is_eastern(*c));
        let mut all = BTreeSet::new();
        if asked {
            // An outline that is wanting shows as nothing at all, so what devices write and an editor's style sheet may
            // add is kept: letters and numbers of lists, bullets, hyphens, quotation marks.
            all = gather(|c| !c.is_control());
            scan::beyond_ascii(nav, |c| all.extend(Some(c).filter(|c| !c.is_control())));
            all.extend((' '..='~').chain('\u{a0}'..='ÿ').chain('\u{2010}'..='\u{203a}'));
        }
        Self { rare, eastern, all }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rare.is_empty() && self.eastern.is_empty() && self.all.is_empty()
    }
}

/// Whether devices may lack a character. Signs that several scripts share go with the rarer ones (the Arabic comma).
fn may_lack(c: char) -> bool {
    if c < '\u{530}' || ('\u{2000}'..'\u{2c00}').contains(&c) {
        return false;
    }
    let scripts = c.script_extension();
    let shared = scripts.is_common() || scripts.is_inherited() || scripts.is_empty() || c.script() == Script::Unknown;
    !shared && EVERYWHERE.iter().all(|script| !scripts.contains_script(*script))
}

/// Whether a character is of a script of East Asia, or of several of them.
fn is_eastern(c: char) -> bool {
    let scripts = c.script_extension();
    EASTERN.iter().any(|script| scripts.contains_script(*script))
}

impl Faces {
    /// Puts faces to use; `None` if there are none.
    pub(super) fn of(list: Vec<Face>) -> Option<Self> {
        let mut worn = BTreeMap::new();
        for (at, face) in list.iter().enumerate() {
            for character in face.characters.iter().filter(|character| may_lack(**character)) {
                worn.entry(*character).or_insert(at);
            }
        }
        let mut names = Names::default();
        let names = list
            .iter()
            .map(|face| {
                let style = [(face.bold, " bold"), (face.italic, " italic")];
                let style: String = style.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
                names.take_slug(&slug(&format!("{}{style}", face.family)), 1)
            })
            .collect();
        (!list.is_empty()).then_some(Self { list, names, worn })
    }

    /// Where a face lies, seen from the package's folder, and its media type.
    pub(super) fn place(&self, at: usize) -> Option<(String, &'static str)> {
        let (face, name) = (self.list.get(at)?, self.names.get(at)?);
        let (ending, media) = if face.truetype { ("ttf", "font/ttf") } else { ("otf", "font/otf") };
        Some((format!("fonts/{name}.{ending}"), media))
    }

    /// The class of words that wear a face.
    pub(super) fn class(at: usize) -> String {
        format!("face_{}", at + 1)
    }

    /// What the style sheet says of them, and of the families that were `asked` for.
    pub(super) fn rules(&self, asked: &EpubFonts) -> String {
        let mut css = String::from("\n/* Faces of the book\'s own */\n");
        // Writing to a string cannot fail.
        for (at, face) in self.list.iter().enumerate() {
            let Some((place, _)) = self.place(at) else { continue };
            let family = quoted(&face.family);
            let style = [(face.italic, "\tfont-style: italic;\n"), (face.bold, "\tfont-weight: bold;\n")];
            let style: String = style.iter().filter(|(has, _)| *has).map(|(_, says)| *says).collect();
            let _ = write!(css, "@font-face{{\n\tfont-family: {family};\n{style}\tsrc: url({place});\n}}\n\n");
            if !face.characters.is_empty() {
                let _ = write!(css, ".{}{{\n\tfont-family: {family};\n}}\n\n", Self::class(at));
            }
        }
        let uses = [
            ("body", &asked.text, "serif"),
            ("h1, h2, h3, h4, h5, h6", &asked.heading, "sans-serif"),
            ("code, pre", &asked.code, "monospace"),
        ];
        for (elements, family, kind) in uses {
            // The letters of another case do not make another family.
            let is_of = |family: &str| self.list.iter().find(|f| f.family.to_lowercase() == family.to_lowercase());
            if let Some(face) = family.as_deref().and_then(is_of) {
                let _ = write!(css, "{elements}{{\n\tfont-family: {}, {kind};\n}}\n\n", quoted(&face.family));
            }
        }
        css
    }

    /// `text` as stretches, each with the face it wears. Spaces between words of one face are of it, so that a phrase is
    /// one stretch.
    pub(super) fn stretches<'t>(&self, text: &'t str) -> Vec<(Option<usize>, &'t str)> {
        let mut list: Vec<(Option<usize>, usize)> = Vec::new();
        // Where spaces begin that follow a word with a face.
        let mut spaces = None;
        for (at, c) in text.char_indices() {
            let wears = list.last().and_then(|(face, _)| *face);
            match self.worn.get(&c).copied() {
                Some(face) if wears == Some(face) => spaces = None,
                Some(face) => {
                    list.extend(spaces.take().map(|from| (None, from)));
                    list.push((Some(face), at));
                }
                // A mark stays with its letter, as do the joiners.
                None if wears.is_some()
                    && spaces.is_none()
                    && (is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')) => {}
                None if wears.is_some() && c.is_whitespace() => spaces = spaces.or(Some(at)),
                None if wears.is_some() || list.is_empty() => list.push((None, spaces.take().unwrap_or(at))),
                None => {}
            }
        }
        list.extend(spaces.map(|from| (None, from)));
        let ends = list.iter().skip(1).map(|(_, next)| *next).chain([text.len()]);
        list.iter().zip(ends).filter_map(|((face, from), to)| Some((*face, text.get(*from..to)?))).collect()
    }

    /// What is known of the faces' licences, as a text to lie beside them.
    pub(super) fn licence_file(&self) -> String {
        let one = |(licence, families): (&str, Vec<&str>)| {
            let licence = if licence.is_empty() { "The font does not say its licence." } else { licence };
            format!("{}\n\n{licence}\n", families.join(", "))
        };
        self.licences().into_iter().map(one).collect::<Vec<_>>().join("\n")
    }

    /// The licences that the faces say, each once, after the names of those under it.
    pub(super) fn licences(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut licences: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for face in &self.list {
            let families = licences.entry(face.licence.as_deref().unwrap_or_default().trim()).or_default();
            if !families.contains(&face.family.as_str()) {
                families.push(&face.family);
            }
        }
        licences
    }
}

/// A family's name as style sheets write it.
fn quoted(family: &str) -> String {
    let name: String = family.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    format!("\"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(family: &str, characters: &str) -> Face {
        Face {
            family: family.to_owned(),
            italic: false,
            bold: false,
            bytes: Vec::new(),
            truetype: true,
            characters: characters.chars().collect(),
            licence: None,
        }
    }

    #[test]
    fn what_every_device_has_is_not_wanted() {
        let texts = ["<p>Ἀθῆναι, Москва “quoted” – é️ 🎈 ½</p>".to_owned()];
        assert!(Wanted::of(&texts, "", false).is_empty());
        let texts = ["<p>漢字かな한국어 ქ</p>".to_owned()];
        let wanted = Wanted::of(&texts, "", false);
        assert_eq!((wanted.eastern, wanted.rare), ("漢字かな한국어".chars().collect(), BTreeSet::from(['ქ'])));
        let texts = ["<p>שלום، ق ქ</p>".to_owned()];
        assert_eq!(Wanted::of(&texts, "", false).rare, "שלום،קქ".replace('ק', "ق").chars().collect());
    }

    #[test]
    fn a_phrase_wears_its_face_and_nothing_else_does() {
        let faces = Faces::of(vec![face("Heb", "שלוםב"), face("Geo", "ქა")]).unwrap();
        let stretches = |text| faces.stretches(text);
        assert_eq!(
            stretches("a שלום שלום, b"),
            [(None, "a "), (Some(0), "שלום שלום"), (None, ", b")],
            "spaces within are of it, those after are not"
        );
        assert_eq!(stretches("שָלום"), [(Some(0), "שָלום")], "marks stay");
        assert_eq!(stretches("ב ქა "), [(Some(0), "ב"), (None, " "), (Some(1), "ქა"), (None, " ")]);
        assert_eq!(stretches("plain words"), [(None, "plain words")]);
        assert_eq!(stretches(""), []);
        for text in ["  ב  ", "ב\u{200d}ב ,  ქ", "x ב x ב", "ב ב"] {
            let all: String = stretches(text).iter().map(|(_, part)| *part).collect();
            assert_eq!(all, text, "no word is lost");
        }
    }

    #[test]
    fn the_style_sheet_names_the_files() {
        let faces = Faces::of(vec![face("Noto \"X\"", "ქ"), face("Noto X", "ב")]).unwrap();
        let css = faces.rules(&EpubFonts::default());
        assert!(css.contains("src: url(fonts/noto-x.ttf);") && css.contains("src: url(fonts/noto-x-2.ttf);"), "{css}");
        assert!(css.contains(".face_2{\n\tfont-family: \"Noto X\";"), "{css}");
    }

    #[test]
    fn a_family_that_is_asked_for_shows_every_character() {
        let texts = ["<p>Ἀ\n</p>".to_owned()];
        let wanted = Wanted::of(&texts, "Ж", true);
        assert!("ἈЖ0-•’\u{2010}".chars().all(|c| wanted.all.contains(&c)), "{:?}", wanted.all);
        assert!(!wanted.all.contains(&'\n') && !wanted.all.contains(&'ქ') && wanted.rare.is_empty());
    }

    #[test]
    fn families_that_were_asked_for_are_of_their_elements() {
        let italic = Face { italic: true, ..face("Leaf", "") };
        let bold = Face { italic: true, bold: true, ..face("Leaf", "") };
        let faces = Faces::of(vec![face("Leaf", ""), italic, bold]).unwrap();
        let asked = EpubFonts { text: Some("leaf".to_owned()), heading: Some("Other".to_owned()), code: None };
        assert_eq!(
            faces.rules(&asked),
            "\n/* Faces of the book's own */\n\
             @font-face{\n\tfont-family: \"Leaf\";\n\tsrc: url(fonts/leaf.ttf);\n}\n\n\
             @font-face{\n\tfont-family: \"Leaf\";\n\tfont-style: italic;\n\tsrc: url(fonts/leaf-italic.ttf);\n}\n\n\
             @font-face{\n\tfont-family: \"Leaf\";\n\tfont-style: italic;\n\tfont-weight: bold;\n\
             \tsrc: url(fonts/leaf-bold-italic.ttf);\n}\n\n\
             body{\n\tfont-family: \"Leaf\", serif;\n}\n\n",
            "what could not be had is of no element, and no words wear a face in spans"
        );
    }
}
