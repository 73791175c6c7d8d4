//! Preflight: what a printer would send back, found before the file goes out.
//!
//! In: the pages of a press edition and what its pictures became. Out: findings, each with its page and object, in the
//! order of the pages. Nothing is mended here.

use std::collections::BTreeMap;
use std::fmt;

use super::pictures::Pictures;
use super::sheet::{is_recto, points};
use crate::book::Folio;
use crate::design::{Limits, Press, Standard};
use crate::length::{Length, Size};
use crate::typeset::Composition;
use crate::typeset::page::{Glyph, GlyphRun, Item, Page, Placed};

/// Something a printer objects to.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What.
    pub flaw: Flaw,
    /// On which page; `None`: it is of the whole file.
    pub page: Option<Folio>,
    /// The object: a picture's key, or the first words of a line.
    pub object: String,
}

/// Kinds of objections, each with what is and what the printer wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flaw {
    /// A picture of too few dots to the inch.
    Resolution(u32, u32),
    /// A coloured picture that is printed in black ink.
    Paled,
    /// More ink in one place than the paper takes, in per cent.
    Ink(u32, u32),
    /// A line that may not print.
    ThinLine(Length, Length),
    /// Type that cannot be read.
    SmallType(Length, Length),
    /// Something that may be cut off, or lost at the spine.
    NearEdge(Length, Length),
    /// A picture that ends at the edge of the page and not beyond it.
    NoBleed(Length),
    /// So many blank pages in a row.
    BlankPages(usize, usize),
    /// A number of pages that the printer does not bind: the book's, the fewest, the most.
    PageCount(usize, usize, usize),
    /// Less bleed than the printer wants.
    Bleed(Length, Length),
    /// Crop marks where the printer wants none.
    Marks,
    /// PDF/X-4 where the printer takes only older standards.
    Standard,
}

impl Flaw {
    /// The code it is told under.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Resolution(..) => "low-resolution",
            Self::Paled => "colour-in-gray",
            Self::Ink(..) => "too-much-ink",
            Self::ThinLine(..) => "thin-line",
            Self::SmallType(..) => "small-type",
            Self::NearEdge(..) => "near-edge",
            Self::NoBleed(..) => "no-bleed",
            Self::BlankPages(..) => "blank-pages",
            Self::PageCount(..) | Self::Bleed(..) | Self::Marks | Self::Standard => "printer-limit",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page {
            write!(f, "page {page}: ")?;
        }
        if !self.object.is_empty() {
            write!(f, "{}: ", self.object)?;
        }
        let inch = |length: Length| length.written("in");
        match self.flaw {
            Flaw::Resolution(is, wanted) => write!(f, "{is} dots to the inch, not {wanted}"),
            Flaw::Paled => f.write_str("in colour, printed in black ink"),
            Flaw::Ink(is, most) => write!(f, "{is} % of ink, where {most} % is most"),
            Flaw::ThinLine(is, least) => write!(f, "a line of {}, thinner than {least}", is.written("pt")),
            Flaw::SmallType(is, least) => write!(f, "type of {}, smaller than {least}", is.written("pt")),
            Flaw::NearEdge(is, least) => write!(f, "{} from the edge, not {}", inch(is), inch(least)),
            Flaw::NoBleed(wanted) => write!(f, "ends at the edge of the page, not {} beyond it", inch(wanted)),
            Flaw::BlankPages(is, most) => write!(f, "{is} blank pages in a row, where {most} are most"),
            Flaw::PageCount(is, least, most) => write!(f, "{is} pages, not {least} to {most}"),
            Flaw::Bleed(is, wanted) => write!(f, "a bleed of {}, not {}", inch(is), inch(wanted)),
            Flaw::Marks => f.write_str("crop marks, which it wants none of"),
            Flaw::Standard => f.write_str("PDF/X-4, not PDF/X-1a"),
        }
    }
}

/// Looks over the pages.
pub(super) fn judge(composition: &Composition, press: &Press, pictures: &Pictures) -> Vec<Finding> {
    let limits = press.limits();
    let pages = composition.pages.len();
    let mut findings = Vec::new();
    let mut whole = |flaw| findings.push(Finding { flaw, page: None, object: String::new() });
    let (least, most) = limits.pages;
    if !(least..=most).contains(&pages) {
        whole(Flaw::PageCount(pages, least, most));
    }
    if composition.bleed > Length::ZERO && composition.bleed < limits.bleed {
        whole(Flaw::Bleed(composition.bleed, limits.bleed));
    }
    if press.marks && !limits.marks {
        whole(Flaw::Marks);
    }
    if press.standard == Standard::X4 && !limits.x4 {
        whole(Flaw::Standard);
    }
    let edge = limits.edge_of(composition.bleed);
    let binding = composition.binding;
    let desk = Desk { trim: composition.trim, limits, edge, gutter: press.gutter(pages), pictures };
    let mut blank = 0;
    for (number, page) in composition.pages.iter().enumerate() {
        desk.page(page, binding.spine_at_left(is_recto(number)), &mut findings);
        let seen = page.items.iter().any(|placed| desk.is_seen(placed));
        blank = if seen { 0 } else { blank + 1 };
        let goes_on = composition.pages.get(number + 1).is_some_and(|next| !next.items.iter().any(|p| desk.is_seen(p)));
        if blank > limits.blank_pages && !goes_on {
            let flaw = Flaw::BlankPages(blank, limits.blank_pages);
            findings.push(Finding { flaw, page: Some(page.folio), object: String::new() });
        }
    }
    findings
}

/// Where a thing lies: left, top, right, bottom, from the page's top left.
type Extent = [Length; 4];

/// What pages are held against.
struct Desk<'a> {
    trim: Size,
    limits: Limits,
    edge: Length,
    gutter: Length,
    pictures: &'a Pictures,
}

impl Desk<'_> {
    /// What is wrong on one page: of its type and its margins the worst.
    fn page(&self, page: &Page, spine_at_left: bool, findings: &mut Vec<Finding>) {
        let mut found = |flaw, object: String| findings.push(Finding { flaw, page: Some(page.folio), object });
        let mut nearest: Option<(Length, Length, &Placed)> = None;
        let mut types: BTreeMap<Length, &GlyphRun> = BTreeMap::new();
        for placed in page.items.iter().filter(|placed| self.is_seen(placed)) {
            let Some(extent) = extent(placed) else { continue };
            match &placed.item {
                Item::Glyphs(run) if run.size < self.limits.type_size => {
                    types.entry(run.size).or_insert(run);
                }
                Item::Rule(size) if size.width.min(size.height) < self.limits.line => {
                    found(Flaw::ThinLine(size.width.min(size.height), self.limits.line), "a rule".to_owned());
                }
                Item::Image(key, size) => self.picture(key, *size, &mut found),
                _ => {}
            }
            if let Item::Image(key, _) = &placed.item
                && self.runs_off(extent)
            {
                if !self.bleeds(extent, spine_at_left) {
                    found(Flaw::NoBleed(self.limits.bleed), format!("`{key}`"));
                }
                continue;
            }
            let (is, least) = self.nearest_edge(extent, spine_at_left);
            if is < least && nearest.is_none_or(|(worst, ..)| is < worst) {
                nearest = Some((is, least, placed));
            }
        }
        for (size, run) in types {
            found(Flaw::SmallType(size, self.limits.type_size), words(run));
        }
        if let Some((is, least, placed)) = nearest {
            found(Flaw::NearEdge(is, least), name(placed));
        }
    }

    fn picture(&self, key: &str, size: Size, found: &mut impl FnMut(Flaw, String)) {
        let Some(picture) = self.pictures.get(key) else { return };
        let name = || format!("`{key}`");
        let across = f64::from(picture.across([0.0, 0.0, points(size.width), points(size.height)]));
        if let Some(pixels) = picture.printed.across {
            let resolution = f64::from(pixels) / across.max(0.001) * 72.0;
            if resolution + 0.5 < f64::from(self.limits.resolution) {
                found(Flaw::Resolution(whole(resolution), self.limits.resolution), name());
            }
        }
        if let Some(line) = picture.printed.line {
            let line = Length::pt(f64::from(line) * across);
            if line < self.limits.line {
                found(Flaw::ThinLine(line, self.limits.line), name());
            }
        }
        if let Some(letters) = picture.printed.letters {
            let letters = Length::pt(f64::from(letters) * across);
            if letters < self.limits.type_size {
                found(Flaw::SmallType(letters, self.limits.type_size), name());
            }
        }
        if picture.printed.paled {
            found(Flaw::Paled, name());
        }
        if picture.printed.ink > self.limits.ink {
            found(Flaw::Ink(picture.printed.ink, self.limits.ink), name());
        }
    }

    /// Whether something is printed within the page: marks and slug lines are not.
    fn is_seen(&self, placed: &Placed) -> bool {
        extent(placed).is_some_and(|[left, top, right, bottom]| {
            right > Length::ZERO && bottom > Length::ZERO && left < self.trim.width && top < self.trim.height
        })
    }

    fn runs_off(&self, [left, top, right, bottom]: Extent) -> bool {
        left <= Length::ZERO || top <= Length::ZERO || right >= self.trim.width || bottom >= self.trim.height
    }

    /// Whether what reaches an edge reaches beyond it, at the spine excepted.
    fn bleeds(&self, [left, top, right, bottom]: Extent, spine_at_left: bool) -> bool {
        let bleed = self.limits.bleed;
        let beyond = |over: Length| over < Length::ZERO || over >= bleed;
        let (width, height) = (self.trim.width, self.trim.height);
        let (at_left, at_right) = (spine_at_left || beyond(-left), !spine_at_left || beyond(right - width));
        beyond(-top) && beyond(bottom - height) && at_left && at_right
    }

    /// How near a thing comes to the edge it is nearest to for what is wanted there, and what is wanted.
    fn nearest_edge(&self, [left, top, right, bottom]: Extent, spine_at_left: bool) -> (Length, Length) {
        let (at_left, at_right) = if spine_at_left { (self.gutter, self.edge) } else { (self.edge, self.gutter) };
        let sides = [
            (left, at_left),
            (self.trim.width - right, at_right),
            (top, self.edge),
            (self.trim.height - bottom, self.edge),
        ];
        sides.into_iter().min_by_key(|(is, least)| *is - *least).unwrap_or_default()
    }
}

/// What a thing covers; letters reach seven tenths of their size above the baseline and a fifth below.
fn extent(placed: &Placed) -> Option<Extent> {
    let Placed { x, y, item, .. } = placed;
    match item {
        Item::Glyphs(run) if !run.text.trim().is_empty() => {
            let (left, right) = inked(run);
            Some([*x + left, *y - run.size.scale(0.7), *x + right, *y + run.size.scale(0.2)])
        }
        Item::Rule(size) | Item::Image(_, size) => Some([*x, *y, *x + size.width, *y + size.height]),
        _ => None,
    }
}

/// From where to where a run is seen: without the spaces at its ends, in whichever direction it is read.
fn inked(run: &GlyphRun) -> (Length, Length) {
    let is_space = |glyph: &&Glyph| {
        let rest = run.text.get(usize::from(glyph.cluster)..).unwrap_or_default();
        rest.chars().next().is_some_and(char::is_whitespace)
    };
    let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let before: Length = run.glyphs.iter().take_while(is_space).map(|glyph| glyph.advance).sum();
    let after: Length = run.glyphs.iter().rev().take_while(is_space).map(|glyph| glyph.advance).sum();
    (before, width - after)
}

fn name(placed: &Placed) -> String {
    match &placed.item {
        Item::Glyphs(run) => words(run),
        Item::Image(key, _) => format!("`{key}`"),
        _ => "a rule".to_owned(),
    }
}

/// The first words of a line.
fn words(run: &GlyphRun) -> String {
    let text = run.text.trim();
    match text.char_indices().nth(32) {
        Some((end, _)) => format!("“{}…”", text[..end].trim_end()),
        None => format!("“{text}”"),
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dots to the inch, and it saturates")]
fn whole(resolution: f64) -> u32 {
    resolution.round() as u32
}
