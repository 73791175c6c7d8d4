//! A PDF read back as its readers see it: pages by their labels, their text through the fonts' own maps (ISO 32000-1
//! §9.10.3), body and notes told apart by the rule between them, heads and folios by their place.

use std::collections::BTreeMap;

use anthology::book::{Edition, Folio, Format};
use anthology::design::Design;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// One page's words; what the setter divided is one word again.
#[derive(Clone, Debug)]
pub struct PageText {
    pub folio: Folio,
    /// Without heads, folios and notes.
    pub body: String,
    /// What stands under the rule.
    pub notes: String,
}

/// How long the rule over the notes is, in points.
const NOTE_RULE: f32 = 48.0;
/// How thick the rule is over a note that goes on from the page before.
const HAIRLINE: f32 = 0.25;

/// A font's map to text and its widths, by code.
pub type Font = (BTreeMap<u16, String>, BTreeMap<u16, f32>);

/// The pages of the PDF `bytes` of `edition`.
pub fn pages(bytes: &[u8], edition: &Edition) -> Vec<PageText> {
    let Format::Pdf(design) = &edition.format else { panic!("no pages") };
    let file = Document::load_mem(bytes).unwrap();
    let labels = labels(&file);
    let mut known: BTreeMap<Vec<u8>, Font> = BTreeMap::new();
    let mut pages = Vec::new();
    for (number, id) in file.get_pages() {
        for (name, font) in file.get_page_fonts(id).unwrap() {
            known.entry(name).or_insert_with(|| read_font(&file, font));
        }
        let content = Content::decode(&file.get_page_content(id)).unwrap();
        let (start, folio) = labels.range(..number).next_back().unwrap();
        let past = number - 1 - start;
        let folio = match folio {
            Folio::Roman(first) => Folio::Roman(first + past),
            Folio::Arabic(first) => Folio::Arabic(first + past),
        };
        let page = file.get_dictionary(id).unwrap();
        let foot = page.get(b"TrimBox").map_or(0.0, |trim| trim.as_array().unwrap()[1].as_float().unwrap());
        let mut reader = Reader::new(design, foot, &known);
        content.operations.iter().for_each(|operation| reader.operation(&operation.operator, &operation.operands));
        let [body, notes] = reader.texts;
        pages.push(PageText { folio, body, notes });
    }
    pages
}

/// From which page on (from 0) which numbers are counted.
fn labels(file: &Document) -> BTreeMap<u32, Folio> {
    let labels = file.catalog().unwrap().get(b"PageLabels").unwrap();
    let labels = file.dereference(labels).unwrap().1.as_dict().unwrap();
    let list = file.dereference(labels.get(b"Nums").unwrap()).unwrap().1.as_array().unwrap();
    let read = |pair: &[Object]| {
        let label = file.dereference(&pair[1]).unwrap().1.as_dict().unwrap();
        let first = label.get(b"St").map_or(1, |first| u32::try_from(first.as_i64().unwrap()).unwrap());
        let roman = label.get(b"S").unwrap().as_name().unwrap() == b"r";
        let from = u32::try_from(pair[0].as_i64().unwrap()).unwrap();
        (from, if roman { Folio::Roman(first) } else { Folio::Arabic(first) })
    };
    list.chunks(2).map(read).collect()
}

pub fn read_font(file: &Document, font: &Dictionary) -> Font {
    let follow = |object| file.dereference(object).unwrap().1;
    let map = follow(font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
    let map = map.decompressed_content().unwrap_or_else(|_| map.content.clone());
    let hex = |text: &str| -> Vec<u16> {
        (0..text.len()).step_by(4).map(|at| u16::from_str_radix(&text[at..at + 4], 16).unwrap()).collect()
    };
    let map = String::from_utf8(map).unwrap();
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let texts = pairs.map(|(code, text)| (hex(code)[0], String::from_utf16(&hex(text)).unwrap())).collect();
    let descendant = follow(&follow(font.get(b"DescendantFonts").unwrap()).as_array().unwrap()[0]).as_dict().unwrap();
    let mut widths = BTreeMap::new();
    for pair in follow(descendant.get(b"W").unwrap()).as_array().unwrap().chunks(2) {
        let first = u16::try_from(pair[0].as_i64().unwrap()).unwrap();
        widths.extend((first..).zip(pair[1].as_array().unwrap().iter().map(|width| width.as_float().unwrap())));
    }
    (texts, widths)
}

/// Reads a content stream.
struct Reader<'a> {
    fonts: &'a BTreeMap<Vec<u8>, Font>,
    /// Where the text block ends above and below, in points from the page's foot.
    block: (f32, f32),
    font: Vec<u8>,
    size: f32,
    scale: f32,
    /// Where the next glyph comes to stand, and the baseline of the last one that was read.
    x: f32,
    y: f32,
    last: Option<(f32, f32)>,
    in_notes: bool,
    /// Body and notes.
    texts: [String; 2],
}

impl<'a> Reader<'a> {
    fn new(design: &Design, trim_box_foot: f32, fonts: &'a BTreeMap<Vec<u8>, Font>) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "a page is a few hundred points high")]
        let points = |length: anthology::length::Length| length.to_pt() as f32;
        let head = points(design.trim.height) + trim_box_foot;
        // A page may be a row longer than the others.
        let rows = i32::try_from(design.lines() + 1).unwrap();
        let block = (head - points(design.margins.top), head - points(design.margins.top + design.leading * rows));
        Self {
            fonts,
            block,
            font: Vec::new(),
            size: 0.0,
            scale: 1.0,
            x: 0.0,
            y: 0.0,
            last: None,
            in_notes: false,
            texts: [String::new(), String::new()],
        }
    }

    fn operation(&mut self, operator: &str, operands: &[Object]) {
        let number = |at: usize| operands[at].as_float().unwrap();
        match operator {
            "Tf" => (self.font, self.size) = (operands[0].as_name().unwrap().to_vec(), number(1)),
            "Tz" => self.scale = number(0) / 100.0,
            "Tm" => (self.x, self.y) = (number(4), number(5)),
            "TJ" => self.show(operands[0].as_array().unwrap()),
            "re" if (number(2) - NOTE_RULE).abs() < 0.01 || (number(3).abs() - HAIRLINE).abs() < 0.001 => {
                self.in_notes = true;
            }
            _ => {}
        }
    }

    fn show(&mut self, parts: &[Object]) {
        if self.y > self.block.0 || self.y < self.block.1 {
            return;
        }
        self.divide();
        let (texts, widths) = &self.fonts[&self.font];
        for part in parts {
            let Object::String(codes, _) = part else {
                self.x -= part.as_float().unwrap() / 1000.0 * self.size * self.scale;
                continue;
            };
            for code in codes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]])) {
                self.texts[usize::from(self.in_notes)].push_str(&texts[&code]);
                self.x += widths[&code] / 1000.0 * self.size * self.scale;
            }
        }
        self.last = Some((self.x, self.y));
    }

    /// Where the next words do not stand close by the last, a space divides them: unless a word goes on there.
    fn divide(&mut self) {
        let Some((x, y)) = self.last else { return };
        let close = (self.y - y).abs() < 0.01 && (self.x - x).abs() < 1.0;
        if !close {
            seam(&mut self.texts[usize::from(self.in_notes)]);
        }
    }
}

/// Ends a line: a soft hyphen goes, after a hard one or a dash the next follows at once, else a space does.
pub fn seam(text: &mut String) {
    if text.ends_with('\u{ad}') {
        text.pop();
    } else if !text.is_empty() && !text.ends_with([' ', '-', '–', '—', '/']) {
        text.push(' ');
    }
}
