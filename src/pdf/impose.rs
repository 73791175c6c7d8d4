//! Imposition: the pages of a finished file laid side by side on sheets, to be printed, folded and bound at home.
//!
//! In: the bytes of a PDF that this program wrote. Out: those of another in which each page is a form (§8.10) on a sheet
//! twice as wide; no page is set or painted anew. It has no links, tags or outline: it is there to be printed.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::Fault;
use super::deflate::deflate;
use super::file::Packs;
use super::sheet::points;
use crate::length::Length;
use crate::typeset::page::Binding;

/// How pages come to lie on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One gathering of sheets, folded together and stitched through the fold.
    Booklet,
    /// Two facing pages side by side, in the order they are read.
    TwoUp,
    /// Gatherings of so many pages each, to be sewn one after the other.
    Signatures(u16),
}

impl FromStr for Way {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "booklet" => return Ok(Self::Booklet),
            "2up" => return Ok(Self::TwoUp),
            _ => {}
        }
        let Some(pages) = text.strip_prefix("signatures=") else {
            return Err("one of booklet, 2up, signatures=16 is wanted".to_owned());
        };
        let pages = pages.parse().ok().filter(|pages: &u16| (4..=128).contains(pages) && pages.is_multiple_of(4));
        pages.map(Self::Signatures).ok_or_else(|| "a signature has 4 to 128 pages, four to a sheet".to_owned())
    }
}

/// As it is written in the names of files.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Booklet => f.write_str("booklet"),
            Self::TwoUp => f.write_str("2up"),
            Self::Signatures(pages) => write!(f, "signatures-{pages}"),
        }
    }
}

/// How a file is to be imposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imposition {
    /// How pages come to lie on sheets.
    pub way: Way,
    /// How thick a leaf is: by so much each sheet within another is pushed out at the fore-edge, and its pages moved
    /// towards the fold.
    pub leaf: Length,
    /// Where the book is bound.
    pub binding: Binding,
    /// White at the spine.
    pub gutter: Length,
}

/// Pages laid on sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many sides of sheets it has.
    pub sides: usize,
    /// How far the innermost pages ought to move towards the fold.
    pub creep: Length,
}

impl Imposition {
    /// How far pages may move towards the fold: as far as leaves half the white at the spine.
    #[must_use]
    pub fn most_creep(&self) -> Length {
        (self.gutter / 2).max(Length::ZERO)
    }

    /// How far the pages of a sheet that lies within so many others ought to move.
    fn creep(&self, depth: usize) -> Length {
        self.leaf * i32::try_from(depth).unwrap_or(i32::MAX)
    }
}

/// The pages of a file laid on sheets.
///
/// # Errors
/// When `bytes` are not of a PDF as this program writes it.
pub fn impose(bytes: &[u8], imposition: Imposition) -> Result<Laid, Fault> {
    let (file, sides) = imposed(bytes, imposition).map_err(|e| Fault::File(e.to_string()))?;
    let deepest = sides.iter().map(|side| side.depth).max().unwrap_or_default();
    Ok(Laid { bytes: super::file::write(file, Packs::new())?, sides: sides.len(), creep: imposition.creep(deepest) })
}

fn imposed(bytes: &[u8], imposition: Imposition) -> lopdf::Result<(Document, Vec<Side>)> {
    let mut file = Document::load_mem(bytes)?;
    "1.7".clone_into(&mut file.version);
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let forms = pages.iter().map(|&page| form(&mut file, page)).collect::<lopdf::Result<Vec<Form>>>()?;
    let sides = sides(forms.len(), imposition.way);
    let root = file.trailer.get(b"Root")?.as_reference()?;
    let old = file.get_dictionary(root)?.clone();
    let tree = old.get(b"Pages")?.as_reference()?;
    let kids: Vec<Object> =
        sides.iter().map(|side| file_sheet(&mut file, (side, tree), &forms, imposition).into()).collect();
    let count = i64::try_from(kids.len()).unwrap_or_default();
    let pages = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids };
    file.objects.insert(tree, pages.into());
    file.objects.insert(root, catalog(&old, tree, imposition.way).into());
    if let Ok(info) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        // What it kept to it keeps no longer.
        let info = file.get_object_mut(info)?.as_dict_mut()?;
        info.remove(b"GTS_PDFXVersion");
        info.remove(b"GTS_PDFXConformance");
    }
    file.prune_objects();
    file.renumber_objects();
    Ok((file, sides))
}

/// A page as a form.
struct Form {
    id: ObjectId,
    /// Left, bottom, right, top of the trimmed page.
    trim: [f32; 4],
}

/// Makes a form of a page's content and of what bleeds: where a page is moved to the fold, that fills its other edge.
fn form(file: &mut Document, page: ObjectId) -> lopdf::Result<Form> {
    let dict = file.get_dictionary(page)?;
    let sides = |key: &str| {
        let sides = dict.get(key.as_bytes())?.as_array()?.iter().map(Object::as_float);
        let sides = sides.collect::<lopdf::Result<Vec<f32>>>()?;
        <[f32; 4]>::try_from(sides).map_err(|_| lopdf::Error::DictKey(key.to_owned()))
    };
    let (trim, bleed) = (sides("TrimBox")?, sides("BleedBox")?);
    let (id, resources) = (dict.get(b"Contents")?.as_reference()?, dict.get(b"Resources")?.clone());
    let content = file.get_object_mut(id)?.as_stream_mut()?;
    content.dict.set("Type", "XObject");
    content.dict.set("Subtype", "Form");
    content.dict.set("BBox", bleed.map(Object::from).to_vec());
    content.dict.set("Resources", resources);
    Ok(Form { id, trim })
}

/// A side of a sheet: which pages lie on it, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Side {
    left: Option<usize>,
    right: Option<usize>,
    /// How many sheets of its gathering lie around it.
    depth: usize,
    /// Which gathering it is the outside of.
    outside_of: Option<usize>,
    /// Whether the sheet is folded.
    folded: bool,
}

/// The sides of all sheets, front and back in turn, for a book bound at the left.
fn sides(pages: usize, way: Way) -> Vec<Side> {
    let there = |page: usize| (page < pages).then_some(page);
    let gathering = match way {
        Way::TwoUp => {
            // The first page is a recto and faces none.
            let spread = |left: usize| Side {
                left: left.checked_sub(1).and_then(there),
                right: there(left),
                depth: 0,
                outside_of: None,
                folded: false,
            };
            return (0..=pages).step_by(2).map(spread).filter(|side| side.left.or(side.right).is_some()).collect();
        }
        Way::Booklet => pages.next_multiple_of(4).max(4),
        Way::Signatures(pages) => usize::from(pages).max(4),
    };
    let mut sides = Vec::new();
    for (number, first) in (0..pages).step_by(gathering).enumerate() {
        let size = gathering.min((pages - first).next_multiple_of(4));
        for depth in 0..size / 4 {
            let (head, tail) = (first + 2 * depth, first + size - 1 - 2 * depth);
            let lay = |left: usize, right: usize, front: bool| Side {
                left: there(left),
                right: there(right),
                depth,
                outside_of: (front && depth == 0).then_some(number),
                folded: true,
            };
            sides.extend([lay(tail, head, true), lay(head + 1, tail - 1, false)]);
        }
    }
    sides
}

/// Adds a sheet.
fn file_sheet(file: &mut Document, (side, tree): (&Side, ObjectId), forms: &[Form], way: Imposition) -> ObjectId {
    let [l, b, r, t] = forms.first().map_or([0.0; 4], |form| form.trim);
    let (width, height) = (r - l, t - b);
    let creep = points(way.creep(side.depth).min(way.most_creep()));
    let (at_left, at_right) = match way.binding {
        Binding::Left => (side.left, side.right),
        Binding::Right => (side.right, side.left),
    };
    let mut content = String::new();
    let mut objects = Dictionary::new();
    for (page, x, name) in [(at_left, creep, "L"), (at_right, width - creep, "R")] {
        let Some(Form { id, trim }) = page.and_then(|page| forms.get(page)) else { continue };
        objects.set(name, *id);
        // Nothing crosses the fold; at the other sides the sheet is cut where the page is.
        let half = if name == "L" { 0.0 } else { width };
        let (right, up) = (rounded(x - trim[0]), rounded(-trim[1]));
        // Writing into a string cannot fail.
        let _ = writeln!(content, "q {half} 0 {width} {height} re W n 1 0 0 1 {right} {up} cm /{name} Do Q");
    }
    if side.folded {
        content.push_str(&fold_marks(width, height));
    }
    if let (Some(number), Way::Signatures(_)) = (side.outside_of, way.way) {
        content.push_str(&collating_mark(number, width, height));
    }
    let content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, deflate(content.as_bytes()));
    let sheet: Vec<Object> = [0.0, 0.0, width * 2.0, height].map(Object::from).to_vec();
    let page = dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => sheet,
        "Resources" => dictionary! { "XObject" => objects },
        "Contents" => file.add_object(content),
    };
    file.add_object(page)
}

/// Short dashes at head and foot of the fold.
fn fold_marks(width: f32, height: f32) -> String {
    let (head, foot) = (height - 18.0, 18.0);
    format!("q 0.25 w [2 2] 0 d {width} {height} m {width} {head} l {width} 0 m {width} {foot} l S Q\n")
}

/// A mark on the back of a gathering, a step lower than that of the one before: sewn in order they make a stair.
fn collating_mark(number: usize, width: f32, height: f32) -> String {
    const STEPS: u8 = 16;
    let step = u8::try_from(number % usize::from(STEPS)).unwrap_or_default();
    let top = height * (0.9 - 0.8 * f32::from(step) / f32::from(STEPS));
    format!("q {} {} 3 12 re f Q\n", rounded(width - 1.5), rounded(top - 12.0))
}

fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

/// Of the catalogue what still holds, and that sheets are turned over their short edges.
fn catalog(old: &Dictionary, tree: ObjectId, way: Way) -> Dictionary {
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree, "PageLayout" => "SinglePage" };
    for key in [&b"Lang"[..], b"OutputIntents"] {
        if let Ok(value) = old.get(key) {
            catalog.set(key, value.clone());
        }
    }
    if way != Way::TwoUp {
        catalog.set("ViewerPreferences", dictionary! { "Duplex" => "DuplexFlipShortEdge", "PrintScaling" => "None" });
    }
    catalog
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages as they lie, counted from 1; 0 is blank.
    fn laid(pages: usize, way: Way) -> Vec<(usize, usize, usize)> {
        let number = |page: Option<usize>| page.map_or(0, |page| page + 1);
        sides(pages, way).into_iter().map(|side| (number(side.left), number(side.right), side.depth)).collect()
    }

    #[test]
    fn a_booklet_folds_into_its_order() {
        assert_eq!(laid(8, Way::Booklet), [(8, 1, 0), (2, 7, 0), (6, 3, 1), (4, 5, 1)]);
        assert_eq!(laid(6, Way::Booklet), [(0, 1, 0), (2, 0, 0), (6, 3, 1), (4, 5, 1)]);
        assert_eq!(laid(1, Way::Booklet), [(0, 1, 0), (0, 0, 0)]);
    }

    #[test]
    fn signatures_begin_anew_and_the_last_may_be_thinner() {
        let sides = laid(11, Way::Signatures(8));
        assert_eq!(sides[..4], laid(8, Way::Booklet)[..]);
        assert_eq!(sides[4..], [(0, 9, 0), (10, 11, 0)]);
        assert_eq!(super::sides(40, Way::Signatures(16)).iter().filter(|side| side.outside_of.is_some()).count(), 3);
    }

    #[test]
    fn spreads_are_as_the_book_lies_open() {
        assert_eq!(laid(4, Way::TwoUp), [(0, 1, 0), (2, 3, 0), (4, 0, 0)]);
        assert_eq!(laid(3, Way::TwoUp), [(0, 1, 0), (2, 3, 0)]);
    }

    #[test]
    fn every_page_lies_on_one_side() {
        for pages in 1..80 {
            for way in [Way::Booklet, Way::TwoUp, Way::Signatures(4), Way::Signatures(16)] {
                let mut all: Vec<usize> =
                    sides(pages, way).into_iter().flat_map(|side| [side.left, side.right]).flatten().collect();
                all.sort_unstable();
                assert_eq!(all, (0..pages).collect::<Vec<_>>(), "{pages} {way}");
            }
        }
    }

    #[test]
    fn ways_are_read() {
        assert_eq!("signatures=16".parse(), Ok(Way::Signatures(16)));
        assert_eq!("booklet".parse(), Ok(Way::Booklet));
        for bad in ["signatures=6", "signatures=0", "signatures=132", "signatures", "3up"] {
            assert!(bad.parse::<Way>().is_err(), "{bad}");
        }
    }
}
