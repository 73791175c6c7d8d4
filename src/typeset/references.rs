//! What words refer to, put into them before they are set: the pages of places.

use std::borrow::Cow;

use super::galley::program;
use crate::book::PageMap;
use crate::document::{Inline, Inlines};

/// The words with the numbers of pages in them, as far as these are known.
pub(super) fn paged<'w>(inlines: &'w [Inline], pages: &PageMap) -> Cow<'w, [Inline]> {
    if !refers_to_pages(inlines) {
        return Cow::Borrowed(inlines);
    }
    let number = |inline: &Inline| -> Inline {
        let within = |words: &Inlines| paged(words, pages).into_owned();
        match inline {
            Inline::PageOf(place) => program(&pages.folio(*place).map(|folio| folio.to_string()).unwrap_or_default()),
            Inline::Styled(style, words) => Inline::Styled(*style, within(words)),
            Inline::Foreign(language, words) => Inline::Foreign(language.clone(), within(words)),
            Inline::Link { target, content, span } => {
                Inline::Link { target: target.clone(), content: within(content), span: *span }
            }
            _ => inline.clone(),
        }
    };
    Cow::Owned(inlines.iter().map(number).collect())
}

fn refers_to_pages(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::PageOf(_) => true,
        Inline::Styled(_, words) | Inline::Foreign(_, words) | Inline::Link { content: words, .. } => {
            refers_to_pages(words)
        }
        _ => false,
    })
}
