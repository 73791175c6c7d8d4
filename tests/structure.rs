//! The structure tree of a PDF read as a screen reader does: element by element, each with its marked content (ISO
//! 32000-1 §14.7.4), whatever page it lies on. What is heard is the book, in its order.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use std::collections::BTreeMap;

use anthology::book::Edition;
use anthology::design::PdfKind;
use anthology::document::{Block, Located, plain_text, walk};
use anthology::manifest::EditionKind;
use common::printed::{Font, read_font, seam};
use common::{books, fold};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// What is heard, and what says something amiss of the tree itself.
struct Heard<'a> {
    file: &'a Document,
    /// The text of each marked sequence, by its page and number.
    marked: BTreeMap<(ObjectId, i64), String>,
    /// The elements' texts, notes apart.
    text: String,
    notes: String,
    in_note: bool,
    /// Types of elements, and how many of each.
    kinds: BTreeMap<String, usize>,
    faults: Vec<String>,
}

impl<'a> Heard<'a> {
    fn of(file: &'a Document) -> Self {
        let mut marked = BTreeMap::new();
        let mut fonts: BTreeMap<Vec<u8>, Font> = BTreeMap::new();
        for id in file.get_pages().into_values() {
            for (name, font) in file.get_page_fonts(id).unwrap() {
                fonts.entry(name).or_insert_with(|| read_font(file, font));
            }
            marked_texts(id, &Content::decode(&file.get_page_content(id)).unwrap(), &fonts, &mut marked);
        }
        let mut heard = Self {
            file,
            marked,
            text: String::new(),
            notes: String::new(),
            in_note: false,
            kinds: BTreeMap::new(),
            faults: Vec::new(),
        };
        let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap();
        let root = heard.dict(root);
        heard.kids(root, None);
        heard
    }

    fn dict(&self, object: &'a Object) -> &'a Dictionary {
        self.file.dereference(object).unwrap().1.as_dict().unwrap()
    }

    fn kids(&mut self, element: &'a Dictionary, page: Option<ObjectId>) {
        let Ok(kids) = element.get(b"K") else { return };
        let kids = self.file.dereference(kids).unwrap().1;
        match kids {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kid(kid, page)),
            kid => self.kid(kid, page),
        }
    }

    fn kid(&mut self, kid: &'a Object, page: Option<ObjectId>) {
        let kid = self.file.dereference(kid).unwrap().1;
        if let Object::Integer(number) = kid {
            return self.mark(page.unwrap(), *number);
        }
        let dict = kid.as_dict().unwrap();
        let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match dict.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => self.mark(page.unwrap(), dict.get(b"MCID").unwrap().as_i64().unwrap()),
            Ok(b"OBJR") => {}
            _ => self.element(dict, page),
        }
    }

    fn element(&mut self, element: &'a Dictionary, page: Option<ObjectId>) {
        let kind = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
        *self.kinds.entry(kind.clone()).or_default() += 1;
        self.look(&kind, element);
        let outer = self.in_note;
        self.in_note |= kind == "Note";
        let within = matches!(kind.as_str(), "Span" | "Link" | "Lbl");
        if !within {
            seam(if self.in_note { &mut self.notes } else { &mut self.text });
        }
        self.kids(element, page);
        if !within {
            seam(if self.in_note { &mut self.notes } else { &mut self.text });
        }
        self.in_note = outer;
    }

    /// What PDF/UA wants of some elements (ISO 14289-1: 7.3 figures, 7.5 tables, 7.9 notes).
    fn look(&mut self, kind: &str, element: &Dictionary) {
        let attribute = |owner: &[u8], key: &[u8]| {
            let attributes = element.get(b"A").ok()?;
            let attributes = match self.file.dereference(attributes).ok()?.1 {
                Object::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let of = |one: &Object| {
                let dict = self.file.dereference(one).ok()?.1.as_dict().ok()?.clone();
                (dict.get(b"O").ok()?.as_name().ok()? == owner).then(|| dict.get(key).ok().cloned()).flatten()
            };
            attributes.iter().find_map(of)
        };
        let whole = match kind {
            "Figure" => element.has(b"Alt") && attribute(b"Layout", b"BBox").is_some(),
            "TH" => attribute(b"Table", b"Scope").is_some(),
            "Note" => element.has(b"ID"),
            _ => true,
        };
        if !whole {
            self.faults.push(format!("{kind} lacks what it must have: {element:?}"));
        }
    }

    fn mark(&mut self, page: ObjectId, number: i64) {
        let Some(words) = self.marked.remove(&(page, number)) else {
            return self.faults.push(format!("nothing is marked {number} on {page:?}, or it is claimed twice"));
        };
        let text = if self.in_note { &mut self.notes } else { &mut self.text };
        for (number, line) in words.split('\n').enumerate() {
            if number > 0 {
                seam(text);
            }
            text.push_str(line);
        }
    }
}

/// The text of every marked sequence of a page; lines, which begin with a `Tm` lower down, end with a line feed.
fn marked_texts(
    page: ObjectId,
    content: &Content,
    fonts: &BTreeMap<Vec<u8>, Font>,
    marked: &mut BTreeMap<(ObjectId, i64), String>,
) {
    // What is open: a number of marked content, or what is none; and whether it is read backwards.
    let mut open: Vec<(Option<i64>, bool)> = Vec::new();
    let (mut font, mut baseline) = (Vec::new(), f32::MAX);
    let mut backwards = String::new();
    let of = |open: &[(Option<i64>, bool)]| open.iter().rev().find_map(|(number, _)| *number);
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().unwrap();
                open.push((properties.get(b"MCID").and_then(Object::as_i64).ok(), false));
            }
            "BMC" => open.push((None, operation.operands[0].as_name().unwrap() == b"ReversedChars")),
            "EMC" => {
                if let Some((_, true)) = open.pop()
                    && let Some(text) = of(&open).and_then(|number| marked.get_mut(&(page, number)))
                {
                    text.push_str(&std::mem::take(&mut backwards));
                }
            }
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tm" => {
                let y = operation.operands[5].as_float().unwrap();
                if (y - baseline).abs() > 6.0
                    && let Some(text) = of(&open).and_then(|number| marked.get_mut(&(page, number)))
                {
                    text.push('\n');
                }
                baseline = y;
            }
            "TJ" => {
                let Some(number) = of(&open) else { continue };
                let reversed = open.last().is_some_and(|(_, reversed)| *reversed);
                let text = marked.entry((page, number)).or_default();
                for part in operation.operands[0].as_array().unwrap() {
                    let Object::String(codes, _) = part else { continue };
                    for code in codes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]])) {
                        let shown = &fonts[&font].0[&code];
                        if reversed {
                            backwards.insert_str(0, shown);
                        } else {
                            text.push_str(shown);
                        }
                    }
                }
            }
            "Do" => {
                if let Some(number) = of(&open) {
                    marked.entry((page, number)).or_default();
                }
            }
            _ => {}
        }
    }
}

/// Words of letters alone: the calls of notes are figures.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text).to_lowercase();
    folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of each paragraph, heading, line of verse and cell, in order.
fn paragraphs(blocks: &[Located<Block>], found: &mut Vec<Vec<String>>) {
    walk::blocks(blocks, &mut |block| walk::texts(&block.node, &mut |inlines| found.push(words(&plain_text(inlines)))));
}

fn texts(edition: &Edition) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for part in &edition.book.parts {
        for chapter in &part.chapters {
            for selection in &chapter.selections {
                paragraphs(&selection.text.blocks, &mut found);
            }
        }
    }
    found.retain(|words| words.len() > 3);
    found
}

/// The paragraphs of the notes that a PDF prints below or behind its text, in their order.
fn noted(edition: &Edition) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    edition.book.notes.iter().for_each(|note| paragraphs(&note.body, &mut found));
    found.retain(|words| !words.is_empty());
    found
}

/// That `paragraphs` are heard in their order; how many of the words are theirs.
fn in_order(all: &[String], paragraphs: Vec<Vec<String>>, name: &str) -> usize {
    let (mut at, mut told) = (0, 0);
    for paragraph in paragraphs {
        let found = all[at..].windows(paragraph.len()).position(|window| window == paragraph);
        let Some(found) = found else {
            let begin = &paragraph[..paragraph.len().min(3)];
            let near = all[at..].windows(begin.len()).position(|window| window == begin).map(|near| at + near);
            let said = near.map(|near| all[near..(near + paragraph.len() + 3).min(all.len())].join(" "));
            panic!("{name}: not heard after what stands before it: {paragraph:?}\nheard: {said:?}");
        };
        at += found + paragraph.len();
        told += paragraph.len();
    }
    told
}

#[test]
fn what_is_heard_is_the_book_in_its_order() {
    let mut noted_in_all = 0;
    for mut book in books() {
        // One of them is for the press, where nothing is tagged.
        book.project.manifest.editions.iter_mut().for_each(|edition| edition.kind = PdfKind::Reading);
        let edition = book.edition(EditionKind::Pdf);
        let file = Document::load_mem(&book.bytes(EditionKind::Pdf)).unwrap();
        let heard = Heard::of(&file);
        assert!(heard.faults.is_empty(), "{}: {}", book.name, heard.faults.join("\n"));
        let left: Vec<&String> = heard.marked.values().filter(|text| !text.trim().is_empty()).collect();
        assert!(left.is_empty(), "{}: marked, and part of nothing: {left:?}", book.name);
        let paragraphs = texts(&edition);
        assert!(paragraphs.len() > 20, "{}", book.name);
        in_order(&words(&heard.text), paragraphs, &book.name);
        // What is heard of notes besides: where texts are taken from, and whose note it is.
        let (all, notes) = (words(&heard.notes), noted(&edition));
        // A book without footnotes and sources has none, and then none is heard.
        assert!(notes.len() > 5 || edition.book.notes.is_empty(), "{}: {} notes", book.name, notes.len());
        noted_in_all += notes.len();
        let told = in_order(&all, notes, &format!("{}, notes", book.name));
        assert!(
            told * 2 > all.len() || all.is_empty(),
            "{}: {told} of {} words: {}",
            book.name,
            all.len(),
            heard.notes
        );
        for kind in ["Document", "Sect", "H1", "P", "TOC", "TOCI", "Link"] {
            assert!(heard.kinds.contains_key(kind), "{}: no {kind} among {:?}", book.name, heard.kinds);
        }
    }
    assert!(noted_in_all > 20, "{noted_in_all} notes in all books");
}

#[test]
fn every_script_of_the_sample_is_heard() {
    let book = &books()[0];
    let file = Document::load_mem(&book.bytes(EditionKind::Pdf)).unwrap();
    let heard = Heard::of(&file);
    for kind in [
        "Part",
        "Note",
        "Lbl",
        "L",
        "LI",
        "LBody",
        "BlockQuote",
        "Verse",
        "Index",
        "Span",
        "Figure",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
        "TD",
        "Code",
        "Caption",
    ] {
        assert!(heard.kinds.contains_key(kind), "no {kind} among {:?}", heard.kinds);
    }
    let heard = fold(&heard.text);
    let letters = |range: std::ops::RangeInclusive<char>| heard.chars().filter(|c| range.contains(c)).count();
    let counted = [
        ("Greek", letters('α'..='ω')),
        ("Cyrillic", letters('а'..='я')),
        ("Hebrew", letters('א'..='ת')),
        ("Arabic", letters('ا'..='ي')),
        ("Chinese", letters('\u{4e00}'..='\u{9fff}')),
    ];
    assert!(counted.iter().all(|(_, count)| *count > 1), "{counted:?}");
}
