//! The words the program itself prints, in the book's language.

/// Every word the program prints. Made by `edit` from a built-in table and `[style.words]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// "Contents".
    pub contents: String,
    /// "Index".
    pub index: String,
    /// "see", in the index.
    pub see: String,
    /// "see also", in the index.
    pub see_also: String,
    /// "continued", in the index and in tables.
    pub continued: String,
    /// "Notes": the heading over notes in the EPUB.
    pub notes: String,
    /// "Note", for a reader's device.
    pub note: String,
    /// "Back to reference", for a reader's device.
    pub back_to_reference: String,
    /// "Sources and Bibliography".
    pub bibliography: String,
    /// "Sources".
    pub sources: String,
    /// "Works Cited".
    pub works_cited: String,
    /// "Part", before a number.
    pub part: String,
    /// "Chapter", before a number.
    pub chapter: String,
    /// "edited by".
    pub edited_by: String,
    /// "and", between two names.
    pub and: String,
    /// "Copyright".
    pub copyright: String,
    /// "Title Page".
    pub title_page: String,
    /// "Half Title".
    pub half_title: String,
    /// "Cover".
    pub cover: String,
    /// "Abridged.", in a source note.
    pub abridged: String,
    /// "accessed", before a date of retrieval.
    pub accessed: String,
    /// "Draft: rights not cleared".
    pub draft: String,
    /// "Untitled".
    pub untitled: String,
    /// "Page", for a reader's device.
    pub page: String,
    /// "paragraph", short: "¶" or "par.".
    pub paragraph: String,
    /// "Ed.", which signs an editor's note.
    pub editor_signature: String,
    /// "Editor's note", for a reader's device.
    pub editors_note: String,
    /// "Made with anthology" with room for nothing: the colophon line.
    pub colophon: String,
    /// "Set in", before the fonts' names.
    pub set_in: String,
    /// January to December.
    pub months: [String; 12],
}
