//! Editions for the press as their editor meets them: what is told of margins, of drawings and of sheets.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

mod common;

use anthology::book::{Edition, Format};
use anthology::compile::Purpose;
use anthology::design::Gutter;
use anthology::diagnostic::{Diagnostics, Severity};
use anthology::length::Length;
use anthology::manifest::EditionKind;
use anthology::pdf::impose::Way;
use anthology::shelf::Memory;
use anthology::typeset::compose;
use common::Book;

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60">
<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>
<rect width="100" height="20" fill="url(#g)"/><path d="M0 30H90" stroke="#000" stroke-width=".1"/>
<text x="5" y="50" font-size="4">Reed 𓌏 and &#x1F347; 𓌏</text></svg>"##;

/// A book of one drawing, of an edition with this manifest.
fn book(edition: &str) -> Book {
    let manifest = format!(
        "[book]\ntitle = \"Reed\"\n\n[edition.print]\nformat = \"pdf\"\n{edition}\n[[chapter]]\ndocuments = [\"a\"]\n\n\
         [document.a]\ntitle = \"A\"\nrights = \"own\"\n"
    );
    let text = "Words before it.\n\n![A reed](reed.svg)\n";
    let files = [("anthology.toml", &*manifest), ("sources/a.md", text), ("sources/reed.svg", DRAWING)];
    Book::read(&files.into_iter().collect::<Memory>(), "anthology.toml")
}

/// What is told of it: codes and messages; and what a printer would object to.
fn told(book: &Book) -> (Vec<(&'static str, String)>, Vec<String>) {
    let mut faults = Diagnostics::default();
    let specs: Vec<_> = book.project.manifest.editions.iter().collect();
    let made = book.project.make_all(&book.files, &specs, Purpose::Draft, &mut faults);
    let findings = made[0].for_press.iter().flat_map(|press| &press.findings).map(ToString::to_string).collect();
    (faults.into_iter().map(|fault| (fault.code, fault.message)).collect(), findings)
}

#[test]
fn a_drawing_that_becomes_pixels_is_judged_as_it_was_drawn() {
    let (_, findings) = told(&book("kind = \"press\"\n"));
    let of_drawing: Vec<&String> = findings.iter().filter(|finding| finding.contains("reed.svg")).collect();
    let has = |words: &str| of_drawing.iter().any(|finding| finding.starts_with("page 1: ") && finding.contains(words));
    assert!(has("thinner than 0.25pt"), "{findings:?}");
    assert!(has("smaller than 7pt"), "{findings:?}");
}

#[test]
fn letters_of_drawings_that_no_font_has_are_told_with_their_place() {
    let book = book("");
    let mut faults = Diagnostics::default();
    let specs: Vec<_> = book.project.manifest.editions.iter().collect();
    book.project.make_all(&book.files, &specs, Purpose::Draft, &mut faults);
    let missing: Vec<_> = faults.as_slice().iter().filter(|fault| fault.code == "missing-glyph").collect();
    let named: Vec<&str> = missing.iter().map(|fault| fault.message.split('`').nth(1).unwrap()).collect();
    assert_eq!(named, ["𓌏", "🍇"], "each once");
    for fault in missing {
        assert_eq!(fault.severity, Severity::Warning);
        let place = fault.primary.as_ref().unwrap();
        assert!(book.files.slice(place.span).contains("reed.svg"), "{place:?}");
    }
}

#[test]
fn a_gutter_that_leaves_no_room_is_an_error() {
    let book = book("margins = \"trade\"\n");
    let mut edition = book.edition(EditionKind::Pdf);
    let set = |edition: &Edition| {
        let mut faults = Diagnostics::default();
        let composed = compose(edition, &book.project.fonts, &mut faults);
        (composed.is_some(), faults.into_iter().map(|fault| fault.code).collect::<Vec<_>>())
    };
    assert_eq!(set(&edition), (true, Vec::new()));
    let Format::Pdf(design) = &mut edition.format else { unreachable!() };
    // Room for its text between narrow margins, none between those that its pages need.
    design.gutter = Gutter::ByPages;
    (design.margins.inner, design.margins.outer) = (Length::pt(20.0), Length::pt(20.0));
    design.trim.width = design.size * 10 + Length::pt(42.0);
    assert!(design.holds_text() && !design.for_pages(8).unwrap().holds_text());
    assert_eq!(set(&edition), (false, vec!["page-too-small"]));
}

#[test]
fn sheets_that_cannot_move_far_enough_are_told() {
    let book = book("paper = \"2mm\"\nkind = \"press\"\nmargins = { inner = \"3mm\" }\n");
    let mut faults = Diagnostics::default();
    let specs: Vec<_> = book.project.manifest.editions.iter().collect();
    let made = book.project.make_all(&book.files, &specs, Purpose::Draft, &mut faults);
    let imposed = |way| book.project.impose(&made[0], way).unwrap().unwrap();
    let warning = imposed(Way::Booklet).warning.unwrap();
    assert_eq!((warning.code, warning.severity), ("creep", Severity::Warning));
    assert!(imposed(Way::Signatures(4)).warning.is_none() && imposed(Way::TwoUp).warning.is_none());
}
