//! The OpenType features that words are shaped with.
//!
//! In German no ligature bridges the seam between the parts of a word: Auf-lage, Schiff-fahrt (Duden; TeX's
//! `selnolig`). Where a word may be divided after an f is mostly where its parts meet; only a double f is divided
//! within a part, too (hof-fen).

use std::ops::Range;

use harfrust::{Feature, Tag};
use smallvec::SmallVec;

use super::line::{Capitals, Family, Figures};
use super::shape::{Position, StyleKey};
use crate::metadata::Language;

/// The OpenType features of a style. Kerning, ligatures and marks are on by themselves.
pub(super) fn of(key: &StyleKey) -> Vec<Feature> {
    let kind = &key.kind;
    let mut wanted: SmallVec<[(&[u8; 4], u32); 8]> = SmallVec::new();
    match kind.figures {
        Figures::OldStyle if kind.family != Family::Code => wanted.extend([(b"onum", 1), (b"pnum", 1)]),
        Figures::OldStyle => {}
        Figures::LiningTabular => wanted.extend([(b"lnum", 1), (b"tnum", 1)]),
    }
    match kind.capitals {
        Capitals::Ordinary => {}
        Capitals::Small => wanted.push((b"smcp", 1)),
        Capitals::AllSmall => wanted.extend([(b"smcp", 1), (b"c2sc", 1)]),
    }
    match kind.position {
        Position::Superior if !key.scaled => wanted.push((b"sups", 1)),
        Position::Inferior if !key.scaled => wanted.push((b"subs", 1)),
        _ => {}
    }
    if kind.tracking != 0 || kind.family == Family::Code {
        wanted.extend([(b"liga", 0), (b"clig", 0), (b"calt", 0)]);
    }
    wanted.into_iter().map(|(tag, value)| Feature::new(Tag::new(tag), value, ..)).collect()
}

/// Whether a language keeps its ligatures off the seams.
pub(super) fn has_seams(language: &Language) -> bool {
    language.primary() == "de"
}

/// The first byte after each seam of a word.
pub(super) fn seams(word: &str, places: &[usize]) -> Vec<usize> {
    let seam = |at: &&usize| {
        let Some((before, after)) = word.split_at_checked(**at) else { return false };
        match after.chars().next() {
            Some('f') => before.ends_with("ff") || before.ends_with("auf") || before.ends_with("Auf"),
            Some('i' | 'l' | 't' | 'b' | 'h' | 'j' | 'k') => before.ends_with('f'),
            _ => false,
        }
    };
    places.iter().filter(seam).copied().collect()
}

/// The features of a style, and none that joins letters at these seams.
pub(super) fn seamed(style: &[Feature], seams: &[usize]) -> SmallVec<[Feature; 8]> {
    let mut features: SmallVec<[Feature; 8]> = style.iter().copied().collect();
    for &seam in seams {
        // The shaper takes the end it is given for the first byte that is not meant.
        let off = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 0, seam..=seam + 1);
        features.extend([off(b"liga"), off(b"clig")]);
    }
    features
}

/// The signs in a word of capitals that are to stand as high as they do: from its first letter or figure to its last.
/// `None` where it has no such sign or is no word of capitals. Brackets and quotation marks about it are left as they
/// are, for they may enclose other words too.
pub(super) fn between_capitals(word: &str) -> Option<Range<usize>> {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals < 2 || word.chars().any(char::is_lowercase) {
        return None;
    }
    let start = word.find(char::is_alphanumeric)?;
    let (last, c) = word.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
    let end = last + c.len_utf8();
    if word[start..end].chars().all(char::is_alphabetic) {
        return None;
    }
    // A bracket between them takes its fellow along: A-B(C).
    let count = |signs: [char; 2]| word[start..end].matches(signs).count();
    let (opened, closed) = (count(['(', '[']), count([')', ']']));
    let before = usize::from(closed > opened && word[..start].ends_with(['(', '[']));
    let after = usize::from(opened > closed && word[end..].starts_with([')', ']']));
    Some(start - before..end + after)
}

/// The features of a style, and for a stretch the forms that go with capitals.
pub(super) fn cased(style: &[Feature], stretch: &Range<usize>) -> SmallVec<[Feature; 8]> {
    let mut features: SmallVec<[Feature; 8]> = style.iter().copied().collect();
    features.push(Feature::new(Tag::new(b"case"), 1, stretch.start..=stretch.end));
    features
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::hyphenate::Hyphenator;

    #[test]
    fn signs_rise_between_capitals_only() {
        assert_eq!(between_capitals("(MARXISM-LENINISM),"), Some(1..17));
        assert_eq!(between_capitals("B-52"), None, "one capital begins a name");
        assert_eq!(between_capitals("ISO/IEC"), Some(0..7));
        assert_eq!(between_capitals("“A-B(C)”"), Some(3..9));
        assert_eq!(between_capitals("(A)B"), Some(0..4));
        for plain in ["UNESCO", "(UNESCO)", "Trans-Siberian", "1917-1924", "МИД"] {
            assert_eq!(between_capitals(plain), None, "{plain}");
        }
    }

    #[test]
    fn parts_of_words_are_kept_apart() {
        let hyphenator = Hyphenator::of(&Language::parse("de").unwrap());
        let seams = |word: &str| super::seams(word, &hyphenator.places(word));
        assert_eq!(seams("Auflage"), [3]);
        assert_eq!(seams("Schifffahrt"), [6]);
        assert_eq!(seams("auffallend"), [3]);
        for one in ["hoffen", "finden", "Waffe", "Pflicht", "Löffel"] {
            assert!(seams(one).is_empty(), "{one}");
        }
    }
}
