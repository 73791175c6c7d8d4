//! Reads a file as a reader does: through its resources, with its own maps.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A piece of text as it stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    /// Font resource.
    pub(super) font: String,
    /// Text, by the font's `ToUnicode`.
    pub(super) text: String,
    /// Place of the glyph in points.
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A font's map to text and its widths, by code.
type Font = (BTreeMap<u16, String>, BTreeMap<u16, f64>);

/// A file, read.
pub(super) struct Book {
    pub(super) file: Document,
    pub(super) pages: Vec<ObjectId>,
}

impl Book {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let file = Document::load_mem(bytes).unwrap();
        let pages = file.get_pages().into_values().collect();
        Self { file, pages }
    }

    /// An object, its reference followed.
    pub(super) fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.file.dereference(object).unwrap().1
    }

    pub(super) fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Object {
        self.follow(dictionary.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key} in {dictionary:?}")))
    }

    pub(super) fn dict<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Dictionary {
        let object = self.get(dictionary, key);
        object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)).unwrap()
    }

    pub(super) fn catalog(&self) -> &Dictionary {
        self.file.catalog().unwrap()
    }

    pub(super) fn page(&self, index: usize) -> &Dictionary {
        self.file.get_dictionary(self.pages[index]).unwrap()
    }

    pub(super) fn content(&self, index: usize) -> Content {
        Content::decode(&self.file.get_page_content(self.pages[index])).unwrap()
    }

    /// The annotations of a page.
    pub(super) fn annotations(&self, index: usize) -> Vec<&Dictionary> {
        match self.page(index).get(b"Annots") {
            Ok(list) => list.as_array().unwrap().iter().map(|note| self.follow(note).as_dict().unwrap()).collect(),
            Err(_) => Vec::new(),
        }
    }

    /// The resource fonts.
    fn fonts(&self) -> BTreeMap<String, Font> {
        let resources = self.dict(self.page(0), "Resources");
        let fonts = self.dict(resources, "Font");
        let read = |(name, font): (&Vec<u8>, &Object)| {
            let font = self.follow(font).as_dict().unwrap();
            let map = self.get(font, "ToUnicode").as_stream().unwrap().decompressed_content().unwrap();
            let descendant = self.follow(&self.get(font, "DescendantFonts").as_array().unwrap()[0]).as_dict().unwrap();
            let widths = widths(self.get(descendant, "W").as_array().unwrap());
            (String::from_utf8(name.clone()).unwrap(), (to_unicode(&String::from_utf8(map).unwrap()), widths))
        };
        fonts.iter().map(read).collect()
    }

    /// Everything a page shows, glyph by glyph, as PDF says it is to be placed (§9.4.4).
    pub(super) fn shown(&self, index: usize) -> Vec<Shown> {
        let fonts = self.fonts();
        let mut all = Vec::new();
        let (mut font, mut size, mut scale, mut rise) = (String::new(), 0.0, 1.0, 0.0);
        let (mut x, mut y) = (0.0, 0.0);
        for operation in self.content(index).operations {
            let number = |i: usize| f64::from(operation.operands[i].as_float().unwrap());
            match operation.operator.as_str() {
                "Tf" => {
                    font = String::from_utf8(operation.operands[0].as_name().unwrap().to_vec()).unwrap();
                    size = number(1);
                }
                "Tz" => scale = number(0) / 100.0,
                "Ts" => rise = number(0),
                "Tm" => (x, y) = (number(4), number(5)),
                "TJ" => {
                    let (texts, widths) = &fonts[&font];
                    for part in operation.operands[0].as_array().unwrap() {
                        let Object::String(codes, _) = part else {
                            x -= f64::from(part.as_float().unwrap()) / 1000.0 * size * scale;
                            continue;
                        };
                        for code in codes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]])) {
                            all.push(Shown { font: font.clone(), text: texts[&code].clone(), x, y: y + rise });
                            x += widths[&code] / 1000.0 * size * scale;
                        }
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// The text of a page in the order it is shown.
    pub(super) fn text(&self, index: usize) -> String {
        self.shown(index).into_iter().map(|shown| shown.text).collect()
    }
}

fn widths(list: &[Object]) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    for pair in list.chunks(2) {
        let first = u16::try_from(pair[0].as_i64().unwrap()).unwrap();
        for (code, width) in (first..).zip(pair[1].as_array().unwrap()) {
            widths.insert(code, f64::from(width.as_float().unwrap()));
        }
    }
    widths
}

fn to_unicode(map: &str) -> BTreeMap<u16, String> {
    let lines = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let hex = |text: &str| -> Vec<u16> {
        (0..text.len()).step_by(4).map(|at| u16::from_str_radix(&text[at..at + 4], 16).unwrap()).collect()
    };
    lines.map(|(code, text)| (hex(code)[0], String::from_utf16(&hex(text)).unwrap())).collect()
}
