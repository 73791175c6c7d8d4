//! PDF/X-1a:2001 (ISO 15930-1) and PDF/X-4 (ISO 15930-7), clause by clause: no validator of them is at hand.
//!
//! Files with pictures of every kind, links, an outline and tags are made for the press and read back as objects. What a
//! standard forbids is looked for in every object; what it asks for, where it must be.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::pictures::all_kinds;
use super::press::{four_inks, pressed};
use super::*;
use crate::design::{Condition, Press, Standard};

/// A file, and the standard it is to keep.
struct Kept {
    standard: Standard,
    bytes: Vec<u8>,
    file: Document,
    /// What it is, for messages.
    name: String,
}

/// Both standards, in black and in four inks, with marks and without.
fn files() -> Vec<Kept> {
    let mut made = Vec::new();
    for standard in [Standard::X1a, Standard::X4] {
        for (inks, marks) in [(false, false), (true, false), (true, true)] {
            let mut book = all_kinds();
            let linked = small_book();
            book.pages.extend(linked.pages);
            (book.outline, book.structure) = (linked.outline, linked.structure);
            book.bleed = Length::pt(9.0);
            let profile = inks.then(|| four_inks().into());
            let condition = Condition { name: inks.then(|| "FOGRA39".to_owned()), profile };
            let (bytes, _) = pressed(book, Press { standard, condition, marks, ..Press::default() });
            let file = Document::load_mem(&bytes).unwrap();
            made.push(Kept { standard, bytes, file, name: format!("{standard:?}, inks: {inks}, marks: {marks}") });
        }
    }
    made
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Every dictionary, of streams and within others too.
    fn dictionaries(&self) -> Vec<&Dictionary> {
        fn below<'a>(object: &'a Object, found: &mut Vec<&'a Dictionary>) {
            match object {
                Object::Dictionary(dict) | Object::Stream(lopdf::Stream { dict, .. }) => {
                    found.push(dict);
                    dict.iter().for_each(|(_, value)| below(value, found));
                }
                Object::Array(items) => items.iter().for_each(|item| below(item, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        self.file.objects.values().for_each(|object| below(object, &mut found));
        found
    }

    fn named<'a>(&'a self, kind: &str, name: &str) -> Vec<&'a Dictionary> {
        let is = |dict: &&Dictionary| {
            dict.get(kind.as_bytes()).and_then(Object::as_name).is_ok_and(|found| found == name.as_bytes())
        };
        self.dictionaries().into_iter().filter(is).collect()
    }

    fn follow<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Object {
        let object = dict.get(key.as_bytes()).unwrap_or_else(|_| panic!("{}: no {key} in {dict:?}", self.name));
        self.file.dereference(object).unwrap().1
    }

    fn has_nowhere(&self, keys: &[&str]) {
        for dict in self.dictionaries() {
            for key in keys {
                assert!(!dict.has(key.as_bytes()), "{}: {key} in {dict:?}", self.name);
            }
        }
    }

    fn info(&self) -> &Dictionary {
        self.follow(&self.file.trailer, "Info").as_dict().unwrap()
    }

    fn intent(&self) -> &Dictionary {
        let intents = self.follow(self.file.catalog().unwrap(), "OutputIntents").as_array().unwrap();
        assert_eq!(intents.len(), 1, "{}: one condition", self.name);
        self.file.dereference(&intents[0]).unwrap().1.as_dict().unwrap()
    }

    fn pages(&self) -> Vec<ObjectId> {
        self.file.get_pages().into_values().collect()
    }

    /// Every operation of pages and forms.
    fn operations(&self) -> Vec<lopdf::content::Operation> {
        let forms = self.file.objects.values().filter_map(|object| object.as_stream().ok());
        let forms =
            forms.filter(|form| form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|k| k == b"Form"));
        let forms = forms.map(|form| form.decompressed_content().unwrap());
        let pages = self.pages().into_iter().map(|page| self.file.get_page_content(page));
        let contents = forms.chain(pages).map(|content| Content::decode(&content).unwrap());
        contents.flat_map(|content| content.operations).collect()
    }

    fn xmp(&self) -> String {
        let stream = self.follow(self.file.catalog().unwrap(), "Metadata").as_stream().unwrap();
        assert!(!stream.dict.has(b"Filter"), "{}: plain", self.name);
        String::from_utf8(stream.content.clone()).unwrap()
    }
}

fn of(standard: Standard) -> Vec<Kept> {
    files().into_iter().filter(|kept| kept.standard == standard).collect()
}

/// 15930-1, 6.2 (PDF 1.3 and none of its successors' means); 15930-7, 6.2 (PDF 1.6).
#[test]
fn the_version_is_the_standards_and_nothing_later_is_used() {
    for kept in of(Standard::X1a) {
        assert!(kept.bytes.starts_with(b"%PDF-1.3\n"), "{}", kept.name);
        let text = kept.text();
        assert!(text.contains("\nxref\n0 ") && text.contains("\ntrailer\n"), "{}: a table (1.5)", kept.name);
        for later in ["/ObjStm", "/XRef", "/JPXDecode", "/JBIG2Decode", "/OCProperties"] {
            assert!(!text.contains(later), "{}: {later}", kept.name);
        }
        kept.has_nowhere(&["Version", "Lang", "MarkInfo", "StructTreeRoot", "Metadata", "ActualText"]);
        for font in kept.named("Type", "FontDescriptor") {
            if let Ok(program) = font.get(b"FontFile3") {
                let program = kept.file.dereference(program).unwrap().1.as_stream().unwrap();
                assert_ne!(program.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"OpenType", "{}", kept.name);
            }
        }
    }
    for kept in of(Standard::X4) {
        assert!(kept.bytes.starts_with(b"%PDF-1.6\n"), "{}", kept.name);
    }
}

/// 15930-1, 6.4, 6.9; 15930-7, 6.3, 6.5: an identifier, a second line of bytes above 127, nothing secret.
#[test]
fn the_file_says_which_it_is_and_hides_nothing() {
    for kept in files() {
        let second = kept.bytes.split(|byte| *byte == b'\n').nth(1).unwrap();
        assert!(second.starts_with(b"%") && second.iter().filter(|byte| **byte > 127).count() >= 4, "{}", kept.name);
        let halves = kept.file.trailer.get(b"ID").unwrap().as_array().unwrap();
        assert!(halves.len() == 2 && halves.iter().all(|half| half.as_str().unwrap().len() == 16), "{}", kept.name);
        assert!(!kept.file.trailer.has(b"Encrypt"), "{}", kept.name);
    }
}

/// 15930-1, 6.9.3 and 6.12; 15930-7, 6.3.3 and 6.12: the version, whether it is trapped, a title and two dates.
#[test]
fn the_file_says_what_it_keeps_and_that_it_is_not_trapped() {
    for kept in files() {
        let info = kept.info();
        let text = |key: &str| String::from_utf8_lossy(kept.follow(info, key).as_str().unwrap()).into_owned();
        match kept.standard {
            Standard::X1a => {
                assert_eq!(text("GTS_PDFXVersion"), "PDF/X-1:2001");
                assert_eq!(text("GTS_PDFXConformance"), "PDF/X-1a:2001");
            }
            Standard::X4 => assert!(kept.xmp().contains("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")),
        }
        assert_eq!(kept.follow(info, "Trapped").as_name().unwrap(), b"False", "{}", kept.name);
        assert!(
            !text("Title").is_empty() && text("CreationDate").starts_with("D:") && text("ModDate").starts_with("D:")
        );
    }
}

/// 15930-7, 6.7: XMP has what Info has, and says which document it is a version of.
#[test]
fn metadata_of_x_4_are_whole() {
    for kept in of(Standard::X4) {
        let xmp = kept.xmp();
        for property in [
            "<dc:title>",
            "<xmp:CreateDate>",
            "<xmp:ModifyDate>",
            "<xmp:MetadataDate>",
            "<pdf:Trapped>False</pdf:Trapped>",
            "<xmpMM:DocumentID>",
            "<xmpMM:VersionID>",
            "<xmpMM:RenditionClass>",
        ] {
            assert!(xmp.contains(property), "{}: no {property} in {xmp}", kept.name);
        }
    }
}

/// 15930-1, 6.6; 15930-7, 6.6: a registered condition is named with its registry; the profile of any other is there,
/// and of X-4 always, with as many colours as it says, for an output device.
#[test]
fn the_intent_names_its_condition() {
    for kept in files() {
        let intent = kept.intent();
        assert_eq!(kept.follow(intent, "S").as_name().unwrap(), b"GTS_PDFX", "{}", kept.name);
        let named = kept.follow(intent, "OutputConditionIdentifier").as_str().unwrap();
        assert!(!named.is_empty() && intent.has(b"Info"), "{}", kept.name);
        let profile =
            intent.has(b"DestOutputProfile").then(|| kept.follow(intent, "DestOutputProfile").as_stream().unwrap());
        if named == b"Custom" {
            assert!(profile.is_some(), "{}", kept.name);
        } else {
            assert_eq!(kept.follow(intent, "RegistryName").as_str().unwrap(), b"http://www.color.org", "{}", kept.name);
        }
        assert!(profile.is_some() || kept.standard == Standard::X1a, "{}", kept.name);
        if let Some(profile) = profile {
            let bytes = profile.decompressed_content().unwrap();
            let components = match &bytes[16..20] {
                b"GRAY" => 1,
                b"CMYK" => 4,
                other => panic!("{}: a profile of {other:?}", kept.name),
            };
            assert_eq!(&bytes[12..16], b"prtr", "{}: of an output device", kept.name);
            assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), components, "{}", kept.name);
        }
    }
}

/// 15930-1, 6.10; 15930-7, 6.13: boxes within each other, `TrimBox` or `ArtBox` but not both.
#[test]
fn each_page_says_where_it_is_cut() {
    for kept in files() {
        for id in kept.pages() {
            let page = kept.file.get_dictionary(id).unwrap();
            let sides = |key: &str| -> Vec<f32> {
                kept.follow(page, key).as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect()
            };
            let within = |inner: &[f32], outer: &[f32]| {
                inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
            };
            let (media, bleed, trim) = (sides("MediaBox"), sides("BleedBox"), sides("TrimBox"));
            assert!(within(&trim, &bleed) && within(&bleed, &media), "{}: {trim:?} {bleed:?} {media:?}", kept.name);
            assert!(!page.has(b"ArtBox") && !page.has(b"CropBox"), "{}", kept.name);
            assert!(trim[0] < trim[2] && trim[1] < trim[3]);
        }
    }
}

/// 15930-1, 6.5; 15930-7, 6.4: programs of all fonts are in the file.
#[test]
fn every_font_is_embedded() {
    for kept in files() {
        let fonts = kept.named("Type", "FontDescriptor");
        assert!(!fonts.is_empty());
        for font in fonts {
            let embedded = ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| font.has(key.as_bytes()));
            assert!(embedded, "{}: {font:?}", kept.name);
        }
        for font in kept.named("Type", "Font") {
            let kind = font.get(b"Subtype").unwrap().as_name().unwrap();
            assert!(matches!(kind, b"Type0" | b"CIDFontType0" | b"CIDFontType2"), "{}: {font:?}", kept.name);
        }
    }
}

/// 15930-1, 6.7; 15930-7, 6.8: gray and the four inks of the intent, and no colours of screens.
#[test]
fn colours_are_inks() {
    for kept in files() {
        let four = kept.intent().get(b"DestOutputProfile").is_ok_and(|profile| {
            let (_, profile) = kept.file.dereference(profile).unwrap();
            profile.as_stream().unwrap().decompressed_content().unwrap()[16..20] == *b"CMYK"
        });
        for image in kept.named("Subtype", "Image") {
            let space = kept.follow(image, "ColorSpace").as_name().unwrap();
            assert!(space == b"DeviceGray" || four && space == b"DeviceCMYK", "{}: {space:?}", kept.name);
        }
        for operation in kept.operations() {
            let name = operation.operator.as_str();
            let named = ["rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "ri"].contains(&name);
            assert!(!named && (four || !["k", "K"].contains(&name)), "{}: {name}", kept.name);
        }
        kept.has_nowhere(&["DefaultRGB", "DefaultGray", "DefaultCMYK", "Shading", "Pattern"]);
    }
}

/// 15930-1, 6.3 and 6.14 (PDF 1.3 knows none); 15930-7 allows it.
#[test]
fn nothing_is_seen_through_in_x_1a() {
    for kept in of(Standard::X1a) {
        kept.has_nowhere(&["SMask", "CA", "ca", "BM", "Group", "SMaskInData"]);
        assert!(kept.operations().iter().all(|operation| operation.operator != "gs"), "{}", kept.name);
    }
    assert!(of(Standard::X4).iter().any(|kept| kept.dictionaries().iter().any(|dict| dict.has(b"SMask"))), "it may be");
}

/// 15930-1, 6.11, 6.13, 6.15; 15930-7, 6.14 to 6.19: nothing to click, to run, to be fetched, or that changes how it is
/// printed.
#[test]
fn nothing_acts_and_nothing_lies_elsewhere() {
    for kept in files() {
        kept.has_nowhere(&[
            "Annots",
            "AA",
            "OpenAction",
            "JavaScript",
            "JS",
            "URI",
            "AcroForm",
            "Outlines",
            "Dests",
            "Names",
            "EmbeddedFiles",
            "Alternates",
            "OPI",
            "Ref",
            "TR",
            "TR2",
            "HTP",
            "HT",
            "XFA",
            "PieceInfo",
            "PresSteps",
            "Threads",
        ]);
        for stream in kept.file.objects.values().filter_map(|object| object.as_stream().ok()) {
            assert!(!stream.dict.has(b"F") && !stream.dict.has(b"FFilter"), "{}: {:?}", kept.name, stream.dict);
            let filters = stream.dict.get(b"Filter").map(|filter| format!("{filter:?}")).unwrap_or_default();
            assert!(!filters.contains("LZW") && !filters.contains("Crypt"), "{}: {filters}", kept.name);
        }
        assert!(kept.named("Subtype", "PS").is_empty(), "{}", kept.name);
        for image in kept.named("Subtype", "Image") {
            assert!(!image.get(b"Interpolate").is_ok_and(|value| value.as_bool().is_ok_and(|smoothed| smoothed)));
        }
    }
}
