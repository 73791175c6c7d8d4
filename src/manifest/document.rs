//! `[document.*]`, sidecars and front matter: what is known about a document and what is done to it.

use super::{Credit, Spanned, TextRef};
use crate::diagnostic::Span;
use crate::id::Id;
use crate::metadata::{Date, Language};

/// A document: what the manifest, its sidecar and its front matter say, in this order of authority.
#[derive(Clone, Debug)]
pub struct DocumentSpec {
    /// Its id.
    pub id: Spanned<Id>,
    /// Its file, relative to the manifest's folder.
    pub file: Spanned<String>,
    /// Title, inline Markdown; without one the text's first line or the file's name serves.
    pub title: Option<Spanned<String>>,
    /// Subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// For running heads and short citations.
    pub short_title: Option<Spanned<String>>,
    /// Authors, and others by role.
    pub authors: Vec<Credit>,
    /// CSL type: `webpage`, `book`, `motion_picture`.
    pub kind: Option<Spanned<String>>,
    /// What it appeared in.
    pub container: Option<Spanned<String>>,
    /// The series it appeared in.
    pub series: Option<Spanned<String>>,
    /// Its publisher.
    pub publisher: Option<Spanned<String>>,
    /// Publisher's place.
    pub publisher_place: Option<Spanned<String>>,
    /// Volume, issue, pages, edition, as written.
    pub volume: Option<Spanned<String>>,
    /// Issue.
    pub issue: Option<Spanned<String>>,
    /// Pages.
    pub pages: Option<Spanned<String>>,
    /// Edition.
    pub edition: Option<Spanned<String>>,
    /// When it was published.
    pub date: Option<Spanned<Date>>,
    /// When it was written.
    pub written: Option<Spanned<Date>>,
    /// Where it was written.
    pub written_place: Option<Spanned<String>>,
    /// Its address.
    pub url: Option<Spanned<String>>,
    /// An archived copy's address.
    pub archive_url: Option<Spanned<String>>,
    /// When it was retrieved.
    pub retrieved: Option<Spanned<Date>>,
    /// Its language, if not the book's.
    pub language: Option<Spanned<Language>>,
    /// The editor's introduction to it.
    pub headnote: Option<TextRef>,
    /// File of standoff notes.
    pub notes_file: Option<Spanned<String>>,
    /// Tags.
    pub tags: Vec<Spanned<String>>,
    /// Digest the source must have; `auto` until locked.
    pub sha256: Option<Spanned<String>>,
    /// Rights.
    pub rights: Rights,
    /// What to print; everything, if empty.
    pub pick: Vec<AnchorSpec>,
    /// What to leave out.
    pub omit: Vec<Cut>,
    /// What to correct.
    pub correct: Vec<Correction>,
    /// Editor's notes.
    pub note: Vec<EditorNote>,
    /// Blocks that the capture lost.
    pub block: Vec<Recovery>,
    /// Its comment thread.
    pub thread: Option<Thread>,
    /// `annotated-list`.
    pub set_as: Option<Spanned<String>>,
    /// Which entries of an annotated list to print.
    pub select: Option<Select>,
    /// Whether the verse, headings and quotations of a plain text are recognised (yes, unless it says no).
    pub recognise: bool,
    /// Whether the words of the page around a plain text are left out; where it is not said they stay, and a warning
    /// shows them.
    pub clean: Option<bool>,
    /// Every how-manieth line of its verse shows its number in print, where it has its own rule; 0: none.
    pub line_numbers: Option<u32>,
}

impl DocumentSpec {
    /// When it was written, or else published.
    #[must_use]
    pub fn dated(&self) -> Option<&Spanned<Date>> {
        self.written.as_ref().or(self.date.as_ref())
    }
}

/// Quoted words, or first and last words of a stretch, or a heading (`## Glasnost`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorSpec {
    /// As written.
    pub words: Spanned<String>,
}

/// A stretch of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins, or all of it.
    pub from: Spanned<String>,
    /// Where it ends.
    pub end: StretchEnd,
}

/// Where a stretch ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StretchEnd {
    /// With the words of its beginning (`at`).
    Itself,
    /// Before these words.
    Before(Spanned<String>),
    /// With these words.
    Through(Spanned<String>),
}

/// `omit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// What goes.
    pub stretch: Stretch,
    /// What shows it.
    pub mark: Option<CutMark>,
}

/// What shows a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CutMark {
    /// […] in the line.
    Inline,
    /// […] on a line of its own.
    Line,
    /// Nothing.
    None,
}

/// `[[document.*.correct]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The source's words.
    pub at: Spanned<String>,
    /// What to print.
    pub to: Spanned<String>,
    /// How it shows.
    pub kind: CorrectionKind,
}

/// How a correction shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CorrectionKind {
    /// Only in the note on the text.
    Silent,
    /// In brackets.
    Bracket,
    /// The source's words stand, with *sic*.
    Sic,
    /// In an editor's note.
    Note,
}

/// `[[document.*.note]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorNote {
    /// The words it is called at.
    pub at: Spanned<String>,
    /// Its text, Markdown.
    pub text: Spanned<String>,
    /// Who signs it, if not the editors.
    pub by: Option<Spanned<String>>,
}

/// `[[document.*.block]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Which paragraphs.
    pub stretch: Stretch,
    /// What they are.
    pub kind: RecoveryKind,
    /// A heading's level.
    pub level: Option<u8>,
}

/// What the capture lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecoveryKind {
    /// Lines of verse.
    Verse,
    /// A quotation.
    Extract,
    /// A letter.
    Letter,
    /// A heading.
    Heading,
    /// A listing.
    Listing,
    /// A dialogue.
    Dialogue,
    /// Who did what.
    Credits,
    /// A break between sections.
    SectionBreak,
    /// Not part of the document.
    Drop,
    /// Paragraphs as they were read, whatever they look like.
    Text,
}

/// `thread`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// The heading it stands under.
    pub heading: Option<Spanned<String>>,
    /// `dialogue`.
    pub set_as: Option<Spanned<String>>,
    /// Whether comments are numbered.
    pub number: bool,
    /// Which comments stay: `1-13, 15`.
    pub keep: Option<Spanned<String>>,
    /// What stands for a missing name.
    pub unnamed: Option<Spanned<String>>,
}

/// `select`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// Words an entry must hold.
    pub matching: Vec<Spanned<String>>,
    /// Not before.
    pub from: Option<Spanned<Date>>,
    /// Not after.
    pub until: Option<Spanned<Date>>,
    /// Whether CMS slugs go.
    pub drop_slugs: bool,
    /// `date` or `source`.
    pub order: Option<Spanned<String>>,
}

/// `rights`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// How things stand.
    pub status: RightsStatus,
    /// Where it is said.
    pub span: Option<Span>,
    /// Where the status is said, if it is said here.
    pub status_span: Option<Span>,
    /// The grant that serves.
    pub grant: Option<Spanned<Id>>,
    /// Who holds them.
    pub holder: Option<Spanned<String>>,
    /// How to reach them.
    pub contact: Option<Spanned<String>>,
    /// Why it is in the public domain.
    pub reason: Option<Spanned<String>>,
    /// SPDX licence.
    pub licence: Option<Spanned<String>>,
    /// Why a fair use.
    pub rationale: Option<Spanned<String>>,
    /// At most so many words.
    pub max_words: Option<Spanned<u32>>,
    /// When it was asked for.
    pub asked: Option<Spanned<Date>>,
    /// When it was granted.
    pub granted: Option<Spanned<Date>>,
    /// Until when.
    pub expires: Option<Spanned<Date>>,
    /// The letter's file, inside the book; whether it is there is not checked here.
    pub evidence: Option<Spanned<String>>,
    /// For which editions.
    pub editions: Vec<Spanned<String>>,
    /// For how many copies.
    pub print_run: Option<Spanned<u32>>,
    /// Where.
    pub territory: Option<Spanned<String>>,
    /// For what fee.
    pub fee: Option<Spanned<String>>,
    /// The words the holder wants printed.
    pub credit: Option<Spanned<String>>,
}

/// How rights stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RightsStatus {
    /// Nobody's.
    PublicDomain,
    /// The editors' own.
    Own,
    /// Under a licence to all.
    Licensed,
    /// By permission.
    Permission,
    /// As fair use.
    FairUse,
    /// Asked for.
    Requested,
    /// Refused.
    Denied,
    /// Not known.
    #[default]
    Unknown,
}
