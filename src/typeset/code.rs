//! Divides lines of code that are wider than their measure. Knows letters and columns, no glyphs.

/// A line of code divided to fit: the first piece has `room` columns, the others two fewer. `width` is a character's, in
/// columns. It is divided after a space, or inside a word where the last space would leave the piece less than half full.
pub(super) fn pieces(line: &str, room: usize, mut width: impl FnMut(usize, char) -> usize) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let (mut from, mut columns, mut most) = (0, 0, room);
    // Behind the last space: where, and how many columns stand before it.
    let mut gap = (0, 0);
    for (at, c) in line.char_indices() {
        let width = width(at, c);
        while columns + width > most && at > from {
            let (end, taken) = if c != ' ' && gap.0 > from && gap.1 * 2 >= most { gap } else { (at, columns) };
            pieces.push((from, &line[from..end]));
            (from, columns, most) = (end, columns - taken, room.saturating_sub(2).max(1));
        }
        columns += width;
        if c == ' ' {
            gap = (at + 1, columns);
        }
    }
    pieces.push((from, &line[from..]));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(_: usize, c: char) -> usize {
        if c == '\t' { 4 } else { 1 }
    }

    fn divided(line: &str, room: usize) -> Vec<&str> {
        pieces(line, room, columns).into_iter().map(|(_, piece)| piece).collect()
    }

    #[test]
    fn code_is_divided_after_spaces() {
        assert_eq!(divided("build [--format epub]", 24), ["build [--format epub]"]);
        assert_eq!(divided("build --format epub", 16), ["build --format ", "epub"]);
        assert_eq!(divided("a bcdefghijklm", 8), ["a bcdefg", "hijklm"]);
        assert_eq!(divided("abcd efgh ijkl mnop", 10), ["abcd efgh ", "ijkl ", "mnop"]);
        assert_eq!(divided("ääääää", 2), ["ää", "ä", "ä", "ä", "ä"]);
        assert_eq!(divided("", 8), [""]);
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_line(line in "[a ä\t]{0,60}", room in 2..20_usize) {
            let pieces = pieces(&line, room, columns);
            proptest::prop_assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), line.as_str());
            for (number, (at, piece)) in pieces.iter().enumerate() {
                proptest::prop_assert!(line[*at..].starts_with(piece));
                let wide: usize = piece.chars().map(|c| columns(0, c)).sum();
                let most = if number == 0 { room } else { (room - 2).max(1) };
                proptest::prop_assert!(wide <= most || piece.chars().count() == 1);
            }
        }
    }
}
