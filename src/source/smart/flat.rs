//! The words of a block in one piece, and the way back: changes are found in the piece and made in the inlines.

use super::DISGUISES;
use super::writer::Change;
use crate::document::{Inline, Inlines, Style, Target, plain_text};

/// What stands for something whose words come later or are none: it counts as a letter.
pub(super) const OBJECT: char = '\u{FFFC}';

/// Whether it counts as one object: punctuation inside stays as it is, and white space before it parts it from a word.
pub(super) fn is_object(inline: &Inline) -> bool {
    match inline {
        Inline::Styled(Style::Code, _)
        | Inline::Picture(_)
        | Inline::Cite(_)
        | Inline::PageOf(_)
        | Inline::LineOf(_) => true,
        // A reference without words of its own gets a title or a number of a page.
        Inline::Link { content, .. } if content.is_empty() => true,
        Inline::Link { target: Target::Url(url), content, .. } => {
            let words = plain_text(content);
            words == *url || url.strip_prefix("mailto:") == Some(&words)
        }
        _ => false,
    }
}

/// Adds the words of `inlines` to `flat`.
pub(super) fn flatten(inlines: &[Inline], flat: &mut String) {
    for inline in inlines {
        match inline {
            inline if is_object(inline) => flat.push(OBJECT),
            Inline::Text(run) => flat.push_str(&run.text),
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                flatten(content, flat);
            }
            Inline::LineBreak => flat.push('\n'),
            _ => {}
        }
    }
}

/// A way through inlines, with the changes still to be made.
pub(super) struct Cursor<'a> {
    /// How much of the flat text is behind.
    pub(super) at: usize,
    pub(super) changes: &'a [Change],
}

/// Makes the changes in the words they were found in.
pub(super) fn apply(inlines: &mut Inlines, cursor: &mut Cursor<'_>) {
    for inline in inlines {
        match inline {
            inline if is_object(inline) => cursor.at += OBJECT.len_utf8(),
            Inline::Text(run) => {
                let text = rewrite(&run.text, cursor);
                if let Some(text) = text {
                    run.text = text;
                }
            }
            Inline::Styled(_, content) | Inline::Foreign(_, content) | Inline::Link { content, .. } => {
                apply(content, cursor);
            }
            Inline::LineBreak => cursor.at += 1,
            _ => {}
        }
    }
}

/// The run's new text; `None` if it stays.
fn rewrite(text: &str, cursor: &mut Cursor<'_>) -> Option<String> {
    let start = cursor.at;
    cursor.at += text.len();
    let here = cursor.changes.iter().take_while(|(range, _)| range.start < cursor.at).count();
    let (mine, rest) = cursor.changes.split_at(here);
    cursor.changes = rest;
    let disguised = text.chars().any(|c| DISGUISES.iter().any(|(_, disguise)| *disguise == c));
    if mine.is_empty() && !disguised {
        return None;
    }
    let mut new = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for (range, mark) in mine {
        // Signs divided between two runs (`-*-*`) stay as they are.
        let Some(from) = range.start.checked_sub(start).filter(|_| range.end <= cursor.at) else { continue };
        new.push_str(&text[done..from]);
        new.push_str(mark);
        done = range.end - start;
    }
    new.push_str(&text[done..]);
    if disguised {
        for (plain, disguise) in DISGUISES {
            new = new.replace(disguise, plain.encode_utf8(&mut [0; 4]));
        }
    }
    Some(new)
}
