//! Where things came to stand in print.

use std::collections::BTreeMap;
use std::fmt;

use super::AnchorId;

/// The number printed on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folio {
    /// i, ii, iii: front matter.
    Roman(u32),
    /// 1, 2, 3: the text and all after it.
    Arabic(u32),
}

impl fmt::Display for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Arabic(n) => write!(f, "{n}"),
            Self::Roman(mut n) => {
                const SIGNS: [(u32, &str); 13] = [
                    (1000, "m"),
                    (900, "cm"),
                    (500, "d"),
                    (400, "cd"),
                    (100, "c"),
                    (90, "xc"),
                    (50, "l"),
                    (40, "xl"),
                    (10, "x"),
                    (9, "ix"),
                    (5, "v"),
                    (4, "iv"),
                    (1, "i"),
                ];
                for (value, sign) in SIGNS {
                    while n >= value {
                        f.write_str(sign)?;
                        n -= value;
                    }
                }
                Ok(())
            }
        }
    }
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// An anchor before it.
    pub anchor: AnchorId,
    /// How many letters after that, as [`super::Heads`] counts them.
    pub letters: u32,
}

/// The first place of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The page.
    pub folio: Folio,
    /// What it begins with: a division, an entry of the index, or words of a text.
    pub spot: Spot,
}

/// The page on which each anchor came to stand, and the line of those whose line is asked for
/// ([`crate::document::Inline::LineOf`]); and where pages begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    folios: Vec<Option<Folio>>,
    lines: BTreeMap<AnchorId, u32>,
    starts: Vec<PageStart>,
}

impl PageMap {
    /// Notes that `anchor` stands on the page `folio`.
    pub fn place(&mut self, anchor: AnchorId, folio: Folio) {
        let at = anchor.0 as usize;
        if self.folios.len() <= at {
            self.folios.resize(at + 1, None);
        }
        self.folios[at] = Some(folio);
    }

    /// Notes that `anchor` stands on the line `line` of its page, counted from 1.
    pub fn place_on_line(&mut self, anchor: AnchorId, line: u32) {
        self.lines.insert(anchor, line);
    }

    /// The page of `anchor`; `None` if it is not set (yet).
    #[must_use]
    pub fn folio(&self, anchor: AnchorId) -> Option<Folio> {
        self.folios.get(anchor.0 as usize).copied().flatten()
    }

    /// The line of `anchor` on its page: every printed line of the text block counts, from 1, its notes too; running
    /// head and folio do not. `None` if it is not set (yet), or nothing asks for it.
    #[must_use]
    pub fn line(&self, anchor: AnchorId) -> Option<u32> {
        self.lines.get(&anchor).copied()
    }

    /// Notes that the page `folio` begins at `spot`.
    pub fn begin(&mut self, folio: Folio, spot: Spot) {
        self.starts.push(PageStart { folio, spot });
    }

    /// Where pages begin, in the order they are bound. Pages without text have no place, nor have those that a text
    /// fills in which no anchor stands ([`super::anchor_texts`]).
    #[must_use]
    pub fn starts(&self) -> &[PageStart] {
        &self.starts
    }
}
