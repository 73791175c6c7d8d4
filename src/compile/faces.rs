//! Finds the faces that an EPUB brings along: those its editor asks for, and those of scripts that devices lack.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_script::UnicodeScript;

use crate::book::EpubFonts;
use crate::diagnostic::Diagnostic;
use crate::epub;
use crate::fonts::{FaceIndex, FaceStyle, FontLibrary, LoadedFace, Wanted};
use crate::manifest::{EditionKind, Manifest};

use super::Project;

/// Bytes above which a face for scripts of East Asia stays at home.
const HEAVY: usize = 1_000_000;

impl Project {
    /// The faces of the families `asked` for, each in every style it has, and faces for the scripts that devices lack.
    /// A face that may not be embedded was told of when it was looked up, and is left out.
    pub(super) fn faces(&self, asked: &EpubFonts, wanted: &epub::Wanted) -> Vec<epub::Face> {
        let mut shown: BTreeMap<FaceIndex, BTreeSet<char>> = BTreeMap::new();
        for family in asked.families() {
            for (bold, italic) in [(false, false), (false, true), (true, false), (true, true)] {
                let found = self.fonts.find(family, FaceStyle { italic, bold });
                shown.extend(found.map(|index| (index, wanted.all.clone())));
            }
        }
        let mut worn = self.worn(&wanted.rare, true);
        for (index, characters) in self.worn(&wanted.eastern, false) {
            worn.entry(index).or_default().extend(characters);
        }
        for (index, characters) in &worn {
            shown.entry(*index).or_default().extend(characters);
        }
        let embedded = |(index, mut characters): (FaceIndex, BTreeSet<char>)| {
            let face = self.fonts.face(index)?;
            // Devices take letters with marks apart, or put them together.
            characters.extend(characters.clone().into_iter().flat_map(|c| std::iter::once(c).nfd()));
            characters.insert(' ');
            let (bytes, truetype) = face.embedded(&characters)?;
            // Who reads Chinese or Japanese has letters for it, and a face of all of them weighs more than the book.
            let is_eastern = worn.get(&index).is_some_and(|worn| !worn.is_disjoint(&wanted.eastern));
            if is_eastern && bytes.len() > HEAVY {
                return None;
            }
            let style = face.style();
            Some(epub::Face {
                family: face.family(),
                italic: style.italic,
                bold: style.bold,
                bytes,
                truetype,
                characters: worn.get(&index).cloned().unwrap_or_default(),
                licence: face.licence(),
            })
        };
        shown.into_iter().filter_map(embedded).collect()
    }

    /// Which faces show `characters`: of those the book brings, the bundled and, if they may be `installed`, of the
    /// machine's, as in print. A script that none of them has is left to the reader's device.
    fn worn(&self, characters: &BTreeSet<char>, installed: bool) -> BTreeMap<FaceIndex, BTreeSet<char>> {
        let fallback = |wanted: Wanted<'_>, covers: &dyn Fn(&LoadedFace) -> bool| {
            if installed {
                self.fonts.fallback(wanted, covers)
            } else {
                self.fonts.fallback_at_hand(wanted.style, covers)
            }
        };
        let mut scripts: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
        for character in characters {
            scripts.entry(character.script().short_name()).or_default().insert(*character);
        }
        let mut worn: BTreeMap<FaceIndex, BTreeSet<char>> = BTreeMap::new();
        for (script, mut left) in scripts {
            while let Some(character) = left.first().copied() {
                let wanted = Wanted { character, script, language: "und", style: FaceStyle::default() };
                let found = fallback(wanted, &|face| face.has_all(left.iter().copied()))
                    .or_else(|| fallback(wanted, &|face| face.has(character)));
                left.remove(&character);
                let Some((index, face)) = found.and_then(|index| Some((index, self.fonts.face(index)?))) else {
                    continue;
                };
                let (has, lacks): (BTreeSet<char>, BTreeSet<char>) = left.into_iter().partition(|c| face.has(*c));
                worn.entry(index).or_default().extend(has.into_iter().chain([character]));
                left = lacks;
            }
        }
        worn
    }
}

/// What is wrong with the families that EPUB editions ask for: their makers do not let them be embedded. `read` has the
/// families of fonts that are named by their files.
pub(super) fn forbidden(
    manifest: &Manifest,
    library: &FontLibrary,
    read: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let editions = manifest.editions.iter().filter(|edition| edition.format == EditionKind::Epub);
    let asked = editions.flat_map(|edition| [&edition.fonts.text, &edition.fonts.heading, &edition.fonts.code]);
    let mut faults = Vec::new();
    for font in asked.flatten() {
        let family = read.get(&font.value).unwrap_or(&font.value);
        let face = library.find(family, FaceStyle::default()).and_then(|index| library.face(index));
        if !face.is_none_or(LoadedFace::may_be_embedded) {
            let fault = Diagnostic::error("bad-font", format!("`{}` may not be put into an e-book", font.value))
                .at(font.span, "its maker does not let it be embedded")
                .hint("name another family, or leave `fonts` out: readers have faces of their own");
            faults.push(fault);
        }
    }
    faults
}
