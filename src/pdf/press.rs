//! What a file for the press says of itself in place of what readers want: PDF/X-1a:2001 (ISO 15930-1) and PDF/X-4
//! (ISO 15930-7). It has no links, no outline and no tags: there is nothing to click on paper, and some printers
//! refuse them.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::metadata::{Claims, Facts, text};
use super::{icc, navigation};
use crate::book::BookMetadata;
use crate::design::{Press, Standard};
use crate::typeset::Composition;

/// Where the names of printing conditions are kept.
const REGISTRY: &str = "http://www.color.org";

/// The version of PDF that a standard is of.
pub(super) const fn version(standard: Standard) -> &'static str {
    match standard {
        Standard::X1a => "1.3",
        Standard::X4 => "1.6",
    }
}

/// The catalogue.
pub(super) fn catalog(
    file: &mut Document,
    press: &Press,
    composition: &Composition,
    metadata: &BookMetadata,
) -> Dictionary {
    let intent = intent(file, press);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "PageLabels" => navigation::labels(composition),
        "OutputIntents" => vec![intent.into()],
    };
    if press.standard == Standard::X4 {
        let xmp = Facts::of(metadata).xmp(Claims::Press);
        let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp);
        catalog.set("Metadata", file.add_object(xmp.with_compression(false)));
    }
    catalog
}

/// The condition the file is made for.
fn intent(file: &mut Document, press: &Press) -> Dictionary {
    let mut intent = dictionary! { "Type" => "OutputIntent", "S" => "GTS_PDFX" };
    let gray = press.standard == Standard::X4 && press.condition.profile.is_none();
    if gray {
        intent.set("OutputConditionIdentifier", Object::string_literal("Custom"));
        intent.set("Info", text(icc::GRAY));
    } else {
        let registered = press.condition.profile.is_none() || press.condition.name.is_some();
        let name = if registered { press.condition.name() } else { "Custom" };
        intent.set("OutputConditionIdentifier", text(name));
        intent.set("Info", text(name));
        if registered {
            intent.set("RegistryName", Object::string_literal(REGISTRY));
        }
    }
    let profile = match &press.condition.profile {
        Some(profile) => Some(profile.to_vec()),
        None => gray.then(icc::gray),
    };
    if let Some(profile) = profile {
        // The header says of what colours it is (ICC.1, 7.2.8).
        let components = if profile.get(16..20) == Some(b"GRAY") { 1 } else { 4 };
        intent.set("DestOutputProfile", file.add_object(Stream::new(dictionary! { "N" => components }, profile)));
    }
    intent
}

/// What Info has to say besides what it says of every book.
pub(super) fn info(standard: Standard, info: &mut Dictionary) {
    info.set("Trapped", "False");
    match standard {
        Standard::X1a => {
            info.set("GTS_PDFXVersion", Object::string_literal("PDF/X-1:2001"));
            info.set("GTS_PDFXConformance", Object::string_literal("PDF/X-1a:2001"));
        }
        Standard::X4 => info.set("GTS_PDFXVersion", Object::string_literal("PDF/X-4")),
    }
}
