//! Inlines: what runs on in lines.

use super::note::NoteId;
use crate::diagnostic::Span;
use crate::id::Id;
use crate::metadata::Language;

/// A place that something points to, by its number in the edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnchorId(pub u32);

/// A run of inlines.
pub type Inlines = Vec<Inline>;

/// What runs on in lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Words. A source's soft line break is a space here.
    Text(Run),
    /// Words set apart.
    Styled(Style, Inlines),
    /// Words in another language.
    Foreign(Language, Inlines),
    /// Words that lead somewhere.
    Link {
        /// Where to.
        target: Target,
        /// The words; empty for `[](doc:id)`, until `edit` puts the title.
        content: Inlines,
        /// Where it is written; `None` where the program made it.
        span: Option<Span>,
    },
    /// A picture in the line.
    Picture(Picture),
    /// A line's end that is to be kept.
    LineBreak,
    /// Where a note is called.
    NoteCall(NoteId),
    /// A reference to literature; `edit` makes it a note.
    Cite(Cite),
    /// A mark for the index; `edit` makes it an [`Inline::Anchor`].
    Mark(Mark),
    /// A place that the editor's records name by its number in the document; `edit` makes it an
    /// [`Inline::Anchor`].
    Point(u32),
    /// A place that something points to; only after `edit`. It has no width.
    Anchor(AnchorId),
    /// The number of the page on which a place stands; only after `edit`, and nothing where there are no pages.
    PageOf(AnchorId),
    /// The number of the line on that page, from its head down; only after `edit`, and nothing where there are no
    /// pages.
    LineOf(AnchorId),
    /// Where a page of the printed edition begins, by its number among these; only in an e-book that carries them.
    PageStart(u32),
}

/// Words and where they come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Where they come from.
    pub origin: Origin,
}

impl Run {
    /// The words between two bytes of it; empty where these are no borders of characters. Where the run is the
    /// source's bytes, so is the part.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let place = |span: Span| {
            if span.range().len() != self.text.len() {
                return span;
            }
            let at = |offset: usize| span.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            Span { start: at(range.start), end: at(range.end), ..span }
        };
        let origin = match self.origin {
            Origin::Source(span) => Origin::Source(place(span)),
            Origin::Editor(span) => Origin::Editor(place(span)),
            Origin::Program => Origin::Program,
        };
        Self { text: self.text.get(range).unwrap_or_default().to_owned(), origin }
    }
}

/// Where words come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A source, here. Where the lengths agree, the words are the source's bytes unchanged.
    Source(Span),
    /// The editor: the manifest, an introduction, a headnote.
    Editor(Span),
    /// The program: "Contents", "see also".
    Program,
}

/// How words are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Italic, roman again inside itself.
    Emphasis,
    /// Bold.
    Strong,
    /// Small capitals.
    SmallCaps,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// Letters of equal width.
    Code,
    /// Struck through.
    Struck,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Out of the book. Only http, https and mailto are kept by readers.
    Url(String),
    /// To a document of the book (`doc:id`).
    Document(Id),
    /// To a place in a document of the book; `edit` makes it [`Target::Anchor`] or [`Target::Page`].
    Place(Place),
    /// To a heading of the same document (`#id`).
    Heading(String),
    /// To a place; only after `edit`.
    Anchor(AnchorId),
    /// To a place whose page is told in print; only after `edit`.
    Page {
        /// The place.
        place: AnchorId,
        /// Whether the page stands for the link's words; else it follows them.
        alone: bool,
    },
}

/// A place in a document: `[words](doc:id "quoted words")`, `[](page:id)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The document.
    pub document: Id,
    /// The words that stand there; none: where the document begins.
    pub words: Option<String>,
    /// Whether its page is told in print.
    pub page: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Where it lies: as the source writes it, relative to the source's file; after `edit`, a key
    /// of the book's images.
    pub key: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Where it is called for.
    pub span: Span,
}

/// `[see @key, p. 3; @other]`: one citation group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cite {
    /// What stands between the brackets.
    pub text: String,
    /// Where, brackets included.
    pub span: Span,
}

/// An index mark: `<!--ix Lenin > body of-->`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Point, range or principal.
    pub kind: MarkKind,
    /// Heading path: words divided by ` > `.
    pub path: String,
    /// The whole comment.
    pub span: Span,
}

/// What an index mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `ix`: here.
    Point,
    /// `ix+`: from here.
    Start,
    /// `ix-`: to here.
    End,
    /// `ix!`: here above all.
    Principal,
    /// `ix~`: not here, although a pattern matches in this paragraph.
    Suppress,
}

/// The words of `inlines` without marks, notes or pictures; line breaks become spaces.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => text.push_str(&run.text),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                collect(content, text);
            }
            Inline::LineBreak => text.push(' '),
            Inline::Picture(_)
            | Inline::NoteCall(_)
            | Inline::Cite(_)
            | Inline::Mark(_)
            | Inline::Point(_)
            | Inline::Anchor(_)
            | Inline::PageOf(_)
            | Inline::LineOf(_)
            | Inline::PageStart(_) => {}
        }
    }
}
