//! Letters that ask for leave: one to each holder, with exactly what is printed of each piece.
//!
//! The letters are plain text in the language of the book (English where there is no wording for it), for the
//! editor to look through, sign and send. Who has granted all that is wanted gets none.

mod de;
mod en;

use super::{Mender, Piece, Usage, Verdict, holder_key, of};
use crate::design::PdfKind;
use crate::id::{Names, slug};
use crate::manifest::{EditionKind, EditionSpec, Manifest, Rights, RightsStatus, Spanned};

/// Of a text of at most so many words it need not be said where it begins and ends.
const SHORT: usize = 24;

/// A letter to one holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub holder: String,
    /// The name of its file, without a folder: `berg-estate.txt`.
    pub file_name: String,
    /// The letter.
    pub text: String,
}

/// How a language says what a letter says. Words in braces are filled in.
struct Wording {
    /// "and", between two names.
    and: &'static str,
    /// What parts thousands.
    thousands: char,
    /// {title}: a title or words quoted.
    quoted: (char, char),
    /// What stands above: {book}.
    subject: &'static str,
    salutation: &'static str,
    /// {book}.
    book: &'static str,
    /// After the book: {editors}.
    edited: &'static str,
    /// Before the pieces: one, several.
    request: (&'static str, &'static str),
    /// A document's extent: {words}.
    whole: &'static str,
    /// A document's extent: {words}, {source}, {share}.
    excerpt: &'static str,
    corrected: &'static str,
    /// {first}, {last}.
    ends: &'static str,
    /// A picture: {file}.
    picture: &'static str,
    /// Below several documents: {words}.
    sum: &'static str,
    /// Before the editions.
    editions: &'static str,
    epub: &'static str,
    pdf: &'static str,
    /// A printed edition: {trim}.
    printed: &'static str,
    /// {copies}.
    copies: &'static str,
    /// What is asked for.
    leave: &'static str,
    /// Before the questions.
    questions: &'static str,
    whose: &'static str,
    terms: &'static str,
    credit: &'static str,
    /// After the question of the credit: {credit}.
    noted: &'static str,
    thanks: &'static str,
    regards: &'static str,
}

/// A letter for each holder whose leave is wanted, in the order of the pieces.
///
/// Where no holder is named, the author is asked, or else the publisher or what the piece appeared in.
#[must_use]
pub fn letters(manifest: &Manifest, usage: &Usage, verdicts: &[Verdict]) -> Vec<Letter> {
    // Holders as they are first named, under their keys.
    let mut asked: Vec<(String, String, Vec<&Verdict>)> = Vec::new();
    for verdict in verdicts {
        let wanted = of(manifest, &verdict.piece).filter(|rights| is_wanted(rights, verdict));
        let Some(holder) = wanted.and_then(|rights| addressee(manifest, usage, verdict, rights)) else { continue };
        let key = holder_key(&holder);
        match asked.iter_mut().find(|(known, ..)| *known == key) {
            Some((.., pieces)) => pieces.push(verdict),
            None => asked.push((key, holder, vec![verdict])),
        }
    }
    let wording = match manifest.book.language.value.primary() {
        "de" => &de::WORDING,
        _ => &en::WORDING,
    };
    let mut names = Names::without(&[]);
    let letters = asked.into_iter().map(|(_, holder, pieces)| {
        let file_name = format!("{}.txt", names.take_slug(&slug(&holder).chars().take(80).collect::<String>(), 1));
        let text = Writer { manifest, usage, wording }.letter(&holder, &pieces);
        Letter { holder, file_name, text }
    });
    letters.collect()
}

/// Whether a letter has to be written about a piece: there is something that its holder can mend.
fn is_wanted(rights: &Rights, verdict: &Verdict) -> bool {
    match rights.status {
        RightsStatus::Unknown | RightsStatus::Requested => true,
        RightsStatus::Permission | RightsStatus::Licensed | RightsStatus::FairUse => {
            verdict.grounds.iter().any(|ground| ground.mender == Mender::Holder)
        }
        RightsStatus::Own | RightsStatus::PublicDomain | RightsStatus::Denied => false,
    }
}

/// Who is to be asked.
fn addressee(manifest: &Manifest, usage: &Usage, verdict: &Verdict, rights: &Rights) -> Option<String> {
    if let Some(holder) = &rights.holder {
        return Some(holder.value.trim().to_owned());
    }
    let Piece::Document(id) = &verdict.piece else { return None };
    let spec = manifest.documents.get(id)?;
    let counted = usage.documents.iter().find(|document| document.id == *id)?;
    let byline = Some(counted.byline.clone()).filter(|byline| !byline.is_empty());
    byline.or_else(|| Some(spec.publisher.as_ref().or(spec.container.as_ref())?.value.clone()))
}

/// What a letter is written from.
struct Writer<'a> {
    manifest: &'a Manifest,
    usage: &'a Usage,
    wording: &'static Wording,
}

impl Writer<'_> {
    fn letter(&self, holder: &str, pieces: &[&Verdict]) -> String {
        let say = self.wording;
        let rights: Vec<&Rights> = pieces.iter().filter_map(|piece| of(self.manifest, &piece.piece)).collect();
        let contacts = each_once(rights.iter().filter_map(|rights| rights.contact.as_ref()));
        let address = std::iter::once(holder).chain(contacts).collect::<Vec<_>>().join("\n");
        let book = self.quoted(&self.usage.title);
        let request = if pieces.len() == 1 { say.request.0 } else { say.request.1 };
        let mut paragraphs = vec![
            address,
            fill(say.subject, &[("book", &book)]),
            say.salutation.to_owned(),
            format!("{} {request}", self.book(&book)),
            self.pieces(pieces),
        ];
        paragraphs.extend(self.sum(pieces));
        let editions: Vec<&EditionSpec> = self.editions(pieces);
        let mut lines: Vec<String> = Vec::new();
        for edition in editions {
            // Editions that differ in nothing a holder asks about are one.
            let line = format!("- {}", self.edition(edition));
            if !lines.contains(&line) || edition.print_run.is_some() {
                lines.push(line);
            }
        }
        paragraphs.push(format!("{}\n\n{}", say.editions, lines.join("\n")));
        let credits = each_once(rights.iter().filter_map(|rights| rights.credit.as_ref()));
        let credits: Vec<String> = credits.into_iter().map(|credit| self.quoted(credit)).collect();
        let noted = self.list(&credits).map(|credits| format!(" {}", fill(say.noted, &[("credit", &credits)])));
        let questions =
            [say.whose.to_owned(), say.terms.to_owned(), say.credit.to_owned() + &noted.unwrap_or_default()];
        let questions = questions.map(|question| format!("- {question}"));
        paragraphs.push(format!("{} {}\n\n{}", say.leave, say.questions, questions.join("\n")));
        paragraphs.push(say.thanks.to_owned());
        paragraphs.push(self.signature());
        paragraphs.join("\n\n") + "\n"
    }

    /// What the book is, who makes it, where and when it appears.
    fn book(&self, book: &str) -> String {
        let (say, spec) = (self.wording, &self.manifest.book);
        let mut sentence = fill(say.book, &[("book", book)]);
        if !spec.editors.is_empty() {
            sentence += &fill(say.edited, &[("editors", &self.names())]);
        }
        let publisher = spec.publisher.as_ref();
        let imprint = [publisher.map(|publisher| publisher.name.clone()), publisher.and_then(|p| p.place.clone())];
        let year = spec.date.as_ref().and_then(|date| date.value.year()).map(|year| year.to_string());
        let imprint: Vec<String> = imprint.into_iter().chain([year]).flatten().collect();
        if !imprint.is_empty() {
            sentence += " (";
            sentence += &imprint.join(", ");
            sentence += ")";
        }
        sentence + "."
    }

    fn names(&self) -> String {
        let names = self.manifest.book.editors.iter().map(|editor| editor.name.clone());
        self.list(&names.collect::<Vec<_>>()).unwrap_or_default()
    }

    /// "A, B and C"; `None` of nothing.
    fn list(&self, items: &[String]) -> Option<String> {
        let (last, first) = items.split_last()?;
        let first = first.join(", ");
        Some(if first.is_empty() { last.clone() } else { format!("{first} {} {last}", self.wording.and) })
    }

    fn pieces(&self, pieces: &[&Verdict]) -> String {
        let lines =
            pieces.iter().enumerate().map(|(at, verdict)| format!("{}. {}", at + 1, self.piece(&verdict.piece)));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Title, author and date; how much of it; where it begins and ends.
    fn piece(&self, piece: &Piece) -> String {
        let say = self.wording;
        let document = match piece {
            Piece::Image(file) => {
                let title = self.usage.images.get(file).and_then(|image| image.title.as_ref());
                let picture = fill(say.picture, &[("file", file)]);
                return title.map_or_else(|| picture.clone(), |title| format!("{}, {picture}", self.quoted(title)));
            }
            Piece::Document(id) => self.usage.documents.iter().find(|document| document.id == *id),
        };
        let Some(document) = document else { return String::new() };
        let mut line = self.quoted(&document.title);
        for known in [Some(&document.byline).filter(|byline| !byline.is_empty()), document.date.as_ref()] {
            line.extend(known.into_iter().flat_map(|known| [", ", known.as_str()]));
        }
        line += ": ";
        let (words, source) = (self.number(document.words), self.number(document.source_words));
        let share = document.share.to_string();
        line += &if document.abridged || document.words < document.source_words {
            fill(say.excerpt, &[("words", &words), ("source", &source), ("share", &share)])
        } else {
            fill(say.whole, &[("words", &words)])
        };
        if document.corrected {
            line += say.corrected;
        }
        line += ".";
        if document.words > SHORT {
            let (first, last) = (self.quoted(&format!("{} …", document.first_words)), &document.last_words);
            line += " ";
            line += &fill(say.ends, &[("first", &first), ("last", &self.quoted(&format!("… {last}")))]);
        }
        line
    }

    /// All words together, where there are several documents.
    fn sum(&self, pieces: &[&Verdict]) -> Option<String> {
        let documents = self.usage.documents.iter();
        let asked = documents.filter(|document| pieces.iter().any(|p| p.piece == Piece::Document(document.id.clone())));
        let words: Vec<usize> = asked.map(|document| document.words).collect();
        let sum = self.number(words.iter().sum());
        (words.len() > 1).then(|| fill(self.wording.sum, &[("words", &sum)]))
    }

    /// The editions that print one of the pieces.
    fn editions(&self, pieces: &[&Verdict]) -> Vec<&EditionSpec> {
        let cases: Vec<_> = super::cases(self.manifest, self.usage)
            .filter(|case| pieces.iter().any(|piece| piece.piece == case.piece))
            .collect();
        self.manifest.editions.iter().filter(|edition| cases.iter().any(|case| case.printed_in(edition))).collect()
    }

    fn edition(&self, edition: &EditionSpec) -> String {
        let say = self.wording;
        if edition.format == EditionKind::Epub {
            return say.epub.to_owned();
        }
        let mut line = match &edition.trim {
            _ if edition.kind == PdfKind::Reading && edition.print_run.is_none() => say.pdf.to_owned(),
            Some(trim) => format!("{}, {}", say.printed, trim.name.value),
            None => say.printed.to_owned(),
        };
        if let Some(run) = &edition.print_run {
            line += &fill(say.copies, &[("copies", &self.number(run.value as usize))]);
        }
        line
    }

    fn signature(&self) -> String {
        let names: Vec<&str> = self.manifest.book.editors.iter().map(|editor| editor.name.as_str()).collect();
        let publisher = self.manifest.book.publisher.as_ref().map(|publisher| publisher.name.as_str());
        let lines: Vec<&str> = std::iter::once(self.wording.regards).chain(names).chain(publisher).collect();
        lines.join("\n")
    }

    fn quoted(&self, words: &str) -> String {
        format!("{}{words}{}", self.wording.quoted.0, self.wording.quoted.1)
    }

    fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(self.wording.thousands);
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// What is written, in its order, nothing twice.
fn each_once<'m>(written: impl Iterator<Item = &'m Spanned<String>>) -> Vec<&'m str> {
    let mut once: Vec<&str> = Vec::new();
    for words in written.map(|words| words.value.trim()) {
        if !once.contains(&words) {
            once.push(words);
        }
    }
    once
}

/// `template` with words in the places of their names in braces. What is filled in is not looked at again.
fn fill(template: &str, words: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let Some((name, after)) = after.split_once('}') else { break };
        filled += words.iter().find(|(key, _)| *key == name).map_or("", |(_, word)| word);
        rest = after;
    }
    filled + rest
}
