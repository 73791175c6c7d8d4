//! Text, navigation, metadata.

use lopdf::Object;

use super::reading::Book;
use super::*;
use crate::pdf::{Fault, write};

fn written(composition: &Composition) -> Vec<u8> {
    write(composition.clone(), &metadata()).unwrap()
}

fn text_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// For eyes and for other programs: `cargo test --lib pdf -- --ignored sample` writes it to /tmp.
#[test]
#[ignore = "writes a file to look at"]
fn sample() {
    std::fs::write("/tmp/anthology-pdf-sample.pdf", written(&small_book())).unwrap();
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    assert!(written(&small_book()) == written(&small_book()));
    let mut other = small_book();
    other.pages[3].items.pop();
    let id = |bytes: &[u8]| Book::read(bytes).file.trailer.get(b"ID").unwrap().clone();
    assert_ne!(id(&written(&small_book())), id(&written(&other)));
}

#[test]
fn text_is_found_as_it_was_written() {
    let book = Book::read(&written(&small_book()));
    assert_eq!(book.text(0), "Contents ");
    let text = book.text(2);
    assert!(
        text.starts_with("The Office of FlowersAn efficient waffle, officially; NASA, naïve, s\u{323}\u{307} and Qu "),
        "{text}"
    );
    assert!(text.contains("NASA small and large Stretched a little: ½ of Ωmega"), "{text}");
    assert!(text.contains("Слово и дѣло "), "{text}");
    // From right to left: glyphs stand in their visual order, so the words do too.
    let backwards: String = text.chars().rev().collect();
    assert!(backwards.contains("סֵפֶר קָטָן"), "{backwards}");
    assert!(backwards.contains("هذه الكتب القديمة"), "{backwards}");
}

#[test]
fn one_outline_for_two_texts_is_two_fonts() {
    let small = |text| at(50.0, 100.0, Item::Glyphs(shaped(text, ROMAN, 10.0, &[b"smcp", b"c2sc"])));
    let book = Book::read(&written(&composition(vec![page(Folio::Arabic(1), vec![small("aAbb BAa")])])));
    assert_eq!(book.text(0), "aAbb BAa");
    let fonts: std::collections::BTreeSet<_> = book.shown(0).into_iter().map(|shown| shown.font).collect();
    assert_eq!(fonts.into_iter().collect::<Vec<_>>(), ["T0", "T0x1"]);
}

#[test]
fn glyphs_stand_where_the_setter_put_them() {
    let book = small_book();
    let read = Book::read(&written(&book));
    let mut shown = read.shown(2).into_iter();
    for placed in &book.pages[2].items {
        let Item::Glyphs(run) = &placed.item else { continue };
        let mut pen = placed.x.to_pt();
        for (glyph, dx, dy) in run.placed() {
            let found = shown.next().unwrap();
            let (x, y) = (pen + dx.to_pt(), 540.0 - placed.y.to_pt() + dy.to_pt());
            // Half a thousandth of an em, and what single precision rounds.
            let within = run.size.to_pt() * 0.0006 + 0.001;
            assert!((found.x - x).abs() < within && (found.y - y).abs() < 0.002, "{found:?} not at {x} {y}");
            pen += glyph.advance.to_pt();
        }
    }
    assert_eq!(shown.next(), None);
}

#[test]
fn roundings_do_not_add_up() {
    let mut run = shaped(&"i".repeat(400), ROMAN, 7.3, &[]);
    for glyph in &mut run.glyphs {
        glyph.advance += Length::from_raw(221); // Less than half of what a TJ can tell.
    }
    let end: Length = run.glyphs[..399].iter().map(|glyph| glyph.advance).sum();
    let read =
        Book::read(&written(&composition(vec![page(Folio::Arabic(1), vec![at(10.0, 10.0, Item::Glyphs(run))])])));
    let last = read.shown(0).pop().unwrap();
    assert!((last.x - 10.0 - end.to_pt()).abs() < 0.006, "{} {}", last.x, end);
}

#[test]
fn the_outline_nests() {
    let book = Book::read(&written(&small_book()));
    let outlines = book.dict(book.catalog(), "Outlines");
    let first = book.dict(outlines, "First");
    assert_eq!(text_of(book.get(first, "Title")), "Flowers");
    assert_eq!(book.get(first, "Count").as_i64().unwrap(), -2);
    let child = book.dict(first, "First");
    assert_eq!(text_of(book.get(child, "Title")), "§ 1");
    let lost = book.dict(child, "Next");
    assert_eq!(text_of(book.get(lost, "Title")), "Lost");
    assert!(!lost.has(b"Dest"), "what stands on no page has nowhere to lead to");
    assert_eq!(text_of(book.get(book.dict(outlines, "Last"), "Title")), "End");
}

#[test]
fn links_lead_where_they_say() {
    let book = Book::read(&written(&small_book()));
    let names = book.dict(book.dict(book.catalog(), "Names"), "Dests");
    let leaf = book.follow(&book.get(names, "Kids").as_array().unwrap()[0]).as_dict().unwrap();
    let list = book.get(leaf, "Names").as_array().unwrap();
    assert_eq!(list.len(), 4, "two anchors are pointed to: {list:?}");
    let view = |name: &Object| {
        let at = list.iter().position(|known| known == name).unwrap();
        let view = list[at + 1].as_array().unwrap();
        let page = book.pages.iter().position(|&page| page == view[0].as_reference().unwrap()).unwrap();
        (page, view[3].as_float().unwrap())
    };
    let contents = book.annotations(0);
    assert_eq!(view(contents[0].get(b"Dest").unwrap()), (2, 540.0 - 60.0 + 14.0));
    assert_eq!(text_of(contents[0].get(b"Contents").unwrap()), "1");
    let [url] = book.annotations(2)[..] else { panic!("a link to nowhere is no link") };
    let action = book.dict(url, "A");
    assert_eq!(text_of(book.get(action, "URI")), "https://example.org/%C3%A4%20b?q=1");
    let rect: Vec<f32> = url.get(b"Rect").unwrap().as_array().unwrap().iter().map(|v| v.as_float().unwrap()).collect();
    assert_eq!(rect, [50.0, 288.0, 90.0, 300.0]);
    assert_eq!(view(book.annotations(3)[0].get(b"Dest").unwrap()).0, 3);
}

#[test]
fn pages_are_labelled_as_they_are_numbered() {
    let book = Book::read(&written(&small_book()));
    let numbers = book.get(book.dict(book.catalog(), "PageLabels"), "Nums").as_array().unwrap();
    assert_eq!(format!("{numbers:?}"), "[0, <</S /r/St 1>>, 2, <</S /D/St 1>>]");
}

#[test]
fn the_file_says_what_book_it_is() {
    let bytes = written(&small_book());
    let book = Book::read(&bytes);
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let catalog = book.catalog();
    assert_eq!(text_of(book.get(catalog, "Lang")), "en-GB");
    assert_eq!(book.get(catalog, "PageLayout").as_name().unwrap(), b"TwoPageRight");
    let info = book.dict(&book.file.trailer, "Info");
    assert_eq!(text_of(book.get(info, "Title")), "Leaves & Straw: Чтения");
    assert_eq!(text_of(book.get(info, "Author")), "Ada Reed; Jo Müller");
    assert_eq!(text_of(book.get(info, "ModDate")), "D:20240506070809Z");
    let xmp = &book.get(catalog, "Metadata").as_stream().unwrap().content;
    let xmp = String::from_utf8(xmp.clone()).unwrap();
    for part in [
        "<rdf:li xml:lang=\"x-default\">Leaves &amp; Straw: Чтения</rdf:li>",
        "<dc:creator><rdf:Seq><rdf:li>Ada Reed</rdf:li><rdf:li>Jo Müller</rdf:li></rdf:Seq></dc:creator>",
        "<dc:contributor><rdf:Bag><rdf:li>Kim Weaver</rdf:li></rdf:Bag></dc:contributor>",
        "<xmp:ModifyDate>2024-05-06T07:08:09Z</xmp:ModifyDate>",
        "<pdf:Keywords>Weaving</pdf:Keywords>",
    ] {
        assert!(xmp.contains(part), "{part} in {xmp}");
    }
}

/// A title of several lines is the same words in Info and in XMP.
#[test]
fn both_say_the_same_on_one_line() {
    let title = inlines("Leaves\n\tand  Straw\u{7}");
    let description = Some("One.\r\n\r\nTwo\u{ffff}.".to_owned());
    let subjects = vec!["Weaving\n& more".to_owned()];
    let book = BookMetadata { title, subtitle: None, description, subjects, ..metadata() };
    let read = Book::read(&write(small_book(), &book).unwrap());
    let info = read.dict(&read.file.trailer, "Info");
    let told = ["Title", "Subject", "Keywords"].map(|key| text_of(read.get(info, key)));
    assert_eq!(told, ["Leaves and Straw", "One. Two.", "Weaving & more"]);
    let xmp = &read.get(read.catalog(), "Metadata").as_stream().unwrap().content;
    let xmp = String::from_utf8_lossy(xmp);
    for words in told {
        assert!(xmp.contains(&format!(">{}<", words.replace('&', "&amp;"))), "{words} in {xmp}");
    }
}

/// PDF/A-2a and PDF/UA-1 are claimed of what is tagged and has a glyph for every letter, of nothing else.
#[test]
fn only_what_is_kept_is_claimed() {
    let claimed = |book: &Composition| {
        let read = Book::read(&written(book));
        let xmp = String::from_utf8(read.get(read.catalog(), "Metadata").as_stream().unwrap().content.clone()).unwrap();
        ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"].map(|claim| xmp.contains(claim))
    };
    let mut book = small_book();
    assert_eq!(claimed(&book), [false; 3], "not tagged");
    book.structure.add(0, crate::typeset::structure::Role::Paragraph).unwrap();
    assert_eq!(claimed(&book), [true; 3]);
    book.pages[3].items.push(words(50.0, 330.0, "a box: \u{1D11E}"));
    assert_eq!(claimed(&book), [false; 3], "a box stands for a letter");
    book.pages[3].items.pop();
    let Item::Glyphs(mut run) = words(50.0, 330.0, "x").item else { panic!("no words") };
    run.text = "\u{e000}".into();
    book.pages[3].items.push(at(50.0, 330.0, Item::Glyphs(run)));
    assert_eq!(claimed(&book), [false; 3], "nobody knows what it means");
}

#[test]
fn bleed_lies_around_the_trim() {
    let mut book = small_book();
    book.bleed = Length::pt(9.0);
    let read = Book::read(&written(&book));
    let sides = |page: usize, name: &str| -> Vec<f32> {
        read.get(read.page(page), name).as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect()
    };
    assert_eq!(sides(0, "MediaBox"), [0.0, 0.0, 369.0, 558.0]);
    assert_eq!(sides(0, "TrimBox"), [0.0, 9.0, 360.0, 549.0]);
    assert_eq!(sides(1, "TrimBox"), [9.0, 9.0, 369.0, 549.0]);
    assert_eq!(read.shown(0)[0].x.to_string(), "50");
    assert_eq!(read.shown(3)[0].x.to_string(), "59");
}

#[test]
fn what_cannot_be_written_is_told() {
    let mut bad = small_book();
    bad.faces[0].data = Arc::from(&b"no font"[..]);
    assert!(matches!(write(bad.clone(), &metadata()), Err(Fault::Face { name, .. }) if name == "Alegreya-Regular"));
    bad.faces.clear();
    assert!(matches!(write(bad.clone(), &metadata()), Err(Fault::Face { .. })));
    let missing =
        composition(vec![page(Folio::Arabic(1), vec![at(0.0, 0.0, Item::Image("leaf".into(), size(9.0, 9.0)))])]);
    let fault = write(missing, &metadata()).unwrap_err();
    assert_eq!(fault.to_string(), "the picture `leaf` cannot be put into a PDF: the composition does not hold it");
    // Nothing at all is a file still.
    assert_eq!(Book::read(&written(&composition(Vec::new()))).pages.len(), 0);
}
