//! The words the program itself prints, in the book's language.
//!
//! Enters: a language and whether its dates begin with the day. Leaves: [`Words`], every term, month
//! and pattern the program prints. One table per language lies below `words/`; `[style.words]` replaces
//! single words by name. Nothing here knows what the words are printed on.

mod dates;
mod de;
mod en;
mod es;
mod fr;
mod it;
mod phrases;
mod pl;
mod pt;
mod ru;

use crate::metadata::Language;
pub use phrases::capitalised;

/// Writes [`Words`] (what a book carries) and `Table` (what a language provides) from one list, so that
/// no language can forget a word.
macro_rules! vocabulary {
    ($($(#[doc = $doc:literal])+ $name:ident = $key:literal,)*) => {
        /// Every word the program prints. Made by `edit` from a built-in table and `[style.words]`.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Words {
            $($(#[doc = $doc])+ pub $name: String,)*
            /// January to December, as they stand alone.
            pub months: [String; 12],
            /// January to December, in the case a day before them asks for.
            pub months_after_day: [String; 12],
            /// Whether "and" after three or more things has a comma before it.
            pub serial_comma: bool,
        }

        /// The words of one language.
        struct Table {
            $($name: &'static str,)*
            months: [&'static str; 12],
            months_after_day: [&'static str; 12],
            serial_comma: bool,
        }

        impl Words {
            /// The names by which `[style.words]` and [`Words::replace`] know the words; months are
            /// known by [`Words::MONTHS`].
            pub const KEYS: &[&str] = &[$($key),*];

            fn from_table(table: &Table) -> Self {
                Self {
                    $($name: table.$name.to_owned(),)*
                    months: table.months.map(str::to_owned),
                    months_after_day: table.months_after_day.map(str::to_owned),
                    serial_comma: table.serial_comma,
                }
            }

            fn word(&mut self, name: &str) -> Option<&mut String> {
                match name {
                    $($key => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

vocabulary! {
    /// "Contents".
    contents = "contents",
    /// "Index".
    index = "index",
    /// "Index of Names".
    index_of_names = "index-of-names",
    /// "Index of Places".
    index_of_places = "index-of-places",
    /// "Index of Subjects".
    index_of_subjects = "index-of-subjects",
    /// "Index of First Lines".
    index_of_first_lines = "index-of-first-lines",
    /// "Index of Titles".
    index_of_titles = "index-of-titles",
    /// "see", in the index.
    see = "see",
    /// "see also", in the index.
    see_also = "see-also",
    /// "See p. {page}.": at the foot of a page that calls a note of an earlier page.
    see_page = "see-page",
    /// "continued", in the index and in tables.
    continued = "continued",
    /// "in reply to", before the name or the number of whom a comment answers.
    in_reply_to = "in-reply-to",
    /// "Notes": the heading over notes in the EPUB.
    notes = "notes",
    /// "Note", for a reader's device.
    note = "note",
    /// "Notes to page {page}": the running head over the notes at a book's end.
    notes_to_page = "notes-to-page",
    /// "Notes to pages {pages}": the same for several pages.
    notes_to_pages = "notes-to-pages",
    /// "Back to reference", for a reader's device.
    back_to_reference = "back-to-reference",
    /// "Sources and Bibliography".
    bibliography = "bibliography",
    /// "Sources".
    sources = "sources",
    /// "Works Cited".
    works_cited = "works-cited",
    /// "Permissions".
    permissions = "permissions",
    /// "Contributors".
    contributors = "contributors",
    /// "Chronology".
    chronology = "chronology",
    /// "Glossary".
    glossary = "glossary",
    /// "Contents by Date".
    contents_by_date = "contents-by-date",
    /// "Contents by Author".
    contents_by_author = "contents-by-author",
    /// "Contents by Theme".
    contents_by_theme = "contents-by-theme",
    /// "Undated": over documents without a date.
    undated = "undated",
    /// "Unsigned": over documents without an author.
    unsigned = "unsigned",
    /// "Other": over documents without a theme.
    other_themes = "other-themes",
    /// "Abbreviations".
    abbreviations = "abbreviations",
    /// "Further Reading".
    further_reading = "further-reading",
    /// "Note on the Text".
    note_on_the_text = "note-on-the-text",
    /// "Emendations".
    emendations = "emendations",
    /// "Dedication", for a reader's device.
    dedication = "dedication",
    /// "Epigraph", for a reader's device.
    epigraph = "epigraph",
    /// "In this book:", before the documents of somebody.
    in_this_book = "in-this-book",
    /// A date of the Julian calendar: `{date}` stands for it.
    old_style = "old-style",
    /// "spring", before a year.
    spring = "spring",
    /// "summer", before a year.
    summer = "summer",
    /// "autumn", before a year.
    autumn = "autumn",
    /// "winter", before a year.
    winter = "winter",
    /// How many documents there are (`{total}`), and how many are abridged (`{abridged}`).
    text_documents = "text-documents",
    /// What `{mark}` stands for.
    text_omissions = "text-omissions",
    /// What was made uniform: `{list}`.
    text_regularized = "text-regularized",
    /// "quotation marks", in that list.
    text_quotes = "text-quotes",
    /// "dashes", in that list.
    text_dashes = "text-dashes",
    /// "spaces", in that list.
    text_spaces = "text-spaces",
    /// "points of ellipsis", in that list.
    text_ellipses = "text-ellipses",
    /// How many corrections there are, by kind: `{list}`.
    text_corrections = "text-corrections",
    /// "silent", before a number.
    text_silent = "text-silent",
    /// "in brackets", before a number.
    text_bracketed = "text-bracketed",
    /// "marked [sic]", before a number.
    text_sic = "text-sic",
    /// "in notes", before a number.
    text_noted = "text-noted",
    /// Before the list of silent corrections.
    text_silently = "text-silently",
    /// What the numbers before corrections are: page and line.
    text_lines = "text-lines",
    /// Whose notes have such marks as `{mark}`: the authors'.
    text_author_notes = "text-author-notes",
    /// Whose notes have such marks as `{mark}`: the editors'.
    text_editor_notes = "text-editor-notes",
    /// Whose notes are signed with `{mark}`: the editors'.
    text_signed_notes = "text-signed-notes",
    /// What "Old Style" says of a date.
    text_old_style = "text-old-style",
    /// "Part", before a number.
    part = "part",
    /// "Chapter", before a number.
    chapter = "chapter",
    /// "Edited by", before the names on the title page.
    edited_by = "edited-by",
    /// "Translated by", before names.
    translated_by = "translated-by",
    /// "Compiled by", before names.
    compiled_by = "compiled-by",
    /// "Directed by", before names.
    directed_by = "directed-by",
    /// "Produced by", before names.
    produced_by = "produced-by",
    /// "Narrated by", before names.
    narrated_by = "narrated-by",
    /// "Spoken by", before names.
    spoken_by = "spoken-by",
    /// "Illustrated by", before names.
    illustrated_by = "illustrated-by",
    /// "Photographs by", before names.
    photographs_by = "photographs-by",
    /// "Art by", before names.
    art_by = "art-by",
    /// "Music by", before names.
    composed_by = "composed-by",
    /// "Transcribed by", before names.
    transcribed_by = "transcribed-by",
    /// "Annotated by", before names.
    annotated_by = "annotated-by",
    /// "Introduction by", before names.
    introduction_by = "introduction-by",
    /// "Introduction": over the notes to one that has no title.
    introduction = "introduction",
    /// "Afterword by", before names.
    afterword_by = "afterword-by",
    /// "Interview by", before names.
    interview_by = "interview-by",
    /// "Interview with", before names.
    interview_with = "interview-with",
    /// "Published by", before names.
    published_by = "published-by",
    /// "Distributed by", before names.
    distributed_by = "distributed-by",
    /// "With contributions by", before names.
    with_part_of = "with-part-of",
    /// "and", between two names.
    and = "and",
    /// "Copyright".
    copyright = "copyright",
    /// "Title Page".
    title_page = "title-page",
    /// "Half Title".
    half_title = "half-title",
    /// "Cover".
    cover = "cover",
    /// "Abridged.", in a source note.
    abridged = "abridged",
    /// "accessed", before a date of retrieval.
    accessed = "accessed",
    /// "Written", before the place and date of writing, in a source note.
    written = "written",
    /// "Archived at", before an address, in a source note.
    archived_at = "archived-at",
    /// "Licensed under", before the name of a licence.
    licensed_under = "licensed-under",
    /// "Draft: rights not cleared".
    draft = "draft",
    /// "Untitled".
    untitled = "untitled",
    /// "Page", for a reader's device.
    page = "page",
    /// "Pages", of the list of a printed edition's pages.
    pages = "pages",
    /// "p.", before the number of a page that a reference names.
    page_short = "page-short",
    /// "paragraph", short: "¶" or "par.".
    paragraph = "paragraph",
    /// "Ed.", which signs an editor's note.
    editor_signature = "editor-signature",
    /// "Editor's note", for a reader's device.
    editors_note = "editors-note",
    /// "Trans.", which signs the note of a document's translator.
    translator_signature = "translator-signature",
    /// "Translator's note", for a reader's device.
    translators_note = "translators-note",
    /// "Ed. of the source", which signs a note by the editors a document's source had.
    source_editor_signature = "source-editor-signature",
    /// "Note by the source's editor", for a reader's device.
    source_editors_note = "source-editors-note",
    /// "The source has “…”.", in a note on a correction: `{}` stands for the source's words.
    source_has = "source-has",
    /// "Made with anthology" with room for nothing: the colophon line.
    colophon = "colophon",
    /// "Set in", before the fonts' names.
    set_in = "set-in",
    /// What is said of the bundled fonts' licence.
    font_licence = "font-licence",
    /// A day: `{day}`, `{month}` and `{year}` in their order.
    date_day = "date-day",
    /// A month: `{month}` and `{year}` in their order.
    date_month = "date-month",
    /// The first of a month, where it is not "1".
    first_day = "first-day",
    /// "ca.", before a date.
    approximate = "approximate",
    /// "since", before the start of a time that lasts.
    since = "since",
    /// "until", before the end of a time whose start is not known.
    until = "until",
    /// "BC", after a year.
    before_christ = "before-christ",
    /// "AD {year}", of a year where one before it has its era.
    after_christ = "after-christ",
}

impl Words {
    /// The words of `language`, by its primary subtag; `None` where there is no table for it.
    ///
    /// `day_first`: an English date begins with its day, whatever the region (*New Hart's Rules* 11.5).
    #[must_use]
    pub fn of(language: &Language, day_first: bool) -> Option<Self> {
        let table = match language.primary() {
            "en" => &en::TABLE,
            "de" => &de::TABLE,
            "fr" => &fr::TABLE,
            "es" => &es::TABLE,
            "it" => &it::TABLE,
            "ru" => &ru::TABLE,
            "pt" => &pt::TABLE,
            "pl" => &pl::TABLE,
            _ => return None,
        };
        let mut words = Self::from_table(table);
        let american = matches!(language.as_str(), "en" | "en-US" | "en-Latn" | "en-Latn-US" | "en-CA" | "en-PH");
        if language.primary() == "en" && (day_first || !american) {
            "{day} {month} {year}".clone_into(&mut words.date_day);
        }
        // *New Hart's Rules* 11.8; *Chicago* 10.48 writes "ca."
        if language.primary() == "en" && day_first {
            "c.".clone_into(&mut words.approximate);
        }
        Some(words)
    }

    /// English words: what a language without a table gets.
    #[must_use]
    pub fn english() -> Self {
        Self::from_table(&en::TABLE)
    }

    /// The names by which [`Words::replace`] knows the months.
    pub const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    /// Puts `value` in the place of the word `name` (`see-also`, `january`); `false` if there is no such word.
    pub fn replace(&mut self, name: &str, value: &str) -> bool {
        if let Some(word) = self.word(name) {
            value.clone_into(word);
            return true;
        }
        let month = Self::MONTHS.iter().position(|month| *month == name);
        let places = month.and_then(|at| Some((self.months.get_mut(at)?, self.months_after_day.get_mut(at)?)));
        places.is_some_and(|(alone, after_day)| {
            value.clone_into(alone);
            value.clone_into(after_day);
            true
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tag: &str) -> Words {
        Language::parse(tag).and_then(|l| Words::of(&l, false)).unwrap()
    }

    #[test]
    fn every_language_has_every_word() {
        for tag in ["en", "de", "fr", "es", "it", "ru", "pt", "pl"] {
            let mut words = words(tag);
            for name in Words::KEYS {
                let word = words.word(name).unwrap();
                assert!(!word.is_empty() && word.trim() == word, "{tag}: {name}");
            }
            assert!(words.see_page.contains("{page}"), "{tag}");
            assert!(words.notes_to_page.contains("{page}") && words.notes_to_pages.contains("{pages}"), "{tag}");
            assert!(words.after_christ.contains("{year}"), "{tag}");
            assert!(words.date_day.contains("{day}") && words.date_month.contains("{year}"), "{tag}");
        }
        assert_eq!(Language::parse("fi").and_then(|l| Words::of(&l, false)), None);
    }

    #[test]
    fn words_are_replaced_by_name() {
        let mut words = words("en");
        assert!(words.replace("see-also", "cf."));
        assert_eq!(words.see_also, "cf.");
        assert!(!words.replace("see_also", "x"));
        assert!(words.replace("may", "Mai"));
        assert_eq!(words.months[4], "Mai");
        assert!(!words.replace("months", "x"));
    }
}
