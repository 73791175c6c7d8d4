//! A document's title: what the manifest says, else what the text opens with, else its file's name.

use crate::book::bare;
use crate::diagnostic::{Diagnostic, Files};
use crate::document::{Block, Document, Inline, Inlines, Located, Origin, Run, plain_text};
use crate::manifest::{self, DocumentSpec};
use crate::source::{self, Kind, Reading};

use super::walk;

/// A first line longer than this is no title, in characters.
const LONGEST_TITLE: usize = 120;

/// The title of a document, and whether the text's first block is it.
#[derive(Debug)]
pub(super) struct DocumentTitle<'d> {
    /// The title. Calls, marks and citations of an opening that it takes the place of stand at its end.
    pub(super) words: Inlines,
    /// The text's first block, where it says the same: it is not printed again.
    pub(super) opening: Option<&'d Located<Block>>,
    /// Whether nothing but the file's name was found.
    guessed: bool,
}

impl<'d> DocumentTitle<'d> {
    /// Finds the title of `document`.
    pub(super) fn find(spec: &DocumentSpec, document: &'d Document, files: &Files, reading: Reading) -> Self {
        let first = document.blocks.first();
        let opening = first.and_then(|block| Some((block, opening_line(block)?)));
        if let Some(title) = &spec.title {
            let mut words = source::read_inline(&title.value, title.span, reading);
            let same = opening.filter(|(_, line)| same_words(&words, line)).map(|(block, line)| {
                keep_calls(line, &mut words);
                block
            });
            return Self { words, opening: same, guessed: false };
        }
        match opening {
            Some((block, line)) if is_title(block, line, document, files) => {
                Self { words: line.clone(), opening: Some(block), guessed: false }
            }
            _ => Self { words: vec![file_name(spec)], opening: None, guessed: true },
        }
    }

    /// The title for other places than its own: no calls, no marks.
    pub(super) fn bare(&self) -> Inlines {
        bare(&self.words)
    }

    /// The blocks that are printed under the title.
    pub(super) fn text(&self, document: &'d Document) -> &'d [Located<Block>] {
        match (&self.opening, document.blocks.as_slice()) {
            (Some(_), [_, rest @ ..]) => rest,
            (_, all) => all,
        }
    }

    /// What to say of a title that is only a guess. Of an empty document something else has been said.
    pub(super) fn fault(&self, spec: &DocumentSpec, document: &Document) -> Option<Diagnostic> {
        (self.guessed && !document.blocks.is_empty()).then(|| {
            Diagnostic::warning("no-title", format!("`{}` has no title, its file's name serves", spec.id.value))
                .at(spec.id.span, "this document")
                .hint(format!("give it one:\n[document.{}]\ntitle = \"…\"", manifest::key(spec.id.value.as_str())))
        })
    }
}

/// The line a text opens with, where that can be a title at all.
fn opening_line(block: &Located<Block>) -> Option<&Inlines> {
    match &block.node {
        Block::Heading { content, .. } | Block::Paragraph(content) => Some(content),
        _ => None,
    }
}

/// Whether the opening of a text without a title in the manifest reads as one: a heading does; in plain
/// text a short line of its own that more text follows, with no stop at its end.
fn is_title(block: &Located<Block>, line: &Inlines, document: &Document, files: &Files) -> bool {
    let text = plain_text(line);
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    if matches!(block.node, Block::Heading { .. }) {
        return true;
    }
    let plain = Kind::of(files.path(document.file)) == Some(Kind::Plain);
    let stopped = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']).ends_with(['.', ',', ';', ':', '…']);
    plain
        && !stopped
        && document.blocks.len() > 1
        && text.chars().count() <= LONGEST_TITLE
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(char::is_lowercase)
        && !files.slice(block.span).trim().contains('\n')
}

/// Whether a text opens with its title, or with the part of it before a colon: case, punctuation and markup do not count,
/// and "&" is any "and".
fn same_words(title: &[Inline], opening: &[Inline]) -> bool {
    const AND: [&str; 8] = ["&", "and", "und", "et", "y", "e", "и", "i"];
    let (title, opening) = (plain_text(title), words_of(&plain_text(opening)));
    let same = |one: &String, other: &String| {
        one == other || (one == "&" || other == "&") && AND.contains(&&**one) && AND.contains(&&**other)
    };
    let is_opening = |title: &str| {
        let title = words_of(title);
        title.len() == opening.len() && title.iter().zip(&opening).all(|(one, other)| same(one, other))
    };
    !opening.is_empty() && (is_opening(&title) || title.split_once(": ").is_some_and(|(main, _)| is_opening(main)))
}

/// The letters of words, in small ones.
fn words_of(text: &str) -> Vec<String> {
    let letters = |word: &str| match word {
        "&" => "&".to_owned(),
        word => word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
    };
    text.split_whitespace().map(letters).filter(|word: &String| !word.is_empty()).collect()
}

/// What an opening holds beside its words must not go with it.
fn keep_calls(opening: &[Inline], title: &mut Inlines) {
    walk::inlines(opening, &mut |inline| {
        if matches!(inline, Inline::NoteCall(_) | Inline::Mark(_) | Inline::Cite(_)) {
            title.push(inline.clone());
        }
    });
}

/// The stem of the document's file.
fn file_name(spec: &DocumentSpec) -> Inline {
    let name = spec.file.value.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Inline::Text(Run { text: stem.to_owned(), origin: Origin::Editor(spec.file.span) })
}
