//! How fast, on a synthetic book: `cargo test --release --lib pdf::tests::speed -- --ignored --nocapture`.

use super::*;
use crate::pdf::write;

/// A thousand pages of forty lines of some sixty letters, no two lines justified alike.
#[test]
#[ignore = "takes seconds"]
fn a_thousand_pages() {
    let lines: Vec<GlyphRun> = (0..400).map(line).collect();
    let pages = (0..1000usize).map(|number| {
        let mut items: Vec<Placed> = (0..40usize)
            .map(|row| {
                let run = lines[(number * 37 + row * 11) % lines.len()].clone();
                at(50.0, 60.0 + 12.0 * f64::from(u8::try_from(row).unwrap()), Item::Glyphs(run))
            })
            .collect();
        let folio = u32::try_from(number).unwrap() + 1;
        items.push(at(180.0, 30.0, Item::Anchor(AnchorId(folio))));
        items.push(words(180.0, 30.0, &folio.to_string()));
        page(Folio::Arabic(folio), items)
    });
    let book = composition(pages.collect());
    let glyphs: usize = book.pages.iter().flat_map(|page| &page.items).map(glyphs).sum();
    let before = memory();
    let start = std::time::Instant::now();
    let pages = book.pages.len();
    let bytes = write(book, &metadata()).unwrap();
    let took = start.elapsed();
    println!(
        "{} pages, {glyphs} glyphs, {} bytes, {took:.2?}: {:.0} pages/s; most memory {before} kB before, {} kB after",
        pages,
        bytes.len(),
        1000.0 / took.as_secs_f64(),
        memory()
    );
    std::fs::write("/tmp/anthology-pdf-thousand.pdf", bytes).unwrap();
}

fn glyphs(placed: &Placed) -> usize {
    match &placed.item {
        Item::Glyphs(run) => run.glyphs.len(),
        _ => 0,
    }
}

fn line(number: usize) -> GlyphRun {
    const WORDS: [&str; 14] = [
        "office", "leaves", "of", "the", "straw,", "gathered", "in", "affluent", "fields;", "NASA", "and", "weaving",
        "waffles", "by",
    ];
    let text: Vec<&str> = (0..11).map(|place| WORDS[(number * 7 + place * (3 + number % 5)) % WORDS.len()]).collect();
    let mut run = shaped(&(text.join(" ") + " "), ROMAN, 10.5, &[]);
    let more = Length::from_raw(i32::try_from(number % 97).unwrap() * 331);
    for glyph in &mut run.glyphs {
        if run.text.as_bytes()[usize::from(glyph.cluster)] == b' ' {
            glyph.advance += more;
        }
    }
    run
}

/// The most memory held so far, in kB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
