//! Files for the press, read back: what they must have, what they must not, and what preflight says of them.

use lopdf::{Document, Object};

use super::pictures::all_kinds;
use super::reading::Book;
use super::*;
use crate::design::{Condition, Press, Printer, Standard};
use crate::pdf::impose::{Imposition, Laid, Way, impose};
use crate::pdf::{Written, is_press_profile, judged, write};

pub(super) fn pressed(mut book: Composition, press: Press) -> (Vec<u8>, Vec<String>) {
    book.press = Some(press);
    let Written { bytes, findings, .. } = judged(book, &metadata()).unwrap();
    (bytes, findings.iter().map(ToString::to_string).collect())
}

/// Every operator of every content stream, forms included.
fn operators(file: &Document) -> Vec<String> {
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let shown = streams.filter(|stream| !stream.dict.has(b"Width") && !stream.dict.has(b"N"));
    let contents = shown.filter_map(|stream| {
        let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        lopdf::content::Content::decode(&content).ok()
    });
    contents.flat_map(|content| content.operations).map(|operation| operation.operator).collect()
}

fn has_key(object: &Object, key: &[u8]) -> bool {
    match object {
        Object::Dictionary(dict) => dict.has(key) || dict.iter().any(|(_, value)| has_key(value, key)),
        Object::Stream(stream) => stream.dict.iter().any(|(name, value)| name == key || has_key(value, key)),
        Object::Array(array) => array.iter().any(|value| has_key(value, key)),
        _ => false,
    }
}

fn somewhere(file: &Document, key: &str) -> bool {
    file.objects.values().any(|object| has_key(object, key.as_bytes()))
}

fn colour_spaces(file: &Document) -> Vec<String> {
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let spaces = streams.filter_map(|stream| stream.dict.get(b"ColorSpace").ok()?.as_name().ok());
    let mut names: Vec<String> = spaces.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    names.sort();
    names.dedup();
    names
}

/// A press with four inks, small enough to be read: lightness is black ink, green is cyan, red magenta, yellow yellow.
pub(super) fn four_inks() -> Vec<u8> {
    let table = |inputs: u8, outputs: u8, clut: Vec<u8>| {
        let mut body = b"mft1\0\0\0\0".to_vec();
        body.extend([inputs, outputs, 2, 0]);
        for entry in 0..9 {
            body.extend(if entry % 4 == 0 { 65_536_u32 } else { 0 }.to_be_bytes());
        }
        (0..inputs).for_each(|_| body.extend(0..=255));
        body.extend(clut);
        (0..outputs).for_each(|_| body.extend(0..=255));
        body
    };
    let bits = |number: u8, count: u8| (0..count).rev().map(move |bit| number >> bit & 1);
    let to_inks = (0..8).flat_map(|corner| {
        let [light, a, b]: [u8; 3] = bits(corner, 3).collect::<Vec<_>>().try_into().unwrap();
        [1 - a, a, b, 1 - light].map(|ink| ink * 255)
    });
    let to_lab = (0..16).flat_map(|corner| {
        let black = corner & 1;
        [255 - black * 255, 128, 128]
    });
    let tags: [(&[u8; 4], Vec<u8>); 2] =
        [(b"A2B0", table(4, 3, to_lab.collect())), (b"B2A0", table(3, 4, to_inks.collect()))];
    let mut header = vec![0; 128];
    header[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    header[12..24].copy_from_slice(b"prtrCMYKLab ");
    header[36..40].copy_from_slice(b"acsp");
    // The white of the connection space: D50.
    header[68..80].copy_from_slice(&[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    let mut profile = header;
    profile.extend(2_u32.to_be_bytes());
    let mut at = 128 + 4 + 24;
    for (name, body) in &tags {
        profile.extend_from_slice(*name);
        profile.extend(u32::try_from(at).unwrap().to_be_bytes());
        profile.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        at += body.len().next_multiple_of(4);
    }
    for (_, body) in tags {
        profile.extend(&body);
        profile.resize(profile.len().next_multiple_of(4), 0);
    }
    let size = u32::try_from(profile.len()).unwrap();
    profile[..4].copy_from_slice(&size.to_be_bytes());
    profile
}

#[test]
fn a_file_of_x_1a_has_what_its_standard_wants_and_nothing_else() {
    let mut book = all_kinds();
    let linked = small_book();
    book.pages.extend(linked.pages);
    book.outline = linked.outline;
    book.bleed = Length::pt(9.0);
    let (bytes, _) = pressed(book, Press::default());
    assert!(bytes.starts_with(b"%PDF-1.3"));
    let file = Document::load_mem(&bytes).unwrap();
    // No transparency, nothing to click, and nothing that PDF 1.3 does not know.
    for key in ["SMask", "ca", "CA", "BM", "Annots", "StructTreeRoot", "Outlines", "Dests", "MarkInfo", "Metadata"] {
        assert!(!somewhere(&file, key), "{key}");
    }
    assert_eq!(colour_spaces(&file), ["DeviceGray"]);
    let operators = operators(&file);
    assert!(operators.iter().any(|name| name == "TJ"));
    for name in ["rg", "RG", "gs", "BDC", "BMC"] {
        assert!(!operators.iter().any(|operator| operator == name), "{name}");
    }
    let read = Book::read(&bytes);
    let page = read.page(1);
    let sides = |name: &str| -> Vec<f32> {
        read.get(page, name).as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect()
    };
    assert_eq!(sides("TrimBox"), [9.0, 9.0, 369.0, 549.0]);
    assert_eq!(sides("BleedBox"), sides("MediaBox"));
    let info = file.get_dictionary(file.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(info.get(b"GTS_PDFXVersion").unwrap().as_str().unwrap(), b"PDF/X-1:2001");
    assert_eq!(info.get(b"GTS_PDFXConformance").unwrap().as_str().unwrap(), b"PDF/X-1a:2001");
    assert_eq!(info.get(b"Trapped").unwrap().as_name().unwrap(), b"False");
    for key in [&b"Title"[..], b"CreationDate", b"ModDate"] {
        assert!(info.has(key));
    }
    assert!(somewhere(&file, "RegistryName") && !somewhere(&file, "DestOutputProfile"));
    // The table of objects says how many there are.
    let most = file.objects.keys().map(|id| id.0).max().unwrap();
    assert_eq!(file.trailer.get(b"Size").unwrap().as_i64().unwrap(), i64::from(most) + 1);
}

#[test]
fn a_file_of_x_4_may_be_seen_through_and_holds_its_profile() {
    let (bytes, _) = pressed(all_kinds(), Press { standard: Standard::X4, ..Press::default() });
    assert!(bytes.starts_with(b"%PDF-1.6"));
    let file = Document::load_mem(&bytes).unwrap();
    assert!(somewhere(&file, "SMask") && somewhere(&file, "DestOutputProfile"));
    assert_eq!(colour_spaces(&file), ["DeviceGray"]);
    let xmp = file.objects.values().filter_map(|object| object.as_stream().ok());
    let xmp: String = xmp.map(|stream| String::from_utf8_lossy(&stream.content).into_owned()).collect();
    assert!(xmp.contains("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"));
    assert!(xmp.contains("<pdf:Trapped>False</pdf:Trapped>"));
    assert!(!xmp.contains("pdfaid:part"));
}

#[test]
fn colours_become_four_inks_and_gray_stays_black() {
    let profile = four_inks();
    assert_eq!(is_press_profile(&profile), Ok(()));
    let condition = Condition { name: Some("FOGRA39".to_owned()), profile: Some(profile.into()) };
    let (bytes, findings) = pressed(all_kinds(), Press { condition, ..Press::default() });
    let file = Document::load_mem(&bytes).unwrap();
    assert_eq!(colour_spaces(&file), ["DeviceCMYK", "DeviceGray"]);
    let operators = operators(&file);
    // The drawing's red box in four inks; its line, seen through, made it pixels: so no operator but that of pictures.
    assert!(!operators.iter().any(|name| name == "rg"));
    assert!(!findings.iter().any(|finding| finding.contains("in black ink")), "{findings:?}");
    let x4 = Condition { name: None, profile: Some(four_inks().into()) };
    let (bytes, _) = pressed(all_kinds(), Press { condition: x4, standard: Standard::X4, ..Press::default() });
    let drawn = Document::load_mem(&bytes).unwrap();
    assert!(self::operators(&drawn).iter().any(|name| name == "k"), "the box stays a path");
}

#[test]
fn preflight_names_page_and_object() {
    let mut book = all_kinds();
    let thin = at(40.0, 520.0, Item::Rule(size(80.0, 0.5)));
    let small = at(40.0, 500.0, Item::Glyphs(shaped("So small that nobody reads it at all", ROMAN, 6.0, &[])));
    let near = words(352.0, 300.0, "edge");
    let at_edge = at(0.0, 450.0, Item::Image("c.png".to_owned(), size(60.0, 30.0)));
    book.pages.push(page(Folio::Arabic(2), vec![thin, small, near, at_edge]));
    book.pages.extend((3..6).map(|number| page(Folio::Arabic(number), Vec::new())));
    let (_, findings) = pressed(book, Press { printer: Some(Printer::Kdp), ..Press::default() });
    assert_eq!(
        findings,
        [
            "5 pages, not 24 to 828",
            "page 1: `a.jpg`: 36 dots to the inch, not 300",
            "page 1: `a.jpg`: in colour, printed in black ink",
            "page 1: `b.png`: 38 dots to the inch, not 300",
            "page 1: `b.png`: in colour, printed in black ink",
            "page 1: `c.png`: 38 dots to the inch, not 300",
            "page 1: `d.gif`: 38 dots to the inch, not 300",
            "page 1: `d.gif`: in colour, printed in black ink",
            "page 1: `e.webp`: 38 dots to the inch, not 300",
            "page 1: `e.webp`: in colour, printed in black ink",
            "page 1: `f.svg`: in colour, printed in black ink",
            "page 1: `g.svg`: in colour, printed in black ink",
            "page 1: `b.png`: 230 dots to the inch, not 300",
            "page 1: `b.png`: in colour, printed in black ink",
            "page 2: a rule: a line of 0.5pt, thinner than 0.75pt",
            "page 2: `c.png`: 77 dots to the inch, not 300",
            "page 2: `c.png`: ends at the edge of the page, not 0.125in beyond it",
            "page 2: “So small that nobody reads it at…”: type of 6pt, smaller than 7pt",
            "page 2: “edge”: -0.171in from the edge, not 0.375in",
            "page 5: 3 blank pages in a row, where 2 are most",
        ]
    );
}

#[test]
fn a_standard_that_the_printer_does_not_take_is_told() {
    let told = |printer, standard| {
        let book =
            composition((1..=32).map(|number| page(Folio::Arabic(number), vec![words(60.0, 90.0, "A")])).collect());
        let press = Press { printer: Some(printer), standard, ..Press::default() };
        let (_, findings) = pressed(book, press);
        findings.iter().any(|finding| finding == "PDF/X-4, not PDF/X-1a")
    };
    assert!(told(Printer::IngramSpark, Standard::X4));
    assert!(!told(Printer::IngramSpark, Standard::X1a) && !told(Printer::Lulu, Standard::X4));
}

#[test]
fn a_picture_that_is_cut_must_reach_beyond_the_cut() {
    let mut book = all_kinds();
    book.bleed = Length::pt(9.0);
    let picture = |x: f64, width: f64| at(x, 200.0, Item::Image("c.png".to_owned(), size(width, 4.0)));
    // Page 1 is a recto: what ends at its right edge is cut; what reaches 9 pt further is not lost.
    // At its left edge, the spine, nothing is cut.
    book.pages[0].items = vec![picture(340.0, 20.0), picture(0.0, 30.0)];
    book.pages.push(page(Folio::Arabic(2), vec![picture(-9.0, 20.0)]));
    let of_bleed = |book: Composition| -> Vec<String> {
        let (_, findings) = pressed(book, Press::default());
        findings.into_iter().filter(|finding| finding.contains("beyond")).collect()
    };
    let once = ["page 1: `c.png`: ends at the edge of the page, not 0.118in beyond it"];
    assert_eq!(of_bleed(book.clone()), once);
    // Bound at the right, it is the other picture of page 1 that is cut, and that of page 2 lies at the spine.
    assert_eq!(of_bleed(Composition { binding: Binding::Right, ..book }), once);
}

#[test]
fn marks_stand_on_a_larger_sheet() {
    let mut book = small_book();
    book.bleed = Length::pt(9.0);
    let (bytes, _) = pressed(book, Press { marks: true, ..Press::default() });
    let read = Book::read(&bytes);
    let sides = |name: &str| -> Vec<f32> {
        read.get(read.page(2), name).as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect()
    };
    assert_eq!(sides("MediaBox"), [0.0, 0.0, 432.0, 612.0]);
    assert_eq!(sides("TrimBox"), [36.0, 36.0, 396.0, 576.0]);
    assert_eq!(sides("BleedBox"), [36.0, 27.0, 405.0, 585.0]);
}

const BOOKLET: Imposition = Imposition {
    way: Way::Booklet,
    leaf: Length::POINT,
    binding: Binding::Left,
    gutter: Length::from_raw(50 * Length::POINT.raw()),
};

#[test]
fn a_booklet_holds_each_page_once_and_nothing_to_click() {
    let written = write(small_book(), &metadata()).unwrap();
    let Laid { bytes, sides, creep } = impose(&written, BOOKLET).unwrap();
    assert_eq!((sides, creep), (2, Length::ZERO));
    let file = Document::load_mem(&bytes).unwrap();
    for key in ["Annots", "StructTreeRoot", "Outlines", "Dests", "Metadata"] {
        assert!(!somewhere(&file, key), "{key}");
    }
    let forms = file.objects.values().filter_map(|object| object.as_stream().ok());
    let forms = forms.filter(|stream| {
        stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"Form"))
    });
    assert_eq!(forms.count(), 4);
    let read = Book::read(&bytes);
    let media = read.get(read.page(0), "MediaBox").as_array().unwrap();
    assert_eq!(media.iter().map(|side| side.as_float().unwrap()).collect::<Vec<_>>(), [0.0, 0.0, 720.0, 540.0]);
    assert_eq!(impose(&written, BOOKLET).unwrap().bytes, bytes, "the same bytes each time");
    assert!(impose(b"%PDF-1.7", BOOKLET).is_err());
}

/// Eight pages, each with a rule as wide as its number.
fn numbered() -> Vec<u8> {
    let rule = |number: u32| at(50.0, 60.0, Item::Rule(size(f64::from(number), 2.0)));
    write(composition((1..=8).map(|number| page(Folio::Arabic(number), vec![rule(number)])).collect()), &metadata())
        .unwrap()
}

/// What lies on a sheet: for each half the number of its page, and how far that is moved.
fn lying(read: &Book, sheet: usize) -> [(u32, f32); 2] {
    let moves = read.content(sheet).operations.into_iter().filter(|operation| operation.operator == "cm");
    let moves: Vec<f32> = moves.map(|operation| operation.operands[4].as_float().unwrap()).collect();
    let forms = read.dict(read.dict(read.page(sheet), "Resources"), "XObject");
    let number = |name: &str| {
        let form = read.get(forms, name).as_stream().unwrap();
        let content = lopdf::content::Content::decode(&form.decompressed_content().unwrap()).unwrap();
        let (left, right) = content.operations.iter().filter(|operation| operation.operands.len() >= 2).fold(
            (f32::MAX, f32::MIN),
            |(left, right), operation| {
                let x = operation.operands[0].as_float().unwrap();
                let wide = if operation.operator == "re" { operation.operands[2].as_float().unwrap() } else { 0.0 };
                (left.min(x), right.max(x + wide))
            },
        );
        (0..=8_u8).find(|n| (right - left - f32::from(*n)).abs() < 0.1).unwrap().into()
    };
    [(number("L"), moves[0]), (number("R"), moves[1])]
}

/// What bleeds fills the edge that a page has moved away from.
#[test]
fn forms_hold_what_bleeds() {
    let mut book = small_book();
    book.bleed = Length::pt(9.0);
    let (bytes, _) = pressed(book, Press { marks: true, ..Press::default() });
    let read = Book::read(&impose(&bytes, BOOKLET).unwrap().bytes);
    let form = read.dict(read.dict(read.dict(read.page(0), "Resources"), "XObject"), "R");
    let sides = read.get(form, "BBox").as_array().unwrap().iter().map(|side| side.as_float().unwrap());
    assert_eq!(sides.collect::<Vec<_>>(), [36.0, 27.0, 405.0, 585.0]);
}

#[test]
fn creep_moves_pages_to_the_fold_and_never_past_their_margin() {
    let written = numbered();
    let laid = impose(&written, BOOKLET).unwrap();
    let read = Book::read(&laid.bytes);
    assert_eq!(lying(&read, 0), [(8, 0.0), (1, 360.0)]);
    assert_eq!(lying(&read, 2), [(6, 1.0), (3, 359.0)]);
    assert_eq!(laid.creep, Length::POINT);
    // Leaves of thirty points, where half the white at the spine is 25.
    let thick = impose(&written, Imposition { leaf: Length::pt(30.0), ..BOOKLET }).unwrap();
    assert_eq!(thick.creep, Length::pt(30.0), "told as it ought to be");
    assert_eq!(lying(&Book::read(&thick.bytes), 2), [(6, 25.0), (3, 335.0)]);
}

/// Bound at the right, the first page is at the left of its sheet, and pages are turned to from the left.
#[test]
fn a_book_bound_at_the_right_is_laid_the_other_way() {
    let imposition = Imposition { binding: Binding::Right, ..BOOKLET };
    let read = Book::read(&impose(&numbered(), imposition).unwrap().bytes);
    let sheets = [0, 1, 2, 3].map(|sheet| lying(&read, sheet));
    assert_eq!(
        sheets,
        [[(1, 0.0), (8, 360.0)], [(7, 0.0), (2, 360.0)], [(3, 1.0), (6, 359.0)], [(5, 1.0), (4, 359.0)],]
    );
}
