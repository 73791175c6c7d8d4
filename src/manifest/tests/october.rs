//! The manifests of a real book, where they are at hand: `../shared/october`.

use std::io;
use std::path::{Path, PathBuf};

use super::{Run, run_on};
use crate::book::DocumentsStart;
use crate::design::{ChaptersStart, Head, PdfKind};
use crate::id::Id;
use crate::length::Length;
use crate::manifest::{EditionKind, MarginsSpec, MatterEntry};
use crate::shelf::Shelf;

struct Folder(PathBuf);

impl Shelf for Folder {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(self.0.join(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.0.join(folder))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(folder.join(entry.file_name()));
            }
        }
        names.sort();
        Ok(names)
    }

    fn has(&self, path: &Path) -> bool {
        self.0.join(path).is_file()
    }

    fn show(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

fn october(manifest: &str) -> Option<Run> {
    let places = ["../shared/october", "../../shared/october"];
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(folder) = places.iter().map(|place| here.join(place)).find(|folder| folder.is_dir()) else {
        println!("skipped: ../shared/october is not here");
        return None;
    };
    Some(run_on(&Folder(folder), manifest))
}

#[test]
fn the_full_manifest_reads_without_an_error() {
    let Some(run) = october("anthology.toml") else { return };
    let warned: Vec<&str> = run.faults.as_slice().iter().map(|fault| fault.code).collect();
    assert!(warned.iter().all(|code| *code == "no-effect"), "{warned:?}");
    let manifest = run.good();
    assert_eq!(manifest.book.title.value, "Contested October");
    assert_eq!(manifest.book.editors[0].file_as.as_deref(), Some("October Editors, The"));
    assert_eq!(manifest.documents.len(), 5);
    assert_eq!(manifest.parts.len(), 2);
    assert_eq!(manifest.parts[1].chapters[1].introduction_by[0].name, "The October Editors");
    assert_eq!(manifest.style.documents_start, DocumentsStart::Page);
    assert!(matches!(&manifest.matter.front[5], MatterEntry::File(file) if file.value == "front/preface.md"));

    let [epub, print, screen] = manifest.editions.as_slice() else { panic!("three editions") };
    assert_eq!((epub.format, print.kind), (EditionKind::Epub, PdfKind::Press));
    assert_eq!(screen.kind, PdfKind::Reading);
    assert_eq!(screen.trim.as_ref().map(|trim| trim.size.width), Some(Length::mm(148.0)));
    assert_eq!(screen.size, Some(Length::pt(10.5)), "inherited");
    assert_eq!(screen.chapters_start, Some(ChaptersStart::Recto), "inherited");
    assert_eq!(screen.running_heads, (Some(Head::Book), Some(Head::Document)));
    assert_eq!(screen.bleed, Some(Length::ZERO));
    assert_eq!(screen.omit_documents[0].value.as_str(), "wsws-topic");
    let inner = Some(Length::mm(22.0));
    assert!(
        matches!(screen.margins.as_ref().map(|m| m.value), Some(MarginsSpec::Measured { inner: found, .. }) if found == inner)
    );

    let vltchek = &manifest.documents[&Id::new("vltchek-october").unwrap()];
    assert_eq!(vltchek.authors[0].name, "Andre Vltchek");
    assert_eq!((vltchek.pick.len(), vltchek.omit.len(), vltchek.correct.len()), (3, 2, 2));
    assert_eq!(vltchek.file.value, "../seeds/vltchek-october.txt");
    assert_eq!(manifest.index.terms.0.len(), 225);
    assert_eq!(manifest.bibliography.files[0].value, "refs.bib");
    assert_eq!(manifest.texts().len(), 2 + 4 + 2 + 4);
    assert_eq!((manifest.events.len(), manifest.glossary.len(), manifest.people.len()), (2, 2, 2));
}

#[test]
fn the_smallest_manifest_reads_without_an_error() {
    let Some(run) = october("minimal.toml") else { return };
    assert_eq!(run.lines(), Vec::<String>::new());
    let manifest = run.good();
    let ids: Vec<&str> = manifest.documents.keys().map(Id::as_str).collect();
    assert_eq!(ids, ["dores-voices", "fiimg-russian-federation", "vltchek-october"]);
    assert!(!manifest.parts[0].display);
    assert_eq!(manifest.parts[0].chapters[1].documents[0].value.as_str(), "fiimg-russian-federation");
    let names: Vec<&str> = manifest.editions.iter().map(|edition| edition.name.value.as_str()).collect();
    assert_eq!(names, ["epub", "print"]);
}
