//! What was set in an earlier making of the book and can be used again: so that whoever watches a book of a thousand
//! pages waits for the chapter he changed, not for the book.
//!
//! Enter a chapter's stretches, as [`super::stretch`] divides the text; leaves what was made of them before, if they and all
//! they depend on are the same: design, faces, words of the program, what the chapter says, the notes it calls. Where
//! its words stand in their files does not matter, and nothing that is kept says it: what has a character to tell of, or a
//! fault, is set anew each time, as is what names pages. Folios, heads and the page of each anchor are added when it
//! is bound, as ever. With [`Kept::nothing`] every stretch is set, and nothing else is different.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::bind::SetStretch;
use super::stretch::{Piece, Stretch};
use crate::book::{AnchorId, Book, Chapter, Prose};
use crate::design::Design;
use crate::document::{Inline, Inlines, NoteId, Target, walk};
use crate::fonts::{FaceIndex, FontLibrary};

/// What tells a stretch and all it depends on from others.
pub(super) type Key = [u8; 32];

/// Stretches that were set, for the next making of the same book.
#[derive(Debug, Default)]
pub struct Kept {
    stretches: Option<Mutex<BTreeMap<Key, Entry>>>,
    making: AtomicU64,
}

#[derive(Debug)]
struct Entry {
    set: Arc<SetStretch>,
    /// The faces that were at hand when it was set.
    faces: Arc<[FaceIndex]>,
    /// The last making that asked for it.
    making: u64,
}

impl Kept {
    /// Keeps nothing: every making is the first.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Keeps what it is given.
    #[must_use]
    pub fn empty() -> Self {
        Self { stretches: Some(Mutex::default()), making: AtomicU64::new(0) }
    }

    /// A new making begins: what the last one had no use for is forgotten.
    pub fn begin(&self) {
        let Some(stretches) = &self.stretches else { return };
        let last = self.making.fetch_add(1, Ordering::Relaxed);
        stretches.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, entry| entry.making == last);
    }

    /// How many stretches are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        let count = |kept: &Mutex<BTreeMap<Key, Entry>>| kept.lock().unwrap_or_else(PoisonError::into_inner).len();
        self.stretches.as_ref().map_or(0, count)
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was set before under this key, in these faces.
    pub(super) fn get(&self, key: &Key, fonts: &FontLibrary) -> Option<SetStretch> {
        let (set, faces) = {
            let mut stretches = self.stretches.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
            let entry = stretches.get_mut(key)?;
            entry.making = self.making.load(Ordering::Relaxed);
            (Arc::clone(&entry.set), Arc::clone(&entry.faces))
        };
        // They are read from their files when they are first asked for, and nobody else may ask.
        for face in &*faces {
            let _ = fonts.face(*face);
        }
        Some(SetStretch::clone(&set))
    }

    pub(super) fn put(&self, key: Key, set: &SetStretch, fonts: &FontLibrary) {
        let Some(stretches) = &self.stretches else { return };
        let loaded = (0_u16..).zip(fonts.loaded()).filter(|(_, face)| face.is_some());
        let faces = loaded.map(|(number, _)| FaceIndex(number)).collect();
        let entry = Entry { set: Arc::new(set.clone()), faces, making: self.making.load(Ordering::Relaxed) };
        stretches.lock().unwrap_or_else(PoisonError::into_inner).insert(key, entry);
    }

    /// The keys of stretches of the text; none for what is not kept.
    pub(super) fn keys(
        &self,
        stretches: &[Stretch],
        (book, design, fonts): (&Book, &Design, &FontLibrary),
    ) -> Vec<Option<Key>> {
        let nothing = || vec![None; stretches.len()];
        if self.stretches.is_none() {
            return nothing();
        }
        let Some(common) = common(book, design, fonts) else { return nothing() };
        let chapters: Vec<&Chapter> = book.parts.iter().flat_map(|part| &part.chapters).collect();
        let chapters: BTreeMap<AnchorId, Option<Key>> =
            chapters.into_par_iter().map(|chapter| (chapter.anchor, of_chapter(chapter, book))).collect();
        stretches.iter().map(|stretch| of_stretch(stretch, &common, &chapters, book)).collect()
    }
}

/// Takes in what a text says and leaves out where it stands: spans alone are hashed as numbers of 128 bits.
struct Content(Sha256);

impl Content {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn key(self) -> Key {
        self.0.finalize().into()
    }
}

impl Hasher for Content {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn write_u128(&mut self, _: u128) {}

    fn finish(&self) -> u64 {
        let key: Key = self.0.clone().finalize().into();
        key.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

/// What every stretch depends on. `None` where it is set in a family of this machine: another may be installed.
fn common(book: &Book, design: &Design, fonts: &FontLibrary) -> Option<Key> {
    let families = [&design.fonts.text, &design.fonts.heading, &design.fonts.code];
    if !families.into_iter().all(|family| fonts.owns(family)) {
        return None;
    }
    let mut content = Content::new();
    let mut written = String::new();
    write!(written, "{design:?}").ok()?;
    written.hash(&mut content);
    fonts.tell_own(&mut content);
    book.words.hash(&mut content);
    book.metadata.language.hash(&mut content);
    book.metadata.title.hash(&mut content);
    book.omission.hash(&mut content);
    book.paragraph_numbers.hash(&mut content);
    book.endnotes.hash(&mut content);
    (book.places.len(), book.notes.len()).hash(&mut content);
    for (key, image) in &book.images {
        (key, image.format, image.pixels).hash(&mut content);
    }
    Some(content.key())
}

/// A chapter and the notes it calls; `None` if it names a page.
fn of_chapter(chapter: &Chapter, book: &Book) -> Option<Key> {
    let mut seen = Seen::default();
    seen.titles(chapter.title.iter().chain(&chapter.subtitle));
    chapter.introduction.iter().for_each(|prose| seen.prose(prose));
    for selection in &chapter.selections {
        seen.titles([&selection.title, &selection.short_title].into_iter().chain(&selection.subtitle));
        seen.titles(&selection.source_note);
        selection.headnote.iter().chain([&selection.text]).for_each(|prose| seen.prose(prose));
    }
    let mut content = Content::new();
    chapter.hash(&mut content);
    seen.notes(book, &mut content)?;
    Some(content.key())
}

fn of_stretch(stretch: &Stretch, common: &Key, chapters: &BTreeMap<AnchorId, Option<Key>>, book: &Book) -> Option<Key> {
    let mut content = Content::new();
    common.hash(&mut content);
    (stretch.start as u8, stretch.dress as u8, stretch.blank_after).hash(&mut content);
    stretch.anchors.hash(&mut content);
    let mut seen = Seen::default();
    if let Some(part) = stretch.part {
        (part.anchor, &part.slug, &part.title, &part.subtitle).hash(&mut content);
        seen.titles(part.title.iter().chain(&part.subtitle));
    }
    if let Some(chapter) = stretch.chapter {
        (*chapters.get(&chapter.anchor)?)?.hash(&mut content);
    }
    for piece in &stretch.pieces {
        std::mem::discriminant(piece).hash(&mut content);
        match piece {
            Piece::Part(part) => part.anchor.hash(&mut content),
            Piece::Chapter(chapter) => chapter.anchor.hash(&mut content),
            Piece::Introduction(prose) => {
                prose.hash(&mut content);
                seen.prose(prose);
            }
            Piece::Document { selection, run_on } => (selection.anchor, run_on).hash(&mut content),
            Piece::Notes(groups) => {
                groups.hash(&mut content);
                groups.iter().for_each(|group| seen.called.extend(&group.notes));
            }
            Piece::Matter(_) => return None,
        }
    }
    seen.notes(book, &mut content)?;
    Some(content.key())
}

/// What a text calls from elsewhere.
#[derive(Default)]
struct Seen {
    called: BTreeSet<NoteId>,
    names_pages: bool,
}

impl Seen {
    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::NoteCall(note) => drop(self.called.insert(*note)),
            Inline::Link { target: Target::Page { .. }, .. } | Inline::PageOf(_) | Inline::LineOf(_) => {
                self.names_pages = true;
            }
            _ => {}
        }
    }

    fn titles<'t>(&mut self, titles: impl IntoIterator<Item = &'t Inlines>) {
        titles.into_iter().for_each(|title| walk::inlines(title, &mut |inline| self.inline(inline)));
    }

    fn prose(&mut self, prose: &Prose) {
        walk::all_inlines(&prose.blocks, &mut |inline| self.inline(inline));
    }

    /// Takes in the notes that are called, and those that these call; `None` if a page is named somewhere.
    fn notes(mut self, book: &Book, content: &mut Content) -> Option<()> {
        let mut told: BTreeSet<NoteId> = BTreeSet::new();
        while let Some(id) = self.called.pop_first() {
            if !told.insert(id) {
                continue;
            }
            let Some(note) = book.notes.get(id.0 as usize) else { continue };
            (id, note).hash(content);
            walk::all_inlines(&note.body, &mut |inline| self.inline(inline));
        }
        (!self.names_pages).then_some(())
    }
}
