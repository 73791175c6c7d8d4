//! Characters that a face need not have, because they are made from others or are not seen.
//!
//! Typography needs spaces and hyphens that many faces lack (Alegreya has no U+2011, U+202F or U+2060).

use super::collect::{PICTURE, is_steering};

/// How wide a space is that a face lacks, in 1/1000 em (Unicode Standard 6.2, table 6-2).
pub(super) const fn space_width(c: char) -> Option<i32> {
    Some(match c {
        '\u{2000}' | '\u{2002}' | '\u{2007}' => 500,
        '\u{2001}' | '\u{2003}' | '\u{3000}' => 1000,
        '\u{2004}' => 333,
        '\u{2005}' | '\u{2008}' => 250,
        '\u{2006}' => 167,
        '\u{2009}' | '\u{202f}' => 200,
        '\u{200a}' => 100,
        '\u{205f}' => 222,
        _ => return None,
    })
}

/// What is printed for a character that a face lacks and need not have.
pub(super) const fn substitute(c: char) -> Option<char> {
    Some(match c {
        '\u{a0}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2012}' | '\u{2212}' => '\u{2013}',
        '\u{2015}' => '\u{2014}',
        '\u{2bc}' => '\u{2019}',
        _ => return None,
    })
}

/// Whether a face need not have a character: it is made from others, or is none that is seen.
pub(super) fn can_be_made(c: char) -> bool {
    space_width(c).is_some()
        || substitute(c).is_some()
        || is_steering(c)
        || matches!(c, ' ' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{34f}' | PICTURE)
}
