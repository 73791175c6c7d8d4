//! Where things came to stand in print.

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

/// The page on which each anchor came to stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap(Vec<Option<Folio>>);

impl PageMap {
    /// Notes that `anchor` stands on the page `folio`.
    pub fn place(&mut self, anchor: AnchorId, folio: Folio) {
        let at = anchor.0 as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        self.0[at] = Some(folio);
    }

    /// The page of `anchor`; `None` if it is not set (yet).
    #[must_use]
    pub fn folio(&self, anchor: AnchorId) -> Option<Folio> {
        self.0.get(anchor.0 as usize).copied().flatten()
    }
}
