//! The ornament of a drawn cover: tiles of leaves, quarters and dots, chosen by the book's identifier.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Side of a tile.
const TILE: f32 = 200.0;

/// Colours that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    /// Behind everything.
    pub(super) ground: &'static str,
    /// The title.
    pub(super) paper: &'static str,
    /// The subtitle.
    pub(super) soft: &'static str,
    /// The ornament, the strongest first.
    pub(super) tones: [&'static str; 3],
}

const fn palette(ground: &'static str, paper: &'static str, soft: &'static str, tones: [&'static str; 3]) -> Palette {
    Palette { ground, paper, soft, tones }
}

/// Dark grounds under light words, and light grounds under dark ones; all pass 7:1 for the title.
const PALETTES: [Palette; 8] = [
    palette("#1d2a38", "#f4eddd", "#d9d0bb", ["#c0603f", "#d9b36c", "#5f7c92"]),
    palette("#20352b", "#f3eedd", "#d3d6bd", ["#cf9440", "#7d9c79", "#e3d6b2"]),
    palette("#3b1e24", "#f6ede0", "#e0c9b5", ["#c46f4d", "#dcb08f", "#82605c"]),
    palette("#f0e7d4", "#2b2926", "#5b5347", ["#92402f", "#cba660", "#41605f"]),
    palette("#2b2839", "#f2ecf0", "#cfc4d4", ["#d4a373", "#9a7ba0", "#5e7096"]),
    palette("#e8e6dd", "#1f2d36", "#4a565c", ["#2f6473", "#c76e42", "#a7b39e"]),
    palette("#14353a", "#f1ebd9", "#c9d3c2", ["#d38e5e", "#5f9c93", "#e4d0a0"]),
    palette("#f2ede5", "#33261d", "#655446", ["#6d4b34", "#bd9060", "#4f5e49"]),
];

/// An ornament.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) palette: Palette,
    /// Whether its right half mirrors its left.
    mirrored: bool,
    seed: [u8; 32],
}

impl Pattern {
    /// The one of this identifier.
    pub(super) fn of(identifier: &str) -> Self {
        let seed: [u8; 32] = Sha256::digest(identifier).into();
        Self { palette: PALETTES[usize::from(seed[0]) % PALETTES.len()], mirrored: seed[1].is_multiple_of(2), seed }
    }

    /// Fills a field from the top left with tiles.
    pub(super) fn draw(&self, svg: &mut String, width: f32, height: f32) {
        let columns = count(width);
        for row in 0..count(height) {
            for column in 0..columns {
                let twin = columns - 1 - column;
                let reflected = self.mirrored && column > twin;
                let [shape, turn, color, back] = self.chance(row, if reflected { twin } else { column });
                let (x, y) = (f32::from(column) * TILE, f32::from(row) * TILE);
                let mirror = if reflected { "translate(200 0) scale(-1 1) " } else { "" };
                let turn = u16::from(turn % 4) * 90;
                let _ = write!(svg, "<g transform=\"translate({x} {y}) {mirror}rotate({turn} 100 100)\">");
                Self::tile(svg, self.palette.tones, shape, (color, back));
                svg.push_str("</g>");
            }
        }
    }

    fn tile(svg: &mut String, tones: [&str; 3], shape: u8, (color, back): (u8, u8)) {
        let tone = usize::from(color % 3);
        // Most tiles stand on the ground, some on a tone of their own.
        if back < 72 {
            let behind = tones[(tone + 1 + usize::from(back % 2)) % 3];
            // A little larger, lest a seam show between neighbours.
            let _ = write!(svg, "<rect x=\"-.3\" y=\"-.3\" width=\"200.6\" height=\"200.6\" fill=\"{behind}\"/>");
        }
        let tone = tones[tone];
        let path = match shape {
            // A leaf from corner to corner, whole or with its midrib left open.
            0..=79 => "M0 0A200 200 0 0 1 200 200A200 200 0 0 1 0 0Z",
            80..=119 => "M0 0A200 200 0 0 1 200 200ZM0 8L192 200A192 192 0 0 1 0 8Z",
            // A quarter, two petals, an arch.
            120..=159 => "M0 0H200A200 200 0 0 1 0 200Z",
            160..=189 => "M0 0A100 100 0 0 0 200 0ZM0 200A100 100 0 0 1 200 200Z",
            190..=214 => "M0 200V100A100 100 0 0 1 200 100V200H140V100A40 40 0 0 0 60 100V200Z",
            215..=237 => "M100 40A60 60 0 0 1 100 160A60 60 0 0 1 100 40Z",
            _ => return,
        };
        let _ = write!(svg, "<path d=\"{path}\" fill=\"{tone}\"/>");
    }

    /// Four numbers for a tile.
    fn chance(&self, row: u8, column: u8) -> [u8; 4] {
        let digest = Sha256::new().chain_update(self.seed).chain_update([row, column]).finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of tiles")]
fn count(length: f32) -> u8 {
    (length / TILE).ceil() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_book_has_its_own_and_keeps_it() {
        let drawn = |identifier: &str| {
            let mut svg = String::new();
            Pattern::of(identifier).draw(&mut svg, 1400.0, 1000.0);
            svg
        };
        assert_eq!(drawn("urn:isbn:1"), drawn("urn:isbn:1"));
        assert_ne!(drawn("urn:isbn:1"), drawn("urn:isbn:2"));
        assert_eq!(drawn("").matches("<g ").count(), 35);
    }

    #[test]
    fn words_stand_out_from_their_ground() {
        for palette in PALETTES {
            let contrast = |a: &str, b: &str| {
                let (a, b) = (luminance(a), luminance(b));
                (a.max(b) + 0.05) / (a.min(b) + 0.05)
            };
            assert!(contrast(palette.paper, palette.ground) > 7.0, "{palette:?}");
            assert!(contrast(palette.soft, palette.ground) > 4.5, "{palette:?}");
        }
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }
}
