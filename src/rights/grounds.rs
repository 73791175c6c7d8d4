//! The grounds that lie in one piece: its status, what is missing, what is overstepped.

use super::{DocumentUse, Ground, ImageUse, Piece, Usage, licence, status_word};
use crate::design::PdfKind;
use crate::diagnostic::{Diagnostic, Span};
use crate::id::Id;
use crate::manifest::{EditionKind, EditionSpec, Manifest, Rights, RightsStatus};

/// One piece with all that is known of it.
pub(super) struct Case<'m> {
    pub(super) manifest: &'m Manifest,
    pub(super) piece: Piece,
    pub(super) rights: &'m Rights,
    /// Where its rights are said, or else where it is named.
    pub(super) place: Span,
    /// If it is a document: what is printed of it.
    pub(super) document: Option<&'m DocumentUse>,
    /// If it is a picture: who prints it.
    pub(super) image: Option<&'m ImageUse>,
}

impl Case<'_> {
    /// "`diary`", "the picture `art/x.png`".
    pub(super) fn name(&self) -> String {
        match &self.piece {
            Piece::Document(id) => format!("`{id}`"),
            Piece::Image(file) => format!("the picture `{file}`"),
        }
    }

    /// Whether `edition` prints it.
    pub(super) fn printed_in(&self, edition: &EditionSpec) -> bool {
        let omitted = |id: &Id| edition.omit_documents.iter().any(|omitted| omitted.value == *id);
        match (&self.piece, self.image) {
            (Piece::Document(id), _) => !omitted(id),
            (Piece::Image(_), Some(used)) => used.elsewhere || used.documents.iter().any(|id| !omitted(id)),
            (Piece::Image(_), None) => false,
        }
    }

    /// Why it may not be in a release of `editions`, all of which print it.
    pub(super) fn grounds(&self, editions: &[&EditionSpec], usage: &Usage) -> Vec<Ground> {
        if !self.manifest.release.rights.contains(&self.rights.status) {
            return vec![self.uncleared()];
        }
        let mut grounds = Vec::new();
        match self.rights.status {
            RightsStatus::Permission => {
                grounds.extend(self.evidence(usage));
                grounds.extend(self.no_credit());
            }
            RightsStatus::Licensed => self.licence(&mut grounds),
            RightsStatus::PublicDomain => grounds.extend(self.no_reason("reason", self.rights.reason.is_none())),
            RightsStatus::FairUse => grounds.extend(self.no_reason("rationale", self.rights.rationale.is_none())),
            RightsStatus::Own | RightsStatus::Requested | RightsStatus::Denied | RightsStatus::Unknown => {}
        }
        grounds.extend(self.expired(usage));
        for edition in editions {
            grounds.extend(self.edition(edition));
            grounds.extend(self.print_run(edition));
        }
        grounds.extend(self.max_words(usage));
        grounds
    }

    /// The status is none of those that `release.rights` names.
    fn uncleared(&self) -> Ground {
        let status = self.rights.status;
        let word = status_word(status);
        let table = match &self.piece {
            Piece::Document(id) => format!("[document.{id}]"),
            Piece::Image(file) => format!("[image.\"{file}\"]"),
        };
        let hint = match status {
            RightsStatus::Unknown => format!(
                "find out who holds them and ask: {table} rights = {{ status = \"requested\", holder = \"…\" }}; `anthology permissions` writes the letter"
            ),
            RightsStatus::Requested => {
                "when leave is given, say so: status = \"permission\", with `granted`, `evidence` and `credit`".to_owned()
            }
            RightsStatus::Denied => {
                "take it out of its chapter, or out of an edition with `omit-documents`".to_owned()
            }
            RightsStatus::FairUse => {
                "a book of pieces is badly placed to rely on it; to accept the risk, name `fair-use` in [release] rights"
                    .to_owned()
            }
            _ => format!("[release] rights does not name `{word}`"),
        };
        let fault = Diagnostic::error("rights-uncleared", format!("the rights of {} are not cleared", self.name()));
        Ground { short: "not cleared".to_owned(), fault: fault.at(self.place, format!("status {word}")).hint(hint) }
    }

    /// What a missing value is missing from: the grant, if there is one, or else the piece.
    fn owner(&self) -> (String, Span) {
        let grant = self.rights.grant.as_ref().and_then(|grant| Some((grant, self.grant()?.span?)));
        grant.map_or_else(
            || (format!("the permission for {}", self.name()), self.place),
            |(grant, span)| (format!("[grant.{}]", grant.value), span),
        )
    }

    /// The grant's own terms.
    pub(super) fn grant(&self) -> Option<&Rights> {
        let grant = self.rights.grant.as_ref()?;
        self.manifest.grants.get(&grant.value).map(|grant| &grant.rights)
    }

    /// Who says what stands at `span`: the grant, if it is `grants`, or else the piece's own terms.
    fn says(&self, span: Span, grants: Option<Span>) -> String {
        match &self.rights.grant {
            Some(grant) if grants == Some(span) => format!("[grant.{}]", grant.value),
            _ => format!("the permission for {}", self.name()),
        }
    }

    fn evidence(&self, usage: &Usage) -> Option<Ground> {
        let Some(evidence) = &self.rights.evidence else {
            let (owner, span) = self.owner();
            let fault = Diagnostic::error("missing-evidence", format!("{owner} names no evidence")).at(span, "");
            let hint = "name the letter or the page that grants it: evidence = \"permissions/letter.pdf\"";
            return Some(Ground { short: "no evidence".to_owned(), fault: fault.hint(hint) });
        };
        (!usage.evidence.contains(&evidence.value)).then(|| Ground {
            short: "evidence not there".to_owned(),
            fault: Diagnostic::error("missing-evidence", format!("the evidence `{}` is not there", evidence.value))
                .at(evidence.span, "no such file")
                .hint("paths are relative to the manifest's folder"),
        })
    }

    fn no_credit(&self) -> Option<Ground> {
        self.rights.credit.is_none().then(|| {
            let (owner, span) = self.owner();
            let hint = "give the holder's own words: credit = \"Reprinted by permission of …\"";
            let fault = Diagnostic::error("missing-credit", format!("{owner} has no credit")).at(span, "");
            Ground { short: "no credit".to_owned(), fault: fault.hint(hint) }
        })
    }

    fn no_reason(&self, key: &str, missing: bool) -> Option<Ground> {
        missing.then(|| {
            let word = status_word(self.rights.status);
            let fault = Diagnostic::error("missing-reason", format!("{} is {word}, but why is not said", self.name()));
            let example = match self.rights.status {
                RightsStatus::PublicDomain => "the author died in 1931",
                _ => "four lines, quoted in order to discuss them",
            };
            let hint = format!("say why: {key} = \"{example}\"");
            Ground { short: format!("no {key}"), fault: fault.at(self.place, "").hint(hint) }
        })
    }

    /// Creative Commons' terms, and what every licence asks for.
    fn licence(&self, grounds: &mut Vec<Ground>) {
        let Some(given) = &self.rights.licence else {
            let (_, span) = self.owner();
            let fault =
                Diagnostic::error("missing-licence", format!("{} is licensed, but how is not said", self.name()));
            let fault = fault.at(span, "").hint("name the licence: licence = \"CC-BY-4.0\"");
            grounds.push(Ground { short: "no licence".to_owned(), fault });
            return;
        };
        let name = &given.value;
        if !licence::asks_no_credit(name) {
            grounds.extend(self.no_credit());
        }
        let changed = match self.document.map(|document| (document.abridged, document.corrected)).unwrap_or_default() {
            (false, false) => None,
            (true, false) => Some("abridged"),
            (false, true) => Some("corrected"),
            (true, true) => Some("abridged and corrected"),
        };
        if let Some(changed) = changed.filter(|_| licence::forbids_changes(name)) {
            let message = format!("{} is {changed}, which {name} does not allow", self.name());
            let fault = Diagnostic::error("no-derivatives", message)
                .at(given.span, "no changed versions (ND)")
                .hint("print it whole and as it is, or ask its holder for leave");
            grounds.push(Ground { short: format!("ND, but {changed}"), fault });
        }
        if self.manifest.release.for_sale && licence::forbids_sale(name) {
            let fault = Diagnostic::error("not-for-sale", format!("{name} does not allow {} to be sold", self.name()))
                .at(given.span, "non-commercial use only (NC)")
                .hint("the book is for sale, says `for-sale` in [release]: ask the holder for leave, or give the book away");
            grounds.push(Ground { short: "NC, but for sale".to_owned(), fault });
        }
    }

    /// By the last day that the date of the book may stand for.
    fn expired(&self, usage: &Usage) -> Option<Ground> {
        let expires = self.rights.expires.as_ref()?;
        let last = expires.value.last_day()?;
        let subject = self.says(expires.span, self.grant().and_then(|grant| grant.expires.as_ref()).map(|e| e.span));
        let Some(date) = &usage.date else {
            let fault = Diagnostic::error("no-date", format!("whether {subject} has expired cannot be told"))
                .at(expires.span, "the book has no date")
                .hint("give the day of publication: [book] date = 2026-09-01; no clock is asked");
            return Some(Ground { short: "book without date".to_owned(), fault });
        };
        (date.last_day()? > last).then(|| {
            let until = &expires.value;
            let fault = Diagnostic::error("grant-expired", format!("{subject} ends before the book's date, {date}"))
                .at(expires.span, format!("until {until}"));
            let whole_year = date.start.as_ref().is_some_and(|start| start.day.is_none());
            let fault = if whole_year && date.year() == until.year() {
                fault.hint("give the book's date to the day: [book] date = 2026-03-01")
            } else {
                fault.hint("ask the holder to renew it")
            };
            Ground { short: format!("expired {until}"), fault }
        })
    }

    fn edition(&self, edition: &EditionSpec) -> Option<Ground> {
        let granted = &self.rights.editions;
        let first = granted.first()?;
        let name = edition.name.value.as_str();
        if granted.iter().any(|granted| granted.value == name) {
            return None;
        }
        let grants = self.grant().and_then(|grant| grant.editions.first()).map(|edition| edition.span);
        let subject = self.says(first.span, grants);
        let names: Vec<&str> = granted.iter().map(|granted| granted.value.as_str()).collect();
        let hint = format!("ask for this edition too, or leave documents out of it: [edition.{name}] omit-documents");
        let fault = Diagnostic::error("edition-not-granted", format!("{subject} does not cover the edition `{name}`"))
            .at(first.span, format!("for {} only", names.join(", ")))
            .hint(hint);
        Some(Ground { short: format!("not for `{name}`"), fault })
    }

    /// Copies are counted on paper: an edition that says how many, and one that is made for the press.
    fn print_run(&self, edition: &EditionSpec) -> Option<Ground> {
        let granted = self.rights.print_run.as_ref()?;
        let name = edition.name.value.as_str();
        let grants = self.grant().and_then(|grant| grant.print_run.as_ref()).map(|run| run.span);
        let subject = self.says(granted.span, grants);
        match &edition.print_run {
            Some(run) if run.value > granted.value => {
                let message =
                    format!("the edition `{name}` has {} copies, but {subject} is for {}", run.value, granted.value);
                let fault = Diagnostic::error("print-run-exceeded", message)
                    .at(granted.span, "so many are granted")
                    .also(run.span, "so many are printed")
                    .hint("print fewer, or ask for more");
                Some(Ground { short: format!("print run over {}", granted.value), fault })
            }
            None if edition.format == EditionKind::Pdf && edition.kind == PdfKind::Press => {
                let message = format!("how many copies of the edition `{name}` are printed is not said");
                let fault = Diagnostic::error("no-print-run", message)
                    .at(granted.span, format!("{subject} is for so many"))
                    .hint(format!("[edition.{name}] print-run = {}", granted.value));
                Some(Ground { short: format!("no print run for `{name}`"), fault })
            }
            _ => None,
        }
    }

    /// Words that the piece's own terms allow for it, or its grant for all that it serves.
    fn max_words(&self, usage: &Usage) -> Option<Ground> {
        let most = self.rights.max_words.as_ref()?;
        let document = self.document?;
        let grant = self.grant().and_then(|grant| grant.max_words.as_ref());
        let shared = grant.is_some_and(|grant| grant.span == most.span);
        let serves = |other: &&DocumentUse| {
            let spec = self.manifest.documents.get(&other.id);
            spec.and_then(|spec| spec.rights.max_words.as_ref()).is_some_and(|other| other.span == most.span)
        };
        let words: usize =
            if shared { usage.documents.iter().filter(serves).map(|other| other.words).sum() } else { document.words };
        (words > most.value as usize).then(|| {
            let subject = self.says(most.span, grant.map(|grant| grant.span));
            let message = format!("{words} words are printed, but {subject} is for {}", most.value);
            let fault = Diagnostic::error("too-many-words", message).at(most.span, "so many are granted");
            let fault = fault.hint("print less of it (`pick`, `omit`), or ask for more");
            Ground { short: format!("over {} words", most.value), fault }
        })
    }
}
