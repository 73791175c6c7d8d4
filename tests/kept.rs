//! What is kept of one making for the next changes nothing but the time: the same bytes, the same faults.

#![allow(clippy::unwrap_used, reason = "a test whose book cannot be made fails")]
#![allow(clippy::format_push_string, reason = "a few lines of a small book")]

use std::path::Path;
use std::sync::Arc;

use anthology::compile::{Purpose, load};
use anthology::diagnostic::{Diagnostics, Files};
use anthology::manifest::EditionSpec;
use anthology::shelf::Memory;
use anthology::typeset::Kept;
use proptest::prelude::*;

/// What an editor may change between two makings.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is an edit by itself")]
struct Draft {
    headnotes: Vec<String>,
    texts: Vec<String>,
    notes: Vec<String>,
    titles: Vec<String>,
    /// Whether a text names a page of another, and one has a character that no font has.
    named: bool,
    strange: bool,
    /// The last chapter stands first.
    turned: bool,
    wide: bool,
}

impl Draft {
    fn shelf(&self) -> Memory {
        let mut manifest = "[book]\ntitle = \"Leaves\"\neditors = [\"N. N.\"]\n[style]\nmissing-glyphs = \"warn\"\n\
             [edition.print]\nformat = \"pdf\"\nkind = \"reading\"\n[matter]\nfront = [\"title-page\", \"contents\"]\n"
            .to_owned();
        if self.wide {
            manifest = manifest.replace("kind = \"reading\"", "kind = \"reading\"\nsize = 12");
        }
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        if self.turned {
            order.rotate_right(1);
        }
        for number in order {
            manifest += &format!("[[chapter]]\ntitle = \"{}\"\ndocuments = [\"d{number}\"]\n", self.titles[number]);
        }
        for (number, headnote) in self.headnotes.iter().enumerate() {
            manifest += &format!("[document.d{number}]\nheadnote = \"{headnote}\"\n");
        }
        let mut files = vec![("anthology.toml".to_owned(), manifest)];
        for (number, (text, note)) in self.texts.iter().zip(&self.notes).enumerate() {
            let page = if self.named && number == 0 { "\n\nSee [there](page:d1).\n" } else { "" };
            let strange = if self.strange && number == 1 { "\n\nA sign: \u{e123}.\n" } else { "" };
            let text = format!("# Of {number}\n\n{text}[^1]\n\n{text}{page}{strange}\n\n[^1]: {note}\n");
            files.push((format!("sources/d{number}.md"), text));
        }
        files.into_iter().collect()
    }

    /// The files of all editions by name, and the faults.
    fn made(&self, kept: &Arc<Kept>) -> (Vec<(String, Vec<u8>)>, Diagnostics) {
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let folder = self.shelf();
        let mut project = load(&folder, Path::new("anthology.toml"), None, &mut files, &mut faults).unwrap();
        project.kept = Arc::clone(kept);
        let all: Vec<&EditionSpec> = project.manifest.editions.iter().collect();
        let made = project.make_all(&files, &all, Purpose::Draft, &mut faults);
        (made.into_iter().map(|made| (made.file_name, made.bytes)).collect(), faults)
    }
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["leaf", "affinity", "of", "a", "winter", "Über", "«да»", "the", "office,"]);
    prop::collection::vec(word, 1..most).prop_map(|words| words.join(" "))
}

fn draft() -> impl Strategy<Value = Draft> {
    const DOCUMENTS: usize = 3;
    let some = |most| prop::collection::vec(words(most), DOCUMENTS);
    (some(12), some(150), some(9), some(4), any::<[bool; 4]>()).prop_map(|(headnotes, texts, notes, titles, flags)| {
        let [named, strange, turned, wide] = flags;
        Draft { headnotes, texts, notes, titles, named, strange, turned, wide }
    })
}

/// A draft after an edit: one or more of its parts are those of another.
fn edited(mut draft: Draft, other: &Draft, (what, at): (u8, usize)) -> Draft {
    match what % 8 {
        0 => draft.headnotes[at].clone_from(&other.headnotes[at]),
        1 => draft.texts[at].clone_from(&other.texts[at]),
        2 => draft.notes[at].clone_from(&other.notes[at]),
        3 => draft.titles[at].clone_from(&other.titles[at]),
        4 => draft.named = other.named,
        5 => draft.strange = other.strange,
        6 => draft.turned = other.turned,
        _ => draft.wide = other.wide,
    }
    draft
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_changes_no_byte(
        first in draft(),
        other in draft(),
        edits in prop::collection::vec((any::<u8>(), 0_usize..3), 4),
    ) {
        let kept = Arc::new(Kept::empty());
        let mut now = first;
        for edit in edits {
            kept.begin();
            let (cold, again) = (now.made(&Arc::new(Kept::nothing())), now.made(&kept));
            prop_assert_eq!(cold.1, again.1);
            prop_assert!(cold.0 == again.0, "the files differ after {:?}", edit);
            now = edited(now, &other, edit);
        }
    }
}

#[test]
fn only_the_chapter_that_changed_is_set_again() {
    let words = |word: &str| vec![format!("{word} one"), format!("{word} two"), format!("{word} three")];
    let mut draft = Draft {
        headnotes: words("Head"),
        texts: words("Text"),
        notes: words("Note"),
        titles: words("Title"),
        named: false,
        strange: false,
        turned: false,
        wide: false,
    };
    let kept = Arc::new(Kept::empty());
    draft.made(&kept);
    assert_eq!(kept.len(), 3);
    // Nothing changed; the headnote is longer, so that everything after it stands elsewhere; a note.
    for change in ["", "A longer head", "note"] {
        kept.begin();
        match change {
            "" => {}
            "note" => draft.notes[2] = "another".to_owned(),
            other => draft.headnotes[0] = other.to_owned(),
        }
        draft.made(&kept);
        assert_eq!(kept.len(), if change.is_empty() { 3 } else { 4 }, "{change}");
    }
    kept.begin();
    assert_eq!(kept.len(), 3);
    // What has something to tell is set each time; nothing kept is nothing.
    draft.strange = true;
    draft.made(&kept);
    assert_eq!(kept.len(), 3);
    let nothing = Arc::new(Kept::nothing());
    draft.made(&nothing);
    assert!(nothing.is_empty());
}
