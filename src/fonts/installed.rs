//! Faces installed on this machine, found through fontique (fontconfig, CoreText, DirectWrite).
//!
//! Families are sorted by name and every family has four places (regular, italic, bold, bold italic), so that
//! a face's number does not depend on which was needed first.

use std::sync::{Mutex, OnceLock, PoisonError};

use fontique::{
    Collection, CollectionOptions, FallbackKey, FamilyId, FontStyle, FontWeight, FontWidth, Language, Script,
};

use super::{FaceStyle, LoadedFace, Wanted};

/// The machine's font families.
pub(super) struct Installed {
    collection: Mutex<Collection>,
    families: Vec<Family>,
}

struct Family {
    id: FamilyId,
    name: String,
    faces: [OnceLock<Option<Box<LoadedFace>>>; STYLES.len()],
}

/// The places of a family.
const STYLES: [FaceStyle; 4] = [
    FaceStyle { italic: false, bold: false },
    FaceStyle { italic: true, bold: false },
    FaceStyle { italic: false, bold: true },
    FaceStyle { italic: true, bold: true },
];

fn place(style: FaceStyle) -> usize {
    usize::from(style.italic) + 2 * usize::from(style.bold)
}

impl Installed {
    /// Asks the machine which families it has.
    pub(super) fn scan() -> Self {
        Self::all(Collection::new(CollectionOptions { shared: false, system_fonts: true }))
    }

    /// A machine that has these files.
    #[cfg(test)]
    pub(super) fn of(files: impl Iterator<Item = &'static [u8]>) -> Self {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for file in files {
            collection.register_fonts(fontique::Blob::new(std::sync::Arc::new(file)), None);
        }
        Self::all(collection)
    }

    fn all(mut collection: Collection) -> Self {
        let mut names: Vec<String> = collection.family_names().map(str::to_owned).collect();
        names.sort();
        names.dedup();
        let families = names
            .into_iter()
            .filter_map(|name| {
                let id = collection.family_id(&name)?;
                Some(Family { id, name, faces: Default::default() })
            })
            .collect();
        Self { collection: Mutex::new(collection), families }
    }

    /// The number of the face of a family, counted from the first installed face.
    pub(super) fn find(&self, family: &str, style: FaceStyle) -> Option<usize> {
        let wanted = family.to_lowercase();
        let at = self.families.iter().position(|family| family.name.to_lowercase() == wanted)?;
        self.loaded_number(at, style)
    }

    /// The number of the first face that covers: of the family the machine prefers for the script and language,
    /// then of any, in the order of their names.
    pub(super) fn fallback(&self, wanted: Wanted<'_>, covers: &dyn Fn(&LoadedFace) -> bool) -> Option<usize> {
        let preferred: Vec<FamilyId> = {
            let script = Script::parse(wanted.script).ok()?;
            let language = Language::parse(wanted.language).ok();
            let mut collection = self.collection.lock().unwrap_or_else(PoisonError::into_inner);
            collection.fallback_families(FallbackKey::new(script, language.as_ref())).collect()
        };
        let first = preferred.iter().filter_map(|id| self.families.iter().position(|family| family.id == *id));
        first
            .chain(0..self.families.len())
            .filter_map(|at| self.loaded_number(at, wanted.style))
            .find(|number| self.face(*number).is_some_and(|face| face.has(wanted.character) && covers(face)))
    }

    /// A face by its number.
    pub(super) fn face(&self, number: usize) -> Option<&LoadedFace> {
        let family = self.families.get(number / STYLES.len())?;
        let at = number % STYLES.len();
        family.faces[at].get_or_init(|| self.load(family.id, STYLES[at]).map(Box::new)).as_deref()
    }

    /// Every face as far as it was read.
    pub(super) fn loaded(&self) -> Vec<Option<&LoadedFace>> {
        self.families
            .iter()
            .flat_map(|family| &family.faces)
            .map(|face| face.get().and_then(Option::as_deref))
            .collect()
    }

    fn loaded_number(&self, family: usize, style: FaceStyle) -> Option<usize> {
        let number = family * STYLES.len() + place(style);
        self.face(number).map(|_| number)
    }

    fn load(&self, id: FamilyId, style: FaceStyle) -> Option<LoadedFace> {
        let slope = if style.italic { FontStyle::Italic } else { FontStyle::Normal };
        let weight = if style.bold { FontWeight::new(700.0) } else { FontWeight::new(400.0) };
        let family = self.collection.lock().unwrap_or_else(PoisonError::into_inner).family(id)?;
        let font = family.match_font(FontWidth::from_ratio(1.0), slope, weight, false).or(family.default_font())?;
        LoadedFace::load(font.load(None)?.data().into(), font.index())
    }
}
