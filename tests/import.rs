//! What `import` makes of pages, against what an editor would make of them by hand.
//!
//! `tests/import/pages/NAME.gold` holds what is known of the page NAME, a fact a line, then `---` and its text. All
//! texts are our own; the pages are built as blogs, newspapers, wikis, journals and old sites are. The words that were
//! kept are compared as a whole: precision is the share of them that is of the text, recall the share of the text that
//! was kept. `cargo test --test import -- --nocapture` shows the figures of each page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the figures are the point")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anthology::diagnostic::{Diagnostics, Files};
use anthology::document::{Block, Document, plain_text, walk};
use anthology::import::facts::Licence;
use anthology::import::{Imported, Incoming, import};
use anthology::source::{self, Kind, Reading};

/// A page as an editor would have it.
struct Gold {
    facts: BTreeMap<String, String>,
    text: String,
}

#[test]
fn pages_are_read_as_an_editor_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pages");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| !matches!(path.extension().and_then(|e| e.to_str()), Some("gold" | "png")));
    pages.sort();
    assert!(pages.len() >= 20, "only {} pages", pages.len());
    let mut wrong = Vec::new();
    let (mut kept, mut right, mut wanted) = (0, 0, 0);
    let (mut fields, mut met) = (0, 0);
    for path in &pages {
        let gold = gold(&path.with_extension("gold"));
        let imported = imported(path);
        let (document, faults) = read_back(&imported.text);
        assert!(!faults.has_errors(), "{}: {faults:?}\n{}", path.display(), imported.text);
        let (own, theirs) = (words(&text(&document)), words(&gold.text));
        let shared = common(&own, &theirs);
        println!(
            "{:16} words {:>4}, precision {:.3}, recall {:.3}",
            stem(path),
            own.len(),
            share(shared, own.len()),
            share(shared, theirs.len())
        );
        (kept, right, wanted) = (kept + own.len(), right + shared, wanted + theirs.len());
        if own != theirs {
            let difference = |a: &[String], b: &[String]| {
                a.iter().filter(|word| !b.contains(word)).cloned().collect::<Vec<_>>().join(" ")
            };
            println!("    too much: {}; missing: {}", difference(&own, &theirs), difference(&theirs, &own));
        }
        for (key, value) in &gold.facts {
            fields += 1;
            let found = fact(key, &imported, &document);
            if found == *value {
                met += 1;
            } else {
                wrong.push(format!("{}: {key} is {found:?}, wanted {value:?}", stem(path)));
            }
        }
    }
    println!(
        "{} pages: precision {:.4}, recall {:.4}; {met} of {fields} facts",
        pages.len(),
        share(right, kept),
        share(right, wanted)
    );
    println!("{}", wrong.join("\n"));
    assert!(right * 1000 >= kept * 990, "precision {:.4}", share(right, kept));
    assert!(right * 1000 >= wanted * 998, "recall {:.4}", share(right, wanted));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn gold(path: &Path) -> Gold {
    let written = std::fs::read_to_string(path).unwrap();
    let (facts, text) = written.split_once("---\n").unwrap();
    let fact = |line: &str| line.split_once(": ").map(|(key, value)| (key.to_owned(), value.to_owned()));
    Gold { facts: facts.lines().filter_map(fact).collect(), text: text.to_owned() }
}

fn imported(path: &Path) -> Imported {
    let bytes = std::fs::read(path).unwrap();
    let beside = |name: &str| std::fs::read(path.parent().unwrap().join(name)).ok();
    let mut faults = Diagnostics::default();
    let made =
        import(&Incoming { path, bytes: &bytes, beside: &beside, clean: false }, &mut Files::default(), &mut faults);
    assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    made.into_iter().next().unwrap()
}

fn read_back(text: &str) -> (Document, Diagnostics) {
    let mut faults = Diagnostics::default();
    let file = Files::default().add("back.md", text);
    let document = source::read(text, file, Kind::Markdown, Reading::SOURCE, &mut faults);
    (document, faults)
}

/// The words of text and notes, in order.
fn text(document: &Document) -> String {
    let mut text = String::new();
    let bodies = std::iter::once(&document.blocks).chain(document.notes.iter().map(|note| &note.body));
    for blocks in bodies {
        walk::blocks(blocks, &mut |block| {
            walk::texts(&block.node, &mut |content| text += &(plain_text(content) + "\n"));
            if let Block::Listing { text: listing, .. } = &block.node {
                text += &(listing.text.clone() + "\n");
            }
        });
    }
    text
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How many words two texts have in common, in order.
fn common(one: &[String], other: &[String]) -> usize {
    let mut before = vec![0; other.len() + 1];
    for word in one {
        let mut row = vec![0; other.len() + 1];
        for (at, theirs) in other.iter().enumerate() {
            row[at + 1] = if word == theirs { before[at] + 1 } else { row[at].max(before[at + 1]) };
        }
        before = row;
    }
    before[other.len()]
}

fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a few thousand words")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn fact(key: &str, imported: &Imported, document: &Document) -> String {
    let facts = &imported.facts;
    let count = |test: &dyn Fn(&Block) -> usize| {
        let mut count = 0;
        walk::blocks(&document.blocks, &mut |block| count += test(&block.node));
        count.to_string()
    };
    match key {
        "title" => facts.title.clone().unwrap_or_default(),
        "authors" => facts.authors.join("; "),
        "date" => facts.date.clone().unwrap_or_default(),
        "site" => facts.site.clone().unwrap_or_default(),
        "url" => facts.url.clone().unwrap_or_default(),
        "language" => facts.language.as_ref().map(ToString::to_string).unwrap_or_default(),
        "licence" => match &facts.licence {
            Some(Licence::Spdx(id)) => id.clone(),
            other => format!("{other:?}"),
        },
        "notes" => document.notes.len().to_string(),
        "verse" => {
            count(&|block| if let Block::Verse(verse) = block { verse.stanzas.iter().map(Vec::len).sum() } else { 0 })
        }
        "tables" => count(&|block| usize::from(matches!(block, Block::Table(_)))),
        "figures" => count(&|block| usize::from(matches!(block, Block::Figure(_)))),
        other => panic!("no such fact: {other}"),
    }
}
