//! The same book is the same bytes, whoever builds it and where; and a build that fails changes nothing.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use anthology::compile::disc::Disc;
use anthology::compile::load;
use anthology::diagnostic::{Diagnostics, Files};
use anthology::edit;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, with none of the environment that it may heed.
fn anthology() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anthology"));
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

fn good(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Every file of a folder, hidden ones too, by its name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

/// That two builds wrote the same; says where they part.
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.keys().eq(other.keys()), "{:?} and {:?}", one.keys(), other.keys());
    for (name, bytes) in one {
        let parts = bytes.iter().zip(&other[name]).position(|(a, b)| a != b);
        assert_eq!((parts, bytes.len()), (None, other[name].len()), "{name}");
    }
}

#[test]
fn two_processes_write_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = anthology();
    // The sample book is also the manual: nothing in it may be warned of.
    first.args(["build", "--quiet", "--deny", "warnings", "--out"]).arg(one.path()).current_dir(top());
    first.env("TZ", "UTC").env("LC_ALL", "C").env("RAYON_NUM_THREADS", "1");
    good(&mut first);
    let mut second = anthology();
    second.args(["build", "--out", "here/and there"]).arg(top().join("anthology.toml")).current_dir(other.path());
    second.env("TZ", "Asia/Kathmandu").env("LC_ALL", "ru_RU.UTF-8").env("RAYON_NUM_THREADS", "3");
    second.env("HOME", other.path()).env("LANG", "de_DE.UTF-8").env("COLUMNS", "20");
    good(&mut second);
    let (one, other) = (files(one.path()), files(&other.path().join("here/and there")));
    let endings: Vec<&str> = one.keys().filter_map(|name| name.split('.').next_back()).collect();
    assert!(endings.contains(&"epub") && endings.contains(&"pdf"), "{endings:?}");
    assert_same(&one, &other);
}

const MANIFEST: &str = "[book]\ntitle = \"Leaves\"\neditors = [\"N. N.\"]\n[[chapter]]\ndocuments = [\"leaf\"]\n";

/// A book of one leaf in a folder of its own.
fn leaves() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sources")).unwrap();
    std::fs::write(folder.path().join("anthology.toml"), MANIFEST).unwrap();
    std::fs::write(folder.path().join("sources/leaf.md"), "# A Leaf\n\nGreen above, grey below.\n").unwrap();
    folder
}

#[test]
fn a_failed_build_leaves_the_last_edition_alone() {
    let book = leaves();
    let build = book.path().join("build");
    good(anthology().arg("build").current_dir(book.path()));
    let before = files(&build);
    assert_eq!(before.keys().collect::<Vec<_>>(), ["leaves.epub", "leaves.pdf"]);
    // A fault of the text, one of the manifest, and one that only the PDF can have.
    let faults = [
        ("sources/leaf.md", "# A Leaf\n\n![A vein](vein.png)\n"),
        ("sources/leaf.md", "# A Leaf\n\nA sign that no font has: \u{12000}\u{e123}.\n"),
        ("anthology.toml", "[book]\ntitle = \"Leaves\"\n[[chapter]]\ndocuments = [\"lost\"]\n"),
    ];
    for (name, text) in faults {
        let path = book.path().join(name);
        let good_text = std::fs::read(&path).unwrap();
        std::fs::write(&path, text).unwrap();
        let output = anthology().arg("build").current_dir(book.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_same(&before, &files(&build));
        std::fs::write(&path, good_text).unwrap();
    }
    // And when all is well again, the same comes out, with nothing beside it.
    good(anthology().arg("build").current_dir(book.path()));
    assert_same(&before, &files(&build));
}

#[test]
fn an_edition_that_cannot_be_renamed_leaves_nothing_beside_it() {
    let book = leaves();
    let build = book.path().join("build");
    // A folder stands where the PDF should.
    std::fs::create_dir_all(build.join("leaves.pdf/in-the-way")).unwrap();
    let output = anthology().args(["build", "--format", "pdf"]).current_dir(book.path()).output().unwrap();
    assert!(!output.status.success());
    let left: Vec<_> = std::fs::read_dir(&build).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["leaves.pdf"]);
}

#[test]
fn the_date_of_the_source_is_honoured() {
    // 1975-07-05T12:00:00Z.
    let epoch = 173_793_600;
    let book = leaves();
    let built = |epoch: Option<i64>| {
        let mut command = anthology();
        command.arg("build").current_dir(book.path());
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch.to_string());
        }
        good(&mut command);
        files(&book.path().join("build"))
    };
    let dated = built(Some(epoch));
    assert_same(&dated, &built(Some(epoch)));
    let otherwise = built(Some(epoch + 86_400));
    assert!(dated.iter().all(|(name, bytes)| otherwise[name] != *bytes), "the date has no effect");

    let (mut files, mut faults) = (Files::default(), Diagnostics::default());
    let project = load(&Disc::new(book.path()), Path::new("anthology.toml"), Some(epoch), &mut files, &mut faults);
    let project = project.unwrap();
    let spec = &project.manifest.editions[0];
    let edition = edit::edit(&project.manifest, &project.sources, &files, spec, &mut faults).unwrap();
    assert_eq!(edition.book.metadata.modified, "1975-07-05T12:00:00Z");
}
