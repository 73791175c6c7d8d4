//! The grounds that lie in one piece: its status, what is missing, what is overstepped.

use super::licence::{self, Deeds};
use super::{DocumentUse, Ground, ImageUse, Piece, Usage, prints, status_word};
use crate::design::PdfKind;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::{EditionKind, EditionSpec, Manifest, Rights, RightsStatus, Spanned};

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
        match (&self.piece, self.image) {
            (Piece::Document(id), _) => prints(edition, id),
            (Piece::Image(_), Some(used)) => used.elsewhere || used.documents.iter().any(|id| prints(edition, id)),
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
        grounds.extend(self.print_runs(editions));
        grounds.extend(self.max_words(usage, editions));
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
        Ground::of_holder("not cleared", fault.at(self.place, format!("status {word}")).hint(hint))
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
            // Of leave that was given on a day, the letter only has to be named.
            let given = self.rights.granted.is_some();
            let ground = if given { Ground::of_editor } else { Ground::of_holder };
            return Some(ground("no evidence", fault.hint(hint)));
        };
        (!usage.evidence.contains(&evidence.value)).then(|| {
            let message = format!("the evidence `{}` is not there", evidence.value);
            let fault = Diagnostic::error("missing-evidence", message)
                .at(evidence.span, "no such file")
                .hint("paths are relative to the manifest's folder");
            Ground::of_editor("evidence not there", fault)
        })
    }

    fn no_credit(&self) -> Option<Ground> {
        self.rights.credit.is_none().then(|| {
            let (owner, span) = self.owner();
            let hint = "give the holder's own words: credit = \"Reprinted by permission of …\"";
            let fault = Diagnostic::error("missing-credit", format!("{owner} has no credit")).at(span, "");
            Ground::of_holder("no credit", fault.hint(hint))
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
            Ground::of_editor(format!("no {key}"), fault.at(self.place, "").hint(hint))
        })
    }

    /// Creative Commons' terms, and what every licence asks for.
    fn licence(&self, grounds: &mut Vec<Ground>) {
        let Some(given) = &self.rights.licence else {
            let (_, span) = self.owner();
            let fault =
                Diagnostic::error("missing-licence", format!("{} is licensed, but how is not said", self.name()));
            let fault = fault.at(span, "").hint("name the licence: licence = \"CC-BY-4.0\"");
            grounds.push(Ground::of_holder("no licence", fault));
            return;
        };
        let changed = match self.document.map(|document| (document.abridged, document.corrected)).unwrap_or_default() {
            (false, false) => None,
            (true, false) => Some("abridged"),
            (false, true) => Some("corrected"),
            (true, true) => Some("abridged and corrected"),
        };
        let sold = self.manifest.release.for_sale;
        if licence::asks_credit(&given.value, Deeds { changed: changed.is_some(), sold: sold.unwrap_or_default() }) {
            grounds.extend(self.no_credit());
        }
        self.forbidden(given, changed, grounds);
    }

    /// What the licence forbids of that which is done: to change the piece, to sell it, to do both at once.
    fn forbidden(&self, given: &Spanned<String>, changed: Option<&str>, grounds: &mut Vec<Ground>) {
        let (name, piece) = (&given.value, self.name());
        let forbids = |changed, sold| !licence::allows(name, Deeds { changed, sold });
        let found = grounds.len();
        if let Some(changed) = changed.filter(|_| forbids(true, false)) {
            let message = format!("{piece} is {changed}, which {name} does not allow");
            let fault = Diagnostic::error("no-derivatives", message)
                .at(given.span, "no changed versions (ND)")
                .hint("print it whole and as it is, or ask its holder for leave");
            grounds.push(Ground::of_holder(format!("ND, but {changed}"), fault));
        }
        let whole = grounds.len() == found;
        match self.manifest.release.for_sale {
            Some(true) if forbids(false, true) => {
                let fault = Diagnostic::error("not-for-sale", format!("{name} does not allow {piece} to be sold"))
                    .at(given.span, "non-commercial use only (NC)")
                    .hint("the book is for sale, says `for-sale` in [release]: ask the holder for leave, or give the book away");
                grounds.push(Ground::of_holder("NC, but for sale", fault));
            }
            Some(true) => {
                if let Some(changed) = changed.filter(|_| whole && forbids(true, true)) {
                    let message = format!("{piece} is {changed} and sold: no licence of {name} allows both");
                    let fault = Diagnostic::error("not-for-sale", message)
                        .at(given.span, "one forbids changes (ND), the other sale (NC)")
                        .hint("print it whole and as it is, or ask its holder for leave");
                    grounds.push(Ground::of_holder(format!("NC, but {changed} and for sale"), fault));
                }
            }
            None if forbids(changed.is_some() && whole, true) => {
                let message =
                    format!("{name} does not allow {piece} to be sold, and whether the book is for sale is not said");
                let fault = Diagnostic::error("sale-not-said", message)
                    .at(given.span, "non-commercial use only (NC)")
                    .hint("if the book is given away, say so: [release] for-sale = false; if it is sold, ask the holder for leave");
                grounds.push(Ground::of_editor("NC: for sale?", fault));
            }
            Some(false) | None => {}
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
            return Some(Ground::of_editor("book without date", fault));
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
            Ground::of_holder(format!("expired {until}"), fault)
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
        Some(Ground::of_holder(format!("not for `{name}`"), fault))
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
                Some(Ground::of_holder(format!("print run over {}", granted.value), fault))
            }
            None if edition.format == EditionKind::Pdf && edition.kind == PdfKind::Press => {
                let message = format!("how many copies of the edition `{name}` are printed is not said");
                let fault = Diagnostic::error("no-print-run", message)
                    .at(granted.span, format!("{subject} is for so many"))
                    .hint(format!("[edition.{name}] print-run = {}", granted.value));
                Some(Ground::of_editor(format!("no print run for `{name}`"), fault))
            }
            _ => None,
        }
    }

    /// Leave for so many copies is leave for all of them together, in whatever editions; one that alone has too many
    /// has been told.
    fn print_runs(&self, editions: &[&EditionSpec]) -> Option<Ground> {
        let granted = self.rights.print_run.as_ref()?;
        let runs = || editions.iter().filter_map(|edition| Some((edition, edition.print_run.as_ref()?)));
        let copies: u64 = runs().map(|(_, run)| u64::from(run.value)).sum();
        if copies <= u64::from(granted.value) || runs().any(|(_, run)| run.value > granted.value) {
            return None;
        }
        let grants = self.grant().and_then(|grant| grant.print_run.as_ref()).map(|run| run.span);
        let subject = self.says(granted.span, grants);
        let names: Vec<String> = runs().map(|(edition, _)| format!("`{}`", edition.name.value)).collect();
        let names = names.join(" and ");
        let message =
            format!("the editions {names} have {copies} copies together, but {subject} is for {}", granted.value);
        let fault = Diagnostic::error("print-run-exceeded", message).at(granted.span, "so many are granted");
        let fault = runs().fold(fault, |fault, (_, run)| fault.also(run.span, "so many are printed"));
        let fault = fault.hint("print fewer, or ask for more");
        Some(Ground::of_holder(format!("print run over {}", granted.value), fault))
    }

    /// Words that the piece's own terms allow for it, or its grant for all that it serves in one edition: that which
    /// prints the most of them is told.
    fn max_words(&self, usage: &Usage, editions: &[&EditionSpec]) -> Option<Ground> {
        let most = self.rights.max_words.as_ref()?;
        let document = self.document?;
        let grant = self.grant().and_then(|grant| grant.max_words.as_ref());
        let serves = |other: &&DocumentUse| {
            let spec = self.manifest.documents.get(&other.id);
            spec.and_then(|spec| spec.rights.max_words.as_ref()).is_some_and(|other| other.span == most.span)
        };
        let documents: Vec<&DocumentUse> = match grant.filter(|grant| grant.span == most.span) {
            Some(_) => usage.documents.iter().filter(serves).collect(),
            None => vec![document],
        };
        let words_in = |edition: &EditionSpec| -> usize {
            documents.iter().filter(|other| prints(edition, &other.id)).map(|other| other.words).sum()
        };
        let words = editions.iter().map(|edition| words_in(edition)).max()?;
        if words <= most.value as usize {
            return None;
        }
        // Which edition it is says something where another has fewer.
        let worst = editions.iter().find(|edition| words_in(edition) == words);
        let worst = worst.filter(|_| self.manifest.editions.iter().any(|edition| words_in(edition) < words));
        let place = worst.map(|edition| format!(" in the edition `{}`", edition.name.value)).unwrap_or_default();
        let subject = self.says(most.span, grant.map(|grant| grant.span));
        let message = format!("{words} words are printed{place}, but {subject} is for {}", most.value);
        let fault = Diagnostic::error("too-many-words", message).at(most.span, "so many are granted");
        let fault = fault.hint("print less of it (`pick`, `omit`), or ask for more");
        Some(Ground::of_holder(format!("over {} words", most.value), fault))
    }
}
