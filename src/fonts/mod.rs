//! Faces to set with: bundled in the binary, brought along by the book, installed on the machine.
//!
//! A face is found by family name and style, or by what it has: the family asked for, then the faces the book
//! brings, then the bundled ones, and only where none of these has a character the installed ones. Installed
//! fonts are not looked for until then: it takes time, and makes a book depend on the machine it is made on.
//!
//! Every face has a number, [`FaceIndex`], that does not depend on which faces are used or in what order.

mod bundled;
mod embed;
mod face;
mod installed;

use std::fmt;
use std::sync::{Arc, OnceLock};

use skrifa::raw::FileRef;

pub use face::{FaceBuild, FaceKind, FaceMetrics, LoadedFace};
use installed::Installed;

/// Which face of a [`FontLibrary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceIndex(pub u16);

/// What a face of a family should look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceStyle {
    /// Italic or oblique.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
}

/// Every face that can be had, by family name.
pub struct FontLibrary {
    /// Bundled faces, then those the book brings, in the order they were added.
    faces: Vec<OwnFace>,
    installed: OnceLock<Installed>,
}

/// A face whose bytes are at hand.
struct OwnFace {
    family: String,
    italic: bool,
    weight: u16,
    source: Source,
    loaded: OnceLock<Option<Box<LoadedFace>>>,
}

enum Source {
    Bundled(&'static bundled::BundledFace),
    Brought(Arc<[u8]>, u32),
}

/// Why a file is no font to set with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontError {
    /// What is wrong, to follow the file's name: "is no OpenType font".
    pub message: String,
}

/// What is wanted of a face that stands in for another.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// A character it must have, for looking among installed fonts.
    pub character: char,
    /// The character's script, as ISO 15924 names it.
    pub script: &'a str,
    /// The language of the words, as BCP 47 names it.
    pub language: &'a str,
    /// Style.
    pub style: FaceStyle,
}

impl FontLibrary {
    /// The bundled faces.
    #[must_use]
    pub fn new() -> Self {
        let faces = bundled::FACES
            .iter()
            .map(|face| OwnFace {
                family: face.family.to_owned(),
                italic: face.style.italic,
                weight: if face.style.bold { 700 } else { 400 },
                source: Source::Bundled(face),
                loaded: OnceLock::new(),
            })
            .collect();
        Self { faces, installed: OnceLock::new() }
    }

    /// Adds the faces of a font file the book brings along and says the names of their families. Such faces come
    /// before bundled ones.
    ///
    /// # Errors
    /// If the bytes are no OpenType font, or one that maps no characters.
    pub fn add(&mut self, bytes: impl Into<Arc<[u8]>>) -> Result<Vec<String>, FontError> {
        let data: Arc<[u8]> = bytes.into();
        let wrong = |message: &str| FontError { message: message.to_owned() };
        let count = match FileRef::new(&data) {
            Ok(FileRef::Font(_)) => 1,
            Ok(FileRef::Collection(collection)) => collection.len(),
            Err(_) => return Err(wrong("is no OpenType font (.otf, .ttf, .ttc)")),
        };
        let mut families = Vec::new();
        for index in 0..count {
            let Some(face) = LoadedFace::load(data.clone(), index) else {
                return Err(wrong("is damaged, or no OpenType font with outlines and a character map"));
            };
            let (family, italic, weight) = face.describe();
            if !families.contains(&family) {
                families.push(family.clone());
            }
            self.faces.push(OwnFace {
                family,
                italic,
                weight,
                source: Source::Brought(data.clone(), index),
                loaded: OnceLock::from(Some(Box::new(face))),
            });
        }
        self.installed = OnceLock::new();
        Ok(families)
    }

    /// Whether a face is one of this machine's, and so missing on others.
    #[must_use]
    pub fn is_installed(&self, index: FaceIndex) -> bool {
        usize::from(index.0) >= self.faces.len()
    }

    /// The bundled faces, those of one family as if they were installed.
    #[cfg(test)]
    pub(crate) fn with_installed(family: &str) -> Self {
        let mut library = Self::new();
        library.faces.retain(|face| face.family != family);
        let files = bundled::FACES.iter().filter(|face| face.family == family).map(bundled::BundledFace::bytes);
        library.installed = OnceLock::from(Installed::of(files));
        library
    }

    /// Whether there is a family of this name: bundled, brought along or, looked for last, installed.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        self.find(name, FaceStyle::default()).is_some()
    }

    /// Whether a family is bundled or brought along.
    #[must_use]
    pub fn owns(&self, family: &str) -> bool {
        self.faces.iter().any(|face| face.family == family)
    }

    /// Says which faces are the library's own: the same for two libraries whose own faces have the same numbers.
    pub fn tell_own(&self, to: &mut impl std::hash::Hasher) {
        for face in &self.faces {
            to.write(face.family.as_bytes());
            match &face.source {
                Source::Bundled(_) => to.write_u8(0),
                Source::Brought(bytes, index) => {
                    to.write_u32(*index);
                    to.write_usize(bytes.len());
                    to.write(bytes);
                }
            }
        }
    }

    /// Names of the families bundled and brought along, sorted: for "did you mean".
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        let mut names: Vec<String> = self.faces.iter().map(|face| face.family.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The face of a family that is nearest to a style; letter case does not matter in the family's name.
    #[must_use]
    pub fn find(&self, family: &str, style: FaceStyle) -> Option<FaceIndex> {
        self.own(family, style).or_else(|| {
            let found = self.installed().find(family, style)?;
            u16::try_from(self.faces.len() + found).ok().map(FaceIndex)
        })
    }

    /// Among the faces at hand; those the book brings first.
    fn own(&self, family: &str, style: FaceStyle) -> Option<FaceIndex> {
        let weight = if style.bold { 700 } else { 400 };
        let distance = |face: &OwnFace| {
            let brought = matches!(face.source, Source::Brought(..));
            (!brought, face.italic != style.italic, face.weight.abs_diff(weight))
        };
        (0_u16..)
            .zip(&self.faces)
            .filter(|(_, face)| face.family.to_lowercase() == family.to_lowercase())
            .min_by_key(|(_, face)| distance(face))
            .map(|(index, _)| FaceIndex(index))
    }

    /// The first face that `covers` the words to be set: of those the book brings, the bundled, the installed.
    pub fn fallback(&self, wanted: Wanted<'_>, covers: &dyn Fn(&LoadedFace) -> bool) -> Option<FaceIndex> {
        self.fallback_at_hand(wanted.style, covers).or_else(|| {
            let found = self.installed().fallback(wanted, covers)?;
            u16::try_from(self.faces.len() + found).ok().map(FaceIndex)
        })
    }

    /// As [`FontLibrary::fallback`], without the installed.
    pub fn fallback_at_hand(&self, style: FaceStyle, covers: &dyn Fn(&LoadedFace) -> bool) -> Option<FaceIndex> {
        let brought = self.faces.iter().filter(|face| matches!(face.source, Source::Brought(..)));
        let bundled = self.faces.iter().filter(|face| matches!(face.source, Source::Bundled(_)));
        let mut tried: Vec<&str> = Vec::new();
        for face in brought.chain(bundled) {
            if tried.contains(&face.family.as_str()) {
                continue;
            }
            tried.push(&face.family);
            let found = self.own(&face.family, style);
            if let Some(index) = found.filter(|index| self.face(*index).is_some_and(covers)) {
                return Some(index);
            }
        }
        None
    }

    /// A face, read when it is first asked for. `None` only for numbers that this library never gave.
    #[must_use]
    pub fn face(&self, index: FaceIndex) -> Option<&LoadedFace> {
        let at = usize::from(index.0);
        match self.faces.get(at) {
            Some(face) => face
                .loaded
                .get_or_init(|| {
                    let (data, index) = match &face.source {
                        Source::Bundled(bundled) => (bundled.data(), 0),
                        Source::Brought(data, index) => (data.clone(), *index),
                    };
                    LoadedFace::load(data, index).map(Box::new)
                })
                .as_deref(),
            None => self.installed.get()?.face(at - self.faces.len()),
        }
    }

    /// All faces in the order of their numbers, as far as they were read: `None` for those not yet needed.
    #[must_use]
    pub fn loaded(&self) -> Vec<Option<&LoadedFace>> {
        let own = self.faces.iter().map(|face| face.loaded.get().and_then(Option::as_deref));
        let installed = self.installed.get().map(Installed::loaded).unwrap_or_default();
        own.chain(installed).collect()
    }

    fn installed(&self) -> &Installed {
        self.installed.get_or_init(Installed::scan)
    }
}

impl Default for FontLibrary {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for FontLibrary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontLibrary").field("families", &self.families()).finish_non_exhaustive()
    }
}

/// The files of the faces built into the binary, for what has its own way of setting words: pictures, the cover.
pub fn bundled() -> impl Iterator<Item = &'static [u8]> {
    bundled::FACES.iter().map(bundled::BundledFace::bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITALIC: FaceStyle = FaceStyle { italic: true, bold: false };

    fn name(library: &FontLibrary, index: Option<FaceIndex>) -> &str {
        &library.face(index.unwrap()).unwrap().name
    }

    #[test]
    fn finds_the_nearest_style_of_a_family() {
        let library = FontLibrary::new();
        assert_eq!(name(&library, library.find("alegreya", ITALIC)), "Alegreya-Italic");
        let bold = FaceStyle { italic: true, bold: true };
        assert_eq!(name(&library, library.find("Noto Serif Hebrew", bold)), "NotoSerifHebrew-Bold");
        assert_eq!(name(&library, library.find("Fira Mono", bold)), "FiraMono-Regular");
        assert!(library.has_family("Fira Sans"));
        assert!(!library.has_family("No Such Family At All"));
    }

    #[test]
    fn every_bundled_face_says_what_the_table_says() {
        for bundled in &bundled::FACES {
            let face = LoadedFace::load(bundled.data(), 0).unwrap();
            let (family, italic, weight) = face.describe();
            assert_eq!((family.as_str(), italic), (bundled.family, bundled.style.italic), "{}", face.name);
            assert_eq!(weight >= 600, bundled.style.bold, "{} {weight}", face.name);
        }
    }

    #[test]
    fn a_character_is_found_in_another_family() {
        let library = FontLibrary::new();
        let wanted = |character, script, language| {
            let wanted = Wanted { character, script, language, style: FaceStyle::default() };
            library.fallback(wanted, &|face| face.has(character))
        };
        assert_eq!(name(&library, wanted('א', "Hebr", "he")), "NotoSerifHebrew-Regular");
        assert_eq!(name(&library, wanted('ب', "Arab", "ar")), "NotoNaskhArabic-Regular");
        assert_eq!(name(&library, wanted('ᾧ', "Grek", "grc")), "Alegreya-Regular");
    }

    #[test]
    fn a_face_brought_along_comes_first_and_keeps_the_others_numbers() {
        let mut library = FontLibrary::new();
        let before = library.find("Alegreya", ITALIC);
        let bytes = bundled::FACES.iter().find(|face| face.family == "Fira Mono").unwrap().data();
        assert_eq!(library.add(bytes), Ok(vec!["Fira Mono".to_owned()]));
        assert_eq!(library.find("Alegreya", ITALIC), before);
        let mono = library.find("Fira Mono", FaceStyle::default()).unwrap();
        assert_eq!(usize::from(mono.0), bundled::FACES.len());
        assert!(library.add(&b"wOFF, no font"[..]).is_err());
        assert!(library.add(&b"\0\x01\0\0\0\x05"[..]).is_err());
    }
}
