//! Judges by what right each piece is printed: cleared, or on which grounds not.
//!
//! Enters: the manifest, and as plain data what the book prints of each piece ([`Usage`]). Leaves: a
//! [`Verdict`] for each document and each picture with rights of its own; the log of permissions and the
//! letters that ask for them. A ground is a [`Diagnostic`]: a draft counts them, a release fails on them.
//!
//! It asks no clock: a permission expires by the date of the book. It knows no text, only counts and the
//! words at the ends of what is printed. The rules are those of a bookkeeper, not of a lawyer: what a letter
//! or licence allows is compared with what the manifest says will be done.

mod fair;
mod grounds;
mod letter;
mod licence;
mod log;
#[cfg(test)]
mod tests;

pub use letter::{Letter, letters};
pub use log::log;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Span};
use crate::id::Id;
use crate::manifest::{EditionSpec, Manifest, Rights, RightsStatus, Spanned};
use crate::metadata::Date;

use grounds::Case;

/// What a book prints of its pieces, counted.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// The title of the book with its subtitle, plain.
    pub title: String,
    /// Every document of the book, in order.
    pub documents: Vec<DocumentUse>,
    /// The pictures that have a table in the manifest and that something calls for, by file.
    pub images: BTreeMap<String, ImageUse>,
    /// Which of the files that `evidence` names are there.
    pub evidence: BTreeSet<String>,
    /// The date of the book, by which permissions expire: the manifest's, else `SOURCE_DATE_EPOCH`.
    pub date: Option<Date>,
}

/// What is printed of a document.
#[derive(Clone, Debug)]
pub struct DocumentUse {
    /// Which.
    pub id: Id,
    /// Its title, plain.
    pub title: String,
    /// Its authors as printed; empty where unknown.
    pub byline: String,
    /// Its date as printed.
    pub date: Option<String>,
    /// Words printed, those of the source's own notes with them.
    pub words: usize,
    /// Words of the source, those of its notes with them.
    pub source_words: usize,
    /// How much of the source is printed, in hundredths.
    pub share: u8,
    /// The first words printed.
    pub first_words: String,
    /// The last words printed.
    pub last_words: String,
    /// Whether something was left out.
    pub abridged: bool,
    /// Whether words were changed.
    pub corrected: bool,
}

/// Where a picture is printed.
#[derive(Clone, Debug, Default)]
pub struct ImageUse {
    /// What it is called, plain.
    pub title: Option<String>,
    /// Documents that call for it.
    pub documents: BTreeSet<Id>,
    /// Whether the cover or a text of the editor's does.
    pub elsewhere: bool,
}

/// Something that is printed by a right of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// A document.
    Document(Id),
    /// A picture, by its file.
    Image(String),
}

/// How things stand with one piece.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Which.
    pub piece: Piece,
    /// Why it may not be in a released book; none: it is cleared.
    pub grounds: Vec<Ground>,
}

impl Verdict {
    /// Whether it may be in a released book.
    #[must_use]
    pub fn cleared(&self) -> bool {
        self.grounds.is_empty()
    }
}

/// A reason why a piece is not cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// In few words, for a table: "no evidence".
    pub short: String,
    /// Whole: code, place, what to do.
    pub fault: Diagnostic,
    /// Who can mend it.
    pub mender: Mender,
}

impl Ground {
    /// A ground that the holder's leave or the holder's words would mend.
    fn of_holder(short: impl Into<String>, fault: Diagnostic) -> Self {
        Self { short: short.into(), fault, mender: Mender::Holder }
    }

    /// A ground that the editor alone can mend: nobody is to be asked about it.
    fn of_editor(short: impl Into<String>, fault: Diagnostic) -> Self {
        Self { short: short.into(), fault, mender: Mender::Editor }
    }
}

/// Who can mend what a piece is not cleared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mender {
    /// Who holds the rights.
    Holder,
    /// Who makes the book: a file that is not there, a date that is not said.
    Editor,
}

/// Judges what `editions` print: documents in the order of the book, then pictures.
#[must_use]
pub fn judge(manifest: &Manifest, usage: &Usage, editions: &[&EditionSpec]) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = Vec::new();
    let mut places: BTreeMap<Piece, usize> = BTreeMap::new();
    for case in cases(manifest, usage) {
        let printing: Vec<&EditionSpec> = editions.iter().copied().filter(|edition| case.printed_in(edition)).collect();
        if printing.is_empty() {
            continue;
        }
        places.insert(case.piece.clone(), verdicts.len());
        verdicts.push(Verdict { grounds: case.grounds(&printing, usage), piece: case.piece });
    }
    for (piece, ground) in fair::overused(manifest, usage, editions) {
        if let Some(verdict) = places.get(&piece).and_then(|at| verdicts.get_mut(*at)) {
            verdict.grounds.push(ground);
        }
    }
    verdicts
}

/// Whether `edition` prints the document `id`.
fn prints(edition: &EditionSpec, id: &Id) -> bool {
    !edition.omit_documents.iter().any(|omitted| omitted.value == *id)
}

/// By what a holder is known: the same name, however its spaces and capitals are written.
fn holder_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The rights of `piece`, its grant's laid under them.
#[must_use]
pub fn of<'m>(manifest: &'m Manifest, piece: &Piece) -> Option<&'m Rights> {
    match piece {
        Piece::Document(id) => manifest.documents.get(id).map(|spec| &spec.rights),
        Piece::Image(file) => manifest.images.get(file).map(|image| &image.rights),
    }
}

/// Each credit that `edition` owes and that is nowhere in it. `printed` tells whether a credit is.
#[must_use]
pub fn uncredited(
    manifest: &Manifest,
    usage: &Usage,
    edition: &EditionSpec,
    printed: &dyn Fn(&Spanned<String>) -> bool,
) -> Vec<Diagnostic> {
    let owed = cases(manifest, usage).filter(|case| case.printed_in(edition));
    let credits = owed.filter_map(|case| Some((case.name(), case.rights.credit.as_ref()?)));
    let missing = credits.filter(|(_, credit)| !printed(credit));
    missing
        .map(|(name, credit)| {
            let edition = &edition.name.value;
            Diagnostic::error(
                "credit-not-printed",
                format!("the edition `{edition}` does not print the credit of {name}"),
            )
            .at(credit.span, "in these words")
            .hint("list `permissions` or `copyright-page` in [matter]: credits are printed there")
        })
        .collect()
}

/// How a status is written.
#[must_use]
pub const fn status_word(status: RightsStatus) -> &'static str {
    match status {
        RightsStatus::PublicDomain => "public-domain",
        RightsStatus::Own => "own",
        RightsStatus::Licensed => "licensed",
        RightsStatus::Permission => "permission",
        RightsStatus::FairUse => "fair-use",
        RightsStatus::Requested => "requested",
        RightsStatus::Denied => "denied",
        RightsStatus::Unknown => "unknown",
    }
}

/// Where the rights hold, if that is not everywhere.
#[must_use]
pub fn limited_to(rights: &Rights) -> Option<&str> {
    const EVERYWHERE: [&str; 8] =
        ["world", "worldwide", "the world", "welt", "weltweit", "monde", "mundo", "world rights"];
    let territory = rights.territory.as_ref().map(|territory| territory.value.trim());
    territory.filter(|territory| !EVERYWHERE.contains(&territory.to_lowercase().as_str()))
}

/// Every piece that has rights of its own: documents, and pictures whose table says something of them.
fn cases<'m>(manifest: &'m Manifest, usage: &'m Usage) -> impl Iterator<Item = Case<'m>> {
    let documents = usage.documents.iter().filter_map(|counted| {
        let spec = manifest.documents.get(&counted.id)?;
        Some(Case {
            piece: Piece::Document(counted.id.clone()),
            rights: &spec.rights,
            place: place(&spec.rights, spec.id.span),
            document: Some(counted),
            image: None,
            manifest,
        })
    });
    let images = usage.images.iter().filter_map(|(file, used)| {
        let spec = manifest.images.get(file)?;
        let own = spec.rights.span.is_some() || spec.rights.credit.is_some();
        own.then(|| Case {
            piece: Piece::Image(file.clone()),
            rights: &spec.rights,
            place: place(&spec.rights, spec.span.unwrap_or(manifest.book.title.span)),
            document: None,
            image: Some(used),
            manifest,
        })
    });
    documents.chain(images)
}

/// Where the rights are said, or else where the piece is named.
fn place(rights: &Rights, named: Span) -> Span {
    rights.status_span.filter(|_| rights.grant.is_none()).or(rights.span).unwrap_or(named)
}
