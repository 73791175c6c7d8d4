//! Lengths on the page: exact, ordered, the same on every machine.

use std::fmt;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in 1/65536 of a DTP point (1/72 in), as TeX counts its scaled points.
///
/// Holds what fits a page (± 32,768 pt); sums over a paragraph are `i64`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i32);

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One point.
    pub const POINT: Self = Self(65_536);

    /// From 1/65536 pt.
    #[must_use]
    pub const fn from_raw(raw: i32) -> Self {
        Self(raw)
    }

    /// In 1/65536 pt.
    #[must_use]
    pub const fn raw(self) -> i32 {
        self.0
    }

    /// From points, rounded; saturates.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "`as` saturates, which is what is wanted")]
    pub fn pt(points: f64) -> Self {
        Self((points * 65_536.0).round() as i32)
    }

    /// From inches.
    #[must_use]
    pub fn inches(inches: f64) -> Self {
        Self::pt(inches * 72.0)
    }

    /// From millimetres.
    #[must_use]
    pub fn mm(millimetres: f64) -> Self {
        Self::pt(millimetres * 72.0 / 25.4)
    }

    /// In points.
    #[must_use]
    pub fn to_pt(self) -> f64 {
        f64::from(self.0) / 65_536.0
    }

    /// Scaled by a factor, rounded.
    #[must_use]
    pub fn scale(self, factor: f64) -> Self {
        Self::pt(self.to_pt() * factor)
    }

    /// Reads `"22mm"`, `"6in"`, `"10.5pt"`, `"2cm"`, `"1pc"`. `None` if it is no length.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
        let number: f64 = text[..unit].trim_end().parse().ok()?;
        let points = match text[unit..].trim_end() {
            "pt" => number,
            "pc" => number * 12.0,
            "in" => number * 72.0,
            "mm" => number * 72.0 / 25.4,
            "cm" => number * 720.0 / 25.4,
            _ => return None,
        };
        (points.is_finite() && points.abs() < 30_000.0).then(|| Self::pt(points))
    }
}

impl Length {
    /// As a person writes it in `unit` (one that [`Length::parse`] knows; else mm), to a hundredth, of an inch to
    /// a thousandth: printers say 0.125 in.
    #[must_use]
    pub fn written(self, unit: &str) -> String {
        let (points, unit) = match unit {
            "pt" => (1.0, "pt"),
            "pc" => (12.0, "pc"),
            "in" => (72.0, "in"),
            "cm" => (720.0 / 25.4, "cm"),
            _ => (72.0 / 25.4, "mm"),
        };
        let places = if unit == "in" { 3 } else { 2 };
        let number = format!("{:.places$}", self.to_pt() / points);
        format!("{}{unit}", number.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = format!("{:.3}", self.to_pt());
        write!(f, "{}pt", points.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Mul<i32> for Length {
    type Output = Self;
    fn mul(self, times: i32) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Div<i32> for Length {
    type Output = Self;
    fn div(self, by: i32) -> Self {
        Self(self.0 / by)
    }
}

impl std::iter::Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// Across.
    pub width: Length,
    /// Down.
    pub height: Length,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units() {
        assert_eq!(Length::parse("6in"), Some(Length::pt(432.0)));
        assert_eq!(Length::parse("25.4 mm"), Some(Length::pt(72.0)));
        assert_eq!(Length::parse("1pc"), Some(Length::pt(12.0)));
        for bad in ["6", "", "mm", "6 parsecs", "1e9in", "NaNpt"] {
            assert_eq!(Length::parse(bad), None, "{bad}");
        }
        assert_eq!(Length::pt(10.5).to_string(), "10.5pt");
        assert_eq!(
            ["in", "mm", "pt", "em"].map(|u| Length::inches(1.5).written(u)),
            ["1.5in", "38.1mm", "108pt", "38.1mm"]
        );
    }
}
