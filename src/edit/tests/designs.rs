//! Designs made complete: sizes and margins that go with the trim.

use super::Project;
use crate::book::Format;
use crate::design::{Design, PdfKind};
use crate::length::Length;

/// The design of a printed edition with these keys.
fn design(keys: &str) -> Design {
    let manifest =
        format!("[book]\ntitle = \"T\"\n[edition.e]\nformat = \"pdf\"\n{keys}\n[[chapter]]\ndocuments = [\"a\"]\n");
    let mut project = Project::read(&manifest, &[("sources/a.md", "# A\n\nWords.\n")]);
    match project.edition("e").unwrap().format {
        Format::Pdf(design) => design,
        Format::Epub(_) => panic!("a PDF was asked for"),
    }
}

/// Inner, outer, top, bottom, in points.
fn margins(design: &Design) -> [f64; 4] {
    let margins = design.margins;
    [margins.inner, margins.outer, margins.top, margins.bottom].map(|length| (length.to_pt() * 10.0).round() / 10.0)
}

#[test]
fn what_is_not_said_is_the_standard_design() {
    assert_eq!(design(""), Design::default());
}

#[test]
fn type_follows_the_page() {
    for (trim, size, leading) in
        [("4.25in x 6.87in", 9.0, 11.5), ("5in x 8in", 9.5, 12.25), ("A5", 10.0, 12.75), ("7in x 10in", 11.0, 14.25)]
    {
        let design = design(&format!("trim = \"{trim}\""));
        assert_eq!((design.size, design.leading), (Length::pt(size), Length::pt(leading)), "{trim}");
        let ems = design.measure().to_pt() / design.size.to_pt();
        assert!((22.0..34.0).contains(&ems), "{trim}: {ems} ems");
    }
}

#[test]
fn the_text_is_whole_lines_deep() {
    for keys in ["", "trim = \"A5\"", "size = \"11pt\"", "leading = \"15.3pt\"", "margins = \"trade\""] {
        let design = design(keys);
        let depth = design.trim.height - design.margins.top - design.margins.bottom;
        assert_eq!(depth.raw() % design.leading.raw(), 0, "{keys}");
    }
}

#[test]
fn margins_by_canon_by_trade_and_by_number() {
    // A page of 2 : 3 in nine parts: 2 : 3 : 4 : 6, the foot taking what is left of the last line.
    assert_eq!(margins(&design("margins = \"classic\""))[..3], [48.0, 96.0, 72.0]);
    let trade = margins(&design("margins = \"trade\""));
    assert_eq!(trade[..3], [72.8, 54.8, 54.0]);
    let measured = margins(&design("margins = { inner = \"22mm\", bottom = \"24mm\" }"));
    assert_eq!(measured[..3], [62.4, 69.0, 67.5]);
    assert!((68.0..68.1 + 13.5).contains(&measured[3]));
}

#[test]
fn the_press_gets_no_links() {
    let press = design("kind = \"press\"\nfonts = { text = \"Fira Sans\" }");
    assert_eq!((press.kind, press.links), (PdfKind::Press, false));
    assert_eq!((press.fonts.text.as_str(), press.fonts.heading.as_str()), ("Fira Sans", "Fira Sans"));
}
