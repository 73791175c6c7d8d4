//! Designs made complete: sizes and margins that go with the trim.

use super::Project;
use crate::book::Format;
use crate::design::{Design, DesignName, Folios, Head, HeadLetters, Opening, PdfKind, RunningHeads, Sizes, Titles};
use crate::length::Length;
use crate::manifest::design_text;

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
fn what_is_printed_of_a_design_reads_back_to_it() {
    for (name, own) in [("classic", DesignName::Classic), ("modern", DesignName::Modern)] {
        let printed = design_text(name).unwrap();
        let keys: Vec<&str> =
            printed.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| line.contains(" = ")).collect();
        assert!(keys.len() > 20 && keys[1] == format!("design = \"{name}\""), "{keys:?}");
        // Its table's name and format stand there already.
        assert_eq!(design(&keys[1..].join("\n")), Design::named(own), "{name}");
        assert_eq!(design(&format!("design = \"{name}\"")), Design::named(own), "{name}");
        // One by one no key says anything new.
        for key in &keys[2..] {
            assert_eq!(design(&format!("design = \"{name}\"\n{key}")), Design::named(own), "{name}: {key}");
        }
    }
    assert_eq!(design_text("clasic"), None);
}

#[test]
fn every_measure_can_be_said() {
    let keys = "indent = \"1pc\"\nsizes = { notes = \"8pt\", notes-leading = \"10pt\", part = \"30pt\" }\ntitles = \"flush\"\n\
        sink = 0\nopening = \"drop-capital\"\nhead-letters = \"italic\"\nfolios = \"foot\"\nrunning-heads = { verso = \"author\" }";
    let (said, own) = (design(keys), Design::default());
    let heads = RunningHeads { verso: Head::Author, ..own.heads };
    let sizes = Sizes { notes: Length::pt(8.0), notes_leading: Length::pt(10.0), part: Length::pt(30.0), ..own.sizes };
    let (opening, head_letters, folios) = (Opening::DropCapital, HeadLetters::Italic, Folios::Foot);
    let wanted =
        Design { indent: Length::pt(12.0), sizes, titles: Titles::Flush, sink: 0, opening, head_letters, ..own };
    assert_eq!(said, Design { heads, folios, ..wanted });
}

#[test]
fn the_gutter_of_trade_margins_goes_with_the_pages() {
    let trade = design("margins = \"trade\"");
    let inner = |pages: usize| {
        let design = trade.for_pages(pages).unwrap_or_else(|| trade.clone());
        // What the spine gets the fore-edge gives: lines are as long, and so the pages as many.
        assert_eq!(design.measure(), trade.measure(), "{pages}");
        format!("{:.1}", design.margins.inner.to_pt() + 0.001)
    };
    assert_eq!([48, 300, 301, 640, 900].map(inner), ["68.3", "72.8", "77.3", "81.8", "86.3"]);
    assert_eq!(design("").for_pages(900), None, "only where it is asked for");
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
