//! A face as a file to put into an e-book: whole in what it can do, empty where nothing of it is used.
//!
//! Glyphs keep their numbers, so that every table for shaping holds as it is: what is not used loses its outline
//! (in CFF it keeps the place of it, filled with what packs to nothing). (The subsets of a PDF have neither a character map nor
//! substitutions; a reader's device shapes words itself.) What the used glyphs may turn into, by any substitution the
//! face knows, is kept. OpenType 1.9: `glyf`, `loca`, `CFF`; Adobe Technical Note 5176.

use std::collections::BTreeSet;

use skrifa::GlyphId;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::prelude::FontRef;
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::string::StringId;

use super::{FaceStyle, LoadedFace};

/// `OS/2` `fsType`: the face may not be embedded at all.
const RESTRICTED: u16 = 0x0002;
/// `OS/2` `fsType`: the face may not be subset.
const WHOLE_ONLY: u16 = 0x0100;

impl LoadedFace {
    /// Its family's name.
    #[must_use]
    pub fn family(&self) -> String {
        self.describe().0
    }

    /// What the file says of its licence.
    #[must_use]
    pub fn licence(&self) -> Option<String> {
        let font = self.font()?;
        let text = font.localized_strings(StringId::LICENSE_DESCRIPTION).english_or_first()?;
        Some(text.chars().collect())
    }

    /// What it looks like beside the others of its family.
    #[must_use]
    pub fn style(&self) -> FaceStyle {
        let (_, italic, weight) = self.describe();
        FaceStyle { italic, bold: weight >= 600 }
    }

    /// Whether its maker lets it be embedded in what is given to readers (`OS/2` `fsType`).
    #[must_use]
    pub fn may_be_embedded(&self) -> bool {
        self.font().is_some_and(|font| rights(&font) & 0x000F != RESTRICTED)
    }

    /// The face as a file of its own that has the outlines of `characters`, and whether it is TrueType (`ttf`) rather
    /// than CFF (`otf`). `None` if its maker does not let it be embedded (`OS/2` `fsType`), or a table is damaged.
    #[must_use]
    pub fn embedded(&self, characters: &BTreeSet<char>) -> Option<(Vec<u8>, bool)> {
        let font = self.font()?;
        if !self.may_be_embedded() {
            return None;
        }
        let used = used(&font, characters)?;
        let mut tables = Vec::new();
        for record in font.table_directory().table_records() {
            let tag = record.tag();
            // A signature would be of another file.
            if &tag.to_be_bytes() != b"DSIG" {
                tables.push((tag.to_be_bytes(), font.table_data(tag)?.as_bytes().to_vec()));
            }
        }
        let truetype = font.glyf().is_ok();
        if rights(&font) & WHOLE_ONLY == 0 {
            let (glyf, loca) = if truetype { outlines(&font, &used)? } else { Default::default() };
            for (tag, data) in &mut tables {
                match &*tag {
                    b"glyf" => data.clone_from(&glyf),
                    b"loca" => data.clone_from(&loca),
                    b"CFF " => empty_cff(&used, data)?,
                    _ => {}
                }
            }
        }
        Some((file(tables, truetype), truetype))
    }
}

fn rights(font: &FontRef<'_>) -> u16 {
    font.os2().map_or(0, |os2| os2.fs_type())
}

/// The glyphs of `characters` and all they may turn into; the first, which stands for what is missing, too.
fn used(font: &FontRef<'_>, characters: &BTreeSet<char>) -> Option<IntSet<GlyphId>> {
    let map = Charmap::new(font);
    let mut used: IntSet<GlyphId> = characters.iter().filter_map(|character| map.map(*character)).collect();
    used.insert(GlyphId::NOTDEF);
    if let Ok(gsub) = font.gsub() {
        gsub.closure_glyphs(&IntSet::all(), &mut used).ok()?;
    }
    let (Ok(loca), Ok(glyf)) = (font.loca(None), font.glyf()) else { return Some(used) };
    let mut waiting: Vec<GlyphId> = used.iter().collect();
    while let Some(glyph) = waiting.pop() {
        if let Ok(Some(Glyph::Composite(composite))) = loca.get_glyf(glyph, &glyf) {
            let parts = composite.components().map(|part| GlyphId::from(part.glyph));
            waiting.extend(parts.filter(|part| used.insert(*part)));
        }
    }
    Some(used)
}

/// `glyf` and `loca` with the outlines of the used glyphs only; others have none.
fn outlines(font: &FontRef<'_>, used: &IntSet<GlyphId>) -> Option<(Vec<u8>, Vec<u8>)> {
    let (loca, data) = (font.loca(None).ok()?, font.glyf().ok()?.offset_data().as_bytes());
    let short = font.head().ok()?.index_to_loc_format() == 0;
    let (mut glyf, mut places) = (Vec::new(), Vec::new());
    let mut place = |at: usize| -> Option<()> {
        // Short places count in twos.
        if short {
            places.extend(u16::try_from(at / 2).ok()?.to_be_bytes());
        } else {
            places.extend(u32::try_from(at).ok()?.to_be_bytes());
        }
        Some(())
    };
    for glyph in 0..loca.len() {
        place(glyf.len())?;
        if used.contains(GlyphId::new(u32::try_from(glyph).ok()?)) {
            let (from, to) = (loca.get_raw(glyph)?, loca.get_raw(glyph + 1)?);
            glyf.extend_from_slice(data.get(from as usize..to as usize)?);
        }
    }
    place(glyf.len())?;
    Some((glyf, places))
}

/// An outline of no contours is moves that go nowhere, and an end.
fn empty_cff(used: &IntSet<GlyphId>, data: &mut [u8]) -> Option<()> {
    let header = usize::from(*data.get(2)?);
    let names = Index::read(data, header)?;
    let dicts = Index::read(data, names.end)?;
    let outlines = Index::read(data, char_strings(data.get(dicts.item(data, 0)?)?)?)?;
    for glyph in
        (0..outlines.count).filter(|glyph| u32::try_from(*glyph).is_ok_and(|g| !used.contains(GlyphId::new(g))))
    {
        let item = outlines.item(data, glyph)?;
        let outline = data.get_mut(item)?;
        let Some((end, moves)) = outline.split_last_mut() else { continue };
        // `endchar`, `0 hmoveto`, `0 0 rmoveto`, and for two bytes a width before the end.
        *end = 14;
        match moves {
            [one] => *one = 139,
            moves => {
                let odd = if moves.len() % 2 == 1 { 3 } else { 0 };
                let (first, rest) = moves.split_at_mut(odd);
                first.copy_from_slice(&[139, 139, 21][..odd]);
                rest.chunks_exact_mut(2).for_each(|pair| pair.copy_from_slice(&[139, 22]));
            }
        }
    }
    Some(())
}

/// Where the outlines begin, as a Top DICT says (operator 17).
fn char_strings(dict: &[u8]) -> Option<usize> {
    let (mut at, mut last) = (0, 0_i64);
    while let Some(byte) = dict.get(at) {
        let number = |from: usize, length: usize| {
            Some(dict.get(from..from + length)?.iter().fold(0_i64, |sum, byte| sum << 8 | i64::from(*byte)))
        };
        let first = i64::from(*byte);
        match first {
            17 => return usize::try_from(last).ok(),
            12 => at += 2,
            0..=21 => at += 1,
            28 => (last, at) = (number(at + 1, 2)?, at + 3),
            29 => (last, at) = (number(at + 1, 4)?, at + 5),
            // A real number ends with a half byte of ones.
            30 => at += 2 + dict.get(at + 1..)?.iter().position(|byte| byte & 0x0F == 0x0F || byte >> 4 == 0x0F)?,
            32..=246 => (last, at) = (first - 139, at + 1),
            247..=250 => (last, at) = ((first - 247) * 256 + number(at + 1, 1)? + 108, at + 2),
            251..=254 => (last, at) = (-(first - 251) * 256 - number(at + 1, 1)? - 108, at + 2),
            _ => return None,
        }
    }
    None
}

/// An INDEX of a CFF table.
struct Index {
    count: usize,
    size: usize,
    offsets: usize,
    /// Where what follows begins.
    end: usize,
}

impl Index {
    fn read(data: &[u8], at: usize) -> Option<Self> {
        let count = usize::from(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
        if count == 0 {
            return Some(Self { count, size: 1, offsets: at, end: at + 2 });
        }
        let size = usize::from(*data.get(at + 2)?);
        let mut index = Self { count, size, offsets: at + 3, end: 0 };
        index.end = index.offset(data, count)?;
        Some(index)
    }

    fn offset(&self, data: &[u8], at: usize) -> Option<usize> {
        let from = self.offsets + at * self.size;
        let offset = data.get(from..from + self.size)?.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        Some(self.offsets + (self.count + 1) * self.size - 1 + offset)
    }

    fn item(&self, data: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
        Some(self.offset(data, at)?..self.offset(data, at + 1)?)
    }
}

/// A font file of `tables`.
fn file(mut tables: Vec<([u8; 4], Vec<u8>)>, truetype: bool) -> Vec<u8> {
    tables.sort();
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.max(1).ilog2();
    let search = 16_u16 << power;
    let mut out = if truetype { vec![0, 1, 0, 0] } else { b"OTTO".to_vec() };
    for number in [count, search, u16::try_from(power).unwrap_or_default(), (count * 16).saturating_sub(search)] {
        out.extend(number.to_be_bytes());
    }
    let mut body = Vec::new();
    let mut head = None;
    let start = out.len() + tables.len() * 16;
    for (tag, mut data) in tables {
        if &tag == b"head" {
            head = Some(start + body.len());
            if let Some(sum) = data.get_mut(8..12) {
                sum.fill(0);
            }
        }
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        data.resize(data.len().next_multiple_of(4), 0);
        out.extend(tag);
        out.extend(checksum(&data).to_be_bytes());
        out.extend(u32::try_from(start + body.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(length.to_be_bytes());
        body.extend(data);
    }
    out.extend(body);
    let whole = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
    if let Some(sum) = head.and_then(|head| out.get_mut(head + 8..head + 12)) {
        sum.copy_from_slice(&whole.to_be_bytes());
    }
    out
}

fn checksum(data: &[u8]) -> u32 {
    data.as_chunks::<4>().0.iter().fold(0, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use super::super::{FaceStyle, FontLibrary};
    use super::*;
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::{DrawSettings, OutlinePen};

    #[derive(Default)]
    struct Strokes(usize);

    impl OutlinePen for Strokes {
        fn move_to(&mut self, _: f32, _: f32) {}
        fn line_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn close(&mut self) {}
    }

    /// How many strokes draw a character.
    fn strokes(bytes: &[u8], character: char) -> usize {
        let font = FontRef::new(bytes).unwrap();
        let glyph = Charmap::new(&font).map(character).unwrap();
        let mut strokes = Strokes::default();
        let settings = DrawSettings::unhinted(Size::new(1000.0), LocationRef::default());
        font.outline_glyphs().get(glyph).unwrap().draw(settings, &mut strokes).unwrap();
        strokes.0
    }

    #[test]
    fn what_is_used_keeps_its_outline_and_nothing_else_does() {
        for (family, used, unused, truetype) in [
            ("Noto Serif Hebrew", 'א', 'ש', true),
            ("Noto Naskh Arabic", 'ب', 'ي', true),
            ("Alegreya", 'a', 'Q', false),
        ] {
            let library = FontLibrary::new();
            let face = library.face(library.find(family, FaceStyle::default()).unwrap()).unwrap();
            let (bytes, is_truetype) = face.embedded(&BTreeSet::from([used])).unwrap();
            assert_eq!(is_truetype, truetype, "{family}");
            assert_eq!(strokes(&bytes, used), strokes(&face.data, used), "{family}");
            assert!(strokes(&bytes, used) > 0 && strokes(&face.data, unused) > 0, "{family}");
            assert_eq!(strokes(&bytes, unused), 0, "{family}");
            let again = LoadedFace::load(bytes.clone().into(), 0).unwrap();
            assert_eq!((again.metrics, again.describe()), (face.metrics, face.describe()), "{family}");
            assert_eq!(checksum(&bytes), 0xB1B0_AFBA, "{family}");
            assert_eq!(face.embedded(&BTreeSet::from([used])).unwrap().0, bytes, "always the same");
        }
    }

    #[test]
    fn letters_keep_the_forms_they_take_in_words() {
        let library = FontLibrary::new();
        let face = library.face(library.find("Noto Naskh Arabic", FaceStyle::default()).unwrap()).unwrap();
        let font = face.font().unwrap();
        let alone = used(&font, &BTreeSet::new()).unwrap().len();
        assert!(used(&font, &BTreeSet::from(['ب'])).unwrap().len() >= alone + 4, "alone, first, within, last");
    }
}
