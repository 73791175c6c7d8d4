//! Looks for rare bytes in long texts, many bytes at a time.

/// Bytes looked at together.
const TOGETHER: usize = 64;

/// How many bytes `bytes` begins with of which none is `wanted`. Faster than a search byte by byte where most are not,
/// if `wanted` has no branches.
#[must_use]
pub fn before(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let none = |chunk: &&[u8]| !chunk.iter().fold(false, |any, byte| any | wanted(*byte));
    let whole = bytes.chunks_exact(TOGETHER).take_while(none).count() * TOGETHER;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| wanted(*byte)).unwrap_or(rest.len())
}

/// Where the first two neighbours that are `wanted` begin; without any the length of `bytes`.
#[must_use]
pub fn before_pair(bytes: &[u8], wanted: impl Fn(u8, u8) -> bool) -> usize {
    let next = bytes.get(1..).unwrap_or_default();
    let pairs = |(one, two): (&[u8], &[u8])| !one.iter().zip(two).fold(false, |any, (a, b)| any | wanted(*a, *b));
    let whole = bytes.chunks_exact(TOGETHER).zip(next.chunks_exact(TOGETHER)).take_while(|at| pairs(*at)).count();
    let (one, two) = (&bytes[whole * TOGETHER..], next.get(whole * TOGETHER..).unwrap_or_default());
    match one.iter().zip(two).position(|(a, b)| wanted(*a, *b)) {
        Some(at) => whole * TOGETHER + at,
        None => bytes.len(),
    }
}

/// Calls `see` with every character of `text` that is not ASCII.
pub fn beyond_ascii(text: &str, mut see: impl FnMut(char)) {
    let mut rest = text;
    while !rest.is_empty() {
        let plain = before(rest.as_bytes(), |byte| !byte.is_ascii());
        let (_, after) = rest.split_at(plain);
        // Where there is one there are others.
        let mut end = 0;
        for c in after.chars() {
            if !c.is_ascii() {
                see(c);
            } else if end >= TOGETHER {
                break;
            }
            end += c.len_utf8();
        }
        rest = after.get(end..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_at_a_time_is_as_one_by_one(text in "[a-d ]{0,200}") {
            let bytes = text.as_bytes();
            let one = bytes.iter().position(|byte| *byte == b'c').unwrap_or(bytes.len());
            prop_assert_eq!(before(bytes, |byte| byte == b'c'), one);
            let two = bytes.windows(2).position(|pair| pair == b"cd").unwrap_or(bytes.len());
            prop_assert_eq!(before_pair(bytes, |a, b| a == b'c' && b == b'd'), two);
        }

        #[test]
        fn every_character_beyond_ascii_is_seen(text in "([a-z ]{0,80}|[éЖ漢🎈]){0,12}") {
            let mut seen = String::new();
            beyond_ascii(&text, |c| seen.push(c));
            prop_assert_eq!(seen, text.chars().filter(|c| !c.is_ascii()).collect::<String>());
        }
    }
}
