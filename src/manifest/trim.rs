//! Trims by name and by size (`TYPESETTING.md`: the sizes books are printed in).

use crate::length::{Length, Size};

/// How wide and how high, in the unit the trade names it in.
enum Measure {
    Inches(f64, f64),
    Millimetres(f64, f64),
}

use Measure::{Inches, Millimetres};

/// Trims that have a name.
const NAMED: &[(&str, Measure)] = &[
    ("A4", Millimetres(210.0, 297.0)),
    ("A5", Millimetres(148.0, 210.0)),
    ("A6", Millimetres(105.0, 148.0)),
    ("B5", Millimetres(176.0, 250.0)),
    ("A-format", Millimetres(111.0, 178.0)),
    ("B-format", Millimetres(129.0, 198.0)),
    ("demy octavo", Millimetres(138.0, 216.0)),
    ("demy", Millimetres(138.0, 216.0)),
    ("royal octavo", Millimetres(156.0, 234.0)),
    ("royal", Millimetres(156.0, 234.0)),
    ("crown octavo", Millimetres(123.0, 186.0)),
    ("crown quarto", Millimetres(189.0, 246.0)),
    ("pocket", Inches(4.25, 6.87)),
    ("digest", Inches(5.5, 8.5)),
    ("trade", Inches(6.0, 9.0)),
    ("letter", Inches(8.5, 11.0)),
];

/// The names, for messages.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|(name, _)| *name)
}

/// Reads `A5`, `demy octavo`, `6in x 9in`, `129 × 198 mm`.
pub(super) fn parse(text: &str) -> Option<Size> {
    let text = text.trim();
    let plain = |name: &str| name.to_lowercase().replace(['-', ' '], "");
    if let Some((_, measure)) = NAMED.iter().find(|(name, _)| plain(name) == plain(text)) {
        return Some(match *measure {
            Inches(width, height) => Size { width: Length::inches(width), height: Length::inches(height) },
            Millimetres(width, height) => Size { width: Length::mm(width), height: Length::mm(height) },
        });
    }
    let (width, height) = text.split_once(['x', '×', 'X'])?;
    let height = height.trim();
    let unit = height.find(|c: char| c.is_ascii_alphabetic())?;
    let width = width.trim();
    // A unit after both goes for both.
    let width = Length::parse(width).or_else(|| Length::parse(&format!("{width}{}", height.get(unit..)?)))?;
    Some(Size { width, height: Length::parse(height)? })
}
