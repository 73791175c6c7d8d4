//! How far signs hang out into the margin, so that it looks straight (Bringhurst 3.3.4; Thành, *Micro-typographic
//! extensions to the TeX typesetting system*, 2000, chapter 3).
//!
//! What hangs out is a share of a sign's width, so a table belongs to a face: an italic leans over its end, a sans
//! has no serifs to hang out, and letters of equal width stand in columns, whose edge nothing may leave. The shares
//! were found on the bundled faces from how far their ink stands off their sides; other faces take those of their kind.

use crate::fonts::{FaceBuild, LoadedFace};

/// Shares of a sign's width in 1/1000.
pub(super) type Share = fn(char) -> i64;

/// What hangs out of lines in one face.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    /// At a line's beginning.
    pub(super) at_start: Share,
    /// At its end.
    pub(super) at_end: Share,
}

/// Roman with serifs: Alegreya and most faces.
const ROMAN: Table = Table { at_start: roman_start, at_end: roman_end };
/// Italic with serifs.
const ITALIC: Table = Table { at_start: italic_start, at_end: italic_end };
/// Without serifs, upright and oblique.
const SANS: Table = Table { at_start: sans_start, at_end: sans_end };
/// Letters of equal width.
const MONO: Table = Table { at_start: nothing, at_end: nothing };

impl Table {
    /// The table of a face.
    pub(super) fn of(face: &LoadedFace) -> Self {
        match face.kind.build {
            FaceBuild::Mono => MONO,
            FaceBuild::Sans => SANS,
            FaceBuild::Serif if face.kind.italic => ITALIC,
            FaceBuild::Serif => ROMAN,
        }
    }
}

const fn nothing(_: char) -> i64 {
    0
}

/// Signs, which are much alike in all faces, at a line's end.
const fn sign_at_end(c: char) -> Option<i64> {
    Some(match c {
        '.' | ',' | '\u{6d4}' | '\u{60c}' => 700,
        '-' | '\u{2010}' | '\u{2011}' | '\u{5be}' | '’' | '‘' | '“' | '”' | '\'' | '"' | '‹' | '›' => 550,
        ';' | ':' | '\u{61b}' | '\u{5c3}' => 400,
        '—' | '–' | '«' | '»' => 300,
        '!' | '?' | '\u{61f}' | '*' => 200,
        ')' | ']' => 100,
        _ => return None,
    })
}

/// Signs at a line's beginning.
const fn sign_at_start(c: char) -> Option<i64> {
    Some(match c {
        '“' | '”' | '„' | '‘' | '’' | '‚' | '"' | '\'' | '‹' | '›' => 500,
        '«' | '»' | '—' | '–' => 200,
        '(' | '[' => 100,
        _ => return None,
    })
}

fn roman_end(c: char) -> i64 {
    sign_at_end(c).unwrap_or(match c {
        'r' | 'y' | 'v' | 'w' | 'k' | 'T' | 'A' | 'V' | 'W' | 'Y' | 'Г' | 'Т' | 'У' | 'А' | 'Α' | 'Τ' | 'Υ' => {
            50
        }
        _ => 0,
    })
}

fn roman_start(c: char) -> i64 {
    sign_at_start(c).unwrap_or(match c {
        'A' | 'T' | 'V' | 'W' | 'Y' | 'v' | 'w' | 'y' | 'Т' | 'У' | 'А' | 'Α' | 'Τ' | 'Υ' => 50,
        _ => 0,
    })
}

/// The slope carries what stands high towards the right, what stands low towards the left.
fn italic_end(c: char) -> i64 {
    match c {
        '’' | '‘' | '“' | '”' | '\'' | '"' => 350,
        '.' | ',' => 800,
        ')' | ']' | '!' | '?' => 0,
        _ => sign_at_end(c).unwrap_or(match c {
            'r' | 'v' | 'w' | 'y' => 30,
            'A' => 50,
            _ => 0,
        }),
    }
}

fn italic_start(c: char) -> i64 {
    match c {
        '“' | '”' | '‘' | '’' | '"' | '\'' => 700,
        '(' | '[' => 150,
        _ => sign_at_start(c).unwrap_or(match c {
            'T' | 'V' | 'W' | 'Y' | 'v' | 'w' => 80,
            _ => 0,
        }),
    }
}

/// Where there are no serifs to stand on, what is round or open looks farther in.
fn sans_end(c: char) -> i64 {
    sign_at_end(c).unwrap_or(match c {
        'T' | 'V' | 'W' | 'Y' | 'r' | 'v' | 'w' | 'y' => 60,
        'A' | 'L' | 'k' | 'x' => 40,
        _ => 0,
    })
}

fn sans_start(c: char) -> i64 {
    sign_at_start(c).unwrap_or(match c {
        'T' | 'V' | 'W' | 'Y' | 'v' | 'w' | 'y' => 60,
        'A' | 'J' | 'x' => 40,
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{FaceStyle, FontLibrary};

    fn table(family: &str, italic: bool) -> Table {
        let library = FontLibrary::new();
        let face = library.find(family, FaceStyle { italic, bold: false }).unwrap();
        Table::of(library.face(face).unwrap())
    }

    #[test]
    fn every_face_has_its_own() {
        let shares = |table: Table| ['.', '“', 'A', 'T'].map(|c| ((table.at_start)(c), (table.at_end)(c)));
        assert_eq!(shares(table("Alegreya", false)), [(0, 700), (500, 550), (50, 50), (50, 50)]);
        assert_eq!(shares(table("Alegreya", true)), [(0, 800), (700, 350), (0, 50), (80, 0)]);
        assert_eq!(shares(table("Fira Sans", false)), [(0, 700), (500, 550), (40, 40), (60, 60)]);
        assert_eq!(shares(table("Fira Mono", false)), [(0, 0); 4]);
        assert_eq!(shares(table("Noto Serif Hebrew", false))[0], (0, 700));
        assert_eq!((table("Noto Naskh Arabic", false).at_end)('\u{60c}'), 700);
    }
}
