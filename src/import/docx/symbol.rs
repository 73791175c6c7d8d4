//! Signs that Word keeps as places in the fonts Symbol and Wingdings (ECMA-376-1, 17.3.3.30).

/// Places 0x41 to 0x5A and 0x61 to 0x7A of Adobe's Symbol encoding (PDF 32000-1, Annex D.5).
const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// The character meant by the place `code`, hexadecimal, in `font`; nothing where no character is known for it.
pub(super) fn sign(font: &str, code: &str) -> Option<char> {
    let place = u32::from_str_radix(code, 16).ok()?;
    // Fonts of symbols have their places in an area for private use too.
    let low = if (0xF000..=0xF0FF).contains(&place) { place - 0xF000 } else { place };
    if font.eq_ignore_ascii_case("Symbol") {
        return symbol(u8::try_from(low).ok()?);
    }
    if font.to_ascii_lowercase().starts_with("wingdings") {
        return match low {
            0x6C | 0x9F => Some('•'),
            0x6E | 0xA7 => Some('▪'),
            0x76 => Some('❖'),
            0xD8 => Some('➢'),
            0xE0 | 0xE8 => Some('→'),
            0xDF | 0xE7 => Some('←'),
            0xFC => Some('✓'),
            0xFB => Some('✗'),
            0x4A => Some('☺'),
            _ => None,
        };
    }
    char::from_u32(place).filter(|c| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c))
}

fn symbol(place: u8) -> Option<char> {
    let of = |letters: &str, first: u8| letters.chars().nth(usize::from(place - first));
    match place {
        b'A'..=b'Z' => of(CAPITALS, b'A'),
        b'a'..=b'z' => of(SMALL, b'a'),
        b' '..=b'@' if !matches!(place, 0x22 | 0x24 | 0x27 | 0x2A | 0x2D | 0x40) => Some(char::from(place)),
        0x22 => Some('∀'),
        0x24 => Some('∃'),
        0x2A => Some('∗'),
        0x2D => Some('−'),
        0xA3 => Some('≤'),
        0xA5 => Some('∞'),
        0xAB => Some('↔'),
        0xAC => Some('←'),
        0xAE => Some('→'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB2 => Some('″'),
        0xB3 => Some('≥'),
        0xB4 => Some('×'),
        0xB7 => Some('•'),
        0xB8 => Some('÷'),
        0xB9 => Some('≠'),
        0xBA => Some('≡'),
        0xBB => Some('≈'),
        0xBC => Some('…'),
        0xD7 => Some('⋅'),
        0xA2 => Some('′'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn places_of_fonts_are_signs() {
        assert_eq!(sign("Symbol", "F061"), Some('α'));
        assert_eq!(sign("Symbol", "57"), Some('Ω'));
        assert_eq!(sign("Wingdings", "F0E0"), Some('→'));
        assert_eq!(sign("Times New Roman", "2020"), Some('†'));
        assert_eq!(sign("Webdings", "F061"), None);
        assert_eq!(sign("Symbol", "no"), None);
    }
}
