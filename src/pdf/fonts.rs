//! The fonts of the file: each face cut down to the glyphs the book uses.
//!
//! A PDF font maps a glyph to one text. Where one glyph of a face stands for different texts (a small
//! capital for `A` and for `a`), the face is put in twice: as *instances*, each with its own glyphs. Only so
//! does every reader find the right words; `ActualText`, the other way, is garbled by some.

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use smallvec::SmallVec;
use usvg::fontdb::ID;

use super::Fault;
use super::lettering::{self, Drawings, Drawn};
use super::paint::CHUNK;
use super::text::Texts;
use crate::typeset::Composition;
use crate::typeset::page::{Face, Item, Page};

/// Instances of a face at most: a glyph that stands for more texts than this tells the commonest one
/// for the rest.
const MOST_INSTANCES: usize = 64;

/// The texts one glyph stands for, and how often for each.
type Uses = SmallVec<[(Box<str>, u32); 1]>;

/// What one face is used for: texts by glyph number.
type FaceUses = Vec<Uses>;

/// All fonts of a composition.
#[derive(Debug)]
pub(super) struct Fonts {
    faces: Vec<FaceFonts>,
    /// The faces that letters in drawings are set in.
    drawn: BTreeMap<ID, Drawn>,
}

/// The instances of one face.
#[derive(Debug, Default)]
struct FaceFonts {
    /// By glyph number: each text it stands for; the place in the list is the instance.
    texts: FaceUses,
    /// By glyph number: advance width in 1/1000 em, as the font dictionary will tell it.
    widths: Vec<u16>,
    instances: Vec<Instance>,
}

/// One font of the file.
#[derive(Debug)]
pub(super) struct Instance {
    /// Name among the pages' resources.
    pub(super) id: FontId,
    /// Codes by glyph number; 0 where the instance has no such glyph.
    codes: Vec<u16>,
    /// The text of each code.
    pub(super) texts: BTreeMap<u16, Box<str>>,
    /// For printpdf.
    font: ParsedFont,
}

/// How one glyph is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    /// Which of the face's instances.
    pub(super) instance: usize,
    /// Its resource name.
    pub(super) font: &'a FontId,
    /// Its code in the instance.
    pub(super) code: u16,
    /// Its advance width in 1/1000 em.
    pub(super) width: u16,
}

impl Fonts {
    /// Gathers what glyphs a composition uses, in its drawings too, and cuts the faces down to them.
    pub(super) fn of(composition: &Composition, drawings: &Drawings) -> Result<Self, Fault> {
        let letters = drawings.glyphs();
        let (drawn, added) = lettering::faces(&letters, &composition.faces);
        let count = composition.faces.len() + added.len();
        let parts: Vec<Vec<FaceUses>> = composition.pages.par_chunks(CHUNK).map(|pages| gather(pages, count)).collect();
        let mut uses: Vec<FaceUses> = vec![FaceUses::new(); count];
        for part in parts {
            merge(&mut uses, part);
        }
        for glyph in letters {
            if let (Some(drawn), Ok(id)) = (drawn.get(&glyph.font), u16::try_from(glyph.id.0)) {
                note(&mut uses[usize::from(drawn.face)], id, lettering::meaning(glyph), 1);
            }
        }
        let faces = composition.faces.par_iter().chain(&added).zip(uses).enumerate();
        let faces = faces.map(|(number, (face, uses))| FaceFonts::cut(number, face, uses)).collect::<Result<_, _>>()?;
        Ok(Self { faces, drawn })
    }

    /// How `glyph` of face number `face` is shown where it stands for `text`.
    ///
    /// `None` if the composition has no such face, or never used this glyph so.
    pub(super) fn show(&self, face: u16, glyph: u16, text: &str) -> Option<Shown<'_>> {
        let face = self.faces.get(usize::from(face))?;
        let texts = face.texts.get(usize::from(glyph))?;
        let instance = if texts.len() == 1 {
            0
        } else {
            texts.iter().take(MOST_INSTANCES).position(|(known, _)| **known == *text).unwrap_or(0)
        };
        let font = face.instances.get(instance)?;
        let code = *font.codes.get(usize::from(glyph))?;
        Some(Shown { instance, font: &font.id, code, width: *face.widths.get(usize::from(glyph))? })
    }

    /// The face that letters in drawings are set in.
    pub(super) fn drawn(&self, id: ID) -> Option<Drawn> {
        self.drawn.get(&id).copied()
    }

    /// Whether every glyph is a letter with a meaning: no box (glyph 0, `.notdef`) stands for one, and none is of those
    /// that mean what their users agree on (private use).
    pub(super) fn have_every_letter(&self) -> bool {
        let private = |text: &str| {
            text.chars()
                .any(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'))
        };
        let means = |face: &FaceFonts| !face.texts.iter().flatten().any(|(text, _)| private(text));
        self.faces.iter().all(|face| face.texts.first().is_none_or(SmallVec::is_empty) && means(face))
    }

    /// Every font of the file.
    pub(super) fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.faces.iter().flat_map(|face| &face.instances)
    }
}

impl Instance {
    /// What printpdf embeds.
    pub(super) fn pdf_font(&self) -> PdfFont {
        PdfFont::new(self.font.clone())
    }

    /// The `ToUnicode` map (§9.10.3). Glyphs without a text of their own map to nothing.
    pub(super) fn to_unicode(&self) -> Vec<u8> {
        use std::fmt::Write as _;
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let texts: Vec<_> = self.texts.iter().map(|(code, text)| (code, mappable(text))).collect();
        for chunk in texts.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", chunk.len());
            for (code, text) in chunk {
                let _ = write!(map, "<{code:04X}> <");
                for unit in text.encode_utf16() {
                    let _ = write!(map, "{unit:04X}");
                }
                map.push_str(">\n");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map.into_bytes()
    }
}

/// Without what must not stand in a `ToUnicode` map (ISO 19005-2, 6.2.11.7.2).
fn mappable(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}');
    if text.contains(forbidden) { text.replace(forbidden, "").into() } else { text.into() }
}

fn gather(pages: &[Page], faces: usize) -> Vec<FaceUses> {
    let mut uses: Vec<FaceUses> = vec![FaceUses::new(); faces];
    let mut texts = Texts::default();
    for placed in pages.iter().flat_map(|page| &page.items) {
        let Item::Glyphs(run) = &placed.item else { continue };
        let Some(face) = uses.get_mut(usize::from(run.face.0)) else { continue };
        for (glyph, text) in run.glyphs.iter().zip(texts.of(run)) {
            note(face, glyph.id, text, 1);
        }
    }
    uses
}

fn note(face: &mut FaceUses, glyph: u16, text: &str, times: u32) {
    let glyph = usize::from(glyph);
    if face.len() <= glyph {
        face.resize_with(glyph + 1, Uses::new);
    }
    match face[glyph].iter_mut().find(|(known, _)| **known == *text) {
        Some((_, count)) => *count = count.saturating_add(times),
        None => face[glyph].push((text.into(), times)),
    }
}

fn merge(whole: &mut [FaceUses], part: Vec<FaceUses>) {
    for (whole, part) in whole.iter_mut().zip(part) {
        for (glyph, uses) in (0u16..).zip(part) {
            for (text, times) in uses {
                note(whole, glyph, &text, times);
            }
        }
    }
}

impl FaceFonts {
    /// Deals the texts of each glyph out to instances, the commonest first, and subsets the face for each.
    fn cut(number: usize, face: &Face, mut texts: FaceUses) -> Result<Self, Fault> {
        for uses in &mut texts {
            uses.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        let count = texts.iter().map(SmallVec::len).max().unwrap_or(0).min(MOST_INSTANCES);
        if count == 0 {
            return Ok(Self::default());
        }
        let fault = |reason: String| Fault::Face { name: face.name.clone(), reason };
        let font = FontRef::from_index(&face.data, face.index).map_err(|e| fault(e.to_string()))?;
        let widths = widths(&font, texts.len());
        let instances = (0..count).map(|rank| cut_instance((number, rank), face, &font, (&texts, &widths)));
        let instances = instances.collect::<Result<_, _>>().map_err(fault)?;
        Ok(Self { texts, widths, instances })
    }
}

/// Advance widths in 1/1000 em, rounded, by glyph number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is what is wanted")]
fn widths(font: &FontRef<'_>, count: usize) -> Vec<u16> {
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1));
    let glyphs = (0u32..).take(count);
    glyphs.map(|g| (metrics.advance_width(GlyphId::new(g)).unwrap_or(0.0) * 1000.0 / em).round() as u16).collect()
}

fn cut_instance(
    (number, rank): (usize, usize),
    face: &Face,
    font: &FontRef<'_>,
    (uses, widths): (&FaceUses, &[u16]),
) -> Result<Instance, String> {
    let glyphs: Vec<u16> = (0u16..).zip(uses).filter(|(_, uses)| uses.len() > rank).map(|(glyph, _)| glyph).collect();
    let remapper = subsetter::GlyphRemapper::new_from_glyphs_sorted(&glyphs);
    let program = subsetter::subset(&face.data, face.index, &remapper).map_err(|e| e.to_string())?;
    let mut codes = vec![0; uses.len()];
    let mut texts = BTreeMap::new();
    let mut code_widths = BTreeMap::new();
    for &glyph in &glyphs {
        let code = remapper.get(glyph).unwrap_or(0);
        codes[usize::from(glyph)] = code;
        texts.insert(code, uses[usize::from(glyph)][rank].0.clone());
        code_widths.insert(code, widths[usize::from(glyph)]);
    }
    let name = format!("{}+{}", tag(&face.name, rank, &glyphs), ascii_name(&face.name));
    let id = FontId(format!("T{number}{}", if rank == 0 { String::new() } else { format!("x{rank}") }));
    Ok(Instance { id, codes, texts, font: parsed(font, name, program, code_widths) })
}

/// The six letters before a subset's name (§9.6.4): the same for the same glyphs of the same face.
fn tag(name: &str, rank: usize, glyphs: &[u16]) -> String {
    let mut digest = Sha256::new();
    digest.update(name);
    digest.update(rank.to_be_bytes());
    for glyph in glyphs {
        digest.update(glyph.to_be_bytes());
    }
    digest.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// A PostScript name is printable ASCII without delimiters.
fn ascii_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    if name.is_empty() { "Font".to_owned() } else { name }
}

/// The font as printpdf takes it, all measures at 1000 to the em.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is what is wanted")]
fn parsed(font: &FontRef<'_>, name: String, program: Vec<u8>, widths: BTreeMap<u16, u16>) -> ParsedFont {
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let scale = 1000.0 / f32::from(metrics.units_per_em.max(1));
    let em = |value: f32| (value * scale).round() as i16;
    let bounds = metrics.bounds.unwrap_or_default();
    let font_type = if program.starts_with(b"OTTO") { FontType::OpenTypeCFF(()) } else { FontType::TrueType };
    ParsedFont {
        original_bytes: program,
        font_index: 0,
        font_name: Some(name),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: widths,
        units_per_em: 1000,
        font_metrics: FontMetrics { ascent: em(metrics.ascent), descent: em(metrics.descent) },
        font_type,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: 1000,
            x_min: em(bounds.x_min),
            y_min: em(bounds.y_min),
            x_max: em(bounds.x_max),
            y_max: em(bounds.y_max),
            caret_slope_rise: 1000,
            caret_slope_run: (-metrics.italic_angle.to_radians().tan() * 1000.0).round() as i16,
            us_weight_class: font.attributes().weight.value() as u16,
        },
    }
}
