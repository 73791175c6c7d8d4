//! Words as glyphs: every word is shaped once for each kind of type and kept.
//!
//! Enters a word of one kind of type and direction; leaves its parts, each of one face and script, in the face's
//! own units, so that every size shares them.

use harfrust::{Direction, Feature, Script, ShapeOptions, ShapePlan, Shaper, Tag, UnicodeBuffer};
use rustc_hash::FxHashMap;
use skrifa::charmap::Charmap;
use smallvec::SmallVec;

use super::collect::is_steering;
use super::features;
use super::hyphenate::Hyphenator;
use super::line::{Capitals, Family, Figures, TextStyle};
use super::made::{space_width, substitute};
use super::missing::Lack;
use super::protrusion::Table;
use super::word::{Shaped, Word, hangs, name};
use crate::design::Families;
use crate::fonts::{FaceIndex, FaceMetrics, FaceStyle, FontLibrary, LoadedFace};
use crate::length::Length;
use crate::metadata::Language;

/// Letters that are raised or lowered by scaling are this large, in ems of the text.
const SCALED: f64 = 0.62;

/// Where letters stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Position {
    #[default]
    Baseline,
    Superior,
    Inferior,
}

/// A kind of type: all that decides how words are shaped, their size left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Type {
    pub(super) family: Family,
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) capitals: Capitals,
    pub(super) figures: Figures,
    pub(super) tracking: i16,
    pub(super) position: Position,
    /// Counts into the setter's languages.
    pub(super) language: u16,
}

impl Type {
    pub(super) fn of(style: &TextStyle, language: u16) -> Self {
        Self {
            family: style.family,
            italic: style.italic,
            bold: style.bold,
            capitals: style.capitals,
            figures: style.figures,
            tracking: style.tracking,
            position: Position::Baseline,
            language,
        }
    }

    pub(super) const fn face_style(&self) -> FaceStyle {
        FaceStyle { italic: self.italic, bold: self.bold }
    }
}

/// Counts into [`Shapes::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TypeId(u16);

/// Counts into [`Shapes::styles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct StyleId(u16);

/// Counts into [`Shapes::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WordId(u32);

/// A kind of type in one face, script and direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct StyleKey {
    pub(super) face: FaceIndex,
    pub(super) kind: Type,
    pub(super) script: [u8; 4],
    pub(super) rtl: bool,
    /// The face has no superior or inferior letters of its own: they are made by scaling.
    pub(super) scaled: bool,
}

/// A kind of type with the face it is set in, and the parts of its words: of those that run rightwards, leftwards.
struct Kind {
    of: Type,
    face: FaceIndex,
    parts: [FxHashMap<Box<str>, Parts>; 2],
}

/// A style, ready to shape with.
struct Style {
    key: StyleKey,
    features: Vec<Feature>,
    plan: ShapePlan,
    /// For words in which ligatures are kept off the seams: of languages that have such.
    seamed: Option<ShapePlan>,
    /// For words in capitals: signs between them stand as high as they do.
    capitals: Option<ShapePlan>,
    /// What hangs out of lines.
    table: Table,
    /// What was asked for and the face does not have.
    lack: Option<Lack>,
    units: i32,
    space: Option<WordId>,
    words: FxHashMap<Box<str>, WordId>,
}

/// A stretch of a word in one style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Length in bytes.
    pub(super) length: u32,
    pub(super) style: StyleId,
    pub(super) word: WordId,
}

pub(super) type Parts = SmallVec<[Part; 1]>;

/// What a face is shaped with.
pub(super) struct FaceTools<'a> {
    pub(super) face: &'a LoadedFace,
    pub(super) charmap: Charmap<'a>,
    shaper: Shaper<'a>,
}

/// Everything shaped so far, and what it was shaped with.
pub(super) struct Shapes<'a> {
    pub(super) fonts: &'a FontLibrary,
    families: Families,
    pub(super) languages: Vec<(Language, Option<harfrust::Language>, Hyphenator)>,
    pub(super) tools: FxHashMap<FaceIndex, Option<FaceTools<'a>>>,
    types: Vec<Kind>,
    type_ids: FxHashMap<Type, TypeId>,
    styles: Vec<Style>,
    style_ids: FxHashMap<StyleKey, StyleId>,
    words: Vec<Word>,
    buffer: Option<UnicodeBuffer>,
    /// How many bytes of text were shaped: the work that was done.
    #[cfg(test)]
    pub(super) shaped_bytes: usize,
    /// Which face stands in for a character, found before.
    pub(super) fallbacks: FxHashMap<(char, FaceStyle, u16), Option<FaceIndex>>,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(fonts: &'a FontLibrary, families: &Families) -> Self {
        Self {
            fonts,
            families: families.clone(),
            languages: Vec::new(),
            tools: FxHashMap::default(),
            types: Vec::new(),
            type_ids: FxHashMap::default(),
            styles: Vec::new(),
            style_ids: FxHashMap::default(),
            words: Vec::new(),
            buffer: None,
            #[cfg(test)]
            shaped_bytes: 0,
            fallbacks: FxHashMap::default(),
        }
    }

    /// The number of a language.
    pub(super) fn language(&mut self, language: &Language) -> u16 {
        let known = self.languages.iter().position(|(known, ..)| known == language);
        let number = known.unwrap_or_else(|| {
            let tag = harfrust::Language::new(language.as_str());
            self.languages.push((language.clone(), tag, Hyphenator::of(language)));
            self.languages.len() - 1
        });
        u16::try_from(number).unwrap_or(0)
    }

    /// The language of a number.
    pub(super) fn named(&self, number: u16) -> Option<&Language> {
        self.languages.get(usize::from(number)).map(|(language, ..)| language)
    }

    /// The number of a kind of type.
    pub(super) fn type_id(&mut self, kind: Type) -> TypeId {
        if let Some(id) = self.type_ids.get(&kind) {
            return *id;
        }
        let family = match kind.family {
            Family::Text => &self.families.text,
            Family::Heading => &self.families.heading,
            Family::Code => &self.families.code,
        };
        // For a family that is nowhere, of which the editor was told, the first of the bundled stands in.
        let found =
            [family.as_str(), Families::STAND_IN].iter().find_map(|family| self.fonts.find(family, kind.face_style()));
        let face = found.unwrap_or(FaceIndex(0));
        let id = TypeId(u16::try_from(self.types.len()).unwrap_or(u16::MAX));
        self.types.push(Kind { of: kind, face, parts: Default::default() });
        self.type_ids.insert(kind, id);
        id
    }

    /// The kind of type and the face it is set in as far as that has the characters.
    pub(super) fn kind(&self, id: TypeId) -> (Type, FaceIndex) {
        let Kind { of, face, .. } = self.types[usize::from(id.0)];
        (of, face)
    }

    /// The parts of a word.
    pub(super) fn parts(&mut self, id: TypeId, rtl: bool, text: &str) -> Parts {
        let at = usize::from(id.0);
        if let Some(parts) = self.types[at].parts[usize::from(rtl)].get(text) {
            return parts.clone();
        }
        let parts = self.itemize(id, rtl, text);
        self.types[at].parts[usize::from(rtl)].insert(text.into(), parts.clone());
        parts
    }

    pub(super) fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    pub(super) fn word_mut(&mut self, id: WordId) -> &mut Word {
        &mut self.words[id.0 as usize]
    }

    pub(super) fn style(&self, id: StyleId) -> &StyleKey {
        &self.styles[usize::from(id.0)].key
    }

    /// How large letters of a style are where the text has `size`.
    pub(super) fn size_of(&self, style: StyleId, size: Length) -> Length {
        if self.style(style).scaled { size.scale(SCALED) } else { size }
    }

    /// What a style asks for that its face does not have.
    pub(super) fn lack(&self, id: StyleId) -> Option<Lack> {
        self.styles[usize::from(id.0)].lack
    }

    /// Units per em of a style's face.
    pub(super) fn units(&self, id: StyleId) -> i32 {
        self.styles[usize::from(id.0)].units
    }

    /// What a face is shaped with; `None` where the file proved unreadable.
    pub(super) fn tools(&mut self, face: FaceIndex) -> Option<&FaceTools<'a>> {
        let fonts = self.fonts;
        self.tools
            .entry(face)
            .or_insert_with(|| {
                let face = fonts.face(face)?;
                let font = face.font()?;
                let shaper = face.shaping.shaper(&font).build();
                Some(FaceTools { face, charmap: Charmap::new(&font), shaper })
            })
            .as_ref()
    }

    /// Measures of a face; those of the first bundled one where it is unreadable.
    pub(super) fn metrics(&self, face: FaceIndex) -> FaceMetrics {
        let found = self.fonts.face(face).or_else(|| self.fonts.face(FaceIndex(0)));
        found.map_or(
            FaceMetrics { units_per_em: 1000, ascent: 800, descent: 200, cap_height: 650, x_height: 450 },
            |face| face.metrics,
        )
    }

    /// The number of a style.
    pub(super) fn style_id(&mut self, key: StyleKey) -> Option<StyleId> {
        if let Some(id) = self.style_ids.get(&key) {
            return Some(*id);
        }
        let direction = if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let script = Script::from_iso15924_tag(Tag::new(&key.script));
        let language = self.languages.get(usize::from(key.kind.language)).and_then(|(_, tag, _)| tag.clone());
        let features = features::of(&key);
        let seams = self
            .languages
            .get(usize::from(key.kind.language))
            .is_some_and(|(language, ..)| features::has_seams(language));
        let tools = self.tools(key.face)?;
        let plan = |features: &[Feature]| ShapePlan::new(&tools.shaper, direction, script, language.as_ref(), features);
        let seamed = seams.then(|| plan(&features::seamed(&features, &[1])));
        let cases = key.kind.capitals == Capitals::Ordinary && tools.face.has_feature(*b"case");
        let capitals = cases.then(|| plan(&features::cased(&features, &(0..1))));
        let plan = plan(&features);
        let (units, table) = (tools.face.metrics.units_per_em, Table::of(tools.face));
        let lack = Lack::of(&key, tools.face);
        let id = StyleId(u16::try_from(self.styles.len()).ok()?);
        let words = FxHashMap::default();
        self.styles.push(Style { key, features, plan, seamed, capitals, table, lack, units, space: None, words });
        self.style_ids.insert(key, id);
        Some(id)
    }

    /// A word's number, shaped if it was not yet.
    pub(super) fn shaped(&mut self, style: StyleId, text: &str) -> WordId {
        let at = usize::from(style.0);
        if let Some(id) = self.styles[at].words.get(text) {
            return *id;
        }
        let (glyphs, missing) = self.shape(style, text);
        let width = glyphs.iter().map(|glyph| glyph.advance).sum();
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        let hangs = hangs(text, &glyphs, self.styles[at].key.rtl, self.styles[at].table);
        let name = name(text);
        let steered = text.contains(is_steering);
        self.words.push(Word {
            text: text.into(),
            glyphs: glyphs.into(),
            width,
            missing,
            steered,
            name,
            hangs,
            hyphens: None,
        });
        self.styles[at].words.insert(text.into(), id);
        id
    }

    /// The word space of a style.
    pub(super) fn space(&mut self, style: StyleId) -> WordId {
        if let Some(space) = self.styles[usize::from(style.0)].space {
            return space;
        }
        let space = self.shaped(style, " ");
        self.styles[usize::from(style.0)].space = Some(space);
        space
    }

    /// The seams of a word that no ligature may bridge.
    fn seams(&self, style: &Style, text: &str) -> Vec<usize> {
        if style.seamed.is_none() || !text.contains('f') {
            return Vec::new();
        }
        let hyphenator = self.languages.get(usize::from(style.key.kind.language)).map(|(.., hyphenator)| hyphenator);
        hyphenator.map(|hyphenator| features::seams(text, &hyphenator.places(text))).unwrap_or_default()
    }

    /// Shapes words in a style; says whether a character was missing.
    fn shape(&mut self, style: StyleId, text: &str) -> (Vec<Shaped>, bool) {
        #[cfg(test)]
        {
            self.shaped_bytes += text.len();
        }
        let mut buffer = self.buffer.take().unwrap_or_default();
        let style = &self.styles[usize::from(style.0)];
        let Some(Some(tools)) = self.tools.get(&style.key.face) else { return (Vec::new(), true) };
        let units = tools.face.metrics.units_per_em;
        let mut fixed: SmallVec<[(u32, i32); 2]> = SmallVec::new();
        for (at, c) in text.char_indices() {
            let cluster = u32::try_from(at).unwrap_or(u32::MAX);
            if is_steering(c) {
                continue;
            }
            let has = tools.charmap.map(c).is_some();
            match (space_width(c), substitute(c)) {
                (Some(per_mille), _) if !has => {
                    buffer.add(' ', cluster);
                    fixed.push((cluster, units * per_mille / 1000));
                }
                (_, Some(other)) if !has && tools.charmap.map(other).is_some() => buffer.add(other, cluster),
                _ => buffer.add(c, cluster),
            }
        }
        buffer.set_direction(style.plan.direction());
        if let Some(script) = style.plan.script() {
            buffer.set_script(script);
        }
        if let Some(language) = style.plan.language() {
            buffer.set_language(language.clone());
        }
        let seams = self.seams(style, text);
        let (plan, features) = match (&style.seamed, &style.capitals, features::between_capitals(text)) {
            (Some(plan), ..) if !seams.is_empty() => (plan, features::seamed(&style.features, &seams)),
            (_, Some(plan), Some(signs)) => (plan, features::cased(&style.features, &signs)),
            _ => (&style.plan, style.features.iter().copied().collect()),
        };
        let output = tools.shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)).features(&features));
        let tracking = i32::from(style.key.kind.tracking) * units / 1000;
        let (infos, positions) = (output.glyph_infos(), output.glyph_positions());
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut missing = false;
        for (at, (info, position)) in infos.iter().zip(positions).enumerate() {
            let width = fixed.iter().find(|(cluster, _)| *cluster == info.cluster).map(|(_, width)| *width);
            // Letterspacing follows a cluster, not each of its marks.
            let last = infos.get(at + 1).is_none_or(|next| next.cluster != info.cluster);
            missing |= info.glyph_id == 0;
            glyphs.push(Shaped {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: width.unwrap_or(position.x_advance) + if last { tracking } else { 0 },
                dx: position.x_offset,
                dy: position.y_offset,
                cluster: info.cluster,
                safe: !info.unsafe_to_break(),
            });
        }
        self.buffer = Some(output.clear());
        (glyphs, missing)
    }
}
