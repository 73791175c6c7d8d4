//! How far signs hang out into the margin, so that it looks straight (Bringhurst 3.3.4; microtype's tables
//! measured on text faces).

/// How much of a sign at a line's end hangs out, in 1/1000 of its width.
pub(super) const fn at_end(c: char) -> i64 {
    match c {
        '.' | ',' | '۔' | '،' => 700,
        '-' | '\u{2010}' | '\u{2011}' | '’' | '‘' | '“' | '”' | '\'' | '"' | '‹' | '›' => 550,
        ';' | ':' | '؛' => 400,
        '—' | '–' | '«' | '»' => 300,
        '!' | '?' | '؟' | '*' => 200,
        ')' | ']' => 100,
        'r' | 'y' | 'v' | 'w' | 'k' | 'T' | 'A' | 'V' | 'W' | 'Y' => 50,
        _ => 0,
    }
}

/// How much of a sign at a line's beginning hangs out, in 1/1000 of its width.
pub(super) const fn at_start(c: char) -> i64 {
    match c {
        '“' | '”' | '„' | '‘' | '’' | '‚' | '"' | '\'' | '‹' | '›' => 500,
        '«' | '»' | '—' | '–' => 200,
        '(' | '[' => 100,
        'A' | 'T' | 'V' | 'W' | 'Y' | 'v' | 'w' | 'y' => 50,
        _ => 0,
    }
}
