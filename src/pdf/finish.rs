//! The last pass: printpdf's file becomes a book's.
//!
//! printpdf gives fonts and pictures; pages, destinations, outline, labels, links, metadata, `ToUnicode`,
//! colour profile and identifier are added here, then everything is compressed and written.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::deflate::{Deflater, deflate};
use super::file::Packs;
use super::fonts::Fonts;
use super::metadata::{Claims, Facts, text};
use super::sheet::{Frame, Sheet};
use super::svg::FONTS;
use super::tags::{self, Annotation};
use super::{Fault, icc, navigation, press};
use crate::book::BookMetadata;
use crate::typeset::Composition;
use crate::typeset::page::Binding;

/// What the file is to hold.
pub(super) struct Book<'a> {
    /// Pages.
    pub(super) composition: &'a Composition,
    /// What is known about it.
    pub(super) metadata: &'a BookMetadata,
    /// Fonts.
    pub(super) fonts: &'a Fonts,
    /// The pages, painted.
    pub(super) sheets: Vec<Sheet>,
}

/// The bytes of the finished file; `file` holds the fonts and pictures, as [`super::paint::resources`] makes it.
pub(super) fn finish(mut file: Document, mut book: Book<'_>) -> Result<Vec<u8>, Fault> {
    let fault = |e: lopdf::Error| Fault::File(e.to_string());
    let standard = book.composition.press.as_ref().map(|press| press.standard);
    standard.map_or("1.7", press::version).clone_into(&mut file.version);
    let root = file.trailer.get(b"Root").and_then(Object::as_reference).map_err(fault)?;
    let info = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(fault)?;
    let tree = file.get_dictionary(root).and_then(|root| root.get(b"Pages")?.as_reference()).map_err(fault)?;
    let resources = resources(&mut file).map_err(fault)?;
    map_to_text(&mut file, resources, book.fonts).map_err(fault)?;
    letter_forms(&mut file, resources).map_err(fault)?;
    if standard.is_some() {
        // Nothing leads anywhere on paper.
        for sheet in &mut book.sheets {
            sheet.links.clear();
            sheet.anchors.clear();
        }
    }
    let places = navigation::places(book.composition, &book.sheets);
    let mut packs = Packs::new();
    let (pages, links) = pages((&mut file, &mut packs), &mut book, (tree, resources), &places);
    let language = &book.metadata.language;
    let structure =
        tags::write((&mut file, &mut packs), (&book.composition.structure, language), &book.sheets, &pages, &links);
    let kids: Vec<Object> = pages.iter().map(|&page| page.into()).collect();
    let count = i64::try_from(pages.len()).unwrap_or_default();
    file.objects.insert(tree, dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids }.into());
    let mut catalog = match &book.composition.press {
        Some(printed) => press::catalog(&mut file, printed, book.composition, book.metadata),
        None => catalog(&mut file, &book),
    };
    catalog.set("Pages", tree);
    if let Some(structure) = structure {
        catalog.set("StructTreeRoot", structure);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }
    if let Some(names) = navigation::destinations(&mut file, &places, &pages) {
        catalog.set("Names", dictionary! { "Dests" => names });
    }
    if let Some(outline) = navigation::outline(&mut file, &book.composition.outline, &places) {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    file.objects.insert(root, catalog.into());
    let mut facts = Facts::of(book.metadata).info();
    if let Some(standard) = standard {
        press::info(standard, &mut facts);
    }
    file.objects.insert(info, facts.into());
    compress(&mut file);
    super::file::write(file, packs)
}

/// The resources all pages share: those of printpdf's one page, which is taken out.
fn resources(file: &mut Document) -> lopdf::Result<ObjectId> {
    let page = file.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let page = file.objects.remove(&page).unwrap_or(Object::Null);
    let page = page.as_dict()?;
    file.objects.remove(&page.get(b"Contents")?.as_reference()?);
    let resources = page.get(b"Resources")?.as_reference()?;
    // Empty ones say nothing.
    for kind in [&b"XObject"[..], b"ExtGState", b"Shading", b"Font"] {
        let id = file.get_dictionary(resources)?.get(kind)?.as_reference()?;
        if file.get_dictionary(id)?.is_empty() {
            file.get_object_mut(resources)?.as_dict_mut()?.remove(kind);
            file.objects.remove(&id);
        }
    }
    Ok(resources)
}

/// Puts our own `ToUnicode` into each font.
fn map_to_text(file: &mut Document, resources: ObjectId, fonts: &Fonts) -> lopdf::Result<()> {
    for instance in fonts.instances() {
        let dictionary = file.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
        let font = file.get_dictionary(dictionary)?.get(instance.id.0.as_bytes())?.as_reference()?;
        let map = file.get_dictionary(font)?.get(b"ToUnicode")?.as_reference()?;
        let deflated = Deflater::new().deflate_text(instance.to_unicode());
        file.objects.insert(map, Stream::new(dictionary! { "Filter" => "FlateDecode" }, deflated).into());
    }
    Ok(())
}

/// Gives the fonts to the forms that ask for them: drawings with letters.
fn letter_forms(file: &mut Document, resources: ObjectId) -> lopdf::Result<()> {
    let Ok(fonts) = file.get_dictionary(resources)?.get(b"Font").cloned() else { return Ok(()) };
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")
            && let Ok(own) = stream.dict.get_mut(b"Resources").and_then(Object::as_dict_mut)
            && own.has(FONTS.as_bytes())
        {
            own.set(FONTS, fonts.clone());
        }
    }
    Ok(())
}

/// Puts the pages in; their ids, in order, and the links of which the structure tree must know.
fn pages(
    (file, packs): (&mut Document, &mut Packs),
    book: &mut Book<'_>,
    (tree, resources): (ObjectId, ObjectId),
    places: &std::collections::BTreeMap<crate::book::AnchorId, navigation::Place>,
) -> (Vec<ObjectId>, Vec<Annotation>) {
    let mut tagged = Vec::new();
    let count = book.sheets.len();
    let ids: Vec<ObjectId> = book.sheets.iter().map(|_| file.new_object_id()).collect();
    for (index, (sheet, &id)) in book.sheets.iter_mut().zip(&ids).enumerate() {
        let content = dictionary! { "Filter" => "FlateDecode" };
        let content = Stream::new(content, std::mem::take(&mut sheet.content));
        let frame = Frame::of(book.composition, index);
        let sides = |sides: [f32; 4]| sides.map(Object::from).to_vec();
        let mut page = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => sides(frame.media()),
            "BleedBox" => sides(frame.bleed()),
            "TrimBox" => sides(frame.trim()),
            "Resources" => resources,
            "Contents" => file.add_object(content),
        };
        let mut links: Vec<Object> = Vec::new();
        for link in &sheet.links {
            let Some(mut annotation) = navigation::annotation(link, id, places, book.composition) else { continue };
            let element = link.element.filter(|_| !book.composition.structure.elements.is_empty());
            if element.is_some() {
                annotation.set("StructParent", tags::key(count + tagged.len()));
            }
            let object = file.new_object_id();
            packs.add(object, &annotation.into());
            tagged.extend(element.map(|element| Annotation { page: index, object, element }));
            links.push(object.into());
        }
        if !sheet.marks.is_empty() {
            page.set("StructParents", tags::key(index));
        }
        if !links.is_empty() {
            page.set("Annots", links);
            page.set("Tabs", "S");
        }
        file.objects.insert(id, page.into());
    }
    (ids, tagged)
}

fn catalog(file: &mut Document, book: &Book<'_>) -> Dictionary {
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        Facts::of(book.metadata).xmp(claims(book)),
    );
    // Plain, so that programs that know nothing of PDF find it.
    let xmp = file.add_object(xmp.with_compression(false));
    let profile = file.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let language = &book.metadata.language;
    let direction = match book.composition.binding {
        Binding::Left => "L2R",
        Binding::Right => "R2L",
    };
    dictionary! {
        "Type" => "Catalog",
        "Lang" => text(language.as_str()),
        "Metadata" => xmp,
        "PageLabels" => navigation::labels(book.composition),
        "PageLayout" => "TwoPageRight",
        "PageMode" => "UseNone",
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true, "Direction" => direction },
        "OutputIntents" => vec![intent.into()],
    }
}

/// What a file for readers may claim. Without tags there is nothing to hear, and a box in place of a letter that no face
/// has (`.notdef`) is forbidden (ISO 19005-2, 6.2.11.8; ISO 14289-1, 7.21.8), as is a character of private use of which is
/// not said what it means (6.2.11.7.3).
fn claims(book: &Book<'_>) -> Claims {
    let tagged = !book.composition.structure.elements.is_empty();
    if tagged && book.fonts.have_every_letter() { Claims::Reading } else { Claims::None }
}

/// Deflates what is not yet compressed.
fn compress(file: &mut Document) {
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
        {
            let content = deflate(&stream.content);
            stream.set_content(content);
            stream.dict.set("Filter", "FlateDecode");
        }
    }
}
