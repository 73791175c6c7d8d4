//! Names pages in text: "see p. 12".

use std::borrow::Cow;

use super::galley::program;
use crate::book::{PageMap, Words};
use crate::document::{Inline, Target};

/// What stands for a page that is not known yet: as wide as most will be.
const NO_PAGE: &str = "000";

/// The words with the pages that references name: in the place of the reference's words, or after them.
pub(super) fn paged<'w>(inlines: &'w [Inline], pages: &PageMap, words: &Words) -> Cow<'w, [Inline]> {
    if !refers(inlines) {
        return Cow::Borrowed(inlines);
    }
    let told = |inline: &Inline| match inline {
        Inline::Link { target: Target::Page { place, alone }, content, span } => {
            let folio = pages.folio(*place).map_or_else(|| NO_PAGE.to_owned(), |folio| folio.to_string());
            let page = format!("{}\u{a0}{folio}", words.page_short);
            let content = if *alone {
                vec![program(&page)]
            } else {
                content.iter().cloned().chain([program(&format!(" ({page})"))]).collect()
            };
            Inline::Link { target: Target::Anchor(*place), content, span: *span }
        }
        // A number alone stands in lists, which are set when pages are known.
        Inline::PageOf(place) => program(&pages.folio(*place).map(|folio| folio.to_string()).unwrap_or_default()),
        Inline::LineOf(place) => program(&pages.line(*place).map(|line| line.to_string()).unwrap_or_default()),
        Inline::Link { target, content, span } => {
            let content = paged(content, pages, words).into_owned();
            Inline::Link { target: target.clone(), content, span: *span }
        }
        Inline::Styled(style, inner) => Inline::Styled(*style, paged(inner, pages, words).into_owned()),
        Inline::Foreign(language, inner) => Inline::Foreign(language.clone(), paged(inner, pages, words).into_owned()),
        _ => inline.clone(),
    };
    Cow::Owned(inlines.iter().map(told).collect())
}

/// Whether a page is named somewhere.
fn refers(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link { target: Target::Page { .. }, .. } | Inline::PageOf(_) | Inline::LineOf(_) => true,
        Inline::Styled(_, words) | Inline::Foreign(_, words) | Inline::Link { content: words, .. } => refers(words),
        _ => false,
    })
}
