//! One face, read and ready to be shaped with.

use std::fmt;
use std::sync::Arc;

use harfrust::ShaperData;
use skrifa::attribute::{Attributes, Style};
use skrifa::charmap::{Charmap, MappingIndex};
use skrifa::metrics::Metrics;
use skrifa::prelude::{FontRef, LocationRef, MetadataProvider, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;

/// A face whose tables have been read.
pub struct LoadedFace {
    /// PostScript name; the family's where the file has none.
    pub name: String,
    /// The file's bytes.
    pub data: Arc<[u8]>,
    /// Which face of a collection.
    pub index: u32,
    /// Measures.
    pub metrics: FaceMetrics,
    /// What the shaper has worked out about the face.
    pub shaping: ShaperData,
    /// What it looks like.
    pub kind: FaceKind,
    mapping: MappingIndex,
    /// Tags of its substitutions (`smcp`, `sups`), sorted.
    features: Vec<[u8; 4]>,
}

/// What a face looks like, as its tables have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaceKind {
    /// Italic or oblique.
    pub italic: bool,
    /// As heavy as semibold, or heavier.
    pub bold: bool,
    /// How its letters are built.
    pub build: FaceBuild,
}

/// How a face's letters are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaceBuild {
    /// With serifs, or nothing is known.
    #[default]
    Serif,
    /// Without.
    Sans,
    /// All equally wide.
    Mono,
}

/// Measures of a face in its own units; all positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceMetrics {
    /// Units per em, never 0.
    pub units_per_em: i32,
    /// How far letters rise.
    pub ascent: i32,
    /// How far letters sink.
    pub descent: i32,
    /// Height of capitals.
    pub cap_height: i32,
    /// Height of small letters.
    pub x_height: i32,
}

impl LoadedFace {
    /// Reads a face; `None` if it is none that words can be set with.
    pub(super) fn load(data: Arc<[u8]>, index: u32) -> Option<Self> {
        let font = FontRef::from_index(&data, index).ok()?;
        let charmap = Charmap::new(&font);
        if !charmap.has_map() || font.outline_glyphs().format().is_none() {
            return None;
        }
        let metrics = FaceMetrics::of(&font)?;
        let mut features: Vec<[u8; 4]> = font
            .gsub()
            .and_then(|gsub| gsub.feature_list())
            .map(|list| list.feature_records().iter().map(|record| record.feature_tag().to_be_bytes()).collect())
            .unwrap_or_default();
        features.sort_unstable();
        features.dedup();
        let name = string(&font, StringId::POSTSCRIPT_NAME).or_else(|| string(&font, StringId::FAMILY_NAME));
        let (shaping, mapping) = (ShaperData::new(&font), MappingIndex::new(&font));
        let name = name.unwrap_or_default();
        let kind = FaceKind::of(&font);
        Some(Self { name, data, index, metrics, shaping, kind, mapping, features })
    }

    /// The face's tables.
    #[must_use]
    pub fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.data, self.index).ok()
    }

    /// Whether it has a character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        self.has_all(std::iter::once(character))
    }

    /// Whether it has all of these characters.
    pub fn has_all(&self, mut characters: impl Iterator<Item = char>) -> bool {
        let Some(font) = self.font() else { return false };
        let charmap = self.mapping.charmap(&font);
        characters.all(|character| charmap.map(character).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    /// Whether it has a substitution of this name (`*b"smcp"`).
    #[must_use]
    pub fn has_feature(&self, tag: [u8; 4]) -> bool {
        self.features.binary_search(&tag).is_ok()
    }

    /// Its family's name, whether it is italic, and its weight (400 is regular).
    pub(super) fn describe(&self) -> (String, bool, u16) {
        let Some(font) = self.font() else { return (self.name.clone(), false, 400) };
        let family = string(&font, StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| string(&font, StringId::FAMILY_NAME));
        let attributes = Attributes::new(&font);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "OS/2 says 1 to 1000")]
        let weight = attributes.weight.value() as u16;
        (family.unwrap_or_else(|| self.name.clone()), attributes.style != Style::Normal, weight)
    }
}

impl FaceKind {
    /// By `post`, and by what `OS/2` says of serifs: PANOSE's second digit is 11 or more for faces without them.
    fn of(font: &FontRef<'_>) -> Self {
        let attributes = Attributes::new(font);
        let panose = font.os2().ok().map(|os2| (os2.panose_10(), os2.s_family_class() >> 8));
        let sans = panose.is_some_and(|(panose, class)| {
            let digit = |at: usize| panose.get(at).copied().unwrap_or(0);
            class == 8 || (digit(0) == 2 && (11..=15).contains(&digit(1)))
        });
        let build = match sans {
            _ if font.post().is_ok_and(|post| post.is_fixed_pitch() != 0) => FaceBuild::Mono,
            true => FaceBuild::Sans,
            false => FaceBuild::Serif,
        };
        let italic = attributes.style != Style::Normal;
        Self { italic, bold: attributes.weight.value() >= 600.0, build }
    }
}

impl FaceMetrics {
    fn of(font: &FontRef<'_>) -> Option<Self> {
        let metrics = Metrics::new(font, Size::unscaled(), LocationRef::default());
        let units_per_em = i32::from(metrics.units_per_em);
        #[allow(clippy::cast_possible_truncation, reason = "font units fit 16 bits")]
        let units = |measure: f32| measure.abs() as i32;
        (units_per_em > 0).then(|| Self {
            units_per_em,
            ascent: units(metrics.ascent),
            descent: units(metrics.descent),
            cap_height: metrics.cap_height.map_or(units_per_em * 7 / 10, units),
            x_height: metrics.x_height.map_or(units_per_em / 2, units),
        })
    }
}

fn string(font: &FontRef<'_>, id: StringId) -> Option<String> {
    font.localized_strings(id).english_or_first().map(|name| name.chars().collect())
}

impl fmt::Debug for LoadedFace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadedFace").field("name", &self.name).finish_non_exhaustive()
    }
}
