//! The pages of the printed edition, for an EPUB that carries them.

use crate::book::{Book, Difference, Heads, PageMap, PrintedPages, carry};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::plain_text;
use crate::manifest::EditionSpec;

/// A printed edition whose pages are known.
pub(super) struct Printed {
    /// Its name.
    pub(super) name: String,
    /// Its texts, each with an anchor at its head.
    pub(super) book: Book,
    /// Which anchor is which text's.
    pub(super) heads: Heads,
    /// Where these came to stand.
    pub(super) pages: PageMap,
}

impl Printed {
    /// Puts its pages into `book`, the edition `spec`; says where the two are not the same.
    pub(super) fn carry_to(&self, book: &mut Book, spec: &EditionSpec, diagnostics: &mut Diagnostics) -> PrintedPages {
        let (pages, differences) = carry(&self.book, (&self.heads, &self.pages), book);
        if !differences.is_empty() {
            diagnostics.push(self.different(&differences, spec));
        }
        PrintedPages { source: self.source(), ..pages }
    }

    /// What it is to be known by: its ISBN, or its title and name.
    fn source(&self) -> String {
        let metadata = &self.book.metadata;
        match &metadata.isbn {
            Some(isbn) => format!("urn:isbn:{}", isbn.chars().filter(char::is_ascii_alphanumeric).collect::<String>()),
            None => format!("{} ({})", plain_text(&metadata.title), self.name),
        }
    }

    fn different(&self, differences: &[Difference], spec: &EditionSpec) -> Diagnostic {
        let (own, theirs) = (&spec.name.value, &self.name);
        let list = |pick: &dyn Fn(&Difference) -> Option<&String>| {
            let names: Vec<String> = differences.iter().filter_map(|d| Some(format!("`{}`", pick(d)?))).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let only_printed = list(&|d| if let Difference::OnlyPrinted(name) = d { Some(name) } else { None })
            .map(|names| format!("`{theirs}` alone has {names}: the pages of that are not marked"));
        let not_printed = list(&|d| if let Difference::NotPrinted(name) = d { Some(name) } else { None })
            .map(|names| format!("`{own}` alone has {names}: no page is marked in that"));
        let words = list(&|d| if let Difference::Words(name) = d { Some(name) } else { None })
            .map(|names| format!("the words differ in {names}: a page may be marked some words off"));
        let hints: Vec<String> = [only_printed, not_printed, words].into_iter().flatten().collect();
        let message = format!("`{own}` carries the pages of `{theirs}`, but has not the same text");
        Diagnostic::warning("pages-differ", message).at(spec.name.span, "this edition").hint(hints.join("; "))
    }
}
