//! PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), clause by clause, of the sample book: what validators judge of whole
//! files is judged here of every object, so that a promise that is broken is named.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use anthology::manifest::EditionKind;
use common::books;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The standard structure types (ISO 32000-1, 14.8.4).
const STANDARD: [&str; 49] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];

fn sample() -> &'static Document {
    static SAMPLE: OnceLock<Document> = OnceLock::new();
    SAMPLE.get_or_init(|| Document::load_mem(&books()[0].bytes(EditionKind::Pdf)).unwrap())
}

fn follow<'a>(file: &'a Document, object: &'a Object) -> &'a Object {
    file.dereference(object).unwrap().1
}

fn get<'a>(file: &'a Document, dict: &'a Dictionary, key: &str) -> &'a Object {
    follow(file, dict.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {dict:?}")))
}

fn dict<'a>(file: &'a Document, outer: &'a Dictionary, key: &str) -> &'a Dictionary {
    let object = get(file, outer, key);
    object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)).unwrap()
}

fn name(object: &Object) -> String {
    String::from_utf8_lossy(object.as_name().unwrap()).into_owned()
}

/// Every dictionary, of streams and within others too.
fn dictionaries(file: &Document) -> Vec<&Dictionary> {
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
    file.objects.values().for_each(|object| below(object, &mut found));
    found
}

fn named<'a>(file: &'a Document, key: &str, kind: &str) -> Vec<&'a Dictionary> {
    let is = |dict: &&Dictionary| {
        dict.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|found| found == kind.as_bytes())
    };
    dictionaries(file).into_iter().filter(is).collect()
}

fn operations(file: &Document, page: ObjectId) -> Vec<Operation> {
    Content::decode(&file.get_page_content(page)).unwrap().operations
}

/// 19005-2, 6.1.3, 6.1.6, 6.1.7: nothing encrypted, nothing in another file, no filter that is not open to all.
#[test]
fn nothing_is_hidden_or_elsewhere() {
    let file = sample();
    assert!(!file.trailer.has(b"Encrypt") && file.trailer.has(b"ID"));
    for stream in file.objects.values().filter_map(|object| object.as_stream().ok()) {
        assert!(
            ["F", "FFilter", "FDecodeParms"].iter().all(|key| !stream.dict.has(key.as_bytes())),
            "{:?}",
            stream.dict
        );
        let filters = stream.dict.get(b"Filter").map(|filter| format!("{filter:?}")).unwrap_or_default();
        assert!(!filters.contains("LZW") && !filters.contains("Crypt"), "{filters}");
    }
}

/// 19005-2, 6.5.1, 6.8, 6.9, 6.4, 6.2.5: nothing acts but links; no forms, films, attached files or transfer functions.
#[test]
fn nothing_acts_but_links() {
    let file = sample();
    for dict in dictionaries(file) {
        for key in ["AA", "OpenAction", "JS", "JavaScript", "XFA", "NeedAppearances", "EmbeddedFiles", "Alternates"] {
            assert!(!dict.has(key.as_bytes()), "{key} in {dict:?}");
        }
        for key in ["OPI", "TR", "HTP", "PresSteps", "Requirements"] {
            assert!(!dict.has(key.as_bytes()), "{key} in {dict:?}");
        }
        if let Ok(smoothed) = dict.get(b"Interpolate").and_then(Object::as_bool) {
            assert!(!smoothed, "{dict:?}");
        }
    }
    for action in named(file, "Type", "Action") {
        assert_eq!(name(get(file, action, "S")), "URI", "{action:?}");
    }
    assert!(named(file, "Subtype", "PS").is_empty());
}

/// 19005-2, 6.2.3, 6.2.4: one intent for screens, with a profile of RGB; no ink is named anywhere.
#[test]
fn colours_are_of_the_intent() {
    let file = sample();
    let intents = get(file, file.catalog().unwrap(), "OutputIntents").as_array().unwrap();
    assert_eq!(intents.len(), 1);
    let intent = follow(file, &intents[0]).as_dict().unwrap();
    assert_eq!(name(get(file, intent, "S")), "GTS_PDFA1");
    let profile = get(file, intent, "DestOutputProfile").as_stream().unwrap();
    let (bytes, components) = (profile.decompressed_content().unwrap(), profile.dict.get(b"N").unwrap());
    assert_eq!((&bytes[16..20], components.as_i64().unwrap()), (&b"RGB "[..], 3));
    for image in named(file, "Subtype", "Image") {
        let space = get(file, image, "ColorSpace");
        let space = space.as_array().map_or_else(|_| name(space), |parts| name(&parts[0]));
        assert!(["DeviceGray", "DeviceRGB", "ICCBased"].contains(&space.as_str()), "{image:?}");
    }
    let painted = file.get_pages().into_values().flat_map(|page| operations(file, page));
    assert!(painted.map(|operation| operation.operator).all(|operator| !["k", "K"].contains(&operator.as_str())));
}

/// 19005-2, 6.2.11.4 to 6.2.11.7; 14289-1, 7.21: every font is in the file, its codes are its glyphs, and mean a text.
#[test]
fn every_font_is_embedded_and_means_text() {
    let file = sample();
    let fonts = named(file, "Subtype", "Type0");
    assert!(fonts.len() > 3, "{}", fonts.len());
    for font in &fonts {
        assert_eq!(name(get(file, font, "Encoding")), "Identity-H", "{font:?}");
        assert!(get(file, font, "ToUnicode").as_stream().is_ok());
        let below = follow(file, &get(file, font, "DescendantFonts").as_array().unwrap()[0]).as_dict().unwrap();
        let descriptor = dict(file, below, "FontDescriptor");
        let program = match name(get(file, below, "Subtype")).as_str() {
            "CIDFontType2" => {
                assert_eq!(name(get(file, below, "CIDToGIDMap")), "Identity", "6.2.11.3.2");
                get(file, descriptor, "FontFile2")
            }
            "CIDFontType0" => get(file, descriptor, "FontFile3"),
            other => panic!("{other}"),
        };
        assert!(!program.as_stream().unwrap().content.is_empty());
        // A set that is there must be whole (6.2.11.4.2).
        assert!(!descriptor.has(b"CIDSet"));
        let (base, own) = (name(get(file, font, "BaseFont")), name(get(file, descriptor, "FontName")));
        assert!(base.starts_with(&own) && own.as_bytes()[6] == b'+', "{base} is not {own}, or no subset");
    }
    assert!(named(file, "Type", "Font").iter().all(|font| font.has(b"DescendantFonts") || font.has(b"CIDSystemInfo")));
}

/// 14289-1, 7.1, 7.2: marked, titled, in a language; own types are mapped to standard ones, which are mapped to nothing.
#[test]
fn the_whole_is_marked_titled_and_in_a_language() {
    let file = sample();
    let catalog = file.catalog().unwrap();
    let marks = dict(file, catalog, "MarkInfo");
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap() && !marks.has(b"Suspects"));
    assert!(dict(file, catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert!(!get(file, catalog, "Lang").as_str().unwrap().is_empty());
    let roles = dict(file, dict(file, catalog, "StructTreeRoot"), "RoleMap");
    for (own, standard) in roles {
        assert!(!STANDARD.contains(&String::from_utf8_lossy(own).as_ref()), "{own:?}");
        assert!(STANDARD.contains(&name(standard).as_str()), "{standard:?}");
    }
    for (_, element) in elements(file) {
        let kind = name(get(file, element, "S"));
        assert!(STANDARD.contains(&kind.as_str()) || roles.has(kind.as_bytes()), "{kind}");
        if let Ok(language) = element.get(b"Lang") {
            assert!(language.as_str().unwrap().first().is_some_and(u8::is_ascii_alphabetic), "{element:?}");
        }
    }
}

/// Every element of the structure tree, from above.
fn elements(file: &Document) -> Vec<(ObjectId, &Dictionary)> {
    let root = dict(file, file.catalog().unwrap(), "StructTreeRoot");
    let mut waiting = vec![root.get(b"K").unwrap()];
    let mut found = Vec::new();
    while let Some(object) = waiting.pop() {
        match object {
            Object::Array(kids) => waiting.extend(kids),
            Object::Reference(id) => match follow(file, object) {
                Object::Array(kids) => waiting.extend(kids),
                kid => {
                    let element = kid.as_dict().unwrap();
                    found.push((*id, element));
                    waiting.extend(element.get(b"K").ok());
                }
            },
            // Marked content and annotations.
            _ => {}
        }
    }
    found
}

/// Marked content and annotations that an element claims, and which element.
fn claims(file: &Document) -> BTreeMap<(ObjectId, i64), ObjectId> {
    let mut claims = BTreeMap::new();
    for (id, element) in elements(file) {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let Ok(kids) = element.get(b"K") else { continue };
        for kid in kids.as_array().map_or_else(|_| vec![kids], |kids| kids.iter().collect()) {
            let claim = match kid {
                Object::Integer(number) => (page.unwrap(), *number),
                Object::Dictionary(kid) => match kid.get(b"MCID") {
                    Ok(number) => (kid.get(b"Pg").unwrap().as_reference().unwrap(), number.as_i64().unwrap()),
                    Err(_) => (kid.get(b"Obj").unwrap().as_reference().unwrap(), -1),
                },
                _ => continue,
            };
            assert!(claims.insert(claim, id).is_none(), "{claim:?} is claimed twice");
        }
    }
    claims
}

/// What the parent tree says, by key.
fn parents(file: &Document) -> BTreeMap<i64, &Object> {
    let tree = dict(file, dict(file, file.catalog().unwrap(), "StructTreeRoot"), "ParentTree");
    let leaves = get(file, tree, "Kids").as_array().unwrap();
    let of = |leaf| get(file, follow(file, leaf).as_dict().unwrap(), "Nums").as_array().unwrap().chunks(2);
    leaves.iter().flat_map(of).map(|pair| (pair[0].as_i64().unwrap(), follow(file, &pair[1]))).collect()
}

/// 19005-2, 6.7.3; 14289-1, 7.1; 32000-1, 14.7.4.4: all that is painted is part of the text or an artifact, and finds the
/// element that claims it.
#[test]
fn all_that_is_painted_is_marked_and_finds_its_element() {
    const PAINTS: [&str; 16] =
        ["TJ", "Tj", "'", "\"", "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "BI"];
    let file = sample();
    let (claims, parents) = (claims(file), parents(file));
    let mut found = 0;
    for page in file.get_pages().into_values() {
        let key = file.get_dictionary(page).unwrap().get(b"StructParents").and_then(Object::as_i64).ok();
        let mut open: Vec<bool> = Vec::new();
        for operation in operations(file, page) {
            match operation.operator.as_str() {
                "BDC" => {
                    open.push(true);
                    let Ok(number) = operation.operands[1].as_dict().and_then(|marks| marks.get(b"MCID")?.as_i64())
                    else {
                        assert_eq!(name(&operation.operands[0]), "Artifact");
                        continue;
                    };
                    let list = parents[&key.unwrap()].as_array().unwrap();
                    let element = list[usize::try_from(number).unwrap()].as_reference().unwrap();
                    assert_eq!(claims.get(&(page, number)), Some(&element), "{page:?}, {number}");
                    found += 1;
                }
                "BMC" => {
                    // What is read from the right says so within its sequence (32000-1, 14.8.2.3.3).
                    let kind = name(&operation.operands[0]);
                    assert!(kind == "Artifact" || kind == "ReversedChars" && open == [true], "{kind} on {page:?}");
                    open.push(kind == "Artifact");
                }
                "EMC" => drop(open.pop().expect("what ends has begun")),
                operator if PAINTS.contains(&operator) => {
                    let around = open.iter().filter(|sequence| **sequence).count();
                    assert_eq!(around, 1, "{operator} on {page:?} is in no sequence, or in two");
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{page:?}");
    }
    assert_eq!(claims.keys().filter(|(_, number)| *number >= 0).count(), found, "all that is claimed is there");
}

/// 19005-2, 6.3; 14289-1, 7.18: links are printed, say where they lead, find their element, and are gone through in the
/// order of the structure.
#[test]
fn links_are_tagged_and_told() {
    let file = sample();
    let (claims, parents) = (claims(file), parents(file));
    let mut count = 0;
    for page in file.get_pages().into_values() {
        let page = file.get_dictionary(page).unwrap();
        let Ok(links) = page.get(b"Annots") else { continue };
        assert_eq!(name(get(file, page, "Tabs")), "S");
        for link in follow(file, links).as_array().unwrap() {
            count += 1;
            let annotation = follow(file, link).as_dict().unwrap();
            assert_eq!(name(get(file, annotation, "Subtype")), "Link");
            assert_eq!(get(file, annotation, "F").as_i64().unwrap(), 4, "printed, and not hidden");
            assert!(!get(file, annotation, "Contents").as_str().unwrap().is_empty());
            let element = claims[&(link.as_reference().unwrap(), -1)];
            assert_eq!(name(get(file, file.get_dictionary(element).unwrap(), "S")), "Link");
            let parent = parents[&get(file, annotation, "StructParent").as_i64().unwrap()].as_dict().unwrap();
            assert_eq!(parent, file.get_dictionary(element).unwrap());
        }
    }
    assert!(count > 100, "{count}");
}

/// 14289-1, 7.4.2, 7.6, 7.9: no level of headings is left out, lists say how they are numbered, each note has a name of its
/// own, by which it is found.
#[test]
fn headings_lists_and_notes_are_whole() {
    let file = sample();
    let mut notes: BTreeSet<Vec<u8>> = BTreeSet::new();
    for (_, element) in elements(file) {
        match name(get(file, element, "S")).as_str() {
            "L" => drop(get(file, dict(file, element, "A"), "ListNumbering").as_name().unwrap()),
            "Note" => assert!(notes.insert(get(file, element, "ID").as_str().unwrap().to_vec()), "{element:?}"),
            _ => {}
        }
    }
    let tree = dict(file, dict(file, file.catalog().unwrap(), "StructTreeRoot"), "IDTree");
    let leaves = get(file, tree, "Kids").as_array().unwrap().iter();
    let of = |leaf| get(file, follow(file, leaf).as_dict().unwrap(), "Names").as_array().unwrap().chunks(2);
    let listed: Vec<Vec<u8>> = leaves.flat_map(of).map(|pair| pair[0].as_str().unwrap().to_vec()).collect();
    assert!(listed.is_sorted() && notes.len() > 5);
    assert_eq!(listed, notes.into_iter().collect::<Vec<_>>());
    let mut before = 0;
    for level in levels(file) {
        assert!(level <= before + 1, "H{level} after H{before}");
        before = level;
    }
    assert!(before > 0);
}

/// The levels of headings in the order in which they are read.
fn levels(file: &Document) -> Vec<u8> {
    fn below(file: &Document, object: &Object, found: &mut Vec<u8>) {
        match follow(file, object) {
            Object::Array(kids) => kids.iter().for_each(|kid| below(file, kid, found)),
            Object::Dictionary(element) => {
                if let Ok([b'H', level @ b'1'..=b'6']) = element.get(b"S").and_then(Object::as_name) {
                    found.push(level - b'0');
                }
                element.get(b"K").into_iter().for_each(|kids| below(file, kids, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    below(file, dict(file, file.catalog().unwrap(), "StructTreeRoot").get(b"K").unwrap(), &mut found);
    found
}
