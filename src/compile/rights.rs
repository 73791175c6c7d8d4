//! Tells `rights` what a book prints, and holds editions to its verdicts.

use std::collections::BTreeSet;
use std::path::Path;

use super::Project;
use crate::book::Book;
use crate::diagnostic::{Diagnostics, Files};
use crate::edit::{self, ListedDocument};
use crate::id::Id;
use crate::manifest::{EditionSpec, Manifest, Spanned};
use crate::rights::{self, DocumentUse, ImageUse, Letter, Usage, Verdict};
use crate::shelf::Shelf;

impl Project {
    /// What the book prints of each piece.
    #[must_use]
    pub fn usage(&self, files: &Files) -> Usage {
        let (manifest, sources) = (&self.manifest, &self.sources);
        let title = &manifest.book.title;
        let subtitle = manifest.book.subtitle.as_ref().map(|subtitle| edit::plain_line(manifest, subtitle));
        let title = edit::plain_line(manifest, title) + &subtitle.map(|words| format!(": {words}")).unwrap_or_default();
        let images = edit::image_callers(manifest, sources).into_iter().map(|(file, callers)| {
            let title = manifest.images.get(&file).and_then(|image| image.title.as_ref());
            let title = title.map(|title| edit::plain_line(manifest, title));
            (file, ImageUse { title, documents: callers.documents, elsewhere: callers.elsewhere })
        });
        Usage {
            title,
            documents: edit::list(manifest, sources, files).into_iter().map(counted).collect(),
            images: images.collect(),
            evidence: self.evidence.clone(),
            date: edit::book_date(manifest, sources.epoch),
        }
    }

    /// What `rights` says of every piece that `editions` print.
    #[must_use]
    pub fn verdicts(&self, usage: &Usage, editions: &[&EditionSpec]) -> Vec<Verdict> {
        rights::judge(&self.manifest, usage, editions)
    }

    /// The same for the whole book.
    #[must_use]
    pub fn all_verdicts(&self, usage: &Usage) -> Vec<Verdict> {
        let editions: Vec<&EditionSpec> = self.manifest.editions.iter().collect();
        self.verdicts(usage, &editions)
    }

    /// Notes every ground on which `editions` may not be released.
    pub fn clear(&self, files: &Files, editions: &[&EditionSpec], diagnostics: &mut Diagnostics) {
        for verdict in self.verdicts(&self.usage(files), editions) {
            verdict.grounds.into_iter().for_each(|ground| diagnostics.push(ground.fault));
        }
    }

    /// The log of permissions (CSV) and a letter for each holder who is to be asked.
    #[must_use]
    pub fn permissions(&self, files: &Files) -> (String, Vec<Letter>) {
        let usage = self.usage(files);
        let verdicts = self.all_verdicts(&usage);
        (rights::log(&self.manifest, &usage, &verdicts), rights::letters(&self.manifest, &usage, &verdicts))
    }

    /// Whether an edition says that it is a draft.
    pub(super) fn is_draft(&self, files: &Files, spec: &EditionSpec) -> bool {
        let manifest = &self.manifest;
        if self.is_proof() {
            return true;
        }
        if !manifest.release.draft_mark {
            return false;
        }
        // A status that no count can mend, the usual case, is seen without counting.
        let omitted = |id: &Id| spec.omit_documents.iter().any(|omitted| omitted.value == *id);
        let mut printed = manifest.documents.iter().filter(|(id, _)| !omitted(id));
        printed.any(|(_, document)| !manifest.release.rights.contains(&document.rights.status))
            || self.verdicts(&self.usage(files), &[spec]).iter().any(|verdict| !verdict.cleared())
    }

    /// Notes the credits that `book` owes and does not print.
    pub(super) fn check_credits(&self, files: &Files, spec: &EditionSpec, book: &Book, diagnostics: &mut Diagnostics) {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let texts: Vec<String> = edit::apparatus(book).iter().map(|text| squeezed(text)).collect();
        let printed = |credit: &Spanned<String>| {
            let wanted = squeezed(&edit::plain_line(&self.manifest, credit));
            texts.iter().any(|text| text.contains(&wanted))
        };
        for fault in rights::uncredited(&self.manifest, &self.usage(files), spec, &printed) {
            diagnostics.push(fault);
        }
    }
}

fn counted(listed: ListedDocument) -> DocumentUse {
    DocumentUse {
        id: listed.id,
        title: listed.title,
        byline: listed.byline,
        date: listed.date,
        words: listed.words,
        source_words: listed.source_words,
        share: listed.share,
        first_words: listed.first_words,
        last_words: listed.last_words,
        abridged: listed.abridged,
        corrected: listed.corrected,
    }
}

/// Which of the files that `evidence` names are on the shelf.
pub(super) fn evidence(manifest: &Manifest, shelf: &dyn Shelf) -> BTreeSet<String> {
    let documents = manifest.documents.values().map(|document| &document.rights);
    let images = manifest.images.values().map(|image| &image.rights);
    let named = documents.chain(images).filter_map(|rights| Some(rights.evidence.as_ref()?.value.clone()));
    named.filter(|file| shelf.has(Path::new(file))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::load;
    use crate::shelf::Memory;

    /// A book of two documents in memory; `more` stands in its manifest.
    fn project(more: &str) -> (Project, Files) {
        project_of(more, "# A title\n\nOne two three four.\n")
    }

    /// The same of documents in other words.
    fn project_of(more: &str, text: &str) -> (Project, Files) {
        let book = format!(
            "[book]\ntitle = \"V\"\ndate = 2026\n[edition.epub]\n[edition.less]\nformat = \"epub\"\nomit-documents = [\"b\"]\n\
             [[chapter]]\ndocuments = [\"a\", \"b\"]\n[document.a]\nrights = \"own\"\n{more}"
        );
        let (mut files, mut faults) = (Files::default(), Diagnostics::default());
        let shelf: Memory =
            [("anthology.toml", book.as_str()), ("sources/a.md", text), ("sources/b.md", text), ("letter.pdf", "")]
                .into_iter()
                .collect();
        let project = load(&shelf, Path::new("anthology.toml"), None, &mut files, &mut faults);
        assert!(!faults.has_errors(), "{:#?}", faults.as_slice());
        (project.unwrap(), files)
    }

    /// Whether each of the two editions says that it is a draft.
    fn drafts(more: &str) -> Vec<bool> {
        let (project, files) = project(more);
        project.manifest.editions.iter().map(|spec| project.is_draft(&files, spec)).collect()
    }

    #[test]
    fn an_edition_is_a_draft_while_something_it_prints_is_not_cleared() {
        assert_eq!(drafts(""), [true, false]);
        assert_eq!(drafts("[release]\ndraft-mark = false\n"), [false, false]);
        let letter =
            |rest: &str| format!("[document.b]\nrights = {{ status = \"permission\", credit = \"x\"{rest} }}\n");
        assert_eq!(drafts(&letter("")), [true, false]);
        assert_eq!(drafts(&letter(", evidence = \"lost.pdf\"")), [true, false]);
        assert_eq!(drafts(&letter(", evidence = \"letter.pdf\"")), [false, false]);
        assert_eq!(drafts(&letter(", evidence = \"letter.pdf\", max-words = 3")), [true, false]);
    }

    #[test]
    fn what_is_printed_is_counted() {
        let (project, files) = project("");
        let usage = project.usage(&files);
        let a = &usage.documents[0];
        assert_eq!((a.words, a.source_words, a.share, a.abridged), (4, 4, 100, false));
        assert_eq!((a.title.as_str(), a.first_words.as_str()), ("A title", "One two three four."));
    }

    #[test]
    fn notes_of_the_source_are_printed_words_too() {
        let more = "[[document.a.note]]\nat = \"two\"\ntext = \"The editor says much more.\"\n\
            [[document.a.omit]]\nfrom = \"Five\"\nthrough = \"six.\"\n";
        let text =
            "# A title\n\nOne two[^1] three four.\n\nFive[^2] six.\n\n[^1]: Alpha beta.\n[^2]: Gamma delta epsilon.\n";
        let (project, files) = project_of(more, text);
        let usage = project.usage(&files);
        let a = &usage.documents[0];
        // Four words and a note of two are left of six words and notes of two and three.
        assert_eq!((a.words, a.source_words, a.abridged), (6, 11, true));
    }
}
