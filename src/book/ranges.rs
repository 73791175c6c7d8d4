//! Ranges of pages as houses shorten them: one rule for citations and index.

/// How the second number of a range is shortened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ranges {
    /// 311–98, 101–8, 1496–500 (Chicago 18, 9.63).
    #[default]
    Chicago,
    /// 311–98, but 312–18 (*New Hart's Rules* 4.2.7).
    FewestButTeens,
    /// 321–8.
    Fewest,
    /// 321–28.
    FewestTwo,
    /// 321–328.
    Whole,
}

impl Ranges {
    /// `text` with an en dash in each range of numbers, and its second number shortened: `311--398, 400`
    /// is `311–98, 400`. Roman numerals and numbers with letters keep all they have.
    #[must_use]
    pub fn set(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, dash)) = find_dash(rest) {
            let (before, after) = (&rest[..at], &rest[at + dash..]);
            let from = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let to_start = after.trim_start();
            let to = to_start.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            // Three numbers in a row are no range: a date, a shelf mark.
            let more = to_start[to.len()..].starts_with(['-', '–', '—']);
            if from.is_empty() || to.is_empty() || more {
                let end = rest.len() - if more { to_start.len() - to.len() - 1 } else { after.len() };
                let end = (end..=rest.len()).find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            out.push_str(before.trim_end());
            out.push('–');
            out.push_str(&self.second(from, to));
            rest = &to_start[to.len()..];
        }
        out.push_str(rest);
        out
    }

    /// What is printed of `to` after `from`; both may come shortened already.
    #[must_use]
    pub fn second(self, from: &str, to: &str) -> String {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits(from) || !digits(to) || from.len() < to.len() {
            return to.to_owned();
        }
        let whole = format!("{}{to}", &from[..from.len() - to.len()]);
        if whole.as_str() <= from {
            return to.to_owned();
        }
        let changed = whole.len() - whole.bytes().zip(from.bytes()).take_while(|(a, b)| a == b).count();
        let tail = |count: usize| whole[whole.len() - count.min(whole.len())..].to_owned();
        let teens = whole.len() > 1 && whole.as_bytes()[whole.len() - 2] == b'1';
        let hundreds = from.ends_with("00");
        let low = from.len() > 2 && from.as_bytes()[from.len() - 2] == b'0';
        match self {
            Self::Whole => whole,
            Self::Chicago if from.len() <= 2 || hundreds => whole,
            Self::Chicago if low && changed == 1 => tail(1),
            Self::Chicago | Self::FewestTwo => tail(changed.max(2)),
            Self::FewestButTeens if teens => tail(changed.max(2)),
            Self::Fewest | Self::FewestButTeens => tail(changed),
        }
    }
}

/// The first dash between two numbers: its place and length. A hyphen inside a word is none.
fn find_dash(text: &str) -> Option<(usize, usize)> {
    let at = text.find(['-', '–', '—'])?;
    let len = text[at..].chars().take_while(|c| matches!(c, '-' | '–' | '—')).map(char::len_utf8).sum();
    Some((at, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of *The Chicago Manual of Style*, 18th ed., 9.63.
    #[test]
    fn chicago() {
        let cases = [
            ("3-10", "3–10"),
            ("71--72", "71–72"),
            ("96-117", "96–117"),
            ("100-104", "100–104"),
            ("1100-1113", "1100–1113"),
            ("101-108", "101–8"),
            ("808-833", "808–33"),
            ("1103-1104", "1103–4"),
            ("117-118", "117–18"),
            ("998-1002", "998–1002"),
            ("321-328", "321–28"),
            ("498-532", "498–532"),
            ("1087-1089", "1087–89"),
            ("1496-1500", "1496–500"),
            ("11564-11615", "11564–615"),
            ("12991-13001", "12991–3001"),
        ];
        for (typed, set) in cases {
            assert_eq!(Ranges::Chicago.set(typed), set, "{typed}");
        }
    }

    #[test]
    fn other_houses() {
        for (typed, set) in [("42-45", "42–5"), ("114-118", "114–18"), ("311-398", "311–98"), ("200-201", "200–1")]
        {
            assert_eq!(Ranges::FewestButTeens.set(typed), set);
        }
        assert_eq!(Ranges::FewestTwo.set("321-328"), "321–28");
        assert_eq!(Ranges::Fewest.set("321-328"), "321–8");
        assert_eq!(Ranges::Whole.set("321-28"), "321–328");
    }

    #[test]
    fn what_is_no_range_of_numbers_stays() {
        let set = |text| Ranges::Chicago.set(text);
        assert_eq!(set("xi-xiv, 3, 311 -- 398"), "xi–xiv, 3, 311–98");
        assert_eq!(set("311–98"), "311–98");
        assert_eq!(set("A3-A12; 17-"), "A3–A12; 17-");
        assert_eq!(set("12-3-4"), "12-3-4");
        assert_eq!(set("MS 12–3–4 5-6"), "MS 12–3–4 5–6");
        assert_eq!(set(""), "");
    }
}
