//! Pages drawn, and places found both ways.

use std::path::Path;

use super::proof::proof;
use super::words::Words;
use super::*;
use crate::compile::{View, load};
use crate::diagnostic::{Diagnostics, Files, Span};
use crate::manifest::EditionKind;
use crate::shelf::Memory;

const FIRST: &str = "# The First\n\nThe tide has turned,[^1] and nobody at the harbour remembers when it last did so.\n\n\
                     > A quotation with the very same words: the tide has turned.\n\n[^1]: It turned at noon.\n";

fn shelf() -> Memory {
    let manifest = "[book]\ntitle = \"Tides & Turns\"\n[[chapter]]\ntitle = \"One\"\n\
                    introduction = \"Words of introduction, see [](doc:first).\"\ndocuments = [\"first\"]\n\
                    [document.first]\nheadnote = \"A headnote of the editor’s.\"\n";
    [("anthology.toml", manifest), ("sources/first.md", FIRST)].into_iter().collect()
}

fn view() -> (View, Files) {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let project = load(&shelf(), Path::new("anthology.toml"), None, &mut files, &mut faults).expect("a book");
    let print = project.manifest.editions.iter().find(|spec| spec.format == EditionKind::Pdf).expect("pages");
    let view = project.view(&files, print, &mut faults).expect("pages");
    assert!(!faults.has_errors(), "{faults:?}");
    (view, files)
}

#[test]
fn a_page_is_drawn_whole() {
    let (view, _) = view();
    let screen = Screen::new(&view.composition);
    for (number, page) in view.composition.pages.iter().enumerate() {
        let svg = screen.svg(number);
        let glyphs: usize = page
            .items
            .iter()
            .map(|placed| if let Item::Glyphs(run) = &placed.item { run.glyphs.len() } else { 0 })
            .sum();
        assert_eq!(svg.matches("<use ").count(), glyphs);
        for letter in svg.split("<use href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(svg.contains(&format!("<path id=\"{letter}\" ")), "{letter} has no outline");
        }
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 432 648\">"), "{svg}");
    }
    assert_eq!(screen.svg(10_000).matches("<use ").count(), 0, "a page that is not there is empty");
}

#[test]
fn the_proof_needs_nothing_else_and_shows_every_page_once() {
    let (mut view, _) = view();
    let folio = view.composition.pages.iter().find_map(|page| {
        let text = |placed: &Placed| matches!(&placed.item, Item::Glyphs(run) if run.text.contains("harbour"));
        page.items.iter().any(text).then_some(page.folio)
    });
    let kind = crate::typeset::report::FlawKind::LooseLine { space: 1700 };
    let flaw =
        crate::typeset::report::Flaw { kind, folio: folio.expect("a page"), words: "The tide has …".to_owned() };
    view.composition.report.flaws.push(flaw);
    let html = proof("Tides & Turns", "print", &view.composition);
    for number in 1..=view.composition.pages.len() {
        assert_eq!(html.matches(&format!("id=\"page-{number}\"")).count(), 1, "page {number}");
    }
    assert!(html.contains("<title>Tides &amp; Turns: proof</title>"));
    assert_eq!(html.matches("class=\"mark loose-line\"").count(), 1);
    for other in ["http://", "https://", "<script", "url("] {
        let found = html.replace("http://www.w3.org/2000/svg", "").contains(other);
        assert!(!found, "the proof has {other}");
    }
}

#[test]
fn a_place_is_found_both_ways() {
    let (view, files) = view();
    let words = Words::new(&view.book, &view.composition);
    let text = |file| &files.get(file).text;
    for quoted in
        ["nobody at the harbour", "very same words", "It turned at noon", "A headnote of", "Words of introduction"]
    {
        let file = holding(&files, quoted);
        let at = text(file).find(quoted).expect("the words");
        let (page, y) = words.page(Span::new(file, at..at + quoted.len()), &files).expect(quoted);
        let placed = view.composition.pages[page].items.iter().find(|placed| {
            matches!(&placed.item, Item::Glyphs(run) if run.text.contains(quoted.split(' ').next_back().unwrap_or(quoted)))
        });
        let x = placed.map_or(Length::ZERO, |placed| placed.x);
        let back = words.source(page, (x, y), &files).expect(quoted);
        let (found, wanted) = (files.line_column(back).0, files.line_column(Span::new(file, at..at)).0);
        assert_eq!((back.file, found), (file, wanted), "{quoted}");
    }
}

/// The text that holds these words.
fn holding(files: &Files, words: &str) -> crate::diagnostic::FileId {
    files.ids().find(|id| files.get(*id).text.contains(words)).expect("a file with these words")
}
