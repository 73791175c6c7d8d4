//! How fast each stage is, on a book made here: `cargo bench`.
//!
//! Forty documents of invented words, long enough that what is done once for a book hardly counts. What a stage
//! takes is made before its clock starts; words and pages per second are those of the whole book.

#![allow(clippy::unwrap_used, reason = "a bench whose book cannot be made fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anthology::book::{AnchorId, Edition, Format, IndexKind};
use anthology::compile::{self, Project};
use anthology::cover;
use anthology::diagnostic::{Diagnostics, Files};
use anthology::document::{Block, Document, plain_text, walk};
use anthology::edit::{self, index};
use anthology::epub;
use anthology::length::Length;
use anthology::manifest::{EditionKind, MatterEntry, Section};
use anthology::pdf;
use anthology::quote::Text;
use anthology::shelf::Memory;
use anthology::source::{self, Kind, Reading};
use anthology::typeset::line::{Capitals, Family, Figures, ParagraphStyle, TextAlignment, TextStyle};
use anthology::typeset::setter::Setter;
use anthology::typeset::structure::Structure;
use anthology::typeset::{Composition, compose};
use divan::Bencher;
use divan::counter::ItemsCount;

const DOCUMENTS: usize = 40;
const PARAGRAPHS: usize = 40;
const SENTENCES: usize = 7;

fn main() {
    divan::main();
}

/// Numbers that look like chance and are always the same (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// A word of one to five syllables; a short book has some ten thousand different ones.
    fn word(&mut self, out: &mut String) {
        const SYLLABLES: [&str; 20] = [
            "an", "tho", "lo", "gy", "ed", "i", "tor", "mar", "gin", "re", "cto", "ver", "so", "fi", "na", "le",
            "stra", "ten", "o", "us",
        ];
        const SHORT: [&str; 10] = ["the", "of", "and", "to", "in", "a", "that", "it", "was", "by"];
        if self.below(5) < 2 {
            return out.push_str(SHORT[self.below(SHORT.len())]);
        }
        for _ in 0..=self.below(2) + self.below(3) {
            out.push_str(SYLLABLES[self.below(SYLLABLES.len())]);
        }
    }

    fn sentence(&mut self, out: &mut String) {
        let start = out.len();
        for at in 0..8 + self.below(20) {
            match self.below(60) {
                _ if at == 0 => {}
                0 => out.push_str(" *passim* "),
                1 => out.push_str(" Congress "),
                2 | 3 => out.push_str(", "),
                4 => out.push('—'),
                _ => out.push(' '),
            }
            self.word(out);
        }
        out[start..=start].make_ascii_uppercase();
        out.push('.');
    }
}

/// The book's files.
fn shelf() -> Memory {
    let mut dice = Dice(1571);
    let mut shelf = BTreeMap::new();
    let mut manifest = String::from(
        "[book]\ntitle = \"A Book of Nothing\"\neditors = [\"The Bench\"]\nlanguage = \"en-US\"\ndate = 2026-01-01\n\n\
         [index]\nterms = [\"terms.toml\"]\n",
    );
    manifest.push_str("\n[[part]]\ntitle = \"The Only Part\"\n");
    for number in 0..DOCUMENTS {
        let _ = write!(manifest, "\n[[part.chapter]]\ntitle = \"Chapter {number}\"\ndocuments = [\"text-{number}\"]\n");
        let mut text = format!(
            "+++\ntitle = \"Text {number}\"\nauthors = [\"Nobody\"]\ndate = 1900\n\
             rights = {{ status = \"public-domain\", reason = \"made by a bench\" }}\n+++\n"
        );
        let mut notes = String::new();
        for paragraph in 0..PARAGRAPHS {
            text.push('\n');
            for _ in 0..SENTENCES {
                dice.sentence(&mut text);
                text.push(' ');
            }
            if paragraph % 4 == 0 {
                text.truncate(text.trim_end().len());
                let _ = write!(text, "[^{paragraph}]");
                let _ = write!(notes, "\n[^{paragraph}]: ");
                dice.sentence(&mut notes);
            }
            text.push('\n');
        }
        text.push_str(&notes);
        shelf.insert(PathBuf::from(format!("sources/text-{number}.md")), text);
    }
    let terms = "[terms]\n\"Congress\" = \"Congress\"\n\"verso\" = \"verso*\"\n\"margin\" = \"margin*\"\n";
    shelf.insert(PathBuf::from("terms.toml"), terms.to_owned());
    shelf.insert(PathBuf::from("anthology.toml"), manifest);
    Memory(shelf)
}

fn read() -> (Project, Files) {
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let project = compile::load(&shelf(), Path::new("anthology.toml"), None, &mut files, &mut faults);
    assert!(!faults.has_errors(), "{faults:?}");
    (project.unwrap(), files)
}

fn edited(project: &Project, files: &Files, kind: EditionKind) -> Edition {
    let mut faults = Diagnostics::default();
    let spec = project.manifest.editions.iter().find(|spec| spec.format == kind).unwrap();
    let edition = edit::edit(&project.manifest, &project.sources, files, spec, &mut faults);
    assert!(!faults.has_errors(), "{faults:?}");
    edition.unwrap()
}

/// The book's words, to count by.
fn words(edition: &Edition) -> ItemsCount {
    ItemsCount::new(edit::words_printed(&edition.book))
}

fn composed(project: &Project, edition: &Edition) -> Composition {
    compose(edition, &project.fonts, &mut Diagnostics::default()).unwrap().0
}

/// Markdown to blocks; words per second.
#[divan::bench]
fn read_sources(bencher: Bencher<'_, '_>) {
    let shelf = shelf();
    let texts: Vec<&str> = shelf.0.values().filter(|text| text.starts_with("+++")).map(String::as_str).collect();
    let file = Files::default().add("text.md", "");
    let count = texts.iter().map(|text| text.split_whitespace().count()).sum::<usize>();
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let reading = Reading::SOURCE;
        let one = |text: &&str| source::read(text, file, Kind::Markdown, reading, &mut Diagnostics::default());
        texts.iter().map(one).collect::<Vec<_>>()
    });
}

/// Documents to an edition, its index included; words per second.
#[divan::bench]
fn edit_edition(bencher: Bencher<'_, '_>) {
    let (project, files) = read();
    let count = words(&edited(&project, &files, EditionKind::Pdf));
    bencher.counter(count).bench_local(|| edited(&project, &files, EditionKind::Pdf));
}

/// Only the index; words per second.
#[divan::bench]
fn collate_index(bencher: Bencher<'_, '_>) {
    let (mut project, files) = read();
    let generated = |entry: &MatterEntry| matches!(entry, MatterEntry::Generated(Section::Index(_), _));
    project.manifest.matter.back.retain(|entry| !generated(entry));
    let edition = edited(&project, &files, EditionKind::Pdf);
    let manifest = &project.manifest;
    let reading = Reading::PLAIN;
    let (emended, sections) = (BTreeMap::new(), BTreeMap::from([(IndexKind::General, AnchorId(0))]));
    let task = index::Task {
        spec: &manifest.index,
        people: &manifest.people,
        reading,
        sections: &sections,
        cuts: &[],
        emended: &emended,
    };
    bencher.counter(words(&edition)).with_inputs(|| edition.book.clone()).bench_local_values(|mut book| {
        let index = index::collate(&task, &mut book, &mut Diagnostics::default());
        (index, book)
    });
}

/// How many patterns the index of the corpus has.
const PATTERNS: usize = 5_000;

/// A corpus, where it is at hand.
fn corpus_read(name: &str) -> Option<(Project, Files)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.ancestors().map(|at| at.join("corpus").join(name)).find(|folder| folder.is_dir())?;
    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let disc = compile::disc::Disc::new(folder);
    let project = compile::load(&disc, Path::new("anthology.toml"), None, &mut files, &mut faults)?;
    Some((project, files))
}

/// The index of a corpus of 1.8 million words, and of three times that, with 5,000 patterns taken from it; words per
/// second. Where the corpus is not there, nothing is timed.
#[divan::bench(args = ["sotu", "sotu3"], sample_count = 5, sample_size = 1)]
fn collate_corpus(bencher: Bencher<'_, '_>, corpus: &str) {
    let Some((mut project, files)) = corpus_read(corpus) else { return };
    let (manifest, mut faults) = (Path::new("anthology.toml"), Diagnostics::default());
    project.manifest.matter.back.clear();
    let edition = edited(&project, &files, EditionKind::Epub);
    let patterns = patterns_of(&edition);
    assert_eq!(patterns.len(), PATTERNS, "the corpus has too few words");
    let terms: String = patterns
        .iter()
        .fold("[terms]\n".to_owned(), |terms, pattern| format!("{terms}\"{pattern}\" = \"{pattern}\"\n"));
    let index = "[book]\ntitle = \"T\"\n[[chapter]]\ndocuments = [\"a\"]\n[index]\nterms = \"terms.toml\"\n";
    let mut shelf = Memory::default();
    shelf.0.extend([
        (PathBuf::from("anthology.toml"), index.to_owned()),
        (PathBuf::from("terms.toml"), terms),
        (PathBuf::from("sources/a.md"), "# A\n\nA.\n".to_owned()),
    ]);
    let spec = compile::load(&shelf, manifest, None, &mut Files::default(), &mut faults).unwrap().manifest.index;
    assert_eq!(spec.terms.0.len(), PATTERNS, "{:?}", faults.as_slice().first());
    let (people, emended) = (BTreeMap::new(), BTreeMap::new());
    let sections = BTreeMap::from([(IndexKind::General, AnchorId(0))]);
    let reading = Reading::PLAIN;
    let task = index::Task { spec: &spec, people: &people, reading, sections: &sections, cuts: &[], emended: &emended };
    bencher.counter(words(&edition)).with_inputs(|| edition.book.clone()).bench_local_values(|mut book| {
        let index = index::collate(&task, &mut book, &mut Diagnostics::default());
        (index, book)
    });
}

/// Half of them names of one to three words, half words in small letters: of each the most frequent, but for the 200
/// that no index has.
fn patterns_of(edition: &Edition) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for blocks in edition.book.texts() {
        walk::blocks(blocks, &mut |block| {
            walk::texts(&block.node, &mut |text| {
                let text = plain_text(text);
                let mut run: Vec<&str> = Vec::new();
                for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2) {
                    if word.starts_with(char::is_uppercase) {
                        run.push(word);
                        run = run.split_off(run.len().saturating_sub(3));
                        *counts.entry(run.join(" ")).or_default() += 1;
                    } else {
                        run.clear();
                        *counts.entry(word.to_owned()).or_default() += 1;
                    }
                }
            });
        });
    }
    let mut ranked: Vec<(usize, String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    ranked.sort_by(|(a, word), (b, other)| b.cmp(a).then_with(|| word.cmp(other)));
    let (names, plain): (Vec<String>, Vec<String>) =
        ranked.into_iter().map(|(_, word)| word).partition(|word| word.starts_with(char::is_uppercase));
    names.into_iter().take(PATTERNS / 2).chain(plain.into_iter().skip(200).take(PATTERNS / 2)).collect()
}

/// Paragraphs to lines, by a setter that has seen the words and by one that has not; words per second.
#[divan::bench(args = [false, true])]
fn set_paragraphs(bencher: Bencher<'_, '_>, seen: bool) {
    let (project, files) = read();
    let edition = edited(&project, &files, EditionKind::Pdf);
    let Format::Pdf(design) = &edition.format else { unreachable!("asked for a PDF") };
    let documents: Vec<&Document> = project.sources.documents.values().collect();
    let style = ParagraphStyle {
        first_lines: 1,
        text: TextStyle {
            family: Family::Text,
            size: design.size,
            italic: false,
            bold: false,
            capitals: Capitals::Ordinary,
            figures: Figures::OldStyle,
            tracking: 0,
        },
        measure: Length::pt(304.0),
        left: Length::ZERO,
        right: Length::ZERO,
        first: design.indent,
        alignment: TextAlignment::Justified,
        hyphenate: true,
        variants: true,
    };
    let book = &edition.book;
    let new = || Setter::new(&project.fonts, &design.fonts, &book.notes, &book.images);
    let set = |setter: &mut Setter<'_>| {
        for located in documents.iter().flat_map(|document| &document.blocks) {
            if let Block::Paragraph(inlines) = &located.node {
                divan::black_box(setter.paragraph(inlines, &book.metadata.language, &style));
            }
        }
    };
    let mut old = new();
    set(&mut old);
    let bencher = bencher.counter(words(&edition));
    if seen {
        bencher.bench_local(|| set(&mut old));
    } else {
        bencher.with_inputs(new).bench_local_values(|mut setter| set(&mut setter));
    }
}

/// An edition to pages; pages per second.
#[divan::bench]
fn compose_pages(bencher: Bencher<'_, '_>) {
    let (project, files) = read();
    let edition = edited(&project, &files, EditionKind::Pdf);
    let count = ItemsCount::new(composed(&project, &edition).pages.len());
    bencher.counter(count).bench_local(|| composed(&project, &edition));
}

/// Pages to a PDF, tagged or not; pages per second.
#[divan::bench(args = [true, false])]
fn write_pdf(bencher: Bencher<'_, '_>, tagged: bool) {
    write_pages(bencher, &read(), tagged);
}

/// The same of the corpus, where it is at hand.
#[divan::bench(args = [true, false], sample_count = 5, sample_size = 1)]
fn write_corpus_pdf(bencher: Bencher<'_, '_>, tagged: bool) {
    if let Some(corpus) = corpus_read("sotu") {
        write_pages(bencher, &corpus, tagged);
    }
}

fn write_pages(bencher: Bencher<'_, '_>, (project, files): &(Project, Files), tagged: bool) {
    let edition = edited(project, files, EditionKind::Pdf);
    let mut composition = composed(project, &edition);
    if !tagged {
        composition.structure = Structure::default();
    }
    let count = ItemsCount::new(composition.pages.len());
    let bencher = bencher.counter(count).with_inputs(|| composition.clone());
    bencher.bench_local_values(|composition| pdf::write(composition, &edition.book.metadata).unwrap());
}

/// An edition to an EPUB, without its cover; words per second.
#[divan::bench]
fn write_epub(bencher: Bencher<'_, '_>) {
    let (project, files) = read();
    let edition = edited(&project, &files, EditionKind::Epub);
    let Format::Epub(design) = &edition.format else { unreachable!("asked for an EPUB") };
    let cover = cover::draw(&edition.book.metadata, None, &[]).unwrap();
    bencher.counter(words(&edition)).bench_local(|| {
        epub::write(&edition.book, design, || Ok::<_, epub::Fault>(cover.as_slice().into()), |_| Vec::new(), None)
            .unwrap()
    });
}

/// The cover alone.
#[divan::bench]
fn draw_cover(bencher: Bencher<'_, '_>) {
    let (project, files) = read();
    let edition = edited(&project, &files, EditionKind::Epub);
    bencher.bench_local(|| cover::draw(&edition.book.metadata, None, &[]).unwrap());
}

/// A thousand quotations found in one document of a million words, made ready first; quotations per second.
#[divan::bench]
fn find_quotations(bencher: Bencher<'_, '_>) {
    const WORDS: usize = 1_000_000;
    const QUOTATIONS: usize = 1_000;
    let mut dice = Dice(1917);
    let mut source = String::new();
    while source.len() < 6 * WORDS {
        for _ in 0..SENTENCES {
            dice.sentence(&mut source);
            source.push(' ');
        }
        source.push_str("\n\n");
    }
    let words: Vec<&str> = source.split_whitespace().collect();
    // Of one word (many stand more than once) up to ten.
    let quotations: Vec<String> = (0..QUOTATIONS)
        .map(|number| {
            let start = dice.below(words.len() - 10);
            words[start..=start + number % 10].join(" ")
        })
        .collect();
    let file = Files::default().add("text.md", "");
    let reading = Reading { editorial: false, smart: None };
    let document = source::read(&source, file, Kind::Markdown, reading, &mut Diagnostics::default());
    bencher.counter(ItemsCount::new(QUOTATIONS)).bench_local(|| {
        let text = Text::of(&document.blocks, &document.notes);
        let found = quotations.iter().filter(|quotation| text.find(quotation).is_ok()).count();
        assert!(found > QUOTATIONS / 2);
    });
}
